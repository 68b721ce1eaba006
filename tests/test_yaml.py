"""The YAML format: what a file says becomes typed events, and what is wrong with it is told with its place."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import LoadError, UnreadableError
from timeline.events import Document, Election, Event, Meeting, Participation, SourceReference, Visit
from timeline.importers import format_of, load, read, source
from timeline.importers import yaml as importer
from timeline.importers.tree import Unusable, read_tree

DATA = Path(__file__).parent / "data" / "yaml"
FIRST_FILE = Path(__file__).parent.parent / "data" / "events.yaml"


def said(text: str) -> Document:
    return read(io.StringIO(text))


def event(text: str) -> Event:
    """The one event of a file that is all right."""
    document = said(
        f"people: {{ann: Ann, ben: Ben}}\nplaces: {{here: Here}}\nsources: {{book: A book}}\nevents:\n{text}"
    )
    assert not document.problems, document.problems
    assert len(document.events) == 1
    return document.events[0]


def report(document: Document, folder: Path = DATA) -> str:
    """The problems of a document, a line each, with names of files as they are in the folder."""
    told = ""
    for each in document.problems:
        hint = f" ({each.suggestion})" if each.suggestion else ""
        place = f"{Path(each.file).relative_to(folder).as_posix()}:{each.line}:{each.column}"
        told += f"{place}: {each.code}: {each.path}: {each.message}{hint}\n".replace(f"{folder.as_posix()}/", "")
    return told


# --- broken files, each with the report of it beside it ---------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_broken_file_is_told_of_with_every_place(path: Path) -> None:
    assert report(read(path)) == path.with_suffix(".problems").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_fast_way_tells_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "FAST_FROM", 0)
    assert report(read(path)) == path.with_suffix(".problems").read_text(encoding="utf-8")


def test_one_mistake_gives_one_report() -> None:
    assert len(read(DATA / "ten-mistakes.yaml").problems) == 13


# --- what is read ----------------------------------------------------------------------------------------------------


def test_the_first_file_has_no_flaw() -> None:
    document = read(FIRST_FILE)
    assert document.problems == ()
    assert len(document.events) == 16
    roles = {part.role for each in document.events for part in each.participants}
    assert {"host", "guest", "candidate", "winner", "chair"} <= roles


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2017", "2017"),
        ("2017-11-29", "2017-11-29"),
        ("10:30", "10:30"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", "true"),
        ("False", "False"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1.10", "1.10"),
        (".5", ".5"),
        ("2017.", "2017."),
        ("+5", "+5"),
        ("-01", "-01"),
        ("1e3", "1e3"),
        ("'~'", "~"),
        ('"null"', "null"),
        ('"caf\\u00e9"', "café"),
        ("Nov. 29-30 # the visit", "Nov. 29-30"),
        ("2017-11-29T10:00:00+03:00", "2017-11-29T10:00:00+03:00"),
        ("1985/..", "1985/.."),
        (">-\n      two\n      lines", "two lines"),
        ("~", None),
        ("null", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("fast_from", [0, 1 << 18])
def test_every_scalar_stays_what_was_written(
    written: str, meant: str | None, fast_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "FAST_FROM", fast_from)
    assert event(f"  - id: a\n    title: A\n    when: {written}\n").when == meant


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029\ufeff"))


@given(PRINTABLE, PRINTABLE)
def test_both_readers_agree_on_any_quoted_text(one: str, other: str) -> None:
    text = f"a: {json.dumps(one, ensure_ascii=False)}\nb: [{json.dumps(other, ensure_ascii=False)}]\n"
    careful = read_tree(text).value
    assert importer._fast(text) in (careful, None)  # noqa: SLF001 - None: the fast one leaves it to the other


@given(st.text("ab:-?#&*!|>'\"%@`{}[], \n.0123456789+~\\", max_size=40))
def test_both_readers_agree_where_both_can_read(text: str) -> None:
    try:
        careful = read_tree(text).value
    except Unusable:
        return
    fast = importer._fast(text)  # noqa: SLF001
    assert fast is None or fast == careful or not isinstance(careful, dict)


@pytest.mark.parametrize(
    ("written", "attribute", "value"),
    [
        ("tags: one", "tags", ("one",)),
        ("tags: [one, two]", "tags", ("one", "two")),
        ("tags:", "tags", ()),
        ("participants: ann", "participants", (Participation("ann"),)),
        (
            "participants: [ann, {who: ben, role: host}]",
            "participants",
            (Participation("ann"), Participation("ben", "host")),
        ),
        ("source: book", "source", SourceReference("book")),
        ("source: {id: book, at: p. 3}", "source", SourceReference("book", "p. 3")),
        ("status:", "status", "confirmed"),
        ("status: tentative", "status", "tentative"),
        ("timezone: +03:00", "timezone", "+03:00"),
        ("{}", "notes", None),
    ],
)
def test_fields_have_short_forms(written: str, attribute: str, value: object) -> None:
    line = "" if written == "{}" else f"    {written}\n"
    assert getattr(event(f"  - id: a\n    title: A\n{line}"), attribute) == value


def test_except_and_moved() -> None:
    found = event("  - {id: a, title: A, repeats: every Tuesday, except: May 1, moved: {May 8: May 9}}\n")
    assert found.except_ == ("May 1",)
    assert found.moved == (("May 8", "May 9"),)


def test_each_type_has_its_own_fields() -> None:
    found = event(
        "  - {id: a, type: election, title: A, country: KG, turnout: 56.1 %, round: 2, candidates: [ann, ben]}\n"
    )
    assert isinstance(found, Election)
    assert (found.turnout, found.round, found.candidates) == (56.1, 2, ("ann", "ben"))


@pytest.mark.parametrize(
    "given", ["visitor: ann", "participants: [{who: ann, role: guest}]", "participants: [{who: ann, role: visitor}]"]
)
def test_a_visitor_may_be_a_participant(given: str) -> None:
    found = event(f"  - {{id: a, type: visit, title: A, {given}}}\n")
    assert isinstance(found, Visit)
    assert found.involved == ("ann",)


def test_a_file_declares_types_of_its_own() -> None:
    document = said(
        "types: {rally: {based_on: meeting, fields: {turnout: integer}}}\n"
        "events: [{id: a, type: rally, title: A, turnout: '5,000', setting: outdoors}]\n"
    )
    (found,) = document.events
    assert not document.problems
    assert isinstance(found, Meeting)
    assert (found.type, getattr(found, "turnout", None), found.setting) == ("rally", 5000, "outdoors")


def test_settings() -> None:
    document = said("week_start: Sunday\nday_first: yes\nfiscal_year_start: 10\nprefer: past\nevents: []\n")
    assert not document.problems
    assert document.settings() == {
        "timezone": "UTC",
        "language": "en",
        "prefer": "past",
        "day_first": True,
        "week_start": 7,
        "hemisphere": "north",
        "seasons": "meteorological",
        "fiscal_year_start": 10,
        "holidays": None,
    }


def test_an_anchor_is_the_events_or_its_sources_or_the_files() -> None:
    document = said(
        "as_of: 2001-01-01\nsources: {book: {title: B, published: 2002-02-02}, page: P}\n"
        "events: [{id: a, title: A, source: book, as_of: 2003-03-03}, {id: b, title: B, source: book},\n"
        "  {id: c, title: C, source: page}]\n"
    )
    assert [document.anchor(each) for each in document.events] == ["2003-03-03", "2002-02-02", "2001-01-01"]


# --- places in the file ----------------------------------------------------------------------------------------------


PLACES = """\
title: T
people: {ann.b: {name: Ann}, ben: Ben}
events:
- id: a
  when: May 1
  participants: ["ann.b", {who: ben}]
  title: A
