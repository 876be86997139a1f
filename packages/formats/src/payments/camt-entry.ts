/**
 * One entry of a statement and the transactions in it. Transactions with an amount in the entry's currency are told
 * at once, so that a batch of any size passes through; those without one wait for the end of the entry.
 */
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import {
  amountOf,
  boundedId,
  type CamtAmount,
  type Direction,
  dayOf,
  directionOf,
  signed,
  statusOf,
} from "./camt-fields.ts";
import { type EntryHeader, paymentOf } from "./camt-payment.ts";
import type { CamtSums } from "./camt-sums.ts";
import {
  type CamtTransaction,
  EMPTY_TRANSACTION,
  mergeTransactions,
  readTransaction,
} from "./camt-transaction.ts";
import type { OpenBatch, RecordSink } from "./record-sink.ts";
import type { ReferenceCountry } from "./reference-finding.ts";
import { child, textAt, type XmlNode } from "./xml-slices.ts";

export type StatementContext = {
  readonly format: "camt.053" | "camt.054";
  readonly path: string;
  readonly statementId: string;
  readonly batch: OpenBatch;
  readonly country: ReferenceCountry;
  readonly createdOn: CalendarDate | undefined;
};

/** What one `NtryDtls` states about its own transactions, and what was found in it. */
type DetailGroup = {
  stated: XmlNode | undefined;
  count: number;
  /** By currency; several in one batch have no total to compare. */
  readonly sums: Map<string, bigint>;
  /** Every transaction states an amount. */
  isComplete: boolean;
};

export class CamtEntry {
  private readonly sink: RecordSink;
  private readonly context: StatementContext;
  private readonly sums: CamtSums;
  private readonly index: number;
  private readonly path: string;
  private readonly parts = new Map<string, XmlNode>();
  private header: EntryHeader | "unreadable" | undefined;
  private group: DetailGroup | undefined;
  private statedCount = 0;
  private detailCount = 0;
  private toldMinor = 0n;
  private waiting: CamtTransaction | undefined;
  private waitingIndex = 0;
  private waitingCount = 0;

  constructor(sink: RecordSink, context: StatementContext, sums: CamtSums, index: number) {
    this.sink = sink;
    this.context = context;
    this.sums = sums;
    this.index = index;
    this.path = `${context.path}/Ntry[${index}]`;
  }

  part(node: XmlNode): void {
    if (HEADER_PARTS.has(node.name) && !this.parts.has(node.name)) this.parts.set(node.name, node);
  }

  openDetails(line: number): void {
    this.openHeader(line);
    this.group = { stated: undefined, count: 0, sums: new Map(), isComplete: true };
  }

  detail(node: XmlNode, line: number): void {
    const header = this.openHeader(line);
    if (header === undefined || this.group === undefined) return;
    if (node.name === "Btch") this.group.stated ??= node;
    else this.transaction(node, header, this.group);
  }

  closeDetails(): void {
    const { group } = this;
    this.group = undefined;
    if (group?.stated === undefined) return;
    const count = textAt(group.stated, "NbOfTxs");
    if (count !== undefined) this.statedCount += Number(count);
    if (group.count === 0) return; // the bank gave a batch without its details
    if (count !== undefined && Number(count) !== group.count)
      this.fail("countMismatch", `the batch counts ${count} transactions, there are ${group.count}`);
    this.checkBatchTotal(group);
  }

  close(line: number) {
    const header = this.openHeader(line);
    if (header === undefined) return;
    if (this.detailCount === 0) return this.tellWithoutDetails(header);
    const rest = header.minor - this.toldMinor;
    if (this.waiting === undefined) {
      if (rest !== 0n)
        this.fail(
          "sumMismatch",
          `the entry is ${formatMinor(header.minor)}, its transactions add up to ${formatMinor(this.toldMinor)}`,
        );
    } else if (rest < 0n || (rest === 0n && header.minor !== 0n))
      this.fail("sumMismatch", "nothing of the entry is left for its transactions without an amount");
    else this.tellWaiting(header, this.waiting, rest);
  }

  private transaction(node: XmlNode, header: EntryHeader, group: DetailGroup): void {
    const index = this.detailCount;
    this.detailCount += 1;
    group.count += 1;
    const transaction = readTransaction(node, header, this.context.country);
    const direction = transaction.direction ?? header.direction;
    addToGroup(group, transaction.statedAmount, { direction, currency: header.currency });
    if (transaction.amountMinor === "unreadable") {
      this.fail("amount", `the amount of transaction ${index + 1} cannot be read: the line is left out`);
    } else if (transaction.amountMinor === undefined) {
      this.wait(transaction, index);
    } else {
      const effect = direction === header.direction ? transaction.amountMinor : -transaction.amountMinor;
      this.toldMinor += effect;
      this.tell(header, transaction, { minor: transaction.amountMinor, direction, index });
    }
  }

  private wait(transaction: CamtTransaction, index: number): void {
    if (this.waiting === undefined) this.waitingIndex = index;
    this.waitingCount += 1;
    this.waiting = this.waiting === undefined ? transaction : mergeTransactions(this.waiting, transaction);
  }

  private tellWaiting(header: EntryHeader, waiting: CamtTransaction, restMinor: bigint): void {
    if (this.waitingCount > 1)
      this.sink.warn(
        "amountsMissing",
        `${this.waitingCount} transactions have no amount in ${header.currency}: they are told as one line`,
        this.path,
      );
    this.tell(header, waiting, { minor: restMinor, direction: header.direction, index: this.waitingIndex });
  }

