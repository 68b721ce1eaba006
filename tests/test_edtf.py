"""EDTF in and out: the specification's examples, what is refused, and the laws between reading and writing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from timeline import errors
from timeline.calendar import DAY, day_number, format_day, format_moment, month_start
from timeline.notation import write_edtf
from timeline.resolver import resolve
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.edtf import parse_edtf, read_edtf
from timeline.wording.expression import Alternatives, Literal, Range
from timeline.wording.iso import read_iso

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    """The rows of a table, without comments."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def bounds(span: Span) -> list[str]:
    """The four named bounds as text, for every year; ``..`` is open, ``?`` unknown."""
    write = format_day if span.zone is None else format_moment
    low, high = span.start_low, span.end_high
    last = high - 1 if span.zone is None else high
    return [
        (".." if span.open_start else "?") if low == NEVER else write(low),
        ".." if span.open_start else "?" if span.start_high == FOREVER else write(span.last_start_edge),
        ".." if span.open_end else "?" if span.end_low == NEVER else write(span.first_end_edge),
        (".." if span.open_end else "?") if high == FOREVER else write(last),
    ]


def flags(span: Span) -> str:
    return "~" * span.approximate + "?" * span.uncertain or "-"


@pytest.mark.parametrize("row", rows("edtf.tsv"), ids=lambda row: row[0])
def test_examples_are_read_and_written_back(row: list[str]) -> None:
    text, *expected = row
    span = parse_edtf(text)
    assert [*bounds(span), span.grain.value, flags(span), span.zone or "-"] == expected
    assert span.edtf() == text


@pytest.mark.parametrize("row", rows("edtf.tsv"), ids=lambda row: row[0])
def test_canonical_form_reads_as_the_same_stretch(row: list[str]) -> None:
    span = parse_edtf(row[0])
    canonical = parse_edtf(write_edtf(span))
    assert canonical.iso() == span.iso()
    assert (canonical.open_start, canonical.open_end, flags(canonical)) == (span.open_start, span.open_end, flags(span))
    assert write_edtf(canonical) == write_edtf(span)


@pytest.mark.parametrize("row", rows("edtf_invalid.tsv"), ids=lambda row: row[0])
def test_refusals_say_why(row: list[str]) -> None:
    text, name, detail = row
    with pytest.raises(errors.TimelineError) as caught:
        parse_edtf(text)
    assert type(caught.value).__name__ == name
    if isinstance(caught.value, errors.InvalidDateError):
        assert (caught.value.nearest or "-") == detail
    elif isinstance(caught.value, errors.WordingError):
        assert str(caught.value.column) == detail


@pytest.mark.parametrize(
    "text", ["", " ", "Y" * 10_000, "Y" + "9" * 10_000, "[" * 9_999, "1985," * 5_000, "Y1E" + "9" * 5000]
)
def test_odd_text_is_refused_quickly(text: str) -> None:
    with pytest.raises(errors.TimelineError):
        parse_edtf(text)


def test_sets_have_their_members() -> None:
    one_of, all_of = read_edtf("[1667,1668,1670..1672]"), read_edtf("{1960,1961-12}")
    assert one_of is not None
    assert all_of is not None
    assert [bounds(span)[::3] for span in one_of.sets] == [
        ["1667-01-01", "1667-12-31"],
        ["1668-01-01", "1668-12-31"],
        ["1670-01-01", "1672-12-31"],
    ]
    assert [span.iso() for span in all_of.sets] == [("1960-01-01", "1961-01-01"), ("1961-12-01", "1962-01-01")]


@pytest.mark.parametrize(
    "text", ["2017-18", "2005-06", "Nov 29", "hello", "3/4/2017", "2017/11/29", "2017/11", "1.5 km", "..", "???"]
)
def test_what_is_no_edtf_is_left_alone(text: str) -> None:
    assert read_edtf(text) is None


