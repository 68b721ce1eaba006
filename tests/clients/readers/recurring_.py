"""What recurring-ical-events says happens in a calendar."""

import json
import sys
from datetime import UTC, date, datetime

import icalendar
import recurring_ical_events


def shown(edge: date) -> str:
    return edge.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if isinstance(edge, datetime) else edge.strftime("%Y%m%d")


calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
for event in recurring_ical_events.of(calendar).between(1800, 2050):
    print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
