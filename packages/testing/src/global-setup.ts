/**
 * Set-up of a test run, named in vitest.config.ts. It chooses where the server will be; the first test file that
 * needs a database starts it, so that a run without such a file starts none. At the end it is stopped and removed.
 */
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stopEmbedded, withAdministrator } from "@innfri/server/store";
import type { TestProject } from "vitest/node";
import type { TestServer } from "./test-server.ts";

const PREFIX = "innfri-test-";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const directory = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(directory, 0o755); // root starts PostgreSQL as another user, who must get in
  const server: TestServer = {
    url: process.env.INNFRI_TEST_DATABASE_URL || null,
    directory: path.join(directory, "pg"),
    template: `innfri_template_${process.pid}`,
  };
  project.provide("innfriTestServer", server);
  return async () => {
    if (server.url !== null) await dropTemplate(server.url, server.template);
    else await stopEmbedded(server.directory);
    await rm(directory, { recursive: true, force: true });
  };
}

async function dropTemplate(url: string, template: string): Promise<void> {
  await withAdministrator(url, (client) => client.query(`drop database if exists ${template} with (force)`));
}

// A run that was killed has left its server behind. Its directory carries the number of the process.
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const directory = path.join(tmpdir(), name);
    await stopEmbedded(path.join(directory, "pg"));
    await rm(directory, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
