"""Rules for so many of a unit: "3 days ago", "two weeks before E", "within 5 days", "for a week from Monday"."""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import evolve

from timeline.wording import dates
from timeline.wording.clocks import clock
from timeline.wording.cursor import Cursor, Match, Rule
from timeline.wording.expression import (
    NOW,
    SOMEDAY,
    TODAY,
    Adjacent,
    Alternatives,
    Amount,
    Anchor,
    Around,
    At,
    Beside,
    Chosen,
    Clock,
    Edge,
    EventName,
    Expression,
    Fields,
    Literal,
    Nth,
    Qualified,
    Range,
    Shift,
    Slice,
    Unit,
    Window,
    Within,
)
from timeline.wording.points.nesting import is_open
from timeline.wording.points.point import operand, point
from timeline.wording.points.slices import edge_of
from timeline.wording.points.steps import CLOCK_UNITS, STEPS, base_for, day_beside, day_of, is_weekday
from timeline.wording.token import Cats

QuantityMatch: TypeAlias = "tuple[tuple[Amount, ...], bool, int] | None"

_NUMBERS: Final = frozenset({"num", "half", "lone", "quant"})
"""What can say how many."""


def number(c: Cursor, i: int) -> tuple[float | int, bool, int] | None:
    """How many, at ``i``: (number, whether vague, index behind it)."""
    tokens = c.tokens
    cats = tokens[i].cats
    if _NUMBERS.isdisjoint(cats):
        k = _quarters_of(c, i) if "unit" in cats else 0
        return (0.25, False, k) if k else None  # "quarter of an hour"
    if "num" in cats and cats.get("digits", 1) <= 6:
        value: int | float = cats["num"]
        j = i + 1
        if (
            tokens[j].text in (".", ",")
            and "digits" in tokens[j + 1].cats
            and not tokens[j + 1].gap
            and not tokens[j].gap
        ):
            return float(f"{cats['num']}.{tokens[j + 1].text}"), False, j + 2
        if "and" in tokens[j].cats:
            if k := half_at(c, j + 1):
                return value + 0.5, False, k
            if "unit" in tokens[j + 3].cats and (quarters := _quarters_at(c, j + 1)):
                return value + quarters / 4, False, j + 3  # "two and a quarter hours"
        if "and-half" in tokens[j].cats:
            return value + 0.5, False, j + 1
        if k := _quarters_of(c, j):
            return value / 4, False, k  # "three quarters of an hour"
        return int(value), False, j + ("word" in cats and _said_again(c, j, cats["num"]))
    if k := half_at(c, i):
        k = k + 1 if tokens[k].text == "-" and not tokens[k].gap else c.skip(k, "of", "quant")
        if "unit" in tokens[k].cats:
            return 0.5, False, k
    if "lone" in cats:
        return cats["lone"], False, i
    if "quant" in cats:
        value = cats["quant"]
        if isinstance(value, float):
            return value, False, i + 1
        j = i + 1
        if ("vague" in cats and "num" in tokens[j].cats) or (
            value == 1 and "word" in tokens[j].cats and tokens[j].cats.get("num", 0) >= 100
        ):
            return tokens[j].cats["num"], "vague" in cats, j + 1
        if value == 1 and "num" in tokens[j].cats and tokens[j + 1].text == "-" and not tokens[j + 1].gap:
            return tokens[j].cats["num"], False, j + 1  # "a three-day period"
        if value == 1 and (k := half_at(c, j)) and "unit" in tokens[k].cats and "half" not in tokens[k].cats:
            return 0.5, False, k
        if value == 1 and (k := _quarters_of(c, j)):
            return 0.25, False, k
        if value == 1 and "quant" in tokens[j].cats:
            return tokens[j].cats["quant"], "vague" in tokens[j].cats, c.skip(j + 1, "of")
        return int(value), "vague" in cats, c.skip(j, "of") if value != 1 else j
    return None


