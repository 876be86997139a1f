import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, anOcrGiro, aWorld, type World } from "../payments/test-world.ts";
import { openPool, sql, withAdministrator, withCreditor } from "../store/index.ts";
import { migrations } from "../store/migrate.ts";
import { sumsOf } from "../usecases/portfolio.ts";
import { type TestApi, testApi } from "./test-api.ts";
import { aUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const get = async (path: string) => (await api.get(at(path), { key })).body;
const numbers = ({ items }: { items: { invoiceNumber: string }[] }) =>
  items.map(({ invoiceNumber }) => invoiceNumber);

// On 3 June: 1 is paid, 2 has its notice, 3 is disputed, 4 stopped, 5 pays by instalments, 6 waits for a kind of
// debtor, 7 is not due, 8 fell due two days ago, 9 stands on a list, 10 was stopped until 10 June.
beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-04-01" });
  key = await api.key({ creditorId: world.creditorId });
  const north = { department: "Nord" };
  const dueOn = "2026-05-20";
  await world.owe([
    { number: "1", amount: "1000.00", dueOn: "2026-04-30", ...north },
    { number: "2", amount: "2000.00", dueOn },
    { number: "3", amount: "3000.00", dueOn, ...north },
    { number: "4", amount: "4000.00", dueOn, ...north },
    { number: "5", amount: "5000.00", dueOn },
    { number: "6", amount: "600.00", dueOn, kind: "" },
    { number: "7", amount: "7000.00", dueOn: "2026-07-20", ...north },
    { number: "8", amount: "800.00", dueOn: "2026-06-01" },
    { number: "9", amount: "9000.00", dueOn: "2026-04-30" },
    { number: "10", amount: "1010.00", dueOn },
  ]);
  await world.runUntil("2026-05-21");
  const { reference, principal, interest, costs } = await world.claim("1");
  const minor = principal + interest + costs;
  const amount = `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`;
  await world.paid(anOcrGiro(world.account, [{ kid: reference, amount, on: "2026-05-21" }]));
  const post = async (number: string, act: string, body: object) => {
    const { claimId } = await world.claim(number);
    const reply = await api.post(at(`/claims/${claimId}/${act}`), body, { key });
    expect([number, reply.status < 300, reply.body.detail]).toEqual([number, true, undefined]);
  };
  await post("3", "objections", { disputed: "whole", note: "Not as agreed" });
  await post("4", "stop", {});
  await post("5", "payment-plans", { instalments: 5, wholeDebt: true, firstOn: "2026-06-20" });
  await post("10", "postpone", { until: "2026-06-10" });
  await world.runUntil("2026-06-03");
});

const EXPECTED = {
  ...{ "7": "not-due", "1": "paid", "2": "notice", "3": "disputed", "4": "on-hold", "5": "payment-plan" },
  ...{ "6": "parked", "8": "overdue", "9": "list", "10": "on-hold" },
};

