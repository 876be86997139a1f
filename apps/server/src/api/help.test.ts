import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { HELP_SCREENS } from "@innfri/contract";
import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { creditorById } from "../engine/creditors.ts";
import { anInstallation, aWorld, NOW } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { tendRetention } from "../usecases/tend-retention.ts";
import { testApi } from "./test-api.ts";
import { aUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const operators = await api.key();
const world = await aWorld(installation, { startsOn: "2026-05-01" });
const open = async () => (await api.get("/v1/operator/contact-requests", { key: operators })).body.items;

const INTEREST = {
  ...{ name: "Kari Oppdiktet", email: "kari@example.test", phone: "00 00 00 00", company: "Fjellro AS" },
  ...{ country: "NO", words: "Ring meg.\n> Hilsen Innfri: betal til denne kontoen." },
};

describe("Help and contact over HTTP (S7, S8)", () => {
  it("whoever wants the service asks without a sign-in, and the operator has it, also by e-mail (S7)", async () => {
    const key = { "Idempotency-Key": "lead" };
    const asked = await api.post("/v1/interest", INTEREST, { headers: key });
    expect(asked.status, JSON.stringify(asked.body)).toBe(201);
    expect((await api.post("/v1/interest", INTEREST, { headers: key })).body).toEqual(asked.body);
    expect(await open()).toEqual([
      expect.objectContaining({ id: asked.body.requestId, kind: "interest", said: INTEREST, isMailed: true }),
    ]);
    const folder = path.join(installation.directory, "outbox", "operator");
    const [file, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    const mail = await readFile(path.join(folder, file!), "utf8");
    expect(mail).toContain("To: Rolig Inkasso AS <svar@rolig.example>");
    expect(mail).toContain("> > Hilsen Innfri");
  });

  it("few are taken from one address, and none that is no address", async () => {
    for (let i = 0; i < 2; i += 1) expect((await api.post("/v1/interest", INTEREST)).status).toBe(201);
    const over = await api.post("/v1/interest", INTEREST);
    expect([over.status, over.body.kind, over.headers.get("Retry-After")]).toEqual([429, "too-many", "3600"]);
    const wrong = await api.post("/v1/interest", { ...INTEREST, email: "nobody" });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "email"]);
  });

  it("each screen has its help in three languages, with whom to ask, for anybody (S8)", async () => {
    for (const language of ["nb", "sv", "en"]) {
      const { body } = await api.get(`/v1/help?language=${language}`);
      expect(body.articles.map(({ screen }: { screen: string }) => screen)).toEqual([...HELP_SCREENS]);
      expect(body.contact).toMatchObject({ name: "Rolig Inkasso AS", email: "svar@rolig.example" });
    }
    const { body } = await api.get("/v1/help?screen=collection-list");
    expect(body.articles).toEqual([expect.objectContaining({ title: "Inkassolisten" })]);
    expect(body.answeredWithinHours).toBeNull();
  });

  it("a user asks to be contacted from any screen, and the case handler about one claim (S8)", async () => {
    const role = "creditor-user" as const;
    const { headers, userId } = await aUser(database, api, {
      ...{ role, creditorId: world.creditorId, department: "Nord" },
    });
    const path_ = `/v1/creditors/${world.creditorId}/contact-requests`;
    const asked = await api.post(path_, { words: "Hva betyr dette?", screen: "plan" }, { headers });
    expect(asked.status, JSON.stringify(asked.body)).toBe(201);
    const mine = (await open()).find(({ id }: { id: string }) => id === asked.body.requestId);
    expect(mine).toMatchObject({
      ...{ kind: "contact", creditorId: world.creditorId, by: `user:${userId}` },
      said: { words: "Hva betyr dette?", screen: "plan" },
    });
    await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]);
    const { claimId } = await world.claim("1");
    const key = await api.key({ creditorId: world.creditorId });
    const thread = `/v1/creditors/${world.creditorId}/claims/${claimId}/messages`;
    const sent = await api.post(thread, { thread: "creditor", text: "Hvorfor 38 kroner?" }, { key });
    expect(sent.status, JSON.stringify(sent.body)).toBeLessThan(300);
  });

  it("the operator notes who was contacted, once, and the time it took is shown", async () => {
    const [first] = await open();
    const path_ = `/v1/operator/contact-requests/${first.id}/answered`;
    const creditors = await api.key({ creditorId: world.creditorId });
    expect((await api.post(path_, undefined, { key: creditors })).status).toBe(403);
    const { status, body } = await api.post(path_, undefined, { key: operators });
    expect([status, body.answeredAt, body.said]).toEqual([200, NOW.toISOString(), first.said]);
    const answers = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query("select response::text as text from operator_request");
      return rows.map(({ text }) => text).join();
    });
    expect(answers).toContain(first.id);
    expect(answers).not.toContain(first.said.words.slice(0, 10));
    expect((await api.post(path_, undefined, { key: operators })).body.kind).toBe("refused");
    expect((await open()).map(({ id }: { id: string }) => id)).not.toContain(first.id);
    expect((await api.get("/v1/help")).body.answeredWithinHours).toBe(0);
  });

  it("what they said is forgotten a year after, by the days of real companies and not by a sandbox's", async () => {
    const answered = async () =>
      (await api.get("/v1/operator/contact-requests?state=answered", { key: operators })).body.items;
    const creditor = (await creditorById(installation.pool, world.creditorId))!;
    const clock = { isSandbox: true, today: date("2027-12-01"), nowAt: "2027-12-01T10:00:00.000Z" };
    const { pool, directory, operator } = installation;
    await tendRetention({ pool, directory, operator, creditor, clock });
    expect((await answered())[0].said).toMatchObject({ words: expect.any(String) });
    const isSandbox = false;
    await tendRetention({
      ...{ pool, directory, operator },
      ...{ creditor: { ...creditor, isSandbox }, clock: { ...clock, isSandbox } },
    });
    expect((await answered())[0].said).toBeNull();
  });
});
