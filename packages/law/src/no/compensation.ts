import { type CalendarDate, formatMinor } from "@innfri/kernel/values";
import type { Figure } from "../derivation.ts";
import { figure, usedFigure } from "../derive.ts";
import { inForce } from "../effective.ts";
import { compensationAmount } from "./compensation-amount.ts";

/**
 * Late-payment compensation for one claim on a debtor that is not a consumer (forsinkelsesrenteloven § 3 a). No
 * source says which day fixes the amount, so the lower of the two possible ones is used, and it is refused when
 * either is missing. Throws `OutsideCoverage`.
 */
export function compensation(given: {
  readonly dueOn: CalendarDate;
  readonly claimedOn: CalendarDate;
}): Figure {
  const due = inForce(compensationAmount, given.dueOn);
  const claimed = inForce(compensationAmount, given.claimedOn);
  const lower = claimed.value < due.value ? claimed : due;
  return figure("no.compensation", lower.value, {
    figures:
      due.from === claimed.from
        ? [usedFigure(compensationAmount, due)]
        : [usedFigure(compensationAmount, due), usedFigure(compensationAmount, claimed)],
    inputs: { dueOn: given.dueOn, claimedOn: given.claimedOn },
    arithmetic: `the lower of ${formatMinor(due.value)} when due and ${formatMinor(claimed.value)} when claimed = ${formatMinor(lower.value)}`,
    rounding: null,
  });
}
