"""CSV in: a line for each event, a column each for id, type, title, when, and any other key that its type has.

Columns that hold several (participants, tags, before …) part them with ``;``; a participant is ``who`` or ``who:role``.
People, places and sources have no lines of their own in such a file: they are taken to be what the events name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

from attrs import frozen

from timeline.errors import Problem, nearest_name
from timeline.events import (
    BUILT_IN,
    Coordinates,
    Document,
    Event,
    Moves,
    Participation,
    SourceReference,
    hints,
    identifiers,
    key_of,
    references,
)
from timeline.importers import source as sources
from timeline.importers.document import Raw, build
from timeline.importers.structure import Finding
from timeline.importers.tree import Flaw, Mark
from timeline.registry import event_types

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS: Final = ",;\t|"
_SETTINGS: Final = ("as_of", "timezone", "language", "namespace", "revised", "description")
_LEFT_OUT: Final = frozenset({"weekday", "start", "last", "end", "edtf", "grain", "status_text", "resolved"})
"""Columns that tables have for their readers, and that say nothing of an event."""


@frozen
class _Cell:
    """A field of the file, and where it starts (from 1)."""

    text: str
    line: int
    column: int


def import_csv(source: sources.Readable, **settings: str) -> Document:
    """A CSV file (comma, semicolon, tab or bar; the header tells); what is wrong is in ``Document.problems``.

    ``settings`` are what a table has no column for: ``as_of``, ``timezone`` and the like, as in a YAML file.

    Raises:
        UnreadableError: the file can't be read at all.
    """
    text = sources.read(source)
    if text.problem:
        return Document(name=text.name, problems=(text.problem,))
    rows, flaws = _rows(text.text)
    if not rows:
        problem = Problem(text.name, 1, 1, "", "empty", "the file is empty; its first line names the columns")
        return Document(name=text.name, problems=(problem,))
    header, *lines = rows
    names = [cell.text.strip() for cell in header]
    columns = [_column(name) for name in names]
    findings, known = _check_header(names, columns)
    events: list[dict[str, Any]] = []
    marks: dict[str | int, tuple[int, int, Mark]] = {}
    for index, cells in enumerate(lines):
        event, inside = _event(columns, cells, known)
        if len(cells) > len(columns):
            extra = cells[len(columns)]
            flaws.append(Flaw(extra.line, extra.column, "too-many-cells", f"there are only {len(columns)} columns"))
        if "title" not in columns:
            event["title"] = event.get("id", "untitled")  # the missing column has been told of once
        events.append(event)
        marks[index] = (cells[0].line, cells[0].column, Mark(cells[0].line, cells[0].column, inside))
    whole = Mark(1, 1, {"events": (1, 1, Mark(1, 1, marks)), **_header_marks(header)})
    data: dict[str, Any] = {"title": FilePath(text.name).stem, "events": events, **settings}

    @lru_cache(maxsize=1)
    def positions() -> tuple[Mark, tuple[Flaw, ...]]:
        return whole, tuple(flaws)

    data.update(_named(events))
    return build([Raw(text.name, data, positions, tuple(flaws), tuple(findings))])


def _column(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.lower())


def _header_marks(header: list[_Cell]) -> dict[str | int, tuple[int, int, Mark]]:
    return {
        f"column {index + 1}": (cell.line, cell.column, Mark(cell.line, cell.column, {}))
        for index, cell in enumerate(header)
    }


def _hints_by_key() -> dict[str, Any]:
    """Every key that some type has, with its annotation."""
    classes: list[type] = [*BUILT_IN, *(event_types[name] for name in event_types)]
    return {key_of(name): hint for cls in classes for name, hint in hints(cls).items()}


def _check_header(names: list[str], columns: list[str]) -> tuple[list[Finding], dict[str, Any]]:
    known = _hints_by_key()
    findings = []
    for index, column in enumerate(columns):
        place = (f"column {index + 1}",)
        if column not in known and column != "type" and column not in _LEFT_OUT:
            near = nearest_name(column, [*known, "type"])
            findings.append(Finding(place, "unknown-key", f"unknown column {names[index]!r}", near))
        elif column in columns[:index]:
            findings.append(Finding(place, "duplicate-key", f"the column {names[index]!r} is there twice"))
    findings.extend(
        Finding((), "missing-key", f"the column {needed!r} is missing")
        for needed in ("id", "title")
        if needed not in columns
    )
    return findings, known


def _event(
    columns: list[str], cells: list[_Cell], known: dict[str, Any]
) -> tuple[dict[str, Any], dict[str | int, tuple[int, int, Mark]]]:
    """One line as a mapping, like an event of a YAML file, and the marks of its values."""
    event: dict[str, Any] = {}
    inside: dict[str | int, tuple[int, int, Mark]] = {}
    own = _own_keys(dict(zip(columns, (cell.text.strip() for cell in cells), strict=False)).get("type"))
    for column, cell in zip(columns, cells, strict=False):
        written = cell.text.strip()
        if not written or column in event or (column != "type" and column not in known):
            continue
        if column != "type" and own is not None and column not in own:
            continue  # the table has a column for it because another type does
        event[column] = written if column == "type" else _value(written, known[column])
        inside[column] = (cell.line, cell.column, Mark(cell.line, cell.column, {}))
    return event, inside


def _own_keys(name: str | None) -> frozenset[str] | None:
    if name and name not in event_types:
        return None
    cls: type = event_types[name] if name else Event
    return frozenset(map(key_of, hints(cls)))


def _value(written: str, hint: Any) -> Any:
    """What a YAML file would have for a cell."""
    if hint == Coordinates:
        return written
    if hint == Moves:
        return dict(_pair(part, "->") for part in _parts(written))
    if SourceReference in get_args(hint):
        name, _, at = written.partition(":")
        return {"id": name.strip(), "at": at.strip()} if at else name
    if get_origin(hint) is not tuple:
        return written
    parts = _parts(written)
    if get_args(hint)[0] is Participation:
        return [dict(zip(("who", "role"), _pair(part, ":"), strict=True)) if ":" in part else part for part in parts]
    return parts


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(";") if part.strip()]


def _pair(written: str, sign: str) -> tuple[str, str]:
    first, _, second = written.partition(sign)
    return first.strip(), second.strip()


def _named(events: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """People, organisations, places and sources that the events name: a table has nowhere else to say who they are."""
    tables: dict[str, dict[str, str]] = {"people": {}, "organisations": {}, "places": {}, "sources": {}}
    keys = {"person": "people", "organisation": "organisations", "place": "places", "source": "sources"}
    for event in events:
        cls: type = event_types[event["type"]] if event.get("type", "") in event_types else Event
        for name, kinds in references(cls):
            if kinds[0] in keys:
                for found in _mentioned(event.get(key_of(name))):
                    tables[keys[kinds[0]]].setdefault(found, found)
    # Who is an organisation in one column and anybody in another is an organisation.
    for found in tables["organisations"]:
        tables["people"].pop(found, None)
    return tables


def _mentioned(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each.get("who") or each.get("id") or ""
        else:
            yield from identifiers(each)


def _rows(text: str) -> tuple[list[list[_Cell]], list[Flaw]]:
    """The cells of a text, line by line (RFC 4180 §2); lines without anything are left out."""
    first = text.split("\n", 1)[0]
    sign = re.escape(max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each))))
    token = re.compile(
        rf'(?:"(?P<quoted>(?:[^"]|"")*)"(?P<rest>[^{sign}\r\n]*)|(?P<plain>[^{sign}\r\n]*))(?P<end>\r\n|.|\Z)',
        re.DOTALL,
    )
    rows: list[list[_Cell]] = [[]]
    flaws: list[Flaw] = []
    line, line_start = 1, 0
    for found in token.finditer(text):
        column = found.start() - line_start + 1
        quoted, plain = found["quoted"], found["plain"]
        if (found["rest"] or "").strip():
            flaws.append(
                Flaw(line, column, "syntax", 'text after a closing quote; write "" for a quote in a quoted cell')
            )
        if plain and plain.startswith('"'):
            flaws.append(Flaw(line, column, "syntax", "a quoted cell is not closed"))
        rows[-1].append(_Cell(plain if quoted is None else quoted.replace('""', '"'), line, column))
        if quoted and "\n" in quoted:
            line += quoted.count("\n")
            line_start = found.start() + 1 + quoted.rfind("\n") + 1
        if found["end"] in ("\r\n", "\n", "\r"):
            line, line_start = line + 1, found.end()
            rows.append([])
        elif not found["end"]:
            break
    return [row for row in rows if any(cell.text.strip() for cell in row)], flaws
