"""Charts: what each mark says of a date, and that they fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width

from spans import examples, timelines
from timeline.errors import SettingError
from timeline.events import Document, Event
from timeline.importers import load
from timeline.timeline import Timeline

ROOT = Path(__file__).parent.parent
CONFERENCE = load(ROOT / "data" / "conference.yaml")


def made(*events: dict[str, object]) -> Timeline:
    rows = tuple(Event(**{"id": f"e{n}", "title": f"Event {n}", **fields}) for n, fields in enumerate(events))  # type: ignore[arg-type]
    return Timeline.from_document(Document(events=rows, as_of="2018-01-01", timezone="Europe/Berlin"))


def bars(timeline: Timeline, **look: object) -> list[str]:
    """The bars alone, without what stands before them, above and below."""
    lines = timeline.to_chart(ascii=True, **look).splitlines()
    return [line[8:] for line in lines if line.startswith("Event ")]


TEN_DAYS = {"start": "2018-03-01", "end": "2018-03-10", "width": 38}  # three columns a day
DRAWN: list[tuple[dict[str, object], str]] = [
    ({"when": "March 2, 2018"}, "   ###"),
    ({"when": "March 2-4, 2018"}, "   #########"),
    ({"when": "between March 2 and March 4, 2018"}, "   ........."),
    ({"when": "about March 2, 2018"}, "   ..."),
    ({"when": "March 2018"}, ".............................>"),
    ({"when": "March 2018", "type": "period"}, "#############################>"),
    ({"when": "since March 9, 2018", "type": "period"}, "                        ###..?"),
    ({"when": "2018-03-09/..", "type": "period"}, "                        #####>"),
    ({"when": "2018-03-09/", "type": "period"}, "                        ###..?"),
    ({"when": "../2018-03-02", "type": "period"}, "<#####"),
    ({"when": "before March 3, 2018"}, "?....."),
    ({"when": "March 2, 2018", "starts": "8:00", "ends": "16:00"}, "    #"),
    ({"when": "March 2, 2018", "starts": "8:00", "ends": "16:00", "timezone": "Asia/Tokyo"}, "   #"),
    ({"when": "March 2, 2018", "status": "cancelled"}, "   xxx"),
    ({"when": "March 2, 2018", "status": "tentative"}, "   ..."),
    ({"repeats": "every other day from March 2, 2018 until March 8"}, "   ###   ###   ###   ###"),
    ({"repeats": "every week from March 2, 2018"}, "   ###                  ###  >"),
    ({"repeats": "every week from March 2, 2018", "except_": ("March 9",)}, "   ###                       >"),
    ({"when": "some day"}, "undated"),
]


@pytest.mark.parametrize(("fields", "expected"), DRAWN)
def test_marks(fields: dict[str, object], expected: str) -> None:
    kind = fields.get("type")
    rest = {key: value for key, value in fields.items() if key != "type"}
    if kind == "period":
        from timeline.events import Period

        event: Event = Period(id="e0", title="Event 0", **rest)  # type: ignore[arg-type]
    else:
        event = Event(id="e0", title="Event 0", **rest)  # type: ignore[arg-type]
    timeline = Timeline.from_document(Document(events=(event,), as_of="2018-01-01", timezone="Europe/Berlin"))
    assert bars(timeline, **TEN_DAYS) == [expected]


def test_an_axis_of_hours_tells_what_is_known_to_the_hour() -> None:
    timeline = made({"when": "March 2-4, 2018"}, {"when": "March 3, 2018", "starts": "6:00", "ends": "12:00"})
    days = bars(timeline, start="2018-03-01", end="2018-03-05", width=23)
    assert days == ["   #########", "      ##"]
    hours = bars(timeline, start="2018-03-02", end="2018-03-04", width=44)  # three columns a quarter
    assert hours == ["............############............", "               ###"]


AXES = [
    # from, to, heads
    ("2018-03-02T10:00", "2018-03-02T10:59", ["2 Mar 2018", "10:00 10:15 10:30 10:45"]),
    (
        "2018-03-02T00:00",
        "2018-03-04T23:59",
        ["2 Mar 2018 3 Mar 2018 4 Mar 2018", "00:00 12:00 00:00 12:00 00:00 12:00"],
    ),
    ("2018-03-02", "2018-03-04", ["Mar 2018", "2 3 4"]),
    ("2018-02-20", "2018-03-10", ["Feb 2018 Mar 2018", "21 23 25 27 1 3 5 7 9"]),
    ("2017-11", "2018-06", ["2017 2018", "Nov  Dec Jan Feb  Mar Apr  May Jun"]),
    ("1990", "2018", ["1990   1995   2000   2005   2010   2015"]),
    ("-0100", "0900", ["0000   0200    0400   0600   0800"]),
]


@pytest.mark.parametrize(("start", "end", "heads"), AXES)
def test_ticks(start: str, end: str, heads: list[str]) -> None:
    lines = made({"when": f"{start}/{end}"}).to_chart(start=start, end=end, width=48).splitlines()
    assert [" ".join(line.split()) for line in lines[: len(heads)]] == [" ".join(head.split()) for head in heads]
    assert not lines[len(heads)].startswith(" ")


OFTEN = [
    # what repeats too often for its occurrences to be told apart, and the stretch that it fills
    ("every half hour from 1 January 2018 until 31 December 2050", "2018-01-01/2050-12-31", ""),
    ("every day from 1 January 1801 until 31 December 1900", "1801-01-01/1900-12-31", "1790"),
    ("every Tuesday from 2 January 2018 until 29 December 2099", "2018-01-02/2099-12-29", "2150"),
    ("every 5 minutes from 1 January 2018 until 31 December 2070", "2018-01-01/2070-12-31", "3000"),
    ("every 5 minutes starting 1 January 2018", "2018-01-01/..", "2019"),
    ("every Tuesday starting 2 January 2018", "2018-01-02/..", "Y17000"),
]


@pytest.mark.parametrize(("often", "stretch", "beside"), OFTEN)
def test_what_repeats_too_often_is_one_bar(often: str, stretch: str, beside: str) -> None:
    rows: list[dict[str, object]] = [{"when": when} for when in (often, stretch, beside) if when]
    lines = {line[:7]: line[8:].replace("░", "█") for line in made(*rows).to_chart().splitlines()}
    assert lines["Event 0"] == lines["Event 1"]


@examples(100)
@given(timelines(6), st.integers(20, 160), st.booleans())
def test_it_fits_and_shows_every_event(timeline: Timeline, columns: int, plain: bool) -> None:
    chart = timeline.to_chart(width=columns, ascii=plain, columns="id")
    lines = chart.splitlines()
    shown = [line for line in lines if line[:1] == "e"]
    assert max(map(width, (*shown, "")), default=0) <= columns
    assert len(shown) == len(timeline)
    assert all(len(line.split()) >= 2 for line in shown)
    assert chart.isascii() or not plain


def test_an_endless_repetition_draws_without_a_window() -> None:
    timeline = made({"repeats": "every day", "when": "2018-03-01"}, {"when": "2018-03-02/2018-03-03"})
    assert bars(timeline, width=20) == ["###########>", "    ########"]


def test_nothing_to_draw() -> None:
    assert made().to_chart() == ""
    assert made({"when": "some day"}).to_chart() == "Event 0 undated"
    with pytest.raises(SettingError, match="at least 20 columns"):
        CONFERENCE.to_chart(width=12)
    with pytest.raises(SettingError, match="no room for bars"):
        CONFERENCE.to_chart(width=20, columns="id,type,title,place,status")
    with pytest.raises(SettingError, match="did you mean 'title'"):
        CONFERENCE.to_chart(columns="titel")


def test_colour_and_names_that_are_too_long() -> None:
    timeline = made({"when": "2018-03-02", "title": "A title that is longer than half of the page"})
    assert "\nA title that is…     █" in timeline.to_chart(width=40)
    assert "\x1b[36m#" in timeline.to_chart(width=40, ascii=True, color=True)
    assert "\x1b" not in timeline.to_chart(width=40)
