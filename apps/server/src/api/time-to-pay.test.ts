import { addDays, date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, anOcrGiro, aWorld, NOW, type World } from "../payments/test-world.ts";
import { keysOf, newKey } from "../secrets/keys.ts";
import { expectBooksOfChains } from "../usecases/test-books.ts";
import { type TestApi, testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation, { keys: keysOf(newKey("2026-1"), "the test") });

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const idOf = async (number: string) => (await world.claim(number)).claimId;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(
    ["1", "2", "3", "4"].map((number) => ({
      number,
      customer: number,
      amount: `4${number}00.00`,
      dueOn: "2026-04-30",
    })),
  );
  await world.runUntil("2026-05-15");
  key = await api.key({ creditorId: world.creditorId });
});

async function lettersOf(number: string): Promise<string[]> {
  const { body } = await api.get(at(`/claims/${await idOf(number)}`), { key });
  const letters = body.happened.filter(({ kind }: { kind: string }) => kind === "letter");
  return letters.map(({ on }: { on: string }) => on);
}

async function promises(query = ""): Promise<Record<string, { state: string; paid: string }>> {
  const { status, body } = await api.get(at(`/promises${query}`), { key });
  expect(status).toBe(200);
  return Object.fromEntries(
    body.items.map((one: { invoiceNumber: string }) => [one.invoiceNumber, one] as const),
  );
}

describe("A promise to pay (B12)", () => {
  it("holds the claim until its day and three banking days more, whoever writes it down", async () => {
    for (const number of ["1", "2"]) {
      const said = { payOn: "2026-06-12", note: "Wages come on the tenth." };
      const reply = await api.post(at(`/claims/${await idOf(number)}/promises`), said, { key });
      expect([reply.status, reply.body.done]).toEqual([
        201,
        expect.stringContaining(
          "is promised by 2026-06-12; nothing is done until then, and from 2026-06-18 on",
        ),
      ]);
    }
    expect(await promises()).toMatchObject({ "1": { state: "open", heldOn: "2026-06-17" } });
    expect(await promises("?over=true")).toEqual({});
    const claim = await api.get(at(`/claims/${await idOf("1")}`), { key });
    expect(claim.body.holds).toMatchObject([{ kind: "promise", untilOn: "2026-06-17" }]);
    expect(claim.body.next).toMatchObject({ kind: "held" });
  });

  it("is for a day that comes, and for no more than is owed", async () => {
    const claim = at(`/claims/${await idOf("3")}/promises`);
    for (const [said, why] of [
      [{ payOn: "2026-05-15" }, "a day after today"],
      [{ payOn: "2027-05-16" }, "latest day that can be promised"],
      [{ payOn: "2026-06-12", amount: "9999.00" }, "up to what is owed"],
    ] as const) {
      const reply = await api.post(claim, said, { key });
      expect([reply.status, reply.body.detail]).toEqual([409, expect.stringContaining(why)]);
    }
  });

  it("is kept by the money, and where none comes the claim goes on by its plan and is listed", async () => {
    const { reference } = await world.claim("2");
    await world.runUntil("2026-06-15");
    const kid = { kid: reference, amount: "4300.00", on: "2026-06-12" };
    await world.paid(anOcrGiro(world.account, [kid]));
    expect(await lettersOf("1")).toEqual(["2026-05-15"]);
    expect((await lettersOf("3")).length).toBeGreaterThan(1);
    await world.runUntil("2026-06-17");
    expect(await lettersOf("1")).toEqual(["2026-05-15"]);
    await world.runUntil("2026-06-30");
    expect(await promises("?over=true")).toMatchObject({
      "1": { state: "broken", paid: "0.00", amount: "4158.22" },
      "2": { state: "kept", paid: "4297.38" },
    });
    expect((await lettersOf("1")).length).toBeGreaterThan(1);
  });
});

