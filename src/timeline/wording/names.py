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
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        for name, event_id in names.items():
            folded = name.lower()
            first = _FIRST.match(folded)
            if first:
                self._by_first.setdefault(first[0], []).append((folded, event_id))
        for found in self._by_first.values():
            found.sort(key=lambda item: (-len(item[0]), item))

    def match(self, text: str, start: int) -> tuple[str, int] | None:
        """The event id named at ``text[start:]`` and the index behind the name, or None."""
        first = _FIRST.match(text, start)
        if first is None:
            return None
        rows = self._by_first.get(first[0].lower())
        if rows is None:
            return None
        for folded, event_id in rows:
            end = start + len(folded)
            if text[start:end].lower() == folded and not _continues(text, end):
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
