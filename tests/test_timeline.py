"""A timeline as a sequence, its selections against readings that look at everything, relations, order, statistics."""

from __future__ import annotations

import copy
import pickle
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pendulum
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spans import EPOCHS, event, spans, stated, timelines
from timeline.calendar import DAY, day_number
from timeline.errors import (
    SettingError,
    TimelineError,
    UndatedReferenceError,
    UnknownEventError,
    UnknownFormatError,
    nearest_name,
)
from timeline.events import Document, Election, Event, Meeting, Participation, Person, Place, Summit, Visit
from timeline.importers import load
from timeline.index import AFTER, BEFORE, DURING, OVERLAPPING, Predicate, judge
from timeline.joined import joined
from timeline.resolver import resolve
from timeline.resolver.network import Network, Statement
from timeline.span import FOREVER, NEVER, Allen, Span, allen
from timeline.timeline import Entry, Timeline

METHODS: dict[str, tuple[Predicate, Callable[..., Timeline]]] = {
    "before": (BEFORE, Timeline.before),
    "after": (AFTER, Timeline.after),
    "during": (DURING, Timeline.during),
    "overlapping": (OVERLAPPING, Timeline.overlapping),
}


def day(year: int, month: int, number: int) -> int:
    return day_number(year, month, number)


def known(start: int, past: int) -> Span:
    """A date known to the day, as "Nov. 29-30" of a visit."""
    return Span(start, min(start + 1, past), max(past - 1, start), past)


NOV = day(2017, 11, 1) - 1

DOCUMENT = Document(
    timezone="Europe/Minsk",
    as_of="2017-11-30",
    people={
        "nazarbayev": Person(id="nazarbayev", name="Nursultan Nazarbayev", aliases=("Nazarbayev",)),
        "lukashenko": Person(id="lukashenko", name="Alexander Lukashenko"),
    },
    places={
        "minsk": Place(id="minsk", name="Minsk", country="BY"),
        "astana": Place(id="astana", name="Astana", country="KZ"),
    },
)

GUEST = Participation("nazarbayev", "guest")
EVENTS = (
    (Visit(id="visit", title="Visit to Minsk", place="minsk", participants=(GUEST,)), known(NOV + 29, NOV + 31)),
    (
        Meeting(
            id="talks",
            title="Talks",
            part_of="visit",
            place="minsk",
            participants=(GUEST, Participation("lukashenko", "host")),
            tags=("politics",),
        ),
        known(NOV + 29, NOV + 30),
    ),
    (
        Summit(id="session", title="Session", organisation="csto", tags=("security", "politics")),
        known(NOV + 30, NOV + 31),
    ),
    (Election(id="election", title="Election", country="KG"), known(day(2017, 10, 15), day(2017, 10, 16))),
    (Event(id="relations", title="Relations"), Span.within(day(1992, 1, 1), day(1993, 1, 1))),
    (Event(id="strategy", title="Strategy"), Span(NEVER, FOREVER, day(2026, 1, 1), day(2026, 1, 1))),
    (
        Visit(id="return", title="Return visit", place="astana", visitor=("lukashenko",), status="tentative"),
        Span(NOV + 30, FOREVER, NOV + 30, FOREVER),
    ),
    (Event(id="lost", title="Nobody knows when"), None),
)


@pytest.fixture(name="timeline")
def fixture_timeline() -> Timeline:
    return Timeline((Entry(one.id, one, span) for one, span in EVENTS), document=DOCUMENT)


# --- a sequence -------------------------------------------------------------------------------------------------------

ORDER = ("strategy", "relations", "election", "talks", "visit", "session", "return", "lost")


def test_order_and_sequence(timeline: Timeline) -> None:
    assert timeline.ids == ORDER
    assert len(timeline) == 8
    assert timeline[0].id == "strategy"
    assert timeline[-1].id == "lost"
    assert timeline[1:3].ids == ORDER[1:3]
    assert timeline[::-1].ids == ORDER[::-1]
    assert timeline[1:][0] is timeline["relations"]
    assert [entry.id for entry in reversed(timeline)] == list(ORDER[::-1])
    assert "visit" in timeline
    assert timeline["visit"] in timeline
    assert "visit" not in timeline.of("meeting")
    assert timeline["visit"].event.place == "minsk"
    assert timeline.timezone == "Europe/Minsk"
    assert repr(timeline) == "<Timeline of 8 events>"
    assert repr(timeline[:1]) == "<Timeline of 1 event>"
    assert not Timeline()


