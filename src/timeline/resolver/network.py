"""Bounds between events: a simple temporal network over the starts and ends of events, propagated to its fixed point.

Every event has two variables, its start and its end, and every constraint has the form ``small <= large + weight``.
Upper bounds flow from ``large`` to ``small`` and lower bounds the other way (Dechter, Meiri and Pearl's difference
constraints). Four things make this serve dates:

* Every event has a positive length, and "before" allows touching. Edges are scaled by ``SCALE`` and one unit stands for
  "any time at all", so that ``a before b, b before a`` is a cycle of negative weight, while any number of events may
  follow each other within one day. Bounds read back are rounded outward to whole edges.
* Days are half-open, as in ``Span``: what starts on a day starts before that day is over, and what ends on one ends
  after it has begun. A bound of days is one strict step short of that edge, unless start or end is known exactly.
* Days and moments share a network. Values are seconds of wall time; where moments of several zones meet, they are kept
  in UTC, and an order between a day and a moment is translated through the moment's zone.
* Wrong files are the ones that matter: a contradiction is narrowed to an irreducible set of events, its statements are
  taken out, and the search goes on, so that one run names every one of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final

from attrs import evolve, frozen

from timeline import zones
from timeline.calendar import DAY
from timeline.resolver.arcs import (
    INFINITE,
    LIMIT,
    SCALE,
    SCALED_DAY,
    Adjacency,
    Arcs,
    Convert,
    map_seconds,
    strong_groups,
    unset,
)
from timeline.resolver.chase import Chase, Reread, Stride
from timeline.span import ALLEN_CHAINS, FOREVER, NEVER, Allen, Grain, Span

_BUDGET: Final = 40_000
"""How many events narrowing one contradiction may look at; enough to be exact for hundreds of them on one path."""


@frozen
class Statement:
    """What a constraint was stated as: ``kind`` is ``part_of``, ``before``, ``after``, ``when`` or ``duration``."""

    kind: str
    owner: str
    """The event that says it."""
    other: str
    """The event that it speaks of (for ``duration`` the same)."""


@frozen
class Contradiction:
    """An irreducible set of events that cannot be true together: without any one of them, the others can."""

    events: tuple[str, ...]
    statements: tuple[Statement, ...]
    """The statements that were taken out of the network."""
    dated: tuple[str, ...]
    """Those of the events whose own dates take part."""

    def joined(self, other: Contradiction) -> Contradiction:
        """Both contradictions of the same events as one."""
        return Contradiction(
            self.events,
            tuple(dict.fromkeys((*self.statements, *other.statements))),
            tuple(sorted({*self.dated, *other.dated})),
        )


@frozen
class Tightening:
    """Why a bound of an event is tighter than its own wording: the statements from it to the event that sets it."""

    side: str
    """``start`` or ``end``."""
    lower: bool
    edge: int
    """The bound as an edge of the event's span."""
    through: tuple[Statement, ...]
    source: str
    """The event whose own bound it comes from."""


@frozen
class _Conflict:
    arcs: tuple[int, ...]
    bounds: tuple[int, ...]
    """Variables whose own bounds close the path; none for a cycle of statements."""


