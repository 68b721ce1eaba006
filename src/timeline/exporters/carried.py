"""What calendar programs have no property for and carry along: all that an event says, and all that it came with.

``X-TIMELINE-FIELDS`` holds, as JSON, the fields of an event that no other property gives back, ``X-TIMELINE-FILE`` what
its file says beside its events, ``X-TIMELINE-PLACED`` where the event stood when it went out. An imported event's
``ical`` lines go out as they came in, for as long as what they say is still what the event says.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from icalendar import Component

from timeline import zones
from timeline.calendar import DAY
from timeline.calendar_texts import OURS, hushed
from timeline.calendar_times import Edge, TimeError, Times, edge, placed_text, said_times
from timeline.contentlines import Block, Line, read_blocks
from timeline.exporters.components import Kept, KeptComponent
from timeline.exporters.plain import Plain, said_document, said_event
from timeline.exporters.text import ControlCharacterError, clean, on_one_line

if TYPE_CHECKING:
    from timeline.events import Document, Event
    from timeline.exporters.placement import Placement
    from timeline.selection import Entry

_STATUSES: Final = {"FINAL": "confirmed", "DRAFT": "tentative"}
_TIMES: Final = ("DTSTART", "DTEND", "DURATION")
_TZID: Final = re.compile(r'[^:"]*?;TZID="?([^";:]+)', re.IGNORECASE)


def as_json(value: Plain) -> str:
    """JSON on one line that a TEXT value can hold: without control characters, and nothing that NFC would change."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    try:
        return text if clean(text) == text else json.dumps(value, separators=(",", ":"))
    except ControlCharacterError:
        return json.dumps(value, separators=(",", ":"))


def file_text(document: Document) -> str:
    """``X-TIMELINE-FILE``; empty where the file says nothing that its events' components would not."""
    said = said_document(document)
    for key in ("ical", "format", "files"):
        said.pop(key, None)
    for key, shaped in (("title", on_one_line), ("description", str)):
        text = said.get(key)
        if isinstance(text, str) and _comes_back(text, shaped(text)):
            del said[key]
    return as_json(said) if said else ""


def fields_text(event: Event, component: Component) -> str:
    """``X-TIMELINE-FIELDS``: what the import could not read from the rest of the component; empty where that is all."""
    record = said_event(event)
    for key in ("id", "type", "when", "repeats"):
        value = record.get(key)
        if value is None or _comes_back(str(value), str(value)):
            record.pop(key, None)
    written = str(component["STATUS"].to_ical()) if "STATUS" in component else ""
    if _STATUSES.get(written, written.lower()) == event.status:
        record.pop("status", None)
    else:
        record["status"] = event.status
    if event.url and "URL" in component and component["URL"].to_ical() == event.url:
        del record["url"]
    description = str(component.get("DESCRIPTION", ""))
    notes = clean(event.notes.strip()) if event.notes else ""
    if tail := description[len(notes) :]:
        record["tail"] = [len(tail), zlib.crc32(tail.encode("utf-8"))]
    if event.ical:  # what is kept may stand in place of what is made of the fields
        if kept := _hidden(event):
            record["ical"] = kept
        else:
            del record["ical"]
        return as_json(record)
    if _comes_back(event.title, str(component["SUMMARY"])):
        del record["title"]
    if event.tags and _tags_come_back(event):
        del record["tags"]
    if description and event.notes == notes:
        record.pop("notes", None)
    return as_json(record) if record else ""


def _hidden(event: Event) -> list[Plain]:
    """The kept lines that nobody could tell from what is made of the fields."""
    lines, blocks = read_blocks(event.ical)
    alarms = [block for block in blocks if block.first("RECURRENCE-ID") is None] if event.alarms else []
    return [*(line.raw for line in lines if line.name in OURS), *(raw for block in alarms for raw in block.raw())]


def _comes_back(said: str, written: str) -> bool:
    try:
        return clean(said) == said == written and said == said.strip() and said != ""
    except ControlCharacterError:
        return False


def _tags_come_back(event: Event) -> bool:
    distinct = tuple(dict.fromkeys((event.type, *event.tags)))[1:]
    return distinct == event.tags and all(tag and clean(tag) == tag for tag in event.tags)


def placed_at(placed: Placement) -> str:
    """``X-TIMELINE-PLACED`` of a component."""
    end = placed.end
    if placed.journal:  # which has a start alone
        end = placed.start + (1 if placed.zone is None else 0)
    return placed_text(Edge(placed.start, timed=placed.zone is not None, zone=placed.zone), end)


