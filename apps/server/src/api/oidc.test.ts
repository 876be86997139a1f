import { testDatabase } from "@innfri/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { personsOf } from "../persons/persons.ts";
import { keysOf, newKey } from "../secrets/keys.ts";
import type { Mailer } from "../signin/mail.ts";
import { providersOf } from "../signin/oidc-settings.ts";
import { withAdministrator, withCreditor } from "../store/index.ts";
import { type Reply, TEST_ORIGIN, testApi } from "./test-api.ts";
import { CLIENT, type Person, testProvider } from "./test-provider.ts";
import { aUser, cookieOf, headersOf, PASSWORD } from "./test-users.ts";

const provider = await testProvider(["idporten", "work"]);
const of = (name: string, more: object) =>
  Object.fromEntries(
    Object.entries({
      ISSUER: provider.issuer,
      CLIENT_ID: CLIENT.id,
      CLIENT_SECRET: CLIENT.secret,
      STRONG_ACR: "idporten-loa-substantial idporten-loa-high",
      ...more,
    }).map(([key, value]) => [`INNFRI_OIDC_${name}_${key}`, value]),
  );
const providers = providersOf({
  INNFRI_OIDC: "idporten work",
  ...of("IDPORTEN", {
    NAME: "ID-porten",
    FOR: "users debtors",
    ACR_VALUES: "idporten-loa-substantial",
  }),
  ...of("WORK", { FOR: "users" }),
});
const database = await testDatabase();
const installation = await anInstallation(database);
const keys = keysOf(newKey("test"), "the test");
const told: { readonly to: string; readonly kind: string }[] = [];
const mailer: Mailer = {
  ...{ hasServer: false, address: "https://innfri.example" },
  send: async ({ email: to }, { kind }) => void told.push({ to, kind }),
};
const api = await testApi(database, installation, { providers, keys, mailer });

let world: World;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
});
afterAll(() => provider.stop());

const someone = (sub: string, claims: object, acr = "idporten-loa-high"): Person => ({
  ...{ sub, acr },
  claims: { name: "Kari Oppdiktet", email_verified: true, ...claims },
});

type Way = {
  readonly via?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
};

async function begin({ via = "idporten", headers = {}, body = {} }: Way = {}) {
  const path = `/v1/auth/oidc/${via}/start`;
  const began = await api.post(path, body, { headers: { Origin: TEST_ORIGIN, ...headers } });
  const cookie = [cookieOf(began), headers.Cookie ?? ""].filter((one) => one !== "").join("; ");
  return { began, url: began.body.url as string, cookie };
}

/** There and back. */
async function through(person: Person | null, way: Way = {}): Promise<Reply> {
  provider.person = person;
  const { url, cookie } = await begin(way);
  const back = await provider.visit(url);
  return api.get(back.replace(TEST_ORIGIN, ""), { headers: { Cookie: cookie } });
}

const self = (reply: Reply) => api.get("/v1/self", { headers: headersOf(cookieOf(reply)) });

const userOf = async (reply: Reply): Promise<string> =>
  (await api.get("/v1/auth/list-sessions", { headers: headersOf(cookieOf(reply)) })).body[0].userId;

