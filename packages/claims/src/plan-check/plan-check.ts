/**
 * Can a plan break the law? The plan is lived through on many due days, with every kind of debtor and with what can
 * happen at every point between its steps; each step is held against the duties of its country. The answer is what was
 * explored, or a dated counter-example. Pure, and the same for the same plan.
 */
import type { CalendarDate } from "@innfri/kernel";
import { type Citation, citationText, RULES, type RuleId } from "@innfri/law";
import { rulesOf } from "../account.ts";
import { NO_DUTIES } from "../no/plan-duties.ts";
import type { Plan, PlanStepKind } from "../plan.ts";
import { SE_DUTIES } from "../se/plan-duties.ts";
import { dayWords, stepWords } from "./day-words.ts";
import { calmDueDays, happeningDueDays, type Scope } from "./due-days.ts";
import { type Breach, breachesOf, type Duty } from "./duty.ts";
import { happeningsIn } from "./happenings.ts";
import { type LivedStep, liveThrough } from "./live-through.ts";
import type { JudgedStep, LivedStory, Situation } from "./situation.ts";

export type CounterExample = {
  readonly dueOn: CalendarDate;
  readonly debtorKind: Situation["debtorKind"];
  readonly operator: Situation["operator"];
  readonly step: PlanStepKind;
  readonly on: CalendarDate;
  readonly payBy: CalendarDate | null;
  readonly rule: RuleId;
  readonly citation: Citation;
  /** One sentence with its dates and its provision. */
  readonly text: string;
};

export type Explored = {
  /** Invoices whose plan was lived through, each with its own day, debtor and happening. */
  readonly stories: number;
  /** Those of them in which somebody paid, objected and so on; none where a quiet story broke the law already. */
  readonly unquiet: number;
  readonly steps: number;
  readonly dueDays: number;
  readonly from: CalendarDate;
  readonly through: CalendarDate;
  /** The plan's steps that no story came to: nothing is said about them. */
  readonly unreached: readonly PlanStepKind[];
};

export type PlanCheck =
  | { readonly kind: "lawful"; readonly explored: Explored }
  | {
      readonly kind: "unlawful";
      /** The first one found of each rule and step. */
      readonly counterExamples: readonly [CounterExample, ...CounterExample[]];
      readonly explored: Explored;
    };

const DUTIES: Readonly<Record<Plan["country"], readonly Duty[]>> = { NO: NO_DUTIES, SE: SE_DUTIES };
const DEBTORS = ["person", "business", "public"] as const;
const OPERATORS = ["agency", "self"] as const;

/** Holds a plan, with its creditor's changes laid over it already, against the law of its country. */
export function checkPlan(plan: Plan, scope: Scope = "short"): PlanCheck {
  const exploring = new Exploring(plan);
  const calm = calmDueDays(plan.country, scope);
  const sorts = sortsOf(plan, scope);
  for (const [i, dueOn] of calm.entries()) exploring.live(dueOn, sorts(i), (situation) => [situation]);
  // What is broken on quiet days needs no unquiet ones to show it.
  if (exploring.found.size === 0)
    for (const [i, dueOn] of happeningDueDays(plan.country, scope).entries())
      exploring.live(dueOn, sorts(i), (situation) => happeningsIn(plan, situation));
  const explored = exploring.explored(calm);
  const [first, ...rest] = exploring.found.values();
  return first === undefined
    ? { kind: "lawful", explored }
    : { kind: "unlawful", counterExamples: [first, ...rest], explored };
}

type Sort = Pick<Situation, "debtorKind" | "operator" | "reminderFeeAgreed">;

/**
 * Which debtors and operators a due day is tried with: all of them on the first day, and in the short form one after
 * the other on the rest, because the days of a plan do not hang on them.
 */
function sortsOf({ country }: Plan, scope: Scope): (index: number) => readonly Sort[] {
  const all = DEBTORS.flatMap((debtorKind) =>
    OPERATORS.flatMap((operator) =>
      (country === "SE" ? [true, false] : [false]).map((reminderFeeAgreed) => ({
        debtorKind,
        operator,
        reminderFeeAgreed,
      })),
    ),
  );
  return (index) => (scope === "long" || index === 0 ? all : [all[index % all.length]!]);
}

