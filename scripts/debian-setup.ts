/**
 * What the checks need from the machine beside npm: Debian's PostgreSQL server, and the outside programs that
 * tests hold our files against. Installed with apt-get when we are root; otherwise the one command is told.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export type Setup =
  | { readonly kind: "ready"; readonly postgresBin: string; readonly postgresMajor: number }
  | { readonly kind: "missing" | "failed"; readonly message: string };

const POSTGRES_FOLDER = "/usr/lib/postgresql";
const OLDEST_POSTGRES_MAJOR = 15;
const CLUSTER_SETTINGS = "/etc/postgresql-common/createcluster.conf";

/** Program and the Debian package that brings it. */
const PROGRAMS = [
  ["chromium", "chromium"],
  ["hledger", "hledger"],
  ["pdftotext", "poppler-utils"],
  ["qpdf", "qpdf"],
  ["xmllint", "libxml2-utils"],
] as const;

/** Finds what the checks need, and installs what is missing when it may. */
export async function setUpDebian(): Promise<Setup> {
  const packages = missingPackages();
  if (packages.length === 0) return ready();

  const install = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (!isOnPath("apt-get")) {
    return { kind: "missing", message: `The checks need these Debian packages: ${packages.join(" ")}` };
  }
  if (process.getuid?.() !== 0) {
    const command = `sudo sh -c 'apt-get update && ${install}'`;
    return {
      kind: "missing",
      message: `The checks need programs that are not on this machine. Run this once, then npm test again:\n\n  ${command}\n`,
    };
  }

  console.log(`Installing what the checks need: ${packages.join(" ")}`);
  const output = installAsRoot(packages);
  if (missingPackages().length === 0) return ready();
  return { kind: "failed", message: `${output}\nThis did not bring what the checks need: ${install}` };
}

function ready(): Setup {
  const postgresMajor = postgresMajors()[0] ?? OLDEST_POSTGRES_MAJOR;
  return { kind: "ready", postgresMajor, postgresBin: join(POSTGRES_FOLDER, String(postgresMajor), "bin") };
}

function missingPackages(): string[] {
  const packages: string[] = PROGRAMS.filter(([program]) => !isOnPath(program)).map(([, name]) => name);
  if (postgresMajors().length === 0) packages.unshift(postgresPackage());
  return packages;
}

/** The server versions on this machine that are new enough, oldest first: the oldest promises the least. */
function postgresMajors(): number[] {
  if (!existsSync(POSTGRES_FOLDER)) return [];
  return readdirSync(POSTGRES_FOLDER)
    .map(Number)
    .filter((major) => major >= OLDEST_POSTGRES_MAJOR)
    .filter((major) => existsSync(join(POSTGRES_FOLDER, String(major), "bin", "postgres")))
    .sort((a, b) => a - b);
}

// Debian 12 has exactly the oldest version we support; a later release brings its own.
function postgresPackage(): string {
  const exact = `postgresql-${OLDEST_POSTGRES_MAJOR}`;
  const known = spawnSync("apt-cache", ["show", exact], { stdio: "ignore" }).status === 0;
  const anyLists = spawnSync("apt-cache", ["show", "postgresql"], { stdio: "ignore" }).status === 0;
  return known || !anyLists ? exact : "postgresql";
}

function installAsRoot(packages: readonly string[]): string {
  const update = aptGet("update");
  // Debian's server package makes and starts a database of the system's own, which nobody here wants. Its
  // settings file arrives with postgresql-common, so that goes in first.
  const withPostgres = packages.some((name) => name.startsWith("postgresql"));
  if (!withPostgres || existsSync("/etc/postgresql")) return update + aptGet("install", ...packages);

  const common = aptGet("install", "postgresql-common");
  if (!existsSync(CLUSTER_SETTINGS)) return update + common;
  const settings = readFileSync(CLUSTER_SETTINGS, "utf8");
  writeFileSync(CLUSTER_SETTINGS, `${settings}\ncreate_main_cluster = false\n`);
  try {
    // The lists are new now, and may know the package under another name.
    return update + common + aptGet("install", ...missingPackages());
  } finally {
    writeFileSync(CLUSTER_SETTINGS, settings);
  }
}

function aptGet(...args: readonly string[]): string {
  const quiet = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=180"];
  const { stdout, stderr, error } = spawnSync("apt-get", [...quiet, ...args], {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  return error === undefined ? stdout + stderr : `apt-get ${args.join(" ")}: ${error.message}\n`;
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}
