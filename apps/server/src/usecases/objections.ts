/**
 * The objection after it came: who has to answer by when, what the creditor answers, what the debtor says to that, and
 * how it ends. It ends by agreement, by the debtor giving it up, onward to those who decide disputes, or with the claim.
 */
import { type ObjectionOutcome, rulesOf } from "@innfri/claims";
import { ANSWER_POINTS, type AnswerPoint } from "@innfri/contract";
import { addDays, type CalendarDate, formatMinor, type Uuid } from "@innfri/kernel";
import { deadlineFrom } from "@innfri/law";
import { type Clock, clockOf } from "../clock.ts";
import type { Act } from "../engine/act.ts";
import { type ActOutcome, refused } from "../engine/act-outcome.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { ObjectionStepKind } from "../engine/objections.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, type Tx, withCreditor } from "../store/index.ts";
import { actInTransaction, isPassing, MOST_TRIES } from "./act-on-claim.ts";
import { agreedPrice, unseenPrice } from "./agreed-prices.ts";
import { dialogueOf, type ObjectionRow } from "./list-objections.ts";
import { objectionAmounts } from "./objection-amounts.ts";

export type ObjectionContext = { readonly creditor: Creditor; readonly operator: Operator };

export type CreditorsAnswer =
  /** `amountMinor`: the debtor is right about so much; null for all that is disputed. */
  | { readonly kind: "agree"; readonly amountMinor: bigint | null; readonly text: string | null }
  | {
      readonly kind: "reject";
      readonly text: string;
      readonly points: readonly AnswerPoint[];
      readonly payBy: CalendarDate | null;
    };

/** The creditor agrees, all or in part, or rejects with reasons; the debtor is told either way. */
export async function answerObjection(
  tx: Tx,
  context: ObjectionContext,
  objection: ObjectionRow,
  answer: CreditorsAnswer,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const why = whyNoAnswer(objection, answer);
  if (why !== null) return refused(why);
  if (answer.kind === "agree") return agreeWith(tx, context, objection, answer, actor, now);
  const least = await leastDeadline(tx, context, objection, now);
  const dueOn = answer.payBy ?? least;
  if (dueOn < least)
    return refused(`the debtor gets a new deadline of ${least} or later; ${dueOn} is too soon`);
  const step = await stepAct(tx, context.creditor, objection, "rejected", {
    text: answer.text,
    debtorReads: true,
    dueOn,
    data: {
      points: [...new Set(answer.points)],
      missing: ANSWER_POINTS.filter((one) => !covers(answer.points, one)),
    },
    mail: "debtor",
  });
  const outcome = await act(tx, context, objection, step, actor, now);
  if (outcome.kind === "refused") return outcome;
  return {
    kind: "done",
    what: `the objection is rejected: the debtor is told, and has until ${dueOn} to pay or to keep to it`,
  };
}

/** What a letter takes to be printed and to arrive; a rule of ours, and no law's. */
const POST_DAYS = 5;

/** The answer may leave tomorrow, when contact hours open; the debtor has all of the deadline from when it has it. */
async function leastDeadline(
  tx: Tx,
  { creditor }: ObjectionContext,
  { debtorId }: Pick<ObjectionRow, "debtorId">,
  now: Date,
): Promise<CalendarDate> {
  const { today } = clockOf(creditor, now);
  const rules = rulesOf(creditor.country);
  const arrives = addDays(today, (await hasEmail(tx, creditor.creditorId, debtorId)) ? 1 : POST_DAYS);
  return deadlineFrom(arrives, rules.freshDeadlineDays, rules.calendar);
}

function freshFrom(creditor: Creditor, now: Date): CalendarDate {
  const rules = rulesOf(creditor.country);
  return deadlineFrom(clockOf(creditor, now).today, rules.freshDeadlineDays, rules.calendar);
}

async function hasEmail(tx: Tx, creditorId: Uuid, debtorId: Uuid): Promise<boolean> {
  const found = await tx.maybe<{ isReached: boolean }>(sql`
    select coalesce(k.data->>'email', '') <> '' and not exists (select from unreached u
      where u.creditor_id = k.creditor_id and u.contact_id = k.contact_id and u.channel = 'email') as "isReached"
    from contact k where k.creditor_id = ${creditorId}::uuid and k.debtor_id = ${debtorId}::uuid
    order by k.contact_id desc limit 1`);
  return found?.isReached === true;
}

