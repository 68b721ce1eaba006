"""The typed events, and the people, organisations, places and sources that they name, as a file says them.

Nothing in here is resolved: a date is the text that was written. Every class is a frozen attrs class whose docstring
documents it field by field; the same lines become the descriptions in the JSON Schema that editors read, so a field is
explained in one place. A field's type says what it holds and, for an id, whose id it is (``PlaceId``), which is what
the importers check.

A new type of event is one class: a subclass of ``Event`` with a ``type`` name, put in ``registry.event_types`` (at the
end of this module, from a third party's own module, or by an entry point of the group ``timeline.event_types``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, field, fields, frozen, make_class

from timeline.errors import Problem
from timeline.registry import event_types


@frozen
class Names:
    """In the annotation of a field: its text is the id of one of these (``person``, ``place`` …)."""

    kinds: tuple[str, ...]


@frozen
class Form:
    """In the annotation of a field: its text is written in this form (``iso-date``, ``zone``)."""

    name: str


PersonId: TypeAlias = Annotated[str, Names(("person",))]
OrganisationId: TypeAlias = Annotated[str, Names(("organisation",))]
PartyId: TypeAlias = Annotated[str, Names(("person", "organisation"))]
"""The id of a person or of an organisation: whoever can take part in something."""
PlaceId: TypeAlias = Annotated[str, Names(("place",))]
SourceId: TypeAlias = Annotated[str, Names(("source",))]
EventId: TypeAlias = Annotated[str, Names(("event",))]
Identifier: TypeAlias = Annotated[str, Form("id")]
"""What something is called in a file: letters, digits, ``-``, ``_`` and ``.``, with at least one letter."""
IsoDate: TypeAlias = Annotated[str, Form("iso-date")]
"""An ISO 8601 date or date-time, as text."""
ZoneName: TypeAlias = Annotated[str, Form("zone")]
"""The IANA name of a time zone, or an offset like ``+03:00``."""
LanguageCode: TypeAlias = Annotated[str, Form("language")]
"""The code of a language whose wording can be read: ``en``."""
Namespace: TypeAlias = Annotated[str, Form("namespace")]
"""A domain or another name: letters, digits, ``-``, ``_`` and ``.``."""
HolidayCountry: TypeAlias = Annotated[str, Form("holidays")]
"""The ISO 3166-1 code of a country whose public holidays are known, or with a part of it: ``US-CA``."""
Hours: TypeAlias = Annotated[str, Form("hours")]
"""Hours of the day: "9:00-17:00"."""
Weekdays: TypeAlias = Annotated[str, Form("days")]
"""Days of the week: "Mon-Fri"."""
Reminder: TypeAlias = Annotated[str, Form("alarm")]
"""When to be reminded, in words: "15 minutes before"."""
Moves: TypeAlias = tuple[tuple[str, str], ...]
"""A mapping from wording to wording, as pairs."""
Coordinates: TypeAlias = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84), north and east positive."""
Status: TypeAlias = Literal["confirmed", "tentative", "cancelled"]
Preference: TypeAlias = Literal["nearest", "past", "future"]
Hemisphere: TypeAlias = Literal["north", "south"]
Weekday: TypeAlias = Annotated[int, Form("weekday")]
"""1 (Monday) to 7; a file may write the name."""
Month: TypeAlias = Annotated[int, Form("month")]
"""1 to 12; a file may write the name."""
Seasons: TypeAlias = Literal["meteorological", "astronomical"]


@frozen
class Fault:
    """Something that breaks a rule of its type: the field (as written in a file), a short stable code, and why."""

    field: str
    code: str
    message: str


