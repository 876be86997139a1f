import { PLANS } from "@innfri/claims";
import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { offload, TaskGivenUp } from "../offload/offload.ts";
import {
  anInstallation,
  anOcrGiro,
  aWorld,
  NOW,
  norwegianAccount,
  type World,
} from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { runDays } from "../usecases/run-days.ts";
import { type Reply, TEST_ORIGIN, type TestApi, testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";
import { aUser } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const get = async (path: string) => (await api.get(at(path), { key })).body;

type Row = Readonly<Record<string, string | null>>;

async function report(
  name: string,
  period = "from=2026-04-01&to=2026-06-30",
): Promise<{ n: number; rows: Row[]; columns: unknown[] }> {
  const { status, body } = await api.get(at(`/reports/${name}?${period}`), { key });
  expect([name, status, body.detail]).toEqual([name, 200, undefined]);
  expect(body.definition.length).toBeGreaterThan(50);
  const rows = body.rows.map((row: (string | null)[]) =>
    Object.fromEntries(row.map((cell, index) => [body.columns[index].name, cell])),
  );
  return { n: body.n, rows, columns: body.columns };
}

// A workshop with two departments, April to June. In the north 24 of 25 customers pay on the day and one never; in the
// south 12 of 25 have to be reminded, and five of those go to collection.
beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-04-01" });
  key = await api.key({ creditorId: world.creditorId });
  const invoices = Array.from({ length: 50 }, (_, i) => ({
    number: String(i + 1),
    amount: "1000.00",
    dueOn: "2026-04-15",
    department: i < 25 ? "Nord" : "Sør",
  }));
  await world.owe(invoices);
  const pay = async (numbers: readonly number[], on: string) => {
    const lines = [];
    for (const number of numbers) {
      const { reference, principal, interest, costs } = await world.claim(String(number));
      lines.push({ kid: reference, amount: decimal(principal + interest + costs + 500n), on });
    }
    await world.paid(anOcrGiro(world.account, lines));
  };
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  await world.runUntil("2026-04-15");
  await pay([...range(2, 25), ...range(38, 50)], "2026-04-15");
  await world.runUntil("2026-05-07");
  await pay(range(26, 32), "2026-05-07");
  const { claimId } = await world.claim("33");
  await api.post(at(`/claims/${claimId}/objections`), { disputed: "whole", reason: "defect" }, { key });
  await world.runUntil("2026-06-03");
});

function decimal(minor: bigint): string {
  return `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`;
}

