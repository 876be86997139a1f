import type { Problem } from "@innfri/contract";
import { date, formatMinor, isUuid, minorFromDecimal, type Uuid } from "@innfri/kernel";
import { RULES } from "@innfri/law";
import { clockOf } from "../../clock.ts";
import type { Act } from "../../engine/act.ts";
import type { WhyNot } from "../../engine/act-outcome.ts";
import { heldBy, STAGES, stageOf, stageOn } from "../../engine/stage.ts";
import { sql, type Tx, withCreditor } from "../../store/index.ts";
import { actInTransaction } from "../../usecases/act-on-claim.ts";
import { agreedPrice, unseenPrice } from "../../usecases/agreed-prices.ts";
import { type ClaimFilter, type ClaimRow, claimPage } from "../../usecases/list-claims.ts";
import { NotSettled, settleObjections } from "../../usecases/objections.ts";
import { permittedActs, type TriedAct } from "../../usecases/permitted-acts.ts";
import { type ClaimView, claimView } from "../../usecases/show-claim.ts";
import { isDay, isNothing, isNumber, pageIn } from "../cursor.ts";
import type { Answered, Asked, Handlers } from "../handler.ts";
import { isAsSeen } from "../if-match.ts";
import { type Refusal, Refused, refusal } from "../problem.ts";

type ClaimOperation =
  | "listClaims"
  | "getClaim"
  | "stopClaim"
  | "postponeClaim"
  | "releaseClaim"
  | "approveStep"
  | "objectToClaim"
  | "settleObjection"
  | "agreeOnPlan"
  | "listActs"
  | "claimCompensation"
  | "recordLegalStep"
  | "recordPaymentOrder";

