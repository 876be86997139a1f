/**
 * Changes the code of a package in many small ways and counts how many of the changes its tests notice.
 *
 *     npm run mutation -- law [src/calendar.ts ...] [--again] [--every 4]
 *
 * With files, only those are changed. What is known from the last run and not touched since is not run again, unless
 * `--again`. With `--every 4` a fourth of the changes is tried, drawn by a fixed seed, and nothing is remembered. The
 * report is written to `.cache/mutation/`. Exit 0 when at least 85 % were noticed, 1 when fewer, 2 when it was asked for
 * something that is not there.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryFiles } from "../repository-files.ts";
import { countsOf, linesOf, type Report, sampleOf, shareNoticed } from "./report.ts";
import { isPackage, LEAST_PERCENT, mutatedFiles, PACKAGES, type Package, testFiles } from "./settings.ts";

const ROOT = join(import.meta.dirname, "../..");
const STRYKER = join(import.meta.dirname, "node_modules/@stryker-mutator/core/bin/stryker.js");
const CACHE = ".cache/mutation";

process.exitCode = main();

function main(): number {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { again: { type: "boolean", default: false }, every: { type: "string", default: "1" } },
  });
  const [name = "", ...only] = positionals;
  if (!isPackage(name)) return refused(`Which package? One of ${PACKAGES.join(", ")}.`);
  const missing = only.filter((file) => !existsSync(join(ROOT, "packages", name, file)));
  if (missing.length > 0) return refused(`Not in packages/${name}: ${missing.join(", ")}.`);
  if (!existsSync(STRYKER)) {
    console.log("Stryker is installed first, into scripts/mutation.");
    const installed = spawnSync("npm", ["ci"], { cwd: import.meta.dirname, stdio: "inherit" });
    if (installed.status !== 0) return 2;
  }
  const every = Number(values.every);
  if (!Number.isInteger(every) || every < 1)
    return refused(`--every ${values.every} is no whole number above 0.`);
  return run(name, only, { again: values.again, every });
}

function run(
  name: Package,
  only: readonly string[],
  { again, every }: { again: boolean; every: number },
): number {
  mkdirSync(join(ROOT, CACHE), { recursive: true });
  // A run that was stopped has left its copy behind.
  rmSync(join(ROOT, CACHE, "copies", name), { recursive: true, force: true });
  if (again && only.length === 0) rmSync(join(ROOT, known(name)), { force: true });
  const config = join(CACHE, `${name}.config.json`);
  const report = join(CACHE, every === 1 ? `${name}.json` : `${name}.sample.json`);
  writeFileSync(join(ROOT, config), JSON.stringify(strykerConfig(name, only, report, every === 1), null, 2));
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [STRYKER, "run", config, ...(again ? ["--force"] : [])], {
    cwd: ROOT,
    stdio: "inherit",
    // The law sheets lie beside the repository, not beside the copy in which the tests run.
    env: {
      INNFRI_SHARED: join(ROOT, "../shared"),
      ...process.env,
      INNFRI_MUTATED: name,
      INNFRI_EVERY: String(every),
      INNFRI_TESTS: testFiles(name, only, repositoryFiles()).join(","),
      // The tests of the two minds look at thousands of lives and letters: some of them are enough here.
      TWO_MINDS_RUNS: "150",
      SECOND_MIND_EVERY: "101",
    },
  });
  if (status !== 0) return 2;
  const found = sampleOf(JSON.parse(readFileSync(join(ROOT, report), "utf8")) as Report, every);
  for (const line of linesOf(found)) console.log(line);
  console.log(`in ${Math.round((performance.now() - started) / 1000)} s`);
  return shareNoticed(countsOf(found)) * 100 >= LEAST_PERCENT ? 0 : 1;
}

function strykerConfig(name: Package, only: readonly string[], report: string, incremental: boolean) {
  return {
    testRunner: "in-process",
    plugins: [join(import.meta.dirname, "runner.ts")],
    mutate: mutatedFiles(name, only),
    // Nothing else is copied to where the tests run.
    ignorePatterns: [
      "*",
      "!package.json",
      "!packages",
      "!packages/**",
      "!conformance",
      "!conformance/**",
      "!apps",
      "!apps/**",
      "!fixtures",
      "!fixtures/**",
    ],
    coverageAnalysis: "perTest",
    concurrency: 1,
    incremental,
    incrementalFile: known(name),
    tempDirName: join(CACHE, "copies", name),
    cleanTempDir: "always",
    reporters: ["clear-text", "progress-append-only", "json"],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
    jsonReporter: { fileName: report },
    checkers: [],
    disableTypeChecks: false,
    timeoutMS: 5000,
    allowEmpty: true,
  };
}

/** What is known from the last runs. */
function known(name: Package): string {
  return join(CACHE, `${name}.incremental.json`);
}

function refused(why: string): number {
  console.error(`${why} Nothing was run.`);
  return 2;
}
