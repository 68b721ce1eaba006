"""Laws of calendars: what goes out comes back, whatever it is, and an update touches no more than was changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import NoneType
from typing import Any, Final, get_args

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.contentlines import Block, read_blocks
from timeline.errors import Problem
from timeline.events import (
    BUILT_IN,
    Document,
    Event,
    Organisation,
    Participation,
    Person,
    Place,
    Source,
    SourceReference,
    hints,
    key_of,
    references,
)
from timeline.exporters.ical import CalendarSettings, export_ical
from timeline.exporters.update import update
from timeline.importers.ical import import_ical
from timeline.timeline import Timeline

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
TITLES = WORDS | st.sampled_from(("Two\nlines", " Talks\n\n in  Minsk ", "C:\\News; a, b", "e\u0301 😀 שלום"))
PARTIES = st.sampled_from(("ada", "bo", "csto"))
PEOPLE = st.sampled_from(("ada", "bo"))
PLACES = st.sampled_from(("minsk", "kyoto", "room"))
BASE: Final = (
    Event(id="the-first", title="First", when="2017-11-29"),
    Event(id="the-whole", title="Whole", when="from 2018 to 2030"),
)
FILE: Final = Document(
    title="A file",
    description="Of several\nlines",
    namespace="example.org",
    as_of="2017-11-30",
    timezone="Europe/Minsk",
    people={
        "ada": Person(id="ada", name="Ada Lovelace", role="Countess", country="GB", organisations=("csto",)),
        "bo": Person(id="bo", name="Bo; Jr., of X", timezone="Asia/Tokyo", hours="9-12, 13-17", days="Mon-Fri"),
    },
    organisations={"csto": Organisation(id="csto", name="Collective: Security", short="CSTO", members=("ada",))},
    places={
        "minsk": Place(id="minsk", name="Minsk", country="BY", coordinates=(53.9006, 27.559)),
        "kyoto": Place(id="kyoto", name="京都", address="1, Street\n2nd line", timezone="Asia/Tokyo"),
        "room": Place(id="room", name="Room 1", aliases=("the room",)),
    },
    sources={"report": Source(id="report", title="A report", published="2017-12-01", url="https://example.org/a b")},
)
ONCE = (
    *("Nov. 29-30, 2017", "2017", "circa 1850", "until 2025", "the day after the-first", "before the-first"),
    *("2018-05-02", "the first week of May 2018", "yesterday", "1985/..", "1984?", "some time in 2018", "12000 BC"),
)
"""Wording of all kinds; nothing can write the last of them."""
DAY = st.integers(10, 28).map(lambda day: f"2018-05-{day}")
REPEATS = ("every day until 2018-06-20", "RRULE:FREQ=WEEKLY;COUNT=6", "RRULE:FREQ=DAILY;BYHOUR=9,14;COUNT=9")
EXCEPT = ("2018-05-29", "2018-05-30", "the first week of June 2018", "2018-05-20T10:00", "Christmas 2019")
MOVED = ((), (("2018-05-28", "2018-05-29"),), (("2018-06-01", "2018-06-02T12:00"), ("2018-06-04", "2018-06-01")))


def _of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field that only its type has."""
    arguments = get_args(hint)
    if NoneType in arguments:
        return st.none() | _of(next(each for each in arguments if each is not NoneType))
    if arguments[1:] == (...,):
        return st.lists(_of(arguments[0]), max_size=2, unique=True).map(tuple)
    return {str: WORDS, int: st.integers(1, 9), float: st.sampled_from((0.0, 12.5, 99.99))}[hint]


def own_fields(cls: type) -> st.SearchStrategy[dict[str, Any]]:
    """The fields that a type adds, as its rules want them."""
    kinds = dict(references(cls))
    named = {
        ("person", "organisation"): PARTIES,
        ("organisation",): st.just("csto"),
        ("place",): PLACES,
        ("event",): st.just("the-first"),
    }
    fields = {}
    for name, hint in hints(cls).items():
        if name in hints(Event):
            continue
        if name in kinds:
            one = named[kinds[name]]
            several = "..." in str(hint) or "Ellipsis" in str(hint)
            fields[name] = st.lists(one, max_size=2, unique=True).map(tuple) if several else st.none() | one
        else:
            fields[name] = _of(hint)
    fields |= {"visitor": st.just(("ada",))} if "visitor" in fields else {}
    fields |= {"office": WORDS, "winner": st.none()} if "winner" in fields else {}
    return st.fixed_dictionaries(fields)