describe("A debtor that needs more time (B11, S81, S97)", () => {
  let token: string;
  let claim: string;
  const bounds = { mostDelayDays: 14, mostInstalments: 6, leastInstalment: "500.00" };
  const choices = async (query = "") => {
    const { status, body } = await api.get(`${claim}/plan-choices${query}`, { key: token });
    expect(status).toBe(200);
    return body;
  };

  beforeAll(async () => {
    world = await aWorld(installation, { startsOn: "2026-05-01" });
    await world.owe([
      { number: "a", customer: "A", amount: "4500.00", dueOn: "2026-04-30" },
      { number: "b", customer: "B", amount: "4500.00", dueOn: "2026-04-30" },
      { number: "c", customer: "C", amount: "200.00", dueOn: "2026-04-30" },
      { number: "d", customer: "D", amount: "900.00", dueOn: "2026-04-30" },
      { number: "e", customer: "D", amount: "3600.00", dueOn: "2026-04-30" },
      { number: "f", customer: "F", amount: "4500.00", dueOn: "2026-04-30" },
    ]);
    await world.runUntil("2026-05-15");
    key = await api.key({ creditorId: world.creditorId });
    await comeIn("a");
  });

  async function comeIn(number: string): Promise<void> {
    const claimId = await idOf(number);
    token = await aDebtorsToken(database, claimId);
    claim = `/v1/debtor/claims/${claimId}`;
  }

  it("is offered nothing by a company that has said nothing, and asks a person instead", async () => {
    expect(await choices()).toMatchObject({
      ...{ promise: null, choices: [], decides: "operator" },
      whyNone: "This company agrees on payment plans with each customer.",
    });
    const day = await api.post(`${claim}/promises`, { payOn: "2026-05-20" }, { key: token });
    expect([day.status, day.body.detail]).toEqual([409, expect.stringContaining("ask for time")]);
    const wish = { instalments: 10, monthly: "450.00", text: "I am between two jobs." };
    const asked = await api.post(`${claim}/time-wishes`, wish, { key: token });
    expect([asked.status, asked.body]).toEqual([201, { message: 1 }]);
    const staff = await api.key();
    const path = at(`/claims/${await idOf("a")}/messages`);
    const { body } = await api.get(`${path}?thread=debtor`, { key: staff });
    expect(body.items[0]).toMatchObject({ writtenBy: "debtor", text: expect.stringContaining("two jobs") });
    expect((await api.get(`${path}?thread=creditor`, { key })).body.items).toEqual([]);
    expect((await api.post(`${claim}/time-wishes`, {}, { key: token })).status).toBe(409);
  });

  it("is offered what its creditor allows, each with its whole cost", async () => {
    const set = await api.ask("PATCH", at("/settings"), { key, body: { forDebtors: bounds } });
    expect(set.status).toBe(200);
    expect((await api.get(at("/settings"), { key })).body.settings.forDebtors).toEqual({
      ...bounds,
      decides: "operator",
    });
    const offered = await choices("?firstOn=2026-06-01");
    // Before the demand it is doubtful whether there is a fee, so there is none (norway.md 2.3, 3.3).
    expect(offered).toMatchObject({
      on: "2026-05-15",
      fee: null,
      promise: { latestOn: "2026-05-29" },
      whyNone: null,
    });
    const six = offered.choices.at(-1);
    expect(offered.choices.map(({ instalments }: { instalments: number }) => instalments)).toEqual([
      ...[2, 3, 4, 5, 6],
    ]);
    expect(six.cost).toEqual({
      ...{ principal: "4500.00", fees: "38.00", interest: "22.19", planFee: "0.00" },
      ...{ comingInterest: six.cost.comingInterest, total: six.cost.total },
    });
    expect(six.dueOn).toEqual([
      ...["2026-06-01", "2026-07-01", "2026-08-03", "2026-09-01", "2026-10-01", "2026-11-02"],
    ]);
    for (const { instalment, last, instalments, cost } of offered.choices) {
      const parts = [cost.principal, cost.fees, cost.interest, cost.comingInterest, cost.planFee];
      const sum = parts.reduce((all, part) => all + minorFromDecimal(part), 0n);
      expect(formatMinor(sum)).toBe(cost.total);
      const paid = minorFromDecimal(instalment) * BigInt(instalments - 1) + minorFromDecimal(last);
      expect(formatMinor(paid)).toBe(cost.total);
    }
  });

  it("agrees to what it saw, and to nothing that has changed since", async () => {
    const before = (await choices("?firstOn=2026-06-01")).choices;
    const chosen = before[2];
    const agree = (choice: string, more = {}) =>
      api.post(`${claim}/payment-plans`, { choice, firstOn: "2026-06-01", ...more }, { key: token });
    const wrong = await agree(chosen.choice, { firstOn: "2026-06-02" });
    expect([wrong.status, wrong.body.detail]).toEqual([409, expect.stringContaining("choose again")]);
    const { reference } = await world.claim("a");
    await world.paid(anOcrGiro(world.account, [{ kid: reference, amount: "60.00", on: "2026-05-15" }]));
    expect((await agree(chosen.choice)).status).toBe(409);
    const now = (await choices("?firstOn=2026-06-01")).choices[2];
    const agreed = await agree(now.choice);
    expect([agreed.status, agreed.body.done]).toEqual([201, expect.stringContaining("costs nothing")]);
    const { body } = await api.get(claim, { key: token });
    expect(body.plan).toMatchObject({
      ...{ instalments: 4, instalment: now.instalment, total: now.cost.total, isBroken: false },
      next: "2026-06-01",
    });
    expect((await agree(now.choice)).status).toBe(409);
  });

  it("pays what was agreed and owes nothing more; the interest was reckoned in", async () => {
    const { reference } = await world.claim("a");
    const { plan } = (await api.get(claim, { key: token })).body;
    for (const on of plan.dueOn) {
      await world.runUntil(on);
      await world.paid(anOcrGiro(world.account, [{ kid: reference, amount: plan.instalment, on }]));
    }
    await world.runUntil("2026-09-10");
    expect(await world.claim("a")).toMatchObject({ state: "closed", principal: 0n, interest: 0n });
  });

  it("is told when the sum is too small, and a plan of everything covers every claim", async () => {
    await comeIn("c");
    expect(await choices()).toMatchObject({
      choices: [],
      whyNone: expect.stringContaining("at least 500.00"),
    });
    await comeIn("d");
    const all = await choices("?all=true");
    expect(all.claimIds).toHaveLength(2);
    expect(all.choices[0].cost.principal).toBe("4500.00");
    expect((await choices()).claimIds).toHaveLength(1);
  });

  it("is offered no plan over what it disputes, and promises the rest alone (S94)", async () => {
    await comeIn("f");
    const part = { disputed: "1500.00", reason: "Two wheels are missing" };
    expect((await api.post(`${claim}/objections`, part, { key: token })).status).toBe(201);
    const offered = await choices();
    expect(offered).toMatchObject({ choices: [], whyNone: expect.stringContaining("is disputed") });
    const { amount, total } = (await api.get(`${claim}/ways-to-pay`, { key: token })).body;
    expect(Number(total) - Number(amount)).toBeGreaterThan(1500);
    const payOn = addDays(date(offered.on), 5);
    expect((await api.post(`${claim}/promises`, { payOn }, { key: token })).status).toBe(201);
    expect((await api.get(claim, { key: token })).body.promise).toMatchObject({ state: "open", amount });
  });

  it("is told of a plan's fee once the demand has been sent, and how to go without it (B11)", async () => {
    await comeIn("b");
    const offered = await choices();
    expect(offered.choices.at(-1)).toMatchObject({ instalments: 6, cost: { planFee: "1125.00" } });
    expect(offered.fee).toMatchObject({ mostWithout: 4, because: { citation: { section: "§ 2-4" } } });
  });

  it("promises a day once by itself (B12); after a broken promise a person is asked", async () => {
    await comeIn("b");
    const say = (payOn: string) => api.post(`${claim}/promises`, { payOn }, { key: token });
    const { on } = await choices();
    expect((await say(addDays(date(on), 15))).status).toBe(409);
    expect((await say(addDays(date(on), 14))).status).toBe(201);
    expect((await say(addDays(date(on), 10))).body.detail).toContain("is promised by");
    expect((await choices()).promise).toBeNull();
    expect((await api.get(claim, { key: token })).body.promise).toMatchObject({ state: "open" });
    await world.runUntil(addDays(date(on), 25));
    const again = await say(addDays(date(on), 30));
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining("agreed with a person")]);
  });
});

