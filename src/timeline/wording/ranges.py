"""Rules for what is built from dates: ranges with anything left out, bounds, lists, doubts, constraints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from attrs import evolve

from timeline.errors import InvalidDateError, WordingError
from timeline.wording import dates
from timeline.wording.clocks import clock, clock_range, share
from timeline.wording.cursor import Cursor, Match
from timeline.wording.expression import (
    NOW,
    SOMEDAY,
    TODAY,
    Alternatives,
    At,
    Beside,
    Both,
    Chosen,
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
    Undated,
    Unit,
    Window,
    Within,
)
from timeline.wording.lexicon import BOUNDS
from timeline.wording.points.ordinals import whole_of
from timeline.wording.points.point import operand, point
from timeline.wording.points.quantities import quantity
from timeline.wording.points.slices import edge_of
from timeline.wording.points.times import dated


def statement(c: Cursor, i: int) -> Match:
    """Everything that one wording says: one or more expressions that hold together, with doubts before and behind."""
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
        if "and" in c.tokens[k].cats:
            k += 1
        cats = c.tokens[k].cats
        if k == j and "orbound" in cats:
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
    return _combine(items), j


def settle(node: Expression, day_first: bool) -> Expression:
    """``node`` with the order of day and month that another date of the text has settled."""
    if isinstance(node, Alternatives) and node.setting == "day_first":
        return node.items[node.reasons.index("day first" if day_first else "month first")]
    if isinstance(node, Range):
        start = settle(node.start, day_first) if node.start is not None else None
        end = settle(node.end, day_first) if node.end is not None else None
        return evolve(node, start=start, end=end)
    if isinstance(node, Listed):
        return evolve(node, items=tuple(settle(item, day_first) for item in node.items))
    if isinstance(node, At):
        return evolve(node, date=settle(node.date, day_first))
    return node


def _combine(items: list[Expression]) -> Expression:
    """Two bounds of one range are one range ("since 2010, until 2015"); others are kept side by side."""
    if len(items) == 2 and all(isinstance(item, Range) for item in items):
        a, b = items
        assert isinstance(a, Range) and isinstance(b, Range)  # noqa: S101
        if a.end is None and b.start is None and not a.open_end:
            return evolve(a, end=b.end, end_kind=b.end_kind, extent=a.extent and b.extent)
    return Both(tuple(items))


_DOUBTING: Final = frozenset({"sometime", "approx", "uncertain", "prep"})


def _qualified(c: Cursor, i: int) -> Match:
    tokens = c.tokens
    approximate = uncertain = some = False
    j = i
    while not _DOUBTING.isdisjoint(tokens[j].cats) or tokens[j].text == "=" or (j > i and tokens[j].text == ","):
        cats = tokens[j].cats
        if "sometime" in cats:
            some = True
        elif "approx" in cats and not _is_letter_c(c, j):
            approximate = True
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
    if found is None:
        return None
    node, after = found
    if some:
        node = Beside("within", node)
    while after != c.last:
        k = c.comma(after)
        cats = tokens[k].cats
        if "approx" in cats and (
            c.at_end(k + 1) or "approx" in tokens[k + 1].cats or "uncertain" in tokens[k + 1].cats
        ):
            approximate = True
            uncertain = uncertain or "uncertain" in cats
        elif "uncertain" in cats:
            uncertain = True
        elif "inclusive" not in cats:
            break
        after = k + 1
    return (Qualified(node, approximate, uncertain) if approximate or uncertain else node), after


def _is_letter_c(c: Cursor, i: int) -> bool:
    """Whether a lone "c" is no "circa": nothing with digits follows."""
    if c.tokens[i].text == "c" and not c.tokens[i + 1].gap and c.tokens[i + 1].cats.get("digits", 9) < 3:
        return True  # "C19" is a century
    return (
        c.tokens[i].text == "c"
        and "num" not in c.tokens[i + 1].cats
        and "ord" not in c.tokens[i + 1].cats
        and "month" not in c.tokens[i + 1].cats
        and "season" not in c.tokens[i + 1].cats
        and "era" not in c.tokens[i + 1].cats
    )


# --- lists --------------------------------------------------------------------------------------------------------


def listed(c: Cursor, i: int) -> Match:
    """A range, or several of them: "3, 5 and 9 May", "Monday and Thursday", "1999 or 2000"."""
    found = ranged(c, i)
    if found is None or found[1] == c.last:
        return found
    items = [found[0]]
    j = found[1]
    tokens = c.tokens
    one_of = False
    if not _listable(found[0]):
        return found
    while True:
        k = j
        joined = False
        if tokens[k].text == "," or tokens[k].text == "/":
            k, joined = k + 1, True
        if "and" in tokens[k].cats or "or" in tokens[k].cats:
            one_of = one_of or "or" in tokens[k].cats
            k, joined = k + 1, True
        if not joined:
            break
        more = (_bare_days(c, k) if any(_ends_in_day(item) for item in items) else None) or ranged(c, k)
        if more is None or not _listable(more[0]):
            break
        items.append(more[0])
        j = more[1]
    if len(items) == 1:
        return found
    spread = _spread(items)
    if spread is None:
        return found
    return Listed(tuple(spread), one_of), j


def _ends_in_day(node: Expression) -> bool:
    """Whether a day of a month is what a list has come to, so that bare numbers behind it are days as well."""
    if isinstance(node, Range):
        return node.end is not None and _ends_in_day(node.end)
    if isinstance(node, Alternatives):
        return _ends_in_day(node.items[0])
    return isinstance(node, Fields) and node.day is not None and node.month is not None


def _bare_days(c: Cursor, i: int) -> Match:
    """Read "6" or "8-10" behind "January 2-4,": days of the month that was said."""
    first = dates.day(c, i)
    if first is None:
        return None
    j = first[2]
    last = dates.day(c, j + 1) if c.tokens[j].text == "-" else None
    if last is not None:
        j = last[2]
    behind = c.tokens[j]
    if not (c.at_end(j) or behind.text == "," or "and" in behind.cats):
        return None
    year = dates.year(c, j + 1) if behind.text == "," else None
    number, short = (year[0], year[1]) if year is not None else (None, False)
    j = year[2] if year is not None else j
    start = Fields(number, day=first[0], short_year=short)
    return (start if last is None else Range(start, Fields(number, day=last[0], short_year=short))), j


def _listable(node: Expression) -> bool:
    """Whether a node can be one of several: a bound ("by the end of E") is a statement of its own."""
    if isinstance(node, Range):
        return node.start is not None and node.end is not None
    return isinstance(node, _LISTABLE)


_LISTABLE: Final = (Fields, Range, Within, Alternatives, Nth, Slice, At, Chosen, Shift, Unit)


def _spread(items: list[Expression]) -> list[Expression] | None:
    """Give each item of a list what its neighbours say for it: the month and year behind, or before."""
    spread = list(items)
    last = spread[-1]
    if isinstance(last, At) and not any(isinstance(item, (At, Range)) for item in spread[:-1]):
        spread = [*(At(item, last.time) for item in spread[:-1]), last]  # "Tue & Thu 3-4 pm"
    for at in range(len(spread) - 2, -1, -1):
        spread[at] = _borrow(spread[at], spread[at + 1])
    for at in range(1, len(spread)):
        spread[at] = _borrow_back(spread[at], spread[at - 1])
    bare = [
        item
        for item in spread
        if isinstance(item, Fields) and item.day is not None and item.month is None and item.weekday is None
    ]
    return None if bare and len(bare) != len(spread) else spread


# --- ranges -------------------------------------------------------------------------------------------------------


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
        after_year = "yearword" in cats and "bound" in tokens[j + 1].cats and "ended" not in tokens[j + 1].cats
        if (
            ("prep" in cats and "in" not in cats)
            or "filler" in cats
            or (after_year and "before" not in tokens[j + 1].cats and "after" not in tokens[j + 1].cats)
        ):
            j += 1
            continue
        break
    if "undated" in tokens[j].cats:
        return Undated(), j + 1
    first = point(c, i)
    if first is None:
        return None
    return _from_point(c, first, i)


def _joined(c: Cursor, i: int) -> int:
    """The index behind a joiner of ranges at ``i`` ("-", "to", "through"), or 0."""
    token = c.tokens[i]
    if token.text in ("-", "~"):
        j = i + 1
        while c.tokens[j].text == "-":
            j += 1
        return j
    if token.text == "." and c.tokens[i + 1].text == ".":
        return i + 2
    if "to" in token.cats or "exclusive" in token.cats:
        return i + 1
    return 0


def _from_point(c: Cursor, first: tuple[Expression, int], i: int) -> Match:
    tokens = c.tokens
    node, j = first
    if j == c.last:
        return first
    if isinstance(node, Range):
        return _orbound(c, node, j) or first
    if tokens[j].text == "?" and (behind := _joined(c, j + 1)):
        doubted = _range_end(c, behind, node)  # "1868?-1871"
        if doubted is not None:
            return _make_range(Qualified(node, uncertain=True), doubted[0], doubted[2]), doubted[1]
    if "todate" in tokens[j].cats:
        return Range(node, TODAY), j + 1  # "2015 to now"
    k = _joined(c, j)
    if not k and tokens[j].text == "," and (_joined(c, j + 1)):
        k = _joined(c, j + 1)
    if k:
        end = _range_end(c, k, node)
        if end is not None:
            second, after, kind = end
            if "exclusive" in tokens[j].cats:
                kind = "to"
            if c.day_first is not None:
                node, second = settle(node, c.day_first), settle(second, c.day_first)
            return _make_range(node, second, kind, apart=_date_first(c, k)), after
        if "open" in tokens[k].cats:
            return Range(node, None, open_end=True), k + 1
        if tokens[k].text == "?" and c.at_end(k + 1):
            return Range(node, None), k + 1
        if c.at_end(k) and tokens[j].text in ("-",):
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
        # "1914/15", "1914/1918"
        digits = tokens[j + 1].cats.get("digits")
        if digits in (2, 4) and not tokens[j + 1].gap:
            end_year = _expand(node.year, tokens[j + 1].text)
            if end_year <= node.year and (node.year + 1) % 100 == end_year % 100:
                end_year += 100  # "1999/00"
            if end_year > node.year:
                behind = tokens[j + 2].cats
                if "fiscal" in behind or "academic" in behind:
                    kind = "fiscal" if "fiscal" in behind else "academic"
                    return Slice(kind, Fields(end_year if kind == "fiscal" else node.year)), j + 3
                return Range(node, Fields(end_year)), j + 2
    return _orbound(c, node, j) or first


def _orbound(c: Cursor, node: Expression, j: int) -> Match:
    k = c.comma(j)
    bound = c.tokens[k].cats.get("orbound")
    if bound is None:
        return None
    if c.tokens[k].text == "on" and isinstance(node, Fields) and node.year is None:
        return None  # "march on"
    if c.tokens[k].text == "on" and not c.at_end(k + 1) and "uncertain" not in c.tokens[k + 1].cats:
        return None
    opened = bound == "since" and isinstance(node, Range) and node.end is None
    if opened and isinstance(node, Range):
        return evolve(node, open_end=True), k + 1
    made = _bounded(str(bound), node)
    if "onwards" in c.tokens[k].cats or c.tokens[k].text in (
        "on",
        "onwards",
        "onward",
        "and onwards",
        "forward",
        "and on",
    ):
        made = evolve(made, open_end=True)
    if isinstance(node, At) and isinstance(node.time, Clock) and not c.at_end(k + 1):
        tail = c.skip(k + 1, "onlike")
        date = point(c, tail)
        if date is not None and made.start is not None:
            return evolve(made, start=At(date[0], node.time)), date[1]
    return made, k + 1


def _bounded(kind: str, node: Expression) -> Range:
    side, how = BOUNDS[kind]
    if side == "start":
        return Range(node, None, start_kind=how)
    return Range(None, node, end_kind=how)


def _expand(year: int, text: str) -> int:
    """The second year of a range, with as many leading digits of the first as it leaves out."""
    if len(text) >= 4:
        return int(text)
    base = 10 ** len(text)
    return year - year % base + int(text)


def _range_end(c: Cursor, k: int, start: Expression) -> tuple[Expression, int, str] | None:
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
        digits: int = cats["digits"]
        value: int = cats["num"]
        behind = tokens[k + 1]
        if (
            digits == 2
            and not start.short_year
            and "month" not in behind.cats
            and behind.text not in (".", "/", ":")
            and "decades" not in behind.cats
            and ("unit" not in behind.cats or ("yearmark" in behind.cats and "era" not in tokens[k + 2].cats))
        ):
            year = _expand(start.year, tokens[k].text)
            if year > start.year or (start.year + 1) % 100 == value % 100:
                if year <= start.year:
                    year += 100
                if "fiscal" in behind.cats or "academic" in behind.cats:
                    kind = "fiscal" if "fiscal" in behind.cats else "academic"
                    return Slice(kind, Fields(year if kind == "fiscal" else start.year)), k + 2, "same"
                return Fields(year), dates.marked_year(c, k + 1), "until"
    if isinstance(start, Nth) and start.iso and "digits" in cats and (start.of is None or isinstance(start.of, Unit)):
        stretch = whole_of(c, k + 1)
        return (
            Nth(int(tokens[k].text), start.unit, stretch[0] if stretch else start.of, iso=True),
            stretch[1] if stretch else k + 1,
            "until",
        )
    edge = edge_of(c, k)
    if edge is not None and not (tokens[k - 1].text == "-" and isinstance(edge[0], Edge) and not edge[0].end):
        node, after = edge
        assert isinstance(node, Edge)  # noqa: S101
        return node, after, "until" if node.end else "to"
    if "todate" in cats or "now" in cats:
        return (NOW if "now" in cats else Unit("day")), k + 1, "until"
    timed = None
    if isinstance(start, At) and isinstance(start.time, Clock):
        timed = clock(c, k, bare=True)
        full = point(c, k)
        if timed is not None and (full is None or full[1] <= timed[1]):
            return timed[0], timed[1], "until"
    found = point(c, k)
    if found is None:
        found = (
            operand(c, k)
            if isinstance(start, (EventName, Edge)) or _names_event(start) or c.names is not None
            else None
        )
        if found is None or not isinstance(found[0], EventName):
            return None
    return found[0], found[1], "until"


def _names_event(node: Expression) -> bool:
    return isinstance(node, (EventName, Edge)) or (isinstance(node, Shift) and _names_event(node.base))


def _date_first(c: Cursor, i: int) -> bool:
    """Whether what stands at ``i`` names its day before its clock, so that the clock before belongs to another day."""
    cats = c.tokens[i].cats
    return "num" not in cats and "clockword" not in cats and "quant" not in cats


def _hours_of_each(start: Expression, end: Expression) -> bool:
    """Whether a range of whole days ends in hours that each of them has ("Mon-Fri 9-5"): no single stretch."""
    return isinstance(end, At) and isinstance(end.time, Range) and not isinstance(start, At)


def _make_range(
    start: Expression, end: Expression, kind: str, *, extent: bool = True, apart: bool = False
) -> Expression:
    if kind == "same":
        return end
    if _hours_of_each(start, end):
        raise WordingError("hours for each day of a range are no single date: say what repeats, or list the days")
    if isinstance(start, Qualified) or isinstance(end, Qualified):
        doubts = [node for node in (start, end) if isinstance(node, Qualified)]
        first = start.what if isinstance(start, Qualified) else start
        last = end.what if isinstance(end, Qualified) else end
        inner = _make_range(first, last, kind, extent=extent, apart=apart)
        return Qualified(inner, any(d.approximate for d in doubts), any(d.uncertain for d in doubts))
    if isinstance(start, At) and isinstance(end, Clock):
        if isinstance(start.time, Clock):
            return evolve(start, time=share(start.time, end))
    if isinstance(end, At) and isinstance(start, At) and isinstance(start.time, Clock) and isinstance(end.time, Clock):
        if start.date == SOMEDAY and not apart:
            return At(end.date, share(start.time, end.time))
    a, b = inherit(start, end)
    if isinstance(a, Nth) and isinstance(b, Nth) and a.iso and b.iso:
        a = evolve(a, of=b.of)
    return Range(a, b, end_kind=kind, extent=extent)


def inherit(start: Expression, end: Expression) -> tuple[Expression, Expression]:
    """Give either end of a range what the other one says for both."""
    a = _borrow(start, end)
    b = _borrow_back(end, a)
    if isinstance(a, At) and isinstance(b, At) and isinstance(a.time, Clock) and isinstance(b.time, Clock):
        if a.time.zone is None and b.time.zone is not None:
            a = evolve(a, time=evolve(a.time, zone=b.time.zone))
    return a, b


def _borrow(start: Expression, end: Expression) -> Expression:
    """``start`` with the parts that only ``end`` says: "29-30 November 2017", "4 to 23 next month"."""
    if isinstance(start, Range):
        first = _borrow(start.start, end) if start.start is not None else None
        last = _borrow(start.end, end) if start.end is not None else None
        return evolve(start, start=first, end=last)
    if isinstance(end, Range):
        return start if end.start is None else _borrow(start, end.start)
    if isinstance(end, At) and not isinstance(start, At):
        return _borrow(start, end.date)
    if isinstance(start, At):
        return evolve(start, date=_borrow(start.date, end.date if isinstance(end, At) else end))
    if isinstance(end, Within):
        if isinstance(start, Fields) and start.year is None and isinstance(end.what, (Fields, Nth)):
            if (
                isinstance(end.what, Fields) and (start.day is not None) == (end.what.day is not None)
            ) or start.weekday is not None:
                return Within(_borrow(start, end.what), end.outer)
        if isinstance(start, Nth) and start.of is None and isinstance(end.what, Nth):
            return Within(start, end.outer)
        if isinstance(start, Within) and isinstance(start.what, Nth):
            return start
        return start
    if isinstance(start, Alternatives):
        if isinstance(end, (Fields, Alternatives)):
            other = end.items[0] if isinstance(end, Alternatives) else end
            if start.setting == "month-number":
                return _borrow(start.items[0], other)
            return evolve(
                start,
                items=tuple(
                    _borrow(
                        item,
                        end.items[min(at, len(end.items) - 1)]
                        if isinstance(end, Alternatives) and end.setting == start.setting
                        else other,
                    )
                    for at, item in enumerate(start.items)
                ),
            )
        return start
    if isinstance(start, Slice) and isinstance(end, (Slice, Nth)):
        return evolve(start, of=_borrow(start.of, end.of if isinstance(end, Slice) else end))
    if isinstance(start, Slice) and isinstance(end, Fields):
        return evolve(start, of=_borrow(start.of, end))
    if isinstance(start, Nth) and isinstance(end, Nth):
        if start.of is None and end.of is not None and start.unit.split(":")[0] == end.unit.split(":")[0]:
            return evolve(start, of=end.of)
        if (
            isinstance(start.of, Unit)
            and end.of is not None
            and not isinstance(end.of, Unit)
            and start.unit == end.unit
        ):
            return evolve(start, of=end.of)
        if start.unit == "decade-short" or end.unit == "decade-short":
            return start
        return start
    if isinstance(end, Slice):
        return _borrow(start, end.of)
    if isinstance(end, Nth) and isinstance(start, Fields) and start.day is not None and start == Fields(day=start.day):
        return evolve(end, n=start.day)  # "18th-19th century"
    if not isinstance(start, Fields) or not isinstance(end, (Fields, Alternatives)):
        return start
    other = end.items[0] if isinstance(end, Alternatives) else end
    if not isinstance(other, Fields):
        return start
    made = start
    if made.day is not None and made.month is None and other.month is not None and other.day is not None:
        month, year = other.month, other.year
        if made.day > other.day:
            raise InvalidDateError(f"the range ends before it starts: {made.day} to {other.day} of one month")
        if made.year is None:
            made = evolve(made, month=month, year=year, short_year=other.short_year if year is not None else False)
        return dates.check(made)
    if made.year is None and other.year is not None and (made.month is not None or made.day is not None):
        year = other.year
        if made.month is not None and other.month is not None:
            first = (made.month, made.day or 0)
            last = (other.month, other.day or 31)
            if first > last:
                year -= 1
        elif made.month is not None and other.month is None and other.day is None:
            return made
        made = evolve(made, year=year, short_year=other.short_year)
        return dates.check(made)
    return made


def _borrow_back(end: Expression, start: Expression) -> Expression:
    """``end`` with the parts that only ``start`` says: "Nov. 29-30", "2017-11-29 to 30"."""
    if isinstance(start, Range) and start.end is not None:
        return _borrow_back(end, start.end)
    if isinstance(end, Range):
        first = _borrow_back(end.start, start) if end.start is not None else None
        last = _borrow_back(end.end, start) if end.end is not None else None
        return evolve(end, start=first, end=last)
    if isinstance(end, At) and isinstance(start, At):
        if end.date == SOMEDAY:
            return evolve(end, date=start.date)
        return evolve(end, date=_borrow_back(end.date, start.date))
    if isinstance(end, At):
        return evolve(end, date=_borrow_back(end.date, start))
    if isinstance(start, At):
        return _borrow_back(end, start.date)
    if isinstance(start, Within) and isinstance(end, Fields) and end.year is None:
        if (
            isinstance(start.what, Fields)
            and (start.what.day is not None) == (end.day is not None)
            and (start.what.weekday is not None) == (end.weekday is not None)
        ):
            if (
                isinstance(start.outer, Unit)
                and start.outer.unit == "week"
                and end.weekday is not None
                and start.what.weekday is not None
                and end.weekday < start.what.weekday
            ):
                return end
            return Within(_borrow_back(end, start.what), start.outer)
        return end
    if (
        isinstance(start, Chosen)
        and isinstance(end, Fields)
        and isinstance(start.what, Fields)
        and end.weekday is not None
        and end.day is None
    ):
        return end
    if isinstance(end, Slice):
        return evolve(end, of=_borrow_back(end.of, start.of if isinstance(start, Slice) else start))
    if isinstance(end, Nth) and isinstance(start, Nth):
        if end.unit == "decade-short" and start.unit == "decade-of":
            full = start.n - start.n % 100 + end.n  # "1870s/80s"
            return Nth(full if full >= start.n else full + 100, "decade-of")
        if end.of is None and start.of is not None and end.unit.split(":")[0] == start.unit.split(":")[0]:
            return evolve(end, of=start.of)
        return end
    if isinstance(start, Alternatives):
        if isinstance(end, Fields) and end.day is not None and end.month is None:
            return evolve(start, items=tuple(_borrow_back(end, item) for item in start.items))
        start = start.items[0]
    if isinstance(end, Alternatives) and isinstance(start, Fields):
        if end.setting == "month-number":
            return _borrow_back(end.items[0], start)
        return evolve(end, items=tuple(_borrow_back(item, start) for item in end.items))
    if not isinstance(end, Fields) or not isinstance(start, Fields):
        return end
    made = end
    if made.day is not None and made.month is None and start.month is not None and made.weekday is None:
        month, year = start.month, start.year
        if start.day is not None and start.day > made.day:
            if made.year is not None:
                raise InvalidDateError(f"the range ends before it starts: {start.day} to {made.day} of one month")
            month += 1
            if month == 13:
                month, year = 1, (year + 1 if year is not None else None)
        return dates.check(
            evolve(
                made,
                month=month,
                year=year if made.year is None else made.year,
                short_year=start.short_year if made.year is None else made.short_year,
            )
        )
    if made.day is not None and made.month is None and made.weekday is not None and start.month is not None:
        return dates.check(evolve(made, month=start.month, year=start.year))
    if made.year is None and made.month is not None and start.year is not None:
        year = start.year
        if start.month is not None and (made.month, made.day or 31) < (start.month, start.day or 0):
            year += 1
        return dates.check(evolve(made, year=year, short_year=start.short_year))
    return made


# --- what opens a range -------------------------------------------------------------------------------------------


def _edge_or_point(c: Cursor, i: int) -> Match:
    return edge_of(c, i) or operand(c, i)


def from_led(c: Cursor, i: int) -> Match:
    """Read "from A to B", "from A on", "from A"."""
    tokens = c.tokens
    hours = clock_range(c, i)
    if hours is not None:
        return dated(c, *hours)
    timed = point(c, i)
    j = i + 1
    while "onlike" in tokens[j].cats or "approx" in tokens[j].cats:
        j += 1
    if "between" in tokens[j].cats:
        inner = between_led(c, j)
        if inner is not None and isinstance(inner[0], Range) and inner[0].start is not None:
            k = _joined(c, inner[1])
            end = _range_end(c, k, inner[0]) if k else None
            start = inner[0]
            if end is not None:
                return Range(start, end[0], end_kind=end[2]), end[1]
            return Range(start, None), inner[1]
    first = operand(c, j)
    if first is None:
        return timed
    node, k = first
    if timed is not None and timed[1] > k and isinstance(timed[0], At):
        return timed
    if any("approx" in token.cats for token in tokens[i + 1 : j]):
        node = Qualified(node, approximate=True)
    joined = _joined(c, k) or (_joined(c, k + 1) if tokens[k].text == "," else 0)
    if not joined and tokens[k].cats.get("bound") in ("until", "by", "before", "to-edge"):
        joined = k + 1
    if joined:
        end = _range_end(c, joined, node)
        if end is None:
            named = c.any_name(c.skip(joined, "the"))
            end = (named[0], named[1], "until") if named is not None else None
        if end is not None:
            bound = tokens[joined - 1].cats.get("bound")
            kind = end[2]
            if bound in ("by", "before", "to-edge") and "to" not in tokens[joined - 1].cats:
                kind = BOUNDS[str(bound)][1]
            return _make_range(node, end[0], kind, apart=_date_first(c, joined)), end[1]
        if "open" in tokens[joined].cats:
            return Range(node, None, open_end=True), joined + 1
    if "open" in tokens[k].cats:
        return Range(node, None, open_end=True), k + 1
    if "orbound" in tokens[k].cats:
        return _orbound(c, node, k)
    if "for" in tokens[k].cats and (lasting := quantity(c, k + 1)) is not None:
        return Window(lasting[0], 1, node, inclusive=True), lasting[2]
    if "todate" in tokens[k].cats:
        return Range(node, TODAY), k + 1
    made: Expression = node if isinstance(node, Range) else Range(node, None)
    return made, k


def between_led(c: Cursor, i: int) -> Match:
    """Read "between A and B": it lies somewhere between, bounds rather than an extent."""
    tokens = c.tokens
    timed = point(c, i + 1)
    ranged_clock = clock_range(c, i)
    first = edge_of(c, i + 1)
    if first is not None:
        edge = first[0]
        assert isinstance(edge, Edge)  # noqa: S101
        first = (Slice("end" if edge.end else "beginning", edge.of), first[1])
    else:
        first = timed or operand(c, i + 1)
    if first is None:
        return None
    node, k = first
    if "now" in tokens[i + 1].cats:
        node = NOW
    joined = k + 1 if "and" in tokens[k].cats else _joined(c, k)
    if ranged_clock is not None and (not joined or isinstance(node, (At, Fields))):
        return dated(c, *ranged_clock)
    if not joined:
        return None
    end = _range_end(c, joined, node)
    if end is None:
        named = operand(c, joined)
        if named is None:
            return None
        end = (named[0], named[1], "until")
    kind = end[2]
    if isinstance(node, EventName) or isinstance(end[0], EventName):
        return Range(
            node,
            end[0],
            start_kind="after" if isinstance(node, EventName) else "at",
            end_kind="before" if isinstance(end[0], EventName) else kind,
            extent=False,
        ), end[1]
    return _make_range(node, end[0], kind, extent=False), end[1]


def bound_led(c: Cursor, i: int) -> Match:
    """Read "until X", "by X", "before X", "since X", "after X", "not before X", "no later than X"."""
    tokens = c.tokens
    kind = tokens[i].cats.get("bound")
    if kind is None:
        return None
    j = i + 1
    if tokens[j].text == "-" and not tokens[j].gap and not tokens[j + 1].gap:
        j += 1  # "pre-1945"
    if "rel" in tokens[i].cats:
        first = point(c, i)
        if first is not None:
            return _from_point(c, first, i)
    if tokens[i].text in (
        "less than",
        "more than",
        "past",
        "following",
        "preceding",
        "greater than",
    ) and "unit" in _unit_cats(c, j):
        found = point(c, i)
        if found is not None:
            return found
    if kind == "since" and tokens[j].cats.get("bound") == "since":
        j += 1
    if "todate" in tokens[j].cats:
        return Range(None, TODAY, end_kind="until"), j + 1
    if "beside" in tokens[i].cats and tokens[i].cats["beside"] in ("starting", "ending"):
        named = operand(c, j)
        if named is not None and isinstance(named[0], EventName):
            return Beside(tokens[i].cats["beside"], named[0]), named[1]
    target: Match
    if kind in ("before", "after", "until", "by", "to-edge"):
        target = _edge_or_point(c, j)
    else:
        target = operand(c, j)
    if target is None:
        return None
    node, after = target
    made: Range
    if kind == "until" and isinstance(node, Edge) and not node.end:
        made = Range(None, node, end_kind="to")
    elif isinstance(node, Range) and node.start is not None:
        return None
    else:
        made = _bounded(str(kind), node)
    if kind == "until" and "back" in tokens[i].cats and isinstance(node, EventName):
        made = _bounded("before", node)
    side, how = BOUNDS[str(kind)]
    if side == "start":
        joined = _joined(c, after) or (after + 1 if tokens[after].cats.get("bound") in ("until", "by", "before") else 0)
        if joined:
            end = _range_end(c, joined, node)
            if end is not None:
                a, b = inherit(node, end[0])
                bound = tokens[joined - 1].cats.get("bound")
                end_kind = end[2]
                if bound in ("by", "before") and "to" not in tokens[joined - 1].cats:
                    end_kind = BOUNDS[str(bound)][1]
                return Range(a, b, start_kind=how, end_kind=end_kind), end[1]
        if "open" in tokens[c.comma(after)].cats:
            return evolve(made, open_end=True), c.comma(after) + 1
        if "orbound" in tokens[after].cats and tokens[after].cats["orbound"] == "since":
            return made, after + 1
    return made, after


def _unit_cats(c: Cursor, j: int) -> dict[str, object]:
    found = quantity(c, j)
    return {"unit": True} if found is not None else {}


def plain_bound(c: Cursor, i: int) -> Match:
    """Read "before" and "after" of languages that have no row of bounds for them."""
    return bound_led(c, i)


def beside_led(c: Cursor, i: int) -> Match:
    """Read "during E", "at the same time as E", "ending with E"."""
    kind = c.tokens[i].cats["beside"]
    j = c.skip(i + 1, "the")
    counted = c.tokens[j].cats
    if "num" in counted or "quant" in counted or ("unit" in counted and c.language.bare_genitive):
        if point(c, i) is not None:
            return None
    named = operand(c, j)
    if named is None:
        return None
    node, after = named
    if c.tokens[i].text == "at" and not isinstance(node, EventName):
        return None
    if kind != "during" and isinstance(node, EventName):
        return Beside(kind, node), after
    if kind == "during":
        if (
            not isinstance(node, EventName)
            and "inside" not in c.tokens[i].cats
            and c.tokens[i].text not in ("during", "within", "in the course of", "inside")
        ):
            return None
        if "within" in c.tokens[i].cats and isinstance(node, Window):
            return None
        return (Beside("during", node), after) if _has_event(node) else (Beside("within", node), after)
    if kind == "same":
        return node, after
    if kind == "starting":
        return Range(node, None), after
    return Range(None, node), after


def _has_event(node: Expression) -> bool:
    return isinstance(node, EventName)


def todate_led(c: Cursor, i: int) -> Match:
    """Read "to date", "so far": up to the anchor."""
    return Range(None, TODAY, end_kind="until"), i + 1


def orbound_led(c: Cursor, i: int) -> Match:
    """Read "at the latest tomorrow": the bound in front of its date."""
    return bound_led(c, i) if "bound" in c.tokens[i].cats else None


Opener: TypeAlias = Callable[[Cursor, int], Match]

OPENERS: Final[dict[str, Opener]] = {
    "from": from_led,
    "between": between_led,
    "todate": todate_led,
    "bound": bound_led,
    "beside": beside_led,
}
"""What may open a range, by the category of its first word."""
_OPENING: Final = frozenset({*OPENERS, "open", "prep", "filler", "yearword"})


__all__ = ["inherit", "listed", "ranged", "statement"]
