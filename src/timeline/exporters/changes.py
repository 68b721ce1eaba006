"""What changed between two timelines, for people and for programs: text, a table, Markdown, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, cast

from attrs import fields, has

from timeline.compare import DateChange, Diff, EventChange, FieldChange
from timeline.errors import SettingError
from timeline.exporters.text import flatten

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from timeline.selection import Entry
    from timeline.span import Span

_LONGEST: Final = 60


def write_changes(changes: Diff, *, format: str = "text") -> str:  # noqa: A002  (its name everywhere)
    """A diff as ``text``, ``table``, ``markdown`` or ``json``, with a line break at its end; nothing where it is empty.

    Raises:
        SettingError: there is no such format.
    """
    if format not in _FORMATS:
        raise SettingError(f"changes are written as {', '.join(_FORMATS)}, not {format!r}")
    text = _FORMATS[format](changes)
    return f"{text}\n" if text else ""


def _text(changes: Diff) -> str:
    return "\n".join(_lines(changes))


def _lines(changes: Diff) -> Iterator[str]:
    for sign, entries in (("-", changes.removed), ("+", changes.added)):
        for entry in entries:
            yield f"{sign} {entry.id}: {flatten(entry.event.title)} ({_date(entry.span)})"
    for change in changes.changed:
        yield f"~ {_name(change)}: {flatten(change.new.event.title)}"
        if change.date is not None:
            yield from (f"    {line}" for line in date_lines(change.date))
        for key, before, after in _told(change.fields):
            yield f"    {key}: {before} -> {after}"
    for key, before, after in _told(changes.document):
        yield f"~ {key}: {before} -> {after}"


def _name(change: EventChange) -> str:
    return change.id if change.old.id == change.new.id else f"{change.new.id} (was {change.old.id})"


def date_lines(change: DateChange) -> Iterator[str]:
    """How a date changed, a line for all of it or one for each bound."""
    if change.kind == "reworded":
        yield f"reworded, the date stays {_date(change.new)}"
        return
    by = {bound.says for bound in change.bounds}
    how = change.kind
    if how == "moved" and len(by) == 1:
        how = f"{change.side} moved" if change.side else "moved"
        how += f" by {by.pop()}"
    yield f"{how}: {_date(change.old)} -> {_date(change.new)}"
    if change.kind == "moved" and len(change.bounds) > 2 and len(by) <= 1:
        return
    if change.kind in ("narrowed", "widened", "changed", "moved") and len(by) != 0:
        for bound in change.bounds:
            yield f"  {bound.name}: {bound.old or 'unknown'} -> {bound.new or 'unknown'}" + (
                f" ({bound.says})" if bound.says else ""
            )


def _told(changes: Iterable[FieldChange], nothing: str = "nothing") -> Iterator[tuple[str, str, str]]:
    """Fields that changed: key, value before and after, each on one line; of records only what differs in them."""
    for field in changes:
        for key, *values in _apart(field.key, plain(field.old), plain(field.new)):
            before, after = (nothing if value is None else flatten(_plain_text(value)) for value in values)
            pairs = enumerate(zip(before, after, strict=False))
            same = next((at for at, (one, other) in pairs if one != other), min(len(before), len(after)))
            yield key, _cut(before, same), _cut(after, same)


def _apart(key: str, old: object, new: object) -> Iterator[tuple[str, object, object]]:
    """A change as the changes of its parts, where both values are records."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield key, old, new
        return
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield from _apart(f"{key}.{name}", old.get(name), new.get(name))


def _cut(text: str, same: int) -> str:
    """A text that is no longer than a line has room for: what differs (from ``same`` on) stays in it."""
    begin = min(max(0, same - _LONGEST // 3), max(0, len(text) - _LONGEST + 1))
    if begin:
        text = f"…{text[begin + 1 :]}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _plain_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_plain_text, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_plain_text(item)}' for key, item in value.items())}}}"
    return str(value)


def plain(value: object) -> object:
    """A value of a field as JSON has it; of records, what they say."""
    if isinstance(value, type):
        return getattr(value, "type", value.__name__)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if has(type(value)):
        kind = cast("type[AttrsInstance]", type(value))
        return {one.name: plain(item) for one in fields(kind) if (item := getattr(value, one.name)) not in (None, ())}
    return value


def _rows(changes: Diff) -> Iterator[tuple[str, str, str, str, str]]:
    for what, entries in (("removed", changes.removed), ("added", changes.added)):
        for entry in entries:
            date = _date(entry.span)
            before, after = (date, "") if what == "removed" else ("", date)
            yield what, entry.id, flatten(entry.event.title), before, after
    for change in changes.changed:
        name = _name(change)
        if change.date is not None:
            first = next(date_lines(change.date)).partition(":")[0].partition(",")[0]
            yield first, name, "date", _date(change.date.old), _date(change.date.new)
        yield from (("changed", name, *told) for told in _told(change.fields, nothing=""))
    yield from (("changed", "", *told) for told in _told(changes.document, nothing=""))


_HEADERS: Final = ("change", "event", "what", "before", "after")


def _table(changes: Diff, shape: str = "simple") -> str:
    from tabulate import tabulate

    rows = list(_rows(changes))
    if not rows:
        return ""
    if shape == "github":
        rows = [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]  # type: ignore[misc]
    table = tabulate(rows, headers=_HEADERS, tablefmt=shape, disable_numparse=True)
    return "\n".join(line.rstrip() for line in str(table).split("\n"))


def _markdown(changes: Diff) -> str:
    return _table(changes, "github")


def _json(changes: Diff) -> str:
    record = {
        "added": [_record(entry) for entry in changes.added],
        "removed": [_record(entry) for entry in changes.removed],
        "changed": [
            {
                "id": change.id,
                "was": change.old.id,
                "title": change.new.event.title,
                "date": None if change.date is None else _date_record(change.date),
                "fields": [_field_record(field) for field in change.fields],
            }
            for change in changes.changed
        ],
        "document": [_field_record(field) for field in changes.document],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _record(entry: Entry) -> dict[str, object]:
    return {"id": entry.id, "title": entry.event.title, "edtf": _edtf(entry.span)}


def _field_record(field: FieldChange) -> dict[str, object]:
    return {"key": field.key, "old": plain(field.old), "new": plain(field.new)}


def _date_record(change: DateChange) -> dict[str, object]:
    return {
        "kind": change.kind,
        "side": change.side,
        "old": _edtf(change.old),
        "new": _edtf(change.new),
        "bounds": [
            {"bound": bound.name, "old": bound.old, "new": bound.new, "by": bound.by, "unit": bound.unit}
            for bound in change.bounds
        ],
    }


def _edtf(span: Span | None) -> str | None:
    return None if span is None else span.edtf()


def _date(span: Span | None) -> str:
    from timeline.wording.render import render

    return "undated" if span is None else render(span, style="short")


_FORMATS: Final = {"text": _text, "table": _table, "markdown": _markdown, "json": _json}
"""How changes can be written, by name."""
