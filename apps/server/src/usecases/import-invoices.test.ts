import { canonicalJson, date, type Json, sha256, type Uuid } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { chainRoot, linkHash } from "../engine/chain.ts";
import { sql, withCreditor } from "../store/index.ts";
import { changeCreditor } from "./change-creditor.ts";
import {
  balancesOf,
  fixture,
  freshCreditor,
  type InvoiceTestRow,
  type Item,
  item,
  NOW,
  type NowTestRow,
  rowsOf,
  TODAY,
  take,
  takeItems,
  testInstallation,
} from "./test-installation.ts";

const installation = await testInstallation();

type ClaimRow = {
  claim_id: Uuid;
  invoice_id: Uuid;
  reference: string;
  principal_minor: bigint;
  due_on: string;
  currency: string;
};
type EventRow = {
  claim_id: Uuid;
  seq: number;
  kind: string;
  happened_on: string;
  recorded_at: string;
  actor: string;
  data: Json;
  hash: Buffer;
};
type ContactRow = { contact_id: Uuid; salt: Buffer; data: Record<string, Json> };

describe("what a taken invoice becomes", () => {
  it("is a claim that is open by what the ledger says, and its books balance", async () => {
    const id = await freshCreditor(installation);
    const done = await takeItems(installation, id, [
      item("1", { amount: "4990.50", open_amount: "2990.50" }),
    ]);
    expect(done).toMatchObject({
      taken: 1,
      refusedCount: 0,
      parked: 0,
      openMinor: 299_050n,
      currency: "NOK",
    });
    const [claim] = await rowsOf<ClaimRow>(installation, id, "claim");
    expect(claim).toMatchObject({ principal_minor: 299_050n, due_on: "2026-02-15", currency: "NOK" });
    const [invoice] = await rowsOf<InvoiceTestRow>(installation, id, "invoice");
    expect(invoice?.data).toMatchObject({ amount: "4990.50", openAmount: "2990.50" });
    const sums = (await balancesOf(installation, id)).map(({ sum }) => sum);
    expect(sums.toSorted((a, b) => Number(a - b))).toEqual([-299_050n, 299_050n]);
  });

  it("keeps names and addresses in the contact and nowhere else", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1", { description: "Rådgivning" })]);
    const [contact] = await rowsOf<ContactRow>(installation, id, "contact");
    expect(contact?.data).toMatchObject({
      name: "Oda Oppdiktet",
      addressLines: ["Ingenmannsgata 2", "0000 Ingensted"],
      email: "oda@example.test",
      language: "nb",
    });
    for (const table of ["invoice", "event", "ledger_transaction", "debtor", "claim", "import_file"]) {
      const text = JSON.stringify(await rowsOf(installation, id, table), (_key, value) =>
        typeof value === "bigint" ? String(value) : value,
      );
      expect(text, table).not.toMatch(/Oda|oda@|Ingenmannsgata/);
    }
  });

  it("keeps the terms that the creditor had stated at that time", async () => {
    const id = await freshCreditor(installation, { agreedRate: "9.75", dueDateAgreed: false });
    await takeItems(installation, id, [item("1")]);
    await changeCreditor(installation, id, { agreedRate: "statutory" }, NOW);
    await takeItems(installation, id, [item("2")]);
    const invoices = await rowsOf<InvoiceTestRow>(installation, id, "invoice");
    const terms = new Map(invoices.map(({ number, data }) => [number, data.terms]));
    expect(terms.get("1")).toMatchObject({
      agreedRateBasisPoints: 975,
      dueDateAgreed: false,
      vatDeducted: true,
    });
    expect(terms.get("2")).toMatchObject({ agreedRateBasisPoints: null });
  });

  it("begins a chain whose first link stands on the claim's row and its invoice's salted hash", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1")]);
    const [[claim], [invoice], [contact], [event], [now]] = await Promise.all([
      rowsOf<ClaimRow>(installation, id, "claim"),
      rowsOf<InvoiceTestRow>(installation, id, "invoice"),
      rowsOf<ContactRow>(installation, id, "contact"),
      rowsOf<EventRow>(installation, id, "event"),
      rowsOf<NowTestRow>(installation, id, "claim_now"),
    ]);
    expect(sha256(contact!.salt, canonicalJson(invoice!.data))).toEqual(Buffer.from(invoice!.hash));
    const root = chainRoot({
      claimId: claim!.claim_id,
      principalMinor: claim!.principal_minor,
      currency: claim!.currency,
      dueOn: date(claim!.due_on),
      reference: claim!.reference,
      invoiceHash: invoice!.hash,
    });
    const { seq, kind, happened_on: happenedOn, recorded_at: recordedAt, actor, data } = event!;
    const link = {
      claimId: claim!.claim_id,
      seq,
      kind,
      happenedOn,
      recordedAt,
      actor,
      dataJson: canonicalJson(data),
    };
    expect(linkHash(root, link)).toEqual(Buffer.from(event!.hash));
    expect(now).toMatchObject({ head_seq: 1, head_hash: event!.hash, state: "open" });
    expect(happenedOn).toBe(TODAY);
  });

  it("is looked at first on the day after it is due, or today when that is past", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [
      item("1", { customer_number: "1", due_on: "2026-03-20" }),
      item("2", { customer_number: "2", due_on: "2026-01-20" }),
      item("3", { customer_number: "1", due_on: "2026-03-10" }),
    ]);
    const looks = await withCreditor(installation.pool, id, (tx) =>
      tx.many<{ number: string; on: string }>(sql`
        select customer_number as number, next_look_on as on from file join debtor using (creditor_id, debtor_id)
        order by customer_number`),
    );
    expect(looks).toEqual([
      { number: "1", on: "2026-03-11" },
      { number: "2", on: TODAY },
    ]);
    await takeItems(installation, id, [item("4", { customer_number: "1", due_on: "2026-02-28" })]);
    const [first] = await withCreditor(installation.pool, id, (tx) =>
      tx.many<{ on: string }>(sql`
        select next_look_on as on from file join debtor using (creditor_id, debtor_id) where customer_number = '1'`),
    );
    expect(first?.on).toBe("2026-03-01");
  });
});

