"""A whole statement: ranges with anything left out, bounds, lists, doubts, constraints."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.wording import dates
from timeline.wording.clocks import clock, clock_range, is_hour, share
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    SOMEDAY,
    TODAY,
    Alternatives,
    Anchor,
    At,
    Beside,
    Both,
    Chosen,
    Clock,
    DayPart,
    Expression,
    Fields,
    Listed,
    Nth,
    Qualified,
    Range,
    Shift,
    Slice,
    Undated,
    Unit,
    Within,
)
from timeline.wording.joining import from_point, named_weekdays
from timeline.wording.openers import OPENERS, between_led, bound_led
from timeline.wording.points.nesting import is_open, takes_time, with_outer
from timeline.wording.points.point import point
from timeline.wording.points.quantities import in_led
from timeline.wording.points.steps import is_weekday
from timeline.wording.points.weekdays import weekdays_at
from timeline.wording.sharing import borrow_back, settle, spread
from timeline.wording.token import Token


def statement(c: Cursor, i: int) -> Match:
    """Everything that one wording says: one or more expressions that hold together, with doubts before and behind."""
    cats = c.tokens[i].cats
    plain = None
    if _FRAMING.isdisjoint(cats):
        plain = point(c, i)  # most wordings are one date and nothing else
    elif _DOUBTING.isdisjoint(cats) or ("prep" in cats and _DOUBTS.isdisjoint(c.tokens[i + 1].cats)):
        plain = ranged(c, i)  # or one range, or a date behind a word that says no more than that it is one
    if plain is not None and plain[1] == c.last and c.day_first is None:
        return plain
    found = _qualified(c, i)
    if found is None:
        return None
    if c.day_first is not None:
        found = settle(found[0], c.day_first), found[1]
    if found[1] == c.last:
        return found
    items = [found[0]]
    j = found[1]
    while not c.at_end(j):
        # "after E, by the end of F": a second statement starts with a word that sets a bound
        k = c.comma(j)
        if "recte" in c.tokens[k].cats and isinstance(items[0], Fields) and items[0].year is not None:
            return _qualified(c, k + 1)  # "1887 [i.e. 1888]"
        if "and" in c.tokens[k].cats:
            k += 1
        cats = c.tokens[k].cats
        if k == j and "orbound" in cats and ("bound" not in cats or c.at_end(k + 1)):
            break
        if not ("bound" in cats or "beside" in cats or "before" in cats or "after" in cats or "between" in cats):
            break
        more = _qualified(c, k)
        if more is None or not isinstance(more[0], (Range, Beside, Qualified)):
            break
        items.append(more[0])
        j = more[1]
    if len(items) == 1:
        return items[0], j
    if c.day_first is not None:
        items = [settle(item, c.day_first) for item in items]
    if isinstance(items[0], Fields) and items[0].year is not None:  # "1848, not later than May 5"
        items = [items[0], *(borrow_back(item, items[0]) for item in items[1:])]
    return _combine(items), j


def _combine(items: list[Expression]) -> Expression:
    """Two bounds of one range are one range ("since 2010, until 2015"); others are kept side by side."""
    match items:
        case [Range(end=None, open_end=False) as a, Range(start=None) as b]:
            return evolve(a, end=b.end, end_kind=b.end_kind, extent=a.extent and b.extent)
        case [Range(start=None, open_start=False) as b, Range(end=None) as a] if b.end_kind == "before":
            return evolve(a, end=b.end, end_kind=b.end_kind, extent=False)  # "before 1900 and after 1850"
    return Both(tuple(items))


_DOUBTS: Final = frozenset({"sometime", "approx", "uncertain"})
_DOUBTING: Final = _DOUBTS | {"prep"}


def _qualified(c: Cursor, i: int) -> Match:
    tokens = c.tokens
    approximate = circa = uncertain = some = False
    j = i
    while not _DOUBTING.isdisjoint(tokens[j].cats) or tokens[j].text == "=" or (j > i and tokens[j].text == ","):
        cats = tokens[j].cats
        if "sometime" in cats:
            some = True
        elif "approx" in cats and not _is_letter_c(c, j):
            if "athour" in cats and is_hour(c, j + 1):
                break
            approximate, circa = True, "circa" in cats
        elif tokens[j].text == "?" and tokens[j + 1].text == "-":
            last = point(c, j + 2)  # "?-1868": the start is unknown
            return (Range(None, last[0]), last[1]) if last is not None else None
        elif "uncertain" in cats:
            uncertain = True
        elif tokens[j].text == ",":
            pass  # "possibly, 1868"
        elif not (
            ("prep" in cats or tokens[j].text == "=")
            and j == i
            and ("approx" in tokens[j + 1].cats or "uncertain" in tokens[j + 1].cats or tokens[j].text == "=")
        ):
            break
        j += 1
    found = listed(c, j)
    if found is None and approximate and _behind_in(c, i, j):
        found = in_led(c, j - 1)  # "in about an hour"
    if found is None or (
        approximate and found[0] == Fields(day=getattr(found[0], "day", None)) and _behind_in(c, i, j)
    ):
        return None
    node, after = found
    if some:
        node = Beside("within", node)
    while after != c.last:
        k = c.comma(after)
        cats = tokens[k].cats
        if "sometime" in cats and c.at_end(k + 1):
            node = Beside("within", node)  # "this afternoon some time"
        elif "approx" in cats and (
            c.at_end(k + 1) or "approx" in tokens[k + 1].cats or "uncertain" in tokens[k + 1].cats
        ):
            approximate = True
            uncertain = uncertain or "uncertain" in cats
        elif "ish" in cats and tokens[k - 1].cats.get("digits") == 4 and isinstance(node, Fields):
            approximate = True  # "1850ish"
        elif "uncertain" in cats:
            if tokens[k].text == tokens[k + 1].text == "?" and tokens[k - 1].cats.get("digits") == 2:
                break  # "18??" leaves out figures of its year
            uncertain = True
            k += "yearmark" in tokens[k + 1].cats and isinstance(node, Fields) and node.year is not None
        elif "inclusive" not in cats:
            break
        after = k + 1
    if circa and isinstance(node, Alternatives) and node.setting == "order" and isinstance(node.items[0], Fields):
        node = evolve(node, items=node.items[::-1], reasons=node.reasons[::-1])  # "ca. 1900-10" is no October
    return (Qualified(node, approximate, uncertain) if approximate or uncertain else node), after


def _behind_in(c: Cursor, i: int, j: int) -> bool:
    """Whether one of the words from ``i`` up to ``j`` turns what follows into one from the anchor: "in about"."""
    return any("in" in token.cats for token in c.tokens[i:j])


def _is_letter_c(c: Cursor, i: int) -> bool:
    """Whether a lone "c" is no "circa": nothing with digits follows."""
    cats, following = c.tokens[i].cats, c.tokens[i + 1]
    if not ("circa" in cats and "centuryletter" in cats):
        return False
    if not following.gap and following.cats.get("digits", 9) < 3:
        return True  # "C19" is a century
    return _DATED.isdisjoint(following.cats)


_DATED: Final = frozenset({"num", "ord", "month", "season", "era"})
"""What starts a date that "circa" can stand before."""


def listed(c: Cursor, i: int) -> Match:
    """A range, or several of them: "3, 5 and 9 May", "Monday and Thursday", "1999 or 2000"."""
    found = ranged(c, i)
    if found is None or found[1] == c.last:
        return found
    items = [found[0]]
    j = found[1]
    tokens = c.tokens
    one_of = slashed = conjoined = False
    year: Expression | None = None
    month_first = "month" in tokens[i].cats
    if not _listable(found[0]):
        return found
    while True:
        k = j
        joined = False
        if tokens[k].text == "," or tokens[k].text == "/":
            slashed = slashed or tokens[k].text == "/"
            k, joined = k + 1, True
        if k == j and "weekday" in tokens[k].cats and is_weekday(items[-1]):
            joined = True  # "Mon Wed Fri"
        if "and" in tokens[k].cats or "or" in tokens[k].cats:
            one_of = one_of or "or" in tokens[k].cats
            k, joined, conjoined = k + 1, True, True
        if not joined or (len(items) > 1 and len(weekdays_at(c, k)[0]) == len(items)):
            break
        if (hours := _more_hours(c, k, items)) is not None:
            items, j = hours
            continue
        if isinstance(items[-1], At) and isinstance(items[-1].time, Range) and clock_range(c, k, told=True) is not None:
            break  # hours of each of several days
        days = _bare_days(c, k, items) if any(_ends_in_day(item) for item in items) else None
        more = days or ranged(c, k)
        if more is None or not _listable(more[0]):
            break
        hour = isinstance(more[0], At) and more[0].date == SOMEDAY
        if hour and not isinstance(items[-1], (At, Range)) and not takes_time(items[-1]):
            break  # "week 3, 10:00"
        if _is_hour_of(items[-1], more[0]):
            return _at_hour(items, more[0]), more[1]  # "May 4 and 5, 8 pm"
        if not conjoined and more[1] == c.last and _may_be_hour(items[-1], more[0], tokens[k]):
            break  # "Friday, 1400"
        if "filler" in tokens[k].cats and c.known_name(k) is None:
            break  # "1887, printed 1902" tells of two things
        if isinstance(more[0], At) and takes_time(more[0].date) and dates.day_led(c, k) is not None:
            time = more[0].time  # "4 and 5 May at 8 pm": the first is a day as well, and no hour
            items = [item if isinstance(item, (At, Range)) else At(item, time) for item in items]
        if j + 1 == k and len(items) == 1 and _of_year(items[0], more[0]) and not slashed:
            year, items = items[0], []  # "1789, 14-16 July", "1789, 5 and 7 May"
            month_first = "month" in tokens[k].cats
        if days is not None and month_first and items:
            items.append(borrow_back(days[0], items[-1]))  # "Nov. 29, 30 and Dec. 1"
        else:
            month_first = "month" in tokens[k].cats
            items.append(more[0])
        j = more[1]
    if year is not None and len(items) == 1:
        return with_outer(items[0], year), j
    if len(items) == 1 and isinstance(items[0], At) and items[0] is not found[0]:
        return items[0], j  # "tomorrow, 9-10"
    if len(items) == 1 or (
        slashed and all(isinstance(item, Fields) and item == Fields(day=item.day) for item in items)
    ):
        return found  # "20/20"
    if conjoined and tokens[i].cats.get("digits") != 4:
        items = _of_each_year(items)
    if _TIMED.isdisjoint(tokens[i].cats) or _timed_alike(items) is items:
        items = _of_each_month(items)
    else:
        items = _timed_alike(items)
    shared = spread(items) if not _named_last(items) or "weekday" not in tokens[j - 1].cats else None
    if shared is None:
        return found
    if year is not None:
        shared = [with_outer(item, year) if is_open(item) else item for item in shared]
    made = Listed(tuple(shared), one_of)
    return named_weekdays(c, made, j) or (made, j)


def _more_hours(c: Cursor, i: int, items: list[Expression]) -> tuple[list[Expression], int] | None:
    """The list with hours of its one day at ``i``: "tomorrow at 8 or 9", "Friday 9-10 or 2-3"."""
    day, last = items[0], items[-1]
    first = not isinstance(day, At)
    if first and (len(items) > 1 or c.tokens[i - 1].text != ","):
        return None
    date = day.date if isinstance(day, At) else day
    known = isinstance(date, (Chosen, Shift)) or date == TODAY or is_weekday(date)
    if not first and isinstance(date, Fields):
        known = known or not _LISTING.isdisjoint(c.tokens[i - 1].cats)  # "the 5th at 9 or 10"
    if not known or not all(isinstance(item, At) and item.date in (date, SOMEDAY) for item in items[first:]):
        return None
    k = i + ("filler" in c.tokens[i].cats)
    timed: Match = clock_range(c, k, told=True)
    if timed is None and not first:
        timed = clock(c, k, bare=True)
    if timed is None or not (c.at_end(timed[1]) or not _LISTING.isdisjoint(c.tokens[timed[1]].cats)):
        return None
    time = timed[0]
    if isinstance(last, At) and isinstance(last.time, Clock) and isinstance(time, Clock):
        both = share(last.time, time)  # "8 or 9 pm"
        return [*items[:-1], evolve(last, time=both.start or time), At(date, both.end or time)], timed[1]
    return [*([] if first else items), At(date, time)], timed[1]


_LISTING: Final = frozenset({"and", "or"})


def _of_year(year: Expression, node: Expression) -> bool:
    """Whether days or months behind a comma belong to the year before it."""
    if not isinstance(year, Fields) or year.year is None or year != Fields(year.year):
        return False
    first = node.start if isinstance(node, Range) else node
    return isinstance(first, Fields) and (first.month or first.day) is not None and is_open(node)


def _is_hour_of(day: Expression, hour: Expression) -> bool:
    """Whether what stands behind a day and a comma is an hour of it, and no member of the list."""
    return (
        isinstance(hour, At) and hour.date == SOMEDAY and isinstance(day, (Fields, Alternatives)) and _ends_in_day(day)
    )


def _may_be_hour(day: Expression, year: Expression, token: Token) -> bool:
    """Whether a year behind a day and a comma can as well be a time of that day."""
    return takes_time(day) and token.cats.get("digits") == 4 and year == Fields(token.cats["num"])


def _at_hour(items: list[Expression], hour: Expression) -> Expression:
    """The days of a list, each at the hour that stands behind them."""
    assert isinstance(hour, At)  # noqa: S101
    days = [At(item, hour.time) for item in spread(items) or items]
    return days[0] if len(days) == 1 else Listed(tuple(days))


def _timed_alike(items: list[Expression]) -> list[Expression]:
    """The days of a list with the time before the first: "5 pm today or tomorrow", "the nights of 5 and 6 May"."""
    first = items[0]
    if not isinstance(first, At) or not isinstance(first.time, (Clock, DayPart)) or first.date == SOMEDAY:
        return items
    if isinstance(first.time, DayPart) and not (isinstance(first.date, Fields) and _shares_time(first.date)):
        return items
    time = first.time
    return [first, *(item if isinstance(item, At) or not takes_time(item) else At(item, time) for item in items[1:])]


def _shares_time(day: Fields) -> bool:
    """Whether a day is told by what stands behind it, as the time before it is then one of both."""
    return day == Fields(day=day.day) or day == Fields(weekday=day.weekday)


def _named_last(items: list[Expression]) -> bool:
    """Whether of listed days only the last has a weekday, which can't be said of them all: "5 & 6 May, Sat"."""
    days = [item for item in items if isinstance(item, Fields) and item.day is not None]
    return len(days) == len(items) and days[-1].weekday is not None and all(day.weekday is None for day in days[:-1])


