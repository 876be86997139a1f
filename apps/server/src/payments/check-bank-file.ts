/** The first reading of a bank file: is it whole, do its sums hold, is it money at all? Nothing is stored by it. */
import { createHash } from "node:crypto";
import { type BankFileEnd, type BankFileRefusal, type BankFileWarning, readPayments } from "@innfri/formats";
import type { CalendarDate } from "@innfri/kernel";
import { type FileSource, hashing } from "../file-source.ts";
import { bankLineOf } from "./bank-line.ts";

/** Payments of the file that become no bank lines. */
export type LeftOut = {
  /** Money we paid out, or such money coming back. */
  readonly ownPayments: number;
  /** Not booked by the bank, or of no amount. */
  readonly notMoney: number;
};

export type CheckedFile =
  | BankFileRefusal
  | {
      readonly kind: "read";
      readonly sha256: Buffer;
      readonly end: BankFileEnd;
      readonly warnings: readonly BankFileWarning[];
      readonly lines: number;
      readonly leftOut: LeftOut;
      /** The last day of which it tells that something was booked; null where nothing was. */
      readonly lastBookedOn: CalendarDate | null;
    };

/** Reads the file to its end in flat memory: a reader tells at most a hundred warnings of each kind. */
export async function checkBankFile(source: FileSource): Promise<CheckedFile> {
  const hash = createHash("sha256");
  const warnings: BankFileWarning[] = [];
  const leftOut = { ownPayments: 0, notMoney: 0 };
  let lines = 0;
  let lastBookedOn: CalendarDate | null = null;
  for await (const record of readPayments(hashing(source.open(), hash))) {
    switch (record.kind) {
      case "payment":
        if (record.payment.status === "booked" && record.payment.bookedOn > (lastBookedOn ?? ""))
          lastBookedOn = record.payment.bookedOn;
        if (bankLineOf(record.payment) !== null) lines++;
        else if (record.payment.nature.startsWith("ownPayment")) leftOut.ownPayments++;
        else leftOut.notMoney++;
        break;
      case "warning":
        warnings.push(record.warning);
        break;
      case "refused":
        return record;
      case "end":
        return { kind: "read", sha256: hash.digest(), end: record, warnings, lines, leftOut, lastBookedOn };
    }
  }
  return { kind: "refused", line: 0, code: "truncated", reason: "the reading ended before the file did" };
}
