"""What makes a date the start of a range: a dash, "to", "or later", "until further notice"; and the end behind it."""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve

from timeline.errors import WordingError
from timeline.wording import dates
from timeline.wording.clocks import clock, share
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    NOW,
    SOMEDAY,
    TODAY,
    Adjacent,
    Alternatives,
    Around,
    At,
    Beside,
    Clock,
    Edge,
    EventName,
    Expression,
    Fields,
    Listed,
    Nth,
    Qualified,
    Range,
    Shift,
    Slice,
    Unit,
    Window,
    Within,
)
from timeline.wording.lexicon import BOUNDS
from timeline.wording.points.nesting import takes_time
from timeline.wording.points.ordinals import whole_of
from timeline.wording.points.point import operand, point
from timeline.wording.points.slices import edge_of
from timeline.wording.points.weekdays import weekdays_at
from timeline.wording.sharing import inherit, settle
from timeline.wording.token import Token


def joiner_at(c: Cursor, i: int) -> int:
    """The index behind a joiner of ranges at ``i`` ("-", "to", "through"), or 0."""
    token = c.tokens[i]
    if token.text in ("-", "~", ".."):
        j = i + 1
        while c.tokens[j].text == "-":
            j += 1
        return j
    if "to" in token.cats or "exclusive" in token.cats:
        return i + 1
    return 0


def from_point(c: Cursor, first: tuple[Expression, int]) -> Match:
    """A date, or the range that starts with it."""
    tokens = c.tokens
    node, j = first
    if j == c.last:
        return first
    if isinstance(node, Range):
        return with_orbound(c, node, j) or first
    if tokens[j].text == "?" and (behind := joiner_at(c, j + 1)):
        doubted = end_at(c, behind, node)  # "1868?-1871"
        if doubted is not None:
            return make_range(Qualified(node, uncertain=True), doubted[0], doubted[2]), doubted[1]
    if "todate" in tokens[j].cats:
        return Range(node, TODAY), j + 1  # "2015 to now"
    k = joiner_at(c, j) or (joiner_at(c, j + 1) if tokens[j].text == "," else 0)
    if k:
        if node.__class__ in _COUNTED_FROM and (counted := _from_dashed(c, node, j)) is not None:
            return counted
        end = end_at(c, k, node)
        if end is not None:
            second, after, kind = end
            if "exclusive" in tokens[j].cats:
                kind = "to"
            if tokens[j].text == "-" and not tokens[j].gap and _ends_in_year(c, node, j) and _is_day(second):
                return first  # "12 May 1944-5" is no day of two years
            if c.day_first is not None:
                node, second = settle(node, c.day_first), settle(second, c.day_first)
            last = tokens[after - 1].cats
            if tokens[j].text == "-" and ("season" in last or "unit" in last) and isinstance(node, Fields):
                whole = _of_both(node, second)
                if whole is not None:
                    return whole, after
            if isinstance(second, At) and isinstance(second.time, Clock) and _of_each(c, node, j, k):
                raise WordingError(_HOURS_OF_EACH)  # "4-6 May, 7.30 pm" is each evening, or when it ends
            if isinstance(second, Alternatives) and _of_year(node, second, c.tokens[j]):
                items = tuple(make_range(node, item, kind) for item in second.items[::-1])
                return evolve(second, items=items, reasons=second.reasons[::-1]), after
            made = make_range(node, second, kind, apart=date_first(c, k))
            if after == c.last:
                return made, after
            return named_weekdays(c, made, after) or _told_as_one(c, made, after) or (made, after)
        if "open" in tokens[k].cats:
            return Range(node, None, open_end=True), k + 1
        if (tokens[k].text == "?" or "undated" in tokens[k].cats) and c.at_end(k + 1):
            return Range(node, None), k + 1
        if c.at_end(k) and tokens[j].text == "-":
            figures = 0 if tokens[j].gap else tokens[j - 1].cats.get("digits", 0)
            if figures == 3 or (figures == 2 and k > j + 1):  # "12 Mar 18--", "May 185-"
                raise WordingError("figures of the year are missing: name the decade or the century", c.column(j - 1))
            return Range(node, None), k
    if "open" in tokens[j].cats:
        return Range(node, None, open_end=True), j + 1
    if (
        tokens[j].text == "/"
        and isinstance(node, Fields)
        and node.month is None
        and node.year is not None
        and not node.short_year
    ):
        if later := dates.later_bc(c, j, 1 - node.year):
            return Range(node, Fields(1 - later)), j + 3  # "480/479 BC", "480/79 BC"
        # "1914/15", "1914/1918"
        digits = tokens[j + 1].cats.get("digits")
        if digits in (2, 4) and not tokens[j + 1].gap:
            end_year = _expand(node.year, tokens[j + 1].text)
            if end_year <= node.year and (node.year + 1) % 100 == end_year % 100:
                end_year += 100  # "1999/00"
            if end_year > node.year:
                follows = tokens[j + 2].cats
                if "fiscal" in follows or "academic" in follows:
                    kind = "fiscal" if "fiscal" in follows else "academic"
                    return Slice("fiscal-from" if kind == "fiscal" else kind, node), j + 3
                made = Range(node, Fields(end_year))
                return _told_as_one(c, made, j + 2) or (made, dates.marked_year(c, j + 2))
    return with_orbound(c, node, j) or first


