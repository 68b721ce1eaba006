"""The index of a timeline beside intervaltree, ncls and pandas: build, overlap queries, and what an event weighs.

    python benchmarks/index.py [--spans 1000000] [--queries 2000]

All in one run, on the same spans in the order in which a timeline has them: events of up to an hour over some years,
and a few that last for centuries.
A peer that is not installed is said to be missing and left out; nothing is installed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tracemalloc
from functools import partial
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any

from timeline.events import Meeting
from timeline.index import IntervalIndex, SpanIndex
from timeline.span import Span
from timeline.timeline import Entry, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

PEERS = ("intervaltree", "ncls", "pandas")


def peers() -> dict[str, Any]:
    """The peers that are installed; says which are not."""
    found = {}
    for name in PEERS:
        try:
            found[name] = import_module(name)
        except ImportError:
            print(f"{name} is not installed and left out")
    return found


def made(count: int, seed: int = 1) -> tuple[list[int], list[int]]:
    """Starts and ends in seconds, in no order, so that a stretch of an hour holds about ten and the long ones."""
    chance = random.Random(seed)  # noqa: S311  (the same spans in every run)
    width = count * 500
    starts = [chance.randrange(width) for _ in range(count)]
    ends = [start + chance.randrange(60, 3000) for start in starts]
    for _ in range(min(6, count // 100)):
        ends[chance.randrange(count)] += width
    return starts, ends


def timed(work: Callable[[], Any], rounds: int = 3) -> tuple[float, Any]:
    """The best time of a few rounds, and what the work gave."""
    best, result = float("inf"), None
    for _ in range(rounds):
        result = None
        start = perf_counter()
        result = work()
        best = min(best, perf_counter() - start)
    return best, result


def tree(module: Any, starts: list[int], ends: list[int]) -> Any:
    """An intervaltree of the spans."""
    return module.IntervalTree(module.Interval(a, b, row) for row, (a, b) in enumerate(zip(starts, ends, strict=True)))


def containment_list(module: Any, starts: list[int], ends: list[int]) -> Any:
    """A nested containment list of the spans."""
    numpy = import_module("numpy")
    a, b = numpy.array(starts, dtype=numpy.int64), numpy.array(ends, dtype=numpy.int64)
    return module.NCLS(a, b, numpy.arange(len(starts), dtype=numpy.int64))


def interval_index(module: Any, starts: list[int], ends: list[int]) -> Any:
    """A pandas IntervalIndex of the spans."""
    return module.IntervalIndex.from_arrays(starts, ends, closed="left")


BUILD = {"intervaltree": tree, "ncls": containment_list, "pandas": interval_index}


def asked(name: str, module: Any, index: Any, low: int, high: int) -> int:
    """How many spans a peer finds in a stretch."""
    if name == "intervaltree":
        return len(index.overlap(low, high))
    if name == "ncls":
        return sum(1 for _ in index.find_overlap(low, high))
    return len(index.overlaps(module.Interval(low, high, closed="left")).nonzero()[0])


def answered(name: str, module: Any, index: Any, stretches: list[tuple[int, int]]) -> list[int]:
    """How many spans a peer finds in each stretch."""
    return [asked(name, module, index, low, high) for low, high in stretches]


def weigh(count: int) -> float:
    """Bytes an event of a timeline that has been queried, events, spans and indexes included."""
    chance = random.Random(2)  # noqa: S311
    tracemalloc.start()
    entries = []
    for number in range(count):
        start = 700_000 + chance.randrange(40_000)
        event = Meeting(id=f"meeting-{number}", title=f"Meeting number {number}", when="Nov. 29-30", place="minsk")
        entries.append(Entry(event.id, event, Span(start, start + 1, start + 1, start + 2)))
    timeline = Timeline(entries)
    del entries
    found = timeline.between(Span.filled(710_000, 710_001), Span.filled(710_001, 710_002))
    if not (len(found) and timeline["meeting-7"].span and timeline.at("minsk")[0].span):
        raise AssertionError("a query found nothing")
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return size / count


def main() -> int:
    """Measure and print; 1 where a figure misses what it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--events", type=int, default=1_000_000, help="how many events are weighed")
    settings = parser.parse_args()
    installed = peers()
    starts, ends = made(settings.spans)
    print(f"{settings.spans:,} spans, Python {sys.version.split()[0]}")
    unsorted_seconds, _ = timed(lambda: IntervalIndex(starts, ends))
    order = sorted(range(len(starts)), key=starts.__getitem__)
    starts, ends = [starts[row] for row in order], [ends[row] for row in order]
    whole = [Span(start, start, end, end, zone="UTC") for start, end in zip(starts, ends, strict=True)]
    seconds, built = timed(lambda: SpanIndex(whole))
    index = built.groups[0].index
    print(f"build   timeline      {seconds:8.3f} s   ({unsorted_seconds:.3f} s where its bare index has to sort)")
    build, indexes = {}, {}
    for name, module in installed.items():
        rounds = 1 if name == "intervaltree" else 3
        build[name], indexes[name] = timed(partial(BUILD[name], module, starts, ends), rounds)
        print(f"build   {name:13} {build[name]:8.3f} s   {build[name] / seconds:8.2f} x timeline's")

    chance = random.Random(3)  # noqa: S311
    stretches = [(low, low + 3600) for low in (chance.randrange(settings.spans * 500) for _ in range(settings.queries))]
    seconds_asked, answers = timed(lambda: [len(index.overlapping(low, high)) for low, high in stretches])
    mean = sum(answers) / len(answers)
    print(f"query   timeline      {seconds_asked / len(stretches) * 1e6:8.1f} µs  ({mean:.0f} answers)")
    ask = {}
    for name, module in installed.items():
        some = stretches[:20] if name == "pandas" else stretches
        spent, same = timed(partial(answered, name, module, indexes[name], some))
        assert same == answers[: len(some)], name  # noqa: S101  (they must agree)
        ask[name] = spent / len(some)
        ratio = ask[name] / (seconds_asked / len(stretches))
        print(f"query   {name:13} {ask[name] * 1e6:8.1f} µs  {ratio:8.2f} x timeline's")

    each = weigh(settings.events)
    print(f"memory  {each:.0f} bytes an event, everything included (may be 1500)")
    mine = seconds_asked / len(stretches)
    checks = {
        "build no slower than 2 x ncls": "ncls" not in build or seconds <= 2 * build["ncls"],
        "build 10 x faster than intervaltree": "intervaltree" not in build or 10 * seconds <= build["intervaltree"],
        "query as fast as intervaltree": "intervaltree" not in ask or mine <= ask["intervaltree"],
        "query 10 x faster than pandas": "pandas" not in ask or 10 * mine <= ask["pandas"],
        "at most 1500 bytes an event": each <= 1500,
    }
    for what, holds in checks.items():
        print(f"{'holds ' if holds else 'MISSED'}  {what}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
