"""Wording of a whole file, parsed once for each pattern: "during A" and "during B" name different events."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from types import NoneType
from typing import Final, TypeAlias

from attrs import frozen

from timeline.errors import TimelineError
from timeline.wording.expression import (
    Anchor,
    Clock,
    DayPart,
    EventName,
    Expression,
    Fields,
    Literal,
    Named,
    Undated,
    Unit,
)
from timeline.wording.lexicon import Language
from timeline.wording.lexicon import language as find_language
from timeline.wording.names import NameIndex
from timeline.wording.parser import parse

_Maker: TypeAlias = Callable[[Sequence[EventName]], object]

SLOTS: Final = ("qzxa", "qzxb", "qzxc", "qzxd")
"""Stand in a pattern for the events that a text names, in their order; words of no language."""
_SLOTTED: Final = NameIndex({slot: slot for slot in SLOTS})
_NOTHING: Final = NameIndex({})
_LONGEST: Final = 200
_RUN: Final = re.compile(r"\w+", re.ASCII)
_PIECE: Final = re.compile(r"\d+|[a-z]+", re.ASCII)
_WORD: Final = re.compile(r"[a-z]+", re.ASCII)
_LAST: Final = re.compile(r"[a-z]+(?=[^a-z]*\Z)", re.ASCII)
_PLAIN: Final = re.compile(r"[a-z]\w*(?:-\w+)*-?", re.ASCII)


@frozen
class Parsed:
    """What a text says, and the pattern behind it with the ids that it was filled with."""

    expression: Expression
    pattern: Expression
    """The expression with ``SLOTS`` for names; what ``expression`` says itself where the text follows no pattern."""
    filled: tuple[str, ...] | None
    """The event ids in the slots; None where the text follows no pattern."""


class Patterns:
    """A parser for one file's wordings; texts that differ only in the ids that they name are parsed once.

    A text follows a pattern where nothing in a name can be taken for wording: then the parser takes the name as one
    thing wherever it looks at it, and any other name in its place would give the same tree.
    """

    def __init__(self, names: NameIndex) -> None:
        self._names = names
        self._made: dict[tuple[str, str], tuple[Expression, _Maker | None] | None] = {}
        self._plain: dict[tuple[str, str, str, str], bool] = {}

    def parse(self, text: str, language: str = "en") -> Parsed:
        """What ``timeline.wording.parser.parse`` gives with the file's names, and raises what that raises."""
        found = self._named(text, language)
        if found is None:
            expression = parse(text, language, self._names)
            return Parsed(expression, expression, None)
        pattern, names = found
        key = pattern, language
        if key not in self._made:
            self._made[key] = _make(pattern, language)
        made = self._made[key]
        if made is None:
            expression = parse(text, language, self._names)
            return Parsed(expression, expression, None)
        skeleton, maker = made
        filled: Expression = skeleton if maker is None else maker(names)  # type: ignore[assignment]
        return Parsed(filled, skeleton, tuple(name.name for name in names))

    def _named(self, text: str, language: str) -> tuple[str, list[EventName]] | None:
        """The pattern of a text and the names in it; None where a name could be read in another way."""
        if len(text) > _LONGEST or not text.isascii():
            return None
        names: list[EventName] = []
        pattern, after, firsts = "", 0, self._names.first_words
        lowered = text.lower()
        for found in _RUN.finditer(lowered):
            start = found.start()
            if start < after:
                continue
            run = found[0]
            named = self._names.match(text, start) if run in firsts else None
            if named is None:
                if not (run.isalpha() or run.isdigit()) and any(piece in firsts for piece in _PIECE.findall(run)):
                    return None
                continue
            event, end = named
            if (
                len(names) == len(SLOTS)
                or (start and text[start - 1] != " ")
                or text[end : end + 1] not in ("", " ", ",")
                or not self._is_plain(lowered, start, end, language)
            ):
                return None
            pattern += text[after:start] + SLOTS[len(names)]
            names.append(EventName(event, start + 1))
            after = end
        return pattern + text[after:], names

    def _is_plain(self, text: str, start: int, end: int, language: str) -> bool:
        """Whether no word of the name at ``start`` means anything, alone or with the words beside it."""
        before, rest = _LAST.search(text, 0, start), _WORD.search(text, end)
        key = (
            before[0] if before else "",
            text[start:end].rstrip("0123456789"),
            rest[0] if rest else "",
            language,
        )
        plain = self._plain.get(key)
        if plain is None:
            plain = self._plain[key] = _is_plain(*key)
        return plain


@lru_cache(maxsize=65_536)
def _make(pattern: str, language: str) -> tuple[Expression, _Maker | None] | None:
    """The tree of a pattern and what fills it; None where it has to be parsed as it stands, so that errors fit it."""
    try:
        skeleton = parse(pattern, language, _SLOTTED if any(slot in pattern for slot in SLOTS) else _NOTHING)
        return skeleton, _maker(skeleton)
    except (TimelineError, LookupError):
        return None


_LEAVES: Final = frozenset(
    {str, int, float, bool, NoneType, Anchor, Clock, DayPart, Fields, Literal, Named, Undated, Unit}
)
"""What names no event, and holds nothing that could."""
_PAIRS: Final[dict[str, frozenset[tuple[str, str]]]] = {}


def _pairs(language: Language) -> frozenset[tuple[str, str]]:
    """Every two words that follow each other in a phrase of the language, whatever stands between them."""
    found = _PAIRS.get(language.code)
    if found is None:
        found = _PAIRS[language.code] = frozenset(
            pair
            for first, seconds in language.phrases.items()
            for second, rows in seconds.items()
            for rest, _ in rows
            for pair in pairwise(word for word in (first, second, *rest) if word.isalpha())
        )
    return found


def _is_plain(before: str, name: str, after: str, language: str) -> bool:
    known = find_language(language)
    words = _WORD.findall(name)
    return (
        _PLAIN.fullmatch(name) is not None
        and known.words.keys().isdisjoint(words)
        and _pairs(known).isdisjoint(pairwise((before, *words, after)))
    )


def _maker(node: object) -> _Maker | None:
    """What makes the node for other names; None where it names none.

    Raises:
        LookupError: it names something that is no slot.
    """
    if node.__class__ in _LEAVES:
        return None
    if isinstance(node, EventName):
        if node.name not in SLOTS:
            raise LookupError(node.name)
        slot = SLOTS.index(node.name)
        return lambda names: names[slot]
    if isinstance(node, tuple):
        parts = [_maker(item) for item in node]
        if not any(parts):
            return None
        items = tuple(zip(node, parts, strict=True))
        return lambda names: tuple(item if make is None else make(names) for item, make in items)
    attributes = getattr(node, "__attrs_attrs__", None)
    if attributes is None:
        return None
    values = [getattr(node, attribute.name) for attribute in attributes]
    parts = [_maker(value) for value in values]
    if not any(parts):
        return None
    cls = type(node)
    rows = tuple(zip(values, parts, strict=True))
    return lambda names: cls(*[value if make is None else make(names) for value, make in rows])