OWN: Final = {cls: own_fields(cls) for cls in BUILT_IN}
TIMES = st.sampled_from(
    (
        {"starts": "10:00", "ends": "11:30"},
        {"starts": "10:00", "duration": "90 minutes"},
        {"starts": "22:00", "ends": "6:00"},
        {"starts": "noon", "timezone": "Europe/Berlin"},
        {"starts": "9:00", "ends": "9:45", "timezone": "+05:30"},
        {"starts": "2:30", "ends": "3:30", "timezone": "America/New_York"},
    )
)
COMMON: Final[dict[str, st.SearchStrategy[Any]]] = {
    "status": st.sampled_from(("tentative", "cancelled")),
    "tags": st.lists(WORDS | st.just("https://example.org/tag"), max_size=2).map(tuple),
    "notes": WORDS | st.just("Two lines\nof notes\n"),
    "url": st.sampled_from(("https://example.org/a", "https://example.org/a b")),
    "alarms": st.sampled_from((("15 minutes before",), ("-PT5M", "at the start"), ("at 9:00 on the day before",))),
    "aliases": st.lists(WORDS, max_size=1).map(tuple),
    "place": PLACES,
    "participants": st.lists(
        st.builds(Participation, PARTIES, st.sampled_from((None, "host", "chair", "any; role"))), max_size=3
    ).map(tuple),
    "organisations": st.just(("csto",)),
    "part_of": st.just("the-whole"),
    "after": st.just(("the-first",)),
    "source": st.builds(SourceReference, st.just("report"), st.none() | WORDS, st.none() | WORDS),
    "revised": st.sampled_from(("2018-01-02", "2018-01-03T10:00:00Z", "2018-01-03T10:00+03:00")),
    "as_of": st.just("2016-02-29"),
    "language": st.just("en"),
}


@st.composite
def said_event(draw: st.DrawFn, name: str) -> Event:
    """An event of any type, with anything that an event can say."""
    cls = draw(st.sampled_from(BUILT_IN))
    fields = {"title": draw(TITLES), **draw(st.fixed_dictionaries({}, optional=COMMON)), **draw(OWN[cls])}
    kind = draw(st.sampled_from(("once", "timed", "repeats", "repeats timed")))
    fields["when"] = draw(DAY) if kind != "once" else draw(st.sampled_from(ONCE))
    if "timed" in kind:
        fields |= draw(TIMES)
    if "repeats" in kind:
        fields["repeats"] = draw(st.sampled_from(REPEATS))
        fields["except_"] = tuple(draw(st.lists(st.sampled_from(EXCEPT), max_size=2, unique=True)))
        fields["moved"] = draw(st.sampled_from(MOVED))
    fields["formerly"] = draw(st.sampled_from(((), (f"old-{name}",))))
    return cls(id=name, **fields)


@st.composite
def said_events(draw: st.DrawFn) -> Document:
    """A file of events in words."""
    names = [f"e{number}" for number in range(draw(st.integers(1, 4)))]
    return evolve(FILE, events=(*BASE, *(draw(said_event(name)) for name in names)))


POLICIES = st.fixed_dictionaries(
    {},
    optional={
        "uncertain": st.sampled_from(("bounds", "earliest", "latest", "journal")),
        "open": st.sampled_from(("marker", "journal")),
        "transparent": st.sampled_from(("auto", "all-day", "always", "never")),
        "descriptions": st.sampled_from(("explained", "plain", "none")),
        "mark_uncertain": st.booleans(),
        "alarms": st.booleans(),
        "attendees": st.booleans(),
        "relations": st.sampled_from(("parent", "all")),
    },
)


def test_every_field_of_an_event_is_tried() -> None:
    tried = {"id", "title", "when", "starts", "ends", "duration", "timezone", "repeats", "except", "moved", "formerly"}
    assert set(map(key_of, hints(Event))) - tried - set(COMMON) == {"before", "ical"}


@given(said_events(), POLICIES)
@settings(max_examples=80)
def test_what_we_exported_comes_back(document: Document, policy: dict[str, Any]) -> None:
    report: list[Problem] = []
    tl = Timeline.from_document(document)
    data = export_ical(tl, **policy, report=report)
    assert data == export_ical(tl, **policy, report=[])
    left_out = {problem.path for problem in report if problem.code == "left-out"}
    gone = {event.id for at, event in enumerate(document.events) if any(f"events[{at}]" in path for path in left_out)}
    back = import_ical(io.BytesIO(data))
    assert back.problems == ()
    assert {event.id: event for event in back.events} == {e.id: e for e in document.events if e.id not in gone}
    for key in (
        "title",
        "description",
        "namespace",
        "as_of",
        "timezone",
        "people",
        "organisations",
        "places",
        "sources",
    ):
        assert getattr(back, key) == getattr(document, key)
    if not gone:
        assert export_ical(Timeline.from_document(back), **policy, report=[]) == data


# --- update ----------------------------------------------------------------------------------------------------------


def updated(path: Path, document: Document, report: list[Problem] | None = None, *, keep: bool = False) -> bytes:
    told: list[Problem] = [] if report is None else report
    tl = Timeline.from_document(document)
    chunks = update(tl, path, CalendarSettings(), report=told, keep_cancelled=keep)
    path.write_bytes(b"".join(chunks))
    return path.read_bytes()