class Network(Arcs):
    """Events with their own bounds, what is stated between them, and the bounds that follow."""

    def __init__(self) -> None:
        super().__init__()
        self._index: dict[str, int] = {}
        self._home: list[str] = []
        self._said: list[Statement | None] = []
        self._position: dict[int, int] = {}
        self._solved: set[int] = set()
        """The events whose bounds have been worked out anew since what is counted from them was last asked for."""
        self._frozen: set[int] = set()
        self._reported: set[tuple[str, ...]] = set()
        self._touched: dict[int, list[tuple[int, int]]] = {}
        """By event, the arcs of its length in days that it touches, and the seconds of those days."""

    # Building -----------------------------------------------------------------------------------------------------

    def __contains__(self, name: object) -> bool:
        return name in self._index

    def add(self, name: str, span: Span, zone: str = "UTC") -> None:
        """An event with the bounds of its own; ``zone`` is where it happens, for bounds that turn out to be moments."""
        number = len(self.names)
        self._index[name] = number
        self.names.append(name)
        self.dates.append(span)
        self._home.append(zone)
        self.lines.append(span.zone)
        start, end = 2 * number, 2 * number + 1
        for adjacency in (self.from_large, self.from_small):
            adjacency[start], adjacency[end] = [], []
        self._arc(start, end, -1, None)

    def set_own(self, name: str, span: Span) -> None:
        """Other bounds of its own for an event that is there already."""
        number = self._index[name]
        if self.dates[number] != span:
            self.dates[number] = span
            self.dirty.add(number)

    def link(self, base: str, name: str) -> None:
        """State that an event's own bounds are counted from another's, so that they move when those do."""
        linked = self.linked.setdefault(self._index[base], [])
        if self._index[name] not in linked:
            linked.append(self._index[name])

    @property
    def settled(self) -> bool:
        """Whether nothing has changed that bounds have not been worked out for."""
        return not self.dirty

    def own(self, name: str) -> Span:
        """The bounds that the event's own wording sets."""
        return self.dates[self._index[name]]

    def order(self, first: str, first_edge: str, order: str, second: str, second_edge: str, said: Statement) -> None:
        """State that an edge (``start`` or ``end``) of one event is ``<=``, ``>=`` or ``==`` that of another."""
        one = 2 * self._index[first] + (first_edge == "end")
        two = 2 * self._index[second] + (second_edge == "end")
        if order != ">=":
            self._arc(one, two, 0, said)
        if order != "<=":
            self._arc(two, one, 0, said)

    def before(self, first: str, second: str, said: Statement) -> None:
        """State that ``first`` ends no later than ``second`` starts."""
        self.order(first, "end", "<=", second, "start", said)

    def contain(self, whole: str, part: str, said: Statement) -> None:
        """State that ``part`` lies within ``whole``."""
        self.order(whole, "start", "<=", part, "start", said)
        self.order(part, "end", "<=", whole, "end", said)

    def length(self, name: str, least: int, most: int, said: Statement, *, days: bool = False) -> None:
        """State that an event lasts from ``least`` to ``most`` seconds.

        ``days``: they are those of the days that it touches, of which it need not fill the first and the last.
        """
        start, end = 2 * self._index[name], 2 * self._index[name] + 1
        if days:
            self._touched.setdefault(self._index[name], []).append((len(self.small), least))
        self._arc(start, end, -least * SCALE, said)
        self._arc(end, start, most * SCALE, said)

    def _arc(self, small: int, large: int, weight: int, said: Statement | None) -> None:
        number = len(self.small)
        self.small.append(small)
        self.large.append(large)
        self.weight.append(weight)
        self._said.append(said)
        self.from_large[large].append(number)
        self.from_small[small].append(number)
        self.dirty.update((small >> 1, large >> 1))

    # Answers ------------------------------------------------------------------------------------------------------

    def span(self, name: str) -> Span:
        """The event's span with its propagated bounds; its own where it is part of a contradiction."""
        number = self._index[name]
        own = self.dates[number]
        if number in self._frozen or 2 * number not in self.high:
            return own
        zone = self.lines[number]
        edges = self._edges(number, zone)
        if own.zone is None and zone is not None and all(edge in (NEVER, FOREVER) or edge % DAY == 0 for edge in edges):
            # What is bounded by moments, but only at midnights, is better said in days.
            zone = None
            edges = self._half_open(number, _each(edges, lambda edge: edge // DAY))
        elif own.zone == zone:
            if zone is None:
                edges = self._half_open(number, edges)
            edges = (
                max(edges[0], own.start_low),
                min(edges[1], own.start_high),
                max(edges[2], own.end_low),
                min(edges[3], own.end_high),
            )
        if own.open_start:  # said to be open: nothing is put in its place
            edges = (own.start_low, own.start_high, *edges[2:])
        if own.open_end:
            edges = (*edges[:2], own.end_low, own.end_high)
        if edges == (own.start_low, own.start_high, own.end_low, own.end_high):
            return own
        return evolve(
            own,
            start_low=edges[0],
            start_high=edges[1],
            end_low=edges[2],
            end_high=edges[3],
            grain=Grain.MINUTE if zone is not None and not own.grain.timed else own.grain,
            zone=zone,
            notation=None,
        )

    def tightenings(self, name: str) -> tuple[Tightening, ...]:
        """For each bound that others tightened, why: earliest start, latest start, earliest end, latest end."""
        number = self._index.get(name)
        if number is None or number in self._frozen or 2 * number not in self.high:
            return ()
        span = self.span(name)
        own = self.dates[number] if self.dates[number].zone == span.zone else Span(NEVER, FOREVER, NEVER, FOREVER)
        found = []
        for variable, lower, edge, before in (
            (2 * number, True, span.start_low, own.start_low),
            (2 * number, False, span.start_high, own.start_high),
            (2 * number + 1, True, span.end_low, own.end_low),
            (2 * number + 1, False, span.end_high, own.end_high),
        ):
            if edge == before:
                continue
            arcs, source = self.trail(
                variable, self.low_by if lower else self.high_by, self.small if lower else self.large
            )
            said = tuple(dict.fromkeys(word for arc in arcs if (word := self._said[arc]) is not None))
            if said:
                side = "end" if variable & 1 else "start"
                found.append(Tightening(side, lower, edge, said, self.names[source >> 1]))
        return tuple(found)

    def preceding(self, name: str) -> frozenset[str]:
        """Every event that is stated, directly or through others, to end no later than this one starts."""
        return self._stated(name, end=False)

    def following(self, name: str) -> frozenset[str]:
        """Every event that is stated, directly or through others, to start no earlier than this one ends."""
        return self._stated(name, end=True)

    def certainly_before(self, first: str, second: str) -> bool:
        """Whether ``first`` ends no later than ``second`` starts, by what is stated and by bounds alike."""
        return self.relations(first, second) <= {Allen.BEFORE, Allen.MEETS}

    def neighbours(self, name: str) -> frozenset[str]:
        """The events that share a statement with this one."""
        number = self._index.get(name)
        if number is None:
            return frozenset()
        found: set[int] = set()
        for variable in (2 * number, 2 * number + 1):
            found.update(self.large[arc] >> 1 for arc in self.from_small[variable])
            found.update(self.small[arc] >> 1 for arc in self.from_large[variable])
        return frozenset(self.names[one] for one in found - {number})

    def relations(self, first: str, second: str) -> frozenset[Allen]:
        """Allen's relations of ``first`` to ``second`` that bounds and statements together leave possible.

        The distances between the four ends and the origin are a minimal network, and every minimal simple temporal
        network is decomposable, so that testing each relation on these five points alone is exact.
        """
        if first == second:
            return frozenset({Allen.EQUALS})
        numbers = self._index[first], self._index[second]
        ends = [2 * numbers[0], 2 * numbers[0] + 1, 2 * numbers[1], 2 * numbers[1] + 1]
        zone = self._meeting(*numbers)
        bounds = [self._bounds_in(variable, zone) for variable in ends]
        distance = [[0] * 5 for _ in range(5)]  # distance[i][j]: point j is at most that much after point i
        for row, variable in enumerate(ends):
            reached = self._distances(variable, ends)
            for column, other in enumerate(ends):
                distance[row][column] = 0 if row == column else reached.get(other, 2 * INFINITE)
            distance[row][4] = -bounds[row][0]
            distance[4][row] = bounds[row][1]
        _shorten(distance)
        # Bounds of both lines and statements across zones may disagree by hours: then bounds alone are the answer.
        return _consistent(distance) or _consistent(_unrelated(bounds))

    # Solving ------------------------------------------------------------------------------------------------------

    def solve(self) -> list[Contradiction]:
        """Propagate all that changed since the last time; every contradiction that was found on the way."""
        found: dict[tuple[str, ...], Contradiction] = {}
        for members in self._components():
            self._solved.update(members)
            self._choose_lines(members)
            self._measure_days(members)
            while conflicts := self._propagate(members):
                for one in self._take_out(conflicts):
                    # The same events may contradict each other twice over: that is one contradiction.
                    known = found.get(one.events)
                    found[one.events] = one if known is None else known.joined(one)
        self.dirty.clear()
        new = [one for events, one in found.items() if events not in self._reported]
        self._reported.update(found)
        return new

    def settle(self, reread: Reread, stride: Stride) -> tuple[str, ...]:
        """Bring bounds, and what is counted from them, to the fixed point that they have in common.

        ``reread`` is asked for the bounds of an event's own when something that it is counted from may have moved;
        ``stride`` for how far bounds that chase each other must move, in days, before it is certain that they never
        stop. Where something changed that bounds alone don't show (a zone, another constraint), or where bounds cross,
        the next ``solve`` has to be asked: ``settled`` says so.

        Returns:
            The events that chase each other without end, the first such found; none where all is settled.
        """
        stale = {name for base in self._solved for name in self.linked.get(base, ())}
        self._solved.clear()
        return Chase(self, reread, stride).run(stale) if stale else ()

    def _components(self) -> list[list[int]]:
        seen: set[int] = set()
        components = []
        for seed in sorted(self.dirty, key=self.names.__getitem__):
            if seed in seen:
                continue
            seen.add(seed)
            members, todo = [], [seed]
            while todo:
                number = todo.pop()
                members.append(number)
                for variable in (2 * number, 2 * number + 1):
                    for adjacency, ends in ((self.from_small, self.large), (self.from_large, self.small)):
                        for arc in adjacency[variable]:
                            if (other := ends[arc] >> 1) not in seen:
                                seen.add(other)
                                todo.append(other)
            # By name, so that what is found does not hang on the order in which a file lists its events.
            components.append(sorted(members, key=self.names.__getitem__))
        return components

    def _choose_lines(self, members: Sequence[int]) -> None:
        """Decide in which zone each event's edges are: its own, or, where it has no date, as its neighbours have it."""
        timed = []
        for number in members:
            self.lines[number] = self.dates[number].zone
            self.utc.discard(number)
            if self.lines[number] is not None:
                timed.append(number)
        if not timed:
            return
        while timed:
            number = timed.pop()
            for variable in (2 * number, 2 * number + 1):
                for adjacency, ends in ((self.from_small, self.large), (self.from_large, self.small)):
                    for arc in adjacency[variable]:
                        other = ends[arc] >> 1
                        if self.lines[other] is None and unset(self.dates[other]):
                            self.lines[other] = self._home[other]
                            timed.append(other)
        if len({self.lines[number] for number in members} - {None}) > 1:
            self.utc.update(number for number in members if self.lines[number] is not None)

    def _measure_days(self, members: Sequence[int]) -> None:
        """Say how much time lies between the start and the end of what touches so many days.

        From moments on the first day to moments on the third it is over one day. Bounds that are days leave no start
        late on one and no end early on another, so that there over two days are what keeps three of them.
        """
        for number in members if self._touched else ():
            spare = DAY if self.lines[number] is None else 2 * DAY
            for arc, least in self._touched.get(number, ()):
                self.weight[arc] = -max(least - spare, 0) * SCALE - 1

    def _propagate(self, members: Sequence[int]) -> list[_Conflict]:
        """Bring all bounds of these events to their fixed point; the conflicts that forbid it, if any."""
        variables = [variable for number in members for variable in (2 * number, 2 * number + 1)]
        mixed = any(number in self.utc for number in members)
        state = _Bounds()
        conflicts = self._spread(variables, self.from_large, self.from_small, state, mixed)
        for variable in variables:
            self.high[variable], self.low[variable] = state.high[variable], -state.low[variable]
            self.high_by[variable], self.low_by[variable] = state.high_by[variable], state.low_by[variable]
            self._position[variable] = state.position[variable]
        return conflicts

    def _spread(
        self, variables: Sequence[int], from_large: Adjacency, from_small: Adjacency, state: _Bounds, mixed: bool
    ) -> list[_Conflict]:
        """Fill ``state`` for these variables (lower bounds negated, so that one routine serves both directions)."""
        for variable in variables:
            low, high = self.own_bounds(variable)
            state.high[variable], state.low[variable] = high, -low
            state.high_by[variable] = state.low_by[variable] = -1
        groups = strong_groups(variables, from_large, self.small)
        for position, group in enumerate(groups):
            for variable in group:
                state.position[variable] = position
        place = state.position
        cycles = self._relax(groups, place, state.high, state.high_by, from_large, self.large, self.small, mixed, False)
        if cycles:
            return [_Conflict(cycle, ()) for cycle in cycles]
        groups = [group[::-1] for group in reversed(groups)]
        cycles = self._relax(groups, place, state.low, state.low_by, from_small, self.small, self.large, mixed, True)
        if cycles:  # where days are rounded, a ring can tighten in one direction alone
            return [_Conflict(cycle[::-1], ()) for cycle in cycles]
        return self._crossings(variables, state)

    def _relax(
        self,
        groups: Sequence[Sequence[int]],
        place: dict[int, int],
        value: dict[int, int],
        by: dict[int, int],
        outgoing: Adjacency,
        source: Sequence[int],
        target: Sequence[int],
        mixed: bool,
        lower: bool,
    ) -> list[tuple[int, ...]]:
        """Lower ``value`` along all arcs, strongly connected group by group in topological order.

        A group of one needs one look, so that chains of any length cost what they hold. In a larger group the arcs are
        relaxed through a queue, and the tree of predecessors is searched for a cycle whenever as many bounds have moved
        as the group has variables.
        """
        weight = self.weight
        cycles = []
        for group in groups:
            if len(group) == 1 and not mixed:
                base = value[group[0]]
                for arc in outgoing[group[0]]:
                    goal, bound = target[arc], base + weight[arc]
                    if bound < value[goal]:
                        value[goal], by[goal] = bound, arc
                continue
            here = place[group[0]]
            queue, waiting, moved = deque(group), set(group), 0
            while queue:
                variable = queue.popleft()
                waiting.discard(variable)
                base = value[variable]
                for arc in outgoing[variable]:
                    goal = target[arc]
                    bound = base + weight[arc] if not mixed else self.across(arc, base, lower)
                    if bound >= value[goal]:
                        continue
                    value[goal], by[goal] = bound, arc
                    if place[goal] != here:
                        continue
                    moved += 1
                    if goal not in waiting:
                        waiting.add(goal)
                        queue.append(goal)
                if moved >= len(group):
                    moved = 0
                    cycle = _cycle(group, by, source, place, here)
                    if cycle and (not mixed or self._endless(cycle, value, source, lower)):
                        cycles.append(cycle)
                        break
        return cycles

    def _endless(self, cycle: Sequence[int], value: dict[int, int], source: Sequence[int], lower: bool) -> bool:
        """Whether going round the cycle goes on tightening; rounding to days on the way may stop it."""
        bound = value[source[cycle[0]]]
        for _ in range(3):
            start = bound
            for arc in cycle:
                bound = self.across(arc, bound, lower)
            if bound >= start:
                return False
        return True

    def _crossings(self, variables: Sequence[int], state: _Bounds) -> list[_Conflict]:
        """Where a lower bound lies above the upper bound: the statements and own bounds that lead there."""
        conflicts = []
        seen: set[int] = set()
        for variable in variables:
            if -state.low[variable] <= state.high[variable]:
                continue
            upper, top = self.trail(variable, state.high_by, self.large)
            lower, bottom = self.trail(variable, state.low_by, self.small)
            path = {variable, top, bottom}
            path.update(self.small[arc] for arc in (*upper, *lower))
            path.update(self.large[arc] for arc in (*upper, *lower))
            if path.isdisjoint(seen):
                conflicts.append(_Conflict((*reversed(upper), *lower), (top, bottom)))
            seen |= path
        return conflicts

    # Contradictions -----------------------------------------------------------------------------------------------

    def _take_out(self, conflicts: Iterable[_Conflict]) -> list[Contradiction]:
        """Narrow each conflict, report it, and take its statements out of the network."""
        found = []
        touched: set[int] = set()
        for conflict in conflicts:
            if not touched.isdisjoint(self._events_of(conflict)):
                continue
            least, events = self._narrow(conflict)
            touched |= events
            arcs = [arc for arc in least.arcs if self._said[arc] is not None]
            for arc in arcs:
                if arc in self.from_large[self.large[arc]]:
                    self.from_large[self.large[arc]].remove(arc)
                    self.from_small[self.small[arc]].remove(arc)
            if not arcs:  # nothing but its own bounds: they can't serve
                self.voided |= events
            self._frozen |= events
            said = tuple(dict.fromkeys(word for arc in arcs if (word := self._said[arc]) is not None))
            names = tuple(sorted(self.names[number] for number in events))
            dated = tuple(sorted({self.names[variable >> 1] for variable in least.bounds}))
            found.append(Contradiction(names, said, dated))
        return found

    def _narrow(self, conflict: _Conflict) -> tuple[_Conflict, set[int]]:
        """Drop events as long as the others still contradict each other without them (a deletion filter).

        Whole stretches of the path go first, then event by event, which leaves a set from which none can be missed.
        """
        left = self._events_of(conflict)
        if self._plain(conflict, left):
            return conflict, set(left)
        budget = _BUDGET
        size = len(left) // 2
        while size and budget > 0:
            at = 0
            while at < len(left) and budget > 0:
                rest = left[:at] + left[at + size :]
                budget -= len(rest)
                if rest and (smaller := self._conflict_among(rest)):
                    conflict, left = smaller, rest
                else:
                    at += size
            size //= 2
        return conflict, set(self._events_of(conflict))

    def _events_of(self, conflict: _Conflict) -> list[int]:
        """The events of a conflict, in the order of its path."""
        found = dict.fromkeys(variable >> 1 for variable in conflict.bounds[:1])
        for arc in conflict.arcs:
            found.update(dict.fromkeys((self.small[arc] >> 1, self.large[arc] >> 1)))
        found.update(dict.fromkeys(variable >> 1 for variable in conflict.bounds))
        return list(found)

    def _plain(self, conflict: _Conflict, events: Sequence[int]) -> bool:
        """Whether nothing else is known between these events, so that none of them can be spared.

        Settles at once what would take a search for every event: long rings of events without dates.
        """
        inside = set(events)
        dated = {variable >> 1 for variable in conflict.bounds}
        if any(number not in dated and not unset(self.dates[number]) for number in events):
            return False
        path = [*(self.large[arc] >> 1 for arc in conflict.arcs[:1]), *(self.small[arc] >> 1 for arc in conflict.arcs)]
        visits = sum(one != two for one, two in pairwise(path)) + bool(conflict.bounds)
        if visits != len(inside):
            return False  # it comes by an event twice, so that there is a shorter way
        stated = sum(
            self._said[arc] is not None and self.large[arc] >> 1 in inside
            for number in events
            for variable in (2 * number, 2 * number + 1)
            for arc in self.from_small[variable]
        )
        return stated == sum(self._said[arc] is not None for arc in conflict.arcs)

    def _conflict_among(self, members: Sequence[int]) -> _Conflict | None:
        """A conflict among these events and what is stated between them, everything else left out."""
        inside = set(members)
        variables = [variable for number in members for variable in (2 * number, 2 * number + 1)]
        from_large: Adjacency = {}
        from_small: Adjacency = {}
        for variable in variables:
            from_large[variable] = [arc for arc in self.from_large[variable] if self.small[arc] >> 1 in inside]
            from_small[variable] = [arc for arc in self.from_small[variable] if self.large[arc] >> 1 in inside]
        mixed = any(number in self.utc for number in members)
        conflicts = self._spread(variables, from_large, from_small, _Bounds(), mixed)
        return conflicts[0] if conflicts else None

    # Values -------------------------------------------------------------------------------------------------------

    def _edges(self, number: int, zone: str | None) -> tuple[int, int, int, int]:
        """An event's propagated bounds as whole edges of its own line, rounded outward."""
        start, end = 2 * number, 2 * number + 1
        one, two, three, four = self.low[start], self.high[start], self.low[end], self.high[end]
        unit = SCALED_DAY if zone is None else SCALE
        edges = (
            one // unit if -LIMIT < one < LIMIT else NEVER,
            -(-two // unit) if -LIMIT < two < LIMIT else FOREVER,
            three // unit if -LIMIT < three < LIMIT else NEVER,
            -(-four // unit) if -LIMIT < four < LIMIT else FOREVER,
        )
        if zone is not None and number in self.utc:
            return _each(edges, lambda second: zones.from_utc(zone, second))
        return edges

    def _half_open(self, number: int, edges: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Edges of days as a span means them: a start before its upper edge and an end after its lower one.

        Where a bound lies on the edge itself, the day beyond it belongs to the span, unless both bounds are one.
        """
        start, end = 2 * number, 2 * number + 1
        one, two, three, four = self.low[start], self.high[start], self.low[end], self.high[end]
        unit = SCALE if number in self.utc else SCALED_DAY
        return (
            edges[0],
            edges[1] + (one < two < LIMIT and two % unit == 0),
            edges[2] - (-LIMIT < three < four and three % unit == 0),
            edges[3],
        )

    def _meeting(self, first: int, second: int) -> str | None:
        """The zone whose wall time two events are compared in (as ``timeline.span.aligned``)."""
        one, two = self.lines[first], self.lines[second]
        return one if one == two or two is None else two if one is None else "UTC"

    def _bounds_in(self, variable: int, zone: str | None) -> tuple[int, int]:
        number = variable >> 1
        if variable in self.high:
            low, high = self.low[variable], self.high[variable]
        else:
            low, high = self.own_bounds(variable)
        line = self.lines[number]
        here = "UTC" if number in self.utc else line
        if line is None or zone is None or here == zone:
            return low, high
        return tuple(  # type: ignore[return-value]
            bound
            if abs(bound) >= LIMIT
            else map_seconds(bound, lambda second: zones.convert(second, here or "UTC", zone))
            for bound in (low, high)
        )

    def _distances(self, start: int, goals: Sequence[int]) -> dict[int, int]:
        """How much later than ``start`` other variables can be at most, by what is stated alone."""
        place = self._position
        last = max((place.get(goal, -1) for goal in goals), default=-1)
        distance = {start: 0}
        heap = [(place.get(start, -1), start)]
        waiting = {start}
        while heap:
            position, variable = heappop(heap)
            if position > last:
                break
            waiting.discard(variable)
            base = distance[variable]
            for arc in self.from_large[variable]:
                goal, reached = self.small[arc], base + self.weight[arc]
                if reached < distance.get(goal, INFINITE):
                    distance[goal] = reached
                    if goal not in waiting:
                        waiting.add(goal)
                        heappush(heap, (place.get(goal, -1), goal))
        return distance

    def _stated(self, name: str, *, end: bool) -> frozenset[str]:
        number = self._index.get(name)
        if number is None:
            return frozenset()
        outgoing, target = (self.from_small, self.large) if end else (self.from_large, self.small)
        start = 2 * number + end
        sign = -1 if end else 1
        distance = {start: 0}
        heap = [(sign * self._position.get(start, 0), start)]
        while heap:
            _, variable = heappop(heap)
            for arc in outgoing[variable]:
                goal, reached = target[arc], distance[variable] + self.weight[arc]
                if reached < distance.get(goal, INFINITE):
                    distance[goal] = reached
                    heappush(heap, (sign * self._position.get(goal, 0), goal))
        # A predecessor shows by its end, a successor by its start.
        found = {goal >> 1 for goal, reached in distance.items() if reached <= 0 and (goal & 1) != end}
        return frozenset(self.names[one] for one in found - {number})


class _Bounds:
    """One propagation: bounds by variable (lower ones negated), the arc that set each, and the topological place."""

    __slots__ = ("high", "high_by", "low", "low_by", "position")

    def __init__(self) -> None:
        self.high: dict[int, int] = {}
        self.low: dict[int, int] = {}
        self.high_by: dict[int, int] = {}
        self.low_by: dict[int, int] = {}
        self.position: dict[int, int] = {}


def _each(edges: tuple[int, int, int, int], change: Convert) -> tuple[int, int, int, int]:
    one, two, three, four = (edge if edge in (NEVER, FOREVER) else change(edge) for edge in edges)
    return one, two, three, four


def _cycle(
    group: Sequence[int], by: dict[int, int], source: Sequence[int], place: dict[int, int], here: int
) -> tuple[int, ...]:
    """The arcs of a cycle in the tree of predecessors, in the order in which bounds flow; empty where there is none."""
    done: set[int] = set()
    for start in group:
        walk: list[int] = []
        on_walk: set[int] = set()
        variable = start
        while variable not in done and variable not in on_walk:
            on_walk.add(variable)
            walk.append(variable)
            arc = by[variable]
            if arc < 0 or place[source[arc]] != here:
                break
            variable = source[arc]
        else:
            if variable in on_walk:
                ring = walk[walk.index(variable) :]
                return tuple(by[member] for member in reversed(ring))
        done |= on_walk
    return ()


def _shorten(distance: list[list[int]]) -> None:
    """All shortest distances of a small network (Floyd and Warshall)."""
    points = range(len(distance))
    for middle in points:
        through = distance[middle]
        for row in distance:
            base = row[middle]
            for column in points:
                row[column] = min(row[column], base + through[column])


def _unrelated(bounds: Sequence[tuple[int, int]]) -> list[list[int]]:
    distance = [[-bounds[row][0] + bounds[column][1] for column in range(4)] for row in range(4)]
    for row in range(4):
        distance[row][row] = 0
        distance[row].append(-bounds[row][0])
    return [*distance, [*(high for _, high in bounds), 0]]


def _consistent(distance: list[list[int]]) -> frozenset[Allen]:
    """The relations whose order of the four ends (0-3; 4 is the origin) fits a minimal network."""
    name = {"s": 0, "e": 1, "S": 2, "E": 3}
    found = []
    for relation, chain in ALLEN_CHAINS.items():
        trial = [row[:] for row in distance]
        for position, group in enumerate(chain):
            for end in group:
                for other in group:
                    trial[name[end]][name[other]] = min(trial[name[end]][name[other]], 0)
                if position:
                    for earlier in chain[position - 1]:  # earlier <= end - 1
                        trial[name[end]][name[earlier]] = min(trial[name[end]][name[earlier]], -1)
        _shorten(trial)
        if all(trial[point][point] >= 0 for point in range(5)):
            found.append(relation)
    return frozenset(found)
