"""A chart of plain text: a line for each event, its bar on an axis of time, what is certain and what may be apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen
from wcwidth import ljust, wrap
from wcwidth import width as columns_of

from timeline import zones
from timeline.calendar import DAY, civil, day_number, format_year, weekday
from timeline.errors import SettingError
from timeline.events import Document
from timeline.exporters.table import COLUMNS, MONTHS, Look, color_of, named_columns, paint
from timeline.exporters.text import flatten
from timeline.schedule.occurrences import Occurrence, expand, on_line, without_end
from timeline.span import FOREVER, NEVER, Span

if TYPE_CHECKING:
    from timeline.timeline import Entry, Timeline

WIDTH: Final = 100
"""Columns of a chart that nobody gave a width."""
LEAST: Final = 20
"""The fewest columns that a chart can have."""
_BARS: Final = 4
"""The fewest of them that bars can have."""
_DIM: Final = "2"

_MARKS: Final[Mapping[str, tuple[str, str]]] = {
    # what it means: as drawn, and in plain ASCII
    "certain": ("█", "#"),
    "possible": ("░", "."),
    "cancelled": ("×", "x"),
    "goes on before": ("←", "<"),
    "goes on after": ("→", ">"),
    "start or end unknown": ("?", "?"),
}
_CERTAIN, _POSSIBLE, _CANCELLED, _BEFORE, _AFTER, _UNKNOWN = _MARKS

_STEPS: Final = (
    # unit, how many of it lie between two ticks, the columns that a label takes
    *(("minute", count, 5) for count in (1, 5, 15, 30)),
    *(("hour", count, 5) for count in (1, 2, 3, 6, 12)),
    *(("day", count, 2) for count in (1, 2, 7, 14)),
    *(("month", count, 3) for count in (1, 2, 3, 6)),
    *(("year", lead * 10**power, 5) for power in range(12) for lead in (1, 2, 5)),
)
_SECONDS: Final = {"minute": 60, "hour": 3600, "day": DAY, "month": 28 * DAY, "year": 365 * DAY}
_HOURS: Final = ("minute", "hour")
_ABOVE: Final = {"minute": "day", "hour": "day", "day": "month", "month": "year"}
"""The unit that is labelled above another."""

Edges: TypeAlias = tuple[int, int, int, int]
"""Earliest start, latest start, earliest end and latest end as wall seconds of the chart's zone, ends excluded."""


