/**
 * What a worker does for each kind of job. Each may be begun twice, at the same time or after each other, and be killed
 * anywhere: what is done is known by its rows, never by the job.
 */
import type { Uuid } from "@innfri/kernel";
import { type Clock, clockOf, dayIn, instantIn } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { closeDay, openDay, workLane } from "../engine/run-day.ts";
import type { RunContext } from "../engine/run-lane.ts";
import { nextRunAt, nextSealAt } from "../engine/run-times.ts";
import { type OpenedInstallation, type Operator, readOperator } from "../installation.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { JobData } from "../jobs/queues.ts";
import { OPERATOR_TIME_ZONE } from "../law/law-entries.ts";
import { log } from "../log/index.ts";
import { clocksDiffer, type TimeSource } from "../machine-time.ts";
import { closeLists, nextClosingAt } from "../outbox/close-lists.ts";
import { type DeliverOptions, deliverQueued } from "../outbox/deliver.ts";
import { deliverLists } from "../outbox/deliver-lists.ts";
import { deliverObjectionMails, objectionMailsWait } from "../outbox/objection-mails.ts";
import { nextDeliveryAt } from "../outbox/outages.ts";
import { sealDay } from "../roots/seal-day.ts";
import { sealOperator } from "../roots/seal-operator.ts";
import {
  dueWork,
  restUntil,
  sql,
  type Tx,
  takeWork,
  type Work,
  wake,
  withCreditor,
  withOperator,
} from "../store/index.ts";
import { type ReadyCreditor, readyCreditor } from "../usecases/ready-creditor.ts";
import { tendObjections } from "../usecases/tend-objections.ts";
import { tendRetention } from "../usecases/tend-retention.ts";
import { hearPrintHouse } from "./come-back.ts";

export type WorkContext = {
  readonly installation: OpenedInstallation;
  readonly jobs: Pick<Jobs, "send">;
  readonly now: () => Date;
  /** Another clock to hold `now` against; none where it is left out. */
  readonly secondOpinion?: TimeSource["secondOpinion"];
  /** Takes up what the operator has loaded of the law. */
  readonly keepLaw: () => Promise<void>;
  /** The hour in which this process has last asked for the operator's root. */
  readonly sealed: { on: string | null };
  /** Most files in a batch; the engine's own measure when left out. */
  readonly pageSize?: number;
  /** For how long a company's letters leave before others have their turn. */
  readonly turnMs?: number;
  readonly delivery?: Pick<DeliverOptions, "leaseMs">;
};

type Ready = ReadyCreditor & { readonly operator: Operator };

/** While work is in hand nobody else is sent for it, but lanes that got lost are sent again after so long. */
const LOOK_AFTER_SECONDS = 30;
/** So many files are worth a lane of their own, and more lanes than this only wait for each other. */
const FILES_PER_LANE = 5000;
const MESSAGES_PER_LANE = 1000;
const MOST_LANES = 16;

/**
 * One process delivers for one company at a time. A million letters by a slow mail server take a day, and those of
 * others must not wait for it, nor their runs for what an earlier day has left.
 */
const TURN_MS = 120_000;
/** A mail server that did not take a collection list is asked again on the same day. */
const LIST_AGAIN_MS = 5 * 60_000;

/** The operator's root is made when the creditors' own are there. */
const SEAL_OPERATOR_AT = "03:00";

/** Sends a job for whatever is due. */
export async function tick({ installation, jobs, now, sealed }: WorkContext): Promise<void> {
  const due = await dueWork(installation.pool);
  const dueFor = (work: Work) =>
    due.filter((one) => one.work === work).map(({ creditorId }) => ({ creditorId }));
  await jobs.send("day", dueFor("run"));
  await jobs.send(
    "deliver",
    dueFor("deliver").map((of) => ({ ...of, laneNo: 0 })),
  );
  await jobs.send("seal", dueFor("seal"));
  await jobs.send("tell", dueFor("tell"));
  const operatorsNow = now();
  const day = dayIn(OPERATOR_TIME_ZONE, operatorsNow);
  // Asked for again every hour: a clock that was wrong at night, or a job that failed, leaves no day without its root.
  const hour = operatorsNow.toISOString().slice(0, 13);
  if (
    instantIn(OPERATOR_TIME_ZONE, day, SEAL_OPERATOR_AT) <= operatorsNow.toISOString() &&
    sealed.on !== hour
  ) {
    await jobs.send("seal-operator", [{ day }]);
    sealed.on = hour;
  }
}