describe("A debtor whose plan runs (B11, S81, S91)", () => {
  let token: string;
  const own = (number: string, path = "") =>
    idOf(number).then((id) => api.get(`/v1/debtor/claims/${id}${path}`, { key: token }));
  const toPay = async (number: string) => (await own(number, "/ways-to-pay")).body;
  let agreed: { readonly instalment: string; readonly total: string };

  beforeAll(async () => {
    world = await aWorld(installation, { startsOn: "2026-05-01" });
    await world.owe([
      { number: "small", customer: "P", amount: "1000.00", dueOn: "2026-04-30" },
      { number: "large", customer: "P", amount: "5000.00", dueOn: "2026-04-30" },
    ]);
    await world.runUntil("2026-05-15");
    key = await api.key({ creditorId: world.creditorId });
    const forDebtors = { mostDelayDays: 14, mostInstalments: 4, leastInstalment: "500.00" };
    await api.ask("PATCH", at("/settings"), { key, body: { forDebtors } });
    token = await aDebtorsToken(database, await idOf("small"));
    const { choices } = (await own("small", "/plan-choices?all=true&firstOn=2026-06-01")).body;
    const body = { choice: choices.at(-1).choice, firstOn: "2026-06-01", all: true };
    const path = `/v1/debtor/claims/${await idOf("small")}/payment-plans`;
    expect((await api.post(path, body, { key: token })).status).toBe(201);
    agreed = { instalment: choices.at(-1).instalment, total: choices.at(-1).cost.total };
  });

  it("is shown the next instalment first, and all of it instead", async () => {
    const small = await toPay("small");
    const first = { amount: agreed.instalment, instalment: 1, payBy: "2026-06-01", planRests: false };
    expect(small).toMatchObject(first);
    expect([small.whole, Number(small.total) < Number(small.amount)]).toEqual([small.total, true]);
    expect(await toPay("large")).toMatchObject(first);
    const { rests, plan } = (await own("large")).body;
    expect(rests).toBe("payment-plan");
    expect(plan).toMatchObject({ rests: false, next: "2026-06-01", nextAmount: agreed.instalment });
  });

  it("pays it in two calls, also where it is more than the one claim, and is shown the one after it", async () => {
    const path = `/v1/debtor/claims/${await idOf("small")}/online-payments`;
    const begun = await api.post(path, { way: "mobile" }, { key: token });
    expect([begun.status, begun.body.amount]).toEqual([201, agreed.instalment]);
    await api.post(`${path}/${begun.body.id}/sandbox`, { outcome: "paid" }, { key: token });
    expect(await world.claim("small")).toMatchObject({ state: "closed" });
    const second = { amount: agreed.instalment, instalment: 2, payBy: "2026-07-01" };
    expect(await toPay("large")).toMatchObject(second);
    await world.runUntil("2026-06-10");
    expect(await toPay("large")).toMatchObject(second);
    await expectBooksOfChains(installation, world.creditorId, NOW);
  });

  it("is asked for nothing while its objection is open, and no instalment of that time is missed", async () => {
    const path = `/v1/debtor/claims/${await idOf("large")}/objections`;
    const no = { disputed: "whole", reason: "The tap drips." };
    expect((await own("large", "/plan-choices")).body).toMatchObject({ promise: null, choices: [] });
    expect((await api.post(path, no, { key: token })).status).toBe(201);
    const pay = path.replace("objections", "online-payments");
    const begun = await api.post(pay, { way: "mobile" }, { key: token });
    expect([begun.status, begun.body.detail]).toEqual([409, expect.stringContaining("say an amount")]);
    const resting = { amount: "0.00", whole: "0.00", instalment: null, payBy: null, planRests: true };
    for (const on of ["2026-06-10", "2026-07-20"]) {
      await world.runUntil(date(on));
      expect(await toPay("large")).toMatchObject(resting);
      const { rests, plan, state } = (await own("large")).body;
      expect([state, rests]).toEqual(["open", "objection"]);
      expect(plan).toMatchObject({ rests: true, isBroken: false, next: null, nextAmount: null });
    }
    const claim = at(`/claims/${await idOf("large")}`);
    await api.post(`${claim}/objections/settle`, { outcome: "withdrawn" }, { key });
    const after = await toPay("large");
    expect(after).toMatchObject({ amount: agreed.instalment, instalment: 2, planRests: false });
    expect(after.payBy > "2026-07-20").toBe(true);
    await world.runUntil(date(after.payBy));
    expect((await own("large")).body).toMatchObject({ state: "open", plan: { isBroken: false } });
    await world.runUntil(addDays(date(after.payBy), 1));
    expect((await own("large")).body).toMatchObject({ rests: "other", plan: { isBroken: true } });
    // The one of August has fallen due with it.
    const both = formatMinor(2n * minorFromDecimal(agreed.instalment));
    expect(await toPay("large")).toMatchObject({ instalment: 2, amount: both });
  });
});

