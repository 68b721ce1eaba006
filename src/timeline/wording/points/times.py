"""Rules for what starts with a time of day, and the reading of a clock inside a part of the day."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.errors import WordingError
from timeline.wording.clocks import clock, clock_range, day_behind, day_part, share
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    SOMEDAY,
    TODAY,
    Adjacent,
    Alternatives,
    Anchor,
    Around,
    At,
    Chosen,
    Clock,
    DayPart,
    EventName,
    Expression,
    Fields,
    Literal,
    Named,
    Nth,
    Qualified,
    Range,
    Shift,
    Slice,
    Unit,
    Within,
)
from timeline.wording.points.point import operand, point
from timeline.wording.points.steps import day_beside, next_but_one, side_of

_DATED: Final = (
    Fields,
    Within,
    Nth,
    Chosen,
    Named,
    Shift,
    Adjacent,
    Anchor,
    Unit,
    Alternatives,
    Literal,
    EventName,
    Around,
)
"""What a part of the day can belong to."""
_TIMEABLE: Final = (*_DATED, Slice)
"""What a clock can belong to."""


def clock_led(c: Cursor, i: int) -> Match:
    """A time of day first, with the date that may follow: "8pm on the 15th", "2-4 pm tomorrow", "noon"."""
    found: Match = clock_range(c, i) if _may_range(c, i) else None
    if found is None:
        single = clock(c, i)
        if single is None:
            return None
        found = single
    time, j = found
    made = dated(c, time, j)
    if made is not None and "ish" in c.tokens[i].cats:
        return Qualified(made[0], approximate=True), made[1]  # "noonish"
    return made


def _may_range(c: Cursor, i: int) -> bool:
    tokens = c.tokens
    for k in (i + 1, i + 2, i + 3, i + 4, i + 5):
        if k >= c.last:
            return False
        if tokens[k].text in ("-", "~") or "to" in tokens[k].cats or "and" in tokens[k].cats:
            return True
    return False


def dated(c: Cursor, time: Expression, j: int) -> Match:
    """The date behind a time of day, or the anchor's day where none stands there."""
    tokens = c.tokens
    if after := behind_ish(c, j):
        found = dated(c, time, after)
        return (Qualified(found[0], approximate=True), found[1]) if found is not None else None
    part = part_after(c, j)
    if part is not None and not _counted_from(c, part[1]):
        if part[0].name == "tonight":
            return at_part(TODAY, time, part[0]), part[1]
        time, j = in_part(time, part[0]), part[1]
    k = c.comma(j)
    if "of" in tokens[k].cats or "onlike" in tokens[k].cats or "prep" in tokens[k].cats:
        k += 1
    if not c.at_end(k) and "to" not in tokens[j].cats and tokens[j].text != "-":
        date = point(c, k)
        if date is None and "in" in tokens[k - 1].cats:
            date = point(c, k - 1)  # "3 pm in two days"
        if date is not None:
            node, after = date
            if isinstance(node, Range) and isinstance(time, Clock) and node.start is None and node.end_kind == "until":
                if isinstance(node.end, At) and isinstance(node.end.time, Clock):
                    return At(node.end.date, share(time, node.end.time)), after  # "3 pm tomorrow until 5"
            elif isinstance(node, At):
                if isinstance(node.time, DayPart):
                    return at_part(node.date, time, node.time), after
                if isinstance(time, Clock) and (dash := _dash_between(c, k, after)):
                    return At(node.date, time), dash  # "08:00 4 May - 18:00 6 May"
            elif isinstance(node, Fields) and node.day is None and node.weekday is None:
                pass
            elif "in" in tokens[k - 1].cats and isinstance(node, Fields) and node == Fields(day=node.day):
                pass  # "3 pm in 5"
            elif isinstance(node, _TIMEABLE):
                if node == Unit("day", 1) and isinstance(time, Range) and _past_midnight(time):
                    return ends_next_day(SOMEDAY, time), after  # "10 pm to 6 am the next day"
                return At(node, time), after
    return At(SOMEDAY, time), j


