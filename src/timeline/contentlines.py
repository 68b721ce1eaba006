"""Content lines and components (RFC 5545 §3.1, §3.6) as they come out of a file: one by one, with their line numbers.

Nothing here knows what a property means. Reading is lenient where nothing is lost by it, and bounded everywhere: a line
that is too long, a component that is nested too deep or has too many lines is passed over and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Final, TypeAlias

from attrs import define, field, frozen

LONGEST: Final = 1 << 24
"""The most octets of one property, folds taken out: 16 MiB, room for a picture that is attached."""
DEEPEST: Final = 12
"""How deep components may be nested; an alarm in an event in a calendar makes three."""
MOST_LINES: Final = 100_000
"""The most properties of one component, those of its inner components among them."""
LARGEST_COMPONENT: Final = 1 << 26
"""The most octets of one component: 64 MiB."""

_HEAD: Final = re.compile(r"([A-Za-z0-9_.-]+)\s*")
_PARAM: Final = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=")
_VALUE: Final = re.compile(r'"([^"]*)"|([^",;:]*)')
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_CARET: Final = re.compile(r"\^([n^'])")


@frozen
class Line:
    """A property: its name in capitals, its parameters, its value as written, and the line that it starts on."""

    name: str
    params: dict[str, str]
    """Parameters by name in capitals; several values of one are joined with commas."""
    value: str
    number: int
    raw: str
    """The whole line without its folds."""

    @property
    def text(self) -> str:
        """The value as TEXT (RFC 5545 §3.3.11)."""
        return unescape(self.value)

    def texts(self) -> list[str]:
        """The value as a list of TEXT."""
        return [unescape(part) for part in split_list(self.value)]


@define
class Block:
    """A component: its name in capitals, its properties in order, and the components in it."""

    name: str
    number: int
    lines: list[Line] = field(factory=list)
    blocks: list[Block] = field(factory=list)

    def first(self, name: str) -> Line | None:
        """The first property of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def raw(self) -> list[str]:
        """All of it, line by line, BEGIN and END too."""
        inner = [line for block in self.blocks for line in block.raw()]
        return [f"BEGIN:{self.name}", *(line.raw for line in self.lines), *inner, f"END:{self.name}"]


Tell: TypeAlias = Callable[[int, str, str], None]
"""Takes a line, a short stable code and a message."""


def unescape(value: str) -> str:
    """A TEXT value as the text that it stands for."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def split_list(value: str) -> list[str]:
    """The parts of a list of TEXT, still escaped."""
    return value.split(",") if "\\" not in value else _split_slowly(value)


def _split_slowly(value: str) -> list[str]:
    parts, start, at = [], 0, 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
        elif value[at] == ",":
            parts.append(value[start:at])
            start = at + 1
        at += 1
    parts.append(value[start:])
    return parts


def parse_line(raw: str, number: int = 1) -> Line | None:
    """A content line without folds; None where it is none."""
    head = _HEAD.match(raw)
    if head is None:
        return None
    at, params = head.end(), {}
    while at < len(raw) and raw[at] == ";":
        name = _PARAM.match(raw, at + 1)
        if name is None:
            after = re.compile(r"[^;:]*").match(raw, at + 1)
            at = after.end() if after else at + 1  # a parameter without a value says nothing
            continue
        at, values = name.end(), []
        while True:
            found = _VALUE.match(raw, at)
            assert found is not None  # noqa: S101  (it matches nothing at all, too)
            values.append(found[1] if found[1] is not None else found[2])
            at = found.end()
            if at < len(raw) and raw[at] == '"':  # a quote where none can be
                at += 1
            if at >= len(raw) or raw[at] != ",":
                break
            at += 1
        said = ",".join(values)
        params[name[1].upper()] = _CARET.sub(_uncaret, said) if "^" in said else said
    if at >= len(raw) or raw[at] != ":":
        return None
    return Line(head[1].upper(), params, raw[at + 1 :], number, raw)


def _uncaret(found: re.Match[str]) -> str:
    return {"n": "\n", "^": "^", "'": '"'}[found[1]]  # RFC 6868


def physical_lines(file: IO[bytes], tell: Tell) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, without their ends (CRLF, LF or CR); one that is too long is left out."""
    number, skipping = 0, False
    while data := file.readline(LONGEST + 1):
        ends = data.endswith((b"\n", b"\r"))
        if skipping or (len(data) > LONGEST and not ends):
            if not skipping:
                number += 1
                tell(number, "too-long", f"a line of more than {LONGEST >> 20} MiB is left out")
            skipping = not ends
            continue
        data = data[:-1] if data.endswith(b"\n") else data
        for part in data.removesuffix(b"\r").split(b"\r"):
            number += 1
            yield number, part


