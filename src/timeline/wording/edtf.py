"""EDTF in (ISO 8601-2:2019 in the profile of the Library of Congress, levels 0, 1 and 2): text to spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from attrs import evolve

from timeline.calendar import DAY, day_number, days_in_month
from timeline.errors import InvalidDateError, NoDateError, TimelineError, WordingError
from timeline.notation import FLOATING, SUBYEAR, subyear_cell, write_year
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.wording.expression import Literal
from timeline.zones import convert

FARTHEST_YEAR: Final = 30_000_000_000
"""The largest year, either way, whose seconds the number line of ``Span`` still holds."""

_DATE: Final = re.compile(
    r"""
    ([?~%]?)
    (?P<year> -?[0-9X]{4} (?![0-9X]) | Y-?[0-9]+ (?:E[0-9]+)? )
    (?: S(?P<significant>[0-9]+) )?
    ([?~%]?)
    (?: - ([?~%]?) (?P<month>[0-9X]{2}) (?![0-9X]) ([?~%]?)
      (?: - ([?~%]?) (?P<day>[0-9X]{2}) (?![0-9X]) ([?~%]?)
        (?: T (?P<hour>[0-9]{2}) : (?P<minute>[0-9]{2}) : (?P<second>[0-9]{2})
            (?P<zone> Z | [+-][0-9]{2} (?: :[0-9]{2} )? )? ([?~%]?) )? )? )?
    """,
    re.VERBOSE,
)
_QUALIFIER_GROUPS: Final = (1, 4, 5, 7, 8, 10, 15)
_PLAIN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_SHAPE: Final = re.compile(r"[0-9XY?~%\[{/.\-][0-9XYESTZ?~%/.,:+\-\]}]{3,}\Z")
_TRUNCATED: Final = {"X": (Grain.DECADE, 10), "XX": (Grain.CENTURY, 100)}


class Cell(NamedTuple):
    """One day, month, year …: its two edges."""

    start: int
    end: int


def parse_edtf(text: str) -> Span:
    """The span of an EDTF text, read strictly: no spaces, no basic format, upper case.

    Cells that are known are filled. Unspecified digits give bounds (``1985-04-XX`` is some day of April), except that a
    whole decade or century (``201X``, ``18XX``) is that stretch. Sets give their hull. A date-time without zone counts
    as UTC. Beyond the profile, intervals may join date-times, and ``Y`` years may have months and days.

    Raises:
        NoDateError: the text doesn't start like EDTF.
        WordingError: it does, but doesn't go on like it; ``column`` says where.
        InvalidDateError: a date that does not exist, or an interval that ends before it starts.
    """
    try:
        span = _literal(text).span
    except WordingError as error:
        if error.column == 1:
            raise NoDateError(f"{text[:40]!r} is no EDTF date") from None
        raise
    return evolve(span, zone="UTC") if span.zone == FLOATING else span


def read_edtf(text: str) -> Literal | None:
    """What an EDTF text says, or None where the text is none.

    ``YYYY-NN`` that people also write for two years is left to ``iso.read_iso``. Date-times without zone have the zone
    ``floating``.

    Raises:
        InvalidDateError: EDTF of a date that does not exist.
    """
    if _SHAPE.match(text) is None:
        return None
    if len(text) == 7 and (pair := _PLAIN.match(text)) and reads_as_years(int(pair[1]), int(pair[2])):
        return None
    if "/" in text:
        first, _, second = text.partition("/")
        if not (_may_be_side(first) and _may_be_side(second)):
            return None
    try:
        return _literal(text)
    except InvalidDateError:
        raise
    except TimelineError:
        return None


def _may_be_side(text: str) -> bool:
    return (len(text) > 3 and "/" not in text) or text in ("", "..")


def reads_as_years(year: int, number: int) -> bool:
    """Whether people write ``YYYY-NN`` also for a range of years: 2017-18, 2005-06, 1999-00."""
    return number > year % 100 or number == (year + 1) % 100


def _literal(text: str) -> Literal:
    if plain := _PLAIN.match(text):  # by far the most common, and so apart
        year, month, day = plain.groups()
        if day is not None:
            start = check_day(int(year), int(month), int(day))
            end, grain = start + 1, Grain.DAY
        elif month is not None:
            start, end, grain = _month_or_group(int(year), int(month))
        else:
            start, end, grain = day_number(int(year)), day_number(int(year) + 1), Grain.YEAR
        return Literal(Span(start, start, end, end, grain, notation=text))
    if text[:1] in ("[", "{"):
        return _set(text)
    if "/" in text:
        return Literal(evolve(_interval(text), notation=text))
    return Literal(evolve(_date(text, 0), notation=text))


def _interval(text: str) -> Span:
    first, _, second = text.partition("/")
    if first in ("", "..") and second in ("", ".."):
        if text == "/":
            raise WordingError("an interval has at least one side", 1)
        start_high, end_low = NEVER if first else FOREVER, FOREVER if second else NEVER
        return Span(NEVER, start_high, end_low, FOREVER, Grain.YEAR, open_start=bool(first), open_end=bool(second))
    start = None if first in ("", "..") else _date(first, 0)
    end = None if second in ("", "..") else _date(second, len(first) + 1)
    if start is not None and end is not None:
        return join(start, end, text)
    if start is not None:
        return _from(start, bool(second))
    return _up_to(_date(second, len(first) + 1), bool(first))


def _from(start: Span, open_end: bool) -> Span:
    # What is open lies nowhere on the line, what is unknown anywhere.
    end_low = FOREVER if open_end else start.start_low
    return evolve(start, end_low=end_low, end_high=FOREVER, open_end=open_end)


def _up_to(end: Span, open_start: bool) -> Span:
    low, high = (end.end_low, end.end_high) if end.zone is None else (end.start_low, end.start_high)
    start_high = NEVER if open_start else high
    return evolve(end, start_low=NEVER, start_high=start_high, end_low=low, end_high=high, open_start=open_start)


def join(start: Span, end: Span, text: str) -> Span:
    """The span from one date to another, both included; from one moment to another, up to the second.

    Raises:
        InvalidDateError: it would end before it starts.
        WordingError: one is a day and the other a moment.
    """
    if (start.zone is None) != (end.zone is None):
        raise WordingError(f"{text!r} joins a day and a moment", text.find("/") + 2)
    end_low, end_high = end.end_low, end.end_high
    if start.zone is not None and end.zone is not None:
        end_low, end_high = end.start_low, end.start_high
        # ISO 8601-1 §5.5.2.1: an end without zone has the start's.
        if FLOATING not in (end.zone, start.zone):
            end_low, end_high = (convert(edge, end.zone, start.zone) for edge in (end_low, end_high))
    if end_high <= start.start_low:
        first, _, second = text.partition("/")
        raise InvalidDateError(f"{text!r} ends before it starts", f"{second}/{first}" if second else None)
    return Span(
        start.start_low,
        min(start.start_high, end_high),
        max(end_low, start.start_low),
        end_high,
        max(start.grain, end.grain, key=lambda grain: grain.rank),
        end.zone if start.zone == FLOATING else start.zone,
        start.approximate or end.approximate,
        start.uncertain or end.uncertain,
    )


def _set(text: str) -> Literal:
    one_of = text[0] == "["
    if text[-1] != ("]" if one_of else "}") or len(text) < 3:
        raise WordingError("a set ends with the bracket that it starts with", len(text) + 1)
    members: list[Span] = []
    column = 1
    items = text[1:-1].split(",")
    for place, item in enumerate(items):
        members.append(_member(item, column, one_of, first=place == 0, last=place == len(items) - 1))
        column += len(item) + 1
    span = _one_of(members) if one_of else _all_of(members)
    return Literal(evolve(span, notation=text), tuple(members))


def _member(item: str, column: int, one_of: bool, *, first: bool, last: bool) -> Span:
    before, dots, after = item.partition("..")
    if not dots:
        return evolve(_day_date(item, column), notation=item)
    if not (before or first) or not (after or last) or not (before or after):
        raise WordingError("'..' stands before the first date, after the last, or between two", column + 1)
    start = _day_date(before, column) if before else None
    end = _day_date(after, column + len(before) + 2) if after else None
    if start is not None and end is not None:
        joined = join(start, end, f"{before}/{after}")
        return _one_of([start, end]) if one_of else joined
    if start is not None:
        if one_of:
            return evolve(start, start_high=FOREVER, end_low=_loose_end(start), end_high=FOREVER)
        return _from(start, open_end=True)
    last_date = _day_date(after, column + 2)
    if one_of:
        return evolve(last_date, start_low=NEVER, start_high=_loose_start(last_date), end_low=NEVER)
    return _up_to(last_date, open_start=True)


def _one_of(members: Sequence[Span]) -> Span:
    """The bounds of a date that is one of several."""
    low = min(member.start_low for member in members)
    high = max(member.end_high for member in members)
    start_high = max(member.start_high for member in members)
    end_low = min(member.end_low for member in members)
    if start_high > low:
        start_high = max(_loose_start(member) for member in members)
    if end_low < high:
        end_low = min(_loose_end(member) for member in members)
    return _hull(members, low, start_high, end_low, high)


def _all_of(members: Sequence[Span]) -> Span:
    """From the start of the first to the end of the last."""
    low, start_high = (min(edges) for edges in zip(*((m.start_low, m.start_high) for m in members), strict=True))
    end_low, high = (max(edges) for edges in zip(*((m.end_low, m.end_high) for m in members), strict=True))
    span = _hull(members, low, start_high, end_low, high)
    open_start, open_end = any(member.open_start for member in members), any(member.open_end for member in members)
    return evolve(span, open_start=open_start, open_end=open_end)


def _hull(members: Sequence[Span], low: int, start_high: int, end_low: int, high: int) -> Span:
    return Span(
        low,
        start_high,
        end_low,
        high,
        max((member.grain for member in members), key=lambda grain: grain.rank),
        approximate=any(member.approximate for member in members),
        uncertain=any(member.uncertain for member in members),
    )


def _loose_start(span: Span) -> int:
    # The latest start of a day that may be one of several lies within it, so its bound is that day's last edge.
    return span.start_high + 1 if span.start_low == span.start_high < FOREVER else span.start_high


def _loose_end(span: Span) -> int:
    return span.end_low - 1 if span.end_low == span.end_high < FOREVER else span.end_low


def _day_date(text: str, offset: int) -> Span:
    span = _date(text, offset)
    if span.zone is not None:
        raise WordingError("a set has dates without times", offset + text.index("T") + 1)
    return span


def _date(text: str, offset: int) -> Span:
    found = _DATE.match(text)
    if found is None:
        raise WordingError(f"{text[:40]!r} is no EDTF date", offset + 1)
    if found.end() < len(text):
        raise WordingError(f"{text[found.end() :][:40]!r} is left over", offset + found.end() + 1)
    qualifiers = {found[group] for group in _QUALIFIER_GROUPS}
    approximate, uncertain = not qualifiers.isdisjoint("~%"), not qualifiers.isdisjoint("?%")
    year, month, day = found["year"], found["month"], found["day"]
    if found["significant"] is not None:
        if month is not None:
            raise WordingError("significant digits belong to a year alone", offset + found.start("month"))
        return _significant(year, found["significant"], uncertain, offset)
    if "X" in year or "X" in (month or "") or "X" in (day or ""):
        if found["hour"] is not None:
            raise WordingError("a date with unspecified digits has no time", offset + text.index("T") + 1)
        span = _unspecified(year, month, day)
    else:
        span = _specified(_year(year, offset), month, day)
        if found["hour"] is not None:
            hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
            zone = read_offset(found["zone"])
            wall = span.start_low * DAY + check_clock(hour, minute, second, f"{year}-{month}-{day}")
            span = Span.filled(wall, wall + 1, Grain.SECOND, zone)
    return evolve(span, approximate=approximate, uncertain=uncertain) if approximate or uncertain else span


def _year(text: str, offset: int) -> int:
    if text == "-0000":
        raise InvalidDateError("there is no year -0000", "0000")
    if not text.startswith("Y"):
        return int(text)
    digits, exponential, exponent = text[1:].partition("E")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.removeprefix("-").lstrip("0")
    if not exponential and len(digits) <= 4:
        raise WordingError("a year with Y has more than four digits", offset + 2, write_year(sign * int(digits or "0")))
    exponent = exponent.lstrip("0") or "0"
    if not digits:
        return 0
    if len(exponent) > 2 or len(digits) + int(exponent) > 11 or int(digits) * 10 ** int(exponent) > FARTHEST_YEAR:
        raise InvalidDateError(f"the year {text[:40]} lies beyond {FARTHEST_YEAR:,}", write_year(sign * FARTHEST_YEAR))
    zeros: int = 10 ** int(exponent)
    return sign * int(digits) * zeros


def _significant(text: str, count: str, uncertain: bool, offset: int) -> Span:
    """``1950S2``: some year of 1900-1999, estimated to be 1950."""
    if "X" in text:
        raise WordingError("a year with significant digits has no unspecified ones", offset + 1 + text.index("X"))
    year = _year(text, offset)
    size = max(len(str(abs(year))), len(text.lstrip("-")) if "Y" not in text else 0)
    known = min(int(count.lstrip("0")[:3] or "0"), size)
    if known == 0:
        raise WordingError("a year has at least one significant digit", offset + len(text) + 2)
    step = 10 ** (size - known)
    least = abs(year) // step * step
    years = (least, least + step - 1) if year >= 0 else (-least - step + 1, -least)
    span = _some(_whole_year(years[0]), _whole_year(years[1]), Grain.YEAR)
    return evolve(span, approximate=step > 1, uncertain=uncertain)


def _specified(year: int, month: str | None, day: str | None) -> Span:
    if month is None:
        return Span.filled(*_whole_year(year), Grain.YEAR)
    if day is not None:
        start = check_day(year, int(month), int(day))
        return Span.filled(start, start + 1)
    return Span.filled(*_month_or_group(year, int(month)))


def _month_or_group(year: int, code: int) -> tuple[int, int, Grain]:
    if code not in SUBYEAR:
        check_month(year, code)
    return subyear_cell(year, code)


def _unspecified(year: str, month: str | None, day: str | None) -> Span:
    if month is None and year[-4:-2].isdigit():
        cut = len(year.rstrip("X"))
        if year[cut:] in _TRUNCATED and "X" not in year[:cut]:
            grain, size = _TRUNCATED[year[cut:]]
            least = int(year[:cut].lstrip("-") + "0" * (len(year) - cut))
            years = (least, least + size - 1) if year[0] != "-" else (-least - size + 1, min(-least, -1))
            return Span.filled(day_number(years[0]), day_number(years[1] + 1), grain)
    grain = Grain.DAY if day is not None else Grain.YEAR if month is None else subyear_grain(month)
    if year == "XXXX":
        if next(_cells("2000", month, day, reverse=False), None) is None:
            raise InvalidDateError(f"no date is like {_spell(year, month, day)}")
        return Span(NEVER, FOREVER, NEVER, FOREVER, grain)
    first = next(_cells(year, month, day, reverse=False), None)
    last = next(_cells(year, month, day, reverse=True), None)
    if first is None or last is None:
        raise InvalidDateError(f"no date is like {_spell(year, month, day)}")
    return _some(first, last, grain)


def subyear_grain(month: str) -> Grain:
    """The grain of a month component, which may be a sub-year grouping or hold unspecified digits."""
    code = int(month) if month.isdigit() else 1
    return SUBYEAR[code][2] if code in SUBYEAR else Grain.MONTH


def _spell(year: str, month: str | None, day: str | None) -> str:
    return "-".join(part for part in (year, month, day) if part is not None)


def _cells(year: str, month: str | None, day: str | None, *, reverse: bool) -> Iterator[Cell]:
    """Every cell that a date with unspecified digits can be, in order of time or backwards."""
    months = () if month is None else _months(month, with_day=day is not None)
    if month is not None and day is not None:
        days = [number for number in range(1, 32) if _fits(day, number)]
        # Most patterns that no date fits fail in a leap year already: then no year need be tried.
        if not any(number <= days_in_month(2000, code) for code in months for number in days):
            return
        for this in _years(year, reverse):
            for code in reversed(months) if reverse else months:
                length = days_in_month(this, code)
                for number in reversed(days) if reverse else days:
                    if number <= length:
                        start = day_number(this, code, number)
                        yield Cell(start, start + 1)
        return
    for this in _years(year, reverse):
        if month is None:
            yield _whole_year(this)
        for code in reversed(months) if reverse else months:
            start, end, _ = subyear_cell(this, code)
            yield Cell(start, end)


def _months(pattern: str, *, with_day: bool) -> tuple[int, ...]:
    if "X" not in pattern and not with_day and int(pattern) in SUBYEAR:
        return (int(pattern),)
    return tuple(number for number in range(1, 13) if _fits(pattern, number))


def _fits(pattern: str, number: int) -> bool:
    return all(wanted in ("X", digit) for wanted, digit in zip(pattern, f"{number:02d}", strict=True))


def _years(pattern: str, reverse: bool) -> Iterator[int]:
    """The years that fit a pattern of four digits, in order of time or backwards."""
    negative = pattern[0] == "-"
    digits = pattern[-4:]
    count = digits.count("X")
    places = [3 - place for place, digit in enumerate(digits) if digit == "X"]
    base = int(digits.replace("X", "0"))
    picks = range(10**count)
    for pick in reversed(picks) if reverse != negative else picks:
        chosen = f"{pick:0{count}d}" if count else ""
        year = base + sum(int(digit) * 10**place for digit, place in zip(chosen, places, strict=True))
        if not negative:
            yield year
        elif year:
            yield -year


def _whole_year(year: int) -> Cell:
    return Cell(day_number(year), day_number(year + 1))


def _some(first: Cell, last: Cell, grain: Grain) -> Span:
    """The bounds of one cell out of several."""
    if first == last:
        return Span.filled(*first, grain)
    return Span(first.start, last.start + 1, first.end - 1, last.end, grain)


def check_month(year: int, month: int) -> None:
    """Raise ``InvalidDateError`` where there is no such month."""
    if not 1 <= month <= 12:
        near = write_year(year) + ("-12" if month else "-01")
        raise InvalidDateError(f"there is no month {month:02d}", near)


def check_day(year: int, month: int, day: int) -> int:
    """The day number of a date.

    Raises:
        InvalidDateError: no such date; ``nearest`` is one that exists.
    """
    if 1 <= month <= 12 and 1 <= day <= days_in_month(year, month):
        return day_number(year, month, day)
    near_month = min(max(month, 1), 12)
    near = f"{write_year(year)}-{near_month:02d}-{min(max(day, 1), days_in_month(year, near_month)):02d}"
    if not 1 <= month <= 12:
        raise InvalidDateError(f"there is no month {month:02d}", near)
    name = f"{write_year(year)}-{month:02d}"
    if day == 0:
        raise InvalidDateError(f"{name} starts with day 01", near)
    raise InvalidDateError(f"{name} has {days_in_month(year, month)} days, so there is no {name}-{day:02d}", near)


def check_clock(hour: int, minute: int, second: int, day: str = "") -> int:
    """The second of the day of a time; 24:00:00 is the end of the day. ``day`` is what errors name with it.

    Raises:
        InvalidDateError: no such time; ``nearest`` is one that exists.
    """
    if (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0):
        return hour * 3600 + minute * 60 + second
    day = day and f"{day}T"
    near = f"{day}{min(hour, 23):02d}:{min(minute, 59):02d}:{min(second, 59):02d}"
    unit, value = ("hour", hour) if hour > 23 else ("minute", minute) if minute > 59 else ("second", second)
    if (hour, minute, second) == (23, 59, 60):
        raise InvalidDateError("23:59:60 is a leap second, which the number line does not hold", near)
    raise InvalidDateError(f"there is no {unit} {value:02d}", near if hour < 24 else f"{day}24:00:00")


def read_offset(text: str | None) -> str:
    """The zone name of ``Z``, ``+03``, ``+0300``, ``+03:00``; ``floating`` of nothing.

    Raises:
        InvalidDateError: an offset of a day or more, or of more than 59 minutes.
    """
    if text is None:
        return FLOATING
    if text in ("Z", "z"):
        return "UTC"
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or "0")
    if hours > 23 or minutes > 59:
        raise InvalidDateError(f"there is no offset {text}", f"{text[0]}{min(hours, 23):02d}:{min(minutes, 59):02d}")
    return "UTC" if hours == minutes == 0 else f"{text[0]}{hours:02d}:{minutes:02d}"