def test_nothing_of_a_timeline_can_be_set(timeline: Timeline) -> None:
    for name in ("problems", "entries", "anything"):
        with pytest.raises(AttributeError):
            setattr(timeline, name, ())


def test_unknown_ids_name_the_nearest(timeline: Timeline) -> None:
    with pytest.raises(UnknownEventError) as caught:
        timeline["sesion"]
    assert caught.value.nearest == "session"
    with pytest.raises(KeyError):
        timeline.of("visit")["session"]
    with pytest.raises(UnknownEventError):
        timeline.before(Event(id="other", title="Other"))
    with pytest.raises(UndatedReferenceError):
        timeline.before("lost")
    with pytest.raises(TypeError):
        timeline.before(7)  # type: ignore[arg-type]


def test_the_nearest_of_very_many_names() -> None:
    names = [f"meeting-{number}" for number in range(5_000)]
    assert nearest_name("meting-777", names) == "meeting-777"
    assert nearest_name("MEETING-4999", names) == "meeting-4999"
    assert nearest_name("quarrel", names) is None


def test_one_id_is_one_event() -> None:
    with pytest.raises(TimelineError, match="e01"):
        Timeline([Entry("e01", event(1)), Entry("e02", event(2)), Entry("e01", event(1))])


def test_wholes_come_before_their_parts_and_ids_decide_last() -> None:
    span = Span.filled(10, 12)
    chain = [
        Event(id="a", title="a", part_of="c"),
        Event(id="b", title="b", part_of="a"),
        Event(id="c", title="c"),
        Event(id="d", title="d"),
    ]
    assert Timeline(Entry(one.id, one, span) for one in chain).ids == ("c", "d", "a", "b")
    loop = [Event(id="a", title="a", part_of="b"), Event(id="b", title="b", part_of="a"), Event(id="c", title="c")]
    assert Timeline(Entry(one.id, one, span) for one in loop).ids[0] == "c"


def test_moments_order_by_instant_and_among_days_by_the_own_zone() -> None:
    noon = DAY // 2
    rows = {
        "day": Span.filled(100, 101),
        "berlin": Span.filled(100 * DAY + noon, 100 * DAY + noon + 60, zone="+01:00"),
        "tokyo": Span.filled(100 * DAY + noon, 100 * DAY + noon + 60, zone="+09:00"),
        "before-midnight": Span.filled(100 * DAY - 4 * 3600, 100 * DAY - 3 * 3600, zone="UTC"),
    }
    entries = [Entry(name, Event(id=name, title=name), span) for name, span in rows.items()]
    assert Timeline(entries).ids == ("before-midnight", "day", "tokyo", "berlin")
    assert Timeline(entries, timezone="Asia/Vladivostok").ids == ("day", "before-midnight", "tokyo", "berlin")
    # One hour happens twice: 02:50 of summer time is before 02:10 of winter time.
    fold = day(2017, 10, 29) * DAY
    twice = {
        "late": Span.filled(fold + 4200, fold + 4260, zone="UTC"),
        "early": Span.filled(fold + 3000, fold + 3060, zone="UTC"),
    }
    entries = [Entry(name, Event(id=name, title=name), span) for name, span in twice.items()]
    assert Timeline(entries, timezone="Europe/Berlin").ids == ("early", "late")


@given(timelines())
@settings(deadline=None, max_examples=60)
def test_order_is_total_and_does_not_hang_on_the_order_given(timeline: Timeline) -> None:
    again = Timeline(reversed(timeline.entries), timezone=timeline.timezone)
    assert again.ids == timeline.ids
    undated = [entry.span is None for entry in timeline]
    assert undated == sorted(undated)
    for first, second in pairwise(entry for entry in timeline if entry.span is not None):
        assert first.span is not None
        assert second.span is not None
        if first.span.zone == second.span.zone and first.span.zone in (None, "UTC"):
            mine = first.span.start_low, first.span.end_high
            assert mine <= (second.span.start_low, second.span.end_high)


# --- selections by date ---------------------------------------------------------------------------------------------

NAIVE = datetime(2017, 11, 30, 10)  # noqa: DTZ001  (wall time of the timeline's zone)


