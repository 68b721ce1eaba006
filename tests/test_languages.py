"""The parser holds no word of any language: English in letters that nobody writes reads as English does."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import timeline
from test_wording import SPAN_TABLES, Row, rows
from timeline.errors import TimelineError
from timeline.wording import lexicon
from timeline.wording.languages.english import ROWS
from timeline.wording.languages.english_days import ENGLISH_DAYS
from timeline.wording.languages.zone_names import ENGLISH_ZONES, LETTERS
from timeline.wording.lexicon import Language, Rows, make_language

LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
GEORGIAN: Final = "".join(chr(0x10D0 + at) for at in range(len(LATIN)))
TO_GEORGIAN: Final = str.maketrans(LATIN + LATIN.upper(), GEORGIAN + GEORGIAN.upper())

NOTATION: Final = re.compile(
    r"(?<=\d{4}-)W(?=\d\d)|(?<=\d{4})W(?=\d\d)|(?<=\d)T(?=\d)|(?<=:\d\d)Z|Y(?=-?\d{5})|(?<=\d)X+\b"  # ISO 8601, EDTF
    r"|\b(?!C\b)[IVXLC]+(?=\b|th\b)|(?<=\d[-/.])[ivx]+(?=[-/.]\d)"  # Roman numbers
)
"""Letters that belong to no language."""
WORDS: Final = re.compile(rf"({NOTATION.pattern})|[A-Za-z]+")
PLACES: Final = {"minsk"}
"""Names of the time zone database, which are no words of English."""

GRAMMAR: Final = Path(lexicon.__file__).parent
ALLOWED: Final = {"numerals.py": {"_ISO_SIGNS"}}
"""Tables of letters that are no words of a language, by the module that has them."""


def georgian(text: str) -> str:
    """The text with its words in other letters; what is notation stays."""
    return WORDS.sub(lambda found: found[0] if found[1] or found[0].lower() in PLACES else disguised(found[0]), text)


def disguised(text: str) -> str:
    return text.translate(TO_GEORGIAN)


def disguised_rows(table: Rows) -> Rows:
    made = {category: {value: disguised(names) for value, names in row.items()} for category, row in table.items()}
    # what a compound reads as is words as well
    return made | {"compound": {disguised(str(words)): names for words, names in made.get("compound", {}).items()}}


def disguised_english() -> Language:
    return make_language(
        "disguised",
        disguised_rows(ROWS),
        joins=disguised("and"),
        possessive=disguised("'s"),
        zones=(disguised_rows(LETTERS), disguised_rows(ENGLISH_ZONES)),
        extra={"named": {disguised(name): key for name, key in ENGLISH_DAYS.items()}},
    )


def answer(text: str, row: Mapping[str, str], language: str) -> object:
    """All that a text says, or how it is refused."""
    try:
        found = timeline.resolve(
            text, anchor=row.get("anchor") or None, prefer=row.get("prefer") or "nearest", language=language
        )
    except TimelineError as error:
        return type(error)
    return found.spans, found.recurrence, [(other.span, other.reason) for other in found.candidates]


def english() -> Iterator[Row]:
    for kind in (*SPAN_TABLES, "recurrence", "invalid"):
        yield from (row for row in rows(kind) if "language=" not in row.get("flags", ""))


def test_english_in_other_letters_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("english_in_georgian")
    vars(module)["language"] = disguised_english
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(lexicon.LANGUAGES, "disguised", module.__name__)
    table = list(english())
    assert len(table) > 3000
    different = [
        row["text"]
        for row in table
        if answer(row["text"], row, "en") != answer(georgian(row["text"]), row, "disguised")
    ]
    assert not different


def is_text(node: ast.AST) -> bool:
    """Whether it is the text of a token, or a part of that."""
    return (
        is_text(node.value)
        if isinstance(node, ast.Subscript)
        else isinstance(node, ast.Attribute) and node.attr == "text"
    )


def compared_with(node: ast.AST) -> list[ast.expr]:
    """What the text of a token is held against in a comparison or a call."""
    if isinstance(node, ast.Compare) and any(map(is_text, (node.left, *node.comparators))):
        return [node.left, *node.comparators]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_text(node.func.value):
        return node.args
    return []


def compared_letters(module: Path) -> Iterator[str]:
    """Letters that a module holds the text of a token against."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    tables = {
        node.target.id: node.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None
    }
    for node in ast.walk(tree):
        for other in compared_with(node):
            if isinstance(other, ast.Name) and other.id in ALLOWED.get(module.name, ()):
                continue
            held = tables.get(other.id, other) if isinstance(other, ast.Name) else other
            for part in ast.walk(held):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and any(map(str.isalpha, part.value)):
                    yield f"{module.name}:{part.lineno}: {part.value}"


@pytest.mark.parametrize("room", [GRAMMAR, GRAMMAR / "points"], ids=lambda room: room.name)
def test_no_rule_compares_a_text_with_letters(room: Path) -> None:
    assert list(chain.from_iterable(map(compared_letters, sorted(room.glob("*.py"))))) == []
