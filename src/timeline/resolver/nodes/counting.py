"""Counting from something: so many days, months or hours before or after it, and the unit around it."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.calendar import DAY, format_day, weekday
from timeline.errors import InvalidDateError
from timeline.resolver import units
from timeline.resolver.draft import Draft, cell
from timeline.resolver.evaluation import Cell, Evaluation
from timeline.resolver.nodes.daytimes import untimed
from timeline.resolver.nodes.phrasing import edges_text
from timeline.span import FOREVER, NEVER, Grain
from timeline.wording.expression import (
    Anchor,
    Around,
    At,
    Edge,
    EventName,
    Expression,
    Named,
    Shift,
    Within,
)
from timeline.zones import from_utc, to_utc

FARTHEST: Final = 10**9
"""Days from the start of the line beyond which nothing is counted."""
CLOCK_CELLS: Final = {Grain.HOUR: 3600, Grain.MINUTE: 60, Grain.SECOND: 1}
"""Seconds of what stands for a moment, by its grain."""
_MONTHLY: Final = frozenset({Grain.CENTURY, Grain.DECADE, Grain.YEAR, Grain.HALF, Grain.QUARTER, Grain.MONTH})


def read_shift(ev: Evaluation, node: Shift) -> Draft:
    """So much before or after something."""
    base = node.base
    if isinstance(base, Anchor) and base.grain is Grain.DAY and ev.recorder is None and len(node.amounts) == 1:
        amount, unit = node.amounts[0]
        if unit in units.DAYS and unit != "weekend":  # so many days from the anchor's, what most wording counts
            day, _ = units.shift_day(ev.anchor("this"), node.sign * amount, unit, ev.context)
            if abs(day) > FARTHEST:
                raise InvalidDateError("that is too far away for a date")
            draft = cell(day, day + 1, Grain.DAY)
            draft.approximate = node.approximate
            return draft
    if isinstance(base, At) and isinstance(base.date, EventName) and not _clocked(node):
        # "3 days before the fair, 14:00" is a time of that day.
        return ev.evaluate(At(evolve(node, base=base.date), base.time))
    if isinstance(base, Edge) and (timed := untimed(node)) is not None:
        return ev.evaluate(At(*timed))
    return shifted(ev, ev.evaluate(base), node, quiet=False)


def _clocked(node: Shift) -> bool:
    """Whether hours, minutes or seconds are counted."""
    return any(unit in units.SECONDS for _, unit in node.amounts)


def shifted(ev: Evaluation, base: Draft, node: Shift, *, quiet: bool) -> Draft:
    """``base`` moved by the amounts of ``node``; ``quiet`` where no step tells of it."""
    sign, amounts = node.sign, node.amounts
    if amounts[0][1] == "weekend" and len(amounts) == 1 and base.zone is None and base.exact:
        found = around_cell(ev, Around("weekend", Anchor(), sign * int(amounts[0][0])), base.s0, base.e1)
        return cell(*found, Grain.WEEKEND)  # "two weekends ago" is a weekend
    clocked = _clocked(node)
    finest = units.GRAINS.get(amounts[-1][1], Grain.DAY)
    if not check_countable(base, sign):
        return Draft.unset(base.grain, base.zone)
    if clocked or base.zone is not None:
        moved = shift_moment(ev, base, node)
    elif (
        base.exact
        and finest in _MONTHLY
        and base.grain in _MONTHLY
        and all(unit in units.MONTHS for _, unit in amounts)
    ):
        moved = _shift_cells(ev, base, node)
    else:
        moved = _shift_days(ev, base, node, quiet=quiet)
    moved.approximate = base.approximate or node.approximate
    moved.uncertain = base.uncertain
    edge = (base.s0, base.s1) if sign < 0 else (base.e0, base.e1)
    if not base.exact and not (base.grain.timed and edge[0] == edge[1]):
        moved.exact = False  # what is counted from a moment is a moment, whoever's it is
    if ev.recorder is not None and not quiet:
        said = " and ".join(
            f"{amount:g} {unit.replace('-', ' ')}{'s' if amount != 1 else ''}" for amount, unit in amounts
        )
        ev.recorder.step(
            "shift",
            f"{said} {'after' if sign > 0 else 'before'} {edges_text(base.s0, base.e1, base.zone)}"
            f" is {edges_text(moved.s0, moved.e1, moved.zone)}",
        )
    return moved


def check_countable(base: Draft, sign: int) -> bool:
    """Whether anything is known of the end that is counted from; one that is not there at all is refused."""
    low, high, opened = (base.s0, base.s1, base.open_start) if sign < 0 else (base.e0, base.e1, base.open_end)
    if opened or (base.exact and (low if sign < 0 else high) in (NEVER, FOREVER)):
        raise InvalidDateError("an open-ended stretch has no end to count from")
    return low > NEVER or high < FOREVER


def is_whole_unit(ev: Evaluation, node: Expression, draft: Draft) -> bool:
    """Whether a draft is all of a calendar unit that an event lies in, rather than somewhere within it."""
    if not isinstance(node, Around) or node.unit == "day" or draft.zone is not None or draft.s0 <= NEVER:
        return False
    return units.unit_cell(node.unit, draft.s0, 0, ev.context) == (draft.s0, draft.e1)


def _shift_days(ev: Evaluation, base: Draft, node: Shift, *, quiet: bool) -> Draft:
    whole = base.exact or is_whole_unit(ev, node.base, base)
    if node.sign < 0:
        low, high = base.s0, base.s0 if whole else max(base.s1 - 1, base.s0)
    else:
        low, high = base.e1 - 1 if whole else min(base.e0, base.e1 - 1), base.e1 - 1
    first = day_after(ev, low, node, quiet=quiet) if low > NEVER else NEVER
    last = first if high == low else day_after(ev, high, node, quiet=True) if high < FOREVER - 1 else FOREVER - 1
    grain = Grain.DAY
    if base.grain in _MONTHLY and all(unit in units.MONTHS and not n % 1 for n, unit in node.amounts):
        # "a year after E", of which the month is known: a month
        unit, coarse = min(((unit, units.GRAINS[unit]) for _, unit in node.amounts), key=lambda each: -each[1].rank)
        if coarse.rank <= base.grain.rank:
            unit, coarse = base.grain.value, base.grain
        if high > low:
            grain = coarse
        elif not base.exact and first > NEVER:
            start, end = units.unit_cell(unit, first, 0, ev.context)  # E fills its cells, but nobody counted days
            return Draft(start, end, start, end, coarse)
    return Draft(first, last + 1, first, last + 1, grain)


def day_after(ev: Evaluation, day: int, node: Shift, *, quiet: bool) -> int:
    """The day that lies the amounts of ``node`` from a day."""
    for amount, unit in node.amounts:
        day, clipped = units.shift_day(day, node.sign * amount, unit, ev.context)
        if abs(day) > FARTHEST:
            raise InvalidDateError("that is too far away for a date")
        if clipped and ev.recorder is not None and not quiet:
            ev.recorder.step("clip", f"the month is shorter: moved back to its last day, {format_day(day)}")
    return day


def _shift_cells(ev: Evaluation, base: Draft, node: Shift) -> Draft:
    finest = max((units.GRAINS[unit] for _, unit in node.amounts), key=lambda g: g.rank)
    months = int(sum(amount * units.MONTHS[unit] for amount, unit in node.amounts)) * node.sign
    if abs(months) > FARTHEST // 31:
        raise InvalidDateError("that is too far away for a date")
    if finest.rank > base.grain.rank:
        edge = base.s0 if node.sign < 0 else base.e1 - 1
        unit = max((unit for _, unit in node.amounts), key=lambda u: units.GRAINS[u].rank)
        start, end = units.unit_cell(unit, edge, 0, ev.context)
        grain = finest
    elif node.sign < 0:
        start, end, grain = base.s0, base.s1, base.grain
    else:
        start, end, grain = base.e0, base.e1, base.grain
    start, end = units.shift_cell(start, months, "month"), units.shift_cell(end, months, "month")
    return cell(start, end, grain)


def shift_moment(ev: Evaluation, base: Draft, node: Shift) -> Draft:
    """Days and months on the wall clock, then hours, minutes and seconds as time that passes."""
    zone = base.zone or ev.context.timezone
    timed = base.timed(zone)
    low, high = (timed.s0, timed.s1) if node.sign < 0 else (timed.e0, timed.e1)
    if base.exact:
        low = high = timed.s0 if node.sign < 0 or base.grain is Grain.SECOND or base.zone is not None else timed.e1
    elif timed.e1 - timed.s0 == CLOCK_CELLS.get(base.grain):
        low = high = timed.s0  # an event of which one time is known: counted from there, not from the minute's end
    clocked = _clocked(node)
    ends = []
    for edge in (low, high):
        if edge <= NEVER or edge >= FOREVER:
            ends.append(edge)
            continue
        day, second = divmod(edge, DAY)
        passing = 0.0
        for amount, unit in node.amounts:
            if unit in units.SECONDS:
                passing += amount * units.SECONDS[unit]
            else:
                moved, _ = units.shift_day(day, node.sign * amount, unit, ev.context)
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
    grain = (
        Grain.SECOND
        if clocked and base.grain.rank <= Grain.SECOND.rank and base.grain is not Grain.MINUTE
        else base.grain
    )
    if not clocked:
        width = timed.e1 - timed.s0 if base.exact else CLOCK_CELLS.get(base.grain, 1)
        return Draft(ends[0], ends[1] + width, ends[0], ends[1] + width, base.grain, zone)
    size = 60 if base.grain is Grain.MINUTE or base.grain is Grain.HOUR else 1
    return Draft(ends[0], ends[1] + size, ends[0], ends[1] + size, Grain.MINUTE if size == 60 else grain, zone)


def around_cell(ev: Evaluation, node: Around, a: int, b: int) -> Cell:
    """The unit that holds the days ``[a, b)``, or one of its neighbours."""
    unit = node.unit
    if unit == "weekend" and node.steps:
        first = b + (6 - weekday(b)) % 7 if node.steps > 0 else a - (weekday(a) - 1) % 7 - 2
        first += 7 * (node.steps - (1 if node.steps > 0 else -1))
        return first, first + 2
    if node.steps > 0:
        return units.unit_cell(unit, b - 1, node.steps, ev.context)
    if unit == "weekend" and node.steps == 0:
        saturday, past = units.unit_cell("weekend", a, 0, ev.context)
        named = isinstance(node.of, Named) or (isinstance(node.of, Within) and isinstance(node.of.what, Named))
        if named and weekday(a) <= 2:
            saturday, past = saturday - 7, past - 7
        return (min(saturday, a), max(past, a + 1)) if named else (saturday, past)
    return units.unit_cell(unit, a, node.steps, ev.context)


def shifted_cell(ev: Evaluation, node: Shift, a: int, b: int) -> Cell:
    """The days ``[a, b)`` moved by the amounts of ``node``."""
    moved = shifted(ev, cell(a, b, Grain.DAY), node, quiet=True)
    return moved.s0, moved.e1
