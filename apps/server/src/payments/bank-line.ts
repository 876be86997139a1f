/** A line of a bank file as `bank_line` keeps it: what was received, and what the payer said it was for. */
import type { Payment, PaymentNature } from "@innfri/formats";
import {
  type CalendarDate,
  canonicalJson,
  derivedId,
  formatMinor,
  type Json,
  minorFromDecimal,
  type Uuid,
} from "@innfri/kernel";

/** One of several references of a payment; the part that is meant for it where the payer said so. */
export type SaidReference = {
  readonly value: string;
  readonly amountMinor: bigint | null;
  /** `text` ones are guesses cut out of free text. */
  readonly source: "stated" | "text";
};

/** Who paid and what they said. Personal: the column is blanked by retention. */
export type Payer = {
  readonly name: string | null;
  readonly account: string | null;
  readonly organisationNumber: string | null;
  readonly text: string;
  readonly orderedOn: CalendarDate | null;
  /** The bankgiro or plusgiro that was paid to, where the account is another number. */
  readonly giro: string | null;
  readonly references: readonly SaidReference[];
  /** Set on lines that take money back. */
  readonly takesBack: Exclude<PaymentNature, "receipt"> | null;
};

export type BankLine = {
  readonly bankLineId: Uuid;
  readonly account: string;
  readonly bankReference: string;
  readonly bookedOn: CalendarDate;
  readonly valueOn: CalendarDate;
  /** Negative when the line takes money back. */
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reference: string | null;
  readonly payer: Payer;
};

const BY_HAND = "by-hand:";

/** Where money is that came to a creditor itself and that its people tell of: on its own account, never an agency's. */
export function byHandAccount(creditorId: Uuid): string {
  return `${BY_HAND}${creditorId}`;
}

export function isByHand({ account }: BankLine): boolean {
  return account.startsWith(BY_HAND);
}

const NOBODY: Payer = {
  name: null,
  account: null,
  organisationNumber: null,
  text: "",
  orderedOn: null,
  giro: null,
  references: [],
  takesBack: null,
};

/**
 * The line of a payment that is money from a customer or takes such money back; null for everything else: our own
 * payments, what the bank has not booked, and amounts of nothing.
 */
export function bankLineOf(payment: Payment): BankLine | null {
  if (payment.status !== "booked" || payment.amountMinor === 0n) return null;
  const { nature } = payment;
  if (nature === "ownPayment" || nature === "ownPaymentReturned") return null;
  return {
    bankLineId: derivedId(payment.bookedOn, "bank-line", payment.account, payment.bankReference),
    account: payment.account,
    bankReference: payment.bankReference,
    bookedOn: payment.bookedOn,
    valueOn: payment.valueOn,
    amountMinor: nature === "receipt" ? payment.amountMinor : -payment.amountMinor,
    currency: payment.currency,
    reference: payment.reference?.value ?? null,
    payer: {
      name: payment.payer?.name ?? null,
      account: payment.payer?.account ?? null,
      organisationNumber: payment.payer?.organisationNumber ?? null,
      text: payment.text,
      orderedOn: payment.orderedOn,
      giro: payment.giro,
      references: payment.references,
      takesBack: nature === "receipt" ? null : nature,
    },
  };
}

/** Only what is known is written. */
export function payerJson(payer: Payer): string {
  const { references, ...plain } = payer;
  const said = references.map(({ value, amountMinor, source }) => ({
    value,
    source,
    ...(amountMinor === null ? {} : { amount: formatMinor(amountMinor) }),
  }));
  const known = Object.entries(plain).filter(([, value]) => value !== null && value !== "");
  return canonicalJson({
    ...Object.fromEntries(known),
    ...(said.length === 0 ? {} : { references: said }),
  } as Json);
}

type StoredReference = {
  readonly value: string;
  readonly source: "stated" | "text";
  readonly amount?: string;
};
type StoredPayer = Partial<Omit<Payer, "references">> & { readonly references?: readonly StoredReference[] };

/** The opposite of `payerJson`; a blanked payer said nothing. */
export function payerOf(stored: unknown): Payer {
  if (stored === null || typeof stored !== "object") return NOBODY;
  const { references, ...plain } = stored as StoredPayer;
  return {
    ...NOBODY,
    ...plain,
    references: (references ?? []).map(({ value, source, amount }) => ({
      value,
      source,
      amountMinor: amount === undefined ? null : minorFromDecimal(amount),
    })),
  };
}
