import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { keysOf, newKey } from "../secrets/keys.ts";
import { withAdministrator } from "../store/index.ts";
import { TEST_ORIGIN, testApi } from "./test-api.ts";
import { aUser, cookieOf, headersOf, nextCodeOf, PASSWORD, signIn } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const keys = keysOf(newKey("test"), "the test");
const api = await testApi(database, installation, { keys });

let world: World;
let neighbour: World;
const at = (path: string, of: World = world) => `/v1/creditors/${of.creditorId}${path}`;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  neighbour = await aWorld(installation, { startsOn: "2026-05-01" });
});

describe("A user of a company (B25)", () => {
  it("signs in with a password, and the cookie is for this installation's pages alone", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const reply = await signIn(api, user.email);
    const cookie = reply.headers.getSetCookie().find((one) => one.startsWith("innfri_session="))!;
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/i);
    const self = await api.get("/v1/self", { headers: user.headers });
    expect(self.body).toMatchObject({ kind: "user", creditors: [{ id: world.creditorId }] });
    expect((await api.get(at("/claims"), { headers: user.headers })).status).toBe(200);
    expect((await api.get(at("/claims", neighbour), { headers: user.headers })).status).toBe(404);
  });

  it("is signed out at once when a session is ended, here or from another one", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const other = headersOf(cookieOf(await signIn(api, user.email)));
    const sessions = await api.get("/v1/auth/list-sessions", { headers: user.headers });
    expect(sessions.body).toHaveLength(2);
    await api.post("/v1/auth/revoke-other-sessions", {}, { headers: user.headers });
    expect((await api.get("/v1/self", { headers: other })).status).toBe(401);
    await api.post("/v1/auth/sign-out", {}, { headers: user.headers });
    expect((await api.get("/v1/self", { headers: user.headers })).status).toBe(401);
  });

  it("changes nothing by a request that another site's page sends with the cookie", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const body = { name: "A key", scopes: ["claims:read"] };
    for (const Origin of ["https://evil.example", "null", undefined]) {
      const headers = { Cookie: user.headers.Cookie!, ...(Origin === undefined ? {} : { Origin }) };
      expect((await api.post(at("/keys"), body, { headers })).status).toBe(403);
      expect((await api.post("/v1/auth/sign-out", {}, { headers })).status).toBe(403);
    }
    expect((await api.post(at("/keys"), body, { headers: user.headers })).status).toBe(201);
  });

  it("cannot be told from nobody by trying, and tries run out for an address that nobody has, too", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const wrong = await signIn(api, user.email, "not the password at all");
    const nobody = await signIn(api, "nobody@example.test", "not the password at all");
    expect(wrong.status).toBe(401);
    const { requestId: _, ...told } = wrong.body;
    expect(nobody.body).toMatchObject(told);
    const codes = [];
    for (let i = 0; i < 11; i += 1) codes.push((await signIn(api, "nobody@example.test", "wrong")).status);
    expect(codes.slice(0, 9).every((one) => one === 401)).toBe(true);
    expect(codes.at(-1)).toBe(429);
  }, 60_000);

  it("is refused a body that is no text, or too deep to be looked through", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    let deep: unknown = 1;
    for (let i = 0; i < 2000; i += 1) deep = [deep];
    const { headers } = user;
    expect((await api.post("/v1/auth/sign-in/email", { email: deep }, { headers })).status).toBe(400);
    expect((await api.post("/v1/auth/revoke-session", { token: "a\u0000" }, { headers })).status).toBe(400);
    for (const name of ["Odd\u0000", "Odd\ud800"]) {
      const body = { token: "inv", name, password: PASSWORD };
      expect((await api.post("/v1/auth/accept-invitation", body, { headers })).status).toBe(422);
    }
    expect((await api.post(at("/keys"), { name: deep, scopes: [] }, { headers })).status).toBe(400);
  });

  it("gets nothing of what else can be asked of sign-in", async () => {
    for (const path of [
      "/sign-up/email",
      "/update-user",
      "/delete-user",
      "/change-email",
      "/request-password-reset",
      "/set-password",
    ])
      expect((await api.post(`/v1/auth${path}`, {}, { headers: { Origin: TEST_ORIGIN } })).status).toBe(404);
  });
});

