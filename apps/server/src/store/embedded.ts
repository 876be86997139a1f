/**
 * A real PostgreSQL beside us when no DATABASE_URL is given: started in a data directory, found again there by
 * the next process, shared by all processes that use that directory, and left in order whatever is killed.
 */
import { execFile, spawn } from "node:child_process";
import { open, readdir, readFile, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { type Cluster, prepareCluster, serverEnvironment } from "./embedded-cluster.ts";
import { EmbeddedPostgresError } from "./embedded-error.ts";

export { EmbeddedPostgresError } from "./embedded-error.ts";

const run = promisify(execFile);

export type EmbeddedOptions = {
  /** The data directory; made when missing. Two processes that name the same one share one server. */
  readonly directory: string;
  /** PostgreSQL settings over our own, by name. They apply when this call starts the server, not when it finds one. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Other programs than those npm brought, for instance `/usr/lib/postgresql/15/bin`. */
  readonly binDir?: string;
  /** How long recovery after a crash may take, in milliseconds. */
  readonly startWithinMs?: number;
  /** Starts the server again, on the same port, when it goes away before it is released. */
  readonly keepRunning?: boolean;
};

export type EmbeddedPostgres = {
  /** Connection string of the database `innfri`, with the superuser `postgres` and its password. */
  readonly url: string;
  /** Where the data really lies: not where it was asked for when a note says so. */
  readonly directory: string;
  readonly found: "started" | "running";
  /** What to tell the one who started this, in whole sentences; mostly empty. */
  readonly notes: readonly string[];
  /** Lets go of the server, and stops it when no other process holds it and nobody else is connected. */
  release(): Promise<"stopped" | "left-running">;
  /** Stops the server for everybody, in good order. */
  stop(): Promise<void>;
};

// Every process that uses the server holds this lock shared on one connection of its own; the last one to leave
// gets it alone and may stop the server. A killed process lets go by dying.
const LEASE = 72_616_473;
// Several that leave at once must not take each other for users, or nobody would stop the server.
const LEAVING = "innfri leaving";
const DATABASE = "innfri";
const AGAIN_AFTER_MS = 1_000;

/** Finds the server of this data directory or starts it. Throws `EmbeddedPostgresError` with what to do. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(options.directory, options.binDir);
  const { lease: first, port, found } = await findOrStart(cluster, options);
  await ensureDatabase(first);
  let lease = first;
  let isOver = false;
  const letGo = async () => {
    isOver = true;
    await lease.end().catch(() => undefined);
  };
  const keep = () =>
    lease.once("end", async () => {
      while (!isOver) {
        const again = await findOrStart(cluster, options).catch(() => null);
        if (again === null) {
          // A full disk, say, refuses it at once each time.
          await sleep(AGAIN_AFTER_MS);
          continue;
        }
        lease = again.lease;
        if (isOver) await letGo();
        else keep();
        return;
      }
    });
  if (options.keepRunning === true) keep();
  return {
    url: urlOf(cluster, port, DATABASE),
    directory: cluster.directory,
    found,
    notes: cluster.notes,
    release: async () => {
      await letGo();
      return stopUnlessUsed(cluster);
    },
    stop: async () => {
      await letGo();
      await stopServer(cluster);
    },
  };
}

/** Stops whatever server runs in `directory`, if one does: for sweeping up after a killed process. */
export async function stopEmbedded(directory: string, binDir?: string): Promise<void> {
  const isThere = await stat(path.join(directory, "PG_VERSION")).catch(() => undefined);
  if (isThere === undefined) return;
  const cluster = await prepareCluster(directory, binDir);
  if (await isPostmasterAlive(cluster)) await stopServer(cluster);
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  // It speaks no TLS, and PGSSLMODE in the environment is about other databases.
  return `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

type Held = { readonly lease: pg.Client; readonly port: number; readonly found: "started" | "running" };

async function findOrStart(cluster: Cluster, options: EmbeddedOptions): Promise<Held> {
  const deadline = performance.now() + (options.startWithinMs ?? 60_000);
  let launched: Launch | undefined;
  for (;;) {
    const held = await holdRunning(cluster);
    if (held !== undefined)
      return { ...held, found: (await isOurs(launched, cluster)) ? "started" : "running" };
    if (launched?.exited() ?? true) {
      await refuseHopeless(launched);
      if (!(await isPostmasterAlive(cluster))) {
        await removeStalePidFile(cluster);
        launched = await launch(cluster, options.settings ?? {});
      }
    }
    if (performance.now() > deadline)
      throw new EmbeddedPostgresError(
        `The database in ${cluster.directory} did not answer in time. See ${logPath(cluster)}; nothing was changed.`,
      );
    await sleep(launched === undefined ? 50 : 15);
  }
}

// Connects by what postmaster.pid says, and believes it only when the server there names our directory: a port
// is soon somebody else's.
async function holdRunning(cluster: Cluster): Promise<{ lease: pg.Client; port: number } | undefined> {
  const { port } = await readPidFile(cluster);
  if (port === undefined) return undefined;
  const lease = new pg.Client({
    connectionString: urlOf(cluster, port, "postgres"),
    application_name: "innfri lease",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // A server that goes away while we are connected is noticed by the pool's next query, not here.
  lease.on("error", () => undefined);
  try {
    await lease.connect();
    const { rows } = await lease.query<{ directory: string }>(
      "select current_setting('data_directory') as directory",
    );
    if (rows[0]?.directory === cluster.directory) {
      await lease.query(`select pg_advisory_lock_shared(${LEASE})`);
      return { lease, port };
    }
  } catch {
    // Refused, still starting, stopping, or not ours: the caller tries again or starts one.
  }
  await lease.end().catch(() => undefined);
  return undefined;
}

type PidFile = { readonly pid?: number; readonly port?: number };

async function readPidFile(cluster: Cluster): Promise<PidFile> {
  const text = await readFile(path.join(cluster.directory, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return { ...(pid > 0 ? { pid } : {}), ...(port > 0 ? { port } : {}) };
}

async function isPostmasterAlive(cluster: Cluster): Promise<boolean> {
  const { pid } = await readPidFile(cluster);
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // After a restart of the machine the number may be another program's. PostgreSQL works in its data directory.
  return process.platform !== "linux" || (await workingDirectory(String(pid))) === cluster.directory;
}

async function workingDirectory(pid: string): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

// PostgreSQL refuses to start beside a postmaster.pid whose number is alive, whoever has it. The file is removed
// only when no process at all works in the data directory, because it also guards against orphaned back ends.
async function removeStalePidFile(cluster: Cluster): Promise<void> {
  if (process.platform !== "linux" || (await readPidFile(cluster)).pid === undefined) return;
  const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const directories = await Promise.all(processes.map(workingDirectory));
  if (!directories.includes(cluster.directory))
    await rm(path.join(cluster.directory, "postmaster.pid"), { force: true });
}

type Launch = { readonly pid: number | undefined; exited(): boolean; log(): Promise<string> };

async function isOurs(launched: Launch | undefined, cluster: Cluster): Promise<boolean> {
  return launched?.pid !== undefined && launched.pid === (await readPidFile(cluster)).pid;
}

async function launch(cluster: Cluster, overrides: Readonly<Record<string, string>>): Promise<Launch> {
  await turnLog(cluster);
  const log = await open(logPath(cluster), "a", 0o600);
  const from = (await log.stat()).size;
  const settings = { ...(await serverSettings(cluster)), port: String(await portFor(cluster)), ...overrides };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // Detached, so that neither Ctrl-C in our terminal nor our own end takes it from the other processes.
  const server = spawn(path.join(cluster.binDir, "postgres"), ["-D", cluster.directory, ...args], {
    cwd: cluster.directory,
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    ...(cluster.osUser ?? {}),
  });
  let isOver = false;
  server.on("exit", () => {
    isOver = true;
  });
  server.on("error", () => {
    isOver = true;
  });
  server.unref();
  await log.close();
  return {
    pid: server.pid,
    exited: () => isOver,
    log: async () => (await readFile(logPath(cluster))).subarray(from).toString("utf8"),
  };
}

// Another process was quicker, an orphan still has the shared memory, or the port was taken meanwhile: all pass.
const PASSING =
  /postmaster\.pid.* (?:already exists|is empty)|pre-existing shared memory|Address already in use|could not bind/;

async function refuseHopeless(launched: Launch | undefined): Promise<void> {
  const log = await launched?.log();
  if (log === undefined || PASSING.test(log)) return;
  throw new EmbeddedPostgresError(
    `PostgreSQL did not start, and no data was changed. It said:\n${log.slice(-2_000)}`,
  );
}

function logPath(cluster: Cluster): string {
  return path.join(cluster.directory, "innfri-server.log");
}

async function turnLog(cluster: Cluster): Promise<void> {
  const { size } = await stat(logPath(cluster)).catch(() => ({ size: 0 }));
  if (size > 8 * 1024 * 1024) await rename(logPath(cluster), `${logPath(cluster)}.1`);
}

async function serverSettings(cluster: Cluster): Promise<Record<string, string>> {
  const sharedBuffersMb = Math.max(128, Math.min(1024, Math.floor(totalmem() / 8 / 1024 / 1024)));
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    max_connections: "100",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    shared_buffers: `${sharedBuffersMb}MB`,
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    ...((await supportsLz4(cluster)) ? { wal_compression: "lz4" } : {}),
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    // Otherwise the log quotes rows that were refused, names and all.
    log_error_verbosity: "terse",
    log_checkpoints: "off",
  };
}

// The builds from npm have none; Debian's have. Without it, pages go to the log uncompressed, as measured best.
async function supportsLz4(cluster: Cluster): Promise<boolean> {
  const args = ["-D", cluster.directory, "-c", "wal_compression=lz4", "-C", "wal_compression"];
  const options = { cwd: cluster.directory, env: serverEnvironment(), ...(cluster.osUser ?? {}) };
  return run(path.join(cluster.binDir, "postgres"), args, options).then(
    ({ stdout }) => stdout.trim() === "lz4",
    () => false,
  );
}

/** The port it had before, so that those who were connected find it again; another when that one is taken. */
async function portFor(cluster: Cluster): Promise<number> {
  const file = path.join(cluster.directory, "innfri-port");
  const last = Number(await readFile(file, "utf8").catch(() => ""));
  const port = await (last > 1023 && last < 65_536 ? freePort(last).catch(() => freePort()) : freePort());
  await writeFile(file, String(port), { mode: 0o600 });
  return port;
}

async function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function ensureDatabase(lease: pg.Client): Promise<void> {
  const { rowCount } = await lease.query("select 1 from pg_database where datname = $1", [DATABASE]);
  if (rowCount !== 0) return;
  await lease.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
    // Another process made it in the same moment: PostgreSQL reports that as one of two codes.
    if (error.code !== "42P04" && error.code !== "23505") throw error;
  });
}

async function stopUnlessUsed(cluster: Cluster): Promise<"stopped" | "left-running"> {
  const { port } = await readPidFile(cluster);
  if (port === undefined) return "stopped";
  const client = new pg.Client({
    connectionString: urlOf(cluster, port, "postgres"),
    application_name: LEAVING,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    if (!(await isAlone(client))) return "left-running";
    await stopServer(cluster); // while we hold the lock alone: a newcomer waits for it, is cut off, and starts anew
    return "stopped";
  } catch {
    return (await isPostmasterAlive(cluster)) ? "left-running" : "stopped";
  } finally {
    await client.end().catch(() => undefined);
  }
}

// Connections that were closed just now are still seen for some milliseconds, so it asks a few times.
async function isAlone(client: pg.Client): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const { rows } = await client.query<{ alone: boolean }>(
      `select pg_try_advisory_lock(${LEASE}) and not exists (select from pg_stat_activity
         where backend_type = 'client backend' and application_name <> '${LEAVING}') as alone`,
    );
    if (rows[0]?.alone === true) return true;
    await client.query("select pg_advisory_unlock_all()");
    await sleep(20);
  }
  return false;
}

async function stopServer(cluster: Cluster): Promise<void> {
  const args = ["stop", "-D", cluster.directory, "-m", "fast", "-w", "-t", "60"];
  const options = { cwd: cluster.directory, env: serverEnvironment(), ...(cluster.osUser ?? {}) };
  await run(path.join(cluster.binDir, "pg_ctl"), args, options).catch(async (error: Error) => {
    if (await isPostmasterAlive(cluster))
      throw new EmbeddedPostgresError(`PostgreSQL did not stop: ${error.message}`);
  });
}
