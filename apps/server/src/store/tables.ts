/** How each row of a batch becomes columns. */
import type { DocumentPart } from "./document-parts.ts";
import type * as Row from "./rows.ts";
import { type Column, column, type Write } from "./write-statement.ts";

/** `{1100,3100}`: an array within a column's array travels as text and is read by PostgreSQL. */
function arrayText(values: readonly (number | bigint)[]): string {
  return `{${values.join(",")}}`;
}

export const fileLook: Write<Row.FileLook> = {
  kind: "update",
  table: "file",
  columns: [
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("version", "int4", (row) => row.version),
    column("next_look_on", "date", (row) => row.nextLookOn),
    column("waits_for_feed", "bool", (row) => row.waitsForFeed ?? null),
  ],
  set: "next_look_on = x.next_look_on, waits_for_feed = coalesce(x.waits_for_feed, t.waits_for_feed), version = t.version + 1",
  where: "t.debtor_id = x.debtor_id and t.version = x.version",
};

const whatItCameTo = [
  column("claim_id", "uuid", (row: Row.ClaimNowChange | Row.ClaimNow) => row.claimId),
  column("open_principal_minor", "int8", (row) => row.openPrincipalMinor),
  column("open_interest_minor", "int8", (row) => row.openInterestMinor),
  column("open_costs_minor", "int8", (row) => row.openCostsMinor),
  column("head_seq", "int4", (row) => row.headSeq),
  column("head_hash", "bytea", (row) => row.headHash),
  column("closed_on", "date", (row) => row.closedOn),
  column("step_count", "int2", (row) => row.stepCount),
  column("entry_count", "int2", (row) => row.entryCount),
  column("state", "text", (row) => row.state),
  column("stage", "text", (row) => row.stage),
  column("case_id", "uuid", (row) => row.caseId),
] as const satisfies readonly Column<Row.ClaimNowChange | Row.ClaimNow>[];

export const newClaimNow: Write<Row.ClaimNow> = {
  kind: "insert",
  table: "claim_now",
  columns: [
    ...whatItCameTo,
    column("due_on", "date", (row) => row.dueOn),
    column("currency", "text", (row) => row.currency),
    column("department", "text", (row) => row.department),
  ],
};

export const claimNowChange: Write<Row.ClaimNowChange> = {
  kind: "update",
  table: "claim_now",
  columns: [...whatItCameTo, column("head_seq_before", "int4", (row) => row.headSeqBefore)],
  set: whatItCameTo
    .slice(1)
    .map(({ name }) => `${name} = x.${name}`)
    .join(", "),
  where: "t.claim_id = x.claim_id and t.head_seq = x.head_seq_before",
};

export const step: Write<Row.StepRow> = {
  kind: "insert",
  table: "step",
  columns: [
    column("claim_id", "uuid", (row) => row.claimId),
    column("ordinal", "int2", (row) => row.ordinal),
    column("kind", "text", (row) => row.kind),
    column("taken_on", "date", (row) => row.takenOn),
    column("deadline_on", "date", (row) => row.deadlineOn),
    column("document_id", "uuid", (row) => row.documentId),
    column("case_id", "uuid", (row) => row.caseId),
    column("because", "jsonb", (row) => row.becauseJson),
  ],
};

export const document: Write<Row.DocumentRow> = {
  kind: "insert",
  table: "document",
  columns: [
    column("document_id", "uuid", (row) => row.documentId),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("kind", "text", (row) => row.kind),
    column("template", "text", (row) => row.template),
    column("language", "text", (row) => row.language),
    column("dated_on", "date", (row) => row.datedOn),
    column("data", "json", (row) => row.dataJson),
    column("derivations", "json", (row) => row.derivationsJson),
    column("hash", "bytea", (row) => row.hash),
  ],
};

export const documentPart: Write<DocumentPart> = {
  kind: "insert",
  table: "document_part",
  columns: [column("hash", "bytea", (row) => row.hash), column("data", "json", (row) => row.dataJson)],
  mayBeThere: true,
};

