"""Wording that counts from events of a file, against a table of our own: each of its four bounds."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import pytest

import timeline

TABLE: Final = Path(__file__).parent / "data" / "event_wording.tsv"
EVENTS: Final = {
    "summit": ("event", "Nov. 29-30, 2017"),
    "visit": ("event", "4-8 December 2017"),
    "election": ("event", "14 October 2018"),
    "meeting": ("event", "Nov. 30, 2017 from 10:00 to 11:30"),
    "talks": ("event", "May 2018"),
    "plague": ("event", "c. 1348"),
    "reform": ("programme", "2015-2016"),
    "term": ("period", "since 2015"),
    "fair": ("event", "4-15 December 2017"),
    "supernova": ("event", "Y17000"),
}
"""What the wording of the table speaks of: several days, one, hours, a month that it lies in, stretches, a far year."""
REFUSED: Final = "refused"


def cases() -> list[object]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [pytest.param(*row.values(), id=row["text"]) for row in rows]


def made(text: str, language: str) -> io.StringIO:
    lines = ["as_of: 2017-11-20", "timezone: Europe/Minsk", f"language: {language or 'en'}", "events:"]
    for name, (kind, when) in EVENTS.items():
        lines.append(f'  - {{id: {name}, title: The {name}, type: {kind}, language: en, when: "{when}"}}')
    lines.append(f'  - {{id: this-one, title: This one, when: "{text}"}}')
    return io.StringIO("\n".join(lines))


def bound(value: object) -> str:
    return "unknown" if value is timeline.UNKNOWN else "open" if value is None else str(value)[:16].replace(" ", "T")


@pytest.mark.parametrize(("text", "language", "bounds", "grain"), cases())
def test_event_wording(text: str, language: str, bounds: str, grain: str) -> None:
    loaded = timeline.load(made(text, language), strict=False)
    span = loaded["this-one"].span
    if bounds == REFUSED:
        assert span is None
        assert [problem.path for problem in loaded.problems] == [f"events[{len(EVENTS)}].when"]
        return
    assert span is not None, loaded.problems
    found = (span.earliest_start, span.latest_start, span.earliest_end, span.latest_end)
    assert " ".join(map(bound, found)) == bounds
    assert span.grain == grain
    resolution = loaded["this-one"].resolution
    assert resolution is not None
    assert resolution.steps[0].text == repr(text)
