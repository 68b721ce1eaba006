"""Free time: when nobody of some people is busy, within everybody's own working hours, and which slots are best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from timeline import zones
from timeline.calendar import DAY, WEEKDAYS, weekday
from timeline.errors import SettingError, TimelineError, nearest_name
from timeline.events import Document
from timeline.schedule.conflicts import representatives, seconds_of, takes_time, taking_part
from timeline.schedule.occurrences import expand, repeats
from timeline.selection import Entry
from timeline.span import FOREVER, NEVER, Grain, Span, solid

if TYPE_CHECKING:
    from timeline.timeline import Timeline

Stretch: TypeAlias = tuple[int, int]
"""UTC seconds, the end excluded."""
Each: TypeAlias = "str | Mapping[str, str] | None"
"""One text for everybody, or one by participant."""

HOURS: Final = "9:00-17:00"
DAYS: Final = "Mon-Fri"
STEP: Final = 15 * 60
"""Proposals start at the quarter hours of the asker's clock, or where a slot starts."""
_SHORT: Final = tuple(name[:3] for name in WEEKDAYS)
_HOURS: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d\d))?")
_LONGEST: Final = 400 * 366 * DAY


@frozen
class Slot:
    """A stretch in which everybody is free: from ``start`` to ``end``, UTC seconds (day number x 86,400 + second).

    ``certain`` is False where somebody may be busy then, by an event that is known within bounds only.
    """

    start: int
    end: int
    zone: str = "UTC"
    certain: bool = True

    @property
    def span(self) -> Span:
        """It as moments of the zone that was asked for; UTC where its clocks show one of the ends twice."""
        start, end = zones.from_utc(self.zone, self.start), zones.from_utc(self.zone, self.end)
        if (zones.to_utc(self.zone, start), zones.to_utc(self.zone, end)) != (self.start, self.end):
            return Span.filled(self.start, self.end, Grain.MINUTE, "UTC")
        return Span.filled(start, end, Grain.MINUTE, self.zone)

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.end - self.start


@frozen
class Proposal:
    """A slot of the asked length, with what speaks for it.

    ``out_of_hours`` names those for whom it lies outside their hours; ``shreds`` is how many stretches too short for
    another such slot it leaves beside it.
    """

    slot: Slot
    out_of_hours: tuple[str, ...]
    shreds: int
    reasons: tuple[str, ...]


@frozen
class Busy:
    """When somebody is busy, and by which event; ``certain`` where the event is sure to be under way then."""

    start: int
    end: int
    certain: bool
    entry: Entry


@frozen
class _Person:
    """A participant's zone, days of the week (ISO numbers) and hours (seconds of the day)."""

    id: str
    zone: str
    days: frozenset[int]
    hours: tuple[Stretch, ...]

    def working(self, low: int, high: int) -> Iterator[Stretch]:
        """The stretches of their hours between two UTC seconds."""
        first = zones.from_utc(self.zone, low) // DAY - 1
        last = zones.from_utc(self.zone, high) // DAY + 1
        for day in range(first, last + 1):
            if weekday(day) in self.days:
                for begin, end in self.hours:
                    start, past = (zones.to_utc(self.zone, day * DAY + edge) for edge in (begin, end))
                    if max(start, low) < min(past, high):
                        yield max(start, low), min(past, high)


class Search:
    """What free time is looked for in: the busy times of the participants, their hours, and the window."""

    def __init__(
        self,
        timeline: Timeline,
        participants: str | Sequence[str],
        window: Span,
        *,
        hours: Each = None,
        days: Each = None,
        timezone: str | None = None,
        zones_of: Mapping[str, str] | None = None,
    ) -> None:
        self.zone = timezone or timeline.timezone
        zones.zone(self.zone)
        self.low, self.high = _utc(window, self.zone)
        if self.low <= NEVER or self.high >= FOREVER:
            raise TimelineError("free time is looked for in a stretch that has a start and an end")
        if self.high - self.low > _LONGEST:
            raise TimelineError("free time is looked for in at most 400 years")
        document = timeline.document or Document(timezone=timeline.timezone)
        wanted = (participants,) if isinstance(participants, str) else tuple(participants)
        self.ids = tuple(dict.fromkeys(known_as(timeline, document, name) for name in wanted))
        if not self.ids:
            raise TimelineError("free time is somebody's: name at least one participant")
        own = dict(zones_of or {})
        for name in (
            *own,
            *(hours if isinstance(hours, Mapping) else ()),
            *(days if isinstance(days, Mapping) else ()),
        ):
            known_as(timeline, document, name)
        self.people = tuple(self._person(name, document, hours, days, own) for name in self.ids)
        self.busy = busy(timeline, self.ids, window, timezone=self.zone)

    def _person(self, name: str, document: Document, hours: Each, days: Each, own: Mapping[str, str]) -> _Person:
        person = document.people.get(name)
        zone = own.get(name) or getattr(person, "timezone", None) or self.zone
        zones.zone(zone)
        said_hours = _each(hours, name) or getattr(person, "hours", None) or _for_all(hours) or HOURS
        said_days = _each(days, name) or getattr(person, "days", None) or _for_all(days) or DAYS
        return _Person(name, zone, read_days(said_days), read_hours(said_hours))

    def taken(self, *, possible: bool) -> list[Stretch]:
        """When somebody is busy: sure to be, with ``possible``; else sure to be or perhaps."""
        return merged((one.start, one.end) for one in self.busy if one.certain or not possible)

    def working(self) -> list[Stretch]:
        """When everybody is in their hours."""
        left = [(self.low, self.high)]
        for person in self.people:
            left = _both(left, merged(person.working(self.low, self.high)))
        return left


