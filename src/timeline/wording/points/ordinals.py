"""Rules for the n-th of something: "third quarter of 2018", "last Friday in October", "the 3rd"."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.wording import dates
from timeline.wording.clocks import clock, clock_range, day_part
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    SOMEDAY,
    Adjacent,
    Around,
    At,
    DayPart,
    EventName,
    Expression,
    Fields,
    Listed,
    Named,
    Nth,
    Qualified,
    Range,
    Shift,
    Slice,
    Unit,
    Window,
    Within,
)
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import anniversary, number, stretch_beside
from timeline.wording.points.steps import CLOCK_UNITS, FEW, day_of, side_of
from timeline.wording.token import Cats


def ordinal(c: Cursor, i: int) -> tuple[int, int] | None:
    """An ordinal at ``i``, in words or digits, with the index behind it."""
    cats = c.tokens[i].cats
    if "ord" in cats:
        return cats["ord"], i + 1
    if "digits" in cats and "suffix" in c.tokens[i + 1].cats and not c.tokens[i + 1].gap:
        return cats["num"], i + 2
    return None


def ordinal_led(c: Cursor, i: int) -> Match:
    """What ``nth_led`` reads, but for "last", which counts from the anchor before it counts inside anything."""
    return None if "rel" in c.tokens[i].cats else nth_led(c, i)


def nth_led(c: Cursor, i: int) -> Match:
    """Read "third quarter of 2018", "19th century", "last Friday in October", "first nine months of 2017"."""
    tokens = c.tokens
    found = ordinal(c, i)
    if found is None:
        return None
    n, j = found
    if n > 31 and "yearmark" in tokens[j].cats and "decade" not in tokens[i].cats:
        return dates.year_led(c, i)
    if tokens[j].text == "-":
        j += 1
    cats = tokens[j].cats
    whole = cats.get("unit", "half" if "fraction" in cats else "")
    if whole in ("quarter", "half") and "ended" in tokens[j + 1].cats and "to" not in tokens[j + 1].cats:
        closing = operand(c, c.skip(j + 2, "onlike"))  # "the third quarter ended Sept. 30, 2018" says itself which
        if closing is not None:
            return Window(((1, whole),), -1, Shift(closing[0], ((1, "day"),), 1), inclusive=True), closing[1]
    if "fraction" in cats or "third" in cats:
        return nth_share(c, n, j)
    if cats.get("unit") == "quarter" and "of" in tokens[j + 1].cats:
        stretch = whole_of(c, j + 1)
        if stretch is not None:
            return Nth(n, "quarter", stretch[0]), stretch[1]
    if n in (10, 20) and cats.get("unit") == "day" and "many" in cats and _is_decade(c, i, j):
        return _tens(c, n, j)
    if "unit" in cats:
        several = "many" in cats or ("many" in tokens[i].cats and cats["unit"] != "weekend")
        if n in (1, -1) and several:
            few = _few(c, n, cats["unit"], j)
            if few is not None or cats["unit"] != "century" or "digits" not in tokens[i].cats:
                return few  # else the last of "2nd-1st centuries BC"
        return nth_unit(c, n, cats["unit"], j)
    if "fiscal" in cats and tokens[j + 1].cats.get("unit") in ("quarter", "half") and n > 0:
        part = nth_unit(c, n, tokens[j + 1].cats["unit"], j + 1)  # "first fiscal quarter of 2020"
        if part is not None and isinstance(part[0], Nth) and isinstance(part[0].of, Fields):
            return evolve(part[0], of=Slice("fiscal", part[0].of)), part[1]
        return None
    if "anniversary" in cats and n > 0:
        return anniversary(c, ((n * cats["anniversary"], "year"),), j + 1)
    if "centuryletter" in cats and n > 0:
        return century_at(c, n, j + 1)
    if "weekday" in cats:
        return _nth_weekday(c, n, j)
    if "daypart" in cats:
        return _nth_part(c, n, j)
    if (side := side_of(tokens[j + 1].cats)) and (n > 0 or (n == -1 and side < 0)):
        what = _yearly(cats)
        base = operand(c, j + 2) if what is not None and clock(c, j + 2) is None else None
        if what is not None and base is not None:
            return Adjacent(what, side, day_of(base[0]), abs(n)), base[1]  # "the first Easter after E"
    if ("num" in cats or "quant" in cats) and (counted := number(c, j)) is not None:
        count, vague, k = counted
        k += tokens[k].text == "-" and not tokens[k].gap  # "the first three-quarters of 2017"
        if "weekday" in tokens[k].cats and isinstance(count, int) and 1 < count <= MOST_LISTED:
            return _nth_weekdays(c, n, count, k)
        if "unit" in tokens[k].cats and isinstance(count, int):
            stretch = whole_of(c, k + 1)
            side = side_of(tokens[k + 1].cats) if stretch is None and n in (1, -1) else 0
            if side == n and (base := operand(c, k + 2)) is not None:  # "the first five years after 1918"
                return stretch_beside(((count, tokens[k].cats["unit"]),), side, base[0], vague), base[1]
            if stretch is not None:
                first = (n - 1) * count + 1 if n > 0 else n * count  # "the second ten days of May" are 11-20
                node: Expression = Nth(first, tokens[k].cats["unit"], stretch[0], count)
                return (Qualified(node, approximate=True) if vague else node), stretch[1]
            if n == -1:
                return None
    if n > 0:
        dated = dates.day_led(c, i)
        if dated is not None:
            return dated
        date = dates.day(c, i)
        if date is not None:
            return Fields(None, None, date[0]), date[2]
    return None


def _is_decade(c: Cursor, i: int, j: int) -> bool:
    """Whether a number is that of a decade rather than a day."""
    return "decade" in c.tokens[i].cats or "decades" in c.tokens[j - 1].cats


def _tens(c: Cursor, n: int, j: int) -> Match:
    """The days of a month from the tenth or the twentieth on, where the language calls them so."""
    stretch = whole_of(c, j + 1)
    if stretch is None:
        return None
    last = Nth(19, "day", stretch[0]) if n == 10 else Nth(-1, "day", stretch[0])
    return Qualified(Range(Nth(n, "day", stretch[0]), last), approximate=True), stretch[1]


def _few(c: Cursor, n: int, unit: str, j: int) -> Match:
    """Read "the first days of May", "the closing months of 1868", which say no number."""
    stretch = whole_of(c, j + 1) if "of" in c.tokens[j + 1].cats or c.language.bare_genitive else None
    if stretch is None or unit in CLOCK_UNITS:
        return None
    return Qualified(Nth(n if n > 0 else -FEW, unit, stretch[0], FEW), approximate=True), stretch[1]


def nth_share(c: Cursor, n: int, j: int) -> Match:
    """Read "first half of 2017", "last third of May", "second half of the 19th century", with the share at ``j``."""
    parts = 3 if "third" in c.tokens[j].cats else 2
    stretch = _whole_shared(c, j + 1) or whole_of(c, j + 1)
    if stretch is None:
        return None
    index = n if n > 0 else parts + 1 + n
    if not 1 <= index <= parts or ("tenday" in c.tokens[j].cats and not _is_month(stretch[0])):
        return None
    return Slice(f"{index}/{parts}", stretch[0]), stretch[1]


def _whole_shared(c: Cursor, i: int) -> Match:
    """What the next part behind a dash is a part of: "1st half - mid 19th century"."""
    found = point(c, i + 1) if c.tokens[i].text == "-" or "to" in c.tokens[i].cats else None
    return (found[0].of, i) if found is not None and isinstance(found[0], Slice) else None


def _is_month(node: Expression) -> bool:
    if isinstance(node, Within):
        node = node.what
    return (isinstance(node, Unit) and node.unit == "month") or (
        isinstance(node, Fields) and node.month is not None and node.day is None
    )


def whole_of(c: Cursor, i: int) -> Match:
    """What a part is a part of: "of 2017", "in October", "this year"."""
    tokens = c.tokens
    j = i
    while "of" in tokens[j].cats or "poss" in tokens[j].cats or "the" in tokens[j].cats:
        j += 1
    if c.at_end(j) or (j == i and c.language.bare_genitive and any(stop in tokens[j].cats for stop in ENDS_PART)):
        return None
    if j == i and not (
        c.language.bare_genitive
        or "rel" in tokens[j].cats
        or "digits" in tokens[j].cats
        or "month" in tokens[j].cats
        or "fiscal" in tokens[j].cats
        or "num" in tokens[j].cats
        or tokens[j].text == "'"
    ):
        return None
    if (
        "unit" in tokens[j].cats
        and "ord" not in tokens[j].cats
        and "num" not in tokens[j + 1].cats
        and (c.at_end(j + 1) or _WHOLE_GOES_ON.isdisjoint(tokens[j + 1].cats))
        and "weekno" not in tokens[j].cats
    ):
        return Unit(tokens[j].cats["unit"]), j + 1
    if tokens[j].cats.get("unit") == "week" and c.at_end(j + 1):
        return Unit("week"), j + 1
    found = operand(c, j) if j > i or c.language.bare_genitive else point(c, j)
    if (
        found is not None
        and j == i
        and isinstance(found[0], Fields)
        and found[0].year is None
        and found[0].month is None
    ):
        return None
    if found is not None and isinstance(found[0], At) and found[0].date == SOMEDAY:
        return None  # "week 3, 10:00"
    return found


_WHOLE_GOES_ON: Final = frozenset({"of", "after", "before", "which", "trailing"})
"""What says which unit a part is of: "the last Friday of the quarter in which the election falls"."""
ENDS_PART: Final = (
    "to",
    "and",
    "or",
    "bound",
    "from",
    "between",
    "open",
    "orbound",
    "every",
    "freq",
    "approx",
    "uncertain",
)
"""What never starts the whole that a part belongs to."""


def nth_unit(c: Cursor, n: int, unit: str, j: int) -> Match:
    """The n-th of the unit at ``j``, with what it is a part of behind it."""
    tokens = c.tokens
    if unit in ("century", "millennium") and n > 0:
        found = century_at(c, n, j + 1)
        if found is None or unit == "century":
            return found
        node = found[0]
        return Nth(n, "millennium-bc" if isinstance(node, Nth) and node.unit == "century-bc" else unit), found[1]
    after = tokens[j + 1].cats
    if sign := side_of(after):
        return counted_out(c, n, unit, sign, j + 2)
    stretch = None if "poss" in after else whole_of(c, j + 1)
    if stretch is not None:
        return Nth(n, unit, stretch[0], iso="isoweek" in tokens[j].cats), stretch[1]
    if n == -1:
        return Unit(unit, -1), j + 1
    if unit in ("quarter", "half"):
        return Nth(n, unit), j + 1
    if unit in ("week", "month", "day"):
        return Nth(n, unit, Unit("month" if unit == "day" else "year")), j + 1
    return None


def counted_out(c: Cursor, n: int, unit: str, sign: int, i: int) -> Match:
    """The n-th unit before (-1) or after (1) what stands at ``i``: "fifth day after E", "last week before E"."""
    base = operand(c, i)
    if base is None or unit in CLOCK_UNITS or unit in _LONG or (n < 0 and sign > 0):
        return None
    if unit in ("day", "business-day"):
        return Shift(base[0], ((abs(n), unit),), sign), base[1]
    return Around(unit, day_of(base[0]), sign * abs(n)), base[1]


_LONG: Final = frozenset({"decade", "century", "millennium", "half", "season", "fortnight", "workweek"})
"""Units that are not counted from a date."""


def anniversary_led(c: Cursor, i: int) -> Match:
    """Read "the centenary of E"; an anniversary without a number is none in particular."""
    years = c.tokens[i].cats["anniversary"]
    return anniversary(c, ((years, "year"),), i + 1) if years > 1 else None


def _yearly(cats: Cats) -> Expression | None:
    """What comes each year and is named by a word: a season, a named day, a month."""
    if "season" in cats:
        return Nth(0, f"season:{cats['season']}")
    return Named(cats["named"]) if "named" in cats else Fields(month=cats["month"]) if "month" in cats else None


def _nth_weekday(c: Cursor, n: int, j: int) -> Match:
    tokens = c.tokens
    weekday = tokens[j].cats["weekday"]
    following = tokens[j + 1].cats
    if n < 0 and "the" in following:
        return None  # "last Friday the 13th"
    unit = f"weekday:{weekday}"
    sign = side_of(following) if "of" not in following else 0
    if sign and clock(c, j + 2) is None:
        base = operand(c, j + 2)
        if base is not None:
            return Adjacent(Fields(weekday=weekday), sign, base[0], abs(n)), base[1]
    timed: Match = day_part(c, j + 1) or clock_range(c, j + 1) or clock(c, j + 1)
    stretch = whole_of(c, timed[1] if timed is not None else j + 1)
    if stretch is not None:
        nth = Nth(n, unit, stretch[0])
        return (At(nth, timed[0]) if timed is not None else nth), stretch[1]
    if n == -1:
        return None
    return Nth(n, unit, Unit("month")), j + 1


def _nth_part(c: Cursor, n: int, j: int) -> Match:
    """Read "the first evening of the summit": that of its first day. The last night can be the one before its end."""
    part = day_part(c, j)
    if part is None or "plural" in c.tokens[j].cats or not isinstance(part[0], DayPart):
        return None
    stretch = whole_of(c, part[1]) if "genitive" in c.tokens[part[1]].cats or c.language.bare_genitive else None
    if stretch is None:
        return None
    if part[0].name == "night" and (n < 0 or not isinstance(stretch[0], EventName)):
        return None  # feasts start with a night
    return At(Nth(n, "day", stretch[0]), part[0]), stretch[1]


def _nth_weekdays(c: Cursor, n: int, count: int, j: int) -> Match:
    """Read "first two Fridays in June", "last three Mondays of May"."""
    stretch = whole_of(c, j + 1)
    if stretch is None or n not in (1, -1):
        return None
    unit = f"weekday:{c.tokens[j].cats['weekday']}"
    first = 1 if n == 1 else -count
    return Listed(tuple(Nth(first + step, unit, stretch[0]) for step in range(count))), stretch[1]


MOST_LISTED: Final = 12
"""More weekdays than this are not counted out as so many days."""


def century_at(c: Cursor, n: int, i: int) -> Match:
    """The n-th century, with the era that may stand at ``i``."""
    name = c.tokens[i].cats.get("era")
    if name is not None:
        return Nth(n, "century-bc" if name == "bc" else "century"), i + 1
    return Nth(n, "century"), i
