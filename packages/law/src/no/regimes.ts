/** Which Debt Collection Act a letter is sent under. */
import { type CalendarDate, date } from "@innfri/kernel/values";
import type { Citation } from "../citation.ts";
import { type Confidence, OutsideCoverage } from "../effective.ts";
import { inkassoloven, inkassoloven2026 } from "./acts.ts";

/** The Act of 1988 or that of 2026. */
export type RegimeId = "NO-INKASSO-1988" | "NO-INKASSO-2026";

/** One of the two Acts with the day it applies from. */
export type Regime = {
  readonly id: RegimeId;
  readonly citation: Citation;
  /** `null`: adopted, but nobody has set the day it takes effect. */
  readonly from: CalendarDate | null;
  readonly confidence: Confidence;
  readonly note: string;
};

const FIRST_DAY = date("1989-10-01");

/** Both Acts, the older first (norway.md 1.1). */
export const regimes: readonly Regime[] = [
  {
    id: "NO-INKASSO-1988",
    citation: inkassoloven("§§ 3-30"),
    from: FIRST_DAY,
    confidence: "confirmed by 3 sources",
    note: "In force until the King sets the commencement of LOV-2026-05-22-19.",
  },
  {
    id: "NO-INKASSO-2026",
    citation: inkassoloven2026("§§ 14-21"),
    from: null,
    confidence: "confirmed by 2 sources (adoption, not in force); single source (signalled date)",
    note: "Commencement 'Kongen bestemmer'; none found as of 2026-10-06. New inkassoforskrift not found. Do not activate automatically.",
  },
];

/**
 * The Act for a letter sent on `sentOn`. `newActFrom` is the first day of the Act of 2026 as the operator has
 * entered it; without one the Act of 1988 applies however late the letter is (norway.md 1.1). Throws `OutsideCoverage`
 * for a letter from before 1 October 1989, when that Act took effect.
 */
export function regimeOn(sentOn: CalendarDate, newActFrom: CalendarDate | null): RegimeId {
  if (sentOn < FIRST_DAY) throw new OutsideCoverage("no.regime", "Debt Collection Act, Norway", sentOn);
  return newActFrom !== null && sentOn >= newActFrom ? "NO-INKASSO-2026" : "NO-INKASSO-1988";
}

/**
 * May a creditor that collects its own claims sign notices and demands? Not under the Act of 2026 (§§ 20, 21; norway.md
 * 1.1), which keeps both for licensed collectors.
 */
export function mayCreditorSignCollectionLetters(regime: RegimeId): boolean {
  return regime === "NO-INKASSO-1988";
}
