import { cp, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import fc from "fast-check";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { LOCKS, withAdministrator } from "../../store/index.ts";
import { backUp } from "../../usecases/back-up.ts";
import { restore } from "../../usecases/restore.ts";
import { makeBackup } from "./make-backup.ts";
import { BackupError, MANIFEST_FILE } from "./manifest.ts";
import { checkBackup } from "./restore-backup.ts";
import { digests, filesBelow, opened, twoCompanies } from "./test-backup.ts";

const lived = await twoCompanies(3);
const made = await backUp(
  opened(lived.database.url),
  lived.installation.directory,
  await temporaryFolder("backup"),
);
const parts = Object.keys(await filesBelow(made.folder));

async function aCopy(): Promise<string> {
  const folder = path.join(await temporaryFolder("backup"), "copy");
  await cp(made.folder, folder, { recursive: true });
  return folder;
}

/** Refused in words, naming the backup's folder or the file, with nothing done. */
async function refused(folder: string): Promise<string> {
  const error = await checkBackup(folder).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(BackupError);
  const { message } = error as BackupError;
  expect(message).toContain(folder);
  expect(message).toMatch(/Nothing was done\.$/);
  return message;
}

describe("A backup that is damaged is refused, and nothing of it is loaded (B10)", () => {
  it("wherever any of its files is cut off", async () => {
    const folder = await aCopy();
    for (const name of parts) {
      const file = path.join(folder, name);
      const whole = await readFile(file);
      const cuts = [
        0,
        1,
        9,
        10,
        Math.floor(whole.length / 2),
        whole.length - 8,
        whole.length - 2,
        whole.length - 1,
      ];
      // What ends the manifest is a line's end and the bracket before it.
      for (const at of cuts.filter((cut) => cut >= 0 && cut < whole.length)) {
        await truncate(file, at);
        await refused(folder);
        await writeFile(file, whole);
      }
    }
    await checkBackup(folder);
  }, 120_000);

  it("wherever a byte of it is another", async () => {
    const folder = await aCopy();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...parts),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (name, where, bits) => {
          const file = path.join(folder, name);
          const whole = await readFile(file);
          const changed = Buffer.from(whole);
          const at = Math.floor(where * whole.length);
          changed[at] = changed[at]! ^ bits;
          await writeFile(file, changed);
          try {
            await refused(folder);
          } finally {
            await writeFile(file, whole);
          }
        },
      ),
      {
        numRuns: 100,
        examples: Array.from(
          { length: 40 },
          (_, i) => [MANIFEST_FILE, i / 40, 1] as [string, number, number],
        ),
      },
    );
    await checkBackup(folder);
  }, 120_000);

  it("where a part is missing, or two have changed places, or one is of another backup", async () => {
    for (const name of parts) {
      const folder = await aCopy();
      await rm(path.join(folder, name));
      expect(await refused(folder)).toContain(path.basename(name));
      await rm(folder, { recursive: true });
    }
    const folder = await aCopy();
    const at = (name: string) => path.join(folder, "tables", name);
    await rename(at("event.copy.gz"), at("kept"));
    await rename(at("claim_now.copy.gz"), at("event.copy.gz"));
    await rename(at("kept"), at("claim_now.copy.gz"));
    expect(await refused(folder)).toMatch(
      /(event|claim_now)\.copy\.gz is missing or is not as it was written/,
    );
    const other = await backUp(
      opened(lived.database.url),
      lived.installation.directory,
      await temporaryFolder("backup"),
    );
    const mixed = await aCopy();
    await cp(path.join(other.folder, "tables/backup.copy.gz"), path.join(mixed, "tables/backup.copy.gz"));
    expect(await refused(mixed)).toContain("backup.copy.gz");
  }, 120_000);

  it("by innfri restore too: database and data directory stay empty", async () => {
    const folder = await aCopy();
    const event = path.join(folder, "tables/event.copy.gz");
    await truncate(event, (await stat(event)).size - 1);
    const { url } = await testDatabase({ migrated: false });
    const directory = path.join(await temporaryFolder("backup"), "data");
    await expect(restore(directory, url, folder)).rejects.toThrow(/event\.copy\.gz.*Nothing was done\.$/);
    expect(await digests(url)).toEqual({});
    expect(await readdir(directory).catch(() => [])).toEqual([]);
  });
});

describe("A backup that is begun while a migration runs", () => {
  it("waits for it, and shows the database as it is afterwards, with every row", async () => {
    const { database, installation } = lived;
    const rows = await withAdministrator(database.url, async (client) => {
      const { rows: counted } = await client.query<{ count: string }>("select count(*) as count from step");
      return Number(counted[0]!.count);
    });
    expect(rows).toBeGreaterThan(0);
    const migrating = new pg.Client({ connectionString: database.url });
    await migrating.connect();
    await migrating.query(`select pg_advisory_lock(${LOCKS.migration})`);
    const backup = makeBackup(opened(database.url), installation.directory, await temporaryFolder("backup"));
    backup.catch(() => undefined);
    await sleep(500);
    // As a migration that writes a whole table anew.
    await migrating.query("alter table step add column invented uuid not null default gen_random_uuid()");
    await migrating.query(`select pg_advisory_unlock(${LOCKS.migration})`);
    await migrating.end();
    const { manifest } = await backup;
    const step = manifest.tables.find(({ name }) => name === "step");
    expect(step?.columns).toContain("invented");
    expect(step?.rows).toBe(rows);
  });
});