@pytest.mark.parametrize(
    ("select", "certain", "possible"),
    [
        (lambda tl, **how: tl.on(date(2017, 11, 30), **how), "visit session", "strategy return"),
        (lambda tl, **how: tl.on(pendulum.date(2017, 11, 29), **how), "talks visit", "strategy"),
        (lambda tl, **how: tl.on(NAIVE, **how), "", "strategy visit session return"),
        (lambda tl, **how: tl.on("session", **how), "session", "strategy visit return"),
        (lambda tl, **how: tl.before("session", **how), "relations election talks", "visit return"),
        (lambda tl, **how: tl.after("session", **how), "", "return strategy"),
        (lambda tl, **how: tl.after("talks", **how), "session return", "visit strategy"),
        (lambda tl, **how: tl.during("visit", **how), "", "talks session return"),
        (lambda tl, **how: tl.during(Span.filled(NOV + 29, NOV + 31), **how), "talks visit session", "return"),
        (lambda tl, **how: tl.overlapping("visit", **how), "", "talks session return strategy"),
        (lambda tl, **how: tl.between("election", "session", **how), "election talks visit session", "strategy return"),
        (lambda tl, **how: tl.between(None, date(2016, 1, 1), **how), "relations", "strategy"),
        (lambda tl, **how: tl.between(date(2018, 1, 1), None, **how), "strategy", "return"),
        (lambda tl, **how: tl.between(date(2017, 11, 1), date(2017, 11, 29), **how), "talks visit", "strategy"),
    ],
)
def test_certain_and_possible(timeline: Timeline, select: Callable[..., Timeline], certain: str, possible: str) -> None:
    assert set(select(timeline).ids) == set(certain.split())
    assert set(select(timeline, possible=True).ids) == {*certain.split(), *possible.split()}


def test_a_stretch_that_ends_before_it_starts_is_an_error(timeline: Timeline) -> None:
    for later in (date(2017, 1, 2), Span.filled(day(2017, 1, 2), day(2017, 1, 3)), resolve("2017-01-02")):
        with pytest.raises(TimelineError, match="nothing lies between 2017-01-02 and 2017-01-01: "):
            timeline.between(later, date(2017, 1, 1))


def test_a_moment_is_under_way_as_what_starts_with_it_and_after_it_has_begun() -> None:
    ten = Span.filled(100 * DAY + 36_000, 100 * DAY + 37_800, zone="UTC")
    timeline = Timeline([Entry("e01", event(1), ten)])
    start = datetime(1, 4, 10, 10, tzinfo=UTC)
    assert timeline.on(start).ids == ("e01",)
    assert timeline.after(start).ids == ("e01",)
    assert timeline.before(start + timedelta(minutes=30)).ids == ("e01",)
    assert timeline.on(start + timedelta(minutes=30)).ids == ()
    assert timeline.before(start + timedelta(minutes=29)).ids == ()
    assert timeline.on(pendulum.datetime(1, 4, 10, 12, tz="Etc/GMT-2")).ids == ("e01",)


@pytest.mark.parametrize(
    ("zone", "wall", "start"),
    [
        ("Europe/Berlin", "2018-10-28T02:30", "2018-10-28T02:30:00+02:00"),
        ("America/New_York", "2018-11-04T01:30", "2018-11-04T01:30:00-04:00"),
        ("Australia/Lord_Howe", "2018-04-01T01:45", "2018-04-01T01:45:00+11:00"),
        ("Europe/Berlin", "2018-03-25T02:30", "2018-03-25T03:30:00+02:00"),
        ("Europe/Berlin", "2018-03-25T03:30", "2018-03-25T03:30:00+02:00"),
        ("+05:45", "2018-03-25T02:30", "2018-03-25T02:30:00+05:45"),
    ],
)
def test_moments_are_the_first_of_two_and_behind_a_gap(zone: str, wall: str, start: str) -> None:
    span: Any = resolve(wall, timezone=zone).span
    assert (span.start.isoformat(), span.iso()[0]) == (start, f"{wall}:00")
    assert span.start.timestamp() == span.in_zone("UTC").start.timestamp()


