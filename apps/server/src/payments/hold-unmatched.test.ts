import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { findClaim } from "../engine/find-claim.ts";
import { sql, withCreditor } from "../store/index.ts";
import { actOnClaim } from "../usecases/act-on-claim.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import {
  aCamt054,
  anInstallation,
  aWorld,
  NOW,
  norwegianAccount,
  type OpenInstallation,
  type World,
} from "./test-world.ts";

const database = await testDatabase();
let installation: OpenInstallation;
beforeAll(async () => {
  installation = await anInstallation(database);
});

let accounts = 40;
/** Invoices of two customers, whose notices are due on Friday 15 May 2026. */
async function aCompany(): Promise<World> {
  const world = await aWorld(installation, { startsOn: "2026-05-10", account: norwegianAccount(++accounts) });
  await world.owe([
    { number: "7001", customer: "50001", amount: "4500.00", dueOn: "2026-04-30" },
    { number: "7002", customer: "50002", amount: "900.00", dueOn: "2026-04-30" },
  ]);
  return world;
}

/** What has happened to an invoice, after it was registered. */
async function history({ creditorId, ...world }: World, number: string): Promise<string[]> {
  const { claimId } = await world.claim(number);
  const rows = await withCreditor(installation.pool, creditorId, (tx) =>
    tx.many<{ kind: string; what: string | null }>(sql`
      select kind, data ->> 'kind' as what from event
      where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid order by seq`),
  );
  return rows.slice(1).map(({ kind, what }) => (what === null ? kind : `${kind} ${what}`));
}

const line = (bankReference: string, kids: readonly string[], amount = "100.00") => ({
  bankReference,
  amount,
  on: "2026-05-08",
  kids,
});

describe("Money that waits and names a debtor (B20)", () => {
  it("by an invoice holds what is open of that debtor, and nobody else", async () => {
    const world = await aCompany();
    // In another currency than the claim: a person books it.
    const euros = aCamt054(world.account, [line("e1", ["7001"])], "EUR");
    expect(await world.paid(euros)).toMatchObject({ unmatched: 1 });
    await world.paid(euros); // the same again holds nothing twice
    await world.runUntil("2026-05-18");
    expect(await history(world, "7001")).toEqual(["held unmatched-money"]);
    expect(await history(world, "7002")).toEqual(["letter"]);
    expect(await verifyBooks(installation.pool, [world.creditorId])).toMatchObject({ findings: [] });
  });

  it("by the customer's number does so too, until a person releases it", async () => {
    const world = await aCompany();
    await world.paid(aCamt054(world.account, [line("c1", ["50002"])]));
    await world.runUntil("2026-05-15");
    expect(await history(world, "7002")).toEqual(["held unmatched-money"]);
    expect(await history(world, "7001")).toEqual(["letter"]);
    const found = await findClaim(installation.pool, "7002", world.creditorId);
    if (found.kind !== "found") throw new Error(found.kind);
    await actOnClaim(installation, found.claim, { kind: "release" }, "person", NOW);
    await world.paid(aCamt054(world.account, [line("c2", ["nobody"])]));
    await world.runUntil("2026-05-18");
    expect(await history(world, "7002")).toEqual(["held unmatched-money", "released", "letter"]);
  });

  it("lets go of it once the money is booked", async () => {
    const world = await aCompany();
    // Two invoices in one payment, of which one has not come in yet.
    const file = aCamt054(world.account, [line("b1", ["7001", "7009"], "200.00")]);
    expect(await world.paid(file)).toMatchObject({ unmatched: 1 });
    expect(await history(world, "7001")).toEqual(["held unmatched-money"]);
    await world.owe([{ number: "7009", customer: "50001", amount: "300.00", dueOn: "2026-05-05" }]);
    expect(await world.paid(file)).toMatchObject({ matched: 1, unmatched: 0 });
    expect((await history(world, "7001")).filter((event) => event !== "payment")).toEqual([
      "held unmatched-money",
      "released",
    ]);
    await world.runUntil("2026-05-18");
    expect(await history(world, "7001")).toContain("letter");
    expect(await verifyBooks(installation.pool, [world.creditorId])).toMatchObject({ findings: [] });
  });
});
