/** Accounting documents are kept through the seventh year after the year (bokföringslagen 7:2; sweden.md 4.3). */
import { date } from "@innfri/kernel";
import { retentionOf } from "@innfri/law";
import { expect, it } from "vitest";
import { closedBefore, type RetentionRule } from "./rules.ts";

const swedishAgency = (ownYears: number | null): RetentionRule => {
  const law = retentionOf("SE", "agency");
  return { ...law, ownYears, years: ownYears ?? law.years, defaultYears: law.years, versionNo: 1 };
};

it("a period that is counted from the day never ends before the accounting year's does", () => {
  const seven = swedishAgency(7);
  // A claim closed on 1 June 2018 is in the books of that year, which are kept to the end of 2025.
  expect(closedBefore(seven, date("2025-06-02"))).toBe("2018-01-01");
  expect(closedBefore(seven, date("2025-12-31"))).toBe("2018-01-01");
  expect(closedBefore(seven, date("2026-01-01"))).toBe("2019-01-01");
  expect(closedBefore(swedishAgency(8), date("2026-06-02"))).toBe("2018-06-02");
});

it("a longer one ends on its day", () => {
  expect(closedBefore(swedishAgency(null), date("2026-06-02"))).toBe("2016-06-02");
});
