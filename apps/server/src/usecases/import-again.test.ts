import { addDays, date, type Json, type Uuid } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { clockOf, clockOnDay } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { runDay } from "../engine/run-day.ts";
import { addCreditor } from "./add-creditor.ts";
import { changeCreditor } from "./change-creditor.ts";
import { importInvoices } from "./import-invoices.ts";
import {
  balancesOf,
  csvOf,
  fixture,
  freshCreditor,
  item,
  NOW,
  type NowTestRow,
  rowsOf,
  TODAY,
  take,
  takeItems,
  testInstallation,
  textSource,
} from "./test-installation.ts";

const installation = await testInstallation();

type ClaimRow = { readonly claim_id: Uuid; readonly due_on: string };

describe("an import done again", () => {
  it("changes nothing when the file is the same", async () => {
    const id = await freshCreditor(installation);
    const items = [item("1"), item("2", { customer_number: "502" })];
    expect(await takeItems(installation, id, items)).toMatchObject({ taken: 2, unchanged: 0 });
    expect(await takeItems(installation, id, items)).toMatchObject({
      taken: 0,
      unchanged: 2,
      refusedCount: 0,
    });
    expect(await rowsOf(installation, id, "event")).toHaveLength(2);
    expect(await rowsOf(installation, id, "import_file")).toHaveLength(1);
  });

  it("leaves an invoice alone that another file repeats", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1")]);
    const done = await takeItems(installation, id, [item("1", { description: "other words" }), item("2")]);
    expect(done).toMatchObject({ taken: 1, unchanged: 1, refusedCount: 0 });
  });

  it("refuses an invoice that says something else now, shows both, and changes nothing", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1"), item("2")]);
    const done = await takeItems(installation, id, [
      item("1", { due_on: "2026-03-15" }),
      item("2", { open_amount: "400.00" }),
      item("1", { customer_number: "777" }),
    ]);
    expect(done.refused.map(({ code }) => code)).toEqual(["differs", "open-differs", "number-twice"]);
    expect(done.refused[0]?.reason).toMatch(/due 2026-02-15 here and 2026-03-15 in the file/);
    expect(done.refused[1]?.reason).toMatch(/1000\.00 .* 400\.00/);
    expect(await rowsOf(installation, id, "invoice")).toHaveLength(2);
    expect(await rowsOf(installation, id, "debtor")).toHaveLength(1);
  });

  it("takes rows that were refused before what they lacked was stated", async () => {
    const id = await freshCreditor(installation);
    const items = [item("1"), item("2", { due_on: "" })];
    expect((await takeItems(installation, id, items)).refused).toMatchObject([
      { code: "due-day-missing", line: 3, number: "2" },
    ]);
    await changeCreditor(installation, id, { paymentTermDays: 14 }, NOW);
    expect(await takeItems(installation, id, items)).toMatchObject({
      taken: 1,
      unchanged: 1,
      refusedCount: 0,
    });
    const claims = await rowsOf<ClaimRow>(installation, id, "claim");
    expect(claims.map((claim) => claim.due_on).sort()).toEqual(["2026-01-29", "2026-02-15"]);
    expect(await takeItems(installation, id, items)).toMatchObject({
      taken: 0,
      unchanged: 2,
      refusedCount: 0,
    });
  });

  it("doubles nothing and fails nobody when two import the same file at once", async () => {
    const id = await freshCreditor(installation);
    const items = Array.from({ length: 2_500 }, (_, i) =>
      item(String(i), { customer_number: String(i % 700) }),
    );
    const both = await Promise.all([takeItems(installation, id, items), takeItems(installation, id, items)]);
    expect(both.map(({ taken }) => taken).sort()).toEqual([0, 2_500]);
    expect(await rowsOf(installation, id, "claim")).toHaveLength(2_500);
  });

  it("writes nothing when it is a dry run, and says the same", async () => {
    const id = await freshCreditor(installation);
    const items = [...Array.from({ length: 1_200 }, (_, i) => item(String(i))), item("7")];
    const dry = await takeItems(installation, id, items, { isDryRun: true });
    for (const table of ["claim", "debtor", "import_file", "refused_row"])
      expect(await rowsOf(installation, id, table), table).toHaveLength(0);
    const wet = await takeItems(installation, id, items);
    expect({ ...dry, importId: "" }).toEqual({ ...wet, importId: "" });
    expect(wet.refused).toMatchObject([{ code: "number-twice", line: 1202 }]);
  });
});

