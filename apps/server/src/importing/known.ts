/** What the database knows already of the invoices, customers and references that a batch names. Set-wise. */
import type { DebtorKind } from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { lockFiles, sql, type Tx } from "../store/index.ts";
import type { ContactData } from "./contact-data.ts";
import type { InvoiceSnapshot } from "./invoice-snapshot.ts";

/** An invoice that was taken before, with what is open of its claim today. */
export type KnownInvoice = {
  readonly number: string;
  readonly invoiceId: Uuid;
  readonly debtorId: Uuid;
  readonly claimId: Uuid;
  readonly customerNumber: string;
  readonly openPrincipalMinor: bigint;
  /** The first version: what was registered. */
  readonly data: InvoiceSnapshot;
};

export async function knownInvoices(
  tx: Tx,
  creditorId: Uuid,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, KnownInvoice>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx.many<KnownInvoice>(sql`
    select i.number, i.invoice_id as "invoiceId", i.debtor_id as "debtorId", c.claim_id as "claimId",
      d.customer_number as "customerNumber", n.open_principal_minor as "openPrincipalMinor", i.data
    from unnest(${numbers}::text[]) wanted(number)
    cross join lateral (select * from invoice one
      where one.creditor_id = ${creditorId}::uuid and one.number = wanted.number and one.version_no = 1 limit 1) i
    join claim c on c.creditor_id = i.creditor_id and c.invoice_id = i.invoice_id and c.instalment_no = 1
    join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    join debtor d on d.creditor_id = i.creditor_id and d.debtor_id = i.debtor_id`);
  return new Map(rows.map((row) => [row.number, row]));
}

/** A debtor that was there before, its file under lock. */
export type KnownDebtor = {
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  readonly kind: DebtorKind | null;
  readonly version: number;
  readonly nextLookOn: CalendarDate | null;
  /** The newest contact; its salt and data are null once it has been blanked. */
  readonly contactId: Uuid | null;
  readonly salt: Uint8Array | null;
  readonly contact: ContactData | null;
  readonly contactCount: number;
};

export async function knownDebtors(
  tx: Tx,
  creditorId: Uuid,
  customerNumbers: readonly string[],
): Promise<ReadonlyMap<string, KnownDebtor>> {
  if (customerNumbers.length === 0) return new Map();
  const found = await tx.many<{ debtorId: Uuid }>(sql`
    select d.debtor_id as "debtorId" from unnest(${customerNumbers}::text[]) wanted(number)
    cross join lateral (select debtor_id from debtor one
      where one.creditor_id = ${creditorId}::uuid and one.customer_number = wanted.number limit 1) d`);
  const debtorIds = found.map(({ debtorId }) => debtorId);
  if (debtorIds.length === 0) return new Map();
  const locked = await lockFiles(tx, creditorId, debtorIds);
  type Contact = Pick<KnownDebtor, "debtorId" | "contactId" | "salt" | "contact" | "contactCount">;
  const contacts = await tx.many<Contact>(sql`
    select c.debtor_id as "debtorId", c.contact_id as "contactId", c.salt, c.data as contact, c.count as "contactCount"
    from unnest(${debtorIds}::uuid[]) wanted(id)
    cross join lateral (select one.*, (count(*) over ())::int as count from contact one
      where one.creditor_id = ${creditorId}::uuid and one.debtor_id = wanted.id
      order by one.valid_from_on desc, one.contact_id desc limit 1) c`);
  const contactOf = new Map(contacts.map((contact) => [contact.debtorId, contact]));
  return new Map(
    locked.map(({ debtorId, customerNumber, kind, version, nextLookOn }) => {
      const none = { contactId: null, salt: null, contact: null, contactCount: 0 };
      const known = { debtorId, customerNumber, kind, version, nextLookOn };
      return [customerNumber, { ...none, ...contactOf.get(debtorId), ...known }];
    }),
  );
}

/** Those of the references that a claim of this creditor has. */
export async function takenReferences(
  tx: Tx,
  creditorId: Uuid,
  references: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.many<{ reference: string }>(sql`
    select reference from claim
    where creditor_id = ${creditorId}::uuid and reference = any(${references}::text[])`);
  return new Set(rows.map(({ reference }) => reference));
}
