"""How long a file takes to load, beside PyYAML's C loader on the same file in the same run.

    python benchmarks/load.py [--events 10000 100000] [--write FILE]

The file has every kind of reference: to people, organisations, places and sources, wording that counts from other
events, ``part_of``, ``before`` and ``after``. PyYAML only makes dicts of it; ``timeline.load`` reads, checks, types and
resolves.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

_HEADER = """\
format: 1
title: A long chronicle
as_of: 2017-11-30
timezone: Europe/Minsk
sources:
  report: {title: A report, published: 2017-11-30}
  book:
    title: A book
"""
_PEOPLE, _ORGANISATIONS, _PLACES = 200, 40, 60


def lines(count: int) -> Iterator[str]:
    """A file of ``count`` events, line by line; the same every time."""
    yield _HEADER
    yield "people:\n"
    for n in range(_PEOPLE):
        yield f"  person-{n}:\n    name: Person Number {n}\n    country: BY\n"
        yield f"    organisations: [body-{n % _ORGANISATIONS}]\n"
    yield "organisations:\n"
    for n in range(_ORGANISATIONS):
        yield f"  body-{n}:\n    name: Body Number {n}\n    short: B{n}\n"
    yield "places:\n"
    for n in range(_PLACES):
        yield f"  place-{n}:\n    name: Place {n}\n    coordinates: [{50 + n / 10:.4f}, {20 + n / 10:.4f}]\n"
    yield "events:\n"
    for n in range(count):
        yield from _event(n)


def _event(n: int) -> Iterator[str]:
    base = n - n % 8  # events come in groups of eight around a visit
    year, month, day = 1950 + n // 8 % 70, n % 12 + 1, n % 27 + 1
    whens = (
        ("visit", f"{_MONTHS[month - 1]} {day}-{day + 1}, {year}"),
        ("meeting", f"first day of e{base}"),
        ("forum", f"during e{base}"),
        ("signing", f"after e{base + 1}, by the end of e{base}"),
        ("summit", f"{year}-{month:02d}-{day:02d}"),
        ("programme", f"from e{base + 3} until {year + 9}"),
        ("statement", f"two days after e{base + 4}"),
        ("period", f"{year}-{year + 1}"),
    )
    kind, when = whens[n % 8]
    yield f"  - id: e{n}\n    type: {kind}\n    title: Event number {n} of the chronicle\n    when: {when}\n"
    if n % 8 < 5:
        yield f"    place: place-{n % _PLACES}\n"
        yield f"    participants:\n      - {{who: person-{n % _PEOPLE}, role: guest}}\n"
        yield f"      - {{who: person-{n * 7 % _PEOPLE}, role: host}}\n"
    if n % 8 == 1:
        yield f"    part_of: e{base}\n    before: [e{base + 5}]\n"
    if n % 8 == 4:
        yield f"    organisation: body-{n % _ORGANISATIONS}\n"
    if n % 8 == 6:
        yield f"    after: e{base + 4}\n    about: [e{base + 4}]\n"
    yield f"    tags: [talks, trade]\n    source: {{id: {'report' if n % 2 else 'book'}, at: paragraph {n % 40}}}\n"
    if n % 3 == 0:
        yield f"    notes: What happened in event {n}, who came, and why it mattered to those who did not.\n"


_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def measure(act: Callable[[], object]) -> float:
    """Seconds that one call takes, the best of three (of one, where it takes over ten)."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
        if best > 10:
            break
    return best


def compare(path: Path, count: int, *, read_only: bool) -> float:
    """Print the times for one file; returns the ratio of loading it to PyYAML's time."""
    from timeline import importers

    data = path.read_bytes()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    times = {
        "PyYAML, C loader": measure(lambda: yaml.load(data, Loader=loader)),  # noqa: S506 - it is the safe one
        "read and typed": measure(lambda: importers.read(path)),
    }
    if not read_only:
        times["timeline.load"] = measure(lambda: importers.load(path))
    reference = times["PyYAML, C loader"]
    print(f"{count:,} events, {len(data) / 1e6:.1f} MB")
    for name, seconds in times.items():
        each = seconds / count * 1e6
        print(f"  {name:18}{seconds:8.3f} s  {each:7.1f} µs an event  {seconds / reference:6.2f} of PyYAML")
    return list(times.values())[-1] / reference


def weigh(path: Path, count: int) -> float:
    """Bytes an event of a timeline that was loaded: events, dates and all that is kept to explain and relate them."""
    from timeline import importers

    gc.collect()
    tracemalloc.start()
    found = importers.load(path)
    gc.collect()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    if len(found) != count:
        raise AssertionError("some events are missing")
    return size / count


def main() -> int:
    """Write the files, measure, and fail where loading takes over half of PyYAML's time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--write", type=Path, help="only write a file of the first size")
    parser.add_argument("--read-only", action="store_true", help="leave resolving out")
    options = parser.parse_args()
    if options.write:
        options.write.write_text("".join(lines(options.events[0])), encoding="utf-8")
        return 0
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for count in options.events:
            path = Path(folder) / f"{count}.yaml"
            path.write_text("".join(lines(count)), encoding="utf-8")
            worst = max(worst, compare(path, count, read_only=options.read_only))
        if not options.read_only:
            least = min(options.events)
            each = weigh(Path(folder) / f"{least}.yaml", least)
            print(f"{each:.0f} bytes an event are kept of {least:,}, with what is stated between them")
    print(f"worst ratio {worst:.2f}, at most 0.50 is wanted")
    return worst > 0.5


if __name__ == "__main__":
    sys.exit(main())
