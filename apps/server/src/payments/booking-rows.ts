/** What one page of bookings writes, in one statement. */
import type { Item } from "@innfri/claims";
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import type * as Row from "../store/rows.ts";
import * as tables from "../store/tables.ts";
import { batchWriter, column, type Write } from "../store/write-statement.ts";

export type PaymentRow = {
  readonly paymentId: Uuid;
  readonly bankLineId: Uuid;
  /** From 1: a line for several claims is several payments. */
  readonly partNo: number;
  readonly debtorId: Uuid;
  readonly bookedOn: CalendarDate;
  readonly valueOn: CalendarDate;
  readonly amountMinor: bigint;
  readonly currency: Currency;
};

export type AllocationRow = {
  readonly paymentId: Uuid;
  readonly lineNo: number;
  readonly claimId: Uuid;
  readonly item: Item;
  readonly amountMinor: bigint;
  /** The entry of the claim's journal that posts it. */
  readonly entryNo: number;
  readonly rule: string;
  readonly designated: boolean;
};

export type BookingRows = {
  readonly files: Row.FileLook[];
  readonly claims: Row.ClaimNowChange[];
  readonly ledgerTransactions: Row.LedgerTransactionRow[];
  readonly events: Row.EventRow[];
  readonly approvalItemsDecided: Row.ApprovalItemDecided[];
  readonly payments: PaymentRow[];
  readonly allocations: AllocationRow[];
  readonly texts: Row.FreeTextRow[];
};

export function noBookings(): BookingRows {
  return {
    files: [],
    claims: [],
    ledgerTransactions: [],
    events: [],
    approvalItemsDecided: [],
    payments: [],
    allocations: [],
    texts: [],
  };
}

const payment: Write<PaymentRow> = {
  kind: "insert",
  table: "payment",
  columns: [
    column("payment_id", "uuid", (row) => row.paymentId),
    column("bank_line_id", "uuid", (row) => row.bankLineId),
    column("part_no", "int2", (row) => row.partNo),
    column("debtor_id", "uuid", (row) => row.debtorId),
    column("booked_on", "date", (row) => row.bookedOn),
    column("value_on", "date", (row) => row.valueOn),
    column("amount_minor", "int8", (row) => row.amountMinor),
    column("currency", "text", (row) => row.currency),
  ],
};

const allocation: Write<AllocationRow> = {
  kind: "insert",
  table: "allocation",
  columns: [
    column("payment_id", "uuid", (row) => row.paymentId),
    column("line_no", "int2", (row) => row.lineNo),
    column("claim_id", "uuid", (row) => row.claimId),
    column("item", "text", (row) => row.item),
    column("amount_minor", "int8", (row) => row.amountMinor),
    column("entry_no", "int4", (row) => row.entryNo),
    column("rule", "text", (row) => row.rule),
    column("designated", "bool", (row) => row.designated),
  ],
};

/** Writes the page; throws `GuardFailed` when a file, a claim or an approval is not as it was read. */
export const writeBookings = batchWriter<BookingRows>({
  files: tables.fileLook,
  claims: tables.claimNowChange,
  ledgerTransactions: tables.ledgerTransaction,
  events: tables.event,
  approvalItemsDecided: tables.approvalItemDecided,
  payments: payment,
  allocations: allocation,
  texts: tables.freeText,
});
