import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { TEST_ORIGIN, testApi } from "./test-api.ts";
import { type Authenticator, authenticator, type Odd } from "./test-authenticator.ts";
import { aUser, cookieOf, headersOf, PASSWORD, signIn, type TestUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const AT = "/v1/auth/passkeys";
const PAGE = { headers: { Origin: TEST_ORIGIN } };

let world: World;
let auditor: TestUser;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  auditor = await aUser(database, api, { role: "auditor", creditorId: null });
});

const aColleague = () => aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });

async function add(user: TestUser, device: Authenticator, odd: Odd = {}) {
  const asked = await api.post(`${AT}/registration`, {}, user);
  expect(asked.status).toBe(200);
  const response = device.create(asked.body.challenge, odd);
  return api.post(`${AT}/register`, { name: "The phone", response }, user);
}

async function comeIn(device: Authenticator, odd: Odd = {}) {
  const { body } = await api.post(`${AT}/challenge`, {}, PAGE);
  return api.post(`${AT}/sign-in`, { response: device.get(body.challenge, odd) }, PAGE);
}

const inBy = async (user: TestUser, device: Authenticator): Promise<TestUser> => ({
  ...user,
  headers: headersOf(cookieOf(await comeIn(device))),
});

const administrator = (text: string, values: unknown[]) =>
  withAdministrator(database.url, async (client) => void (await client.query(text, values)));

