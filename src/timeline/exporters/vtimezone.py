"""VTIMEZONE components (RFC 5545 §3.6.5) from the data of the ``tzdata`` package: rules, and what came before them.

A zone's TZif data (RFC 8536) lists the changes of its past and ends in a POSIX TZ string, the rule that holds from the
last of them on. That rule becomes a yearly RRULE for each of its halves; changes before it, where the events to be
written need them, and rules that no RRULE can say become observances with one RDATE a line, since several programs
misread lists of them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from importlib import resources
from typing import Final

from attrs import frozen
from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDatetime, vRecur, vUTCOffset

from timeline.calendar import DAY, civil, day_number, days_in_month, month_start, nth_weekday
from timeline.exporters.properties import Text, naive
from timeline.zones import zone_names

EPOCH: Final = day_number(1970) * DAY
"""1970-01-01 on the number line of seconds; TZif counts from there."""
HORIZON: Final = day_number(2038) * DAY
"""The end of the years for which every calendar program gets a zone's rules right."""

_WEEKDAYS: Final = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # POSIX counts from Sunday, 0
_COMMON: Final = 2001
"""A year without 29 February."""
_NEVER: Final = -(1 << 60)
_FOREVER: Final = 1 << 60


@frozen
class Local:
    """A local time type: seconds east of UTC, whether it is called daylight saving, its abbreviation."""

    offset: int
    dst: bool
    name: str


@frozen
class Change:
    """A change from one local time type to another, at a UTC second of the number line."""

    at: int
    before: Local
    after: Local

    @property
    def visible(self) -> bool:
        """Whether anybody could tell by a clock or a name."""
        return (self.before.offset, self.before.name) != (self.after.offset, self.after.name)


@frozen
class Yearly:
    """The day and second of a year on which a POSIX rule changes the clocks (``Mm.w.d``, ``Jn`` or ``n``)."""

    month: int = 0
    week: int = 0
    weekday: int = 0
    """POSIX weekday, 0 is Sunday."""
    day: int | None = None
    """For ``n``, the day of the year from 0; for ``Jn``, from 1 with 29 February left out."""
    julian: bool = False
    second: int = 2 * 3600
    """Second of that day, in the local time that ends; may lie outside the day."""

    def wall(self, year: int) -> int:
        """The wall second of the change in a year, in the local time that it ends."""
        if self.day is not None:
            day = day_number(year) + self.day
            if self.julian:
                _, month, date = civil(day_number(_COMMON) - 1 + self.day)
                day = day_number(year, month, date)
            return day * DAY + self.second
        first, past = month_start(year, self.month), month_start(year, self.month + 1)
        day = nth_weekday(first, past, self.weekday or 7, -1 if self.week == 5 else self.week) or first
        return day * DAY + self.second

    def rrule(self) -> str | None:
        """The rule as an RRULE, or None where RFC 5545 cannot say it."""
        shift = self.second // DAY
        if self.day is not None:
            if self.julian:
                _, month, date = civil(day_number(_COMMON) - 1 + self.day + shift)
                return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={date}" if month != 2 or date < 28 else None
            day = self.day + shift + 1
            return f"FREQ=YEARLY;BYYEARDAY={day}" if 1 <= day <= 365 else None
        if shift == 0:
            nth = -1 if self.week == 5 else self.week
            return f"FREQ=YEARLY;BYDAY={nth}{_WEEKDAYS[self.weekday]};BYMONTH={self.month}"
        # "26 hours into the fourth Thursday" is the Friday among the days 23 to 29.
        length = days_in_month(_COMMON, self.month)
        last = length if self.week == 5 else 7 * self.week
        days = range(last - 6 + shift, last + 1 + shift)
        if days[0] < 1 or days[-1] > length or (self.month == 2 and self.week == 5):
            return None
        named = _WEEKDAYS[(self.weekday + shift) % 7]
        return f"FREQ=YEARLY;BYDAY={named};BYMONTHDAY={','.join(map(str, days))};BYMONTH={self.month}"


@frozen
class Rule:
    """A POSIX TZ string: the standard time, and daylight saving with its two changes where there is any."""

    standard: Local
    daylight: Local | None = None
    starts: Yearly | None = None
    ends: Yearly | None = None

    def changes(self, year: int) -> tuple[Change, ...]:
        """The changes of one year, in order."""
        if self.daylight is None or self.starts is None or self.ends is None:
            return ()
        pair = (
            Change(self.starts.wall(year) - self.standard.offset, self.standard, self.daylight),
            Change(self.ends.wall(year) - self.daylight.offset, self.daylight, self.standard),
        )
        return tuple(sorted(pair, key=lambda change: change.at))


@frozen
class Zone:
    """A time zone's data: the local time before everything, the changes of its past, the rule that follows them."""

    first: Local
    changes: tuple[Change, ...]
    rule: Rule | None
    ruled_from: int
    """The last entry of the list, from which on the rule holds; it may be one that changes nothing."""

    @property
    def last(self) -> Local:
        """The local time after the last change of the past."""
        return self.changes[-1].after if self.changes else self.first


