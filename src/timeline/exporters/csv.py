"""CSV: one row an event, a column for each field that any of them has, and what it resolves to."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from timeline.exporters.plain import Plain, said_event

if TYPE_CHECKING:
    from timeline.timeline import Entry, Timeline

ALWAYS: Final = ("id", "type", "title", "when")
RESOLVED: Final = ("start", "end", "edtf")


def export_csv(timeline: Timeline, *, delimiter: str = ",", resolved: bool = True) -> str:
    """The timeline as CSV (RFC 4180, lines ending with a line feed), with a header.

    The columns are the keys of events in the YAML format: ``id``, ``type``, ``title`` and ``when`` always, others where
    an event has them. Several values in a cell stand with ``;`` between them; somebody's role, and the place in a
    source, after the id and a colon. ``resolved`` adds ``start``, the exclusive ``end`` and ``edtf``.
    """
    records = [said_event(entry.event) for entry in timeline]
    keys = dict.fromkeys((*ALWAYS, *(key for record in records for key in record)))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*keys, *(RESOLVED if resolved else ())])
    for entry, record in zip(timeline, records, strict=True):
        writer.writerow([*(_cell(record.get(key)) for key in keys), *(_resolved(entry) if resolved else ())])
    return text.getvalue()


def _resolved(entry: Entry) -> tuple[str, str, str]:
    if entry.span is None:
        return "", "", ""
    start, end = entry.span.iso()
    return start or "", end or "", entry.span.edtf()


def _cell(value: Plain) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(map(_cell, value))
        case {"who": who, **rest}:
            return f"{who}: {rest['role']}" if rest.get("role") else str(who)
        case {"id": source, **rest}:
            return f"{source}: {rest['at']}" if rest.get("at") else str(source)
        case dict():
            return "; ".join(f"{key} -> {_cell(item)}" for key, item in value.items())
        case _:
            return str(value)