/** The deadline is always set; the rest is what the writer says that the answer has. */
function covers(points: readonly AnswerPoint[], one: AnswerPoint): boolean {
  return one === "new-deadline" || points.includes(one);
}

function whyNoAnswer(
  { stage, extent, amountMinor, openPrincipalMinor }: ObjectionRow,
  answer: CreditorsAnswer,
): string | null {
  if (stage === "done") return "the objection is settled already";
  if (stage === "onward") return "it was decided to take the dispute onward";
  if (answer.kind === "reject")
    return stage === "rejected"
      ? "the objection was rejected already, and the debtor's deadline runs"
      : stage === "kept"
        ? "the debtor keeps to the objection after an answer: agree, take it onward or close the claim"
        : null;
  // What was paid meanwhile is not open to be agreed with in part.
  const isOpen = extent === "part" && amountMinor !== null && amountMinor < openPrincipalMinor;
  const disputed = isOpen ? amountMinor : openPrincipalMinor;
  if (answer.amountMinor !== null && (answer.amountMinor <= 0n || answer.amountMinor >= disputed))
    return `what the debtor is right about is more than nothing and less than what is disputed and open, ${formatMinor(disputed)}; leave the amount out for all of it`;
  return null;
}

/** What the debtor is right about was never owed; of the rest the debtor has a fresh deadline. */
async function agreeWith(
  tx: Tx,
  context: ObjectionContext,
  objection: ObjectionRow,
  { amountMinor, text }: CreditorsAnswer & { readonly kind: "agree" },
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const others = await openOf(tx, context.creditor.creditorId, objection.claimId);
  if (amountMinor !== null && others.length > 1)
    return refused(
      "several objections to the claim are open: agree with all that they are about, or reject them",
    );
  const step = await stepAct(tx, context.creditor, objection, "agreed", {
    ...(text === null ? {} : { text }),
    debtorReads: true,
    // As the claim goes on by itself: what is left of the objection is groundless from today.
    ...(amountMinor === null ? {} : { dueOn: freshFrom(context.creditor, now) }),
    data: amountMinor === null ? {} : { amount: formatMinor(amountMinor) },
    mail: "debtor",
  });
  const first = await act(tx, context, objection, step, actor, now);
  if (first.kind === "refused") return first;
  if (amountMinor === null)
    return act(tx, context, objection, { kind: "resolve", outcome: "accepted" }, actor, now);
  const parts: readonly Act[] = [
    { kind: "resolve", outcome: "groundless" },
    { kind: "object", scope: amountMinor, reasonable: true, received: objection.receivedOn },
    { kind: "resolve", outcome: "accepted" },
  ];
  let outcome: ActOutcome = first;
  for (const part of parts) {
    outcome = await act(tx, context, objection, part, actor, now);
    if (outcome.kind === "refused") throw new NotSettled(outcome.reason);
  }
  return outcome;
}

/** What the debtor says after an answer: it keeps to the objection, gives it up, or writes more. */
export type DebtorsWord = { readonly kind: "keeps" | "gives-up" | "writes"; readonly text: string | null };

export async function hearDebtor(
  tx: Tx,
  context: ObjectionContext,
  objection: ObjectionRow,
  { kind, text }: DebtorsWord,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  if (objection.stage === "done") return refused("the objection is settled already");
  if (kind === "gives-up" && objection.stage === "onward")
    return refused("it was decided to take the dispute onward: settle the objection on the claim");
  const said = { ...(text === null ? {} : { text }), debtorReads: true, mail: null } as const;
  if (kind === "gives-up") {
    const written =
      text === null
        ? null
        : await act(
            tx,
            context,
            objection,
            await stepAct(tx, context.creditor, objection, "wrote", said),
            actor,
            now,
          );
    if (written?.kind === "refused") return written;
    return settleObjections(tx, context, objection, { outcome: "withdrawn", toldOn: null }, actor, now);
  }
  if (kind === "keeps" && objection.stage !== "rejected")
    return refused("the objection was not answered yet: there is nothing to keep to it against");
  const step = kind === "keeps" ? "kept" : "wrote";
  return act(tx, context, objection, await stepAct(tx, context.creditor, objection, step, said), actor, now);
}

