"""The shape of a language: its words as rows of categories that the grammar reads.

A language module is data. It names, for each category that it has words for, the words that carry it and what they
mean; the grammar sees categories and values, never a word. A row is ``value: "word|another word|two words"``; a word
may stand in several categories, and the rules are tried in the order of its categories. ``Cats`` says what each is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final, TypeAlias, TypedDict, cast

from attrs import field, frozen

from timeline.errors import SettingError, nearest_name
from timeline.wording.token import Token

Cats = TypedDict(
    "Cats",
    {
        # Categories by what they are for, with the type of what a word means in each. Where the type is bool, a word
        # has the category or has it not, and its value is always True.
        #
        # --- numbers
        "num": int,  # a cardinal number, in digits or in words
        "digits": int,  # how many digits it is written with; only for digits
        "word": int,  # how many words it is written with; only for words
        "card": tuple[int, str],  # a word of a number, as `tokens` joins them: value and kind (below)
        #   kinds: u below ten, t teen, T tens, H a whole hundred ("two hundred" in one word), h times 100, k times 1000
        "ord": int,  # an ordinal; -1 last, -2 last but one
        "roman": int,  # a Roman number in letters that only look Latin
        "quant": int | float,  # a number that is no number word: a is 1, couple 2, few 3
        "lone": int | float,  # how many a unit means that stands without a number, in languages without articles
        "vague": bool,  # "several": the number is not meant exactly
        "half": bool,  # half of a unit, or past the hour
        "and-half": bool,  # the half behind a whole number
        "third": int,
        "fraction": bool,  # halves as parts of something
        "suffix": bool,  # what makes an ordinal of digits ("th")
        "hyphened": bool,  # an ending that a hyphen sets off from its number
        "number": bool,  # "no.", "number"
        "numbered": bool,  # a unit that a number in front of it counts like an ordinal ("19 century")
        "less": bool,  # "less than" before a quantity
        "more": bool,  # "more than" before a quantity
        "least": bool,  # "at least" before a quantity, which it includes
        # --- the calendar
        "month": int,  # 1 to 12
        "weekday": int,  # 1 (Monday) to 7
        "plural": bool,  # a form that means each of them ("Mondays")
        "many": bool,  # a unit in the plural
        "unit": str,  # a grain, or `fortnight`, `business-day`, `workweek`, `half`, `millennium`
        "shortunit": str,  # a letter that is a unit only right behind its number ("3d")
        "season": str,  # `spring`, `summer`, `autumn`, `winter`
        "decade": int,  # what a decade is called ("nineties" is 90); above 100 with its century
        "decades": bool,  # what makes decades of digits ("1990s")
        "hundreds": bool,
        "era": str,  # `bc` or `ad`
        "named": str,  # the key of a named day
        "eve": bool,  # what makes a day the one before it
        "fiscal": bool,
        "academic": bool,
        "weekno": bool,  # what a number of a week stands behind
        "isoweek": bool,  # a word for weeks that are numbered by ISO 8601 where nothing else is said
        "wc": bool,  # week commencing
        "quarterletter": bool,
        "halfletter": bool,
        "centuryletter": bool,
        "letter-t": bool,
        "yearword": bool,  # "year" before its number
        "yearmark": bool,  # "year" behind its number, in languages that say it
        "yearsuffix": bool,  # an ending that makes a year of a number
        # --- from the anchor
        "dayword": int,  # days from the anchor: today 0, tomorrow 1
        "now": bool,
        "asap": bool,
        "rel": str,  # a key of `steps.STEPS`: this, last, next …
        "ago": int,  # behind a quantity: -1 before the anchor, 1 after it
        "back": bool,  # counts back behind a quantity, where the same word elsewhere is "until"
        "in": bool,  # turns a quantity into one from the anchor ("in two weeks")
        "within": bool,  # turns a quantity into a stretch from the anchor
        "window": int,  # behind a quantity: a stretch before (-1) or after (1) the anchor
        "weekfrom": bool,  # "Friday week"
        "todate": bool,  # up to the anchor
        "todateunit": str,  # the unit of which that is so ("YTD")
        "again": bool,
        # --- parts
        "slice": str,  # early, mid, late, … of what follows
        "edge": str,  # `start` or `end` of what follows, as a date of its own
        "eox": str,  # the unit whose end is meant ("EOM")
        "box": str,  # the unit whose beginning is meant
        # --- times of day
        "ampm": str,  # `am` or `pm`
        "oclock": bool,
        "clockword": tuple[int, str],  # hour and name of noon and midnight
        "daypart": str,  # a name of `expression.DayPart`
        "night-before": bool,  # the night that leads up to a day
        "past": bool,  # minutes past an hour
        "before-hour": bool,  # minutes to an hour
        "towards": int,  # the minutes of the hour that runs ("half eight" is 7:30)
        "short-of": bool,  # so many minutes before an hour
        "hourmark": bool,  # "hours" behind the hour of a clock
        "hourpart": str,  # `am`, `pm` or `night` behind an hour
        "time": bool,  # "time" behind the name of a zone, or of a quantity
        "zone": str,  # a time zone behind a clock
        # --- ranges and bounds
        "from": bool,
        "to": bool,
        "and": bool,
        "or": bool,
        "between": bool,
        "exclusive": bool,  # a "to" that leaves its end out
        "inclusive": bool,
        "bound": str,  # which side of a range follows: a key of `BOUNDS`
        "orbound": str,  # the same, standing behind ("or later")
        "onwards": bool,  # an `orbound` that leaves the end open
        "before": bool,
        "after": bool,
        "start": bool,  # what follows is where a stretch starts
        "open": bool,  # ongoing
        "beside": str,  # a kind of `expression.Beside`
        "inside": bool,  # a `beside` that dates can follow as well
        "for": bool,  # before how long something lasts
        "except": bool,
        # --- what repeats
        "every": bool,
        "other": int,  # every second one
        "freq": tuple[str, str],  # FREQ and INTERVAL of RFC 5545 §3.3.10
        "times": int,  # once, twice
        "timesword": bool,  # "times" behind a number
        "count": bool,  # occurrences behind a number
        "per": bool,  # before the unit that something happens so often in
        # --- doubt, and words that join
        "approx": bool,
        "circa": bool,  # an `approx` that stands before dates and never counts
        "uncertain": bool,
        "sometime": bool,  # somewhere inside what follows
        "undated": bool,  # there is no date
        "prep": bool,  # joins without meaning of its own ("on", "of", "the", "in")
        "of": bool,  # ties a part to its whole
        "genitive": bool,  # the one `of` that does nothing else
        "onlike": bool,  # stands before days and times
        "the": bool,
        "poss": bool,  # the ending of a possessive
        "filler": bool,  # says only that a date follows
        "unread": bool,  # a phrase that means none of what its words mean
    },
    total=False,
)
"""What one word can mean: category -> value. A new category is a row here, the words for it are rows of languages."""
NO_CATS: Final[Cats] = {}
Seconds: TypeAlias = "dict[str, tuple[tuple[tuple[str, ...], Cats], ...]]"
"""second word -> (words behind the second, categories), the longest first"""
Phrases: TypeAlias = "dict[str, Seconds]"
"""first word -> second word -> …"""
Rows: TypeAlias = Mapping[str, Mapping[object, str]]

_PIECES: Final = re.compile(r"[><]=|\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[^\s\w]")

BOUNDS: Final = {
    # what the word says -> (side of the range that it sets, kind of that side); see ``expression.Range``
    "before": ("end", "before"),
    "after": ("start", "after"),
    "since": ("start", "at"),
    "not-before": ("start", "within"),
    "until": ("end", "until"),
    "by": ("end", "by"),
    "to-edge": ("end", "to"),
}


NUMBER: Final = 1
"""A word that may be part of a number in words."""
REPEAT: Final = 2
"""A word that may make a recurrence."""
HYPHEN: Final = 4
"""An ending that a hyphen sets off from its number ("29-th")."""
REPEATS: Final = frozenset({"every", "freq", "times", "plural", "timesword"})


POSSESSIVE: Final = 8
"""An unknown word that may be a known one with the ending of a possessive ("month's")."""


@frozen(eq=False)
class Language:
    """One language's words, made ready for the tokenizer: single words, and phrases by their first word."""

    code: str
    words: dict[str, Cats]
    phrases: Phrases
    entries: dict[str, tuple[Cats, int]]
    """``words``, and those that phrases start with, in one table for the tokenizer, with marks: see ``NUMBER``."""
    pairs: frozenset[tuple[str, str]]
    """The first two words of each phrase, each word with a space before it and without."""
    day_first: bool
    """Whether ``3/4/2017`` is read day first where nothing else decides."""
    hundred_joins: frozenset[str] = field(default=frozenset())
    """Words that may stand inside a number ("two thousand *and* five")."""
    clock_24: bool = False
    """Whether "10:30" can only be in the morning."""
    bare_genitive: bool = False
    """Whether a part stands right before its whole, with no word such as "of" between them."""
    known: dict[str, Token] = field(factory=dict)
    """The tokens of the words met so far, by the word, or by a space and the word where white space stands before."""
    marked: set[str] = field(factory=set)
    """Those of them that have a mark."""


