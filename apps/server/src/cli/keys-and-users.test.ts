import { tmpdir } from "node:os";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { testApi } from "../api/test-api.ts";
import { anInstallation, aWorld } from "../payments/test-world.ts";
import { runProgram } from "./test-program.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

async function run(...words: string[]) {
  const ran = await runProgram([...words, "--json"], { directory: tmpdir(), databaseUrl: database.url });
  return { ...ran, json: ran.stdout === "" ? null : JSON.parse(ran.stdout) };
}

describe("An operator's first key and first user (B24, B25)", () => {
  it("come from the command line, work over the API, and are taken back from there too", async () => {
    const { creditorId } = await aWorld(installation, { startsOn: "2026-05-01" });
    const claims = `/v1/creditors/${creditorId}/claims`;
    const added = await run("key", "add", "--name", "First", "--may", "claims:read");
    expect(added).toMatchObject({ exitCode: 0, json: { scopes: ["claims:read"], creditor: null } });
    const key = added.json.secret;
    expect((await api.get(claims, { key })).status).toBe(200);
    const listed = await run("key", "list");
    expect(listed.json).toMatchObject([{ id: added.json.id, revokedAt: null }]);
    expect(listed.stdout).not.toContain(key);
    expect(await run("key", "revoke", added.json.id)).toMatchObject({ exitCode: 0 });
    expect((await api.get(claims, { key })).status).toBe(401);
    expect(await run("key", "add", "--name", "x", "--may", "everything")).toMatchObject({ exitCode: 2 });

    const invite = ["user", "invite", "--email", "first@example.test"];
    const invited = await run(...invite, "--role", "operator-admin");
    expect(invited).toMatchObject({ exitCode: 0, json: { role: "operator-admin" } });
    const body = { token: invited.json.token, name: "Første Oppdiktet", password: "tre grønne traktorer" };
    const headers = { Origin: "http://localhost" };
    expect((await api.post("/v1/auth/accept-invitation", body, { headers })).status).toBe(204);
    const people = await run("user", "list");
    expect(people.json.users).toMatchObject([{ email: "first@example.test", role: "operator-admin" }]);
    expect(await run("user", "remove", people.json.users[0].id)).toMatchObject({ exitCode: 0 });
    expect((await run("user", "list")).json.users).toEqual([]);
    expect(await run(...invite, "--role", "creditor-admin")).toMatchObject({ exitCode: 1 });
  }, 120_000);

  it("of a company are revoked by the line that a terminal is told", async () => {
    const { creditorId } = await aWorld(installation, { startsOn: "2026-05-01" });
    const ask = (words: string[]) => runProgram(words, { directory: tmpdir(), databaseUrl: database.url });
    const added = await ask(["key", "add", "--name", "Shop", "--creditor", creditorId]);
    const told = /innfri .*(key revoke[\s\S]*)$/.exec(added.stdout)![1]!.trim();
    expect(await ask(told.split(/[\s\\]+/))).toMatchObject({
      exitCode: 0,
      stdout: "Shop is taken no more.\n",
    });
    const unknown = await ask(["key", "revoke", creditorId, "--creditor", creditorId]);
    expect([unknown.exitCode, unknown.stderr.replace(/--data \S+ /, "").replaceAll(/\s+/g, " ")]).toEqual([
      2,
      `There is no such key. Run: innfri key list --creditor ${creditorId} `,
    ]);
  });
});
