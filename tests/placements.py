"""A second reading of queries, by nothing but the ways in which two stretches can lie: no index, no formulas, no zones.

Ends are placed on a lattice that has every edge of the two spans and room for four different ends between any two of
them, so that every order that the bounds allow is among the placements.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from timeline.calendar import DAY
from timeline.span import FOREVER, NEVER, Span

Edges: TypeAlias = tuple[int, int, int, int]

ROOM: Final = 5
WANTED: Final = {
    "before": {"before", "meets"},
    "after": {"after", "met-by"},
    "during": {"starts", "during", "finishes", "equals"},
    "overlapping": {
        *("overlaps", "starts", "during", "finishes", "equals"),
        *("finished-by", "contains", "started-by", "overlapped-by"),
    },
}
"""The relations that each selection is about."""
_SHARING: Final = {
    (-1, -1): "overlaps",
    (0, -1): "starts",
    (1, -1): "during",
    (1, 0): "finishes",
    (0, 0): "equals",
    (-1, 0): "finished-by",
    (-1, 1): "contains",
    (0, 1): "started-by",
    (1, 1): "overlapped-by",
}


def utc(zone: str, wall: int) -> int:
    """UTC seconds of wall seconds, by the zone's rules; beyond Python's years by those of its first or last year."""
    if wall in (NEVER, FOREVER) or zone == "UTC":
        return wall
    if zone[0] == "+":
        return wall - int(zone[1:3]) * 3600 - int(zone[4:]) * 60
    within = min(max(wall, 2 * DAY), (date.max.toordinal() - 1) * DAY)
    moment = datetime(1, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(seconds=within - DAY)
    offset = moment.utcoffset()
    assert offset is not None
    return wall - round(offset.total_seconds())


def edges(span: Span) -> Edges:
    """The four edges; of a mere moment, of the second that it starts."""
    if span.end_high <= span.start_low:
        return span.start_low, span.start_low, span.start_low + 1, span.start_low + 1
    return span.start_low, span.start_high, span.end_low, span.end_high


def instants(span: Span, zone: str) -> Edges:
    """The four edges in UTC, those of days as midnights of ``zone``."""
    a, b, c, d = (utc(span.zone or zone, edge) for edge in _seconds(span))
    return a, b, c, d


def _seconds(span: Span) -> Edges:
    a, b, c, d = (edge if span.zone is not None or edge in (NEVER, FOREVER) else edge * DAY for edge in edges(span))
    return a, b, c, d


def on_one_line(one: Span, two: Span) -> tuple[Edges, Edges]:
    """Days stay days, a day lies in the zone of the moment that it meets, moments of two zones meet in UTC."""
    if one.zone == two.zone:
        return edges(one), edges(two)
    if one.zone is not None and two.zone is not None:
        return in_order(instants(one, "UTC")), in_order(instants(two, "UTC"))
    return _seconds(one), _seconds(two)


def in_order(given: Edges) -> Edges:
    """What is skipped as clocks go forward comes after what follows it; then the later bounds give way."""
    a, b, c, d = given
    return a, max(a, b), c, max(c, d, a + 1)


def relations(one: Span, two: Span) -> set[str]:
    """The relations of one span to another in all placements."""
    first, second = on_one_line(one, two)
    places = {edge: ROOM * place for place, edge in enumerate(sorted({*first, *second}))}
    return {
        relation
        for start, end in placed(first, places, one.zone is None)
        for relation in _to(start, end, *ranges(second, places, two.zone is None))
    }


def ranges(given: Edges, places: dict[int, int], in_days: bool) -> tuple[range, range]:
    """Where a stretch can start and end: a start that is known to days lies before the last of them is over."""
    a, b, c, d = given
    starts = range(places[a], places[b] + (not in_days or a == b))
    return starts, range(places[c] + (in_days and c != d), places[d] + 1)


def placed(given: Edges, places: dict[int, int], in_days: bool) -> Iterator[tuple[int, int]]:
    """Every way in which a stretch can lie."""
    starts, ends = ranges(given, places, in_days)
    return ((start, end) for start in starts for end in ends if start < end)


def _to(start: int, end: int, starts: range, ends: range) -> Iterator[str]:
    # What matters of the other's start and end is where they lie beside these two: before, at, between, at, after.
    for other in _each_place(starts, start, end):
        for last in _each_place(ends, start, end, latest=True):
            if last > other:
                yield _relation(start, end, other, last)


def _each_place(found: range, start: int, end: int, *, latest: bool = False) -> Iterator[int]:
    kinds: dict[tuple[int, int], int] = {}
    for place in reversed(found) if latest else found:  # the earliest start and the latest end leave the most room
        kinds.setdefault(((place > start) - (place < start), (place > end) - (place < end)), place)
    return iter(kinds.values())


def _relation(start: int, end: int, other: int, last: int) -> str:
    if end <= other:
        return "before" if end < other else "meets"
    if last <= start:
        return "after" if last < start else "met-by"
    return _SHARING[(start > other) - (start < other), (end > last) - (end < last)]


def selected(name: str, one: Span, two: Span, *, possible: bool) -> bool:
    """Whether a selection by ``two`` has ``one``: in some placement, or in every one."""
    found = relations(one, two)
    return bool(found & WANTED[name]) if possible else found <= WANTED[name]


def stretch(span: Span, zone: str) -> tuple[int, int] | None:
    """What a distance is measured from, in UTC: all in which a span may lie, its unknown side at the edge known."""
    known = [edge for edge in instants(span, zone) if edge not in (NEVER, FOREVER)]
    low, _, _, high = instants(span, zone)
    if low == NEVER and not span.open_start:
        low = min(known, default=FOREVER)
    if high == FOREVER and not span.open_end:
        high = max(known, default=NEVER)
    if low < high:
        return low, high
    if not known:
        return None
    return (high - 1, high) if span.end_high < FOREVER else (low, low + 1)


def gap(one: Span, two: Span, zone: str) -> int | None:
    """The time between two spans; -1 where they may touch, None where nothing is known of one."""
    first, second = stretch(one, zone), stretch(two, zone)
    if first is None or second is None:
        return None
    if first[0] < second[1] and second[0] < first[1]:
        return -1
    return max(first[0] - second[1], second[0] - first[1])
