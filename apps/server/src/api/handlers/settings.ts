import { PLANS, type Plan, type PlanCheck } from "@innfri/claims";
import { type CalendarDate, date, formatMinor, isUuid, type Uuid } from "@innfri/kernel";
import { RULES } from "@innfri/law";
import { clockOf } from "../../clock.ts";
import type { CreditorInput } from "../../engine/creditor-input.ts";
import {
  type CreditorSettings,
  DEFAULT_OBJECTION_DAYS,
  missingRules,
  NOTHING_FOR_DEBTORS,
  planFor,
} from "../../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../../engine/creditors.ts";
import { knownLawfulness, rememberLawfulness } from "../../engine/lawful-plan.ts";
import type { SettingProblem } from "../../engine/legal-limits.ts";
import { planNamed, readPlanFile } from "../../engine/plan-file.ts";
import { offload } from "../../offload/offload.ts";
import { type Tx, withCreditor } from "../../store/index.ts";
import { changeInTransaction, lockSettings, versionOfSettings } from "../../usecases/change-creditor.ts";
import { openInvoices } from "../../usecases/open-invoices.ts";
import { previewPlan } from "../../usecases/preview-plan.ts";
import type { Befallen, PlanReplay, Way } from "../../usecases/replay-plan.ts";
import { settingsVersions } from "../../usecases/settings-versions.ts";
import type { Asked, Handlers } from "../handler.ts";
import { isAsSeen } from "../if-match.ts";
import { type Refusal, Refused, refusal } from "../problem.ts";
import { sentence } from "./claims.ts";
import { instantOf } from "./overview.ts";

type SettingsOperation =
  | "getSettings"
  | "changeSettings"
  | "listSettingsVersions"
  | "listPlans"
  | "checkPlan"
  | "replayPlan"
  | "previewPlan"
  | "takePlan";

export const SETTINGS_HANDLERS: Pick<Handlers, SettingsOperation> = {
  getSettings: ({ deployment, creditor, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { today } = clockOf(creditor, now);
      const settings = await standing(tx, creditor, today);
      const { newest, validFrom } = await versionOfSettings(tx, creditor.creditorId, today);
      const missing = missingBody(missingRules(settings, creditor.country));
      return {
        body: { on: today, validFrom, settings: settingsBody(settings), missing },
        version: versionText(newest),
      };
    }),

  changeSettings: async (tx, asked) => {
    const outcome = await change(tx, asked, inputOf(asked.body));
    if ("problem" in outcome) return outcome;
    const { missing, ...changed } = outcome.done;
    return { body: { ...changed, missing: missingBody(missing) }, version: outcome.version };
  },

  listSettingsVersions: ({ deployment, creditor, query }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const versions = await settingsVersions(tx, creditor.creditorId, query.limit);
      const items = versions.map(({ recordedAt, changed, ...one }) => ({
        ...one,
        recordedAt: instantOf(recordedAt),
        changed: changed.map(fieldOfSetting),
      }));
      return { body: { items } };
    }),

  listPlans: ({ deployment, creditor, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const settings = await standing(tx, creditor, clockOf(creditor, now).today);
      const inUse = planNamed(settings.plan, settings.ownPlan) === undefined ? null : planFor(settings, "");
      const own = settings.ownPlan === undefined ? [] : [settings.ownPlan];
      const builtIn = Object.values(PLANS).filter(({ country }) => country === creditor.country);
      return {
        body: {
          inUse: inUse === null ? null : planBody(inUse),
          items: [
            ...own.map((plan) => ({ isOwn: true, plan: planBody(plan) })),
            ...builtIn.map((plan) => ({ isOwn: false, plan: planBody(plan) })),
          ],
        },
      };
    }),

  checkPlan: async (_tx, { body, creditor }) => ({
    body: checkBody(await checked(planOf(body.plan, creditor))),
  }),

  replayPlan: async ({ deployment, body, creditor, now }) => {
    const plan = planOf(body.plan, creditor);
    const { pool, operator } = deployment;
    const url = pool.connections.options.connectionString!;
    const { creditorId } = creditor;
    const replay = await offload({ kind: "replay-plan", plan, url, creditorId, operator, now });
    return { body: replayBody(replay) };
  },

  previewPlan: async (tx, { body, creditor, deployment, now }) => {
    const plan = planOf(body.plan, creditor);
    const settings = await standing(tx, creditor, clockOf(creditor, now).today);
    const ids = body.claimIds?.filter((id): id is Uuid => isUuid(id)) ?? null;
    const invoices = await openInvoices(tx, creditor.creditorId, ids);
    const reminderFeeAgreed = settings.terms.reminderFeeAgreed === true;
    const from = body.from === undefined ? null : date(body.from);
    const steps = previewPlan(
      plan,
      invoices.map((invoice) => ({ ...invoice, number: invoice.claimId, reminderFeeAgreed })),
      { operator: deployment.operator.kind, from },
    );
    const numberOf = new Map(invoices.map(({ claimId, number }) => [claimId as string, number]));
    return {
      body: {
        steps: steps.map(({ invoices: claimIds, addsMinor, totalMinor, ...step }) => ({
          ...step,
          claimIds: [...claimIds],
          invoiceNumbers: claimIds.map((claimId) => numberOf.get(claimId) ?? ""),
          adds: formatMinor(addsMinor),
          total: totalMinor === null ? null : formatMinor(totalMinor),
        })),
      },
    };
  },

  takePlan: async (tx, asked) => {
    const ownPlan = planOf(asked.body.plan, asked.creditor);
    await checked(ownPlan);
    const outcome = await change(tx, asked, { ownPlan });
    if ("problem" in outcome) return outcome;
    const { changed, filesToLookAt } = outcome.done;
    return { body: { changed, filesToLookAt }, version: outcome.version };
  },
};

