"""Rules for parts and edges of a stretch: "early 2018", "end of March", "rest of the week", "EOM"."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.wording import dates
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    Alternatives,
    Anchor,
    At,
    Chosen,
    DayPart,
    Edge,
    EventName,
    Fields,
    Nth,
    Qualified,
    Range,
    Shift,
    Slice,
    Unit,
    Within,
)
from timeline.wording.points.nesting import takes_time
from timeline.wording.points.point import operand, point
from timeline.wording.points.steps import CLOCK_UNITS, FEW
from timeline.wording.points.times import daypart_led
from timeline.wording.sharing import borrow

_GOES_ON: Final = frozenset({"of", "after", "before", "which"})
"""What says which unit it is whose part is meant: "the end of the month after the election"."""
_PLACED: Final = frozenset({"early", "beginning", "mid", "late", "end"})
"""Shares that lie at a place of their stretch."""
_PLAIN_PARTS: Final = frozenset({"whole", "later", "earlier"})
"""Shares that say no more of a part of the day than its name does."""


def slice_led(c: Cursor, i: int) -> Match:
    """Read "early 2018", "mid-October", "end of March", "rest of the week", "early to mid May"."""
    tokens = c.tokens
    cats = tokens[i].cats
    part = cats["slice"]
    if part in _PLAIN_PARTS and "daypart" in tokens[c.skip(i + 1, "the")].cats:
        return daypart_led(c, c.skip(i + 1, "the"))  # "all morning", "later tonight"
    if "daypart" in tokens[i + 1].cats or (tokens[i + 1].text == "-" and "daypart" in tokens[i + 2].cats):
        return daypart_led(c, i)
    j = i + 1
    dashed = tokens[i].text[-1] == "-" and "slice" in tokens[j].cats  # "mid-late": "mid-" is one word
    if dashed or tokens[j].text in ("-", "/") or "to" in tokens[j].cats or "or" in tokens[j].cats:
        k = j if dashed else j + 1
        while tokens[k].text == "-" or "to" in tokens[k].cats or ("the" in tokens[k].cats and k > j):
            k += 1
        if "slice" in tokens[k].cats and (dashed or "slice" not in tokens[k - 1].cats):  # "early to the mid-1990s"
            second = slice_led(c, k)
            if second is not None and isinstance(second[0], Slice):
                return Range(Slice(part, second[0].of), second[0]), second[1]
        share = point(c, k) if tokens[j].gap and "ord" in tokens[k].cats else None
        if share is not None and isinstance(share[0], Slice):  # "mid - second half of the 19th century"
            return Range(Slice(part, share[0].of), share[0]), share[1]
    while tokens[j].text == "-" or "of" in tokens[j].cats or "the" in tokens[j].cats or "poss" in tokens[j].cats:
        j += 1
    if part == "whole" and tokens[j].cats.get("unit") == "day" and (all_day := _all_day(c, j + 1)) is not None:
        return all_day
    if "unit" in tokens[j].cats and "genitive" in tokens[j + 1].cats and part in _PLACED and j == i + 1:
        return _unit_at(c, part, j)
    if (
        "unit" in tokens[j].cats
        and _GOES_ON.isdisjoint(tokens[j + 1].cats)
        and "trailing" not in tokens[j + 1].cats
        and "ord" not in tokens[j].cats
        and (j > i + 1 or tokens[j].cats["unit"] not in CLOCK_UNITS)
        and "num" not in tokens[j + 1].cats
    ):
        return Slice(part, Unit(tokens[j].cats["unit"])), j + 1
    found: Match = None
    if "digits" in tokens[j].cats and (old := dates.old_year(c, j)) is not None:
        found = Fields(old[0]), old[2]  # "early 451"
    else:
        found = operand(c, j) if "of" in tokens[i + 1].cats or c.language.bare_genitive else point(c, j)
    if found is None:
        return None
    node, after = found
    if isinstance(node, At):
        if isinstance(node.time, DayPart) and not node.time.slice and part in ("early", "mid", "late"):
            return evolve(node, time=evolve(node.time, slice=part)), after
        return At(Slice(part, node.date), node.time), after
    if isinstance(node, Fields) and node.day is not None and node.month is None and node.weekday is None:
        behind = tokens[after]
        if not (behind.text in ("-", "/") or "to" in behind.cats or "or" in behind.cats or "and" in behind.cats):
            return None  # else "late 19th-early 20th century"
    owned = c.language.bare_genitive and isinstance(node, EventName)
    if part in ("beginning", "end") and j == i + 1 and tokens[i].width == 1 and takes_time(node) and not owned:
        return None  # "opening 4 May" says when something opens, and no part of that day
    return Slice(part, node), after


def _all_day(c: Cursor, i: int) -> Match:
    """Behind "all day": "on 4 May", "Friday"."""
    day = None if c.at_end(i) else point(c, c.skip(i, "onlike"))
    return (Slice("whole", day[0]), day[1]) if day is not None and takes_time(day[0]) else None


def turn_led(c: Cursor, i: int) -> Match:
    """Read "the turn of the 19th and 20th centuries": from the end of the first to the beginning of the second."""
    tokens = c.tokens
    first = point(c, c.skip(i + 1, "of", "the"))
    if first is None or not (tokens[first[1]].text in ("-", "/") or "and" in tokens[first[1]].cats):
        return None
    second = point(c, c.skip(first[1] + 1, "the"))
    if second is None:
        return None
    b = second[0]
    a = borrow(first[0], b)
    if isinstance(a, Fields) and isinstance(b, Nth) and b.unit == "decade-of" and a == Fields(a.year) and a.year:
        a = Nth(a.year, b.unit)  # "1980-1990s"
    years = isinstance(a, Fields) and isinstance(b, Fields) and a == Fields(a.year) and b == Fields(b.year)
    if not (years or (isinstance(a, Nth) and isinstance(b, Nth) and a.unit in _TURNING and a.of is b.of is None)):
        return None
    return Qualified(Range(Slice("late", a), Slice("early", b)), approximate=True), second[1]


_TURNING: Final = frozenset({"century", "century-bc", "decade-of"})


def _unit_at(c: Cursor, part: str, j: int) -> Match:
    """Read "the opening day of E", "the opening weeks of 2018": the first unit, or the first few."""
    cats = c.tokens[j].cats
    several = "many" in cats and part in ("early", "late")  # "the early months of 1942"
    whole = operand(c, j + 2) if (part == "beginning" or several) and cats["unit"] not in CLOCK_UNITS else None
    if whole is None:
        return None
    if "many" in cats:
        return Qualified(Nth(-FEW if part == "late" else 1, cats["unit"], whole[0], FEW), approximate=True), whole[1]
    return Nth(1, cats["unit"], whole[0]), whole[1]


def edge_of(c: Cursor, i: int) -> tuple[Edge, int] | None:
    """Read "the end of E", "the start of 2008" as an edge, where a bound asks for one."""
    tokens = c.tokens
    j = c.skip(i, "the", "onlike") if "onlike" in tokens[i].cats else c.skip(i, "the")
    if "edge" not in tokens[j].cats:
        if "eox" in tokens[j].cats:
            closing = eox_led(c, j)
            if closing is not None and isinstance(closing[0], Slice) and not isinstance(closing[0].of, Unit):
                return Edge(closing[0].of, end=True), closing[1]
            return Edge(Unit(tokens[j].cats["eox"]), end=True), j + 1
        return None
    end = tokens[j].cats["edge"] == "end"
    k = c.skip(j + 1, "of", "the")
    if (
        k == j + 1
        and not c.language.bare_genitive
        and "tied" not in tokens[j].cats
        and "unit" not in tokens[k].cats
        and "rel" not in tokens[k].cats
        and "month" not in tokens[k].cats
        and "num" not in tokens[k].cats
    ):
        return None
    alone = _GOES_ON.isdisjoint(tokens[k + 1].cats) and {"num", "trailing"}.isdisjoint(tokens[k + 1].cats)
    if "unit" in tokens[k].cats and "ord" not in tokens[k].cats and alone:
        return Edge(Unit(tokens[k].cats["unit"]), end), k + 1
    found = operand(c, k)
    if found is None:
        return None
    return Edge(found[0], end), found[1]


def eox_led(c: Cursor, i: int) -> Match:
    """EOM, EOY, EOD: the end of the anchor's month, year, day."""
    unit = c.tokens[i].cats["eox"]
    j = c.skip(i + 1, "of", "onlike")
    stretch = point(c, j) if not c.at_end(j) else None
    if (
        stretch is not None
        and isinstance(stretch[0], (Fields, Shift, Chosen, Within, Anchor, Alternatives, Unit))
        and takes_time(stretch[0]) == (unit == "day")
    ):
        return Slice("end", stretch[0]), stretch[1]
    return Slice("end", Unit(unit)), i + 1


def box_led(c: Cursor, i: int) -> Match:
    """BOM, BOY: the beginning of the anchor's month, year."""
    return Slice("beginning", Unit(c.tokens[i].cats["box"])), i + 1


def todate_unit_led(c: Cursor, i: int) -> Match:
    """Read "YTD", "MTD"."""
    return Slice("todate", Unit(c.tokens[i].cats["todateunit"])), i + 1
