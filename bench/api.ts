/**
 * The API under a steady load of reads and writes while a daily run goes on, beside the floor: a route that reads one
 * claim by its key, asked in the same seconds. Requests leave by the clock and not when the one before is answered, and a
 * wait counts from when a request was to leave: whatever stands still shows in those that stood behind it.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LASTING_LANES } from "@innfri/server/engine";
import { NODE_FLAGS } from "@innfri/server/node-flags";
import { withAdministrator } from "@innfri/server/store";
import { checkpoint, dropDatabases } from "./database.ts";
import type { Figure } from "./figure.ts";
import { RUN_DAYS, seedPortfolio } from "./portfolio.ts";
import { startWorker } from "./worker.ts";

const PER_SECOND = 100;
const FLOOR_PER_SECOND = 20;
/** So that connections, plans and caches are as they are in use. */
const WARM_UP_MS = 5000;
const TARGET_MS = 50;

export type ApiLoad = { readonly claims: number; readonly due: number; readonly seconds: number };

export async function benchApi(serverUrl: string, { claims, due, seconds }: ApiLoad): Promise<Figure[]> {
  const days = RUN_DAYS.slice(0, 4);
  const portfolio = { claims, due, days, layout: "spread" } as const;
  const { url, creditorId } = await seedPortfolio(serverUrl, "bench_api", portfolio);
  const claimIds = await someClaims(url, creditorId);
  await atTheEnd(url);
  await checkpoint(url);
  const child = await startApi(url, creditorId);
  const worker = await startWorker(url, creditorId);
  const calls = callsOn(child, creditorId, claimIds);
  await load(calls, PER_SECOND, WARM_UP_MS);

  let isOver = false;
  let letters = 0;
  const runs = (async () => {
    for (const day of days) {
      if (isOver) break;
      const answer = await worker.run({ day, lanes: LASTING_LANES });
      if (answer.failed.length > 0) throw new Error(answer.failed[0]);
      letters += answer.letters;
    }
    return performance.now();
  })();
  const startedMs = performance.now();
  const ended = runs.then((endedMs) => endedMs - startedMs);
  const [asked, floor] = await Promise.all([
    load(calls, PER_SECOND, seconds * 1000),
    load(
      [{ kind: "floor", send: () => child.ask("GET", `/floor/${anyOf(claimIds)}`) }],
      FLOOR_PER_SECOND,
      seconds * 1000,
    ),
  ]);
  isOver = true;
  const ranMs = await ended;
  await Promise.all([worker.end(), child.end()]);
  await dropDatabases(serverUrl, "bench_api");

  const wrong = asked.filter(({ status }) => status >= 400);
  const slowest = Map.groupBy(asked, ({ kind }) => kind);
  for (const [kind, own] of slowest)
    process.stderr.write(`  ${kind.padEnd(28)} n ${String(own.length).padStart(5)}  ${told(own)}\n`);
  process.stderr.write(
    `  a daily run went on for ${Math.round(ranMs / 1000)} of ${seconds} s and sent ${letters} letters; ${wrong.length} refused or failed${wrong.length === 0 ? "" : `, the first ${wrong[0]!.kind} with ${wrong[0]!.status}`}\n`,
  );
  const of = `${PER_SECOND} requests/s while a daily run goes on, of ${claims}`;
  const figure = (name: string, share: number, target: number | null): Figure => {
    const value = at(asked, share);
    const beside = at(floor, share);
    return {
      ...{ name: `API ${name}, ${of}`, value, unit: "ms", floor: beside, ratio: beside / value, target },
      ...{ lowerIsBetter: true, n: asked.length },
    };
  };
  return [
    figure("p50", 0.5, null),
    figure("p99", 0.99, TARGET_MS),
    figure("longest", 1, null),
    {
      ...{ name: `API failed, ${of}`, value: wrong.length, unit: "requests", target: 0 },
      ...{ lowerIsBetter: true, n: asked.length },
    },
  ];
}

type Answered = { readonly kind: string; readonly ms: number; readonly status: number };
type Call = { readonly kind: string; readonly send: () => Promise<number> };

