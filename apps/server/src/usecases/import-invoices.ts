/**
 * Takes a file of invoices and credit notes, in batches of a transaction each. A file that is imported twice, or
 * again after it was killed halfway, gives the same claims; what is registered is never overwritten.
 */
import type { DebtorKind } from "@innfri/claims";
import type { InvoiceWarning, OpenItemsOptions } from "@innfri/formats";
import {
  canonicalJson,
  derivedId,
  formatMinor,
  type Json,
  minorFromDecimal,
  type Uuid,
} from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { clockOf } from "../clock.ts";
import { type MissingRule, missingRules } from "../engine/creditor-settings.ts";
import { creditorById, settingsOn } from "../engine/creditors.ts";
import { sawFeed } from "../engine/freshness.ts";
import type { FileSource } from "../file-source.ts";
import {
  type BatchDone,
  type ImportContext,
  nothingDone,
  type Refusal,
} from "../importing/import-context.ts";
import { withImportLock } from "../importing/import-lock.ts";
import { inspect, type RefusedFile, rowsOf, type SourceRow } from "../importing/source.ts";
import { takeBatch } from "../importing/take-batch.ts";
import type { Installation } from "../installation.ts";
import { log } from "../log/index.ts";
import { type Keys, KeysError, openKeys } from "../secrets/keys.ts";
import { type Pool, refreshStatistics, sql, type Tx, wake, withCreditor } from "../store/index.ts";
import type { ImportTotals } from "./read-imports.ts";

export type ImportOptions = {
  readonly openItems?: OpenItemsOptions;
  /** What the creditor states of customers whose kind the file does not say. */
  readonly unknownKind?: DebtorKind;
  /** Says what would be taken and writes nothing. */
  readonly isDryRun?: boolean;
  readonly onProgress?: (rows: { readonly done: number; readonly of: number }) => void;
};

export type Imported = {
  readonly kind: "imported";
  readonly importId: Uuid;
  readonly format: "ubl" | "csv";
  /** Invoices and credit notes in the file, with those that were refused. */
  readonly rows: number;
  readonly taken: number;
  readonly unchanged: number;
  /** Customers known before of whom the file says another address or name, or one more way to reach them. */
  readonly contactsChanged: number;
  /** Claims that waited for what the file says of their customer, and go on. */
  readonly resumed: number;
  readonly credited: number;
  /** Of those taken, how many wait for a person because the customer's kind is not known. */
  readonly parked: number;
  readonly openMinor: bigint;
  readonly creditedMinor: bigint;
  readonly currency: "NOK" | "SEK";
  /** Every refused row, the first `LISTED_MAX` with their reason. */
  readonly refusedCount: number;
  readonly refused: readonly Refusal[];
  readonly warningCount: number;
  readonly warnings: readonly InvoiceWarning[];
};

export type ImportOutcome =
  | Imported
  | RefusedFile
  | { readonly kind: "unknown-creditor" }
  | { readonly kind: "rules-missing"; readonly missing: readonly MissingRule[] }
  | { readonly kind: "not-activated" };

/** Memory stays flat however much is wrong with a file; the table `refused_row` has all of it. */
const LISTED_MAX = 10_000;
const BATCH_ROWS = 1_000;

