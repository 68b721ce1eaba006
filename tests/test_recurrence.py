"""What repeats, inside a window: a table held against two libraries, exceptions, moved occurrences, no hanging."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from attrs import frozen
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given
from hypothesis import strategies as st

from spans import examples
from timeline.errors import InvalidDateError, TimelineError
from timeline.events import Document, Event
from timeline.schedule.occurrences import Occurrence
from timeline.timeline import Timeline

TABLE = Path(__file__).parent / "data" / "recurrences.tsv"


@frozen
class Case:
    """A row of the table."""

    start: str
    length: str
    zone: str
    rule: str
    left_out: tuple[str, ...]
    low: str
    high: str
    right: str = "both"
    why: str = "-"
    expected: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether it has a time of day."""
        return "T" in self.start

    @property
    def lasting(self) -> timedelta:
        """How long an occurrence lasts."""
        number = int(self.length[:-1])
        return timedelta(minutes=number) if self.timed else timedelta(days=number)

    def within(self, starts: Iterator[str]) -> list[str]:
        """Those of some starts that lie in the window, in order."""
        return sorted(start for start in starts if self.low <= start[:10] <= self.high)


def cases() -> list[Case]:
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            start, length, zone, rule, left_out, low, high, right, why, starts = line.split("\t")
            out = () if left_out == "-" else tuple(left_out.split(","))
            rows.append(Case(start, length, zone, rule, out, low, high, right, why, tuple(starts.split())))
    return rows


def series(case: Case) -> Timeline:
    """A timeline of one event that repeats so."""
    first = datetime.fromisoformat(case.start)
    past = first + case.lasting
    if case.timed:
        fields = {"when": case.start[:10], "starts": f"{first:%H:%M}", "ends": f"{past:%H:%M}", "timezone": case.zone}
    else:
        last = (past - timedelta(days=1)).date().isoformat()
        fields = {"when": case.start if last == case.start else f"{case.start}/{last}"}
    event = Event(
        id="x",
        title="X",
        repeats=case.rule,
        except_=tuple(text.replace("T", " ") for text in case.left_out),
        **fields,  # type: ignore[arg-type]
    )
    found = Timeline.from_document(Document(events=(event,), as_of=case.start[:10]))
    assert found.problems == ()
    return found


def ours(case: Case) -> list[str]:
    spans = (entry.span for entry in series(case).occurrences((case.low, case.high)))
    return case.within(str(span.iso()[0])[:16] for span in spans if span is not None)


def by_dateutil(case: Case) -> list[str]:
    zone = ZoneInfo(case.zone) if case.timed else None
    found: Any = rruleset()
    found.rrule(rrulestr(case.rule, dtstart=datetime.fromisoformat(case.start).replace(tzinfo=zone)))
    for text in case.left_out:
        found.exdate(datetime.fromisoformat(text).replace(tzinfo=zone))

    def starts() -> Iterator[str]:
        for moment in found:
            text = moment.replace(tzinfo=None).isoformat()[: 16 if case.timed else 10]
            if text[:10] > case.high:
                return
            yield text

    return case.within(starts())


def by_recurring_ical_events(case: Case) -> list[str]:
    def value(name: str, moment: datetime) -> str:
        if not case.timed:
            return f"{name};VALUE=DATE:{moment:%Y%m%d}"
        zone = ":" if case.zone == "UTC" else f";TZID={case.zone}:"
        return f"{name}{zone}{moment:%Y%m%dT%H%M%S}{'Z' if case.zone == 'UTC' else ''}"

    first = datetime.fromisoformat(case.start)
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", "UID:x", "DTSTAMP:20180101T000000Z"),
        value("DTSTART", first),
        value("DTEND", first + case.lasting),
        f"RRULE:{case.rule}",
        *(value("EXDATE", datetime.fromisoformat(text)) for text in case.left_out),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
    calendar = icalendar.Calendar.from_ical("\r\n".join(lines))
    low, high = (datetime.fromisoformat(day) for day in (case.low, case.high))
    found = recurring_ical_events.of(calendar).between(low, high + timedelta(days=1))
    starts = (event.start for event in found)
    return case.within(
        start.replace(tzinfo=None).isoformat()[:16] if isinstance(start, datetime) else start.isoformat()
        for start in starts
    )


