"""What icalendar reads of a calendar; it expands nothing."""

import json
import sys

import icalendar
from edges import shown

calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
for event in calendar.events:
    if "RECURRENCE-ID" not in event:
        print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
    if event.errors:
        print(json.dumps(["fault", f"{event['UID']}: {event.errors}"]))
