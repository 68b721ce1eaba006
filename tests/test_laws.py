"""Laws that every answer keeps, whatever the wording: what may be raised, bounds, candidates, anchors, caches, work."""

from __future__ import annotations

import calendar
import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import timeline
from timeline import errors
from timeline.errors import TimelineError
from timeline.resolver.resolution import Resolution
from timeline.span import FOREVER, NEVER, Span
from timeline.wording.lexicon import LANGUAGES, language

DATA: Final = Path(__file__).parent / "data"
ANCHOR: Final = date(2017, 11, 29)
BOUNDS: Final = ("earliest_start", "latest_start", "earliest_end", "latest_end")
KEYS: Final = "0123456789-./,:;?~'\"()[]{}XTZ+ abdsth%…"
JOINTS: Final = (*"-–/,.;:?~()[]'%+#5", "..", "1st", "29", "2017", "10:30", "'17", "1860s", "XX", "\u00a0", "\u200b")


def wordings() -> dict[str, list[str]]:
    """Every wording of our tables, valid or not, by the language that its row is in."""
    found: dict[str, set[str]] = {code: set() for code in LANGUAGES}
    for table in sorted(DATA.glob("wording.*.tsv")):
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                flags = dict(flag.split("=", 1) for flag in row.get("flags", "").split() if "=" in flag)
                found[flags.get("language", "en")].add(row["text"])
    return {code: sorted(filter(None, texts)) for code, texts in found.items()}


def vocabulary(code: str) -> list[str]:
    """Every word of a language, and every phrase."""
    known = language(code)
    phrases = [
        " ".join((first, second, *rest))
        for first, seconds in known.phrases.items()
        for second, endings in seconds.items()
        for rest, _ in endings
    ]
    return sorted({*known.words, *phrases})


WORDINGS: Final = wordings()
VOCABULARY: Final = {code: vocabulary(code) for code in LANGUAGES}
ANCHORS: Final = (
    None,
    "2017-11-29",
    "2017-11-29T15:30:00",
    "2016-02-29",
    "0001-01-01",
    "9999-12-31",
    datetime(2018, 3, 25, 0, 30, tzinfo=UTC),
)
SETTINGS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {},
    {"prefer": "past"},
    {"prefer": "future"},
    {"day_first": True, "week_start": 7},
    {"fiscal_year_start": 4, "hemisphere": "south"},
    {"timezone": "America/New_York", "holidays": "US"},
    {"seasons": "astronomical", "timezone": "+05:30"},
)


def read(text: str, **given: Any) -> Resolution | None:
    """The resolution, or None for an error of ours; anything else that is raised breaks the first law."""
    try:
        return timeline.resolve(text, **given)
    except TimelineError as error:
        refused = error
    assert str(refused)
    assert 1 <= getattr(refused, "column", 1) <= len(text) + 1
    return None


def answer(text: str, **given: Any) -> tuple[Span, ...] | str:
    """All that is answered, to compare: the spans, or the error's name."""
    try:
        found = timeline.resolve(text, **given)
    except TimelineError as error:
        return type(error).__name__
    return (found.span, *found.spans)


def key(span: Span) -> tuple[int, int, int, int, str | None]:
    return span.start_low, span.start_high, span.end_low, span.end_high, span.zone


def ordered(span: Span) -> None:
    """Each bound is in order, and what it bounds can have a length."""
    assert span.start_low <= span.start_high
    assert span.end_low <= span.end_high
    assert span.start_low < span.end_high
    assert span.end_high > NEVER
    assert span.start_low < FOREVER
    if span.start_high < FOREVER:
        assert span.start_high <= span.end_high
    if span.end_low > NEVER:
        assert span.start_low <= span.end_low
    if span.open_start:
        assert span.start_low == NEVER
    if span.open_end:
        assert span.end_high == FOREVER


def in_its_own_bounds(span: Span) -> None:
    """The bounds that people read are in order as well, and start and end are two of them."""
    try:
        named = {name: getattr(span, name) for name in BOUNDS}
        assert span.start == named["earliest_start"]
        assert span.last == named["latest_end"]
    except errors.OutOfRangeError:
        return
    pairs = (("earliest_start", "latest_start"), ("earliest_end", "latest_end"), ("earliest_start", "latest_end"))
    for first, second in pairs:
        low, high = named[first], named[second]
        if isinstance(low, date) and isinstance(high, date):
            assert low <= high, (first, second)


