"""What libical says happens in a calendar, and what its restriction check minds (through gi's ICalGLib)."""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib

UTC = ICalGLib.Timezone.get_utc_timezone()


def shown(time: ICalGLib.Time) -> str:
    if time.is_date():
        return time.as_ical_string()
    return time.convert_to_zone(UTC).as_ical_string() if not time.is_utc() else time.as_ical_string()


root = ICalGLib.Component.new_from_string(open(sys.argv[1], encoding="utf-8", newline="").read())
if not ICalGLib.restriction_check(root):
    print(json.dumps(["fault", "the restriction check finds something"]))
errors = root.count_errors()
if errors:
    print(json.dumps(["fault", f"{errors} errors"]))
# libical knows zones by name as well: only those of the file count here.
zones = {}
for index in range(root.count_components(ICalGLib.ComponentKind.VTIMEZONE_COMPONENT)):
    block = root.get_first_component(ICalGLib.ComponentKind.VTIMEZONE_COMPONENT)
    for _ in range(index):
        block = root.get_next_component(ICalGLib.ComponentKind.VTIMEZONE_COMPONENT)
    zone = ICalGLib.Timezone.new()
    zone.set_component(block.clone())
    zones[zone.get_tzid()] = zone


def zoned(prop: ICalGLib.Property, time: ICalGLib.Time) -> ICalGLib.Time:
    parameter = prop.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
    if parameter is not None:
        time.set_timezone(zones[parameter.get_tzid()])
    return time


def of(component: ICalGLib.Component, kind: ICalGLib.PropertyKind) -> ICalGLib.Time:
    prop = component.get_first_property(kind)
    return zoned(prop, ICalGLib.Time.new_from_string(prop.get_value_as_string()))


events, moved = [], set()
event = root.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
while event is not None:
    events.append(event)
    if event.get_first_property(ICalGLib.PropertyKind.RECURRENCEID_PROPERTY) is not None:
        moved.add((event.get_uid(), shown(of(event, ICalGLib.PropertyKind.RECURRENCEID_PROPERTY))))
    event = root.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
for event in events:
    start, end = (
        of(event, kind) for kind in (ICalGLib.PropertyKind.DTSTART_PROPERTY, ICalGLib.PropertyKind.DTEND_PROPERTY)
    )
    rule = event.get_first_property(ICalGLib.PropertyKind.RRULE_PROPERTY)
    if rule is None:
        print(json.dumps([event.get_summary(), shown(start), shown(end)]))
        continue
    left = set()
    prop = event.get_first_property(ICalGLib.PropertyKind.EXDATE_PROPERTY)
    while prop is not None:
        left.add(shown(zoned(prop, ICalGLib.Time.new_from_string(prop.get_value_as_string()))))
        prop = event.get_next_property(ICalGLib.PropertyKind.EXDATE_PROPERTY)
    length = end.subtract(start)
    iterator = ICalGLib.RecurIterator.new(rule.get_rrule(), start)
    for _ in range(500):
        each = iterator.next()
        if each is None or each.is_null_time():
            break
        each.set_timezone(start.get_timezone())
        if shown(each) in left or (event.get_uid(), shown(each)) in moved:
            continue
        print(json.dumps([event.get_summary(), shown(each), shown(each.add(length))]))
