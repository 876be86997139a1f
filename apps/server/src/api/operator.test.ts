import { PACKAGED_LAW, useLaw } from "@innfri/law";
import { testDatabase } from "@innfri/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { halfYearFile } from "../law/test-law-file.ts";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { type Asking, type TestApi, testApi } from "./test-api.ts";
import { aUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let admin: Asking;
let company: Asking;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(
    ["1", "2"].map((number) => ({ number, customer: number, amount: "400.00", dueOn: "2026-04-30" })),
  );
  await world.runUntil("2026-05-18");
  admin = { key: await api.key() };
  company = { key: await api.key({ creditorId: world.creditorId }) };
});

afterAll(() => useLaw(PACKAGED_LAW));

describe("Runs of all companies (K8)", () => {
  it("say how each stands, what is left and what waits for a person", async () => {
    const { body } = await api.get("/v1/operator/runs", admin);
    expect(body.items).toMatchObject([
      {
        creditorId: world.creditorId,
        runOn: "2026-05-18",
        state: "finished",
        left: 0,
        waitingForAPerson: 0,
        problem: null,
      },
    ]);
    expect((await api.get("/v1/operator/runs", company)).status).toBe(403);
  });

  it("of a sandbox wait for a command when something comes due after the day's", async () => {
    const { claimId } = await world.claim("1");
    const look = (day: string | null) =>
      withAdministrator(database.url, async (client) => {
        const of = [world.creditorId, claimId];
        const own =
          "where creditor_id = $1 and debtor_id = (select debtor_id from claim where creditor_id = $1 and claim_id = $2)";
        const { rows } = await client.query(`select next_look_on::text as day from file ${own}`, of);
        await client.query(`update file set next_look_on = $3 ${own}`, [...of, day]);
        return rows[0].day as string | null;
      });
    const before = await look("2026-05-18");
    const { body } = await api.get("/v1/operator/runs", admin);
    await look(before);
    expect(body.items).toMatchObject([{ state: "waiting", left: 1 }]);
  });

  it("of a sandbox are not for a worker to take up again", async () => {
    const reply = await api.post(at("/runs/retry"), undefined, admin);
    expect([reply.status, reply.body.detail]).toEqual([
      409,
      "A sandbox's days pass by command only: innfri run --until DAY. Nothing was done.",
    ]);
  });
});

describe("Deliveries (B21)", () => {
  const letters = async (number: string) => {
    const { claimId } = await world.claim(number);
    return (await api.get(at(`/claims/${claimId}/deliveries`), company)).body.items;
  };
  const stateAs = (messageId: string, state: string) =>
    withAdministrator(database.url, (client) =>
      client.query("update message set state = $2 where message_id = $1", [messageId, state]),
    );

  it("are told for each claim, and what waits for all of them", async () => {
    expect(await letters("1")).toMatchObject([{ letter: "notice", state: "queued", deadlineRuns: true }]);
    expect((await api.get(at("/deliveries"), admin)).body).toMatchObject({
      queued: 2,
      unknown: [],
      outages: [],
    });
  });

  it("of unknown outcome are settled by whoever found out: one that did not leave is undone", async () => {
    const [{ messageId }] = await letters("1");
    await stateAs(messageId, "unknown");
    expect((await api.get(at("/deliveries"), admin)).body.unknown).toMatchObject([{ messageId }]);
    const settled = await api.post(at(`/deliveries/${messageId}/settle`), { left: false }, admin);
    expect(settled.body).toEqual({ state: "given-up" });
    expect(await letters("1")).toMatchObject([{ state: "given-up", deadlineRuns: false }]);
    const again = await api.post(at(`/deliveries/${messageId}/settle`), { left: true }, admin);
    expect([again.status, again.body.kind]).toEqual([409, "refused"]);
  });

  it("that came back are recorded: no deadline runs, and the claim is told so (S80)", async () => {
    const [{ messageId }] = await letters("2");
    await stateAs(messageId, "sent");
    const told = await api.post(at(`/deliveries/${messageId}/returned`), { reason: "moved" }, admin);
    expect(told.body).toEqual({ state: "returned" });
    expect(await letters("2")).toMatchObject([{ state: "returned", deadlineRuns: false }]);
    const { claimId } = await world.claim("2");
    const { happened } = (await api.get(at(`/claims/${claimId}`), company)).body;
    expect(happened.map(({ kind }: { kind: string }) => kind)).toContain("given-up");
    const again = await api.post(at(`/deliveries/${messageId}/returned`), { reason: "moved" }, admin);
    expect(again.status).toBe(409);
    // Who said so of which letter is known afterwards.
    for (const act of ["letter-returned", "delivery-settled"]) {
      const { items } = (await api.get(at(`/audit?act=${act}`), admin)).body;
      expect(items).toMatchObject([{ actor: expect.stringMatching(/^(user|key):/), act }]);
    }
    const reader = { key: await api.key({ creditorId: world.creditorId, scopes: ["claims:read"] }) };
    const theirs = await api.post(at(`/deliveries/${messageId}/returned`), { reason: "moved" }, reader);
    expect(theirs.status).toBe(403);
  });
});

