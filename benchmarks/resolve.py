"""Wording to span, beside the libraries people use for it: medians, p99 and ratios.

    python benchmarks/resolve.py                       timeline, chrono-node, parsedatetime, dateparser
    python benchmarks/resolve.py --without timeline    all but timeline's wheel

Each distinct wording of the conformance cases is read once, by one process a library that has read none of them before,
and then once more. ``timeline`` is what ``pip install`` builds from the sources where there is a C compiler, a wheel in
which the reading of words is compiled (``make wheel``); ``timeline/pure`` is the same as plain Python, as the
interpreter that runs this has it. dateparser is measured as it comes and, as ``dateparser/en``, told the language. The
libraries are installed into ``.bench/`` at the top of the checkout. What is missing for one (node and npm for
chrono-node, a C compiler for the wheel) leaves it out, saying so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH = ROOT / ".bench"
CASES = ROOT.parent / "shared" / "bench" / "cases"
PACKAGES = ("dateparser", "parsedatetime")
LIBRARIES = ("timeline", "timeline/pure", "chrono-node", "parsedatetime", "dateparser/en", "dateparser")
ONCE = ("dateparser",)
"""So slow that one round has to do."""


def wordings(folder: Path) -> list[list[str]]:
    """Each distinct text of the cases, with its anchor and preference."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            found.setdefault(case["text"], [case["text"], case["reference"], case.get("prefer") or "nearest"])
    return list(found.values())


def run(*command: str | Path) -> None:
    """Run one step of the installation, quietly."""
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)


def python_environment() -> Path:
    """The interpreter of the environment that holds the Python libraries, made when first needed."""
    interpreter = BENCH / "venv" / "bin" / "python"
    if not (BENCH / "venv" / "ready").exists():
        run(sys.executable, "-m", "venv", BENCH / "venv")
        run(interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
        (BENCH / "venv" / "ready").touch()
    return interpreter


def node_environment() -> Path | None:
    """The folder that holds chrono-node, made when first needed; None where there is no node."""
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    folder = BENCH / "node"
    if not (folder / "node_modules" / "chrono-node").exists():
        folder.mkdir(parents=True, exist_ok=True)
        run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "chrono-node")
    return folder


def wheel_environment() -> Path | None:
    """The interpreter of the environment that holds the wheel, built anew where sources changed, or None."""
    make = shutil.which("make")
    built = make is not None and subprocess.run([make, "-s", "-C", ROOT, "wheel"], check=False, stdout=sys.stderr)
    return ROOT / "build" / "wheel" / "venv" / "bin" / "python" if built and built.returncode == 0 else None


def own_environment() -> Path:
    """The interpreter that runs this."""
    return Path(sys.executable)


OURS: dict[str, Callable[[], Path | None]] = {"timeline": wheel_environment, "timeline/pure": own_environment}


def command(library: str) -> tuple[list[str], dict[str, str]] | None:
    """The command that times ``library``, and its environment; None where it can't run here."""
    if library == "chrono-node":
        folder = node_environment()
        if folder is None:
            return None
        return ["node", str(HERE / "rival.cjs")], {"NODE_PATH": str(folder / "node_modules"), "TZ": "UTC"}
    interpreter = OURS.get(library, python_environment)()
    if interpreter is None:
        return None
    installed = {} if library == "timeline/pure" else {"PYTHONPATH": ""}  # never what lies beside
    return [str(interpreter), str(HERE / "rivals.py"), library.removesuffix("/pure")], {"TZ": "UTC", **installed}


def figures(library: str, lines: str) -> dict[str, list[float]] | None:
    """The microseconds of each reading, the first and the second time."""
    found = command(library)
    if found is None:
        print(f"{library}: left out, it could not be had", file=sys.stderr)
        return None
    words, environment = found
    done = subprocess.run(
        words, input=lines, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, **environment}
    )
    result: dict[str, list[float]] = json.loads(done.stdout)
    return result


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` of them do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of the conformance cases")
    parser.add_argument("--without", action="append", default=[], choices=LIBRARIES, help="leave a library out")
    parser.add_argument("--rounds", type=int, default=3, help="processes a library; the quietest one counts")
    arguments = parser.parse_args()
    found = wordings(arguments.cases)
    if not found:
        print(f"no cases in {arguments.cases}: say where they are with --cases", file=sys.stderr)
        return 2
    lines = "\n".join(json.dumps(wording) for wording in found) + "\n"
    print(f"{len(found)} wordings, microseconds a wording, best of {arguments.rounds} rounds (of their medians)\n")
    print(f"{'':<14}{'median':>10}{'p99':>10}{'again':>10}{'ratio':>9}")
    rounds: dict[str, list[dict[str, list[float]]]] = {}
    for number in range(arguments.rounds):  # interleaved, so that a busy minute of the machine falls on everybody
        for library in LIBRARIES:
            if library in arguments.without or (number and library in ONCE):
                continue
            if result := figures(library, lines):
                rounds.setdefault(library, []).append(result)
    best = {
        library: min(results, key=lambda result: statistics.median(result["first"]))
        for library, results in rounds.items()
    }
    base = statistics.median(best[next(iter(best))]["first"])
    for library, result in best.items():
        median = statistics.median(result["first"])
        again = statistics.median(result["again"])
        p99 = percentile(result["first"], 0.99)
        print(f"{library:<14}{median:>10.1f}{p99:>10.1f}{again:>10.2f}{median / base:>8.1f}x")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
