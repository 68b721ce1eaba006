"""Calendar files in (RFC 5545): one component at a time, whatever wrote them.

What a calendar says and an event has a field for becomes that field; the rest is kept line by line in the event's (or
the file's) ``ical``, and goes out again with it. Files of ours carry everything that their events said, so that they
come back as they were, wording included, unless somebody moved or renamed them meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import IO, Any, Final, TypeAlias, cast

from attrs import evolve, frozen

from timeline import zones
from timeline.calendar import DAY, format_day
from timeline.calendar_texts import OURS, degrees, in_order, location_of, namespace_of, unhushed
from timeline.calendar_times import Edge, TimeError, Times, duration, edge, moment, placed_text, said_times
from timeline.contentlines import Block, Line, Reader, decoded, physical_lines, read_blocks, unfolded
from timeline.errors import Problem, UnreadableError
from timeline.events import Document, Event, Place, hints, key_of, references
from timeline.importers import source as sources
from timeline.importers.document import Raw, build
from timeline.importers.structure import examine, identifier, salvage, structure
from timeline.importers.timezones import Definitions
from timeline.importers.tree import Mark
from timeline.registry import event_types

Json: TypeAlias = "str | list[Json] | dict[str, Json]"

MOST_PROBLEMS: Final = 1000
"""How many problems of one file are told; of more only their number."""
MOST_EXCEPTIONS: Final = 2000
"""The most dates that an event is told not to repeat on; longer lists are kept as they are."""
LONGEST_RULE: Final = 4000
"""The most characters of a recurrence rule; 366 days of the year need 1500."""
UNTITLED: Final = "(untitled)"

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
_UNSAFE_IN_URI: Final = re.compile('[\x00-\x20\x7f"<>\\\\^`{|}]')
_TZID: Final = re.compile(r';TZID=(?:"[^"]*"|[^;:]*)', re.IGNORECASE)
_RULE: Final = re.compile(
    r"(?:(?:FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=0*[1-9]\d{0,6}|COUNT=0*[1-9]\d{0,6}"
    r"|UNTIL=\d{8}(?:T\d{6}Z?)?|WKST=(?:MO|TU|WE|TH|FR|SA|SU)"
    r"|BYDAY=[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*"
    r"|BY(?:SECOND|MINUTE|HOUR|MONTHDAY|YEARDAY|WEEKNO|MONTH|SETPOS)=[+-]?\d{1,3}(?:,[+-]?\d{1,3})*)(?:;|\Z))+\Z"
)
_OFTEN: Final = re.compile(r"FREQ=(?:HOURLY|MINUTELY|SECONDLY)|BY(?:HOUR|MINUTE|SECOND)=[^;]*,", re.IGNORECASE)
"""In rules by which something may take place several times a day."""
_STATUSES: Final = {
    "CONFIRMED": "confirmed",
    "TENTATIVE": "tentative",
    "CANCELLED": "cancelled",
    "FINAL": "confirmed",
    "DRAFT": "tentative",
}
_TOP_OURS: Final = frozenset(
    {
        *("VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "LAST-MODIFIED"),
        *("X-TIMELINE-FILE", "METHOD"),
    }
)
_TOP_NAMES: Final = {
    "NAME": "title",
    "X-WR-CALNAME": "title",
    "DESCRIPTION": "description",
    "X-WR-CALDESC": "description",
}


def import_ical(source: sources.Readable, *, progress: Callable[[int, int], None] | None = None) -> Document:
    """A calendar file; what cannot be read of it is in ``Document.problems``, each with its line.

    ``progress`` is told how many octets of how many are read.

    Raises:
        UnreadableError: there is no such file, it can't be read at all, or it is too large.
    """
    with _opened(source) as (file, name, size, again):
        return _Import(name, again=again).document(file, size, progress)


@contextmanager
def _opened(source: sources.Readable) -> Iterator[tuple[IO[bytes], str, int, bool]]:
    """The octets of a source, its name, how many they are (0: nobody knows), and whether it can be read again."""
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        if name == "-":
            yield cast("IO[bytes]", sys.stdin.buffer), "<stdin>", 0, False
            return
        try:
            file = FilePath(name).open("rb")  # noqa: SIM115 - closed below, where it is read
        except OSError as error:
            raise UnreadableError(f"{name}: {sources._reason(error)}") from error  # noqa: SLF001
        with file:
            size = os.fstat(file.fileno()).st_size
            if size > sources.LARGEST:
                raise UnreadableError(f"{name}: larger than {sources.LARGEST >> 20} MiB")
            yield file, name, size, True
        return
    name = str(getattr(source, "name", "<file>"))
    yield _Octets(source), name, 0, False  # type: ignore[misc]  # what readline gives is all that is asked of it


class _Octets:
    """An open file of text or bytes as lines of bytes."""

    def __init__(self, file: IO[str] | IO[bytes]) -> None:
        self.file = file

    def readline(self, size: int) -> bytes:
        data = self.file.readline(size)
        return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


@frozen
class _Override:
    """A component with a RECURRENCE-ID, which waits for the one that it changes."""

    uid: str
    block: Block


class _Import:
    """The reading of one file: what has been found in it so far."""

    def __init__(self, name: str, *, again: bool) -> None:
        self.name = name
        self.again = again
        self.problems: list[Problem] = []
        self.untold = 0
        self.size_left = sources.LARGEST
        self.zones = Definitions()
        self.top: list[Line] = []
        self.kept: list[str] = []
        self.events: list[Event] = []
        self.starts = array("Q")
        self.by_uid: dict[str, int] = {}
        self.ids: set[str] = set()
        self.counts: dict[str, int] = {}
        """How often each id was wanted by an event that could not have it as it is."""
        self.places: dict[str, Place] = {}
        self.place_ids: dict[tuple[str, str], str] = {}
        self.place_counts: dict[str, int] = {}
        self.deferred: list[Block] = []
        self.overrides: list[_Override] = []
        self.namespace: str | None = None
        self.timezone: str | None = None
        self.carried: Document | None = None
        self.types: dict[str, type[Event] | None] = {}

    # --- the file ----------------------------------------------------------------------------------------------------

    def tell(self, line: int, code: str, message: str, path: str = "") -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            self.untold += 1
            return
        self.problems.append(Problem(self.name, line, 1, path or f"line {line}", code, message))

    def document(self, file: IO[bytes], size: int, progress: Callable[[int, int], None] | None) -> Document:
        counted = self.counted(physical_lines(file, self.tell), size, progress)
        reader = Reader(decoded(unfolded(counted, self.tell), self.tell), self.tell, self.top_line)
        for block in reader:
            self.component(block)
        for block in self.deferred:
            self.event(block)
        self.deferred.clear()
        self.overrides_of()
        if not reader.calendars:
            message = "this is no calendar: it has no BEGIN:VCALENDAR"
            if not self.events:
                return Document(name=self.name, problems=(Problem(self.name, 1, 1, "", "no-calendar", message),))
            self.tell(1, "no-calendar", message)
        return self.assembled()

    def counted(
        self, lines: Iterator[tuple[int, bytes]], size: int, progress: Callable[[int, int], None] | None
    ) -> Iterator[tuple[int, bytes]]:
        done, told = 0, 0
        for number, data in lines:
            done += len(data) + 2
            if done > sources.LARGEST:
                self.tell(number, "too-large", f"only the first {sources.LARGEST >> 20} MiB of the file are read")
                return
            if progress is not None and done - told > 1 << 18:
                told = done
                progress(min(done, size) if size else done, size)
            yield number, data

    def top_line(self, line: Line) -> None:
        if line.name in ("X-WR-TIMEZONE", "TIMEZONE-ID"):
            found = self.zones.zone(line.text)
            if found is None:
                self.tell(line.number, "unknown-zone", f"there is no time zone {line.text!r}", line.name)
            else:
                self.timezone = self.timezone or found
        if line.name == "X-TIMELINE-FILE" and self.carried is None:
            self.carried = self.read_file(line)
        if line.name not in _TOP_OURS or (line.name == "METHOD" and line.value.strip().upper() == "PUBLISH"):
            self.kept.append(line.raw)
        self.top.append(line)
        if len(self.top) > 10_000:
            self.top.pop()

    def read_file(self, line: Line) -> Document | None:
        """What a file of ours says beside its events."""
        try:
            data = _as_written(json.loads(line.text))
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            self.tell(line.number, "bad-fields", f"{line.name} cannot be read", line.name)
            return None
        for key in ("events", "include", "ical"):
            data.pop(key, None)
        mark = Mark(line.number, 1, {})
        found = build([Raw(self.name, data, lambda: (mark, ()))])
        for problem in found.problems:
            # Who events are about may be an event itself, which is not there yet.
            self.tell(line.number, problem.code, problem.message, problem.path or line.name)
        return found

    def component(self, block: Block) -> None:
        if block.name == "VTIMEZONE":
            self.zones.declare(block)
        elif block.name in ("VEVENT", "VJOURNAL") and (block.name == "VEVENT" or block.first("X-TIMELINE-ID")):
            self.event_or_later(block)
        elif block.name in ("DAYLIGHT", "STANDARD", "VALARM"):
            self.tell(block.number, "stray-component", f"a {block.name} stands outside of what it belongs to")
        else:
            self.kept.extend(self.normalised(block))

    def event_or_later(self, block: Block) -> None:
        if block.first("RECURRENCE-ID") is not None:
            uid = block.first("UID")
            self.overrides.append(_Override(uid.text.strip() if uid else "", block))
        elif any(self.zones.undecided(line.params["TZID"]) for line in block.lines if "TZID" in line.params):
            self.deferred.append(block)
        else:
            self.event(block)

    # --- one event ---------------------------------------------------------------------------------------------------

    def zone_of(self, tzid: str) -> str | None:
        """The zone of a TZID in the component that is read; its offset then, where no zone of ours is like it."""
        return self.zones.zone(tzid, self.now // (366 * DAY)) or self.zones.at(tzid, self.now)

    now = 2025 * 366 * DAY
    """Wall seconds at which the component that is read starts, more or less."""

    def times(self, block: Block) -> Times | None:
        """When a component is; told where nobody can say."""
        start, end, lasting = (block.first(name) for name in ("DTSTART", "DTEND", "DURATION"))
        if start is None:
            self.tell(block.number, "missing-start", f"this {block.name} has no DTSTART", "DTSTART")
            return None
        try:
            first = edge(start, start.value, lambda _: None)
        except TimeError as error:
            self.tell(start.number, "bad-date", str(error), "DTSTART")
            return None
        self.now = first.at if first.timed else first.at * DAY
        for line in (start, end):
            tzid = line.params.get("TZID") if line is not None and "T" in line.value else None
            if line is not None and tzid and self.zone_of(tzid) is None:
                self.tell(
                    line.number,
                    "unknown-zone",
                    f"nobody knows the time zone {tzid!r}; its times are taken as the clocks of the calendar show them",
                    line.name,
                )
        for trial in ((end, lasting), (None, lasting if end is None else None), (None, None)):
            try:
                times = said_times(start, *trial, self.zone_of)
            except TimeError as error:
                line = trial[0] or trial[1]
                if line is not None:
                    self.tell(line.number, "bad-date", f"{error}; the end is left out", line.name)
                continue
            except (ValueError, OverflowError) as error:
                self.tell(start.number, "bad-date", str(error), "DTSTART")
                return None
            if times.backwards and trial[0] is not None:
                self.tell(trial[0].number, "bad-date", "it ends before it starts; the end is left out", "DTEND")
            return times
        raise AssertionError(start)

    def event(self, block: Block) -> None:
        own = block.first("X-TIMELINE-ID")
        raw = None
        if own is not None:
            raw = self.our_event(block, own)
        if raw is None:
            raw = self.their_event(block)
        if raw is not None:
            self.add(block, raw, ours=own is not None)

    def add(self, block: Block, raw: dict[str, Any], *, ours: bool) -> None:
        event = self.typed(block, raw, ours=ours)
        if event is None:
            return
        uid = block.first("UID")
        if uid is not None and block.first("RECURRENCE-ID") is None:
            self.by_uid.setdefault(uid.text.strip(), len(self.events))
        self.events.append(event)
        self.starts.append(block.number)

    def typed(self, block: Block, raw: dict[str, Any], *, ours: bool) -> Event | None:
        cls = self.class_of(raw.pop("type", "event"))
        try:
            event = structure(raw, cls)
        except Exception:  # noqa: BLE001 - whatever refused it, the second look says why
            found = list(examine(raw, cls, ()))
            for each in found:
                self.tell(block.number, each.code, f"{each.path[0]}: {each.message}" if each.path else each.message)
            kept = salvage(raw, found, ())
            kept.setdefault("id", self.fresh_id("event"))
            kept.setdefault("title", UNTITLED)
            try:
                event = structure(kept, cls)
            except Exception as error:  # noqa: BLE001
                self.tell(block.number, "left-out", f"this event cannot be read: {error}")
                return None
        if not ours and cls is not Event and any(True for _ in event.faults()):
            # It is called a visit, and has not what makes one here: an event with that word to find it by.
            fields = {key: value for key, value in raw.items() if key in _keys(Event)}
            return structure({**fields, "tags": [cls.type, *raw.get("tags", [])]}, Event)
        for fault in event.faults() if ours else ():
            self.tell(block.number, fault.code, fault.message, fault.field)
        return event

    def class_of(self, name: str) -> type[Event]:
        found = self.types.get(name)
        if found is None:
            declared = self.carried.types if self.carried else {}
            found = declared.get(name) or (cast("type[Event]", event_types[name]) if name in event_types else Event)
            self.types[name] = found
        return found

    def fresh_id(self, wanted: str) -> str:
        name, count = wanted, self.counts.get(wanted, 1)
        while name in self.ids:
            count += 1
            name = f"{wanted}-{count}"
        self.counts[wanted] = count
        self.ids.add(name)
        return name

    def id_of(self, block: Block, title: str, kept: list[str]) -> str:
        """An id from the UID where that is one of this file's, else from the UID's letters; the UID is kept then."""
        line = block.first("UID")
        uid = line.text.strip() if line else ""
        local, _, domain = uid.rpartition("@") if "@" in uid else (uid, "", "")
        if domain and self.namespace is None and re.fullmatch(r"[\w.-]+", domain):
            self.namespace = domain
        if local and domain == self.namespace and local not in self.ids and _is_id(local):
            self.ids.add(local)
            return local
        wanted = _slug(local or uid) or _slug(title)
        if not wanted or len(wanted) > 80:
            digest = hashlib.sha256("\n".join(each.raw for each in block.lines).encode("utf-8", "replace")).hexdigest()
            wanted = f"event-{digest[:12]}"
        if line is not None:
            kept.append(line.raw)
        return self.fresh_id(wanted)

    def their_event(self, block: Block) -> dict[str, Any] | None:
        times = self.times(block)
        kept: list[str] = []
        summary = self.text(block, "SUMMARY")
        title = summary.strip() if summary else ""
        raw: dict[str, Any] = {"id": self.id_of(block, title, kept), "title": title or UNTITLED}
        if times is not None and times.timezone and zones.is_fixed(times.timezone) and times.timezone != "UTC":
            self.check_fixed(block)
        if times is None:
            kept.extend(line.raw for line in block.lines if line.name in ("DTSTART", "DTEND", "DURATION"))
        else:
            raw.update(self.time_fields(times))
            if not times.plain:
                kept.extend(self.normal(line) for line in block.lines if line.name in ("DTSTART", "DTEND", "DURATION"))
        self.fields_of(block, raw, kept, times, summary)
        self.alarms(block, raw, kept, summary)
        if kept:
            raw["ical"] = in_order(kept)
        return raw

    def check_fixed(self, block: Block) -> None:
        """What repeats in a zone that no zone of ours is like keeps only the offset that it starts with."""
        start, rule = block.first("DTSTART"), block.first("RRULE")
        tzid = start.params.get("TZID") if start else None
        if start and rule and tzid and self.zones.zone(tzid, self.now // (366 * DAY)) is None:
            self.tell(
                start.number,
                "unknown-zone",
                f"no time zone is like {tzid!r}; what repeats in it keeps the offset that it has at first",
                "DTSTART",
            )

    def time_fields(self, times: Times) -> dict[str, Any]:
        found = {"when": times.when, "starts": times.starts, "ends": times.ends}
        if times.timezone is not None and times.timezone != self.timezone:
            found["timezone"] = times.timezone
        return {key: value for key, value in found.items() if value is not None}

    def text(self, block: Block, name: str) -> str | None:
        line = block.first(name)
        return _tidy(line.text) if line is not None else None

    def fields_of(
        self, block: Block, raw: dict[str, Any], kept: list[str], times: Times | None, summary: str | None
    ) -> None:
        """What the properties of a component say, each kept where the field would not say all of it."""
        seen: set[str] = set()
        categories: list[str] = []
        category_lines: list[Line] = []
        for line in block.lines:
            name = line.name
            if name in ("UID", "DTSTART", "DTEND", "DURATION", "LAST-MODIFIED", "DTSTAMP"):
                if name in seen:
                    kept.append(self.normal(line))
                seen.add(name)
                continue
            if name == "CATEGORIES":
                categories += [text for text in map(_tidy, line.texts()) if text.strip()]
                category_lines.append(line)
                continue
            if name == "EXDATE" and times is not None:
                self.exceptions(block, line, raw, kept, times)
                continue
            if name in seen or name not in _FIELDS or not _FIELDS[name](self, line, raw):
                kept.append(self.normal(line))
            seen.add(name)
        if categories or category_lines:
            self.categorise(categories, category_lines, raw, kept)
        self.placed(block, raw, kept)
        self.revised(block, raw, kept)
        if raw.get("except") and "repeats" not in raw:
            del raw["except"]
            kept.extend(self.normal(line) for line in block.lines if line.name == "EXDATE")

    def categorise(self, texts: list[str], lines: list[Line], raw: dict[str, Any], kept: list[str]) -> None:
        folded = [text.strip().casefold() for text in texts]
        kind = next((text for text in folded if text in event_types and text != "event"), None)
        kind = kind or ("event" if "event" in folded else None)
        tags = list(texts)
        if kind is not None:
            tags.pop(folded.index(kind))
            raw["type"] = kind
        tags = list(dict.fromkeys(text.strip() for text in tags))
        if tags:
            raw["tags"] = tags
        if len(lines) > 1 or lines[0].params or texts != [raw.get("type", "event"), *tags]:
            kept.extend(line.raw for line in lines)

    def placed(self, block: Block, raw: dict[str, Any], kept: list[str]) -> None:
        """LOCATION and GEO become a place of the file, the same one for all that are alike."""
        location, geo = block.first("LOCATION"), block.first("GEO")
        name = _tidy(location.text).strip() if location else ""
        if not name:
            kept.extend(line.raw for line in (location, geo) if line is not None)
            return
        coordinates = _coordinates(geo.value) if geo else None
        key = (name, geo.value if coordinates and geo else "")
        if key not in self.place_ids:
            wanted = _slug(name)[:60].strip("-.") or "place"
            wanted = place_id = wanted if _is_id(wanted) else f"place-{wanted}"
            count = self.place_counts.get(wanted, 1)
            while place_id in self.places or (self.carried and place_id in self.carried.places):
                count += 1
                place_id = f"{wanted}-{count}"
            self.place_counts[wanted] = count
            self.place_ids[key] = place_id
            self.places[place_id] = Place(id=place_id, name=name, coordinates=coordinates)
        raw["place"] = self.place_ids[key]
        if location is not None and (location.params or location.text != name):
            kept.append(location.raw)
        if geo is not None and (coordinates is None or geo.params or geo.value != _shown(coordinates)):
            kept.append(geo.raw)

    def revised(self, block: Block, raw: dict[str, Any], kept: list[str]) -> None:
        stamps = {}
        for name in ("LAST-MODIFIED", "DTSTAMP"):
            line = block.first(name)
            if line is None:
                continue
            try:
                found = edge(line, line.value, self.zone_of)
            except TimeError as error:
                self.tell(line.number, "bad-date", str(error), name)
                kept.append(line.raw)
                continue
            stamps[name] = f"{moment(found.at)}Z" if found.timed else format_day(found.at)
        if stamps:
            raw["revised"] = stamps.get("LAST-MODIFIED") or stamps["DTSTAMP"]
            if "DTSTAMP" in stamps and stamps["DTSTAMP"] != raw["revised"]:
                kept.extend(line.raw for line in block.lines if line.name in stamps)

    def exceptions(self, block: Block, line: Line, raw: dict[str, Any], kept: list[str], times: Times) -> None:
        values = line.value.split(",")
        rule = block.first("RRULE")
        often = rule is not None and _OFTEN.search(rule.value) is not None
        told: list[str] = raw.setdefault("except", [])
        if len(told) + len(values) > MOST_EXCEPTIONS:
            kept.append(self.normal(line))
            if not told:
                del raw["except"]
            return
        for value in values:
            if not value.strip():
                continue
            try:
                told.append(self.instance(edge(line, value, self.zone_of), times, often=often))
            except TimeError as error:
                self.tell(line.number, "bad-date", str(error), "EXDATE")
        if not told:
            del raw["except"]

    def instance(self, at: Edge, times: Times, *, often: bool) -> str:
        """An occurrence in words: its day, with its time where that is not the first one's, or there may be several."""
        if not at.timed:
            return format_day(at.at)
        if not times.start.timed:
            return format_day(at.at // DAY)
        zone = times.start.zone
        wall = at.at if at.zone is None or zone is None else zones.convert(at.at, at.zone, zone)
        return format_day(wall // DAY) if wall % DAY == times.start.at % DAY and not often else moment(wall)

    def alarms(self, block: Block, raw: dict[str, Any], kept: list[str], summary: str | None) -> None:
        for inner in block.blocks:
            words = _alarm_words(inner, summary) if inner.name == "VALARM" else None
            if words is None:
                kept.extend(self.normalised(inner))
            else:
                raw.setdefault("alarms", []).append(words)

    def normal(self, line: Line) -> str:
        """A line as it is kept: with our name of its time zone."""
        tzid = line.params.get("TZID")
        if tzid is None:
            return unhushed(line.raw)
        zone = self.zone_of(tzid)
        if zone == tzid:
            return line.raw
        if zone is None:  # without its rules it means no more than the clocks of the calendar
            return _TZID.sub("", line.raw[: len(line.raw) - len(line.value) - 1], count=1) + ":" + line.value
        if zones.is_fixed(zone):
            return self.in_utc(line, zone)
        head, value = line.raw[: len(line.raw) - len(line.value) - 1], line.value
        return f"{_TZID.sub(f';TZID={zone}', head, count=1)}:{value}"

    def in_utc(self, line: Line, zone: str) -> str:
        """A line whose zone has but an offset: in UTC, which every program knows."""
        try:
            walls = [edge(line, value, lambda _: zone) for value in line.value.split(",")]
        except TimeError:
            return line.raw
        head = _TZID.sub("", line.raw[: len(line.raw) - len(line.value) - 1], count=1)
        instants = [zones.to_utc(zone, each.at) for each in walls]
        return f"{head}:{','.join(_basic(instant) for instant in instants)}"

    def normalised(self, block: Block) -> list[str]:
        inner = [line for each in block.blocks for line in self.normalised(each)]
        return [f"BEGIN:{block.name}", *map(self.normal, block.lines), *inner, f"END:{block.name}"]

    # --- events of ours ----------------------------------------------------------------------------------------------

    def our_event(self, block: Block, own: Line) -> dict[str, Any] | None:
        """An event that we exported, as its file said it; None where it carries too little for that."""
        carried: Json = {}
        fields = block.first("X-TIMELINE-FIELDS")
        if fields is not None:
            try:
                carried = _as_written(json.loads(fields.text))
            except (ValueError, RecursionError):
                self.tell(fields.number, "bad-fields", f"{fields.name} cannot be read", fields.name)
                carried = {}
        record = dict(carried) if isinstance(carried, dict) else {}
        tail = record.pop("tail", None)
        raw: dict[str, Any] = record
        said_id = str(record.get("id") or own.text.strip())
        if not _is_id(said_id) or said_id in self.ids:
            return None
        kind = self.text(block, "X-TIMELINE-TYPE") or "event"
        if self.class_of(kind).type != kind:
            return None
        kept: list[str] = []
        if not self.our_times(block, raw, kept):
            return None
        self.ids.add(said_id)
        raw.update(id=said_id, type=kind)
        self.our_texts(block, raw, tail, kept)
        self.our_place(block, raw, kept)
        if fields is None and block.first("X-TIMELINE-PLACED") is None:  # it carries no more than it shows
            self.revised(block, raw, kept)
        uid = block.first("UID")
        if uid is not None:
            local, _, domain = uid.text.strip().rpartition("@")
            wanted = self.namespace_wanted()
            if wanted is None and self.namespace is None and domain and local == said_id:
                self.namespace = domain
            former = [str(each) for each in raw.get("formerly", [])]
            known = wanted or self.namespace
            if uid.text.strip() not in [f"{each}@{known}" for each in (said_id, *former)]:
                kept.append(uid.raw)
        kept.extend(self.normal(line) for line in block.lines if line.name not in OURS and not _invited(line))
        if "alarms" not in raw:  # else those that are no words are among the fields
            kept.extend(line for inner in block.blocks for line in self.normalised(inner))
        hidden = [str(line) for line in raw.pop("ical", [])]
        there = set(hidden)
        kept = in_order([*hidden, *(line for line in kept if line not in there)])
        if kept:
            raw["ical"] = kept
        return raw

    def namespace_wanted(self) -> str | None:
        if self.carried is None:
            return None
        return namespace_of(self.carried)

    def our_times(self, block: Block, raw: dict[str, Any], kept: list[str]) -> bool:
        """The wording that the component carries, or its dates where somebody moved it since it was exported."""
        when, repeats = self.text(block, "X-TIMELINE-WHEN"), self.text(block, "X-TIMELINE-REPEATS")
        if "when" not in raw and when is not None:
            raw["when"] = when
        if "repeats" not in raw and repeats is not None:
            raw["repeats"] = repeats
        placed = block.first("X-TIMELINE-PLACED")
        if placed is None:
            return "when" in raw or "repeats" in raw
        times = self.times(block)
        if times is None or placed_text(times.start, times.end) == placed.text:
            return True
        for key in ("when", "starts", "ends", "duration", "timezone"):
            raw.pop(key, None)
        raw.update(self.time_fields(times))
        return True

    def our_texts(self, block: Block, raw: dict[str, Any], tail: Json | None, kept: list[str]) -> None:
        title = self.text(block, "SUMMARY")
        if "title" not in raw or _flat(str(raw["title"])) != _flat(UNTITLED if title is None else title):
            raw["title"] = (title or "").strip() or UNTITLED
        status = block.first("STATUS")
        native = _STATUSES.get(status.value.strip().upper()) if status else None
        if native and ("status" not in raw or native == "cancelled") and native != "confirmed":
            raw["status"] = native
        if raw.get("status") == "confirmed":
            del raw["status"]
        if "tags" not in raw:
            texts = [text for line in block.lines if line.name == "CATEGORIES" for text in line.texts()]
            tags = [_tidy(text) for text in texts if text != raw["type"]]
            if tags:
                raw["tags"] = tags
        url = block.first("URL")
        if "url" not in raw and url is not None:
            raw["url"] = url.value
        description = self.text(block, "DESCRIPTION")
        if description is not None:
            head = _without_tail(description, tail)
            if "notes" not in raw or _flat(str(raw["notes"])) != _flat(head):
                raw.pop("notes", None)
                if head:
                    raw["notes"] = head

    def our_place(self, block: Block, raw: dict[str, Any], kept: list[str]) -> None:
        """The place that it had, unless the calendar has another one now."""
        location = self.text(block, "LOCATION")
        known = self.carried.places.get(str(raw["place"])) if self.carried and "place" in raw else None
        expected = location_of(known) if known is not None else raw.get("place")
        if location is None or expected is None or _flat(str(expected)) == _flat(location):
            if location is not None and "place" not in raw:
                self.placed(block, raw, kept)
            return
        del raw["place"]
        self.placed(block, raw, kept)

    # --- occurrences that differ -------------------------------------------------------------------------------------

    def overrides_of(self) -> None:
        """Give every component with a RECURRENCE-ID to the event whose occurrence it changes, or make it an event."""
        by_master: dict[int, list[Block]] = {}
        for override in self.overrides:
            at = self.by_uid.get(override.uid) if override.uid else None
            if at is not None:
                by_master.setdefault(at, []).append(override.block)
            else:
                raw = self.their_event(override.block)
                if raw is not None:
                    self.add(override.block, raw, ours=False)
        for at, blocks in by_master.items():
            self.events[at] = self.changed(self.events[at], blocks)

    def changed(self, master: Event, blocks: list[Block]) -> Event:
        """An event with what some of its occurrences are instead."""
        known = {frozenset(block.raw()) for block in read_blocks(master.ical)[1]}
        kept: list[str] = []
        moved = dict(master.moved)
        for block in blocks:
            times, placed = self.times(block), block.first("X-TIMELINE-PLACED")
            if placed is not None and times is not None and placed_text(times.start, times.end) == placed.text:
                continue  # written from ``moved``, which the event has already
            lines = self.normalised(block)
            if frozenset(lines) in known:
                continue
            known.add(frozenset(lines))
            kept += lines
            line = block.first("RECURRENCE-ID")
            if line is None or times is None or not master.repeats or "RANGE" in line.params:
                continue
            try:
                instance = edge(line, line.value, self.zone_of)
            except TimeError as error:
                self.tell(line.number, "bad-date", str(error), "RECURRENCE-ID")
                continue
            self.move(moved, master, instance, times)
        return evolve(master, ical=(*master.ical, *kept), moved=tuple(moved.items()))

    def move(self, moved: dict[str, str], master: Event, instance: Edge, times: Times) -> None:
        """Add a move, where an occurrence does not start when the rule says."""
        if instance.timed != times.start.timed:
            return
        zone = master.timezone or self.timezone
        old, new = (_in_zone(each, zone) for each in (instance, times.start))
        if old == new:
            return
        words = (moment(old), moment(new)) if instance.timed else (format_day(old), format_day(new))
        moved.pop(words[0][:10], None)
        moved[words[0]] = words[1]

    # --- the whole ---------------------------------------------------------------------------------------------------

    def assembled(self) -> Document:
        document = self.carried or Document()
        named: dict[str, str] = {}
        for line in self.top:
            key = _TOP_NAMES.get(line.name)
            if key is not None and (text := _tidy(line.text).strip()):
                named.setdefault(key, text)
        for key, text in tuple(named.items()):
            said = getattr(document, key)
            if said is not None and _flat(said) == _flat(text):
                del named[key]  # the file's own spelling of it
        changes: dict[str, Any] = dict(named)
        if self.carried is None:
            changes.update(timezone=self.timezone or "UTC", namespace=self.namespace)
            stamp = next((line for line in self.top if line.name == "LAST-MODIFIED"), None)
            if stamp is not None:
                try:
                    at = edge(stamp, stamp.value, self.zone_of)
                    changes["revised"] = f"{moment(at.at)}Z" if at.timed else format_day(at.at)
                    changes["as_of"] = changes["revised"][:10]
                except TimeError as error:
                    self.tell(stamp.number, "bad-date", str(error), "LAST-MODIFIED")
        if self.places:
            changes["places"] = {**document.places, **self.places}
        self.joined(document)
        if any(self.starts[at] > self.starts[at + 1] for at in range(len(self.starts) - 1)):  # some had to wait
            order = sorted(range(len(self.starts)), key=self.starts.__getitem__)
            self.events = [self.events[at] for at in order]
            self.starts = array("Q", (self.starts[at] for at in order))
        if self.untold:
            message = f"{self.untold} more problems are not told"
            self.problems.append(Problem(self.name, 1, 1, "file", "more", message))
        return evolve(
            document,
            **changes,
            ical=tuple(self.kept),
            events=tuple(self.events),
            problems=tuple(sorted(self.problems, key=lambda each: (each.line, each.column))),
            locate=_Locator(self.name, self.starts, self.again),
            name=self.name,
            files=(self.name,),
        )

    def joined(self, document: Document) -> None:
        """Let go of ties to events that the calendar does not hold; they are kept as lines."""
        ids = {event.id for event in self.events}
        for at, event in enumerate(self.events):
            changes: dict[str, Any] = {}
            cls: type = type(event)
            for name, kinds in references(cls):
                if kinds != ("event",):
                    continue
                value = getattr(event, name)
                if isinstance(value, str) and value not in ids:
                    changes[name] = None
                elif isinstance(value, tuple) and any(each not in ids for each in value):
                    changes[name] = tuple(each for each in value if each in ids)
            if changes:
                lost = [event.part_of] if "part_of" in changes and event.part_of else []
                space = document.namespace or self.namespace or self.namespace_wanted() or "timeline"
                lines = tuple(f"RELATED-TO;RELTYPE=PARENT:{name}@{space}" for name in lost)
                self.events[at] = evolve(event, **changes, ical=(*event.ical, *lines))


def _keys(cls: type) -> frozenset[str]:
    return frozenset(map(key_of, hints(cls)))


def _as_written(value: object) -> Json:
    """Values of JSON as a YAML file has them: every scalar is text."""
    match value:
        case dict():
            return {str(key): _as_written(each) for key, each in value.items() if each is not None}
        case list():
            return [_as_written(each) for each in value]
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case _:
            return repr(value)


def _tidy(text: str) -> str:
    """Text as a file of events can hold it: one kind of line break, no control characters."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _CONTROL.sub("", _BREAKS.sub("\n", text)))


def _flat(text: str) -> str:
    return " ".join(_tidy(text).split())


def _is_id(text: str) -> bool:
    try:
        identifier(text)
    except ValueError:
        return False
    return True


def _slug(text: str) -> str:
    """Letters and digits of a text, joined by hyphens, as an id; empty where it has none."""
    plain = unicodedata.normalize("NFC", text).casefold()[:200]
    slug = re.sub(r"[^\w.]+", "-", plain).strip("-._")
    slug = slug if _is_id(slug) else f"event-{slug}"
    return slug if slug != "event-" and _is_id(slug) else ""


def _basic(instant: int) -> str:
    """UTC seconds as a DATE-TIME value."""
    second = instant % DAY
    clock = f"{second // 3600:02d}{second // 60 % 60:02d}{second % 60:02d}"
    return f"{format_day(instant // DAY).replace('-', '')}T{clock}Z"


def _in_zone(at: Edge, zone: str | None) -> int:
    if not at.timed or at.zone is None or zone is None:
        return at.at
    return zones.convert(at.at, at.zone, zone)


def _invited(line: Line) -> bool:
    return line.name == "ATTENDEE" and line.value.startswith("invalid:")


def _without_tail(description: str, tail: Json | None) -> str:
    """The part of a description that is the event's notes: without what the export wrote behind them."""
    if isinstance(tail, list) and len(tail) == 2 and str(tail[0]).isdecimal():
        length = int(str(tail[0]))
        head, end = description[: len(description) - length], description[len(description) - length :]
        if length <= len(description) and str(zlib.crc32(end.encode("utf-8"))) == str(tail[1]):
            return head
    return description


def _coordinates(value: str) -> tuple[float, float] | None:
    parts = value.replace(",", ";").split(";")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude


def _shown(coordinates: tuple[float, float] | None) -> str:
    return ";".join(map(degrees, coordinates)) if coordinates else ""


_UNITS: Final = ((7 * DAY, "week"), (DAY, "day"), (3600, "hour"), (60, "minute"))


def _alarm_words(block: Block, summary: str | None) -> str | None:
    """An alarm in words, where words say all of it."""
    told = {line.name: line for line in block.lines}
    if len(told) != len(block.lines) or block.blocks or not set(told) <= {"ACTION", "TRIGGER", "DESCRIPTION"}:
        return None
    trigger, text = told.get("TRIGGER"), told.get("DESCRIPTION")
    if trigger is None or "ACTION" not in told or told["ACTION"].value.upper() != "DISPLAY":
        return None
    if trigger.params or text is None or text.params or _tidy(text.text) != (summary or ""):
        return None
    try:
        days, seconds = duration(trigger.value)
    except TimeError:
        return None
    if trigger.value == "PT0S":
        return "at the start"
    total = -(days * DAY + seconds)
    if total <= 0:
        return None
    unit, name = next(((size, name) for size, name in _UNITS if total % size == 0), (0, ""))
    if not unit:
        return None
    count = total // unit
    if trigger.value != f"-P{count}{name[0].upper()}" and trigger.value != f"-PT{count}{name[0].upper()}":
        return None
    return f"{count} {name}{'' if count == 1 else 's'} before"


# --- what becomes a field --------------------------------------------------------------------------------------------

Take: TypeAlias = Callable[[_Import, Line, dict[str, Any]], bool]
"""Puts what a property says into an event, and tells whether the field says all of it (else it is kept as well)."""


def _summary(_: _Import, line: Line, raw: dict[str, Any]) -> bool:
    return not line.params and line.text == raw["title"]


def _description(_: _Import, line: Line, raw: dict[str, Any]) -> bool:
    notes = _tidy(line.text).strip()
    if notes:
        raw["notes"] = notes
    return not line.params and line.text == notes


def _status(_: _Import, line: Line, raw: dict[str, Any]) -> bool:
    status = _STATUSES.get(line.value.strip().upper())
    if status is None or line.params:
        return False
    if status != "confirmed":
        raw["status"] = status
    return True


def _url(_: _Import, line: Line, raw: dict[str, Any]) -> bool:
    url = _tidy(line.value).strip()
    if not url:
        return False
    raw["url"] = url
    return not set(line.params) - {"VALUE"} and url == line.value and not _UNSAFE_IN_URI.search(url)


def _repeats(job: _Import, line: Line, raw: dict[str, Any]) -> bool:
    rule = re.sub(r"\s", "", line.value.upper()).rstrip(";")
    sound = len(rule) <= LONGEST_RULE and _RULE.match(rule) is not None and rule.count("FREQ=") == 1
    if sound and (until := re.search(r"UNTIL=([^;]*)", rule)):
        try:
            edge(line, until[1], lambda _: None)
        except TimeError:
            sound = False
    if not sound:
        job.tell(line.number, "bad-rule", f"this is no recurrence rule: {line.value[:60]!r}", "RRULE")
        return False
    raw["repeats"] = f"RRULE:{rule}"
    return True


def _place(_: _Import, _line: Line, _raw: dict[str, Any]) -> bool:
    return True  # read together, afterwards


_FIELDS: Final[dict[str, Take]] = {
    "SUMMARY": _summary,
    "DESCRIPTION": _description,
    "STATUS": _status,
    "URL": _url,
    "RRULE": _repeats,
    "LOCATION": _place,
    "GEO": _place,
}


# --- positions -------------------------------------------------------------------------------------------------------

_PROPERTIES: Final = {
    "when": ("X-TIMELINE-WHEN", "DTSTART"),
    "starts": ("DTSTART",),
    "ends": ("DTEND", "DURATION"),
    "timezone": ("DTSTART",),
    "title": ("SUMMARY",),
    "notes": ("DESCRIPTION",),
    "repeats": ("X-TIMELINE-REPEATS", "RRULE"),
    "except": ("EXDATE",),
    "place": ("LOCATION", "GEO"),
    "tags": ("CATEGORIES",),
    "type": ("X-TIMELINE-TYPE", "CATEGORIES"),
    "id": ("X-TIMELINE-ID", "UID"),
    "status": ("STATUS",),
    "url": ("URL",),
    "revised": ("LAST-MODIFIED", "DTSTAMP"),
}


@frozen(eq=False)
class _Locator:
    """``Document.locate``: the line of an event's property, found by reading the file again when it is asked for."""

    name: str
    starts: array[int]
    again: bool

    def __call__(self, path: str) -> tuple[str, int, int, str]:
        found = re.match(r"events\[(\d+)\](?:\.(\w+))?", path)
        if not found or int(found[1]) >= len(self.starts):
            return self.name, 1, 1, path
        start = self.starts[int(found[1])]
        wanted = _PROPERTIES.get(found[2] or "", ())
        line = self.line(start, wanted) if self.again and wanted else start
        return self.name, line, 1, path

    def line(self, start: int, wanted: tuple[str, ...]) -> int:
        best = len(wanted)
        found = start
        try:
            with FilePath(self.name).open("rb") as file:
                for number, data in physical_lines(file, lambda *_: None):
                    if number <= start:
                        continue
                    if data.upper().startswith((b"END:VEVENT", b"END:VJOURNAL")) or number > start + 10_000:
                        break
                    name = re.split(rb"[:;]", data, maxsplit=1)[0].decode("ascii", "replace").upper()
                    if name in wanted and wanted.index(name) < best:
                        best, found = wanted.index(name), number
        except OSError:
            return start
        return found
