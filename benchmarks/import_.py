"""How long a calendar takes to come in, and how much memory.

    python benchmarks/import_.py [--events 100000]

Two calendars: one as ``timeline`` writes it, and a terse one as other programs do. Each is imported and written as YAML
in a process of its own, as ``timeline import`` does it; memory is what that process takes beyond one that imports a
calendar of a single event.
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


def measured(path: Path) -> tuple[float, float]:
    """Seconds and megabytes of a process that imports a calendar."""
    done = subprocess.run(
        [sys.executable, __file__, "--import", str(path)], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def imported(path: Path) -> None:
    """Import a calendar, write it, and say what that took."""
    from timeline.cli.app import main as program

    begun = time.perf_counter()
    program(["import", str(path), "-o", str(path.with_suffix(".yaml"))])
    took = time.perf_counter() - begun
    print(took, highest())


def highest() -> float:
    """The most memory that this process has had, in megabytes; getrusage would count its parent's as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def main() -> None:
    """Make calendars, import them, tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--import", dest="path", type=Path)
    options = parser.parse_args()
    if options.path:
        imported(options.path)
        return
    with tempfile.TemporaryDirectory() as name:
        for label, make in (("ours", ours), ("terse", terse)):
            one, many = Path(name, f"{label}-1.ics"), Path(name, f"{label}.ics")
            one.write_bytes(b"".join(make(1)))
            with many.open("wb") as file:
                file.writelines(make(options.events))
            _, least = measured(one)
            seconds, most = measured(many)
            size = many.stat().st_size / 1e6
            print(
                f"{label}: {options.events} events, {size:.1f} MB: {seconds:.1f} s, {most - least:.0f} MB more than "
                f"for one event ({(most - least) / size:.1f} times the file; {least:.0f} MB for one event)"
            )


if __name__ == "__main__":
    main()
