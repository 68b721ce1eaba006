"""Rules for what is told from the anchor: today, now, and this, last or next something."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.wording import dates
from timeline.wording.clocks import clock, day_part
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    NOW,
    TODAY,
    Adjacent,
    Alternatives,
    Around,
    At,
    Chosen,
    DayPart,
    Expression,
    Fields,
    Listed,
    Named,
    Nth,
    Shift,
    Slice,
    Unit,
    Window,
    Within,
)
from timeline.wording.points.ordinals import MOST_LISTED, counted_out, nth_led
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import half_at, number, quantity, quantity_led
from timeline.wording.points.steps import CLOCK_UNITS, STEPS, next_but_one, side_of
from timeline.wording.points.weekdays import with_weekday

_CALENDAR: Final = frozenset({"week", "month", "quarter", "year", "decade", "century"})
"""Units of which a plural means several."""


def dayword_led(c: Cursor, i: int) -> Match:
    """Today, tomorrow, yesterday and their kin."""
    days = c.tokens[i].cats["dayword"]
    if days == 0:
        return _today(c, i + 1)
    return Shift(TODAY, ((abs(days), "day"),), 1 if days > 0 else -1), i + 1


def _today(c: Cursor, i: int) -> tuple[Expression, int]:
    """The anchor's day, or that of the year behind it: "on this day in 1968"."""
    following = c.tokens[i].cats
    if ("in" in following or "genitive" in following) and c.tokens[i + 1].cats.get("digits") == 4:
        then = dates.year(c, i + 1)
        if then is not None:
            return Within(TODAY, Fields(then[0])), then[2]
    return TODAY, i


def now_led(_: Cursor, i: int) -> Match:
    """The anchor's moment."""
    return NOW, i + 1


def rel_led(c: Cursor, i: int) -> Match:
    """Read "this week", "next Friday", "last summer", "the past three months", "next June", "last night"."""
    tokens = c.tokens
    which = tokens[i].cats["rel"]
    j = i + 1
    cats = tokens[j].cats
    if "ord" in tokens[i].cats and (
        "unit" in cats
        or "weekday" in cats
        or "num" in cats
        or "quant" in cats
        or "third" in cats
        or "half" in cats
        or "daypart" in cats
        or "season" in cats
        or "named" in cats
        or "month" in cats
    ):
        nth = nth_led(c, i)
        if (
            nth is not None
            and nth[1] > j + 1
            and not (isinstance(nth[0], Nth) and nth[0].of is None)
            and not isinstance(nth[0], (Fields, Unit))
        ):
            return nth
    steps = STEPS[which]
    if steps and side_of(tokens[j + 1].cats) and (beside := _counted_out(c, i, steps)) is not None:
        return beside
    if which == "this" and "daypart" in cats and "as" in tokens[j + 1].cats and (alike := _same_as(c, j)) is not None:
        return alike
    if "or" in cats and "rel" in tokens[j + 1].cats and (either := _either(c, i)) is not None:
        return either
    if which == "this" and "time" in cats:
        return _this_time(c, j + 1)
    if "unit" in cats and "month" not in cats:
        quarters = _rel_window(c, steps, j) if steps and cats["unit"] == "quarter" else None
        return quarters or _rel_unit(c, which, steps, j)  # "the last quarter-century", "the last quarter"
    if steps and (counted := number(c, j)) is not None:
        count = counted[0]
        if "plural" in tokens[counted[2]].cats and "weekday" in tokens[counted[2]].cats and isinstance(count, int):
            return _rel_weekdays(c, steps, count, counted[2])
        window = _rel_window(c, steps, j)
        if window is not None:
            return window
        if (
            "unit" not in tokens[counted[2]].cats
            and "digits" not in cats
            and "month" not in tokens[counted[2]].cats
            and "suffix" not in tokens[counted[2]].cats
        ):
            return None
    if "daypart" in cats or (
        cats.get("slice") in ("early", "mid", "late", "end", "beginning") and "daypart" in tokens[j + 1].cats
    ):
        return _rel_daypart(c, steps, j)
    if "weekday" in cats:
        return _rel_weekday(c, which, j)
    if "fiscal" in cats or "academic" in cats:
        kind = "fiscal" if "fiscal" in cats else "academic"
        return Slice(kind, Chosen(Slice(kind, Fields()), which)), j + 1
    if "season" in cats:
        return Chosen(Nth(0, f"season:{cats['season']}"), which), j + 1
    if "named" in cats:
        return Chosen(Named(cats["named"]), which), j + 1
    if "quarterletter" in cats and "num" in tokens[j + 1].cats:
        lettered = dates.lettered(c, j, None)
        return (Chosen(lettered[0], which), lettered[1]) if lettered is not None else None
    if "month" in cats or "num" in cats or "ord" in cats or "the" in cats:
        found = dates.month_led(c, j) if "month" in cats else point(c, j)
        if found is None:
            return None
        node, after = found
        if "word" in cats and isinstance(node, Fields) and node == Fields(day=node.day):
            return None  # "this one" is no day
        if isinstance(node, Alternatives) and node.setting == "month-number":
            node = node.items[0]
        if isinstance(node, Fields) and node.year is not None:
            return (node, after) if which == "this" else None
        if isinstance(node, (Fields, Alternatives)):
            return Chosen(node, which), after
        if which == "this" and isinstance(node, Nth) and node.unit == "day":
            return node, after  # "this 14th day of July, 1789"
    if "slice" in cats and which == "this":
        return point(c, j)
    if "fraction" in cats and "half" in cats and c.at_end(j + 1):
        return Unit("half", steps), j + 1
    return None


