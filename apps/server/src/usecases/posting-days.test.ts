import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { sql, withCreditor } from "../store/index.ts";
import { aSandbox } from "./test-sandbox.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");

/** The letters of a claim whose notice is due on Friday 15 May 2026: kind, day, deadline, day of posting. */
async function lettersOf(postingDays: { readonly post?: number } | undefined, email: string | null) {
  const sandbox = await aSandbox(pool, {
    clockOn: "2026-05-01",
    settings: postingDays === undefined ? {} : { postingDays },
    claims: [{ number: "5001", dueOn: "2026-04-30", email }],
  });
  await sandbox.runThrough("2026-07-01");
  const { creditorId } = sandbox;
  const rows = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ on: string; data: { letter: string; payBy: string; postedOn?: string } }>(sql`
      select happened_on as on, data from event
      where creditor_id = ${creditorId}::uuid and kind in ('letter', 'parked') order by seq`),
  );
  expect(await verifyBooks(pool, [creditorId])).toMatchObject({ findings: [] });
  return rows.map(({ on, data }) => `${on} ${data.letter} by ${data.payBy} posted ${data.postedOn ?? on}`);
}

describe("A printed deadline allows for the days until the letter is posted (B21)", () => {
  it("and the second mind counts it from the same day", async () => {
    expect(await lettersOf({ post: 2 }, null)).toEqual([
      "2026-05-15 notice by 2026-06-02 posted 2026-05-19",
      "2026-06-12 demand by 2026-06-30 posted 2026-06-16",
    ]);
  });

  it("as far as the letter goes by post", async () => {
    expect(await lettersOf({ post: 2 }, "kunde@example.test")).toEqual([
      "2026-05-15 notice by 2026-05-29 posted 2026-05-15",
      "2026-06-05 demand by 2026-06-23 posted 2026-06-09",
    ]);
    expect(await lettersOf(undefined, null)).toEqual([
      "2026-05-15 notice by 2026-05-29 posted 2026-05-15",
      "2026-06-05 demand by 2026-06-19 posted 2026-06-05",
    ]);
  });
});