export const CLAIM_HANDLERS: Pick<Handlers, ClaimOperation> = {
  listClaims: async ({ deployment, creditor, caller, query, now }) => {
    const { creditorId } = creditor;
    const { sort, limit } = query;
    const page = pageIn(`claims ${sort}`, VALUE_OF[sort], query);
    const { rows, next } = await withCreditor(deployment.pool, creditorId, (tx) =>
      claimPage(tx, creditorId, {
        filter: filterOf(query, caller),
        sort,
        after: page.after,
        limit,
        today: clockOf(creditor, now).today,
      }),
    );
    return {
      body: {
        items: rows.map(summaryOf),
        nextCursor: page.nextCursor(next),
      },
    };
  },

  getClaim: async ({ deployment, creditor, caller, params, query, now }) => {
    const { creditorId } = creditor;
    const asOf = query.asOf === undefined ? null : date(query.asOf);
    const outcome = await withCreditor(deployment.pool, creditorId, async (tx) =>
      claimView(tx, { creditor, ...deployment }, await claimOf(tx, creditorId, params.claimId), asOf, now),
    );
    switch (outcome.kind) {
      case "shown":
        return {
          body: claimBody(seenBy(caller, outcome.view)),
          version: versionOf(outcome.view.claim.headSeq),
        };
      case "not-yet":
        return refusal("refused", `${query.asOf} has not come yet: it is ${outcome.today}.`);
      case "before":
        return refusal(
          "refused",
          `The claim was registered on ${outcome.registeredOn} and is not known before.`,
        );
    }
  },

  stopClaim: (tx, asked) => act(tx, asked, { kind: "stop", because: "stopped", ...noted(asked.body.note) }),
  postponeClaim: (tx, asked) =>
    act(tx, asked, { kind: "postpone", until: date(asked.body.until), ...noted(asked.body.note) }),
  releaseClaim: (tx, asked) => act(tx, asked, { kind: "release" }),
  approveStep: (tx, asked) => act(tx, asked, { kind: "approve", choice: asked.body.choice }),
  objectToClaim: (tx, asked) => {
    const { disputed, receivedOn, deservesExamination, reason, invoiceLines, note } = asked.body;
    return act(tx, asked, {
      kind: "object",
      scope: disputed === "whole" ? "whole" : minorFromDecimal(disputed),
      reasonable: deservesExamination,
      ...(receivedOn === undefined ? {} : { received: date(receivedOn) }),
      ...(reason === undefined ? {} : { reason }),
      ...(invoiceLines === undefined ? {} : { invoiceLines }),
      ...noted(note),
    });
  },
  settleObjection: async (tx, asked) => {
    const { deployment, creditor, params, caller, body, now, ifMatch } = asked;
    const target = await claimOf(tx, creditor.creditorId, params.claimId);
    const changed = await changedSince(tx, creditor.creditorId, target, ifMatch);
    if (changed !== null) return changed;
    const settling = {
      outcome: body.outcome,
      toldOn: body.toldOn === undefined ? null : date(body.toldOn),
    };
    const context = { creditor, operator: deployment.operator };
    const outcome = await settleObjections(tx, context, target, settling, caller.actor, now).catch(
      notSettled,
    );
    if (outcome.kind === "refused")
      return refusal("refused", `${sentence(outcome.reason)} Nothing was done.`, becauseIn(outcome));
    const { headSeq } = await headOf(tx, creditor.creditorId, target.claimId);
    return { body: { done: outcome.what }, version: versionOf(headSeq) };
  },
  agreeOnPlan: (tx, asked) => {
    const { firstOn, alsoClaimIds, ...plan } = asked.body;
    const first = firstOn === undefined ? {} : { firstOn: date(firstOn) };
    return act(tx, asked, { kind: "agree", ...plan, ...first, also: alsoClaimIds });
  },
  claimCompensation: (tx, asked) => act(tx, asked, { kind: "compensate" }),
  recordLegalStep: async (tx, asked) => {
    const { step, on, alsoClaimIds, priceSeen } = asked.body;
    const priced = { what: "legal-step", step } as const;
    const price = await agreedPrice(tx, { ...asked, ...asked.deployment }, priced, asked.now);
    const what: Act = { kind: "record", step, on: date(on), also: alsoClaimIds, price };
    return act(tx, asked, what, unseenPrice(price, priceSeen));
  },
  recordPaymentOrder: (tx, asked) => {
    const { state, on, contested, caseNumber } = asked.body;
    return act(tx, asked, {
      ...{ kind: "payment-order", state, on: date(on) },
      ...(contested === undefined ? {} : { contestedMinor: minorFromDecimal(contested) }),
      ...(caseNumber === undefined ? {} : { caseNumber }),
    });
  },

  listActs: async ({ deployment, creditor, params, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const found = await claimOf(tx, creditor.creditorId, params.claimId);
      const { headSeq } = await headOf(tx, creditor.creditorId, found.claimId);
      const acts = await permittedActs(tx, { creditor, ...deployment }, found, now);
      return {
        body: {
          items: (acts ?? []).map(({ act, choice, whyNot, price, charges }) => ({
            ...{ act: OPERATION_OF[act], choice, isPermitted: whyNot === null },
            whyNot: whyNot === null ? null : sentence(whyNot.reason),
            because: becauseOf(whyNot ?? chargedBy(charges)) ?? null,
            notBefore: whyNot?.notBefore ?? null,
            debtorPays: charges === null ? null : formatMinor(charges.minor),
            price,
          })),
        },
        version: versionOf(headSeq),
      };
    }),
};

type Filtered = Asked<"listClaims">["query"];

/** Who has one department sees that one, whatever is asked for. */
export function filterOf(
  { dueBefore, dueFrom, least, most, ...own }: Omit<Filtered, "sort" | "limit" | "cursor">,
  { department }: Pick<Asked<"listClaims">["caller"], "department">,
): ClaimFilter {
  return {
    state: own.state ?? null,
    stage: own.stage ?? null,
    lastStep: own.lastStep ?? null,
    department: department ?? own.department ?? null,
    customerNumber: own.customerNumber ?? null,
    search: own.search ?? null,
    dueBefore: dueBefore === undefined ? null : date(dueBefore),
    dueFrom: dueFrom === undefined ? null : date(dueFrom),
    leastMinor: least === undefined ? null : minorFromDecimal(least),
    mostMinor: most === undefined ? null : minorFromDecimal(most),
  };
}

const VALUE_OF = {
  newest: isNothing,
  "oldest-due": isDay,
  "latest-due": isDay,
  largest: isNumber,
  stage: (value: string) => (STAGES as readonly string[]).includes(value),
} as const;

const OPERATION_OF = {
  approve: "approveStep",
  stop: "stopClaim",
  postpone: "postponeClaim",
  release: "releaseClaim",
  object: "objectToClaim",
  resolve: "settleObjection",
  agree: "agreeOnPlan",
  compensate: "claimCompensation",
  record: "recordLegalStep",
  "payment-order": "recordPaymentOrder",
  withdraw: "withdrawClaim",
  promise: "recordPromise",
} as const satisfies Record<TriedAct["act"], string>;