_QUARTERED: Final = CLOCK_UNITS | {"century", "year"}
"""What "a quarter of a" can stand before."""


def _said_again(c: Cursor, i: int, value: int) -> bool:
    """Whether a number in words stands at ``i`` in digits as well: "thirty (30) days", as contracts say."""
    cats = c.tokens[i].cats
    return "digits" in cats and cats["num"] == value and "(" in c.text[c.end(i - 1) : c.start(i)]


def _quarters_of(c: Cursor, i: int) -> int:
    """The index of the unit in "quarter of an hour" at ``i``, or 0."""
    tokens = c.tokens
    if tokens[i].cats.get("unit") != "quarter":
        return 0
    century = i + 2 if tokens[i + 1].text == "-" and not tokens[i + 1].gap else i + 1
    if tokens[century].cats.get("unit") == "century":
        return century  # "a quarter-century ago"
    if "genitive" not in tokens[i + 1].cats:
        return 0
    whole = tokens[i + 2].cats.get("quant") == 1 and tokens[i + 3].cats.get("unit") in _QUARTERED
    return i + 3 if whole else 0


def _quarters_at(c: Cursor, i: int) -> int:
    """How many quarters of the unit before it "a quarter" or "three quarters" at ``i`` are, or 0."""
    cats = c.tokens[i].cats
    count = cats.get("quant") or cats.get("num", 0)
    if count not in (1, 3) or c.tokens[i + 1].cats.get("unit") != "quarter":
        return 0
    return 0 if "genitive" in c.tokens[i + 2].cats else int(count)


def hour_counted(c: Cursor, found: Match, amounts: tuple[Amount, ...]) -> Match:
    """What hours are counted from: a bare number there is an hour as well, and no day ("for two hours from 3")."""
    if found is None or amounts[0][1] not in CLOCK_UNITS or found[0].__class__ is not Fields:
        return found
    node, after = found
    bare = node == Fields(day=getattr(node, "day", None))
    if "num" not in c.tokens[after - 1].cats or not (bare or node == Fields(getattr(node, "year", None))):
        return found
    timed = clock(c, after - 1, bare=bare)  # "two hours starting at 1400"
    return found if timed is None or timed[1] != after else (At(SOMEDAY, timed[0]), after)


def half_at(c: Cursor, i: int) -> int:
    """The index behind "half" or "a half" at ``i``, or 0."""
    j = i + 1 if c.tokens[i].cats.get("quant") == 1 else i
    return j + 1 if "half" in c.tokens[j].cats and "num" not in c.tokens[j].cats else 0


def quantity(c: Cursor, i: int) -> QuantityMatch:
    """Amounts at ``i``: "a year and two months", "1 week 3 days", "two and a half years"; also whether vague."""
    amounts: list[Amount] = []
    vague = False
    tokens = c.tokens
    j = i
    while True:
        found = number(c, j)
        if found is None:
            break
        value, is_vague, k = found
        dashed = tokens[k].text == "-" and not tokens[k].gap
        k += dashed
        cats = tokens[k].cats
        unit = cats.get("unit") if not dashed or len(tokens[k].text) > 1 else None
        if unit is None and not dashed and not tokens[k].gap and "shortunit" in cats:
            if "decades" in cats and (tokens[j].cats.get("digits") == 4 or (j > 0 and "the" in tokens[j - 1].cats)):
                break  # "during the 1860s"
            unit = cats["shortunit"]
        hours = bool(amounts) and amounts[-1][1] == "hour"
        if unit is None and hours and not tokens[k].gap and "minuteletter" in cats:
            unit = "minute"  # "2h 30m"
        if unit is None or ("yearmark" in cats and tokens[j].cats.get("digits") == 4):
            break
        k += 1
        if "and" in tokens[k].cats:
            if after_half := half_at(c, k + 1):
                value, k = value + 0.5, after_half
            elif unit in _QUARTERED and (quarters := _quarters_at(c, k + 1)):
                value, k = value + quarters / 4, k + 3  # "an hour and a quarter"
        amounts.append((value, unit))
        lettered = unit == "hour" and "hourletter" in tokens[k - 1].cats
        if lettered and not tokens[k].gap and tokens[k].cats.get("digits") == 2:
            amounts.append((tokens[k].cats["num"], "minute"))  # "2h30", "2h30m"
            k += 1
            k += not tokens[k].gap and ("minuteletter" in tokens[k].cats or tokens[k].cats.get("unit") == "minute")
            j = k
            break
        vague = vague or is_vague
        j = k
        following = j
        if tokens[following].text == ",":
            following += 1
        if "and" in tokens[following].cats:
            following += 1
        if following == j or number(c, following) is not None:
            after = number(c, following)
            minutes = unit == "hour" and after is not None and "minuteletter" in tokens[after[2]].cats
            if after is None or not ("unit" in tokens[after[2]].cats or minutes):
                break
            j = following
        else:
            break
    return (tuple(amounts), vague, j) if amounts else None


