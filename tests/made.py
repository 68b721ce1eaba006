"""Timelines made by hand, for tests of what comes after resolving."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.calendar import DAY, day_number
from timeline.events import Document, Event, Participation, Person, Place, Source
from timeline.resolver.resolution import Explanation, RecurrenceRule, Resolution, Step
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.timeline import Entry, Timeline
from timeline.wording.expression import Undated

PEOPLE = {"ada": Person(id="ada", name="Ada Lovelace"), "bo": Person(id="bo", name="Bo, Jr.")}
PLACES = {
    "minsk": Place(id="minsk", name="Minsk", country="BY", coordinates=(53.9, 27.5666666)),
    "kyoto": Place(id="kyoto", name="京都市国際会館"),
}
SOURCES = {"report": Source(id="report", title="A report", url="https://example.org/a b")}


def day(text: str) -> int:
    """The day number of an ISO date."""
    year, month, date = text.rsplit("-", 2)
    return day_number(int(year), int(month), int(date))


def second(text: str) -> int:
    """The wall second of an ISO date-time, to the minute."""
    date, _, clock = text.partition("T")
    hour, minute = clock.split(":")
    return day(date) * DAY + int(hour) * 3600 + int(minute) * 60


def on(first: str, last: str | None = None, grain: Grain = Grain.DAY) -> Span:
    """Something that starts within the first day and ends within the last."""
    start, end = day(first), day(last or first)
    return Span(start, start + 1, end, end + 1, grain)


def whole(first: str, last: str, grain: Grain = Grain.DAY) -> Span:
    """Something that fills the days from first to last."""
    return Span.filled(day(first), day(last) + 1, grain)


def within(first: str, last: str, grain: Grain = Grain.DAY) -> Span:
    """Something that lies somewhere between the first and the last day."""
    return Span.within(day(first), day(last) + 1, grain)


def since(first: str) -> Span:
    """Something of which only the earliest start is known."""
    return Span(day(first), FOREVER, day(first), FOREVER)


def until(last: str) -> Span:
    """Something of which only the last day is known."""
    return Span(NEVER, day(last) + 1, day(last) + 1, day(last) + 1)


def timed(start: str, end: str, zone: str) -> Span:
    """Something from one moment to another."""
    return Span.filled(second(start), second(end), Grain.MINUTE, zone)


def entry(event: Event, span: Span | None, rrule: str | None = None, steps: Iterable[str] = ()) -> Entry:
    """An event with its span, and with what explains it."""
    if span is None:
        return Entry(event.id, event, None, None)
    told = tuple(Step("rule", text) for text in steps)
    recurrence = RecurrenceRule(rrule, span) if rrule else None
    resolution = Resolution(
        event.when or "", Undated(), span, (span,), recurrence, lambda: Explanation(told, (), ambiguous=False)
    )
    return Entry(event.id, event, span, resolution)


def timeline(*entries: Entry, **document: object) -> Timeline:
    """A timeline of these entries, in a document with some people and places."""
    settings: dict[str, object] = {
        "title": "Made by hand",
        "namespace": "example.org",
        "as_of": "2017-11-30",
        "people": PEOPLE,
        "places": PLACES,
        "sources": SOURCES,
        **document,
    }
    events = tuple(each.event for each in entries)
    return Timeline(entries, document=Document(events=events, **settings))  # type: ignore[arg-type]


def one(span: Span | None, rrule: str | None = None, **fields: object) -> Timeline:
    """A timeline of one event, ``x``."""
    event = Event(**{"id": "x", "title": "X", **fields})  # type: ignore[arg-type]
    return timeline(entry(event, span, rrule))


PARTICIPANTS = (Participation("ada", "guest"), Participation("bo", "host"))
