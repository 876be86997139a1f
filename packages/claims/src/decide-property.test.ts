import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountOn, rulesOf } from "./account.ts";
import type { Automation } from "./decision.ts";
import type { LegalKind } from "./facts.ts";
import { noStandard, type PlanChanges, type PlanStepKind, seStandard, withChanges } from "./plan.ts";
import { Story } from "./test-driver.ts";

const STEPS: readonly PlanStepKind[] = [
  "reminder",
  "notice",
  "collection-list",
  "demand",
  "follow-up",
  "heavy",
  "legal",
  "solvency",
];

const someDays = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.constantFrom(-1, -1_000, 0.5, 1e9, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const byStep = fc.dictionary(fc.constantFrom<string>(...STEPS), someDays, { maxKeys: 4 });
const aWeekday = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const);
const changes = fc.record({
  waits: byStep,
  terms: byStep,
  list: fc.record({ weekday: aWeekday, closesWeekday: aWeekday }, { requiredKeys: [] }),
}) as fc.Arbitrary<PlanChanges>;

const aDay = fc.integer({ min: 0, max: 120 }).map((days) => addDays(date("2026-05-01"), days));

/** What people and banks do to a file on some day. */
const happening = fc.oneof(
  fc.record({ kind: fc.constant("pay" as const), on: aDay, amount: fc.integer({ min: 1, max: 6_000 }) }),
  fc.record({
    kind: fc.constant("hold" as const),
    on: aDay,
    days: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 5 }),
  }),
  fc.record({
    kind: fc.constant("answer" as const),
    on: aDay,
    state: fc.constantFrom("approved" as const, "stopped" as const, "postponed" as const, "lapsed" as const),
  }),
  fc.record({ kind: fc.constant("silent" as const), on: aDay, days: fc.integer({ min: 1, max: 30 }) }),
);

