"""A whole document resolved: references in any order, propagation, circles, contradictions, times of day."""

from __future__ import annotations

import itertools
import random
import re

import pytest

from timeline.errors import Problem
from timeline.events import BUILT_IN, Document, Event, Place, Source, SourceReference
from timeline.resolver.graph import Resolved, resolve_document
from timeline.span import UNKNOWN, Allen, Span
from timeline.zones import to_utc

CLASSES = {cls.type: cls for cls in BUILT_IN}
Row = dict[str, object]
U = "UNKNOWN"


def locate(path: str) -> tuple[str, int, int, str]:
    """Each event stands on a line of its own: the first on line 10, the second on line 20."""
    found = re.match(r"events\[(\d+)\]", path)
    return "file.yaml", 10 * (int(found[1]) + 1) if found else 1, 5, path


def make(rows: list[Row], **settings: object) -> Document:
    events: list[Event] = []
    for row in rows:
        fields = {"title": f"Title of {row['id']}", **row}
        cls = CLASSES[str(fields.pop("type", "event"))]
        for key in ("before", "after", "aliases"):
            if key in fields:
                fields[key] = tuple(str(fields[key]).split())
        events.append(cls(**fields))  # type: ignore[arg-type]
    base: dict[str, object] = {"as_of": "2017-11-30", "timezone": "Europe/Minsk", "locate": locate}
    return Document(events=tuple(events), **{**base, **settings})  # type: ignore[arg-type]


def resolve(*rows: Row, **settings: object) -> Resolved:
    return resolve_document(make(list(rows), **settings))


def bounds(span: Span | None) -> tuple[str, ...]:
    assert span is not None
    return tuple(
        U if bound is UNKNOWN else "open" if bound is None else str(bound)
        for bound in (span.earliest_start, span.latest_start, span.earliest_end, span.latest_end)
    )


def spans(resolved: Resolved) -> dict[str, tuple[str, ...]]:
    return {name: bounds(span) for name, (span, _) in resolved.resolutions.items() if span is not None}


def codes(resolved: Resolved) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in resolved.problems]


def times(span: Span | None) -> tuple[str, str]:
    assert span is not None
    start, end = span.iso()
    return (start or "-")[5:16], (end or "-")[5:16]


VISIT: list[Row] = [
    {"id": "trade-decline", "type": "period", "when": "2015-2016"},
    {"id": "minsk-visit", "type": "visit", "when": "Nov. 29-30"},
    {"id": "lukashenko-talks", "type": "meeting", "when": "first day of minsk-visit"},
    {"id": "business-forum", "type": "forum", "when": "during minsk-visit"},
    {"id": "document-signing", "type": "signing", "when": "after lukashenko-talks, by the end of minsk-visit"},
    {"id": "bilateral-meetings", "type": "meeting", "part_of": "minsk-visit", "when": "before csto-session"},
    {"id": "jeenbekov-meeting", "type": "meeting", "part_of": "minsk-visit", "when": "Nov. 30"},
    {"id": "csto-session", "type": "summit", "when": "Nov. 30"},
    {"id": "cooperation-programme", "type": "programme", "when": "from document-signing until 2026"},
    {"id": "csto-strategy", "type": "programme", "when": "until 2025"},
    {"id": "astana-invitation", "type": "visit", "when": "after jeenbekov-meeting"},
    {"id": "undated-part", "part_of": "minsk-visit"},
]
D29, D30 = "2017-11-29", "2017-11-30"
EXPECTED = {
    "trade-decline": ("2015-01-01", "2015-01-01", "2016-12-31", "2016-12-31"),
    "minsk-visit": (D29, D29, D30, D30),
    "lukashenko-talks": (D29, D29, D29, D29),
    "business-forum": (D29, D30, D29, D30),
    "document-signing": (D29, D30, D29, D30),
    "bilateral-meetings": (D29, D30, D29, D30),
    "jeenbekov-meeting": (D30, D30, D30, D30),
    "csto-session": (D30, D30, D30, D30),
    "cooperation-programme": (D29, D30, "2026-12-31", "2026-12-31"),
    "csto-strategy": (U, "2025-12-31", "2025-12-31", "2025-12-31"),
    "astana-invitation": (D30, U, D30, U),
    "undated-part": (D29, D30, D29, D30),
}


@pytest.mark.parametrize("seed", range(5))
def test_a_visit_in_any_order(seed: int) -> None:
    rows = list(VISIT)
    random.Random(seed).shuffle(rows)  # noqa: S311  (any order will do)
    resolved = resolve(*rows)
    assert resolved.problems == ()
    assert spans(resolved) == EXPECTED


def test_what_is_stated_counts_in_relations() -> None:
    resolved = resolve(*VISIT)
    assert resolved.relations("bilateral-meetings", "csto-session") == {Allen.BEFORE, Allen.MEETS}
    assert len(resolved.relations("jeenbekov-meeting", "csto-session")) == 13
    assert resolved.relations("trade-decline", "minsk-visit") == {Allen.BEFORE}
    assert resolved.relations("lukashenko-talks", "document-signing") == {Allen.BEFORE, Allen.MEETS}
    inside = {Allen.DURING, Allen.STARTS, Allen.FINISHES, Allen.EQUALS}
    assert resolved.relations("undated-part", "minsk-visit") <= inside
    assert "lukashenko-talks" in resolved.dependents("minsk-visit")
    assert "csto-strategy" not in resolved.dependents("minsk-visit")


