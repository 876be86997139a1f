/** What an objection does to costs that were charged for several claims, or that have been paid. */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { ClaimFacts, CostChange, CostItem, FileEvent, PostedCharge } from "./facts.ts";
import { costsEndedBy } from "./objection-event.ts";

type Objection = FileEvent & { readonly kind: "objection"; readonly claim: string };

const A = aClaim({ ref: "A", principal: "4500.00", dueOn: "2026-04-30" });
const B = aClaim({ ref: "B", principal: "500.00", dueOn: "2026-04-30" });
const NOTICE = aLetter("notice", "2026-05-01", "2026-05-15");
const DEMAND = aLetter("demand", "2026-05-18", "2026-06-01");

function charge(item: CostItem, claim: string, minor: bigint): PostedCharge {
  return { item, claim, minor };
}

function posted<T extends FileEvent>(event: T, ...charges: readonly PostedCharge[]): T {
  return { ...event, posted: charges };
}

function byDay(events: readonly FileEvent[]): readonly FileEvent[] {
  return events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function after(claims: readonly ClaimFacts[], on: string, ...events: readonly FileEvent[]) {
  return accountOn(aFile({ claims, events: byDay(events) }), date(on));
}

function objectionTo(claim: string, on: string, scope = "whole", reasonable = true): Objection {
  return anObjection(on, scope, { claim, reasonable }) as Objection;
}

/** What an objection to the whole of a claim ends on its day. */
function endedBy(
  claim: string,
  on: string,
  events: readonly FileEvent[],
  claims: readonly ClaimFacts[] = [A, B],
): readonly CostChange[] {
  return costsEndedBy(after(claims, on, ...events), objectionTo(claim, on), date(on));
}

/** From 30 June, 29 days after the deadline (norway.md 3.3). */
const HEAVY: FileEvent = {
  kind: "heavy",
  on: date("2026-06-30"),
  claims: ["A", "B"],
  posted: [charge("recovery-costs", "A", 60_000n)],
};

describe("Costs of a case of two claims, the one of which is objected to in whole (inkassoloven § 17)", () => {
  const costs = (on: string, ...events: readonly FileEvent[]) =>
    after([A, B], on, NOTICE, DEMAND, ...events).amountsOn(date(on))["recovery-costs"];

  it("are those of the day on which the other was paid", () => {
    const paid = (on: string) => aPayment(on, "500.00", { claim: "B", designation: "principal" });
    const objection = objectionTo("A", "2026-07-20");
    // 500.00 and less: 187.50 light, 375.00 heavy (norway.md 3.2).
    expect(costs("2026-07-20", paid("2026-06-29"), objection)).toBe(18_750n);
    expect(costs("2026-07-20", paid("2026-06-30"), objection)).toBe(37_500n);
    expect(costs("2026-07-20", objection)).toBe(37_500n);
    expect(costs("2026-06-29", objectionTo("A", "2026-06-20"))).toBe(18_750n);
    // Also when the one that is objected to was paid too, later than the other and after the heavy day.
    const ofA = aPayment("2026-07-10", "4500.00", { claim: "A", designation: "principal" });
    expect(costs("2026-07-20", paid("2026-06-29"), ofA, objection)).toBe(18_750n);
    expect(costs("2026-07-20", paid("2026-06-30"), ofA, objection)).toBe(37_500n);
  });

  it("are those of today while one of those that are left is not paid", () => {
    const C = { ...B, ref: "C" };
    const events = [
      NOTICE,
      DEMAND,
      aPayment("2026-06-10", "500.00", { claim: "B", designation: "principal" }),
      objectionTo("A", "2026-07-20"),
    ];
    // B was paid after the demand, so that the band stays that of 1,000.00: 262.50, and 525.00 heavy.
    const account = after([A, B, C], "2026-07-20", ...events);
    expect(account.amountsOn(date("2026-07-20"))["recovery-costs"]).toBe(52_500n);
  });

  it("are nothing when both are objected to, the paid one too", () => {
    const both = [objectionTo("A", "2026-06-20"), objectionTo("B", "2026-06-21")];
    expect(costs("2026-07-20", ...both)).toBe(0n);
  });

  it("stay with an objection that has no ground, and with one to a part", () => {
    expect(costs("2026-06-20", objectionTo("A", "2026-06-20", "whole", false))).toBe(60_000n);
    expect(costs("2026-06-20", objectionTo("A", "2026-06-20", "4400.00"))).toBe(60_000n);
  });

  it("stay in Sweden, where they fall away with what was never owed alone", () => {
    const events = byDay([aLetter("demand", "2026-05-18", "2026-06-01"), objectionTo("A", "2026-06-20")]);
    const account = accountOn(aFile({ country: "SE", claims: [A, B], events }), date("2026-06-20"));
    expect(account.amountsOn(date("2026-06-20"))["recovery-costs"]).toBe(18_000n);
  });
});

describe("What an objection is recorded to have changed of posted costs", () => {
  const notices = posted(NOTICE);
  const demands = posted(DEMAND, charge("recovery-costs", "A", 60_000n));

  it("goes over to the letter's other claim no further than that one's own band", () => {
    const changed = endedBy("A", "2026-06-20", [notices, demands]);
    expect(changed).toEqual([
      charge("recovery-costs", "A", -60_000n),
      { ...charge("recovery-costs", "B", 18_750n), since: "2026-05-18", letter: "demand" },
    ]);
  });

  it("takes the newest first where the costs were heavy", () => {
    const changed = endedBy("A", "2026-07-20", [notices, demands, HEAVY]);
    expect(changed).toEqual([
      charge("recovery-costs", "A", -60_000n),
      { ...charge("recovery-costs", "B", 37_500n), since: "2026-05-18", letter: "demand" },
      charge("recovery-costs", "A", -60_000n),
    ]);
  });

  it("goes on lowering older charges where the newest does not reach", () => {
    const ofB = { ...HEAVY, posted: [charge("recovery-costs", "B", 60_000n)] } as FileEvent;
    const changed = endedBy("A", "2026-07-20", [notices, demands, ofB]);
    // B justifies 375.00 of 1,200.00.
    expect(changed).toEqual([
      charge("recovery-costs", "A", -60_000n),
      { ...charge("recovery-costs", "B", 37_500n), since: "2026-05-18", letter: "demand" },
      charge("recovery-costs", "B", -60_000n),
    ]);
  });

  it("hands on a notice's fee and a court's whole: they go by no band; and leaves another case alone", () => {
    const fee = posted(NOTICE, charge("notice-fee", "A", 3_800n));
    const step: FileEvent = {
      kind: "application",
      on: date("2026-06-10"),
      claims: ["A", "B"],
      posted: [charge("legal-costs", "A", 207_100n)],
    };
    const C = { ...A, ref: "C" };
    const joint = { ...demands, claims: ["A", "B"] } as FileEvent;
    const other = posted(
      aLetter("demand", "2026-06-02", "2026-06-16", { claims: ["C"] }),
      charge("recovery-costs", "C", 60_000n),
    );
    const changed = endedBy(
      "A",
      "2026-06-20",
      [{ ...fee, claims: ["A", "B"] } as FileEvent, joint, other, step],
      [A, B, C],
    );
    expect(changed).toEqual([
      charge("notice-fee", "A", -3_800n),
      { ...charge("notice-fee", "B", 3_800n), since: "2026-05-01", letter: "notice" },
      charge("recovery-costs", "A", -60_000n),
      { ...charge("recovery-costs", "B", 18_750n), since: "2026-05-18", letter: "demand" },
      charge("legal-costs", "A", -207_100n),
      { ...charge("legal-costs", "B", 207_100n), since: "2026-06-10" },
    ]);
  });

  it("lowers what the other claim bears to what it justifies by itself", () => {
    const onB = posted(DEMAND, charge("recovery-costs", "B", 60_000n));
    const ended = (claim: string) => endedBy(claim, "2026-06-20", [notices, onB]);
    expect(ended("A")).toEqual([charge("recovery-costs", "B", -41_250n)]);
    expect(ended("B")).toEqual([
      charge("recovery-costs", "B", -60_000n),
      { ...charge("recovery-costs", "A", 60_000n), since: "2026-05-18", letter: "demand" },
    ]);
  });

  it("leaves what has been paid", () => {
    const paid = (minor: bigint): FileEvent => ({
      ...aPayment("2026-06-10", String(minor / 100n), { claim: "A" }),
      lines: [{ item: "recovery-costs", claim: "A", minor }],
    });
    const ended = (minor: bigint) => endedBy("A", "2026-06-20", [notices, demands, paid(minor)]);
    expect(ended(60_000n)).toEqual([]);
    // 187.50 are justified, and 200.00 paid.
    expect(ended(20_000n)).toEqual([charge("recovery-costs", "A", -40_000n)]);
    expect(ended(10_000n)).toEqual([
      charge("recovery-costs", "A", -50_000n),
      { ...charge("recovery-costs", "B", 8_750n), since: "2026-05-18", letter: "demand" },
    ]);
  });

  it("hands the fee of a plan on as what it is", () => {
    const agreed: FileEvent = {
      kind: "payment-plan",
      on: date("2026-06-05"),
      instalments: 5,
      wholeDebt: true,
      claims: ["A", "B"],
      posted: [charge("recovery-costs", "A", 112_500n)],
    };
    const changed = endedBy("A", "2026-06-20", [agreed]);
    expect(changed).toEqual([
      { ...charge("recovery-costs", "A", -112_500n), plan: true },
      { ...charge("recovery-costs", "B", 112_500n), since: "2026-06-05", plan: true },
    ]);
    const account = after([A, B], "2026-06-20", agreed, { ...objectionTo("A", "2026-06-20"), changed });
    expect(account.costs.filter((cost) => account.costOn(cost, date("2026-06-20")) > 0n)).toMatchObject([
      { claims: ["B"], minor: 112_500n, plan: true, on: "2026-06-05" },
    ]);
  });

  it("hands the fee of a plan on as no letter's, though one went out that day, and beside the costs of the case", () => {
    const agreed: FileEvent = {
      kind: "payment-plan",
      on: date("2026-05-18"),
      instalments: 5,
      wholeDebt: true,
      claims: ["A", "B"],
      posted: [charge("recovery-costs", "A", 112_500n)],
    };
    const changed = endedBy("A", "2026-06-20", [notices, demands, agreed]);
    expect(changed).toEqual([
      charge("recovery-costs", "A", -60_000n),
      { ...charge("recovery-costs", "B", 18_750n), since: "2026-05-18", letter: "demand" },
      { ...charge("recovery-costs", "A", -112_500n), plan: true },
      { ...charge("recovery-costs", "B", 112_500n), since: "2026-05-18", plan: true },
    ]);
  });

  it("ends of the claim itself all that was charged after the day on which it came, of no other", () => {
    const both = posted(
      aLetter("notice", "2026-05-15", "2026-05-29"),
      charge("notice-fee", "A", 3_800n),
      charge("notice-fee", "B", 3_800n),
    );
    const ended = (receivedOn: string) =>
      costsEndedBy(
        after([A, B], "2026-05-20", both),
        objectionTo("A", "2026-05-20", "100.00"),
        date(receivedOn),
      );
    expect(ended("2026-05-14")).toEqual([charge("notice-fee", "A", -3_800n)]);
    expect(ended("2026-05-15")).toEqual([]);
  });
});

describe("A change of what was charged", () => {
  const on = date("2026-06-20");
  const changed = (...changes: readonly CostChange[]): FileEvent => ({
    kind: "costs-changed",
    on,
    changed: changes,
  });
  const agreed: FileEvent = {
    kind: "payment-plan",
    on: date("2026-05-10"),
    instalments: 5,
    wholeDebt: true,
    claims: ["A"],
    posted: [charge("recovery-costs", "A", 112_500n)],
  };
  const demands = posted(DEMAND, charge("recovery-costs", "A", 60_000n));
  const left = (...events: readonly FileEvent[]) =>
    after([A, B], on, agreed, demands, ...events).costs.map((cost) => [
      cost.plan ? "plan" : cost.item,
      cost.minor,
    ]);

  it("is of the newest charge, and of a plan's fee first where it is said to be one, or a legal step ends it", () => {
    const less = charge("recovery-costs", "A", -100_000n);
    const newest = [
      ["plan", 72_500n],
      ["recovery-costs", 0n],
    ];
    const ofPlan = [
      ["plan", 12_500n],
      ["recovery-costs", 60_000n],
    ];
    expect(left(changed(less))).toEqual(newest);
    expect(left(changed({ ...less, plan: true }))).toEqual(ofPlan);
    const step = { kind: "decision", on, claims: ["A"], posted: [], changed: [less] } as const;
    expect(left(step)).toEqual(ofPlan);
    expect(left(changed({ ...less, minor: -120_000n, plan: true }))).toEqual([
      ["plan", 0n],
      ["recovery-costs", 52_500n],
    ]);
  });

  it("is of that claim's charges and of no other's", () => {
    const ofB = posted(NOTICE, charge("notice-fee", "A", 3_800n), charge("notice-fee", "B", 3_800n));
    const account = after([A, B], on, ofB, changed(charge("notice-fee", "A", -3_800n)));
    expect(account.costs.map(({ claims: [claim], minor }) => [claim, minor])).toEqual([
      ["A", 0n],
      ["B", 3_800n],
    ]);
  });

  it("that takes a fee over has the law's figure of that letter beside it, and is no plan's", () => {
    const taken = { ...charge("notice-fee", "B", 3_800n), since: date("2026-05-15") };
    const costs = (change: CostChange) =>
      after([A, B], on, changed(change)).costs.map((cost) => [cost.plan, cost.explain(on)?.minor]);
    expect(costs({ ...taken, letter: "notice" })).toEqual([[false, 3_800n]]);
    expect(costs(taken)).toEqual([[false, undefined]]);
    expect(costs({ ...taken, item: "recovery-costs", plan: true })).toEqual([[true, undefined]]);
  });

  it("no longer counts against a compensation once what was paid of it has closed something else (IkostL 5 §)", () => {
    const reminder = posted(
      aLetter("reminder", "2026-05-15", "2026-05-25"),
      charge("notice-fee", "A", 6_000n),
    );
    const events = [
      reminder,
      {
        ...aPayment("2026-05-20", "60.00", { claim: "A" }),
        lines: [charge("notice-fee", "A", 6_000n)],
      } as FileEvent,
      { kind: "compensation", on: date("2026-05-25"), claims: ["A"] } as const,
    ];
    const net = (...more: readonly FileEvent[]) =>
      accountOn(
        aFile({ country: "SE", debtorKind: "business", claims: [A, B], events: [...events, ...more] }),
        on,
      ).compensationOn(on).netMinor;
    expect(net()).toBe(39_000n);
    expect(net(changed(charge("notice-fee", "A", -6_000n)))).toBe(45_000n);
  });
});

describe("What becomes of an objection", () => {
  const state = (ref: string, on: string, ...events: readonly FileEvent[]) =>
    after([A, B], on, ...events).claim(ref);
  const resolved = (outcome: "accepted" | "withdrawn" | "groundless", claim: string | null): FileEvent => ({
    kind: "objection-resolved",
    on: date("2026-05-22"),
    outcome,
    claim,
  });

  it("is fresh days for the claims that it concerned, and for no other", () => {
    for (const outcome of ["withdrawn", "groundless"] as const) {
      const events = [objectionTo("A", "2026-05-20"), resolved(outcome, null)];
      // Fourteen days from Friday 22 May.
      expect(state("A", "2026-05-22", ...events)).toMatchObject({
        disputedWhole: false,
        freshUntil: "2026-06-05",
      });
      expect(state("B", "2026-05-22", ...events).freshUntil).toBeNull();
      expect(state("A", "2026-05-22", objectionTo("A", "2026-05-20"), resolved(outcome, "B"))).toMatchObject({
        disputedWhole: true,
        freshUntil: null,
      });
    }
    const part = [objectionTo("B", "2026-05-20", "100.00"), resolved("withdrawn", "B")];
    expect(state("B", "2026-05-22", ...part)).toMatchObject({ disputedMinor: 0n, freshUntil: "2026-06-05" });
  });

  it("is nothing disputed any more and no days when it is accepted, what it was about was never owed", () => {
    const part = [objectionTo("A", "2026-05-20", "100.00"), objectionTo("A", "2026-05-21", "50.00")];
    expect(state("A", "2026-05-21", ...part)).toMatchObject({ disputedMinor: 15_000n });
    expect(state("A", "2026-05-22", ...part, resolved("accepted", "A"))).toMatchObject({
      disputedMinor: 0n,
      freshUntil: null,
      principalMinor: 435_000n,
    });
    const withInterest = aClaim({ ref: "A", principal: "4500.00", interestBeforeDue: "30.00" });
    const interest = (scope: string) =>
      after(
        [withInterest],
        "2026-05-22",
        objectionTo("A", "2026-05-20", scope),
        resolved("accepted", "A"),
      ).claim("A").fixedInterestMinor;
    expect(interest("whole")).toBe(0n);
    expect(interest("100.00")).toBe(3_000n);
  });

  it("leaves what was withdrawn owed, though another was accepted later", () => {
    const events = [
      objectionTo("A", "2026-05-20", "100.00"),
      resolved("withdrawn", "A"),
      objectionTo("A", "2026-05-25", "30.00"),
      { ...resolved("accepted", "A"), on: date("2026-05-26") } as FileEvent,
    ];
    expect(state("A", "2026-05-26", ...events)).toMatchObject({
      principalMinor: 447_000n,
      disputedMinor: 0n,
    });
    expect(state("B", "2026-05-26", ...events).principalMinor).toBe(50_000n);
    // On the day before, the second is open.
    expect(state("A", "2026-05-25", ...events)).toMatchObject({
      principalMinor: 450_000n,
      disputedMinor: 3_000n,
    });
  });

  it("is not taken off the band twice: what is disputed now, and what turns out never to have been owed", () => {
    const claim = aClaim({ ref: "A", principal: "2500.00", dueOn: "2026-04-30" });
    const events = [
      objectionTo("A", "2026-05-02", "1000.00"),
      aLetter("notice", "2026-05-04", "2026-05-18"),
      aLetter("demand", "2026-05-19", "2026-06-02"),
    ];
    const costs = (...more: readonly FileEvent[]) =>
      after([claim], "2026-05-22", ...events, ...more).amountsOn(date("2026-05-22"))["recovery-costs"];
    // Of 1,500.00, before and after: 300.00. Of 500.00 it were 187.50.
    expect(costs()).toBe(30_000n);
    expect(costs(resolved("accepted", "A"))).toBe(30_000n);
    expect(costs(resolved("withdrawn", "A"))).toBe(30_000n);
  });

  it("is no fresh days for a claim of which nothing was owed", () => {
    expect(state("A", "2026-05-22", objectionTo("A", "2026-05-20"), resolved("accepted", "A"))).toMatchObject(
      {
        disputedWhole: false,
        freshUntil: null,
        principalMinor: 0n,
      },
    );
  });

  it("is the sum of what was accepted", () => {
    const events = [
      objectionTo("A", "2026-05-20", "100.00"),
      resolved("accepted", "A"),
      objectionTo("A", "2026-05-25", "30.00"),
      { ...resolved("accepted", null), on: date("2026-05-26") } as FileEvent,
    ];
    expect(state("A", "2026-05-26", ...events).principalMinor).toBe(437_000n);
  });
});
