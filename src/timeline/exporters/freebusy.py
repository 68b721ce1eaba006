"""Free/busy times: when somebody is busy, without saying by what (VFREEBUSY, RFC 5545 §3.6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from icalendar import Calendar, FreeBusy, Parameters

from timeline.calendar import DAY, civil, day_number
from timeline.calendar_texts import namespace_of
from timeline.errors import ExportError, TimelineError
from timeline.events import Document
from timeline.exporters.ical import PRODID
from timeline.exporters.properties import Text, Verbatim, naive, utc
from timeline.exporters.text import clean
from timeline.schedule.free import busy, known_as, merged, without
from timeline.span import FOREVER, NEVER, Span

if TYPE_CHECKING:
    from timeline.schedule.free import Stretch
    from timeline.timeline import Timeline

_SURE: Final = Parameters({"FBTYPE": "BUSY"})
_PERHAPS: Final = Parameters({"FBTYPE": "BUSY-TENTATIVE"})
_FIRST: Final = day_number(1) * DAY
_LAST: Final = day_number(10_000) * DAY - 1


def export_freebusy(
    timeline: Timeline,
    *,
    participants: str | Sequence[str] | None = None,
    start: str | None = None,
    end: str | None = None,
) -> bytes:
    """When people are busy, as a calendar file with one VFREEBUSY for each of them.

    BUSY is when an event is sure to be under way, BUSY-TENTATIVE when it may be: within its bounds, or tentative
    itself. Times are in UTC; what is known to the day keeps the whole day. What has no start or no end is left out,
    since no period can say it.

    Args:
        timeline: What keeps people busy.
        participants: Ids or names, as a sequence or with commas between; else everybody the file knows as a person.
        start: From when on, a date, wording or an event's id; else from the first busy time on.
        end: Until when, itself included; else until the last.

    Raises:
        ExportError: nobody is named or known, or something repeats without end and no window is given.
    """
    document = timeline.document or Document(timezone=timeline.timezone)
    window = None
    try:
        wanted = [known_as(timeline, document, name) for name in _names(participants, document)]
        if start or end:
            said, _ = timeline._stretch(start or None, end or None)  # noqa: SLF001  (as every selection reads it)
            window = Span.filled(said.start_low, said.end_high, zone=said.zone)
        components = [_component(timeline, document, name, window) for name in wanted]
    except TimelineError as error:
        raise ExportError(str(error)) from error
    if not components:
        raise ExportError("free/busy times are somebody's: the file has no people, so name participants")
    calendar = Calendar()
    calendar["VERSION"] = Verbatim("2.0")
    calendar["PRODID"] = Text(PRODID)
    calendar["CALSCALE"] = Verbatim("GREGORIAN")
    calendar["METHOD"] = Verbatim("PUBLISH")
    for component in components:
        calendar.add_component(component)
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _names(participants: str | Sequence[str] | None, document: Document) -> tuple[str, ...]:
    if participants is None:
        return tuple(document.people)
    if isinstance(participants, str):
        return tuple(name.strip() for name in participants.split(",") if name.strip())
    return tuple(participants)


def _component(timeline: Timeline, document: Document, person: str, window: Span | None) -> FreeBusy:
    told = document.people.get(person) or document.organisations.get(person)
    low, high = _edges(window, timeline.timezone)
    found = [
        (max(one.start, low), min(one.end, high), one.certain)
        for one in busy(timeline, (person,), window)
        if one.start < high and one.end > low
    ]
    found = [one for one in found if one[0] > NEVER and one[1] < FOREVER]
    sure = merged((start, end) for start, end, certain in found if certain)
    perhaps = without(merged((start, end) for start, end, certain in found if not certain), sure)
    component = FreeBusy()
    component["UID"] = Text(f"{person}.free-busy@{namespace_of(document)}")
    component["DTSTAMP"] = utc(_stamp(document.revised or document.as_of))
    edges = [edge for edge in (low, high) if NEVER < edge < FOREVER] + [edge for one in found for edge in one[:2]]
    if edges:
        component["DTSTART"] = utc(naive(_written(min(edges))))
        component["DTEND"] = utc(naive(_written(max(edges))))
    name = clean(told.name) if told is not None else person
    component["ORGANIZER"] = Verbatim(f"invalid:{person}", Parameters({"CN": name}))
    lines = [Verbatim(_period(one), kind) for kind, periods in ((_SURE, sure), (_PERHAPS, perhaps)) for one in periods]
    if lines:
        component["FREEBUSY"] = lines
    return component


def _edges(window: Span | None, zone: str) -> Stretch:
    if window is None:
        return NEVER, FOREVER
    span = window.in_zone(zone) if window.zone is None else window
    utc_span = span.in_zone("UTC")
    return utc_span.start_low, utc_span.end_high


def _written(second: int) -> int:
    return min(max(second, _FIRST), _LAST)


def _period(stretch: Stretch) -> str:
    """A PERIOD value in UTC (RFC 5545 §3.3.9)."""
    return "/".join(_moment(_written(edge)) for edge in stretch)


def _moment(second: int) -> str:
    day, second = divmod(second, DAY)
    year, month, date = civil(day)
    return f"{year:04d}{month:02d}{date:02d}T{second // 3600:02d}{second // 60 % 60:02d}{second % 60:02d}Z"


def _stamp(revised: str | None) -> datetime:
    """When the file was revised, in UTC; 1970 where it does not say (never the clock)."""
    try:
        moment = datetime.fromisoformat(revised or "")
    except ValueError:
        return naive(day_number(1970) * DAY)
    offset = moment.utcoffset()
    return (moment - offset if offset else moment).replace(tzinfo=None, microsecond=0)
