/**
 * Runs the tests for Stryker in its own process: a change is held against the tests that reach it, the quick ones first,
 * until one fails. Each test file is loaded anew for each change, with the change made from the start.
 *
 * Stryker's side of it: https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { Collection, type Test } from "./collect.ts";
import { Modules } from "./modules.ts";
import { isInSample } from "./sample.ts";
import { isSpeedTest, LOADED_ONCE, type Package, QUICK_MILLISECONDS } from "./settings.ts";

type Hits = Record<string, number>;
/** What the changed code reads and writes: https://github.com/stryker-mutator/stryker-js, `instrumenter`. */
type Switchboard = {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Hits; perTest: Record<string, Hits> } | undefined;
};
type Asked = {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
};
type TestResult = {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly timeSpentMs: number;
  readonly status: typeof PASSED | typeof FAILED;
  readonly failureMessage?: string;
};

/** Of so many changes, one is tried. */
const EVERY = Number(process.env.INNFRI_EVERY);

/** Stryker's words for how a test went. */
const PASSED = 0;
const FAILED = 1;

/** Stryker looks for this name. */
export const strykerPlugins = [
  { kind: "TestRunner", name: "in-process", factory: () => new InProcessRunner(process.cwd()) },
];

const switchboard: Switchboard = {};
Object.assign(globalThis, { __stryker__: switchboard });

class InProcessRunner {
  readonly #root: string;
  readonly #name: Package;
  readonly #modules: Modules;
  readonly #files: readonly string[];
  /** How long each test took when nothing was changed; written down for the process that takes over. */
  readonly #timesFile: string;
  #milliseconds: Record<string, number> = {};
  #collected = new Collection();

