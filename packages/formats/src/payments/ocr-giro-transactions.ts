/** The transactions of one OCR giro assignment: amount items 1, 2 and, for free text, 3 make one payment. */
import type { CalendarDate } from "@innfri/kernel";
import { isValidKid } from "../references/index.ts";
import { cleanText, dateFromDdmmyy, digitField, field } from "./field-text.ts";
import type { AssignmentTotals } from "./ocr-giro-totals.ts";
import type { Payment, PaymentReference } from "./payment.ts";
import type { OpenBatch, RecordSink } from "./record-sink.ts";

type Source = {
  readonly agreement: string;
  readonly transmissionNumber: string;
  readonly assignmentNumber: string;
};

type FirstItem = {
  readonly type: string;
  readonly number: string;
  readonly processedOn: CalendarDate;
  readonly amountMinor: bigint;
  readonly reversal: boolean;
  readonly kid: string;
  readonly lineNumber: number;
};
type SecondItem = { readonly bankOn: CalendarDate | null; readonly debitAccount: string | null };

const REVERSAL_TYPES: ReadonlySet<string> = new Set(["18", "20"]);
const TEXT_TYPES: ReadonlySet<string> = new Set(["20", "21"]);

export class OcrGiroTransactions {
  readonly batch: OpenBatch;
  private readonly sink: RecordSink;
  private readonly source: Source;
  private readonly totals: AssignmentTotals;
  private first: FirstItem | undefined;
  private second: SecondItem | undefined;
  private text: string | undefined;
  private readonly seenNumbers = new NumberSet();
  private dateText = "";
  private dateValue: CalendarDate | undefined;

  constructor(sink: RecordSink, batch: OpenBatch, source: Source, totals: AssignmentTotals) {
    this.sink = sink;
    this.batch = batch;
    this.source = source;
    this.totals = totals;
  }

  record(record: string, code: string, lineNumber: number) {
    switch (code) {
      case "30":
        this.finish(lineNumber);
        return this.readFirst(record, lineNumber);
      case "31":
        return this.readSecond(record, lineNumber);
      case "32":
        return this.readText(record, lineNumber);
      default:
        this.sink.warn("unknownRecord", `record type ${code} is unknown: counted and skipped`, lineNumber);
    }
  }

  close(lineNumber: number): void {
    this.finish(lineNumber);
  }

  private readFirst(record: string, lineNumber: number) {
    const type = field(record, 5, 6);
    const number = digitField(record, 9, 15);
    const amount = digitField(record, 33, 49);
    const sign = record.charAt(31);
    if (number === undefined || !["0", " ", "-"].includes(sign))
      return this.sink.refuse("structure", "the transaction number or the sign is not lawful", lineNumber);
    if (amount === undefined)
      return this.sink.refuse("amount", "the amount is not seventeen digits", lineNumber);
    const processedOn = this.dateOf(field(record, 16, 21));
    if (processedOn === undefined)
      return this.sink.refuse(
        "date",
        `the processing date ${field(record, 16, 21)} does not exist`,
        lineNumber,
      );
    const amountMinor = BigInt(amount);
    this.totals.add(amountMinor, sign === "-", processedOn);
    if (!this.seenNumbers.add(Number(number)))
      this.sink.fail(
        this.batch,
        "duplicate",
        `transaction number ${number} occurs twice in the assignment`,
        lineNumber,
      );
    const reversal = sign === "-" || REVERSAL_TYPES.has(type);
    const kid = cleanText(field(record, 50, 74));
    this.first = { type, number, processedOn, amountMinor, reversal, kid, lineNumber };
  }

  private readSecond(record: string, lineNumber: number) {
    const first = this.first;
    if (first === undefined || this.second !== undefined || !this.belongs(record, first))
      return this.sink.refuse(
        "structure",
        "amount item 2 does not follow the item 1 of its transaction",
        lineNumber,
      );
    const dateText = field(record, 42, 47);
    const bankOn = dateText === "000000" || dateText.trim() === "" ? null : this.dateOf(dateText);
    if (bankOn === undefined)
      this.sink.warn(
        "date",
        `the bank date ${dateText} does not exist: the processing date is used`,
        lineNumber,
      );
    const account = digitField(record, 48, 58);
    const known = account !== undefined && account !== "00000000000";
    this.second = { bankOn: bankOn ?? null, debitAccount: known ? account : null };
  }