export const message: Write<Row.MessageRow> = {
  kind: "insert",
  table: "message",
  columns: [
    column("message_id", "uuid", (row) => row.messageId),
    column("document_id", "uuid", (row) => row.documentId),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("contact_id", "uuid", (row) => row.contactId),
    column("channel", "text", (row) => row.channel),
    column("state", "text", (row) => row.state),
    column("send_after", "timestamptz", (row) => row.sendAfter),
    column("send_before", "timestamptz", (row) => row.sendBefore),
  ],
};

export const ledgerTransaction: Write<Row.LedgerTransactionRow> = {
  kind: "insert",
  table: "ledger_transaction",
  columns: [
    column("journal_id", "uuid", (row) => row.journalId),
    column("entry_no", "int4", (row) => row.entryNo),
    column("booked_on", "date", (row) => row.bookedOn),
    column("recorded_at", "timestamptz", (row) => row.recordedAt),
    column("kind", "text", (row) => row.kind),
    column("currency", "text", (row) => row.currency),
    column("source", "jsonb", (row) => row.sourceJson),
    column("account_no", "text", (row) => arrayText(row.postings.map((one) => one.accountNo)), "smallint[]"),
    column(
      "amount_minor",
      "text",
      (row) => arrayText(row.postings.map((one) => one.amountMinor)),
      "bigint[]",
    ),
  ],
};

export const event: Write<Row.EventRow> = {
  kind: "insert",
  table: "event",
  columns: [
    column("claim_id", "uuid", (row) => row.claimId),
    column("seq", "int4", (row) => row.seq),
    column("kind", "text", (row) => row.kind),
    column("happened_on", "date", (row) => row.happenedOn),
    column("recorded_at", "timestamptz", (row) => row.recordedAt),
    column("actor", "text", (row) => row.actor),
    column("data", "jsonb", (row) => row.dataJson),
    column("hash", "bytea", (row) => row.hash),
  ],
};

export const hold: Write<Row.HoldRow> = {
  kind: "insert",
  table: "hold",
  columns: [
    column("hold_id", "uuid", (row) => row.holdId),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("claim_id", "uuid", (row) => row.claimId),
    column("kind", "text", (row) => row.kind),
    column("from_on", "date", (row) => row.fromOn),
    column("until_on", "date", (row) => row.untilOn),
    column("text_id", "uuid", (row) => row.textId),
  ],
};

export const holdEnd: Write<Row.HoldEnd> = {
  kind: "update",
  table: "hold",
  columns: [column("hold_id", "uuid", (row) => row.holdId), column("ended_on", "date", (row) => row.endedOn)],
  set: "ended_on = x.ended_on",
  where: "t.hold_id = x.hold_id and t.ended_on is null",
};

export const approval: Write<Row.ApprovalRow> = {
  kind: "insert",
  table: "approval",
  columns: [
    column("approval_id", "uuid", (row) => row.approvalId),
    column("kind", "text", (row) => row.kind),
    column("opened_at", "timestamptz", (row) => row.openedAt),
    column("decide_at", "timestamptz", (row) => row.decideAt),
    column("state", "text", (row) => row.state),
  ],
};

export const approvalDecided: Write<Row.ApprovalDecided> = {
  kind: "update",
  table: "approval",
  columns: [column("approval_id", "uuid", (row) => row.approvalId)],
  set: "state = 'decided'",
  where: "t.approval_id = x.approval_id and t.state = 'open'",
};

export const approvalItem: Write<Row.ApprovalItemRow> = {
  kind: "insert",
  table: "approval_item",
  columns: [
    column("approval_id", "uuid", (row) => row.approvalId),
    column("claim_id", "uuid", (row) => row.claimId),
    column("ordinal", "int2", (row) => row.ordinal),
    column("proposal", "jsonb", (row) => row.proposalJson),
    column("state", "text", () => "open"),
  ],
};

