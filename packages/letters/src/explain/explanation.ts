/** What an explanation is made of: text with its parts apart, so that a page, a terminal and an API each show it. */
import type { LetterLanguage } from "../letter-data.ts";

export const READERS = ["debtor", "creditor", "case-handler"] as const;
export type Reader = (typeof READERS)[number];

/** A line of the sum, `Betalt` and `− 10,00`; without a label where the arithmetic speaks for itself. */
export type SumLine = { readonly label: string | null; readonly expression: string };

export type ExplainedFigure = {
  /** `Inkassosatsen: 750,00 kr, fra 1. januar 2026`. */
  readonly text: string;
  readonly source: Source | null;
};

/** Where something can be read; the address only where one is known. */
export type Source = { readonly text: string; readonly url: string | null };

export type Explanation = {
  readonly rule: string;
  readonly language: LetterLanguage;
  readonly reader: Reader;
  /** What it is: `Purregebyr`. */
  readonly headline: string;
  readonly reason: string;
  /** `38,00 kr`; null where the rule is not about an amount. */
  readonly amount: string | null;
  readonly sum: readonly SumLine[];
  readonly figures: readonly ExplainedFigure[];
  /** Null where nothing but the invoice itself stands behind it. */
  readonly provision: Source | null;
  /** For the debtor: what a day more costs. */
  readonly waiting: string | null;
  /** For the debtor: what to do about a mistake, and what comes of it where the amount is a cost. */
  readonly ifWrong: readonly string[];
  /** For the case handler: rule, table rows, inputs and rounding. */
  readonly details: readonly { readonly label: string; readonly value: string }[];
};

/** What stands above the explanations of one claim. */
export type ExplainedHead = {
  /** `Faktura 10481 · Tor Påfunnet · til Fjellbygda Vaktmester`. */
  readonly title: string;
  readonly facts: readonly string[];
  /** Of a past day: which, and what day it is now. */
  readonly asOf: string | null;
  /** `Skyldig per 20. juni 2026` and `4 726,45 kr`. */
  readonly total: { readonly label: string; readonly amount: string };
  /** Said where nothing is owed; null where something is. */
  readonly nothing: string | null;
  /** What of it is disputed and not asked for now; null for nothing. */
  readonly disputed: string | null;
};

/** What is known beside the derivation. */
export type ExplainGiven = {
  /** What tomorrow adds in interest. */
  readonly interestPerDay?: string | null;
  /** The last day of an open deadline to object by. */
  readonly objectBy?: string | null;
  /** Norway: recovery costs can no longer become heavy, or have become so already. */
  readonly costsStay?: boolean;
  readonly email?: string | null;
  readonly phone?: string | null;
  /** Whom the text speaks to; a person when not given. */
  readonly audience?: "person" | "business";
};
