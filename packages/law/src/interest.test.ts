import { date, type Rational } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { OutsideCoverage } from "./effective.ts";
import type { InterestFigure } from "./interest.ts";
import * as no from "./no/index.ts";
import * as se from "./se/index.ts";

const tenThousand = {
  principalMinor: 10_000_00n,
  countedFrom: date("2026-02-02"),
  through: date("2026-03-04"),
};

function decimals({ numerator, denominator }: Rational): string {
  return (Number((numerator * 1_000_000n) / denominator) / 1_000_000).toFixed(4);
}

describe("Interest between two days (B30)", () => {
  // The worked examples of norway.md, section 10.
  it.each<[id: string, principal: bigint, dueOn: string, through: string, owed: bigint, fixedYear: bigint]>([
    ["NO-01", 10_000_00n, "2026-02-02", "2026-03-04", 98_63n, 98_63n],
    ["NO-02", 8_450_50n, "2026-06-10", "2026-07-25", 126_47n, 126_47n],
    ["NO-03", 20_000_00n, "2024-01-31", "2024-03-31", 409_84n, 410_96n],
    ["NO-04", 15_000_00n, "2023-12-15", "2024-01-15", 154_10n, 154_32n],
    ["NO-05", 50_000_00n, "2022-11-30", "2025-08-15", 16_141_10n, 16_158_22n],
    ["NO-06", 10_000_00n, "2026-06-30", "2026-07-01", 3_36n, 3_36n],
    ["NO-07", 10_000_00n, "2026-06-30", "2026-06-30", 0n, 0n],
  ])("%s comes to what the law sheet says", (_, principalMinor, dueOn, through, owed, fixedYear) => {
    const given = { principalMinor, countedFrom: date(dueOn), through: date(through) };
    expect(no.interestBetween(given).minor).toBe(owed);
    expect(no.interestBetween({ ...given, dayCount: "ACT/365F" }).minor).toBe(fixedYear);
  });

  it("says which days had which rate, what was summed and where the rates stand", () => {
    const given = {
      principalMinor: 15_000_00n,
      countedFrom: date("2023-12-15"),
      through: date("2024-01-15"),
    };
    const { spans, exactMinor, derivation } = no.interestBetween(given);
    expect(spans).toEqual([
      { from: "2023-12-16", through: "2023-12-31", days: 16, rateBasisPoints: 1175, yearDays: 365 },
      { from: "2024-01-01", through: "2024-01-15", days: 15, rateBasisPoints: 1250, yearDays: 366 },
    ]);
    expect(decimals(exactMinor)).toBe("15410.4536");
    expect(derivation).toMatchObject({
      rule: "no.interest.rate",
      figures: [
        { table: "no.late-payment-interest", from: "2023-07-01", value: "11.75" },
        { table: "no.late-payment-interest", from: "2024-01-01", value: "12.50" },
      ],
      inputs: { principal: "15000.00", countedFrom: "2023-12-15", through: "2024-01-15" },
      arithmetic: "15000.00 × 11.75 % × 16/365 + 15000.00 × 12.50 % × 15/366 = 154.10",
      rounding: "half up to øre, once",
    });
  });

  it("is the reference rate and eight points in Sweden", () => {
    const { minor, derivation } = se.interestBetween(tenThousand);
    expect(minor).toBe(82_19n);
    expect(derivation.arithmetic).toBe("10000.00 × 10.00 % × 30/365 = 82.19");
    expect(derivation.figures.map(({ table }) => table)).toEqual(["se.reference-rate", "se.default-margin"]);
  });

  it("is nothing when no day bears any, whatever the tables cover", () => {
    const nothing = no.interestBetween({ ...tenThousand, through: date("2026-02-02") });
    expect(nothing).toMatchObject({ minor: 0n, spans: [] });
    expect(nothing.derivation.arithmetic).toBe("no day bears interest = 0.00");
    const before = { ...tenThousand, countedFrom: date("2030-01-02"), through: date("2030-01-01") };
    expect(se.interestBetween(before).minor).toBe(0n);
  });

  it("is refused outside the tables, at both ends", () => {
    const late = { ...tenThousand, through: date("2027-01-01") };
    expect(() => no.interestBetween(late)).toThrow(/no checked figure for 2027-01-01/);
    expect(() => se.interestBetween(late)).toThrow(OutsideCoverage);
    expect(() => no.interestBetween({ ...tenThousand, countedFrom: date("2014-12-30") })).toThrow(
      /2014-12-31/,
    );
    expect(() => se.interestBetween({ ...tenThousand, countedFrom: date("2011-12-30") })).toThrow(
      /2011-12-31/,
    );
    expect(() => no.interestBetween({ ...tenThousand, through: date("2026-12-31") })).not.toThrow();
  });

  it("takes no negative principal and nothing that is no rate", () => {
    expect(() => no.interestBetween({ ...tenThousand, principalMinor: -1n })).toThrow(RangeError);
    for (const basisPoints of [-1, 12.5, Number.NaN, 100_001]) {
      const agreed = { basisPoints, debtor: "business" } as const;
      expect(() => no.interestBetween({ ...tenThousand, agreed })).toThrow(RangeError);
      expect(() => se.interestBetween({ ...tenThousand, agreed })).toThrow(RangeError);
    }
  });
});

describe("An agreed rate", () => {
  const rateOf = (found: InterestFigure) => found.spans.map(({ rateBasisPoints }) => rateBasisPoints);

  it.each([
    ["consumer", 900, 900],
    ["consumer", 1_500, 1_200],
    ["business", 1_500, 1_500],
    ["public", 900, 900],
  ] as const)("of a Norwegian %s of %i basis points counts as %i", (debtor, basisPoints, counts) => {
    expect(rateOf(no.interestBetween({ ...tenThousand, agreed: { debtor, basisPoints } }))).toEqual([counts]);
  });

  it.each([
    ["consumer", false, 1_500, 1_500],
    ["consumer", true, 3_000, 2_200],
    ["public", false, 900, 1_000],
    ["public", false, 1_500, 1_500],
    ["business", false, 900, 900],
  ] as const)(
    "of a Swedish %s (credit: %s) of %i counts as %i",
    (debtor, isConsumerCredit, basisPoints, counts) => {
      const agreed = { debtor, basisPoints, isConsumerCredit };
      expect(rateOf(se.interestBetween({ ...tenThousand, agreed }))).toEqual([counts]);
    },
  );

  it("between businesses stands on no table, so no table ends it", () => {
    const agreed = { debtor: "business", basisPoints: 1_000 } as const;
    const long = { ...tenThousand, through: date("2030-02-02"), agreed };
    expect(no.interestBetween(long).derivation.figures).toEqual([
      { table: "agreed-rate", from: "2026-02-03", value: "10.00", regulation: null, source: null },
    ]);
  });
});
