import { matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";
import { readText, repositoryFiles } from "../repository-files.ts";
import { LEFT_OUT, mutatedFiles, PACKAGES, testFiles, testsLeftOut } from "./settings.ts";

const files = repositoryFiles();
const page = readText("docs/reference/mutation.md");
const leftOut = PACKAGES.flatMap((name) => LEFT_OUT[name].map((path) => `packages/${name}/${path}`));

describe("What is left out of the changing of code", () => {
  it.each(leftOut)("%s is there and decides nothing: no condition, no loop, no sum", (pattern) => {
    const found = files.filter((path) => matchesGlob(path, pattern));
    expect(found).not.toEqual([]);
    expect(found.filter((path) => DECIDES.test(withoutTexts(readText(path))))).toEqual([]);
  });

  it.each(leftOut)("%s is named on the page", (pattern) => {
    expect(page).toContain(`\`${pattern}\``);
  });
});

it("Tests, and what only tests use, are not changed", () => {
  expect(mutatedFiles("law", [])).toEqual(
    expect.arrayContaining([
      "packages/law/src/**/*.ts",
      "!packages/law/src/**/*.test.ts",
      "!packages/law/src/**/test-*.ts",
    ]),
  );
  expect(mutatedFiles("law", ["src/calendar.ts"])[0]).toBe("packages/law/src/calendar.ts");
});

it("The tests that live through years run when everything is changed, or a file of theirs", () => {
  expect(testsLeftOut("claims", [])).toEqual([]);
  expect(testsLeftOut("claims", ["src/account.ts", "src/plan-check/duty.ts"])).toEqual([]);
  expect(testsLeftOut("claims", ["src/account.ts"])).toEqual(["src/plan-check"]);
  const tests = testFiles("claims", ["src/account.ts"], files);
  expect(tests).toContain("packages/claims/src/account.test.ts");
  expect(tests.filter((path) => path.includes("plan-check") || !path.endsWith(".test.ts"))).toEqual([]);
});

const DECIDES = /\b(if|for|while|switch|case)\b| \? |&&|\|\||\?\?| [-+*/%<>] /;

function withoutTexts(source: string): string {
  return source
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replaceAll(/"[^"\n]*"|`[^`]*`/g, '""')
    .replaceAll(/^(import|export) .*$/gm, "");
}
