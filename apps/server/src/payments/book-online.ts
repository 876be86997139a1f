/** What a provider says was paid, booked as the bank's lines are: once, however often it is told. */
import { derivedId, type Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import type { Pool } from "../store/index.ts";
import { type BankLine, payerOf } from "./bank-line.ts";
import { bookProvided } from "./book-line.ts";
import type { ProviderSays } from "./provider.ts";

export type OnlinePayment = {
  readonly onlinePaymentId: Uuid;
  readonly debtorId: Uuid;
  readonly claimId: Uuid;
  readonly claimReference: string;
  readonly provider: string;
  readonly reference: string;
  readonly designation: "principal" | null;
};

/** By a pool of the engine's role: a line is nobody's until it is matched. Returns the line of the money. */
export function bookOnline(
  deployed: { readonly enginePool: Pool; readonly operator: Operator },
  creditor: Creditor,
  payment: OnlinePayment,
  says: ProviderSays & { readonly kind: "paid" },
  now: Date,
): Promise<Uuid> {
  return bookProvided(deployed, creditor, lineOf(creditor, payment, says), payment, now);
}

function lineOf(
  { creditorId }: Creditor,
  { provider, reference, claimReference, designation }: OnlinePayment,
  { paidOn, amountMinor, currency }: ProviderSays & { readonly kind: "paid" },
): BankLine {
  // Not an account of a bank: what the provider pays out later arrives on one, and is not this money again.
  const account = `${provider}:${creditorId}`;
  return {
    bankLineId: derivedId(paidOn, "bank-line", account, reference),
    ...{ account, bankReference: reference, bookedOn: paidOn, valueOn: paidOn, amountMinor, currency },
    reference: claimReference,
    // The words that the payer would have written to the bank.
    payer: { ...payerOf(null), orderedOn: paidOn, text: designation === "principal" ? "hovedstol" : "" },
  };
}
