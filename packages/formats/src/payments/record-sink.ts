/** Where the readers put what they find; the driver drains it after every block so that memory stays flat. */
import type {
  BankBatch,
  BankFileEnd,
  BankFileRefusal,
  BankFormat,
  BankRecord,
  CurrencySum,
  Payment,
  RefusalCode,
  WarningCode,
} from "./payment.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
export type OpenBatch = Mutable<BankBatch>;

const WARNINGS_PER_CODE_MAX = 100;
const BATCH_COUNT_MAX = 100_000;

export class RecordSink {
  readonly format: BankFormat;
  refusal: BankFileRefusal | undefined;
  fileReference = "";
  test = false;
  private records: BankRecord[] = [];
  private readonly batches: OpenBatch[] = [];
  private readonly sums = new Map<string, Mutable<CurrencySum>>();
  private readonly warningCounts = new Map<WarningCode, number>();
  private fileSumsHold = true;
  private count = 0;

  constructor(format: BankFormat) {
    this.format = format;
  }

  openBatch(batch: Pick<BankBatch, "account" | "currency" | "id" | "sequence">, line: number): OpenBatch {
    if (this.batches.length >= BATCH_COUNT_MAX)
      this.refuse("limit", `the file has more than ${BATCH_COUNT_MAX} batches`, line);
    const open: OpenBatch = {
      ...batch,
      index: this.batches.length,
      count: 0,
      creditMinor: 0n,
      debitMinor: 0n,
      sumsHold: true,
      sumConvention: null,
    };
    this.batches.push(open);
    return open;
  }

  payment(batch: OpenBatch, payment: Payment): void {
    const sum = this.sumOf(payment.currency);
    const side = payment.direction === "credit" ? "creditMinor" : "debitMinor";
    this.count += 1;
    sum[side] += payment.amountMinor;
    batch.count += 1;
    if (payment.status === "booked") batch[side] += payment.amountMinor;
    if (payment.amountMinor === 0n)
      this.warn("zeroAmount", "the amount is 0.00: there is nothing to book", payment.at);
    this.records.push({ kind: "payment", payment });
  }

  /** A remark that stops nothing. A few of each kind are told one by one, the rest are counted. */
  warn(code: WarningCode, message: string, at: number | string): void {
    const told = this.warningCounts.get(code) ?? 0;
    this.warningCounts.set(code, told + 1);
    if (told < WARNINGS_PER_CODE_MAX) this.records.push({ kind: "warning", warning: { code, message, at } });
  }

  /** A wrong sum or mandatory count: nothing of the batch, or without one of the file, is to be booked. */
  fail(batch: OpenBatch | undefined, code: WarningCode, message: string, at: number | string): void {
    this.fileSumsHold = false;
    if (batch !== undefined) batch.sumsHold = false;
    this.warn(code, message, at);
  }

  /** The first refusal stands; whatever the reader finds after it is not looked at. */
  refuse(code: RefusalCode, reason: string, line: number): void {
    this.refusal ??= { kind: "refused", line, code, reason };
  }

  drain(): readonly BankRecord[] {
    const drained = this.records;
    this.records = [];
    return drained;
  }

  end(): BankFileEnd {
    return {
      kind: "end",
      format: this.format,
      fileReference: this.fileReference,
      accounts: [...new Set(this.batches.map((batch) => batch.account))],
      batches: this.batches,
      totals: { count: this.count, sums: [...this.sums.values()] },
      sumsHold: this.fileSumsHold,
      test: this.test,
    };
  }

  /** Says how many warnings of each kind were counted but not told. */
  closeWarnings(): void {
    for (const [code, count] of this.warningCounts) {
      const more = count - WARNINGS_PER_CODE_MAX;
      if (more > 0) this.warn("moreWarnings", `${more} more warnings of the kind ${code}`, "end of the file");
    }
  }

  private sumOf(currency: string): Mutable<CurrencySum> {
    const known = this.sums.get(currency);
    if (known !== undefined) return known;
    const sum = { currency, creditMinor: 0n, debitMinor: 0n };
    this.sums.set(currency, sum);
    return sum;
  }
}
