"""ISO 8601 forms that EDTF leaves out: weeks, ordinal days, basic format, times, durations, expanded years."""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from timeline.calendar import (
    DAY,
    add_months,
    civil,
    day_number,
    format_day,
    format_year,
    is_leap,
    iso_week_one,
    iso_weeks_in,
)
from timeline.errors import InvalidDateError, TimelineError
from timeline.notation import FLOATING, SUBYEAR, subyear_cell
from timeline.span import Grain, Span
from timeline.wording.edtf import (
    FARTHEST_YEAR,
    check_clock,
    check_day,
    check_month,
    join,
    parse_edtf,
    read_offset,
    reads_as_years,
)
from timeline.wording.expression import Alternatives, Expression, Fields, Literal, Range

MINUS: Final = "\N{MINUS SIGN}"
_START: Final = re.compile(r"[+\-\u2212]?[0-9]{4}|P[0-9]")
_YEAR_NUMBER: Final = re.compile(r"([0-9]{4})-([0-9]{2})\Z")
_EDTF_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_DATE: Final = re.compile(
    r"""
    (?P<year> [+-][0-9]{4,11} (?=-[0-9]{2}(?![0-9]) | [T\s]|\Z) | [0-9]{4} )
    (?: -?[Ww] (?P<week>[0-9]{2}) (?: -? (?P<weekday>[0-9]) )?
      | - (?P<month>[0-9]{2}) (?: - (?P<day>[0-9]{2}) )?
      | - (?P<ordinal>[0-9]{3})
      | (?P<basic>[0-9]{4})
      | (?P<basic_ordinal>[0-9]{3})
    )? (?![0-9])
    """,
    re.VERBOSE,
)
_TIME: Final = re.compile(
    r"""
    (?: [Tt] (?P<hour>[0-9]{2}) (?: :? (?P<minute>[0-9]{2}) (?: :? (?P<second>[0-9]{2}) )? )?
      | \s+ (?P<hour2>[0-9]{2}) : (?P<minute2>[0-9]{2}) (?: : (?P<second2>[0-9]{2}) )?
    )
    (?: [.,] (?P<fraction>[0-9]{1,20}) )?
    (?: \s? (?P<zone> [Zz] | [+\-\u2212][0-9]{2} (?: :?[0-9]{2} )? ) )?
    \Z
    """,
    re.VERBOSE,
)
_DURATION: Final = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,7})Y)?(?:([0-9]{1,7})M)?(?:([0-9]{1,7})W)?(?:([0-9]{1,7})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?\Z"
)
_CLOCK_END: Final = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?\Z")
_DAY_END: Final = re.compile(r"(?:([0-9]{2})-)?([0-9]{2})\Z")

_FINER: Final = {Grain.HOUR: 3600, Grain.MINUTE: 60, Grain.SECOND: 1}


def read_iso(text: str) -> Expression | None:
    """What an ISO 8601 text says that is no EDTF, or that people also use for something else; None where it is none.

    ``YYYY-NN`` comes as the month, season or range of years that it is by default, with the other reading beside it.
    Times without zone have the zone ``floating``.

    Raises:
        InvalidDateError: ISO 8601 of a date or time that does not exist.
    """
    if _START.match(text) is None:
        return None
    if pair := _YEAR_NUMBER.match(text):
        return year_number(int(pair[1]), int(pair[2]))
    if "/" in text:
        span = _interval(text)
    elif _EDTF_DAY.match(text) or (text.isdigit() and len(text) < 7):
        return None
    else:
        span = _single(text.replace(MINUS, "-"))
    return None if span is None else Literal(span)


