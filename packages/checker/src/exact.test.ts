import { describe, expect, it } from "vitest";
import { sumOfDerivation } from "./arithmetic.ts";
import { isReference } from "./check-digits.ts";
import {
  amountText,
  decimalText,
  down,
  figure,
  fraction,
  halfUp,
  readAmount,
  readFraction,
} from "./exact.ts";

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

describe("numbers below nothing and numbers that are none", () => {
  it("keep their sign, wherever it stands", () => {
    expect(fraction(1n, -2n)).toEqual({ top: -1n, bottom: 2n });
    expect(readFraction("-1.50")).toEqual({ top: -150n, bottom: 100n });
    expect([amountText(-5n), amountText(-12_345n), amountText(0n), amountText(5n)]).toEqual([
      "-0.05",
      "-123.45",
      "0.00",
      "0.05",
    ]);
  });

  it("are refused", () => {
    expect(() => fraction(1n, 0n)).toThrow("nothing can be divided by nothing");
    expect(() => figure("1,5")).toThrow("not a number: 1,5");
    expect(() => decimalText(fraction(1n, 3n))).toThrow("a number without end");
    expect(decimalText(fraction(1n, 10n ** 20n))).toBe(`0.${"1".padStart(20, "0")}`);
    expect(["10.000", "x10.00", "10.00x", "", null, undefined].map(readAmount)).toEqual(
      Array.from({ length: 6 }, () => undefined),
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

  it("adds and takes away, and can be the lower of two", () => {
    expect(sumOfDerivation("460.00 − 38.00 − 10.00 = 412.00", null)).toBe(41_200n);
    expect(sumOfDerivation("460.00 − 38.00 + 10.00", null)).toBe(43_200n);
    const lower = (due: string, claimed: string, said: string) =>
      sumOfDerivation(`the lower of ${due} when due and ${claimed} when claimed = ${said}`, null);
    expect(lower("460.00", "430.00", "430.00")).toBe(43_000n);
    expect(lower("430.00", "460.00", "430.00")).toBe(43_000n);
    expect(lower("460.00", "460.00", "460.00")).toBe(46_000n);
    expect(lower("460.00", "430.00", "460.00")).toBeUndefined();
    expect(lower("460,00", "430.00", "430.00")).toBeUndefined();
    expect(lower("460.00", "430,00", "460.00")).toBeUndefined();
    expect(sumOfDerivation("is the lower of 460.00 when due and 430.00 when claimed", null)).toBeUndefined();
    expect(
      sumOfDerivation("the lower of 460.00 when due and 430.00 when claimed again", null),
    ).toBeUndefined();
    for (const odd of ["460.00 − fee", "fee + 460.00", "460.00 + fee − 1.00"])
      expect(sumOfDerivation(odd, null)).toBeUndefined();
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

it("a Norwegian reference by modulus 11 has a hyphen where its check digit would be 10", () => {
  // 5×2 + 8×3 + 7×4 + 6×5 + 5×6 + 4×7 + 3×2 + 2×3 + 1×4 = 166 = 15×11 + 1
  expect(isReference("NO", "123456785-")).toBe(true);
  expect(isReference("NO", "123456786-")).toBe(false);
  expect(isReference("NO", "12345678-5")).toBe(false);
});

it("a reference is as long as the banks take: 2 to 25 signs, all of them digits", () => {
  // Nothing but naughts has the check digit 0 by either modulus.
  const naughts = (count: number) => "0".repeat(count);
  for (const country of ["NO", "SE"] as const)
    expect([1, 2, 25, 26].map((count) => isReference(country, naughts(count)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  for (const wrong of ["x00", "00x", "", "0 0"])
    expect([isReference("NO", wrong), isReference("SE", wrong)]).toEqual([false, false]);
});

it("a changed digit shows in a Swedish reference, wherever it stands", () => {
  const reference = "9876543217";
  expect(isReference("SE", reference)).toBe(true);
  for (let place = 0; place < reference.length; place++)
    for (let by = 1; by < 10; by++) {
      const digit = (Number(reference[place]) + by) % 10;
      expect(isReference("SE", reference.slice(0, place) + digit + reference.slice(place + 1))).toBe(false);
    }
});
