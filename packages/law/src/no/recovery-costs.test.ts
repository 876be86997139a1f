import { date, formatMinor, minorFromDecimal } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { OutsideCoverage } from "../effective.ts";
import { demandGoodThrough, heavyFrom, planFee, recoveryCosts } from "./recovery-costs.ts";

type Case = {
  base: string;
  due?: string;
  covered?: string;
  heavy?: boolean;
  business?: boolean;
  outsideVat?: boolean;
};

function costs({ base, due = "2026-02-01", covered = "2026-06-01", ...rest }: Case): string {
  const { minor } = recoveryCosts({
    bandBaseMinor: minorFromDecimal(base),
    claimDueOn: date(due),
    coveredOn: date(covered),
    heavy: rest.heavy ?? false,
    isConsumer: !(rest.business ?? false),
    vatDeductible: !(rest.outsideVat ?? false),
  });
  return formatMinor(minor);
}

describe("inkassoforskriften §§ 2-1 to 2-3: recovery costs in 2026", () => {
  // The whole table of the law sheet's section 3.2: consumer, consumer with VAT, business, business with VAT.
  it.each([
    ["500.00", "187.50 375.00 234.37 468.75 281.25 562.50 351.56 703.12"],
    ["1000.00", "262.50 525.00 328.12 656.25 393.75 787.50 492.18 984.37"],
    ["2500.00", "300.00 600.00 375.00 750.00 450.00 900.00 562.50 1125.00"],
    ["10000.00", "600.00 1200.00 750.00 1500.00 900.00 1800.00 1125.00 2250.00"],
    ["50000.00", "1200.00 2400.00 1500.00 3000.00 1800.00 3600.00 2250.00 4500.00"],
    ["250000.00", "2700.00 5400.00 3375.00 6750.00 4050.00 8100.00 5062.50 10125.00"],
    ["250000.01", "5400.00 10800.00 6750.00 13500.00 8100.00 16200.00 10125.00 20250.00"],
  ])("for a claim of %s, light and heavy, are %s (NO-08)", (base, expected) => {
    const found = [false, true].flatMap((business) =>
      [false, true].flatMap((outsideVat) =>
        [false, true].map((heavy) => costs({ base, business, outsideVat, heavy })),
      ),
    );
    expect(found.join(" ")).toBe(expected);
  });

  it.each([
    ["0.00", "187.50"],
    ["500.00", "187.50"],
    ["500.01", "262.50"],
    ["1000.00", "262.50"],
    ["1000.01", "300.00"],
    ["2500.00", "300.00"],
    ["2500.01", "600.00"],
    ["10000.00", "600.00"],
    ["10000.01", "1200.00"],
    ["50000.00", "1200.00"],
    ["50000.01", "2700.00"],
    ["250000.00", "2700.00"],
    ["250000.01", "5400.00"],
  ])("put a border in the band below it: %s costs %s (NO-09)", (base, expected) => {
    expect(costs({ base })).toBe(expected);
  });

  it.each([
    ["2020-09-30", "2021-03-01", "350.00"],
    ["2020-10-01", "2021-03-01", "280.00"],
    ["2020-09-30", "2026-03-01", "375.00"],
    ["2020-10-01", "2026-03-01", "300.00"],
  ])(
    "take the tariff of the due day %s and the rate of the day covered %s: %s (NO-10)",
    (due, covered, sum) => {
      expect(costs({ base: "2000.00", due, covered })).toBe(sum);
    },
  );

  it("take the collection rate of the day the principal is covered (NO-11, S113)", () => {
    const claim = { base: "7800.00", due: "2025-08-01", heavy: true };
    expect(costs({ ...claim, covered: "2025-12-30" })).toBe("1120.00");
    expect(costs({ ...claim, covered: "2025-12-31" })).toBe("1120.00");
    expect(costs({ ...claim, covered: "2026-01-01" })).toBe("1200.00");
    expect(costs({ ...claim, covered: "2026-01-05" })).toBe("1200.00");
  });

  it("count interest from before the due day in the band: 2490 and 15 lie above 2500 (NO-13)", () => {
    expect(costs({ base: "2505.00" })).toBe("600.00");
    expect(costs({ base: "2490.00" })).toBe("300.00");
  });

  it("bear VAT when the creditor cannot deduct it (NO-17)", () => {
    expect(costs({ base: "3200.00" })).toBe("600.00");
    expect(costs({ base: "3200.00", outsideVat: true })).toBe("750.00");
    expect(costs({ base: "3200.00", outsideVat: true, heavy: true })).toBe("1500.00");
  });

  it("are rounded down to øre, being a maximum (NO-18)", () => {
    expect(costs({ base: "900.00", business: true, outsideVat: true })).toBe("492.18");
    expect(costs({ base: "900.00", business: true, outsideVat: true, heavy: true })).toBe("984.37");
  });

  it("are one sum for claims collected together, not one for each (NO-23)", () => {
    expect(costs({ base: "1100.00" })).toBe("300.00");
    expect([costs({ base: "400.00" }), costs({ base: "700.00" })]).toEqual(["187.50", "262.50"]);
  });

  it("are refused outside the days that were checked, and for a claim below nothing", () => {
    expect(() => costs({ base: "900.00", due: "2009-12-31" })).toThrow(OutsideCoverage);
    expect(() => costs({ base: "900.00", covered: "2014-12-31" })).toThrow(OutsideCoverage);
    expect(() => costs({ base: "900.00", covered: "2027-01-01" })).toThrow(OutsideCoverage);
    expect(() => costs({ base: "-0.01" })).toThrow("a claim is not negative: -0.01");
  });

  it("tell their reason down to each factor", () => {
    const { derivation } = recoveryCosts({
      bandBaseMinor: 900_00n,
      claimDueOn: date("2026-02-01"),
      coveredOn: date("2026-06-01"),
      heavy: true,
      isConsumer: false,
      vatDeductible: false,
    });
    expect(derivation).toMatchObject({
      rule: "no.recovery-costs.heavy",
      citation: { act: "inkassoforskriften", section: "§ 2-3" },
      inputs: {
        bandBase: "900.00",
        claimDueOn: "2026-02-01",
        coveredOn: "2026-06-01",
        heavy: "true",
        isConsumer: "false",
        vatDeductible: "false",
      },
      arithmetic: "0.35 × 750.00 × 2 × 1.5 × 1.25 = 984.375",
      rounding: "down to øre",
    });
    expect(derivation.figures.map(({ table, value }) => [table, value])).toEqual([
      ["no.recovery-costs.tiers", "0.35 up to 1000.00"],
      ["no.collection-rate", "750.00"],
      ["no.recovery-costs.factors", '{"heavy":"2","business":"1.5","vat":"1.25"}'],
    ]);
  });

  it("say that the claim lies above the last border", () => {
    const { derivation } = recoveryCosts({
      bandBaseMinor: 250_000_01n,
      claimDueOn: date("2026-02-01"),
      coveredOn: date("2026-06-01"),
      heavy: false,
      isConsumer: true,
      vatDeductible: true,
    });
    expect(derivation.figures[0]?.value).toBe("7.2 above the last border");
  });

  it("name no factor that was not used", () => {
    const { derivation } = recoveryCosts({
      bandBaseMinor: 4500_00n,
      claimDueOn: date("2026-04-30"),
      coveredOn: date("2026-06-05"),
      heavy: false,
      isConsumer: true,
      vatDeductible: true,
    });
    expect(derivation.rule).toBe("no.recovery-costs.light");
    expect(derivation.arithmetic).toBe("0.8 × 750.00 = 600.00");
    expect(derivation.figures).toHaveLength(2);
  });
});

