"""Units and their parts: the n-th, what lies inside something coarser, slices of it."""

from __future__ import annotations

from typing import Final

from timeline.calendar import DAY, civil, day_number, format_day, iso_week_one, month_start, nth_weekday, week_start
from timeline.errors import InvalidDateError, WordingError
from timeline.resolver import units
from timeline.resolver.draft import Draft, cell
from timeline.resolver.evaluation import Cell, Evaluation
from timeline.resolver.named_days import add_business_days
from timeline.resolver.nodes.daytimes import read_at, untimed
from timeline.resolver.nodes.phrasing import cell_text, edges_text, ordinal_text, unit_text
from timeline.resolver.nodes.series import grain_of, is_partial, lasting, preferred, series_of
from timeline.resolver.nodes.shares import FROM_ANCHOR, share_of, sliced, special_at, special_year
from timeline.resolver.reading import Constraint
from timeline.span import FOREVER, NEVER, Grain
from timeline.wording.expression import (
    Anchor,
    At,
    Chosen,
    EventName,
    Expression,
    Fields,
    Nth,
    Range,
    Slice,
    Unit,
    Within,
)


def read_unit(ev: Evaluation, node: Unit) -> Draft:
    """The unit so many steps from the anchor's."""
    unit, steps = node.unit, node.steps
    if unit in units.SECONDS:
        size = units.SECONDS[unit]
        start = ev.moment(f"this {unit}") // size * size + steps * size
        return Draft(start, start + size, start, start + size, units.GRAINS[unit], ev.context.timezone)
    start, end = units.unit_cell(unit, ev.anchor(f"this {unit}"), steps, ev.context)
    if ev.recorder is not None:
        side = "after" if steps > 0 else "before"
        where = "of the anchor" if not steps else f"{abs(steps)} {side} the anchor's"
        if steps in (-1, 1):
            where = f"{side} the anchor's"
        ev.recorder.step("unit", f"the {unit} {where} is {cell_text((start, end))}")
    return cell(start, end, units.GRAINS[unit])


def read_nth(ev: Evaluation, node: Nth) -> Draft:
    """The n-th unit or weekday of something."""
    n, unit = node.n, node.unit
    timed = untimed(node) if unit not in units.SECONDS else None
    if timed is not None:  # "second day of the fair, 14:00" is a time of that day
        if node.count > 1 and isinstance(timed[1], Range):
            raise InvalidDateError("hours for each of several days are no single date: say what repeats, or list them")
        return ev.evaluate(At(*timed))
    if node.of is None:
        fixed = _fixed_years(unit, n)
        if fixed is not None:
            if ev.recorder is not None:
                ev.recorder.step("period", f"that is {cell_text((day_number(fixed[0]), day_number(fixed[1])))}")
            grain = Grain.DECADE if "decade" in unit else Grain.CENTURY
            return cell(day_number(fixed[0]), day_number(fixed[1]), grain)
        series = series_of(ev, node)
        if series is not None:
            start, end = preferred(ev, series)
            return cell(start, end, grain_of(node))
    outer = ev.evaluate(lasting(node.of or Unit("year")))
    event = isinstance(node.of, EventName)
    unknown = outer.s0 <= NEVER or outer.e1 >= FOREVER
    if unknown and not (outer.exact or outer.open_start or outer.open_end):
        return _somewhere_in(outer, units.GRAINS.get(unit, Grain.DAY), node)
    if unit in units.SECONDS:
        return _nth_clock(ev, node, outer)
    bounds = days_of(outer)
    start, end = _nth_cell(ev, node, bounds, outer, event)
    last = start, end
    if node.count > 1:
        last = _nth_cell(ev, node, bounds, outer, event, offset=node.count - 1)
    grain = units.GRAINS.get(unit.partition(":")[0], Grain.DAY)
    if unit == "quarter" and outer.grain in (Grain.CENTURY, Grain.DECADE):
        grain = Grain.YEAR  # a quarter of a century is no quarter of a year
    draft = Draft(start, end, last[0], last[1], grain)
    if not outer.exact:
        _spread(draft, node, outer, event)
    elif outer.approximate or outer.uncertain:
        draft.approximate, draft.uncertain = outer.approximate, outer.uncertain
    if ev.recorder is not None:
        ev.recorder.step(
            "nth", f"{ordinal_text(n)} {unit_text(unit)} of {cell_text(bounds)} is {cell_text((start, last[1]))}"
        )
    return draft