@frozen(kw_only=True, weakref_slot=False)
class Person:
    """Somebody who takes part in events.

    Attributes:
        id: The name that events use for the person; in a file, the key under `people`.
        name: The full name, as it is shown.
        role: The office or position, such as "President of Kazakhstan".
        country: The country that the person stands for: an ISO 3166-1 code such as KZ, or a name.
        organisations: Ids of the organisations that the person belongs to.
        timezone: The time zone that the person lives by, when free time is looked for.
        hours: The hours of the day in which the person can be met, such as "9:00-17:00" or "9-12, 13-17".
        days: The days of the week on which the person can be met, such as Mon-Fri.
        aliases: Other names that the person goes by.
        url: A page about the person.
        notes: Anything else, in plain words.
    """

    id: Identifier
    name: str
    role: str | None = None
    country: str | None = None
    organisations: tuple[OrganisationId, ...] = ()
    timezone: ZoneName | None = None
    hours: Hours | None = None
    days: Weekdays | None = None
    aliases: tuple[str, ...] = ()
    url: str | None = None
    notes: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Organisation:
    """A body that takes part in events, or that events belong to.

    Attributes:
        id: The name that events use for the organisation; in a file, the key under `organisations`.
        name: The full name, as it is shown.
        short: The short name or initials, where it has them.
        country: The country that it belongs to: an ISO 3166-1 code or a name.
        members: Ids of the people and organisations that it is made of.
        aliases: Other names that it goes by.
        url: Its page.
        notes: Anything else, in plain words.
    """

    id: Identifier
    name: str
    short: str | None = None
    country: str | None = None
    members: tuple[PartyId, ...] = ()
    aliases: tuple[str, ...] = ()
    url: str | None = None
    notes: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Place:
    """Where something happens.

    Attributes:
        id: The name that events use for the place; in a file, the key under `places`.
        name: The name, as it is shown.
        country: The country that it lies in: an ISO 3166-1 code such as BY, or a name.
        address: The postal address, in one text.
        coordinates: Latitude and longitude in degrees, north and east positive, such as [53.90, 27.57].
        timezone: The time zone that clocks there show; it holds for the events there that name none.
        aliases: Other names that it goes by.
        url: A page about the place.
        notes: Anything else, in plain words.
    """

    id: Identifier
    name: str
    country: str | None = None
    address: str | None = None
    coordinates: Coordinates | None = None
    timezone: ZoneName | None = None
    aliases: tuple[str, ...] = ()
    url: str | None = None
    notes: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Source:
    """Where what is said comes from: a report, a book, a page.

    Attributes:
        id: The name that events use for the source; in a file, the key under `sources`.
        title: Its title.
        author: Who wrote it.
        publisher: Who published it.
        published: When it was published, an ISO 8601 date: the date that its relative wording counts from.
        url: Where it can be read.
        language: The language that it is written in.
        notes: Anything else, in plain words.
    """

    id: Identifier
    title: str
    author: str | None = None
    publisher: str | None = None
    published: IsoDate | None = None
    url: str | None = None
    language: str | None = None
    notes: str | None = None


@frozen(weakref_slot=False)
class Participation:
    """Somebody's part in an event.

    Attributes:
        who: The id of a person or an organisation.
        role: What they are there as: host, guest, candidate, winner, chair, speaker, or any other word.
    """

    who: PartyId
    role: str | None = None


