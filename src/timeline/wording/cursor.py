"""What every rule of the grammar works on: the tokens of one text, the file's names, and how deep it is nested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from attrs import frozen

from timeline.wording.expression import EventName, Expression
from timeline.wording.lexicon import Language
from timeline.wording.names import NameIndex
from timeline.wording.token import Token
from timeline.wording.tokens import PADDING, positions

Match: TypeAlias = "tuple[Expression, int] | None"
"""What a rule gives: the expression and the index of the first token behind it, or None where it does not match."""

Rule: TypeAlias = "Callable[[Cursor, int], Match]"
Postfix: TypeAlias = "Callable[[Cursor, Expression, int], Match]"
"""A rule for what may follow: it gets what was read and the index behind it, and gives both anew."""

MAX_DEPTH: Final = 24
_STOPS: Final = ("to", "and", "or", "bound", "from", "beside", "open", "orbound", "between")


@frozen(eq=False)
class Grammar:
    """The tables that a date is read by. Rules nest, so they come with the cursor rather than from a module above."""

    rules: Mapping[str, tuple[Rule, ...]]
    """The rules by the category of the first token."""
    bare: Rule
    """The rule for a first token without any category."""
    postfixes: tuple[Postfix, ...]
    """What may follow a date, in the order in which it is tried."""

    def rules_for(self, token: Token) -> tuple[Rule, ...]:
        """The rules for what can start with a token, in the order of its categories."""
        if token.rules is None:
            rules = self.rules
            found = tuple(rule for category in token.cats if category in rules for rule in rules[category])
            token.rules = found if token.cats else (self.bare,)
        return token.rules


class Cursor:
    """The state of one parse. Rules are functions ``rule(cursor, i) -> Match`` that look at ``cursor.tokens[i]`` on."""

    __slots__ = ("day_first", "depth", "edges", "grammar", "language", "last", "memo", "names", "text", "tokens")

    def __init__(
        self, text: str, tokens: list[Token], language: Language, names: NameIndex | None, grammar: Grammar
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.last = len(tokens) - PADDING
        """The index of the end token: nothing is left there."""
        self.language = language
        self.names = names
        self.grammar = grammar
        self.depth = 0
        self.day_first: bool | None = None
        """What a numeric date of the text that can be read only one way says of the others."""
        self.memo: dict[int, Match] = {}
        self.edges: tuple[list[int], list[int]] | None = None

    def has(self, i: int, category: str) -> bool:
        """Whether token ``i`` has a category."""
        return category in self.tokens[i].cats

    def skip(self, i: int, *categories: str) -> int:
        """The index of the first token from ``i`` on that has none of the categories."""
        tokens = self.tokens
        while not tokens[i].cats.keys().isdisjoint(categories):
            i += 1
        return i

    def comma(self, i: int) -> int:
        """``i``, or the index behind a comma at ``i``."""
        return i + 1 if self.tokens[i].text == "," else i

    def at_end(self, i: int) -> bool:
        """Whether nothing is left at ``i``."""
        return i >= self.last

    def start(self, i: int) -> int:
        """Where in the text token ``i`` starts."""
        return self._located()[0][i]

    def end(self, i: int) -> int:
        """Where in the text token ``i`` ends."""
        return self._located()[1][i]

    def _located(self) -> tuple[list[int], list[int]]:
        if self.edges is None:
            self.edges = positions(self.text, self.tokens)
        return self.edges

    def column(self, i: int) -> int:
        """The column (from 1) of token ``i``."""
        return self.start(min(i, self.last)) + 1

    def behind(self, i: int, end: int) -> int:
        """The first token from ``i`` on that starts at ``end`` of the text or behind it."""
        while i < self.last and self.start(i) < end:
            i += 1
        return i

    def known_name(self, i: int) -> Match:
        """An event of the file that token ``i`` starts, the longest name first."""
        if self.names is None:
            return None
        found = self.names.match(self.text, self.start(i))
        if found is None:
            if i == 0 or "the" not in self.tokens[i - 1].cats:
                return None
            found = self.names.match(self.text, self.start(i - 1))  # "The Conference" is the whole of a title
            if found is None or found[1] <= self.start(i):
                return None
        name, end = found
        return EventName(name, self.column(i)), self.behind(i, end)

    def any_name(self, i: int) -> Match:
        """Words at ``i`` that can only be a name that nobody knows (here): up to a comma or a word of a range."""
        tokens = self.tokens
        after = i
        if "num" in tokens[i].cats or tokens[i].text == "-":
            return None
        while not self.at_end(after):
            token = tokens[after]
            glued = not token.gap or (after > i and tokens[after - 1].text == "-")
            if token.text == "," or (after > i and not glued and any(stop in token.cats for stop in _STOPS)):
                break
            after += 1
        words = self.text[self.start(i) : self.end(after - 1)] if after > i else ""
        if not any(letter.isalpha() for letter in words):
            return None
        return EventName(words, self.column(i)), after
