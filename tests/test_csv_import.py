"""CSV in: a line for each event, the same document as from YAML, problems with their line and column."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from timeline.events import Document, Election, Meeting, Participation, SourceReference
from timeline.importers import read
from timeline.importers.csv import import_csv

DATA = Path(__file__).parent / "data" / "csv"


def said(text: str, **settings: str) -> Document:
    return import_csv(io.StringIO(text, newline=""), **settings)


def told(document: Document) -> list[tuple[int, int, str, str]]:
    return [(each.line, each.column, each.code, each.message) for each in document.problems]


def test_a_good_table() -> None:
    document = read(DATA / "good.csv")
    assert not document.problems
    assert document.title == "good"
    meeting, election = document.events
    assert isinstance(meeting, Meeting)
    assert (meeting.title, meeting.when, meeting.place) == ('A, with "quotes"', "Nov. 29", "minsk")
    assert meeting.participants == (Participation("bob", "host"), Participation("eve"))
    assert meeting.tags == ("x", "y")
    assert isinstance(election, Election)
    assert (election.turnout, election.country) == (45.0, "KG")
    assert set(document.people) == {"bob", "eve"}
    assert set(document.places) == {"minsk"}
    assert document.locate("events[1].turnout") == (str(DATA / "good.csv"), 3, 22, "events[1].turnout")


def test_a_broken_table_is_told_of_with_every_place() -> None:
    assert told(read(DATA / "broken.csv")) == [
        (1, 1, "missing-key", "the column 'title' is missing"),
        (1, 9, "unknown-key", "unknown column 'titel'"),
        (1, 49, "duplicate-key", "the column 'id' is there twice"),
        (4, 20, "wrong-type", "a number is wanted here, not 'many'"),
        (5, 1, "duplicate-id", "the id 'a' is taken: the first is on line 2"),
        (5, 3, "unknown-type", "there is no type 'visitt'"),
        (7, 1, "missing-key", "the key 'id' is missing"),
        (7, 26, "too-many-cells", "there are only 8 columns"),
        (8, 11, "syntax", 'text after a closing quote; write "" for a quote in a quoted cell'),
    ]


def test_another_delimiter_is_seen_from_the_header() -> None:
    document = read(DATA / "semicolons.csv")
    assert [(each.id, each.when) for each in document.events] == [("a", "2017"), ("b", "2018")]
    assert told(document) == [(3, 10, "unknown-reference", "there is no event 'c'")]


def test_settings_that_a_table_has_no_column_for() -> None:
    document = said("id,title,when\na,A,yesterday\n", as_of="2017-11-30", timezone="Europe/Minsk")
    assert not document.problems
    assert (document.as_of, document.timezone) == ("2017-11-30", "Europe/Minsk")


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("source", "book: p. 3", SourceReference("book", "p. 3")),
        ("source", "book", SourceReference("book")),
        ("before", "", ()),
        ("aliases", "one; two ;", ("one", "two")),
        ("Part Of", "", None),
        ("weekday", "Friday", None),
    ],
)
def test_cells(column: str, cell: str, value: object) -> None:
    document = said(f"id,title,{column}\na,A,{cell}\n")
    assert not document.problems
    if column != "weekday":
        assert getattr(document.events[0], column.lower().replace(" ", "_")) == value


@pytest.mark.parametrize("text", ["", "\n\n", "   \n"])
def test_an_empty_table(text: str) -> None:
    assert [each.code for each in said(text).problems] == ["empty"]


def test_a_table_without_lines_is_an_empty_timeline() -> None:
    document = said("id,title\n")
    assert (document.events, document.problems) == ((), ())
