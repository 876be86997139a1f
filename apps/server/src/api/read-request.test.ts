import { OPERATIONS } from "@innfri/contract";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { Refused } from "./problem.ts";
import { parsed } from "./read-request.ts";

/** What a caller is told of a body, field by field. */
function said(schema: z.ZodType | undefined, body: unknown): readonly string[] {
  try {
    parsed(schema!, body, "body");
  } catch (refused) {
    if (refused instanceof Refused)
      return (refused.refusal.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
    throw refused;
  }
  throw new Error("the body was taken");
}

describe("What is said of a request that is not as it must be", () => {
  const { objectAsDebtor, makeWebhook, addCompany } = OPERATIONS;

  it("a field that is not there is missing", () => {
    expect(said(objectAsDebtor.body, { disputed: "whole" })).toEqual([
      "reason: It is missing; expected string",
    ]);
    expect(said(addCompany.body, { name: "Påfunnet AS", organisationNumber: "310000000" })).toEqual([
      expect.stringMatching(/^country: It is missing; expected one of "NO"/),
    ]);
  });

  it("where there are several ways each is named", () => {
    expect(said(objectAsDebtor.body, { disputed: "all", reason: "Nei" })).toEqual([
      'disputed: It is none of these: expected "whole"; an amount with two decimals, such as 4538.00',
    ]);
  });

  it("what has a form of its own is told in words, and no pattern stands alone", () => {
    expect(said(objectAsDebtor.body, { disputed: "12,50", reason: "Nei" })[0]).not.toContain("pattern");
    expect(said(makeWebhook.body, { url: "https://somebody:secret@receiver.example/" })).toEqual([
      "url: An https address without a user and without signs that are not usual in one",
    ]);
  });
});
