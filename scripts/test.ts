/**
 * `npm test`: sets up what the checks need, runs every one of them in order, and ends with one line,
 * `N passed, N failed`. A check that is not itself a set of tests counts as one.
 *
 * Exit code 0 when all passed, 1 when something failed, 2 when the machine lacks what the checks need.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setUpDebian } from "./debian-setup.ts";
import { type Finished, runCommand, stopCommands } from "./run-command.ts";
import { startThrowawayPostgres } from "./throwaway-postgres.ts";
import { type Counts, readVitestReport } from "./vitest-report.ts";

type Result = { readonly counts: Counts; readonly finished: Finished; readonly notes: readonly string[] };
type Check = { readonly title: string; readonly run: () => Promise<Result> };

/** `npm run test:both`: everything that needs a database is run on both. */
const isWhole = process.argv.includes("--both");
const OLDEST_NODE_MAJOR = 24;
const NAME_WIDTH = 46;

/**
 * Rooms whose tests come to the database through others' use cases alone. Of the API the test that makes every call is
 * run again; all of them are by `npm run test:both`.
 */
const ABOVE = ["apps/server/src/api/", "apps/server/src/cli/", "apps/server/src/demo/"];
const OF_ALL = "apps/server/src/api/every-call.test.ts";

/** Where a run dies is the program's doing, and was tried at every part of the day in the first round. */
const FEW_KILLS = isWhole ? {} : { INNFRI_KILLS: "6" };

const started = performance.now();
const scratch = await mkdtemp(join(tmpdir(), `innfri-checks-${process.pid}-`));
const askedFile = join(scratch, "database-tests");
let closing: Promise<void> | undefined;
const closers: (() => Promise<void>)[] = [() => rm(scratch, { recursive: true, force: true })];

for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
] as const) {
  process.on(signal, () => void close().then(() => process.exit(128 + number)));
}

try {
  process.exitCode = await main();
} finally {
  await close();
}

async function main(): Promise<0 | 1 | 2> {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE_MAJOR) {
    console.log(
      `The checks need Node ${OLDEST_NODE_MAJOR}, this is ${process.version}. Run: npm ci && npm test`,
    );
    return 2;
  }
  console.log(`Innfri's checks on Node ${process.versions.node}`);
  const setup = await setUpDebian();
  if (setup.kind !== "ready") {
    console.log(setup.message);
    return 2;
  }

  const checks: readonly Check[] = [
    { title: "types", run: () => command("tsc", ["-p", "."]) },
    { title: "lint and form", run: () => command("biome", ["check", "--error-on-warnings", "."]) },
    { title: "unused code and dependencies", run: () => command("knip", ["--no-progress"]) },
    {
      title: "tests, database: embedded PostgreSQL 18",
      run: () => vitest([], { INNFRI_DATABASE_TESTS: askedFile }),
    },
    {
      title: `database tests again: Debian's PostgreSQL ${setup.postgresMajor}`,
      run: async () => {
        const postgres = await startThrowawayPostgres(setup.postgresBin);
        closers.push(postgres.stop);
        return vitest(await databaseTests(), { INNFRI_TEST_DATABASE_URL: postgres.url, ...FEW_KILLS });
      },
    },
  ];

  let total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks) total = plus(total, await report(check));

  console.log(`\nin ${seconds(started)}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

async function report(check: Check): Promise<Counts> {
  const start = performance.now();
  process.stdout.write(`${check.title.padEnd(NAME_WIDTH)} `);
  const { counts, finished, notes } = await check.run().catch(failedToStart);
  // Stopped from outside: what was cut short is no result. The signal's handler ends the process.
  if (closing !== undefined) return new Promise(() => undefined);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds(start)})`);
  for (const note of notes) console.log(`  ${note}`);
  if (counts.failed > 0) console.log(`\n${finished.output.trimEnd()}\n`);
  return counts;
}

/** The tests of the server that asked for a database in the first round: the others would do the same again. */
async function databaseTests(): Promise<string[]> {
  const asked = (await readFile(askedFile, "utf8")).trimEnd().split("\n");
  const files = [...new Set(asked)].map((file) => relative(process.cwd(), file));
  return files
    .filter((file) => file.startsWith("apps/") || file.startsWith("packages/testing/"))
    .filter((file) => isWhole || file === OF_ALL || !ABOVE.some((room) => file.startsWith(room)));
}

async function command(name: string, args: readonly string[]): Promise<Result> {
  const finished = await runCommand(name, args, {});
  const passed = finished.code === 0;
  return { counts: { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }, finished, notes: [] };
}

async function vitest(paths: readonly string[], env: Readonly<Record<string, string>>): Promise<Result> {
  const file = join(scratch, `report-${performance.now()}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  // Tests start hundreds of programs of ours: what they all read is taken apart once.
  const cache = { NODE_COMPILE_CACHE: join(process.cwd(), "node_modules", ".cache", "innfri-tests") };
  const finished = await runCommand("vitest", ["run", ...paths, ...reporters], { ...cache, ...env });
  const { counts, skippedByFile } = await readVitestReport(file);
  const notes = skippedByFile.map(({ path, skipped }) => `skipped ${skipped} in ${path}`);
  // A run can fail without a failing test: no test file found, an error outside the tests, a killed process.
  if (finished.code !== 0 && counts.failed === 0)
    return { counts: { ...counts, failed: 1 }, finished, notes };
  return { counts, finished, notes };
}

function failedToStart(error: unknown): Result {
  const output = error instanceof Error ? error.message : String(error);
  return { counts: { passed: 0, failed: 1, skipped: 0 }, finished: { code: 1, output }, notes: [] };
}

function plus(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

function close(): Promise<void> {
  closing ??= (async () => {
    await stopCommands();
    for (const closer of closers.reverse()) await closer();
  })();
  return closing;
}