@given(said_events(), said_events(), st.booleans())
@settings(max_examples=30)
def test_an_update_is_the_export_and_a_second_one_nothing(
    tmp_path_factory: pytest.TempPathFactory, old: Document, new: Document, keep: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "law.ics"
    path.unlink(missing_ok=True)
    first = updated(path, old)
    assert first == export_ical(Timeline.from_document(old), report=[])
    assert updated(path, old, keep=keep) == first
    second = updated(path, new, keep=keep)
    assert updated(path, new, keep=keep) == second
    # But for their SEQUENCE, which is kept, and what was cancelled.
    events = (evolve(event, ical=()) for event in import_ical(io.BytesIO(second)).events)
    back = {event.id: event for event in events if event.status != "cancelled"}
    whole = import_ical(io.BytesIO(export_ical(Timeline.from_document(new), report=[])))
    assert {event.id: event for event in whole.events if event.status != "cancelled"}.items() <= back.items()


NOW: Final = "2026-01-02T03:04:05Z"
STAMP: Final = "20260102T030405Z"
EDITS: Final[dict[str, tuple[Callable[[Event], Event | None], bool]]] = {
    # what is done to an event, and whether calendars have to ask people about it again (RFC 5546 §2.1.4)
    "nothing": (lambda event: event, False),
    "title": (lambda event: evolve(event, title=f"{event.title}!", revised=NOW), False),
    "notes": (lambda event: evolve(event, notes="Other notes", revised=NOW), False),
    "tags": (lambda event: evolve(event, tags=("other",), revised=NOW), False),
    "alarms": (lambda event: evolve(event, alarms=("3 hours before",), revised=NOW), False),
    "participants": (lambda event: evolve(event, participants=(Participation("bo", "new"),), revised=NOW), False),
    "renamed": (lambda event: evolve(event, id=f"new-{event.id}", formerly=(event.id,), revised=NOW), False),
    "time": (lambda event: evolve(event, when="2018-05-09", revised=NOW), True),
    "place": (lambda event: evolve(event, place="room" if event.place != "room" else "kyoto", revised=NOW), True),
    "status": (
        lambda event: evolve(event, status="tentative" if event.status != "tentative" else "confirmed", revised=NOW),
        True,
    ),
    "recurrence": (
        lambda event: evolve(event, repeats="RRULE:FREQ=MONTHLY;COUNT=3", except_=(), moved=(), revised=NOW),
        True,
    ),
    "gone": (lambda _: None, False),
}


def masters(data: bytes) -> dict[str, tuple[Block, bytes]]:
    """The components of a calendar that are no single occurrence, by UID, each with its octets."""
    found = {}
    for octets in data.split(b"BEGIN:VEVENT\r\n")[1:]:
        whole = b"BEGIN:VEVENT\r\n" + octets.partition(b"END:VEVENT\r\n")[0] + b"END:VEVENT\r\n"
        _, (block,) = read_blocks(whole.decode().replace("\r\n ", "").split("\r\n"))
        uid = block.first("UID")
        assert uid is not None
        if block.first("RECURRENCE-ID") is None:
            found[uid.text] = block, whole
    return found


def value(block: Block, name: str) -> str | None:
    line = block.first(name)
    return line.value if line else None


@given(said_events(), st.lists(st.sampled_from(sorted(EDITS)), min_size=4, max_size=4), st.booleans())
@settings(max_examples=80)
def test_an_update_touches_no_more_than_was_changed(
    tmp_path_factory: pytest.TempPathFactory, document: Document, edits: list[str], keep: bool
) -> None:
    # What events say of each other is left away, so that nothing changes with another.
    alone: dict[str, Any] = {"formerly": (), "part_of": None, "after": ()}
    document = evolve(document, events=tuple(evolve(event, **alone) for event in document.events))
    path = tmp_path_factory.getbasetemp() / "edits.ics"
    path.unlink(missing_ok=True)
    before = masters(updated(path, document))
    done = dict(zip((event.id for event in document.events[2:]), edits, strict=False))
    events = [EDITS[done[event.id]][0](event) if event.id in done else event for event in document.events]
    report: list[Problem] = []
    edited = evolve(document, events=tuple(event for event in events if event is not None), revised=NOW)
    edited = evolve(edited, revised=NOW if "gone" in edits else document.revised)
    after = masters(updated(path, edited, report, keep=keep))
    assert "not-revised" not in {problem.code for problem in report}
    for name in ("the-first", "the-whole", *done):
        uid, edit = f"{name}@example.org", done.get(name, "nothing")
        if uid not in before or (uid not in after and edit != "gone"):
            continue  # it has no place in a calendar
        (old, octets), expected = before[uid], EDITS[edit][1]
        if edit == "gone" and not keep:
            assert uid not in after
            continue
        new, now = after[uid]
        if edit == "nothing":
            assert now == octets
        else:
            was_cancelled = edit == "gone" and value(old, "STATUS") == "CANCELLED"
            if edit == "recurrence":  # what stands on a day that only marks a side does not repeat there
                expected = value(new, "RRULE") is not None or value(old, "RRULE") is not None
            assert value(new, "SEQUENCE") == ("1" if (expected or edit == "gone") and not was_cancelled else None)
            if not was_cancelled:
                assert value(new, "DTSTAMP") == value(new, "LAST-MODIFIED") == STAMP
        if edit == "gone":
            assert value(new, "STATUS") == "CANCELLED"