def between_two(c: Cursor, i: int) -> int:
    """The index of the second number of "two to three weeks", "3-4 days", "two or three days" at ``i``, or 0."""
    tokens = c.tokens
    joiner = tokens[i + 1]
    joined = joiner.text == "-" or "to" in joiner.cats or "or" in joiner.cats
    if not joined and not ("and" in joiner.cats and i and "between" in tokens[i - 1].cats):
        return 0
    low, high = tokens[i].cats.get("num"), tokens[i + 2].cats.get("num", 0)
    return i + 2 if low is not None and low < high and "unit" in tokens[i + 3].cats else 0


def between_led(c: Cursor, i: int, rule: Rule) -> Match:
    """Read "two to three weeks ago", "in 3-4 days": it lies between; ``rule`` reads what starts with the second."""
    last = between_two(c, i)
    found = rule(c, last) if last else None
    if found is None or not isinstance(found[0], Shift) or len(found[0].amounts) != 1:
        return None
    far = found[0]
    near = evolve(far, amounts=((c.tokens[i].cats["num"], far.amounts[0][1]),))
    first, second = (far, near) if far.sign < 0 else (near, far)
    return Range(first, second, extent=False), found[1]


def quantity_led(c: Cursor, i: int) -> Match:
    """What starts with so many units: "3 days ago", "two weeks before E", "a week starting tomorrow"."""
    tokens = c.tokens
    limit = ""
    start = i
    opening = tokens[i].cats
    if "less" in opening or "more" in opening or "least" in opening:
        limit = next(limit for limit in _LIMITS if limit in opening)
        i += 1
        if "the" in tokens[i].cats:
            return None  # "over the five years from 2010" are those five
        if "prep" in tokens[i].cats or "in" in tokens[i].cats:
            i += 1
    found = quantity(c, i)
    if found is None:
        return _counted(c, i) if i == start else None
    amounts, vague, j = found
    if "approx" in tokens[j].cats and "ago" in tokens[j + 1].cats:
        vague, j = True, j + 1  # "a day or so ago"
    if "filler" in tokens[j].cats and len(amounts) == 1:
        if (years := _period(c, amounts[0], j + 1)) is not None:
            return years
        if not _FRAMED.isdisjoint(tokens[j + 1].cats):
            j += 1  # "the nine-month period ended Sept. 30", "a three-day period beginning 14 May"
    if more := _or_two(c, amounts, j):
        if "ago" not in tokens[j + 2].cats:
            return _or_two_beside(c, amounts, more, j + 2)
        way = tokens[j + 2].cats["ago"]
        ends = [Shift(base_for(amounts), one, way) for one in (amounts, more)][::way]
        return Range(ends[0], ends[1], extent=False), j + 3  # "a day or two ago"
    joiner = tokens[j]
    cats = joiner.cats
    after = j
    if cats.get("digits") == 4 and not limit and amounts[0][1] == "month" and (told := _first_months(c, amounts, j)):
        return told
    if _to_the_day(c, after):
        after += 3  # "a year to the day after"
        cats = tokens[after].cats
    if (tokens[after].text == "'" or "poss" in tokens[after].cats) and "time" in tokens[after + 1].cats:
        after += 1
    if len(amounts) == 1 and i == start and (later := _later_than(c, amounts, vague, after, cats)) is not None:
        return later
    base: Match
    stretch = i == start > 0 and "the" in tokens[i - 1].cats and len(amounts) == 1 and amounts[0][0] != 1
    if "ended" in cats and i == start:
        closing = edge_of(c, after + 1)  # "the six months to the end of March"
        base = point(c, c.skip(after + 1, "onlike")) if closing is None else (closing[0].of, closing[1])
        if closing is not None and not closing[0].end:
            return None
        if base is not None and isinstance(base[0], _UP_TO):
            day_after = Shift(base[0], ((1, "day"),), 1)
            return Window(amounts, -1, day_after, vague, inclusive=True), base[1]  # "the six months to March 2018"
    if "in" in cats and (ending := _past_or_future(c, after)) is not None:
        sign, behind = ending
        return (Window(amounts, 1, None, vague) if sign > 0 else Shift(base_for(amounts), amounts, -1, vague)), behind
    if "before" in cats or "back" in cats or cats.get("bound") == "before":
        if "to" in tokens[after + 1].cats and (either := _either_side(c, amounts, vague, after + 2)) is not None:
            return either
        base = hour_counted(c, edge_of(c, after + 1) or operand(c, after + 1), amounts)
        if base is not None and stretch and not (isinstance(base[0], Edge) and base[0].end):
            return stretch_beside(amounts, -1, base[0], vague), base[1]  # "the two weeks before E"
        if base is not None:
            return _counted_from(amounts, -1, vague, base, limit)
    if "after" in cats or "from" in cats or cats.get("bound") in ("after", "since"):
        base = hour_counted(c, edge_of(c, after + 1) or operand(c, after + 1), amounts)
        if base is not None and "start" in cats and "from" not in cats:
            return Window(amounts, 1, _origin(base[0], amounts), vague, inclusive=True), base[1]
        if base is not None and stretch and ("from" in cats or cats.get("bound") == "since"):
            return Window(amounts, 1, base[0], vague, inclusive=True), base[1]  # "the ten years from 1945"
        if base is not None and stretch and not (isinstance(base[0], Edge) and not base[0].end):
            return stretch_beside(amounts, 1, base[0], vague), base[1]
        if base is not None:
            return _counted_from(amounts, 1, vague, (_started(_origin(base[0], amounts), cats), base[1]), limit)
        if cats.get("bound") == "after":
            return Shift(base_for(amounts), amounts, 1, vague), after + 1
    if "ago" in cats:
        return _ago(c, amounts, vague, after, limit)
    if "anniversary" in cats:
        return anniversary(c, amounts, after + 1) if i == start else None
    if "into" in cats and not limit and (base := operand(c, after + 1)) is not None:
        return Shift(Edge(base[0], end=False), amounts, 1, vague), base[1]
    if "before" in cats:
        return Shift(base_for(amounts), amounts, -1, vague), after + 1
    return None


