/** A debtor comes in with the case number and code of the newest letter, and is known for a while. */
import { randomBytes } from "node:crypto";
import { sha256, type Uuid } from "@innfri/kernel";
import type { Keys } from "../secrets/keys.ts";
import { type Pool, sql, type Tx, withCreditor, withOperator } from "../store/index.ts";
import { doorHash, readCaseNumber, readCode } from "./letter-code.ts";

export const DEBTOR_PREFIX = "innfrid_";

const STAYS_MINUTES = 60;
/** Nobody has asked anything for so long. */
const IDLE_MINUTES = 20;
/** Wrong codes for one case before it is closed to everybody for the rest of that time. */
const TRIES_MOST = 5;
const TRIES_MINUTES = 15;

/** Who a session stands for. */
export type DebtorKnown = {
  readonly creditorId: Uuid;
  readonly debtorId: Uuid;
  /** By the code of a letter, by a link in a message, or by an identity that somebody vouches for. */
  readonly level: "letter" | "link" | "identity";
  /** The only claim that a link opens; null where all of the debtor's at the company are open. */
  readonly claimId: Uuid | null;
};

export type CameIn =
  | { readonly kind: "in"; readonly token: string; readonly expiresAt: string }
  /** No such case, a wrong code, or that of an older letter: which of them is not told. After some the case is closed. */
  | { readonly kind: "wrong"; readonly isClosing: boolean }
  | { readonly kind: "too-many"; readonly secondsLeft: number };

type Found = { readonly creditorId: Uuid; readonly debtorId: Uuid; readonly documentId: Uuid };

export async function comeIn(
  pool: Pool,
  keys: Keys,
  typed: { readonly caseNumber: string; readonly code: string },
  now: Date,
): Promise<CameIn> {
  const caseNumber = readCaseNumber(typed.caseNumber);
  const code = readCode(typed.code);
  const caseHash = keys.keyedHash("letter-code", `case ${caseNumber}`);
  const closed = await withOperator(pool, (tx) => secondsClosed(tx, caseHash, now));
  if (closed > 0) return { kind: "too-many", secondsLeft: closed };
  // Counted before it is looked at: those that come at once are looked at one for each try that is left.
  const tries = await withOperator(pool, (tx) => countTry(tx, caseHash, now));
  if (tries > TRIES_MOST) {
    const secondsLeft = await withOperator(pool, (tx) => secondsClosed(tx, caseHash, now));
    return { kind: "too-many", secondsLeft };
  }
  const hashes = code === null ? [] : keys.ids.map((keyId) => doorHash(keys, caseNumber, code, keyId));
  const found = await withOperator(pool, (tx) =>
    tx.maybe<Found>(sql`
      select for_creditor_id as "creditorId", for_debtor_id as "debtorId", for_document_id as "documentId"
      from letter_door where door_hash = any(${hashes}::bytea[])`),
  );
  if (found === undefined || !(await isNewest(pool, found, caseNumber)))
    return { kind: "wrong", isClosing: tries === TRIES_MOST };
  const { token, expiresAt } = await withOperator(pool, async (tx) => {
    await takeBackTry(tx, caseHash);
    return debtorSessionFor(tx, found, "letter", now);
  });
  return { kind: "in", token, expiresAt };
}

export type DebtorSession = {
  readonly creditorId: Uuid;
  readonly token: string;
  readonly expiresAt: string;
};

/** Lets a debtor in who has shown who it is. In a transaction that names no company. */
export async function debtorSessionFor(
  tx: Tx,
  {
    creditorId,
    debtorId,
    claimId = null,
  }: Pick<DebtorKnown, "creditorId" | "debtorId"> & {
    readonly claimId?: Uuid | null;
  },
  level: DebtorKnown["level"],
  now: Date,
): Promise<DebtorSession> {
  const token = `${DEBTOR_PREFIX}${randomBytes(32).toString("base64url")}`;
  const expiresAt = new Date(now.getTime() + STAYS_MINUTES * 60_000).toISOString();
  await tx.run(sql`
    insert into debtor_session (token_hash, for_creditor_id, for_debtor_id, for_claim_id, level, began_at, expires_at)
    values (${sha256(token)}::bytea, ${creditorId}::uuid, ${debtorId}::uuid, ${claimId}::uuid, ${level},
      ${now.toISOString()}::timestamptz, ${expiresAt}::timestamptz)`);
  return { creditorId, token, expiresAt };
}

