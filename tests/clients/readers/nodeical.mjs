// What node-ical says happens in a calendar.
import ical from "node-ical";

const pad = (number, digits = 2) => String(number).padStart(digits, "0");
const shown = (date, day) =>
  day
    ? `${pad(date.getFullYear(), 4)}${pad(date.getMonth() + 1)}${pad(date.getDate())}`
    : date.toISOString().replace(/\.\d+Z$/, "Z").replaceAll(/[-:]/g, "");
const data = ical.sync.parseFile(process.argv[2]);
for (const event of Object.values(data)) {
  if (event.type !== "VEVENT") continue;
  const day = event.datetype === "date";
  const length = event.end - event.start;
  if (!event.rrule) {
    console.log(JSON.stringify([event.summary, shown(event.start, day), shown(event.end, day)]));
    continue;
  }
  const from = new Date(Date.UTC(1800, 0, 1)), to = new Date(Date.UTC(2050, 0, 1));
  const found = ical.expandRecurringEvent
    ? ical.expandRecurringEvent(event, { from, to })
    : event.rrule.between(from, to).map((start) => ({ start, end: new Date(+start + length) }));
  for (const each of found) console.log(JSON.stringify([event.summary, shown(each.start, day), shown(each.end, day)]));
}
