"""Text tables: columns, widths, groups, colours, and every format of tabulate."""

from __future__ import annotations

import re

import pytest
from tabulate import tabulate_formats
from wcwidth import width as columns_of

import made
from made import entry, on, since, timed, timeline, until, whole, within
from timeline.errors import SettingError
from timeline.events import Document, Event, Meeting, Period, Visit
from timeline.exporters.table import COLUMNS, MARKUP, export_table
from timeline.span import Grain
from timeline.timeline import Timeline

VISIT = Visit(id="visit", title="Ada visits Minsk", when="Nov. 29-30", place="minsk", participants=made.PARTICIPANTS)
TALKS = Meeting(
    id="talks",
    title="Talks on the | engine, the looms and whatever else was on the agenda of the two days",
    part_of="visit",
    place="kyoto",
    participants=made.PARTICIPANTS,
)
TL = timeline(
    entry(VISIT, on("2017-11-29", "2017-11-30")),
    entry(TALKS, within("2017-11-29", "2017-11-30")),
    entry(Event(id="relations", title="Relations\nbegin"), within("1992-01-01", "1992-12-31", Grain.YEAR)),
    entry(Period(id="decline", title="Decline", tags=("a", "b")), whole("2015-01-01", "2016-12-31", Grain.YEAR)),
    entry(Event(id="plan", title="Plan", status="cancelled"), until("2025-12-31")),
    entry(Event(id="invitation", title="\x1b[31mInvitation"), since("2017-11-30")),
    entry(Event(id="call", title="Call"), timed("2018-05-02T10:00", "2018-05-02T11:30", "Europe/Minsk")),
    entry(Event(id="never", title="Never dated"), None),
)


def cells(table: str) -> list[list[str]]:
    """The rows of a tsv table."""
    return [[cell.strip() for cell in line.split("\t")] for line in table.split("\n")]


def test_dates_as_people_write_them() -> None:
    header, *rows = cells(export_table(TL, format="tsv", columns="id,date,weekday"))
    assert header == ["id", "date", "weekday"]
    assert rows == [
        ["plan", "until 31 Dec 2025", ""],
        ["relations", "1992", ""],
        ["decline", "2015–2016", ""],
        ["visit", "29–30 Nov 2017", "Wed–Thu"],
        ["talks", "between 29 and 30 Nov 2017", ""],
        ["invitation", "not before 30 Nov 2017", ""],
        ["call", "2 May 2018, 10:00–11:30 Minsk time", "Wed"],
        ["never", "undated", ""],
    ]


def test_a_narrow_page_has_no_column_that_says_nothing() -> None:
    bare = timeline(entry(Event(id="a", title="A title of some length"), on("2018-05-01")))
    assert export_table(bare).split("\n")[0].split() == ["date", "weekday", "type", "title", "place", "participants"]
    assert export_table(bare, width=60).split("\n")[0].split() == ["date", "weekday", "type", "title"]
    asked = export_table(bare, width=40, columns="date,title,place,participants")
    assert asked.split("\n")[0].split() == ["date", "title", "place", "who"]


def test_what_repeats_is_marked_where_something_does() -> None:
    rows = [
        {"repeats": "every Tuesday"},
        {"when": "every first Monday of the month"},
        {"when": "2018-03-05", "repeats": "FREQ=WEEKLY"},
        {"when": "2018-03-09"},
    ]
    events = tuple(
        Event(id=f"e{n}", title="E", when=fields.get("when"), repeats=fields.get("repeats"))
        for n, fields in enumerate(rows)
    )
    repeating = Timeline.from_document(Document(events=events, as_of="2018-03-01"))
    header, *told = cells(export_table(repeating, format="tsv"))
    assert header[-1] == "repeats"
    assert [row[-1] for row in told] == ["every first Monday of the month", "FREQ=WEEKLY", "every Tuesday", ""]
    assert cells(export_table(repeating.occurrences("2018-03"), format="tsv"))[0][-1] == "participants"
    assert cells(export_table(TL, format="tsv"))[0][-1] == "participants"


def test_a_long_last_column_wraps_too() -> None:
    long = timeline(entry(Event(id="a", title="many words " * 20), on("2018-05-01")))
    assert max(map(len, export_table(long, width=60, columns="date,title").split("\n"))) <= 60


def test_what_would_turn_the_terminal_round_is_shown() -> None:
    turned = timeline(entry(Event(id="a", title="\u202eevil \u05e9\u05dc\u05d5\u05dd"), on("2018-05-01")))
    assert export_table(turned, columns="title").endswith("\n\\u202eevil \u05e9\u05dc\u05d5\u05dd")


