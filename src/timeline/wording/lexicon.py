"""The shape of a language: its words as rows of categories that the grammar reads.

A language module is data. It names, for each category that it has words for, the words that carry it and what they
mean; the grammar sees categories and values, never a word. A row is ``value: "word|another word|two words"``; a word
may stand in several categories, and the rules are tried in the order of its categories. ``Cats`` in ``token.py`` says
what each is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final, TypeAlias, cast

from attrs import field, frozen

from timeline.errors import SettingError, nearest_name
from timeline.wording.token import COMPOUND, HYPHEN, NO_CATS, NUMBER, REPEAT, Cats, Token

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

REPEATS: Final = frozenset({"every", "freq", "times", "plural", "timesword"})
"""Categories whose words may make a recurrence."""


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
    possessive: str = ""
    """The ending that makes a possessive of any word, where there is one."""
    suffixes: tuple[str, ...] = ()
    """What makes an ordinal of a number, the longest first."""
    zones: dict[str, tuple[str, str]] = field(factory=dict)
    """Names of time zones that a clock has behind it, with the zone and how the name may stand.

    ``base``: offsets are counted from it, and even a bare hour may stand before it; ``zulu``: a bare hour may;
    ``wire``: four figures may; ``short``: none of that; ``region``: it means other things as well, so that nothing but
    a date may follow; ``timed``: only before a word for "time"; ``local``: the time of the place that is meant anyway.
    """
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
    possessive: str = "",
    zones: Iterable[Rows] = (),
    extra: Mapping[str, Mapping[str, object]] | None = None,
) -> Language:
    """A language from its rows; ``zones`` are those of names of time zones, by how a name may stand.

    ``extra`` adds tables of the form word -> value (named days).
    """
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
    for word, cats in words.items():
        if "compound" in cats:
            marks[word] = COMPOUND
            for part in cats["compound"].split(" "):
                marks[word] |= marks.get(part, 0)
    entries = {word: (words.get(word, NO_CATS), marks.get(word, 0)) for word in sorted({*words, *ordered, *marks})}
    pairs = frozenset(
        (before + first, between + second)
        for first, seconds in ordered.items()
        for second in seconds
        for before in ("", " ")
        for between in ("", " ")
    )
    joining = frozenset(joins.split("|")) if joins else frozenset()
    return Language(
        code,
        words,
        ordered,
        entries,
        pairs,
        day_first,
        joining,
        clock_24,
        bare_genitive,
        possessive,
        tuple(sorted((word for word, cats in words.items() if "suffix" in cats), key=len, reverse=True)),
        {
            name: (str(zone), kind)
            for table in zones
            for kind, row in table.items()
            for zone, names in row.items()
            for name in names.split("|")
        },
    )


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
