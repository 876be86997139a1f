/** A Norwegian company's claims from the import to the demand, all of it by calls, on a sandbox's clock. */
import { type CalendarDate, date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, NOW, norwegianAccount, type World } from "../payments/test-world.ts";
import { runDays } from "../usecases/run-days.ts";
import { testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const operators = await api.key();

const HEADER =
  "invoice_number;customer_number;customer_name;customer_kind;country;email;street;postal_code;city;issued_on;due_on;currency;amount";
const row = (number: string) =>
  `${number};k${number};Kunde ${number} Oppdiktet;person;NO;kunde@example.test;Ingenmannsgata 2;0150;Ingensted;2026-04-16;2026-04-30;NOK;4500.00`;

type Item = { readonly claimId: string; readonly invoiceNumber: string; readonly demandAdds: string };
type Company = Awaited<ReturnType<typeof company>>;

let accounts = 0;

/** A company whose people use the API alone. */
async function company(rules: object, numbers: readonly string[]) {
  const account = norwegianAccount(++accounts);
  const world: World = await aWorld(installation, { startsOn: "2026-05-01", account });
  const key = await api.key({ creditorId: world.creditorId });
  const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
  const get = async (path: string) => (await api.get(at(path), { key })).body;
  const post = (path: string, body?: object) => api.post(at(path), body, { key });
  const change = (body: object) => api.ask("PATCH", at("/settings"), { key, body });
  expect((await change(rules)).status).toBe(200);
  const file = { type: "text/csv", bytes: [HEADER, ...numbers.map(row)].join("\n") };
  const taken = await api.ask("POST", at("/imports"), { key, file });
  expect([taken.status, taken.body.taken]).toEqual([201, numbers.length]);
  const idOf = async (number: string) => (await world.claim(number)).claimId as string;
  const waiting = async (): Promise<readonly Item[]> =>
    (await get("/approvals")).items.flatMap(({ items }: { items: readonly Item[] }) => items);
  return {
    ...{ world, key, at, get, post, change, idOf, waiting },
    until: (day: string) => world.runUntil(day),
    claim: async (number: string) => get(`/claims/${await idOf(number)}`),
    on: async (number: string, path: string, body?: object) =>
      post(`/claims/${await idOf(number)}/${path}`, body),
    numbersAt: async (step: string): Promise<string[]> =>
      (await get(`/claims?lastStep=${step}`)).items
        .map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber)
        .sort(),
  };
}

const numbersOf = (items: readonly Item[]) => items.map(({ invoiceNumber }) => invoiceNumber).sort();
const amountsOf = (claim: {
  readonly amounts: { readonly lines: readonly { item: string; amount: string }[] };
}) => Object.fromEntries(claim.amounts.lines.map(({ item, amount }) => [item, amount]));
const whenOf = (claim: { readonly happened: readonly { kind: string; on: string }[] }, kind: string) =>
  claim.happened.filter((one) => one.kind === kind).map(({ on }) => on);

