import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterAll, describe, expect, it } from "vitest";
import { stopEmbedded } from "../store/index.ts";
import { runProgram, startProgram } from "./test-program.ts";

const directory = temporaryFolder("cli");
afterAll(async () => {
  await stopEmbedded(path.join(directory, "pg"));
  await rm(directory, { recursive: true, force: true });
});

const root = new URL("../../../../", import.meta.url);
const inRepository = (name: string) => fileURLToPath(new URL(name, root));
const run = (words: readonly string[], stdin = "") => runProgram(words, { directory, stdin });

/** How a command ends whose reader has gone, as `head` has after its lines. */
async function endWithoutReader(words: readonly string[]) {
  const child = startProgram(words, { directory });
  child.stdout!.destroy();
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const patience = setTimeout(() => child.kill("SIGKILL"), 40_000);
  const stderr = await text(child.stderr!);
  clearTimeout(patience);
  return { exitCode: await exited, stderr };
}

describe("a newcomer's first commands", () => {
  it("make an installation, a creditor and its claims, with the database beside the program", async () => {
    const early = await run(["creditor", "list"]);
    expect(early).toMatchObject({ exitCode: 2, stdout: "" });
    expect(early.stderr).toContain(`innfri --data ${directory} init`);

    const agency = await run(["init", "--operator", "agency", "--licence", "INK-1", "--address", " "]);
    expect(agency).toMatchObject({ exitCode: 2, stdout: "" });
    expect(agency.stderr).toContain("Missing: --name, --org, --client-account, --address, --email");
    expect(await run(["init", "--operator", "self"])).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await run(["list"])).stdout).toBe("No claim waits for anybody.\n");
    const unset = await runProgram(["list"], { directory, databaseUrl: "" });
    expect(unset).toMatchObject({ stdout: "No claim waits for anybody.\n", exitCode: 0 });
    const nobody = await runProgram(["list"], { directory, databaseUrl: "postgres://u@localhost:1/innfri" });
    expect(nobody).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/cannot be reached: does Post/),
    });
    const wrong = await runProgram(["list"], { directory, databaseUrl: "mysql://localhost/innfri" });
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/DATABASE_URL is no address/) });
    expect(await run(["init", "--operator", "self", "--name", "Another"])).toMatchObject({ exitCode: 1 });

    const who = ["--name", "Nordlys Oppdiktet AS", "--org", "310000000", "--country", "NO"];
    const rules = ["--plan", "no-standard", "--account", "9999 10 42764", "--email", "post@example.test"];
    const added = await run([
      "creditor",
      "add",
      ...who,
      ...rules,
      "--sandbox",
      "--clock",
      "2026-02-10",
      "--json",
    ]);
    const { id, missing } = JSON.parse(added.stdout) as { id: string; missing: { option: string }[] };
    expect(missing.map(({ option }) => option)).toContain("--due-date-agreed yes|no");

    const file = inRepository("fixtures/invoices/open-items.csv");
    const refused = await run(["import", file, "--creditor", id]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain(`innfri --data ${directory} creditor set ${id} --automation`);

    const rest = ["--automation", "suggest", "--due-date-agreed", "yes", "--agreed-rate", "statutory"];
    const more = [
      "--consumer-credit",
      "no",
      "--vat-deducted",
      "yes",
      "--wait",
      "notice=16",
      "--list-day",
      "wed",
    ];
    expect(await run(["creditor", "set", id, ...rest, ...more])).toMatchObject({ exitCode: 0 });
    const short = await run(["creditor", "set", id, "--term", "notice=13"]);
    expect(short).toMatchObject({ exitCode: 1 });
    expect(short.stdout).toMatch(/notice=13: the law asks for at least 14 days \(inkassoloven § 9\)/);

    const imported = JSON.parse((await run(["import", file, "--creditor", id, "--json"])).stdout);
    expect(imported).toMatchObject({ taken: 4, unchanged: 0, refusedCount: 2, open: { NOK: "29840.50" } });
    const again = await run(["import", file, "--creditor", id, "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({ taken: 0, unchanged: 4 });
    const shown = await run(["creditor", "show", id]);
    expect(shown.stdout).toMatch(/own waits +\{"notice":16\}/);

    // Whoever settles an objection writes to the debtor, as over HTTP.
    expect(await run(["object", "10001", "--scope", "whole"])).toMatchObject({ exitCode: 0 });
    expect(await run(["object", "10001", "--resolve", "groundless"])).toMatchObject({ exitCode: 0 });
    expect(await run(["run", "--until", "2026-02-11"])).toMatchObject({ exitCode: 0 });
    const left = await readdir(path.join(directory, "outbox"), { recursive: true });
    expect(left.filter((name) => name.includes("settled"))).toHaveLength(1);

    for (const words of [
      ["preview", "--on", "2026-03-10", "--json"],
      ["runs", "--watch"],
    ])
      expect(await endWithoutReader(words), words[0]).toEqual({ exitCode: 0, stderr: "" });
  }, 240_000);
});

