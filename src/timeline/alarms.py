"""Reminders in words as VALARM triggers (RFC 5545 §3.8.6.3)."""

from __future__ import annotations

import re
from typing import Final

from timeline.calendar import DAY

_UNITS: Final = {"minute": 60, "min": 60, "hour": 3600, "h": 3600, "day": DAY, "week": 7 * DAY, "fortnight": 14 * DAY}
_COUNTS: Final = {"a": 1, "an": 1, "the": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}

_BEFORE: Final = re.compile(r"(?P<count>\d{1,6}|[a-z]+) (?P<unit>[a-z]+?)s? (?:before|earlier|ahead)")
_CLOCK: Final = re.compile(
    r"(?:at )?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?: on)?"
    r"(?: (?:(?P<count>\d{1,6}|[a-z]+) days?(?P<before> before)|the (?P<same>(?:same )?day)))?"
)
_START: Final = re.compile(r"(?:at|on) (?:the |its )?(?:start|time|beginning)|when it starts")
_DURATION: Final = re.compile(
    r"-P(?:(?P<weeks>\d+)W|(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?)"
)


def trigger_seconds(wording: str, start_of_day: int) -> int | None:
    """Seconds from an event's start to its alarm, negative before it; None where the wording is not understood.

    ``start_of_day`` is the second of the day on which the event starts, 0 for all-day events: wording such as "at 9:00
    on the day before" counts from that day.
    """
    text = " ".join(wording.casefold().split()).rstrip(".")
    if _START.fullmatch(text):
        return 0
    if found := _DURATION.fullmatch(wording.strip()):
        scales = {"weeks": 7 * DAY, "days": DAY, "hours": 3600, "minutes": 60}
        return -sum(int(found[name]) * scale for name, scale in scales.items() if found[name]) or None
    if found := _BEFORE.fullmatch(text):
        count, unit = _count(found["count"]), _UNITS.get(found["unit"])
        return None if count is None or unit is None else -count * unit
    if found := _CLOCK.fullmatch(text):
        hour, minute = int(found["hour"]), int(found["minute"])
        days = _count(found["count"]) if found["count"] else 0
        if hour > 23 or minute > 59 or days is None:
            return None
        return hour * 3600 + minute * 60 - days * DAY - start_of_day
    return None


def _count(word: str) -> int | None:
    return int(word) if word.isdecimal() else _COUNTS.get(word)


def duration(seconds: int) -> str:
    """Seconds as a DURATION value (RFC 5545 §3.3.6)."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    days, rest = divmod(seconds, DAY)
    hours, minutes, rest = rest // 3600, rest // 60 % 60, rest % 60
    if days and days % 7 == 0 and not (hours or minutes or rest):
        return f"{sign}P{days // 7}W"
    time = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if amount)
    if not days and not time:
        return "PT0S"
    return f"{sign}P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"
