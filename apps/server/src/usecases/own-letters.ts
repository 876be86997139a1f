/** The letters about a claim, as whoever they were sent to may see them again (S87). */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { renderLetterPdf } from "@innfri/letters";
import type { Creditor } from "../engine/creditors.ts";
import type { ContactData } from "../engine/load-files.ts";
import { recipientOf } from "../engine/recipient.ts";
import { letterOf, partsNamed, type StoredData, type StoredDerivations } from "../engine/stored-letter.ts";
import { documentParts, sql, type Tx } from "../store/index.ts";

export type OwnLetter = {
  readonly id: Uuid;
  readonly kind: string;
  readonly datedOn: CalendarDate;
  readonly payBy: CalendarDate | null;
  readonly channel: string | null;
  readonly state: string | null;
};

/** The newest first. */
export function lettersOfClaim(tx: Tx, creditorId: Uuid, claimId: Uuid): Promise<OwnLetter[]> {
  return tx.many<OwnLetter>(sql`
    select s.document_id as id, s.kind, d.dated_on as "datedOn", s.deadline_on as "payBy", m.channel, m.state
    from step s
    join document d on d.creditor_id = ${creditorId}::uuid and d.document_id = s.document_id
    left join lateral (select channel, state from message
      where creditor_id = ${creditorId}::uuid and document_id = s.document_id
        and debtor_id = d.debtor_id order by send_after desc, message_id desc limit 1) m on true
    where s.creditor_id = ${creditorId}::uuid and s.claim_id = ${claimId}::uuid and s.document_id is not null
    order by s.ordinal desc`);
}

type Stored = {
  readonly kind: string;
  readonly datedOn: CalendarDate;
  readonly data: StoredData;
  readonly derivations: StoredDerivations;
  /** To whom it went; null once that is not known any more. */
  readonly contact: ContactData | null;
};

/**
 * What a letter is set again from; undefined where it is not one of the claim's, or its reader is forgotten. It is set when it
 * is asked for: that takes a while, in which no transaction should be open.
 */
export async function storedLetter(
  tx: Tx,
  { creditorId, country }: Creditor,
  claimId: Uuid,
  documentId: Uuid,
): Promise<{ readonly name: string; readonly pdf: () => Uint8Array } | undefined> {
  const stored = await tx.maybe<Stored>(sql`
    select d.kind, d.dated_on as "datedOn", d.data, d.derivations,
      (select k.data from message m
        join contact k on k.creditor_id = m.creditor_id and k.contact_id = m.contact_id
        where m.creditor_id = ${creditorId}::uuid and m.document_id = d.document_id and m.debtor_id = d.debtor_id
        order by m.send_after desc, m.message_id desc limit 1) as contact
    from step s join document d on d.creditor_id = s.creditor_id and d.document_id = s.document_id
    where s.creditor_id = ${creditorId}::uuid and s.claim_id = ${claimId}::uuid
      and s.document_id = ${documentId}::uuid`);
  if (stored === undefined || stored.contact === null) return undefined;
  const { data, derivations, contact, kind, datedOn } = stored;
  const parts = await documentParts(tx, creditorId, partsNamed(data, derivations));
  const recipient = recipientOf(contact, country);
  const pdf = () => renderLetterPdf(letterOf(data, derivations, parts), recipient);
  return { name: `${datedOn}-${kind}.pdf`, pdf };
}
