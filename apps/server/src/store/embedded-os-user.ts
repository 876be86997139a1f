/**
 * Whom PostgreSQL runs as. It refuses to run as root, so a process of root starts it under an ordinary OS user,
 * who must be able to reach the data and the programs.
 */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { EmbeddedPostgresError } from "./embedded-error.ts";

const run = promisify(execFile);

/** The name of the OS user that root starts PostgreSQL under; Debian's package has the same. */
export const OS_USER = "postgres";

export type OsUser = { readonly uid: number; readonly gid: number };

/** The user to start PostgreSQL under, created when missing; null when this process is no root and may do it itself. */
export async function osUserForPostgres(): Promise<OsUser | null> {
  if (process.getuid?.() !== 0) return null;
  return (await findUser()) ?? (await createUser());
}

async function findUser(): Promise<OsUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", OS_USER]), run("id", ["-g", OS_USER])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

// useradd is everywhere but in Alpine and BusyBox images, which have another adduser.
const WAYS_TO_CREATE: readonly (readonly [string, ...string[]])[] = [
  ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", OS_USER],
  ["adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", OS_USER],
];

async function createUser(): Promise<OsUser> {
  for (const [program, ...args] of WAYS_TO_CREATE) {
    await run(program, args).catch(() => undefined);
    const user = await findUser();
    if (user !== undefined) return user;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and the OS user ${OS_USER} could not be created, so no database was started. ` +
      `Create it (useradd --system ${OS_USER}), run as an ordinary user, or give DATABASE_URL.`,
  );
}

/** The first directory on the way to `target` that `user` may not enter; undefined when the way is open. */
export async function closedDirectory(target: string, user: OsUser): Promise<string | undefined> {
  const { root } = path.parse(path.resolve(target));
  let current = root;
  for (const part of path.relative(root, path.resolve(target)).split(path.sep)) {
    const found = await stat(current).catch(() => undefined);
    if (found === undefined) return undefined; // what is not there yet will be made by us
    const mayEnter =
      found.uid === user.uid
        ? found.mode & 0o100
        : found.gid === user.gid
          ? found.mode & 0o010
          : found.mode & 0o001;
    if (mayEnter === 0) return current;
    current = path.join(current, part);
  }
  return undefined;
}
