import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let company: string;
let handler: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const claimAt = async (number: string) => at(`/claims/${(await world.claim(number)).claimId}`);

/** What the debtor of a claim is known by. */
async function debtorAt(number: string): Promise<string> {
  const { body } = await api.get(await claimAt(number), { key: handler });
  return at(`/debtors/${body.debtorId}`);
}

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([
    ...["1", "2"].map((number) => ({ number, customer: "Kari", amount: "400.00", dueOn: "2026-04-30" })),
    { number: "3", customer: "Ola", amount: "900.00", dueOn: "2026-04-30" },
    { number: "4", customer: "Verk", amount: "900.00", dueOn: "2026-04-30", kind: "business" },
  ]);
  company = await api.key({ creditorId: world.creditorId, scopes: ["claims:read", "claims:act"] });
  handler = await api.key();
});

describe("What is the matter with a debtor (S102, B18)", () => {
  const record = async (number: string, body: object) =>
    api.post(`${await debtorAt(number)}/states`, body, { key: handler });

  it("holds all its claims at once, with the day, the source, the effect and the provision", async () => {
    const made = await record("1", {
      kind: "debt-settlement",
      since: "2026-04-20",
      source: "register",
      note: "Kunngjort 20. april",
    });
    expect([made.status, made.body.claims]).toEqual([201, 2]);
    const { body } = await api.get(`${await debtorAt("1")}/standing`, { key: company });
    expect(body.states).toMatchObject([
      {
        kind: "debt-settlement",
        since: "2026-04-20",
        source: "register",
        recordedOn: "2026-05-01",
        note: "Kunngjort 20. april",
        liftedOn: null,
        effect: "Collection from the debtor is barred.",
        because: { citation: { number: "LOV-1992-07-17-99" } },
      },
    ]);
    for (const number of ["1", "2"]) {
      const claim = (await api.get(await claimAt(number), { key: company })).body;
      expect(claim.holds).toMatchObject([{ kind: "debt-settlement", wholeFile: true }]);
      expect(claim.happened.at(-1)).toMatchObject({ kind: "held" });
      expect(claim.next).toMatchObject({ kind: "held" });
    }
  });

  it("agrees to no plan, promises nothing and is charged nothing, and the provision says why", async () => {
    const calls = [
      ["payment-plans", { instalments: 6, wholeDebt: false, firstOn: "2026-05-20" }],
      ["promises", { payOn: "2026-05-10" }],
      ["compensation", undefined],
    ] as const;
    for (const [call, body] of calls) {
      const refused = await api.post(`${await claimAt("1")}/${call}`, body, { key: handler });
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { kind: "refused", because: { citation: { number: "LOV-1992-07-17-99" } } },
      ]);
    }
    const { items } = (await api.get(`${await claimAt("1")}/acts`, { key: handler })).body;
    const permitted = items.flatMap(({ act, isPermitted }: Record<string, unknown>) =>
      isPermitted ? [act] : [],
    );
    for (const act of ["agreeOnPlan", "approveStep"]) expect(permitted).not.toContain(act);
    expect(permitted).toContain("objectToClaim");
    for (const step of ["application", "attachment", "enforcement"]) {
      const tried = items.find(({ choice }: Record<string, unknown>) => choice === step);
      expect(tried).toMatchObject({ isPermitted: false, whyNot: expect.stringContaining("debt settlement") });
      const path = `${await claimAt("1")}/legal-steps`;
      const refused = await api.post(path, { step, on: "2026-05-01" }, { key: handler });
      expect([refused.status, refused.body.because]).toEqual([409, tried.because]);
      // What was done before it was known is told by its own reasons.
      const before = await api.post(path, { step, on: "2026-04-30" }, { key: handler });
      expect([before.status, before.body.detail]).toEqual([409, expect.not.stringContaining("settlement")]);
    }
  });

  it("bars a step that was proposed before it was known from being approved", async () => {
    const other = await aWorld(installation, {
      startsOn: "2026-05-04",
      input: { automation: "suggest" },
    });
    await other.owe([{ number: "Eva", amount: "400.00", dueOn: "2026-04-30" }]);
    await other.runUntil("2026-05-20");
    const claim = `/v1/creditors/${other.creditorId}/claims/${(await other.claim("Eva")).claimId}`;
    const approval = async () => {
      const { items } = (await api.get(`${claim}/acts`, { key: handler })).body;
      return items.find(({ act }: { act: string }) => act === "approveStep");
    };
    expect(await approval()).toMatchObject({ isPermitted: true });
    const { debtorId } = (await api.get(claim, { key: handler })).body;
    const debtor = `/v1/creditors/${other.creditorId}/debtors/${debtorId}`;
    const dead = { kind: "deceased", source: "authority" };
    expect((await api.post(`${debtor}/states`, dead, { key: handler })).status).toBe(201);
    expect(await approval()).toMatchObject({
      ...{ isPermitted: false, whyNot: expect.stringContaining("debtor is dead: No letter goes") },
      because: { citation: { section: "§ 8" } },
    });
    const refused = await api.post(`${claim}/approve`, { choice: null }, { key: handler });
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining("dead")]);
  });

  it("keeps every letter back until it is lifted, and then the claim goes on", async () => {
    await world.runUntil("2026-05-20");
    const letters = async (number: string) =>
      (await api.get(await claimAt(number), { key: company })).body.happened.filter(
        ({ kind }: { kind: string }) => kind === "letter",
      ).length;
    expect([await letters("1"), await letters("2"), await letters("3")]).toEqual([0, 0, 1]);
    const debtor = await debtorAt("1");
    const [{ id }] = (await api.get(`${debtor}/standing`, { key: handler })).body.states;
    const lifted = await api.post(`${debtor}/states/${id}/lift`, undefined, { key: handler });
    expect([lifted.status, lifted.body.claims]).toEqual([200, 2]);
    const again = await api.post(`${debtor}/states/${id}/lift`, undefined, { key: handler });
    expect([again.status, again.body.detail]).toEqual([
      409,
      "It was lifted on 2026-05-20 already. Nothing was done.",
    ]);
    await world.runUntil("2026-05-21");
    expect(await letters("1")).toBe(1);
  });

  it("is listed for the company, by debtor", async () => {
    await record("4", { kind: "unknown-address", source: "returned-mail" });
    await record("4", { kind: "minor", source: "debtor" });
    const path = at("/debtor-states");
    const { body } = await api.get(`${path}?kind=minor`, { key: company });
    expect(body.items).toMatchObject([{ customerNumber: "Verk", kind: "minor", openClaims: 1 }]);
    const first = (await api.get(`${path}?limit=1`, { key: company })).body;
    const second = (await api.get(`${path}?limit=1&cursor=${first.nextCursor}`, { key: company })).body;
    expect([first.items[0].kind, second.items[0].kind, second.nextCursor]).toEqual([
      "minor",
      "unknown-address",
      null,
    ]);
    const { states } = (await api.get(`${await debtorAt("4")}/standing`, { key: handler })).body;
    for (const { id } of states)
      await api.post(`${await debtorAt("4")}/states/${id}/lift`, undefined, { key: handler });
  });

  it("is recorded once, not before it has happened, by a case handler, and of a debtor of this company", async () => {
    const dead = { kind: "deceased", source: "authority" };
    expect((await record("3", dead)).status).toBe(201);
    const twice = await record("3", dead);
    expect([twice.status, twice.body.detail]).toEqual([
      409,
      "That the debtor is dead is recorded already. Nothing was done.",
    ]);
    const early = await record("4", { kind: "bankrupt", since: "2026-06-30", source: "register" });
    expect([early.status, early.body.detail]).toContain(409);
    const byCompany = await api.post(`${await debtorAt("4")}/states`, dead, { key: company });
    expect(byCompany.status).toBe(403);
    const other = await api.post(at(`/debtors/${world.creditorId}/states`), dead, { key: handler });
    expect(other.status).toBe(404);
  });
});

