/** What a person may do to a claim by hand, and what it leaves in the claim's chain and rows. */
import type { ObjectionReason } from "@innfri/contract";
import { addDays, type CalendarDate, derivedId, type Json, type Uuid } from "@innfri/kernel";
import type { SignOffItem } from "@innfri/law";
import type { Clock } from "../clock.ts";
import type * as Row from "../store/rows.ts";
import { type ActOutcome, refused, type WhyNot } from "./act-outcome.ts";
import { textOf } from "./act-text.ts";
import {
  type AgreeAct,
  agree,
  type CompensateAct,
  compensate,
  type RecordAct,
  record,
} from "./agreements.ts";
import { barredBy } from "./barred.ts";
import { type ClaimDraft, emptyRows, type Rows } from "./claim-draft.ts";
import { listClosed } from "./list-closed.ts";
import type { LoadedFile } from "./load-files.ts";
import {
  type ObjectAct,
  type ObjectionStepAct,
  type ObjectionStepRow,
  object,
  objectionStep,
  type ResolveAct,
  resolve,
} from "./objections.ts";
import { type PaymentOrderAct, recordPaymentOrder } from "./payment-order.ts";
import { type PromiseAct, promise } from "./promises.ts";
import type { ProposalState } from "./proposal-of.ts";
import type { FileRecord } from "./record-facts.ts";
import { type WithdrawAct, withdraw } from "./withdraw.ts";

export type Act =
  | { readonly kind: "approve"; readonly choice: string | null }
  /** `disputed`: the debtor objects, which wins also after the list has closed (D4); an objection to all of it. */
  | { readonly kind: "stop"; readonly because: "stopped" | "disputed"; readonly note?: string }
  | ObjectAct
  | ResolveAct
  | ObjectionStepAct
  | WithdrawAct
  | AgreeAct
  | PromiseAct
  | CompensateAct
  | RecordAct
  | PaymentOrderAct
  | { readonly kind: "postpone"; readonly until: CalendarDate; readonly note?: string }
  | { readonly kind: "release" };

/** What the debtor's case can be handed to after the solvency question. */
export const SOLVENCY_CHOICES = ["application", "monitoring"] as const;

/** Rows that acts leave, beside those that judgements do. */
export type ActRows = Rows & {
  readonly holds: Row.HoldRow[];
  readonly holdEnds: Row.HoldEnd[];
  /** A person's own words: personal data, so they stand apart and can be blanked. */
  readonly texts: Row.FreeTextRow[];
  readonly objections: ObjectionRow[];
  readonly objectionSteps: ObjectionStepRow[];
  /** All that are open of a claim are settled at once. */
  readonly objectionsAnswered: { readonly claimId: Uuid; readonly answeredOn: CalendarDate }[];
  /** Proposals that come back because they had not closed when the claim was released. */
  readonly itemsReopened: Omit<Row.ApprovalItemDecided, "decidedBy" | "decidedAt">[];
};

export type ObjectionRow = {
  readonly objectionId: Uuid;
  readonly debtorId: Uuid;
  readonly claimId: Uuid;
  readonly extent: "whole" | "part";
  /** Of a part. */
  readonly amountMinor: bigint | null;
  readonly receivedOn: CalendarDate;
  readonly answerBy: CalendarDate;
  readonly textId: Uuid | null;
  readonly reason: ObjectionReason | null;
  readonly invoiceLines: readonly number[] | null;
  /** A case had been opened for the claim. */
  readonly afterHandover: boolean;
};

export function emptyActRows(): ActRows {
  return {
    ...emptyRows(),
    holds: [],
    holdEnds: [],
    texts: [],
    objections: [],
    objectionSteps: [],
    objectionsAnswered: [],
    itemsReopened: [],
  };
}

export type ActSituation = FileRecord & {
  /** Within so many days whoever is owed answers an objection. */
  readonly answerDays: number;
  /** What nobody has confirmed of the law, for a real company (D11). */
  readonly unconfirmed: readonly SignOffItem[];
  readonly draft: ClaimDraft;
  readonly proposal: ProposalState | null;
  /** The instant at which the proposal decides itself; null when it waits for a person or there is none. */
  readonly closesAt: string | null;
  readonly clock: Clock;
  /** How people of the creditor's country see an instant. */
  readonly shown: (instant: string) => string;
};