def free(
    timeline: Timeline,
    participants: str | Sequence[str],
    window: Span,
    length: str | timedelta,
    *,
    hours: Each = None,
    days: Each = None,
    timezone: str | None = None,
    zones_of: Mapping[str, str] | None = None,
    possible: bool = False,
) -> tuple[Slot, ...]:
    """The longest slots of at least a length in which all are free; see ``Timeline.free``."""
    search = Search(timeline, participants, window, hours=hours, days=days, timezone=timezone, zones_of=zones_of)
    return tuple(_slots(search, search.working(), _seconds(length), possible=possible))


def _slots(search: Search, stretches: list[Stretch], least: int, *, possible: bool) -> Iterator[Slot]:
    doubtful = without(search.taken(possible=False), search.taken(possible=True)) if possible else []
    for start, end in without(stretches, search.taken(possible=possible)):
        if end - start < least:
            continue
        # A slot that somebody may be busy in is told apart from the parts of it that are free for sure.
        touched = any(low < end and start < high for low, high in doubtful)
        yield Slot(start, end, search.zone, not touched)


def propose(
    timeline: Timeline,
    participants: str | Sequence[str],
    window: Span,
    length: str | timedelta,
    *,
    hours: Each = None,
    days: Each = None,
    timezone: str | None = None,
    zones_of: Mapping[str, str] | None = None,
    best: int = 5,
) -> tuple[Proposal, ...]:
    """The best slots of exactly a length in which all are free; see ``Timeline.propose``."""
    least = _seconds(length)
    search = Search(timeline, participants, window, hours=hours, days=days, timezone=timezone, zones_of=zones_of)
    working = {person.id: merged(person.working(search.low, search.high)) for person in search.people}
    anybody = merged(stretch for stretches in working.values() for stretch in stretches)
    gaps = without([(search.low, search.high)], search.taken(possible=False))
    found: list[tuple[_Rank, Proposal]] = []
    for slot in _both(anybody, gaps):
        around = next(gap for gap in gaps if gap[0] <= slot[0] and slot[1] <= gap[1])
        for start in _begins(slot, least, search.zone):
            end = start + least
            outside = {name: away for name, own in working.items() if (away := _outside(own, start, end))}
            shreds = _shreds(working, tuple(outside), around, start, end, least)
            zones_out = len({person.zone for person in search.people if person.id in outside})
            day = zones.from_utc(search.zone, start) // DAY
            rank = zones_out, sum(outside.values()), day, shreds, start
            found.append((rank, Proposal(Slot(start, end, search.zone), tuple(outside), shreds, ())))
    chosen = _best(found, best)
    return tuple(
        Proposal(one.slot, one.out_of_hours, one.shreds, tuple(_reasons(search, one, chosen))) for one in chosen
    )


_Rank: TypeAlias = tuple[int, int, int, int, int]
"""Zones out of hours, by how many seconds in all, the day, gaps left, the start."""


def _best(found: list[tuple[_Rank, Proposal]], best: int) -> list[Proposal]:
    """The best that do not overlap each other."""
    chosen: list[Proposal] = []
    for _, proposal in sorted(found, key=lambda item: item[0]):
        if len(chosen) >= best:
            break
        slot = proposal.slot
        if all(slot.end <= other.slot.start or other.slot.end <= slot.start for other in chosen):
            chosen.append(proposal)
    return chosen


