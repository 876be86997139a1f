/** Which provision somebody else's letter or charge went against, and from which day it would have been allowed. */
import { describe, expect, it } from "vitest";
import { type AuditCase, audit, type Stated } from "./audit.ts";
import { amountText } from "./exact.ts";
import type { Event, Facts } from "./facts.ts";
import { CLAIM, NORWAY, SWEDEN } from "./test-facts.ts";

type Entry = AuditCase["entries"][number];

function entry(event: Event, stated: Partial<Stated> = {}): Entry {
  return { on: event.on, event, stated: { charges: [], interestMinor: null, totalMinor: null, ...stated } };
}

function letter(
  name: "reminder" | "notice" | "demand",
  on: string,
  payBy: string,
  charges: Stated["charges"] = [],
): Entry {
  const event = {
    kind: "letter",
    letter: name,
    on,
    payBy,
    fee: "standard",
    receivedOn: null,
    claims: null,
  } as const;
  return entry(event, { charges });
}

/** As `2026-05-08 letter-not-allowed notice no.objection.stops`, with the sum and the day it names, if any. */
function found(facts: Facts, ...entries: readonly Entry[]): readonly string[] {
  return audit({ id: "1", facts, entries }).map(({ on, kind, about, rule, excessMinor, notBefore }) =>
    [
      on,
      kind,
      about,
      rule,
      ...(excessMinor === 0n ? [] : [amountText(excessMinor)]),
      ...((notBefore ?? "") ? [notBefore] : []),
    ].join(" "),
  );
}

const PAID = entry({ kind: "payment", on: "2026-05-04", minor: 460_000n, designation: null, claim: null });
const OBJECTION = entry({
  kind: "objection",
  on: "2026-05-04",
  scope: "whole",
  reasonable: true,
  claim: "A",
});

describe("A Norwegian letter that may not be sent", () => {
  it("is told with its provision, and the day from which it may", () => {
    // Due on 30 April: late from 1 May, with a fee from 14 May.
    expect(found(NORWAY, letter("notice", "2026-04-30", "2026-05-14"))).toEqual([
      "2026-04-30 letter-not-allowed notice no.notice.deadline 2026-05-01",
    ]);
    expect(found(NORWAY, letter("notice", "2026-05-01", "2026-05-15"))).toEqual([]);
    expect(found(NORWAY, PAID, letter("notice", "2026-05-18", "2026-06-01"))).toEqual([
      "2026-05-18 letter-not-allowed notice no.costs.necessary",
    ]);
    expect(found(NORWAY, OBJECTION, letter("notice", "2026-05-18", "2026-06-01"))).toEqual([
      "2026-05-18 letter-not-allowed notice no.objection.stops",
    ]);
    expect(found(NORWAY, letter("demand", "2026-05-18", "2026-06-01"))).toEqual([
      "2026-05-18 letter-not-allowed demand no.demand.after-notice",
    ]);
  });

  it("is a demand on the last day of the notice's deadline, and one anew within six months", () => {
    const notice = letter("notice", "2026-05-15", "2026-06-01");
    expect(found(NORWAY, notice, letter("demand", "2026-06-01", "2026-06-15"))).toEqual([
      "2026-06-01 letter-not-allowed demand no.demand.after-notice 2026-06-02",
    ]);
    const demand = letter("demand", "2026-06-02", "2026-06-16");
    expect(found(NORWAY, notice, demand)).toEqual([]);
    expect(found(NORWAY, notice, demand, letter("demand", "2026-12-02", "2026-12-16"))).toEqual([
      "2026-12-02 letter-not-allowed demand no.demand.validity",
    ]);
  });

  it("is one that gives too few days; a reminder may give any", () => {
    expect(found(NORWAY, letter("reminder", "2026-05-04", "2026-05-05"))).toEqual([]);
    expect(found(NORWAY, letter("notice", "2026-05-15", "2026-05-28"))).toEqual([
      "2026-05-15 deadline-too-short notice no.notice.deadline 2026-05-29",
    ]);
  });

  it("is any under the Act of 2026: a creditor's own, and an agency's, which nobody can judge yet", () => {
    const settings = { ...NORWAY.settings, newActFrom: "2026-05-15" };
    const notice = letter("notice", "2026-05-15", "2026-06-01");
    expect(found({ ...NORWAY, operator: "self", settings }, notice)).toEqual([
      "2026-05-15 letter-not-allowed notice no.regime.2026",
    ]);
    expect(found({ ...NORWAY, settings }, notice)).toEqual(["2026-05-15 letter-not-allowed notice coverage"]);
  });
});