/** Adds what the act leaves to the rows, or says why it is refused and adds nothing. */
export function applyAct(rows: ActRows, act: Act, at: ActSituation): ActOutcome {
  if (at.draft.state === "closed")
    return refused("the claim is closed: nothing is followed up any more, and nothing was changed");
  switch (act.kind) {
    case "approve":
      return approve(rows, act.choice, at);
    case "stop":
      return act.because === "disputed"
        ? object(rows, objectionToAll(act.note), at)
        : (listClosed(at) ?? hold(rows, act, at, null));
    case "object":
      return object(rows, act, at);
    case "resolve":
      return resolve(rows, act, at);
    case "objection-step":
      return objectionStep(rows, act, at);
    case "withdraw":
      return act.isOfObjection !== true && isDisputed(at)
        ? refused(
            "the debtor has objected: the claim is closed by ending the dispute, and the debtor is told",
          )
        : withdraw(rows, act, at);
    case "agree":
      return agree(rows, act, at);
    case "promise":
      return promise(rows, act, at);
    case "compensate":
      return compensate(rows, act, at);
    case "record":
      return record(rows, act, at);
    case "payment-order":
      return recordPaymentOrder(rows, act, at);
    case "postpone":
      if (act.until <= at.clock.today)
        return refused(
          `a claim can be postponed to a day after today, ${at.clock.today}, not to ${act.until}`,
        );
      return listClosed(at) ?? hold(rows, act, at, addDays(act.until, -1));
    case "release":
      return release(rows, at);
  }
}

/** Nobody has judged it yet: until somebody does, it is one that deserves to be examined (norway.md 5.2). */
function objectionToAll(note: string | undefined): ObjectAct {
  return { kind: "object", scope: "whole", reasonable: true, ...(note === undefined ? {} : { note }) };
}

function approve(rows: ActRows, choice: string | null, at: ActSituation): ActOutcome {
  const { proposal, draft, clock } = at;
  if (proposal?.state !== "open" || draft.state === "parked") {
    const why = whyNothingWaits(at);
    return refused({ ...why, reason: `nothing waits for a yes on this claim: ${why.reason}` });
  }
  const barred = barredBy(at);
  if (barred !== null) return refused(barred);
  const { step } = proposal;
  if (step === "collection-list")
    return refused(
      `a collection list needs no yes: what nobody stops goes on after ${at.shown(at.closesAt ?? clock.nowAt)}`,
    );
  const choices: readonly string[] = step === "solvency" ? SOLVENCY_CHOICES : [];
  if (choice === null && choices.length > 0)
    return refused({
      reason: `the ${step} question needs an answer, ${choices.join(" or ")}`,
      hint: `--choose ${choices.join("|")}`,
    });
  if (choice !== null && !choices.includes(choice))
    return refused(
      choices.length === 0
        ? { reason: `the ${step} leaves nothing to choose`, hint: "approve it without --choose" }
        : {
            reason: `${choice} is no answer to the ${step} question, which is ${choices.join(" or ")}`,
            hint: `--choose ${choices.join("|")}`,
          },
    );
  const chosen: Json = choice === null ? {} : { choice };
  draft.event("approved", { approval: proposal.approvalId, by: "person", ...chosen });
  rows.approvalItemsDecided.push(draft.itemDecided(proposal.approvalId, "approved"));
  return {
    kind: "done",
    what:
      choice === null
        ? `the ${APPROVED[step] ?? step} is approved`
        : `the ${step} question is answered: ${choice}`,
  };
}

/** Steps whose name alone is no thing that could be approved. */
const APPROVED: Readonly<Record<string, string>> = { legal: "legal step", heavy: "heavy step" };

function whyNothingWaits({ proposal, draft, file, clock }: ActSituation): WhyNot {
  const hint = "innfri release takes it up again";
  if (draft.state === "parked") return { reason: "it is parked for a person", hint };
  const held = currentHolds(file, draft, clock.today)[0];
  if (held !== undefined) return { reason: `it is ${wordOf(held.kind)}`, hint };
  if (proposal?.state === "approved") return { reason: `the ${proposal.step} was approved already` };
  return { reason: "no step is proposed now" };
}

