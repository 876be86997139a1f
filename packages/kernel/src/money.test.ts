import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  formatMinor,
  minorFromDecimal,
  money,
  parseMinor,
  roundDownToMinor,
  roundDownToWhole,
  roundHalfUpToMinor,
  roundHalfUpToWhole,
  subtract,
} from "./money.ts";
import { rational, rationalFromDecimal } from "./rational.ts";

const minors = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

describe("Money", () => {
  it("is read as it was printed", () => {
    fc.assert(
      fc.property(minors, (minor) => {
        expect(parseMinor(formatMinor(minor))).toBe(minor);
      }),
    );
  });

  it.each([
    ["4500", 450_000n],
    ["4500.5", 450_050n],
    ["-0.01", -1n],
    ["1.2300", 123n],
  ])("reads %s", (text, minor) => expect(parseMinor(text)).toBe(minor));

  it.each(["", "1,50", "1.234", "1e3", "٤", "--1", "1.", ".5", " 1", "1234567890123456789"])(
    "does not read %j",
    (text) => {
      expect(parseMinor(text)).toBeUndefined();
      expect(() => minorFromDecimal(text)).toThrow(RangeError);
    },
  );

  it("of two currencies is not added, in the type nor at run time", () => {
    // @ts-expect-error kroner and kronor are not the same money
    expect(() => add(money(1n, "NOK"), money(1n, "SEK"))).toThrow(RangeError);
    expect(subtract(money(5n, "NOK"), money(7n, "NOK"))).toEqual(money(-2n, "NOK"));
  });
});

describe("Rounding by name", () => {
  it.each([
    ["37.50", 3800n],
    ["37.49", 3700n],
    ["112.50", 11300n],
  ])("takes %s kroner to the nearest whole krone, a half upwards", (text, minor) => {
    const exact = rationalFromDecimal(text);
    expect(roundHalfUpToWhole({ ...exact, numerator: exact.numerator * 100n })).toBe(minor);
  });

  it("takes 492.1875 kroner down to 492.18, and 2071.30 down to 2071", () => {
    expect(roundDownToMinor(rational(4_921_875n, 100n))).toBe(49_218n);
    expect(roundDownToWhole(rational(207_130n))).toBe(207_100n);
  });

  it("takes half an øre up, and a minus half away from zero", () => {
    expect(roundHalfUpToMinor(rational(1n, 2n))).toBe(1n);
    expect(roundHalfUpToMinor(rational(-1n, 2n))).toBe(-1n);
    expect(roundDownToMinor(rational(-1n, 3n))).toBe(-1n);
  });
});
