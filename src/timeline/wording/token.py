"""A token: one word, number or sign of a text, and what it can mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.wording.expression import Expression
    from timeline.wording.lexicon import Cats


class Token:
    """One token: its folded text, and what it can mean. Nothing of it depends on the text that it was found in."""

    __slots__ = ("cats", "gap", "mark", "rules", "text", "width")

    def __init__(self, text: str, gap: bool, cats: Cats, width: int = 1, mark: int = 0) -> None:
        self.text = text
        self.gap = gap
        """Whether white space (or nothing) stands before it."""
        self.cats = cats
        self.width = width
        """How many words, numbers and signs of the text it was joined of."""
        self.mark = mark
        """What the tokenizer has to do about it: ``NUMBER``, ``REPEAT`` …"""
        self.rules: tuple[Callable[..., tuple[Expression, int] | None], ...] | None = None
        """The rules of the grammar for what can mean this, once somebody has looked them up."""

    def __repr__(self) -> str:
        return f"{self.text}{'/' + ','.join(self.cats) if self.cats else ''}"
