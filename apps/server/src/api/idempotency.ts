/**
 * A request that changes something happens once, however often it is sent: its key, what it asked and what it was answered
 * are kept in the transaction of its effect. Null is a request that names no company.
 */
import { canonicalJson, type Json, sha256, type Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import type { Caller } from "./caller.ts";
import { Refused, refusal } from "./problem.ts";

export type Kept = { readonly status: number; readonly body: Json; readonly version: string | null };

export type Request = {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: Json;
};

type KeyOf = {
  readonly creditorId: Uuid | null;
  /** Keys are the caller's own: two callers may choose alike, two debtors too. */
  readonly key: string;
  readonly hash: Buffer;
  readonly now: Date;
};

function keyOf(
  creditorId: Uuid | null,
  caller: Pick<Caller, "kind" | "id">,
  request: Request,
  now: Date,
): KeyOf {
  const key = `${caller.kind}:${caller.id} ${request.key}`;
  const hash = sha256(canonicalJson([request.method, request.path, request.body]));
  return { creditorId, key, hash, now };
}

/** Does `work` unless this request was answered before: then the same answer is given again. */
export async function once(
  tx: Tx,
  creditorId: Uuid | null,
  caller: Pick<Caller, "kind" | "id">,
  request: Request,
  now: Date,
  work: () => Promise<Kept>,
): Promise<{ readonly kept: Kept; readonly isReplay: boolean }> {
  const own = keyOf(creditorId, caller, request, now);
  // Waits for the same request in another transaction, until that one is done or given up.
  if (!(await isFirst(tx, own))) return { kept: (await answered(tx, own))!, isReplay: true };
  const kept = await work();
  await keep(tx, own, kept);
  return { kept, isReplay: false };
}

/**
 * The same for work that has transactions of its own and comes to the same however often it is done: what was begun
 * and has no answer yet is done again.
 */
export async function onceAcross(
  inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  creditorId: Uuid | null,
  caller: Pick<Caller, "kind" | "id">,
  request: Request,
  now: Date,
  work: () => Promise<Kept>,
): Promise<{ readonly kept: Kept; readonly isReplay: boolean }> {
  const own = keyOf(creditorId, caller, request, now);
  const before = await inTx(async (tx) => ((await isFirst(tx, own)) ? null : answered(tx, own)));
  if (before !== null) return { kept: before, isReplay: true };
  const kept = await work();
  await inTx((tx) => keep(tx, own, kept));
  return { kept, isReplay: false };
}

async function isFirst(tx: Tx, { creditorId, key, hash, now }: KeyOf): Promise<boolean> {
  const at = now.toISOString();
  const inserted = await tx.run(
    creditorId === null
      ? sql`insert into operator_request (key, request_hash, created_at)
          values (${key}, ${hash}::bytea, ${at}::timestamptz) on conflict do nothing`
      : sql`insert into idempotency_key (creditor_id, key, request_hash, created_at)
          values (${creditorId}::uuid, ${key}, ${hash}::bytea, ${at}::timestamptz) on conflict do nothing`,
  );
  return inserted === 1;
}

async function keep(tx: Tx, { creditorId, key }: KeyOf, kept: Kept): Promise<void> {
  const response = JSON.stringify(kept);
  await tx.run(
    creditorId === null
      ? sql`update operator_request set response = ${response}::jsonb where key = ${key}`
      : sql`update idempotency_key set response = ${response}::jsonb
          where creditor_id = ${creditorId}::uuid and key = ${key}`,
  );
}

/** Null where it has none yet. */
async function answered(tx: Tx, { creditorId, key, hash }: KeyOf): Promise<Kept | null> {
  const { requestHash, response } = await tx.one<{ requestHash: Buffer; response: Kept | null }>(
    creditorId === null
      ? sql`select request_hash as "requestHash", response from operator_request where key = ${key}`
      : sql`select request_hash as "requestHash", response from idempotency_key
          where creditor_id = ${creditorId}::uuid and key = ${key}`,
  );
  if (hash.equals(requestHash)) return response;
  throw new Refused(
    refusal(
      "key-reused",
      "This idempotency key was sent with another request before. Nothing was done: choose a new key for a new request.",
    ),
  );
}
