"""Rules for what the calendar has names for: units, quarters, kinds of years, seasons, decades, named days."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.wording import dates
from timeline.wording.clocks import clock
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    TODAY,
    Alternatives,
    Around,
    At,
    Both,
    Chosen,
    Edge,
    EventName,
    Every,
    Expression,
    Fields,
    Listed,
    Named,
    Nth,
    Range,
    Shift,
    Slice,
    Unit,
    Window,
    Within,
)
from timeline.wording.points.nesting import takes_time
from timeline.wording.points.ordinals import ENDS_PART, century_at, whole_of
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import number, quantity_led, stretch_beside
from timeline.wording.points.slices import edge_of
from timeline.wording.points.steps import CLOCK_UNITS, base_for, day_beside, day_of, next_but_one, side_of

_CALENDAR: Final = frozenset({"week", "fortnight", "month", "quarter", "half", "year", "decade"})
"""Units that can end on a day that is said."""


_LASTING: Final = frozenset({"fortnight", "decade", "century"})
"""Units that are so long rather than ones of the calendar, beside what they come before or after."""


def unit_led(c: Cursor, i: int) -> Match:
    """Read "week 14 of 2018", "the week of October 6th", "year 2008", "the day after E", "month to date", "weekend"."""
    tokens = c.tokens
    cats = tokens[i].cats
    unit = cats.get("unit", "week")
    j = i + 1
    following = tokens[j]
    after = following.cats
    if unit == "quarter" and number(c, i) is not None:
        return quantity_led(c, i)  # "quarter of an hour ago", "the quarter-century before 1914"
    if beyond := next_but_one(c, j):
        return Unit(unit, beyond[0]), beyond[1]
    if following.text == "-" and "todate" in tokens[j + 1].cats:
        return Slice("todate", Unit(unit)), j + 2  # "year-to-date"
    if "todate" in after:
        return Slice("todate", Unit(unit)), j + 1
    if "plural" in cats and "many" not in cats:
        pass  # "weekdays from 9" come again
    elif "wc" in cats or "start" in after or after.get("bound") == "since" or after.get("beside") == "starting":
        base = operand(c, c.skip(j + ("wc" not in cats), "onlike"))
        if base is not None and "many" in cats and after.get("bound") == "since":
            return Range(base[0], None), base[1]  # "the years since 1945" say no number
        if base is not None:
            return (
                Around(unit, base[0]) if unit == "week" else Window(((1, unit),), 1, base[0], inclusive=True)
            ), base[1]
    if c.language.bare_genitive and (about := _about_so_many(c, unit, j)) is not None:
        return about
    if "weekno" in cats or unit in ("month", "day", "quarter"):
        k = j + 1 if "number" in after or following.text == "#" else j
        if _counts(c, unit, k):
            return _several_by_number(c, unit, k) or _by_number(c, unit, k)
        if len(tokens[i].text) == 1:
            return None
    if unit == "year":
        if "many" in cats and after.get("digits", 4) < 3:
            return None
        year = _year_by_number(c, c.skip(j, "number"))
        if year is not None:
            return year
    if unit in CLOCK_UNITS:
        side = side_of(after) if i > 0 and "the" in tokens[i - 1].cats and "many" not in cats else 0
        base = operand(c, j + 1) if side else None
        return (stretch_beside(((1, unit),), side, base[0], vague=False), base[1]) if base is not None else None
    if unit in _CALENDAR and "many" not in cats and (up_to := _ending(c, unit, j)):
        return up_to
    if ("which" in after or c.names is not None) and (told := _happening(c, unit, j + ("which" in after))) is not None:
        return told
    sign = side_of(after)
    if sign and (neighbour := _neighbour(c, unit, sign, j + 1, many="many" in cats)) is not None:
        return neighbour
    if unit in ("weekend", "business-day") and "plural" in cats and "of" in after:
        stretch = point(c, c.skip(j + 1, "the"))
        if stretch is not None and unit == "weekend":
            return Every(Unit("weekend"), stretch[0]), stretch[1]
        if stretch is not None:
            return Listed(tuple(Every(Fields(weekday=day), stretch[0]) for day in range(1, 6))), stretch[1]
    if "many" in cats and i and "within" in tokens[i - 1].cats:
        return None  # "within weeks of E" says no number
    holding = _holding(c, unit, j) if unit != "business-day" else None  # "working days of next week" are several
    if holding is not None:
        return holding
    if unit == "weekend" and "num" not in after and "month" not in after:
        return Unit(unit), j
    if unit == "weekend":
        date = dates.second_day(c, j) or point(c, j)  # "weekend 19-20 May"
        whole = date is not None and isinstance(date[0], Fields) and date[0].day and date[0].month
        return (Around(unit, date[0]), date[1]) if date is not None and whole else None
    if len(tokens[i].text) == 1 or ("quarterletter" in cats and "num" in after):
        return None
    if i > 0 and (
        "the" in tokens[i - 1].cats
        or "rel" in tokens[i - 1].cats
        or "slice" in tokens[i - 1].cats
        or "of" in tokens[i - 1].cats
    ):
        return None if "many" in cats else ((TODAY if unit == "day" else Unit(unit)), j)
    return None


def _counts(c: Cursor, unit: str, k: int) -> bool:
    """Whether the number at ``k`` can be that of a unit: no clock, and no day before its month."""
    cats, following = c.tokens[k].cats, c.tokens[k + 1]
    return (
        "num" in cats
        and cats.get("digits", 1) <= (3 if unit == "day" else 2)
        and following.text != ":"
        and "month" not in following.cats
        and "ampm" not in following.cats
        and not ("suffix" in following.cats and not following.gap)
    )


def _by_number(c: Cursor, unit: str, k: int) -> Match:
    """A unit with its number at ``k`` behind it: "week 14 of 2018", "month 3"."""
    n = c.tokens[k].cats["num"]
    behind = k + 1
    if c.tokens[behind].text in (",", "/", "-") and (c.tokens[behind].text == "," or _starts_year(c, behind + 1)):
        behind += 1
    stretch = whole_of(c, behind)
    if stretch is not None:
        return Nth(n, unit, stretch[0], iso=True), stretch[1]
    if unit == "day":
        return None
    return Nth(n, unit, None if unit == "week" else Unit("year"), iso=True), k + 1


def _several_by_number(c: Cursor, unit: str, k: int) -> Match:
    """Units by their numbers, the first at ``k``: "days 2-4 of the visit"."""
    tokens = c.tokens
    if "many" not in tokens[k - 1].cats or not (tokens[k + 1].text == "-" or "to" in tokens[k + 1].cats):
        return None
    first, last = tokens[k].cats["num"], tokens[k + 2].cats.get("num", 0)
    stretch = whole_of(c, k + 3) if "genitive" in tokens[k + 3].cats and 0 < first < last else None
    return (Nth(first, unit, stretch[0], last - first + 1), stretch[1]) if stretch is not None else None


def _about_so_many(c: Cursor, unit: str, j: int) -> Match:
    """So many units from the anchor, where a number behind its unit says that it is rounded."""
    tokens = c.tokens
    k = j + 1 if "in" in tokens[j].cats else j
    count = tokens[k].cats.get("num")
    if count is None or tokens[k].cats.get("digits", 1) > 3:
        return None
    sign = tokens[k + 1].cats.get("ago") if k == j else 1 if c.at_end(k + 1) else None
    amounts = ((count, unit),)
    return (Shift(base_for(amounts), amounts, sign, approximate=True), k + 1 + (k == j)) if sign else None


def _starts_year(c: Cursor, i: int) -> bool:
    return not c.tokens[i].gap and c.tokens[i].cats.get("digits") == 4


def _year_by_number(c: Cursor, k: int) -> Match:
    """The year whose number stands at ``k``, behind the word for it."""
    token = c.tokens[k]
    cats = token.cats
    if "num" not in cats:
        return None
    digits = cats.get("digits")
    if digits != 2 and (found := dates.year(c, k)) is not None:
        return Fields(found[0], short_year=found[1]), found[2]
    if digits == 2 and not token.gap:
        return Fields(int(token.text), short_year=True), k + 1
    if digits in (1, 2, 3, 5, 6) or "word" in cats:
        counted, behind = dates.era(c, cats["num"], k + 1)
        return Fields(counted), behind
    return None


def _neighbour(c: Cursor, unit: str, sign: int, k: int, *, many: bool) -> Match:
    """The unit before or after what stands at ``k``, or after the anchor's where nothing does."""
    base: Match = edge_of(c, k) if unit == "day" else None
    if base is None and clock(c, k) is None:
        base = operand(c, k)
    if base is not None and many:  # "the years after 1945" say no number
        made: Expression = Range(base[0], None, "after") if sign > 0 else Range(None, base[0], end_kind="before")
        return made, base[1]
    if base is not None and unit in _LASTING and not isinstance(base[0], Nth):  # ten years, or a hundred
        first = day_beside(base[0], 1) if sign > 0 else base[0]
        return Window(((1, unit),), sign, first, inclusive=sign > 0), base[1]
    if base is not None:
        made = day_beside(base[0], sign) if unit == "day" else Around(unit, day_of(base[0]), sign)
        return made, base[1]
    return (Unit(unit, sign), k) if c.at_end(k) else None