def test_steps_tell_what_propagation_did() -> None:
    resolved = resolve(*VISIT)
    resolution = resolved.resolutions["bilateral-meetings"][1]
    assert resolution is not None
    text = "\n".join(step.text for step in resolution.steps)
    assert "bounded by part_of minsk-visit: not before 29 Nov 2017" in text
    assert "'before csto-session': not after 30 Nov 2017" in text


def test_every_mistake_is_told_in_one_run() -> None:
    resolved = resolve(
        {"id": "a", "when": "2017-05-02", "before": "g b"},
        {"id": "b", "before": "a"},
        {"id": "g", "when": "2017-05-01"},
        {"id": "y", "when": "one day after z"},
        {"id": "z", "when": "two days after y"},
        {"id": "on-circle", "when": "three days after z"},
        {"id": "unknown", "when": "two days after csto"},
        {"id": "bad-date", "when": "2017-02-30"},
        {"id": "nothing"},
        {"id": "csto-session", "when": "Nov. 30"},
    )
    assert codes(resolved) == [
        (10, "contradiction"),
        (10, "contradiction"),
        (40, "cycle"),
        (60, "undated-reference"),
        (70, "unknown-reference"),
        (80, "invalid-date"),
        (90, "no-date"),
    ]
    both = [problem.message for problem in resolved.problems if problem.code == "contradiction"]
    assert any("a is before g" in text and "(a: line 10, g: line 30)" in text for text in both)
    assert any("b is before a" in text and "(a: line 10, b: line 20)" in text for text in both)
    circle = next(problem for problem in resolved.problems if problem.code == "cycle")
    assert "y -> z -> y" in circle.message
    assert "y: line 40, z: line 50" in circle.message
    assert spans(resolved) == {
        "a": ("2017-05-02",) * 4,
        "g": ("2017-05-01",) * 4,
        "csto-session": (D30,) * 4,
    }


def test_events_that_are_part_of_each_other_are_told_once() -> None:
    resolved = resolve(
        {"id": "a", "part_of": "b"},
        {"id": "b", "part_of": "a"},
        {"id": "c", "when": "2017-05-02", "part_of": "e"},
        {"id": "d", "when": "2017-05-02", "part_of": "c"},
        {"id": "e", "when": "2017-05-02", "part_of": "d"},
        {"id": "f", "when": "2017-05-02", "part_of": "e"},
        {"id": "g", "part_of": "a"},
    )
    assert [(problem.line, problem.code, problem.message) for problem in resolved.problems] == [
        (10, "cycle", "these events are part of each other: a -> b -> a (a: line 10, b: line 20)"),
        (30, "cycle", "these events are part of each other: c -> e -> d -> c (c: line 30, e: line 50, d: line 40)"),
        (70, "no-date", "'g' has no date, since nothing is known of 'a'"),
    ]
    assert set(spans(resolved)) == {"c", "d", "e", "f"}
    count = 3000
    rows: list[Row] = [{"id": f"e{n}", "part_of": f"e{(n + 1) % count}"} for n in range(count)]
    ring = resolve(*rows)
    assert [problem.code for problem in ring.problems] == ["cycle"]
    assert len(ring.problems[0].message) < 1000


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({"starts": "10:00", "ends": "9:00"}, True),
        ({"starts": "22:00", "ends": "noon"}, True),
        ({"starts": "9:00", "ends": "10:00"}, False),
        ({"starts": "22:00", "duration": "3 hours"}, False),
    ],
)
def test_a_step_says_that_it_ends_on_the_next_day(times: Row, told: bool) -> None:
    resolution = resolve({"id": "a", "when": "2017-05-02", **times}).resolutions["a"][1]
    assert resolution is not None
    last = resolution.steps[-1].text
    assert last.endswith("earlier in the day than it starts, so it is meant on the next day") == told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (
            "2018-03-25",
            ["2018-03-25 02:30 does not exist in Europe/Berlin, where the clocks go forward: 03:30 is meant"],
        ),
        ("2018-10-28", ["2018-10-28 02:30 comes twice in Europe/Berlin, where the clocks go back: the first is meant"]),
        ("2018-10-29", []),
    ],
)
def test_a_step_says_what_a_change_of_clocks_makes_of_a_time(day: str, told: list[str]) -> None:
    row: Row = {"id": "a", "when": day, "starts": "2:30", "ends": "4:00", "timezone": "Europe/Berlin"}
    resolution = resolve(row).resolutions["a"][1]
    assert resolution is not None
    assert [step.text for step in resolution.steps if step.rule == "clocks"] == [
        f"{text} (RFC 5545 §3.3.5)" for text in told
    ]


