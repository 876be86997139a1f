import { date } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { type Tx, withCreditor } from "../../store/index.ts";
import { addInTransaction } from "../../usecases/add-creditor.ts";
import { addAuditLine } from "../../usecases/audit-lines.ts";
import { importInvoices } from "../../usecases/import-invoices.ts";
import {
  acceptDifference,
  activate,
  keepTrial,
  missingToday,
  readTrial,
  type TrialImport,
  trialRefusedRows,
} from "../../usecases/trial-imports.ts";
import { CSV_TYPE, csvHead, csvLine } from "../csv.ts";
import type { Asked, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { sentence } from "./claims.ts";
import { notImported, readingOf } from "./imports.ts";
import { wrong } from "./settings.ts";

type OnboardingOperation =
  | "addCompany"
  | "tryImport"
  | "getTrialImport"
  | "listTrialRefusedRows"
  | "getTrialRefusedFile"
  | "acceptDifference"
  | "getOnboarding"
  | "activateCompany";

/** No more are kept of a trial than an import lists. */
const MOST_IN_A_FILE = 10_000;

export const ONBOARDING_HANDLERS: Pick<Handlers, OnboardingOperation> = {
  addCompany: async (tx, { deployment, body, caller, now }) => {
    const { name, organisationNumber, country, isSandbox, clockOn } = body;
    const outcome = await addInTransaction(
      tx,
      deployment.operator,
      {
        ...{ country, isSandbox, awaitsActivation: true },
        clockOn: clockOn === undefined ? null : date(clockOn),
        input: { name, organisationNumber },
      },
      now,
    );
    if (outcome.kind === "wrong") return wrong(outcome.problems);
    const { creditorId } = outcome;
    const line = { actor: caller.actor, act: "company-added", subject: `company:${creditorId}`, creditorId };
    if (outcome.kind === "added") await addAuditLine(tx, line, now);
    const missing = outcome.missing.map(({ field, why }) => ({ field, why }));
    return { body: { creditorId, isNew: outcome.kind === "added", missing } };
  },

  tryImport: async ({ deployment, creditor, caller, query, file, now }) => {
    const { creditorId } = creditor;
    const { controlCount, controlSum } = query;
    if ((controlCount === undefined) !== (controlSum === undefined))
      return refusal(
        "invalid",
        "query: control: give the count and the sum, or neither. Nothing was tried.",
        {
          errors: [
            { path: controlCount === undefined ? "controlCount" : "controlSum", message: "is missing" },
          ],
        },
      );
    const options = { ...readingOf(query), isDryRun: true };
    const outcome = await importInvoices(deployment, creditorId, file.source, options, now);
    if (outcome.kind !== "imported") return notImported(outcome);
    const control =
      controlCount === undefined || controlSum === undefined
        ? null
        : { count: controlCount, sum: controlSum };
    const given = { sha256: file.sha256, control, actor: caller.actor };
    return withCreditor(deployment.pool, creditorId, async (tx) => {
      const trialId = await keepTrial(tx, creditorId, outcome, given, now);
      return { body: trialBody((await readTrial(tx, creditorId, trialId))!) };
    });
  },

  getTrialImport: ({ deployment, creditor, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => ({
      body: trialBody(await trialOf(tx, creditor, params.trialId)),
    })),

  listTrialRefusedRows: ({ deployment, creditor, params, query }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { id } = await trialOf(tx, creditor, params.trialId);
      return { body: { items: await trialRefusedRows(tx, creditor.creditorId, id, query) } };
    }),

  getTrialRefusedFile: ({ deployment, creditor, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { id } = await trialOf(tx, creditor, params.trialId);
      const rows = await trialRefusedRows(tx, creditor.creditorId, id, { after: 0, limit: MOST_IN_A_FILE });
      const lines = rows.map(({ line, number, code, reason }) =>
        csvLine([{ number: String(line) }, { text: number }, { text: code }, { text: reason }], "comma"),
      );
      const head = csvHead(["line", "number", "code", "reason"], "comma");
      return { body: { type: CSV_TYPE, name: "refused.csv", bytes: Buffer.from([head, ...lines].join("")) } };
    }),

  acceptDifference: async (tx, { creditor, params, body, caller, now }) => {
    const trial = await trialOf(tx, creditor, params.trialId);
    if (caller.kind !== "user")
      return refusal("refused", "A difference is accepted by a person who is signed in. Nothing was done.");
    const given = { ...body, actor: caller.actor };
    const whyNot = await acceptDifference(tx, creditor.creditorId, trial, given, now);
    if (whyNot !== null) return refusal("refused", `${sentence(whyNot)} Nothing was done.`);
    return { body: trialBody(await trialOf(tx, creditor, params.trialId)) };
  },

  getOnboarding: ({ deployment, creditor, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const trial = (await readTrial(tx, creditor.creditorId, null)) ?? null;
      const missing = (await missingToday(tx, creditor, now)).map(({ field, why }) => ({ field, why }));
      const isActive = !creditor.awaitsActivation;
      return {
        body: {
          ...{ isActive, missing },
          next: nextOf(isActive, missing.length, trial),
          trial: trial === null ? null : trialBody(trial),
        },
      };
    }),

  activateCompany: async (tx, { creditor, body, caller, now }) => {
    const trial = await trialOf(tx, creditor, body.trialId);
    const { today } = clockOf(creditor, now);
    const whyNot = await activate(tx, creditor, trial, caller.actor, today, now);
    if (whyNot !== null) return refusal("refused", `${sentence(whyNot)} Nothing was done.`);
    return { body: { isActive: true, today } };
  },
};

function nextOf(isActive: boolean, missing: number, trial: TrialImport | null) {
  if (isActive) return "done";
  if (missing > 0) return "rules";
  if (trial === null || trial.difference === null) return "trial";
  return trial.isReconciled ? "activate" : "reconcile";
}

async function trialOf(
  tx: Tx,
  { creditorId }: Asked<"getTrialImport">["creditor"],
  id: string,
): Promise<TrialImport> {
  const trial = await readTrial(tx, creditorId, id);
  if (trial === undefined)
    throw new Refused(refusal("not-found", "There is no such trial import at this company."));
  return trial;
}

function trialBody({ refused, accepted, ...trial }: TrialImport) {
  return { ...trial, refused: [...refused], accepted: [...accepted] };
}