def _holding(c: Cursor, unit: str, j: int) -> Match:
    """The unit that holds what stands behind it: "the week of October 6th", "the weekend of Halloween"."""
    tokens = c.tokens
    after = tokens[j].cats
    bare = c.language.bare_genitive and not ("of" in after or "prep" in after)
    edge = edge_of(c, j + ("genitive" in after)) if bare or "genitive" in after else None
    if edge is not None and isinstance(edge[0].of, EventName):
        return _edge_unit(unit, edge[0]), edge[1]  # "the day of the opening of the summit"
    if unit == "day":
        base = operand(c, j + ("genitive" in after)) if "genitive" in after or bare else None
        if base is None:
            return None
        node, end = base
        held = node.date if isinstance(node, At) else node
        if not isinstance(held, (EventName, Named)):
            return None
        day = Around("day", held)
        return (At(day, node.time) if isinstance(node, At) else day), end  # "the day of the election at 8 am"
    if "aside" in after if "of" in after else not bare or j >= c.last:
        return None
    if bare and any(stop in after for stop in ENDS_PART):
        return None
    base = (dates.second_day(c, j + 1) if unit == "weekend" and not bare else None) or operand(c, j + (not bare))
    if base is None:
        return None
    if isinstance(base[0], At):
        return At(Around(unit, base[0].date), base[0].time), base[1]
    last = dates.day(c, base[1] + 1) if unit == "weekend" and tokens[base[1]].text == "-" else None
    if unit == "week" and _starts_days(c, *base):
        return base  # "the week of Oct. 5-11" is those days
    return Around(unit, base[0]), base[1] if last is None else last[2]  # "the weekend of December 2-3"


