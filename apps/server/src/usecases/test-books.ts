/** What the books of a creditor say of each open claim, held against what its chain says. */
import { accountOn, type Item, receivableOf } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { checkCase } from "@innfri/letters";
import { expect } from "vitest";
import { clockOf } from "../clock.ts";
import { type Creditor, creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { factsOf } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import { countedClaims } from "../engine/record-facts.ts";
import { sumsOf } from "../engine/settle-books.ts";
import type { Operator } from "../installation.ts";
import { sealDay } from "../roots/seal-day.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { type Act, type ActOutcome, actOnClaim } from "./act-on-claim.ts";
import { exportCase } from "./export-case.ts";
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

/** What anybody would find who was given any of the creditor's cases, once the day is sealed. */
async function expectCasesHold({ pool, operator }: Books, creditor: Creditor, now: Date): Promise<void> {
  const { creditorId } = creditor;
  await sealDay({ pool }, creditor, clockOf(creditor, now));
  expect((await verifyBooks(pool, [creditorId], { isIncremental: true })).findings).toEqual([]);
  const claims = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ claimId: Uuid; debtorId: Uuid }>(sql`
      select claim_id as "claimId", debtor_id as "debtorId" from claim where creditor_id = ${creditorId}::uuid`),
  );
  for (const claim of claims) {
    const found = { ...claim, creditor, invoiceNumber: "" };
    const exported = await exportCase({ pool, operator }, found, "en", now);
    expect(exported.proof).not.toBeNull();
    expect(checkCase(exported).filter(({ outcome }) => outcome === "broken")).toEqual([]);
  }
}

/** Verify finds nothing, in full or only since the last time; every case stands to its checks; and every journal holds what the account says, item by item; interest once it is posted. */
export async function expectBooksOfChains(
  { pool, operator }: Books,
  creditorId: Uuid,
  now: Date,
): Promise<void> {
  const { findings } = await verifyBooks(pool, [creditorId]);
  expect(findings).toEqual([]);
  const creditor = (await creditorById(pool, creditorId))!;
  await expectCasesHold({ pool, operator }, creditor, now);
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
