/**
 * A customer's name and addresses are corrected: as a new version, from today on, with the reason. The chain of every claim
 * that is open has the salted hash of what is now known, and nothing of it in words.
 */
import { randomBytes } from "node:crypto";
import { canonicalJson, type Json, sha256, type Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { endDebtorSessions } from "../door/come-in.ts";
import { textOf } from "../engine/act-text.ts";
import { link } from "../engine/chain.ts";
import type { Creditor } from "../engine/creditors.ts";
import { takeUp } from "../engine/take-up.ts";
import { type ContactData, isSameContact, nextContactId } from "../importing/contact-data.ts";
import { lockFiles, sql, type Tx, writeRegistration } from "../store/index.ts";

export type Correction = {
  readonly name?: string | undefined;
  readonly address?:
    | { readonly street: string | null; readonly postalCode: string | null; readonly city: string | null }
    | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly reason: string;
};

export type Corrected =
  | {
      readonly kind: "corrected";
      readonly contactId: Uuid;
      readonly since: string;
      readonly changed: string[];
    }
  | { readonly kind: "unknown-customer" }
  | { readonly kind: "refused"; readonly reason: string };

type Before = { readonly data: ContactData | null; readonly count: number };
type Head = {
  readonly claimId: Uuid;
  readonly headSeq: number;
  readonly headHash: Buffer;
  readonly state: string;
};

export async function correctContact(
  tx: Tx,
  creditor: Creditor,
  of: { readonly debtorId: Uuid; readonly correction: Correction; readonly actor: string },
  now: Date,
): Promise<Corrected> {
  const { creditorId } = creditor;
  const { debtorId, correction, actor } = of;
  const clock = clockOf(creditor, now);
  const [locked] = await lockFiles(tx, creditorId, [debtorId]);
  if (locked === undefined) return { kind: "unknown-customer" };
  const before = await tx.maybe<Before>(sql`
    select data, (count(*) over ())::int as count from contact
    where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid
    order by valid_from_on desc, contact_id desc limit 1`);
  const known = before?.data ?? null;
  if (known === null)
    return {
      kind: "refused",
      reason: "What was personal about this customer has been removed. Nothing was done.",
    };
  const data = correctedData(known, correction);
  if (isSameContact(known, data))
    return { kind: "refused", reason: "That is what is known already. Nothing was done." };
  const changed = changedFields(known, data);
  const contactId = nextContactId({ creditorId, debtorId, ordinal: before!.count + 1 }, clock.today);
  const salt = randomBytes(16);
  const dataJson = canonicalJson(data);
  const heads = await tx.many<Head>(sql`
    select c.claim_id as "claimId", n.head_seq as "headSeq", n.head_hash as "headHash", n.state
    from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    where c.creditor_id = ${creditorId}::uuid and c.debtor_id = ${debtorId}::uuid order by c.claim_id`);
  const claimId = heads[0]?.claimId;
  const text =
    claimId === undefined
      ? undefined
      : textOf(correction.reason, { of: contactId, claimId, debtorId, today: clock.today });
  const facts: Json = {
    contact: contactId,
    hash: sha256(salt, dataJson).toString("hex"),
    changed,
    ...(text === undefined ? {} : { text: text.row.textId, textHash: text.hash }),
  };
  const at = { kind: "contact" as const, happenedOn: clock.today, recordedAt: clock.nowAt, actor };
  const events = heads
    .filter(({ state }) => state !== "closed")
    .map((head) => link(head, { ...at, data: facts }));
  await writeRegistration(tx, creditorId, {
    contacts: [{ contactId, debtorId, validFromOn: clock.today, salt, dataJson }],
    freeTexts: text === undefined ? [] : [text.row],
    events,
  });
  await tx.run(sql`
    update claim_now n set head_seq = e.seq, head_hash = e.hash
    from unnest(${events.map((one) => one.claimId)}::uuid[], ${events.map(({ seq }) => seq)}::int[],
      ${events.map(({ hash }) => Buffer.from(hash))}::bytea[]) e(claim_id, seq, hash)
    where n.creditor_id = ${creditorId}::uuid and n.claim_id = e.claim_id`);
  // Who was in by what was sent to the place of before may be another; a debtor who corrects its own stays.
  if (actor !== "debtor") await endDebtorSessions(tx, creditorId, debtorId, clock.nowAt);
  // Claims that waited for an address that somebody can be reached at go on.
  await takeUp(tx, creditorId, [{ debtorId, kind: null, hasNewContact: true }], { clock, actor });
  return { kind: "corrected", contactId, since: clock.today, changed };
}

function correctedData(known: ContactData, { name, address, email, phone }: Correction): ContactData {
  const town = [address?.postalCode, address?.city].filter((part) => part != null).join(" ");
  return {
    ...known,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(address === undefined
      ? {}
      : {
          addressLines: [address.street, town].filter((line): line is string => line !== null && line !== ""),
          postalCode: address.postalCode,
          city: address.city,
        }),
  };
}

function changedFields(known: ContactData, data: ContactData): string[] {
  const fields = ["name", "addressLines", "email", "phone"] as const;
  const differs = (field: (typeof fields)[number]) =>
    canonicalJson(known[field] as Json) !== canonicalJson(data[field] as Json);
  return fields.filter(differs).map((field) => (field === "addressLines" ? "address" : field));
}

export type ContactVersion = {
  readonly id: Uuid;
  readonly since: string;
  readonly data: ContactData | null;
  readonly reason: string | null;
};

/** The newest first. Undefined where there is no such customer. */
export async function contactVersions(
  tx: Tx,
  creditorId: Uuid,
  debtorId: Uuid,
): Promise<ContactVersion[] | undefined> {
  const debtor = await tx.maybe(sql`
    select from debtor where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid`);
  if (debtor === undefined) return undefined;
  return tx.many<ContactVersion>(sql`
    select k.contact_id as id, k.valid_from_on as since, k.data,
      (select t.body from event e
        join claim c on c.creditor_id = e.creditor_id and c.claim_id = e.claim_id
        join free_text t on t.creditor_id = e.creditor_id and t.text_id = (e.data ->> 'text')::uuid
        where c.creditor_id = ${creditorId}::uuid and c.debtor_id = ${debtorId}::uuid and e.kind = 'contact'
          and e.data ->> 'contact' = k.contact_id::text limit 1) as reason
    from contact k where k.creditor_id = ${creditorId}::uuid and k.debtor_id = ${debtorId}::uuid
    order by k.valid_from_on desc, k.contact_id desc limit 200`);
}
