"""Feed broken calendars to the import, led by what they reach, and stop at a crash, a hang or swollen memory.

    python tests/fuzz/fuzz_import.py --seconds 600

atheris (libFuzzer) makes the cases out of seeds (``tests/data/ics``, a part of the first file's calendar) and the words
below. What is imported is written as YAML, resolved, exported and imported again. The case that failed is written to a
file; in ``tests/data/ics/found`` it is a test.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
with atheris.instrument_imports(include=["timeline"]):
    from fuzz.target import check
    from timeline.importers import load

LONGEST_CASE = 20
"""Seconds that one case may take."""
MEMORY = 1024
"""Megabytes that the process may take, with whatever one case adds."""
LARGEST = 1 << 13
"""Octets of the largest case."""
NAMES = (
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SUMMARY", "DESCRIPTION"),
    *("GEO", "LOCATION", "CATEGORIES", "STATUS", "URL", "ATTENDEE", "ORGANIZER", "RELATED-TO", "DTSTAMP"),
    *("LAST-MODIFIED", "SEQUENCE", "TZID", "TZOFFSETTO", "TZOFFSETFROM", "TRIGGER", "ACTION", "METHOD", "NAME"),
    *("X-WR-TIMEZONE", "X-WR-CALNAME", "X-TIMELINE-ID", "X-TIMELINE-TYPE", "X-TIMELINE-WHEN", "X-TIMELINE-REPEATS"),
    *("X-TIMELINE-FIELDS", "X-TIMELINE-FILE", "X-TIMELINE-PLACED"),
)
COMPONENTS = ("VCALENDAR", "VEVENT", "VTIMEZONE", "VALARM", "DAYLIGHT", "VJOURNAL", "VTODO")
WORDS = (
    *(f"\r\n{name}:" for name in NAMES),
    *(f"\r\n{name};TZID=" for name in ("DTSTART", "DTEND", "EXDATE", "RECURRENCE-ID")),
    *(f"\r\n{edge}:{name}\r\n" for name in COMPONENTS for edge in ("BEGIN", "END")),
    *(";VALUE=DATE:", ";VALUE=PERIOD:", ";RELTYPE=PARENT:", ";RANGE=THISANDFUTURE", ';CN="', ";SCHEDULE-AGENT=SERVER"),
    *("\r\n ", "\n\t", "^n", "\\n", "\x00", "\xff", "\ufeff", "\u2028", "Moon", "+9999", "-0000", "1e999;nan"),
    *("FREQ=SECONDLY", "FREQ=DAILY", "FREQ=YEARLY", ";COUNT=", ";UNTIL=", ";INTERVAL=", ";BYDAY=-1SU", ";BYMONTH=2"),
    *(";BYSETPOS=-1", ";BYWEEKNO=53", "20180502", "20180502T100000Z", "00010101T000000", "99991231T235959Z", "P1D"),
    *("-PT15M", "Europe/Berlin", "W. Europe Standard Time", "the day after ", "every Tuesday", "visit"),
    *('{"starts":[1]}', '{"types":{"a":1}}', '{"tail":[1,2]}', '{"ical":["', '{"except":["', '{"moved":{"'),
)


def seeds() -> list[bytes]:
    """Calendars to begin with."""
    found = [path.read_bytes() for path in sorted((ROOT / "tests" / "data" / "ics").rglob("*.ics"))]
    return [*found, load(ROOT / "data" / "events.yaml").of("visit", "election", "signing").to_ical()]


def dictionary() -> str:
    """The words, as libFuzzer reads them."""
    escaped = ("".join(f"\\x{octet:02x}" for octet in word.encode("utf-8", "replace")) for word in WORDS)
    return "".join(f'"{word}"\n' for word in escaped)


def main() -> None:
    """Run until the time is over or something fails; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", default="fuzz-", help="what the names of failed cases begin with")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as name:
        corpus, words = Path(name, "corpus"), Path(name, "words")
        corpus.mkdir()
        for number, seed in enumerate(seeds()):
            (corpus / f"{number}").write_bytes(seed)
        words.write_text(dictionary(), encoding="ascii")
        limits = {
            "max_total_time": options.seconds,
            "timeout": LONGEST_CASE,
            "rss_limit_mb": MEMORY,
            "max_len": LARGEST,
            "seed": options.seed,
            "artifact_prefix": options.output,
            "dict": words,
            "print_final_stats": 1,
        }
        atheris.Setup([sys.argv[0], *(f"-{key}={value}" for key, value in limits.items()), str(corpus)], check)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
