/**
 * A worker takes jobs for any creditor for as long as it lives. Any number of them, on any machines, share one database:
 * what one leaves when it dies, another takes over.
 */
import type { OpenedInstallation } from "../installation.ts";
import { type Jobs, openJobs } from "../jobs/jobs.ts";
import type { QueueName } from "../jobs/queues.ts";
import { lawKeeper } from "../law/keep-law.ts";
import type { TimeSource } from "../machine-time.ts";
import { lookOut, readMailbox } from "./come-back.ts";
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
  /** Batches at once in this process. */
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
  readonly jobs: Pick<Jobs, "state">;
};

const TICK_SECONDS = 5;
/** One that has an earlier day's letters to undo first keeps no other day from being opened. */
const DAYS = 2;

/** Starts to work. Throws when the database cannot be reached; later outages are waited out. */
export async function startWorker(installation: OpenedInstallation, options: WorkerOptions): Promise<Worker> {
  const { lanes, now, secondOpinion, onError, pageSize, tickSeconds, delivery } = options;
  const jobs = await openJobs({ url: await installation.urlFor("innfri_engine"), onError });
  const keepLaw = lawKeeper(installation.pool);
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
  await jobs.work("day", DAYS, (data, stopping) => openCreditorDay(context, data, stopping));
  await jobs.work("lane", lanes, (data, stopping) => workCreditorLane(context, data, stopping));
  await jobs.work("deliver", 1, (data, stopping) => deliverForCreditor(context, data, stopping));
  await jobs.work("seal", 1, (data) => sealCreditor(context, data));
  await jobs.work("seal-operator", 1, () => sealForOperator(context));
  const send = () => void jobs.send("tick", [{}]).catch((error: unknown) => onError(error, "tick"));
  send();
  const timer = setInterval(send, (tickSeconds ?? TICK_SECONDS) * 1000);
  const mailbox = lookOut(
    () => readMailbox(installation, now()),
    (error) => onError(error, null),
  );
  return {
    jobs,
    stop: async () => {
      clearInterval(timer);
      await Promise.all([mailbox.stop(), jobs.stop()]);
    },
  };
}
