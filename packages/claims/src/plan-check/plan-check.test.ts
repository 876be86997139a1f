import { describe, expect, it } from "vitest";
import {
  noGentle,
  noStandard,
  PLANS,
  type Plan,
  type PlanStep,
  type PlanStepKind,
  seStandard,
  withChanges,
} from "../plan.ts";
import { type CounterExample, checkPlan } from "./plan-check.ts";

function withStep(plan: Plan, kind: PlanStepKind, change: Partial<PlanStep>): Plan {
  return {
    ...plan,
    name: "own",
    steps: plan.steps.map((step) => (step.step === kind ? { ...step, ...change } : step)),
  };
}

function without(plan: Plan, ...kinds: readonly PlanStepKind[]): Plan {
  return { ...plan, name: "own", steps: plan.steps.filter(({ step }) => !kinds.includes(step)) };
}

function counterExamples(plan: Plan): readonly CounterExample[] {
  const answer = checkPlan(plan);
  return answer.kind === "lawful" ? [] : answer.counterExamples;
}

describe("A plan that comes with Innfri (B9)", () => {
  it.each(Object.values(PLANS))(
    "$name breaks no duty, whenever an invoice falls due and whatever happens",
    (plan) => {
      const started = performance.now();
      const answer = checkPlan(plan);
      expect(answer.kind === "unlawful" ? answer.counterExamples.map(({ text }) => text) : []).toEqual([]);
      expect(answer.explored).toMatchObject({ from: "2016-01-04", through: "2026-07-31", unreached: [] });
      expect(answer.explored.dueDays).toBeGreaterThan(500);
      expect(answer.explored.stories).toBeGreaterThan(2_000);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});

describe("A plan that could break the law is answered with a dated counter-example (B9)", () => {
  it("says the invoice, the step, its days, the number and the provision in one sentence", () => {
    const [first] = counterExamples(withStep(noStandard, "notice", { termDays: 12 }));
    expect(first).toMatchObject({
      dueOn: "2026-04-30",
      debtorKind: "person",
      operator: "agency",
      step: "notice",
      on: "2026-05-15",
      payBy: "2026-05-27",
      rule: "no.notice.deadline",
    });
    expect(first?.text).toBe(
      "Invoice due Thu 30 April 2026, consumer, collected by an agency: the notice leaves on Fri 15 May 2026 with deadline Wed 27 May 2026, 12 days later; inkassoloven § 9 asks for 14.",
    );
  });

  it.each<[string, Plan, string, RegExp]>([
    [
      "a demand with 13 days",
      withStep(noStandard, "demand", { termDays: 13 }),
      "no.demand.deadline",
      /13 days later; inkassoloven § 10 asks for 14/,
    ],
    [
      "a Swedish demand with 7 days",
      withStep(seStandard, "demand", { termDays: 7 }),
      "se.demand.deadline",
      /asks for 8/,
    ],
    [
      "a demand without a notice",
      withStep(without(noStandard, "notice", "collection-list"), "demand", {
        wait: { after: "due", days: 30 },
      }),
      "no.demand.after-notice",
      /the demand comes|the demand leaves on .* and no collection notice was sent before it/,
    ],
    [
      "a demand before the creditor had the collection list",
      withStep(without(noStandard, "collection-list"), "demand", {
        wait: { after: "deadline", bankingDays: 3 },
      }),
      "no.collection-list",
      /the creditor had no collection list before it/,
    ],
    [
      "a list that closes the day after",
      withStep(noStandard, "collection-list", { closes: { weekday: 3, time: "08:00", leastDays: 1 } }),
      "no.collection-list",
      /closes on Wed \d+ \w+ \d+, 1 day later; 2 lie between them/,
    ],
    [
      "a notice with a fee on day 13",
      withStep(noStandard, "notice", { wait: { after: "due", days: 13 } }),
      "no.notice-fee.earliest",
      /13 days after the due day .*; inkassoforskriften § 1-2 asks for 14/,
    ],
    [
      "a demand on the day after the notice's deadline",
      withStep(without(noStandard, "collection-list"), "demand", {
        wait: { after: "deadline", bankingDays: 0 },
      }),
      "no.payment.grace",
      /money ordered on the deadline before it, Fri 29 May 2026, has until Wed 3 June 2026 to arrive/,
    ],
    [
      "a Swedish demand on the second banking day after the reminder's deadline",
      withStep(seStandard, "demand", { wait: { after: "deadline", bankingDays: 2 } }),
      "se.payment.grace",
      /Innfri decision D12/,
    ],
    [
      "a notice that does not wait for the friendly reminder's own days, over Easter alone",
      withStep(noGentle, "notice", { wait: { after: "due", days: 14 } }),
      "no.payment.grace",
      /^Invoice due .* the notice leaves on .* the deadline before it/,
    ],
    [
      "a demand by e-mail",
      withStep(noStandard, "demand", { channels: ["email"] }),
      "no.demand.channel",
      /the demand leaves on Fri 5 June 2026 by e-mail/,
    ],
    [
      "a demand by post with e-mail as the way out",
      withStep(noStandard, "demand", { channels: ["post", "email"] }),
      "no.demand.channel",
      /by e-mail/,
    ],
    [
      "a notice by no channel",
      withStep(noStandard, "notice", { channels: [] }),
      "no.electronic-notice",
      /no channel/,
    ],
    [
      "heavy costs on day 28",
      withStep(noStandard, "heavy", { wait: { after: "deadline", days: 28 } }),
      "no.recovery-costs.heavy",
      /28 days after the demand's deadline Fri 19 June 2026; inkassoforskriften § 2-3 asks for 29/,
    ],
    [
      "legal steps on the demand's last day",
      withStep(without(noStandard, "follow-up", "heavy"), "legal", { wait: { after: "deadline", days: 0 } }),
      "no.court.after-demand",
      /before the demand's deadline Fri 19 June 2026 has passed/,
    ],
    [
      "legal steps when the demand is too old",
      withStep(without(noStandard, "follow-up", "heavy"), "legal", {
        wait: { after: "deadline", days: 200 },
      }),
      "no.demand.validity",
      /was good until/,
    ],
    [
      "the solvency question without a demand",
      withStep(without(seStandard, "demand"), "solvency", { wait: { after: "due", days: 30 } }),
      "se.court.after-demand",
      /no demand was sent before it/,
    ],
    [
      "a reminder that is to be paid the same day",
      withStep(noGentle, "reminder", { termDays: 0 }),
      "no.good-practice",
      /to be paid the same day/,
    ],
  ])("%s", (_what, plan, rule, text) => {
    const found = counterExamples(plan);
    expect(found.map((one) => one.rule)).toContain(rule);
    expect(found.find((one) => one.rule === rule)?.text).toMatch(text);
  });

  it("the holiday that shows it is found, however rare", () => {
    // Fourteen days are enough all year, save over Easter and Christmas.
    const [found] = counterExamples(withStep(noGentle, "notice", { wait: { after: "due", days: 14 } }));
    expect(found?.on.slice(5) ?? "").toMatch(/^(12|01|04)-/);
  });
});

describe("A plan that is slower, milder or dearer on paper than the law lets it be is lawful", () => {
  it.each<[string, Plan]>([
    // The law makes it free (inkassoforskriften § 1-2); nothing is charged.
    ["a reminder on the first day that asks for a fee", withStep(noGentle, "reminder", { fee: "standard" })],
    [
      "an early notice without a fee",
      withStep(noStandard, "notice", { fee: "none", wait: { after: "due", days: 3 } }),
    ],
    ["a friendly reminder and nothing else", without(noGentle, ...noStandard.steps.map(({ step }) => step))],
    ["longer waits and deadlines", withChanges(noStandard, { waits: { notice: 40 }, terms: { demand: 30 } })],
    [
      "a fee-bearing reminder with 14 days before the notice: two fees",
      withStep(
        withStep(noGentle, "reminder", { fee: "standard", wait: { after: "due", days: 14 }, termDays: 14 }),
        "notice",
        { wait: { after: "due", days: 35, graceBankingDays: 3 } },
      ),
    ],
    [
      "a Swedish demand without a reminder",
      withStep(without(seStandard, "reminder"), "demand", {
        wait: { after: "due", days: 20 },
      }),
    ],
  ])("%s", (_what, plan) => {
    expect(counterExamples(plan).map(({ text }) => text)).toEqual([]);
  });

  it("a step that no story comes to is named, because nothing is said about it", () => {
    const plan = withStep(noStandard, "legal", {
      onlyFor: "agency",
      wait: { after: "list", bankingDays: 9_000 },
    });
    expect(checkPlan(plan).explored.unreached).toEqual(["legal"]);
  });
});