describe("A session", () => {
  const age = (userId: string, minutes: number) =>
    withAdministrator(database.url, (client) =>
      client.query(
        "update signin_session set updated_at = now() - make_interval(mins => $2) where user_id = $1",
        [userId, minutes],
      ),
    );

  it("ends when nothing was asked with it for an hour, and lives on while something is", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    for (let i = 0; i < 2; i += 1) {
      await age(user.userId, 55);
      expect((await api.get("/v1/self", user)).status).toBe(200);
    }
    const { body } = await api.get("/v1/auth/list-sessions", user);
    expect(Date.now() - Date.parse(body[0].updatedAt)).toBeLessThan(5 * 60_000);
    await age(user.userId, 61);
    expect((await api.get("/v1/auth/list-sessions", user)).status).toBe(401);
    const other = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    await age(other.userId, 61);
    expect((await api.get("/v1/self", other)).status).toBe(401);
  });

  it("has a cookie that no other host and no http can set, where people come by https", async () => {
    const address = "https://innfri.example";
    const there = await testApi(database, installation, { address, keys });
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const body = { email: user.email, password: PASSWORD };
    const came = await there.post("/v1/auth/sign-in/email", body, { headers: { Origin: address } });
    expect(came.status).toBe(200);
    for (const one of came.headers.getSetCookie().filter((text) => !/max-age=0/i.test(text)))
      expect(one).toMatch(/^__Host-(?=.*; Path=\/;)(?=.*; Secure)(?!.*; Domain)/);
    const headers = { Cookie: cookieOf(came), Origin: address };
    expect((await there.get("/v1/self", { headers })).status).toBe(200);
    const plain = { headers: { ...headers, Cookie: headers.Cookie.replaceAll("__Host-", "") } };
    expect((await there.get("/v1/self", plain)).status).toBe(401);
    const staff = await aUser(database, api, { role: "auditor", creditorId: null });
    const half = await there.post(
      "/v1/auth/sign-in/email",
      { ...body, email: staff.email },
      { headers: { Origin: address } },
    );
    const code = { code: nextCodeOf(staff.secret!) };
    const whole = await there.post("/v1/auth/two-factor/verify-totp", code, {
      headers: { Cookie: cookieOf(half), Origin: address },
    });
    expect(whole.status).toBe(200);
  });
});

describe("Who works for the operator (B25)", () => {
  it("may do nothing without a second factor but set one up", async () => {
    const handler = await aUser(database, api, {
      role: "case-handler",
      creditorId: null,
      hasSecondFactor: false,
    });
    const self = await api.get("/v1/self", { headers: handler.headers });
    expect(self.body).toMatchObject({ needsSecondFactor: true, creditors: [], operatorPermissions: [] });
    expect((await api.get(at("/claims"), { headers: handler.headers })).status).toBe(404);
  });

  it("signs in with a password and a code, or with a recovery code that is good once", async () => {
    const handler = await aUser(database, api, { role: "case-handler", creditorId: null });
    expect((await api.get(at("/claims"), { headers: handler.headers })).status).toBe(200);
    const first = await signIn(api, handler.email);
    expect(first.body).toMatchObject({ twoFactorRedirect: true });
    const half = headersOf(cookieOf(first));
    expect((await api.get("/v1/self", { headers: half })).status).toBe(401);
    const second = (code: string, headers: object) =>
      api.post("/v1/auth/two-factor/verify-totp", { code }, { headers: { ...headers } });
    expect((await second("000000", half)).status).toBe(401);
    const code_ = nextCodeOf(handler.secret!);
    const whole = await second(code_, half);
    expect(whole.status).toBe(200);
    const overlooked = headersOf(cookieOf(await signIn(api, handler.email)));
    expect((await second(code_, overlooked)).status).toBe(401);
    // However the browser, or who is no browser, writes its cookies.
    for (const cookie of [
      `a=1;${overlooked.Cookie}`,
      `__Host-innfri.two_factor=${"a".repeat(32)}.b; ${overlooked.Cookie}`,
      overlooked.Cookie!.replace(/two_factor=([^;]+)/, 'two_factor="$1"'),
    ])
      expect((await second(code_, headersOf(cookie))).status).toBe(401);
    const headers = headersOf(cookieOf(whole));
    expect((await api.get(at("/claims"), { headers })).status).toBe(200);

    const again = headersOf(cookieOf(await signIn(api, handler.email)));
    const code = handler.recoveryCodes[0];
    const path = "/v1/auth/two-factor/verify-backup-code";
    expect((await api.post(path, { code }, { headers: again })).status).toBe(200);
    const later = headersOf(cookieOf(await signIn(api, handler.email)));
    expect((await api.post(path, { code }, { headers: later })).status).toBe(401);
  }, 60_000);

  it("sees all companies, and an administrator of a company that one alone", async () => {
    const handler = await aUser(database, api, { role: "auditor", creditorId: null });
    const all = await api.get("/v1/creditors", { headers: handler.headers });
    const ids = all.body.items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining([world.creditorId, neighbour.creditorId]));
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const own = await api.get("/v1/creditors", { headers: admin.headers });
    expect(own.body.items).toMatchObject([{ id: world.creditorId }]);
  });
});

