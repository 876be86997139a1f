/**
 * The batch: up to a thousand files of one creditor are locked, judged in memory and written with one statement.
 * What was written is no longer due, and every row has a key that it can have once: a killed batch left nothing.
 */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { DocumentPart } from "./document-parts.ts";
import type { DebtorKind } from "./kinds.ts";
import type * as Row from "./rows.ts";
import { sql, type Tx } from "./sql.ts";
import * as tables from "./tables.ts";
import { batches } from "./write-statement.ts";

/** A file under lock, with what its debtor's row says. */
export type LockedFile = {
  readonly debtorId: Uuid;
  readonly version: number;
  readonly nextLookOn: CalendarDate | null;
  readonly kind: DebtorKind | null;
  readonly customerNumber: string;
  readonly planName: string | null;
};

/**
 * Locks up to `limit` files whose next look is on `lookBy` or before, the longest due first. Files that another
 * transaction holds are passed over, so that two workers never share one.
 */
export function lockDueFiles(
  tx: Tx,
  creditorId: Uuid,
  lookBy: CalendarDate,
  limit: number,
): Promise<LockedFile[]> {
  return tx.many<LockedFile>(sql`
    select f.debtor_id as "debtorId", f.version, f.next_look_on as "nextLookOn", d.kind,
      d.customer_number as "customerNumber", d.plan_name as "planName"
    from (select debtor_id, version, next_look_on from file
          where creditor_id = ${creditorId}::uuid and next_look_on <= ${lookBy}::date
          order by next_look_on, debtor_id limit ${limit}::int for update skip locked) f
    join debtor d on d.creditor_id = ${creditorId}::uuid and d.debtor_id = f.debtor_id
    order by f.next_look_on, f.debtor_id`);
}

/**
 * Locks these files, due or not, for an act of a person, a payment or an import; waits for whoever holds one.
 * They are locked in the order of their ids, so that two who want the same do not wait for each other.
 */
export function lockFiles(tx: Tx, creditorId: Uuid, debtorIds: readonly Uuid[]): Promise<LockedFile[]> {
  return tx.many<LockedFile>(sql`
    select f.debtor_id as "debtorId", f.version, f.next_look_on as "nextLookOn", d.kind,
      d.customer_number as "customerNumber", d.plan_name as "planName"
    from (select debtor_id, version, next_look_on from file
          where creditor_id = ${creditorId}::uuid and debtor_id = any(${debtorIds}::uuid[])
          order by debtor_id for update) f
    join debtor d on d.creditor_id = ${creditorId}::uuid and d.debtor_id = f.debtor_id
    order by f.debtor_id`);
}

/** What one batch writes; a field left out is empty. */
export type Page = {
  readonly files?: readonly Row.FileLook[];
  readonly claims?: readonly Row.ClaimNowChange[];
  readonly steps?: readonly Row.StepRow[];
  readonly documents?: readonly Row.DocumentRow[];
  /** Those that are there already are not written again. */
  readonly documentParts?: readonly DocumentPart[];
  readonly messages?: readonly Row.MessageRow[];
  readonly ledgerTransactions?: readonly Row.LedgerTransactionRow[];
  readonly events?: readonly Row.EventRow[];
  readonly holds?: readonly Row.HoldRow[];
  readonly holdEnds?: readonly Row.HoldEnd[];
  readonly approvals?: readonly Row.ApprovalRow[];
  readonly approvalsDecided?: readonly Row.ApprovalDecided[];
  readonly approvalItems?: readonly Row.ApprovalItemRow[];
  readonly approvalItemsDecided?: readonly Row.ApprovalItemDecided[];
  readonly cases?: readonly Row.CollectionCaseRow[];
  readonly casesClosed?: readonly Row.CollectionCaseClosed[];
};

/** A page that is given in parts and can be used again. */
export const newPage = batches<Page>({
  files: tables.fileLook,
  claims: tables.claimNowChange,
  steps: tables.step,
  documents: tables.document,
  documentParts: tables.documentPart,
  messages: tables.message,
  ledgerTransactions: tables.ledgerTransaction,
  events: tables.event,
  holds: tables.hold,
  holdEnds: tables.holdEnd,
  approvals: tables.approval,
  approvalsDecided: tables.approvalDecided,
  approvalItems: tables.approvalItem,
  approvalItemsDecided: tables.approvalItemDecided,
  cases: tables.collectionCase,
  casesClosed: tables.collectionCaseClosed,
});

/**
 * Writes the page in one statement. Throws `GuardFailed` when a file, a claim, a hold, an approval or a case is
 * not as it was read; the transaction is then to be rolled back.
 */
export function writePage(tx: Tx, creditorId: Uuid, page: Page): Promise<void> {
  const growing = newPage();
  growing.add({ ...page, documentParts: inOrder(page.documentParts ?? []) });
  return growing.write(tx, creditorId);
}

/** In one order for all, so that two that write the same parts do not wait for each other. */
export function inOrder(parts: readonly DocumentPart[]): readonly DocumentPart[] {
  return parts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
