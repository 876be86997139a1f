/** What `serve` and `worker` share: a process that works, answers about itself, and ends in good order. */
import type { Hono } from "hono";
import { apiApp } from "../api/app.ts";
import { clientAddress, fromInside } from "../api/client-address.ts";
import { deploymentOf, signInOf } from "../api/deployment.ts";
import type { OpenedInstallation } from "../installation.ts";
import { errorFields, log } from "../log/index.ts";
import { machineTime } from "../machine-time.ts";
import { startWatching } from "../operations/index.ts";
import { giveWay } from "../processes/give-way.ts";
import { appOf, listen } from "../processes/http.ts";
import { answersOf } from "../processes/http-answers.ts";
import { startWorker, type Worker } from "../processes/worker.ts";
import { providersOf } from "../signin/oidc-settings.ts";
import { shown } from "./wrap.ts";

const API_CONNECTIONS = 10;

export type ServiceOptions = {
  readonly process: "serve" | "worker";
  readonly lanes: number;
  /** Where it answers about itself; nowhere when null. */
  readonly at: { readonly host: string; readonly port: number } | null;
};

/** A worker answers about itself alone; what serves has the API beside that. */
async function appFor(
  installation: OpenedInstallation,
  worker: Worker,
  kind: ServiceOptions["process"],
): Promise<Hono> {
  const { now } = machineTime;
  const answers = appOf(await answersOf(installation, worker, now), fromInside(process.env));
  if (kind === "worker") return answers;
  const deployment = await deploymentOf(installation, API_CONNECTIONS);
  const api = apiApp({
    deployment,
    signIn: signInOf(deployment, process.env.INNFRI_ADDRESS?.trim() || null),
    now,
    isSecure: process.env.INNFRI_ADDRESS?.trim().startsWith("https://") === true,
    addressOf: clientAddress(process.env),
    providers: providersOf(process.env),
  });
  api.route("/", answers);
  return api as unknown as Hono;
}

/** A worker that tells the log what failed. */
function beginWork(installation: OpenedInstallation, lanes: number): Promise<Worker> {
  const { now, secondOpinion } = machineTime;
  return startWorker(installation, {
    lanes,
    now,
    secondOpinion,
    onError: (error, queue) =>
      queue === null
        ? log.warn("queue-failed", errorFields(error))
        : log.warn("job-failed", { job: queue, ...errorFields(error) }),
  });
}

/** All that `innfri serve` does, for a server that listens already. */
export async function serviceOf(
  installation: OpenedInstallation,
  lanes: number,
): Promise<{ readonly app: Hono; stop(): Promise<void> }> {
  const worker = await beginWork(installation, lanes);
  try {
    return { app: await appFor(installation, worker, "serve"), stop: () => worker.stop() };
  } catch (error) {
    await worker.stop();
    throw error;
  }
}

/** Starts to work and answers with how it is stopped. */
export async function startService(
  installation: OpenedInstallation,
  options: ServiceOptions,
): Promise<() => Promise<void>> {
  startWatching(options.process);
  // A database that it starts would give way with it.
  if (options.process === "worker" && !installation.isEmbedded) giveWay();
  log.info("started");
  const worker = await beginWork(installation, options.lanes);
  try {
    const { at } = options;
    const server = at === null ? null : await listen(await appFor(installation, worker, options.process), at);
    log.info("ready", server === null ? {} : { port: Number(new URL(server.url).port) });
    if (server !== null)
      process.stdout.write(
        `${shown(`Innfri answers at ${server.url} (${options.process === "serve" ? "/docs, " : ""}/health/ready, /metrics).\nCtrl-C ends it.`)}\n`,
      );
    if (installation.operator === null)
      process.stdout.write(
        `${shown("There is no installation here yet. Run: innfri init --operator self|agency")}\n`,
      );
    return async () => {
      log.info("stopping");
      await server?.stop();
      await worker.stop();
      log.info("stopped");
    };
  } catch (error) {
    await worker.stop();
    throw error;
  }
}