@pytest.mark.parametrize("possible", [False, True])
@pytest.mark.parametrize("name", METHODS)
@given(data=st.data())
@settings(deadline=None, max_examples=50)
def test_selections_against_a_scan(name: str, data: st.DataObject, *, possible: bool) -> None:
    predicate, method = METHODS[name]
    timeline = data.draw(timelines())
    query = data.draw(spans(EPOCHS))
    assume(name != "after" or query.end_high > query.start_low)  # what follows "after 10:00" begins then
    found = method(timeline, query, possible=possible)
    dated = [entry for entry in timeline if entry.span is not None]
    assert list(found) == [one for one in dated if judge(predicate, one.span, query, possible=possible)]  # type: ignore[arg-type]
    if dated:
        chosen = data.draw(st.sampled_from(dated))
        assert chosen.span is not None
        scan = [
            one.id
            for one in dated
            if one is not chosen and one.span and judge(predicate, one.span, chosen.span, possible=possible)
        ]
        for argument in (chosen, chosen.id, chosen.event):
            assert list(method(timeline, argument, possible=possible).ids) == scan
        # Views of views ask the same of fewer.
        some = timeline.where(lambda entry: entry.id > "e04")
        assert list(method(some, chosen, possible=possible).ids) == [one for one in scan if one > "e04"]
        assert list(method(timeline[::-1], chosen, possible=possible).ids) == scan[::-1]


@given(timelines(), spans(EPOCHS), spans(EPOCHS), st.booleans())
@settings(deadline=None, max_examples=60)
def test_between_against_a_scan(timeline: Timeline, a: Span, b: Span, possible: bool) -> None:
    try:
        found = timeline.between(a, b, possible=possible)
    except TimelineError:
        assert a.start_low > NEVER
        return
    if a.zone == b.zone:
        stretch = Span(a.start_low, a.start_high, b.end_low, b.end_high, zone=a.zone)
        scan = [one.id for one in timeline if one.span and judge(OVERLAPPING, one.span, stretch, possible=possible)]
        assert list(found.ids) == scan


@given(timelines(), spans(EPOCHS), st.integers(0, 4))
@settings(deadline=None, max_examples=60)
def test_next_previous_and_nearest_are_the_first_few(timeline: Timeline, query: Span, count: int) -> None:
    for possible in (False, True):
        after = timeline.after(query, possible=possible)
        assert timeline.next(query, count, possible=possible).ids == after[:count].ids
        before = timeline.before(query, possible=possible).sort("end", reverse=True)
        assert set(timeline.previous(query, count, possible=possible).ids) == set(before[:count].ids)
    near = timeline.nearest(query, count)
    assert len(near) <= count
    assert timeline.where(lambda entry: entry in near).ids == near.ids


def hanging_together(network: Network, name: str) -> set[str]:
    found, todo = {name}, [name]
    while todo:
        for other in network.neighbours(todo.pop()) - found:
            found.add(other)
            todo.append(other)
    return found


# --- what is stated -------------------------------------------------------------------------------------------------


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_statements_decide_where_dates_leave_it_open(data: st.DataObject) -> None:
    try:
        timeline, network = data.draw(stated())
    except TimelineError:
        assume(False)
    for x in timeline:
        for name, (predicate, method) in METHODS.items():
            certain, possible = set(method(timeline, x).ids), set(method(timeline, x, possible=True).ids)
            for one in timeline:
                if one is x:
                    assert x.id not in possible
                    continue
                assert one.span is not None
                assert x.span is not None
                left = allen(one.span, x.span)
                if one.id in hanging_together(network, x.id):
                    left = (left & network.relations(one.id, x.id)) or network.relations(one.id, x.id)
                assert timeline.relation(one, x) == left
                assert (one.id in certain) is (left <= predicate.relations), (name, one.id, x.id)
                assert (one.id in possible) is bool(left & predicate.relations), (name, one.id, x.id)


@given(data=st.data())
@settings(deadline=None, max_examples=50)
def test_order_in_groups(data: st.DataObject) -> None:
    try:
        timeline, _ = data.draw(stated(8))
    except TimelineError:
        assume(False)
    groups = timeline.order()
    assert sorted(entry.id for group in groups for entry in group) == sorted(timeline.ids)
    no_later = {
        one
        for one in Allen
        if one.value in ("before", "meets", "overlaps", "starts", "equals", "finished-by", "contains", "started-by")
    }

    def sure(a: Entry, b: Entry) -> bool:
        assert a.span is not None
        assert b.span is not None
        return min(a.span.start_high, a.span.end_high) <= b.span.start_low or timeline.relation(a, b) <= no_later

    for place, group in enumerate(groups):
        for later in groups[place + 1 :]:
            assert all(sure(a, b) for a in group for b in later)
        # No smaller groups would do: whichever way the members are parted, some order across is unknown.
        reached, todo = {group[0].id}, [group[0]]
        while todo:
            a = todo.pop()
            for b in group:
                if b.id not in reached and not sure(a, b) and not sure(b, a):
                    reached.add(b.id)
                    todo.append(b)
        assert len(reached) == len(group)


