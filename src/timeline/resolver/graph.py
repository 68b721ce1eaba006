"""A whole file resolved: the order in which events are read, what ties them together, and what cannot be.

Two kinds of ties are kept apart. Wording that needs a *value* ("two days after the summit") puts the events in an
order, and only such wording can run in a circle. Everything else (``part_of``, ``before``, ``after``, "during the
summit") says how edges stand to each other, and goes into the network, whichever way round. Where the network tightens
an event that others are counted from, those are read again, until nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve, field, fields, frozen, has

from timeline import zones
from timeline.calendar import DAY, format_day, format_moment
from timeline.collector import collector_paused
from timeline.errors import (
    AmbiguousError,
    AnchorNeededError,
    InvalidDateError,
    NoDateError,
    OutOfRangeError,
    Problem,
    SettingError,
    TimelineError,
    UndatedReferenceError,
    UnknownNameError,
    WordingError,
    nearest_name,
)
from timeline.events import Document, Event
from timeline.resolver import explain, resolve_expression
from timeline.resolver.context import Context, make_context, read_anchor
from timeline.resolver.evaluate import Evaluator, needs, read
from timeline.resolver.network import Contradiction, Network, Statement, Tightening
from timeline.resolver.reading import Constraint, Reading
from timeline.resolver.resolution import Explanation, RecurrenceRule, Resolution, Step
from timeline.resolver.timing import Length, at_times, lasting, make_length
from timeline.span import FOREVER, NEVER, Allen, Span, allen
from timeline.wording.alone import read_duration, read_time
from timeline.wording.expression import (
    Adjacent,
    Around,
    At,
    Beside,
    Both,
    Clock,
    DayPart,
    Edge,
    EventName,
    Expression,
    Fields,
    Nth,
    Qualified,
    Range,
    Recurrence,
    Shift,
    Undated,
)
from timeline.wording.names import NameIndex
from timeline.wording.parser import parse
from timeline.wording.patterns import SLOTS, Patterns
from timeline.wording.render import render

if TYPE_CHECKING:
    from attrs import AttrsInstance

NOWHERE: Final = Span(NEVER, FOREVER, NEVER, FOREVER)
"""The span of which nothing is known."""
_SOME_YEAR: Final = Span.filled(736_330, 736_695)
"""Stands for a date that isn't known yet, where only what else a wording says is wanted."""
_TURNS: Final = 8
"""How often a reading may lie elsewhere than the one before; as bounds narrow, readings do, but for odd wording."""
_SHOWN: Final = 12
"""How many events a message names before it cuts the list short."""
NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\d/-])")
"""A date of numbers alone, with its first two and what parts them."""
_RRULE: Final = re.compile(r"(?:RRULE:)?FREQ=", re.IGNORECASE)

_CODES: Final[tuple[tuple[type[TimelineError], str], ...]] = (
    (UnknownNameError, "unknown-reference"),
    (WordingError, "wording"),
    (NoDateError, "no-date"),
    (InvalidDateError, "invalid-date"),
    (AnchorNeededError, "anchor-needed"),
    (UndatedReferenceError, "undated-reference"),
    (AmbiguousError, "ambiguous"),
    (OutOfRangeError, "out-of-range"),
    (SettingError, "setting"),
)


@frozen(eq=False)
class Resolved:
    """What a document comes to: a span and a resolution by event id, the problems, and what ties the events."""

    resolutions: Mapping[str, tuple[Span | None, Resolution | None]]
    problems: tuple[Problem, ...]
    network: Network
    counted: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """By event id, the events whose dates its wording counts from."""

    def relations(self, first: str, second: str) -> frozenset[Allen]:
        """Allen's relations still possible between two dated events, by their bounds and by all that is stated."""
        if first in self.network and second in self.network:
            return self.network.relations(first, second)
        one, two = self.resolutions[first][0], self.resolutions[second][0]
        if one is None or two is None:
            return frozenset(Allen)
        return allen(one, two)

    def dependents(self, event_id: str) -> frozenset[str]:
        """Every event whose date hangs on this one, directly or through others."""
        direct: dict[str, set[str]] = {}
        for name, bases in self.counted.items():
            for base in bases:
                direct.setdefault(base, set()).add(name)
        found: set[str] = set()
        todo = [event_id]
        while todo:
            name = todo.pop()
            for other in (*direct.get(name, ()), *self.network.neighbours(name)):
                if other not in found and other != event_id:
                    found.add(other)
                    todo.append(other)
        return frozenset(found)


def resolve_document(document: Document) -> Resolved:
    """Resolve every event of a document. What is wrong with it is in ``problems``; nothing is raised."""
    with collector_paused():
        return _Resolver(document).run()


_PLAIN: Final = Context()


