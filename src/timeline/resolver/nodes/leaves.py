"""What stands by itself: the anchor, calendar dates, named days, events, and texts of two readings."""

from __future__ import annotations

from typing import Final

from timeline.calendar import civil, day_number, days_in_month, format_day, weekday
from timeline.errors import InvalidDateError, NoDateError, TimelineError, UndatedReferenceError, UnknownNameError
from timeline.notation import FLOATING
from timeline.resolver.draft import Draft, cell
from timeline.resolver.evaluation import Cell, Evaluation
from timeline.resolver.nodes.phrasing import WEEKDAYS, cell_text, describe
from timeline.resolver.nodes.series import preferred, series_of, which_of
from timeline.resolver.units import unit_cell
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.edtf import parse_edtf
from timeline.wording.expression import Alternatives, Anchor, EventName, Fields, Literal, Named, Undated


def read_anchor(ev: Evaluation, node: Anchor) -> Draft:
    """The anchor's day or moment."""
    if node.grain is Grain.SECOND:
        now = ev.moment("now")
        return Draft(now, now + 1, now, now + 1, Grain.SECOND, ev.context.timezone)
    day = ev.anchor("this")
    if ev.recorder is not None:
        ev.recorder.step("anchor", f"today is the anchor, {format_day(day)}")
    return cell(day, day + 1, Grain.DAY)


def read_fields(ev: Evaluation, node: Fields) -> Draft:
    """A calendar date; without a year, the instance that the preference picks."""
    year, month, day, wanted = node.year, node.month, node.day, node.weekday
    if year is not None:
        if node.short_year:
            year = _century(ev, year)
        if month is None:
            if day is not None:
                raise NoDateError(f"{day} and {year} name no month")
            start, end = day_number(year), day_number(year + 1)
            return Draft(start, end, start, end, Grain.YEAR)
        if day is None:
            start = day_number(year, month)
            end = start + days_in_month(year, month)
            return Draft(start, end, start, end, Grain.MONTH)
        if day > 28 and day > days_in_month(year, month):
            length = days_in_month(year, month)
            raise InvalidDateError(
                f"there is no {year:04d}-{month:02d}-{day:02d}: that month has {length} days",
                f"{year:04d}-{month:02d}-{length:02d}",
            )
        start = day_number(year, month, day)
        if wanted is not None and weekday(start) != wanted:
            raise InvalidDateError(
                f"{format_day(start)} is a {WEEKDAYS[weekday(start) - 1]}, not a {WEEKDAYS[wanted - 1]}",
                f"{WEEKDAYS[weekday(start) - 1]} {format_day(start)}",
            )
        return Draft(start, start + 1, start, start + 1, Grain.DAY)
    series = series_of(ev, node)
    if series is not None and month is None and day is not None and day < 29 and wanted is None and ev.recorder is None:
        series = series[0], series[1], 1  # every month has such a day, so that those beside the anchor's do
    start, end = preferred(ev, series)
    return Draft(start, end, start, end, Grain.MONTH if day is None and wanted is None else Grain.DAY)


_FAR: Final = 90
"""A year of two digits farther from the anchor than this is no other reading of them."""