describe("inkassoforskriften § 2-3: the first heavy day", () => {
  it("is 29 days after the demand's deadline, also on a Saturday", () => {
    expect(heavyFrom(date("2026-06-19"))).toBe("2026-07-18");
  });
});

describe("inkassoforskriften § 2-4: the plan fee", () => {
  function fee(agreedOn: string, instalments: number, vatDeductible = true): string {
    return formatMinor(planFee({ agreedOn: date(agreedOn), instalments, vatDeductible }).minor);
  }

  it("is owed above four instalments (NO-22)", () => {
    expect(fee("2026-05-20", 4)).toBe("0.00");
    expect(fee("2026-05-20", 5)).toBe("1125.00");
    expect(fee("2026-05-20", 6)).toBe("1125.00");
    expect(fee("2026-05-20", 6, false)).toBe("1406.25");
    expect(fee("2026-05-20", 4, false)).toBe("0.00");
  });

  it("follows the collection rate of the day the plan is agreed", () => {
    expect(fee("2025-12-31", 6)).toBe("1050.00");
    expect(fee("2026-01-01", 6)).toBe("1125.00");
  });

  it("is refused outside the days that were checked, even when it would be nothing", () => {
    expect(() => fee("2016-12-31", 6)).toThrow(OutsideCoverage);
    expect(() => fee("2027-01-01", 2)).toThrow(OutsideCoverage);
  });

  it("says why it is nothing", () => {
    const { derivation } = planFee({ agreedOn: date("2026-05-20"), instalments: 4, vatDeductible: false });
    expect(derivation).toMatchObject({
      rule: "no.plan-fee",
      inputs: { agreedOn: "2026-05-20", instalments: "4", vatDeductible: "false" },
      arithmetic: "4 instalments, a fee only above 4 = 0.00",
      rounding: null,
    });
    expect(derivation.figures.map(({ value }) => value)).toEqual(["above 4 instalments"]);
  });

  it("names VAT only where it was added", () => {
    const agreed = { agreedOn: date("2026-05-20"), instalments: 6 };
    const rows = (vatDeductible: boolean) => planFee({ ...agreed, vatDeductible }).derivation;
    expect(rows(true).arithmetic).toBe("1.5 × 750.00 = 1125.00");
    expect(rows(false).arithmetic).toBe("1.5 × 750.00 × 1.25 = 1406.25");
    expect(rows(true).rounding).toBe("down to øre");
    expect(rows(true).figures[0]?.value).toBe("1.5");
    expect(rows(false).figures[0]?.value).toBe("1.5 and 1.25 for VAT");
  });
});

describe("inkassoloven § 11: a demand carries legal steps for six months", () => {
  it("until the same day number, or the month's last day", () => {
    expect(demandGoodThrough(date("2026-06-05"))).toBe("2026-12-05");
    expect(demandGoodThrough(date("2026-08-31"))).toBe("2027-02-28");
  });
});
