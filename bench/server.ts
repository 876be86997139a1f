/** The database server that a bench runs on: as an installation starts it, durable to the last commit. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { migrate, startEmbedded, withAdministrator } from "@innfri/server/store";
import { temporaryFolder } from "@innfri/testing/folders";

export type BenchServer = {
  readonly url: string;
  readonly version: string;
  readonly stop: () => Promise<void>;
};

/** Debian's PostgreSQL 15, which production is measured on, or the one that npm brought. */
export type ServerKind = "15" | "embedded";

const DEBIAN_15 = "/usr/lib/postgresql/15/bin";

export async function startServer(kind: ServerKind): Promise<BenchServer> {
  if (kind === "15" && !existsSync(DEBIAN_15))
    throw new Error(`no PostgreSQL 15 in ${DEBIAN_15}: apt-get install postgresql-15, or --server embedded`);
  const directory = temporaryFolder("bench");
  const binDir = kind === "15" ? { binDir: DEBIAN_15 } : {};
  const server = await startEmbedded({
    directory: path.join(directory, "pg"),
    ...binDir,
    settings: { shared_buffers: "1GB" },
  });
  const stop = async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const version = await withAdministrator(server.url, async (client) => {
      await client.query("create database bench_migrated");
      const { rows } = await client.query<{ server_version: string }>("show server_version");
      return rows[0]!.server_version.split(" ")[0]!;
    });
    const migrated = new URL(server.url);
    migrated.pathname = "/bench_migrated";
    await migrate(migrated.href);
    return { url: server.url, version, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
