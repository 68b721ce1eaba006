"""Shares of a stretch: early, mid and late, halves and thirds, fiscal and academic years."""

from __future__ import annotations

from typing import Final

from timeline.calendar import DAY, civil, day_number
from timeline.resolver import units
from timeline.resolver.evaluation import Cell, Evaluation
from timeline.span import Grain

FROM_ANCHOR: Final = ("earlier", "later", "rest", "todate")
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
    (10, "1/3"): (0, 4),
    (10, "2/3"): (4, 7),
    (10, "3/3"): (7, 10),
    (100, "early"): (0, 33),
    (100, "beginning"): (0, 33),
    (100, "mid"): (33, 66),
    (100, "late"): (66, 100),
    (100, "end"): (66, 100),
    (100, "1/3"): (0, 33),
    (100, "2/3"): (33, 66),
    (100, "3/3"): (66, 100),
}
"""(length in years, part) -> [first, past) years of it."""
_DAY_SHARES: Final = {
    "early": (0, DAY // 2),
    "beginning": (0, DAY // 2),
    "mid": (10 * 3600, 14 * 3600),
    "late": (DAY // 2, DAY),
    "end": (DAY - 1, DAY),  # the last second: a day ends at a moment
}
_THIRDS: Final = {"early": 1, "beginning": 1, "mid": 2, "late": 3, "end": 3}


def sliced(ev: Evaluation, part: str, a: int, b: int, grain: Grain) -> tuple[int, int, Grain, str | None]:
    """The share of the days ``[a, b)`` that ``part`` names."""
    if b - a == 1:
        zone = ev.context.timezone
        start = a * DAY
        first, last = _DAY_SHARES.get(part) or share_of(part, DAY)
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
    first, last = share_of(part, b - a)
    return a + first, a + last, grain, None


def _part(part: str) -> tuple[int, int]:
    """Which of how many equal parts: (2, 3) for the middle."""
    if "/" in part:
        index, _, parts = part.partition("/")
        return int(index), int(parts)
    return _THIRDS[part], 3


def share_of(part: str, length: int) -> Cell:
    """The edges of a part of something so long, from its start."""
    index, parts = _part(part)
    return length * (index - 1) // parts, length * index // parts


def special_year(ev: Evaluation, part: str, year: int) -> Cell:
    """The fiscal or academic year of a number: the fiscal year that ends in it, the academic that starts in it."""
    if part == "academic":
        return day_number(year, 9), day_number(year + 1, 9)
    first = ev.context.fiscal_year_start
    start = year if first == 1 or part == "fiscal-from" else year - 1  # "FY 2018/19" starts in 2018 wherever it does
    return day_number(start, first), day_number(start + 1, first)


def special_at(ev: Evaluation, part: str, day: int) -> int:
    """The number of the fiscal or academic year that holds a day."""
    year = civil(day)[0]
    return next(y for y in (year - 1, year, year + 1) if (c := special_year(ev, part, y))[0] <= day < c[1])
