/**
 * What a letter says, as facts. It is stored for ever in an append-only row, so it holds no name, address or
 * other trace of the person it is sent to: `Recipient` does, stands in a row that can be blanked, and is joined
 * when the letter is rendered.
 */
import type { Derivation } from "@innfri/law";

export const LETTER_KINDS = ["no.reminder", "no.notice", "no.demand", "se.reminder", "se.demand"] as const;

/**
 * `no.reminder` is the Norwegian reminder (purring), `no.notice` the Norwegian collection notice (inkassovarsel), `no.demand` the Norwegian demand for payment
 * (betalingsoppfordring), `se.reminder` the Swedish reminder (betalningspåminnelse) and `se.demand` the Swedish
 * collection demand (inkassokrav).
 */
export type LetterKind = (typeof LETTER_KINDS)[number];

export const LETTER_LANGUAGES = ["nb", "sv", "en"] as const;
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

/** `4560.19`: two decimals after a point, a minus in front when it counts down. */
export type AmountText = string;

/** `2026-05-15`. */
export type DayText = string;

export type Company = {
  readonly name: string;
  /** As it is written on paper: `312 904 482` or `559812-2301`. */
  readonly organisationNumber: string;
};

/** Who sends the letter and answers for it: the creditor itself, or a licensed agency on its behalf. */
export type LetterOperator = Company & {
  readonly kind: "self" | "agency";
  readonly addressLines: readonly string[];
  /** Empty when there is none; so is the telephone number. */
  readonly email: string;
  readonly phone: string;
  /** As it is shown, without `https://`. */
  readonly website?: string;
  /** The name that debtors know it by, where that is not its own (S118). Its own stands beside it. */
  readonly brand?: string;
  /** Only for an agency: the reference of the licence, or null when it has none to show. */
  readonly licence?: { readonly reference: string | null };
  /** When a person answers the telephone on working days: `{ opens: "09:00", closes: "15:00" }`. */
  readonly officeHours?: { readonly opens: string; readonly closes: string };
};

export type LetterCreditor = Company & {
  /** Set when the claim has been assigned so that paying the earlier creditor no longer discharges the debt. */
  readonly assignedFrom?: Company;
};

/** One invoice, or one instalment of it. */
export type LetterClaim = {
  readonly invoiceNumber: string;
  readonly issuedOn: DayText;
  readonly dueOn: DayText;
  /** The due date moved to a business day where the law moves it; the day overdue time is counted from. */
  readonly countedFromOn: DayText;
  /** What was delivered, in the creditor's words, or empty. Shown exactly as it stands. */
  readonly description: string;
  /** The invoice's amount. */
  readonly principal: AmountText;
  /** What is left of it on the letter's day, less what is disputed. */
  readonly openPrincipal: AmountText;
  /** What is disputed of it, and so is not asked for; absent when nothing is. */
  readonly disputed?: AmountText;
  /** The day of the letter of this kind that this one corrects, because a part has been disputed since; absent for none. */
  readonly corrects?: DayText;
};

/** A stretch of days, both included, with one rate and one base. */
export type InterestPeriod = {
  readonly from: DayText;
  readonly to: DayText;
  /** Per year; 1200 is 12.00 %. */
  readonly rateBasisPoints: number;
  readonly days: number;
  readonly yearBasis: 365 | 366;
  /** The principal that interest ran on in these days. */
  readonly base: AmountText;
  /** Sweden: the reference rate inside the rate, when the rate is the statutory one. */
  readonly referenceRateBasisPoints?: number;
};

export type LetterInterest = {
  readonly basis: "statutory" | "agreed";
  /**
   * Oldest first. Interest that an earlier payment fixed has no periods any more: the row's amount can be more than
   * its periods explain, and the list is empty when all of it was fixed before.
   */
  readonly periods: readonly InterestPeriod[];
};

export const LINE_ITEMS = [
  "principal",
  "interest",
  // The fee of a reminder (purregebyr, påminnelseavgift) or of a collection notice.
  "notice-fee",
  // The fee of a creditor's own demand for payment (gebyr for egen betalingsoppfordring).
  "demand-fee",
  // An agency's costs (inkassosalær); in Sweden the cost of the collection demand (inkassokostnad).
  "recovery-costs",
  // The flat sum between businesses (standardkompensasjon, förseningsersättning).
  "compensation",
  "plan-fee",
  "court-costs",
  "paid",
  "credited",
] as const;
export type LineItem = (typeof LINE_ITEMS)[number];

