"""Feed broken calendars to the import, led by what of it they reach, and stop at the first crash, hang or swollen memory.

    python tests/fuzz/fuzz_import.py --seconds 600

atheris (libFuzzer) makes the cases out of seeds (``tests/data/ics``, the first file's calendar) and the words below. What
is imported is written as YAML, resolved and exported again. The case that failed is written beside ``--output``; put it
into ``tests/data/ics/found``, and it is a test.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["timeline"]):
    from timeline.exporters.ical import export_ical
    from timeline.exporters.yaml import stream
    from timeline.importers import load
    from timeline.importers.ical import MOST_PROBLEMS, import_ical
    from timeline.importers.yaml import import_yaml
    from timeline.timeline import Timeline

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_CASE = 20
"""Seconds that one case may take."""
MEMORY = 1024
"""Megabytes that the process may take, with whatever one case adds."""
LARGEST = 1 << 16
"""Octets of the largest case; the first file's calendar has 22,000."""
NAMES = (
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SUMMARY", "DESCRIPTION", "GEO"),
    *("LOCATION", "CATEGORIES", "STATUS", "URL", "ATTENDEE", "RELATED-TO", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "TZID"),
    *("TZOFFSETTO", "TZOFFSETFROM", "TRIGGER", "ACTION", "METHOD", "NAME", "X-WR-TIMEZONE", "X-WR-CALNAME"),
    *("X-TIMELINE-ID", "X-TIMELINE-TYPE", "X-TIMELINE-WHEN", "X-TIMELINE-REPEATS", "X-TIMELINE-FIELDS"),
    *("X-TIMELINE-FILE", "X-TIMELINE-PLACED", "X-TIMELINE-TITLE"),
)
WORDS = (
    *(f"\r\n{name}:" for name in NAMES),
    *(f"\r\n{name};TZID=" for name in ("DTSTART", "DTEND", "EXDATE", "RECURRENCE-ID")),
    *(f"\r\n{edge}:{name}\r\n" for name in ("VCALENDAR", "VEVENT", "VTIMEZONE", "VALARM", "DAYLIGHT", "VJOURNAL", "VTODO")
      for edge in ("BEGIN", "END")),
    *(";VALUE=DATE:", ";VALUE=PERIOD:", ";RELTYPE=PARENT:", ";RANGE=THISANDFUTURE", ';CN="', "\r\n ", "\n\t", "^n", "\\n"),
    *("FREQ=SECONDLY", "FREQ=DAILY", "FREQ=YEARLY", ";COUNT=", ";UNTIL=", ";INTERVAL=", ";BYDAY=-1SU", ";BYMONTH=2"),
    *(";BYSETPOS=-1", ";BYWEEKNO=53", "20180502", "20180502T100000Z", "00010101T000000", "99991231T235959Z", "P1D", "-PT15M"),
    *("Europe/Berlin", "W. Europe Standard Time", "Moon", "+9999", "-0000", "1e999;nan", "\x00", "\xff", "\ufeff", "\u2028"),
    *("the day after ", "every Tuesday", "visit", '{"starts":[1]}', '{"types":{"a":1}}', '{"tail":[1,2]}', '{"ical":["'),
)  # fmt: skip


def check(data: bytes) -> None:
    """Import, write, read again, resolve, export, import what was exported."""
    document = import_ical(io.BytesIO(data))
    assert len(document.problems) <= MOST_PROBLEMS + 1
    written = b"".join(stream(document)).decode()
    again = import_yaml(io.StringIO(written, newline=""))
    assert len(again.events) == len(document.events), "YAML lost events"
    assert again.events == document.events, "YAML changed events"
    tl = Timeline.from_document(document)
    import_ical(io.BytesIO(export_ical(tl, report=[])))
    for problem in tl.problems:
        str(problem)


def seeds() -> list[bytes]:
    """Calendars to begin with."""
    found = [path.read_bytes() for path in sorted((ROOT / "tests" / "data" / "ics").rglob("*.ics"))]
    return [*found, load(ROOT / "data" / "events.yaml").to_ical()]


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
