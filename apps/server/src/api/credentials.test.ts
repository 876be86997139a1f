import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import PostalMime from "postal-mime";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { aMailServer, type Received } from "../outbox/test-mail-server.ts";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { mailerOf } from "../signin/mail.ts";
import { withAdministrator } from "../store/index.ts";
import { makeDemoUsers } from "../usecases/demo-users.ts";
import { TEST_ORIGIN, testApi } from "./test-api.ts";
import { authenticator } from "./test-authenticator.ts";
import { aUser, codeOf, cookieOf, headersOf, PASSWORD, signIn, type TestUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const server = await aMailServer();
const pool = await database.pool("innfri_api", 2);
const INNFRI_ADDRESS = "https://innfri.example";
const mailer = mailerOf({ ...installation, pool }, installation.operator, {
  INNFRI_ADDRESS,
  ...server.env(),
});
const api = await testApi(database, installation, { mailer });
const PAGE = { headers: { Origin: TEST_ORIGIN } };
const NEW_PASSWORD = "ni grå katter hører radio";

let world: World;
let auditor: TestUser;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  auditor = await aUser(database, api, { role: "auditor", creditorId: null });
});

const aColleague = (role: "creditor-admin" | "creditor-user" = "creditor-user") =>
  aUser(database, api, { role, creditorId: world.creditorId });
const at = (rest: string, of = world) => `/v1/creditors/${of.creditorId}/users${rest}`;

async function memberOf(user: TestUser, admin: TestUser): Promise<string> {
  const { body } = await api.get(at(""), admin);
  return body.items.find(({ userId }: { userId: string }) => userId === user.userId).id;
}

/** The mails to somebody, once there are so many. */
async function mailsTo(email: string, count: number): Promise<Received[]> {
  const mine = () => server.received.filter(({ to }) => to === email);
  await vi.waitFor(() => expect(mine()).toHaveLength(count), { timeout: 8_000, interval: 50 });
  return mine();
}

async function tokenIn({ text }: Received): Promise<string> {
  const mail = await PostalMime.parse(text);
  const [, page, token] = /https:\/\/innfri\.example\/([a-z-]+)#token=([\w-]+)/.exec(mail.text!)!;
  expect(mail.html).toContain(`/${page}#token=${token}`);
  return token!;
}

const ask = (email: string) => api.post("/v1/auth/forgot-password", { email }, PAGE);
const reset = (token: string, newPassword = NEW_PASSWORD) =>
  api.post("/v1/auth/reset-password", { token, newPassword }, PAGE);

describe("A new password by e-mail (B25)", () => {
  it("comes by a link that is good once, ends every session, and is told", async () => {
    const user = await aColleague();
    expect((await ask(user.email.toUpperCase())).status).toBe(202);
    const token = await tokenIn((await mailsTo(user.email, 1))[0]!);
    expect((await reset(token, "password12345")).status).toBe(422);
    expect((await reset(token)).status).toBe(204);
    expect((await reset(token)).status).toBe(409);
    expect((await api.get("/v1/self", user)).status).toBe(401);
    expect((await signIn(api, user.email)).status).toBe(401);
    expect((await signIn(api, user.email, NEW_PASSWORD)).status).toBe(200);
    expect((await mailsTo(user.email, 2))[1]!.text).toContain("Passordet");
    const { body } = await api.get(`/v1/operator/audit?subject=user:${user.userId}&limit=200`, auditor);
    const acts = body.items.map(({ act }: { act: string }) => act);
    expect(acts).toEqual(expect.arrayContaining(["reset-asked-for", "password-reset"]));
  });

  it("is answered alike for an address that nobody has, and sent to nobody", async () => {
    const [known, unknown] = [await ask((await aColleague()).email), await ask("nobody.here@example.test")];
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    expect(server.received.some(({ to }) => to === "nobody.here@example.test")).toBe(false);
    expect((await api.post("/v1/auth/forgot-password", { email: "x" }, PAGE)).status).toBe(422);
    expect((await api.post("/v1/auth/forgot-password", { email: "a@example.test" })).status).toBe(403);
  });

  it("leaves a second factor where it is", async () => {
    const staff = await aUser(database, api, { role: "finance", creditorId: null });
    await ask(staff.email);
    await reset(await tokenIn((await mailsTo(staff.email, 2))[1]!));
    expect((await signIn(api, staff.email, NEW_PASSWORD)).body).toMatchObject({ twoFactorRedirect: true });
  });

  it("is good for half an hour, and only by the newest link; nobody's box is filled", async () => {
    const user = await aColleague();
    await ask(user.email);
    const first = await tokenIn((await mailsTo(user.email, 1))[0]!);
    await ask(user.email);
    const second = await tokenIn((await mailsTo(user.email, 2))[1]!);
    expect((await reset(first)).status).toBe(409);
    await withAdministrator(database.url, async (client) => {
      await client.query("update signin_verification set expires_at = $1 where identifier like 'reset:%'", [
        NOW,
      ]);
    });
    expect((await reset(second)).status).toBe(409);
    await ask(user.email);
    await mailsTo(user.email, 3);
    for (let i = 0; i < 3; i += 1) expect((await ask(user.email)).status).toBe(202);
    const other = await aColleague();
    await ask(other.email);
    await mailsTo(other.email, 1);
    expect(server.received.filter(({ to }) => to === user.email)).toHaveLength(3);
  });

  it("stands in the database as a hash alone", async () => {
    const user = await aColleague();
    await ask(user.email);
    const token = await tokenIn((await mailsTo(user.email, 1))[0]!);
    const kept = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query("select json_agg(v)::text as all from signin_verification v");
      return rows[0].all as string;
    });
    expect(kept).toContain(user.userId);
    expect(kept).not.toContain(token);
  });

  it("that is changed by its owner ends other sessions, and is told", async () => {
    const user = await aColleague();
    const other = headersOf(cookieOf(await signIn(api, user.email)));
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await api.post("/v1/auth/change-password", body, user)).status).toBe(200);
    expect((await api.get("/v1/self", { headers: other })).status).toBe(401);
    expect((await mailsTo(user.email, 1))[0]!.text).toContain("Passordet");
  });
});

