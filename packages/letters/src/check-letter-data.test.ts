import { describe, expect, test } from "vitest";
import { letterDataProblems } from "./check-letter-data.ts";
import type { LetterData } from "./letter-data.ts";
import {
  EVERY_LETTER,
  NO_DEMAND,
  NO_NOTICE,
  NO_NOTICE_WITHOUT_FEE,
  NO_SEVERAL_CLAIMS,
} from "./test-letters.ts";

describe("a letter's data", () => {
  test("is in order in every kind and mode", () => {
    for (const { data } of EVERY_LETTER) expect(letterDataProblems(data)).toEqual([]);
    expect(letterDataProblems(NO_NOTICE_WITHOUT_FEE)).toEqual([]);
    expect(letterDataProblems(NO_SEVERAL_CLAIMS)).toEqual([]);
  });

  test.each<[string, LetterData, RegExp]>([
    ["its rows do not add up", { ...NO_NOTICE, total: "4560.20" }, /do not add up/],
    ["an amount is none", { ...NO_NOTICE, total: "4560,19" }, /not an amount/],
    ["a day does not exist", { ...NO_NOTICE, payBy: "2026-02-30" }, /not a day/],
    ["its deadline is its own day", { ...NO_NOTICE, payBy: NO_NOTICE.datedOn }, /not after the letter's day/],
    [
      "the next step comes on the last day to pay",
      { ...NO_NOTICE, next: [{ ...NO_NOTICE.next[0], earliestOn: NO_NOTICE.payBy }] },
      /before the deadline/,
    ],
    [
      "a row names an invoice that is not in it",
      { ...NO_NOTICE, lines: [{ ...NO_NOTICE.lines[0], claim: "1" }, ...NO_NOTICE.lines.slice(1)] },
      /not in the letter/,
    ],
    [
      "two claims have one number",
      { ...NO_SEVERAL_CLAIMS, claims: [NO_SEVERAL_CLAIMS.claims[0], NO_SEVERAL_CLAIMS.claims[0]] },
      /same invoice number/,
    ],
    [
      "a claim has no principal",
      { ...NO_SEVERAL_CLAIMS, lines: [NO_SEVERAL_CLAIMS.lines[0]], total: "8450.50" },
      /no principal row/,
    ],
    ["a notice threatens with a court", { ...NO_NOTICE, next: NO_DEMAND.next }, /does not follow/],
    ["a demand is silent about legal collection", { ...NO_DEMAND, next: [NO_DEMAND.next[0]] }, /§ 10/],
    [
      "an agency shows no licence",
      { ...NO_NOTICE, operator: { ...NO_NOTICE.operator, kind: "agency" } },
      /shows its licence/,
    ],
  ])("is refused when %s", (_, data, problem) => {
    expect(letterDataProblems(data).join("; ")).toMatch(problem);
  });
});