function chargedBy(charges: TriedAct["charges"]): Pick<WhyNot, "rule"> {
  return charges === null || charges.rule === null ? {} : { rule: charges.rule };
}

/** The law, where it is the reason. */
export function becauseOf({ rule }: Pick<WhyNot, "rule">): Problem["because"] {
  if (rule === undefined) return undefined;
  const { title, citation } = RULES[rule];
  return { text: title, citation };
}

export function becauseIn(why: WhyNot): Pick<Refusal, "because"> {
  const because = becauseOf(why);
  return because === undefined ? {} : { because };
}

function noted(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note };
}

/** Thrown on, so that nothing of it stays. */
export function notSettled(error: unknown): never {
  if (!(error instanceof NotSettled)) throw error;
  throw new Refused(refusal("refused", `${sentence(error.message)} Nothing was done.`));
}

type OnClaim = {
  readonly deployment: Asked<"stopClaim">["deployment"];
  readonly creditor: Asked<"stopClaim">["creditor"];
  readonly params: Asked<"stopClaim">["params"];
  readonly caller: Asked<"stopClaim">["caller"];
  readonly now: Date;
  readonly ifMatch: string | null;
};

/** One act on the claim of the path, for whoever may act on it. `unseen`: what the caller has not seen that it costs, which is said where nothing else stands against the act. */
export async function act(
  tx: Tx,
  asked: OnClaim,
  what: Act,
  unseen: string | null = null,
): Promise<Answered<"stopClaim">> {
  const { deployment, creditor, params, caller, now, ifMatch } = asked;
  const { creditorId } = creditor;
  const target = await claimOf(tx, creditorId, params.claimId);
  const changed = await changedSince(tx, creditorId, target, ifMatch);
  if (changed !== null) return changed;
  const [outcome] = await actInTransaction(
    tx,
    { creditor, ...deployment },
    [target],
    what,
    caller.actor,
    now,
  );
  if (outcome!.kind === "refused")
    return refusal("refused", `${sentence(outcome!.reason)} Nothing was done.`, becauseIn(outcome!));
  // Thrown, so that nothing of the act stays.
  if (unseen !== null) throw new Refused(refusal("refused", `${sentence(unseen)} Nothing was done.`));
  const { headSeq } = await headOf(tx, creditorId, target.claimId);
  return { body: { done: outcome!.what }, version: versionOf(headSeq) };
}

/** `If-Match`: what the caller saw must be what is there, and stays so until this is done. */
async function changedSince(
  tx: Tx,
  creditorId: Uuid,
  { claimId, debtorId }: { readonly claimId: Uuid; readonly debtorId: Uuid },
  ifMatch: string | null,
): Promise<Refusal | null> {
  if (ifMatch === null || ifMatch === "*") return null;
  await tx.maybe(sql`
    select from file where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid for update`);
  const { headSeq } = await headOf(tx, creditorId, claimId);
  if (isAsSeen(ifMatch, versionOf(headSeq))) return null;
  return refusal(
    "changed-meanwhile",
    "Something has happened to this claim since it was read. Nothing was done: read it again.",
  );
}

export function headOf(tx: Tx, creditorId: Uuid, claimId: Uuid): Promise<{ readonly headSeq: number }> {
  return tx.one(sql`
    select head_seq as "headSeq" from claim_now
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid`);
}

export function versionOf(headSeq: number): string {
  return `"${headSeq}"`;
}

export async function claimOf(
  tx: Tx,
  creditorId: Uuid,
  id: string,
): Promise<{ readonly claimId: Uuid; readonly debtorId: Uuid }> {
  const found = isUuid(id)
    ? await tx.maybe<{ debtorId: Uuid }>(sql`
        select debtor_id as "debtorId" from claim
        where creditor_id = ${creditorId}::uuid and claim_id = ${id}::uuid`)
    : undefined;
  if (found === undefined) throw new Refused(refusal("not-found", "There is no such claim at this company."));
  return { claimId: id as Uuid, debtorId: found.debtorId };
}