describe("Where claims stand over HTTP (S57, S59, S62, S75)", () => {
  it("one stage for each, the same in the list as of the claim itself", async () => {
    const { items } = await get("/claims");
    const stages = Object.fromEntries(
      items.map(({ invoiceNumber, stage }: { invoiceNumber: string; stage: string }) => [
        invoiceNumber,
        stage,
      ]),
    );
    expect(stages).toEqual(EXPECTED);
    for (const { id, stage, heldBy, nextLookOn } of items)
      expect(await get(`/claims/${id}`)).toMatchObject({ stage, heldBy, nextLookOn });
  });

  it("S62: each stage is found in every order, page by page", async () => {
    for (const sort of ["newest", "oldest-due", "latest-due", "largest", "stage"])
      for (const [number, stage] of Object.entries(EXPECTED)) {
        const found: string[] = [];
        for (let cursor: string | null = ""; cursor !== null; ) {
          const page = await get(
            `/claims?limit=1&sort=${sort}&stage=${stage}${cursor && `&cursor=${cursor}`}`,
          );
          found.push(...numbers(page));
          cursor = page.nextCursor;
        }
        expect([sort, stage, found.includes(number), new Set(found).size]).toEqual([
          ...[sort, stage, true, Object.values(EXPECTED).filter((one) => one === stage).length],
        ]);
      }
  });

  it("S62: in the order of their stages, page by page", async () => {
    const stages: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await get(`/claims?limit=3&sort=stage${cursor && `&cursor=${cursor}`}`);
      stages.push(...page.items.map(({ stage }: { stage: string }) => stage));
      cursor = page.nextCursor;
    }
    expect(stages).toEqual([
      ...["not-due", "overdue", "notice", "list", "payment-plan", "disputed", "on-hold", "on-hold"],
      ...["parked", "paid"],
    ]);
  });

  it("S59, S75: how many and how much stand in each stage, in one call", async () => {
    const portfolio = await get("/portfolio");
    const stages = portfolio.stages.map((one: { stage: string; claims: number }) => [one.stage, one.claims]);
    expect(stages).toEqual([
      ...[
        ["not-due", 1],
        ["overdue", 1],
        ["notice", 1],
        ["list", 1],
        ["payment-plan", 1],
        ["disputed", 1],
        ["on-hold", 2],
      ],
      ["parked", 1],
    ]);
    expect(portfolio.on).toBe("2026-06-03");
    expect(portfolio.outstanding).toHaveLength(1);
    expect(portfolio.outstanding[0].claims).toBe(9);
    const open = portfolio.stages.map((one: { open: string }) => minor(one.open));
    expect(open.reduce((all: bigint, one: bigint) => all + one, 0n)).toBe(
      minor(portfolio.outstanding[0].open),
    );
    const claims = (await get("/claims?limit=200")).items.map((one: { open: string }) => minor(one.open));
    expect(claims.reduce((all: bigint, one: bigint) => all + one, 0n)).toBe(
      minor(portfolio.outstanding[0].open),
    );
    expect(portfolio.holds.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual([
      ...["disputed", "payment-plan", "postponed", "stopped"],
    ]);
    expect(portfolio.ended).toEqual([
      { stage: "paid", claims: 1, isMore: false },
      { stage: "closed", claims: 0, isMore: false },
    ]);
  });

  it("S62: of one department", async () => {
    const { stages } = await get("/portfolio?department=Nord");
    expect(stages.map((one: { stage: string; open: string }) => [one.stage, one.open])).toEqual([
      ...[
        ["not-due", "7000.00"],
        ["disputed", "3000.00"],
        ["on-hold", "4000.00"],
      ],
    ]);
  });

  it("S62: in groups with their sums, of all claims or of those that meet a filter", async () => {
    const { items, all } = await get("/claim-groups?by=department");
    expect(items.map((one: { key: string; claims: number }) => [one.key, one.claims])).toEqual([
      [null, 6],
      ["Nord", 3],
    ]);
    expect(all).toMatchObject([{ currency: "NOK", claims: 9, groups: 2 }]);
    const customers = await get("/claim-groups?by=customer&limit=1&department=Nord");
    expect(customers.items).toEqual([
      { key: "k7", name: "Kunde 7 Oppdiktet", currency: "NOK", claims: 1, open: "7000.00" },
    ]);
    expect(customers.all).toEqual([{ currency: "NOK", claims: 3, open: "14000.00", groups: 3 }]);
    const stages = await get("/claim-groups?by=stage&stage=notice");
    expect(stages.items.map((one: { key: string; claims: number }) => [one.key, one.claims])).toEqual([
      ["notice", 1],
    ]);
    const plans = await get("/claim-groups?by=plan");
    expect(plans.items).toMatchObject([{ key: "no-standard", claims: 9 }]);
    expect((await get("/claim-groups?by=department&state=closed")).items).toMatchObject([
      { key: "Nord", claims: 1, open: "0.00" },
    ]);
  });

  it("counts what meets a filter", async () => {
    expect(await get("/claim-count?stage=on-hold")).toEqual({ claims: 2, isMore: false });
    expect(await get("/claim-count?dueFrom=2026-06-01&least=1000.00")).toEqual({ claims: 1, isMore: false });
  });

  it("a user of one department is told of that one alone, whatever is asked", async () => {
    const place = { role: "creditor-user", creditorId: world.creditorId, department: "Nord" } as const;
    const { headers } = await aUser(database, api, place);
    const asked = (path: string) => api.get(at(path), { headers }).then(({ body }) => body);
    expect((await asked("/portfolio?department=S%C3%B8r")).outstanding[0].claims).toBe(3);
    expect((await asked("/claim-groups?by=department")).items).toMatchObject([{ key: "Nord", claims: 3 }]);
    expect(await asked("/claim-count")).toEqual({ claims: 4, isMore: false });
  });

  it("an installation from before is told the same by what its chains say", async () => {
    const read = () =>
      withAdministrator(database.url, async (client) => {
        const { rows } = await client.query(
          "select claim_id, stage, due_on, currency, department from claim_now order by 1",
        );
        return rows;
      });
    const kept = await read();
    const [fill] = (await migrations()).filter(({ name }) => name === "0070_stages.sql");
    const updates = /\nupdate claim_now[\s\S]*?(?=\nalter table claim_now force)/.exec(fill!.sql)![0];
    await withAdministrator(database.url, (client) =>
      client.query(
        `update claim_now set stage = 'waiting', due_on = '2000-01-01', department = 'x'; ${updates}`,
      ),
    );
    expect(await read()).toEqual(kept);
  });
});

describe("A call that takes too long", () => {
  it("is given up as a problem, and its connection is free again", async () => {
    const pool = await openPool({ url: database.url, role: "innfri_api", max: 1, withinMs: 100 });
    try {
      const slow = await testApi(database, installation, { pool });
      const { claimId } = await world.claim("2");
      await withCreditor(installation.pool, world.creditorId, async (tx) => {
        await tx.many(sql`select from file where creditor_id = ${world.creditorId}::uuid for update`);
        const late = await slow.post(at(`/claims/${claimId}/stop`), {}, { key });
        expect([late.status, late.body.kind]).toEqual([503, "too-slow"]);
        expect(late.headers.get("Retry-After")).toBe("5");
      });
      expect((await slow.get(at(`/claims/${claimId}`), { key })).body.stage).toBe("notice");
    } finally {
      await pool.close();
    }
  });
});

function minor(decimal: string): bigint {
  return BigInt(decimal.replace(".", ""));
}

it("counts all claims and those that are held at one moment: a payment between the two is in both or in neither", async () => {
  let statements = 0;
  const sums = await withCreditor(installation.pool, world.creditorId, (tx) =>
    sumsOf(
      {
        ...tx,
        many: (query) => {
          statements += 1;
          return tx.many(query);
        },
      },
      world.creditorId,
      date("2026-06-03"),
    ),
  );
  expect(statements).toBe(1);
  expect(sums.every(({ claims }) => claims > 0)).toBe(true);
});
