"""The resolved collection: events with their dates, in order, and the questions that can be asked of them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import partial
from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast, overload

from attrs import evolve

from timeline import zones
from timeline.calendar import DAY
from timeline.errors import (
    Problem,
    SettingError,
    TimelineError,
    UndatedReferenceError,
    UnknownEventError,
    UnknownNameError,
    nearest_name,
)
from timeline.events import Document, Event, Locator
from timeline.index import AFTER, BEFORE, DURING, OVERLAPPING, Predicate
from timeline.registry import event_types, exporters, streams
from timeline.resolver.resolution import Resolution, Step
from timeline.selection import (
    All,
    Either,
    Entry,
    Keyed,
    Listed,
    Matching,
    Not,
    Relations,
    Rows,
    Store,
    Test,
    Timed,
    Unrelated,
)
from timeline.span import FOREVER, NEVER, Allen, Grain, Span, allen, solid

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from timeline.resolver.reading import Constraint
    from timeline.schedule.conflicts import Conflict, Gap
    from timeline.schedule.free import Each, Proposal, Slot
    from timeline.schedule.impact import Impact, Move
    from timeline.schedule.occurrences import Occurrences
    from timeline.schedule.upcoming import Upcoming
    from timeline.stats import Statistics

__all__ = ["Entry", "Steps", "Timeline", "When"]

When: TypeAlias = "str | Entry | Event | Span | Resolution | date | datetime"
"""What a selection is compared with: the id of an event (which wins over wording), an entry or event, a date or a
datetime, wording, a span, or what wording was resolved to."""

Window: TypeAlias = "When | tuple[When | None, When | None] | None"
"""A stretch to look at what repeats in: one thing that a selection may be compared with, or from one to another."""


class Steps(tuple[Step, ...]):
    """Steps of an explanation, in order; printed, each is a line."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(step.text for step in self)


