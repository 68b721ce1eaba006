"""Read wordings and files of events that nobody would write, and print whatever is no ``TimelineError``, or is slow.

    python tests/fuzz/fuzz_wording.py --seconds 600 --seed 1

Wordings are those of the tables of ``tests/data``, of which words are replaced, left out or put in, and which are
joined; files are a few events dated by such wordings and by each other, loaded and exported in every format. The same
seed makes the same cases, as far as the time goes. What fails belongs into the tables.
"""

from __future__ import annotations

import argparse
import csv
import faulthandler
import io
import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import timeline
from timeline.registry import exporters
from timeline.wording.lexicon import language

DATA: Final = Path(__file__).resolve().parent.parent / "data"
SLOW: Final = {"wording": 0.5, "file": 5.0}
"""Seconds after which a case is told of."""
HANGING: Final = 60
"""Seconds after which a case has everything stopped, with a traceback of where it was."""
LANGUAGES: Final = ("en", "ru")
ANCHORS: Final = ("2017-11-30", "2016-02-29T23:59:59", "0001-01-01", "9999-12-31", None)
PREFERENCES: Final = ("nearest", "past", "future")
SIGNS: Final = ("-", " - ", ", ", "/", ".", "'", "?", "~", ":", " ", *"0123456789")
NUMBERS: Final = ("3", "12", "45", "1400", "2018")
RELATIONS: Final = (
    *("two days before {}", "first day of {}", "after {}", "before {}", "until the end of {}", "during {}"),
    *("the Monday after {}", "from {} to {}", "between {} and {}", "within two weeks of {}", "the year of {}"),
    *("an hour after {}", "second half of {}", "every Tuesday from {} until {}", "daily during {}", "by {}"),
    *("the morning of {}", "{}", "the same day as {}", "around {}", "{}'s last day", "the tenth anniversary of {}"),
)
"""How events are dated by others."""
TYPES: Final = ("visit", "summit", "election", "meeting", "period", "deadline", "event")
SETTINGS: Final = {
    "duration": ("2 days", "3 hours", "a week", "90 minutes"),
    "at": ("10:30", "noon", "9 to 5"),
    "timezone": ("Europe/Minsk", "America/New_York", "+05:30"),
}


def tables() -> dict[str, list[str]]:
    """The wordings of the tables, by language."""
    found: dict[str, list[str]] = {code: [] for code in LANGUAGES}
    for path in sorted(DATA.glob("wording.*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            texts = [row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
        found["ru" if "russian" in path.name else "en"] += texts
    return found


def mutated(chance: random.Random, texts: list[str], words: list[str]) -> str:
    """A wording that has been through one to three accidents."""
    text = chance.choice(texts)
    for _ in range(chance.randint(1, 3)):
        parts = text.split(" ")
        at = chance.randrange(len(parts))
        match chance.randrange(5):
            case 0:
                parts[at] = chance.choice(words)
                text = " ".join(parts)
            case 1:
                parts.insert(at, chance.choice([*NUMBERS, *chance.sample(words, 5)]))
                text = " ".join(parts)
            case 2:
                text = " ".join(parts[:at] + parts[at + 1 :])
            case 3:
                text += chance.choice(SIGNS) + chance.choice(texts)
            case _:
                at = chance.randrange(len(text) + 1)
                text = text[:at] + chance.choice(SIGNS) + text[at + chance.randint(0, 1) :]
    return text


def wordings(chance: random.Random) -> Iterator[tuple[str, str | None, str, str]]:
    """Wordings with an anchor, a preference and a language, without end."""
    texts = tables()
    words = {code: sorted(language(code).words) for code in LANGUAGES}
    while True:
        code = chance.choice(LANGUAGES)
        text = mutated(chance, texts[code], words[code])
        yield text, chance.choice(ANCHORS), chance.choice(PREFERENCES), code


def read(text: str, anchor: str | None, prefer: str, code: str) -> None:
    """Resolve and explain a wording; what comes of it must hold together."""
    found = timeline.resolve(text, anchor=anchor, prefer=prefer, language=code)
    assert found.steps
    assert len({candidate.span for candidate in found.candidates} | {found.span}) == len(found.candidates) + 1
    for span in found.spans:
        assert span.start_low <= span.start_high
        assert span.end_low <= span.end_high
        assert span.start_low <= span.end_high
        span.iso()


def files(chance: random.Random) -> Iterator[str]:
    """Files of events, as JSON, which is YAML too, without end."""
    texts = tables()["en"]
    while True:
        ids = [f"e{number}" for number in range(chance.randint(1, 9))]
        events = [event(chance, name, ids, texts) for name in ids]
        settings = {"as_of": "2017-11-30", "timezone": "Europe/Berlin"}
        kept = {key: value for key, value in settings.items() if chance.random() < 0.7}
        yield json.dumps({**kept, "events": events}, ensure_ascii=False)


def event(chance: random.Random, name: str, ids: list[str], texts: list[str]) -> dict[str, object]:
    """One event, dated by a wording, by others, or not at all."""
    made: dict[str, object] = {"id": name, "title": name.upper(), "type": chance.choice(TYPES)}
    dated = chance.random()
    if dated < 0.4:
        made["when"] = chance.choice(texts)
    elif dated < 0.85:
        made["when"] = chance.choice(RELATIONS).format(chance.choice(ids), chance.choice(ids))
    for key in ("part_of", "before", "after"):
        if chance.random() < 0.15:
            made[key] = chance.choice(ids) if key == "part_of" else [chance.choice(ids)]
    made |= {key: chance.choice(values) for key, values in SETTINGS.items() if chance.random() < 0.1}
    return made


def carry(text: str) -> None:
    """Load a file, explain its events, and write it in every format."""
    loaded = timeline.load(io.StringIO(text), strict=False)
    for entry in loaded:
        if entry.resolution is not None:
            assert entry.resolution.steps
    for name in exporters:
        exporters[name](loaded)


def main() -> int:
    """Run; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600, help="how long, half of it for wordings and half for files")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311
    found: set[str] = set()
    made_files = ((text,) for text in files(chance))
    kinds: tuple[tuple[str, Iterator[tuple[object, ...]], Callable[..., None]], ...] = (
        ("wording", wordings(chance), read),
        ("file", made_files, carry),
    )
    for kind, cases, run in kinds:
        count, until = 0, time.monotonic() + arguments.seconds / 2
        while time.monotonic() < until:
            case = next(cases)
            count += 1
            start = time.monotonic()
            faulthandler.dump_traceback_later(HANGING, exit=True)
            try:
                run(*case)
            except timeline.TimelineError:
                pass
            except Exception as error:  # noqa: BLE001
                where = traceback.extract_tb(error.__traceback__)[-1]
                key = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
                if key not in found:
                    print(f"{kind} {case!r}\n    {key}", flush=True)
                found.add(key)
            if (spent := time.monotonic() - start) > SLOW[kind]:
                print(f"{kind} {case!r}\n    took {spent:.1f} s", flush=True)
                found.add(f"slow {kind}")
        faulthandler.cancel_dump_traceback_later()
        print(f"{count} cases of kind {kind}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
