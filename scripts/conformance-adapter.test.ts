import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { ROOT, readText } from "./repository-files.ts";

const home = temporaryFolder("adapter");

function run(...words: readonly string[]) {
  const adapter = join(ROOT, "conformance/adapter-example/run.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [adapter, ...words], { encoding: "utf8" });
  const lines = stdout.trimEnd().split("\n");
  return { status, stderr, lines, last: lines.at(-1) };
}

function systemThat(body: string): readonly string[] {
  const file = join(home, `system-${readdirSync(home).length}.mjs`);
  writeFileSync(file, `export function answer(question) { ${body} }`);
  return ["--system", file];
}

function cases(...expect: readonly object[]): string {
  const folder = join(home, `cases-${readdirSync(home).length}`);
  mkdirSync(folder);
  const one = { id: "a-01", title: "A case", country: "SE", given: { claims: [] }, expect };
  writeFileSync(join(folder, "a.json"), JSON.stringify([one]));
  return folder;
}

const total = cases({ on: "2026-04-13", amounts: { principal: "1.00", total: "2.00" } });
const refused = cases({ on: "2026-04-13", refused: "outside-coverage" });
const step = cases({ on: "2026-04-13", step: "demand", verdict: "too-early", notBefore: "2026-04-14" });

describe("The adapter that holds another system against the neutral cases (B28)", () => {
  it("passes what the example knows, and says what it does not answer", () => {
    const { status, stderr, lines, last } = run();
    expect(stderr).toBe("");
    expect(last).toBe("6 passed, 0 failed");
    const unanswered = lines.filter((line) => line.startsWith("not answered "));
    expect(lines.at(-2)).toBe(`${unanswered.length} not answered`);
    expect(unanswered).toContain("not answered se-fees-06: Payment order and enforcement");
    const all = readdirSync(join(ROOT, "conformance/cases")).flatMap(
      (file) => JSON.parse(readText(`conformance/cases/${file}`)) as readonly unknown[],
    );
    expect(unanswered.length + 6).toBe(all.length);
    expect(status).toBe(0);
  });

  it("fails what is not answered when everything has to be", () => {
    const { status, last, lines } = run("--complete");
    expect(status).toBe(1);
    expect(last).toMatch(/^6 passed, \d{2,} failed$/);
    expect(lines).toContain("not answered se-fees-06: Payment order and enforcement");
  });

  it.each([
    [
      "a wrong amount",
      total,
      'return { principal: "1.00", total: "2.01" };',
      "2026-04-13: total should be 2.00, is 2.01",
    ],
    ["a refusal of what is owed", total, 'return { refused: "outside-coverage" };', "is outside-coverage"],
    ["an amount where none may be stated", refused, 'return { total: "1.00" };', "is stated"],
    ["a wrong verdict", step, 'return { verdict: "permitted", notBefore: "2026-04-14" };', "is permitted"],
    ["a system that breaks", total, 'throw new Error("broken");', "the system threw Error: broken"],
  ])("fails %s", (_, folder, body, said) => {
    const { status, lines, last } = run(...systemThat(body), folder);
    expect(last).toBe("0 passed, 1 failed");
    expect(lines[0]).toBe("FAILED a-01: A case");
    expect(lines[1]).toContain(said);
    expect(status).toBe(1);
  });

  it.each([
    [
      "the right amounts",
      total,
      'return { principal: "1.00", total: "2.00", interest: "9.00" };',
      "1 passed, 0 failed",
    ],
    ["a refusal", refused, 'return { refused: "outside-coverage" };', "1 passed, 0 failed"],
    ["some of the amounts", total, 'return { principal: "1.00" };', "0 passed, 0 failed"],
    ["nothing", step, "return null;", "0 passed, 0 failed"],
  ])("takes %s", (_, folder, body, last) => {
    expect(run(...systemThat(body), folder)).toMatchObject({ status: 0, last });
  });

  it("never tells a system what is expected of it", () => {
    const spy =
      'if (/2\\.00|too-early|2026-04-14/.test(JSON.stringify(question))) throw new Error("told"); return null;';
    for (const folder of [total, step]) expect(run(...systemThat(spy), folder).status).toBe(0);
  });

  it("waits for a system that answers later", () => {
    const later = (body: string) => systemThat(`return new Promise((done) => setTimeout(done, 5, ${body}));`);
    expect(run(...later('{ principal: "1.00", total: "2.00" }'), total)).toMatchObject({
      status: 0,
      last: "1 passed, 0 failed",
    });
    expect(run(...later('{ principal: "1.00", total: "3.00" }'), total).status).toBe(1);
    expect(run(...systemThat('return Promise.reject(new Error("away"));'), total).lines[1]).toContain("away");
  });

  it.each([
    ["a file that is not there", ["--system", "nosuch.mjs"], /^There is no file .*nosuch\.mjs\.\n$/],
    [
      "an option that there is not",
      ["--sistem"],
      /--sistem.*\n.*\[--system FILE\] \[--complete\] \[DIR\]\n$/,
    ],
    ["a folder that is not there", ["nosuch"], /^There is no folder .*nosuch\.\n$/],
  ])("says in a sentence what is wrong with %s", (_, words, said) => {
    const { status, stderr } = run(...words);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(2);
  });

  it("says that a file has not the function it needs", () => {
    const file = join(home, "empty.mjs");
    writeFileSync(file, "export default 1;");
    expect(run("--system", file)).toMatchObject({
      status: 2,
      stderr: `${file} exports no function named answer.\n`,
    });
  });

  it("says that there was nothing to run", () => {
    const empty = join(home, "empty");
    mkdirSync(empty);
    expect(run(empty)).toMatchObject({ status: 2, last: "0 passed, 0 failed" });
  });
});