/** The root of a creditor's day that has ended; then nothing until the next has. */
export async function sealCreditor(context: WorkContext, { creditorId }: JobData["seal"]): Promise<void> {
  const { installation, now } = context;
  const { pool } = installation;
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) return;
  const clock = clockOf(creditor, now());
  if (await isClockWrong(context, { creditor, clock })) {
    await withCreditor(pool, creditorId, (tx) => takeWork(tx, creditorId, "seal", LOOK_AFTER_SECONDS));
    return;
  }
  await sealDay(installation, creditor, clock);
  await withCreditor(pool, creditorId, (tx) =>
    restUntil(tx, creditorId, "seal", nextSealAt(creditor, clock.today)),
  );
}

export async function sealForOperator({ installation, now, secondOpinion }: WorkContext): Promise<void> {
  const at = now();
  if (clocksDiffer(at, (await secondOpinion?.(installation.pool)) ?? null) !== null) return;
  const operator = await withOperator(installation.pool, readOperator);
  if (operator !== undefined) await sealOperator({ ...installation, operator }, at);
}

/** Opens the day of a creditor and sends as many lanes as there is work for. */
export async function openCreditorDay(
  context: WorkContext,
  { creditorId }: JobData["day"],
  stopping: AbortSignal,
): Promise<void> {
  const ready = await take(context, creditorId, "run");
  if (ready === null) return;
  const { pool } = context.installation;
  // What came back, or could not be sent on an earlier day, is undone before this day is judged.
  await hearPrintHouse({ ...context.installation, operator: ready.operator }, ready);
  const turn = turnOf(context, stopping);
  await deliver(context, ready, { isDayDone: false, isLateOnly: true, signal: turn });
  if (turn.aborted) return withCreditor(pool, creditorId, (tx) => wake(tx, creditorId, "run"));
  await openDay(runContext(context, ready));
  await tendObjections(runContext(context, ready));
  await tendRetention({ ...runContext(context, ready), directory: context.installation.directory });
  const files = await withCreditor(pool, creditorId, (tx) => countDue(tx, creditorId, ready.clock));
  const lanes = Math.max(1, Math.min(MOST_LANES, Math.ceil(files / FILES_PER_LANE)));
  const day = ready.clock.today;
  await context.jobs.send(
    "lane",
    Array.from({ length: lanes }, (_, laneNo) => ({ creditorId, day, laneNo })),
  );
}

/** Batches until nothing is due. A lane that finds nothing left closes the day. */
export async function workCreditorLane(
  context: WorkContext,
  { creditorId, day }: JobData["lane"],
  stopping: AbortSignal,
): Promise<void> {
  const ready = await take(context, creditorId, "run");
  // Nothing is backdated: what a day has left when it ends is the next day's.
  if (ready === null || ready.clock.today !== day) return;
  const { pageSize, now, installation } = context;
  const goesOn = () => !stopping.aborted && dayIn(ready.creditor.timeZone, now()) === day;
  const run = runContext(context, ready);
  const options = { goesOn, ...(pageSize === undefined ? {} : { pageSize }) };
  do await workLane(run, ready.settings, options);
  while (goesOn() && !(await closeDay(run, ready.settings)));
  // What this process leaves when it is stopped, another takes up at once.
  if (stopping.aborted)
    await withCreditor(installation.pool, creditorId, (tx) => wake(tx, creditorId, "run"));
}

/**
 * Sends what is queued, and the lists of a day that is done, and closes those that have come to their instant; then rests
 * until the next message may go or the next list closes.
 */
export async function deliverForCreditor(
  context: WorkContext,
  { creditorId, laneNo }: JobData["deliver"],
  stopping: AbortSignal,
): Promise<void> {
  const ready = await take(context, creditorId, "deliver");
  if (ready === null) return;
  const turn = turnOf(context, stopping);
  const { pool } = context.installation;
  if (laneNo === 0) {
    const messages = await withCreditor(pool, creditorId, (tx) => countQueued(tx, creditorId, ready.clock));
    const more = Math.min(MOST_LANES, Math.ceil(messages / MESSAGES_PER_LANE)) - 1;
    await context.jobs.send(
      "deliver",
      Array.from({ length: Math.max(0, more) }, (_, i) => ({ creditorId, laneNo: i + 1 })),
    );
  }
  const isDayDone = await withCreditor(pool, creditorId, (tx) => isRunFinished(tx, creditorId, ready.clock));
  const listProblems = await deliver(context, ready, { isDayDone, signal: turn });
  await closeLists(pool, ready.creditor, ready.clock);
  await withCreditor(pool, creditorId, async (tx) => {
    // Whoever's turn is next goes on with what is left.
    if (turn.aborted) return wake(tx, creditorId, "deliver");
    const next = [
      await nextDeliveryAt(tx, creditorId, ready.clock),
      await nextClosingAt(tx, creditorId, ready.clock),
      listProblems === 0 && !(await objectionMailsWait(tx, creditorId))
        ? null
        : new Date(context.now().getTime() + LIST_AGAIN_MS).toISOString(),
    ];
    await restUntil(tx, creditorId, "deliver", next.filter((at) => at !== null).sort()[0] ?? null);
  });
}