def year_number(year: int, number: int) -> Expression | None:
    """What ``YYYY-NN`` means; None where EDTF alone decides.

    A month up to 12, an EDTF grouping from 21 to 41 unless it is the next year, else the second of two years.

    Raises:
        InvalidDateError: no month, no grouping, and no later year either.
    """
    as_code = Literal(Span.filled(*subyear_cell(year, number))) if 1 <= number <= 12 or number in SUBYEAR else None
    last = year - year % 100 + number
    if last <= year:
        last += 100
    as_years = Range(Fields(year=year), Fields(year=last))
    if not reads_as_years(year, number):
        if as_code is None:
            check_month(year, number)
        return None
    if as_code is None:
        return as_years
    reasons = (
        f"{number:02d} is a month" if number <= 12 else f"{number} is an EDTF code for a part of the year",
        f"{year}-{number:02d} can also stand for {year}-{last}",
    )
    if number > 12 and last == year + 1:
        return Alternatives((as_years, as_code), "order", reasons[::-1])
    return Alternatives((as_code, as_years), "order", reasons)


def _single(text: str) -> Span | None:
    found = _DATE.match(text)
    if found is None or (found.end() == len(text) and found["basic_ordinal"] and found["year"][0] in "+-"):
        return None
    time = None
    if found.end() < len(text):
        time = _TIME.match(text, found.end())
        if time is None:
            return None
    span = _date(found)
    if span is None or time is None:
        return span
    return _moment(span, time) if span.grain is Grain.DAY else None


def _date(found: re.Match[str]) -> Span | None:
    year = int(found["year"])
    if abs(year) > FARTHEST_YEAR:
        raise InvalidDateError(f"the year {found['year']} lies beyond {FARTHEST_YEAR:,}")
    if found["week"] is not None:
        return _week(year, int(found["week"]), found["weekday"])
    if ordinal := found["ordinal"] or found["basic_ordinal"]:
        return _ordinal(year, int(ordinal))
    if found["basic"] is not None:
        start = check_day(year, int(found["basic"][:2]), int(found["basic"][2:]))
        return Span.filled(start, start + 1)
    if found["day"] is not None:
        start = check_day(year, int(found["month"]), int(found["day"]))
        return Span.filled(start, start + 1)
    if found["month"] is not None:
        check_month(year, int(found["month"]))
        return Span.filled(*subyear_cell(year, int(found["month"])))
    if found["year"][0] == "+" or len(found["year"]) > 5:
        return Span.filled(day_number(year), day_number(year + 1), Grain.YEAR)
    return None


def _week(year: int, week: int, weekday: str | None) -> Span:
    weeks = iso_weeks_in(year)
    if not 1 <= week <= weeks:
        near = f"{format_year(year)}-W{min(max(week, 1), weeks):02d}"
        raise InvalidDateError(f"{format_year(year)} has {weeks} weeks, so there is no week {week:02d}", near)
    monday = iso_week_one(year) + 7 * (week - 1)
    if weekday is None:
        return Span.filled(monday, monday + 7, Grain.WEEK)
    day = int(weekday)
    if not 1 <= day <= 7:
        near = f"{format_year(year)}-W{week:02d}-{min(max(day, 1), 7)}"
        raise InvalidDateError(f"a week has the days 1 (Monday) to 7, not {day}", near)
    return Span.filled(monday + day - 1, monday + day)


def _ordinal(year: int, day: int) -> Span:
    days = 366 if is_leap(year) else 365
    if not 1 <= day <= days:
        near = f"{format_year(year)}-{min(max(day, 1), days):03d}"
        raise InvalidDateError(f"{format_year(year)} has {days} days, so there is no day {day:03d}", near)
    start = day_number(year) + day - 1
    return Span.filled(start, start + 1)


