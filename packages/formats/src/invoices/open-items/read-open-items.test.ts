import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addDays, CURRENCIES, date, formatMinor } from "@innfri/kernel";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CUSTOMER_KINDS } from "../invoice.ts";
import { plainText } from "../plain-text.ts";
import { csvRows } from "./csv-rows.ts";
import type { OpenItemsOptions } from "./options.ts";
import { type OpenItemsRecord, readOpenItems, readOpenItemsFile } from "./read-open-items.ts";

const SAMPLE = join(import.meta.dirname, "../../../../../fixtures/invoices/open-items.csv");
const NORWEGIAN = "Fakturanr;Kunde;Fakturadato;Forfall;Beløp;Restbeløp";

async function records(text: string, options: OpenItemsOptions = {}): Promise<OpenItemsRecord[]> {
  const all: OpenItemsRecord[] = [];
  for await (const record of readOpenItems([Buffer.from(text)], options)) all.push(record);
  return all;
}

async function reasonOf(text: string, options: OpenItemsOptions = {}): Promise<string> {
  const file = await readOpenItemsFile([Buffer.from(text)], options);
  return file.kind === "refused" ? `${file.code}: ${file.reason}` : file.kind;
}

describe("The documented sample", () => {
  it("is read whole, with each kind of customer and its sums", async () => {
    const all: OpenItemsRecord[] = [];
    for await (const record of readOpenItems([readFileSync(SAMPLE)])) all.push(record);
    const invoices = all.flatMap((record) => (record.kind === "invoice" ? [record.invoice] : []));
    expect(invoices.map(({ buyer }) => buyer.kind)).toEqual([
      "business",
      "person",
      "sole-trader",
      "public",
      "business",
      "business",
    ]);
    expect(invoices[1]).toMatchObject({
      kind: "invoice",
      number: "10002",
      issuedOn: "2026-01-15",
      dueOn: "2026-01-29",
      payableMinor: 499050n,
      openMinor: 299050n,
      reference: { scheme: "NO_KID" },
      buyer: { name: "Kari Oppdiktet", customerNumber: "20046", postalCode: "0000", country: "NO" },
      department: "Salg",
      description: "Skap; levert og montert",
      at: { line: 3 },
    });
    expect(all[0]).toMatchObject({ kind: "header", line: 1, encoding: "utf-8", delimiter: ";" });
    expect(all.at(-1)).toEqual({
      kind: "end",
      invoices: 5,
      creditNotes: 1,
      refusedRows: 0,
      skippedLines: 0,
      warnings: 0,
      openMinor: { NOK: 125000n + 299050n + 1800000n + 760000n - 25000n, SEK: 1250000n },
    });
  });
});

describe("Columns that cannot be understood", () => {
  it("refuse the file with what is missing, what was found and how to say it", async () => {
    expect(
      await reasonOf("Nr;Kunde;Når;Hvor mye\n1;Kari Oppdiktet;15.01.2026;100,00\n"),
    ).toMatchInlineSnapshot(
      `"columns-missing: Nothing was read: no column for invoice_number, issued_on, due_on, currency (or give the currency of all rows: --currency NOK), open_amount or amount. Columns found: Nr, Kunde, Når, Hvor mye. Say what a column is, for example --map "Nr=invoice_number"."`,
    );
  });

  it("are understood with a mapping, and the currency as an option", async () => {
    const file = await readOpenItemsFile(
      [Buffer.from("Nr;Kunde;Laget;Når;Hvor mye\n1;Kari Oppdiktet;01.01.2026;15.01.2026;100,00\n")],
      {
        currency: "NOK",
        mapping: { Nr: "invoice_number", laget: "issued_on", Når: "due_on", "Hvor mye": "open_amount" },
      },
    );
    expect(file.kind === "read" && file.invoices[0]).toMatchObject({
      number: "1",
      dueOn: "2026-01-15",
      payableMinor: 10000n,
      openMinor: 10000n,
    });
    expect(file.kind === "read" && file.warnings.map(({ code }) => code)).toEqual([
      "amount-column-missing",
      "customer-kind-column-missing",
    ]);
  });

  it("are told when the mapping does not fit the file", async () => {
    const text = `${NORWEGIAN}\n`;
    expect(await reasonOf(text, { currency: "NOK", mapping: { Pris: "amount" } })).toContain('"Pris"');
    const unknown = { Kunde: "name" } as unknown as NonNullable<OpenItemsOptions["mapping"]>;
    expect(await reasonOf(text, { currency: "NOK", mapping: unknown })).toContain('"name"');
    expect(
      await reasonOf(text, { currency: "NOK", mapping: { Kunde: "amount", Beløp: "amount" } }),
    ).toContain("two columns for amount");
  });

  it("may be left out by the mapping, so that another column counts", async () => {
    const text =
      "Fakturanr;Kunde;Dato;Forfall;Restbeløp;Saldo\n1;Kari Oppdiktet;1.1.2026;15.1.2026;5,00;7,00\n";
    const both = await records(text, { currency: "NOK" });
    expect(both.some((record) => record.kind === "warning" && record.code === "column-ignored")).toBe(true);
    expect(both.find((record) => record.kind === "invoice")).toMatchObject({ invoice: { openMinor: 500n } });
    const turned = await records(text.replace("Restbeløp;Saldo", "Saldo;Restbeløp"), { currency: "NOK" });
    expect(turned.find((record) => record.kind === "invoice")).toMatchObject({
      invoice: { openMinor: 700n },
    });
    const saldo = await records(text, { currency: "NOK", mapping: { Restbeløp: "ignore" } });
    expect(saldo[0]).toMatchObject({ columns: expect.arrayContaining([{ name: "Restbeløp", field: null }]) });
    expect(saldo.find((record) => record.kind === "invoice")).toMatchObject({ invoice: { openMinor: 700n } });
  });
});

