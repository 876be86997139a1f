/** What is owed after what happened: plans, demands, legal steps, waivers and credit notes. */
import { describe, expect, it } from "vitest";
import type { Event } from "./facts.ts";
import { after, charges, legal, letter, NORWAY, paid, plan, SWEDEN, TWO } from "./test-facts.ts";

describe("The fee of a plan", () => {
  /** A demand that cost nothing: with it collection has begun. */
  const asked = { ...letter("demand", "2026-05-18", "2026-06-01"), posted: [] } as Event;

  it("is an agency's in Norway, for more than four instalments, and not after a legal step (INKF § 2-4)", () => {
    expect(charges(after(NORWAY, "2026-05-20", asked, plan("2026-05-20", 4)))).toEqual([]);
    const [fee] = charges(after(NORWAY, "2026-05-20", asked, plan("2026-05-20", 5)));
    expect(fee).toMatch(/^plan-fee [1-9]\d* of A$/);
    expect(
      charges(after({ ...NORWAY, operator: "self" }, "2026-05-20", asked, plan("2026-05-20", 5))),
    ).toEqual([]);
    // Before a demand the law sheet is not at one with itself (norway.md 2.3, 3.3).
    expect(charges(after(NORWAY, "2026-05-20", plan("2026-05-20", 5)))).toEqual([]);
    const two = { ...NORWAY, claims: TWO };
    const events = [asked, legal("decision", "2026-05-19", ["A"]), plan("2026-05-20", 5)];
    expect(charges(after(two, "2026-05-20", ...events))).toEqual([]);
    // Of another claim the step says nothing.
    expect(
      charges(after(two, "2026-05-20", ...events.slice(0, 2), plan("2026-05-20", 5, ["B"]))),
    ).toHaveLength(1);
  });

  it("is due once in Sweden, for the whole debt, before or after a court (IkostL 3 §)", () => {
    const reminder = letter("reminder", "2026-05-18", "2026-06-01");
    const first = [reminder, plan("2026-05-20", 2)];
    expect(charges(after(SWEDEN, "2026-05-20", ...first))).toEqual([
      "reminder-fee 60 of A",
      "plan-fee 170 of A",
    ]);
    expect(charges(after(SWEDEN, "2026-05-21", ...first, plan("2026-05-21", 2)))).toHaveLength(2);
    const atCourt = [legal("decision", "2026-05-19"), plan("2026-05-20", 2)];
    expect(charges(after(SWEDEN, "2026-05-20", ...atCourt))).toEqual(["plan-fee 170 of A"]);
  });

  it("is nothing for what was paid already", () => {
    expect(charges(after(SWEDEN, "2026-05-20", paid("2026-05-19", 500_000n), plan("2026-05-20", 2)))).toEqual(
      [],
    );
  });

  it("falls away with a legal step in Norway: what was paid for it closes what is owed; in Sweden it stays", () => {
    const events = [asked, plan("2026-05-20", 5), paid("2026-05-20", 20_000n)];
    const before = after(NORWAY, "2026-05-20", ...events);
    const stepped = after(NORWAY, "2026-05-20", ...events, legal("decision", "2026-05-20"));
    expect(before.amounts["recovery-costs"]).toBeGreaterThan(0n);
    expect(stepped.amounts["recovery-costs"]).toBe(0n);
    // 20 days of 12.00 % on 4500.00 are 29.59, and the rest is principal.
    expect(stepped.amounts).toMatchObject({ interest: 0n, principal: 450_000n - 20_000n + 2_959n });
    expect(stepped.refundMinor).toBe(0n);
    const swedish = [plan("2026-05-20", 2), legal("decision", "2026-05-21")];
    expect(charges(after(SWEDEN, "2026-05-21", ...swedish))).toEqual(["plan-fee 170 of A"]);
    // A demand's costs are no plan's.
    const demanded = [
      letter("notice", "2026-05-01", "2026-05-15"),
      letter("demand", "2026-05-18", "2026-06-01"),
    ];
    expect(charges(after(NORWAY, "2026-05-19", ...demanded, legal("decision", "2026-05-19")))).toEqual(
      charges(after(NORWAY, "2026-05-19", ...demanded)),
    );
  });

  it("keeps an agency's costs light when it is agreed on the last day before they double, and no day later", () => {
    const demanded = [
      letter("notice", "2026-05-01", "2026-05-15"),
      letter("demand", "2026-05-18", "2026-06-01"),
    ];
    const costs = (...events: readonly Event[]) =>
      after(NORWAY, "2026-07-06", ...demanded, ...events).amounts["recovery-costs"];
    const heavy = costs();
    // The deadline of 1 June and 28 days: heavy from 30 June.
    const light = after(NORWAY, "2026-06-29", ...demanded).amounts["recovery-costs"];
    expect(after(NORWAY, "2026-06-30", ...demanded).amounts["recovery-costs"]).toBe(heavy);
    expect(heavy).toBe(2n * light);
    expect(costs(plan("2026-06-29", 2))).toBe(light);
    expect(costs(plan("2026-06-30", 2))).toBe(heavy);
  });
});

