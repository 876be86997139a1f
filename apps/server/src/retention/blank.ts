/** Blanks what is personal about debtors in one transaction, and says so on the chains of their claims. Set-wise. */
import { canonicalJson, type Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { link } from "../engine/chain.ts";
import { namingPersons } from "../persons/persons.ts";
import { sql, type Tx, writeRegistration } from "../store/index.ts";
import type { DueDebtor } from "./due.ts";

const RETENTION_ACTOR = "retention";

const TEXTS = {
  "period-over": "the time for which the debtor's data is kept is over",
  unjustified: "the claim was found to be unjustified",
} as const;

type Head = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly headSeq: number;
  readonly headHash: Buffer;
  readonly reference: string;
};

/** The files of the debtors are locked. */
export async function blank(
  tx: Tx,
  creditorId: Uuid,
  due: readonly DueDebtor[],
  clock: Clock,
): Promise<void> {
  const ids = due.map(({ debtorId }) => debtorId);
  const heads = await claimsOf(tx, creditorId, ids);
  const claimIds = heads.map(({ claimId }) => claimId);
  const at = clock.nowAt;
  await tell(tx, creditorId, heads, new Map(due.map((one) => [one.debtorId, one])), clock);
  const contacts = await tx.many<Counted>(sql`
    update contact set data = null, salt = null, blanked_at = ${at}::timestamptz
    where creditor_id = ${creditorId}::uuid and debtor_id = any(${ids}::uuid[]) and blanked_at is null
    returning debtor_id as "debtorId"`);
  const texts = await tx.many<Counted>(sql`
    update free_text t set body = null, salt = null, blanked_at = ${at}::timestamptz
    from (
      select text_id, debtor_id from free_text
        where creditor_id = ${creditorId}::uuid and debtor_id = any(${ids}::uuid[])
      union
      select f.text_id, c.debtor_id from free_text f
        join claim c on c.creditor_id = f.creditor_id and c.claim_id = f.claim_id
        where f.creditor_id = ${creditorId}::uuid and f.claim_id = any(${claimIds}::uuid[])) own
    where t.creditor_id = ${creditorId}::uuid and t.text_id = own.text_id and t.blanked_at is null
    returning own.debtor_id as "debtorId"`);
  await tx.run(sql`
    update delivery_attempt a set detail = null
    from message m where m.creditor_id = ${creditorId}::uuid and m.debtor_id = any(${ids}::uuid[])
      and a.creditor_id = m.creditor_id and a.message_id = m.message_id and a.detail is not null`);
  await tx.run(sql`
    update bank_line b set payer = null
    from payment p where p.creditor_id = ${creditorId}::uuid
      and (p.debtor_id = any(${ids}::uuid[]) or exists (select from allocation l
        where l.creditor_id = p.creditor_id and l.payment_id = p.payment_id and l.claim_id = any(${claimIds}::uuid[])))
      and b.bank_line_id = p.bank_line_id and b.matched_creditor_id = ${creditorId}::uuid and b.payer is not null`);
  await loosen(tx, creditorId, ids, at);
  await tx.run(sql`
    update debtor set person_id = null, customer_number = 'anonymised-' || debtor_id::text
    where creditor_id = ${creditorId}::uuid and debtor_id = any(${ids}::uuid[])`);
  const counts = ids.map((id) =>
    canonicalJson({
      claims: heads.filter(({ debtorId }) => debtorId === id).length,
      contacts: contacts.filter(({ debtorId }) => debtorId === id).length,
      texts: texts.filter(({ debtorId }) => debtorId === id).length,
    }),
  );
  await tx.run(sql`
    insert into anonymisation (creditor_id, debtor_id, done_on, recorded_at, because, closed_on, counts)
    select ${creditorId}::uuid, d.debtor_id, ${clock.today}::date, ${at}::timestamptz, d.because, d.closed_on, d.counts::jsonb
    from unnest(${ids}::uuid[], ${due.map(({ because }) => because)}::text[],
      ${due.map(({ closedOn }) => closedOn)}::date[], ${counts}::text[]) d(debtor_id, because, closed_on, counts)`);
}

type Counted = { readonly debtorId: Uuid };

