/** Boards of reports, changes of routine with their figure before and after, and debtors' satisfaction (S61, S64, S73). */
import { randomBytes } from "node:crypto";
import { addDays, type CalendarDate, type Uuid, uuidOf } from "@innfri/kernel";
import { REPORTS } from "../reports/index.ts";
import { sql, type Tx } from "../store/index.ts";

export type Card = {
  readonly report: keyof typeof REPORTS;
  readonly period: "month" | "quarter" | "year";
};
export type Dashboard = {
  readonly id: Uuid;
  readonly version: number;
  readonly isCompanys: boolean;
  readonly name: string;
  readonly cards: Card[];
};

/** More of them are no help to anybody. */
const MOST = 100;

/** One's own and the company's. */
export function dashboardsOf(tx: Tx, creditorId: Uuid, actor: string): Promise<Dashboard[]> {
  return tx.many<Dashboard>(sql`
    select id, version, "isCompanys", name, cards from (
      select distinct on (dashboard_id) dashboard_id as id, version_no as version, owner_actor is null as "isCompanys",
        name, cards, is_removed, owner_actor
      from dashboard where creditor_id = ${creditorId}::uuid
      order by dashboard_id, version_no desc) newest
    where not is_removed and (owner_actor is null or owner_actor = ${actor})
    order by id limit ${2 * MOST}::int`);
}

export async function writeDashboard(
  tx: Tx,
  creditorId: Uuid,
  board: Omit<Dashboard, "id" | "version"> & { readonly id: Uuid | null; readonly isRemoved: boolean },
  version: number,
  actor: string,
  now: Date,
): Promise<Dashboard> {
  const id = board.id ?? uuidOf(now.getTime(), randomBytes(10));
  const { isCompanys, name, cards, isRemoved } = board;
  await tx.run(sql`
    insert into dashboard (creditor_id, dashboard_id, version_no, owner_actor, name, cards, is_removed, actor, recorded_at)
    values (${creditorId}::uuid, ${id}::uuid, ${version}::int, ${isCompanys ? null : actor}, ${name},
      ${JSON.stringify(cards)}::jsonb, ${isRemoved}::boolean, ${actor}, ${now.toISOString()}::timestamptz)`);
  return { id, version, isCompanys, name, cards };
}

export const MOST_DASHBOARDS = MOST;

export type Measure = {
  readonly report: keyof typeof REPORTS;
  readonly row: string | null;
  readonly column: string;
};
export type Improvement = {
  readonly id: Uuid;
  readonly version: number;
  readonly title: string;
  readonly measure: Measure;
  readonly before: string | null;
  readonly beganOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly ownerUserId: string;
  readonly doneOn: CalendarDate | null;
};

export function improvementsOf(tx: Tx, creditorId: Uuid): Promise<Improvement[]> {
  return tx.many<Improvement>(sql`
    select distinct on (improvement_id) improvement_id as id, version_no as version, title, measure,
      before_value as before, began_on as "beganOn", due_on as "dueOn", owner_user_id as "ownerUserId",
      done_on as "doneOn"
    from improvement where creditor_id = ${creditorId}::uuid
    order by improvement_id desc, version_no desc limit ${MOST}::int`);
}

/** Whether somebody works at this company, or at the operator for all of them. */
export async function worksAt(tx: Tx, creditorId: Uuid, userId: string): Promise<boolean> {
  const found = await tx.maybe(sql`
    select from membership where user_id = ${userId} and ended_at is null
      and (for_creditor_id is null or for_creditor_id = ${creditorId}::uuid) limit 1`);
  return found !== undefined;
}

export async function writeImprovement(
  tx: Tx,
  creditorId: Uuid,
  improvement: Omit<Improvement, "id"> & { readonly id: Uuid | null },
  actor: string,
  now: Date,
): Promise<Improvement> {
  const id = improvement.id ?? uuidOf(now.getTime(), randomBytes(10));
  const { version, title, measure, before, beganOn, dueOn, ownerUserId, doneOn } = improvement;
  await tx.run(sql`
    insert into improvement (creditor_id, improvement_id, version_no, title, measure, before_value, began_on, due_on,
      owner_user_id, done_on, actor, recorded_at)
    values (${creditorId}::uuid, ${id}::uuid, ${version}::int, ${title}, ${JSON.stringify(measure)}::jsonb, ${before},
      ${beganOn}::date, ${dueOn}::date, ${ownerUserId}, ${doneOn}::date, ${actor}, ${now.toISOString()}::timestamptz)`);
  return { ...improvement, id };
}

/** The figure of the year before a day. */
export function figureBefore(tx: Tx, creditorId: Uuid, measure: Measure, on: CalendarDate) {
  return figureOf(tx, creditorId, measure, addDays(on, -365), addDays(on, -1));
}

/** Undefined where the report has no such column; null where it has no such row or too few cases. */
export async function figureOf(
  tx: Tx,
  creditorId: Uuid,
  { report, row, column }: Measure,
  from: CalendarDate,
  to: CalendarDate,
): Promise<string | null | undefined> {
  const { columns, rows } = await REPORTS[report].ask(tx, { creditorId, from, to });
  const at = columns.findIndex(({ name }) => name === column);
  if (at < 0) return undefined;
  return rows.find(([first]) => first === row)?.[at] ?? null;
}

/** One answer a claim: false where there is one already. */
export async function tellSatisfaction(
  tx: Tx,
  creditorId: Uuid,
  told: {
    readonly claimId: Uuid;
    readonly debtorId: Uuid;
    readonly score: number;
    readonly on: CalendarDate;
  },
  now: Date,
): Promise<"told" | "told-before" | "not-ended"> {
  const { claimId, debtorId, score, on } = told;
  const { state } = await tx.one<{ state: string }>(sql`
    select state from claim_now where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid`);
  if (state !== "closed") return "not-ended";
  const written = await tx.run(sql`
    insert into satisfaction (creditor_id, claim_id, debtor_id, score, given_on, recorded_at)
    values (${creditorId}::uuid, ${claimId}::uuid, ${debtorId}::uuid, ${score}::int, ${on}::date,
      ${now.toISOString()}::timestamptz)
    on conflict do nothing`);
  return written === 1 ? "told" : "told-before";
}
