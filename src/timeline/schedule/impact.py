"""What a move moves: the timeline as it would be, and what would be different in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import evolve, frozen

from timeline import zones
from timeline.calendar import DAY, civil, format_day, format_moment
from timeline.errors import InvalidDateError, Problem, TimelineError, UndatedReferenceError
from timeline.events import Document, Event
from timeline.resolver.timing import Length, make_length
from timeline.schedule.conflicts import Conflict, conflicts
from timeline.schedule.dependencies import Dependency, chains, dependencies
from timeline.schedule.occurrences import Occurrence, Series, endless, repeats
from timeline.span import FOREVER, NEVER, Allen, Span, allen
from timeline.timeline import Timeline
from timeline.wording.alone import read_duration

if TYPE_CHECKING:
    from timeline.selection import Entry

Move: TypeAlias = "str | date | datetime | Span"
"""By how much ("+2 days", "-1 hour", "2 weeks later", "3 days earlier"), or when instead ("Dec. 2")."""

_BY: Final = re.compile(r"(?P<sign>[+−-])\s*(?P<length>.+)|(?P<words>.+?)\s+(?P<way>later|earlier)", re.DOTALL)
_ZERO: Final = re.compile(r"0+(?:\.0+)?\s*[a-z]*", re.IGNORECASE)


@frozen
class Moved:
    """An event with another date than before; ``through`` are the dependencies that lead from the moved event to it."""

    entry: Entry
    """As it was."""
    now: Entry
    through: tuple[Dependency, ...]

    @property
    def old(self) -> Span | None:
        """Its date before."""
        return self.entry.span

    @property
    def new(self) -> Span | None:
        """Its date after; None where none is left that fits."""
        return self.now.span


@frozen
class Broken:
    """A statement of the moved event that its new date breaks."""

    dependency: Dependency
    message: str


@frozen
class Impact:
    """What moving an event would do.

    ``moved`` has the event itself first, then every other whose date changes; ``problems`` what could no longer be
    true, as the resolver tells it; ``broken`` what the event's own wording said and would not hold any more;
    ``conflicts`` those that there would be and are not now, certain and possible.
    """

    event: str
    moved: tuple[Moved, ...]
    problems: tuple[Problem, ...]
    broken: tuple[Broken, ...]
    conflicts: tuple[Conflict, ...]
    timeline: Timeline
    """The timeline as it would be."""


def what_if(timeline: Timeline, event_id: str, move: Move) -> Timeline:
    """The timeline with one event moved and everything that hangs on it; see ``Timeline.what_if``."""
    series = _series(timeline, event_id)
    if series is not None:
        return _with_moved(timeline, series, _occurrence(series, event_id), move)
    entry = timeline[event_id]
    if entry.span is None:
        raise UndatedReferenceError(f"{event_id!r} has no date that could be moved", event_id)
    if repeats(entry):
        one = f"{event_id}@{entry.span.iso()[0]}".partition("T")[0]
        raise TimelineError(f"{event_id!r} repeats: move one of its occurrences, such as {one!r}, or change its rule")
    span = _target(timeline, entry, entry.span, move)
    if span == entry.span:
        return timeline
    document = timeline.document or Document(timezone=timeline.timezone)
    if all(event.id != event_id for event in document.events):
        return timeline.with_events(evolve(entry, span=span, resolution=None))
    return _with_event(timeline, _dated(entry.event, span, document))


def _with_event(timeline: Timeline, event: Event) -> Timeline:
    """The timeline resolved anew, with another event of the same id."""
    document = timeline.document or Document(timezone=timeline.timezone)
    events = tuple(event if other.id == event.id else other for other in document.events)
    return Timeline.from_document(evolve(document, events=events))


def _series(timeline: Timeline, event_id: str) -> Series | None:
    """What repeats, where an id is that of an occurrence of it (``standup@2018-03-06``)."""
    name = event_id.rpartition("@")[0]
    if event_id in timeline or not name:
        return None
    if not repeats(timeline[name]):
        raise TimelineError(f"there is no {event_id!r}: {name!r} does not repeat")
    return Series(timeline[name], timeline.document or Document(timezone=timeline.timezone))


def _occurrence(series: Series, event_id: str) -> Occurrence:
    return series.occurrence(event_id.rpartition("@")[2])


def _with_moved(timeline: Timeline, series: Series, occurrence: Occurrence, move: Move) -> Timeline:
    """The timeline with one occurrence moved: its series says so under ``moved``."""
    old = occurrence.span
    assert old is not None  # noqa: S101  (what takes place has a date)
    new = _target(timeline, occurrence, old, move)
    if new == old:
        return timeline
    by_length = isinstance(move, str) and _BY.fullmatch(move.strip()) is not None
    if new.zone != old.zone or not (by_length or new.end_high - new.start_low == old.end_high - old.start_low):
        raise InvalidDateError(f"{occurrence.id!r} is as long as the others of its series: say only when it starts")
    return _with_event(timeline, series.with_moved(occurrence, new.start_low))


def impact(timeline: Timeline, event_id: str, move: Move) -> Impact:
    """What moving an event would do; see ``Timeline.impact``."""
    after = what_if(timeline, event_id, move)
    series, broken = _series(timeline, event_id), tuple[Broken, ...]()
    if series is not None:
        was, now = _occurrence(series, event_id), _occurrence(_series(after, event_id) or series, event_id)
        moved = [Moved(was, now, ())] if was.span != now.span else []
        broken = tuple(_no_longer(timeline, series, was, now))
    else:
        routes = chains(timeline, event_id)
        moved = [
            Moved(entry, after[entry.id], routes.get(entry.id, ()))
            for entry in timeline.everything
            if entry.id in after and entry.span != after[entry.id].span
        ]
        moved.sort(key=lambda one: (one.entry.id != event_id, len(one.through)))
        if after is not timeline:
            broken = tuple(_broken(timeline, after, event_id, routes))
    old_problems = {(problem.code, problem.path, problem.message) for problem in timeline.problems}
    problems = tuple(
        problem for problem in after.problems if (problem.code, problem.path, problem.message) not in old_problems
    )
    return Impact(
        event_id,
        tuple(moved),
        problems,
        broken,
        _new_conflicts(timeline.everything, after, moved) if moved else (),
        after,
    )


def _new_conflicts(before: Timeline, after: Timeline, moved: list[Moved]) -> tuple[Conflict, ...]:
    names = {one.entry.id for one in moved}
    window = _hull(moved) if endless(before) is not None else None
    if window is None and endless(before) is not None:
        return ()
    old = conflicts(before, window=window, possible=True, among=names)
    known = {(one.kind, one.what, frozenset((one.first.id, one.second.id)), one.certain) for one in old}
    found = conflicts(after, window=window, possible=True, among=names)
    return tuple(
        one
        for one in found
        if (one.kind, one.what, frozenset((one.first.id, one.second.id)), one.certain) not in known
        # What was certain and is merely possible now is no new conflict.
        and (one.kind, one.what, frozenset((one.first.id, one.second.id)), True) not in known
    )


def _hull(moved: list[Moved]) -> Span | None:
    """A window of days around all that moves."""
    days = [
        day for one in moved for span in (one.old, one.new) if span is not None and span.bounded for day in _days(span)
    ]
    return Span.filled(min(days) - 1, max(days) + 2) if days else None


def _days(span: Span) -> tuple[int, int]:
    unit = 1 if span.zone is None else DAY
    return span.start_low // unit, span.end_high // unit


def _broken(
    before: Timeline, after: Timeline, event_id: str, routes: dict[str, tuple[Dependency, ...]]
) -> Iterator[Broken]:
    """What the event's own wording said of others, and its new date does not allow."""
    for name, route in routes.items():
        if len(route) != 1 or route[0].event != event_id or name not in after or after[name].span is None:
            continue
        if route[0].wording is None or name not in before.network or event_id not in before.network:
            continue
        stated, now = before.network.relations(event_id, name), after.relation(event_id, name)
        allowed = _ORDERS[_order(stated)] if _order(stated) else stated
        if now.isdisjoint(allowed):
            yield Broken(route[0], f"{event_id} is {route[0].wording!r}, but would be {_say(now)} {name}")


