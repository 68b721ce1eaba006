"""Calendar units: the cell of a unit that holds a day, its neighbours, and moving days and cells by amounts."""

from __future__ import annotations

from typing import Final

from timeline.calendar import add_months, civil, day_number, month_start, week_start
from timeline.resolver.context import Context
from timeline.resolver.named_days import add_business_days, named_day
from timeline.span import Grain

MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12_000}
"""Units that are a number of months."""
DAYS: Final = {"day": 1, "week": 7, "workweek": 7, "fortnight": 14, "weekend": 7}
"""Units that are a number of days."""
SECONDS: Final = {"hour": 3600, "minute": 60, "second": 1}
"""Units of the clock."""

GRAINS: Final = {
    "millennium": Grain.CENTURY,
    "century": Grain.CENTURY,
    "decade": Grain.DECADE,
    "year": Grain.YEAR,
    "half": Grain.HALF,
    "quarter": Grain.QUARTER,
    "season": Grain.SEASON,
    "month": Grain.MONTH,
    "week": Grain.WEEK,
    "workweek": Grain.WEEK,
    "fortnight": Grain.WEEK,
    "weekend": Grain.WEEKEND,
    "day": Grain.DAY,
    "business-day": Grain.DAY,
    "hour": Grain.HOUR,
    "minute": Grain.MINUTE,
    "second": Grain.SECOND,
}

SEASONS: Final = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
"""The first month of each meteorological season of the north."""
_SOUTH: Final = {"winter": 6, "spring": 9, "summer": 12, "autumn": 3}


def season_cell(name: str, year: int, context: Context) -> tuple[int, int]:
    """The season that starts in ``year``; by the sun where the context says so."""
    month = (SEASONS if context.hemisphere == "north" else _SOUTH)[name]
    if context.seasons == "astronomical":
        turns = {3: "march-equinox", 6: "june-solstice", 9: "september-equinox", 12: "december-solstice"}
        start = named_day(turns[month], year, None)
        later = month % 12 + 3
        end = named_day(turns[later], year + (later < month), None)
        if start is not None and end is not None:
            return start[0], end[0]
    return month_start(year, month), month_start(year, month + 3)


def unit_cell(unit: str, day: int, steps: int, context: Context) -> tuple[int, int]:
    """The cell of ``unit`` that lies ``steps`` from the one that holds ``day``."""
    if unit == "day":
        return day + steps, day + steps + 1
    if unit in ("week", "workweek", "fortnight", "weekend"):
        start = week_start(day, context.week_start) + 7 * steps
        if unit == "fortnight":
            start += 7 * steps
            return start, start + 14
        if unit == "week":
            return start, start + 7
        monday = week_start(day, 1) + 7 * steps
        return (monday + 5, monday + 7) if unit == "weekend" else (monday, monday + 5)
    if unit == "business-day":
        start = add_business_days(day, steps, context.holidays)
        return start, start + 1
    if unit == "season":
        return _season_at(day, steps, context)
    months = MONTHS[unit]
    year, month, _ = civil(day)
    index = (year * 12 + month - 1) // months + steps
    first = index * months
    start = day_number(first // 12, first % 12 + 1)
    last = first + months
    return start, day_number(last // 12, last % 12 + 1)


def _season_at(day: int, steps: int, context: Context) -> tuple[int, int]:
    year = civil(day)[0]
    cells = sorted(
        season_cell(name, y, context) for y in range(year - 1 - abs(steps), year + 2 + abs(steps)) for name in SEASONS
    )
    at = next(i for i, (start, end) in enumerate(cells) if start <= day < end)
    return cells[at + steps]


def shift_day(day: int, amount: float, unit: str, context: Context) -> tuple[int, bool]:
    """The day that lies so much later (earlier where negative), and whether it was clipped to a month's end.

    Fractions of months are 30ths of them, other fractions of days are dropped.
    """
    if unit in MONTHS:
        months = amount * MONTHS[unit]
        whole = int(months)
        moved, clipped = add_months(day, whole)
        return moved + round((months - whole) * 30), clipped
    if unit == "business-day":
        return add_business_days(day, int(amount), context.holidays), False
    if unit == "season":
        return add_months(day, int(amount * 3))
    return day + int(amount * DAYS[unit]), False


def shift_cell(start: int, amount: int, unit: str) -> int:
    """The edge of a cell of whole months, so many units later."""
    return add_months(start, amount * MONTHS[unit])[0]


def nth_week(start: int, past: int, n: int, first_day: int) -> int | None:
    """The first day of the n-th week of a month or year: a week belongs to where most of its days lie."""
    middle = 3
    begin = week_start(start, first_day)
    if begin + middle < start:
        begin += 7
    end = week_start(past - 1, first_day)
    if end + middle >= past:
        end -= 7
    found = begin + 7 * (n - 1) if n > 0 else end + 7 * (n + 1)
    return found if begin <= found <= end else None


def months_long(start: int, end: int) -> int:
    """How many whole months ``[start, end)`` is, where both edges are firsts of months; else 0."""
    a, b = civil(start), civil(end)
    if a[2] != 1 or b[2] != 1:
        return 0
    return (b[0] - a[0]) * 12 + b[1] - a[1]