describe("What changes how a user signs in (B25)", () => {
  it("is told by e-mail: a second factor that is set up, and a passkey that is removed", async () => {
    const user = await aColleague();
    const enabled = await api.post("/v1/auth/two-factor/enable", { password: PASSWORD }, user);
    const secret = new URL(enabled.body.totpURI).searchParams.get("secret")!;
    const verified = await api.post("/v1/auth/two-factor/verify-totp", { code: codeOf(secret) }, user);
    expect(verified.status).toBe(200);
    expect((await mailsTo(user.email, 1))[0]!.text).toContain("faktor");
    const strong = { headers: headersOf(cookieOf(verified)) };
    const device = authenticator(TEST_ORIGIN);
    const { body } = await api.post("/v1/auth/passkeys/registration", {}, strong);
    const made = { name: "The phone", response: device.create(body.challenge) };
    await api.post("/v1/auth/passkeys/register", made, strong);
    await mailsTo(user.email, 2);
    expect((await api.post("/v1/auth/passkeys/remove", { id: device.id }, strong)).status).toBe(204);
    const gone = (await mailsTo(user.email, 3))[2]!;
    expect((await PostalMime.parse(gone.text)).subject).toBe("En passnøkkel er fjernet");
  });
});

describe("An invitation (B25)", () => {
  it("goes to who is invited, and then the inviter is not shown what is in it", async () => {
    const admin = await aColleague("creditor-admin");
    const body = { email: "newcomer@example.test", role: "creditor-user" };
    const invited = await api.post(at("/invitations"), body, admin);
    expect([invited.status, invited.body.token]).toEqual([201, null]);
    const [mail] = await mailsTo("newcomer@example.test", 1);
    expect((await PostalMime.parse(mail!.text)).text).toContain("7 dager");
    const accepting = { token: await tokenIn(mail!), name: "Ny Oppdiktet", password: PASSWORD };
    expect((await api.post("/v1/auth/accept-invitation", accepting, PAGE)).status).toBe(204);
    expect((await signIn(api, "newcomer@example.test")).status).toBe(200);
  });
});

