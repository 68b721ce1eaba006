"""JSON: everything that the file says and everything that it resolves to; the same timeline gives the same text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from timeline.events import Document
from timeline.exporters.plain import Plain, said_document, said_event
from timeline.span import BOUNDS, Span

if TYPE_CHECKING:
    from timeline.resolver.resolution import Resolution
    from timeline.timeline import Entry, Timeline


def export_json(timeline: Timeline, *, steps: bool = False, indent: int | None = 2) -> str:
    """The timeline as JSON, ending with a line break.

    The keys are those of the YAML format; each event has one more, ``resolved``, null where it has no date: ``start``
    and the exclusive ``end`` as ``Span.iso()`` gives them, ``edtf``, the four ``bounds`` (``..`` where a side is open,
    null where it is unknown), ``grain``, ``timezone`` (null for days), ``exact``, ``approximate``, ``uncertain``, and
    where there are any ``recurrence`` and ``spans``. The events stand in the order of the timeline.

    Args:
        timeline: What to write.
        steps: Whether to add each event's ``steps``, ``candidates`` and whether it is ``ambiguous``.
        indent: Spaces for each level; None for everything on one line.
    """
    document = said_document(timeline.document or Document())
    document["events"] = [_event(entry, steps=steps) for entry in timeline]
    return json.dumps(document, ensure_ascii=False, indent=indent) + "\n"


def _event(entry: Entry, *, steps: bool) -> dict[str, Plain]:
    resolved = None if entry.span is None else span_values(entry.span)
    if resolved is not None and entry.resolution is not None:
        resolved.update(resolution_values(entry.resolution, steps=steps))
    return {**said_event(entry.event), "resolved": resolved}


def span_values(span: Span) -> dict[str, Plain]:
    """A span as JSON values."""
    start, end = span.iso()
    four: dict[str, Plain] = {name: bound or None for name, bound in zip(BOUNDS, span.iso_bounds(), strict=True)}
    return {
        "start": start,
        "end": end,
        "edtf": span.edtf(),
        "bounds": four,
        "grain": span.grain.value,
        "timezone": span.zone,
        "exact": span.exact,
        "approximate": span.approximate,
        "uncertain": span.uncertain,
    }


def resolution_values(resolution: Resolution, *, steps: bool) -> dict[str, Plain]:
    """What a resolution holds beside its span, as JSON values; ``steps`` adds its explanation."""
    told: dict[str, Plain] = {}
    if resolution.recurrence is not None:
        start, end = resolution.recurrence.start.iso()
        told["recurrence"] = {"rrule": resolution.recurrence.rrule, "start": start, "end": end}
    if len(resolution.spans) > 1:
        told["spans"] = [span.edtf() for span in resolution.spans]
    if steps:
        told["steps"] = [{"rule": step.rule, "text": step.text} for step in resolution.steps]
        told["candidates"] = [{"edtf": other.span.edtf(), "reason": other.reason} for other in resolution.candidates]
        told["ambiguous"] = resolution.ambiguous
    return told