describe("A row", () => {
  const row = (cells: string) =>
    records(`${NORWEGIAN}\n1;Kari;15.01.2026;29.01.2026;1,50;1,50\n${cells}\n`, { currency: "NOK" });
  const outcomeOf = async (cells: string) => {
    const all = await row(cells);
    const record = all.findLast(({ kind }) => kind === "invoice" || kind === "row-refused");
    return record?.kind === "row-refused"
      ? record.code
      : record?.kind === "invoice"
        ? record.invoice
        : undefined;
  };

  it("with a negative amount is a credit note", async () => {
    expect(await outcomeOf("2;Kari;15.01.2026;;-4,00;-3,00")).toMatchObject({
      kind: "credit-note",
      payableMinor: 400n,
      openMinor: 300n,
    });
  });

  it("on which too much was paid is refused: nothing is open", async () => {
    expect(await outcomeOf("2;Kari;15.01.2026;29.01.2026;4,00;-3,00")).toBe("signs-differ");
    expect(await outcomeOf("2;Kari;15.01.2026;29.01.2026;-4,00;3,00")).toBe("signs-differ");
  });

  it.each([
    ["due-before-issue", "2;Kari;15.01.2026;14.01.2026;4,00;4,00"],
    ["open-exceeds-amount", "2;Kari;15.01.2026;29.01.2026;4,00;4,01"],
    ["nothing-payable", "2;Kari;15.01.2026;29.01.2026;0;0"],
  ])("that is odd is read with a warning: %s", async (code, cells) => {
    const found = (await row(cells)).filter(({ kind }) => kind === "warning" || kind === "invoice").slice(-2);
    expect(found).toMatchObject([
      { kind: "invoice", invoice: { number: "2" } },
      { code, at: { line: 3 } },
    ]);
  });

  it("that is paid has nothing open", async () => {
    expect(await outcomeOf("2;Kari;15.01.2026;29.01.2026;4,00;0")).toMatchObject({ openMinor: 0n });
  });

  it("without a due date is read, and a person must set it", async () => {
    const all = await row("2;Kari;15.01.2026;;4,00;4,00");
    expect(all).toContainEqual(
      expect.objectContaining({
        kind: "warning",
        code: "due-date-missing",
        at: { line: 3, field: "due_on" },
      }),
    );
  });

  it("with an e-mail address that is none, or with two, has none, and a warning says so", async () => {
    const emailOf = async (email: string) => {
      const text = `${NORWEGIAN};E-post\n2;Kari;15.01.2026;29.01.2026;4,00;4,00;"${email}"\n`;
      const all = await records(text, { currency: "NOK" });
      const invoice = all.find((record) => record.kind === "invoice")?.invoice;
      const warned = all.filter((record) => record.kind === "warning" && record.code === "email-unusable");
      expect(warned.length, email).toBe(invoice?.buyer.email === null ? 1 : 0);
      return invoice?.buyer.email;
    };
    expect(await emailOf("kari@post.example")).toBe("kari@post.example");
    for (const bad of [
      "kari",
      "kari@@post.example",
      "kari@post",
      "Kari <kari@post.example>",
      "kari@post.example, ola@post.example",
      "kari@post.example;ola@post.example",
      "kari@post.example\r\nBcc: ola@post.example",
    ])
      expect(await emailOf(bad), bad).toBeNull();
  });

  it("that a file was cut off in is refused, for half an amount is an amount too", async () => {
    const header = "Fakturanr;Kunde;Fakturadato;Forfall;Beløp;Restbeløp;KID";
    const whole = `${header}\n1;Kari;15.01.2026;29.01.2026;12800,00;12800,00;\n2;Ola;15.01.2026;29.01.2026;12800,00;12800,00;`;
    const last = async (text: string) => (await records(text, { currency: "NOK" })).at(-2);
    expect(await last(whole)).toMatchObject({ kind: "invoice", invoice: { openMinor: 1_280_000n } });
    const cut = whole.slice(0, -"800,00;".length);
    expect(await last(cut)).toMatchObject({ kind: "row-refused", line: 3, code: "row-cut-off" });
    // With a line end behind it a row is whole: many programs leave empty cells out at its end.
    expect(await last(`${cut}\r\n`)).toMatchObject({ kind: "invoice", invoice: { openMinor: 1_200n } });
  });

  it("is found on its line though cells above it hold line breaks of every kind", async () => {
    const cells =
      '2;"Kari\nOppdiktet\r\nc/o\rAndre";15.01.2026;29.01.2026;4,00;4,00\n\n3;Kari;15.01.2026;;x;4,00';
    expect((await row(cells)).find(({ kind }) => kind === "row-refused")).toMatchObject({ line: 8 });
  });

  it("of totals, of a page's header or of nothing is not an invoice", async () => {
    const all = await row(`;;;;;\n;Sum Kari;;;5,50;5,50\n${NORWEGIAN}\nTotalt;;;;5,50;5,50\n  ;;`);
    expect(all.at(-1)).toMatchObject({ kind: "end", invoices: 1, refusedRows: 0, skippedLines: 3 });
  });

  it("of a customer called Total is an invoice all the same", async () => {
    expect(await outcomeOf("2;Total Oppdiktet AS;15.01.2026;29.01.2026;4,00;4,00")).toMatchObject({
      number: "2",
    });
  });

  it("of a customer called Total is no total when only its number is missing", async () => {
    expect(await outcomeOf(";Total Oppdiktet AS;15.01.2026;29.01.2026;4,00;4,00")).toBe("number-missing");
  });

  it("has a person's identity number in the column for it alone, and another number there as a company's", async () => {
    const header = `${NORWEGIAN};Fødselsnummer;Org.nr`;
    const read = await records(
      [
        header,
        "1;Kari Oppdiktet;2026-01-01;2026-02-01;10,00;10,00;31129956715;",
        "2;Fjellro AS;2026-01-01;2026-02-01;10,00;10,00;310000000;",
        "3;Kari Oppdiktet;2026-01-01;2026-02-01;10,00;10,00;31129956716;310000000",
        "4;Kari Oppdiktet;2026-01-01;2026-02-01;10,00;10,00;;31129956715",
      ].join("\n"),
      { country: "NO", currency: "NOK" },
    );
    const buyers = read.flatMap((record) =>
      record.kind === "invoice"
        ? [[record.invoice.buyer.identityNumber, record.invoice.buyer.organisationNumber]]
        : [],
    );
    expect(buyers).toEqual([
      ["31129956715", null],
      [undefined, "310000000"],
      [undefined, "310000000"],
      [undefined, null],
    ]);
    const dropped = read.flatMap((record) =>
      record.kind === "warning" && record.code === "national-identity-number-dropped" ? [record.at.line] : [],
    );
    expect(dropped).toEqual([4, 5]);
  });

  it("keeps quotes inside a cell", async () => {
    expect(await outcomeOf('2;Rør 1" Oppdiktet;15.01.2026;29.01.2026;4,00;4,00')).toMatchObject({
      buyer: { name: 'Rør 1" Oppdiktet' },
    });
  });
});

