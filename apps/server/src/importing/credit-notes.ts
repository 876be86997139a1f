/**
 * Credit notes reduce the claim that they name, and no other: never more than is open, and never spread. Crediting
 * closes nothing by itself; the next run does.
 */
import { owed } from "@innfri/claims";
import { type CalendarDate, earliest, formatMinor, latest, type Uuid } from "@innfri/kernel";
import { ClaimDraft, emptyRows, type Rows } from "../engine/claim-draft.ts";
import { type LoadedClaim, type LoadedFile, loadFiles } from "../engine/load-files.ts";
import { type InvoiceRow, lockFiles, sql, type Tx, writePage, writeRegistration } from "../store/index.ts";
import { checkParties, type NotTaken, no } from "./check-invoice.ts";
import { ACTOR, type BatchDone, type ImportContext, refuse, type SourceInvoice } from "./import-context.ts";
import { type InvoiceCredit, type InvoiceSnapshot, sealed } from "./invoice-snapshot.ts";
import { type KnownInvoice, knownInvoices } from "./known.ts";

/** A claim that credit notes of this batch name, as it grows with each. */
type Target = {
  readonly known: KnownInvoice;
  readonly draft: ClaimDraft;
  readonly lastEventOn: CalendarDate;
  readonly salt: Uint8Array;
  snapshot: InvoiceSnapshot;
  versionNo: number;
};

export async function takeCredits(
  tx: Tx,
  rows: readonly SourceInvoice[],
  context: ImportContext,
  done: BatchDone,
): Promise<void> {
  const checked = rows.filter((row) => {
    const wrong = checkParties(row.invoice, context) ?? checkTarget(row);
    if (wrong !== null) refuse(done, row, wrong);
    return wrong === null;
  });
  if (checked.length === 0) return;
  const { creditorId } = context.creditor;
  const pageRows = emptyRows();
  const invoices: InvoiceRow[] = [];
  const { targets, files } = await targetsOf(tx, checked, context, pageRows);
  for (const row of checked) {
    const target = targets.get(row.invoice.corrects[0]!.number);
    const refusal =
      target === undefined ? unknownTarget(row) : credit(target, row, context, { invoices, done });
    if (refusal !== null) refuse(done, row, refusal);
  }
  const changed = [...targets.values()].filter(({ draft }) => draft.isChanged);
  const debtorIds = new Set(changed.map(({ known }) => known.debtorId));
  await writeRegistration(tx, creditorId, { invoices });
  await writePage(tx, creditorId, {
    ...pageRows,
    claims: changed.map(({ draft }) => draft.row()),
    files: files
      .filter(({ debtorId }) => debtorIds.has(debtorId))
      .map(({ debtorId, version }) => ({ debtorId, version, nextLookOn: context.clock.today })),
  });
}

function checkTarget({ invoice }: SourceInvoice): NotTaken | null {
  const numbers = new Set(invoice.corrects.map(({ number }) => number));
  if (numbers.size === 0)
    return no(
      "credit-note-without-invoice",
      "the credit note does not name the invoice that it credits, and money is never spread by guess",
    );
  if (numbers.size > 1)
    return no(
      "credit-note-for-several",
      `the credit note names ${numbers.size} invoices and does not say how much of each it credits`,
    );
  if ((invoice.openMinor ?? invoice.payableMinor) === 0n) return no("nothing-open", "it credits nothing");
  return null;
}

function unknownTarget({ invoice }: SourceInvoice): NotTaken {
  const { number } = invoice.corrects[0]!;
  return no("credited-invoice-unknown", `invoice ${number}, which it credits, is not registered here`);
}

/** Credits what it can. Returns what cannot be taken, or null when all of it was. */
function credit(
  target: Target,
  { invoice, line }: SourceInvoice,
  context: ImportContext,
  into: { readonly invoices: InvoiceRow[]; readonly done: BatchDone },
): NotTaken | null {
  const { known, draft } = target;
  const { number, buyer } = invoice;
  const amountMinor = invoice.openMinor ?? invoice.payableMinor;
  if (buyer.customerNumber !== null && buyer.customerNumber !== known.customerNumber)
    return no(
      "other-customer",
      `invoice ${known.number} is customer ${known.customerNumber}'s, not ${buyer.customerNumber}'s`,
    );
  const before = target.snapshot.credits.find((one) => one.number === number);
  if (before !== undefined) {
    if (before.amount !== formatMinor(amountMinor))
      return no(
        "differs",
        `credit note ${number} is registered already with ${before.amount}, and ${formatMinor(amountMinor)} in the file; it stays as it was`,
      );
    into.done.unchanged += 1;
    return before.credited === before.amount ? null : tooMuch(known.number, before);
  }
  const openMinor = draft.openPrincipalMinor;
  const creditedMinor = openMinor < amountMinor ? openMinor : amountMinor;
  if (creditedMinor === 0n || draft.state === "closed")
    return no("nothing-open", `nothing of invoice ${known.number} is open to be credited`);
  const taken: InvoiceCredit = {
    number,
    issuedOn: invoice.issuedOn,
    amount: formatMinor(amountMinor),
    credited: formatMinor(creditedMinor),
    source: { import: context.importId, line },
  };
  post(target, taken, creditedMinor, context, into.invoices);
  into.done.credited += 1;
  into.done.creditedMinor += creditedMinor;
  return creditedMinor === amountMinor ? null : tooMuch(known.number, taken);
}

