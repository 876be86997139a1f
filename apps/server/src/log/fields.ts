/**
 * The fields that a line of the log may have, and the form of each. The types keep names and texts out while the code
 * is written; the forms keep them out while it runs, whatever was cast on the way.
 */
import { type CalendarDate, isDate, isUuid, type Uuid } from "@innfri/kernel";
import { LOG_WORDS, type LogWord } from "./words.ts";

type Forms = {
  readonly id: Uuid;
  readonly day: CalendarDate;
  readonly instant: string;
  /** Below a thousand million: a number of a person or a company has more digits. */
  readonly count: number;
  readonly size: number | bigint;
  readonly yesOrNo: boolean;
  readonly word: LogWord;
  /** The name of an error's class. */
  readonly errorName: string;
  /** A table, column, constraint or file of our migrations. */
  readonly schemaName: string;
  /** PostgreSQL's code of an error: `23505`. */
  readonly sqlState: string;
  /** What Node or a mail server gives: `ECONNRESET`, `550`, `5.1.1`. */
  readonly code: string;
  /** A call of the API, as the contract names it: `listClaims`. */
  readonly callName: string;
  /** Where in our code: files and lines, without what was said there. */
  readonly places: readonly string[];
};

const FORM_OF = {
  creditor: "id",
  debtor: "id",
  claim: "id",
  message: "id",
  document: "id",
  batch: "id",
  jobId: "id",
  bankFile: "id",
  importId: "id",
  request: "id",
  caller: "id",
  call: "callName",
  on: "day",
  until: "day",
  at: "instant",
  country: "word",
  currency: "word",
  channel: "word",
  outcome: "word",
  state: "word",
  process: "word",
  check: "word",
  job: "word",
  signal: "word",
  method: "word",
  isSandbox: "yesOrNo",
  files: "count",
  claims: "count",
  steps: "count",
  closed: "count",
  parked: "count",
  failed: "count",
  refused: "count",
  letters: "count",
  lists: "count",
  mails: "count",
  sent: "count",
  left: "count",
  attempt: "count",
  rows: "count",
  tables: "count",
  bytes: "size",
  events: "count",
  findings: "count",
  count: "count",
  status: "count",
  port: "count",
  size: "count",
  durationMs: "size",
  ageSeconds: "size",
  differenceMs: "size",
  daysLeft: "count",
  exitCode: "count",
  error: "errorName",
  table: "schemaName",
  column: "schemaName",
  constraint: "schemaName",
  migration: "schemaName",
  sqlState: "sqlState",
  code: "code",
  places: "places",
} as const satisfies Record<string, keyof Forms>;

type FieldName = keyof typeof FORM_OF;

/** What a line may say besides its event. Undefined is left out. */
export type LogFields = { readonly [K in FieldName]?: Forms[(typeof FORM_OF)[K]] | undefined };

/** In place of what does not have the form of its field. */
export const WITHHELD = "[withheld]";

const PATTERN = {
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/,
  errorName: /^[A-Z][A-Za-z]{0,58}(?:Error|Exception|Failed|Missing)$|^Error$/,
  schemaName: /^[a-z0-9][a-z0-9_]{0,62}(?:\.sql)?$/,
  sqlState: /^[0-9A-Z]{5}$/,
  callName: /^[a-z]{2,20}(?:[A-Z][a-z]{0,20}){1,6}$/,
  code: /^(?:E[A-Z0-9_]{2,40}|\d{3}|\d\.\d{1,3}\.\d{1,3})$/,
  place: /^(?:apps|packages|bench|scripts)\/[\w@./-]{1,160}:\d+$/,
} as const;

const MORE_THAN_A_COUNT = 1_000_000_000;
const WORDS: ReadonlySet<unknown> = new Set(LOG_WORDS);

const HAS_FORM: { readonly [K in keyof Forms]: (value: unknown) => boolean } = {
  id: isUuid,
  day: (value) => typeof value === "string" && isDate(value),
  instant: (value) => typeof value === "string" && PATTERN.instant.test(value),
  count: (value) => typeof value === "number" && Math.abs(value) < MORE_THAN_A_COUNT,
  size: (value) => typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value)),
  yesOrNo: (value) => typeof value === "boolean",
  word: (value) => WORDS.has(value),
  errorName: (value) => typeof value === "string" && PATTERN.errorName.test(value),
  schemaName: (value) => typeof value === "string" && PATTERN.schemaName.test(value),
  sqlState: (value) => typeof value === "string" && PATTERN.sqlState.test(value),
  code: (value) => typeof value === "string" && PATTERN.code.test(value),
  callName: (value) => typeof value === "string" && PATTERN.callName.test(value),
  places: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === "string" && PATTERN.place.test(one)),
};

/** The fields as they may be written: nothing that is not a field, and nothing in another form. */
export function writable(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const form = Object.hasOwn(FORM_OF, name) ? FORM_OF[name as FieldName] : undefined;
    if (form === undefined) continue;
    line[name] = !HAS_FORM[form](value) ? WITHHELD : typeof value === "bigint" ? String(value) : value;
  }
  return line;
}