def _of_year(first: Expression, last: Alternatives, dash: Token) -> bool:
    """Whether a number behind two months is their year rather than a day of the last one: "Jan-Sept 17"."""
    bare = isinstance(first, Fields) and first == Fields(month=first.month)
    return bare and last.setting == "month-number" and dash.text == "-" and not dash.gap


def _of_both(first: Fields, last: Expression) -> Expression | None:
    """What a range and the word behind it mean together, where that was taken for a part of the last date alone."""
    if isinstance(last, Around) and last.unit == "weekend" and isinstance(last.of, Fields) and first.day:
        return make_range(first, last.of, "until")  # "the 5-6 May weekend"
    season = isinstance(last, Within) and isinstance(last.what, Nth) and last.what.unit.startswith("season:")
    if season and first == Fields(first.year) and isinstance(last, Within):
        return evolve(last, outer=first) if last.outer == Fields((first.year or 0) + 1) else None  # "2015-2016 winter"
    return None


def _told_as_one(c: Cursor, node: Expression, i: int) -> Match:
    """Behind a range: a third month ("Apr-May-Jun 1891"), "weekend" behind its days, a winter behind its years."""
    if not isinstance(node, Range) or not isinstance(node.start, Fields) or not isinstance(node.end, Fields):
        return None
    first, last, token = node.start, node.end, c.tokens[i]
    if token.text == "-" and not token.gap and first == Fields(month=first.month) and last == Fields(month=last.month):
        third = dates.month_led(c, i + 1) if "month" in c.tokens[i + 1].cats else None
        if third is None or not isinstance(third[0], Fields) or third[0].day or not first.month or not last.month:
            return None
        if (third[0].month or 0) - last.month != 1 or last.month - first.month != 1:
            return None
        a, b = inherit(first, third[0])
        return Range(a, b), third[1]
    if token.text in ("-", "/") and not token.gap and first.month and last.month and first.month > last.month:
        digits = c.tokens[i + 1].cats.get("digits", 1)
        if (
            digits in (2, 4)
            and last.year
            and not last.day
            and (last.year + 1) % 10**digits == c.tokens[i + 1].cats["num"]
        ):
            return Range(evolve(first, year=last.year), evolve(last, year=last.year + 1)), i + 2  # "Dec-Feb 2017-18"
    if token.cats.get("unit") == "weekend" and last.day:
        return node, i + 1  # "the May 5-6 weekend"
    if "season" in token.cats and first == Fields(first.year) and last == Fields((first.year or 0) + 1):
        return Within(Nth(0, f"season:{token.cats['season']}"), first), i + 1  # "the 2015-16 winter"
    return None