class Counted(Network):
    """A network that counts the pairs whose relation it is asked for."""

    pairs = 0

    def relations(self, first: str, second: str) -> frozenset[Allen]:
        """Counted, and answered."""
        self.pairs += 1
        return super().relations(first, second)


def row_of_events(count: int) -> tuple[Timeline, Counted]:
    """Events without a date of which each is stated to come after the one before; one has an equal, one a part."""
    network = Counted()
    names = [f"e{number:03d}" for number in range(count)]
    for name in (*names, "same", "part"):
        network.add(name, Span(NEVER, FOREVER, NEVER, FOREVER))
    for one, two in pairwise(names):
        network.before(one, two, Statement("before", one, two))
    network.order("same", "start", "==", names[3], "start", Statement("when", "same", names[3]))
    network.contain(names[4], "part", Statement("part_of", "part", names[4]))
    network.solve()
    entries = [Entry(name, Event(id=name, title=name), network.span(name)) for name in (*names, "same", "part")]
    return Timeline(entries, network=network), network


def test_what_is_stated_is_not_asked_pair_by_pair() -> None:
    timeline, network = row_of_events(80)
    groups = [[entry.id for entry in group] for group in timeline.order()]
    stated = [name for group in groups for name in group if name not in ("same", "part")]
    assert stated == sorted(stated)
    assert groups[:3] == [["e000"], ["e001"], ["e002"]]
    assert {name for group in groups[3:5] for name in group} == {"e003", "same"}
    assert groups[5:7] == [["e004"], ["part"]]
    assert network.pairs < 5 * 82
    some = timeline.where(lambda entry: entry.id not in ("e001", "e002"))  # what is stated through them still holds
    assert [[entry.id for entry in group] for group in some.order()][:2] == [["e000"], ["e003"]]
    network.pairs = 0
    assert set(timeline.before("e040").ids) == {"part", *(f"e{number:03d}" for number in range(40))}
    assert network.pairs < 5


def test_order_by_what_is_stated_of_ends() -> None:
    # The part starts before what follows the whole, though nothing is stated of the two.
    day_long = Span.within(NOV + 1, NOV + 2)
    network = Network()
    for name in ("whole", "next", "zpart"):
        network.add(name, day_long)
    network.before("whole", "next", Statement("before", "whole", "next"))
    network.contain("whole", "zpart", Statement("part_of", "zpart", "whole"))
    network.solve()
    timeline = Timeline([Entry(name, Event(id=name, title=name), day_long) for name in network.names], network=network)
    assert [[entry.id for entry in group] for group in timeline.order()] == [["whole"], ["zpart"], ["next"]]


# --- other selections -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        (lambda tl: tl.of(Visit), "visit return"),
        (lambda tl: tl.of("visit", Meeting), "visit talks return"),
        (lambda tl: tl.of(Event), " ".join(ORDER)),
        (lambda tl: tl.of("deadline"), ""),
        (lambda tl: tl.with_participant("nazarbayev"), "visit talks"),
        (lambda tl: tl.with_participant("Nazarbayev"), "visit talks"),
        (lambda tl: tl.with_participant(DOCUMENT.people["lukashenko"]), "talks return"),
        (lambda tl: tl.with_participant("lukashenko", role="host"), "talks"),
        (lambda tl: tl.with_participant("lukashenko", role="visitor"), "return"),
        (lambda tl: tl.with_participant("nobody"), ""),
        (lambda tl: tl.with_organisation("csto"), "session"),
        (lambda tl: tl.at("minsk"), "visit talks"),
        (lambda tl: tl.at("Astana"), "return"),
        (lambda tl: tl.at("BY"), "visit talks"),
        (lambda tl: tl.at("minsk", "astana"), "visit talks return"),
        (lambda tl: tl.tagged("politics"), "talks session"),
        (lambda tl: tl.tagged("politics").tagged("security"), "session"),
        (lambda tl: tl.with_status("tentative"), "return"),
        (lambda tl: tl.where(lambda entry: entry.span is None), "lost"),
        (lambda tl: tl.tagged("politics") | tl.of(Election), "election talks session"),
        (lambda tl: tl.tagged("politics") & tl.of(Summit), "session"),
        (lambda tl: tl - tl.of(Visit) - tl.tagged("politics"), "strategy relations election lost"),
        (lambda tl: tl[2:6] - tl[3:4] | tl[0:1], "strategy election visit session"),
        (lambda tl: tl.without("visit", tl["lost"]), "strategy relations election talks session return"),
        (lambda tl: tl.sort("title")[:2], "election lost"),
        (lambda tl: tl.of(Visit).everything, " ".join(ORDER)),
    ],
)
def test_other_selections(timeline: Timeline, select: Callable[[Timeline], Timeline], expected: str) -> None:
    assert sorted(select(timeline).ids) == sorted(expected.split())


