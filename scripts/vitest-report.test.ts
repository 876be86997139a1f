import { describe, expect, it } from "vitest";
import { readVitestReport, summarize } from "./vitest-report.ts";

const file = (name: string, status: string, ...tests: readonly string[]) => ({
  name: `${process.cwd()}/${name}`,
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

describe("The counts at the end of npm test", () => {
  it("are those of all files together", () => {
    const { counts } = summarize({
      testResults: [
        file("a.test.ts", "passed", "passed", "passed"),
        file("b.test.ts", "failed", "passed", "failed"),
      ],
    });
    expect(counts).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it("count a file that could not be loaded as one failure", () => {
    const { counts } = summarize({ testResults: [file("a.test.ts", "failed")] });
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("name the files in which tests were skipped", () => {
    const report = summarize({ testResults: [file("a.test.ts", "passed", "passed", "skipped", "todo")] });
    expect(report.counts.skipped).toBe(2);
    expect(report.skippedByFile).toEqual([{ path: "a.test.ts", skipped: 2 }]);
  });

  it("are zero when there is no report, so that the run's own exit code decides", async () => {
    expect(await readVitestReport("no-such-file.json")).toEqual({
      counts: { passed: 0, failed: 0, skipped: 0 },
      skippedByFile: [],
    });
  });
});
