"""Every query against a second reading that shares no line with it, on timelines of every kind of date."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import placements
from placements import WANTED, edges, gap, instants, relations, selected
from spans import EPOCHS, spans, timelines
from timeline.errors import TimelineError
from timeline.span import FOREVER, NEVER, Span
from timeline.timeline import Entry, Timeline, When


def dated(timeline: Timeline) -> Iterator[tuple[str, Span]]:
    return ((entry.id, entry.span) for entry in timeline if entry.span is not None)


def arguments(data: st.DataObject, timeline: Timeline) -> Iterator[tuple[When, Span, str | None]]:
    """A span, and an event of the timeline: what is asked with, what that means, and whose date it is."""
    span = data.draw(spans(EPOCHS))
    yield span, span, None
    if any(dated(timeline)):
        name, own = data.draw(st.sampled_from(list(dated(timeline))))
        same: tuple[When, ...] = (name, timeline[name], timeline[name].event)
        yield data.draw(st.sampled_from(same)), own, name


def begun(span: Span) -> Span:
    """What follows "after 10:00" begins at 10:00, though what starts then is under way at that second."""
    if span.end_high > span.start_low:
        return span
    edge = span.start_low - 1
    return Span(edge, edge, edge, edge, zone=span.zone)


def scan(timeline: Timeline, name: str, span: Span, own: str | None, *, possible: bool) -> list[str]:
    asked = begun(span) if name == "after" and own is None else span
    return [one for one, its in dated(timeline) if one != own and selected(name, its, asked, possible=possible)]


@given(timelines(), st.data())
@settings(max_examples=40)
def test_relation(timeline: Timeline, data: st.DataObject) -> None:
    for x, span, own in arguments(data, timeline):
        for one, its in dated(timeline):
            expected = {"equals"} if one == own else relations(its, span)
            assert {str(relation) for relation in timeline.relation(one, x)} == expected


@pytest.mark.parametrize("possible", [False, True])
@given(timeline=timelines(), data=st.data())
@settings(max_examples=40)
def test_before_after_during_overlapping_on_next_previous(
    timeline: Timeline, data: st.DataObject, *, possible: bool
) -> None:
    for x, span, own in arguments(data, timeline):
        found = {name: scan(timeline, name, span, own, possible=possible) for name in WANTED}
        for name, expected in found.items():
            assert list(getattr(timeline, name)(x, possible=possible).ids) == expected
        touched = {*found["overlapping"], own}
        assert list(timeline.on(x, possible=possible).ids) == [name for name in timeline.ids if name in touched]
        for count in (1, 3):
            assert list(timeline.next(x, count, possible=possible).ids) == found["after"][:count]
            places = {name: place for place, name in enumerate(timeline.ids)}
            last = sorted((instants(span, timeline.timezone)[3], places[name], name) for name, span in dated(timeline))
            ending = [name for _, _, name in last if name in found["before"]][-count:]
            assert set(timeline.previous(x, count, possible=possible).ids) == set(ending)


@given(timelines(), st.data(), st.integers(0, 5))
@settings(max_examples=40)
def test_nearest(timeline: Timeline, data: st.DataObject, count: int) -> None:
    for x, span, own in arguments(data, timeline):
        gaps = [
            (apart, place, name)
            for place, (name, its) in enumerate(dated(timeline))
            if name != own and (apart := gap(its, span, timeline.timezone)) is not None
        ]
        expected = sorted(place for _, place, _ in sorted(gaps)[:count])
        names = [name for name, _ in dated(timeline)]
        assert list(timeline.nearest(x, count).ids) == [names[place] for place in expected]


@pytest.mark.parametrize("possible", [False, True])
@given(timeline=timelines(), first=spans(EPOCHS), last=spans(EPOCHS), limits=st.sampled_from(("both", "from", "to")))
@settings(max_examples=60)
def test_between(timeline: Timeline, first: Span, last: Span, limits: str, *, possible: bool) -> None:
    zone, starts, ends = first.zone, edges(first), edges(last)
    if limits == "from":
        ends = (FOREVER,) * 4
    elif limits == "to":
        zone, starts = last.zone, (NEVER,) * 4
    elif first.zone != last.zone:
        starts, ends = placements.on_one_line(first, last)
        zone = first.zone or last.zone if None in (first.zone, last.zone) else "UTC"
    x, y = (None if limits == "to" else first), (None if limits == "from" else last)
    if ends[3] <= starts[0]:
        with pytest.raises(TimelineError, match="between"):
            timeline.between(x, y, possible=possible)
        return
    stretch = Span(starts[0], starts[1], ends[2], ends[3], zone=zone)
    expected = [name for name, its in dated(timeline) if selected("overlapping", its, stretch, possible=possible)]
    assert list(timeline.between(x, y, possible=possible).ids) == expected


@given(timelines())
@settings(max_examples=60)
def test_order(timeline: Timeline) -> None:
    groups = timeline.order()
    assert sorted(entry.id for group in groups for entry in group) == sorted(name for name, _ in dated(timeline))

    def no_later(one: Entry, two: Entry) -> bool:
        assert one.span is not None
        assert two.span is not None
        latest = instants(one.span, timeline.timezone)
        return min(latest[1], latest[3]) <= instants(two.span, timeline.timezone)[0]

    for before, after in combinations(groups, 2):
        assert all(no_later(one, two) for one in before for two in after)
    for group in groups:  # whichever way it is parted, some order across is unknown
        reached = [group[0]]
        for one in reached:
            reached += [two for two in group if two not in reached and not (no_later(one, two) or no_later(two, one))]
        assert len(reached) == len(group)
