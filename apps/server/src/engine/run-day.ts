/**
 * A day's run for one creditor: opened, worked off by lanes on one machine or many, and closed. What is done is no
 * longer due, so a run that was killed goes on where it was, and a second run of the day finds nothing to do.
 */

import { availableParallelism } from "node:os";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { at } from "../faults/points.ts";
import { errorFields, log } from "../log/index.ts";
import { countFailedRun, countFinishedRun } from "../metrics/counters.ts";
import { lockFiles, restUntil, sql, type Tx, wake, withCreditor } from "../store/index.ts";
import type { CreditorSettings } from "./creditor-settings.ts";
import { settingsOn } from "./creditors.ts";
import { staleFeeds, wakeWaiting } from "./freshness.ts";
import { type RunContext, type RunOptions, type RunResult, runLane, Tally } from "./run-lane.ts";
import { nextRunAt } from "./run-times.ts";
import { takeUpConfirmed } from "./take-up.ts";

/**
 * Batches at once in a process: while one is decided, the other waits for the database. More do no more in a day, and hold
 * more memory.
 */
export const LANES = 2;

/** For a process that lasts: one processor is left for people who wait for an answer. */
export const LASTING_LANES = Math.max(1, Math.min(LANES, availableParallelism() - 1));

/** A run of a day before one that has been run: it would date what it decides before what that follows. */
export class DayHasPassed extends Error {
  override readonly name = "DayHasPassedError";
}

/** Runs a day. Everything that is due by then is done, dated this day; nothing is backdated. */
export async function runDay(context: RunContext, options: RunOptions = {}): Promise<RunResult> {
  try {
    return await runTheDay(context, options);
  } catch (error) {
    const { creditor, clock } = context;
    countFailedRun(creditor);
    log.error("run-failed", { creditor: creditor.creditorId, on: clock.today, ...errorFields(error) });
    throw error;
  }
}

async function runTheDay(context: RunContext, options: RunOptions): Promise<RunResult> {
  const settings = await openDay(context);
  const tally = new Tally();
  if (settings === undefined) return tally.result();
  await options.onOpened?.();
  const looks = new Map<Uuid, number>();
  const lane = () => runLane(context, settings, options, tally, looks);
  do await Promise.all(Array.from({ length: options.lanes ?? LANES }, lane));
  while ((options.goesOn?.() ?? true) && !(await closeDay(context, settings)));
  return tally.result();
}

/**
 * Makes a day ready for its lanes, and takes up what waited for a confirmation. Safe to do again while they work.
 * Undefined where the creditor has no settings on that day.
 */
export async function openDay(context: RunContext): Promise<CreditorSettings | undefined> {
  const { creditorId } = context.creditor;
  const settings = await withCreditor(context.pool, creditorId, (tx) => beginRun(tx, context));
  await at("day-opened");
  log.info("run-started", { creditor: creditorId, on: context.clock.today });
  if (settings !== undefined)
    await takeUpConfirmed(context.pool, context.creditor, { clock: context.clock, actor: "engine" });
  return settings;
}

/** Works off batches until nothing is due that no other lane holds, on this machine or another. */
export async function workLane(
  context: RunContext,
  settings: CreditorSettings,
  options: RunOptions,
): Promise<RunResult> {
  const tally = new Tally();
  await runLane(context, settings, options, tally, new Map());
  return tally.result();
}

/**
 * Ends the day once everything is done, and says whether it is. Waits for files that others hold: what is due after
 * that is for the lanes again.
 */
export async function closeDay(
  context: RunContext,
  settings: Pick<CreditorSettings, "runAt">,
): Promise<boolean> {
  if (await awaitPassedOver(context)) return false;
  await at("day-worked");
  const { creditor, clock } = context;
  const ended = await withCreditor(context.pool, creditor.creditorId, async (tx) => {
    const run = await endRun(tx, context, settings);
    await at("day-closing");
    return run;
  });
  await at("day-closed");
  if (ended !== undefined) {
    // A sandbox's run begins at an instant of its own clock.
    const durationMs = creditor.isSandbox ? undefined : Math.round(ended.seconds * 1000);
    countFinishedRun(creditor, durationMs);
    log.info("run-finished", { creditor: creditor.creditorId, on: clock.today, durationMs });
  }
  return true;
}

