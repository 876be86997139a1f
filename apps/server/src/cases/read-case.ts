/** Everything that is kept of one claim, as an export has it. */
import { ACCOUNTS } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { CaseDocument, CaseExport, CaseJson } from "@innfri/letters";
import { sql, type Tx } from "../store/index.ts";

type Fields = CaseExport["messages"][number];

export type CaseRows = Pick<
  CaseExport,
  | "claim"
  | "debtor"
  | "invoices"
  | "events"
  | "steps"
  | "entries"
  | "payments"
  | "now"
  | "messages"
  | "attempts"
  | "objections"
  | "holds"
  | "approvals"
  | "texts"
> & { readonly documents: readonly Omit<CaseDocument, "file">[] };

export async function readCase(tx: Tx, creditorId: Uuid, claimId: Uuid, debtorId: Uuid): Promise<CaseRows> {
  const of = { creditorId, claimId, debtorId };
  return {
    claim: await tx.one(sql`
      select claim_id as id, invoice_id as invoice, instalment_no as "instalmentNo", currency,
        principal_minor::text as principal, due_on as "dueOn", reference
      from claim where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid`),
    debtor: await debtorOf(tx, of),
    invoices: await tx.many(sql`
      select i.version_no as "versionNo", i.number, i.recorded_at as "recordedAt", i.data,
        encode(i.hash, 'hex') as hash, encode(k.salt, 'hex') as salt
      from claim c
      join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id
      left join contact k on k.creditor_id = i.creditor_id and k.contact_id = (i.data ->> 'contact')::uuid
      where c.creditor_id = ${creditorId}::uuid and c.claim_id = ${claimId}::uuid order by i.version_no`),
    events: await tx.many(sql`
      select seq, kind, happened_on as "happenedOn", recorded_at as "recordedAt", actor, data,
        encode(hash, 'hex') as hash
      from event where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid order by seq`),
    documents: await tx.many(sql`
      select document_id as id, kind, template, language, dated_on as "datedOn", data, derivations,
        encode(hash, 'hex') as hash
      from document where creditor_id = ${creditorId}::uuid and document_id in (
        select document_id from step where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid)
      order by dated_on, document_id`),
    steps: await tx.many(sql`
      select ordinal, kind, taken_on as "takenOn", deadline_on as "deadlineOn", document_id as document, because
      from step where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid order by ordinal`),
    entries: await entriesOf(tx, of),
    payments: await paymentsOf(tx, of),
    now: await tx.one(sql`
      select state, closed_on as "closedOn", open_principal_minor::text as "openPrincipal",
        open_interest_minor::text as "openInterest", open_costs_minor::text as "openCosts", head_seq as "headSeq",
        encode(head_hash, 'hex') as "headHash"
      from claim_now where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid`),
    ...(await aroundIt(tx, of)),
  };
}

type Of = { readonly creditorId: Uuid; readonly claimId: Uuid; readonly debtorId: Uuid };

async function debtorOf(tx: Tx, { creditorId, debtorId }: Of): Promise<CaseExport["debtor"]> {
  const debtor = await tx.one<Omit<CaseExport["debtor"], "contacts">>(sql`
    select debtor_id as id, customer_number as "customerNumber", kind from debtor
    where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid`);
  const contacts = await tx.many<CaseExport["debtor"]["contacts"][number]>(sql`
    select contact_id as id, valid_from_on as "validFromOn", encode(salt, 'hex') as salt, data,
      blanked_at as "blankedAt"
    from contact where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid
    order by valid_from_on, contact_id`);
  return { ...debtor, contacts };
}

type EntryRow = Omit<CaseExport["entries"][number], "postings"> & {
  readonly accounts: readonly number[];
  readonly amounts: readonly bigint[];
};

async function entriesOf(tx: Tx, { creditorId, claimId }: Of): Promise<CaseExport["entries"]> {
  const rows = await tx.many<EntryRow>(sql`
    select entry_no as "entryNo", booked_on as "bookedOn", recorded_at as "recordedAt", kind, currency, source,
      account_no as accounts, amount_minor as amounts
    from ledger_transaction where creditor_id = ${creditorId}::uuid and journal_id = ${claimId}::uuid order by entry_no`);
  const names: Readonly<Record<number, string>> = ACCOUNTS;
  return rows.map(({ accounts, amounts, ...entry }) => ({
    ...entry,
    postings: accounts.map((account, i) => ({ account: names[account]!, amount: amounts[i]!.toString() })),
  }));
}

type AllocationRow = CaseExport["payments"][number]["allocations"][number] & { readonly paymentId: Uuid };