@frozen(weakref_slot=False)
class SourceReference:
    """Where a source says it.

    Attributes:
        id: The id of the source.
        at: The place in its text: a page, a paragraph, a heading.
        quote: The words themselves, where they matter.
    """

    id: SourceId
    at: str | None = None
    quote: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Event:
    """Something that happens, of no more special type.

    Attributes:
        id: The name of the event in its file, unique; what other events and their wording call it.
        title: What it is called, in a few words.
        when: The date as words: "Nov. 29-30", "2017", "after csto-session".
        starts: The time of day at which it starts, such as 10:30.
        ends: The time of day at which it ends.
        duration: How long it lasts, in words: "90 minutes", "3 days".
        as_of: The date that relative wording of this event counts from; else its source's, else the file's.
        timezone: The time zone of its times; else its place's, else the file's.
        place: The id of the place where it happens.
        participants: Who takes part, each an id or a mapping with `who` and `role`.
        organisations: Ids of the organisations that it concerns.
        part_of: The id of the event that this is a part of; it lies within it.
        before: Ids of events that start only when this one has ended.
        after: Ids of events that have ended when this one starts.
        repeats: How it repeats, in words ("every Tuesday") or as an RRULE.
        except: The dates on which it does not repeat.
        moved: Dates of its repetition that were moved, and where to.
        status: confirmed, tentative or cancelled.
        tags: Words to find it by.
        aliases: Other names that wording may use for it.
        source: The id of the source that says so, or a mapping with `id`, `at` and `quote`.
        url: A page about the event.
        notes: Anything else, in plain words.
        alarms: When to be reminded, each in words: "15 minutes before".
        revised: When this entry was last changed, an ISO 8601 date or date-time.
        formerly: Ids that the event had before.
        language: The language of its wording; else the file's.
        ical: What the calendar that it came from says of it and no other field does, line by line as iCalendar has it.
    """

    type: ClassVar[str] = "event"
    fills: ClassVar[bool] = False
    """Whether it is a stretch by nature, so that "2015-2016" means all of it."""

    id: Identifier
    title: str
    when: str | None = None
    starts: str | None = None
    ends: str | None = None
    duration: str | None = None
    as_of: IsoDate | None = None
    timezone: ZoneName | None = None
    place: PlaceId | None = None
    participants: tuple[Participation, ...] = ()
    organisations: tuple[OrganisationId, ...] = ()
    part_of: EventId | None = None
    before: tuple[EventId, ...] = ()
    after: tuple[EventId, ...] = ()
    repeats: str | None = None
    except_: tuple[str, ...] = ()
    moved: Moves = ()
    status: Status = "confirmed"
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    source: SourceReference | None = None
    url: str | None = None
    notes: str | None = None
    alarms: tuple[Reminder, ...] = ()
    revised: IsoDate | None = None
    formerly: tuple[str, ...] = ()
    language: LanguageCode | None = None
    ical: tuple[str, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """The rules of its type that it breaks, one by one; a subclass adds its own after these."""
        for key, others in (("part_of", (self.part_of,)), ("before", self.before), ("after", self.after)):
            if self.id in others:
                yield Fault(key, "self-reference", f"{key}: {self.id!r} names itself")
        for key, given in (("except", self.except_), ("moved", self.moved)):
            if given and not self.repeats:
                yield Fault(key, "rule", f"{key} is for an event that repeats; {self.id!r} has no repeats")

    def with_role(self, *roles: str) -> tuple[str, ...]:
        """Ids of the participants that have one of these roles."""
        return tuple(part.who for part in self.participants if part.role in roles)

    @property
    def involved(self) -> tuple[str, ...]:
        """Ids of every person and organisation that the event names, in whatever field, in order and each once."""
        return self._named(("person", "organisation"))

    @property
    def whereabouts(self) -> tuple[str, ...]:
        """Ids of every place that the event names, in order and each once."""
        return self._named(("place",))

    def _named(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        cls: type = type(self)
        found: dict[str, None] = {}
        for name, kind in references(cls):
            if any(wanted in kinds for wanted in kind):
                found.update(dict.fromkeys(identifiers(getattr(self, name))))
        return tuple(found)


@frozen(kw_only=True, weakref_slot=False)
class Visit(Event):
    """Somebody goes somewhere to see somebody.

    Attributes:
        visitor: Ids of those who visit; participants with the role `visitor` or `guest` count as well.
        host: Ids of those who are visited.
        places: Ids of the places that are visited, where there are several.
        level: What kind of visit it is, such as state, official, working or private.
        purpose: What it is for.
    """

    type: ClassVar[str] = "visit"

    visitor: tuple[PartyId, ...] = ()
    host: tuple[PartyId, ...] = ()
    places: tuple[PlaceId, ...] = ()
    level: str | None = None
    purpose: str | None = None

    def faults(self) -> Iterator[Fault]:
        """A visit has a visitor."""
        yield from super().faults()
        if not self.visitor and not self.with_role("visitor", "guest"):
            yield Fault(
                "visitor",
                "rule",
                f"the visit {self.id!r} has no visitor: name one under visitor, or give a participant that role",
            )


@frozen(kw_only=True, weakref_slot=False)
class Summit(Event):
    """A meeting of the heads of states or organisations.

    Attributes:
        organisation: The id of the organisation that meets.
        chair: The id of whoever chairs it.
        attendees: Ids of those who attend.
        agenda: What is talked about, point by point.
        outcomes: What came out of it.
    """

    type: ClassVar[str] = "summit"

    organisation: OrganisationId | None = None
    chair: PartyId | None = None
    attendees: tuple[PartyId, ...] = ()
    agenda: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@frozen(kw_only=True, weakref_slot=False)
class Election(Event):
    """People vote.

    Attributes:
        country: The country that votes: an ISO 3166-1 code such as KG, or a name.
        office: What is voted on: an office, a chamber, a question.
        candidates: Ids of those who stand; participants with the role `candidate` or `winner` count as well.
        winner: The id of whoever won.
        turnout: The share of the electorate that voted, in per cent, from 0 to 100.
        round: Which round of voting it is, from 1.
    """

    type: ClassVar[str] = "election"

    country: str | None = None
    office: str | None = None
    candidates: tuple[PartyId, ...] = ()
    winner: PartyId | None = None
    turnout: float | None = None
    round: int | None = None

    def faults(self) -> Iterator[Fault]:
        """An election names a country or an office; its winner stood in it; its figures make sense."""
        yield from super().faults()
        if not self.country and not self.office:
            yield Fault("country", "rule", f"the election {self.id!r} names neither a country nor an office")
        standing = (*self.candidates, *self.with_role("candidate", "winner"))
        if self.winner and standing and self.winner not in standing:
            yield Fault("winner", "rule", f"the winner {self.winner!r} is not among the candidates")
        if self.turnout is not None and not 0 <= self.turnout <= 100:
            yield Fault("turnout", "rule", f"a turnout is a percentage from 0 to 100, not {self.turnout:g}")
        if self.round is not None and self.round < 1:
            yield Fault("round", "rule", f"rounds count from 1, not {self.round}")


@frozen(kw_only=True, weakref_slot=False)
class Meeting(Event):
    """People come together to talk.

    Attributes:
        host: Ids of those who receive the others.
        chair: The id of whoever chairs it.
        attendees: Ids of those who attend.
        setting: How they meet, such as closed-door, expanded or by video.
        agenda: What is talked about, point by point.
        outcomes: What came out of it.
    """

    type: ClassVar[str] = "meeting"

    host: tuple[PartyId, ...] = ()
    chair: PartyId | None = None
    attendees: tuple[PartyId, ...] = ()
    setting: str | None = None
    agenda: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@frozen(kw_only=True, weakref_slot=False)
class Forum(Event):
    """Many come together to exchange views, or to do business.

    Attributes:
        organisers: Ids of those who hold it.
        speakers: Ids of those who speak.
        topic: What it is about.
        attendance: How many people came.
    """

    type: ClassVar[str] = "forum"

    organisers: tuple[PartyId, ...] = ()
    speakers: tuple[PartyId, ...] = ()
    topic: str | None = None
    attendance: int | None = None

    def faults(self) -> Iterator[Fault]:
        """Attendance is no negative number."""
        yield from super().faults()
        yield from _at_least(0, attendance=self.attendance)


@frozen(kw_only=True, weakref_slot=False)
class Signing(Event):
    """Documents are signed.

    Attributes:
        signatories: Ids of those who sign.
        documents: What is signed, one by one.
    """

    type: ClassVar[str] = "signing"

    signatories: tuple[PartyId, ...] = ()
    documents: tuple[str, ...] = ()


@frozen(kw_only=True, weakref_slot=False)
class Programme(Event):
    """A plan that runs for a stretch of time, and fills it.

    Attributes:
        parties: Ids of those who run it together.
        goals: What it is to bring about, one by one.
        budget: What it may cost, with the currency.
    """

    type: ClassVar[str] = "programme"
    fills: ClassVar[bool] = True

    parties: tuple[PartyId, ...] = ()
    goals: tuple[str, ...] = ()
    budget: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Term(Event):
    """Somebody holds an office for a stretch of time, and fills it.

    Attributes:
        holder: The id of whoever holds the office.
        office: The office, such as chair or president.
        organisation: The id of the organisation that the office belongs to.
        country: The country that the office belongs to, or that holds it.
    """

    type: ClassVar[str] = "term"
    fills: ClassVar[bool] = True

    holder: PartyId | None = None
    office: str | None = None
    organisation: OrganisationId | None = None
    country: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Milestone(Event):
    """A point that later things are counted from.

    Attributes:
        significance: Why it matters.
    """

    type: ClassVar[str] = "milestone"

    significance: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Period(Event):
    """A stretch of time during which something held; it fills its dates.

    Attributes:
        subject: What it is a stretch of, such as trade or a reign.
        change: By how much the subject changed, such as "+60 %".
    """

    type: ClassVar[str] = "period"
    fills: ClassVar[bool] = True

    subject: str | None = None
    change: str | None = None


@frozen(kw_only=True, weakref_slot=False)
class Statement(Event):
    """Somebody says something in public.

    Attributes:
        speaker: Ids of those who say it.
        text: What is said, in their words.
        audience: To whom it is said.
        about: Ids of the events that it is about.
    """

    type: ClassVar[str] = "statement"

    speaker: tuple[PartyId, ...] = ()
    text: str | None = None
    audience: str | None = None
    about: tuple[EventId, ...] = ()


@frozen(kw_only=True, weakref_slot=False)
class Conference(Event):
    """A meeting with a programme of talks.

    Attributes:
        organisers: Ids of those who hold it.
        chair: The id of whoever chairs it.
        speakers: Ids of those who speak.
        topic: What it is about.
        edition: Which of its series it is, from 1.
        attendance: How many people came.
    """

    type: ClassVar[str] = "conference"

    organisers: tuple[PartyId, ...] = ()
    chair: PartyId | None = None
    speakers: tuple[PartyId, ...] = ()
    topic: str | None = None
    edition: int | None = None
    attendance: int | None = None

    def faults(self) -> Iterator[Fault]:
        """Editions count from 1; attendance is no negative number."""
        yield from super().faults()
        yield from _at_least(1, edition=self.edition)
        yield from _at_least(0, attendance=self.attendance)


@frozen(kw_only=True, weakref_slot=False)
class Deadline(Event):
    """Something has to be done by then.

    Attributes:
        responsible: Ids of those who have to do it.
        deliverable: What has to be done or handed in.
    """

    type: ClassVar[str] = "deadline"

    responsible: tuple[PartyId, ...] = ()
    deliverable: str | None = None


BUILT_IN: Final[tuple[type[Event], ...]] = (
    Event,
    Visit,
    Summit,
    Election,
    Meeting,
    Forum,
    Signing,
    Programme,
    Term,
    Milestone,
    Period,
    Statement,
    Conference,
    Deadline,
)
"""The types that come with the library, in the order in which they are documented."""

for _built_in in BUILT_IN:
    event_types.add(_built_in.type, _built_in)


def _at_least(least: int, **figures: int | None) -> Iterator[Fault]:
    for key, figure in figures.items():
        if figure is not None and figure < least:
            yield Fault(key, "rule", f"{key} is {least} or more, not {figure}")


Locator: TypeAlias = Callable[[str], tuple[str, int, int, str]]
"""From a path in the document (``events[3].when``) to file, line and column, both from 1, and the path in that file."""


def _nowhere(path: str) -> tuple[str, int, int, str]:
    return "<document>", 1, 1, path


@frozen(kw_only=True, eq=False, weakref_slot=False)
class Document:
    """A file as it was said, with the files that it includes.

    Attributes:
        format: The version of the format, 1.
        title: What the timeline is called.
        description: What it is about, in plain words.
        namespace: What makes the ids of its events unique in the world: a domain or another name.
        as_of: The date that relative wording counts from, an ISO 8601 date: when the file was written.
        revised: When the file was last changed, an ISO 8601 date or date-time.
        timezone: The time zone of times that name none, such as Europe/Minsk.
        language: The language of the wording.
        prefer: Which date is meant where the year is left out: nearest, past or future.
        day_first: Whether 3/4/2017 is the third of April (true) or March 4th (false); else the file's own dates tell.
        week_start: The first day of the week, a name such as Monday or a number from 1 (Monday) to 7.
        hemisphere: Whose seasons are meant, north or south.
        seasons: Whether seasons are meteorological or astronomical.
        fiscal_year_start: The month in which the fiscal year starts, from 1 to 12.
        holidays: The country whose public holidays are no business days, an ISO 3166-1 code.
        include: Other files whose contents count as this file's, relative to it.
        types: Types of events that the file declares for itself, by name.
        sources: Where what is said comes from, by id.
        people: Who takes part, by id.
        organisations: Bodies that take part, by id.
        places: Where things happen, by id.
        events: The events, in any order.
        ical: What the calendar that it came from says beside its events, line by line as iCalendar has it.
    """

    format: Annotated[int, Form("version")] = 1
    title: str | None = None
    description: str | None = None
    namespace: Namespace | None = None
    as_of: IsoDate | None = None
    revised: IsoDate | None = None
    timezone: ZoneName = "UTC"
    language: LanguageCode = "en"
    prefer: Preference = "nearest"
    day_first: bool | None = None
    week_start: Weekday = 1
    hemisphere: Hemisphere = "north"
    seasons: Seasons = "meteorological"
    fiscal_year_start: Month = 1
    holidays: HolidayCountry | None = None
    include: tuple[str, ...] = ()
    types: Mapping[str, type[Event]] = field(factory=dict)
    sources: Mapping[str, Source] = field(factory=dict)
    people: Mapping[str, Person] = field(factory=dict)
    organisations: Mapping[str, Organisation] = field(factory=dict)
    places: Mapping[str, Place] = field(factory=dict)
    events: tuple[Event, ...] = ()
    ical: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file apart from its dates, in the order of the file."""
    locate: Locator = _nowhere
    """Where a path (``events[3].when``, counted in ``events`` above) stands; reads the file again when first called."""
    name: str = "<document>"
    """The name of the file, as it was given."""
    files: tuple[str, ...] = ()
    """The names of all its files, itself first and then those that it includes, in order."""

    def settings(self) -> dict[str, object]:
        """What the file sets for reading wording, by the names of ``Context``'s settings, without the anchor."""
        return {name: getattr(self, name) for name in SETTINGS}

    def anchor(self, event: Event) -> str | None:
        """The date that an event's wording counts from: its own, else its source's, else the file's."""
        if event.as_of:
            return event.as_of
        source = self.sources.get(event.source.id) if event.source else None
        return (source and source.published) or self.as_of

    def zone(self, event: Event) -> str:
        """The zone of an event's times: its own, else its place's, else the file's."""
        if event.timezone:
            return event.timezone
        place = self.places.get(event.place) if event.place else None
        return (place and place.timezone) or self.timezone

    def in_order(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems in the order of the files and of the lines in them."""
        order = {name: at for at, name in reversed(tuple(enumerate(self.files or (self.name,))))}
        return tuple(sorted(problems, key=lambda each: (order.get(each.file, len(order)), each.line, each.column)))

    def problem(self, path: str, code: str, message: str, suggestion: str | None = None) -> Problem:
        """A problem at a path of this document, with its file, line and column worked out."""
        file, line, column, written = self.locate(path)
        return Problem(file, line, column, written, code, message, suggestion)


SETTINGS: Final = (
    "timezone",
    "language",
    "prefer",
    "day_first",
    "week_start",
    "hemisphere",
    "seasons",
    "fiscal_year_start",
    "holidays",
)
"""The keys of a file that are settings of wording, alike in ``Document`` and in ``Context``."""


def key_of(attribute: str) -> str:
    """The key in a file that an attribute has: the same, but for names that Python keeps for itself (``except_``)."""
    return attribute.removesuffix("_")


@cache
def hints(cls: type) -> dict[str, object]:
    """The annotations of a class's fields, by attribute, in order."""
    annotations = get_type_hints(cls, include_extras=True)
    return {attribute.name: annotations[attribute.name] for attribute in fields(cls)}


@cache
def required(cls: type) -> tuple[str, ...]:
    """The keys that it must have."""
    return tuple(key_of(attribute.name) for attribute in fields(cls) if attribute.default is NOTHING)


@cache
def references(cls: type) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The attributes of a class that hold ids, each with the kinds of thing that it may name."""
    found = ((name, _names_in(hint)) for name, hint in hints(cls).items())
    return tuple((name, kinds) for name, kinds in found if kinds)


def _names_in(hint: object) -> tuple[str, ...]:
    if get_origin(hint) is Annotated:
        return next((extra.kinds for extra in get_args(hint)[1:] if isinstance(extra, Names)), ())
    if hint is Participation:
        return ("person", "organisation")
    if hint is SourceReference:
        return ("source",)
    if get_origin(hint) in (tuple, Union, UnionType):
        return next((kinds for kinds in map(_names_in, get_args(hint)) if kinds), ())
    return ()


def identifiers(value: object) -> tuple[str, ...]:
    """The ids in the value of a field that holds ids: one, several, participations, or a reference to a source."""
    match value:
        case str():
            return (value,)
        case tuple():
            return tuple(each.who if isinstance(each, Participation) else each for each in value)
        case SourceReference():
            return (value.id,)
        case _:
            return ()


SHORTHANDS: Final[dict[type, str]] = {
    Participation: "who",
    SourceReference: "id",
    Person: "name",
    Organisation: "name",
    Place: "name",
    Source: "title",
}
"""Classes that a file may write as one text, and the field that this text is."""

FIELD_KINDS: Final[dict[str, object]] = {
    "text": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "date": IsoDate,
    "person": PersonId,
    "organisation": OrganisationId,
    "party": PartyId,
    "place": PlaceId,
    "event": EventId,
    "texts": tuple[str, ...],
    "people": tuple[PersonId, ...],
    "organisations": tuple[OrganisationId, ...],
    "parties": tuple[PartyId, ...],
    "places": tuple[PlaceId, ...],
    "events": tuple[EventId, ...],
}
"""What a file may say of the fields of a type that it declares, and the annotation that this means."""


def _optional(hint: Any) -> Any:  # what attrs and typing call Any: a field, and an annotation
    return field(default=(), type=hint) if get_origin(hint) is tuple else field(default=None, type=hint | None)


def declare_type(name: str, based_on: type[Event], kinds: Mapping[str, str]) -> type[Event]:
    """A type of event that a file declares for itself; its kinds are keys of ``FIELD_KINDS``."""
    annotations = {key: FIELD_KINDS[kind] for key, kind in kinds.items()}
    attributes = {key: _optional(hint) for key, hint in annotations.items()}
    words = "".join(f"\n        {key}: {kind.capitalize()}, as the file declares." for key, kind in kinds.items())
    body = {"type": name, "__doc__": f"A type that a file declares.\n\n    Attributes:{words}\n    "}
    return make_class(
        "".join(part.capitalize() for part in name.replace("_", "-").split("-")),
        attributes,
        bases=(based_on,),
        class_body=body,
        frozen=True,
        kw_only=True,
        slots=True,
        weakref_slot=False,
    )
