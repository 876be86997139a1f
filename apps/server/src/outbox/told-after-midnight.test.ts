import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import type { Clock } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { lockFiles, sql, withCreditor } from "../store/index.ts";
import { waiters } from "../usecases/test-locks.ts";
import { takeDown } from "./afterwards.ts";
import { parkLetters } from "./park-letters.ts";
import { aCompany, NOTICE_DAY } from "./test-company.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");

describe("A letter that is told of before midnight, while a run of the next day holds its file", () => {
  it.each([
    ["came back", "bounced", "given-up"],
    ["left, though nobody knew", "left", "unparked"],
  ] as const)("and %s is taken down on that next day, after what it follows", async (_how, kind, told) => {
    const company = await aCompany(pool, undefined, [{ number: "3001", email: "kari@post.example" }]);
    const { creditor, creditorId } = company;
    await company.run();
    const [message] = await company.messages();
    const within = <T>(work: Parameters<typeof withCreditor<T>>[2]) => withCreditor(pool, creditorId, work);
    const debtorIds = (
      await within((tx) => tx.many<{ debtorId: Uuid }>(sql`select debtor_id as "debtorId" from file`))
    ).map(({ debtorId }) => debtorId);
    if (kind === "left") await forget(creditorId, company.clock(NOTICE_DAY, "12:00"), message!.messageId);

    const { promise: freed, resolve: free } = Promise.withResolvers<void>();
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
    const run = within(async (tx) => {
      await lockFiles(tx, creditorId, debtorIds);
      await tx.run(
        sql`update creditor set last_run_on = '2026-05-16' where creditor_id = ${creditorId}::uuid`,
      );
      held();
      await freed;
    });
    await isHeld;
    const beforeMidnight = company.clock(NOTICE_DAY, "21:59");
    const word = { messageId: message!.messageId, kind, reason: "the e-mail came back" };
    const taken = takeDown(company.installation, creditor, beforeMidnight, [word]);
    await waiters(database.url, 1);
    free();
    await Promise.all([run, taken]);
    const last = await within((tx) =>
      tx.one<{ kind: string; on: string }>(sql`
        select kind, happened_on as on from event where creditor_id = ${creditorId}::uuid order by seq desc limit 1`),
    );
    expect(last).toEqual({ kind: told, on: "2026-05-16" });
  });

  /** Nobody knows any more whether it left. */
  async function forget(creditorId: Uuid, clock: Clock, id: Uuid) {
    const creditor = (await creditorById(pool, creditorId))!;
    await withCreditor(pool, creditorId, async (tx) => {
      await tx.run(sql`update message set state = 'unknown' where message_id = ${id}::uuid`);
      const { documentId } = await tx.one<{ documentId: Uuid }>(sql`
        select document_id as "documentId" from message where message_id = ${id}::uuid`);
      await parkLetters(tx, { creditor, operator: "self", clock }, [{ documentId, reason: "nobody knows" }]);
    });
  }
});