_FRAMED: Final = frozenset({"ended", "from", "start"})
"""What says behind "a period of three days" where it lies."""
_UP_TO: Final = (Fields, Within, Alternatives, Literal, Unit, Nth, Slice)
"""What a stretch can run up to: "the six months to March 2018", "the three months to end-March 2018"."""


def _period(c: Cursor, amount: Amount, i: int) -> Match:
    """The years behind "the five-year period" at ``i``, where they are so many: "2010-2014", or "2010-2015"."""
    first = dates.year(c, i) if amount[1] == "year" and "digits" in c.tokens[i].cats else None
    if first is None or not (c.tokens[first[2]].text == "-" or "to" in c.tokens[first[2]].cats):
        return None
    last = dates.year(c, first[2] + 1, short=True)
    if last is None:
        return None
    end = last[0] + first[0] - first[0] % 100 if last[1] else last[0]
    if end - first[0] not in (amount[0] - 1, amount[0]):
        return None
    return Range(Fields(first[0]), Fields(end)), last[2]


def stretch_beside(amounts: tuple[Amount, ...], sign: int, base: Expression, vague: bool) -> Window:
    """The stretch right before (-1) or after (1) something: "the two weeks before E"."""
    if sign < 0:
        return Window(amounts, -1, base, vague)
    if amounts[0][1] not in CLOCK_UNITS:
        first = day_beside(base, 1)
    else:
        first = Edge(base, end=True) if isinstance(base, EventName) else base  # "the two hours after the meeting"
    return Window(amounts, 1, first, vague, inclusive=True)


