"""What the dates of a range or a list say for each other: the month and year behind, or before."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.errors import InvalidDateError
from timeline.wording import dates
from timeline.wording.expression import (
    SOMEDAY,
    Adjacent,
    Alternatives,
    Anchor,
    Around,
    At,
    Chosen,
    Clock,
    DayPart,
    Edge,
    EventName,
    Expression,
    Fields,
    Listed,
    Named,
    Nth,
    Range,
    Shift,
    Slice,
    Unit,
    Within,
)


def settle(node: Expression, day_first: bool) -> Expression:
    """``node`` with the order of day and month that another date of the text has settled."""
    if isinstance(node, Alternatives) and node.setting == "day_first":
        return node.items[node.reasons.index("day first" if day_first else "month first")]
    if isinstance(node, Range):
        start = settle(node.start, day_first) if node.start is not None else None
        end = settle(node.end, day_first) if node.end is not None else None
        return evolve(node, start=start, end=end)
    if isinstance(node, Listed):
        return evolve(node, items=tuple(settle(item, day_first) for item in node.items))
    if isinstance(node, At):
        return evolve(node, date=settle(node.date, day_first))
    return node


def inherit(start: Expression, end: Expression) -> tuple[Expression, Expression]:
    """Give either end of a range what the other one says for both."""
    start, end = _around_other(start, end), _next_day(_around_other(end, start), start)
    a = borrow(start, end)
    b = borrow_back(end, a)
    match a, b:
        case At(time=Clock(zone=None) as clock), At(time=Clock(zone=str() as zone)):
            return evolve(a, time=evolve(clock, zone=zone)), b
    return a, b


def _next_day(end: Expression, start: Expression) -> Expression:
    """The day after a range's start, where it ends on "the next day": "from 9 am on 2 May until 5 pm the next day"."""
    if isinstance(end, At):
        return evolve(end, date=_next_day(end.date, start))
    if end != _DAY_AFTER or _fineness(start) < _TO_THE_DAY:
        return end
    return Shift(start.date if isinstance(start, At) else start, ((1, "day"),), 1)


_TO_THE_DAY: Final = 3
_DAY_AFTER: Final = Unit("day", 1)
_FINER: Final = {"week": 3, "month": 3, "quarter": 2, "half": 2, "year": 2, "decade": 1, "century": 1, "millennium": 1}
"""How fine the other end of a range has to be to say which such unit is meant: 1 a year, 2 a month, 3 a day."""


def _around_other(node: Expression, other: Expression) -> Expression:
    """The edge of a unit that holds the other end of a range: "from 5 May 2018 to the end of the month"."""
    if not isinstance(node, (Edge, Slice)) or not isinstance(node.of, Unit) or node.of.steps:
        return node
    wanted = _FINER.get(node.of.unit)
    if wanted is None or (isinstance(node, Slice) and node.part not in _AT_EDGES) or _fineness(other) < wanted:
        return node
    return evolve(node, of=Around(node.of.unit, other))


_AT_EDGES: Final = frozenset({"beginning", "end", "early", "late"})


def _fineness(node: Expression) -> int:
    """How fine a date is that no anchor has to find: 1 a year, 2 a month, 3 a day; 0 for what is not known here."""
    if isinstance(node, Fields):
        return 3 if node.day or node.weekday else 2 if node.month else 1 if node.year is not None else 0
    if isinstance(node, At):
        return _fineness(node.date)
    if isinstance(node, (Chosen, Within)):
        return _fineness(node.what)
    return 3 if isinstance(node, (Named, EventName, Adjacent, Shift)) else 0


def borrow(start: Expression, end: Expression) -> Expression:
    """``start`` with the parts that only ``end`` says: "29-30 November 2017", "4 to 23 next month"."""
    if isinstance(start, Range):
        first = borrow(start.start, end) if start.start is not None else None
        last = borrow(start.end, end) if start.end is not None else None
        return evolve(start, start=first, end=last)
    if isinstance(end, Range):
        return start if end.start is None else borrow(start, end.start)
    if isinstance(start, At):
        if isinstance(end, At) and start.date == SOMEDAY and isinstance(start.time, DayPart):
            return evolve(start, date=end.date)  # "from morning to evening on 5 May"
        return evolve(start, date=borrow(start.date, end.date if isinstance(end, At) else end))
    if isinstance(end, At):
        return borrow(start, end.date)
    if isinstance(end, Within):
        return _borrow_within(start, end)
    if isinstance(end, Edge):
        return _borrow_edge(start, end.of)
    if isinstance(start, Alternatives) and start.setting == "hundreds" and isinstance(end, Nth):
        return _as_decade(start) if end.unit == "decade-of" else start
    if isinstance(start, Alternatives):
        return _borrow_each(start, end) if isinstance(end, (Fields, Alternatives)) else start
    if isinstance(start, Slice) and isinstance(end, (Slice, Nth, Fields)):
        return evolve(start, of=borrow(start.of, end.of if isinstance(end, Slice) else end))
    if isinstance(start, Nth) and isinstance(end, Nth):
        return _borrow_nth(start, end)
    if isinstance(end, Slice):
        return borrow(start, end.of)
    if isinstance(end, Nth) and isinstance(start, Fields) and start.day is not None and start == Fields(day=start.day):
        return evolve(end, n=start.day)  # "18th-19th century"
    other = end.items[0] if isinstance(end, Alternatives) else end
    return _borrow_fields(start, other) if isinstance(start, Fields) and isinstance(other, Fields) else start


