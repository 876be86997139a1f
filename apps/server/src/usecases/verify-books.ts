/**
 * Looks for changes that were made behind the program's back: in chains, books, documents, what ties them together, and in
 * the roots that were made of them. And for books that have come to say something else than the chains.
 */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { fetched } from "../books/cursor.ts";
import type { Finding, Report } from "../books/finding.ts";
import { type Scope, scopeOf } from "../books/scope.ts";
import { verifyAccounts } from "../books/verify-accounts.ts";
import { verifyChains, type Walked } from "../books/verify-chains.ts";
import { verifyDocuments, verifyEnclosures, verifyInvoices } from "../books/verify-contents.ts";
import { verifyKeys } from "../books/verify-keys.ts";
import { verifyLedger } from "../books/verify-ledger.ts";
import type { Operator } from "../installation.ts";
import { hexOf } from "../roots/root-hash.ts";
import { lastVerification, recordVerification, type Verification } from "../roots/verifications.ts";
import { verifyOperatorRoots } from "../roots/verify-operator.ts";
import { declareGrown, type From, verifyRoots, verifyUnsealed } from "../roots/verify-roots.ts";
import { type Pool, sql, type Tx, withCreditor } from "../store/index.ts";

export type Verified = {
  readonly creditors: number;
  readonly claims: number;
  readonly events: number;
  readonly documents: number;
  /** Daily roots, and the operator's. */
  readonly roots: number;
  readonly findingCount: number;
  /** The first of them. */
  readonly findings: readonly Finding[];
  /** Of each creditor, which verify its own began at; null where everything was read. */
  readonly since: readonly { readonly creditorId: Uuid; readonly verifiedAt: string | null }[];
};

/** A root as somebody has it from elsewhere: the operator's of a day, or a creditor's. */
export type PublishedRoot = { readonly on: CalendarDate; readonly root: string };

export type VerifyOptions = {
  /** Only what has changed since the last verify of the creditor that found nothing. */
  readonly isIncremental?: boolean;
  /** Where given, the operator's roots are verified too; `creditorIds` must then be all there are. */
  readonly operator?: Operator;
  readonly published?: readonly PublishedRoot[];
};

const MOST_LISTED = 10_000;
const CLAIMS_AT_ONCE = 1000;

/** Each creditor is read in one transaction that sees one moment, also while a run is writing. */
export async function verifyBooks(
  pool: Pool,
  creditorIds: readonly Uuid[],
  options: VerifyOptions = {},
): Promise<Verified> {
  const findings: Finding[] = [];
  const counts = { claims: 0, events: 0, documents: 0, roots: 0, findingCount: 0 };
  const seen = new Set<string>();
  const since: Verified["since"][number][] = [];
  const add = (finding: Finding) => {
    counts.findingCount++;
    if (findings.length < MOST_LISTED) findings.push(finding);
  };
  for (const creditorId of creditorIds) {
    const last = options.isIncremental === true ? await lastVerification(pool, creditorId) : null;
    since.push({ creditorId, verifiedAt: last?.verifiedAt ?? null });
    const before = counts.findingCount;
    const read = await withCreditor(pool, creditorId, async (tx) => {
      await tx.run(sql`set transaction isolation level repeatable read, read only`);
      // The same statements read everything and little: each is planned for what it is about to read.
      await tx.run(sql`set local plan_cache_mode = force_custom_plan`);
      const report: Report = (finding) => add({ creditorId, ...finding });
      for (const root of await knownRoots(tx, creditorId)) seen.add(root);
      return verifyCreditor(tx, creditorId, last, report);
    });
    counts.claims += read.claims;
    counts.events += read.events;
    counts.documents += read.documents;
    counts.roots += read.roots;
    if (counts.findingCount === before)
      await recordVerification(pool, creditorId, { ...read, isFull: last === null });
  }
  if (options.operator !== undefined) {
    const isThere = (one: {
      readonly creditorId: Uuid;
      readonly rootOn: string;
      readonly root: Uint8Array;
    }) => seen.has(`${one.rootOn} ${hexOf(one.root)}`);
    const own = await verifyOperatorRoots(pool, options.operator, isThere, add);
    counts.roots += own.length;
    for (const { rootOn, root } of own) seen.add(`${rootOn} ${hexOf(root)}`);
  }
  for (const { on, root } of options.published ?? [])
    if (!seen.has(`${on} ${root}`))
      add({
        creditorId: null,
        claimId: null,
        place: `published root of ${on}`,
        what: `${root} is no root here: what it was made of is not what these books say`,
      });
  return { creditors: creditorIds.length, ...counts, findings, since };
}

type Read = Walked & { readonly documents: number; readonly roots: number; readonly newest: From };

async function verifyCreditor(
  tx: Tx,
  creditorId: Uuid,
  last: Verification | null,
  report: Report,
): Promise<Read> {
  const from = last?.from ?? null;
  const roots = await verifyRoots(tx, creditorId, from, report);
  const newest = roots.at(-1) ?? from;
  const read = { claims: 0, events: 0, documents: 0 };
  const look = async (scope: Scope) => {
    const found = new Set<string | null>();
    const noted: Report = (finding) => {
      found.add(finding.claimId);
      report(finding);
    };
    const walked = await verifyChains(tx, creditorId, scope, noted);
    read.claims += walked.claims;
    read.events += walked.events;
    read.documents += await verifyDocuments(tx, creditorId, scope, noted);
    await verifyInvoices(tx, creditorId, scope, noted);
    await verifyEnclosures(tx, creditorId, scope, noted);
    await verifyLedger(tx, creditorId, scope, noted);
    await verifyKeys(tx, creditorId, scope, noted);
    await verifyAccounts(tx, creditorId, scope, (claimId) => found.has(claimId), noted);
  };
  if (last === null) {
    await look(null);
    await verifyUnsealed(tx, creditorId, report);
  } else {
    await declareGrown(tx, creditorId, from);
    for await (const claimIds of inPieces(fetched<{ claimId: Uuid }>(tx, "grown")))
      await look(await scopeOf(tx, creditorId, claimIds));
  }
  return { ...read, roots: roots.length, newest };
}

async function* inPieces(rows: AsyncIterable<{ readonly claimId: Uuid }>): AsyncGenerator<readonly Uuid[]> {
  let piece: Uuid[] = [];
  for await (const { claimId } of rows) {
    piece.push(claimId);
    if (piece.length < CLAIMS_AT_ONCE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

async function knownRoots(tx: Tx, creditorId: Uuid): Promise<readonly string[]> {
  const rows = await tx.many<{ rootOn: CalendarDate; root: Buffer }>(sql`
    select root_on as "rootOn", root from daily_root where creditor_id = ${creditorId}::uuid`);
  return rows.map(({ rootOn, root }) => `${rootOn} ${hexOf(root)}`);
}
