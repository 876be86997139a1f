/**
 * A worker takes jobs for any creditor for as long as it lives. Any number of them, on any machines, share one database:
 * what one leaves when it dies, another takes over.
 */
import type { OpenedInstallation } from "../installation.ts";
import { type Jobs, openJobs } from "../jobs/jobs.ts";
import type { QueueName } from "../jobs/queues.ts";
import { lawKeeper } from "../law/keep-law.ts";
import { log } from "../log/index.ts";
import type { TimeSource } from "../machine-time.ts";
import { newerSchema } from "../store/index.ts";
import { lookOut, readMailbox } from "./come-back.ts";
import { tellCreditor } from "./tell.ts";
import {
  deliverForCreditor,
  openCreditorDay,
  sealCreditor,
  sealForOperator,
  tick,
  type WorkContext,
  workCreditorLane,
} from "./work.ts";

export type WorkerOptions = {
  /** Batches at once in this process; 0 for one that answers people alone, and leaves the work to others. */
  readonly lanes: number;
  readonly now: () => Date;
  /** Another clock to hold `now` against; none where it is left out. */
  readonly secondOpinion?: TimeSource["secondOpinion"];
  /** Told of what failed; it is tried again. */
  readonly onError: (error: unknown, queue: QueueName | null) => void;
  readonly tickSeconds?: number;
  readonly pageSize?: number;
  readonly delivery?: WorkContext["delivery"];
};

export type Worker = {
  /** Finishes the batches in hand and takes no more. */
  stop(): Promise<void>;
  /** Null for a process that does none. */
  readonly jobs: Pick<Jobs, "state"> | null;
};

const TICK_SECONDS = 5;
/** Companies whose webhooks are told side by side: most of it is to wait for others' servers. */
const TELLS = 4;

/** Of a process that takes no jobs any more, nothing is to be said of those that wait. */
const IDLE = { lastHeartbeatSeconds: null, oldestWaitingSeconds: null };

/**
 * Starts to work. Throws when the database cannot be reached; later outages are waited out. Once a newer version has
 * migrated the database, this process finishes the batches in hand and takes no more: what it would write, and what it
 * would not, was never tried with those tables.
 */
export async function startWorker(installation: OpenedInstallation, options: WorkerOptions): Promise<Worker> {
  const { lanes, now, secondOpinion, onError, pageSize, tickSeconds, delivery } = options;
  const keepLaw = lawKeeper(installation.pool);
  if (lanes === 0) return keeping(keepLaw, options);
  const jobs = await openJobs({ url: await installation.urlFor("innfri_engine"), onError });
  const context: WorkContext = {
    installation,
    jobs,
    now,
    keepLaw,
    sealed: { on: null },
    ...(secondOpinion === undefined ? {} : { secondOpinion }),
    ...(pageSize === undefined ? {} : { pageSize }),
    ...(delivery === undefined ? {} : { delivery }),
  };
  await jobs.work("tick", 1, () => tick(context));
  await jobs.work("day", 1, (data, stopping) => openCreditorDay(context, data, stopping));
  await jobs.work("lane", lanes, (data, stopping) => workCreditorLane(context, data, stopping));
  await jobs.work("deliver", 1, (data, stopping) => deliverForCreditor(context, data, stopping));
  await jobs.work("seal", 1, (data) => sealCreditor(context, data));
  await jobs.work("tell", TELLS, (data, stopping) => tellCreditor(context, data, stopping));
  await jobs.work("seal-operator", 1, () => sealForOperator(context));
  let ended: Promise<unknown> | null = null;
  const beat = async () => {
    const newer = await newerSchema(installation.pool);
    if (ended !== null) return;
    if (newer === null) return jobs.send("tick", [{}]);
    log.error("schema-newer", { migration: newer });
    await end();
  };
  const look = () => void beat().catch((error: unknown) => onError(error, "tick"));
  look();
  const timer = setInterval(look, (tickSeconds ?? TICK_SECONDS) * 1000);
  const mailbox = lookOut(
    () => readMailbox(installation, now()),
    (error) => onError(error, null),
  );
  const end = () => {
    clearInterval(timer);
    ended ??= Promise.all([mailbox.stop(), jobs.stop()]);
    return ended;
  };
  return {
    jobs: { state: async () => (ended === null ? jobs.state() : IDLE) },
    stop: async () => void (await end()),
  };
}

/** Who only answers does so by the law that is loaded meanwhile. */
function keeping(
  keepLaw: () => Promise<void>,
  { onError, tickSeconds }: Pick<WorkerOptions, "onError" | "tickSeconds">,
): Worker {
  const look = () => void keepLaw().catch((error: unknown) => onError(error, null));
  look();
  const timer = setInterval(look, (tickSeconds ?? TICK_SECONDS) * 1000);
  return { jobs: null, stop: async () => clearInterval(timer) };
}
