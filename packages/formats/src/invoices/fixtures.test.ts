import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { detectFormat } from "../any/detect-format.ts";
import type { InvoiceFile } from "./invoice.ts";
import type { OpenItemsOptions } from "./open-items/options.ts";
import { readOpenItemsFile } from "./open-items/read-open-items.ts";
import { readUbl } from "./ubl/read-ubl.ts";

const FIXTURES = join(import.meta.dirname, "../../../../fixtures/invoices");
const norwegian: OpenItemsOptions = { currency: "NOK" };

// What each file is there for: its invoices as kind, number, amount and open amount, and the warnings.
const valid: Record<string, { invoices: string[]; warnings: string[]; options?: OpenItemsOptions }> = {
  "dk-invoice-fik.xml": { invoices: ["invoice 40001 1250.00"], warnings: [] },
  "ehf-attachment.xml": { invoices: ["invoice 10012 1250.00"], warnings: ["attached-file-skipped"] },
  "ehf-consumer-person-number.xml": {
    invoices: ["invoice 10011 1250.00"],
    warnings: ["national-identity-number-dropped"],
  },
  "ehf-consumer.xml": { invoices: ["invoice 10010 1250.00"], warnings: [] },
  "ehf-corrected-invoice.xml": { invoices: ["invoice 10005 1250.00"], warnings: ["corrects-another"] },
  "ehf-credit-note.xml": { invoices: ["credit-note 20001 500.00"], warnings: [] },
  "ehf-factoring-payee.xml": { invoices: ["invoice 10006 1250.00"], warnings: ["payee-differs"] },
  "ehf-invoice-free-reference.xml": {
    invoices: ["invoice 10004 1250.00"],
    warnings: ["reference-kept-as-text"],
  },
  "ehf-invoice-kid.xml": { invoices: ["invoice 10001 1250.00"], warnings: [] },
  "ehf-invoice-prepaid-rounding.xml": { invoices: ["invoice 10002 796.00"], warnings: [] },
  "ehf-invoice-two-payment-means.xml": {
    invoices: ["invoice 10003 1250.00"],
    warnings: ["several-payment-means"],
  },
  "ehf-latin1.xml": { invoices: ["invoice 10015 1250.00"], warnings: [] },
  "ehf-many-lines.xml": { invoices: ["invoice 10013 1250.00"], warnings: [] },
  "ehf-negative-invoice.xml": {
    invoices: ["credit-note 20002 500.00"],
    warnings: ["negative-invoice-is-credit-note"],
  },
  "ehf-no-due-date.xml": {
    invoices: ["invoice 10007 1250.00"],
    warnings: ["due-date-missing", "payment-terms-interest"],
  },
  "ehf-other-prefixes.xml": { invoices: ["invoice 10014 1250.00"], warnings: [] },
  "ehf-self-billing.xml": { invoices: ["invoice 10008 1250.00"], warnings: ["self-billing"] },
  "ehf-sums-do-not-hold.xml": {
    invoices: ["invoice 10009 1250.50"],
    warnings: ["amounts-do-not-add-up"],
  },
  "ehf-utf16.xml": { invoices: ["invoice 10016 1250.00"], warnings: [] },
  "fi-invoice-rf.xml": { invoices: ["invoice 50001 1250.00"], warnings: [] },
  "se-invoice-ocr.xml": { invoices: ["invoice 30001 1250.00"], warnings: ["several-payment-means"] },
  "se-invoice-old-bankgiro.xml": { invoices: ["invoice 30002 1250.00"], warnings: [] },
  "se-sole-trader-person-number.xml": {
    invoices: ["invoice 30003 1250.00"],
    warnings: ["national-identity-number-dropped"],
  },
  "open-items-comma.csv": {
    invoices: ["invoice 10001 1250.00 1250.00", "invoice 10002 4990.50 2990.50"],
    warnings: ["customer-kind-column-missing"],
  },
  "open-items-customer-kinds.csv": {
    invoices: ["invoice 10001 100.00 100.00", "invoice 10002 100.00 100.00", "invoice 10003 100.00 100.00"],
    warnings: ["customer-kind-unknown", "customer-kind-unknown"],
  },
  "open-items-formulas.csv": {
    invoices: ["invoice =1+1 100.00 100.00", "invoice -7 200.00 200.00"],
    warnings: ["customer-kind-column-missing"],
  },
  "open-items-instalments.csv": {
    invoices: ["invoice 10001 100.00 100.00", "invoice 10001 100.00 100.00"],
    warnings: ["number-repeats"],
  },
  "open-items-norwegian-utf16.csv": {
    options: norwegian,
    invoices: [
      "invoice 10001 1250.00 1250.00",
      "invoice 10002 4990.50 2990.50",
      "invoice 10006 12345.00 12345.00",
      "credit-note 10007 250.00 250.00",
    ],
    warnings: ["customer-kind-column-missing", "line-skipped", "line-skipped", "line-skipped"],
  },
  "open-items-norwegian-windows-1252.csv": {
    options: norwegian,
    invoices: [
      "invoice 10001 1250.00 1250.00",
      "invoice 10002 4990.50 2990.50",
      "invoice 10006 12345.00 12345.00",
      "credit-note 10007 250.00 250.00",
    ],
    warnings: ["customer-kind-column-missing", "line-skipped", "line-skipped", "line-skipped"],
  },
  "open-items-person-numbers.csv": {
    invoices: ["invoice 10001 100.00 100.00", "invoice 10002 100.00 100.00", "invoice 30001 100.00 100.00"],
    warnings: Array<string>(5).fill("national-identity-number-dropped"),
  },
  "open-items-sep-line.csv": {
    invoices: ["invoice 10001 1250.00 1250.00", "invoice 10002 4990.50 2990.50"],
    warnings: ["customer-kind-column-missing"],
  },
  "open-items-swedish-iso-8859-1.csv": {
    invoices: [
      "invoice 30001 12500.00 12500.00",
      "invoice 30004 990.00 490.00",
      "credit-note 30005 100.00 100.00",
    ],
    warnings: ["customer-kind-column-missing", "line-skipped"],
  },
  "open-items-swedish-utf8-bom.csv": {
    invoices: [
      "invoice 30001 12500.00 12500.00",
      "invoice 30004 990.00 490.00",
      "credit-note 30005 100.00 100.00",
    ],
    warnings: ["customer-kind-column-missing", "line-skipped"],
  },
};

