"""How long a calendar takes to come in, and how much memory.

    python benchmarks/import_.py [--events 100000]

Two calendars: one as ``timeline`` writes it, and a terse one as other programs do. Each is imported and written as YAML
in a process of its own, as ``timeline import`` does it, and in another one loaded, as ``timeline.load`` does, which
resolves it as well; memory is what that process takes at most beyond one that does the same with a single event.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from timeline.importers.yaml import import_yaml


def ours(count: int) -> Iterator[bytes]:
    """A calendar of our own, event after event."""
    import io

    from timeline.exporters.ical import stream
    from timeline.timeline import Timeline

    lines = ["title: Many", "namespace: example.org", "as_of: 2017-11-30", "events:"]
    for at in range(count):
        day = f"{1990 + at % 40}-{at % 12 + 1:02d}-{at % 28 + 1:02d}"
        lines.append(f"- {{id: e{at}, type: meeting, title: Meeting {at}, when: {day}, notes: Something was said}}")
    yield from stream(Timeline.from_document(import_yaml(io.StringIO("\n".join(lines)))))


def terse(count: int) -> Iterator[bytes]:
    """A calendar as other programs write it, with as little as they can."""
    yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n"
    for at in range(count):
        day = f"{1990 + at % 40}{at % 12 + 1:02d}{at % 28 + 1:02d}"
        yield (
            f"BEGIN:VEVENT\r\nUID:{at:08d}-meeting@example.com\r\nDTSTAMP:20180102T101112Z\r\nDTSTART:{day}T100000Z\r\n"
            f"DTEND:{day}T113000Z\r\nSUMMARY:Meeting number {at}\r\nLOCATION:Room {at % 50}\r\nSEQUENCE:1\r\n"
            f"STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n"
        ).encode()
    yield b"END:VCALENDAR\r\n"


def measured(work: str, path: Path) -> tuple[float, float]:
    """Seconds and megabytes of a process that imports or loads a calendar."""
    program = [sys.executable, __file__, "--work", work, str(path)]
    done = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def imported(path: Path) -> None:
    """Import a calendar, and write it."""
    from timeline.cli.app import main as program

    program(["import", str(path), "-o", str(path.with_suffix(".yaml"))])


def loaded(path: Path) -> None:
    """Load a calendar."""
    from timeline.importers import load

    load(path)


WORK = {"import": imported, "load": loaded}


def highest() -> float:
    """The most memory that this process has had, in megabytes; getrusage would count its parent's as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def main() -> None:
    """Make calendars, import them, tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work, path = options.work
        begun = time.perf_counter()
        WORK[work](Path(path))
        print(time.perf_counter() - begun, highest())
        return
    with tempfile.TemporaryDirectory() as name:
        for label, make in (("ours", ours), ("terse", terse)):
            one, many = Path(name, f"{label}-1.ics"), Path(name, f"{label}.ics")
            one.write_bytes(b"".join(make(1)))
            with many.open("wb") as file:
                file.writelines(make(options.events))
            size = many.stat().st_size / 1e6
            for work in WORK:
                _, least = measured(work, one)
                seconds, most = measured(work, many)
                print(
                    f"{label}, {work}: {options.events} events, {size:.1f} MB: {seconds:.1f} s, {most - least:.0f} MB "
                    f"more than for one event ({(most - least) / size:.1f} times the file; {least:.0f} MB for one)"
                )


if __name__ == "__main__":
    main()
