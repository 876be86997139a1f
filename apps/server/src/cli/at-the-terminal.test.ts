import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterAll, describe, expect, it } from "vitest";
import { isMigrated, stopEmbedded } from "../store/index.ts";
import { runProgram } from "./test-program.ts";

const above = temporaryFolder("tty");
const directory = path.join(above, "our cases");
afterAll(async () => {
  await stopEmbedded(path.join(directory, "pg"));
});

const inRepository = (name: string) => fileURLToPath(new URL(`../../../../${name}`, import.meta.url));
const WIDTH = 80;
const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runProgram(words, { directory, env: { COLUMNS: String(WIDTH), ...env } });

/** Lines beyond the terminal, but for a word that is longer than it by itself. */
const tooWide = (text: string) =>
  text
    .replaceAll(`'${directory}'`, "'the directory'")
    .split("\n")
    .filter((line) => [...line].length > WIDTH && line.trim().includes(" "));

describe("A directory that was mistyped", () => {
  const onlyWhereThereIsOne = [
    ["list"],
    ["run"],
    ["runs"],
    ["show", "1"],
    ["verify"],
    ["pay", inRepository("fixtures/demo/norway-payments.txt")],
    ["export", "hledger"],
    ["backup", path.join(above, "backups")],
    ["worker"],
    ["restore", "--accept", "Kari Eksempel"],
  ];

  it.each(onlyWhereThereIsOne.map((words) => ({ words })))(
    "makes no installation: $words",
    async ({ words }) => {
      const mistyped = path.join(above, "or cases");
      const { exitCode, stdout, stderr } = await runProgram(words, { directory: mistyped });
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toBe(
        `There is no installation in ${mistyped}. Nothing was done. Name another by --data, or make one: innfri --data '${mistyped}' init --operator self|agency\n`,
      );
      expect(existsSync(mistyped)).toBe(false);
    },
  );

  it("makes none in a database that DATABASE_URL names by mistake, and tells nothing of its address", async () => {
    const database = await testDatabase({ migrated: false });
    const { exitCode, stderr } = await runProgram(["list"], { directory, databaseUrl: database.url });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("There is no installation in that database. Nothing was done.");
    expect(stderr).not.toContain(new URL(database.url).pathname.slice(1));
    expect(await isMigrated(database.url)).toBe(false);
    expect(existsSync(directory)).toBe(false);
  });
});

describe("At a terminal of 80 columns", () => {
  const COMPANIES = [
    {
      country: "NO",
      who: ["--name", "Fjellbygda Vaktmester og Eiendomsdrift AS", "--org", "313666662"],
      rules: ["--plan", "no-standard", "--account", "12345678903", "--vat-deducted", "yes"],
      invoice: "10481",
    },
    {
      country: "SE",
      who: ["--name", "Norrsken Påhittade Byggtjänster AB", "--org", "5560000019"],
      rules: ["--plan", "se-standard", "--account", "5050-1055", "--reminder-fee-agreed", "yes"],
      invoice: "50418",
    },
  ] as const;
  const TERMS = ["--email", "post@example.test", "--automation", "suggest", "--due-date-agreed", "yes"];
  const MORE = ["--agreed-rate", "statutory", "--consumer-credit", "no"];

  it("no line is cut, every command that is named works on the directory that was given, and a channel that cannot send is told at once", async () => {
    const told: string[] = [];
    const say = async (...words: string[]) => {
      const ended = await run(words);
      told.push(ended.stdout, ended.stderr);
      expect(tooWide(ended.stdout + ended.stderr), words.join(" ")).toEqual([]);
      return ended;
    };
    await say("init", "--operator", "self");
    for (const { country, who, rules } of COMPANIES) {
      const added = await say(
        "creditor",
        "add",
        "--sandbox",
        "--clock",
        "2026-04-01",
        "--country",
        country,
        ...who,
      );
      const id = /[0-9a-f-]{36}/.exec(added.stdout)![0];
      // A shell takes the command as it stands: an option is never cut from its value.
      expect(added.stdout).toMatch(/\\\n {2}.*--agreed-rate statutory\|PERCENT/);
      const rest = country === "NO" ? "norway" : "sweden";
      await say("creditor", "set", id, ...rules, ...TERMS, ...MORE);
      await say("import", inRepository(`fixtures/demo/${rest}-open-items.csv`), "--creditor", id);
      await say("creditor", "show", id);
      const sandbox = await say("creditor", "set", id, "--send", "email=smtp");
      expect(sandbox.stdout).toContain("a sandbox sends nothing");
    }
    const [{ who, rules }] = COMPANIES;
    const real = await say("creditor", "add", "--country", "NO", "--send", "email=smtp", ...who, ...rules);
    expect(real.exitCode).toBe(0);
    expect(real.stdout.replaceAll(/\s+/g, " ")).toContain(
      "Letters by email=smtp cannot leave from here: no mail server is set up: INNFRI_SMTP_URL is missing from the environment.",
    );
    for (const words of [
      ["creditor", "list"],
      ["run", "--until", "2026-06-20"],
      ["list"],
      ["runs"],
      ["clock"],
      ["doctor"],
      ["balances"],
      ["verify"],
      ["law", "signoff", "NO"],
      ["law", "rates", "SE"],
      ["preview", "--on", "2026-07-01"],
      ...COMPANIES.flatMap(({ invoice }) => [
        ["show", invoice],
        ["show", invoice, "--explain"],
        ["stop", invoice],
        ["approve", invoice],
      ]),
      ["show", "no such"],
    ])
      await say(...words);
    const hints = told
      .join("\n")
      .match(/innfri (?=(init|creditor|run|list|show|stop|approve|law|release)\b)/g);
    expect(hints).toBeNull();
    // The columns of a table still stand under each other where its names had to give way.
    expect(told.join("\n")).toMatch(/\n {2}invoice {2}customer {2}name {2,}principal {2}owed today/);
    expect(told.join("\n")).toContain(`innfri --data '${directory}' `);
  }, 240_000);
});
