"""The query language: what it selects, what it refuses and where."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline import zones
from timeline.calendar import day_number
from timeline.errors import QueryError
from timeline.events import Document, Event, Meeting, Participation, Person, Place, SourceReference, Summit, Visit
from timeline.importers import load
from timeline.query import TERMS
from timeline.span import Span
from timeline.timeline import Entry, Timeline


def known(month: int, day: int, days: int = 1) -> Span:
    start = day_number(2017, month, day)
    return Span(start, start + 1, start + days - 1, start + days)


DOCUMENT = Document(
    as_of="2017-11-30",
    timezone="Europe/Minsk",
    people={"nazarbayev": Person(id="nazarbayev", name="Nursultan Nazarbayev")},
    places={"minsk": Place(id="minsk", name="Minsk", country="BY")},
)
ENTRIES = (
    (Event(id="election", title="Election day", notes="Held on a Sunday."), known(10, 15)),
    (
        Visit(id="visit", title="Visit to Minsk", place="minsk", participants=(Participation("nazarbayev", "guest"),)),
        known(11, 29, 2),
    ),
    (Meeting(id="talks", title="Talks", part_of="visit", place="minsk", tags=("trade",)), known(11, 29)),
    (Summit(id="session", title="Session or so", source=SourceReference("report"), tags=("security",)), known(11, 30)),
    (Meeting(id="review", title="Review: what next", status="tentative"), known(12, 20)),
)
TIMELINE = Timeline((Entry(event.id, event, span) for event, span in ENTRIES), document=DOCUMENT)
EVERY = "election talks visit session review"

ANSWERS = (
    ("", EVERY),
    ("   ", EVERY),
    ("type:meeting", "talks review"),
    ("of:meeting,summit", "talks session review"),
    ("type:event", EVERY),
    ("participant:nazarbayev", "visit"),
    ("participant:'Nursultan Nazarbayev'", "visit"),
    ("with_participant:nazarbayev", "visit"),
    ("role:guest", "visit"),
    ("place:minsk -type:visit", "talks"),
    ("at:Minsk", "talks visit"),
    ("at:BY not part_of:visit", "visit"),
    ("tag:trade,security", "talks session"),
    ("status:tentative", "review"),
    ("source:report", "session"),
    ("id:talks,visit", "talks visit"),
    ("on:'Nov. 29'", "talks visit"),
    ("on:2017-11-30", "visit session"),
    ("before:session", "election talks"),
    ("before?:session", "election talks visit"),
    ("possible:yes before:session", "election talks visit"),
    ("possible:no before:session", "election talks"),
    ("after:'Oct. 15' before:'Dec. 1'", "talks visit session"),
    ("after:session", "review"),
    ("during:'November 2017'", "talks visit session"),
    ("during:'October 2017','December 2017'", "election review"),
    ("during?:visit", "talks session"),
    ("overlapping:2017", EVERY),
    ("between:'Nov. 1','Nov. 29'", "talks visit"),
    ("between:election,talks", "election talks"),
    ("between?:election,talks", "election talks visit"),
    ("next:session", "review"),
    ("previous:session,2", "election talks"),
    ("nearest:session,2", "talks visit"),
    ("on:'first day of visit'", "talks visit"),
    ("talks", "talks"),
    ("sunday", "election"),
    ("'Session or'", "session"),
    ('"review: what"', "review"),
    ("text:talks,minsk", "talks visit"),
    ("type:visit or type:summit", "visit session"),
    ("type:visit OR tag:trade", "talks visit"),
    ("type:meeting (tag:trade or status:tentative)", "talks review"),
    ("type:meeting and not tag:trade", "review"),
    ("-(type:meeting or type:visit)", "election session"),
    ("not not type:visit", "visit"),
    ("--type:visit", "visit"),
    ("- type:visit", "election talks session review"),
    ("role:guest -part_of:visit", "visit"),
    ("id:talks or id:visit or id:session or id:talks", "talks visit session"),
    ("next:visit,99999999999999999999", "review"),
    ("limit:99999999999999999999", EVERY),
    ("type:visit or tag:trade place:minsk", "talks visit"),
    ("sort:start", EVERY),
    ("sort:-start limit:2", "review session"),
    ("limit:1", "election"),
    ("type:meeting limit:1 sort:-title", "talks"),
    ("sort:end", "election talks visit session review"),
    ("limit:0", ""),
)


@pytest.mark.parametrize(("query", "expected"), ANSWERS, ids=[query or "(empty)" for query, _ in ANSWERS])
def test_answers(query: str, expected: str) -> None:
    assert sorted(TIMELINE.query(query).ids) == sorted(expected.split())


def test_sorted_and_limited() -> None:
    assert TIMELINE.query("sort:-start").ids == tuple(reversed(TIMELINE.ids))
    assert TIMELINE.query("sort:title limit:2").ids == ("election", "review")
    # An answer is a timeline: it can be asked further, and keeps its order.
    assert TIMELINE.query("sort:-start").of("meeting").ids == ("review", "talks")
    assert TIMELINE.of("meeting").query("before:session").ids == ("talks",)


ERRORS = (
    ("typ:visit", 1, "type"),
    ("  afterr:2017", 3, "after"),
    ("place:minsk tpye:visit", 13, "type"),
    ("type:visti", 6, "visit"),
    ("type:visit,summti", 12, "summit"),
    ("participant:'nazarbaev'", 14, "nazarbayev"),
    ("before:sesion", 8, "session"),
    ("before:", 1, None),
    ("type:visit,", 11, None),
    ("id:talk", 4, "talks"),
    ("part-of:visit", 1, "part_of"),
    ("talks тип:visit", 7, None),
    (" :visit", 2, None),
    ("before ?:visit", 8, None),
    ("type:visit | type:summit", 12, None),
    ("type:visit -", 12, None),
    ("type: visit", 1, None),
    ("before:'Nov. 29", 8, None),
    ("'never closed", 1, None),
    ("(type:visit", 1, None),
    ("type:visit)", 11, None),
    ("type:visit ()", 12, None),
    ("or type:visit", 1, None),
    ("type:visit or", 12, None),
    ("type:visit and", 12, None),
    ("not", 1, None),
    ("type:visit not or type:visit", 12, None),
    ("limit:many", 7, None),
    ("limit:-1", 7, None),
    ("limit:1 limit:2", 9, None),
    ("sort:titel", 6, "title"),
    ("sort:start,end", 1, None),
    ("-limit:3", 2, None),
    ("(type:visit limit:3)", 13, None),
    ("possible:maybe", 10, None),
    ("type?:visit", 1, None),
    ("between:2017", 1, None),
    ("between:1,2,3", 1, None),
    ("on:'Feb 30, 2017'", 5, "2017-02-28"),
    ("on:'Nov. 29 bananas'", 13, None),
    ("between:2018,2017", 14, None),
    ("next:session,x", 14, None),
    ("(" * 500 + "talks" + ")" * 500, 101, None),
)


@pytest.mark.parametrize(("query", "column", "suggestion"), ERRORS, ids=[query[:30] for query, _, _ in ERRORS])
def test_errors_point_at_the_column_and_name_the_nearest(query: str, column: int, suggestion: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        TIMELINE.query(query).entries  # noqa: B018
    assert (caught.value.column, caught.value.suggestion) == (column, suggestion)
    assert str(caught.value)


def test_as_many_terms_as_anybody_can_type() -> None:
    assert TIMELINE.query(" or ".join(["talks"] * 3000)).ids == ("talks",)
    assert TIMELINE.query("talks " * 3000).ids == ("talks",)
    assert TIMELINE.query("on:" + ",".join(["talks"] * 2000)).ids == ("talks",)


AGAIN = load(
    io.BytesIO(
        b"""
