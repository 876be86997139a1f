/** A fresh, migrated database for a test file. */
import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import {
  migrate,
  openPool,
  type Pool,
  startEmbedded,
  type WorkRole,
  withAdministrator,
} from "@innfri/server/store";
import { afterAll, expect, inject } from "vitest";
import type { TestServer } from "./test-server.ts";

export type TestDatabase = {
  /** As the administrator who owns the server: for migrations and for tests of the guards. */
  readonly url: string;
  /** Connections that work as `role`, closed after the file's last test. */
  pool(role: WorkRole, max?: number): Promise<Pool>;
};

/**
 * Makes a database for this test file and removes it after its last test. Call it at the top of the file:
 * `const database = await testDatabase();`. With `{ migrated: false }` it is empty.
 */
export async function testDatabase(options: { readonly migrated?: boolean } = {}): Promise<TestDatabase> {
  const server = inject("innfriTestServer") as TestServer | undefined;
  if (server === undefined)
    throw new Error(
      "No test server: name packages/testing/src/global-setup.ts as globalSetup in vitest.config.ts.",
    );
  noteWhoAsks();
  const serverUrl = server.url ?? (await startOurOwn(server.directory));
  const name = `innfri_test_${randomBytes(8).toString("hex")}`;
  const template =
    options.migrated === false ? "template1" : await migratedTemplate(serverUrl, server.template);
  await withAdministrator(serverUrl, (client) =>
    client.query(`create database ${name} template ${template}`),
  );

  const url = inDatabase(serverUrl, name);
  const pools: Pool[] = [];
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.close()));
    await withAdministrator(serverUrl, (client) => client.query(`drop database ${name} with (force)`));
  });
  return {
    url,
    pool: async (role, max) => {
      const pool = await openPool({ url, role, ...(max === undefined ? {} : { max }) });
      pools.push(pool);
      return pool;
    },
  };
}

// What never asks for this server need not be run again over another version of it.
function noteWhoAsks(): void {
  const list = process.env.INNFRI_DATABASE_TESTS;
  if (list !== undefined) appendFileSync(list, `${expect.getState().testPath}\n`);
}

// Tests write little and throw it away: they need not wait for the disk.
async function startOurOwn(directory: string): Promise<string> {
  const settings = {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    max_connections: "300",
  };
  return (await startEmbedded({ directory, settings })).url;
}

// Several test files may come here at once: one migrates, the others wait for its lock.
async function migratedTemplate(serverUrl: string, template: string): Promise<string> {
  await withAdministrator(serverUrl, async (client) => {
    await client.query("select pg_advisory_lock(72616476)");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount !== 0) return;
    await client.query(`create database ${template}_unfinished`);
    await migrate(inDatabase(serverUrl, `${template}_unfinished`));
    await client.query(`alter database ${template}_unfinished rename to ${template}`);
  });
  return template;
}

function inDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