def test_days_and_moments_that_contradict_each_other_are_told() -> None:
    resolved = resolve(
        {"id": "a", "when": "Nov. 29-30"},
        {"id": "b", "when": "29 October 2017", "starts": "2:30", "ends": "4:00", "before": "a", "timezone": "UTC"},
        {"id": "c", "when": "Nov. 29", "starts": "22:00", "ends": "6:00", "after": "a", "timezone": "America/New_York"},
        {"id": "d", "when": "Nov. 29-30", "part_of": "b", "after": "a"},
    )
    told = [problem.message.rpartition("(")[2] for problem in resolved.problems]
    assert told == ["a: line 10, c: line 30)", "a: line 10, d: line 40)", "b: line 20, d: line 40)"]
    assert {code for _, code in codes(resolved)} == {"contradiction"}


def test_errors_point_into_the_wording() -> None:
    resolved = resolve(
        {"id": "e", "when": "two days after csto-sesion"},
        {"id": "csto-session", "when": "Nov. 30"},
    )
    (problem,) = resolved.problems
    assert (problem.line, problem.column, problem.suggestion) == (10, 5 + len("two days after "), "csto-session")


def test_a_title_names_an_event_unless_several_have_it() -> None:
    rows: list[Row] = [
        {"id": "p1", "title": "Grand Opening", "when": "2018-05-01"},
        {"id": "p2", "title": "Closing Party", "when": "2018-05-02", "aliases": "finale"},
        {"id": "p3", "title": "Closing Party", "when": "2018-05-03"},
        {"id": "good", "when": "two days after Grand Opening"},
        {"id": "better", "when": "two days after finale"},
        {"id": "unclear", "when": "two days after Closing Party"},
    ]
    resolved = resolve(*rows)
    assert spans(resolved)["good"] == ("2018-05-03",) * 4
    assert spans(resolved)["better"] == ("2018-05-04",) * 4
    (problem,) = resolved.problems
    assert (problem.line, problem.code) == (60, "unknown-reference")
    assert "p2, p3" in problem.message
    assert resolve(*rows[:-1]).problems == ()


def test_what_is_counted_from_a_bounded_event_moves_with_its_bounds() -> None:
    resolved = resolve(
        {"id": "later", "when": "two days after part"},
        {"id": "part", "part_of": "whole"},
        {"id": "whole", "when": "2018-05-01/2018-05-03"},
        {"id": "last", "when": "two days after later"},
    )
    assert resolved.problems == ()
    found = spans(resolved)
    assert (found["later"][0], found["later"][3]) == ("2018-05-03", "2018-05-05")
    assert (found["last"][0], found["last"][3]) == ("2018-05-05", "2018-05-07")


def test_a_bound_that_runs_away_from_itself_is_a_contradiction() -> None:
    resolved = resolve(
        {"id": "a", "when": "two days after b", "before": "b"},
        {"id": "b", "after": "c"},
        {"id": "c", "when": "2018-05-01"},
    )
    assert [(line, code) for line, code in codes(resolved) if code == "contradiction"] == [(10, "contradiction")]
    assert spans(resolved)["c"] == ("2018-05-01",) * 4


def test_what_counts_from_an_event_is_after_it_however_little_is_known_of_it() -> None:
    resolved = resolve(
        {"id": "talks", "part_of": "year"},
        {"id": "report", "when": "two days after talks"},
        {"id": "warning", "when": "a week before talks"},
        {"id": "year", "type": "period", "when": "2018"},
    )
    assert resolved.problems == ()
    assert resolved.relations("report", "talks") <= {Allen.AFTER, Allen.MET_BY}
    assert resolved.relations("warning", "report") <= {Allen.BEFORE, Allen.MEETS}
    contrary = resolve({"id": "talks", "before": "end"}, {"id": "end", "when": "two days before talks"})
    assert codes(contrary) == [(10, "contradiction")]


TIMES: list[tuple[Row, tuple[str, str]]] = [
    ({"when": "Nov. 30", "starts": "10:00", "ends": "11:30"}, ("11-30T10:00", "11-30T11:30")),
    ({"when": "Nov. 30", "starts": "10 am", "ends": "noon"}, ("11-30T10:00", "11-30T12:00")),
    ({"when": "Nov. 30", "starts": "22:00", "ends": "01:30"}, ("11-30T22:00", "12-01T01:30")),
    ({"when": "Nov. 29-30", "starts": "18:00", "ends": "9:00"}, ("11-29T18:00", "11-30T09:00")),
    ({"when": "Nov. 30", "starts": "10:00", "duration": "90 minutes"}, ("11-30T10:00", "11-30T11:30")),
    ({"when": "Nov. 30", "starts": "10:00", "duration": "PT1H30M"}, ("11-30T10:00", "11-30T11:30")),
    ({"when": "Nov. 30", "ends": "10:00", "duration": "1 hour"}, ("11-30T09:00", "11-30T10:00")),
    ({"when": "Nov. 30", "starts": "22:00", "duration": "2 days"}, ("11-30T22:00", "12-02T22:00")),
    ({"when": "Nov. 30", "starts": "10:00"}, ("11-30T10:00", "12-01T00:00")),
    ({"when": "Nov. 30", "ends": "10:00"}, ("11-30T00:00", "11-30T10:00")),
    ({"when": "Nov. 30", "starts": "10:00 GMT", "ends": "15:00"}, ("11-30T13:00", "11-30T15:00")),
    ({"when": "Nov. 30", "starts": "10:00", "ends": "11:00", "timezone": "Asia/Tokyo"}, ("11-30T10:00", "11-30T11:00")),
    ({"part_of": "day", "starts": "10:00", "ends": "11:00"}, ("11-30T10:00", "11-30T11:00")),
    ({"when": "during day", "starts": "10:00", "duration": "1 hour"}, ("11-30T10:00", "11-30T11:00")),
    ({"when": "Nov. 28", "duration": "3 days"}, ("11-28", "12-01")),
    ({"when": "Nov. 28", "duration": "a week", "type": "programme"}, ("11-28", "12-05")),
]


