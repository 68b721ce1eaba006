"""Text on its way out: one normal form, one kind of line break, no control characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BREAKS: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
_AROUND_BREAKS: Final = re.compile(r"[^\S\n]*\n\s*")
_REFUSED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNED: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows, a terminal's next columns included; letters need none of them."""


class ControlCharacterError(ValueError):
    """A text holds a character that a calendar file cannot hold; ``position`` counts from 1."""

    def __init__(self, character: str, position: int) -> None:
        kind = "half of a surrogate pair" if "\ud800" <= character <= "\udfff" else "control character"
        super().__init__(f"{kind} U+{ord(character):04X} at character {position}")
        self.position = position


def clean(text: str) -> str:
    """The text in Unicode's NFC, each line break as a line feed.

    Raises:
        ControlCharacterError: it holds a control character other than tab and line breaks (RFC 5545 §3.1).
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", text)
    if found := _REFUSED.search(text):
        raise ControlCharacterError(found[0], found.start() + 1)
    return unicodedata.normalize("NFC", text)


def on_one_line(text: str) -> str:
    """Clean text with each of its line breaks, and the white space around it, as one space."""
    return _AROUND_BREAKS.sub(" ", text).strip() if "\n" in text else text


def flatten(text: str) -> str:
    r"""The text on one line, white space run together and control characters shown as ``\x1b`` or ``\u202e``."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    text = _REFUSED.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return _TURNED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