describe("Norway, from the import to the demand (S12, S14, S18–S22, S25–S31, S107–S113)", () => {
  let own: Company;
  beforeAll(async () => {
    const rules = { automation: "suggest", excludeCustomers: ["k6"], excludeInvoices: ["7"] };
    own = await company(rules, ["1", "2", "3", "4", "5", "6", "7"]);
  });

  it("nothing is proposed before the fifteenth day after the due date (S107, S109)", async () => {
    await own.until("2026-05-14");
    expect(await own.waiting()).toEqual([]);
    expect((await own.claim("1")).amounts.total).not.toBeNull();
    expect(amountsOf(await own.claim("1"))["notice-fee"]).toBeUndefined();
  });

  it("then the system proposes all that are due, and leaves out whom the company leaves out (S12, S14, S18, S20)", async () => {
    await own.until("2026-05-15");
    const { items } = await own.get("/approvals");
    expect(items).toEqual([
      expect.objectContaining({ kind: "proposals", step: "notice", closesAt: null, count: 5 }),
    ]);
    expect(numbersOf(await own.waiting())).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("one is stopped and another postponed, and a stop can be undone (S21, S22)", async () => {
    expect((await own.on("4", "stop", { note: "Ringer selv." })).body.done).toContain("stopped");
    expect((await own.on("5", "postpone", { until: "2026-05-20" })).body.done).toContain("until 2026-05-20");
    expect(numbersOf(await own.waiting())).toEqual(["1", "2", "3"]);
    expect((await own.on("4", "release")).body.done).toBe(
      "the claim is taken up again, and what was proposed is proposed as before: notice",
    );
    expect(numbersOf(await own.waiting())).toEqual(["1", "2", "3", "4"]);
    expect((await own.on("4", "stop", {})).status).toBe(200);
  });

  it("a yes to one, then to all that are left (S19)", async () => {
    const decide = async (numbers: readonly string[]) => {
      const claimIds = await Promise.all(numbers.map(own.idOf));
      return (await own.post("/approvals/decide", { decision: "approve", claimIds })).body.items;
    };
    expect((await decide(["1"]))[0]).toMatchObject({ refused: null });
    await own.until("2026-05-15");
    expect(await own.numbersAt("notice")).toEqual(["1"]);
    // One that was decided meanwhile is named with why; the others go.
    const [first, ...others] = await decide(["1", ...numbersOf(await own.waiting())]);
    expect(first.refused).toContain("Nothing waits");
    expect(others.every(({ refused }: { refused: string | null }) => refused === null)).toBe(true);
    await own.until("2026-05-16");
    expect(await own.numbersAt("notice")).toEqual(["1", "2", "3"]);
  });

  it("the notice carries its fee, and interest from the due date (S25, S107, S110)", async () => {
    const claim = await own.claim("1");
    expect(whenOf(claim, "letter")).toEqual(["2026-05-15"]);
    const amounts = amountsOf(claim);
    expect(amounts).toMatchObject({ principal: "4500.00", "notice-fee": "38.00" });
    // 4500.00 × 12.00 % × 16/365, from the day after the due date to 16 May.
    expect(amounts.interest).toBe("23.67");
  });

  it("what was postponed comes back by itself on its day (S22)", async () => {
    await own.until("2026-05-20");
    expect(numbersOf(await own.waiting())).toEqual(["5"]);
    await own.on("5", "postpone", { until: "2026-12-01" });
  });

  it("unpaid at its deadline, a claim is put on the list of the first Tuesday, never demanded at once (S26–S28)", async () => {
    await own.until("2026-06-01");
    expect((await own.get("/approvals")).items).toEqual([]);
    await own.until("2026-06-02");
    const { items } = await own.get("/approvals");
    const [list] = items;
    expect(items).toHaveLength(1);
    expect(list).toMatchObject({ kind: "collection-list", closesAt: "2026-06-04T06:00:00.000Z", count: 3 });
    expect(new Date(list.openedAt).getUTCDay()).toBe(2);
    expect(numbersOf(list.items)).toEqual(["1", "2", "3"]);
    expect(list.items.map(({ demandAdds }: Item) => demandAdds)).toEqual(["600.00", "600.00", "600.00"]);
    expect(await own.numbersAt("demand")).toEqual([]);
  });

  it("single items are stopped on the list, and a stop is undone while it is open (S29)", async () => {
    expect((await own.on("2", "stop", {})).body.done).toContain("off the collection list");
    expect((await own.on("3", "stop", {})).status).toBe(200);
    expect(numbersOf(await own.waiting())).toEqual(["1"]);
    expect((await own.on("3", "release")).body.done).toContain("back on the collection list");
    expect(numbersOf(await own.waiting())).toEqual(["1", "3"]);
  });

  it("from Thursday at 08:00 a stop is refused, with the instant at which the list closed (S30)", async () => {
    await own.until("2026-06-04");
    const late = await own.on("1", "stop", {});
    expect([late.status, late.body.kind]).toEqual([409, "refused"]);
    expect(late.body.detail).toContain("closed Thursday 2026-06-04 at 08:00");
    expect(late.body.detail).toContain("it is Thursday 2026-06-04 at 12:00");
  });

  it("what nobody stopped is agreed to, and its demand gives fourteen days (S31, S108, S111, S112, S113)", async () => {
    const preview = await own.get("/preview?on=2026-06-05");
    const coming = preview.items.filter(({ step }: { step: string }) => step === "demand");
    expect(coming).toEqual(
      ["1", "3"].map(() => expect.objectContaining({ payBy: "2026-06-19", adds: "600.00" })),
    );
    await own.until("2026-06-05");
    expect(await own.numbersAt("demand")).toEqual(["1", "3"]);
    const claim = await own.claim("3");
    const letter = claim.happened.findLast(({ kind }: { kind: string }) => kind === "letter");
    expect(letter.on).toBe("2026-06-05");
    expect(amountsOf(claim)["recovery-costs"]).toBe("600.00");
    // One fee in all: the demand adds no second one (S108).
    const fees = claim.amounts.lines.filter(({ item }: { item: string }) => item === "notice-fee");
    expect(fees.map(({ amount }: { amount: string }) => amount)).toEqual(["38.00"]);
    expect(await own.numbersAt("notice")).toEqual(["2"]);
  });
});

describe("Rules that a company sets (S10, S11, S13, S15–S17, S24, S114, S121)", () => {
  it("the days before the first letter are the company's, and one customer's own (S10, S13)", async () => {
    const own = await company({ automation: "automatic", changes: { waits: { notice: 20 } } }, ["1", "2"]);
    await own.change({ customer: { number: "k2", changes: { waits: { notice: 25 } } } });
    await own.until("2026-05-19");
    expect(await own.numbersAt("notice")).toEqual([]);
    await own.until("2026-05-20");
    expect(await own.numbersAt("notice")).toEqual(["1"]);
    await own.until("2026-05-26");
    expect(await own.numbersAt("notice")).toEqual(["1", "2"]);
  });

  it("what fell due before the look-back is left alone (S11)", async () => {
    const own = await company({ automation: "automatic", lookBackDays: 14 }, ["1"]);
    await own.until("2026-05-18");
    expect(await own.numbersAt("notice")).toEqual([]);
    await own.change({ lookBackDays: 30 });
    await own.until("2026-05-19");
    expect(await own.numbersAt("notice")).toEqual(["1"]);
  });

  it("automation is raised step by step, and a customer of its own kind is asked about all the same (S15, S16, S17)", async () => {
    const own = await company({ automation: "suggest" }, ["1", "2", "3"]);
    await own.change({ customer: { number: "k2", automation: "suggest" } });
    await own.on("3", "stop", { note: "Gammel kunde: vi snakker sammen." });
    await own.until("2026-05-15");
    expect(numbersOf(await own.waiting())).toEqual(["1", "2"]);
    await own.change({ automation: "approve", approveAfterDays: 2 });
    expect((await own.get("/settings")).settings.automation).toBe("approve");
    await own.change({ automation: "automatic" });
    await own.until("2026-05-18");
    expect(await own.numbersAt("notice")).toEqual(["1"]);
    // The relation counts for more than the automation: one is asked about, the other left alone.
    expect(numbersOf(await own.waiting())).toEqual(["2"]);
    await own.until("2026-06-12");
    expect((await own.claim("3")).happened.map(({ kind }: { kind: string }) => kind)).not.toContain("letter");
    expect(await own.numbersAt("demand")).toEqual(["1"]);
  });

  it("with the gentle plan a reminder without a fee goes right after the due date (S24)", async () => {
    const own = await company({ automation: "automatic", plan: "no-gentle" }, ["1"]);
    await own.until("2026-05-04");
    const claim = await own.claim("1");
    expect(whenOf(claim, "letter")).toEqual([expect.stringMatching(/^2026-05-0[1-4]$/)]);
    expect(amountsOf(claim)["notice-fee"]).toBeUndefined();
  });

  it("what the law sets is followed whatever is set: too early, too short, too dear (S114)", async () => {
    const own = await company({ automation: "automatic" }, ["1"]);
    for (const changes of [{ waits: { notice: 13 } }, { terms: { notice: 13 } }, { terms: { demand: 13 } }]) {
      const { status, body } = await own.change({ changes });
      expect([status, body.kind, typeof body.because?.citation?.act]).toEqual([409, "refused", "string"]);
    }
    // Two letters with a fee that leave the debtor no time between them.
    const { items } = await own.get("/plans");
    const { plan } = items.find((one: { plan: { name: string } }) => one.plan.name === "no-standard");
    const first = { step: "reminder", wait: { after: "due", days: 14 }, termDays: 14, fee: "standard" };
    const steps = plan.steps.flatMap((one: { step: string }) =>
      one.step === "notice" ? [{ ...first, channels: ["email"] }, one] : [one],
    );
    const checked = await own.post("/plans/check", { plan: { ...plan, name: "dear", steps } });
    expect([checked.status, checked.body.isLawful]).toEqual([200, false]);
    expect(checked.body.counterExamples[0].because.citation.act).toEqual(expect.any(String));
  });

  it("the operator does it all for the company, which sees all of it and who did what (S60, S121)", async () => {
    const own = await company({ automation: "suggest" }, ["1"]);
    await own.until("2026-05-15");
    const asked = { decision: "approve", claimIds: [await own.idOf("1")] };
    const done = await api.post(own.at("/approvals/decide"), asked, { key: operators });
    expect(done.body.items[0].refused).toBeNull();
    const path = own.at(`/claims/${await own.idOf("1")}`);
    const [seen, operators_] = [
      (await api.get(path, { key: own.key })).body,
      (await api.get(path, { key: operators })).body,
    ];
    expect(seen).toEqual(operators_);
    expect(seen.happened.findLast(({ kind }: { kind: string }) => kind === "approved").by).toMatch(/^key:/);
  });

  it("the list comes by e-mail on its Tuesday, with both instants (S27, S30)", async () => {
    const own = await company({ automation: "automatic", excludeInvoices: ["9"] }, ["1"]);
    const run = (until: string) =>
      runDays(installation, { creditorId: own.world.creditorId, until: date(until) as CalendarDate }, NOW);
    const [ran] = await run("2026-06-02");
    expect(ran).toMatchObject({ kind: "ran", sent: { lists: 1 } });
    expect((await own.get("/approvals")).items[0].closesAt).toBe("2026-06-04T06:00:00.000Z");
  });
});