@pytest.mark.parametrize(("row", "expected"), TIMES)
def test_times_of_day(row: Row, expected: tuple[str, str]) -> None:
    resolved = resolve({"id": "e", **row}, {"id": "day", "when": "Nov. 30"})
    assert resolved.problems == ()
    span = resolved.resolutions["e"][0]
    assert times(span) == expected
    assert span is not None
    assert span.zone == (None if len(expected[0]) == 5 else row.get("timezone", "Europe/Minsk"))


BAD_TIMES: list[tuple[Row, str, str]] = [
    ({"when": "Nov. 30", "starts": "25:00"}, "starts", "invalid-date"),
    ({"when": "Nov. 30", "starts": "soonish"}, "starts", "wording"),
    ({"when": "Nov. 30", "starts": "10:00", "ends": "10:00"}, "when", "invalid-date"),
    ({"when": "Nov. 30", "starts": "10:00", "ends": "11:00", "duration": "2 hours"}, "when", "invalid-date"),
    ({"when": "Nov. 30", "duration": "long"}, "duration", "wording"),
    ({"when": "Nov. 30", "duration": "0 minutes"}, "duration", "wording"),
    ({"when": "November 2017", "starts": "10:00"}, "starts", "day-needed"),
    ({"starts": "10:00"}, "starts", "day-needed"),
]


@pytest.mark.parametrize(("row", "key", "code"), BAD_TIMES)
def test_times_that_cannot_be(row: Row, key: str, code: str) -> None:
    resolved = resolve({"id": "e", **row})
    assert [(problem.path, problem.code) for problem in resolved.problems] == [(f"events[0].{key}", code)]


def test_a_duration_bounds_what_is_bounded() -> None:
    resolved = resolve(
        {"id": "course", "when": "during term", "duration": "3 days"},
        {"id": "term", "when": "2018-05-01/2018-05-10"},
        {"id": "too-long", "when": "during short", "duration": "2 hours"},
        {"id": "short", "when": "2018-05-01", "starts": "10:00", "ends": "11:00"},
    )
    assert spans(resolved)["course"] == ("2018-05-01", "2018-05-08", "2018-05-03", "2018-05-10")
    assert codes(resolved) == [(30, "contradiction")]


TERM: Row = {"id": "term", "when": "2018-05-01/2018-05-10"}
TWO: Row = {"id": "two", "when": "2018-05-01/2018-05-02"}
CONFERENCE: Row = {"id": "conference", "when": "2018-05-01T14:00/2018-05-03T12:00"}
LASTING: list[tuple[Row, Row, tuple[str, ...] | None]] = [
    # What fills its days may begin with the midnight of the last three.
    (TERM, {"type": "programme", "duration": "3 days"}, ("2018-05-01", "2018-05-08", "2018-05-03", "2018-05-10")),
    (TERM, {"duration": "10 days"}, ("2018-05-01", "2018-05-01", "2018-05-10", "2018-05-10")),
    (TERM, {"duration": "11 days"}, None),
    (TWO, {"duration": "2 days"}, ("2018-05-01", "2018-05-01", "2018-05-02", "2018-05-02")),
    (TWO, {"duration": "3 days"}, None),
    # From an afternoon to a morning on the second day after, three days are touched, and no more.
    (CONFERENCE, {"duration": "3 days"}, ("05-01 14:00", "05-02 12:00", "05-02 14:00", "05-03 12:00")),
    (CONFERENCE, {"duration": "4 days"}, None),
]


@pytest.mark.parametrize(("whole", "row", "expected"), LASTING)
def test_days_are_counted_by_those_that_are_touched(whole: Row, row: Row, expected: tuple[str, ...] | None) -> None:
    resolved = resolve({"id": "e", "when": f"during {whole['id']}", **row}, whole)
    assert [code for _, code in codes(resolved)] == ([] if expected else ["contradiction"])
    found = spans(resolved).get("e")
    assert (found and tuple(bound.removeprefix("2018-")[:11] if ":" in bound else bound for bound in found)) == expected


