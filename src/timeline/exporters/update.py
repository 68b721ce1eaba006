"""A calendar file brought up to date: what did not change keeps every byte, what did is told so that calendars see it.

The file that was exported before is the only state. Sequence numbers follow RFC 5546 §2.1.4: one more where time,
place, status or recurrence changed; other edits move LAST-MODIFIED and DTSTAMP alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import define, field

from timeline.contentlines import Line, parse_line, unescape
from timeline.errors import ExportError, Problem
from timeline.exporters.components import kept_line
from timeline.exporters.ical import CalendarSettings, stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.events import Document
    from timeline.timeline import Timeline

_STAMPS: Final[tuple[str, ...]] = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
_WEIGHTY: Final = frozenset(
    {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "LOCATION", "GEO", "STATUS"}
)
"""What a calendar has to ask people about again when it changes (RFC 5546 §2.1.4)."""

Key = tuple[str, str]
"""UID, and the RECURRENCE-ID of an occurrence that differs."""


@define
class Previous:
    """The file as it was exported before: where in it each component stands.

    Nothing but places is held in memory; a component is read when it is compared.
    """

    path: Path
    components: dict[Key, tuple[int, int]] = field(factory=dict)
    zones: dict[str, tuple[int, int]] = field(factory=dict)

    instances: set[str] = field(factory=set)
    """The UIDs of what has occurrences that differ."""

    def __contains__(self, uid: object) -> bool:
        """Whether it has a component with this UID."""
        return (uid, "") in self.components or uid in self.instances

    def bytes_of(self, place: tuple[int, int]) -> bytes:
        """The octets of a component."""
        with self.path.open("rb") as file:
            file.seek(place[0])
            return file.read(place[1])


def read_previous(path: str | os.PathLike[str]) -> Previous:
    """Where each component of a calendar file stands.

    Raises:
        ExportError: it is no calendar.
        OSError: it cannot be read.
    """
    found = Previous(Path(path))
    offset, depth, start, kind, head = 0, 0, 0, b"", bytearray()
    complete = calendar = False
    with found.path.open("rb") as file:
        for data in file:
            word = data.rstrip(b"\r\n").upper()
            if word.startswith(b"BEGIN:"):
                if word == b"BEGIN:VCALENDAR" and not depth:
                    calendar = True
                else:
                    depth += 1
                    if depth == 1:
                        start, kind, head = offset, word[6:], bytearray()
            elif word.startswith(b"END:"):
                if word == b"END:VCALENDAR":
                    complete = True
                elif depth:
                    depth -= 1
                    if not depth:
                        _place(found, kind, head, (start, offset + len(data) - start))
            elif depth == 1:
                head += data
            offset += len(data)
    if not calendar or not complete:
        raise ExportError(f"{os.fspath(path)} is no calendar that can be brought up to date: export it anew first")
    return found


def _place(found: Previous, kind: bytes, head: bytearray, place: tuple[int, int]) -> None:
    if kind == b"VTIMEZONE" and (zone := _named(_ZONE, head)):
        found.zones[zone] = place
    elif kind in (b"VEVENT", b"VJOURNAL"):
        key = _key(head)
        found.components.setdefault(key, place)
        if key[1]:
            found.instances.add(key[0])


_UID: Final = re.compile(rb"^UID(?:;[^:\r\n]*)?:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_INSTANCE: Final = re.compile(rb"^RECURRENCE-ID(?:;[^:\r\n]*)?:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_ZONE: Final = re.compile(rb"^TZID(?:;[^:\r\n]*)?:(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_INNER: Final = re.compile(rb"\nBEGIN:")


def _named(pattern: re.Pattern[bytes], data: bytes | bytearray) -> str:
    """The value of a property among some octets; empty where it is not there."""
    found = pattern.search(data)
    return re.sub(rb"\r?\n[ \t]", b"", found[1]).decode("utf-8", "replace").rstrip("\r") if found else ""


def _key(data: bytes | bytearray) -> Key:
    """The UID and RECURRENCE-ID of a component, of which what is in it does not count."""
    inner = _INNER.search(data)
    own = data[: inner.start() + 1] if inner else data
    return unescape(_named(_UID, own)), _named(_INSTANCE, own)


def _lines(data: bytes) -> list[Line]:
    """The content lines of some octets, folds taken out."""
    whole = re.sub(rb"\r?\n[ \t]", b"", data).decode("utf-8", "replace")
    return [line for raw in re.split(r"\r?\n", whole) if (line := parse_line(raw))]


def update(
    timeline: Timeline,
    path: str | os.PathLike[str],
    settings: CalendarSettings | None = None,
    *,
    keep_cancelled: bool = False,
    report: list[Problem] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[bytes]:
    """The calendar of a timeline, a component at a time, as an update of the file at ``path``; all of it where none is.

    ``keep_cancelled`` keeps what is no longer in the timeline as cancelled, for as long as it is asked for; else it
    drops. What changed without its ``revised`` having moved is told in ``report``.

    Raises:
        ExportError: the file is no calendar.
        OSError: it cannot be read.
    """
    told: list[Problem] = [] if report is None else report
    if not Path(path).exists():
        return stream(timeline, settings, report=told, progress=progress)
    previous = read_previous(path)
    chunks = stream(timeline, settings, report=told, progress=progress, before=previous)
    return _Update(previous, timeline, keep_cancelled, told).chunks(chunks)


@define
class _Update:
    """One update: the file before, from which each component goes that is met again, so that what is gone remains."""

    previous: Previous
    timeline: Timeline
    keep_cancelled: bool
    report: list[Problem]
    repeating: set[str] = field(factory=set)
    """The UIDs, among those with occurrences that differ, of what is still there."""
    zones: set[str] = field(factory=set)

    def chunks(self, new: Iterable[bytes]) -> Iterator[bytes]:
        begun = False
        for chunk in new:
            kind = chunk[:40].split(b"\r\n", 1)[0]
            if kind == b"BEGIN:VTIMEZONE":
                self.zones.add(_named(_ZONE, chunk))
                yield chunk
            elif kind in (b"BEGIN:VEVENT", b"BEGIN:VJOURNAL"):
                if not begun:
                    begun = True
                    yield from self.other_zones()
                yield self.compared(chunk)
            elif chunk.startswith(b"END:VCALENDAR"):
                if not begun:
                    yield from self.other_zones()
                if self.keep_cancelled:
                    yield from self.cancelled()
                yield chunk
            else:
                yield chunk

    def other_zones(self) -> Iterator[bytes]:
        """The zones of the file before that the new one lacks, where cancelled events may need them."""
        if self.keep_cancelled:
            for name, place in self.previous.zones.items():
                if name not in self.zones:
                    yield self.previous.bytes_of(place)

    def compared(self, chunk: bytes) -> bytes:
        """A component as it was where nothing changed, else the new one with its stamps."""
        key = _key(chunk)
        if not key[1] and key[0] in self.previous.instances:
            self.repeating.add(key[0])
        place = self.previous.components.pop(key, None)
        if place is None:
            return chunk
        old_bytes = self.previous.bytes_of(place)
        if old_bytes == chunk:
            return old_bytes
        lines, old_lines = _lines(chunk), _lines(old_bytes)
        if _content(old_lines) == _content(lines):
            return old_bytes
        named, old = _top(lines), _top(old_lines)
        sequence = max(_number(old.get("SEQUENCE")), _number(named.get("SEQUENCE")))
        if _weighty(old_lines) != _weighty(lines):
            sequence = max(_number(old.get("SEQUENCE")) + 1, _number(named.get("SEQUENCE")))
        stamps = {name: max(_value(old, name), _value(named, name)) for name in _STAMPS[1:]}
        if stamps["LAST-MODIFIED"] <= _value(old, "LAST-MODIFIED"):
            self.warn(named)
        return _stamped(lines, sequence, stamps)

    def cancelled(self) -> Iterator[bytes]:
        """What the file had and the timeline has not, as cancelled."""
        document = self.timeline.document
        revised = (document.revised or document.as_of) if document is not None else None
        for key, place in self.previous.components.items():
            if key[1] and key[0] in self.repeating:
                continue  # an occurrence of something that is still there is as its rule says again
            old_bytes = self.previous.bytes_of(place)
            lines = _lines(old_bytes)
            named = _top(lines)
            if "STATUS" in named and named["STATUS"].value == "CANCELLED":
                yield old_bytes
                continue
            stamps = {name: named[name].value for name in _STAMPS[1:] if name in named}
            if revised:
                now = _stamp_text(revised)
                if stamps.get("LAST-MODIFIED", "") >= now:
                    self.warn_of_file(key[0], document)
                stamps = {name: max(value, now) for name, value in stamps.items()}
            cancelled, depth = [], 0
            for line in lines:
                depth += (line.name == "BEGIN") - (line.name == "END")
                if line.name == "STATUS" and depth == 1:
                    cancelled.append(_line("STATUS:CANCELLED"))
                else:
                    cancelled.append(line)
            if "STATUS" not in named:
                cancelled.insert(-1, _line("STATUS:CANCELLED"))
            yield _stamped(_without_alarms(cancelled), _number(named.get("SEQUENCE")) + 1, stamps)

    def warn(self, named: dict[str, Line]) -> None:
        document = self.timeline.document
        name = named["X-TIMELINE-ID"].text if "X-TIMELINE-ID" in named else named["UID"].text
        message = f"{name!r} has changed, but its revised has not: calendars that have it may keep what they have"
        events = document.events if document is not None else ()
        index = next((at for at, event in enumerate(events) if event.id == name), None)
        path = f"events[{index}].revised" if index is not None else name
        if document is not None:
            self.report.append(document.problem(path, "not-revised", message))

    def warn_of_file(self, uid: str, document: Document | None) -> None:
        if document is not None:
            message = f"{uid!r} is gone, but the file's revised has not moved: calendars that have it may keep it"
            self.report.append(document.problem("revised", "not-revised", message))


def _top(lines: list[Line]) -> dict[str, Line]:
    """The first property of each name of a component itself, not of what is in it."""
    found: dict[str, Line] = {}
    depth = 0
    for line in lines:
        depth += (line.name == "BEGIN") - (line.name == "END")
        if depth == 1 and line.name != "END":
            found.setdefault(line.name, line)
    return found


def _content(lines: list[Line]) -> list[str]:
    """What a component says, whenever it said so."""
    found, depth = [], 0
    for line in lines:
        depth += (line.name == "BEGIN") - (line.name == "END")
        if depth != 1 or line.name not in _STAMPS:
            found.append(line.raw)
    return found


def _weighty(lines: list[Line]) -> list[str]:
    found, depth = [], 0
    for line in lines:
        depth += (line.name == "BEGIN") - (line.name == "END")
        if depth == 1 and line.name in _WEIGHTY:
            found.append(line.raw)
    return sorted(found)


def _value(named: dict[str, Line], name: str) -> str:
    return named[name].value if name in named else ""


def _number(line: Line | None) -> int:
    return int(line.value) if line is not None and re.fullmatch(r"\d{1,9}", line.value.strip()) else 0


def _stamped(lines: list[Line], sequence: int, stamps: dict[str, str]) -> bytes:
    """A component with its stamps in place of those that it has."""
    written, depth = [], 0
    for line in lines:
        depth += (line.name == "BEGIN") - (line.name == "END")
        if depth == 1 and line.name == "SEQUENCE":
            continue
        raw = f"{line.name}:{stamps[line.name]}" if depth == 1 and line.name in stamps else line.raw
        written.append(kept_line(raw).to_ical())
        if depth == 1 and sequence and line.name == "UID":
            written.append(b"SEQUENCE:%d" % sequence)
    return b"\r\n".join(written) + b"\r\n"


def _without_alarms(lines: list[Line]) -> list[Line]:
    found, inside = [], False
    for line in lines:
        if line.name == "BEGIN" and line.value == "VALARM":
            inside = True
        if not inside:
            found.append(line)
        if line.name == "END" and line.value == "VALARM":
            inside = False
    return found


def _line(raw: str) -> Line:
    line = parse_line(raw)
    assert line is not None  # noqa: S101
    return line


def _stamp_text(revised: str) -> str:
    """A date or date-time of a file as DTSTAMP has it."""
    from timeline.exporters.ical import stamp

    return stamp(revised).strftime("%Y%m%dT%H%M%SZ")