def _happening(c: Cursor, unit: str, j: int) -> Match:
    """The unit in which something happens: "the day the visit ended", "the week in which Easter 2018 falls"."""
    found = point(c, c.skip(j, "the"))
    if found is None:
        return None
    node, after = found
    if isinstance(node, Edge) and "happens" in c.tokens[after - 1].cats:
        return _edge_unit(unit, node), after
    happens = c.tokens[after].cats.get("happens") if "which" in c.tokens[j - 1].cats else None
    if happens == "in":
        return Around(unit, node), after + 1
    return (_edge_unit(unit, Edge(node, happens == "end")), after + 1) if happens is not None else None


def _edge_unit(unit: str, edge: Edge) -> Expression:
    """The unit that holds the first or the last day of something."""
    day = Nth(-1 if edge.end else 1, "day", edge.of)
    return day if unit == "day" else Around(unit, day)


def _starts_days(c: Cursor, first: Expression, j: int) -> bool:
    """Whether a date is the first of no more days than a week has, up to the one behind a joiner at ``j``."""
    if not isinstance(first, Fields) or not first.day or not (c.tokens[j].text == "-" or "to" in c.tokens[j].cats):
        return False
    found = point(c, j + 1)
    last = found[0] if found is not None else None
    if isinstance(last, Alternatives) and last.setting == "month-number":
        last = last.items[0]
    if not isinstance(last, Fields) or not last.day:
        return False
    if first.month is None or last.month is None or first.month == last.month:
        return 0 < last.day - first.day < 7
    return first.day - last.day > 20  # "Oct. 28-Nov. 3"


