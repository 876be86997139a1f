/** Post or e-mail, as agreed with a debtor: with the day and who said so, and used by what is sent next (S77–S79). */
import type { Channel } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import { lockFiles, sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";

export type Preference = {
  readonly invoices: Channel | null;
  readonly reminders: Channel | null;
  readonly agreedOn: CalendarDate;
  readonly saidBy: "debtor" | "creditor" | "operator";
  readonly by: string;
  readonly recordedAt: string;
};

/** The newest first. Undefined where there is no such debtor. */
export async function preferencesOf(
  tx: Tx,
  creditorId: Uuid,
  debtorId: Uuid,
): Promise<Preference[] | undefined> {
  const debtor = await tx.maybe(sql`
    select from debtor where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid`);
  if (debtor === undefined) return undefined;
  return tx.many<Preference>(sql`
    select invoices, reminders, agreed_on as "agreedOn", said_by as "saidBy", actor as by, recorded_at as "recordedAt"
    from contact_preference where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid
    order by preference_no desc`);
}

/** What is left out stays; null takes the wish back. */
export type Wish = {
  readonly invoices?: Channel | null | undefined;
  readonly reminders?: Channel | null | undefined;
};

/** Which of the two are wished otherwise than before; undefined where there is no such debtor. */
export async function recordPreference(
  tx: Tx,
  creditor: Creditor,
  of: { readonly debtorId: Uuid; readonly actor: string; readonly saidBy: Preference["saidBy"] },
  wish: Wish,
  now: Date,
): Promise<readonly (keyof Wish)[] | undefined> {
  const { creditorId } = creditor;
  const { debtorId, actor, saidBy } = of;
  // Whoever changes it at the same moment waits, and builds on this.
  await lockFiles(tx, creditorId, [debtorId]);
  const before = await preferencesOf(tx, creditorId, debtorId);
  if (before === undefined) return undefined;
  const [newest] = before;
  const next = {
    invoices: wish.invoices === undefined ? (newest?.invoices ?? null) : wish.invoices,
    reminders: wish.reminders === undefined ? (newest?.reminders ?? null) : wish.reminders,
  };
  const changed = (["invoices", "reminders"] as const).filter(
    (field) => next[field] !== (newest?.[field] ?? null),
  );
  if (changed.length === 0) return changed;
  const { today, nowAt } = clockOf(creditor, now);
  await tx.run(sql`
    insert into contact_preference (creditor_id, debtor_id, preference_no, invoices, reminders, said_by, actor,
      agreed_on, recorded_at)
    values (${creditorId}::uuid, ${debtorId}::uuid, ${before.length + 1}::int, ${next.invoices}, ${next.reminders},
      ${saidBy}, ${actor}, ${today}::date, ${nowAt}::timestamptz)`);
  const subject = `debtor:${debtorId}`;
  await addAuditLine(
    tx,
    { actor, act: "contact-preference", subject, creditorId, details: { changed } },
    now,
  );
  return changed;
}
