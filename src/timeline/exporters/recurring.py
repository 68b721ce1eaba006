"""Recurrence of events in calendar files: RRULE with its UNTIL, exceptions, moved occurrences (RFC 5545 §3.8.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from icalendar.prop import vRecur

from timeline import zones
from timeline.calendar import DAY, civil, day_number, days_in_month
from timeline.errors import TimelineError
from timeline.events import Document
from timeline.exporters.placement import Placement, comes_twice
from timeline.exporters.vtimezone import HORIZON, clock_changes
from timeline.selection import Entry

_TIMES: Final = re.compile(r"(?P<fine>FREQ=(?:HOURLY|MINUTELY|SECONDLY))|BYHOUR|BYMINUTE", re.IGNORECASE)
"""What in a rule makes it happen at other times of day than its first."""
_UNTIL: Final = re.compile(r"UNTIL=(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(Z)?)?", re.IGNORECASE)


def recurrence_rule(rrule: str, zone: str | None) -> vRecur:
    """An RRULE value whose UNTIL has the form that its DTSTART asks for (RFC 5545 §3.3.10).

    A date for all-day events (``zone`` None), UTC for others; a date that ends a timed recurrence means all of that day
    in ``zone``.

    Raises:
        ValueError: this is no recurrence rule.
    """
    if found := _UNTIL.search(rrule):
        rrule = rrule.replace(found[0], f"UNTIL={_until(found, zone)}")
    rule: vRecur = vRecur.from_ical(rrule.removeprefix("RRULE:"))
    if "FREQ" not in rule:
        raise ValueError(f"no recurrence rule: {rrule!r}")
    return rule


def _until(found: re.Match[str], zone: str | None) -> str:
    year, month, date = int(found[1]), int(found[2]), int(found[3])
    if not 1 <= month <= 12 or not 1 <= date <= days_in_month(year, month):
        raise ValueError(f"a recurrence cannot end on {found[1]}-{found[2]}-{found[3]}: there is no such day")
    day = day_number(year, month, date)
    if zone is None:
        return basic_day(day)
    second = day * DAY + DAY - 1
    if found[4]:
        second = day * DAY + int(found[4]) * 3600 + int(found[5]) * 60 + int(found[6])
    return basic_moment(second if found[7] else zones.to_utc(zone, second)) + "Z"


def basic_day(day: int) -> str:
    """A day number as a DATE value (RFC 5545 §3.3.4)."""
    year, month, date = civil(day)
    return f"{year:04d}{month:02d}{date:02d}"


def basic_moment(second: int) -> str:
    """Wall seconds as a DATE-TIME value (RFC 5545 §3.3.5) without its zone."""
    day, second = divmod(second, DAY)
    return f"{basic_day(day)}T{second // 3600:02d}{second // 60 % 60:02d}{second % 60:02d}"


def restless(entry: Entry, document: Document, placed: Placement) -> Iterator[tuple[int, Placement]]:
    """The occurrences that programs read at different times: the start that the rule gives each, and where it lies.

    Whatever spans a change of clocks ends after as many hours as the first occurrence lasts (RFC 5545 §3.8.5.3), or, in
    as many programs, at the same time of the clock; and of a time that comes twice some take the second. An override
    that says when it is leaves no choice. Those of a series without end are told up to the end of 2037.
    """
    recurrence = entry.resolution.recurrence if entry.resolution is not None else None
    zone, length = placed.zone, placed.end - placed.start
    if zone is None or recurrence is None or zones.is_fixed(zone) or not _lasts_alike(placed, zone):
        return
    first, times = recurrence.start, _TIMES.search(recurrence.rrule)
    if (first.start_low, first.end_high) != (placed.start, placed.end) or (times and times["fine"]):
        return  # a policy has moved the first, or it happens all day long
    from timeline.schedule.occurrences import Series

    series = None
    seen: set[int] = set()
    since = zones.to_utc(zone, placed.start)
    for change in clock_changes(zone, max(HORIZON, since)):
        low, high = sorted((change.at + change.before.offset, change.at + change.after.offset))
        last = placed.start + (high - placed.start) // DAY * DAY  # the last time of day before it
        if change.at <= since or (times is None and last + length < low):
            continue
        try:
            series = series or Series(entry, document, [])
            found = list(series.between(low, high))
        except TimelineError:  # told where the rule was read
            return
        for occurrence in found:
            span = occurrence.span
            if span is None or occurrence.moved or occurrence.instance in seen:
                continue
            seen.add(occurrence.instance)
            there = Placement(span.start_low, span.end_high, zone)
            if comes_twice(zone, there.start) or comes_twice(zone, there.end):
                yield occurrence.instance, Placement(*there.utc, "UTC")
            elif there.end - there.start != length or not _lasts_alike(there, zone):
                yield occurrence.instance, there


def _lasts_alike(placed: Placement, zone: str) -> bool:
    """Whether it takes as long as the clocks show."""
    return zones.to_utc(zone, placed.end) - zones.to_utc(zone, placed.start) == placed.end - placed.start
