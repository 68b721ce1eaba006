"""One date, however it is said: by what starts it, and then by what may follow, as the tables of the grammar say."""

from __future__ import annotations

from typing import Final

from timeline.errors import WordingError
from timeline.wording.clocks import is_hour
from timeline.wording.cursor import MAX_DEPTH, Cursor, Match
from timeline.wording.expression import Edge, Expression, Fields, Qualified


def point(c: Cursor, i: int) -> Match:
    """One date at ``i``, with all that belongs to it."""
    memo = c.memo
    if i in memo:
        return memo[i]
    c.depth += 1
    if c.depth > MAX_DEPTH:
        raise WordingError("this is nested too deeply for a date", c.column(i))
    token = c.tokens[i]
    cats = token.cats
    if (
        "approx" in cats
        and i + 1 < c.last
        and not ("centuryletter" in cats and not c.tokens[i + 1].gap and c.tokens[i + 1].cats.get("digits", 9) < 3)
        and ("num" in c.tokens[i + 1].cats or ("num" not in cats and "prep" not in cats))
        and not ("athour" in cats and is_hour(c, i + 1))
    ):
        inner = point(c, i + 1)
        c.depth -= 1
        return (Qualified(inner[0], approximate=True), inner[1]) if inner is not None else None
    found: Match = None
    if c.names is not None:
        found = _primary(c, i)
    else:
        rules = token.rules
        for rule in c.grammar.rules_for(token) if rules is None else rules:
            found = rule(c, i)
            if found is not None:
                break
        else:
            if "prep" in cats or "filler" in cats or "onlike" in cats:
                found = _behind(c, i)
    if found is not None and found[1] < c.last:
        found = _postfix(c, *found)
    c.depth -= 1
    memo[i] = found
    return found


def operand(c: Cursor, i: int) -> Match:
    """A date that something else is counted from: a point, else a name that the file may know."""
    while "prep" in c.tokens[i].cats and "in" not in c.tokens[i].cats and "of" not in c.tokens[i].cats:
        i += 1
    found = point(c, i)
    if found is not None:
        node, after = found
        if not isinstance(node, Fields) or node.month or node.year or node.weekday or not c.names or c.at_end(after):
            return found
    i = c.skip(i, "the")
    return found or c.any_name(i)


def _primary(c: Cursor, i: int) -> Match:
    """What the rules for the first token read, or a name where that takes as much."""
    token = c.tokens[i]
    cats = token.cats
    named = c.known_name(i)
    if named is not None and (happens := c.tokens[named[1]].cats.get("happens")) in ("start", "end"):
        return Edge(named[0], happens == "end"), named[1] + 1  # "the visit ends"
    if named is not None and (not cats or named[1] > i + 1):
        return named
    for rule in c.grammar.rules_for(token):
        found = rule(c, i)
        if found is not None and (named is None or found[1] > named[1]):
            return found
    if named is None and ("prep" in cats or "filler" in cats or "onlike" in cats):
        return _behind(c, i)
    return named


def _behind(c: Cursor, i: int) -> Match:
    """What stands behind a word that joins without meaning of its own."""
    token, following = c.tokens[i], c.tokens[i + 1]
    digits = following.cats.get("digits", 0)
    if digits and c.at_end(i + 2):
        if ("in" in token.cats or "filler" in token.cats) and digits < 3:
            return None  # "in 5" says no day
        if token.text == "@" and digits == 4 and not following.gap:
            return None  # "@1999" is a name
    return point(c, i + 1) if "approx" in following.cats and "filler" in token.cats else _primary(c, i + 1)


_MARKABLE: Final = frozenset({"digits", "decades", "decade"})
"""What a word for "year" may stand behind without meaning more than it."""


def _postfix(c: Cursor, node: Expression, j: int) -> tuple[Expression, int]:
    """``node`` with all that follows it and belongs to it."""
    last, postfixes = c.last, c.grammar.postfixes
    while j < last:
        if "yearmark" in c.tokens[j].cats and not _MARKABLE.isdisjoint(c.tokens[j - 1].cats):
            j += 1  # "winter 2017/18 year", "1990-s years"
            continue
        for attach in postfixes:
            found = attach(c, node, j)
            if found is not None:
                node, j = found
                break
        else:
            break
    return node, j
