"""Conflicts: the same person or place in two events at once, certainly or possibly; a sweep line, not all pairs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from functools import cache
from heapq import heappop, heappush
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from attrs import evolve, frozen

from timeline import zones
from timeline.calendar import DAY
from timeline.errors import SettingError
from timeline.events import Deadline, Document, Event, Milestone, identifiers, references
from timeline.index import DURING, OVERLAPPING, judge
from timeline.resolver.timing import make_length
from timeline.schedule.occurrences import Occurrence, expand, repeats
from timeline.selection import Entry
from timeline.span import FOREVER, NEVER, Span, solid
from timeline.wording.alone import read_duration

if TYPE_CHECKING:
    from timeline.timeline import Timeline

Gap: TypeAlias = "str | int | timedelta | Mapping[tuple[str, str], str | int | timedelta]"
"""The least time between two places: in words ("30 minutes"), seconds or a timedelta, for any two or by pair of place
ids (either way round)."""

_TAKES_NO_TIME: Final = (Milestone, Deadline)
_ABROAD: Final = 26 * 3600
"""How far the same day lies apart in two zones, and then some."""


@frozen
class Conflict:
    """Two events that one person or place cannot both be in.

    ``kind`` is ``participant`` (the same person, or an organisation through its only representative), ``organisation``
    (nobody is known to represent it: somebody may be found for each), ``place``, or ``gap`` (the same person in two
    places with less than the asked time between). ``what`` is the id of whoever or whatever is wanted twice.
    ``certain`` tells whether it is so wherever within their bounds the two lie.
    """

    kind: str
    what: str
    first: Entry
    second: Entry
    certain: bool

    @property
    def overlap(self) -> Span | None:
        """The stretch in which they meet: all that they share, or may share; None where they only come too near."""
        one, two = self.first.span, self.second.span
        if one is None or two is None:
            return None
        if one.zone != two.zone:
            zone = one.zone or two.zone if one.zone is None or two.zone is None else "UTC"
            one, two = one.in_zone(zone or "UTC"), two.in_zone(zone or "UTC")
        low, high = max(one.start_low, two.start_low), min(one.end_high, two.end_high)
        finer = max(one.grain, two.grain, key=lambda grain: grain.rank)
        return Span.filled(low, high, finer, one.zone) if low < high else None


def takes_time(event: Event) -> bool:
    """Whether an event keeps anybody from anything.

    Not what is cancelled, a stretch by nature (term, programme, period) or a mere point (milestone, deadline).
    """
    return event.status != "cancelled" and not event.fills and not isinstance(event, _TAKES_NO_TIME)


def conflicts(
    timeline: Timeline,
    *,
    window: Span | None = None,
    gap: Gap | None = None,
    possible: bool = False,
    among: Collection[str] | None = None,
) -> tuple[Conflict, ...]:
    """What clashes in a timeline, in the order of the events; see ``Timeline.conflicts``.

    ``among`` keeps those in which at least one of these events (ids, or ids of series) takes part.
    """
    if window is not None or any(repeats(entry) for entry in timeline):
        timeline = expand(timeline, window)
    entries = [entry for entry in timeline if entry.span is not None and takes_time(entry.event)]
    finder = _Finder(timeline, entries, gap, possible)
    document = timeline.document or Document()
    found: dict[tuple[int, int, str, str], Conflict] = {}
    for (kind, what), rows in _wanted(entries, document).items():
        if len(rows) < 2:
            continue
        for first, second in finder.pairs(kind, rows):
            if among is not None and not any(_name(one) in among or one.id in among for one in (first, second)):
                continue
            for conflict in finder.judged(kind, what, first, second):
                key = finder.order[first.id], finder.order[second.id], conflict.kind, what
                found.setdefault(key, conflict)
    return tuple(found[key] for key in sorted(found))


def _name(entry: Entry) -> str:
    return entry.series if isinstance(entry, Occurrence) else entry.id


def _wanted(entries: list[Entry], document: Document) -> dict[tuple[str, str], list[int]]:
    """For each person, organisation and place the rows of the events that want it."""
    represent = representatives(document)
    needed: dict[str, tuple[str, str] | None] = {}

    def key_of(who: str) -> tuple[str, str] | None:
        if who not in document.organisations or who in document.people:
            return "participant", who
        people = represent(who)
        if len(people) == 1:
            return "participant", people[0]
        return None if people else ("organisation", who)

    wanted: dict[tuple[str, str], list[int]] = {}
    for row, entry in enumerate(entries):
        keys: set[tuple[str, str]] = set()
        for who in taking_part(entry.event):
            if who not in needed:
                needed[who] = key_of(who)
            if (key := needed[who]) is not None:
                keys.add(key)
        keys.update(("place", place) for place in whereabouts(entry.event))
        for key in keys:
            wanted.setdefault(key, []).append(row)
    return {key: wanted[key] for key in sorted(wanted)}


@cache
def _fields(cls: type, kind: str) -> tuple[str, ...]:
    return tuple(name for name, kinds in references(cls) if kind in kinds)


def _stands(event: Event, kind: str) -> tuple[str, ...]:
    cls: type = type(event)
    values = [value for name in _fields(cls, kind) if (value := getattr(event, name))]
    return tuple(dict.fromkeys(chain.from_iterable(map(identifiers, values))))


def taking_part(event: Event) -> tuple[str, ...]:
    """Ids of the people and organisations that an event needs: whoever stands in a field where a person can stand."""
    return _stands(event, "person")


def whereabouts(event: Event) -> tuple[str, ...]:
    """Ids of the places that an event needs."""
    return _stands(event, "place")


def representatives(document: Document) -> Callable[[str], tuple[str, ...]]:
    """Who can stand for an organisation: its members that are people, and the people who name it."""
    by_people: dict[str, dict[str, None]] = {}
    for person in document.people.values():
        for organisation in person.organisations:
            by_people.setdefault(organisation, {})[person.id] = None

    def found(organisation: str) -> tuple[str, ...]:
        members = document.organisations[organisation].members
        people = dict.fromkeys(member for member in members if member in document.people)
        return tuple({**people, **by_people.get(organisation, {})})

    return found


class _Finder:
    """One search: what is asked, and what is known of the events."""

    def __init__(self, timeline: Timeline, entries: list[Entry], gap: Gap | None, possible: bool) -> None:
        self.timeline = timeline
        self.entries = entries
        self.possible = possible
        self.order = {entry.id: row for row, entry in enumerate(timeline)}
        self.whole = timeline.everything
        self.gaps, self.least = _gaps(gap)
        self.widest = max((self.least, *self.gaps.values()))
        self._wholes: dict[str, frozenset[str]] = {}
        self._lines: dict[int, _Edges] = {}
        document = timeline.document
        self.parents = {event.id: event.part_of for event in (document.events if document else ())}
        self.parents |= {_name(entry): entry.event.part_of for entry in timeline}

    # --- pairs that may meet --------------------------------------------------------------------------------------

    def pairs(self, kind: str, rows: list[int]) -> Iterator[tuple[Entry, Entry]]:
        """Pairs whose stretches meet, the earlier first; all the answers and few more."""
        widen = self.widest if kind == "participant" else 0
        entries = self.entries
        spans = [cast(Span, entries[row].span) for row in rows]  # what has none is left out before
        if not widen and all(span.zone is None for span in spans):
            edges = [_tight(span) for span in spans]
        else:
            edges = [self._line(row, span) for row, span in zip(rows, spans, strict=True)]
            if widen:
                edges = [(low, high, end_low + widen, end_high + widen) for low, high, end_low, end_high in edges]
        for one, two in _sweep(edges) if self.possible else _sweep_certain(edges):
            first, second = entries[rows[one]], entries[rows[two]]
            yield (first, second) if self.order[first.id] <= self.order[second.id] else (second, first)

    def _line(self, row: int, span: Span) -> _Edges:
        found = self._lines.get(row)
        if found is None:
            found = self._lines[row] = _line(span)
        return found

    # --- judging a pair -------------------------------------------------------------------------------------------

    def judged(self, kind: str, what: str, first: Entry, second: Entry) -> Iterator[Conflict]:
        one, two = first.span, second.span
        if one is None or two is None or self._whole_and_part(first, second):
            return
        if kind == "organisation":
            if self.possible and self._meets(first, second, one, two, certain=False):
                yield Conflict(kind, what, first, second, certain=False)
            return
        sure = "tentative" not in (first.event.status, second.event.status)
        for certain in (True, False) if self.possible else (True,):
            if certain and not sure:
                continue  # what may not take place at all clashes with nothing for certain
            if self._meets(first, second, one, two, certain=certain):
                yield Conflict(kind, what, first, second, certain)
                return
            least = self._between(first, second) if kind == "participant" else 0
            if least and judge(OVERLAPPING, _longer(one, least), _longer(two, least), possible=not certain):
                yield Conflict("gap", what, first, second, certain)
                return

    def _meets(self, first: Entry, second: Entry, one: Span, two: Span, *, certain: bool) -> bool:
        if not self._tied(first, second):
            return judge(OVERLAPPING, one, two, possible=not certain)
        relations = self.whole.relation(first.id, second.id)
        return relations <= OVERLAPPING.relations if certain else not relations.isdisjoint(OVERLAPPING.relations)

    def _tied(self, first: Entry, second: Entry) -> bool:
        network = self.timeline.network
        if first.id not in network or second.id not in network:
            return False
        store = self.whole._store  # noqa: SLF001  (one room)
        return store.tied(first, second)

    def _whole_and_part(self, first: Entry, second: Entry) -> bool:
        """Whether one is a part of the other, by ``part_of`` or because its own wording puts it within the other."""
        one, two = _name(first), _name(second)
        if one == two:
            return False
        if two in self._above(one) or one in self._above(two):
            return True
        network = self.timeline.network
        if first.id not in network or second.id not in network.neighbours(first.id):
            return False
        relations = self.whole.relation(first.id, second.id)
        return relations <= DURING.relations or frozenset(each.converse for each in relations) <= DURING.relations

    def _above(self, name: str) -> frozenset[str]:
        found = self._wholes.get(name)
        if found is None:
            above: dict[str, None] = {}
            parent = self.parents.get(name)
            while parent is not None and parent not in above:
                above[parent] = None
                parent = self.parents.get(parent)
            found = self._wholes[name] = frozenset(above)
        return found

    def _between(self, first: Entry, second: Entry) -> int:
        """The seconds that it takes from where the one is to where the other is."""
        one, two = first.event.place, second.event.place
        if not self.widest or one is None or two is None or one == two:
            return 0
        return self.gaps.get((one, two), self.gaps.get((two, one), self.least))


def _gaps(gap: Gap | None) -> tuple[dict[tuple[str, str], int], int]:
    if gap is None:
        return {}, 0
    if not isinstance(gap, Mapping):
        return {}, seconds_of(gap)
    return {pair: seconds_of(length) for pair, length in gap.items()}, 0


def seconds_of(length: object) -> int:
    """A length in words, seconds or as a timedelta, as seconds; months and days at their longest.

    Raises:
        WordingError: the words are no length of time.
        SettingError: it is none of these.
    """
    if isinstance(length, str):
        return make_length(read_duration(length)).seconds_between()[1]
    if isinstance(length, timedelta):
        return int(length.total_seconds())
    if isinstance(length, int):
        return length
    raise SettingError(f"a length of time is said in words, such as '30 minutes', or is a timedelta, not {length!r}")


def _longer(span: Span, seconds: int) -> Span:
    """A span that ends so much later; days become moments where that is no whole number of them."""
    if span.zone is None:
        if seconds % DAY == 0:
            seconds //= DAY
        else:
            span = span.in_zone("UTC")
    low, high = (edge + seconds if NEVER < edge < FOREVER else edge for edge in (span.end_low, span.end_high))
    return evolve(span, end_low=low, end_high=high, notation=None)


# --- sweeping -------------------------------------------------------------------------------------------------------

_Edges: TypeAlias = tuple[int, int, int, int]


def _tight(span: Span) -> _Edges:
    """A span's edges; it ends no earlier than it can start, and starts no later than it must have ended."""
    low, high, end_low, end_high = solid(span)
    return low, min(high, end_high), max(end_low, low), end_high


