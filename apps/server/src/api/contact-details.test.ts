import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { type TestApi, testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
let token: string;
let debtorId: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const OWN = "/v1/debtor/contact";

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(
    ["1", "2", "3"].map((number) => ({
      ...{ number, customer: number, amount: "4500.00", dueOn: "2026-04-30" },
    })),
  );
  key = await api.key({ creditorId: world.creditorId });
  const { claimId } = await world.claim("1");
  token = await aDebtorsToken(database, claimId);
  debtorId = await debtorOf("1");
});

async function debtorOf(number: string): Promise<string> {
  const { claimId } = await world.claim(number);
  return (await api.get(at(`/claims/${claimId}`), { key })).body.debtorId;
}

/** The channels that a customer's letters left by. */
async function channelsOf(number: string): Promise<string[]> {
  const { claimId } = await world.claim(number);
  return withAdministrator(database.url, async (client) => {
    const { rows } = await client.query<{ channel: string }>(
      `select m.channel from step s join message m using (creditor_id, document_id) where s.claim_id = $1 order by s.ordinal`,
      [claimId as Uuid],
    );
    return rows.map(({ channel }) => channel);
  });
}

describe("How a debtor is reached, and wishes to be (S77, S78, S79, S88)", () => {
  it("is changed by the debtor, field by field, and what was known before is kept (S88)", async () => {
    const before = (await api.get(OWN, { key: token })).body;
    expect(before).toMatchObject({ preference: null, since: "2026-05-01" });
    const address = { street: "Nyveien 1", postalCode: "2401", city: "ELVERUM" };
    const change = { address, phone: "+47 400 00 001", invoices: "email" };
    const done = await api.ask("PATCH", OWN, { key: token, body: change });
    expect([done.status, done.body.changed]).toEqual([200, ["address", "phone", "invoices"]]);
    const again = await api.ask("PATCH", OWN, { key: token, body: change });
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining("known already")]);
    expect((await api.get(OWN, { key: token })).body).toMatchObject({
      ...{ name: before.name, email: before.email, phone: "+47 400 00 001" },
      addressLines: ["Nyveien 1", "2401 ELVERUM"],
    });
    const versions = (await api.get(at(`/debtors/${debtorId}/contact`), { key })).body.items;
    expect(versions.map(({ addressLines }: { addressLines: string[] }) => addressLines)).toEqual([
      ["Nyveien 1", "2401 ELVERUM"],
      before.addressLines,
    ]);
  });

  it("is agreed with the company too, with the day and who said so (S78)", async () => {
    const path = at(`/debtors/${await debtorOf("2")}/preferences`);
    await api.post(path, { invoices: "post", reminders: "post" }, { key });
    const agreed = await api.post(path, { invoices: "email", reminders: "post" }, { key });
    expect([agreed.status, agreed.body.changed]).toEqual([201, ["invoices"]]);
    const { body } = await api.get(path, { key });
    const said = { agreedOn: "2026-05-01", saidBy: "creditor" };
    expect(body.items).toMatchObject([
      { invoices: "email", reminders: "post", ...said },
      { invoices: "post", reminders: "post", ...said },
    ]);
    await api.ask("PATCH", OWN, { key: token, body: { reminders: "email" } });
    expect((await api.get(OWN, { key: token })).body.preference).toEqual({
      ...{ invoices: "email", reminders: "email", agreedOn: "2026-05-01", saidBy: "debtor" },
    });
  });

  it("decides the channel of the next letter wherever the plan and the law leave a choice (S77, S79, D8)", async () => {
    await world.runUntil("2026-05-15");
    // The notice may go both ways; without a wish it goes by e-mail.
    expect(await Promise.all(["1", "2", "3"].map(channelsOf))).toEqual([["email"], ["post"], ["email"]]);
    await world.runUntil("2026-06-12");
    // The demand goes by post whatever was wished for (S80).
    expect((await channelsOf("1")).at(-1)).toBe("post");
    expect(await channelsOf("1")).toHaveLength(2);
  });

  it("is changed by nobody who may not, nor at another company", async () => {
    const other = (await aWorld(installation, { startsOn: "2026-05-01" })).creditorId;
    const stranger = await api.key({ creditorId: other });
    const path = `/debtors/${debtorId}/preferences`;
    expect((await api.get(`/v1/creditors/${other}${path}`, { key: stranger })).status).toBe(404);
    const weak = await api.key({ creditorId: world.creditorId, scopes: ["claims:act"] });
    expect((await api.post(at(path), { reminders: "post" }, { key: weak })).status).toBe(403);
  });
});
