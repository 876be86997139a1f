import { date, formatMinor } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { movedDueDay } from "../deadline.ts";
import { OutsideCoverage } from "../effective.ts";
import { calendarNO } from "./calendar.ts";
import { firstFeeDay, type NoticeLetter, noticeFee, noticeFeeRestartsOn } from "./notice-fee.ts";

function fee(letter: NoticeLetter, claimDueOn: string, sentOn: string): string {
  return formatMinor(noticeFee({ letter, claimDueOn: date(claimDueOn), sentOn: date(sentOn) }).minor);
}

describe("inkassoforskriften § 1-2: the fee of a reminder, a notice and a creditor's own demand", () => {
  it.each([
    ["2015-01-01", "65.00", "195.00"],
    ["2016-01-01", "67.00", "201.00"],
    ["2017-01-01", "70.00", "210.00"],
    ["2025-12-31", "70.00", "210.00"],
    ["2026-01-01", "75.00", "225.00"],
  ])(
    "for a claim due before October 2020 and a letter sent %s is %s, an own demand %s",
    (sentOn, small, own) => {
      expect(fee("reminder", "2020-09-30", sentOn)).toBe(small);
      expect(fee("notice", "2014-12-01", sentOn)).toBe(small);
      expect(fee("own-demand", "2020-09-30", sentOn)).toBe(own);
    },
  );

  it.each([
    ["2020-10-15", "35.00", "105.00"],
    ["2025-12-31", "35.00", "105.00"],
    ["2026-01-01", "38.00", "113.00"],
    ["2026-01-02", "38.00", "113.00"],
    ["2026-12-31", "38.00", "113.00"],
  ])("for a later claim and a letter sent %s is %s, an own demand %s (NO-12)", (sentOn, small, own) => {
    expect(fee("reminder", "2020-10-01", sentOn)).toBe(small);
    expect(fee("notice", "2020-10-01", sentOn)).toBe(small);
    expect(fee("own-demand", "2020-10-01", sentOn)).toBe(own);
  });

  it("is refused for a letter outside the days that were checked", () => {
    expect(() => fee("notice", "2014-11-01", "2014-12-31")).toThrow(OutsideCoverage);
    expect(() => fee("notice", "2026-11-30", "2027-01-01")).toThrow(OutsideCoverage);
    expect(() => fee("notice", "1989-09-30", "2026-05-15")).toThrow(OutsideCoverage);
  });

  it("tells its reason: which fraction, which collection rate, how it was rounded", () => {
    const { minor, derivation } = noticeFee({
      letter: "notice",
      claimDueOn: date("2026-04-30"),
      sentOn: date("2026-05-15"),
    });
    expect(minor).toBe(38_00n);
    expect(derivation).toMatchObject({
      rule: "no.notice-fee.amount",
      citation: { act: "inkassoforskriften", section: "§ 1-2" },
      inputs: { letter: "notice", claimDueOn: "2026-04-30", sentOn: "2026-05-15" },
      arithmetic: "1/20 × 750.00 = 37.50",
      rounding: "half up to whole kroner",
    });
    expect(derivation.figures.map(({ table, from, value }) => [table, from, value])).toEqual([
      ["no.notice-fee.fractions", "2020-10-01", "1/20"],
      ["no.collection-rate", "2026-01-01", "750.00"],
      ["no.notice-fee.rounding", "2026-01-01", "half-up-to-whole-kroner"],
    ]);
    expect(derivation.figures[1]?.regulation).toBe("FOR-2025-12-19-2709");
  });

  it("was not rounded before 2026, and says so", () => {
    const given = { letter: "reminder", claimDueOn: date("2025-11-03"), sentOn: date("2025-12-31") } as const;
    const { derivation } = noticeFee(given);
    expect(derivation.rounding).toBeNull();
    expect(derivation.figures.map(({ table }) => table)).toEqual([
      "no.notice-fee.fractions",
      "no.collection-rate",
    ]);
  });

  it("rests on the rule of the letter: a demand of the creditor's own has one of its own", () => {
    const given = { claimDueOn: date("2026-04-30"), sentOn: date("2026-06-05") };
    const rule = (letter: NoticeLetter) => noticeFee({ ...given, letter }).derivation.rule;
    expect(rule("reminder")).toBe("no.notice-fee.amount");
    expect(rule("notice")).toBe("no.notice-fee.amount");
    expect(rule("own-demand")).toBe("no.own-demand-fee");
  });
});

describe("inkassoforskriften § 1-2: the earliest fee", () => {
  it("is possible 14 days after the due date (S107)", () => {
    expect(firstFeeDay(movedDueDay(date("2026-04-30"), calendarNO))).toBe("2026-05-14");
  });

  it("counts from the business day that a due date on a Saturday moves to", () => {
    expect(firstFeeDay(movedDueDay(date("2025-11-15"), calendarNO))).toBe("2025-12-01");
  });
});

describe("inkassoforskriften § 1-3: the count of small fees", () => {
  it("starts again when six months have passed, the day after the same day number", () => {
    expect(noticeFeeRestartsOn(date("2026-05-15"))).toBe("2026-11-16");
    expect(noticeFeeRestartsOn(date("2025-08-31"))).toBe("2026-03-01");
  });
});
