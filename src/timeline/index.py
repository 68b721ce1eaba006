"""The index of a timeline: which spans stand in which relation to a given one, without looking at all of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from heapq import merge
from itertools import islice
from operator import gt, itemgetter, le
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from timeline import zones
from timeline.calendar import DAY
from timeline.span import FOREVER, NEVER, Allen, Edges, Span, monotone, solid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Numbers: TypeAlias = "Sequence[int] | array[int]"

_FAN: Final = 16
"""How many entries one node of the tree stands for: few make it deep, many make each look at a node long."""
_FINE: Final = 4
"""Steps between two whole edges in a comparison, so that "just after" an edge and "just before" it are numbers too."""
_ABROAD: Final = 2 * DAY
"""No two zones' clocks differ by more, nor does any clock jump by more."""


class IntervalIndex:
    """A static interval index over flat arrays of integers: ``[starts[i], ends[i])``, every ``starts[i] < ends[i]``.

    The intervals lie in order of their starts. Over their ends stands an implicit tree: each level holds the greatest
    end of every ``_FAN`` entries of the level below. What starts within a stretch is found by bisection alone; what
    reaches into it from before is found from the top of the tree downward, past whatever ends too early, however long
    some of the others are. ``least`` is the same tree of smallest ends, made when first asked for.

    Answers are positions in the sorted order, ascending; ``rows[position]`` is the number of the interval as it was
    given.
    """

    __slots__ = ("_greatest", "_least", "ends", "rows", "starts")

    def __init__(self, starts: Numbers, ends: Numbers, rows: Numbers | None = None) -> None:
        starts = starts if isinstance(starts, array) else array("q", starts)
        ends = ends if isinstance(ends, array) else array("q", ends)
        if not all(map(le, starts, islice(starts, 1, None))):
            order = sorted(range(len(starts)), key=starts.__getitem__)
            pick = itemgetter(*order)
            starts, ends = array("q", pick(starts)), array("q", pick(ends))
            rows = array("q", order if rows is None else pick(rows))
        self.starts = starts
        self.ends = ends
        self.rows: Numbers = range(len(starts)) if rows is None else rows
        self._greatest = _levels(ends, max)
        self._least: list[list[int]] | None = None

    def __len__(self) -> int:
        return len(self.starts)

    def starting(self, low: int, high: int) -> range:
        """Positions of what starts at or after ``low`` and before ``high``."""
        left = bisect_left(self.starts, low)
        return range(left, max(left, bisect_left(self.starts, high)))

    def overlapping(self, low: int, high: int) -> list[int]:
        """Positions of what shares some time with ``[low, high)``: starts before ``high`` and ends after ``low``."""
        right = bisect_left(self.starts, high)
        left = min(bisect_left(self.starts, low), right)
        found = self._descend(self._greatest, left, low, past=True)
        found.extend(range(left, right))  # what starts from low on ends after it
        return found

    def ending_after(self, edge: int) -> list[int]:
        """Positions of what ends after ``edge``."""
        return self.overlapping(edge, FOREVER + 1)

    def ending_by(self, edge: int) -> list[int]:
        """Positions of what has ended at ``edge``."""
        if self._least is None:
            self._least = _levels(self.ends, min)
        return self._descend(self._least, bisect_left(self.starts, edge), edge, past=False)

    def _descend(self, levels: list[list[int]], limit: int, edge: int, *, past: bool) -> list[int]:
        # Positions before ``limit`` whose end lies past ``edge`` (or not past it), from the top of the tree downward.
        width = _FAN ** (len(levels) + 1)
        nodes: Iterable[int] = range(1)
        for level in reversed(levels):
            width //= _FAN
            nodes = _children(level, nodes, -(-limit // width), edge, past)
        return _children(self.ends, nodes, limit, edge, past)


def _children(level: Numbers, nodes: Iterable[int], count: int, edge: int, past: bool) -> list[int]:
    """The children of some nodes, among the first ``count`` of a level, that lie past ``edge`` (or don't)."""
    found: list[int] = []
    for node in nodes:
        first = node * _FAN
        part = level[first : min(first + _FAN, count)]
        if past:
            found += [child for child, end in enumerate(part, first) if end > edge]
        else:
            found += [child for child, end in enumerate(part, first) if end <= edge]
    return found


def _levels(ends: array[int], choose: Callable[[Numbers], int]) -> list[list[int]]:
    # The first level has the choice of every _FAN ends, the next of every _FAN of those; the last has _FAN at most.
    levels: list[list[int]] = []
    below: Numbers = ends
    while len(below) > _FAN:
        below = [choose(below[i : i + _FAN]) for i in range(0, len(below), _FAN)]
        levels.append(below)
    return levels


# --- predicates by the four edges ---------------------------------------------------------------------------------
#
# a is the entry (its start s lies in [a0, a1], its end e in [a2, a3]), b is what it is compared with (S, E). Every
# stretch has a positive length: s < e, S < E. Each formula is "at least one" or "every" such choice of the four ends.


def _may_precede(a: Edges, b: Edges) -> bool:
    # Some e <= S: the smallest end there can be (a2, or just after a0) against the greatest start (b1, or just before
    # b3).
    return a[2] <= b[1] and a[2] < b[3] and a[0] < b[1] and a[0] < b[3]


def _must_precede(a: Edges, b: Edges) -> bool:
    return a[3] <= b[0]


def _may_follow(a: Edges, b: Edges) -> bool:
    return _may_precede(b, a)


def _must_follow(a: Edges, b: Edges) -> bool:
    return b[3] <= a[0]


def _may_overlap(a: Edges, b: Edges) -> bool:
    return a[0] < b[3] and b[0] < a[3]


def _must_overlap(a: Edges, b: Edges) -> bool:
    return not _may_precede(a, b) and not _may_precede(b, a)


def _may_lie_within(a: Edges, b: Edges) -> bool:
    return b[0] <= a[1] and a[2] <= b[3] and b[0] < a[3] and a[0] < b[3]


def _must_lie_within(a: Edges, b: Edges) -> bool:
    return not (a[0] < b[1] and a[0] < b[3]) and not (b[2] < a[3] and b[0] < a[3])


@frozen
class Predicate:
    """What a selection asks of an entry and a stretch: by their relations, by their edges, and by the index.

    ``possible`` and ``certain`` judge scaled edges. ``near_possible`` and ``near_certain`` give positions in an index:
    all the answers and perhaps some more. ``exact`` says for which of the two (``"possible"``, ``"certain"``) there are
    no more.
    """

    name: str
    relations: frozenset[Allen]
    possible: Callable[[Edges, Edges], bool]
    certain: Callable[[Edges, Edges], bool]
    near_possible: Callable[[IntervalIndex, Edges, int], Sequence[int]]
    near_certain: Callable[[IntervalIndex, Edges, int], Sequence[int]]
    exact: frozenset[str]


def _near(index: IntervalIndex, b: Edges, slack: int) -> Sequence[int]:
    return index.overlapping(b[0] - slack, b[3] + slack)


BEFORE: Final = Predicate(
    "before",
    frozenset({Allen.BEFORE, Allen.MEETS}),
    _may_precede,
    _must_precede,
    lambda index, b, slack: index.starting(NEVER - 1, min(b[1], b[3]) + slack),
    lambda index, b, slack: index.ending_by(b[0] + slack),
    frozenset({"certain"}),
)
AFTER: Final = Predicate(
    "after",
    frozenset({Allen.AFTER, Allen.MET_BY}),
    _may_follow,
    _must_follow,
    lambda index, b, slack: index.ending_after(max(b[0], b[2]) - slack),
    lambda index, b, slack: index.starting(b[3] - slack, FOREVER + 1),
    frozenset({"certain"}),
)
OVERLAPPING: Final = Predicate(
    "overlapping",
    frozenset(Allen) - BEFORE.relations - AFTER.relations,
    _may_overlap,
    _must_overlap,
    _near,
    _near,
    frozenset({"possible"}),
)
DURING: Final = Predicate(
    "during",
    frozenset({Allen.STARTS, Allen.DURING, Allen.FINISHES, Allen.EQUALS}),
    _may_lie_within,
    _must_lie_within,
    _near,
    lambda index, b, slack: index.starting(min(b[1], b[3]) - slack, b[3] + slack),
    frozenset(),
)


def dated(spans: Sequence[Span | None], row: int) -> Span:
    """The span of a row that has one."""
    span = spans[row]
    if span is None:
        raise LookupError(row)
    return span


def _scale(edge: int, factor: int) -> int:
    return edge * factor if NEVER < edge < FOREVER else edge


def _to_utc(edge: int, zone: str) -> int:
    return zones.to_utc(zone, edge) if NEVER < edge < FOREVER else edge


def fine(span: Span, factor: int = 1, zone: str | None = None) -> Edges:
    """The edges of a span for comparison, in quarters: times ``factor`` (seconds a day), or from ``zone`` to UTC.

    A start that is known to a day lies before that day's end and an end after the day's start, which takes one step
    from the upper bound of the one and the lower bound of the other.
    """
    low, high, end_low, end_high = solid(span)
    inner = span.zone is None
    late = _FINE if not inner or low == high else _FINE - 1
    early = 0 if not inner or end_low == end_high else 1
    if factor != 1:
        low, high, end_low, end_high = (_scale(edge, factor) for edge in (low, high, end_low, end_high))
    elif zone is not None:
        moved = _each((low, high, end_low, end_high), lambda edge: _to_utc(edge, zone))
        low, high, end_low, end_high = monotone(moved)
    return low * _FINE, high * _FINE - _FINE + late, end_low * _FINE + early, end_high * _FINE


def judge(predicate: Predicate, a: Span, b: Span, *, possible: bool) -> bool:
    """Whether ``a`` certainly (or possibly) stands to ``b`` as the predicate says, by their bounds."""
    mine, theirs = _meeting(a.zone, b)
    ask = predicate.possible if possible else predicate.certain
    return ask(mine(a), theirs)


def _meeting(zone: str | None, b: Span) -> tuple[Callable[[Span], Edges], Edges]:
    # How spans of a zone are put on the line on which they meet b (as ``timeline.span.aligned``), and b's edges there.
    if zone == b.zone:
        return fine, fine(b)
    if zone is None:
        return lambda a: fine(a, DAY), fine(b)
    if b.zone is None:
        return fine, fine(b, DAY)
    return lambda a: fine(a, 1, zone), fine(b, 1, b.zone)


class Group:
    """The spans of a timeline that lie on one line: days, or moments of one zone."""

    __slots__ = ("_in_order", "index", "zone")

    def __init__(self, zone: str | None, rows: Numbers, spans: Sequence[Span]) -> None:
        starts = array("q", [span.start_low for span in spans])
        ends = array("q", [span.end_high for span in spans])
        if not all(map(gt, ends, starts)):
            starts, ends = (array("q", [solid(span)[edge] for span in spans]) for edge in (0, 3))
        self.zone = zone
        self.index = IntervalIndex(starts, ends, rows)
        self._in_order = self.index.rows is rows

    @property
    def in_order(self) -> bool:
        """Whether rows ascend with positions (wall time that jumps back can disorder a few)."""
        return self._in_order

    def near(self, predicate: Predicate, span: Span, *, possible: bool) -> tuple[Sequence[int], bool]:
        """Positions that hold every answer, and whether they are nothing but the answers."""
        edges, slack = self.line(span)
        look = predicate.near_possible if possible else predicate.near_certain
        return look(self.index, edges, slack), not slack and ("possible" if possible else "certain") in predicate.exact

    def line(self, span: Span) -> tuple[Edges, int]:
        """The span's edges on this group's line, and by how much they may be off."""
        edges = solid(span)
        if span.zone == self.zone:
            return edges, 0
        if span.zone is None:
            return _each(edges, lambda edge: _scale(edge, DAY)), 0
        if self.zone is None:
            return _each(edges, lambda edge: edge // DAY if NEVER < edge < FOREVER else edge), 1
        return _each(edges, lambda edge: _to_utc(edge, span.zone or "UTC")), _ABROAD


def _each(edges: Edges, change: Callable[[int], int]) -> Edges:
    a, b, c, d = edges
    return change(a), change(b), change(c), change(d)


def _groups(spans: Sequence[Span | None]) -> Iterator[Group]:
    dated = [span for span in spans if span is not None]
    lines = dict.fromkeys([span.zone for span in dated])
    if len(lines) == 1 and len(dated) == len(spans):
        yield Group(dated[0].zone, range(len(spans)), dated)
        return
    rows: dict[str | None, array[int]] = {zone: array("q") for zone in lines}
    for row, span in enumerate(spans):
        if span is not None:
            rows[span.zone].append(row)
    for zone, found in rows.items():
        yield Group(zone, found, [span for row in found if (span := spans[row]) is not None])


class SpanIndex:
    """The spans of a timeline by their rows (None where an event has no date), one ``IntervalIndex`` a line."""

    __slots__ = ("_by_end", "_hulls", "_zone", "groups", "spans")

    def __init__(self, spans: Sequence[Span | None], zone: str = "UTC") -> None:
        self.spans = spans
        self._zone = zone
        self.groups = tuple(_groups(spans))
        self._hulls: IntervalIndex | None = None
        self._by_end: tuple[array[int], array[int]] | None = None

    def select(self, predicate: Predicate, span: Span, *, possible: bool) -> list[int]:
        """The rows, ascending, that certainly (or possibly) stand to ``span`` as the predicate says."""
        found: list[int] = []
        for group in self.groups:
            found.extend(self._answers(group, predicate, span, possible=possible))
        found.sort()
        return found

    def estimate(self, predicate: Predicate, span: Span, *, possible: bool) -> int:
        """About how many rows ``select`` gives, at the cost of a few bisections."""
        rough = 0
        for group in self.groups:
            edges, _ = group.line(span)
            if predicate is BEFORE:
                rough += bisect_left(group.index.starts, edges[1] if possible else edges[0])
            elif predicate is AFTER:
                rough += len(group.index) - bisect_left(group.index.starts, edges[0] if possible else edges[3])
            else:
                rough += len(group.index.starting(edges[0], edges[3])) + _FAN
        return rough

    def stream(self, predicate: Predicate, span: Span, *, possible: bool) -> Iterator[int]:
        """The same rows as ``select``, one by one, so that the first few cost little."""
        return merge(*(self._answers(group, predicate, span, possible=possible) for group in self.groups))

    def _answers(self, group: Group, predicate: Predicate, span: Span, *, possible: bool) -> Iterator[int]:
        near, exact = group.near(predicate, span, possible=possible)
        rows: Iterator[int] = map(group.index.rows.__getitem__, near)
        if not group.in_order:
            rows = iter(sorted(rows))
        if exact:
            return rows
        spans = self.spans
        mine, theirs = _meeting(group.zone, span)
        ask = predicate.possible if possible else predicate.certain
        return (row for row in rows if (own := spans[row]) is not None and ask(mine(own), theirs))

    # --- distance -------------------------------------------------------------------------------------------------

    def hull(self, span: Span) -> tuple[int, int] | None:
        """The stretch that a span is measured by, in UTC seconds: from its earliest start to its latest end.

        A side of which nothing is known is left out, so that such a span is measured from the edge that is known; an
        open side has no end. None where nothing is known at all.
        """
        low, latest, early, high = solid(span)
        start = low if low > NEVER or span.open_start else None
        end = high if high < FOREVER or span.open_end else None
        known = [edge for edge in (start, latest, early, end) if edge is not None and NEVER < edge < FOREVER]
        if not known:
            return None if start is None or end is None else (start, end)
        start = min(known) if start is None else start
        end = max(known) if end is None else end
        first, last = self._utc(start, span.zone), self._utc(end, span.zone)
        if first < last:
            return first, last
        # One known edge is a second long, before an end and after a start.
        return (last - 1, last) if high < FOREVER else (first, first + 1)

    def _utc(self, edge: int, zone: str | None) -> int:
        return _to_utc(_scale(edge, DAY), self._zone) if zone is None else _to_utc(edge, zone)

    def start_range(self, row: int) -> tuple[int, int]:
        """The earliest and the latest start of a row that has a span, in UTC seconds."""
        span = dated(self.spans, row)
        low, high, _, end_high = solid(span)
        return self._utc(low, span.zone), self._utc(min(high, end_high), span.zone)

    def end(self, row: int) -> int:
        """The latest end of a row that has a span, in UTC seconds."""
        span = dated(self.spans, row)
        return self._utc(solid(span)[3], span.zone)

    def ended(self, span: Span) -> Iterator[int]:
        """Rows in falling order of their latest ends, from about the start of ``span``, one by one.

        Every row that has certainly ended by then is among them; the first few may have not.
        """
        _, (ends, by_end) = self._measures()
        start = self._utc(solid(span)[0], span.zone)
        return (by_end[place] for place in range(bisect_right(ends, start + _ABROAD) - 1, -1, -1))

    def nearest(self, span: Span, accept: Callable[[int], bool], count: int) -> list[int]:
        """The ``count`` rows that ``accept`` takes and whose hulls are nearest to that of ``span``, nearest first.

        Those that touch it come first, then by the gap, then by row.
        """
        measured = self.hull(span)
        if measured is None or count <= 0:
            return []
        hulls, (ends, by_end) = self._measures()
        low, high = measured
        touching = sorted(row for row in map(hulls.rows.__getitem__, hulls.overlapping(low, high)) if accept(row))
        if len(touching) >= count:
            return touching[:count]
        later = ((hulls.starts[i] - high, hulls.rows[i]) for i in range(bisect_left(hulls.starts, high), len(hulls)))
        earlier = ((low - ends[i], by_end[i]) for i in range(bisect_right(ends, low) - 1, -1, -1))
        apart = ((gap, row) for gap, row in merge(_by_gap(earlier), _by_gap(later)) if accept(row))
        return touching + [row for _, row in islice(apart, count - len(touching))]

    def _measures(self) -> tuple[IntervalIndex, tuple[array[int], array[int]]]:
        if self._hulls is None or self._by_end is None:
            rows, starts, ends = array("q"), array("q"), array("q")
            for row, span in enumerate(self.spans):
                hull = None if span is None else self.hull(span)
                if hull is not None:
                    rows.append(row)
                    starts.append(hull[0])
                    ends.append(hull[1])
            self._hulls = IntervalIndex(starts, ends, rows)
            order = sorted(range(len(ends)), key=ends.__getitem__)
            self._by_end = array("q", map(ends.__getitem__, order)), array("q", map(rows.__getitem__, order))
        return self._hulls, self._by_end


def _by_gap(pairs: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    # Gaps come in order already; rows of one gap are put in order here.
    same: list[tuple[int, int]] = []
    for pair in pairs:
        if same and same[0][0] != pair[0]:
            yield from sorted(same)
            same.clear()
        same.append(pair)
    yield from sorted(same)
