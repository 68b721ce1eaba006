"""Conflicts, free time, moves, what comes: laws against brute force, and tables of cases."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spans import examples, spans
from timeline.calendar import DAY, day_number
from timeline.errors import SettingError, TimelineError
from timeline.events import Document, Event, Organisation, Participation, Person, Place
from timeline.importers import load
from timeline.index import OVERLAPPING, judge
from timeline.schedule.free import busy, read_days, read_hours
from timeline.schedule.occurrences import Occurrence
from timeline.span import Span
from timeline.timeline import Entry, Timeline

ROOT = Path(__file__).parent.parent
FIRST = load(ROOT / "data" / "events.yaml")
CONFERENCE = load(ROOT / "data" / "conference.yaml")
WEEK = ("2018-03-19", "2018-04-30")

NAMES = ("ada", "bo", "cy")
ROOMS = ("hall", "library")


@st.composite
def planned(draw: st.DrawFn, size: int = 10) -> Timeline:
    """Timelines of events with people and places, some of them parts, cancelled or tentative."""
    entries = []
    for number in range(draw(st.integers(0, size))):
        event = Event(
            id=f"e{number:02d}",
            title=f"Event {number}",
            participants=tuple(
                Participation(who) for who in draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
            ),
            place=draw(st.sampled_from((*ROOMS, None))),
            part_of=draw(st.sampled_from((None, None, "e00", "e01"))) if number > 1 else None,
            status=draw(st.sampled_from(("confirmed", "confirmed", "confirmed", "tentative", "cancelled"))),
        )
        entries.append(Entry(event.id, event, draw(spans())))
    people = {name: Person(id=name, name=name.title()) for name in NAMES}
    return Timeline(entries, document=Document(people=people, events=tuple(entry.event for entry in entries)))


def brute_force(timeline: Timeline, *, possible: bool) -> set[tuple[str, str, str, str, bool]]:
    """Conflicts by looking at every pair."""
    found = set()
    for a, b in itertools.combinations(timeline, 2):
        if "cancelled" in (a.event.status, b.event.status) or a.id in above(timeline, b) or b.id in above(timeline, a):
            continue
        if a.span is None or b.span is None or not judge(OVERLAPPING, a.span, b.span, possible=True):
            continue
        sure = judge(OVERLAPPING, a.span, b.span, possible=False)
        certain = sure and "tentative" not in (a.event.status, b.event.status)
        if certain or possible:
            both = set(a.event.involved) & set(b.event.involved)
            found |= {("participant", who, a.id, b.id, certain) for who in both}
            if a.event.place is not None and a.event.place == b.event.place:
                found.add(("place", a.event.place, a.id, b.id, certain))
    return found


def above(timeline: Timeline, entry: Entry) -> set[str]:
    found = set()
    while entry.event.part_of is not None and entry.event.part_of in timeline:
        entry = timeline[entry.event.part_of]
        found.add(entry.id)
    return found


@examples(100)
@given(planned(), st.booleans())
def test_conflicts_equal_brute_force(timeline: Timeline, possible: bool) -> None:
    found = timeline.conflicts(possible=possible)
    told = [(one.kind, one.what, one.first.id, one.second.id, one.certain) for one in found]
    assert len(told) == len(set(told))
    assert set(told) == brute_force(timeline, possible=possible)
    order = {name: at for at, name in enumerate(timeline.ids)}
    assert all(order[one.first.id] < order[one.second.id] for one in found)


@examples(60)
@given(planned())
def test_with_a_gap_of_nothing_nothing_else_clashes(timeline: Timeline) -> None:
    assert timeline.conflicts(gap=0, possible=True) == timeline.conflicts(possible=True)


# --- conflicts, case by case ----------------------------------------------------------------------------------------


def meeting(name: str, start: str, end: str, *, who: Iterable[str] = (), **fields: object) -> Event:
    people = tuple(map(Participation, who))
    values = {"id": name, "title": name, "when": "2018-03-06", "starts": start, "ends": end, **fields}
    return Event(participants=people, **values)  # type: ignore[arg-type]


def plan(*events: Event) -> Timeline:
    document = Document(
        events=events,
        timezone="Europe/Minsk",
        as_of="2018-03-01",
        people={
            "ada": Person(id="ada", name="Ada", organisations=("club",)),
            "bo": Person(id="bo", name="Bo", organisations=("band",)),
            "cy": Person(id="cy", name="Cy", organisations=("band",), timezone="Asia/Tokyo", hours="10-18"),
        },
        organisations={
            "club": Organisation(id="club", name="Club"),
            "band": Organisation(id="band", name="Band"),
            "state": Organisation(id="state", name="State"),
        },
        places={name: Place(id=name, name=name.title()) for name in ("hall", "library", "attic")},
    )
    found = Timeline.from_document(document)
    assert found.problems == ()
    return found


def told(timeline: Timeline, **settings: object) -> list[str]:
    found = timeline.conflicts(possible=True, **settings)  # type: ignore[arg-type]
    return [f"{one.kind} {one.what}{'' if one.certain else '?'}" for one in found]


HALL, ATTIC, ADA = {"place": "hall"}, {"place": "attic"}, {"who": ("ada",)}
FIRST_ONE, OVER, NEXT, SOON = ("9:00", "10:00"), ("9:30", "11:00"), ("10:00", "11:00"), ("10:10", "11:00")
DAY_LONG = {"starts": None, "ends": None, "when": "6 March 2018"}

Row: TypeAlias = "tuple[str, list[tuple[tuple[str, str], dict[str, Any]]], dict[str, Any], list[str]]"
CLASHES: list[Row] = [
    # what it shows; times and fields of events a, b, c; settings; what clashes (? where it only may)
    ("one person twice", [(FIRST_ONE, ADA), (OVER, ADA)], {}, ["participant ada"]),
    ("one after the other", [(FIRST_ONE, ADA), (NEXT, ADA)], {}, []),
    ("one room twice", [(FIRST_ONE, HALL), (OVER, HALL)], {}, ["place hall"]),
    ("cancelled", [(FIRST_ONE, HALL), (OVER, HALL | {"status": "cancelled"})], {}, []),
    ("tentative", [(FIRST_ONE, HALL), (OVER, HALL | {"status": "tentative"})], {}, ["place hall?"]),
    ("a part", [(("9:00", "12:00"), HALL), (OVER, HALL | {"part_of": "a"})], {}, []),
    (
        "a part of a part",
        [(("9:00", "12:00"), HALL), (("9:10", "11:00"), {"part_of": "a"}), (OVER, HALL | {"part_of": "b"})],
        {},
        [],
    ),
    (
        "two parts of one whole",
        [(("8:00", "12:00"), {}), (FIRST_ONE, HALL | {"part_of": "a"}), (OVER, HALL | {"part_of": "a"})],
        {},
        ["place hall"],
    ),
    ("said to be within", [(FIRST_ONE, HALL), (OVER, HALL | DAY_LONG | {"when": "during a"})], {}, []),
    ("said to come first", [(OVER, HALL | DAY_LONG | {"before": ("b",)}), (OVER, HALL | DAY_LONG)], {}, []),
    ("some time that day", [(FIRST_ONE, HALL), (OVER, HALL | DAY_LONG)], {}, ["place hall?"]),
    ("an only representative", [(FIRST_ONE, {"who": ("club",)}), (OVER, ADA)], {}, ["participant ada"]),
    ("one of two representatives", [(FIRST_ONE, {"who": ("band",)}), (OVER, {"who": ("bo",)})], {}, []),
    ("nobody known", [(FIRST_ONE, {"who": ("state",)}), (OVER, {"who": ("state",)})], {}, ["organisation state?"]),
    ("outside the window", [(FIRST_ONE, ADA), (OVER, ADA)], {"window": "2018-03-07"}, []),
    ("too little time between", [(FIRST_ONE, ADA | HALL), (SOON, ADA | ATTIC)], {"gap": "15 minutes"}, ["gap ada"]),
    ("just enough", [(FIRST_ONE, ADA | HALL), (SOON, ADA | ATTIC)], {"gap": 600}, []),
    ("the same room", [(FIRST_ONE, ADA | HALL), (SOON, ADA | HALL)], {"gap": "15 minutes"}, []),
    ("other rooms are far", [(FIRST_ONE, ADA | HALL), (SOON, ADA | ATTIC)], {"gap": {("hall", "library"): 3600}}, []),
    (
        "the other way round",
        [(FIRST_ONE, ADA | HALL), (SOON, ADA | ATTIC)],
        {"gap": {("attic", "hall"): "30 minutes"}},
        ["gap ada"],
    ),
]


@pytest.mark.parametrize(
    ("events", "settings", "expected"), [case[1:] for case in CLASHES], ids=[case[0] for case in CLASHES]
)
def test_conflicts(
    events: list[tuple[tuple[str, str], dict[str, Any]]], settings: dict[str, Any], expected: list[str]
) -> None:
    made = [meeting(name, *times, **fields) for name, (times, fields) in zip("abc", events, strict=False)]
    assert told(plan(*made), **settings) == expected


def test_what_repeats_clashes_in_a_window() -> None:
    timeline = plan(
        meeting("standup", "10:00", "10:15", who=["ada"], repeats="every Tuesday", except_=("2018-03-20",)),
        meeting("dentist", "10:00", "11:00", when="2018-03-13", who=["ada"]),
        meeting("trip", "10:00", "11:00", when="2018-03-20", who=["ada"]),
    )
    found = timeline.conflicts(window=("2018-03-01", "2018-03-31"))
    assert [{one.first.id, one.second.id} for one in found] == [{"standup@2018-03-13", "dentist"}]


# --- free time ------------------------------------------------------------------------------------------------------


@examples(50)
@given(
    planned(8),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
    st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")),
    st.sampled_from(("9:00-17:00", "0:00-24:00", "22:00-6:00", "9-12, 13-17")),
    st.sampled_from(("30 minutes", "3 hours")),
)
def test_no_slot_touches_what_somebody_is_busy_with(
    timeline: Timeline, who: list[str], zone: str, hours: str, length: str
) -> None:
    window = ("2017-10-26", "2017-11-06")
    settings: dict[str, object] = {"within": window, "length": length, "hours": hours, "days": "every day"}
    sure = timeline.free(who, timezone=zone, **settings)  # type: ignore[arg-type]
    perhaps = timeline.free(who, timezone=zone, possible=True, **settings)  # type: ignore[arg-type]
    best = timeline.propose(who, timezone=zone, **settings)  # type: ignore[arg-type]
    theirs = timeline.with_participant(*who).where(lambda entry: entry.event.status != "cancelled")
    taken = busy(timeline, who, None, timezone=zone)
    for slot in (*sure, *(one.slot for one in best)):
        assert slot.certain
        assert all(one.end <= slot.start or slot.end <= one.start for one in taken)
        assert not theirs.overlapping(slot.span, possible=True)
    for slot in perhaps:
        assert all(one.end <= slot.start or slot.end <= one.start for one in taken if one.certain)
    for slot in sure:
        assert any(other.start <= slot.start and slot.end <= other.end for other in perhaps)


def test_each_is_met_in_their_own_hours() -> None:
    timeline = plan(meeting("a", "9:00", "10:00", who=["ada"]))
    slots = timeline.free(["ada", "cy"], within="2018-03-06", length="30 minutes")
    # Cy's hours in Tokyo, 10-18, are 4-12 in Minsk; Ada's are 9-17 there, and she is busy up to ten.
    assert [slot.span.iso() for slot in slots] == [("2018-03-06T10:00:00", "2018-03-06T12:00:00")]
    asked = timeline.free(["ada", "cy"], within="2018-03-06", length="30 minutes", timezone="Asia/Tokyo")
    # Ada has no zone of her own, and is taken to live by the asker's.
    assert [str(slot.span.iso()[0])[-8:-3] for slot in asked] == ["10:00", "16:00"]
    there = timeline.free(
        ["ada", "cy"], within="2018-03-06", length="30 minutes", timezone="Asia/Tokyo", zones={"ada": "Europe/Minsk"}
    )
    assert [slot.span.iso() for slot in there] == [("2018-03-06T16:00:00", "2018-03-06T18:00:00")]


def test_certain_and_possible_slots() -> None:
    timeline = plan(Event(id="a", title="a", when="6 March 2018", participants=(Participation("ada"),)))
    assert timeline.free("ada", within="2018-03-06") == ()
    slots = timeline.free("ada", within="2018-03-06", possible=True)
    assert [(slot.certain, slot.seconds) for slot in slots] == [(False, 8 * 3600)]


def test_proposals_say_why() -> None:
    timeline = plan(meeting("a", "9:00", "10:00", who=["ada"]), meeting("b", "11:30", "17:00", who=["ada"]))
    first, *_ = timeline.propose(["ada"], within="2018-03-06", length="1 hour", best=3)
    assert first.slot.span.iso() == ("2018-03-06T10:00:00", "2018-03-06T11:00:00")
    assert first.reasons == (
        "within everybody's hours",
        "the earliest such",
        "right after 'a'",
        "leaves 1 gap too short for another",
    )
    apart = timeline.propose(["ada", "bo"], within="2018-03-05", length="1 hour", zones={"bo": "America/Lima"}, best=1)
    assert apart[0].out_of_hours == ("bo",)
    assert apart[0].reasons[0] == "outside the hours of bo (08:00 in America/Lima)"


@pytest.mark.parametrize(
    ("zone", "day", "hours", "expected"),
    [
        ("Europe/Berlin", "2018-03-25", "1:00-4:00", 2 * 3600),  # an hour is skipped
        ("Europe/Berlin", "2018-10-28", "1:00-4:00", 4 * 3600),  # an hour comes twice
        ("Europe/Berlin", "2018-10-29", "1:00-4:00", 3 * 3600),
    ],
)
def test_hours_on_days_on_which_clocks_change(zone: str, day: str, hours: str, expected: int) -> None:
    slots = plan().free("ada", within=(day, day), hours=hours, days="every day", timezone=zone)
    assert [slot.seconds for slot in slots] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00-17:00", ((9 * 3600, 17 * 3600),)),
        ("9-12, 13.30-17", ((9 * 3600, 12 * 3600), (13 * 3600 + 1800, 17 * 3600))),
        ("22:00–6:00", ((22 * 3600, 30 * 3600),)),
        ("0-24", ((0, DAY),)),
    ],
)
def test_hours(text: str, expected: object) -> None:
    assert read_hours(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Mon-Fri", {1, 2, 3, 4, 5}), ("Mon, Wed", {1, 3}), ("Sat-Mon", {6, 7, 1}), ("every day", {*range(1, 8)})],
)  # fmt: skip
def test_days(text: str, expected: set[int]) -> None:
    assert read_days(text) == expected


@pytest.mark.parametrize("text", ["9", "9-25", "9:75-10", "", "nine to five"])
def test_no_hours(text: str) -> None:
    with pytest.raises(SettingError, match="no hours"):
        read_hours(text)


@pytest.mark.parametrize("text", ["Xyz", "Mon-Tue-Wed", "", "mo-fro"])
def test_no_days(text: str) -> None:
    with pytest.raises(SettingError, match="no days"):
        read_days(text)


def test_lengths_are_words_or_timedeltas() -> None:
    def clashes(gap: Any) -> int:
        return len(CONFERENCE.conflicts(window="conference", gap=gap, possible=True))

    assert clashes("1 month") == clashes(timedelta(days=31)) > clashes(None)
    assert plan().free("ada", within="2018-03-06", length=timedelta(minutes=30))
    ahead = CONFERENCE.upcoming("2018-03-11", within=timedelta(days=3))
    assert [one.entry.id for one in ahead] == ["call-closes", "programme-printed"]
    wrong: list[Any] = [None, 1.5, [], timedelta(-1)]
    for length in wrong:
        with pytest.raises(SettingError):
            plan().free("ada", within="2018-03-06", length=length)
        with pytest.raises(SettingError):
            CONFERENCE.upcoming("2018-03-11", within=length)
    with pytest.raises(SettingError, match="mapping"):
        plan().free("ada", within="2018-03-06", hours=5)  # type: ignore[arg-type]


def test_nobody_is_known_by_that_name() -> None:
    with pytest.raises(TimelineError, match="did you mean 'Ada'"):
        plan().free("Adaa", within="2018-03-06")
    with pytest.raises(TimelineError, match="a start and an end"):
        plan().free("ada", within=("2018-03-06", None))


def test_free_busy_is_read_back() -> None:
    from timeline.exporters.freebusy import export_freebusy

    data = export_freebusy(CONFERENCE, participants="emi", start="2018-03-20", end="2018-03-30")
    component: Any = icalendar.Calendar.from_ical(data).walk("VFREEBUSY")[0]
    periods = {"BUSY": set(), "BUSY-TENTATIVE": set()}  # type: dict[str, set[tuple[str, str]]]
    for value in component["FREEBUSY"]:
        for start, end in [value.dt] if not isinstance(value, list) else value:
            periods[value.params["FBTYPE"]].add((f"{start:%d %H:%M}", f"{end:%d %H:%M}"))
    assert periods == {
        # The keynote with the opening before it, the panel with the recording, the talk from Tokyo; the walk is
        # some time on Saturday.
        "BUSY": {("23 09:00", "23 10:30"), ("23 14:00", "23 16:00"), ("24 09:00", "24 10:00")},
        "BUSY-TENTATIVE": {("24 00:00", "24 09:00"), ("24 10:00", "25 00:00")},
    }


# --- what moves -----------------------------------------------------------------------------------------------------


@examples(40)
@given(st.sampled_from(FIRST.ids), st.sampled_from(("+0 days", "0 days later", "+0 hours", "-0 weeks")))
def test_a_move_of_nothing_changes_nothing(name: str, move: str) -> None:
    assert FIRST.what_if(name, move) == FIRST
    found = FIRST.impact(name, move)
    assert (found.moved, found.broken, found.problems, found.conflicts) == ((), (), (), ())


@examples(25)
@given(st.sampled_from([entry.id for entry in CONFERENCE if entry.event.repeats is None]), st.integers(-20, 20))
def test_a_move_and_back_is_no_move(name: str, days: int) -> None:
    there = CONFERENCE.what_if(name, f"{days:+d} days")
    back = there.what_if(name, f"{-days:+d} days")
    moved, old = there[name].span, CONFERENCE[name].span
    if moved is not None and old is not None and old.exact and not there.problems:
        assert moved.start_low - old.start_low == days * (1 if old.zone is None else DAY)
        assert [entry.span for entry in back] == [entry.span for entry in CONFERENCE]


def test_what_hangs_on_the_conference_moves_with_it() -> None:
    found = CONFERENCE.impact("call-closes", "+2 days")
    assert [(one.entry.id, [step.kind for step in one.through]) for one in found.moved] == [
        ("call-closes", []),
        ("programme-printed", ["counted from"]),
    ]
    assert found.timeline["programme-printed"].span == Span(*_day(2018, 3, 14))
    whole = CONFERENCE.impact("conference", "April 6, 2018")
    assert {"opening", "closing", "programme-printed"} <= {one.entry.id for one in whole.moved}
    assert any("coffee" in problem.message for problem in whole.problems)


def _day(year: int, month: int, day: int) -> tuple[int, int, int, int]:
    number = day_number(year, month, day)
    return number, number + 1, number, number + 1


MOVES = [
    # event, move, its new dates
    ("minsk-visit", "+2 days", ("2017-12-01", "2017-12-03")),
    ("minsk-visit", "1 week earlier", ("2017-11-22", "2017-11-24")),
    ("minsk-visit", "+1 month", ("2017-12-29", "2017-12-31")),
    ("minsk-visit", "Dec. 2", ("2017-12-02", "2017-12-04")),
    ("minsk-visit", "Dec. 2-5", ("2017-12-02", "2017-12-06")),
    ("trade-decline", "+1 year", ("2016-01-01", "2018-01-01")),
]


@pytest.mark.parametrize(("name", "move", "expected"), MOVES)
def test_moves(name: str, move: str, expected: tuple[str, str]) -> None:
    span = FIRST.what_if(name, move)[name].span
    assert span is not None
    assert span.iso() == expected


TIMED = [
    ("keynote", "+90 minutes", ("2018-03-23T11:00:00", "2018-03-23T12:00:00")),
    ("keynote", "March 24", ("2018-03-24T09:30:00", "2018-03-24T10:30:00")),
    ("keynote", "March 24, 2018 14:00", ("2018-03-24T14:00:00", "2018-03-24T15:00:00")),
    ("sponsors-lunch", "-1 hour", ("2018-03-23T11:30:00", "2018-03-23T13:00:00")),
]


@pytest.mark.parametrize(("name", "move", "expected"), TIMED)
def test_moves_of_what_has_a_time(name: str, move: str, expected: tuple[str, str]) -> None:
    span = CONFERENCE.what_if(name, move)[name].span
    assert span is not None
    assert span.iso() == expected


@pytest.mark.parametrize(
    ("name", "move", "told"),
    [
        ("coffee", "+1 day", "such as 'coffee@2018-03-23'"),
        ("coffee@2018-03-29", "+1 day", "no event 'coffee@2018-03-29'; did you mean 'coffee@2018-03-2"),
        ("coffee@2018-03-23", "March 23-24", "as long as the others"),
        ("coffee@banana", "+1 day", "no date in 'banana'"),
        ("keynote@2018-03-23", "+1 day", "'keynote' does not repeat"),
        ("cofee@2018-03-23", "+1 day", "no event 'cofee'; did you mean 'coffee'"),
        ("minsk", "+1 day", "no event 'minsk'"),
        ("conference", "+1 hour", "moved by days"),
        ("conference", "+soon", "duration"),
    ],
)
def test_moves_that_cannot_be(name: str, move: str, told: str) -> None:
    with pytest.raises(TimelineError, match=told):
        CONFERENCE.what_if(name, move)


def test_a_move_tells_what_it_breaks_and_whom_it_double_books() -> None:
    broken = FIRST.impact("bilateral-meetings", "Dec. 2")
    assert any("bilateral-meetings" in one.message for one in broken.broken) or broken.problems
    clash = CONFERENCE.impact("committee-meeting", "March 23, 2018 9:00")
    assert {(one.kind, one.what, one.certain) for one in clash.conflicts} >= {("participant", "ada", True)}


OCCURRENCES = CONFERENCE.occurrences(WEEK).where(lambda entry: isinstance(entry, Occurrence)).ids


@examples(40)
@given(st.sampled_from(OCCURRENCES), st.integers(-400, 400))
def test_one_occurrence_moves_alone_and_back(name: str, hours: int) -> None:
    there = CONFERENCE.what_if(name, f"{hours:+d} hours")
    old, now = (timeline.occurrences(("2018-02-01", "2018-06-30")) for timeline in (CONFERENCE, there))
    assert {entry.id for entry in old if entry.span != now[entry.id].span} == ({name} if hours else set())
    back = there.what_if(name, f"{-hours:+d} hours")
    assert [entry.span for entry in back.occurrences(WEEK)] == [entry.span for entry in CONFERENCE.occurrences(WEEK)]
    assert CONFERENCE.what_if(name, "+0 days") is CONFERENCE


ONES = [
    # occurrence, move, what its series says then, new start
    ("coffee@2018-03-23", "+1 hour", {"March 24": "March 24, 11:00", "2018-03-23": "2018-03-23 11:30"}, "23T11:30"),
    ("coffee@2018-03-24", "-15 minutes", {"2018-03-24": "2018-03-24 10:45"}, "24T10:45"),
    ("coffee@2018-03-24", "-30 minutes", {}, "24T10:30"),  # where it would be anyway
    ("coffee@2018-03-25", "March 24", {"March 24": "March 24, 11:00", "2018-03-25": "2018-03-24 10:30"}, "24T10:30"),
]


@pytest.mark.parametrize(("name", "move", "said", "start"), ONES)
def test_one_occurrence_moves_by_an_entry_of_its_series(name: str, move: str, said: dict[str, str], start: str) -> None:
    found = CONFERENCE.impact(name, move)
    assert [(one.entry.id, one.new and one.new.iso()[0]) for one in found.moved] == [(name, f"2018-03-{start}:00")]
    assert dict(found.timeline["coffee"].event.moved) == said
    assert (found.problems, found.broken, found.conflicts) == ((), (), ())


def test_one_occurrence_tells_what_it_breaks_and_whom_it_double_books() -> None:
    out = CONFERENCE.impact("coffee@2018-03-24", "+1 week")
    assert [one.message for one in out.broken] == [
        "coffee is part of conference, but coffee@2018-03-24 would be after it"
    ]
    clash = CONFERENCE.impact("committee-call@2018-04-17", "March 23, 2018 9:00")
    assert [(one.what, one.certain) for one in clash.conflicts] == [("ada", True), ("gita", True), ("ada", True)]


def test_occurrences_known_to_the_day_or_by_their_time_move_too() -> None:
    daily = plan(Event(id="rent", title="Rent", repeats="every month from March 1, 2018"))
    assert daily.what_if("rent@2018-04-01", "April 3")["rent"].event.moved == (("2018-04-01", "2018-04-03"),)
    with pytest.raises(TimelineError, match="as long as the others"):
        daily.what_if("rent@2018-04-01", "April 3-4")
    twice = plan(meeting("pills", "8:00", "8:05", repeats="FREQ=DAILY;BYHOUR=8,20"))
    moved = twice.what_if("pills@2018-03-06T20:00", "+30 minutes")
    assert moved["pills"].event.moved == (("2018-03-06T20:00", "2018-03-06 20:30"),)
    assert [str(entry.span.iso()[0])[-8:-3] for entry in moved.occurrences("2018-03-06") if entry.span] == [
        "08:00",
        "20:30",
    ]


# --- what comes -----------------------------------------------------------------------------------------------------


def test_upcoming() -> None:
    found = CONFERENCE.upcoming("2018-03-11", within="2 weeks")
    assert [(one.entry.id, one.says) for one in found[:3]] == [
        ("call-closes", "2 days overdue"),
        ("programme-printed", "tomorrow"),
        ("conference", "in 12 days"),
    ]
    assert "coffee@2018-03-24" in [one.entry.id for one in found]
    ahead = CONFERENCE.upcoming("2018-04-01", within="3 days")
    assert [(one.entry.id, one.says) for one in ahead][-1] == ("committee-call@2018-04-03", "in 2 days")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-04-04", "today"),
        ("2018-04-03", "tomorrow"),
        ("2018-04-01", "in 3 days"),
        ("2018-04-05", "1 day overdue"),
        ("2018-04-06", "2 days overdue"),
    ],
)
def test_deadlines_say_how_long_is_left(day: str, expected: str) -> None:
    found = CONFERENCE.upcoming(day, within="1 week")
    assert [one.says for one in found if one.entry.id == "report-due"] == [expected]


def test_the_planning_file_has_what_it_promises() -> None:
    assert CONFERENCE.problems == ()
    assert CONFERENCE.document is not None
    assert len(CONFERENCE.document.places) == 4
    certain = CONFERENCE.conflicts(window=WEEK)
    assert ("participant", "emi") in {(one.kind, one.what) for one in certain}
    notes = CONFERENCE.occurrences(WEEK).notes
    assert any("2018-03-25 01:15 does not take place" in step.text for step in notes)
    assert {"Europe/Lisbon", "Asia/Tokyo"} <= {entry.span.zone for entry in CONFERENCE if entry.span is not None}