def lawful(found: Resolution) -> None:
    """What holds for every resolution."""
    spans = (found.span, *found.spans, *(candidate.span for candidate in found.candidates))
    for span in spans:
        ordered(span)
        in_its_own_bounds(span)
        assert span.edtf()
        assert len(span.iso()) == 2
    assert found.spans
    for part in found.spans:
        if part.zone == found.span.zone:
            assert found.span.start_low <= part.start_low
            assert part.end_high <= found.span.end_high
    others = [key(candidate.span) for candidate in found.candidates]
    assert len(set(others)) == len(others)
    assert key(found.span) not in others
    assert all(candidate.reason for candidate in found.candidates)
    assert found.candidates or not found.ambiguous
    assert found.steps
    assert all(step.rule and step.text for step in found.steps)
    if found.recurrence is not None:
        assert found.recurrence.rrule.startswith("FREQ=")
        ordered(found.recurrence.start)


texts = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789-/.,: TZWXY?~%[]{}'", max_size=24),
    st.text(alphabet="0123456789 abcdefgmnorstuyMJASONDх–’\u00a0\u0301\u2028", max_size=24),
)


@st.composite
def sentences(draw: st.DrawFn, code: str) -> str:
    """Words of the language in any order, glued with and without spaces."""
    words = st.one_of(st.sampled_from(VOCABULARY[code]), st.sampled_from(JOINTS), st.integers(0, 2100).map(str))
    return "".join(
        word + draw(st.sampled_from((" ", " ", " ", "", "-", ", ")))
        for word in draw(st.lists(words, min_size=1, max_size=7))
    )


