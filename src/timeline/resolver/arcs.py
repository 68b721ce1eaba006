"""The arcs of a network of bounds: what every part of the search for a fixed point reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from timeline import zones
from timeline.calendar import DAY
from timeline.span import FOREVER, NEVER, Span

SCALE: Final = 1 << 32
"""Units in a second; more than any path has strict steps."""
SCALED_DAY: Final = DAY * SCALE
_HALF: Final = SCALE >> 1
INFINITE: Final = 1 << 111
"""Stands for a bound that nothing sets; an ordinary number, so that cycles show even where no date is known."""
LIMIT: Final = 1 << 110
"""Anything beyond is unset; every real edge is below it, every sum with ``INFINITE`` above."""

Convert: TypeAlias = Callable[[int], int]
Adjacency: TypeAlias = dict[int, list[int]]


class Arcs:
    """Events by number, the arcs between their starts (``2 * number``) and ends (``2 * number + 1``), and all bounds.

    An arc says ``small <= large + weight``; ``from_large`` and ``from_small`` have the numbers of those that start
    there.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.dates: list[Span] = []
        """What the events' own wording says."""
        self.lines: list[str | None] = []
        """The zone in which the edges of each event are kept; None for days."""
        self.utc: set[int] = set()
        """The events whose bounds are kept in UTC, since moments of other zones are near."""
        self.voided: set[int] = set()
        """The events whose own dates can't serve."""
        self.small: list[int] = []
        self.large: list[int] = []
        self.weight: list[int] = []
        self.from_large: Adjacency = {}
        self.from_small: Adjacency = {}
        self.high: dict[int, int] = {}
        self.low: dict[int, int] = {}
        self.high_by: dict[int, int] = {}
        """By variable, the arc that set its bound; -1 where that is the event's own date."""
        self.low_by: dict[int, int] = {}
        self.linked: dict[int, list[int]] = {}
        """By event, those that are counted from it."""
        self.dirty: set[int] = set()
        """The events for which everything has to be worked out anew."""

    def across(self, arc: int, bound: int, lower: bool) -> int:
        """A bound carried over an arc, through the zones at its two ends."""
        origin, goal = (self.small[arc], self.large[arc]) if lower else (self.large[arc], self.small[arc])
        start, end = origin >> 1, goal >> 1
        moved = bound + self.weight[arc]
        if (start in self.utc) == (end in self.utc) or abs(moved) >= LIMIT:
            return moved
        plain = -moved if lower else moved
        if start in self.utc:
            plain = map_seconds(plain, lambda second: zones.from_utc(self.lines[start] or "UTC", second))
            plain = whole_day(plain, lower)
        else:
            plain = map_seconds(plain, lambda second: zones.to_utc(self.lines[end] or "UTC", second))
        return -plain if lower else plain

    def trail(self, variable: int, by: dict[int, int], source: Sequence[int]) -> tuple[list[int], int]:
        """The arcs that set a bound, from the variable back, and the variable whose own date they start from.

        Where days are rounded on the way, they can come round to one that they have passed; there they stop.
        """
        arcs: dict[int, None] = {}
        while (arc := by[variable]) >= 0 and arc not in arcs:
            arcs[arc] = None
            variable = source[arc]
        return list(arcs), variable

    def own_bounds(self, variable: int) -> tuple[int, int]:
        """The event's own bounds of a variable, scaled, on the line that it is kept on."""
        number = variable >> 1
        if number in self.voided:
            return -INFINITE, INFINITE
        span = self.dates[number]
        low, high = (span.end_low, span.end_high) if variable & 1 else (span.start_low, span.start_high)
        least, most = self._scaled(number, low, -INFINITE), self._scaled(number, high, INFINITE)
        if span.zone is None and low < high:
            # What starts within a day starts before that day is over, and what ends within one ends after it has begun.
            return (least + 1, most) if variable & 1 else (least, most - 1)
        return least, most

    def _scaled(self, number: int, edge: int, unset: int) -> int:
        # An open side may hold the sentinel of the other direction; it bounds nothing either way.
        if edge <= NEVER or edge >= FOREVER:
            return unset
        span = self.dates[number]
        if span.zone is None:
            return edge * SCALED_DAY
        return (zones.to_utc(span.zone, edge) if number in self.utc else edge) * SCALE


def unset(span: Span) -> bool:
    """Whether nothing is known of a span."""
    return all(edge in (NEVER, FOREVER) for edge in (span.start_low, span.start_high, span.end_low, span.end_high))


def map_seconds(bound: int, change: Convert) -> int:
    """Change the seconds of a scaled bound and keep the strict steps that it has gathered."""
    second, rest = divmod(bound + _HALF, SCALE)
    return change(second) * SCALE + rest - _HALF


def whole_day(bound: int, lower: bool) -> int:
    """A bound on moments as one on days, rounded outward; strict steps are kept, so that cycles still show.

    What is rounded lies beyond the edge that it is rounded to, which is one strict step, however often it is done.
    """
    second, rest = divmod(bound + _HALF, SCALE)
    rest -= _HALF
    if second % DAY:
        rest = max(rest, 1) if lower else min(rest, -1)
    day = second // DAY if lower else -(-second // DAY)
    return day * SCALED_DAY + rest


def strong_groups(variables: Sequence[int], outgoing: Adjacency, target: Sequence[int]) -> list[list[int]]:
    """Strongly connected groups in topological order (Tarjan, without recursion)."""
    number: dict[int, int] = {}
    link: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    groups: list[list[int]] = []
    for root in variables:
        if root in number:
            continue
        number[root] = link[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(outgoing[root]))]
        while work:
            variable, arcs = work[-1]
            for arc in arcs:
                goal = target[arc]
                if goal not in number:
                    number[goal] = link[goal] = len(number)
                    stack.append(goal)
                    on_stack.add(goal)
                    work.append((goal, iter(outgoing[goal])))
                    break
                if goal in on_stack and number[goal] < link[variable]:
                    link[variable] = number[goal]
            else:
                work.pop()
                if work and link[variable] < link[work[-1][0]]:
                    link[work[-1][0]] = link[variable]
                if link[variable] == number[variable]:
                    group = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member == variable:
                            break
                    group.reverse()  # as they were come upon, which is the way that bounds flow
                    groups.append(group)
    groups.reverse()
    return groups
