"""What ``import timeline`` costs beside ``import attrs``, and what ``timeline --help`` costs.

    python benchmarks/imports.py

Each figure is the best of many fresh processes, less the bare start of the interpreter.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from time import perf_counter_ns

PROGRAMS = {
    "bare": "pass",
    "attrs": "import attrs",
    "timeline": "import timeline",
    "--help": "import sys; from timeline.cli import main; sys.exit(main(['--help']))",
}


def milliseconds(program: str) -> float:
    """Wall time of one fresh process that runs ``program``."""
    start = perf_counter_ns()
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
    return (perf_counter_ns() - start) / 1e6


def main() -> int:
    """Measure, print, and fail where the import costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    rounds = parser.parse_args().rounds
    best = dict.fromkeys(PROGRAMS, float("inf"))
    for _ in range(rounds):  # interleaved, so that a busy minute of the machine falls on all of them
        for name, program in PROGRAMS.items():
            best[name] = min(best[name], milliseconds(program))
    cost = {name: best[name] - best["bare"] for name in PROGRAMS}
    ratio = cost["timeline"] / cost["attrs"]
    print(f"import attrs     {cost['attrs']:6.1f} ms")
    print(f"import timeline  {cost['timeline']:6.1f} ms  {ratio:.2f} x import attrs (may be 1.5)")
    print(f"timeline --help  {cost['--help']:6.1f} ms")
    return 0 if ratio < 1.5 else 1


if __name__ == "__main__":
    raise SystemExit(main())