def test_the_table_is_long_enough() -> None:
    assert len(cases()) >= 60
    assert len({(case.start, case.rule) for case in cases()}) == len(cases())
    assert all((case.right == "both") == (case.why == "-") for case in cases())


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.start} {case.rule}")
def test_the_table(case: Case) -> None:
    """Ours is as the table has it; a library agrees exactly where the table says that it is right."""
    expected = list(case.expected)
    assert ours(case) == expected
    assert (by_dateutil(case) == expected) == (case.right in ("both", "dateutil"))
    assert (by_recurring_ical_events(case) == expected) == (case.right in ("both", "recurring-ical-events"))


FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(FREQUENCIES))
    parts = [f"FREQ={frequency}"]
    if (interval := draw(st.integers(1, 5))) > 1:
        parts.append(f"INTERVAL={interval}")
    if draw(st.booleans()):
        days = draw(
            st.lists(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), min_size=1, max_size=3, unique=True)
        )
        nth = draw(st.sampled_from(("", "1", "-1", "2"))) if frequency == "MONTHLY" else ""
        parts.append(f"BYDAY={','.join(nth + day for day in days)}")
    elif frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.sampled_from(('1', '15', '31', '-1', '28,29')))}")
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(st.sampled_from(('2', '3,10', '1,6,12')))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    return ";".join(parts)


@examples(60)
@given(rules(), st.dates(date(1990, 1, 1), date(2018, 12, 31)), st.integers(0, 9000))
def test_a_jump_into_the_window_gives_what_counting_from_the_start_gives(rule: str, first: date, later: int) -> None:
    low = datetime.fromisoformat(f"{first}") + timedelta(days=later)
    high = low + timedelta(days=400)
    expected = [
        f"{moment:%Y-%m-%d}"
        for moment in rrulestr(rule, dtstart=datetime.fromisoformat(f"{first}")).between(low, high, inc=True)
    ]
    case = Case(f"{first}", "1d", "-", rule, (), f"{low:%Y-%m-%d}", f"{high:%Y-%m-%d}")
    found = ours(case)
    if "COUNT" in rule:  # dateutil does not count a first instance that does not fit the rule
        in_step = next(iter(rrulestr(rule, dtstart=datetime.fromisoformat(f"{first}"))), None)
        if in_step is None or f"{in_step:%Y-%m-%d}" != f"{first}":
            return
    assert [start for start in found if start != f"{first}"] == [start for start in expected if start != f"{first}"]


# --- exceptions, moves, steps ---------------------------------------------------------------------------------------


def one(**fields: object) -> Timeline:
    event = Event(**{"id": "standup", "title": "Stand-up", **fields})  # type: ignore[arg-type]
    return Timeline.from_document(Document(events=(event,), as_of="2018-03-01", timezone="Europe/Berlin"))


def starts(timeline: Timeline, low: str, high: str) -> dict[str, str]:
    return {entry.id: str(entry.span.iso()[0]) for entry in timeline.occurrences((low, high)) if entry.span}


MOVES = [
    # moved, from, to, what takes place
    (("2018-03-06", "2018-03-07"), ("2018-03-05", "2018-03-12"), {"standup@2018-03-06": "2018-03-07T10:00:00"}),
    (("March 6", "March 6, 15:30"), ("2018-03-05", "2018-03-12"), {"standup@2018-03-06": "2018-03-06T15:30:00"}),
    (("2018-03-06", "2018-04-02"), ("2018-03-05", "2018-03-12"), {}),
    (("2018-03-06", "2018-04-02"), ("2018-04-01", "2018-04-02"), {"standup@2018-03-06": "2018-04-02T10:00:00"}),
    (("2018-03-07", "2018-03-08"), ("2018-03-05", "2018-03-12"), {"standup@2018-03-06": "2018-03-06T10:00:00"}),
]  # fmt: skip


@pytest.mark.parametrize(("moved", "window", "expected"), MOVES)
def test_moved(moved: tuple[str, str], window: tuple[str, str], expected: dict[str, str]) -> None:
    timeline = one(repeats="every Tuesday", starts="10:00", ends="10:15", moved=(moved,))
    assert starts(timeline, *window) == expected


def test_an_occurrence_tells_where_it_comes_from() -> None:
    timeline = one(repeats="every Tuesday", starts="10:00", ends="10:15", moved=(("2018-03-06", "2018-03-07"),))
    found = timeline.occurrences(("2018-03-05", "2018-03-10"))
    entry = found["standup@2018-03-06"]
    assert isinstance(entry, Occurrence)
    assert (entry.series, entry.moved) == ("standup", True)
    assert str(found.explain(entry.id)).endswith("moved from 2018-03-06 10:00 to 2018-03-07 10:00")
    assert found.of("event").before("2018-03-08").ids == (entry.id,)