type OnSettings = Pick<Asked<"takePlan">, "creditor" | "caller" | "now" | "ifMatch">;

async function change(tx: Tx, { creditor, caller, now, ifMatch }: OnSettings, input: CreditorInput) {
  const { creditorId } = creditor;
  const { today } = clockOf(creditor, now);
  await lockSettings(tx, creditorId);
  const seen = await versionOfSettings(tx, creditorId, today);
  if (!isAsSeen(ifMatch, versionText(seen.newest)))
    return refusal(
      "changed-meanwhile",
      "The rules have been changed since they were read. Nothing was done: read them again.",
    );
  const outcome = await changeInTransaction(tx, creditor, input, caller.actor, now);
  if (outcome.kind === "wrong") return wrong(outcome.problems);
  const { newest } = await versionOfSettings(tx, creditorId, today);
  const { missing, filesToLookAt } = outcome;
  return {
    done: { changed: outcome.kind === "changed", filesToLookAt, missing },
    version: versionText(newest),
  };
}

/** What the law does not let be is refused with its provision; anything else is a field that is not as it must be. */
export function wrong(problems: readonly SettingProblem[]): Refusal {
  const lawful = problems.find(({ citation }) => citation !== null);
  const errors = problems.map(({ option, message }) => ({ path: fieldOfOption(option), message }));
  const detail = `${sentence((lawful ?? problems[0]!).message)} Nothing was changed.`;
  if (lawful === undefined) return refusal("invalid", detail, { errors });
  const because = { text: lawful.message, citation: lawful.law ?? null };
  return refusal("refused", detail, { errors, because });
}

const FIELD_OF_OPTION: Readonly<Record<string, string>> = {
  "--org": "organisationNumber",
  "--wait": "changes.waits",
  "--term": "changes.terms",
  "--channel": "changes.channels",
  "--posting-days": "postDays",
};

function fieldOfOption(option: string): string {
  const plain = option
    .replace(/^--/, "")
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return FIELD_OF_OPTION[option] ?? plain;
}

async function standing(tx: Tx, { creditorId }: Creditor, on: CalendarDate): Promise<CreditorSettings> {
  const settings = await settingsOn(tx, creditorId, on);
  if (settings === undefined) throw new Error(`creditor ${creditorId} has no settings on ${on}`);
  return settings;
}

