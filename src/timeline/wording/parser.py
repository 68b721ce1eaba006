"""The front of the grammar: a whole text to one expression, cached, with errors that say where."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Final

from timeline.errors import NoDateError, TimelineError, WordingError
from timeline.wording.cursor import Cursor
from timeline.wording.edtf import read_edtf
from timeline.wording.expression import (
    Anchor,
    Beside,
    Both,
    Chosen,
    Expression,
    Fields,
    Literal,
    Qualified,
    Range,
    Shift,
    Unit,
)
from timeline.wording.grammar import GRAMMAR
from timeline.wording.iso import read_iso
from timeline.wording.lexicon import Language
from timeline.wording.lexicon import language as find_language
from timeline.wording.names import NameIndex
from timeline.wording.ranges import statement
from timeline.wording.recurrences import recurrence
from timeline.wording.token import Token
from timeline.wording.tokens import normalise, split_possessives, tokenize

_ISO: Final = re.compile(r"[\[{\dYXx+?~%./\-][0-9XxYZTWPDMSEtzw:/?~%.,+\-\[\]{} ]{3,}\Z")
_ISO_STARTS: Final = frozenset("0123456789[{YXx+?~%./- \N{EN DASH}\N{MINUS SIGN}")
_SPELT: Final = frozenset({"month", "weekday", "dayword", "season", "unit"})
"""The categories whose words are worth a guess when misspelt."""
_STRONG: Final = frozenset(
    {"month", "weekday", "dayword", "now", "season", "named", "every", "daypart", "decade", "unit", "era"}
)


def parse(text: str, language: str = "en", names: NameIndex | None = None) -> Expression:
    """What a text says, as an expression that depends on nothing but the text.

    ``names`` are the events that the text may speak of. Texts without names are cached.

    Raises:
        NoDateError: there is no date in the text.
        WordingError: words are left over that have no place; ``column`` is where they start.
        InvalidDateError: the date cannot exist.
    """
    if names is None:
        made = parsed(text, language)
        if isinstance(made, TimelineError):
            raise made.with_traceback(None)
        return made
    return _parse(text, find_language(language), names)


@lru_cache(maxsize=65_536)
def parsed(text: str, language: str) -> Expression | TimelineError:
    """What ``parse`` gives or raises for a text without names."""
    try:
        return _parse(text, find_language(language), None)
    except TimelineError as error:
        return error


def _parse(text: str, language: Language, names: NameIndex | None) -> Expression:
    normal = text if text.isascii() else normalise(text)
    if text[:1] in _ISO_STARTS and len(text) < 200:
        stripped = normal.strip().rstrip(";!")
        # "?-1868" leaves the start unknown; as EDTF it would be a doubtful year -1868, which nobody writes so
        made = _notated(stripped) if _ISO.match(stripped) and stripped[:2] != "?-" else None
        if made is not None:
            return made
    tokens, repeats = tokenize(normal, language)
    if names is not None and language.possessive and language.possessive in normal:
        tokens = split_possessives(tokens, language, names=True)
    if not tokens[0].text:
        raise NoDateError("there is no date in an empty text" if not text.strip() else f"there is no date in {text!r}")
    cursor = Cursor(normal, tokens, language, names, GRAMMAR)
    found = (recurrence(cursor, 0) if repeats else None) or statement(cursor, 0)
    if found is None:
        raise _nothing(text, tokens, cursor)
    expression, after = found
    if after != cursor.last:
        after = _trailing(cursor, after)
    if expression.__class__ in _MAY_BE_BARE:
        _refuse_bare(expression, text, tokens)
    if after < cursor.last:
        raise _leftover(text, tokens, cursor, after)
    return expression


def _notated(text: str) -> Expression | None:
    """What EDTF or ISO 8601 says. EDTF's marks of doubt may stand behind weeks and days of the year as well."""
    made = read_edtf(text) or read_iso(text)
    if made is None and (doubt := _DOUBTS.get(text[-1:])) is not None:
        sure = read_iso(text[:-1])
        if sure.__class__ is Literal and sure is not None:
            return Qualified(sure, *doubt)
    return made


_DOUBTS: Final = {"?": (False, True), "~": (True, False), "%": (True, True)}
"""Marks of doubt: whether what they stand behind is approximate, and whether it is uncertain (ISO 8601-2 §8.2)."""
_MAY_BE_BARE: Final = frozenset({Fields, Range, Both, Beside, Qualified})


