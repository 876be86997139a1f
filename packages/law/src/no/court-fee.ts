import { type CalendarDate, formatMinor, rational, roundDownToWhole, times } from "@innfri/kernel/values";
import type { Figure } from "../derivation.ts";
import { exactText, figure, keptFigures, rationalFromText, usedFigure } from "../derive.ts";
import { inForce } from "../effective.ts";
import { attachmentApplication } from "./attachment-application.ts";
import { conciliationComplaint } from "./conciliation-complaint.ts";
import { courtFeeBase } from "./court-fee-base.ts";

const KINDS = {
  conciliation: { table: conciliationComplaint, rule: "no.court-fee.conciliation" },
  attachment: { table: attachmentApplication, rule: "no.court-fee.attachment" },
} as const;

/**
 * The fee of a complaint to the conciliation board or an application for attachment (rettsgebyrloven), a multiple
 * of the base, rounded down to whole kroner (§ 6 a). Throws `OutsideCoverage`.
 */
export function courtFee(given: { readonly kind: keyof typeof KINDS; readonly on: CalendarDate }): Figure {
  return kept([given.kind, given.on], () => madeCourtFee(given));
}

const kept = keptFigures();

function madeCourtFee(given: Parameters<typeof courtFee>[0]): Figure {
  const { table, rule } = KINDS[given.kind];
  const multiple = inForce(table, given.on);
  const base = inForce(courtFeeBase, given.on);
  const exact = times(rationalFromText(multiple.value), rational(base.value));
  return figure(rule, roundDownToWhole(exact), {
    figures: [usedFigure(table, multiple), usedFigure(courtFeeBase, base)],
    inputs: { kind: given.kind, on: given.on },
    arithmetic: `${multiple.value} × ${formatMinor(base.value)} = ${exactText(exact)}`,
    rounding: "down to whole kroner",
  });
}
