/** A person's own words about a claim, kept apart so that they can be blanked. */
import { randomBytes } from "node:crypto";
import { type CalendarDate, derivedId, sha256, type Uuid } from "@innfri/kernel";
import type * as Row from "../store/rows.ts";

export type TextOf = {
  /** What the text belongs to: it has one text. */
  readonly of: Uuid;
  readonly claimId: Uuid;
  /** Set where the debtor wrote it or may read it. */
  readonly debtorId: Uuid | null;
  readonly today: CalendarDate;
};

/** The text with its salt; the chain holds the hash of both, which says nothing once the row is blanked. */
export function textOf(
  body: string,
  { of, claimId, debtorId, today }: TextOf,
): { readonly row: Row.FreeTextRow; readonly hash: string } {
  const salt = randomBytes(16);
  const row = { textId: derivedId(today, "text", of), debtorId, claimId, salt, body };
  return { row, hash: sha256(Buffer.concat([salt, Buffer.from(body)])).toString("hex") };
}
