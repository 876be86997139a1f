/** `npm run faults`: the fault test in its long form. */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { openRunFolder } from "@innfri/testing/run-folder";
import { POINTS, type Point } from "../../faults/points.ts";
import { reported, reportText } from "./test-report.ts";
import { type Options, withStage } from "./test-stage.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200" },
    from: { type: "string", default: "0" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
    only: { type: "string" },
    json: { type: "string" },
  },
});
const only = values.only ?? null;
if (only !== null && !POINTS.includes(only as Point))
  throw new Error(`--only takes one of ${POINTS.join(", ")}`);
const options: Options = {
  seed: Number(values.seed),
  runs: Number(values.runs),
  from: Number(values.from),
  only: only as Point | null,
  isShort: false,
};
console.log(`seed ${options.seed}, ${options.runs} runs`);
const run = await openRunFolder();
const results = await withStage((stage) => stage.runs(options, (line) => console.log(line))).finally(
  async () => {
    for (const left of await run.close()) console.log(left);
  },
);
const report = reported(options, results);
console.log(reportText(report));
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
process.exitCode =
  report.lost + report.doubled + report.findings + report.broken + report.unknown.unexplained === 0 ? 0 : 1;
