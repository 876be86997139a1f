import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { runProgram, startProgram } from "../../cli/test-program.ts";
import { openInstallation } from "../../installation.ts";
import { withAdministrator } from "../../store/index.ts";
import { backUp } from "../../usecases/back-up.ts";
import { checkBackup } from "./restore-backup.ts";
import { digests, filesBelow, opened, twoCompanies } from "./test-backup.ts";

const lived = await twoCompanies();

/** Starts the program and kills it so long after it has begun; false when it had ended by then. */
async function killed(
  words: readonly string[],
  directory: string,
  url: string,
  afterMs: number,
  hasBegun: () => Promise<boolean>,
): Promise<boolean> {
  const child = startProgram(words, { directory, databaseUrl: url });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  while (child.exitCode === null && !(await hasBegun())) await sleep(5);
  await Promise.race([sleep(afterMs), ended]);
  const wasAlive = child.exitCode === null && child.signalCode === null;
  child.kill("SIGKILL");
  await ended;
  return wasAlive;
}

/** Is it connected to this database? */
async function isAtWork(url: string, name: "innfri backup" | "innfri restore"): Promise<boolean> {
  return withAdministrator(url, async (client) => {
    const { rowCount } = await client.query(
      "select from pg_stat_activity where datname = current_database() and application_name = $1",
      [name],
    );
    return rowCount !== 0;
  });
}

describe("A backup that is killed", () => {
  it("leaves nothing that is taken for a backup, and the next one clears it away", {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder("backup");
    const { directory } = lived.installation;
    const { url } = lived.database;
    let kills = 0;
    // From the moment it has begun to read: at once, and ever later.
    for (const afterMs of [0, 15, 40, 80, 160]) {
      const hasBegun = () => isAtWork(url, "innfri backup");
      if (await killed(["backup", folder], directory, url, afterMs, hasBegun)) kills += 1;
      for (const name of await readdir(folder))
        if (!name.startsWith(".")) await checkBackup(path.join(folder, name));
    }
    expect(kills).toBeGreaterThan(1);
    const { exitCode, stdout } = await runProgram(["backup", folder, "--json"], {
      directory,
      databaseUrl: url,
    });
    expect(exitCode).toBe(0);
    const made = JSON.parse(stdout) as { folder: string };
    await checkBackup(made.folder);
    expect((await readdir(folder)).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("A restore that is killed", () => {
  it("is no installation until it has been run to its end, and is the same then", {
    timeout: 180_000,
  }, async () => {
    const { folder } = await backUp(
      opened(lived.database.url),
      lived.installation.directory,
      temporaryFolder("backup"),
    );
    const words = ["restore", folder];
    const { url } = await testDatabase({ migrated: false });
    const directory = path.join(temporaryFolder("backup"), "data");
    let kills = 0;
    // From the moment it has begun to write: at once, and ever later.
    for (const afterMs of [0, 60, 150, 300, 600, 1200]) {
      if (!(await killed(words, directory, url, afterMs, () => isAtWork(url, "innfri restore")))) break;
      kills += 1;
      expect(await standing(directory, url)).toMatch(/^(nothing|closed|whole)$/);
    }
    expect(kills).toBeGreaterThan(1);
    const { exitCode, stderr } = await runProgram(words, { directory, databaseUrl: url });
    // The one that was killed last may have been at its look at the whole.
    expect([0, 2]).toContain(exitCode);
    if (exitCode === 2) expect(stderr).toContain("nothing was restored");
    expect(await standing(directory, url)).toBe("whole");
    expect(await digests(url)).toEqual(await digests(lived.database.url));
    expect(await filesBelow(directory)).toEqual(await filesBelow(lived.installation.directory));
  });

  /** What somebody finds who opens it then: nothing yet, a refusal, or all of it. Never a part. */
  async function standing(directory: string, url: string): Promise<"nothing" | "closed" | "whole" | "half"> {
    const found = await digests(url);
    const rows = Object.entries(found).filter(
      ([name, told]) => name !== "account_name" && !told.startsWith("0 "),
    );
    try {
      const installation = await openInstallation(directory, url);
      const { operator } = installation;
      await installation.close();
      if (operator === null) return rows.length === 0 ? "nothing" : "half";
      return JSON.stringify(await digests(url)) === JSON.stringify(await digests(lived.database.url))
        ? "whole"
        : "half";
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes("was not finished")) throw error;
      return "closed";
    }
  }
});
