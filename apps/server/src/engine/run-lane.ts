/** A lane of a run: due files in batches, each judged and written in one transaction, until none is left for it. */

import type { Uuid } from "@innfri/kernel";
import { at } from "../faults/points.ts";
import { defectOf, errorFields, log, saidOf } from "../log/index.ts";
import { countDone } from "../metrics/counters.ts";
import { GuardFailed, isOutage, type Pool, sql, sqlState, type Tx, withCreditor } from "../store/index.ts";
import { lockDueFiles, lockFiles, newPage, type Page, writePage } from "../store/page.ts";
import type { GrowingBatch } from "../store/write-statement.ts";
import { emptyRows } from "./claim-draft.ts";
import { type CreditorSettings, rulesCache } from "./creditor-settings.ts";
import type { JudgeContext } from "./judge-file.ts";
import { judgePage } from "./judge-page.ts";
import { loadFiles } from "./load-files.ts";
import { momentOf } from "./moment.ts";
import { listsWrittenToday, refuseWritten } from "./sent-lists.ts";
import { setAsideUnread } from "./set-aside-unread.ts";
import { gateOf } from "./sign-offs.ts";
import type { approvalOf } from "./write-approvals.ts";
import { type Done, writeJudgement } from "./write-judgement.ts";

export type RunContext = JudgeContext & { readonly pool: Pool };

export type RunResult = {
  readonly files: number;
  readonly letters: Readonly<Record<string, number>>;
  readonly asked: Readonly<Record<string, number>>;
  readonly closed: number;
  readonly parked: number;
  /** Files that could not be judged, with the error: parked for a person (B4). */
  readonly failed: readonly { readonly debtorId: Uuid; readonly message: string }[];
};

export type RunOptions = {
  /** Most files in a batch; fewer while batches are slow or one of them throws. */
  readonly pageSize?: number;
  /** Connections that work side by side, so that one writes while another decides. */
  readonly lanes?: number;
  /** Done when the day is open, before its files are decided. */
  readonly onOpened?: () => Promise<unknown>;
  readonly onPage?: (files: number) => void;
  /** Asked between batches; the run goes on another time once it says no. */
  readonly goesOn?: () => boolean;
};

/** Another one was quicker, or the database was busy: the same again may well succeed. */
const MOST_TRIES = 5;

/**
 * Bounds of a batch, and how long one should take: a payment or a person who wants a file of it waits that long, and
 * what is lost when it fails is that much.
 */
const LARGEST = 500;
const SMALLEST = 50;
const SLOW_MS = 2000;
const QUICK_MS = 500;

export async function runLane(
  context: RunContext,
  settings: CreditorSettings,
  options: RunOptions,
  tally: Tally,
  looks: Map<Uuid, number>,
): Promise<void> {
  const fullSize = options.pageSize ?? LARGEST;
  let size = fullSize;
  let tries = 0;
  const page = newPage();
  while (options.goesOn?.() ?? true) {
    const tried: Uuid[] = [];
    try {
      const startedMs = performance.now();
      const files = await runPage(context, settings, size, tally, looks, page, tried);
      if (files === 0) return;
      options.onPage?.(files);
      size = nextSize(size, performance.now() - startedMs, fullSize);
      tries = 0;
    } catch (error) {
      // A page that throws is tried in halves, down to the one file that is to blame, which waits for a person.
      if (size > 1) size = Math.max(1, Math.floor(size / 2));
      else if (isPassing(error)) {
        tries += 1;
        if (tries >= MOST_TRIES) throw error;
      } else if (!(await setAside(context, settings, tally, tried[0], error))) throw error;
    }
  }
}

function nextSize(size: number, tookMs: number, fullSize: number): number {
  if (tookMs > SLOW_MS) return Math.max(Math.min(SMALLEST, size), Math.floor(size / 2));
  return tookMs < QUICK_MS || size < SMALLEST ? Math.min(fullSize, size * 2) : size;
}

/** Conflicts and outages say nothing about the file: nobody has to look at it for them. */
function isPassing(error: unknown): boolean {
  return error instanceof GuardFailed || isOutage(error) || /^(40|55|57)/.test(sqlState(error) ?? "");
}

async function runPage(
  context: RunContext,
  settings: CreditorSettings,
  size: number,
  tally: Tally,
  looks: Map<Uuid, number>,
  page: GrowingBatch<Page>,
  tried: Uuid[],
): Promise<number> {
  const { creditor, clock } = context;
  page.clear();
  const { files, again, done } = await withCreditor(context.pool, creditor.creditorId, async (tx) => {
    const locked = await lockDueFiles(tx, creditor.creditorId, clock.today, size);
    if (locked.length === 0) return NOTHING_DONE;
    await at("page-locked");
    const rulesOf = rulesCache(
      settings,
      await gateOf(tx, creditor),
      await momentOf(tx, creditor, settings, clock),
    );
    const sentLists = await listsWrittenToday(tx, creditor, clock);
    // From here on a file can be to blame; what fails before is the whole company's, and no file waits for it.
    tried.push(...locked.map(({ debtorId }) => debtorId));
    const files = await loadFiles(tx, creditor.creditorId, locked, { withClosed: true });
    const judged = await judgePage({ context, settings, rulesOf, looks, sentLists }, files, page);
    const { approvals, done, again } = judged;
    await openApprovals(tx, creditor.creditorId, approvals);
    // In this order: what comes after a statement that fails fails too, and must not hide why.
    await Promise.all([tellBatch(tx, context, files.length, done), page.write(tx, creditor.creditorId)]);
    await at("page-written");
    return { files: files.length, again, done };
  });
  await at("page-committed");
  // Counted once committed: a batch that is tried again has not looked yet. Most files are done with the day at their
  // first look and need no counting, so that memory does not grow with the day.
  for (const debtorId of again) looks.set(debtorId, (looks.get(debtorId) ?? 0) + 1);
  tally.add(files, done);
  countDone(creditor, batchCounts(files, done));
  return files;
}