def test_what_cannot_be_selected(timeline: Timeline) -> None:
    with pytest.raises(UnknownFormatError, match="visit"):
        timeline.of("visti")
    with pytest.raises(UnknownEventError):
        timeline.without("nothing")
    with pytest.raises(TimelineError, match="same timeline"):
        timeline | Timeline()


def test_views_copy_no_entry(timeline: Timeline) -> None:
    view = timeline.of(Visit).between(date(2017, 1, 1), date(2018, 1, 1)).with_participant("nazarbayev")
    assert view["visit"] is timeline["visit"]


def test_with_entries_and_events(timeline: Timeline) -> None:
    more = timeline.with_events(Entry("later", Event(id="later", title="Later"), Span.filled(NOV + 60, NOV + 61)))
    assert set(more.ids) == {*ORDER, "later"}
    assert timeline.ids == ORDER
    part = timeline.of(Visit).with_events(Entry("later", Event(id="later", title="Later"), None))
    assert part.ids == ("visit", "return", "later")


EXAMPLE = Path(__file__).parent.parent / "data" / "events.yaml"
CONFERENCE = load(EXAMPLE.with_name("conference.yaml"))


def test_added_events_are_resolved_with_all_the_others() -> None:
    timeline = load(EXAMPLE)
    more = timeline.with_events(
        Meeting(id="briefing", title="Briefing", when="the day after csto-session"),
        Meeting(id="lost", title="Lost", when="the day after no-such-event"),
    )
    assert len(more) == len(timeline) + 2
    assert more["briefing"].span == Span(NOV + 31, NOV + 32, NOV + 31, NOV + 32)
    assert more["lost"].span is None
    assert [problem.file for problem in more.problems] == ["<added>"]
    assert more.next("csto-session").ids == ("briefing",)
    assert (
        more.without("lost").with_events(Meeting(id="briefing", title="B", when="Dec. 2"))["briefing"].event.title
        == "B"
    )
    assert len(timeline) == 16


@pytest.mark.parametrize(
    ("wording", "low", "past"),
    [
        ("first day of minsk-visit", NOV + 29, NOV + 30),
        ("the day after csto-session", NOV + 31, NOV + 32),
        ("the week of kyrgyz-election", day(2017, 10, 9), day(2017, 10, 16)),
        ("from kyrgyz-election to csto-session", day(2017, 10, 15), NOV + 31),
        ("November 2017", NOV + 1, NOV + 31),
    ],
)
def test_wording_may_name_events(wording: str, low: int, past: int) -> None:
    timeline = load(EXAMPLE)
    touching = timeline.overlapping(Span.filled(low, past), possible=True)
    assert set(timeline.overlapping(wording, possible=True).ids) == set(touching.ids)
    assert timeline.during(wording).ids == timeline.during(Span.filled(low, past)).ids


@pytest.mark.parametrize("wording", ["first day of no-such-visit", "no date at all", "Feb. 30", "csto-sesion"])
def test_wording_that_cannot_be_read(wording: str) -> None:
    with pytest.raises(TimelineError):
        load(EXAMPLE).before(wording)


def test_explanations() -> None:
    timeline = load(EXAMPLE)
    steps = timeline.explain("bilateral-meetings")
    assert "minsk-visit" in str(steps)
    assert str(steps).count("\n") == len(steps) - 1


