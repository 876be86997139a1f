import { describe, expect, it } from "vitest";
import { liveLife } from "./life.ts";

/** `npm run simulate` lives through 20,000 claims and more in each country. */
const CLAIMS = 300;

describe.each(["NO", "SE"] as const)("Random lives of claims, %s", (country) => {
  it(`of ${CLAIMS} claims hold what must hold after everything that befalls them, and no more letters than the limit (B22)`, () => {
    let [claims, letters] = [0, 0];
    for (let seed = 1; claims < CLAIMS; seed += 1) {
      const lived = liveLife(country, seed);
      claims += lived.claims;
      letters += lived.letters;
    }
    expect(letters).toBeGreaterThan(claims);
  });
});
