import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addDays, CURRENCIES, date } from "@innfri/kernel";
import { isShared, SKIPPED_WITHOUT_SHARED, sharedFiles, sharedText } from "@innfri/testing/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Invoice, InvoicesRead } from "../invoice.ts";
import { plainText } from "../plain-text.ts";
import { readUbl } from "./read-ubl.ts";
import { type PrintableInvoice, printedUbl } from "./test-printed-ubl.ts";
import { decimalMinor } from "./ubl-amounts.ts";

const SAMPLES = "formats/samples/peppol";
const FIXTURES = join(import.meta.dirname, "../../../../../fixtures/invoices/valid");
const KID = readFileSync(join(FIXTURES, "ehf-invoice-kid.xml"), "utf8");

function bytes(text: string): Uint8Array[] {
  return [Buffer.from(text)];
}

async function readOne(text: string): Promise<{ invoice: Invoice; warnings: InvoicesRead["warnings"] }> {
  const file = await readUbl(bytes(text));
  if (file.kind === "refused") throw new Error(`line ${file.line}: ${file.reason}`);
  return { invoice: file.invoices[0]!, warnings: file.warnings };
}

describe.skipIf(!isShared(SAMPLES))(`Invoices written by others${SKIPPED_WITHOUT_SHARED}`, () => {
  const expected: Record<string, readonly [due: string | null, payableMinor: bigint, warnings: string[]]> = {
    "cen-BIS3_Invoice_positive.xml": [
      "2019-02-24",
      78217943n,
      ["organisation-number-check-fails", "organisation-number-check-fails", "reference-kept-as-text"],
    ],
    "cen-guide-example3.xml": [
      "2013-05-10",
      112500n,
      ["organisation-number-check-fails", "reference-kept-as-text"],
    ],
    "cen-ubl-tc434-example5.xml": [
      "2013-05-10",
      233750n,
      ["attached-file-skipped", "organisation-number-check-fails", "payee-differs", "reference-kept-as-text"],
    ],
    "cen-ubl-tc434-example7.xml": [null, 320000n, ["due-date-missing"]],
    "peppol-Norwegian-example-1.xml": [
      "2013-07-20",
      80200n,
      ["attached-file-skipped", "payee-differs", "payment-terms-interest", "reference-kept-as-text"],
    ],
    "peppol-base-creditnote-correction.xml": [
      null,
      165625n,
      ["organisation-number-check-fails", "reference-kept-as-text"],
    ],
    "peppol-base-example.xml": [
      "2017-12-01",
      165625n,
      ["organisation-number-check-fails", "reference-kept-as-text"],
    ],
    "peppol-vat-category-O.xml": [null, 320000n, ["due-date-missing"]],
  };

  it.each(Object.keys(expected))("%s is read with what a person must look at", async (name) => {
    const { invoice, warnings } = await readOne(sharedText(`${SAMPLES}/${name}`));
    const [dueOn, payableMinor, codes] = expected[name]!;
    expect(invoice.dueOn).toBe(dueOn);
    expect(invoice.payableMinor).toBe(payableMinor);
    expect(warnings.map(({ code }) => code).sort()).toEqual(codes);
  });

  it("are all here", () => {
    const names = Object.keys(expected).map((name) => `${SAMPLES}/${name}`);
    expect(sharedFiles(SAMPLES, [".xml"])).toEqual(names.toSorted());
  });
});

