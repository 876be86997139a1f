/** The engine: what runs, loads, judges and writes. */
export { chainRoot, link, linkHash } from "./chain.ts";
export { type CreditorSettings, creditorSettings, missingRules, rulesFor } from "./creditor-settings.ts";
export { allCreditors, type Creditor, creditorById, settingsOn } from "./creditors.ts";
export { filePages } from "./read-files.ts";
export { LANES, LASTING_LANES, runDay } from "./run-day.ts";
export type { RunContext, RunResult } from "./run-lane.ts";
export { letterOf, partsNamed, type StoredData, type StoredDerivations } from "./stored-letter.ts";
