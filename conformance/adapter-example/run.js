/**
 * Holds a system against the conformance cases. Plain JavaScript; needs Node and nothing else.
 *
 *     node conformance/adapter-example/run.js [--system FILE] [--complete] [DIR]
 *
 * FILE exports one function, `answer`, which may be async; see README.md beside the cases for what it is asked and what it
 * gives. Without one the example beside this file is held against them. DIR is the folder of cases.
 *
 * A case passes when everything it expects was answered rightly, and fails when one answer is wrong. A case that was
 * not wholly answered is neither, and is named; `--complete` counts it as failed. The last line is `N passed, N failed`.
 * Exit code 0 when nothing failed, 1 when something did, 2 when there was nothing to run.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));

/** What one expectation of a case asks, without what it expects. */
function questionOf(testCase, expectation) {
  const { country, currency, given, settings = {} } = testCase;
  const { on, claim, step, plan } = expectation;
  const common = { country, currency, given, settings, on };
  if (step !== undefined) return { ...common, kind: "step", step, claim };
  if (expectation.limitation !== undefined) return { ...common, kind: "limitation", claim };
  if (expectation.flow !== undefined) return { ...common, kind: "flow", plan };
  return { ...common, kind: "amounts" };
}

/** What the expectation says of an answer, as pairs of a name and a value. What it leaves out is not checked. */
function expectedOf(expectation) {
  if (expectation.step !== undefined)
    return ["verdict", "notBefore", "by", "payByEarliest", "fee"].flatMap((key) =>
      expectation[key] === undefined ? [] : [[key, expectation[key]]],
    );
  if (expectation.refused !== undefined) return [["refused", expectation.refused]];
  if (expectation.limitation !== undefined) return [["limitation", expectation.limitation]];
  return Object.entries(expectation.flow ?? expectation.amounts ?? {});
}

/** One expectation held against the system: the wrong answers, and whether one was missing. */
async function check(answer, testCase, expectation) {
  let found;
  try {
    found = await answer(questionOf(testCase, expectation));
  } catch (error) {
    return { wrong: [`${expectation.on}: the system threw ${error}`], isMissing: false };
  }
  if (found === null || found === undefined) return { wrong: [], isMissing: true };
  const wrong = [];
  let isMissing = false;
  for (const [key, want] of expectedOf(expectation)) {
    if (found[key] === want) continue;
    // A refusal answers everything, and nothing but a refusal answers one.
    const isAnswered = found[key] !== undefined || found.refused !== undefined || key === "refused";
    if (isAnswered) wrong.push(`${expectation.on}: ${key} should be ${want}, is ${found[key] ?? found.refused ?? "stated"}`);
    else isMissing = true;
  }
  return { wrong, isMissing };
}

const USAGE = "node conformance/adapter-example/run.js [--system FILE] [--complete] [DIR]";

/** Wrong use, said in a sentence. */
class Misuse extends Error {}

function optionsOf() {
  const options = { system: { type: "string" }, complete: { type: "boolean" }, help: { type: "boolean" } };
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new Misuse(`${error.message}\n${USAGE}`);
  }
}

/** The system's one function. */
async function answerOf(file) {
  if (!existsSync(file)) throw new Misuse(`There is no file ${file}.`);
  const { answer } = await import(pathToFileURL(file).href);
  if (typeof answer !== "function") throw new Misuse(`${file} exports no function named answer.`);
  return answer;
}

function casesOf(file) {
  try {
    return [JSON.parse(readFileSync(file, "utf8"))].flat();
  } catch (error) {
    throw new Misuse(`${file} cannot be read: ${error.message}`);
  }
}

async function main() {
  const { values, positionals } = optionsOf();
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = resolve(positionals[0] ?? join(here, "../cases"));
  if (!existsSync(folder)) throw new Misuse(`There is no folder ${folder}.`);
  const answer = await answerOf(resolve(values.system ?? join(here, "swedish-letters.js")));
  const files = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  const totals = { passed: 0, failed: 0, unanswered: 0 };
  for (const file of files) {
    for (const testCase of casesOf(join(folder, file))) {
      const checks = [];
      for (const expectation of testCase.expect) checks.push(await check(answer, testCase, expectation));
      const wrong = checks.flatMap((one) => one.wrong);
      const isMissing = checks.some((one) => one.isMissing);
      const outcome = wrong.length > 0 ? "failed" : !isMissing ? "passed" : values.complete ? "failed" : "unanswered";
      totals[outcome]++;
      if (outcome === "passed") continue;
      console.log(`${isMissing && wrong.length === 0 ? "not answered" : "FAILED"} ${testCase.id}: ${testCase.title}`);
      for (const line of wrong) console.log(`    ${line}`);
    }
  }
  if (totals.unanswered > 0) console.log(`${totals.unanswered} not answered`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  if (totals.passed + totals.failed + totals.unanswered === 0) return 2;
  return totals.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
