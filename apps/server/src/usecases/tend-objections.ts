/**
 * What an objection's deadlines bring about: the debtor is told that it came, the creditor is asked for a reply and
 * reminded, a claim whose creditor never answers is closed, and an answer that the debtor lets stand lets the claim go on.
 * The days are agreed upon and no law's (norway.md, section 9).
 */
import { addDays, type CalendarDate, formatMinor, type Uuid } from "@innfri/kernel";
import { composeObjectionMail } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import type { Act } from "../engine/act.ts";
import { type Creditor, objectionDaysOn } from "../engine/creditors.ts";
import { replyBy } from "../engine/objections.ts";
import type { Operator } from "../installation.ts";
import { GuardFailed, type Pool, sql, sqlState, type Tx, wake, withCreditor } from "../store/index.ts";
import { actInTransaction } from "./act-on-claim.ts";
import { listObjections, type ObjectionRow } from "./list-objections.ts";
import { writeMessage } from "./messages.ts";
import { closeObjection, NotSettled, stepAct } from "./objections.ts";

const ACTOR = "objections";
const PAGE = 200;
const MOST_TRIES = 5;

type Tending = {
  readonly pool: Pool;
  readonly creditor: Creditor;
  readonly operator: Operator;
  readonly clock: Clock;
};

/** Does what is due of every open objection, each in its own transaction; safe to do again, and by several at once. */
export async function tendObjections(context: Tending): Promise<number> {
  const { pool, creditor, clock } = context;
  const { creditorId } = creditor;
  let done = 0;
  let after: { readonly value: string; readonly id: Uuid } | null = null;
  for (;;) {
    const mark: typeof after = after;
    const page: ObjectionRow[] = await withCreditor(pool, creditorId, (tx) =>
      listObjections(tx, creditorId, { stage: "open", claimId: null, objectionId: null }, mark, PAGE),
    );
    for (const { objectionId } of page.filter((one) => dueOf(one, context) !== null))
      if (await tend(context, objectionId)) done += 1;
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) break;
    after = { value: last.dueOn, id: last.objectionId };
  }
  if (done > 0 && !creditor.isSandbox)
    await withCreditor(pool, creditorId, (tx) => wake(tx, creditorId, "deliver", clock.nowAt));
  return done;
}

/** The next day on which an open objection has something due; null where none has. */
export async function nextObjectionDay(
  tx: Tx,
  creditorId: Uuid,
  after: CalendarDate,
): Promise<CalendarDate | null> {
  const rows = await listObjections(
    tx,
    creditorId,
    { stage: "open", claimId: null, objectionId: null },
    null,
    1000,
  );
  const days = rows.map(({ stage, dueOn }) => (stage === "new" ? addDays(after, 1) : addDays(dueOn, 1)));
  return days.filter((day) => day > after).sort()[0] ?? null;
}

type Due = "ask" | "remind" | "close" | "go-on";

function dueOf(
  { stage, dueOn, afterHandover }: ObjectionRow,
  { clock: { today }, operator }: Pick<Tending, "clock" | "operator">,
): Due | null {
  if (stage === "new") return "ask";
  if (today <= dueOn) return null;
  if (stage === "waiting") return "remind";
  // Who collects its own claims, or has not handed this one over, is its own master: it stays in the inbox.
  if (stage === "reminded") return operator.kind === "agency" && afterHandover === true ? "close" : null;
  return stage === "rejected" ? "go-on" : null;
}

async function tend(context: Tending, objectionId: Uuid): Promise<boolean> {
  const { pool, creditor } = context;
  for (let tries = 1; ; tries += 1) {
    try {
      return await withCreditor(pool, creditor.creditorId, (tx) => tendIn(tx, context, objectionId));
    } catch (error) {
      // What it comes to cannot be said today: it waits, and the run goes on to the others.
      if (error instanceof NotSettled) return false;
      const isPassing = error instanceof GuardFailed || sqlState(error)?.startsWith("40") === true;
      if (!isPassing || tries >= MOST_TRIES) throw error;
    }
  }
}