def _outside(own: list[Stretch], start: int, end: int) -> int:
    """By how many seconds a slot lies outside somebody's hours, where they are nearest."""
    return min((max(a - start, 0) + max(end - b, 0) for a, b in own), default=DAY)


def _begins(slot: Stretch, least: int, zone: str) -> Iterator[int]:
    start, end = slot
    if end - start < least:
        return
    begins = {start, end - least}
    wall = zones.from_utc(zone, start)
    first = start + -wall % STEP
    begins.update(range(first, end - least + 1, STEP))
    yield from sorted(begins)


def _shreds(
    working: Mapping[str, list[Stretch]],
    out: tuple[str, ...],
    gap: Stretch,
    start: int,
    end: int,
    least: int,
) -> int:
    """How many stretches it leaves, before and after it, in which no second such slot finds room."""
    low, high = gap
    for name, own in working.items():
        if name not in out:
            low = max(low, *(a for a, b in own if a <= start and end <= b))
            high = min(high, *(b for a, b in own if a <= start and end <= b))
    return (0 < start - low < least) + (0 < high - end < least)


def _reasons(search: Search, one: Proposal, chosen: list[Proposal]) -> Iterator[str]:
    if not one.out_of_hours:
        yield "within everybody's hours"
    else:
        for person in search.people:
            if person.id in one.out_of_hours:
                wall = zones.from_utc(person.zone, one.slot.start)
                clock = f"{wall % DAY // 3600:02d}:{wall // 60 % 60:02d}"
                yield f"outside the hours of {person.id} ({clock} in {person.zone})"
    if one.slot.start == min(other.slot.start for other in chosen if len(other.out_of_hours) == len(one.out_of_hours)):
        yield "the earliest such"
    before = max(
        (each for each in search.busy if each.end == one.slot.start), key=lambda each: each.entry.id, default=None
    )
    after = min(
        (each for each in search.busy if each.start == one.slot.end), key=lambda each: each.entry.id, default=None
    )
    if before is not None:
        yield f"right after {before.entry.event.title!r}"
    if after is not None:
        yield f"right before {after.entry.event.title!r}"
    if one.shreds:
        yield f"leaves {one.shreds} gap{'s' if one.shreds > 1 else ''} too short for another"
    else:
        yield "leaves no gap too short for another"


# --- busy times -----------------------------------------------------------------------------------------------------


def busy(
    timeline: Timeline, participants: Iterable[str], window: Span | None, *, timezone: str | None = None
) -> tuple[Busy, ...]:
    """When one of these is busy, or may be: a stretch for each event, and one more for when it is sure to be under way.

    An event known to the day keeps that day: the day where it is (by the clocks of its zone), and the day by the clocks
    of ``timezone``. In a window it is cut to what may touch it.
    """
    wanted = set(participants)
    document = timeline.document or Document(timezone=timeline.timezone)
    represent = representatives(document)
    zone = timezone or timeline.timezone
    if window is not None or any(repeats(entry) for entry in timeline):
        timeline = expand(timeline, None if window is None else _with_room(window), everything=False)
    found: list[Busy] = []
    for entry in timeline:
        span = entry.span
        if span is None or not takes_time(entry.event):
            continue
        needed = set(taking_part(entry.event))
        for name in tuple(needed):
            if name in document.organisations and name not in document.people:
                people = represent(name)
                needed.update(people if len(people) == 1 else ())
        if wanted.isdisjoint(needed):
            continue
        found.extend(_occupied(entry, span, (zone, document.zone(entry.event))))
    return tuple(found)


def _with_room(window: Span) -> Span:
    """A window with a day more on each side, since the same day starts at other times elsewhere."""
    room = 2 if window.zone is None else 2 * DAY
    low, high = window.start_low, window.end_high
    return Span.filled(low if low <= NEVER else low - room, high if high >= FOREVER else high + room, zone=window.zone)


def _occupied(entry: Entry, span: Span, day_zones: tuple[str, str]) -> Iterator[Busy]:
    low, latest_start, earliest_end, high = solid(span)
    if span.zone is not None:
        start, sure, done, end = (_instant(edge, span.zone, 1) for edge in (low, latest_start, earliest_end, high))
    else:
        starts, sures, dones, ends = (
            [_instant(edge, zone, DAY) for zone in day_zones] for edge in (low, latest_start, earliest_end, high)
        )
        start, end = min(starts), max(ends)
        sure, done = max(sures), min(dones)
    doubtful = span.approximate or span.uncertain or entry.event.status == "tentative"
    if doubtful or (sure, done) != (start, end):
        yield Busy(start, end, certain=False, entry=entry)
    if sure < done and not doubtful:
        yield Busy(sure, done, certain=True, entry=entry)


