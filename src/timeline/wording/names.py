"""The names that wording may call events by, matched at a place in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_FIRST: Final = re.compile(r"\w+")


class NameIndex:
    """Names (ids, titles, aliases) and the event ids they stand for.

    Matching folds case and takes the longest name; a name ends where a word ends. A name that stands for several events
    is kept in ``ambiguous`` and matches nothing.
    """

    def __init__(self, names: Mapping[str, str], ambiguous: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.ids = dict(names)
        self.ambiguous = dict(ambiguous or {})
        self._by_first: dict[str, dict[str, str]] = {}
        self._lengths: dict[str, list[int]] = {}
        for name, event_id in names.items():
            folded = name.lower()
            first = _FIRST.match(folded)
            if first:
                word = first[0]
                if word in self._by_first:
                    self._by_first[word][folded] = event_id
                else:
                    self._by_first[word] = {folded: event_id}
        self.first_words = self._by_first.keys()
        """What names start with; no name starts with any other word."""

    def match(self, text: str, start: int) -> tuple[str, int] | None:
        """The event id named at ``text[start:]`` and the index behind the name, or None."""
        first = _FIRST.match(text, start)
        if first is None:
            return None
        word = first[0].lower()
        rows = self._by_first.get(word)
        if rows is None:
            return None
        if word not in self._lengths:
            # By length, so that a thousand titles that start with one word cost what a few do.
            self._lengths[word] = sorted({len(folded) for folded in rows}, reverse=True)
        for length in self._lengths[word]:
            end = start + length
            event_id = rows.get(text[start:end].lower())
            if event_id is not None and not _continues(text, end):
                return event_id, end
        return None


def _continues(text: str, end: int) -> bool:
    """Whether a word goes on at ``end``, a hyphen between letters included."""
    following = text[end : end + 2]
    if not following:
        return False
    if following[0].isalnum() or following[0] == "_":
        return True
    return following[0] == "-" and len(following) > 1 and following[1].isalnum()
