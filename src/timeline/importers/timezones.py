"""From the TZIDs of calendar files to zones of ours: IANA names, Windows names, and what only a VTIMEZONE tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final

from attrs import define, field, frozen

from timeline import zones
from timeline.calendar import DAY, civil, day_number, days_in_month, weekday
from timeline.contentlines import Block, Line

_OFFSET: Final = re.compile(r"(?:\(?(?:UTC|GMT))?\s*([+-])(\d{1,2}):?(\d\d)?(?::?(\d\d))?\)?\Z", re.IGNORECASE)
_UTC: Final = frozenset(
    {"utc", "gmt", "z", "zulu", "etc/utc", "etc/gmt", "etc/zulu", "tzone://microsoft/utc", "coordinated universal time"}
)
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\Z")
_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?\Z")
_MOST_ONSETS: Final = 4000
_MOST_COMPARED: Final = 300
"""How many TZIDs of one file are compared with every zone that there is."""


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(zones.zone_names())}


@cache
def _by_city() -> dict[str, str]:
    """Zones by the last part of their names, where one zone has it."""
    found: dict[str, list[str]] = {}
    for name in sorted(zones.zone_names()):
        if "/" in name and not name.startswith("Etc/"):
            found.setdefault(name.rsplit("/", 1)[1].replace("_", " ").casefold(), []).append(name)
    return {city: names[0] for city, names in found.items() if len(names) == 1}


@cache
def _windows() -> dict[str, str]:
    """Zones by the names that Windows has for them (CLDR)."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    known = zones.zone_names()
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items() if zone in known}


def by_name(tzid: str) -> str | None:
    """The zone that a TZID names by itself; None where only its VTIMEZONE can tell."""
    name = tzid.strip().strip('"').strip()
    folded = name.casefold()
    if folded in _UTC:
        return "UTC"
    for table in (_by_folded_name(), _windows()):
        if folded in table:
            return table[folded]
    parts = folded.strip("/").split("/")
    for count in (3, 2, 1):  # /example.org/20210210_1/Europe/Berlin
        found = _by_folded_name().get("/".join(parts[-count:])) if len(parts) > count else None
        if found and (count > 1 or "/" in found):
            return found
    if offset := _OFFSET.match(name):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 18 or minutes > 59:
            return None
        return "UTC" if not hours and not minutes else f"{offset[1]}{hours:02d}:{minutes:02d}"
    for city in re.split(r"[,;()/]+", folded):  # (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna
        if (found := _by_city().get(city.strip())) is not None:
            return found
    return None


@frozen
class _Observance:
    """One STANDARD or DAYLIGHT (RFC 5545 §3.6.5): since when, from which offset to which, and how often again."""

    start: int
    before: int
    after: int
    month: int = 0
    nth: int = 0
    day: int = -1
    month_days: tuple[int, ...] = ()
    until: int | None = None
    dates: tuple[int, ...] = ()
    yearly: bool = False

    def onsets(self, first: int, last: int) -> Iterator[int]:
        """UTC seconds of its onsets in some years."""
        yield self.start - self.before
        for each in self.dates:
            yield each - self.before
        if not self.yearly:
            return
        begin = _year(self.start)
        for year in range(max(begin, first), last + 1):
            wall = self._in(year)
            if wall is not None and wall > self.start and (self.until is None or wall - self.before <= self.until):
                yield wall - self.before

    def _in(self, year: int) -> int | None:
        clock = self.start % DAY
        if self.day < 0:
            days = self.month_days or (_month_day(self.start),)
            day = min(abs(days[0]), days_in_month(year, self.month))
            return day_number(year, self.month, day) * DAY + clock
        length = days_in_month(year, self.month)
        fitting = [
            day
            for day in range(1, length + 1)
            if weekday(day_number(year, self.month, day)) == self.day + 1
            and (not self.month_days or day in self.month_days or day - length - 1 in self.month_days)
        ]
        try:
            day = fitting[self.nth - 1 if self.nth > 0 else self.nth] if self.nth else fitting[0]
        except IndexError:
            return None
        return day_number(year, self.month, day) * DAY + clock


