/** A payment plan is kept until an instalment, and three banking days for the money to arrive, have passed (D12). */
import { date } from "@innfri/kernel";
import { aClaim, aCredit, aFile, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileEvent } from "./facts.ts";
import { planStanding } from "./plan-kept.ts";

const CLAIMS = [
  aClaim({ ref: "A", principal: "4500.00", dueOn: "2026-04-30" }),
  aClaim({ ref: "B", principal: "900.00", dueOn: "2026-04-30" }),
];
/** What was owed on 10 June, 41 days of 12.00 % with it, in three instalments: 1 July, 3 August as the first is a Saturday, and 1 September. */
const PLAN: FileEvent = {
  kind: "payment-plan",
  on: date("2026-06-10"),
  instalments: 3,
  wholeDebt: true,
  claims: ["A"],
  schedule: { firstOn: date("2026-07-01"), instalmentMinor: 160_000n, totalMinor: 456_066n },
  posted: [],
};

function standing(on: string, ...events: readonly FileEvent[]) {
  return planStanding(accountOn(aFile({ claims: CLAIMS, events }), date(on)), "A", date(on));
}

const paid = (on: string, amount: string, claim = "A") => aPayment(on, amount, { claim });

describe("A plan", () => {
  it("is kept until the first instalment's banking days have passed without money", () => {
    expect(standing("2026-06-10", PLAN)).toEqual({ kind: "kept", until: "2026-07-07" });
    expect(standing("2026-07-06", PLAN)).toEqual({ kind: "kept", until: "2026-07-07" });
    expect(standing("2026-07-07", PLAN)).toEqual({ kind: "missed", dueOn: "2026-07-01" });
  });

  it("goes on with what was paid, or credited, since it was agreed, and only with that", () => {
    const next = { kind: "kept", until: "2026-08-07" };
    expect(standing("2026-07-07", PLAN, paid("2026-07-03", "1600.00"))).toEqual(next);
    expect(standing("2026-07-07", PLAN, aPayment("2026-07-03", "1600.00"))).toEqual(next);
    expect(standing("2026-07-07", PLAN, aCredit("2026-07-03", "1600.00", "A"))).toEqual(next);
    expect(standing("2026-07-07", PLAN, aCredit("2026-07-03", "1600.00"))).toEqual(next);
    const missed = { kind: "missed", dueOn: "2026-07-01" };
    expect(standing("2026-07-07", PLAN, paid("2026-07-03", "1599.99"))).toEqual(missed);
    expect(standing("2026-07-07", PLAN, paid("2026-07-03", "800.00", "B"))).toEqual(missed);
    expect(standing("2026-07-07", PLAN, aCredit("2026-07-03", "800.00", "B"))).toEqual(missed);
    expect(standing("2026-07-07", paid("2026-06-09", "20.00"), PLAN, paid("2026-07-03", "1590.00"))).toEqual(
      missed,
    );
  });

  it("counts of booked money what closed its own claims", () => {
    const booked = (claim: string): FileEvent => ({
      ...aPayment("2026-07-03", "1700.00"),
      lines: [
        { item: "principal", claim, minor: 160_000n },
        { item: "principal", claim: "B", minor: 10_000n },
      ],
    });
    expect(standing("2026-07-07", PLAN, booked("A"))).toMatchObject({ kind: "kept" });
    expect(standing("2026-07-07", PLAN, booked("B"))).toMatchObject({ kind: "missed" });
  });

  it("is missed at a later instalment, and over when the last has come and its sum was paid", () => {
    const two = [paid("2026-07-01", "1600.00"), paid("2026-08-03", "1600.00")];
    expect(standing("2026-08-07", PLAN, two[0]!)).toEqual({ kind: "missed", dueOn: "2026-08-03" });
    expect(standing("2026-09-04", PLAN, ...two)).toEqual({ kind: "kept", until: "2026-09-05" });
    expect(standing("2026-09-05", PLAN, ...two)).toEqual({ kind: "missed", dueOn: "2026-09-01" });
    // The last instalment is what is left of the plan's sum: 1360.66.
    const all = [...two, paid("2026-09-01", "1360.66")];
    expect(standing("2026-09-05", PLAN, ...all)).toEqual({ kind: "over", lastOn: "2026-09-01" });
  });

  it("does not ask for what was found never to have been owed", () => {
    const never: readonly FileEvent[] = [
      { ...anObjection("2026-06-11", "3500.00", { claim: "A" }), changed: [] } as FileEvent,
      { kind: "objection-resolved", on: date("2026-06-12"), outcome: "accepted", claim: "A", changed: [] },
    ];
    expect(standing("2026-07-07", PLAN, ...never)).toMatchObject({ kind: "kept" });
  });

  it("without days, or none at all, is kept until somebody says otherwise", () => {
    const { schedule: _, ...undated } = PLAN as FileEvent & { readonly kind: "payment-plan" };
    expect(standing("2027-07-07", undated)).toEqual({ kind: "kept", until: null });
    expect(standing("2027-07-07")).toEqual({ kind: "kept", until: null });
    // A newer plan of the claim takes the older one's place; one of another claim does not.
    expect(standing("2026-07-07", PLAN, { ...undated, on: date("2026-06-15") })).toEqual({
      kind: "kept",
      until: null,
    });
    expect(standing("2026-07-07", PLAN, { ...undated, on: date("2026-06-15"), claims: ["B"] })).toMatchObject(
      { kind: "missed" },
    );
    expect(standing("2026-07-07", { ...PLAN, claims: null } as FileEvent)).toMatchObject({ kind: "missed" });
  });
});

describe("A plan whose instalments cover the interest to come", () => {
  // Twenty-four instalments of 206.00 are 4 944.00, of which 383.34 is interest that has not come yet.
  const long: FileEvent = {
    ...PLAN,
    instalments: 24,
    schedule: {
      firstOn: date("2026-07-01"),
      instalmentMinor: 20_600n,
      totalMinor: 494_400n,
      comingMinor: 38_334n,
    },
  };

  it("is missed at the first instalment that does not come, and kept by those that do", () => {
    expect(standing("2026-07-07", long)).toEqual({ kind: "missed", dueOn: "2026-07-01" });
    expect(standing("2026-07-07", long, paid("2026-07-03", "206.00"))).toMatchObject({ kind: "kept" });
  });
});
