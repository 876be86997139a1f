/** Everything that is held about a debtor at one creditor, as the rows have it: a column that comes later is in it by itself. */
import { maskedIdentityNumber } from "@innfri/formats";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { citationText } from "@innfri/law";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { numberOfPerson } from "../persons/persons.ts";
import { retentionRule } from "../retention/rules.ts";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx } from "../store/index.ts";

type Row = Record<string, unknown>;

export type PersonalData = {
  readonly company: { readonly id: Uuid; readonly name: string; readonly country: string };
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  readonly kind: string | null;
  readonly identityNumber: string | null;
  readonly anonymisedOn: CalendarDate | null;
  readonly kept: string;
} & { readonly [Part in (typeof PARTS)[number]]: Row[] };

const PARTS = [
  "contacts",
  "claims",
  "texts",
  "messages",
  "objections",
  "files",
  "contactLog",
  "preferences",
  "onlinePayments",
  "states",
  "holds",
  "readings",
] as const;

export type ExportAsked = {
  readonly debtorId: Uuid;
  /** The debtor gets what it wrote or may read, the creditor all but what debtor and case handler write to each other. */
  readonly by: "debtor" | "creditor" | "operator";
  readonly isNumberShown: boolean;
};

/** Undefined where there is no such debtor. */
export async function personalDataOf(
  tx: Tx,
  context: { readonly creditor: Creditor; readonly operator: Operator; readonly keys: Keys | null },
  asked: ExportAsked,
): Promise<PersonalData | undefined> {
  const { creditor, operator, keys } = context;
  const { creditorId, name, country } = creditor;
  const { debtorId, by, isNumberShown } = asked;
  const debtor = await tx.maybe<{
    customerNumber: string;
    kind: string | null;
    personId: Uuid | null;
    anonymisedOn: CalendarDate | null;
  }>(sql`
    select d.customer_number as "customerNumber", d.kind, d.person_id as "personId", a.done_on as "anonymisedOn"
    from debtor d left join anonymisation a on a.creditor_id = d.creditor_id and a.debtor_id = d.debtor_id
    where d.creditor_id = ${creditorId}::uuid and d.debtor_id = ${debtorId}::uuid`);
  if (debtor === undefined) return undefined;
  const { personId, ...told } = debtor;
  const number = personId === null || keys === null ? null : await numberOfPerson(tx, keys, personId);
  const rule = await retentionRule(tx, creditor, operator);
  const rows = await rowsOf(tx, { creditorId, debtorId, by });
  return {
    company: { id: creditorId, name, country },
    debtorId,
    ...told,
    identityNumber: number === null || isNumberShown ? number : maskedIdentityNumber(number),
    kept: `${rule.years} years from ${rule.from === "day" ? "the day" : "the end of the year"} in which the last claim was closed: ${citationText(rule.citation)}`,
    ...rows,
  };
}

type Of = Pick<ExportAsked, "debtorId" | "by"> & { readonly creditorId: Uuid };

