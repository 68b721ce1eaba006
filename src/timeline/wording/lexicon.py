"""The shape of a language: its words as rows of categories that the grammar reads.

A language module is data. It names, for each category below, the words that carry it and what they mean; the grammar
sees categories and values, never a word. A row is ``value: "word|another word|two words"``; a word may stand in
several categories. Category by category:

=============== ======================================================================================
``month``       1-12
``weekday``     1-7 (Monday is 1); ``plural`` marks the forms that mean each of them ("Mondays")
``unit``        a grain, or ``fortnight``, ``business-day``, ``weekday-unit``, ``millennium``
``card``        (value, kind) of a number word; kinds: ``u`` below ten, ``t`` teen, ``T`` tens, ``H`` a whole
                hundred, ``h`` times hundred, ``k`` times thousand
``ord``         the number of an ordinal; -1 last, -2 last but one
``quant``       a number that is no number word: a = 1, couple = 2, few = 3; ``vague`` marks inexact ones
``rel``         ``this``, ``last``, ``next``, ``previous``, ``past``, ``coming``, ``following``
``dayword``     days from the anchor: today 0, tomorrow 1
``now``         the anchor's moment
``ago``         -1 before the anchor, 1 after it, following a quantity
``in``          what turns a quantity into one from the anchor ("in two weeks")
``within``      what turns a quantity into a stretch from the anchor
``window``      -1 / 1, following a quantity: "in the past", "in the future"
``prep``        words that join without meaning of their own ("on", "of", "the", "in")
``of``          a preposition that ties a part to its whole
``from`` ``to`` ``and`` ``between``  the words of ranges
``bound``       which side of a range follows: see ``BOUNDS``
``orbound``     the same, standing behind ("or later", "onwards")
``slice``       early, mid, late, … of what follows
``half`` ``past`` ``before-hour`` ``oclock`` ``ampm`` ``clockword`` ``daypart``  the words of clocks
``season``      spring, summer, autumn, winter
``decade``      what a decade is called ("nineties" 90); above 100 with its century ("noughties" 2000)
``era``         ``bc`` or ``ad``
``every``       each; ``other`` for every other; ``freq`` daily, weekly …; ``times`` twice, once
``named``       a named day's key; ``eve`` what makes it the day before
``approx`` ``uncertain``  doubt before or behind
``beside``      during, at the same time as, …
``open``        ongoing, indefinitely
``fiscal`` ``academic`` ``calendar``  kinds of years
``undated``     says that there is no date
``todate``      up to the anchor ("to date")
``lone``        how many a unit means that stands without a number ("week" in "a week ago"), in languages without articles
``back``        what counts back behind a quantity, where the same word elsewhere is "until"
``yearmark``    "year" behind the number of one ("2017 year"); ``yearsuffix`` an ending that makes a number one
``numbered``    units that a number in front counts like an ordinal ("19 century"); ``isoweek`` by ISO 8601
``hyphened``    endings that a hyphen sets off from their number
``hourmark``    "hours" behind the hour of a clock; ``hourpart`` the half of the day behind an hour
``towards``     the minutes of the hour that runs ("half eight" is 7:30); ``short-of`` so many minutes before an hour
``zone``        a time zone behind a clock
(others)        small words that one rule asks for by name
=============== ======================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Final, TypeAlias

from attrs import field, frozen

from timeline.errors import SettingError, nearest_name

Value: TypeAlias = "str | int | tuple[int, str] | tuple[str, str] | bool"
Cats: TypeAlias = dict[str, object]
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


@frozen(eq=False)
class Language:
    """One language's words, made ready for the tokenizer: single words, and phrases by their first word."""

    code: str
    words: dict[str, Cats]
    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], Cats], ...]]]
    """first word -> second word -> (words behind the second, categories), the longest first"""
    entries: dict[str, tuple[Cats, int, dict[str, tuple[tuple[tuple[str, ...], Cats], ...]] | None]]
    """``words`` and ``phrases`` by word in one table for the tokenizer, with marks: see ``NUMBER`` and ``REPEAT``."""
    day_first: bool
    """Whether ``3/4/2017`` is read day first where nothing else decides."""
    hundred_joins: frozenset[str] = field(default=frozenset())
    """Words that may stand inside a number ("two thousand *and* five")."""
    clock_24: bool = False
    """Whether "10:30" can only be in the morning."""
    bare_genitive: bool = False
    """Whether a part stands right before its whole, with no word such as "of" between them."""


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
        if rest:
            phrases.setdefault(first, {}).setdefault(tuple(rest), {})[category] = value
        else:
            words.setdefault(first, {})[category] = value

    for category, table in rows.items():
        for value, names in table.items():
            for name in names.split("|"):
                put(name, category, value)
    for category, names_to_values in (extra or {}).items():
        for name, value in names_to_values.items():
            put(name, category, value)
    ordered: dict[str, dict[str, tuple[tuple[tuple[str, ...], Cats], ...]]] = {}
    marks: dict[str, int] = {}
    for first, table in phrases.items():
        marks.setdefault(first, 0)
        seconds = ordered.setdefault(first, {})
        for rest, cats in sorted(table.items(), key=lambda item: (-len(item[0]), item[0])):
            seconds[rest[0]] = (*seconds.get(rest[0], ()), (rest[1:], cats))
            if REPEATS & cats.keys():
                marks[first] |= REPEAT
    for word, cats in words.items():
        if "card" in cats or "ord" in cats:
            marks[word] = marks.get(word, 0) | NUMBER
        if "hyphened" in cats:
            marks[word] = marks.get(word, 0) | HYPHEN
        if REPEATS & cats.keys():
            marks[word] = marks.get(word, 0) | REPEAT
    entries = {
        word: (words.get(word, {}), marks.get(word, 0), ordered.get(word)) for word in sorted({*words, *ordered, *marks})
    }
    joining = frozenset(joins.split("|")) if joins else frozenset()
    return Language(code, words, ordered, entries, day_first, joining, clock_24, bare_genitive)


LANGUAGES: Final = {
    "en": "timeline.wording.languages.english",
    "ru": "timeline.wording.languages.russian",
}
"""Language modules by code; each has a function ``language() -> Language``."""


@lru_cache(maxsize=None)
def language(code: str) -> Language:
    """The language with an ISO 639-1 code.

    Raises:
        SettingError: nobody wrote that language yet.
    """
    if code not in LANGUAGES:
        close = nearest_name(code, LANGUAGES)
        hint = f"; did you mean {close!r}?" if close else ""
        raise SettingError(f"there is no language {code!r} (known: {', '.join(sorted(LANGUAGES))}){hint}")
    made: Language = import_module(LANGUAGES[code]).language()
    return made
