import { readdir } from "node:fs/promises";
import { date, derivedId, type Uuid } from "@innfri/kernel";
import { aCreditor, anId, registerClaims, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { clockOf, clockOnDay } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { runDay } from "../engine/run-day.ts";
import type { Operator } from "../installation.ts";
import { sql, withCreditor } from "../store/index.ts";
import { type DeliverOptions, deliverQueued } from "./deliver.ts";
import { claimPage, endAttempts, QUEUE_START, renew } from "./queue.ts";

const SELF: Operator = {
  operatorId: derivedId(date("2026-01-01"), "operator"),
  name: "Own claims",
  kind: "self",
  licence: null,
};
const DAY = date("2026-05-15");
const database = await testDatabase();
const pool = await database.pool("innfri_engine");

/** A company whose notices of 15 May lie in the queue, every third by post. */
async function queued(count: number) {
  const creditorId = await aCreditor(pool, { country: "NO", clockOn: date("2026-05-01") });
  const specs = Array.from({ length: count }, (_, i) => ({
    number: String(3001 + i),
    customer: String(31 + i),
    principalMinor: 450_000n,
    issuedOn: date("2026-04-16"),
    dueOn: date("2026-04-30"),
    ...(i % 3 === 0 ? { email: null } : {}),
  }));
  await registerClaims(pool, creditorId, "NO", specs);
  const creditor = (await creditorById(pool, creditorId))!;
  const clock = (day = DAY) => clockOnDay(clockOf(creditor, new Date(0)), day);
  await runDay({ pool, operator: SELF, creditor, clock: clock() });
  /** Within contact hours, so that an e-mail may leave. */
  const noon = (day = DAY) => ({ ...clock(day), nowAt: `${day}T10:00:00.000Z` });
  const directory = temporaryFolder("hands");
  return {
    creditorId,
    deliver: (options: DeliverOptions = {}, day = DAY) =>
      deliverQueued({ pool, directory, operator: SELF }, creditor, noon(day), options),
    /** What another process takes in hand, and then is heard of no more. */
    taken: (limit: number, ms: number) => {
      const lease = { creditorId, token: anId(), ms };
      const request = { channels: ["email", "post"], carrier: "capture", batchId: null } as const;
      const page = claimPage(pool, lease, {
        ...request,
        today: DAY,
        nowAt: noon().nowAt,
        limit,
        after: QUEUE_START,
      });
      return { lease, page };
    },
    files: async () =>
      (await readdir(directory, { recursive: true })).filter((name) => /\.(eml|pdf)$/.test(name)).length,
    attempts: () =>
      withCreditor(pool, creditorId, (tx) =>
        tx.many<{ messageId: Uuid; attemptNo: number; outcome: string | null; state: string }>(sql`
          select message_id as "messageId", attempt_no as "attemptNo", outcome, state
          from delivery_attempt join message using (creditor_id, message_id)
          where creditor_id = ${creditorId}::uuid order by message_id, attempt_no`),
      ),
  };
}

describe("Letters of one company that several processes deliver (B4, B21)", () => {
  it("leave once each, and none is left", async () => {
    const company = await queued(40);
    const delivered = await Promise.all([1, 2, 3].map(() => company.deliver({ waits: true })));
    expect(delivered.reduce((sum, { email, post }) => sum + email + post, 0)).toBe(40);
    const attempts = await company.attempts();
    expect(attempts).toHaveLength(40);
    expect(new Set(attempts.map(({ outcome, state }) => `${outcome} ${state}`))).toEqual(
      new Set(["sent sent"]),
    );
    expect(await company.files()).toBe(40);
  });

  it("that one had in hand when it died are gone on with once its lease has run out, by the same attempt", async () => {
    const company = await queued(3);
    expect(await company.taken(2, 4_000).page).toHaveLength(2);
    expect(await company.deliver()).toMatchObject({ email: 1, post: 0 });
    expect(await company.deliver({ waits: true })).toMatchObject({ email: 1, post: 1 });
    const attempts = await company.attempts();
    expect(attempts.map(({ attemptNo, outcome }) => `${attemptNo} ${outcome}`)).toEqual([
      "1 sent",
      "1 sent",
      "1 sent",
    ]);
  });

  it("stay with one that is slow and renews its lease, and it hears when it has lost one", async () => {
    const company = await queued(1);
    const { lease, page } = company.taken(1, 400);
    const [message] = await page;
    expect(await renew(pool, { ...lease, ms: 60_000 }, [message!.messageId])).toBe(1);
    expect(await company.deliver()).toMatchObject({ email: 0, post: 0 });
    await renew(pool, { ...lease, ms: 0 }, [message!.messageId]);
    expect(await renew(pool, lease, [message!.messageId])).toBe(0);
    expect(await company.deliver()).toMatchObject({ post: 1 });
    // What it says afterwards of the letter is not heard, unless it is that it left.
    const end = { messageId: message!.messageId, attemptNo: 1, detail: null, sendAfter: null };
    const ended = await withCreditor(pool, company.creditorId, (tx) =>
      endAttempts(tx, lease, [{ ...end, outcome: "failed", state: "given-up" }], "2026-05-15T06:00:00.000Z"),
    );
    expect(ended.size).toBe(0);
  });

  it("had left for certain where the file is there: the day after, it is not undone", async () => {
    const company = await queued(2);
    await company.deliver();
    await withCreditor(pool, company.creditorId, async (tx) => {
      await tx.run(sql`update message set state = 'queued' where creditor_id = ${company.creditorId}::uuid`);
      await tx.run(sql`
        update delivery_attempt set ended_at = null, outcome = null, lease_until = now(), lease_by = ${anId()}::uuid
        where creditor_id = ${company.creditorId}::uuid`);
    });
    expect(await company.deliver({}, date("2026-05-16"))).toMatchObject({ email: 1, post: 1, failed: [] });
  });

  it("wait for the next delivery once it is told to stop", async () => {
    const company = await queued(2);
    expect(await company.deliver({ signal: AbortSignal.abort() })).toMatchObject({ email: 0, post: 0 });
    expect(await company.deliver()).toMatchObject({ email: 1, post: 1 });
  });
});