def _dash_between(c: Cursor, i: int, after: int) -> int:
    """The dash before the clock that ends a date at ``after``, and is not its own but starts what follows; or 0."""
    dash = next((k for k in range(i, after) if c.tokens[k].text == "-"), 0)
    timed = clock(c, dash + 1) if dash else None
    return dash if timed is not None and timed[1] == after else 0


def _past_midnight(time: Range) -> bool:
    """Whether a range of clocks ends on the day after it starts."""
    start, end = time.start, time.end
    if not isinstance(start, Clock) or not isinstance(end, Clock):
        return False
    return (end.hour, end.minute or 0) <= (start.hour, start.minute or 0)


def ends_next_day(day: Expression, time: Range) -> Range:
    """A range of clocks that starts on a day and ends on the next, as is said behind it."""
    morrow = Unit("day", 1) if day == SOMEDAY else day_beside(day, 1)
    start, end = (None if edge is None else At(on, edge) for on, edge in ((day, time.start), (morrow, time.end)))
    return evolve(time, start=start, end=end)


def _counted_from(c: Cursor, i: int) -> bool:
    """Whether a part of the day is that of another day: "at 9 on the morning after the summit"."""
    cats = c.tokens[i].cats
    return ("after" in cats or "before" in cats) and clock(c, i + 1, bare=True) is None


def behind_ish(c: Cursor, i: int) -> int:
    """The index behind what makes the clock before ``i`` a rough one ("7ish", "noonish tomorrow"), or 0."""
    cats = c.tokens[i].cats
    if "ish" in cats or ("approx" in cats and day_behind(c, i + 1)):  # "3 pm or so tomorrow"
        return i + 1
    return 0


def part_after(c: Cursor, i: int) -> tuple[DayPart, int] | None:
    """The part of the day behind a clock: "3 in the afternoon", "8 pm in the evening"."""
    tokens = c.tokens
    j = i
    while "prep" in tokens[j].cats and j < i + 3:
        j += 1
    if j == i and (("daypart" not in tokens[j].cats and "slice" not in tokens[j].cats) or "plural" in tokens[j].cats):
        return None  # "three nights" are no hour
    found = day_part(c, j)
    if found is None or not isinstance(found[0], DayPart):
        return None
    if j > i and c.has(i, "onlike") and not c.has(j, "the") and found[0].name == "tonight":
        return None
    return found[0], found[1]


def in_part(time: Expression, part: DayPart) -> Expression:
    """A clock read inside a part of the day ("7 in the evening" is 19:00)."""
    if isinstance(time, Clock):
        return halve(time, part.name)
    if isinstance(time, Range) and isinstance(time.start, Clock) and isinstance(time.end, Clock):
        end = time.end
        start = halve(time.start, part.name)
        late = part.name in ("evening", "night", "tonight")
        if late and not time.start.half and 12 < end.hour <= start.hour:
            return evolve(time, start=start, end=evolve(end, hour=end.hour - 12, half="am"))  # "tonight 11-1", "10-6"
        return evolve(time, start=start, end=end_in_part(end, part.name))
    return time


def end_in_part(time: Clock, part: str) -> Clock:
    """A clock at which something ends inside a part of the day: 12 is noon in the morning, and midnight in the evening.

    The same clock begins the other way round: "12 in the morning" starts the day.
    """
    if time.hour == 12 and not time.half and part in ("morning", "evening"):
        return evolve(time, hour=12 if part == "morning" else 0, half="pm" if part == "morning" else "am")
    return halve(time, part)


def at_part(date: Expression, time: Expression, part: DayPart) -> Expression:
    """A clock inside a part of a day; the hours of a night that are past midnight are on the next day.

    "1 am tonight" can be of the day that has just begun as well.
    """
    inside = in_part(time, part)
    first = inside.start if isinstance(inside, Range) else inside
    if part.name not in ("night", "tonight") or not isinstance(first, Clock) or first.hour >= _NIGHT_ENDS:
        return At(date, inside)
    day = TODAY if date == SOMEDAY else date
    later = At(day_beside(day, 1), inside)
    if part.name == "night":
        return later
    return Alternatives((At(day, inside), later), "night", ("of this day", "of the night that follows"))