def _no_longer(timeline: Timeline, series: Series, was: Occurrence, now: Occurrence) -> Iterator[Broken]:
    """What a series states of itself, and an occurrence would not keep any more."""
    for one in dependencies(timeline.everything):
        other = timeline.everything[one.on].span
        if one.event != series.entry.id or one.kind not in _STATED or other is None:
            continue
        before, after = (allen(entry.span, other) for entry in (was, now) if entry.span is not None)
        if not before.isdisjoint(_STATED[one.kind]) and after.isdisjoint(_STATED[one.kind]):
            yield Broken(one, f"{series.entry.id} is {one.kind} {one.on}, but {now.id} would be {_say(after)} it")


_BEFORE: Final = frozenset({Allen.BEFORE, Allen.MEETS})
_AFTER: Final = frozenset({Allen.AFTER, Allen.MET_BY})
_INSIDE: Final = frozenset({Allen.DURING, Allen.STARTS, Allen.FINISHES, Allen.EQUALS})
_ORDERS: Final = {"before": _BEFORE, "after": _AFTER, "during": _INSIDE}
_STATED: Final = {"part of": _INSIDE, "before": _BEFORE, "after": _AFTER}


def _order(relations: frozenset[Allen]) -> str:
    return next((name for name, wanted in _ORDERS.items() if relations <= wanted), "")


def _say(relations: frozenset[Allen]) -> str:
    return _order(relations) or " or ".join(sorted(relations))


# --- the new date ---------------------------------------------------------------------------------------------------


