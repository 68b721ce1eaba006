"""Rules for what starts with a weekday: "Friday", "Wednesday, Nov. 29", "Monday after next", "Mondays in May"."""

from __future__ import annotations

from attrs import evolve

from timeline.wording import dates
from timeline.wording.clocks import clock, clock_range
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    Adjacent,
    Alternatives,
    Around,
    Chosen,
    Every,
    Fields,
    Listed,
    Shift,
    Unit,
    Within,
)
from timeline.wording.points.ordinals import ordinal_led
from timeline.wording.points.periods import unit_led
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import ago_led, in_led, quantity_led
from timeline.wording.points.steps import STEPS, day_of, next_but_one
from timeline.wording.points.times import part_after


def weekday_led(c: Cursor, i: int) -> Match:
    """Read "Friday", "Wednesday, Nov. 29", "Monday after next", "Tuesday of next week", "the Monday after E"."""
    tokens = c.tokens
    cats = tokens[i].cats
    weekday = cats["weekday"]
    what = Fields(weekday=weekday)
    j = i + 1
    following = tokens[j].cats
    if "plural" in cats:
        return _weekdays_in(c, i)
    k = j
    if tokens[k].text in (",", "-"):
        k += 1
    if (
        "genitive" in tokens[k].cats
        and (
            "num" in tokens[k + 1].cats
            or "month" in tokens[k + 1].cats
            or "ord" in tokens[k + 1].cats
            or "the" in tokens[k + 1].cats
        )
        and "onlike" not in tokens[k].cats
    ):
        dated = with_weekday(c, weekday, k + 1)
        if dated is not None:
            return dated
    if "onlike" not in tokens[k].cats:
        dated = with_weekday(c, weekday, k)
        if dated is not None:
            return dated
    if "rel" in following and (c.at_end(j + 1) or tokens[j + 1].text == ",") and following["rel"] in ("last", "next"):
        return Chosen(what, following["rel"]), j + 1  # "Monday last", as the British say
    if beyond := next_but_one(c, j):
        return Within(what, Unit("week", beyond[0])), beyond[1]
    if following.get("rel") in ("last", "next", "coming", "past", "following") and c.at_end(j + 1):
        return Chosen(what, following["rel"]), j + 1  # "Friday last"
    if "weekfrom" in following and (c.at_end(j + 1) or tokens[j + 1].text == "," or hour_behind(c, j + 1)):
        return Shift(Chosen(what, "coming"), ((1, "week"),), 1), j + 1
    if "agoled" in following and (counted := ago_led(c, j)) is not None and isinstance(counted[0], Shift):
        return Within(what, Around("week", counted[0])), counted[1]
    sign = 1 if "after" in following else -1 if "before" in following else 0
    hour = c.at_end(j + 2) and 0 < tokens[j + 1].cats.get("num", 0) <= 24  # "Friday after 3"
    if sign and clock(c, j + 1) is None and not hour:
        base = operand(c, j + 1)
        if base is not None:
            return Adjacent(what, sign, day_of(base[0])), base[1]
    bound = following.get("bound")
    if bound in ("after", "before") and not hour and "unit" not in tokens[j + 1].cats and clock(c, j + 1) is None:
        base = point(c, c.skip(j + 1, "the"))  # "the Sunday following Easter", "the Friday prior to it"
        if base is not None:
            return Adjacent(what, 1 if bound == "after" else -1, day_of(base[0])), base[1]
    if c.names is not None and (
        "genitive" in following or following.get("beside") == "during" or c.language.bare_genitive
    ):
        within = c.known_name(c.skip(j if "genitive" not in following and "beside" not in following else j + 1, "the"))
        if within is not None:
            return Within(what, within[0]), within[1]  # "the Wednesday of the visit"
    named = c.skip(j + 1, "the") if "genitive" in following else 0
    if named and "named" in tokens[named].cats and (week := point(c, named)) is not None:
        return Within(what, week[0]), week[1]  # "the Tuesday of Holy Week 1900"
    if (
        "from" in following
        or "of" in following
        or "rel" in following
        or k > j
        or "num" in following
        or "quant" in following
        or ("weekno" in following and "num" in tokens[j + 1].cats)
    ):
        k = c.skip(k, "of", "onlike")
        week = _week_phrase(c, k)
        if week is not None:
            return Within(what, week[0]), week[1]
        if "num" in tokens[k].cats or "quant" in tokens[k].cats:
            counted = quantity_led(c, k) or (in_led(c, k - 1) if "in" in tokens[k - 1].cats else None)
            if counted is not None and isinstance(counted[0], Shift):
                return Within(what, Around("week", counted[0])), counted[1]
    return what, j


def hour_behind(c: Cursor, i: int) -> bool:
    """Whether a time of day stands at ``i``, behind "Friday week"."""
    at = "atclock" in c.tokens[i].cats
    return clock(c, i + at, bare=at) is not None