def uids(entries: Iterable[Entry], namespace: str, before: Container[str] = ()) -> dict[str, str]:
    """UIDs of the events whose UID is not simply ``<id>@<namespace>``: imported ones, and those that were renamed.

    A renamed event keeps the UID of the first of its former ids, or of the one that ``before``, the UIDs of an earlier
    export, knows. ``entries`` are gone through twice where one was renamed, and nothing is kept of the others.
    """
    found: dict[str, str] = {}
    renamed: list[Event] = []
    for event in (entry.event for entry in entries):
        own = next((raw.partition(":")[2] for raw in event.ical if raw[:3].upper() == "UID"), None)
        if own is not None:
            line = Line("UID", {}, own, 1, own)
            found[event.id] = line.text.strip()
        elif event.formerly:
            renamed.append(event)
    former_ids = {name for event in renamed for name in event.formerly}
    taken = {*found.values()}
    if former_ids:
        taken.update(
            f"{entry.id}@{namespace}"
            for entry in entries
            if entry.id in former_ids and entry.id not in found and not entry.event.formerly
        )
    for event in renamed:
        new = f"{event.id}@{namespace}"
        former = [uid for name in event.formerly if (uid := f"{name}@{namespace}") not in taken]
        known = [uid for uid in (*former, new) if uid in before]
        uid = known[0] if known else former[0] if former else new
        taken.add(uid)
        found[event.id] = uid
    return found


def zones_kept(lines: Iterable[str]) -> Iterator[str]:
    """The time zones that kept lines name."""
    known = zones.zone_names()
    for raw in lines:
        if (found := _TZID.match(raw)) and found[1] in known:
            yield found[1]


class Keeping:
    """The lines that an event came with, and what is still true of them.

    Whom they invite is invited again with ``inviting`` alone.
    """

    def __init__(self, event: Event, zone: str, *, inviting: bool = False) -> None:
        self.event = event
        self.zone = zone
        self.lines, blocks = read_blocks(event.ical if inviting else hushed(event.ical))
        self.blocks = [block for block in blocks if block.first("RECURRENCE-ID") is None]
        self.overrides = [block for block in blocks if block.first("RECURRENCE-ID") is not None]
        self.times = self.said_times()
        self.floating = self.times is not None and self.times.floating

    def first(self, name: str) -> Line | None:
        """The first kept line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def said_times(self) -> Times | None:
        """What the kept DTSTART and DTEND say, where the event still says the same."""
        start = self.first("DTSTART")
        if start is None:
            return None
        try:
            times = said_times(start, self.first("DTEND"), self.first("DURATION"), _ours)
        except ValueError:
            return None
        event = self.event
        if (times.when, times.starts, times.ends) != (event.when, event.starts, event.ends):
            return None
        return times if times.timezone in (None, self.zone) else None

    def put(self, component: Component, *, alarms: bool) -> None:
        """Put what is kept into a component: beside what is there, or in place of it where it says the same."""
        if self.times is not None:
            self._put_times(component)
        stamp, revised = self.first("DTSTAMP"), self.first("LAST-MODIFIED")
        if stamp is not None and revised is not None and revised.value == _digits(component["LAST-MODIFIED"]):
            component["DTSTAMP"] = Kept(stamp.raw)
        singles: set[str] = set()
        for line in self.lines:
            name = line.name
            if name in ("UID", *_TIMES):
                continue
            if name in _SAME and name not in singles and name in component:
                singles.add(name)
                if _SAME[name](self.event, line, component):
                    component[name] = Kept(line.raw)
                continue
            if name == "CATEGORIES":
                if "CATEGORIES" not in singles and self._same_categories():
                    singles.add("CATEGORIES")
                    component[name] = [Kept(each.raw) for each in self.lines if each.name == name]
                continue
            there = component.get(name)
            if there is None or name in _REPLACED:
                component[name] = Kept(line.raw)
            elif isinstance(there, list):
                component[name] = [*there, Kept(line.raw)]
            else:
                component[name] = [there, Kept(line.raw)]
        for block in self.blocks:
            if block.name != "VALARM" or alarms:
                component.add_component(KeptComponent(block))

    def _same_categories(self) -> bool:
        texts = [text.strip() for line in self.lines if line.name == "CATEGORIES" for text in line.texts()]
        rest = list(dict.fromkeys(text for text in texts if text))
        kind = next((text for text in rest if text.casefold() == self.event.type), None)
        if kind is not None:
            rest.remove(kind)
        elif self.event.type != "event":
            return False
        return tuple(rest) == self.event.tags

    def _put_times(self, component: Component) -> None:
        end, lasting = self.first("DTEND"), self.first("DURATION")
        start = self.first("DTSTART")
        if self.floating and start is not None:
            component["DTSTART"] = Kept(start.raw)
            for name in ("EXDATE", "RECURRENCE-ID"):
                if name in component:
                    there: object = component[name]
                    values = there if isinstance(there, list) else [there]
                    component[name] = [Kept(f"{name}:{_digits(value).rstrip('Z')}") for value in values]
            if "RRULE" in component and self.event.repeats:
                component["RRULE"] = Kept(f"RRULE:{self.event.repeats.removeprefix('RRULE:')}")
        if "DTEND" in component:
            # A dict keeps the place of a key: what stands for DTEND stands where it stood.
            if end is not None and (self.floating or "TZID" in end.params or end.value.endswith("Z")):
                component["DTEND"] = Kept(end.raw)
            elif end is None and lasting is not None:
                component["DTEND"] = Kept(lasting.raw)
            elif end is None and self.times is not None and self.times.start.timed:
                del component["DTEND"]

    def moved(self, placed: Placement, moved: dict[int, int]) -> Iterator[tuple[int, Block]]:
        """The kept components of occurrences, each with the occurrence's start, that still say what ``moved`` says."""
        for block in self.overrides:
            line, start = block.first("RECURRENCE-ID"), block.first("DTSTART")
            if line is None:
                continue
            try:
                instance = _in(edge(line, line.value, _ours), placed)
                begins = _in(edge(start, start.value, _ours), placed) if start else instance
            except TimeError:
                continue
            if moved.get(instance, instance) == begins or instance not in moved:
                yield instance, block