@st.composite
def mutants(draw: st.DrawFn, code: str) -> str:
    """A real wording with something taken away, put in, doubled, or joined to another."""
    sampled = st.sampled_from(WORDINGS[code])
    text = draw(sampled)
    for _ in range(draw(st.integers(0, 2))):
        words = text.split(" ")
        at = draw(st.integers(0, len(words) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                del words[at]
            case 1:
                words.insert(at, draw(st.sampled_from(VOCABULARY[code])))
            case 2:
                words[at] = draw(st.sampled_from(VOCABULARY[code]))
            case 3:
                words.insert(at, draw(st.sampled_from(JOINTS)))
            case 4:
                words += [draw(st.sampled_from(("-", "to", "and", "after", "before", "of", ","))), draw(sampled)]
            case _:
                place = draw(st.integers(0, len(text)))
                words = [text[:place] + draw(st.sampled_from(KEYS)) + text[place:]]
        text = " ".join(words)
    return text


circumstances = st.tuples(st.sampled_from(ANCHORS), st.sampled_from(SETTINGS))


@settings(max_examples=150, deadline=None)
@given(texts, circumstances)
@example("-0043-03-15 maybe", (None, {}))
@example("earlier today", ("2017-11-29", {}))
@example("\ud800", (None, {}))
def test_any_text_is_answered_lawfully_or_refused(text: str, given: tuple[Any, dict[str, Any]]) -> None:
    found = read(text, anchor=given[0], **given[1])
    if found is not None:
        lawful(found)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("texts", [sentences, mutants], ids=["any words", "near misses"])
def test_words_are_answered_lawfully_or_refused(texts: Callable[[str], st.SearchStrategy[str]], code: str) -> None:
    @settings(max_examples=160, deadline=None)
    @given(texts(code), circumstances)
    def law(text: str, given: tuple[Any, dict[str, Any]]) -> None:
        found = read(text, anchor=given[0], language=code, **given[1])
        if found is not None:
            lawful(found)

    law()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_wording_of_ours_is_answered_lawfully_or_refused(code: str) -> None:
    for text in WORDINGS[code]:
        found = read(text, anchor=ANCHOR, language=code)
        if found is not None:
            lawful(found)


# Spelling -------------------------------------------------------------------------------------------------------------

SPELLINGS: Final[dict[str, Callable[[str], str]]] = {
    "capitals": str.upper,
    "two spaces": lambda text: text.replace(" ", "  "),
    "space around": lambda text: f"  {text} ",
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "narrow spaces": lambda text: text.replace(" ", "\u202f"),
    "tabs": lambda text: text.replace(" ", "\t"),
    "line ends": lambda text: text.replace(" ", "\n"),
    "no-break hyphens": lambda text: text.replace("-", "\u2011"),
    "en dashes": lambda text: text.replace("-", "–"),
    "em dashes": lambda text: text.replace("-", "—"),
    "curly apostrophes": lambda text: text.replace("'", "’"),
    "an exclamation mark": lambda text: f"{text}!",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_spelling_does_not_change_the_answer(code: str, spelling: str) -> None:
    changed = {}
    for text in WORDINGS[code][::3]:  # each third: all of them take long, and every kind stands in the tables often
        other = SPELLINGS[spelling](text)
        if other == text or (spelling == "capitals" and "Europe/" in text):
            continue
        expected, got = answer(text, anchor=ANCHOR, language=code), answer(other, anchor=ANCHOR, language=code)
        if expected != got:
            changed[other] = (expected, got)
    assert not changed


@settings(max_examples=200, deadline=None)
@given(mutants("en"), st.sampled_from(("two spaces", "space around", "narrow spaces", "tabs", "an exclamation mark")))
def test_spelling_does_not_change_what_near_misses_mean(text: str, spelling: str) -> None:
    expected = answer(text, anchor=ANCHOR)
    if not isinstance(expected, str):
        assert answer(SPELLINGS[spelling](text), anchor=ANCHOR) == expected


# Anchors --------------------------------------------------------------------------------------------------------------

counts = st.integers(0, 400)
weekdays = st.sampled_from(calendar.day_name[:])
days = st.dates(date(1800, 1, 1), date(2200, 12, 31))
BY_WEEKS: Final = (
    "in {n} days",
    "{n} days ago",
    "in {n} weeks",
    "{n} weeks ago",
    "{n} days from now",
    "in {n} business days",
    "next {day}",
    "last {day}",
    "this {day}",
    "{day}",
    "{day} morning",
    "{day} at 10:30",
    "on {day} night",
    "{day} after next",
    "the {day} before last",
    "{day} of next week",
    "{n} weeks from {day}",
    "a week ago {day}",
    "today",
    "tomorrow",
    "the day before yesterday",
    "next week",
    "last weekend",
    "the past {n} days",
    "the next {n} weeks",
    "the week after next",
    "the weekend before last",
    "by {day}",
    "since {day}",
    "until tomorrow",
    "from {day} to {day}",
    "rest of the week",
    "this evening",
    "in {n} hours",
    "every {day}",
)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(BY_WEEKS), st.integers(1, 60), weekdays, days, st.sampled_from(("nearest", "past", "future")))
def test_a_week_later_the_same_words_mean_a_week_later(
    pattern: str, number: int, weekday: str, anchor: date, prefer: str
) -> None:
    text = pattern.format(n=number, day=weekday)
    now, later = (timeline.resolve(text, anchor=day, prefer=prefer) for day in (anchor, anchor + timedelta(days=7)))
    assert [moved(span, 7) for span in now.spans] == [key(span) for span in later.spans]
    assert [moved(other.span, 7) for other in now.candidates] == [key(other.span) for other in later.candidates]


COUNTED: Final = ("in {n} days", "{n} days ago", "in {n} hours", "{n} minutes ago", "within {n} days")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(COUNTED), counts, days)
def test_a_day_later_counted_days_are_a_day_later(pattern: str, number: int, anchor: date) -> None:
    text = pattern.format(n=number + 1)
    now, later = (timeline.resolve(text, anchor=day) for day in (anchor, anchor + timedelta(days=1)))
    assert moved(now.span, 1) == key(later.span)


def moved(span: Span, by: int) -> tuple[int, int, int, int, str | None]:
    step = by * (1 if span.zone is None else 86_400)
    low, high, end_low, end_high = (
        edge if edge in (NEVER, FOREVER) else edge + step
        for edge in (span.start_low, span.start_high, span.end_low, span.end_high)
    )
    return low, high, end_low, end_high, span.zone


BARE: Final = (
    *calendar.month_name[1:],
    *calendar.day_name,
    *("Nov. 29", "29 February", "5/17", "the 31st", "the 15th", "3 May at 10:30", "Friday morning", "spring", "winter"),
    *("Q3", "H2", "Christmas", "Easter", "Halloween", "mid-May", "late December", "the '60s", "the nineties"),
    *("Nov. 29-30", "Dec. 29 - Jan. 2", "May through July", "Friday to Sunday", "the first Monday of May"),
    *("Monday, January 12", "the week of 6 May", "end of March", "first half of May", "Friday the 13th"),
)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(BARE), days)
def test_preferences_are_in_order(text: str, anchor: date) -> None:
    past, nearest, future = (
        timeline.resolve(text, anchor=anchor, prefer=prefer).span for prefer in ("past", "nearest", "future")
    )
    assert key(past)[:4] <= key(nearest)[:4] <= key(future)[:4]
    assert key(nearest) in (key(past), key(future))


