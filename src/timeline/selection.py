"""What a selection of a timeline is made of: the entries that all its views share, and the tests that pick some."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from heapq import merge
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from attrs import frozen

from timeline.index import AFTER, BEFORE, Predicate, SpanIndex, judge
from timeline.resolver.arcs import strong_groups
from timeline.span import ALLEN_CHAINS, Allen, Span, allen
from timeline.wording.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from timeline.events import Document, Event
    from timeline.resolver.resolution import Resolution

Rows: TypeAlias = "Sequence[int]"
"""Places of entries in the order of the whole timeline."""


@frozen
class Entry:
    """An event in a timeline: what was said of it (``event``), and what its date came to.

    ``span`` is None where the event has no date that could be resolved; ``resolution`` then is None too, and it may be
    where the date follows from other events alone.
    """

    id: str
    event: Event
    span: Span | None = None
    resolution: Resolution | None = None


class Relations(Protocol):
    """What a timeline asks of the constraints between its events."""

    def __contains__(self, name: object) -> bool:
        """Whether the event is one that constraints are known of."""

    def relations(self, first: str, second: str) -> frozenset[Allen]:
        """The relations of one event to another that bounds and statements leave possible."""

    def neighbours(self, name: str) -> frozenset[str]:
        """The events that share a statement with this one."""

    def preceding(self, name: str) -> frozenset[str]:
        """The events that are stated, directly or through others, to end no later than this one starts."""

    def following(self, name: str) -> frozenset[str]:
        """The events that are stated, directly or through others, to start no earlier than this one ends."""


class Unrelated:
    """The constraints of events that state none."""

    def __contains__(self, name: object) -> bool:
        return False

    def relations(self, first: str, second: str) -> frozenset[Allen]:
        """Any."""
        return frozenset(Allen)

    def neighbours(self, name: str) -> frozenset[str]:
        """None."""
        return frozenset()

    preceding = following = neighbours


Keys: TypeAlias = "Callable[[Entry], Iterable[object]]"

FACETS: Final[dict[str, Keys]] = {
    "type": lambda entry: (type(entry.event),),
    "participant": lambda entry: entry.event.involved,
    "organisation": lambda entry: entry.event.organisations,
    "place": lambda entry: entry.event.whereabouts,
    "source": lambda entry: (entry.event.source.id,) if entry.event.source else (),
    "tag": lambda entry: entry.event.tags,
    "role": lambda entry: {part.role for part in entry.event.participants if part.role},
    "part_of": lambda entry: (entry.event.part_of,) if entry.event.part_of else (),
    "event": lambda entry: (entry.event.id,),
    "status": lambda entry: (entry.event.status,),
    "repeats": lambda entry: (
        (True,) if entry.resolution is not None and entry.resolution.recurrence is not None else ()
    ),
}
"""What entries are looked up by: each row names the keys of one entry.

