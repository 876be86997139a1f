/** The small parts that camt messages are made of: amounts, directions, days, accounts, pages. */
import { type CalendarDate, isDate, parseMinor } from "@innfri/kernel";
import { canonicalAccount, isValidIban } from "../references/index.ts";
import { cleanText } from "./field-text.ts";
import { child, descend, textAt, type XmlNode } from "./xml-slices.ts";

export type Direction = "credit" | "debit";
export type CamtAmount = { readonly minor: bigint; readonly currency: string | undefined };

const TOTAL_DIGITS_MAX = 18; // ISO 20022: eighteen digits in all, five of them decimals

/** A decimal number as hundredths; `undefined` when it is none, is negative or has more than two decimals in use. */
export function minorOf(text: string | undefined): bigint | undefined {
  const parts = /^\+?(\d*)(?:\.(\d*))?$/.exec(text?.trim() ?? "");
  if (parts === null) return undefined;
  const whole = (parts[1] ?? "").replace(/^0+/, "");
  const fraction = (parts[2] ?? "").replace(/0+$/, "");
  if ((parts[1] ?? "") + (parts[2] ?? "") === "" || whole.length + fraction.length > TOTAL_DIGITS_MAX)
    return undefined;
  return parseMinor(`${whole || "0"}${fraction === "" ? "" : `.${fraction}`}`);
}

/** An element like `<Amt Ccy="SEK">12.50</Amt>`. */
export function amountOf(node: XmlNode | undefined): CamtAmount | undefined {
  const minor = minorOf(node?.text);
  if (node === undefined || minor === undefined) return undefined;
  const currency = node.attributes.Ccy?.trim();
  return { minor, currency: currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : undefined };
}

export function directionOf(node: XmlNode | undefined): Direction | undefined {
  const text = textAt(node, "CdtDbtInd");
  if (text === "CRDT") return "credit";
  return text === "DBIT" ? "debit" : undefined;
}

export function signed(minor: bigint, direction: Direction): bigint {
  return direction === "credit" ? minor : -minor;
}

/**
 * The day in `<X><Dt>…</Dt></X>` or `<X><DtTm>…</DtTm></X>`, as the bank wrote it: a zone is not converted, the
 * bank's day is the day. `invalid` when something else stands there.
 */
export function dayOf(node: XmlNode | undefined): CalendarDate | "invalid" | undefined {
  return dayOfText(textAt(node, "Dt") ?? textAt(node, "DtTm"));
}

export function dayOfText(text: string | undefined): CalendarDate | "invalid" | undefined {
  if (text === undefined) return undefined;
  const day = text.slice(0, 10);
  return isDate(day) ? day : "invalid";
}

/** The account in an `Acct`, `DbtrAcct` or `CdtrAcct` in its one spelling, and whether its check holds. */
export function accountOf(
  node: XmlNode | undefined,
): { readonly account: string; readonly isSound: boolean } | undefined {
  const iban = textAt(node, "Id/IBAN");
  if (iban !== undefined) return { account: boundedId(canonicalAccount(iban)), isSound: isValidIban(iban) };
  const other = textAt(node, "Id/Othr/Id");
  return other === undefined ? undefined : { account: boundedId(canonicalAccount(other)), isSound: true };
}

/** A bankgiro or plusgiro that an account element names. */
export function giroOf(node: XmlNode | undefined): string | null {
  const other = descend(node, "Id/Othr");
  const scheme = textAt(other, "SchmeNm/Prtry") ?? textAt(other, "SchmeNm/Cd");
  if (scheme !== "BGNR" && scheme !== "PGNR") return null;
  return textAt(other, "Id")?.replace(/\D/g, "").replace(/^0+/, "") ?? null;
}

/** Is the message or statement one page of several? */
export function isPageOfSeveral(pagination: XmlNode | undefined): boolean {
  if (pagination === undefined) return false;
  const page = textAt(pagination, "PgNb");
  return (page !== undefined && Number(page) !== 1) || textAt(pagination, "LastPgInd") === "false";
}

/** Entry status: its own text up to version 04, a code in it from then on. */
export function statusOf(node: XmlNode | undefined): "booked" | "pending" | "info" | undefined {
  const code = child(node, "Cd")?.text.trim() ?? node?.text.trim();
  if (code === undefined || code === "") return undefined;
  if (code === "BOOK") return "booked";
  return code === "PDNG" || code === "FUTR" ? "pending" : "info";
}

/** Identifications are at most 35 characters in ISO 20022; a little more is let through, not a flood. */
export function boundedId(text: string): string {
  return cleanText(text, 140);
}
