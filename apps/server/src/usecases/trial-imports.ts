/**
 * Before a company is activated: a file is tried, what would come of it is held against the company's own books, and
 * what differs is accepted by a person or mended.
 */
import { randomBytes } from "node:crypto";
import { type CalendarDate, formatMinor, isUuid, minorFromDecimal, type Uuid, uuidOf } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { missingRules } from "../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import { binaryArray, sql, type Tx, wake, writeRegistration } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";
import type { Imported } from "./import-invoices.ts";
import type { RefusedRow } from "./read-imports.ts";

/** Counts and sums as they are stored: sums are decimal text. */
type CountAndSum = { readonly count: number; readonly sum: string };

const DIFFERENCES = ["count", "sum"] as const;
export type Difference = (typeof DIFFERENCES)[number];

export type TrialImport = {
  readonly id: Uuid;
  readonly madeAt: string;
  readonly format: string;
  readonly currency: "NOK" | "SEK";
  readonly rows: number;
  readonly comesIn: CountAndSum;
  readonly credits: CountAndSum;
  readonly parked: number;
  readonly refusedCount: number;
  readonly refused: readonly RefusedRow[];
  readonly control: CountAndSum | null;
  readonly difference: CountAndSum | null;
  readonly accepted: readonly {
    readonly difference: Difference;
    readonly at: string;
    readonly by: string;
    readonly words: string | null;
  }[];
  readonly isReconciled: boolean;
};

type Counts = Pick<TrialImport, "currency" | "rows" | "comesIn" | "credits" | "parked" | "refusedCount">;

const MOST_LISTED = 100;

/** Keeps what a dry run of the import has come to. */
export async function keepTrial(
  tx: Tx,
  creditorId: Uuid,
  tried: Imported,
  given: { readonly sha256: Buffer; readonly control: CountAndSum | null; readonly actor: string },
  now: Date,
): Promise<Uuid> {
  const trialId = uuidOf(now.getTime(), randomBytes(10));
  const counts: Counts = {
    currency: tried.currency,
    rows: tried.rows,
    comesIn: { count: tried.taken, sum: formatMinor(tried.openMinor - tried.creditedMinor) },
    credits: { count: tried.credited, sum: formatMinor(tried.creditedMinor) },
    parked: tried.parked,
    refusedCount: tried.refusedCount,
  };
  const { sha256, control, actor } = given;
  await tx.run(sql`
    insert into trial_import (creditor_id, trial_id, sha256, format, made_at, actor, counts, control)
    values (${creditorId}::uuid, ${trialId}::uuid, ${sha256}::bytea, ${tried.format}, ${now.toISOString()}::timestamptz,
      ${actor}, ${JSON.stringify(counts)}::jsonb, ${control === null ? null : JSON.stringify(control)}::jsonb)`);
  const rows = [...new Map(tried.refused.map((one) => [one.line, one])).values()];
  const reasons = rows.map(({ number, code, reason }) => JSON.stringify({ number, code, reason }));
  await tx.run(sql`
    insert into trial_refused_row (creditor_id, trial_id, row_no, reason)
    select ${creditorId}::uuid, ${trialId}::uuid, x.line, x.reason
    from unnest(${binaryArray("int4", rows, ({ line }) => line)}::int4[],
      ${binaryArray("jsonb", reasons, (reason) => reason)}::jsonb[]) x(line, reason)`);
  return trialId;
}

type Row = { readonly id: Uuid; readonly madeAt: string; readonly format: string } & {
  readonly counts: Counts;
  readonly control: CountAndSum | null;
};

/** One trial, or the newest for null; undefined where there is none. */
export async function readTrial(
  tx: Tx,
  creditorId: Uuid,
  trialId: string | null,
): Promise<TrialImport | undefined> {
  if (trialId !== null && !isUuid(trialId)) return undefined;
  const row = await tx.maybe<Row>(sql`
    select trial_id as id, made_at as "madeAt", format, counts, control from trial_import
    where creditor_id = ${creditorId}::uuid and (${trialId}::uuid is null or trial_id = ${trialId}::uuid)
    order by made_at desc, trial_id desc limit 1`);
  if (row === undefined) return undefined;
  const { counts, control, ...own } = row;
  const refused = await trialRefusedRows(tx, creditorId, own.id, { after: 0, limit: MOST_LISTED });
  const accepted = await tx.many<TrialImport["accepted"][number]>(sql`
    select a.difference, a.accepted_at as at, a.actor as by, t.body as words from trial_acceptance a
    join free_text t on t.creditor_id = a.creditor_id and t.text_id = a.text_id
    where a.creditor_id = ${creditorId}::uuid and a.trial_id = ${own.id}::uuid order by a.difference`);
  const difference = control === null ? null : differenceOf(counts.comesIn, control);
  const left = DIFFERENCES.filter((one) => !isNothing(difference, one));
  return {
    ...own,
    ...counts,
    madeAt: new Date(own.madeAt).toISOString(),
    ...{ refused, control, difference },
    accepted: accepted.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    isReconciled:
      difference !== null && left.every((one) => accepted.some((other) => other.difference === one)),
  };
}

