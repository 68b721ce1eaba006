"""DTSTART, DTEND and DURATION (RFC 5545 §3.8.2) as a file of events says them: a day or days, and times of day.

The importer writes what stands here into events; the exporter asks it whether a line that was kept still says what the
event says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import frozen

from timeline import zones
from timeline.calendar import DAY, day_number, days_in_month, format_day
from timeline.contentlines import Line

ZoneOf: TypeAlias = Callable[[str], str | None]
"""From a TZID to a zone of ours; None where nobody knows it."""

_DATE: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)\Z")
_MOMENT: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*([Zz]|[+-]\d\d:?\d\d)?\Z"
)
_DURATION: Final = re.compile(
    r"([+-]?)P(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?\Z", re.IGNORECASE
)


class TimeError(ValueError):
    """A date, time or duration that cannot be read; the message says why."""


@frozen
class Edge:
    """A day number where ``timed`` is False, else wall seconds in ``zone`` (None: floating)."""

    at: int
    timed: bool
    zone: str | None = None


@frozen
class Times:
    """When something is, as a file of events says it.

    ``timezone`` is None for days and for floating times; ``plain`` is False where DTSTART and DTEND alone, with a zone,
    would not say the same: floating times, no end, a DURATION, an end in another zone.
    """

    when: str
    starts: str | None
    ends: str | None
    timezone: str | None
    start: Edge
    end: int
    plain: bool = True
    floating: bool = False
    backwards: bool = False
    """Whether the end was before the start, and is not told."""


def _day(year: str, month: str, day: str) -> int:
    numbers = int(year), int(month), int(day)
    if not 1 <= numbers[1] <= 12 or not 1 <= numbers[2] <= days_in_month(numbers[0], numbers[1]):
        raise TimeError(f"there is no day {year}-{month}-{day}")
    return day_number(*numbers)


def edge(line: Line, value: str, zone_of: ZoneOf) -> Edge:
    """A DATE or DATE-TIME value of a property.

    Raises:
        TimeError: it is neither.
    """
    value = value.strip()
    if found := _DATE.match(value):
        return Edge(_day(*found.groups()), timed=False)
    found = _MOMENT.match(value)
    if found is None:
        shown = value if len(value) <= 40 else value[:39] + "…"
        raise TimeError(f"{shown!r} is neither a date nor a date with a time")
    if line.params.get("VALUE", "").upper() == "DATE":  # it says a date, and has the time of midnight or any other
        return Edge(_day(*found.groups()[:3]), timed=False)
    hour, minute, second = int(found[4]), int(found[5]), min(int(found[6] or 0), 59)
    if hour > 24 or minute > 59 or (hour == 24 and (minute or second)):
        raise TimeError(f"there is no time {found[4]}:{found[5]}")
    wall = _day(*found.groups()[:3]) * DAY + hour * 3600 + minute * 60 + second
    if found[7] in ("Z", "z"):
        return Edge(wall, timed=True, zone="UTC")
    if found[7]:
        return Edge(zones.to_utc(_colon(found[7]), wall), timed=True, zone="UTC")
    tzid = line.params.get("TZID")
    return Edge(wall, timed=True, zone=zone_of(tzid) if tzid else None)


def _colon(offset: str) -> str:
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"


def duration(value: str) -> tuple[int, int]:
    """A DURATION value (RFC 5545 §3.3.6): days by the calendar, and seconds.

    Raises:
        TimeError: it is none.
    """
    found = _DURATION.match(value.strip())
    if found is None or value.strip()[-1:] in "PpTt":
        raise TimeError(f"{value[:40]!r} is no duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return sign * (weeks * 7 + days), sign * (hours * 3600 + minutes * 60 + seconds)


def said_times(start: Line, end: Line | None, lasting: Line | None, zone_of: ZoneOf) -> Times:
    """What a component's DTSTART with its DTEND or DURATION says.

    Raises:
        TimeError: one of them cannot be read.
    """
    first = edge(start, start.value, zone_of)
    if not first.timed:
        return _days(first, end, lasting, zone_of)
    zone = first.zone
    plain = zone is not None and end is not None
    instant: int | None = None  # the end in UTC, where more than its wall time is known
    if end is not None:
        last = edge(end, end.value, zone_of)
        if not last.timed:
            past = last.at * DAY
        elif last.zone == zone or last.zone is None or zone is None:
            past = last.at
        else:
            instant, plain = zones.to_utc(last.zone, last.at), False
            past = zones.from_utc(zone, instant)
    elif lasting is not None:
        days, seconds = duration(lasting.value)
        past = first.at + days * DAY
        if seconds and zone is not None:
            instant = zones.to_utc(zone, past) + seconds
            past = zones.from_utc(zone, instant)
        else:
            past += seconds
    else:
        past = first.at
    if zone is not None:
        begin = zones.to_utc(zone, first.at)
        instant = zones.to_utc(zone, past) if instant is None else instant
        if instant >= begin and (past < first.at or zones.to_utc(zone, past) != instant):
            # The clocks go back in between, and their times alone don't say when: UTC does.
            first, past, zone, plain = Edge(begin, timed=True, zone="UTC"), instant, "UTC", False
    backwards = past < first.at
    if backwards:
        past, plain = first.at, False
    when, starts, ends = _clocked(first.at, past)
    return Times(when, starts, ends, zone, first, past, plain and past > first.at, zone is None, backwards)


def _days(first: Edge, end: Line | None, lasting: Line | None, zone_of: ZoneOf) -> Times:
    past, plain, backwards = first.at + 1, True, False
    if end is not None:
        last = edge(end, end.value, zone_of)
        past = last.at if not last.timed else -(-last.at // DAY)
        plain = not last.timed
    elif lasting is not None:
        days, seconds = duration(lasting.value)
        past, plain = first.at + days + -(-seconds // DAY), False
    if past <= first.at:  # a day that ends on itself is that day, as many programs write it
        backwards, past, plain = past < first.at, first.at + 1, False
    return Times(_stretch(first.at, past - 1), None, None, None, first, past, plain, backwards=backwards)


def _stretch(first: int, last: int) -> str:
    return format_day(first) if first == last else f"{format_day(first)}/{format_day(last)}"


@lru_cache(maxsize=2048)  # the same few times of day, event after event: kept once
def clock(second: int) -> str:
    """A second of the day as ``10:30``, with its seconds where it has any."""
    text = f"{second // 3600:02d}:{second // 60 % 60:02d}"
    return f"{text}:{second % 60:02d}" if second % 60 else text


def moment(wall: int) -> str:
    """Wall seconds as ``2018-05-02T10:30``."""
    return f"{format_day(wall // DAY)}T{clock(wall % DAY)}"


def placed_text(start: Edge, end: int) -> str:
    """Where a component stood when it was exported, days or UTC, so that a move can be told from another spelling."""
    if not start.timed:
        return f"{format_day(start.at)}/{format_day(end)}"
    zone = start.zone or "UTC"
    first, last = zones.to_utc(zone, start.at), zones.to_utc(zone, end)
    return f"{moment(first)}Z/{moment(last)}Z"


def _clocked(start: int, end: int) -> tuple[str, str | None, str | None]:
    (first, begin), (last, past) = divmod(start, DAY), divmod(end, DAY)
    if end == start:
        return moment(start), None, None
    if past == 0 and last == first + 1:
        if begin == 0:
            return f"{moment(start)}/{moment(end)}", None, None
        last = first
    return _stretch(first, last), clock(begin), clock(past)
