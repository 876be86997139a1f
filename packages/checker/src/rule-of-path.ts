/** Which rule a place in a letter answers to, so that a difference can say why it matters. */
import type { RuleId } from "@innfri/law/tables";
import type { Facts, LetterName } from "./facts.ts";

type Rules = readonly (readonly [RegExp, RuleId])[];

const NO_PATHS: Rules = [
  [/^letter\.lines\[\d+\]\.interest/, "no.interest.rate"],
  [/^letter\.(interestPerDay|payByTotal)/, "no.interest.rate"],
  [/countedFromOn$/, "no.due-day.moved"],
  [/^letter\.next\[\d+\].*/, "no.court.after-demand"],
  [/^letter\.planFee/, "no.plan-fee"],
  [/^letter\.waivedRest/, "residual.waived"],
  [/^letter\.channel/, "no.electronic-notice"],
  [/^letter\.(lines|total|claims)/, "no.fee.separate"],
];

const SE_PATHS: Rules = [
  [/^letter\.lines\[\d+\]\.interest/, "se.interest.rate"],
  [/^letter\.(interestPerDay|payByTotal)/, "se.interest.rate"],
  [/countedFromOn$/, "se.due-day.moved"],
  [/^letter\.next\[\d+\].*/, "se.court.after-demand"],
  [/^letter\.planFee/, "se.plan-fee"],
  [/^letter\.waivedRest/, "residual.waived"],
  [/^letter\.(lines|total)/, "se.costs.closed-list"],
  [/^letter\.(claims|account|paymentReference|caseNumber|creditor)/, "se.demand.content"],
];

/** The rule that may be sent and its deadline stand under. */
export function ruleOfLetter(country: Facts["country"], letter: LetterName): RuleId {
  if (country === "NO")
    return { reminder: "no.good-practice", notice: "no.notice.deadline", demand: "no.demand.deadline" }[
      letter
    ] as RuleId;
  return letter === "demand" ? "se.demand.deadline" : "se.good-practice";
}

/** Good collection practice covers what has no rule of its own: a wrong name, a wrong language, an unknown field. */
export function ruleOfPath(country: Facts["country"], letter: LetterName, path: string): RuleId {
  if (/^letter\.(payBy|objectBy|datedOn|kind)$/.test(path)) return ruleOfLetter(country, letter);
  const found = (country === "NO" ? NO_PATHS : SE_PATHS).find(([pattern]) => pattern.test(path));
  if (found !== undefined) return found[1];
  return country === "NO" ? "no.good-practice" : "se.good-practice";
}
