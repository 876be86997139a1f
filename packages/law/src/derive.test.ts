import {
  type CalendarDate,
  date,
  fromEpochDay,
  minorFromDecimal,
  type Rational,
  rational,
  rationalFromDecimal,
  roundDownToMinor,
  roundDownToWhole,
  roundHalfUpToWhole,
  times,
  toEpochDay,
} from "@innfri/kernel/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { derivationJson, type Figure } from "./derivation.ts";
import { exactText, percentText, rationalFromText, valueText } from "./derive.ts";
import { courtFee } from "./no/court-fee.ts";
import { noticeFee } from "./no/notice-fee.ts";
import { planFee, recoveryCosts } from "./no/recovery-costs.ts";

function dayBetween(first: string, last: string): fc.Arbitrary<CalendarDate> {
  return fc
    .integer({ min: toEpochDay(date(first)), max: toEpochDay(date(last)) })
    .map((number) => fromEpochDay(number));
}

const ROUNDINGS: Readonly<Record<string, (exactMinor: Rational) => bigint>> = {
  "half up to whole kroner": roundHalfUpToWhole,
  "down to whole kroner": roundDownToWhole,
  "down to øre": roundDownToMinor,
};

/** Does the arithmetic, read as a stranger would read it, give the amount? */
function expectCheckableByHand({ minor, derivation }: Figure): void {
  const [left, right] = derivation.arithmetic.split(" = ") as [string, string];
  const factors = left.split(" × ").map(rationalFromText);
  const product = factors.reduce(times, rational(100n));
  const stated = times(rationalFromDecimal(right), rational(100n));
  expect(product.numerator * stated.denominator).toBe(stated.numerator * product.denominator);
  const round = derivation.rounding === null ? undefined : ROUNDINGS[derivation.rounding];
  expect(minor).toBe(round === undefined ? minorFromDecimal(right) : round(product));
}

describe("a derivation", () => {
  it("can be checked by hand for every recovery cost", () => {
    fc.assert(
      fc.property(
        fc.record({
          bandBaseMinor: fc.bigInt({ min: 0n, max: 400_000_00n }),
          claimDueOn: dayBetween("2010-01-01", "2026-12-31"),
          coveredOn: dayBetween("2015-01-01", "2026-12-31"),
          heavy: fc.boolean(),
          isConsumer: fc.boolean(),
          vatDeductible: fc.boolean(),
        }),
        (given) => expectCheckableByHand(recoveryCosts(given)),
      ),
    );
  });

  it("can be checked by hand for every notice fee, court fee and plan fee", () => {
    const letters = fc.constantFrom("reminder", "notice", "own-demand");
    fc.assert(
      fc.property(
        letters,
        dayBetween("2008-01-01", "2026-12-31"),
        dayBetween("2015-01-01", "2026-12-31"),
        (letter, claimDueOn, sentOn) => expectCheckableByHand(noticeFee({ letter, claimDueOn, sentOn })),
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom("conciliation", "attachment"),
        dayBetween("2018-01-01", "2026-12-31"),
        fc.integer({ min: 5, max: 36 }),
        fc.boolean(),
        (kind, on, instalments, vatDeductible) => {
          expectCheckableByHand(courtFee({ kind, on }));
          expectCheckableByHand(planFee({ agreedOn: on, instalments, vatDeductible }));
        },
      ),
    );
  });
});

it("A derivation is stored as it is: it holds text only", () => {
  const { derivation } = courtFee({ kind: "attachment", on: date("2026-05-20") });
  expect(JSON.parse(JSON.stringify(derivationJson(derivation)))).toEqual(derivation);
});

describe("recovery costs", () => {
  it("never fall when the claim grows, and heavy, business and VAT never make them less", () => {
    const given = fc.record({
      bandBaseMinor: fc.bigInt({ min: 0n, max: 400_000_00n }),
      claimDueOn: dayBetween("2010-01-01", "2026-12-31"),
      coveredOn: dayBetween("2015-01-01", "2026-12-31"),
      heavy: fc.boolean(),
      isConsumer: fc.boolean(),
      vatDeductible: fc.boolean(),
    });
    fc.assert(
      fc.property(given, fc.bigInt({ min: 0n, max: 100_000_00n }), (one, more) => {
        const sum = recoveryCosts(one).minor;
        expect(recoveryCosts({ ...one, bandBaseMinor: one.bandBaseMinor + more }).minor >= sum).toBe(true);
        expect(recoveryCosts({ ...one, heavy: true }).minor >= sum).toBe(true);
        expect(recoveryCosts({ ...one, isConsumer: false }).minor >= sum).toBe(true);
        expect(recoveryCosts({ ...one, vatDeductible: false }).minor >= sum).toBe(true);
      }),
    );
  });
});

describe("figures as text", () => {
  it("are read as people write them", () => {
    expect(percentText(1225)).toBe("12.25 %");
    expect(percentText(-50)).toBe("-0.50 %");
    expect(valueText(750_00n)).toBe("750.00");
    expect(valueText(1225)).toBe("12.25 %");
    expect(valueText("1/20")).toBe("1/20");
    expect(valueText([{ upToMinor: 500_00n, multiple: "0.25" }])).toBe(
      '[{"upToMinor":"500.00","multiple":"0.25"}]',
    );
  });

  it("keep an exact sum exact", () => {
    expect(exactText(rational(37_50n))).toBe("37.50");
    expect(exactText(rational(4921875n, 100n))).toBe("492.1875");
    expect(exactText(rational(5n, 1000n))).toBe("0.00005");
    expect(exactText(rational(0n))).toBe("0.00");
    expect(exactText(rational(100n, 3n))).toBe("100/3 øre");
  });

  it("are fractions and decimals, and nothing else", () => {
    expect(rationalFromText("3/20")).toEqual({ numerator: 3n, denominator: 20n });
    expect(rationalFromText("15/100")).toEqual({ numerator: 15n, denominator: 100n });
    expect(rationalFromText("0.25")).toEqual({ numerator: 25n, denominator: 100n });
    for (const text of ["", "1/0", "1/2/3", "a", "1 / 2"])
      expect(() => rationalFromText(text)).toThrow(RangeError);
  });
});
