/** Reads the counts out of vitest's JSON report. */
import { readFile } from "node:fs/promises";
import { relative } from "node:path";

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

export type VitestReport = {
  readonly counts: Counts;
  readonly skippedByFile: readonly { readonly path: string; readonly skipped: number }[];
};

/** The part of vitest's report that is read here. */
type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/** The counts of the report in `file`; all zero when vitest wrote none. */
export async function readVitestReport(file: string): Promise<VitestReport> {
  const text = await readFile(file, "utf8").catch(() => '{"testResults":[]}');
  return summarize(JSON.parse(text) as Report);
}

export function summarize({ testResults }: Report): VitestReport {
  const files = testResults.map(({ name, status, assertionResults }) => {
    const count = (...statuses: string[]) =>
      assertionResults.filter((test) => statuses.includes(test.status)).length;
    const failed = count("failed");
    return {
      path: relative(process.cwd(), name),
      passed: count("passed"),
      // A file that could not be loaded has failed although none of its tests ran.
      failed: failed === 0 && status === "failed" ? 1 : failed,
      skipped: count("skipped", "pending", "todo", "disabled"),
    };
  });
  const sum = (of: "passed" | "failed" | "skipped") => files.reduce((total, file) => total + file[of], 0);
  return {
    counts: { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") },
    skippedByFile: files.filter(({ skipped }) => skipped > 0).map(({ path, skipped }) => ({ path, skipped })),
  };
}