def _borrow_edge(start: Expression, whole: Expression) -> Expression:
    """As in "from the 5th to the end of May", "from the end of the 12th to the beginning of the 14th century"."""
    if isinstance(whole, Nth):
        return borrow(start, whole)
    if isinstance(whole, Fields) and isinstance(start, Fields) and whole.month and not whole.day:
        return dates.check(evolve(whole, day=start.day)) if start == Fields(day=start.day) else borrow(start, whole)
    return start


def _borrow_within(start: Expression, end: Within) -> Expression:
    """As in "4 to 23 next month", "first to third quarter of next year"."""
    inner = end.what
    if isinstance(end.outer, (Anchor, Shift)):
        return start  # "Monday or tomorrow (Friday)"
    if isinstance(start, Fields) and start.year is None and isinstance(inner, (Fields, Nth)):
        alike = isinstance(inner, Fields) and (start.day is not None) == (inner.day is not None)
        if alike or start.weekday is not None:
            return Within(borrow(start, inner), end.outer)
    if isinstance(start, Nth) and start.of is None and isinstance(inner, Nth):
        seasons = _SEASONS.get(start.unit, 0), _SEASONS.get(inner.unit, 0)
        outer = end.outer
        if 0 < seasons[1] < seasons[0] and isinstance(outer, Fields) and outer.year is not None:
            return Within(start, evolve(outer, year=outer.year - 1))  # "autumn to spring 1851"
        return Within(start, outer)
    return start


def _borrow_each(start: Alternatives, end: Fields | Alternatives) -> Expression:
    """Each reading of the start with its own reading of the end, where one setting decides both."""
    others = end.items if isinstance(end, Alternatives) else (end,)
    if start.setting == "month-number":
        return borrow(start.items[0], others[0])
    if not (isinstance(end, Alternatives) and end.setting == start.setting):
        others = others[:1]
    elif start.reasons == end.reasons[::-1]:  # "5.10.-7.10.2019": the same order in both
        start = evolve(start, items=start.items[::-1], reasons=end.reasons)
    return evolve(
        start, items=tuple(borrow(item, others[min(at, len(others) - 1)]) for at, item in enumerate(start.items))
    )


def _borrow_nth(start: Nth, end: Nth) -> Nth:
    if end.of is None and end.unit != "decade-of":
        # nothing that starts in our era ends before it
        return evolve(start, unit=end.unit) if (start.unit, end.unit) in _BEFORE_OUR_ERA else start
    if (start.unit, end.unit, start.of) == ("decade-short", "decade-of", None) and start.n < end.n % 100:
        return Nth(end.n - end.n % 100 + start.n, "decade-of")  # "the forties and fifties of the 19th century"
    if start.of is None and start.unit.split(":")[0] == end.unit.split(":")[0]:
        return evolve(start, of=end.of)
    if isinstance(start.of, Unit) and not isinstance(end.of, Unit) and start.unit == end.unit:
        return evolve(start, of=end.of)
    return start


def _borrow_fields(start: Fields, end: Fields) -> Fields:
    if start.day is not None and start.month is None and end.month is not None and end.day is not None:
        if start.day > end.day:
            raise InvalidDateError(f"the range ends before it starts: {start.day} to {end.day} of one month")
        if start.year is None:
            short = end.short_year if end.year is not None else False
            start = evolve(start, month=end.month, year=end.year, short_year=short)
        return dates.check(start)
    if start.year is not None or end.year is None or (start.month is None and start.day is None):
        return start
    year = end.year
    if start.month is not None and end.month is not None:
        if (start.month, start.day or 0) > (end.month, end.day or 31):
            year -= 1
    elif start.month is not None and end.day is None:
        return start
    return dates.check(evolve(start, year=year, short_year=end.short_year))


