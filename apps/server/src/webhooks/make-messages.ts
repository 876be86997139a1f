/** A company's events as messages to its endpoints: each event once for each endpoint that asks for it. */
import { randomBytes } from "node:crypto";
import { type Uuid, uuidOf } from "@innfri/kernel";
import { followEvents, type ToldEvent } from "../events/read-events.ts";
import { machineTime } from "../machine-time.ts";
import { type Pool, sql, type Tx, withCreditor } from "../store/index.ts";

/** Events that become messages in one transaction. */
const AT_ONCE = 500;

export async function makeMessages(
  pool: Pool,
  creditorId: Uuid,
  endpointId: Uuid,
  signal: AbortSignal,
): Promise<void> {
  while (
    !signal.aborted &&
    (await withCreditor(pool, creditorId, (tx) => makeSome(tx, creditorId, endpointId)))
  );
}

/** The messages and the place that the endpoint has come to are written together. Returns whether there may be more. */
async function makeSome(tx: Tx, creditorId: Uuid, endpointId: Uuid): Promise<boolean> {
  // Another process that makes them waits here, and then begins behind what this one has made.
  const endpoint = await tx.maybe<{ position: bigint; types: readonly string[] }>(sql`
    select position, types from webhook_endpoint
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid and state = 'enabled' for update`);
  if (endpoint === undefined) return false;
  const { events, position, hasMore } = await followEvents(tx, creditorId, endpoint.position, AT_ONCE);
  const told = events.filter(({ type }) => endpoint.types.length === 0 || endpoint.types.includes(type));
  if (position === endpoint.position) return false;
  await tx.run(sql`
    insert into webhook_message (creditor_id, message_id, endpoint_id, position, type, body, state)
    select ${creditorId}::uuid, x.message_id, ${endpointId}::uuid, x.position, x.type, x.body, 'waiting'
    from unnest(${told.map(() => newMessageId())}::uuid[], ${told.map((one) => one.position)}::int8[],
      ${told.map(({ type }) => type)}::text[], ${told.map((one) => bodyOf(creditorId, one))}::text[])
      x(message_id, position, type, body)`);
  await tx.run(sql`
    update webhook_endpoint set position = ${position}::bigint
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid`);
  return hasMore;
}

export function newMessageId(): Uuid {
  return uuidOf(machineTime.now().getTime(), randomBytes(10));
}

/** Thin: what it is about and when it counts. Who may know more asks for it. */
function bodyOf(creditorId: Uuid, { id, type, claimId, seq, on, recordedAt, documentId }: ToldEvent): string {
  const data = { id, creditorId, claimId, seq, on, documentId };
  return JSON.stringify({ type, timestamp: recordedAt, data });
}