def test_relation_of_dates(timeline: Timeline) -> None:
    assert timeline.relation("talks", "session") == {Allen.BEFORE, Allen.MEETS}
    assert timeline.relation("visit", "visit") == {Allen.EQUALS}
    assert timeline.relation("session", date(2017, 12, 1)) == {Allen.BEFORE, Allen.MEETS}
    assert timeline.relation("session", datetime(2017, 12, 1, 10, tzinfo=UTC)) == {Allen.BEFORE}  # a mere moment


def test_a_side_that_is_known_to_a_day_is_not_the_edge_of_that_day() -> None:
    events = (
        "[{id: a, title: A, when: /2018-05-03}, {id: b, title: B, when: ../2018-05-03}, {id: c, title: C, when: %s}]"
    )
    timeline = load(StringIO("events: " + events % "2018-05-03"))
    assert timeline.relation("a", "c") == frozenset(Allen)
    assert Allen.BEFORE in timeline.relation("b", "c")
    periods = load(StringIO("events: " + events.replace("title", "type: period, title") % "2018-05-03"))
    assert periods.relation("b", "c") == {Allen.FINISHED_BY}


@pytest.mark.parametrize(
    "select",
    [
        lambda timeline: timeline,
        lambda timeline: timeline.before("csto-session").where(lambda entry: entry.event.participants),
        lambda timeline: timeline.sort("title", reverse=True),
        lambda timeline: timeline[2:5],
        lambda timeline: timeline.with_events(Meeting(id="new", title="New", when="2018")),
        lambda timeline: timeline.what_if("minsk-visit", "+1 day"),
        lambda timeline: joined([timeline, CONFERENCE]),
        lambda _timeline: CONFERENCE.occurrences("conference"),
        lambda _timeline: load(EXAMPLE.parent.parent / "tests" / "data" / "broken.yaml", strict=False),
    ],
)
@pytest.mark.parametrize("copied", [lambda it: pickle.loads(pickle.dumps(it)), copy.deepcopy, copy.copy])  # noqa: S301
def test_copies_are_equal(select: Callable[[Timeline], Timeline], copied: Callable[[object], Any]) -> None:
    timeline = select(load(EXAMPLE))
    again = copied(timeline)
    assert (type(again), again.ids, again.problems) == (type(timeline), timeline.ids, timeline.problems)
    assert again == timeline
    assert list(again) == list(timeline)
    assert [entry.resolution and entry.resolution.steps for entry in again] == [
        entry.resolution and entry.resolution.steps for entry in timeline
    ]
    first, second = timeline.ids[:2]
    assert again.relation(first, second) == timeline.relation(first, second)
    assert again.after(first, possible=True).ids == timeline.after(first, possible=True).ids
    assert getattr(again, "notes", None) == getattr(timeline, "notes", None)


@pytest.mark.parametrize(
    "ask",
    [
        lambda timeline: timeline["minsk"],
        lambda timeline: timeline.on("hello"),
        lambda timeline: timeline.on("2017-02-30"),
        lambda timeline: timeline.on("2017 and so on"),
        lambda timeline: timeline.on("first day of nothing"),
        lambda timeline: timeline.query("tpye:visit"),
        lambda _timeline: resolve("3/4/2017", strict=True),
        lambda _timeline: load(StringIO("evnts: []")),
        lambda _timeline: load(StringIO("events: [{id: a, title: A}]"), strict=False).before("a"),
    ],
)
def test_errors_survive_a_copy(ask: Callable[[Timeline], object]) -> None:
    with pytest.raises(TimelineError) as caught:
        ask(load(EXAMPLE))
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (type(again), str(again), vars(again)) == (type(caught.value), str(caught.value), vars(caught.value))


