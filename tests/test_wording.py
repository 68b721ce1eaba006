"""The date language against tables of our own: each wording's span, grain and doubts, and what is no date at all."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import timeline
from timeline import errors
from timeline.span import FOREVER, NEVER, Span

DATA: Final = Path(__file__).parent / "data"
SPAN_TABLES: Final = (
    "absolute",
    "periods",
    "ranges",
    "relative",
    "nested",
    "named",
    "uncertain",
    "russian",
)
UNCHECKED: Final = "*"
"""Stands in a column that a row says nothing about, because nothing written decides it."""

Row = dict[str, str]


def rows(kind: str) -> list[Row]:
    with (DATA / f"wording.{kind}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def cases(kind: str) -> list[object]:
    return [
        pytest.param(
            row, id=" ".join(f"{kind}:{row['text'] or '(empty)'} {row['anchor']} {row.get('prefer', '')}".split())
        )
        for row in rows(kind)
    ]


def setting(text: str) -> str | bool | int:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdecimal() else text


def is_bounded_only(span: Span) -> bool:
    """Whether both sides are set, but only as bounds within which it lies."""
    return (
        span.start_low > NEVER
        and span.end_high < FOREVER
        and (span.start_low < span.start_high or span.end_low < span.end_high)
    )


def edge(text: str) -> str | None:
    return text or None


def midnight(text: str | None) -> str | None:
    """A day's edge and its midnight are the same edge."""
    return text if text is None or "T" in text else f"{text}T00:00:00"


@pytest.mark.parametrize("row", [case for kind in SPAN_TABLES for case in cases(kind)])
def test_wording(row: Row) -> None:
    flags = row["flags"].split()
    settings = dict(flag.split("=", 1) for flag in flags if "=" in flag)
    count = settings.pop("spans", None)
    given: dict[str, Any] = {name: setting(value) for name, value in settings.items()}
    given.update(anchor=row["anchor"] or None, prefer=row["prefer"] or "nearest")
    resolution = timeline.resolve(row["text"], **given)
    span = resolution.span
    start, end = span.iso()
    found = {"start": midnight(start), "end": midnight(end)}
    wanted = {name: midnight(edge(row[name])) for name in ("start", "end") if row[name] != UNCHECKED}
    assert {name: found[name] for name in wanted} == wanted
    if row["grain"]:
        assert span.grain == row["grain"]
    assert span.approximate == ("approximate" in flags)
    assert span.uncertain == ("uncertain" in flags)
    assert span.open_start == ("open-start" in flags)
    assert span.open_end == ("open-end" in flags)
    assert is_bounded_only(span) == ("bounds" in flags)
    if "ambiguous" in flags:
        assert resolution.ambiguous
        assert resolution.candidates
    if count is not None:
        assert len(resolution.spans) == int(count)


@pytest.mark.parametrize("row", cases("recurrence"))
def test_recurrence(row: Row) -> None:
    recurrence = timeline.resolve(row["text"], anchor=row["anchor"] or None).recurrence
    assert recurrence is not None
    assert sorted(recurrence.rrule.split(";")) == sorted(row["rrule"].split(";"))
    assert recurrence.start.iso()[0] == row["start"]


@pytest.mark.parametrize("anchor", ["nonsense", "", "2017-02-30", 5, 1.5, True, b"2017-01-01"])
def test_what_is_no_anchor_is_refused(anchor: Any) -> None:
    with pytest.raises(errors.SettingError, match="anchor"):
        timeline.resolve("yesterday", anchor=anchor)


WRONG: Final[dict[str, list[object]]] = {
    "anchor": [[], {}, [2017]],
    "week_start": [0, 8, 1.5, None, "Someday", [1]],
    "fiscal_year_start": [0, 13, None, "Brumaire"],
    "day_first": ["no", []],
    "strict": ["yes", None],
    "holidays": [49, []],
    "language": ["", "EN"],
    "morning": [7, [7, 11], (11, 7), (7,), ("7", "11"), (7, 99)],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_is_no_setting_is_refused(name: str, value: Any) -> None:
    wrong: dict[str, Any] = {name: value}
    with pytest.raises(errors.SettingError, match=name):
        timeline.resolve("2017", **wrong)


@pytest.mark.parametrize("value", [7, "7", "Sunday", "sunday"])
def test_a_week_starts_by_name_or_number(value: Any) -> None:
    found = timeline.resolve("this week", anchor="2017-11-29", week_start=value)
    assert found.span.iso() == ("2017-11-26", "2017-12-03")


@pytest.mark.parametrize("text", [None, 5, b"2017", ["2017"], date(2017, 1, 1)])
def test_what_is_no_text_is_refused(text: Any) -> None:
    with pytest.raises(TypeError):
        timeline.resolve(text)


def test_an_anchor_that_comes_twice_is_the_one_that_it_says() -> None:
    zone = "Europe/Berlin"
    moments = [datetime(2018, 10, 28, 2, 30, tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1)]
    for moment, hours in zip(moments, ("02:40", "03:40"), strict=True):
        found = timeline.resolve("in 2 hours and 10 minutes", anchor=moment, timezone="UTC").span
        assert found.iso()[0] == f"2018-10-28T{hours}:00"


@pytest.mark.parametrize("text", ["now", "two hours ago", "the last 3 hours", "within 90 minutes"])
def test_an_anchor_without_a_time_says_that_its_start_was_taken(text: str) -> None:
    told = "the anchor names no time of day: counted from its start"
    assert told in [step.text for step in timeline.resolve(text, anchor="2017-11-30").steps]
    assert told not in [step.text for step in timeline.resolve(text, anchor="2017-11-30T10:00").steps]


def test_half_a_year_is_no_count_of_whole_ones() -> None:
    found = timeline.resolve("the next half year", anchor="2017-11-30")
    assert (found.span.iso(), found.candidates) == (("2017-12-01", "2018-06-01"), ())


@pytest.mark.parametrize("row", cases("invalid"))
def test_no_date_or_a_wrong_one(row: Row) -> None:
    expected: type[errors.TimelineError] = getattr(errors, row["error"])
    with pytest.raises(expected):
        timeline.resolve(row["text"], anchor=row["anchor"] or None)


@pytest.mark.parametrize(
    "text",
    [
        "of " * 300,
        "1" * 10_000,
        "2017 " * 400,
        "2017-" * 300,
        "the day before " * 400 + "2017-11-29",
        "three days after " * 2_000,
        "Nov. " * 5_000,
        "-" * 20_000,
        "\x00",
        "\ud800",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_pathological_text_is_refused(text: str) -> None:
    with pytest.raises(errors.TimelineError):
        timeline.resolve(text, anchor="2017-11-29")


def test_tables_are_large_enough() -> None:
    assert sum(len(rows(kind)) for kind in (*SPAN_TABLES, "recurrence")) >= 1_200
    assert len(rows("invalid")) >= 150
