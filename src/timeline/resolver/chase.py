"""Bounds and wording that follow each other to the fixed point that they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from typing import Final, TypeAlias

from timeline.calendar import DAY
from timeline.resolver.arcs import Adjacency, Arcs, strong_groups, unset
from timeline.span import FOREVER, NEVER, Span

Reread: TypeAlias = Callable[[str], Span | None]
Stride: TypeAlias = Callable[[Sequence[str]], int]

_SENTINELS: Final = frozenset({NEVER, FOREVER})


class Chase:
    """Bounds and wording that follow each other: one worklist, in the order in which lower, and then upper bounds flow.

    Lower bounds are taken first, along all statements and all that is counted from something, in topological order, so
    that a chain in which both take turns costs one step a link; then upper bounds, and so on until neither moves.
    """

    _CHECKED = 64
    """After so many readings of one event it is looked whether it chases itself; this decides nothing."""

    _MOST = 8_192
    """After so many, what still goes round a circle is held: an hour at a time it would take hours to be sure."""

    def __init__(self, network: Arcs, reread: Reread, stride: Stride) -> None:
        self.network = network
        self.reread = reread
        self.stride = stride
        self.place: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.heaps: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
        self.queued: tuple[set[int], set[int]] = (set(), set())
        self.crossed: set[int] = set()
        self.cause: dict[int, tuple[int, int]] = {}
        """By event, the bound (side, variable) that last made it be read again."""
        self.readings: dict[int, int] = {}
        self.marks: dict[int, Span] = {}
        """Where events that chase themselves were when that was seen first."""

    def run(self, stale: set[int]) -> tuple[str, ...]:
        """Follow what is counted from something that moved until nothing moves; see ``Network.settle``."""
        names = self.network.names
        fresh = [(number, own) for number in sorted(stale, key=names.__getitem__) if (own := self._read(number))]
        if not fresh:
            return ()
        self._arrange([number for number, _ in fresh])
        for number, own in fresh:
            self._set(number, own)
        side = 0
        while self.heaps[0] or self.heaps[1]:
            heap, queued = self.heaps[side], self.queued[side]
            while heap:
                _, item = heappop(heap)
                queued.discard(item)
                if item >= 0:
                    self._relax(side, item)
                elif (own := self._read(~item)) is not None:
                    if chased := self._chased(~item):
                        return chased
                    self._set(~item, own)
            side = 1 - side
        self.network.dirty |= self.crossed
        return ()

    def _arrange(self, seeds: Iterable[int]) -> None:
        """Put the bounds that can move in the order in which they do, for lower and for upper ones."""
        network = self.network
        linked = network.linked
        members = self._within(seeds)
        variables = [variable for number in members for variable in (2 * number, 2 * number + 1)]
        for side, (adjacency, ends) in enumerate(
            ((network.from_small, network.large), (network.from_large, network.small))
        ):
            target: list[int] = []
            outgoing: Adjacency = {}
            for variable in variables:
                goals = [ends[arc] for arc in adjacency[variable]]
                for number in linked.get(variable >> 1, ()):
                    goals += (2 * number, 2 * number + 1)
                outgoing[variable] = list(range(len(target), len(target) + len(goals)))
                target += goals
            order = (variable for group in strong_groups(variables, outgoing, target) for variable in group)
            self.place[side].update({variable: place for place, variable in enumerate(order)})

    def _within(self, seeds: Iterable[int]) -> list[int]:
        """Every event that may move when these do, by name."""
        network = self.network
        seen = set(seeds)
        todo = list(seen)
        while todo:
            number = todo.pop()
            near = set(network.linked.get(number, ()))
            for variable in (2 * number, 2 * number + 1):
                near.update(network.large[arc] >> 1 for arc in network.from_small[variable])
                near.update(network.small[arc] >> 1 for arc in network.from_large[variable])
            near -= seen
            seen |= near
            todo += near
        return sorted(seen, key=network.names.__getitem__)

    def _push(self, side: int, item: int, place: int) -> None:
        if item not in self.queued[side]:
            self.queued[side].add(item)
            heappush(self.heaps[side], (place, item))

    def _read(self, number: int) -> Span | None:
        """Bounds of an event's own that are new."""
        own = self.reread(self.network.names[number])
        return None if own is None or own == self.network.dates[number] else own

    def _set(self, number: int, own: Span) -> None:
        network = self.network
        old = network.dates[number]
        network.dates[number] = own
        looser = (
            own.start_low < old.start_low
            or own.start_high > old.start_high
            or own.end_low < old.end_low
            or own.end_high > old.end_high
        )
        if own.zone != network.lines[number] or (looser and not unset(old)) or number in network.dirty:
            network.dirty.add(number)
            return
        for variable in (2 * number, 2 * number + 1):
            low, high = network.own_bounds(variable)
            self._tighten(0, variable, -low, -1)
            self._tighten(1, variable, high, -1)

    def _relax(self, side: int, variable: int) -> None:
        """Carry a bound along all statements."""
        network = self.network
        lower = side == 0
        base = -network.low[variable] if lower else network.high[variable]
        arcs, target = (
            (network.from_small[variable], network.large) if lower else (network.from_large[variable], network.small)
        )
        weight, mixed = network.weight, bool(network.utc)
        for arc in arcs:
            bound = network.across(arc, base, lower) if mixed else base + weight[arc]
            self._tighten(side, target[arc], bound, arc)

    def _tighten(self, side: int, variable: int, bound: int, by: int) -> None:
        """Set a bound (a lower one negated) where it is tighter than what there is."""
        network = self.network
        if side == 0:
            if -bound <= network.low[variable]:
                return
            network.low[variable], network.low_by[variable] = -bound, by
        else:
            if bound >= network.high[variable]:
                return
            network.high[variable], network.high_by[variable] = bound, by
        number = variable >> 1
        if network.low[variable] > network.high[variable]:
            self.crossed.add(number)
        if number in self.crossed:
            return
        place = self.place[side]
        self._push(side, variable, 2 * place[variable])
        for other in network.linked.get(number, ()):
            self.cause[other] = side, variable
            self._push(side, ~other, 2 * min(place[2 * other], place[2 * other + 1]) - 1)

    # What never stops ---------------------------------------------------------------------------------------------

    def _chased(self, number: int) -> tuple[str, ...]:
        """The events of a circle that goes on for ever, if this one has been going round it long enough to be sure.

        Wording means the same however many days later it is read, if only that is a multiple of ``stride``: a circle
        that has moved as far without coming to rest never will.
        """
        count = self.readings[number] = self.readings.get(number, 0) + 1
        if count % self._CHECKED:
            return ()
        circle = self._circle(number)
        if not circle:
            self.marks.pop(number, None)
            return ()
        own = self.network.dates[number]
        mark = self.marks.setdefault(number, own)
        names = tuple(self.network.names[one] for one in circle)
        stride = self.stride(names) * (1 if own.zone is None else DAY)
        before = (mark.start_low, mark.start_high, mark.end_low, mark.end_high)
        after = (own.start_low, own.start_high, own.end_low, own.end_high)
        moved = [abs(two - one) for one, two in zip(before, after, strict=True) if {one, two}.isdisjoint(_SENTINELS)]
        far_enough = mark.zone == own.zone and any(far > stride for far in moved)
        return names if far_enough or count > self._MOST else ()

    def _circle(self, number: int) -> list[int]:
        """An event and those that its bounds came from, where they lead round a circle; empty where they do not."""
        network = self.network
        circle = [number]
        counted = {number}
        here = number
        while here in self.cause:
            side, variable = self.cause[here]
            arcs, source = network.trail(
                variable,
                network.high_by if side else network.low_by,
                network.large if side else network.small,
            )
            path = [variable, *(ends[arc] for arc in arcs for ends in (network.large, network.small))]
            circle += [one >> 1 for one in path]
            here = source >> 1
            if here in counted:
                # Where two chase each other, what was last set shows now the one and now the other as chasing itself.
                return list(dict.fromkeys(circle))
            counted.add(here)
        return []