/** Who the bearer of a token is, which is noted as used to the minute; undefined once its time is over. */
export function debtorOf(pool: Pool, token: string, now: Date): Promise<DebtorKnown | undefined> {
  const at = now.toISOString();
  return withOperator(pool, (tx) =>
    tx.maybe<DebtorKnown>(sql`
      with known as (
        select token_hash, for_creditor_id as "creditorId", for_debtor_id as "debtorId", level,
          for_claim_id as "claimId", coalesce(used_at, began_at) as last_at
        from debtor_session
        where token_hash = ${sha256(token)}::bytea and ended_at is null and expires_at > ${at}::timestamptz
          and coalesce(used_at, began_at) > ${at}::timestamptz - make_interval(mins => ${IDLE_MINUTES}::int)),
      noted as (
        update debtor_session s set used_at = ${at}::timestamptz from known k
        where s.token_hash = k.token_hash and k.last_at < ${at}::timestamptz - interval '1 minute')
      select "creditorId", "debtorId", level, "claimId" from known`),
  );
}

export async function goOut(pool: Pool, token: string, now: Date): Promise<void> {
  await withOperator(pool, (tx) =>
    tx.run(sql`
      update debtor_session set ended_at = ${now.toISOString()}::timestamptz
      where token_hash = ${sha256(token)}::bytea and ended_at is null`),
  );
}

/** The customer is somebody or somewhere else than was thought: whoever is in may be another. For a creditor's transaction. */
export async function endDebtorSessions(
  tx: Tx,
  creditorId: Uuid,
  debtorId: Uuid,
  now: string,
): Promise<void> {
  await tx.run(sql`
    update debtor_session set ended_at = ${now}::timestamptz
    where for_creditor_id = ${creditorId}::uuid and for_debtor_id = ${debtorId}::uuid and ended_at is null`);
}

async function secondsClosed(tx: Tx, caseHash: Buffer, now: Date): Promise<number> {
  const row = await tx.maybe<{ seconds: number }>(sql`
    select extract(epoch from first_at + ${TRIES_MINUTES}::int * interval '1 minute'
      - ${now.toISOString()}::timestamptz)::float8 as seconds
    from door_try where case_hash = ${caseHash}::bytea and failed >= ${TRIES_MOST}::int`);
  return Math.max(0, Math.ceil(row?.seconds ?? 0));
}

/** Counted also for cases that there are not: nobody learns from it which there are. */
async function countTry(tx: Tx, caseHash: Buffer, now: Date): Promise<number> {
  const { failed } = await tx.one<{ failed: number }>(sql`
    insert into door_try as t (case_hash, failed, first_at)
    values (${caseHash}::bytea, 1, ${now.toISOString()}::timestamptz)
    on conflict (case_hash) do update set
      failed = case when t.first_at + ${TRIES_MINUTES}::int * interval '1 minute' > excluded.first_at
        then t.failed + 1 else 1 end,
      first_at = case when t.first_at + ${TRIES_MINUTES}::int * interval '1 minute' > excluded.first_at
        then t.first_at else excluded.first_at end
    returning failed`);
  return failed;
}

/** It was no wrong one. */
async function takeBackTry(tx: Tx, caseHash: Buffer): Promise<void> {
  await tx.run(sql`
    update door_try set failed = failed - 1 where case_hash = ${caseHash}::bytea and failed > 0`);
}

/** A later letter of the case replaces the code of this one. */
function isNewest(pool: Pool, { creditorId, documentId }: Found, caseNumber: string): Promise<boolean> {
  return withCreditor(pool, creditorId, async (tx) => {
    const row = await tx.maybe<{ documentId: Uuid }>(sql`
      select s.document_id as "documentId"
      from (select claim_id from claim
        where creditor_id = ${creditorId}::uuid and reference = ${caseNumber} offset 0) c
      cross join lateral (select document_id from step
        where creditor_id = ${creditorId}::uuid and claim_id = c.claim_id and document_id is not null
        order by ordinal desc limit 1) s`);
    return row?.documentId === documentId;
  });
}
