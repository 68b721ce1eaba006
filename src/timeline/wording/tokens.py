"""Text to tokens: one pass of one master expression, each token with the categories that its language gives it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from timeline.errors import WordingError
from timeline.wording.lexicon import HYPHEN, NUMBER, REPEAT, Cats, Language, Phrases

MAX_LENGTH: Final = 4_000
"""No wording of a date is longer; what is, is refused before any work is done on it."""
MAX_TOKENS: Final = 250
PADDING: Final = 8
"""End tokens behind the text, so that a rule may look that far ahead without asking."""


def _master(letter: str, digit: str, apostrophe: str) -> re.Pattern[str]:
    """The expression of a token: the space before it, and a word, a number (plain or in thousands) or a sign."""
    word = f"{letter}+(?:{apostrophe}{letter}+)*"
    number = f"{digit}+(?![,{digit[1:-1]}])|{digit}{{1,3}}(?:,{digit}{{3}})+(?![,{digit[1:-1]}])|{digit}+"
    return re.compile(rf"(\s*)(?:({word})|({number})|(>\s?=|<\s?=|.))", re.DOTALL)


_MASTER: Final = _master(r"[^\W\d_]", r"[\d]", "['’ʼ]")
_PLAIN: Final = _master("[a-z]", "[0-9]", "'")
"""The same for small letters and signs of ASCII, of which most texts are; it finds them in half the time."""
_TRANSLATE: Final = {
    ord(a): b for a, b in zip("’ʼ‘`–—‑‐−―﹣－～：．，／  \u200b⁠", "''''--------~:.,/   ", strict=False)
}
_DROP: Final = frozenset('!;"()[]“”«»*…„_|')
_NO_CATS: Final[Cats] = {}
_POSSESSIVE: Final[Cats] = {"poss": True, "of": True}


class Token:
    """One token: its folded text, where it stands in the source, and what it can mean."""

    __slots__ = ("cats", "end", "gap", "start", "text")

    def __init__(self, text: str, start: int, end: int, gap: bool, cats: Cats) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.gap = gap
        """Whether white space (or nothing) stands before it."""
        self.cats = cats

    def __repr__(self) -> str:
        return f"{self.text}{'/' + ','.join(self.cats) if self.cats else ''}"


def normalise(text: str) -> str:
    """The text as the tokenizer reads it: composed, straight quotes, one kind of dash, plain spaces.

    It is as long as before wherever it was composed already.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).translate(_TRANSLATE)


def tokenize(text: str, language: Language) -> tuple[list[Token], bool]:
    """The tokens of a normalised text, and whether any word of it may make a recurrence.

    Numbers in words and phrases are joined already, and end tokens close them.

    Raises:
        WordingError: the text is longer than any date.
    """
    if len(text) > MAX_LENGTH:
        raise WordingError(f"{len(text):,} characters are too many for a date", MAX_LENGTH)
    tokens: list[Token] = []
    add, new = tokens.append, object.__new__
    entries = language.entries
    find = entries.get
    marked = 0
    phrased = -1  # the first token that may start a phrase of more than one word
    possessive = numbered = False
    last_number = -3
    seconds: Mapping[str, object] | None = None  # what may follow the word before, as a phrase
    lowered = text.lower()
    master = _PLAIN
    if not lowered.isascii():
        master = _MASTER
        if len(lowered) != len(text):  # a few capitals fold to two letters
            lowered = text
    position = 0
    for space, letters, figures, sign in master.findall(lowered.rstrip()):
        start = position + len(space)
        gap = space != "" or start == 0
        if letters:
            word = letters
            position = start + len(word)
        elif figures:
            position = start + len(figures)
            digits = figures.replace(",", "") if "," in figures else figures  # thousands, "2,000 years ago"
            length = len(digits)
            if seconds is not None and digits in seconds and phrased < 0:
                phrased = len(tokens) - 1
            worth: Cats = {"num": int(digits) if length < 20 else 0, "digits": length}
            add(Token(digits, start, position, gap, worth))
            seconds = entries[digits][2] if digits in entries else None
            continue
        else:
            word = sign
            position = start + len(sign)
            if sign == ".":
                # A dot counts only between digits (29.11.2017); others end an abbreviation.
                if (
                    space
                    or start == 0
                    or not (lowered[start - 1].isdigit() and lowered[position : position + 1].isdigit())
                ):
                    continue
            elif sign in _DROP:
                continue
            elif sign[0] in "<>" and sign[-1] == "=":
                word = sign[0] + "="
        if seconds is not None and word in seconds and phrased < 0:
            phrased = len(tokens) - 1
        entry = find(word)
        if entry is None:
            seconds = None
            if word[-2:] == "'s":
                possessive = True
            add(Token(word, start, position, gap, _NO_CATS))
            continue
        cats, mark, seconds = entry
        if mark:
            marked |= mark
            if mark & NUMBER:
                # Joined only where another number stands beside it, or behind one word ("and", a hyphen).
                if len(tokens) - last_number < 3:
                    numbered = True
                last_number = len(tokens)
        if not cats and word[-2:] == "'s":  # it only starts phrases ("year's end")
            possessive = True
        token = new(Token)  # filled here rather than by a call, since there is one for every word
        token.text = word
        token.start = start
        token.end = position
        token.gap = gap
        token.cats = cats
        add(token)
    if len(tokens) > MAX_TOKENS:
        raise WordingError(f"more than {MAX_TOKENS} words are too many for a date", tokens[MAX_TOKENS].start + 1)
    if marked & HYPHEN or numbered:
        phrased = min(phrased, 0)  # tokens that are joined move those behind them
        if marked & HYPHEN:
            tokens = _join_endings(tokens)
        if numbered:
            tokens = _join_numbers(tokens, language)
    if phrased >= 0:
        tokens = _join_phrases(tokens, language.phrases, phrased)
    if possessive:
        tokens = _split_possessives(tokens, language.words)
    tokens.extend([Token("", len(text), len(text), True, _NO_CATS)] * PADDING)
    return tokens, marked & REPEAT != 0