def _of_each(c: Cursor, start: Expression, j: int, k: int) -> bool:
    """Whether an hour behind a range may be one of each day: "4-6 May, 7.30 pm", not "4 May to 7 pm on 6 May"."""
    if c.tokens[j].text == "-":
        return takes_time(start)
    spanning = "spanning" in c.tokens[j].cats and isinstance(start, Fields) and takes_time(start)
    return spanning and clock(c, k) is None


_COUNTED_FROM: Final = {
    Adjacent: "base",
    Around: "of",
    At: "date",
    Beside: "of",
    Edge: "of",
    Nth: "of",
    Shift: "base",
    Window: "base",
}
"""What is counted from a date that stands last in it, and where the node has that date."""


def _from_dashed(c: Cursor, node: Expression, j: int) -> Match:
    """What is counted from all of a range with a dash: "two days after 5-7 May", "a week before 29 May - 1 June"."""
    place = _COUNTED_FROM.get(node.__class__)
    if place is None or (isinstance(node, Nth) and node.unit != "day"):
        return None
    if isinstance(node, Around) and not node.steps:
        return None  # "the week of May 5-11" names its days
    counted: Any = node
    base = getattr(counted, place)
    found = _from_dashed(c, base, j) or (dashed(c, base, j, spaced=True) if not isinstance(node, At) else None)
    if found is None:
        return None
    whole, after = found
    if isinstance(whole, At):  # "two days after 5-7 May, 10:00": a time of the day that is counted
        return At(evolve(counted, **{place: whole.date}), whole.time), after
    return evolve(counted, **{place: whole}), after


def dashed(c: Cursor, first: Expression, j: int, *, spaced: bool = False) -> Match:
    """The range of calendar dates that a date in front of a dash starts: "5-7 May", "2010–2014".

    Spaces around the dash do no harm between days where ``spaced`` says so.
    """
    dash, behind = c.tokens[j], c.tokens[j + 1]
    if dash.text != "-" or not isinstance(first, (Fields, Alternatives)):
        return None
    gaps = dash.gap or behind.gap
    if gaps and not (spaced and isinstance(first, Fields) and first.day):
        return None
    end = end_at(c, j + 1, first)
    if end is None or end[2] != "until":
        return None
    last = end[0].date if isinstance(end[0], At) else end[0]
    a, b = (node.items[0] if isinstance(node, Alternatives) else node for node in (first, last))
    if not isinstance(a, Fields) or not isinstance(b, Fields) or (a.day is None) != (b.day is None):
        return None
    if gaps and (a.month or b.month) is None:
        return None
    made = make_range(first, last, end[2])
    return (At(made, end[0].time) if isinstance(end[0], At) else made), end[1]


def named_weekdays(c: Cursor, node: Expression, i: int) -> Match:
    """The weekdays behind a range or a list of days, which have to be right: "5-6 May (Sat-Sun)"."""
    days, after = weekdays_at(c, c.comma(i))
    if len(days) < 2:
        return None
    if isinstance(node, Range):
        start, end = node.start, node.end
        if not (isinstance(start, Fields) and isinstance(end, Fields) and start.day and end.day and len(days) == 2):
            return None
        return evolve(node, start=evolve(start, weekday=days[0]), end=evolve(end, weekday=days[1])), after
    items = node.items if isinstance(node, Listed) else ()
    if len(items) != len(days) or not all(isinstance(item, Fields) and item.day for item in items):
        return None
    dated = tuple(evolve(item, weekday=day) for item, day in zip(items, days, strict=True) if isinstance(item, Fields))
    return Listed(dated), after


