import { canonicalJson, type Uuid } from "@innfri/kernel";
import { takeUp } from "../engine/take-up.ts";
import { identityNumberOf, learnIdentityNumbers } from "../persons/stated-numbers.ts";
import { sql, type Tx, writeRegistration } from "../store/index.ts";
import { type CheckedInvoice, checkInvoice, type NotTaken, no } from "./check-invoice.ts";
import { madeReference, ownReference } from "./claim-reference.ts";
import { difference } from "./compare-invoice.ts";
import { takeCredits } from "./credit-notes.ts";
import { type DebtorDraft, debtorDrafts, debtorNumberOf, type MetInvoice } from "./debtor-draft.ts";
import {
  ACTOR,
  type BatchDone,
  type ImportContext,
  nothingDone,
  type Refusal,
  refuse,
  type SourceInvoice,
} from "./import-context.ts";
import { knownDebtors, knownInvoices, takenReferences } from "./known.ts";
import { claimIdOf, registrationOf } from "./registration-rows.ts";
import type { SourceRow } from "./source.ts";

export async function takeBatch(
  tx: Tx,
  context: ImportContext,
  rows: readonly SourceRow[],
): Promise<BatchDone> {
  const done = nothingDone();
  const { invoices, credits } = sorted(rows, context, done);
  const met = await meet(tx, invoices, context, done);
  await register(tx, met, context, done);
  await takeCredits(tx, credits, context, done);
  done.refused.sort((a, b) => a.line - b.line);
  await recordRefusals(tx, context, done.refused);
  return done;
}

/** The rows by what they are. Those that cannot be taken whatever is known already are refused. */
function sorted(rows: readonly SourceRow[], context: ImportContext, done: BatchDone) {
  const invoices: CheckedInvoice[] = [];
  const credits: SourceInvoice[] = [];
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    if (row.kind === "warning") continue;
    if (row.kind === "refused") {
      done.refused.push({ line: row.line, number: null, code: row.code, reason: row.reason });
      continue;
    }
    const { invoice, line } = row;
    if (invoice.kind === "credit-note") {
      credits.push({ invoice, line });
      continue;
    }
    const before = lineOf.get(invoice.number);
    lineOf.set(invoice.number, before ?? line);
    const checked =
      before === undefined
        ? checkInvoice(invoice, line, context)
        : no(
            "number-twice",
            `invoice ${invoice.number} stands on line ${before} too: one number is one claim, and instalments are not imported yet`,
          );
    if (checked.kind === "checked") invoices.push(checked);
    else refuse(done, row, checked);
  }
  return { invoices, credits };
}

/** Each invoice with what is registered of it. Those that are not as they were registered are refused. */
async function meet(
  tx: Tx,
  invoices: readonly CheckedInvoice[],
  context: ImportContext,
  done: BatchDone,
): Promise<MetInvoice[]> {
  const numbers = invoices.map(({ invoice }) => invoice.number);
  const known = await knownInvoices(tx, context.creditor.creditorId, numbers);
  return invoices.flatMap((checked): MetInvoice[] => {
    const registered = known.get(checked.invoice.number) ?? null;
    const why = registered === null ? nothingOpen(checked) : difference(registered, checked, context);
    if (why === null) return [{ ...checked, registered }];
    refuse(done, checked, why);
    return [];
  });
}

function nothingOpen({ openMinor }: CheckedInvoice): NotTaken | null {
  return openMinor > 0n ? null : no("nothing-open", "nothing of it is open");
}