/**
 * The creditor with everything that may have changed since the last job: law, operator, rules, clock. Null when there is
 * nothing to do for it, because its rules are not complete; the change that completes them wakes it.
 */
async function take(context: WorkContext, creditorId: Uuid, work: Work): Promise<Ready | null> {
  const { pool } = context.installation;
  await withCreditor(pool, creditorId, (tx) => takeWork(tx, creditorId, work, LOOK_AFTER_SECONDS));
  await context.keepLaw();
  const operator = await withOperator(pool, readOperator);
  const ready = await readyCreditor(pool, creditorId, context.now());
  // Looked at again after a while: a clock that was wrong is set right.
  if (ready !== null && (await isClockWrong(context, ready))) return null;
  if (operator !== undefined && ready !== null) return { ...ready, operator };
  const creditor = await creditorById(pool, creditorId);
  const tomorrow =
    creditor === undefined ? null : nextRunAt(creditor, {}, dayIn(creditor.timeZone, context.now()));
  await withCreditor(pool, creditorId, (tx) => restUntil(tx, creditorId, work, tomorrow));
  return null;
}

/** By a clock that was set back, or that the database's does not agree with, nothing is decided and nothing leaves. */
async function isClockWrong(
  { installation, secondOpinion }: WorkContext,
  { creditor, clock }: Pick<ReadyCreditor, "creditor" | "clock">,
): Promise<boolean> {
  // The very instant that is worked by: another look could say something else.
  const differ = clocksDiffer(new Date(clock.nowAt), (await secondOpinion?.(installation.pool)) ?? null);
  if (differ === null && clock.setBackTo === undefined) return false;
  log.error("clock-differs", {
    creditor: creditor.creditorId,
    ...(clock.setBackTo === undefined ? {} : { on: clock.setBackTo, until: clock.today }),
    ...(differ === null ? {} : { differenceMs: differ.differenceMs }),
  });
  return true;
}

function runContext({ installation }: WorkContext, { operator, creditor, clock }: Ready): RunContext {
  return { pool: installation.pool, operator, creditor, clock };
}

/** Aborted when this process is to stop, or when it is the turn of others. */
function turnOf({ turnMs = TURN_MS }: WorkContext, stopping: AbortSignal): AbortSignal {
  return AbortSignal.any([stopping, AbortSignal.timeout(turnMs)]);
}

/** Returns how many lists could not be sent. */
async function deliver(
  { installation, delivery }: WorkContext,
  ready: Ready,
  {
    isDayDone,
    ...options
  }: { readonly isDayDone: boolean; readonly isLateOnly?: true; readonly signal: AbortSignal },
): Promise<number> {
  const { creditor, clock, operator } = ready;
  await deliverQueued({ ...installation, operator }, creditor, clock, {
    ...delivery,
    ...options,
  });
  const { problems } = await deliverLists(installation, ready, { isDayDone });
  const mails = await deliverObjectionMails(installation, ready);
  if (mails.problems.length > 0)
    log.warn("delivery-failed", { creditor: creditor.creditorId, mails: mails.problems.length });
  if (problems.length > 0)
    log.warn("delivery-failed", { creditor: creditor.creditorId, lists: problems.length });
  return problems.length;
}

/** Not beyond what decides about the number of lanes: a day may have a million. */
async function countDue(tx: Tx, creditorId: Uuid, { today }: Clock): Promise<number> {
  const most = FILES_PER_LANE * MOST_LANES;
  const { files } = await tx.one<{ files: number }>(sql`
    select count(*)::int as files from (select from file
      where creditor_id = ${creditorId}::uuid and next_look_on <= ${today}::date limit ${most}::int) due`);
  return files;
}

async function countQueued(tx: Tx, creditorId: Uuid, { nowAt }: Clock): Promise<number> {
  const most = MESSAGES_PER_LANE * MOST_LANES;
  const { messages } = await tx.one<{ messages: number }>(sql`
    select count(*)::int as messages from (select from message where creditor_id = ${creditorId}::uuid
      and state = 'queued' and send_after <= ${nowAt}::timestamptz limit ${most}::int) queued`);
  return messages;
}

async function isRunFinished(tx: Tx, creditorId: Uuid, { today }: Clock): Promise<boolean> {
  const row = await tx.maybe<{ isDone: boolean }>(sql`
    select finished_at is not null as "isDone" from run
    where creditor_id = ${creditorId}::uuid and run_on = ${today}::date`);
  return row?.isDone ?? false;
}
