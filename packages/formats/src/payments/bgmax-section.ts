/** One section of BgMax: the payments to one bankgiro in one currency and the deposit that closes it. */
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { isValidBankgiro, normalizeGiro } from "../references/index.ts";
import { BgMaxPaymentDraft } from "./bgmax-payment.ts";
import { dateFromCcyymmdd, digitField, field } from "./field-text.ts";
import type { OpenBatch, RecordSink } from "./record-sink.ts";

/** A section waits in memory for its deposit; this many payments to one bankgiro in one day are not believable. */
const SECTION_PAYMENTS_MAX = 500_000;

type Deposit = { readonly paidOn: CalendarDate; readonly serial: string; readonly amountMinor: bigint };

export class BgMaxSection {
  private readonly sink: RecordSink;
  private readonly batch: OpenBatch;
  private readonly currency: string;
  private readonly drafts: BgMaxPaymentDraft[] = [];
  private recordIndex = 0;
  private sumMinor = 0n;

  constructor(
    sink: RecordSink,
    receiver: { readonly bankgiro: string; readonly currency: string },
    line: number,
  ) {
    this.sink = sink;
    this.currency = receiver.currency;
    const account = normalizeGiro(receiver.bankgiro);
    this.batch = sink.openBatch({ account, currency: receiver.currency, id: "", sequence: null }, line);
    if (!isValidBankgiro(account))
      sink.warn("accountCheck", `the check digit of the bankgiro ${account} is wrong`, line);
  }

  record(record: string, code: string, lineNumber: number) {
    this.recordIndex += 1;
    if (code === "20" || code === "21") return this.openPayment(record, code, lineNumber);
    const draft = this.drafts.at(-1);
    if (draft === undefined || !draft.add(record, code, lineNumber, this.sink))
      this.sink.warn("unknownRecord", `record ${code} is unknown here and skipped`, lineNumber);
  }

  close(record: string, depositKeys: Set<string>, lineNumber: number): void {
    const deposit = this.deposit(record, lineNumber);
    if (deposit === undefined) return;
    this.batch.id = deposit.serial;
    const fail = (code: "countMismatch" | "currency" | "duplicate" | "sumMismatch", message: string) =>
      this.sink.fail(this.batch, code, message, lineNumber);
    if (deposit.amountMinor !== this.sumMinor)
      fail(
        "sumMismatch",
        `the deposit is ${formatMinor(deposit.amountMinor)}, its payments add up to ${formatMinor(this.sumMinor)}`,
      );
    const count = digitField(record, 72, 79);
    if (Number(count ?? "-1") !== this.drafts.length)
      fail(
        "countMismatch",
        `the deposit counts ${count ?? "no number of"} payments, there are ${this.drafts.length}`,
      );
    const currency = field(record, 69, 71);
    if (currency !== this.currency)
      fail("currency", `the deposit is in ${currency}, its section in ${this.currency}`);
    const key = `${this.batch.account}:${deposit.paidOn.slice(0, 4)}:${deposit.serial}`;
    if (depositKeys.has(key)) fail("duplicate", `deposit ${deposit.serial} occurs twice in the file`);
    depositKeys.add(key);
    this.tell(deposit);
  }

  private openPayment(record: string, code: "20" | "21", lineNumber: number) {
    const amount = digitField(record, 38, 55);
    if (amount === undefined)
      return this.sink.refuse("amount", "the amount is not eighteen digits", lineNumber);
    if (this.drafts.length >= SECTION_PAYMENTS_MAX)
      return this.sink.refuse(
        "limit",
        `the section has more than ${SECTION_PAYMENTS_MAX} payments`,
        lineNumber,
      );
    const draft = new BgMaxPaymentDraft(record, BigInt(amount), { index: this.recordIndex, lineNumber });
    this.drafts.push(draft);
    this.sumMinor += code === "20" ? draft.amountMinor : -draft.amountMinor;
  }

  private deposit(record: string, lineNumber: number): Deposit | undefined {
    const paidOn = dateFromCcyymmdd(field(record, 38, 45));
    const serial = digitField(record, 46, 50);
    const amount = digitField(record, 51, 68);
    if (paidOn === undefined)
      this.sink.refuse("date", `the payment date ${field(record, 38, 45)} does not exist`, lineNumber);
    else if (serial === undefined || amount === undefined)
      this.sink.refuse(
        "amount",
        "the serial number or the amount of the deposit is not a number",
        lineNumber,
      );
    else return { paidOn, serial, amountMinor: BigInt(amount) };
    return undefined;
  }

  private tell(deposit: Deposit): void {
    for (const draft of this.drafts) {
      draft.checkParts(this.batch, this.sink);
      this.sink.payment(
        this.batch,
        draft.payment({ batch: this.batch, currency: this.currency, test: this.sink.test, ...deposit }),
      );
    }
  }
}