describe("The decimal sign of a file", () => {
  const text = (amounts: readonly string[]) =>
    `${NORWEGIAN}\n${amounts.map((amount, at) => `${at};Kari;15.01.2026;29.01.2026;${amount};${amount}`).join("\n")}\n`;
  const outcomes = async (amounts: readonly string[], options: OpenItemsOptions = {}) =>
    (await records(text(amounts), { currency: "NOK", ...options })).flatMap<bigint | string>((record) =>
      record.kind === "invoice"
        ? [record.invoice.payableMinor]
        : record.kind === "row-refused"
          ? [record.code]
          : [],
    );

  it("is learned from rows further down before the first one is read", async () => {
    expect(await outcomes(["1.250", "3,50"])).toEqual([125000n, 350n]);
    expect(await outcomes(["1.250", "3.50"])).toEqual([125n, 350n]);
  });

  it("is not guessed when no row shows it", async () => {
    expect(await outcomes(["1.250", "300"])).toEqual(["amount-ambiguous", 30000n]);
    expect(await outcomes(["1.250", "300"], { decimal: "," })).toEqual([125000n, 30000n]);
  });

  it("that changes long after the beginning refuses the row", async () => {
    const many = Array<string>(400).fill("3,50");
    expect((await outcomes([...many, "3.50"])).at(-1)).toBe("amount-form-changes");
  });
});

