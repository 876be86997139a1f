/** A PostgreSQL cluster on disk: made once, in a place that the user who will run it can reach. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { copyBinaries, findBinaries } from "./embedded-binaries.ts";
import { EmbeddedPostgresError } from "./embedded-error.ts";
import { closedDirectory, OS_USER, type OsUser, osUserForPostgres } from "./embedded-os-user.ts";

const run = promisify(execFile);

/** Where root keeps what the OS user could not reach where it was asked for. */
const REACHABLE_PLACE = "/var/lib/innfri";
const PASSWORD_FILE = "innfri-password";
/** Beside data that lies there: where it was asked for, so that whose it is stays known when the link is gone. */
const ASKED_FILE = "asked-for";

export type Cluster = {
  /** The data directory itself, without links in its path. */
  readonly directory: string;
  readonly binDir: string;
  readonly osUser: OsUser | null;
  /** Of the superuser `postgres`, for scram-sha-256. */
  readonly password: string;
  /** What the one who started this should be told, in whole sentences. */
  readonly notes: readonly string[];
};

/** Finds the cluster in `directory`, or makes it there. `binDir` uses other programs than those npm brought. */
export async function prepareCluster(directory: string, binDir?: string): Promise<Cluster> {
  const osUser = await osUserForPostgres();
  const place = await placeFor(path.resolve(directory), osUser);
  const programs = binDir ?? (await reachableBinaries(osUser));
  if ((await readPassword(place.directory)) === undefined)
    await createCluster(place.directory, programs, osUser);
  const password = await readPassword(place.directory);
  if (password === undefined)
    throw new EmbeddedPostgresError(
      `${place.directory} holds something, but no database of Innfri (no ${PASSWORD_FILE}), so none was started and ` +
        "nothing in it was touched. Choose another data directory, or move what is there away.",
    );
  return {
    directory: await realpath(place.directory),
    binDir: programs,
    osUser,
    password,
    notes: place.notes,
  };
}

async function readPassword(directory: string): Promise<string | undefined> {
  return (await readFile(path.join(directory, PASSWORD_FILE), "utf8").catch(() => undefined))?.trim();
}

type Place = { readonly directory: string; readonly notes: readonly string[] };

// Root's home is closed to every other user, and so is all that lies in it. The data then moves to a place of
// its own, and a link where it was asked for leads there.
async function placeFor(asked: string, osUser: OsUser | null): Promise<Place> {
  const parent = path.dirname(asked);
  const linked = await realpath(asked).catch(() => asked);
  await mkdir(parent, { recursive: true });
  const closed = osUser === null ? undefined : await closedDirectory(linked, osUser);
  if (closed === undefined) return { directory: linked, notes: [] };

  // A name of its own each time: whoever removes the link has removed the data, and finds nothing of it again.
  const directory = path.join(REACHABLE_PLACE, randomBytes(6).toString("hex"), "pg");
  const note =
    `PostgreSQL runs as the OS user ${OS_USER}, who may not enter ${closed}. The database therefore lies in ${directory}, ` +
    `and ${asked} is a link to it. To keep it elsewhere, choose a data directory whose parents all users may enter.`;
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(path.dirname(directory), ASKED_FILE), `${asked}\n`);
  const stillClosed = osUser === null ? undefined : await closedDirectory(directory, osUser);
  if (stillClosed !== undefined)
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as the OS user ${OS_USER}, who may enter neither ${closed} nor ${stillClosed}, so no database was ` +
        "started. Choose a data directory whose parents all users may enter, or give DATABASE_URL.",
    );
  if (!(await makeLink(directory, asked))) {
    await rm(path.dirname(directory), { recursive: true, force: true });
    const others = await realpath(asked).catch(() => asked);
    if (others !== asked) return { directory: others, notes: [] };
    throw new EmbeddedPostgresError(
      `PostgreSQL runs as the OS user ${OS_USER}, who may not enter ${closed}, and ${asked} exists already, so no ` +
        `database was started. Move ${asked} to a place whose parents all users may enter.`,
    );
  }
  return { directory, notes: [note] };
}

/** The data that was asked for below `folder` and lies elsewhere because the OS user could not come in. */
export async function dataElsewhere(folder: string): Promise<{ directory: string; asked: string }[]> {
  const found: { directory: string; asked: string }[] = [];
  for (const name of await readdir(REACHABLE_PLACE).catch(() => [])) {
    const place = path.join(REACHABLE_PLACE, name);
    const asked = (await readFile(path.join(place, ASKED_FILE), "utf8").catch(() => "")).trim();
    if (asked.startsWith(`${folder}${path.sep}`)) found.push({ directory: path.join(place, "pg"), asked });
  }
  return found;
}

/** Makes the link unless something is there. A link that leads nowhere any more is replaced. */
async function makeLink(to: string, link: string): Promise<boolean> {
  const isDangling = await lstat(link).then(
    async (found) => found.isSymbolicLink() && !(await realpath(link).then(Boolean, () => false)),
    () => false,
  );
  if (isDangling) await rm(link, { force: true });
  return symlink(to, link).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
}

async function reachableBinaries(osUser: OsUser | null): Promise<string> {
  const binaries = await findBinaries();
  const closed =
    osUser === null ? undefined : await closedDirectory(path.join(binaries.root, "bin", "postgres"), osUser);
  const root = closed === undefined ? binaries.root : await copyBinaries(binaries, REACHABLE_PLACE);
  return path.join(root, "bin");
}

// Made beside its place and moved there whole, so that a half-made cluster is never found, and of two processes
// that make it at once one wins and the other uses what it made.
async function createCluster(directory: string, binDir: string, osUser: OsUser | null): Promise<void> {
  const workshop = await mkdtemp(path.join(path.dirname(directory), ".pg-new-"));
  try {
    const data = path.join(workshop, "data");
    const passwordFile = path.join(workshop, "password");
    const password = randomBytes(24).toString("base64url");
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await mkdir(data, { mode: 0o700 });
    if (osUser !== null)
      for (const made of [workshop, data, passwordFile]) await chown(made, osUser.uid, osUser.gid);
    await initdb(data, passwordFile, binDir, osUser);
    await rename(passwordFile, path.join(data, PASSWORD_FILE));
    await chmod(path.join(data, PASSWORD_FILE), 0o600);
    await rename(data, directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function initdb(
  data: string,
  passwordFile: string,
  binDir: string,
  osUser: OsUser | null,
): Promise<void> {
  const args = [
    ...["-D", data, "-U", "postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
    ...["--encoding=UTF8", "--locale=C", "--data-checksums"],
  ];
  await run(path.join(binDir, "initdb"), args, {
    cwd: data,
    env: serverEnvironment(),
    ...(osUser ?? {}),
  }).catch((error: { stderr?: string; message: string }) => {
    throw new EmbeddedPostgresError(
      `The database could not be made in ${path.dirname(data)}, and nothing was left there. PostgreSQL said:\n${error.stderr || error.message}`,
    );
  });
}

/** What PostgreSQL's programs get to see of our environment: nothing of ours, messages in English. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}