def _moment(date: Span, time: re.Match[str]) -> Span | None:
    hour = time["hour"] or time["hour2"]
    minute = time["minute"] or time["minute2"]
    second = time["second"] or time["second2"]
    grain = Grain.HOUR if minute is None else Grain.MINUTE if second is None else Grain.SECOND
    wall = date.start_low * DAY + check_clock(int(hour), int(minute or 0), int(second or 0), format_day(date.start_low))
    if time["fraction"] is not None:
        # A fraction belongs to the smallest component that is written (ISO 8601-1 §5.3.1.4).
        wall += int(time["fraction"]) * _FINER[grain] // 10 ** len(time["fraction"])
        grain = Grain.SECOND if grain is not Grain.HOUR else Grain.MINUTE
    zone = time["zone"]
    if zone is not None:
        zone = zone.replace(MINUS, "-")
        later = zone[0] == "-" and zone[1:].replace(":", "").ljust(4, "0") > f"{hour}{minute}"
        if later and time["hour2"] is not None:
            return None  # "2017-11-29 10:30-11:30" is how people write a range; an offset is seldom later than its time
    return Span.filled(wall, wall + _FINER[grain], grain, read_offset(zone))


def _interval(text: str) -> Span | None:
    first, _, second = text.partition("/")
    if not first or len(second) < 2 or "/" in second or (len(second) == 2 and len(first) < 7):
        return None
    if duration := _DURATION.match(second):
        start = _side(first)
        return None if start is None else _lasting(start, duration, text, sign=1)
    if duration := _DURATION.match(first):
        end = _side(second)
        return None if end is None else _lasting(end, duration, text, sign=-1)
    start = _side(first)
    if start is None:
        return None
    end = _short_end(start, second) or (_side(second) if len(second) > 2 else None)
    if end is None or (start.zone is None) != (end.zone is None):
        return None
    return join(start, end, text)


def _side(text: str) -> Span | None:
    """A whole date or date-time at one end of an interval."""
    if (span := _single(text)) is not None:
        return span
    try:
        found = parse_edtf(text)
    except InvalidDateError:
        raise
    except TimelineError:
        return None
    return None if "/" in text or text[0] in "[{" else evolve(found, notation=None)


def _short_end(start: Span, text: str) -> Span | None:
    """An end that leaves out what it shares with the start (ISO 8601-1 §5.5.2.2)."""
    if start.zone is not None:
        if (clock := _CLOCK_END.match(text)) is None:
            return None
        day = start.start_low // DAY
        hour, minute, second = (int(part or 0) for part in clock.groups())
        wall = day * DAY + check_clock(hour, minute, second, format_day(day))
        grain = Grain.MINUTE if clock[3] is None else Grain.SECOND
        return Span.filled(wall, wall + _FINER[grain], grain, start.zone)
    if start.grain is Grain.MONTH and text.isdecimal() and len(text) == 2:
        year, month, _ = civil(start.start_low)  # "2017-11/12"
        return Span.filled(*subyear_cell(year, int(text))) if month < int(text) <= 12 else None
    if start.grain is not Grain.DAY or (short := _DAY_END.match(text)) is None:
        return None
    year, month, _ = civil(start.start_low)
    number = check_day(year, int(short[1] or month), int(short[2]))
    return Span.filled(number, number + 1)


def _lasting(base: Span, duration: re.Match[str], text: str, *, sign: int) -> Span:
    """The stretch of a duration from where ``base`` starts, or up to where it ends."""
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in duration.groups())
    timed = hours * 3600 + minutes * 60 + seconds
    grain = base.grain
    edge, zone = (base.start_low, base.zone) if sign > 0 or base.zone is not None else (base.end_high, None)
    if zone is None and timed:
        edge, zone, grain = edge * DAY, FLOATING, Grain.SECOND
    day, second = (edge, 0) if zone is None else divmod(edge, DAY)
    day, _ = add_months(day, sign * (years * 12 + months))
    day += sign * (weeks * 7 + days)
    other = day if zone is None else day * DAY + second + sign * timed
    if other == edge:
        raise InvalidDateError(f"{text!r} has no length")
    if weeks or days:
        grain = max(grain, Grain.DAY, key=lambda item: item.rank)
    elif months:
        grain = max(grain, Grain.MONTH, key=lambda item: item.rank)
    return Span.filled(min(edge, other), max(edge, other), grain, zone)


__all__ = ["read_iso", "year_number"]
