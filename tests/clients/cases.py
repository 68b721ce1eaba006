"""The two calendars that every program has to read, and when everything in them happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, reset_tzpath

from attrs import field, frozen

import timeline
from timeline.events import Document, Event
from timeline.timeline import Timeline

reset_tzpath(to=())  # the tzdata package, whatever this machine has: two versions may differ in what is to come

ROOT = Path(__file__).resolve().parent.parent.parent
EVENTS = ROOT / "data" / "events.yaml"

Edge = date | datetime
"""A day, or a moment in UTC."""

ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Santiago", "Asia/Kathmandu", "Asia/Tehran"),
    *("America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Europe/Chisinau"),
)
ODD_ZONES = ("Asia/Gaza", "America/Nuuk", "Africa/Casablanca", "Europe/Dublin", "Europe/Minsk")
YEARS = (2018, 2031, 2040)

GROUPS = (
    *("first file", "all-day", "2018", "2031", "2040", "odd zones", "nights", "before 1970", "text", "repeating"),
    *("exceptions", "repeated nights", "1,000 events"),
)
"""The columns of the table."""


@frozen
class Case:
    """An event, by the first word of its title, and when it happens: start and exclusive end of each time."""

    key: str
    group: str
    title: str
    times: tuple[tuple[Edge, Edge], ...]
    zone: str = "UTC"
    said: Mapping[str, object] = field(factory=dict)
    """The fields of the event, as its file would have them."""


class Maker:
    """Puts a calendar together, and what is expected of it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.cases: list[Case] = []

    def add(self, group: str, title: str, times: tuple[tuple[Edge, Edge], ...], **fields: object) -> None:
        """An event with the times that it is expected at."""
        key = f"{len(self.events):04d}"
        titled = f"{key} {title}"
        self.events.append(Event(id=f"e{key}", title=titled, **fields))  # type: ignore[arg-type]
        self.cases.append(Case(key, group, titled, times, str(fields.get("timezone", "UTC")), fields))

    def all_day(self, group: str, title: str, first: str, last: str, **fields: object) -> None:
        """Whole days."""
        start, end = date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)
        when = first if first == last else f"{first}/{last}"
        self.add(group, title, ((start, end),), when=when, **fields)

    def timed(self, group: str, day: date, zone: str, starts: str = "09:30", ends: str = "11:00") -> None:
        """Something from one time of a day to another, or to one of the next day."""
        times = (clocked(day, starts, ends, zone),)
        self.add(group, f"{zone} {day}", times, when=day.isoformat(), starts=starts, ends=ends, timezone=zone)


def moment(day: date, clock: str, zone: str) -> datetime:
    """A time of day in a zone, in UTC."""
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def clocked(day: date, starts: str, ends: str, zone: str) -> tuple[Edge, Edge]:
    """From one time of a day to another, or to one of the next day."""
    return moment(day, starts, zone), moment(day + timedelta(days=ends < starts), ends, zone)


def changes(zone: str, year: int) -> list[date]:
    """The days of a year on which a zone's clocks change."""
    rules = ZoneInfo(zone)
    days = [date(year, 1, 1) + timedelta(days=each) for each in range(365)]
    offsets = [datetime(day.year, day.month, day.day, 23, 30, tzinfo=rules).utcoffset() for day in days]
    return [day for day, before, after in zip(days[1:], offsets, offsets[1:], strict=False) if before != after]


