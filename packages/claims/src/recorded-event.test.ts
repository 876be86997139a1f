/** What people recorded on a claim's chain, as the facts that are reckoned with. */
import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import type { StoredEvent } from "./claim-event.ts";
import { RecordedEvents } from "./recorded-event.ts";

const on = date("2026-06-01");

function stored(kind: string, data: object, claim = "A"): StoredEvent {
  return { claim, seq: 2, kind, on, data: data as StoredEvent["data"] };
}

function factOf(kind: string, data: object) {
  return new RecordedEvents().factOf(stored(kind, data));
}

describe("An objection", () => {
  const changed = [{ item: "recovery-costs", amount: "-750.00" }] as const;

  it("is to the whole, or to an amount, with what it changed of the costs", () => {
    const base = { objection: "1", reasonable: true, received: on, changed };
    const changes = [{ item: "recovery-costs", claim: "A", minor: -75_000n }];
    expect(factOf("objection", { ...base, extent: "whole" })).toEqual({
      kind: "objection",
      on,
      scope: "whole",
      reasonable: true,
      claim: "A",
      changed: changes,
    });
    expect(factOf("objection", { ...base, extent: "part", amount: "410.00" })).toMatchObject({
      scope: 41_000n,
    });
  });

  it("on the chain of another claim, and its end there, is only what it changed", () => {
    const taken = [{ item: "notice-fee", amount: "38.00", since: date("2026-05-15"), letter: "notice" }];
    const changes = [
      { item: "notice-fee", claim: "A", minor: 3_800n, since: "2026-05-15", letter: "notice" },
    ];
    for (const kind of ["objection", "objection-resolved"])
      expect(factOf(kind, { of: "B", changed: taken })).toEqual({
        kind: "costs-changed",
        on,
        changed: changes,
      });
  });

  it("tells a plan's fee from other costs, where its chain does", () => {
    const since = date("2026-05-15");
    const fee = { item: "recovery-costs", amount: "1125.00", since };
    const taken = { item: "recovery-costs", claim: "A", minor: 112_500n, since };
    const changed = (one: object) => ({ kind: "costs-changed", on, changed: [one] });
    expect(factOf("objection", { of: "B", changed: [{ ...fee, plan: true }] })).toEqual(
      changed({ ...taken, plan: true }),
    );
    // As it was written before the mark was.
    expect(factOf("objection", { of: "B", changed: [fee] })).toEqual(changed(taken));
  });

  it("ends with its outcome", () => {
    expect(factOf("objection-resolved", { outcome: "accepted", changed: [] })).toEqual({
      kind: "objection-resolved",
      on,
      outcome: "accepted",
      claim: "A",
      changed: [],
    });
  });
});

describe("A step on the chains of several claims", () => {
  it("is one fact with all of them, and the charge of the one that bears it", () => {
    const recorded = new RecordedEvents();
    const plan = { plan: "7", instalments: 6, wholeDebt: true };
    const first = recorded.factOf(
      stored("payment-plan", { ...plan, charges: [{ item: "recovery-costs", amount: "170.00" }] }),
    );
    expect(recorded.factOf(stored("payment-plan", { ...plan, charges: [] }, "B"))).toBeNull();
    expect(first).toEqual({
      kind: "payment-plan",
      on,
      instalments: 6,
      wholeDebt: true,
      claims: ["A", "B"],
      posted: [{ item: "recovery-costs", claim: "A", minor: 17_000n }],
    });
    // Another plan is another fact.
    expect(recorded.factOf(stored("payment-plan", { ...plan, plan: "8", charges: [] }))).toMatchObject({
      claims: ["A"],
      posted: [],
    });
  });

  it("has a plan's instalments where they were agreed with their day and sum", () => {
    const plan = { plan: "7", instalments: 6, wholeDebt: true, charges: [] };
    const agreed = { firstOn: date("2026-07-01"), instalment: "800.00", total: "4750.50" };
    expect(factOf("payment-plan", { ...plan, ...agreed })).toMatchObject({
      schedule: { firstOn: "2026-07-01", instalmentMinor: 80_000n, totalMinor: 475_050n },
    });
    for (const missing of ["firstOn", "instalment", "total"])
      expect(factOf("payment-plan", { ...plan, ...agreed, [missing]: undefined })).not.toHaveProperty(
        "schedule",
      );
  });

  it("has what each of a plan's claims owed of it, where that was written down", () => {
    const recorded = new RecordedEvents();
    const plan = { plan: "7", instalments: 6, wholeDebt: true, charges: [], firstOn: date("2026-07-01") };
    const agreed = { ...plan, instalment: "800.00", total: "4750.50" };
    const first = recorded.factOf(stored("payment-plan", { ...agreed, share: "4000.00" }));
    recorded.factOf(stored("payment-plan", { ...agreed, share: "750.50" }, "B"));
    expect(first).toMatchObject({ schedule: { shareMinors: [400_000n, 75_050n] } });
    expect(factOf("payment-plan", agreed)).not.toHaveProperty("schedule.shareMinors");
  });

  it.each(["application", "attachment-application", "decision", "enforcement"])(
    "is a legal one, with what it cost and what it ended: %s",
    (kind) => {
      const recorded = new RecordedEvents();
      const charges = [{ item: "legal-costs", amount: "1345.00" }];
      const changed = [{ item: "recovery-costs", amount: "-170.00" }];
      const first = recorded.factOf(stored(kind, { legal: "9", charges, changed }));
      expect(recorded.factOf(stored(kind, { legal: "9", charges: [], changed }, "B"))).toBeNull();
      expect(first).toEqual({
        kind,
        on,
        claims: ["A", "B"],
        posted: [{ item: "legal-costs", claim: "A", minor: 134_500n }],
        changed: [
          { item: "recovery-costs", claim: "A", minor: -17_000n },
          { item: "recovery-costs", claim: "B", minor: -17_000n },
        ],
      });
    },
  );
});

it("Compensation is what was given for the claim; an order to pay only what it changed; a note is no fact", () => {
  expect(factOf("compensation", { amount: "450.00" })).toEqual({
    kind: "compensation",
    on,
    claims: ["A"],
    posted: [{ claim: "A", minor: 45_000n }],
  });
  const changed = [{ item: "legal-costs", amount: "-340.00" }];
  expect(factOf("payment-order", { changed })).toEqual({
    kind: "costs-changed",
    on,
    changed: [{ item: "legal-costs", claim: "A", minor: -34_000n }],
  });
  expect(factOf("payment-order", {})).toBeNull();
  expect(factOf("payment-order", { changed: [] })).toBeNull();
  expect(factOf("note", {})).toBeNull();
});
