"""How long propagation takes, and how it grows: before/after constraints, and one long chain.

    python benchmarks/propagate.py

Prints, for each shape and size, the seconds to build and solve the network, the microseconds a constraint, and how much
longer it took than half the size did (2.0 is linear growth).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from timeline.resolver.network import Network, Statement
from timeline.span import FOREVER, NEVER, Span

FREE = Span(NEVER, FOREVER, NEVER, FOREVER)
FIRST = 736_330


def scattered(constraints: int) -> Network:
    """Dated and undated events, each before and after others; none contradicts another."""
    chance = random.Random(constraints)  # noqa: S311  (the same network every time)
    events = constraints // 2
    network = Network()
    for number in range(events):
        network.add(f"e{number}", Span.within(FIRST + number, FIRST + number + 1) if number % 3 == 0 else FREE)
    for _ in range(constraints):
        first, second = sorted(chance.sample(range(events), 2))
        network.before(f"e{first}", f"e{second}", Statement("before", f"e{first}", f"e{second}"))
    return network


def chain(constraints: int) -> Network:
    """Each event before the next, only the first and the last with a date, listed from the end."""
    network = Network()
    for number in range(constraints, -1, -1):
        network.add(f"e{number}", Span.within(FIRST, FIRST + 1) if number in (0, constraints) else FREE)
    for number in range(constraints):
        network.before(f"e{number}", f"e{number + 1}", Statement("before", f"e{number}", f"e{number + 1}"))
    return network


def nested(constraints: int) -> Network:
    """A whole with parts, each with parts of its own, and the parts in a row."""
    network = Network()
    network.add("e0", Span.within(FIRST, FIRST + 365))
    for number in range(1, constraints // 2 + 1):
        whole = (number - 1) // 10
        network.add(f"e{number}", FREE)
        network.contain(f"e{whole}", f"e{number}", Statement("part_of", f"e{number}", f"e{whole}"))
        if number % 10 != 1:
            network.before(f"e{number - 1}", f"e{number}", Statement("before", f"e{number - 1}", f"e{number}"))
    return network


def pairs(constraints: int) -> Network:
    """Nothing but contradictions: pairs of events, each before the other."""
    network = Network()
    for number in range(constraints // 2):
        one, two = f"a{number}", f"b{number}"
        network.add(one, FREE)
        network.add(two, FREE)
        network.before(one, two, Statement("before", one, two))
        network.before(two, one, Statement("before", two, one))
    return network


def ring(constraints: int) -> Network:
    """A chain that ends where it starts: one contradiction of every event."""
    network = chain(constraints)
    network.before(f"e{constraints}", "e0", Statement("before", f"e{constraints}", "e0"))
    return network


SHAPES: tuple[tuple[str, Callable[[int], Network], tuple[int, ...]], ...] = (
    ("scattered", scattered, (5_000, 10_000, 20_000, 40_000)),
    ("chain", chain, (12_500, 25_000, 50_000, 100_000)),
    ("nested", nested, (5_000, 10_000, 20_000, 40_000)),
    ("pairs", pairs, (5_000, 10_000, 20_000)),
    ("ring", ring, (500, 1_000, 2_000)),
)


def main() -> None:
    """Run every shape at every size and print one line for each."""
    print(f"{'shape':<10} {'constraints':>11} {'build s':>8} {'solve s':>8} {'us each':>8} {'growth':>7} {'wrong':>6}")
    for name, make, sizes in SHAPES:
        before = 0.0
        for size in sizes:
            start = time.perf_counter()
            network = make(size)
            built = time.perf_counter()
            found = network.solve()
            took = time.perf_counter() - built
            growth = f"{took / before:.1f}" if before else ""
            each = took / size * 1e6
            print(f"{name:<10} {size:>11,} {built - start:>8.2f} {took:>8.2f} {each:>8.1f} {growth:>7} {len(found):>6}")
            before = took


if __name__ == "__main__":
    main()