function planOf(draft: unknown, { country }: Creditor): Plan {
  const read = readPlanFile(JSON.stringify(draft));
  if (read.kind === "malformed")
    throw new Refused(
      refusal("invalid", `body: plan: ${read.problems[0]!.message}. Nothing was done.`, {
        errors: read.problems.slice(0, 20).map(({ at, message }) => ({ path: `plan.${at}`, message })),
      }),
    );
  if (read.plan.country === country) return read.plan;
  throw new Refused(
    refusal("invalid", `body: plan: it is for ${read.plan.country}, and the company is in ${country}.`, {
      errors: [{ path: "plan.country", message: `is not ${country}` }],
    }),
  );
}

function inputOf(body: Asked<"changeSettings">["body"]): CreditorInput {
  const { postDays, ...rest } = body;
  const days = postDays === undefined ? {} : { postingDays: { post: String(postDays) } };
  return { ...rest, ...days } as CreditorInput;
}

function missingBody(missing: readonly { readonly field: string; readonly why: string }[]) {
  return missing.map(({ field, why }) => ({ field, why }));
}

function settingsBody(settings: CreditorSettings) {
  const {
    ownPlan: _,
    send: __,
    debtors,
    terms,
    postingDays,
    runAt,
    contactHours,
    pressure,
    ...rest
  } = settings;
  return {
    ...rest,
    brand: rest.brand ?? null,
    runAt: runAt ?? null,
    terms: {
      ...terms,
      dayCount: terms.dayCount ?? null,
      firstInterestDay: terms.firstInterestDay ?? null,
      allocation: terms.allocation ?? null,
    },
    contactHours: contactHours ?? null,
    pressure: pressure ?? null,
    freshWithin: rest.freshWithin ?? null,
    postDays: postingDays?.post ?? null,
    objectionDays: rest.objectionDays ?? DEFAULT_OBJECTION_DAYS,
    sourceReminds: rest.sourceReminds ?? false,
    remindedInvoices: rest.remindedInvoices ?? [],
    forDebtors: rest.forDebtors ?? NOTHING_FOR_DEBTORS,
    customers: debtors,
  };
}

function fieldOfSetting(field: string): string {
  return field === "debtors" ? "customers" : field === "ownPlan" ? "plan" : field;
}

type PlanBody = Asked<"takePlan">["body"]["plan"];

function planBody(plan: Plan): PlanBody {
  return structuredClone(plan) as unknown as PlanBody;
}

/** Lived through on a thread of its own, and remembered for when it is taken into use. */
async function checked(plan: Plan): Promise<PlanCheck> {
  return knownLawfulness(plan) ?? rememberLawfulness(plan, await offload({ kind: "check-plan", plan }));
}

function replayBody(replay: PlanReplay) {
  if (replay.kind === "no-history") return { replay: null };
  const { from, through, claims, customers, claimsAlike, asItWas, underPlan, known, unknown } = replay;
  return {
    replay: {
      ...{ from, through, claims, customers, claimsAlike },
      ...{ asItWas: wayBody(asItWas), underPlan: wayBody(underPlan) },
      ...{ known: befallenBody(known), unknown: befallenBody(unknown) },
    },
  };
}

function wayBody({ steps, letters, claimsWithoutLetter, firstLetterDays, chargedMinor }: Way) {
  return {
    ...{ letters, claimsWithoutLetter, firstLetterDays },
    steps: Object.fromEntries(steps),
    charged: Object.fromEntries([...chargedMinor].map(([item, minor]) => [item, formatMinor(minor)])),
  };
}

function befallenBody({ paidMinor, ...rest }: Befallen) {
  return { paid: formatMinor(paidMinor), ...rest };
}

function checkBody(check: PlanCheck) {
  const { stories, steps, dueDays, from, through, unreached } = check.explored;
  const found = check.kind === "lawful" ? [] : check.counterExamples;
  return {
    isLawful: check.kind === "lawful",
    explored: { invoices: stories, steps, dueDays, from, through, unreached: [...unreached] },
    counterExamples: found.map(({ rule, citation, text, ...one }) => ({
      ...one,
      because: { text: text === "" ? RULES[rule].title : text, citation },
    })),
  };
}

function versionText(version: number): string {
  return `"${version}"`;
}