def anniversary(c: Cursor, amounts: tuple[Amount, ...], i: int) -> Match:
    """So long after what stands at ``i``: behind "tenth anniversary", "six-month anniversary", "centenary"."""
    if "genitive" not in c.tokens[i].cats and not c.language.bare_genitive:
        return None
    base = operand(c, c.skip(i, "genitive"))
    return (on_anniversary(base[0], amounts), base[1]) if base is not None and not is_open(base[0]) else None


def on_anniversary(base: Expression, amounts: tuple[Amount, ...]) -> Shift:
    """So long after something; after the start of an event, which is what is kept."""
    return Shift(Edge(base, end=False) if isinstance(base, EventName) else base, amounts, 1)


def _first_months(c: Cursor, amounts: tuple[Amount, ...], j: int) -> Match:
    """Read "9 months 2019", as reports call what they account for: whole quarters from the start of that year."""
    year, count = dates.year(c, j), amounts[0][0]
    if year is None or len(amounts) > 1 or count not in (3, 6, 9) or "month" in c.tokens[year[2]].cats:
        return None
    return Nth(1, "month", Fields(year[0]), int(count)), year[2]


def _or_two(c: Cursor, amounts: tuple[Amount, ...], i: int) -> tuple[Amount, ...]:
    """The larger amount of "a day or two", where "or two" stands at ``i``; empty where it does not."""
    more = c.tokens[i + 1].cats.get("num", 0) if "or" in c.tokens[i].cats else 0
    return ((more, amounts[0][1]),) if len(amounts) == 1 and amounts[0][0] == 1 and 1 < more < 10 else ()


def _or_two_beside(c: Cursor, amounts: tuple[Amount, ...], more: tuple[Amount, ...], i: int) -> Match:
    """Behind "a day or two": "before E", "after E"."""
    cats = c.tokens[i].cats
    sign = 1 if "after" in cats else -1 if "before" in cats else 0
    base = operand(c, i + 1) if sign else None
    if base is None:
        return None
    ends = [Shift(base[0], one, sign) for one in (amounts, more)][::sign]
    return Range(ends[0], ends[1], extent=False), base[1]


def _either_side(c: Cursor, amounts: tuple[Amount, ...], vague: bool, i: int) -> Match:
    """Behind "three days before to", what is counted from the same: "two days after E"."""
    found = quantity_led(c, i) if "num" in c.tokens[i].cats or "quant" in c.tokens[i].cats else None
    if found is None or not isinstance(found[0], Shift) or found[0].sign < 0 or isinstance(found[0].base, Anchor):
        return None
    return Range(Shift(found[0].base, amounts, -1, vague), found[0]), found[1]


def _to_the_day(c: Cursor, i: int) -> bool:
    """Whether "to the day" stands at ``i``, which adds nothing."""
    tokens = c.tokens
    return "spanning" in tokens[i].cats and "the" in tokens[i + 1].cats and tokens[i + 2].cats.get("unit") == "day"


