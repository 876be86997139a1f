import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const INNFRI = fileURLToPath(new URL("../../bin/innfri.js", import.meta.url));
const HLEDGER = ["/usr/bin/hledger", "/usr/local/bin/hledger"].find(existsSync);
const { DATABASE_URL: _, ...environment } = process.env;

// The demo as a newcomer runs it: `npm start`, on the embedded database, in a directory of its own.
describe("npm start", () => {
  let directory = "";
  let told = "";

  beforeAll(async () => {
    directory = path.join(temporaryFolder("demo"), "demo");
    told = (await run(process.execPath, [MAIN, directory], { env: environment })).stdout;
  }, 120_000);

  const innfri = async (...args: string[]) =>
    (await run(process.execPath, [INNFRI, ...args, "--data", directory], { env: environment })).stdout;

  it("tells of a claim paid after its notice, to the øre of the letter, and closed (D13, S25, S93, S110)", () => {
    expect(told).toContain("2026-05-15  collection notice: 4560.19 to pay by 2026-05-29, with fee of 38.00");
    expect(told).toContain("2026-05-29  a rest of 20.71 is waived: the letter's sum was paid in time");
  });

  it("tells of a claim that goes to the collection list, the demand and heavy costs (S26, S31, S111)", () => {
    expect(told).toContain(
      "2026-06-02  put on the collection list of Tuesday 2026-06-02 at 07:00, which closes Thursday",
    );
    expect(told).toContain(
      "2026-06-05  demand for payment: 5191.26 to pay by 2026-06-19, with recovery costs of 600.00",
    );
    expect(told).toContain("2026-07-18  doubled recovery costs: 600.00 more");
  });

  it("tells of a claim that its creditor stopped on the list (S29)", () => {
    expect(told).toContain("2026-06-03  stopped by the creditor");
  });

  it("tells of a Swedish claim: reminder, demand and the decision to apply (S103, S104, S115, S116)", () => {
    expect(told).toContain("2026-04-13  reminder: 12601.10 to pay by 2026-04-23, with fee of 60.00");
    expect(told).toContain(
      "2026-04-28  demand for payment: 12832.47 to pay by 2026-05-08, with recovery costs of 180.00",
    );
    expect(told).toContain("2026-05-13  solvency question: application");
  });

  it("leaves a history that another plan can be replayed on, and the company's own (B8)", async () => {
    const gentle = await innfri("plan", "replay", "no-gentle");
    expect(gentle).toMatch(/^ {2}reminder +0 +6$/m);
    expect(gentle).toMatch(/^ {2}paid +0\.00 +4560\.19$/m);
    expect(await innfri("plan", "replay", "no-standard")).toContain(
      "Both plans do the same with every claim.",
    );
    await expect(innfri("plan", "replay", "no-gentle", "--creditor", "nobody")).rejects.toMatchObject({
      code: 2,
    });
  });

  it("takes no option for a directory", async () => {
    const asked = run(process.execPath, [MAIN, "--help"], { env: environment, cwd: directory });
    await expect(asked).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("DIRECTORY") });
    expect(existsSync(path.join(directory, "--help"))).toBe(false);
  });

  it("fits one screen", () => {
    const lines = told.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(45);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it("captures every letter and every collection list, and nothing half written (S27)", async () => {
    const files = await readdir(path.join(directory, "outbox"), { recursive: true });
    expect(files.filter((name) => name.endsWith(".pdf")).length).toBeGreaterThanOrEqual(4);
    expect(
      files.filter((name) => name.includes("email") && name.endsWith(".eml")).length,
    ).toBeGreaterThanOrEqual(6);
    expect(files.filter((name) => name.includes("collection list")).length).toBeGreaterThanOrEqual(3);
    expect(files.filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("leaves chains and books in which nothing has been changed", async () => {
    expect(JSON.parse(await innfri("verify", "--json"))).toMatchObject({ findings: [] });
  });

  it.skipIf(HLEDGER === undefined)(
    "leaves books that hledger accepts, with Innfri's balances to the øre (skipped without hledger)",
    async () => {
      const journal = path.join(path.dirname(directory), "books.journal");
      await writeFile(journal, await innfri("export", "hledger"));
      await run(HLEDGER!, ["-f", journal, "check"]);
      const { stdout } = await run(HLEDGER!, ["-f", journal, "bal", "--flat", "--no-total", "-O", "json"]);
      type Amount = { acommodity: string; aquantity: { decimalMantissa: number; decimalPlaces: number } };
      const theirs = (JSON.parse(stdout)[0] as [string, string, number, Amount[]][])
        .flatMap(([account, , , amounts]) =>
          amounts.map(({ acommodity, aquantity }) => [
            account,
            acommodity,
            aquantity.decimalMantissa / 10 ** aquantity.decimalPlaces,
          ]),
        )
        .map(([account, commodity, quantity]) => `${account} ${commodity} ${Number(quantity).toFixed(2)}`);
      const ours = (
        JSON.parse(await innfri("balances", "--json")) as {
          account: string;
          currency: string;
          balance: string;
        }[]
      )
        .filter(({ balance }) => balance !== "0.00")
        .map(({ account, currency, balance }) => `${account} ${currency} ${balance}`);
      expect(ours.length).toBeGreaterThan(5);
      expect(theirs.sort()).toEqual(ours.sort());
    },
  );

  it("starts afresh when it is run again, says so, and tells the same story", async () => {
    const again = (await run(process.execPath, [MAIN, directory], { env: environment })).stdout;
    expect(again).toContain("Starting afresh");
    const story = (text: string) => text.split("\n").filter((line) => line.startsWith("  2026-"));
    expect(story(again)).toEqual(story(told));
  }, 120_000);

  it("touches no directory that it did not make", async () => {
    await writeFile(path.join(path.dirname(directory), "letter.txt"), "mine");
    await expect(
      run(process.execPath, [MAIN, path.dirname(directory)], { env: environment }),
    ).rejects.toMatchObject({ code: 2 });
    expect(existsSync(path.join(path.dirname(directory), "letter.txt"))).toBe(true);
  });
});