export const approvalItemDecided: Write<Row.ApprovalItemDecided> = {
  kind: "update",
  table: "approval_item",
  columns: [
    column("approval_id", "uuid", (row) => row.approvalId),
    column("claim_id", "uuid", (row) => row.claimId),
    column("state_before", "text", (row) => row.stateBefore),
    column("state", "text", (row) => row.state),
    column("decided_by", "text", (row) => row.decidedBy),
    column("decided_at", "timestamptz", (row) => row.decidedAt),
  ],
  set: "state = x.state, decided_by = x.decided_by, decided_at = x.decided_at",
  where: "t.approval_id = x.approval_id and t.claim_id = x.claim_id and t.state = x.state_before",
};

export const collectionCase: Write<Row.CollectionCaseRow> = {
  kind: "insert",
  table: "collection_case",
  columns: [
    column("case_id", "uuid", (row) => row.caseId),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("opened_on", "date", (row) => row.openedOn),
  ],
};

export const collectionCaseClosed: Write<Row.CollectionCaseClosed> = {
  kind: "update",
  table: "collection_case",
  columns: [
    column("case_id", "uuid", (row) => row.caseId),
    column("closed_on", "date", (row) => row.closedOn),
  ],
  set: "closed_on = x.closed_on",
  where: "t.case_id = x.case_id and t.closed_on is null",
};

export const debtor: Write<Row.DebtorRow> = {
  kind: "insert",
  table: "debtor",
  columns: [
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("customer_number", "text", (row) => row.customerNumber),
    column("kind", "text", (row) => row.kind),
    column("person_id", "uuid", (row) => row.personId),
    column("plan_name", "text", (row) => row.planName),
  ],
};

export const file: Write<Row.FileRow> = {
  kind: "insert",
  table: "file",
  columns: [
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("next_look_on", "date", (row) => row.nextLookOn),
  ],
};

export const contact: Write<Row.ContactRow> = {
  kind: "insert",
  table: "contact",
  columns: [
    column("contact_id", "uuid", (row) => row.contactId),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("valid_from_on", "date", (row) => row.validFromOn),
    column("salt", "bytea", (row) => row.salt),
    column("data", "jsonb", (row) => row.dataJson),
  ],
};

export const invoice: Write<Row.InvoiceRow> = {
  kind: "insert",
  table: "invoice",
  columns: [
    column("invoice_id", "uuid", (row) => row.invoiceId),
    column("version_no", "int4", (row) => row.versionNo),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("number", "text", (row) => row.number),
    column("recorded_at", "timestamptz", (row) => row.recordedAt),
    column("data", "jsonb", (row) => row.dataJson),
    column("hash", "bytea", (row) => row.hash),
  ],
};

export const claim: Write<Row.ClaimRow> = {
  kind: "insert",
  table: "claim",
  columns: [
    column("claim_id", "uuid", (row) => row.claimId),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("invoice_id", "uuid", (row) => row.invoiceId),
    column("instalment_no", "int2", (row) => row.instalmentNo),
    column("currency", "text", (row) => row.currency),
    column("principal_minor", "int8", (row) => row.principalMinor),
    column("due_on", "date", (row) => row.dueOn),
    column("reference", "text", (row) => row.reference),
  ],
};

export const freeText: Write<Row.FreeTextRow> = {
  kind: "insert",
  table: "free_text",
  columns: [
    column("text_id", "uuid", (row) => row.textId),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("claim_id", "uuid", (row) => row.claimId),
    column("salt", "bytea", (row) => row.salt),
    column("body", "text", (row) => row.body),
  ],
};

export const refusedRow: Write<Row.RefusedRow> = {
  kind: "insert",
  table: "refused_row",
  columns: [
    column("import_id", "uuid", (row) => row.importId),
    column("row_no", "int4", (row) => row.rowNo),
    column("reason", "jsonb", (row) => row.reasonJson),
  ],
};