def unfolded(lines: Iterable[tuple[int, bytes]], tell: Tell) -> Iterator[tuple[int, bytes]]:
    """Content lines: physical ones with those that begin with a space or a tab joined to the one before."""
    start, parts, size, over = 0, [b""], 0, False
    for number, data in lines:
        if data[:1] in (b" ", b"\t") and start:
            size += len(data)
            if size > LONGEST:
                if not over:
                    tell(start, "too-long", f"a property of more than {LONGEST >> 20} MiB is left out")
                over, parts = True, [b""]
            if not over:
                parts.append(data[1:])
            continue
        if start and not over and (len(parts) > 1 or parts[0]):
            yield start, b"".join(parts)
        start, parts, size, over = number, [data], len(data), False
    if start and not over and (len(parts) > 1 or parts[0]):
        yield start, b"".join(parts)


def decoded(lines: Iterable[tuple[int, bytes]], tell: Tell) -> Iterator[tuple[int, str]]:
    """Content lines as text; one that is no UTF-8 is taken for Windows-1252, and told."""
    first = True
    for number, data in lines:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            tell(number, "encoding", "this line is not UTF-8; it is read as Windows-1252")
        if first:
            text, first = text.removeprefix("\ufeff"), False
        yield number, text


@define
class Reader:
    """Components out of content lines, one after the other.

    ``top`` gets each property of a VCALENDAR itself; what is iterated over are the components in it.
    """

    lines: Iterator[tuple[int, str]]
    tell: Tell
    top: Callable[[Line], None]
    calendars: int = 0
    _stack: list[Block] = field(factory=list, init=False)
    _count: int = field(default=0, init=False)
    _size: int = field(default=0, init=False)
    _skipping: str = field(default="", init=False)
    """The component that is passed over, until it ends."""

    def __iter__(self) -> Iterator[Block]:
        number = 1
        for number, text in self.lines:
            upper = text[:6].upper()
            if upper == "BEGIN:":
                yield from self._begin(text[6:].strip().upper(), number)
            elif upper[:4] == "END:":
                yield from self._end(text[4:].strip().upper(), number)
            elif not self._skipping:
                self._property(text, number)
        yield from self._unclosed(number)

    def _begin(self, name: str, number: int) -> Iterator[Block]:
        if self._skipping:
            return
        if name == "VCALENDAR":
            yield from self._unclosed(number)
            self.calendars += 1
            return
        if self._stack and name == self._stack[0].name and name.startswith("V"):  # no component holds its like
            yield from self._unclosed(number)
        if len(self._stack) >= DEEPEST:
            self._pass_over(number, "too-deep", f"nested deeper than {DEEPEST} levels: this {name} is left out")
            return
        block = Block(name, number)
        if self._stack:
            self._stack[-1].blocks.append(block)
        else:
            self._count = self._size = 0
        self._stack.append(block)

    def _end(self, name: str, number: int) -> Iterator[Block]:
        if self._skipping:
            self._skipping = "" if name == self._skipping else self._skipping
        elif name == "VCALENDAR":
            yield from self._unclosed(number)
        elif not any(block.name == name for block in self._stack):
            self.tell(number, "stray-end", f"END:{name} ends nothing")
        else:
            while (ended := self._stack.pop()).name != name:
                self.tell(ended.number, "unclosed", f"nothing ends the {ended.name} that starts here")
            if not self._stack:
                yield ended

    def _property(self, text: str, number: int) -> None:
        line = parse_line(text, number)
        if line is None:
            if text.strip():
                shown = text if len(text) <= 60 else text[:59] + "…"
                self.tell(number, "syntax", f"this is no property: {shown!r}")
        elif self._stack:
            self._count, self._size = self._count + 1, self._size + len(text)
            if self._count > MOST_LINES or self._size > LARGEST_COMPONENT:
                first = self._stack[0]
                self._pass_over(first.number, "too-large", f"this {first.name} is too large and is left out")
            else:
                self._stack[-1].lines.append(line)
        elif self.calendars:
            self.top(line)

    def _pass_over(self, number: int, code: str, message: str) -> None:
        self.tell(number, code, message)
        self._skipping = self._stack[0].name
        self._stack.clear()

    def _unclosed(self, number: int) -> Iterator[Block]:
        """What is open where nothing can be: told, and taken as far as it goes."""
        if self._stack:
            outer = self._stack[0]
            self._stack.clear()
            self.tell(outer.number, "unclosed", f"nothing ends the {outer.name} that starts here")
            yield outer


def read_blocks(raw: Iterable[str]) -> tuple[list[Line], list[Block]]:
    """The properties and components of lines that were kept: what stands outside of every component, and these."""
    outside: list[Line] = []

    def ignore(_line: int, _code: str, _message: str) -> None:
        return

    reader = Reader(((1, text) for text in raw), ignore, outside.append, calendars=1)
    blocks = list(reader)
    return outside, blocks