describe("A user who signs in at a provider (B25)", () => {
  it("comes in by an address that the provider has verified, and afterwards whatever that address is", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const first = await through(someone("kari", { email: user.email.toUpperCase() }), {
      body: { returnTo: "/claims?stage=1" },
    });
    expect([first.status, first.headers.get("Location")]).toEqual([303, "/claims?stage=1"]);
    expect(await userOf(first)).toBe(user.userId);
    const later = await through(someone("kari", { email: "new.address@example.test" }));
    expect(await userOf(later)).toBe(user.userId);
    const lines = await api.get(`/v1/creditors/${world.creditorId}/audit?subject=user:${user.userId}`, user);
    const told = lines.body.items.map(({ act, details }: { act: string; details: object }) => ({
      act,
      details,
    }));
    expect(told).toContainEqual({ act: "identity-linked", details: { provider: "oidc:idporten" } });
    expect(
      told.filter(({ details }: { details: { by?: string } }) => details.by === "oidc:idporten"),
    ).toHaveLength(2);
  });

  it("is nobody here without an invitation, or by an address that is not verified", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const stranger = await through(someone("stranger", { email: "stranger@example.test" }));
    expect([
      stranger.status,
      stranger.headers.getSetCookie().some((one) => one.startsWith("innfri_session")),
    ]).toEqual([403, false]);
    const claimed = someone("thief", { email: user.email, email_verified: false });
    expect((await through(claimed)).status).toBe(403);
    expect((await through(null)).status).toBe(401);
  });

  it("has two factors where the provider says so, and otherwise no way round a second factor", async () => {
    const staff = await aUser(database, api, { role: "case-handler", creditorId: null });
    const strong = await through(someone("staff", { email: staff.email }));
    expect((await self(strong)).body).toMatchObject({ needsSecondFactor: false });
    expect(
      (await api.get("/v1/creditors", { headers: headersOf(cookieOf(strong)) })).body.items.length,
    ).toBeGreaterThan(0);
    expect((await through(someone("staff", {}, "low"), { via: "work" })).status).toBe(403);
    const other = await aUser(database, api, { role: "auditor", creditorId: null, hasSecondFactor: false });
    const weak = await through(someone("auditor", { email: other.email }, "low"), { via: "work" });
    expect((await self(weak)).body).toMatchObject({ needsSecondFactor: true, creditors: [] });
  });

  it("accepts an invitation with no password at all", async () => {
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const body = { email: "invited@example.test", role: "creditor-user" };
    const invited = await api.post(`/v1/creditors/${world.creditorId}/users/invitations`, body, admin);
    const { token } = invited.body;
    const person = someone("invited", { email: "private@example.test" });
    const came = await through(person, { body: { invitation: token } });
    expect((await self(came)).body).toMatchObject({
      name: "Kari Oppdiktet",
      creditors: [{ id: world.creditorId }],
    });
    expect((await through(someone("another", {}), { body: { invitation: token } })).status).toBe(409);
    const byPassword = { email: "invited@example.test", password: PASSWORD };
    const reply = await api.post("/v1/auth/sign-in/email", byPassword, { headers: { Origin: TEST_ORIGIN } });
    expect(reply.status).toBe(401);
  });

  it("adds the way to a user who is signed in, and takes none that is another's", async () => {
    const one = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const two = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const person = someone("linked", {});
    expect((await through(person, { headers: one.headers, body: { link: true } })).status).toBe(303);
    expect(await userOf(await through(person))).toBe(one.userId);
    expect((await through(person, { headers: two.headers, body: { link: true } })).status).toBe(403);
    expect((await begin({ body: { link: true } })).began.status).toBe(401);
  });

  it("is told of each identity that is added, by whichever way, and loses them with a second factor that is reset", async () => {
    const { creditorId } = world;
    const [one, two] = [
      await aUser(database, api, { role: "creditor-user", creditorId }),
      await aUser(database, api, { role: "creditor-user", creditorId }),
    ];
    await through(someone("told-one", {}), { headers: one.headers, body: { link: true } });
    await through(someone("told-two", { email: two.email }));
    await through(someone("told-two", { email: two.email }));
    await vi.waitFor(() => expect(told.filter(({ to }) => to === two.email)).toHaveLength(1));
    for (const { email: to } of [one, two]) expect(told).toContainEqual({ to, kind: "identity-linked" });
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId });
    const users = (await api.get(`/v1/creditors/${creditorId}/users`, admin)).body.items;
    const { id } = users.find(({ userId }: { userId: string }) => userId === one.userId);
    const path = `/v1/creditors/${creditorId}/users/${id}/reset-second-factor`;
    expect((await api.post(path, undefined, admin)).status).toBe(204);
    expect((await through(someone("told-one", {}))).status).toBe(403);
    expect(told).toContainEqual({ to: one.email, kind: "second-factor-reset" });
  });

  it("links no identity by one factor to who has a passkey", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    await withAdministrator(database.url, (client) =>
      client.query(
        `insert into signin_passkey (credential_id, user_id, name, public_key, counter, transports, is_synced, made_at)
         values ('made-up', $1, 'The phone', '\\x00', 0, '{}', false, now())`,
        [user.userId],
      ),
    );
    const weak = await through(someone("one-factor", { email: user.email }, "low"), { via: "work" });
    expect(weak.status).toBe(403);
  });

  it("gets round a second factor neither by adding a way with one alone, nor by an invitation", async () => {
    const { creditorId } = world;
    const one = await aUser(database, api, { role: "creditor-admin", creditorId });
    await withAdministrator(database.url, (client) =>
      client.query("update signin_user set two_factor_enabled = true where id = $1", [one.userId]),
    );
    const { began } = await begin({ headers: one.headers, body: { link: true } });
    expect([began.status, began.body.detail]).toEqual([409, expect.stringContaining("second factor")]);
    const staff = await aUser(database, api, { role: "case-handler", creditorId: null });
    const came = await through(someone("twofold", { email: staff.email }));
    expect(came.status).toBe(303);
    const admin = await aUser(database, api, { role: "creditor-admin", creditorId });
    const body = { email: staff.email, role: "creditor-user" };
    const { token } = (await api.post(`/v1/creditors/${creditorId}/users/invitations`, body, admin)).body;
    const weak = someone("twofold", {}, "low");
    expect((await through(weak, { body: { invitation: token } })).status).toBe(409);
    const strong = someone("twofold", {});
    expect((await through(strong, { body: { invitation: token } })).status).toBe(303);
  });

  it("comes back once, in the browser that left, to the provider's own answer", async () => {
    const user = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    provider.person = someone("back", { email: user.email });
    const { url, cookie } = await begin();
    const [path, other] = [await provider.visit(url), await begin()];
    const local = path.replace(TEST_ORIGIN, "");
    const changed = `${cookie.slice(0, -9)}${cookie.at(-9) === "A" ? "B" : "A"}${cookie.slice(-8)}`;
    expect((await api.get(local)).status).toBe(409);
    expect((await api.get(local, { headers: { Cookie: other.cookie } })).status).toBe(401);
    expect((await api.get(local, { headers: { Cookie: changed } })).status).toBe(409);
    expect((await api.get(local, { headers: { Cookie: cookie } })).status).toBe(303);
    expect((await api.get(local, { headers: { Cookie: cookie } })).status).toBe(401);
    expect(new URL(url).searchParams.get("code_challenge_method")).toBe("S256");
    expect(new URL(url).searchParams.get("acr_values")).toBe("idporten-loa-substantial");
  });

  it("is sent nowhere else than to our own pages, and only from them", async () => {
    for (const returnTo of ["https://evil.example", "//evil.example", "/\\evil.example", "claims"])
      expect((await begin({ body: { returnTo } })).began.status).toBe(422);
    expect((await begin({ headers: { Origin: "https://evil.example" } })).began.status).toBe(403);
    expect((await begin({ via: "nobody" })).began.status).toBe(404);
    const { body } = await api.get("/v1/auth/oidc");
    expect(body.providers[0]).toEqual({ id: "idporten", name: "ID-porten", for: ["users", "debtors"] });
  });
});