def with_orbound(c: Cursor, node: Expression, j: int) -> Match:
    """A date with the bound that stands behind it: "2015 or later", "May onwards"."""
    k = c.comma(j)
    bound = c.tokens[k].cats.get("orbound")
    if bound is None:
        return None
    if "onlike" in c.tokens[k].cats:
        if isinstance(node, Fields) and node.year is None and node.day is None:
            return None  # "march on"
        if not c.at_end(k + 1) and "uncertain" not in c.tokens[k + 1].cats:
            return None
    if bound == "since" and isinstance(node, Range) and node.end is None:
        return evolve(node, open_end=True), k + 1
    if isinstance(node, Range):
        return (node, k + 1) if bound == node.end_kind else None  # "by 3 pm at the latest"
    made = bounded(bound, node)
    if "onwards" in c.tokens[k].cats:
        made = evolve(made, open_end=True)
    if isinstance(node, At) and isinstance(node.time, Clock) and not c.at_end(k + 1):
        tail = c.skip(k + 1, "onlike")
        date = point(c, tail)
        if date is not None and made.start is not None:
            return evolve(made, start=At(date[0], node.time)), date[1]
    return made, k + 1


def bounded(kind: str, node: Expression) -> Range:
    """The range of which a bound is one side: ``kind`` is a key of ``BOUNDS``."""
    side, how = BOUNDS[kind]
    if side == "start":
        return Range(node, None, start_kind=how)
    return Range(None, node, end_kind=how)


def _expand(year: int, text: str) -> int:
    """The second year of a range, with as many leading digits of the first as it leaves out."""
    if len(text) >= 4:
        return int(text)
    base: int = 10 ** len(text)
    return year - year % base + int(text)


def end_at(c: Cursor, k: int, start: Expression) -> tuple[Expression, int, str] | None:
    """The end of a range at ``k``, which may leave out what its start says."""
    tokens = c.tokens
    cats = tokens[k].cats
    if (
        isinstance(start, Fields)
        and start.month is None
        and start.weekday is None
        and start.year is not None
        and "digits" in cats
    ):
        behind = tokens[k + 1]
        named = "fiscal" in behind.cats or "academic" in behind.cats
        if (
            (cats["digits"] == 2 or (cats["digits"] == 4 and named and cats["num"] == start.year + 1))
            and not start.short_year
            and start.year > 0
            and "era" not in behind.cats
            and "month" not in behind.cats
            and behind.text not in (".", "/", ":")
            and "decades" not in behind.cats
            and ("unit" not in behind.cats or ("yearmark" in behind.cats and "era" not in tokens[k + 2].cats))
        ):
            year = _expand(start.year, tokens[k].text)
            if year > start.year or (start.year + 1) % 100 == cats["num"] % 100:
                if year <= start.year:
                    year += 100
                if named:
                    kind = "fiscal" if "fiscal" in behind.cats else "academic"
                    return Slice("fiscal-from" if kind == "fiscal" else kind, start), k + 2, "same"
                return Fields(year), dates.marked_year(c, k + 1), "until"
    if isinstance(start, Nth) and start.iso and "digits" in cats and (start.of is None or isinstance(start.of, Unit)):
        stretch = whole_of(c, k + 1)
        return (
            Nth(int(tokens[k].text), start.unit, stretch[0] if stretch else start.of, iso=True),
            stretch[1] if stretch else k + 1,
            "until",
        )
    if (
        isinstance(start, Fields)
        and start.day
        and start.day < cats.get("num", 0) <= _LONGEST
        and tokens[k + 1].cats.get("unit") == "weekend"
    ):
        return Fields(day=cats["num"]), k + 1, "until"  # "the May 5-6 weekend"
    if isinstance(start, Nth) and start.of is None and _is_next_part(c, start, k):
        stretch = whole_of(c, k + 1 + (tokens[k + 1].text in ("/", ",")))  # "Q1-3 2017"
        return (
            Nth(cats["num"], start.unit, stretch[0] if stretch else None),
            stretch[1] if stretch else k + 1,
            "until",
        )
    if (
        isinstance(start, Fields)
        and start.month is None
        and start.year is not None
        and "word" in cats
        and 10 <= cats.get("num", 0) <= 99
        and c.at_end(k + 1)
    ):
        end_year = start.year - start.year % 100 + cats["num"]  # "nineteen fourteen to eighteen"
        if end_year > start.year:
            return Fields(end_year), k + 1, "until"
    if (
        isinstance(start, Fields)
        and start.month is not None
        and start.day is None
        and start.year is not None
        and cats.get("digits") in (1, 2)
        and c.at_end(k + 1)
        and start.month < cats["num"] <= 12
        and "month" not in tokens[k - 2].cats
        and "digits" in tokens[k - 2].cats
        and "month" not in tokens[k - 3].cats
    ):
        return Fields(start.year, cats["num"]), k + 1, "until"  # "2018-05 - 07"
    old = _old_end(c, k, start) if cats.get("digits", 9) < 4 else None
    if old is not None:
        return old
    edge = edge_of(c, k)
    if edge is not None and not (tokens[k - 1].text == "-" and not edge[0].end):
        node, after = edge
        return node, after, "until" if node.end else "to"
    if "todate" in cats or "now" in cats:
        return (NOW if "now" in cats else Unit("day")), k + 1, "until"
    if isinstance(start, At) and isinstance(start.time, Clock):
        rough = c.skip(k, "approx")
        timed = clock(c, rough, bare=True)
        if rough > k and timed is not None and c.at_end(timed[1]):
            return Qualified(timed[0], approximate=True), timed[1], "until"  # "6 pm to about 8"
        full = point(c, k)
        if timed is not None and (full is None or full[1] <= timed[1]):
            return timed[0], timed[1], "until"
    found = point(c, k)
    if found is None and (bounds := bounded_end(c, k)) is not None:
        return bounds
    if found is None:
        found = operand(c, k) if names_event(start) or c.names is not None else None
        if found is None or not isinstance(found[0], EventName):
            return None
    if isinstance(found[0], Range) and found[0].start is not None and found[0].end is None and not found[0].open_end:
        kind = "after" if found[0].start_kind == "after" else "late"  # "1 May - at least 3 days after 5 May"
        return found[0].start, found[1], kind
    if isinstance(found[0], Range) and found[0].start is None and found[0].end is not None:
        return found[0].end, found[1], found[0].end_kind
    return found[0], found[1], "until"