def _in(at: Edge, placed: Placement) -> int:
    """An edge on the line of a placement."""
    if placed.zone is None:
        return at.at // DAY if at.timed else at.at
    if not at.timed:
        return at.at * DAY + placed.start % DAY
    return at.at if at.zone is None else zones.convert(at.at, at.zone, placed.zone)


def _ours(tzid: str) -> str | None:
    return tzid if tzid in zones.zone_names() or zones.is_fixed(tzid) else None


def _digits(value: object) -> str:
    written = value.to_ical()  # type: ignore[attr-defined]
    return written.decode() if isinstance(written, bytes) else str(written)


# Whether a kept property still says what the event says, by its name.
def _same_text(_event: Event, line: Line, component: Component) -> bool:
    return _flat(line.text) == _flat(str(component[line.name]))


def _same_title(event: Event, line: Line, _: Component) -> bool:
    return _flat(line.text) == _flat(event.title)


def _same_notes(event: Event, line: Line, _: Component) -> bool:
    return _flat(line.text) == _flat(event.notes or "")


def _same_url(event: Event, line: Line, _: Component) -> bool:
    return line.value.strip() == event.url


def _never(_event: Event, _line: Line, _component: Component) -> bool:
    return False


def _always(_event: Event, _line: Line, _component: Component) -> bool:
    return True


def _same_geo(_event: Event, line: Line, component: Component) -> bool:
    try:
        written = (line.value, _digits(component["GEO"]))
        pairs = [[float(part) for part in text.replace(",", ";").split(";")] for text in written]
    except ValueError:
        return False
    return len(pairs[0]) == 2 and all(abs(a - b) < 1e-6 for a, b in zip(*pairs, strict=False))


def _same_status(event: Event, line: Line, _: Component) -> bool:
    status = line.value.strip()
    return status.lower() == event.status or (event.status == "confirmed" and status.upper() not in _KNOWN)


def _flat(text: str) -> str:
    return " ".join(text.split())


_KNOWN: Final = ("CONFIRMED", "TENTATIVE", "CANCELLED")
_SAME: Final = {
    "SUMMARY": _same_title,
    "DESCRIPTION": _same_notes,
    "LOCATION": _same_text,
    "GEO": _same_geo,
    "URL": _same_url,
    "STATUS": _same_status,
    "DTSTAMP": _never,
    "LAST-MODIFIED": _never,
    "TRANSP": _always,
    "COLOR": _always,
}
_REPLACED: Final = frozenset({"SEQUENCE", "CLASS", "PRIORITY", "CREATED", "ORGANIZER"})
