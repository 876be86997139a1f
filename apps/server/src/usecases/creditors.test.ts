import { date, type Uuid } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import type { CreditorInput } from "../engine/creditor-input.ts";
import type { PlanChangesInput } from "../engine/legal-limits.ts";
import { sql, withCreditor } from "../store/index.ts";
import { addCreditor } from "./add-creditor.ts";
import { changeCreditor } from "./change-creditor.ts";
import { importInvoices } from "./import-invoices.ts";
import { initInstallation } from "./init-installation.ts";
import { listCreditors, showCreditor } from "./read-creditors.ts";
import { setCustomerKind } from "./set-customer-kind.ts";
import {
  aCreditor,
  csvOf,
  item,
  NOW,
  rowsOf,
  TODAY,
  testInstallation,
  textSource,
} from "./test-installation.ts";

const installation = await testInstallation();
let count = 0;
const name = () => {
  count += 1;
  return `Havn Oppdiktet ${count} AS`;
};
const freshCreditor = (input: CreditorInput = {}, country: "NO" | "SE" = "NO") =>
  aCreditor(installation, name(), input, country);

function added(input: CreditorInput, country: "NO" | "SE" = "NO") {
  const organisationNumber = country === "NO" ? "310000000" : "999999-0006";
  const wanted = { name: name(), organisationNumber, ...input };
  return addCreditor(installation, { country, isSandbox: true, clockOn: TODAY, input: wanted }, NOW);
}

describe("the operator", () => {
  it("is said once: the same again changes nothing, another is seen", async () => {
    const self = { kind: "self" as const, name: "Own claims", licence: null };
    expect(await initInstallation(installation, self)).toMatchObject({ kind: "exists", isSame: true });
    const other = { ...self, name: "Another" };
    expect(await initInstallation(installation, other)).toMatchObject({
      kind: "exists",
      isSame: false,
      operator: { name: "Own claims" },
    });
  });
});

describe("adding a creditor", () => {
  it("says exactly which rules are still missing", async () => {
    const outcome = await added({ plan: "se-standard", email: "post@example.test" }, "SE");
    if (outcome.kind !== "added") throw new Error(JSON.stringify(outcome));
    expect(outcome.missing.map(({ field }) => field)).toEqual([
      "account",
      "automation",
      "dueDateAgreed",
      "agreedRate",
      "consumerCredit",
      "reminderFeeAgreed",
    ]);
  });

  it("twice makes one of it, and says whether the rules are the same", async () => {
    const input = { name: name() };
    const first = await added(input);
    expect(first.kind).toBe("added");
    expect(await added(input)).toMatchObject({ kind: "exists", isSame: true });
    expect(await added({ ...input, minimum: "75" })).toMatchObject({ kind: "exists", isSame: false });
    const all = await listCreditors(installation, NOW);
    expect(all.filter(({ creditor }) => creditor.name === input.name)).toHaveLength(1);
  });

  it.each<[string, CreditorInput, "NO" | "SE"]>([
    ["--org", { organisationNumber: "310000001" }, "NO"],
    ["--org", { organisationNumber: "310000000" }, "SE"],
    ["--account", { account: "99991042765" }, "NO"],
    ["--account", { account: "991-2347" }, "SE"],
    ["--account", { account: "NO9799991042765" }, "NO"],
    ["--email", { email: "post@example" }, "NO"],
    ["--plan", { plan: "se-standard" }, "NO"],
    ["--automation", { automation: "sometimes" }, "NO"],
    ["--agreed-rate", { agreedRate: "12,25" }, "NO"],
    ["--minimum", { minimum: "-1" }, "NO"],
    ["--name", { name: "  " }, "NO"],
  ])("refuses a wrong %s", async (option, input, country) => {
    const outcome = await added(input, country);
    if (outcome.kind !== "wrong") throw new Error(JSON.stringify(outcome));
    expect(outcome.problems.map((problem) => problem.option)).toEqual([option]);
  });

  it.each<[string, "NO" | "SE", unknown]>([
    ["9999 10 42764", "NO", { scheme: "NO_BBAN", value: "99991042764" }],
    ["NO97 9999 1042 764", "NO", { scheme: "NO_BBAN", value: "99991042764" }],
    ["991-2346", "SE", { scheme: "SE_BANKGIRO", value: "9912346" }],
    ["28 65 43-4", "SE", { scheme: "SE_PLUSGIRO", value: "2865434" }],
    ["pg 2865434", "SE", { scheme: "SE_PLUSGIRO", value: "2865434" }],
  ])("reads the account %s", async (account, country, expected) => {
    const outcome = await added({ account }, country);
    if (outcome.kind !== "added") throw new Error(JSON.stringify(outcome));
    const view = await showCreditor(installation, outcome.creditorId, NOW);
    expect(view?.settings.account).toEqual(expected);
  });
});