describe("An invitation (B25)", () => {
  const accept = (token: string, more: object = {}) =>
    api.post(
      "/v1/auth/accept-invitation",
      { token, name: "Ny Oppdiktet", password: PASSWORD, ...more },
      { headers: { Origin: TEST_ORIGIN } },
    );

  it("makes a user of somebody, once, with the role that was given and no other", async () => {
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const body = { email: "New.Colleague@example.test", role: "creditor-user", department: "Nord" };
    const invited = await api.post(at("/users/invitations"), body, { headers: admin.headers });
    expect(invited.status).toBe(201);
    const { token } = invited.body;
    const common = await accept(token, { password: "password12345" });
    expect(common).toMatchObject({ status: 422 });
    expect(common.body.detail).toContain("lists of those who guess passwords");
    expect((await accept(token)).status).toBe(204);
    expect((await accept(token)).status).toBe(409);
    const headers = headersOf(cookieOf(await signIn(api, "new.colleague@example.test")));
    expect((await api.get(at("/claims"), { headers })).status).toBe(200);
    expect((await api.get(at("/users"), { headers })).status).toBe(403);
    const list = await api.get(at("/users"), { headers: admin.headers });
    expect(list.body.items).toEqual(
      expect.arrayContaining([expect.objectContaining({ role: "creditor-user", department: "Nord" })]),
    );
    const kept = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query("select json_agg(i)::text as all from invitation i");
      return rows[0].all as string;
    });
    expect(kept).not.toContain(token);
  });

  it("that was withdrawn, or that nobody sent, makes nobody a user", async () => {
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const body = { email: "later@example.test", role: "creditor-admin" };
    const { body: invited } = await api.post(at("/users/invitations"), body, { headers: admin.headers });
    const path = at(`/users/invitations/${invited.invitation.id}/withdraw`);
    expect((await api.post(path, undefined, { headers: admin.headers })).status).toBe(200);
    expect((await accept(invited.token)).status).toBe(409);
    expect((await accept("made-up")).status).toBe(409);
  });

  it("cannot give a role that is more than the giver's, or the operator's", async () => {
    const key = await api.key({ creditorId: world.creditorId, scopes: ["users:manage"] });
    const body = { email: "more@example.test", role: "creditor-admin" };
    expect((await api.post(at("/users/invitations"), body, { key })).status).toBe(409);
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const staff = { email: "more@example.test", role: "operator-admin" };
    expect((await api.post(at("/users/invitations"), staff, { headers: admin.headers })).status).toBe(422);
    expect((await api.post("/v1/operator/users/invitations", staff, { headers: admin.headers })).status).toBe(
      403,
    );
  });
});

