import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { listenAtPoints } from "../faults/points.ts";
import { anInstallation, anOcrGiro, aWorld, NOW, type World } from "../payments/test-world.ts";
import { keysOf, newKey } from "../secrets/keys.ts";
import { withAdministrator } from "../store/index.ts";
import { expectBooksOfChains } from "../usecases/test-books.ts";
import { type TestApi, testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const keys = keysOf(newKey("2026-1"), "the test");
const api: TestApi = await testApi(database, installation, { keys });

let world: World;
let token: string;
let claim: string;
let claimId: Uuid;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(
    ["1", "2", "3", "4", "5"].map((number) => ({
      ...{ number, customer: number, amount: `4${number}00.00`, dueOn: "2026-04-30" },
    })),
  );
  await world.runUntil("2026-05-15");
});

/** A link is enough to pay. */
async function comeIn(number: string, level: "link" | "letter" = "link"): Promise<void> {
  ({ claimId } = await world.claim(number));
  token = await aDebtorsToken(database, claimId, level);
  claim = `/v1/debtor/claims/${claimId}`;
}

const begin = (body: unknown, headers: Record<string, string> = {}) =>
  api.post(`${claim}/online-payments`, body, { key: token, headers });
const decide = (id: string, body: unknown) =>
  api.post(`${claim}/online-payments/${id}/sandbox`, body, { key: token });
const stateOf = async (id: string) => {
  const { status, body } = await api.get(`${claim}/online-payments/${id}`, { key: token });
  expect(status).toBe(200);
  return body.state;
};

describe("A debtor that pays (S89, S91, S92)", () => {
  it("is told by its link all that matters of the invoice, and every way to pay (S90, S91)", async () => {
    await comeIn("1");
    const { status, body } = await api.get(`${claim}/ways-to-pay`, { key: token });
    expect(status).toBe(200);
    const { reference } = await world.claim("1");
    expect(body).toEqual({
      ...{ on: "2026-05-15", sender: expect.stringContaining("Fjellro"), collectedBy: "Rolig Inkasso AS" },
      ...{ invoiceNumber: "1", issuedOn: expect.any(String), dueOn: "2026-04-30", payBy: "2026-05-29" },
      // 38.00 for the notice and fifteen days of 12.00 %.
      ...{ currency: "NOK", amount: "4158.22", total: "4158.22", isClosed: false },
      ...{ whole: "4158.22", instalment: null, planRests: false },
      bank: { account: "1503 20 80119", scheme: "NO_BBAN", reference, referenceKind: "KID" },
      online: ["card", "mobile"],
    });
  });

  it("settles in two calls at the dunning stage, and the claim never becomes collection (S92, S93)", async () => {
    const begun = await begin({ way: "mobile" });
    expect([begun.status, begun.body]).toEqual([
      201,
      expect.objectContaining({ state: "started", amount: "4158.22", way: "mobile" }),
    ]);
    expect((await decide(begun.body.id, { outcome: "paid" })).status).toBe(204);
    expect(await stateOf(begun.body.id)).toBe("paid");
    expect(await world.claim("1")).toMatchObject({ state: "closed", principal: 0n, costs: 0n });
    await world.runUntil("2026-06-12");
    const steps = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query<{ kind: string }>("select kind from step where claim_id = $1", [
        claimId,
      ]);
      return rows.map(({ kind }) => kind);
    });
    expect(steps).toEqual(["notice"]);
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });

  it("is booked once, however often the provider tells of it", async () => {
    await comeIn("2");
    const sent = { "Idempotency-Key": "pay-2" };
    const first = await begin({ way: "card", amount: "1000.00" }, sent);
    expect((await begin({ way: "card", amount: "1000.00" }, sent)).body).toEqual(first.body);
    await decide(first.body.id, { outcome: "paid" });
    const once = await world.claim("2");
    await decide(first.body.id, { outcome: "paid" });
    await decide(first.body.id, { outcome: "refused" });
    expect(await world.claim("2")).toEqual(once);
    expect(await stateOf(first.body.id)).toBe("paid");
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });

  it("has a receipt that says what the money closed, with the principal first where it said so (B14)", async () => {
    await comeIn("3", "letter");
    const begun = await begin({ way: "card", amount: "500.00", designation: "principal" });
    await decide(begun.body.id, { outcome: "paid" });
    const { body } = await api.get(`${claim}/payments`, { key: token });
    expect(body.items).toMatchObject([
      { amount: "500.00", closed: [{ item: "principal", amount: "500.00", designated: true }] },
    ]);
    const receipt = await api.get(`${claim}/payments/${body.items[0].id}/receipt`, { key: token });
    expect([receipt.status, receipt.body]).toEqual([
      200,
      expect.objectContaining({
        ...{ receiver: expect.stringContaining("Fjellro"), receiverOrganisationNumber: "310000051" },
        ...{ invoiceNumber: "3", paidOn: "2026-06-12", left: expect.stringMatching(/^\d+\.\d\d$/) },
      }),
    ]);
    expect((await api.get(`${claim}/payments/no-such/receipt`, { key: token })).status).toBe(404);
    await comeIn("3");
    expect((await api.get(`${claim}/payments`, { key: token })).status).toBe(403);
  });

  it("has money from the bank on its receipts too", async () => {
    await comeIn("4", "letter");
    const { reference } = await world.claim("4");
    await world.paid(anOcrGiro(world.account, [{ kid: reference, amount: "100.00", on: "2026-06-11" }]));
    const { body } = await api.get(`${claim}/payments`, { key: token });
    expect(body.items).toMatchObject([{ paidOn: "2026-06-11", amount: "100.00" }]);
  });
});

