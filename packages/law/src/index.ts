/**
 * What Norwegian and Swedish law lets a creditor charge for an unpaid invoice, and when. This door and `./tables` are
 * all there is to the package; README.md shows how to use it.
 */
export {
  type CalendarDate,
  date,
  formatMinor,
  isDate,
  minorFromDecimal,
  parseMinor,
  type Rational,
} from "@innfri/kernel/values";
export type { Calendar } from "./calendar.ts";
export * from "./citation.ts";
export * from "./coverage.ts";
export * from "./deadline.ts";
export * from "./debtor-states.ts";
export * from "./derivation.ts";
export { percentText, rationalFromText, valueText } from "./derive.ts";
export * from "./effective.ts";
export {
  type AgreedRate,
  distinctFigures,
  figuresOfSpans,
  type InterestFigure,
  interestTerm,
  type LegalKind,
} from "./interest.ts";
export {
  type AdditionProblem,
  additionProblem,
  type LawAdditions,
  type LawInForce,
  lawInForce,
  lawWith,
  PACKAGED_LAW,
  type TableAddition,
  useLaw,
  withLaw,
} from "./law-in-force.ts";
export * from "./law-pack.ts";
export { calendarNO } from "./no/calendar.ts";
export * as no from "./no/index.ts";
export * from "./rate-index.ts";
export * from "./retention.ts";
export * from "./rule.ts";
export * from "./rules.ts";
export { calendarSE } from "./se/calendar.ts";
export * as se from "./se/index.ts";
export type { SignOffItem, SignOffStep } from "./sign-off.ts";
export * from "./term.ts";