// What an import comes to know of a customer, also by rows that are registered already.
describe("a customer of whom the file knows more now", () => {
  const nowhere = { street: "", postal_code: "", city: "", email: "" };

  it("is written to when its address has come, though the invoice is the same", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [
      item("1", nowhere),
      item("2", { ...nowhere, customer_number: "502" }),
    ]);
    await runThrough(id, "2026-03-02"); // the notice of 2 March has nowhere to go
    expect(await statesOf(id)).toEqual(["parked", "parked"]);
    const done = await takeItems(installation, id, [
      item("1"),
      item("2", { ...nowhere, customer_number: "502" }),
    ]);
    expect(done).toMatchObject({ taken: 0, unchanged: 2, refusedCount: 0, contactsChanged: 1, resumed: 1 });
    expect(await statesOf(id)).toEqual(["open", "parked"]);
    const events = await rowsOf<{ kind: string; data: Json }>(installation, id, "event");
    expect(events.filter(({ kind }) => kind === "unparked")).toMatchObject([
      { data: { rule: "plan.channel" } },
    ]);
    await runThrough(id, "2026-03-03");
    expect(await rowsOf(installation, id, "document")).toMatchObject([{ kind: "notice" }]);
  });

  it("goes on in every claim at once, when a new invoice brings what was missing", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [
      item("1", { ...nowhere, customer_kind: "" }),
      item("2", { ...nowhere, customer_kind: "" }),
    ]);
    const done = await takeItems(installation, id, [item("3", { due_on: "2026-04-15" })]);
    expect(done).toMatchObject({ taken: 1, parked: 0, contactsChanged: 1, resumed: 2 });
    expect(await statesOf(id)).toEqual(["open", "open", "open"]);
  });

  it("goes on when the creditor states its kind with the very same file", async () => {
    const id = await freshCreditor(installation);
    const items = [item("1", { customer_kind: "" })];
    expect(await takeItems(installation, id, items)).toMatchObject({ taken: 1, parked: 1 });
    expect(await takeItems(installation, id, items, { unknownKind: "person" })).toMatchObject({
      unchanged: 1,
      contactsChanged: 0,
      resumed: 1,
    });
    expect(await rowsOf(installation, id, "debtor")).toMatchObject([{ kind: "person" }]);
    expect(await statesOf(id)).toEqual(["open"]);
  });

  it("is not another kind of customer by an invoice that is there already", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1")]);
    const done = await takeItems(installation, id, [item("1", { customer_kind: "business" })]);
    expect(done.refused).toMatchObject([{ code: "customer-kind-differs", number: "1" }]);
    expect(await rowsOf(installation, id, "debtor")).toMatchObject([{ kind: "person" }]);
  });

  it("keeps its newer address when an older file comes again for what was refused in it", async () => {
    const id = await freshCreditor(installation);
    const january = [item("1", { street: "Gamleveien 1" }), item("2", { ...nowhere, due_on: "" })];
    await takeItems(installation, id, january);
    await takeItems(installation, id, [item("1", { street: "Nyveien 2" })]);
    await changeCreditor(installation, id, { paymentTermDays: 14 }, NOW);
    expect(await takeItems(installation, id, january)).toMatchObject({ taken: 1, unchanged: 1 });
    const contacts = await rowsOf<{ data: { addressLines: string[] } }>(installation, id, "contact");
    expect(contacts.map(({ data }) => data.addressLines[0])).toEqual(["Gamleveien 1", "Nyveien 2"]);
  });

  it("who shares its number with another name is refused again, not taken the second time", async () => {
    const id = await freshCreditor(installation);
    const items = [item("1"), item("2", { customer_name: "Per Påfunnet" })];
    for (const unchanged of [0, 1])
      expect(await takeItems(installation, id, items)).toMatchObject({
        unchanged,
        refused: [{ code: "customer-name-differs", number: "2" }],
      });
    expect(await rowsOf(installation, id, "claim")).toHaveLength(1);
  });

  it("without a number of its own is found by the invoice, though its postal code is new", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1", { ...nowhere, customer_number: "" })]);
    const done = await takeItems(installation, id, [item("1", { customer_number: "" })]);
    expect(done).toMatchObject({ unchanged: 1, contactsChanged: 1 });
    expect(await rowsOf(installation, id, "debtor")).toHaveLength(1);
    expect(await rowsOf(installation, id, "contact")).toHaveLength(2);
  });
});

describe("a whole file that is refused", () => {
  it("leaves nothing behind, however far it could be read", async () => {
    const id = await freshCreditor(installation);
    const text = csvOf(Array.from({ length: 3_000 }, (_, i) => item(String(i))));
    const broken = textSource(`${text}3000;"501;never closed\n`);
    const outcome = await importInvoices(installation, id, broken, {}, NOW);
    expect(outcome).toMatchObject({ kind: "refused-file", code: "quote-not-closed" });
    expect(await rowsOf(installation, id, "claim")).toHaveLength(0);
    expect(await rowsOf(installation, id, "import_file")).toHaveLength(0);
  });

  it("is a bank file, for which there is another command", async () => {
    const id = await freshCreditor(installation);
    const source = textSource(
      "01BGMAX               0120260210173035010331P                                   \n",
    );
    const outcome = await importInvoices(installation, id, source, {}, NOW);
    expect(outcome).toMatchObject({ kind: "refused-file", code: "bank-file" });
  });

  it("is any file while the creditor's rules are not complete (S4)", async () => {
    const input = { name: "Uferdig Oppdiktet AS", organisationNumber: "310000000", plan: "no-standard" };
    const wanted = { country: "NO" as const, isSandbox: true, clockOn: TODAY, input };
    const added = await addCreditor(installation, wanted, NOW);
    if (added.kind !== "added") throw new Error(added.kind);
    const outcome = await importInvoices(
      installation,
      added.creditorId,
      textSource(csvOf([item("1")])),
      {},
      NOW,
    );
    expect(outcome.kind).toBe("rules-missing");
    expect(await rowsOf(installation, added.creditorId, "claim")).toHaveLength(0);
  });
});