describe("The law, and new rows by two people (S113)", () => {
  /** A law file without its two names. */
  const file = () => {
    const { enteredBy: _, confirmedBy: __, ...rest } = JSON.parse(halfYearFile());
    return JSON.stringify(rest);
  };

  it("tells of each table its source, its last row and how long somebody vouches for it", async () => {
    const { body } = await api.get("/v1/operator/law", admin);
    const table = body.tables.find(({ id }: { id: string }) => id === "no.late-payment-interest");
    expect(table).toMatchObject({ country: "NO", coveredThrough: "2026-12-31", enteredBy: null });
    expect(table.daysLeft).toBe(59);
    expect(table.sources.length).toBeGreaterThan(0);
    expect(body.regimes).toMatchObject([{ id: "NO-INKASSO-1988" }, { id: "NO-INKASSO-2026", from: null }]);
  });

  it("takes rows that one user enters and another confirms, and no key's", async () => {
    const byKey = await api.post("/v1/operator/law/proposals", { file: file() }, admin);
    expect([byKey.status, byKey.body.kind]).toEqual([409, "refused"]);
    const place = { creditorId: null, role: "operator-admin" } as const;
    const [ada, bo] = [await aUser(database, api, place), await aUser(database, api, place)];
    const wrong = await api.post("/v1/operator/law/proposals", { file: '{"format":"x"}' }, ada);
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "format"]);
    const named = await api.post("/v1/operator/law/proposals", { file: halfYearFile() }, ada);
    expect([named.status, named.body.errors[0].path]).toEqual([422, "enteredBy"]);
    const made = await api.post("/v1/operator/law/proposals", { file: file() }, ada);
    expect([made.status, made.body.decision]).toEqual([201, null]);
    const path = `/v1/operator/law/proposals/${made.body.id}`;
    const alone = await api.post(`${path}/confirm`, undefined, ada);
    expect([alone.status, alone.body.detail]).toEqual([
      409,
      "Whoever entered the rows does not confirm them: somebody else reads the source. Nothing was done.",
    ]);
    const through = async () =>
      (await api.get("/v1/operator/law", admin)).body.tables.find(
        ({ id }: { id: string }) => id === "no.late-payment-interest",
      );
    expect((await through()).coveredThrough).toBe("2026-12-31");

    // What it would change is looked at before anybody confirms (B7).
    const rehearsed = await api.get(at(`/law-rehearsals/${made.body.id}`), admin);
    expect(rehearsed.body).toMatchObject({ from: "2027-01-01", isCut: false });

    const confirmed = await api.post(`${path}/confirm`, undefined, bo);
    expect(confirmed.body).toMatchObject({ decision: "loaded" });
    expect(await through()).toMatchObject({ coveredThrough: "2027-06-30", lastFrom: "2027-01-01" });
    expect((await through()).enteredBy).not.toBe((await through()).confirmedBy);
    const twice = await api.post(`${path}/withdraw`, undefined, ada);
    expect(twice.status).toBe(409);
    const same = await api.post("/v1/operator/law/proposals", { file: file() }, ada);
    expect(same.body.detail).toContain("All of it counts already");
    const { items } = (await api.get("/v1/operator/law/proposals", admin)).body;
    expect(items).toMatchObject([{ decision: "loaded", isMine: false }]);
  });
});
