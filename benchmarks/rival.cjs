// Time chrono-node over wordings from standard input, as rivals.py does for Python resolvers.
const chrono = require("chrono-node");

const wordings = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
const timed = ([text, anchor]) => {
  const start = process.hrtime.bigint();
  chrono.parse(text, new Date(anchor));
  return Number(process.hrtime.bigint() - start) / 1000;
};
["yesterday", "12 March 1995", "from 3 to 5 July 2003", "half past seven tomorrow evening", "in six days"].forEach(
  (text) => timed([text, "2016-11-07T00:00:00"]),
);
console.log(JSON.stringify({ first: wordings.map(timed), again: wordings.map(timed) }));