def hard(*, thousand: bool = True) -> tuple[Timeline, list[Case]]:
    """A calendar of everything that calendar programs are known to get wrong."""
    make = Maker()
    make.all_day("all-day", "one day", "2018-05-02", "2018-05-02")
    make.all_day("all-day", "three days", "2018-05-02", "2018-05-04")
    make.all_day("all-day", "over the change of clocks", "2018-03-24", "2018-03-26")
    make.all_day("all-day", "over the new year", "2017-12-30", "2018-01-02")
    make.all_day("all-day", "leap day", "2020-02-29", "2020-02-29")
    make.all_day("all-day", "two years", "2015-01-01", "2016-12-31")
    for year in YEARS:
        for zone in ZONES:
            for day in changes(zone, year) or [date(year, 1, 15), date(year, 7, 15)]:
                make.timed(str(year), day - timedelta(days=1), zone)
                make.timed(str(year), day + timedelta(days=1), zone)
        for zone in ODD_ZONES:
            for day in changes(zone, year) or [date(year, 1, 15), date(year, 7, 15)]:
                make.timed("odd zones", day - timedelta(days=1), zone)
                make.timed("odd zones", day + timedelta(days=1), zone)
    for year in YEARS:
        for zone in (*ZONES, *ODD_ZONES):
            for day in changes(zone, year):  # the night in which it happens, with the evening before and after it
                for eve in (-2, -1, 0):
                    make.timed("nights", day + timedelta(days=eve), zone, "22:00", "06:00")
    make.timed("nights", date(2018, 3, 25), "Europe/Berlin", "02:30", "04:00")  # there is no 2:30
    make.timed("nights", date(2018, 10, 28), "Europe/Berlin", "02:30", "04:00")  # there are two
    for day, zone in (
        (date(1965, 7, 1), "Europe/Berlin"),
        (date(1945, 5, 9), "Europe/Moscow"),
        (date(1903, 12, 17), "UTC"),
    ):
        make.timed("before 1970", day, zone, "10:00", "11:00")
    make.all_day("before 1970", "moon", "1969-07-16", "1969-07-24")
    make.all_day("before 1970", "long ago", "1815-06-18", "1815-06-18")
    for at, text in enumerate(
        (
            "commas, semicolons; colons: and \\backslashes\\ C:\\News \\N",
            "Тихановская сустрэча 🎉👩‍👩‍👧 漢字かな交じり文 ção",
            "اجتماع في مينسك ‏שלום עולם",
            "quotes \"double\" and 'single' and <b>tags</b> & ampersands",
            "a line that is long enough to be folded " * 6 + "ünd inside a charäcter",
            "漢" * 120,
            "a title\nof two lines",
        )
    ):
        make.all_day("text", text.strip(), f"2018-06-{at + 1:02d}", f"2018-06-{at + 1:02d}", notes=f"{text}\nand more")
    _repeating(make)
    for at in range(1000 if thousand else 0):
        day = date(2019, 1, 1) + timedelta(days=at % 250)
        make.timed("1,000 events", day, ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")[at % 4])
    document = Document(
        title="Hard", namespace="hard.example.org", as_of="2018-01-01", revised="2018-01-01", events=tuple(make.events)
    )
    return Timeline.from_document(document), make.cases


def _repeating(make: Maker) -> None:
    berlin = "Europe/Berlin"

    def at(day: date, starts: str = "09:30", ends: str = "11:00", zone: str = berlin) -> tuple[Edge, Edge]:
        return clocked(day, starts, ends, zone)

    def whole(day: date) -> tuple[Edge, Edge]:
        return day, day + timedelta(days=1)

    clock = {"starts": "09:30", "ends": "11:00", "timezone": berlin}
    weeks = [date(2018, 3, 7) + timedelta(weeks=each) for each in range(8)]
    make.add("repeating", "weekly over the change", tuple(map(at, weeks)), when="2018-03-07",
             repeats="RRULE:FREQ=WEEKLY;COUNT=8", **clock)  # fmt: skip
    later = [date(2031, 10, 15) + timedelta(weeks=each) for each in range(6)]
    make.add("repeating", "weekly in 2031", tuple(map(at, later)), when="2031-10-15",
             repeats="RRULE:FREQ=WEEKLY;UNTIL=20311119", **clock)  # fmt: skip
    days = [date(2018, 5, 2) + timedelta(days=each) for each in range(5)]
    make.add("repeating", "days", tuple(map(whole, days)), when="2018-05-02", repeats="RRULE:FREQ=DAILY;COUNT=5")
    fridays = [date(2018, 1, 26), date(2018, 2, 23), date(2018, 3, 30), date(2018, 4, 27)]
    make.add("repeating", "last Fridays", tuple(map(whole, fridays)), when="2018-01-26",
             repeats="RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=4")  # fmt: skip
    cairo = [date(2018, 10, 29) + timedelta(weeks=each) for each in range(3)]
    sydney = "Australia/Sydney"
    make.add("repeating", "Sydney", tuple(at(day, zone=sydney) for day in cairo), when="2018-10-29",
             repeats="RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3", **{**clock, "timezone": sydney})  # fmt: skip
    left = [day for day in weeks if day not in (weeks[2], weeks[5])]
    make.add("exceptions", "weekly with two left out", tuple(map(at, left)), when="2018-03-07",
             repeats="RRULE:FREQ=WEEKLY;COUNT=8",
             except_=(weeks[2].isoformat(), weeks[5].isoformat()), **clock)  # fmt: skip
    make.add("exceptions", "days with one left out", tuple(map(whole, [*days[:1], *days[2:]])), when="2018-05-02",
             repeats="RRULE:FREQ=DAILY;COUNT=5", except_=(days[1].isoformat(),))  # fmt: skip
    there = date(2018, 3, 30)
    times = (*map(at, [day for day in weeks if day != weeks[3]]), at(there, "14:00", "15:30"))
    make.add("exceptions", "weekly with one moved", times, when="2018-03-07", repeats="RRULE:FREQ=WEEKLY;COUNT=8",
             moved=((weeks[3].isoformat(), f"{there}T14:00"),), **clock)  # fmt: skip
    for month, zone in ((3, berlin), (10, berlin), (3, "America/New_York"), (11, "America/New_York")):
        change = next(day for day in changes(zone, 2018) if day.month == month)
        nights = [change + timedelta(days=each) for each in range(-3, 3)]
        shift = {"starts": "22:00", "ends": "06:00", "timezone": zone}
        make.add("repeated nights", f"{zone} to six", tuple(at(day, "22:00", "06:00", zone) for day in nights),
                 when=nights[0].isoformat(), repeats="RRULE:FREQ=DAILY;COUNT=6", **shift)  # fmt: skip
        lasting = tuple(
            (start, start + timedelta(hours=8)) for start, _ in (at(day, "22:00", "06:00", zone) for day in nights)
        )
        del shift["ends"]
        make.add("repeated nights", f"{zone} for eight hours", lasting, when=nights[0].isoformat(), duration="8 hours",
                 repeats="RRULE:FREQ=DAILY;COUNT=6", **shift)  # fmt: skip


def first() -> tuple[Timeline, list[Case]]:
    """The first file's calendar: the days as its golden calendar has them."""
    import icalendar

    tl = timeline.load(EVENTS)
    read = icalendar.Calendar.from_ical((ROOT / "tests" / "golden" / "events.ics").read_bytes())
    cases = [
        Case(str(event["UID"]).split("@")[0], "first file", str(event["SUMMARY"]), ((event.start, event.end),))
        for event in read.events
    ]
    return tl, cases
