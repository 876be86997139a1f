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

/** Does `work` unless this request was answered before: then the same answer is given again. */
export async function once(
  tx: Tx,
  creditorId: Uuid | null,
  caller: Pick<Caller, "kind" | "id">,
  request: Request,
  now: Date,
  work: () => Promise<Kept>,
): Promise<{ readonly kept: Kept; readonly isReplay: boolean }> {
  // Keys are the caller's own: two callers may choose alike, two debtors too.
  const key = `${caller.kind}:${caller.id} ${request.key}`;
  const hash = sha256(canonicalJson([request.method, request.path, request.body]));
  // Waits for the same request in another transaction, until that one is done or given up.
  const at = now.toISOString();
  const isFirst = await tx.run(
    creditorId === null
      ? sql`insert into operator_request (key, request_hash, created_at)
          values (${key}, ${hash}::bytea, ${at}::timestamptz) on conflict do nothing`
      : sql`insert into idempotency_key (creditor_id, key, request_hash, created_at)
          values (${creditorId}::uuid, ${key}, ${hash}::bytea, ${at}::timestamptz) on conflict do nothing`,
  );
  if (isFirst === 0) return { kept: await answered(tx, creditorId, key, hash), isReplay: true };
  const kept = await work();
  const response = JSON.stringify(kept);
  await tx.run(
    creditorId === null
      ? sql`update operator_request set response = ${response}::jsonb where key = ${key}`
      : sql`update idempotency_key set response = ${response}::jsonb
          where creditor_id = ${creditorId}::uuid and key = ${key}`,
  );
  return { kept, isReplay: false };
}

async function answered(tx: Tx, creditorId: Uuid | null, key: string, hash: Buffer): Promise<Kept> {
  const { requestHash, response } = await tx.one<{ requestHash: Buffer; response: Kept }>(
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