_BEFORE_OUR_ERA: Final = frozenset({("century", "century-bc"), ("decade-of", "decade-bc")})
"""What an era behind the second of two also says of the first."""
_SEASONS: Final = {"season:spring": 1, "season:summer": 2, "season:autumn": 3, "season:winter": 4}
"""The seasons of a year in their order."""


def _as_decade(node: Alternatives) -> Expression:
    """The decade that "1900s" is beside another one."""
    return next(item for item in node.items if isinstance(item, Nth) and item.unit == "decade-of")


def borrow_back(end: Expression, start: Expression) -> Expression:
    """``end`` with the parts that only ``start`` says: "Nov. 29-30", "2017-11-29 to 30"."""
    if (
        isinstance(end, Alternatives)
        and end.setting == "hundreds"
        and isinstance(start, Nth)
        and start.unit == "decade-of"
    ):
        return _as_decade(end)  # "the 1890s and 1900s"
    if isinstance(start, Range) and start.end is not None:
        return borrow_back(end, start.end)
    if isinstance(end, Range):
        first = borrow_back(end.start, start) if end.start is not None else None
        last = borrow_back(end.end, start) if end.end is not None else None
        return evolve(end, start=first, end=last)
    if isinstance(end, At):
        if isinstance(start, At):
            return evolve(end, date=start.date if end.date == SOMEDAY else borrow_back(end.date, start.date))
        return evolve(end, date=borrow_back(end.date, start))
    if isinstance(start, At):
        return borrow_back(end, start.date)
    if isinstance(start, Within) and isinstance(end, Fields) and end.year is None:
        return _borrow_back_within(end, start)
    if isinstance(end, (Slice, Edge)):
        return evolve(end, of=borrow_back(end.of, start.of if isinstance(start, (Slice, Edge)) else start))
    if isinstance(start, Slice) and start.part in ("fiscal", "academic") and isinstance(end, Fields):
        if end == Fields(end.year, short_year=end.short_year) and end.year is not None:
            return evolve(start, of=end)  # "fiscal 2015-2018"
        if end == Fields(day=end.day):
            return evolve(start, of=borrow_back(Fields(end.day, short_year=True), start.of))  # "FY15-18"
    if isinstance(start, Within) and isinstance(end, Nth) and isinstance(start.what, Nth):
        seasons = [_SEASONS.get(part.unit, 0) for part in (start.what, end)]
        return Within(end, start.outer) if end.of is None and 0 < seasons[0] < seasons[1] else end
    if isinstance(end, Nth) and isinstance(start, Nth):
        if end.unit == "decade-short" and start.unit == "decade-of":
            full = start.n - start.n % 100 + end.n  # "1870s/80s"
            return Nth(full if full >= start.n else full + 100, "decade-of")
        alike = end.of is None and start.of is not None and end.unit.split(":")[0] == start.unit.split(":")[0]
        return evolve(end, of=start.of) if alike else end
    if isinstance(start, Alternatives):
        if isinstance(end, Fields) and end.day is not None and end.month is None:
            return evolve(start, items=tuple(borrow_back(end, item) for item in start.items))
        start = start.items[0]
    if isinstance(end, Alternatives) and isinstance(start, Fields):
        if end.setting == "month-number":
            return borrow_back(end.items[0], start)
        return evolve(end, items=tuple(borrow_back(item, start) for item in end.items))
    if isinstance(start, Nth) and isinstance(end, Fields) and end == Fields(day=end.day) and start.unit == "century":
        return Nth(end.day or 1, start.unit)  # "C12th-13th"
    if isinstance(start, Nth) and isinstance(end, Fields) and end == Fields(day=end.day) and start.of is not None:
        return evolve(start, n=end.day or 1, count=1)  # "from the second day of E to the third"
    return _borrow_back_fields(end, start) if isinstance(end, Fields) and isinstance(start, Fields) else end


def _borrow_back_within(end: Fields, start: Within) -> Expression:
    """As in "Tuesday to Thursday next week", "June 4 last year to July 5"."""
    inner, outer = start.what, start.outer
    if (
        isinstance(outer, (Anchor, Shift))  # "today (Thursday) to Monday"
        or not isinstance(inner, Fields)
        or (inner.day is None) != (end.day is None)
        or (inner.weekday is None) != (end.weekday is None)
    ):
        return end
    weekly = isinstance(outer, Unit) and outer.unit == "week"
    if weekly and end.weekday is not None and inner.weekday is not None and end.weekday < inner.weekday:
        return end
    return Within(borrow_back(end, inner), outer)


