/**
 * What the law fixes, as data alone: the dated tables, the terms without dates, and every rule with its citation. For a
 * checker that shall not share calculation code with what it checks. The tables are those of the law in force, with
 * what the operator has loaded. Use `@innfri/law` for everything else.
 */
export type { Citation } from "./citation.ts";
export type { Derivation, UsedFigure } from "./derivation.ts";
export type { EffectiveTable, Row } from "./effective.ts";
export * as no from "./no/figures.ts";
export type { Rule } from "./rule.ts";
export { RULES, type RuleId } from "./rules.ts";
export * as se from "./se/figures.ts";
export type { Term } from "./term.ts";