describe("A Swedish debtor that needs more time (B11, S96)", () => {
  it("pays no fee for a plan of the whole debt that nobody has sent it in writing", async () => {
    world = await aWorld(installation, { country: "SE", startsOn: "2026-05-01" });
    await world.owe([{ number: "s", customer: "S", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-05-15");
    const { claimId } = await world.claim("s");
    const forDebtors = { mostDelayDays: 0, mostInstalments: 3, leastInstalment: "500.00" };
    key = await api.key({ creditorId: world.creditorId });
    expect((await api.ask("PATCH", at("/settings"), { key, body: { forDebtors } })).status).toBe(200);
    const asking = { key: await aDebtorsToken(database, claimId) };
    const claim = `/v1/debtor/claims/${claimId}`;
    const { choices, fee } = (await api.get(`${claim}/plan-choices`, asking)).body;
    expect(fee).toBeNull();
    expect(choices.map(({ cost }: { cost: { planFee: string } }) => cost.planFee)).toEqual(["0.00", "0.00"]);
    const agreed = await api.post(`${claim}/payment-plans`, { choice: choices[0].choice }, asking);
    expect(agreed.status, JSON.stringify(agreed.body)).toBe(201);
    const after = (await api.get(claim, asking)).body;
    expect(JSON.stringify(after)).not.toContain("170.00");
  });
});
