import { describe, expect, it } from "vitest";
import type { Event, Facts } from "./facts.ts";
import { replay } from "./standing.ts";
import { CLAIM, SWEDEN } from "./test-facts.ts";

const FACTS: Facts = {
  ...SWEDEN,
  operator: "self",
  claims: [{ ...CLAIM, ref: "B", principalMinor: 50_000n, issuedOn: "2024-05-31", dueOn: "2024-06-14" }],
};

/** A demand whose cost of 180.00 was paid in part, and then an objection to all of the claim that was accepted. */
const EVENTS: readonly Event[] = [
  {
    kind: "letter",
    letter: "demand",
    on: "2024-07-09",
    payBy: "2024-07-19",
    fee: "standard",
    receivedOn: null,
    claims: ["B"],
    posted: [{ item: "recovery-costs", claim: "B", minor: 18_000n }],
  },
  { kind: "objection", on: "2024-08-05", scope: "whole", reasonable: false, claim: "B", changed: [] },
  {
    kind: "payment",
    on: "2024-08-21",
    minor: 11_501n,
    designation: null,
    claim: "B",
    lines: [{ item: "recovery-costs", claim: "B", minor: 11_501n }],
  },
  {
    kind: "objection-resolved",
    on: "2024-09-19",
    outcome: "accepted",
    claim: "B",
    changed: [{ item: "recovery-costs", claim: "B", minor: -18_000n }],
  },
];

describe("Money that was paid on a cost that was never owed", () => {
  it("goes back to who paid it (norway.md P6)", () => {
    const standing = replay({ ...FACTS, events: EVENTS }, "2024-09-19");
    expect(standing).toMatchObject({ kind: "standing", totalMinor: 0n, refundMinor: 11_501n });
  });
});
