"""The constraint network against slow and obvious readings of the same networks."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.calendar import DAY
from timeline.resolver.network import Network, Statement
from timeline.span import ALLEN_CHAINS, FOREVER, NEVER, Allen, Grain, Span, allen

NAMES = "abcd"
FREE = Span(NEVER, FOREVER, NEVER, FOREVER)
EDGES = ("start", "end")
Order = tuple[str, str, str, str, str]


def build(spans: dict[str, Span], orders: list[Order]) -> Network:
    network = Network()
    for name, span in spans.items():
        network.add(name, span)
    for one, edge, order, two, other in orders:
        network.order(one, edge, order, two, other, Statement("when", one, two))
    return network


# An independent reading: all pairs, with (value, strict steps) compared as pairs.

INFINITE = (float("inf"), 0.0)
Matrix = list[list[tuple[float, float]]]


def closure(spans: dict[str, Span], orders: list[Order], keep: frozenset[str]) -> Matrix | None:
    """Shortest distances over the ends of the events in ``keep`` and the origin (last); None where contradictory."""
    names = sorted(keep)
    size = 2 * len(names) + 1
    matrix: Matrix = [[(0.0, 0.0) if i == j else INFINITE for j in range(size)] for i in range(size)]

    def at_most(small: int, large: int, weight: tuple[float, float]) -> None:
        matrix[large][small] = min(matrix[large][small], weight)

    for index, name in enumerate(names):
        span = spans[name]
        at_most(2 * index, 2 * index + 1, (0, -1))
        # Days are half-open: what starts in [3, 4) starts before 4, and what ends in (3, 4] ends after 3.
        for variable, low, high in ((0, span.start_low, span.start_high), (1, span.end_low, span.end_high)):
            if low != NEVER:
                at_most(size - 1, 2 * index + variable, (-low, -1 if variable and low < high else 0))
            if high != FOREVER:
                at_most(2 * index + variable, size - 1, (high, 0 if variable or low == high else -1))
    for one, edge, order, two, other in orders:
        if one in keep and two in keep:
            first = 2 * names.index(one) + EDGES.index(edge)
            second = 2 * names.index(two) + EDGES.index(other)
            if order != ">=":
                at_most(first, second, (0, 0))
            if order != "<=":
                at_most(second, first, (0, 0))
    for k, i, j in itertools.product(range(size), repeat=3):
        through = (matrix[i][k][0] + matrix[k][j][0], matrix[i][k][1] + matrix[k][j][1])
        matrix[i][j] = min(matrix[i][j], through)
    return None if any(matrix[i][i] < (0, 0) for i in range(size)) else matrix


@st.composite
def spans(draw: st.DrawFn) -> Span:
    if draw(st.booleans()):
        return FREE
    start = draw(st.integers(0, 4))
    end = draw(st.integers(start + 1, 6))
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return Span.filled(start, end)
    if kind == 1:
        return Span.within(start, end)
    if kind == 2:
        return Span(start, FOREVER, start, FOREVER)
    return Span(start, start + 1, end - 1, end) if end - start > 1 else Span.within(start, end)


@st.composite
def cases(draw: st.DrawFn, most: int = 4) -> tuple[dict[str, Span], list[Order]]:
    names = NAMES[: draw(st.integers(2, most))]
    known = {name: draw(spans()) for name in names}
    name, edge = st.sampled_from(names), st.sampled_from(EDGES)
    orders = draw(st.lists(st.tuples(name, edge, st.sampled_from(["<=", ">=", "=="]), name, edge), max_size=6))
    return known, [order for order in orders if order[0] != order[3]]


@settings(max_examples=400, deadline=None)
@given(cases())
def test_bounds_are_the_shortest_distances(case: tuple[dict[str, Span], list[Order]]) -> None:
    known, orders = case
    network = build(known, orders)
    found = network.solve()
    matrix = closure(known, orders, frozenset(known))
    assert bool(found) == (matrix is None)
    if matrix is None:
        return
    for index, name in enumerate(sorted(known)):
        span = network.span(name)
        edges = [span.start_low, span.start_high, span.end_low, span.end_high]
        assert edges == [*in_days(matrix, 2 * index, ends=False), *in_days(matrix, 2 * index + 1, ends=True)]


def in_days(matrix: Matrix, variable: int, *, ends: bool) -> tuple[float, float]:
    """The days that hold all values of a variable: half-open for a start, and for an end open at the other side."""
    (low, above), (high, below) = matrix[variable][-1], matrix[-1][variable]
    first = NEVER if low == float("inf") else -low
    last = FOREVER if high == float("inf") else high
    if first == last:
        return first, last
    # Values are whole and strict steps infinitely small: a bound without a step may be met itself, in the next day.
    if ends:
        return first - (first != NEVER and not above), last
    return first, last + (last != FOREVER and not below)


def apart(orders: list[Order]) -> list[Order]:
    """The same statements, each of one direction, so that each can be taken out by itself."""
    return [
        (one, edge, direction, two, other)
        for one, edge, order, two, other in orders
        for direction in (("<=", ">=") if order == "==" else (order,))
    ]


@settings(max_examples=400, deadline=None)
@given(cases())
def test_contradictions_are_irreducible_and_all_found(case: tuple[dict[str, Span], list[Order]]) -> None:
    known, orders = case[0], apart(case[1])
    network = Network()
    for name, span in known.items():
        network.add(name, span)
    for number, (one, edge, order, two, other) in enumerate(orders):
        network.order(one, edge, order, two, other, Statement(str(number), one, two))
    left = dict(enumerate(orders))
    for contradiction in network.solve():
        events = frozenset(contradiction.events)
        standing = list(left.values())
        assert closure(known, standing, events) is None
        for name in events:
            assert closure(known, standing, events - {name}) is not None
            assert network.span(name) == known[name]
        for statement in contradiction.statements:
            left.pop(int(statement.kind), None)
    assert closure(known, list(left.values()), frozenset(known)) is not None


@settings(max_examples=200, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_events_does_not_matter(case: tuple[dict[str, Span], list[Order]], chance: object) -> None:
    known, orders = case
    names = list(known)
    chance.shuffle(names)  # type: ignore[attr-defined]
    one, two = build(known, orders), build({name: known[name] for name in names}, orders)
    assert [set(c.events) for c in one.solve()] == [set(c.events) for c in two.solve()]
    assert {name: one.span(name) for name in names} == {name: two.span(name) for name in names}


@settings(max_examples=200, deadline=None)
@given(cases())
def test_one_event_at_a_time_gives_the_same(case: tuple[dict[str, Span], list[Order]]) -> None:
    known, orders = case
    whole, steps = build(known, orders), build(dict.fromkeys(known, FREE), orders)
    if whole.solve() or steps.solve():
        return
    for name, span in known.items():
        steps.set_own(name, span)
        assert not steps.solve()
    assert {name: whole.span(name) for name in known} == {name: steps.span(name) for name in known}


POSITIONS = [Fraction(n, 4) for n in range(13)]
PAIRS = [(s, e) for s in POSITIONS for e in POSITIONS if s < e]


def related(s: Fraction, e: Fraction, S: Fraction, E: Fraction) -> Allen:  # noqa: N803  (the names of ALLEN_CHAINS)
    values = {"s": s, "e": e, "S": S, "E": E}
    order = tuple(frozenset(n for n in values if values[n] == v) for v in sorted(set(values.values())))
    return next(r for r, chain in ALLEN_CHAINS.items() if tuple(map(frozenset, chain)) == order)


@st.composite
def small_spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 2))
    end = draw(st.integers(start + 1, 3))
    daily = Span(start, start + 1, end - 1, end)  # starts some time on the first day, ends some time on the last
    return draw(st.sampled_from([Span.filled(start, end), Span.within(start, end), Span.within(0, 3), daily]))


def fits(span: Span, start: Fraction, end: Fraction) -> bool:
    """Whether a span allows these ends: days hold the midnight that they begin with, and ends the one after."""
    one_start, one_end = span.start_low == span.start_high, span.end_low == span.end_high
    return (start == span.start_low if one_start else span.start_low <= start < span.start_high) and (
        end == span.end_low if one_end else span.end_low < end <= span.end_high
    )


@settings(max_examples=100, deadline=None)
@given(
    small_spans(),
    small_spans(),
    st.lists(st.tuples(st.sampled_from(EDGES), st.sampled_from(["<=", "=="]), st.sampled_from(EDGES), st.booleans())),
)
def test_relations_and_bounds_of_two_are_those_of_some_placement(
    a: Span, b: Span, stated: list[tuple[str, str, str, bool]]
) -> None:
    orders: list[Order] = [
        (*(("a", edge, order, "b", other) if forward else ("b", edge, order, "a", other)),)
        for edge, order, other, forward in stated[:2]
    ]
    network = build({"a": a, "b": b}, orders)
    found = network.solve()
    expected = set()
    days: list[set[tuple[int, int]]] = [set(), set()]
    for (s, e), (start, end) in itertools.product(PAIRS, repeat=2):
        values = {("a", "start"): s, ("a", "end"): e, ("b", "start"): start, ("b", "end"): end}
        if not (fits(a, s, e) and fits(b, start, end)):
            continue
        if all(
            values[one, edge] <= values[two, other] and (order == "<=" or values[one, edge] == values[two, other])
            for one, edge, order, two, other in orders
        ):
            expected.add(related(s, e, start, end))
            days[0].add((floor(s), ceil(e) - 1))
            days[1].add((floor(start), ceil(end) - 1))
    assert bool(found) == (not expected)
    if found:
        return
    for name, held in zip("ab", days, strict=True):
        span = network.span(name)
        firsts, lasts = zip(*held, strict=True)
        assert (span.start_low, span.last_start_edge) == (min(firsts), max(firsts))
        assert (span.first_end_edge, span.end_high - 1) == (min(lasts), max(lasts))
    assert network.relations("a", "b") == expected
    assert network.relations("b", "a") == {relation.converse for relation in expected}
    if not orders:
        assert network.relations("a", "b") == allen(a, b)


def exact_relations(matrix: Matrix, one: int, two: int) -> set[Allen]:
    """Which of the thirteen orders leaves the whole network without a contradiction."""
    ends = {"s": 2 * one, "e": 2 * one + 1, "S": 2 * two, "E": 2 * two + 1}
    found = set()
    for relation, chain in ALLEN_CHAINS.items():
        trial = [row[:] for row in matrix]
        for position, group in enumerate(chain):
            for end, other in itertools.product(group, repeat=2):
                trial[ends[end]][ends[other]] = min(trial[ends[end]][ends[other]], (0.0, 0.0))
            if position:
                for end, earlier in itertools.product(group, chain[position - 1]):
                    trial[ends[end]][ends[earlier]] = min(trial[ends[end]][ends[earlier]], (0.0, -1.0))
        size = range(len(trial))
        for k, i, j in itertools.product(size, repeat=3):
            through = (trial[i][k][0] + trial[k][j][0], trial[i][k][1] + trial[k][j][1])
            trial[i][j] = min(trial[i][j], through)
        if all(trial[i][i] >= (0, 0) for i in size):
            found.add(relation)
    return found


@settings(max_examples=100, deadline=None)
@given(cases(most=3))
def test_relations_take_all_statements_into_account(case: tuple[dict[str, Span], list[Order]]) -> None:
    known, orders = case
    network = build(known, orders)
    matrix = closure(known, orders, frozenset(known))
    if network.solve() or matrix is None:
        return
    assert network.relations("a", "b") == exact_relations(matrix, 0, 1)


# What people meet.

NOV_29, NOV_30 = 736_662, 736_663


def test_a_meeting_before_a_session_may_share_its_day() -> None:
    network = Network()
    network.add("visit", Span(NOV_29, NOV_30, NOV_30, NOV_30 + 1))
    network.add("meetings", FREE)
    network.add("session", Span.within(NOV_30, NOV_30 + 1))
    network.contain("visit", "meetings", Statement("part_of", "meetings", "visit"))
    network.before("meetings", "session", Statement("before", "meetings", "session"))
    assert network.solve() == []
    span = network.span("meetings")
    assert (span.start_low, span.last_start_edge, span.first_end_edge, span.end_high - 1) == (
        NOV_29,
        NOV_30,
        NOV_29,
        NOV_30,
    )
    why = network.tightenings("meetings")
    assert [(w.side, w.lower, w.source, [s.kind for s in w.through]) for w in why] == [
        ("start", True, "visit", ["part_of"]),
        ("start", False, "session", ["before"]),
        ("end", True, "visit", ["part_of"]),
        ("end", False, "session", ["before"]),
    ]
    assert network.relations("meetings", "session") == {Allen.BEFORE, Allen.MEETS}
    assert network.certainly_before("meetings", "session")
    assert network.preceding("session") == {"meetings"}
    assert network.following("meetings") == {"session"}


def test_any_number_of_events_may_follow_each_other_within_a_day() -> None:
    network = Network()
    for number in range(2000):
        network.add(f"e{number}", Span.within(NOV_30, NOV_30 + 1))
    for number in range(1999):
        network.before(f"e{number}", f"e{number + 1}", Statement("before", f"e{number}", f"e{number + 1}"))
    assert network.solve() == []
    assert network.span("e1000") == Span.within(NOV_30, NOV_30 + 1)
    assert network.relations("e5", "e1995") == {Allen.BEFORE}


def test_two_contradictions_that_share_an_event_are_both_named() -> None:
    may_1, may_2 = Span.within(100, 101), Span.within(101, 102)
    network = Network()
    for name, span in (("a", may_2), ("b", FREE), ("g", may_1), ("z", FREE)):
        network.add(name, span)
    for one, two in (("a", "g"), ("a", "b"), ("b", "a"), ("z", "g")):
        network.before(one, two, Statement("before", one, two))
    found = {frozenset(c.events): c for c in network.solve()}
    assert set(found) == {frozenset("ag"), frozenset("ab")}
    assert found[frozenset("ag")].dated == ("a", "g")
    assert found[frozenset("ab")].dated == ()
    assert network.span("a") == may_2
    assert network.span("z").end_high == 101


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_a_ring_of_statements_is_one_contradiction(size: int) -> None:
    network = Network()
    names = [f"n{number:03}" for number in range(size)]
    for name in names:
        network.add(name, FREE)
    for one, two in zip(names, names[1:] + names[:1], strict=True):
        network.before(one, two, Statement("before", one, two))
    assert [c.events for c in network.solve()] == [tuple(names)]


MINSK = "Europe/Minsk"
TEN = NOV_30 * DAY + 10 * 3600


def test_days_and_moments_share_a_network() -> None:
    network = Network()
    network.add("talk", Span.filled(TEN, TEN + 3600, Grain.MINUTE, MINSK))
    network.add("visit", Span.within(NOV_29, NOV_30 + 1))
    network.add("lunch", FREE, MINSK)
    network.add("dinner", Span.within(NOV_30, NOV_30 + 1))
    network.contain("talk", "lunch", Statement("when", "lunch", "talk"))
    network.before("visit", "talk", Statement("before", "visit", "talk"))
    network.before("talk", "dinner", Statement("before", "talk", "dinner"))
    assert network.solve() == []
    lunch = network.span("lunch")
    assert (lunch.zone, lunch.start_low, lunch.end_high) == (MINSK, TEN, TEN + 3600)
    assert network.span("visit") == Span.within(NOV_29, NOV_30 + 1)
    assert network.span("dinner") == Span.within(NOV_30, NOV_30 + 1)
    network = Network()  # a day that must lie before ten and after eleven
    network.add("talk", Span.filled(TEN, TEN + 3600, Grain.MINUTE, MINSK))
    network.add("early", Span.filled(TEN - 7200, TEN - 3600, Grain.MINUTE, MINSK))
    network.add("day", Span.within(NOV_30, NOV_30 + 1))
    network.before("talk", "day", Statement("before", "talk", "day"))
    network.before("day", "early", Statement("before", "day", "early"))
    assert [c.events for c in network.solve()] == [("day", "early", "talk")]


def test_moments_of_several_zones_meet_in_utc() -> None:
    network = Network()
    network.add("minsk", Span.filled(TEN, TEN + 3600, Grain.MINUTE, MINSK))  # 07:00-08:00 UTC
    network.add("tokyo", Span(NEVER, TEN + 6 * 3600, NEVER, FOREVER, Grain.MINUTE, "Asia/Tokyo"))  # from 07:00 UTC on
    network.before("minsk", "tokyo", Statement("before", "minsk", "tokyo"))
    assert [c.events for c in network.solve()] == [("minsk", "tokyo")]
    network = Network()
    network.add("minsk", Span.filled(TEN, TEN + 3600, Grain.MINUTE, MINSK))
    network.add("tokyo", Span(NEVER, FOREVER, NEVER, TEN + 24 * 3600, Grain.MINUTE, "Asia/Tokyo"))
    network.add("day", Span.within(NOV_29, NOV_30 + 2))
    network.before("minsk", "tokyo", Statement("before", "minsk", "tokyo"))
    network.before("tokyo", "day", Statement("before", "tokyo", "day"))
    assert network.solve() == []
    assert network.span("tokyo").start_low == TEN + 3600 + 6 * 3600
    assert network.span("day").start_low == NOV_30
    assert network.relations("minsk", "tokyo") <= {Allen.BEFORE, Allen.MEETS}
    assert network.relations("minsk", "day") <= {Allen.BEFORE, Allen.MEETS}


def test_a_ring_through_days_and_zones_is_found() -> None:
    network = Network()
    network.add("minsk", Span.within(NOV_30 * DAY, NOV_30 * DAY + DAY, Grain.MINUTE, MINSK))
    network.add("tokyo", Span.within(NOV_30 * DAY, NOV_30 * DAY + DAY, Grain.MINUTE, "Asia/Tokyo"))
    network.add("day", Span.within(NOV_30, NOV_30 + 1))
    network.before("minsk", "day", Statement("before", "minsk", "day"))
    network.before("day", "minsk", Statement("before", "day", "minsk"))
    network.before("tokyo", "minsk", Statement("before", "tokyo", "minsk"))
    assert [c.events for c in network.solve()] == [("day", "minsk")]


def test_lengths_bind_the_ends() -> None:
    network = Network()
    network.add("talk", Span.within(TEN, TEN + 7200, Grain.MINUTE, MINSK))
    network.length("talk", 5400, 5400, Statement("duration", "talk", "talk"))
    assert network.solve() == []
    span = network.span("talk")
    assert (span.start_low, span.start_high, span.end_low, span.end_high) == (TEN, TEN + 1800, TEN + 5400, TEN + 7200)
    network.length("talk", 9000, 9000, Statement("duration", "talk", "talk"))
    assert [c.events for c in network.solve()] == [("talk",)]


def test_years_beyond_all_calendars() -> None:
    far = 10**16
    network = build({"a": Span.filled(far, far + 1), "b": FREE}, [("a", "end", "<=", "b", "start")])
    assert network.solve() == []
    assert (network.span("b").start_low, network.span("b").end_high) == (far + 1, FOREVER)


def chasing(step: int, stride: int) -> tuple[tuple[str, ...], int]:
    """An event that is read some days after another, which follows it: the circle found, and how often it was read."""
    network = Network()
    network.add("a", FREE)
    network.add("b", Span(100, FOREVER, 100, FOREVER))
    network.before("a", "b", Statement("after", "b", "a"))
    network.link("b", "a")
    assert network.solve() == []
    read = 0

    def reread(name: str) -> Span | None:
        nonlocal read
        read += 1
        low = network.span("b").start_low
        return Span(min(low + step, 5000), FOREVER, min(low + step, 5000), FOREVER)

    return network.settle(reread, lambda _: stride), read


def test_what_chases_itself_is_found_when_it_has_gone_far_enough() -> None:
    assert chasing(7, 56)[0] == ("a", "b")
    circle, read = chasing(1, 0)
    assert set(circle) == {"a", "b"}
    assert read < 300


def test_what_comes_to_rest_after_any_number_of_rounds_is_no_contradiction() -> None:
    circle, read = chasing(1, 146_097)
    assert circle == ()
    assert read >= 4900


def test_a_way_that_comes_by_an_event_twice_is_cut_short() -> None:
    known = {"a": FREE, "b": Span.filled(0, 1), "c": Span.filled(1, 2)}
    (found,) = build(known, [("a", "start", "==", "b", "start"), ("b", "start", ">=", "c", "start")]).solve()
    assert found.events == ("b", "c")