  private readText(record: string, lineNumber: number) {
    if (this.first === undefined || this.second === undefined || !this.belongs(record, this.first))
      return this.sink.refuse(
        "structure",
        "amount item 3 does not follow the item 2 of its transaction",
        lineNumber,
      );
    this.text = cleanText(field(record, 16, 55));
  }

  private belongs(record: string, first: FirstItem): boolean {
    return field(record, 5, 6) === first.type && field(record, 9, 15) === first.number;
  }

  private finish(lineNumber: number) {
    const { first, second } = this;
    if (first === undefined) return;
    if (second === undefined)
      return this.sink.refuse(
        "structure",
        "the transaction before this record has no amount item 2",
        lineNumber,
      );
    if (TEXT_TYPES.has(first.type) && this.text === undefined)
      this.sink.warn("textMissing", `a transaction of type ${first.type} has no free text`, first.lineNumber);
    this.sink.payment(this.batch, this.payment(first, second));
    this.first = undefined;
    this.second = undefined;
    this.text = undefined;
  }

  private payment(first: FirstItem, second: SecondItem): Payment {
    const { processedOn } = first;
    const { agreement, transmissionNumber, assignmentNumber } = this.source;
    const { account } = this.batch;
    const source = `${agreement}:${processedOn}:${transmissionNumber}:${assignmentNumber}`;
    return {
      bookedOn: processedOn,
      valueOn: processedOn,
      orderedOn: second.bankOn,
      amountMinor: first.amountMinor,
      currency: "NOK",
      direction: first.reversal ? "debit" : "credit",
      reversal: first.reversal,
      nature: first.reversal ? "receiptReversed" : "receipt",
      reference: this.reference(first),
      references: [],
      text: this.text ?? "",
      payer:
        second.debitAccount === null
          ? null
          : { name: null, account: second.debitAccount, organisationNumber: null },
      bankReference: `ocr:${account}:${source}:${first.number}`,
      entryReference: null,
      endToEndId: null,
      returnReason: null,
      account,
      giro: null,
      status: this.statusOf(first),
      test: false,
      batch: this.batch.index,
      at: first.lineNumber,
    };
  }

  private reference(first: FirstItem): PaymentReference | null {
    const { kid, type } = first;
    if (kid === "") return null;
    // Payments with free text may carry something in the KID field that nobody has checked.
    if (TEXT_TYPES.has(type)) return { scheme: "FREE", value: kid };
    if (!isValidKid(kid))
      this.sink.warn(
        "referenceCheck",
        `the KID ${kid} fails both modulus 10 and modulus 11`,
        first.lineNumber,
      );
    return { scheme: "NO_KID", value: kid };
  }

  // A type that the specification does not know could be a new kind of reversal: shown, never booked by a guess.
  private statusOf(first: FirstItem): "booked" | "info" {
    if (first.type >= "10" && first.type <= "21") return "booked";
    this.sink.warn(
      "transactionType",
      `transaction type ${first.type} is unknown: the line is shown and not booked`,
      first.lineNumber,
    );
    return "info";
  }

  // Neighbouring transactions nearly always have the same date.
  private dateOf(text: string): CalendarDate | undefined {
    if (text !== this.dateText) {
      this.dateText = text;
      this.dateValue = /^\d{6}$/.test(text) ? dateFromDdmmyy(text) : undefined;
    }
    return this.dateValue;
  }
}

/** Which of the ten million possible transaction numbers have been seen, in at most 1.25 MB. */
class NumberSet {
  private bits = new Uint8Array(1024);

  /** False when the number was there already. */
  add(number: number): boolean {
    const at = number >> 3;
    if (at >= this.bits.length) {
      const larger = new Uint8Array(Math.max(at + 1, this.bits.length * 2));
      larger.set(this.bits);
      this.bits = larger;
    }
    const bit = 1 << (number & 7);
    const isNew = ((this.bits[at] ?? 0) & bit) === 0;
    this.bits[at] = (this.bits[at] ?? 0) | bit;
    return isNew;
  }
}