def test_a_title_is_as_good_as_an_id() -> None:
    timeline = load(EXAMPLE)
    title, name = "CSTO Council session", "csto-session"
    for select in (Timeline.before, Timeline.after, Timeline.overlapping, Timeline.during, Timeline.on):
        assert select(timeline, title, possible=True).ids == select(timeline, name, possible=True).ids
        assert select(timeline, title).ids == select(timeline, name).ids
    assert timeline.relation("bilateral-meetings", title) == timeline.relation("bilateral-meetings", name)


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda timeline: timeline.sort("size"), SettingError),
        (lambda timeline: timeline.on(None), TypeError),
        (lambda timeline: timeline & 5, TypeError),
        (lambda timeline: timeline | None, TypeError),
        (lambda timeline: timeline - [], TypeError),
        (lambda timeline: timeline.of(5), TypeError),
        (lambda timeline: timeline.with_events("visit"), TypeError),
    ],
)
def test_what_nobody_can_mean(ask: Callable[[Timeline], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(load(EXAMPLE))


def test_order_of_the_example(timeline: Timeline) -> None:
    # Of the strategy only the end is known, so that it may start before or after anything up to then.
    assert [[one.id for one in group] for group in timeline.without("strategy").order()] == [
        ["relations"],
        ["election"],
        ["talks", "visit"],
        ["session", "return"],
    ]


def test_statistics(timeline: Timeline) -> None:
    figures = timeline.stats()
    assert figures.total == 8
    assert (figures.exact, figures.bounded, figures.open, figures.undated) == (4, 1, 2, 1)
    assert dict(figures.by_type)["visit"] == 2
    assert figures.by_year == ((None, 1), (1992, 1), (2017, 5))
    assert figures.by_participant == (("lukashenko", 2), ("nazarbayev", 2), ("csto", 1))
    assert figures.by_place == (("minsk", 2), ("astana", 1))
    assert [stretch.to_dict() for stretch in figures.busiest[:1]] == [
        {"first": "2017-11-29", "last": "2017-11-30", "days": 2, "events": 2}
    ]
    assert [(stretch.to_dict()["first"], stretch.to_dict()["last"]) for stretch in figures.empty] == [
        ("1993-01-01", "2017-10-14"),
        ("2017-10-16", "2017-11-28"),
    ]
    written = figures.to_dict()
    assert written["by_year"] == {"unknown": 1, "1992": 1, "2017": 5}
    assert Timeline().stats().to_dict()["total"] == 0


ANY_YEAR = Timeline(
    [
        Entry("ides", Event(id="ides", title="Ides"), Span.filled(day(-43, 3, 15), day(-43, 3, 16))),
        Entry("far", Event(id="far", title="Far", tags=("later",)), Span.within(day(12_000, 1, 1), day(12_001, 1, 1))),
        Entry("noon", Event(id="noon", title="Noon"), Span.filled(NOV * DAY, NOV * DAY + 60, zone="Asia/Almaty")),
    ]
)


def framed(timeline: Timeline, library: str) -> Any:
    return timeline.to_frame(library)


def test_frame_of_pandas(timeline: Timeline) -> None:
    pandas = pytest.importorskip("pandas")
    frame = framed(timeline, "pandas")
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["id"]) == list(ORDER)
    rows = frame.set_index("id")
    assert list(rows.loc["visit", ["start", "end", "latest_start", "earliest_end"]]) == [
        *("2017-11-29", "2017-12-01"),
        *("2017-11-29", "2017-11-30"),
    ]
    assert list(rows.loc["strategy", ["earliest_start", "latest_end"]].isna()) == [True, False]
    assert rows.loc["talks", "participants"] == ["nazarbayev", "lukashenko"]
    far = framed(ANY_YEAR, "pandas").set_index("id")
    assert far.loc["ides", "earliest_start"] == "-0043-03-15"
    assert far.loc["far", "latest_end"] == "+12000-12-31"
    assert tuple(far.loc["noon", ["start", "timezone"]]) == ("2017-10-31T00:00:00", "Asia/Almaty")
    assert list(framed(timeline[:0], "pandas").dtypes) == list(frame.dtypes) == list(framed(ANY_YEAR, "pandas").dtypes)


def test_frame_of_polars(timeline: Timeline) -> None:
    polars = pytest.importorskip("polars")
    frame = framed(timeline, "polars")
    assert isinstance(frame, polars.DataFrame)
    assert frame["id"].to_list() == list(ORDER)
    assert frame.filter(polars.col("id") == "visit")["latest_end"].to_list() == ["2017-11-30"]
    assert framed(ANY_YEAR, "polars")["latest_end"].to_list() == [
        *("-0043-03-15", "2017-10-31T00:01:00", "+12000-12-31")
    ]
    assert framed(timeline[:0], "polars").schema == frame.schema


def test_frame_of_nothing_known(timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TimelineError, match="no-such-library"):
        timeline.to_frame("no-such-library")
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(TimelineError, match="pandas or polars, which is not installed"):
        timeline.to_frame()
    with pytest.raises(TimelineError, match="needs polars"):
        timeline.to_frame("polars")
