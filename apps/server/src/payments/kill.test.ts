import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sha256Hex } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterAll, expect, it } from "vitest";
import { openPool, withAdministrator } from "../store/index.ts";
import { anInstallation, anOcrGiro, aWorld } from "./test-world.ts";

const KILLS = Number(process.env.INNFRI_KILLS ?? 6);
const CHILD = fileURLToPath(new URL("./test-pay-child.ts", import.meta.url));

/** Everything a bank file writes, in a total order. A file's version counts how often it was touched. */
const OUTCOME = {
  bank_file: "select * from bank_file order by 1",
  bank_line: "select * from bank_line order by 1",
  payment: "select * from payment order by 1, 2",
  allocation: "select * from allocation order by 1, 2, 3",
  ledger_transaction: "select * from ledger_transaction order by 1, 2, 3",
  event: "select * from event order by 1, 2, 3",
  claim_now: "select * from claim_now order by 1, 2",
  file: "select creditor_id, debtor_id, next_look_on from file order by 1, 2",
} as const;

const database = await testDatabase();
const folder = temporaryFolder("kill-pay");
const copies: string[] = [];
afterAll(async () => {
  await withAdministrator(database.url, async (client) => {
    for (const name of copies) await client.query(`drop database if exists ${name} with (force)`);
  });
});

it(`A bank file that is killed with kill -9 and given again is booked as if it had not been, ${KILLS} times over`, async () => {
  const pool = await openPool({ url: database.url, role: "innfri_engine" });
  const installation = await anInstallation(database, "agency", pool);
  const world = await aWorld(installation, { startsOn: "2026-02-16" });
  const numbers = Array.from({ length: 400 }, (_, i) => `n${i}`);
  await world.owe(numbers.map((number) => ({ number, amount: "450.00", dueOn: "2026-01-29" })));
  await world.runUntil("2026-02-16");
  const claims = await Promise.all(numbers.map((number) => world.claim(number)));
  const lines = claims.flatMap(({ reference }, i) => [
    { kid: reference, amount: i % 3 === 0 ? "600.00" : "200.00", on: "2026-02-16" },
    ...(i % 5 === 0 ? [{ kid: reference, amount: "300.00", on: "2026-02-17" }] : []),
  ]);
  const file = path.join(folder, "file.ocr");
  await writeFile(file, anOcrGiro(world.account, lines));
  await pool.close(); // a database that is copied may have no other connections

  const whole = await aCopy();
  const wholeMs = await pay(whole, file, null);
  const expected = await outcomeOf(whole);
  let cut = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const copy = await aCopy();
    await pay(copy, file, ((kill + 0.5) / KILLS) * wholeMs * 0.9);
    if (JSON.stringify(await outcomeOf(copy)) !== JSON.stringify(expected)) cut++;
    await pay(copy, file, null);
    expect(await outcomeOf(copy)).toEqual(expected);
  }
  // Kills that came before the first byte or after the last row would prove nothing.
  expect(cut).toBeGreaterThan(KILLS / 3);
}, 180_000);

async function aCopy(): Promise<string> {
  const name = `${new URL(database.url).pathname.slice(1)}_${copies.length}`;
  copies.push(name);
  await withAdministrator(database.url, (client) =>
    client.query(`create database ${name} template ${new URL(database.url).pathname.slice(1)}`),
  );
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** Gives the file; with `afterMs`, the program is killed so long after it began. Returns how long it worked. */
async function pay(url: string, file: string, afterMs: number | null): Promise<number> {
  const child = spawn(process.execPath, [CHILD, url, folder, file], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = Promise.withResolvers<NodeJS.Signals | null>();
  child.on("exit", (code, signal) =>
    code === null || code === 0 ? ended.resolve(signal) : ended.reject(new Error(`exit code ${code}`)),
  );
  let isBegun = false;
  let begunMs = performance.now();
  child.stdout.on("data", () => {
    if (isBegun) return;
    isBegun = true;
    begunMs = performance.now();
    if (afterMs !== null) setTimeout(() => child.kill("SIGKILL"), afterMs);
  });
  await ended.promise;
  return performance.now() - begunMs;
}

async function outcomeOf(url: string): Promise<Record<string, string>> {
  // A killed program's statement may still be running: the server has to notice first.
  return withAdministrator(url, async (client) => {
    for (;;) {
      const { rows } = await client.query(
        "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
      );
      if (rows.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const outcome: Record<string, string> = {};
    for (const [table, query] of Object.entries(OUTCOME))
      outcome[table] = sha256Hex(
        JSON.stringify((await client.query(`select t::text as row from (${query}) t`)).rows),
      );
    return outcome;
  });
}
