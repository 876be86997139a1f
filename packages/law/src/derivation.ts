/** Why an amount is what it is: the rule, the dated figures it used, what went in and how it was computed. */
import type { Json } from "@innfri/kernel/values";
import type { Citation } from "./citation.ts";

/** A dated figure that a derivation used. */
export type UsedFigure = {
  readonly table: string;
  readonly from: string;
  readonly value: string;
  readonly regulation: string | null;
  readonly source: string | null;
};

/** Stored with the document as JSON, so every value is text. */
export type Derivation = {
  /** Stable rule id, `no.notice-fee.amount`. */
  readonly rule: string;
  readonly citation: Citation;
  readonly figures: readonly UsedFigure[];
  readonly inputs: Readonly<Record<string, string>>;
  /** The sum as it can be checked by hand, `1/20 × 750.00 = 37.50`. */
  readonly arithmetic: string;
  /** The rounding by name, `half up to whole kroner`; null when nothing was rounded. */
  readonly rounding: string | null;
};

/** An amount in minor units together with its reason. */
export type Figure = { readonly minor: bigint; readonly derivation: Derivation };

/** A derivation as JSON, to be stored beside the amount. It holds text only, so nothing is lost. */
export function derivationJson(derivation: Derivation): Json {
  return derivation as unknown as Json;
}
