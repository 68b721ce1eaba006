"""How much of the public conformance cases ``timeline.resolve`` reads rightly, and that it reads no fewer than before.

    python benchmarks/conformance.py                 score, and compare with the floors in conformance.json
    python benchmarks/conformance.py --show wrong    also print each case with that outcome
    python benchmarks/conformance.py --raise         write what was reached as the new floors

The cases and the judge of an answer lie beside the checkout and are no part of the project; where they are missing,
that is said and nothing is scored. ``tests/data/known_differences.tsv`` names the cases that our rules for dates decide
otherwise (id, rule): the second score of each part leaves them out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import timeline

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CASES = ROOT.parent / "shared" / "bench" / "cases"
FLOORS = HERE / "conformance.json"
DIFFERENCES = ROOT / "tests" / "data" / "known_differences.tsv"
SHARES = {"dates": 0.09, "times": 0.20}
"""The largest share of each part that may be a known difference."""

Case = dict[str, Any]
Answer = tuple[str | None, str | None]
Judge = Callable[[Case, Answer | None], str]


def load_judge(path: Path) -> Judge:
    """The scorer's own ``judge``: (case, answer) to exact, start, wrong or none."""
    spec = importlib.util.spec_from_file_location("conformance_score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    judge: Judge = module.judge
    return judge


def answer(case: Case) -> Answer | None:
    """What the library makes of a case; None where it finds no date."""
    try:
        found = timeline.resolve(case["text"], anchor=case["reference"], prefer=case.get("prefer") or "nearest")
        return found.span.iso()
    except timeline.TimelineError:
        return None


def known_differences() -> dict[str, str]:
    """The ids of cases that our rules decide otherwise, each with the rule."""
    if not DIFFERENCES.exists():
        return {}
    rows = (line.split("\t") for line in DIFFERENCES.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1 and row[0] != "id" and not row[0].startswith("#")}


def percent(tally: Counter[str]) -> str:
    """The shares of a tally, in per cent."""
    total = max(1, tally.total())
    return ", ".join(f"{name} {100 * tally[name] / total:.1f} %" for name in ("exact", "start", "wrong", "none"))


def shortfalls(part: str, reached: dict[str, int], floors: dict[str, int]) -> list[str]:
    """Where ``reached`` is worse than ``floors``: fewer exact answers, or more wrong ones."""
    return [
        f"{part}: {name} is {reached[name]}, was {floor}"
        for name, floor in floors.items()
        if (reached[name] > floor if name.startswith("wrong") else reached[name] < floor)
    ]


def main() -> int:
    """Score, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of the cases; the scorer lies in its parent")
    parser.add_argument("--show", action="append", default=[], choices=["start", "wrong", "none", "known"])
    parser.add_argument("--raise", dest="lift", action="store_true", help="write the new floors")
    arguments = parser.parse_args()
    scorer = arguments.cases.resolve().parent / "score.py"
    paths = sorted(arguments.cases.glob("*.jsonl"))
    if not paths or not scorer.exists():
        print(f"no conformance cases in {arguments.cases}: nothing was scored")
        return 0
    judge, known = load_judge(scorer), known_differences()
    floors: dict[str, dict[str, int]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    complaints: list[str] = []
    seen: set[str] = set()
    for path in paths:
        part = path.stem.rpartition(".")[2]
        cases: list[Case] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        all_of_them: Counter[str] = Counter()
        without_known: Counter[str] = Counter()
        for case in cases:
            found = answer(case)
            outcome = judge(case, found)
            all_of_them[outcome] += 1
            differs = case["id"] in known
            seen.add(case["id"])
            if not differs:
                without_known[outcome] += 1
            if outcome in arguments.show and (not differs or "known" in arguments.show):
                wanted = [[case["start"], case["end"]], *case["also"]]
                print(f"{outcome:5} {case['id']} {case['text']!r} at {case['reference']}: {found}, wanted {wanted}")
        differences = all_of_them.total() - without_known.total()
        reached = {
            "exact": all_of_them["exact"],
            "wrong": all_of_them["wrong"],
            "exact_without_known": without_known["exact"],
            "wrong_without_known": without_known["wrong"],
        }
        print(f"{part}: {len(cases)} cases: {percent(all_of_them)}")
        print(f"{part}: without {differences} known differences: {percent(without_known)}")
        if differences > SHARES.get(part, 1) * len(cases):
            complaints.append(f"{part}: {differences} known differences are more than {SHARES[part]:.0%} of the cases")
        complaints += shortfalls(part, reached, {} if arguments.lift else floors.get(part, {}))
        floors[part] = reached
    complaints += [f"known_differences.tsv: there is no case {missing}" for missing in sorted(known.keys() - seen)]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if arguments.lift and not complaints:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