describe("commands that need no database", () => {
  it("say what is wrong with an option before anything is opened", async () => {
    const list = await run(["creditor", "set", "x", "--list-closes-at", "25:00"]);
    expect(list).toMatchObject({ exitCode: 2, stdout: "" });
    expect(list.stderr).toContain('--list-closes-at takes a time of day such as 08:00, not "25:00"');
    const nowhere = await run(["export", "hledger", "--out", path.join(directory, "no", "books.journal")]);
    expect(nowhere).toMatchObject({ exitCode: 2, stdout: "" });
    expect(nowhere.stderr).toMatch(/There is no folder .* to write books\.journal in/);
    const folder = await run(["export", "hledger", "--out", tmpdir()]);
    expect(folder.stderr).toContain("is a folder: name the file to write in it");
  }, 60_000);

  it("name the help to the very command that was used wrongly", async () => {
    expect((await run(["law", "rates"])).stderr).toContain("(innfri law rates --help tells more)");
    expect((await run(["import", "x.csv"])).stderr).toContain("(innfri import --help tells more)");
    expect((await run(["unknown"])).stderr).toContain("(innfri --help tells more)");
  });

  it("say on one line what is wrong with a file", async () => {
    const { stderr } = await run(["calc", "-"], "# Not\n\nJSON");
    expect(stderr.trimEnd()).toMatch(/^.* is not JSON: .*$/);
  });

  it("count one as one", async () => {
    const { stdout } = await run(["read", inRepository("fixtures/demo/norway-payments.txt")]);
    expect(stdout).toContain("ocr-giro: 1 payment, sum 4560.19");
  });

  it("conformance runs every case and ends with the count", async () => {
    const { stdout, exitCode } = await run(["conformance", inRepository("conformance/cases")]);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^\d+ passed, 0 failed$/);
    expect(exitCode).toBe(0);
  }, 60_000);

  const facts = {
    country: "NO",
    given: {
      debtor: { kind: "consumer" },
      claims: [{ ref: "A", principal: "4500.00", issuedOn: "2026-04-16", dueOn: "2026-04-30" }],
    },
  };

  it("calc shows each amount with its reason, and refuses what the tables do not cover (B30)", async () => {
    const { stdout } = await run(["calc", "-", "--on", "2026-05-30", "--json"], JSON.stringify(facts));
    expect(JSON.parse(stdout)).toMatchObject({
      amounts: { principal: "4500.00", interest: "44.38", total: "4544.38" },
      lines: [{ item: "principal" }, { item: "interest", because: { rule: "no.interest.rate" } }],
    });
    const late = await run(["calc", "-", "--on", "2199-01-01", "--json"], JSON.stringify(facts));
    expect(late.exitCode).toBe(1);
    expect(JSON.parse(late.stdout)).toMatchObject({ refused: "outside-coverage" });
    expect(await run(["calc", "-"], "{}")).toMatchObject({ exitCode: 2 });
    expect(await run(["calc", "-"], "{")).toMatchObject({ exitCode: 2, stdout: "" });
  }, 60_000);

  it("read says what is in a file, and why it cannot be read", async () => {
    const file = inRepository("fixtures/invoices/valid/ehf-invoice-kid.xml");
    const { stdout } = await run(["read", file, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "ubl",
      invoices: [{ kind: "invoice", payable: "1250.00", reference: { scheme: "NO_KID", value: "100016" } }],
      warnings: [],
    });
    const broken = await run(["read", inRepository("fixtures/invoices/invalid/cut-off.xml"), "--json"]);
    expect(broken.exitCode).toBe(1);
    expect(JSON.parse(broken.stdout)).toMatchObject({ format: "ubl", refused: { line: expect.any(Number) } });
  }, 60_000);

  it("a folder where a file should be is wrong use, and nothing is done", async () => {
    const folder = inRepository("fixtures/invoices");
    const creditor = ["--creditor", "019b76da-a800-74f4-89dc-6108eb64e1d4"];
    for (const words of [
      ["read", folder],
      ["pay", folder],
      ["import", folder, ...creditor],
    ]) {
      const { exitCode, stderr } = await run(words);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("is a folder: name the files in it. Nothing was done.");
    }
  }, 60_000);

  it("law rates says a figure as people do, within a terminal's width", async () => {
    const { stdout } = await run(["law", "rates", "NO", "--on", "2026-05-01"]);
    expect(stdout).toContain("  12.00 % a year, simple\n");
    expect(stdout).toContain("  750.00 kr\n");
    expect(stdout).toContain("reminder 1/20, notice 1/20, own demand 3/20");
    for (const line of stdout.split("\n"))
      if (!line.trim().startsWith("https://")) expect(line.length, line).toBeLessThanOrEqual(100);
  }, 60_000);

  it("law rates says in words how sure a Swedish figure is", async () => {
    const { stdout } = await run(["law", "rates", "SE"]);
    expect(stdout).not.toMatch(/_read|confirmed_|_secondary/);
    expect(stdout).toContain(
      "      the statute itself was read, confirmed by 2 sources: SFS 2012:1, riksbank",
    );
    expect(stdout).toContain("      confirmed by 3 sources: ");
    expect(stdout).toContain("      the statute itself was read: ");
    expect(stdout).toContain("      confirmed by 2 secondary sources: ");
  });

  it("law rates shows figures with sources, and refuses a day that nobody has checked", async () => {
    const { stdout } = await run([
      "law",
      "rates",
      "NO",
      "late-payment-interest",
      "--on",
      "2026-05-01",
      "--json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        id: "no.late-payment-interest",
        row: { value: "1200", sources: expect.arrayContaining([expect.any(String)]) },
      },
    ]);
    const late = await run(["law", "rates", "NO", "late-payment-interest", "--on", "2199-01-01", "--json"]);
    expect(late.exitCode).toBe(1);
    expect(await run(["law", "rates", "XX"])).toMatchObject({ exitCode: 2 });
  }, 60_000);
});