ISO = [
    # text, start, end, grain, zone
    ("2017-W48", "2017-11-27", "2017-12-04", "week", None),
    ("2017W48", "2017-11-27", "2017-12-04", "week", None),
    ("2017-W48-4", "2017-11-30", "2017-12-01", "day", None),
    ("2017W484", "2017-11-30", "2017-12-01", "day", None),
    ("2020-W53-7", "2021-01-03", "2021-01-04", "day", None),
    ("2017-333", "2017-11-29", "2017-11-30", "day", None),
    ("2017333", "2017-11-29", "2017-11-30", "day", None),
    ("2016-366", "2016-12-31", "2017-01-01", "day", None),
    ("20171129", "2017-11-29", "2017-11-30", "day", None),
    ("20171129T103000Z", "2017-11-29T10:30:00", "2017-11-29T10:30:01", "second", "UTC"),
    ("20171129T1030", "2017-11-29T10:30:00", "2017-11-29T10:31:00", "minute", "floating"),
    ("2017-11-29T10:30+03", "2017-11-29T10:30:00", "2017-11-29T10:31:00", "minute", "+03:00"),
    ("2017-11-29T10:30 +0300", "2017-11-29T10:30:00", "2017-11-29T10:31:00", "minute", "+03:00"),
    ("2017-11-29t10:30z", "2017-11-29T10:30:00", "2017-11-29T10:31:00", "minute", "UTC"),
    ("2017-11-29 10:30", "2017-11-29T10:30:00", "2017-11-29T10:31:00", "minute", "floating"),
    ("2017-11-29 10:30:15-05:00", "2017-11-29T10:30:15", "2017-11-29T10:30:16", "second", "-05:00"),
    ("2017-11-29T10:30:15.5\N{MINUS SIGN}05:30", "2017-11-29T10:30:15", "2017-11-29T10:30:16", "second", "-05:30"),
    ("2017-11-29T10,5", "2017-11-29T10:30:00", "2017-11-29T10:31:00", "minute", "floating"),
    ("2017-11-29T10", "2017-11-29T10:00:00", "2017-11-29T11:00:00", "hour", "floating"),
    ("2017-W48-3T10:30", "2017-11-29T10:30:00", "2017-11-29T10:31:00", "minute", "floating"),
    ("2017-11-29T24:00", "2017-11-30T00:00:00", "2017-11-30T00:01:00", "minute", "floating"),
    ("2017-11-29/P3D", "2017-11-29", "2017-12-02", "day", None),
    ("P3D/2017-11-30", "2017-11-28", "2017-12-01", "day", None),
    ("2017-11/P3M", "2017-11-01", "2018-02-01", "month", None),
    ("2016-02-29/P1Y", "2016-02-29", "2017-02-28", "day", None),
    ("2017-11-29T10:00Z/PT1H30M", "2017-11-29T10:00:00", "2017-11-29T11:30:00", "minute", "UTC"),
    ("2017-11-29T10:00/11:30", "2017-11-29T10:00:00", "2017-11-29T11:30:00", "minute", "floating"),
    ("2017-11-29T10:00/2017-11-30T09:00", "2017-11-29T10:00:00", "2017-11-30T09:00:00", "minute", "floating"),
    ("2017-11-29T10:00+03:00/2017-11-29T08:00Z", "2017-11-29T10:00:00", "2017-11-29T11:00:00", "minute", "+03:00"),
    ("2017-11-29/12-01", "2017-11-29", "2017-12-02", "day", None),
    ("20171129/20171201", "2017-11-29", "2017-12-02", "day", None),
    ("2017-W48/2017-W50", "2017-11-27", "2017-12-18", "week", None),
    ("+12017", "+12017-01-01", "+12018-01-01", "year", None),
    ("+12017-03-04", "+12017-03-04", "+12017-03-05", "day", None),
    ("-12017", "-12017-01-01", "-12016-01-01", "year", None),
]


@pytest.mark.parametrize(("text", "start", "end", "grain", "zone"), ISO)
def test_iso_forms_outside_edtf(text: str, start: str, end: str, grain: str, zone: str | None) -> None:
    found = read_iso(text)
    assert isinstance(found, Literal)
    assert (found.span.iso(), found.span.grain.value, found.span.zone) == ((start, end), grain, zone)


WRONG_ISO = [
    ("2017-W54", "2017-W52"),
    ("2017-W00", "2017-W01"),
    ("2017-W48-8", "2017-W48-7"),
    ("2017-366", "2017-365"),
    ("2017-13", "2017-12"),
    ("2050-45", "2050-12"),
    ("20171329", "2017-12-29"),
    ("2017-02-30T10:00", "2017-02-28"),
    ("2017-11-29T25:00", "2017-11-29T24:00:00"),
    ("2017-11-29 10:61", "2017-11-29T10:59:00"),
    ("2017-11-29T10:30+24:00", "+23:00"),
    ("2017-11-29/P0D", None),
]


@pytest.mark.parametrize(("text", "nearest"), WRONG_ISO)
def test_wrong_iso_names_the_nearest(text: str, nearest: str | None) -> None:
    with pytest.raises(errors.InvalidDateError) as caught:
        read_iso(text)
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    "text",
    [
        "2017",
        "2017-2018",
        "2017/11",
        "2017/11/29",
        "99999",
        "2017-1-2",
        "+447911123456",
        "2017-11-29 10:30-11:30",
        "Nov. 29-30",
        "",
    ],
)
def test_what_is_no_iso_is_left_alone(text: str) -> None:
    assert read_iso(text) is None


YEAR_NUMBERS = [
    # text, kinds of the readings in their order, start year and last year of the range
    ("2005-06", (Literal, Range), 2006),
    ("2011-12", (Literal, Range), 2012),
    ("2020-21", (Range, Literal), 2021),
    ("2001-21", (Literal, Range), 2021),
    ("2017-18", (Range,), 2018),
    ("2015-16", (Range,), 2016),
    ("1999-00", (Range,), 2000),
    ("2017-99", (Range,), 2099),
]


