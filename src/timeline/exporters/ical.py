"""Calendar files: iCalendar (RFC 5545, with RFC 7986 and RFC 9253), written one component at a time.

``icalendar`` is the one serialiser. Every component is made, written and let go, so that memory does not grow with the
number of events; what many of them share (time zones, places, categories, parameters) is made once. Two quirks of the
library are worked around in ``timeline.exporters.properties``, and its time zones are replaced by
``timeline.exporters.vtimezone``.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Container, Iterable, Iterator
from copy import copy
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from attrs import Attribute, field, frozen
from icalendar import Alarm, Component, Parameters
from icalendar.prop import vDatetime

from timeline import zones
from timeline.alarms import duration, trigger_seconds
from timeline.calendar import DAY, civil, day_number
from timeline.calendar_texts import degrees, hushed, location_of, namespace_of
from timeline.contentlines import read_blocks
from timeline.errors import ExportError, InvalidDateError, Problem, SettingError
from timeline.events import Document
from timeline.exporters import carried
from timeline.exporters import placement as places
from timeline.exporters.carried import Keeping
from timeline.exporters.components import Event, Head, Journal, Kept, KeptComponent
from timeline.exporters.placement import Placement, Policy, UnplaceableError
from timeline.exporters.plain import taking_part
from timeline.exporters.properties import Text, Texts, Verbatim, all_day, extension, naive, utc, zoned
from timeline.exporters.recurring import recurrence_rule, restless
from timeline.exporters.text import ControlCharacterError, clean, on_one_line
from timeline.exporters.vtimezone import HORIZON, vtimezone

if TYPE_CHECKING:
    from timeline.events import Event as Said
    from timeline.resolver.resolution import Step
    from timeline.span import Span
    from timeline.timeline import Entry, Timeline

PRODID: Final = "-//timeline//timeline//EN"
MOST_LEFT_OUT: Final = 10_000
"""The most occurrences of one event that are written as left out; a day has 86,400 of what repeats every second."""
_SHARED: Final = 1024
"""The most values of one kind that are kept to be used again."""

COLORS: Final = {
    "visit": "steelblue",
    "summit": "darkviolet",
    "election": "crimson",
    "meeting": "royalblue",
    "forum": "teal",
    "signing": "darkgreen",
    "programme": "olivedrab",
    "term": "slategray",
    "milestone": "goldenrod",
    "period": "tan",
    "statement": "darkorange",
    "conference": "mediumpurple",
    "deadline": "red",
}
"""COLOR (RFC 7986 §5.9) by type of event: names of CSS colours."""

_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?(?:/\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?\Z")
_UNSAFE_IN_URI: Final = re.compile('[\x00-\x20\x7f"<>\\\\^`{|}]')
_PARENT: Final = Parameters({"RELTYPE": "PARENT"})
_FINISH_TO_START: Final = Parameters({"RELTYPE": "FINISHTOSTART"})
_SOURCE_LINK: Final = Parameters({"LINKREL": "via", "VALUE": "URI"})
_AS_URI: Final = Parameters({"VALUE": "URI"})
_AS_DURATION: Final = Parameters({"VALUE": "DURATION"})


def _one_of(default: str, *others: str) -> str:
    def check(_settings: object, attribute: Attribute[str], value: str) -> None:
        if value not in (default, *others):
            raise SettingError(f"{attribute.name} can be {', '.join((default, *others))}, not {value!r}")

    choice: str = field(default=default, validator=check)
    return choice


def _flag(default: bool) -> bool:
    def check(_settings: object, attribute: Attribute[bool], value: object) -> None:
        if value is not True and value is not False:
            raise SettingError(f"{attribute.name} is True or False, not {value!r}")

    flag: bool = field(default=default, validator=check)
    return flag


def _text(pattern: str = ".*", what: str = "text") -> str | None:
    def check(_settings: object, attribute: Attribute[str | None], value: object) -> None:
        if value is not None and not (isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII | re.DOTALL)):
            raise SettingError(f"{attribute.name} is {what}, not {value!r}")

    text: str | None = field(default=None, validator=check)
    return text


@frozen(kw_only=True)
class CalendarSettings:
    """The policies of a calendar export.

    Attributes:
        uncertain: What is known within bounds only: over its ``bounds``, at the ``earliest`` or ``latest`` place that
            they allow, as a ``journal`` entry (VJOURNAL), or ``skip``.
        open: What has an open or unknown side: one day as a ``marker`` on the side that is known, as a ``journal``
            entry there, or ``skip``.
        transparent: What takes no time in free/busy searches (TRANSP): ``auto`` for all that is not exact and for types
            that are stretches by nature (period, term, programme), ``all-day`` for every all-day event, ``always``,
            ``never``.
        descriptions: ``explained`` (notes, who takes part, what is uncertain, the wording and how it resolved),
            ``plain`` (without the wording and the steps), ``none``.
        alarms: Whether an event's ``alarms`` become VALARMs.
        attendees: Whether participants become ATTENDEEs, and those whom an imported calendar invites are invited again;
            off, since importing must not send invitations: the imported ones stay, with word that nobody is written to
            (SCHEDULE-AGENT=CLIENT, RFC 6638 §7.1).
        mark_uncertain: Whether events that are not exact are TENTATIVE, where they are confirmed otherwise.
        fields: Whether what calendars have no property for goes along in X-TIMELINE-FIELDS and X-TIMELINE-FILE, so that
            an import gives the same events.
        relations: ``parent`` (``part_of``) or ``all``, which writes ``before`` and ``after`` as FINISHTOSTART
            (RFC 9253 §4.2) as well; programs that know only RFC 5545 read that as another parent.
        method: METHOD of the calendar, such as ``PUBLISH``; none by default.
        name: What the calendar is called; else the timeline's title.
        color: COLOR of the calendar, the name of a CSS colour.
        url: Where the calendar can be seen.
        source: Where the calendar can be fetched again.
        refresh: How often to fetch it, an ISO 8601 duration such as ``P1D``.
        image: A picture for it, a URI.
    """

    uncertain: str = _one_of("bounds", "earliest", "latest", "journal", "skip")
    open: str = _one_of("marker", "journal", "skip")
    transparent: str = _one_of("auto", "all-day", "always", "never")
    descriptions: str = _one_of("explained", "plain", "none")
    alarms: bool = _flag(default=True)
    attendees: bool = _flag(default=False)
    mark_uncertain: bool = _flag(default=False)
    fields: bool = _flag(default=True)
    relations: str = _one_of("parent", "all")
    method: str | None = _text(r"[A-Za-z0-9-]+", "a word such as PUBLISH")
    name: str | None = _text()
    color: str | None = _text(r"[A-Za-z]+", "the name of a CSS colour")
    url: str | None = _text()
    source: str | None = _text()
    refresh: str | None = _text(
        r"P(\d+W|(?=[\dT])(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?)", "an ISO 8601 duration such as P1D"
    )
    image: str | None = _text()


def export_ical(
    timeline: Timeline,
    *,
    uncertain: str = "bounds",
    open: str = "marker",  # noqa: A002  (as EDTF calls it)
    transparent: str = "auto",
    descriptions: str = "explained",
    alarms: bool = True,
    attendees: bool = False,
    mark_uncertain: bool = False,
    fields: bool = True,
    relations: str = "parent",
    method: str | None = None,
    name: str | None = None,
    color: str | None = None,
    url: str | None = None,
    source: str | None = None,
    refresh: str | None = None,
    image: str | None = None,
    report: list[Problem] | None = None,
) -> bytes:
    """The timeline as a calendar file; the settings are those of ``CalendarSettings``.

    Whatever cannot be written is left out and added to ``report``, a problem each with its place and reason; without a
    ``report`` it is told as a warning.

    Raises:
        SettingError: a setting has a value that it cannot have.
        ExportError: the calendar's own title or description cannot be written.
    """
    settings = CalendarSettings(
        uncertain=uncertain,
        open=open,
        transparent=transparent,
        descriptions=descriptions,
        alarms=alarms,
        attendees=attendees,
        mark_uncertain=mark_uncertain,
        fields=fields,
        relations=relations,
        method=method,
        name=name,
        color=color,
        url=url,
        source=source,
        refresh=refresh,
        image=image,
    )
    return b"".join(stream(timeline, settings, report=report))


def stream_ical(
    timeline: Timeline,
    *,
    report: list[Problem] | None = None,
    progress: Callable[[int, int], None] | None = None,
    **settings: Any,  # each checked by ``CalendarSettings``
) -> Iterator[bytes]:
    """The same, a component at a time, so that memory does not grow with the number of events.

    ``progress`` is told how many of how many events are done.
    """
    return stream(timeline, CalendarSettings(**settings), report=report, progress=progress)


def stream(
    timeline: Timeline,
    settings: CalendarSettings | None = None,
    *,
    report: list[Problem] | None = None,
    progress: Callable[[int, int], None] | None = None,
    before: Container[str] = (),
) -> Iterator[bytes]:
    """The same by settings that are made already.

    ``before`` are the UIDs of an earlier export, which renamed events keep.
    """
    told: list[Problem] = [] if report is None else report
    yield from _Writer(timeline, settings or CalendarSettings(), told, before).chunks(progress)
    if report is None and told:
        warnings.warn("\n".join(map(str, told)), stacklevel=3)


class _Writer:
    """One export: its settings, what it reports, and the values that many events share."""

    def __init__(
        self, timeline: Timeline, settings: CalendarSettings, report: list[Problem], before: Container[str]
    ) -> None:
        self.timeline = timeline
        self.document = timeline.document or Document()
        self.settings = settings
        self.policy = Policy(settings.uncertain, settings.open)
        self.report = report
        self.namespace = namespace_of(self.document)
        self.uids = carried.uids(timeline, self.namespace, before)
        self._places_in_file: dict[str, int] = {}
        """Where each event stands in its file, once one has something wrong with it."""
        self._zones: dict[str, Parameters] = {}
        self._stamps: dict[str | None, vDatetime] = {}
        self._categories: dict[tuple[str, ...], Texts] = {}
        self._places: dict[str, dict[str, object]] = {}
        self._colors = {name: Verbatim(color) for name, color in COLORS.items()}
        self._transp = {name: Verbatim(name) for name in ("OPAQUE", "TRANSPARENT")}
        self._statuses = {name: Verbatim(name) for name in ("CONFIRMED", "TENTATIVE", "CANCELLED", "FINAL", "DRAFT")}
        self._links: dict[str, Verbatim] = {}
        self._predecessors = _predecessors(timeline) if settings.relations == "all" else {}

    def chunks(self, progress: Callable[[int, int], None] | None) -> Iterator[bytes]:
        opening, closing = self.calendar().to_ical(sorted=False).rsplit(b"END:", 1)
        yield opening
        for name, (low, high) in sorted(self.zones_needed().items()):
            yield vtimezone(name, low, high).to_ical()
        for block in read_blocks(self.document.ical if self.settings.attendees else hushed(self.document.ical))[1]:
            yield KeptComponent(block).to_ical(sorted=False)
        count = len(self.timeline)
        for done, entry in enumerate(self.timeline, 1):
            try:
                for component in self.components(entry):
                    yield component.to_ical(sorted=False)
            except UnplaceableError as reason:
                self.leave_out(entry, "when", str(reason))
            except _UnwritableError as reason:
                self.leave_out(entry, reason.key, str(reason))
            if progress is not None:
                progress(done, count)
        yield b"END:" + closing

    def leave_out(self, entry: Entry, key: str, reason: str) -> None:
        self.tell(entry, key, "left-out", f"{entry.id!r} is left out of the calendar: {reason}")

    def tell(self, entry: Entry, key: str, code: str, message: str) -> None:
        if not self._places_in_file:
            self._places_in_file = {event.id: at for at, event in enumerate(self.document.events)}
        index = self._places_in_file.get(entry.id)
        path = f"events[{index}].{key}" if index is not None else entry.id
        self.report.append(self.document.problem(path, code, message))

    def calendar(self) -> Head:
        """The VCALENDAR without its components (RFC 5545 §3.6, RFC 7986 §5)."""
        settings = self.settings
        calendar = Head()
        calendar["VERSION"] = Verbatim("2.0")
        calendar["PRODID"] = Text(PRODID)
        calendar["CALSCALE"] = Verbatim("GREGORIAN")
        if settings.method:
            calendar["METHOD"] = Verbatim(settings.method.upper())
        self.title(calendar)
        if revised := self.document.revised or self.document.as_of:
            calendar["LAST-MODIFIED"] = utc(stamp(revised))
        if settings.color:
            calendar["COLOR"] = Verbatim(settings.color)
        for name, uri, params in (
            ("URL", settings.url, None),
            ("SOURCE", settings.source, _AS_URI),
            ("IMAGE", settings.image, _AS_URI),
        ):
            if uri:
                calendar[name] = _uri(uri, params)
        if settings.refresh:
            calendar["REFRESH-INTERVAL"] = Verbatim(settings.refresh, _AS_DURATION)
            calendar["X-PUBLISHED-TTL"] = Verbatim(settings.refresh)
        if settings.fields and (told := carried.file_text(self.document)):
            calendar["X-TIMELINE-FILE"] = extension(told)
        for line in read_blocks(self.document.ical)[0]:
            if line.name not in calendar and (line.name != "METHOD" or line.value.upper() == "PUBLISH"):
                calendar[line.name] = Kept(line.raw)
        return calendar

    def title(self, calendar: Head) -> None:
        """NAME and DESCRIPTION, and the X- names of them that programs older than RFC 7986 know."""
        told = {
            ("NAME", "X-WR-CALNAME"): self.settings.name or self.document.title,
            ("DESCRIPTION", "X-WR-CALDESC"): self.document.description,
        }
        for (key, older), text in told.items():
            if text:
                try:
                    plain = clean(text)
                    calendar[key] = calendar[older] = Text(on_one_line(plain) if key == "NAME" else plain)
                except ControlCharacterError as error:
                    raise ExportError(f"the calendar's {key.lower()} holds a {error}") from None

    def zones_needed(self) -> dict[str, tuple[int, int]]:
        """The zones that events are written in, each with the first and last UTC second for which it is needed.

        Whole years, so that one more event seldom changes a zone; what repeats needs its zone up to 2037.
        """
        needed: dict[str, tuple[int, int]] = {}
        for entry in self.timeline:
            span, repeats = _first(entry)
            if span is None or span.zone is None or zones.is_fixed(span.zone):
                continue
            try:
                placed = places.place(span, self.policy, repeats=repeats)
            except UnplaceableError:
                continue
            if placed.zone in (None, "UTC"):
                continue
            first, last = (civil(second // DAY)[0] for second in placed.utc)
            low, high = day_number(first) * DAY, day_number(last + 2) * DAY
            if repeats:
                high = max(high, HORIZON)
            earlier = needed.get(placed.zone, (low, high))
            needed[placed.zone] = min(low, earlier[0]), max(high, earlier[1])
        for lines in (self.document.ical, *(entry.event.ical for entry in self.timeline if entry.event.ical)):
            for name in carried.zones_kept(lines):
                needed[name] = min(places.ZONED_FROM, needed.get(name, (HORIZON, 0))[0]), HORIZON
        return needed

    def components(self, entry: Entry) -> Iterator[Component]:
        """The event's component, and one for each of its occurrences that its rule does not tell alone."""
        span, repeats = _first(entry)
        if span is None:
            raise UnplaceableError("it has no date")
        placed = places.place(span, self.policy, repeats=repeats)
        component = self.component(entry, placed)
        keeping = None
        if entry.event.ical:
            keeping = Keeping(entry.event, self.document.zone(entry.event), inviting=self.settings.attendees)
        if not repeats or placed.journal or placed.marker:
            if keeping is not None:
                keeping.put(component, alarms=self.settings.alarms)
            yield component
            return
        left_out, moved = self.exceptions(entry, placed)
        length = placed.end - placed.start
        others = [(instance, Placement(start, start + length, placed.zone)) for instance, start in moved]
        if keeping is None:
            others += restless(entry, self.document, placed)
        plain = component.copy() if others else component
        self.recur(entry, placed, component, left_out)
        if keeping is not None:
            keeping.put(component, alarms=self.settings.alarms)
        yield component
        kept = dict(keeping.moved(placed, dict(moved))) if keeping is not None else {}
        for instance, there in others:
            if instance in kept:
                continue
            override = type(component)(plain)
            override["RECURRENCE-ID"] = self.time(instance, placed.zone)
            self.set_time(override, there)
            if "X-TIMELINE-PLACED" in override:
                override["X-TIMELINE-PLACED"] = extension(carried.placed_at(there))
            yield override
        for block in kept.values():
            yield KeptComponent(block)

    def component(self, entry: Entry, placed: Placement) -> Component:
        """The VEVENT or VJOURNAL of an event (RFC 5545 §3.6.1, §3.6.3), its recurrence apart."""
        event = entry.event
        component: Component = Journal() if placed.journal else Event()
        component["UID"] = Text(self.uid(entry.id))
        self.stamp(event, component)
        self.set_time(component, placed)
        # Some programs skip an event of two lines; its fields say what the title is in truth.
        component["SUMMARY"] = Text(on_one_line(_cleaned("title", event.title)))
        if text := self.description(entry, placed):
            component["DESCRIPTION"] = Text(text)
        component["CATEGORIES"] = self.categories(event)
        component["STATUS"] = self._statuses[self.status(event, placed)]
        if event.type in self._colors:
            component["COLOR"] = self._colors[event.type]
        if event.url:
            component["URL"] = _uri(event.url)
        if not placed.journal:
            self.occupy(entry, placed, component)
        self.relate(event, component)
        if self.settings.attendees:
            component["ATTENDEE"] = [self.attendee(who, roles) for who, roles in taking_part(event).items()]
        for name, told in self.extensions(entry):
            component[name] = extension(told)
        if self.settings.fields:
            component["X-TIMELINE-PLACED"] = extension(carried.placed_at(placed))
            if said := carried.fields_text(event, component):
                component["X-TIMELINE-FIELDS"] = extension(said)
        return component

    def uid(self, event_id: str) -> str:
        return self.uids.get(event_id) or f"{event_id}@{self.namespace}"

    def occupy(self, entry: Entry, placed: Placement, component: Component) -> None:
        """What a VEVENT has and a VJOURNAL has not: where it is, whether it takes time, alarms."""
        event = entry.event
        if event.place:
            component.update(self.place(event.place))
        component["TRANSP"] = self._transp["TRANSPARENT" if self.transparent(event, placed) else "OPAQUE"]
        if self.settings.alarms:
            for wording in event.alarms:
                self.alarm(entry, placed, wording, component)

    def stamp(self, event: Said, component: Component) -> None:
        """DTSTAMP and LAST-MODIFIED: when the event, else the file, was revised; never the clock."""
        revised = event.revised or self.document.revised or self.document.as_of
        if revised not in self._stamps:
            _bound(self._stamps)
            self._stamps[revised] = utc(stamp(revised))
        component["DTSTAMP"] = component["LAST-MODIFIED"] = self._stamps[revised]

    def set_time(self, component: Component, placed: Placement) -> None:
        component["DTSTART"] = self.time(placed.start, placed.zone)
        if not placed.journal:
            component["DTEND"] = self.time(placed.end, placed.zone)

    def time(self, edge: int, zone: str | None) -> object:
        """A DATE or DATE-TIME value; seconds are in ``zone``."""
        if zone is None:
            return all_day(date(*civil(edge)))
        moment = naive(edge)
        if zone == "UTC":
            return utc(moment)
        if zone not in self._zones:
            self._zones[zone] = Parameters({"TZID": zone})
        return zoned(moment, self._zones[zone])

    def status(self, event: Said, placed: Placement) -> str:
        tentative = event.status == "tentative" or (
            self.settings.mark_uncertain and event.status == "confirmed" and not placed.certain
        )
        if event.status == "cancelled":
            return "CANCELLED"
        if placed.journal:
            return "DRAFT" if tentative else "FINAL"
        return "TENTATIVE" if tentative else "CONFIRMED"

    def transparent(self, event: Said, placed: Placement) -> bool:
        return {
            "always": True,
            "never": False,
            "all-day": placed.zone is None or not placed.certain,
            "auto": not placed.certain or type(event).fills,
        }[self.settings.transparent]

    def categories(self, event: Said) -> Texts:
        key = (event.type, *event.tags)
        if key not in self._categories:
            _bound(self._categories)
            self._categories[key] = Texts(_cleaned("tags", text) for text in dict.fromkeys(key))
        return self._categories[key]

    def place(self, place_id: str) -> dict[str, object]:
        """LOCATION and GEO (RFC 5545 §3.8.1.6: six decimals at most)."""
        if place_id not in self._places:
            place = self.document.places.get(place_id)
            name = location_of(place) if place is not None else place_id
            found: dict[str, object] = {"LOCATION": Text(_cleaned("place", name))}
            if place is not None and place.coordinates is not None:
                found["GEO"] = Verbatim(";".join(degrees(number) for number in place.coordinates))
            self._places[place_id] = found
        return self._places[place_id]

    def relate(self, event: Said, component: Component) -> None:
        """RELATED-TO for what it is part of and what comes before it; LINK to its source (RFC 9253)."""
        related = [Text(self.uid(event.part_of), _PARENT)] if event.part_of else []
        related += [Text(self.uid(other), _FINISH_TO_START) for other in self._predecessors.get(event.id, ())]
        if related:
            component["RELATED-TO"] = related if len(related) > 1 else related[0]
        source = self.document.sources.get(event.source.id) if event.source else None
        if source is not None and source.url:
            if source.id not in self._links:
                self._links[source.id] = _uri(source.url, _SOURCE_LINK)
            component["LINK"] = self._links[source.id]
        concepts = [_uri(tag) for tag in event.tags if re.match(r"(?:https?|urn):", tag)]
        if concepts:
            component["CONCEPT"] = concepts

    def name(self, party: str) -> str:
        person = self.document.people.get(party) or self.document.organisations.get(party)
        return person.name if person is not None else party

    def attendee(self, who: str, roles: tuple[str, ...]) -> Verbatim:
        """Nobody has an address here: the scheme ``invalid`` says so and keeps programs from writing to anybody."""
        params = Parameters({"CN": clean(self.name(who))})
        if who in self.document.organisations:
            params["CUTYPE"] = "GROUP"
        params["ROLE"] = "CHAIR" if "chair" in roles else "REQ-PARTICIPANT"
        return Verbatim(f"invalid:{who}", params)

    def extensions(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """What other programs have no property for: id, type, wording and what is known of the date."""
        event = entry.event
        yield "X-TIMELINE-ID", entry.id
        yield "X-TIMELINE-TYPE", event.type
        if event.when:
            yield "X-TIMELINE-WHEN", _cleaned("when", event.when)
        if event.repeats:
            yield "X-TIMELINE-REPEATS", _cleaned("repeats", event.repeats)
        if entry.span is not None:
            yield "X-TIMELINE-EDTF", entry.span.edtf()
            yield "X-TIMELINE-BOUNDS", "/".join(entry.span.iso_bounds())

    def description(self, entry: Entry, placed: Placement) -> str:
        event, span = entry.event, entry.span
        if self.settings.descriptions == "none":
            return ""
        parts = [_cleaned("notes", event.notes.strip())] if event.notes else []
        people = [
            self.name(who) + (f" ({', '.join(roles)})" if roles else "") for who, roles in taking_part(event).items()
        ]
        if people:
            parts.append(_cleaned("participants", f"With {', '.join(people)}."))
        if span is not None and (doubt := places.uncertainty(span, placed)):
            parts.append(doubt)
        if self.settings.descriptions == "explained":
            said = event.when or event.repeats
            plain = placed.certain and _ISO.match(said or "") is not None  # it says itself what it means
            lines = [f"Date as written: {_cleaned('when', said)}"] if said and not plain else []
            if entry.resolution is not None and not (plain and placed.zone is None):
                # A resolution keeps the steps that were asked for; a copy of it lets them go again. The one that only
                # repeats the wording is there already; of a plain date only a change of clocks has to be told.
                told = copy(entry.resolution).steps
                steps = (step for step in told if (step.rule == "clocks" if plain else step.rule != "wording"))
                lines += [f"- {_cleaned('when', step.text)}" for step in steps]
            if lines:
                parts.append("\n".join(lines))
        return "\n\n".join(parts)

    def alarm(self, entry: Entry, placed: Placement, wording: str, component: Component) -> None:
        seconds = trigger_seconds(wording, 0 if placed.zone is None else self.second_of_day(entry, placed))
        if seconds is None:
            self.tell(entry, "alarms", "alarm", f"{entry.id!r} has an alarm that cannot be read: {wording!r}")
            return
        alarm = Alarm()
        alarm["ACTION"] = Verbatim("DISPLAY")
        alarm["TRIGGER"] = Verbatim(duration(seconds))
        alarm["DESCRIPTION"] = component["SUMMARY"]
        component.add_component(alarm)

    def second_of_day(self, entry: Entry, placed: Placement) -> int:
        """When the event starts by the clocks of its zone, though it be written in UTC."""
        span = _first(entry)[0]
        zone = span.zone if span is not None and span.zone is not None else "UTC"
        return zones.convert(placed.start, placed.zone or "UTC", zone) % DAY

    def recur(self, entry: Entry, placed: Placement, component: Component, left_out: list[int]) -> None:
        """RRULE and EXDATE; one EXDATE a line, since some programs read only the first of a list."""
        recurrence = entry.resolution.recurrence if entry.resolution is not None else None
        try:
            component["RRULE"] = recurrence_rule(recurrence.rrule if recurrence else "", placed.zone)
        except ValueError as error:
            raise _UnwritableError("repeats", str(error)) from None
        if left_out:
            component["EXDATE"] = [self.time(start, placed.zone) for start in left_out]

    def exceptions(self, entry: Entry, placed: Placement) -> tuple[list[int], list[tuple[int, int]]]:
        """The starts that are left out, and the old and new starts of what was moved, on the line of the placement."""
        from timeline.schedule.occurrences import Series

        if not entry.event.except_ and not entry.event.moved:
            return [], []
        faults: list[tuple[str, InvalidDateError]] = []
        notes: list[Step] = []
        left_out: list[int] = []
        moved: list[tuple[int, int]] = []
        series = Series(entry, self.document, faults)
        try:
            left_out = list(dict.fromkeys(islice(series.left_out(), MOST_LEFT_OUT + 1)))
            if len(left_out) > MOST_LEFT_OUT:
                message = f"{entry.id!r} is left out more than {MOST_LEFT_OUT} times: only the first are written"
                self.tell(entry, "except", "except", message)
                left_out.pop()
            moved = [*series.moves(notes)]
        except InvalidDateError as error:
            faults.append(("repeats", error))
        for key, fault in faults:
            self.tell(entry, key, key, str(fault))
        if not entry.event.ical:  # what a calendar adds by RDATE is not known here
            for note in notes:
                self.tell(entry, "moved", "moved", note.text)
        own, zone = series.zone, placed.zone

        def there(start: int) -> int:
            return start if zone is None or own is None else zones.convert(start, own, zone)

        shift = placed.start - there(series.first.start_low)  # by which a policy has moved the first
        return (
            [there(start) + shift for start in left_out],
            [(there(old) + shift, there(new) + shift) for old, new in moved],
        )


def _bound(shared: dict[Any, Any]) -> None:
    """Keep what is shared from growing with the number of events."""
    if len(shared) >= _SHARED:
        shared.clear()


class _UnwritableError(Exception):
    """A field of an event that a calendar file cannot hold; ``key`` is its name."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def _cleaned(key: str, text: str) -> str:
    try:
        return clean(text)
    except ControlCharacterError as error:
        raise _UnwritableError(key, f"{key} holds a {error}") from None


def _first(entry: Entry) -> tuple[Span | None, bool]:
    """The span to write, the first occurrence of what repeats, and whether it repeats."""
    recurrence = entry.resolution.recurrence if entry.resolution is not None else None
    return (entry.span, False) if recurrence is None else (recurrence.start, True)


def _predecessors(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """For each event those that end before it starts, as either side says."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        for earlier in entry.event.after:
            found.setdefault(entry.id, {})[earlier] = None
        for later in entry.event.before:
            found.setdefault(later, {})[entry.id] = None
    return {event_id: list(earlier) for event_id, earlier in found.items()}


def _uri(text: str, params: Parameters | None = None) -> Verbatim:
    """A URI value (RFC 5545 §3.3.13); what no URI can hold is percent-encoded."""
    written = _UNSAFE_IN_URI.sub(lambda found: f"%{ord(found[0]):02X}", unicodedata.normalize("NFC", text.strip()))
    return Verbatim(written) if params is None else Verbatim(written, params)


def stamp(revised: str | None) -> datetime:
    """A naive moment in UTC of an ISO 8601 date or date-time, midnight of dates; 1970 where none is given."""
    try:
        moment = datetime.fromisoformat(revised or "")
    except ValueError:
        return naive(day_number(1970) * DAY)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)
