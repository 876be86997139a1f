import { date, type Rational } from "@innfri/kernel/values";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutsideCoverage } from "./effective.ts";
import { checkedRate, type InterestFigure } from "./interest.ts";
import { lawWith, PACKAGED_LAW, useLaw } from "./law-in-force.ts";
import * as no from "./no/index.ts";
import * as se from "./se/index.ts";

const tenThousand = {
  principalMinor: 10_000_00n,
  countedFrom: date("2026-02-02"),
  through: date("2026-03-04"),
};

// Sums of rates are kept for each law, so with a law of its own every example sums its rates itself.
beforeEach(() => useLaw(lawWith({ tables: [], newActFrom: null })));
afterEach(() => useLaw(PACKAGED_LAW));

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

  it("has a span for each rate and each year, and names each row once, where a rate stays as it was", () => {
    const { spans, derivation } = no.interestBetween({
      principalMinor: 10_000_00n,
      countedFrom: date("2016-12-30"),
      through: date("2017-07-01"),
    });
    expect(spans.map(({ from, through, days }) => [from, through, days])).toEqual([
      ["2016-12-31", "2016-12-31", 1],
      ["2017-01-01", "2017-07-01", 182],
    ]);
    expect(spans.map(({ yearDays }) => yearDays)).toEqual([366, 365]);
    expect(derivation.figures.map(({ from }) => from)).toEqual(["2016-07-01", "2017-01-01", "2017-07-01"]);
  });

  it("bears one day on each side of 1 July, of which 30 June has the old rate (NO-06)", () => {
    const { spans } = no.interestBetween({
      principalMinor: 10_000_00n,
      countedFrom: date("2026-06-29"),
      through: date("2026-07-01"),
    });
    expect(spans.map(({ from, days, rateBasisPoints }) => [from, days, rateBasisPoints])).toEqual([
      ["2026-06-30", 1, 1200],
      ["2026-07-01", 1, 1225],
    ]);
  });

  it("has 366 days in a leap year in Sweden too", () => {
    const leap = { principalMinor: 10_000_00n, countedFrom: date("2024-02-28"), through: date("2024-02-29") };
    expect(se.interestBetween(leap).derivation.arithmetic).toMatch(/ × 1\/366 = /);
    expect(se.interestBetween({ ...leap, dayCount: "ACT/365F" }).derivation.arithmetic).toMatch(
      / × 1\/365 = /,
    );
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
    const onTheDay = { ...tenThousand, countedFrom: date("2030-01-02"), through: date("2030-01-02") };
    expect(no.interestBetween(onTheDay).minor).toBe(0n);
    expect(no.interestBetween({ ...tenThousand, principalMinor: 0n }).minor).toBe(0n);
  });

  it("is refused outside the tables, at both ends", () => {
    const late = { ...tenThousand, through: date("2027-01-01") };
    expect(() => no.interestBetween(late)).toThrow(/no checked figure for 2027-01-01/);
    expect(() => se.interestBetween(late)).toThrow(OutsideCoverage);
    expect(() => se.interestBetween(late)).toThrow(
      "Reference rate, Sweden: no checked figure for 2027-01-01",
    );
    expect(() => no.interestBetween({ ...tenThousand, countedFrom: date("2014-12-30") })).toThrow(
      /2014-12-31/,
    );
    expect(() => se.interestBetween({ ...tenThousand, countedFrom: date("2011-12-30") })).toThrow(
      /2011-12-31/,
    );
    expect(() => no.interestBetween({ ...tenThousand, through: date("2026-12-31") })).not.toThrow();
    expect(() => no.interestBetween({ ...tenThousand, countedFrom: date("2014-12-31") })).not.toThrow();
    expect(() => no.interestRates({}).spans(date("2026-12-31"), date("2027-01-01"))).toThrow(OutsideCoverage);
    expect(() => no.interestRates({}).weight(date("2014-12-30"), date("2015-01-01"))).toThrow(
      OutsideCoverage,
    );
  });

  it("takes no negative principal and nothing that is no rate", () => {
    expect(() => no.interestBetween({ ...tenThousand, principalMinor: -1n })).toThrow(
      "a principal is not negative: -0.01",
    );
    for (const basisPoints of [-1, 12.5, Number.NaN, 100_001]) {
      const agreed = { basisPoints, debtor: "business" } as const;
      expect(() => no.interestBetween({ ...tenThousand, agreed })).toThrow(RangeError);
      expect(() => se.interestBetween({ ...tenThousand, agreed })).toThrow(
        `not a rate in basis points: ${basisPoints}`,
      );
    }
    expect([checkedRate(0), checkedRate(100_000)]).toEqual([0, 100_000]);
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

describe("The figures behind an agreed rate", () => {
  const tables = ({ derivation }: InterestFigure) =>
    derivation.figures.map(({ table, value }) => `${table} ${value}`);

  it("are the statutory rate and the agreed one where the lower of the two counts for a consumer", () => {
    const agreed = { debtor: "consumer", basisPoints: 900 } as const;
    expect(tables(no.interestBetween({ ...tenThousand, agreed }))).toEqual([
      "no.late-payment-interest 12.00",
      "agreed-rate 9.00",
    ]);
  });

  it("are each row that it was held against, also where the rate stays the agreed one", () => {
    const overJuly = { ...tenThousand, countedFrom: date("2026-06-20"), through: date("2026-07-20") };
    const agreed = { debtor: "consumer", basisPoints: 900 } as const;
    const lower = no.interestBetween({ ...overJuly, agreed });
    expect(lower.spans).toHaveLength(1);
    expect(tables(lower)).toEqual([
      "no.late-payment-interest 12.00",
      "agreed-rate 9.00",
      "no.late-payment-interest 12.25",
    ]);
    // The Swedish reference rate is 2.00 in both halves of 2026.
    const swedish = { ...tenThousand, countedFrom: date("2026-06-20"), through: date("2026-07-20") };
    const rows = se.interestBetween(swedish).derivation.figures.map(({ table, from }) => `${table} ${from}`);
    expect(rows).toEqual([
      "se.reference-rate 2026-01-01",
      "se.default-margin 2002-07-01",
      "se.reference-rate 2026-07-01",
    ]);
  });

  it("are the two rows behind the statutory rate and the agreed one where an authority pays the higher", () => {
    const agreed = { debtor: "public", basisPoints: 900 } as const;
    expect(tables(se.interestBetween({ ...tenThousand, agreed }))).toEqual([
      "se.reference-rate 2.00",
      "se.default-margin 8.00",
      "agreed-rate 9.00",
    ]);
  });

  it("have the ceiling of a consumer credit from 1 March 2025, and none before", () => {
    const given = { ...tenThousand, countedFrom: date("2025-02-27"), through: date("2025-02-28") };
    const agreed = { debtor: "consumer", basisPoints: 3_000, isConsumerCredit: true } as const;
    const before = se.interestBetween({ ...given, agreed });
    expect(tables(before)).toEqual(["agreed-rate 30.00"]);
    expect(before.spans[0]?.rateBasisPoints).toBe(3_000);
    const after = se.interestBetween({ ...given, through: date("2025-03-01"), agreed });
    expect(after.spans.map(({ from, rateBasisPoints }) => [from, rateBasisPoints])).toEqual([
      ["2025-02-28", 3_000],
      ["2025-03-01", 2_300],
    ]);
    expect(tables(after)).toEqual([
      "agreed-rate 30.00",
      "se.reference-rate 3.00",
      "se.consumer-credit-cap 20.00",
    ]);
  });

  it("are those of the rate that was asked about, not of the one before", () => {
    const rate = (basisPoints: number) =>
      se.interestBetween({
        ...tenThousand,
        agreed: { debtor: "consumer", basisPoints, isConsumerCredit: true },
      }).spans[0]?.rateBasisPoints;
    expect([rate(1_500), rate(1_600), rate(3_000)]).toEqual([1_500, 1_600, 2_200]);
    const lower = (basisPoints: number) =>
      no.interestBetween({ ...tenThousand, agreed: { debtor: "consumer", basisPoints } }).spans[0]
        ?.rateBasisPoints;
    expect([lower(800), lower(900), lower(1_500)]).toEqual([800, 900, 1_200]);
    const higher = (basisPoints: number) =>
      se.interestBetween({ ...tenThousand, agreed: { debtor: "public", basisPoints } }).spans[0]
        ?.rateBasisPoints;
    expect([higher(900), higher(1_100), higher(1_500)]).toEqual([1_000, 1_100, 1_500]);
  });
});

describe("The sums of rates", () => {
  const agreedAt = (basisPoints: number) => no.interestRates({ agreed: { debtor: "business", basisPoints } });

  it("are made once for each law and each way of counting days", () => {
    expect(no.interestRates({})).toBe(no.interestRates({}));
    expect(no.interestRates({})).not.toBe(no.interestRates({ dayCount: "ACT/365F" }));
    const before = no.interestRates({});
    useLaw(lawWith({ tables: [], newActFrom: null }));
    expect(no.interestRates({})).not.toBe(before);
  });

  it("are kept for the last 256 agreed rates: an older one is made anew, with the same interest", () => {
    const first = agreedAt(1_001);
    for (let basisPoints = 1_002; basisPoints <= 1_256; basisPoints++) agreedAt(basisPoints);
    expect(agreedAt(1_001)).toBe(first);
    agreedAt(1_257);
    const anew = agreedAt(1_001);
    expect(anew).not.toBe(first);
    const [after, through] = [date("2026-02-02"), date("2026-03-04")];
    expect(anew.weight(after, through)).toBe(first.weight(after, through));
  });

  it("of an agreed rate end with this century", () => {
    const agreed = { debtor: "business", basisPoints: 1_000 } as const;
    expect(() => no.interestBetween({ ...tenThousand, through: date("2100-01-01"), agreed })).toThrow(
      "Agreed late-payment rate: no checked figure for 2100-01-01",
    );
  });
});
