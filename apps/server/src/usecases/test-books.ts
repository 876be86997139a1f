/** What the books of a creditor say of each open claim, held against what its chain says. */
import { accountOn, type Item, receivableOf } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { expect } from "vitest";
import { clockOf } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { factsOf } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import { countedClaims } from "../engine/record-facts.ts";
import { sumsOf } from "../engine/settle-books.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { type Act, type ActOutcome, actOnClaim } from "./act-on-claim.ts";
import { verifyBooks } from "./verify-books.ts";

type Books = { readonly pool: Pool; readonly operator: Operator };

/** A person's act on a claim of this creditor. */
export async function acted(
  installation: Books,
  creditorId: Uuid,
  number: string,
  act: Act,
  now: Date,
): Promise<ActOutcome> {
  const found = await findClaim(installation.pool, number, creditorId);
  if (found.kind !== "found") throw new Error(`${number} is ${found.kind}`);
  return actOnClaim(installation, found.claim, act, "person", now);
}

/** Verify finds nothing, and every journal holds what the account says, item by item; interest once it is posted. */
export async function expectBooksOfChains(
  { pool, operator }: Books,
  creditorId: Uuid,
  now: Date,
): Promise<void> {
  const { findings } = await verifyBooks(pool, [creditorId]);
  expect(findings).toEqual([]);
  const creditor = (await creditorById(pool, creditorId))!;
  const { today } = clockOf(creditor, now);
  const context = { country: creditor.country, operator: operator.kind };
  await withCreditor(pool, creditorId, async (tx) => {
    const debtors = await tx.many<{ id: Uuid }>(
      sql`select debtor_id as id from debtor where creditor_id = ${creditorId}::uuid`,
    );
    const files = await readFiles(
      tx,
      creditorId,
      debtors.map(({ id }) => id),
      { withClosed: true },
    );
    for (const file of files) {
      const claims = countedClaims(file, ({ state }) => state === "closed");
      const facts = factsOf(file, context, claims);
      if (facts === null) continue;
      const { items } = sumsOf(accountOn(facts, today), today);
      for (const { claim, item, openMinor } of items) {
        if (
          item === "interest" &&
          file.claims.some(({ claimId, state }) => claimId === claim && state !== "closed")
        )
          continue;
        const row = await tx.one<{ minor: string }>(sql`
          select coalesce(sum(p.amount), 0)::text as minor
          from ledger_transaction t cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount)
          where t.creditor_id = ${creditorId}::uuid and t.journal_id = ${claim as Uuid}::uuid
            and p.account_no = ${receivableOf(item)}::smallint`);
        expect({ claim, item, minor: BigInt(row.minor) }).toEqual({
          claim,
          item: item as Item,
          minor: openMinor,
        });
      }
    }
  });
}
