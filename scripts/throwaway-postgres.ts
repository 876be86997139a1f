/** A PostgreSQL of Debian's in a temporary folder, for the length of one test run. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type ThrowawayPostgres = { readonly url: string; readonly stop: () => Promise<void> };

type User = { readonly uid?: number; readonly gid?: number };

const ATTEMPTS = 5;
const READY_WITHIN_MS = 30_000;

/** Starts a server from the binaries in `bin` on a free loopback port. Throws when it cannot, leaving nothing. */
export async function startThrowawayPostgres(bin: string): Promise<ThrowawayPostgres> {
  const folder = mkdtempSync(join(tmpdir(), `innfri-postgres-${process.pid}-`));
  const user = serverUser();
  const password = randomBytes(16).toString("hex");
  try {
    own(folder, user);
    const data = initialise(bin, folder, user, password);
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      const server = startServer(bin, { folder, data, port }, user);
      if (await isReady(bin, port, server)) {
        const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
        return { url, stop: () => stop(server, folder) };
      }
      await end(server);
      if (attempt === ATTEMPTS) throw new Error(`${bin}/postgres did not start in ${ATTEMPTS} attempts`);
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function serverUser(): User {
  if (process.getuid?.() !== 0) return {};
  const id = (kind: "-u" | "-g") => {
    const { status, stdout } = spawnSync("id", [kind, "postgres"], { encoding: "utf8" });
    if (status !== 0) throw new Error("this machine has no user named postgres to run the server as");
    return Number(stdout.trim());
  };
  return { uid: id("-u"), gid: id("-g") };
}

function initialise(bin: string, folder: string, user: User, password: string): string {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  own(passwordFile, user);
  const args = ["-D", data, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  const { status, stdout, stderr } = spawnSync(
    join(bin, "initdb"),
    [...args, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
    { ...user, cwd: folder, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`initdb failed\n${stdout}${stderr}`);
  return data;
}

function startServer(
  bin: string,
  { folder, data, port }: { readonly folder: string; readonly data: string; readonly port: number },
  user: User,
): ChildProcess {
  // The data is gone after the run, so it need not survive a power cut.
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
  ];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  return spawn(join(bin, "postgres"), args, { ...user, cwd: folder, stdio: "ignore", detached: true });
}

async function isReady(bin: string, port: number, server: ChildProcess): Promise<boolean> {
  const giveUpAt = performance.now() + READY_WITHIN_MS;
  while (performance.now() < giveUpAt && server.exitCode === null && server.pid !== undefined) {
    const args = ["-q", "-h", "127.0.0.1", "-p", String(port)];
    if (spawnSync(join(bin, "pg_isready"), args).status === 0) return true;
    await sleep(100);
  }
  return false;
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  await end(server);
  rmSync(folder, { recursive: true, force: true });
}

/** A fast shutdown; an immediate one when that takes too long. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  const patience = setTimeout(() => server.kill("SIGQUIT"), 10_000);
  await ended;
  clearTimeout(patience);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  return address.port;
}

function own(path: string, { uid, gid }: User): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
