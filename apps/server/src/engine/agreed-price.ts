/** A price that operator and creditor have agreed on: the creditor owes it, and the debtor never does (D5). */
import { AGREEMENT_PRICES, OWED_BY_CREDITOR } from "@innfri/claims";
import { formatMinor, type Json } from "@innfri/kernel";
import type { ClaimDraft } from "./claim-draft.ts";

export type AgreedPrice = { readonly minor: bigint; readonly agreementNo: number };

/** Posts it on the claim's journal, and returns what the chain says of it. */
export function postPrice(
  draft: ClaimDraft,
  price: AgreedPrice | null | undefined,
  what: string,
): Readonly<Record<string, Json>> {
  if (price == null || price.minor === 0n) return {};
  const { minor, agreementNo } = price;
  const postings = [
    { account: OWED_BY_CREDITOR, minor },
    { account: AGREEMENT_PRICES, minor: -minor },
  ];
  const entry = draft.post("agreement-price", postings, { agreement: agreementNo, for: what });
  return { price: { amount: formatMinor(minor), agreement: agreementNo, entry } };
}

export function priceWords(price: AgreedPrice | null | undefined): string {
  return price == null || price.minor === 0n
    ? ""
    : `; it costs the creditor ${formatMinor(price.minor)} by agreement`;
}