describe("what the law sets (S114)", () => {
  it.each<[string, "NO" | "SE", PlanChangesInput, string]>([
    ["a notice has at least 14 days", "NO", { terms: { notice: 13 } }, "inkassoloven § 9"],
    ["a demand has at least 14 days", "NO", { terms: { demand: 13 } }, "inkassoloven § 10"],
    ["a fee needs 14 days after the due date", "NO", { waits: { notice: 13 } }, "inkassoforskriften § 1-2"],
    ["heavy costs need 28 whole days", "NO", { waits: { heavy: 28 } }, "inkassoforskriften § 2-3"],
    ["money on its way has three banking days", "NO", { waits: { demand: 2 } }, "Innfri decision D12"],
    ["in Sweden it has them too", "SE", { waits: { demand: 2 } }, "Innfri decision D12"],
    ["a Swedish demand has at least 8 days", "SE", { terms: { demand: 7 } }, "inkassolagen 5–6 §§"],
    ["a demand by e-mail needs consent", "NO", { channels: { demand: ["email"] } }, "Innfri decision D8"],
  ])("%s: less is refused with its citation", async (_title, country, changes, citation) => {
    const plan = country === "NO" ? "no-standard" : "se-standard";
    const outcome = await added({ plan, changes }, country);
    if (outcome.kind !== "wrong") throw new Error(JSON.stringify(outcome));
    expect(outcome.problems).toHaveLength(1);
    expect(outcome.problems[0]?.citation).toContain(citation);
  });

  it("is met by the least that it allows, and by more", async () => {
    const least = { terms: { notice: 14, demand: 14 }, waits: { notice: 14, demand: 3, heavy: 29 } };
    expect((await added({ plan: "no-standard", changes: least })).kind).toBe("added");
    expect(
      (await added({ plan: "se-standard", changes: { terms: { demand: 8 }, waits: { demand: 3 } } }, "SE"))
        .kind,
    ).toBe("added");
  });

  it("holds for one customer too, and when the plan is stated later", async () => {
    const id = await freshCreditor();
    const customer = { number: "501", changes: { terms: { notice: 5 } } };
    expect((await changeCreditor(installation, id, { customer }, NOW)).kind).toBe("wrong");
    const early = await added({ changes: { terms: { notice: 5 } } });
    if (early.kind !== "added") throw new Error(early.kind);
    expect((await changeCreditor(installation, early.creditorId, { plan: "no-standard" }, NOW)).kind).toBe(
      "wrong",
    );
  });
});

