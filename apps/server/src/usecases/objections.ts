/**
 * The objection after it came: who has to answer by when, what the creditor answers, what the debtor says to that, and
 * how it ends. It ends by agreement, by the debtor giving it up, onward to those who decide disputes, or with the claim.
 */
import { accountOn, chargesFor, rulesOf, statementOn } from "@innfri/claims";
import { addDays, type CalendarDate, formatMinor, type Uuid } from "@innfri/kernel";
import { deadlineFrom } from "@innfri/law";
import { type Clock, clockOf } from "../clock.ts";
import type { Act } from "../engine/act.ts";
import { type ActOutcome, refused } from "../engine/act-outcome.ts";
import { covered } from "../engine/covered.ts";
import type { Creditor } from "../engine/creditors.ts";
import { factsOf } from "../engine/load-files.ts";
import type { ObjectionStepKind } from "../engine/objections.ts";
import { readFiles } from "../engine/read-files.ts";
import type { Operator } from "../installation.ts";
import { sql, type Tx } from "../store/index.ts";
import { actInTransaction } from "./act-on-claim.ts";
import { agreedPrice, unseenPrice } from "./agreed-prices.ts";
import { dialogueOf, type ObjectionRow } from "./list-objections.ts";

/** What makes an answer good enough to be shown to those who decide disputes. */
export const ANSWER_POINTS = [
  "what-was-agreed",
  "what-was-delivered",
  "documents",
  "each-point-answered",
  "new-deadline",
] as const;
export type AnswerPoint = (typeof ANSWER_POINTS)[number];

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
  const { today } = clockOf(context.creditor, now);
  if (answer.kind === "agree") return agreeWith(tx, context, objection, answer, actor, now);
  const rules = rulesOf(context.creditor.country);
  // The answer may leave tomorrow, when contact hours open; the debtor has all of the deadline from then.
  const least = deadlineFrom(addDays(today, 1), rules.freshDeadlineDays, rules.calendar);
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
  const disputed = extent === "whole" ? openPrincipalMinor : (amountMinor ?? 0n);
  if (answer.amountMinor !== null && (answer.amountMinor <= 0n || answer.amountMinor >= disputed))
    return `what the debtor is right about is more than nothing and less than what is disputed, ${formatMinor(disputed)}; leave the amount out for all of it`;
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
    if (outcome.kind === "refused")
      throw new Error(`an objection could not be agreed with: ${outcome.reason}`);
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
    return act(tx, context, objection, { kind: "resolve", outcome: "withdrawn" }, actor, now);
  }
  if (kind === "keeps" && objection.stage !== "rejected")
    return refused("the objection was not answered yet: there is nothing to keep to it against");
  const step = kind === "keeps" ? "kept" : "wrote";
  return act(tx, context, objection, await stepAct(tx, context.creditor, objection, step, said), actor, now);
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
};

/** There is no agreement: those who decide disputes decide it, or the claim is closed. There is no third way (S49). */
export async function endObjection(
  tx: Tx,
  context: ObjectionContext,
  objection: ObjectionRow,
  { kind, text, priceSeen }: ObjectionEnd,
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
  if (text === null && stage !== "rejected" && stage !== "kept")
    return refused(
      "the debtor has had no answer: say what the dispute is about and why the claim is kept to",
    );
  const step = await stepAct(tx, context.creditor, objection, "onward", {
    ...wrote,
    debtorReads: true,
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
  if (ended.kind === "refused") throw new Error(`a claim could not be closed: ${ended.reason}`);
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

export type ObjectionAmounts = {
  /** What is still to be paid beside what is disputed (S94); null where it cannot be computed today. */
  readonly payableMinor: bigint | null;
  /** What it costs to have the dispute decided (S41). */
  readonly onwardMinor: bigint | null;
};

export async function objectionAmounts(
  tx: Tx,
  { creditor, operator }: ObjectionContext,
  { claimId, debtorId }: Pick<ObjectionRow, "claimId" | "debtorId">,
  now: Date,
): Promise<ObjectionAmounts> {
  const { today } = clockOf(creditor, now);
  const [file] = await readFiles(tx, creditor.creditorId, [debtorId]);
  const facts =
    file?.claims.some((one) => one.claimId === claimId) === true
      ? factsOf(file, { country: creditor.country, operator: operator.kind })
      : null;
  if (facts === null) return { payableMinor: null, onwardMinor: null };
  const found = covered((): ObjectionAmounts => {
    const account = accountOn(facts, today);
    const { disputedWhole, disputedMinor } = account.claim(claimId);
    const { totalMinor } = statementOn(account, [claimId], today);
    const charges = chargesFor(accountOn(facts, today), {
      kind: "application",
      on: today,
      claims: [claimId],
    });
    return {
      payableMinor: disputedWhole ? 0n : totalMinor - disputedMinor,
      onwardMinor: charges.reduce((sum, { minor }) => sum + minor, 0n),
    };
  });
  return found.kind === "covered" ? found.value : { payableMinor: null, onwardMinor: null };
}
