"""What may follow a date and belongs to it: a year, a coarser date, a time of day, a weekday, a range, an offset."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.calendar import day_number
from timeline.errors import WordingError
from timeline.wording import dates
from timeline.wording.clocks import clock, clock_range, day_part, is_lone, zone_at
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    NOW,
    SOMEDAY,
    TODAY,
    Adjacent,
    Alternatives,
    Anchor,
    Around,
    At,
    Chosen,
    Clock,
    DayPart,
    Edge,
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
from timeline.wording.points.nesting import fits, is_open, takes_time, with_outer
from timeline.wording.points.ordinals import ordinal
from timeline.wording.points.periods import fiscal_led, unit_led
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import on_anniversary, quantity
from timeline.wording.points.steps import CLOCK_UNITS, STEPS, day_beside, day_of, next_but_one
from timeline.wording.points.times import at_part, behind_ish, end_in_part, ends_next_day, halve, in_part, part_after
from timeline.wording.points.weekdays import hour_behind, weekdays_at, with_weekday


def attach_year(c: Cursor, node: Expression, j: int) -> Match:
    """A year behind: ", 2017", "of 2017", "in two thousand and five"."""
    if not is_open(node) or (isinstance(node, Fields) and node == Fields(weekday=node.weekday)):
        return None  # no weekday is a year's
    tokens = c.tokens
    k = j
    while (
        tokens[k].text == ","
        or ("of" in tokens[k].cats and "from" not in tokens[k].cats)
        or "yearword" in tokens[k].cats
        or "the" in tokens[k].cats
    ):
        if "yearword" in tokens[k].cats and "num" not in tokens[k + 1].cats:
            return None
        k += 1
    found = dates.year(c, k)
    if found is None or (tokens[k].text[:1] == "0" and isinstance(node, Fields) and node.day is not None):
        return None  # "5 May 0745" is an hour
    number_, short, after = found
    if "decades" in tokens[after].cats and not tokens[after].gap:
        return None  # "1880s, 1890s"
    if "month" in tokens[after].cats and not (
        isinstance(node, (Nth, Named)) or (isinstance(node, Fields) and node.month)
    ):
        return None
    return with_outer(node, Fields(number_, short_year=short)), after


def attach_outer(c: Cursor, node: Expression, j: int) -> Match:
    """Read "next year", "of this month", "last week" behind a partial date."""
    tokens = c.tokens
    k = j
    while tokens[k].text == "," or "of" in tokens[k].cats or "the" in tokens[k].cats or "onlike" in tokens[k].cats:
        k += 1
    cats = tokens[k].cats
    if k == j and ("after" in cats or "before" in cats):
        return _beside(c, node, j)
    if isinstance(node, Unit) and node.unit in ("year", "month", "quarter", "decade") and k > j and "num" not in cats:
        part = point(c, k)
        if part is not None and isinstance(part[0], (Named, Slice, Fields, Nth)) and fits(part[0], node.unit):
            return with_outer(part[0], node), part[1]
    owned = "poss" in tokens[j].cats
    if owned and isinstance(node, EventName) and (part_of := _of_event(c, node, j + 1)) is not None:
        return part_of
    if "decades" in tokens[j].cats and tokens[j].text[0] == "'" and isinstance(node, Fields) and node.day is None:
        owned, k = True, j + 1  # "2019's first half"
        cats = tokens[k].cats
    if owned and (
        "ord" in cats
        or "quarterletter" in cats
        or "season" in cats
        or "month" in cats
        or "named" in cats
        or "weekday" in cats
    ):
        nth = ordinal(c, k)
        if nth is not None and "fraction" in tokens[nth[1]].cats and nth[0] in (1, 2, -1):
            return Slice(f"{nth[0] % 3}/2", node), nth[1] + 1  # "next year's first half"
        part = point(c, k)
        timed = part[0] if part is not None and isinstance(part[0], At) else None
        inner = timed.date if timed is not None else part[0] if part is not None else None
        if part is not None and (isinstance(inner, (Named, Nth)) or (isinstance(inner, Fields) and inner.year is None)):
            if isinstance(inner, Nth) and isinstance(inner.of, Unit):
                inner = evolve(inner, of=None)
            whole = with_outer(inner, node)
            return (whole if timed is None else evolve(timed, date=whole)), part[1]
    if "relunit" in cats and fits(node, cats["relunit"][0]):
        return with_outer(node, Unit(*cats["relunit"])), k + 1
    if "rel" in cats and "unit" in tokens[k + 1].cats and tokens[k + 1].cats["unit"] not in CLOCK_UNITS:
        unit = tokens[k + 1].cats["unit"]
        outer: Expression = Unit(unit, STEPS[cats["rel"]])
        if unit == "day" and isinstance(node, At) and isinstance(node.time, Range) and node.date != SOMEDAY:
            overnight = ends_next_day(node.date, node.time)  # "Friday 10 pm until 6 am the next day"
            return (overnight, k + 2) if outer == Unit("day", 1) else None
        if not fits(node, unit):
            return None
        if isinstance(node, Nth) and node.unit == "decade-short" and unit == "century":
            return Nth(node.n // 10 + 1, "decade", outer), k + 2  # "the seventies of the last century"
        return with_outer(node, outer), k + 2
    if (
        "unit" in cats
        and k > j
        and "the" in tokens[k - 1].cats
        and cats["unit"] in ("month", "year", "week", "quarter", "decade", "century")
    ):
        behind = tokens[k + 1].cats
        if "after" in behind or "before" in behind or "genitive" in behind or "trailing" in behind:
            found = point(c, k) if "trailing" in behind else unit_led(c, k)
            if found is not None and fits(node, cats["unit"]):
                return with_outer(node, found[0]), found[1]
            return None
        if fits(node, cats["unit"]):
            return with_outer(node, Unit(cats["unit"])), k + 1
    if (
        "month" in cats
        and "of" in tokens[k - 1].cats
        and k > j
        and isinstance(node, Fields)
        and node.day is not None
        and node.month is None
    ):
        found = dates.month_led(c, k)
        if found is not None and isinstance(found[0], Fields) and found[0].day is None:
            return with_outer(node, found[0]), found[1]
    if ("fiscal" in cats or "academic" in cats) and isinstance(node, Nth) and node.of is None:
        found = fiscal_led(c, k)
        if found is not None:
            return evolve(node, of=found[0]), found[1]
    return None


def _of_event(c: Cursor, event: EventName, i: int) -> Match:
    """Behind "the summit's": "last day", "eve", "end", "tenth anniversary"."""
    tokens = c.tokens
    if "eve" in tokens[i].cats:
        return day_beside(event, -1), i + 1
    if "edge" in tokens[i].cats:
        return Edge(event, tokens[i].cats["edge"] == "end"), i + 1
    nth = ordinal(c, i)
    if nth is None:
        return None
    n, j = nth
    cats = tokens[j].cats
    if "anniversary" in cats and n > 0:
        return on_anniversary(event, ((n * cats["anniversary"], "year"),)), j + 1
    if cats.get("unit") in ("day", "week", "weekend") and "many" not in cats:
        return Nth(n, cats["unit"], event), j + 1
    return (Nth(n, f"weekday:{cats['weekday']}", event), j + 1) if "weekday" in cats else None


def attach_rel(c: Cursor, node: Expression, j: int) -> Match:
    """The "last" or "next" behind a unit, weekday, month or season, in languages that say it there."""
    cats = c.tokens[j].cats
    if "trailing" not in cats:
        return None
    which = cats["rel"]
    if isinstance(node, Unit) and node.steps == 0 and node.unit not in CLOCK_UNITS:
        return evolve(node, steps=STEPS[which]), j + 1
    weekday = isinstance(node, Fields) and node == Fields(weekday=node.weekday)
    month = isinstance(node, Fields) and node == Fields(month=node.month)
    if weekday and abs(STEPS[which]) > 1:
        return Within(node, Unit("week", STEPS[which])), j + 1
    season = isinstance(node, Nth) and node.of is None and node.unit.startswith("season:")
    return (Chosen(node, which), j + 1) if weekday or month or season else None


def _beside(c: Cursor, node: Expression, j: int) -> Match:
    """What comes each year, by what it comes after or before: "the summer after 1945", "the Christmas before E"."""
    season = isinstance(node, Nth) and node.of is None and node.unit.startswith("season:")
    month = isinstance(node, Fields) and node.month is not None and node == Fields(month=node.month, day=node.day)
    if not (season or month or isinstance(node, Named)):
        return None
    if beyond := next_but_one(c, j):
        return Chosen(node, "after-next" if beyond[0] > 0 else "before-last"), beyond[1]  # "the summer before last"
    hour = c.at_end(j + 2) and 0 < c.tokens[j + 1].cats.get("num", 0) <= _HOURS  # "Christmas after 5"
    base = operand(c, j + 1) if not hour and clock(c, j + 1) is None else None
    if base is None or (isinstance(node, Fields) and node.day and not isinstance(base[0], Fields)):
        return None  # "30 November after the meeting" can be the day of it
    return Adjacent(node, 1 if "after" in c.tokens[j].cats else -1, day_of(base[0])), base[1]


_HOURS: Final = 24
"""A number up to this behind "after" can be an hour."""


def attach_other_style(c: Cursor, node: Expression, j: int) -> Match:
    """The same day by the other calendar: "25 October (7 November) 1917", "7 November [O.S. 25 October] 1917".

    Dates that are not as far apart as the Julian and the Gregorian calendar stay unread; the later one is Gregorian.
    """
    tokens = c.tokens
    styled, slashed = "style" in tokens[j].cats, tokens[j].text == "/"
    if (tokens[j].gap and not (styled or slashed)) or not isinstance(node, Fields) or node.day is None:
        return None
    if styled and (alone := _by_style(c, node, j)) is not None:
        return alone
    if node.weekday is not None:
        return None
    k = j + 1 if styled or slashed else j
    cats = tokens[k].cats
    if not ("digits" in cats or "month" in cats):
        return None
    if not slashed and _BRACKETS.isdisjoint(c.text[c.end(j - 1) : c.start(j)]):
        return None
    found = point(c, k)
    if found is None:
        return None
    second, after = found
    if "style" in tokens[after].cats:
        after += 1
        year = dates.year(c, c.comma(after))
        if year is not None and isinstance(second, Fields) and second.year is None:
            second, after = evolve(second, year=year[0], short_year=year[1]), year[2]
    if not isinstance(second, Fields):
        return None
    year_told, month_told = node.year or second.year, node.month or second.month
    days = [evolve(day, year=day.year or year_told, month=day.month or month_told) for day in (node, second)]
    if not all(map(_label, days)):
        return None
    earlier, later = sorted(days, key=_label)
    if slashed and later.year is not None and later.year > _LAST_JULIAN:
        return None  # two days
    if (earlier.month, earlier.day) == (2, 29) and (earlier.year or 0) % 4:
        return None
    return (dates.check(later), after) if _label(later) - _label(earlier) == _days_apart(earlier) else None


_LAST_JULIAN: Final = 1923
"""The last year in which a country dated by the Julian calendar."""
_YEAR_OF_DAYS: Final = 1752
"""Up to then a Julian year could start on 25 March, so that a day before it may be of the year after."""


def _days_apart(node: Fields) -> int:
    """How many days the Gregorian calendar is ahead of the Julian one on a Julian date."""
    centuries = ((node.year or 0) - ((node.month or 0) < 3)) // 100
    return centuries - centuries // 4 - 2  # each may have brought a leap day that only Julian years have


def _by_style(c: Cursor, node: Fields, j: int) -> Match:
    """A date with its calendar behind it: "25 October 1917 (O.S.)" is 7 November."""
    if not _label(node) or not c.at_end(j + 1):
        return None
    if c.tokens[j].cats["style"] != "julian":
        return node, j + 1
    if node.weekday is not None or not 0 < (node.year or 0) <= _LAST_JULIAN or _days_apart(node) <= 0:
        return None
    doubled = c.tokens[j - 2].text == "/"  # "11 February 1731/2"
    if (node.year or 0) <= _YEAR_OF_DAYS and (node.month or 0, node.day or 0) < (3, 25) and not doubled:
        return None
    return Shift(node, ((_days_apart(node), "day"),), 1), j + 1


_BRACKETS: Final = frozenset("([")


def _label(node: Fields) -> int:
    """The number of a day whose year is told, as if it were Gregorian; 0 for anything else."""
    if not node.year or not node.month or not node.day or node.short_year:
        return 0
    # 29 February 1900 is a day of the Julian calendar
    return day_number(node.year, node.month, 1) + node.day - 1


def _same_day(c: Cursor, node: Anchor | Shift, j: int) -> Match:
    """What today or tomorrow is besides, and has to be: "tomorrow, Friday", "today (1 March)"."""
    if j >= c.last or not (_is_dayword(node) or (isinstance(node, Shift) and node.amounts == ((2, "day"),))):
        return None
    tokens = c.tokens
    k = c.comma(j)
    bracket = not _BRACKETS.isdisjoint(c.text[c.end(j - 1) : c.start(j)])
    apart = k > j or bracket
    k += apart and "onlike" in tokens[k].cats and "weekday" in tokens[k + 1].cats
    cats = tokens[k].cats
    found: Match = None
    if "weekday" in cats and "plural" not in cats:
        weekday = cats["weekday"]
        found = with_weekday(c, weekday, c.comma(k + 1)) or (Fields(weekday=weekday), k + 1)
    elif apart and ("month" in cats or "num" in cats or "the" in cats):
        found = dates.month_led(c, k) if "month" in cats else dates.day_led(c, c.skip(k, "the"))
    if found is None or not isinstance(found[0], Fields) or not (found[0].day or found[0].weekday):
        return None
    if bracket:
        return Within(found[0], node), found[1]
    behind = tokens[c.comma(found[1])].cats
    if tokens[found[1]].text in ("/", "-") or not _LISTS_ON.isdisjoint(tokens[found[1]].cats):
        return None
    if tokens[found[1]].text == "," and not _DAYLIKE.isdisjoint(behind):
        return None  # "today, tomorrow, Friday"
    return Within(found[0], node), found[1]


_LISTS_ON: Final = frozenset({"and", "or", "to", "plural", "weekfrom", "rel"})
_DAYLIKE: Final = frozenset({"weekday", "dayword", "month", "and", "or"})


def attach_on_weekday(c: Cursor, node: Expression, j: int) -> Match:
    """Read "in 3 days on Friday", "first week of October on Friday": the weekday of that week."""
    tokens = c.tokens
    if isinstance(node, (Anchor, Shift)) and (same := _same_day(c, node, j)) is not None:
        return same
    k = c.comma(j)
    onlike = "onlike" in tokens[k].cats and tokens[k].text != "@"
    if onlike:
        k += 1
    if onlike and isinstance(node, Unit) and node.unit == "month":
        date = dates.day(c, k)  # "next month on the 15th"
        return (with_outer(Fields(day=date[0]), node), date[2]) if date is not None and date[1] else None
    if isinstance(node, Slice) and node.of == Unit("day") and "weekday" not in tokens[k].cats:
        named = point(c, k)
        if named is None or not takes_time(named[0]) or isinstance(named[0], Nth):
            return None
        return evolve(node, of=named[0]), named[1]  # "all day tomorrow"
    if "weekday" not in tokens[k].cats or "plural" in tokens[k].cats:
        return None
    what = Fields(weekday=tokens[k].cats["weekday"])
    if onlike and isinstance(node, Shift):
        return Within(what, Around("week", node)), k + 1
    if (onlike or k > j) and isinstance(node, (Nth, Around, Unit)):
        unit = getattr(node, "unit", "")
        if unit == "week" or (unit == "weekend" and tokens[k].cats["weekday"] in _WEEKEND):
            return Within(what, node), k + 1
    if isinstance(node, At) and node.date == SOMEDAY:
        found = point(c, k)
        if found is not None and not isinstance(found[0], At):
            return At(found[0], node.time), found[1]
    if isinstance(node, Slice) and node.of == Unit("day"):
        return evolve(node, of=what), k + 1  # "early in the day Wednesday"
    if isinstance(node, Fields) and node.day is not None and node.weekday is None and not onlike:
        if len(weekdays_at(c, k)[0]) > 1:
            return None  # those of a range or a list, "5-6 May (Sat-Sun)"
        return evolve(node, weekday=what.weekday), k + 1
    return None


_WEEKEND: Final = frozenset({6, 7})


def attach_time(c: Cursor, node: Expression, j: int) -> Match:
    """A clock, a range of clocks or a part of the day behind a date."""
    tokens = c.tokens
    if isinstance(node, At):
        return _attach_part(c, node, j)
    if isinstance(node, Listed) and all(takes_time(item) for item in node.items):
        timed_first = attach_time(c, node.items[0], j)  # "the next three Saturdays at 10"
        if timed_first is None or not isinstance(timed_first[0], At):
            return None
        time = timed_first[0].time
        return Listed(tuple(At(item, time) for item in node.items)), timed_first[1]
    if not takes_time(node):
        return None
    bare = isinstance(node, Fields) and node == Fields(day=node.day) and "num" in tokens[j - 1].cats
    if "for" in tokens[j].cats and bare:
        return None  # "2 for 1"
    if "for" in tokens[j].cats and j > 1 and tokens[j - 2].text == ".":
        return None  # "7.30 for 8 pm" is when guests come, and when it starts
    k = c.comma(j)
    if "sometime" in tokens[k].cats and "bound" in tokens[k + 1].cats:
        k += 1  # "tomorrow any time after 3"
    if "for" in tokens[k].cats and (long := quantity(c, k + 1)) is not None:
        m = long[2]
        if long[0][0][1] not in CLOCK_UNITS:
            return (Window(long[0], 1, node, long[1], inclusive=True), m) if c.at_end(m) else None
        if "from" in tokens[m].cats and (single := clock(c, m + 1, bare=True)) is not None:
            return Window(long[0], 1, At(node, single[0]), inclusive=True), single[1]
        return None  # "2 pm tomorrow for 1h30"
    if "letter-t" in tokens[k].cats or (tokens[k].text == "-" and "num" in tokens[k + 1].cats):
        single = clock(c, k + 1)
        told = single is not None and (single[0].minute is not None or single[0].half)
        return (At(node, single[0]), single[1]) if single is not None and told else None
    approximate = False
    onlike = False
    while (
        "onlike" in tokens[k].cats
        or "approx" in tokens[k].cats
        or ("prep" in tokens[k].cats and "num" in tokens[k + 1].cats)
        or "for" in tokens[k].cats
    ):
        if "approx" in tokens[k].cats and "athour" not in tokens[k].cats:
            approximate = True
        onlike = True
        k += 1 + ("filler" in tokens[k + 1].cats)  # "at exactly 3 pm"
    first_cats = tokens[k].cats
    if "from" in first_cats or "between" in first_cats or "num" in first_cats or "clockword" in first_cats:
        dated = isinstance(node, Fields) and node.day is not None and node.month is not None
        opened = "num" not in first_cats and not isinstance(node, Fields)  # "the first day of E from 10 to 4"
        ranged = clock_range(c, k, told=k == j and (dated or opened))  # "5 May 10-4"
        if ranged is not None:
            return At(node, ranged[0]), ranged[1]
    bound = tokens[k].cats.get("bound")
    if bound == "until" and "to" in tokens[k].cats:
        lone_day = isinstance(node, Fields) and node.day is not None
        timed = clock(c, k + 1, bare=not lone_day and "spanning" not in tokens[k].cats)
        if timed is not None and c.at_end(timed[1]):
            return Range(None, At(node, timed[0])), timed[1]  # "Saturday until noon"
    if bound is not None and "to" not in tokens[k].cats:
        lone_day = isinstance(node, Fields) and node == Fields(day=node.day)
        timed = _clock_in_part(c, c.skip(k + 1, "approx"), bare=not lone_day)
        if timed is None:
            return _part_of(c, node, j) if "daypart" in tokens[k].cats else None  # "Sunday aft"
        at = At(node, timed[0])
        if bound in ("before", "by", "until"):
            return Range(None, at, end_kind=bound), timed[1]
        return Range(at, None, start_kind="at" if bound in ("since", "after") else "within"), timed[1]
    if onlike and isinstance(node, Fields) and node == Fields(day=node.day) and "approx" not in tokens[k - 1].cats:
        onlike = "atclock" in tokens[k - 1].cats  # "1 in 10" is no hour
    lone = tokens[j].text == "," and c.at_end(k + 1) and isinstance(node, (Anchor, Shift))
    dotted = tokens[k + 1].text == "." and tokens[k + 2].cats.get("digits") == 2  # "5 June, 15.30"
    in_part_of_day = "num" in first_cats and "prep" in tokens[k + 1].cats and part_after(c, k + 1) is not None
    if onlike and tokens[k + 1].text == "-" and "month" in tokens[k + 3].cats:
        return None  # "Wednesday of 4-8 December"
    timed = _clock_in_part(c, k, bare=onlike or lone or dotted or in_part_of_day)
    if timed is not None:
        if after := behind_ish(c, timed[1]):
            approximate, timed = True, (timed[0], after)
        approximate = approximate or "ish" in first_cats
        made = At(node, timed[0])
        lasting = _lasting(c, made, timed[1])
        return lasting or ((Qualified(made, approximate=True) if approximate else made), timed[1])
    if "from" in tokens[k].cats and (single := clock(c, k + 1, bare=True)) is not None:
        lasting = _lasting(c, At(node, single[0]), single[1])
        if lasting is not None:
            return lasting
        lone_day = isinstance(node, Fields) and node.day is not None
        if "clockword" in tokens[k + 1].cats or not (lone_day and is_lone(single[0])):
            if c.at_end(single[1]):
                return Range(At(node, single[0]), None), single[1]  # "Thursday, 17 May, from 19:30"
            if "onwards" in tokens[single[1]].cats or tokens[single[1]].cats.get("orbound") == "since":
                return Range(At(node, single[0]), None, open_end=True), single[1] + 1
    if approximate and (part := day_part(c, k)) is not None:
        return Qualified(At(node, part[0]), approximate=True), part[1]  # "tomorrow around lunchtime"
    return _part_of(c, node, j)


def _clock_in_part(c: Cursor, i: int, *, bare: bool) -> tuple[Clock, int] | None:
    """A clock with the part of the day that may stand behind it ("3 in the afternoon")."""
    timed = clock(c, i, bare=bare)
    part = part_after(c, timed[1]) if timed is not None else None
    return timed if timed is None or part is None else (halve(timed[0], part[0].name), part[1])


def _lasting(c: Cursor, start: At, i: int) -> Match:
    """How long it lasts, behind its start: "at 3 pm for two hours", "3 pm tomorrow (1 hour)"."""
    told = "for" in c.tokens[i].cats
    found = quantity(c, i + told) if told or "num" in c.tokens[i].cats else None
    minutes = c.tokens[i + told + 1]
    if found is None and "digits" in c.tokens[i + told].cats and "minuteletter" in minutes.cats and not minutes.gap:
        found = ((int(c.tokens[i + told].text), "minute"),), False, i + told + 2  # "2 pm tomorrow (30m)"
    if found is not None and not told and not (c.at_end(found[2]) and found[0][0][1] in CLOCK_UNITS):
        return None
    return (Window(found[0], 1, start, inclusive=True), found[2]) if found is not None else None


def _part_of(c: Cursor, node: Expression, j: int) -> Match:
    """A part of the day behind a date: "tomorrow morning", "Friday, in the evening", "the 5th, pm"."""
    k = c.comma(j)
    tokens = c.tokens
    if tokens[k].text == "-" and not tokens[k].gap and not tokens[k + 1].gap and "daypart" in tokens[k + 1].cats:
        k += 1  # "Friday-night"
    while "prep" in tokens[k].cats or "the" in tokens[k].cats:
        k += 1
    if tokens[k].cats.get("slice") == "whole":
        if tokens[k + 1].cats.get("unit") == "day":
            return node, k + 2  # "18 May, all day"
        k += 1
    if tokens[k].cats.get("eox") == "day":
        return Slice("end", node), k + 1  # "Friday COB"
    half = tokens[k].cats.get("ampm")
    if half is not None:
        return At(node, DayPart("morning" if half == "am" else "afternoon")), k + 1
    part = day_part(c, k)
    if part is None or "plural" in tokens[k].cats:
        return None  # "3 nights"
    if isinstance(part[0], DayPart) and part[0].name == "tonight" and node != TODAY:
        return None
    return At(node, part[0]), part[1]


def _attach_part(c: Cursor, node: At, j: int) -> Match:
    """A clock behind a part of the day ("tomorrow morning at 7"), or a part behind a clock."""
    tokens = c.tokens
    k = c.comma(j)
    if isinstance(node.time, DayPart):
        if (bound := tokens[k].cats.get("bound")) is not None and bound != "to-edge":
            if "plural" in tokens[j - 1].cats and clock(c, k + 1, bare=True) is not None:
                raise WordingError("an hour that bounds each of several days is no single date", c.column(k))
            return _part_bounded(c, node, node.time, bound, k + 1)
        approximate = False
        while (
            "onlike" in tokens[k].cats
            or "approx" in tokens[k].cats
            or ("prep" in tokens[k].cats and "from" not in tokens[k].cats)
        ):
            approximate = approximate or ("approx" in tokens[k].cats and "athour" not in tokens[k].cats)
            k += 1
        timed: Match = clock_range(c, k) or clock(c, k, bare=True)
        single = clock(c, k + 1, bare=True) if timed is None and "from" in tokens[k].cats else None
        if single is not None and c.at_end(single[1]):
            return Range(at_part(node.date, single[0], node.time), None), single[1]  # "this evening from 7"
        if timed is not None:
            if after := behind_ish(c, timed[1]):
                approximate, timed = True, (timed[0], after)
            made = at_part(node.date, timed[0], node.time)
            return (Qualified(made, approximate=True) if approximate else made), timed[1]
        if isinstance(node.date, Fields) and node.date == Fields(weekday=node.date.weekday):
            day = with_weekday(c, node.date.weekday or 1, c.comma(j))
            if day is not None:
                return evolve(node, date=day[0]), day[1]
        return None
    if isinstance(node.time, (Clock, Range)):
        if isinstance(node.time, Clock) and (lasting := _lasting(c, node, k)) is not None:
            return lasting
        part = part_after(c, k)
        if part is not None:
            return At(node.date, in_part(node.time, part[0])), part[1]
        zone, after = zone_at(c, j)
        if zone is not None and isinstance(node.time, Clock) and node.time.zone is None:
            return At(node.date, evolve(node.time, zone=zone)), after
        alone = isinstance(node.date, Fields) and node.date == Fields(weekday=node.date.weekday)
        hours = tokens[k + 1].text == "-" and clock_range(c, k, told=True) is not None
        if alone and k == j + 1 and not hours and isinstance(node.date, Fields):
            day = with_weekday(c, node.date.weekday or 1, k)
            if day is not None:
                return evolve(node, date=day[0]), day[1]
        if node.date == SOMEDAY and k == j + 1:
            date = point(c, k)
            if (
                date is not None
                and isinstance(date[0], (Fields, Alternatives, Nth, Chosen, Within, Named))
                and not (isinstance(date[0], Fields) and date[0].year is not None and date[0].month is None)
            ):
                return At(date[0], node.time), date[1]
    return None


_NO_EVENING: Final = frozenset({1, 2, 3})
"""Hours that no evening has."""


def _part_bounded(c: Cursor, node: At, part: DayPart, bound: str, i: int) -> Match:
    """Behind a part of the day: "this evening until 9", "Friday morning before 10"."""
    timed = clock(c, c.skip(i, "approx"), bare=True)
    if timed is None or not c.at_end(timed[1]):
        return None
    if part.name == "evening" and not timed[0].half and timed[0].hour in _NO_EVENING:
        raise WordingError("no evening has that hour: name the month of a day, or the half of the day", c.column(i))
    ending = bound in ("until", "before", "by")
    twelve = ending and timed[0].hour == 12 and not timed[0].half
    at = At(node.date, end_in_part(timed[0], part.name)) if twelve else at_part(node.date, timed[0], part)
    if bound == "until":
        return Range(node, at), timed[1]
    if bound in ("before", "by"):
        return Range(None, at, end_kind=bound), timed[1]
    return Range(at, None, start_kind="within" if bound == "not-before" else "at"), timed[1]


def attach_offset(c: Cursor, node: Expression, j: int) -> Match:
    """Read "E + 3 days", "Nov. 30 - 2 days"."""
    tokens = c.tokens
    if tokens[j].text not in ("+", "-") or not tokens[j].gap:
        return None
    found = quantity(c, j + 1)
    if found is None or "era" in tokens[found[2]].cats:
        return None  # a year, not so many of them
    if "numbered" in tokens[found[2] - 1].cats and (
        (isinstance(node, Nth) and node.unit == found[0][0][1])
        or (isinstance(node, Fields) and node == Fields(year=node.year))
    ):
        return None  # in languages that say "18 century - 19 century", "1 quarter 2018 - 2 quarter 2018"
    if found[0][0][1] in CLOCK_UNITS and isinstance(node, Fields) and node.day is None and node.weekday is None:
        return None  # "1000 - 1400 hrs"
    if "yearmark" in tokens[found[2] - 1].cats and tokens[j + 1].cats.get("digits", 1) > 1:
        return None
    return Shift(node, found[0], 1 if tokens[j].text == "+" else -1, found[1]), found[2]


def attach_range(c: Cursor, node: Expression, j: int) -> Match:
    """A range inside what was said: "next week between Wednesday and Friday", "November between 19 and 20"."""
    if not isinstance(node, (Unit, Fields)) or (
        isinstance(node, Fields) and (node.day is not None or node.weekday is not None)
    ):
        return None
    tokens = c.tokens
    between = "between" in tokens[j].cats
    if (not between and "from" not in tokens[j].cats) or _part_before(c, j):
        return None
    days = dates.day(c, j + 1)
    if days is not None and tokens[days[2]].text == "-" and (last := dates.day(c, days[2] + 1)) is not None:
        # "Feb between 2-7", which alone would be a date
        first_day = with_outer(Fields(day=days[0]), node)
        return Range(first_day, with_outer(Fields(day=last[0]), node), extent=not between), last[2]
    first = point(c, j + 1)
    if first is None:
        return None
    a, k = first
    joined = "to" in tokens[k].cats or tokens[k].text == "-" or (between and "and" in tokens[k].cats)
    if not joined:
        return None
    second = point(c, k + 1)
    if second is None:
        return None
    b, after = second
    if not all(isinstance(x, Fields) and (x.day is not None or x.weekday is not None) for x in (a, b)):
        return None
    if isinstance(a, Fields) and isinstance(b, Fields) and isinstance(node, Fields):
        last_day = with_outer(b, node)
        year = last_day.year if isinstance(last_day, Fields) else None
        outer = node if a.year is not None or year is None else evolve(node, year=year)
        return Range(with_outer(a, outer), last_day, extent=not between), after
    return Range(with_outer(a, node), with_outer(b, node), extent=not between), after


def _part_before(c: Cursor, i: int) -> bool:
    """Whether what ends before ``i`` is the month of a day, which hours can follow: "the last Friday of May"."""
    month = next((k for k in (i - 1, i - 2) if k > 1 and "month" in c.tokens[k].cats), 0)
    day = c.tokens[month - 2].cats if month and "of" in c.tokens[month - 1].cats else {}
    return "weekday" in day or "unit" in day


def attach_weekend(c: Cursor, node: Expression, j: int) -> Match:
    """Read "Labor Day 2021 weekend", "the September quarter", which is the one that it ends."""
    unit = c.tokens[j].cats.get("unit")
    if "quarterletter" in c.tokens[j].cats and c.tokens[j + 1].gap:
        unit = "quarter"  # "Mar Q 1891"
    if (
        unit == "quarter"
        and isinstance(node, Fields)
        and node.month
        and not node.day
        and "many" not in c.tokens[j].cats
    ):
        year = attach_year(c, node, j + 1)
        ended, after = year or (node, j + 1)
        return Window(((1, unit),), -1, Shift(ended, ((1, "day"),), 1), inclusive=True), after
    if unit != "weekend":
        return None
    named = isinstance(node, Within) and isinstance(node.what, Named)
    if named or (isinstance(node, Fields) and node.day is not None and node.month is not None):
        return Around("weekend", node), j + 1
    return None


def attach_week(c: Cursor, node: Expression, j: int) -> Match:
    """Read "tomorrow week", "Tuesday fortnight", as the British say; "today in a week", as others do."""
    if ("in" in c.tokens[j].cats or "agoled" in c.tokens[j].cats) and (found := _counted_on(c, node, j)) is not None:
        return found
    unit = c.tokens[j].cats.get("unit")
    if unit not in ("week", "fortnight") or "weekno" in c.tokens[j + 1].cats:
        return None
    if not c.at_end(j + 1) and not hour_behind(c, c.comma(j + 1)):
        return None
    if isinstance(node, Fields) and node == Fields(weekday=node.weekday):
        return Shift(Chosen(node, "coming"), ((1, str(unit)),), 1), j + 1
    if not _is_dayword(node):
        return None
    return Shift(node, ((1, str(unit)),), node.sign if isinstance(node, Shift) else 1), j + 1  # "yesterday week"


def _is_dayword(node: Expression) -> bool:
    """Whether it is what today, tomorrow or yesterday says."""
    if isinstance(node, Shift):
        return node.amounts == ((1, "day"),) and isinstance(node.base, Anchor)
    return isinstance(node, Anchor)


def _counted_on(c: Cursor, node: Expression, j: int) -> Match:
    """Read "in two weeks" or, in other languages, "two weeks ago" behind today or tomorrow: counted from there."""
    if node == NOW or not _is_dayword(node):
        return None
    found = point(c, j)
    if found is None or not isinstance(found[0], Shift) or found[0].base != TODAY:
        return None
    if isinstance(node, Shift) and node.sign < 0 < found[0].sign:
        return None  # "yesterday in two weeks"
    if any(unit not in _FAR for _, unit in found[0].amounts):
        return None  # "tomorrow in two days" is one or the other
    return evolve(found[0], base=node), found[1]


_FAR: Final = frozenset({"week", "fortnight", "month", "year"})
"""Units that are counted from a day near the anchor."""


def attach_century(c: Cursor, node: Expression, j: int) -> Match:
    """The century of a decade that says none: "the nineties of the 20th century"; the part of a century behind it."""
    if not isinstance(node, Nth) or node.of is not None:
        return None
    if node.unit in _CENTURIES:
        return _share_behind(c, node, c.comma(j))
    if node.unit != "decade-short":
        return None
    k = c.skip(j, "of", "the")
    if k == j and not c.language.bare_genitive:
        return None
    found = point(c, k)
    if found is None or not isinstance(found[0], Nth) or found[0].unit != "century":
        return None
    return Nth((found[0].n - 1) * 100 + node.n, "decade-of"), found[1]


_CENTURIES: Final = frozenset({"century", "century-bc", "decade-of"})


def _share_behind(c: Cursor, node: Nth, j: int) -> Match:
    """Read "18th century, 2nd half", "19th century (early)", as catalogues write."""
    tokens = c.tokens
    part = tokens[j].cats.get("slice")
    if part is not None and c.at_end(j + 1):
        return Slice(part, node), j + 1
    found = ordinal(c, j)
    if found is None or not c.at_end(found[1] + 1):
        return None
    n, k = found
    cats = tokens[k].cats
    if cats.get("unit") == "quarter":
        return Nth(n, "quarter", node), k + 1
    parts = 3 if "third" in cats else 2 if "fraction" in cats or "half" in cats else 0
    n = n if n > 0 else parts + 1 + n
    return (Slice(f"{n}/{parts}", node), k + 1) if 1 <= n <= parts else None