def _year(wall: int) -> int:
    return civil(wall // DAY)[0]


def _month(wall: int) -> int:
    return civil(wall // DAY)[1]


def _month_day(wall: int) -> int:
    return civil(wall // DAY)[2]


def _wall(value: str) -> int | None:
    found = _MOMENT.match(value.strip())
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[3:])
    return day_number(year, month, day) * DAY + hour * 3600 + minute * 60 + second


def _seconds(line: Line | None) -> int | None:
    found = re.match(r"([+-])(\d\d)(\d\d)(\d\d)?\Z", line.value.strip()) if line else None
    if not found:
        return None
    return (-1 if found[1] == "-" else 1) * (int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0))


def _observance(block: Block) -> _Observance | None:
    start = block.first("DTSTART")
    wall = _wall(start.value) if start else None
    before, after = _seconds(block.first("TZOFFSETFROM")), _seconds(block.first("TZOFFSETTO"))
    if wall is None or before is None or after is None:
        return None
    dates = tuple(
        each
        for line in block.lines
        if line.name == "RDATE"
        for part in line.value.split(",")[:_MOST_ONSETS]
        if (each := _wall(part)) is not None
    )
    rule = block.first("RRULE")
    if rule is None:
        return _Observance(wall, before, after, dates=dates)
    parts = dict(part.upper().split("=", 1) for part in rule.value.split(";") if "=" in part)
    if parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1":
        return _Observance(wall, before, after, dates=dates)
    by_day = _BY_DAY.match(parts.get("BYDAY", ""))
    month = parts.get("BYMONTH", "")
    return _Observance(
        wall,
        before,
        after,
        int(month) if month.isdecimal() and 1 <= int(month) <= 12 else _month(wall),
        int(by_day[1] or 0) if by_day else 0,
        _DAYS.index(by_day[2]) if by_day else -1,
        tuple(int(each) for each in parts.get("BYMONTHDAY", "").split(",") if re.fullmatch(r"-?\d{1,2}", each)),
        _wall(parts["UNTIL"]) if "UNTIL" in parts else None,
        dates,
        yearly=True,
    )


@define
class Definitions:
    """The VTIMEZONEs of a file, and which zone each TZID turned out to be."""

    blocks: dict[str, Block] = field(factory=dict)
    found: dict[str, str | None] = field(factory=dict)
    changes: dict[tuple[str, int], list[tuple[int, int, int]]] = field(factory=dict)

    def declare(self, block: Block) -> None:
        """Take a VTIMEZONE; of several with one TZID the first counts."""
        line = block.first("TZID")
        if line is not None:
            self.blocks.setdefault(line.value.strip(), block)

    def zone(self, tzid: str, year: int = 2025) -> str | None:
        """The zone of a TZID; ``year`` is one in which it is used, for what only its rules tell."""
        if tzid not in self.found:
            found = by_name(tzid)
            block = self.blocks.get(tzid.strip().strip('"')) or self.blocks.get(tzid)
            if found is None and block is not None:
                place = block.first("X-LIC-LOCATION")
                found = by_name(place.value) if place else None
                if found is None and len(self.found) < _MOST_COMPARED:
                    found = _by_rules(block, year)
            self.found[tzid] = found
        return self.found[tzid]

    def at(self, tzid: str, wall: int) -> str | None:
        """The offset that a TZID's VTIMEZONE has at a wall time, where no zone of ours is like it."""
        block = self.blocks.get(tzid.strip())
        if block is None:
            return None
        key = (tzid, _year(wall))
        if key not in self.changes:
            if len(self.changes) > _MOST_COMPARED:
                self.changes.clear()
            self.changes[key] = _changes(block, key[1])
        changes = self.changes[key]
        if not changes:
            return None
        offset = changes[0][1]
        for onset, _, after in changes:
            if onset + offset > wall:
                break
            offset = after
        return _fixed(offset)

    def undecided(self, tzid: str) -> bool:
        """Whether a TZID means nothing by itself and its VTIMEZONE has not come yet."""
        return tzid not in self.found and tzid not in self.blocks and by_name(tzid) is None


@cache
def _candidates() -> tuple[str, ...]:
    common = dict.fromkeys(_windows().values())
    others = (name for name in sorted(zones.zone_names()) if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return tuple(dict.fromkeys((*common, *others)))


def _by_rules(block: Block, year: int) -> str | None:
    """The zone whose clocks a VTIMEZONE describes in the years around one, or its offset where it has but one."""
    year = min(max(year, 1901), 2100)
    changes = _changes(block, year)
    if not changes:
        return None
    months = ((each, month) for each in range(year - 1, year + 3) for month in range(1, 13))
    samples = [day_number(*month, day) * DAY + DAY // 2 for month in months for day in (1, 16)]
    first, last = samples[0], samples[-1]
    samples += [at for onset, *_ in changes if first < onset < last for at in (onset - 1, onset)]
    told = [_offset(changes, sample) for sample in samples]
    if len(set(told)) == 1:
        return _fixed(told[0])
    for name in _candidates():
        if all(zones.from_utc(name, sample) - sample == offset for sample, offset in zip(samples, told, strict=True)):
            return name
    return None


def _changes(block: Block, year: int) -> list[tuple[int, int, int]]:
    """When the clocks of a VTIMEZONE change in the years around one: UTC, the offset before and after."""
    observances = [found for inner in block.blocks if (found := _observance(inner)) is not None][:64]
    return sorted(
        (onset, each.before, each.after)
        for each in observances
        for onset in islice(each.onsets(year - 2, year + 3), _MOST_ONSETS)
    )


def _offset(changes: list[tuple[int, int, int]], instant: int) -> int:
    found = changes[0][1]
    for onset, _, after in changes:
        if onset > instant:
            break
        found = after
    return found


def _fixed(seconds: int) -> str | None:
    if seconds % 60 or abs(seconds) > 18 * 3600:
        return None
    sign, minutes = ("-", -seconds // 60) if seconds < 0 else ("+", seconds // 60)
    return "UTC" if not minutes else f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
