"""Partial dates inside coarser ones: what a year, a month or a week behind a date completes."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from timeline.span import Grain
from timeline.wording import dates
from timeline.wording.expression import (
    Adjacent,
    Alternatives,
    Anchor,
    Around,
    At,
    Both,
    Chosen,
    EventName,
    Expression,
    Fields,
    Literal,
    Named,
    Nth,
    Range,
    Shift,
    Slice,
    Unit,
    Within,
)

_CENTURIES: Final = frozenset({"century", "century-bc", "millennium", "millennium-bc"})
"""What no stretch of days or years completes."""


def is_open(node: Expression) -> bool:
    """Whether a year behind ``node`` would still tell something."""
    if isinstance(node, Fields):
        return node.year is None
    if isinstance(node, Nth):
        return node.of is None or is_open(node.of)
    if isinstance(node, Within):
        return is_open(node.outer)
    if isinstance(node, At):
        return is_open(node.date)
    if isinstance(node, (Slice, Around)):
        return is_open(node.of)
    if isinstance(node, Range) and isinstance(node.start, Fields) and isinstance(node.end, Fields):
        return node.start.year is None and node.end.year is None and node.start.month is not None
    if isinstance(node, (Shift, Adjacent)):
        return is_open(node.base)
    if isinstance(node, Chosen):
        return False
    if isinstance(node, Alternatives):
        return all(is_open(item) for item in node.items)
    return isinstance(node, Named)


def with_outer(node: Expression, outer: Expression) -> Expression:
    """``node`` inside ``outer``, pushed down to where the open year is."""
    if isinstance(node, Fields) and isinstance(outer, Fields):
        merged = _merge(node, outer)
        if merged is not None:
            return merged
    if isinstance(node, At):
        return evolve(node, date=with_outer(node.date, outer))
    if isinstance(node, Alternatives):
        if node.setting == "month-number":
            return with_outer(node.items[0], outer)
        return evolve(node, items=tuple(with_outer(item, outer) for item in node.items))
    if isinstance(node, (Slice, Around)):
        return evolve(node, of=with_outer(node.of, outer))
    if isinstance(node, Range) and node.start is not None and node.end is not None:
        return evolve(node, start=with_outer(node.start, outer), end=with_outer(node.end, outer))
    if isinstance(node, Nth):
        return evolve(node, of=outer if node.of is None else with_outer(node.of, outer))
    if isinstance(node, Shift) and not isinstance(node.base, Anchor):
        return evolve(node, base=with_outer(node.base, outer))
    if isinstance(node, Adjacent):
        return evolve(node, base=with_outer(node.base, outer))
    if isinstance(node, Within):
        return Within(node.what, with_outer(node.outer, outer))
    return Within(node, outer)


def _merge(inner: Fields, outer: Fields) -> Fields | None:
    pairs = (
        (inner.year, outer.year),
        (inner.month, outer.month),
        (inner.day, outer.day),
        (inner.weekday, outer.weekday),
    )
    if any(a is not None and b is not None for a, b in pairs):
        return None
    year, month, day, weekday = (a if a is not None else b for a, b in pairs)
    if outer.day is not None:
        return None
    return dates.check(Fields(year, month, day, weekday, inner.short_year or outer.short_year))


def fits(node: Expression, unit: str) -> bool:
    """Whether ``node`` is a partial date that a stretch of ``unit`` can complete."""
    if isinstance(node, Fields):
        if unit == "week":
            return node.weekday is not None and node.day is None
        if unit == "month":
            return node.month is None and node.year is None
        return node.year is None
    if isinstance(node, At):
        return fits(node.date, unit)
    if isinstance(node, Nth):
        return node.of is None and not (unit != "millennium" and node.unit in _CENTURIES)
    if isinstance(node, (Slice, Around)):
        return fits(node.of, unit)
    if isinstance(node, Alternatives):
        return all(fits(item, unit) for item in node.items)
    return isinstance(node, Named) and unit in ("year", "month", "quarter", "half")


def takes_time(node: Expression) -> bool:
    """Whether a time of day can stand behind ``node``: it names a day."""
    if isinstance(node, Fields):
        return node.day is not None or node.weekday is not None
    if isinstance(node, Nth):
        return node.unit == "day" or node.unit.startswith("weekday") or node.unit == "business-day"
    if isinstance(node, Unit):
        return node.unit in ("day", "business-day")
    if isinstance(node, (Within, Chosen)):
        return takes_time(node.what)
    if isinstance(node, Slice):
        return isinstance(node.of, Unit) and node.of.unit == "day"
    if isinstance(node, Alternatives):
        return takes_time(node.items[0])
    if isinstance(node, Anchor):
        return node.grain is Grain.DAY
    if isinstance(node, Around):
        return node.unit == "day"
    if isinstance(node, Both):
        return takes_time(node.items[-1])  # "Good Friday, 30 March 2018, 15:00"
    return isinstance(node, (Shift, Adjacent, Named, EventName, Literal))
