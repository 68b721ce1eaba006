"""The interval index and the predicates by edges against readings that look at everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spans import EPOCHS, spans
from timeline.index import AFTER, BEFORE, DURING, OVERLAPPING, IntervalIndex, Predicate, SpanIndex, judge
from timeline.span import FOREVER, NEVER, Allen, Span, allen

PREDICATES = (BEFORE, AFTER, OVERLAPPING, DURING)

intervals = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 60)), max_size=200)


@given(intervals, st.integers(-60, 60), st.integers(1, 40))
@settings(deadline=None)
def test_index_against_a_scan(pairs: list[tuple[int, int]], low: int, width: int) -> None:
    given_intervals = [(start, start + length) for start, length in pairs]
    index = IntervalIndex([start for start, _ in given_intervals], [end for _, end in given_intervals])
    high = low + width

    def rows(positions: list[int] | range) -> list[int]:
        assert list(positions) == sorted(positions)
        return sorted(index.rows[position] for position in positions)

    def scan(accept: object) -> list[int]:
        return [row for row, (start, end) in enumerate(given_intervals) if accept(start, end)]  # type: ignore[operator]

    assert rows(index.overlapping(low, high)) == scan(lambda start, end: start < high and low < end)
    assert rows(index.ending_by(low)) == scan(lambda _, end: end <= low)
    assert rows(index.ending_after(low)) == scan(lambda _, end: end > low)
    assert rows(index.starting(low, high)) == scan(lambda start, _: low <= start < high)


def test_a_long_interval_hides_nothing() -> None:
    starts = list(range(5000))
    ends = [start + 1 for start in starts]
    ends[7], ends[70] = 100_000, 3000
    index = IntervalIndex(starts, ends)
    assert index.overlapping(2500, 2503) == [7, 70, 2500, 2501, 2502]
    assert index.overlapping(4000, 4001) == [7, 4000]
    assert index.ending_by(5)[-1] == 4
    assert index.overlapping(6000, 6001) == [7]


STEP = 8


def concrete(span: Span) -> set[tuple[int, int]]:
    """Every way in which a span of days can lie, in eighths of a day."""
    low, high, end_low, end_high = (
        max(-1, min(edge, 4)) for edge in (span.start_low, span.start_high, span.end_low, span.end_high)
    )
    starts = range(low * STEP, high * STEP + (low == high))
    ends = range(end_low * STEP + (end_low != end_high), end_high * STEP + 1)
    return {(start, end) for start, end in product(starts, ends) if start < end}


def relation(one: tuple[int, int], two: tuple[int, int]) -> Allen:
    (start, end), (other, last) = one, two
    if end <= other:
        return Allen.BEFORE if end < other else Allen.MEETS
    if last <= start:
        return Allen.AFTER if last < start else Allen.MET_BY
    return {
        (-1, -1): Allen.OVERLAPS,
        (0, -1): Allen.STARTS,
        (1, -1): Allen.DURING,
        (1, 0): Allen.FINISHES,
        (0, 0): Allen.EQUALS,
        (-1, 0): Allen.FINISHED_BY,
        (-1, 1): Allen.CONTAINS,
        (0, 1): Allen.STARTED_BY,
        (1, 1): Allen.OVERLAPPED_BY,
    }[(start > other) - (start < other), (end > last) - (end < last)]


@st.composite
def small(draw: st.DrawFn) -> Span:
    a, b, c, d = (draw(st.sampled_from((NEVER, 0, 1, 2, 3, FOREVER))) for _ in range(4))
    low, high = sorted((a, b))
    end_low, end_high = sorted((c, d))
    span = Span(low, high, end_low, end_high)
    return span if low < end_high and concrete(span) else Span.filled(0, 2)


@given(small(), small())
@settings(max_examples=40, deadline=None)
def test_relations_against_every_way_to_lie(a: Span, b: Span) -> None:
    brute = {relation(one, two) for one, two in product(concrete(a), concrete(b))}
    found = allen(a, b)
    assert found == brute
    for predicate in PREDICATES:
        assert judge(predicate, a, b, possible=True) is bool(brute & predicate.relations)
        assert judge(predicate, a, b, possible=False) is (brute <= predicate.relations)


@given(spans(EPOCHS), spans(EPOCHS))
@settings(max_examples=200, deadline=None)
def test_predicates_are_what_relations_say(a: Span, b: Span) -> None:
    found = allen(a, b)
    for predicate in PREDICATES:
        assert judge(predicate, a, b, possible=True) is bool(found & predicate.relations)
        assert judge(predicate, a, b, possible=False) is (found <= predicate.relations)


@pytest.mark.parametrize("possible", [False, True])
@pytest.mark.parametrize("predicate", PREDICATES, ids=lambda predicate: predicate.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_span_index_against_a_scan(predicate: Predicate, data: st.DataObject, *, possible: bool) -> None:
    epochs = data.draw(st.sampled_from((EPOCHS, EPOCHS[:1], EPOCHS[2:3])))
    found = data.draw(st.lists(st.none() | spans(epochs), max_size=25))
    query = data.draw(spans(epochs))
    index = SpanIndex(found)
    scan = [
        row for row, span in enumerate(found) if span is not None and judge(predicate, span, query, possible=possible)
    ]
    assert index.select(predicate, query, possible=possible) == scan
    assert sorted(index.stream(predicate, query, possible=possible)) == scan
    assert index.estimate(predicate, query, possible=possible) >= 0


@given(st.lists(st.none() | spans(EPOCHS), max_size=15), spans(EPOCHS), st.integers(0, 6))
@settings(deadline=None)
def test_nearest_against_a_scan(found: list[Span | None], query: Span, count: int) -> None:
    index = SpanIndex(found)
    here = index.hull(query)
    gaps = []
    for row, span in enumerate(found):
        hull = index.hull(span) if span is not None else None
        if hull is not None and here is not None:
            (low, high), (start, end) = hull, here
            gap = -1 if low < end and start < high else max(low - end, start - high)
            gaps.append((gap, row))
    assert index.nearest(query, lambda _: True, count) == [row for _, row in sorted(gaps)[:count]]
