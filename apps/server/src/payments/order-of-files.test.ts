import { testDatabase } from "@innfri/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sql, withCreditor } from "../store/index.ts";
import { readBalances } from "../usecases/read-balances.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { anInstallation, anOcrGiro, aWorld, type PaidLine, type World } from "./test-world.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

const CUSTOMERS = 4;
/** Each customer pays on one day: what money meets depends on what came before it, so days are not mixed. */
const DAYS = ["2026-02-10", "2026-02-17", "2026-03-02", "2026-02-17"] as const;

const payment = fc.record({
  customer: fc.nat(CUSTOMERS - 1),
  minor: fc.integer({ min: 1, max: 30_000 }),
});

async function kidsOf(world: World): Promise<string[]> {
  const claims = await Promise.all(DAYS.map((_, i) => world.claim(`f${i}`)));
  return claims.map(({ reference }) => reference);
}

let worlds = 0;

/** A creditor with one claim on each customer, who has sent its notices. */
async function anOwedWorld(): Promise<World> {
  // A small rest is waived when it is seen (D13), and money that is known only later is then too much: so no waiving.
  const world = await aWorld(installation, { startsOn: "2026-02-09", input: { waivedRest: "0.00" } });
  const run = ++worlds;
  await world.owe(
    DAYS.map((_, i) => ({
      number: `f${i}`,
      amount: "450.00",
      dueOn: "2026-01-29",
      reference: `80000${String(run).padStart(5, "0")}${i}`,
    })),
  );
  await world.runUntil("2026-03-02");
  return world;
}

async function outcomeOf(world: World) {
  const claims = await withCreditor(installation.pool, world.creditorId, (tx) =>
    tx.many<object>(sql`
      select i.number, n.open_principal_minor, n.open_interest_minor, n.open_costs_minor, n.state
      from claim_now n join claim c using (creditor_id, claim_id) join invoice i using (creditor_id, invoice_id)
      where n.creditor_id = ${world.creditorId}::uuid order by i.number`),
  );
  const balances = await readBalances(installation.pool, [world.creditorId]);
  // What accrues and is taken back again moves the same amount on both sides of the interest.
  return { claims, balances };
}

it("The order in which files come, and which lines lie in which file, changes nothing in the books", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(payment, { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat(99)),
      async (payments, chance) => {
        const inOrder = await anOwedWorld();
        const shuffled = await anOwedWorld();
        const [kids, otherKids] = [await kidsOf(inOrder), await kidsOf(shuffled)];
        const lineOf =
          (kidsHere: readonly string[]) =>
          ({ customer, minor }: (typeof payments)[number]): PaidLine => ({
            kid: kidsHere[customer]!,
            amount: (minor / 100).toFixed(2),
            on: DAYS[customer]!,
          });
        await inOrder.paid(anOcrGiro(inOrder.account, payments.map(lineOf(kids))), { pageLines: 3 });
        const files = Map.groupBy(payments, () => chance.next().value % 3);
        for (const [, some] of [...files].sort(() => chance.next().value - 50))
          await shuffled.paid(anOcrGiro(shuffled.account, some.toReversed().map(lineOf(otherKids))));
        expect(await outcomeOf(shuffled)).toEqual(await outcomeOf(inOrder));
        const { findings } = await verifyBooks(installation.pool, [inOrder.creditorId, shuffled.creditorId]);
        expect(findings).toEqual([]);
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);