describe("A debtor who shows who it is at a provider (B25, S85)", () => {
  const NUMBER = "05816997334";
  const sessions = (reply: Reply) =>
    api.post("/v1/auth/oidc/debtor-sessions", {}, { headers: headersOf(cookieOf(reply)) });

  it("is let in at every company that has its number, at the level of an identity, and at no other", async () => {
    const shops = [world, await aWorld(installation, { startsOn: "2026-05-01" })];
    const other = await aWorld(installation, { startsOn: "2026-05-01" });
    for (const shop of [...shops, other])
      await shop.owe([{ number: "1", customer: "A", amount: "500.00", dueOn: "2026-04-30" }]);
    for (const { creditorId } of shops) {
      const people = await withCreditor(installation.pool, creditorId, (tx) =>
        personsOf(tx, keys, [NUMBER], NOW),
      );
      await withAdministrator(database.url, async (client) => {
        await client.query("set session_replication_role = replica");
        await client.query("update debtor set person_id = $2 where creditor_id = $1", [
          creditorId,
          people.get(NUMBER),
        ]);
      });
    }
    const came = await through(someone("debtor", { pid: NUMBER }), { body: { debtor: true } });
    expect(came.status).toBe(303);
    expect(cookieOf(came)).not.toContain(NUMBER);
    const { status, body } = await sessions(came);
    expect(status).toBe(200);
    expect(body.sessions.map((one: { creditorId: string }) => one.creditorId).sort()).toEqual(
      shops.map(({ creditorId }) => creditorId).sort(),
    );
    for (const { token } of body.sessions)
      expect((await api.get("/v1/debtor/claims", { key: token })).body.items).toHaveLength(1);
    const levels = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query("select distinct level from debtor_session");
      return rows;
    });
    expect(levels).toEqual([{ level: "identity" }]);
  });

  it("is let in nowhere by a weaker sign-in, without a number, by an unknown one, or at a provider of users", async () => {
    const wanted = { body: { debtor: true } };
    expect((await through(someone("weak", { pid: NUMBER }, "low"), wanted)).status).toBe(403);
    expect((await through(someone("numberless", {}), wanted)).status).toBe(403);
    const unknown = await through(someone("unknown", { pid: "05816997415" }), wanted);
    expect((await sessions(unknown)).status).toBe(404);
    expect((await begin({ via: "work", ...wanted })).began.status).toBe(404);
    expect(
      (await api.post("/v1/auth/oidc/debtor-sessions", {}, { headers: { Origin: TEST_ORIGIN } })).status,
    ).toBe(401);
  });
});

describe("A provider that does not answer", () => {
  it("lets nobody in, and is told as what it is", async () => {
    const gone = providersOf({ INNFRI_OIDC: "work", ...of("WORK", { ISSUER: "http://127.0.0.1:9" }) });
    const elsewhere = await testApi(database, installation, { providers: gone, keys });
    const reply = await elsewhere.post("/v1/auth/oidc/work/start", {}, { headers: { Origin: TEST_ORIGIN } });
    expect([reply.status, reply.body.kind]).toEqual([503, "unavailable"]);
  });

  it("is not named half", () => {
    const all = { INNFRI_OIDC: "work", ...of("WORK", {}) };
    expect(() => providersOf({ ...all, INNFRI_OIDC_WORK_CLIENT_SECRET: "" })).toThrow(
      "CLIENT_SECRET is missing",
    );
    expect(() => providersOf({ ...all, INNFRI_OIDC_WORK_ISSUER: "http://login.example" })).toThrow(
      "no https",
    );
    expect(() => providersOf({ ...all, INNFRI_OIDC_WORK_FOR: "everybody" })).toThrow("users, debtors");
  });
});
