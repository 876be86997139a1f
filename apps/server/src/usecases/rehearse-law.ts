/**
 * What a coming rate or Act would change for every open claim, before it is in force (B7). The files are loaded for as
 * long as the question takes; nothing is stored.
 */
import {
  addDays,
  addYears,
  type CalendarDate,
  type Currency,
  earliest,
  latest,
  type Uuid,
} from "@innfri/kernel";
import { COUNTRIES, type LawInForce, lawInForce, lawPack, withLaw } from "@innfri/law";
import { clockOf, dayIn } from "../clock.ts";
import { rulesCache } from "../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import { judgeAsked } from "../engine/judge-file.ts";
import { decisionFileOf, type LoadedFile } from "../engine/load-files.ts";
import { filePages } from "../engine/read-files.ts";
import { type Change, rehearseFile } from "../engine/rehearse-file.ts";
import { unconfirmedLaw } from "../engine/sign-offs.ts";
import type { Installation, Operator } from "../installation.ts";
import { OPERATOR_TIME_ZONE, readLawEntries } from "../law/law-entries.ts";
import { type LawEntry, type LawFileProblem, lawOf, readLawFile } from "../law/law-file.ts";
import { withCreditor, withOperator } from "../store/index.ts";

export type RehearsedClaim = {
  readonly claimId: Uuid;
  readonly invoiceNumber: string;
  readonly customerNumber: string;
  readonly name: string | null;
  readonly currency: Currency;
  readonly changes: readonly Change[];
};

export type Rehearsal =
  /** `file` is the place of the refused one among those given. */
  | { readonly kind: "refused"; readonly file: number; readonly problems: readonly LawFileProblem[] }
  /** All of it has been loaded already, or none of it differs. */
  | { readonly kind: "nothing-new" }
  | {
      readonly kind: "rehearsal";
      /** The first day on which the laws differ. */
      readonly from: CalendarDate;
      /** The last day looked at. */
      readonly through: CalendarDate;
      /** The claims that something changes for; read in pages while it is walked. */
      readonly claimsOf: (creditor: Creditor) => AsyncGenerator<RehearsedClaim>;
    };

export type RehearseOptions = {
  /** A year from the first changed day, and no longer than its tables reach, when left out. */
  readonly through?: CalendarDate;
  readonly pageSize?: number;
  /** `enough` where no more is to be looked at. */
  readonly onPage?: (files: number, claims: number) => unknown;
};

export async function rehearseLaw(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  texts: readonly string[],
  now: Date,
  options: RehearseOptions = {},
): Promise<Rehearsal> {
  const today = dayIn(OPERATOR_TIME_ZONE, now);
  const stored = await withOperator(installation.pool, readLawEntries);
  const entries: LawEntry[] = [...stored];
  for (const [file, text] of texts.entries()) {
    const read = readLawFile(text, entries, today);
    if (read.kind === "refused") return { kind: "refused", file, problems: read.problems };
    entries.push(...read.entries);
  }
  const before = lawInForce();
  const after = lawOf(entries);
  const different = differenceOf(before, after);
  if (different === null) return { kind: "nothing-new" };
  const { from, reach } = different;
  const through = options.through ?? latest(from, earliest(addDays(addYears(from, 1), -1), reach));
  const claimsOf = (creditor: Creditor) =>
    rehearsedClaims(installation, creditor, { before, after, from }, through, now, options);
  return { kind: "rehearsal", from, through, claimsOf };
}

/**
 * Rows are only added, so two laws differ from the day after the shorter one's last checked day, or from an Act's start.
 * `reach` is the last day that the tables of the countries it happens in all answer.
 */
function differenceOf(
  before: LawInForce,
  after: LawInForce,
): { readonly from: CalendarDate; readonly reach: CalendarDate } | null {
  const days: CalendarDate[] = [];
  const reaches: CalendarDate[] = [];
  for (const country of COUNTRIES) {
    const ends = (law: LawInForce) =>
      withLaw(law, () => lawPack(country).tables.map(({ checkedThrough }) => checkedThrough));
    const [was, is] = [ends(before), ends(after)];
    const own = was.flatMap((day, i) => (day === is[i] ? [] : [addDays(earliest(day, is[i]!), 1)]));
    if (country === "NO" && before.newActFrom !== after.newActFrom)
      own.push(...[before.newActFrom, after.newActFrom].filter((day) => day !== null));
    days.push(...own);
    if (own.length > 0) reaches.push(...is);
  }
  const [first, ...rest] = days;
  const [reach, ...others] = reaches;
  if (first === undefined || reach === undefined) return null;
  return { from: earliest(first, ...rest), reach: earliest(reach, ...others) };
}

async function* rehearsedClaims(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditor: Creditor,
  laws: { readonly before: LawInForce; readonly after: LawInForce; readonly from: CalendarDate },
  through: CalendarDate,
  now: Date,
  { pageSize = 1000, onPage }: RehearseOptions,
): AsyncGenerator<RehearsedClaim> {
  const { creditorId, country } = creditor;
  const clock = clockOf(creditor, now);
  const { settings, open } = await withCreditor(pool, creditorId, async (tx) => ({
    settings: await settingsOn(tx, creditorId, clock.today),
    open: await unconfirmedLaw(tx, country),
  }));
  if (settings === undefined || settings.plan === null) return;
  const rulesOf = rulesCache(settings, creditor.isSandbox ? [] : open);
  for await (const files of filePages(pool, creditorId, pageSize)) {
    let claims = 0;
    for (const file of files) {
      const asked = withLaw(laws.before, () => decisionFileOf(file, { country, operator: operator.kind }));
      if (asked === null) continue;
      claims += asked.claims.length;
      const rules = rulesOf(file.customerNumber);
      const judge: Parameters<typeof rehearseFile>[1] = (state, on) =>
        judgeAsked(state, file, { clock: { today: on } }, rules, "sums");
      const first = latest(clock.today, file.nextLookOn ?? clock.today);
      const changes = withoutTraces(() => rehearseFile(asked, judge, laws, first, through));
      for (const [ref, own] of changes) yield claimOf(file, ref, own);
    }
    if (onPage?.(files.length, claims) === "enough") return;
  }
}

/** Where the old law refuses, each claim would pay for the trace of an error that nobody reads. */
function withoutTraces<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function claimOf(file: LoadedFile, ref: string, changes: readonly Change[]): RehearsedClaim {
  const claim = file.claims.find(({ claimId }) => claimId === ref)!;
  return {
    claimId: claim.claimId,
    invoiceNumber: claim.invoice.number,
    customerNumber: file.customerNumber,
    name: file.contact?.data.name ?? null,
    currency: claim.currency,
    changes,
  };
}