describe("Who has lost a second factor (B25)", () => {
  it("begins anew by an administrator's hand: codes and passkeys go, sessions end, and it is told", async () => {
    const admin = await aUser(database, api, { role: "operator-admin", creditorId: null });
    const staff = await aUser(database, api, { role: "case-handler", creditorId: null });
    const device = authenticator(TEST_ORIGIN);
    const asked = await api.post("/v1/auth/passkeys/registration", {}, staff);
    const made = { name: "The phone", response: device.create(asked.body.challenge) };
    expect((await api.post("/v1/auth/passkeys/register", made, staff)).status).toBe(201);
    expect((await mailsTo(staff.email, 2))[1]!.text).toContain("passn");
    const list = await api.get("/v1/operator/users", admin);
    const { id } = list.body.items.find(({ userId }: { userId: string }) => userId === staff.userId);
    const path_ = `/v1/operator/users/${id}/reset-second-factor`;
    expect((await api.post(path_, undefined, admin)).status).toBe(204);
    expect((await api.get("/v1/self", staff)).status).toBe(401);
    const challenge = (await api.post("/v1/auth/passkeys/challenge", {}, PAGE)).body.challenge;
    const response = device.get(challenge);
    expect((await api.post("/v1/auth/passkeys/sign-in", { response }, PAGE)).status).toBe(401);
    const again = await signIn(api, staff.email);
    expect(again.body.twoFactorRedirect).toBeUndefined();
    const self = await api.get("/v1/self", { headers: headersOf(cookieOf(again)) });
    expect(self.body).toMatchObject({ needsSecondFactor: true });
    await mailsTo(staff.email, 3);
    const lines = await api.get("/v1/operator/audit?act=second-factor-reset", auditor);
    expect(lines.body.items).toMatchObject([
      { actor: `user:${admin.userId}`, subject: `user:${staff.userId}` },
    ]);
  });

  it("is no company's to change where the user works elsewhere too, and nobody's own", async () => {
    const [admin, shared] = [await aColleague("creditor-admin"), await aColleague()];
    const other = await aWorld(installation, { startsOn: "2026-05-01" });
    await withAdministrator(database.url, async (client) => {
      await client.query(
        `insert into membership (membership_id, user_id, for_creditor_id, role, made_at)
         values (gen_random_uuid(), $1, $2, 'creditor-user', now())`,
        [shared.userId, other.creditorId],
      );
    });
    const id = await memberOf(shared, admin);
    const to = { email: "elsewhere@example.test" };
    for (const [rest, body] of [
      ["reset-second-factor", undefined],
      ["change-email", to],
    ] as const) {
      expect((await api.post(at(`/${id}/${rest}`), body, admin)).status).toBe(409);
      expect((await api.post(at(`/${await memberOf(admin, admin)}/${rest}`), body, admin)).status).toBe(409);
      const stranger = await aUser(database, api, { role: "creditor-admin", creditorId: other.creditorId });
      expect((await api.post(at(`/${id}/${rest}`, other), body, stranger)).status).toBe(404);
    }
    const operator = await api.key();
    expect((await api.post(at(`/${id}/reset-second-factor`), undefined, { key: operator })).status).toBe(204);
  });
});

const confirm = (token: string) => api.post("/v1/auth/confirm-email", { token }, PAGE);

