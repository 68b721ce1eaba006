"""What calendar programs are known to get wrong: each fault, a small calendar that shows it, and what it strikes.

``faults/NAME.ics`` was written by hand and owes nothing to the exporter. A program that reads it wrong has the fault;
``struck`` then tells which events of the two large calendars it has to read wrong, no more and no fewer.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from attrs import frozen
from cases import Case, Edge

FILES = Path(__file__).resolve().parent / "faults"

Clocks = Callable[[str, datetime], datetime]
"""What the clocks of a zone show at a moment of UTC, by somebody's rules."""


@frozen
class Asked:
    """Whom a fault is asked about: the program's own rules of time zones, and what the calendar that it reads says."""

    clocks: Clocks
    source: Clocks
    """The rules that its own were made from, where it does not take them as they are."""
    zoned: frozenset[str]
    """The first words of the titles of what is written in a time zone."""
    observances: dict[str, dict[str, list[datetime]]]
    """For each zone that the calendar describes, when its observances begin, by kind, in the zone's own time."""


@frozen
class Fault:
    """Something that a program gets wrong."""

    name: str
    why: str
    known: str
    """Where its own people or its source say so, of whom that is known."""
    title: str
    times: tuple[tuple[Edge, Edge], ...]
    """What ``faults/NAME.ics`` says."""
    struck: Callable[[Case, Asked], bool]

    @property
    def case(self) -> Case:
        """The event of its calendar."""
        return Case(self.name, self.name, self.title, self.times)


def by_package(zone: str, at: datetime) -> datetime:
    """By the rules that the calendars are written with, those of the tzdata package."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def by_files(folder: Path) -> Clocks:
    """By the rules of a folder of TZif files, such as the machine's."""

    @cache
    def rules(zone: str) -> ZoneInfo:
        if not (folder / zone).exists():
            return ZoneInfo(zone)
        with (folder / zone).open("rb") as file:
            return ZoneInfo.from_file(file, key=zone)

    return lambda zone, at: at.astimezone(rules(zone)).replace(tzinfo=None)


def by_node(cases: Iterable[Case], script: Path) -> dict[str, Clocks]:
    """By the rules of the ICU that Node has in it, and as temporal-polyfill understands them."""
    wanted = sorted({(case.zone, f"{at:%Y-%m-%dT%H:%M:%SZ}") for case in cases for at in moments(case)})
    said = subprocess.run(["node", str(script)], input=json.dumps(wanted), capture_output=True, text=True, check=True)
    shown = {name: dict(zip(wanted, times, strict=True)) for name, times in json.loads(said.stdout).items()}

    def clocks(times: dict[tuple[str, str], str]) -> Clocks:
        return lambda zone, at: datetime.fromisoformat(times[zone, f"{at:%Y-%m-%dT%H:%M:%SZ}"])

    return {name: clocks(times) for name, times in shown.items()}


def moments(case: Case) -> list[datetime]:
    """Every start and end of what has times of day."""
    return [edge for pair in case.times for edge in pair if isinstance(edge, datetime)]


def zoned(calendar: str) -> frozenset[str]:
    """The first words of the titles of what is written in a time zone."""
    found = re.findall(r"(?ms)^DTSTART(;TZID=)?[^\r]*\r\n(?:(?!END:VEVENT).)*?^SUMMARY:(\S+)", calendar)
    return frozenset(word for in_zone, word in found if in_zone)


