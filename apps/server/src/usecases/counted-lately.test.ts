import { date, type Uuid } from "@innfri/kernel";
import { aPortfolio, testDatabase } from "@innfri/testing";
import { expect, it } from "vitest";
import { sql } from "../store/index.ts";
import { countedLately } from "./counted-lately.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine", 2);
const { creditorId } = await aPortfolio(pool);
const MONDAY = date("2026-02-16");
const at = (seconds: number) => new Date(Date.UTC(2026, 1, 16, 9, 0, seconds));

/** Counts how often it was asked, for as long as it is told to. */
function counting(seconds: number) {
  let count = 0;
  const lately = countedLately(async (tx) => {
    await tx.run(sql`select pg_sleep(${seconds}::float8)`);
    count += 1;
    return count;
  });
  const ask = async (on = MONDAY, of: Uuid = creditorId, now = at(0)) =>
    (await lately(pool, of, on, now)).value;
  return { ask, count: () => count };
}

it("What takes a moment is counted for everybody who asks, and once for those who ask together", async () => {
  const { ask } = counting(0);
  expect([await ask(), await ask()]).toEqual([1, 2]);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([3, 3, 3]);
});

it("What takes long is told as it was for ten seconds, then counted while the old answer is given, and after two minutes waited for", async () => {
  const { ask, count } = counting(0.06);
  const after = (seconds: number) => ask(MONDAY, creditorId, at(seconds));
  expect([await ask(), await after(10)]).toEqual([1, 1]);
  expect(await after(11)).toBe(1);
  await expect.poll(count).toBe(2);
  await expect.poll(() => after(12)).toBe(2);
  expect(await after(140)).toBe(3);
});

it("Another day is counted anew, also while the day before is being counted", async () => {
  const { ask } = counting(0.06);
  expect(await Promise.all([ask(), ask(date("2026-02-17"))])).toHaveLength(2);
  const [monday, tuesday] = await Promise.all([ask(), ask(date("2026-02-17"))]);
  expect(monday).not.toBe(tuesday);
});
