import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildVerifier, VERIFIER } from "./build-verifier.ts";

describe("The page that checks an exported case", () => {
  it("is what its sources make (npm run build:verifier)", () => {
    expect(readFileSync(VERIFIER, "utf8")).toBe(buildVerifier());
  });
});