  constructor(root: string) {
    this.#root = root;
    this.#timesFile = join(root, "times.json");
    this.#name = process.env.INNFRI_MUTATED as Package;
    const changed = join(root, "packages", this.#name, "src/");
    const given = Object.defineProperty({}, "vitest", { get: () => this.#collected.vitest });
    this.#modules = new Modules(root, (path) => path.startsWith(changed), given);
    this.#files = (process.env.INNFRI_TESTS ?? "").split(",");
    // The first example that does not hold is enough, and each change meets the same ones.
    fc.configureGlobal({ endOnFailure: true, seed: 1 });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    await this.#modules.open();
    for (const file of LOADED_ONCE[this.#name])
      await this.#modules.loadOnce(join(this.#root, file), `${this.#timesFile}.${basename(file)}`);
    if (existsSync(this.#timesFile)) this.#milliseconds = JSON.parse(readFileSync(this.#timesFile, "utf8"));
  }

  async dispose(): Promise<void> {
    await this.#modules.close();
  }

  /** Runs everything as it is, and finds which tests reach which change. What only loading reaches, all tests of the file do. */
  async dryRun() {
    const perTest: Record<string, Hits> = {};
    const whileLoading: Record<string, Hits> = {};
    const tests: TestResult[] = [];
    switchboard.activeMutant = undefined;
    for (const file of this.#files) {
      const coverage = { static: {}, perTest };
      switchboard.mutantCoverage = coverage;
      switchboard.currentTestId = undefined;
      whileLoading[file] = coverage.static;
      for (const test of await this.#load(file)) {
        switchboard.currentTestId = idOf(file, test);
        const result = await this.#run(file, test);
        tests.push(result);
        this.#milliseconds[result.id] = result.timeSpentMs;
      }
    }
    switchboard.currentTestId = undefined;
    switchboard.mutantCoverage = undefined;
    writeFileSync(this.#timesFile, JSON.stringify(this.#milliseconds));
    this.#leaveOutSlow(perTest);
    const reached = new Set(Object.values(perTest).flatMap(Object.keys));
    for (const [file, hits] of Object.entries(whileLoading)) {
      const only = Object.fromEntries(Object.entries(hits).filter(([mutant]) => !reached.has(mutant)));
      const own = tests.filter(({ fileName }) => fileName === join(this.#root, file));
      for (const { id } of own) perTest[id] = { ...perTest[id], ...only };
    }
    return { status: "complete", tests, mutantCoverage: { static: {}, perTest } };
  }

  /** A change that a quick test reaches is held against the quick ones only. */
  #leaveOutSlow(perTest: Record<string, Hits>): void {
    const ids = Object.keys(perTest);
    const isQuick = (id: string) => this.#milliseconds[id]! <= QUICK_MILLISECONDS[this.#name];
    const byQuick = new Set(ids.filter(isQuick).flatMap((id) => Object.keys(perTest[id]!)));
    for (const id of ids) {
      if (isQuick(id)) continue;
      const left = Object.entries(perTest[id]!).filter(([mutant]) => !byQuick.has(mutant));
      perTest[id] = Object.fromEntries(left);
    }
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: Asked) {
    // An error counts neither as noticed nor as unnoticed.
    if (!isInSample(activeMutant.id, EVERY)) return { status: "error", errorMessage: "not in the sample" };
    switchboard.activeMutant = activeMutant.id;
    switchboard.hitCount = hitLimit === undefined ? undefined : 0;
    switchboard.hitLimit = hitLimit;
    const asked = new Set(testFilter);
    let count = 0;
    for (const file of this.#quickestFirst(testFilter)) {
      const failure = await this.#firstFailure(file, asked, () => ++count);
      if (hitLimit !== undefined && switchboard.hitCount! > hitLimit)
        return { status: "timeout", reason: `reached ${hitLimit} times` };
      if (failure !== null) return { status: "killed", ...failure, nrOfTests: count };
    }
    return { status: "survived", nrOfTests: count };
  }

  async #firstFailure(file: string, asked: ReadonlySet<string>, counted: () => void) {
    let tests: readonly Test[];
    try {
      tests = await this.#load(file);
    } catch (error) {
      const killedBy = [...asked].filter((id) => id.startsWith(`${file}#`)).slice(0, 1);
      return { killedBy, failureMessage: `while loading: ${error}` };
    }
    const time = (test: Test) => this.#milliseconds[idOf(file, test)] ?? 0;
    for (const test of tests.toSorted((a, b) => time(a) - time(b))) {
      if (asked.size > 0 && !asked.has(idOf(file, test))) continue;
      counted();
      const result = await this.#run(file, test);
      if (result.status === FAILED) return { killedBy: [result.id], failureMessage: result.failureMessage };
    }
    return null;
  }

  /** The files of these tests, or all when none are named, by how long the named tests of each take. */
  #quickestFirst(ids: readonly string[] = []): readonly string[] {
    const times = new Map<string, number>(ids.length === 0 ? this.#files.map((file) => [file, 0]) : []);
    for (const id of ids) {
      const [file = ""] = id.split("#");
      times.set(file, (times.get(file) ?? 0) + (this.#milliseconds[id] ?? 0));
    }
    return [...times.keys()].toSorted((a, b) => times.get(a)! - times.get(b)!);
  }

  async #load(file: string): Promise<readonly Test[]> {
    this.#collected = new Collection();
    await this.#modules.loadAnew(join(this.#root, file));
    return this.#collected.tests.filter(({ name }) => !isSpeedTest(name));
  }

  async #run(file: string, test: Test): Promise<TestResult> {
    // Of the processor's time, of which other work may take its share.
    const before = process.cpuUsage();
    const failureMessage = await test.run().then(
      () => undefined,
      (error: unknown) => String(error),
    );
    const about = { id: idOf(file, test), name: test.name, fileName: join(this.#root, file) };
    const timed = { ...about, timeSpentMs: process.cpuUsage(before).user / 1000 };
    return failureMessage === undefined
      ? { ...timed, status: PASSED }
      : { ...timed, status: FAILED, failureMessage };
  }
}

function idOf(file: string, test: Test): string {
  return `${file}#${test.name}`;
}