describe("A role that is changed or taken away", () => {
  it("counts from the next request, leaves a line, and is never one's own", async () => {
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const other = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const { body } = await api.get(at("/users"), { headers: admin.headers });
    const idOf = (userId: string) =>
      body.items.find((one: { userId: string }) => one.userId === userId).id as string;
    const to = { role: "creditor-user" };
    const own = await api.post(at(`/users/${idOf(admin.userId)}/change`), to, { headers: admin.headers });
    expect(own.status).toBe(409);
    const path = at(`/users/${idOf(other.userId)}`);
    expect((await api.post(`${path}/change`, to, { headers: admin.headers })).status).toBe(204);
    expect((await api.get(at("/users"), { headers: other.headers })).status).toBe(403);
    expect((await api.post(`${path}/remove`, undefined, { headers: admin.headers })).status).toBe(204);
    expect((await api.get(at("/claims"), { headers: other.headers })).status).toBe(404);
    const lines = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query(
        "select actor, act from audit_line where subject = $1 order by act",
        [`user:${other.userId}`],
      );
      return rows;
    });
    const actor = `user:${admin.userId}`;
    expect(lines).toEqual([
      { actor, act: "role-changed" },
      { actor: `user:${other.userId}`, act: "signed-in" },
      { actor, act: "user-removed" },
    ]);
  });
});

describe("A user of one department", () => {
  it("sees and acts on its claims alone, and on nothing that is about the whole company", async () => {
    const shop = await aWorld(installation, { startsOn: "2026-05-01" });
    await shop.owe(
      ["1", "2"].map((number) => ({ number, customer: number, amount: "500.00", dueOn: "2026-04-30" })),
    );
    await withAdministrator(database.url, async (client) => {
      await client.query("set session_replication_role = replica");
      await client.query(
        `update invoice set data = data || jsonb_build_object('department', case number when '1' then 'Nord' else 'Sør' end)
         where creditor_id = $1`,
        [shop.creditorId],
      );
    });
    const place = { role: "creditor-user", creditorId: shop.creditorId, department: "Nord" } as const;
    const { headers } = await aUser(database, api, place);
    const numbers = (query: string) =>
      api
        .get(at(`/claims${query}`, shop), { headers })
        .then(({ body }) => body.items.map((one: { invoiceNumber: string }) => one.invoiceNumber));
    expect(await numbers("")).toEqual(["1"]);
    expect(await numbers("?search=2")).toEqual([]);
    const [nord, sør] = [(await shop.claim("1")).claimId, (await shop.claim("2")).claimId];
    expect((await api.get(at(`/claims/${nord}`, shop), { headers })).status).toBe(200);
    expect((await api.get(at(`/claims/${sør}`, shop), { headers })).status).toBe(404);
    expect((await api.post(at(`/claims/${sør}/stop`, shop), {}, { headers })).status).toBe(404);
    expect((await api.post(at(`/claims/${nord}/stop`, shop), {}, { headers })).status).toBe(200);
    expect((await api.get(at("/approvals", shop), { headers })).status).toBe(403);
  });

  it("takes no claim of another department along with its own, and is not told of it", async () => {
    const shop = await aWorld(installation, { startsOn: "2026-05-01" });
    await shop.owe(
      ["1", "2"].map((number) => ({ number, customer: "1", amount: "500.00", dueOn: "2026-04-30" })),
    );
    await withAdministrator(database.url, async (client) => {
      await client.query("set session_replication_role = replica");
      await client.query(
        `update invoice set data = data || jsonb_build_object('department', case number when '1' then 'Nord' else 'Sør' end)
         where creditor_id = $1`,
        [shop.creditorId],
      );
    });
    const place = { role: "creditor-user", creditorId: shop.creditorId, department: "Nord" } as const;
    const { headers } = await aUser(database, api, place);
    const [nord, sør] = [(await shop.claim("1")).claimId, (await shop.claim("2")).claimId];
    const plan = { instalments: 2, wholeDebt: false, alsoClaimIds: [sør] };
    const step = { step: "application", on: "2026-05-01", alsoClaimIds: [sør] };
    for (const [path, body] of [
      ["payment-plans", plan],
      ["legal-steps", step],
    ] as const)
      expect((await api.post(at(`/claims/${nord}/${path}`, shop), body, { headers })).status).toBe(404);
    const alone = { ...plan, alsoClaimIds: [nord] };
    expect((await api.post(at(`/claims/${nord}/payment-plans`, shop), alone, { headers })).status).toBe(201);
    const shown = await api.get(at(`/claims/${nord}`, shop), { headers });
    expect(shown.body).toMatchObject({ invoiceNumber: "1", others: [], amounts: { withOthers: null } });
  });
});