def _line(span: Span) -> _Edges:
    """A span's edges in UTC seconds, with room for days that start elsewhere."""
    low, high, end_low, end_high = _tight(span)
    zone = span.zone
    if zone is None:
        start, latest, earliest, end = (
            edge * DAY if NEVER < edge < FOREVER else edge for edge in (low, high, end_low, end_high)
        )
        return start - _ABROAD, latest - _ABROAD, earliest + _ABROAD, end + _ABROAD
    start, end = _utc(zone, low), _utc(zone, end_high)
    return start, start if high == low else _utc(zone, high), end if end_low == end_high else _utc(zone, end_low), end


def _utc(zone: str, edge: int) -> int:
    return zones.to_utc(zone, edge) if NEVER < edge < FOREVER else edge


def _sweep(edges: list[_Edges]) -> Iterator[tuple[int, int]]:
    """Pairs of rows of which one may start before the other must have ended."""
    active: list[tuple[int, int]] = []
    for row in sorted(range(len(edges)), key=lambda row: edges[row][0]):
        low, _, _, high = edges[row]
        while active and active[0][0] <= low:
            heappop(active)
        for _, other in active:
            yield other, row
        heappush(active, (high, row))


def _sweep_certain(edges: list[_Edges]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that may be sure to meet.

    What is surely under way from its latest start to its earliest end meets whatever reaches into that; two events of
    which neither is surely under way at any time are never sure to meet.
    """
    cores = [(latest_start, earliest_end, row) for row, (_, latest_start, earliest_end, _) in enumerate(edges)]
    cores.sort(key=lambda core: (min(core[:2]), core[0] > core[1]))
    active: list[tuple[int, int]] = []
    for latest_start, earliest_end, row in cores:
        begin = min(latest_start, earliest_end)
        while active and active[0][0] < begin:
            heappop(active)
        for _, other in active:
            yield other, row
        if latest_start <= earliest_end:
            heappush(active, (earliest_end, row))
