import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, readText, repositoryFiles } from "./repository-files.ts";

const LONGEST_FILE_LINES = 450;

const UNFINISHED = /\b(TODO|FIXME|XXX)\b/;
const MACHINE_PATH = /(?<![\w./*-])\/(work|home|root|tmp|Users)\//;
const REGISTRY = /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|"resolved": "http|\b(artifactory|verdaccio)\b/i;

const OWN_FOLDER = /\bmkdtemp(Sync)?\(/;
/** What runs without the tests' folder, makes it, or is about folders that are closed. */
const MAY_MAKE_ITS_OWN = [
  "apps/server/src/store/embedded-cluster.ts",
  "packages/testing/src/folders.ts",
  "packages/testing/src/run-folder.ts",
  "packages/testing/src/run-folder.test.ts",
  "scripts/build-packages.ts",
  "scripts/test.ts",
  "scripts/throwaway-postgres.ts",
  "scripts/tidy.test.ts",
];

const files = repositoryFiles();
// A migration is as long as the step it takes.
const source = files.filter((path) => /\.(ts|tsx|js|typ|css)$/.test(path));
// This file names what it looks for.
const text = files.filter(
  (path) =>
    /\.(ts|tsx|js|json|md|sql|typ|css|html|yml|csv)$|^\.[^/]+$|^\.ci\//.test(path) &&
    path !== "scripts/tidy.test.ts",
);
const written = text.filter((path) => path !== "package-lock.json");

describe("The files of this repository", () => {
  it("are there to be read", () => {
    expect(source.length).toBeGreaterThan(20);
    expect(files).toContain("README.md");
  });

  it(`have at most ${LONGEST_FILE_LINES} lines of source each`, () => {
    const long = source.filter((path) => readText(path).split("\n").length > LONGEST_FILE_LINES + 1);
    expect(long).toEqual([]);
  });

  it("leave nothing marked as unfinished", () => {
    expect(linesWith(UNFINISHED, written)).toEqual([]);
  });

  it("name no path of anybody's machine", () => {
    expect(linesWith(MACHINE_PATH, written)).toEqual([]);
  });

  it("make temporary folders where their run removes them, by temporaryFolder of @innfri/testing", () => {
    const others = source.filter((path) => !MAY_MAKE_ITS_OWN.includes(path));
    expect(linesWith(OWN_FOLDER, others)).toEqual([]);
  });

  it("name no package registry, so that everyone installs from their own", () => {
    expect(linesWith(REGISTRY, text)).toEqual([]);
  });

  it.each(["law", "formats"])("introduce the package %s, which others can use alone", (name) => {
    expect(existsSync(join(ROOT, "packages", name, "README.md"))).toBe(true);
  });
});

describe("The checks above", () => {
  it.each([
    [UNFINISHED, "// TODO later"],
    [MACHINE_PATH, '"/home/kari/file.csv"'],
    [MACHINE_PATH, "open /tmp/x"],
    [OWN_FOLDER, 'await mkdtemp(path.join(tmpdir(), "a-"))'],
    [OWN_FOLDER, 'mkdtempSync("a-")'],
    [REGISTRY, "https://registry.example.com/pg"],
    [REGISTRY, '"resolved": "https://example.com/pg.tgz"'],
  ])("see what they look for: %s", (pattern, line) => {
    expect(pattern.test(line)).toBe(true);
  });

  it.each([
    [MACHINE_PATH, "https://example.com/home/page"],
    [MACHINE_PATH, "apps/server/tmp/"],
    [UNFINISHED, "a KID such as XXXX"],
  ])("leave other text alone: %s", (pattern, line) => {
    expect(pattern.test(line)).toBe(false);
  });
});

function linesWith(pattern: RegExp, paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    readText(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}
