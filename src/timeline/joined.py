"""Several timelines as one: each resolved by itself, then put in one order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from timeline.errors import Problem
from timeline.events import Document, Event
from timeline.selection import Relations
from timeline.span import Allen
from timeline.timeline import Entry, Timeline

_TABLES: Final = ("types", "sources", "people", "organisations", "places")
_EVENT: Final = re.compile(r"events\[(\d+)\]")


def joined(timelines: Sequence[Timeline]) -> Timeline:
    """The events of several timelines in one order, each dated as it is in its own.

    Settings (title, namespace, zone, what a query's wording counts from) are those of the first. Where two have an
    event of the same id, or say different things of one person, organisation, place or source, the first holds and the
    other is reported in ``problems``.

    Raises:
        ValueError: there is none.
    """
    if len(timelines) == 1:
        return timelines[0]
    documents = [timeline.document or Document(timezone=timeline.timezone) for timeline in timelines]
    problems = [problem for timeline in timelines for problem in timeline.problems]
    entries: dict[str, Entry] = {}
    owners: dict[str, int] = {}
    events: list[Event] = []
    places: list[tuple[int, int]] = []
    for number, (timeline, document) in enumerate(zip(timelines, documents, strict=True)):
        found = {entry.id: entry for entry in timeline}
        for index, event in enumerate(document.events):
            if event.id not in found:
                continue
            if event.id in owners:
                other = documents[owners[event.id]].name
                message = f"the id {event.id!r} is taken: the first is in {other}"
                problems.append(document.problem(f"events[{index}].id", "duplicate-id", message))
                continue
            entries[event.id] = found[event.id]
            owners[event.id] = number
            events.append(event)
            places.append((number, index))

    tables: dict[str, Any] = {}
    for key in _TABLES:
        tables[key], differing = _merged(documents, key)
        problems += differing
    networks = tuple(timeline._store.network for timeline in timelines)  # noqa: SLF001  (one room)
    return Timeline(
        entries.values(),
        document=evolve(documents[0], events=tuple(events), locate=_Locator(documents, places), **tables),
        problems=problems,
        timezone=timelines[0].timezone,
        network=_Networks(owners, networks),
    )


@frozen(eq=False)
class _Locator:
    """``Document.locate`` of several: each event stands where its own document has it."""

    documents: Sequence[Document]
    places: Sequence[tuple[int, int]]

    def __call__(self, path: str) -> tuple[str, int, int, str]:
        match = _EVENT.match(path)
        if match is None:
            return self.documents[0].locate(path)
        number, index = self.places[int(match[1])]
        return self.documents[number].locate(f"events[{index}]{path[match.end() :]}")


def _merged(documents: Sequence[Document], key: str) -> tuple[dict[str, object], list[Problem]]:
    """One table of all the documents, and a problem for each thing of which they say different things."""
    merged: dict[str, object] = {}
    origins: dict[str, Document] = {}
    problems: list[Problem] = []
    for document in documents:
        table: Mapping[str, object] = getattr(document, key)
        for name, thing in table.items():
            if name not in merged:
                merged[name], origins[name] = thing, document
            elif merged[name] != thing and key != "types":
                message = f"{name!r} differs from the one in {origins[name].name}, which is taken"
                problems.append(document.problem(f"{key}.{name}", "duplicate-id", message))
    return merged, problems


@frozen(eq=False)
class _Networks:
    """The constraints of several timelines: each knows those between its own events, and nothing ties two of them."""

    owners: Mapping[str, int]
    networks: tuple[Relations, ...]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.owners and name in self.networks[self.owners[name]]

    def relations(self, first: str, second: str) -> frozenset[Allen]:
        """What the constraints of their timeline leave possible; anything where they are of two."""
        owner = self.owners[first]
        return self.networks[owner].relations(first, second) if owner == self.owners[second] else frozenset(Allen)

    def neighbours(self, name: str) -> frozenset[str]:
        """The events that share a statement with this one, among those that were kept."""
        return self._kept(name, self.networks[self.owners[name]].neighbours(name))

    def preceding(self, name: str) -> frozenset[str]:
        """The events that are stated to end no later than this one starts, among those that were kept."""
        return self._kept(name, self.networks[self.owners[name]].preceding(name))

    def following(self, name: str) -> frozenset[str]:
        """The events that are stated to start no earlier than this one ends, among those that were kept."""
        return self._kept(name, self.networks[self.owners[name]].following(name))

    def _kept(self, name: str, found: frozenset[str]) -> frozenset[str]:
        return frozenset(other for other in found if self.owners.get(other) == self.owners[name])
