"""What vobject reads of a calendar; it gives the starts of what repeats."""

import json
import sys
from datetime import datetime

import vobject
from edges import shown

calendar = vobject.readOne(open(sys.argv[1], encoding="utf-8", newline="").read())
moved = {
    (event.uid.value, event.contents["recurrence-id"][0].value)
    for event in calendar.vevent_list
    if "recurrence-id" in event.contents
}
for event in calendar.vevent_list:
    start, end = event.dtstart.value, event.dtend.value
    starts = [start]
    if event.rruleset is not None:
        starts = [each if isinstance(start, datetime) else each.date() for each in event.rruleset]
    for each in starts:
        if "recurrence-id" in event.contents or (event.uid.value, each) not in moved:
            wall = (
                each.replace(tzinfo=None) + (end.replace(tzinfo=None) - start.replace(tzinfo=None))
                if isinstance(start, datetime)
                else each + (end - start)
            )
            last = wall.replace(tzinfo=end.tzinfo) if isinstance(start, datetime) else wall
            print(json.dumps([event.summary.value, shown(each), shown(last)]))
