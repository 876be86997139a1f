/** Changes a creditor's rules: a new version from its today on. What is written already stays under the old ones. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type CreditorInput, withInput } from "../engine/creditor-input.ts";
import { type MissingRule, missingRules } from "../engine/creditor-settings.ts";
import { type Creditor, creditorById, settingsOn } from "../engine/creditors.ts";
import type { SettingProblem } from "../engine/legal-limits.ts";
import type { Installation } from "../installation.ts";
import { sql, type Tx, wake, withCreditor } from "../store/index.ts";
import { asJson } from "./add-creditor.ts";
import { addAuditLine } from "./audit-lines.ts";

export type ChangeOutcome =
  | {
      readonly kind: "changed" | "same";
      readonly missing: readonly MissingRule[];
      /** How many debtors the next run looks at anew. */
      readonly filesToLookAt: number;
    }
  | { readonly kind: "unknown-creditor" }
  | { readonly kind: "wrong"; readonly problems: readonly SettingProblem[] };

export async function changeCreditor(
  { pool }: Pick<Installation, "pool">,
  creditorId: Uuid,
  input: CreditorInput,
  now: Date,
): Promise<ChangeOutcome> {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) return { kind: "unknown-creditor" };
  return withCreditor(pool, creditorId, (tx) => changeInTransaction(tx, creditor, input, "person", now));
}

/** The same within a transaction of the caller's, which may hold more. */
export async function changeInTransaction(
  tx: Tx,
  creditor: Creditor,
  input: CreditorInput,
  actor: string,
  now: Date,
): Promise<Exclude<ChangeOutcome, { kind: "unknown-creditor" }>> {
  const { creditorId } = creditor;
  const { today, nowAt } = clockOf(creditor, now);
  await lockSettings(tx, creditorId);
  const before = await settingsOn(tx, creditorId, today);
  if (before === undefined) throw new Error(`creditor ${creditorId} has no settings on ${today}`);
  const outcome = withInput(before, input, creditor.country);
  if (outcome.kind === "wrong") return outcome;
  const { settings } = outcome;
  const missing = missingRules(settings, creditor.country);
  if (asJson(settings) === asJson(before)) return { kind: "same", missing, filesToLookAt: 0 };
  await tx.run(sql`
    insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
    select ${creditorId}::uuid, ${today}::date, max(version_no) + 1, ${nowAt}::timestamptz, ${asJson(settings)}::jsonb
    from creditor_settings where creditor_id = ${creditorId}::uuid`);
  const { newest } = await versionOfSettings(tx, creditorId, today);
  const subject = `settings:${newest}`;
  await addAuditLine(tx, { actor, act: "settings-changed", subject, creditorId }, now);
  if (settings.name !== before.name)
    await tx.run(sql`update creditor set name = ${settings.name} where creditor_id = ${creditorId}::uuid`);
  await wake(tx, creditorId, "run");
  const filesToLookAt = await lookAgain(tx, creditorId, today, customerOf(input));
  return { kind: "changed", missing, filesToLookAt };
}

/** Two changes at once: the second waits, and builds on the first or is told of it. */
export async function lockSettings(tx: Tx, creditorId: Uuid): Promise<void> {
  await tx.run(sql`select from creditor where creditor_id = ${creditorId}::uuid for update`);
}

/** The version of the rules that hold on a day, and since when. */
export function versionOfSettings(
  tx: Tx,
  creditorId: Uuid,
  on: CalendarDate,
): Promise<{ readonly newest: number; readonly validFrom: CalendarDate }> {
  return tx.one(sql`
    select version_no as newest, valid_from_on as "validFrom" from creditor_settings
    where creditor_id = ${creditorId}::uuid and valid_from_on <= ${on}::date
    order by valid_from_on desc, version_no desc limit 1`);
}

/** The only customer that the input concerns, or null when it may concern all. */
function customerOf(input: CreditorInput): string | null {
  const fields = Object.entries(input).filter(([, value]) => value !== undefined);
  const [only, ...others] = fields;
  return only?.[0] === "customer" && others.length === 0 ? (input.customer?.number ?? null) : null;
}

/**
 * The next run decides anew about every debtor with something open, or about one customer. Returns how many. A file
 * that waits for its day is only looked at, and nothing happens to it before that day.
 */
async function lookAgain(
  tx: Tx,
  creditorId: Uuid,
  today: string,
  customerNumber: string | null,
): Promise<number> {
  return tx.run(sql`
    update file f set next_look_on = ${today}::date, version = version + 1
    where f.creditor_id = ${creditorId}::uuid and (f.next_look_on is null or f.next_look_on > ${today}::date)
      and exists (select from claim c join claim_now n using (creditor_id, claim_id)
        where c.creditor_id = f.creditor_id and c.debtor_id = f.debtor_id and n.state = 'open')
      and (${customerNumber}::text is null or exists (select from debtor d
        where d.creditor_id = f.creditor_id and d.debtor_id = f.debtor_id and d.customer_number = ${customerNumber}))`);
}