- {id: b, title: B,
   when: May 2}
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ("title", 1, 8),
        ("people.ann.b.name", 2, 24),
        ("events[0]", 4, 3),
        ("events[0].when", 5, 9),
        ("events[0].participants[1].who", 6, 33),
        ("events[0].nothing", 4, 3),
        ("events[1].when", 9, 10),
        ("nothing", 1, 1),
    ],
)
def test_locate(path: str, line: int, column: int) -> None:
    assert said(PLACES).locate(path) == ("<file>", line, column, path)


def test_an_event_is_located_by_its_place_among_the_events_that_were_kept() -> None:
    document = said("events:\n  - lost\n  - {id: a, title: A, when: May 1}\n")
    assert document.locate("events[0].when") == ("<file>", 3, 29, "events[1].when")


def test_problems_name_events_by_their_place_in_the_file() -> None:
    text = """\
events:
  - {id: a, title: A, when: 2017}
  - {id: a, title: Again, when: 2017}
  - {id: b, title: B, when: {}}
  - {id: c, title: C, when: 2017-02-30}
  - {id: d, title: D, when: after nothing}
"""
    problems = load(io.StringIO(text), strict=False).problems
    assert [(each.line, each.path) for each in problems] == [
        (3, "events[1].id"),
        (4, "events[2].when"),
        (5, "events[3].when"),
        (6, "events[4].when"),
    ]


