"""The components of ``icalendar`` that are written by the thousand, with the folding of their lines done in bytes.

``icalendar`` folds a line one character at a time, which takes more than half of the time that a calendar takes. These
fold at the very same places (RFC 5545 §3.1: 75 octets at most, and never inside a character or an escape).
"""

from __future__ import annotations

from typing import Final

import icalendar
from icalendar.parser import Contentline

from timeline.contentlines import Block

_ROOM: Final = 74  # a line's octets beside the space that begins the next; what icalendar leaves
_ESCAPES: Final = b"\\^"


class Line(Contentline):
    """A content line that folds itself quickly."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        """The line in UTF-8, folded."""
        octets = self.encode("utf-8")
        return octets if len(octets) <= _ROOM else fold(octets)


def kept_line(text: str) -> Line:
    """A content line that is written as it is, but for its folds."""
    line: Line = Line(text)  # type: ignore[no-untyped-call]  # icalendar has no types for it
    return line


def fold(octets: bytes) -> bytes:
    """A content line in UTF-8, longer than there is room for, folded."""
    parts, start, past = [], 0, len(octets)
    while past - start > _ROOM:
        end = start + _ROOM
        while octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        if end - start > 1 and octets[end - 1] in _ESCAPES:
            end -= 1
        parts.append(octets[start:end])
        start = end
    parts.append(octets[start:])
    return b"\r\n ".join(parts)


class _Quick(icalendar.Component):
    """A component whose lines fold quickly."""

    def content_line(self, name: str, value: object, sorted: bool = True) -> Line:  # noqa: A002
        """A property as a content line."""
        if isinstance(value, Kept):
            return kept_line(value.line)
        params = getattr(value, "params", None)
        line: Line = Line.from_parts(name, icalendar.Parameters() if params is None else params, value, sorted=sorted)
        return line


class Head(_Quick, icalendar.Calendar):
    """A VCALENDAR (RFC 5545 §3.4), without its components."""


class Event(_Quick, icalendar.Event):
    """A VEVENT (RFC 5545 §3.6.1)."""


class Journal(_Quick, icalendar.Journal):
    """A VJOURNAL (RFC 5545 §3.6.3)."""


class Kept:
    """A property that goes out as it came in."""

    __slots__ = ("line",)

    def __init__(self, line: str) -> None:
        self.line = line

    def to_ical(self) -> str:
        """Its value, as written."""
        return self.line.partition(":")[2]


class KeptComponent(_Quick):
    """A component that goes out as it came in."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.name = block.name  # type: ignore[misc]  # icalendar has a class for each, and this is none of them
        found: dict[str, list[Kept]] = {}
        for line in block.lines:
            found.setdefault(line.name, []).append(Kept(line.raw))
        self.update(found)
        for inner in block.blocks:
            self.add_component(KeptComponent(inner))