def _later_than(c: Cursor, amounts: tuple[Amount, ...], vague: bool, i: int, cats: Cats) -> Match:
    """So much later than a day that follows at once: "a week tomorrow", "two weeks on Friday"."""
    following = c.tokens[i + 1].cats
    weekly = amounts[0][1] in ("week", "fortnight")
    ahead = amounts[0][1] in ("month", "year") and cats.get("dayword") in (0, 1)  # "a month today"
    if ahead or (weekly and ("dayword" in cats or ("rel" in cats and "weekday" in following))):
        named = point(c, i)
        if named is not None:
            # "a week last Tuesday", "a week yesterday" are a week before it, as the British say
            past = STEPS.get(cats.get("rel", ""), 0) < 0 or cats.get("dayword", 0) < 0
            return Shift(named[0], amounts, -1 if past else 1, vague), named[1]
    if weekly and "weekday" in cats and "plural" not in cats and c.at_end(i + 1):
        return Shift(Chosen(Fields(weekday=cats["weekday"]), "coming"), amounts, 1, vague), i + 1  # "a week Friday"
    if "onlike" in cats and "weekday" in following:
        named = point(c, i + 1)
        if named is not None and is_weekday(named[0]):
            return Shift(Chosen(named[0], "coming"), amounts, 1, vague), named[1]
        if named is not None and isinstance(named[0], At) and is_weekday(named[0].date):
            return Shift(evolve(named[0], date=Chosen(named[0].date, "coming")), amounts, 1, vague), named[1]
    return None


def _origin(base: Expression, amounts: tuple[Amount, ...]) -> Expression:
    """What days are counted from: the anchor's day, even where its moment was said."""
    return TODAY if base == NOW and base_for(amounts) == TODAY else base


def _started(base: Expression, cats: Cats) -> Expression:
    """What amounts after ``base`` are counted from, by the word that joins them."""
    if "from" not in cats:
        # "two years since 2011" counts from its first day
        return Edge(base, end=False) if cats.get("bound") == "since" else base
    return Chosen(base, "ahead") if is_weekday(base) else base  # "a week from Tuesday": the one to come


def _ago(c: Cursor, amounts: tuple[Amount, ...], vague: bool, i: int, limit: str) -> Match:
    """Behind a quantity: "ago", "ago to the day", "ago yesterday", "ago Friday"."""
    tokens = c.tokens
    sign = tokens[i].cats["ago"]
    after = i + 1
    if "weekday" in tokens[after].cats or "dayword" in tokens[after].cats:
        named = point(c, after) if "onlike" not in tokens[after].cats else None
        if named is not None:
            what = Chosen(named[0], "last" if sign < 0 else "coming") if is_weekday(named[0]) else named[0]
            return Shift(what, amounts, sign, vague), named[1]
    if _to_the_day(c, after):
        after += 3
    origin = base_for(amounts)
    edge = Shift(origin, amounts, sign, vague)
    if "rel" in tokens[after].cats and amounts[0][1] in _YEARS and len(amounts) == 1 and not limit:
        named = point(c, after)
        if named is not None and isinstance(named[0], Unit) and named[0].unit in _IN_YEARS:
            return Around(named[0].unit, edge, named[0].steps), named[1]  # "three years ago this month"
    return (_bounded(edge, origin, sign, limit) if limit else edge), after


_YEARS: Final = frozenset({"year", "decade", "century"})
_IN_YEARS: Final = frozenset({"week", "weekend", "month", "quarter"})
"""What there is one like it so many years before: "a year ago this week"."""


def _past_or_future(c: Cursor, i: int) -> tuple[int, int] | None:
    """Read "In the past" (-1) or "in the future" (1) behind a quantity, and the index behind it."""
    j = c.skip(i + 1, "the")
    cats = c.tokens[j].cats
    if "window" in cats:
        return 1, j + 1
    return (-1, j + 1) if cats.get("rel") == "past" and c.at_end(j + 1) else None