def make_language(
    code: str,
    rows: Rows,
    *,
    day_first: bool = False,
    joins: str = "",
    clock_24: bool = False,
    bare_genitive: bool = False,
    extra: Mapping[str, Mapping[str, object]] | None = None,
) -> Language:
    """A language from its rows; ``extra`` adds tables of the form word -> value (named days)."""
    words: dict[str, Cats] = {}
    phrases: dict[str, dict[tuple[str, ...], Cats]] = {}

    def put(name: str, category: str, value: object) -> None:
        first, *rest = _PIECES.findall(name)
        made = phrases.setdefault(first, {}).setdefault(tuple(rest), {}) if rest else words.setdefault(first, {})
        cast("dict[str, object]", made)[category] = value

    for category, table in rows.items():
        for value, names in table.items():
            for name in names.split("|"):
                put(name, category, value)
    for category, names_to_values in (extra or {}).items():
        for name, value in names_to_values.items():
            put(name, category, value)
    ordered: dict[str, dict[str, tuple[tuple[tuple[str, ...], Cats], ...]]] = {}
    marks: dict[str, int] = {}
    for first, rests in phrases.items():
        marks.setdefault(first, 0)
        seconds = ordered.setdefault(first, {})
        for rest, cats in sorted(rests.items(), key=lambda item: (-len(item[0]), item[0])):
            seconds[rest[0]] = (*seconds.get(rest[0], ()), (rest[1:], cats))
            if REPEATS & cats.keys():
                marks[first] |= REPEAT
    for word, cats in words.items():
        if "card" in cats or "ord" in cats:
            marks[word] = marks.get(word, 0) | NUMBER
            _count(cats)
        if "hyphened" in cats:
            marks[word] = marks.get(word, 0) | HYPHEN
        if REPEATS & cats.keys():
            marks[word] = marks.get(word, 0) | REPEAT
    entries = {word: (words.get(word, NO_CATS), marks.get(word, 0)) for word in sorted({*words, *ordered, *marks})}
    pairs = frozenset(
        (before + first, between + second)
        for first, seconds in ordered.items()
        for second in seconds
        for before in ("", " ")
        for between in ("", " ")
    )
    joining = frozenset(joins.split("|")) if joins else frozenset()
    return Language(code, words, ordered, entries, pairs, day_first, joining, clock_24, bare_genitive)


def _count(cats: Cats) -> None:
    """Give a number word that stands alone what joined ones get: its number and how many words it is."""
    if "card" in cats:
        cats["num"] = cats["card"][0]
        cats["word"] = 1
    elif "unit" not in cats and cats["ord"] > 0:
        cats["word"] = 1


LANGUAGES: Final = {
    "en": "timeline.wording.languages.english",
    "ru": "timeline.wording.languages.russian",
}
"""Language modules by code; each has a function ``language() -> Language``."""


def language_module(table: Mapping[str, str], code: str) -> ModuleType:
    """The module that a table has for a language.

    Raises:
        SettingError: nobody wrote that language yet.
    """
    if code not in table:
        close = nearest_name(code, table)
        hint = f"; did you mean {close!r}?" if close else ""
        raise SettingError(f"there is no language {code!r} (known: {', '.join(sorted(table))}){hint}")
    return import_module(table[code])


@cache
def language(code: str) -> Language:
    """The language with an ISO 639-1 code.

    Raises:
        SettingError: nobody wrote that language yet.
    """
    made: Language = language_module(LANGUAGES, code).language()
    return made