function differenceOf(comesIn: CountAndSum, control: CountAndSum): CountAndSum {
  return {
    count: comesIn.count - control.count,
    sum: formatMinor(minorFromDecimal(comesIn.sum) - minorFromDecimal(control.sum)),
  };
}

function isNothing(difference: CountAndSum | null, which: Difference): boolean {
  return difference === null || minorOrCount(difference, which) === 0n;
}

function minorOrCount({ count, sum }: CountAndSum, which: Difference): bigint {
  return which === "count" ? BigInt(count) : minorFromDecimal(sum);
}

/** In the order of the file, from after a line. */
export function trialRefusedRows(
  tx: Tx,
  creditorId: Uuid,
  trialId: Uuid,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<RefusedRow[]> {
  return tx.many<RefusedRow>(sql`
    select row_no as line, reason ->> 'number' as number, reason ->> 'code' as code, reason ->> 'reason' as reason
    from trial_refused_row where creditor_id = ${creditorId}::uuid and trial_id = ${trialId}::uuid
      and row_no > ${after}::int
    order by row_no limit ${limit}::int`);
}

/** Why a difference cannot be accepted; null where it was. */
export async function acceptDifference(
  tx: Tx,
  creditorId: Uuid,
  trial: TrialImport,
  given: { readonly difference: Difference; readonly words: string; readonly actor: string },
  now: Date,
): Promise<string | null> {
  const { difference, words, actor } = given;
  if (trial.difference === null) return "the trial has no control count and sum to differ from";
  if (isNothing(trial.difference, difference)) return `there is no difference in the ${difference}`;
  if (trial.accepted.some((one) => one.difference === difference)) return "it was accepted already";
  const textId = uuidOf(now.getTime(), randomBytes(10));
  await writeRegistration(tx, creditorId, {
    freeTexts: [{ textId, debtorId: null, claimId: null, salt: randomBytes(16), body: words }],
  });
  await tx.run(sql`
    insert into trial_acceptance (creditor_id, trial_id, difference, accepted_at, actor, text_id)
    values (${creditorId}::uuid, ${trial.id}::uuid, ${difference}, ${now.toISOString()}::timestamptz, ${actor},
      ${textId}::uuid)`);
  return null;
}

/** Why the company cannot be activated; null where it was. Nothing is posted by it. */
export async function activate(
  tx: Tx,
  { creditorId, country }: Pick<Creditor, "creditorId" | "country">,
  trial: TrialImport,
  actor: string,
  today: CalendarDate,
  now: Date,
): Promise<string | null> {
  const { awaits } = await tx.one<{ awaits: boolean }>(sql`
    select awaits_activation as awaits from creditor where creditor_id = ${creditorId}::uuid for update`);
  if (!awaits) return "the company is active already";
  const settings = await settingsOn(tx, creditorId, today);
  const missing = settings === undefined ? [] : missingRules(settings, country);
  if (missing.length > 0)
    return `its rules are not complete: ${missing.map(({ field }) => field).join(", ")}`;
  const { difference } = trial;
  if (difference === null)
    return "the trial was not held against the company's books: try it with their count and sum";
  if (!trial.isReconciled)
    return `the trial differs from the books by ${difference.count} invoices and ${difference.sum}, and nobody has accepted that`;
  await tx.run(sql`
    update creditor set awaits_activation = false where creditor_id = ${creditorId}::uuid`);
  const line = { actor, act: "activated", subject: `trial:${trial.id}`, creditorId };
  await addAuditLine(tx, line, now);
  await wake(tx, creditorId, "run");
  return null;
}

/** The rules that are still to be stated. */
export async function missingToday(tx: Tx, creditor: Creditor, now: Date) {
  const settings = await settingsOn(tx, creditor.creditorId, clockOf(creditor, now).today);
  return settings === undefined ? [] : missingRules(settings, creditor.country);
}
