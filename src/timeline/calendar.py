"""Day numbers: the proleptic Gregorian calendar as integers, for every year there is.

A day is an integer, 0001-01-01 is day 1 (as ``date.toordinal``); years are numbered astronomically, 0 is 1 BC. All
functions are pure integer arithmetic and know no limits of year.
"""

from __future__ import annotations

from datetime import date
from typing import Final

_from_ordinal = date.fromordinal
_date = date
_LAST_ORDINAL = date.max.toordinal()

DAY = 86_400
"""Seconds in a day of wall time."""

_CUMULATIVE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LENGTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether ``year`` (astronomical) has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Length of a month (1-12)."""
    return _LENGTH[month] if month != 2 or year % 4 or not is_leap(year) else 29


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """The day number of a date; the date must exist."""
    if 0 < year < 10_000:
        return _date(year, month, day).toordinal()  # the same, where the standard library goes
    before = year - 1
    number = before * 365 + before // 4 - before // 100 + before // 400 + _CUMULATIVE[month] + day
    return number + (month > 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def civil(number: int) -> tuple[int, int, int]:
    """(year, month, day) of a day number."""
    if 0 < number <= _LAST_ORDINAL:
        known = _from_ordinal(number)
        return known.year, known.month, known.day
    shifted = number + 305  # days since 0000-03-01, so that a leap day closes its year
    era, of_era = divmod(shifted, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    from_march = (5 * of_year + 2) // 153
    day = of_year - (153 * from_march + 2) // 5 + 1
    month = from_march + 3 if from_march < 10 else from_march - 9
    return year_of_era + era * 400 + (month <= 2), month, day


WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""What settings call the days of the week, from 1."""

MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
"""What settings call the months, from 1."""


def numbered(said: object, names: tuple[str, ...]) -> int | None:
    """The number from 1 that a setting says by one of these names or as a number, or None where it says neither."""
    if isinstance(said, str):
        said = said.strip().lower()
        if said in names:
            return names.index(said) + 1
        said = int(said) if said.isdecimal() else None
    return said if isinstance(said, int) and not isinstance(said, bool) and 1 <= said <= len(names) else None


def weekday(number: int) -> int:
    """ISO weekday of a day number: Monday is 1, Sunday is 7."""
    return (number - 1) % 7 + 1


def month_start(year: int, month: int) -> int:
    """Day number of the first of a month; ``month`` may lie outside 1-12 and carries into the year."""
    carry, index = divmod(month - 1, 12)
    return day_number(year + carry, index + 1, 1)


def add_months(number: int, months: int) -> tuple[int, bool]:
    """The day ``months`` later, clipped to the end of its month, and whether it was clipped."""
    year, month, day = civil(number)
    carry, index = divmod(month - 1 + months, 12)
    year, month = year + carry, index + 1
    length = days_in_month(year, month)
    if day > length:
        return day_number(year, month, length), True
    return day_number(year, month, day), False


def week_start(number: int, first: int = 1) -> int:
    """The first day of the week that holds a day; ``first`` is the ISO weekday on which weeks start."""
    return number - (number - first) % 7


def iso_week_one(year: int) -> int:
    """The Monday of ISO week 1 (ISO 8601-1 §4.3.2.2): the week with the year's first Thursday."""
    return week_start(day_number(year, 1, 4))


def iso_weeks_in(year: int) -> int:
    """52 or 53."""
    return (iso_week_one(year + 1) - iso_week_one(year)) // 7


def iso_week(number: int) -> tuple[int, int]:
    """(ISO year, week) of a day number."""
    year = civil(number - (number - 1) % 7 + 3)[0]
    return year, (number - iso_week_one(year)) // 7 + 1


def nth_weekday(first: int, past: int, day: int, n: int) -> int | None:
    """The n-th ``day`` (ISO weekday) in ``[first, past)``, from the end where n is negative; None if there is none."""
    if n > 0:
        found = first + (day - weekday(first)) % 7 + 7 * (n - 1)
        return found if found < past else None
    found = past - 1 - (weekday(past - 1) - day) % 7 + 7 * (n + 1)
    return found if found >= first else None


def format_year(year: int) -> str:
    """A year as ``iso()`` writes it: ``0044``, ``-0043``, ``+10000``."""
    if 0 <= year <= 9999:
        return f"{year:04d}"
    return f"-{-year:04d}" if year < 0 else f"+{year}"


def format_day(number: int) -> str:
    """A day number as an ISO 8601 date."""
    year, month, day = civil(number)
    return f"{format_year(year)}-{month:02d}-{day:02d}"


def format_moment(seconds: int) -> str:
    """Wall seconds (day number x 86,400 + second of the day) as ISO 8601 local time without offset."""
    day, second = divmod(seconds, DAY)
    return f"{format_day(day)}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
