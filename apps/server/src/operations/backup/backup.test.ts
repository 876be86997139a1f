import { appendFile, chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { aPortfolio, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../database.ts";
import { openInstallation } from "../../installation.ts";
import { anInstallation } from "../../payments/test-world.ts";
import { setMark } from "../../restore-mark.ts";
import { withAdministrator } from "../../store/index.ts";
import { backUp } from "../../usecases/back-up.ts";
import { restore } from "../../usecases/restore.ts";
import { runDays } from "../../usecases/run-days.ts";
import { makeBackup } from "./make-backup.ts";
import { MANIFEST_FILE, type Manifest } from "./manifest.ts";
import { checkBackup, restoreBackup } from "./restore-backup.ts";
import { acceptRestored } from "./restored.ts";
import { digests, filesBelow, opened, twoCompanies, until, youngCompanies } from "./test-backup.ts";

const lived = await twoCompanies();
const backups = temporaryFolder("backup");
const made = await backUp(opened(lived.database.url), lived.installation.directory, backups);

/** What is done at other instants, or by other batches, when the same days are lived again. */
const TIMED = ["backup", "migration", "verification", "run_batch", "chain_growth", "event_page", "wake"];

/** An empty database and data directory. */
async function aCleanPlace() {
  const { url } = await testDatabase({ migrated: false });
  return { url, directory: path.join(temporaryFolder("backup"), "data") };
}

describe("A backup that is restored on a clean directory", () => {
  it("gives the same rows, files and roots, and verify finds nothing (B10)", async () => {
    const { url, directory } = await aCleanPlace();
    const restored = await restore(directory, url, made.folder);
    expect(restored).toMatchObject({ verified: { findingCount: 0, creditors: 3 }, wrongRoots: [] });
    // Of three creditors, and the operator's over them.
    expect(restored.manifest.roots).toHaveLength(4);
    expect(restored.verified.roots).toBe(4);
    expect(restored.verified.events).toBeGreaterThan(50);
    expect(await digests(url)).toEqual(await digests(lived.database.url));
    expect(await filesBelow(directory)).toEqual(await filesBelow(lived.installation.directory));
    expect(Object.keys(await filesBelow(directory)).length).toBeGreaterThan(10);
  });

  it("looks keys up by their indexes while it loads, so that ten times the rows take ten times as long", async () => {
    const database = await testDatabase();
    await anInstallation(database);
    await aPortfolio(await database.pool("innfri_engine"), { debtors: 600 });
    const { folder } = await makeBackup(
      opened(database.url),
      temporaryFolder("backup"),
      temporaryFolder("backup"),
    );
    const { url, directory } = await aCleanPlace();
    await restoreBackup(async () => opened(url), directory, folder, await checkBackup(folder));
    const scans = await withAdministrator(url, async (client) => {
      const { rows } = await client.query<{ scans: number }>(
        "select pg_stat_get_numscans('debtor'::regclass)::int as scans",
      );
      return rows[0]!.scans;
    });
    expect(scans).toBeLessThan(50);
  });

  it("has its guards up again", async () => {
    const { url, directory } = await aCleanPlace();
    await restore(directory, url, made.folder);
    const guards = (at: string) =>
      withAdministrator(at, async (client) => {
        const { rows } = await client.query(`
          select c.relname::text as name, c.relrowsecurity, c.relforcerowsecurity,
            array(select t.tgname::text || t.tgenabled::text from pg_trigger t where t.tgrelid = c.oid
              and not t.tgisinternal order by 1) as triggers
          from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`);
        return rows as unknown[];
      });
    expect(await guards(url)).toEqual(await guards(lived.database.url));
  });

  it("does next what the original does next (B4)", { timeout: 120_000 }, async () => {
    const other = await twoCompanies();
    const { folder } = await backUp(
      opened(other.database.url),
      other.installation.directory,
      temporaryFolder("backup"),
    );
    const { url, directory } = await aCleanPlace();
    await restore(directory, url, folder, { nothingLeftSince: true });
    const installation = await openInstallation(directory, url);
    await until({ ...installation, operator: installation.operator! }, "2026-06-20");
    await installation.close();
    await until(other.installation, "2026-06-20");
    const timed = TIMED;
    expect(await digests(url, timed)).toEqual(await digests(other.database.url, timed));
    expect(await filesBelow(directory)).toEqual(await filesBelow(other.installation.directory));
  });
});

describe("The embedded database", () => {
  it("is restored from a server's backup, and its own backup holds the same bytes", {
    timeout: 120_000,
  }, async () => {
    const directory = path.join(temporaryFolder("backup"), "data");
    // Root starts PostgreSQL as another user, who must get in.
    await chmod(path.dirname(directory), 0o755);
    const restored = await restore(directory, undefined, made.folder);
    expect(restored.verified.findingCount).toBe(0);
    const database = await openDatabase(directory, undefined);
    expect(database.isEmbedded).toBe(true);
    const again = await backUp(database, directory, temporaryFolder("backup"));
    await database.close();
    const held = ({ tables, files }: Manifest) =>
      [...tables, { name: "files", ...files! }].map(({ name, plainSha256 }) => `${name} ${plainSha256}`);
    const ofBackups = (told: string) => !/^(backup|verification) /.test(told);
    expect(held(again.manifest).filter(ofBackups)).toEqual(held(made.manifest).filter(ofBackups));
  });
});

describe("A backup while a run is writing", () => {
  it("shows one moment, from which the rest of the run is done again (B4)", {
    timeout: 180_000,
  }, async () => {
    const busy = await youngCompanies(16);
    const database = opened(busy.database.url);
    const folder = temporaryFolder("backup");
    const running = until(busy.installation, "2026-06-05", 2);
    const taken: string[] = [];
    let isOver = false;
    void running.finally(() => {
      isOver = true;
    });
    while (!isOver) taken.push((await backUp(database, busy.installation.directory, folder)).folder);
    await running;
    expect(taken.length).toBeGreaterThan(1);
    const timed = [...TIMED, "delivery_attempt"];
    const whole = await digests(busy.database.url, timed);
    // From two of them, which were taken at other moments.
    for (const one of [taken[0]!, taken[Math.floor(taken.length / 2)]!]) {
      const { url, directory } = await aCleanPlace();
      const restored = await restore(directory, url, one, { nothingLeftSince: true });
      expect(restored.verified.findings).toEqual([]);
      const installation = await openInstallation(directory, url);
      await until({ ...installation, operator: installation.operator! }, "2026-06-05");
      await installation.close();
      expect(await digests(url, timed)).toEqual(whole);
    }
  });
});

describe("A backup that goes through a program", () => {
  it("is not to be read without the one that undoes it", async () => {
    const folder = temporaryFolder("backup");
    const options = { through: "base64" };
    const through = await backUp(opened(lived.database.url), lived.installation.directory, folder, options);
    const claim = await readFile(path.join(through.folder, "tables/claim.copy.gz"), "utf8");
    expect(claim).toMatch(/^[A-Za-z0-9+/=\n]+$/);
    await checkBackup(through.folder);
    const place = await aCleanPlace();
    await expect(restore(place.directory, place.url, through.folder)).rejects.toThrow();
    const restored = await restore(place.directory, place.url, through.folder, { through: "base64 -d" });
    expect(restored.verified.findingCount).toBe(0);
    expect(await digests(place.url)).toEqual(await digests(lived.database.url));
  });

  it("that fails is no backup", async () => {
    const folder = temporaryFolder("backup");
    const options = { through: "head -c 100 > /dev/null; exit 3" };
    await expect(
      backUp(opened(lived.database.url), lived.installation.directory, folder, options),
    ).rejects.toThrow("ended with 3");
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("What is not a whole backup", () => {
  async function aCopy(): Promise<string> {
    const folder = path.join(temporaryFolder("backup"), "copy");
    await mkdir(path.join(folder, "tables"), { recursive: true });
    for (const name of Object.keys(await filesBelow(made.folder)))
      await writeFile(path.join(folder, name), await readFile(path.join(made.folder, name)));
    return folder;
  }

  it.each([
    ["a byte more", (folder: string) => appendFile(path.join(folder, "tables/event.copy.gz"), "x")],
    ["a missing table", (folder: string) => rm(path.join(folder, "tables/event.copy.gz"))],
    ["missing files", (folder: string) => rm(path.join(folder, "files.tar.gz"))],
    ["no manifest", (folder: string) => rm(path.join(folder, MANIFEST_FILE))],
    ["half a manifest", (folder: string) => writeFile(path.join(folder, MANIFEST_FILE), '{"format":')],
    [
      "a part that lies elsewhere",
      (folder: string) =>
        bend(folder, (manifest) => ({ ...manifest, files: { ...manifest.files!, file: "../x" } })),
    ],
    [
      "a migration that this program has otherwise",
      (folder: string) =>
        bend(folder, (manifest) => ({
          ...manifest,
          migrations: manifest.migrations.map((one, i) =>
            i === 0 ? { ...one, sha256: "0".repeat(64) } : one,
          ),
        })),
    ],
    [
      "a migration of a newer version",
      (folder: string) =>
        bend(folder, (manifest) => ({
          ...manifest,
          migrations: [...manifest.migrations, { name: "9999_later.sql", sha256: "0".repeat(64) }],
        })),
    ],
  ])("(%s) is refused before anything is written", async (_, change) => {
    const folder = await aCopy();
    await change(folder);
    const { url, directory } = await aCleanPlace();
    await expect(restore(directory, url, folder)).rejects.toThrow(/Nothing was (done|changed|restored)/);
    expect(await digests(url)).toEqual({});
    expect(await readdir(directory).catch(() => [])).toEqual([]);
  });

  it("(rows that are not what the manifest says) leaves the database empty, and the directory closed", async () => {
    const folder = await aCopy();
    await bend(folder, (manifest) => ({
      ...manifest,
      tables: manifest.tables.map((one) => (one.name === "step" ? { ...one, rows: one.rows + 1 } : one)),
    }));
    const { url, directory } = await aCleanPlace();
    await expect(restore(directory, url, folder)).rejects.toThrow("nothing was restored");
    const told = await digests(url, ["account_name", "migration"]);
    expect(Object.values(told).filter((one) => !one.startsWith("0 "))).toEqual([]);
    await expect(openInstallation(directory, url)).rejects.toThrow("was not finished");
  });

  async function bend(folder: string, change: (manifest: Manifest) => Manifest): Promise<void> {
    const file = path.join(folder, MANIFEST_FILE);
    // What it says of its own text would give the change away before anything else does.
    const { sha256: _, ...manifest } = JSON.parse(await readFile(file, "utf8")) as Manifest;
    await writeFile(file, JSON.stringify(change(manifest)));
  }
});

describe("A place that is not clean", () => {
  it("is left as it is: a database that is somebody's", async () => {
    const other = await twoCompanies(1);
    const before = await digests(other.database.url, []);
    const directory = path.join(temporaryFolder("backup"), "data");
    await expect(restore(directory, other.database.url, made.folder)).rejects.toThrow("not empty");
    expect(await digests(other.database.url, [])).toEqual(before);
  });

  it("is left as it is: a database whose only rows are those of a creditor, which its owner does not see", async () => {
    const { url } = await testDatabase();
    const creditor = "019b76da-a800-74f4-89dc-6108eb64e1d4";
    await withAdministrator(url, (client) =>
      client.query(`insert into creditor (creditor_id, name, country, time_zone)
        values ('${creditor}', 'Fjellro Sykkelverksted AS', 'NO', 'Europe/Oslo')`),
    );
    const directory = path.join(temporaryFolder("backup"), "data");
    await expect(restore(directory, url, made.folder)).rejects.toThrow("not empty");
    const left = await withAdministrator(url, (client) => client.query("select creditor_id from creditor"));
    expect(left.rows).toEqual([{ creditor_id: creditor }]);
  });

  it("is left as it is: a data directory with an outbox", async () => {
    const { url, directory } = await aCleanPlace();
    await mkdir(path.join(directory, "outbox"), { recursive: true });
    await expect(restore(directory, url, made.folder)).rejects.toThrow("holds outbox already");
    expect(await readdir(directory)).toEqual(["outbox"]);
  });

  it("is left as it is: one that another restore was begun in", async () => {
    const { url, directory } = await aCleanPlace();
    await mkdir(directory, { recursive: true });
    await setMark(directory, { manifestSha256: "0".repeat(64), from: "another" });
    await expect(restore(directory, url, made.folder)).rejects.toThrow("restore of another");
  });
});

describe("After a restore", () => {
  it("a real company's runs wait until somebody has looked at what left since; a sandbox's do not", async () => {
    const { url, directory } = await aCleanPlace();
    expect(await restore(directory, url, made.folder)).toMatchObject({ isWaiting: true });
    await withAdministrator(url, (client) =>
      client.query("update creditor set is_sandbox = false, clock_on = null where country = 'SE'"),
    );
    const installation = await openInstallation(directory, url);
    const of = { ...installation, operator: installation.operator! };
    const outcomes = async () => {
      const runs = await runDays(of, {}, new Date());
      return runs.map((run) => [run.creditor.country, run.kind === "refused" ? run.reason : run.kind]);
    };
    expect(await outcomes()).toEqual([
      ["NO", "ran"],
      ["SE", expect.stringContaining("nobody has said yet what left since")],
      ["NO", "ran"],
    ]);
    expect(await acceptRestored(of.pool, "Kari Kontrollør")).not.toBeNull();
    expect(await acceptRestored(of.pool, "Kari Kontrollør")).toBeNull();
    expect((await outcomes())[1]).toEqual(["SE", "ran"]);
    await installation.close();
  });
});