def test_what_is_left_out_is_told() -> None:
    timeline = one(
        repeats="every Tuesday",
        starts="10:00",
        ends="10:15",
        except_=("2018-03-13",),
        moved=(("2018-03-07", "2018-03-08"),),
    )
    assert str(timeline.occurrences(("2018-03-05", "2018-03-15")).notes) == (
        "standup on 2018-03-13 10:00 is left out: except '2018-03-13'\n"
        "standup is not moved from '2018-03-07': it does not take place then"
    )


SKIPPED = (
    "standup on 2018-03-25 02:30 does not take place and does not count: the clocks of Europe/Berlin go forward over "
    "that time (RFC 5545 §3.3.10)"
)
TWICE = "2018-10-28 02:30 comes twice in Europe/Berlin, where the clocks go back: the first is meant (RFC 5545 §3.3.5)"


@pytest.mark.parametrize(("day", "note", "steps"), [("2018-03-25", SKIPPED, []), ("2018-10-28", "", [TWICE])])
def test_a_step_says_what_a_change_of_clocks_does(day: str, note: str, steps: list[str]) -> None:
    found = one(repeats="every day", starts="2:30", ends="3:30").occurrences(day)
    assert str(found.notes) == note
    assert [str(found.explain(name)).splitlines()[-1] for name in found.ids] == steps


def test_the_clock_decides_when_it_ends_and_a_duration_how_long_it_lasts() -> None:
    by_clock = one(repeats="every day", starts="22:00", ends="6:00").occurrences("2018-03-24")
    by_length = one(repeats="every day", starts="22:00", duration="8 hours").occurrences("2018-03-24")
    assert by_clock["standup@2018-03-24"].span.iso()[1] == "2018-03-25T06:00:00"  # type: ignore[union-attr]
    assert by_length["standup@2018-03-24"].span.iso()[1] == "2018-03-25T07:00:00"  # type: ignore[union-attr]


# --- no hanging -----------------------------------------------------------------------------------------------------


def test_without_end_a_window_is_wanted() -> None:
    timeline = one(repeats="every Tuesday")
    for look in (timeline.occurrences, timeline.conflicts, lambda: timeline.occurrences(("2018-03-05", None))):
        with pytest.raises(TimelineError, match="'standup' repeats without end"):
            look()
    assert len(one(repeats="every Tuesday until May 2018").occurrences()) == 13


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYHOUR=9",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=100000;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_nothing_hangs(rule: str) -> None:
    timeline = one(when="1970-01-01", starts="9:00", ends="9:01", repeats=rule)
    begin = time.process_time()
    len(timeline.occurrences(("2018-03-05 9:00", "2018-03-05 9:10")))
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=SOMETIMES", "is no recurrence rule"),
        ("FREQ=DAILY;INTERVAL=0", "is no recurrence rule"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20180401", "ends twice"),
        ("FREQ=DAILY;UNTIL=20180231", "is no recurrence rule"),
        ("RRULE:FREQ=DAILY;FREQ=DAILY", "each name once"),
    ],
)
def test_rules_that_cannot_be_are_problems_of_the_file(rule: str, told: str) -> None:
    timeline = one(when="2018-01-01", starts="9:00", ends="9:01", repeats=rule)
    assert [(problem.path, told in problem.message) for problem in timeline.problems] == [("events[0].repeats", True)]
    assert timeline.occurrences().ids == ("standup",)


def test_what_takes_place_too_often() -> None:
    timeline = one(when="2018-01-01", starts="9:00", ends="9:01", repeats="FREQ=SECONDLY")
    with pytest.raises(InvalidDateError, match=r"too often|more than 100,000 times"):
        timeline.occurrences("2018")


@pytest.mark.parametrize(("key", "value"), [("except_", ("banana",)), ("moved", (("2018-03-06", "banana"),))])
def test_exceptions_that_cannot_be_read(key: str, value: object) -> None:
    timeline = one(repeats="every Tuesday", **{key: value})
    (problem,) = timeline.problems
    assert problem.path.startswith(f"events[0].{key.removesuffix('_')}")
    assert "banana" in problem.message
    with pytest.raises(InvalidDateError, match=r"'standup': (except|moved): .*banana"):
        timeline.occurrences("2018-03")


def test_years_before_the_first_repeat_too() -> None:
    timeline = Timeline.from_document(
        Document(events=(Event(id="ides", title="Ides", when="-0043-03-15", repeats="FREQ=YEARLY"),))
    )
    assert timeline.occurrences("-0020-03").ids == ("ides@-0020-03-15",)
