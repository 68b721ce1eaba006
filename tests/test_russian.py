"""Russian: what is written in it reads back, words come from CLDR, and what is no date stays none."""

from __future__ import annotations

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline
from timeline import errors
from timeline.calendar import DAY, day_number, month_start
from timeline.span import Grain, Span
from timeline.wording.lexicon import language
from timeline.wording.render import render

ANCHOR = "2017-11-29"


@st.composite
def slices(draw: st.DrawFn) -> Span:
    """The early, middle or late part of a month, year, decade or century."""
    grain = draw(st.sampled_from([Grain.MONTH, Grain.YEAR, Grain.DECADE, Grain.CENTURY]))
    year, month, part = draw(st.integers(1100, 2200)), draw(st.integers(1, 12)), draw(st.integers(0, 2))
    if grain is Grain.MONTH:
        start = month_start(year, month)
        edges = (start, start + 10, start + 20, month_start(year, month + 1))
    else:
        size, thirds = {
            Grain.YEAR: (1, (0, 4, 8, 12)),
            Grain.DECADE: (10, (0, 48, 84, 120)),
            Grain.CENTURY: (100, (0, 396, 792, 1200)),
        }[grain]
        first, second, third, past = (month_start(year - year % size, 1 + months) for months in thirds)
        edges = (first, second, third, past)
    return Span.filled(edges[part], edges[part + 1], grain)


