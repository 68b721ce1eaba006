"""What the grammar can do for languages that English and Russian are not like, by some German and French of this test.

Neither is shipped. Each row stands for a habit that a language may have, with the category that says so.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Final

import pytest
from attrs import evolve

import timeline
from timeline.errors import TimelineError
from timeline.span import Grain, Span
from timeline.wording import lexicon, phrases
from timeline.wording.edtf import parse_edtf
from timeline.wording.languages import english_phrases
from timeline.wording.languages.building import inflected, merged, names_of
from timeline.wording.lexicon import Language, Rows, make_language
from timeline.wording.parser import parse
from timeline.wording.phrases import GENITIVE, PLAIN
from timeline.wording.render import render

CODE: Final = "de_AT"
"""No language of the project, but one that CLDR has names for."""
ANCHOR: Final = "2017-11-30"

ROWS: Final[Rows] = {
    "compound": {"freitag abend": "freitagabend", "freitags abends": "freitagabends", "spätes jahr": "spätjahr"},
    "month": {5: "mai"},
    "weekday": {2: "dienstag", 5: "freitag|freitags"},
    "plural": {True: "freitags"},
    "lone": {1: "tage"},
    "unit": {
        "day": "tag|tage|tagen",
        "week": "woche|wochen",
        "year": "jahr|jahre|jahren",
        "quarter": "viertel|quartal",
        "century": "jahrhundert",
    },
    "many": {True: "tage|tagen|wochen|jahre|jahren"},
    "numbered": {True: "jahrhundert|quartal"},
    "towards": {15: "viertel", 30: "halb", 45: "drei viertel"},
    "card": {(2, "u"): "zwei", (3, "u"): "drei", (5, "u"): "fünf", (8, "u"): "acht", (21, "t"): "einundzwanzig"},
    "quant": {1: "ein|eine|einer|einem", 3: "ein paar"},
    "vague": {True: "ein paar"},
    "rel": {"before-last": "vorletzt+e", "next": "nächst+e"},
    "ord": {-2: "vorletzt+e", 3: "dritt+e"},
    "dayword": {0: "heute", 1: "morgen"},
    "agoled": {True: "vor|seit"},
    "in": {True: "in"},
    "bound": {"before": "vor", "after": "nach", "since": "seit"},
    "before": {True: "vor"},
    "after": {True: "nach"},
    "before-hour": {True: "vor"},
    "past": {True: "nach"},
    "to": {True: "bis"},
    "and": {True: "und"},
    "more": {True: "mehr als"},
    "slice": {"late": "spät+e"},
    "prep": {True: "am|dem|der|den|im|in"},
    "the": {True: "dem|der|den"},
    "of": {True: "im"},
    "onlike": {True: "am|um"},
    "athour": {True: "um"},
    "approx": {True: "um|etwa"},
    "hourmark": {True: "uhr"},
    "oclock": {True: "uhr"},
    "hourpart": {"pm": "abends"},
    "daypart": {"evening": "abend|abends"},
    "every": {True: "jeden"},
    "era": {"bc": "v chr"},
}

ENDINGS: Final = {"e": "e er es en em"}


def some_german() -> Language:
    return make_language(CODE, inflected(ROWS, ENDINGS, [("ä", "ae"), ("ü", "ue")]), day_first=True, bare_genitive=True)


FRENCH: Final = "fr_CH"
FRENCH_ROWS: Final[Rows] = {
    "compound": {"le année": "l'année", "le été": "l'été", "de octobre": "d'octobre"},
    "month": {5: "mai", 10: "octobre"},
    "weekday": {2: "mardi", 5: "vendredi"},
    "trailing": {True: "dernier|dernière|prochain|prochaine"},
    "rel": {"last": "dernier|dernière", "next": "prochain|prochaine", "past": "derniers"},
    "ord": {1: "premier", -1: "dernier|dernière"},
    "unit": {"hour": "heure|heures", "day": "jour|jours", "week": "semaine", "month": "mois", "year": "année"},
    "many": {True: "heures|jours|derniers"},
    "card": {(2, "u"): "deux", (3, "u"): "trois", (10, "t"): "dix"},
    "hourshift": {30: "et demie", 15: "et quart", -15: "moins le quart", -10: "moins dix"},
    "hourmark": {True: "h|heure|heures"},
    "clockword": {(12, "noon"): "midi"},
    "season": {"summer": "été"},
    "slice": {"beginning": "début", "end": "fin"},
    "dayword": {1: "demain"},
    "agoled": {True: "il y a"},
    "bound": {"until": "jusqu'à"},
    "prep": {True: "le|la|les|de|du|à|au"},
    "the": {True: "le|la|les|du|au"},
    "of": {True: "de|du"},
    "genitive": {True: "de|du"},
    "onlike": {True: "le|à"},
    "athour": {True: "à"},
    "from": {True: "du"},
    "to": {True: "au"},
    "and": {True: "et"},
}


def some_french() -> Language:
    return make_language(FRENCH, FRENCH_ROWS, day_first=True, clock_24=True)


@pytest.fixture(autouse=True)
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("some_french")
    vars(module)["language"] = some_french
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(lexicon.LANGUAGES, FRENCH, module.__name__)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("some_german")
    vars(module)["language"] = some_german
    vars(module)["PHRASES"] = evolve(
        english_phrases.PHRASES,
        code=CODE,
        day=dict.fromkeys(phrases.STYLES, "{day} {month}"),
        dated=dict.fromkeys(phrases.STYLES, "{day} {year}"),
        day_number="{n}.",
        slices={"early": ("Anfang {}",) * 3, "mid": ("Mitte {}",) * 3, "late": ("Ende {}",) * 3},
        slice_case=GENITIVE,
        units={
            **english_phrases.PHRASES.units,
            Grain.CENTURY: ("{ordinal} Jahrhundert", "des {ordinal} Jahrhunderts", "dem {ordinal} Jahrhundert"),
        },
        frames={**english_phrases.PHRASES.frames, "from": ("von {}", PLAIN), "until": ("bis {}", PLAIN)},
        ordinal=lambda number: f"{number}.",
        months={},
    )
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(lexicon.LANGUAGES, CODE, module.__name__)
    monkeypatch.setitem(phrases.LANGUAGES, CODE, module.__name__)


@pytest.mark.parametrize(
    ("text", "start", "end", "approximate"),
    [
        # "ago" in front of its quantity (agoled)
        ("vor zwei Tagen", "2017-11-28", "2017-11-29", False),
        ("vor einem Jahr und zwei Wochen", "2016-11-16", "2016-11-17", False),
        ("vor etwa zwei Wochen", "2017-11-16", "2017-11-17", True),
        ("vor ein paar Tagen", "2017-11-27", "2017-11-28", True),
        ("vor zwei bis drei Wochen", "2017-11-09", "2017-11-17", False),
        ("vor mehr als zwei Wochen", None, "2017-11-16", False),
        ("seit zwei Wochen", "2017-11-16", None, False),
        ("Dienstag vor zwei Wochen", "2017-11-14", "2017-11-15", False),
        ("zwei Tage vor dem 3. Mai 2018", "2018-05-01", "2018-05-02", False),
        ("vor 2018", None, "2018-01-01", False),
        ("vor dem 3. Mai 2018", None, "2018-05-03", False),
        ("seit 2015", "2015-01-01", None, False),
        # so long from today or tomorrow
        ("heute in einer Woche", "2017-12-07", "2017-12-08", False),
        ("heute vor einem Jahr", "2016-11-30", "2016-12-01", False),
        ("morgen vor zwei Wochen", "2017-11-17", "2017-11-18", False),
        # the hour that runs, with a plain number (towards)
        ("halb acht", "2017-11-30T07:30:00", "2017-11-30T07:31:00", False),
        ("halb 8 abends", "2017-11-30T19:30:00", "2017-11-30T19:31:00", False),
        ("um halb acht Uhr", "2017-11-30T07:30:00", "2017-11-30T07:31:00", False),
        ("drei viertel acht", "2017-11-30T07:45:00", "2017-11-30T07:46:00", False),
        ("Viertel acht", "2017-11-30T07:15:00", "2017-11-30T07:16:00", False),
        ("Viertel nach drei", "2017-11-30T03:15:00", "2017-11-30T03:16:00", False),
        ("fünf vor halb acht", "2017-11-30T07:25:00", "2017-11-30T07:26:00", False),
        ("fünf nach halb acht", "2017-11-30T07:35:00", "2017-11-30T07:36:00", False),
        ("fünf vor acht", "2017-11-30T07:55:00", "2017-11-30T07:56:00", False),
        # a mark of hours that is no length of time (hourmark)
        ("10 Uhr", "2017-11-30T10:00:00", "2017-11-30T11:00:00", False),
        ("10 Uhr 30", "2017-11-30T10:30:00", "2017-11-30T10:31:00", False),
        ("10 Uhr 30 am 3. Mai 2018", "2018-05-03T10:30:00", "2018-05-03T10:31:00", False),
        ("10 Uhr 30 morgen", "2017-12-01T10:30:00", "2017-12-01T10:31:00", False),
        ("10 Uhr 30. Mai 2018", "2018-05-30T10:00:00", "2018-05-30T11:00:00", False),
        ("10.30 Uhr", "2017-11-30T10:30:00", "2017-11-30T10:31:00", False),
        # a word that is "at" before hours and "about" before anything else (athour and approx)
        ("um 10 Uhr", "2017-11-30T10:00:00", "2017-11-30T11:00:00", False),
        ("um 10:30", "2017-11-30T10:30:00", "2017-11-30T10:31:00", False),
        ("morgen um 10 Uhr", "2017-12-01T10:00:00", "2017-12-01T11:00:00", False),
        ("Freitag Abend um 8", "2017-12-01T20:00:00", "2017-12-01T21:00:00", False),
        ("um 1900", "1900-01-01", "1901-01-01", True),
        ("um den 3. Mai 2018", "2018-05-03", "2018-05-04", True),
        ("um 12 v. Chr.", "-0011-01-01", "-0010-01-01", True),
        # one word for two (compound)
        ("Freitagabend", "2017-12-01T18:00:00", "2017-12-01T22:00:00", False),
        ("am Freitagabend um halb acht", "2017-12-01T19:30:00", "2017-12-01T19:31:00", False),
        ("Dienstag bis Freitagabend", "2017-11-28T00:00:00", "2017-12-01T22:00:00", False),
        ("spaetjahr 2017", "2017-09-01", "2018-01-01", False),
        # one word for the last but one and for the one before the last (rel and ord)
        ("vorletzte Woche", "2017-11-13", "2017-11-20", False),
        ("vorletzten Dienstag", "2017-11-14", "2017-11-15", False),
        ("der vorletzte Tag im Mai 2018", "2018-05-30", "2018-05-31", False),
        ("naechste Woche", "2017-12-04", "2017-12-11", False),
        # units with a number are not subtracted
        ("18. Jahrhundert – 19. Jahrhundert", "1700-01-01", "1900-01-01", False),
        ("1. Quartal 2018 – 2. Quartal 2018", "2018-01-01", "2018-07-01", False),
        ("in einundzwanzig Tagen", "2017-12-21", "2017-12-22", False),
    ],
)
def test_what_other_languages_say(text: str, start: str | None, end: str | None, approximate: bool) -> None:
    span = timeline.resolve(text, anchor=ANCHOR, language=CODE).span
    assert (span.iso(), span.approximate) == ((start, end), approximate)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # "last" and "next" behind what they are about (trailing)
        ("la semaine dernière", "2017-11-20", "2017-11-27"),
        ("l'année prochaine", "2018-01-01", "2019-01-01"),
        ("l'été dernier", "2017-06-01", "2017-09-01"),
        ("mai dernier", "2017-05-01", "2017-06-01"),
        ("vendredi prochain à 10 h", "2017-12-08T10:00:00", "2017-12-08T11:00:00"),
        ("mardi de la semaine prochaine", "2017-12-05", "2017-12-06"),
        ("le 3 du mois prochain", "2017-12-03", "2017-12-04"),
        ("début de l'année prochaine", "2018-01-01", "2018-05-01"),
        ("le dernier jour du mois dernier", "2017-10-31", "2017-11-01"),
        ("le dernier vendredi d'octobre", "2017-10-27", "2017-10-28"),
        ("jusqu'à la semaine prochaine", None, "2017-12-11"),
        ("les trois derniers mois", "2017-08-30", "2017-11-30"),
        # minutes behind their hour (hourshift)
        ("dix heures et demie", "2017-11-30T10:30:00", "2017-11-30T10:31:00"),
        ("demain à dix heures moins le quart", "2017-12-01T09:45:00", "2017-12-01T09:46:00"),
        ("deux heures moins dix", "2017-11-30T01:50:00", "2017-11-30T01:51:00"),
        ("midi et quart", "2017-11-30T12:15:00", "2017-11-30T12:16:00"),
        # one word for "on" and "to"
        ("du 3 au 5 mai 2018", "2018-05-03", "2018-05-06"),
        ("il y a deux jours", "2017-11-28", "2017-11-29"),
    ],
)
def test_what_romance_languages_say(text: str, start: str | None, end: str | None) -> None:
    assert timeline.resolve(text, anchor=ANCHOR, language=FRENCH).span.iso() == (start, end)


@pytest.mark.parametrize("text", ["jeden Freitagabend", "Freitagabends"])
def test_compounds_repeat(text: str) -> None:
    found = timeline.resolve(text, anchor=ANCHOR, language=CODE).recurrence
    assert found is not None
    assert (found.rrule, found.start.iso()[0]) == ("FREQ=WEEKLY;BYDAY=FR", "2017-12-01T18:00:00")


@pytest.mark.parametrize(
    "text", ["vor", "seit mehr als", "halb 18", "morgen in zwei Tagen", "um", "Freitagabend morgens"]
)
def test_what_they_do_not_say(text: str) -> None:
    with pytest.raises(TimelineError):
        timeline.resolve(text, anchor=ANCHOR, language=CODE)


def test_a_compound_has_its_places_in_the_text() -> None:
    with pytest.raises(timeline.errors.WordingError) as told:
        parse("Freitagabend blau", CODE)
    assert told.value.column == len("Freitagabend ") + 1


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (parse_edtf("2017-11-29"), "29. November 2017"),
        (parse_edtf("2017-11-29/2017-11-30"), "29.–30. November 2017"),
        (parse_edtf("2017-11-29/2017-12-01"), "29. November – 1. Dezember 2017"),
        (
            Span.filled(parse_edtf("1866").start_low, parse_edtf("1899").end_high, Grain.CENTURY),
            "Ende des 19. Jahrhunderts",
        ),
        (
            Span(
                parse_edtf("17XX").start_low,
                parse_edtf("17XX").end_high,
                parse_edtf("1850").start_low,
                parse_edtf("1949").end_high,
                Grain.CENTURY,
            ),
            "von 18. Jahrhundert bis between the 1850s and 1940s",
        ),
    ],
)
def test_days_and_cases_are_written_as_phrases_say(span: Span, written: str) -> None:
    assert render(span, language=CODE) == written


def test_rows_are_built_of_stems_and_tables() -> None:
    rows = inflected({"rel": {"next": "nächst+e|kommend"}}, {"e": "e er"}, [("ä", "ae")])
    assert rows == {"rel": {"next": "nächste|naechste|nächster|naechster|kommend"}}
    assert merged({"unit": {"day": "tg"}}, {"rel": {"next": "x"}, "unit": {"day": "tag"}}) == {
        "rel": {"next": "x"},
        "unit": {"day": "tg|tag"},
    }
    assert names_of(["Nov.", "nov", "November"]) == "nov|november"
