import { ROLES } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { testApi } from "../api/test-api.ts";
import { cookieOf, headersOf, signIn } from "../api/test-users.ts";
import { anInstallation, aWorld, NOW } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { makeDemoUsers } from "./demo-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const pool = await database.pool("innfri_api", 2);

describe("Users of a demonstration", () => {
  it("sign in as they are printed, and do nothing any more once there is a real company", async () => {
    const { creditorId } = await aWorld(installation, { startsOn: "2026-05-01" });
    const setSandbox = (isSandbox: boolean) =>
      withAdministrator(database.url, async (client) => {
        await client.query("set session_replication_role = replica");
        await client.query(
          "update creditor set is_sandbox = $1, clock_on = case when $1 then date '2026-05-01' end",
          [isSandbox],
        );
      });
    await setSandbox(true);
    const made = await makeDemoUsers(pool, [creditorId], NOW);
    expect(await makeDemoUsers(pool, [creditorId], NOW)).toEqual(made);
    if (made.kind === "refused") throw new Error(made.reason);
    expect(made.users.map(({ role }) => role)).toEqual(["operator-admin", ...ROLES]);
    const claims = `/v1/creditors/${creditorId}/claims`;
    const sessions = [];
    for (const { email, password } of made.users) {
      const headers = headersOf(cookieOf(await signIn(api, email, password)));
      expect((await api.get(claims, { headers })).status).toBe(200);
      sessions.push(headers);
    }
    await setSandbox(false);
    for (const headers of sessions) expect((await api.get(claims, { headers })).status).toBe(404);
    expect(await makeDemoUsers(pool, [creditorId], NOW)).toMatchObject({ kind: "refused" });
  });
});