def test_every_column_says_something() -> None:
    header, *rows = cells(export_table(TL[3:5], format="tsv", columns=list(COLUMNS)))
    assert header == [name.replace("_", " ") for name in COLUMNS]
    visit = dict(zip(header, rows[0], strict=True))
    assert visit["participants"] == "Ada Lovelace, Bo, Jr."
    assert visit["roles"] == "Ada Lovelace (guest), Bo, Jr. (host)"
    assert (visit["start"], visit["end"], visit["edtf"]) == ("2017-11-29", "2017-12-01", "2017-11-29/2017-11-30")
    assert (visit["place"], visit["when"], visit["status"]) == ("Minsk", "Nov. 29-30", "confirmed")
    assert dict(zip(header, rows[1], strict=True))["part of"] == "visit"


@pytest.mark.parametrize("name", sorted(tabulate_formats))
def test_every_format(name: str) -> None:
    for group in (None, "year", "month", "type"):
        table = export_table(TL, format=name, group_by=group, width=80)
        assert "\x1b" not in table
        assert "Ada" in table
        assert "begin" in table
        if name in MARKUP:
            # One row stays one row, and a bar in a cell ends none.
            assert sum("Talks on the" in line for line in table.splitlines()) == 1
            assert any("whatever else was on the agenda of the two days" in line for line in table.splitlines())


@pytest.mark.parametrize("name", sorted(set(tabulate_formats) - MARKUP))
@pytest.mark.parametrize("width", [72, 80, 100, 132])
def test_wraps_to_the_width(name: str, width: int) -> None:
    lines = export_table(TL, format=name, width=width).splitlines()
    assert max(map(columns_of, lines)) <= width
    assert len({columns_of(line) for line in lines if line[:1] in "+|│┌├└╒╞╘┏┣┗╔╠╚╭╰"} - {0}) <= 1


@pytest.mark.parametrize("width", [40, 50, 60])
def test_a_narrow_terminal_is_kept_to(width: int) -> None:
    assert max(map(columns_of, export_table(TL, width=width).splitlines())) <= width


EIGHTY = """\
date            day      type     title                  place     who
--------------  -------  -------  ---------------------  --------  ---------
until 31 Dec             event    Plan
2025
1992                     event    Relations begin
2015–2016                period   Decline
29–30 Nov 2017  Wed–Thu  visit    Ada visits Minsk       Minsk     Ada
                                                                   Lovelace,
                                                                   Bo, Jr.
between 29 and           meeting  Talks on the |         京都市国  Ada
30 Nov 2017                       engine, the looms and  際会館    Lovelace,
                                  whatever else was on             Bo, Jr.
                                  the agenda of the two
                                  days
not before 30            event    \\x1b[31mInvitation
Nov 2017
2 May 2018,     Wed      event    Call
10:00–11:30
Minsk time
undated                  event    Never dated"""


def test_eighty_columns_look_good() -> None:
    assert export_table(TL, width=80) == EIGHTY


def test_nothing_wraps_where_there_is_room() -> None:
    assert export_table(TL, width=250) == export_table(TL)


def test_groups_stand_under_headings_and_line_up() -> None:
    table = export_table(TL, group_by="year", columns="id,title", width=60)
    headings = [line for line in table.splitlines() if re.fullmatch(r"[\w ]+", line) and " " * 2 not in line]
    assert headings == ["unknown start", "1992", "2015", "2017", "2018", "undated"]
    assert len({line for line in table.splitlines() if line.startswith("--")}) == 1
    by_month = export_table(TL, group_by="month", columns="id", format="github")
    assert [line for line in by_month.splitlines() if line.startswith("#")] == [
        "## unknown start", "## 1992", "## 2015", "## Nov 2017", "## May 2018", "## undated",
    ]  # fmt: skip
    by_type = cells(export_table(TL, group_by="type", columns="id", format="tsv"))
    assert by_type[:3] == [["type", "id"], ["event", "plan"], ["event", "relations"]]


def test_colour_only_when_asked_and_not_in_markup() -> None:
    plain = export_table(TL, width=80)
    painted = export_table(TL, width=80, color=True)
    assert re.sub(r"\x1b\[\d*m", "", painted) == plain
    assert "\x1b[36m29–30 Nov 2017\x1b[0m" in painted
    assert export_table(TL, color=True, format="github") == export_table(TL, format="github")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"format": "grit"}, "there is no table format 'grit'; did you mean 'grid'"),
        ({"columns": "date,tittle"}, "there is no column 'tittle'; did you mean 'title'"),
        ({"group_by": "yaer"}, "there is no grouping 'yaer'; did you mean 'year'"),
    ],
)
def test_settings_are_checked(settings: dict[str, str], message: str) -> None:
    with pytest.raises(SettingError, match=re.escape(message)):
        export_table(TL, **settings)  # type: ignore[arg-type]


def test_an_empty_timeline_has_a_header() -> None:
    assert export_table(timeline(), columns="id,title", width=80).splitlines()[0].split() == ["id", "title"]