@pytest.mark.parametrize(("text", "kinds", "last"), YEAR_NUMBERS)
def test_year_and_number(text: str, kinds: tuple[type, ...], last: int) -> None:
    found = read_iso(text)
    readings = found.items if isinstance(found, Alternatives) else (found,)
    assert tuple(map(type, readings)) == kinds
    years = next(reading for reading in readings if isinstance(reading, Range))
    assert getattr(years.end, "year", None) == last
    assert read_edtf(text) is None


@pytest.mark.parametrize("text", ["2017-11", "2044-25"])
def test_year_and_number_that_can_be_one_thing_only(text: str) -> None:
    assert read_iso(text) is None
    assert read_edtf(text) is not None


years = st.integers(-9_990, 9_989) | st.integers(-200_000, 200_000)


@st.composite
def cells(draw: st.DrawFn) -> Span:
    """A filled span from one unit of a grain to the same or a later one, as far as EDTF can write its grain."""
    grain = draw(st.sampled_from([Grain.CENTURY, Grain.DECADE, *list(Grain)[2:7], Grain.DAY]))
    year = draw(years)
    if grain is Grain.DAY:
        start = day_number(year) + draw(st.integers(0, 364))
        end = start + draw(st.integers(1, 5_000))
    else:
        length = {"century": 1200, "decade": 120, "year": 12, "half": 6, "quarter": 3, "season": 3}.get(grain.value, 1)
        if length > 12:
            year = abs(year) % 9_000 // (length // 12) * (length // 12)
        index = year * 12 + draw(st.integers(0, 12 // length if length < 12 else 0)) * length
        index -= grain is Grain.SEASON
        start = month_start(0, index + 1)
        most = 5 if length <= 12 else 2
        end = month_start(0, index + 1 + length * draw(st.integers(1, most)))
    return evolve(Span.filled(start, end, grain), approximate=draw(st.booleans()), uncertain=draw(st.booleans()))


@given(cells())
def test_filled_spans_survive_edtf(span: Span) -> None:
    assert parse_edtf(write_edtf(span)) == span


@given(cells(), st.booleans(), st.booleans())
def test_one_sided_spans_survive_edtf(span: Span, starts: bool, opened: bool) -> None:
    low, high = span.start_low, span.end_high
    if starts:
        span = evolve(span, end_low=FOREVER if opened else low, end_high=FOREVER, open_end=opened)
    else:
        span = evolve(span, start_low=NEVER, start_high=NEVER if opened else high, open_start=opened)
    assert parse_edtf(write_edtf(span)) == span


@pytest.mark.parametrize("text", ["1985/..", "1985-04/", "../1985", "/1985-04-12", "../..", "{..1984}", "[1984..]"])
def test_open_and_unknown_sides_are_the_same_read_strictly_and_as_wording(text: str) -> None:
    assert resolve(text).span == parse_edtf(text)


@given(years, st.integers(0, 365 * DAY), st.integers(1, 10**7), st.sampled_from(["UTC", "+03:00", "-09:30"]))
def test_moments_survive_edtf(year: int, second: int, length: int, zone: str) -> None:
    start = day_number(year) * DAY + second
    span = Span.filled(start, start + length, Grain.SECOND, zone)
    assert parse_edtf(write_edtf(span)) == span


@given(years, st.integers(0, 365 * DAY), st.integers(1, 10**7), st.sampled_from(["Europe/Minsk", "America/New_York"]))
def test_places_become_offsets_of_the_same_instants(year: int, second: int, length: int, zone: str) -> None:
    start = day_number(year) * DAY + second
    span = Span.filled(start, start + length, Grain.SECOND, zone).in_zone("UTC")
    assert parse_edtf(write_edtf(Span.filled(start, start + length, Grain.SECOND, zone))).in_zone("UTC") == span


edges = st.integers(-5_000_000, 5_000_000)


@given(st.lists(edges, min_size=4, max_size=4), st.sampled_from(Grain), st.booleans(), st.booleans())
def test_every_span_can_be_written(four: list[int], grain: Grain, low: bool, high: bool) -> None:
    first, second, third, fourth = sorted(four)
    start, end = NEVER if low else first, FOREVER if high else fourth + 1
    span = Span(start, second, third, end, grain)
    read = parse_edtf(write_edtf(span))
    assert (read.start_low, read.end_high) == (start, end)


@given(st.text(alphabet="0123456789XYES-/.,?~%[]{}:TZ+ W", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        span = parse_edtf(text)
    except errors.TimelineError:
        pass
    else:
        assert span.start_low <= span.start_high
        assert span.end_low <= span.end_high
        assert span.start_low < span.end_high
        assert span.edtf() == text
    for reader in (read_edtf, read_iso):
        with suppress(errors.InvalidDateError):
            reader(text)