describe("An agency's costs of a joint demand", () => {
  const two = { ...NORWAY, claims: TWO };
  const notice = letter("notice", "2026-05-01", "2026-05-15");
  const demand = letter("demand", "2026-05-18", "2026-06-01");
  const principal = (on: string, claim: string): Event => ({
    kind: "payment",
    on,
    minor: 450_000n,
    designation: "principal",
    claim,
  });
  const costs = (on: string, ...events: readonly Event[]) =>
    after(two, on, notice, ...events).amounts["recovery-costs"];

  it("double unless the last of the principals was paid before the heavy day (reading 6)", () => {
    const light = costs("2026-05-18", demand);
    const paidBy = (day: string) =>
      costs("2026-07-06", demand, principal("2026-06-05", "A"), principal(day, "B"));
    expect(paidBy("2026-06-29")).toBe(light);
    expect(paidBy("2026-06-30")).toBe(2n * light);
  });

  it("double 28 days after the later deadline of the demands of one day, whichever was sent first (reading 7)", () => {
    const demands = [
      { ...demand, claims: ["A"] },
      { ...demand, claims: ["B"], payBy: "2026-06-15" },
    ];
    for (const sent of [demands, demands.toReversed()]) {
      const light = costs("2026-05-18", ...sent);
      expect(costs("2026-07-13", ...sent)).toBe(light);
      expect(costs("2026-07-14", ...sent)).toBe(2n * light);
    }
  });

  it("are none for a demand sent anew, also where it covers another claim besides", () => {
    const first = { ...demand, claims: ["A"] };
    const anew = letter("demand", "2026-12-02", "2026-12-16");
    expect(charges(after(two, "2026-12-02", notice, first, anew))).toHaveLength(
      charges(after(two, "2026-12-02", notice, first)).length,
    );
  });
});

describe("A legal step", () => {
  it("costs nothing where the claim was paid, and where the act itself costs nothing", () => {
    expect(
      charges(after(NORWAY, "2026-06-01", paid("2026-05-29", 500_000n), legal("application", "2026-06-01"))),
    ).toEqual([]);
    expect(charges(after(NORWAY, "2026-06-01", legal("decision", "2026-06-01")))).toEqual([]);
    expect(charges(after(NORWAY, "2026-06-01", legal("application", "2026-06-01")))).toEqual([
      expect.stringMatching(/^court-costs [1-9]/),
    ]);
  });

  it("ends what was recorded that it ended, beside what it cost", () => {
    const fee: Event = {
      kind: "payment-plan",
      on: "2026-05-20",
      instalments: 6,
      wholeDebt: true,
      claims: null,
      posted: [{ item: "recovery-costs", claim: "A", minor: 105_000n }],
    };
    const step: Event = {
      kind: "application",
      on: "2026-06-01",
      claims: null,
      posted: [{ item: "legal-costs", claim: "A", minor: 134_500n }],
      changed: [{ item: "recovery-costs", claim: "A", minor: -105_000n }],
    };
    expect(charges(after(NORWAY, "2026-06-01", fee, step))).toEqual([
      "plan-fee 0 of A",
      "court-costs 1345 of A",
    ]);
  });

  it("costs what was posted for it, and nothing besides", () => {
    const posted = [{ item: "legal-costs", claim: "A", minor: 12_300n }] as const;
    const step: Event = { kind: "application", on: "2026-06-01", claims: null, posted };
    expect(charges(after(NORWAY, "2026-06-01", step))).toEqual(["court-costs 123 of A"]);
    const agreed: Event = {
      kind: "payment-plan",
      on: "2026-06-01",
      instalments: 6,
      wholeDebt: true,
      claims: null,
      posted: [{ ...posted[0], item: "recovery-costs" }],
    };
    expect(charges(after(NORWAY, "2026-06-01", agreed))).toEqual(["plan-fee 123 of A"]);
    const claimed: Event = {
      kind: "compensation",
      on: "2026-06-01",
      claims: null,
      posted: [{ claim: "A", minor: 100n }],
    };
    const business = { ...NORWAY, claims: TWO, debtorKind: "business" } as const;
    // Posted for one of them, it is not claimed for the other; and once only.
    expect(after(business, "2026-06-01", claimed).amounts.compensation).toBe(100n);
    expect(after(business, "2026-06-01", claimed, claimed).amounts.compensation).toBe(100n);
  });
});

