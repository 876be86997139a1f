import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isTestFile } from "./boundaries.ts";
import { ROOT, readText } from "./repository-files.ts";

type Row = { readonly id: string; readonly requirement: string; readonly proof: string };

const NOT_YET = "*not yet*";

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
const expected = [...numbered("S", 122), ...numbered("B", 30)];

/** The rows of the page: `| S27 | what it asks | where it is proved |`. */
function readRows(page: string): Row[] {
  return page.split("\n").flatMap((line) => {
    const parts = /^\| ([SB]\d+) \| (.+?) \| (.+?) \|$/.exec(line);
    return parts === null ? [] : [{ id: parts[1] ?? "", requirement: parts[2] ?? "", proof: parts[3] ?? "" }];
  });
}

/** What is wrong with a row's proof, if anything. Files are links or code, relative to the root. */
function faultsOf({ id, proof }: Row): string[] {
  if (proof === NOT_YET) return [];
  const files = [...proof.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
  if (files.length === 0) return [`${id}: names no test and does not say ${NOT_YET}`];
  return files.flatMap((file) => {
    if (!isTestFile(file)) return [`${id}: ${file} is no test`];
    if (!existsSync(join(ROOT, file))) return [`${id}: there is no ${file}`];
    return new RegExp(`\\b${id}\\b`).test(readText(file)) ? [] : [`${id}: ${file} does not name ${id}`];
  });
}

describe("docs/status.md", () => {
  const rows = readRows(readText("docs/status.md"));

  it("has every requirement once", () => {
    const ids = rows.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(expected.toSorted());
  });

  it("says what each one asks", () => {
    expect(rows.filter(({ requirement }) => requirement.trim().length < 10)).toEqual([]);
  });

  it("names a test that is there and names the row, or says not yet", () => {
    expect(rows.flatMap(faultsOf)).toEqual([]);
  });
});

describe("The check of docs/status.md", () => {
  it.each([
    ["there is no", "`packages/kernel/src/gone.test.ts`"],
    ["is no test", "`packages/kernel/src/index.ts`"],
    ["does not name", "`scripts/tidy.test.ts`"],
    ["names no test", "done"],
  ])("sees when it %s such a thing", (fault, proof) => {
    const [row] = readRows(`| S27 | the list goes out on a Tuesday | ${proof} |`);
    expect(row === undefined ? [] : faultsOf(row)).toEqual([expect.stringContaining(fault)]);
  });
});