/** A reason that goes on from a command's own words, as a sentence. */
export function sentence(reason: string): string {
  const text = reason.slice(0, 1).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function summaryOf(row: ClaimRow) {
  const { claimId, debtorId: _, principalMinor, openMinor, ...rest } = row;
  return { id: claimId, ...rest, principal: formatMinor(principalMinor), open: formatMinor(openMinor) };
}

type SeenClaim = ClaimView & { readonly seesAll: boolean };

/** Who has one department sees of the debtor's other claims those of it, and no sum that holds more. */
function seenBy({ department }: Asked<"getClaim">["caller"], view: ClaimView): SeenClaim {
  const others = view.others.filter((one) => department === null || one.department === department);
  return { ...view, others, seesAll: others.length === view.others.length };
}

function claimBody(view: SeenClaim) {
  const { claim, debtor, events, holds, coming, now, others } = view;
  const { invoice } = claim;
  const last = events.findLast(({ kind }) => kind === "letter" || kind === "step");
  const standing = { state: claim.state, reached: stageOf(events), dueOn: claim.dueOn, holds };
  const lastStep = last === undefined ? null : String(last.data.letter ?? last.data.step);
  return {
    id: claim.claimId,
    invoiceNumber: invoice.number,
    reference: claim.reference,
    customerNumber: debtor.customerNumber,
    customerName: debtor.name,
    department: invoice.department,
    dueOn: claim.dueOn,
    currency: claim.currency,
    principal: formatMinor(claim.principalMinor),
    open: formatMinor(claim.openPrincipalMinor + claim.openInterestMinor + claim.openCostsMinor),
    state: claim.state,
    stage: stageOn(standing, view.on),
    heldBy: heldBy(standing, view.on),
    nextLookOn: view.nextLookOn,
    lastStep,
    lastStepOn: last?.on ?? null,
    closedOn: claim.closedOn,
    on: view.on,
    debtorId: debtor.debtorId,
    debtorKind: debtor.kind,
    plan: view.plan,
    description: invoice.description,
    issuedOn: invoice.issuedOn,
    amounts: amountsBody(view),
    others: others.map(({ claimId, invoiceNumber }) => ({ id: claimId, invoiceNumber })),
    holds: holds.map(({ holdId, kind, fromOn, untilOn, claim: held }) => ({
      ...{ id: holdId, kind, fromOn, untilOn },
      wholeFile: held === null,
    })),
    happened: events.map(({ seq, kind, on, recordedAt, actor, data }) => ({
      ...{ seq, kind, on, by: actor },
      recordedAt: new Date(recordedAt).toISOString(),
      documentId: typeof data.document === "string" ? data.document : null,
      corrects: typeof data.corrects === "string" ? data.corrects : null,
    })),
    next:
      now === null
        ? null
        : {
            ...{ kind: now.kind, step: stepOf(now), because: "because" in now ? now.because.text : "" },
            corrects: correctedBy(now, claim.claimId),
          },
    coming: coming.map(({ on, decision }) => ({
      ...{ on, kind: decision.kind, step: stepOf(decision) },
      corrects: correctedBy(decision, claim.claimId),
    })),
    limitationOn: view.limitationOn,
  };
}

/** The day of the letter that the one to come corrects for the claim. */
function correctedBy(decision: NonNullable<ClaimView["now"]>, ref: string): string | null {
  if (decision.kind !== "take") return null;
  return decision.corrects.find((one) => one.claim === ref)?.on ?? null;
}

function stepOf(decision: NonNullable<ClaimView["now"]>): string | null {
  if ("step" in decision) return decision.step;
  return "next" in decision ? decision.next : null;
}

function amountsBody({ amounts, seesAll }: SeenClaim) {
  if (amounts.kind === "unknown")
    return {
      lines: [{ item: "principal", on: null, amount: formatMinor(amounts.principalMinor), derivation: null }],
      ...{ total: null, perDay: null, withOthers: null, disputed: null },
      unknownBecause: amounts.because,
    };
  const { lines, totalMinor, perDayMinor, fileTotalMinor, disputed } = amounts;
  return {
    lines: lines.map(({ item, on, minor, derivation }) => ({
      ...{ item, on, amount: formatMinor(minor) },
      derivation,
    })),
    total: formatMinor(totalMinor),
    perDay: perDayMinor === null ? null : formatMinor(perDayMinor),
    withOthers: seesAll ? formatMinor(fileTotalMinor) : null,
    disputed: disputed === "whole" ? ("whole" as const) : disputed === 0n ? null : formatMinor(disputed),
    unknownBecause: null,
  };
}
