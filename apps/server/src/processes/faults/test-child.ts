/**
 * A process of the fault test: warm before it is needed, then a server, a worker or a bank file's taker, which stops at
 * the points it is told and waits there to be killed or to go on. Its clock is what it is told.
 */
import type { CalendarDate } from "@innfri/kernel";
import type { Hono } from "hono";
import { apiApp } from "../../api/app.ts";
import { deploymentOf } from "../../api/deployment.ts";
import { listenAtPoints, type Point } from "../../faults/points.ts";
import { type OpenedInstallation, openInstallation } from "../../installation.ts";
import { appOf, type HttpServer, listen } from "../http.ts";
import { answersOf } from "../http-answers.ts";
import { startWorker, type Worker } from "../worker.ts";
import { paid } from "./test-world.ts";

export type Start = {
  readonly as: "server" | "worker" | "bank";
  readonly url: string;
  readonly directory: string;
  /** What the clock of everybody says; the process's own is told by `now`. */
  readonly truth: string;
  readonly now: string;
  readonly stopAt: readonly Stop[];
  readonly bank: { readonly numbers: readonly string[]; readonly on: CalendarDate };
};

/** The `nth` time that the point is reached. */
export type Stop = { readonly point: Point; readonly nth: number };

export type ToChild =
  | { readonly kind: "start"; readonly start: Start }
  | { readonly kind: "now"; readonly now: string; readonly truth: string }
  | { readonly kind: "stop-at"; readonly stop: Stop }
  | { readonly kind: "go-on" | "stop" };

export type FromChild =
  | { readonly kind: "warm" | "done" | "stopped" }
  | { readonly kind: "started"; readonly url: string | null }
  | { readonly kind: "at"; readonly point: Point }
  | { readonly kind: "error"; readonly text: string };

/** As long as a process that is killed keeps others from its letters. */
const LEASE_MS = 3000;

let now = new Date(0);
/** What the database's clock says. */
let truth = new Date(0);
const stops: { point: Point; nth: number }[] = [];
const goOn: (() => void)[] = [];
let stop = async (): Promise<void> => undefined;

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message, () => undefined);
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

listenAtPoints(async (point) => {
  const found = stops.find((stop) => stop.point === point && --stop.nth === 0);
  if (found === undefined) return;
  stops.splice(stops.indexOf(found), 1);
  tell({ kind: "at", point });
  await new Promise<void>((resolve) => goOn.push(resolve));
});

async function start({ as, url, directory, stopAt, bank, ...given }: Start): Promise<void> {
  now = new Date(given.now);
  truth = new Date(given.truth);
  stops.push(...stopAt.map((stop) => ({ ...stop })));
  if (as === "bank") {
    await paid(url, directory, bank.numbers, bank.on);
    tell({ kind: "done" });
    return;
  }
  const installation = await openInstallation(directory, url);
  const worker = await startWorker(installation, {
    lanes: 2,
    now: () => now,
    secondOpinion: async () => truth,
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
    tickSeconds: 0.5,
    pageSize: 2,
    delivery: { leaseMs: LEASE_MS },
  });
  const server = as === "server" ? await served(installation, worker) : null;
  stop = async () => {
    await server?.stop();
    await worker.stop();
    await installation.close();
  };
  tell({ kind: "started", url: server?.url ?? null });
}

async function served(installation: OpenedInstallation, worker: Worker): Promise<HttpServer> {
  const api = apiApp({
    deployment: await deploymentOf(installation, 4),
    signIn: async () => null,
    now: () => now,
    requestsPerMinute: Number.POSITIVE_INFINITY,
  });
  api.route(
    "/",
    appOf(await answersOf(installation, worker, () => now), () => true),
  );
  return listen(api as unknown as Hono, { host: "127.0.0.1", port: 0 });
}

/** As a process ends in good order; this one is then used again, as one that has just been started. */
async function stopInOrder(): Promise<void> {
  stops.length = 0;
  for (const one of goOn.splice(0)) one();
  await stop();
  stop = async () => undefined;
  tell({ kind: "stopped" });
}

process.on("message", (message: ToChild) => {
  if (message.kind === "now") {
    now = new Date(message.now);
    truth = new Date(message.truth);
  } else if (message.kind === "stop-at") stops.push({ ...message.stop });
  else if (message.kind === "go-on") for (const one of goOn.splice(0)) one();
  else if (message.kind === "stop") void stopInOrder();
  else if (message.kind === "start")
    start(message.start).catch((error: unknown) => {
      tell({ kind: "error", text: textOf(error) });
      process.exit(1);
    });
});
process.on("disconnect", () => process.exit(0));
tell({ kind: "warm" });
