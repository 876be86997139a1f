import { describe, expect, it } from "vitest";
import { sumOfDerivation } from "./arithmetic.ts";
import { isReference } from "./check-digits.ts";
import { decimalText, down, fraction, halfUp, readAmount, readFraction } from "./exact.ts";

describe("exact numbers", () => {
  it("go down or to the nearest, a half upwards, below nothing too", () => {
    expect([halfUp(fraction(5n, 2n)), halfUp(fraction(-5n, 2n)), halfUp(fraction(3749n), 100n)]).toEqual([
      3n,
      -2n,
      3700n,
    ]);
    expect([down(fraction(5n, 2n)), down(fraction(-5n, 2n)), down(fraction(92805n), 100n)]).toEqual([
      2n,
      -3n,
      92800n,
    ]);
  });

  it("are read and written as documents have them, and nothing else is read", () => {
    expect(decimalText(fraction(4921875n, 10000n))).toBe("492.1875");
    expect(readFraction("1/20")).toEqual({ top: 1n, bottom: 20n });
    expect(["1/0", "1,5", "", "1e3", " 1"].map(readFraction)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(["10.00", "-0.01", "0.00"].map(readAmount)).toEqual([1000n, -1n, 0n]);
    expect(["010.00", "10.0", "-0.00", "10", 10].map(readAmount)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});

describe("a sum that is written down", () => {
  it("comes to its amount by the rounding it names", () => {
    expect(sumOfDerivation("1/20 × 750.00 = 37.50", "half up to whole kroner")).toBe(3800n);
    expect(sumOfDerivation("0.35 × 750.00 × 1.5 × 1.25 = 492.1875", "down to øre")).toBe(49218n);
    expect(sumOfDerivation("29.59 + 2500.00 × 12.00 % × 16/365 = 42.74", "half up to øre, once")).toBe(4274n);
    expect(sumOfDerivation("60.00", null)).toBe(6000n);
  });

  it("is no sum when its sides differ, its rounding is unknown or a word stands in it", () => {
    expect(sumOfDerivation("1/20 × 750.00 = 37.51", "half up to whole kroner")).toBeUndefined();
    expect(sumOfDerivation("1/20 × 750.00 = 37.50", "up")).toBeUndefined();
    expect(sumOfDerivation("1/20 × rate = 37.50", null)).toBeUndefined();
    expect(sumOfDerivation("1 = 1 = 1", null)).toBeUndefined();
    expect(sumOfDerivation("1/3 × 1.00 = 0.33", null)).toBeUndefined();
  });
});

it("a payment reference has its check digit", () => {
  expect(isReference("NO", "104810")).toBe(true); // modulus 10
  expect(isReference("NO", "104819")).toBe(false);
  expect(isReference("NO", "12345678903")).toBe(true); // modulus 11
  expect(isReference("SE", "1230")).toBe(true);
  expect(isReference("SE", "1231")).toBe(false);
  expect(isReference("SE", "12-30")).toBe(false);
});
