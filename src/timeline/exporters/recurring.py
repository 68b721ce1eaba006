"""Recurrence of events in calendar files: RRULE with its UNTIL, exceptions, moved occurrences (RFC 5545 §3.8.5)."""

from __future__ import annotations

import re
from typing import Final

from icalendar.prop import vRecur

from timeline import zones
from timeline.calendar import DAY, civil, day_number, days_in_month

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
