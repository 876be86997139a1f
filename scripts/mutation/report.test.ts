import { expect, it } from "vitest";
import { countsOf, linesOf, shareNoticed } from "./report.ts";

const report = {
  files: {
    "packages/law/src/calendar.ts": {
      mutants: [{ status: "Killed" }, { status: "Timeout" }, { status: "Killed" }, { status: "Killed" }],
    },
    "packages/law/src/deadline.ts": {
      mutants: [
        { status: "Survived" },
        { status: "NoCoverage" },
        { status: "Killed" },
        { status: "Ignored" },
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
