import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const claimAt = async (number: string, path = "") =>
  at(`/claims/${(await world.claim(number)).claimId}${path}`);
const get = async (path: string) => (await api.get(path, { key })).body;
const pay = async (number: string, body: object) =>
  api.post(await claimAt(number, "/payments"), body, { key });
const credit = async (number: string, body: object) =>
  api.post(await claimAt(number, "/credit-notes"), body, { key });

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(["1", "2", "3"].map((number) => ({ number, amount: "4500.00", dueOn: "2026-04-30" })));
  await world.runUntil("2026-05-15");
  key = await api.key({ creditorId: world.creditorId });
});

describe("What a company records by hand, over HTTP", () => {
  it("a payment that came to itself counts from its day, on its own account, and once", async () => {
    const body = { paidOn: "2026-05-10", amount: "1000.00", reference: "kontant", orderedOn: "2026-05-09" };
    const first = await pay("1", body);
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body).toMatchObject({ isNew: true, state: "open" });
    const again = await pay("1", body);
    expect([again.status, again.body]).toEqual([201, { ...first.body, isNew: false }]);
    const { items } = await get(await claimAt("1", "/payments"));
    expect(items).toEqual([
      expect.objectContaining({ bookedOn: "2026-05-10", valueOn: "2026-05-10", amount: "1000.00" }),
    ]);
    const { items: accounts } = await get(at("/balances"));
    const bank = accounts.filter(({ account }: { account: string }) => account.endsWith("bank"));
    expect(bank).toEqual([{ account: "assets:bank", currency: "NOK", balance: "1000.00" }]);
    const { happened } = await get(await claimAt("1"));
    expect(happened.at(-1)).toMatchObject({
      kind: "payment",
      on: "2026-05-10",
      by: expect.stringMatching(/^key:/),
    });
  });

  it.each([
    ["a day to come", { paidOn: "2026-05-16", amount: "1.00" }, "has not come yet"],
    ["a day before the invoice", { paidOn: "2026-03-31", amount: "1.00" }, "the invoice is of 2026-04-01"],
    ["more than is owed", { paidOn: "2026-05-15", amount: "45000.00" }, "is owed today"],
    [
      "an order after the money",
      { paidOn: "2026-05-10", amount: "1.00", orderedOn: "2026-05-11" },
      "cannot have been ordered",
    ],
  ])("is refused for %s", async (_, body, why) => {
    const { status, body: problem } = await pay("2", body);
    expect([status, problem.detail.toLowerCase()]).toEqual([409, expect.stringContaining(why.toLowerCase())]);
    expect((await get(await claimAt("2", "/payments"))).items).toEqual([]);
  });

  it("all that is owed settles the claim, and no letter comes after it", async () => {
    const { total } = (await get(await claimAt("2"))).amounts;
    const { status, body } = await pay("2", { paidOn: "2026-05-15", amount: total });
    expect([status, body.openPrincipal, body.state]).toEqual([201, "0.00", "closed"]);
    expect((await pay("2", { paidOn: "2026-05-15", amount: "1.00" })).body.detail).toContain("closed");
  });

  it("keeps nothing of money whose division no law table covers, and says so", async () => {
    const customer = "old";
    await world.owe([{ number: "old", customer, amount: "700.00", dueOn: "2014-04-30" }]);
    await world.owe([{ number: "new", customer, amount: "900.00", dueOn: "2026-04-30" }]);
    const { status, body } = await pay("new", { paidOn: "2026-05-14", amount: "1.00" });
    expect([status, body.detail]).toEqual([
      409,
      expect.stringMatching(/No law table covers .* Nothing was recorded\.$/),
    ]);
    const kept = await withAdministrator(database.url, async (client) => {
      const { rows: lines } = await client.query("select from bank_line where booked_on = '2026-05-14'");
      const { rows: files } = await client.query("select from bank_file where format = 'by-hand'");
      return { lines: lines.length, files: files.length };
    });
    // A file each for the two that were recorded before.
    expect(kept).toEqual({ lines: 0, files: 2 });
  });

  it("a credit note lowers what is owed, once for its number, and never below nothing", async () => {
    const note = { number: "K-1", issuedOn: "2026-05-14", amount: "500.00" };
    const first = await credit("3", note);
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body).toMatchObject({ isNew: true, openPrincipal: "4000.00" });
    expect((await credit("3", note)).body).toEqual({ ...first.body, isNew: false });
    const other = await credit("3", { ...note, amount: "600.00" });
    expect([other.status, other.body.detail]).toEqual([409, expect.stringContaining("registered already")]);
    const much = await credit("3", { ...note, number: "K-2", amount: "4000.01" });
    expect([much.status, much.body.detail]).toEqual([409, expect.stringContaining("K-2 is for 4000.01")]);
    expect((await credit("3", { ...note, number: "K-3", issuedOn: "2026-05-16" })).status).toBe(409);
    const { lines } = (await get(await claimAt("3"))).amounts;
    expect(lines[0]).toMatchObject({ item: "principal", amount: "4000.00" });
  });

  it("interest and letters follow, and chains and books verify", async () => {
    await world.runUntil("2026-06-08");
    const seen = await get(at("/claims?lastStep=demand"));
    expect(seen.items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber).sort()).toEqual([
      ...["1", "3"],
    ]);
    expect((await verifyBooks(installation.pool, [world.creditorId])).findings).toEqual([]);
  });
});