def _of_each_year(items: list[Expression]) -> list[Expression]:
    """Give years that follow a date what it says besides its own: "December 31, 2018 and 2017"."""
    first, *others = items
    years = [item for item in others if isinstance(item, Fields) and item.year and item == Fields(item.year)]
    if len(years) < len(others):
        return items
    if isinstance(first, Fields) and first.year and first.month and first.weekday is None:
        return [first, *(dates.check(evolve(first, year=item.year)) for item in years)]
    if isinstance(first, Within) and isinstance(first.what, Nth) and isinstance(first.outer, Fields):
        return [first, *(evolve(first, outer=item) for item in years)]  # "the summer of 1887 and 1888"
    return items


_TIMED: Final = frozenset({"num", "clockword", "daypart", "prep"})
"""What a time before the first day of a list starts with."""


def _of_each_month(items: list[Expression]) -> list[Expression]:
    """The same day of several months: "the third Friday of March and June", "the last day of May and June 2018"."""
    first, *others = items
    if not isinstance(first, Nth) or not _is_month(first.of) or not all(map(_is_month, others)):
        return items
    months = spread([item for item in (first.of, *others) if item is not None])
    return items if months is None else [evolve(first, of=month) for month in months]


def _is_month(node: Expression | None) -> bool:
    return isinstance(node, Fields) and node.month is not None and node.day is None and node.weekday is None