function hold(
  rows: ActRows,
  act: Act & { kind: "stop" | "postpone" },
  at: ActSituation,
  untilOn: CalendarDate | null,
): ActOutcome {
  const { draft, file, proposal, clock } = at;
  const kind = act.kind === "postpone" ? "postponed" : "stopped";
  const claimId = draft.before.claimId;
  const current = currentHolds(file, draft, clock.today).filter((one) => one.kind === kind);
  if (current.some((one) => one.untilOn === untilOn)) return refused(`the claim is ${wordOf(kind)} already`);
  // Postponed anew: the new day replaces the old one, also when it is sooner.
  for (const { holdId } of current) rows.holdEnds.push({ holdId, endedOn: clock.today });
  const open = proposal?.state === "open" ? proposal : null;
  // The hold is what this event of this claim made: it can be made once only.
  const holdId = derivedId(clock.today, "hold", claimId, String(draft.headSeq));
  const text =
    act.note === undefined
      ? null
      : textOf(act.note, { of: holdId, claimId, debtorId: null, today: clock.today });
  draft.event(kind, {
    approval: open?.approvalId ?? null,
    hold: holdId,
    ...(untilOn === null ? {} : { until: addDays(untilOn, 1) }),
    ...(text === null ? {} : { text: text.row.textId, textHash: text.hash }),
  });
  if (text !== null) rows.texts.push(text.row);
  rows.holds.push({
    holdId,
    debtorId: file.debtorId,
    claimId,
    kind,
    fromOn: clock.today,
    untilOn,
    textId: text?.row.textId ?? null,
  });
  if (open !== null)
    rows.approvalItemsDecided.push(
      draft.itemDecided(open.approvalId, kind === "postponed" ? "postponed" : "stopped"),
    );
  const off = open?.step === "collection-list" ? " and is off the collection list" : "";
  const until = untilOn === null ? "" : ` until ${addDays(untilOn, 1)}`;
  return { kind: "done", what: `the claim is ${wordOf(kind)}${until}${off}` };
}

function release(rows: ActRows, at: ActSituation): ActOutcome {
  const { draft, file, clock, proposal } = at;
  const holds = currentHolds(file, draft, clock.today);
  const isParked = draft.state === "parked";
  if (holds.length === 0 && !isParked)
    return refused(
      isDisputed(at)
        ? {
            reason: "the claim is disputed, and goes on once that is settled",
            hint: "innfri object CLAIM --resolve withdrawn|accepted|groundless",
          }
        : "nothing holds the claim",
    );
  if (isParked && file.kind === null)
    return refused({
      reason: `it is still not known what customer ${file.customerNumber} is, and that has to be stated first`,
      hint: `innfri creditor set ID --customer ${file.customerNumber} --kind person|sole-trader|business|public`,
    });
  if (isParked) {
    draft.state = "open";
    draft.event("unparked", {});
  }
  if (holds.length > 0) {
    const back = comesBack(at);
    draft.event("released", {
      approval: back?.approvalId ?? null,
      holds: holds.map(({ holdId }) => holdId),
      kinds: holds.map(({ kind }) => kind),
    });
    if (back !== null)
      rows.itemsReopened.push({
        approvalId: back.approvalId as Uuid,
        claimId: draft.before.claimId,
        stateBefore: proposal!.state as Row.ApprovalItemDecided["state"],
        state: "open",
      });
  }
  for (const { holdId } of holds) rows.holdEnds.push({ holdId, endedOn: clock.today });
  const wasOn = comesBack(at)?.step;
  if (wasOn === undefined || isParked) return { kind: "done", what: "the claim is taken up again" };
  return {
    kind: "done",
    what:
      wasOn === "collection-list"
        ? `the claim is back on the collection list, which closes ${at.shown(at.closesAt!)}`
        : `the claim is taken up again, and what was proposed is proposed as before: ${wasOn}`,
  };
}

/** The proposal that a hold took the claim out of, while it has not closed. */
function comesBack({ proposal, closesAt, clock, draft }: ActSituation): ProposalState | null {
  if (proposal === null || draft.before.state === "parked") return null;
  if (proposal.state !== "stopped" && proposal.state !== "postponed") return null;
  return closesAt === null || clock.nowAt < closesAt ? proposal : null;
}

/** Holds of this claim alone that hold it today; a postponement that has run out does not. */
function currentHolds(file: LoadedFile, draft: ClaimDraft, today: CalendarDate): LoadedFile["holds"] {
  return file.holds.filter(
    ({ claim, untilOn }) => claim === draft.before.claimId && (untilOn === null || untilOn >= today),
  );
}

/** Is an objection to the claim open? The last word on its chain says so. */
function isDisputed({ file, draft }: ActSituation): boolean {
  const last = file.events.findLast(
    ({ claim, kind, data }) =>
      claim === draft.before.claimId &&
      (kind === "objection" || kind === "objection-resolved") &&
      !("of" in data),
  );
  return last?.kind === "objection";
}

function wordOf(kind: string): string {
  if (kind === "promise") return "waiting for a payment that was promised";
  return kind === "payment-plan" ? "under a payment plan" : kind;
}
