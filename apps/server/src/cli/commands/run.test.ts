import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { date } from "@innfri/kernel";
import { aCreditor, registerClaims, someSettings, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../test-program.ts";

const database = await testDatabase();
const directory = temporaryFolder("run");

const innfri = (words: readonly string[], env: Record<string, string> = {}) =>
  runProgram(words, { directory, databaseUrl: database.url, env });

async function aSandbox(number: string): Promise<string> {
  const pool = await database.pool("innfri_engine");
  const creditorId = await aCreditor(pool, {
    country: "NO",
    clockOn: date("2026-05-01"),
    settings: someSettings("NO"),
  });
  await registerClaims(pool, creditorId, "NO", [
    {
      number,
      customer: number,
      principalMinor: 450_000n,
      issuedOn: date("2026-04-16"),
      dueOn: date("2026-04-30"),
    },
  ]);
  return creditorId;
}

describe("innfri run over many companies", () => {
  const companies: string[] = [];
  beforeAll(async () => {
    for (const number of ["5001", "5002", "5003"]) companies.push(await aSandbox(number));
    expect(await innfri(["init", "--operator", "self"])).toMatchObject({ exitCode: 0 });
    // A file where the first company's letters should lie.
    await mkdir(path.join(directory, "outbox"), { recursive: true });
    const first = companies.toSorted()[0]!;
    await writeFile(path.join(directory, "outbox", `NO-${first.slice(-12)}`), "");
  });

  it("goes on with the others where one's letters cannot be written, and ends with 1", async () => {
    const { exitCode, stdout } = await innfri(["run", "--until", "2026-05-15", "--json"]);
    const runs = JSON.parse(stdout) as {
      creditor: string;
      brokenOff?: string;
      sent?: { email: number };
    }[];
    expect(exitCode).toBe(1);
    expect(runs.map(({ creditor }) => creditor).toSorted()).toEqual(companies.toSorted());
    const broken = runs.filter(({ brokenOff }) => brokenOff !== undefined);
    expect(broken).toEqual([
      {
        creditor: companies.toSorted()[0],
        name: expect.any(String),
        brokenOff: expect.stringMatching(/^E[A-Z]+: /),
      },
    ]);
    expect(runs.flatMap(({ sent }) => (sent === undefined ? [] : [sent.email]))).toEqual([1, 1]);
  });

  it("runs the day where the mailbox of what came back cannot be read, and says so", async () => {
    const mailbox = path.join(directory, "mailbox");
    await writeFile(mailbox, "");
    const others = companies.toSorted()[1]!;
    const ran = await innfri(["run", "--creditor", others, "--until", "2026-05-18"], {
      INNFRI_BOUNCES: mailbox,
    });
    expect(ran).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("(sandbox), 2026-05-15 to 2026-05-18"),
      stderr: expect.stringMatching(/The mailbox of INNFRI_BOUNCES cannot be read or written \(ENOTDIR\)/),
    });
  });
});