def _ends_in_day(node: Expression) -> bool:
    """Whether a day of a month is what a list has come to, so that bare numbers behind it are days as well."""
    if isinstance(node, Range):
        return node.end is not None and _ends_in_day(node.end)
    if isinstance(node, Alternatives):
        return _ends_in_day(node.items[0])
    return isinstance(node, Fields) and node.day is not None and node.month is not None


def _last_day(node: Expression) -> int:
    """The day of its month that a date or a range ends with, or 0."""
    if isinstance(node, Range):
        return 0 if node.end is None else _last_day(node.end)
    if isinstance(node, Alternatives):
        return _last_day(node.items[0])
    return node.day or 0 if isinstance(node, Fields) else 0


def _bare_days(c: Cursor, i: int, items: list[Expression]) -> Match:
    """Read "6" or "8-10" behind "January 2-4,": days of the month that was said."""
    first = dates.day(c, i)
    if first is None:
        return None
    j = first[2]
    last = dates.day(c, j + 1) if c.tokens[j].text == "-" else None
    if last is not None:
        j = last[2]
    if first[0] <= _last_day(items[-1]) or (last is not None and last[0] <= first[0]):
        return None  # "19-20 May, 10-4" are hours
    behind = c.tokens[j]
    if not (c.at_end(j) or behind.text == "," or "and" in behind.cats or behind.cats.get("digits") == 4):
        return None
    year = dates.year(c, j + (behind.text == ",")) if behind.text == "," or "digits" in behind.cats else None
    number, short = (year[0], year[1]) if year is not None else (None, False)
    j = year[2] if year is not None else j
    start = Fields(number, day=first[0], short_year=short)
    return (start if last is None else Range(start, Fields(number, day=last[0], short_year=short))), j


