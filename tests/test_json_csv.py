"""JSON and CSV: nothing that was said or resolved is lost, and the same timeline gives the same text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import made
from made import entry, on, since, timed, timeline, within
from timeline.events import Document, Election, Event, SourceReference, declare_type
from timeline.exporters.csv import export_csv
from timeline.exporters.json import export_json
from timeline.exporters.plain import said_event, taking_part
from timeline.files import write_atomically
from timeline.importers.csv import import_csv
from timeline.span import FOREVER, NEVER, Grain, Span

Protest = declare_type("protest", Event, {"turnout": "integer", "cities": "places"})

EVENTS = (
    entry(
        Election(
            id="vote",
            title='A "vote", at last',
            when="Oct. 15",
            country="KG",
            turnout=56.1,
            round=1,
            participants=made.PARTICIPANTS,
            tags=("politics", "kg"),
            source=SourceReference("report", "page 2"),
            notes="One line.\nAnother.",
        ),
        on("2017-10-15"),
        steps=["the year is the anchor's"],
    ),
    entry(
        Event(id="later", title="Later", when="after vote", status="tentative", after=("vote",)), since("2017-10-15")
    ),
    entry(
        Event(id="weekly", title="Weekly", repeats="every Tuesday", except_=("2018-05-08",), moved=(("a", "b"),)),
        timed("2018-05-01T09:00", "2018-05-01T10:00", "Europe/Minsk"),
        "FREQ=WEEKLY",
    ),
    entry(Event(id="open", title="Open"), Span(NEVER, FOREVER, 1, FOREVER, open_start=True)),
    entry(Event(id="bc", title="Long ago"), within("-0043-01-01", "-0043-12-31", Grain.YEAR)),
    entry(Protest(id="march", title="March", turnout=100), on("2018-01-01")),  # type: ignore[call-arg]
    entry(Event(id="undated", title="Undated"), None),
)
TL = timeline(*EVENTS, types={"protest": Protest}, description="Ünïcode")
READ = json.loads(export_json(TL, steps=True))
BY_ID = {event["id"]: event for event in READ["events"]}


def test_json_has_what_the_file_says() -> None:
    assert list(READ) == [
        "format", "title", "description", "namespace", "as_of", "types", "sources", "people", "places", "events",
    ]  # fmt: skip
    assert READ["people"]["bo"] == {"name": "Bo, Jr."}
    assert READ["types"] == {"protest": {"based_on": "event", "fields": {"turnout": "integer", "cities": "places"}}}
    assert {key: value for key, value in BY_ID["vote"].items() if key != "resolved"} == {
        "id": "vote",
        "type": "election",
        "title": 'A "vote", at last',
        "when": "Oct. 15",
        "participants": [{"who": "ada", "role": "guest"}, {"who": "bo", "role": "host"}],
        "tags": ["politics", "kg"],
        "source": {"id": "report", "at": "page 2"},
        "notes": "One line.\nAnother.",
        "country": "KG",
        "turnout": 56.1,
        "round": 1,
    }
    assert BY_ID["weekly"]["except"] == ["2018-05-08"]
    assert BY_ID["weekly"]["moved"] == {"a": "b"}
    assert list(BY_ID) == list(TL.ids)


def test_json_has_what_was_resolved() -> None:
    assert BY_ID["vote"]["resolved"] == {
        "start": "2017-10-15",
        "end": "2017-10-16",
        "edtf": "2017-10-15",
        "bounds": {
            "earliest_start": "2017-10-15",
            "latest_start": "2017-10-15",
            "earliest_end": "2017-10-15",
            "latest_end": "2017-10-15",
        },
        "grain": "day",
        "timezone": None,
        "exact": True,
        "approximate": False,
        "uncertain": False,
        "steps": [{"rule": "rule", "text": "the year is the anchor's"}],
        "candidates": [],
        "ambiguous": False,
    }
    assert BY_ID["undated"]["resolved"] is None
    assert BY_ID["later"]["resolved"]["bounds"]["latest_end"] is None
    assert BY_ID["open"]["resolved"]["bounds"]["earliest_start"] == ".."
    assert BY_ID["bc"]["resolved"]["start"] == "-0043-01-01"
    assert BY_ID["weekly"]["resolved"]["timezone"] == "Europe/Minsk"
    assert BY_ID["weekly"]["resolved"]["recurrence"] == {
        "rrule": "FREQ=WEEKLY",
        "start": "2018-05-01T09:00:00",
        "end": "2018-05-01T10:00:00",
    }


def test_json_is_deterministic_and_readable() -> None:
    text = export_json(TL)
    assert text == export_json(TL)
    assert text.endswith("}\n")
    assert "Ünïcode" in text
    assert "steps" not in text
    assert export_json(TL, indent=None).count("\n") == 1


HEADER = (
    "id,type,title,when,participants,tags,source,notes,country,turnout,round,"
    "after,status,repeats,except,moved,start,end,edtf"
)


def test_csv() -> None:
    header, *rows = csv.reader(io.StringIO(export_csv(TL)))
    assert header == HEADER.split(",")
    by_id = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    vote = by_id["vote"]
    assert vote["participants"] == "ada: guest; bo: host"
    assert vote["source"] == "report: page 2"
    assert vote["tags"] == "politics; kg"
    assert (vote["start"], vote["end"], vote["edtf"]) == ("2017-10-15", "2017-10-16", "2017-10-15")
    assert by_id["weekly"]["moved"] == "a -> b"
    assert by_id["undated"]["edtf"] == ""
    plain = export_csv(TL, resolved=False, delimiter=";").splitlines()[0]
    assert plain == HEADER.replace(",", ";").removesuffix(";start;end;edtf")


def test_csv_comes_back(tmp_path: Path) -> None:
    kept = timeline(*(each for each in EVENTS if each.id != "march"))
    path = tmp_path / "events.csv"
    write_atomically(path, export_csv(kept))
    document = import_csv(path)
    assert document.problems == ()
    back = {event.id: said_event(event) for event in document.events}
    assert back == {each.id: said_event(each.event) for each in kept}


def test_who_takes_part() -> None:
    event = Election(
        id="x", title="X", country="KG", winner="bo", participants=made.PARTICIPANTS, organisations=("un",)
    )
    assert taking_part(event) == {"ada": ("guest",), "bo": ("host",)}


def test_a_timeline_without_a_document() -> None:
    assert json.loads(export_json(timeline()))["events"] == []
    assert said_event(Event(id="x", title="X")) == {"id": "x", "type": "event", "title": "X"}
    assert Document().title is None


@pytest.mark.parametrize("content", ["täxt\n", b"bytes\r\n", [b"in ", b"parts"]])
def test_files_are_written_whole(tmp_path: Path, content: str | bytes | list[bytes]) -> None:
    path = tmp_path / "out"
    write_atomically(path, content)
    expected = b"".join(content) if isinstance(content, list) else content
    assert path.read_bytes() == (expected.encode() if isinstance(expected, str) else expected)
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    path.chmod(0o640)

    def broken() -> object:
        yield b"new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_atomically(path, broken())  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_dash_is_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_atomically("-", "über\n")
    assert capfdbinary.readouterr().out == "über\n".encode()