describe("The address that a user signs in with", () => {
  it("is asked for by an administrator alone, and counts once its link has proved it", async () => {
    const [admin, user, third] = [await aColleague("creditor-admin"), await aColleague(), await aColleague()];
    const path_ = at(`/${await memberOf(user, admin)}/change-email`);
    expect((await api.post(path_, { email: third.email }, admin)).status).toBe(409);
    expect((await api.post(path_, { email: "new.name@example.test" }, third)).status).toBe(403);
    expect((await api.post(path_, { email: "New.Name@example.test" }, admin)).status).toBe(204);
    const [asked] = await mailsTo(user.email, 1);
    expect((await PostalMime.parse(asked!.text)).text).not.toContain("token");
    const token = await tokenIn((await mailsTo("new.name@example.test", 1))[0]!);
    expect((await signIn(api, "new.name@example.test")).status).toBe(401);
    expect((await api.get("/v1/self", user)).status).toBe(200);
    expect((await ask("new.name@example.test")).status).toBe(202);
    expect((await confirm(`${token}x`)).status).toBe(409);
    expect((await confirm(token)).status).toBe(204);
    expect((await confirm(token)).status).toBe(409);
    await Promise.all([mailsTo(user.email, 2), mailsTo("new.name@example.test", 2)]);
    expect((await api.get("/v1/self", user)).status).toBe(401);
    expect((await signIn(api, user.email)).status).toBe(401);
    expect((await signIn(api, "new.name@example.test")).status).toBe(200);
    const acts = async (act: string) =>
      (await api.get(`/v1/creditors/${world.creditorId}/audit?act=${act}`, admin)).body.items;
    const subject = `user:${user.userId}`;
    expect(await acts("email-change-asked")).toMatchObject([{ actor: `user:${admin.userId}`, subject }]);
    expect(await acts("email-changed")).toMatchObject([{ actor: subject, subject, details: {} }]);
  });

  it("is proved by the newest link alone, for a day, and never by one whose address was taken meanwhile", async () => {
    const [admin, user] = [await aColleague("creditor-admin"), await aColleague()];
    const path_ = at(`/${await memberOf(user, admin)}/change-email`);
    const to = async (email: string) => {
      expect((await api.post(path_, { email }, admin)).status).toBe(204);
      return tokenIn((await mailsTo(email, 1))[0]!);
    };
    const first = await to("first.proof@example.test");
    const second = await to("second.proof@example.test");
    expect((await confirm(first)).status).toBe(409);
    await withAdministrator(database.url, async (client) => {
      await client.query("update signin_user set email = 'second.proof@example.test' where id = $1", [
        admin.userId,
      ]);
    });
    expect((await confirm(second)).status).toBe(409);
    const third = await to("third.proof@example.test");
    await withAdministrator(database.url, async (client) => {
      await client.query("update signin_verification set expires_at = $1 where identifier like 'email:%'", [
        NOW,
      ]);
    });
    expect((await confirm(third)).status).toBe(409);
    expect((await signIn(api, user.email)).status).toBe(200);
  });

  it("is nobody's to change by a link of before, once the user works elsewhere or there no more", async () => {
    const admin = await aColleague("creditor-admin");
    const asked = async (user: TestUser, email: string) => {
      const path_ = at(`/${await memberOf(user, admin)}/change-email`);
      expect((await api.post(path_, { email }, admin)).status).toBe(204);
      return tokenIn((await mailsTo(email, 1))[0]!);
    };
    const [risen, gone] = [await aColleague(), await aColleague()];
    const ofRisen = await asked(risen, "risen.before@example.test");
    const body = { email: risen.email, role: "operator-admin" };
    const key = await api.key();
    const invited = await api.post("/v1/operator/users/invitations", body, { key });
    const token = await tokenIn((await mailsTo(risen.email, 2)).at(-1)!);
    expect([invited.status, token.length > 20]).toEqual([201, true]);
    expect((await api.post("/v1/auth/accept-invitation", { token }, risen)).status).toBe(204);
    expect((await confirm(ofRisen)).status).toBe(409);
    expect((await signIn(api, risen.email)).status).toBe(200);

    const ofGone = await asked(gone, "gone.before@example.test");
    expect((await api.post(at(`/${await memberOf(gone, admin)}/remove`), undefined, admin)).status).toBe(204);
    expect((await confirm(ofGone)).status).toBe(409);
    expect((await signIn(api, gone.email)).status).toBe(200);
  });

  it("is not asked for where no mail can prove it", async () => {
    const mute = await testApi(database, installation);
    const [admin, user] = [await aColleague("creditor-admin"), await aColleague()];
    const path_ = at(`/${await memberOf(user, admin)}/change-email`);
    const key = await mute.key({ creditorId: world.creditorId });
    const reply = await mute.post(path_, { email: "mute@example.test" }, { key });
    expect([reply.status, reply.body.detail]).toEqual([409, expect.stringContaining("INNFRI_ADDRESS")]);
  });

  it("of somebody who works for the operator is no key's to change by way of a company", async () => {
    const boss = await aUser(database, api, { role: "operator-admin", creditorId: null });
    await withAdministrator(database.url, async (client) => {
      await client.query(
        `insert into membership (membership_id, user_id, for_creditor_id, role, made_at)
         values (gen_random_uuid(), $1, $2, 'creditor-user', now())`,
        [boss.userId, world.creditorId],
      );
    });
    const id = await memberOf(boss, await aColleague("creditor-admin"));
    for (const key of [await api.key({ scopes: ["users:manage", "claims:read"] }), await api.key()]) {
      const to = { email: "boss.elsewhere@example.test" };
      expect((await api.post(at(`/${id}/change-email`), to, { key })).status).toBe(409);
      expect((await api.post(at(`/${id}/reset-second-factor`), undefined, { key })).status).toBe(409);
    }
    expect((await api.get("/v1/self", boss)).status).toBe(200);
  });
});

describe("E-mails of a demonstration", () => {
  it("become files where there is no mail server and no real company; its people get no new password", async () => {
    const sandbox = await testDatabase();
    const alone = await anInstallation(sandbox);
    const directory = temporaryFolder("sign-in-mail");
    const own = await sandbox.pool("innfri_api", 2);
    const demo = mailerOf({ directory, pool: own }, alone.operator, { INNFRI_ADDRESS });
    const there = await testApi(sandbox, alone, { mailer: demo });
    const made = await makeDemoUsers(own, [], NOW);
    if (made.kind === "refused") throw new Error(made.reason);
    const { email } = made.users[0]!;
    expect((await there.post("/v1/auth/forgot-password", { email }, PAGE)).status).toBe(202);
    await aUser(sandbox, there, { role: "auditor", creditorId: null, hasSecondFactor: false });
    const key = await there.key();
    const body = { email: "handler@example.test", role: "case-handler" };
    const invited = await there.post("/v1/operator/users/invitations", body, { key });
    expect(invited.body.token).not.toBeNull();
    const folder = path.join(directory, "outbox", "sign-in");
    const files = async () => (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));
    await vi.waitFor(async () => expect(await files()).toHaveLength(1), { timeout: 10_000 });
    const [file] = await files();
    expect(file).toContain("invitation");
    const mail = await PostalMime.parse(await readFile(path.join(folder, file!)));
    expect(mail.text).toContain(`${INNFRI_ADDRESS}/invitation#token=${invited.body.token}`);
  });
});