const aTale = fc.record({
  country: fc.constantFrom("NO" as const, "SE" as const),
  operator: fc.constantFrom("self" as const, "agency" as const),
  debtorKind: fc.constantFrom<LegalKind>("consumer", "business", "public"),
  automation: fc.constantFrom<Automation>("suggest", "approve", "automatic"),
  changes,
  claims: fc.array(
    fc.record({
      principalMinor: fc.bigInt({ min: 1n, max: 3_000_000n }),
      due: fc.integer({ min: 0, max: 40 }),
      reminderFeeAgreed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  happenings: fc.array(happening, { maxLength: 6 }),
});
type Tale = typeof aTale extends fc.Arbitrary<infer T> ? T : never;

function lived(tale: Tale, until = "2026-12-31"): Story {
  const { country, operator, debtorKind, automation } = tale;
  const claims = tale.claims.map(({ due, ...claim }, i) => ({
    ...aClaim({ ref: "ABC"[i]!, dueOn: addDays(date("2026-04-15"), due) }),
    ...claim,
  }));
  const plan = withChanges(country === "NO" ? noStandard : seStandard, tale.changes);
  const story = new Story(aFile({ country, operator, debtorKind, claims }), {
    rules: { plan, automation, approveAfterDays: 2 },
  });
  let today: CalendarDate = date("2026-04-15");
  for (const one of [...tale.happenings].sort((a, b) => (a.on < b.on ? -1 : 1))) {
    if (one.on < today) continue;
    story.run(today, addDays(one.on, -1));
    today = one.on;
    if (one.kind === "pay") story.pay(one.on, `${one.amount}.00`);
    else if (one.kind === "hold")
      story.hold("other", one.on, one.days === null ? null : addDays(one.on, one.days));
    else if (one.kind === "silent") today = addDays(one.on, one.days);
    else
      for (const [ref, proposal] of story.proposals)
        if (proposal.state === "open") story.decideProposal(ref, one.state, one.on);
  }
  return story.run(today, until);
}

describe("Whatever a creditor sets and whatever happens", () => {
  // The driver checks each look: letters permitted on their day by the law alone, deadlines no shorter than it asks,
  // business days only, no look before today, every claim answered once, and the day's decisions come to an end.
  it("no step is earlier or dearer than the law has it, and each look leads to the next (S96, S114)", () => {
    fc.assert(
      fc.property(aTale, (tale) => {
        const story = lived(tale);
        for (const { on, decision } of story.takes) {
          if (decision.step !== "heavy") continue;
          const demand = story.takes.find(
            (one) =>
              one.decision.step === "demand" &&
              one.decision.claims.some((ref) => decision.claims.includes(ref)),
          )!;
          expect(on > addDays(demand.decision.payBy!, 28)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a claim takes each step once", () => {
    fc.assert(
      fc.property(aTale, (tale) => {
        const story = lived(tale);
        const taken = story.takes.flatMap(({ decision }) =>
          decision.claims.map((ref) => `${ref} ${decision.step}`),
        );
        expect(taken).toEqual([...new Set(taken)]);
      }),
      { numRuns: 100 },
    );
  });

  it("a debtor is never charged more than the law's ceiling for a case", () => {
    fc.assert(
      fc.property(aTale, (tale) => {
        const story = lived(tale);
        const perClaim = story.facts.claims.length;
        // Sweden: a reminder and a demand for each. Norway: a notice each, the own demand's fee or the heavy costs
        // of the highest band that three such claims reach, one and a half times for a business.
        const ceiling =
          tale.country === "SE" ? 24_000n : tale.operator === "self" ? 3_800n + 11_300n : 3_800n + 540_000n;
        expect(story.chargedMinor).toBeLessThanOrEqual(ceiling * BigInt(perClaim));
      }),
      { numRuns: 100 },
    );
  });

  it("an engine that looks every day comes to the same as one that looks when a look is due", () => {
    fc.assert(
      fc.property(aTale, (tale) => {
        const lazy = lived({ ...tale, happenings: [] });
        const eager = new Story(lazy.facts, { rules: lazy.rules });
        for (let day = date("2026-04-15"); day <= "2026-12-31"; day = addDays(day, 1)) {
          eager.poke(day);
          eager.look(day);
        }
        expect(eager.steps).toEqual(lazy.steps);
        expect(eager.proposals).toEqual(lazy.proposals);
      }),
      { numRuns: 60 },
    );
  });

  it("what was charged and what was paid is what the account says", () => {
    fc.assert(
      fc.property(aTale, (tale) => {
        const story = lived(tale, "2026-10-01");
        const on = date("2026-10-01");
        const account = accountOn(story.now, on);
        const amounts = account.amountsOn(on);
        const costs = account.costs.reduce((sum, cost) => sum + account.costOn(cost, on), 0n);
        expect(costs).toBe(story.chargedMinor);
        expect(amounts.total).toBe(
          story.facts.claims.reduce((sum, { ref }) => sum + account.openOn(ref, on), 0n),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("A plan as a creditor changes it", () => {
  it("keeps what is no number, and holds what is too little or too much within a plan's bounds", () => {
    const plan = withChanges(noStandard, {
      waits: { notice: Number.NaN, demand: -4, heavy: 1e9 },
      terms: { notice: 0.9, demand: 20.9 },
    });
    const of = (step: PlanStepKind) => plan.steps.find((one) => one.step === step);
    expect(of("notice")).toMatchObject({ wait: { after: "due", days: 14 }, termDays: 0 });
    expect(of("demand")).toMatchObject({ wait: { after: "list", bankingDays: 0 }, termDays: 20 });
    expect(of("heavy")).toMatchObject({ wait: { after: "deadline", days: 3_650 } });
  });

  it("changes waits, deadlines, channels and the days of the list, and nothing else (S10)", () => {
    const plan = withChanges(noStandard, {
      waits: { notice: 20, "follow-up": 2 },
      terms: { notice: 21, "follow-up": 9 },
      channels: { notice: ["post"] },
      list: { weekday: 1, closesWeekday: 3, closesAt: "12:00" },
    });
    expect(plan.steps).toEqual([
      { ...noStandard.steps[0], wait: { after: "due", days: 20 }, termDays: 21, channels: ["post"] },
      {
        ...noStandard.steps[1],
        wait: { after: "deadline", weekday: 1 },
        closes: { weekday: 3, time: "12:00", leastDays: 2 },
      },
      noStandard.steps[2],
      { ...noStandard.steps[3], wait: { after: "deadline", bankingDays: 2 } },
      ...noStandard.steps.slice(4),
    ]);
    expect(withChanges(noStandard, {})).toEqual(noStandard);
  });

  it("sends at the law's pace when it is set to nothing at all", () => {
    const none = Object.fromEntries(STEPS.map((step) => [step, 0]));
    const no = new Story(aFile(), {
      rules: { plan: withChanges(noStandard, { waits: none, terms: none }) },
    }).run("2026-04-16", "2026-12-31");
    expect(no.steps).toEqual([
      "2026-05-04 notice A by 2026-05-18: 4505.92",
      "2026-05-22 demand A by 2026-06-05: 5132.55",
      "2026-06-08 follow-up A: 5157.70",
      "2026-07-04 heavy A: 5796.29",
    ]);
    // Without the fourteen days the notice bears no fee.
    expect(no.takes[0]?.decision.charges).toEqual([]);
    const se = new Story(aFile({ country: "SE" }), {
      rules: { plan: withChanges(seStandard, { waits: none, terms: none }) },
    }).run("2026-04-16", "2026-12-31");
    expect(se.takes.map(({ on, decision }) => [on, decision.step, decision.payBy])).toEqual([
      ["2026-05-04", "reminder", "2026-05-04"],
      ["2026-05-05", "demand", "2026-05-13"],
    ]);
    expect(rulesOf("SE").calendar.isBusinessDay(date("2026-05-13"))).toBe(true);
  });

  it("lets the demand wait longer than the list (D12)", () => {
    const plan = withChanges(noStandard, { waits: { demand: 10 } });
    const story = new Story(aFile(), { rules: { plan } }).run("2026-04-16", "2026-06-30");
    expect(story.steps[1]).toMatch(/^2026-06-12 demand/);
  });
});
