/**
 * Prints the last day each law table was checked for.
 *
 *     npm run law:coverage -- [--on 2026-12-15]
 *
 * Counted from `--on`, else from today. Exit 0 when every table covers that day, with a visible warning when one
 * ends within a month; exit 1 when one has ended; exit 2 when `--on` is not a day.
 */
import { parseArgs } from "node:util";
import { isDate } from "@innfri/kernel";
import { coverage, coverageReport } from "@innfri/law";

function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format(new Date());
}

function askedDay(): string {
  try {
    return parseArgs({ options: { on: { type: "string" } } }).values.on ?? today();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const on = askedDay();
if (!isDate(on)) {
  console.error(`Not a day: ${on}. Write --on 2026-12-15, or nothing for today. No table was checked.`);
  process.exit(2);
}
const report = coverageReport(coverage(), on);
console.log(`The law tables on ${on}, each with the last day it was checked for:`);
for (const line of report.lines) console.log(line);
if (report.worst === "ends-soon")
  console.log(
    "WARNING: a table ends within a month. Read what was announced, add its row, move its checked day.",
  );
if (report.worst === "ended")
  console.log(
    "A table has ended: claims that need it are parked until its next row has been checked and added.",
  );
process.exitCode = report.worst === "ended" ? 1 : 0;
