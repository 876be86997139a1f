import { describe, expect, it } from "vitest";
import { chanceOfAtLeast, standOut } from "./binomial.ts";

describe("Whether a department stands out by more than chance (S63)", () => {
  it("is the exact chance of so many or more", () => {
    // Two heads or more of three tosses; all of ten; three sixes or more of twelve throws.
    expect(chanceOfAtLeast(2, 3, 0.5)).toBeCloseTo(0.5, 8);
    expect(chanceOfAtLeast(10, 10, 0.5)).toBeCloseTo(1 / 1024, 10);
    const [one, two] = [(12 * 5 ** 11) / 6 ** 12, (66 * 5 ** 10) / 6 ** 12];
    expect(chanceOfAtLeast(3, 12, 1 / 6)).toBeCloseTo(1 - (5 / 6) ** 12 - one - two, 8);
    expect([chanceOfAtLeast(0, 9, 0.2), chanceOfAtLeast(1, 9, 0), chanceOfAtLeast(9, 9, 1)]).toEqual([
      1, 0, 1,
    ]);
  });

  it("adds up to one over all numbers, also of many", () => {
    const exactly = (k: number) => chanceOfAtLeast(k, 400, 0.13) - chanceOfAtLeast(k + 1, 400, 0.13);
    let sum = 0;
    for (let k = 0; k <= 400; k += 1) sum += exactly(k);
    expect(sum).toBeCloseTo(1, 8);
  });

  it("asks more where many are looked at: 3 % is something alone, and nothing among ten", () => {
    expect(standOut([0.03])).toEqual([true]);
    expect(standOut([0.03, ...Array.from({ length: 9 }, () => 0.5)])[0]).toBe(false);
    expect(standOut([0.02, 0.5, 0.001])).toEqual([true, false, true]);
    expect(standOut([0.04, 0.5, 0.001])).toEqual([false, false, true]);
  });
});
