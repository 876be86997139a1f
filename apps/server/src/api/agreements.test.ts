import { KEY_SCOPES } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const operators = await api.key();

const PRICES = {
  ...{ withdrawalBeforeDemand: "0.00", withdrawalAfterDemand: "250.00", noResponse: "300.00" },
  legalSteps: { application: "90.00", attachment: "80.00", decision: "0.00", enforcement: "0.00" },
};

let world: World;
let sweden: World;
let key: string;
const at = (path: string, of = world) => `/v1/creditors/${of.creditorId}${path}`;
const claimAt = async (number: string, path: string, of = world) =>
  at(`/claims/${(await of.claim(number)).claimId}${path}`, of);
const get = async (path: string) => (await api.get(path, { key })).body;
const balanceOf = async (account: string, of = world) => {
  const { items } = (await api.get(at("/balances", of), { key: operators })).body;
  return items.find((one: { account: string }) => one.account === account)?.balance ?? "0.00";
};

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(["1", "2", "3", "4"].map((number) => ({ number, amount: "4500.00", dueOn: "2026-04-30" })));
  sweden = await aWorld(installation, { country: "SE", startsOn: "2026-05-01" });
  await sweden.owe([{ number: "1", amount: "4100.00", dueOn: "2026-04-30" }]);
  key = await api.key({ creditorId: world.creditorId, scopes: KEY_SCOPES });
});