def _bounded(edge: Shift, base: Expression, sign: int, limit: str) -> Expression:
    """What "less than two days before X" says, which lies between, or "more than" and "at least", beyond."""
    if limit == "less":
        counted = Edge(base, end=True) if sign > 0 and not isinstance(base, Anchor) else base
        return Beside("within", Window(edge.amounts, sign, counted, edge.approximate, inclusive=True))
    if sign < 0:
        return Range(None, edge, end_kind="before" if limit == "more" else "by")
    return Range(edge, None, start_kind="after" if limit == "more" else "within")


def _counted_from(
    amounts: tuple[Amount, ...], sign: int, vague: bool, base: tuple[Expression, int], limit: str
) -> Match:
    edge = Shift(base[0], amounts, sign, vague)
    if limit:
        return _bounded(edge, base[0], sign, limit), base[1]
    return edge, base[1]


def _counted(c: Cursor, i: int) -> Match:
    """Read "two Sundays from now", "5 upcoming years", "3 next weeks", "two Mondays after X"."""
    found = number(c, i)
    if found is None:
        return None
    count, vague, j = found
    if isinstance(count, float):
        return None
    tokens = c.tokens
    cats = tokens[j].cats
    several = "many" in cats or "many" in tokens[j + 1].cats
    if "rel" in cats and cats["rel"] != "this" and several and "unit" in tokens[j + 1].cats:
        sign = STEPS[cats["rel"]]
        return Window(((count, tokens[j + 1].cats["unit"]),), sign, None, vague), j + 2
    if "weekday" in cats and count > 0:
        what = Fields(weekday=cats["weekday"])
        after = tokens[j + 1].cats
        if "ago" in after:
            return Adjacent(what, after["ago"], TODAY, count), j + 2
        sign = 1 if "after" in after or "from" in after else -1 if "before" in after else 0
        if sign:
            base = operand(c, j + 2)
            if base is not None:
                return Adjacent(what, sign, day_of(base[0]), count), base[1]
    return None


def in_led(c: Cursor, i: int) -> Match:
    """Read "in two weeks", "within 5 days of E", "in two years since 2011"."""
    tokens = c.tokens
    within = "within" in tokens[i].cats or "less" in tokens[i + 1].cats  # "in no more than 3 days"
    j = i + 1
    if "less" in tokens[j].cats or "filler" in tokens[j].cats:
        j += 1
    relative = j
    if within:
        relative = c.skip(j, "the")
        if "rel" in tokens[relative].cats and tokens[relative].cats["rel"] in ("last", "past", "previous"):
            return c.grammar.rules["rel"][0](c, relative)  # "within the past 24 hours"
        if "rel" in tokens[relative].cats and tokens[relative].cats["rel"] in ("next", "coming", "following"):
            relative += 1
    found = quantity(c, relative)
    if found is None and not within and (between := between_led(c, relative, _ahead)) is not None:
        return between
    if found is None and (relative > j or (within and c.language.bare_genitive)) and "unit" in tokens[relative].cats:
        # "within the next day and 5 hours"
        rest = quantity(c, relative + 2) if "and" in tokens[relative + 1].cats else None
        first: Amount = (1, tokens[relative].cats["unit"])
        found = ((first, *rest[0]), rest[1], rest[2]) if rest is not None else ((first,), False, relative + 1)
    if found is None:
        return None
    amounts, vague, after = found
    if not within and (more := _or_two(c, amounts, after)):
        origin = base_for(amounts)
        return Range(Shift(origin, amounts, 1), Shift(origin, more, 1), extent=False), after + 2  # "in an hour or two"
    cats = tokens[after].cats
    if within and "the" in tokens[relative - 1].cats and ("after" in cats or "before" in cats or "ended" in cats):
        return quantity_led(c, relative)  # "during the three days after E"
    if within:
        sign = 1
        if (
            "of" in cats
            or "after" in cats
            or "from" in cats
            or "before" in cats
            or "back" in cats
            or cats.get("bound") in ("since", "after", "before")
        ):
            base = operand(c, after + 1)
            if base is not None:
                around = "of" in cats and "from" not in cats and "after" not in cats and "bound" not in cats
                if around and not isinstance(base[0], Anchor):
                    return (
                        Range(Shift(base[0], amounts, -1, vague), Shift(base[0], amounts, 1, vague), extent=False),
                        base[1],
                    )
                if "before" in cats or "back" in cats or cats.get("bound") == "before":
                    sign = -1
                begun = day_of(base[0])
                if "after" in cats and sign > 0 and not isinstance(begun, Anchor):
                    begun = Edge(begun, end=True)  # "within 3 days after E" starts with its last day
                return Window(amounts, sign, begun, vague, inclusive=True), base[1]
        return Window(amounts, 1, None, vague, inclusive=True), after
    if "ago" in cats or "window" in cats:
        return quantity_led(c, relative)
    if "from" in cats or "after" in cats or "before" in cats or "bound" in cats:
        counted = quantity_led(c, relative)
        if counted is not None:
            return counted
    if "genitive" in cats:
        return None
    if (tokens[after].text == "'" or "poss" in tokens[after].cats) and "time" in tokens[after + 1].cats:
        after += 2  # "in ten days' time"
    elif "time" in tokens[after].cats and "many" in tokens[after - 1].cats:
        after += 1
    return Shift(base_for(amounts), amounts, 1, vague), after


