/** What stands and what does not. It changes nothing: a database that is behind is not brought up to date. */
import { existsSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "../../database.ts";
import { openInstallation } from "../../installation.ts";
import { saidOf } from "../../log/index.ts";
import type { Env } from "../../outbox/carriers.ts";
import { readMark } from "../../restore-mark.ts";
import { lookAtInstallation } from "./companies.ts";
import { lookAtDatabase, lookAtWork } from "./database.ts";
import { type Finding, wrong } from "./finding.ts";
import { lookAtMachine } from "./machine.ts";

export async function doctor(
  directory: string,
  databaseUrl: string | undefined,
  now: Date,
  env: Env,
): Promise<readonly Finding[]> {
  const machine = await lookAtMachine(directory);
  const mark = await readMark(directory);
  if (mark !== undefined)
    return [
      ...machine,
      wrong("backup", "a restore into this directory was not finished", `innfri restore ${mark.from}`),
    ];
  const isEmbedded = (databaseUrl ?? "").trim() === "";
  if (isEmbedded && !existsSync(path.join(directory, "pg")))
    return [
      ...machine,
      wrong(
        "database",
        "there is none here, and DATABASE_URL names none",
        "innfri init --operator self|agency",
      ),
    ];
  try {
    const database = await openDatabase(directory, databaseUrl);
    try {
      const { findings, isUsable } = await lookAtDatabase(database);
      if (!isUsable) return [...machine, ...findings];
      const work = await lookAtWork(database);
      // Its schema is this version's, so opening it migrates nothing.
      const installation = await openInstallation(directory, databaseUrl);
      const inside = await lookAtInstallation(installation, now, env).finally(installation.close);
      return [...machine, ...findings, ...work, ...inside];
    } finally {
      await database.close();
    }
  } catch (error) {
    return [...machine, wrong("database", saidOf(error), "Mend that first, and look again.")];
  }
}