def _instant(edge: int, zone: str, unit: int) -> int:
    return zones.to_utc(zone, edge * unit) if NEVER < edge < FOREVER else edge


def _utc(window: Span, zone: str) -> Stretch:
    own, unit = (zone, DAY) if window.zone is None else (window.zone, 1)
    return _instant(window.start_low, own, unit), _instant(window.end_high, own, unit)


# --- settings -------------------------------------------------------------------------------------------------------


def known_as(timeline: Timeline, document: Document, name: str) -> str:
    """The id of a participant, by id, name or alias.

    Raises:
        TimelineError: nobody is known by that name; the message names the nearest.
    """
    people: dict[str, str] = {}
    for table in (document.people, document.organisations):
        for thing in table.values():
            people.update(dict.fromkeys((thing.id, thing.name, *thing.aliases), thing.id))
    if name in people:
        return people[name]
    if any(name in taking_part(entry.event) for entry in timeline.everything):
        return name
    close = nearest_name(name, people)
    raise TimelineError(f"nobody is known as {name!r}" + (f"; did you mean {close!r}?" if close else ""))


def _each(said: Each, name: str) -> str | None:
    return said.get(name) if isinstance(said, Mapping) else None


def _for_all(said: Each) -> str | None:
    if not (said is None or isinstance(said, str | Mapping)):
        raise SettingError(f"hours and days are text, or a mapping by participant, not {said!r}")
    return said if isinstance(said, str) else None


def _seconds(length: str | timedelta) -> int:
    seconds = seconds_of(length)
    if seconds <= 0:
        raise SettingError("a slot has some length")
    return seconds


def read_hours(text: str) -> tuple[Stretch, ...]:
    """Hours of the day, in seconds: "9:00-17:00", "9-12, 13-17", "22:00-6:00" (into the next day).

    Raises:
        SettingError: these are no hours.
    """
    found = []
    for part in text.split(","):
        match = _HOURS.fullmatch(part.strip())
        if match is None:
            raise SettingError(f"{text!r} are no hours (like 9:00-17:00)")
        begin, end = (int(match[at]) * 3600 + int(match[at + 1] or 0) * 60 for at in (1, 3))
        if begin >= DAY or end > DAY or int(match[2] or 0) > 59 or int(match[4] or 0) > 59:
            raise SettingError(f"{text!r} are no hours: a day ends at 24:00")
        found.append((begin, end if end > begin else end + DAY))
    return tuple(found)


def read_days(text: str) -> frozenset[int]:
    """Days of the week, 1 for Monday: "Mon-Fri", "Mon, Wed", "Sat-Mon", "every day".

    Raises:
        SettingError: these are no days.
    """
    if text.strip().casefold() in ("every day", "all", "daily"):
        return frozenset(range(1, 8))
    found: set[int] = set()
    for part in text.split(","):
        ends = [_weekday(name, text) for name in re.split(r"\s*(?:-|–| to )\s*", part.strip())]
        if len(ends) > 2:
            raise SettingError(f"{text!r} are no days of the week (like Mon-Fri)")
        first, last = ends[0], ends[-1]
        found.update((first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1))
    return frozenset(found)


def _weekday(name: str, text: str) -> int:
    short = name.strip().casefold()[:3]
    if short not in _SHORT or not WEEKDAYS[_SHORT.index(short)].startswith(name.strip().casefold()):
        raise SettingError(f"{text!r} are no days of the week (like Mon-Fri)")
    return _SHORT.index(short) + 1


# --- stretches ------------------------------------------------------------------------------------------------------


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order, those that touch made one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _both(a: list[Stretch], b: list[Stretch]) -> list[Stretch]:
    """What two ordered lists share."""
    found: list[Stretch] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            found.append((start, end))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(a: list[Stretch], b: list[Stretch]) -> list[Stretch]:
    """What the first ordered list has and the second has not."""
    found: list[Stretch] = []
    j = 0
    for start, end in a:
        while j < len(b) and b[j][1] <= start:
            j += 1
        at, k = start, j
        while k < len(b) and b[k][0] < end:
            if at < b[k][0]:
                found.append((at, b[k][0]))
            at = max(at, b[k][1])
            k += 1
        if at < end:
            found.append((at, end))
    return found
