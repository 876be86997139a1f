/** A creditor with as many open claims as asked, made in seconds. */
import { readFile } from "node:fs/promises";
import { type CalendarDate, date, type Uuid } from "@innfri/kernel";
import { openPool, withAdministrator } from "@innfri/server/store";
import { aCreditor } from "@innfri/testing";
import { benchDatabase } from "./database.ts";

/** Working days on which as many claims fall due for their notice, one group each, before the first is due again. */
export const RUN_DAYS = [
  "2026-05-15",
  "2026-05-18",
  "2026-05-19",
  "2026-05-20",
  "2026-05-21",
  "2026-05-22",
  "2026-05-26",
].map(date);

export type Portfolio = {
  readonly claims: number;
  /** Of those, how many are due on each of `days`. */
  readonly due: number;
  readonly days: readonly CalendarDate[];
  readonly layout: "imported" | "spread";
};

/** The same in a new database of the server. */
export async function seedPortfolio(
  serverUrl: string,
  name: string,
  portfolio: Portfolio,
): Promise<{ readonly url: string; readonly creditorId: Uuid }> {
  const url = await benchDatabase(serverUrl, name);
  return { url, creditorId: await fillPortfolio(url, portfolio) };
}

/** Fills a migrated database. */
export async function fillPortfolio(url: string, { claims, due, days, layout }: Portfolio): Promise<Uuid> {
  if (due * days.length > claims)
    throw new RangeError(`of ${claims} claims, ${due} cannot be due on ${days.length} days`);
  const pool = await openPool({ url, role: "innfri_engine", max: 1 });
  const creditorId = await aCreditor(pool, { country: "NO", clockOn: date("2026-05-01") });
  await pool.close();
  const values: Readonly<Record<string, string>> = {
    claims: String(claims),
    due: String(due),
    days: `array['${days.join("','")}']`,
    creditor: `'${creditorId}'::uuid`,
    "'layout'": `'${layout}'`,
  };
  const text = await readFile(new URL("portfolio.sql", import.meta.url), "utf8");
  const [seed, ...tables] = text
    .replaceAll(/(?<!:):('layout'|[a-z]+)/g, (whole, key: string) => values[key] ?? whole)
    .split("-- split\n");
  // The guards are for those who come later.
  const inServer = (statements: string) =>
    withAdministrator(url, (client) =>
      client.query(`set session_replication_role = replica; set work_mem = '64MB'; ${statements}`),
    );
  await inServer(`${seed}; analyze seed`);
  await Promise.all(tables.map(inServer));
  await withAdministrator(url, async (client) => {
    await client.query("drop table seed");
    await client.query("vacuum analyze");
    await client.query("checkpoint");
  });
  return creditorId;
}