/** One of these calls at a time, so many a second; each wait is measured from when it was to leave. */
async function load(calls: readonly Call[], perSecond: number, forMs: number): Promise<Answered[]> {
  const startedMs = performance.now();
  const all: Promise<Answered>[] = [];
  const count = Math.round((forMs / 1000) * perSecond);
  for (let i = 0; i < count; i += 1) {
    const leavesMs = startedMs + (i * 1000) / perSecond;
    const waitMs = leavesMs - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const { kind, send } = calls[i % calls.length]!;
    all.push(send().then((status) => ({ kind, status, ms: performance.now() - leavesMs })));
  }
  return Promise.all(all);
}

type Api = Awaited<ReturnType<typeof startApi>>;

/** What people do in an hour, in short: mostly looking, one in five writes. */
function callsOn(api: Api, creditorId: string, claimIds: readonly string[]): Call[] {
  const base = `/v1/creditors/${creditorId}`;
  const get = (kind: string, path: () => string): Call => ({
    kind,
    send: () => api.ask("GET", `${base}${path()}`),
  });
  const stopped: string[] = [];
  const stop: Call = {
    kind: "stop a claim",
    send: async () => {
      const claimId = anyOf(claimIds);
      const status = await api.ask("POST", `${base}/claims/${claimId}/stop`, {});
      if (status === 200) stopped.push(claimId);
      // One that was stopped already is refused, as it should be.
      return status === 409 ? 200 : status;
    },
  };
  const release: Call = {
    kind: "release a claim",
    send: async () => {
      const status = await api.ask("POST", `${base}/claims/${stopped.shift() ?? anyOf(claimIds)}/release`);
      return status === 409 ? 200 : status;
    },
  };
  const detail = get("a claim", () => `/claims/${anyOf(claimIds)}`);
  return [
    get("claims, newest", () => "/claims"),
    detail,
    stop,
    get("claims, largest", () => "/claims?sort=largest&limit=50"),
    detail,
    get("claims of a stage", () => "/claims?stage=notice&sort=oldest-due"),
    detail,
    release,
    get("claims on hold", () => "/claims?stage=on-hold"),
    detail,
    get("claims by stage", () => "/claims?sort=stage"),
    get("the portfolio", () => "/portfolio"),
    stop,
    detail,
    get("claims of few", () => "/claims?least=9000.00&most=9100.00&sort=largest"),
    get("payments of a claim", () => `/claims/${anyOf(claimIds)}/payments`),
    detail,
    release,
    get("a customer's claims", () => `/claims?customerNumber=${1 + Math.floor(Math.random() * 1000)}`),
    get("runs", () => "/runs?limit=5"),
  ];
}

function anyOf<T>(all: readonly T[]): T {
  return all[Math.floor(Math.random() * all.length)]!;
}

function at(answers: readonly Answered[], share: number): number {
  const sorted = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function told(answers: readonly Answered[]): string {
  return [0.5, 0.99, 1].map((share) => `${at(answers, share).toFixed(1)} ms`.padStart(10)).join(" ");
}

/** The company's own day is after all that its runs do. */
async function atTheEnd(url: string): Promise<void> {
  await withAdministrator(url, (client) => client.query("update creditor set clock_on = '2026-07-10'"));
}

async function someClaims(url: string, creditorId: string): Promise<readonly string[]> {
  return withAdministrator(url, async (client) => {
    const { rows } = await client.query<{ claim_id: string }>(
      "select claim_id from claim where creditor_id = $1 order by md5(claim_id::text) limit 20000",
      [creditorId],
    );
    return rows.map(({ claim_id }) => claim_id);
  });
}

/** With the flags that `innfri serve` gives itself. */
async function startApi(databaseUrl: string, creditorId: string) {
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, fileURLToPath(new URL("api-child.ts", import.meta.url)), databaseUrl, creditorId],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const { value, done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (done === true) throw new Error("the API ended before it served");
  const { url, key } = JSON.parse(value as string) as { url: string; key: string };
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const ask = (method: string, path: string, body?: object): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers: Record<string, string> = { Authorization: `Bearer ${key}` };
      if (method !== "GET") headers["Idempotency-Key"] = randomUUID();
      if (body !== undefined) headers["Content-Type"] = "application/json";
      const asked = request(`${url}${path}`, { method, headers, agent }, (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode ?? 0));
        answer.on("error", reject);
      });
      asked.on("error", reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return {
    ask,
    end: async () => {
      agent.destroy();
      child.stdin.end();
      await exited;
    },
  };
}
