/**
 * Reads the answers of a creditor's print house and takes them down. What was read is put away in `done`, what could
 * not be in `unreadable` with the reason beside it; read twice, it says nothing new.
 */
import { randomUUID } from "node:crypto";
import { rulesOf } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { deadlineFrom } from "@innfri/law";
import type { Clock } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import { countUnreadable } from "../metrics/counters.ts";
import { sql, withCreditor } from "../store/index.ts";
import { takeDown, type Word } from "./afterwards.ts";
import type { Env } from "./carriers.ts";
import { readWays } from "./deliver.ts";
import type { Deliverer } from "./delivery.ts";
import { type Drop, DropFailed } from "./drop.ts";
import { MOST_ANSWER_BYTES } from "./print-answered.ts";
import { recordBatches } from "./print-batches.ts";
import { answersFolder } from "./print-house.ts";
import { openDrop } from "./print-settings.ts";
import { putAwayName } from "./put-away.ts";
import { endAttempts } from "./queue.ts";
import {
  type AnswerFile,
  answerFileOf,
  type PrintAnswer,
  readPrintAnswer,
  UnreadableAnswer,
} from "./read-print-answer.ts";

export type PrintAnswersRead = {
  readonly acknowledged: number;
  readonly posted: number;
  /** Posted too late for the deadline that they print: undone, and judged anew. */
  readonly postedLate: number;
  readonly rejected: number;
  readonly returned: number;
  readonly unreadable: number;
  /** Why nothing could be read. */
  readonly problem: string | null;
};

const NOTHING: PrintAnswersRead = {
  acknowledged: 0,
  posted: 0,
  postedLate: 0,
  rejected: 0,
  returned: 0,
  unreadable: 0,
  problem: null,
};

/** Null where the creditor's letters go to no print house. */
export async function readPrintAnswers(
  installation: Deliverer,
  creditor: Creditor,
  clock: Clock,
  env: Env = process.env,
): Promise<PrintAnswersRead | null> {
  const { post } = await readWays(installation, creditor, clock);
  if (post !== "folder" && post !== "sftp") return null;
  const reading = openDrop(post, env);
  if (reading.kind === "missing") return { ...NOTHING, problem: reading.problem };
  const { drop } = reading;
  try {
    return await readAll(installation, creditor, clock, drop);
  } catch (error) {
    if (error instanceof DropFailed) return { ...NOTHING, problem: error.message };
    throw error;
  } finally {
    await drop.close();
  }
}

async function readAll(
  installation: Deliverer,
  creditor: Creditor,
  clock: Clock,
  drop: Drop,
): Promise<PrintAnswersRead> {
  const folder = answersFolder(creditor);
  const counts = { ...NOTHING };
  for (const name of await drop.list(folder)) {
    // What is still being written has another name.
    if (name.endsWith(".part")) continue;
    const file = answerFileOf(name);
    try {
      if (file === null)
        throw new UnreadableAnswer("its name is none of <batch>.ack.json, .posted.csv, .returned.csv");
      const bytes = await drop.read(`${folder}/${name}`, MOST_ANSWER_BYTES);
      if (bytes === null) throw new UnreadableAnswer(`it is larger than ${MOST_ANSWER_BYTES} bytes`);
      const answer = readPrintAnswer(file, bytes);
      const told = await takeAnswer(installation, creditor, clock, file, answer);
      for (const [what, count] of Object.entries(told)) counts[what as keyof typeof told] += count;
      await drop.move(`${folder}/${name}`, `${folder}/done/${name}`);
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      counts.unreadable += 1;
      const aside = `${folder}/unreadable/${putAwayName(name)}`;
      await drop.write(`${aside}.reason.txt`, Buffer.from(`${error.message}\n`));
      await drop.move(`${folder}/${name}`, aside);
    }
  }
  countUnreadable("post", counts.unreadable);
  return counts;
}

type Counts = Omit<PrintAnswersRead, "unreadable" | "problem">;

