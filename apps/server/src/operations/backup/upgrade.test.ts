import { cp, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { allCreditors } from "../../engine/creditors.ts";
import { openInstallation } from "../../installation.ts";
import { NOW } from "../../payments/test-world.ts";
import { migrations, withAdministrator } from "../../store/index.ts";
import { importInvoices } from "../../usecases/import-invoices.ts";
import { restore } from "../../usecases/restore.ts";
import { csvOf, item, textSource } from "../../usecases/test-installation.ts";
import { makeBackup } from "./make-backup.ts";
import { checkBackup } from "./restore-backup.ts";
import { filesBelow, opened, until } from "./test-backup.ts";
import { everything } from "./test-everything.ts";

/** Backups of earlier schemas, each in a folder with the version that made it. */
const KEPT = fileURLToPath(new URL("../../../../../fixtures/upgrade/", import.meta.url));

// `npm run upgrade:keep` makes that of 0.1 anew, of the present schema: only until 0.1 is released.
const version = process.env.INNFRI_KEEP_BACKUP_AS ?? "";
describe.runIf(version !== "")("A backup to keep", () => {
  it("has something in every table", { timeout: 300_000 }, async () => {
    const { database, installation } = await everything();
    await keepFew(path.join(installation.directory, "outbox"), 3);
    const made = await makeBackup(opened(database.url), installation.directory, temporaryFolder("backup"));
    const empty = made.manifest.tables.filter(({ rows }) => rows === 0).map(({ name }) => name);
    expect(empty).toEqual([]);
    await mkdir(KEPT, { recursive: true });
    await rm(path.join(KEPT, version), { recursive: true, force: true });
    await cp(made.folder, path.join(KEPT, version), { recursive: true });
  });
});

describe.each(await readdir(KEPT))("The kept backup of %s", (kept) => {
  const folder = path.join(KEPT, kept);

  it("is whole, of both countries, and has something in every table that there was", async () => {
    const { manifest } = await checkBackup(folder);
    expect(manifest.tables.filter(({ rows }) => rows === 0)).toEqual([]);
    expect(manifest.tables.length).toBeGreaterThan(40);
  });

  it("is brought to the newest schema, verified, and goes on from there", { timeout: 120_000 }, async () => {
    const { url } = await testDatabase({ migrated: false });
    const directory = path.join(temporaryFolder("backup"), "data");
    const restored = await restore(directory, url, folder, { nothingLeftSince: true });
    expect(restored).toMatchObject({ wrongRoots: [], verified: { findings: [], findingCount: 0 } });
    expect(restored.verified.events).toBeGreaterThan(200);
    expect(Object.keys(await filesBelow(directory)).length).toBe(restored.manifest.files?.count);
    const applied = await withAdministrator(url, async (client) => {
      const { rows } = await client.query<{ name: string }>("select name from migration order by 1");
      return rows.map(({ name }) => name);
    });
    expect(applied).toEqual((await migrations()).map(({ name }) => name));
    // The same tables, columns, checks and guards as of a database that was never anything else.
    const fresh = await testDatabase();
    expect(await schemaOf(url)).toEqual(await schemaOf(fresh.url));

    const installation = await openInstallation(directory, url);
    const of = { ...installation, operator: installation.operator! };
    const norwegian = (await allCreditors(of.pool)).find(({ country }) => country === "NO")!;
    const fresh2027 = item("etter oppgradering", { issued_on: "2026-12-15", due_on: "2027-01-05" });
    await importInvoices(of, norwegian.creditorId, textSource(csvOf([fresh2027])), {}, NOW);
    const before = await lettersOf(url);
    await until(of, "2027-02-15");
    await installation.close();
    expect(await lettersOf(url)).toBeGreaterThan(before);
  });
});

async function lettersOf(url: string): Promise<number> {
  return withAdministrator(url, async (client) => {
    const { rows } = await client.query<{ count: number }>("select count(*)::int as count from document");
    return rows[0]!.count;
  });
}

/** Letters are large, and one is like the other. */
async function keepFew(folder: string, count: number): Promise<void> {
  for (const name of Object.keys(await filesBelow(folder))
    .sort()
    .slice(count))
    await rm(path.join(folder, name));
}

/** Everything that migrations make, told alike however it came to be. */
async function schemaOf(url: string): Promise<readonly string[]> {
  return withAdministrator(url, async (client) => {
    const { rows } = await client.query<{ told: string }>(`
      select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || case when a.attnotnull then ' not null' else '' end
          || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as told
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
      union all select 'check ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace
      union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
      union all select 'policy ' || tablename || ' ' || policyname || ' ' || roles::text || ' ' || cmd || ' '
          || coalesce(qual, '') || ' ' || coalesce(with_check, '') from pg_policies where schemaname = 'public'
      union all select 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger
        where not tgisinternal
      union all select 'secured ' || relname || ' ' || relrowsecurity || relforcerowsecurity || ' ' || coalesce(array_to_string(relacl, ' '), '')
        from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
      order by 1`);
    return rows.map(({ told }) => told);
  });
}
