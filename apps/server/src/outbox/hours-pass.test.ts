import { testDatabase } from "@innfri/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { clockOf } from "../clock.ts";
import { deliverQueued } from "./deliver.ts";
import { aCompany } from "./test-company.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
afterEach(() => vi.restoreAllMocks());

/** A company whose two notices of 15 May lie in the queue, and this machine's own clock, which can be moved on. */
async function queued(customers: Parameters<typeof aCompany>[2]) {
  const company = await aCompany(pool, undefined, customers);
  await company.run(undefined, "05:00", { delivery: { signal: AbortSignal.abort() } });
  return company;
}

/** Between the first look at the queue and what follows, so much time goes by. */
function takes(minutes: number) {
  const started = performance.now();
  let asked = 0;
  vi.spyOn(performance, "now").mockImplementation(() => started + (asked++ === 0 ? 0 : minutes * 60_000));
}

describe("While a delivery goes on, time does too (B21, B22)", () => {
  it("an e-mail whose contact hours end meanwhile stays, and is late the day after", async () => {
    const company = await queued([{ number: "3001", email: "kari@example.com" }]);
    const { installation, creditor } = company;
    const clock = clockOf(creditor, new Date("2026-05-15T18:00:00.000Z"));
    takes(300);
    expect(await deliverQueued(installation, creditor, clock)).toMatchObject({ email: 0 });
    expect((await company.messages()).map(({ state }) => state)).toEqual(["queued"]);
  });

  it("a letter by post stays when its day ends, for it would leave on another day than it is dated", async () => {
    const company = await queued([{ number: "3002", email: null }]);
    const { installation, creditor } = company;
    const clock = clockOf(creditor, new Date("2026-05-15T21:59:00.000Z"));
    takes(2);
    expect(await deliverQueued(installation, creditor, clock)).toMatchObject({ post: 0 });
    expect((await company.messages()).map(({ state }) => state)).toEqual(["queued"]);
  });
});