class _State:
    """All that is known of one event while its document is resolved."""

    __slots__ = (
        "bases",
        "context",
        "duration",
        "ends",
        "event",
        "expression",
        "failed",
        "first",
        "first_used",
        "index",
        "key",
        "own",
        "reading",
        "repeats",
        "restless",
        "starts",
        "text",
        "tied",
        "timed",
        "turns",
        "used",
    )

    def __init__(self, index: int, event: Event) -> None:
        self.index = index
        self.event = event
        self.key = "when"
        self.text: str | None = None
        self.context = _PLAIN
        self.expression: Expression | None = None
        self.reading: Reading | None = None
        self.repeats: Expression | None = None
        """What ``repeats`` says beside a date of its own."""
        self.own: Span | None = None
        """The span of its own wording; None where it has none that can be read."""
        self.first: Span | None = None
        """Its first reading, at which it is held where it would chase itself."""
        self.first_used: tuple[Span | None, ...] | None = None
        self.bases: tuple[str, ...] = ()
        self.used: tuple[Span | None, ...] | None = None
        """The spans of ``bases`` that it was last read with."""
        self.failed: TimelineError | None = None
        """Why it can't be read with what is known so far of what it is counted from."""
        self.tied: tuple[Constraint, ...] = ()
        """What its wording says of other events, as far as the network has it."""
        self.turns = 0
        """How often a reading lay elsewhere than the one before, instead of within it."""
        self.restless = False
        """Whether its date never settles; then it is not read again."""
        self.starts: Clock | None = None
        self.ends: Clock | None = None
        self.duration: Length | None = None
        self.timed = True
        """Whether its times of day stand on a known day (or it has none)."""