def _somewhere_in(outer: Draft, grain: Grain, node: Nth) -> Draft:
    """A part of an event of which only one side is known: no more than that it lies within."""
    draft = Draft(outer.s0, outer.e1, outer.s0, outer.e1, grain, outer.zone, exact=False)
    if isinstance(node.of, EventName):
        name = node.of.name
        draft.constraints = (Constraint("start", ">=", name, "start"), Constraint("end", "<=", name, "end"))
    return draft


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
    if unit == "decade-bc":
        return -n - 8, 2 - n
    return None


def _spread(draft: Draft, node: Nth, outer: Draft, event: bool) -> None:
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


def days_of(draft: Draft) -> Cell:
    """The days that a draft covers, its outer edges."""
    if draft.s0 <= NEVER or draft.e1 >= FOREVER:
        raise InvalidDateError("an open-ended stretch has no such part")
    if draft.zone is None:
        return draft.s0, draft.e1
    return draft.s0 // DAY, -(-draft.e1 // DAY)


def _nth_clock(ev: Evaluation, node: Nth, outer: Draft) -> Draft:
    size = units.SECONDS[node.unit]
    timed = outer.timed(ev.context.timezone)
    start = timed.s0 + (node.n - 1) * size if node.n > 0 else timed.e1 + node.n * size
    return Draft(
        start,
        start + size,
        start + (node.count - 1) * size,
        start + node.count * size,
        units.GRAINS[node.unit],
        timed.zone,
    )


def _nth_cell(ev: Evaluation, node: Nth, bounds: Cell, outer: Draft, event: bool, offset: int = 0) -> Cell:
    n, unit = node.n + offset, node.unit
    a, b = bounds
    found: Cell | None = None
    if unit.startswith("weekday:"):
        day = nth_weekday(a, b, int(unit[8:]), n)
        found = None if day is None else (day, day + 1)
    elif unit.startswith("season:"):
        found = next(
            (
                c
                for y in range(civil(a)[0], civil(b - 1)[0] + 1)
                if a <= (c := units.season_cell(unit[7:], y, ev.context))[0] < b
            ),
            None,
        )
    elif unit == "day":
        day = a + n - 1 if n > 0 else b + n
        found = (day, day + 1)
    elif unit == "week":
        if node.iso and months_of_year(a, b):
            first = (
                iso_week_one(civil(a)[0])
                if ev.context.week_start == 1
                else week_start(day_number(civil(a)[0], 1, 4), ev.context.week_start)
            )
            start = first + 7 * (n - 1)
            found = (
                (start, start + 7)
                if 1 <= n <= 53 and (n < 53 or units.nth_week(a, b, 53, ev.context.week_start) is not None)
                else None
            )
        elif event or not units.months_long(a, b):
            start = a + 7 * (n - 1) if n > 0 else b + 7 * n
            found = (start, min(start + 7, b)) if n > 0 else (max(start, a), start + 7)
        else:
            week = units.nth_week(a, b, n, ev.context.week_start)
            found = None if week is None else (week, week + 7)
        if found is not None and node.iso:
            return found
    elif unit in ("weekend", "workweek"):
        day = nth_weekday(a, b, 6 if unit == "weekend" else 1, n)
        found = None if day is None else (day, day + (2 if unit == "weekend" else 5))
    elif unit == "business-day":
        day = (
            add_business_days(a - 1, n, ev.context.holidays) if n > 0 else add_business_days(b, n, ev.context.holidays)
        )
        found = (day, day + 1)
    elif unit == "fortnight":
        start = a + 14 * (n - 1) if n > 0 else b + 14 * n
        found = (start, start + 14)
    elif unit in units.MONTHS:
        found = _nth_months(n, unit, a, b, outer)
    if found is None or not (a <= found[0] < b or (unit == "week" and a - 3 <= found[0] < b)):
        raise InvalidDateError(f"there is no {ordinal_text(n)} {unit_text(unit)} in {cell_text(bounds)}")
    return found


def months_of_year(a: int, b: int) -> bool:
    """Whether ``[a, b)`` is one calendar year."""
    return units.months_long(a, b) == 12


