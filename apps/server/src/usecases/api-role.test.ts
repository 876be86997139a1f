import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import type { Act } from "../engine/act.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { anInstallation, anOcrGiro, aWorld, NOW, type World } from "../payments/test-world.ts";
import { sql, sqlState, withCreditor, withOperator } from "../store/index.ts";
import { actOnClaim } from "./act-on-claim.ts";
import { changeCreditor } from "./change-creditor.ts";
import { importInvoices } from "./import-invoices.ts";
import { previewDay } from "./preview-day.ts";
import { provePayment } from "./prove-payment.ts";
import { recordPayments } from "./record-payments.ts";
import { setCustomerKind } from "./set-customer-kind.ts";
import { showClaim } from "./show-claim.ts";
import { csvOf, item, textSource } from "./test-installation.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const portal = { ...installation, pool: await database.pool("innfri_api") };

let world: World;
let neighbour: World;

beforeAll(async () => {
  const input = { automation: "suggest" } as const;
  world = await aWorld(installation, { startsOn: "2026-05-01", input });
  neighbour = await aWorld(installation, { startsOn: "2026-05-01", input });
  const numbers = ["1", "2", "3", "4", "5", "6"];
  const invoices = numbers.map((number) => ({ number, amount: "4500.00", dueOn: "2026-04-30" }));
  await world.owe(invoices);
  await neighbour.owe([{ number: "1", amount: "700.00", dueOn: "2026-04-30" }]);
  await world.runUntil("2026-05-15");
  for (const one of [world, neighbour]) {
    const { reference: kid } = await one.claim("1");
    await one.paid(anOcrGiro(one.account, [{ kid, amount: "100.00", on: "2026-05-15" }]));
  }
});

async function foundBy(number: string) {
  const found = await findClaim(portal.pool, number, world.creditorId);
  if (found.kind !== "found") throw new Error(`${number} is ${found.kind}`);
  return found.claim;
}

const act = async (number: string, what: Act) =>
  actOnClaim(portal, await foundBy(number), what, "person", NOW);

describe("On a connection of the API's role", () => {
  it.each<[string, string, Act]>([
    ["approves", "1", { kind: "approve", choice: null }],
    ["stops", "2", { kind: "stop", because: "stopped", note: "ring first" }],
    ["takes up again", "2", { kind: "release" }],
    ["postpones", "2", { kind: "postpone", until: date("2026-06-10") }],
    ["hears the debtor's no", "3", { kind: "stop", because: "disputed", note: "never came" }],
    ["answers it", "3", { kind: "resolve", outcome: "groundless" }],
    ["agrees on instalments", "4", { kind: "agree", instalments: 3, wholeDebt: true }],
  ])("a creditor %s", async (_, number, what) => {
    expect(await act(number, what)).toMatchObject({ kind: "done" });
  });

  it("a creditor sees its claims, what comes next, and that its books hold", async () => {
    expect(await showClaim(portal, await foundBy("1"), null, NOW)).toMatchObject({ kind: "shown" });
    const creditor = (await creditorById(portal.pool, world.creditorId))!;
    const preview = await previewDay(portal, creditor, date("2026-05-16"), NOW);
    if (preview.kind !== "preview") throw new Error(preview.kind);
    let count = 0;
    for await (const _ of preview.entries) count += 1;
    expect(count).toBeGreaterThan(0);
  });

  it("a creditor imports, changes its terms and says what a customer is", async () => {
    const more = csvOf([item("900", { customer_kind: "", due_on: "2026-05-20", issued_on: "2026-05-01" })]);
    const imported = await importInvoices(portal, world.creditorId, textSource(more), {}, NOW);
    expect(imported).toMatchObject({ kind: "imported", taken: 1 });
    const changed = await changeCreditor(portal, world.creditorId, { name: "Nytt Navn AS" }, NOW);
    expect(changed.kind).toBe("changed");
    expect(
      await setCustomerKind(portal, world.creditorId, { customer: "501", kind: "person" }, NOW),
    ).toMatchObject({ kind: "set" });
  });

  it("a payment is proved to have been ordered sooner", async () => {
    const proof = { orderedOn: date("2026-05-13"), paymentId: null, note: null };
    expect(await provePayment(portal, await foundBy("1"), proof, NOW)).toMatchObject({ kind: "booked" });
    expect((await verifyBooks(installation.pool, [world.creditorId])).findings).toEqual([]);
  });
});

describe("A creditor's connection does not see another creditor's money or payer (D7, B27)", () => {
  const lines = sql`select matched_creditor_id as creditor, payer is not null as payer from bank_line`;

  it("It sees the bank lines that were matched with it, with who paid", async () => {
    for (const { creditorId } of [world, neighbour]) {
      const seen = await withCreditor(portal.pool, creditorId, (tx) => tx.many(lines));
      expect(seen).toEqual([{ creditor: creditorId, payer: true }]);
    }
  });

  it("It sees none that wait for an owner, none without naming a creditor, and no file", async () => {
    await world.paid(anOcrGiro(world.account, [{ kid: "9999999999", amount: "55.00", on: "2026-05-15" }]));
    expect(await withCreditor(portal.pool, world.creditorId, (tx) => tx.many(lines))).toHaveLength(1);
    expect(await withOperator(portal.pool, (tx) => tx.many(lines))).toEqual([]);
    const files = withCreditor(portal.pool, world.creditorId, (tx) => tx.many(sql`select from bank_file`));
    expect(await files.catch(sqlState)).toBe("42501");
    const all = await withOperator(installation.pool, (tx) => tx.many(lines));
    expect(all).toHaveLength(3);
  });

  it("It takes no bank file and runs no day", async () => {
    const file = anOcrGiro(world.account, [{ kid: "1", amount: "1.00", on: "2026-05-15" }]);
    const taken = recordPayments(portal, { name: "file", open: () => [file] }, NOW);
    expect(await taken.catch(sqlState)).toBe("42501");
    const run = withCreditor(portal.pool, world.creditorId, (tx) =>
      tx.run(
        sql`insert into run (creditor_id, run_on, started_at) values (${world.creditorId}::uuid, '2026-05-15', now())`,
      ),
    );
    expect(await run.catch(sqlState)).toBe("42501");
  });

  it("The engine, in a transaction for one creditor, gives a waiting line to that creditor and to no other", async () => {
    const give = (to: string) =>
      withCreditor(installation.pool, world.creditorId, (tx) =>
        tx.run(
          sql`update bank_line set matched_creditor_id = ${to}::uuid, matched_at = now() where matched_at is null`,
        ),
      );
    expect(await give(neighbour.creditorId).catch(sqlState)).toBe("42501");
    const stolen = withCreditor(installation.pool, world.creditorId, (tx) =>
      tx.run(
        sql`update bank_line set matched_at = now() where matched_creditor_id = ${neighbour.creditorId}::uuid`,
      ),
    );
    expect(await stolen).toBe(0);
  });
});