FILLED: Row = {"type": "period", "when": "2017-11-02/2017-11-03"}
BETWEEN_DAYS: list[tuple[list[Row], dict[str, tuple[str, ...]] | None]] = [
    # What ends on the 3rd has not ended when the 2nd is over.
    ([{"id": "a", "when": "Nov. 2-3"}, {"id": "b", "when": "Nov. 2-3", "after": "a"}], None),
    ([{"id": "a", **FILLED}, {"id": "b", "when": "Nov. 3", "after": "a"}], None),
    ([{"id": "a", "when": "Nov. 2-3"}, {"id": "b", "when": "Nov. 3-4", "after": "a"}], {}),
    ([{"id": "a", **FILLED}, {"id": "b", "type": "period", "when": "2017-11-04", "after": "a"}], {}),
    # A whole starts with its part at the latest, be that on the stroke of midnight, and ends with it at the earliest.
    ([{"id": "a", **FILLED, "part_of": "b"}, {"id": "b"}], {"b": (U, "2017-11-02", "2017-11-03", U)}),
    (
        [{"id": "a", **FILLED, "part_of": "b"}, {"id": "b", "when": "2017"}],
        {"b": ("2017-01-01", "2017-11-02", "2017-11-03", "2017-12-31")},
    ),
    (
        [{"id": "a", "when": "Nov. 2", "starts": "00:00", "ends": "24:00", "part_of": "b"}, {"id": "b"}],
        {"b": (U, "2017-11-02", "2017-11-02", U)},
    ),
    (
        [
            {"id": "a", "when": "Nov. 2", "starts": "10:00", "ends": "12:00", "part_of": "b"},
            {"id": "c", "when": "Nov. 3", "starts": "10:00", "ends": "24:00", "part_of": "b", "timezone": "Asia/Tokyo"},
            {"id": "b", "when": "2017"},
        ],
        {"b": ("2017-01-01", "2017-11-02", "2017-11-03", "2017-12-31")},
    ),
]


@pytest.mark.parametrize(("rows", "expected"), BETWEEN_DAYS)
def test_days_are_half_open_between_events(rows: list[Row], expected: dict[str, tuple[str, ...]] | None) -> None:
    resolved = resolve(*rows)
    assert [code for _, code in codes(resolved)] == (["contradiction"] if expected is None else [])
    found = spans(resolved)
    assert {name: found[name] for name in expected or {}} == (expected or {})


def test_a_time_that_elapses_across_a_clock_change() -> None:
    resolved = resolve(
        {"id": "e", "when": "2018-03-25", "starts": "01:00", "duration": "2 hours"}, timezone="Europe/Berlin"
    )
    span = resolved.resolutions["e"][0]
    assert span is not None
    assert times(span) == ("03-25T01:00", "03-25T04:00")
    assert to_utc("Europe/Berlin", span.end_high) - to_utc("Europe/Berlin", span.start_low) == 7200


ANCHORS: list[tuple[Row, str]] = [
    ({"when": "yesterday"}, "2017-11-29"),
    ({"when": "yesterday", "as_of": "2018-01-01"}, "2017-12-31"),
    ({"when": "yesterday", "source": SourceReference("report")}, "2016-06-14"),
    ({"when": "yesterday", "source": SourceReference("book")}, "2017-11-29"),
]


@pytest.mark.parametrize(("row", "day"), ANCHORS)
def test_the_anchor_is_the_events_else_its_sources_else_the_files(row: Row, day: str) -> None:
    sources = {
        "report": Source(id="report", title="Report", published="2016-06-15"),
        "book": Source(id="book", title="Book"),
    }
    assert spans(resolve({"id": "e", **row}, sources=sources))["e"] == (day,) * 4


def test_the_zone_is_the_events_else_its_places_else_the_files() -> None:
    places = {"tokyo": Place(id="tokyo", name="Tokyo", timezone="Asia/Tokyo")}
    base: Row = {"when": "Nov. 30", "starts": "10:00"}
    resolved = resolve(
        {"id": "a", **base},
        {"id": "b", "place": "tokyo", **base},
        {"id": "c", "place": "tokyo", "timezone": "UTC", **base},
        places=places,
    )
    zones = [span.zone for span, _ in resolved.resolutions.values() if span is not None]
    assert zones == ["Europe/Minsk", "Asia/Tokyo", "UTC"]


@pytest.mark.parametrize(
    ("others", "day"),
    [
        ([], "2017-03-04"),
        (["15/4/2017"], "2017-04-03"),
        (["4/15/2017"], "2017-03-04"),
        (["15/4/2017", "4/15/2017"], "2017-03-04"),
    ],
)
def test_one_date_that_reads_one_way_settles_the_file(others: list[str], day: str) -> None:
    rows: list[Row] = [{"id": f"e{number}", "when": text} for number, text in enumerate(others)]
    assert spans(resolve({"id": "e", "when": "3/4/2017"}, *rows))["e"] == (day,) * 4


def test_a_part_of_something_broken_is_left_alone() -> None:
    resolved = resolve(
        {"id": "whole", "when": "2017-02-30"},
        {"id": "part", "part_of": "whole", "when": "2017-03-01"},
        {"id": "next", "when": "one day after whole"},
    )
    assert codes(resolved) == [(10, "invalid-date"), (30, "undated-reference")]
    assert spans(resolved) == {"part": ("2017-03-01",) * 4}


def test_undated_is_no_mistake() -> None:
    assert resolve({"id": "e", "when": "undated"}).problems == ()