async function beginRun(tx: Tx, { creditor, clock }: RunContext): Promise<CreditorSettings | undefined> {
  const { creditorId } = creditor;
  if (clock.isSandbox)
    await tx.run(sql`
      update creditor set clock_on = ${clock.today}::date
      where creditor_id = ${creditorId}::uuid and is_sandbox and (clock_on is null or clock_on < ${clock.today}::date)`);
  await tx.run(sql`
    update creditor set last_run_on = ${clock.today}::date
    where creditor_id = ${creditorId}::uuid and (last_run_on is null or last_run_on < ${clock.today}::date)`);
  const { lastRunOn } = await tx.one<{ lastRunOn: CalendarDate }>(sql`
    select last_run_on as "lastRunOn" from creditor where creditor_id = ${creditorId}::uuid`);
  if (lastRunOn > clock.today || clock.setBackTo !== undefined)
    throw new DayHasPassed(`${clock.setBackTo ?? clock.today} is before the last run, of ${lastRunOn}`);
  await tx.run(sql`
    insert into run (creditor_id, run_on, started_at)
    values (${creditorId}::uuid, ${clock.today}::date, ${clock.nowAt}::timestamptz) on conflict do nothing`);
  const settings = await settingsOn(tx, creditorId, clock.today);
  if (settings === undefined) return undefined;
  const stale = await staleFeeds(tx, creditor, settings, clock);
  if (stale.length === 0) await wakeWaiting(tx, creditorId, clock);
  else log.warn("source-stale", { creditor: creditorId, on: clock.today });
  return settings;
}

/**
 * Lanes pass over files that a person or a payment holds. Waits until those are free and says whether there were
 * any: what was committed meanwhile is then judged with everything else of the day.
 */
async function awaitPassedOver({ pool, creditor, clock }: RunContext): Promise<boolean> {
  const { creditorId } = creditor;
  return withCreditor(pool, creditorId, async (tx) => {
    const due = await tx.many<{ debtorId: Uuid }>(sql`
      select debtor_id as "debtorId" from file
      where creditor_id = ${creditorId}::uuid and next_look_on <= ${clock.today}::date limit 1000`);
    const ids = due.map(({ debtorId }) => debtorId);
    if (ids.length > 0) await lockFiles(tx, creditorId, ids);
    return ids.length > 0;
  });
}

/** Returns how long the run took, where this is who ends it. */
async function endRun(
  tx: Tx,
  { creditor, clock }: RunContext,
  settings: Pick<CreditorSettings, "runAt">,
): Promise<{ readonly seconds: number } | undefined> {
  const { creditorId } = creditor;
  // A payment or a credit note ends a claim without looking at its proposal.
  await tx.run(sql`
    update approval_item i set state = 'lapsed', decided_by = 'engine', decided_at = ${clock.nowAt}::timestamptz
    from claim_now n
    where i.creditor_id = ${creditorId}::uuid and i.state = 'open'
      and n.creditor_id = i.creditor_id and n.claim_id = i.claim_id and n.state = 'closed'`);
  await tx.run(sql`
    update approval set state = 'decided'
    where creditor_id = ${creditorId}::uuid and state = 'open'
      and not exists (select from approval_item i where i.creditor_id = approval.creditor_id
        and i.approval_id = approval.approval_id and i.state = 'open')`);
  const ended = await tx.maybe<{ seconds: number }>(sql`
    update run set finished_at = ${clock.nowAt}::timestamptz
    where creditor_id = ${creditorId}::uuid and run_on = ${clock.today}::date and finished_at is null
    returning extract(epoch from clock_timestamp() - started_at)::float8 as seconds`);
  if (creditor.isSandbox) return ended;
  await restUntil(tx, creditorId, "run", nextRunAt(creditor, settings, clock.today));
  await wake(tx, creditorId, "deliver");
  return ended;
}
