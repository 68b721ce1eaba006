"""Spans to text: a table of every grain, range and doubt, and the law that what is written reads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spans import written
from timeline import errors, resolve
from timeline.calendar import DAY, day_number
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.edtf import parse_edtf
from timeline.wording.render import render

DATA = Path(__file__).parent / "data"


def make(text: str) -> Span:
    """A span from the first column of the table."""
    kind, *parts = text.split(" ")
    if not parts:
        return parse_edtf(text)
    start, end, grain = parse_edtf(parts[0]), parse_edtf(parts[1]), Grain(parts[2])
    low, high = start.start_low, end.end_high
    return {
        "filled": Span.filled(low, high, grain),
        "within": Span.within(low, high, grain),
        "visit": Span(low, start.end_high, end.start_low, high, grain),
        "by": Span(NEVER, end.end_high, NEVER, end.end_high, grain),
        "from": Span(low, FOREVER, low, FOREVER, grain),
    }[kind]


def rows() -> list[list[str]]:
    lines = (DATA / "render.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_spans_are_written_as_people_do(row: list[str]) -> None:
    span = make(row[0])
    written = [render(span, style=style) for style in ("long", "short", "us", "full")]
    assert [*written, render(span, language="ru")] == row[1:]


def at(day: str, hour: int, minute: int = 0) -> int:
    return parse_edtf(day).start_low * DAY + hour * 3600 + minute * 60


MOMENTS = [
    # start, end, grain, zone, long, short, Russian
    (
        (10, 0),
        (11, 30),
        "minute",
        "Europe/Minsk",
        "November 30, 2017, 10:00–11:30 Minsk time",
        "30 Nov 2017, 10:00–11:30 Minsk time",
        "30 ноября 2017 г., 10:00–11:30 Europe/Minsk",
    ),
    (
        (10, 30),
        (10, 31),
        "minute",
        "UTC",
        "November 30, 2017, 10:30 UTC",
        "30 Nov 2017, 10:30 UTC",
        "30 ноября 2017 г., 10:30 UTC",
    ),
    (
        (10, 0),
        (11, 0),
        "hour",
        "+03:00",
        "November 30, 2017, 10 am UTC+03:00",
        "30 Nov 2017, 10 am UTC+03:00",
        "30 ноября 2017 г., 10 ч. UTC+03:00",
    ),
    (
        (12, 0),
        (18, 0),
        "hour",
        "America/New_York",
        "November 30, 2017, 12 pm – 6 pm New York time",
        "30 Nov 2017, 12 pm – 6 pm New York time",
        "30 ноября 2017 г., 12 ч. – 18 ч. America/New_York",
    ),
]


@pytest.mark.parametrize(("start", "end", "grain", "zone", "long", "short", "russian"), MOMENTS)
def test_moments_are_written_with_their_zone(
    start: tuple[int, int], end: tuple[int, int], grain: str, zone: str, long: str, short: str, russian: str
) -> None:
    span = Span.filled(at("2017-11-30", *start), at("2017-11-30", *end), Grain(grain), zone)
    assert [render(span), render(span, style="short"), render(span, language="ru")] == [long, short, russian]


def test_ends_known_apart_are_written_apart() -> None:
    november, december = day_number(2017, 11, 29), day_number(2027)
    signed = Span(november, november + 2, december, december, Grain.YEAR)
    assert render(signed) == "from between November 29 and 30, 2017 until 2026"
    assert render(signed, style="us") == "from between Nov. 29 and 30, 2017 until 2026"


@pytest.mark.parametrize(
    ("text", "iso"),
    [("199X~", "199X~"), ("/2025", "/2025"), ("2017-11-29", "2017-11-29"), ("XXXX-12-25", "XXXX-12-25")],
)
def test_iso_style_is_edtf(text: str, iso: str) -> None:
    assert render(parse_edtf(text), style="iso") == iso


def test_iso_style_has_weeks() -> None:
    assert render(make("filled 2018-04-02 2018-04-08 week"), style="iso") == "2018-W14"


@pytest.mark.parametrize(("settings", "hint"), [({"style": "lang"}, "long"), ({"language": "fr"}, "en, ru")])
def test_unknown_settings_are_named(settings: dict[str, str], hint: str) -> None:
    with pytest.raises(errors.SettingError, match=hint):
        render(parse_edtf("2017"), **settings)


@given(written(), st.sampled_from(["long", "short", "us", "full", "iso"]), st.sampled_from(["en", "ru"]))
def test_every_span_can_be_written(span: Span, style: str, language: str) -> None:
    assert render(span, style=style, language=language)


def edges(span: Span) -> tuple[int | bool, ...]:
    """All that says where a span lies."""
    return span.start_low, span.start_high, span.end_low, span.end_high, span.open_start, span.open_end


@given(written(), st.sampled_from(["long", "short", "us", "full", "iso"]), st.sampled_from(["en", "ru"]))
def test_what_is_written_reads_back(span: Span, style: str, language: str) -> None:
    text = render(span, style=style, language=language)
    read = resolve(text, language=language).span
    # EDTF has no words for "at the latest"; what lies in a cell without filling it is written as the cell
    if style == "iso" or (span.start_low, span.start_high) == (span.end_low, span.end_high):
        assert read.iso() == span.iso(), text
    else:
        assert edges(read) == edges(span), text
    assert (read.approximate, read.uncertain) == (span.approximate, span.uncertain), text