def _borrow_back_fields(end: Fields, start: Fields) -> Fields:
    if end.day is not None and end.month is None and start.month is not None:
        if end.weekday is not None:
            return dates.check(evolve(end, month=start.month, year=start.year))
        return _borrow_back_month(end, end.day, start, start.month)
    if end.short_year and end.year is not None and start.year is not None and not start.short_year:
        year = start.year - start.year % 100 + end.year  # "1868-'69": the first such year that is not before
        return dates.check(evolve(end, year=year if year >= start.year else year + 100, short_year=False))
    if end.year is None and end.month is not None and start.year is not None:
        year = start.year
        if start.month is not None and (end.month, end.day or 31) < (start.month, start.day or 0):
            year += 1
        return dates.check(evolve(end, year=year, short_year=start.short_year))
    return end


def _borrow_back_month(end: Fields, day: int, start: Fields, month: int) -> Fields:
    """A day in the month of the start, or in the next where it would come before it ("Nov. 29-3")."""
    year = start.year
    if start.day is not None and start.day > day:
        if end.year is not None:
            raise InvalidDateError(f"the range ends before it starts: {start.day} to {day} of one month")
        month += 1
        if month == 13:
            month, year = 1, (year + 1 if year is not None else None)
    if end.year is not None:
        return dates.check(evolve(end, month=month))
    return dates.check(evolve(end, month=month, year=year, short_year=start.short_year))


def _is_hour(node: Expression) -> bool:
    """Whether a member of a list is an hour without a day of its own."""
    if isinstance(node, At):
        return node.date == SOMEDAY and isinstance(node.time, Clock)
    return isinstance(node, Fields) and node == Fields(day=node.day) and (node.day or 24) <= 12


def _with_hour(node: Expression, last: At) -> At:
    """A member of a list of hours, with the day and the half of the day that the last one says."""
    assert isinstance(last.time, Clock)  # noqa: S101
    if isinstance(node, At):
        return evolve(last, time=node.time)
    hour = node.day if isinstance(node, Fields) and node.day is not None else 0
    half = last.time.half
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    return evolve(last, time=Clock(hour, None, None, half))


def _chosen_alike(node: Expression, before: Expression) -> Expression:
    """A weekday of a list, picked as the one before it: "next Tuesday or Wednesday"."""
    if not (isinstance(before, Chosen) and isinstance(before.what, Fields) and isinstance(node, Fields)):
        return node
    first, last = before.what.weekday, node.weekday
    if first is None or last is None or first >= last or node != Fields(weekday=last):
        return node
    return evolve(before, what=node)


def _of_day(node: Expression, day: Expression) -> Expression:
    """A part of the day in a list, on the day that only the last one says."""
    if isinstance(node, At) and node.date == SOMEDAY and isinstance(node.time, DayPart):
        return evolve(node, date=day)
    return node


def spread(items: list[Expression]) -> list[Expression] | None:
    """Give each item of a list what its neighbours say for it: the month and year behind, or before."""
    shared = list(items)
    last = shared[-1]
    if isinstance(last, At) and isinstance(last.time, Clock) and all(_is_hour(item) for item in shared[:-1]):
        return [*(_with_hour(item, last) for item in shared[:-1]), last]  # "10 and 11 am", "10 am and 2 pm tomorrow"
    if isinstance(last, At) and last.date != SOMEDAY:  # "the morning and afternoon of 14 July"
        shared = [_of_day(item, last.date) for item in shared]
    if isinstance(last, At) and not any(isinstance(item, (At, Range)) for item in shared[:-1]):
        shared = [*(At(item, last.time) for item in shared[:-1]), last]  # "Tue & Thu 3-4 pm"
    for at in range(1, len(shared)):
        one, before = shared[at], shared[at - 1]
        if one == _DAY_AFTER and isinstance(before, At):
            shared[at] = evolve(before, date=Shift(before.date, ((1, "day"),), 1))  # "tomorrow at 5 or the day after"
        elif one == _DAY_AFTER:
            shared[at] = Shift(before, ((1, "day"),), 1)
        if isinstance(one, Unit) and one.steps == 1 and isinstance(before, Unit) and before.steps == 1:
            shared[at] = Unit(one.unit, 2)  # "next week or the week after"
    for at in range(len(shared) - 2, -1, -1):
        shared[at] = borrow(shared[at], shared[at + 1])
    for at in range(1, len(shared)):
        shared[at] = borrow_back(shared[at], shared[at - 1])
        shared[at] = _chosen_alike(shared[at], shared[at - 1])
    fields = [item for item in shared if isinstance(item, Fields)]
    if any(item == Fields(weekday=item.weekday) for item in fields) and any(item.day is not None for item in fields):
        return None  # "Saturday and Sunday, 19 and 20 May" lists the same days twice
    bare = [
        item
        for item in shared
        if isinstance(item, Fields) and item.day is not None and item.month is None and item.weekday is None
    ]
    return None if bare and len(bare) != len(shared) else shared