const NOTHING_DONE = { files: 0, again: [], done: [] } as const;

function batchCounts(files: number, done: readonly Done[]) {
  const claimsOf = (...kinds: Done["kind"][]) =>
    done.reduce((sum, one) => sum + (kinds.includes(one.kind) ? one.claims : 0), 0);
  return { files, steps: claimsOf("take", "ask"), closed: claimsOf("close"), parked: claimsOf("park") };
}

/** What `innfri runs` shows while a run is at work. */
async function tellBatch(
  tx: Tx,
  { creditor, clock }: RunContext,
  files: number,
  done: readonly Done[],
): Promise<void> {
  const claimsOf = (kind: Done["kind"]) =>
    done.reduce((sum, one) => sum + (one.kind === kind ? one.claims : 0), 0);
  await tx.run(sql`
    insert into run_batch (creditor_id, run_on, batch_id, files, steps, parked, committed_at)
    values (${creditor.creditorId}::uuid, ${clock.today}::date, gen_random_uuid(), ${files}::int,
      ${claimsOf("take")}::int, ${claimsOf("park")}::int, clock_timestamp())`);
}

/** Many files share an approval, and the first to need it opens it. */
async function openApprovals(
  tx: Tx,
  creditorId: Uuid,
  approvals: readonly ReturnType<typeof approvalOf>[],
): Promise<void> {
  // In one order for all lanes, so that two that open the same approvals do not wait for each other.
  const distinct = [...new Map(approvals.map((approval) => [approval.approvalId, approval])).values()].sort(
    (a, b) => (a.approvalId < b.approvalId ? -1 : 1),
  );
  for (const { approvalId, kind, openedAt, decideAt } of distinct)
    await tx.run(sql`
      insert into approval (creditor_id, approval_id, kind, opened_at, decide_at, state)
      values (${creditorId}::uuid, ${approvalId}::uuid, ${kind}, ${openedAt}::timestamptz, ${decideAt}::timestamptz, 'open')
      on conflict (creditor_id, approval_id) do update set state = 'open'`);
  const lists = distinct.filter(({ kind }) => kind === "collection-list");
  await refuseWritten(
    tx,
    creditorId,
    lists.map(({ approvalId }) => approvalId),
  );
}

/** Sets aside the file that cannot be judged, so that the rest goes on and a person sees why. */
async function setAside(
  context: RunContext,
  settings: CreditorSettings,
  tally: Tally,
  debtorId: Uuid | undefined,
  error: unknown,
): Promise<boolean> {
  try {
    return await parkFailed(context, settings, tally, debtorId, error);
  } catch (unread) {
    if (debtorId === undefined || isPassing(unread)) throw unread;
    const tell = (tx: Tx, claims: number) =>
      tellBatch(tx, context, 1, [{ kind: "park", step: null, claims }]);
    await setAsideUnread(context, { debtorId, error: unread, tell });
    tally.failed.push({ debtorId, message: saidOf(unread) });
    return true;
  }
}

/** Parks the claims of the file, with what it is known to hold. */
async function parkFailed(
  context: RunContext,
  settings: CreditorSettings,
  tally: Tally,
  debtorId: Uuid | undefined,
  error: unknown,
): Promise<boolean> {
  const { pool, creditor, clock, operator } = context;
  if (debtorId === undefined) return false;
  const message = saidOf(error);
  return withCreditor(pool, creditor.creditorId, async (tx) => {
    const locked = await lockFiles(tx, creditor.creditorId, [debtorId]);
    const [file] = await loadFiles(tx, creditor.creditorId, locked);
    if (file === undefined) return false;
    // Another lane has judged it meanwhile.
    if (file.nextLookOn === null || file.nextLookOn > clock.today) return true;
    const because = { rule: "defect" as const, text: defectOf(error) };
    const decisions = file.claims.flatMap(({ claimId, state }) =>
      state === "open" ? [{ kind: "park" as const, claim: claimId, because }] : [],
    );
    const page = emptyRows();
    writeJudgement(page, { operator, creditor, settings, clock, actor: "engine" }, file, {
      decisions,
      nextLookOn: null,
    });
    await writePage(tx, creditor.creditorId, page);
    await tellBatch(tx, context, 1, [{ kind: "park", step: null, claims: decisions.length }]);
    tally.failed.push({ debtorId: file.debtorId, message });
    countDone(creditor, { files: 1, steps: 0, closed: 0, parked: decisions.length });
    const { creditorId } = creditor;
    log.warn("file-parked", {
      creditor: creditorId,
      debtor: debtorId,
      on: clock.today,
      ...errorFields(error),
    });
    return true;
  });
}

export class Tally {
  files = 0;
  closed = 0;
  parked = 0;
  readonly letters: Record<string, number> = {};
  readonly asked: Record<string, number> = {};
  readonly failed: { debtorId: Uuid; message: string }[] = [];

  add(files: number, done: readonly Done[]): void {
    this.files += files;
    for (const { kind, step, claims, refused } of done) {
      if (refused !== undefined) this.failed.push(refused);
      else if (kind === "take") this.letters[step!] = (this.letters[step!] ?? 0) + claims;
      else if (kind === "ask") this.asked[step!] = (this.asked[step!] ?? 0) + claims;
      else if (kind === "close") this.closed += claims;
      else this.parked += claims;
    }
  }

  result(): RunResult {
    return {
      files: this.files,
      letters: this.letters,
      asked: this.asked,
      closed: this.closed,
      parked: this.parked,
      failed: this.failed,
    };
  }
}
