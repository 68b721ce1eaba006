"""How a file and its places are called in calendars: what the export writes, and the import knows again."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from timeline.contentlines import parse_line, read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.events import Document, Place

_INVITED: Final = re.compile(r"(?:ATTENDEE|ORGANIZER)(?=[;:])", re.IGNORECASE)
_AGENT: Final = re.compile(r"(;SCHEDULE-AGENT=)(SERVER)", re.IGNORECASE)
_HUSHED: Final = re.compile(r"(;SCHEDULE-AGENT=)CLIENT;X-TIMELINE-AGENT=(\w+)", re.IGNORECASE)
_BY_DEFAULT: Final = "DEFAULT"

OURS: Final = frozenset(
    {
        *("UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "CATEGORIES"),
        *("STATUS", "COLOR", "URL", "LOCATION", "GEO", "TRANSP", "RELATED-TO", "LINK", "CONCEPT", "RRULE", "EXDATE"),
        *("RECURRENCE-ID", "X-TIMELINE-ID", "X-TIMELINE-TYPE", "X-TIMELINE-WHEN", "X-TIMELINE-REPEATS"),
        *("X-TIMELINE-EDTF", "X-TIMELINE-BOUNDS", "X-TIMELINE-FIELDS", "X-TIMELINE-PLACED"),
    }
)
"""What an event of ours is written with: of such a property nobody can tell whether it is made or was kept."""


def namespace_of(document: Document) -> str:
    """What follows the ``@`` in the file's UIDs: its ``namespace``, else one made from its title."""
    if document.namespace:
        return document.namespace
    title = unicodedata.normalize("NFKD", document.title or "timeline").casefold()
    plain = "".join(character for character in title if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if any(character.isalnum() and not character.isascii() for character in plain):
        # Letters that ASCII lacks would be lost, and titles that differ in them alone would meet.
        digest = hashlib.sha256(title.encode("utf-8")).hexdigest()[:8]
        slug = f"{slug}-{digest}" if slug else digest
    return slug or "timeline"


def location_of(place: Place) -> str:
    """LOCATION: name, address and country."""
    return ", ".join(part for part in (place.name, place.address, place.country) if part)


def hushed(lines: Iterable[str]) -> Iterator[str]:
    """Kept lines by which no server writes to anybody (RFC 6638 §7.1), with what ``unhushed`` needs to undo that."""
    alarms = 0
    for raw in lines:
        alarms += (raw.upper() == "BEGIN:VALARM") - (raw.upper() == "END:VALARM")
        name, line = _INVITED.match(raw), None if alarms else parse_line(raw)
        said = line.params.get("SCHEDULE-AGENT", "") if line is not None else "NONE"
        if name is None or said.upper() not in ("", "SERVER"):
            yield raw
        elif said:
            yield _AGENT.sub(r"\1CLIENT;X-TIMELINE-AGENT=\2", raw, count=1)
        else:
            yield f"{name[0]};SCHEDULE-AGENT=CLIENT;X-TIMELINE-AGENT={_BY_DEFAULT}{raw[name.end() :]}"


def unhushed(raw: str) -> str:
    """A line as it was before ``hushed``."""
    return _HUSHED.sub(_agent_said, raw, count=1) if _INVITED.match(raw) else raw


def _agent_said(found: re.Match[str]) -> str:
    return "" if found[2] == _BY_DEFAULT else found[1] + found[2]


def degrees(number: float) -> str:
    """A coordinate of GEO (RFC 5545 §3.8.1.6: six decimals at most)."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def in_order(lines: Iterable[str]) -> list[str]:
    """Kept lines in one order, whoever kept them: what we write ourselves, other properties by name, components."""
    outside, blocks = read_blocks(lines)
    ours = [line.raw for line in outside if line.name in OURS]
    others: dict[str, list[str]] = {}
    for line in outside:
        if line.name not in OURS:
            others.setdefault(line.name, []).append(line.raw)
    components = [raw for block in blocks for raw in block.raw()]
    return [*ours, *(raw for each in others.values() for raw in each), *components]