def test_settings_that_cannot_be_are_told_once() -> None:
    resolved = resolve({"id": "a", "when": "2017"}, {"id": "b", "when": "2018"}, as_of="soon")
    assert [(problem.path, problem.code) for problem in resolved.problems] == [("as_of", "setting")]
    told = Problem("file.yaml", 1, 5, "as_of", "date", "no ISO date")
    assert resolve({"id": "a", "when": "2017"}, as_of="soon", problems=(told,)).problems == ()


def test_long_chains_need_no_recursion() -> None:
    count = 3000
    rows: list[Row] = [{"id": "e0", "when": "2000-01-01"}]
    rows += [{"id": f"e{n}", "when": f"1 day after e{n - 1}"} for n in range(1, count)]
    found = resolve(*reversed(rows))
    assert found.problems == ()
    assert spans(found)[f"e{count - 1}"] == ("2008-03-18",) * 4
    circle = resolve(
        *({**row, "when": row["when"] if row["id"] != "e0" else f"1 day after e{count - 1}"} for row in rows)
    )
    assert [problem.code for problem in circle.problems] == ["cycle"]
    assert len(circle.problems[0].message) < 1000


def test_what_bounds_the_event_that_it_is_counted_from_is_told_once_and_explained() -> None:
    # A week that starts two days before b1 can't be over before it; b1 is counted itself, and is not what chases.
    found = resolve(
        {"id": "a", "when": "1999-12-31"},
        {"id": "b2", "when": "after a"},
        {"id": "b1", "when": "two days before b2"},
        {"id": "c", "when": "two days before b1", "duration": "a week"},
    )
    assert codes(found) == [(40, "contradiction")]
    assert "c is 'two days before b1', and is what bounds b1" in found.problems[0].message
    for _, resolution in found.resolutions.values():
        assert resolution is not None
        assert resolution.steps
    # Where one of a circle has bounds from elsewhere, these are all that is explained.
    circle = resolve(
        {"id": "a", "when": "2018-01-01"},
        {"id": "b", "when": "every Tuesday from d until d"},
        {"id": "c", "when": "the year of b", "before": "a"},
        {"id": "d", "when": "from c to b"},
    )
    for _, resolution in circle.resolutions.values():
        assert resolution is None or isinstance(resolution.steps, tuple)


def test_two_that_chase_each_other_come_to_an_end() -> None:
    found = resolve(
        {"id": "a", "when": "the middle of May 2018", "after": "c"},
        {"id": "b"},
        {"id": "c", "when": "first day of d", "after": "d"},
        {"id": "d", "when": "same day as b", "part_of": "b", "before": "c", "duration": "a week"},
    )
    assert "contradiction" in {problem.code for problem in found.problems}


def by_turns(count: int, *, back: bool = False) -> list[Row]:
    """Wording that counts from an event, and an event that is stated to follow it, in turns."""
    value, order = ("1 day before", "before") if back else ("1 day after", "after")
    rows: list[Row] = [{"id": "b0", "when": "2000-01-01"}]
    for n in range(1, count):
        rows += [{"id": f"a{n}", "when": f"{value} b{n - 1}"}, {"id": f"b{n}", order: f"a{n}"}]
    return rows


@pytest.mark.parametrize("seed", [None, 1])
@pytest.mark.parametrize("back", [False, True])
def test_value_and_order_by_turns(seed: int | None, back: bool) -> None:
    count = 1500
    rows = by_turns(count, back=back)
    if seed is not None:
        random.Random(seed).shuffle(rows)  # noqa: S311
    found = resolve(*rows)
    assert found.problems == ()
    start, _, _, last = spans(found)[f"b{count - 1}"]
    # Every step is a day at least: "after" may meet, and what is counted from goes on for a day at most.
    assert last <= "1995-11-24" if back else start >= "2004-02-08"


def test_a_bound_from_the_far_end_reaches_what_is_counted() -> None:
    rows: list[Row] = [*by_turns(200), {"id": "end", "when": "2001-01-01", "after": "b199"}]
    found = resolve(*rows)
    assert found.problems == ()
    assert spans(found)["a1"] == ("2000-01-02",) * 4
    assert "2000-12-31" <= spans(found)["b199"][3] <= "2001-01-01"
    late = resolve(*by_turns(200), {"id": "end", "when": "2000-03-01", "after": "b199"})
    assert [code for _, code in codes(late)] == ["contradiction"]


@pytest.mark.parametrize("when", ["the week after b", "10 business days after b", "Easter after b"])
def test_what_runs_from_itself_is_a_contradiction(when: str) -> None:
    resolved = resolve({"id": "a", "when": when}, {"id": "b", "after": "a c"}, {"id": "c", "when": "2018-05-01"})
    (problem,) = resolved.problems
    assert (problem.line, problem.code) == (10, "contradiction")
    assert f"a is {when!r}" in problem.message
    assert "b is after a" in problem.message