def wc_led(c: Cursor, i: int) -> Match:
    """Read "w/c Feb 4", "week commencing Feb 4"."""
    base = operand(c, i + 1)
    return (Around("week", base[0]), base[1]) if base is not None else None


def we_led(c: Cursor, i: int) -> Match:
    """Read "w/e 20 May": the week that ends with that day."""
    base = operand(c, c.skip(i + 1, "onlike"))
    if base is None or not takes_time(base[0]):
        return None
    return Window(((1, "week"),), -1, Shift(base[0], ((1, "day"),), 1), inclusive=True), base[1]


def letter_led(c: Cursor, i: int) -> Match:
    """Read "Q3 2018", "H1 2016", "Q3 FY2018", "W48 2017"."""
    found = dates.lettered(c, i, None)
    if found is None:
        return None
    node, j = found
    k = j
    while c.tokens[k].text in ("-", "/", ",") or ("of" in c.tokens[k].cats):
        k += 1
    short = dates.year(c, k, short=True)
    if short is not None and isinstance(node, Nth):
        return Nth(node.n, node.unit, Fields(short[0], short_year=short[1])), short[2]
    return node, j


def _ending(c: Cursor, unit: str, j: int) -> Match:
    """Behind a unit: "ending 5 May", the unit's length up to that day."""
    base = operand(c, c.skip(j + 1, "onlike")) if "ended" in c.tokens[j].cats else None
    if base is None:
        return None
    return Window(((1, unit),), -1, Shift(base[0], ((1, "day"),), 1), inclusive=True), base[1]


def fiscal_led(c: Cursor, i: int) -> Match:
    """Read "FY18", "fiscal year 2018", "academic year 2017/18"."""
    tokens = c.tokens
    kind = "fiscal" if "fiscal" in tokens[i].cats else "academic"
    j = i + 1
    if tokens[j].cats.get("unit") == "year":
        j += 1
    j = c.skip(j, "of") if "of" in tokens[j].cats else j
    found = dates.year(c, j, short=True)
    if found is None:
        part = tokens[i + 1].cats.get("unit")
        if part in ("quarter", "half"):
            return _ending(c, part, i + 2)  # "the fiscal quarter ended 31 March 2018"
        if "ord" in tokens[i + 1].cats or "quarterletter" in tokens[i + 1].cats:
            inner = point(c, i + 1)
            if inner is not None and isinstance(inner[0], Nth) and isinstance(inner[0].of, Fields):
                return evolve(inner[0], of=Slice(kind, inner[0].of)), inner[1]
        closing = _ending(c, "year", j)  # "fiscal year ended March 31, 2010" says itself which
        if closing is None and i > 0 and "the" in tokens[i - 1].cats and "many" not in tokens[i].cats:
            return Slice(kind, Chosen(Slice(kind, Fields()), "this")), j  # "the end of the financial year"
        return closing
    number, short, k = found
    several = "many" in tokens[i + 1].cats  # "fiscal years 2017-2018"
    if tokens[k].text in ("/", "-") and tokens[k + 1].cats.get("digits") in (2, 4) and not several:
        last = int(tokens[k + 1].text)
        if last == (number + 1 if tokens[k + 1].cats["digits"] == 4 else (number + 1) % 100):
            k += 2
            if kind == "fiscal":
                kind = "fiscal-from"
    made = Slice(kind, Fields(number, short_year=short))
    if k == c.last:
        return made, k
    return dates.lettered(c, k, made) or dates.share_of(c, k, made) or (made, k)  # "fiscal 2018 third quarter"


