"""EDTF out (ISO 8601-2:2019): any span as the notation that says most of it."""

from __future__ import annotations

from typing import Final

from timeline import zones
from timeline.calendar import DAY, civil, day_number, month_start
from timeline.span import FOREVER, NEVER, Grain, Span

SUBYEAR: Final[dict[int, tuple[int, int, Grain]]] = {
    # ISO 8601-2 §4.8: code -> (first month, how many months, grain). Seasons are meteorological and of the northern
    # half where the code doesn't say otherwise; a winter starts in the December of its year. Quadrimesters have no
    # grain of their own: they are stretches of whole months.
    21: (3, 3, Grain.SEASON),
    22: (6, 3, Grain.SEASON),
    23: (9, 3, Grain.SEASON),
    24: (12, 3, Grain.SEASON),
    25: (3, 3, Grain.SEASON),
    26: (6, 3, Grain.SEASON),
    27: (9, 3, Grain.SEASON),
    28: (12, 3, Grain.SEASON),
    29: (9, 3, Grain.SEASON),
    30: (12, 3, Grain.SEASON),
    31: (3, 3, Grain.SEASON),
    32: (6, 3, Grain.SEASON),
    33: (1, 3, Grain.QUARTER),
    34: (4, 3, Grain.QUARTER),
    35: (7, 3, Grain.QUARTER),
    36: (10, 3, Grain.QUARTER),
    37: (1, 4, Grain.MONTH),
    38: (5, 4, Grain.MONTH),
    39: (9, 4, Grain.MONTH),
    40: (1, 6, Grain.HALF),
    41: (7, 6, Grain.HALF),
}
"""The sub-year groupings of EDTF by their code, 21-41."""

FLOATING: Final = "floating"
"""The zone of a moment whose text names none."""

MONTHS_IN: Final = {
    Grain.CENTURY: 1200,
    Grain.DECADE: 120,
    Grain.YEAR: 12,
    Grain.HALF: 6,
    Grain.QUARTER: 3,
    Grain.SEASON: 3,
    Grain.MONTH: 1,
}
"""Length in months of the grains that are made of months."""

LADDER: Final = {
    Grain.CENTURY: (Grain.CENTURY, Grain.DECADE, Grain.YEAR, Grain.MONTH),
    Grain.DECADE: (Grain.DECADE, Grain.YEAR, Grain.MONTH),
    Grain.YEAR: (Grain.YEAR, Grain.MONTH),
    Grain.HALF: (Grain.HALF, Grain.MONTH),
    Grain.QUARTER: (Grain.QUARTER, Grain.MONTH),
    Grain.SEASON: (Grain.SEASON, Grain.MONTH),
    Grain.MONTH: (Grain.MONTH,),
}
"""What a span of each grain may be written in, coarsest first; days always do."""

_CODES: Final = {
    (grain, month): code for code, (month, _, grain) in reversed(SUBYEAR.items()) if grain is not Grain.MONTH
}
_MARKS: Final = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}


def write_edtf(span: Span) -> str:
    """A span in EDTF, with each side at the coarsest precision that its grain allows and its edges fit.

    What EDTF can't hold is left out: of bounds that aren't one cell the outer ones are written, as an interval.
    Years beyond four digits carry a ``Y``, also in front of months and days.
    """
    mark = _MARKS[span.approximate, span.uncertain]
    start, end = span.start_low, span.end_high
    if start == NEVER and end == FOREVER:
        if not (span.open_start or span.open_end):
            return f"XXXX{mark}"
        return f"{'..' if span.open_start else ''}/{'..' if span.open_end else ''}"
    if start == NEVER or end == FOREVER:
        unset = ".." if (span.open_start if start == NEVER else span.open_end) else ""
        known = _edge(span, end if start == NEVER else start, ends=start == NEVER) + mark
        return f"{unset}/{known}" if start == NEVER else f"{known}/{unset}"
    if span.zone is not None:
        first = _moment(start, span.zone) + mark
        if span.grain is Grain.SECOND and end - start == 1:
            return first
        return f"{first}/{_moment(end, span.zone)}{mark}"
    if some := _some_cell(span):
        return some + mark
    return _days(span, mark)


