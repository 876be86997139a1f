/**
 * The dated figures alone, without the functions that compute with them: for a checker that shall not share
 * calculation code with what it checks. They are those of the law in force, with what the operator has loaded. Use
 * `@innfri/law` for everything else.
 */
export * from "./citation.ts";
export * from "./effective.ts";
export * as no from "./no/figures.ts";
export * as se from "./se/figures.ts";
export * from "./term.ts";