async function takeAnswer(
  installation: Deliverer,
  creditor: Creditor,
  clock: Clock,
  { batchId }: AnswerFile,
  answer: PrintAnswer,
): Promise<Counts> {
  const counts = { acknowledged: 0, posted: 0, postedLate: 0, rejected: 0, returned: 0 };
  const { pool } = installation;
  const { creditorId } = creditor;
  await wasTaken(installation, creditor, clock, batchId);
  const tell = async (words: readonly Word[]) => {
    const own = await ofBatch(installation, creditorId, batchId, words);
    return (await takeDown(installation, creditor, clock, own)).size;
  };
  switch (answer.kind) {
    case "acknowledged":
      counts.rejected = await tell(
        answer.rejected.map(({ messageId, code }) => ({
          messageId,
          kind: "rejected",
          reason: `the print house rejected it${code === null ? "" : `: ${code}`}`,
        })),
      );
      counts.acknowledged = await withCreditor(pool, creditorId, (tx) =>
        tx.run(sql`
          update print_batch set acknowledged_at = ${clock.nowAt}::timestamptz
          where creditor_id = ${creditorId}::uuid and batch_id = ${batchId}::uuid and acknowledged_at is null`),
      );
      return counts;
    case "returned":
      counts.returned = await tell(
        answer.letters.map(({ messageId, code }) => ({
          messageId,
          kind: "returned",
          reason: `the letter came back by post${code === null ? "" : `: ${code}`}`,
        })),
      );
      return counts;
    case "posted": {
      await mustBePossible(installation, creditorId, batchId, answer.letters, clock);
      const posted = await notePosted(installation, creditorId, batchId, answer.letters);
      counts.posted = posted.length;
      counts.postedLate = await tell(
        posted
          .filter((letter) => !isInTime(letter, creditor))
          .map(({ messageId, on }) => ({
            messageId,
            kind: "posted-late",
            reason: `it was posted on ${on}, too late for the deadline that it prints`,
          })),
      );
      return counts;
    }
  }
}

/**
 * Whatever a print house says of a batch, it has it: letters of which nobody knew whether it was handed over have left.
 * Of one that we were never about to hand over it can say nothing.
 */
async function wasTaken(
  installation: Deliverer,
  creditor: Creditor,
  clock: Clock,
  batchId: Uuid,
): Promise<void> {
  const { pool } = installation;
  const { creditorId } = creditor;
  const called = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ messageId: Uuid; attemptNo: number; isOpen: boolean }>(sql`
      select message_id as "messageId", attempt_no as "attemptNo", ended_at is null as "isOpen" from delivery_attempt
      where creditor_id = ${creditorId}::uuid and batch_id = ${batchId}::uuid and called_at is not null`),
  );
  if (called.length === 0) return;
  await recordBatches(pool, creditorId, [batchId], clock.nowAt);
  const ends = called
    .filter(({ isOpen }) => isOpen)
    .map((one) => ({ ...one, outcome: "sent", state: "sent", detail: null, sendAfter: null }) as const);
  if (ends.length > 0)
    await withCreditor(pool, creditorId, (tx) =>
      endAttempts(tx, { creditorId, token: randomUUID() as Uuid, ms: 0 }, ends, clock.nowAt),
    );
  const left = called.map(({ messageId }) => ({ messageId, kind: "left" }) as const);
  await takeDown(installation, creditor, clock, left);
}

/** Only of letters that were in the batch is anything believed. */
async function ofBatch(
  { pool }: Pick<Deliverer, "pool">,
  creditorId: Uuid,
  batchId: Uuid,
  words: readonly Word[],
): Promise<Word[]> {
  if (words.length === 0) return [];
  const rows = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ messageId: Uuid }>(sql`
      select distinct message_id as "messageId" from delivery_attempt
      where creditor_id = ${creditorId}::uuid and batch_id = ${batchId}::uuid
        and message_id = any(${words.map(({ messageId }) => messageId)}::uuid[])`),
  );
  const own = new Set(rows.map(({ messageId }) => messageId));
  return words.filter(({ messageId }) => own.has(messageId));
}