def _century(ev: Evaluation, short: int) -> int:
    anchor = civil(ev.anchor("a year of two digits"))[0]
    if ev.recorder is None:
        year = anchor // 100 * 100 + short
        return year - 100 if year - anchor > 50 else year + 100 if anchor - year >= 50 else year
    options = sorted(
        (base + short for base in range(anchor // 100 * 100 - 100, anchor // 100 * 100 + 101, 100)),
        key=lambda y: (abs(y - anchor), -y),
    )
    readings = [(y, f"the year {y}") for y in options[:2] if y == options[0] or abs(y - anchor) <= _FAR]
    taken = ev.pick("century", readings)
    ev.recorder.step("year-from-anchor", f"the two digits {short:02d} are {options[taken]}, the nearest to the anchor")
    return options[taken]


def read_literal(ev: Evaluation, node: Literal) -> Draft:
    """A span that the text gives outright."""
    span = node.span
    draft = Draft.of_span(span)
    starts, ends = span.start_low == span.start_high, span.end_low == span.end_high
    # The side that is known counts: of "/1985" the end, as of "1985/" the start.
    draft.exact = (starts and ends) or (starts and span.end_high == FOREVER) or (ends and span.start_low == NEVER)
    if draft.exact and span.zone is None:
        _restore_cells(ev, draft, span)
    if span.zone == FLOATING:
        draft.zone = ev.context.timezone
    elif span.zone is not None and span.zone != ev.context.timezone and ev.recorder is not None:
        ev.recorder.step("zone", f"the time is given in {span.zone}")
    if node.sets:
        draft.items = tuple(Draft.of_span(item) for item in node.sets)
    return draft


def _restore_cells(ev: Evaluation, draft: Draft, span: Span) -> None:
    """Give a span that was read as filled back the cells that its ends were said with ("1985" is a year)."""
    low, high = span.start_low, span.end_high
    first = last = (low, high)
    if span.notation is not None and "/" in span.notation:
        left, right = span.notation.split("/")
        first, last = _side_cell(left, first), _side_cell(right, last)
    elif low > NEVER and high < FOREVER:
        start = unit_cell(span.grain.value, low, 0, ev.context)
        end = unit_cell(span.grain.value, high - 1, 0, ev.context)
        if start != end:
            first, last = start, end
    if low > NEVER and span.start_low == span.start_high:
        draft.s1 = min(first[1], high)
    if high < FOREVER and span.end_low == span.end_high:
        draft.e0 = max(last[0], low)


def _side_cell(side: str, otherwise: Cell) -> Cell:
    """The cell of one side of an EDTF interval; ``otherwise`` where the side is open or unknown."""
    if side in ("", ".."):
        return otherwise
    found = parse_edtf(side)
    return found.start_low, found.end_high


def read_undated(_: Evaluation, __: Undated) -> Draft:
    """No date."""
    return Draft.unset(Grain.YEAR)


def read_event(ev: Evaluation, node: EventName) -> Draft:
    """An event whose dates are known."""
    span = ev.known.get(node.name)
    if span is None:
        if node.name in ev.known:
            raise UndatedReferenceError(f"{node.name!r} has no date to count from", node.name)
        raise UnknownNameError(f"there is no event {node.name!r}", node.name, node.column)
    if ev.recorder is not None:
        ev.recorder.step("event", f"{node.name} is {describe(span)}")
    draft = Draft.of_span(span)
    draft.notation = None
    draft.items = ()
    return draft


def read_alternatives(ev: Evaluation, node: Alternatives) -> Draft:
    """The reading that the settings take, or the first that is a date."""
    first = which_of(ev, node)
    order = [first, *(at for at in range(len(node.items)) if at != first)]
    readings: list[tuple[Draft, str]] = []
    possible: list[int] = []
    failure: TimelineError | None = None
    for at in order:
        try:
            readings.append((ev.quietly(node.items[at]), node.reasons[at]))
        except InvalidDateError as error:
            failure = failure or error
            continue
        possible.append(at)
        if ev.recorder is None:
            return readings[0][0]
    if not readings:
        raise failure or InvalidDateError("no reading of it is a date")
    taken = 0
    if node.setting == "day_first" and ev.context.day_first is not None:
        if ev.recorder is not None and len(readings) > 1:
            ev.recorder.step("day_first", f"read {readings[0][1]}, as the setting day_first says")
    else:
        taken = ev.pick(node.setting, readings)
    return ev.evaluate(node.items[possible[taken]])  # once more, so that its own steps are told


def read_named(ev: Evaluation, node: Named) -> Draft:
    """A named day."""
    start, end = preferred(ev, series_of(ev, node))
    if ev.recorder is not None:
        ev.recorder.step("named-day", f"{node.key.replace('-', ' ')} is {cell_text((start, end))}")
    return cell(start, end, Grain.DAY)
