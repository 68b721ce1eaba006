"""The calendars that show what programs get wrong: what they say, as our own import reads them."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from faults import FAULTS, FILES, Fault, calendar
from run import CLIENTS, shown

import timeline
from timeline import zones
from timeline.exporters.properties import naive


def test_every_fault_has_its_calendar_and_a_program_that_shows_it() -> None:
    assert {path.stem for path in FILES.glob("*.ics")} == FAULTS.keys()
    assert {name for client in CLIENTS for name in client.faults} == FAULTS.keys()


# A name of the tz database is that zone to an import, whatever the calendar says of it: `zone-rules` is ours as well.
@pytest.mark.parametrize(
    "fault", [fault for name, fault in FAULTS.items() if name != "zone-rules"], ids=lambda f: f.name
)
def test_an_import_has_none_of_the_faults(fault: Fault) -> None:
    found = timeline.load(FILES / f"{fault.name}.ics").occurrences("1800/2040")
    assert {entry.event.title for entry in found} == {fault.title}
    times: list[tuple[str | None, ...]] = []
    for entry in found:
        assert entry.span is not None
        low, high, zone = entry.span.start_low, entry.span.end_high, entry.span.zone
        if zone is None:
            times.append(entry.span.iso())
        else:
            times.append(tuple(shown(naive(zones.to_utc(zone, edge)).replace(tzinfo=UTC)) for edge in (low, high)))
    wanted = [
        (shown(start), shown(end)) if isinstance(start, datetime) else (start.isoformat(), end.isoformat())
        for start, end in fault.times
    ]
    assert times == wanted


def test_the_calendars_go_into_one() -> None:
    assert sorted(entry.event.title for entry in timeline.load(io.BytesIO(calendar()), format="ics")) == sorted(
        fault.title for fault in FAULTS.values()
    )
