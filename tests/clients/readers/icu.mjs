// What clocks show by the rules of the ICU in Node, and as temporal-polyfill, which node-ical asks, understands them.
// Pairs of a zone and a moment come in as JSON; two lists of times go out.
import fs from "node:fs";
import { Temporal } from "temporal-polyfill";

const shapes = new Map();
const shape = (timeZone) => {
  if (!shapes.has(timeZone)) {
    const numbers = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    shapes.set(timeZone, new Intl.DateTimeFormat("en", { timeZone, hourCycle: "h23", second: "2-digit", ...numbers }));
  }
  return shapes.get(timeZone);
};
const shown = ([zone, at]) => {
  const parts = Object.fromEntries(shape(zone).formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  const year = parts.year.padStart(4, "0");
  return `${year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
};
const understood = ([zone, at]) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "second" });
const asked = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify({ icu: asked.map(shown), polyfill: asked.map(understood) }));