describe("What the provider says", () => {
  it("is waited for where it is silent, and found out by asking; a payment declined changes nothing", async () => {
    await comeIn("5");
    const silent = (await begin({ way: "card", amount: "200.00" })).body.id;
    await decide(silent, { outcome: "paid", isSilent: true });
    expect(await stateOf(silent)).toBe("started");
    const before = await world.claim("5");
    const declined = (await begin({ way: "card" })).body.id;
    await decide(declined, { outcome: "refused" });
    expect(await stateOf(declined)).toBe("refused");
    expect(await world.claim("5")).toEqual(before);
    const asked = await api.post(`${claim}/online-payments/${silent}/check`, undefined, { key: token });
    expect([asked.status, asked.body.state]).toEqual([200, "paid"]);
    expect((await world.claim("5")).costs).toBeLessThan(before.costs);
    const again = await world.claim("5");
    await api.post(`${claim}/online-payments/${silent}/check`, undefined, { key: token });
    expect(await world.claim("5")).toEqual(again);
  });

  it("counts only with its signature, over what it has sent and for the company it is about", async () => {
    const begun = (await begin({ way: "card", amount: "10.00" })).body.id;
    const body = JSON.stringify({
      ...{
        reference: `sandbox-${begun}`,
        outcome: "paid",
        amount: "10.00",
        currency: "NOK",
        on: "2026-06-12",
      },
    });
    const sign = (text: string, about: string = world.creditorId, by = keys) =>
      by.keyedHash("payment-callback", `${about} ${Buffer.from(text).toString("base64")}`).toString("hex");
    const path = `/v1/payment-callbacks/sandbox/${world.creditorId}`;
    const tell = (signature: string | null, text = body, at = path) =>
      api.ask("POST", at, {
        file: { type: "application/json", bytes: Buffer.from(text) },
        headers: signature === null ? {} : { "Payment-Signature": signature },
      });
    const stranger = keysOf(newKey("2026-1"), "a stranger");
    for (const [signature, text] of [
      [null, body],
      ["", body],
      [sign(body, world.creditorId, stranger), body],
      [sign(body, "another"), body],
      [sign(body), body.replace("10.00", "4000.00")],
    ] as const)
      expect((await tell(signature, text)).status).toBe(404);
    const unknown = body.replace(begun, "none");
    expect((await tell(sign(unknown), unknown)).status).toBe(404);
    expect((await tell(sign(body), body, "/v1/payment-callbacks/other/1")).status).toBe(404);
    expect(await stateOf(begun)).toBe("started");
    expect((await tell(sign(body))).status).toBe(204);
    expect((await tell(sign(body))).status).toBe(204);
    expect(await stateOf(begun)).toBe("paid");
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });

  /** Tells, signed, that a payment was made on a day. */
  const tell = (id: string, on: string) => {
    const reference = `sandbox-${id}`;
    const bytes = Buffer.from(
      JSON.stringify({ reference, outcome: "paid", amount: "10.00", currency: "NOK", on }),
    );
    const about = `${world.creditorId} ${bytes.toString("base64")}`;
    return api.ask("POST", `/v1/payment-callbacks/sandbox/${world.creditorId}`, {
      file: { type: "application/json", bytes },
      headers: { "Payment-Signature": keys.keyedHash("payment-callback", about).toString("hex") },
    });
  };
  const linesOf = (id: string) =>
    withAdministrator(database.url, async (client) => {
      const { rows } = await client.query(
        `select l.booked_on::text as on, l.matched_at is not null as booked, o.bank_line_id = l.bank_line_id as own,
           (select count(*)::int from hold where claim_id = o.claim_id and ended_on is null) as holds
         from bank_line l, online_payment o where l.bank_reference = o.reference and o.online_payment_id = $1`,
        [id],
      );
      return rows;
    });

  it("is one payment, also when it is told with another day after its first booking was broken off", async () => {
    await comeIn("5");
    const { id } = (await begin({ way: "card", amount: "10.00" })).body;
    listenAtPoints(async (point) => {
      if (point === "payments-written") throw new Error("the machine stopped");
    });
    await tell(id, "2026-06-11").finally(() => listenAtPoints(async () => undefined));
    expect(await linesOf(id)).toMatchObject([{ on: "2026-06-11", booked: false }]);
    expect(await stateOf(id)).toBe("started");
    const before = await world.claim("5");
    expect((await tell(id, "2026-06-12")).status).toBe(204);
    expect(await linesOf(id)).toEqual([{ on: "2026-06-11", booked: true, own: true, holds: 0 }]);
    const once = await world.claim("5");
    expect(before.costs - once.costs).toBe(1000n);
    expect((await tell(id, "2026-06-10")).status).toBe(204);
    expect(await world.claim("5")).toEqual(once);
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });

  it("is kept where no law table says how to divide it, and holds the claim meanwhile (B20)", async () => {
    const customer = "old";
    await world.owe([{ number: "old", customer, amount: "700.00", dueOn: "2014-04-30" }]);
    await world.owe([{ number: "new", customer, amount: "900.00", dueOn: "2026-06-01" }]);
    await comeIn("new");
    const { id } = (await begin({ way: "card", amount: "10.00" })).body;
    expect((await tell(id, "2026-06-11")).status).toBe(204);
    expect(await stateOf(id)).toBe("paid");
    const waits = [{ on: "2026-06-11", booked: false, own: true, holds: 1 }];
    expect(await linesOf(id)).toEqual(waits);
    expect((await tell(id, "2026-06-12")).status).toBe(204);
    expect((await api.post(`${claim}/online-payments/${id}/check`, undefined, { key: token })).status).toBe(
      200,
    );
    expect(await linesOf(id)).toEqual(waits);
  });

  it("is asked only for what is owed", async () => {
    const { detail } = (await begin({ way: "card", amount: "99999.00" })).body;
    expect(detail).toContain("up to");
    await comeIn("1");
    expect((await begin({ way: "card" })).status).toBe(409);
    const { body } = await api.get(`${claim}/ways-to-pay`, { key: token });
    expect(body).toMatchObject({ isClosed: true, amount: null, bank: null, online: [] });
  });
});
