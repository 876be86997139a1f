/**
 * The outbox: what a run decided to say is queued in the same transaction as the decision, and leaves from here.
 * Until a mail server is set up, e-mails are captured as `.eml` files and letters for the post as `.pdf` files.
 * A letter is rendered from its stored data, so a killed delivery that starts again makes the same bytes.
 */
import path from "node:path";
import { type Letter, unconfirmedChannel, unconfirmedFor, unconfirmedReason } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type LetterData, type Recipient, renderLetterPdf, renderLetters } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { ContactData } from "../engine/load-files.ts";
import { recipientOf } from "../engine/recipient.ts";
import { gateOf } from "../engine/sign-offs.ts";
import { letterOf, type StoredDerivations } from "../engine/stored-letter.ts";
import type { Installation, Operator } from "../installation.ts";
import { type Pool, sql, type Tx, withCreditor } from "../store/index.ts";
import { capture } from "./capture.ts";
import { letterEmail } from "./letter-email.ts";
import { type Undone, undoLetters } from "./undo-letters.ts";

/** Letters between two commits, and read at a time. */
const BATCH = 100;
/** A process that only renders is worth its start from so many letters on. */
const WORTH_A_POOL = 25;

type Queued = {
  readonly messageId: Uuid;
  readonly documentId: Uuid;
  readonly sendAfter: string;
  readonly channel: "email" | "post";
  readonly datedOn: CalendarDate;
  readonly data: LetterData;
  readonly derivations: StoredDerivations;
  readonly contact: ContactData;
};

export type Delivered = {
  readonly email: number;
  readonly post: number;
  /** Letters that could not be made, with why: they are given up and wait for a person. */
  readonly failed: readonly { readonly caseNumber: string; readonly problem: string }[];
  readonly folder: string;
};

type Job = { readonly message: Queued; readonly data: LetterData; readonly recipient: Recipient };

/**
 * Sends what is queued for a creditor. Two that send at once make the same files, and each message is marked once. A
 * letter of an earlier day did not leave in time, and one that nobody vouches for any more may not leave: it is
 * undone, and its claims are judged anew.
 */
export async function deliverQueued(
  installation: Pick<Installation, "pool" | "directory"> & { readonly operator: Operator },
  creditor: Creditor,
  clock: Clock,
): Promise<Delivered> {
  const { pool, operator } = installation;
  const { nowAt } = clock;
  const folder = outboxOf(installation.directory, creditor);
  const sent = { email: 0, post: 0 };
  const failed: { caseNumber: string; problem: string }[] = [];
  let batch: Outcome[] = [];
  const finish = async () => {
    const done = batch;
    batch = [];
    await withCreditor(pool, creditor.creditorId, async (tx) => {
      const givenUp = await markSent(tx, creditor.creditorId, done, nowAt);
      await undoLetters(tx, { creditor, operator: operator.kind, clock }, givenUp.map(undoneOf));
    });
  };
  const jobs = queuedJobs(pool, creditor, nowAt);
  for await (const { job, pdf, problem } of rendered(jobs, await isLong(pool, creditor, nowAt))) {
    const { message, data } = job;
    const { messageId, documentId } = message;
    const isLate = message.datedOn < clock.today;
    // Asked right before it leaves: what was confirmed when it was decided may have been withdrawn since (D11).
    const waits = isLate || pdf === null ? null : await whyUnconfirmed(pool, creditor, message);
    if (isLate)
      failed.push({ caseNumber: data.caseNumber, problem: `dated ${message.datedOn} and not sent that day` });
    else if (waits !== null) failed.push({ caseNumber: data.caseNumber, problem: waits });
    else if (pdf === null) failed.push({ caseNumber: data.caseNumber, problem });
    else {
      await keep(folder, job, pdf, nowAt);
      sent[message.channel] += 1;
    }
    const why = isLate ? `it could not be sent on ${message.datedOn}` : pdf === null ? problem : waits;
    batch.push({ messageId, documentId, problem: why, isJudgedAnew: isLate || waits !== null });
    if (batch.length >= BATCH) await finish();
  }
  await finish();
  return { ...sent, failed, folder };
}

/** Where a creditor's messages lie. */
export function outboxOf(directory: string, creditor: Creditor): string {
  return path.join(directory, "outbox", `${creditor.country}-${creditor.creditorId.slice(-12)}`);
}

/** What is queued, page by page, oldest first: memory stays flat however much it is. */
async function* queuedJobs(pool: Pool, creditor: Creditor, nowAt: string): AsyncGenerator<Job> {
  let after = { sendAfter: "-infinity", messageId: "00000000-0000-0000-0000-000000000000" };
  for (;;) {
    const page = await withCreditor(pool, creditor.creditorId, (tx) =>
      readQueued(tx, creditor.creditorId, nowAt, after),
    );
    for (const message of page) {
      const recipient = recipientOf(message.contact, creditor.country);
      yield { message, data: letterOf(message.data, message.derivations), recipient };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < BATCH) return;
    after = last;
  }
}