format: 1
as_of: 2018-01-01
timezone: Europe/Berlin
events:
  - {id: kickoff, type: meeting, title: Kickoff, when: Jan. 3, before: launch, tags: [plan]}
  - {id: standup, type: meeting, title: Standup, when: "every Monday at 10:00", tags: [daily]}
  - {id: launch, type: event, title: Launch, when: after Jan. 4}
  - {id: party, type: event, title: Party, when: "Jan. 15, 20:00"}
"""
    )
)
OCCURRENCES = (
    ("on:'Jan. 15'", "standup@2018-01-15 party"),
    ("during:'Jan. 8-15'", "standup@2018-01-08 standup@2018-01-15 party"),
    ("during:'Jan. 8-15' -tag:daily", "party"),
    ("type:meeting (on:'Jan. 15' or id:kickoff)", "kickoff standup@2018-01-15"),
    ("on:'Jan. 15' or text:kick", "kickoff standup@2018-01-15 party"),
    ("id:standup between:'Jan. 2','Jan. 20'", "standup@2018-01-08 standup@2018-01-15"),
    ("during:'Jan. 8-15' after:kickoff before:party", "standup@2018-01-08 standup@2018-01-15"),
    ("during:'Jan. 1-31' next:party", "standup@2018-01-22"),
    ("during:'Jan. 8-15' sort:-start limit:2", "party standup@2018-01-15"),
    ("on:'Jan. 16'", ""),
    ("tag:daily", "standup"),
    ("on:standup", "standup"),
)


@pytest.mark.parametrize(("query", "expected"), OCCURRENCES, ids=[query for query, _ in OCCURRENCES])
def test_what_repeats_answers_with_its_occurrences(query: str, expected: str) -> None:
    assert list(AGAIN.query(query).ids) == expected.split()


def test_an_answer_of_occurrences_knows_what_it_was_taken_from() -> None:
    found = AGAIN.query("during:'Jan. 2018'")
    assert "launch" not in found
    assert found.before("launch").ids == ("standup@2018-01-01", "kickoff")
    assert found.query("before:launch tag:plan").ids == ("kickoff",)
    assert found.during("the week of party").ids == ("standup@2018-01-15", "party")
    assert found.query("tag:plan").ids == ("kickoff",)
    with pytest.raises(QueryError, match="standup"):
        found.query("id:standdup")


def test_a_window_costs_what_lies_in_it() -> None:
    many = [Entry(f"e{n}", Event(id=f"e{n}", title="E"), Span.filled(n, n + 1)) for n in range(2000)]
    timeline = AGAIN.with_events(*many)
    timeline.query("on:'Jan. 15'")
    with pytest.MonkeyPatch.context() as patched:
        asked: list[object] = []
        real = zones.to_utc

        def counted(name: str, wall: int) -> int:
            asked.append(wall)
            return real(name, wall)

        patched.setattr(zones, "to_utc", counted)
        assert timeline.query("on:'Jan. 22'").ids == ("standup@2018-01-22",)
    assert len(asked) < 200


ATOMS = ("type:meeting", "type:visit", "tag:trade", "before:session", "after?:talks", "place:minsk", "talks", "limit")


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> tuple[str, frozenset[str]]:
    """A query and the ids that it selects, worked out on sets."""
    kind = draw(st.sampled_from(("atom", "not", "and", "or"))) if depth else "atom"
    if kind == "atom":
        atom = draw(st.sampled_from(ATOMS[:-1]))
        return atom, frozenset(TIMELINE.query(atom).ids)
    text, ids = draw(trees(depth - 1))
    if kind == "not":
        sign = draw(st.sampled_from(("-", "not ")))
        return f"{sign}({text})", frozenset(TIMELINE.ids) - ids
    other, more = draw(trees(depth - 1))
    joint = draw(st.sampled_from((" ", " and "))) if kind == "and" else " or "
    return f"({text}){joint}({other})", ids & more if kind == "and" else ids | more


@given(trees())
@settings(deadline=None, max_examples=60)
def test_terms_combine_like_sets(tree: tuple[str, frozenset[str]]) -> None:
    query, expected = tree
    found = TIMELINE.query(query)
    assert set(found.ids) == expected
    assert found.ids == tuple(name for name in TIMELINE.ids if name in expected)


@given(st.text(alphabet=st.sampled_from("abor not-()'\":,?.123typesize "), max_size=30) | st.text(max_size=12))
@example("-")
@example("?:")
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_query_or_a_query_error(query: str) -> None:
    try:
        found = TIMELINE.query(query)
    except QueryError as error:
        assert 1 <= error.column <= len(query) + 1  # noqa: PT017  (either outcome is right)
    else:
        assert set(found.ids) <= set(TIMELINE.ids)


def test_every_term_is_tried() -> None:
    said = " ".join(query for query, _ in ANSWERS)
    untried = {name for name in TERMS if f"{name}:" not in said and f"{name}?:" not in said}
    assert untried <= {"organisation", "with_organisation", "tagged"}