def _counted_out(c: Cursor, i: int, steps: int) -> Match:
    """Read "the next business day after E", "the last Friday before E", "the next Monday after E"."""
    cats, following = c.tokens[i + 1].cats, c.tokens[i + 2].cats
    sign = side_of(following)
    if sign * steps < 0 or "of" in following or clock(c, i + 3) is not None:
        return None
    if "weekday" in cats:
        base = operand(c, i + 3)
        what = Fields(weekday=cats["weekday"])
        return (Adjacent(what, sign, base[0]), base[1]) if base is not None else None
    told = cats.get("unit", "") in ("day", "business-day", "weekend") or (i > 0 and "the" in c.tokens[i - 1].cats)
    return counted_out(c, 1, cats["unit"], sign, i + 3) if told and "unit" in cats and "many" not in cats else None


def _same_as(c: Cursor, j: int) -> Match:
    """Behind "the same": "evening as E"."""
    base, part = operand(c, j + 2), day_part(c, j)
    return (At(Around("day", base[0]), part[0]), base[1]) if base is not None and part is not None else None


def _either(c: Cursor, i: int) -> Match:
    """Read "this or next week", "this or next Friday"."""
    found = rel_led(c, i + 2)
    if found is None:
        return None
    which, last = c.tokens[i].cats["rel"], found[0]
    if isinstance(last, Unit):
        return Listed((Unit(last.unit, STEPS[which]), last), one_of=True), found[1]
    return (Listed((evolve(last, which=which), last), one_of=True), found[1]) if isinstance(last, Chosen) else None


def _this_time(c: Cursor, i: int) -> Match:
    """Behind "this time": "tomorrow", "next week", "last year": the anchor's moment, so much later or before."""
    found = point(c, i)
    if found is None:
        return None
    node, after = found
    if isinstance(node, Shift) and node.base == TODAY:
        return evolve(node, base=NOW), after
    if isinstance(node, Unit) and node.unit in _CALENDAR and abs(node.steps) == 1:
        weekly = node.unit == "week"  # "this time last year" is about the same date
        return Shift(NOW if weekly else TODAY, ((1, node.unit),), node.steps, not weekly), after
    return None


def _rel_daypart(c: Cursor, steps: int, j: int) -> Match:
    """Read "last night", "next morning", "this afternoon"."""
    part = day_part(c, j)
    if part is None:
        return None
    what = part[0]
    if steps == 1:
        return At(Unit("day", 1), what), part[1]  # behind the start of a range, that of the day after it
    if isinstance(what, DayPart):
        if steps == -1 and what.name in ("evening", "night", "afternoon", "morning"):
            return At(Shift(TODAY, ((1, "day"),), -1), what), part[1]
        if what.name == "night":
            return At(TODAY, evolve(what, name="tonight")), part[1]
    return At(TODAY, what), part[1]


