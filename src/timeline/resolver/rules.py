"""The starts that an RRULE gives inside a window (RFC 5545 §3.3.10), however far from its beginning the window lies.

``dateutil`` expands. It starts as near to the window as the rule allows, so that a meeting that has been held every day
for a century costs what the window costs, and on a calendar 400-year cycles away (146,097 days, a whole number of
weeks) that ends soon after the window, so that a rule that never comes round again comes to an end, and years before 1
and after 9999 are counted like all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Final

from attrs import frozen

from timeline import zones
from timeline.calendar import DAY, add_months, civil, day_number, format_moment
from timeline.errors import InvalidDateError
from timeline.span import FOREVER, NEVER

_CYCLE_YEARS: Final = 400
_CYCLE_DAYS: Final = 146_097
_EPOCH: Final = datetime(1, 1, 1)  # noqa: DTZ001  (wall time: what repeats is the clock's)
_SECONDS: Final = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": DAY, "WEEKLY": 7 * DAY}
_MONTHS: Final = {"MONTHLY": 1, "YEARLY": 12}
_CLOCK_PARTS: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAY_PARTS: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER")
MOST: Final = 100_000
"""How many occurrences one look at a rule may come to."""
_MOST_YEARS: Final = 9_000
"""How far one look may go; what gives the dates counts no further than from the year 1 to 9999."""
_MOST_TICKS: Final = 20_000_000
"""How many seconds, minutes or hours of a rule a look may go through."""


@frozen
class Rule:
    """A rule taken apart: its parts without COUNT and UNTIL, and these two.

    ``until`` is the last second at which it may start (UTC where ``until_utc``, else wall time), or with ``until_day``
    the first second of the last day.
    """

    parts: tuple[tuple[str, str], ...]
    count: int | None = None
    until: int | None = None
    until_utc: bool = False
    until_day: bool = False

    @property
    def frequency(self) -> str:
        """FREQ."""
        return dict(self.parts)["FREQ"]

    @property
    def interval(self) -> int:
        """INTERVAL, at least 1."""
        return int(dict(self.parts).get("INTERVAL", "1"))

    @property
    def period(self) -> int:
        """About how many seconds lie between two starts, where no part of it makes them more or fewer."""
        frequency = self.frequency
        return self.interval * (_SECONDS[frequency] if frequency in _SECONDS else _MONTHS[frequency] * 30 * DAY)

    @property
    def endless(self) -> bool:
        """Whether nothing ends it."""
        return self.count is None and self.until is None


@lru_cache(maxsize=4096)
def read_rule(text: str) -> Rule:
    """An RRULE's parts.

    Raises:
        InvalidDateError: it is no recurrence rule.
    """
    parts: dict[str, str] = {}
    for part in text.strip().removeprefix("RRULE:").strip(";").split(";"):
        name, equals, value = part.partition("=")
        name = name.strip().upper()
        if not equals or not value.strip() or name in parts:
            raise InvalidDateError(f"{text!r} is no recurrence rule: {part!r} is not NAME=VALUE, each name once")
        parts[name] = value.strip().upper()
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    if "FREQ" not in parts:
        raise InvalidDateError(f"{text!r} is no recurrence rule: FREQ is missing")
    if count is not None and until is not None:
        raise InvalidDateError(f"{text!r} ends twice: a rule has COUNT or UNTIL (RFC 5545 §3.3.10)")
    try:
        number = None if count is None else int(count)
        last, utc, in_days = (None, False, False) if until is None else _until(until)
        rule = Rule(tuple(parts.items()), number, last, utc, in_days)
        if rule.interval < 1 or (number is not None and number < 1):
            raise ValueError("INTERVAL and COUNT are 1 or more")  # noqa: TRY301  (told like dateutil's own)
        _check_days(rule)
        _expander(rule.parts, _EPOCH)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidDateError(f"{text!r} is no recurrence rule: {error}") from None
    return rule


def _check_days(rule: Rule) -> None:
    """Refuse the eighth Friday of a month, which never comes, and which dateutil trips over."""
    parts = dict(rule.parts)
    weeks = 53 if rule.frequency == "YEARLY" and "BYMONTH" not in parts else 5
    for day in parts.get("BYDAY", "").split(","):
        number = day.strip()[:-2].lstrip("+-")
        if number.isdecimal() and not 1 <= int(number) <= weeks:
            raise ValueError(f"BYDAY={day}: a {'year' if weeks > 5 else 'month'} has {weeks} of a weekday at most")


def _until(text: str) -> tuple[int, bool, bool]:
    compact = text.replace("-", "").replace(":", "")
    day = day_number(int(compact[:4]), int(compact[4:6]), int(compact[6:8]))
    civil_check = civil(day)
    if civil_check != (int(compact[:4]), int(compact[4:6]), int(compact[6:8])):
        raise ValueError(f"there is no day {text}")
    clock = compact[8:]
    if not clock:
        return day * DAY, False, True
    if clock[0] != "T" or len(clock.removesuffix("Z")) != 7:
        raise ValueError(f"UNTIL={text} is no date")
    second = int(clock[1:3]) * 3600 + int(clock[3:5]) * 60 + int(clock[5:7])
    return day * DAY + second, clock.endswith("Z"), False


def _expander(parts: tuple[tuple[str, str], ...], start: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr  # slow to import, and few events repeat

    return iter(rrulestr(";".join(f"{name}={value}" for name, value in parts), dtstart=start, cache=False))


def starts(rule: Rule, first: int, zone: str | None, low: int, high: int) -> Iterator[tuple[int, bool]]:
    """The occurrences of a rule that start at ``low`` or later and before ``high``, in order.

    All edges are wall seconds in ``zone``, or for ``zone`` None seconds of whole days; ``first`` is the first
    occurrence, which always counts as one (§3.8.5.3). With each comes whether it takes place: a local time that a
    change of clocks skips is no occurrence and is not counted (§3.3.10).

    Raises:
        InvalidDateError: there are too many to go through, or the time is too long.
    """
    made = 0
    end = high if rule.until is None else min(high, _wall_until(rule, zone) + 1)
    begin = first if rule.count is not None else max(first, low)
    ticks = (end - begin) // (_SECONDS.get(rule.frequency, DAY) * rule.interval)
    if FOREVER > end - begin > _MOST_YEARS * 366 * DAY and begin > NEVER:
        raise InvalidDateError(f"{_written(rule)} can't be followed for over {_MOST_YEARS:,} years; narrow the window")
    if zone is not None and rule.count is None and ticks > _MOST_TICKS:
        raise InvalidDateError(f"{_written(rule)} starts too often for such a window; narrow it")
    for number, (wall, happens) in enumerate(_all(rule, first, zone, begin, end)):
        if number >= MOST:
            raise InvalidDateError(f"{_written(rule)} starts more than {MOST:,} times up to there; narrow the window")
        if rule.count is not None and made >= rule.count:
            return
        made += happens
        if wall >= low:
            yield wall, happens


def _all(rule: Rule, first: int, zone: str | None, begin: int, end: int) -> Iterator[tuple[int, bool]]:
    if begin <= first < end:
        yield first, True
    for wall in _walls(rule, first, zone, begin, end):
        if wall > first:
            yield wall, zone is None or exists(zone, wall)


def exists(zone: str, wall: int) -> bool:
    """Whether clocks in a zone ever show a wall time, given in seconds."""
    return zones.from_utc(zone, zones.to_utc(zone, wall)) == wall


def odd_clock(zone: str, wall: int) -> str | None:
    """What is odd about a wall time on a day on which clocks change, and what it means then; None on all others."""
    shown = format_moment(wall).replace("T", " ").removesuffix(":00")
    if zones.comes_twice(zone, wall):
        return f"{shown} comes twice in {zone}, where the clocks go back: the first is meant (RFC 5545 §3.3.5)"
    if not exists(zone, wall):
        meant = format_moment(zones.from_utc(zone, zones.to_utc(zone, wall)))[-8:].removesuffix(":00")
        return f"{shown} does not exist in {zone}, where the clocks go forward: {meant} is meant (RFC 5545 §3.3.5)"
    return None


def _wall_until(rule: Rule, zone: str | None) -> int:
    until = rule.until
    assert until is not None  # noqa: S101  (callers ask only rules that have one)
    if zone is None or rule.until_day:
        return until if zone is None else until + DAY - 1
    return zones.from_utc(zone, until) if rule.until_utc else until


def _walls(rule: Rule, first: int, zone: str | None, begin: int, end: int) -> Iterator[int]:
    """What dateutil gives from about ``begin`` on, wall seconds, up to ``end``."""
    if end <= begin or begin <= NEVER or end >= FOREVER:
        return
    parts = dict(rule.parts)
    if zone is None:
        for name in _CLOCK_PARTS:  # which rules of days ignore (§3.3.10)
            parts.pop(name, None)
        if _SECONDS.get(rule.frequency, DAY) < DAY:
            parts["FREQ"], parts["INTERVAL"] = "DAILY", "1"
    start = _jump(parts, first, begin)
    shift = _cycles(end)
    base = _EPOCH + timedelta(seconds=start - DAY + shift * _CYCLE_DAYS * DAY)
    for moment in _expander(tuple(parts.items()), base):
        wall = (moment - _EPOCH) // timedelta(seconds=1) + DAY - shift * _CYCLE_DAYS * DAY
        if wall >= end:
            return
        if wall >= begin:
            yield wall


def _cycles(end: int) -> int:
    """By how many 400-year cycles the calendar is put so that it ends soon after ``end``."""
    return (MAXYEAR - 1 - civil(end // DAY)[0]) // _CYCLE_YEARS


def _jump(parts: dict[str, str], first: int, begin: int) -> int:
    """The latest start not after ``begin`` from which the rule gives the same as from ``first``.

    Fills in the parts that it takes from its first occurrence.
    """
    step = int(parts.get("INTERVAL", "1"))
    frequency = parts["FREQ"]
    if frequency in _SECONDS:
        unit = _SECONDS[frequency] * step
        _fill_weekday(parts, first)
        # One period more than needed: a week has begun before its day.
        return max(first, first + ((begin - first) // unit - 1) * unit)
    day, clock = divmod(first, DAY)
    year, month, date = civil(day)
    _fill_date(parts, frequency, month, date)
    unit = _MONTHS[frequency] * step
    ahead = (civil(begin // DAY)[0] - year) * 12 + civil(begin // DAY)[1] - month
    periods = ahead // unit - 1
    if periods <= 0:
        return first
    start = add_months(day_number(year, month if frequency == "MONTHLY" else 1, 1), periods * unit)[0]
    return max(first, start * DAY + clock)


def _fill_weekday(parts: dict[str, str], first: int) -> None:
    if parts["FREQ"] == "WEEKLY" and not any(name in parts for name in _DAY_PARTS):
        parts["BYDAY"] = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[(first // DAY - 1) % 7]


def _fill_date(parts: dict[str, str], frequency: str, month: int, date: int) -> None:
    if any(name in parts for name in _DAY_PARTS):
        return
    if frequency == "YEARLY" and "BYMONTH" not in parts:
        parts["BYMONTH"] = str(month)
    parts["BYMONTHDAY"] = str(date)


def _written(rule: Rule) -> str:
    ends = chain(rule.parts, (("COUNT", str(rule.count)),) if rule.count is not None else ())
    return ";".join(f"{name}={value}" for name, value in ends)
