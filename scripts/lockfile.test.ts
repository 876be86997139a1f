import { describe, expect, it } from "vitest";
import { readText, repositoryFiles } from "./repository-files.ts";

type Names = Readonly<Record<string, string>>;
type Manifest = {
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
};
type Locked = Manifest & { readonly version?: string };

const { packages } = JSON.parse(readText("package-lock.json")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

// `npm ci` refuses a lockfile that is not whole. npm itself leaves out binaries of other platforms that the
// registry of the day does not have, so a lockfile can look right and still install nowhere.
describe("package-lock.json", () => {
  it("agrees with every package.json", () => {
    const manifests = repositoryFiles().filter((path) => /(^|\/)package\.json$/.test(path));
    const disagreeing = manifests.filter((path) => {
      const manifest = JSON.parse(readText(path)) as Manifest;
      const locked = packages[path.replace(/\/?package\.json$/, "")];
      return wanted(manifest) !== wanted(locked ?? {});
    });
    expect(disagreeing).toEqual([]);
  });

  it("holds every package that it names, for every platform", () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.entries({ ...dependencies, ...optionalDependencies })
        .filter(([name, version]) => !isLocked(path, name, version))
        .map(([name, version]) => `${path} needs ${name} ${version}`),
    );
    expect(missing).toEqual([]);
  });
});

function wanted({ dependencies, devDependencies, optionalDependencies }: Manifest): string {
  const sorted = (names: Names = {}) => Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([dependencies, devDependencies, optionalDependencies].map(sorted));
}

/** Looks where Node looks: beside the package, then in each folder above it. */
function isLocked(from: string, name: string, version: string): boolean {
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
