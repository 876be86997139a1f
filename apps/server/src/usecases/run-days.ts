/** The daily runs: one day, or a sandbox's days up to one, then what they queued is sent. */
import { addDays, type CalendarDate, latest, type Uuid } from "@innfri/kernel";
import { type Clock, clockOf, clockOnDay, setBackText } from "../clock.ts";
import { clockToSend } from "../engine/contact-limits.ts";
import { allCreditors, type Creditor } from "../engine/creditors.ts";
import { countWaiting, staleFeeds } from "../engine/freshness.ts";
import { runDay } from "../engine/run-day.ts";
import type { RunOptions, RunResult } from "../engine/run-lane.ts";
import type { Installation, Operator } from "../installation.ts";
import { errorFields, log, saidOf } from "../log/index.ts";
import { type ClocksDiffer, clocksDiffer, type TimeSource } from "../machine-time.ts";
import { type Ways, waysOf } from "../outbox/carriers.ts";
import { closeLists } from "../outbox/close-lists.ts";
import { type Delivered, type DeliverOptions, deliverQueued } from "../outbox/deliver.ts";
import { deliverLists } from "../outbox/deliver-lists.ts";
import { deliverObjectionMails } from "../outbox/objection-mails.ts";
import { type PrintAnswersRead, readPrintAnswers } from "../outbox/print-answers.ts";
import { isOutage, sql, withCreditor } from "../store/index.ts";
import { completeSettings } from "./ready-creditor.ts";
import { nextObjectionDay, tendObjections } from "./tend-objections.ts";
import { tendRetention } from "./tend-retention.ts";

export type RunRequest = {
  /** Only this creditor; all when left out. */
  readonly creditorId?: Uuid;
  /** `on` runs one day, `until` every day from the one after the last run; today when both are left out. */
  readonly on?: CalendarDate;
  readonly until?: CalendarDate;
};

export type CreditorRun =
  | {
      readonly kind: "ran";
      readonly creditor: Creditor;
      readonly from: CalendarDate;
      readonly through: CalendarDate;
      readonly result: RunResult;
      readonly sent: {
        readonly email: number;
        readonly post: number;
        readonly lists: number;
        readonly failed: Delivered["failed"];
        readonly unknown: Delivered["unknown"];
        readonly again: number;
        readonly down: Delivered["down"];
        readonly listProblems: readonly string[];
      };
      /** What its print house has said since; null where its letters go to none. */
      readonly printHouse: PrintAnswersRead | null;
      /** E-mails that are decided and wait for the hour at which contact hours open; null for none. */
      readonly waiting: Waiting | null;
      /** What of its data is too old, and how many customers' steps wait for it; null where nothing is. */
      readonly stale: Stale | null;
      /** Where letters lie that are only files. */
      readonly folder: string;
      /** Who takes its letters. */
      readonly ways: Ways;
    }
  | { readonly kind: "refused"; readonly creditor: Creditor; readonly reason: string }
  /** Something of its own went wrong on the way: what was done before that stays done. */
  | { readonly kind: "broken-off"; readonly creditor: Creditor; readonly reason: string };

export type Stale = { readonly because: readonly string[]; readonly customers: number };
export type Waiting = { readonly messages: number; readonly until: string };

export type RunProgress = (done: {
  readonly creditor: Creditor;
  readonly day: CalendarDate;
  readonly files: number;
}) => void;

export type DayOptions = RunOptions & {
  readonly onProgress?: RunProgress;
  readonly delivery?: DeliverOptions;
  /** Another clock to hold the instant against; none where it is left out. */
  readonly secondOpinion?: TimeSource["secondOpinion"];
};

/** A letter that is given up is written anew on the same day, by the next channel; more often is a defect. */
const MOST_RUNS_PER_DAY = 4;