_NIGHT_ENDS: Final = 5
"""The first hour that no night reaches, as `halve` has it."""
_PART_HALF: Final = {
    "small-hours": "am",
    "morning": "am",
    "afternoon": "pm",
    "evening": "pm",
    "tonight": "pm",
    "night": "pm",
    "day": "",
    "lunchtime": "",
}


def halve(time: Clock, part: str) -> Clock:
    """A clock with the half of the day that a part of it gives, where the clock leaves that open."""
    half = _PART_HALF[part]
    if time.half in ("am", "pm", "24") and not (
        time.half == "24" and 0 < time.hour < 12 and half == "pm" and part != "night"
    ):
        return time
    if not half or time.hour > 12:
        return time
    if part in ("night", "tonight") and (time.hour < _NIGHT_ENDS or time.hour == 12):
        return evolve(time, hour=time.hour % 12, half="am")
    if half == "am":
        return evolve(time, hour=time.hour % 12, half="am")
    return evolve(time, hour=time.hour % 12 + 12, half="pm")


def daypart_led(c: Cursor, i: int) -> Match:
    """Read "tonight", "morning of the second day of E", "in the afternoon, next Friday"."""
    found = day_part(c, i)
    if found is None:
        return None
    part, j = found
    if isinstance(part, DayPart) and part.name == "tonight":
        return At(TODAY, part), j
    first_thing = c.tokens[i].cats.get("daypart") == "first-thing"
    following = c.tokens[j].cats
    sign = side_of(following)
    if sign and (beyond := next_but_one(c, j)) and isinstance(part, DayPart):
        return At(Shift(TODAY, ((abs(beyond[0]), "day"),), sign), part), beyond[1]  # "the night before last"
    if sign and (clock(c, j + 1, bare=True) is None or c.tokens[j + 2].text == "-"):
        base = operand(c, j + 1)
        if base is not None:
            # "the evening before E"; "night after night" is no date
            return None if isinstance(base[0], At) else (At(day_beside(base[0], sign), part), base[1])
    k = c.comma(j)
    while "prep" in c.tokens[k].cats or "onlike" in c.tokens[k].cats:
        k += 1
    timed = clock_range(c, k) or clock(c, k, bare="onlike" in c.tokens[k - 1].cats)
    if timed is not None and isinstance(part, DayPart):
        return dated(c, in_part(timed[0], part), timed[1])
    date = operand(c, k) if k > j and not c.at_end(k) else None
    if date is None and k == j and not c.at_end(k):
        date = point(c, k)
    if date is not None and isinstance(date[0], _DATED):
        behind = c.tokens[date[1]]
        several = "plural" in c.tokens[i].cats and "genitive" in following
        if several and (behind.text == "-" or "spanning" in behind.cats):
            raise WordingError("a part of each day of a range is no single date: list the days", c.column(i))
        return At(date[0], part), date[1]
    if date is not None and isinstance(date[0], At) and isinstance(part, DayPart):
        if isinstance(date[0].time, DayPart):
            # "the early hours of Sunday morning", "first thing Friday morning"; an evening has no morning
            within = part.name in ("small-hours", date[0].time.name)
            within = within or (part.name, date[0].time.name) == ("night", "tonight")  # "overnight tonight"
            return (At(date[0].date, part), date[1]) if within else None
        return At(date[0].date, in_part(date[0].time, part)), date[1]
    return None if first_thing else (At(SOMEDAY, part), j)  # "first thing" is the next morning, whenever that is


def night_before_led(c: Cursor, i: int) -> Match:
    """The night that leads up to a day, named by that day."""
    base = operand(c, i + 1)
    if base is None:
        return None
    if isinstance(base[0], At):  # an hour of that night
        clocked = halve(base[0].time, "night") if isinstance(base[0].time, Clock) else None
        if clocked is None:
            return None
        early = clocked.hour < _NIGHT_ENDS
        return At(base[0].date if early else Shift(base[0].date, ((1, "day"),), -1), clocked), base[1]
    return At(Shift(base[0], ((1, "day"),), -1), DayPart("night")), base[1]