def _listable(node: Expression) -> bool:
    """Whether a node can be one of several: a bound ("by the end of E") is a statement of its own."""
    if isinstance(node, Range):
        return node.start is not None and node.end is not None
    return isinstance(node, _LISTABLE)


_LISTABLE: Final = (Anchor, Fields, Range, Within, Alternatives, Nth, Slice, At, Chosen, Shift, Unit)


def ranged(c: Cursor, i: int) -> Match:
    """One range or one date: what opens a range is tried first, then a date and what may make it the start of one."""
    tokens = c.tokens
    j = i
    while not _OPENING.isdisjoint(tokens[j].cats):
        cats = tokens[j].cats
        for category in cats:
            rule = OPENERS.get(category)
            if rule is not None:
                found = rule(c, j)
                if found is not None:
                    return found
        if "open" in cats and "bound" in tokens[j + 1].cats:
            opened = bound_led(c, j + 1)  # "ongoing since 2015"
            if opened is not None and isinstance(opened[0], Range) and opened[0].end is None:
                return evolve(opened[0], open_end=True), opened[1]
        if (
            ("prep" in cats and ("in" not in cats or "daypart" in tokens[c.skip(j + 1, "the")].cats))
            or ("filler" in cats and c.known_name(j) is None)
            or ("yearword" in cats and _bounds_year(c, j))
        ):
            j += 1
            continue
        break
    if j > i and "many" in tokens[j].cats and "between" in tokens[j + 1].cats:
        return between_led(c, j + 1)  # "the years between 1850 and 1855"
    if "undated" in tokens[j].cats:
        supplied = _qualified(c, c.comma(j + 1)) if j + 1 != c.last else None
        return supplied or (Undated(), j + 1)  # "n.d. [ca. 1880]"
    first = point(c, i)
    if first is None:
        return None
    return from_point(c, first)


def _bounds_year(c: Cursor, i: int) -> bool:
    """Whether the word for a year at ``i`` says only what is bounded: "year greater than 2012"."""
    cats = c.tokens[i + 1].cats
    if "bound" not in cats or "ended" in cats or "before" in cats or "after" in cats:
        return False
    return cats["bound"] not in ("before", "after") or not (i and "the" in c.tokens[i - 1].cats)


_OPENING: Final = frozenset({*OPENERS, "open", "prep", "filler", "yearword"})
_FRAMING: Final = frozenset({*_OPENING, *_DOUBTING, "undated"}) - {"weekday"}
"""What the first token of a plain date is not."""
