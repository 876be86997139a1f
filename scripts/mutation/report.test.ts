import { expect, it } from "vitest";
import { countsOf, linesOf, sampleOf, shareNoticed } from "./report.ts";

const report = {
  files: {
    "packages/law/src/calendar.ts": {
      mutants: [
        { id: "1", status: "Killed" },
        { id: "2", status: "Timeout" },
        { id: "3", status: "Killed" },
        { id: "4", status: "Killed" },
      ],
    },
    "packages/law/src/deadline.ts": {
      mutants: [
        { id: "5", status: "Survived" },
        { id: "6", status: "NoCoverage" },
        { id: "7", status: "Killed" },
        { id: "8", status: "Ignored" },
      ],
    },
  },
} as const;

it("A change that makes the code run for ever is noticed; one that no test reaches is not", () => {
  expect(countsOf(report)).toEqual({ killed: 4, timeout: 1, survived: 1, noCoverage: 1 });
  expect(shareNoticed(countsOf(report))).toBe(5 / 7);
});

it("The file whose tests notice least comes first, the sum last", () => {
  expect(linesOf(report)).toEqual([
    " 33.3 %  packages/law/src/deadline.ts: 1 killed, 0 timed out, 1 survived, 1 not reached",
    "100.0 %  packages/law/src/calendar.ts: 3 killed, 1 timed out, 0 survived, 0 not reached",
    " 71.4 %  all: 4 killed, 1 timed out, 1 survived, 1 not reached",
  ]);
});

it("Where nothing was changed, nothing has gone unnoticed", () => {
  expect(shareNoticed(countsOf({ files: {} }))).toBe(1);
});

it("A sample is a share of the changes, the same each time, and only it counts", () => {
  const mutants = Array.from({ length: 4000 }, (_, id) => ({ id: String(id), status: "Killed" as const }));
  const sample = sampleOf({ files: { "packages/law/src/calendar.ts": { mutants } } }, 4);
  expect(countsOf(sample).killed).toBeGreaterThan(900);
  expect(countsOf(sample).killed).toBeLessThan(1100);
  expect(sampleOf(sample, 4)).toEqual(sample);
  expect(sampleOf(report, 1)).toEqual(report);
});
