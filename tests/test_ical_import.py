"""Calendar files in, and files brought up to date: tables of cases, and the laws that hold for every calendar."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.target import check
from timeline.contentlines import Block, Line, Reader, parse_line, read_blocks, split_list, unescape
from timeline.errors import ExportError, LoadError, Problem, UnreadableError
from timeline.events import Document, Event
from timeline.exporters.ical import CalendarSettings, export_ical
from timeline.exporters.update import update
from timeline.exporters.yaml import export_yaml
from timeline.exporters.yaml import stream as yaml_stream
from timeline.importers import load, read
from timeline.importers.ical import MOST_PROBLEMS, import_ical
from timeline.importers.timezones import by_name
from timeline.importers.yaml import import_yaml
from timeline.timeline import Timeline

DATA = Path(__file__).parent / "data" / "ics"
EVENTS = Path(__file__).parent.parent / "data" / "events.yaml"
FOREIGN = ("outlook.ics", "google.ics")


def calendar(*lines: str, top: tuple[str, ...] = ()) -> Document:
    """A calendar of one event with these lines, imported."""
    return import_ical(io.BytesIO(text_of(*lines, top=top)))


def text_of(*lines: str, top: tuple[str, ...] = ()) -> bytes:
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", *top, "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(whole).encode()


def one(*lines: str, top: tuple[str, ...] = ()) -> Event:
    """The event of such a calendar, which has no problems."""
    document = calendar(*lines, top=top)
    assert document.problems == ()
    (event,) = document.events
    return event


def from_yaml(document: Document) -> Document:
    """A document written as YAML and read again."""
    return import_yaml(io.StringIO(b"".join(yaml_stream(document)).decode()))


def as_said(document: Document) -> Timeline:
    return Timeline.from_document(document)


# --- when ------------------------------------------------------------------------------------------------------------

WHEN = [
    # the lines, when, starts, ends, timezone, ISO start and end of what it resolves to
    (("DTSTART;VALUE=DATE:20180502",), "2018-05-02", None, None, None, "2018-05-02", "2018-05-03"),
    (("DTSTART:20180502",), "2018-05-02", None, None, None, "2018-05-02", "2018-05-03"),
    (("DTSTART;VALUE=DATE:20180502", "DTEND;VALUE=DATE:20180505"), "2018-05-02/2018-05-04", None, None, None,
     "2018-05-02", "2018-05-05"),
    (("DTSTART;VALUE=DATE:20180502", "DTEND;VALUE=DATE:20180502"), "2018-05-02", None, None, None,
     "2018-05-02", "2018-05-03"),
    (("DTSTART;VALUE=DATE:20180502", "DURATION:P1W"), "2018-05-02/2018-05-08", None, None, None,
     "2018-05-02", "2018-05-09"),
    (("DTSTART:20180502T100000Z", "DTEND:20180502T113000Z"), "2018-05-02", "10:00", "11:30", "UTC",
     "2018-05-02T10:00:00", "2018-05-02T11:30:00"),
    (("DTSTART;TZID=Europe/Berlin:20180502T100000", "DURATION:PT1H"), "2018-05-02", "10:00", "11:00", "Europe/Berlin",
     "2018-05-02T10:00:00", "2018-05-02T11:00:00"),
    (("DTSTART;TZID=Europe/Berlin:20180324T120000", "DURATION:P1D"), "2018-03-24/2018-03-25", "12:00", "12:00",
     "Europe/Berlin", "2018-03-24T12:00:00", "2018-03-25T12:00:00"),
    (("DTSTART;TZID=Europe/Berlin:20180324T120000", "DURATION:PT24H"), "2018-03-24/2018-03-25", "12:00", "13:00",
     "Europe/Berlin", "2018-03-24T12:00:00", "2018-03-25T13:00:00"),
    (("DTSTART:20180502T220000Z", "DTEND:20180503T000000Z"), "2018-05-02", "22:00", "00:00", "UTC",
     "2018-05-02T22:00:00", "2018-05-03T00:00:00"),
    (("DTSTART:20180502T000000Z", "DTEND:20180503T000000Z"), "2018-05-02T00:00/2018-05-03T00:00", None, None, "UTC",
     "2018-05-02T00:00:00", "2018-05-03T00:00:00"),
    (("DTSTART:20180502T220000Z", "DTEND:20180504T020000Z"), "2018-05-02/2018-05-04", "22:00", "02:00", "UTC",
     "2018-05-02T22:00:00", "2018-05-04T02:00:00"),
    (("DTSTART:20180502T100007Z", "DTEND:20180502T100009Z"), "2018-05-02", "10:00:07", "10:00:09", "UTC",
     "2018-05-02T10:00:07", "2018-05-02T10:00:09"),
    (("DTSTART:20180502T100000Z",), "2018-05-02T10:00", None, None, "UTC",
     "2018-05-02T10:00:00", "2018-05-02T10:01:00"),
    (("DTSTART:20180502T100000", "DTEND:20180502T110000"), "2018-05-02", "10:00", "11:00", None,
     "2018-05-02T10:00:00", "2018-05-02T11:00:00"),
    (("DTSTART;TZID=Europe/Berlin:20180512T100000", "DTEND;TZID=America/New_York:20180512T130000"),
     "2018-05-12", "10:00", "19:00", "Europe/Berlin", "2018-05-12T10:00:00", "2018-05-12T19:00:00"),
    # The clocks go back in between: only UTC can say it.
    (("DTSTART;TZID=Europe/Berlin:20181028T025500", "DTEND:20181028T011000Z"), "2018-10-28", "00:55", "01:10", "UTC",
     "2018-10-28T00:55:00", "2018-10-28T01:10:00"),
    (("DTSTART;TZID=W. Europe Standard Time:20180502T100000", "DTEND:20180502T090000Z"), "2018-05-02", "10:00", "11:00",
     "Europe/Berlin", "2018-05-02T10:00:00", "2018-05-02T11:00:00"),
    (("DTSTART:19650701T083000Z", "DTEND:19650701T100000Z"), "1965-07-01", "08:30", "10:00", "UTC",
     "1965-07-01T08:30:00", "1965-07-01T10:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "when", "starts", "ends", "timezone", "start", "end"), WHEN)
def test_when(
    lines: tuple[str, ...],
    when: str,
    starts: str | None,
    ends: str | None,
    timezone: str | None,
    start: str,
    end: str,
) -> None:
    document = calendar("UID:a@b", "SUMMARY:A", *lines)
    assert document.problems == ()
    (event,) = document.events
    assert (event.when, event.starts, event.ends, event.timezone) == (when, starts, ends, timezone)
    (entry,) = as_said(document)
    assert entry.span is not None
    assert entry.span.iso() == (start, end)
    assert entry.span.exact


ZONES = [
    ("Europe/Berlin", "Europe/Berlin"),
    ("europe/berlin", "Europe/Berlin"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Belarus Standard Time", "Europe/Minsk"),
    ("/freeassociation.sourceforge.net/Europe/Minsk", "Europe/Minsk"),
    ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
    ("GMT+0300", "+03:00"),
    ("UTC-03:30", "-03:30"),
    ("tzone://Microsoft/Utc", "UTC"),
    ("Etc/UTC", "UTC"),
    ("Customized Time Zone", None),
    ("Nowhere/Land", None),
]


@pytest.mark.parametrize(("tzid", "zone"), ZONES)
def test_zones_by_name(tzid: str, zone: str | None) -> None:
    assert by_name(tzid) == zone


def test_zones_by_their_rules() -> None:
    outlook = import_ical(DATA / "outlook.ics")
    assert outlook.problems == ()
    assert {event.title: event.timezone for event in outlook.events} == {
        "Jour fixe": "Europe/Berlin",
        "New York": "America/New_York",
        "Moon": "+07:37",
    }


def test_a_zone_may_come_after_what_needs_it() -> None:
    text = (DATA / "outlook.ics").read_text(encoding="utf-8")
    _, blocks = read_blocks(text.splitlines())
    zones = [line for block in blocks if block.name == "VTIMEZONE" for line in block.raw()]
    others = [line for block in blocks if block.name != "VTIMEZONE" for line in block.raw()]
    turned = "\n".join(["BEGIN:VCALENDAR", *others, *zones, "END:VCALENDAR"])
    assert import_ical(io.StringIO(turned)).events == import_ical(DATA / "outlook.ics").events


def test_floating_times_take_the_calendars_zone() -> None:
    lines = ("UID:a@b", "SUMMARY:A", "DTSTART:20180502T100000", "DTEND:20180502T110000")
    document = calendar(*lines, top=("X-WR-TIMEZONE:Europe/Minsk",))
    assert document.timezone == "Europe/Minsk"
    out = export_ical(as_said(document)).decode()
    assert "\r\nDTSTART:20180502T100000\r\n" in out
    assert "\r\nDTEND:20180502T110000\r\n" in out


# --- what else -------------------------------------------------------------------------------------------------------


def test_fields() -> None:
    event = one(
        "UID:party@example.org",
        r"SUMMARY:Cake\, tea\; C:\\News",
        r"DESCRIPTION:One\nTwo",
        "DTSTART;VALUE=DATE:20180502",
        "CATEGORIES:Meeting,Fun",
        "LOCATION:Minsk",
        "GEO:53.9;27.57",
        "STATUS:TENTATIVE",
        "URL:https://example.org/a",
        "LAST-MODIFIED:20180401T101500Z",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE;VALUE=DATE:20180509,20180516",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT15M",
        r"DESCRIPTION:Cake\, tea\; C:\\News",
        "END:VALARM",
    )
    assert event.id == "party"
    assert event.type == "meeting"
    assert (event.title, event.notes) == ("Cake, tea; C:\\News", "One\nTwo")
    assert (event.status, event.url, event.tags) == ("tentative", "https://example.org/a", ("Fun",))
    assert event.revised == "2018-04-01T10:15Z"
    assert (event.repeats, event.except_) == ("RRULE:FREQ=WEEKLY;COUNT=5", ("2018-05-09", "2018-05-16"))
    assert event.alarms == ("15 minutes before",)
    assert event.place == "minsk"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", ("2018-05-03", "2018-05-04T14:00")),
        ("FREQ=DAILY;BYHOUR=9,14", ("2018-05-03T09:00", "2018-05-04T14:00")),
        ("FREQ=HOURLY", ("2018-05-03T09:00", "2018-05-04T14:00")),
    ],
)
def test_an_exception_takes_away_no_more_than_it_says(rule: str, said: tuple[str, ...]) -> None:
    lines = ("UID:a@b", "DTSTART:20180502T090000Z", f"RRULE:{rule}", "EXDATE:20180503T090000Z,20180504T140000Z")
    document = calendar(*lines)
    assert document.events[0].except_ == said
    out = export_ical(as_said(document)).decode()
    assert re.findall("EXDATE.*", out) == ["EXDATE:20180503T090000Z\r", "EXDATE:20180504T140000Z\r"]


LAVISH = {
    # DTSTART, RRULE, and lines of which there are many
    "seconds counted": ("FREQ=SECONDLY;COUNT=9999999", "EXDATE:{day}T000000Z"),
    "days of seconds": ("FREQ=SECONDLY", "EXDATE;VALUE=DATE:{day}"),
    "days counted": ("FREQ=DAILY;COUNT=9999999", "EXDATE:{day}T000000Z"),
    "never": ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "EXDATE:{day}T000000Z"),
    "moved": (
        "FREQ=DAILY;COUNT=9999999",
        "END:VEVENT\nBEGIN:VEVENT\nUID:a@b\nRECURRENCE-ID:{day}T000000Z\nDTSTART:{day}T010000Z",
    ),
}


@pytest.mark.parametrize("name", LAVISH)
def test_exceptions_are_never_looked_for_at_length(name: str) -> None:
    rule, line = LAVISH[name]
    days = [f"2{year}{month:02d}{day:02d}" for year in (100, 900) for month in range(1, 13) for day in range(1, 29)]
    lines = "\n".join(line.format(day=day) for day in days).split("\n")
    document = calendar("UID:a@b", "SUMMARY:A", "DTSTART:20180101T000000Z", f"RRULE:{rule}", *lines)
    report: list[Problem] = []
    out = export_ical(as_said(document), report=report)
    assert {problem.code for problem in report} <= {"except"}
    assert len(out) < 1 << 20
    assert import_ical(io.BytesIO(out)).events == document.events


def test_a_type_that_lacks_what_it_needs_becomes_a_tag() -> None:
    event = one("UID:a@b", "SUMMARY:A", "DTSTART:20180502", "CATEGORIES:visit,x")
    assert (event.type, event.tags) == ("event", ("visit", "x"))


def test_places_are_shared_and_have_coordinates() -> None:
    document = import_ical(DATA / "google.ics")
    assert {name: (place.name, place.coordinates) for name, place in document.places.items()} == {
        "minsk": ("Minsk", (53.9, 27.57))
    }


def test_what_the_model_does_not_know_is_kept() -> None:
    document = import_ical(DATA / "google.ics")
    assert document.problems == ()
    first = document.events[0]
    assert "CREATED:20180101T090000Z" in first.ical
    assert any(line.startswith("ATTENDEE;") and '"Bo; Jr."' in line for line in first.ical)
    assert "SUMMARY:Buy milk" in document.ical
    out = export_ical(as_said(document)).decode().replace("\r\n ", "")
    assert 'CN="Bo; Jr.";X-NUM-GUESTS=0:mailto:bo@example.com\r\n' in out
    assert "BEGIN:VTODO\r\nUID:todo@google.com\r\n" in out


INVITED = [
    ("ATTENDEE;CN=Bo:mailto:bo@example.com", "CLIENT"),
    ("attendee:mailto:bo@example.com", "CLIENT"),
    ('ORGANIZER;CN="Bo: the; first":mailto:bo@example.com', "CLIENT"),
    ("ATTENDEE;CN=Bo;schedule-agent=server;X-A=1:mailto:bo@example.com", "CLIENT"),
    ("ATTENDEE;SCHEDULE-AGENT=NONE:mailto:bo@example.com", "NONE"),
    ("ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:bo@example.com", "CLIENT"),
]


@pytest.mark.parametrize(("line", "agent"), INVITED)
def test_nobody_is_invited_anew_unless_asked(line: str, agent: str) -> None:
    alarm = ("BEGIN:VALARM", "ACTION:EMAIL", "TRIGGER:-PT1H", "ATTENDEE:mailto:bo@example.com", "END:VALARM")
    document = calendar("UID:a@b", "SUMMARY:A", "DTSTART:20180502T100000Z", line, *alarm)
    document = evolve(document, ical=("BEGIN:VTODO", "UID:t@b", line, "END:VTODO"))
    out = export_ical(as_said(document))
    _, blocks = read_blocks(out.decode().replace("\r\n ", "").split("\r\n"))
    found = [block.first(re.split("[;:]", line)[0].upper()) for block in blocks]
    assert [each.params["SCHEDULE-AGENT"] for each in found if each is not None] == [agent] * 2
    assert b"METHOD" not in out
    assert b"\r\nATTENDEE:mailto:bo@example.com\r\nEND:VALARM" in out
    back = import_ical(io.BytesIO(out))
    assert back.events == document.events
    assert back.ical == document.ical
    asked = export_ical(as_said(document), attendees=True).decode().replace("\r\n ", "")
    assert asked.count(f"\r\n{line}\r\n") == 2


def test_overrides() -> None:
    outlook = import_ical(DATA / "outlook.ics")
    event = outlook.events[0]
    assert event.moved == (("2018-05-16T10:00", "2018-05-17T14:00"),)
    out = export_ical(as_said(outlook)).decode().replace("\r\n ", "")
    assert out.count("RECURRENCE-ID") == 1
    assert "SUMMARY;LANGUAGE=de:Jour fixe (verlegt)" in out
    # Whoever moves the occurrence in the file has moved it, whatever the kept component says.
    again = evolve(event, moved=(("2018-05-16T10:00", "2018-05-18T09:00"),))
    out = export_ical(as_said(evolve(outlook, events=(again,)))).decode().replace("\r\n ", "")
    assert "DTSTART;TZID=Europe/Berlin:20180518T090000" in out
    assert "verlegt" not in out


def test_an_override_without_its_rule_is_an_event() -> None:
    event = one("UID:a@b", "SUMMARY:A", "RECURRENCE-ID:20180502T100000Z", "DTSTART:20180502T120000Z", "DURATION:PT1H")
    assert "RECURRENCE-ID:20180502T100000Z" in event.ical


def test_edits_win_over_what_is_kept() -> None:
    document = import_ical(DATA / "google.ics")
    floating = next(event for event in document.events if event.id == "floating")
    later = evolve(floating, starts="12:00", ends="13:00", title="Sinks")
    out = export_ical(as_said(evolve(document, events=(later,)))).decode()
    assert "DTSTART;TZID=Europe/Minsk:20180510T120000" in out
    assert "SUMMARY:Sinks" in out


# --- ics -> YAML -> ics loses nothing --------------------------------------------------------------------------------

ADDED = {"CATEGORIES", "STATUS", "TRANSP", "COLOR", "LAST-MODIFIED", "PRODID", "NAME", "CALSCALE"}
"""What we write where the other program left it out."""


def said(data: bytes) -> Counter[str]:
    """What a calendar says: each property of each event, with its UID, in one spelling."""
    found: Counter[str] = Counter()
    outside, blocks = read_blocks(data.decode().replace("\r\n ", "").split("\r\n"))
    top = (line for line in outside if line.name not in ADDED and not line.name.startswith("X-TIMELINE"))
    found.update(f"{line.name}:{line.text}" for line in top if line.value)
    for block in blocks:
        if block.name == "VTIMEZONE":
            continue
        uid = block.first("UID")
        for line in (*block.lines, *(each for inner in block.blocks for each in inner.lines)):
            if not line.name.startswith("X-TIMELINE"):
                for value in line.texts() if line.name in ("EXDATE", "CATEGORIES") else [line.value]:
                    found[f"{uid and uid.text} {line.name} {params(line)} {value}"] += 1
    return found


def params(line: Line) -> dict[str, str]:
    """Parameters in one spelling, without those by which nobody is written to."""
    if said := line.params.get("X-TIMELINE-AGENT"):
        assert line.params["SCHEDULE-AGENT"] == "CLIENT"
        dropped = ("X-TIMELINE-AGENT", *(("SCHEDULE-AGENT",) if said == "DEFAULT" else ()))
        line.params.update({"SCHEDULE-AGENT": said})
        return {name: value for name, value in line.params.items() if name not in dropped}
    return {name: by_name(value) or value if name == "TZID" else value for name, value in line.params.items()}


@pytest.mark.parametrize("name", FOREIGN)
def test_nothing_is_lost(name: str) -> None:
    data = (DATA / name).read_bytes().replace(b"TZID=Customized Time Zone", b"TZID=America/New_York")
    data = data.replace(b"DTSTART;TZID=Moon:20180702T090000", b"DTSTART:20180702T012300Z")
    data = data.replace(b"DTEND;TZID=Moon:20180702T100000", b"DTEND:20180702T022300Z")
    document = from_yaml(import_ical(io.BytesIO(data)))
    assert document.problems == ()
    before, after = said(data), said(export_ical(as_said(document)))
    assert not before - after
    assert {re.split("[ :]", key)[1] for key in after - before} <= ADDED | {"Work"}
    # And once more: what came out comes in as the same events.
    again = import_ical(io.BytesIO(export_ical(as_said(document))))
    assert again.problems == ()
    assert {event.id: event for event in again.events} == {event.id: event for event in document.events}
    assert again.ical == document.ical
    assert export_ical(as_said(again)) == export_ical(as_said(document))


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff"), max_size=30)
STAMP = st.sampled_from(("20180102T101112Z", "20260102T101112Z"))


def escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text)


@st.composite
def foreign_event(draw: st.DrawFn, uid: int) -> list[str]:
    """A VEVENT as other programs write them."""
    day = f"2018{draw(st.integers(1, 12)):02d}{draw(st.integers(1, 28)):02d}"
    clock = f"{draw(st.integers(0, 23)):02d}{draw(st.sampled_from(('00', '30')))}00"
    zone = draw(st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Tokyo")))
    start, end = draw(
        st.sampled_from(
            (
                (f"DTSTART;VALUE=DATE:{day}", ""),
                (f"DTSTART:{day}T{clock}Z", "DURATION:PT45M"),
                (f"DTSTART:{day}T{clock}Z", ""),
                (f"DTSTART:{day}T{clock}", "DURATION:P1DT2H"),
                (f"DTSTART;TZID={zone}:{day}T{clock}", "DURATION:PT90M"),
            )
        )
    )
    extra = draw(
        st.lists(
            st.sampled_from(
                (
                    "CLASS:PRIVATE",
                    "PRIORITY:3",
                    "SEQUENCE:7",
                    "TRANSP:TRANSPARENT",
                    "ATTENDEE;CN=Ada:mailto:ada@example.com",
                    "ATTENDEE;CN=Bo:mailto:bo@example.com",
                    "ATTENDEE;SCHEDULE-AGENT=SERVER;CN=Cy:mailto:cy@example.com",
                    "ATTENDEE;CN=Di;SCHEDULE-AGENT=CLIENT:mailto:di@example.com",
                    "ORGANIZER;CN=Ed:mailto:ed@example.com",
                    "X-FOO;X-BAR=1:some\\,thing",
                    "COMMENT:one",
                    "COMMENT:two",
                    "STATUS:TENTATIVE",
                    "CATEGORIES:Work,Meeting",
                    "URL:https://example.org/?a=b",
                    "RDATE;VALUE=DATE:20190101",
                )
            ),
            unique=True,
        )
    )
    title, notes, place = draw(TEXT), draw(TEXT), draw(TEXT)
    lines = [f"UID:{uid}@example.com", f"DTSTAMP:{draw(STAMP)}", start, end, *extra]
    lines += [f"{name}:{escaped(text)}" for name, text in
              (("SUMMARY", title), ("DESCRIPTION", notes), ("LOCATION", place)) if text]  # fmt: skip
    if draw(st.booleans()):
        lines.append(f"LAST-MODIFIED:{draw(STAMP)}")
    if draw(st.booleans()):
        lines.append("RRULE:FREQ=DAILY;COUNT=4")
    if draw(st.booleans()):
        lines += ["BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER;RELATED=END:PT5M", "END:VALARM"]
    return [line for line in lines if line]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_law_nothing_is_lost(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    events = [data.draw(foreign_event(number)) for number in range(count)]
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event, "END:VEVENT")]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "X-FOO:bar", *lines, "END:VCALENDAR", ""]).encode()
    document = import_ical(io.BytesIO(text))
    assert document.problems == ()
    through = from_yaml(document)
    assert through.problems == ()
    assert through.events == document.events
    out = export_ical(as_said(through))
    lost = said(text) - said(out)
    assert not {key for key in lost if not _only_breaks(key)}
    again = import_ical(io.BytesIO(out))
    assert {event.id: event for event in again.events} == {event.id: event for event in document.events}
    assert export_ical(as_said(again)) == out


def _only_breaks(key: str) -> bool:
    """Whether a text was lost only in NFC, which we write."""
    import unicodedata

    return unicodedata.normalize("NFC", key) != key


# --- what we exported comes back -------------------------------------------------------------------------------------


def test_the_first_file_comes_back(tmp_path: Path) -> None:
    tl = load(EVENTS)
    path = tmp_path / "events.ics"
    path.write_bytes(tl.to_ical())
    back = load(path)
    assert tl.document is not None
    assert back.document is not None
    assert {event.id: event for event in back.document.events} == {event.id: event for event in tl.document.events}
    told = ("title", "description", "as_of", "namespace", "timezone", "people", "organisations", "places", "sources")
    for key in told:
        assert getattr(back.document, key) == getattr(tl.document, key)
    assert back.to_ical() == tl.to_ical()


def test_who_moves_an_event_in_a_calendar_has_moved_it() -> None:
    data = load(EVENTS).to_ical().replace(b"DTSTART;VALUE=DATE:20171015", b"DTSTART;VALUE=DATE:20171022")
    data = data.replace(b"DTEND;VALUE=DATE:20171016", b"DTEND;VALUE=DATE:20171023")
    data = data.replace(b"SUMMARY:Trade falls", b"SUMMARY:Trade fell")
    back = {event.id: event for event in import_ical(io.BytesIO(data)).events}
    assert back["kyrgyz-election"].when == "2017-10-22"
    assert back["kyrgyz-election"].type == "election"
    assert back["trade-decline"].title == "Trade fell"
    assert back["trade-decline"].when == "2015-2016"


def test_without_its_fields_it_still_comes_back_as_dates_and_words() -> None:
    tl = load(EVENTS)
    back = import_ical(io.BytesIO(tl.to_ical(fields=False)))
    assert {event.id: event.when for event in back.events} == {entry.id: entry.event.when for entry in tl}


def test_part_of_a_timeline_comes_back() -> None:
    tl = load(EVENTS)
    back = import_ical(io.BytesIO(tl.of("meeting").to_ical()))
    assert back.problems == ()
    assert len(back.events) == len(tl.of("meeting"))


# --- YAML ------------------------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_law_yaml_gives_back_every_text(tags: list[str], notes: str) -> None:
    # What YAML cannot hold at all, no file of events has ever held.
    tags = [re.sub("[\ud800-\udfff]", "", tag) for tag in tags]
    notes = re.sub("[\ud800-\udfff]", "", notes)
    document = Document(
        title=notes or None,
        events=(
            Event(id="a", title=notes or "x", tags=tuple(tags), notes=notes, moved=((notes, "y"),), repeats="daily"),
        ),
    )
    back = import_yaml(io.StringIO(b"".join(yaml_stream(document)).decode(), newline=""))
    assert back.problems == ()
    assert back.events == document.events
    assert back.title == document.title


def test_the_first_file_as_yaml() -> None:
    tl = load(EVENTS)
    assert tl.document is not None
    back = import_yaml(io.StringIO(export_yaml(tl)))
    assert back.problems == ()
    assert back.events == tl.document.events
    assert back.people == tl.document.people


# --- broken files ----------------------------------------------------------------------------------------------------


def test_broken_files_give_what_can_be_saved() -> None:
    document = import_ical(DATA / "broken.ics")
    assert [(problem.line, problem.code) for problem in document.problems] == [
        (3, "syntax"),
        (6, "bad-date"),
        (11, "unknown-zone"),
        (12, "unknown-zone"),
        (12, "bad-date"),
        (14, "bad-rule"),
        (16, "missing-start"),
        (19, "stray-end"),
        (21, "unclosed"),
        (28, "bad-date"),
    ]
    assert [(event.title, event.when) for event in document.events] == [
        ("No such day", None),
        ("Backwards", "2018-05-02T10:00"),
        ("No start", None),
        ("Not ended", "2018-05-03"),
        ("Half a time", None),
        ("Two days", "2018-05-05/2018-05-06"),
    ]
    with pytest.raises(LoadError):
        load(DATA / "broken.ics")
    assert len(load(DATA / "broken.ics", strict=False)) == 6


def test_what_is_no_calendar_says_so(tmp_path: Path) -> None:
    for data in (b"", b"title: a file of events\n", b"\x00\x01\x02" * 100, b"PK\x03\x04"):
        document = import_ical(io.BytesIO(data))
        assert document.events == ()
        assert [problem.code for problem in document.problems] == ["no-calendar"]
    with pytest.raises(UnreadableError):
        import_ical(tmp_path / "none.ics")
    with pytest.raises(UnreadableError):
        import_ical(tmp_path)


def test_old_encodings_and_line_ends() -> None:
    data = text_of("UID:a@b", "DTSTART:20180502", "SUMMARY:Café")
    assert import_ical(io.BytesIO(data.replace("é".encode(), b"\xe9"))).events[0].title == "Café"
    assert import_ical(io.BytesIO(data.replace("é".encode(), b"\xe9"))).problems[0].code == "encoding"
    for end in (b"\n", b"\r", b"\r\n\r\n"):
        document = import_ical(io.BytesIO(data.replace(b"\r\n", end)))
        assert document.problems == ()
        assert document.events[0].title == "Café"
    assert import_ical(io.BytesIO(b"\xef\xbb\xbf" + data)).events[0].title == "Café"
    # Folded within a character, as some programs do.
    folded = data.replace("é".encode(), b"\xc3\r\n \xa9")
    assert import_ical(io.BytesIO(folded)).events[0].title == "Café"


def test_ids() -> None:
    lines = []
    for uid, title in (("a@x.org", "A"), ("a@y.org", "B"), ("123@x.org", "C"), ("", "Über uns"), ("a@x.org", "D")):
        uids = [f"UID:{uid}"] if uid else []
        lines += ["BEGIN:VEVENT", *uids, "DTSTART:20180502", f"SUMMARY:{title}", "END:VEVENT"]
    document = import_ical(io.StringIO("\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"])))
    assert [event.id for event in document.events] == ["a", "a-2", "event-123", "über-uns", "a-3"]
    assert document.namespace == "x.org"
    out = export_ical(as_said(document)).decode()
    assert re.findall(r"(?m)^UID:(.*)\r", out) == ["a@x.org", "a@y.org", "a@x.org", "123@x.org", "über-uns@x.org"]


HOSTILE = [
    ("BEGIN:VEVENT\n" * 20_000, "unclosed"),
    ("BEGIN:X\n" * 100_000, "too-deep"),
    ("END:VEVENT\n" * 100_000, "stray-end"),
    ("BEGIN:VEVENT\nDTSTART:20180101\n" + "X-A:b\n" * 150_000 + "END:VEVENT\n", "too-large"),
    ("BEGIN:VEVENT\nDTSTART:20180101\nRRULE:FREQ=SECONDLY;INTERVAL=0\nEND:VEVENT\n", "bad-rule"),
    ("BEGIN:VEVENT\nDTSTART:20180101\nRRULE:FREQ=YEARLY;COUNT=99999999999999999999\nEND:VEVENT\n", "bad-rule"),
    ("BEGIN:VEVENT\nDTSTART:99999999T999999Z\nEND:VEVENT\n", "bad-date"),
    ("BEGIN:VEVENT\nDTSTART:20180101\nRRULE:FREQ=DAILY;UNTIL=20181320\nEND:VEVENT\n", "bad-rule"),
    ("BEGIN:VEVENT\nDTSTART:20180101\nRRULE:FREQ=DAILY;BYMONTH=" + "1" * 3000 + "x\nEND:VEVENT\n", "bad-rule"),
    ("BEGIN:VEVENT\nDTSTART:20180101\nDURATION:P9999999999999999999D\nEND:VEVENT\n", "bad-date"),
    ("BEGIN:VEVENT\nDTSTART:20180101\nX-TIMELINE-ID:a\nX-TIMELINE-WHEN:2018\nX-TIMELINE-FIELDS:" + "[" * 100_000
     + "\nEND:VEVENT\n", "bad-fields"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code"), HOSTILE, ids=[code for _, code in HOSTILE])
def test_hostile_files_end(body: str, code: str) -> None:
    document = import_ical(io.BytesIO(f"BEGIN:VCALENDAR\n{body}END:VCALENDAR\n".encode()))
    assert code in {problem.code for problem in document.problems}
    assert len(document.problems) <= MOST_PROBLEMS + 1


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.ics")), ids=lambda path: path.stem)
def test_whatever_it_is_it_comes_through(path: Path) -> None:
    check(path.read_bytes())


def test_a_property_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.contentlines.LONGEST", 1000)
    long, folded = "X-A:" + "a" * 3000, "X-B:" + "b" * 60 + ("\r\n " + "b" * 60) * 60
    document = calendar("UID:a@b", long, "SUMMARY:A", folded, "DTSTART:20180502")
    assert [problem.code for problem in document.problems] == ["too-long", "too-long"]
    (event,) = document.events
    assert (event.title, event.when) == ("A", "2018-05-02")


def test_where_things_stand(tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_bytes(text_of("UID:a@b", "SUMMARY:A", "DTSTART:20180502", "CATEGORIES:b"))
    document = import_ical(path)
    assert document.locate("events[0].when") == (str(path), 6, 1, "events[0].when")
    assert document.locate("events[0].title") == (str(path), 5, 1, "events[0].title")
    assert document.locate("events[0]") == (str(path), 3, 1, "events[0]")
    assert read(path).events == document.events


# --- content lines ---------------------------------------------------------------------------------------------------

LINES = [
    ("SUMMARY:a", "SUMMARY", {}, "a"),
    ("summary;language=de:a:b", "SUMMARY", {"LANGUAGE": "de"}, "a:b"),
    ('ATTENDEE;CN="a;b:c,d";ROLE=x:mailto:e', "ATTENDEE", {"CN": "a;b:c,d", "ROLE": "x"}, "mailto:e"),
    ('X;A="b","c":d', "X", {"A": "b,c"}, "d"),
    ("X;A=b^nc^'d^^:e", "X", {"A": 'b\nc"d^'}, "e"),
    ("X;A:e", "X", {}, "e"),
    ("X;A=:e", "X", {"A": ""}, "e"),
    ("no colon", None, {}, ""),
    (":value", None, {}, ""),
    ("", None, {}, ""),
]


@pytest.mark.parametrize(("raw", "name", "params", "value"), LINES)
def test_content_lines(raw: str, name: str | None, params: dict[str, str], value: str) -> None:
    line = parse_line(raw)
    if name is None:
        assert line is None
    else:
        assert line is not None
        assert (line.name, line.params, line.value) == (name, params, value)


@given(st.text(max_size=60))
def test_content_lines_never_fail(text: str) -> None:
    parse_line(text)
    unescape(text)
    split_list(text)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_lists_of_text(texts: list[str]) -> None:
    written = ",".join(re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n") for text in texts)
    assert [unescape(part) for part in split_list(written)] == texts


def test_reader_gives_blocks_one_by_one() -> None:
    lines = enumerate(("BEGIN:VCALENDAR", "A:1", "BEGIN:VEVENT", "B:2", "END:VEVENT"))
    top: list[Line] = []
    blocks: list[Block] = list(Reader(lines, lambda *_: None, top.append))
    assert [line.name for line in top] == ["A"]
    assert [(block.name, [line.name for line in block.lines]) for block in blocks] == [("VEVENT", ["B"])]


# --- update ----------------------------------------------------------------------------------------------------------


def said_file(**changes: Any) -> Document:
    text = """