# Composition ----------------------------------------------------------------------------------------------------------

WRITTEN: Final[tuple[Callable[[date], str], ...]] = (
    date.isoformat,
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%Y}/{day.month}/{day.day}",
    lambda day: f"{day:%d.%m.%Y}" if day.day > 12 else f"{day:%Y-%m-%d}",
    lambda day: f"{day.day} {day:%B} {day:%Y}",
    lambda day: f"{day:%b}. {day.day}, {day:%Y}",
    lambda day: f"the {nth(day.day)} of {day:%B} {day:%Y}",
    lambda day: f"{day:%B} {nth(day.day)}, {day:%Y}",
    lambda day: f"{day:%A}, {day.day} {day:%b} {day:%Y}",
    lambda day: f"{day:%Y-%j}",
    lambda day: f"{day:%G-W%V-%u}",
)


def nth(number: int) -> str:
    return f"{number}{'th' if 10 < number < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


written = st.builds(lambda day, how: (day, how(day)), days, st.sampled_from(WRITTEN))


@settings(max_examples=200, deadline=None)
@given(written)
def test_a_day_is_itself_however_it_is_written(given: tuple[date, str]) -> None:
    day, text = given
    found = timeline.resolve(text)
    assert found.span.iso() == (day.isoformat(), (day + timedelta(days=1)).isoformat())
    assert not found.ambiguous


spoken = written.filter(lambda given: "-W" not in given[1] and not given[1].startswith("24."))
"""Without week dates and dotted 24ths, which don't stand behind every word yet."""


@settings(max_examples=150, deadline=None)
@given(spoken, spoken)
def test_ranges_bounds_and_parts_keep_to_their_dates(one: tuple[date, str], two: tuple[date, str]) -> None:
    (first, a), (last, b) = sorted((one, two))
    after_last, after_first = ((day + timedelta(days=1)).isoformat() for day in (last, first))
    if first < last:
        for pattern in ("from {} to {}", "between {} and {}", "{} until {}", "{} – {}"):
            found = timeline.resolve(pattern.format(a, b)).span
            assert found.iso() == (first.isoformat(), after_last), pattern
        with pytest.raises(TimelineError):
            timeline.resolve(f"from {b} to {a}")
    assert timeline.resolve(f"before {a}").span.iso() == (None, first.isoformat())
    assert timeline.resolve(f"after {a}").span.iso() == (after_first, None)
    assert timeline.resolve(f"since {a}").span.iso() == (first.isoformat(), None)
    assert timeline.resolve(f"until {a}").span.iso() == (None, after_first)
    for pattern in ("the morning of {}", "late on {}", "noon on {}", "some time on {}"):
        inside = timeline.resolve(pattern.format(a)).span.in_zone("UTC")
        whole = timeline.resolve(a).span.in_zone("UTC")
        assert whole.start_low <= inside.start_low, pattern
        assert inside.end_high <= whole.end_high, pattern


