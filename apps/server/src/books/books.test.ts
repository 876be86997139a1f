import { spawnSync } from "node:child_process";
import { formatMinor } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { ACCOUNTS, aBgMax, anInstallation, anOcrGiro, aWorld } from "../payments/test-world.ts";
import { exportBooks } from "../usecases/export-books.ts";
import { readBalances } from "../usecases/read-balances.ts";

const hasHledger = spawnSync("hledger", ["--version"]).status === 0;
if (!hasHledger) console.warn("SKIPPED: hledger is not installed, the exported books are not checked by it");

const database = await testDatabase();
const installation = await anInstallation(database, "self");
const { pool } = installation;

/** A Norwegian and a Swedish creditor with letters sent, money received, a refund due and a rest. */
async function bookedWorlds() {
  const norway = await aWorld(installation, { startsOn: "2026-04-06" });
  await norway.owe([
    { number: "n1", amount: "12000.00", dueOn: "2026-04-30" },
    { number: "n2", amount: "900.50", dueOn: "2026-04-30" },
  ]);
  await norway.runUntil("2026-06-19");
  const [n1, n2] = [await norway.claim("n1"), await norway.claim("n2")];
  await norway.paid(
    anOcrGiro(norway.account, [
      { kid: n1.reference, amount: "3000.00", on: "2026-06-19" },
      { kid: n2.reference, amount: "5000.00", on: "2026-06-19" },
    ]),
  );
  const sweden = await aWorld(installation, { country: "SE", startsOn: "2026-04-06" });
  await sweden.owe([{ number: "s1", amount: "2000.00", dueOn: "2026-04-30" }]);
  await sweden.runUntil("2026-06-19");
  const { reference } = await sweden.claim("s1");
  await sweden.paid(aBgMax(ACCOUNTS.SE, [{ kid: reference, amount: "100.00", on: "2026-06-18" }]));
  return [norway, sweden];
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const part of parts) text += part;
  return text;
}

function hledger(journal: string, ...command: readonly string[]): { status: number | null; out: string } {
  const run = spawnSync("hledger", ["-f", "-", ...command], {
    input: journal,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
  });
  return { status: run.status, out: run.stdout + run.stderr };
}

describe("The exported books", async () => {
  const worlds = await bookedWorlds();
  const ids = worlds.map(({ creditorId }) => creditorId);
  const journalOf = async (creditorIds: typeof ids) => await textOf(exportBooks(pool, creditorIds));
  const journal = await journalOf(ids);

  it("hold no word about any person", () => {
    expect(journal).not.toMatch(/Oppdiktet|example\.test|Ingenmannsgata|k[ns]\d/);
  });

  it("name what each entry comes from", () => {
    expect(journal).toMatch(/; creditor:[0-9a-f-]{36}\n {4}; payment:[0-9a-f-]{36}\n {4}; kind:payment\n/);
    expect(journal).toMatch(
      /; claim:[0-9a-f-]{36}\n {4}; kind:charge\n {4}; source-document:[0-9a-f-]{36}\n/,
    );
  });

  it("sum to zero in each currency", async () => {
    const sums = new Map<string, bigint>();
    for (const { currency, minor } of await readBalances(pool, ids))
      sums.set(currency, (sums.get(currency) ?? 0n) + minor);
    expect(sums).toEqual(
      new Map([
        ["NOK", 0n],
        ["SEK", 0n],
      ]),
    );
  });

  it.skipIf(!hasHledger)("are accepted by hledger, with every declaration checked", () => {
    expect(hledger(journal, "check", "--strict")).toEqual({ status: 0, out: "" });
  });

  it.skipIf(!hasHledger)(
    "have hledger's balances to the øre, of all creditors and of one (B16)",
    async () => {
      for (const some of [ids, ids.slice(0, 1), ids.slice(1)]) {
        const { status, out } = hledger(
          await journalOf(some),
          "bal",
          "--flat",
          "--empty",
          "--no-total",
          "-O",
          "csv",
        );
        expect(status).toBe(0);
        const theirs = out
          .trim()
          .split("\n")
          .slice(1)
          .map((line) => JSON.parse(`[${line}]`) as [string, string])
          .flatMap(([account, amounts]) => amounts.split(", ").map((amount) => `${account} ${amount}`));
        const ours = (await readBalances(pool, some))
          .filter(({ minor }) => minor !== 0n)
          .map(({ account, currency, minor }) => `${account} ${formatMinor(minor)} ${currency}`);
        expect(theirs.filter((line) => !line.endsWith(" 0")).sort()).toEqual(ours.sort());
      }
    },
  );

  it.skipIf(!hasHledger)("are refused by hledger when an amount was changed on both sides", () => {
    const changed = journal.replace(/( {2}-?)3000\.00( NOK)/g, "$13000.01$2");
    expect(changed).not.toBe(journal);
    expect(hledger(changed, "check").status).not.toBe(0);
  });
});

it("Books without an entry are an empty journal", async () => {
  const world = await aWorld(installation);
  expect(await textOf(exportBooks(pool, [world.creditorId]))).toBe("decimal-mark .\n\n");
  expect(await readBalances(pool, [world.creditorId])).toEqual([]);
});