title: U
namespace: example.org
as_of: 2018-01-01
revised: 2018-01-01
timezone: Europe/Berlin
events:
- {id: a, title: A, when: 2018-05-02, starts: '10:00', ends: '11:00'}
- {id: b, title: B, when: 2018-05-03, notes: Old}
- {id: c, title: C, when: 2018-05-04, repeats: 'RRULE:FREQ=DAILY;COUNT=3', moved: {2018-05-05: 2018-05-08}}
"""
    document = import_yaml(io.StringIO(text))
    assert document.problems == ()
    events = tuple(
        evolve(event, **changes[event.id]) if event.id in changes else event
        for event in document.events
        if changes.get(event.id, 1) is not None
    )
    return evolve(document, events=events, **changes.get("file", {}))


def renewed(
    path: Path, document: Document, report: list[Problem] | None = None, *, keep_cancelled: bool = False
) -> dict[str, Block]:
    told: list[Problem] = [] if report is None else report
    data = b"".join(update(as_said(document), path, CalendarSettings(), keep_cancelled=keep_cancelled, report=told))
    path.write_bytes(data)
    _, blocks = read_blocks(data.decode().replace("\r\n ", "").split("\r\n"))
    found = {}
    for block in blocks:
        uid, instance = block.first("UID"), block.first("RECURRENCE-ID")
        if uid is not None:
            found[uid.text.split("@")[0] + ("/moved" if instance else "")] = block
    return found


def value(block: Block, name: str) -> str | None:
    line = block.first(name)
    return line.value if line else None


def stamps(block: Block) -> tuple[str | None, str | None, str | None]:
    return value(block, "SEQUENCE"), value(block, "DTSTAMP"), value(block, "LAST-MODIFIED")


OLD, NEW = "20180101T000000Z", "20180202T000000Z"
REVISED = {"revised": "2018-02-02"}
CHANGES = [
    # what changes, and SEQUENCE, DTSTAMP, LAST-MODIFIED of the event after it
    ({"a": {"starts": "09:00", **REVISED}}, "a", ("1", NEW, NEW)),
    ({"a": {"when": "2018-05-09", **REVISED}}, "a", ("1", NEW, NEW)),
    ({"a": {"status": "cancelled", **REVISED}}, "a", ("1", NEW, NEW)),
    ({"a": {"title": "Another", **REVISED}}, "a", (None, NEW, NEW)),
    ({"b": {"notes": "New", **REVISED}}, "b", (None, NEW, NEW)),
    ({"c": {"repeats": "RRULE:FREQ=DAILY;COUNT=4", **REVISED}}, "c", ("1", NEW, NEW)),
    ({"c": {"moved": (("2018-05-05", "2018-05-09"),), **REVISED}}, "c/moved", ("1", NEW, NEW)),
    ({"a": {"title": "Another", **REVISED}}, "b", (None, OLD, OLD)),
]


@pytest.mark.parametrize(("changes", "which", "expected"), CHANGES)
def test_update(tmp_path: Path, changes: dict[str, Any], which: str, expected: tuple[str | None, ...]) -> None:
    path = tmp_path / "u.ics"
    renewed(path, said_file())
    assert path.read_bytes() == export_ical(as_said(said_file()))
    report: list[Problem] = []
    after = renewed(path, said_file(**changes), report)
    assert stamps(after[which]) == expected
    assert report == []
    once = path.read_bytes()
    renewed(path, said_file(**changes))
    assert path.read_bytes() == once


def test_update_warns_where_revised_did_not_move(tmp_path: Path) -> None:
    path = tmp_path / "u.ics"
    renewed(path, said_file())
    report: list[Problem] = []
    after = renewed(path, said_file(a={"starts": "09:00"}), report)
    assert [problem.code for problem in report] == ["not-revised"]
    assert report[0].path == "events[0].revised"
    assert stamps(after["a"]) == ("1", OLD, OLD)


def test_update_of_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "u.ics"
    renewed(path, said_file())
    gone = said_file(b=None, file=REVISED)
    after = renewed(path, gone, keep_cancelled=True)
    assert value(after["b"], "STATUS") == "CANCELLED"
    assert stamps(after["b"]) == ("1", NEW, NEW)
    kept = path.read_bytes()
    renewed(path, gone, keep_cancelled=True)
    assert path.read_bytes() == kept
    after = renewed(path, gone)
    assert "b" not in after
    assert stamps(after["a"]) == (None, OLD, OLD)


def test_update_keeps_the_zone_of_what_is_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "u.ics"
    renewed(path, said_file())
    renewed(path, said_file(a=None, file=REVISED), keep_cancelled=True)
    assert path.read_bytes().count(b"TZID:Europe/Berlin") == 1


def test_renamed_events_keep_their_uid(tmp_path: Path) -> None:
    path = tmp_path / "u.ics"
    renewed(path, said_file())
    named = renewed(path, said_file(a={"id": "new", "formerly": ("a",), **REVISED}))
    assert value(named["a"], "X-TIMELINE-ID") == "new"
    assert stamps(named["a"])[0] is None
    # From the second of its former ids, where the file knows that one.
    again = renewed(path, said_file(a={"id": "newer", "formerly": ("new", "a")}))
    assert value(again["a"], "X-TIMELINE-ID") == "newer"


def test_update_refuses_what_is_no_calendar(tmp_path: Path) -> None:
    path = tmp_path / "u.ics"
    path.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    with pytest.raises(ExportError):
        renewed(path, said_file())
