"""Times of day on a date: clocks, ranges of clocks, parts of the day."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.calendar import DAY
from timeline.errors import InvalidDateError
from timeline.resolver import units
from timeline.resolver.draft import Draft
from timeline.resolver.evaluation import Evaluation
from timeline.resolver.nodes.phrasing import cell_text, edges_text
from timeline.span import FOREVER, NEVER, Grain
from timeline.wording.expression import (
    Adjacent,
    Anchor,
    Around,
    At,
    Clock,
    DayPart,
    Edge,
    Expression,
    Nth,
    Range,
    Shift,
)
from timeline.zones import convert

_COUNTING: Final = frozenset({Adjacent, Around, At, Edge, Nth, Shift})
"""The kinds of node that count from something, or are a part of it."""


def untimed(node: Expression) -> tuple[Expression, Expression] | None:
    """A node without the time of day that is said at its end, and that time; None where none is.

    In "the Monday after the second day of the fair, 14:00" the fair has no time: that Monday has.
    """
    if node.__class__ not in _COUNTING:
        return None
    if isinstance(node, At):
        return node.date, node.time
    if isinstance(node, (Adjacent, Shift)):
        clocked = isinstance(node, Shift) and any(unit in units.SECONDS for _, unit in node.amounts)
        base = None if clocked else untimed(node.base)
        return None if base is None else (evolve(node, base=base[0]), base[1])
    if isinstance(node, (Around, Edge, Nth)) and node.of is not None:
        whole = untimed(node.of)
        return None if whole is None else (evolve(node, of=whole[0]), whole[1])
    return None


def read_at(ev: Evaluation, node: At) -> Draft:
    """A time of day on a date."""
    time = node.time
    date = ev.evaluate(node.date)
    zone = ev.context.timezone
    if date.zone is not None:
        low, high = date.s0 // DAY, max(date.s0, date.e1 - 1) // DAY
        if isinstance(node.date, Anchor):
            low = high = ev.anchor("this")
    else:
        if date.s0 <= NEVER or date.e1 >= FOREVER:
            if date.exact or date.open_start or date.open_end:
                raise InvalidDateError("a time of day needs a day")
            loose = Draft(date.s0, date.e1, date.s0, date.e1, Grain.HOUR, None, exact=False).timed(zone)
            loose.constraints = date.constraints
            return loose
        low, high = date.s0, date.e1 - 1
    if high - low > 6 and date.exact and date.grain is not Grain.DAY:
        raise InvalidDateError(f"a time of day needs a day, not {cell_text((low, high + 1))}")
    draft = _on_day(ev, low, time, zone)
    if high > low:
        other = _on_day(ev, high, time, zone)
        draft = Draft(draft.s0, other.s1, draft.e0, other.e1, draft.grain, draft.zone, exact=False)
    draft.approximate, draft.uncertain = date.approximate, date.uncertain
    draft.constraints = date.constraints
    if not date.exact:
        draft.exact = draft.exact and high == low and draft.grain.timed
    return draft


def _on_day(ev: Evaluation, day: int, time: Expression, zone: str) -> Draft:
    if isinstance(time, DayPart):
        return _part(ev, day, time, zone)
    if isinstance(time, Range) and isinstance(time.start, Clock) and isinstance(time.end, Clock):
        start, grain, start_zone = _clock_wall(day, time.start, zone)
        end, end_grain, end_zone = _clock_wall(day, time.end, start_zone)
        if end_zone != start_zone:
            end = convert(end, end_zone, start_zone)
        if end <= start:
            end += DAY
            if end - start > DAY // 2 and end % DAY:
                raise InvalidDateError("the range ends before it starts")
            if ev.recorder is not None:
                ev.recorder.step("next-day", "the end is on the next day")
        grain = grain if grain.rank >= end_grain.rank else end_grain
        draft = Draft(start, start, end, end, grain, start_zone)
        if not time.extent:
            draft = Draft(start, end, start, end, grain, start_zone, exact=False)
        return draft
    if not isinstance(time, Clock):
        raise InvalidDateError("that is no time of day")
    wall, grain, zone = _clock_wall(day, time, zone)
    size = {Grain.HOUR: 3600, Grain.MINUTE: 60, Grain.SECOND: 1}[grain]
    if ev.recorder is not None:
        ev.recorder.step("clock", f"{edges_text(wall, wall + size, zone)} in {zone}")
        if time.half == "" and 1 <= time.hour <= 12 and time.second is None and time.zone is None:
            other = wall + (DAY // 2 if time.hour < 12 else -DAY // 2)
            drafts = [
                (Draft(w, w + size, w, w + size, grain, zone), text)
                for w, text in ((wall, "the time as written"), (other, "the other half of the day"))
            ]
            return drafts[ev.pick("half-day", drafts)][0]
    return Draft(wall, wall + size, wall, wall + size, grain, zone)


def _clock_wall(day: int, time: Clock, zone: str) -> tuple[int, Grain, str]:
    zone = time.zone or zone
    wall = day * DAY + time.hour * 3600 + (time.minute or 0) * 60 + (time.second or 0)
    grain = Grain.HOUR if time.minute is None else Grain.MINUTE if time.second is None else Grain.SECOND
    return wall, grain, zone


def _part(ev: Evaluation, day: int, part: DayPart, zone: str) -> Draft:
    hours = ev.context
    first, last = {
        "morning": hours.morning,
        "afternoon": hours.afternoon,
        "evening": hours.evening,
        "night": hours.night,
        "tonight": (hours.evening[0], 24),
        "day": (9, 17),
        "small-hours": (0, 6),
        "lunchtime": (12, 14),
    }[part.name]
    start, end = day * DAY + first * 3600, day * DAY + last * 3600
    if part.slice:
        a, b = _PART_SHARES[part.slice]
        length = end - start
        start, end = start + length * a // 6, start + length * b // 6
    if ev.recorder is not None:
        ev.recorder.step(
            "daypart", f"{part.slice + ' ' if part.slice else ''}{part.name} is {edges_text(start, end, zone)}"
        )
    return Draft(start, end, start, end, Grain.HOUR, zone)


_PART_SHARES: Final = {"early": (0, 3), "mid": (2, 4), "late": (3, 6)}
"""Sixths of a part of the day."""


def read_clock(ev: Evaluation, node: Clock) -> Draft:
    """A clock on the anchor's day."""
    return read_at(ev, At(Anchor(), node))


def read_daypart(ev: Evaluation, node: DayPart) -> Draft:
    """A part of the anchor's day."""
    return read_at(ev, At(Anchor(), node))
