"""How the steps of an explanation say days, units and ordinals."""

from __future__ import annotations

from typing import Final

from timeline.calendar import format_day, format_moment
from timeline.resolver.evaluation import Cell
from timeline.span import FOREVER, NEVER, Span

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def cell_text(c: Cell) -> str:
    """Days in steps: the first and the last."""
    start, end = c
    return format_day(start) if end - start == 1 else f"{format_day(start)} to {format_day(end - 1)}"


def edges_text(start: int, end: int, zone: str | None) -> str:
    """A stretch in steps: days, or moments in the zone that it is told in."""
    if zone is None:
        if start <= NEVER:
            return f"up to {format_day(end - 1)}" if end < FOREVER else "unknown"
        if end >= FOREVER:
            return f"from {format_day(start)}"
        return cell_text((start, end)) if end > start else format_day(start)
    a = "?" if start <= NEVER else format_moment(start)
    b = "?" if end >= FOREVER else format_moment(end)
    return f"{a} to {b}"


def describe(span: Span) -> str:
    """A span in steps: its ISO dates, the last day included."""
    return edges_text(span.start_low, span.end_high, span.zone)


def ordinal_text(n: int) -> str:
    """An ordinal in steps: "2nd", "last but one"."""
    if n < 0:
        return "last" if n == -1 else f"last but {-n - 1}"
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def unit_text(unit: str) -> str:
    """The name of a unit or a weekday in steps."""
    return WEEKDAYS[int(unit[8:]) - 1] if unit.startswith("weekday:") else unit.partition(":")[2] or unit
