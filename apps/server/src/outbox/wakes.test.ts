import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { restUntil, sql, withCreditor } from "../store/index.ts";
import { takeDown } from "./afterwards.ts";
import { aCompany, NOTICE_DAY } from "./test-company.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");

/** Whether the company's run is asked for, after it was asleep and this was done. */
async function isWoken(company: Awaited<ReturnType<typeof aCompany>>, work: () => Promise<unknown>) {
  const { creditorId } = company;
  await withCreditor(pool, creditorId, async (tx) => {
    await tx.run(sql`update wake set wake_at = 'infinity' where work = 'run'`);
    await restUntil(tx, creditorId, "run", null);
  });
  await work();
  const { isDue } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ isDue: boolean }>(sql`select wake_at <= now() as "isDue" from wake where work = 'run'`),
  );
  return isDue;
}

describe("Claims whose letter is undone are judged anew by whoever comes first (B4, B21)", () => {
  it("because it could not leave on its day: also where the process that undid it is killed right after", async () => {
    const company = await aCompany(pool, undefined, [{ number: "3001", email: null }]);
    await company.run(NOTICE_DAY, undefined, { delivery: { signal: AbortSignal.abort() } });
    expect(await isWoken(company, () => company.deliver("2026-05-18"))).toBe(true);
  });

  it("because it bounced, or a person found that it never left", async () => {
    const company = await aCompany(pool, undefined, [{ number: "3002", email: "kari@post.example" }]);
    await company.run();
    const [message] = await company.messages();
    const word = { messageId: message!.messageId, kind: "bounced", reason: "5.1.1" } as const;
    const bounce = () => takeDown(company.installation, company.creditor, company.clock(), [word]);
    expect(await isWoken(company, bounce)).toBe(true);
    expect(await isWoken(company, bounce)).toBe(false);
  });
});
