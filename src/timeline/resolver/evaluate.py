"""Expression and context to bounds: what the words come to, on which day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from timeline.calendar import DAY, civil, day_number, days_in_month, format_day, iso_week, iso_week_one, nth_weekday, week_start, weekday
from timeline.errors import AnchorNeededError, InvalidDateError, NoDateError, TimelineError, UndatedReferenceError, UnknownNameError
from timeline.notation import FLOATING
from timeline.resolver import units
from timeline.resolver.context import Context
from timeline.resolver.draft import Draft, cell, hull
from timeline.resolver.named_days import differs_by_country, find_holiday, named_days, needs_country
from timeline.resolver.reading import Constraint, Reading
from timeline.resolver.recorder import Choice, Recorder
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.expression import (
    NOW,
    TODAY,
    Adjacent,
    Alternatives,
    Anchor,
    Around,
    At,
    Beside,
    Both,
    Chosen,
    Clock,
    DayPart,
    Edge,
    EventName,
    Every,
    Expression,
    Fields,
    Listed,
    Literal,
    Named,
    Nth,
    Qualified,
    Range,
    Recurrence,
    Shift,
    Slice,
    Undated,
    Unit,
    Window,
    Within,
)
from timeline.zones import convert, from_utc, to_utc

Cell: TypeAlias = tuple[int, int]
Series: TypeAlias = tuple[Callable[[int], "Sequence[Cell]"], int, int]
"""What recurs: the cells of the i-th cycle, the cycle that holds the anchor, and how far to look for one."""

SPAN_LIMIT: Final = 400
"""Cycles to look through for a date that is rare (29 February on a Friday)."""
FARTHEST: Final = 10**9
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read(expression: Expression, context: Context, known: Mapping[str, Span], fill: bool) -> Reading:
    """The bounds and constraints that an expression states.

    ``known`` has the spans of the events whose values it needs (see ``needs``). ``fill``: whether what the calendar
    names is filled ("2017" from the first day to the last) or only holds the start and the end.

    Raises:
        AnchorNeededError, InvalidDateError, UnknownNameError, UndatedReferenceError.
    """
    draft = Evaluator(context, known, None).evaluate(expression)
    return Reading(draft.span(fill), draft.constraints, tuple(item.span(fill) for item in draft.items))


def needs(expression: Expression) -> tuple[str, ...]:
    """The events whose dates must be known before this can be read, in the order of the text.

    Events that only bound it ("before E", "during E") are not among them: those become constraints.
    """
    names: list[str] = []
    _collect(expression, names, value=False)
    return tuple(dict.fromkeys(names))


def _collect(node: object, names: list[str], *, value: bool) -> None:
    if isinstance(node, EventName):
        if value:
            names.append(node.name)
    elif isinstance(node, (Both, Qualified, Range, Beside)) and not value:
        for child in _children(node):
            bare = child.of if isinstance(child, Edge) else child
            _collect(bare, names, value=not isinstance(bare, EventName) and isinstance(node, (Range, Beside)))
    elif not isinstance(node, (str, int, float, bool, type(None), Span)):
        for child in _children(node):
            _collect(child, names, value=True)


def _children(node: object) -> Iterator[Expression]:
    for name in getattr(node, "__attrs_attrs__", ()):
        child = getattr(node, name.name)
        if isinstance(child, tuple):
            yield from (item for item in child if hasattr(item, "__attrs_attrs__") and not isinstance(item, Span))
        elif hasattr(child, "__attrs_attrs__") and not isinstance(child, Span):
            yield child


class Evaluator:
    """One evaluation. ``recorder`` is None unless somebody wants an explanation."""

    __slots__ = ("context", "depth", "known", "recorder")

    def __init__(self, context: Context, known: Mapping[str, Span], recorder: Recorder | None) -> None:
        self.context = context
        self.known = known
        self.recorder = recorder

    # --- plumbing -------------------------------------------------------------------------------------------------

    def evaluate(self, node: Expression) -> Draft:
        """The draft of any expression."""
        return _DISPATCH[node.__class__](self, node)

    def anchor(self, why: str) -> int:
        """The anchor's day; ``why`` is what needs it."""
        day = self.context.anchor
        if day is None:
            raise AnchorNeededError(f"{why} counts from a date that is not given: say an anchor (as_of)")
        return day

    def moment(self, why: str) -> int:
        """The anchor's moment in wall seconds of the context's zone."""
        return self.anchor(why) * DAY + (self.context.anchor_second or 0)

    def _with(self, context: Context) -> Evaluator:
        return Evaluator(context, self.known, self.recorder)

    def _pick(self, setting: str, readings: Sequence[tuple[Draft | Cell | int, str]]) -> int:
        """Which of several readings is taken: the first, unless an explanation forces another."""
        recorder = self.recorder
        if recorder is None or len(readings) < 2:
            return 0
        at = len(recorder.choices)
        taken = 0
        if recorder.force is not None and recorder.force[0] == at:
            taken = min(recorder.force[1], len(readings) - 1)
        recorder.choices.append(Choice(setting, [reason for _, reason in readings]))
        recorder.step(setting, f"took {readings[taken][1]}; also possible: {'; '.join(reason for k, (_, reason) in enumerate(readings) if k != taken)}")
        return taken

    # --- leaves ---------------------------------------------------------------------------------------------------

    def _anchor(self, node: Anchor) -> Draft:
        if node.grain is Grain.SECOND:
            now = self.moment("now")
            return Draft(now, now + 1, now, now + 1, Grain.SECOND, self.context.timezone)
        day = self.anchor("this")
        if self.recorder is not None:
            self.recorder.step("anchor", f"today is the anchor, {format_day(day)}")
        return cell(day, day + 1, Grain.DAY)

    def _fields(self, node: Fields) -> Draft:
        year, month, day, wanted = node.year, node.month, node.day, node.weekday
        if year is not None:
            if node.short_year:
                year = self._century(year)
            if month is None:
                if day is not None:
                    raise NoDateError(f"{day} and {year} name no month")
                start = day_number(year)
                return Draft(start, day_number(year + 1), start, day_number(year + 1), Grain.YEAR)
            if day is None:
                start = day_number(year, month)
                end = start + days_in_month(year, month)
                return Draft(start, end, start, end, Grain.MONTH)
            if day > days_in_month(year, month):
                length = days_in_month(year, month)
                raise InvalidDateError(
                    f"there is no {year:04d}-{month:02d}-{day:02d}: that month has {length} days",
                    f"{year:04d}-{month:02d}-{length:02d}",
                )
            start = day_number(year, month, day)
            if wanted is not None and weekday(start) != wanted:
                raise InvalidDateError(
                    f"{format_day(start)} is a {_WEEKDAYS[weekday(start) - 1]}, not a {_WEEKDAYS[wanted - 1]}",
                    f"{_WEEKDAYS[weekday(start) - 1]} {format_day(start)}",
                )
            return Draft(start, start + 1, start, start + 1, Grain.DAY)
        found = self._preferred(self._series(node))
        return Draft(*found, *found, Grain.DAY if day is not None or wanted is not None else Grain.MONTH)

    def _century(self, short: int) -> int:
        anchor = civil(self.anchor("a year of two digits"))[0]
        options = sorted(
            (base + short for base in range(anchor // 100 * 100 - 100, anchor // 100 * 100 + 101, 100)),
            key=lambda y: (abs(y - anchor), -y),
        )
        if self.recorder is None:
            return options[0]
        readings = [(y, f"the year {y}") for y in options[:2]]
        taken = self._pick("century", readings)
        self.recorder.step("year-from-anchor", f"the two digits {short:02d} are {options[taken]}, the nearest to the anchor")
        return options[taken]

    def _literal(self, node: Literal) -> Draft:
        span = node.span
        draft = Draft.of_span(span)
        draft.exact = True
        if not (span.start_low == span.start_high and span.end_low == span.end_high) and (span.bounded or span.start_high - span.start_low > 1):
            draft.exact = span.notation is not None and False
        if span.zone == FLOATING:
            draft.zone = self.context.timezone
        elif span.zone is not None and span.zone != self.context.timezone and self.recorder is not None:
            self.recorder.step("zone", f"the time is given in {span.zone}")
        if node.sets:
            draft.items = tuple(Draft.of_span(item) for item in node.sets)
        return draft

    def _undated(self, node: Undated) -> Draft:
        return Draft.unset(Grain.YEAR)

    def _event(self, node: EventName) -> Draft:
        span = self.known.get(node.name)
        if span is None:
            if node.name in self.known:
                raise UndatedReferenceError(f"{node.name!r} has no date to count from", node.name)
            raise UnknownNameError(f"there is no event {node.name!r}", node.name, node.column)
        if self.recorder is not None:
            self.recorder.step("event", f"{node.name} is {describe(span)}")
        draft = Draft.of_span(span)
        draft.notation = None
        draft.items = ()
        return draft

    # --- what recurs, and which of it is meant --------------------------------------------------------------------

    def _series(self, node: Expression, around: int | None = None) -> Series | None:
        """The cycles of a partial date, counted from the one that holds the day ``around`` (the anchor's, where None);
        None where ``node`` is no such thing."""
        context = self.context
        if isinstance(node, Fields) and node.year is None:
            day = around if around is not None else self.anchor("a date without a year" if node.month else "a day without a month" if node.day else "a weekday")
            month, date, wanted = node.month, node.day, node.weekday
            if month is not None:

                def of_year(i: int) -> Sequence[Cell]:
                    if date is None:
                        start = day_number(i, month)
                        return ((start, start + days_in_month(i, month)),)
                    if date > days_in_month(i, month):
                        return ()
                    start = day_number(i, month, date)
                    return () if wanted is not None and weekday(start) != wanted else ((start, start + 1),)

                return of_year, civil(day)[0], 1 if date is None or (date < 29 or month != 2) and wanted is None else 30
            if date is not None:

                def of_month(i: int) -> Sequence[Cell]:
                    y, m = divmod(i, 12)
                    if date > days_in_month(y, m + 1):
                        return ()
                    start = day_number(y, m + 1, date)
                    return () if wanted is not None and weekday(start) != wanted else ((start, start + 1),)

                year, at, _ = civil(day)
                return of_month, year * 12 + at - 1, 2 if wanted is None else SPAN_LIMIT
            if wanted is not None:
                base = week_start(0, context.week_start)
                offset = (wanted - context.week_start) % 7

                def of_week(i: int) -> Sequence[Cell]:
                    start = base + 7 * i + offset
                    return ((start, start + 1),)

                return of_week, (day - base) // 7, 1
            return None
        if isinstance(node, Nth) and node.of is None:
            return self._nth_series(node, around)
        if isinstance(node, Unit) and node.unit == "weekend":
            day = around if around is not None else self.anchor("a weekend")
            return (lambda i: ((7 * i + 6, 7 * i + 8),)), (day - 1) // 7, 1
        if isinstance(node, Named):
            day = around if around is not None else self.anchor("a named day without a year")
            return (lambda i: self._named_in(node.key, i)), civil(day)[0], 2 if not needs_country(node.key) else 3
        if isinstance(node, Alternatives):
            return self._series(node.items[self._which(node)], around)
        if isinstance(node, Slice) and node.part in ("fiscal", "academic") and node.of == Fields():
            day = around if around is not None else self.anchor("this year")
            return (lambda i: (self._special_year(node.part, i),)), self._special_at(node.part, day), 1
        if isinstance(node, Slice):
            inner = self._series(node.of, around)
            if inner is None or node.part == "whole":
                return inner
            if node.part in _FROM_ANCHOR:
                return None
            cells, at, reach = inner
            grain = self._grain_of(node.of)
            return (lambda i: tuple(self._sliced(node.part, a, b, grain)[:2] for a, b in cells(i))), at, reach
        if isinstance(node, Around):
            inner = self._series(node.of, around)
            if inner is None:
                return None
            cells, at, reach = inner
            return (lambda i: tuple(self._around_cell(node, a, b) for a, b in cells(i))), at, reach
        if isinstance(node, Shift) and not isinstance(node.base, (Anchor, EventName)):
            inner = self._series(node.base, around)
            if inner is None or any(unit in units.SECONDS for _, unit in node.amounts):
                return None
            cells, at, reach = inner
            return (lambda i: tuple(self._shifted_cell(node, a, b) for a, b in cells(i))), at, reach
        return None

    def _shifted_cell(self, node: Shift, a: int, b: int) -> Cell:
        moved = self._shift_draft(cell(a, b, Grain.DAY), node, quiet=True)
        return moved.s0, moved.e1

    def _grain_of(self, node: Expression) -> Grain:
        if isinstance(node, Fields):
            return Grain.DAY if node.day is not None or node.weekday is not None else Grain.MONTH if node.month is not None else Grain.YEAR
        if isinstance(node, Nth):
            return Grain.SEASON if node.unit.startswith("season") else units.GRAINS.get(node.unit, Grain.DECADE if node.unit.startswith("decade") else Grain.DAY)
        if isinstance(node, Slice) and node.part in ("fiscal", "academic"):
            return Grain.YEAR
        if isinstance(node, Alternatives):
            return self._grain_of(node.items[0])
        if isinstance(node, Unit):
            return units.GRAINS[node.unit]
        return Grain.DAY

    def _nth_series(self, node: Nth, around: int | None = None) -> Series | None:
        unit, n = node.unit, node.n
        if unit.startswith("season:"):
            name = unit[7:]
            day = around if around is not None else self.anchor("a season without a year")
            return (lambda i: (units.season_cell(name, i, self.context),)), civil(day)[0], 1
        if unit == "decade-short":
            day = around if around is not None else self.anchor("a decade without its century")

            def of_century(i: int) -> Sequence[Cell]:
                return ((day_number(i * 100 + n), day_number(i * 100 + n + 10)),)

            return of_century, civil(day)[0] // 100, 1
        if unit == "week":
            day = around if around is not None else self.anchor("a week without a year")

            def of_iso_year(i: int) -> Sequence[Cell]:
                start = iso_week_one(i) + 7 * (n - 1)
                return ((start, start + 7),) if start < iso_week_one(i + 1) else ()

            return of_iso_year, iso_week(day)[0], 2
        if unit in ("quarter", "half"):
            months = units.MONTHS[unit]
            day = around if around is not None else self.anchor(f"a {unit} without a year")
            first = 1

            def of_year(i: int) -> Sequence[Cell]:
                index = i * 12 + first - 1 + (n - 1) * months if n > 0 else i * 12 + 12 + n * months
                return ((day_number(index // 12, index % 12 + 1), day_number((index + months) // 12, (index + months) % 12 + 1)),)

            return of_year, civil(day)[0], 1
        return None

    def _around_the_anchor(self, series: Series) -> list[Cell]:
        """The cells near the anchor, in order: as far as it takes to have some on either side."""
        cells, at, reach = series
        found: list[Cell] = []
        for step in range(reach + 1):
            cycles = (at,) if step == 0 else (at - step, at + step)
            for i in cycles:
                found.extend(cells(i))
            if step >= 1 and len(found) >= 3 and reach > 3:
                anchor = self.context.anchor or 0
                if any(a <= anchor for a, _ in found) and any(b > anchor for _, b in found):
                    break
        found.sort()
        return found

    def _preferred(self, series: Series | None) -> Cell:
        """The instance of what recurs that the preference picks."""
        assert series is not None  # noqa: S101
        anchor = self.context.anchor or 0
        prefer = self.context.prefer
        cells, at, reach = series
        if reach == 1 and self.recorder is None:
            found: list[Cell] = [*cells(at - 1), *cells(at), *cells(at + 1)]
        else:
            found = self._around_the_anchor(series)
        if not found:
            raise InvalidDateError("there is no such date within 400 years of the anchor")
        if prefer == "past":
            past = [c for c in found if c[0] <= anchor]
            ranked = sorted(past, reverse=True) + sorted(c for c in found if c[0] > anchor)
        elif prefer == "future":
            future = [c for c in found if c[1] > anchor]
            ranked = sorted(future) + sorted((c for c in found if c[1] <= anchor), reverse=True)
        else:
            best = found[0]
            nearest = FARTHEST
            for c in found:
                distance = c[0] - anchor if c[0] > anchor else anchor - c[1] + 1 if c[1] <= anchor else 0
                if distance <= nearest:
                    best, nearest = c, distance
            if self.recorder is None:
                return best
            ranked = [best, *sorted((c for c in found if c != best), key=lambda c: (_distance(c, anchor), -c[0]))]
        if self.recorder is None:
            return ranked[0]
        readings = [(c, f"{_cell_text(c)}") for c in ranked[:3]]
        taken = self._pick(f"prefer-{prefer}", readings)
        self.recorder.step(
            "year-from-anchor",
            f"{_cell_text(ranked[taken])} is the {_PREFER_WORDS[prefer]} to the anchor {format_day(anchor)} (prefer: {prefer})",
        )
        return ranked[taken]

    def _chosen(self, node: Chosen) -> Draft:
        what, which = node.what, node.which
        series = self._series(what)
        if series is None:
            return self.evaluate(what)
        anchor = self.anchor(which)
        cells, at, reach = series
        grain = self._grain_of(what)
        found = sorted({c for i in range(at - max(reach, 2), at + max(reach, 2) + 1) for c in cells(i)})
        weekly = isinstance(what, Fields) and what.month is None and what.day is None
        ends = [c for c in found if c[1] <= anchor]
        starts = [c for c in found if c[0] > anchor]
        readings: list[tuple[Cell, str]] = []
        said = self.recorder is not None  # the reasons are only for an explanation
        strictly_before = (ends[-1], f"{_cell_text(ends[-1])}, the latest before the anchor" if said else "") if ends else None
        strictly_after = (starts[0], f"{_cell_text(starts[0])}, the first after the anchor" if said else "") if starts else None

        def cycle(step: int, text: str) -> tuple[Cell, str] | None:
            there = cells(at + step)
            return (there[0], f"{_cell_text(there[0])}, {text}" if said else "") if there else None

        span = "week" if weekly else "month" if isinstance(what, Fields) and what.month is None else "year"
        order: tuple[tuple[Cell, str] | None, ...]
        if which == "this":
            holding = next(((c, f"{_cell_text(c)}, which holds the anchor" if said else "") for c in found if c[0] <= anchor < c[1]), None)
            own = cycle(0, f"that of the anchor's {span}")
            over = own is None or own[0][1] <= anchor
            order = (holding if grain is Grain.SEASON else None, own, strictly_after if over else None)
        elif which == "last":
            order = (strictly_before, cycle(-1, f"that of the {span} before"))
        elif which == "previous":
            order = (cycle(-1, f"that of the {span} before"), strictly_before) if weekly else (strictly_before, cycle(-1, f"that of the {span} before"))
        elif which == "past":
            order = (strictly_before, cycle(-1, f"that of the {span} before"))
        elif which == "ahead":
            ahead = next(c for c in found if c[1] > anchor)
            order = ((ahead, f"{_cell_text(ahead)}, the first that is not over" if said else ""),)
        elif which in ("next", "following") and weekly:
            order = (cycle(1, "that of the week after"), strictly_after)
        elif which in ("next", "following"):
            order = (strictly_after, cycle(1, f"that of the {span} after"))
        else:
            order = (strictly_after, cycle(1, f"that of the {span} after"))
        seen: set[Cell] = set()
        for reading in order:
            if reading is not None and reading[0] not in seen:
                seen.add(reading[0])
                readings.append(reading)
        if not readings:
            raise InvalidDateError("there is no such date near the anchor")
        start, end = readings[self._pick(which, readings)][0]
        if self.recorder is not None:
            self.recorder.step(which, f"counted from the anchor {format_day(anchor)}: {_cell_text((start, end))}")
        return cell(start, end, grain)

    def _which(self, node: Alternatives) -> int:
        """The index of the alternative that the settings take."""
        if node.setting == "day_first" and self.context.day_first:
            for at, reason in enumerate(node.reasons):
                if reason == "day first":
                    return at
        return 0

    def _alternatives(self, node: Alternatives) -> Draft:
        first = self._which(node)
        order = [first, *(at for at in range(len(node.items)) if at != first)]
        readings: list[tuple[Draft, str]] = []
        possible: list[int] = []
        failure: TimelineError | None = None
        for at in order:
            try:
                readings.append((self._quietly(node.items[at]), node.reasons[at]))
            except InvalidDateError as error:
                failure = failure or error
                continue
            possible.append(at)
            if self.recorder is None:
                return readings[0][0]
        if not readings:
            assert failure is not None  # noqa: S101
            raise failure
        taken = 0
        if node.setting == "day_first" and self.context.day_first is not None:
            if self.recorder is not None and len(readings) > 1:
                self.recorder.step("day_first", f"read {readings[0][1]}, as the setting day_first says")
        else:
            taken = self._pick(node.setting, readings)
        return self.evaluate(node.items[possible[taken]])  # once more, so that its own steps are told

    def _quietly(self, node: Expression) -> Draft:
        return Evaluator(self.context, self.known, None).evaluate(node) if self.recorder is not None else self.evaluate(node)

    # --- units and their parts ------------------------------------------------------------------------------------

    def _unit(self, node: Unit) -> Draft:
        unit, steps = node.unit, node.steps
        if unit in units.SECONDS:
            size = units.SECONDS[unit]
            start = self.moment(f"this {unit}") // size * size + steps * size
            return Draft(start, start + size, start, start + size, units.GRAINS[unit], self.context.timezone)
        start, end = units.unit_cell(unit, self.anchor(f"this {unit}"), steps, self.context)
        if self.recorder is not None:
            which = {0: "the {} of the anchor", 1: "the {} after the anchor's", -1: "the {} before the anchor's"}
            said = which.get(steps, "the {} " + f"{abs(steps)} {'after' if steps > 0 else 'before'} the anchor's").format(unit)
            self.recorder.step("unit", f"{said} is {_cell_text((start, end))}")
        return cell(start, end, units.GRAINS[unit])

    def _nth(self, node: Nth) -> Draft:
        n, unit = node.n, node.unit
        if node.of is None:
            fixed = _fixed_years(unit, n)
            if fixed is not None:
                if self.recorder is not None:
                    self.recorder.step("period", f"that is {_cell_text((day_number(fixed[0]), day_number(fixed[1])))}")
                return cell(day_number(fixed[0]), day_number(fixed[1]), Grain.CENTURY if "decade" not in unit else Grain.DECADE)
            series = self._nth_series(node)
            if series is not None:
                start, end = self._preferred(series)
                return cell(start, end, self._grain_of(node))
        outer = self.evaluate(node.of or Unit("year"))
        event = isinstance(node.of, EventName)
        if unit in units.SECONDS:
            return self._nth_clock(node, outer)
        bounds = self._days(outer)
        start, end = self._nth_cell(node, bounds, outer, event)
        last = start, end
        if node.count > 1:
            step = 1
            last = self._nth_cell(node, bounds, outer, event, offset=step * (node.count - 1))
        grain = units.GRAINS.get(unit, Grain.DAY)
        draft = Draft(start, end, last[0], last[1], grain) if node.count > 1 else cell(start, end, grain)
        if node.count > 1:
            draft.s1 = draft.s1 if not outer.exact else draft.s1
        if not outer.exact:
            self._spread(draft, node, outer, event)
        elif outer.approximate or outer.uncertain:
            draft.approximate, draft.uncertain = outer.approximate, outer.uncertain
        if self.recorder is not None:
            self.recorder.step("nth", f"{_ordinal(n)} {_unit_text(unit)} of {_cell_text(bounds)} is {_cell_text((start, last[1]))}")
        return draft

    def _spread(self, draft: Draft, node: Nth, outer: Draft, event: bool) -> None:
        """Widen a part of an event by how far the event itself is known, and keep it inside."""
        draft.exact = False
        if event:
            wide_start = max(outer.s1 - outer.s0, 1) - 1 if outer.zone is None else 0
            wide_end = max(outer.e1 - outer.e0, 1) - 1 if outer.zone is None else 0
            slack = wide_start if node.n > 0 else 0
            back = wide_end if node.n < 0 else 0
            draft.s1 += slack
            draft.e1 += slack
            draft.s0 -= back
            draft.e0 -= back
            name = node.of.name if isinstance(node.of, EventName) else ""
            draft.constraints = (Constraint("start", ">=", name, "start"), Constraint("end", "<=", name, "end"))

    def _days(self, draft: Draft) -> Cell:
        """The days that a draft covers, its outer edges."""
        if draft.s0 <= NEVER or draft.e1 >= FOREVER:
            raise InvalidDateError("an open-ended stretch has no such part")
        if draft.zone is None:
            return draft.s0, draft.e1
        return draft.s0 // DAY, -(-draft.e1 // DAY)

    def _nth_clock(self, node: Nth, outer: Draft) -> Draft:
        size = units.SECONDS[node.unit]
        timed = outer.timed(self.context.timezone)
        start = timed.s0 + (node.n - 1) * size if node.n > 0 else timed.e1 + node.n * size
        return Draft(start, start + size, start + (node.count - 1) * size, start + node.count * size, units.GRAINS[node.unit], timed.zone)

    def _nth_cell(self, node: Nth, bounds: Cell, outer: Draft, event: bool, offset: int = 0) -> Cell:
        n, unit = node.n, node.unit
        if offset:
            n += offset
        a, b = bounds
        found: Cell | None = None
        if unit.startswith("weekday:"):
            day = nth_weekday(a, b, int(unit[8:]), n)
            found = None if day is None else (day, day + 1)
        elif unit.startswith("season:"):
            found = next((c for y in range(civil(a)[0], civil(b - 1)[0] + 1) if a <= (c := units.season_cell(unit[7:], y, self.context))[0] < b), None)
        elif unit == "day":
            day = a + n - 1 if n > 0 else b + n
            found = (day, day + 1)
        elif unit == "week":
            if node.iso and months_of_year(a, b):
                first = iso_week_one(civil(a)[0]) if self.context.week_start == 1 else week_start(day_number(civil(a)[0], 1, 4), self.context.week_start)
                start = first + 7 * (n - 1)
                found = (start, start + 7) if 1 <= n <= 53 and (n < 53 or units.nth_week(a, b, 53, self.context.week_start) is not None) else None
            elif event or not units.months_long(a, b):
                start = a + 7 * (n - 1) if n > 0 else b + 7 * n
                found = (start, min(start + 7, b)) if n > 0 else (max(start, a), start + 7)
            else:
                week = units.nth_week(a, b, n, self.context.week_start)
                found = None if week is None else (week, week + 7)
            if found is not None and node.iso:
                return found
        elif unit in ("weekend", "workweek"):
            day = nth_weekday(a, b, 6 if unit == "weekend" else 1, n)
            found = None if day is None else (day, day + (2 if unit == "weekend" else 5))
        elif unit == "business-day":
            from timeline.resolver.named_days import add_business_days  # noqa: PLC0415

            day = add_business_days(a - 1, n, self.context.holidays) if n > 0 else add_business_days(b, n, self.context.holidays)
            found = (day, day + 1)
        elif unit == "fortnight":
            start = a + 14 * (n - 1) if n > 0 else b + 14 * n
            found = (start, start + 14)
        elif unit in units.MONTHS:
            found = self._nth_months(n, unit, a, b, outer)
        if found is None or not (a <= found[0] < b or (unit == "week" and a - 3 <= found[0] < b)):
            raise InvalidDateError(f"there is no {_ordinal(n)} {_unit_text(unit)} in {_cell_text(bounds)}")
        return found

    def _nth_months(self, n: int, unit: str, a: int, b: int, outer: Draft) -> Cell | None:
        months = units.MONTHS[unit]
        if unit == "quarter" and outer.grain in (Grain.CENTURY, Grain.DECADE):
            months = 300 if outer.grain is Grain.CENTURY else 30
        if outer.exact and civil(a)[2] == 1:
            start = units.shift_cell(a, (n - 1) * months, "month") if n > 0 else units.shift_cell(b, n * months, "month")
            return start, units.shift_cell(start, months, "month")
        year, month, _ = civil(a if n > 0 else b - 1)
        index = (year * 12 + month - 1) // months * months + (n - 1 if n > 0 else n + 1) * months
        start = day_number(index // 12, index % 12 + 1)
        return max(start, a), min(units.shift_cell(start, months, "month"), b)

    def _within(self, node: Within) -> Draft:
        what = node.what
        if isinstance(what, At):
            return self._at(At(Within(what.date, node.outer), what.time))
        if isinstance(what, Nth) and not what.unit.startswith("season") and what.of is not None:
            return self.evaluate(_replace_root(what, node.outer))
        if isinstance(what, Nth) and not what.unit.startswith(("season", "decade")):
            return self._nth(Nth(what.n, what.unit, node.outer, what.count, what.iso))
        outer = self.evaluate(node.outer)
        a, b = self._days(outer)
        series = self._series(what, a)
        if series is None:
            return self.evaluate(what)
        cells, at, _ = series
        last = self._series(what, b - 1)
        top = last[1] if last is not None else at
        found = sorted({c for i in range(at, min(top, at + 1200) + 1) for c in cells(i) if a <= c[0] < b})
        if not found:
            if isinstance(what, Fields) and what.month == 2 and what.day == 29:
                year = civil(a)[0]
                raise InvalidDateError(f"there is no {year:04d}-02-29: that month has 28 days", f"{year:04d}-02-28")
            raise InvalidDateError(f"there is no such date in {_cell_text((a, b))}")
        grain = self._grain_of(what)
        taken = 0
        if self.recorder is not None and len(found) > 1:
            taken = self._pick("which", [(c, _cell_text(c)) for c in found[:4]])
        start, end = found[taken]
        if self.recorder is not None:
            self.recorder.step("within", f"inside {_cell_text((a, b))} that is {_cell_text((start, end))}")
        draft = cell(start, end, grain)
        draft.approximate, draft.uncertain = outer.approximate, outer.uncertain
        if not outer.exact:
            draft.exact = False
        return draft

    def _slice(self, node: Slice) -> Draft:
        part = node.part
        if part in ("fiscal", "academic"):
            return self._special(node)
        inner = self.evaluate(_lasting(node.of))
        if part == "whole":
            return inner
        if inner.zone is not None:
            return self._slice_clock(part, inner)
        a, b = self._days(inner)
        if part in _FROM_ANCHOR:
            return self._to_anchor(part, a, b, inner.grain)
        start, end, grain, zone = self._sliced(part, a, b, inner.grain)
        draft = Draft(start, end, start, end, grain, zone, exact=inner.exact)
        draft.approximate, draft.uncertain = inner.approximate, inner.uncertain
        if not inner.exact and isinstance(node.of, EventName):
            draft.constraints = (Constraint("start", ">=", node.of.name, "start"), Constraint("end", "<=", node.of.name, "end"))
        if self.recorder is not None:
            self.recorder.step("slice", f"{_SLICE_WORDS.get(part, part)} of {_cell_text((a, b))} is {_edges_text(start, end, zone)}")
        return draft

    def _slice_clock(self, part: str, inner: Draft) -> Draft:
        if part in _FROM_ANCHOR:
            now = self.moment(part)
            before = part in ("earlier", "todate")
            start, end = (inner.s0, min(now, inner.e1)) if before else (max(now, inner.s0), inner.e1)
            return Draft(start, end, start, end, inner.grain, inner.zone)
        length = inner.e1 - inner.s0
        first, last = _share(part, length)
        return Draft(inner.s0 + first, inner.s0 + last, inner.s0 + first, inner.s0 + last, inner.grain, inner.zone)

    def _sliced(self, part: str, a: int, b: int, grain: Grain) -> tuple[int, int, Grain, str | None]:
        """The share of the days ``[a, b)`` that ``part`` names."""
        if b - a == 1:
            zone = self.context.timezone
            start = a * DAY
            first, last = _DAY_SHARES.get(part) or _share(part, DAY)
            return start + first, start + last, (Grain.SECOND if part == "end" else Grain.HOUR), zone
        months = units.months_long(a, b)
        if grain is Grain.WEEK and b - a == 7 and part in _WEEK_SHARES:
            first, last = _WEEK_SHARES[part]
            return a + first, a + last, grain, None
        if months == 1:
            if part in _MONTH_SHARES:
                first, last = _MONTH_SHARES[part]
                return a + first, (a + last if last else b), grain, None
        elif months:
            shares = _YEAR_SHARES.get((months // 12, part)) if months % 12 == 0 and months > 12 else None
            if shares is not None:
                start = units.shift_cell(a, shares[0] * 12, "month")
                return start, units.shift_cell(a, shares[1] * 12, "month"), grain, None
            index, parts = _part(part)
            if months % parts == 0:
                size = months // parts
                start = units.shift_cell(a, (index - 1) * size, "month")
                made = Grain.HALF if months == 12 and parts == 2 else grain
                return start, units.shift_cell(start, size, "month"), made, None
        first, last = _share(part, b - a)
        return a + first, a + last, grain, None

    def _to_anchor(self, part: str, a: int, b: int, grain: Grain) -> Draft:
        day = self.anchor(part)
        if b - a == 1:
            return self._rest_of_day(part, a, day)
        if part in ("earlier", "todate"):
            start, end = a, day
            if part == "earlier" and not a < day < b:
                end = min(day, self._sliced("1/2", a, b, grain)[1])
        else:
            start, end = max(day, a), b
            if part == "later" and b - a > 1:
                start = max(day, self._sliced("2/2", a, b, grain)[0])
        if not start < end:
            start, end, _, _ = self._sliced("early" if part == "earlier" else "late", a, b, grain)
        if self.recorder is not None:
            self.recorder.step(part, f"{part} in {_cell_text((a, b))}, seen from {format_day(day)}, is {_cell_text((start, end))}")
        return cell(start, end, Grain.DAY)

    def _rest_of_day(self, part: str, day: int, anchor: int) -> Draft:
        """The part of one day before or after the anchor's moment; its first or later half where that is not known."""
        start, end = day * DAY, (day + 1) * DAY
        now = self.moment(part) if day == anchor else end if part in ("earlier", "todate") else start
        if part in ("earlier", "todate"):
            end = now if now > start else start + DAY // 2
        else:
            start = max(now, start + DAY // 2) if part == "later" else now
        return Draft(start, end, start, end, Grain.HOUR, self.context.timezone)

    def _special(self, node: Slice) -> Draft:
        if node.of == Fields():
            return self.evaluate(Unit("year"))
        inner = self.evaluate(node.of)
        year = civil(inner.s0)[0]
        start, end = self._special_year(node.part, year)
        if self.recorder is not None:
            self.recorder.step(node.part, f"the {node.part} year {year} is {_cell_text((start, end))} (fiscal_year_start: {self.context.fiscal_year_start})" if node.part == "fiscal" else f"the academic year {year} is {_cell_text((start, end))}")
        return cell(start, end, Grain.YEAR)

    def _special_year(self, part: str, year: int) -> Cell:
        if part == "academic":
            return day_number(year, 9), day_number(year + 1, 9)
        first = self.context.fiscal_year_start
        start = year if first == 1 else year - 1
        return day_number(start, first), day_number(start + 1, first)

    def _special_at(self, part: str, day: int) -> int:
        year = civil(day)[0]
        return next(y for y in (year - 1, year, year + 1) if (c := self._special_year(part, y))[0] <= day < c[1])

    # --- counting -------------------------------------------------------------------------------------------------

    def _shift(self, node: Shift) -> Draft:
        return self._shift_draft(self.evaluate(node.base), node, quiet=False)

    def _shift_draft(self, base: Draft, node: Shift, *, quiet: bool) -> Draft:
        sign, amounts = node.sign, node.amounts
        if amounts[0][1] == "weekend" and len(amounts) == 1 and base.zone is None and base.exact:
            found = self._around_cell(Around("weekend", Anchor(), sign * int(amounts[0][0])), base.s0, base.e1)
            return cell(*found, Grain.WEEKEND)  # "two weekends ago" is a weekend
        clocked = any(unit in units.SECONDS for _, unit in amounts)
        finest = units.GRAINS.get(amounts[-1][1], Grain.DAY)
        if not self._countable(base, sign):
            return Draft.unset(base.grain, base.zone)
        if clocked or base.zone is not None:
            moved = self._shift_moment(base, node)
        elif base.exact and finest in _MONTHLY and base.grain in _MONTHLY and all(unit in units.MONTHS for _, unit in amounts):
            moved = self._shift_cells(base, node)
        else:
            moved = self._shift_days(base, node, quiet=quiet)
        moved.approximate = base.approximate or node.approximate
        moved.uncertain = base.uncertain
        if not base.exact:
            moved.exact = False
        if self.recorder is not None and not quiet:
            said = " and ".join(f"{amount:g} {unit}{'s' if amount != 1 else ''}" for amount, unit in amounts)
            self.recorder.step("shift", f"{said} {'after' if sign > 0 else 'before'} {_edges_text(base.s0, base.e1, base.zone)} is {_edges_text(moved.s0, moved.e1, moved.zone)}")
        return moved

    def _countable(self, base: Draft, sign: int) -> bool:
        """Whether anything is known of the end that is counted from; one that is not there at all is refused."""
        low, high, opened = (base.s0, base.s1, base.open_start) if sign < 0 else (base.e0, base.e1, base.open_end)
        if opened or (base.exact and (low if sign < 0 else high) in (NEVER, FOREVER)):
            raise InvalidDateError("an open-ended stretch has no end to count from")
        return low > NEVER or high < FOREVER

    def _shift_days(self, base: Draft, node: Shift, *, quiet: bool) -> Draft:
        if node.sign < 0:
            low, high = base.s0, max(base.s1 - 1, base.s0) if not base.exact else base.s0
        else:
            low, high = (min(base.e0, base.e1 - 1), base.e1 - 1) if not base.exact else (base.e1 - 1, base.e1 - 1)
        first = self._day_after(low, node, quiet=quiet) if low > NEVER else NEVER
        last = first if high == low else self._day_after(high, node, quiet=True) if high < FOREVER - 1 else FOREVER - 1
        return Draft(first, last + 1, first, last + 1, Grain.DAY)

    def _day_after(self, day: int, node: Shift, *, quiet: bool) -> int:
        for amount, unit in node.amounts:
            day, clipped = units.shift_day(day, node.sign * amount, unit, self.context)
            if abs(day) > FARTHEST:
                raise InvalidDateError("that is too far away for a date")
            if clipped and self.recorder is not None and not quiet:
                self.recorder.step("clip", f"the month is shorter: moved back to its last day, {format_day(day)}")
        return day

    def _shift_cells(self, base: Draft, node: Shift) -> Draft:
        finest = max((units.GRAINS[unit] for _, unit in node.amounts), key=lambda g: g.rank)
        months = int(sum(amount * units.MONTHS[unit] for amount, unit in node.amounts)) * node.sign
        if abs(months) > FARTHEST // 31:
            raise InvalidDateError("that is too far away for a date")
        if finest.rank > base.grain.rank:
            edge = base.s0 if node.sign < 0 else base.e1 - 1
            unit = max((unit for _, unit in node.amounts), key=lambda u: units.GRAINS[u].rank)
            start, end = units.unit_cell(unit, edge, 0, self.context)
            grain = finest
        elif node.sign < 0:
            start, end, grain = base.s0, base.s1, base.grain
        else:
            start, end, grain = base.e0, base.e1, base.grain
        start, end = units.shift_cell(start, months, "month"), units.shift_cell(end, months, "month")
        return cell(start, end, grain)

    def _shift_moment(self, base: Draft, node: Shift) -> Draft:
        """Days and months on the wall clock, then hours, minutes and seconds as time that passes."""
        zone = base.zone or self.context.timezone
        timed = base.timed(zone)
        low, high = (timed.s0, timed.s1) if node.sign < 0 else (timed.e0, timed.e1)
        if base.exact:
            low = high = timed.s0 if node.sign < 0 or base.grain is Grain.SECOND or base.zone is not None else timed.e1
        clocked = any(unit in units.SECONDS for _, unit in node.amounts)
        ends = []
        for wall in (low, high):
            if wall <= NEVER or wall >= FOREVER:
                ends.append(wall)
                continue
            day, second = divmod(wall, DAY)
            passing = 0.0
            for amount, unit in node.amounts:
                if unit in units.SECONDS:
                    passing += amount * units.SECONDS[unit]
                else:
                    moved, _ = units.shift_day(day, node.sign * amount, unit, self.context)
                    fraction = amount % 1 if unit in units.DAYS else 0
                    if fraction:
                        whole = units.DAYS[unit] * amount
                        passing += (whole - int(whole)) * DAY
                    day = moved
            if abs(day) > FARTHEST or passing > FARTHEST * DAY:
                raise InvalidDateError("that is too far away for a date")
            wall = day * DAY + second
            if passing:
                wall = from_utc(zone, to_utc(zone, wall) + node.sign * round(passing))
            ends.append(wall)
        grain = Grain.SECOND if clocked and base.grain.rank <= Grain.SECOND.rank and base.grain is not Grain.MINUTE else base.grain
        if not clocked:
            width = timed.e1 - timed.s0 if base.exact else 0
            return Draft(ends[0], ends[1] + width, ends[0], ends[1] + width, base.grain, zone)
        size = 60 if base.grain is Grain.MINUTE or base.grain is Grain.HOUR else 1
        return Draft(ends[0], ends[1] + size, ends[0], ends[1] + size, Grain.MINUTE if size == 60 else grain, zone)

    def _window(self, node: Window) -> Draft:
        amounts, sign = node.amounts, node.sign
        if not any(amount for amount, _ in amounts):
            raise InvalidDateError("a stretch of nothing is no stretch")
        clocked = any(unit in units.SECONDS for _, unit in amounts)
        first_unit = amounts[0][1]
        if node.base is None and len(amounts) == 1 and first_unit in ("quarter", "decade", "century", "half") and not node.inclusive:
            count = int(amounts[0][0])
            day = self.anchor("this stretch")
            near = units.unit_cell(first_unit, day, sign, self.context)
            far = units.unit_cell(first_unit, day, sign * count, self.context)
            start, end = min(near[0], far[0]), max(near[1], far[1])
            return self._stretch(start, end, units.GRAINS[first_unit], None, node)
        if clocked or (node.base is not None and isinstance(node.base, At)) or (node.base is not None and isinstance(node.base, Anchor) and node.base.grain is Grain.SECOND):
            return self._window_clock(node)
        if node.base is None:
            day = self.anchor("this stretch")
            base = cell(day, day + 1, Grain.DAY)
        else:
            base = self.evaluate(node.base)
            if base.zone is not None:
                return self._window_clock(node)
        if first_unit == "weekend":
            return self._weekends(node, base)
        shift = Shift(Anchor(), amounts, sign)
        if sign < 0:
            end = base.s0
            start = self._day_after(end, shift, quiet=True)
        elif node.inclusive or node.base is not None:
            start = base.s0
            end = self._day_after(start, shift, quiet=True)
        elif first_unit == "business-day":
            start = self._day_after(base.s0, Shift(Anchor(), ((1, first_unit),), 1), quiet=True)
            end = self._day_after(base.s0, shift, quiet=True) + 1
        else:
            start = base.s0 + 1
            end = self._day_after(start, shift, quiet=True)
        draft = self._stretch(start, end, Grain.DAY, None, node)
        if self.recorder is not None and node.base is None and len(amounts) == 1 and first_unit in ("month", "year") and not node.inclusive:
            near = units.unit_cell(first_unit, base.s0, sign, self.context)
            far = units.unit_cell(first_unit, base.s0, sign * int(amounts[0][0]), self.context)
            whole = cell(min(near[0], far[0]), max(near[1], far[1]), units.GRAINS[first_unit])
            options = [(draft, "the stretch that touches the anchor"), (whole, f"whole calendar {first_unit}s")]
            return options[self._pick("window", options)][0]
        if not base.exact:
            draft.exact = False
        return draft

    def _stretch(self, start: int, end: int, grain: Grain, zone: str | None, node: Window) -> Draft:
        draft = Draft(start, end, start, end, grain, zone)
        if zone is None and end - start > 1:
            draft.s1, draft.e0 = start + 1, end - 1
        draft.approximate = node.approximate
        if self.recorder is not None:
            self.recorder.step("window", f"that stretch is {_edges_text(start, end, zone)}")
        return draft

    def _weekends(self, node: Window, base: Draft) -> Draft:
        count = int(node.amounts[0][0])
        near = units.unit_cell("weekend", base.s0, node.sign if node.sign < 0 or weekday(base.s0) > 5 else 0, self.context)
        other = near[0] + 7 * node.sign * (count - 1)
        start, end = min(near[0], other), max(near[0], other) + 2
        return self._stretch(start, end, Grain.WEEKEND, None, node)

    def _window_clock(self, node: Window) -> Draft:
        zone = self.context.timezone
        if node.base is None:
            start = self.moment("this stretch")
        else:
            base = self.evaluate(node.base).timed(zone)
            zone = base.zone or zone
            start = base.s0
        moved = self._shift_moment(Draft(start, start, start, start, Grain.SECOND, zone), Shift(Anchor(), node.amounts, node.sign))
        edge = moved.s0
        finest = max((units.GRAINS.get(unit, Grain.DAY) for _, unit in node.amounts), key=lambda g: g.rank)
        grain = finest if finest.timed else Grain.HOUR
        a, b = (edge, start) if node.sign < 0 else (start, edge)
        return self._stretch(a, b, grain, zone, node)

    def _adjacent(self, node: Adjacent) -> Draft:
        base = self.evaluate(node.base)
        if not self._countable(base, node.sign):
            return Draft.unset()
        day = base.timed(base.zone) if base.zone is not None else base
        scale = DAY if base.zone is not None else 1
        if node.sign > 0:
            low = (min(day.e0, day.e1 - 1) if not base.exact else day.e1 - 1) // scale
            high = (day.e1 - 1) // scale
        else:
            low = day.s0 // scale
            high = (max(day.s1 - 1, day.s0) if not base.exact else day.s0) // scale
        first = self._step_to(node, low) if low > NEVER // DAY else (NEVER, NEVER)
        last = first if high == low else self._step_to(node, high) if high < FOREVER // DAY else (FOREVER, FOREVER)
        grain = self._grain_of(node.what)
        draft = Draft(first[0], last[1], first[0], last[1], grain)
        if not base.exact:
            draft.exact = False
        if self.recorder is not None:
            self.recorder.step("adjacent", f"counted from {format_day(low)}, {'forward' if node.sign > 0 else 'back'}: {_cell_text((first[0], last[1]))}")
        return draft

    def _step_to(self, node: Adjacent, day: int) -> Cell:
        what = node.what
        if isinstance(what, Fields) and what.weekday is not None and what.day is None and what.month is None:
            wanted = what.weekday
            if node.sign > 0:
                found = day + ((wanted - weekday(day) - 1) % 7 + 1) + 7 * (node.n - 1)
            else:
                found = day - ((weekday(day) - wanted - 1) % 7 + 1) - 7 * (node.n - 1)
            return found, found + 1
        series = self._series(what, day)
        if series is None:
            raise InvalidDateError("only what recurs can stand after or before a date so")
        cells, at, reach = series
        around = sorted({c for i in range(at - reach - node.n, at + reach + node.n + 1) for c in cells(i)})
        found_cells = [c for c in around if (c[0] > day if node.sign > 0 else c[1] <= day)]
        if len(found_cells) < node.n:
            raise InvalidDateError("there is no such date near")
        return found_cells[node.n - 1] if node.sign > 0 else found_cells[-node.n]

    def _around(self, node: Around) -> Draft:
        if node.steps == 0:
            series = self._series(node.of)
            if series is not None:
                cells, at, reach = series
                start, end = self._preferred(((lambda i: tuple(self._around_cell(node, a, b) for a, b in cells(i))), at, reach))
                return cell(start, end, units.GRAINS[node.unit])
        inner = self.evaluate(node.of)
        if not self._countable(inner, node.steps or -1):
            return Draft.unset(units.GRAINS[node.unit])
        scale = DAY if inner.zone is not None else 1
        if inner.exact:
            found = self._around_cell(node, inner.s0 // scale, -(-inner.e1 // scale))
            draft = cell(*found, units.GRAINS[node.unit])
        else:
            if node.steps > 0:
                low, high = inner.e0, max(inner.e1 - 1, inner.e0)
                low, high = min(low, inner.e1 - 1), inner.e1 - 1
            else:
                low, high = inner.s0, max(inner.s1 - 1, inner.s0)
            first = self._around_cell(node, low // scale, low // scale + 1) if low > NEVER // DAY else (NEVER, NEVER)
            last = self._around_cell(node, high // scale, high // scale + 1) if high < FOREVER // DAY else (FOREVER, FOREVER)
            draft = Draft(first[0], last[1], first[0], last[1], units.GRAINS[node.unit], exact=False)
        if self.recorder is not None:
            self.recorder.step("around", f"the {node.unit} {'of' if node.steps == 0 else 'after' if node.steps > 0 else 'before'} {_edges_text(inner.s0, inner.e1, inner.zone)} is {_cell_text((draft.s0, draft.e1))}")
        return draft

    def _around_cell(self, node: Around, a: int, b: int) -> Cell:
        unit = node.unit
        if unit == "weekend" and node.steps:
            first = b + (6 - weekday(b)) % 7 if node.steps > 0 else a - (weekday(a) - 1) % 7 - 2
            first += 7 * (node.steps - (1 if node.steps > 0 else -1))
            return first, first + 2
        if node.steps > 0:
            return units.unit_cell(unit, b - 1, node.steps, self.context)
        if unit == "weekend" and node.steps == 0:
            saturday, past = units.unit_cell("weekend", a, 0, self.context)
            named = isinstance(node.of, Named) or (isinstance(node.of, Within) and isinstance(node.of.what, Named))
            if named and weekday(a) <= 2:
                saturday, past = saturday - 7, past - 7
            return (min(saturday, a), max(past, a + 1)) if named else (saturday, past)
        return units.unit_cell(unit, a, node.steps, self.context)

    # --- times of day ---------------------------------------------------------------------------------------------

    def _at(self, node: At) -> Draft:
        time = node.time
        date = self._date_for(node)
        zone = self.context.timezone
        if date.zone is not None:
            low, high = date.s0 // DAY, max(date.s0, date.e1 - 1) // DAY
            if isinstance(node.date, Anchor):
                low = high = self.anchor("this")
        else:
            if date.s0 <= NEVER or date.e1 >= FOREVER:
                raise InvalidDateError("a time of day needs a day")
            low, high = date.s0, date.e1 - 1
        if high - low > 6 and date.exact and date.grain is not Grain.DAY:
            raise InvalidDateError(f"a time of day needs a day, not {_cell_text((low, high + 1))}")
        draft = self._on_day(low, time, zone)
        if high > low:
            other = self._on_day(high, time, zone)
            draft = Draft(draft.s0, other.s1, draft.e0, other.e1, draft.grain, draft.zone, exact=False)
        draft.approximate, draft.uncertain = date.approximate, date.uncertain
        draft.constraints = date.constraints
        if not date.exact:
            draft.exact = draft.exact and high == low and draft.grain.timed
        return draft

    def _date_for(self, node: At) -> Draft:
        return self.evaluate(node.date)

    def _on_day(self, day: int, time: Expression, zone: str) -> Draft:
        if isinstance(time, DayPart):
            return self._part(day, time, zone)
        if isinstance(time, Range) and isinstance(time.start, Clock) and isinstance(time.end, Clock):
            start, grain, start_zone = self._clock_wall(day, time.start, zone)
            end, end_grain, end_zone = self._clock_wall(day, time.end, start_zone)
            if end_zone != start_zone:
                end = convert(end, end_zone, start_zone)
            if end <= start:
                end += DAY
                if end - start > DAY // 2 and end % DAY:
                    raise InvalidDateError("the range ends before it starts")
                if self.recorder is not None:
                    self.recorder.step("next-day", "the end is on the next day")
            grain = grain if grain.rank >= end_grain.rank else end_grain
            draft = Draft(start, start, end, end, grain, start_zone)
            if not time.extent:
                draft = Draft(start, end, start, end, grain, start_zone, exact=False)
            return draft
        assert isinstance(time, Clock)  # noqa: S101
        wall, grain, zone = self._clock_wall(day, time, zone)
        size = {Grain.HOUR: 3600, Grain.MINUTE: 60, Grain.SECOND: 1}[grain]
        if self.recorder is not None:
            self.recorder.step("clock", f"{_edges_text(wall, wall + size, zone)} in {zone}")
            if time.half == "" and 1 <= time.hour <= 12 and time.second is None and time.zone is None:
                other = wall + (DAY // 2 if time.hour < 12 else -DAY // 2)
                drafts = [
                    (Draft(w, w + size, w, w + size, grain, zone), text)
                    for w, text in ((wall, "the time as written"), (other, "the other half of the day"))
                ]
                return drafts[self._pick("half-day", drafts)][0]
        return Draft(wall, wall + size, wall, wall + size, grain, zone)

    def _clock_wall(self, day: int, time: Clock, zone: str) -> tuple[int, Grain, str]:
        zone = time.zone or zone
        wall = day * DAY + time.hour * 3600 + (time.minute or 0) * 60 + (time.second or 0)
        grain = Grain.HOUR if time.minute is None else Grain.MINUTE if time.second is None else Grain.SECOND
        return wall, grain, zone

    def _part(self, day: int, part: DayPart, zone: str) -> Draft:
        hours = self.context
        first, last = {
            "morning": hours.morning,
            "afternoon": hours.afternoon,
            "evening": hours.evening,
            "night": hours.night,
            "tonight": (hours.evening[0], 24),
            "day": (9, 17),
            "small-hours": (0, 6),
        }[part.name]
        start, end = day * DAY + first * 3600, day * DAY + last * 3600
        if part.slice:
            a, b = _PART_SHARES[part.slice]
            length = end - start
            start, end = start + length * a // 6, start + length * b // 6
        if self.recorder is not None:
            self.recorder.step("daypart", f"{part.slice + ' ' if part.slice else ''}{part.name} is {_edges_text(start, end, zone)}")
        return Draft(start, end, start, end, Grain.HOUR, zone)

    def _clock(self, node: Clock) -> Draft:
        return self._at(At(Anchor(), node))

    def _daypart(self, node: DayPart) -> Draft:
        return self._at(At(Anchor(), node))

    # --- ranges ---------------------------------------------------------------------------------------------------

    def _edge(self, node: Edge) -> Draft:
        inner = self.evaluate(_lasting(node.of))
        if node.end:
            if inner.e1 >= FOREVER:
                raise InvalidDateError("an open-ended stretch has no end")
            made = Draft(inner.e1 - 1, inner.e1, inner.e1 - 1, inner.e1, Grain.DAY, inner.zone, exact=inner.exact)
            if not inner.exact:
                made.s0 = made.e0 = inner.e0 if inner.e0 < inner.e1 else inner.e1 - 1
        else:
            made = Draft(inner.s0, inner.s0 + 1, inner.s0, inner.s0 + 1, Grain.DAY, inner.zone, exact=inner.exact)
            if not inner.exact:
                made.s1 = made.e1 = inner.s1 if inner.s1 > inner.s0 else inner.s0 + 1
        return made

    def _range(self, node: Range) -> Draft:
        start, end = node.start, node.end
        first = last = None
        constraints: tuple[Constraint, ...] = ()
        start_event, end_event = _event_of(start), _event_of(end)
        if start is not None and start_event is not None:
            constraints += _start_constraints(node, start, start_event)
            start = None
        if end is not None and end_event is not None:
            constraints += _end_constraints(node, end, end_event)
            end = None
        if start is not None and end is not None:
            # beside a day, "now" is the day it is
            if start == NOW and not _is_timed(end):
                start = TODAY
            if end == NOW and not _is_timed(start):
                end = TODAY
            first, last = self._ends(start, end)
        elif start is not None:
            first = self.evaluate(start)
        elif end is not None:
            last = self.evaluate(end)
        return self._joined(node, first, last, constraints)

    def _ends(self, start: Expression, end: Expression) -> tuple[Draft, Draft]:
        """Both ends; where one is a partial date, the other decides which instance is meant."""
        first_series = None if self.context.anchor is None and _is_partial(start) and not _is_partial(end) else self._range_series(start)
        last_series = self._range_series(end)
        if first_series is None and last_series is None:
            return self.evaluate(start), self.evaluate(end)
        if first_series is None:
            first = self.evaluate(start)
            day = first.s0 // DAY if first.zone is not None else first.s0
            later = self._with(_moved(self.context, day, prefer="future"))
            quiet = Evaluator(later.context, self.known, None)
            last = quiet.evaluate(end)
            if last.zone is None and first.zone is None and last.e1 <= first.s0 + (0 if first.e1 - first.s0 > 1 else 0):
                last = quiet.evaluate(end)
            if _same_cell(first, last) and first.zone is None and first.grain is Grain.DAY:
                later = self._with(_moved(self.context, day + 1, prefer="future"))
                last = Evaluator(later.context, self.known, None).evaluate(end)
            return first, last
        if last_series is None:
            last = self.evaluate(end)
            day = (last.e1 - 1) // DAY if last.zone is not None else last.e1 - 1
            first = Evaluator(_moved(self.context, day, prefer="past"), self.known, None).evaluate(start)
            return first, last
        return self._paired(start, end, first_series)

    def _range_series(self, node: Expression) -> Series | None:
        inner = node.date if isinstance(node, At) else node
        if isinstance(inner, (Shift, Alternatives)) and not _is_partial(inner):
            return None
        if not _is_partial(inner):
            return None
        if self.context.anchor is None:
            raise AnchorNeededError("a range without a year counts from a date that is not given: say an anchor (as_of)")
        return self._series(inner)

    def _paired(self, start: Expression, end: Expression, series: Series) -> tuple[Draft, Draft]:
        """Start and end without a year: the pair that, as a whole, the preference picks."""
        anchor = self.context.anchor or 0
        cells, at, reach = series
        pairs: list[tuple[int, int, Draft, Draft]] = []
        near = self._around_the_anchor((cells, at, max(reach, 1)))
        for c in near:
            context = _moved(self.context, c[0], prefer="nearest")
            quiet = Evaluator(context, self.known, None)
            first = quiet.evaluate(start)
            if (first.s0 // DAY if first.zone is not None else first.s0) != c[0]:
                continue
            after = Evaluator(_moved(self.context, c[0], prefer="future"), self.known, None)
            last = after.evaluate(end)
            if _same_cell(first, last) and not isinstance(end, At):
                shifted = Evaluator(_moved(self.context, c[1], prefer="future"), self.known, None)
                last = shifted.evaluate(end)
            a = first.s0 // DAY if first.zone is not None else first.s0
            b = -(-last.e1 // DAY) if last.zone is not None else last.e1
            pairs.append((a, b, first, last))
        if not pairs:
            return self.evaluate(start), self.evaluate(end)
        prefer = self.context.prefer
        if prefer == "past":
            pairs.sort(key=lambda p: (p[0] > anchor, -p[0] if p[0] <= anchor else p[0]))
        elif prefer == "future":
            pairs.sort(key=lambda p: (p[1] <= anchor, p[0] if p[1] > anchor else -p[0]))
        else:
            pairs.sort(key=lambda p: (_distance((p[0], p[1]), anchor), -p[0]))
        readings = [((p[0], p[1]), _cell_text((p[0], p[1]))) for p in pairs[:3]]
        taken = self._pick(f"prefer-{prefer}", readings)
        if self.recorder is not None:
            self.recorder.step("year-from-anchor", f"{readings[taken][1]} is the {_PREFER_WORDS[prefer]} to the anchor {format_day(anchor)} (prefer: {prefer})")
        return pairs[taken][2], pairs[taken][3]

    def _joined(self, node: Range, first: Draft | None, last: Draft | None, constraints: tuple[Constraint, ...]) -> Draft:
        zone = next((d.zone for d in (first, last) if d is not None and d.zone is not None), None)
        if zone is not None:
            first = first.timed(zone) if first is not None else None
            last = last.timed(zone) if last is not None else None
        grain = max((d.grain for d in (first, last) if d is not None), key=lambda g: g.rank, default=Grain.DAY)
        draft = Draft.unset(grain, zone)
        draft.exact = True
        if first is not None:
            self._set_start(draft, node, first)
        if last is not None:
            self._set_end(draft, node, last)
        if first is not None and last is not None and draft.e1 <= draft.s0 and _other_half(node.end):
            draft.e0 += DAY // 2
            draft.e1 += DAY // 2
        if first is not None and last is not None and draft.e1 <= draft.s0:
            raise InvalidDateError(
                f"the range ends before it starts: from {_edges_text(first.s0, first.e1, zone)}"
                f" until {_edges_text(last.s0, last.e1, zone)}"
            )
        if not node.extent and first is not None and last is not None:
            draft.s1, draft.e0, draft.exact = draft.e1, draft.s0, False
        for part in (first, last):
            if part is not None:
                draft.approximate = draft.approximate or part.approximate
                draft.uncertain = draft.uncertain or part.uncertain
                constraints += part.constraints
        draft.open_end = node.open_end and node.end is None
        draft.open_start = node.open_start and node.start is None
        draft.constraints = constraints
        if self.recorder is not None and (node.start is None or node.end is None):
            side = "end" if node.end is None else "start"
            opened = draft.open_end if side == "end" else draft.open_start
            self.recorder.step("range", f"the {side} is {'open' if opened else 'not stated, so unknown' if not constraints else 'bounded by other events'}")
        elif self.recorder is not None and first is None and last is None:
            self.recorder.step("range", "both ends are bounded by other events")
        elif self.recorder is not None:
            self.recorder.step("range", f"from {_edges_text(draft.s0, draft.e1, zone)}, the end included" if node.extent else f"somewhere within {_edges_text(draft.s0, draft.e1, zone)}")
        return draft

    def _set_start(self, draft: Draft, node: Range, first: Draft) -> None:
        if node.start_kind == "after":
            edge = first.s0 if isinstance(node.start, Edge) and not node.start.end else first.e1
            if first.zone is not None and first.grain.timed and first.exact:
                edge = first.s0  # "after 5 pm" starts at that moment
            if not first.exact and not (isinstance(node.start, Edge) and not node.start.end):
                edge = min(first.e0, first.e1)
                draft.loose_start = True
            draft.s0, draft.s1 = edge, FOREVER
            if not first.exact:
                draft.exact = False
        elif node.start_kind == "within":
            draft.s0, draft.s1, draft.loose_start = first.s0, FOREVER, True
        else:
            draft.s0, draft.s1 = first.s0, max(first.s1, first.s0)
            if not first.exact:
                draft.loose_start = True
                if first.s0 == first.s1:
                    draft.loose_start = False

    def _set_end(self, draft: Draft, node: Range, last: Draft) -> None:
        edge_node = node.end if isinstance(node.end, Edge) else None
        moment = last.zone is not None and last.grain.timed and last.exact
        if node.end_kind in ("before", "to"):
            edge = last.s0
            if edge_node is not None:
                edge = last.e1 if edge_node.end else last.s0
            draft.e0, draft.e1 = NEVER, edge
            if not last.exact:
                draft.e1 = max(last.s1, edge) if edge_node is None else edge
                draft.loose_end = True
            if node.end_kind == "to" and draft.s0 > NEVER:
                draft.e0 = draft.e1
        elif node.end_kind == "by":
            draft.e0, draft.e1, draft.loose_end = NEVER, last.s0 if moment else last.e1, True
        else:
            draft.e0, draft.e1 = (last.s0, last.s0) if moment else (last.e0, last.e1)
            if moment and last.s0 != last.s1 and isinstance(node.end, At) and not isinstance(node.end.time, Clock):
                draft.e0, draft.e1 = last.e0, last.e1
            if not last.exact:
                draft.loose_end = last.e0 != last.e1

    def _beside(self, node: Beside) -> Draft:
        name = _event_of(node.of)
        if name is None:
            inner = self.evaluate(_lasting(node.of))
            draft = Draft(inner.s0, inner.e1, inner.s0, inner.e1, inner.grain, inner.zone, exact=False)
            draft.approximate, draft.uncertain, draft.constraints = inner.approximate, inner.uncertain, inner.constraints
            if isinstance(node.of, Range) and self.recorder is not None:
                self.recorder.step("within", "somewhere within that")
            return draft
        draft = Draft.unset()
        draft.constraints = tuple(Constraint(mine, order, name, theirs) for mine, order, theirs in _BESIDE[node.kind])
        if self.recorder is not None:
            self.recorder.step(node.kind, f"{_BESIDE_WORDS[node.kind]} {name}")
        return draft

    def _both(self, node: Both) -> Draft:
        drafts = [self._as_statement(item) for item in node.items]
        zone = next((d.zone for d in drafts if d.zone is not None), None)
        if zone is not None:
            drafts = [d.timed(zone) for d in drafts]
        made = drafts[0].copy()
        for other in drafts[1:]:
            made.s0, made.s1 = max(made.s0, other.s0), min(made.s1, other.s1)
            made.e0, made.e1 = max(made.e0, other.e0), min(made.e1, other.e1)
            made.grain = made.grain if made.grain.rank >= other.grain.rank else other.grain
            made.constraints += other.constraints
            made.approximate = made.approximate or other.approximate
            made.uncertain = made.uncertain or other.uncertain
            made.exact = made.exact and other.exact
        if made.s0 > made.s1 or made.e0 > made.e1 or made.s0 >= made.e1:
            raise InvalidDateError("these statements contradict each other")
        return made

    def _as_statement(self, node: Expression) -> Draft:
        if isinstance(node, EventName):
            return self._beside(Beside("same", node))
        if isinstance(node, Qualified) and isinstance(node.what, EventName):
            return self._qualified(Qualified(Beside("same", node.what), node.approximate, node.uncertain))
        return self.evaluate(node)

    # --- several, doubt, repetition -------------------------------------------------------------------------------

    def _listed(self, node: Listed) -> Draft:
        """Several dates; those without a year belong to one stretch, each the first after the one before."""
        items = node.items
        partial = self.context.anchor is not None and all(_is_partial(item) for item in items)
        first = self._range_series(items[0]) if partial else None
        rows: list[tuple[int, list[Draft]]] = []
        if first is not None:
            for start, _ in self._around_the_anchor((first[0], first[1], max(first[2], 1))):
                row = [Evaluator(_moved(self.context, start, prefer="nearest"), self.known, None).evaluate(items[0])]
                if _first_day(row[0]) != start:
                    continue
                for item in items[1:]:
                    context = _moved(self.context, _first_day(row[-1]), prefer="future")
                    row.append(Evaluator(context, self.known, None).evaluate(item))
                rows.append((start, row))
        if not rows:
            return hull((self.evaluate(item) for item in items), exact=not node.one_of)
        anchor = self.context.anchor or 0
        rows.sort(key=lambda found: self._rank((found[0], _first_day(found[1][-1]) + 1), anchor))
        readings = [((start, _first_day(row[-1]) + 1), f"those from {format_day(start)} on") for start, row in rows[:3]]
        taken = self._pick(f"prefer-{self.context.prefer}", readings)
        return hull(rows[taken][1], exact=not node.one_of)

    def _rank(self, stretch: Cell, anchor: int) -> tuple[int, int]:
        """How far down a stretch stands by the preference; the smaller the better."""
        start, end = stretch
        if self.context.prefer == "past":
            return (start > anchor, -start if start <= anchor else start)
        if self.context.prefer == "future":
            return (end <= anchor, start if end > anchor else -start)
        return _distance(stretch, anchor), -start

    def _every(self, node: Every) -> Draft:
        outer = self.evaluate(node.within)
        a, b = self._days(outer)
        series = self._series(node.what, a)
        if series is None or b - a > 366 * 30:
            raise InvalidDateError("that is too long a stretch to list its days")
        cells, at, _ = series
        found: list[Cell] = []
        i = at
        while True:
            there = cells(i)
            if there and there[0][0] >= b:
                break
            found.extend(c for c in there if a <= c[0] < b)
            i += 1
        if not found:
            raise InvalidDateError(f"there is no such day in {_cell_text((a, b))}")
        return hull((cell(*c, self._grain_of(node.what)) for c in found), exact=True)

    def _qualified(self, node: Qualified) -> Draft:
        inner = self._as_statement(node.what) if isinstance(node.what, EventName) else self.evaluate(node.what)
        draft = inner.copy()
        draft.notation = None
        draft.approximate = draft.approximate or node.approximate
        draft.uncertain = draft.uncertain or node.uncertain
        for item in draft.items:
            item.approximate = item.approximate or node.approximate
            item.uncertain = item.uncertain or node.uncertain
        if self.recorder is not None:
            self.recorder.step("doubt", "said to be approximate" if node.approximate else "said to be uncertain")
        return draft

    def _named(self, node: Named) -> Draft:
        start, end = self._preferred(self._series(node))
        if self.recorder is not None:
            self.recorder.step("named-day", f"{node.key.replace('-', ' ')} is {_cell_text((start, end))}")
        return cell(start, end, Grain.DAY)

    def _named_in(self, key: str, year: int) -> Sequence[Cell]:
        country = self.context.holidays
        if key.startswith("holiday:"):
            found = find_holiday(key[8:], country or "US", year)
            return () if found is None else (found,)
        if self.recorder is not None and differs_by_country(key) and not any(step.rule == "country" for step in self.recorder.steps):
            self.recorder.step("country", f"{key.replace('-', ' ')} differs by country: taken for {country or 'US'}{'' if country else ', since no country is set'}")
        return named_days(key, year, country or "US")

    def _recurrence(self, node: Recurrence) -> Draft:
        from timeline.resolver.recurring import first_occurrence  # noqa: PLC0415

        return first_occurrence(self, node)


def _moved(context: Context, day: int, *, prefer: str | None = None) -> Context:
    """The context with another anchor day (and preference)."""
    return Context(
        day,
        None,
        prefer or context.prefer,
        context.timezone,
        context.language,
        context.week_start,
        context.day_first,
        context.hemisphere,
        context.seasons,
        context.fiscal_year_start,
        context.holidays,
        context.strict,
        context.morning,
        context.afternoon,
        context.evening,
        context.night,
    )


def _replace_root(node: Nth, outer: Expression) -> Expression:
    """``node`` with ``outer`` at the end of its chain of "of"."""
    if isinstance(node.of, Nth):
        return Nth(node.n, node.unit, _replace_root(node.of, outer), node.count, node.iso)
    of = Within(node.of, outer) if node.of is not None and _is_partial(node.of) else outer
    return Nth(node.n, node.unit, of, node.count, node.iso)


def _is_partial(node: Expression) -> bool:
    """Whether a date leaves open which of its instances is meant."""
    if isinstance(node, Fields):
        return node.year is None
    if isinstance(node, (Slice, Around)):
        return _is_partial(node.of)
    if isinstance(node, Alternatives):
        return _is_partial(node.items[0])
    if isinstance(node, Nth):
        return node.of is None and (node.unit in ("quarter", "half", "decade-short", "week") or node.unit.startswith("season"))
    if isinstance(node, At):
        return _is_partial(node.date)
    if isinstance(node, Shift):
        return not isinstance(node.base, Anchor) and _is_partial(node.base)
    return isinstance(node, Named)


def _other_half(node: Expression | None) -> bool:
    """Whether a clock can be meant in the other half of the day as well."""
    return isinstance(node, At) and isinstance(node.time, Clock) and node.time.half == "" and node.time.hour <= 12


def _is_timed(node: Expression) -> bool:
    """Whether a node says a time of day."""
    if isinstance(node, Shift):
        return any(unit in units.SECONDS for _, unit in node.amounts)
    return isinstance(node, (At, Clock, DayPart)) or (isinstance(node, Literal) and node.span.zone is not None)


_LASTING: Final = {"ramadan": "ramadan-month", "hanukkah": "hanukkah-week", "passover": "passover-week"}
"""Festivals whose name alone is their first day, but which last where something happens during them."""


def _lasting(node: Expression) -> Expression:
    if isinstance(node, Named) and node.key in _LASTING:
        return Named(_LASTING[node.key])
    if isinstance(node, Within):
        return Within(_lasting(node.what), node.outer)
    return node


def _first_day(draft: Draft) -> int:
    return draft.s0 if draft.zone is None else draft.s0 // DAY


def _same_cell(first: Draft, last: Draft) -> bool:
    return first.s0 == last.s0 and first.e1 == last.e1 and first.zone == last.zone


def _event_of(node: Expression | None) -> str | None:
    """The event that a node stands for by itself, or whose edge it is."""
    if isinstance(node, Edge):
        node = node.of
    return node.name if isinstance(node, EventName) else None


_START_RULES: Final = {
    # (kind, which edge of the event was said) -> (order, edge of the event)
    ("at", None): ("==", "start"),
    ("at", False): ("==", "start"),
    ("at", True): ("==", "end"),
    ("after", None): (">=", "end"),
    ("after", False): (">=", "start"),
    ("after", True): (">=", "end"),
    ("within", None): (">=", "start"),
    ("within", False): (">=", "start"),
    ("within", True): (">=", "end"),
}
_END_RULES: Final = {
    ("until", None): ("==", "end"),
    ("until", False): ("==", "start"),
    ("until", True): ("==", "end"),
    ("by", None): ("<=", "end"),
    ("by", False): ("<=", "start"),
    ("by", True): ("<=", "end"),
    ("before", None): ("<=", "start"),
    ("before", False): ("<=", "start"),
    ("before", True): ("<=", "end"),
    ("to", None): ("==", "start"),
    ("to", False): ("==", "start"),
    ("to", True): ("==", "end"),
}


def _start_constraints(node: Range, start: Expression, name: str) -> tuple[Constraint, ...]:
    order, theirs = _START_RULES[node.start_kind, start.end if isinstance(start, Edge) else None]
    return (Constraint("start", order, name, theirs),)


def _end_constraints(node: Range, end: Expression, name: str) -> tuple[Constraint, ...]:
    order, theirs = _END_RULES[node.end_kind, end.end if isinstance(end, Edge) else None]
    return (Constraint("end", order, name, theirs),)


_BESIDE: Final = {
    "during": (("start", ">=", "start"), ("end", "<=", "end")),
    "within": (("start", ">=", "start"), ("end", "<=", "end")),
    "same": (("start", "==", "start"), ("end", "==", "end")),
    "starting": (("start", "==", "start"),),
    "ending": (("end", "==", "end"),),
}
_BESIDE_WORDS: Final = {
    "during": "somewhere within",
    "within": "somewhere within",
    "same": "at the same time as",
    "starting": "starts with",
    "ending": "ends with",
}
_PREFER_WORDS: Final = {"nearest": "nearest", "past": "latest that is not after", "future": "first that is not before"}
_MONTHLY: Final = frozenset({Grain.CENTURY, Grain.DECADE, Grain.YEAR, Grain.HALF, Grain.QUARTER, Grain.MONTH})

_FROM_ANCHOR: Final = ("earlier", "later", "rest", "todate")
"""Parts of a stretch that the anchor cuts."""
_MONTH_SHARES: Final = {
    "early": (0, 10),
    "beginning": (0, 10),
    "mid": (10, 20),
    "late": (20, 0),
    "end": (20, 0),
    "1/2": (0, 15),
    "2/2": (15, 0),
    "1/3": (0, 10),
    "2/3": (10, 20),
    "3/3": (20, 0),
}
"""Days of a month, from its first: [first, past), 0 for its end."""
_WEEK_SHARES: Final = {"early": (0, 2), "beginning": (0, 2), "mid": (2, 4), "late": (4, 7), "end": (4, 7)}
_YEAR_SHARES: Final = {
    (10, "early"): (0, 4),
    (10, "beginning"): (0, 4),
    (10, "mid"): (4, 7),
    (10, "late"): (7, 10),
    (10, "end"): (7, 10),
    (100, "early"): (0, 33),
    (100, "beginning"): (0, 33),
    (100, "mid"): (33, 66),
    (100, "late"): (66, 100),
    (100, "end"): (66, 100),
}
"""(length in years, part) -> [first, past) years of it."""
_DAY_SHARES: Final = {
    "early": (0, DAY // 2),
    "beginning": (0, DAY // 2),
    "mid": (10 * 3600, 14 * 3600),
    "late": (DAY // 2, DAY),
    "end": (DAY - 1, DAY),  # the last second: a day ends at a moment
}
_PART_SHARES: Final = {"early": (0, 3), "mid": (2, 4), "late": (3, 6)}
"""Sixths of a part of the day."""
_THIRDS: Final = {"early": 1, "beginning": 1, "mid": 2, "late": 3, "end": 3}
_SLICE_WORDS: Final = {"early": "the first third", "beginning": "the first third", "mid": "the middle third", "late": "the last third", "end": "the last third"}


def _part(part: str) -> tuple[int, int]:
    """Which of how many equal parts: (2, 3) for the middle."""
    if "/" in part:
        index, _, parts = part.partition("/")
        return int(index), int(parts)
    return _THIRDS[part], 3


def _share(part: str, length: int) -> Cell:
    index, parts = _part(part)
    return length * (index - 1) // parts, length * index // parts


def months_of_year(a: int, b: int) -> bool:
    """Whether ``[a, b)`` is one calendar year."""
    return units.months_long(a, b) == 12


def _fixed_years(unit: str, n: int) -> Cell | None:
    """The years ``[first, past)`` of what needs no anchor: centuries, full decades."""
    if unit == "century":
        return (n - 1) * 100, n * 100
    if unit == "century-bc":
        return 1 - n * 100, 1 - (n - 1) * 100
    if unit == "millennium":
        return (n - 1) * 1000, n * 1000
    if unit == "millennium-bc":
        return 1 - n * 1000, 1 - (n - 1) * 1000
    if unit == "decade-of":
        return n, n + 10
    return None


def _distance(c: Cell, anchor: int) -> int:
    return c[0] - anchor if c[0] > anchor else anchor - c[1] + 1 if c[1] <= anchor else 0


def _cell_text(c: Cell) -> str:
    start, end = c
    return format_day(start) if end - start == 1 else f"{format_day(start)} to {format_day(end - 1)}"


def _edges_text(start: int, end: int, zone: str | None) -> str:
    if zone is None:
        if start <= NEVER:
            return f"up to {format_day(end - 1)}" if end < FOREVER else "unknown"
        if end >= FOREVER:
            return f"from {format_day(start)}"
        return _cell_text((start, end)) if end > start else format_day(start)
    from timeline.calendar import format_moment  # noqa: PLC0415

    a = "?" if start <= NEVER else format_moment(start)
    b = "?" if end >= FOREVER else format_moment(end)
    return f"{a} to {b}"


def describe(span: Span) -> str:
    """A span in steps: its ISO dates, the last day included."""
    return _edges_text(span.start_low, span.end_high, span.zone)


def _ordinal(n: int) -> str:
    if n < 0:
        return "last" if n == -1 else f"last but {-n - 1}"
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def _unit_text(unit: str) -> str:
    return _WEEKDAYS[int(unit[8:]) - 1] if unit.startswith("weekday:") else unit.partition(":")[2] or unit


_DISPATCH: Final[dict[type, Callable[..., Draft]]] = {
    Anchor: Evaluator._anchor,
    Fields: Evaluator._fields,
    Literal: Evaluator._literal,
    Unit: Evaluator._unit,
    Chosen: Evaluator._chosen,
    Nth: Evaluator._nth,
    Within: Evaluator._within,
    Slice: Evaluator._slice,
    Shift: Evaluator._shift,
    Window: Evaluator._window,
    Adjacent: Evaluator._adjacent,
    Around: Evaluator._around,
    Clock: Evaluator._clock,
    DayPart: Evaluator._daypart,
    At: Evaluator._at,
    Edge: Evaluator._edge,
    Range: Evaluator._range,
    Listed: Evaluator._listed,
    Every: Evaluator._every,
    Both: Evaluator._both,
    Qualified: Evaluator._qualified,
    Named: Evaluator._named,
    EventName: Evaluator._event,
    Beside: Evaluator._beside,
    Alternatives: Evaluator._alternatives,
    Recurrence: Evaluator._recurrence,
    Undated: Evaluator._undated,
}
"""The rule for each kind of node."""