@st.composite
def moments(draw: st.DrawFn) -> Span:
    """Times of day, alone or from one to another, in zones of every kind."""
    day = day_number(draw(st.integers(1000, 2200))) + draw(st.integers(0, 364))
    zone = draw(st.sampled_from(["UTC", "+03:00", "-11:30", "Europe/Minsk", "America/New_York"]))
    grain, size = draw(st.sampled_from([(Grain.HOUR, 3600), (Grain.MINUTE, 60)]))
    low = day * DAY + draw(st.integers(0, DAY // size - 1)) * size
    high = low + size * draw(st.sampled_from([1, 1, 90]))
    return Span.filled(low, high, grain, zone)


def said(span: Span) -> tuple[tuple[str | None, str | None], bool, bool]:
    return span.iso(), span.approximate, span.uncertain


@settings(deadline=None)  # what is made once counts in the first call
@given(slices(), st.sampled_from(["long", "short"]))
def test_parts_read_back(span: Span, style: str) -> None:
    text = render(span, style=style, language="ru")
    assert said(timeline.resolve(text, language="ru").span) == said(span), text


@settings(deadline=None)  # what is made once counts in the first call
@given(moments())
def test_moments_read_back(span: Span) -> None:
    text = render(span, language="ru")
    read = timeline.resolve(text, language="ru").span
    assert (read.iso(), read.zone) == (span.iso(), span.zone), text


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщыьэюя 0123456789.-–,", max_size=40))
def test_nothing_but_our_errors(text: str) -> None:
    with contextlib.suppress(errors.TimelineError):
        timeline.resolve(text, anchor=ANCHOR, language="ru")


def test_months_and_weekdays_are_those_of_cldr() -> None:
    babel = pytest.importorskip("babel")
    locale = babel.Locale.parse("ru")
    words = language("ru").words
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                assert words[name.rstrip(".")]["month"] == number
            for number, name in locale.days[context][width].items():
                assert words[name.rstrip(".")]["weekday"] == number + 1


def test_other_languages_load_no_babel() -> None:
    program = (
        "import sys, timeline, timeline.wording.languages.russian; timeline.resolve('29 Nov 2017');"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


RECURRENCES = [
    # text, rule, first day
    ("каждый вторник", "FREQ=WEEKLY;BYDAY=TU", "2017-12-05"),
    ("каждый вторник и четверг", "FREQ=WEEKLY;BYDAY=TU,TH", "2017-11-30"),
    ("по вторникам", "FREQ=WEEKLY;BYDAY=TU", "2017-12-05"),
    ("по вторникам и четвергам", "FREQ=WEEKLY;BYDAY=TU,TH", "2017-11-30"),
    ("по вторникам в 10:30", "FREQ=WEEKLY;BYDAY=TU", "2017-12-05T10:30:00"),
    ("по будням", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2017-11-29"),
    ("по выходным", "FREQ=WEEKLY;BYDAY=SA,SU", "2017-12-02"),
    ("ежедневно", "FREQ=DAILY", "2017-11-29"),
    ("ежедневно в 10:00", "FREQ=DAILY", "2017-11-29T10:00:00"),
    ("каждый день", "FREQ=DAILY", "2017-11-29"),
    ("каждые 2 дня", "FREQ=DAILY;INTERVAL=2", "2017-11-29"),
    ("еженедельно", "FREQ=WEEKLY", "2017-11-29"),
    ("раз в неделю", "FREQ=WEEKLY", "2017-11-29"),
    ("раз в две недели", "FREQ=WEEKLY;INTERVAL=2", "2017-11-29"),
    ("каждые две недели", "FREQ=WEEKLY;INTERVAL=2", "2017-11-29"),
    ("каждый второй вторник", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2017-12-05"),
    ("каждый второй вторник месяца", "FREQ=MONTHLY;BYDAY=2TU", "2017-12-12"),
    ("ежемесячно 15-го числа", "FREQ=MONTHLY;BYMONTHDAY=15", "2017-12-15"),
    ("15-го числа каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=15", "2017-12-15"),
    ("15 числа каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=15", "2017-12-15"),
    ("последняя пятница каждого месяца", "FREQ=MONTHLY;BYDAY=-1FR", "2017-12-29"),
    ("последняя пятница каждого месяца до июня 2018", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20180630", "2017-12-29"),
    ("первый понедельник каждого месяца", "FREQ=MONTHLY;BYDAY=1MO", "2017-12-04"),
    ("раз в квартал", "FREQ=MONTHLY;INTERVAL=3", "2017-11-29"),
    ("каждый год 5 ноября", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=5", "2018-11-05"),
    ("5 ноября каждого года", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=5", "2018-11-05"),
    ("ежегодно 9 мая", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", "2018-05-09"),
    ("каждый понедельник с 1 мая 2018 по 30 июня 2018", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20180630", "2018-05-07"),
]


@pytest.mark.parametrize(("text", "rule", "start"), RECURRENCES)
def test_recurrences(text: str, rule: str, start: str) -> None:
    found = timeline.resolve(text, anchor=ANCHOR, language="ru").recurrence
    assert found is not None
    assert (found.rrule, found.start.iso()[0]) == (rule, start)


WRONG = [
    ("31 ноября 2017", errors.InvalidDateError),
    ("29 февраля 2015 года", errors.InvalidDateError),
    ("30 февраля", errors.InvalidDateError),
    ("32 мая 2018", errors.InvalidDateError),
    ("13.13.2018", errors.InvalidDateError),
    ("25:00", errors.InvalidDateError),
    ("вторник, 29 ноября 2017 года", errors.InvalidDateError),
    ("привет", errors.NoDateError),
    ("1,5 км", errors.NoDateError),
    ("встреча в саду", errors.NoDateError),
    ("3 дня", errors.NoDateError),
    ("50 лет Октября", errors.NoDateError),
    ("5 км назад", errors.NoDateError),
    ("в", errors.NoDateError),
    ("через", errors.NoDateError),
    ("в последние годы", errors.NoDateError),
    ("ночь с понедельника на среду", errors.TimelineError),
    ("на днях", errors.NoDateError),
    ("5 (19) мая 1900", errors.TimelineError),
    ("25 октября (8 ноября) 1917 г.", errors.WordingError),
    ("лет 5", errors.NoDateError),
    ("к. XVIII в.", errors.NoDateError),
    ("в ближайшие недели", errors.NoDateError),
    ("в ночь с 28 февраля на 1 марта 2020", errors.WordingError),
    ("в эти дни", errors.NoDateError),
    ("в этих числах", errors.NoDateError),
    ("в третьем часу ночи", errors.NoDateError),
    ("на рубеже веков", errors.NoDateError),
    ("первая декада XX века", errors.WordingError),
    ("3 пол. XIX в.", errors.NoDateError),
    ("за 5 месяцев 2019 года", errors.NoDateError),
    ("пять минут первого мая", errors.TimelineError),
    ("451–460", errors.NoDateError),
    ("не до мая 2018", errors.TimelineError),
    ("2018 кг", errors.WordingError),
    ("29 ноября 2017 бла", errors.WordingError),
    ("дважды в год", errors.WordingError),
    ("два раза в неделю", errors.WordingError),
    ("без даты вовсе", errors.TimelineError),
    ("через 2 дня", errors.AnchorNeededError),
    ("5 следующие первые", errors.NoDateError),
    ("1p", errors.NoDateError),
]


@pytest.mark.parametrize(("text", "error"), WRONG)
def test_no_date_or_a_wrong_one(text: str, error: type[errors.TimelineError]) -> None:
    with pytest.raises(error):
        timeline.resolve(text, anchor=None if error is errors.AnchorNeededError else ANCHOR, language="ru")