function tooMuch(invoiceNumber: string, { number, amount, credited }: InvoiceCredit): NotTaken {
  return no(
    "credit-exceeds-open",
    `credit note ${number} is for ${amount}, and ${credited} of invoice ${invoiceNumber} was open: that much was credited, the rest is yours to settle`,
  );
}

function post(
  target: Target,
  taken: InvoiceCredit,
  creditedMinor: bigint,
  { clock }: ImportContext,
  invoices: InvoiceRow[],
): void {
  const { known, draft } = target;
  target.versionNo += 1;
  target.snapshot = { ...target.snapshot, credits: [...target.snapshot.credits, taken] };
  const { dataJson, hash } = sealed(target.snapshot, target.salt);
  const { invoiceId, debtorId } = known;
  const versionNo = target.versionNo;
  invoices.push({
    invoiceId,
    versionNo,
    debtorId,
    number: known.number,
    recordedAt: clock.nowAt,
    dataJson,
    hash,
  });
  const source = { invoice: invoiceId, version: versionNo, creditNote: taken.number };
  const entry = draft.post("credit", owed("principal", -creditedMinor), source);
  // It has effect from its own day, though never before what has happened to the claim already.
  const on = latest(target.lastEventOn, earliest(taken.issuedOn, clock.today));
  const data = {
    invoice: taken.number,
    amount: taken.credited,
    version: versionNo,
    hash: hash.toString("hex"),
    entry,
  };
  draft.event("credit", data, on);
  draft.openPrincipalMinor -= creditedMinor;
}

type NewestVersion = { readonly invoiceId: Uuid; readonly versionNo: number; readonly data: InvoiceSnapshot };

async function targetsOf(
  tx: Tx,
  rows: readonly SourceInvoice[],
  context: ImportContext,
  pageRows: Rows,
): Promise<{ readonly targets: Map<string, Target>; readonly files: readonly LoadedFile[] }> {
  const { creditorId } = context.creditor;
  const numbers = [...new Set(rows.map(({ invoice }) => invoice.corrects[0]!.number))];
  const known = [...(await knownInvoices(tx, creditorId, numbers)).values()];
  if (known.length === 0) return { targets: new Map(), files: [] };
  const locked = await lockFiles(tx, creditorId, [...new Set(known.map(({ debtorId }) => debtorId))]);
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const invoiceIds = known.map(({ invoiceId }) => invoiceId);
  const claimIds = known.map(({ claimId }) => claimId);
  const contactIds = known.map(({ data }) => data.contact);
  const [versions, lastDays, salts] = await Promise.all([
    tx.many<NewestVersion>(sql`
      select distinct on (invoice_id) invoice_id as "invoiceId", version_no as "versionNo", data from invoice
      where creditor_id = ${creditorId}::uuid and invoice_id = any(${invoiceIds}::uuid[])
      order by invoice_id, version_no desc`),
    tx.many<{ claimId: Uuid; lastOn: CalendarDate }>(sql`
      select claim_id as "claimId", max(happened_on) as "lastOn" from event
      where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[]) group by claim_id`),
    tx.many<{ contactId: Uuid; salt: Uint8Array | null }>(sql`
      select contact_id as "contactId", salt from contact
      where creditor_id = ${creditorId}::uuid and contact_id = any(${contactIds}::uuid[])`),
  ]);
  const claims = new Map<Uuid, LoadedClaim>(
    files.flatMap((file) => file.claims.map((claim) => [claim.claimId, claim])),
  );
  const versionOf = new Map(versions.map((version) => [version.invoiceId, version]));
  const lastOnOf = new Map(lastDays.map(({ claimId, lastOn }) => [claimId, lastOn]));
  const saltOf = new Map(salts.map(({ contactId, salt }) => [contactId, salt]));
  const targets = new Map<string, Target>();
  for (const one of known) {
    const claim = claims.get(one.claimId);
    const newest = versionOf.get(one.invoiceId);
    if (claim === undefined || newest === undefined) continue;
    const draft = new ClaimDraft(claim, pageRows, { clock: context.clock, actor: context.actor ?? ACTOR });
    targets.set(one.number, {
      known: one,
      draft,
      lastEventOn: lastOnOf.get(one.claimId) ?? context.clock.today,
      // Blanked with its contact: the hash stands without salt, for there is no name left to protect.
      salt: saltOf.get(newest.data.contact) ?? new Uint8Array(),
      snapshot: newest.data,
      versionNo: newest.versionNo,
    });
  }
  return { targets, files };
}