def weekdays_at(c: Cursor, i: int) -> tuple[list[int], int]:
    """The weekdays at ``i`` that signs or words join ("Sat-Sun", "Fri, Sat & Sun"), and the index behind them."""
    tokens = c.tokens
    days: list[int] = []
    j = after = i
    while "weekday" in tokens[j].cats and "plural" not in tokens[j].cats:
        days.append(tokens[j].cats["weekday"])
        after = j + 1
        k = after + (tokens[after].text in ("-", "/", ","))
        j = k + ("and" in tokens[k].cats)
        if j == after:
            break
    return days, after


def with_weekday(c: Cursor, weekday: int, k: int) -> Match:
    """A date at ``k`` that a weekday before it belongs to."""
    tokens = c.tokens
    cats = tokens[k].cats
    found: Match = None
    start = k
    if "the" in cats:
        k += 1
        cats = tokens[k].cats
    if "month" in cats:
        found = dates.month_led(c, k)
    elif "num" in cats or "ord" in cats:
        if "digits" in cats and tokens[k + 1].text in ("/", "-", ".") and "digits" in tokens[k + 2].cats:
            if tokens[k + 1].text == "." and tokens[k + 3].text != "." and not 0 < tokens[k + 2].cats["num"] <= 12:
                return None  # "Tue 9.30" is no day
            timed = clock_range(c, k)
            if tokens[k + 1].text == "-" and timed is not None and _hours_likely(c, k):
                return None
            if clock(c, k) is None:
                found = dates.numeric(c, k)
        if found is None:
            found = dates.day_led(c, k)
        if found is None and cats.get("digits") != 4 and clock(c, k) is None and not c.has(start - 1, "onlike"):
            date = dates.day(c, k)
            if date is not None and _bare_day(c, date[1], date[2]):
                found = Fields(None, None, date[0]), date[2]
        if found is None and k > start:
            date = dates.day(c, k)
            counts = date is not None and "unit" in tokens[date[2]].cats  # "the second week of May"
            found = (Fields(None, None, date[0]), date[2]) if date is not None and not counts else None
    if found is None:
        return None
    node, after = found
    if isinstance(node, Alternatives):
        fields = tuple(evolve(o, weekday=weekday) for o in node.items if isinstance(o, Fields) and o.day is not None)
        if len(fields) < 2:
            return (fields[0], after) if fields else None
        return Alternatives(fields, node.setting, node.reasons), after
    if not isinstance(node, Fields) or node.day is None:
        return None
    return evolve(node, weekday=weekday), after


def _hours_likely(c: Cursor, k: int) -> bool:
    """Whether "8-9" behind a weekday is hours, and no date as "7-6": the second is later, or counts on past noon."""
    tokens = c.tokens
    if tokens[k].text == "0" or len(tokens[k].text) > 2:
        return False
    after = tokens[k + 3]
    if after.text == "-" or "month" in after.cats:
        return False
    if "ampm" in after.cats:
        return True
    a, b = int(tokens[k].text), int(tokens[k + 2].text)
    return a > 12 or b > 12 or a < b or (a >= 8 and b <= 7)


def _bare_day(c: Cursor, ordinal: bool, after: int) -> bool:
    cats = c.tokens[after].cats
    if ordinal:
        return "unit" not in cats and "weekday" not in cats
    if (c.tokens[after].text == "-" or "to" in cats) and "weekday" in c.tokens[after + 1].cats:
        return True
    return (
        not ("unit" in cats or "to" in cats or c.tokens[after].text in ("-", ":", "."))
        and "rel" not in cats
        and "weekday" not in cats
        and not ("prep" in cats and c.tokens[after - 1].cats["num"] <= 12 and part_after(c, after) is not None)
    )


def _weekdays_in(c: Cursor, i: int) -> Match:
    """Read "Mondays in May 2018", "Tuesdays and Thursdays in May"."""
    tokens = c.tokens
    days: list[int] = []
    j = i
    while "plural" in tokens[j].cats and "weekday" in tokens[j].cats:
        days.append(tokens[j].cats["weekday"])
        j = c.skip(c.comma(j + 1), "and")
    if "of" not in tokens[j].cats:
        return None
    stretch = point(c, j + 1)
    if stretch is None:
        return None
    found = tuple(Every(Fields(weekday=day), stretch[0]) for day in days)
    return (found[0] if len(found) == 1 else Listed(found)), stretch[1]


def _week_phrase(c: Cursor, i: int) -> Match:
    tokens = c.tokens
    i = c.skip(i, "the")
    cats = tokens[i].cats
    if "rel" in cats and tokens[i + 1].cats.get("unit") in ("week", "workweek"):
        return Unit("week", STEPS[cats["rel"]]), i + 2
    if cats.get("unit") in ("week", "weekend") or "weekno" in cats or "wc" in cats:
        return point(c, i) if "trailing" in tokens[i + 1].cats else unit_led(c, i)
    if "ord" in cats and tokens[i + 1].cats.get("unit") == "week":
        return ordinal_led(c, i)
    return None