NOTHING_KNOWN: list[tuple[Row, str, str]] = [
    ({"when": "e"}, "when", "'e' gives 'e' no date, since it speaks of nothing else"),
    ({"when": "during e"}, "when", "'during e' gives 'e' no date, since it speaks of nothing else"),
    ({"when": "during broken"}, "when", "'during broken' gives 'e' no date, since nothing is known of 'broken'"),
    ({"when": "after undated"}, "when", "'after undated' gives 'e' no date, since nothing is known of 'undated'"),
    ({"part_of": "broken"}, "", "'e' has no date, since nothing is known of 'broken'"),
    ({"part_of": "undated", "before": "broken"}, "", "'e' has no date, since nothing is known of 'broken', 'undated'"),
    ({"when": "after nosuch"}, "when", "there is no event 'nosuch'"),
    ({}, "", "'e' has no date: give it a when, or say what it is part of, before or after"),
]


@pytest.mark.parametrize(("row", "key", "message"), NOTHING_KNOWN)
def test_what_nothing_is_known_of_is_told_in_whole_sentences(row: Row, key: str, message: str) -> None:
    others: list[Row] = [{"id": "broken", "when": "2017-02-30"}, {"id": "undated", "when": "undated"}]
    problems = resolve({"id": "e", **row}, *others).problems
    path = f"events[0].{key}" if key else "events[0]"
    assert [(one.path, one.message) for one in problems if one.path.startswith("events[0]")] == [(path, message)]


def test_an_event_alone_is_when_that_is() -> None:
    resolved = resolve({"id": "e", "when": "visit"}, {"id": "visit", "when": "Nov. 29-30"})
    assert resolved.problems == ()
    assert spans(resolved)["e"] == ("2017-11-29", "2017-11-29", "2017-11-30", "2017-11-30")


@pytest.mark.parametrize(
    ("base", "when", "start", "end"),
    [
        ("5-9 May 2018", "from the end of base to 20 May 2018", "2018-05-09", "2018-05-21"),
        ("5-9 May 2018", "from the start of base to 20 May 2018", "2018-05-05", "2018-05-21"),
        ("5-9 May 2018", "since the end of base", "2018-05-09", None),
        ("5-9 May 2018", "the end of base", "2018-05-08", "2018-05-10"),
        ("7 May 2018", "from the end of base on", "2018-05-07", None),
        ("7 May 2018", "the end of base", "2018-05-07", "2018-05-08"),
        ("7 May 2018", "early in base", "2018-05-07", "2018-05-08"),
        ("5-9 May 2018", "within 3 days after base", "2018-05-09", "2018-05-12"),
        ("5-9 May 2018", "at most 3 days after base", "2018-05-09", "2018-05-12"),
        ("10:00-11:00 on 7 May 2018", "since the end of base", "2018-05-07T11:00:00", None),
        ("10:00 on 7 May 2018", "within 2 hours after base", "2018-05-07T10:00:00", "2018-05-07T12:00:00"),
        ("10:00-11:00 on 7 May 2018", "2 days after the end of base", "2018-05-09T11:00:00", "2018-05-09T11:01:00"),
        ("10:00-11:00 on 7 May 2018", "2 days before the start of base", "2018-05-05T10:00:00", "2018-05-05T10:01:00"),
        ("10:00-11:00 on 7 May 2018", "two hours after the end of base", "2018-05-07T13:00:00", "2018-05-07T13:01:00"),
        ("10:00-11:00 on 7 May 2018", "an hour after the start of base", "2018-05-07T11:00:00", "2018-05-07T11:01:00"),
    ],
)
def test_the_edges_of_an_event_are_where_it_starts_and_ends(base: str, when: str, start: str, end: str | None) -> None:
    span, _ = resolve({"id": "base", "when": base}, {"id": "e", "when": when}).resolutions["e"]
    assert span is not None
    assert span.iso() == (start, end)


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("between base and 12 June 2018", "2018-05-09", "2018-06-12"),
        ("between 2 April 2018 and base", "2018-04-02", "2018-05-05"),
        ("between the day after base and next", "2018-05-10", "2018-07-01"),
        ("between base and the day before next", "2018-05-09", "2018-06-30"),
        ("between the start of base and next", "2018-05-05", "2018-07-01"),
        ("between base and the start of next", "2018-05-09", "2018-07-01"),
    ],
)
def test_between_a_date_and_an_event_says_bounds(when: str, first: str, last: str) -> None:
    rows: list[Row] = [{"id": "base", "when": "5-9 May 2018"}, {"id": "next", "when": "1 July 2018"}]
    assert spans(resolve(*rows, {"id": "e", "when": when}))["e"] == (first, last, first, last)


@pytest.mark.parametrize(
    ("base", "when", "said", "grain"),
    [
        ("May 2016", "a year after base", "2017-05", "month"),
        ("May 2016", "two months before base", "2016-03", "month"),
        ("2016", "a year after base", "2017", "year"),
        ("2016", "two months after base", "2016-03/2017-02", "month"),
        ("2016", "18 months before base", "2014-07/2015-06", "month"),
        ("May 2016", "10 days before base", "2016-04-21/2016-05-21", "day"),
        ("5 May 2016", "a year after base", "2017-05-05", "day"),
    ],
)
def test_the_grain_of_what_is_counted_is_the_finer_of_the_units_and_the_events(
    base: str, when: str, said: str, grain: str
) -> None:
    span, _ = resolve({"id": "base", "when": base}, {"id": "e", "when": when}).resolutions["e"]
    assert span is not None
    assert (span.edtf(), span.grain) == (said, grain)


