import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { addDays, date, derivedId } from "@innfri/kernel";
import { aCreditor, registerClaims, someSettings, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPool, sql, withAdministrator, withOperator } from "../../store/index.ts";
import { untilDay } from "./until-day.ts";

/** How often the run is killed: 25 in the suite, more by `INNFRI_KILLS=200`. */
const KILLS = Number(process.env.INNFRI_KILLS ?? 25);
const UNTIL = date("2026-07-22");
const CHILD = fileURLToPath(new URL("./run-until.ts", import.meta.url));

/** Everything a run writes, in a total order. */
const TABLES = {
  event: "creditor_id, claim_id, seq",
  step: "creditor_id, claim_id, ordinal",
  document: "creditor_id, document_id",
  message: "creditor_id, message_id",
  delivery_attempt: "creditor_id, message_id, attempt_no",
  ledger_transaction: "creditor_id, journal_id, entry_no",
  claim_now: "creditor_id, claim_id",
  file: "creditor_id, debtor_id",
  approval: "creditor_id, approval_id",
  approval_item: "creditor_id, approval_id, claim_id",
  collection_case: "creditor_id, case_id",
  creditor: "creditor_id",
  objection: "creditor_id, objection_id",
} as const;

// Thirty-six claims of thirty debtors fall due through April 2026 and are followed to the heavy recovery costs of
// July: notices, lists, demands, follow-up. Of two claims a part is disputed in June, after their demands, which are
// said again for the rest. The run is killed wherever chance has it, then run again to the end.
describe("A run that is killed with kill -9 and run again (B4)", async () => {
  const database = await testDatabase();
  const databases: string[] = [];
  let whole: Outcome;
  let wholeMs = 0;

  beforeAll(async () => {
    // Closed before the copies are made: a database that is copied may have no other connections.
    const pool = await openPool({ url: database.url, role: "innfri_engine" });
    await withOperator(pool, (tx) =>
      tx.run(sql`insert into operator (operator_id, name, kind, licence) values (${derivedId(date("2026-01-01"), "operator")}::uuid,
        'Tindervik Inkasso AS', 'agency', '{"reference":"INK-1","clientAccount":"99991042764","organisationNumber":"310000027","contact":{"addressLines":["Postboks 44"],"email":"svar@tindervik.example","phone":null}}')`),
    );
    const norway = await aCreditor(pool, { country: "NO", clockOn: date("2026-04-20") });
    await registerClaims(pool, norway, "NO", specs("7", 24));
    const sweden = await aCreditor(pool, {
      country: "SE",
      clockOn: date("2026-04-20"),
      settings: someSettings("SE", { automation: "approve" }),
    });
    await registerClaims(pool, sweden, "SE", specs("8", 12));
    await pool.close();

    const startedMs = performance.now();
    whole = await outcomeOf(await aCopy(), async (url, folder) => finish(url, folder));
    wholeMs = performance.now() - startedMs;
    expect(whole.counts.document).toBeGreaterThan(50);
    expect(whole.counts.corrected).toBe(2);
  }, 120_000);

  afterAll(async () => {
    await withAdministrator(database.url, async (client) => {
      for (const name of databases) await client.query(`drop database if exists ${name} with (force)`);
    });
  });

  it(
    `leaves the same letters, postings and events as one that was not, ${KILLS} times over`,
    async () => {
      for (let kill = 0; kill < KILLS; kill++) {
        const afterMs = Math.floor(((kill + 0.5) / KILLS) * wholeMs * 0.9 + Math.random() * 50);
        const killed = await outcomeOf(await aCopy(), async (url, folder) => {
          await killedAfter(url, folder, afterMs);
          await finish(url, folder);
        });
        expect(killed, `killed after ${afterMs} ms`).toEqual(whole);
      }
    },
    15 * 60_000,
  );

  it("changes nothing when the last day is run ten times more", async () => {
    const again = await outcomeOf(await aCopy(), async (url, folder) => {
      for (let i = 0; i < 11; i++) await finish(url, folder);
    });
    expect(again).toEqual(whole);
  }, 120_000);

  async function aCopy(): Promise<string> {
    const name = `innfri_kill_${databases.length}_${process.pid}`;
    databases.push(name);
    const from = new URL(database.url).pathname.slice(1);
    await withAdministrator(serverOf(database.url), (client) =>
      client.query(`create database ${name} template ${from}`),
    );
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  async function outcomeOf(
    url: string,
    work: (url: string, folder: string) => Promise<void>,
  ): Promise<Outcome> {
    const folder = temporaryFolder("kill");
    await work(url, folder);
    const { tables, counts } = await contents(url);
    return { tables, counts, files: await filesIn(path.join(folder, "outbox")) };
  }
});

type Outcome = {
  readonly tables: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly files: Readonly<Record<string, string>>;
};

function specs(first: string, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const dueOn = addDays(date("2026-04-01"), (i * 5) % 29);
    return {
      number: `${first}${String(1000 + i)}`,
      // Every fifth claim is the second of a customer: one letter, one fee, one case.
      customer: `${first}-${i % 5 === 4 ? i - 1 : i}`,
      kind: i % 3 === 0 ? ("business" as const) : ("person" as const),
      principalMinor: BigInt(45_000 + i * 33_301),
      issuedOn: addDays(dueOn, -14),
      dueOn,
      email: i % 4 === 0 ? null : `kunde${i}@post.example`,
    };
  });
}

function start(
  url: string,
  folder: string,
): { readonly child: ChildProcess; readonly ready: Promise<void>; readonly ended: Promise<number | null> } {
  const child = spawn(process.execPath, [CHILD, folder, UNTIL], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  const ready = new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once("exit", (code) =>
      code === null || code === 0 ? resolve(code) : reject(new Error(complaint)),
    ),
  );
  return { child, ready, ended };
}

/** In this process: another one than was killed, which need not be started first. */
async function finish(url: string, folder: string): Promise<void> {
  await untilDay(folder, url, UNTIL);
}

async function killedAfter(url: string, folder: string, afterMs: number): Promise<void> {
  const { child, ready, ended } = start(url, folder);
  await Promise.race([ready, ended]);
  await Promise.race([sleep(afterMs), ended]);
  child.kill("SIGKILL");
  await ended;
}

async function contents(url: string) {
  const tables: Record<string, string> = {};
  const counts: Record<string, number> = {};
  await withAdministrator(url, async (client) => {
    for (const [table, order] of Object.entries(TABLES)) {
      const { rows } = await client.query(
        `select count(*)::int as count, md5(coalesce(string_agg(t::text, E'\\n' order by ${order}), '')) as digest from ${table} t`,
      );
      counts[table] = rows[0].count;
      tables[table] = rows[0].digest;
    }
    const { rows } = await client.query(
      "select count(*)::int as count from event where kind = 'letter' and data ? 'corrects'",
    );
    counts.corrected = rows[0].count;
  });
  return { tables, counts };
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of names) {
    // A kill can leave a partial file beside the outbox's own; it is never taken for a letter.
    if (!entry.isFile() || entry.name.startsWith(".")) continue;
    const file = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, file)] = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  }
  return files;
}

function serverOf(url: string): string {
  const server = new URL(url);
  server.pathname = "/postgres";
  return server.href;
}
