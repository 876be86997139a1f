import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { runProgram } from "../../cli/test-program.ts";
import { anInstallation, aWorld } from "../../payments/test-world.ts";
import { setMark } from "../../restore-mark.ts";
import { withAdministrator } from "../../store/index.ts";
import { backUp } from "../../usecases/back-up.ts";
import { restore } from "../../usecases/restore.ts";
import { opened } from "../backup/test-backup.ts";
import { doctor } from "./doctor.ts";
import { type Finding, ofCheck } from "./finding.ts";

const NOON = new Date("2026-05-15T11:00:00.000Z");

/** A data directory that nobody else reads. */
async function aDirectory(): Promise<string> {
  const directory = path.join(temporaryFolder("backup"), "data");
  await mkdir(path.join(directory, "outbox"), { recursive: true, mode: 0o700 });
  return directory;
}

/** `topic status`, for those that are not well. */
function unwell(findings: readonly Finding[]): string[] {
  return findings.filter(({ status }) => status !== "ok").map(({ topic, status }) => `${topic} ${status}`);
}

const told = (findings: readonly Finding[], topic: Finding["topic"]) =>
  findings.filter((one) => one.topic === topic).map(({ found, todo }) => `${found} ${todo ?? ""}`);

/** An agency with a company that was a sandbox until its letters were queued, and is real since. */
async function aRealCompany() {
  const database = await testDatabase();
  const installation = await anInstallation(database);
  const world = await aWorld(installation, { startsOn: "2026-05-10" });
  await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]);
  await world.runUntil("2026-05-16");
  await withAdministrator(database.url, (client) =>
    client.query("update creditor set is_sandbox = false, clock_on = null"),
  );
  return { ...database, installation, creditorId: world.creditorId };
}

// The tests' own server need not survive a power cut, and its user is its administrator.
const OF_TESTS = ["durability wrong", "database user warning"];
const mended = (findings: readonly Finding[]) =>
  unwell(findings).filter((one) => !OF_TESTS.includes(one) && one !== "durability warning");

describe("A check of health as a line of the doctor's", () => {
  it("parts what is so from what to do, and ends the first without a full stop", () => {
    const check = {
      name: "clock",
      status: "failing",
      what: "They are apart. Set both.",
      values: {},
    } as const;
    expect(ofCheck("clock", check)).toEqual({
      topic: "clock",
      status: "wrong",
      found: "They are apart",
      todo: "Set both.",
    });
    expect(ofCheck("clock", { ...check, status: "ok", what: "They agree." })).toMatchObject({
      found: "They agree.",
      todo: null,
    });
  });
});

