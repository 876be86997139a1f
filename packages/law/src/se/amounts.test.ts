import { date, formatMinor } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { OutsideCoverage } from "../effective.ts";
import { type ChargeCode, charge, compensation } from "./charge.ts";
import { mayChargeConsumerCreditReminder, mustReviewConsumerCredit } from "./consumer-credit.ts";
import { creditCap, defaultRate, interestStart } from "./interest.ts";
import { limitationOn } from "./limitation.ts";

function amount(code: ChargeCode, on: string): string {
  return formatMinor(charge(code, date(on)).minor);
}

describe("lag (1981:739) and the payment-order fees: the closed list of charges", () => {
  it.each([
    ["REMINDER", "2013-03-15", "50.00"],
    ["REMINDER", "2013-03-16", "60.00"],
    ["REMINDER", "2026-04-13", "60.00"],
    ["DEMAND", "2013-03-15", "160.00"],
    ["DEMAND", "2013-03-16", "180.00"],
    ["DEMAND", "2026-04-28", "180.00"],
    ["PLAN", "2013-03-15", "150.00"],
    ["PLAN", "2013-03-16", "170.00"],
    ["LATE_COMP", "2026-04-01", "450.00"],
    ["KFM_APP", "2026-05-13", "300.00"],
    ["KFM_AGENT", "2013-12-31", "340.00"],
    ["KFM_AGENT", "2014-01-01", "380.00"],
    ["ENF_BASE", "2026-06-09", "600.00"],
  ] as const)("%s on %s is %s", (code, on, expected) => {
    expect(amount(code, on)).toBe(expected);
  });

  it.each([
    ["REMINDER", "2003-06-30"],
    ["DEMAND", "2003-06-30"],
    ["PLAN", "2003-06-30"],
    ["LATE_COMP", "2013-03-15"],
    ["KFM_APP", "2008-12-11"],
    ["KFM_AGENT", "2006-06-30"],
    ["ENF_BASE", "2007-12-31"],
    ["DEMAND", "2027-01-01"],
  ] as const)("%s is refused on %s", (code, on) => {
    expect(() => amount(code, on)).toThrow(OutsideCoverage);
  });

  it("tells the act that sets it", () => {
    const { derivation } = charge("DEMAND", date("2026-04-28"));
    expect(derivation).toMatchObject({
      rule: "se.demand-fee",
      citation: { number: "1981:739", section: "3-4 §§" },
      inputs: { code: "DEMAND", on: "2026-04-28" },
      rounding: null,
    });
    expect(derivation.figures).toEqual([
      {
        table: "se.demand-fee",
        from: "2013-03-16",
        value: "180.00",
        regulation: "lag (1981:739) 3 § 1, 4 § 2 st 2",
        source: "SFS 2013:56",
      },
    ]);
  });
});

describe("lag (1981:739) 4 a §: compensation", () => {
  it("is owed for claims due after 16 March 2013, and refused for that day", () => {
    expect(() => compensation({ dueOn: date("2013-03-15") })).toThrow(OutsideCoverage);
    expect(() => compensation({ dueOn: date("2013-03-16") })).toThrow(OutsideCoverage);
    expect(compensation({ dueOn: date("2013-03-17") }).minor).toBe(450_00n);
    expect(compensation({ dueOn: date("2026-07-31") }).minor).toBe(450_00n);
  });
});

describe("räntelagen 6 and 9 §§: the statutory rate", () => {
  it.each([
    ["2012-01-01", 1000],
    ["2012-07-01", 950],
    ["2016-06-30", 800],
    ["2016-07-01", 750],
    ["2019-06-30", 750],
    ["2019-07-01", 800],
    ["2024-12-31", 1200],
    ["2025-01-01", 1100],
    ["2025-06-30", 1100],
    ["2025-07-01", 1000],
    ["2026-12-31", 1000],
  ])("on %s is %i basis points", (on, expected) => {
    expect(defaultRate(date(on))).toBe(expected);
  });

  it("is refused without a decided reference rate", () => {
    expect(() => defaultRate(date("2011-12-31"))).toThrow(OutsideCoverage);
    expect(() => defaultRate(date("2027-01-01"))).toThrow(OutsideCoverage);
  });
});

describe("konsumentkreditlagen 19 a §", () => {
  it("caps interest at the reference rate and 20 points from 1 March 2025", () => {
    expect(creditCap(date("2025-02-28"))).toBeNull();
    expect(creditCap(date("2025-03-01"))).toBe(2300);
    expect(creditCap(date("2025-07-01"))).toBe(2200);
    expect(() => creditCap(date("2027-01-01"))).toThrow(OutsideCoverage);
  });

  it("allows no reminder fee from 1 March 2025", () => {
    expect(mayChargeConsumerCreditReminder(date("2025-02-28"))).toBe(true);
    expect(mayChargeConsumerCreditReminder(date("2025-03-01"))).toBe(false);
  });

  it("may have been replaced on 20 November 2026, so a person looks from then on", () => {
    expect(mustReviewConsumerCredit(date("2026-11-19"))).toBe(false);
    expect(mustReviewConsumerCredit(date("2026-11-20"))).toBe(true);
  });
});

describe("räntelagen 3-4 §§: the start of interest", () => {
  it("is an agreed due date", () => {
    expect(interestStart({ kind: "agreed", dueOn: date("2026-04-01") })).toBe("2026-04-01");
  });

  it("is 30 days after the invoice was sent, and never before it arrived", () => {
    const sentOn = date("2026-01-15");
    expect(interestStart({ kind: "demanded", sentOn })).toBe("2026-02-14");
    expect(interestStart({ kind: "demanded", sentOn, receivedOn: date("2026-01-15") })).toBe("2026-02-14");
    expect(interestStart({ kind: "demanded", sentOn, receivedOn: date("2026-03-02") })).toBe("2026-03-02");
  });
});

describe("preskriptionslagen 2 §: limitation", () => {
  it("is ten years for a business, three for a consumer", () => {
    expect(limitationOn({ runsFrom: date("2026-06-09"), isConsumer: false })).toBe("2036-06-09");
    expect(limitationOn({ runsFrom: date("2026-04-15"), isConsumer: true })).toBe("2029-04-15");
  });
});
