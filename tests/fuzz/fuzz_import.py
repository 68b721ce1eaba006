"""Feed broken calendars to the import, for as long as it is told, and stop at the first crash, hang or swollen memory.

    python tests/fuzz/fuzz_import.py --seconds 600

Every case is one of the seeds (``tests/data/ics``, the first file's calendar) with octets, lines and components cut,
doubled, swapped and put in each other's places. What is imported is written as YAML, resolved and exported again. The
case that failed is written to ``fuzz-failed.ics``; make it a test in ``tests/test_ical_import.py``.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import signal
import sys
import time
import warnings
from pathlib import Path
from types import FrameType

import timeline
from timeline.exporters.ical import export_ical
from timeline.exporters.yaml import stream
from timeline.importers.ical import MOST_PROBLEMS, import_ical
from timeline.importers.yaml import import_yaml
from timeline.timeline import Timeline

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_CASE = 20.0
"""Seconds that one case may take."""
MEMORY = 2 << 30
"""Octets of memory that all cases together may take."""
WORDS = (
    *(b"DTSTART:20180502", b"DTEND:20180501", b"DURATION:P1D", b"RRULE:FREQ=DAILY;COUNT=3", b"RRULE:FREQ=SECONDLY"),
    *(b"EXDATE:20180502,20180503", b"RECURRENCE-ID:20180503", b"BEGIN:VEVENT", b"END:VEVENT", b"BEGIN:VTIMEZONE"),
    *(b"END:VTIMEZONE", b"BEGIN:VALARM", b"END:VALARM", b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"UID:a@b", b"UID:"),
    *(b"TZID:Europe/Berlin", b"DTSTART;TZID=Moon:00010101T000000", b'DTSTART;TZID="a:b":99991231T235959Z'),
    *(b"X-TIMELINE-ID:a", b"X-TIMELINE-TYPE:visit", b"X-TIMELINE-WHEN:the day after a", b"X-TIMELINE-FIELDS:{}"),
    *(b'X-TIMELINE-FIELDS:{"starts":[1]}', b'X-TIMELINE-FILE:{"types":{"a":1}}', b"X-WR-TIMEZONE:Nowhere"),
    *(b"GEO:1e999;nan", b"CATEGORIES:\\,\\,,,", b"STATUS:\xff", b"SUMMARY:\x00\x07", b"DESCRIPTION:\\", b":", b" "),
    *(b"RDATE:20180502/P1D", b"TZOFFSETTO:+9999", b"TZOFFSETFROM:-0000", b"RRULE:FREQ=YEARLY;BYDAY=9SU"),
)  # fmt: skip


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """A seed, changed a few times."""
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 13))):
        data = _changed(chance, data, seeds)
    return data[: 1 << 20]


def _changed(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    lines = data.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(9)
    if kind == 0 and data:  # one octet
        place = chance.randrange(len(data))
        return data[:place] + bytes((chance.randrange(256),)) + data[place + chance.randrange(2) :]
    if kind == 1:
        lines[at] = chance.choice(WORDS)
    elif kind == 2:
        lines.insert(at, chance.choice(WORDS))
    elif kind == 3:
        del lines[at : at + chance.choice((1, 1, 5, 30))]
    elif kind == 4:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 5:
        part = lines[at : at + chance.choice((1, 5, 30))]
        lines[other:other] = part * chance.choice((1, 2, 50))
    elif kind == 6:
        place = chance.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + chance.choice(WORDS) + lines[at][place:]
    elif kind == 7:
        there = chance.choice(seeds).split(b"\n")
        begin = chance.randrange(len(there))
        lines[at:at] = there[begin : begin + chance.choice((1, 10, 60))]
    else:
        lines[at] = lines[at].translate(bytes.maketrans(b"0123456789", bytes(chance.choices(b"0123456789-+", k=10))))
    return b"\n".join(lines)


def check(data: bytes) -> int:
    """Import, write, resolve, export, import again; the number of events."""
    document = import_ical(io.BytesIO(data))
    assert len(document.problems) <= MOST_PROBLEMS + 1
    written = b"".join(stream(document)).decode()
    again = import_yaml(io.StringIO(written, newline=""))
    assert len(again.events) == len(document.events), "YAML lost events"
    assert again.events == document.events, "YAML changed events"
    tl = Timeline.from_document(document)
    export_ical(tl, report=[])
    for problem in tl.problems:
        str(problem)
    return len(document.events)


def main() -> int:
    """Run until the time is over or something fails."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=Path("fuzz-failed.ics"))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def late(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"a case took more than {LONGEST_CASE} seconds")

    signal.signal(signal.SIGALRM, late)
    seeds = [path.read_bytes() for path in sorted((ROOT / "tests" / "data" / "ics").glob("*.ics"))]
    seeds += [timeline.load(ROOT / "data" / "events.yaml").to_ical()]
    chance, begun = random.Random(options.seed), time.monotonic()  # noqa: S311
    cases = events = 0
    longest = 0.0
    while time.monotonic() - begun < options.seconds:
        data = mutated(chance, seeds)
        started = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, LONGEST_CASE)
        try:
            events += check(data)
        except BaseException:
            signal.setitimer(signal.ITIMER_REAL, 0)
            options.output.write_bytes(data)
            print(f"case {cases} of seed {options.seed} failed; it is in {options.output}", file=sys.stderr)
            raise
        signal.setitimer(signal.ITIMER_REAL, 0)
        longest = max(longest, time.monotonic() - started)
        cases += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{cases} cases, {events} events, {options.seconds:.0f} s: nothing failed")
    print(f"the longest case took {longest:.2f} s; memory at its highest {memory:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