describe("An EHF invoice", () => {
  it("gives everything that following it up needs", async () => {
    const { invoice, warnings } = await readOne(KID);
    expect(warnings).toEqual([]);
    expect(invoice).toEqual({
      kind: "invoice",
      number: "10001",
      issuedOn: "2026-01-15",
      dueOn: "2026-01-29",
      currency: "NOK",
      payableMinor: 125000n,
      openMinor: null,
      vatMinor: 25000n,
      reference: { scheme: "NO_KID", value: "100016" },
      furtherReferences: [],
      accounts: [{ kind: "iban", value: "NO9799991042764" }],
      seller: { name: "Nordlys Oppdiktet AS", organisationNumber: "310000000", country: "NO" },
      buyer: {
        name: "Fjord Oppdiktet AS",
        organisationNumber: "310000019",
        customerNumber: "20045",
        kind: null,
        street: "Ingenmannsgata 2",
        postalCode: "0000",
        city: "Ingensted",
        country: "NO",
        email: "oda@example.test",
        phone: "00000000",
      },
      payee: null,
      corrects: [],
      paymentTerms: null,
      description: "Rådgivning, januar",
      department: null,
      at: { line: 2, field: null },
    });
  });

  it("to be paid by bankgiro or plusgiro keeps both, and the first reference once", async () => {
    const { invoice } = await readOne(readFileSync(join(FIXTURES, "se-invoice-ocr.xml"), "utf8"));
    expect(invoice.reference).toEqual({ scheme: "SE_OCR", value: "1234574" });
    expect(invoice.furtherReferences).toEqual([]);
    expect(invoice.accounts).toEqual([
      { kind: "bankgiro", value: "9912346" },
      { kind: "plusgiro", value: "2865434" },
    ]);
  });

  it("to somebody whose e-mail address is none says so and has none", async () => {
    const { invoice, warnings } = await readOne(
      KID.replace("oda@example.test", "Oda &lt;oda@example.test&gt;"),
    );
    expect(invoice.buyer.email).toBeNull();
    expect(warnings.map(({ code }) => code)).toEqual(["email-unusable"]);
  });

  it("takes the day of a date with a zone as it is written", async () => {
    const { invoice } = await readOne(KID.replace(">2026-01-29<", ">2026-01-29+14:00<"));
    expect(invoice.dueOn).toBe("2026-01-29");
  });

  it("due before it was issued is read with a warning", async () => {
    const { warnings } = await readOne(KID.replace(">2026-01-29<", ">2026-01-14<"));
    expect(warnings.map(({ code }) => code)).toEqual(["due-before-issue"]);
  });

  it("that names its seller as payee goes to the seller", async () => {
    const payee = `<cac:PayeeParty><cac:PartyLegalEntity><cbc:CompanyID schemeID="0192">310000000</cbc:CompanyID></cac:PartyLegalEntity></cac:PayeeParty>`;
    const { invoice } = await readOne(KID.replace("  <cac:PaymentMeans>", `${payee}<cac:PaymentMeans>`));
    expect(invoice.payee).toBeNull();
  });

  it("does not show what cannot be seen: controls and reversed text are taken away", async () => {
    const { invoice } = await readOne(
      KID.replaceAll("Fjord Oppdiktet AS", "Fj\u202eord&#9;\n Opp\u2066diktet"),
    );
    expect(invoice.buyer.name).toBe("Fj ord Opp diktet");
  });

  it("of foreign elements is read as if they were not there", async () => {
    const foreign = `<x:ID xmlns:x="urn:other">99999</x:ID>`;
    const { invoice } = await readOne(KID.replace("<cbc:ID>10001", `${foreign}<cbc:ID>10001`));
    expect(invoice.number).toBe("10001");
  });
});

describe("An invoice that is printed and read again", () => {
  const text = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .map((any) => plainText(any.replace(/[0-9]{4,}/g, "x")))
    .filter((plain): plain is string => plain !== null && plain.length <= 60);
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(date("2000-01-01"), days));
  const minor = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const printable: fc.Arbitrary<PrintableInvoice> = fc.record({
    kind: fc.constantFrom("invoice", "credit-note"),
    number: text,
    issuedOn: day,
    dueOn: fc.option(day),
    currency: fc.constantFrom(...CURRENCIES),
    payableMinor: minor,
    vatMinor: minor,
    corrects: fc.array(fc.record({ number: text, issuedOn: fc.option(day) }), { maxLength: 3 }),
    sellerName: text,
    buyerName: text,
    street: text,
    paymentId: text,
    lines: fc.array(text, { minLength: 1, maxLength: 5 }),
  });

  it("is the same invoice, in chunks of any size", async () => {
    await fc.assert(
      fc.asyncProperty(printable, fc.integer({ min: 1, max: 2000 }), async (printed, size) => {
        const { invoice, warnings } = await readChunked(Buffer.from(printedUbl(printed)), size);
        expect(warnings.some(({ code }) => code === "amounts-do-not-add-up")).toBe(false);
        expect(invoice).toMatchObject({
          kind: printed.kind,
          number: printed.number,
          issuedOn: printed.issuedOn,
          dueOn: printed.kind === "invoice" ? printed.dueOn : null,
          currency: printed.currency,
          payableMinor: printed.payableMinor,
          vatMinor: printed.vatMinor,
          corrects: printed.corrects,
          seller: { name: printed.sellerName, country: "NO" },
          buyer: { name: printed.buyerName, street: printed.street },
          description: printed.lines.join("; "),
        });
        expect(invoice.reference?.value.replaceAll(/\s/g, "").toUpperCase()).toBe(
          printed.paymentId.replaceAll(/\s/g, "").toUpperCase(),
        );
      }),
      { numRuns: 150 },
    );
  });
});

