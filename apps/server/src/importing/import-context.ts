/** What an import knows all the way through, and what it finds out about each row. */
import type { DebtorKind } from "@innfri/claims";
import type { Invoice } from "@innfri/formats";
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Keys } from "../secrets/keys.ts";

export type ImportContext = {
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
  readonly importId: Uuid;
  /** Who recorded it, where it was a person and no file. */
  readonly actor?: string;
  /** What the creditor states of customers whose kind the file does not say; null parks their claims. */
  readonly unknownKind: DebtorKind | null;
  /** What identity numbers are sealed with, asked for where a file has some; null where there is nothing to seal with. */
  readonly keys: () => Promise<Keys | null>;
};

/** A row that was not taken, and why. */
export type Refusal = {
  readonly line: number;
  readonly number: string | null;
  readonly code: string;
  readonly reason: string;
};

/** What a batch did. */
export type BatchDone = {
  taken: number;
  unchanged: number;
  /** Customers known before of whom the file says another address or name, or one more way to reach them. */
  contactsChanged: number;
  /** Claims that waited for what the file says of their customer, and go on. */
  resumed: number;
  credited: number;
  /** Of those taken, how many wait for a person. */
  parked: number;
  openMinor: bigint;
  creditedMinor: bigint;
  readonly refused: Refusal[];
};

export function nothingDone(): BatchDone {
  return {
    taken: 0,
    unchanged: 0,
    contactsChanged: 0,
    resumed: 0,
    credited: 0,
    parked: 0,
    openMinor: 0n,
    creditedMinor: 0n,
    refused: [],
  };
}

/** An invoice or credit note and where it stood in its file. */
export type SourceInvoice = { readonly invoice: Invoice; readonly line: number };

/** Notes that a row was not taken, and why. */
export function refuse(done: BatchDone, row: SourceInvoice, why: Pick<Refusal, "code" | "reason">): void {
  done.refused.push({ line: row.line, number: row.invoice.number, code: why.code, reason: why.reason });
}

export const ACTOR = "import";