/** The debtors' claims, with the heads of their chains. */
export function claimsOf(tx: Tx, creditorId: Uuid, debtorIds: readonly Uuid[]): Promise<Head[]> {
  return tx.many<Head>(sql`
    select c.claim_id as "claimId", c.debtor_id as "debtorId", n.head_seq as "headSeq", n.head_hash as "headHash",
      c.reference
    from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    where c.creditor_id = ${creditorId}::uuid and c.debtor_id = any(${debtorIds}::uuid[]) order by c.claim_id`);
}

/** Every claim's chain has it, with the rule; of what was removed it says nothing. */
async function tell(
  tx: Tx,
  creditorId: Uuid,
  heads: readonly Head[],
  due: ReadonlyMap<Uuid, DueDebtor>,
  { today, nowAt }: Clock,
): Promise<void> {
  const events = heads.map((head) => {
    const { because } = due.get(head.debtorId)!;
    const data = { rule: `retention.${because}`, text: TEXTS[because] };
    return link(head, {
      kind: "blanked",
      happenedOn: today,
      recordedAt: nowAt,
      actor: RETENTION_ACTOR,
      data,
    });
  });
  await writeRegistration(tx, creditorId, { events });
  await tx.run(sql`
    update claim_now n set head_seq = e.seq, head_hash = e.hash
    from unnest(${events.map(({ claimId }) => claimId)}::uuid[], ${events.map(({ seq }) => seq)}::int[],
      ${events.map(({ hash }) => hash)}::bytea[]) e(claim_id, seq, hash)
    where n.creditor_id = ${creditorId}::uuid and n.claim_id = e.claim_id`);
}

/** Whether anybody else points to the persons is asked later, for no creditor. */
async function loosen(tx: Tx, creditorId: Uuid, debtorIds: readonly Uuid[], at: string): Promise<void> {
  const rows = await tx.many<{ personId: Uuid }>(sql`
    select distinct person_id as "personId" from debtor where creditor_id = ${creditorId}::uuid
      and debtor_id = any(${debtorIds}::uuid[]) and person_id is not null`);
  const persons = rows.map(({ personId }) => personId);
  if (persons.length === 0) return;
  await namingPersons(tx, persons, () =>
    tx.run(sql`update person set loosened_at = ${at}::timestamptz where person_id = any(${persons}::uuid[])`),
  );
}

/** Blanks up to so many persons whom no debtor of any creditor points to any more; for a transaction of no creditor. */
export async function blankLonePersons(tx: Tx, limit: number, at: string): Promise<number> {
  const rows = await tx.many<{ personId: Uuid }>(sql`
    select person_id as "personId" from person where loosened_at is not null
    order by person_id limit ${limit}::int for update skip locked`);
  const persons = rows.map(({ personId }) => personId);
  if (persons.length === 0) return 0;
  await namingPersons(tx, persons, () =>
    tx.run(sql`
      update person p set loosened_at = null,
        number_key = case when lone.is_so then null else number_key end,
        number_sealed = case when lone.is_so then null else number_sealed end,
        key_id = case when lone.is_so then null else key_id end,
        blanked_at = case when lone.is_so then coalesce(blanked_at, ${at}::timestamptz) else blanked_at end
      from (select w.person_id, not exists (select from debtor d where d.person_id = w.person_id) as is_so
        from unnest(${persons}::uuid[]) w(person_id)) lone
      where p.person_id = lone.person_id`),
  );
  return persons.length;
}

/** What was said by who asked to be contacted goes a year after somebody saw to it; for a transaction of no creditor. */
export function blankOldRequests(tx: Tx, at: string): Promise<number> {
  return tx.run(sql`
    update contact_request set said = null
    where said is not null and answered_at < ${at}::timestamptz - interval '1 year'`);
}

/**
 * Answers to requests are kept so long, for those who send them again, and so is which lists were sent. The former are of the
 * world's days and the latter of the company's own: what is old by both goes, so that no sandbox's clock drops either early.
 */
const ANSWERS_KEPT_DAYS = 30;

export function dropOldAnswers(tx: Tx, creditorId: Uuid, now: string, limit: number): Promise<number> {
  return tx.run(sql`
    delete from idempotency_key k using (
      select key from idempotency_key where creditor_id = ${creditorId}::uuid
        and created_at < least(now(), ${now}::timestamptz) - make_interval(days => ${ANSWERS_KEPT_DAYS}::int)
      limit ${limit}::int) old
    where k.creditor_id = ${creditorId}::uuid and k.key = old.key`);
}