export async function importInvoices(
  { pool, directory }: Pick<Installation, "pool" | "directory">,
  creditorId: Uuid,
  source: FileSource,
  options: ImportOptions,
  now: Date,
): Promise<ImportOutcome> {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) return { kind: "unknown-creditor" };
  const clock = clockOf(creditor, now);
  const settings = await withCreditor(pool, creditorId, (tx) => settingsOn(tx, creditorId, clock.today));
  if (settings === undefined) throw new Error(`creditor ${creditorId} has no settings on ${clock.today}`);
  const missing = missingRules(settings, creditor.country);
  if (missing.length > 0) return { kind: "rules-missing", missing };
  if (creditor.awaitsActivation && options.isDryRun !== true) return { kind: "not-activated" };
  const { currency } = lawPack(creditor.country);
  const openItems = { currency, country: creditor.country, ...options.openItems };
  const file = await inspect(source, openItems);
  if (file.kind === "refused-file") return file;
  const { sha256, format, rows } = file;
  const base = { creditor, settings, clock, unknownKind: options.unknownKind ?? null };
  const take = async (inTx: InTx): Promise<Imported> => {
    const started = await inTx((tx) => startImport(tx, base, { sha256, format }));
    const context: ImportContext = { ...base, importId: started.importId, keys: keysIn(directory) };
    const about = { kind: "imported" as const, importId: context.importId, format, rows, currency };
    if (started.isDone) {
      // A list in which nothing has changed has been seen all the same.
      await inTx(async (tx) => {
        await sawFeed(tx, creditorId, "source", clock.nowAt);
        await wake(tx, creditorId, "run");
      });
      return { ...about, ...emptyTally(), unchanged: rows };
    }
    // One that was killed halfway has left rows that the planner may not know yet.
    if (rows > BATCH_ROWS) await inTx(refreshStatistics);
    const result = await takeAll(inTx, context, rowsOf(source, openItems), started.totals, (done) =>
      options.onProgress?.({ done, of: rows }),
    );
    return { ...about, ...result };
  };
  return withImportLock(pool, creditorId, () =>
    options.isDryRun === true
      ? dryRun(pool, creditorId, take)
      : take((work) => withCreditor(pool, creditorId, work)),
  );
}

/** Opened once, and only for a file that has identity numbers; those are left out where there is nothing to seal them with. */
function keysIn(directory: string): ImportContext["keys"] {
  let opened: Promise<Keys | null> | undefined;
  return () => {
    opened ??= openKeys(directory, process.env).catch((error: unknown) => {
      if (!(error instanceof KeysError)) throw error;
      log.warn("identity-numbers-left-out");
      return null;
    });
    return opened;
  };
}

type InTx = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

class DryRunEnds extends Error {}

/** The whole import in one transaction that is rolled back. */
async function dryRun(
  pool: Pool,
  creditorId: Uuid,
  take: (inTx: InTx) => Promise<Imported>,
): Promise<Imported> {
  let result: Imported | undefined;
  try {
    await withCreditor(pool, creditorId, async (tx) => {
      result = await take((work) => work(tx));
      throw new DryRunEnds();
    });
  } catch (error) {
    if (!(error instanceof DryRunEnds)) throw error;
  }
  return result!;
}

/** Grows in the transaction of each batch. */
const NOTHING_YET: ImportTotals = {
  state: "started",
  taken: 0,
  credited: 0,
  parked: 0,
  open: "0.00",
  refused: 0,
};

/** The import of these bytes: a new one, one that did not end, or one that is done and left nothing to do. */
async function startImport(
  tx: Tx,
  { creditor, clock, unknownKind }: Pick<ImportContext, "creditor" | "clock" | "unknownKind">,
  file: { readonly sha256: Buffer; readonly format: string },
): Promise<{ readonly importId: Uuid; readonly totals: ImportTotals; readonly isDone: boolean }> {
  const { creditorId } = creditor;
  const before = await tx.maybe<{ importId: Uuid; totals: ImportTotals }>(sql`
    select import_id as "importId", counts as totals from import_file
    where creditor_id = ${creditorId}::uuid and sha256 = ${file.sha256}`);
  // What was refused may be taken now: a term was stated, the invoice of a credit note came.
  // And what was parked goes on when the creditor states the kind that the file does not say.
  if (before !== undefined) {
    const { state, refused, parked } = before.totals;
    const leftNothing = refused === 0 && (parked === 0 || unknownKind === null);
    return { ...before, isDone: state === "done" && leftNothing };
  }
  const importId = derivedId(clock.today, "import", creditorId, file.sha256.toString("hex"));
  await tx.run(sql`
    insert into import_file (creditor_id, import_id, sha256, format, received_at, counts)
    values (${creditorId}::uuid, ${importId}::uuid, ${file.sha256}, ${file.format}, ${clock.nowAt}::timestamptz,
      ${canonicalJson(NOTHING_YET as Json)}::jsonb)`);
  return { importId, totals: NOTHING_YET, isDone: false };
}