def bounded_end(c: Cursor, i: int) -> tuple[Expression, int, str] | None:
    """An end that is only bounded: "1650-after 1680", "until at least 2020", "1475-before 1541"."""
    cats = c.tokens[i].cats
    kind = "late" if "least" in cats else cats.get("bound")
    target = operand(c, i + 1) if kind in _BOUNDS_END else None
    return (target[0], target[1], str(kind)) if target is not None else None


_BOUNDS_END: Final = frozenset({"after", "before", "by", "late"})


def _is_next_part(c: Cursor, start: Nth, k: int) -> bool:
    """Whether the figure at ``k`` behind a dash is the number of a later quarter, or half."""
    parts = _PARTS.get(start.unit, 0)
    token = c.tokens[k]
    lettered = (
        parts and token.cats.get("digits") == 1 and "digits" in c.tokens[k - 2].cats and c.tokens[k - 1].text == "-"
    )
    return bool(lettered) and not token.gap and start.n < token.cats["num"] <= parts


_LONGEST: Final = 31
"""The days of the longest months."""
_PARTS: Final = {"quarter": 4, "half": 2}
"""How many of them a year has."""


def _old_end(c: Cursor, k: int, start: Expression) -> tuple[Expression, int, str] | None:
    """The end of a range of years that are too short to be years alone: "AD 43-410", "c. 451-460"."""
    year = start.what if isinstance(start, Qualified) else start
    number = c.tokens[k].cats["num"]
    if not isinstance(year, Fields) or year != Fields(year.year) or year.year is None or year.short_year:
        return None
    if year.year <= 0:
        last = _shortened(c, k, 1 - year.year)
        return (Fields(1 - last[0]), last[1], "until") if last is not None else None
    if not 0 < year.year < min(1000, number) or not (c.at_end(k + 1) or "uncertain" in c.tokens[k + 1].cats):
        return None
    return Fields(number), k + 1, "until"