/** One row of the sum. The amounts of all rows add up to `total`; `paid` and `credited` are negative. */
export type LetterLine = {
  readonly item: LineItem;
  readonly amount: AmountText;
  /** The invoice number of the claim the row belongs to; absent when it belongs to all of them. */
  readonly claim?: string;
  /** When it happened: the day a fee-bearing letter was sent, the day a payment arrived. */
  readonly on?: DayText;
  /** Why the amount is what it is; its provision is printed, and its sum when it holds figures only. */
  readonly derivation?: Derivation;
  /** Required on `interest`. */
  readonly interest?: LetterInterest;
};

/** What can happen if nobody pays or answers, and the first day it can. The first of them is the next step. */
export type LetterNextStep =
  | {
      /** Norway, after a reminder: the collection notice. */
      readonly kind: "notice";
      readonly earliestOn: DayText;
      /** Days to pay that the coming notice gives. */
      readonly answerDays: number;
      /** What the notice is charged; null when it bears no fee or the fee is not known yet. */
      readonly fee: AmountText | null;
    }
  /** Norway, after a reminder that is its plan's last letter: a person goes on. */
  | { readonly kind: "contact"; readonly earliestOn: DayText }
  | {
      /** After a notice or a reminder: collection starts. */
      readonly kind: "collection";
      readonly earliestOn: DayText;
      /** The agency that takes over; null when the sender of this letter collects itself. */
      readonly by: string | null;
      /** Days to pay that the coming demand gives. */
      readonly answerDays: number;
      /** The most the demand can add, or null when it is not stated. */
      readonly estimate: AmountText | null;
    }
  | {
      /** Norway: the costs may double (tungt salær). `estimate` is the most they can then be in all. */
      readonly kind: "higher-costs";
      readonly earliestOn: DayText;
      readonly estimate: AmountText;
    }
  /** Norway: the conciliation board or the enforcement officer (rettslig inkasso). */
  | { readonly kind: "legal-collection"; readonly earliestOn: DayText }
  | {
      /** Sweden: an order to pay (betalningsföreläggande). */
      readonly kind: "payment-order";
      readonly earliestOn: DayText;
      readonly applicationFee: AmountText;
      /** The most that can be added for the work with the application. */
      readonly applicationWork: AmountText;
    };

export type PaymentReference = {
  /** KID (Norway), OCR (Sweden), or a free message where there is no such number. */
  readonly scheme: "KID" | "OCR" | "MESSAGE";
  readonly value: string;
};

export type PaymentAccount = {
  readonly scheme: "NO_BBAN" | "SE_BANKGIRO" | "SE_PLUSGIRO" | "IBAN";
  /** Without spaces: `12345678903`. */
  readonly value: string;
  /** As it is printed: `1234 56 78903`. */
  readonly display: string;
};

export type LetterData = {
  readonly kind: LetterKind;
  readonly language: LetterLanguage;
  readonly datedOn: DayText;
  /** The last day to pay, whole. */
  readonly payBy: DayText;
  /** The last day to object. */
  readonly objectBy: DayText;
  readonly currency: "NOK" | "SEK" | "EUR" | "DKK";
  /** How the reader is spoken to: `du` or `dere`/`ni`. */
  readonly audience: "person" | "business";
  readonly operator: LetterOperator;
  readonly creditor: LetterCreditor;
  readonly caseNumber: string;
  readonly paymentReference: PaymentReference;
  readonly account: PaymentAccount;
  /** Where the reader can pay, see the invoice and answer. The QR code leads here when it is given. */
  readonly paymentPage?: { readonly url: string; readonly display: string };
  /** The reader's own code on the payment page. */
  readonly debtorCode?: string;
  readonly claims: readonly [LetterClaim, ...LetterClaim[]];
  readonly lines: readonly [LetterLine, ...LetterLine[]];
  readonly total: AmountText;
  /** Interest for each further day; null when it does not run or is not yet known. */
  readonly interestPerDay: AmountText | null;
  /** What will be owed on `payBy` if nothing is paid before. */
  readonly payByTotal: AmountText;
  /** A rest below this sum is not claimed (D13); null when no rest is waived. */
  readonly waivedRest: AmountText | null;
  /** The most that a written plan for the whole debt can cost; null when it costs nothing or is not offered. */
  readonly planFee: AmountText | null;
  readonly next: readonly [LetterNextStep, ...LetterNextStep[]];
  readonly channel: "post" | "email" | "digital-mailbox";
};

/** Whom the letter is sent to. Personal data: kept apart from `LetterData`, joined only when rendering. */
export type Recipient = {
  readonly name: string;
  /** Below the name: street, postal code and town. Never empty for a letter by post. */
  readonly addressLines: readonly string[];
  /** ISO 3166-1 alpha-2; printed in the address when it is not the sender's country. */
  readonly country: string;
  /** Printed for a business. */
  readonly organisationNumber?: string;
  /** The person at a business who is named as its reference. */
  readonly reference?: string;
};
