/** Creditors with the settings that hold on a day. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type Pool, type Query, sql, type Tx, withCreditor, withOperator } from "../store/index.ts";
import { type CreditorSettings, creditorSettings, DEFAULT_OBJECTION_DAYS } from "./creditor-settings.ts";

export type Creditor = {
  readonly creditorId: Uuid;
  readonly name: string;
  readonly country: "NO" | "SE";
  readonly timeZone: string;
  readonly isSandbox: boolean;
  readonly clockOn: CalendarDate | null;
  /** The day of its last run; null before the first. */
  readonly lastRunOn: CalendarDate | null;
  /** Nothing of it is taken or run before a trial import was reconciled. */
  readonly awaitsActivation: boolean;
};

/** All creditors, by name. The one view that reaches across them: it shows who they are and nothing of theirs. */
export function allCreditors(pool: Pool): Promise<Creditor[]> {
  return withOperator(pool, (tx) => readCreditors(tx, null));
}

/** One creditor. It is read in a transaction of its own, so that a portal's connection may too. */
export async function creditorById(pool: Pool, creditorId: Uuid): Promise<Creditor | undefined> {
  return withCreditor(pool, creditorId, (tx) => creditorIn(tx, creditorId));
}

export async function creditorIn(tx: Tx, creditorId: Uuid): Promise<Creditor | undefined> {
  const [creditor] = await readCreditors(tx, creditorId);
  return creditor;
}

function readCreditors(tx: Tx, only: Uuid | null): Promise<Creditor[]> {
  return tx.many<Creditor>(creditorRows(only));
}

/** One of them, or for null all that the connection sees. */
export function creditorRows(only: Uuid | null): Query {
  return sql`
    select creditor_id as "creditorId", name, country, time_zone as "timeZone", is_sandbox as "isSandbox",
      clock_on as "clockOn", last_run_on as "lastRunOn", awaits_activation as "awaitsActivation"
    from creditor where ${only}::uuid is null or creditor_id = ${only}::uuid
    order by name, creditor_id`;
}

/** The newest settings valid on a day; undefined before the first version. */
export async function settingsOn(
  tx: Tx,
  creditorId: Uuid,
  on: CalendarDate,
): Promise<CreditorSettings | undefined> {
  const row = await tx.maybe<{ data: unknown }>(sql`
    select data from creditor_settings
    where creditor_id = ${creditorId}::uuid and valid_from_on <= ${on}::date
    order by valid_from_on desc, version_no desc limit 1`);
  return row === undefined ? undefined : creditorSettings.parse(row.data);
}

export type ObjectionDays = NonNullable<CreditorSettings["objectionDays"]>;

/** By when objections are answered at a creditor. Asked of every act, so the other settings are left alone. */
export async function objectionDaysOn(tx: Tx, creditorId: Uuid, on: CalendarDate): Promise<ObjectionDays> {
  const row = await tx.maybe<{ days: ObjectionDays | null }>(sql`
    select data -> 'objectionDays' as days from creditor_settings
    where creditor_id = ${creditorId}::uuid and valid_from_on <= ${on}::date
    order by valid_from_on desc, version_no desc limit 1`);
  return row?.days ?? DEFAULT_OBJECTION_DAYS;
}
