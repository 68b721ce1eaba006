"""Figures about a timeline: what there is, when, of whom, where nothing is, and how well the dates are known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from timeline.calendar import DAY, civil, format_day, format_year
from timeline.span import NEVER, solid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.selection import Entry
    from timeline.timeline import Timeline


@frozen
class Stretch:
    """Days from ``first`` to ``last`` (day numbers, both included), and how many events there are in each."""

    first: int
    last: int
    events: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    def to_dict(self) -> dict[str, object]:
        """As JSON would have it, with ISO 8601 dates."""
        return {
            "first": format_day(self.first),
            "last": format_day(self.last),
            "days": self.days,
            "events": self.events,
        }


@frozen
class Statistics:
    """Figures about a timeline.

    Counts go from the most frequent to the least, and by name where they are equal; years in their order. An event
    counts for the year in which it starts (or can start first), and, in ``busiest`` and ``empty``, for every day that
    it may touch, when both its ends are known. ``empty`` has the stretches between the first and the last of those days
    that none of them touches. ``exact``, ``bounded``, ``open`` and ``undated`` add up to ``total``: both ends known to
    one day or moment each; both within bounds; one side open or unknown; no date at all. ``ambiguous`` dates are among
    them: a preference decided between readings.
    """

    total: int
    exact: int
    bounded: int
    open: int
    undated: int
    ambiguous: int
    by_type: tuple[tuple[str, int], ...]
    by_year: tuple[tuple[int | None, int], ...]
    """None for a start that is open or unknown."""
    by_participant: tuple[tuple[str, int], ...]
    by_place: tuple[tuple[str, int], ...]
    busiest: tuple[Stretch, ...]
    empty: tuple[Stretch, ...]

    def to_dict(self) -> dict[str, object]:
        """As JSON would have it: years and dates in ISO 8601, "unknown" for a year that nobody knows."""
        return {
            "total": self.total,
            "dates": {
                "exact": self.exact,
                "bounded": self.bounded,
                "open": self.open,
                "undated": self.undated,
                "ambiguous": self.ambiguous,
            },
            "by_type": dict(self.by_type),
            "by_year": {"unknown" if year is None else format_year(year): count for year, count in self.by_year},
            "by_participant": dict(self.by_participant),
            "by_place": dict(self.by_place),
            "busiest": [stretch.to_dict() for stretch in self.busiest],
            "empty": [stretch.to_dict() for stretch in self.empty],
        }


def statistics(timeline: Timeline, *, top: int = 5) -> Statistics:
    """The figures of a timeline; ``top`` is how many of the busiest stretches of days it names."""
    entries = timeline.entries
    spans = [entry.span for entry in entries if entry.span is not None]
    exact = sum(span.exact for span in spans)
    bounded = sum(span.bounded and not span.exact for span in spans)
    loads = _loads(_days(entry) for entry in entries)
    busy = sorted((load for load in loads if load.events), key=lambda load: (-load.events, load.first))
    years = Counter(_year(entry) for entry in entries if entry.span is not None)
    return Statistics(
        total=len(entries),
        exact=exact,
        bounded=bounded,
        open=len(spans) - exact - bounded,
        undated=len(entries) - len(spans),
        ambiguous=sum(entry.resolution is not None and entry.resolution.ambiguous for entry in entries),
        by_type=_counted(entry.event.type for entry in entries),
        by_year=tuple(sorted(years.items(), key=lambda item: (item[0] is not None, item[0] or 0))),
        by_participant=_counted(who for entry in entries for who in entry.event.involved),
        by_place=_counted(place for entry in entries for place in entry.event.whereabouts),
        busiest=tuple(busy[:top]),
        empty=tuple(load for load in loads if not load.events),
    )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _year(entry: Entry) -> int | None:
    span = entry.span
    if span is None or span.start_low == NEVER:
        return None
    return civil(span.start_low if span.zone is None else span.start_low // DAY)[0]


def _days(entry: Entry) -> tuple[int, int] | None:
    # First day and the day after the last that an event may touch, in its own zone.
    span = entry.span
    if span is None or not span.bounded:
        return None
    low, _, _, high = solid(span)
    return (low, high) if span.zone is None else (low // DAY, -(-high // DAY))


def _loads(days: Iterable[tuple[int, int] | None]) -> list[Stretch]:
    """The days between the first and the last one, in stretches that as many events touch."""
    change: Counter[int] = Counter()
    for stretch in days:
        if stretch is not None:
            change[stretch[0]] += 1
            change[stretch[1]] -= 1
    loads: list[Stretch] = []
    events, since = 0, None
    for day in sorted(day for day, by in change.items() if by):
        if since is not None:
            loads.append(Stretch(since, day - 1, events))
        events += change[day]
        since = day
    return loads
