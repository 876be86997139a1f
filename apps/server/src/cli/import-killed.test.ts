import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Uuid } from "@innfri/kernel";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { sql, withCreditor } from "../store/index.ts";
import { aCreditor, balancesOf, csvOf, item, testInstallation } from "../usecases/test-installation.ts";
import { runProgram, startProgram } from "./test-program.ts";

const installation = await testInstallation();
const directory = temporaryFolder("killed");

const ROWS = 3_000;
const file = path.join(directory, "open-items.csv");
const items = Array.from({ length: ROWS }, (_, i) =>
  item(String(i), {
    customer_number: String(i % 900),
    amount: `${100 + i}.00`,
    reference: i % 3 === 0 ? "100016" : "",
    ...(i % 1_000 === 7 ? { due_on: "" } : {}),
    ...(i % 900 === 11 ? { customer_kind: "" } : {}),
  }),
);
await writeFile(file, csvOf(items));

const program = { directory, databaseUrl: installation.url };
const importOf = (creditorId: Uuid) => ["import", file, "--creditor", creditorId, "--json"];

async function claimCount(creditorId: Uuid): Promise<number> {
  const { count } = await withCreditor(installation.pool, creditorId, (tx) =>
    tx.one<{ count: number }>(sql`select count(*)::int as count from claim`),
  );
  return count;
}

/** Starts the import and kills it as soon as there are so many claims. */
async function killedAt(creditorId: Uuid, claims: number): Promise<void> {
  const child = startProgram(importOf(creditorId), program);
  const exited = once(child, "exit");
  child.stdout?.resume();
  while (child.exitCode === null && (await claimCount(creditorId)) < claims)
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGKILL");
  await exited;
}

/** All that an import leaves, without what is by chance: ids, salts and what is hashed with them. */
async function leftBehind(creditorId: Uuid) {
  const claims = await withCreditor(installation.pool, creditorId, (tx) =>
    tx.many<object>(sql`
      with events as (select claim_id, count(*)::int as events from event group by 1),
        entries as (select journal_id as claim_id, count(*)::int as entries from ledger_transaction group by 1),
        contacts as (select debtor_id, count(*)::int as contacts from contact group by 1)
      select i.number, i.version_no, i.data - 'contact' - 'source' as data, c.principal_minor, c.due_on,
        n.open_principal_minor, n.state, n.head_seq, d.customer_number, d.kind, f.next_look_on, events, entries, contacts
      from invoice i join claim c using (creditor_id, invoice_id) join claim_now n using (creditor_id, claim_id)
      join debtor d on d.debtor_id = i.debtor_id join file f on f.debtor_id = d.debtor_id
      left join events on events.claim_id = c.claim_id left join entries on entries.claim_id = c.claim_id
      left join contacts on contacts.debtor_id = d.debtor_id
      order by i.number`),
  );
  const kept = await withCreditor(installation.pool, creditorId, (tx) =>
    tx.many<object>(sql`
      select r.row_no, r.reason, f.counts from refused_row r join import_file f using (creditor_id, import_id)
      order by row_no`),
  );
  return { claims, kept, balances: await balancesOf(installation, creditorId) };
}

describe("an import that is killed", () => {
  it("and repeated until it ends leaves the same as one that never was", async () => {
    const whole = await aCreditor(installation, "Hel Oppdiktet AS");
    const killed = await aCreditor(installation, "Avbrutt Oppdiktet AS");
    const first = await runProgram(importOf(whole), program);
    expect(first.stderr).toBe("");
    expect(JSON.parse(first.stdout)).toMatchObject({ taken: ROWS - 3, refusedCount: 3 });

    const counts: number[] = [];
    for (const share of [0, 1, 2]) {
      await killedAt(killed, Math.ceil(((share + Math.random()) * ROWS) / 3));
      counts.push(await claimCount(killed));
    }
    const last = await runProgram(importOf(killed), program);
    expect(last, `killed at ${counts.join(", ")}`).toMatchObject({ exitCode: 1, stderr: "" });
    expect(await leftBehind(killed), `killed at ${counts.join(", ")}`).toEqual(await leftBehind(whole));
  }, 240_000);
});