describe("A passkey (B25)", () => {
  it("is added by who has just signed in, and then signs in with two factors at once", async () => {
    const handler = await aUser(database, api, {
      role: "case-handler",
      creditorId: null,
      hasSecondFactor: false,
    });
    expect((await api.get("/v1/self", handler)).body).toMatchObject({ needsSecondFactor: true });
    const device = authenticator(TEST_ORIGIN);
    const made = await add(handler, device);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ id: device.id, name: "The phone", usedAt: null });
    const came = await comeIn(device);
    expect(came.status).toBe(204);
    const headers = headersOf(cookieOf(came));
    expect((await api.get("/v1/self", { headers })).body).toMatchObject({ needsSecondFactor: false });
    expect((await api.get(`/v1/creditors/${world.creditorId}/claims`, { headers })).status).toBe(200);
    const { body } = await api.get(AT, { headers });
    expect(body.passkeys).toMatchObject([{ id: device.id, name: "The phone", usedAt: NOW.toISOString() }]);
    const lines = await api.get(`/v1/operator/audit?subject=user:${handler.userId}&limit=200`, auditor);
    const acts = lines.body.items.map(({ act, details }: { act: string; details: object }) => [act, details]);
    expect(acts).toContainEqual(["passkey-added", {}]);
    expect(acts).toContainEqual(["signed-in", { by: "passkey" }]);
  });

  it("stays what it is for who knows the password alone: they add no way in, and take none away (B25)", async () => {
    const handler = await aUser(database, api, {
      role: "case-handler",
      creditorId: null,
      hasSecondFactor: false,
    });
    const device = authenticator(TEST_ORIGIN);
    expect((await add(handler, device)).status).toBe(201);
    const thief = { ...handler, headers: headersOf(cookieOf(await signIn(api, handler.email))) };
    for (const [path, body] of [
      [`${AT}/registration`, {}],
      [`${AT}/remove`, { id: device.id }],
      ["/v1/auth/two-factor/enable", { password: PASSWORD }],
    ] as const) {
      const refused = await api.post(path, body, thief);
      expect([path, refused.status]).toEqual([path, 409]);
      expect(refused.body.detail).toContain("second factor");
    }
    expect((await api.get("/v1/self", thief)).body).toMatchObject({ needsSecondFactor: true });
    const sure = await inBy(handler, device);
    expect((await add(sure, authenticator(TEST_ORIGIN))).status).toBe(201);
    expect((await api.post(`${AT}/remove`, { id: device.id }, sure)).status).toBe(204);
  });

  it("is asked for without telling whose there are", async () => {
    const { body } = await api.post(`${AT}/challenge`, {}, PAGE);
    expect(body).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(body.allowCredentials ?? []).toEqual([]);
    expect((await comeIn(authenticator(TEST_ORIGIN))).status).toBe(401);
  });

  it.each([
    ["for another site's page", { origin: "https://innfri.example.evil.example" }],
    ["for another name", { rpId: "evil.example" }],
    ["for a challenge of its own", { challenge: "bm90IG91cnM" }],
    ["without showing the device who one is", { isVerified: false }],
    ["when its count goes back", { counter: 1 }],
  ])("lets nobody in %s", async (_, odd) => {
    const user = await aColleague();
    const device = authenticator(TEST_ORIGIN);
    expect((await add(user, device)).status).toBe(201);
    expect((await comeIn(device)).status).toBe(204);
    const refused = await comeIn(device, odd);
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([401, []]);
    const path = `/v1/operator/audit?subject=user:${user.userId}&act=sign-in-failed`;
    expect((await api.get(path, auditor)).body.items).toMatchObject([
      { actor: "nobody", details: { by: "passkey" } },
    ]);
    expect((await comeIn(device, { counter: 100 })).status).toBe(204);
  });

  it("answers a challenge once, and in time", async () => {
    const user = await aColleague();
    const device = authenticator(TEST_ORIGIN);
    await add(user, device);
    const { body } = await api.post(`${AT}/challenge`, {}, PAGE);
    expect((await api.post(`${AT}/sign-in`, { response: device.get(body.challenge) }, PAGE)).status).toBe(
      204,
    );
    expect((await api.post(`${AT}/sign-in`, { response: device.get(body.challenge) }, PAGE)).status).toBe(
      401,
    );
    const late = await api.post(`${AT}/challenge`, {}, PAGE);
    await administrator("update signin_verification set expires_at = $1 where identifier like 'passkey:%'", [
      NOW,
    ]);
    expect(
      (await api.post(`${AT}/sign-in`, { response: device.get(late.body.challenge) }, PAGE)).status,
    ).toBe(401);
    // What was asked for one thing is no answer to another.
    const asked = await api.post(`${AT}/registration`, {}, user);
    const crossed = device.get(asked.body.challenge);
    expect((await api.post(`${AT}/sign-in`, { response: crossed }, PAGE)).status).toBe(401);
  });

  it("is its owner's: nobody adds, sees, uses or removes another's", async () => {
    const [one, two] = [await aColleague(), await aColleague()];
    const [first, second] = [authenticator(TEST_ORIGIN), authenticator(TEST_ORIGIN)];
    await add(one, first);
    await add(two, second);
    expect((await comeIn(second, { id: first.id })).status).toBe(401);
    const [sureOne, sureTwo] = [await inBy(one, first), await inBy(two, second)];
    expect((await add(sureTwo, first)).status).toBe(409);
    const asked = await api.post(`${AT}/registration`, {}, sureOne);
    expect(asked.body.excludeCredentials).toMatchObject([{ id: first.id }]);
    const response = authenticator(TEST_ORIGIN).create(asked.body.challenge);
    expect((await api.post(`${AT}/register`, { name: "Not mine", response }, sureTwo)).status).toBe(409);
    expect((await api.get(AT, two)).body.passkeys).toMatchObject([{ id: second.id }]);
    expect((await api.post(`${AT}/remove`, { id: first.id }, sureTwo)).status).toBe(404);
    expect((await api.post(`${AT}/remove`, { id: second.id }, sureTwo)).status).toBe(204);
    expect((await comeIn(second)).status).toBe(401);
    expect((await comeIn(first)).status).toBe(204);
  });

  it("is not added for another site's page, without showing the device who one is, or after a while", async () => {
    const user = await aColleague();
    const device = authenticator(TEST_ORIGIN);
    expect((await add(user, device, { origin: "https://evil.example" })).status).toBe(409);
    expect((await add(user, device, { isVerified: false })).status).toBe(409);
    const foreign = { headers: { ...user.headers, Origin: "https://evil.example" } };
    expect((await api.post(`${AT}/registration`, {}, foreign)).status).toBe(403);
    expect((await api.post(`${AT}/registration`, {}, PAGE)).status).toBe(401);
    const longAgo = new Date(NOW.getTime() - 11 * 60_000);
    await administrator("update signin_session set created_at = $1 where user_id = $2", [
      longAgo,
      user.userId,
    ]);
    expect((await api.post(`${AT}/registration`, {}, user)).body.detail).toContain("last ten minutes");
    expect((await api.post(`${AT}/remove`, { id: device.id }, user)).status).toBe(409);
  });

  it("takes no answer that is none", async () => {
    const user = await aColleague();
    for (const response of [{}, { id: "a", rawId: "b", type: "public-key", response: {} }, "x", null])
      expect((await api.post(`${AT}/sign-in`, { response }, PAGE)).status).toBe(422);
    const junk = { id: "YQ", rawId: "YQ", type: "public-key" };
    const parts = { clientDataJSON: "YQ", authenticatorData: "YQ", signature: "YQ", attestationObject: "YQ" };
    expect((await api.post(`${AT}/sign-in`, { response: { ...junk, response: parts } }, PAGE)).status).toBe(
      401,
    );
    const body = { name: "Junk", response: { ...junk, response: parts } };
    expect((await api.post(`${AT}/register`, body, user)).status).toBe(409);
  });
});