describe("Reports over HTTP", () => {
  it("S63: a department stands out where chance alone would not make it so, with the number behind it", async () => {
    const { n, rows } = await report("departments");
    expect(n).toBe(50);
    expect(rows).toMatchObject([
      { department: "Nord", claims: "25", followedUp: "1", followedUpShare: "4.0", standsOut: "no" },
      {
        ...{ department: "Sør", claims: "25", followedUp: "12", followedUpShare: "48.0", standsOut: "yes" },
        ...{ objections: "1", mostGivenReason: "defect" },
      },
    ]);
  });

  it("S67: days of credit before and after starting", async () => {
    const { rows } = await report("credit-time");
    expect(rows.map(({ issued, claims, middleDays }) => [issued, claims, middleDays])).toEqual([
      ["before", "0", null],
      ["after", "44", "14.0"],
    ]);
  });

  it("S68: who pays after the first reminder; of few cases only how many", async () => {
    const { rows } = await report("after-first-reminder");
    expect(rows).toMatchObject([{ firstLetter: "notice", claims: "13", paid: "7", paidShare: null }]);
  });

  it("S69: by the version of the plan", async () => {
    const [row] = (await report("plan-versions")).rows;
    expect(row).toMatchObject({ plan: "no-standard from 2026-04-01", claims: "13", paid: "7" });
    expect(row!.middleDaysToPaid).toBe("22.0");
  });

  it("S68, S69: who was credited or whose claim was withdrawn is counted neither as paying nor as not paying", async () => {
    const other = await aWorld(installation, { startsOn: "2026-04-01" });
    const asking = { key: await api.key({ creditorId: other.creditorId }) };
    const of = (path: string) => `/v1/creditors/${other.creditorId}${path}`;
    await other.owe(
      ["paid", "back", "credited", "silent"].map((number) => ({
        number,
        amount: "1000.00",
        dueOn: "2026-04-15",
      })),
    );
    await other.runUntil("2026-05-07");
    const idOf = async (number: string) => (await other.claim(number)).claimId;
    const { reference } = await other.claim("paid");
    await other.paid(anOcrGiro(other.account, [{ kid: reference, amount: "1100.00", on: "2026-05-07" }]));
    const back = await api.post(
      of(`/claims/${await idOf("back")}/withdrawal`),
      { priceSeen: "0.00" },
      asking,
    );
    expect(back.status, JSON.stringify(back.body)).toBe(200);
    await api.post(of(`/claims/${await idOf("credited")}/objections`), { disputed: "whole" }, asking);
    const [{ id }] = (await api.get(of("/objections?state=open"), asking)).body.items;
    expect((await api.post(of(`/objections/${id}/answer`), { answer: "agree" }, asking)).status).toBe(200);
    await other.runUntil("2026-06-20");
    expect((await other.claim("credited")).state).toBe("closed");
    const rowsOf = async (name: string) =>
      (await api.get(of(`/reports/${name}?from=2026-04-01&to=2026-06-30`), asking)).body.rows;
    // One paid, one is silent: with its demand since.
    expect(await rowsOf("after-first-reminder")).toEqual([["notice", "2", "0", "1", null]]);
    expect((await rowsOf("plan-versions"))[0].slice(1, 3)).toEqual(["2", "1"]);
  });

  it("S70, S74: age at handover against what came back, and what is at risk", async () => {
    expect((await report("money-at-risk")).rows).toMatchObject([
      { daysOverdue: "61 to 90", currency: "NOK", claims: "6", openPrincipal: "6000.00" },
    ]);
    expect((await report("recovery-by-age")).rows).toMatchObject([
      {
        ...{ daysOverdue: "31 to 60", claims: "5", paid: "0", paidShare: null, principal: "5000.00" },
        ...{ recovered: "0.00", recoveredShare: null },
      },
    ]);
  });

  it("objections that nobody was asked about are no answers", async () => {
    expect((await report("objection-answers")).rows).toEqual([]);
  });

  it("S72: what is done by itself and what by people", async () => {
    const [all] = (await report("automation", "from=2026-04-01&to=2027-06-30")).rows;
    expect(all!.act).toBe("all");
    expect(Number(all!.byItselfShare)).toBeGreaterThan(95);
    expect(all!.byOtherSystems).toBe("1");
  });

  it("S73: income and cost as the books have them", async () => {
    const { rows } = await report("income-and-cost");
    expect(rows.find(({ account }) => account === "income:invoiced")).toMatchObject({ amount: "50000.00" });
    expect(rows.find(({ account }) => account === "income:notice-fee")).toMatchObject({ currency: "NOK" });
  });

  it("S122: how long who writes waits; nobody here has been late twice", async () => {
    expect((await report("repeat-lateness")).n).toBe(0);
    const { claimId } = await world.claim("33");
    await api.post(at(`/claims/${claimId}/messages`), { thread: "creditor", text: "Hva skjer?" }, { key });
    expect((await report("answer-times", "from=2026-04-01&to=2027-01-01")).rows[0]).toMatchObject({
      messages: "creditor to operator",
      sent: "1",
      answered: "0",
      middleHours: null,
    });
  });

  it("S122: a debtor's question to the company is answered by the company, in hours", async () => {
    const { claimId } = await world.claim("34");
    const token = await aDebtorsToken(database, claimId);
    const asked = { about: "invoice", text: "Hva gjelder det?" };
    await api.post(`/v1/debtor/claims/${claimId}/messages`, asked, { key: token });
    await api.post(at(`/claims/${claimId}/messages`), { thread: "creditor", text: "Et sluk." }, { key });
    const { columns, rows } = await report("answer-times", "from=2026-04-01&to=2027-01-01");
    expect(rows.find(({ messages }) => messages === "debtor to creditor")).toMatchObject({
      sent: "1",
      answered: "1",
    });
    expect(rows.map(({ messages }) => messages)).not.toContain("debtor to debtor");
    expect(columns).toContainEqual({ name: "middleHours", kind: "hours" });
  });

  it("S55: each is taken out as a file that a spreadsheet opens and runs nothing of", async () => {
    const reply = await text(`/reports/departments/csv?from=2026-04-01&to=2026-06-30`);
    expect(reply.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(reply.headers.get("Content-Disposition")).toContain("departments-2026-04-01-2026-06-30.csv");
    const lines = reply.text.split("\r\n");
    expect(lines[0]).toBe(
      "department;claims;followedUp;followedUpShare;chance;standsOut;objections;mostGivenReason",
    );
    expect(lines[2]).toMatch(/^Sør;25;12;48,0;.*;yes;1;defect$/);
  });

  it("S55: exactly the claims of the list, however many pages, with commas or periods", async () => {
    await withAdministrator(database.url, (client) =>
      client.query(`set session_replication_role = replica;
        update invoice set number = '=HYPERLINK("x")' where number = '1'`),
    );
    const { text: file } = await text("/claims-csv?stage=notice&sort=oldest-due&decimal=dot");
    const { items } = await get("/claims?stage=notice&sort=oldest-due&limit=200");
    const lines = file.trim().split("\r\n").slice(1);
    expect(lines.map((line) => line.split(",")[1])).toEqual(
      items.map(({ reference }: { reference: string }) => reference),
    );
    expect(file).not.toMatch(/(^|,)"?=/m);
    const { text: everything } = await text("/claims-csv");
    expect(everything.trim().split("\r\n")).toHaveLength(51);
    expect(everything).toContain(";1000,00;");
  });

  it("a period that ends before it begins is refused", async () => {
    const reply = await api.get(at("/reports/departments?from=2026-05-01&to=2026-04-01"), { key });
    expect([reply.status, reply.body.kind]).toEqual([422, "invalid"]);
  });
});

describe("Reports of those who come again, and of those who answer", () => {
  let own: World;
  let ownKey: string;
  const rowsOf = async (name: string) => {
    const path = `/v1/creditors/${own.creditorId}/reports/${name}?from=2026-04-01&to=2026-06-30`;
    return (await api.get(path, { key: ownKey })).body.rows;
  };
  const pay = async (number: string, on: string) => {
    const { reference, principal, interest, costs } = await own.claim(number);
    const amount = decimal(principal + interest + costs + 500n);
    await own.paid(anOcrGiro(own.account, [{ kid: reference, amount, on }]));
  };
  const until = async (day: string) => {
    const [run] = await runDays(installation, { creditorId: own.creditorId, until: date(day) }, NOW);
    expect(run!.kind).toBe("ran");
  };

  it("S119: days late of a customer's first claim and of its second, of those who have both", async () => {
    own = await aWorld(installation, { startsOn: "2026-04-01", account: norwegianAccount(1) });
    ownKey = await api.key({ creditorId: own.creditorId });
    const owed = (number: string, customer: string, dueOn: string) =>
      own.owe([{ number, customer, amount: "1000.00", dueOn }]);
    await owed("1", "Per", "2026-04-15");
    await owed("2", "Pia", "2026-04-15");
    await own.runUntil("2026-05-07");
    for (const number of ["1", "2"]) await pay(number, "2026-05-07");
    await owed("3", "Per", "2026-05-15");
    await own.runUntil("2026-06-03");
    await pay("3", "2026-06-03");
    // 22 days late the first time and 19 the second; Pia has not come again.
    expect(await rowsOf("repeat-lateness")).toEqual([
      ["1", "1", "22.0", "22.0"],
      ["2", "1", "19.0", "19.0"],
    ]);
  });

  it("S71: days from being asked to the answer, by reason; who has not answered is counted", async () => {
    const claims = ["4", "5"];
    await own.owe(claims.map((number) => ({ number, amount: "1000.00", dueOn: "2026-06-10" })));
    const at_ = (path: string) => `/v1/creditors/${own.creditorId}${path}`;
    for (const number of claims) {
      const { claimId } = await own.claim(number);
      const no = { disputed: "whole", reason: "defect" };
      expect((await api.post(at_(`/claims/${claimId}/objections`), no, { key: ownKey })).status).toBe(201);
    }
    await until("2026-06-04");
    const { claimId } = await own.claim("4");
    const [{ id }] = (await api.get(at_(`/objections?claimId=${claimId}`), { key: ownKey })).body.items;
    await until("2026-06-08");
    const answer = { answer: "reject", text: "It was whole when it was fetched" };
    expect((await api.post(at_(`/objections/${id}/answer`), answer, { key: ownKey })).status).toBe(200);
    const { dialogue } = (await api.get(at_(`/objections/${id}`), { key: ownKey })).body;
    const dayOf = (wanted: string) => dialogue.find(({ kind }: { kind: string }) => kind === wanted).on;
    expect([dayOf("asked"), dayOf("rejected")]).toEqual(["2026-06-03", "2026-06-08"]);
    expect(await rowsOf("objection-answers")).toEqual([["defect", "2", "1", "5.0", "5.0"]]);
  });
});

describe("A customer over HTTP (S65, S66)", () => {
  const standing = async (number: string) => {
    const { claimId } = await world.claim(number);
    const { debtorId } = await get(`/claims/${claimId}`);
    return get(`/customers/${debtorId}`);
  };

  it("S65: who pays is kept, and it is said of how little that is known", async () => {
    expect(await standing("2")).toMatchObject({
      ...{ customerNumber: "k2", advice: "keep", overdue: 0, paid: { claims: 1, onTime: 1 } },
      because: [
        "nothing speaks against it, and too few claims were paid in the last year to tell its habits",
      ],
    });
  });

  it("S66: the reason for the last objection is told, and counts for nothing in the advice", async () => {
    expect(await standing("33")).toMatchObject({
      ...{ advice: "keep", overdue: 1 },
      lastObjection: { reason: "defect", isOpen: true, outcome: null },
    });
  });
});

describe("What the creditor sees and what the case handler sees (S58, S60)", () => {
  it("is the same, field by field, of every claim and at any day", async () => {
    const handler = await api.key();
    for (const number of ["2", "26", "33", "36"]) {
      const { claimId } = await world.claim(number);
      for (const query of ["", "?asOf=2026-05-01"]) {
        const own = await api.get(at(`/claims/${claimId}${query}`), { key });
        const seen = await api.get(at(`/claims/${claimId}${query}`), { key: handler });
        expect(own.status).toBe(200);
        expect(own.body).toEqual(seen.body);
        expect(own.body.happened.length).toBeGreaterThan(0);
      }
    }
    const { claimId } = await world.claim("36");
    expect((await get(`/claims/${claimId}`)).coming.length).toBeGreaterThan(0);
  });
});

describe("What is made of reports (S61, S64, S73)", () => {
  it("S61: boards of reports, one's own and the company's, named and ordered anew", async () => {
    const mine = { name: "Mandag", cards: [{ report: "departments", period: "quarter" }] };
    const made = await api.post(at("/dashboards"), mine, { key });
    expect([made.status, made.body.version]).toEqual([201, 1]);
    const companys = { ...mine, name: "Alle", isCompanys: true };
    expect((await api.post(at("/dashboards"), companys, { key })).status).toBe(201);
    const path = at(`/dashboards/${made.body.id}`);
    const cards = [{ report: "credit-time", period: "year" }, ...mine.cards];
    const put = (headers: Record<string, string>) =>
      api.ask("PUT", path, { key, headers, body: { name: "Tirsdag", cards } });
    expect((await put({ "If-Match": '"1"' })).body).toMatchObject({ version: 2, name: "Tirsdag", cards });
    expect((await put({ "If-Match": '"1"' })).body.kind).toBe("changed-meanwhile");

    const reader = await api.key({ creditorId: world.creditorId, scopes: ["reports:read"] });
    const seen = (await api.get(at("/dashboards"), { key: reader })).body.items;
    expect(seen.map(({ name }: { name: string }) => name)).toEqual(["Alle"]);
    const theirs = at(`/dashboards/${seen[0].id}`);
    expect((await api.ask("DELETE", theirs, { key: reader })).body.kind).toBe("not-allowed");
    expect((await api.ask("DELETE", path, { key: reader })).status).toBe(404);
    expect((await api.ask("DELETE", path, { key })).status).toBe(204);
    expect((await get("/dashboards")).items).toHaveLength(1);
  });

  it("S64: a finding becomes a change of routine with its owner, its day, and the figure before and after", async () => {
    const measure = { report: "departments", row: "Sør", column: "followedUp" };
    const role = "creditor-user";
    const { userId: marit } = await aUser(database, api, { role, creditorId: world.creditorId });
    const neighbour = await aWorld(installation, { startsOn: "2026-06-01" });
    const { userId: stranger } = await aUser(database, api, { role, creditorId: neighbour.creditorId });
    const asked = {
      title: "Ring kundene i sør før forfall",
      measure,
      ownerUserId: marit,
      dueOn: "2026-09-01",
    };
    const { status, body } = await api.post(at("/improvements"), asked, { key });
    expect(status).toBe(201);
    expect(body).toMatchObject({ before: "12", after: null, beganOn: "2026-06-03", doneOn: null });
    const done = await api.ask("PATCH", at(`/improvements/${body.id}`), { key, body: { isDone: true } });
    expect(done.body).toMatchObject({ version: 2, doneOn: "2026-06-03", ownerUserId: marit });
    expect((await get("/improvements")).items).toHaveLength(1);
    const theirs = { ...asked, ownerUserId: stranger };
    expect((await api.post(at("/improvements"), theirs, { key })).body.detail).toContain(
      "no user of this company",
    );
    const none = { ...asked, measure: { ...measure, column: "colour" } };
    expect((await api.post(at("/improvements"), none, { key })).body.kind).toBe("refused");
  });

  it("S73: a debtor says how it was treated, once its claim has ended, and once", async () => {
    const { claimId } = await world.claim("26");
    expect((await report("satisfaction")).rows).toHaveLength(5);
    const token = await aDebtorsToken(database, claimId);
    const tell = (id: string) =>
      api.post(`/v1/debtor/claims/${id}/satisfaction`, { score: 4 }, { key: token });
    expect((await tell(claimId)).status).toBe(201);
    expect((await tell(claimId)).body.kind).toBe("refused");
    expect((await tell((await world.claim("27")).claimId)).status).toBe(404);
    const { n, rows } = await report("satisfaction");
    expect(n).toBe(1);
    expect(rows[3]).toEqual({ score: "4", answers: "1", share: null });
  });
});

describe("Long computing over HTTP (B8, B9)", () => {
  const gentle = () => JSON.parse(JSON.stringify(PLANS["no-gentle"]));

  it("B8: the company's own history under another plan, beside what was done", async () => {
    const { status, body } = await api.post(at("/plans/replay"), { plan: gentle() }, { key });
    expect(status).toBe(200);
    expect(body.replay).toMatchObject({ claims: 50, customers: 50, through: "2026-06-03" });
    expect(body.replay.asItWas.steps.notice).toBe(13);
    expect(body.replay.underPlan.steps.reminder).toBe(13);
    expect(body.replay.underPlan.letters).toBeGreaterThan(body.replay.asItWas.letters);
    expect(minorOf(body.replay.known.paid) + minorOf(body.replay.unknown.paid)).toBeGreaterThan(4_400_000n);
  });

  it("B9: while a plan is lived through, others are answered", async () => {
    const [first, ...rest] = gentle().steps;
    const plan = {
      ...gentle(),
      name: "slow",
      steps: [{ ...first, wait: { after: "due", days: 2 } }, ...rest],
    };
    const order: string[] = [];
    const check = api.post(at("/plans/check"), { plan }, { key }).then((reply) => {
      order.push("check");
      return reply;
    });
    await get("/claims?limit=1").then(() => order.push("claims"));
    expect((await check).body.isLawful).toBe(true);
    expect(order).toEqual(["claims", "check"]);
  });

  it("what takes longer than it may is given up, and its thread with it", async () => {
    await expect(offload({ kind: "check-plan", plan: gentle() }, 1)).rejects.toThrow(TaskGivenUp);
    const tasks = [1, 2, 3].map(() => offload({ kind: "check-plan", plan: gentle() }));
    const ended = await Promise.allSettled(tasks);
    expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });
});

function minorOf(text: string): bigint {
  return BigInt(text.replace(".", ""));
}

async function text(path: string): Promise<Pick<Reply, "status" | "headers"> & { readonly text: string }> {
  const response = await api.app.request(`${TEST_ORIGIN}${at(path)}`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  expect(response.status).toBe(200);
  return { status: response.status, headers: response.headers, text: await response.text() };
}
