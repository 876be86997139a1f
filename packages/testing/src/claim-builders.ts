/**
 * Facts for tests of the core: each builder takes what matters to the example, and the rest has a default. Amounts
 * are decimal text and days plain text, as a reader of the example writes them.
 */
import {
  type ClaimFacts,
  defaultLegalSettings,
  type FileEvent,
  type FileFacts,
  type LegalKind,
  type LegalSettings,
  type Letter,
} from "@innfri/claims";
import { addDays, type CalendarDate, date, minorFromDecimal } from "@innfri/kernel";

export type ClaimOptions = {
  readonly ref?: string;
  readonly principal?: string;
  /** Null where no due day was agreed. */
  readonly dueOn?: string | null;
  readonly issuedOn?: string;
  readonly demandedOn?: string;
  readonly type?: ClaimFacts["type"];
  readonly interestStated?: boolean;
  readonly interestBeforeDue?: string;
  readonly agreedRateBasisPoints?: number;
  readonly reminderFeeAgreed?: boolean;
};

/** A claim of 4,500.00 that fell due on 30 April 2026. */
export function aClaim(options: ClaimOptions = {}): ClaimFacts {
  const dueOn = options.dueOn === undefined ? "2026-04-30" : options.dueOn;
  const issuedOn = options.issuedOn ?? dueOn ?? options.demandedOn ?? "2026-04-16";
  return {
    ref: options.ref ?? "A",
    principalMinor: minorFromDecimal(options.principal ?? "4500.00"),
    issuedOn: date(issuedOn),
    dueOn: dueOn === null ? null : date(dueOn),
    demandedOn: options.demandedOn === undefined ? null : date(options.demandedOn),
    type: options.type ?? "sale",
    interestStated: options.interestStated ?? true,
    interestBeforeDueMinor: minorFromDecimal(options.interestBeforeDue ?? "0.00"),
    agreedRateBasisPoints: options.agreedRateBasisPoints ?? null,
    reminderFeeAgreed: options.reminderFeeAgreed ?? true,
  };
}

export type FileOptions = {
  readonly country?: FileFacts["country"];
  readonly operator?: FileFacts["operator"];
  readonly debtorKind?: LegalKind;
  readonly vatDeductible?: boolean;
  readonly settings?: Partial<LegalSettings>;
  readonly claims?: readonly ClaimFacts[];
  readonly events?: readonly FileEvent[];
};

/** A consumer with one claim, collected by a licensed agency in Norway. */
export function aFile(options: FileOptions = {}): FileFacts {
  const country = options.country ?? "NO";
  return {
    country,
    currency: country === "NO" ? "NOK" : "SEK",
    operator: options.operator ?? (country === "NO" ? "agency" : "self"),
    vatDeductible: options.vatDeductible ?? true,
    debtorKind: options.debtorKind ?? "consumer",
    settings: { ...defaultLegalSettings(country), ...options.settings },
    claims: options.claims ?? [aClaim()],
    events: options.events ?? [],
  };
}

/** A letter sent elsewhere, with a fee where the law lets it have one. */
export function aLetter(
  letter: Letter,
  on: string,
  payBy: string,
  more: {
    readonly fee?: "standard" | "none";
    readonly claims?: readonly string[];
    readonly receivedOn?: string;
  } = {},
): FileEvent & { readonly kind: "letter" } {
  const receivedOn = more.receivedOn === undefined ? null : date(more.receivedOn);
  const { fee = "standard", claims = null } = more;
  return { kind: "letter", letter, on: date(on), payBy: date(payBy), fee, receivedOn, claims };
}

/** Money on an account, not yet allocated. */
export function aPayment(
  on: string,
  amount: string,
  more: { readonly claim?: string; readonly designation?: "principal" } = {},
): FileEvent & { readonly kind: "payment" } {
  const { claim = null, designation = null } = more;
  return { kind: "payment", on: date(on), minor: minorFromDecimal(amount), designation, claim };
}

/** A credit note against the principal. */
export function aCredit(on: string, amount: string, claim: string | null = null): FileEvent {
  return { kind: "credit", on: date(on), minor: minorFromDecimal(amount), claim };
}

/** The debtor's no to the whole or to an amount. */
export function anObjection(
  on: string,
  scope: string,
  more: { readonly reasonable?: boolean; readonly claim?: string } = {},
): FileEvent {
  const { reasonable = true, claim = null } = more;
  return {
    kind: "objection",
    on: date(on),
    scope: scope === "whole" ? "whole" : minorFromDecimal(scope),
    reasonable,
    claim,
  };
}

/** Every day from `first` to `last`, both included. */
export function* daysFrom(first: CalendarDate, last: CalendarDate): Generator<CalendarDate> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day;
}
