/** What Innfri asks of whoever takes payments online: to begin one, to say what came of it, and to sign what it tells. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import type { Pool } from "../store/index.ts";

export const PAYMENT_WAYS = ["card", "mobile"] as const;
export type PaymentWay = (typeof PAYMENT_WAYS)[number];
export type ProviderName = "sandbox";

export type Order = {
  readonly onlinePaymentId: Uuid;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly way: PaymentWay;
};

/** What came of a payment. `unknown`: the provider did not answer, or does not know yet. Nothing is concluded from it. */
export type ProviderSays =
  | { readonly kind: "open" | "unknown" | "refused" }
  | {
      readonly kind: "paid";
      readonly amountMinor: bigint;
      readonly currency: string;
      /** The day from which the money counts, as the payer ordered it. */
      readonly paidOn: CalendarDate;
    };

export type CallbackRead =
  | { readonly kind: "told"; readonly reference: string; readonly says: ProviderSays }
  /** Not signed by the provider: nothing is done. */
  | { readonly kind: "not-genuine" };

/** A call to a provider has a limit of time, throws nothing, and may be repeated: an order begins once by its id. */
export type PaymentProvider = {
  readonly name: ProviderName;
  readonly ways: readonly PaymentWay[];
  serves(creditor: Creditor): boolean;
  /** The provider's own reference, by which it tells of the payment; `isKnown` is false where it did not answer. */
  start(creditor: Creditor, order: Order): Promise<{ readonly reference: string; readonly isKnown: boolean }>;
  statusOf(pool: Pool, creditor: Creditor, reference: string): Promise<ProviderSays>;
  /** `signature` is of the bytes as they came. */
  readCallback(creditor: Creditor, body: Buffer, signature: string | null): CallbackRead;
};
