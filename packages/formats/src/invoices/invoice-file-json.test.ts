import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { invoiceFileJson } from "./invoice-file-json.ts";
import { readOpenItemsFile } from "./open-items/read-open-items.ts";
import { readUbl } from "./ubl/read-ubl.ts";

const FIXTURES = join(import.meta.dirname, "../../../../fixtures/invoices");

describe("A read file as JSON", () => {
  it("has amounts as decimal strings and days as they are written in law", async () => {
    const file = await readUbl([readFileSync(join(FIXTURES, "valid/ehf-sums-do-not-hold.xml"))]);
    expect(JSON.parse(JSON.stringify(invoiceFileJson(file)))).toEqual({
      format: "ubl",
      invoices: [
        {
          kind: "invoice",
          number: "10009",
          issuedOn: "2026-01-15",
          dueOn: "2026-01-29",
          currency: "NOK",
          payable: "1250.50",
          open: null,
          vat: "250.00",
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
          at: 2,
        },
      ],
      warnings: [
        {
          code: "amounts-do-not-add-up",
          message: "PayableAmount is 1250.50, but its parts make 1250.00; a person must look at the invoice",
          at: 54,
          field: "LegalMonetaryTotal/PayableAmount",
        },
      ],
      refusedRows: [],
    });
  });

  it("keeps the open amount of a ledger, and the rows that were not read", async () => {
    const text =
      "Fakturanr;Kunde;Dato;Forfall;Beløp;Restbeløp\n1;Kari;1.1.2026;15.1.2026;5;3,50\n2;Kari;;;5;5\n";
    const json = invoiceFileJson(await readOpenItemsFile([Buffer.from(text)], { currency: "NOK" }));
    expect("invoices" in json && json.invoices.map(({ payable, open }) => [payable, open])).toEqual([
      ["5.00", "3.50"],
    ]);
    expect("invoices" in json && json.refusedRows).toEqual([
      { line: 3, code: "date-missing", reason: "the row has no invoice date" },
    ]);
  });

  it("of a refused file says where and why, and has no invoices", async () => {
    expect(invoiceFileJson(await readUbl([]))).toEqual({
      refused: { line: 1, code: "empty", reason: "the file holds no document" },
    });
  });
});
