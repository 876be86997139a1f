/** For tests of backups: an agency with companies of both countries, and what its tables hold. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { date } from "@innfri/kernel";
import { type TestDatabase, testDatabase } from "@innfri/testing";
import type { Database } from "../../database.ts";
import { allCreditors } from "../../engine/creditors.ts";
import { anInstallation, anOcrGiro, aWorld, NOW, type OpenInstallation } from "../../payments/test-world.ts";
import { openPool, type Pool, withAdministrator } from "../../store/index.ts";
import { runDays } from "../../usecases/run-days.ts";
import { sealRoots } from "../../usecases/seal-roots.ts";

export type Lived = { readonly database: TestDatabase; readonly installation: OpenInstallation };

/** Both companies with what they are owed, before their first day. */
export async function youngCompanies(claims: number): Promise<Lived> {
  const database = await testDatabase();
  const installation = await anInstallation(database);
  for (const country of ["NO", "SE"] as const) {
    const world = await aWorld(installation, { country, startsOn: "2026-04-01" });
    await world.owe(
      Array.from({ length: claims }, (_, i) => ({
        number: `${country}${i}`,
        amount: `${900 + i * 100}.00`,
        dueOn: `2026-04-${String(2 + (i % 20)).padStart(2, "0")}`,
        kind: i % 3 === 1 ? "business" : "person",
      })),
    );
  }
  return { database, installation };
}

/** With letters and payments and what they left in the outbox and the archive, up to a day in May; a third was paid. */
export async function twoCompanies(claims = 6): Promise<Lived> {
  const { database, installation } = await youngCompanies(claims);
  await until(installation, "2026-05-20");
  const world = await aWorld(installation, {
    startsOn: "2026-04-01",
    input: { organisationNumber: "310000000" },
  });
  await world.owe([{ number: "betalt", amount: "500.00", dueOn: "2026-04-10" }]);
  const { reference: kid } = await world.claim("betalt");
  await world.paid(anOcrGiro(world.account, [{ kid, amount: "700.00", on: "2026-04-20" }]));
  const creditors = await allCreditors(installation.pool);
  const ids = creditors.map(({ creditorId }) => creditorId);
  await sealRoots(installation, ids, NOW, { withOperator: true });
  return { database, installation };
}

/** Runs and delivers every day up to this one. */
export async function until(installation: OpenInstallation, day: string, pageSize?: number): Promise<void> {
  const options = pageSize === undefined ? {} : { pageSize, lanes: 1 };
  const runs = await runDays(installation, { until: date(day) }, new Date(), options);
  const failed = runs.filter((run) => run.kind !== "ran" || run.result.failed.length > 0);
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
}

/** The database as commands open it. */
export function opened(url: string): Database {
  const pools: Pool[] = [];
  return {
    url,
    isEmbedded: false,
    urlFor: async () => url,
    poolFor: async (role, max) => {
      const pool = await openPool({ url, role, ...(max === undefined ? {} : { max }) });
      pools.push(pool);
      return pool;
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.close()))),
  };
}

/** What tells of backups and looks at the books, which each database has its own of. */
const OF_ITS_OWN = ["backup", "migration", "verification"];

/** A digest of every table's rows, in the order of their text. */
export async function digests(
  url: string,
  without: readonly string[] = OF_ITS_OWN,
): Promise<Record<string, string>> {
  return withAdministrator(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
    );
    const found: Record<string, string> = {};
    for (const { name } of rows.filter((row) => !without.includes(row.name))) {
      const { rows: digest } = await client.query<{ told: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as told from "${name}" t`,
      );
      found[name] = digest[0]!.told;
    }
    return found;
  });
}

/** The files below a folder that are whole, by name with their hashes. */
export async function filesBelow(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith(".")) continue;
    const file = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, file)] = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  }
  return files;
}
