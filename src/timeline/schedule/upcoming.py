"""What comes: events in order of their start from a day on, with the days left, and what deadlines have run out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from timeline import zones
from timeline.calendar import DAY
from timeline.errors import SettingError, TimelineError
from timeline.events import Deadline
from timeline.resolver.timing import Length, make_length
from timeline.schedule.conflicts import seconds_of
from timeline.schedule.occurrences import expand
from timeline.span import FOREVER, NEVER, Span
from timeline.timeline import Timeline
from timeline.wording.alone import read_duration

if TYPE_CHECKING:
    from timeline.selection import Entry


@frozen
class Upcoming:
    """Something that comes, is under way, or (a deadline) is overdue.

    ``days`` is how many days are left until it starts at the earliest (for deadlines: until the last day); 0 is today,
    negative for what began, or ran out, so many days ago. ``certain`` is False where it may start on a later day.
    """

    entry: Entry
    days: int
    certain: bool

    known: bool = True
    """Whether anything is known of its start."""

    @property
    def overdue(self) -> bool:
        """Whether it is a deadline that has run out."""
        return self.days < 0 and isinstance(self.entry.event, Deadline)

    @property
    def says(self) -> str:
        """The days left in words: "in 3 days", "today", "2 days overdue", "since 2 days ago"."""
        deadline = isinstance(self.entry.event, Deadline)
        if not self.known:
            return "under way or to come"
        hedge = "" if self.certain else "at the latest " if deadline else "at the earliest "
        if self.days == 0:
            return f"{hedge}today"
        if self.days == 1:
            return f"{hedge}tomorrow"
        if self.days > 1:
            return f"{hedge}in {self.days} days"
        ago = "1 day" if self.days == -1 else f"{-self.days} days"
        if deadline:
            return f"{ago} overdue"
        return (
            f"under way, began {ago} ago" if self.certain else f"under way or to come, {ago} since the earliest start"
        )


def upcoming(timeline: Timeline, window: Span) -> tuple[Upcoming, ...]:
    """What touches a window, and the deadlines that ran out before it; see ``Timeline.upcoming``."""
    if not window.bounded:
        raise TimelineError("what comes is looked for from a day on, and within some time")
    zone = window.zone or timeline.timezone
    today = window.start_low if window.zone is None else window.start_low // DAY
    found = [
        _placed(entry, today, zone)
        for entry in expand(timeline, window)
        if entry.span is not None and entry.event.status != "cancelled" and not isinstance(entry.event, Deadline)
    ]
    for entry in expand(timeline.of("deadline"), Span.filled(*_since(timeline, window), zone=window.zone)):
        span = entry.span
        if span is None or entry.event.status == "cancelled" or span.end_high >= FOREVER:
            continue
        if _first_day(span.start_low, span, zone) < _past(window):
            found.append(_placed(entry, today, zone))
    order = {entry.id: at for at, entry in enumerate(Timeline((one.entry for one in found), timezone=zone))}
    return tuple(sorted(found, key=lambda one: (not one.overdue, one.days, order[one.entry.id])))


def _since(timeline: Timeline, window: Span) -> tuple[int, int]:
    """From the first deadline there is to the end of the window."""
    low = window.start_low
    unit = 1 if window.zone is None else DAY
    for entry in timeline.of("deadline"):
        if entry.span is not None and entry.span.start_low > NEVER:
            day = entry.span.start_low if entry.span.zone is None else entry.span.start_low // DAY
            low = min(low, (day - 1) * unit)
    return low, window.end_high


def _past(window: Span) -> int:
    return window.end_high if window.zone is None else -(-window.end_high // DAY)


def _first_day(edge: int, span: Span, zone: str) -> int:
    if span.zone is None or edge <= NEVER or edge >= FOREVER:
        return edge
    return zones.convert(edge, span.zone, zone) // DAY


def _placed(entry: Entry, today: int, zone: str) -> Upcoming:
    span = entry.span
    assert span is not None  # noqa: S101  (callers leave out what has no date)
    if isinstance(entry.event, Deadline):
        last = _first_day(span.end_high - 1, span, zone)
        return Upcoming(entry, last - today, span.exact)
    first = _first_day(span.start_low, span, zone)
    latest = _first_day(span.last_start_edge, span, zone)
    if first <= NEVER:
        return Upcoming(entry, 0, certain=False, known=False)
    return Upcoming(entry, first - today, first == latest)


def ahead(start: Span, length: str | timedelta) -> Span:
    """The window from where a span starts, so long.

    Raises:
        TimelineError: it has no start, or the words are no length of time.
    """
    if start.start_low <= NEVER:
        raise TimelineError("what comes is looked for from a day on")
    if isinstance(length, str):
        lasting = make_length(read_duration(length))
    else:
        lasting = Length(seconds=seconds_of(length))
        if lasting.seconds <= 0:
            raise SettingError(f"what comes is looked for over some time, not {length!r}")
    if start.zone is None and lasting.seconds:
        days, rest = divmod(lasting.seconds, DAY)
        lasting = Length(lasting.months, lasting.days + days + bool(rest))
    return Span.filled(start.start_low, lasting.after(start.start_low, start.zone), zone=start.zone)
