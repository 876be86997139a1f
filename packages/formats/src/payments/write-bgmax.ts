/** Writes BgMax files with right counts and sums: for tests, fixtures and the demo. */
import type { CalendarDate } from "@innfri/kernel";
import { ccyymmdd, latin1Lines, leftAligned, rightAligned, zeroFilled } from "./write-fields.ts";

export type BgMaxLine = {
  /** Not negative; a deduction (record 21) lowers the deposit. */
  readonly amountMinor: bigint;
  readonly isDeduction?: boolean;
  /** At most 25 characters; empty for none. */
  readonly reference: string;
  /** 0 and 1 blank, 2 a correct OCR reference, 3 free, 4 correct under extended registration, 5 wrong. */
  readonly referenceCode: 0 | 1 | 2 | 3 | 4 | 5;
  /** Bankgiro of the sender without dash, or null when unknown. */
  readonly sender: string | null;
  /** At most twelve digits; empty for payments that have none. */
  readonly serial: string;
  /** Extra references; an amount of null is written as zero, a negative one as record 23. */
  readonly extra?: readonly { readonly reference: string; readonly amountMinor: bigint | null }[];
  /** Lines of at most 50 characters. */
  readonly information?: readonly string[];
  readonly name?: string;
  readonly organisationNumber?: string;
};

export type BgMaxDeposit = {
  readonly bankgiro: string;
  readonly currency: "SEK" | "EUR";
  readonly paidOn: CalendarDate;
  readonly serial: number;
  readonly payments: readonly BgMaxLine[];
};

export type BgMaxFile = {
  readonly createdOn: CalendarDate;
  readonly isTest?: boolean;
  readonly deposits: readonly BgMaxDeposit[];
  readonly lineEnd?: "\n" | "\r\n";
};

/** Throws `RangeError` when a value does not fit its field or a deposit would be negative. */
export function writeBgMax(file: BgMaxFile): Uint8Array {
  const mark = file.isTest ? "T" : "P";
  const start = `01${leftAligned("BGMAX", 20)}01${zeroFilled(ccyymmdd(file.createdOn), 8)}${zeroFilled("", 12)}${mark}`;
  const records = file.deposits.flatMap(depositRecords);
  const count = (...codes: string[]) =>
    zeroFilled(records.filter((record) => codes.includes(record.slice(0, 2))).length, 8);
  const end = `70${count("20")}${count("21")}${count("22", "23")}${count("15")}`;
  return latin1Lines(
    [start, ...records, end].map((record) => record.padEnd(80)),
    file.lineEnd ?? "\r\n",
  );
}

function depositRecords(deposit: BgMaxDeposit): readonly string[] {
  const { bankgiro, currency, paidOn, serial, payments } = deposit;
  const sum = payments.reduce(
    (total, line) => total + (line.isDeduction ? -line.amountMinor : line.amountMinor),
    0n,
  );
  const open = `05${zeroFilled(bankgiro, 10)}${" ".repeat(10)}${currency}`;
  const account = zeroFilled("", 35);
  const count = zeroFilled(payments.length, 8);
  const close = `15${account}${ccyymmdd(paidOn)}${zeroFilled(serial, 5)}${zeroFilled(sum, 18)}${currency}${count}`;
  return [open, ...payments.flatMap(lineRecords), close];
}

function lineRecords(line: BgMaxLine): readonly string[] {
  const sender = zeroFilled(line.sender ?? "", 10);
  const serial = line.serial === "" ? " ".repeat(12) : zeroFilled(line.serial, 12);
  const record = (code: string, reference: string, minor: bigint) =>
    `${code}${sender}${reference}${zeroFilled(minor, 18)}${line.referenceCode}2${serial}0`;
  const main = record(line.isDeduction ? "21" : "20", aligned(line), line.amountMinor);
  const extra = (line.extra ?? []).map(({ reference, amountMinor }) => {
    const minor = amountMinor ?? 0n;
    return record(minor < 0n ? "23" : "22", rightAligned(reference, 25), minor < 0n ? -minor : minor);
  });
  return [
    line.isDeduction ? `${main}0` : main,
    ...extra,
    ...(line.information ?? []).map((text) => `25${leftAligned(text, 50)}`),
    ...(line.name === undefined ? [] : [`26${leftAligned(line.name, 35)}`]),
    ...(line.organisationNumber === undefined ? [] : [`29${zeroFilled(line.organisationNumber, 12)}`]),
  ];
}

// A reference that the bank has checked stands to the right, everything else to the left.
function aligned(line: BgMaxLine): string {
  return line.referenceCode === 2 ? rightAligned(line.reference, 25) : leftAligned(line.reference, 25);
}
