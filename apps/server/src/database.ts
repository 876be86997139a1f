/** The database of an installation: the embedded one in its data directory, or the one that `DATABASE_URL` names. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { isMigrated, loginFor, openPool, type Pool, startEmbedded, type WorkRole } from "./store/index.ts";

export type Database = {
  /** As the user who migrates, makes backups and restores them. No work is done with it. */
  readonly url: string;
  readonly isEmbedded: boolean;
  /** Connections that work as a role, closed with the database. Throws `StoreRoleError` where the user may not. */
  poolFor(role: WorkRole, max?: number): Promise<Pool>;
  /** The address by which to connect as a role, password and all. */
  urlFor(role: WorkRole): Promise<string>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Starts the embedded database again when it goes away, for a process that lives long. */
  readonly keepsRunning?: boolean;
};

/** Whether somebody has made an installation there. Looks, and makes nothing. */
export async function isInstalled(directory: string, databaseUrl: string | undefined): Promise<boolean> {
  const given = givenUrl(databaseUrl);
  return given === null ? existsSync(path.join(directory, "pg")) : isMigrated(given);
}

/** Finds the database, or starts the embedded one. It is neither migrated nor read. */
export async function openDatabase(
  directory: string,
  databaseUrl: string | undefined,
  { keepsRunning = false }: DatabaseOptions = {},
): Promise<Database> {
  const given = givenUrl(databaseUrl);
  await mkdir(directory, { recursive: true });
  const embedded =
    given === null
      ? await startEmbedded({ directory: path.join(directory, "pg"), keepRunning: keepsRunning })
      : null;
  const url = given ?? embedded!.url;
  const pools: Pool[] = [];
  // On a server of our own this process may be that role and nobody else; on another, what its user may be.
  const urlFor = async (role: WorkRole) => given ?? loginFor(url, role);
  return {
    url,
    isEmbedded: embedded !== null,
    poolFor: async (role, max) => {
      const pool = await openPool({ url: await urlFor(role), role, ...(max === undefined ? {} : { max }) });
      pools.push(pool);
      return pool;
    },
    urlFor,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
      await embedded?.release();
    },
  };
}

// A variable that is set to nothing says nothing; the driver would take it for the machine's own PostgreSQL.
function givenUrl(databaseUrl: string | undefined): string | null {
  const given = databaseUrl === undefined || databaseUrl.trim() === "" ? null : databaseUrl;
  if (given !== null && !/^postgres(?:ql)?:\/\//.test(given))
    throw new Error(
      "DATABASE_URL is no address of a PostgreSQL, such as postgres://user:password@host:5432/database. Nothing was done.",
    );
  return given;
}
