import { readFileSync } from "node:fs";
import { ALL_OPERATIONS, openApiDocument } from "@innfri/contract";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { openApiText } from "./openapi.ts";

describe("The API's document (B24)", () => {
  it("in docs/reference/openapi.json is what the contract makes it: npm run openapi writes it anew", () => {
    const kept = readFileSync(new URL("../docs/reference/openapi.json", import.meta.url), "utf8");
    expect(kept).toBe(openApiText());
  });

  it("has each call once: of two at one address nobody would reach the other", () => {
    const addresses = ALL_OPERATIONS.map(
      ({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`,
    );
    expect(addresses.filter((one, i) => addresses.indexOf(one) !== i)).toEqual([]);
  });

  it("is OpenAPI 3.1", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openApiDocument("0.1.0")));
    expect(errors).toBeUndefined();
    expect([valid, validator.version]).toEqual([true, "3.1"]);
  });
});