export async function runDays(
  installation: Installation & { readonly operator: Operator },
  request: RunRequest,
  now: Date,
  options: DayOptions = {},
): Promise<CreditorRun[]> {
  const creditors = (await allCreditors(installation.pool)).filter(
    ({ creditorId }) => request.creditorId === undefined || creditorId === request.creditorId,
  );
  const differ = clocksDiffer(now, (await options.secondOpinion?.(installation.pool)) ?? null);
  if (differ !== null) log.error("clock-differs", { differenceMs: differ.differenceMs });
  const runs: CreditorRun[] = [];
  const broken: unknown[] = [];
  for (const creditor of creditors)
    runs.push(
      await runCreditor(installation, creditor, request, now, differ, options).catch((error: unknown) => {
        broken.push(error);
        return brokenOff(creditor, error);
      }),
    );
  // Where none could be run it is nobody's own trouble.
  if (broken.length > 0 && broken.length === runs.length) throw broken[0];
  return runs;
}

/** One company's full disk, or a file that it may not write, keeps no other from its day. */
function brokenOff(creditor: Creditor, error: unknown): CreditorRun {
  if (isOutage(error)) throw error;
  log.error("run-failed", { creditor: creditor.creditorId, ...errorFields(error) });
  return { kind: "broken-off", creditor, reason: saidOf(error) };
}

/** A sandbox's day is its own. */
function wrongClock(creditor: Creditor, clock: Clock, differ: ClocksDiffer | null): string | null {
  return creditor.isSandbox ? null : (differ?.text ?? setBackText(clock));
}

async function runCreditor(
  installation: Installation & { readonly operator: Operator },
  creditor: Creditor,
  request: RunRequest,
  now: Date,
  differ: ClocksDiffer | null,
  options: DayOptions,
): Promise<CreditorRun> {
  const clock = clockOf(creditor, now);
  const through = request.on ?? request.until ?? clock.today;
  const refusal = wrongClock(creditor, clock, differ) ?? refusalOf(creditor, clock.today, through);
  if (refusal !== null) return { kind: "refused", creditor, reason: refusal };
  const rules = await completeSettings(installation.pool, creditor, through);
  if (rules.kind === "incomplete") return { kind: "refused", creditor, reason: rules.reason };
  const { settings } = rules;

  const from = request.until === undefined ? through : clock.today;
  let result: RunResult | undefined;
  const sent = {
    email: 0,
    post: 0,
    lists: 0,
    failed: [] as Delivered["failed"][number][],
    unknown: [] as Delivered["unknown"][number][],
    again: 0,
    down: [] as Delivered["down"],
    listProblems: [] as readonly string[],
  };
  let folder = "";
  let sends = 0;
  let printHouse: PrintAnswersRead | null = null;
  for (let day: CalendarDate = from; day <= through; ) {
    const today = clockOnDay(clock, day);
    const context = { pool: installation.pool, operator: installation.operator, creditor, clock: today };
    const onPage = (files: number) => options.onProgress?.({ creditor, day, files });
    const send = async (isDayDone: boolean): Promise<number> => {
      sends += 1;
      const delivered = await deliverQueued(installation, creditor, clockToSend(settings, creditor, today), {
        waits: true,
        // A person has come to see to it; once is enough.
        isEager: sends === 1,
        ...options.delivery,
      });
      const { operator } = installation;
      sent.email += delivered.email;
      sent.post += delivered.post;
      sent.failed.push(...delivered.failed);
      sent.unknown.push(...delivered.unknown);
      sent.again += delivered.again;
      sent.down = delivered.down;
      const lists = await deliverLists(
        installation,
        { operator, creditor, settings, clock: today },
        { isDayDone, ...(options.delivery?.env === undefined ? {} : { env: options.delivery.env }) },
      );
      sent.lists += lists.sent;
      const mails = await deliverObjectionMails(
        installation,
        { operator, creditor, settings, clock: today },
        options.delivery?.env === undefined ? {} : { env: options.delivery.env },
      );
      sent.listProblems = [...lists.problems, ...mails.problems];
      folder = delivered.folder;
      return delivered.failed.length;
    };
    // What came back, or could not be sent on an earlier day, is undone before this day is judged.
    if (day === from) {
      printHouse = await readPrintAnswers(installation, creditor, today, options.delivery?.env);
      await send(false);
    }
    const onOpened = async () => {
      await tendObjections(context);
      await tendRetention({ ...context, directory: installation.directory });
    };
    for (let runs = 1; ; runs += 1) {
      result = together(result, await runDay(context, { ...options, onOpened, onPage }));
      if ((await send(true)) === 0 || runs === MOST_RUNS_PER_DAY) break;
    }
    // A sandbox's day has come to noon; a real company's lists close when they do, by a worker's tick or the next run.
    await closeLists(installation.pool, creditor, clockOf({ ...creditor, clockOn: day }, now));
    if (day === through) break;
    day = await nextDay(installation, creditor, day, through);
  }
  const lastDay = clockToSend(settings, creditor, clockOnDay(clock, through));
  const waiting = await waitingMessages(installation, creditor, lastDay);
  const stale = await withCreditor(
    installation.pool,
    creditor.creditorId,
    async (tx): Promise<Stale | null> => {
      const because = await staleFeeds(tx, creditor, settings, clockOnDay(clock, through));
      return because.length === 0
        ? null
        : { because, customers: await countWaiting(tx, creditor.creditorId) };
    },
  );
  const ways = waysOf(creditor, settings);
  const told = { from, through, result: result!, sent, printHouse, waiting, stale, folder, ways };
  return { kind: "ran", creditor, ...told };
}