describe("Agreement and prices over HTTP (S9, S41, S48)", () => {
  it("without one nothing costs the company anything, and the price says so", async () => {
    expect(await get(at("/agreement"))).toEqual({ currency: "NOK", holds: null, items: [] });
    expect(await get(await claimAt("1", "/withdrawal"))).toEqual({
      ...{ price: "0.00", currency: "NOK", agreement: null, isPermitted: true, whyNot: null },
    });
  });

  it("is recorded by the operator alone, never for a day that has passed", async () => {
    const path = `/v1/operator/creditors/${world.creditorId}/agreements`;
    const agreed = { validFrom: "2026-05-01", prices: PRICES };
    expect((await api.post(path, agreed, { key })).status).toBe(403);
    const late = await api.post(path, { ...agreed, validFrom: "2026-04-30" }, { key: operators });
    expect([late.status, late.body.kind]).toEqual([409, "refused"]);
    const minus = { ...PRICES, noResponse: "-1.00" };
    expect((await api.post(path, { ...agreed, prices: minus }, { key: operators })).status).toBe(422);
    const { status, body } = await api.post(path, agreed, { key: operators });
    expect([status, body.no]).toEqual([201, 1]);
    await api.post(
      path,
      { validFrom: "2026-09-01", prices: { ...PRICES, noResponse: "0.00" } },
      { key: operators },
    );
    const { holds, items } = await get(at("/agreement"));
    expect([holds.no, holds.prices, items.length]).toEqual([1, PRICES, 2]);
  });

  it("before the demand a claim is taken back at the price for that", async () => {
    await world.runUntil("2026-05-15");
    const path = await claimAt("1", "/withdrawal");
    expect((await get(path)).price).toBe("0.00");
    expect((await api.post(path, { priceSeen: "0.00" }, { key })).status).toBe(200);
    expect(await balanceOf("assets:receivable:creditor")).toBe("0.00");
  });

  it("after it the price stands among the acts, must be repeated, and is posted to the company alone (D5)", async () => {
    await world.runUntil("2026-06-08");
    const { items } = await get(await claimAt("2", "/acts"));
    const priced = Object.fromEntries(
      items.flatMap(({ act, choice, price }: { act: string; choice: string; price: string | null }) =>
        price === null ? [] : [[choice ?? act, price]],
      ),
    );
    expect(priced).toEqual({ ...PRICES.legalSteps, withdrawClaim: "250.00" });
    const path = await claimAt("2", "/withdrawal");
    const { price, agreement } = await get(path);
    expect([price, agreement]).toEqual(["250.00", 1]);
    const owed = (await get(await claimAt("2", ""))).amounts.total;
    expect(owed).toMatch(/^5\d\d\d\.\d\d$/);
    const unseen = await api.post(path, { priceSeen: "0.00" }, { key });
    expect([unseen.status, unseen.body.detail]).toEqual([
      409,
      "It costs the company 250.00 by agreement 1: repeat that as priceSeen to go on. Nothing was done.",
    ]);
    expect((await get(await claimAt("2", ""))).amounts.total).toBe(owed);
    const done = await api.post(path, { priceSeen: price }, { key });
    expect([done.status, done.body.done]).toEqual([
      200,
      expect.stringContaining("it costs the creditor 250.00 by agreement"),
    ]);
    expect((await get(await claimAt("2", ""))).state).toBe("closed");
    expect(await balanceOf("assets:receivable:creditor")).toBe("250.00");
    expect(await balanceOf("income:agreement-price")).toBe("-250.00");
    const again = await api.post(path, { priceSeen: price }, { key });
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining("The claim is closed")]);
  });

  it("a claim under dispute is closed by ending the dispute, at the price that stands with it", async () => {
    const made = await api.post(await claimAt("3", "/objections"), { disputed: "whole" }, { key });
    expect(made.status).toBe(201);
    const direct = await api.post(await claimAt("3", "/withdrawal"), { priceSeen: "250.00" }, { key });
    expect([direct.status, direct.body.detail]).toEqual([409, expect.stringContaining("has objected")]);
    const [{ id }] = (await get(at("/objections"))).items;
    const { closingPrice, silencePrice, onwardCosts } = await get(at(`/objections/${id}`));
    expect([closingPrice, silencePrice]).toEqual(["250.00", "300.00"]);
    // The law's own tariff of a complaint to the conciliation board (S41).
    expect(onwardCosts).toMatch(/^[1-9]\d*\.\d{2}$/);
    const end = (body: object) => api.post(at(`/objections/${id}/end`), body, { key });
    expect((await end({ how: "close" })).body.detail).toContain("costs the company 250.00");
    expect((await end({ how: "close", priceSeen: "250.00" })).status).toBe(200);
    expect(await balanceOf("assets:receivable:creditor")).toBe("500.00");
  });

  it("a claim that the debtor was right about has nothing left, and is taken back all the same", async () => {
    const objections = await claimAt("4", "/objections");
    expect((await api.post(objections, { disputed: "whole" }, { key })).status).toBe(201);
    expect((await api.post(`${objections}/settle`, { outcome: "accepted" }, { key })).status).toBe(200);
    const done = await api.post(await claimAt("4", "/withdrawal"), { priceSeen: "250.00" }, { key });
    expect([done.status, done.body.done]).toEqual([200, expect.stringContaining("0.00 of it")]);
  });

  it("a legal step costs what its line says, and the debtor what the law says", async () => {
    await api.post(
      `/v1/operator/creditors/${sweden.creditorId}/agreements`,
      { validFrom: "2026-05-01", prices: PRICES },
      { key: operators },
    );
    await sweden.runUntil("2026-06-30");
    const on = "2026-06-30";
    const path = await claimAt("1", "/legal-steps", sweden);
    const step = { step: "application", on };
    const unseen = await api.post(path, step, { key: operators });
    expect([unseen.status, unseen.body.detail]).toEqual([409, expect.stringContaining("90.00")]);
    const done = await api.post(path, { ...step, priceSeen: "90.00" }, { key: operators });
    expect([done.status, done.body.done]).toEqual([201, expect.stringContaining("90.00 by agreement")]);
    expect(await balanceOf("assets:receivable:creditor", sweden)).toBe("90.00");
    const order = await claimAt("1", "/payment-order", sweden);
    const served = await api.post(order, { state: "served", on, caseNumber: "01-12-26" }, { key: operators });
    expect(served.status, JSON.stringify(served.body)).toBe(201);
  });

  it("is a cost of the company in its report, and no income (S73)", async () => {
    const { rows } = await get(at("/reports/income-and-cost?from=2026-05-01&to=2026-06-30"));
    const prices = rows.filter(([account]: readonly string[]) => account?.includes("agreement-price"));
    expect(prices).toEqual([["expenses:agreement-price", "NOK", expect.any(String), "750.00"]]);
  });

  it("leaves chains and books that verify", async () => {
    const found = await verifyBooks(installation.pool, [world.creditorId, sweden.creditorId]);
    expect(found.findings).toEqual([]);
  });
});