def _rel_unit(c: Cursor, which: str, steps: int, j: int) -> Match:
    tokens = c.tokens
    unit = tokens[j].cats["unit"]
    k = after = j + 1
    if steps and ("many" in tokens[j].cats or ("many" in tokens[j - 1].cats and unit in _CALENDAR)):
        return None  # "the coming weeks" says no number
    if unit in CLOCK_UNITS and steps:
        if "and" in tokens[after].cats and (k := half_at(c, after + 1)):
            return Window(((1.5, unit),), steps), k  # "the next hour and a half"
        return Window(((1, unit),), steps), after
    node: Expression = Unit(unit, steps)
    if unit == "weekend" and which == "coming":
        node = Around(unit, TODAY, 1)  # the first that is still ahead, which is this week's up to Friday
    while tokens[k].text in ("-", ",") or ("onlike" in tokens[k].cats and "weekday" in tokens[k + 1].cats):
        k += 1
    if "weekday" in tokens[k].cats and unit == "week" and "plural" not in tokens[k].cats:
        return Within(Fields(weekday=tokens[k].cats["weekday"]), node), k + 1
    alike = which == "this" and "as" in tokens[after].cats and unit not in CLOCK_UNITS
    if alike and (base := operand(c, after + 1)) is not None:
        return Around(unit, base[0]), base[1]  # "the same week as the summit"
    if unit == "day" and which == "this":
        if "rel" in tokens[after].cats and (moved := _this_time(c, after)) is not None and isinstance(moved[0], Shift):
            return evolve(moved[0], base=TODAY, approximate=False), moved[1]  # "the same day next month"
        return None if "many" in tokens[j].cats else _today(c, after)
    if steps > 0 and "or" in tokens[after].cats and tokens[after + 1].cats.get("num") == 2:
        return Window(((2, unit),), steps, None, True), after + 2  # "the next week or two"
    if "and" in tokens[after].cats and steps:
        if unit in _CALENDAR and (half := half_at(c, after + 1)):
            return Window(((1.5, unit),), steps), half  # "the past year and a half"
        more = quantity(c, after + 1)
        if more is not None and "ago" not in tokens[more[2]].cats:
            return Window(((1, unit), *more[0]), steps), more[2]
    return node, after


def _rel_weekdays(c: Cursor, steps: int, count: int, j: int) -> Match:
    """Read "the last two Fridays", "the next three Mondays": those before the anchor's day, or after it."""
    if not 1 < count <= MOST_LISTED:
        return None
    what = Fields(weekday=c.tokens[j].cats["weekday"])
    days = [Adjacent(what, 1 if steps > 0 else -1, TODAY, n) for n in range(1, count + 1)]
    return Listed(tuple(days if steps > 0 else days[::-1])), j + 1


def _rel_window(c: Cursor, steps: int, j: int) -> Match:
    found = quantity(c, j)
    if found is None:
        return None
    amounts, vague, after = found
    if steps < 0 and "ended" in c.tokens[after].cats and (told := quantity_led(c, j)) is not None:
        return told  # "the last twelve months ended March 2018"
    return Window(amounts, steps, None, vague), after


def _rel_weekday(c: Cursor, which: str, j: int) -> Match:
    tokens = c.tokens
    weekday = tokens[j].cats["weekday"]
    k = j + 1
    if tokens[k].text in (",", "-"):
        k += 1
    dated = None if "onlike" in tokens[k].cats else with_weekday(c, weekday, k)
    if dated is not None:
        if isinstance(dated[0], Fields) and dated[0].month is None and which != "this":
            return Chosen(dated[0], which), dated[1]  # "next Friday the 13th"
        return dated
    base = Fields(weekday=weekday)
    if abs(STEPS[which]) > 1:
        return Within(base, Unit("week", STEPS[which])), j + 1
    if "month" in tokens[k].cats and k == j + 1:
        return Within(
            Nth(-1 if which == "last" else 1, f"weekday:{weekday}"), Fields(month=tokens[k].cats["month"])
        ), k + 1
    if beyond := next_but_one(c, j + 1):
        return Within(base, Unit("week", beyond[0])), beyond[1]
    again = tokens[j + 1].cats.get("rel")
    if (which, again) in _SAID_TWICE and c.at_end(j + 2):
        return Chosen(base, again or which), j + 2  # "this Friday coming", "last Friday just gone"
    return Chosen(base, which), j + 1


_SAID_TWICE: Final = frozenset({("this", "coming"), ("last", "past"), ("this", "past")})
"""What may stand before and behind a weekday."""