async function waitingMessages(
  { pool }: Installation,
  { creditorId }: Creditor,
  { nowAt }: Clock,
): Promise<Waiting | null> {
  const { messages, until } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ messages: number; until: string | null }>(sql`
      select count(*)::int as messages, min(send_after) as until from message m
      where creditor_id = ${creditorId}::uuid and state = 'queued' and send_after > ${nowAt}::timestamptz
        and not exists (select from delivery_attempt a
          where a.creditor_id = m.creditor_id and a.message_id = m.message_id)`),
  );
  return until === null ? null : { messages, until };
}

/** A real company's day is today in its time zone; a sandbox's clock moves forward, never back. */
function refusalOf(creditor: Creditor, today: CalendarDate, through: CalendarDate): string | null {
  if (creditor.isSandbox)
    return through < today ? `its clock stands at ${today} and never goes back to ${through}` : null;
  if (through > today) return `${through} has not come yet: it is ${today}. Only a sandbox can run ahead`;
  return through < today
    ? `${through} has passed: a run is dated the day it runs, and nothing is backdated`
    : null;
}

/** The next day on which a file is due or a list closes, so that quiet days cost nothing; the last day is always run. */
async function nextDay(
  installation: Installation,
  creditor: Creditor,
  after: CalendarDate,
  through: CalendarDate,
): Promise<CalendarDate> {
  const tomorrow = addDays(after, 1);
  const [row, objections] = await withCreditor(installation.pool, creditor.creditorId, async (tx) => [
    await tx.one<{ next: CalendarDate | null }>(sql`
      select min(day) as next from (
        select min(next_look_on) as day from file
        where creditor_id = ${creditor.creditorId}::uuid and next_look_on <= ${through}::date
        union all
        select min((decide_at at time zone ${creditor.timeZone})::date) from approval
        where creditor_id = ${creditor.creditorId}::uuid and state = 'open' and kind = 'collection-list') days
      where day <= ${through}::date`),
    await nextObjectionDay(tx, creditor.creditorId, after),
  ]);
  const days = [row.next, objections].filter((day) => day !== null && day <= through).sort();
  const next = days[0] ?? null;
  return next === null ? through : latest(tomorrow, next);
}

function together(a: RunResult | undefined, b: RunResult): RunResult {
  if (a === undefined) return b;
  return {
    files: a.files + b.files,
    letters: sums(a.letters, b.letters),
    asked: sums(a.asked, b.asked),
    closed: a.closed + b.closed,
    parked: a.parked + b.parked,
    failed: [...a.failed, ...b.failed],
  };
}

function sums(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const all: Record<string, number> = { ...a };
  for (const [key, count] of Object.entries(b)) all[key] = (all[key] ?? 0) + count;
  return all;
}
