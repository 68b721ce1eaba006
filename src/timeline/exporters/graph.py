"""What hangs on what, drawn: as indented text, for Graphviz (DOT), and for Mermaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from timeline.errors import SettingError
from timeline.exporters.text import flatten
from timeline.schedule.dependencies import Dependency, dependencies

if TYPE_CHECKING:
    from timeline.timeline import Entry, Timeline

_LINES: Final = {
    # kind: DOT attributes, Mermaid arrow
    "counted from": ("style=solid", "-->"),
    "bounded by": ("style=dashed", "-.->"),
    "part of": ("style=bold, arrowhead=diamond", "==>"),
    "before": ("style=dotted", "-.->"),
    "after": ("style=dotted", "-.->"),
}


def export_graph(timeline: Timeline, *, format: str = "text") -> str:  # noqa: A002  (its name everywhere)
    """The dependencies between events: ``text``, ``dot`` or ``mermaid``. Events that hang on none are left out.

    An arrow runs from an event to what its date hangs on, labelled with how.

    Raises:
        SettingError: there is no such format.
    """
    if format not in _FORMATS:
        raise SettingError(f"a graph is drawn as {', '.join(_FORMATS)}, not {format!r}")
    return "\n".join(_FORMATS[format](timeline, dependencies(timeline))) + "\n"


def _text(timeline: Timeline, edges: tuple[Dependency, ...]) -> Iterator[str]:
    by_event: dict[str, list[Dependency]] = {}
    for one in edges:
        by_event.setdefault(one.event, []).append(one)
    for entry in timeline:
        own = by_event.get(entry.id)
        if own is None:
            continue
        yield f"{entry.id}  ({_date(entry)})"
        for one in own:
            said = f", {one.wording!r}" if one.wording and one.wording.casefold() != one.on.casefold() else ""
            yield f"  {one.kind} {one.on}{said}"
    if not by_event:
        yield "no date hangs on another"


def _dot(timeline: Timeline, edges: tuple[Dependency, ...]) -> Iterator[str]:
    yield "digraph timeline {"
    yield "  rankdir=RL;"
    yield '  node [shape=box, fontname="sans-serif"];'
    for entry in _drawn(timeline, edges):
        label = "\\n".join(_quoted(text) for text in (entry.event.title, _date(entry)))
        yield f'  "{entry.id}" [label="{label}"];'
    for one in edges:
        yield f'  "{one.event}" -> "{one.on}" [label="{one.kind}", {_LINES[one.kind][0]}];'
    yield "}"


def _mermaid(timeline: Timeline, edges: tuple[Dependency, ...]) -> Iterator[str]:
    names = {entry.id: f"e{number}" for number, entry in enumerate(_drawn(timeline, edges), 1)}
    yield "flowchart RL"
    for entry in _drawn(timeline, edges):
        yield f'  {names[entry.id]}["{_escaped(entry.event.title)}<br>{_escaped(_date(entry))}"]'
    for one in edges:
        yield f"  {names[one.event]} {_LINES[one.kind][1]}|{one.kind}| {names[one.on]}"


def _drawn(timeline: Timeline, edges: tuple[Dependency, ...]) -> Iterator[Entry]:
    touched = {name for one in edges for name in (one.event, one.on)}
    return (entry for entry in timeline if entry.id in touched)


def _date(entry: Entry) -> str:
    from timeline.wording.render import render

    return "undated" if entry.span is None else render(entry.span, style="short")


def _quoted(text: str) -> str:
    return flatten(text).replace("\\", "\\\\").replace('"', '\\"')


def _escaped(text: str) -> str:
    """Text within the quotes of a Mermaid label, which has entity codes but no escapes."""
    return re.sub(r'["#<>;&]', lambda found: f"#{ord(found[0])};", flatten(text))


_FORMATS: Final = {"text": _text, "dot": _dot, "mermaid": _mermaid}