function readQueued(
  tx: Tx,
  creditorId: Uuid,
  nowAt: string,
  after: { readonly sendAfter: string; readonly messageId: string },
): Promise<Queued[]> {
  return tx.many<Queued>(sql`
    select m.message_id as "messageId", m.document_id as "documentId", m.send_after as "sendAfter", m.channel, d.dated_on as "datedOn", d.data,
      d.derivations, c.data as contact
    from (select message_id, document_id, contact_id, channel, send_after from message
          where creditor_id = ${creditorId}::uuid and state = 'queued' and send_after <= ${nowAt}::timestamptz
            and (send_after, message_id) > (${after.sendAfter}::timestamptz, ${after.messageId}::uuid)
          order by send_after, message_id limit ${BATCH}::int) m
    join document d on d.creditor_id = ${creditorId}::uuid and d.document_id = m.document_id
    join contact c on c.creditor_id = ${creditorId}::uuid and c.contact_id = m.contact_id and c.data is not null
    order by m.send_after, m.message_id`);
}

async function isLong(pool: Pool, { creditorId }: Creditor, nowAt: string): Promise<boolean> {
  const { count } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ count: bigint }>(sql`
      select count(*) from (select from message where creditor_id = ${creditorId}::uuid and state = 'queued'
        and send_after <= ${nowAt}::timestamptz limit ${WORTH_A_POOL}::int) waiting`),
  );
  return count >= BigInt(WORTH_A_POOL);
}

type Made = { readonly job: Job; readonly pdf: Uint8Array | null; readonly problem: string };

/** A letter that cannot be made is told and passed over: it must not keep the others. */
async function* rendered(jobs: AsyncGenerator<Job>, isMany: boolean): AsyncGenerator<Made> {
  if (isMany) {
    for await (const letter of renderLetters(jobs))
      yield letter.kind === "rendered"
        ? { job: letter.job, pdf: letter.pdf, problem: "" }
        : { job: letter.job, pdf: null, problem: letter.problem };
    return;
  }
  for await (const job of jobs) yield renderedHere(job);
}

function renderedHere(job: Job): Made {
  try {
    return { job, pdf: renderLetterPdf(job.data, job.recipient, { standard: "a-2a" }), problem: "" };
  } catch (error) {
    return { job, pdf: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function keep(
  folder: string,
  { message, data, recipient }: Job,
  pdf: Uint8Array,
  nowAt: string,
): Promise<void> {
  const name = `${message.datedOn} ${data.kind.slice(3)} ${data.caseNumber}`;
  if (message.channel === "post") {
    await capture(path.join(folder, "post"), `${name}.pdf`, pdf);
    return;
  }
  const { messageId, contact } = message;
  await capture(
    path.join(folder, "email"),
    `${name}.eml`,
    await letterEmail({ messageId, data, contact }, recipient, pdf, nowAt),
  );
}

/** What a real company's letter rests on and nobody has confirmed, as a reason; null when it may leave. */
async function whyUnconfirmed(
  pool: Pool,
  creditor: Creditor,
  { data, channel }: Queued,
): Promise<string | null> {
  if (creditor.isSandbox) return null;
  const items = await withCreditor(pool, creditor.creditorId, (tx) => gateOf(tx, creditor));
  const step = LETTER_STEPS[data.kind];
  const waiting = [...unconfirmedFor(items, step), ...unconfirmedChannel(items, channel)];
  return waiting.length === 0 ? null : unconfirmedReason(waiting).text;
}

const LETTER_STEPS = {
  "no.reminder": "reminder",
  "no.notice": "notice",
  "no.demand": "demand",
  "se.reminder": "reminder",
  "se.demand": "demand",
} as const satisfies Record<LetterData["kind"], Letter>;

type Outcome = {
  readonly messageId: Uuid;
  readonly documentId: Uuid;
  readonly problem: string | null;
  /** It could be made: whether it may go, and how, is decided again. */
  readonly isJudgedAnew: boolean;
};

function undoneOf({ documentId, problem, isJudgedAnew }: Outcome): Undone {
  return { documentId, reason: problem ?? "", parks: !isJudgedAnew };
}

/** The attempts with their outcomes, and the new states, set-wise. Returns those that this call gave up. */
async function markSent(
  tx: Tx,
  creditorId: Uuid,
  batch: readonly Outcome[],
  nowAt: string,
): Promise<Outcome[]> {
  if (batch.length === 0) return [];
  const ids = batch.map(({ messageId }) => messageId);
  const problems = batch.map(({ problem }) => problem);
  await tx.run(sql`
    insert into delivery_attempt (creditor_id, message_id, attempt_no, started_at, ended_at, outcome, detail)
    select ${creditorId}::uuid, x.id, 1, ${nowAt}::timestamptz, ${nowAt}::timestamptz,
      case when x.problem is null then 'sent' else 'failed' end,
      case when x.problem is null then null else jsonb_build_object('problem', x.problem) end
    from unnest(${ids}::uuid[], ${problems}::text[]) x(id, problem) on conflict do nothing`);
  const marked = await tx.many<{ messageId: Uuid }>(sql`
    update message m set state = case when x.problem is null then 'sent' else 'given-up' end
    from unnest(${ids}::uuid[], ${problems}::text[]) x(id, problem)
    where m.creditor_id = ${creditorId}::uuid and m.message_id = x.id and m.state = 'queued'
    returning m.message_id as "messageId"`);
  const own = new Set(marked.map(({ messageId }) => messageId));
  return batch.filter(({ messageId, problem }) => problem !== null && own.has(messageId));
}