def _target(timeline: Timeline, entry: Entry, span: Span, move: Move) -> Span:
    """Where a move puts a span."""
    document = timeline.document or Document(timezone=timeline.timezone)
    language = entry.event.language or document.language
    if isinstance(move, str) and (by := _BY.fullmatch(move.strip())) is not None:
        words = by["length"] or by["words"]
        if _ZERO.fullmatch(words.strip()):
            return span
        sign = -1 if (by["sign"] or "+") in "-−" or by["way"] == "earlier" else 1
        length = make_length(read_duration(words, language))
        return _shifted(span, length, sign)
    target, _ = timeline._meant(move)  # noqa: SLF001  (one room)
    return _put(span, target)


def _shifted(span: Span, length: Length, sign: int) -> Span:
    if length.seconds and span.zone is None:
        raise InvalidDateError("what is known to the day is moved by days; only what has a time of day by hours")
    edges = span.start_low, span.start_high, span.end_low, span.end_high
    first = next((edge for edge in edges if NEVER < edge < FOREVER), None)
    if first is None:
        return span
    # Months are counted from the first day, and the others keep their distance to it.
    by = Length(length.months, length.days).after(first, span.zone, sign) - first
    lasting = Length(seconds=length.seconds)
    return _with(
        span,
        *(edge if edge <= NEVER or edge >= FOREVER else lasting.after(edge + by, span.zone, sign) for edge in edges),
    )


def _put(span: Span, target: Span) -> Span:
    """A span that starts where another does: as long as it is, unless the other says an extent of its own."""
    if target.start_low <= NEVER:
        raise InvalidDateError("the new date has no start")
    unit = 1 if target.zone is None else DAY
    many = target.bounded and -(-target.end_high // unit) - target.start_low // unit > 1
    if many or not span.bounded:
        return evolve(target, notation=None)
    if target.zone is not None and span.zone is None:
        return evolve(target, notation=None)
    if span.zone is None:
        by = target.start_low // unit - span.start_low
    elif target.zone is None:
        by = target.start_low * DAY - span.start_low // DAY * DAY  # another day, the same time
    else:
        by = zones.convert(target.start_low, target.zone, span.zone) - span.start_low
    return _with(span, *(edge + by for edge in (span.start_low, span.start_high, span.end_low, span.end_high)))


def _with(span: Span, low: int, high: int, end_low: int, end_high: int) -> Span:
    return evolve(span, start_low=low, start_high=high, end_low=end_low, end_high=end_high, notation=None)


def _dated(event: Event, span: Span, document: Document) -> Event:
    """The event with a date of its own that says a span."""
    language = event.language if (event.language or document.language) == _ENGLISH else _ENGLISH
    kept = event.duration if event.duration and not event.ends else None
    if span.zone is None:
        return evolve(event, when=_words(span), starts=None, ends=None, duration=None, repeats=None, language=language)
    days = tuple(dict.fromkeys(format_day(edge // DAY) for edge in (span.start_low, span.end_high)))
    zone = span.zone
    if span.bounded and span.start_low == span.start_high and span.end_low == span.end_high:
        start, end = _time(span.start_low), _time(span.end_high)
        if kept is not None:
            return evolve(event, when=days[0], starts=start, ends=None, timezone=zone)  # the length is said already
        if len(days) == 1 or (span.end_high - span.start_low < DAY and len(days) == 2):
            return evolve(event, when=days[0], starts=start, ends=end, duration=None, timezone=zone)
        return evolve(event, when="/".join(days), starts=start, ends=end, duration=None, timezone=zone)
    if event.starts and span.start_low == span.start_high:
        return evolve(event, when=days[0], starts=_time(span.start_low), timezone=zone)
    return evolve(event, when=_words(span), starts=None, ends=None, duration=None, timezone=zone, language=language)


def _time(wall: int) -> str:
    text = format_moment(wall)[-8:]
    return text.removesuffix(":00") if text.endswith(":00") else text


def _words(span: Span) -> str:
    """A date in words that reads as a span."""
    write = _day if span.zone is None else format_moment
    last = 1 if span.zone is None else 0
    low, high, end_low, end_high = span.start_low, span.start_high, span.end_low, span.end_high
    if low <= NEVER and end_high >= FOREVER:
        raise InvalidDateError("nothing is known of the new date")
    if low <= NEVER:
        return (
            f"until {write(end_high - last)}" if span.first_end_edge == end_high - last else f"before {write(end_high)}"
        )
    if end_high >= FOREVER:
        return f"since {write(low)}" if span.last_start_edge == low else f"after {write(low - last)}"
    if span.zone is None and low == high and end_low == end_high:
        write = format_day  # all of its days, from the first to the last
    first, past = write(low), write(end_high - last)
    if (low, high) == (end_low, end_high) and high - low > 1:
        return f"between {first} and {past}"
    if first == past:
        return first
    return f"{first}/{past}" if write is format_day or span.zone is not None else f"{first} - {past}"


_ENGLISH: Final = "en"
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _day(number: int) -> str:
    """A day in words: it starts and ends within that day, where ISO 8601 may mean all of it."""
    year, month, day = civil(number)
    return f"{day} {_MONTHS[month - 1]} {year}" if 1000 <= year <= 9999 else format_day(number)
