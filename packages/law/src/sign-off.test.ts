import { describe, expect, it } from "vitest";
import { COUNTRIES, lawPack } from "./law-pack.ts";
import { RULES } from "./rules.ts";

describe.each(COUNTRIES)("what nobody has confirmed yet in %s", (country) => {
  const { signOffs } = lawPack(country);

  it("has an id of its own, in the country it is about", () => {
    expect(new Set(signOffs.map(({ id }) => id)).size).toBe(signOffs.length);
    for (const item of signOffs) {
      expect(item.id).toMatch(new RegExp(`^${country.toLowerCase()}\\.sign-off\\.`));
      expect(item.country).toBe(country);
      expect(item.rules.map((rule) => RULES[rule].country)).toEqual(item.rules.map(() => country));
    }
  });

  it("holds back demands", () => {
    expect(signOffs.some(({ steps }) => steps.includes("demand"))).toBe(true);
  });
});

describe("Finansinspektionen's regulation, which nobody here has read", () => {
  it("holds back every Swedish demand", () => {
    const item = lawPack("SE").signOffs.find(({ rules }) => rules.includes("se.signoff.fffs-2025-2"));
    expect(item?.steps).toContain("demand");
  });
});