describe("A file that is printed and read again", () => {
  const text = (maxLength: number) =>
    fc
      .string({ unit: "grapheme", minLength: 1, maxLength })
      .map((any) => plainText(any.replace(/[0-9]{4,}/g, "x")))
      .filter(
        (plain): plain is string => plain !== null && plain.length <= maxLength && !/^#|E\+/i.test(plain),
      );
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(date("2000-01-01"), days));
  const item = fc.record({
    number: text(40),
    name: text(80),
    kind: fc.constantFrom(...CUSTOMER_KINDS),
    street: text(80),
    issuedOn: day,
    dueOn: day,
    currency: fc.constantFrom(...CURRENCIES),
    minor: fc.bigInt({ min: 0n, max: 10n ** 14n }),
    isCredit: fc.boolean(),
    description: text(200),
  });

  it("has the same items, whatever separator, encoding and chunks", async () => {
    const form = fc.record({
      items: fc.array(item, { minLength: 1, maxLength: 8 }),
      delimiter: fc.constantFrom(";", ",", "\t"),
      lineEnd: fc.constantFrom("\n", "\r\n"),
      decimal: fc.constantFrom(",", "."),
      encoding: fc.constantFrom("utf8" as const, "utf16le" as const),
      size: fc.integer({ min: 1, max: 500 }),
    });
    await fc.assert(
      fc.asyncProperty(form, async ({ items, delimiter, lineEnd, decimal, encoding, size }) => {
        const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
        const names = [
          "invoice_number",
          "customer_name",
          "customer_kind",
          "street",
          "issued_on",
          "due_on",
          "currency",
          "amount",
          "description",
        ];
        const rows = items.map((each) => {
          const amount = formatMinor(each.isCredit ? -each.minor : each.minor).replace(".", decimal);
          return [
            each.number,
            each.name,
            each.kind,
            each.street,
            each.issuedOn,
            each.dueOn,
            each.currency,
            amount,
            each.description,
          ];
        });
        const all = [names, ...rows].map((row) => row.map(quoted).join(delimiter)).join(lineEnd);
        const bytes = Buffer.from(`\ufeff${all}`, encoding);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        const file = await readOpenItemsFile(chunks);
        if (file.kind === "refused") throw new Error(file.reason);
        expect(file.refusedRows).toEqual([]);
        expect(
          file.invoices.map(
            ({ kind, number, issuedOn, dueOn, currency, payableMinor, buyer, description }) => ({
              isCredit: kind === "credit-note",
              number,
              name: buyer.name,
              kind: buyer.kind,
              street: buyer.street,
              issuedOn,
              dueOn,
              currency,
              minor: payableMinor,
              description,
            }),
          ),
        ).toEqual(items.map((each) => ({ ...each, isCredit: each.isCredit && each.minor > 0n })));
      }),
      { numRuns: 150 },
    );
  });

  it("is cut into the rows that the parser finds in the whole text, in any chunks", async () => {
    const soup = fc
      .array(fc.constantFrom('"', '""', ";", "\n", "\r\n", "a", "å", " "), { maxLength: 60 })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (any, size) => {
        const options = {
          delimiter: ";",
          relax_quotes: true,
          relax_column_count: true,
          record_delimiter: ["\r\n", "\n", "\r"],
        };
        const pieces = (async function* () {
          for (let at = 0; at < any.length; at += size) yield any.slice(at, at + size);
        })();
        const cut = (async () => {
          const rows: (readonly string[])[] = [];
          for await (const { cells } of csvRows(pieces, ";", 1)) rows.push(cells);
          return rows;
        })();
        let whole: string[][];
        try {
          whole = parse(any, options) as string[][];
        } catch {
          await expect(cut).rejects.toThrow();
          return;
        }
        expect(await cut).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});