describe("a credit note", () => {
  const unknownKind = "business";

  it("reduces the claim that it names, in the books and on its chain", async () => {
    const id = await freshCreditor(installation);
    await take(installation, id, fixture("valid/ehf-invoice-kid.xml"), { unknownKind });
    const done = await take(installation, id, fixture("valid/ehf-credit-note.xml"));
    expect(done).toMatchObject({ credited: 1, taken: 0, refusedCount: 0, creditedMinor: 50_000n });
    expect(await rowsOf(installation, id, "claim_now")).toMatchObject([
      { open_principal_minor: 75_000n, state: "open" },
    ]);
    expect(await rowsOf(installation, id, "invoice")).toMatchObject([{ version_no: 1 }, { version_no: 2 }]);
    const events = await rowsOf<{ kind: string; data: Json }>(installation, id, "event");
    expect(events).toMatchObject([
      { kind: "registered" },
      { kind: "credit", data: { invoice: "20001", amount: "500.00" } },
    ]);
    const sums = (await balancesOf(installation, id)).map(({ sum }) => sum);
    expect(sums.toSorted((a, b) => Number(a - b))).toEqual([-75_000n, 75_000n]);
  });

  it("credits once, whatever file it comes in", async () => {
    const id = await freshCreditor(installation);
    await take(installation, id, fixture("valid/ehf-invoice-kid.xml"), { unknownKind });
    await take(installation, id, fixture("valid/ehf-credit-note.xml"));
    expect(await take(installation, id, fixture("valid/ehf-credit-note.xml"))).toMatchObject({
      credited: 0,
      unchanged: 1,
    });
    const text = await textOf("valid/ehf-credit-note.xml");
    const again = textSource(text.replace("Oppdiktet leveranse", "Samme kreditnota"), "again.xml");
    expect(await take(installation, id, again)).toMatchObject({ credited: 0, unchanged: 1, refusedCount: 0 });
    expect(await rowsOf(installation, id, "claim_now")).toMatchObject([{ open_principal_minor: 75_000n }]);
  });

  it("never credits more than is open: the rest is refused and shown", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("10001", { customer_number: "20045", amount: "300.00" })]);
    const done = await take(installation, id, fixture("valid/ehf-credit-note.xml"));
    expect(done).toMatchObject({ credited: 1, creditedMinor: 30_000n, refusedCount: 1 });
    expect(done.refused).toMatchObject([{ code: "credit-exceeds-open" }]);
    expect(await rowsOf(installation, id, "claim_now")).toMatchObject([
      { open_principal_minor: 0n, state: "open" },
    ]);
  });

  it("that names an unknown invoice is refused, and taken when the invoice has come", async () => {
    const id = await freshCreditor(installation);
    const early = await take(installation, id, fixture("valid/ehf-credit-note.xml"));
    expect(early.refused).toMatchObject([{ code: "credited-invoice-unknown" }]);
    await take(installation, id, fixture("valid/ehf-invoice-kid.xml"), { unknownKind });
    expect(await take(installation, id, fixture("valid/ehf-credit-note.xml"))).toMatchObject({
      credited: 1,
      refusedCount: 0,
    });
  });

  it("of another customer's invoice is refused", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("10001", { customer_number: "777" })]);
    expect((await take(installation, id, fixture("valid/ehf-credit-note.xml"))).refused).toMatchObject([
      { code: "other-customer" },
    ]);
  });
});

/** Every day's run of the sandbox up to this one; nothing is sent. */
async function runThrough(id: Uuid, day: string): Promise<void> {
  for (;;) {
    const creditor = (await creditorById(installation.pool, id))!;
    const clock = clockOf(creditor, NOW);
    if (clock.today >= date(day)) return;
    const next = clockOnDay(clock, addDays(clock.today, 1));
    await runDay({ pool: installation.pool, operator: installation.operator, creditor, clock: next }, {});
  }
}

async function statesOf(id: Uuid): Promise<string[]> {
  return (await rowsOf<NowTestRow>(installation, id, "claim_now")).map(({ state }) => state).sort();
}

async function textOf(name: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of fixture(name).open()) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}
