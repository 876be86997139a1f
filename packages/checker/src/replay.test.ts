/** What is owed after what happened: plans, legal steps, waivers, credit notes, and charges as they were posted. */
import { describe, expect, it } from "vitest";
import { dayText } from "./calendar.ts";
import type { Claim, CostChange, Event, Facts, PostedCharge } from "./facts.ts";
import { replay, type Standing } from "./standing.ts";

const CLAIM: Claim = {
  ref: "A",
  principalMinor: 450_000n,
  issuedOn: "2026-04-16",
  dueOn: "2026-04-30",
  demandedOn: null,
  type: "sale",
  interestStated: true,
  interestBeforeDueMinor: 0n,
  agreedRateBasisPoints: null,
  reminderFeeAgreed: true,
};
const NORWAY: Facts = {
  country: "NO",
  currency: "NOK",
  operator: "agency",
  vatDeductible: true,
  debtorKind: "consumer",
  settings: {
    dayCount: "ACT/ACT",
    firstInterestDay: "day-after",
    allocation: "costs-first",
    waitAfterNoticeDays: 0,
    residualLimitMinor: 0n,
    newActFrom: null,
  },
  claims: [CLAIM],
  events: [],
};
const SWEDEN: Facts = { ...NORWAY, country: "SE", currency: "SEK" };
const TWO = [CLAIM, { ...CLAIM, ref: "B" }];

type Letter = Extract<Event, { readonly kind: "letter" }>;

function letter(name: Letter["letter"], on: string, payBy: string, posted?: readonly PostedCharge[]): Letter {
  const event = {
    kind: "letter",
    letter: name,
    on,
    payBy,
    fee: "standard",
    receivedOn: null,
    claims: null,
  } as const;
  return posted === undefined ? event : { ...event, posted };
}

function plan(on: string, instalments: number, claims: readonly string[] | null = null): Event {
  return { kind: "payment-plan", on, instalments, wholeDebt: true, claims };
}

function legal(
  kind: "application" | "attachment-application" | "decision" | "enforcement",
  on: string,
  claims: readonly string[] | null = null,
): Event {
  return { kind, on, claims };
}

function paid(on: string, minor: bigint, claim: string | null = null): Event {
  return { kind: "payment", on, minor, designation: null, claim };
}

function after(facts: Facts, on: string, ...events: readonly Event[]): Standing {
  const found = replay({ ...facts, events }, on);
  if (found.kind !== "standing") throw new Error(`${found.table} on ${found.day}`);
  return found;
}

/** Charges with their names, as `plan-fee 1050 of A`. */
function charges({ costs }: Standing): readonly string[] {
  return costs.map(
    ({ name, chargedMinor, claims }) => `${name} ${Number(chargedMinor) / 100} of ${claims.join("+")}`,
  );
}

