import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { TEST_ORIGIN, testApi } from "./test-api.ts";
import { aUser, cookieOf, headersOf, nextCodeOf, signIn, type TestUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

type Line = { readonly act: string; readonly actor: string; readonly details: object };

let world: World;
let admin: TestUser;
let auditor: TestUser;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  admin = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
  auditor = await aUser(database, api, { role: "auditor", creditorId: null });
}, 60_000);

const linesOf = async (path: string, { headers }: TestUser): Promise<Line[]> => {
  const { status, body } = await api.get(path, { headers });
  expect(status).toBe(200);
  return body.items;
};
// The clock of a test stands still: lines of one moment have no order.
const actsOf = (lines: readonly Line[]): string[] => lines.map(({ act }) => act).sort();

describe("The audit log (B25)", () => {
  it("has a line for each sign-in, failed try and sign-out, and never an address", async () => {
    const user = await aUser(database, api, { role: "creditor-user", creditorId: world.creditorId });
    await signIn(api, user.email, "not the password at all");
    await api.post("/v1/auth/sign-out", {}, { headers: user.headers });
    const lines = await linesOf(`/v1/operator/audit?subject=user:${user.userId}`, auditor);
    expect(actsOf(lines)).toEqual(["sign-in-failed", "signed-in", "signed-out"]);
    await signIn(api, "nobody@example.test", "not the password at all");
    const [failed] = await linesOf("/v1/operator/audit?subject=nobody&act=sign-in-failed", auditor);
    expect(failed).toMatchObject({ actor: "nobody", details: { by: "password" } });
    const { body } = await api.get("/v1/operator/audit?limit=200", { headers: auditor.headers });
    expect(JSON.stringify(body)).not.toContain("@example.test");
  });

  it("tells how a second factor came and went, and by what somebody signed in", async () => {
    const staff = await aUser(database, api, { role: "finance", creditorId: null });
    const half = headersOf(cookieOf(await signIn(api, staff.email)));
    const wrong = { code: "000000" };
    await api.post("/v1/auth/two-factor/verify-totp", wrong, { headers: half });
    const right = { code: nextCodeOf(staff.secret!) };
    await api.post("/v1/auth/two-factor/verify-totp", right, { headers: half });
    const lines = await linesOf(`/v1/operator/audit?actor=user:${staff.userId}`, auditor);
    const failed = await linesOf(
      `/v1/operator/audit?act=sign-in-failed&subject=user:${staff.userId}`,
      auditor,
    );
    expect(failed).toMatchObject([{ actor: "nobody", details: { by: "one-time-code" } }]);
    expect(actsOf(lines)).toEqual(["second-factor-added", "second-factor-begun", "signed-in", "signed-in"]);
    const by = lines.filter(({ act }) => act === "signed-in").map(({ details }) => details);
    expect(by).toEqual(expect.arrayContaining([{ by: "password" }, { by: "one-time-code" }]));
  });

  it("shows a company's administrator what concerns the company and its users, and nothing of others", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-01" });
    const stranger = await aUser(database, api, { role: "creditor-admin", creditorId: other.creditorId });
    const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
    const made = await api.post(at("/keys"), { name: "A key", scopes: ["claims:read"] }, admin);
    expect(made.status).toBe(201);
    await api.post(
      `/v1/creditors/${other.creditorId}/users/invitations`,
      { email: "a@example.test", role: "creditor-user" },
      stranger,
    );
    const own = await linesOf(at("/audit"), admin);
    expect(own).toContainEqual(expect.objectContaining({ act: "key-made", actor: `user:${admin.userId}` }));
    expect(own.some(({ act }) => act === "signed-in")).toBe(true);
    expect(
      own.some(({ actor }) => actor === `user:${stranger.userId}` || actor === `user:${auditor.userId}`),
    ).toBe(false);
    expect((await api.get(at("/audit"), stranger)).status).toBe(404);
    expect((await api.get("/v1/operator/audit", admin)).status).toBe(403);
    const theirs = await linesOf(`/v1/operator/audit?creditorId=${other.creditorId}`, auditor);
    expect(theirs.map(({ act }) => act)).toContain("user-invited");
    expect(theirs.map(({ act }) => act)).not.toContain("key-made");
  });

  it("shows a company nothing of what one of its users is or becomes at the operator", async () => {
    const both = await aUser(database, api, { role: "auditor", creditorId: null });
    const boss = await aUser(database, api, { role: "operator-admin", creditorId: null });
    await withAdministrator(database.url, async (client) => {
      await client.query(
        `insert into membership (membership_id, user_id, for_creditor_id, role, made_at)
         values (gen_random_uuid(), $1, $2, 'creditor-user', now())`,
        [both.userId, world.creditorId],
      );
    });
    const staff = (await api.get("/v1/operator/users", boss)).body.items;
    const { id } = staff.find(({ userId }: { userId: string }) => userId === both.userId);
    const changed = await api.post(`/v1/operator/users/${id}/change`, { role: "case-handler" }, boss);
    expect(changed.status).toBe(204);
    expect((await api.post(`/v1/operator/users/${id}/remove`, undefined, boss)).status).toBe(204);
    const about = `subject=user:${both.userId}&limit=200`;
    const all = actsOf(await linesOf(`/v1/operator/audit?${about}`, auditor));
    expect(all).toEqual(expect.arrayContaining(["role-changed", "user-removed"]));
    const shown = actsOf(await linesOf(`/v1/creditors/${world.creditorId}/audit?${about}`, admin));
    expect(new Set(shown)).toEqual(new Set(["signed-in", "second-factor-begun", "second-factor-added"]));
  });

  it("is read page by page, and by act and time", async () => {
    const first = await api.get("/v1/operator/audit?limit=2", auditor);
    const second = await api.get(`/v1/operator/audit?limit=2&cursor=${first.body.nextCursor}`, auditor);
    const ids = [...first.body.items, ...second.body.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect([...ids].sort().reverse()).toEqual(ids);
    const none = await linesOf("/v1/operator/audit?before=1999-01-01T00:00:00%2B23:00", auditor);
    expect(none).toEqual([]);
    expect(await linesOf("/v1/operator/audit?act=key-made&since=2000-01-01T00:00:00Z", auditor)).toHaveLength(
      1,
    );
    expect(
      await linesOf("/v1/operator/audit?act=key-made&since=0000-01-01T00:00:00%2B01:00", auditor),
    ).toHaveLength(1);
    expect(await linesOf("/v1/operator/audit?since=9999-12-31T23:59:59Z", auditor)).toEqual([]);
  });

  it("tells of no sign-in that another site's page tried", async () => {
    const before = (await linesOf("/v1/operator/audit?act=signed-out&limit=200", auditor)).length;
    const headers = { Cookie: admin.headers.Cookie!, Origin: "https://evil.example" };
    expect((await api.post("/v1/auth/sign-out", {}, { headers })).status).toBe(403);
    expect(await linesOf("/v1/operator/audit?act=signed-out&limit=200", auditor)).toHaveLength(before);
    expect(TEST_ORIGIN).not.toBe(headers.Origin);
  });
});
