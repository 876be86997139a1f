import { PERMISSIONS_OF } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator, withAuditor } from "../store/index.ts";
import { QUEUE } from "../usecases/queue-sources.ts";
import { type Asking, type TestApi, testApi } from "./test-api.ts";
import { aUser, type TestUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let norway: World;
let sweden: World;
let kari: Asking;
let ola: TestUser;
let admin: Asking;

type Item = {
  id: string;
  kind: string;
  why: string;
  due: string | null;
  since: string | null;
  takenBy: unknown;
};
const queue = async (query = "", who: Asking = kari): Promise<Item[]> => {
  const reply = await api.get(`/v1/operator/queue${query}`, who);
  expect(reply.status).toBe(200);
  return reply.body.items;
};
const claimAt = async (world: World, number: string) =>
  `/v1/creditors/${world.creditorId}/claims/${(await world.claim(number)).claimId}`;
const act = (item: Item, what: string, who: Asking, body?: object) =>
  api.post(`/v1/operator/queue/${item.id}/${what}`, body, who);

beforeAll(async () => {
  norway = await aWorld(installation, { startsOn: "2026-05-04", input: { automation: "suggest" } });
  sweden = await aWorld(installation, { startsOn: "2026-05-04", country: "SE" });
  await norway.owe([
    ...["1", "2", "3", "4"].map((number) => ({
      number,
      customer: number,
      amount: "400.00",
      dueOn: "2026-04-30",
    })),
    { number: "old", customer: "old", amount: "900.00", dueOn: "2023-06-30" },
    { number: "odd", customer: "odd", amount: "900.00", dueOn: "2026-04-30", kind: "" },
  ]);
  await sweden.owe([{ number: "S", customer: "S", amount: "700.00", dueOn: "2026-04-30" }]);
  const operator = { creditorId: null, role: "case-handler" } as const;
  ola = await aUser(database, api, operator);
  kari = { key: await api.key({ name: "Kari", scopes: PERMISSIONS_OF["case-handler"] }) };
  admin = { key: await api.key() };
  await api.post(`${await claimAt(norway, "1")}/objections`, { disputed: "whole" }, kari);
  await api.post(`${await claimAt(sweden, "S")}/objections`, { disputed: "whole" }, kari);
  const called = { way: "call", outcome: "not-reached", nextOn: "2026-05-11" };
  await api.post(`${await claimAt(norway, "2")}/contacts`, called, kari);
  await api.post(`${await claimAt(norway, "4")}/promises`, { payOn: "2026-05-08" }, kari);
  const company = await api.key({ creditorId: norway.creditorId });
  await api.post(`${await claimAt(norway, "3")}/messages`, { text: "Hva nå?" }, { key: company });
  await norway.runUntil("2026-05-20");
  await sweden.runUntil("2026-05-20");
  await withAdministrator(database.url, async (client) => {
    await client.query(
      `insert into bank_file (bank_file_id, sha256, format, received_at, totals)
       values ('019de0d5-c800-7f55-838c-169639308f00', sha256('x'), 'camt.054', '2026-05-20', '{}')`,
    );
    await client.query(
      `insert into bank_line (bank_line_id, bank_file_id, account, bank_reference, booked_on, value_on, amount_minor, currency)
       values ('019de0d5-c800-7f55-838c-169639308f01', '019de0d5-c800-7f55-838c-169639308f00', '1', 'r', '2026-05-19',
         '2026-05-19', 12350, 'NOK')`,
    );
    await client.query(
      `insert into unreached (creditor_id, debtor_id, contact_id, channel, message_id, marked_on, recorded_at, reason)
       select k.creditor_id, k.debtor_id, k.contact_id, 'post', '019de0d5-c800-7f55-838c-169639308f02', '2026-05-18',
         '2026-05-18', 'moved' from contact k join debtor d using (creditor_id, debtor_id) where d.customer_number = '3'`,
    );
  });
});

describe("The case handler's queue (S99)", () => {
  it("holds what waits at all companies, by the day that harms somebody, and says why", async () => {
    const items = await queue();
    const dated = items.filter(({ due }) => due !== null);
    expect(items.slice(0, dated.length)).toEqual(dated);
    expect(dated.map(({ kind, due }) => [kind, due]).sort()).toEqual([
      ["call-back", "2026-05-11"],
      ["limitation", "2026-06-30"],
      ["objection", "2026-05-18"],
      ["objection", "2026-05-18"],
      ["promise", "2026-05-13"],
    ]);
    expect(items.find(({ kind }) => kind === "promise")!.why).toBe(
      "The debtor promised to pay, and has not.",
    );
    expect(dated.map(({ due }) => due)).toEqual(dated.map(({ due }) => due).sort());
    const rest = items.slice(dated.length);
    expect(new Set(rest.map(({ kind }) => kind))).toEqual(
      new Set(["decide-by", "returned-mail", "message", "parked", "unmatched-money"]),
    );
    expect(rest.map(({ since }) => since)).toEqual(rest.map(({ since }) => since).sort());
    expect(items.find(({ kind }) => kind === "limitation")!.why).toBe(
      "The claim is about to become too old.",
    );
    expect(items.find(({ kind }) => kind === "unmatched-money")).toMatchObject({
      why: "NOK 123.50 came in and nobody knows for what.",
      since: "2026-05-19",
      creditorId: null,
    });
    expect(items.find(({ kind }) => kind === "call-back")).toMatchObject({
      isOverdue: true,
      invoiceNumber: "2",
    });
    expect(items.find(({ kind }) => kind === "decide-by")!.why).toMatch(
      /^Proposed for (1 claim|\d+ claims): notice\. A person says yes or no\.$/,
    );
    expect(items.find(({ kind }) => kind === "message")).toMatchObject({
      why: "The company wrote and waits.",
    });
  });

  it("warns of a claim near limitation (B23)", async () => {
    expect(await queue("?kind=limitation")).toMatchObject([{ invoiceNumber: "old", isOverdue: false }]);
  });

  it("is narrowed to a kind, a company, a country and whoever has it", async () => {
    expect(await queue("?kind=objection")).toHaveLength(2);
    expect(await queue("?kind=objection&country=SE")).toMatchObject([{ creditorId: sweden.creditorId }]);
    expect(await queue(`?kind=objection&creditorId=${norway.creditorId}`)).toHaveLength(1);
    expect(await queue("?takenBy=me")).toEqual([]);
    expect((await queue("?takenBy=nobody")).length).toBe((await queue()).length);
  });

  it("goes on in pages, each item once and in the same order", async () => {
    const all = (await queue()).map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await api.get(`/v1/operator/queue?limit=2${cursor}`, kari);
      seen.push(...body.items.map(({ id }: Item) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(all);
  });

  it("is for those who work on cases for the operator", async () => {
    const company = await api.key({ creditorId: norway.creditorId });
    expect((await api.get("/v1/operator/queue", { key: company })).status).toBe(403);
    const auditor = { key: await api.key({ scopes: PERMISSIONS_OF.auditor }) };
    expect((await api.get("/v1/operator/queue", auditor)).status).toBe(403);
    expect((await api.get("/v1/operator/queue/load", auditor)).status).toBe(200);
  });

  it("flags what is the matter with a debtor (S102)", async () => {
    const [item] = await queue("?kind=call-back");
    const { debtorId, creditorId } = item as unknown as { debtorId: string; creditorId: string };
    const state = { kind: "bankrupt", source: "register" };
    await api.post(`/v1/creditors/${creditorId}/debtors/${debtorId}/states`, state, {
      ...kari,
    });
    expect(await queue("?kind=call-back")).toMatchObject([{ debtorStates: ["bankrupt"] }]);
  });
});

describe("Who has a piece of work in hand (S99)", () => {
  it("whoever comes second sees who has it, also when both come at once", async () => {
    const [item] = await queue("?kind=returned-mail");
    const both = await Promise.all([act(item!, "take", kari), act(item!, "take", ola)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [first, second] = both[0]!.status === 200 ? [kari, ola] : [ola, kari];
    const refused = both.find(({ status }) => status === 409)!;
    expect(refused.body.detail).toMatch(
      /^(Oppdiktet \d|Kari) has had it in hand since .* Nothing was changed\.$/,
    );
    expect((await queue("?takenBy=me", first)).map(({ id }) => id)).toEqual([item!.id]);
    expect(await queue("?kind=returned-mail", second)).toMatchObject([{ takenBy: { isMe: false } }]);
    expect((await act(item!, "release", second)).status).toBe(409);
    expect((await act(item!, "release", first)).body).toEqual({ takenBy: null });
  });

  it("it is handed over to somebody who works on cases, and an administrator gives it back", async () => {
    const [item] = await queue("?kind=parked");
    expect((await act(item!, "hand-over", kari, { userId: ola.userId })).status).toBe(409);
    expect((await act(item!, "take", kari)).body).toMatchObject({ takenBy: { isMe: true } });
    const nobody = await act(item!, "hand-over", kari, { userId: "nobody" });
    expect(nobody.body.detail).toContain("Nobody who works on cases here");
    const given = await act(item!, "hand-over", kari, { userId: ola.userId });
    expect(given.body).toMatchObject({ takenBy: { id: `user:${ola.userId}`, isMe: false } });
    expect((await queue("?takenBy=me", ola)).map(({ id }) => id)).toEqual([item!.id]);
    expect((await act(item!, "release", admin)).body).toEqual({ takenBy: null });
  });

  it("what does not wait any more cannot be taken", async () => {
    const [item] = await queue("?kind=message");
    await api.post(`${await claimAt(norway, "3")}/messages/read`, { upTo: 1 }, kari);
    expect((await act(item!, "take", kari)).status).toBe(404);
    expect((await act({ ...item!, id: "nothing" }, "take", kari)).status).toBe(404);
  });
});

describe("For whoever answers for the queue (S122)", () => {
  it("there is how much waits, the oldest, who has it, and how long people waited for answers", async () => {
    const [item] = await queue("?kind=unmatched-money");
    await act(item!, "take", ola);
    await api.post(`${await claimAt(norway, "3")}/messages`, { text: "Vi venter" }, ola);
    const { body } = await api.get("/v1/operator/queue/load", admin);
    expect(body.count).toBe((await queue("?limit=200")).length);
    expect(body.kinds.find(({ kind }: { kind: string }) => kind === "objection")).toMatchObject({
      count: 2,
      overdue: 2,
      oldestSince: "2026-05-04",
      soonestDue: "2026-05-18",
    });
    expect(body.holders).toMatchObject([{ id: `user:${ola.userId}`, count: 1 }]);
    // Written on 4 May and answered on the 20th.
    expect(body.messages).toEqual({ count: 1, medianHours: "384.00", longestHours: "384.00" });
    expect(body.objections).toEqual({ count: 0, medianHours: null, longestHours: null });
  });
});

describe("The queue at a million claims", () => {
  it("begins at indexes of what waits, and walks past no other claim, letter or event", async () => {
    const auditor = await database.pool("innfri_auditor", 1);
    const plan = await withAuditor(auditor, async (tx) => {
      await tx.run({ name: "", text: "set local enable_seqscan = off", values: [] });
      const rows = await tx.many<{ "QUERY PLAN": string }>({
        name: "",
        text: `explain with ${QUEUE} select * from q limit 50`,
        values: [new Date("2026-05-20").toISOString(), null, null, null, null],
      });
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toContain("claim_now_seldom");
    expect(plan).toContain("objection_open");
    expect(plan).toContain("message_unknown");
    expect(plan).toContain("contact_entry_next");
    const walked = [...plan.matchAll(/Seq Scan on (\w+)/g)].map((match) => match[1]);
    for (const table of [
      "claim",
      "claim_now",
      "event",
      "message",
      "document",
      "hold",
      "step",
      "invoice",
      "contact",
    ])
      expect(walked).not.toContain(table);
  });
});