/** The objections to a claim that are open are settled; the debtor is told how, unless that has been done. */
export async function settleObjections(
  tx: Tx,
  context: ObjectionContext,
  claim: Pick<ObjectionRow, "claimId" | "debtorId">,
  { outcome, toldOn }: Settling,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const { creditor } = context;
  const resolve = { kind: "resolve", outcome, ...(toldOn === null ? {} : { on: toldOn }) } as const;
  if (toldOn !== null || (await openOf(tx, creditor.creditorId, claim.claimId)).length === 0)
    return act(tx, context, claim, resolve, actor, now);
  const step = await stepAct(tx, creditor, claim, "settled", {
    debtorReads: false,
    ...(outcome === "accepted" ? {} : { dueOn: freshFrom(creditor, now) }),
    data: { outcome },
    mail: "debtor",
  });
  const told = await act(tx, context, claim, step, actor, now);
  if (told.kind === "refused") return told;
  const settled = await act(tx, context, claim, resolve, actor, now);
  if (settled.kind === "refused") throw new NotSettled(settled.reason);
  return settled;
}

type Settling = { readonly outcome: ObjectionOutcome; readonly toldOn: CalendarDate | null };

/** The same in a transaction of its own. */
export async function settleObjectionsOf(
  { pool, operator }: { readonly pool: Pool; readonly operator: Operator },
  { creditor, ...claim }: Pick<ObjectionRow, "claimId" | "debtorId"> & { readonly creditor: Creditor },
  given: Settling,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withCreditor(pool, creditor.creditorId, (tx) =>
        settleObjections(tx, { creditor, operator }, claim, given, actor, now),
      );
    } catch (error) {
      if (error instanceof NotSettled) return refused(error.message);
      if (!isPassing(error) || tries >= MOST_TRIES) throw error;
    }
  }
}

/** What was to be told did not happen: nothing of it may stay. */
export class NotSettled extends Error {
  override readonly name = "NotSettled";
}

/** That the debtor was told by other means than e-mail; the deadline runs from then. */
export async function recordTold(
  tx: Tx,
  context: ObjectionContext,
  objection: ObjectionRow,
  toldOn: CalendarDate | null,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const { today } = clockOf(context.creditor, now);
  const on = toldOn ?? today;
  if (objection.stage !== "rejected")
    return refused("there is no answer that the debtor has to be told of and a deadline that runs");
  if (on > today) return refused(`${on} has not come yet: it is ${today}`);
  const dialogue = await dialogueOf(tx, context.creditor.creditorId, objection.objectionId);
  const rejected = dialogue.findLast(({ kind }) => kind === "rejected")!;
  if (on < rejected.on)
    return refused(`the objection was rejected on ${rejected.on}: nobody was told on ${on}`);
  const rules = rulesOf(context.creditor.country);
  const fresh = deadlineFrom(on, rules.freshDeadlineDays, rules.calendar);
  const dueOn = fresh > objection.dueOn ? fresh : objection.dueOn;
  const step = await stepAct(tx, context.creditor, objection, "told", {
    debtorReads: false,
    on,
    dueOn,
    mail: null,
  });
  return act(tx, context, objection, step, actor, now);
}

export type ObjectionEnd = {
  readonly kind: "onward" | "close";
  readonly text: string | null;
  /** What whoever closes the claim has seen that it costs. */
  readonly priceSeen?: string | undefined;
  /** What whoever takes the dispute onward has seen that it costs (S41). */
  readonly costsSeen?: string | undefined;
};

