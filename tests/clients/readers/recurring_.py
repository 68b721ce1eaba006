"""What recurring-ical-events says happens in a calendar."""

import json
import sys

import icalendar
import recurring_ical_events
from edges import shown

calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
for event in recurring_ical_events.of(calendar).between(1800, 2050):
    print(json.dumps([str(event["SUMMARY"]), shown(event.start), shown(event.end)]))
