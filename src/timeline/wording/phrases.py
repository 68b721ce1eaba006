"""The shape of what a language needs to write dates: patterns and words as data, names from CLDR."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, TypeAlias

from attrs import field, frozen

from timeline.span import Grain
from timeline.wording.lexicon import language_module

Cases: TypeAlias = tuple[str, str, str]
"""One text in the three cases that frames ask for: plain, genitive, instrumental. Languages without cases repeat it.

A language with other cases may put any into the last two: nothing but its own ``frames`` and ``slice_case`` asks for
them, except that days have their months in the genitive.
"""

PLAIN: Final = 0
GENITIVE: Final = 1
INSTRUMENTAL: Final = 2

STYLES: Final = ("long", "short", "us", "iso", "full")


@frozen(eq=False)
class Phrases:
    """One language's patterns. ``{year}`` stands for a written year, ``{n}`` for a number, ``{}`` for what is framed.

    ``frames`` holds, by name, a pattern and the case that it asks for.
    """

    code: str
    day: Mapping[str, str]
    """Pattern of a day without its year, by style: ``{day}``, ``{month}``, in ``full`` also ``{weekday}``."""
    dated: Mapping[str, str]
    """Pattern of a day with its year, by style: ``{day}`` is the day, ``{year}`` the year."""
    year: str
    years: str
    """Pattern of two years joined, ``{n}``."""
    early_year: str
    """Pattern of a year before 1000, which numbers alone don't show to be a year."""
    year_before_christ: str
    units: Mapping[Grain, Cases]
    """Patterns of the grains above a day; seasons and halves take their word as ``{word}``."""
    century_before_christ: Cases
    halves: tuple[Cases, Cases]
    seasons: Mapping[int, Cases]
    """Season words by first month (3, 6, 9, 12)."""
    slices: Mapping[str, Cases]
    frames: Mapping[str, tuple[str, int]]
    slice_case: int
    """The case of what a slice (``early``) is a part of."""
    hour: Callable[[int], str]
    ordinal: Callable[[int], str]
    zone: str
    day_number: str = "{n}"
    """Pattern of the number of a day, alone and in "29.-30. November"."""
    article: str = ""
    """What a decade drops behind another word."""
    trailer: str = ""
    """What the first of two decades leaves to the second."""
    months: Mapping[str, Cases | tuple[str, ...]] = field(factory=dict)
    """Month names by style or case name, where CLDR has none that fit: ``us``, ``instrumental``."""


LANGUAGES: Final = {
    "en": "timeline.wording.languages.english_phrases",
    "ru": "timeline.wording.languages.russian_phrases",
}
"""Modules by language code; each has ``PHRASES``."""


@cache
def phrases(code: str) -> Phrases:
    """The patterns of a language.

    Raises:
        SettingError: nobody wrote that language yet.
    """
    found: Phrases = language_module(LANGUAGES, code).PHRASES
    return found


@frozen(eq=False)
class Names:
    """Month and weekday names, each tuple from January or Monday."""

    months: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    """Alone, in the genitive of a date, in the instrumental."""
    short: tuple[str, ...]
    us: tuple[str, ...]
    weekdays: tuple[str, ...]


@cache
def names(code: str) -> Names:
    """The names of a language, from CLDR where it has them."""
    from babel import Locale  # heavy, and much is written without a month's name

    own = phrases(code).months
    locale = Locale.parse(code)

    def listed(context: str, width: str) -> tuple[str, ...]:
        table = locale.months[context][width]
        return tuple(table[month] for month in range(1, 13))

    alone, genitive = listed("stand-alone", "wide"), listed("format", "wide")
    short = listed("format", "abbreviated")
    days = locale.days["format"]["wide"]
    return Names(
        (alone, genitive, tuple(own.get("instrumental", alone))),
        short,
        tuple(own.get("us", short)),
        tuple(days[day] for day in range(7)),
    )