describe("What is known of a debtor (S101)", () => {
  it("says what is missing and to be asked for: of a person other things than of a firm", async () => {
    const missing = async (number: string) =>
      (await api.get(`${await debtorAt(number)}/standing`, { key: company })).body.missing;
    expect(await missing("3")).toContain("national-number");
    expect(await missing("3")).not.toContain("organisation-number");
    expect(await missing("4")).toContain("organisation-number");
    expect(await missing("4")).toContain("phone");
  });
});

describe("The contact log (S98)", () => {
  const log = async (number: string, body: object, key = handler) =>
    api.post(`${await claimAt(number)}/contacts`, body, { key });

  it("keeps each call, e-mail, text message and letter with its outcome, and the creditor reads it", async () => {
    const call = { way: "call", outcome: "reached", note: "Lover svar fredag", nextOn: "2026-05-29" };
    expect((await log("4", call)).body).toEqual({ no: 1 });
    const heard = { way: "email", direction: "from-debtor", outcome: "reached" };
    expect((await log("4", heard)).body).toEqual({ no: 2 });
    const { body } = await api.get(`${await claimAt("4")}/contacts`, { key: company });
    expect(body.items).toMatchObject([
      { no: 2, way: "email", direction: "from-debtor", nextOn: null },
      { no: 1, way: "call", outcome: "reached", note: "Lover svar fredag", isNextOpen: false },
    ]);
    const claim = (await api.get(await claimAt("4"), { key: company })).body;
    expect(claim.happened.filter(({ kind }: { kind: string }) => kind === "contact")).toHaveLength(2);
    const { rows } = await withAdministrator(database.url, (client) =>
      client.query("select data::text as data from event where kind = 'contact'"),
    );
    expect(rows.some(({ data }) => data.includes("Lover"))).toBe(false);
    expect((await log("4", call, company)).status).toBe(403);
  });

  it("goes on in pages, the newest first", async () => {
    const path = `${await claimAt("4")}/contacts?limit=1`;
    const first = (await api.get(path, { key: company })).body;
    const second = (await api.get(`${path}&cursor=${first.nextCursor}`, { key: company })).body;
    expect([first.items[0].no, second.items[0].no, second.nextCursor]).toEqual([2, 1, null]);
  });

  it("takes no next look on a day that has come", async () => {
    const reply = await log("4", { way: "call", outcome: "not-reached", nextOn: "2026-05-21" });
    expect([reply.status, reply.body.kind]).toEqual([409, "refused"]);
  });

  it("counts with the letters: a fourth contact in seven days is refused, with the hour it opens (B22)", async () => {
    // A letter of 15 May and a call of the 21st: one more is allowed before the letter is a week old.
    expect((await log("4", { way: "sms", outcome: "message-left" })).status).toBe(201);
    const refused = await log("4", { way: "call", outcome: "not-reached" });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining("at most 3 in 7 days is allowed: not before Friday 2026-05-22 at 08:00"),
    ]);
    const { mayContact } = (await api.get(`${await claimAt("4")}/contacts`, { key: handler })).body;
    expect(mayContact.find(({ way }: { way: string }) => way === "call")).toMatchObject({
      isPermitted: false,
      opensAt: "2026-05-22T06:00:00.000Z",
    });
    const heard = await log("4", { way: "call", direction: "from-debtor", outcome: "reached" });
    expect(heard.status).toBe(201);
  });

  it("refuses to contact whoever is dead or a minor, or disputes the claim, by the provision (norway.md 5.2, 5.6, 5.7)", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-04" });
    const numbers = ["dead", "minor", "whole", "part", "gone"];
    await other.owe(numbers.map((number) => ({ number, amount: "400.00", dueOn: "2026-04-30" })));
    const path = async (number: string) =>
      `/v1/creditors/${other.creditorId}/claims/${(await other.claim(number)).claimId}`;
    const state = async (number: string, kind: string) => {
      const { debtorId } = (await api.get(await path(number), { key: handler })).body;
      const to = `/v1/creditors/${other.creditorId}/debtors/${debtorId}/states`;
      expect((await api.post(to, { kind, source: "authority" }, { key: handler })).status).toBe(201);
    };
    await state("dead", "deceased");
    await state("minor", "minor");
    await state("gone", "unknown-address");
    for (const [number, disputed] of [
      ["whole", "whole"],
      ["part", "100.00"],
    ])
      expect(
        (await api.post(`${await path(number!)}/objections`, { disputed }, { key: handler })).status,
      ).toBe(201);
    const contact = async (number: string, body: object) =>
      api.post(`${await path(number)}/contacts`, { outcome: "reached", ...body }, { key: handler });
    for (const [number, why] of [
      ["dead", "The debtor is dead: No letter goes to the person."],
      ["minor", "The debtor is a minor: Nothing is collected from somebody under 18"],
      ["whole", "The debtor disputes the claim"],
    ] as const)
      for (const way of ["call", "email", "sms", "letter"]) {
        const { status, body } = await contact(number, { way });
        expect([status, body.detail]).toEqual([
          409,
          expect.stringMatching(`^${why}.* Nothing was logged\\.$`),
        ]);
        expect(body.because.citation).toMatchObject({ act: expect.any(String), section: "§ 8" });
        const { mayContact } = (await api.get(`${await path(number)}/contacts`, { key: handler })).body;
        expect(mayContact.find((one: { way: string }) => one.way === way)).toMatchObject({
          ...{ isPermitted: false, opensAt: null, because: body.because },
        });
      }
    // What the debtor said itself is written down all the same.
    expect((await contact("dead", { way: "call", direction: "from-debtor" })).status).toBe(201);
    expect((await contact("whole", { way: "call", direction: "from-debtor" })).status).toBe(201);
    expect((await contact("part", { way: "call" })).status).toBe(201);
    expect((await contact("gone", { way: "letter" })).body.detail).toContain("no known address");
    expect((await contact("gone", { way: "call" })).status).toBe(201);
    const settle = await api.post(
      `${await path("whole")}/objections/settle`,
      { outcome: "withdrawn" },
      { key: handler },
    );
    expect(settle.status).toBe(200);
    expect((await contact("whole", { way: "call" })).status).toBe(201);
  });

  it("keeps the engine's next letter back where the debtor has just been called (B22)", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-04", input: { pressure: "1/30" } });
    await other.owe(
      ["Per", "Pia"].map((customer) => ({
        number: customer,
        customer,
        amount: "400.00",
        dueOn: "2026-04-30",
      })),
    );
    const path = async (number: string) =>
      `/v1/creditors/${other.creditorId}/claims/${(await other.claim(number)).claimId}`;
    const called = { way: "call", outcome: "reached" };
    expect((await api.post(`${await path("Per")}/contacts`, called, { key: handler })).status).toBe(201);
    await other.runUntil("2026-05-29");
    const steps = async (number: string) =>
      (await api.get(await path(number), { key: handler })).body.happened.map(
        ({ kind }: { kind: string }) => kind,
      );
    expect(await steps("Pia")).toContain("letter");
    expect(await steps("Per")).not.toContain("letter");
    await other.runUntil("2026-06-03");
    expect(await steps("Per")).toContain("letter");
  });

  it("has no hours on a public holiday, and says when they open (B22)", async () => {
    await world.runUntil("2026-05-25");
    const refused = await log("1", { way: "call", outcome: "reached" });
    expect(refused.body).toMatchObject({
      status: 409,
      because: { citation: { number: "LOV-2026-05-22-19" } },
    });
    expect(refused.body.detail).toContain("Tuesday 2026-05-26 at 08:00");
    const letter = await log("1", { way: "letter", outcome: "message-left" });
    expect(letter.status).toBe(201);
  });
});

describe("The operator does all of it on the company's behalf (S121)", () => {
  it("its people act on the company's claims, and the company sees each act and by whom", async () => {
    const path = await claimAt("2");
    expect((await api.post(`${path}/stop`, { note: "Avtalt per telefon" }, { key: handler })).status).toBe(
      200,
    );
    expect((await api.post(`${path}/release`, undefined, { key: handler })).status).toBe(200);
    const { happened } = (await api.get(path, { key: company })).body;
    const acts = happened.filter(({ by }: { by: string }) => by.startsWith("key:"));
    expect(acts.map(({ kind }: { kind: string }) => kind).slice(-2)).toEqual(["stopped", "released"]);
  });
});
