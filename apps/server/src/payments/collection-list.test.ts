import { testDatabase } from "@innfri/testing";
import { expect, it } from "vitest";
import { sql, withCreditor } from "../store/index.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { anInstallation, anOcrGiro, aWorld } from "./test-world.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

it("Money that comes while a claim is on the collection list stops the demand (D4)", async () => {
  const world = await aWorld(installation, { startsOn: "2026-04-06" });
  await world.owe([
    { number: "in-time", amount: "4500.00", dueOn: "2026-04-30" },
    { number: "unpaid", amount: "4500.00", dueOn: "2026-04-30" },
  ]);
  const all = <Row extends object>(table: "approval_item" | "step") =>
    withCreditor(installation.pool, world.creditorId, (tx) =>
      table === "step"
        ? tx.many<Row>(sql`
            select number, array_agg(kind order by ordinal) as kinds from step join claim using (creditor_id, claim_id)
            join invoice using (creditor_id, invoice_id) where step.creditor_id = ${world.creditorId}::uuid
            group by 1 order by 1`)
        : tx.many<Row>(sql`
            select number, a.state, a.decided_by from approval_item a join claim using (creditor_id, claim_id)
            join invoice using (creditor_id, invoice_id) where a.creditor_id = ${world.creditorId}::uuid order by 1`),
    );
  let day = "2026-04-06";
  while ((await all("approval_item")).length === 0) {
    day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    await world.runUntil(day);
  }
  const { reference: kid } = await world.claim("in-time");
  await world.paid(anOcrGiro(world.account, [{ kid, amount: "4600.00", on: day }]));
  expect(await world.claim("in-time")).toMatchObject({ state: "closed", closedOn: day });
  await world.runUntil("2026-06-19");
  expect(await all("approval_item")).toEqual([
    { number: "in-time", state: "lapsed", decided_by: "payment" },
    { number: "unpaid", state: "approved", decided_by: "silence" },
  ]);
  expect(await all("step")).toEqual([
    { number: "in-time", kinds: ["notice"] },
    { number: "unpaid", kinds: ["notice", "demand"] },
  ]);
  const { findings } = await verifyBooks(installation.pool, [world.creditorId]);
  expect(findings).toEqual([]);
});
