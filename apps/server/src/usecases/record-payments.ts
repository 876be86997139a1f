/**
 * Takes a bank file: its lines are stored once, matched with claims and booked. A file whose sums fail, a test file
 * and a file that cannot be read leave nothing behind. Killed anywhere and given again, it goes on where it was.
 */
import { type BankFileWarning, type BankFormat, canonicalAccount } from "@innfri/formats";
import type { Uuid } from "@innfri/kernel";
import type { FileSource } from "../file-source.ts";
import type { Installation, Operator } from "../installation.ts";
import { type BookedCounts, bookWaiting } from "../payments/book-waiting.ts";
import { checkBankFile, type LeftOut } from "../payments/check-bank-file.ts";
import { type ReceivingAccounts, receivingAccounts } from "../payments/receiving-accounts.ts";
import { sawBank } from "../payments/saw-bank.ts";
import { storeBankFile } from "../payments/store-bank-file.ts";

export type PayOutcome =
  /** Not read: nothing of it was stored. */
  | { readonly kind: "refused"; readonly file: string; readonly line: number; readonly reason: string }
  /** Read, but its sums do not hold or it is marked as a test: nothing of it was stored. */
  | {
      readonly kind: "not-booked";
      readonly file: string;
      readonly format: BankFormat;
      readonly reason: string;
      readonly warnings: readonly BankFileWarning[];
    }
  | (Recorded & { readonly kind: "recorded" });

export type Recorded = {
  readonly file: string;
  readonly format: BankFormat;
  /** The same bytes were given before. What still waited in it was tried again. */
  readonly isSeen: boolean;
  readonly lines: number;
  /** Lines that this file or another one had brought before. */
  readonly alreadySeen: number;
  readonly leftOut: LeftOut;
  readonly warnings: readonly BankFileWarning[];
} & BookedCounts;

export type PayOptions = {
  /** Whose file it is, where it is not the operator's: it tells of that company's own account and of no other. */
  readonly ownerId?: Uuid;
  /** Lines booked in one transaction. */
  readonly pageLines?: number;
  readonly onProgress?: (done: number, total: number) => void;
};

const PAGE_LINES = 1000;

/** Money on an account that others use too, or on the operator's, is not for one company to tell of. */
function notOwn(
  { ownersOf }: ReceivingAccounts,
  { licence }: Operator,
  accounts: readonly string[],
  ownerId: Uuid,
): string | null {
  const clientAccount = licence === null ? null : canonicalAccount(licence.clientAccount);
  const other = accounts.find((account) => {
    const [owner, ...others] = ownersOf(account);
    return (
      canonicalAccount(account) === clientAccount ||
      owner?.creditor.creditorId !== ownerId ||
      others.length > 0
    );
  });
  return other === undefined
    ? null
    : `account ${other} is not this company's own, and the operator takes its files`;
}

export async function recordPayments(
  installation: Pick<Installation, "pool" | "directory"> & { readonly operator: Operator },
  source: FileSource,
  now: Date,
  options: PayOptions = {},
): Promise<PayOutcome> {
  const checked = await checkBankFile(source);
  const file = source.name;
  if (checked.kind === "refused")
    return { kind: "refused", file, line: checked.line, reason: checked.reason };
  const { end, warnings, lines, leftOut } = checked;
  const { format } = end;
  if (end.test) return { kind: "not-booked", file, format, reason: "the file is marked as a test", warnings };
  if (!end.sumsHold)
    return { kind: "not-booked", file, format, reason: "a sum or count of the file does not hold", warnings };
  const { pool, operator } = installation;
  const accounts = await receivingAccounts(pool, operator, now);
  const foreign =
    options.ownerId === undefined ? null : notOwn(accounts, operator, end.accounts, options.ownerId);
  if (foreign !== null) return { kind: "not-booked", file, format, reason: foreign, warnings };
  // Each line is met twice: once when it is stored and once when it is booked.
  let done = 0;
  const onLines = (count: number) => {
    done += count;
    options.onProgress?.(done, 2 * lines);
  };
  const stored = await storeBankFile(installation, source, checked, now, onLines);
  const pageLines = options.pageLines ?? PAGE_LINES;
  const counts = await bookWaiting({ pool, operator }, accounts, stored.bankFileId, { pageLines, onLines });
  await sawBank(pool, accounts, end.accounts, checked.lastBookedOn);
  return {
    kind: "recorded",
    file,
    format,
    isSeen: !stored.isNew,
    lines,
    alreadySeen: lines - stored.newLines,
    leftOut,
    warnings,
    ...counts,
  };
}