const invalid: Record<string, string> = {
  "amount-in-other-currency.xml": "58 amount-currency-differs",
  "column-twice.csv": "1 mapping-wrong",
  "credit-note-code-in-invoice.xml": "2 type-contradicts-document",
  "cut-off.xml": "34 not-well-formed",
  "doctype.xml": "2 doctype",
  "dollars.xml": "10 currency-not-supported",
  "empty.csv": "1 empty",
  "empty.xml": "1 empty",
  "entity-bomb.xml": "12 doctype",
  "external-entity.xml": "2 doctype",
  "impossible-day.xml": "6 date-unreadable",
  "impossible-due-day.xml": "7 date-unreadable",
  "long-number.xml": "5 value-too-long",
  "mixed-encoding.csv": "3 encoding",
  "negative-credit-note.xml": "2 negative-credit-note",
  "nested-deep.xml": "9 too-deep",
  "no-currency.csv": "1 columns-missing",
  "no-document.xml": "3 empty",
  "no-due-date-column.csv": "1 columns-missing",
  "no-issue-date.xml": "2 date-missing",
  "no-namespace.xml": "2 not-a-billing-document",
  "no-number.xml": "2 number-missing",
  "no-payable.xml": "2 amount-missing",
  "not-utf-8.xml": "29 encoding",
  "old-ehf.xml": "3 unknown-customization",
  "order.xml": "2 not-a-billing-document",
  "payable-in-words.xml": "58 amount-unreadable",
  "quote-not-closed.csv": "2 quote-not-closed",
  "slash-dates.csv": "2 date-form-ambiguous",
  "tag-not-closed.xml": "67 not-well-formed",
  "three-decimals.xml": "58 amount-unreadable",
  "titles-only.csv": "1 columns-missing",
  "two-decimal-signs.csv": "3 amount-ambiguous",
  "two-digit-years.csv": "2 date-form-ambiguous",
  "two-documents.xml": "68 not-well-formed",
  "undefined-entity.xml": "9 not-well-formed",
  "unknown-columns.csv": "1 columns-missing",
  "unknown-encoding.xml": "1 encoding",
  "zero-bytes.csv": "1 unknown-format",
};