/**
 * A day of posting is legal truth and is taken down once: one that has not come yet, or on which the letter had not been
 * decided, is nobody's. A file with such a day is not believed in the rest either.
 */
async function mustBePossible(
  { pool }: Pick<Deliverer, "pool">,
  creditorId: Uuid,
  batchId: Uuid,
  letters: PostedLetters,
  { today }: Clock,
): Promise<void> {
  const daysOf = new Map<Uuid, CalendarDate>();
  for (const [index, { messageId, on }] of letters.entries()) {
    if (on > today) throw new UnreadableAnswer(`row ${index + 2} has a day that has not come yet`);
    if ((daysOf.get(messageId) ?? on) !== on)
      throw new UnreadableAnswer(`row ${index + 2} names a letter again, with another day`);
    daysOf.set(messageId, on);
  }
  const dated = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ messageId: Uuid; datedOn: CalendarDate }>(sql`
      select distinct m.message_id as "messageId", d.dated_on as "datedOn"
      from message m join document d on d.creditor_id = m.creditor_id and d.document_id = m.document_id
      join delivery_attempt a on a.creditor_id = m.creditor_id and a.message_id = m.message_id
      where m.creditor_id = ${creditorId}::uuid and m.message_id = any(${[...daysOf.keys()]}::uuid[])
        and a.batch_id = ${batchId}::uuid`),
  );
  if (dated.some(({ messageId, datedOn }) => daysOf.get(messageId)! < datedOn))
    throw new UnreadableAnswer("a letter would have been posted before the day that it is dated");
}

type PostedLetters = (PrintAnswer & { kind: "posted" })["letters"];

type Posted = {
  readonly messageId: Uuid;
  readonly on: CalendarDate;
  readonly letter: "reminder" | "notice" | "demand";
  readonly payBy: CalendarDate;
  /** The day of posting that its deadline allows for. */
  readonly allowedOn: CalendarDate;
};

/** The legal day of sending, once: from then on the deadline counts. */
function notePosted(
  { pool }: Pick<Deliverer, "pool">,
  creditorId: Uuid,
  batchId: Uuid,
  letters: PostedLetters,
): Promise<Posted[]> {
  return withCreditor(pool, creditorId, (tx) =>
    tx.many<Posted>(sql`
      with posted as (
        update message m set posted_on = x.posted_on
        from unnest(${letters.map(({ messageId }) => messageId)}::uuid[], ${letters.map(({ on }) => on)}::date[])
          x(message_id, posted_on)
        where m.creditor_id = ${creditorId}::uuid and m.message_id = x.message_id
          and (m.posted_on is null or m.posted_on = x.posted_on)
          and m.channel = 'post' and m.state = 'sent'
          and exists (select from delivery_attempt a where a.creditor_id = ${creditorId}::uuid
            and a.message_id = m.message_id and a.batch_id = ${batchId}::uuid)
        returning m.message_id, m.document_id, m.debtor_id, m.posted_on)
      select distinct on (p.message_id) p.message_id as "messageId", p.posted_on as "on", e.data ->> 'letter' as letter,
        e.data ->> 'payBy' as "payBy", coalesce((e.data ->> 'postedOn')::date, e.happened_on) as "allowedOn"
      from posted p
      join claim c on c.creditor_id = ${creditorId}::uuid and c.debtor_id = p.debtor_id
      join event e on e.creditor_id = ${creditorId}::uuid and e.claim_id = c.claim_id and e.kind = 'letter'
        and e.data ->> 'document' = p.document_id::text
      order by p.message_id, c.claim_id`),
  );
}

/** Posted by the day that it allows for, or early enough for the law's own term. */
function isInTime({ on, letter, payBy, allowedOn }: Posted, { country }: Creditor): boolean {
  if (on <= allowedOn) return true;
  const rules = rulesOf(country);
  const least = rules.minimumTermDays(letter);
  return least !== null && deadlineFrom(on, least, rules.calendar) <= payBy;
}
