/**
 * What a creditor may not ask of a plan, because the law sets it. The usual slips are answered at once, in the words of
 * the option; then every plan that is new is lived through (`checkPlan`), and none that breaks the law is stored (B9).
 */
import { GRACE_BANKING_DAYS, PLANS, type Plan, type PlanStepKind } from "@innfri/claims";
import { type Citation, citationText, decision, no, RULES, type RuleId, se, type Term } from "@innfri/law";
import { type CreditorSettings, planFor } from "./creditor-settings.ts";
import { lawfulnessOf } from "./lawful-plan.ts";
import { planNamed } from "./plan-file.ts";

export type SettingProblem = {
  /** The option that is wrong, as the command line writes it. */
  readonly option: string;
  readonly message: string;
  /** The provision, where the law is the reason. */
  readonly citation: string | null;
  /** The same provision, with where it can be read. */
  readonly law?: Citation;
};

type Limit = { readonly least: number; readonly rule: RuleId; readonly unit?: string };
type Limits = Readonly<Partial<Record<PlanStepKind, Limit>>>;

const least = (term: Term): Limit => ({ least: term.value, rule: term.rule });

const TERM_LIMITS: Readonly<Record<"NO" | "SE", Limits>> = {
  NO: { notice: least(no.NOTICE_MIN_DAYS), demand: least(no.DEMAND_MIN_DAYS) },
  SE: { demand: least(se.DEMAND_MIN_DAYS) },
};

/** Money ordered on a deadline's last day has so many banking days to arrive before a step that costs anything. */
const grace = (rule: RuleId): Limit => ({ least: GRACE_BANKING_DAYS, rule, unit: "banking days" });

// A notice that bears a fee may not come before this day.
const WAIT_LIMITS: Readonly<Record<"NO" | "SE", Limits>> = {
  NO: {
    notice: least(no.FEE_FREE_DAYS),
    demand: grace("no.payment.grace"),
    heavy: least(no.HEAVY_AFTER_DEADLINE),
  },
  SE: { demand: grace("se.payment.grace") },
};

export type PlanChangesInput = CreditorSettings["changes"];

/** What is wrong with changes to a plan; empty when they may stand. */
export function planProblems(
  plan: Plan | undefined,
  changes: PlanChangesInput,
  country: "NO" | "SE",
): SettingProblem[] {
  if (plan === undefined) return [];
  const problems: SettingProblem[] = [];
  for (const [step, days] of entries(changes.waits)) {
    const own = plan.steps.find((one) => one.step === step);
    if (own === undefined || step === "collection-list")
      problems.push(wrong("--wait", `the plan ${plan.name} has no wait for the step ${step}`));
    else if (step === "notice" && own.fee === "none")
      continue; // a notice without a fee may come sooner
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
    else if (channels.length === 0 || channels.some((one) => one !== "email" && one !== "post"))
      problems.push(
        wrong(
          "--channel",
          `${step}=${channels.join(",")}: letters go by email, by post, or by both in order`,
        ),
      );
    else if (country === "NO" && step === "demand" && channels.includes("email"))
      problems.push({
        option: "--channel",
        message:
          "demand=email: a demand by e-mail needs the debtor's consent, which is not recorded yet; post stays",
        citation: "Innfri decision D8",
        law: decision("D8"),
      });
  }
  return problems;
}

/** The counter-examples of the plans that the new settings have and the old ones had not. */
export function unlawfulPlans(before: CreditorSettings, after: CreditorSettings): SettingProblem[] {
  const known = new Set([...Object.values(PLANS), ...plansOf(before)].map(asText));
  const asked = new Map(plansOf(after).map((plan) => [asText(plan), plan]));
  return [...asked].flatMap(([text, plan]) => {
    const check = known.has(text) ? null : lawfulnessOf(plan);
    return check?.kind !== "unlawful"
      ? []
      : check.counterExamples.map(({ text, citation }) => ({
          option: "--plan",
          message: text,
          citation: citationText(citation),
          law: citation,
        }));
  });
}

/** The plan of every customer, the common one first. */
function plansOf(settings: CreditorSettings): Plan[] {
  if (planNamed(settings.plan, settings.ownPlan) === undefined) return [];
  const customers = Object.entries(settings.debtors).filter(([, { changes }]) => changes !== undefined);
  return ["", ...customers.map(([number]) => number)].map((number) => planFor(settings, number));
}

function asText({ country, steps }: Plan): string {
  return JSON.stringify([country, steps]);
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
      message:
        limit.unit === undefined
          ? `${step}=${days}: the law asks for at least ${limit.least} days`
          : `${step}=${days}: money ordered in time has at least ${limit.least} ${limit.unit} to arrive`,
      citation: citationText(RULES[limit.rule].citation),
      law: RULES[limit.rule].citation,
    },
  ];
}

function wrong(option: string, message: string): SettingProblem {
  return { option, message, citation: null };
}

function entries<V>(record: Readonly<Partial<Record<PlanStepKind, V>>> | undefined): [PlanStepKind, V][] {
  return Object.entries(record ?? {}) as [PlanStepKind, V][];
}