class _Resolver:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.network = Network()
        self.states = {event.id: _State(index, event) for index, event in enumerate(document.events)}
        self.names = _name_index(document.events)
        self.base = self._base_context()
        self.contexts: dict[tuple[str | None, str, str], Context] = {}
        self.patterns = Patterns(self.names)
        self.readings: dict[tuple[int, int, bool], Reading] = {}
        self.needed: dict[int, tuple[int, ...]] = {}
        """By pattern, which of its slots it counts from."""
        self.broken: set[str] = set()
        """Events whose own date cannot be read; they bound nothing and nothing bounds them."""
        self.told: set[str] = set()
        """Events of which a problem says already that they have no date."""
        self.counting: dict[str, list[str]] = {}
        """By event, those that are counted from it."""
        self.late: list[str] = []
        """Events with times of day for which a day is still to be found."""

    def run(self) -> Resolved:
        for state in self.states.values():
            self._parse(state)
        order = self._order()
        for name in order:
            self._read(self.states[name])
        self._tie()
        self._settle(order)
        resolutions = {name: self._result(state) for name, state in self.states.items()}
        return Resolved(
            resolutions,
            tuple(sorted(self.problems)),
            self.network,
            {name: state.bases for name, state in self.states.items() if state.bases},
        )

    # Wording ------------------------------------------------------------------------------------------------------

    def _base_context(self) -> Context:
        settings = self.document.settings()
        if settings.get("day_first") is None:
            settings["day_first"] = _settled_day_first(self.document.events)
        for key in list(settings):
            try:
                make_context(None, **{key: settings[key]})
            except SettingError as error:
                self._note(key, error)
                del settings[key]
        return make_context(None, **settings)

    def _context(self, state: _State) -> Context:
        event = state.event
        anchor, zone = self.document.anchor(event), self.document.zone(event)
        language = event.language or self.document.language
        key = anchor, zone, language
        found = self.contexts.get(key)
        if found is None:
            try:
                zones.zone(zone)
            except SettingError as error:
                self._note(f"events[{state.index}].timezone" if event.timezone else "timezone", error)
                zone = "UTC"
            try:
                day, second = read_anchor(anchor, zone)
            except SettingError as error:
                self._note(f"events[{state.index}].as_of" if event.as_of else "as_of", error)
                day = second = None
            found = evolve(self.base, anchor=day, anchor_second=second, timezone=zone, language=language)
            self.contexts[key] = found
        return found

    def _parse(self, state: _State) -> None:
        event = state.event
        if event.when is not None:
            state.text = event.when
        elif event.repeats is not None and not _RRULE.match(event.repeats):
            state.key, state.text = "repeats", event.repeats
        if state.text is not None or event.starts or event.ends or event.duration:
            state.context = self._context(state)
            self._guard(state, state.key, self._parse_wording)
            if event.when is not None and event.repeats is not None and not _RRULE.match(event.repeats):
                self._parse_repeats(state, event.repeats)
            if event.starts is not None or event.ends is not None or event.duration is not None:
                self._guard(state, "starts", self._parse_time)
                self._guard(state, "ends", self._parse_time)
                self._guard(state, "duration", self._parse_duration)

    def _guard(self, state: _State, key: str, work: Callable[[_State, str], None]) -> bool:
        """Do some work on a field; what it raises is a problem there, and the event has no date."""
        try:
            work(state, key)
        except TimelineError as error:
            self._note(f"events[{state.index}].{key}", error)
            self.broken.add(state.event.id)
            return False
        return True

    def _parse_wording(self, state: _State, key: str) -> None:
        if state.text is None:
            return
        parsed = self.patterns.parse(state.text, state.context.language)
        state.expression = expression = parsed.expression
        filled = parsed.filled
        if filled is None:
            bases = tuple(dict.fromkeys(self.names.ids.get(name, name) for name in needs(expression)))
            for name in bases:
                if name not in self.states:
                    raise self._unknown(name, expression)
            state.bases = bases
        elif filled:
            # What is needed hangs on the pattern alone, and every name in it is known.
            pattern = id(parsed.pattern)
            if pattern not in self.needed:
                self.needed[pattern] = tuple(SLOTS.index(slot) for slot in needs(parsed.pattern))
            state.bases = tuple(dict.fromkeys(filled[slot] for slot in self.needed[pattern]))

    def _parse_repeats(self, state: _State, text: str) -> None:
        # The event has a date all the same, so what is wrong here costs it only its repetition.
        try:
            state.repeats = parse(text, state.context.language, self.names)
        except TimelineError as error:
            self._note(f"events[{state.index}].repeats", error)

    def _unknown(self, name: str, expression: Expression) -> UnknownNameError:
        column = next((node.column for node in _event_names(expression) if node.name == name), 1)
        several = self.names.ambiguous.get(name.lower())
        if several:
            return UnknownNameError(
                f"{name!r} is the name of several events ({', '.join(several)}); say which by its id", name, column
            )
        return UnknownNameError(f"there is no event {name!r}", name, column, nearest_name(name, self.states))

    def _parse_time(self, state: _State, key: str) -> None:
        text: str | None = getattr(state.event, key)
        if text is not None:
            setattr(state, key, read_time(text, state.context.language))

    def _parse_duration(self, state: _State, key: str) -> None:
        if state.event.duration is not None:
            state.duration = make_length(read_duration(state.event.duration, state.context.language))

    # The order of values ------------------------------------------------------------------------------------------

    def _order(self) -> list[str]:
        """Events so that each comes after those it is counted from; circles are told and left out."""
        left = {name: len(state.bases) for name, state in self.states.items() if name not in self.broken}
        for name in left:
            for base in self.states[name].bases:
                self.counting.setdefault(base, []).append(name)
                if base in self.broken:
                    left[name] -= 1
        ready = [name for name, count in left.items() if count == 0]
        order: list[str] = []
        while ready:
            name = ready.pop()
            order.append(name)
            for other in self.counting.get(name, ()):
                left[other] -= 1
                if left[other] == 0:
                    ready.append(other)
        if len(order) < len(left):
            stuck = set(left).difference(order)
            order += self._circles(stuck)
        return order

    def _circles(self, stuck: set[str]) -> list[str]:
        """Tell each circle among these; the others of them, which only hang on circles."""
        within: set[str] = set()
        state: dict[str, bool] = {}  # True while on the path, False when done
        for root in sorted(stuck, key=lambda name: self.states[name].index):
            if root in state:
                continue
            path = [root]
            state[root] = True
            work = [iter(self.states[root].bases)]
            while work:
                for base in work[-1]:
                    if base not in stuck:
                        continue
                    if base not in state:
                        state[base] = True
                        path.append(base)
                        work.append(iter(self.states[base].bases))
                        break
                    if state[base]:
                        circle = path[path.index(base) :]
                        within.update(circle)
                        self._tell_circle(circle)
                else:
                    work.pop()
                    state[path.pop()] = False
        self.broken |= within
        return sorted(stuck - within, key=lambda name: self.states[name].index)

    def _tell_circle(
        self, circle: Sequence[str], text: str = "these dates are counted from each other", key: str | None = None
    ) -> None:
        first = min(range(len(circle)), key=lambda place: self.states[circle[place]].index)
        turned = [*circle[first:], *circle[:first]]
        path = f"events[{self.states[turned[0]].index}].{key or self.states[turned[0]].key}"
        shown = _shortened([*turned, turned[0]])
        lines = ", ".join(
            self._place(name, key or self.states[name].key) for name in _shortened(turned) if name in self.states
        )
        self.problems.append(self.document.problem(path, "cycle", f"{text}: {' -> '.join(shown)} ({lines})"))

    def _parts_of_each_other(self) -> set[str]:
        """Events that ``part_of`` leads back to; each circle of them is told once."""
        wholes = {name: state.event.part_of for name, state in self.states.items() if state.event.part_of is not None}
        seen: set[str] = set()
        within: set[str] = set()
        for start in wholes:
            path: dict[str, None] = {}
            name: str | None = start
            while name in wholes and name not in seen:
                seen.add(name)
                path[name] = None
                name = wholes[name]
            if name in path and wholes[name] != name:  # what names itself was told when the file was read
                circle = list(path)[list(path).index(name) :]
                self._tell_circle(circle, "these events are part of each other", "part_of")
                within.update(circle)
        return within

    # Reading ------------------------------------------------------------------------------------------------------

    def _known(self, state: _State) -> dict[str, Span]:
        return {base: span for base in state.bases if (span := self._span(base)) is not None and not _unset(span)}

    def _span(self, name: str) -> Span | None:
        if name in self.network:
            return self.network.span(name)
        return self.states[name].own

    def _read(self, state: _State) -> None:
        """Read an event for the first time, or leave it for later where nothing is known yet of what it counts from."""
        name = state.event.id
        if name in self.broken:
            return
        known = self._known(state)
        missing = [base for base in state.bases if base not in known]
        if missing:
            state.own = NOWHERE
        elif state.bases:
            state.own = NOWHERE
            self._try(state, known)
        else:
            self._guard(state, state.key, lambda one, _: self._evaluate(one, known))

    def _try(self, state: _State, known: Mapping[str, Span]) -> bool:
        """Read with what is known so far; what is wrong is told only if it stays so when more is known."""
        before, state.failed = state.own, None
        try:
            self._evaluate(state, known)
        except TimelineError as error:
            state.own, state.failed = before, error
        return state.failed is None

    def _evaluate(self, state: _State, known: Mapping[str, Span]) -> None:
        state.used = tuple(known[base] for base in state.bases)
        span = NOWHERE
        if state.expression is not None and not isinstance(state.expression, Undated):
            state.reading = self._reading(state, state.expression, known)
            span = state.reading.span
        state.own = self._with_times(state, span)
        if state.first is None:
            state.first, state.first_used = state.own, state.used

    def _reading(self, state: _State, expression: Expression, known: Mapping[str, Span]) -> Reading:
        if isinstance(expression, EventName):
            expression = Beside("same", expression)  # nothing but an event: it is when that is
        if state.bases:
            return read(expression, state.context, known, state.event.fills)
        # One expression stands for all texts that say the same, and one context for all that is read alike.
        key = id(expression), id(state.context), state.event.fills
        found = self.readings.get(key)
        if found is None:
            found = read(expression, state.context, known, state.event.fills)
            if not found.constraints:  # what names another event stands by itself
                self.readings[key] = found
        return found

    def _with_times(self, state: _State, span: Span) -> Span:
        if state.starts is None and state.ends is None:
            if state.duration is None or _unset(span):
                return span
            return lasting(span, state.duration, state.event.fills) or span
        if span.zone is not None:
            if state.starts is not None or state.ends is None:
                raise InvalidDateError("the wording names a time of day already; leave out starts")
            day = Span.within(span.start_low // DAY, span.start_low // DAY + 1)
            until = at_times(day, None, state.ends, None, state.context.timezone)
            assert until is not None  # noqa: S101  (one day is a known day)
            end = until.end_high if until.end_high > span.start_low else until.end_high + DAY
            return evolve(span, end_low=end, end_high=end, notation=None)
        timed = at_times(span, state.starts, state.ends, state.duration, state.context.timezone)
        state.timed = timed is not None
        return timed or span

    # The network --------------------------------------------------------------------------------------------------

    def _tie(self) -> None:
        """Put all that is stated between events into the network."""
        looped = self._parts_of_each_other()
        self.told |= looped
        # By id, so that of contradictions that share statements the same ones are found, however a file is ordered.
        for state in (self.states[name] for name in sorted(self.states)):
            if state.event.id in self.broken:
                continue
            event = state.event
            # What names itself here was told when the file was read.
            if event.part_of not in (None, event.id) and event.id not in looped and self._both(event.id, event.part_of):
                self.network.contain(event.part_of, event.id, Statement("part_of", event.id, event.part_of))
            for other in event.before:
                if other != event.id and self._both(event.id, other):
                    self.network.before(event.id, other, Statement("before", event.id, other))
            for other in event.after:
                if other != event.id and self._both(event.id, other):
                    self.network.before(other, event.id, Statement("after", event.id, other))
            if state.bases:
                self._count(state)
            if constraints := self._foreseen(state):
                self._constrain(state, constraints)
            if state.duration is not None and state.own is not None:
                self._limit(state, state.duration, state.own)
            if not state.timed:
                self.late.append(event.id)

    def _both(self, first: str, second: str) -> bool:
        if first not in self.states or second not in self.states or not self.broken.isdisjoint((first, second)):
            return False
        for name in (first, second):
            if name not in self.network:
                state = self.states[name]
                self.network.add(name, NOWHERE if state.own is None else state.own, self.document.zone(state.event))
        return True

    def _count(self, state: _State) -> None:
        for base, (mine, order, theirs) in _counted_from(state.expression):
            # "Two days after E" is after E, however little is known of E.
            if base in self.states and not self._plainly(state.own, mine, order, self.states[base].own, theirs):
                self._order_edges(state, Constraint(mine, order, base, theirs), base)

    def _plainly(self, one: Span | None, mine: str, order: str, two: Span | None, theirs: str) -> bool:
        """Whether the dates of two events alone put their edges in that order, so that nobody needs to be told."""
        if one is None or two is None or one.zone is not None or two.zone is not None:
            return False
        if order == "<=":
            one, two, mine, theirs = two, one, theirs, mine
        return (one.start_low if mine == "start" else one.end_low) >= (
            two.start_high if theirs == "start" else two.end_high
        )

    def _constrain(self, state: _State, constraints: Sequence[Constraint]) -> None:
        """Tell the network what a wording says of other events; what it has been told already is left out."""
        fresh = [one for one in constraints if one not in state.tied]
        for one in fresh:
            self._order_edges(state, one, self.names.ids.get(one.event, one.event))
        if fresh:
            state.tied = (*state.tied, *fresh)

    def _order_edges(self, state: _State, one: Constraint, other: str) -> None:
        if other not in self.states:
            if state.expression is not None:
                self._note(f"events[{state.index}].{state.key}", self._unknown(one.event, state.expression))
                self.told.add(state.event.id)
        elif self._both(state.event.id, other):
            said = Statement("when", state.event.id, other)
            self.network.order(state.event.id, one.mine, one.order, other, one.theirs, said)

    def _foreseen(self, state: _State) -> Sequence[Constraint]:
        """What a wording says of other events though the date that it is counted from isn't known yet."""
        if state.reading is not None:
            return state.reading.constraints
        if state.expression is None or not state.bases:
            return ()
        try:
            return read(state.expression, state.context, dict.fromkeys(state.bases, _SOME_YEAR), False).constraints
        except TimelineError:
            return ()  # said when it is read for the first time

    def _limit(self, state: _State, length: Length, own: Span) -> None:
        name = state.event.id
        if state.starts is not None or state.ends is not None:
            return  # said exactly already
        if name not in self.network:
            if _unset(own) or lasting(own, length, state.event.fills) is not None:
                return
            self.network.add(name, own, self.document.zone(state.event))
        least, most = length.seconds_between()
        touched = length.whole_days and own.zone is None and not state.event.fills
        self.network.length(name, least, most, Statement("duration", name, name), days=touched)

    def _settle(self, order: Sequence[str]) -> None:
        """Propagate, read again what was counted from something that moved, and so on until nothing moves."""
        self._tell_contradictions()
        while True:
            self._link(order)
            if restless := self.network.settle(self._reread, self._stride):
                self._calm(restless)
                self._start_over()
            elif self.network.settled and not self._find_days():
                break
            while self._tell_contradictions():
                self._start_over()
        for name, state in self.states.items():
            if state.failed is not None:
                self._note(f"events[{state.index}].{state.key}", state.failed)
                self.broken.add(name)

    def _link(self, order: Sequence[str]) -> None:
        """Tell the network whose bounds are counted from bounds that may move."""
        for name in order:
            state = self.states[name]
            bases = [base for base in state.bases if base in self.network]
            if bases and name not in self.broken:
                if name not in self.network:
                    span = NOWHERE if state.own is None else state.own
                    self.network.add(name, span, self.document.zone(state.event))
                for base in bases:
                    self.network.link(base, name)

    def _reread(self, name: str) -> Span | None:
        """Read an event again if its bases have moved; its bounds then."""
        state = self.states[name]
        if state.restless or name in self.broken:
            return None
        known = self._known(state)
        if len(known) < len(state.bases) or state.used == tuple(known[base] for base in state.bases):
            return None
        before = state.own
        if not self._try(state, known):
            return None
        if state.reading is not None:
            self._constrain(state, state.reading.constraints)
        if not state.timed and name not in self.late:
            self.late.append(name)
        if state.own is not None and before is not None:
            state.own = self._narrowed(state, before, state.own)
        return state.own

    def _narrowed(self, state: _State, old: Span, new: Span) -> Span:
        """The new reading within the old; the new one where they can't be laid over each other."""
        if old.zone != new.zone and _unset(old):
            return new
        edges = (
            max(old.start_low, new.start_low),
            min(old.start_high, new.start_high),
            max(old.end_low, new.end_low),
            min(old.end_high, new.end_high),
        )
        if old.zone != new.zone or _empty(edges, old) or _empty(edges, new):
            state.turns += 1
            return new if state.turns <= _TURNS else old
        return evolve(new, start_low=edges[0], start_high=edges[1], end_low=edges[2], end_high=edges[3])

    def _stride(self, names: Sequence[str]) -> int:
        """After how many days at most all wording of these events means the same again, only later."""
        return max(stride_of(self.states[name].expression) for name in names)

    def _calm(self, names: Sequence[str]) -> None:
        """Tell of dates that chase each other, hold one of them, and read the others anew."""
        states = [state for state in map(self.states.__getitem__, names) if not state.restless]
        first = min((state for state in states if not set(names).isdisjoint(state.bases)), key=lambda one: one.index)
        self._tell_restless(first, names)
        first.restless = True

    def _start_over(self) -> None:
        """Forget what was read from bounds that a contradiction has left behind."""
        for name, state in self.states.items():
            if state.own is None or name in self.broken or not any(base in self.network for base in state.bases):
                continue
            state.own = NOWHERE if not state.restless or state.first is None else state.first
            state.used = state.first_used if state.restless else None
            self.network.set_own(name, state.own)

    def _find_days(self) -> bool:
        """Give times of day their day where the network has found it."""
        waiting, self.late = self.late, []
        found = False
        for name in waiting:
            state = self.states[name]
            span = self._span(name)
            try:
                timed = (
                    None
                    if span is None
                    else at_times(span, state.starts, state.ends, state.duration, state.context.timezone)
                )
            except InvalidDateError as error:
                self._note(f"events[{state.index}].{'ends' if state.ends else 'starts'}", error)
                continue
            if timed is None:
                self.late.append(name)
                continue
            state.own, state.timed, found = timed, True, True
            self.network.set_own(name, timed)
        if found:
            return True
        for name in self.late:
            state = self.states[name]
            key = "starts" if state.starts is not None else "ends"
            text = f"{key}: {getattr(state.event, key)} needs a day, and nothing says which day {name!r} is on"
            self.problems.append(self.document.problem(f"events[{state.index}].{key}", "day-needed", text))
            self.told.add(name)
        self.late = []
        return False

    # Telling ------------------------------------------------------------------------------------------------------

    def _note(self, path: str, error: TimelineError) -> None:
        file, line, column, written = self.document.locate(path)
        column += getattr(error, "column", 1) - 1
        suggestion = getattr(error, "suggestion", None) or getattr(error, "nearest", None)
        if (
            isinstance(error, UnknownNameError)
            and suggestion is None
            and error.name.lower() not in self.names.ambiguous
        ):
            suggestion = nearest_name(error.name, self.states)
        if any((problem.file, problem.path) == (file, written) for problem in self.document.problems):
            return  # told when the file was read
        code = next((code for kind, code in _CODES if isinstance(error, kind)), "date")
        self.problems.append(Problem(file, line, column, written, code, error.message, suggestion))

    def _place(self, name: str, key: str = "id") -> str:
        """``name: line 7``, with the file where it is another one."""
        file, line, _, _ = self.document.locate(f"events[{self.states[name].index}].{key}")
        return f"{name}: line {line}" if file == self._main_file() else f"{name}: {file}:{line}"

    def _main_file(self) -> str:
        return self.document.locate("events")[0]

    def _tell_contradictions(self) -> bool:
        """Propagate, and tell of every contradiction that comes up; whether there was one."""
        found = self.network.solve()
        for one in found:
            self._tell_contradiction(one)
        return bool(found)

    def _tell_contradiction(self, one: Contradiction) -> None:
        names = sorted(one.events, key=lambda name: self.states[name].index)
        first = names[0]
        speaking = next((said for said in one.statements if said.owner == first), None)
        key = "id" if self.states[first].text is None else self.states[first].key
        if speaking is not None:
            key = self.states[first].key if speaking.kind == "when" else speaking.kind
            if speaking.kind in ("before", "after"):
                key += f"[{getattr(self.states[first].event, key).index(speaking.other)}]"
        self.told.update(names)
        said = [self._said(each) for each in one.statements[:_SHOWN]]
        said += ["…"] if len(one.statements) > _SHOWN else []
        said += [self._dated(name) for name in one.dated[:_SHOWN]]
        lines = ", ".join(self._place(name) if name in self.states else name for name in _shortened(names))
        what = "these cannot all be true" if len(names) > 1 else "this cannot be true"
        text = f"{what}: {'; '.join(said)} ({lines})"
        self.problems.append(self.document.problem(f"events[{self.states[first].index}].{key}", "contradiction", text))

    def _dated(self, name: str) -> str:
        state = self.states[name]
        counted = f"{state.text!r}, " if state.bases else ""
        return f"{name} is {counted}{_words(self.network.own(name))}"

    def _said(self, statement: Statement) -> str:
        match statement.kind:
            case "part_of":
                return f"{statement.owner} is part of {statement.other}"
            case "before" | "after":
                return f"{statement.owner} is {statement.kind} {statement.other}"
            case "duration":
                return f"{statement.owner} lasts {self.states[statement.owner].event.duration}"
            case _:
                return f"{statement.owner} is {self.states[statement.owner].text!r}"

    def _tell_restless(self, state: _State, circle: Sequence[str]) -> None:
        """What is counted from an event that is itself bounded by it, ever later."""
        name = state.event.id
        names = sorted({name, *state.bases, *circle}, key=lambda other: self.states[other].index)
        self.told.update(names)
        lines = ", ".join(self._place(other) if other in self.states else other for other in _shortened(names))
        text = (
            f"these cannot all be true: {name} is {state.text!r}, and is what bounds {', '.join(state.bases)} ({lines})"
        )
        self.problems.append(self.document.problem(f"events[{state.index}].{state.key}", "contradiction", text))

    # Results ------------------------------------------------------------------------------------------------------

    def _result(self, state: _State) -> tuple[Span | None, Resolution | None]:
        name = state.event.id
        if name in self.broken:
            return None, None
        span = self._span(name)
        unread = state.reading is None and not (state.expression is None or isinstance(state.expression, Undated))
        if unread or span is None or (_unset(span) and not span.open_start and not span.open_end):
            self._tell_undated(state)
            return None, None
        spans = state.reading.spans if state.reading is not None else ()
        expression: Expression = Undated() if state.expression is None else state.expression
        text = "" if state.text is None else state.text
        rule = self._rule(state, span)
        if rule is not None:
            self._check_exceptions(state)
        return span, Resolution(text, expression, span, spans or (span,), rule, _Explain(self, state, span))

    def _rule(self, state: _State, span: Span) -> RecurrenceRule | None:
        """How the event repeats, counted from its own date."""
        if state.event.repeats is not None and _RRULE.match(state.event.repeats):
            from timeline.resolver.rules import read_rule  # noqa: PLC0415  (few events repeat)

            try:
                read_rule(state.event.repeats)
            except InvalidDateError as error:  # the event has a date all the same, and takes place once
                self._note(f"events[{state.index}].repeats", error)
                return None
            return RecurrenceRule(state.event.repeats.strip().removeprefix("RRULE:"), span)
        said = state.repeats if state.repeats is not None else state.expression
        if not isinstance(said, Recurrence):
            return None
        from timeline.resolver.recurring import rule_of  # noqa: PLC0415  (few events repeat)

        return rule_of(said, Evaluator(state.context, self._known(state), None), span)

    def _check_exceptions(self, state: _State) -> None:
        """Tell of dates under ``except`` and ``moved`` that cannot be read; they are looked up when it is expanded."""
        event = state.event
        said = [(f"except[{n}]", wording) for n, wording in enumerate(event.except_)]
        said += [(f"moved.{old}", wording) for old, new in event.moved for wording in (old, new)]
        for key, wording in said:
            path = f"events[{state.index}].{key}"
            try:
                span = resolve_expression(wording, parse(wording, state.context.language), state.context).span
            except TimelineError as error:
                self._note(path, error)
                continue
            if not span.bounded:
                self.problems.append(self.document.problem(path, "no-date", f"{wording!r} is no day"))

    def _tell_undated(self, state: _State) -> None:
        event = state.event
        path = f"events[{state.index}]"
        if event.id in self.told or isinstance(state.expression, Undated) or self._told_when_read(path):
            return
        missing = [base for base in state.bases if (span := self._span(base)) is None or _unset(span)]
        others = ", ".join(map(repr, self._others(state)))
        key, code = f".{state.key}", "undated-reference"
        if missing:
            text = f"{event.id!r} is counted from {', '.join(map(repr, missing))}, which has no date"
        elif state.expression is not None and others:
            text = f"{state.text!r} gives {event.id!r} no date, since nothing is known of {others}"
        elif state.expression is not None:
            text = f"{state.text!r} gives {event.id!r} no date, since it speaks of nothing else"
        elif event.repeats is not None:
            key, code = ".repeats", "no-date"
            text = f"{event.id!r} repeats, but nothing says from when on: give it a when"
        else:
            key, code = "", "no-date"
            text = f"{event.id!r} has no date"
            text += (
                f", since nothing is known of {others}"
                if others
                else ": give it a when, or say what it is part of, before or after"
            )
        self.problems.append(self.document.problem(path + key, code, text))

    def _others(self, state: _State) -> list[str]:
        """The events that what is said of this one, or what it says itself, ties it to."""
        event = state.event
        said = {self.names.ids.get(one.event, one.event) for one in state.tied}
        said.update(name for name in (event.part_of, *event.before, *event.after) if name in self.states)
        return sorted((said | self.network.neighbours(event.id)) - {event.id})

    def _told_when_read(self, path: str) -> bool:
        """Whether it was told when the file was read that what dates an event is nothing known, or no text at all."""
        told = self.document.problems
        if not told:
            return False
        file, _, _, written = self.document.locate(path)
        dating = tuple(f"{written}.{key}" for key in ("when", "repeats", "part_of", "before", "after"))
        return any(problem.file == file and problem.path.startswith(dating) for problem in told)


class _Explain:
    """The explanation of one event, worked out when it is asked for."""

    __slots__ = ("resolver", "span", "state")

    def __init__(self, resolver: _Resolver, state: _State, span: Span) -> None:
        self.resolver = resolver
        self.state = state
        self.span = span

    def __call__(self) -> Explanation:
        state = self.state
        steps: list[Step] = []
        said = Explanation((), (), ambiguous=False)
        if state.expression is not None and not isinstance(state.expression, Undated):
            known = {base: span for base, span in zip(state.bases, state.used or (), strict=False) if span is not None}
            if len(known) == len(state.bases):  # else it has its bounds from other events alone
                said = explain(state.text or "", state.expression, state.context, known, fill=state.event.fills)
                steps += said.steps
        steps += [Step("times", text) for text in self._times()]
        steps += [Step("clocks", text) for text in self._clocks()]
        steps += [Step("bounds", text) for text in self._bounds(self.resolver.network.tightenings(state.event.id))]
        return Explanation(tuple(steps), said.candidates, said.ambiguous)

    def _times(self) -> Iterable[str]:
        event = self.state.event
        given = [(key, getattr(event, key)) for key in ("starts", "ends", "duration")]
        if any(text is not None for _, text in given):
            said = ", ".join(f"{key}: {text}" for key, text in given if text is not None)
            yield f"{said}, in {self.span.zone}" if self.span.zone is not None else said
        low, high = self.span.start_low, self.span.end_high
        overnight = self.span.zone is not None and high // DAY - low // DAY == 1 and high - low < DAY
        if event.ends is not None and overnight:
            yield f"ends: {event.ends} is earlier in the day than it starts, so it is meant on the next day"

    def _clocks(self) -> Iterable[str]:
        """What a change of clocks makes of its start and end, unless its occurrences tell that themselves."""
        from timeline.resolver.rules import odd_clock  # noqa: PLC0415  (few events are explained)

        span, zone = self.span, self.span.zone
        if zone is not None and self.state.event.repeats is None:
            edges = [edge for edge in (span.start_low, span.end_high) if NEVER < edge < FOREVER]
            yield from filter(None, (odd_clock(zone, edge) for edge in dict.fromkeys(edges)))

    def _bounds(self, found: Sequence[Tightening]) -> Iterable[str]:
        """What others set, in words: "bounded by part_of minsk-visit: not before 29 Nov 2017"."""
        for lower in (True, False):
            said = {one.side: (self._how(one), self._limit(one)) for one in found if one.lower is lower}
            if len(said) == 2 and said["start"] == said["end"]:
                how, limit = said["start"]
                yield f"bounded by {how}: not {limit}"
                continue
            for side, (how, limit) in said.items():
                yield f"bounded by {how}: {side}s not {limit}"

    def _how(self, one: Tightening) -> str:
        first = one.through[0]
        me = self.state.event.id
        if first.kind == "duration":
            how = f"duration {self.state.event.duration}"
        elif first.kind == "when":
            how = f"its wording, {self.state.text!r}" if first.owner == me else f"the wording of {first.owner}"
        elif first.owner == me:
            how = f"{first.kind} {first.other}"
        else:
            how = f"{first.kind} of {first.owner}" if first.kind != "part_of" else f"its part {first.owner}"
        if one.source not in (first.other, first.owner):
            how += f" (in the end by {one.source})"
        return how

    def _limit(self, one: Tightening) -> str:
        zone = self.span.zone
        word = "before" if one.lower else "after"
        if zone is not None:
            return f"{word} {format_moment(one.edge).replace('T', ' ')}"
        day = one.edge if one.lower else one.edge - 1
        return f"{word} {render(Span.within(day, day + 1), style='short')}"


def _name_index(events: Iterable[Event]) -> NameIndex:
    """Ids, and the titles and aliases that name one event only; an id wins over a title."""
    events = tuple(events)
    names = {event.id: event.id for event in events}
    taken = {event.id.lower() for event in events}
    called: dict[str, list[tuple[str, str]]] = {}
    for event in events:
        for name in (event.title, *event.aliases):
            folded = name.lower()
            if folded not in taken:
                meant = called.setdefault(folded, [])
                if not meant or meant[-1][1] != event.id:
                    meant.append((name, event.id))
    names.update(meant[0] for meant in called.values() if len(meant) == 1)
    return NameIndex(names, {name: tuple(one for _, one in meant) for name, meant in called.items() if len(meant) > 1})


def _settled_day_first(events: Iterable[Event]) -> bool | None:
    """What dates that can be read only one way say for all others; None where there is none, or they disagree."""
    found = set()
    for event in events:
        if event.when is not None:
            for first, _, second in NUMERIC.findall(event.when):
                if int(first) > 12 >= int(second):
                    found.add(True)
                elif int(second) > 12 >= int(first):
                    found.add(False)
    return found.pop() if len(found) == 1 else None


def _empty(edges: tuple[int, int, int, int], span: Span) -> bool:
    """Whether these edges, which lie within those of a span, leave it no start or no end."""
    low, high, end_low, end_high = edges
    if low > high or end_low > end_high:
        return True
    # The upper edge of the days in which it starts is none of its starts, nor the lower one of those in which it ends.
    return span.zone is None and (low == span.start_high > span.start_low or end_high == span.end_low < span.end_high)


def _unset(span: Span) -> bool:
    return span.start_low <= NEVER and span.end_low <= NEVER and span.start_high >= FOREVER and span.end_high >= FOREVER


def _shortened(names: Sequence[str]) -> list[str]:
    if len(names) <= _SHOWN:
        return list(names)
    return [*names[: _SHOWN - 4], f"… ({len(names) - _SHOWN + 1} more)", *names[-3:]]


def _words(span: Span) -> str:
    start, _ = span.iso()
    last = (
        None
        if span.end_high == FOREVER
        else (format_day(span.end_high - 1) if span.zone is None else format_moment(span.end_high))
    )
    if start == last:
        return str(start)
    if start is None or last is None:
        return f"until {last}" if start is None else f"from {start} on"
    return f"{start} to {last}"


def _counted_from(expression: Expression | None) -> Iterable[tuple[str, tuple[str, str, str]]]:
    """The event that an expression counts from, and what that says: (own edge, order, edge of that event)."""
    while isinstance(expression, Qualified):
        expression = expression.what
    match expression:
        case Shift(base=base, amounts=amounts, sign=sign) if all(amount for amount, _ in amounts):
            pass
        case Adjacent(base=base, sign=sign):
            pass
        case Around(of=EventName() as base, steps=sign) if sign:
            pass
        case _:
            return
    ahead = sign > 0
    mine, order = ("start", ">=") if ahead else ("end", "<=")
    match base:
        case EventName(name=name):
            yield name, (mine, order, "end" if ahead else "start")
        case Edge(of=EventName(name=name), end=end):
            yield name, (mine, order, "end" if end else "start")


_MOVABLE: Final = (EventName, Edge, Qualified, Both, Range, Beside, At, Shift)
_WEEKLY: Final = (*_MOVABLE, Adjacent, Around, Nth, Clock, DayPart)
_CLOCKWISE: Final = frozenset({"second", "minute", "hour", "day", "week", "fortnight"})
_CYCLE: Final = 146_097
"""Days after which the calendar repeats itself: 400 years."""


def stride_of(expression: Expression | None) -> int:
    """In days, the shortest time that all of a wording may be moved by without meaning anything else.

    What only adds days can be moved by any; what speaks of weekdays or times of day, by weeks (eight, so that no clock
    change matters); everything else by the 400 years after which the calendar repeats itself.
    """
    longest = 0
    todo: list[object] = [expression]
    while todo:
        node = todo.pop()
        if isinstance(node, tuple):
            todo += node
            continue
        if not has(type(node)):
            continue
        if isinstance(node, Shift) and not all(unit in _CLOCKWISE for _, unit in node.amounts):
            return _CYCLE
        if isinstance(node, Around | Nth) and node.unit.partition(":")[0] not in _WEEKS:
            return _CYCLE
        if not isinstance(node, _MOVABLE):
            if not isinstance(node, _WEEKLY) and node != Fields(weekday=getattr(node, "weekday", None)):
                return _CYCLE
            longest = 56
        todo.extend(getattr(node, one.name) for one in fields(cast("type[AttrsInstance]", type(node))))
    return longest


_WEEKS: Final = frozenset({"day", "week", "weekend", "weekday"})


def _event_names(expression: object) -> Iterable[EventName]:
    """Every event name in an expression, from the left."""
    todo = [expression]
    while todo:
        node = todo.pop()
        if isinstance(node, EventName):
            yield node
        elif isinstance(node, tuple):
            todo.extend(reversed(node))
        elif has(type(node)):
            todo.extend(getattr(node, one.name) for one in reversed(fields(cast("type[AttrsInstance]", type(node)))))
