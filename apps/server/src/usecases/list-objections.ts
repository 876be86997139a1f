/** Objections as people look for them, and what has been said in one. */
import type { ObjectionReason, ObjectionStage } from "@innfri/contract";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { ObjectionStepKind } from "../engine/objections.ts";
import { sql, type Tx } from "../store/index.ts";

export type ObjectionRow = {
  readonly objectionId: Uuid;
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  readonly customerName: string | null;
  readonly invoiceNumber: string;
  readonly reference: string;
  readonly currency: "NOK" | "SEK" | "DKK" | "EUR";
  readonly extent: "whole" | "part";
  readonly amountMinor: bigint | null;
  readonly openPrincipalMinor: bigint;
  readonly reason: ObjectionReason | null;
  readonly invoiceLines: readonly number[] | null;
  readonly afterHandover: boolean | null;
  readonly receivedOn: CalendarDate;
  /** The deadline that runs: of the creditor's answer, or of the debtor's after it. */
  readonly dueOn: CalendarDate;
  readonly answeredOn: CalendarDate | null;
  readonly stage: ObjectionStage;
  readonly claimState: "open" | "parked" | "closed";
};

export type ObjectionFilter = {
  readonly stage: "open" | "done" | null;
  readonly claimId: Uuid | null;
  readonly objectionId: Uuid | null;
};

/** By the day on which whoever has to answer must have; those that are done are among their deadlines too. */
export function listObjections(
  tx: Tx,
  creditorId: Uuid,
  { stage, claimId, objectionId }: ObjectionFilter,
  after: { readonly value: string; readonly id: Uuid } | null,
  limit: number,
): Promise<ObjectionRow[]> {
  return tx.many<ObjectionRow>(sql`
    select * from (
      select o.objection_id as "objectionId", o.claim_id as "claimId", o.debtor_id as "debtorId",
        d.customer_number as "customerNumber", k.name as "customerName", i.number as "invoiceNumber", c.reference,
        c.currency, o.extent, o.amount_minor as "amountMinor", n.open_principal_minor as "openPrincipalMinor", o.reason,
        o.invoice_lines as "invoiceLines", o.after_handover as "afterHandover", o.received_on as "receivedOn",
        coalesce(s.due_on, o.answer_by) as "dueOn", o.answered_on as "answeredOn", n.state as "claimState",
        case when o.answered_on is not null or n.state = 'closed' then 'done'
          when s.stage is null then 'new' when s.stage = 'asked' then 'waiting' else s.stage end as stage
      from objection o
      join debtor d on d.creditor_id = o.creditor_id and d.debtor_id = o.debtor_id
      join claim c on c.creditor_id = o.creditor_id and c.claim_id = o.claim_id
      join claim_now n on n.creditor_id = o.creditor_id and n.claim_id = o.claim_id
      join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
      left join lateral (select data->>'name' as name from contact k
        where k.creditor_id = o.creditor_id and k.debtor_id = o.debtor_id order by k.contact_id desc limit 1) k on true
      cross join lateral (select
          (array_agg(kind order by step_no desc)
            filter (where kind in ('asked', 'reminded', 'rejected', 'kept', 'onward')))[1] as stage,
          (array_agg(due_on order by step_no desc) filter (where due_on is not null))[1] as due_on
        from objection_step s where s.creditor_id = o.creditor_id and s.objection_id = o.objection_id) s
      where o.creditor_id = ${creditorId}::uuid and (${claimId}::uuid is null or o.claim_id = ${claimId}::uuid)
        and (${objectionId}::uuid is null or o.objection_id = ${objectionId}::uuid)) o
    where (${stage}::text is null or (o.stage = 'done') = (${stage}::text = 'done'))
      and (${after?.id ?? null}::uuid is null
        or (o."dueOn", o."objectionId") > (${after?.value ?? null}::date, ${after?.id ?? null}::uuid))
    order by o."dueOn", o."objectionId" limit ${limit}::int`);
}

export async function objectionById(
  tx: Tx,
  creditorId: Uuid,
  objectionId: Uuid,
): Promise<ObjectionRow | undefined> {
  const [row] = await listObjections(tx, creditorId, { stage: null, claimId: null, objectionId }, null, 1);
  return row;
}

export type DialogueEntry = {
  readonly stepNo: number;
  readonly kind: ObjectionStepKind | "objection";
  readonly on: CalendarDate;
  readonly recordedAt: string | null;
  readonly actor: string | null;
  readonly dueOn: CalendarDate | null;
  /** Null where nothing was written, or where it was blanked. */
  readonly text: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly mailTo: "creditor" | "debtor" | null;
  readonly mailedAt: string | null;
};

/** What was written and done about an objection, from its first words. */
export async function dialogueOf(tx: Tx, creditorId: Uuid, objectionId: Uuid): Promise<DialogueEntry[]> {
  return (await dialoguesOf(tx, creditorId, [objectionId])).get(objectionId) ?? [];
}

/** The same of several, in one question. */
export async function dialoguesOf(
  tx: Tx,
  creditorId: Uuid,
  objectionIds: readonly Uuid[],
): Promise<Map<Uuid, DialogueEntry[]>> {
  const rows = await tx.many<DialogueEntry & { readonly objectionId: Uuid }>(sql`
    select o.objection_id as "objectionId", 0 as "stepNo", 'objection' as kind, o.received_on as "on",
      null::timestamptz as "recordedAt", null as actor, o.answer_by as "dueOn", t.body as text, '{}'::jsonb as data,
      null as "mailTo", null::timestamptz as "mailedAt"
    from objection o left join free_text t on t.creditor_id = o.creditor_id and t.text_id = o.text_id
    where o.creditor_id = ${creditorId}::uuid and o.objection_id = any(${objectionIds}::uuid[])
    union all
    select s.objection_id, s.step_no, s.kind, s.taken_on, s.recorded_at, s.actor, s.due_on, t.body, s.data, s.mail_to,
      s.mailed_at
    from objection_step s left join free_text t on t.creditor_id = s.creditor_id and t.text_id = s.text_id
    where s.creditor_id = ${creditorId}::uuid and s.objection_id = any(${objectionIds}::uuid[])
    order by "objectionId", "stepNo"`);
  const dialogues = new Map<Uuid, DialogueEntry[]>();
  for (const { objectionId, ...entry } of rows) {
    const dialogue = dialogues.get(objectionId);
    if (dialogue === undefined) dialogues.set(objectionId, [entry]);
    else dialogue.push(entry);
  }
  return dialogues;
}