class Timeline:
    """Events with their dates, in chronological order; immutable.

    Open or unknown starts come first, then the earliest start decides, then the latest end (open or unknown last), then
    wholes before their parts, then the id. Events without a date come last. Days and moments share that order: a day
    starts with its midnight in the timeline's own zone.

    Iteration, ``timeline[0]`` and ``timeline["some-id"]`` give entries; a slice and every selection give a ``Timeline``
    again, a view that holds no copy of any event and is worked out when it is read. Selections that compare dates give
    what *certainly* is so, and with ``possible=True`` what may be so. Compared with an event of the timeline, they heed
    what is stated (``before``, ``after``, ``part_of``, wording such as "before csto-session") as well as dates, and
    leave out the event itself.
    """

    __slots__ = ("_fixed", "_found", "_problems", "_store", "_tests")

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        *,
        document: Document | None = None,
        problems: Iterable[Problem] = (),
        timezone: str | None = None,
        network: Relations | None = None,
    ) -> None:
        """A timeline of entries that are resolved already; ``from_document`` resolves them.

        Raises:
            TimelineError: two entries have one id.
        """
        zone = timezone or (document.timezone if document else "UTC")
        ordered = _in_order(entries, zone)
        self._store = Store(ordered, document, network or Unrelated(), zone)
        self._tests: tuple[Test, ...] = ()
        self._fixed: Rows | None = None
        self._found: Rows | None = None
        self._problems = tuple(problems)

    @classmethod
    def from_document(cls, document: Document) -> Timeline:
        """Resolve every event of a document. Never raises for what is wrong with it: that is in ``problems``."""
        from timeline.resolver.graph import resolve_document  # only where there is something to resolve

        resolved = resolve_document(document)
        undated = (None, None)
        entries = {
            event.id: Entry(event.id, event, *resolved.resolutions.get(event.id, undated)) for event in document.events
        }
        return cls(
            entries.values(),
            document=document,
            problems=_as_in_file(document.name, (*document.problems, *resolved.problems)),
            network=resolved.network,
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the file, in its order."""
        return self._problems

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is no mistake, and worth a look: the first date such as 3/4/2017 whose order nothing settles."""
        from timeline.resolver.graph import NUMERIC  # few ask

        store = self._store
        for index, event in enumerate(store.document.events if store.document else ()):
            if event.when is None or event.id not in store.ids or NUMERIC.search(event.when) is None:
                continue
            found = store.entries[store.ids[event.id]].resolution
            if found is not None and any(candidate.reason == "day first" for candidate in found.candidates):
                text = (
                    f"{event.when!r} is read month first, and could be day first: 'day_first:' of the file settles it"
                )
                return (cast(Document, store.document).problem(f"events[{index}].when", "day-or-month", text),)
        return ()

    # --- a sequence of entries ------------------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Its entries, in order."""
        return tuple(self)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its events, in order."""
        return tuple(entry.id for entry in self)

    @property
    def document(self) -> Document | None:
        """The document that it was made from, with its people, organisations, places and sources."""
        return self._store.document

    @property
    def network(self) -> Relations:
        """What is known between its events beside their dates."""
        return self._store.network

    @property
    def timezone(self) -> str:
        """The zone in which its days start."""
        return self._store.timezone

    def _rows(self) -> Rows:
        if self._found is None:
            if self._fixed is None:
                self._found = All(self._tests).rows(self._store)
            else:
                store, tests = self._store, All(self._tests)
                self._found = [row for row in self._fixed if tests.holds(store, row)]
        return self._found

    def _has(self, row: int) -> bool:
        if self._fixed is not None:
            return row in self._rows()
        return All(self._tests).holds(self._store, row)

    def __len__(self) -> int:
        return len(self._rows())

    def __iter__(self) -> Iterator[Entry]:
        return map(self._store.entries.__getitem__, self._rows())

    def __reversed__(self) -> Iterator[Entry]:
        return map(self._store.entries.__getitem__, reversed(self._rows()))

    def __contains__(self, item: object) -> bool:
        name = item.id if isinstance(item, Entry | Event) else item
        row = self._store.ids.get(name) if isinstance(name, str) else None
        return row is not None and self._has(row)

    @overload
    def __getitem__(self, key: int | str) -> Entry: ...

    @overload
    def __getitem__(self, key: slice) -> Timeline: ...

    def __getitem__(self, key: int | str | slice) -> Entry | Timeline:
        """An entry by its place in the order or by its event's id; a part of the timeline by a slice.

        Raises:
            UnknownEventError: no such id.
            IndexError: no such place.
        """
        if isinstance(key, str):
            row = self._store.ids.get(key)
            if row is None or not self._has(row):
                raise UnknownEventError(key, self.ids)
            return self._store.entries[row]
        if isinstance(key, slice):
            return self._with_rows(self._rows()[key])
        return self._store.entries[self._rows()[key]]

    def __eq__(self, other: object) -> bool:
        """Whether two timelines say the same of the same events, and come to the same dates."""
        if not isinstance(other, Timeline):
            return NotImplemented
        if self._store is other._store:
            return list(self._rows()) == list(other._rows())
        from timeline.compare import alike

        return alike(self, other)

    def __hash__(self) -> int:
        return hash(self.ids)

    def __reduce__(self) -> tuple[object, ...]:
        # A copy that goes elsewhere is worked out, since the tests of a view may be functions that only we know.
        return _again, (type(self), self._store, list(self._rows()), self._problems)

    def __repr__(self) -> str:
        count = len(self)
        return f"<Timeline of {count} {'event' if count == 1 else 'events'}>"

    def _view(self, *tests: Test) -> Timeline:
        return self._make((*self._tests, *tests), self._fixed, None)

    def _with_rows(self, rows: Rows) -> Timeline:
        # A view of these rows in this order.
        return self._make((), rows, rows)

    def _make(self, tests: tuple[Test, ...], fixed: Rows | None, found: Rows | None) -> Timeline:
        view = object.__new__(Timeline)
        view._store, view._problems = self._store, self._problems
        view._tests, view._fixed, view._found = tests, fixed, found
        return view

    @property
    def everything(self) -> Timeline:
        """The whole timeline that this is a view of."""
        return self._make((), None, None)

    @property
    def source(self) -> Timeline:
        """The whole timeline that the entries were taken from, where a query has made one of occurrences."""
        whole = self._make((), None, None)
        whole._store = self._store.whole  # noqa: SLF001  (a view of its own)
        return whole

    @classmethod
    def _taken(cls, entries: Iterable[Entry], source: Timeline) -> Timeline:
        # Entries of a timeline, and occurrences of them, as one of their own, in which all of it can be compared with.
        store = source._store
        taken = cls(
            entries, document=store.document, problems=source.problems, timezone=store.timezone, network=store.network
        )
        taken._store.outer = store.whole
        return taken

    def sort(self, by: str = "start", *, reverse: bool = False) -> Timeline:
        """The same entries in another order: by ``start`` (the timeline's own), ``end``, ``title``, ``type`` or ``id``.

        Entries that are equal in it keep the timeline's own order.

        Raises:
            SettingError: no such order.
        """
        if by not in SORTS:
            raise SettingError(f"a timeline is sorted by {', '.join(SORTS)}, not by {by!r}")
        rows = sorted(self._rows())
        store, key = self._store, SORTS[by]
        if key is not None:
            rows.sort(key=lambda row: cast(str, key(store, row)))  # one key gives always numbers, or always text
        return self._with_rows(rows[::-1] if reverse else rows)

    def __and__(self, other: object) -> Timeline:
        """What is in both of two views of one timeline."""
        return all_of((self, other)) if isinstance(other, Timeline) else NotImplemented

    def __or__(self, other: object) -> Timeline:
        """What is in either of two views of one timeline, in the timeline's own order."""
        return any_of((self, other)) if isinstance(other, Timeline) else NotImplemented

    def __sub__(self, other: object) -> Timeline:
        """What is in this view and not in another of the same timeline."""
        return self._view(Not(All(other._as_tests(self)))) if isinstance(other, Timeline) else NotImplemented

    def _as_tests(self, other: Timeline) -> tuple[Test, ...]:
        if self._store is not other._store:
            raise TimelineError("only selections from one and the same timeline can be put together")
        return self._tests if self._fixed is None else (Listed(sorted(self._rows())),)

    # --- by date --------------------------------------------------------------------------------------------------

    def between(self, a: When | None, b: When | None, *, possible: bool = False) -> Timeline:
        """What touches the stretch from ``a`` to ``b``, ``b`` included; None for no limit on that side.

        Raises:
            TimelineError: ``b`` has ended when ``a`` starts.
        """
        span, events = self._stretch(a, b)
        touching = Timed(OVERLAPPING, span, possible)
        ends = sorted({row for entry in events if (row := self._store.ids.get(entry.id)) is not None})
        # An event that bounds the stretch is in it, wherever within its own bounds it lies.
        return self._view(Either((touching, Listed(ends))) if ends else touching)

    def on(self, day: When, *, possible: bool = False) -> Timeline:
        """What touches a day, or whatever stretch the argument is."""
        self._meant(day)  # None is no limit for ``between``, and no day
        return self.between(day, day, possible=possible)

    def before(self, x: When, *, possible: bool = False) -> Timeline:
        """What has ended when ``x`` starts."""
        return self._timed(BEFORE, x, possible)

    def after(self, x: When, *, possible: bool = False) -> Timeline:
        """What starts when ``x`` has ended, or later."""
        return self._timed(AFTER, x, possible)

    def during(self, x: When, *, possible: bool = False) -> Timeline:
        """What lies within ``x``: starts no earlier and ends no later."""
        return self._timed(DURING, x, possible)

    def overlapping(self, x: When, *, possible: bool = False) -> Timeline:
        """What shares some time with ``x``."""
        return self._timed(OVERLAPPING, x, possible)

    def nearest(self, x: When, k: int = 1) -> Timeline:
        """The ``k`` entries with the smallest gap to ``x``; those that may touch it have none.

        The gap is that between the whole stretches in which the two may lie, and an event of which one side is unknown
        is measured from the edge that is known. Where gaps are equal, the earlier in order comes first.
        """
        span, event = self._meant(x)
        own = None if event is None else self._store.ids.get(event.id)
        found = self._store.index.nearest(span, lambda row: row != own and self._has(row), k)
        return self._with_rows(sorted(found))

    def next(self, x: When, k: int = 1, *, possible: bool = False) -> Timeline:
        """The first ``k`` entries of those after ``x``."""
        rows = self._timed_test(AFTER, x, possible).stream(self._store)
        return self._with_rows(list(islice(filter(self._has, rows), max(k, 0))))

    def previous(self, x: When, k: int = 1, *, possible: bool = False) -> Timeline:
        """Of those before ``x`` the ``k`` that end last."""
        test = self._timed_test(BEFORE, x, possible)
        index, store = self._store.index, self._store
        if possible:
            rows: Iterable[int] = filter(self._has, test.rows(store))
        else:
            by_dates = (row for row in index.ended(test.span) if test.holds(store, row) and self._has(row))
            by_statements = (row for row, holds in test.stated(store).items() if holds and self._has(row))
            rows = {*islice(by_dates, max(k, 0)), *by_statements}
        return self._with_rows(sorted(nlargest(k, rows, key=lambda row: (index.end(row), row))))

    def _timed(self, predicate: Predicate, x: When, possible: bool) -> Timeline:
        return self._view(self._timed_test(predicate, x, possible))

    def _timed_test(self, predicate: Predicate, x: When, possible: bool) -> Timed:
        span, event = self._meant(x)
        if predicate is AFTER and event is None and span.end_high == span.start_low:
            # "After 10:00" begins at 10:00, though what starts then is under way at that second.
            span = evolve(span, start_low=span.start_low - 1, start_high=span.start_high - 1)
        return Timed(predicate, span, possible, event)

    def _stretch(self, a: When | None, b: When | None) -> tuple[Span, list[Entry]]:
        """The stretch from ``a`` to ``b``, and the timeline's own events among these."""
        first, start = (None, None) if a is None else self._meant(a)
        last, end = (None, None) if b is None else (first, start) if b is a else self._meant(b)
        if first is not None and last is not None and first.zone != last.zone:
            zone = first.zone or last.zone if first.zone is None or last.zone is None else "UTC"
            first, last = first.in_zone(zone or "UTC"), last.in_zone(zone or "UTC")
        zone = first.zone if first is not None else last.zone if last is not None else None
        low, high = (NEVER, NEVER) if first is None else solid(first)[:2]
        end_low, end_high = (FOREVER, FOREVER) if last is None else solid(last)[2:]
        if end_high <= low:
            raise TimelineError(f"nothing lies between {_say(a)} and {_say(b)}: the second has ended by then")
        return Span(low, high, end_low, end_high, zone=zone), [event for event in (start, end) if event is not None]

    def _meant(self, x: When) -> tuple[Span, Entry | None]:
        """The span that an argument stands for, and the entry of the event where it is one of the timeline's own."""
        if isinstance(x, Event | Entry) or (isinstance(x, str) and self._store.entry(x) is not None):
            return self._event(x)
        match x:
            case Span():
                return x, None
            case Resolution():
                return x.span, None
            case datetime():
                return _instant(x, self.timezone), None
            case date():
                return Span.filled(x.toordinal(), x.toordinal() + 1), None
            case str():
                return self._wording(x)
        raise TypeError(f"a date, wording, span, event or id is wanted, not {type(x).__name__}")

    def _event(self, x: str | Event | Entry) -> tuple[Span, Entry | None]:
        name = x if isinstance(x, str) else x.id
        own = self._store.entry(name)
        entry = x if own is None and isinstance(x, Entry) else own
        if entry is None:
            raise UnknownEventError(name, self._store.whole.ids)
        if entry.span is None:
            raise UndatedReferenceError(f"{name!r} has no date to compare with", name)
        return entry.span, own

    def _wording(self, text: str) -> tuple[Span, Entry | None]:
        from timeline.resolver import resolve

        document = self.document
        anchor = document.as_of if document else None
        settings: Mapping[str, Any] = {"timezone": self.timezone} if document is None else document.settings()
        try:
            return resolve(text, anchor=anchor, **settings).span, None
        except TimelineError as error:
            try:
                return self._around(text, anchor, settings)
            except (UnknownNameError, UndatedReferenceError) as unknown:
                reason: TimelineError = unknown
            except TimelineError:
                reason = error
            if " " not in text and nearest_name(text, self._store.whole.ids) is not None:
                reason = UnknownEventError(text, self._store.whole.ids)
            raise reason from None

    def _around(self, text: str, anchor: str | None, settings: Mapping[str, Any]) -> tuple[Span, Entry | None]:
        """What wording that names events means: "first day of E", "before E", or the title of one alone."""
        from timeline.resolver.context import make_context
        from timeline.resolver.evaluate import needs, read
        from timeline.resolver.units import unit_cell
        from timeline.wording.expression import EventName
        from timeline.wording.parser import parse

        names = self._store.whole.names
        expression = parse(text, str(settings.get("language", "en")), names)
        if isinstance(expression, EventName):
            return self._event(names.ids.get(expression.name, expression.name))
        known = {name: self._event(names.ids.get(name, name))[0] for name in needs(expression)}
        context = make_context(anchor, **settings)
        reading = read(expression, context, known, fill=True)
        span = reading.span
        for constraint in reading.constraints:
            span = _bounded(span, self._event(names.ids.get(constraint.event, constraint.event))[0], constraint)
        # A day, week or year that a question names is all of it, whatever it was counted from.
        cell = span.exact or (
            span.zone is None
            and span.bounded
            and unit_cell(str(span.grain), span.start_low, 0, context) == (span.start_low, span.end_high)
        )
        return (evolve(span, start_high=span.start_low, end_low=span.end_high) if cell else span), None

    # --- by everything else ---------------------------------------------------------------------------------------

    def of(self, *types: type[Event] | str) -> Timeline:
        """Events of one of these types or of a type based on them; a type is a class or its name (``"summit"``).

        Raises:
            UnknownFormatError: no type has that name.
        """
        wanted = tuple(self._type(kind) if isinstance(kind, str) else _a_class(kind) for kind in types)
        return self._view(Keyed("type", tuple(cls for cls in self._types() if issubclass(cls, wanted))))

    def _types(self) -> list[type[Event]]:
        return cast("list[type[Event]]", list(self._store.facet("type")))

    def _type(self, name: str) -> type[Event]:
        declared = self.document.types if self.document else {}
        if name in declared:
            return declared[name]
        own = next((cls for cls in self._types() if cls.type == name), None)
        return own or cast("type[Event]", event_types[name])

    def with_participant(self, *who: object, role: str | None = None) -> Timeline:
        """Events that one of these people or organisations takes part in, in whatever field it is named.

        Each is an id, a name or alias that the file gives it, or the person or organisation itself. ``role`` is a role
        of a participant, or the field that names them (``host``, ``winner``).
        """
        ids = self._known("people", who) | self._known("organisations", who)
        found = self._view(Keyed("participant", tuple(sorted(ids))))
        return found if role is None else found.where(lambda entry: not ids.isdisjoint(_in_role(entry.event, role)))

    def with_organisation(self, *which: object) -> Timeline:
        """Events that name one of these organisations in whatever field."""
        return self._view(Keyed("participant", tuple(sorted(self._known("organisations", which)))))

    def at(self, *places: object) -> Timeline:
        """Events at one of these places: an id, a name or alias that the file gives it, or the place itself.

        A country finds every place that lies in it.
        """
        ids = self._known("places", places)
        known = self.document.places if self.document else {}
        ids |= {place.id for place in known.values() if place.country in places and place.country is not None}
        return self._view(Keyed("place", tuple(sorted(ids))))

    def tagged(self, *tags: str) -> Timeline:
        """Events that have one of these tags."""
        return self._view(Keyed("tag", tags))

    def from_source(self, *sources: object) -> Timeline:
        """Events that one of these sources says something of."""
        return self._view(Keyed("source", tuple(sorted(self._known("sources", sources)))))

    def with_status(self, *statuses: str) -> Timeline:
        """Events that are confirmed, tentative or cancelled."""
        return self._view(Keyed("status", statuses))

    def where(self, predicate: Callable[[Entry], bool]) -> Timeline:
        """Entries for which a function says yes."""
        return self._view(Matching(predicate))

    def _known(self, kind: str, values: Sequence[object]) -> set[str]:
        """Ids for ids, names and things; what nobody knows stays as it is and finds nothing."""
        known: Mapping[str, object] = getattr(self.document, kind) if self.document else {}
        found: set[str] = set()
        for value in values:
            text = value if isinstance(value, str) else str(getattr(value, "id", value))
            named = {text} if text in known else {name for name, thing in known.items() if text in _names_of(thing)}
            found |= named or {text}
        return found

    def values(self, name: str) -> frozenset[str]:
        """What the events of the whole timeline have: every ``id``, ``type``, ``participant``, ``tag`` and so on.

        Raises:
            KeyError: events are not looked up by anything of that name.
        """
        if name == "id":
            return frozenset(self._store.ids)
        if name == "type":
            return frozenset(cls.type for cls in self._types())
        return frozenset(cast("dict[str, Rows]", self._store.facet(name)))

    def with_events(self, *events: Event | Entry) -> Timeline:
        """A new timeline with these events as well; one whose id is there already takes that one's place.

        Events are resolved together with all the others, so that wording may name either way; an entry is taken as it
        is. What is wrong with them is in ``problems``.
        """
        _check_events(events)
        old = self._store
        added = [event for event in events if isinstance(event, Event)]
        given = {entry.id: entry for entry in events if isinstance(entry, Entry)}
        entries = {entry.id: entry for entry in old.entries}
        base: dict[str, object] = {"document": old.document, "network": old.network, "problems": self.problems}
        if added:
            document = _extended(old.document or Document(timezone=old.timezone), added)
            fresh = Timeline.from_document(document)
            entries |= {entry.id: entry for entry in fresh}
            base = {"document": document, "network": fresh.network, "problems": fresh.problems}
        entries |= given
        whole = Timeline(entries.values(), timezone=old.timezone, **base)  # type: ignore[arg-type]
        wanted = {*self.ids, *given, *(event.id for event in added)}
        if len(wanted) == len(whole):
            return whole
        return whole._view(Listed(sorted(whole._store.ids[name] for name in wanted)))

    def without(self, *events: When) -> Timeline:
        """A timeline without these events (ids, events or entries); what was resolved from them stays as it is.

        Raises:
            UnknownEventError: no such event.
        """
        out = set()
        for event in events:
            name = event.id if isinstance(event, Event | Entry) else event
            if not isinstance(name, str) or name not in self._store.ids:
                raise UnknownEventError(str(name), self._store.ids)
            out.add(self._store.ids[name])
        return self._with_rows([row for row in self._rows() if row not in out])

    # --- relations and order --------------------------------------------------------------------------------------

    def relation(self, a: When, b: When) -> frozenset[Allen]:
        """Those of Allen's thirteen relations of ``a`` to ``b`` that dates and statements leave possible."""
        first, second = self._own(a), self._own(b)
        if first is not None and second is not None:
            return self._store.relations(first, second)
        return allen(self._meant(a)[0], self._meant(b)[0])

    def _own(self, x: When) -> Entry | None:
        """The timeline's own event that an argument names, dated or not."""
        name = x.id if isinstance(x, Entry | Event) else x
        own = self._store.entry(name) if isinstance(name, str) else None
        return own or self._meant(x)[1]

    def order(self) -> tuple[tuple[Entry, ...], ...]:
        """The events in the order of their starts, in groups: the order of groups is certain, that within one is not.

        Groups are as small as dates and statements allow. Events without a date are not among them.
        """
        groups: list[tuple[Entry, ...]] = []
        for block in self._blocks():
            groups.extend(tuple(self._store.entries[row] for row in part) for part in self._split(block))
        return tuple(groups)

    def _blocks(self) -> Iterator[list[int]]:
        # By dates alone: a block ends where every start so far lies no later than any start to come.
        index = self._store.index
        block: list[int] = []
        latest = NEVER
        for low, high, row in sorted((*index.start_range(row), row) for row in self._rows() if self._store.span(row)):
            if block and low >= latest:
                yield block
                block = []
            block.append(row)
            latest = max(latest, high)
        if block:
            yield block

    def _split(self, block: list[int]) -> Iterator[list[int]]:
        # Rows whose order is unknown hang together; what hangs together is a group. In an order that everything known
        # agrees with, groups are neighbours: a row joins all from the earliest with which its own order is unknown, and
        # what comes before a group as a whole comes before what follows it.
        store = self._store
        if len(block) == 1 or not any(store.entries[row].id in store.network for row in block):
            yield block
            return
        groups: list[tuple[int, list[int]]] = []  # the latest start of a group, and its rows
        for low, latest, _, row in sorted(
            (*store.index.start_range(row), store.place(store.entries[row].id), row) for row in block
        ):
            group, last = [row], latest
            while groups and not self._all_ordered(*groups[-1], row, low):
                high, members = groups.pop()
                group, last = members + group, max(last, high)
            groups.append((last, group))
        yield from (sorted(group) for _, group in groups)

    def _all_ordered(self, latest: int, members: list[int], row: int, low: int) -> bool:
        """Whether every member of a group, whose latest start is known, certainly starts no later than a row."""
        return latest <= low or all(self._ordered(member, row) for member in members)

    def _ordered(self, first: int, second: int) -> bool:
        """Whether the first certainly starts no later than the second."""
        index = self._store.index
        if index.start_range(first)[1] <= index.start_range(second)[0]:
            return True
        return _stated_no_later(self._store, first, second)

    def explain(self, event_id: str) -> Steps:
        """Every step from the wording of an event to its date, in plain words.

        Raises:
            UnknownEventError: no such id.
        """
        entry = self[event_id]
        if entry.resolution is not None:
            return Steps(entry.resolution.steps)
        if entry.span is None:
            return Steps((Step("undated", f"{event_id} has no date: {entry.event.when or 'nothing says when it is'}"),))
        start, end = entry.span.iso()
        return Steps(
            (Step("given", f"{event_id} lies between {start or 'an unknown start'} and {end or 'an unknown end'}"),)
        )

    # --- questions in words, figures, other shapes ----------------------------------------------------------------

    def query(self, text: str) -> Timeline:
        """What a query in the query language selects: ``type:summit after:'Oct. 15' sort:-start limit:20``.

        Raises:
            QueryError: it can't be read; ``column`` is where.
        """
        from timeline.query import answer  # most timelines are never asked in words

        return answer(self, text)

    def stats(self) -> Statistics:
        """Counts, busiest days, stretches with nothing, and how well the dates are known."""
        from timeline.stats import statistics

        return statistics(self)

    # --- planning -------------------------------------------------------------------------------------------------

    def occurrences(self, window: Window = None) -> Occurrences:
        """A timeline in which each repeating event stands as its occurrences inside a window.

        Of what does not repeat it has what may touch the window. A window is whatever a selection is compared with, or
        a pair (from, to) of such, ``to`` included; without one, everything that repeats has to end by itself. The ids
        of occurrences are ``standup@2018-03-06``, ``notes`` tells what was left out or skipped, and all selections,
        tables and exports work as always.

        Raises:
            TimelineError: something repeats without end, and there is no window.
            InvalidDateError: a rule or an exception cannot be read.
        """
        from timeline.schedule.occurrences import expand

        return expand(self, self._window(window))

    def conflicts(
        self, *, window: Window = None, gap: Gap | None = None, possible: bool = False
    ) -> tuple[Conflict, ...]:
        """The same participant, an organisation's only representative or the same place in two events at once.

        By default those that are certain; with ``possible=True`` also those that may be, each told apart by its
        ``certain``. ``gap`` is the least time between two places ("30 minutes", or a mapping from pairs of place ids).
        A whole and its parts (by ``part_of``, or by wording that puts one within the other) are no conflict, nor is
        what is cancelled or takes nobody's time: terms, programmes and periods, milestones and deadlines. What is
        tentative clashes possibly at most.

        Raises:
            TimelineError: something repeats without end, and there is no window.
        """
        from timeline.schedule.conflicts import conflicts

        return conflicts(self, window=self._window(window), gap=gap, possible=possible)

    def free(
        self,
        participants: str | Sequence[str],
        *,
        within: Window,
        length: str | timedelta = "1 hour",
        hours: Each = None,
        days: Each = None,
        timezone: str | None = None,
        zones: Mapping[str, str] | None = None,
        possible: bool = False,
    ) -> tuple[Slot, ...]:
        """The slots of at least a length in which all of these are free, each in their own hours and zone.

        ``hours`` ("9:00-17:00", the default) and ``days`` ("Mon-Fri") are one text for all whose entry in the file says
        nothing else, or a mapping by participant, which goes before the file; ``zones`` maps participants to their
        zones in the same way. A slot is free for certain; with ``possible=True`` also where somebody may be busy by an
        event that is known within bounds only, and its ``certain`` says so.

        Raises:
            TimelineError: nobody is known by such a name, or the window has no end.
            SettingError: hours or days that cannot be read.
        """
        from timeline.schedule.free import free

        settings: dict[str, Any] = {"hours": hours, "days": days, "timezone": timezone, "zones_of": zones}
        return free(self, participants, self._bounded(within), length, possible=possible, **settings)

    def propose(
        self,
        participants: str | Sequence[str],
        *,
        within: Window,
        length: str | timedelta = "1 hour",
        hours: Each = None,
        days: Each = None,
        timezone: str | None = None,
        zones: Mapping[str, str] | None = None,
        best: int = 5,
    ) -> tuple[Proposal, ...]:
        """The best slots of exactly a length in which all are free for certain, best first, each with its reasons.

        Fewest zones out of hours comes first, then what lies least outside them, then the earlier day, then what leaves
        the fewest gaps too short for another such slot, then the earlier time. The settings are those of ``free``.
        """
        from timeline.schedule.free import propose

        settings: dict[str, Any] = {"hours": hours, "days": days, "timezone": timezone, "zones_of": zones}
        return propose(self, participants, self._bounded(within), length, best=best, **settings)

    def what_if(self, event_id: str, move: Move) -> Timeline:
        """The timeline with one event moved, and with it everything whose date hangs on it.

        ``move`` is by how much ("+2 days", "3 hours earlier") or when instead ("Dec. 2", where it keeps its length, or
        "Dec. 2-5"). The event gets a date of its own in place of its wording. Of what repeats one occurrence is moved,
        by its own id ("standup@2018-03-06"): its event says so under ``moved`` then. Nothing changes with a move of
        nothing.

        Raises:
            UnknownEventError: no such event, or it does not take place then.
            TimelineError: it has no date, or repeats and no occurrence is named, or the move cannot be read.
        """
        from timeline.schedule.impact import what_if

        return what_if(self, event_id, move)

    def impact(self, event_id: str, move: Move) -> Impact:
        """What a move would do: every event whose date changes, old and new, what breaks, and new conflicts."""
        from timeline.schedule.impact import impact

        return impact(self, event_id, move)

    def upcoming(self, start: When, *, within: str | timedelta = "2 weeks") -> tuple[Upcoming, ...]:
        """What comes from a day on within some time, with the days left; overdue deadlines first."""
        from timeline.schedule.upcoming import ahead, upcoming

        return upcoming(self, ahead(self._meant(start)[0], within))

    def meant(self, x: When) -> Span:
        """The span that an id, wording, a date or an entry stands for in this timeline.

        Raises:
            TimelineError: it is no date, or an event without one.
        """
        return self._meant(x)[0]

    def _window(self, window: Window) -> Span | None:
        if window is None:
            return None
        span = self._stretch(*window)[0] if isinstance(window, tuple) else self._meant(window)[0]
        return Span.filled(span.start_low, span.end_high, zone=span.zone)

    def _bounded(self, window: Window) -> Span:
        span = self._window(window)
        if span is None:
            raise TimelineError("say within which time to look")
        return span

    def export(self, format: str, path: str | os.PathLike[str], **settings: object) -> None:  # noqa: A002
        """Write it to a file (``-`` is standard output), whole or not at all, in a format known by name.

        Calendars and files of events are written an event at a time: memory does not grow with their number.

        Raises:
            UnknownFormatError: no such format.
            UnwritableError: the file can't be written.
        """
        from timeline.files import write_atomically

        write_atomically(path, (streams if format in streams else exporters)[format](self, **settings))

    def to_ical(self, **settings: object) -> bytes:
        """It as an iCalendar file (RFC 5545)."""
        return cast(bytes, exporters["ics"](self, **settings))

    def to_table(self, format: str = "simple", columns: Sequence[str] | None = None, **settings: object) -> str:  # noqa: A002
        """It as a text table, in any of tabulate's formats."""
        return cast(str, exporters["table"](self, format=format, columns=columns, **settings))

    def to_chart(self, **settings: object) -> str:
        """It as bars of text over an axis of time, what is certain apart from what is possible."""
        return cast(str, exporters["chart"](self, **settings))

    def to_json(self, **settings: object) -> str:
        """It as JSON: what was said and what it was resolved to."""
        return cast(str, exporters["json"](self, **settings))

    def to_frame(self, library: str | None = None) -> object:
        """It as a DataFrame, a row an event: of ``"pandas"`` or ``"polars"``, as asked for or as installed.

        Dates are ISO 8601 text, moments as wall time in ``timezone``, so that every year fits; nothing where a side is
        open or unknown. ``start`` and ``end`` are those of ``Span.iso``; the four bounds include their last day. A
        column has the same type whatever is in it: text, true or false, or a list of text.

        Raises:
            TimelineError: it is not installed, or no library that has data frames.
        """
        from timeline.frame import framed  # most timelines never become one

        return framed(self, library)


def _a_class(kind: object) -> type[Event]:
    if not isinstance(kind, type):
        raise TypeError(f"a type of events or its name is wanted, not {kind!r}")
    return kind


def _check_events(events: Iterable[object]) -> None:
    for each in events:
        if not isinstance(each, Event | Entry):
            raise TypeError(f"an event or entry is wanted, not {type(each).__name__}")


def _again(cls: type[Timeline], store: Store, rows: Rows, problems: tuple[Problem, ...]) -> Timeline:
    made = object.__new__(cls)
    made._store, made._problems = store, problems
    made._tests, made._fixed, made._found = (), None if rows == [*range(len(store))] else rows, rows
    return made


def all_of(views: Sequence[Timeline]) -> Timeline:
    """What is in every one of some views of one timeline, in the order of the first."""
    first, *others = views
    return first._view(*(test for view in others for test in view._as_tests(first)))  # noqa: SLF001  (one module)


def any_of(views: Sequence[Timeline]) -> Timeline:
    """What is in any of some views of one timeline, in the timeline's own order."""
    first, *others = views
    if not others:
        return first
    return first._make((Either(tuple(All(view._as_tests(first)) for view in views)),), None, None)  # noqa: SLF001


SORTS: Final[dict[str, Callable[[Store, int], int | str] | None]] = {
    "start": None,
    "end": lambda store, row: store.index.end(row) if store.span(row) else 2 * FOREVER,
    "title": lambda store, row: store.entries[row].event.title.casefold(),
    "type": lambda store, row: store.entries[row].event.type,
    "id": lambda store, row: store.entries[row].id,
}
"""The orders of ``Timeline.sort``; None is the order that rows have already."""

_NO_LATER: Final = frozenset(
    {
        Allen.BEFORE,
        Allen.MEETS,
        Allen.OVERLAPS,
        Allen.STARTS,
        Allen.EQUALS,
        Allen.FINISHED_BY,
        Allen.CONTAINS,
        Allen.STARTED_BY,
    }
)


def _stated_no_later(store: Store, first: int, second: int) -> bool:
    """Whether one event starts no later than another by what is stated; most pairs are asked of from both sides."""
    one, two = store.entries[first], store.entries[second]
    if not store.tied(one, two):
        return False
    known = store.starts.get((first, second))
    if known is None:
        relations = store.relations(one, two)
        known = store.starts[first, second] = relations <= _NO_LATER
        store.starts[second, first] = {relation.converse for relation in relations} <= _NO_LATER
    return known


_PLACE: Final = re.compile(r"events\[(\d+)\]")


def _as_in_file(main: str, problems: Sequence[Problem]) -> list[Problem]:
    """Problems in the order of the file, those of included files after it."""
    files = {main: 0}
    for problem in problems:
        files.setdefault(problem.file, len(files))
    return sorted(problems, key=lambda problem: (files[problem.file], problem.line, problem.column))


def _in_order(entries: Iterable[Entry], zone: str) -> list[Entry]:
    given = list(entries)
    by_id = {entry.id: entry for entry in given}
    if len(by_id) < len(given):
        seen: set[str] = set()
        twice = next(entry.id for entry in given if entry.id in seen or seen.add(entry.id))  # type: ignore[func-returns-value]
        raise TimelineError(f"two events have the id {twice!r}")
    midnights: dict[int, int] = {NEVER: NEVER, FOREVER: FOREVER}
    depths: dict[str, int] = {}

    def instant(edge: int, own: str | None) -> int:
        if own is not None:
            return zones.to_utc(own, edge) if NEVER < edge < FOREVER else edge
        found = midnights.get(edge)
        if found is None:
            found = midnights[edge] = zones.to_utc(zone, edge * DAY)
        return found

    def key(entry: Entry) -> tuple[int, int, int, int, str]:
        span = entry.span
        if span is None:
            return 1, 0, 0, 0, entry.id
        depth = _depth(entry, by_id, depths) if entry.event.part_of else 0
        return 0, instant(span.start_low, span.zone), instant(span.end_high, span.zone), depth, entry.id

    given.sort(key=key)
    return given


def _depth(entry: Entry, by_id: Mapping[str, Entry], known: dict[str, int]) -> int:
    # How many wholes an event is a part of; those of a loop, which is an error elsewhere, of one each.
    path: list[str] = []
    name: str | None = entry.id
    while name is not None and name in by_id and name not in known and name not in path:
        path.append(name)
        name = by_id[name].event.part_of
    depth = known.get(name, 0) if name is not None and name in by_id else -1
    if name in path:
        at = path.index(name)
        known.update(dict.fromkeys(path[at:], 1))
        path, depth = path[:at], 1
    for name in reversed(path):
        depth += 1
        known[name] = depth
    return known[entry.id]


def _instant(moment: datetime, zone: str) -> Span:
    """A moment as a span; without a zone of its own it is wall time in ``zone``."""
    wall = moment.toordinal() * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second
    offset = moment.utcoffset()
    if offset is not None:
        name = getattr(moment.tzinfo, "key", None) or getattr(moment.tzinfo, "name", None)
        if isinstance(name, str) and (name in zones.zone_names() or zones.is_fixed(name)):
            zone = name
            # Of a time that exists twice, wall time says only the first: then UTC says which.
            if zones.to_utc(name, wall) != wall - int(offset.total_seconds()):
                wall, zone = wall - int(offset.total_seconds()), "UTC"
        else:
            wall, zone = wall - int(offset.total_seconds()), "UTC"
    return Span(wall, wall, wall, wall, Grain.SECOND, zone)


def _bounded(span: Span, other: Span, constraint: Constraint) -> Span:
    """A span whose edge stands to one of another's as a constraint says."""
    if span.zone != other.zone:
        zone = span.zone or other.zone or "UTC"
        unset = (span.start_low, span.start_high, span.end_low, span.end_high) == (NEVER, FOREVER, NEVER, FOREVER)
        span, other = (evolve(span, zone=other.zone), other) if unset else (span.in_zone(zone), other.in_zone(zone))
    edges = [span.start_low, span.start_high, span.end_low, span.end_high]
    mine = 0 if constraint.mine == "start" else 2
    theirs = solid(other)[:2] if constraint.theirs == "start" else solid(other)[2:]
    if constraint.order != "<=":
        edges[mine] = max(edges[mine], theirs[0])
        edges[2] = max(edges[2], edges[0])
    if constraint.order != ">=":
        edges[mine + 1] = min(edges[mine + 1], theirs[1])
        edges[1] = min(edges[1], edges[3])
    return evolve(span, start_low=edges[0], start_high=edges[1], end_low=edges[2], end_high=edges[3], notation=None)


def _in_role(event: Event, role: str) -> set[str]:
    named = getattr(event, role, ())
    from_field = {named} if isinstance(named, str) else {name for name in named or () if isinstance(name, str)}
    return from_field | set(event.with_role(role))


def _names_of(thing: object) -> tuple[str, ...]:
    own = (getattr(thing, attribute, None) for attribute in ("name", "title", "short"))
    return (*(name for name in own if name), *getattr(thing, "aliases", ()))


def _extended(document: Document, added: Sequence[Event]) -> Document:
    events = {event.id: event for event in document.events}
    count = len(document.events)
    events |= {event.id: event for event in added}

    return evolve(document, events=tuple(events.values()), locate=partial(_located, document.locate, count))


def _located(locate: Locator, count: int, path: str) -> tuple[str, int, int, str]:
    place = _PLACE.match(path)
    return ("<added>", 1, 1, path) if place and int(place[1]) >= count else locate(path)


def _say(x: When | None) -> str:
    said = x.id if isinstance(x, Event | Entry) else x.span if isinstance(x, Resolution) else x
    return said.edtf() if isinstance(said, Span) else repr(said) if isinstance(said, str) else str(said)