describe("references", () => {
  it("are the source's own where they follow the country's numbering and no other claim has them", async () => {
    const id = await freshCreditor(installation);
    const reference = "100016";
    await takeItems(installation, id, [
      item("1", { reference }),
      item("2", { reference }),
      item("3", { reference: "order 7" }),
      item("4"),
    ]);
    const claims = await rowsOf<ClaimRow>(installation, id, "claim");
    const references = claims.map((claim) => claim.reference);
    expect(references.filter((one) => one === reference)).toHaveLength(1);
    expect(new Set(references).size).toBe(4);
    for (const one of references) expect(one).toMatch(/^\d{6}$|^\d{13}$/);
    const invoices = await rowsOf<InvoiceTestRow>(installation, id, "invoice");
    expect(invoices.filter(({ data }) => canonicalJson(data.reference).includes(reference))).toHaveLength(2);
  });
});

describe("what is refused, row by row", () => {
  it.each<[string, Item]>([
    ["currency", { currency: "SEK" }],
    ["buyer-country", { country: "SE" }],
    ["due-before-issue", { due_on: "2026-01-14" }],
    ["due-day-far", { due_on: "2036-02-01" }],
    ["issue-day-far", { issued_on: "1996-01-15", due_on: "1996-02-01" }],
    ["nothing-open", { open_amount: "0.00" }],
    ["open-exceeds-amount", { open_amount: "1000.01" }],
    ["amount-too-large", { amount: "92233720368547758.08" }],
    ["amount-too-large", { amount: "100000000000.00" }],
    ["credit-note-without-invoice", { amount: "-10.00", open_amount: "-10.00" }],
  ])("%s", async (code, fields) => {
    const id = await freshCreditor(installation);
    const done = await takeItems(installation, id, [item("1"), item("2", fields)]);
    expect(done).toMatchObject({ taken: 1, refusedCount: 1 });
    expect(done.refused).toMatchObject([{ code, line: 3, number: "2" }]);
    const kept = await rowsOf<{ row_no: number; reason: Json }>(installation, id, "refused_row");
    expect(kept).toMatchObject([{ row_no: 3, reason: { code, number: "2" } }]);
  });

  it("someone else's invoice, and money that belongs to someone else", async () => {
    const id = await freshCreditor(installation);
    const other = await freshCreditor(installation, { organisationNumber: "310000019" });
    const factoring = await take(installation, id, fixture("valid/ehf-factoring-payee.xml"), {
      unknownKind: "business",
    });
    expect(factoring.refused).toMatchObject([{ code: "payee-differs" }]);
    const foreign = await take(installation, other, fixture("valid/ehf-invoice-kid.xml"), {
      unknownKind: "business",
    });
    expect(foreign.refused).toMatchObject([{ code: "other-seller" }]);
  });

  it("a customer that is said to be of another kind than before", async () => {
    const id = await freshCreditor(installation);
    const done = await takeItems(installation, id, [item("1"), item("2", { customer_kind: "business" })]);
    expect(done.refused).toMatchObject([{ code: "customer-kind-differs", number: "2" }]);
  });

  it("a number that stands for several customers, as one for everybody who pays in cash", async () => {
    const id = await freshCreditor(installation);
    const one = await takeItems(installation, id, [
      item("1"),
      item("2", { customer_name: "  oda  OPPDIKTET " }),
      item("3", { customer_name: "Per Påfunnet" }),
    ]);
    expect(one).toMatchObject({ taken: 2, refused: [{ code: "customer-name-differs", number: "3" }] });
    const business = { customer_number: "502", customer_kind: "business" };
    const first = item("4", { ...business, organisation_number: "310000000" });
    await takeItems(installation, id, [first]);
    const later = await takeItems(installation, id, [
      item("5", { ...business, organisation_number: "310000019" }),
    ]);
    expect(later.refused).toMatchObject([{ code: "customer-number-of-another", number: "5" }]);
  });

  it("but a customer that has been renamed since an earlier import is taken under its new name", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1")]);
    const renamed = await takeItems(installation, id, [item("2", { customer_name: "Oda Nynavn" })]);
    expect(renamed).toMatchObject({ taken: 1, refusedCount: 0 });
  });
});

