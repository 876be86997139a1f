/** Files read without a lock: for showing what is, and what would be. */
import { setImmediate } from "node:timers/promises";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type LockedFile, type Pool, sql, type Tx, withCreditor } from "../store/index.ts";
import { type LoadedFile, loadFiles } from "./load-files.ts";

/** The files of these debtors. */
export async function readFiles(
  tx: Tx,
  creditorId: Uuid,
  debtorIds: readonly Uuid[],
  options: { readonly withClosed: boolean } = { withClosed: false },
): Promise<LoadedFile[]> {
  const found = await tx.many<LockedFile>(sql`
    select f.debtor_id as "debtorId", f.version, f.next_look_on as "nextLookOn", d.kind,
      d.customer_number as "customerNumber", d.plan_name as "planName"
    from file f join debtor d on d.creditor_id = f.creditor_id and d.debtor_id = f.debtor_id
    where f.creditor_id = ${creditorId}::uuid and f.debtor_id = any(${debtorIds}::uuid[])
    order by f.debtor_id`);
  return loadFiles(tx, creditorId, found, options);
}

/** Before every id. */
export const BEFORE_ALL = "00000000-0000-0000-0000-000000000000" as Uuid;

/** Up to `limit` files in the order of their ids, from after one; those of which nothing is open have no claims. */
export async function readFilesAfter(
  tx: Tx,
  creditorId: Uuid,
  after: Uuid,
  limit: number,
  options: { readonly withClosed: boolean } = { withClosed: false },
): Promise<LoadedFile[]> {
  // Said so that every page begins where it begins: asked for a null in its place, or for a join to choose, the planner
  // walks both tables from their first row for each page, and a portfolio takes the square of its pages.
  const found = await tx.many<LockedFile>(sql`
    select f.debtor_id as "debtorId", f.version, f.next_look_on as "nextLookOn", d.kind,
      d.customer_number as "customerNumber", d.plan_name as "planName"
    from (select debtor_id, version, next_look_on from file
          where creditor_id = ${creditorId}::uuid and debtor_id > ${after}::uuid
          order by debtor_id limit ${limit}::int) f
    cross join lateral (select kind, customer_number, plan_name from debtor
      where creditor_id = ${creditorId}::uuid and debtor_id = f.debtor_id offset 0) d
    order by f.debtor_id`);
  return loadFiles(tx, creditorId, found, options);
}

/** All files of a creditor with something open, page by page. */
export function filePages(pool: Pool, creditorId: Uuid, size: number): AsyncGenerator<readonly LoadedFile[]> {
  return pagesOf(pool, creditorId, (tx, after) => readFilesAfter(tx, creditorId, after, size));
}

/** So many debtors are worked on before the answers of the database are taken in. */
const BETWEEN_ANSWERS = 50;

/**
 * What is read of a creditor's debtors in the order of their ids, page by page until one is empty, each in a transaction
 * that can change nothing. The next page is read while the last one is worked on: that one is given out in parts, since
 * between two statements of the reading somebody has to take in the answer to the first.
 */
export async function* pagesOf<T extends { readonly debtorId: Uuid }>(
  pool: Pool,
  creditorId: Uuid,
  read: (tx: Tx, after: Uuid) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  const pageAfter = (after: Uuid) =>
    withCreditor(pool, creditorId, async (tx) => {
      await tx.run(sql`set transaction read only`);
      return read(tx, after);
    });
  let page = await pageAfter(BEFORE_ALL);
  for (;;) {
    const last = page.at(-1);
    if (last === undefined) return;
    const next = pageAfter(last.debtorId);
    // A reader that stops before the end never asks for it.
    next.catch(() => undefined);
    for (let at = 0; at < page.length; at += BETWEEN_ANSWERS) {
      yield page.slice(at, at + BETWEEN_ANSWERS);
      await setImmediate();
    }
    page = await next;
  }
}

/** A hold with the day on which it ended, if it has. */
export type PastHold = LoadedFile["holds"][number] & { readonly endedOn: CalendarDate | null };

/** All holds of a debtor, ended ones too. */
export function readHolds(tx: Tx, creditorId: Uuid, debtorId: Uuid): Promise<PastHold[]> {
  return tx.many<PastHold>(sql`
    select hold_id as "holdId", claim_id as claim, kind, from_on as "fromOn", until_on as "untilOn",
      ended_on as "endedOn"
    from hold where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid
    order by from_on, hold_id`);
}
