import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { date, formatMinor } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { GuardFailed, sql, withCreditor } from "../store/index.ts";
import { runDays } from "./run-days.ts";
import { aSandbox, NOW, type Sandbox } from "./test-sandbox.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");

// A machine that decides and then stands still for days before it could send: `run` decides without sending.
describe("What was decided and could not be sent on its day (B21)", () => {
  const claims = [{ number: "5001", dueOn: "2026-04-30" }];

  it("is undone and decided anew: the notice is dated the day it leaves, with its whole term and one fee", async () => {
    const sandbox = await aSandbox(pool, { clockOn: "2026-05-01", claims });
    await sandbox.runThrough("2026-05-15"); // the notice of 15 May is decided and lies in the queue
    const outbox = await catchUp(sandbox, "2026-05-26");
    expect(outbox).toEqual(["2026-05-26 notice 00000000050013.eml"]);
    expect(await sandbox.history("5001")).toEqual([
      "registered",
      "letter notice",
      "given-up",
      "letter notice",
    ]);
    expect(await fees(sandbox)).toBe("38.00");
    expect(await deadlines(sandbox)).toEqual(["2026-05-29", "2026-06-09"]);
  });

  it("agrees to nothing: a collection list that nobody got comes again, and the demand waits for it (S31)", async () => {
    const sandbox = await aSandbox(pool, { clockOn: "2026-05-01", claims });
    await catchUp(sandbox, "2026-05-15");
    await sandbox.run("2026-06-02"); // the list of 2 June is made and never sent
    await catchUp(sandbox, "2026-06-08");
    const history = await sandbox.history("5001");
    expect(history).not.toContain("letter demand");
    expect(history.filter((event) => event.startsWith("proposed"))).toHaveLength(2);
    await catchUp(sandbox, "2026-06-12");
    expect(await sandbox.history("5001")).toContain("letter demand");
  });

  it("sends a list whose run was broken off once the run is done, with every claim on it (S28)", async () => {
    const numbers = ["5011", "5012", "5013", "5014", "5015", "5016"];
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      claims: numbers.map((number) => ({ number, dueOn: "2026-04-30" })),
    });
    await catchUp(sandbox, "2026-05-15");
    // Five customers have been looked at when it ends.
    const onPage = () => {
      throw new GuardFailed({ table: "file", sent: 1, written: 0 });
    };
    await expect(sandbox.run("2026-06-02", { pageSize: 1, lanes: 1, onPage })).rejects.toThrow(GuardFailed);
    const directory = temporaryFolder("late");
    const installation = { directory, pool, operator: sandbox.operator, close: async () => undefined };
    await runDays(installation, { creditorId: sandbox.creditorId, on: date("2026-06-02") }, NOW);
    const [list, ...others] = (await readdir(path.join(directory, "outbox"), { recursive: true })).filter(
      (name) => name.includes("collection list"),
    );
    expect(others).toEqual([]);
    const email = await readFile(path.join(directory, "outbox", list!), "utf8");
    expect(numbers.filter((number) => !email.includes(number))).toEqual([]);
  });

  it("leaves chains and books whole", async () => {
    const sandbox = await aSandbox(pool, { clockOn: "2026-05-01", claims });
    await sandbox.runThrough("2026-05-15");
    await catchUp(sandbox, "2026-05-26");
    expect(await verifyBooks(pool, [sandbox.creditorId])).toMatchObject({ findings: [] });
  });
});

/** Runs with sending, from the sandbox's day on, and says which e-mails left. */
async function catchUp(sandbox: Sandbox, until: string): Promise<string[]> {
  const directory = temporaryFolder("late");
  const installation = { directory, pool, operator: sandbox.operator, close: async () => undefined };
  const { creditorId } = sandbox;
  // Only the day itself: what the days between would have done is not the story.
  await runDays(installation, { creditorId, on: date(until) }, NOW);
  const files = await readdir(path.join(directory, "outbox"), { recursive: true }).catch(() => []);
  return files
    .filter((name) => name.endsWith(".eml") && !name.includes("list"))
    .map((name) => path.basename(name));
}

async function fees({ creditorId }: Sandbox): Promise<string> {
  const { sum } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ sum: bigint }>(sql`
      select coalesce(sum(amount_minor), 0)::bigint as sum from posting
      where creditor_id = ${creditorId}::uuid and account = 'assets:receivable:notice-fee'`),
  );
  return formatMinor(sum);
}

async function deadlines({ creditorId }: Sandbox): Promise<string[]> {
  const rows = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ on: string }>(sql`
      select deadline_on as on from step where creditor_id = ${creditorId}::uuid order by ordinal`),
  );
  return rows.map(({ on }) => on);
}
