/** The rows of new claims: their invoice, their opening in the books and the first links of their chains. */
import { owed } from "@innfri/claims";
import {
  addDays,
  type CalendarDate,
  canonicalJson,
  derivedId,
  formatMinor,
  type Json,
  latest,
  type Uuid,
} from "@innfri/kernel";
import { chainRoot, link } from "../engine/chain.ts";
import { emptyRegistration, type Registration } from "../store/index.ts";
import type * as Row from "../store/rows.ts";
import type { CheckedInvoice } from "./check-invoice.ts";
import type { DebtorDraft } from "./debtor-draft.ts";
import { ACTOR, type ImportContext } from "./import-context.ts";
import { sealed, snapshotOf } from "./invoice-snapshot.ts";

type Rows = ReturnType<typeof emptyRegistration>;

export function claimIdOf(
  creditorId: Uuid,
  invoice: { readonly number: string; readonly issuedOn: CalendarDate },
) {
  return derivedId(invoice.issuedOn, "claim", creditorId, invoice.number);
}

/** Everything that a batch of new claims is in the database. `referenceOf` has the reference of each claim. */
export function registrationOf(
  drafts: readonly DebtorDraft[],
  referenceOf: ReadonlyMap<Uuid, string>,
  context: ImportContext,
): Registration {
  const rows = emptyRegistration();
  for (const draft of drafts) {
    addDebtor(rows, draft, context);
    for (const checked of draft.invoices) addClaim(rows, draft, checked, referenceOf, context);
  }
  return rows;
}

function addDebtor(rows: Rows, draft: DebtorDraft, { clock }: ImportContext): void {
  const { debtorId, customerNumber, known, kind, contact } = draft;
  const looks =
    kind === null ? [] : draft.invoices.map(({ dueOn }) => latest(clock.today, addDays(dueOn, 1)));
  const already = known?.nextLookOn ?? null;
  const nextLookOn = firstOf(already === null ? looks : [...looks, already]);
  if (known === null) {
    rows.debtors.push({ debtorId, customerNumber, kind, personId: null, planName: null });
    rows.files.push({ debtorId, nextLookOn });
  } else if (nextLookOn !== already) {
    rows.fileLooks.push({ debtorId, version: known.version, nextLookOn });
  }
  if (contact.isNew)
    rows.contacts.push({
      contactId: contact.contactId,
      debtorId,
      validFromOn: clock.today,
      salt: contact.salt,
      dataJson: canonicalJson(contact.data),
    });
}

function firstOf(days: readonly CalendarDate[]): CalendarDate | null {
  return days.reduce<CalendarDate | null>(
    (first, day) => (first === null || day < first ? day : first),
    null,
  );
}

function addClaim(
  rows: Rows,
  draft: DebtorDraft,
  checked: CheckedInvoice,
  referenceOf: ReadonlyMap<Uuid, string>,
  context: ImportContext,
): void {
  const { creditor, clock, importId } = context;
  const { debtorId, contact } = draft;
  const { invoice, dueOn, openMinor } = checked;
  const { number, issuedOn, currency } = invoice;
  const claimId = claimIdOf(creditor.creditorId, invoice);
  const invoiceId = derivedId(issuedOn, "invoice", creditor.creditorId, number);
  const reference = referenceOf.get(claimId)!;
  const { dataJson, hash } = sealed(snapshotOf(checked, contact.contactId, context), contact.salt);
  rows.invoices.push({ invoiceId, versionNo: 1, debtorId, number, recordedAt: clock.nowAt, dataJson, hash });
  rows.claims.push({
    claimId,
    debtorId,
    invoiceId,
    instalmentNo: 1,
    currency,
    principalMinor: openMinor,
    dueOn,
    reference,
  });
  rows.ledgerTransactions.push({
    journalId: claimId,
    entryNo: 1,
    bookedOn: clock.today,
    recordedAt: clock.nowAt,
    kind: "opening",
    currency,
    sourceJson: canonicalJson({ invoice: invoiceId, version: 1, import: importId }),
    postings: owed("principal", openMinor).map(({ account, minor }) => ({
      accountNo: account,
      amountMinor: minor,
    })),
  });
  const root = chainRoot({
    claimId,
    principalMinor: openMinor,
    currency,
    dueOn,
    reference,
    invoiceHash: hash,
  });
  const events = firstEvents(claimId, root, draft, { invoiceId, number, hash, openMinor }, context);
  rows.events.push(...events);
  const head = events.at(-1)!;
  rows.claimsNow.push({
    claimId,
    openPrincipalMinor: openMinor,
    openInterestMinor: 0n,
    openCostsMinor: 0n,
    headSeq: head.seq,
    headHash: head.hash,
    closedOn: null,
    stepCount: 0,
    entryCount: 1,
    state: draft.kind === null ? "parked" : "open",
    stage: "waiting",
    caseId: null,
    dueOn,
    currency,
    department: checked.invoice.department,
  });
}

function firstEvents(
  claimId: Uuid,
  root: Uint8Array,
  draft: DebtorDraft,
  registered: {
    readonly invoiceId: Uuid;
    readonly number: string;
    readonly hash: Buffer;
    readonly openMinor: bigint;
  },
  { clock, importId }: ImportContext,
): Row.EventRow[] {
  const at = { happenedOn: clock.today, recordedAt: clock.nowAt, actor: ACTOR };
  const data: Json = {
    invoice: registered.invoiceId,
    version: 1,
    hash: registered.hash.toString("hex"),
    number: registered.number,
    amount: formatMinor(registered.openMinor),
    entry: 1,
    import: importId,
  };
  const first = link({ claimId, headSeq: 0, headHash: root }, { ...at, kind: "registered", data });
  if (draft.kind !== null) return [first];
  const text = `it is not known whether customer ${draft.customerNumber} is a person, a business or a public body`;
  const head = { claimId, headSeq: first.seq, headHash: first.hash };
  return [first, link(head, { ...at, kind: "parked", data: { rule: "debtor.kind", text } })];
}