``event`` finds the occurrences of an event that repeats, which have ids of their own.
"""


class Store:
    """The entries of a whole timeline, in order, with what is looked up in them; made once, shared by all views.

    ``outer`` is the store that some of the entries were taken from, where they can be compared with others.
    """

    __slots__ = (
        "_around",
        "_components",
        "_facets",
        "_ids",
        "_index",
        "_names",
        "_places",
        "document",
        "entries",
        "network",
        "outer",
        "starts",
        "timezone",
    )

    def __init__(
        self,
        entries: Sequence[Entry],
        document: Document | None,
        network: Relations,
        timezone: str,
        outer: Store | None = None,
    ) -> None:
        self.entries = tuple(entries)
        self.document = document
        self.network = network
        self.timezone = timezone
        self.outer = outer
        self._facets: dict[str, dict[object, array[int]]] = {}
        self._index: SpanIndex | None = None
        self._ids: dict[str, int] | None = None
        self._names: NameIndex | None = None
        self._components: dict[str, array[int]] = {}
        self.starts: dict[tuple[int, int], bool] = {}
        """For pairs of rows, whether what is stated says that the one starts no later than the other."""
        self._places: dict[str, int] = {}
        self._around: tuple[str, frozenset[str], frozenset[str]] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # What was looked up is looked up again by whoever has the copy.
        return Store, (self.entries, self.document, self.network, self.timezone, self.outer)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def index(self) -> SpanIndex:
        """The index of spans, made when first used."""
        if self._index is None:
            self._index = SpanIndex([entry.span for entry in self.entries], self.timezone)
        return self._index

    def facet(self, name: str) -> dict[object, array[int]]:
        """For each key of a facet the rows that have it, ascending; made when first used."""
        facet = self._facets.get(name)
        if facet is None:
            facet = self._facets[name] = {}
            keys = FACETS[name]
            for row, entry in enumerate(self.entries):
                for key in keys(entry):
                    rows = facet.get(key)
                    if rows is None:
                        rows = facet[key] = array("q")
                    rows.append(row)
        return facet

    @property
    def ids(self) -> dict[str, int]:
        """The row of every id; made when first used."""
        if self._ids is None:
            self._ids = {entry.id: row for row, entry in enumerate(self.entries)}
        return self._ids

    @property
    def names(self) -> NameIndex:
        """What wording may call the events: ids, and titles and aliases that only one has; made when first used."""
        if self._names is None:
            called: dict[str, set[str]] = {}
            for entry in self.entries:
                for name in (entry.event.title, *entry.event.aliases):
                    called.setdefault(name, set()).add(entry.id)
            unique = {name: ids.pop() for name, ids in called.items() if len(ids) == 1}
            self._names = NameIndex(unique | {name: name for name in self.ids})
        return self._names

    @property
    def whole(self) -> Store:
        """The store that the entries were taken from, if not itself."""
        return self.outer or self

    def entry(self, event_id: str) -> Entry | None:
        """The entry of an id, here or where the entries were taken from."""
        for store in (self, self.whole):
            row = store.ids.get(event_id)
            if row is not None:
                return store.entries[row]
        return None

    def span(self, row: int) -> Span | None:
        """The span of an entry."""
        return self.entries[row].span

    def component(self, event_id: str) -> Rows:
        """Rows of the events that statements tie to this one, directly or through others, itself among them."""
        found = self._components.get(event_id)
        if found is None:
            seen, todo = {event_id}, [event_id]
            while todo and event_id in self.network:
                for name in self.network.neighbours(todo.pop()):
                    if name not in seen:
                        seen.add(name)
                        todo.append(name)
            found = array("q", sorted(self.ids[name] for name in seen if name in self.ids))
            self._components.update(dict.fromkeys(seen, found))
        return found

    def place(self, event_id: str) -> int:
        """A number that grows along an order of starts with which all that is stated agrees."""
        if event_id not in self._places:
            self._places.update(_places(self.network, event_id) if event_id in self.network else {event_id: 0})
        return self._places[event_id]

    def around(self, event_id: str) -> tuple[frozenset[str], frozenset[str]]:
        """The events that are stated to come before this one, and after it; kept for the event last asked for."""
        if self._around is None or self._around[0] != event_id:
            known = event_id in self.network
            earlier = self.network.preceding(event_id) if known else frozenset()
            later = self.network.following(event_id) if known else frozenset()
            self._around = event_id, earlier, later
        return self._around[1:]

    def tied(self, first: Entry, second: Entry) -> bool:
        """Whether statements tie two entries to each other."""
        found = self.component(second.id)
        return self._components.get(first.id) is found

    def relations(self, first: Entry, second: Entry) -> frozenset[Allen]:
        """The relations of one entry to another that their bounds and all statements leave possible."""
        if first.id == second.id:
            return frozenset({Allen.EQUALS})
        left = frozenset(Allen)
        if self.tied(first, second) and first.id in self.network and second.id in self.network:
            left = self.network.relations(first.id, second.id)
        if first.span is not None and second.span is not None:
            left = (left & allen(first.span, second.span)) or left
        return left


_POSITIONS: Final = {
    relation: {end: place for place, ends in enumerate(chain) for end in ends}
    for relation, chain in ALLEN_CHAINS.items()
}
_PAIRS: Final = tuple((mine, theirs) for mine in "se" for theirs in "SE")
_ENDS: Final = {"s": 0, "e": 1, "S": 0, "E": 1}


def _places(network: Relations, event_id: str) -> dict[str, int]:
    """Where the starts of all that statements tie to an event stand in an order with which these agree.

    What is stated of starts may hang on ends, so both are put in order; what is the same has the same place.
    """
    names = {event_id: 0}
    todo, done = [event_id], set[str]()
    outgoing: dict[int, list[int]] = {}
    targets: list[int] = []

    def no_later(first: int, second: int) -> None:
        outgoing.setdefault(first, []).append(len(targets))
        outgoing.setdefault(second, [])
        targets.append(second)

    while todo:
        name = todo.pop()
        done.add(name)
        one = 2 * names[name]
        no_later(one, one + 1)
        for other in sorted(network.neighbours(name)):
            if other in done:
                continue  # looked at from there
            if other not in names:
                names[other] = len(names)
                todo.append(other)
            two = 2 * names[other]
            places = [_POSITIONS[relation] for relation in network.relations(name, other)]
            for mine, theirs in _PAIRS:
                if all(place[mine] <= place[theirs] for place in places):
                    no_later(one + _ENDS[mine], two + _ENDS[theirs])
                if all(place[theirs] <= place[mine] for place in places):
                    no_later(two + _ENDS[theirs], one + _ENDS[mine])
    groups = strong_groups(list(outgoing), outgoing, targets)
    order = {variable: place for place, group in enumerate(groups) for variable in group}
    return {name: order[2 * number] for name, number in names.items()}


class Test(Protocol):
    """One condition of a selection."""

    def estimate(self, store: Store) -> int:
        """About how many rows it gives; cheap."""

    def rows(self, store: Store) -> Rows:
        """The rows that meet it, ascending."""

    def holds(self, store: Store, row: int) -> bool:
        """Whether a row meets it."""


@frozen(eq=False)
class Listed:
    """Rows that are known already, ascending."""

    found: Rows

    def estimate(self, store: Store) -> int:
        """Their number."""
        return len(self.found)

    def rows(self, store: Store) -> Rows:
        """Themselves."""
        return self.found

    def holds(self, store: Store, row: int) -> bool:
        """Whether the row is one of them."""
        place = bisect_left(self.found, row)
        return place < len(self.found) and self.found[place] == row


@frozen(eq=False)
class Keyed:
    """Entries that have one of some keys of a facet."""

    facet: str
    keys: tuple[object, ...]

    def estimate(self, store: Store) -> int:
        """How many have each of the keys, together."""
        found = store.facet(self.facet)
        return sum(len(found.get(key, ())) for key in self.keys)

    def rows(self, store: Store) -> Rows:
        """The rows of all the keys."""
        found = store.facet(self.facet)
        return union([found[key] for key in self.keys if key in found])

    def holds(self, store: Store, row: int) -> bool:
        """Whether the entry has one of the keys."""
        return any(key in self.keys for key in FACETS[self.facet](store.entries[row]))


@frozen(eq=False)
class Matching:
    """Entries for which a function says yes."""

    accept: Callable[[Entry], bool]

    def estimate(self, store: Store) -> int:
        """All of them: nobody knows before asking each."""
        return len(store)

    def rows(self, store: Store) -> Rows:
        """The rows that it accepts."""
        return [row for row in range(len(store)) if self.accept(store.entries[row])]

    def holds(self, store: Store, row: int) -> bool:
        """Whether it accepts the entry."""
        return bool(self.accept(store.entries[row]))


@frozen(eq=False)
class Timed:
    """Entries that certainly (or possibly) stand to a span in a certain way.

    Where the span is that of an event, ``event`` is its entry: what is stated decides where dates leave it open, and
    the event itself is not among the answers.
    """

    predicate: Predicate
    span: Span
    possible: bool
    event: Entry | None = None

    def estimate(self, store: Store) -> int:
        """By a few bisections."""
        return store.index.estimate(self.predicate, self.span, possible=self.possible)

    def rows(self, store: Store) -> Rows:
        """The rows, by the index, corrected by what is stated."""
        found = store.index.select(self.predicate, self.span, possible=self.possible)
        if self.event is None:
            return found
        changed = self.stated(store)
        kept = [row for row in found if changed.get(row, True)]
        added = [row for row, holds in changed.items() if holds and not self.possible]
        return sorted({*kept, *added}) if added else kept

    def stated(self, store: Store) -> dict[int, bool]:
        """What dates and statements together say of the rows that dates alone leave open and statements tie to it.

        Its own row is never among the answers.
        """
        if self.event is None:
            return {}
        own = store.ids.get(self.event.id)
        found: dict[int, bool] = {}
        for row in store.component(self.event.id):
            if row != own and self._open(store, row):
                found[row] = self._by_relations(store, row, self.event)
        if own is not None:
            found[own] = False
        return found

    def _open(self, store: Store, row: int) -> bool:
        span = store.span(row)
        if span is None:
            return False
        return judge(self.predicate, span, self.span, possible=True) and not judge(
            self.predicate, span, self.span, possible=False
        )

    def _by_relations(self, store: Store, row: int, event: Entry) -> bool:
        entry = store.entries[row]
        # Most of what is stated is what comes before what: that needs no look at the pair.
        earlier, later = store.around(event.id)
        if entry.id in earlier:
            return self.predicate is BEFORE
        if entry.id in later:
            return self.predicate is AFTER
        relations = store.relations(entry, event)
        wanted = self.predicate.relations
        return not relations.isdisjoint(wanted) if self.possible else relations <= wanted

    def holds(self, store: Store, row: int) -> bool:
        """Whether the entry stands so."""
        span = store.span(row)
        if span is None:
            return False
        if self.event is not None:
            entry = store.entries[row]
            if entry.id == self.event.id:
                return False
            if self._open(store, row) and store.tied(entry, self.event):
                return self._by_relations(store, row, self.event)
        return judge(self.predicate, span, self.span, possible=self.possible)

    def stream(self, store: Store) -> Iterator[int]:
        """The rows one by one, ascending, so that the first few cost little."""
        found = store.index.stream(self.predicate, self.span, possible=self.possible)
        if self.event is None:
            return found
        changed = self.stated(store)
        kept = (row for row in found if changed.get(row, True))
        # What the statements add is not among what the dates give, so that no row comes twice.
        return merge(kept, sorted(row for row, holds in changed.items() if holds and not self.possible))


@frozen(eq=False)
class Either:
    """Entries that meet at least one of some conditions."""

    tests: tuple[Test, ...]

    def estimate(self, store: Store) -> int:
        """The sum."""
        return min(len(store), sum(test.estimate(store) for test in self.tests))

    def rows(self, store: Store) -> Rows:
        """Every row that one of them gives."""
        return union([test.rows(store) for test in self.tests])

    def holds(self, store: Store, row: int) -> bool:
        """Whether one of them holds."""
        return any(test.holds(store, row) for test in self.tests)


@frozen(eq=False)
class All:
    """Entries that meet every one of some conditions; with none of them, every entry."""

    tests: tuple[Test, ...]

    def estimate(self, store: Store) -> int:
        """That of the narrowest."""
        return min((test.estimate(store) for test in self.tests), default=len(store))

    def rows(self, store: Store) -> Rows:
        """The rows of the narrowest, each put to the others."""
        if not self.tests:
            return range(len(store))
        if len(self.tests) == 1:
            return self.tests[0].rows(store)
        first, *others = sorted(self.tests, key=lambda test: test.estimate(store))
        return [row for row in first.rows(store) if all(test.holds(store, row) for test in others)]

    def holds(self, store: Store, row: int) -> bool:
        """Whether all of them hold."""
        return all(test.holds(store, row) for test in self.tests)


@frozen(eq=False)
class Not:
    """Entries that do not meet a condition."""

    test: Test

    def estimate(self, store: Store) -> int:
        """All the others."""
        return len(store) - min(len(store), self.test.estimate(store))

    def rows(self, store: Store) -> Rows:
        """The rows that it does not give."""
        out = set(self.test.rows(store))
        return [row for row in range(len(store)) if row not in out]

    def holds(self, store: Store, row: int) -> bool:
        """Whether it does not hold."""
        return not self.test.holds(store, row)


def union(lists: Sequence[Rows]) -> Rows:
    """All rows of several ascending lists, ascending, each once."""
    if not lists:
        return ()
    if len(lists) == 1:
        return lists[0]
    return sorted(set().union(*lists))