describe("A Swedish letter that may not be sent", () => {
  it("is told with its provision, and the day from which it may", () => {
    expect(found(SWEDEN, letter("reminder", "2026-04-30", "2026-05-14"))).toEqual([
      "2026-04-30 letter-not-allowed reminder se.good-practice 2026-05-01",
    ]);
    expect(found(SWEDEN, letter("demand", "2026-04-30", "2026-05-14"))).toEqual([
      "2026-04-30 letter-not-allowed demand se.good-practice 2026-05-01",
    ]);
    expect(found(SWEDEN, PAID, letter("demand", "2026-05-18", "2026-06-01"))).toEqual([
      "2026-05-18 letter-not-allowed demand se.demand-fee.booking-day",
    ]);
    expect(found(SWEDEN, OBJECTION, letter("demand", "2026-05-18", "2026-06-01"))).toEqual([
      "2026-05-18 letter-not-allowed demand se.objection.stops",
    ]);
    expect(found(SWEDEN, letter("notice", "2026-05-18", "2026-06-01"))).toEqual([
      "2026-05-18 letter-not-allowed notice se.costs.closed-list",
    ]);
  });

  it("is a second demand, and one that gives too few days", () => {
    const demand = letter("demand", "2026-05-18", "2026-06-01");
    expect(found(SWEDEN, demand, letter("demand", "2026-06-15", "2026-06-29"))).toEqual([
      "2026-06-15 letter-not-allowed demand se.demand.once",
    ]);
    expect(found(SWEDEN, letter("demand", "2026-05-18", "2026-05-25"))).toEqual([
      "2026-05-18 deadline-too-short demand se.demand.deadline 2026-05-26",
    ]);
  });
});

