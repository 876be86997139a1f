/** One BgMax payment (20) or deduction (21) with the records that belong to it. */
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { hasSwedishLengthDigit, isValidSwedishOcr, normalizeGiro } from "../references/index.ts";
import { cleanText, digitField, field } from "./field-text.ts";
import type { Payer, Payment, PaymentReference, ReferencePart } from "./payment.ts";
import type { OpenBatch, RecordSink } from "./record-sink.ts";
import { candidatesFromText } from "./reference-finding.ts";

type Place = { readonly index: number; readonly lineNumber: number };
type Context = {
  readonly batch: OpenBatch;
  readonly currency: string;
  readonly test: boolean;
  readonly paidOn: CalendarDate;
  readonly serial: string;
};

const INFORMATION_RECORDS_MAX = 90;
const EXTRA_REFERENCES_MAX = 10_000;
const NAME_LENGTH_MAX = 71;

export class BgMaxPaymentDraft {
  readonly amountMinor: bigint;
  private readonly isDeduction: boolean;
  private readonly sender: string;
  private readonly referenceText: string;
  private readonly referenceCode: string;
  private readonly serial: string;
  private readonly place: Place;
  private parts: ReferencePart[] | undefined;
  private texts: string[] | undefined;
  private name: string | null = null;
  private organisationNumber: string | null = null;

  constructor(record: string, amountMinor: bigint, place: Place) {
    this.amountMinor = amountMinor;
    this.isDeduction = record.startsWith("21");
    this.sender = field(record, 3, 12);
    this.referenceText = cleanText(field(record, 13, 37));
    this.referenceCode = record.charAt(55);
    this.serial = field(record, 58, 69).trim();
    this.place = place;
  }

  /** False when a record of this code does not belong to a payment. */
  add(record: string, code: string, lineNumber: number, sink: RecordSink): boolean {
    switch (code) {
      case "22":
      case "23":
        this.addPart(record, code, lineNumber, sink);
        return true;
      case "25":
        this.texts ??= [];
        if (this.texts.length < INFORMATION_RECORDS_MAX) this.texts.push(cleanText(field(record, 3, 52)));
        else sink.warn("textCut", "a payment has more than ninety information records", lineNumber);
        return true;
      case "26":
        this.name =
          cleanText(`${field(record, 3, 37).trimEnd()} ${field(record, 38, 72)}`, NAME_LENGTH_MAX) || null;
        return true;
      case "27": // addresses are not kept: nothing is decided by them
      case "28":
        return true;
      case "29":
        this.organisationNumber = companyNumber(digitField(record, 3, 14));
        return true;
      default:
        return false;
    }
  }

  /** With extended registration the parts make up the payment. */
  checkParts(batch: OpenBatch, sink: RecordSink): void {
    const stated = this.parts?.filter((part) => part.amountMinor !== null);
    if (stated === undefined || stated.length === 0) return;
    const sum = stated.reduce((total, part) => total + (part.amountMinor ?? 0n), 0n);
    if (sum !== this.amountMinor)
      sink.fail(
        batch,
        "sumMismatch",
        `the payment is ${formatMinor(this.amountMinor)}, its parts add up to ${formatMinor(sum)}`,
        this.place.lineNumber,
      );
  }

  payment(context: Context): Payment {
    const { account, index } = context.batch;
    const deposit = `${context.paidOn}:${context.serial}`;
    const reference = this.reference();
    return {
      bookedOn: context.paidOn,
      valueOn: context.paidOn,
      orderedOn: null,
      amountMinor: this.amountMinor,
      currency: context.currency,
      direction: this.isDeduction ? "debit" : "credit",
      reversal: false,
      nature: this.isDeduction ? "deduction" : "receipt",
      reference,
      references: this.references(reference),
      text: cleanText((this.texts ?? []).join(" ")),
      payer: this.payer(),
      bankReference: `bgmax:${account}:${deposit}:${this.serial}:${this.place.index}`,
      entryReference: deposit,
      endToEndId: null,
      returnReason: null,
      account,
      giro: account,
      status: "booked",
      test: context.test,
      batch: index,
      at: this.place.lineNumber,
    };
  }

  private addPart(record: string, code: "22" | "23", lineNumber: number, sink: RecordSink) {
    if (field(record, 3, 12) !== this.sender || field(record, 58, 69).trim() !== this.serial)
      sink.warn(
        "unknownRecord",
        `record ${code} names another sender or serial number than its payment`,
        lineNumber,
      );
    this.parts ??= [];
    if (this.parts.length >= EXTRA_REFERENCES_MAX)
      return sink.refuse(
        "limit",
        `a payment has more than ${EXTRA_REFERENCES_MAX} extra references`,
        lineNumber,
      );
    const amount = digitField(record, 38, 55);
    if (amount === undefined)
      return sink.refuse("amount", "the part amount is not eighteen digits", lineNumber);
    const minor = code === "22" ? BigInt(amount) : -BigInt(amount);
    const value = cleanText(field(record, 13, 37));
    this.parts.push({ ...typed(value), amountMinor: minor === 0n ? null : minor, source: "stated" });
  }

  // Code 2 is a reference that the payer's bank has checked. All others are tried as one and are else free text.
  private reference(): PaymentReference | null {
    if (this.referenceText === "") return null;
    return this.referenceCode === "2"
      ? { scheme: "SE_OCR", value: this.referenceText }
      : typed(this.referenceText);
  }

  // The payment's own reference belongs to the list unless the extra records say it again or carry the amounts.
  private references(own: PaymentReference | null): readonly ReferencePart[] {
    const stated = this.parts ?? [];
    const hasAmounts = stated.some((part) => part.amountMinor !== null);
    const isRepeated = stated.some((part) => part.value === own?.value);
    const first: ReferencePart[] =
      own?.scheme === "SE_OCR" && stated.length > 0 && !hasAmounts && !isRepeated
        ? [{ ...own, amountMinor: null, source: "stated" }]
        : [];
    return [...first, ...stated, ...this.guessed(own, stated)];
  }

  private guessed(own: PaymentReference | null, stated: readonly ReferencePart[]): readonly ReferencePart[] {
    const texts = [own?.scheme === "FREE" ? own.value : "", ...(this.texts ?? [])].join(" ");
    const known = new Set([own?.value, ...stated.map((part) => part.value)]);
    return candidatesFromText(texts, "SE").filter((part) => !known.has(part.value));
  }

  private payer(): Payer | null {
    const sender = normalizeGiro(this.sender);
    if (sender === "" && this.name === null && this.organisationNumber === null) return null;
    return {
      name: this.name,
      account: sender === "" ? null : sender,
      organisationNumber: this.organisationNumber,
    };
  }
}

// Digits with blanks between them may be one reference in groups or several references: only one that also has
// the right length digit is believed to be one.
function typed(value: string): PaymentReference {
  const digits = value.replace(/[\s-]/g, "");
  const isOne = /\s/.test(value) ? hasSwedishLengthDigit(digits) : isValidSwedishOcr(digits);
  return isOne ? { scheme: "SE_OCR", value: digits } : { scheme: "FREE", value };
}

// A sole trader's organisation number is the person's own number, told by a third and fourth digit that are a
// month, and is not kept. Whether the check digit is right does not matter here.
function companyNumber(digits: string | undefined): string | null {
  const number = digits?.slice(-10) ?? "";
  const month = Number(number.slice(2, 4));
  if (number === "" || number === "0000000000") return null;
  return month >= 1 && month <= 12 ? null : number;
}
