import { describe, expect, it } from "vitest";
import { readText, repositoryFiles } from "./repository-files.ts";

type Names = Readonly<Record<string, string>>;
type Manifest = {
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
};
type Locked = Manifest & { readonly version?: string };

type Packages = Readonly<Record<string, Locked>>;

const files = repositoryFiles();
/** The root's, and those of folders that are no workspace: what few need is not installed for everyone. */
const lockfiles = files.filter((path) => /(^|\/)package-lock\.json$/.test(path));
const folders = lockfiles.map((path) => path.replace("package-lock.json", ""));

// `npm ci` refuses a lockfile that is not whole. npm itself leaves out binaries of other platforms that the
// registry of the day does not have, so a lockfile can look right and still install nowhere.
describe.each(lockfiles)("%s", (lockfile) => {
  const folder = lockfile.replace("package-lock.json", "");
  const { packages } = JSON.parse(readText(lockfile)) as { readonly packages: Packages };

  it("agrees with every package.json that it is for", () => {
    const manifests = files.filter((path) => /(^|\/)package\.json$/.test(path) && lockedIn(path) === folder);
    const disagreeing = manifests.filter((path) => {
      const manifest = JSON.parse(readText(path)) as Manifest;
      const locked = packages[path.slice(folder.length).replace(/\/?package\.json$/, "")];
      return wanted(manifest) !== wanted(locked ?? {});
    });
    expect(disagreeing).toEqual([]);
    expect(manifests).toContain(`${folder}package.json`);
  });

  it("holds every package that it names, for every platform", () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.entries({ ...dependencies, ...optionalDependencies })
        .filter(([name, version]) => !isLocked(packages, path, name, version))
        .map(([name, version]) => `${path} needs ${name} ${version}`),
    );
    expect(missing).toEqual([]);
  });
});

it("The root has a lockfile", () => {
  expect(lockfiles).toContain("package-lock.json");
});

/** The folder of the lockfile that a manifest is locked in: the nearest above it. */
function lockedIn(manifest: string): string | undefined {
  return folders
    .filter((folder) => manifest.startsWith(folder))
    .reduce<string | undefined>(
      (nearest, folder) => (folder.length > (nearest?.length ?? -1) ? folder : nearest),
      undefined,
    );
}

function wanted({ dependencies, devDependencies, optionalDependencies }: Manifest): string {
  const sorted = (names: Names = {}) => Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([dependencies, devDependencies, optionalDependencies].map(sorted));
}

/** Looks where Node looks: beside the package, then in each folder above it. */
function isLocked(packages: Packages, from: string, name: string, version: string): boolean {
  for (let folder = from; ; ) {
    const found = packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`];
    // Ranges are npm's business; what is pinned exactly must be there exactly.
    if (found !== undefined)
      return found.version === undefined || !/^\d/.test(version) || found.version === version;
    if (folder === "") return false;
    const above = folder.lastIndexOf("/node_modules/");
    folder = above === -1 ? "" : folder.slice(0, above);
  }
}
