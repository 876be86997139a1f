/** A payment plan is kept until an instalment, and three banking days for the money to arrive, have passed (D12). */
import { addDays, date } from "@innfri/kernel";
import { aClaim, aCredit, aFile, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileEvent } from "./facts.ts";
import { nextInstalment, planRests, planStanding } from "./plan-kept.ts";

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

describe("A plan while an objection is open (norway.md 5.2)", () => {
  const no = (on: string, scope: "whole" | string, claim = "A") =>
    ({ ...anObjection(on, scope, { claim }), changed: [] }) as FileEvent;
  const settled = (on: string, outcome: "withdrawn" | "accepted"): FileEvent => ({
    ...{ kind: "objection-resolved", on: date(on), outcome, claim: "A", changed: [] },
  });
  const at = (on: string, ...events: readonly FileEvent[]) =>
    accountOn(aFile({ claims: CLAIMS, events }), date(on));
  const rests = (on: string, ...events: readonly FileEvent[]) => planRests(at(on, ...events), "A");
  const next = (on: string, ...events: readonly FileEvent[]) =>
    nextInstalment(at(on, ...events), "A", date(on));

  it("rests, for all of a claim or a part, and for an objection to any claim that it covers", () => {
    expect(rests("2026-07-07", PLAN)).toBe(false);
    expect(rests("2026-07-07", PLAN, no("2026-06-20", "whole"))).toBe(true);
    expect(rests("2026-07-07", PLAN, no("2026-06-20", "500.00"))).toBe(true);
    expect(rests("2026-07-07", PLAN, no("2026-06-20", "whole", "B"))).toBe(false);
    expect(rests("2026-07-07", { ...PLAN, claims: ["A", "B"] }, no("2026-06-20", "500.00", "B"))).toBe(true);
    expect(rests("2026-07-07", PLAN, no("2026-06-20", "whole"), settled("2026-06-25", "withdrawn"))).toBe(
      false,
    );
  });

  it("has after it the new deadline of the debtor's before an instalment of meanwhile is missed", () => {
    const story = [PLAN, no("2026-06-20", "whole"), settled("2026-07-20", "withdrawn")];
    const until = (on: string) => standing(on, ...story);
    const { freshUntil } = at("2026-07-20", ...story).claim("A");
    expect(freshUntil! > "2026-07-20").toBe(true);
    expect(until("2026-07-20")).toEqual({ kind: "kept", until: addDays(freshUntil!, 1) });
    expect(until(freshUntil!)).toMatchObject({ kind: "kept" });
    expect(until(addDays(freshUntil!, 1))).toEqual({ kind: "missed", dueOn: "2026-07-01" });
    expect(next("2026-07-20", ...story)).toMatchObject({ number: 1, dueOn: freshUntil, minor: 160_000n });
  });

  it("asks for no instalment", () => {
    expect(next("2026-07-07", PLAN, no("2026-06-20", "whole"))).toBeNull();
  });
});

describe("The next instalment", () => {
  const next = (on: string, ...events: readonly FileEvent[]) =>
    nextInstalment(accountOn(aFile({ claims: CLAIMS, events }), date(on)), "A", date(on));

  it("is the first that is not paid, with what is left of it", () => {
    const open = { openMinor: 456_066n };
    expect(next("2026-06-10", PLAN)).toEqual({ number: 1, dueOn: "2026-07-01", minor: 160_000n, ...open });
    expect(next("2026-06-11", PLAN, paid("2026-06-11", "600.00"))).toMatchObject({
      ...{ number: 1, dueOn: "2026-07-01", minor: 100_000n },
    });
    expect(next("2026-06-11", PLAN, paid("2026-06-11", "1600.00"))).toMatchObject({
      ...{ number: 2, dueOn: "2026-08-03", minor: 160_000n },
    });
    const two = [paid("2026-07-01", "1600.00"), paid("2026-08-03", "1600.00")];
    expect(next("2026-08-04", PLAN, ...two)).toMatchObject({ number: 3, minor: 136_066n });
  });

  it("brings with it what has fallen due after one that was missed", () => {
    expect(next("2026-07-02", PLAN)).toMatchObject({ number: 1, dueOn: "2026-07-01", minor: 160_000n });
    expect(next("2026-08-03", PLAN)).toMatchObject({ number: 1, dueOn: "2026-07-01", minor: 320_000n });
  });

  it("counts as paid what a claim of the plan owed that has been closed since, and is not there any more", () => {
    // 1000.00 of another claim were in the plan, and are paid.
    const schedule = { firstOn: date("2026-07-01"), instalmentMinor: 185_355n, totalMinor: 556_066n };
    const two = { ...PLAN, schedule: { ...schedule, shareMinors: [456_066n] } } as FileEvent;
    const rest = paid("2026-06-11", "853.55");
    expect(standing("2026-08-06", two, rest)).toMatchObject({ kind: "kept", until: "2026-08-07" });
    expect(next("2026-08-03", two, rest)).toMatchObject({ number: 2, dueOn: "2026-08-03", minor: 185_355n });
    const alone = { ...PLAN, schedule: { ...schedule, shareMinors: [456_066n, 100_000n] } } as FileEvent;
    expect(next("2026-08-03", alone, rest)).toMatchObject({ number: 1, dueOn: "2026-07-01" });
  });

  it("is none when all was paid, or the plan has no days", () => {
    const all = aPayment("2026-07-01", "5000.00", { claim: "A" });
    expect(next("2026-07-01", PLAN, all)).toBeNull();
    const { schedule: _, ...undated } = PLAN as FileEvent & { readonly kind: "payment-plan" };
    expect(next("2026-07-01", undated)).toBeNull();
    expect(next("2026-07-01")).toBeNull();
  });
});