/** There is no agreement: those who decide disputes decide it, or the claim is closed. There is no third way (S49). */
export async function endObjection(
  tx: Tx,
  context: ObjectionContext,
  objection: ObjectionRow,
  { kind, text, priceSeen, costsSeen }: ObjectionEnd,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const { stage } = objection;
  if (stage === "done") return refused("the objection is settled already");
  const wrote = text === null ? {} : { text };
  if (kind === "close") {
    const priced = { what: "withdrawal", claimId: objection.claimId } as const;
    const unseen = unseenPrice(await agreedPrice(tx, context, priced, now), priceSeen);
    if (unseen !== null) return refused(unseen);
    return closeObjection(tx, context, objection, "withdrawn", wrote, actor, now);
  }
  if (stage === "onward") return refused("it was decided to take the dispute onward already");
  // A dispute goes onward with what it is about, and with an answer to the debtor (S39, S47).
  const isBeforeHandover = objection.afterHandover === false;
  if (text === null && isBeforeHandover)
    return refused(
      "the claim was disputed before it was handed over: it is sent over with what the dispute is about, and no other way",
    );
  if (text === null && stage !== "rejected" && stage !== "kept")
    return refused(
      "the debtor has had no answer: say what the dispute is about and why the claim is kept to",
    );
  const { onwardMinor } = await objectionAmounts(tx, context, objection, now);
  const costs = onwardMinor === null ? null : formatMinor(onwardMinor);
  if (costs !== null && costsSeen !== costs)
    return refused(`to have the dispute decided costs ${costs}: repeat that as costsSeen to go on`);
  const step = await stepAct(tx, context.creditor, objection, "onward", {
    ...wrote,
    debtorReads: true,
    data: {
      raised: isBeforeHandover ? "before-handover" : "after-handover",
      ...(costs === null ? {} : { costs }),
    },
    mail: "debtor",
  });
  const outcome = await act(tx, context, objection, step, actor, now);
  if (outcome.kind === "refused") return outcome;
  return {
    kind: "done",
    what: "the dispute is to be decided by others: nothing else goes on with the claim",
  };
}

/** Closes the claim with its objections; the debtor is told. */
export async function closeObjection(
  tx: Tx,
  context: ObjectionContext,
  objection: Pick<ObjectionRow, "claimId" | "debtorId">,
  reason: "withdrawn" | "no-response",
  words: { readonly text?: string },
  actor: string,
  when: Date | Clock,
): Promise<ActOutcome> {
  const { creditor } = context;
  const what = reason === "withdrawn" ? "withdrawal" : reason;
  const price = await agreedPrice(tx, context, { what, claimId: objection.claimId }, when);
  const step = await stepAct(tx, creditor, objection, "closed", {
    ...words,
    debtorReads: true,
    data: { reason },
    mail: "debtor",
  });
  const closed = await act(tx, context, objection, step, actor, when);
  if (closed.kind === "refused") return closed;
  if (reason === "no-response") {
    const told = await stepAct(tx, creditor, objection, "closed", {
      debtorReads: false,
      data: { reason, told: "creditor" },
      mail: "creditor",
    });
    await act(tx, context, objection, told, actor, when);
  }
  const ended = await act(
    tx,
    context,
    objection,
    { kind: "withdraw", reason, price, isOfObjection: true },
    actor,
    when,
  );
  if (ended.kind === "refused") throw new NotSettled(ended.reason);
  return ended;
}

type StepGiven = {
  readonly text?: string;
  readonly debtorReads: boolean;
  readonly dueOn?: CalendarDate;
  readonly on?: CalendarDate;
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
  readonly mail: "creditor" | "debtor" | null;
};

/** The step for every objection to the claim that is open: they are answered together, as they are settled. */
export async function stepAct(
  tx: Tx,
  { creditorId }: Creditor,
  { claimId }: Pick<ObjectionRow, "claimId">,
  step: ObjectionStepKind,
  { mail, data, ...given }: StepGiven,
): Promise<Act> {
  return {
    kind: "objection-step",
    step,
    of: await openOf(tx, creditorId, claimId),
    ...given,
    ...(data === undefined ? {} : { data: data as Readonly<Record<string, never>> }),
    mailTo: mail,
  };
}

function openOf(tx: Tx, creditorId: Uuid, claimId: Uuid) {
  return tx.many<{ objectionId: Uuid; stepNo: number }>(sql`
    select o.objection_id as "objectionId", 1 + coalesce((select max(step_no) from objection_step s
      where s.creditor_id = o.creditor_id and s.objection_id = o.objection_id), 0) as "stepNo"
    from objection o where o.creditor_id = ${creditorId}::uuid and o.claim_id = ${claimId}::uuid and o.answered_on is null
    order by o.received_on, o.objection_id`);
}

async function act(
  tx: Tx,
  { creditor, operator }: ObjectionContext,
  { claimId, debtorId }: Pick<ObjectionRow, "claimId" | "debtorId">,
  what: Act,
  actor: string,
  when: Date | Clock,
): Promise<ActOutcome> {
  const [outcome] = await actInTransaction(
    tx,
    { creditor, operator },
    [{ claimId, debtorId }],
    what,
    actor,
    when,
  );
  return outcome!;
}
