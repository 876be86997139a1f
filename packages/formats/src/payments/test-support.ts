/** Builders and helpers that the tests of bank files share. */
import { date } from "@innfri/kernel";
import { makeKid, makeSwedishOcr } from "../references/index.ts";
import { type BankFileRead, collectBankFile } from "./collect-bank-file.ts";
import type { BankFileRefusal } from "./payment.ts";
import type { BgMaxDeposit, BgMaxFile, BgMaxLine } from "./write-bgmax.ts";
import type { Camt054Entry, Camt054File, Camt054Transaction } from "./write-camt054.ts";
import type { OcrGiroAssignment, OcrGiroFile, OcrGiroLine } from "./write-ocr-giro.ts";

export const DAY = date("2026-03-02");
export const ACCOUNT = "86011117947";
export const BANKGIRO = "9912346";

export type Outcome = BankFileRead | BankFileRefusal;

/** Reads text (as UTF-8) or bytes, handed over in pieces of `pieceLength`. */
export function read(source: string | Uint8Array, pieceLength = 1000): Promise<Outcome> {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  return collectBankFile(pieces(bytes, pieceLength));
}

/** As `read`, for a file that must not be refused. */
export async function readWell(source: string | Uint8Array, pieceLength?: number): Promise<BankFileRead> {
  const outcome = await read(source, pieceLength);
  if (outcome.kind === "refused") throw new Error(`refused at line ${outcome.line}: ${outcome.reason}`);
  return outcome;
}

export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

export function latin1Bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

export function warningCodes(file: BankFileRead): readonly string[] {
  return [...new Set(file.warnings.map((warning) => warning.code))];
}

/** `text` with the characters from position `from` (1-based) of its line `line` (0-based) replaced. */
export function withField(text: string, line: number, from: number, value: string): string {
  const lines = text.split("\n");
  const old = lines[line] ?? "";
  lines[line] = old.slice(0, from - 1) + value + old.slice(from - 1 + value.length);
  return lines.join("\n");
}

export function anOcrLine(given: Partial<OcrGiroLine> = {}): OcrGiroLine {
  return {
    type: 10,
    processedOn: DAY,
    bankOn: date("2026-02-27"),
    amountMinor: 125_000n,
    kid: makeKid("0004711"),
    debitAccount: "99990512341",
    ...given,
  };
}

export function anOcrFile(payments: readonly OcrGiroLine[], given: Partial<OcrGiroFile> = {}): OcrGiroFile {
  const assignment: OcrGiroAssignment = {
    agreement: "1008566",
    number: 2,
    account: ACCOUNT,
    settledOn: DAY,
    payments,
  };
  return {
    transmissionNumber: 170031,
    recipient: "102000",
    sentOn: DAY,
    assignments: [assignment],
    ...given,
  };
}

export function aBgMaxLine(given: Partial<BgMaxLine> = {}): BgMaxLine {
  return {
    amountMinor: 125_000n,
    reference: makeSwedishOcr("4711"),
    referenceCode: 2,
    sender: "3783511",
    serial: "12000001",
    ...given,
  };
}

export function aDeposit(payments: readonly BgMaxLine[], given: Partial<BgMaxDeposit> = {}): BgMaxDeposit {
  return { bankgiro: BANKGIRO, currency: "SEK", paidOn: DAY, serial: 74, payments, ...given };
}

export function aBgMaxFile(payments: readonly BgMaxLine[], given: Partial<BgMaxFile> = {}): BgMaxFile {
  return { createdOn: DAY, deposits: [aDeposit(payments)], lineEnd: "\n", ...given };
}

export function aTransaction(given: Partial<Camt054Transaction> = {}): Camt054Transaction {
  return {
    amountMinor: 125_000n,
    servicerReference: "T-1",
    references: [{ value: makeKid("0004711"), amountMinor: null }],
    payer: { name: "Åse Øvergård", account: "NO9386011117947" },
    orderedOn: date("2026-02-27"),
    ...given,
  };
}

export function anEntry(
  transactions: readonly Camt054Transaction[],
  given: Partial<Camt054Entry> = {},
): Camt054Entry {
  return {
    direction: "credit",
    status: "BOOK",
    bookedOn: DAY,
    valueOn: DAY,
    servicerReference: "E-1",
    transactions,
    ...given,
  };
}

export function aCamtFile(entries: readonly Camt054Entry[], given: Partial<Camt054File> = {}): Camt054File {
  const notification = { id: "N-1", sequence: 7, account: "NO9386011117947", currency: "NOK", entries };
  return { version: "08", messageId: "M-1", createdOn: DAY, notifications: [notification], ...given };
}

/** A notification turned into a statement with the given balances. */
export function asStatement(
  notification: Uint8Array,
  balances: { opening: string; closing: string },
): string {
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="NOK">${amount}</Amt>` +
    `<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${DAY}</Dt></Dt></Bal>\n`;
  return Buffer.from(notification)
    .toString("utf8")
    .replaceAll("BkToCstmrDbtCdtNtfctn", "BkToCstmrStmt")
    .replaceAll("Ntfctn>", "Stmt>")
    .replaceAll("camt.054", "camt.053")
    .replace(
      "<TxsSummry>",
      `${balance("OPBD", balances.opening)}${balance("CLBD", balances.closing)}<TxsSummry>`,
    );
}

export function* pieces(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Random numbers from 0 up to 1 that are the same on every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