def test_a_date_of_numbers_says_how_it_was_read_and_is_no_mistake() -> None:
    resolved = resolve({"id": "e", "when": "3/4/2017"})
    resolution = resolved.resolutions["e"][1]
    assert resolved.problems == ()
    assert resolution is not None
    assert [step.text for step in resolution.steps if step.rule == "day_first"] == [
        "took month first; also possible: day first"
    ]
    assert [bounds(candidate.span)[0] for candidate in resolution.candidates] == ["2017-04-03"]


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("second day of fair, 14:00-17:30", "2025-05-09T14:00:00", "2025-05-09T17:30:00"),
        ("14:00-17:30 on the second day of fair", "2025-05-09T14:00:00", "2025-05-09T17:30:00"),
        ("last day of fair, afternoon", "2025-05-10T12:00:00", "2025-05-10T18:00:00"),
        ("first Monday after fair, 10:00-11:00", "2025-05-12T10:00:00", "2025-05-12T11:00:00"),
        ("the day after fair, 14:00", "2025-05-11T14:00:00", "2025-05-11T14:01:00"),
        ("3 days before fair at 10am", "2025-05-05T10:00:00", "2025-05-05T11:00:00"),
        ("two weeks after fair, 14:00–15:30", "2025-05-24T14:00:00", "2025-05-24T15:30:00"),
        ("3 weeks after kickoff", "2025-05-29T10:00:00", "2025-05-29T10:01:00"),
        ("3 hours after kickoff", "2025-05-08T13:00:00", "2025-05-08T13:01:00"),
        ("30 minutes before kickoff", "2025-05-08T09:30:00", "2025-05-08T09:31:00"),
        ("the day after kickoff", "2025-05-09", "2025-05-10"),
        ("the opening day of fair, 10:00", "2025-05-08T10:00:00", "2025-05-08T10:01:00"),
        ("the evening before fair", "2025-05-07T18:00:00", "2025-05-07T22:00:00"),
        ("the morning after fair", "2025-05-11T06:00:00", "2025-05-11T12:00:00"),
        ("the two days before fair", "2025-05-06", "2025-05-08"),
        ("during the three days after fair", "2025-05-11", "2025-05-14"),
        ("the Sunday following fair", "2025-05-11", "2025-05-12"),
        ("the Friday prior to fair", "2025-05-02", "2025-05-03"),
        ("from the second day of fair to the third", "2025-05-09", "2025-05-11"),
        ("from the last day of fair until launch", "2025-05-10", "2025-06-03"),
        ("from 5 May 2025 until the second day of fair", "2025-05-05", "2025-05-10"),
        ("two days after the start of fair, 14:00", "2025-05-10T14:00:00", "2025-05-10T14:01:00"),
        ("the Tuesday after the second day of fair, 9:00", "2025-05-13T09:00:00", "2025-05-13T09:01:00"),
        ("the Friday of the week after fair, 14:00", "2025-05-16T14:00:00", "2025-05-16T14:01:00"),
        ("the last day of the week after fair, 9:00", "2025-05-18T09:00:00", "2025-05-18T09:01:00"),
        ("2 days after The Launch at 14:00", "2025-06-04T14:00:00", "2025-06-04T14:01:00"),
    ],
)
def test_times_of_day_of_what_is_counted_from_events(when: str, start: str, end: str) -> None:
    events = (
        Event(id="fair", title="Fair", when="2025-05-08/2025-05-10"),
        Event(id="kickoff", title="Kick-off", when="2025-05-08 10:00"),
        Event(id="launch", title="The Launch", when="2025-06-02"),
        Event(id="one", title="One", when=when),
    )
    span, _ = resolve_document(Document(events=events)).resolutions["one"]
    assert span is not None
    assert span.iso() == (start, end)


def test_hours_of_several_days_of_an_event_are_refused() -> None:
    problems = resolve(
        {"id": "fair", "when": "2025-05-08/2025-05-10"}, {"id": "one", "when": "the first two days of fair, 9:00-17:00"}
    ).problems
    assert [one.message for one in problems] == [
        "hours for each of several days are no single date: say what repeats, or list them"
    ]


def test_contradictions_that_share_statements_are_told_alike_in_any_order() -> None:
    days: Row = {"when": "during span", "duration": "2 days"}  # any two of them can follow each other, three can't
    rows: list[Row] = [
        {"id": "span", "when": "2017-11-29/2017-12-01"},
        {"id": "e0", **days, "after": "e1"},
        {"id": "e1", **days},
        {"id": "e3", **days, "after": "e0"},
        {"id": "e4", **days, "before": "e0"},
    ]
    found = set()
    for order in itertools.permutations(rows):
        resolved = resolve(*order)
        told = [problem.message.split(" (")[0] for problem in resolved.problems]
        found.add((*told, *sorted(spans(resolved).items())))
    assert len(found) == 1
