/**
 * The outbox: what a run decided to say is queued in the same transaction as the decision, and leaves from here.
 * Until a mail server is set up, e-mails are captured as `.eml` files and letters for the post as `.pdf` files.
 * A letter is rendered from its stored data, so a killed delivery that starts again makes the same bytes.
 */
import path from "node:path";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type LetterData, renderLetterPdf } from "@innfri/letters";
import type { Creditor } from "../engine/creditors.ts";
import type { ContactData } from "../engine/load-files.ts";
import { letterOf, type StoredDerivations } from "../engine/stored-letter.ts";
import type { Installation } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";
import { capture } from "./capture.ts";
import { letterEmail } from "./letter-email.ts";
import { recipientOf } from "./recipient.ts";

/** Letters rendered between two commits. */
const BATCH = 100;

type Queued = {
  readonly messageId: Uuid;
  readonly channel: "email" | "post";
  readonly datedOn: CalendarDate;
  readonly data: LetterData;
  readonly derivations: StoredDerivations;
  readonly contact: ContactData | null;
};

export type Delivered = { readonly email: number; readonly post: number; readonly folder: string };

/** Sends what is queued for a creditor. `nowAt` is the creditor's own instant. */
export async function deliverQueued(
  installation: Pick<Installation, "pool" | "directory">,
  creditor: Creditor,
  nowAt: string,
  onLetter: () => void = () => undefined,
): Promise<Delivered> {
  const folder = outboxOf(installation.directory, creditor);
  const sent = { email: 0, post: 0 };
  for (;;) {
    const batch = await withCreditor(installation.pool, creditor.creditorId, async (tx) => {
      const queued = await lockQueued(tx, creditor.creditorId, nowAt);
      for (const message of queued) {
        await send(folder, creditor, message, nowAt);
        onLetter();
      }
      await markSent(tx, creditor.creditorId, queued, nowAt);
      return queued;
    });
    for (const { channel } of batch) sent[channel] += 1;
    if (batch.length < BATCH) return { ...sent, folder };
  }
}

/** Where a creditor's messages lie. */
export function outboxOf(directory: string, creditor: Creditor): string {
  return path.join(directory, "outbox", `${creditor.country}-${creditor.creditorId.slice(-12)}`);
}

function lockQueued(tx: Tx, creditorId: Uuid, nowAt: string): Promise<Queued[]> {
  return tx.many<Queued>(sql`
    select m.message_id as "messageId", m.channel, d.dated_on as "datedOn", d.data, d.derivations, c.data as contact
    from (select message_id, document_id, contact_id, channel, send_after from message
          where creditor_id = ${creditorId}::uuid and state = 'queued' and send_after <= ${nowAt}::timestamptz
          order by send_after, message_id limit ${BATCH}::int for update skip locked) m
    join document d on d.creditor_id = ${creditorId}::uuid and d.document_id = m.document_id
    join contact c on c.creditor_id = ${creditorId}::uuid and c.contact_id = m.contact_id
    order by m.send_after, m.message_id`);
}

async function send(folder: string, creditor: Creditor, message: Queued, nowAt: string): Promise<void> {
  if (message.contact === null) return; // blanked since: nobody is left to tell
  const recipient = recipientOf(message.contact, creditor.country);
  const data = letterOf(message.data, message.derivations);
  const pdf = await renderLetterPdf(data, recipient, { standard: "a-2a" });
  const name = `${message.datedOn} ${message.data.kind.slice(3)} ${message.data.caseNumber}`;
  if (message.channel === "post") await capture(path.join(folder, "post"), `${name}.pdf`, pdf);
  else
    await capture(
      path.join(folder, "email"),
      `${name}.eml`,
      await letterEmail({ messageId: message.messageId, data, contact: message.contact }, recipient, pdf, nowAt),
    );
}

/** The attempt and its outcome, and the new state, set-wise. */
async function markSent(tx: Tx, creditorId: Uuid, messages: readonly Queued[], nowAt: string): Promise<void> {
  if (messages.length === 0) return;
  const ids = messages.map(({ messageId }) => messageId);
  await tx.run(sql`
    insert into delivery_attempt (creditor_id, message_id, attempt_no, started_at, ended_at, outcome)
    select ${creditorId}::uuid, id, 1, ${nowAt}::timestamptz, ${nowAt}::timestamptz, 'sent' from unnest(${ids}::uuid[]) id`);
  await tx.run(sql`
    update message set state = 'sent'
    where creditor_id = ${creditorId}::uuid and message_id = any(${ids}::uuid[]) and state = 'queued'`);
}
