"""The first real file, written in every format, byte for byte, and read back on the right days."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import chdir
from typing import Any

import icalendar
import pytest

from calling import ROOT, golden
from timeline.calendar import format_day
from timeline.exporters.csv import export_csv
from timeline.exporters.ical import export_ical
from timeline.exporters.json import export_json
from timeline.importers import load

with chdir(ROOT):  # the files name their source as it was asked for, which is the same in every checkout
    TL = load("data/events.yaml")

EXPECTED = {
    # id: first day, last day, whether it takes time
    "csto-strategy": ("2025-12-31", "2025-12-31", False),
    "diplomatic-relations": ("1992-01-01", "1992-12-31", False),
    "trade-decline": ("2015-01-01", "2016-12-31", False),
    "trade-recovery": ("2017-01-01", "2017-09-30", False),
    "csto-chairmanship-belarus": ("2017-01-01", "2017-12-31", False),
    "csto-chairmanship-kazakhstan": ("2017-01-01", "2018-12-31", False),
    "kyrgyz-election": ("2017-10-15", "2017-10-15", True),
    "lukashenko-talks": ("2017-11-29", "2017-11-29", True),
    "business-forum": ("2017-11-29", "2017-11-30", False),
    "document-signing": ("2017-11-29", "2017-11-30", False),
    "minsk-visit": ("2017-11-29", "2017-11-30", True),
    "bilateral-meetings": ("2017-11-29", "2017-11-30", False),
    "cooperation-programme": ("2017-11-29", "2026-12-31", False),
    "csto-session": ("2017-11-30", "2017-11-30", True),
    "jeenbekov-meeting": ("2017-11-30", "2017-11-30", True),
    "astana-invitation": ("2017-11-30", "2017-11-30", False),
}


def test_all_sixteen_go_out_on_their_days() -> None:
    report: list[Any] = []
    calendar = icalendar.Calendar.from_ical(export_ical(TL, report=report))
    events: list[Any] = list(calendar.walk("VEVENT"))
    assert report == []
    assert {str(event["X-TIMELINE-ID"]): days(event) for event in events} == EXPECTED
    assert [str(event["X-TIMELINE-ID"]) for event in events] == list(TL.ids)
    statuses = {str(event["X-TIMELINE-ID"]): event["STATUS"] for event in events}
    assert {name for name, status in statuses.items() if status != "CONFIRMED"} == {"astana-invitation"}
    assert all(str(event["UID"]).endswith("@minsk-2017.example.org") for event in events)
    assert all("Date as written: " in event["DESCRIPTION"] for event in events)
    for event in events:
        span = TL[str(event["X-TIMELINE-ID"])].span
        assert span is not None
        assert ("The date is not exact" in event["DESCRIPTION"]) != span.exact


def days(event: Any) -> tuple[str, str, bool]:
    """First and last day of an all-day event, and whether it takes time."""
    start, past = event["DTSTART"].dt.toordinal(), event["DTEND"].dt.toordinal()
    return format_day(start), format_day(past - 1), event["TRANSP"] == "OPAQUE"


def test_json_resolves_as_the_timeline_does() -> None:
    events = json.loads(export_json(TL))["events"]
    assert [event["id"] for event in events] == list(TL.ids)
    for event in events:
        span = TL[event["id"]].span
        assert span is not None
        assert (event["resolved"]["start"], event["resolved"]["end"]) == span.iso()


FORMATS: dict[str, Callable[[], str | bytes]] = {
    "events.ics": lambda: export_ical(TL),
    "events.json": lambda: export_json(TL),
    "events.csv": lambda: export_csv(TL),
}


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str) -> None:
    golden(name, FORMATS[name]())