def _ahead(c: Cursor, i: int) -> Match:
    """So many units from the anchor, behind "in": "in 3 days"."""
    return in_led(c, i - 1)


def ago_led(c: Cursor, i: int) -> Match:
    """So many units before the anchor, in languages whose "ago" stands in front of them."""
    tokens = c.tokens
    j = i + 1
    if "approx" in tokens[j].cats:
        found = ago_led(c, j)
        return (Qualified(found[0], approximate=True), found[1]) if found is not None else None
    if (between := between_led(c, j, _behind)) is not None:
        return between
    limit = next((limit for limit in _LIMITS if limit in tokens[j].cats), "")
    counted = quantity(c, j + 1 if limit else j)
    if counted is None:
        return None
    amounts, vague, after = counted
    origin = base_for(amounts)
    edge = Shift(origin, amounts, -1, vague)
    if tokens[i].cats.get("bound") == "since":
        return None if limit else (Range(edge, None), after)
    return (_bounded(edge, origin, -1, limit) if limit else edge), after


def _behind(c: Cursor, i: int) -> Match:
    """So many units before the anchor, behind an "ago" that stands in front."""
    return ago_led(c, i - 1)


_LIMITS: Final = ("less", "more", "least")
"""What may stand before a quantity and bounds it."""


def for_led(c: Cursor, i: int) -> Match:
    """Read "for 3 days from today", "for 1 week, from 20th Dec"."""
    found = quantity(c, i + 1)
    if found is None:
        return None
    amounts, vague, j = found
    j = c.comma(j)
    cats = c.tokens[j].cats
    if "from" in cats or "start" in cats or cats.get("bound") == "since":
        base = hour_counted(c, operand(c, j + 1), amounts)
        if base is not None:
            return Window(amounts, 1, day_of(base[0]), vague, inclusive=True), base[1]
    side = 1 if "after" in cats else -1 if "before" in cats else 0
    if side and (base := operand(c, j + 1)) is not None:
        return stretch_beside(amounts, side, base[0], vague), base[1]  # "for ten years after 1930"
    if "onlike" in cats:
        base = point(c, j)
        if base is not None and isinstance(base[0], At) and isinstance(base[0].time, Clock):
            return Window(amounts, 1, base[0], vague, inclusive=True), base[1]  # "for an hour at 3 pm"
    return None
