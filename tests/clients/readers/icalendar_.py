"""What icalendar reads of a calendar; it expands nothing."""

import json
import sys
from datetime import UTC, date, datetime

import icalendar


def shown(edge: date) -> str:
    return edge.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if isinstance(edge, datetime) else edge.strftime("%Y%m%d")


calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
for event in calendar.events:
    if "RECURRENCE-ID" not in event:
        print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
    if event.errors:
        print(json.dumps(["fault", f"{event['UID']}: {event.errors}"]))
