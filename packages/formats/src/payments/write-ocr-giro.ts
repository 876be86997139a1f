/** Writes OCR giro files with right counts and sums: for tests, fixtures and the demo. */
import type { CalendarDate } from "@innfri/kernel";
import { ddmmyy, latin1Lines, leftAligned, rightAligned, zeroFilled } from "./write-fields.ts";

export type OcrGiroLine = {
  /** 10–21; 18 and 20 are reversals, 20 and 21 have free text. */
  readonly type: number;
  readonly processedOn: CalendarDate;
  readonly bankOn: CalendarDate | null;
  /** Not negative. */
  readonly amountMinor: bigint;
  /** The sign `-` on the line. */
  readonly isNegative?: boolean;
  /** At most 25 characters; empty for none. */
  readonly kid: string;
  /** Eleven digits. */
  readonly debitAccount: string | null;
  /** At most 40 characters, written for the types 20 and 21. */
  readonly text?: string;
};

export type OcrGiroAssignment = {
  readonly agreement: string;
  readonly number: number;
  readonly account: string;
  readonly settledOn: CalendarDate;
  readonly payments: readonly OcrGiroLine[];
};

export type OcrGiroFile = {
  readonly transmissionNumber: number;
  readonly recipient: string;
  readonly sentOn: CalendarDate;
  readonly assignments: readonly OcrGiroAssignment[];
  /** Whether totals add lines with the sign `-`, as the specification says, or deduct them. */
  readonly totals?: "gross" | "net";
  readonly lineEnd?: "\n" | "\r\n" | "";
};

type Total = { readonly transactions: number; readonly records: number; readonly minor: bigint };

const TRANSMITTER_NETS = "00008080";

/** Throws `RangeError` when a value does not fit its field. */
export function writeOcrGiro(file: OcrGiroFile): Uint8Array {
  const assignments = file.assignments.map((assignment) =>
    assignmentRecords(assignment, file.totals ?? "gross"),
  );
  const records = assignments.flatMap((assignment) => assignment.records);
  const total = {
    transactions: assignments.reduce((sum, assignment) => sum + assignment.total.transactions, 0),
    records: records.length + 2,
    minor: assignments.reduce((sum, assignment) => sum + assignment.total.minor, 0n),
  };
  const start = `NY000010${TRANSMITTER_NETS}${zeroFilled(file.transmissionNumber, 7)}${zeroFilled(file.recipient, 8)}`;
  const end = `NY000089${totalFields(total)}${ddmmyy(file.sentOn)}`;
  return latin1Lines([filled(start), ...records, filled(end)], file.lineEnd ?? "\n");
}

function assignmentRecords(assignment: OcrGiroAssignment, totals: "gross" | "net") {
  const lines = assignment.payments.flatMap((line, i) => lineRecords(line, i + 1));
  const total = {
    transactions: assignment.payments.length,
    records: lines.length + 2,
    minor: assignment.payments.reduce(
      (sum, line) => sum + (line.isNegative && totals === "net" ? -line.amountMinor : line.amountMinor),
      0n,
    ),
  };
  const days = assignment.payments.map((line) => line.processedOn).sort();
  const range = ddmmyy(days[0] ?? assignment.settledOn) + ddmmyy(days.at(-1) ?? assignment.settledOn);
  const { agreement, number, account, settledOn } = assignment;
  const start = `NY090020${zeroFilled(agreement, 9)}${zeroFilled(number, 7)}${zeroFilled(account, 11)}`;
  const end = `NY090088${totalFields(total)}${ddmmyy(settledOn)}${range}`;
  return { records: [filled(start), ...lines, filled(end)], total };
}

function lineRecords(line: OcrGiroLine, number: number): readonly string[] {
  const head = (code: string) => `NY09${zeroFilled(line.type, 2)}${code}${zeroFilled(number, 7)}`;
  const sign = line.isNegative ? "-" : "0";
  // Centre 01, day code 01, no partial settlement; the serial follows the transaction number.
  const settlement = `01010${zeroFilled(number % 100_000, 5)}`;
  const first = `${head("30")}${ddmmyy(line.processedOn)}${settlement}${sign}${zeroFilled(line.amountMinor, 17)}`;
  const second = `${head("31")}${zeroFilled(number, 10)}${zeroFilled(number, 9)}${zeroFilled("", 7)}`;
  const bankDay = line.bankOn === null ? "000000" : ddmmyy(line.bankOn);
  const records = [
    filled(first + rightAligned(line.kid, 25)),
    filled(second + bankDay + zeroFilled(line.debitAccount ?? "", 11)),
  ];
  return line.type === 20 || line.type === 21
    ? [...records, filled(head("32") + leftAligned(line.text ?? "", 40))]
    : records;
}

function totalFields(total: Total): string {
  return zeroFilled(total.transactions, 8) + zeroFilled(total.records, 8) + zeroFilled(total.minor, 17);
}

function filled(record: string): string {
  return record.padEnd(80, "0");
}