@frozen
class Observance:
    """One STANDARD or DAYLIGHT component: its onsets in wall time of the offset before, or a rule for them."""

    before: Local
    after: Local
    onsets: tuple[int, ...]
    rrule: str | None = None


_OFFSET: Final = r"[+-]?\d{1,3}(?::\d\d){0,2}"
_NAME: Final = r"<[A-Za-z0-9+-]+>|[A-Za-z]+"
_POSIX: Final = re.compile(
    rf"(?P<std>{_NAME})(?P<off>{_OFFSET})(?:(?P<dst>{_NAME})(?P<save>{_OFFSET})?,(?P<start>[^,]+),(?P<end>[^,]+))?\Z"
)


def _seconds(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    return sign * sum(part * scale for part, scale in zip(parts, (3600, 60, 1), strict=False))


def _yearly(text: str) -> Yearly:
    date, _, time = text.partition("/")
    second = _seconds(time) if time else 2 * 3600
    if date.startswith("M"):
        month, week, day = (int(part) for part in date[1:].split("."))
        return Yearly(month=month, week=week, weekday=day, second=second)
    julian = date.startswith("J")
    return Yearly(day=int(date.removeprefix("J")), julian=julian, second=second)


def parse_posix(text: str) -> Rule | None:
    """A POSIX TZ string with RFC 8536's extension (hours from -167 to 167); None for an empty one."""
    if not text:
        return None
    found = _POSIX.match(text)
    if found is None:
        raise ValueError(f"no POSIX time zone rule: {text!r}")
    offset = -_seconds(found["off"])  # POSIX counts westward
    standard = Local(offset, dst=False, name=found["std"].strip("<>"))
    if found["dst"] is None:
        return Rule(standard)
    saved = -_seconds(found["save"]) if found["save"] else offset + 3600
    daylight = Local(saved, dst=True, name=found["dst"].strip("<>"))
    return Rule(standard, daylight, _yearly(found["start"]), _yearly(found["end"]))


@lru_cache(maxsize=64)
def read_zone(name: str) -> Zone:
    """The data of an IANA zone, from the ``tzdata`` package.

    Raises:
        KeyError: there is no such zone.
    """
    if name not in zone_names():
        raise KeyError(name)
    *folders, leaf = name.split("/")
    data = resources.files(".".join(["tzdata.zoneinfo", *folders])).joinpath(leaf).read_bytes()
    return parse_tzif(data)


def parse_tzif(data: bytes) -> Zone:
    """A zone from TZif data of version 2 or later (RFC 8536 §3), by its 64-bit block and its footer."""
    header = struct.Struct(">4sc15x6l")
    magic, version, *counts = header.unpack_from(data)
    if magic != b"TZif" or version < b"2":
        raise ValueError("no TZif data of version 2 or later")
    utc, std, leaps, times, types, chars = counts
    start = header.size + times * 5 + types * 6 + chars + leaps * 8 + std + utc  # past the 32-bit block
    _, _, utc, std, leaps, times, types, chars = header.unpack_from(data, start)
    place = start + header.size
    instants = struct.unpack_from(f">{times}q", data, place)
    place += times * 8
    indices = data[place : place + times]
    place += times
    rows = [struct.unpack_from(">lBB", data, place + row * 6) for row in range(types)]
    place += types * 6
    names = data[place : place + chars]
    place += chars + leaps * 12 + std + utc
    footer = data[place:].strip(b"\n").decode("ascii")
    locals_ = [Local(offset, bool(dst), names[at : names.index(b"\0", at)].decode("ascii")) for offset, dst, at in rows]
    changes, before = [], locals_[0]
    for instant, index in zip(instants, indices, strict=True):
        after = locals_[index]
        if after != before:
            changes.append(Change(EPOCH + instant, before, after))
        before = after
    return Zone(locals_[0], tuple(changes), parse_posix(footer), EPOCH + instants[-1] if instants else _NEVER)


def observances(zone: Zone, low: int, high: int) -> tuple[Observance, ...]:
    """What a VTIMEZONE must say so that every moment from ``low`` to ``high`` (UTC seconds) is read right.

    The rule of today is always among them where an RRULE can say it, so that what repeats without end stays right.
    """
    settled, ruled = _settled(zone)
    recurring = ruled is not None and all(rule.rrule() for rule in (ruled.starts, ruled.ends) if rule)
    if settled > max(high, HORIZON):
        recurring = False  # a rule of times that nobody asks for
    past = [change for change in zone.changes if change.at < settled and change.visible]
    if not recurring:
        past += _generated(zone, settled, high)
    needed = [change for change in past if change.at <= high]
    at_low = max((index for index, change in enumerate(needed) if change.at <= low), default=-1)
    # What holds at ``low`` needs no exact onset: 1970, or the start of that year, keeps old dates out of the file.
    needed_from = needed[at_low + 1 :]
    holding = needed[at_low].after if at_low >= 0 else zone.first
    onset = needed[at_low].at if at_low >= 0 else None
    begins = min(EPOCH, day_number(civil(low // DAY)[0]) * DAY - holding.offset)
    found = []
    rules = list(_recurring(settled, ruled)) if recurring and ruled is not None and ruled.daylight else []
    if needed_from or not rules or low < min(rule.onsets[0] - rule.before.offset for rule in rules):
        start = begins if onset is None or onset < begins else onset
        found.append(Observance(holding, holding, (start + holding.offset,)))
    grouped: dict[tuple[Local, Local], list[int]] = {}
    for change in needed_from:
        grouped.setdefault((change.before, change.after), []).append(change.at + change.before.offset)
    found += [Observance(before, after, tuple(onsets)) for (before, after), onsets in grouped.items()]
    return (*found, *rules)


def _settled(zone: Zone) -> tuple[int, Rule | None]:
    """From when on the rule alone says what happens (a UTC second), and the rule."""
    rule = zone.rule
    if rule is None:
        return _FOREVER, None
    settled = zone.ruled_from + 1
    if rule.daylight is None or not zone.changes or zone.changes[-1].at != zone.ruled_from:
        return settled, rule
    # Changes that the data lists and the rule would give as well, without a gap, belong to the rule.
    for listed, ruled in zip(reversed(zone.changes), _backward(rule, zone.changes), strict=False):
        if listed != ruled:
            break
        settled = listed.at
    return settled, rule


def _backward(rule: Rule, changes: tuple[Change, ...]) -> Iterator[Change]:
    """The rule's changes from the last that is listed back to the year of the first."""
    if not changes:
        return
    for year in range(civil(changes[-1].at // DAY)[0] + 1, civil(changes[0].at // DAY)[0] - 1, -1):
        yield from (change for change in reversed(rule.changes(year)) if change.at <= changes[-1].at)


def _generated(zone: Zone, settled: int, high: int) -> list[Change]:
    if zone.rule is None or zone.rule.daylight is None:
        return []
    years = range(civil(max(settled, EPOCH - DAY) // DAY)[0], civil(high // DAY)[0] + 2)
    return [change for year in years for change in zone.rule.changes(year) if change.at >= settled]


def _recurring(settled: int, rule: Rule) -> Iterator[Observance]:
    """The rule's two halves, each from its first onset at which the rule holds."""
    year = civil(max(settled, EPOCH - DAY) // DAY)[0]
    first: dict[tuple[Local, Local], Change] = {}
    while len(first) < 2:
        for change in rule.changes(year):
            if change.at >= settled:
                first.setdefault((change.before, change.after), change)
        year += 1
    for (before, after), change in first.items():
        yearly = rule.starts if after == rule.daylight else rule.ends
        yield Observance(before, after, (change.at + before.offset,), yearly.rrule() if yearly else None)


@lru_cache(maxsize=256)
def clock_changes(name: str, high: int = HORIZON) -> tuple[Change, ...]:
    """When the clocks of an IANA zone are put forward or back, up to a UTC second, in order."""
    zone = read_zone(name)
    settled, _ = _settled(zone)
    listed = (change for change in zone.changes if change.at < settled)
    return tuple(
        change
        for change in (*listed, *_generated(zone, settled, high))
        if change.before.offset != change.after.offset and change.at <= high
    )


@lru_cache(maxsize=256)
def vtimezone(name: str, low: int = EPOCH, high: int = HORIZON) -> Timezone:
    """The VTIMEZONE of an IANA zone for moments from ``low`` to ``high`` (UTC seconds of the number line)."""
    component = Timezone()
    component["TZID"] = Text(name)
    for observance in observances(read_zone(name), low, high):
        component.add_component(_component(observance))
    return component


def _component(observance: Observance) -> Component:
    before, after = observance.before, observance.after
    # Europe/Dublin calls its winter time daylight saving, a negative one; programs expect the later clock to be it.
    summer = after.offset > before.offset
    component: Component = TimezoneDaylight() if summer else TimezoneStandard()
    component["DTSTART"] = vDatetime(naive(observance.onsets[0]))
    if observance.rrule is not None:
        component["RRULE"] = vRecur.from_ical(observance.rrule)
    elif len(observance.onsets) > 1:
        # DTSTART is the first of them for RFC 5545; libical counts only what RDATE says as soon as there is one.
        component["RDATE"] = [vDatetime(naive(onset)) for onset in observance.onsets]
    component["TZOFFSETFROM"] = vUTCOffset(timedelta(seconds=before.offset))
    component["TZOFFSETTO"] = vUTCOffset(timedelta(seconds=after.offset))
    component["TZNAME"] = Text(after.name)
    return component
