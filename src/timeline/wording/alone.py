"""Times of day and durations that stand alone, as an event's ``starts``, ``ends`` and ``duration`` have them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from timeline.errors import WordingError
from timeline.wording.clocks import clock
from timeline.wording.cursor import Cursor
from timeline.wording.expression import Amount, Clock
from timeline.wording.grammar import GRAMMAR
from timeline.wording.lexicon import language as language_of
from timeline.wording.points.quantities import quantity
from timeline.wording.tokens import normalise, tokenize

_PLAIN_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?\Z")
_ISO: Final = re.compile(
    r"P(?=[0-9T])(?:([0-9.]{1,9})Y)?(?:([0-9.]{1,9})M)?(?:([0-9.]{1,9})W)?(?:([0-9.]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9.]{1,9})H)?(?:([0-9.]{1,9})M)?(?:([0-9.]{1,9})S)?)?\Z"
)
_ISO_UNITS: Final = ("year", "month", "week", "day", "hour", "minute", "second")


@lru_cache(maxsize=4096)
def read_time(text: str, language: str = "en") -> Clock:
    """A time of day: "10:30", "10.30 am", "noon", "9".

    Raises:
        WordingError: the text is no time of day, or more than one.
        InvalidDateError: hour 25, minute 61.
    """
    if plain := _PLAIN_TIME.match(text):
        return Clock(int(plain[1]), int(plain[2]), int(plain[3]) if plain[3] else None, "24")
    cursor = _cursor(text, language)
    found = clock(cursor, 0, bare=True)
    if found is None:
        raise WordingError(f"{text!r} is no time of day (like 10:30)")
    _whole(cursor, found[1], text, "a time of day")
    return found[0]


@lru_cache(maxsize=4096)
def read_duration(text: str, language: str = "en") -> tuple[Amount, ...]:
    """A length of time: "90 minutes", "1 hour 30 minutes", "3 days", ``PT1H30M`` (ISO 8601-1 §5.5.2).

    Raises:
        WordingError: the text is no length of time, or holds more than one.
    """
    if iso := _ISO.match(text.upper()):
        try:
            amounts = tuple((_number(part), unit) for part, unit in zip(iso.groups(), _ISO_UNITS, strict=True) if part)
        except ValueError:
            amounts = ()
    else:
        cursor = _cursor(text, language)
        found = quantity(cursor, 0)
        amounts = found[0] if found else ()
        if found:
            _whole(cursor, found[2], text, "a duration")
    if not amounts:
        raise WordingError(f"{text!r} is no duration (like 90 minutes, 3 days or PT1H30M)")
    if all(number == 0 for number, _ in amounts):
        raise WordingError(f"{text!r} has no length; every event lasts some time")
    return amounts


def _cursor(text: str, code: str) -> Cursor:
    words = normalise(text)
    language = language_of(code)
    return Cursor(words, tokenize(words, language)[0], language, None, GRAMMAR)


def _whole(cursor: Cursor, after: int, text: str, what: str) -> None:
    if not cursor.at_end(after):
        left = cursor.text[cursor.start(after) :]
        raise WordingError(f"{text!r}: {left!r} is left over behind {what}", cursor.column(after))


def _number(text: str) -> int | float:
    return int(text) if text.isdecimal() else float(text)