def _days(span: Span, mark: str) -> str:
    start, end = span.start_low, span.end_high
    for grain in LADDER.get(span.grain, ()):
        length = MONTHS_IN[grain]
        if (opening := month_index(start)) is None or (closing := month_index(end)) is None:
            break
        first_cell, last_cell = cell_text(opening, grain), cell_text(closing - length, grain)
        if first_cell is not None and last_cell is not None and closing - length >= opening:
            return first_cell + mark if first_cell == last_cell else f"{first_cell}{mark}/{last_cell}{mark}"
    if end - start == 1:
        return _day(start) + mark
    return f"{_day(start)}{mark}/{_day(end - 1)}{mark}"


def month_index(edge: int) -> int | None:
    """Months since January of the year 0 where a month starts on day ``edge``, else None."""
    year, month, day = civil(edge)
    return year * 12 + month - 1 if day == 1 else None


def cell_text(index: int, grain: Grain) -> str | None:
    """The EDTF text of the century, decade, year, half, quarter, season or month that starts at a month index.

    None where none starts there, or none that EDTF can write.
    """
    year, month = divmod(index, 12)
    month += 1
    if grain is Grain.MONTH:
        return f"{write_year(year)}-{month:02d}"
    if grain in (Grain.HALF, Grain.QUARTER, Grain.SEASON):
        code = _CODES.get((grain, month))
        return None if code is None else f"{write_year(year)}-{code}"
    if month != 1:
        return None
    if grain is Grain.YEAR:
        return write_year(year)
    size = MONTHS_IN[grain] // 12
    # Unspecified digits count away from zero: -201X is -2019 to -2010, and -000X would be a year short.
    last = year if year >= 0 else -year - size + 1
    if last % size or last > 9999 or (year < 0 and last <= 0):
        return None
    digits = len(str(size)) - 1
    return f"{'-' if year < 0 else ''}{last:04d}"[:-digits] + "X" * digits


def write_year(year: int) -> str:
    """A year in EDTF: ``0044``, ``-0043``, ``Y17000``."""
    if -9999 <= year <= 9999:
        return f"{'-' if year < 0 else ''}{abs(year):04d}"
    return f"Y{year}"


def _some_cell(span: Span) -> str | None:
    """``1985-04-XX`` and the like: one cell of its grain somewhere in a month or year."""
    low, high = span.start_low, span.end_high
    opening, closing = month_index(low), month_index(high)
    if opening is None or closing is None or closing - opening not in (1, 12) or span.start_high == low:
        return None
    if closing - opening == 12 and opening % 12:
        return None
    year, month = divmod(opening, 12)
    if span.grain is Grain.DAY and span.end_low == low and span.start_high == high:
        return f"{write_year(year)}-{f'{month + 1:02d}' if closing - opening == 1 else 'XX'}-XX"
    if span.grain is Grain.MONTH and closing - opening == 12:
        inner = (month_start(year, 12) + 1, month_start(year, 2) - 1)
        return f"{write_year(year)}-XX" if (span.start_high, span.end_low) == inner else None
    return None


def _edge(span: Span, edge: int, *, ends: bool) -> str:
    if span.zone is not None:
        return _moment(edge, span.zone)
    if (index := month_index(edge)) is not None:
        for grain in LADDER.get(span.grain, ()):
            text = cell_text(index - MONTHS_IN[grain] if ends else index, grain)
            if text is not None:
                return text
    return _day(edge - 1 if ends else edge)


def _day(number: int) -> str:
    year, month, day = civil(number)
    return f"{write_year(year)}-{month:02d}-{day:02d}"


def _moment(wall: int, zone: str) -> str:
    offset = ""
    if zone in ("UTC", "Z"):
        offset = "Z"
    elif zone != FLOATING:
        ahead = wall - zones.to_utc(zone, wall)
        if ahead % 60:  # local mean time: EDTF has no seconds of offset
            wall, offset = wall - ahead, "Z"
        else:
            hours, minutes = divmod(abs(ahead) // 60, 60)
            offset = f"{'-' if ahead < 0 else '+'}{hours:02d}:{minutes:02d}"
    day, second = divmod(wall, DAY)
    return f"{_day(day)}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{offset}"


def subyear_cell(year: int, code: int) -> tuple[int, int, Grain]:
    """First edge, last edge and grain of a month (1-12) or sub-year grouping (21-41) of a year."""
    if code <= 12:
        return day_number(year, code), month_start(year, code + 1), Grain.MONTH
    month, length, grain = SUBYEAR[code]
    return month_start(year, month), month_start(year, month + length), grain