PARTS: Final = (
    *("early {}", "mid-{}", "late {}", "the first half of {}", "the second half of {}", "the last third of {}"),
    *("the beginning of {}", "the end of {}", "the middle of {}", "the first day of {}", "the last day of {}"),
    *("the first 10 days of {}", "the last Friday of {}", "the second Monday of {}", "some time in {}", "during {}"),
    *("the first weekend of {}", "the last business day of {}", "all of {}", "around {}", "possibly {}"),
)
PERIODS: Final = ("{year}", "May {year}", "February {year}", "Q3 {year}", "summer {year}", "the {decade}s", "{year}-12")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PARTS), st.sampled_from(PERIODS), st.integers(1583, 2400))
def test_a_part_lies_in_its_whole(part: str, period: str, year: int) -> None:
    whole = period.format(year=year, decade=year // 100 * 100 + max(year // 10 % 10, 1) * 10)
    found = read(part.format(whole))
    if found is not None:
        span = timeline.resolve(whole).span
        assert span.start_low <= found.span.start_low
        assert found.span.end_high <= span.end_high


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 120), st.sampled_from(("day", "week")), written)
def test_counting_there_and_back_is_no_way(number: int, unit: str, given: tuple[date, str]) -> None:
    day, text = given
    step = timedelta(days=number * (7 if unit == "week" else 1))
    amount = f"{number} {unit}{'s' if number > 1 else ''}"
    assert timeline.resolve(f"{amount} before {text}").span.start == day - step
    assert timeline.resolve(f"{amount} after {text}").span.start == day + step
    assert timeline.resolve(f"{amount} before {amount} after {text}").span.start == day


# The same answer each time --------------------------------------------------------------------------------------------

ANSWERS: Final = """
import json, sys, timeline
from timeline.errors import TimelineError
def told(text):
    try:
        found = timeline.resolve(text, anchor="2017-11-29")
    except TimelineError as error:
        return [type(error).__name__, str(error)]
    return [
        repr(found.span), repr(found.spans), repr(found.recurrence), found.ambiguous,
        [(step.rule, step.text) for step in found.steps], [(repr(c.span), c.reason) for c in found.candidates],
    ]
texts = json.load(sys.stdin)
answers = {text: told(text) for text in texts}
json.dump([answers[text] for text in sorted(texts)], sys.stdout)
"""


def test_order_caches_and_hashes_do_not_change_an_answer() -> None:
    texts = WORDINGS["en"][::6]
    told = []
    for order, seed in ((texts, "1"), ([*reversed(texts), *texts], "2")):
        done = subprocess.run(
            [sys.executable, "-c", ANSWERS],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        told.append(dict(zip(sorted(order), json.loads(done.stdout), strict=True)))
    assert told[0] == told[1]


@settings(max_examples=60, deadline=None)
@given(mutants("en"))
def test_asked_again_the_answer_is_the_same(text: str) -> None:
    assert answer(text, anchor=ANCHOR) == answer(text, anchor=ANCHOR)
    assert answer(text, anchor=ANCHOR, prefer="past") == answer(text, anchor=ANCHOR, prefer="past")


# Work -----------------------------------------------------------------------------------------------------------------


class Work:
    """How many lines were run."""

    lines = 0


@contextmanager
def counted() -> Iterator[Work]:
    work = Work()

    def line(_frame: FrameType, event: str, _argument: object) -> Any:
        work.lines += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        yield work
    finally:
        sys.settrace(before)


REPEATED: Final = (
    *("of ", "1", "2017 ", "2017-", "Nov. ", "the day before ", "two days after ", "-", "- ", "x", "(", "[", "'", "~"),
    *("X", "1-", "1/2/", "5 May and ", "5 May, ", "2017 or ", "eve of ", "between ", "every ", "until ", "last "),
    *("twenty ", "half past ", "first ", "to ", "Monday, ", "in ", "early ", "1st ", "10:", "May 1 - ", "a ", "?"),
    *("\u0301", "１", "İ", "ﬁ", "early or ", "the first day of the ", "не ", "two ", "hundred thousand ", "M", "1.1."),
)


def lines_for(text: str) -> int:
    with counted() as work:
        read(text, anchor=ANCHOR)
    return work.lines


@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("ending", ["", "Easter 2018"])
def test_work_grows_no_faster_than_the_text(piece: str, ending: str) -> None:
    work = {size: lines_for(piece * (size // len(piece)) + ending) for size in (120, 1_200, 10_000, 100_000)}
    assert work[1_200] <= 10 * work[120] + 2_000
    assert work[100_000] <= 10 * work[10_000] + 100
    assert max(work.values()) < 60_000