async function rowsOf(
  tx: Tx,
  { creditorId, debtorId, by }: Of,
): Promise<{ [Part in (typeof PARTS)[number]]: Row[] }> {
  const isOwn = by === "debtor";
  const many = async (query: ReturnType<typeof sql>) =>
    (await tx.many<{ row: Row }>(query)).map(({ row }) => row);
  return {
    contacts: await many(sql`
      select to_jsonb(k) - 'creditor_id' - 'salt' as row from contact k
      where k.creditor_id = ${creditorId}::uuid and k.debtor_id = ${debtorId}::uuid order by k.valid_from_on, k.contact_id`),
    claims: await many(sql`
      select to_jsonb(c) - 'creditor_id' || jsonb_build_object(
        'state', n.state, 'closed_on', n.closed_on,
        'invoices', (select jsonb_agg(i.data || jsonb_build_object('version', i.version_no) order by i.version_no)
          from invoice i where i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id),
        'events', (select jsonb_agg(jsonb_build_object('on', e.happened_on, 'kind', e.kind, 'data', e.data)
          order by e.seq) from event e where e.creditor_id = c.creditor_id and e.claim_id = c.claim_id),
        'letters', (select jsonb_agg(jsonb_build_object('on', d.dated_on, 'kind', d.kind, 'data', d.data::jsonb)
          order by d.dated_on) from document d where d.creditor_id = c.creditor_id and d.document_id in (
            select s.document_id from step s where s.creditor_id = c.creditor_id and s.claim_id = c.claim_id)),
        'payments', (select jsonb_agg(jsonb_build_object('item', a.item, 'amount_minor', a.amount_minor,
            'value_on', p.value_on, 'payer', b.payer))
          from allocation a join payment p on p.creditor_id = a.creditor_id and p.payment_id = a.payment_id
          left join bank_line b on b.bank_line_id = p.bank_line_id
          where a.creditor_id = c.creditor_id and a.claim_id = c.claim_id)) as row
      from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
      where c.creditor_id = ${creditorId}::uuid and c.debtor_id = ${debtorId}::uuid order by c.due_on, c.claim_id`),
    texts: await many(sql`
      select jsonb_build_object('claim_id', t.claim_id, 'text', t.body, 'blanked_at', t.blanked_at,
        'is_readable_by_debtor', t.debtor_id is not null) as row
      from free_text t
      where t.creditor_id = ${creditorId}::uuid and (t.debtor_id = ${debtorId}::uuid or not ${isOwn}::boolean
        and t.claim_id in (select claim_id from claim
          where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid))
        and (${by} <> 'creditor' or not exists (select from claim_message m
          where m.creditor_id = t.creditor_id and m.claim_id = t.claim_id and m.text_id = t.text_id
            and m.thread = 'debtor'))
      order by t.text_id`),
    messages: await many(sql`
      select to_jsonb(m) - 'creditor_id' - 'debtor_id' as row from message m
      where m.creditor_id = ${creditorId}::uuid and m.debtor_id = ${debtorId}::uuid order by m.send_after, m.message_id`),
    objections: await many(sql`
      select to_jsonb(o) - 'creditor_id' - 'debtor_id' as row from objection o
      where o.creditor_id = ${creditorId}::uuid and o.debtor_id = ${debtorId}::uuid order by o.received_on, o.objection_id`),
    files: await many(sql`
      select jsonb_build_object('id', f.enclosure_id, 'claim_id', f.claim_id, 'name', f.file_name, 'kind', f.kind,
        'type', f.media_type, 'bytes', f.size_bytes, 'written_by', f.written_by, 'added_at', f.added_at) as row
      from enclosure f where f.creditor_id = ${creditorId}::uuid and f.debtor_id = ${debtorId}::uuid
        and (not ${isOwn}::boolean or f.is_shared or f.written_by = 'debtor') order by f.added_at, f.enclosure_id`),
    contactLog: await many(sql`
      select to_jsonb(l) - 'creditor_id' - 'debtor_id' - 'actor' as row from contact_entry l
      where l.creditor_id = ${creditorId}::uuid and l.debtor_id = ${debtorId}::uuid order by l.recorded_at, l.entry_no`),
    preferences: await many(sql`
      select to_jsonb(p) - 'creditor_id' - 'debtor_id' - 'actor' as row from contact_preference p
      where p.creditor_id = ${creditorId}::uuid and p.debtor_id = ${debtorId}::uuid order by p.preference_no`),
    onlinePayments: await many(sql`
      select to_jsonb(p) - 'creditor_id' - 'debtor_id' as row from online_payment p
      where p.creditor_id = ${creditorId}::uuid and p.debtor_id = ${debtorId}::uuid
      order by p.begun_at, p.online_payment_id`),
    states: await many(sql`
      select to_jsonb(s) - 'creditor_id' - 'debtor_id' - 'actor' - 'ended_by' as row from debtor_state s
      where s.creditor_id = ${creditorId}::uuid and s.debtor_id = ${debtorId}::uuid order by s.recorded_at, s.state_id`),
    holds: await many(sql`
      select to_jsonb(h) - 'creditor_id' - 'debtor_id' as row from hold h
      where h.creditor_id = ${creditorId}::uuid and h.debtor_id = ${debtorId}::uuid order by h.from_on, h.hold_id`),
    readings: await many(sql`
      select jsonb_build_object('at', a.at, 'by', a.side, 'call', a.call) as row from access_line a
      where a.creditor_id = ${creditorId}::uuid and a.debtor_id = ${debtorId}::uuid order by a.line_id desc limit 1000`),
  };
}