type Tally = Omit<BatchDone, "refused"> & {
  readonly refusedCount: number;
  readonly refused: readonly Refusal[];
  readonly warningCount: number;
  readonly warnings: readonly InvoiceWarning[];
};

function emptyTally(): Tally {
  return { ...nothingDone(), refusedCount: 0, warningCount: 0, warnings: [] };
}

async function takeAll(
  inTx: InTx,
  context: ImportContext,
  rows: AsyncIterable<SourceRow>,
  before: ImportTotals,
  onProgress: (done: number) => void,
): Promise<Tally> {
  const warnings: InvoiceWarning[] = [];
  let warningCount = 0;
  let tally = emptyTally();
  let totals = before;
  let handled = 0;
  // Before the second batch, and then as often as the rows have become four times as many.
  let analyzeAt = BATCH_ROWS;
  const take = async (batch: readonly SourceRow[], isLast: boolean): Promise<void> => {
    const { batchDone, next } = await inTx(async (tx) => {
      const result = await takeBatch(tx, context, batch);
      const grown = grownTotals(totals, result, isLast ? tally.refusedCount + result.refused.length : null);
      await tx.run(sql`
        update import_file set counts = ${canonicalJson(grown as Json)}::jsonb
        where creditor_id = ${context.creditor.creditorId}::uuid and import_id = ${context.importId}::uuid`);
      if (isLast) {
        await sawFeed(tx, context.creditor.creditorId, "source", context.clock.nowAt);
        await wake(tx, context.creditor.creditorId, "run");
      }
      return { batchDone: result, next: grown };
    });
    handled += batch.length;
    if (handled >= analyzeAt || (isLast && handled > BATCH_ROWS)) {
      await inTx(refreshStatistics);
      analyzeAt = handled * 4;
    }
    totals = next;
    tally = grownTally(tally, batchDone);
    onProgress(handled);
  };
  // While a batch is being written, the next is read.
  let writing: Promise<void> = Promise.resolve();
  let batch: SourceRow[] = [];
  try {
    for await (const row of rows) {
      if (row.kind === "warning") {
        warningCount += 1;
        if (warnings.length < LISTED_MAX) warnings.push(row.warning);
        continue;
      }
      if (batch.length >= BATCH_ROWS) {
        await writing;
        writing = take(batch, false);
        // Whoever awaits it next gets the error; until then nobody may take it for a forgotten one.
        writing.catch(() => undefined);
        batch = [];
      }
      batch.push(row);
    }
  } finally {
    await writing;
  }
  await take(batch, true);
  return { ...tally, warningCount, warnings };
}

function grownTotals(before: ImportTotals, done: BatchDone, refusedAtEnd: number | null): ImportTotals {
  return {
    state: refusedAtEnd === null ? "started" : "done",
    taken: before.taken + done.taken,
    credited: before.credited + done.credited,
    parked: before.parked + done.parked,
    open: formatMinor(minorFromDecimal(before.open) + done.openMinor),
    refused: refusedAtEnd ?? before.refused,
  };
}

function grownTally(before: Tally, done: BatchDone): Tally {
  const listed = done.refused.slice(0, LISTED_MAX - before.refused.length);
  return {
    taken: before.taken + done.taken,
    unchanged: before.unchanged + done.unchanged,
    contactsChanged: before.contactsChanged + done.contactsChanged,
    resumed: before.resumed + done.resumed,
    credited: before.credited + done.credited,
    parked: before.parked + done.parked,
    openMinor: before.openMinor + done.openMinor,
    creditedMinor: before.creditedMinor + done.creditedMinor,
    refusedCount: before.refusedCount + done.refused.length,
    refused: [...before.refused, ...listed],
    warningCount: before.warningCount,
    warnings: before.warnings,
  };
}
