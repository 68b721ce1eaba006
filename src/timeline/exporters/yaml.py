"""Files of events as the YAML format has them: what was said, nothing resolved, one event after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from textwrap import fill
from typing import TYPE_CHECKING, Final

from timeline.exporters.plain import Plain, said_document, said_event

if TYPE_CHECKING:
    from timeline.events import Document, Event
    from timeline.timeline import Timeline

_BAD: Final = r"\x00-\x08\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
"""What a file holds only as an escape."""
_PLAIN: Final = re.compile(
    rf"(?:[^\W\d_](?:[^\s:#{_BAD}]|[ ](?!#)|:(?=\S)|(?<=\S)#)*(?<![ :])"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?(?:/\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?)?)\Z"
)
"""Text that needs no quotes, wherever in a block it stands."""
_WORD: Final = re.compile(r"(?:[^\W\d_][\w.-]*|\d{4}-\d\d-\d\d)\Z")
"""Text that needs no quotes within brackets, either."""
_NOT_TEXT: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_ESCAPED: Final = re.compile(rf'["\\\t\n{_BAD}]')
_LITERAL: Final = re.compile(rf"[^{_BAD}]+\Z")
_SINGLE_SPACES: Final = re.compile(r"[^\s]+(?: [^\s]+)+\Z")
_ROOM: Final = 100
_WIDTH: Final = 118
_LONGEST_KEY: Final = 900


def export_yaml(timeline: Timeline) -> str:
    """The timeline's events, and what their file says beside them, as a file of events."""
    return b"".join(stream_yaml(timeline)).decode("utf-8")


def stream_yaml(timeline: Timeline, *, progress: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """The same, an event at a time."""
    from attrs import evolve

    from timeline.events import Document

    document = timeline.document or Document()
    chosen = {entry.id for entry in timeline}
    events = tuple(event for event in document.events if event.id in chosen)
    return stream(evolve(document, events=events), progress=progress)


def stream(document: Document, *, progress: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """A document as YAML, an event at a time; ``progress`` is told how many of how many are done."""
    said = said_document(document)
    for key in ("files", "name"):
        said.pop(key, None)
    kept = said.pop("ical", None)
    for key, value in said.items():
        yield _entry(key, value, 0).encode("utf-8", "replace")
    if kept:
        yield _entry("ical", kept, 0).encode("utf-8", "replace")
    yield b"\nevents:\n" if document.events else b"\nevents: []\n"
    for at, event in enumerate(document.events):
        yield (("\n" if at else "") + event_text(event)).encode("utf-8", "replace")
        if progress is not None:
            progress(at + 1, len(document.events))


def event_text(event: Event) -> str:
    """One event as an item of ``events``."""
    record = said_event(event)
    if record["type"] == "event":
        del record["type"]
    text = "".join(_entry(key, value, 2) for key, value in record.items())
    return f"- {text[2:]}"


def _entry(key: str, value: Plain, indent: int) -> str:
    margin = " " * indent
    if len(key) > _LONGEST_KEY:  # longer than what YAML takes for a key at first sight
        return f"{margin}? {quoted(key)}\n{margin}:{_value(value, indent)}"
    return f"{margin}{_in_brackets(key)}:{_value(value, indent)}"


def _value(value: Plain, indent: int) -> str:
    """What follows a colon: on the same line where it fits there."""
    inline = _inline(value, _ROOM - indent)
    if inline is not None:
        return f" {inline}\n"
    margin = " " * (indent + 2)
    match value:
        case str():
            return f" {_scalar(value, indent)}\n"
        case dict():
            return "\n" + "".join(_entry(key, each, indent + 2) for key, each in value.items())
        case list():
            return "\n" + "".join(f"{margin}-{_item(each, indent + 2)}" for each in value)
        case _:
            return f" {_simple(value)}\n"


def _item(value: Plain, indent: int) -> str:
    if isinstance(value, dict) and value and _inline(value, _ROOM - indent) is None:
        text = "".join(_entry(key, each, indent + 2) for key, each in value.items())
        return f" {text[indent + 2 :]}"
    return _value(value, indent)


def _inline(value: Plain, room: int) -> str | None:
    """A list or a mapping of plain words on one line; None where it holds more than that, or is too long."""
    match value:
        case []:
            return "[]"
        case {} if not value:
            return "{}"
        case list() if all(not isinstance(each, list | dict) for each in value):
            words = [_in_brackets(each) if isinstance(each, str) else _simple(each) for each in value]
            text = f"[{', '.join(words)}]"
        case dict() if all(isinstance(each, str) for each in value.values()):
            pairs = [f"{_in_brackets(key)}: {_in_brackets(str(each))}" for key, each in value.items()]
            text = f"{{{', '.join(pairs)}}}"
        case _:
            return None
    return text if len(text) <= room and '"' not in text else None


def _simple(value: Plain) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case _:
            return str(value)


def _in_brackets(text: str) -> str:
    return text if _WORD.match(text) and text.lower() not in _NOT_TEXT else quoted(text)


def _scalar(text: str, indent: int) -> str:
    if _PLAIN.match(text) and text.lower() not in _NOT_TEXT and len(text) <= _WIDTH:
        return text
    if "\n" in text and _LITERAL.match(text) and text[0] not in " \t\n" and not text.endswith("\n\n"):
        margin = " " * (indent + 2)
        lines = text.removesuffix("\n").split("\n")
        if not any(line and not line.strip(" \t") for line in lines):
            body = "\n".join(margin + line if line else "" for line in lines)
            return f"{'|' if text.endswith(chr(10)) else '|-'}\n{body}"
    if len(text) > _ROOM and _LITERAL.match(text) and _SINGLE_SPACES.match(text):
        return ">-\n" + fill(
            text,
            width=_WIDTH,
            initial_indent=" " * (indent + 2),
            subsequent_indent=" " * (indent + 2),
            break_long_words=False,
            break_on_hyphens=False,
        )
    return quoted(text)


def quoted(text: str) -> str:
    """Text in double quotes, with what cannot stand in a file escaped."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _ESCAPES.get(found[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
