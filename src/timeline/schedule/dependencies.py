"""What hangs on what: for each event the events that its date is counted from, bounded by or stated to stand to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

from attrs import fields, frozen, has

from timeline.errors import TimelineError
from timeline.resolver.evaluate import needs
from timeline.wording.expression import EventName, Expression
from timeline.wording.parser import parse

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from timeline.selection import Entry
    from timeline.timeline import Timeline
    from timeline.wording.names import NameIndex

KINDS: Final = ("counted from", "bounded by", "part of", "before", "after")
"""How a date can hang on another; the first only runs one way."""


@frozen
class Dependency:
    """``event`` says of itself that it stands so to ``on``; ``wording`` is what said it, where wording did."""

    event: str
    kind: str
    on: str
    wording: str | None = None


def dependencies(timeline: Timeline) -> tuple[Dependency, ...]:
    """Every dependency between events of a timeline, in its order; each once."""
    found: dict[Dependency, None] = {}
    ids = timeline.everything
    inside = set(timeline.ids)
    names, document = ids._store.names, ids._store.document  # noqa: SLF001  (one room)
    language = document.language if document is not None else "en"
    for entry in timeline:
        for one in _of(entry, names, language):
            if one.on in inside and one.on != one.event:
                found[one] = None
    return tuple(found)


def _of(entry: Entry, names: NameIndex, language: str) -> Iterator[Dependency]:
    event = entry.event
    text = event.when if entry.resolution is None else entry.resolution.text
    expression = _expression(entry, names, language)
    if expression is not None:
        ids = names.ids
        counted = {ids.get(name, name) for name in needs(expression)}
        for name in _named(expression):
            on = ids.get(name, name)
            yield Dependency(entry.id, KINDS[0] if on in counted else KINDS[1], on, text)
    if event.part_of:
        yield Dependency(entry.id, "part of", event.part_of)
    for other in event.before:
        yield Dependency(entry.id, "before", other)
    for other in event.after:
        yield Dependency(entry.id, "after", other)


def _expression(entry: Entry, names: NameIndex, language: str) -> Expression | None:
    """What the date of an event says; read once more where nothing came of it, as in a circle."""
    if entry.resolution is not None:
        return entry.resolution.expression
    if entry.event.when is not None:
        with suppress(TimelineError):
            return parse(entry.event.when, entry.event.language or language, names)
    return None


def _named(expression: Expression) -> Iterator[str]:
    """The events that an expression names, from the left."""
    todo: list[object] = [expression]
    while todo:
        node = todo.pop()
        if isinstance(node, EventName):
            yield node.name
        elif isinstance(node, tuple):
            todo.extend(reversed(node))
        elif has(type(node)):
            todo.extend(getattr(node, one.name) for one in reversed(fields(cast("type[AttrsInstance]", type(node)))))


def chains(timeline: Timeline, event_id: str) -> dict[str, tuple[Dependency, ...]]:
    """For each event that hangs together with one, the shortest chain of dependencies from it."""
    touching: dict[str, list[tuple[str, Dependency]]] = {}
    for one in dependencies(timeline.everything):
        touching.setdefault(one.on, []).append((one.event, one))
        if one.kind != KINDS[0]:  # a bound is felt on both sides, a count only by what is counted
            touching.setdefault(one.event, []).append((one.on, one))
    found: dict[str, tuple[Dependency, ...]] = {event_id: ()}
    todo = [event_id]
    for name in todo:
        for other, one in touching.get(name, ()):
            if other not in found:
                found[other] = (*found[name], one)
                todo.append(other)
    del found[event_id]
    return found
