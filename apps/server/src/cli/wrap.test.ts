import { describe, expect, it } from "vitest";
import { wrapped } from "./wrap.ts";

const WORDS = "what happens now is up to its creditor, ".repeat(6).trim();

describe("Text in the terminal", () => {
  it("stays within a narrow terminal, and within 100 columns in a wide one or in none", () => {
    const widest = (columns?: number) =>
      Math.max(
        ...wrapped("  ", WORDS, columns)
          .split("\n")
          .map((line) => line.length),
      );
    expect(widest(80)).toBeLessThanOrEqual(80);
    expect(widest(80)).toBeGreaterThan(70);
    for (const columns of [120, undefined]) {
      expect(widest(columns)).toBeLessThanOrEqual(100);
      expect(widest(columns)).toBeGreaterThan(90);
    }
  });

  it("ends no line between the sign and the number of a provision", () => {
    for (let before = 60; before < 100; before++) {
      const text = `${"x".repeat(before)} lag (1981:739) 2 §, 4 § 2 st 1; inkassoforskriften § 2-2`;
      expect(wrapped("", text)).not.toMatch(/\d\n§|§\n\d/);
      expect(wrapped("", text).replaceAll("\n", " ")).toBe(text);
    }
  });
});
