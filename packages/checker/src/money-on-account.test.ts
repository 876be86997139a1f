/** Money and waivers where several claims share a letter's charge: found by random lives (`npm run simulate`). */
import { describe, expect, it } from "vitest";
import type { Claim, Event, Facts } from "./facts.ts";
import { replay } from "./standing.ts";
import { CLAIM, NORWAY } from "./test-facts.ts";

const OLDER: Claim = { ...CLAIM, principalMinor: 50_000n, issuedOn: "2024-04-16", dueOn: "2024-04-30" };

const FACTS: Facts = { ...NORWAY, debtorKind: "business", claims: [OLDER, { ...OLDER, ref: "B" }] };

type Letter = Extract<Event, { readonly kind: "letter" }>;
type Payment = Extract<Event, { readonly kind: "payment" }>;

function letter(
  given: Pick<Letter, "letter" | "on" | "claims"> & { readonly item: "notice-fee" | "recovery-costs" },
  minor: bigint,
): Event {
  const { item, ...event } = given;
  const posted = [{ item, claim: given.claims![0]!, minor }];
  return { kind: "letter", payBy: "2024-07-31", fee: "standard", receivedOn: null, ...event, posted };
}

function payment(on: string, claim: string | null, lines: NonNullable<Payment["lines"]>): Payment {
  const minor = lines.reduce((sum, line) => sum + line.minor, 0n);
  return { kind: "payment", on, minor, designation: null, claim, lines };
}

function standing(on: string, events: readonly Event[]) {
  const found = replay({ ...FACTS, events }, on);
  if (found.kind !== "standing") throw new Error(found.table);
  return found;
}

describe("A waiver (D13)", () => {
  const notice = letter(
    { letter: "notice", on: "2024-05-14", claims: ["A", "B"], item: "notice-fee" },
    3_500n,
  );

  it("waives what stands on the claim's account, though the letter covers another claim too", () => {
    const paid = payment("2024-05-20", "A", [{ item: "principal", claim: "A", minor: 50_000n }]);
    const { amounts } = standing("2024-05-20", [
      notice,
      paid,
      { kind: "waiver", on: "2024-05-20", claim: "A" },
    ]);
    expect(amounts["notice-fee"]).toBe(0n);
  });

  it("waives nothing that another claim bears, though every principal is paid", () => {
    const paid = payment("2024-05-20", null, [
      { item: "principal", claim: "A", minor: 50_000n },
      { item: "principal", claim: "B", minor: 50_000n },
    ]);
    const claimed: Event = { kind: "compensation", on: "2024-05-13", claims: ["A"] };
    const events = [claimed, notice, paid];
    const before = standing("2024-05-20", events).amounts;
    const after = standing("2024-05-20", [
      ...events,
      { kind: "waiver", on: "2024-05-20", claim: "B" },
    ]).amounts;
    expect(before.compensation).toBeGreaterThan(0n);
    expect(after["notice-fee"]).toBe(3_500n);
    expect(after.compensation).toBe(before.compensation);
  });
});

describe("Money that finds nothing to close of what it was booked on", () => {
  const demand = (claim: string, on: string) =>
    letter({ letter: "demand", on, claims: [claim], item: "recovery-costs" }, 26_250n);
  const accepted = (scope: bigint): readonly Event[] => [
    { kind: "objection", on: "2024-06-20", scope, reasonable: true, claim: "A", changed: [] },
    { kind: "objection-resolved", on: "2024-06-21", outcome: "accepted", claim: "A", changed: [] },
  ];

  it("keeps the debtor's word that it is for the principal: then comes the interest, not the costs (P1)", () => {
    const line = { item: "principal", claim: "A", minor: 50_000n } as const;
    const paid = { ...payment("2024-06-10", "A", [line]), designation: "principal" } as const;
    const { claims, amounts } = standing("2024-06-21", [
      demand("A", "2024-06-03"),
      paid,
      ...accepted(20_000n),
    ]);
    expect(claims.find(({ ref }) => ref === "A")?.interestMinor).toBe(0n);
    expect(amounts["recovery-costs"]).toBeGreaterThan(6_250n);
  });

  it("closes what the claim bears of a charge it shares before anything goes back (P6)", () => {
    const plan: Event = {
      kind: "payment-plan",
      on: "2024-06-05",
      instalments: 6,
      wholeDebt: false,
      claims: ["A", "B"],
      posted: [{ item: "recovery-costs", claim: "A", minor: 105_000n }],
    };
    const paid = payment("2024-06-10", "A", [{ item: "principal", claim: "A", minor: 50_000n }]);
    const { amounts, refundMinor } = standing("2024-06-21", [plan, paid, ...accepted(20_000n)]);
    expect(refundMinor).toBe(0n);
    // 200.00 is free, and costs come first (P2): 4.20 of interest stays, 300.00 × 12.50 % × 41/366.
    expect(amounts["recovery-costs"]).toBe(105_000n - 20_000n);
    expect(amounts.interest).toBeGreaterThanOrEqual(420n);
  });

  it("closes all that a claim bears of an item before the next claim's, as a booked line does", () => {
    const heavy: Event = {
      kind: "heavy",
      on: "2024-06-06",
      claims: ["A"],
      posted: [{ item: "recovery-costs", claim: "A", minor: 26_250n }],
    };
    const paid = payment("2024-06-10", null, [{ item: "principal", claim: "A", minor: 50_000n }]);
    const events = [demand("A", "2024-06-03"), demand("B", "2024-06-04"), heavy, paid, ...accepted(40_000n)];
    const open = standing("2024-06-21", events).costs.map(({ openMinor }) => openMinor);
    expect(open).toEqual([0n, 26_250n, 12_500n]);
  });
});

describe("What was paid as compensation and has been taken over by costs (reading 8)", () => {
  it("is no payment of a charge: when an objection ends what is left of it, nothing is freed", () => {
    const claimed: Event = {
      kind: "compensation",
      on: "2024-05-06",
      claims: ["A"],
      posted: [{ claim: "A", minor: 46_000n }],
    };
    const charges: readonly Event[] = ["2024-06-03", "2024-06-04"].map((on) =>
      letter({ letter: "demand", on, claims: ["A"], item: "recovery-costs" }, 52_500n),
    );
    const no: Event = {
      kind: "objection",
      on: "2024-06-20",
      scope: "whole",
      reasonable: true,
      claim: "A",
      changed: [{ item: "recovery-costs", claim: "A", minor: -46_000n }],
    };
    const { refundMinor, claims } = standing("2024-06-20", [
      claimed,
      payment("2024-05-20", "A", [{ item: "compensation", claim: "A", minor: 46_000n }]),
      ...charges,
      payment("2024-06-10", "A", [{ item: "recovery-costs", claim: "A", minor: 59_000n }]),
      no,
    ]);
    expect(refundMinor).toBe(0n);
    expect(claims.find(({ ref }) => ref === "A")?.interestMinor).toBeGreaterThan(0n);
  });
});
