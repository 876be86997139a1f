import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PERMISSIONS_OF, ROLES, type Role } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anInstallation } from "../payments/test-world.ts";

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const INNFRI = fileURLToPath(new URL("../../bin/innfri.js", import.meta.url));
const HLEDGER = ["/usr/bin/hledger", "/usr/local/bin/hledger"].find(existsSync);
const LAW_FILE = fileURLToPath(
  new URL("../../../../fixtures/law/half-year-2027-invented.json", import.meta.url),
);
/** Two administrators of the operator, since new law takes two people. */
const SIGN_INS: readonly Role[] = ["operator-admin", ...ROLES];
const { DATABASE_URL: _, ...environment } = process.env;

type Demo = { readonly child: ChildProcess; readonly told: string; readonly address: string };

/** Until it serves. */
function started(directory: string): Promise<Demo> {
  const child = spawn(process.execPath, [MAIN, directory], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let told = "";
    child.stdout.on("data", (text) => {
      told += String(text);
      const address = /^API docs: (http:\S+)\/docs$/m.exec(told)?.[1];
      if (address !== undefined && told.endsWith("Ctrl-C ends it.\n")) resolve({ child, told, address });
    });
    child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${told}`)));
  });
}

/** Ctrl-C, which npm passes on besides; answers with how it ended. */
function ended(child: ChildProcess): Promise<number | null> {
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  child.kill("SIGINT");
  return exited;
}

// The demo as a newcomer runs it and leaves it open: `npm start`, on the embedded database, in a directory of its own.
describe("npm start", () => {
  let directory = "";
  let demo: Demo;
  let told = "";

  beforeAll(async () => {
    directory = path.join(temporaryFolder("demo"), "demo");
    demo = await started(directory);
    told = demo.told;
  }, 120_000);

  afterAll(() => (demo.child.exitCode === null ? ended(demo.child) : null));

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

  it("tells its story on one screen, and how to go on in a few lines more", () => {
    const all = told.trimEnd().split("\n");
    const lines = all.slice(0, all.indexOf(`API docs: ${demo.address}/docs`));
    expect(all.length - lines.length).toBeLessThanOrEqual(SIGN_INS.length + 4);
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

  const post = (path_: string, body: object | null, headers = {}) =>
    fetch(`${demo.address}${path_}`, {
      method: "POST",
      headers: {
        ...{ "Content-Type": "application/json", Origin: demo.address, "Idempotency-Key": "one" },
        ...headers,
      },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });

  it("serves the API with its pages, and says where", async () => {
    const document = await fetch(/^OpenAPI: (\S+)$/m.exec(told)![1]!);
    expect(await document.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    expect(await (await fetch(demo.address)).text()).toContain("<title>");
  });

  it("lets everybody in with the password that it prints, each with what the role may do (B25)", async () => {
    const printed = [...told.matchAll(/^([a-z-]+): (\S+) · (\S+@\S+) \/ (\S+)$/gm)];
    expect(printed.map(([, role]) => role)).toEqual(SIGN_INS);
    for (const [, role, address, email, password] of printed) {
      expect(address).toBe(demo.address);
      const reply = await post("/v1/auth/sign-in/email", { email, password });
      const cookie = reply.headers.getSetCookie()[0]!.split(";")[0]!;
      const self = await fetch(`${demo.address}/v1/self`, { headers: { Cookie: cookie } });
      const { creditors, operatorPermissions } = (await self.json()) as {
        creditors: { permissions: string[] }[];
        operatorPermissions: string[];
      };
      expect(creditors).toHaveLength(2);
      for (const { permissions } of creditors)
        expect([...permissions].sort()).toEqual([...PERMISSIONS_OF[role as Role]].sort());
      expect(operatorPermissions.length > 0).toBe(!role!.startsWith("creditor-"));
    }
  });

  it("lets a debtor in with the case and code that it prints, which its letter prints too (S85, B25)", async () => {
    const [, caseNumber, code] = /^debtor: \S+ · case (\S+) code (\S+)$/m.exec(told)!;
    const session = await post("/v1/debtor/session", { caseNumber, code });
    expect(session.status).toBe(201);
    const { token } = (await session.json()) as { token: string };
    const claims = await fetch(`${demo.address}/v1/debtor/claims`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(await claims.json()).toMatchObject({ debtor: "Tor Påfunnet", total: "5858.45" });
    const files = await readdir(path.join(directory, "outbox"), { recursive: true });
    const letter = files.find((name) => name.endsWith(`demand ${caseNumber}.pdf`))!;
    const { stdout } = await run("pdftotext", [path.join(directory, "outbox", letter), "-"]);
    expect(stdout).toContain(code);
    expect(stdout).toContain(demo.address.replace("http://", ""));
  });

  it("lets two administrators try new rows of the law: the one enters, the other confirms (S113)", async () => {
    const [enters, confirms] = await Promise.all(
      [...told.matchAll(/^operator-admin: \S+ · (\S+@\S+) \/ (\S+)$/gm)].map(async ([, email, password]) => {
        const reply = await post("/v1/auth/sign-in/email", { email, password });
        return { Cookie: reply.headers.getSetCookie()[0]!.split(";")[0]! };
      }),
    );
    const whole = JSON.parse(await readFile(LAW_FILE, "utf8")) as Record<string, unknown>;
    const file = JSON.stringify({ ...whole, enteredBy: undefined, confirmedBy: undefined });
    const entered = await post(
      "/v1/operator/law/proposals",
      { file },
      { ...enters, "Idempotency-Key": "law" },
    );
    const { id } = (await entered.json()) as { id: string };
    const confirm = (who: object, key: string) =>
      post(`/v1/operator/law/proposals/${id}/confirm`, null, { ...who, "Idempotency-Key": key });
    expect((await confirm(enters!, "own")).status).toBe(409);
    const confirmed = await confirm(confirms!, "other");
    expect([entered.status, confirmed.status]).toEqual([201, 200]);
  });

  it("offers that debtor plans with what each costs in all, and agrees to the one it chooses (B11)", async () => {
    const [, caseNumber, code] = /^debtor: \S+ · case (\S+) code (\S+)$/m.exec(told)!;
    const { token } = (await (await post("/v1/debtor/session", { caseNumber, code })).json()) as {
      token: string;
    };
    const asDebtor = { Authorization: `Bearer ${token}` };
    const get = async (path_: string) =>
      (await fetch(`${demo.address}/v1/debtor/claims${path_}`, { headers: asDebtor })).json();
    const { items } = (await get("")) as { items: { id: string }[] };
    const { choices } = (await get(`/${items[0]!.id}/plan-choices`)) as {
      choices: { choice: string; instalments: number; cost: { total: string; planFee: string } }[];
    };
    expect(choices.map(({ instalments, cost: { planFee } }) => [instalments, planFee])).toEqual([
      ...[2, 3, 4].map((instalments) => [instalments, "0.00"]),
      ...[5, 6].map((instalments) => [instalments, "1125.00"]),
    ]);
    const { choice } = choices[2]!;
    const agreed = await post(`/v1/debtor/claims/${items[0]!.id}/payment-plans`, { choice }, asDebtor);
    expect(agreed.status).toBe(201);
    expect(await get(`/${items[0]!.id}/ways-to-pay`)).toMatchObject({ instalment: 1, payBy: "2026-08-03" });
  });

  it("is one at a time in a directory: the other is told where the first answers", async () => {
    await expect(run(process.execPath, [MAIN, directory], { env: environment })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`runs already, at ${demo.address}`),
    });
    expect((await fetch(`${demo.address}/health/live`)).status).toBe(200);
  });

  it("ends in good order by Ctrl-C, and starts afresh when it is run again, says so, and tells the same story", async () => {
    expect(await ended(demo.child)).toBe(0);
    expect(existsSync(path.join(directory, "pg", "postmaster.pid"))).toBe(false);
    demo = await started(directory);
    expect(demo.told).toContain("Starting afresh");
    const story = (text: string) => text.split("\n").filter((line) => line.startsWith("  2026-"));
    expect(story(demo.told)).toEqual(story(told));
    const people = (text: string) => text.split("\n").filter((line) => line.includes(" / "));
    expect(people(demo.told)).toHaveLength(people(told).length);
    expect(await ended(demo.child)).toBe(0);
  }, 120_000);

  it("touches no database that has another installation", async () => {
    const database = await testDatabase();
    await anInstallation(database);
    const env = { ...environment, DATABASE_URL: database.url };
    const other = path.join(path.dirname(directory), "other");
    await expect(run(process.execPath, [MAIN, other], { env })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("nothing was touched"),
    });
  }, 60_000);

  it("touches no directory that it did not make", async () => {
    await writeFile(path.join(path.dirname(directory), "letter.txt"), "mine");
    await expect(
      run(process.execPath, [MAIN, path.dirname(directory)], { env: environment }),
    ).rejects.toMatchObject({ code: 2 });
    expect(existsSync(path.join(path.dirname(directory), "letter.txt"))).toBe(true);
  });
});