describe("The fee of a plan", () => {
  it("is an agency's in Norway, for more than four instalments, and not after a legal step (INKF § 2-4)", () => {
    expect(charges(after(NORWAY, "2026-05-20", plan("2026-05-20", 4)))).toEqual([]);
    const [fee] = charges(after(NORWAY, "2026-05-20", plan("2026-05-20", 5)));
    expect(fee).toMatch(/^plan-fee [1-9]\d* of A$/);
    expect(charges(after({ ...NORWAY, operator: "self" }, "2026-05-20", plan("2026-05-20", 5)))).toEqual([]);
    const two = { ...NORWAY, claims: TWO };
    const events = [legal("decision", "2026-05-19", ["A"]), plan("2026-05-20", 5)];
    expect(charges(after(two, "2026-05-20", ...events))).toEqual([]);
    // Of another claim the step says nothing.
    expect(charges(after(two, "2026-05-20", events[0]!, plan("2026-05-20", 5, ["B"])))).toHaveLength(1);
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
    const events = [plan("2026-05-20", 5), paid("2026-05-20", 20_000n)];
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

describe("Charges as they were posted", () => {
  const posted = (item: PostedCharge["item"], minor: bigint): readonly PostedCharge[] => [
    { item, claim: "A", minor },
  ];
  const changed = (...changes: readonly CostChange[]): Event => ({
    kind: "costs-changed",
    on: "2026-06-10",
    changed: changes,
  });

  it("have the name of their letter; a demand's own fee is a small one", () => {
    const events = [
      letter("reminder", "2026-05-15", "2026-05-29", posted("notice-fee", 3_800n)),
      letter("notice", "2026-06-01", "2026-06-15", posted("notice-fee", 3_800n)),
      letter("demand", "2026-06-16", "2026-06-30", posted("notice-fee", 11_300n)),
      letter("demand", "2026-06-17", "2026-06-30", posted("recovery-costs", 75_000n)),
    ];
    expect(charges(after(NORWAY, "2026-06-17", ...events))).toEqual([
      "reminder-fee 38 of A",
      "notice-fee 38 of A",
      "own-demand-fee 113 of A",
      "recovery-costs 750 of A",
    ]);
  });

  it("are taken over under the name and the day of the letter they came from", () => {
    const taken = (item: PostedCharge["item"], more: Partial<CostChange>): CostChange => ({
      item,
      claim: "A",
      minor: 100n,
      ...more,
    });
    const since = { since: "2026-05-15" };
    const { costs } = after(
      NORWAY,
      "2026-06-10",
      changed(
        taken("notice-fee", { ...since, letter: "reminder" }),
        taken("notice-fee", { ...since, letter: "notice" }),
        taken("notice-fee", { ...since, letter: "demand" }),
        taken("recovery-costs", { ...since, letter: "demand" }),
        taken("recovery-costs", {}),
        taken("legal-costs", {}),
      ),
    );
    expect(costs.map(({ name, on }) => `${name} ${on}`)).toEqual([
      "reminder-fee 2026-05-15",
      "notice-fee 2026-05-15",
      "own-demand-fee 2026-05-15",
      "recovery-costs 2026-05-15",
      "recovery-costs 2026-06-10",
      "court-costs 2026-06-10",
    ]);
  });

  it("fall away from the newest of that item and claim; what was paid of them closes the claim's other items", () => {
    const events = [
      letter("reminder", "2026-05-15", "2026-05-29", posted("notice-fee", 3_800n)),
      letter("demand", "2026-05-18", "2026-06-01", posted("recovery-costs", 75_000n)),
      letter("notice", "2026-06-01", "2026-06-15", posted("notice-fee", 3_800n)),
      {
        kind: "payment",
        on: "2026-06-09",
        minor: 7_600n,
        designation: null,
        claim: "A",
        lines: [{ item: "notice-fee", claim: "A", minor: 7_600n }],
      },
    ] as const;
    const less = (minor: bigint) =>
      after(NORWAY, "2026-06-10", ...events, changed({ item: "notice-fee", claim: "A", minor }));
    const before = after(NORWAY, "2026-06-10", ...events);
    expect(charges(before)).toEqual([
      "reminder-fee 38 of A",
      "recovery-costs 750 of A",
      "notice-fee 38 of A",
    ]);
    const some = less(-5_000n);
    expect(charges(some)).toEqual(["reminder-fee 26 of A", "recovery-costs 750 of A", "notice-fee 0 of A"]);
    expect(some.amounts["recovery-costs"]).toBe(75_000n - 5_000n);
    expect(some.amounts.interest).toBe(before.amounts.interest);
    expect(some.refundMinor).toBe(0n);
    expect(less(-3_800n).amounts["recovery-costs"]).toBe(75_000n - 3_800n);
  });

  it("that nobody has paid fall away alone", () => {
    const events = [
      letter("notice", "2026-05-15", "2026-05-29", posted("notice-fee", 3_800n)),
      paid("2026-05-18", 0n),
    ];
    const before = after(NORWAY, "2026-06-10", ...events);
    const less = after(
      NORWAY,
      "2026-06-10",
      ...events,
      changed({ item: "notice-fee", claim: "A", minor: -3_800n }),
    );
    expect(before.totalMinor - less.totalMinor).toBe(3_800n);
    expect(less.refundMinor).toBe(0n);
  });

  it("booked money that no line took is owed back", () => {
    const booked: Event = {
      kind: "payment",
      on: "2026-05-18",
      minor: 10_000n,
      designation: null,
      claim: "A",
      lines: [{ item: "principal", claim: "A", minor: 4_000n }],
    };
    expect(after(NORWAY, "2026-05-18", booked)).toMatchObject({
      refundMinor: 6_000n,
      amounts: { principal: 446_000n },
    });
    const onInterest: Event = {
      ...booked,
      minor: 1_000n,
      lines: [{ item: "interest", claim: "A", minor: 1_000n }],
    };
    const { amounts } = after(NORWAY, "2026-05-18", onInterest);
    // 18 days of 12.00 % on 4500.00 are 26.63.
    expect(amounts).toMatchObject({ interest: 1_663n, principal: 450_000n });
  });
});

describe("The first day of interest", () => {
  const runs = (firstInterestDay: "day-after" | "due-day", on: string) => {
    const { claims, amounts } = after({ ...NORWAY, settings: { ...NORWAY.settings, firstInterestDay } }, on);
    return [
      ...claims[0]!.runs.map((run) => `${dayText(run.from)} ${dayText(run.through)}`),
      amounts.interest,
    ];
  };

  it("is the day after the due day, or the due day itself where the creditor counts so", () => {
    // A day of 12.00 % on 4500.00 is 1.48.
    expect(runs("day-after", "2026-05-01")).toEqual(["2026-05-01 2026-05-01", 148n]);
    expect(runs("due-day", "2026-05-01")).toEqual(["2026-04-30 2026-04-30", 148n]);
    expect(runs("due-day", "2026-04-30")).toEqual([0n]);
  });
});

describe("What runs", () => {
  const basis = (facts: Facts, agreed: number | null, on: string) =>
    after({ ...facts, claims: [{ ...CLAIM, agreedRateBasisPoints: agreed }] }, on).claims[0]!.runs.map(
      (run) => `${run.rate} ${run.basis}`,
    );

  it("is an agreed rate where the law lets it stand: of a Norwegian consumer only a lower one", () => {
    expect(basis(NORWAY, 1199, "2026-05-31")).toEqual(["1199 agreed"]);
    expect(basis(NORWAY, 1200, "2026-05-31")).toEqual(["1200 statutory"]);
    expect(basis(NORWAY, 1201, "2026-05-31")).toEqual(["1200 statutory"]);
    expect(basis({ ...NORWAY, debtorKind: "business" }, 1201, "2026-05-31")).toEqual(["1201 agreed"]);
  });

  it("is no less than the law's for a Swedish public body", () => {
    const [law] = after(SWEDEN, "2026-05-31").claims[0]!.runs;
    const body = { ...SWEDEN, debtorKind: "public" } as const;
    expect(basis(body, law!.rate - 1, "2026-05-31")).toEqual([`${law!.rate} statutory`]);
    expect(basis(body, law!.rate, "2026-05-31")).toEqual([`${law!.rate} statutory`]);
    expect(basis(body, law!.rate + 1, "2026-05-31")).toEqual([`${law!.rate + 1} agreed`]);
    expect(basis(SWEDEN, law!.rate - 1, "2026-05-31")).toEqual([`${law!.rate - 1} agreed`]);
  });

  it("is nothing of a Swedish consumer who was not told, where no due day was agreed (räntelagen 4 §)", () => {
    const interest = (facts: Facts, more: Partial<Claim>) =>
      after(
        { ...facts, claims: [{ ...CLAIM, dueOn: null, demandedOn: "2026-04-16", ...more }] },
        "2026-06-30",
      ).amounts.interest;
    expect(interest(SWEDEN, { interestStated: false })).toBe(0n);
    expect(interest(SWEDEN, { interestStated: true })).toBeGreaterThan(0n);
    expect(interest({ ...SWEDEN, debtorKind: "business" }, { interestStated: false })).toBeGreaterThan(0n);
    expect(interest(NORWAY, { interestStated: false })).toBeGreaterThan(0n);
  });

  it("is the same in whatever order events were written down, as long as their days are", () => {
    const events = [paid("2026-05-18", 100_000n), paid("2026-05-11", 50_000n)];
    expect(after(NORWAY, "2026-06-01", ...events)).toEqual(
      after(NORWAY, "2026-06-01", ...events.toReversed()),
    );
  });
});
