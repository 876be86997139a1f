/** Who has read whose data: a line for each person, and one for a page of them. */
import { randomBytes } from "node:crypto";
import { type Uuid, uuidOf } from "@innfri/kernel";
import { atOnce, type Pool, sql, type Tx } from "../store/index.ts";

/** Kept so long; the law sheets name no period, and what is older shows nobody's reading of today. */
const KEPT_YEARS = 2;

export type Side = "creditor" | "operator";

/** Whose data was read: of one by what the call named, or of so many on a page. */
export type ReadOf =
  | {
      readonly kind: "one";
      readonly claimId: Uuid | null;
      readonly debtorId: Uuid | null;
      readonly objectionId: Uuid | null;
    }
  | { readonly kind: "page"; readonly count: number };

export type Reading = {
  readonly creditorId: Uuid;
  readonly actor: string;
  readonly side: Side;
  readonly call: string;
  readonly requestId: Uuid;
};

/** Writes the line. The caller waits for it and gives the answer then, but not for the disk: an answer costs little more. */
export async function addAccessLine(pool: Pool, reading: Reading, of: ReadOf, now: Date): Promise<void> {
  const { creditorId, actor, side, call, requestId } = reading;
  const lineId = uuidOf(now.getTime(), randomBytes(10));
  const at = now.toISOString();
  const line =
    of.kind === "page"
      ? sql`
        insert into access_line (creditor_id, line_id, at, actor, side, call, request_id, person_count)
        values (${creditorId}::uuid, ${lineId}::uuid, ${at}::timestamptz, ${actor}, ${side}, ${call},
          ${requestId}::uuid, ${of.count}::int)`
      : sql`
        insert into access_line (creditor_id, line_id, at, actor, side, call, request_id, debtor_id, person_count)
        select ${creditorId}::uuid, ${lineId}::uuid, ${at}::timestamptz, ${actor}, ${side}, ${call},
          ${requestId}::uuid, coalesce(${of.debtorId}::uuid,
            (select debtor_id from claim where creditor_id = ${creditorId}::uuid and claim_id = ${of.claimId}::uuid),
            (select debtor_id from objection
              where creditor_id = ${creditorId}::uuid and objection_id = ${of.objectionId}::uuid)), 1`;
  await atOnce(pool, creditorId, [line], { waitsForDisk: false });
}

export type AccessLine = {
  readonly id: Uuid;
  readonly at: string;
  readonly actor: string;
  readonly side: Side;
  readonly call: string;
  readonly requestId: Uuid;
  readonly debtorId: Uuid | null;
  readonly count: number;
};

/** The newest first; of one debtor those lines that name it. */
export function accessLines(
  tx: Tx,
  creditorId: Uuid,
  asked: { readonly debtorId: Uuid | null; readonly before: Uuid | null; readonly limit: number },
): Promise<AccessLine[]> {
  const { debtorId, before, limit } = asked;
  return tx.many<AccessLine>(sql`
    select line_id as id, at, actor, side, call, request_id as "requestId", debtor_id as "debtorId",
      person_count as count
    from access_line
    where creditor_id = ${creditorId}::uuid and (${debtorId}::uuid is null or debtor_id = ${debtorId}::uuid)
      and (${before}::uuid is null or line_id < ${before}::uuid)
    order by line_id desc limit ${limit}::int`);
}

/** Drops up to so many of the lines that are old enough; of the database's own clock, as no run may shorten it. */
export function dropOldAccessLines(tx: Tx, creditorId: Uuid, limit: number): Promise<number> {
  return tx.run(sql`
    delete from access_line a using (
      select line_id from access_line
      where creditor_id = ${creditorId}::uuid and at < now() - make_interval(years => ${KEPT_YEARS}::int)
      limit ${limit}::int) old
    where a.creditor_id = ${creditorId}::uuid and a.line_id = old.line_id`);
}
