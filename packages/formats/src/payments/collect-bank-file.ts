/** Reads a whole bank file into memory: for small files, tests and the command line. */
import { formatMinor } from "@innfri/kernel";
import type { BankFileEnd, BankFileRefusal, BankFileWarning, Payment, PaymentReference } from "./payment.ts";
import { type ByteChunks, readPayments } from "./read-payments.ts";

const PAYMENTS_MAX = 200_000;

export type BankFileRead = Omit<BankFileEnd, "kind"> & {
  readonly kind: "read";
  readonly payments: readonly Payment[];
  readonly warnings: readonly BankFileWarning[];
};

/** A file with more than 200 000 payments is refused: use `readPayments`. */
export async function collectBankFile(chunks: ByteChunks): Promise<BankFileRead | BankFileRefusal> {
  const payments: Payment[] = [];
  const warnings: BankFileWarning[] = [];
  for await (const record of readPayments(chunks)) {
    switch (record.kind) {
      case "payment":
        if (payments.length >= PAYMENTS_MAX)
          return {
            kind: "refused",
            line: 0,
            code: "limit",
            reason: `more than ${PAYMENTS_MAX} payments at once`,
          };
        payments.push(record.payment);
        break;
      case "warning":
        warnings.push(record.warning);
        break;
      case "refused":
        return record;
      case "end":
        return { ...record, kind: "read", payments, warnings };
    }
  }
  return { kind: "refused", line: 0, code: "truncated", reason: "the reading ended before the file did" };
}

/** The form that `innfri read --json` prints: amounts as decimal strings. */
export type BankFileJson = {
  readonly format: string;
  readonly payments: readonly {
    readonly bookedOn: string;
    readonly valueOn: string;
    readonly amount: string;
    readonly currency: string;
    readonly direction: string;
    readonly reference: PaymentReference | null;
    readonly payer: string | null;
    readonly bankReference: string;
  }[];
  /** `sum` is credits less debits, or null when the file holds several currencies, which have no sum. */
  readonly totals: { readonly count: number; readonly sum: string | null };
  readonly warnings: readonly BankFileWarning[];
};

export function bankFileJson(file: BankFileRead): BankFileJson {
  return {
    format: file.format,
    payments: file.payments.map((payment) => ({
      bookedOn: payment.bookedOn,
      valueOn: payment.valueOn,
      amount: formatMinor(payment.amountMinor),
      currency: payment.currency,
      direction: payment.direction,
      reference: payment.reference,
      payer: payment.payer?.name ?? null,
      bankReference: payment.bankReference,
    })),
    totals: { count: file.totals.count, sum: sumOf(file) },
    warnings: file.warnings,
  };
}

function sumOf(file: BankFileRead): string | null {
  const [only, ...others] = file.totals.sums;
  if (only === undefined) return "0.00";
  return others.length > 0 ? null : formatMinor(only.creditMinor - only.debitMinor);
}
