/**
 * The job queue: work that any process of an installation may take, one at a time of each kind and creditor, taken over
 * by another when the process that has it dies. It stands on the same PostgreSQL as everything else.
 */

import { PgBoss } from "pg-boss";
import { at } from "../faults/points.ts";
import type { JobsState } from "../operations/index.ts";
import { JOBS_SCHEMA } from "../store/jobs-schema.ts";
import { withRole } from "../store/sql.ts";
import { type JobData, keyOf, QUEUE_NAMES, type QueueName } from "./queues.ts";

export type Handler<Q extends QueueName> = (data: JobData[Q], stopping: AbortSignal) => Promise<void>;

export type Jobs = {
  /** Puts jobs into their queue; none for what waits there or is at work. */
  send<Q extends QueueName>(queue: Q, data: readonly JobData[Q][]): Promise<void>;
  /** Works jobs off, `atOnce` side by side. `stopping` is aborted once this process is to stop. */
  work<Q extends QueueName>(queue: Q, atOnce: number, handler: Handler<Q>): Promise<void>;
  /** How the queue stands, for whoever watches. */
  state(): Promise<JobsState>;
  /** Takes no more jobs and waits for those in hand, at most this long; what is not done then is another's. */
  stop(withinMs?: number): Promise<void>;
};

export type JobsOptions = {
  readonly url: string;
  /** What went wrong in the queue itself or in a handler; the job is tried again. */
  readonly onError: (error: unknown, queue: QueueName | null) => void;
};

/** A process that says nothing for so long is dead: the shortest that the queue offers. */
const DEAD_AFTER_SECONDS = 10;
/** How often somebody looks for dead ones, and for new jobs: with the above a job is taken over within 15 s. */
const LOOK_EVERY_SECONDS = 1;
const POLL_EVERY_SECONDS = 0.5;

const DAY_SECONDS = 24 * 60 * 60;

const QUEUE_SETTINGS = {
  heartbeatSeconds: DEAD_AFTER_SECONDS,
  expireInSeconds: DAY_SECONDS,
  // What fails more often comes back with the next tick.
  retryLimit: 5,
  retryDelay: 0,
  retentionSeconds: DAY_SECONDS,
};

// Every worker looks for due work every few seconds, so a tick says that one lives.
const STATE = `select
  extract(epoch from now() - max(greatest(heartbeat_on, started_on, completed_on)))::float8 as "lastHeartbeatSeconds",
  extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry') and start_after <= now()))::float8
    as "oldestWaitingSeconds"
  from ${JOBS_SCHEMA}.job`;

/** Opens the queue. Throws when the database is not migrated or cannot be reached. */
export async function openJobs({ url, onError }: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: withRole(url, "innfri_engine"),
    application_name: "innfri jobs",
    schema: JOBS_SCHEMA,
    max: 3,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    superviseIntervalSeconds: LOOK_EVERY_SECONDS,
    monitorIntervalSeconds: LOOK_EVERY_SECONDS,
    maintenanceIntervalSeconds: 300,
    queueCacheIntervalSeconds: 60,
  });
  boss.on("error", (error) => onError(error, null));
  await boss.start();
  await prepareQueues(boss);
  const stopping = new AbortController();
  return {
    send: async (queue, data) => {
      if (data.length === 0) return;
      await boss.insert(
        queue,
        data.map((one) => ({ data: one, singletonKey: keyOf(queue, one) })),
      );
    },
    work: async (queue, atOnce, handler) => {
      for (let i = 0; i < atOnce; i += 1) {
        const worker: string = await boss.work<JobData[typeof queue]>(
          queue,
          { pollingIntervalSeconds: POLL_EVERY_SECONDS, batchSize: 1 },
          async ([job]) => {
            if (job === undefined) return;
            try {
              await at("job-taken");
              await handler(job.data, stopping.signal);
              await at("job-done");
            } catch (error) {
              onError(error, queue);
              // A pause, so that what fails at once does not spin.
              await new Promise((resolve) => setTimeout(resolve, 500));
              throw error;
            }
            // Where there was a job there may be more: whoever has done one looks for the next at once, and only one that
            // has found none waits. One job at a time, so that a long one keeps nobody who was fetched with it.
            boss.notifyWorker(worker);
          },
        );
      }
    },
    state: async () => {
      const { rows } = await boss.getDb().executeSql(STATE, []);
      return rows[0];
    },
    stop: async (withinMs = 30_000) => {
      stopping.abort();
      await boss.stop({ graceful: true, timeout: withinMs, close: true });
    },
  };
}

/** As this version wants them: those that are there already are as the version that made them wanted them. */
async function prepareQueues(boss: PgBoss): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const name of QUEUE_NAMES) {
    const wanted = { ...QUEUE_SETTINGS, deleteAfterSeconds: name === "tick" ? 60 : DAY_SECONDS };
    const queue = known.get(name);
    if (queue === undefined) await boss.createQueue(name, { policy: "exclusive", ...wanted });
    else if (
      Object.entries(wanted).some(([setting, value]) => queue[setting as keyof typeof wanted] !== value)
    )
      await boss.updateQueue(name, wanted);
  }
}
