"""Calendar files: what they say of each kind of date, by policy, read back by ``icalendar`` and others."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

import made
from made import entry, on, one, since, timed, timeline, until, whole, within
from timeline import load, zones
from timeline.alarms import duration, trigger_seconds
from timeline.calendar import DAY, day_number
from timeline.calendar_texts import namespace_of
from timeline.errors import ExportError, Problem, SettingError
from timeline.events import Document, Event, Meeting, Period, SourceReference
from timeline.exporters.components import Line
from timeline.exporters.ical import CalendarSettings, export_ical, stream
from timeline.exporters.properties import naive
from timeline.exporters.text import clean
from timeline.exporters.vtimezone import observances, parse_posix, read_zone, vtimezone
from timeline.importers.ical import import_ical
from timeline.importers.yaml import import_yaml
from timeline.span import FOREVER, NEVER, Grain, Span
from timeline.timeline import Timeline


def components(tl: Timeline, kind: str = "VEVENT", **policy: Any) -> list[Any]:
    """The components of a kind, read back; ``Any``, since icalendar types a property as a union of all of its types."""
    return list(icalendar.Calendar.from_ical(export_ical(tl, **policy)).walk(kind))


def event_of(
    span: Span | None, rrule: str | None = None, *, policy: dict[str, Any] | None = None, **fields: Any
) -> Any:
    """The one component of a timeline of one event."""
    (component,) = components(one(span, rrule, **fields), **(policy or {}))
    return component


def lines(tl: Timeline, **policy: Any) -> list[str]:
    """The lines of the file, unfolded."""
    return export_ical(tl, **policy).decode().replace("\r\n ", "").split("\r\n")


PLACED = [
    # span, policy, DTSTART, DTEND, TRANSP
    (on("2017-11-29", "2017-11-30"), {}, "20171129", "20171201", "OPAQUE"),
    (on("2017-11-30"), {}, "20171130", "20171201", "OPAQUE"),
    (whole("2015-01-01", "2016-12-31"), {}, "20150101", "20170101", "OPAQUE"),
    (within("1992-01-01", "1992-12-31", Grain.YEAR), {}, "19920101", "19930101", "TRANSPARENT"),
    (within("2017-11-29", "2017-11-30"), {}, "20171129", "20171201", "TRANSPARENT"),
    (within("2017-11-29", "2017-11-30"), {"uncertain": "earliest"}, "20171129", "20171130", "TRANSPARENT"),
    (within("2017-11-29", "2017-11-30"), {"uncertain": "latest"}, "20171130", "20171201", "TRANSPARENT"),
    (since("2017-11-30"), {}, "20171130", "20171201", "TRANSPARENT"),
    (until("2025-12-31"), {}, "20251231", "20260101", "TRANSPARENT"),
    (Span(NEVER, made.day("2017-05-01"), made.day("2017-05-01"), FOREVER), {}, "20170430", "20170501", "TRANSPARENT"),
    (on("2017-11-30"), {"transparent": "all-day"}, "20171130", "20171201", "TRANSPARENT"),
    (within("2017-11-29", "2017-11-30"), {"transparent": "never"}, "20171129", "20171201", "OPAQUE"),
    (timed("2017-11-30T10:00", "2017-11-30T11:30", "+05:00"), {}, "20171130T050000Z", "20171130T063000Z", "OPAQUE"),
    (timed("2017-11-30T10:00", "2017-11-30T11:30", "UTC"), {}, "20171130T100000Z", "20171130T113000Z", "OPAQUE"),
    (
        timed("2031-07-01T09:30", "2031-07-01T11:00", "Europe/Berlin"),
        {"transparent": "all-day"},
        "20310701T093000",
        "20310701T110000",
        "OPAQUE",
    ),
    # Outside the years for which programs have a zone's rules: UTC.
    (timed("2040-07-01T09:30", "2040-07-01T11:00", "Europe/Berlin"), {},
     "20400701T073000Z", "20400701T090000Z", "OPAQUE"),
    (timed("1965-07-01T09:30", "1965-07-01T11:00", "Europe/Berlin"), {},
     "19650701T083000Z", "19650701T100000Z", "OPAQUE"),
    # A time that the change of clocks skips is the time after it.
    (timed("2018-03-25T02:30", "2018-03-25T04:00", "Europe/Berlin"), {},
     "20180325T033000", "20180325T040000", "OPAQUE"),
    # A time that comes twice is the first of the two, which not every program takes: UTC.
    (timed("2018-10-28T02:30", "2018-10-28T04:00", "Europe/Berlin"), {},
     "20181028T003000Z", "20181028T030000Z", "OPAQUE"),
    (timed("2018-10-27T22:00", "2018-10-28T02:30", "Europe/Berlin"), {},
     "20181027T200000Z", "20181028T003000Z", "OPAQUE"),
    (timed("2018-10-27T22:00", "2018-10-28T06:00", "Europe/Berlin"), {},
     "20181027T220000", "20181028T060000", "OPAQUE"),
    # A minute that is known is exact, an afternoon is not.
    (
        Span(made.second("2018-05-02T10:00"), made.second("2018-05-02T10:01"), made.second("2018-05-02T11:00"),
             made.second("2018-05-02T11:01"), Grain.MINUTE, "Europe/Minsk"),
        {}, "20180502T100000", "20180502T110100", "OPAQUE",
    ),
    (
        Span.within(made.second("2018-05-02T12:00"), made.second("2018-05-02T18:00"), Grain.HOUR, "Europe/Minsk"),
        {}, "20180502T120000", "20180502T180000", "TRANSPARENT",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("span", "policy", "start", "end", "transp"), PLACED)
def test_where_a_span_goes(span: Span, policy: dict[str, Any], start: str, end: str, transp: str) -> None:
    component = event_of(span, policy=policy)
    assert component["DTSTART"].to_ical().decode() == start
    assert component["DTEND"].to_ical().decode() == end
    assert component["TRANSP"] == transp
    assert component["STATUS"] == "CONFIRMED"
    assert component["DTSTART"].params.get("VALUE") == (None if "T" in start else "DATE")
    zoned = "T" in start and not start.endswith("Z")
    assert component["DTSTART"].params.get("TZID") == (span.zone if zoned else None)


LEFT_OUT = [
    (None, {}, "has no date"),
    (Span(NEVER, FOREVER, NEVER, FOREVER), {}, "neither its start nor its end is known"),
    (since("2017-11-30"), {"open": "skip"}, "open=skip"),
    (within("2017-11-29", "2017-11-30"), {"uncertain": "skip"}, "uncertain=skip"),
    (Span.filled(day_number(-43), day_number(-42)), {}, "year -0043"),
    (Span.filled(day_number(999), day_number(1000)), {}, "year 0999"),
    (Span.filled(day_number(9999), day_number(10000)), {}, "year +10000"),
]


@pytest.mark.parametrize(("span", "policy", "reason"), LEFT_OUT)
def test_what_cannot_go_out_is_reported(span: Span | None, policy: dict[str, Any], reason: str) -> None:
    report: list[Problem] = []
    assert components(one(span), **policy, report=report) == []
    (problem,) = report
    assert problem.code == "left-out"
    assert problem.path == "events[0].when"
    assert reason in problem.message


def test_without_a_report_it_is_a_warning() -> None:
    with pytest.warns(UserWarning, match="neither its start nor its end is known"):
        export_ical(one(Span(NEVER, FOREVER, NEVER, FOREVER)))


def test_what_is_not_exact_may_be_a_journal_entry() -> None:
    tl = one(within("2017-11-29", "2017-11-30"), place="minsk", alarms=("1 day before",))
    (journal,) = components(tl, "VJOURNAL", uncertain="journal")
    assert journal["DTSTART"].dt == date(2017, 11, 29)
    assert journal["STATUS"] == "FINAL"
    assert not {"DTEND", "TRANSP", "LOCATION", "GEO"} & set(journal)
    assert journal.subcomponents == []


@pytest.mark.parametrize(
    ("status", "mark", "written"),
    [
        ("confirmed", False, "CONFIRMED"),
        ("confirmed", True, "TENTATIVE"),
        ("tentative", False, "TENTATIVE"),
        ("cancelled", True, "CANCELLED"),
    ],
)
def test_status_is_the_events_own_unless_asked(status: str, mark: bool, written: str) -> None:
    assert event_of(since("2017-11-30"), status=status, policy={"mark_uncertain": mark})["STATUS"] == written
    assert event_of(on("2017-11-30"), status="confirmed", policy={"mark_uncertain": mark})["STATUS"] == "CONFIRMED"


def test_everything_an_event_has_goes_out() -> None:
    event = Meeting(
        id="talks",
        title="Talks; the first, of many",
        when="Nov. 29-30, 2017",
        place="minsk",
        participants=made.PARTICIPANTS,
        part_of="visit",
        tags=("a, b", "c;d"),
        url="https://example.org/x y",
        notes="One.\nTwo.",
        source=SourceReference("report", "page 1"),
        alarms=("2 days before", "at 9:00 on the day before"),
        revised="2018-01-02T03:04:05+01:00",
        status="tentative",
    )
    tl = timeline(entry(event, on("2017-11-29", "2017-11-30"), steps=["the year is the one that was given"]))
    (made_event,) = components(tl)
    assert str(made_event["UID"]) == "talks@example.org"
    assert made_event["DTSTAMP"].dt == made_event["LAST-MODIFIED"].dt == datetime(2018, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert str(made_event["SUMMARY"]) == "Talks; the first, of many"
    assert str(made_event["LOCATION"]) == "Minsk, BY"
    assert made_event["GEO"].to_ical() == "53.9;27.566667"
    assert list(made_event.categories) == ["meeting", "a, b", "c;d"]
    assert made_event["STATUS"] == "TENTATIVE"
    assert made_event["COLOR"] == "royalblue"
    assert made_event["URL"] == "https://example.org/x%20y"
    assert made_event["RELATED-TO"] == "visit@example.org"
    assert made_event["RELATED-TO"].params["RELTYPE"] == "PARENT"
    assert made_event["LINK"].params["LINKREL"] == "via"
    assert str(made_event["X-TIMELINE-WHEN"]) == "Nov. 29-30, 2017"
    assert str(made_event["X-TIMELINE-BOUNDS"]) == "2017-11-29/2017-11-29/2017-11-30/2017-11-30"
    assert str(made_event["X-TIMELINE-EDTF"]) == "2017-11-29/2017-11-30"
    assert str(made_event["DESCRIPTION"]).split("\n") == [
        "One.",
        "Two.",
        "",
        "With Ada Lovelace (guest), Bo, Jr. (host).",
        "",
        "Date as written: Nov. 29-30, 2017",
        "- the year is the one that was given",
    ]
    assert [alarm["TRIGGER"].dt for alarm in made_event.subcomponents] == [timedelta(days=-2), timedelta(hours=-15)]
    assert "ATTENDEE" not in made_event


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (
            within("2017-11-29", "2017-11-30"),
            "it starts between 2017-11-29 and 2017-11-30 and ends between 2017-11-29 and",
        ),
        (since("2017-11-30"), "it starts on 2017-11-30 or later and has an unknown end. It is entered on one day"),
        (until("2025-12-31"), "it has an unknown start and ends on 2025-12-31. It is entered on one day"),
    ],
)
def test_uncertainty_is_told(span: Span, told: str) -> None:
    assert told in str(event_of(span)["DESCRIPTION"])


@pytest.mark.parametrize("day", ["2018-03-25", "25 March 2018"])
def test_what_a_change_of_clocks_makes_of_a_time_is_told_once(day: str) -> None:
    text = f"events: [{{id: a, title: A, when: {day}, starts: '2:30', ends: '4:00', timezone: Europe/Berlin}}]"
    (event,) = components(Timeline.from_document(import_yaml(io.StringIO(text))))
    assert event["DTSTART"].to_ical() == b"20180325T033000"
    assert str(event["DESCRIPTION"]).count("2018-03-25 02:30 does not exist in Europe/Berlin") == 1


def test_descriptions_by_setting() -> None:
    tl = one(on("2017-11-30"), when="Nov. 30", notes="N.")
    assert str(components(tl)[0]["DESCRIPTION"]) == "N.\n\nDate as written: Nov. 30"
    assert str(components(tl, descriptions="plain")[0]["DESCRIPTION"]) == "N."
    assert "DESCRIPTION" not in components(tl, descriptions="none")[0]


def test_attendees_only_when_asked() -> None:
    event = event_of(on("2017-11-30"), participants=made.PARTICIPANTS, policy={"attendees": True})
    assert [str(attendee) for attendee in event["ATTENDEE"]] == ["invalid:ada", "invalid:bo"]
    assert event["ATTENDEE"][1].params["CN"] == "Bo, Jr."


TITLES = [
    ("Talks\nin Minsk", "Talks in Minsk"),
    ("Talks \r\n\u2028 in  Minsk\n", "Talks in  Minsk"),
    ("\x85", ""),
    (" two  spaces ", " two  spaces "),
]


@pytest.mark.parametrize(("title", "summary"), TITLES)
def test_a_title_is_one_line_and_comes_back_as_it_was(title: str, summary: str) -> None:
    tl = timeline(entry(Event(id="x", title=title, alarms=("1 day before",)), on("2017-11-30")), title=title)
    (event,) = components(tl)
    assert str(event["SUMMARY"]) == summary
    assert str(event.subcomponents[0]["DESCRIPTION"]) == summary
    calendar = icalendar.Calendar.from_ical(export_ical(tl))
    assert str(calendar["NAME"]) == summary
    back = import_ical(io.BytesIO(export_ical(tl)))
    assert (back.title, back.events[0].title) == (title, title)


def test_stretches_take_no_time() -> None:
    period = Period(id="p", title="P", when="2015-2016")
    (event,) = components(timeline(entry(period, whole("2015-01-01", "2016-12-31"))))
    assert event["TRANSP"] == "TRANSPARENT"


def test_order_stated_goes_out_when_asked() -> None:
    first = entry(Event(id="a", title="A", before=("b",)), on("2017-01-01"))
    second = entry(Event(id="b", title="B", after=("a",), part_of="a"), on("2017-01-02"))
    _, later = components(timeline(first, second), relations="all")
    assert [(str(other), other.params["RELTYPE"]) for other in later["RELATED-TO"]] == [
        ("a@example.org", "PARENT"),
        ("a@example.org", "FINISHTOSTART"),
    ]


STAMPS = [
    ({}, {}, datetime(1970, 1, 1, tzinfo=UTC)),
    ({}, {"as_of": "2017-11-30"}, datetime(2017, 11, 30, tzinfo=UTC)),
    ({}, {"as_of": "2017-11-30", "revised": "2018-01-01T10:00:00"}, datetime(2018, 1, 1, 10, tzinfo=UTC)),
    ({"revised": "2018-02-03"}, {"revised": "2018-01-01"}, datetime(2018, 2, 3, tzinfo=UTC)),
    ({"revised": "2018-02-03T01:00+03:00"}, {}, datetime(2018, 2, 2, 22, tzinfo=UTC)),
]


@pytest.mark.parametrize(("fields", "document", "stamp"), STAMPS)
def test_stamps_never_come_from_the_clock(fields: dict[str, str], document: dict[str, str], stamp: datetime) -> None:
    event = Event(id="x", title="X", **fields)  # type: ignore[arg-type]
    (written,) = components(timeline(entry(event, on("2017-11-30")), **{"as_of": None, **document}))
    assert written["DTSTAMP"].dt == written["LAST-MODIFIED"].dt == stamp


NAMESPACES = [
    ({"namespace": "n.example"}, "n.example"),
    ({"title": "Minsk, November 2017"}, "minsk-november-2017"),
    ({"title": "Éléments à suivre"}, "elements-a-suivre"),
    ({}, "timeline"),
]


@pytest.mark.parametrize(("document", "namespace"), NAMESPACES)
def test_namespace(document: dict[str, str], namespace: str) -> None:
    assert namespace_of(Document(**document)) == namespace  # type: ignore[arg-type]


def test_namespaces_of_titles_without_ascii_differ() -> None:
    names = {namespace_of(Document(title=title)) for title in ("Визит 2017", "Встреча 2017", "訪問")}
    assert len(names) == 3
    assert all(name.isascii() for name in names)


def test_the_calendar_itself() -> None:
    tl = timeline(entry(Event(id="x", title="X"), on("2017-11-30")), description="All, of it")
    settings = {"color": "teal", "refresh": "P1D", "source": "https://example.org/c.ics", "url": "https://example.org"}
    head = lines(tl, **settings, fields=False)
    assert head[: head.index("BEGIN:VEVENT")] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//timeline//timeline//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Made by hand",
        "X-WR-CALNAME:Made by hand",
        "DESCRIPTION:All\\, of it",
        "X-WR-CALDESC:All\\, of it",
        "LAST-MODIFIED:20171130T000000Z",
        "COLOR:teal",
        "URL:https://example.org",
        "SOURCE;VALUE=URI:https://example.org/c.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]


def test_settings_are_checked() -> None:
    with pytest.raises(SettingError, match=r"uncertain can be bounds, .*, not 'maybe'"):
        export_ical(one(on("2017-11-30")), uncertain="maybe")
    wrong: dict[str, Any] = {"alarms": "false", "attendees": 1, "method": "SEND IT", "refresh": "P", "name": 5}
    for name, value in wrong.items():
        with pytest.raises(SettingError, match=f"{name} is"):
            CalendarSettings(**{name: value})
    for value in ("P1D", "PT12H", "P2W", "P1DT6H", "PT1H30M"):
        assert CalendarSettings(refresh=value).refresh == value
    with pytest.raises(ExportError, match=r"U\+0007 at character 2"):
        export_ical(timeline(title="A\x07"))


def test_control_characters_are_refused_with_their_place() -> None:
    report: list[Problem] = []
    bad = entry(Event(id="bad", title="fine", notes="ab\x1bc"), on("2017-01-01"))
    good = entry(Event(id="good", title="fine\tand good\x85"), on("2017-01-02"))
    (written,) = components(timeline(bad, good), report=report)
    assert str(written["UID"]) == "good@example.org"
    assert str(written["SUMMARY"]) == "fine\tand good"
    assert [(problem.path, problem.message) for problem in report] == [
        ("events[0].notes", "'bad' is left out of the calendar: notes holds a control character U+001B at character 3")
    ]


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from('\n\t\\;,:Nn"^')
)


@settings(deadline=None)
@given(texts, texts)
def test_text_comes_back(title: str, notes: str) -> None:
    tl = one(on("2017-11-30"), title=title, when=notes, tags=(title,))
    data = export_ical(tl, descriptions="plain")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    written: Any = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    expected = unicodedata.normalize("NFC", title)
    one_line = re.sub(r"\s*\n\s*", " ", expected).strip() if "\n" in expected else expected
    assert str(written.get("SUMMARY", "")) == one_line
    assert "X-TIMELINE-WHEN" not in written or str(written["X-TIMELINE-WHEN"]) == unicodedata.normalize("NFC", notes)
    assert [str(category) for category in written.categories] == ["event", expected]
    for line in data.split(b"\r\n"):
        line.decode()  # folded between characters


@pytest.mark.parametrize(
    "text", ["C:\\News", "C:\\news\\N", "\\\\N\nx", "a;b,c:d", "\ufeffbom", "\u200f\u05d0\u05d1 😀"]
)
def test_awkward_text_comes_back(text: str) -> None:
    event = event_of(on("2017-11-30"), title=text, notes=text, policy={"descriptions": "plain"})
    assert str(event["SUMMARY"]) == text.replace("\n", " ")
    assert str(event["DESCRIPTION"]) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r") | st.sampled_from("\\^é日😀"), min_size=60))
def test_folding_agrees_with_icalendar(text: str) -> None:
    assert Line(text).to_ical() == icalendar.parser.Contentline(text).to_ical()  # type: ignore[no-untyped-call]


def test_clean_is_nfc() -> None:
    assert clean("e\u0301\r\nx\rz") == "é\nx\nz"


# Recurrences

RECURRING = [
    (on("2018-05-01"), "FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"),
    (on("2018-05-01"), "FREQ=WEEKLY;UNTIL=20180630T120000Z", "FREQ=WEEKLY;UNTIL=20180630"),
    (timed("2018-05-01T09:00", "2018-05-01T10:00", "Europe/Berlin"), "FREQ=DAILY;UNTIL=20180510",
     "FREQ=DAILY;UNTIL=20180510T215959Z"),
    (timed("2018-05-01T09:00", "2018-05-01T10:00", "Europe/Berlin"), "RRULE:FREQ=DAILY;UNTIL=20180510T090000",
     "FREQ=DAILY;UNTIL=20180510T070000Z"),
]  # fmt: skip


@pytest.mark.parametrize(("span", "rrule", "written"), RECURRING)
def test_recurrences(span: Span, rrule: str, written: str) -> None:
    component = event_of(span, rrule, repeats="so and so")
    assert component["RRULE"].to_ical().decode() == written
    assert str(component["X-TIMELINE-REPEATS"]) == "so and so"


def test_exceptions_and_moved_occurrences() -> None:
    tl = one(
        timed("2018-05-01T09:00", "2018-05-01T10:00", "Europe/Berlin"),
        "FREQ=WEEKLY",
        repeats="every Tuesday",
        except_=("2018-05-08", "2018-05-15"),
        moved=(("2018-05-22", "2018-05-23"), ("2018-05-29", "2018-05-29T11:00")),
    )
    master, first, second = components(tl)
    assert [each.to_ical() for each in master["EXDATE"]] == [b"20180508T090000", b"20180515T090000"]
    assert "RRULE" not in first
    assert first["UID"] == master["UID"]
    assert first["RECURRENCE-ID"].to_ical() == b"20180522T090000"
    assert (first["DTSTART"].to_ical(), first["DTEND"].to_ical()) == (b"20180523T090000", b"20180523T100000")
    assert (second["DTSTART"].to_ical(), second["DTEND"].to_ical()) == (b"20180529T110000", b"20180529T120000")


LEFT_AND_MOVED = [
    # except, moved, EXDATEs, pairs of RECURRENCE-ID and DTSTART, what is told
    (("the last week of May 2018",), (), ["20180528T090000", "20180529T090000"], [], []),
    (("the morning of 2018-05-08",), (), ["20180508T090000"], [], []),
    (("some day",), (("2018-05-04", "2018-05-05"),), [], [("20180504T090000", "20180505T090000")], ["except"]),
    (("2018-05-08",), (("2018-05-04", "when it suits"),), ["20180508T090000"], [], ["moved"]),
    ((), (("2018-06-04", "2018-06-05"),), [], [], ["moved"]),  # it does not take place on that day
    ((), (("2018-05-04", "the afternoon of 2018-05-04"),), [], [("20180504T090000", "20180504T120000")], []),
]


@pytest.mark.parametrize(("except_", "moved", "dates", "moves", "told"), LEFT_AND_MOVED)
def test_exceptions_in_words(
    except_: tuple[str, ...],
    moved: tuple[tuple[str, str], ...],
    dates: list[str],
    moves: list[tuple[str, str]],
    told: list[str],
) -> None:
    span = timed("2018-05-01T09:00", "2018-05-01T10:00", "Europe/Berlin")
    report: list[Problem] = []
    tl = one(span, "FREQ=DAILY;UNTIL=20180529", repeats="daily", except_=except_, moved=moved)
    master, *others = components(tl, report=report)
    found = master.get("EXDATE", [])
    assert [each.to_ical().decode() for each in (found if isinstance(found, list) else [found])] == dates
    assert [tuple(other[name].to_ical().decode() for name in ("RECURRENCE-ID", "DTSTART")) for other in others] == moves
    assert [problem.code for problem in report] == told


def test_exceptions_lie_where_the_policy_puts_the_event() -> None:
    span = Span.within(made.second("2018-05-01T12:00"), made.second("2018-05-01T18:00"), Grain.HOUR, "Europe/Berlin")
    tl = one(span, "FREQ=DAILY", repeats="daily", except_=("2018-05-03",), moved=(("2018-05-04", "2018-05-05"),))
    master, other = components(tl, uncertain="latest")
    clock = master["DTSTART"].to_ical().decode()[8:]
    assert clock == "T175900"
    assert master["EXDATE"].to_ical().decode() == f"20180503{clock}"
    assert other["RECURRENCE-ID"].to_ical().decode() == f"20180504{clock}"
    assert other["DTSTART"].to_ical().decode() == f"20180505{clock}"


def test_what_repeats_keeps_its_zone_whenever_it_is() -> None:
    component = event_of(timed("1965-05-01T09:00", "1965-05-01T10:00", "Europe/Berlin"), "FREQ=YEARLY")
    assert component["DTSTART"].params["TZID"] == "Europe/Berlin"


NIGHTS = [
    # how it ends, the day of its first night, its rule; the nights that are said apart, with their ends
    ({"ends": "06:00"}, "2018-03-22", "DAILY;COUNT=6", {"20180324T220000": "20180325T060000"}),
    ({"duration": "8 hours"}, "2018-03-22", "DAILY;COUNT=6", {"20180324T220000": "20180325T070000"}),
    ({"ends": "06:00"}, "2018-10-24", "DAILY;COUNT=3", {}),
    ({"duration": "8 hours"}, "2018-10-24", "DAILY;UNTIL=20181031", {"20181027T220000": "20181028T050000"}),
    ({"ends": "23:00"}, "2018-03-22", "DAILY;COUNT=6", {}),
    ({"ends": "06:00"}, "2018-03-21", "WEEKLY;COUNT=9", {}),  # on Wednesdays, and clocks change on Sundays
    ({"ends": "06:00", "except_": ("2018-03-24",)}, "2018-03-22", "DAILY;COUNT=6", {}),
    ({"ends": "06:00", "moved": (("2018-03-24", "2018-03-28"),)}, "2018-03-22", "DAILY;COUNT=6",
     {"20180324T220000": "20180329T060000"}),
    ({"ends": "06:00"}, "2036-03-01", "WEEKLY", {
        "20360329T220000": "20360330T060000", "20361025T220000": "20361026T060000",
        "20370328T220000": "20370329T060000", "20371024T220000": "20371025T060000",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "day", "rule", "apart"), NIGHTS)
def test_nights_in_which_clocks_change_are_said_apart(
    fields: dict[str, Any], day: str, rule: str, apart: dict[str, str]
) -> None:
    event = Event(id="night", title="Night", when=day, starts="22:00", timezone="Europe/Berlin",
                  repeats=f"RRULE:FREQ={rule}", **fields)  # fmt: skip
    _, *others = components(Timeline.from_document(Document(events=(event,), as_of="2018-01-01")))
    said = {each["RECURRENCE-ID"].to_ical().decode(): each["DTEND"].to_ical().decode() for each in others}
    assert said == apart


def test_a_repeated_time_that_comes_twice_is_said_apart_in_utc() -> None:
    event = Event(id="shift", title="Shift", when="2018-10-27", starts="02:30", ends="04:00",
                  timezone="Europe/Berlin", repeats="RRULE:FREQ=DAILY;COUNT=3")  # fmt: skip
    document = Document(events=(event,), as_of="2018-01-01")
    _, apart = components(Timeline.from_document(document))
    assert apart["RECURRENCE-ID"].to_ical() == b"20181028T023000"
    assert (apart["DTSTART"].to_ical(), apart["DTEND"].to_ical()) == (b"20181028T003000Z", b"20181028T030000Z")


@pytest.mark.parametrize("fields", [{"ends": "06:00"}, {"duration": "8 hours"}])
def test_nights_come_back_as_the_event_that_they_were(fields: dict[str, Any], tmp_path: Path) -> None:
    event = Event(id="night", title="Night", when="2018-03-22", starts="22:00", timezone="Europe/Berlin",
                  repeats="RRULE:FREQ=DAILY;COUNT=6", **fields)  # fmt: skip
    tl = Timeline.from_document(Document(events=(event,), as_of="2018-01-01"))
    path = tmp_path / "nights.ics"
    path.write_bytes(export_ical(tl))
    back = load(path)
    assert [each.event for each in back] == [event]
    assert export_ical(back) == path.read_bytes()


# Alarms

ALARMS = [
    ("2 days before", 0, "-P2D"),
    ("15 minutes before", 36_000, "-PT15M"),
    ("an hour before", 36_000, "-PT1H"),
    ("two weeks before.", 0, "-P2W"),
    ("at 9:00 on the day before", 0, "-PT15H"),
    ("at 9:00 on the day before", 36_000, "-P1DT1H"),
    ("9:00 two days before", 0, "-P1DT15H"),
    ("at 8:30 on the day", 36_000, "-PT1H30M"),
    ("at the start", 36_000, "PT0S"),
    ("-P1DT2H", 0, "-P1DT2H"),
    ("when the moon is full", 0, None),
    ("at 25:00 on the day", 0, None),
]


@pytest.mark.parametrize(("wording", "clock", "trigger"), ALARMS)
def test_alarms(wording: str, clock: int, trigger: str | None) -> None:
    seconds = trigger_seconds(wording.replace("9:00 on the day before", "9:00 1 day before"), clock)
    assert seconds == trigger_seconds(wording, clock)
    assert (None if seconds is None else duration(seconds)) == trigger


def test_an_alarm_that_cannot_be_read_is_reported() -> None:
    report: list[Problem] = []
    (written,) = components(one(on("2017-11-30"), alarms=("sometimes",)), report=report)
    assert written.subcomponents == []
    assert [problem.code for problem in report] == ["alarm"]


# Streams

MANY = timeline(
    *(
        entry(Event(id=f"e{n}", title="E" * 40), timed("2018-05-01T09:00", "2018-05-01T10:00", "Asia/Gaza"))
        for n in range(50)
    )
)


def test_the_stream_is_the_file() -> None:
    seen: list[tuple[int, int]] = []
    chunks = list(stream(MANY, CalendarSettings(), progress=lambda done, of: seen.append((done, of))))
    assert b"".join(chunks) == export_ical(MANY) == export_ical(MANY)
    assert len(chunks) == 50 + 3  # the head, one zone, the end
    assert seen[-1] == (50, 50)


def test_icalendar_finds_no_fault() -> None:
    calendar = icalendar.Calendar.from_ical(export_ical(MANY))
    assert all(not component.errors for component in calendar.walk())
    assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Gaza"]


# Time zones

ODD_ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/New_York", "America/Nuuk", "America/Santiago",
    "America/Sao_Paulo", "Antarctica/Macquarie", "Antarctica/Troll", "Asia/Gaza", "Asia/Jerusalem", "Asia/Tehran",
    "Asia/Tokyo", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/London",
    "Europe/Minsk", "Europe/Moscow", "Europe/Riga", "Pacific/Apia", "Pacific/Chatham", "Pacific/Norfolk",
)  # fmt: skip
YEARS = ((1970, 1976), (2010, 2012), (2016, 2020), (2031, 2032), (2037, 2038))


@pytest.mark.parametrize("name", ODD_ZONES)
def test_zones_read_back_right(name: str) -> None:
    rules = zones.zone(name)
    for first, past in YEARS:
        low, high = day_number(first) * DAY, day_number(past) * DAY
        text = vtimezone(name, low, high).to_ical().decode().replace("\r\n", "\n")
        read = tzical(io.StringIO(f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n")).get()
        for second in range(low, high, 3 * DAY + 5 * 3600):
            wall = naive(zones.from_utc(name, second))
            expected = wall.replace(tzinfo=rules).utcoffset()
            if expected == wall.replace(tzinfo=rules, fold=1).utcoffset():
                assert wall.replace(tzinfo=read).utcoffset() == expected, wall


RULES = [
    ("CET-1CEST,M3.5.0,M10.5.0/3", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    (
        "EET-2EEST,M3.4.4/50,M10.4.4/50",
        "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=10",
    ),
    (
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
        "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ),
    ("A3B,J60/0,J300/24", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=28"),
    ("A3B,59/0,M10.5.4/50", "FREQ=YEARLY;BYYEARDAY=60", None),
]


@pytest.mark.parametrize(("posix", "starts", "ends"), RULES)
def test_posix_rules(posix: str, starts: str, ends: str | None) -> None:
    rule = parse_posix(posix)
    assert rule is not None
    assert rule.starts is not None
    assert rule.ends is not None
    assert (rule.starts.rrule(), rule.ends.rrule()) == (starts, ends)


def test_a_zone_says_no_more_than_is_needed() -> None:
    berlin = observances(read_zone("Europe/Berlin"), day_number(2018) * DAY, day_number(2019) * DAY)
    assert [each.rrule for each in berlin] == [
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]
    minsk = observances(read_zone("Europe/Minsk"), day_number(2018) * DAY, day_number(2019) * DAY)
    assert [(each.after.name, len(each.onsets)) for each in minsk] == [("+03", 1)]
    assert "RDATE" in vtimezone("Africa/Casablanca", day_number(2018) * DAY, day_number(2030) * DAY).to_ical().decode()
    for line in vtimezone("Africa/Casablanca").to_ical().decode().split("\r\n"):
        assert "," not in line