async function paymentsOf(tx: Tx, { creditorId, claimId }: Of): Promise<CaseExport["payments"]> {
  const allocations = await tx.many<AllocationRow>(sql`
    select payment_id as "paymentId", item, amount_minor::text as amount, entry_no as "entryNo", rule
    from allocation where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid
    order by payment_id, line_no`);
  const payments = await tx.many<
    Omit<CaseExport["payments"][number], "allocations"> & { readonly id: Uuid }
  >(sql`
    select payment_id as id, booked_on as "bookedOn", value_on as "valueOn", amount_minor::text as amount, currency
    from payment where creditor_id = ${creditorId}::uuid
      and payment_id = any(${allocations.map(({ paymentId }) => paymentId)}::uuid[])
    order by value_on, payment_id`);
  return payments.map((payment) => ({
    ...payment,
    allocations: allocations.flatMap(({ paymentId, ...one }) => (paymentId === payment.id ? [one] : [])),
  }));
}

/** What stands around the chain, as the rows have it: a column that comes later is in the export by itself. */
async function aroundIt(
  tx: Tx,
  { creditorId, claimId, debtorId }: Of,
): Promise<Pick<CaseRows, "messages" | "attempts" | "objections" | "holds" | "approvals" | "texts">> {
  const rows = async (query: ReturnType<typeof sql>) =>
    (await tx.many<{ row: Fields }>(query)).map(({ row: { creditor_id: _, ...row } }) => row as Fields);
  return {
    messages: await rows(sql`
      select to_jsonb(m) as row from message m where m.creditor_id = ${creditorId}::uuid and m.document_id in (
        select document_id from step where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid)
      order by m.send_after, m.message_id`),
    attempts: await rows(sql`
      select to_jsonb(a) as row from delivery_attempt a
      join message m on m.creditor_id = a.creditor_id and m.message_id = a.message_id
      where a.creditor_id = ${creditorId}::uuid and m.document_id in (
        select document_id from step where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid)
      order by a.started_at, a.message_id, a.attempt_no`),
    objections: await rows(sql`
      select to_jsonb(o) || jsonb_build_object('steps', coalesce((
          select jsonb_agg(to_jsonb(s) - 'creditor_id' - 'objection_id' order by s.step_no) from objection_step s
          where s.creditor_id = o.creditor_id and s.objection_id = o.objection_id), '[]'::jsonb)) as row
      from objection o
      where o.creditor_id = ${creditorId}::uuid and o.claim_id = ${claimId}::uuid
      order by o.received_on, o.objection_id`),
    holds: await rows(sql`
      select to_jsonb(h) as row from hold h
      where h.creditor_id = ${creditorId}::uuid and h.debtor_id = ${debtorId}::uuid
        and (h.claim_id is null or h.claim_id = ${claimId}::uuid)
      order by h.from_on, h.hold_id`),
    approvals: await rows(sql`
      select to_jsonb(i) || jsonb_build_object('kind', a.kind, 'opened_at', a.opened_at, 'decide_at', a.decide_at) as row
      from approval_item i
      join approval a on a.creditor_id = i.creditor_id and a.approval_id = i.approval_id
      where i.creditor_id = ${creditorId}::uuid and i.claim_id = ${claimId}::uuid
      order by a.opened_at, i.approval_id`),
    texts: await rows(sql`
      select to_jsonb(t) - 'salt' as row from free_text t
      where t.creditor_id = ${creditorId}::uuid and t.claim_id = ${claimId}::uuid
        -- What the debtor and the case handler wrote to each other is not the creditor's to hand on.
        and not exists (select from claim_message m
          where m.creditor_id = t.creditor_id and m.claim_id = t.claim_id and m.text_id = t.text_id and m.thread = 'debtor')
      order by t.text_id`),
  };
}

/** Of the newest settings, what the claim was judged by: nothing of other customers. */
export async function termsOn(tx: Tx, creditorId: Uuid, on: CalendarDate): Promise<CaseJson> {
  const row = await tx.maybe<{ data: { readonly [key: string]: CaseJson } }>(sql`
    select data from creditor_settings
    where creditor_id = ${creditorId}::uuid and valid_from_on <= ${on}::date
    order by valid_from_on desc, version_no desc limit 1`);
  const { plan = null, changes = null, terms = null, automation = null } = row?.data ?? {};
  return { plan, changes, terms, automation };
}

/** The register's standing of each open point, and what the operator has loaded beside the packaged law. */
export async function signedLaw(tx: Tx): Promise<Pick<CaseExport["law"], "signOffs" | "loaded">> {
  const signOffs = await tx.many<{ row: Fields }>(sql`
    select to_jsonb(s) as row from law_sign_off s order by item_id, version_no`);
  const loaded = await tx.many<{ row: Fields }>(sql`
    select to_jsonb(e) as row from law_entry e order by subject, entry_no`);
  return { signOffs: signOffs.map(({ row }) => row), loaded: loaded.map(({ row }) => row) };
}