class Exploring {
  readonly found = new Map<string, CounterExample>();
  readonly #plan: Plan;
  readonly #reached = new Set<PlanStepKind>();
  #stories = 0;
  #unquiet = 0;
  #steps = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  live(
    dueOn: CalendarDate,
    sorts: readonly Sort[],
    situations: (calm: Situation) => readonly Situation[],
  ): void {
    for (const sort of sorts)
      for (const situation of situations({ ...sort, dueOn, happening: { kind: "nothing" } }))
        this.#judge(situation);
  }

  #judge(situation: Situation): void {
    const { calendar } = rulesOf(this.#plan.country);
    this.#stories += 1;
    if (situation.happening.kind !== "nothing") this.#unquiet += 1;
    const before: JudgedStep[] = [];
    const story: LivedStory = { situation, countedOn: calendar.nextBusinessDay(situation.dueOn), before };
    for (const lived of liveThrough(this.#plan, situation)) {
      this.#steps += 1;
      this.#reached.add(lived.asked.step.step);
      for (const [step, { rule, text }] of this.#breaches(lived, story))
        this.#add(situation, step, rule, text);
      if (lived.done !== null) before.push(lived.done);
    }
  }

  /**
   * What was done is lawful in every story. What the plan asks for is lawful where nothing happens: a plan cannot know
   * of a payment or an objection, and there the law's own waits are no fault of it.
   */
  #breaches(
    { asked, done, refusedBy }: LivedStep,
    story: LivedStory,
  ): readonly (readonly [JudgedStep, Breach])[] {
    const duties = DUTIES[this.#plan.country];
    const isCalm = story.situation.happening.kind === "nothing";
    const ofAsked = isCalm ? breachesOf(duties, asked, story) : [];
    const ofDone = done === null ? [] : breachesOf(duties, done, story);
    const refused: readonly Breach[] =
      isCalm && refusedBy !== null && ofAsked.length === 0
        ? [
            {
              rule: refusedBy,
              text: `the ${stepWords(asked.step.step)} is due on ${dayWords(asked.on)} and refused`,
            },
          ]
        : [];
    return [
      ...[...ofAsked, ...refused].map((breach) => [asked, breach] as const),
      ...(done === null ? [] : ofDone.map((breach) => [done, breach] as const)),
    ];
  }

  #add(situation: Situation, step: JudgedStep, rule: RuleId, text: string): void {
    const key = `${rule} ${step.step.step}`;
    if (this.found.has(key)) return;
    const { citation } = RULES[rule];
    const { dueOn, debtorKind, operator } = situation;
    this.found.set(key, {
      dueOn,
      debtorKind,
      operator,
      step: step.step.step,
      on: step.on,
      payBy: step.payBy,
      rule,
      citation,
      text: `${situationWords(situation)}: ${text}.${provisionWords(rule, text)}`,
    });
  }

  explored(dueDays: readonly CalendarDate[]): Explored {
    const sorted = [...dueDays].sort();
    return {
      stories: this.#stories,
      unquiet: this.#unquiet,
      steps: this.#steps,
      dueDays: dueDays.length,
      from: sorted[0]!,
      through: sorted.at(-1)!,
      unreached: this.#plan.steps.map(({ step }) => step).filter((step) => !this.#reached.has(step)),
    };
  }
}

/** The provision, where the sentence has not named it. */
function provisionWords(rule: RuleId, said: string): string {
  const { citation, title } = RULES[rule];
  return said.includes(citationText(citation)) ? "" : ` ${title} (${citationText(citation)}).`;
}

const DEBTOR_WORDS = { person: "consumer", business: "business", public: "public body" } as const;

/** `Invoice due Thu 30 April 2026, consumer, collected by an agency, paid on Fri 8 May 2026`. */
function situationWords({ dueOn, debtorKind, operator, happening }: Situation): string {
  const who = operator === "agency" ? "collected by an agency" : "collected by the creditor itself";
  const what = happeningWords(happening);
  return `Invoice due ${dayWords(dueOn)}, ${DEBTOR_WORDS[debtorKind]}, ${who}${what === "" ? "" : `, ${what}`}`;
}

function happeningWords(happening: Situation["happening"]): string {
  switch (happening.kind) {
    case "nothing":
      return "";
    case "part-paid":
      return `half paid on ${dayWords(happening.on)}`;
    case "paid":
      return `paid on ${dayWords(happening.on)}`;
    case "paid-in-time":
      return `payment ordered on ${dayWords(happening.orderedOn)}, on the account on ${dayWords(happening.on)}`;
    case "objection":
      return `objected to on ${dayWords(happening.on)}`;
    case "part-objection":
      return `a third objected to on ${dayWords(happening.on)}`;
    case "groundless-objection":
      return `objected to on ${dayWords(happening.on)}, answered on ${dayWords(happening.resolvedOn)}`;
    case "part-credited":
      return `a third credited on ${dayWords(happening.on)}`;
    case "credited":
      return `credited on ${dayWords(happening.on)}`;
    case "held":
      return `held from ${dayWords(happening.on)} to ${dayWords(happening.untilOn)}`;
  }
}