describe("A charge beyond the law", () => {
  const fee = (minor: bigint): Stated["charges"] => [{ item: "notice-fee", minor }];
  const costs = (minor: bigint): Stated["charges"] => [{ item: "recovery-costs", minor }];

  it("is told with its provision in Norway", () => {
    // 1/20 of 750.00 is 37.50, rounded to 38.00 from 2026.
    expect(found(NORWAY, letter("notice", "2026-05-13", "2026-05-27", fee(3_800n)))).toEqual([
      "2026-05-13 charge-too-high notice-fee no.notice-fee.earliest 38.00",
    ]);
    expect(found(NORWAY, letter("notice", "2026-05-14", "2026-05-28", fee(3_800n)))).toEqual([]);
    expect(found(NORWAY, letter("notice", "2026-05-14", "2026-05-28", fee(3_900n)))).toEqual([
      "2026-05-14 charge-too-high notice-fee no.notice-fee.amount 1.00",
    ]);
    const first = letter("notice", "2026-05-14", "2026-05-28", fee(3_800n));
    expect(found(NORWAY, first, letter("notice", "2026-06-15", "2026-06-29", fee(3_800n)))).toEqual([
      "2026-06-15 charge-too-high notice-fee no.notice-fee.count 38.00",
    ]);
    const owed = [{ item: "compensation", minor: 100n }] as const;
    const court = [{ item: "legal-costs", minor: 100n }] as const;
    const claimed = { kind: "compensation", on: "2026-05-15", claims: null } as const;
    const decided = { kind: "decision", on: "2026-05-15", claims: null } as const;
    expect(found(NORWAY, entry(claimed, { charges: owed }))).toEqual([
      "2026-05-15 charge-too-high compensation no.compensation 1.00",
    ]);
    expect(found(NORWAY, entry(decided, { charges: court }))).toEqual([
      "2026-05-15 charge-too-high legal-costs no.court-fee.conciliation 1.00",
    ]);
  });

  it("is told with its provision when a Norwegian demand, a plan or a charge by itself bears it", () => {
    const notice = letter("notice", "2026-05-15", "2026-06-01");
    const demand = letter("demand", "2026-06-02", "2026-06-16", costs(1_000_000n));
    const [tooMuch] = audit({ id: "1", facts: NORWAY, entries: [notice, demand] });
    expect(tooMuch).toMatchObject({ rule: "no.recovery-costs.light", statedMinor: 1_000_000n });
    expect(tooMuch!.lawfulMinor! + tooMuch!.excessMinor).toBe(1_000_000n);
    const own = { ...NORWAY, operator: "self" } as const;
    expect(found(own, notice, letter("demand", "2026-06-02", "2026-06-16", fee(1_000_000n)))[0]).toMatch(
      /^2026-06-02 charge-too-high notice-fee no\.own-demand-fee /,
    );
    const plan = {
      kind: "payment-plan",
      on: "2026-05-20",
      instalments: 4,
      wholeDebt: false,
      claims: null,
    } as const;
    expect(found(NORWAY, notice, entry(plan, { charges: costs(100n) }))).toEqual([
      "2026-05-20 charge-too-high recovery-costs no.plan-fee 1.00",
    ]);
    const alone = {
      on: "2026-05-20",
      event: null,
      stated: { charges: costs(100n), interestMinor: null, totalMinor: null },
    };
    expect(found(NORWAY, notice, alone)).toEqual([
      "2026-05-20 charge-too-high recovery-costs no.recovery-costs.heavy 1.00",
    ]);
  });

  it("is told with its provision in Sweden", () => {
    const reminder = letter("reminder", "2026-05-18", "2026-06-01", fee(6_000n));
    expect(found(SWEDEN, reminder)).toEqual([]);
    expect(found(SWEDEN, letter("reminder", "2026-05-18", "2026-06-01", fee(6_100n)))).toEqual([
      "2026-05-18 charge-too-high notice-fee se.reminder-fee.amount 1.00",
    ]);
    expect(found(SWEDEN, reminder, letter("reminder", "2026-06-15", "2026-06-29", fee(6_000n)))).toEqual([
      "2026-06-15 charge-too-high notice-fee se.reminder-fee.once 60.00",
    ]);
    const credit = { ...SWEDEN, claims: [{ ...CLAIM, type: "consumer-credit" }] } as const;
    expect(found(credit, reminder)).toEqual([
      "2026-05-18 charge-too-high notice-fee se.consumer-credit.no-fee 60.00",
    ]);
    expect(found(SWEDEN, letter("demand", "2026-05-18", "2026-06-01", costs(18_100n)))).toEqual([
      "2026-05-18 charge-too-high recovery-costs se.demand-fee 1.00",
    ]);
    const plan = {
      kind: "payment-plan",
      on: "2026-05-20",
      instalments: 4,
      wholeDebt: false,
      claims: null,
    } as const;
    expect(found(SWEDEN, entry(plan, { charges: costs(100n) }))).toEqual([
      "2026-05-20 charge-too-high recovery-costs se.plan-fee 1.00",
    ]);
    const decided = { kind: "decision", on: "2026-05-15", claims: null } as const;
    expect(found(SWEDEN, entry(decided, { charges: [{ item: "legal-costs", minor: 100n }] }))).toEqual([
      "2026-05-15 charge-too-high legal-costs se.court.application-fee 1.00",
    ]);
  });

  it("is counted once: what was found too high before is not found again in the next charge or sum", () => {
    const sums = {
      charges: [{ item: "other", minor: 5_000n }],
      interestMinor: null,
      totalMinor: 455_000n,
    } as const;
    const none = { kind: "decision", on: "2026-05-01", claims: null } as const;
    expect(found(NORWAY, entry(none, sums))).toEqual([
      "2026-05-01 charge-too-high other no.costs.necessary 50.00",
    ]);
    expect(found(NORWAY, entry(none, sums), entry(none, sums))).toEqual([
      "2026-05-01 charge-too-high other no.costs.necessary 50.00",
      "2026-05-01 charge-too-high other no.costs.necessary 50.00",
    ]);
  });

  it("is interest, or a sum, by one øre more than the day's; asked for exactly, nothing", () => {
    const asked = (interestMinor: bigint | null, totalMinor: bigint | null, on = "2026-05-31") =>
      entry({ kind: "decision", on, claims: null }, { interestMinor, totalMinor });
    // 31 days of 12.00 %: 4500.00 × 0.12 × 31/365 = 45.863…
    expect(found(NORWAY, asked(4_586n, 454_586n))).toEqual([]);
    expect(found(NORWAY, asked(4_587n, null))).toEqual([
      "2026-05-31 interest-too-high interest no.interest.rate 0.01",
    ]);
    expect(found(NORWAY, asked(null, 454_587n))).toEqual([
      "2026-05-31 sum-too-high total no.fee.separate 0.01",
    ]);
    expect(found(NORWAY, asked(4_587n, 454_587n))).toEqual([
      "2026-05-31 interest-too-high interest no.interest.rate 0.01",
    ]);
    expect(found(NORWAY, asked(4_585n, 454_587n))).toEqual([
      "2026-05-31 sum-too-high total no.fee.separate 0.01",
    ]);
  });
});