@frozen
class _Axis:
    """The time that a chart shows: from ``low`` to ``high`` (wall seconds of ``zone``), in ``room`` columns."""

    low: int
    high: int
    room: int
    zone: str
    timed: bool
    """Whether anything has a time of day, so that hours mean something."""

    @property
    def step(self) -> tuple[str, int]:
        """What lies between two ticks: a unit, and how many of it; the finest that leaves room for the labels."""
        a_second = self.room / (self.high - self.low)
        steps = _STEPS if self.timed else [step for step in _STEPS if step[0] not in _HOURS]
        fitting = (step[:2] for step in steps if _SECONDS[step[0]] * step[1] * a_second >= step[2] + 1)
        return next(fitting, _STEPS[-1][:2])

    def column(self, second: int) -> int:
        """The column that a second lies in."""
        return (second - self.low) * self.room // (self.high - self.low)

    def columns(self, start: int, end: int) -> range:
        """The columns that a stretch touches; one at least where it lies within the axis."""
        first = self.column(max(start, self.low))
        past = -(-(min(end, self.high) - self.low) * self.room // (self.high - self.low))
        first = min(first, self.room - 1)
        return range(first, max(first + 1, min(past, self.room)))


def export_chart(
    timeline: Timeline,
    *,
    columns: str | Sequence[str] = "title",
    start: str | None = None,
    end: str | None = None,
    width: int | None = None,
    ascii: bool = False,  # noqa: A002  (what it is)
    color: bool = False,
    style: str = "short",
    language: str | None = None,
) -> str:
    """The timeline as bars over an axis of time, a line for each event, without a line break at its end.

    What is sure to be under way is drawn apart from what may be, and an open side from one of which nothing is known.
    What repeats has one line with all its occurrences. Times are those of the timeline's zone.

    Args:
        timeline: What to show.
        columns: Names of the table's ``COLUMNS`` to stand before the bars, as a sequence or with commas between.
        start: From when on: a date, wording or an event's id; else from the first date on.
        end: Until when, itself included; else until the last date.
        width: Width of the page in columns of a terminal; else 100.
        ascii: Whether to draw with plain ASCII.
        color: Whether to colour the bars with escape sequences of terminals.
        style: The style of dates before the bars, as ``timeline.render`` has it.
        language: The language of those dates; else the file's.

    Raises:
        SettingError: there is no such column, or no room for what is asked.
    """
    width = WIDTH if width is None else width
    if width < LEAST:
        raise SettingError(f"a chart takes at least {LEAST} columns, not {width}")
    names = named_columns(columns)
    said = timeline._window((start or None, end or None)) if start or end else None  # noqa: SLF001  (as selections do)
    bounds = _extent(timeline, said, width)
    lines = [[entry] for entry in timeline] if bounds is None else _lines(timeline, bounds, width)
    document = timeline.document or Document()
    look = Look(document, style, language or document.language)
    labels = _labels([entries[0] for entries in lines], names, look, width // 2, "~" if ascii else "…")
    if bounds is None:
        return "\n".join(f"{label} undated" for label in labels)
    wide = columns_of(labels[0]) if labels else 0
    timed = any(entry.span is not None and entry.span.zone is not None for entries in lines for entry in entries)
    if width - wide - 1 < _BARS:
        raise SettingError(f"{len(names)} columns leave no room for bars: a chart so wide has room for fewer")
    axis = _Axis(*bounds, width - wide - 1, timeline.timezone, timed)
    rows, used = [], set[str]()
    for label, entries in zip(labels, lines, strict=True):
        cells = _cells(axis, entries, timeline)
        used.update(cells)
        bar = "".join(_MARKS[mark][ascii] if mark else " " for mark in cells).rstrip() or "undated"
        if color:
            bar = paint(bar, color_of("date", entries[0]))
        rows.append(f"{label} {bar}")
    heads = [f"{' ' * (wide + 1)}{head}" for head in _heads(axis) if head]
    key = "  ".join(f"{drawn[ascii]} {mark}" for mark, drawn in _MARKS.items() if mark in used)
    told = ["", key] if used - {"", _CERTAIN} else []
    return "\n".join([*((paint(line, _DIM) for line in heads) if color else heads), *rows, *told])


# --- what is drawn --------------------------------------------------------------------------------------------------


def _extent(timeline: Timeline, said: Span | None, parts: int) -> tuple[int, int] | None:
    """The first and the last second to show: what was asked for, else all that is dated; None where nothing is."""
    zone = timeline.timezone
    low, high = (NEVER, FOREVER) if said is None else on_line(said, zone)
    if low > NEVER and high < FOREVER:
        return low, high
    # What repeats without end would take all the room there is: only its first date counts.
    ends = timeline.where(lambda entry: not without_end(entry))
    shown = [*expand(ends, None, parts=parts), *timeline.where(without_end)]
    dated = [_edges(entry.span, zone) for entry in shown if entry.span is not None]
    known = [edge for edges in dated for edge in edges if NEVER < edge < FOREVER]
    if not known:
        return None
    first, last = min(known), max(known)
    room = max((last - first) // 16, 1)  # for what goes on beyond all that is known
    if any(edges[0] <= NEVER for edges in dated):
        first -= room
    if any(edges[3] >= FOREVER for edges in dated):
        last += room
    low, high = max(low, first), min(high, last)
    return (low, high) if low < high else (low, low + DAY) if low > NEVER else (high - DAY, high)


def _lines(timeline: Timeline, bounds: tuple[int, int], parts: int) -> list[list[Entry]]:
    """What stands on each line: an event, or as many occurrences of one as can be seen; last what has no date."""
    lines: dict[str, list[Entry]] = {}
    for entry in expand(timeline, Span.filled(*bounds, zone=timeline.timezone), parts=parts):
        if entry.span is not None:
            lines.setdefault(_series(entry), []).append(entry)
    for entry in timeline:
        if entry.span is None:
            lines[entry.id] = [entry]
    return list(lines.values())


def _series(entry: Entry) -> str:
    return entry.series if isinstance(entry, Occurrence) else entry.id


def _edges(span: Span, zone: str, *, by_day: bool = True) -> Edges:
    """A span's edges.

    ``by_day``, what is known to the day is sure on that day; else it is sure only where it goes on all the time.
    """
    day = span.zone is None
    if by_day and day:
        latest_start = span.last_start_edge if span.start_high < FOREVER else FOREVER
        earliest_end = span.first_end_edge + 1 if span.end_low > NEVER else NEVER
    else:
        latest_start, earliest_end = span.start_high, span.end_low
    latest_start = NEVER if span.open_start else latest_start
    earliest_end = FOREVER if span.open_end else earliest_end
    low, latest_start, earliest_end, high = (
        edge
        if edge <= NEVER or edge >= FOREVER
        else edge * DAY
        if span.zone is None
        else zones.convert(edge, span.zone, zone)
        for edge in (span.start_low, latest_start, earliest_end, span.end_high)
    )
    return low, latest_start, earliest_end, max(high, low + 1)


def _cells(axis: _Axis, entries: list[Entry], timeline: Timeline) -> list[str]:
    """What each column of a line is marked as, by its meaning; empty where nothing is."""
    cells = [""] * axis.room
    by_day = axis.step[0] not in _HOURS
    for entry in entries:
        span = entry.span
        if span is None:
            continue
        low, latest_start, earliest_end, high = _edges(span, axis.zone, by_day=by_day)
        status = entry.event.status
        for at in axis.columns(low, high):
            cells[at] = _CANCELLED if status == "cancelled" else cells[at] or _POSSIBLE
        core = max(latest_start, axis.low), min(earliest_end, axis.high)
        if status == "confirmed" and core[0] < core[1] and not (span.approximate or span.uncertain):
            for at in axis.columns(*core):
                cells[at] = _CERTAIN
        if low < axis.low:
            cells[0] = _UNKNOWN if low <= NEVER and not span.open_start else _BEFORE
        if high > axis.high:
            cells[-1] = _UNKNOWN if high >= FOREVER and not span.open_end else _AFTER
    name = _series(entries[0])
    if name in timeline and without_end(timeline[name]):
        cells[-1] = _AFTER
    return cells


# --- what stands around it ------------------------------------------------------------------------------------------


def _labels(entries: list[Entry], names: Sequence[str], look: Look, room: int, cut: str) -> list[str]:
    """What stands before the bars: cells of a table, all of them as wide as the room allows."""
    rows = [[flatten(COLUMNS[name].text(entry, look)) for name in names] for entry in entries]
    widths = [max(map(columns_of, cells)) for cells in zip(*rows, strict=True)]
    left = room - 2 * (len(names) - 1)
    for others, at in enumerate(sorted(range(len(widths)), key=widths.__getitem__)):
        widths[at] = max(min(widths[at], left // (len(names) - others)), 2)
        left -= widths[at]
    return ["  ".join(_fitted(cell, wide, cut) for cell, wide in zip(row, widths, strict=True)) for row in rows]


def _fitted(text: str, room: int, cut: str) -> str:
    """A text in just so many columns: cut off with a mark, or with spaces behind it."""
    return ljust(text if columns_of(text) <= room else f"{wrap(text, room - 1)[0]}{cut}", room)


def _heads(axis: _Axis) -> Iterator[str]:
    """The lines over the bars: the coarser unit, where there is one, and the ticks."""
    unit, count = axis.step
    above = _ABOVE.get(unit)
    if above is not None:
        marks = {axis.column(second): _label(second, above, whole=True) for second in _ticks(axis, above, 1)}
        first = _label(axis.low, above, whole=True)
        if all(len(first) < at for at in marks):
            marks[0] = first
        yield _placed(marks, axis.room)
    yield _placed({axis.column(second): _label(second, unit) for second in _ticks(axis, unit, count)}, axis.room)


def _ticks(axis: _Axis, unit: str, count: int) -> Iterator[int]:
    """The seconds within an axis at which a unit starts, every so many of them by the calendar."""
    year, month, _ = civil(axis.low // DAY)
    match unit:
        case "minute" | "hour":
            step = count * _SECONDS[unit]
            yield from range(axis.low + -axis.low % step, axis.high, step)
        case "day":
            day = -(-axis.low // DAY)
            day += (1 - weekday(day)) % 7 if count % 7 == 0 else day % count
            yield from range(day * DAY, axis.high, count * DAY)
        case _:
            step = count if unit == "month" else 12 * count
            months = (year * 12 + month - 1) // step * step
            while (second := day_number(months // 12, months % 12 + 1) * DAY) < axis.high:
                if second >= axis.low:
                    yield second
                months += step


def _label(second: int, unit: str, *, whole: bool = False) -> str:
    """What a tick is called: alone, or (``whole``) with all that lies above it."""
    year, month, day = civil(second // DAY)
    name = MONTHS[month - 1]
    match unit:
        case "minute" | "hour":
            return f"{second % DAY // 3600:02d}:{second // 60 % 60:02d}"
        case "day":
            return f"{day} {name} {format_year(year)}" if whole else str(day)
        case "month":
            return f"{name} {format_year(year)}" if whole else name
    return format_year(year)


def _placed(labels: Mapping[int, str], room: int) -> str:
    """Labels at their columns on one line; those that would touch the one before, or leave the page, are left out."""
    line = ""
    for at, label in sorted(labels.items()):
        if (not line or at > len(line)) and at + len(label) <= room:
            line = f"{line:<{at}}{label}"
    return line