describe("innfri doctor", () => {
  it("says where there is nothing yet, and makes nothing", async () => {
    const directory = await aDirectory();
    const findings = await doctor(directory, undefined, NOON, {});
    expect(unwell(findings)).toEqual(["database wrong"]);
    expect(told(findings, "database")[0]).toContain("innfri init");
    const empty = await testDatabase({ migrated: false });
    expect(told(await doctor(directory, empty.url, NOON, {}), "schema")).toEqual([
      "there is nothing in the database yet innfri init --operator self|agency",
    ]);
  });

  it("says that a database cannot be reached, without its password", async () => {
    const url = "postgres://innfri:sesam@127.0.0.1:1/innfri";
    const findings = await doctor(await aDirectory(), url, NOON, {});
    expect(told(findings, "database")).toEqual([
      "it cannot be reached, or it refuses this user (ECONNREFUSED) Look at DATABASE_URL, and whether PostgreSQL runs.",
    ]);
    expect(JSON.stringify(findings)).not.toContain("sesam");
  });

  it("finds nothing wrong with sandboxes, and warns that no worker runs", async () => {
    const database = await testDatabase();
    const installation = await anInstallation(database);
    await aWorld(installation);
    const findings = await doctor(await aDirectory(), database.url, NOON, {});
    expect(mended(findings)).toEqual(["workers warning"]);
    expect(told(findings, "operator")).toEqual(["an agency; 0 real and 1 sandbox companies "]);
  });

  it("sees settings under which a power cut forgets what was sent", async () => {
    const database = await testDatabase();
    await withAdministrator(database.url, (client) =>
      client.query(`alter database ${new URL(database.url).pathname.slice(1)} set synchronous_commit = off`),
    );
    const findings = await doctor(await aDirectory(), database.url, NOON, {});
    expect(told(findings, "durability").join()).toContain("synchronous_commit is off");
  });

  it("sees a database that another version has migrated, and one that is behind, and leaves both", async () => {
    const database = await testDatabase();
    const last = () =>
      withAdministrator(database.url, async (client) => {
        const { rows } = await client.query<{ name: string }>("select max(name) as name from migration");
        return rows[0]!.name;
      });
    const newest = await last();
    await withAdministrator(database.url, (client) =>
      client.query(`delete from migration where name = '${newest}'`),
    );
    const findings = await doctor(await aDirectory(), database.url, NOON, {});
    expect(told(findings, "schema")[0]).toContain("1 migrations behind");
    expect(await last()).not.toBe(newest);
    await withAdministrator(database.url, (client) =>
      client.query("update migration set sha256 = 'x' where name = '0001_spine.sql'"),
    );
    expect(told(await doctor(await aDirectory(), database.url, NOON, {}), "schema")[0]).toContain(
      "another version",
    );
  });

  it("sees what keeps a real company's letters", async () => {
    const { url, creditorId, installation } = await aRealCompany();
    await withAdministrator(url, (client) =>
      client.query(`update message set send_after = now() - interval '3 hours';
        insert into creditor_settings select creditor_id, valid_from_on, 99, recorded_at,
          data || '{"send":{"email":"smtp"}}' from creditor_settings`),
    );
    const findings = await doctor(await aDirectory(), url, NOON, {});
    const lines = [
      ...told(findings, "channels"),
      ...told(findings, "outbox"),
      ...told(findings, "sign-offs"),
    ];
    expect(lines.join("\n")).toContain(
      `company ${creditorId}: its letters by email cannot leave: no mail server`,
    );
    expect(lines.join("\n")).toContain(`company ${creditorId}: its letters by post only become files`);
    expect(lines.join("\n")).toContain("a letter has waited for 3 hours");
    expect(lines.join("\n")).toMatch(/\d+ points of the law of NO are not confirmed/);
    expect(told(findings, "backup")[0]).toContain("none was made");
    expect(JSON.stringify(findings)).not.toMatch(/fjellro|oppdiktet|rolig/i);
    await backUp(opened(url), installation.directory, temporaryFolder("backup"));
    expect(told(await doctor(await aDirectory(), url, NOON, {}), "backup")).toEqual([
      "the newest is 0 hours old ",
    ]);
  });

  it("sees what a print house has said and nobody could read, and one that cannot be heard", async () => {
    const { url, creditorId } = await aRealCompany();
    await withAdministrator(url, (client) =>
      client.query(`insert into creditor_settings select creditor_id, valid_from_on, 99, recorded_at,
          data || '{"send":{"post":"folder"}}' from creditor_settings`),
    );
    const root = temporaryFolder("backup");
    const answers = path.join(root, "in", `NO-${creditorId.slice(-12)}`);
    await mkdir(path.join(answers, "unreadable"), { recursive: true });
    await writeFile(path.join(answers, "unreadable", "hello.txt"), "hello");
    await writeFile(path.join(answers, "unreadable", "hello.txt.reason.txt"), "its name is none");
    const env = { INNFRI_PRINT_FOLDER: root };
    const look = async () => doctor(await aDirectory(), url, NOON, env);
    expect(told(await look(), "outbox").join("\n")).toContain(
      `company ${creditorId}: 1 answers of its print house could not be read`,
    );
    await rm(answers, { recursive: true });
    await mkdir(answers);
    await writeFile(path.join(answers, "unreadable"), "no folder");
    expect(told(await look(), "channels").join("\n")).toContain("its print house cannot be heard");
  });

  it("sees a run that is not finished by noon, but not one in the morning", async () => {
    const { url } = await aRealCompany();
    await withAdministrator(url, (client) =>
      client.query("update file set next_look_on = '2026-05-14'; delete from run where false"),
    );
    expect(told(await doctor(await aDirectory(), url, NOON, {}), "run").join()).toContain("is not finished");
    const morning = new Date("2026-05-15T06:00:00.000Z");
    expect(told(await doctor(await aDirectory(), url, morning, {}), "run")).toEqual([]);
  });

  it("sees a company whose rules are not complete", async () => {
    const { url, creditorId } = await aRealCompany();
    await withAdministrator(url, (client) =>
      client.query(`insert into creditor_settings select creditor_id, valid_from_on, 99, recorded_at,
        data || '{"plan":null}' from creditor_settings`),
    );
    expect(told(await doctor(await aDirectory(), url, NOON, {}), "company").join()).toContain(
      `innfri creditor set ${creditorId} --plan no-standard`,
    );
  });

  it("sees a restore that was not finished, and one that nobody has accepted", async () => {
    const { url, installation } = await aRealCompany();
    const { folder } = await backUp(opened(url), installation.directory, temporaryFolder("backup"));
    const half = await aDirectory();
    await setMark(half, { manifestSha256: "0".repeat(64), from: folder });
    expect(told(await doctor(half, url, NOON, {}), "backup")[0]).toContain("was not finished");
    const clean = await testDatabase({ migrated: false });
    const directory = path.join(temporaryFolder("backup"), "data");
    await restore(directory, clean.url, folder);
    expect(told(await doctor(directory, clean.url, NOON, {}), "backup").join()).toContain("--accept NAME");
  });

  it("sees an outbox that others can read", async () => {
    const directory = await aDirectory();
    await chmod(path.join(directory, "outbox"), 0o755);
    const findings = await doctor(directory, undefined, NOON, {});
    expect(told(findings, "data directory")[0]).toContain("chmod 700");
  });

  it("answers as the other commands do", async () => {
    const directory = await aDirectory();
    const { url } = await aRealCompany();
    const asJson = await runProgram(["doctor", "--json"], { directory, databaseUrl: url });
    const { findings, wrong } = JSON.parse(asJson.stdout) as { findings: Finding[]; wrong: number };
    expect(asJson.exitCode).toBe(wrong > 0 ? 1 : 0);
    expect(findings.map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(["program", "disk", "database", "schema", "clock", "law", "backup"]),
    );
    const asText = await runProgram(["doctor"], { directory });
    expect(asText.stdout).toContain("  WRONG  database");
    expect(asText.stdout).toMatch(/1 thing is wrong, \d+ to look at\.\n$/);
    expect(asText.exitCode).toBe(1);
  });
});