async function register(
  tx: Tx,
  met: readonly MetInvoice[],
  context: ImportContext,
  done: BatchDone,
): Promise<void> {
  if (met.length === 0) return;
  const { creditorId } = context.creditor;
  const known = await knownDebtors(tx, creditorId, [...new Set(met.map(debtorNumberOf))]);
  const drafts = debtorDrafts(met, known, context, (checked, why) => refuse(done, checked, why));
  const references = await referencesOf(tx, drafts, context);
  await writeRegistration(tx, creditorId, registrationOf(drafts, references, context));
  await learnNumbers(tx, met, drafts, context);
  for (const draft of drafts) {
    done.taken += draft.invoices.length;
    done.unchanged += draft.unchangedCount;
    if (draft.kind === null) done.parked += draft.invoices.length;
    if (draft.known !== null && draft.contact.isNew) done.contactsChanged += 1;
    for (const { openMinor } of draft.invoices) done.openMinor += openMinor;
  }
  const learned = drafts
    .filter(({ known: before }) => before !== null)
    .map(({ debtorId, known: before, kind, contact }) => ({
      debtorId,
      kind: before?.kind === null ? kind : null,
      hasNewContact: contact.isNew,
    }));
  done.resumed += await takeUp(tx, creditorId, learned, { clock: context.clock, actor: ACTOR });
}

/** The identity numbers of customers that have none yet. Of a customer that the file gives two, none is taken. */
async function learnNumbers(
  tx: Tx,
  met: readonly MetInvoice[],
  drafts: readonly DebtorDraft[],
  { creditor, clock, keys: keysOf }: ImportContext,
): Promise<void> {
  const stated = Map.groupBy(
    met.flatMap((one) => {
      const text = one.invoice.buyer.identityNumber;
      const read = text === undefined ? undefined : identityNumberOf(text, creditor, clock.today);
      return read?.kind === "number" ? [{ customer: debtorNumberOf(one), number: read.number }] : [];
    }),
    ({ customer }) => customer,
  );
  if (stated.size === 0) return;
  const keys = await keysOf();
  if (keys === null) return;
  const learned = drafts.flatMap(({ customerNumber, debtorId }) => {
    const numbers = new Set(stated.get(customerNumber)?.map(({ number }) => number));
    return numbers.size === 1 ? [[debtorId, [...numbers][0]!] as const] : [];
  });
  await learnIdentityNumbers(tx, keys, creditor.creditorId, new Map(learned), new Date(clock.nowAt));
}

/** A reference for each claim that no other claim of the creditor has. */
async function referencesOf(
  tx: Tx,
  drafts: readonly DebtorDraft[],
  { creditor }: ImportContext,
): Promise<Map<Uuid, string>> {
  const wanted = drafts.flatMap(({ invoices }) =>
    invoices.map(({ invoice }) => {
      const claimId = claimIdOf(creditor.creditorId, invoice);
      const made = madeReference(claimId, creditor.country, 0);
      return {
        claimId,
        candidates: [ownReference(invoice, creditor.country), made].filter((one) => one !== null),
      };
    }),
  );
  const taken = await takenReferences(
    tx,
    creditor.creditorId,
    wanted.flatMap(({ candidates }) => candidates),
  );
  const references = new Map<Uuid, string>();
  for (const { claimId, candidates } of wanted) {
    let reference = candidates.find((one) => !taken.has(one));
    for (let attempt = 1; reference === undefined; attempt += 1) {
      const next = madeReference(claimId, creditor.country, attempt);
      if (!taken.has(next)) reference = next;
    }
    taken.add(reference);
    references.set(claimId, reference);
  }
  return references;
}

/** Keeps what was refused. A file that is imported again has some of its rows there already. */
async function recordRefusals(tx: Tx, context: ImportContext, refused: readonly Refusal[]): Promise<void> {
  if (refused.length === 0) return;
  const { creditorId } = context.creditor;
  const byLine = new Map(refused.map((refusal) => [refusal.line, refusal]));
  const there = await tx.many<{ line: number }>(sql`
    select row_no as line from refused_row
    where creditor_id = ${creditorId}::uuid and import_id = ${context.importId}::uuid
      and row_no = any(${[...byLine.keys()]}::int[])`);
  for (const { line } of there) byLine.delete(line);
  const refusedRows = [...byLine.values()].map(({ line, number, code, reason }) => ({
    importId: context.importId,
    rowNo: line,
    reasonJson: canonicalJson({ code, number, reason }),
  }));
  await writeRegistration(tx, creditorId, { refusedRows });
}