describe("a customer of unknown kind", () => {
  it("is taken and waits for a person, who then says what it is", async () => {
    const id = await freshCreditor(installation);
    const done = await takeItems(installation, id, [
      item("1", { customer_kind: "" }),
      item("2", { customer_number: "9" }),
    ]);
    expect(done).toMatchObject({ taken: 2, parked: 1 });
    const states = (await rowsOf<NowTestRow>(installation, id, "claim_now")).map(({ state }) => state).sort();
    expect(states).toEqual(["open", "parked"]);
    const kinds = (await rowsOf<EventRow>(installation, id, "event")).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(["parked", "registered", "registered"]);
  });

  it("goes on when a later file says what it is", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1", { customer_kind: "" })]);
    const done = await takeItems(installation, id, [item("2")]);
    expect(done).toMatchObject({ taken: 1, parked: 0 });
    const states = (await rowsOf<NowTestRow>(installation, id, "claim_now")).map(({ state }) => state);
    expect(states).toEqual(["open", "open"]);
  });

  it("is what the creditor states for the whole import", async () => {
    const id = await freshCreditor(installation);
    const done = await take(installation, id, fixture("valid/ehf-invoice-kid.xml"), {
      unknownKind: "business",
    });
    expect(done).toMatchObject({ taken: 1, parked: 0 });
    expect(await rowsOf(installation, id, "debtor")).toMatchObject([
      { kind: "business", customer_number: "20045" },
    ]);
  });
});

describe("customers", () => {
  it("without a number are the same customer each time", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [
      item("1", { customer_number: "", customer_name: "Oda  Oppdiktet" }),
      item("2", { customer_number: "", customer_name: "oda oppdiktet" }),
      item("3", {
        customer_number: "",
        customer_name: "Fjord AS",
        organisation_number: "310000019",
        customer_kind: "business",
      }),
    ]);
    const numbers = (await rowsOf<{ customer_number: string }>(installation, id, "debtor")).map(
      (row) => row.customer_number,
    );
    expect(numbers.sort()).toEqual([expect.stringMatching(/^name-[0-9a-f]{16}$/), "org-310000019"]);
  });

  it("without a number, of one name in one town, are two where they live in two places", async () => {
    const id = await freshCreditor(installation);
    const namesake = { customer_number: "", customer_name: "Oda Oppdiktet", postal_code: "0000" };
    await takeItems(installation, id, [
      item("1", { ...namesake, street: "Ingenmannsgata 2" }),
      item("2", { ...namesake, street: "Ospelia 14" }),
      item("3", { ...namesake, street: "ingenmannsgata  2" }),
      item("4", { ...namesake, street: "", email: "oda@example.test" }),
      item("5", { ...namesake, street: "", email: "en.annen.oda@example.test" }),
    ]);
    expect(await rowsOf(installation, id, "debtor")).toHaveLength(4);
  });

  it("that moved have a new contact, and what the newer file leaves out is not forgotten", async () => {
    const id = await freshCreditor(installation);
    await takeItems(installation, id, [item("1")]);
    await takeItems(installation, id, [item("2", { street: "Nygata 9", email: "" })]);
    const newest = (await rowsOf<ContactRow>(installation, id, "contact")).at(-1);
    expect(newest?.data).toMatchObject({
      addressLines: ["Nygata 9", "0000 Ingensted"],
      email: "oda@example.test",
    });
    await takeItems(installation, id, [item("3", { street: "Nygata 9", email: "" })]);
    expect(await rowsOf(installation, id, "contact")).toHaveLength(2);
  });
});

describe("our own sample", () => {
  it("is taken by a Norwegian creditor, but for its Swedish row and its credit note that names no invoice (S117)", async () => {
    const id = await freshCreditor(installation);
    const done = await take(installation, id, fixture("open-items.csv"));
    expect(done).toMatchObject({ rows: 6, taken: 4, parked: 0, openMinor: 2_984_050n });
    expect(done.refused.map(({ number, code }) => [number, code])).toEqual([
      ["10005", "credit-note-without-invoice"],
      ["30001", "currency"],
    ]);
  });
});