def _shortened(c: Cursor, k: int, first: int) -> tuple[int, int] | None:
    """The year before Christ that takes its hundreds from the first of two: "530-20 BC"; and the index behind it."""
    tokens = c.tokens
    behind = dates.marked_year(c, k + 1)
    if tokens[k].gap or tokens[k - 1].text != "-" or tokens[k].cats["digits"] != 2 or "era" not in tokens[behind].cats:
        return None
    number = first - first % 100 + tokens[k].cats["num"]
    return (number, behind + 1) if "digits" in tokens[k - 2].cats and 100 <= number < first else None


def names_event(node: Expression) -> bool:
    """Whether a node is counted from an event, so that another may follow it by name."""
    return isinstance(node, (EventName, Edge)) or (isinstance(node, Shift) and names_event(node.base))


def _ends_in_year(c: Cursor, node: Expression, j: int) -> bool:
    """Whether the year of a day stands last in it, right before ``j``."""
    return isinstance(node, Fields) and node.day is not None and c.tokens[j - 1].cats.get("digits") == 4


def _is_day(node: Expression) -> bool:
    return isinstance(node, Fields) and node == Fields(day=node.day)


def date_first(c: Cursor, i: int) -> bool:
    """Whether what stands at ``i`` names its day before its clock, so that the clock before belongs to another day."""
    cats = c.tokens[i].cats
    return "num" not in cats and "clockword" not in cats and "quant" not in cats


def _hours_of_each(start: Expression, end: Expression) -> bool:
    """Whether a range of whole days ends in hours that each of them has ("Mon-Fri 9-5"): no single stretch."""
    return isinstance(end, At) and isinstance(end.time, Range) and not isinstance(start, At)


def _quarter_of(first: Fields, quarter: Window, last: Expression) -> Expression:
    """The quarter of "the January-March quarter", where these are its months.

    Raises:
        WordingError: there are more of them, or fewer.
    """
    if not isinstance(last, Fields) or not first.month or not last.month or (last.month - first.month) % 12 != 2:
        raise WordingError("a quarter has three months")
    return quarter


_HOURS_OF_EACH: Final = "hours for each day of a range are no single date: say what repeats, or list the days"


def make_range(
    start: Expression, end: Expression, kind: str, *, extent: bool = True, apart: bool = False
) -> Expression:
    """The range of two dates, each with what the other says for both; ``apart``: a clock before is of another day."""
    if kind == "same":
        return end
    if isinstance(start, At) and isinstance(start.time, Range) and isinstance(end, Fields):
        raise WordingError(_HOURS_OF_EACH)
    if _hours_of_each(start, end):
        raise WordingError(_HOURS_OF_EACH)
    if isinstance(start, Qualified) or isinstance(end, Qualified):
        doubts = [node for node in (start, end) if isinstance(node, Qualified)]
        first = start.what if isinstance(start, Qualified) else start
        last = end.what if isinstance(end, Qualified) else end
        inner = make_range(first, last, kind, extent=extent, apart=apart)
        return Qualified(inner, any(d.approximate for d in doubts), any(d.uncertain for d in doubts))
    if isinstance(start, At) and isinstance(start.time, Clock):
        if isinstance(end, Clock):
            return evolve(start, time=share(start.time, end))
        if isinstance(end, At) and isinstance(end.time, Clock) and start.date == SOMEDAY and not apart:
            return At(end.date, share(start.time, end.time))
    if isinstance(end, At) and end.date == SOMEDAY and isinstance(start, Fields) and start == Fields(start.year):
        raise WordingError(f"{start.year} is a year here, and no time: write hours and minutes with a colon")
    if isinstance(end, Window) and isinstance(start, Fields) and isinstance(end.base, Shift):
        return _quarter_of(start, end, end.base.base)
    a, b = inherit(start, end)
    if isinstance(a, Nth) and isinstance(b, Nth) and a.iso and b.iso:
        a = evolve(a, of=b.of)
    return Range(a, b, end_kind=kind, extent=extent)
