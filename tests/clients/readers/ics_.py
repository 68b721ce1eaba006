"""What ics reads of a calendar; it expands nothing."""

import json
import sys

import ics

calendar = ics.Calendar(open(sys.argv[1], encoding="utf-8", newline="").read())
for event in calendar.events:
    if any(line.name == "RECURRENCE-ID" for line in event.extra):
        continue
    if event.all_day:
        print(json.dumps([event.name, event.begin.format("YYYYMMDD"), event.end.format("YYYYMMDD")]))
    else:
        print(
            json.dumps(
                [event.name, *(edge.to("utc").format("YYYYMMDDTHHmmss") + "Z" for edge in (event.begin, event.end))]
            )
        )
