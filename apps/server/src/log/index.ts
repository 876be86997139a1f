/** The log, for every folder of the server. */
export { errorFields } from "./error-fields.ts";
export type { LogFields } from "./fields.ts";
export { createLog, LOG_LEVELS, log, startLog } from "./log.ts";
export { defectOf, saidOf } from "./said-of.ts";
export { LOG_EVENTS, LOG_WORDS, type LogWord } from "./words.ts";
