/** Counts and sums of OCR giro, and their comparison with the end records 88 and 89. */
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { digitField } from "./field-text.ts";

type Fail = (code: "countMismatch" | "sumMismatch", message: string) => void;

/** The control fields that records 88 and 89 have in common. */
type EndRecord = { readonly transactions: number; readonly records: number; readonly totalMinor: bigint };

export class AssignmentTotals {
  readonly service: string;
  records = 1; // the start record
  transactions = 0;
  grossMinor = 0n;
  netMinor = 0n;
  earliestOn: CalendarDate | undefined;
  latestOn: CalendarDate | undefined;
  convention: "gross" | "net" | null = null;

  constructor(service: string) {
    this.service = service;
  }

  /** `signed` is a line with the sign `-`: gross totals add it, net totals deduct it. */
  add(amountMinor: bigint, signed: boolean, processedOn: CalendarDate): void {
    this.transactions += 1;
    this.grossMinor += amountMinor;
    this.netMinor += signed ? -amountMinor : amountMinor;
    if (this.earliestOn === undefined || processedOn < this.earliestOn) this.earliestOn = processedOn;
    if (this.latestOn === undefined || processedOn > this.latestOn) this.latestOn = processedOn;
  }

  /** In a service we skip, a transaction is a claim (30) or a mandate (70). */
  countSkipped(code: string): void {
    if (code === "30" || code === "70") this.transactions += 1;
  }

  /**
   * The specification adds reversals to the total, files with the sign `-` carry the net: either is right, and
   * which one it was is kept. The amounts of a skipped service are taken from its own end record.
   */
  check(record: string, fail: Fail): void {
    const end = endRecord(record, fail);
    if (end === undefined) return;
    checkCounts(end, this, fail);
    if (this.service !== "09") {
      this.grossMinor = end.totalMinor;
      this.netMinor = end.totalMinor;
      return;
    }
    const { grossMinor, netMinor } = this;
    checkSum(end.totalMinor, [grossMinor, netMinor], fail);
    if (grossMinor !== netMinor && [grossMinor, netMinor].includes(end.totalMinor))
      this.convention = end.totalMinor === grossMinor ? "gross" : "net";
  }
}

export class TransmissionTotals {
  records = 1; // the start record
  private transactions = 0;
  private grossMinor = 0n;
  private netMinor = 0n;

  add(assignment: AssignmentTotals): void {
    this.transactions += assignment.transactions;
    this.grossMinor += assignment.grossMinor;
    this.netMinor += assignment.netMinor;
  }

  check(record: string, fail: Fail): void {
    const end = endRecord(record, fail);
    if (end === undefined) return;
    checkCounts(end, { transactions: this.transactions, records: this.records }, fail);
    checkSum(end.totalMinor, [this.grossMinor, this.netMinor], fail);
  }
}

function endRecord(record: string, fail: Fail): EndRecord | undefined {
  const transactions = digitField(record, 9, 16);
  const records = digitField(record, 17, 24);
  const total = digitField(record, 25, 41);
  if (transactions !== undefined && records !== undefined && total !== undefined)
    return { transactions: Number(transactions), records: Number(records), totalMinor: BigInt(total) };
  fail("sumMismatch", "a count or the total of the end record is not a number");
  return undefined;
}

function checkCounts(
  end: EndRecord,
  counted: { readonly transactions: number; readonly records: number },
  fail: Fail,
): void {
  if (end.transactions !== counted.transactions)
    fail(
      "countMismatch",
      `the end record counts ${end.transactions} transactions, there are ${counted.transactions}`,
    );
  if (end.records !== counted.records)
    fail("countMismatch", `the end record counts ${end.records} records, there are ${counted.records}`);
}

function checkSum(totalMinor: bigint, sums: readonly bigint[], fail: Fail): void {
  if (sums.includes(totalMinor)) return;
  const added = [...new Set(sums)].map(formatMinor).join(" or ");
  fail("sumMismatch", `the end record says ${formatMinor(totalMinor)}, the amounts add up to ${added}`);
}
