/** `describe` and `it` as the tests use them: they are written down, to be run one by one and more than once. */
import { format } from "node:util";
import { expect } from "vitest";

type Body = (...row: never[]) => unknown;
type Hook = () => unknown;
type Suite = {
  readonly name: string;
  readonly before: Hook[];
  readonly after: Hook[];
  readonly outer: Suite | null;
};

/** A test of a file, by its full name. */
export type Test = { readonly name: string; readonly run: () => Promise<void> };

export class Collection {
  readonly tests: Test[] = [];
  #suite: Suite = { name: "", before: [], after: [], outer: null };
  readonly #names = new Map<string, number>();

  /** What a test file is given for `vitest`. */
  readonly vitest = {
    expect,
    describe: Object.assign((name: string, ...rest: unknown[]) => this.#describe(name, rest), {
      each: (rows: readonly unknown[]) => each(rows, (name, rest) => this.#describe(name, rest)),
      skipIf:
        (skipped: boolean) =>
        (name: string, ...rest: unknown[]) => {
          if (!skipped) this.#describe(name, rest);
        },
    }),
    it: Object.assign((name: string, ...rest: unknown[]) => this.#it(name, rest), {
      each: (rows: readonly unknown[]) => each(rows, (name, rest) => this.#it(name, rest)),
    }),
    beforeEach: (hook: Hook) => void this.#suite.before.push(hook),
    afterEach: (hook: Hook) => void this.#suite.after.push(hook),
  };

  #describe(name: string, rest: readonly unknown[]): void {
    const outer = this.#suite;
    this.#suite = { name, before: [], after: [], outer };
    bodyOf(rest)();
    this.#suite = outer;
  }

  #it(name: string, rest: readonly unknown[]): void {
    const suites: Suite[] = [];
    for (let suite: Suite | null = this.#suite; suite !== null; suite = suite.outer) suites.unshift(suite);
    const full = [...suites.slice(1).map((suite) => suite.name), name].join(" > ");
    const times = (this.#names.get(full) ?? 0) + 1;
    this.#names.set(full, times);
    const body = bodyOf(rest);
    const run = async () => {
      for (const { before } of suites) for (const hook of before) await hook();
      try {
        await body();
      } finally {
        for (const { after } of suites.toReversed()) for (const hook of after) await hook();
      }
    };
    this.tests.push({ name: times === 1 ? full : `${full} (${times})`, run });
  }
}

function each(rows: readonly unknown[], add: (name: string, rest: readonly unknown[]) => void) {
  return (name: string, ...rest: readonly unknown[]) => {
    const body = rest.at(-1) as Body;
    for (const row of rows) {
      const values = (Array.isArray(row) ? row : [row]) as never[];
      const places = name.match(/%[sdijoO]/g)?.length ?? 0;
      const named = name.replace(/\$(\w+)/g, (_, key: string) =>
        String((row as Record<string, unknown>)[key]),
      );
      add(format(named, ...values.slice(0, places)), [() => body(...values)]);
    }
  };
}

/** The function comes last, after the options if there are any. */
function bodyOf(rest: readonly unknown[]): Hook {
  return rest.findLast((one) => typeof one === "function") as Hook;
}
