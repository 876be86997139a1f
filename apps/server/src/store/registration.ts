/** New facts about debtors and what they owe, written in batches: what an import does. */
import type { Uuid } from "@innfri/kernel";
import type * as Row from "./rows.ts";
import type { Tx } from "./sql.ts";
import * as tables from "./tables.ts";
import { batchWriter } from "./write-statement.ts";

/** What one batch of an import writes; a field left out is empty. */
export type Registration = {
  readonly debtors?: readonly Row.DebtorRow[];
  readonly files?: readonly Row.FileRow[];
  /** Files that were there before, locked by `lockFiles`. */
  readonly fileLooks?: readonly Row.FileLook[];
  readonly contacts?: readonly Row.ContactRow[];
  readonly freeTexts?: readonly Row.FreeTextRow[];
  readonly invoices?: readonly Row.InvoiceRow[];
  readonly claims?: readonly Row.ClaimRow[];
  readonly claimsNow?: readonly Row.ClaimNow[];
  readonly ledgerTransactions?: readonly Row.LedgerTransactionRow[];
  readonly events?: readonly Row.EventRow[];
  readonly holds?: readonly Row.HoldRow[];
  readonly refusedRows?: readonly Row.RefusedRow[];
};

const write = batchWriter<Registration>({
  debtors: tables.debtor,
  files: tables.file,
  fileLooks: tables.fileLook,
  contacts: tables.contact,
  freeTexts: tables.freeText,
  invoices: tables.invoice,
  claims: tables.claim,
  claimsNow: tables.newClaimNow,
  ledgerTransactions: tables.ledgerTransaction,
  events: tables.event,
  holds: tables.hold,
  refusedRows: tables.refusedRow,
});

/**
 * Writes the batch in one statement. A debtor, invoice or claim that is there already makes PostgreSQL refuse it
 * whole (`sqlState` 23505); `GuardFailed` is thrown when a file is not as it was locked or the creditor is missing.
 */
export function writeRegistration(tx: Tx, creditorId: Uuid, registration: Registration): Promise<void> {
  return write(tx, creditorId, registration);
}

/** A registration to be filled. */
export function emptyRegistration(): {
  readonly [Field in keyof Registration]-?: NonNullable<Registration[Field]>[number][];
} {
  return {
    debtors: [],
    files: [],
    fileLooks: [],
    contacts: [],
    freeTexts: [],
    invoices: [],
    claims: [],
    claimsNow: [],
    ledgerTransactions: [],
    events: [],
    holds: [],
    refusedRows: [],
  };
}