def _join_endings(tokens: list[Token]) -> list[Token]:
    """The tokens without the hyphens that set off endings from numbers."""
    kept: list[Token] = []
    for token in tokens:
        if "hyphened" in token.cats and not token.gap and len(kept) > 1:
            hyphen, number = kept[-1], kept[-2]
            if hyphen.text == "-" and not hyphen.gap and "digits" in number.cats:
                kept.pop()
        kept.append(token)
    return kept


def _split_possessives(tokens: list[Token], words: dict[str, Cats]) -> list[Token]:
    # After the phrases, so that "new year's eve" is one name and "next year's" still has its year.
    split: list[Token] = []
    for token in tokens:
        stem = token.text[:-2]
        if token.text[-2:] == "'s" and not token.cats and stem in words:
            split.append(Token(stem, token.start, token.end - 2, token.gap, words[stem]))
            split.append(Token("'s", token.end - 2, token.end, False, _POSSESSIVE))
        else:
            split.append(token)
    return split


def _join_phrases(tokens: list[Token], phrases: Phrases, first: int) -> list[Token]:
    """The tokens with phrases joined, the first of which starts no earlier than at token ``first``."""
    joined = tokens[:first]
    i, count = first, len(tokens)
    while i < count:
        token = tokens[i]
        i += 1
        seconds = phrases.get(token.text)
        rows = seconds.get(tokens[i].text) if seconds is not None and i < count else None
        for rest, cats in rows or ():
            last = i
            for word in rest:
                last += 1
                if last >= count or tokens[last].text != word:
                    break
            else:
                text = " ".join([token.text, tokens[i].text, *rest])
                token = Token(text, token.start, tokens[last].end, token.gap, cats)
                i = last + 1
                break
        joined.append(token)
    return joined


def _join_numbers(tokens: list[Token], language: Language) -> list[Token]:
    joined: list[Token] = []
    i, count = 0, len(tokens)
    while i < count:
        cats = tokens[i].cats
        if "card" in cats or ("ord" in cats and "unit" not in cats and cats["ord"] > 0):
            number, ordinal, after = _number(tokens, i, language)
            if after > i:
                first, last = tokens[i], tokens[after - 1]
                words = after - i
                merged: Cats = {"ord": number, "word": words} if ordinal else {"num": number, "word": words}
                if after == i + 1:
                    merged = {**cats, **merged}
                text = first.text if after == i + 1 else f"{first.text} {last.text}"
                joined.append(Token(text, first.start, last.end, first.gap, merged))
                i = after
                continue
        joined.append(tokens[i])
        i += 1
    return joined


def _number(tokens: list[Token], i: int, language: Language) -> tuple[int, bool, int]:
    """The number that starts at ``i``: (value, whether ordinal, index after it)."""
    total, current, start = 0, 0, i
    room = 10**9  # the next small word must be worth less than this
    count = len(tokens)
    after = i
    while i < count:
        token = tokens[i]
        cats = token.cats
        if i > start and (token.text in language.hundred_joins or token.text == "-"):
            # "two hundred and five", "twenty-first": joined only when a fitting word follows
            if i + 1 >= count or (token.text == "-" and room != 10) or (token.text != "-" and room < 100):
                break
            following = tokens[i + 1].cats
            if "card" not in following and "ord" not in following:
                break
            if token.text == "-" and (tokens[i + 1].gap or token.gap):
                break
            if (worth := _worth(following)) is None or worth >= room:
                break
            i += 1
            continue
        if "card" in cats:
            value, kind = cats["card"]
            if kind == "h":
                if not 0 < current < 100 or (room == 10**9 and current == 0):
                    if current == 0 and i == start:
                        current = 1
                    else:
                        break
                current, room = current * 100, 100
            elif kind == "k":
                if current == 0 and i != start:
                    break
                total, current, room = (total + max(current, 1)) * value, 0, 1000
            elif value >= room or (value == 0 and i > start):
                break
            else:
                current += value
                room = 10 if kind == "T" else 100 if kind == "H" else 1
                if (
                    kind in ("u", "t")
                    and i + 1 < count
                    and tokens[i + 1].cats.get("card", (0, ""))[1] not in ("h", "k")
                ):
                    after = i + 1
                    i += 1
                    break
            i += 1
            after = i
        elif "ord" in cats:
            worth = _worth(cats)
            if worth is None or worth >= room:
                break
            if i == start and "unit" in cats:
                break
            return total + current + worth, True, i + 1
        else:
            break
    return total + current, False, after


def _worth(cats: Cats) -> int | None:
    if "ord" in cats:
        return cats["ord"] if cats["ord"] > 0 else None
    if "card" in cats:
        value, kind = cats["card"]
        return None if kind in ("h", "k") else value
    return None
