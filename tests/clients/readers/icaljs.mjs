// What ical.js says happens in a calendar.
import fs from "node:fs";
import ICAL from "ical.js";

const shown = (time) =>
  time.isDate
    ? time.toString().replaceAll("-", "")
    : (time.zone === ICAL.Timezone.localTimezone ? time : time.convertToZone(ICAL.Timezone.utcTimezone))
        .toICALString();
const root = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], "utf8")));
for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const masters = new Map();
const others = [];
for (const component of root.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component, { exceptions: [], strictExceptions: true });
  if (event.isRecurrenceException()) others.push(event);
  else masters.set(event.uid, event);
}
for (const other of others) masters.get(other.uid)?.relateException(other);
for (const event of masters.values()) {
  if (!event.isRecurring()) {
    console.log(JSON.stringify([event.summary, shown(event.startDate), shown(event.endDate)]));
    continue;
  }
  const iterator = event.iterator();
  for (let next = iterator.next(), count = 0; next && count < 500; next = iterator.next(), count++) {
    const details = event.getOccurrenceDetails(next);
    console.log(JSON.stringify([event.summary, shown(details.startDate), shown(details.endDate)]));
  }
}
