"""Occurrences of what repeats, made inside a window only: its rule, its exceptions, its moved occurrences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Final

from attrs import evolve, frozen

from timeline import zones
from timeline.calendar import DAY, format_day, format_moment
from timeline.errors import InvalidDateError, TimelineError, UnknownEventError
from timeline.events import Document, Event
from timeline.resolver.resolution import Explanation, Resolution, Step
from timeline.resolver.rules import MOST, Rule, odd_clock, read_rule, starts
from timeline.resolver.timing import Length, make_length
from timeline.selection import Entry
from timeline.span import FOREVER, NEVER, Span
from timeline.timeline import Steps, Timeline
from timeline.wording.alone import read_duration
from timeline.wording.expression import Recurrence

_YEAR: Final = 366
_SLACK: Final = 3 * 3600
"""By how much a change of clocks may lengthen what spans it, generously."""
_FEW: Final = 16
"""So many moved occurrences are looked up one by one; more in one go."""
_MOST_COMPARED: Final = 50_000
"""The most occurrences of a rule that are gone through to find those that were moved."""
_DENSE: Final = 4
"""So many occurrences in each part of an outline are too many to show."""
_FINE: Final = ("HOURLY", "MINUTELY", "SECONDLY")


@frozen
class Occurrence(Entry):
    """One time at which a repeating event takes place: an entry with an id of its own (``standup@2018-03-06``).

    ``series`` is the id of the event; ``instance`` the day number (or wall second) at which the rule has it start,
    which RFC 5545 calls RECURRENCE-ID; ``moved`` whether it was moved from there.
    """

    series: str = ""
    instance: int = 0
    moved: bool = False


@frozen
class _Exception:
    """A stretch of starts that wording leaves out or moves, in wall seconds, and its words."""

    low: int
    high: int
    wording: str

    @property
    def whole_day(self) -> bool:
        """Whether a day was said, or several, and no time."""
        return self.high - self.low >= DAY and self.low % DAY == 0


class Series:
    """A repeating event: its first occurrence, its rule, its exceptions.

    With ``faults``, the dates under ``except`` and ``moved`` that cannot be read are put there, each with its key, and
    the series goes without them.

    Raises (when made):
        InvalidDateError: its rule, or a date under ``except`` or ``moved``, cannot be read; the message names it.
    """

    def __init__(
        self, entry: Entry, document: Document, faults: list[tuple[str, InvalidDateError]] | None = None
    ) -> None:
        recurrence = entry.resolution.recurrence if entry.resolution is not None else None
        if recurrence is None:
            raise ValueError(f"{entry.id!r} does not repeat")
        self.entry = entry
        self.first = recurrence.start
        self.zone = self.first.zone
        self._unit = DAY if self.zone is None else 1
        self._document = document
        try:
            self.rule: Rule = read_rule(recurrence.rrule)
        except InvalidDateError as error:
            raise InvalidDateError(f"{entry.id!r} repeats by a rule that cannot be read: {error}") from None
        self._length = self._exact_length()
        left_out = self._stretches("except", ((wording,) for wording in entry.event.except_), faults)
        self._left_out = tuple(one for (one,) in left_out)
        self._moved = tuple((old, new) for old, new in self._stretches("moved", entry.event.moved, faults))
        self._clock = self.first.start_low % DAY if self.zone is not None else 0
        parts = dict(self.rule.parts)
        self._by_time = self.zone is not None and (
            parts["FREQ"] in _FINE or "," in parts.get("BYHOUR", "") + parts.get("BYMINUTE", "")
        )

    @property
    def endless(self) -> bool:
        """Whether nothing ends it, so that it can only be looked at through a window."""
        return self.rule.endless

    def _exact_length(self) -> Length | None:
        """How long it lasts where that was said in hours; an ``ends`` is a time of the clock."""
        said = self.entry.event.duration
        if said is None or self.zone is None:
            return None
        length = make_length(read_duration(said, self.entry.event.language or self._document.language))
        return length if length.seconds else None

    def _stretches(
        self, key: str, said: Iterable[tuple[str, ...]], faults: list[tuple[str, InvalidDateError]] | None
    ) -> Iterator[tuple[_Exception, ...]]:
        for wordings in said:
            try:
                yield tuple(self._stretch(key, wording) for wording in wordings)
            except InvalidDateError as error:
                if faults is None:
                    raise
                faults.append((key, error))

    def _stretch(self, key: str, wording: str) -> _Exception:
        """The starts that a date under ``except`` or ``moved`` means."""
        try:
            span = _resolved(wording, self._document, self.entry, self.zone)
        except TimelineError as error:
            raise InvalidDateError(f"{self.entry.id!r}: {key}: {error}") from None
        if not span.bounded:
            raise InvalidDateError(f"{self.entry.id!r}: {key}: {wording!r} is no day")
        low, high = span.start_low, span.end_high
        if span.zone is None:
            low, high = low * DAY, high * DAY
        elif self.zone is None:
            low, high = low // DAY * DAY, -(-high // DAY) * DAY
        else:
            low, high = (zones.convert(edge, span.zone, self.zone) for edge in (low, high))
        return _Exception(low, max(high, low + 1), wording)

    def between(self, low: int, high: int, notes: list[Step] | None = None) -> Iterator[Occurrence]:
        """The occurrences that may share some time with a stretch, its edges on the series' own line.

        What is left out, moved or skipped there is told in ``notes``.
        """
        reach = self.first.end_high - self.first.start_low
        slack = _SLACK if self.zone is not None else 0
        for wall in self._starts((low - reach - slack) * self._unit, high * self._unit, notes):
            found = self._at(wall, wall)
            if found.span is not None and max(found.span.end_high, found.span.start_low + 1) > low:
                yield found
        for old, new in self._moves(notes):
            found = self._at(old, new)
            if (
                found.span is not None
                and found.span.start_low < high
                and max(found.span.end_high, found.span.start_low + 1) > low
            ):
                yield found

    def whole(self, notes: list[Step] | None = None) -> Iterator[Occurrence]:
        """Every occurrence of a series that ends.

        Raises:
            TimelineError: nothing ends it.
        """
        if self.endless:
            raise TimelineError(f"{self.entry.id!r} repeats without end: say from when to when to look")
        return self.all_between(self.first.start_low, self._horizon(), notes)

    def all_between(self, low: int, high: int, notes: list[Step] | None = None) -> Iterator[Occurrence]:
        """What ``between`` gives, for those who go through all of it: refused at once where that is too much.

        Raises:
            InvalidDateError: there are too many of them.
        """
        rule = self.rule
        length = (self._last_start(high) - max(low, self.first.start_low)) * self._unit
        # Parts such as BYHOUR may leave few of them: those are counted on the way.
        if rule.count is None and length > MOST * rule.period and not any(name[:2] == "BY" for name, _ in rule.parts):
            raise InvalidDateError(
                f"{self.entry.id!r} takes place more than {MOST:,} times from when to when you look; narrow the window"
            )
        return self.between(low, high, notes)

    def outline(self, low: int, high: int, parts: int) -> Iterator[Occurrence]:
        """What takes place in a stretch: all of it, or where that is much more than ``parts``, one in each of so many.

        The last is always among them. A rule that counts its occurrences is gone through from its first either way.
        """
        every = max(self.rule.period // self._unit, 1)
        if self.rule.count is not None or high - low <= _DENSE * parts * every:
            yield from self.between(low, high)
            return
        step = -(-(high - low) // parts)
        found = (next(self.between(at, min(at + step, high)), None) for at in range(low, high, step))
        yield from {one.id: one for one in found if one is not None}.values()
        past, reach, last = self._last_start(high), every, None
        while last is None and reach < past - low:
            last = max(self.between(past - reach, high), key=lambda one: one.instance, default=None)
            reach *= 4
        if last is not None:
            yield last

    def _last_start(self, high: int) -> int:
        """An edge behind the last start before ``high``, a day too late at most where the rule ends before it."""
        until = self.rule.until
        return high if until is None else min(high, until // self._unit + DAY // self._unit)

    def _horizon(self) -> int:
        first = self.first.start_low
        if self.rule.until is not None:
            return max(first, self.rule.until // self._unit + 2 * DAY // self._unit) + 1
        years = 8000 if self.rule.frequency in ("YEARLY", "MONTHLY") else 1000
        return first + years * _YEAR * (DAY // self._unit)

    def _raw(self, low: int, high: int) -> Iterator[tuple[int, bool]]:
        return starts(self.rule, self.first.start_low * self._unit, self.zone, low, high)

    def _starts(self, low: int, high: int, notes: list[Step] | None) -> Iterator[int]:
        """Wall seconds at which it starts as its rule has it: what takes place, and is neither left out nor moved."""
        moved = {old for old, _ in self._moves(None)} if self._moved else set()
        for wall, happens in self._raw(low, high):
            left_out = next((one for one in self._left_out if one.low <= wall < one.high), None)
            if not happens:
                self._note(
                    notes,
                    "skipped",
                    f"{self._named(wall)} does not take place and does not count: the clocks of {self.zone} go forward "
                    "over that time (RFC 5545 §3.3.10)",
                )
            elif left_out is not None:
                self._note(notes, "except", f"{self._named(wall)} is left out: except {left_out.wording!r}")
            elif wall not in moved:
                yield wall

    def left_out(self) -> Iterator[int]:
        """The starts that ``except`` takes away, on the series' own line.

        A day or a moment takes away its own start, whether or not the rule has it: what else makes the event take place
        is not known here. Of longer stretches it is what the rule has in them.
        """
        rule = evolve(self.rule, count=None)  # taking away what would come after the last costs nothing
        for one in self._left_out:
            if one.high - one.low <= (60 if self._by_time or not one.whole_day else DAY):
                yield self._own(one) // self._unit
            else:
                walls = starts(rule, self.first.start_low * self._unit, self.zone, one.low, one.high)
                yield from (wall // self._unit for wall, happens in walls if happens)

    def moves(self, notes: list[Step] | None = None) -> Iterator[tuple[int, int]]:
        """Old and new starts of the occurrences that were moved, on the series' own line."""
        return ((old // self._unit, new // self._unit) for old, new in self._moves(notes))

    def occurrence(self, instance: str) -> Occurrence:
        """The occurrence that ids name by ``instance`` (``2018-03-06``), wherever it was moved.

        Raises:
            UnknownEventError: it does not take place then; the message names the nearest.
            InvalidDateError: that is no date.
        """
        said = self._stretch("occurrence", instance)
        name = f"{self.entry.id}@{instance}"
        starts = chain(self._moves(None), ((wall, wall) for wall in self._starts(said.low, said.high, None)))
        found = next((one for one in (self._at(*start) for start in starts) if one.id == name), None)
        if found is None:
            around = self.between((said.low - _YEAR * DAY) // self._unit, (said.high + _YEAR * DAY) // self._unit)
            raise UnknownEventError(name, (one.id for one in islice(around, 1000)))
        return found

    def with_moved(self, occurrence: Occurrence, start: int) -> Event:
        """The event with one occurrence moved, so that it starts at a day (or wall second) of the series' own line."""
        event, instance = self.entry.event, occurrence.instance * self._unit
        pairs = zip(event.moved, self._moved, strict=True)
        moved = [pair for pair, (old, _) in pairs if self._first_in(old) != instance]
        if start != occurrence.instance:
            moved.append((occurrence.id.removeprefix(f"{event.id}@"), self._said(start * self._unit)))
        return evolve(event, moved=tuple(moved))

    def _said(self, wall: int) -> str:
        return format_day(wall // DAY) if self.zone is None else _clock(wall)

    def _first_in(self, stretch: _Exception) -> int | None:
        return next((wall for wall, happens in self._raw(stretch.low, stretch.high) if happens), None)

    @cached_property
    def _old_starts(self) -> tuple[int | None, ...]:
        """Where each occurrence that was moved would start; None for what does not take place."""
        olds = [old for old, _ in self._moved]
        if not olds or (self.rule.count is None and len(olds) <= _FEW):
            return tuple(map(self._first_in, olds))
        low, high = min(old.low for old in olds), max(old.high for old in olds)
        walls = [wall for wall, happens in islice(self._raw(low, high), _MOST_COMPARED) if happens]
        if len(walls) == _MOST_COMPARED:  # of what comes after these nobody knows; it takes place as said
            return tuple(self._first_of(walls, old) if old.low <= walls[-1] else self._own(old) for old in olds)
        return tuple(self._first_of(walls, old) for old in olds)

    def _first_of(self, walls: list[int], stretch: _Exception) -> int | None:
        at = bisect_left(walls, stretch.low)
        return walls[at] if at < len(walls) and walls[at] < stretch.high else None

    def _own(self, stretch: _Exception) -> int:
        """The start that a day or a moment names: a day's is at the time of the first occurrence."""
        return stretch.low + (self._clock if stretch.whole_day else 0)

    def _moves(self, notes: list[Step] | None) -> Iterator[tuple[int, int]]:
        """Old and new starts of the occurrences that were moved, wall seconds."""
        for (old, new), start in zip(self._moved, self._old_starts, strict=True):
            if start is None:
                self._note(
                    notes, "moved", f"{self.entry.id} is not moved from {old.wording!r}: it does not take place then"
                )
                continue
            # Where a day is said, the time stays.
            yield start, new.low + (start % DAY if self.zone is not None and new.whole_day else 0)

    def _named(self, wall: int) -> str:
        return f"{self.entry.id} on {self._said(wall)}"

    def _note(self, notes: list[Step] | None, rule: str, text: str) -> None:
        if notes is not None:
            notes.append(Step(rule, text))

    def _at(self, instance: int, wall: int) -> Occurrence:
        span = self.first if wall == self.first.start_low * self._unit else self._span(wall)
        day = format_day(instance // DAY)
        name = f"{self.entry.id}@{_moment(instance) if self._by_time else day}"
        return Occurrence(
            name,
            self.entry.event,
            span,
            _explained(self.entry, span, lambda: self._steps(instance, wall)),
            self.entry.id,
            instance // self._unit,
            instance != wall,
        )

    def _span(self, wall: int) -> Span:
        first, zone = self.first, self.zone
        by = wall // self._unit - first.start_low
        edges = [edge + by for edge in (first.start_low, first.start_high, first.end_low, first.end_high)]
        if zone is not None and self._length is not None:
            edges[2], edges[3] = self._length.after(edges[0], zone), self._length.after(edges[1], zone)
        elif zone is not None and zones.to_utc(zone, edges[3]) <= zones.to_utc(zone, edges[0]):
            # Within the hour that a change of clocks takes away or repeats: then it lasts as long as it always does.
            lasting = first.end_high - first.start_low
            edges[2] = edges[3] = zones.from_utc(zone, zones.to_utc(zone, edges[0]) + lasting)
        return evolve(
            first, start_low=edges[0], start_high=edges[1], end_low=edges[2], end_high=edges[3], notation=None
        )

    def _steps(self, instance: int, wall: int) -> Iterator[Step]:
        yield Step("occurrence", f"{self.entry.id} repeats: it takes place on {self._said(instance)}")
        if wall != instance:
            yield Step("moved", f"moved from {self._said(instance)} to {self._said(wall)}")
        if self.zone is not None and (told := odd_clock(self.zone, wall)) is not None:
            yield Step("clocks", told)


def _moment(wall: int) -> str:
    return format_moment(wall).removesuffix(":00")


def _clock(wall: int) -> str:
    return _moment(wall).replace("T", " ")


def _explained(entry: Entry, span: Span, more: Callable[[], Iterable[Step]]) -> Resolution | None:
    said = entry.resolution
    if said is None:
        return None

    def explain() -> Explanation:
        return Explanation((*said.steps, *more()), said.candidates, said.ambiguous)

    return Resolution(said.text, said.expression, span, (span,), None, explain)


def _resolved(wording: str, document: Document, entry: Entry, zone: str | None) -> Span:
    event = entry.event
    settings = tuple(
        (name, value) for name, value in document.settings().items() if name not in ("prefer", "timezone", "language")
    )
    anchor = document.anchor(event)
    language = event.language or document.language
    return _resolve(wording, anchor, document.prefer, zone or document.zone(event), language, settings)


@lru_cache(maxsize=4096)
def _resolve(
    wording: str,
    anchor: str | None,
    prefer: str,
    zone: str,
    language: str,
    settings: tuple[tuple[str, object], ...],
) -> Span:
    from timeline.resolver import resolve

    return resolve(wording, anchor=anchor, prefer=prefer, timezone=zone, language=language, **dict(settings)).span


def repeats(entry: Entry) -> bool:
    """Whether an entry stands for more than its own span: its event repeats, and it is not one occurrence of it."""
    resolution = entry.resolution
    if resolution is None or isinstance(entry, Occurrence):
        return False
    # Only what says so repeats, and asking costs little: most events of a timeline never do.
    if entry.event.repeats is None and not isinstance(resolution.expression, Recurrence):
        return False
    return resolution.recurrence is not None and resolution.recurrence.start.bounded


def on_line(window: Span, zone: str | None) -> tuple[int, int]:
    """The outermost edges of a window on the line of days (``zone`` None) or of a zone's wall seconds."""
    low, high = window.start_low, window.end_high
    if window.zone == zone:
        return low, high
    if zone is None:
        return (low if low <= NEVER else low // DAY), (high if high >= FOREVER else -(-high // DAY))
    return window.in_zone(zone).start_low, window.in_zone(zone).end_high


class Occurrences(Timeline):
    """A timeline in which what repeats stands as its occurrences; ``notes`` tells what is left out or skipped."""

    __slots__ = ("notes",)

    notes: Steps

    def __reduce__(self) -> tuple[object, ...]:
        return *super().__reduce__(), (None, {"notes": self.notes})


def expand(
    timeline: Timeline, window: Span | None, *, everything: bool = False, parts: int | None = None
) -> Occurrences:
    """A timeline in which each repeating event is replaced by its occurrences inside a window.

    Of what does not repeat, it has what may touch the window; all of it with ``everything``, or without a window. With
    ``parts`` it has no more of what repeats than a drawing in so many columns can show (``Series.outline``).

    Raises:
        TimelineError: a window is missing or has no end, and something repeats without end.
        InvalidDateError: a rule, or a date under ``except`` or ``moved``, cannot be read.
    """
    document = timeline.document or Document(timezone=timeline.timezone)
    entries: list[Entry] = []
    notes: list[Step] = []
    once = timeline if window is None or everything else timeline.between(window, window, possible=True)
    entries.extend(entry for entry in once if not repeats(entry))
    for entry in timeline:
        if repeats(entry):
            entries.extend(_within(Series(entry, document), window, notes, parts))
    made = Occurrences(
        entries,
        document=timeline.document,
        problems=timeline.problems,
        timezone=timeline.timezone,
        network=timeline.network,
    )
    made.notes = Steps(notes)
    return made


def _within(series: Series, window: Span | None, notes: list[Step], parts: int | None) -> Iterable[Occurrence]:
    if window is None and parts is None:
        return series.whole(notes)
    if window is None:
        window = Span.filled(series.first.start_low, FOREVER, zone=series.zone)
    low, high = on_line(window, series.zone)
    if high >= FOREVER:
        if series.endless:
            raise TimelineError(f"{series.entry.id!r} repeats without end: say until when to look")
        high = series._horizon()  # noqa: SLF001  (one module)
    low = max(low, series.first.start_low - 400 * _YEAR * DAY)
    return series.all_between(low, high, notes) if parts is None else series.outline(low, high, parts)


def without_end(entry: Entry) -> bool:
    """Whether an entry's event repeats, and nothing ends it."""
    if not repeats(entry) or entry.resolution is None or entry.resolution.recurrence is None:
        return False
    rule = entry.resolution.recurrence.rrule.upper()
    return "COUNT=" not in rule and "UNTIL=" not in rule


def endless(timeline: Timeline) -> str | None:
    """The id of an event that repeats without end, or None where everything ends."""
    return next((entry.id for entry in timeline if without_end(entry)), None)
