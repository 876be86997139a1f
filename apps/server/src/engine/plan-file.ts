/** A plan as a file holds it: its shape, checked field by field. Whether it is lawful is asked of the core. */
import { PLANS, type Plan, type PlanStep, type PlanStepKind } from "@innfri/claims";
import { z } from "zod";
import { readJsonText } from "../json-text.ts";
import { placeOf, plainIssue } from "../plain-issue.ts";

export type PlanProblem = { readonly at: string; readonly message: string };

export type PlanRead =
  | { readonly kind: "plan"; readonly plan: Plan }
  | { readonly kind: "malformed"; readonly problems: readonly PlanProblem[] };

/** The steps that each country's plans may have. */
const STEPS_OF: Readonly<Record<Plan["country"], readonly PlanStepKind[]>> = {
  NO: ["reminder", "notice", "collection-list", "demand", "follow-up", "heavy", "legal"],
  SE: ["reminder", "demand", "solvency"],
};

const LETTERS: readonly PlanStepKind[] = ["reminder", "notice", "demand"];
const ALL_STEPS = [...new Set([...STEPS_OF.NO, ...STEPS_OF.SE])] as [PlanStepKind, ...PlanStepKind[]];

const MOST_DAYS = 3_650;
const days = z
  .int("a whole number of days")
  .min(0, "at least 0 days")
  .max(MOST_DAYS, `at most ${MOST_DAYS} days`);
const weekday = z.union([1, 2, 3, 4, 5].map((day) => z.literal(day)) as never, {
  error: "a weekday from 1 (Monday) to 5 (Friday)",
});

const wait = z
  .strictObject({
    after: z.enum(["due", "deadline", "list"]),
    days: days.optional(),
    bankingDays: days.optional(),
    weekday: weekday.optional(),
    graceBankingDays: days.optional(),
  })
  .superRefine((given, ctx) => {
    const allowed = {
      due: ["days", "graceBankingDays"],
      deadline: ["days", "bankingDays", "weekday"],
      list: ["bankingDays"],
    };
    const fields = Object.keys(given).filter((key) => key !== "after");
    const strange = fields.filter((key) => !allowed[given.after].includes(key));
    const say = (message: string) => ctx.addIssue({ code: "custom", message });
    if (strange.length > 0) say(`a wait after ${given.after} has no ${strange.join(", ")}`);
    else if (given.after === "due" && given.days === undefined) say("a wait after due needs days");
    else if (given.after === "list" && given.bankingDays === undefined)
      say("a wait after list needs bankingDays");
    else if (given.after === "deadline" && fields.length !== 1)
      say("a wait after deadline needs one of days, bankingDays and weekday");
  });

const step = z
  .strictObject({
    step: z.enum(ALL_STEPS),
    wait,
    termDays: days.optional(),
    fee: z.enum(["standard", "none"]).optional(),
    channels: z
      .array(z.enum(["email", "post"]), "email, post, or both in a list")
      .min(1)
      .refine((list) => new Set(list).size === list.length, "each channel once")
      .optional(),
    closes: z
      .strictObject({
        weekday,
        time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 08:00"),
        leastDays: z.int().min(0).max(30),
      })
      .optional(),
    onlyFor: z.enum(["self", "agency"]).optional(),
  })
  .superRefine((given, ctx) => {
    const isLetter = LETTERS.includes(given.step);
    const isList = given.step === "collection-list";
    const needed = isLetter ? ["termDays", "channels"] : isList ? ["closes"] : [];
    const own = [...needed, ...(isLetter ? ["fee"] : []), "step", "wait", "onlyFor"];
    const say = (message: string) => ctx.addIssue({ code: "custom", message });
    for (const key of needed) if (!(key in given)) say(`the step ${given.step} needs ${key}`);
    for (const key of Object.keys(given)) if (!own.includes(key)) say(`the step ${given.step} has no ${key}`);
    const onWeekday = "weekday" in given.wait;
    if (isList && !onWeekday) say("a collection list waits for a weekday after the deadline");
    if (!isList && onWeekday) say("only a collection list waits for a weekday");
  });

/** More than there are kinds; a list without an end would be answered without one. */
const MOST_STEPS = 20;

/** A plan's shape, for a file and for what is stored. */
export const planShape = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "small letters, digits and dashes, at most 40"),
    country: z.enum(["NO", "SE"]),
    steps: z.array(step).min(1).max(MOST_STEPS, `at most ${MOST_STEPS} steps`),
  })
  .superRefine(({ country, steps }, ctx) => {
    const before: PlanStepKind[] = [];
    for (const [i, one] of steps.entries()) {
      const say = (message: string) => ctx.addIssue({ code: "custom", path: ["steps", i], message });
      if (!STEPS_OF[country].includes(one.step))
        say(`no plan for ${country} has the step ${one.step}: there is ${STEPS_OF[country].join(", ")}`);
      if (before.includes(one.step)) say(`the step ${one.step} comes a second time`);
      if (one.wait.after === "deadline" && !before.some((kind) => LETTERS.includes(kind)))
        say(`the step ${one.step} waits after a deadline, and no letter comes before it`);
      if (one.wait.after === "list" && !before.includes("collection-list"))
        say(`the step ${one.step} waits after the list, and no collection-list comes before it`);
      before.push(one.step);
    }
  })
  .transform(({ name, country, steps }): Plan => ({ name, country, steps: steps as readonly PlanStep[] }));

/** Reads a plan from JSON text, or says everything that is wrong with it and where. */
export function readPlanFile(text: string): PlanRead {
  const given = readJsonText(text);
  if (given.kind === "refused")
    return { kind: "malformed", problems: [{ at: "the file", message: given.why }] };
  const parsed = planShape.safeParse(given.value, { error: plainIssue });
  if (parsed.success) return { kind: "plan", plan: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    at: placeOf(path, "the plan"),
    message,
  }));
  return { kind: "malformed", problems };
}

/** The plan that carries a name: one that comes with Innfri, or the creditor's own. */
export function planNamed(name: string | null, own?: Plan): Plan | undefined {
  if (name === null) return undefined;
  return own?.name === name ? own : PLANS[name];
}