def observances(calendar: str) -> dict[str, dict[str, list[datetime]]]:
    """When the observances of each described zone begin."""
    found: dict[str, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for zone in re.findall(r"(?ms)^BEGIN:VTIMEZONE\r\n.*?^END:VTIMEZONE", calendar):
        name = re.search(r"(?m)^TZID:(.*?)\r$", zone)
        for kind, start in re.findall(r"(?ms)^BEGIN:(STANDARD|DAYLIGHT)\r\n.*?^DTSTART:(\w+)\r$", zone):
            if name is not None:
                found[name[1]][kind].append(datetime.strptime(start, "%Y%m%dT%H%M%S"))  # noqa: DTZ007
    return found


def _differ(case: Case, asked: Asked, one: Clocks, other: Clocks) -> bool:
    return case.key in asked.zoned and any(one(case.zone, at) != other(case.zone, at) for at in moments(case))


def _other_rules(case: Case, asked: Asked) -> bool:
    return _differ(case, asked, asked.clocks, by_package) and _differ(case, asked, asked.source, by_package)


def _rules_misunderstood(case: Case, asked: Asked) -> bool:
    return _differ(case, asked, asked.clocks, by_package) and not _differ(case, asked, asked.source, by_package)


def _says(pattern: str) -> Callable[[Case, Asked], bool]:
    return lambda case, _: case.group == "text" and re.search(pattern, case.title) is not None


def _before_an_observance(case: Case, asked: Asked) -> bool:
    """One of several observances of a kind, or all of a kind, begin later."""
    if case.key not in asked.zoned:
        return False
    walls = [by_package(case.zone, at) for at in moments(case)[:2]]
    for starts in asked.observances.get(case.zone, {}).values():
        if any(start >= wall for start in starts for wall in walls):
            return True
    return False


def _summer_in_tehran(case: Case, asked: Asked) -> bool:
    return (
        case.key in asked.zoned
        and case.zone == "Asia/Tehran"
        and any(
            at.year == 2018 and by_package(case.zone, at) - at.replace(tzinfo=None) == timedelta(hours=4, minutes=30)
            for at in moments(case)
        )
    )


def _repeats(case: Case) -> bool:
    return len(case.times) > 1


def _repeats_over_a_change(case: Case, _: Asked) -> bool:
    offsets = {by_package(case.zone, at) - at.replace(tzinfo=None) for at in moments(case)}
    return _repeats(case) and len(offsets) > 1


def _spans_a_change(case: Case, asked: Asked) -> bool:
    """Once, in its zone, with another length by the clocks than in hours."""
    if case.key not in asked.zoned or _repeats(case):
        return False
    start, end = moments(case)
    return by_package(case.zone, end) - by_package(case.zone, start) != end - start


def _weekday_elsewhere(case: Case, _: Asked) -> bool:
    first = next(iter(moments(case)), None)
    named = "BYDAY" in str(case.said.get("repeats"))
    return named and first is not None and by_package(case.zone, first).date() != first.date()


def _moved(case: Case, _: Asked) -> bool:
    return "moved" in case.said


def _left_out_of_a_count(case: Case, _: Asked) -> bool:
    return "except_" in case.said and "COUNT" in str(case.said.get("repeats"))


def _before(year: int) -> Callable[[Case, Asked], bool]:
    return lambda case, _: case.times[0][0].year < year


def _utc(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def _hours(start: datetime, hours: float) -> tuple[Edge, Edge]:
    return start, start + timedelta(hours=hours)


_MAY = (date(2018, 5, 2), date(2018, 5, 3))

FAULTS = {
    fault.name: fault
    for fault in (
        Fault(
            "zone-rules",
            "It does not read the calendar's `VTIMEZONE` where it knows a zone of that name, and takes rules of its "
            "own instead (RFC 5545 §3.6.5 has the calendar's). Where those are older than the calendar's, times are "
            "off.",
            "of Evolution: <https://valadoc.org/libecal-2.0/ECal.Client.check_timezones_sync.html>",
            "zone-rules",
            (_hours(_utc(2018, 5, 2, 4, 30), 1.5),),
            _other_rules,
        ),
        Fault(
            "escaped-backslash",
            r"An escaped backslash before an `N` (`C:\\News`, RFC 5545 §3.3.11) is taken for a line break.",
            "`unescape_string` of ics, `text` of node-ical and `_escape_char` of icalendar, which khal and caldav "
            "write with, replace one kind of escape after the other",
            r"escaped-backslash C:\News",
            (_MAY,),
            _says(r"\\[nN]"),
        ),
        Fault(
            "escaped-comma",
            r"Escaped commas and semicolons of a title (`\,`, RFC 5545 §3.3.11) keep their backslash.",
            "",
            "escaped-comma one, two; three",
            (_MAY,),
            _says("[,;]"),
        ),
        Fault(
            "observance-to-come",
            "It compares the observances of a zone by when each last began, and raises where one has not begun yet: "
            "`comparison of IceCube::Occurrence with nil failed`.",
            "of ruby-icalendar: <https://github.com/icalendar/icalendar/pull/289>",
            "observance-to-come",
            (_hours(_utc(2000, 5, 2, 13, 30), 1.5),),
            _before_an_observance,
        ),
        Fault(
            "tehran",
            "Its own rules are libical's, made from the machine's by looking for yearly patterns, and for Tehran, "
            "whose changes go by another calendar, they are not those that held.",
            "of libical: <https://github.com/libical/libical/issues/478>",
            "tehran",
            (_hours(_utc(2018, 3, 23, 5, 0), 1.5),),
            _summer_in_tehran,
        ),
        Fault(
            "night",
            "It adds the hours that something lasts to the time of the clock at which it starts, so that what spans a "
            "change of clocks ends an hour off, though its `DTEND` says when.",
            "",
            "night",
            ((_utc(2018, 3, 24, 21, 0), _utc(2018, 3, 25, 4, 0)),),
            _spans_a_change,
        ),
        Fault(
            "casablanca",
            "Its own rules are ICU's, asked through temporal-polyfill, which misses two changes of the clocks within "
            "sixty days.",
            "of temporal-polyfill: <https://github.com/fullcalendar/temporal-polyfill/issues/73>",
            "casablanca",
            (_hours(_utc(2018, 5, 14, 9, 30), 1.5),),
            _rules_misunderstood,
        ),
        Fault(
            "repeats-elsewhere",
            "It turns a start into the machine's local time and repeats that, so that what repeats in another zone is "
            "off after its clocks change.",
            "of calcurse: <https://github.com/lfos/calcurse/pull/294>",
            "repeats-elsewhere",
            tuple(
                _hours(start, 1.5)
                for start in (_utc(2018, 3, 21, 8, 30), _utc(2018, 3, 28, 7, 30), _utc(2018, 4, 4, 7, 30))
            ),
            _repeats_over_a_change,
        ),
        Fault(
            "weekday-elsewhere",
            "For the same reason it refuses a rule that names a weekday where the start's local day is another.",
            "of calcurse: <https://github.com/lfos/calcurse/issues/364>",
            "weekday-elsewhere",
            tuple(_hours(_utc(2018, 10, 28, 22, 30) + timedelta(weeks=week), 1.5) for week in range(3)),
            _weekday_elsewhere,
        ),
        Fault(
            "moved",
            "It knows no `RECURRENCE-ID`: an occurrence that was moved is there twice.",
            "",
            "moved",
            (
                _hours(_utc(2018, 3, 7, 9, 30), 1.5),
                _hours(_utc(2018, 3, 16, 14, 0), 1.5),
                _hours(_utc(2018, 3, 21, 9, 30), 1.5),
            ),
            _moved,
        ),
        Fault(
            "left-out",
            "An occurrence that `EXDATE` leaves out does not count with it, so that a `COUNT` lasts longer (RFC 5545 "
            "§3.8.5.1 has them left out of what the rule gives).",
            "",
            "left-out",
            tuple(_hours(_utc(2018, 3, day, 9, 30), 1.5) for day in (7, 9)),
            _left_out_of_a_count,
        ),
        Fault(
            "long-ago",
            "It refuses days before 1902.",
            "",
            "long-ago",
            ((date(1815, 6, 18), date(1815, 6, 19)),),
            _before(1902),
        ),
    )
}


def calendar() -> bytes:
    """All of ``faults/`` as one calendar, so that a program is started once for them."""
    bodies = []
    for name in FAULTS:
        text = (FILES / f"{name}.ics").read_bytes().decode()
        bodies.append(re.sub(r"^(?:BEGIN|END):VCALENDAR\r\n|^(?:VERSION|PRODID):.*\r\n", "", text, flags=re.MULTILINE))
    zones = "".join(each for body in bodies for each in re.findall(r"(?ms)^BEGIN:VTIMEZONE.*?^END:VTIMEZONE\r\n", body))
    events = "".join(each for body in bodies for each in re.findall(r"(?ms)^BEGIN:VEVENT.*?^END:VEVENT\r\n", body))
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//faults//EN\r\n"
    return f"{head}{zones}{events}END:VCALENDAR\r\n".encode()