  private tellWithoutDetails(header: EntryHeader): void {
    const several = this.statedCount > 1;
    if (several)
      this.sink.warn(
        "batchWithoutDetails",
        `the entry is a batch of ${this.statedCount} payments that the file does not list`,
        this.path,
      );
    const transaction = { ...EMPTY_TRANSACTION, text: this.parts.get("AddtlNtryInf")?.text ?? "" };
    this.tell(header, transaction, { minor: header.minor, direction: header.direction, index: 0 });
  }

  private tell(
    header: EntryHeader,
    transaction: CamtTransaction,
    amount: { readonly minor: bigint; readonly direction: Direction; readonly index: number },
  ): void {
    const at = this.detailCount === 0 ? this.path : `${this.path}/NtryDtls/TxDtls[${amount.index + 1}]`;
    for (const { code, message } of transaction.remarks(amount.minor)) this.sink.warn(code, message, at);
    this.sink.payment(this.context.batch, paymentOf(this.context, header, transaction, { ...amount, at }));
  }

  // Which way a batch total points is not written alike by all banks, so sizes are compared.
  private checkBatchTotal(group: DetailGroup) {
    const total = child(group.stated, "TtlAmt");
    if (total === undefined) return;
    const stated = amountOf(total);
    if (stated === undefined) return this.fail("sumMismatch", "the total of the batch is not an amount");
    const sum = group.sums.get(stated.currency ?? [...group.sums.keys()][0] ?? "");
    if (
      sum === undefined ||
      !group.isComplete ||
      group.sums.size > 1 ||
      sum === stated.minor ||
      -sum === stated.minor
    )
      return;
    this.fail(
      "sumMismatch",
      `the batch states ${formatMinor(stated.minor)}, its transactions add up to ${formatMinor(sum)}`,
    );
  }

  // Everything but the details stands before them, so the header is complete when it is first asked for.
  private openHeader(line: number): EntryHeader | undefined {
    this.header ??= this.readHeader(line) ?? "unreadable";
    return this.header === "unreadable" ? undefined : this.header;
  }

  private readHeader(line: number): EntryHeader | undefined {
    const parent = { name: "", attributes: {}, text: "", children: [...this.parts.values()] };
    const amountNode = child(parent, "Amt");
    const direction = directionOf(parent);
    const status = statusOf(child(parent, "Sts"));
    if (amountNode === undefined || direction === undefined || status === undefined) {
      this.sink.refuse(
        "structure",
        "the entry lacks its amount, direction or status before its details",
        line,
      );
      return undefined;
    }
    const amount = amountOf(amountNode);
    const currency = amount?.currency ?? this.context.batch.currency ?? undefined;
    if (amount === undefined || currency === undefined) {
      this.fail(
        "amount",
        "the amount is not a number of at most two decimals in a currency: the entry is left out",
      );
      return undefined;
    }
    const days = this.days(parent, line);
    if (days === undefined) return undefined;
    this.remarkCurrency(currency);
    this.sums.entry(amount.minor, currency, direction, status === "booked");
    const code = child(parent, "BkTxCd");
    return {
      ...days,
      minor: amount.minor,
      currency,
      direction,
      status,
      isReversal: textAt(parent, "RvslInd") === "true" || textAt(parent, "RvslInd") === "1",
      servicerReference: identification(textAt(parent, "AcctSvcrRef")),
      entryReference: identification(textAt(parent, "NtryRef")),
      family: textAt(code, "Domn/Fmly/Cd"),
      subFamily: textAt(code, "Domn/Fmly/SubFmlyCd"),
      index: this.index,
    };
  }

  private days(parent: XmlNode, line: number): Pick<EntryHeader, "bookedOn" | "valueOn"> | undefined {
    const booked = dayOf(child(parent, "BookgDt"));
    const value = dayOf(child(parent, "ValDt"));
    if (value === "invalid")
      this.sink.warn("date", "the value date does not exist: the booking date is used", this.path);
    const valueOn = value === "invalid" ? undefined : value;
    const bookedOn = booked === "invalid" ? undefined : (booked ?? valueOn ?? this.context.createdOn);
    if (bookedOn === undefined) {
      this.sink.refuse("date", "the entry has no booking date that exists", line);
      return undefined;
    }
    if (booked === undefined)
      this.sink.warn("bookingDateMissing", `the entry has no booking date: ${bookedOn} is used`, this.path);
    return { bookedOn, valueOn: valueOn ?? bookedOn };
  }

  private remarkCurrency(currency: string): void {
    const own = this.context.batch.currency;
    if (own !== null && own !== currency)
      this.sink.warn("currency", `the entry is in ${currency}, the account in ${own}`, this.path);
  }

  private fail(code: "amount" | "countMismatch" | "sumMismatch", message: string): void {
    this.sink.fail(this.context.batch, code, message, this.path);
  }
}

const HEADER_PARTS: ReadonlySet<string> = new Set([
  "NtryRef",
  "Amt",
  "CdtDbtInd",
  "RvslInd",
  "Sts",
  "BookgDt",
  "ValDt",
  "AcctSvcrRef",
  "BkTxCd",
  "AddtlNtryInf",
]);

function addToGroup(
  group: DetailGroup,
  amount: CamtAmount | undefined,
  otherwise: { readonly direction: Direction; readonly currency: string },
) {
  group.isComplete &&= amount !== undefined;
  if (amount === undefined) return;
  const currency = amount.currency ?? otherwise.currency;
  if (group.sums.size > 1 && !group.sums.has(currency)) return;
  const effect = signed(amount.minor, otherwise.direction);
  group.sums.set(currency, (group.sums.get(currency) ?? 0n) + effect);
}

function identification(text: string | undefined): string | undefined {
  return text === undefined ? undefined : boundedId(text);
}