describe("changing a creditor", () => {
  it("adds a version from its today on and leaves the older one as it was", async () => {
    const id = await freshCreditor();
    expect((await changeCreditor(installation, id, { minimum: "75" }, NOW)).kind).toBe("changed");
    expect((await changeCreditor(installation, id, { minimum: "75.00" }, NOW)).kind).toBe("same");
    const versions = await rowsOf<{ version_no: number; data: { minimum: string } }>(
      installation,
      id,
      "creditor_settings",
    );
    expect(versions).toMatchObject([
      { version_no: 1, valid_from_on: TODAY, data: { minimum: "0.00" } },
      { version_no: 2, valid_from_on: TODAY, data: { minimum: "75.00" } },
    ]);
  });

  it("keeps what it does not name, step by step", async () => {
    const id = await freshCreditor({ changes: { terms: { notice: 20 } } });
    await changeCreditor(installation, id, { changes: { terms: { demand: 21 }, list: { weekday: 3 } } }, NOW);
    const view = await showCreditor(installation, id, NOW);
    expect(view?.settings.changes).toEqual({ terms: { notice: 20, demand: 21 }, list: { weekday: 3 } });
  });

  it("lets the next run look anew at every debtor with something open, or at the one customer", async () => {
    const id = await freshCreditor();
    const items = ["1", "2", "3"].map((number) =>
      item(number, { customer_number: number, due_on: "2026-04-01" }),
    );
    await importInvoices(installation, id, textSource(csvOf(items)), {}, NOW);
    const looks = () =>
      withCreditor(installation.pool, id, async (tx) =>
        (
          await tx.many<{ on: string }>(sql`
            select next_look_on as on from file join debtor using (creditor_id, debtor_id) order by customer_number`)
        ).map(({ on }) => on),
      );
    expect(await looks()).toEqual(["2026-04-02", "2026-04-02", "2026-04-02"]);
    const customer = { number: "2", isExcluded: true };
    expect(await changeCreditor(installation, id, { customer }, NOW)).toMatchObject({ filesToLookAt: 1 });
    expect(await looks()).toEqual(["2026-04-02", TODAY, "2026-04-02"]);
    const all = await changeCreditor(installation, id, { excludeInvoices: ["3"] }, NOW);
    expect(all).toMatchObject({ filesToLookAt: 2 });
    expect(await looks()).toEqual([TODAY, TODAY, TODAY]);
  });

  it("excludes and includes again", async () => {
    const id = await freshCreditor();
    await changeCreditor(installation, id, { excludeCustomers: ["9", "8"], excludeInvoices: ["1"] }, NOW);
    await changeCreditor(installation, id, { includeCustomers: ["9"] }, NOW);
    const view = await showCreditor(installation, id, NOW);
    expect(view?.settings).toMatchObject({ excludedCustomers: ["8"], excludedInvoices: ["1"] });
  });

  it("loses none of several changes that are made at once", async () => {
    const id = await freshCreditor();
    const numbers = ["1", "2", "3", "4", "5", "6", "7", "8"];
    await Promise.all(
      numbers.map((number) => changeCreditor(installation, id, { excludeInvoices: [number] }, NOW)),
    );
    const view = await showCreditor(installation, id, NOW);
    expect(view?.settings.excludedInvoices).toEqual(numbers);
  });

  it("is answered when there is no such creditor", async () => {
    const nobody = "019b76da-a800-7000-8000-000000000000" as Uuid;
    expect(await changeCreditor(installation, nobody, {}, NOW)).toEqual({ kind: "unknown-creditor" });
    expect(await showCreditor(installation, nobody, NOW)).toBeUndefined();
  });
});

describe("a customer whose kind the import did not say", () => {
  it("is told by a person, and its claims go on", async () => {
    const id = await freshCreditor();
    const items = [item("1", { customer_kind: "" }), item("2", { customer_kind: "" })];
    await importInvoices(installation, id, textSource(csvOf(items)), {}, NOW);
    const set = await setCustomerKind(installation, id, { customer: "501", kind: "person" }, NOW);
    expect(set).toEqual({ kind: "set", customerKind: "person", unparked: 2 });
    expect(await rowsOf(installation, id, "claim_now")).toMatchObject([{ state: "open" }, { state: "open" }]);
    expect(await rowsOf(installation, id, "file")).toMatchObject([{ next_look_on: TODAY }]);
    const again = await setCustomerKind(installation, id, { customer: "501", kind: "person" }, NOW);
    expect(again).toMatchObject({ kind: "set", unparked: 0 });
  });

  it("cannot become another kind, nor be a customer that is not there", async () => {
    const id = await freshCreditor();
    await importInvoices(installation, id, textSource(csvOf([item("1")])), {}, NOW);
    const other = await setCustomerKind(installation, id, { customer: "501", kind: "business" }, NOW);
    expect(other.kind).toBe("refused");
    const nobody = await setCustomerKind(installation, id, { customer: "999", kind: "business" }, NOW);
    expect(nobody.kind).toBe("refused");
  });
});

describe("a sandbox", () => {
  it("starts on the day it is given, and a real company on the real day", async () => {
    const sandbox = await freshCreditor();
    expect(await showCreditor(installation, sandbox, NOW)).toMatchObject({ today: TODAY });
    const input = { name: name(), organisationNumber: "310000000" };
    const real = await addCreditor(
      installation,
      { country: "NO", isSandbox: false, clockOn: null, input },
      NOW,
    );
    if (real.kind !== "added") throw new Error(real.kind);
    expect(await showCreditor(installation, real.creditorId, NOW)).toMatchObject({
      today: date("2026-03-01"),
    });
  });
});
