"""Calendars out: time and memory of the export and of an update, beside plain icalendar writing the same events.

    python benchmarks/export.py [--events 10000] [--memory 10000 100000]

Time is the best of three. Memory is the most that was allocated at once beyond the loaded timeline, by tracemalloc, in
a process that has loaded the file of ``benchmarks/load.py`` and written a small part of it before; this takes minutes,
and ``--memory`` without numbers leaves it out.
"""

from __future__ import annotations

import argparse
import gc
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import icalendar

from load import lines
from timeline.calendar import DAY, civil, day_number
from timeline.events import Document, Meeting, Participation, Person, Place
from timeline.exporters.ical import export_ical
from timeline.exporters.update import update
from timeline.files import write_atomically
from timeline.importers import load
from timeline.resolver.resolution import Explanation, Resolution, Step
from timeline.span import Grain, Span
from timeline.timeline import Entry, Timeline
from timeline.wording.expression import Undated

ZONES: Final = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")
NOTES: Final = "What was said and decided there, at some length, so that the text is folded, as notes often are. "
STEPS: Final = tuple(
    Step("range", f"step {n}: both ends are in November, and the year is that of the anchor") for n in range(3)
)
WORDING: Final = "\n".join(["Date as written: Nov. 29-30", *(f"- {step.text}" for step in STEPS)])
STAMP: Final = datetime(2017, 11, 30, tzinfo=UTC)


def make_timeline(count: int) -> Timeline:
    """So many meetings between 2017 and 2025, a third of them timed."""
    chance = random.Random(1)  # noqa: S311 - the same ones every time
    document = Document(
        title="Many meetings",
        namespace="example.org",
        as_of="2017-11-30",
        people={"n": Person(id="n", name="Nursultan Nazarbayev")},
        places={"minsk": Place(id="minsk", name="Minsk", country="BY", coordinates=(53.9, 27.566667))},
    )
    entries = []
    for number in range(count):
        day = day_number(2017) + chance.randrange(3000)
        span = Span.within(day, day + 1)
        if number % 3 == 0:
            start = day * DAY + 36_000
            span = Span.filled(start, start + 3600, Grain.MINUTE, chance.choice(ZONES))
        event = Meeting(
            id=f"meeting-{number}",
            title=f"Meeting {number} of the committee, with guests; заседание",
            when="Nov. 29-30",
            place="minsk",
            tags=("politics", "trade"),
            participants=(Participation("n", "guest"),),
            notes=NOTES * 3,
            url=f"https://example.org/{number}",
        )
        resolution = Resolution("Nov. 29-30", Undated(), span, (span,), None, lambda: Explanation(STEPS, (), False))
        entries.append(Entry(event.id, event, span, resolution))
    return Timeline(entries, document=document)


def plain(timeline: Timeline) -> bytes:
    """The same properties with icalendar as its manual has it: one calendar of everything, then written."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//timeline//timeline//EN")
    calendar.add("name", "Many meetings")
    for name in ZONES:
        calendar.add_component(icalendar.Timezone.from_tzid(name))
    for entry in timeline:
        calendar.add_component(plain_event(entry))
    return bytes(calendar.to_ical())


def plain_event(entry: Entry) -> icalendar.Event:
    """One event of it."""
    event, span = entry.event, entry.span
    assert span is not None  # noqa: S101
    made = icalendar.Event()
    made.add("uid", f"{event.id}@example.org")
    made.add("dtstamp", STAMP)
    made.add("last-modified", STAMP)
    for name, edge in (("dtstart", span.start_low), ("dtend", span.end_high)):
        if span.zone is None:
            made.add(name, date(*civil(edge)))
        else:
            day, second = divmod(edge, DAY)
            made.add(name, datetime(*civil(day), tzinfo=ZoneInfo(span.zone)) + timedelta(seconds=second))
    made.add("summary", event.title)
    made.add("description", f"{(event.notes or '').strip()}\n\nWith Nursultan Nazarbayev (guest).\n\n{WORDING}")
    made.add("location", "Minsk, BY")
    made.add("geo", (53.9, 27.566667))
    made.add("categories", [event.type, *event.tags])
    made.add("status", "CONFIRMED")
    made.add("transp", "OPAQUE")
    made.add("color", "royalblue")
    made.add("url", event.url)
    for name, text in (("id", event.id), ("type", event.type), ("when", event.when), ("edtf", span.edtf())):
        made.add(f"x-timeline-{name}", icalendar.vText(text or ""), {"VALUE": "TEXT"})
    made.add("x-timeline-bounds", icalendar.vText("/".join(map(str, span.iso() * 2))), {"VALUE": "TEXT"})
    return made


def best(work: Callable[[Timeline], object], timeline: Timeline, rounds: int = 3) -> float:
    """Seconds of the fastest of some rounds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work(timeline)
        times.append(time.perf_counter() - start)
    return min(times)


def most(work: Callable[[Timeline], object], timeline: Timeline) -> float:
    """The most megabytes that were allocated at once beyond what was there before."""
    gc.collect()
    tracemalloc.start()
    work(timeline)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def allocated(count: int) -> None:
    """Print what an export, and an update of what it wrote, allocate beyond a loaded timeline."""
    with tempfile.TemporaryDirectory() as folder:
        file, calendar = Path(folder, "events.yaml"), Path(folder, "events.ics")
        with file.open("w", encoding="utf-8") as written:
            written.writelines(lines(count))
        loaded = load(file, strict=False)

        def export(timeline: Timeline) -> None:
            timeline.export("ics", calendar, report=[])

        def renew(timeline: Timeline) -> None:
            write_atomically(calendar, update(timeline, calendar, report=[]))

        export(loaded[:500])  # what is made once is there then
        print(f"{most(export, loaded):.2f} {calendar.stat().st_size / 1e6:.1f} {most(renew, loaded):.2f}")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--events", type=int, default=10_000)
    arguments.add_argument("--memory", type=int, nargs="*", default=[10_000, 100_000])
    arguments.add_argument("--allocated", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.allocated:
        allocated(given.allocated)
        return
    timeline = make_timeline(given.events)
    ours, theirs = best(export_ical, timeline), best(plain, timeline)
    size = len(export_ical(timeline)) / 1e6
    print(f"{given.events:,} events, {size:.1f} MB ({len(plain(timeline)) / 1e6:.1f} MB by plain icalendar)")
    print(f"export_ical      {ours:7.2f} s")
    print(f"plain icalendar  {theirs:7.2f} s   ratio {ours / theirs:.2f}")
    for count in given.memory:
        program = [sys.executable, __file__, "--allocated", str(count)]
        done = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True)
        export, written, renewed = done.stdout.split()
        print(f"{count:>9,} events, {written} MB: the export allocates {export} MB, an update {renewed} MB")
    if given.memory:
        print(f"    1,000 events: plain icalendar allocates {most(plain, make_timeline(1_000)):.2f} MB")


if __name__ == "__main__":
    main()