def _refuse_bare(expression: Expression, text: str, tokens: list[Token]) -> None:
    """Refuse numbers that nothing marks as days: "first", "5 to 4"."""
    if isinstance(expression, Beside):
        expression = expression.of  # "sometime after 3"
    rough = isinstance(expression, Qualified)
    if isinstance(expression, Qualified):
        expression = expression.what  # "by about 5"
    if isinstance(expression, Both) and _is_bare(expression.items[0]):
        raise NoDateError(f"there is no date in {_short(text)!r}")  # "four by four"
    if _is_bare(expression) and not any("the" in token.cats or "digits" in token.cats for token in tokens):
        raise NoDateError(f"there is no date in {_short(text)!r}")
    if (
        isinstance(expression, Range)
        and _is_bare(expression.start)
        and _is_bare(expression.end)
        and not any("suffix" in token.cats or "ord" in token.cats for token in tokens)
    ):
        raise NoDateError(f"there is no date in {_short(text)!r}: two numbers alone name no month")
    lone = isinstance(expression, Range) and _is_lone_number(expression)
    if (lone or (rough and _is_bare(expression))) and not any(
        "suffix" in token.cats or "ord" in token.cats or "the" in token.cats for token in tokens
    ):
        raise NoDateError(f"{_short(text)!r} names neither a day nor an hour: write the 5th, or 5 pm")


def _is_lone_number(node: Range) -> bool:
    """Whether a number that could be an hour as well is all that bounds a range, or ends it: "by 5", "Fri till 5"."""
    if node.end is None:
        return _is_bare(node.start)
    start = node.start
    dayless = (
        start is None
        or isinstance(start, (Anchor, Chosen, Shift, Unit))
        or (isinstance(start, Fields) and start.day is None)
    )
    return _is_bare(node.end) and dayless and not (isinstance(start, Fields) and start.month is not None)


def _is_bare(node: Expression | None) -> bool:
    if isinstance(node, Qualified):
        node = node.what
    return (
        isinstance(node, Fields)
        and node.month is None
        and node.year is None
        and node.weekday is None
        and not node.short_year
    )


def _trailing(cursor: Cursor, i: int) -> int:
    tokens = cursor.tokens
    while tokens[i].text in (",", ".", "-", ":") and not cursor.at_end(i):
        i += 1
    return i + 1 if "poss" in tokens[i].cats and cursor.at_end(i + 1) else i  # "yesterday's"


def _nothing(text: str, tokens: list[Token], cursor: Cursor) -> TimelineError:
    """The error for a text in which nothing could be read."""
    misspelt = _misspelt(tokens, cursor)
    if misspelt is not None:
        return misspelt
    strong = sum(1 for token in tokens if any(category in _STRONG for category in token.cats))
    if strong and any(not token.cats for token in tokens[: cursor.last] if token.text not in ",'-"):
        at = next(i for i, token in enumerate(tokens) if not token.cats and token.text not in ",'-" and i < cursor.last)
        return WordingError(f"{_words(text, cursor, at)!r} has no place in a date", cursor.column(at))
    return NoDateError(f"there is no date in {_short(text)!r}")


def _leftover(text: str, tokens: list[Token], cursor: Cursor, after: int) -> TimelineError:
    misspelt = _misspelt(tokens, cursor)
    if misspelt is not None:
        return misspelt
    read = tokens[:after]
    strong = any(any(category in _STRONG for category in token.cats) or token.cats.get("digits") == 4 for token in read)
    if not strong and len(read) <= 4:
        return NoDateError(f"there is no date in {_short(text)!r}")
    return WordingError(f"{_words(text, cursor, after)!r} has no place in a date", cursor.column(after))


def _misspelt(tokens: list[Token], cursor: Cursor) -> WordingError | None:
    """The error for a word that is nearly one of a date ("Novmber"), beside a number or another word of a date."""
    if cursor.last < 2:
        return None
    for i, token in enumerate(tokens[: cursor.last]):
        word = token.text
        if token.cats or len(word) < 5 or not word.isalpha():
            continue
        near = (
            known
            for known, cats in cursor.language.words.items()
            if known[0] == word[0] and abs(len(known) - len(word)) < 3 and not _SPELT.isdisjoint(cats)
        )
        close = difflib.get_close_matches(word, sorted(near), n=1, cutoff=0.8)
        if close:
            return WordingError(f"{word!r} is no word of a date", cursor.column(i), close[0])
    return None


def _words(text: str, cursor: Cursor, i: int) -> str:
    return _short(text[cursor.start(i) :].strip())


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
