/** A company's own open invoices, as a plan is tried on them. */
import type { DebtorKind } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

export type OpenInvoice = {
  readonly claimId: Uuid;
  readonly number: string;
  readonly customer: string;
  readonly dueOn: CalendarDate;
  readonly amountMinor: bigint;
  readonly kind: DebtorKind;
};

const WITHOUT_CHOICE = 5;

/** Those that are named, or the five that fall due last. A customer of whom nobody knows what it is counts as a person. */
export function openInvoices(
  tx: Tx,
  creditorId: Uuid,
  claimIds: readonly Uuid[] | null,
): Promise<OpenInvoice[]> {
  return tx.many<OpenInvoice>(sql`
    select c.claim_id as "claimId", i.number, c.debtor_id as customer, c.due_on as "dueOn",
      n.open_principal_minor as "amountMinor", coalesce(d.kind, 'person') as kind
    from claim c
    join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
    join debtor d on d.creditor_id = c.creditor_id and d.debtor_id = c.debtor_id
    where c.creditor_id = ${creditorId}::uuid and n.state <> 'closed' and n.open_principal_minor > 0
      and (${claimIds}::uuid[] is null or c.claim_id = any(${claimIds}::uuid[]))
    order by c.due_on desc, c.claim_id desc limit ${claimIds?.length ?? WITHOUT_CHOICE}::int`);
}
