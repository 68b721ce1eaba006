"""What changed between two timelines, event by event and field by field, and the same changes made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve, field, fields, frozen

from timeline.calendar import DAY, format_day, format_moment
from timeline.calendar_texts import namespace_of
from timeline.errors import TimelineError
from timeline.events import Document, Event, key_of
from timeline.selection import Entry
from timeline.span import FOREVER, NEVER, Span, aligned
from timeline.timeline import Timeline

if TYPE_CHECKING:
    from attrs import AttrsInstance

_TABLES: Final = ("sources", "people", "organisations", "places", "types")
_NOT_SAID: Final = frozenset({*_TABLES, "events", "problems", "locate", "name", "files", "include"})
_DATING: Final = frozenset({"when", "starts", "ends", "duration", "as_of", "timezone", "repeats", "except_", "moved"})
"""Fields that are words of a date."""
BOUNDS: Final = ("earliest start", "latest start", "earliest end", "latest end")


@frozen
class FieldChange:
    """One field that says something else: its key in the file, and both values; None where it is not said."""

    key: str
    old: object
    new: object


@frozen
class BoundChange:
    """One bound of a date that lies elsewhere: its name, both as ISO 8601, and by how many seconds or days.

    ``by`` is None where one of the two is open or unknown, or one counts days and the other moments.
    """

    name: str
    old: str | None
    new: str | None
    by: int | None
    unit: str

    @property
    def says(self) -> str:
        """By how much, in words: "+2 days", "-90 minutes"."""
        return amount(self.by, self.unit) if self.by is not None else ""


@frozen
class DateChange:
    """How a date changed.

    ``kind`` is ``moved`` (all of it, or one side, by so much), ``narrowed`` (what is left was possible before),
    ``widened`` (the other way round), ``changed`` (anything else), ``dated`` and ``undated``, or ``reworded``: other
    words, the same date.
    """

    kind: str
    old: Span | None
    new: Span | None
    bounds: tuple[BoundChange, ...] = ()

    @property
    def side(self) -> str | None:
        """Which side moved, ``start`` or ``end``, where only one did."""
        sides = {change.name.split()[1] for change in self.bounds}
        return sides.pop() if len(sides) == 1 else None


@frozen
class EventChange:
    """An event that is in both timelines and differs."""

    old: Entry
    new: Entry
    date: DateChange | None
    fields: tuple[FieldChange, ...]

    @property
    def id(self) -> str:
        """The id that it has now."""
        return self.new.id


@frozen
class Diff:
    """What turns one timeline into another; empty (and false) where they say the same.

    ``document`` has what changed beside the events: settings by their key, people, organisations, places and sources as
    ``people.ada``.
    """

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    changed: tuple[EventChange, ...] = ()
    document: tuple[FieldChange, ...] = ()
    _from_documents: tuple[bool, bool] = field(default=(False, False), alias="from_documents")

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.document)


def diff(old: Timeline, new: Timeline) -> Diff:
    """What changed from one timeline to another.

    Events are matched by id, then by the ids that they had before (``formerly``) and the UID that a calendar gave them,
    never by their place.
    """
    pairs = _matched(old, new)
    partners = {b.id for _, b in pairs}
    changed = []
    for a, b in pairs:
        one = _change(a, b)
        if one is not None:
            changed.append(one)
    kept = {a.id for a, _ in pairs}
    return Diff(
        tuple(entry for entry in new if entry.id not in partners),
        tuple(entry for entry in old if entry.id not in kept),
        tuple(changed),
        tuple(_document_changes(old.document or _nothing(old), new.document or _nothing(new))),
        (old.document is not None, new.document is not None),
    )


def _nothing(timeline: Timeline) -> Document:
    return Document(timezone=timeline.timezone)


def _matched(old: Timeline, new: Timeline) -> list[tuple[Entry, Entry]]:
    before = {entry.id: entry for entry in old}
    left = dict(before)
    pairs: list[tuple[Entry, Entry]] = []
    strangers = []
    for entry in new:
        if entry.id in left:
            pairs.append((left.pop(entry.id), entry))
        else:
            strangers.append(entry)
    by_name: dict[str, Entry] = {}
    for entry in left.values():
        for name in names_of(entry.event, old.document):
            by_name.setdefault(name, entry)
    for entry in strangers:
        found = next((by_name[name] for name in names_of(entry.event, new.document) if name in by_name), None)
        if found is not None and found.id in left:
            pairs.append((left.pop(found.id), entry))
    pairs.sort(key=lambda pair: _order(new)[pair[1].id])
    return pairs


def _order(timeline: Timeline) -> Mapping[str, int]:
    return timeline._store.ids  # noqa: SLF001  (one room)


def names_of(event: Event, document: Document | None) -> tuple[str, ...]:
    """What else than its id an event may be known by: the ids that it had, and its UID in calendars."""
    kept = tuple(line.partition(":")[2].strip() for line in event.ical if line[:4].upper() == "UID:")
    namespace = namespace_of(document or Document())
    uids = kept or tuple(f"{name}@{namespace}" for name in (event.id, *event.formerly))
    return (event.id, *event.formerly, *uids)


def _change(old: Entry, new: Entry) -> EventChange | None:
    changes = tuple(_field_changes(old.event, new.event))
    date = date_change(old.span, new.span)
    if date is None and any(change.key in _DATING_KEYS for change in changes):
        date = DateChange("reworded", old.span, new.span)
    if date is None and not changes:
        return None
    return EventChange(old, new, date, changes)


_DATING_KEYS: Final = frozenset(key_of(name) for name in _DATING)


def _field_changes(old: Event, new: Event) -> Iterator[FieldChange]:
    if type(old) is not type(new) and old.type != new.type:
        yield FieldChange("type", old.type, new.type)
    names = dict.fromkeys(
        attribute.name for event in (old, new) for attribute in fields(cast("type[AttrsInstance]", type(event)))
    )
    for name in names:
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before != after and (before or after):
            yield FieldChange(key_of(name), before or None, after or None)


def _document_changes(old: Document, new: Document) -> Iterator[FieldChange]:
    for attribute in fields(Document):
        name = attribute.name
        if name in _TABLES:
            yield from _table_changes(name, getattr(old, name), getattr(new, name))
        elif name not in _NOT_SAID and getattr(old, name) != getattr(new, name):
            yield FieldChange(name, getattr(old, name), getattr(new, name))


def _table_changes(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if name == "types":
            if _described(before) != _described(after):
                yield FieldChange(f"{name}.{key}", before, after)
        elif before != after:
            yield FieldChange(f"{name}.{key}", before, after)


def _described(declared: object) -> object:
    """A type that a file declares, by what it declares: each reading of a file makes a class of its own."""
    if not isinstance(declared, type):
        return None
    kinds = tuple((one.name, str(one.type)) for one in fields(cast("type[AttrsInstance]", declared)))
    return declared.__mro__[1].__name__, kinds


# --- dates ------------------------------------------------------------------------------------------------------------


def date_change(old: Span | None, new: Span | None) -> DateChange | None:
    """How one date differs from another; None where they lie alike."""
    if old is None or new is None:
        return None if old is new else DateChange("undated" if new is None else "dated", old, new)
    if _lies(old) == _lies(new):
        return (
            None
            if (old.approximate, old.uncertain) == (new.approximate, new.uncertain)
            else DateChange("changed", old, new)
        )
    bounds = tuple(_bound_changes(old, new))
    return DateChange(_kind(old, new, bounds), old, new, bounds)


def _lies(span: Span) -> tuple[object, ...]:
    return (*_four(span), span.zone, span.open_start, span.open_end)


def _four(span: Span) -> tuple[int, int, int, int]:
    return span.start_low, span.start_high, span.end_low, span.end_high


def _kind(old: Span, new: Span, bounds: tuple[BoundChange, ...]) -> str:
    by = {name: set() for name in ("start", "end")}  # type: dict[str, set[int | None]]
    for change in bounds:
        by[change.name.split()[1]].add(change.by)
    # A side moves where both its bounds do, by the same; a date moves where each side that differs does so.
    whole = all(sum(change.name.endswith(side) for change in bounds) in (0, 2) for side in by)
    amounts = set().union(*by.values())
    if whole and len(amounts) == 1 and None not in amounts:
        return "moved"
    one, two = aligned(old, new)
    if _within(two, one):
        return "narrowed"
    if _within(one, two):
        return "widened"
    return "moved" if whole and None not in amounts and all(len(each) <= 1 for each in by.values()) else "changed"


def _within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[2] <= inner[2] and inner[3] <= outer[3]


def _bound_changes(old: Span, new: Span) -> Iterator[BoundChange]:
    same_line = (old.zone is None) == (new.zone is None)
    unit = "day" if old.zone is None and new.zone is None else "second"
    one, two = aligned(old, new) if same_line else (_four(old), _four(new))
    shown_old, shown_new = _shown(old), _shown(new)
    for at, name in enumerate(BOUNDS):
        if one[at] != two[at] or not same_line:
            set_ = all(NEVER < edges[at] < FOREVER for edges in (one, two))
            yield BoundChange(
                name, shown_old[at], shown_new[at], two[at] - one[at] if set_ and same_line else None, unit
            )


def _shown(span: Span) -> tuple[str | None, ...]:
    write = format_day if span.zone is None else format_moment
    last = 1 if span.zone is None else 0
    low, high, end_low, end_high = _four(span)
    return (
        None if low <= NEVER else write(low),
        None if high >= FOREVER or high <= NEVER else write(span.last_start_edge),
        None if end_low <= NEVER or end_low >= FOREVER else write(span.first_end_edge),
        None if end_high >= FOREVER else write(end_high - last),
    )


_UNITS: Final = (("day", DAY), ("hour", 3600), ("minute", 60), ("second", 1))


def amount(by: int, unit: str) -> str:
    """A difference in words: "+2 days", "-1 week", "+1 hour 30 minutes"."""
    left = abs(by) * (DAY if unit == "day" else 1)
    if left and left % (7 * DAY) == 0:
        parts = [(left // (7 * DAY), "week")]
    else:
        parts = []
        for name, size in _UNITS:
            count, left = divmod(left, size)
            if count:
                parts.append((count, name))
    told = " ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts) or f"0 {unit}s"
    return f"{'-' if by < 0 else '+'}{told}"


# --- made again -------------------------------------------------------------------------------------------------------


def apply(changes: Diff, timeline: Timeline) -> Timeline:
    """A timeline with the changes of a ``diff`` made to it: ``apply(diff(a, b), a) == b``.

    Raises:
        TimelineError: the timeline is not what the changes were found in: an event that they remove or change is not
            there or says something else already, or one that they add is there.
    """
    if not changes and changes._from_documents[0] == changes._from_documents[1]:  # noqa: SLF001  (one module)
        return timeline
    entries = {entry.id: entry for entry in timeline}
    for entry in (*changes.removed, *(change.old for change in changes.changed)):
        there = entries.pop(entry.id, None)
        if there is None or there.event != entry.event:
            what = "is not there" if there is None else "says something else already"
            raise TimelineError(f"these changes are not of this timeline: {entry.id!r} {what}")
    for entry in (*changes.added, *(change.new for change in changes.changed)):
        if entry.id in entries:
            raise TimelineError(f"these changes are not of this timeline: {entry.id!r} is there already")
        entries[entry.id] = entry
    if not changes._from_documents[1]:  # noqa: SLF001
        zone = next((change.new for change in changes.document if change.key == "timezone"), timeline.timezone)
        return Timeline(entries.values(), timezone=str(zone), network=timeline.network)
    document = _changed(timeline.document or _nothing(timeline), changes.document)
    return Timeline.from_document(evolve(document, events=tuple(entry.event for entry in entries.values())))


def _changed(document: Document, changes: Iterable[FieldChange]) -> Document:
    settings: dict[str, object] = {}
    for change in changes:
        name, dot, key = change.key.partition(".")
        if not dot:
            settings[name] = change.new
            continue
        table = dict(cast("Mapping[str, object]", settings.get(name, getattr(document, name))))
        if change.new is None:
            table.pop(key, None)
        else:
            table[key] = change.new
        settings[name] = table
    return evolve(document, **settings)  # type: ignore[arg-type]  # keys of the document itself


def alike(one: Timeline, other: Timeline) -> bool:
    """Whether two timelines say the same of the same events and come to the same dates."""
    if len(one) != len(other):
        return False
    for a, b in zip(one, other, strict=True):
        if a.id != b.id or _change(a, b) is not None:
            return False
    first, second = one.document or _nothing(one), other.document or _nothing(other)
    return not any(_document_changes(first, second))