describe("What was accepted to have never been owed", () => {
  const accepted = (...scopes: readonly ("whole" | bigint)[]): readonly Event[] => [
    ...scopes.map(
      (scope): Event => ({
        kind: "objection",
        on: "2026-06-02",
        scope,
        reasonable: true,
        claim: "A",
        changed: [],
      }),
    ),
    { kind: "objection-resolved", on: "2026-06-03", outcome: "accepted", claim: "A", changed: [] },
  ];
  const business = { ...NORWAY, claims: TWO, debtorKind: "business" } as const;
  const claimed: Event = {
    kind: "compensation",
    on: "2026-05-18",
    claims: ["A"],
    posted: [{ claim: "A", minor: 45_000n }],
  };

  it("is the sum of several objections to parts", () => {
    expect(after(NORWAY, "2026-06-03", ...accepted(100_000n, 50_000n)).amounts.principal).toBe(300_000n);
    expect(after(NORWAY, "2026-06-03", ...accepted(100_000n, "whole")).amounts.principal).toBe(0n);
  });

  it("bears no compensation; what was paid late does", () => {
    expect(after(business, "2026-06-03", claimed, ...accepted("whole")).amounts.compensation).toBe(0n);
    expect(after(business, "2026-06-03", claimed, ...accepted(100_000n)).amounts.compensation).toBe(45_000n);
    const paidLate: Event = { kind: "credit", on: "2026-05-04", minor: 450_000n, claim: "A" };
    expect(after(business, "2026-06-03", paidLate, claimed).amounts.compensation).toBe(45_000n);
  });

  it("goes back to who paid it, and closes nothing of another claim's (P6)", () => {
    const fee: Event = {
      ...letter("notice", "2026-05-15", "2026-05-29", [{ item: "notice-fee", claim: "B", minor: 3_800n }]),
      claims: ["B"],
    };
    const onB: Event = { ...claimed, claims: ["B"], posted: [{ claim: "B", minor: 45_000n }] };
    const paidA: Event = {
      kind: "payment",
      on: "2026-04-30",
      minor: 450_000n,
      designation: null,
      claim: "A",
      lines: [{ item: "principal", claim: "A", minor: 450_000n }],
    };
    const { refundMinor, amounts } = after(business, "2026-06-03", paidA, fee, onB, ...accepted(200_000n));
    expect(refundMinor).toBe(200_000n);
    expect(amounts).toMatchObject({
      principal: 450_000n,
      "notice-fee": 3_800n,
      compensation: 45_000n - 3_800n,
    });
  });

  it("closes the compensation first where the claim itself bears it", () => {
    const paidA: Event = {
      kind: "payment",
      on: "2026-05-18",
      minor: 450_000n,
      designation: null,
      claim: "A",
      lines: [{ item: "principal", claim: "A", minor: 450_000n }],
    };
    const { amounts, claims } = after(business, "2026-06-03", claimed, paidA, ...accepted(10_000n));
    expect(amounts.compensation).toBe(45_000n - 10_000n);
    expect(claims.find(({ ref }) => ref === "A")!.interestMinor).toBeGreaterThan(0n);
  });

  it("was booked on a compensation as on any item", () => {
    const booked: Event = {
      kind: "payment",
      on: "2026-05-18",
      minor: 45_000n,
      designation: null,
      claim: "A",
      lines: [{ item: "compensation", claim: "A", minor: 45_000n }],
    };
    expect(after(business, "2026-05-18", claimed, booked).amounts.compensation).toBe(0n);
  });
});

describe("A waiver and a credit note", () => {
  it("the first ends interest too, and none runs after it (D13)", () => {
    const waived = after(NORWAY, "2026-12-31", { kind: "waiver", on: "2026-06-01", claim: "A" });
    expect(waived).toMatchObject({ totalMinor: 0n, refundMinor: 0n });
    expect(waived.claims[0]).toMatchObject({ principalMinor: 0n, interestMinor: 0n });
    expect(
      after(NORWAY, "2026-06-01", { kind: "waiver", on: "2026-06-01", claim: "nobody's" }).amounts.principal,
    ).toBe(450_000n);
  });

  it("the second names what an accepted objection took out once; what is more is owed back", () => {
    const accepted: readonly Event[] = [
      { kind: "objection", on: "2026-05-11", scope: 100_000n, reasonable: true, claim: "A" },
      { kind: "objection-resolved", on: "2026-05-12", outcome: "accepted", claim: "A" },
      paid("2026-04-30", 350_000n),
    ];
    const credit = (minor: bigint): Event => ({ kind: "credit", on: "2026-05-13", minor, claim: "A" });
    expect(after(NORWAY, "2026-05-13", ...accepted).totalMinor).toBe(0n);
    expect(after(NORWAY, "2026-05-13", ...accepted, credit(60_000n)).refundMinor).toBe(0n);
    expect(after(NORWAY, "2026-05-13", ...accepted, credit(60_000n), credit(60_000n)).refundMinor).toBe(
      20_000n,
    );
  });
});
