"""Text to tokens: one pass of one master expression, each token with the categories that its language gives it."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

from timeline.errors import WordingError
from timeline.wording.lexicon import Language, Phrases
from timeline.wording.token import COMPOUND, HYPHEN, NO_CATS, NUMBER, POSSESSIVE, REPEAT, Cats, Token

MAX_LENGTH: Final = 4_000
"""No wording of a date is longer; what is, is refused before any work is done on it."""
MAX_TOKENS: Final = 250
PADDING: Final = 8
"""End tokens behind the text, so that a rule may look that far ahead without asking."""


_SKIPPED: Final = r"[\s!;\"()\[\]“”«»*…„_|]"
"""White space, and signs that say nothing."""
_SKIPPED_SIGNS: Final = "".join(filter(str.isspace, map(chr, range(0x3001)))) + '!;"()[]“”«»*…„_|.'


def _master(letter: str, digit: str, apostrophe: str) -> re.Pattern[str]:
    """The expression of a token: what is skipped before it, and a word, a number (plain or in thousands) or a sign.

    Dots count only between digits (29.11.2017, 2017..2018); others end an abbreviation and are skipped.
    """
    # What most tokens are comes first and is never given back, so that each is found at the first attempt.
    word = f"{letter}++(?!{apostrophe})|{letter}+(?:{apostrophe}{letter}+)*"
    number = f"{digit}++(?!,)|{digit}{{1,3}}(?:,{digit}{{3}})+(?![,{digit[1:-1]}])|{digit}+"
    sign = rf"[^.<>{_SKIPPED[1:]}|(?<={digit})\.\.?(?={digit})|[<>](?:\s?=)?"
    dots = rf"(?:(?:(?<!{digit})\.|\.(?!{digit})){_SKIPPED}*)+"
    token = f"(?:{word}|{number}|{sign})"
    return re.compile(f"{_SKIPPED}*+{token}|{_SKIPPED}*{dots}{token}", re.DOTALL)


_MASTER: Final = _master(r"[^\W\d_]", r"[\d]", "['’ʼ]")
_PLAIN: Final = _master("[a-z]", "[0-9]", "'")
"""The same for small letters and signs of ASCII, of which most texts are; it finds them in half the time."""
_TRANSLATE: Final = {
    ord(a): b for a, b in zip("’ʼ‘`–—‑‐−―﹣－～：．，／  \u200b⁠", "''''--------~:.,/   ", strict=False)
}
_POSSESSIVE: Final[Cats] = {"poss": True, "of": True}
_END: Final = [Token("", True, NO_CATS)] * PADDING


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
    # The same few words make most dates: their tokens are made once, and found without a loop.
    pieces = _pieces(text)
    if len(pieces) > MAX_TOKENS:
        column = sum(map(len, pieces[: MAX_TOKENS + 1])) - len(_word(pieces[MAX_TOKENS]))
        raise WordingError(f"more than {MAX_TOKENS} words are too many for a date", column)
    tokens: list[Token] = list(map(language.known.get, pieces))  # type: ignore[arg-type]
    marked = 0 if all(tokens) else _complete(pieces, tokens, language)
    phrased = not language.pairs.isdisjoint(pairwise(pieces))
    if marked or not language.marked.isdisjoint(pieces):
        numbered, last_number = False, -3
        for i, token in enumerate(tokens):
            if token.mark:
                marked |= token.mark
                if token.mark & NUMBER:
                    # Joined only where another number stands beside it, or behind one word ("and", a hyphen).
                    numbered = numbered or i - last_number < 3
                    last_number = i
        if marked & COMPOUND:
            tokens = _split_compounds(tokens, language)
            numbered, phrased = marked & NUMBER != 0, True
        if marked & HYPHEN:
            tokens = _join_endings(tokens)
        if numbered:
            tokens = _join_numbers(tokens, language)
    if phrased:
        tokens = _join_phrases(tokens, language.phrases)
    if marked & POSSESSIVE:
        tokens = split_possessives(tokens, language)
    tokens += _END
    return tokens, marked & REPEAT != 0


def positions(text: str, tokens: list[Token]) -> tuple[list[int], list[int]]:
    """Where each token of a normalised text starts, and where it ends; worked out only for who asks."""
    edges: list[tuple[int, int]] = []
    behind = -1  # a space stands in front of the first piece
    for piece in _pieces(text):
        behind += len(piece)
        edges.append((behind - len(_word(piece)), behind))
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for token in tokens:
        first = at
        at += token.width
        if not token.width:  # the ending of a possessive, or the rest of a compound, belongs to the word before
            ends[-1] = max(starts[-1], ends[-1] - len(token.text))
            starts.append(ends[-1])
            ends.append(edges[at - 1][1])
        elif first < len(edges):
            starts.append(edges[first][0])
            ends.append(edges[at - 1][1])
        else:
            starts.append(len(text))
            ends.append(len(text))
    return starts, ends


def _pieces(text: str) -> list[str]:
    """Words, numbers and signs, each with what is skipped before it; the first has a space there."""
    lowered = text.lower()
    if lowered.isascii():
        return _PLAIN.findall(" " + lowered)
    if len(lowered) != len(text):  # a few capitals fold to two letters
        lowered = text
    return _MASTER.findall(" " + lowered)


def _word(piece: str) -> str:
    """The word, number or sign of a piece."""
    return piece.lstrip(_SKIPPED_SIGNS) or piece  # nothing but dots are those between digits


def _complete(pieces: list[str], tokens: list[Token], language: Language) -> int:
    """Make the tokens that were not met yet, None until then; the marks of those that are not kept.

    The pieces become what such tokens are found by: the word, with one space before it or none.
    """
    marked = 0
    known = language.known
    for i, found in enumerate(pieces):
        if found in known:
            tokens[i] = known[found]
            continue
        word = _word(found)
        piece = pieces[i] = " " + word if found[: -len(word)][-1:].isspace() else word
        made = known.get(piece)
        if made is None:
            made = _token(word, piece is not word, language)
            if word in language.entries or (len(word) < 5 and made.text[0] in _SHORT):
                known[piece] = made
                if made.mark:
                    language.marked.add(piece)
            else:
                marked |= made.mark
        tokens[i] = made
    return marked


def _token(word: str, gap: bool, language: Language) -> Token:
    """The token of a word, number or sign."""
    cats, mark = language.entries.get(word, _UNKNOWN)
    if word[0].isdecimal():
        digits = word.replace(",", "")  # thousands, "2,000 years ago"
        length = len(word)  # the comma counts, so that "2,018" is no year
        return Token(digits, gap, {"num": int(digits) if length < 20 else 0, "digits": length})
    if not cats:
        # unknown, or the first of a phrase only ("year's end")
        if language.possessive and word.endswith(language.possessive):
            mark |= POSSESSIVE
        elif word[-1] == "=" and word[0] in "<>":
            word = word[0] + "="
            cats, mark = language.entries.get(word, _UNKNOWN)
    return Token(word, gap, cats, 1, mark)


_UNKNOWN: Final[tuple[Cats, int]] = (NO_CATS, 0)
_SHORT: Final = frozenset("0123456789,.-/:'+<>=~?&@#%")
"""What a token starts with that is kept though it is no word of the language."""


def _split_compounds(tokens: list[Token], language: Language) -> list[Token]:
    """The tokens with each compound as the words that it is written of."""
    split: list[Token] = []
    for token in tokens:
        if "compound" not in token.cats:
            split.append(token)
            continue
        first, *others = token.cats["compound"].split(" ")
        split.append(Token(first, token.gap, language.words.get(first, NO_CATS)))
        split += [Token(other, True, language.words.get(other, NO_CATS), 0) for other in others]
    return split


def _join_endings(tokens: list[Token]) -> list[Token]:
    """The tokens without the hyphens that set off endings from numbers."""
    kept: list[Token] = []
    for token in tokens:
        if "hyphened" in token.cats and not token.gap and len(kept) > 1:
            hyphen, number = kept[-1], kept[-2]
            if hyphen.text == "-" and not hyphen.gap and "digits" in number.cats:
                kept[-1] = Token(token.text, False, token.cats, 2)
                continue
        kept.append(token)
    return kept


def split_possessives(tokens: list[Token], language: Language, *, names: bool = False) -> list[Token]:
    """The tokens with the endings of possessives as tokens of their own; those of ``names`` that no language knows too.

    It comes after the phrases, so that "new year's eve" is one name and "next year's" still has its year.
    """
    split: list[Token] = []
    words, ending = language.words, language.possessive
    for token in tokens:
        stem = token.text.removesuffix(ending)
        if stem != token.text and not token.cats and (names or stem in words):
            split.append(Token(stem, token.gap, words.get(stem, NO_CATS)))
            split.append(Token(ending, False, _POSSESSIVE, 0))
        else:
            split.append(token)
    return split


def _join_phrases(tokens: list[Token], phrases: Phrases) -> list[Token]:
    """The tokens with phrases joined."""
    joined: list[Token] = []
    done = 0
    texts = [token.text for token in tokens]
    for i, seconds in enumerate(map(phrases.get, texts[:-1])):
        if seconds is None or i < done:
            continue
        for rest, cats in seconds.get(texts[i + 1], ()):
            after = i + 2 + len(rest)
            if rest and tuple(texts[i + 2 : after]) != rest:
                continue
            joined += tokens[done:i]
            width = sum([token.width for token in tokens[i:after]])
            joined.append(Token(" ".join(texts[i:after]), tokens[i].gap, cats, width))
            done = after
            break
    joined += tokens[done:]
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
                joined.append(Token(text, first.gap, merged, sum(part.width for part in tokens[i:after])))
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