async function readChunked(all: Uint8Array, size: number) {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
  const file = await readUbl(chunks);
  if (file.kind === "refused") throw new Error(`line ${file.line}: ${file.reason}`);
  return { invoice: file.invoices[0]!, warnings: file.warnings };
}

describe("An amount of UBL", () => {
  it.each([
    ["1", 100n],
    ["1.5", 150n],
    ["+1.50", 150n],
    ["-0.01", -1n],
    [".5", 50n],
    ["7.", 700n],
    ["0012.3400000000000", 1234n],
  ])("%s is %s minor units", (text, minor) => {
    expect(decimalMinor(text)).toBe(minor);
  });

  it.each(["", ".", "-", "1,5", "1.005", "1e3", "1 000", "NaN", "9".repeat(19)])("%j is none", (text) => {
    expect(decimalMinor(text)).toBeUndefined();
  });
});

describe("A document made to do harm", () => {
  async function refusal(chunks: Parameters<typeof readUbl>[0], limits = {}) {
    const file = await readUbl(chunks, { limits });
    return file.kind === "refused" ? file.code : file.kind;
  }

  it("is refused at its document type declaration, before any entity could grow", async () => {
    const entities = Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at} "${`&e${at - 1};`.repeat(10)}">`);
    expect(
      await refusal(bytes(`<!DOCTYPE Invoice [${entities.join("")}]>${KID.split("\n").slice(1).join("\n")}`)),
    ).toBe("doctype");
  });

  it("is refused when it nests without end", async () => {
    async function* deep() {
      yield Buffer.from(KID.slice(0, KID.indexOf("<cbc:ID>")));
      for (let at = 0; at < 10_000; at++) yield Buffer.from("<cac:Party>".repeat(100));
    }
    expect(await refusal(deep())).toBe("too-deep");
  });

  it("is refused when it has elements, text, a declaration or bytes without end", async () => {
    async function* endless(filler: string, before = KID.slice(0, KID.indexOf("<cbc:ID>"))) {
      yield Buffer.from(before);
      for (;;) yield Buffer.from(filler.repeat(1000));
    }
    expect(await refusal(endless("<cbc:Note>x</cbc:Note>"), { maxElements: 10 ** 12 })).toBe(
      "too-many-elements",
    );
    expect(await refusal(endless("<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>"))).toBe(
      "too-many-elements",
    );
    expect(await refusal(endless("endless "))).toBe("value-too-long");
    expect(await refusal(endless("<!ENTITY a 'b'>", "<!DOCTYPE Invoice ["))).toBe("value-too-long");
    expect(await refusal(endless(" a='b'", "<Invoice"), { maxBytes: 4_000_000 })).toBe("value-too-long");
    expect(await refusal(endless(" "), { maxBytes: 100_000 })).toBe("too-large");
  });

  it("holds nothing of an attachment of any size", async () => {
    const [before = "", after = ""] = KID.split("  <cac:AccountingSupplierParty>");
    async function* attached() {
      yield Buffer.from(
        `${before}<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf">`,
      );
      const block = Buffer.alloc(65_536, "QUJD");
      for (let at = 0; at < 700; at++) yield block;
      yield Buffer.from(
        `</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>${after}`,
      );
    }
    const heapBefore = process.memoryUsage().heapUsed;
    const file = await readUbl(attached());
    expect(file.kind === "read" && file.warnings.map(({ code }) => code)).toEqual(["attached-file-skipped"]);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(40 * 1024 * 1024);
  });

  it("cannot make a message long", async () => {
    const file = await readUbl(bytes(`<${"a".repeat(500_000)}/>`));
    expect(file.kind === "refused" && file.reason.length).toBeLessThanOrEqual(1000);
  });
});