async function tendIn(tx: Tx, context: Tending, objectionId: Uuid): Promise<boolean> {
  const { creditor, clock } = context;
  const { creditorId } = creditor;
  // Whoever holds the file decides of its objections.
  await tx.run(sql`
    select from file f join objection o on o.creditor_id = f.creditor_id and o.debtor_id = f.debtor_id
    where o.creditor_id = ${creditorId}::uuid and o.objection_id = ${objectionId}::uuid for update of f`);
  const [objection] = await listObjections(
    tx,
    creditorId,
    { stage: "open", claimId: null, objectionId },
    null,
    1,
  );
  const due = objection === undefined ? null : dueOf(objection, context);
  if (objection === undefined || due === null) return false;
  const act = async (what: Act) => {
    const { claimId, debtorId } = objection;
    const [outcome] = await actInTransaction(tx, context, [{ claimId, debtorId }], what, ACTOR, clock);
    return outcome!.kind === "done";
  };
  const step = (kind: "acknowledged" | "asked" | "reminded", dueOn: CalendarDate | null) =>
    stepAct(tx, creditor, objection, kind, {
      debtorReads: false,
      ...(dueOn === null ? {} : { dueOn }),
      mail: kind === "acknowledged" ? "debtor" : "creditor",
    });
  switch (due) {
    case "ask":
      if (!(await act(await step("acknowledged", null)))) return false;
      if (!(await act(await step("asked", objection.dueOn)))) return false;
      return inbox(tx, context, objection, "asked", objection.dueOn);
    case "remind": {
      const { reminder } = await objectionDaysOn(tx, creditorId, clock.today);
      const dueOn = replyBy(creditor.country, clock.today, reminder);
      return (await act(await step("reminded", dueOn))) && inbox(tx, context, objection, "reminded", dueOn);
    }
    case "close": {
      const closed = await closeObjection(tx, context, objection, "no-response", {}, ACTOR, clock);
      return closed.kind === "done" && inbox(tx, context, objection, "closed", null);
    }
    case "go-on":
      return goOn(tx, creditorId, objection, act);
  }
}

/** What the company is told by e-mail stands in its inbox too, as a message about the claim (S50). */
async function inbox(
  tx: Tx,
  { creditor, operator, clock }: Tending,
  objection: ObjectionRow,
  kind: "asked" | "reminded" | "closed",
  dueOn: CalendarDate | null,
): Promise<boolean> {
  const { claimId, debtorId, reference, invoiceNumber, currency, amountMinor } = objection;
  const { text } = composeObjectionMail({
    ...{ kind, to: "creditor", dueOn, invoiceNumber, currency, caseNumber: reference },
    language: creditor.country === "NO" ? "nb" : "sv",
    creditor: creditor.name,
    operator: { name: operator.name, kind: operator.kind },
    amount: amountMinor === null ? null : formatMinor(amountMinor),
    // What the debtor wrote stands with the objection, and is blanked there.
    words: null,
  });
  const message = {
    claimId,
    debtorId,
    thread: "creditor",
    writtenBy: "operator",
    actor: ACTOR,
    text,
  } as const;
  await writeMessage(tx, creditor, message, clock);
  return true;
}

/** The debtor was told and let the answer stand: the objection is groundless from that day, and the deadline has run. */
async function goOn(
  tx: Tx,
  creditorId: Uuid,
  { objectionId }: ObjectionRow,
  act: (what: Act) => Promise<boolean>,
): Promise<boolean> {
  const told = await tx.maybe<{ on: CalendarDate }>(sql`
    select coalesce((t.mailed_at at time zone c.time_zone)::date, t.taken_on) as "on" from objection_step t
    join creditor c on c.creditor_id = t.creditor_id
    where t.creditor_id = ${creditorId}::uuid and t.objection_id = ${objectionId}::uuid
      and (t.kind = 'told' or (t.kind = 'rejected' and t.mailed_at is not null))
    order by t.step_no desc limit 1`);
  // Nobody was told: a person sees to it, and the claim waits.
  return told === undefined ? false : act({ kind: "resolve", outcome: "groundless", on: told.on });
}