/** Refused row by row: the file is read, and these lines of it are not. */
const badRows = [
  "3 number-missing",
  "4 excel-destroyed-number",
  "5 value-too-long",
  "6 name-missing",
  "7 date-missing",
  "8 date-form-changes",
  "9 date-unreadable",
  "10 date-unreadable",
  "11 date-form-changes",
  "12 currency-not-supported",
  "13 amount-missing",
  "14 amount-unreadable",
  "15 amount-form-changes",
  "16 amount-unreadable",
  "17 signs-differ",
  "18 amount-currency-differs",
  "19 excel-destroyed-number",
  "20 excel-destroyed-number",
  "21 excel-destroyed-number",
  "22 too-many-cells",
];

function bytesOf(path: string): Uint8Array {
  return readFileSync(join(FIXTURES, path));
}

function read(path: string, options: OpenItemsOptions = {}): Promise<InvoiceFile> {
  return path.endsWith(".xml") ? readUbl([bytesOf(path)]) : readOpenItemsFile([bytesOf(path)], options);
}

function decimal(minor: bigint): string {
  return `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`;
}

describe("The valid fixtures", () => {
  it.each(Object.keys(valid))("%s says what it was written to say", async (name) => {
    const expected = valid[name]!;
    const file = await read(`valid/${name}`, expected.options);
    expect(file.kind).toBe("read");
    if (file.kind !== "read") return;
    const invoices = file.invoices.map(({ kind, number, payableMinor, openMinor }) =>
      [kind, number, decimal(payableMinor), ...(openMinor === null ? [] : [decimal(openMinor)])].join(" "),
    );
    expect(invoices).toEqual(expected.invoices);
    expect(file.warnings.map(({ code }) => code).sort()).toEqual(expected.warnings);
    expect(file.refusedRows).toEqual([]);
    expect(detectFormat(bytesOf(`valid/${name}`))).toBe(file.format);
  });

  it("are all listed here", () => {
    expect(readdirSync(join(FIXTURES, "valid")).sort()).toEqual(Object.keys(valid).sort());
  });
});

describe("The invalid fixtures", () => {
  it.each(Object.entries(invalid))("%s is refused: line %s", async (name, expected) => {
    const file = await read(`invalid/${name}`);
    expect(file.kind === "refused" ? `${file.line} ${file.code}` : file.kind).toBe(expected);
  });

  it("bad-rows.csv is read except for its bad rows, each with its line", async () => {
    const file = await read("invalid/bad-rows.csv", { decimal: "," });
    if (file.kind !== "read") throw new Error(file.reason);
    expect(file.invoices.map(({ number }) => number)).toEqual(["10001", "10002"]);
    expect(file.refusedRows.map(({ line, code }) => `${line} ${code}`)).toEqual(badRows);
  });

  it("are all listed here", () => {
    const listed = [...Object.keys(invalid), "bad-rows.csv"];
    expect(readdirSync(join(FIXTURES, "invalid")).sort()).toEqual(listed.sort());
  });
});

describe("The note on the fixtures", () => {
  it("has one line for each of them", () => {
    const note = readFileSync(join(FIXTURES, "README.md"), "utf8");
    for (const name of [...Object.keys(valid), ...Object.keys(invalid), "bad-rows.csv", "open-items.csv"])
      expect(note.split("\n").filter((line) => line.includes(`\`${name}\``)).length, name).toBe(1);
  });
});