def season_led(c: Cursor, i: int) -> Match:
    """Read "summer", "winter 2017/18", "spring of next year"."""
    tokens = c.tokens
    season = Nth(0, f"season:{tokens[i].cats['season']}")
    j = i + 1
    k = j
    while tokens[k].text in (",", "'") or "of" in tokens[k].cats:
        if tokens[k].text == "'":
            break
        k += 1
    if tokens[j].text == "-" and not tokens[j].gap and _starts_year(c, j + 1):
        k = j + 1  # "winter-2019"
    found = dates.year(c, k, short=True) or dates.old_year(c, k)
    if found is not None:
        number, short, after = found
        joined = (tokens[after].text in ("/", "-") and not tokens[after + 1].gap) or "to" in tokens[after].cats
        if joined and tokens[after + 1].cats.get("digits") in (1, 2, 3, 4):
            last = int(tokens[after + 1].text)
            if tokens[after + 2].cats.get("era") == "bc" and last == abs(number - (number <= 0)) - 1:
                return Within(season, Fields(-last)), after + 3  # "winter 218/217 BC"
            digits: int = tokens[after + 1].cats["digits"]
            if last % 10 ** min(digits, 2) == (number + 1) % 10 ** min(digits, 2):
                after += 2
        return Within(season, Fields(number, short_year=short)), after
    return season, j


def decade_led(c: Cursor, i: int) -> Match:
    """Read "the nineties", "the noughties"."""
    tens = c.tokens[i].cats["decade"]
    if "many" in c.tokens[i + 1].cats and c.tokens[i + 1].cats.get("unit") == "day":
        return None  # days of a month
    return Nth(tens, "decade-of" if tens > 100 else "decade-short"), i + 1


def century_letter_led(c: Cursor, i: int) -> Match:
    """Read "C19", "C19th": a century by its letter."""
    following = c.tokens[i + 1]
    if len(c.tokens[i].text) > 1 or following.gap or following.cats.get("digits") not in (1, 2):
        return None
    after = i + 3 if "suffix" in c.tokens[i + 2].cats and not c.tokens[i + 2].gap else i + 2
    if following.cats["digits"] == 1 and after == i + 2:
        joined = c.tokens[after].text == "-" and "centuryletter" in c.tokens[after + 1].cats
        if "era" not in c.tokens[after + 3 if joined else after].cats:
            return None  # "C3" is a vitamin as well
    return century_at(c, int(following.text), after)


def named_led(c: Cursor, i: int) -> Match:
    """Read "Easter 2018", "Labor Day weekend", "Christmas Eve"."""
    tokens = c.tokens
    node: Expression = Named(tokens[i].cats["named"])
    j = i + 1
    if "eve" in tokens[j].cats and tokens[j].cats.get("daypart") == "evening":
        node, j = Shift(node, ((1, "day"),), -1), j + 1
    k = j
    while tokens[k].text == "," or "of" in tokens[k].cats or tokens[k].text == "'":
        if tokens[k].text == "'":
            break
        k += 1
    found = dates.year(c, k, short=False)
    if found is not None:
        node, j = _year_in(node, Fields(found[0], short_year=found[1])), found[2]
    unit = tokens[j].cats.get("unit")
    if unit in ("week", "weekend"):
        j += 1
        if found is None:
            later = dates.year(c, c.skip(j, "of"), short=False)
            if later is not None:
                node, j = _year_in(node, Fields(later[0], short_year=later[1])), later[2]
        return Around(unit, node), j
    if found is None and (beside := _date_beside(c, node, c.comma(j))) is not None:
        return beside
    return node, j


def _date_beside(c: Cursor, node: Expression, j: int) -> Match:
    """The date behind a named day that is that day: "Good Friday, 30 March 2018"."""
    cats = c.tokens[j].cats
    if not ("digits" in cats or "month" in cats):
        return None
    date = dates.month_led(c, j) if "month" in cats else dates.day_led(c, j)
    if date is None or not isinstance(date[0], Fields) or date[0].day is None or date[0].year is None:
        return None
    year = Fields(date[0].year, short_year=date[0].short_year)
    return Both((_year_in(node, year), date[0])), date[1]


def _year_in(node: Expression, outer: Expression) -> Expression:
    if isinstance(node, Shift) and isinstance(node.base, Named):
        return evolve(node, base=Within(node.base, outer))
    return Within(node, outer)


def eve_led(c: Cursor, i: int) -> Match:
    """Read "the eve of the summit"."""
    j = i + 1
    if "daypart" in c.tokens[i].cats and "of" not in c.tokens[j].cats:
        return None
    base = operand(c, c.skip(j, "of"))
    return (day_beside(base[0], -1), base[1]) if base is not None else None
