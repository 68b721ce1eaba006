"""How long finding conflicts takes, and how it grows: meetings of many people in many rooms.

    python benchmarks/conflicts.py

Prints, for each shape and size, the seconds to find the certain and all possible conflicts, how many there are, and how
much longer it took than half the size did (2.0 is linear growth), beside looking at every pair where that is bearable.
"""

from __future__ import annotations

import gc
import itertools
import random
import time
from collections.abc import Callable

from timeline.calendar import DAY, day_number
from timeline.events import Event, Participation
from timeline.index import OVERLAPPING, judge
from timeline.span import Span
from timeline.timeline import Entry, Timeline

FIRST = day_number(2018)
SIZES = (12_500, 25_000, 50_000, 100_000)
PAIRS = 500
"""The largest size at which every pair is looked at."""


def timed(chance: random.Random, count: int) -> Span:
    """A meeting of half an hour to an hour and a half, in one of two zones; ever as many of them in a day."""
    start = FIRST * DAY + chance.randrange(count) * 3600
    zone = chance.choice(("UTC", "Europe/Berlin"))
    return Span.filled(start, start + chance.choice((1800, 3600, 5400)), zone=zone)


def mixed(chance: random.Random, count: int) -> Span:
    """The same, three in ten known to the day only."""
    span = timed(chance, count)
    day = span.start_low // DAY
    return Span(day, day + 1, day, day + 1) if chance.random() < 0.3 else span


def made(count: int, span: Callable[[random.Random, int], Span]) -> Timeline:
    """The same timeline every time."""
    chance = random.Random(count)  # noqa: S311
    people, rooms = [f"p{number}" for number in range(200)], [f"r{number}" for number in range(100)]
    entries = []
    for number in range(count):
        who = tuple(map(Participation, chance.sample(people, 2)))
        event = Event(id=f"e{number}", title="Meeting", participants=who, place=chance.choice(rooms))
        entries.append(Entry(event.id, event, span(chance, count)))
    return Timeline(entries)


def every_pair(timeline: Timeline) -> int:
    """How many pairs of events clash, by looking at each."""
    found = 0
    for a, b in itertools.combinations(timeline, 2):
        shared = len({*a.event.involved} & {*b.event.involved}) + (a.event.place == b.event.place)
        if shared and a.span is not None and b.span is not None:
            found += shared * judge(OVERLAPPING, a.span, b.span, possible=True)
    return found


def seconds(work: Callable[[], object]) -> float:
    """Processor time, which other programs on the machine do not lengthen."""
    gc.collect()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Print the figures."""
    small = made(PAIRS, mixed)
    quick, slow = seconds(lambda: small.conflicts(possible=True)), seconds(lambda: every_pair(small))
    assert len(small.conflicts(possible=True)) == every_pair(small)  # noqa: S101
    print(f"{PAIRS} events: {quick:.3f} s, every pair {slow:.2f} s")
    for shape in (timed, mixed):
        before: dict[bool, float] = {}
        for size in SIZES:
            timeline = made(size, shape)
            for possible in (False, True):
                found = timeline.conflicts(possible=possible)
                took = seconds(lambda timeline=timeline, possible=possible: timeline.conflicts(possible=possible))  # type: ignore[misc]
                growth = f"x{took / before[possible]:.1f}" if possible in before else ""
                before[possible] = took
                kind = "possible" if possible else "certain"
                print(f"{shape.__name__:6} {size:7} events  {kind:8} {len(found):7} found  {took:6.2f} s  {growth}")


if __name__ == "__main__":
    main()
