import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isShared, SKIPPED_WITHOUT_SHARED, sharedBytes, sharedFiles } from "@innfri/testing/shared";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { detectFormat, type FileFormat } from "./detect-format.ts";
import { readAny } from "./read-any.ts";

const FIXTURES = join(import.meta.dirname, "../../../../fixtures/invoices");
const SAMPLES = "formats/samples";

function saft(prefix: string): string {
  const colon = prefix === "" ? "" : `${prefix}:`;
  return `<?xml version='1.0'?>\n<${colon}AuditFile xmlns${prefix === "" ? "" : `:${prefix}`}='urn:StandardAuditFile-Taxation-Financial:NO'/>`;
}

describe("What a file is", () => {
  it.each<[FileFormat, string]>([
    ["saf-t", saft("")],
    ["saf-t", saft("n1")],
    ["sie", '#FLAGGA 0\r\n#PROGRAM "Påhittat" 1\r\n#FORMAT PC8\r\n'],
    ["csv", "a;b;c\n1;2;3\n"],
    ["csv", "a;b;c"],
    ["csv", "Reskontro\n\na\tb\tc\n1\t2\t3\n"],
    ["csv", "sep=;\na;b"],
    ["bgmax", "01BGMAX               0120040525173035010331P                                   \r\n"],
    ["ocr-giro", `NY000010${"0".repeat(72)}\n`],
    ["unknown", ""],
    ["unknown", "Dear Sir, here is, as agreed, the list.\nBest wishes"],
    ["unknown", "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"],
    ["unknown", "<!doctype html><html><body>a;b;c</body></html>"],
    ["unknown", "<Invoice/>"],
    ["unknown", '<Invoice xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'],
    ["unknown", "<!-- <Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'> --><x/>"],
    ["camt.053", "<!-- x --><?p q?>\n<Document\n xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'>"],
    ["pain.001", '<a:Document xmlns:a="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03">'],
  ])("is told by how it begins: %s", (format, text) => {
    for (const encoding of ["utf-8", "utf-16le"])
      for (const mark of ["", "\ufeff"]) {
        if (encoding === "utf-16le" && text.length < 10) continue;
        expect(detectFormat(iconv.encode(mark + text, encoding)), `${encoding} ${mark.length}`).toBe(format);
      }
  });

  it("is told without much work when the beginning is made to be hard", () => {
    for (const hard of [
      "<!--",
      "<?",
      "<a ".repeat(30_000),
      `<a ${"b='c' ".repeat(20_000)}`,
      '"'.repeat(65_536),
    ])
      expect(detectFormat(Buffer.from(hard))).toBe("unknown");
  });
});

describe.skipIf(!isShared(SAMPLES))(`The samples of other people${SKIPPED_WITHOUT_SHARED}`, () => {
  const formats: Record<string, FileFormat> = {
    bgmax: "bgmax",
    finland: "ktl",
    "ocr-giro": "ocr-giro",
    peppol: "ubl",
  };
  const files = ["bgmax", "camt", "finland", "ocr-giro", "pain", "peppol"].flatMap((folder) =>
    sharedFiles(`${SAMPLES}/${folder}`, [".txt", ".xml"]).map((path) => [folder, path] as const),
  );

  it.each(files)("%s: %s is what it is", (folder, path) => {
    const bytes = sharedBytes(path);
    const message = /(camt|pain)\.?(\d{3})[^/]*$/.exec(path);
    const expected = formats[folder] ?? (message === null ? undefined : `${message[1]}.${message[2]}`);
    expect(detectFormat(bytes)).toBe(expected);
  });

  it("reach the reader they are for, byte by byte as well", async () => {
    const camt = sharedBytes(`${SAMPLES}/camt/genkgo-camt054.v2.xml`);
    const file = await readAny(Array.from(camt, (byte) => Uint8Array.of(byte)));
    if (file.kind !== "payments") throw new Error(file.kind);
    const kinds = new Set<string>();
    for await (const record of file.records) kinds.add(record.kind);
    expect(kinds).toContain("payment");
    expect(kinds).toContain("end");
  });
});

describe("A file of any kind", () => {
  it("that is an invoice is read as one", async () => {
    const file = await readAny([readFileSync(join(FIXTURES, "valid/ehf-invoice-kid.xml"))]);
    expect(file).toMatchObject({ kind: "invoice", file: { kind: "read", invoices: [{ number: "10001" }] } });
  });

  it("that is a ledger is read row by row", async () => {
    const file = await readAny([readFileSync(join(FIXTURES, "open-items.csv"))]);
    if (file.kind !== "open-items") throw new Error(file.kind);
    let last = "";
    for await (const record of file.records) last = record.kind;
    expect(last).toBe("end");
  });

  it.each([
    [
      "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.03'/>",
      "format-not-supported",
      "camt.054",
    ],
    [
      "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'/>",
      "format-not-supported",
      "camt.054",
    ],
    [saft(""), "format-not-supported", "CSV"],
    ["#FLAGGA 0\n#FORMAT PC8\n", "format-not-supported", "CSV"],
    ["PK\u0003\u0004\u0014\u0000", "unknown-format", "Excel"],
    ["%PDF-1.7", "unknown-format", "PDF"],
    ["<Finvoice Version='3.0'>", "unknown-format", "Finvoice"],
    ["<html><body>Sign in</body></html>", "unknown-format", "web page"],
    ["hello", "unknown-format", "OCR giro"],
    ["", "empty", "empty"],
  ])("%j is refused with what to do", async (text, code, hint) => {
    const file = await readAny([Buffer.from(text, "latin1")]);
    expect(file).toMatchObject({ kind: "refused", code });
    expect(file.kind === "refused" && file.reason).toContain(hint);
  });

  it("closes its source when it is refused", async () => {
    let isClosed = false;
    async function* source() {
      try {
        for (;;) yield Buffer.from("hello ".repeat(20_000));
      } finally {
        isClosed = true;
      }
    }
    expect((await readAny(source())).kind).toBe("refused");
    expect(isClosed).toBe(true);
  });
});