# --- several files ---------------------------------------------------------------------------------------------------


def test_included_files_count_as_one(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "main.yaml").write_text(
        "as_of: 2017-11-30\ninclude: [inner/a.yaml, inner/b.yaml]\nplaces: {here: Here}\n"
    )
    (tmp_path / "inner" / "a.yaml").write_text(
        "as_of: 2001-01-01\ntimezone: Asia/Bishkek\ninclude: b.yaml\n"
        "events: [{id: a, title: A, part_of: b, place: here}]\n"
    )
    (tmp_path / "inner" / "b.yaml").write_text("events: [{id: b, title: B, when: May 1}]\n")
    document = read(tmp_path / "main.yaml")
    assert not document.problems
    assert {each.id for each in document.events} == {"a", "b"}
    by_id = {each.id: (at, each) for at, each in enumerate(document.events)}
    at, one = by_id["a"]
    assert (one.as_of, one.timezone) == ("2001-01-01", "Asia/Bishkek")
    assert document.locate(f"events[{at}].part_of")[0].endswith("a.yaml")
    assert document.anchor(by_id["b"][1]) == "2017-11-30"


# --- files that can't be read ----------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match=r"no\.yaml: there is no such file"):
        read(tmp_path / "no.yaml")
    with pytest.raises(UnreadableError, match="this is a folder, not a file"):
        read(tmp_path)
    monkeypatch.setattr(source, "LARGEST", 10)
    (tmp_path / "large.yaml").write_text("events: []\n")
    with pytest.raises(UnreadableError, match="larger than"):
        read(tmp_path / "large.yaml")


def test_deep_nesting_and_long_lists_of_aliases_are_refused() -> None:
    for text in ("[" * 100_000, "- " * 5000 + "a", "".join(f"{' ' * n}a:\n" for n in range(500))):
        (problem,) = said(text).problems
        assert problem.code == "too-deep"


def test_standard_input() -> None:
    program = "from timeline.importers import read; d = read('-'); print(d.events[0].id, *d.problems)"
    text = "events:\n  - {id: a, titel: A}\n"
    done = subprocess.run([sys.executable, "-c", program], input=text, capture_output=True, text=True, check=True)
    assert done.stdout == "a <stdin>:2:13: unknown key 'titel' (did you mean 'title'?)\n"
    assert done.stderr == ""


def test_the_fast_way_is_silent_on_what_it_cannot_read() -> None:
    program = "from timeline.importers.yaml import _fast; assert _fast('a: [1\\n') is None"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_formats_go_by_the_end_of_the_name() -> None:
    names = ("a.yaml", "a.YML", "a.csv", "a.tsv", "a", "-", "a.txt", Path("b.csv"))
    assert [format_of(name) for name in names] == ["yaml", "yaml", "csv", "csv", "yaml", "yaml", "yaml", "csv"]


# --- load ------------------------------------------------------------------------------------------------------------


def test_load_strictly_raises_with_every_problem() -> None:
    with pytest.raises(LoadError) as caught:
        load(DATA / "ten-mistakes.yaml")
    lines = [problem.line for problem in caught.value.problems]
    assert len(lines) >= 13
    assert lines == sorted(lines)


def test_load_leniently_keeps_what_can_be_built() -> None:
    found = load(DATA / "ten-mistakes.yaml", strict=False)
    assert {entry.id for entry in found} == {"talks", "vote", "trip"}
    assert len(found.problems) >= 13
