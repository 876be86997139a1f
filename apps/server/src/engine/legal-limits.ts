/** What a creditor may not ask of a plan, because the law sets it: waits and deadlines have a least length. */
import { PLANS, type PlanStepKind } from "@innfri/claims";
import { citationText, no, RULES, type RuleId, se, type Term } from "@innfri/law";
import type { CreditorSettings } from "./creditor-settings.ts";

export type SettingProblem = {
  /** The option that is wrong, as the command line writes it. */
  readonly option: string;
  readonly message: string;
  /** The provision, where the law is the reason. */
  readonly citation: string | null;
};

type Limit = { readonly least: number; readonly rule: RuleId };
type Limits = Readonly<Partial<Record<PlanStepKind, Limit>>>;

const least = (term: Term): Limit => ({ least: term.value, rule: term.rule });

const TERM_LIMITS: Readonly<Record<"NO" | "SE", Limits>> = {
  NO: { notice: least(no.NOTICE_MIN_DAYS), demand: least(no.DEMAND_MIN_DAYS) },
  SE: { demand: least(se.DEMAND_MIN_DAYS) },
};

/** Money ordered on a deadline's last day has so many banking days to arrive before a step that costs anything. */
const GRACE_BANKING_DAYS = 3;

// The notice bears a fee in every plan, and before this day it may not.
const WAIT_LIMITS: Readonly<Record<"NO" | "SE", Limits>> = {
  NO: {
    notice: least(no.FEE_FREE_DAYS),
    demand: { least: GRACE_BANKING_DAYS, rule: "no.payment.grace" },
    heavy: least(no.HEAVY_AFTER_DEADLINE),
  },
  SE: { demand: { least: GRACE_BANKING_DAYS, rule: "se.payment.grace" } },
};

export type PlanChangesInput = CreditorSettings["changes"];

/** What is wrong with changes to a plan; empty when they may stand. */
export function planProblems(
  planName: string | null,
  changes: PlanChangesInput,
  country: "NO" | "SE",
): SettingProblem[] {
  const plan = planName === null ? undefined : PLANS[planName];
  if (plan === undefined) return [];
  const problems: SettingProblem[] = [];
  for (const [step, days] of entries(changes.waits)) {
    const own = plan.steps.find((one) => one.step === step);
    if (own === undefined || step === "collection-list")
      problems.push(wrong("--wait", `the plan ${plan.name} has no wait for the step ${step}`));
    else problems.push(...tooShort("--wait", step, days, WAIT_LIMITS[country][step]));
  }
  for (const [step, days] of entries(changes.terms)) {
    const own = plan.steps.find((one) => one.step === step);
    if (own?.termDays === undefined)
      problems.push(
        wrong("--term", `the plan ${plan.name} has no letter with a deadline for the step ${step}`),
      );
    else if (days < 1) problems.push(wrong("--term", `${step}=${days}: a deadline is at least a day away`));
    else problems.push(...tooShort("--term", step, days, TERM_LIMITS[country][step]));
  }
  for (const [step, channels] of entries(changes.channels)) {
    const own = plan.steps.find((one) => one.step === step);
    if (own?.channels === undefined)
      problems.push(wrong("--channel", `the plan ${plan.name} sends nothing at the step ${step}`));
    else if (country === "NO" && step === "demand" && channels.includes("email"))
      problems.push({
        option: "--channel",
        message:
          "demand=email: a demand by e-mail needs the debtor's consent, which is not recorded yet; post stays",
        citation: "Innfri decision D8",
      });
  }
  return problems;
}

function tooShort(
  option: string,
  step: PlanStepKind,
  days: number,
  limit: Limit | undefined,
): SettingProblem[] {
  if (limit === undefined || days >= limit.least) return [];
  return [
    {
      option,
      message: `${step}=${days}: the law asks for at least ${limit.least} days`,
      citation: citationText(RULES[limit.rule].citation),
    },
  ];
}

function wrong(option: string, message: string): SettingProblem {
  return { option, message, citation: null };
}

function entries<V>(record: Readonly<Partial<Record<PlanStepKind, V>>> | undefined): [PlanStepKind, V][] {
  return Object.entries(record ?? {}) as [PlanStepKind, V][];
}