def _nth_months(n: int, unit: str, a: int, b: int, outer: Draft) -> Cell | None:
    months = units.MONTHS[unit]
    if unit == "quarter" and outer.grain in (Grain.CENTURY, Grain.DECADE):
        months = 300 if outer.grain is Grain.CENTURY else 30
    year, month, day = civil(a)
    if outer.exact and day == 1:
        if n > 0:
            month += (n - 1) * months
            return month_start(year, month), month_start(year, month + months)
        start = units.shift_cell(b, n * months, "month")
        return start, units.shift_cell(start, months, "month")
    year, month, _ = civil(a if n > 0 else b - 1)
    index = (year * 12 + month - 1) // months * months + (n - 1 if n > 0 else n + 1) * months
    start = day_number(index // 12, index % 12 + 1)
    end = units.shift_cell(start, months, "month")
    if start <= a and b <= end and end - start > b - a:
        return None  # "the last quarter of the festival" is no quarter of a year
    return max(start, a), min(end, b)


def read_within(ev: Evaluation, node: Within) -> Draft:
    """The instance of a partial date inside something coarser."""
    what = node.what
    if isinstance(what, Anchor):  # "this day in 1968"
        _, month, date = civil(ev.anchor("this day"))
        what = Fields(month=month, day=date)
    if isinstance(what, At):
        return read_at(ev, At(Within(what.date, node.outer), what.time))
    if isinstance(what, Nth) and not what.unit.startswith("season") and what.of is not None:
        return ev.evaluate(_replace_root(what, node.outer))
    if isinstance(what, Nth) and not what.unit.startswith(("season", "decade")):
        return read_nth(ev, Nth(what.n, what.unit, node.outer, what.count, what.iso))
    timed = untimed(node.outer)
    if timed is not None:  # "the Friday of the week after the fair, 14:00"
        return read_at(ev, At(Within(what, timed[0]), timed[1]))
    outer = ev.evaluate(node.outer)
    a, b = days_of(outer)
    series = series_of(ev, what, a)
    if series is None:
        return ev.evaluate(what)
    cells, at, _ = series
    last = series_of(ev, what, b - 1)
    top = last[1] if last is not None else at
    found = sorted({c for i in range(at, min(top, at + 1200) + 1) for c in cells(i) if a <= c[0] < b})
    if not found:
        if isinstance(what, Fields) and what.month == 2 and what.day == 29:
            year = civil(a)[0]
            raise InvalidDateError(f"there is no {year:04d}-02-29: that month has 28 days", f"{year:04d}-02-28")
        raise InvalidDateError(f"there is no such date in {cell_text((a, b))}")
    grain = grain_of(what)
    taken = 0
    if ev.recorder is not None and len(found) > 1:
        taken = ev.pick("which", [(c, cell_text(c)) for c in found[:4]])
    start, end = found[taken]
    if ev.recorder is not None:
        ev.recorder.step("within", f"inside {cell_text((a, b))} that is {cell_text((start, end))}")
    draft = cell(start, end, grain)
    if not outer.exact:
        if isinstance(node.outer, EventName) and len(found) > 1:  # nothing says which of them it is
            draft = Draft(start, found[-1][1], start, found[-1][1], grain)
        draft.exact = False
    draft.approximate, draft.uncertain = outer.approximate, outer.uncertain
    return draft


def _replace_root(node: Nth, outer: Expression) -> Expression:
    """``node`` with ``outer`` at the end of its chain of "of"."""
    if isinstance(node.of, Nth):
        return Nth(node.n, node.unit, _replace_root(node.of, outer), node.count, node.iso)
    of = Within(node.of, outer) if node.of is not None and is_partial(node.of) else outer
    return Nth(node.n, node.unit, of, node.count, node.iso)


def read_slice(ev: Evaluation, node: Slice) -> Draft:
    """A share of something."""
    part = node.part
    if part in ("fiscal", "fiscal-from", "academic"):
        return _special(ev, node)
    inner = ev.evaluate(lasting(node.of))
    if part == "whole":
        return inner
    if isinstance(node.of, Range) and (inner.s0 <= NEVER or inner.e1 >= FOREVER):
        raise WordingError("what has no start or no end has no parts")
    if inner.zone is not None:
        return _slice_clock(ev, part, inner)
    a, b = days_of(inner)
    if part in FROM_ANCHOR:
        return _to_anchor(ev, part, a, b, inner.grain)
    # What is known to lie in a day has no known parts: "the end of E" is some time that day.
    known = inner.exact or b - a > 1
    start, end, grain, zone = sliced(ev, part, a, b, inner.grain) if known else (a, b, inner.grain, None)
    draft = Draft(start, end, start, end, grain, zone, exact=inner.exact)
    draft.approximate, draft.uncertain = inner.approximate, inner.uncertain
    if not inner.exact and isinstance(node.of, EventName):
        draft.constraints = (
            Constraint("start", ">=", node.of.name, "start"),
            Constraint("end", "<=", node.of.name, "end"),
        )
    if ev.recorder is not None:
        words = _SLICE_WORDS if zone is None else _HOURS_WORDS
        told = f"{words.get(part, part)} of {cell_text((a, b))} is {edges_text(start, end, zone)}"
        ev.recorder.step("slice", told if known else f"somewhere within {cell_text((a, b))}, which has no known parts")
    return draft


_SLICE_WORDS: Final = {
    "early": "the first third",
    "beginning": "the first third",
    "mid": "the middle third",
    "late": "the last third",
    "end": "the last third",
}
_HOURS_WORDS: Final = {
    "early": "the first half",
    "beginning": "the first half",
    "mid": "the middle",
    "late": "the second half",
    "end": "the end",
}


def _slice_clock(ev: Evaluation, part: str, inner: Draft) -> Draft:
    if part in FROM_ANCHOR:
        now = ev.moment(part)
        before = part in ("earlier", "todate")
        start, end = (inner.s0, min(now, inner.e1)) if before else (max(now, inner.s0), inner.e1)
        return Draft(start, end, start, end, inner.grain, inner.zone)
    length = inner.e1 - inner.s0
    first, last = share_of(part, length)
    return Draft(inner.s0 + first, inner.s0 + last, inner.s0 + first, inner.s0 + last, inner.grain, inner.zone)


def _to_anchor(ev: Evaluation, part: str, a: int, b: int, grain: Grain) -> Draft:
    day = ev.anchor(part)
    if b - a == 1:
        return _rest_of_day(ev, part, a, day)
    if part in ("earlier", "todate"):
        start, end = a, day
        if part == "earlier" and not a < day < b:
            end = min(day, sliced(ev, "1/2", a, b, grain)[1])
    else:
        start, end = max(day, a), b
        if part == "later" and b - a > 1:
            start = max(day, sliced(ev, "2/2", a, b, grain)[0])
    if not start < end:
        start, end, _, _ = sliced(ev, "early" if part == "earlier" else "late", a, b, grain)
    if ev.recorder is not None:
        ev.recorder.step(
            part, f"{part} in {cell_text((a, b))}, seen from {format_day(day)}, is {cell_text((start, end))}"
        )
    return cell(start, end, Grain.DAY)


def _rest_of_day(ev: Evaluation, part: str, day: int, anchor: int) -> Draft:
    """The part of one day before or after the anchor's moment; its first or later half where that is not known."""
    start, end = day * DAY, (day + 1) * DAY
    now = ev.moment(part) if day == anchor else end if part in ("earlier", "todate") else start
    if part in ("earlier", "todate"):
        end = now if now > start else start + DAY // 2
    else:
        told = day == anchor and ev.context.anchor_second  # midnight is what a mere date comes as
        start = start + DAY // 2 if part == "later" and not told else now
    return Draft(start, end, start, end, Grain.HOUR, ev.context.timezone)


def _special(ev: Evaluation, node: Slice) -> Draft:
    if node.of == Fields():
        return ev.evaluate(Unit("year"))
    inner = ev.evaluate(node.of)
    # "this fiscal year" is picked as one already, and may start in the year before the one that it is called by
    year = special_at(ev, node.part, inner.s0) if isinstance(node.of, Chosen) else civil(inner.s0)[0]
    start, end = special_year(ev, node.part, year)
    if ev.recorder is not None:
        kind = node.part.removesuffix("-from")
        setting = f" (fiscal_year_start: {ev.context.fiscal_year_start})" if kind == "fiscal" else ""
        ev.recorder.step(kind, f"the {kind} year {year} is {cell_text((start, end))}{setting}")
    return cell(start, end, Grain.YEAR)
