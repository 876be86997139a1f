import { canonicalJson, type Uuid } from "@innfri/kernel";
import { applyKind } from "../engine/apply-kind.ts";
import { sql, type Tx, writeRegistration } from "../store/index.ts";
import { type CheckedInvoice, checkInvoice, no } from "./check-invoice.ts";
import { madeReference, ownReference } from "./claim-reference.ts";
import { difference } from "./compare-invoice.ts";
import { customerNumberOf } from "./contact-data.ts";
import { takeCredits } from "./credit-notes.ts";
import { type DebtorDraft, debtorDrafts } from "./debtor-draft.ts";
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
  const fresh = await freshOf(tx, invoices, context, done);
  await register(tx, fresh, context, done);
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

/** Those that are not registered yet. */
async function freshOf(
  tx: Tx,
  invoices: readonly CheckedInvoice[],
  context: ImportContext,
  done: BatchDone,
): Promise<CheckedInvoice[]> {
  const numbers = invoices.map(({ invoice }) => invoice.number);
  const known = await knownInvoices(tx, context.creditor.creditorId, numbers);
  return invoices.filter((checked) => {
    const before = known.get(checked.invoice.number);
    if (before === undefined) {
      if (checked.openMinor > 0n) return true;
      refuse(done, checked, no("nothing-open", "nothing of it is open"));
      return false;
    }
    const different = difference(before, checked, context);
    if (different === null) done.unchanged += 1;
    else refuse(done, checked, different);
    return false;
  });
}

async function register(
  tx: Tx,
  fresh: readonly CheckedInvoice[],
  context: ImportContext,
  done: BatchDone,
): Promise<void> {
  if (fresh.length === 0) return;
  const { creditorId } = context.creditor;
  const customers = [...new Set(fresh.map(({ invoice }) => customerNumberOf(invoice.buyer)))];
  const known = await knownDebtors(tx, creditorId, customers);
  const drafts = debtorDrafts(fresh, known, context, (checked, why) => refuse(done, checked, why));
  const references = await referencesOf(tx, drafts, context);
  await writeRegistration(tx, creditorId, registrationOf(drafts, references, context));
  for (const draft of drafts) {
    done.taken += draft.invoices.length;
    if (draft.kind === null) done.parked += draft.invoices.length;
    for (const { openMinor } of draft.invoices) done.openMinor += openMinor;
    if (draft.known?.kind === null && draft.kind !== null) {
      const by = { clock: context.clock, actor: ACTOR };
      await applyKind(tx, creditorId, { debtorId: draft.debtorId, kind: draft.kind }, by);
    }
  }
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
