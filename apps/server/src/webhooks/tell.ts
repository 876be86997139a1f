/**
 * Tells a company's endpoints what has happened. A try is noted before it is made and what came of it afterwards, so a
 * process may die anywhere: what nobody knows the end of is told again under the same id.
 */
import type { Uuid } from "@innfri/kernel";
import { log } from "../log/index.ts";
import type { Keys } from "../secrets/keys.ts";
import { type Pool, sql, type Tx, withCreditor } from "../store/index.ts";
import type { Networks } from "./addresses.ts";
import { makeMessages } from "./make-messages.ts";
import { type Answer, post } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { signedHeaders } from "./signature.ts";

export type TellContext = {
  readonly pool: Pool;
  readonly keys: Keys;
  readonly networks: Networks;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** How long one try may take; and afterwards another process may try. */
  readonly withinMs?: number;
  /** Called between a try that was made and its note. */
  readonly afterPost?: () => Promise<void>;
};

const WITHIN_MS = 15_000;
const SIDE_BY_SIDE = 4;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds from one try to the next: some three days and a half in all. */
export const WAITS = [
  5,
  30,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** Many that failed at once do not come back at once. */
const JITTER = 0.2;
/** One that has not taken anything for so long is told no more, until somebody turns it on again. */
const DISABLED_AFTER_DAYS = 5;
const GONE = 410;

type Endpoint = { readonly endpointId: Uuid; readonly isFailing: boolean };
type Message = {
  readonly messageId: Uuid;
  readonly attemptNo: number;
  readonly tries: number;
  readonly body: string;
  readonly url: string;
};

/** Until nothing is due or the turn is over. Returns whether there is anybody to be told. */
export async function tellEndpoints(context: TellContext, creditorId: Uuid): Promise<boolean> {
  const endpoints = await withCreditor(context.pool, creditorId, (tx) =>
    tx.many<Endpoint>(sql`
      select endpoint_id as "endpointId", failing_since is not null as "isFailing" from webhook_endpoint
      where creditor_id = ${creditorId}::uuid and state = 'enabled' order by endpoint_id`),
  );
  // One that is slow keeps no other waiting.
  await Promise.all(
    endpoints.map(async (endpoint) => {
      await makeMessages(context.pool, creditorId, endpoint.endpointId, context.signal);
      await tellEndpoint(context, creditorId, endpoint);
    }),
  );
  return endpoints.length > 0;
}

async function tellEndpoint(
  context: TellContext,
  creditorId: Uuid,
  { endpointId, isFailing }: Endpoint,
): Promise<void> {
  // An endpoint that fails is tried with one message; with the rest once it has taken that.
  let most = isFailing ? 1 : SIDE_BY_SIDE;
  while (!context.signal.aborted) {
    const messages = await withCreditor(context.pool, creditorId, (tx) =>
      takeMessages(tx, creditorId, endpointId, most, context.withinMs ?? WITHIN_MS),
    );
    if (messages.length === 0) return;
    const secrets = await withCreditor(context.pool, creditorId, (tx) =>
      openSecrets(tx, context.keys, creditorId, endpointId),
    );
    const taken = await Promise.all(
      messages.map((message) => tell(context, { creditorId, endpointId }, message, secrets)),
    );
    if (taken.includes(false)) return;
    most = SIDE_BY_SIDE;
  }
}

/** The first that are due, noted as being tried; others leave them alone until the try must be over. */
async function takeMessages(
  tx: Tx,
  creditorId: Uuid,
  endpointId: Uuid,
  most: number,
  withinMs: number,
): Promise<Message[]> {
  const leaseSeconds = Math.ceil((2 * withinMs) / 1000);
  // Looked for once, before the update: a subquery of the update could be asked again for each row, and find more.
  const messages = await tx.many<Omit<Message, "attemptNo">>(sql`
    with due as materialized (select message_id from webhook_message
      where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid and state = 'waiting'
        and next_try_at <= clock_timestamp()
      order by next_try_at, position, message_id limit ${most}::int for update skip locked)
    update webhook_message m set tries = m.tries + 1,
      next_try_at = clock_timestamp() + make_interval(secs => ${leaseSeconds}::int)
    from due join webhook_endpoint e on e.creditor_id = ${creditorId}::uuid and e.endpoint_id = ${endpointId}::uuid
    where m.creditor_id = ${creditorId}::uuid and m.message_id = due.message_id and e.state = 'enabled'
    returning m.message_id as "messageId", m.tries, m.body, e.url`);
  const attempts: Message[] = [];
  for (const message of messages) {
    const { messageId } = message;
    // Whoever tried it before has died, or has been given up.
    await tx.run(sql`
      update webhook_attempt set ended_at = clock_timestamp(), outcome = 'unknown'
      where creditor_id = ${creditorId}::uuid and message_id = ${messageId}::uuid and ended_at is null`);
    const { attemptNo } = await tx.one<{ attemptNo: number }>(sql`
      insert into webhook_attempt (creditor_id, message_id, attempt_no)
      select ${creditorId}::uuid, ${messageId}::uuid, coalesce(max(attempt_no), 0) + 1 from webhook_attempt
      where creditor_id = ${creditorId}::uuid and message_id = ${messageId}::uuid
      returning attempt_no as "attemptNo"`);
    attempts.push({ ...message, attemptNo });
  }
  return attempts;
}

type At = { readonly creditorId: Uuid; readonly endpointId: Uuid };

/** Returns whether it was taken. */
async function tell(
  { pool, networks, now, withinMs = WITHIN_MS, afterPost }: TellContext,
  at: At,
  message: Message,
  secrets: readonly string[],
): Promise<boolean> {
  const { messageId, body, url } = message;
  const headers = signedHeaders(secrets, `msg_${messageId}`, now(), body);
  const answer = await post(url, headers, body, { networks, withinMs });
  await afterPost?.();
  const isTaken = answer.kind === "answered" && answer.status >= 200 && answer.status < 300;
  await withCreditor(pool, at.creditorId, (tx) =>
    isTaken ? noteTaken(tx, at, message, answer.status) : noteFailed(tx, at, message, answer),
  );
  return isTaken;
}

async function noteTaken(
  tx: Tx,
  { creditorId, endpointId }: At,
  message: Message,
  status: number,
): Promise<void> {
  await tx.run(sql`
    update webhook_attempt set ended_at = clock_timestamp(), outcome = 'delivered', status = ${status}::int
    where creditor_id = ${creditorId}::uuid and message_id = ${message.messageId}::uuid
      and attempt_no = ${message.attemptNo}::int and (ended_at is null or outcome = 'unknown')`);
  await tx.run(sql`
    update webhook_message set state = 'delivered'
    where creditor_id = ${creditorId}::uuid and message_id = ${message.messageId}::uuid`);
  await tx.run(sql`
    update webhook_endpoint set failing_since = null
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid and failing_since is not null`);
}

async function noteFailed(
  tx: Tx,
  { creditorId, endpointId }: At,
  { messageId, attemptNo, tries }: Message,
  answer: Answer,
): Promise<void> {
  const [outcome, status, detail] =
    answer.kind === "answered"
      ? (["refused", answer.status, null] as const)
      : ([answer.kind, null, answer.detail] as const);
  const isMine = await tx.run(sql`
    update webhook_attempt set ended_at = clock_timestamp(), outcome = ${outcome}, status = ${status}::int, detail = ${detail}
    where creditor_id = ${creditorId}::uuid and message_id = ${messageId}::uuid and attempt_no = ${attemptNo}::int
      and ended_at is null`);
  // Another process has taken the message up meanwhile: what comes of it is that one's to say.
  if (isMine === 0) return;
  const wait = WAITS[tries - 1];
  const seconds = (wait ?? 0) * (1 + JITTER * (2 * Math.random() - 1));
  await tx.run(sql`
    update webhook_message set state = ${wait === undefined ? "failed" : "waiting"},
      next_try_at = clock_timestamp() + make_interval(secs => ${seconds}::float8)
    where creditor_id = ${creditorId}::uuid and message_id = ${messageId}::uuid and state = 'waiting'`);
  const because =
    status === GONE
      ? "it answered that it is gone (410)"
      : `it has taken nothing for ${DISABLED_AFTER_DAYS} days; the last try: ${detail ?? `status ${status}`}`;
  const disabled = await tx.run(sql`
    update webhook_endpoint set state = 'disabled', because = ${because}, version = version + 1
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid and state = 'enabled'
      and (${status === GONE}::bool or failing_since < clock_timestamp() - make_interval(days => ${DISABLED_AFTER_DAYS}::int))`);
  await tx.run(sql`
    update webhook_endpoint set failing_since = coalesce(failing_since, clock_timestamp())
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid`);
  if (disabled > 0) log.warn("webhook-disabled", { creditor: creditorId });
}
