import { describe, expect, it } from "vitest";
import { collectBankFile } from "./collect-bank-file.ts";
import { readPayments } from "./read-payments.ts";
import {
  aBgMaxFile,
  aBgMaxLine,
  aCamtFile,
  anEntry,
  anOcrFile,
  anOcrLine,
  aTransaction,
  latin1Text,
  pieces,
  read,
  readWell,
  warningCodes,
} from "./test-support.ts";
import { writeBgMax } from "./write-bgmax.ts";
import { writeCamt054 } from "./write-camt054.ts";
import { writeOcrGiro } from "./write-ocr-giro.ts";

const OCR = writeOcrGiro(anOcrFile([anOcrLine()]));
const XML = Buffer.from(writeCamt054(aCamtFile([anEntry([aTransaction()])]))).toString("utf8");
const MEGABYTE = "x".repeat(1_000_000);

describe("a file that is no bank file is refused by what it is", () => {
  it.each([
    ["", "empty"],
    [" \r\n\t\n", "empty"],
    ["\ufeff", "empty"],
    ["hello", "unknownFormat"],
    ["%PDF-1.7", "notReadYet"],
    ["PK\u0003\u0004", "notReadYet"],
    ["T00322100", "notReadYet"],
    [":20:940", "notReadYet"],
    ["<", "xml"],
    ["<html></html>", "unknownFormat"],
    ['<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"></Invoice>', "unknownFormat"],
    ['<?xml version="1.0" encoding="EBCDIC-CP-US"?><Document/>', "encoding"],
    ["\u0000".repeat(500), "unknownFormat"],
  ])("%j: %s", async (text, code) =>
    expect(await read(text)).toMatchObject({ kind: "refused", line: 1, code }),
  );

  it("also when it is random bytes", async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256);
    expect((await read(bytes)).kind).toBe("refused");
  });
});

describe("XML that wants to do harm is refused", () => {
  const laughs = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>';
  it.each([
    ["a document type with entities", XML.replace("<Document", `${laughs}<Document`), "xml"],
    [
      "an external entity",
      XML.replace("<Document", '<!DOCTYPE l SYSTEM "file:///etc/passwd"><Document'),
      "xml",
    ],
    ["an endless document type", `<?xml version="1.0"?><!DOCTYPE ${MEGABYTE}${MEGABYTE}`, "limit"],
    ["an endless comment", `<!--${MEGABYTE}${MEGABYTE}`, "limit"],
    ["an endless tag name", `<${MEGABYTE}${MEGABYTE}`, "limit"],
    ["an endless attribute", `<a b="${MEGABYTE}${MEGABYTE}`, "limit"],
    ["an endless text", XML.replace("Åse", `${MEGABYTE}${MEGABYTE}`), "limit"],
    ["elements nested without end", XML.replace("<TxDtls>", `<TxDtls>${"<a>".repeat(1000)}`), "limit"],
    [
      "elements nested without end where nobody looks",
      XML.replace("<GrpHdr>", `<SplmtryData>${"<a>".repeat(1000)}`),
      "limit",
    ],
    ["a transaction of a million elements", XML.replace("<RmtInf>", "<Ustrd/>".repeat(60_000)), "limit"],
    [
      "a transaction of many megabytes",
      XML.replace("<RmtInf>", `<a>${"y".repeat(900_000)}</a>`.repeat(6)),
      "limit",
    ],
    ["control characters", XML.replace("Åse", "\u0001"), "xml"],
  ])("%s", async (_what, xml, code) =>
    expect(await read(xml, 100_000)).toMatchObject({ kind: "refused", code }),
  );

  it("names of attributes that exist on every object do no harm", async () => {
    const file = await readWell(XML.replace("<Ntfctn>", '<Ntfctn __proto__="x" constructor="y">'));
    expect(file.payments).toHaveLength(1);
  });
});

describe("fixed-width files that want to do harm", () => {
  it("a line without end is refused, in time and before it is all read", async () => {
    let taken = 0;
    function* endless(): Generator<Uint8Array> {
      yield new TextEncoder().encode(`NY000010${"0".repeat(72)}\n`);
      for (; taken < 1000; taken++) yield new Uint8Array(65_536).fill(48);
    }
    expect(await collectBankFile(endless())).toMatchObject({
      kind: "refused",
      code: "recordLength",
      line: 2,
    });
    expect(taken).toBeLessThan(5);
  });

  it("control characters and bidirectional tricks do not reach the text", async () => {
    const line = anOcrLine({ type: 21, text: "Leie\u0007 \u001bfor\u0000 mars" });
    expect((await readWell(writeOcrGiro(anOcrFile([line])))).payments[0]?.text).toBe("Leie   for  mars");
    const xml = XML.replace("Åse", "\u202eesÅ\u200b");
    expect((await readWell(xml)).payments[0]?.payer?.name).toBe("esÅ  Øvergård");
  });

  it("warnings without end are counted, not kept", async () => {
    const file = await readWell(
      writeOcrGiro(anOcrFile(Array.from({ length: 150 }, () => anOcrLine({ kid: "12" })))),
    );
    expect(file.warnings.filter((warning) => warning.code === "referenceCheck")).toHaveLength(100);
    expect(file.warnings.at(-1)?.message).toBe("50 more warnings of the kind referenceCheck");
  });

  it("a free text longer than any is cut", async () => {
    const xml = XML.replace("<RmtInf>", `<RmtInf>${`<Ustrd>${"å".repeat(140)}</Ustrd>`.repeat(100)}`);
    expect((await readWell(xml)).payments[0]?.text.length).toBeLessThanOrEqual(4500);
  });
});

describe("encodings of XML", () => {
  it.each([
    ["UTF-16, little end first", Buffer.from(`\ufeff${XML}`, "utf16le")],
    ["UTF-16, big end first", Buffer.from(`\ufeff${XML}`, "utf16le").swap16()],
    ["UTF-16 without a byte order mark, little end first", Buffer.from(XML, "utf16le")],
    ["UTF-16 without a byte order mark, big end first", Buffer.from(XML, "utf16le").swap16()],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${XML}`)],
    ["ISO-8859-1", Buffer.from(XML.replace("UTF-8", "ISO-8859-1"), "latin1")],
    ["UTF-8 that calls itself UTF-16", Buffer.from(XML.replace("UTF-8", "UTF-16"))],
  ])("%s reads the same", async (_what, bytes) => {
    const file = await readWell(bytes, 11);
    expect(file).toEqual(await readWell(XML));
  });

  it("ISO-8859-1 that calls itself UTF-8 loses its letters, not its payments, and says so", async () => {
    const file = await readWell(Buffer.from(XML, "latin1"));
    expect(file.payments[0]?.amountMinor).toBe(125_000n);
    expect(warningCodes(file)).toEqual(["encoding"]);
  });
});

const many = <T>(one: T): readonly T[] => Array.from({ length: 60 }, () => one);

describe("reading as a stream", () => {
  it.each([
    ["OCR giro", writeOcrGiro(anOcrFile(many(anOcrLine({ type: 21, text: "Blåbær" }))))],
    ["OCR giro without line ends", writeOcrGiro(anOcrFile(many(anOcrLine()), { lineEnd: "" }))],
    ["BgMax", writeBgMax(aBgMaxFile(many(aBgMaxLine({ name: "Åke Öst" })), { lineEnd: "\r\n" }))],
    ["camt", writeCamt054(aCamtFile([anEntry(many(aTransaction()))]))],
  ])("%s gives the same however it is cut into pieces", async (_what, bytes) => {
    const whole = await readWell(bytes, bytes.length);
    expect(whole.payments).toHaveLength(60);
    for (const length of [1, 2, 79, 80, 81, 82, 4096]) expect(await read(bytes, length)).toEqual(whole);
  });

  it("ends with one end or one refusal, and closes its source on a refusal", async () => {
    let isClosed = false;
    function* source(): Generator<Uint8Array> {
      try {
        yield* pieces(new TextEncoder().encode(latin1Text(OCR).replace("NY0910", "NX0910").padEnd(9000)), 10);
      } finally {
        isClosed = true;
      }
    }
    const kinds: string[] = [];
    for await (const record of readPayments(source())) kinds.push(record.kind);
    expect(kinds).toEqual(["refused"]);
    expect(isClosed).toBe(true);
  });

  it("an error of the source passes through", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield OCR.subarray(0, 100);
      throw new Error("the disk is gone");
    }
    await expect(collectBankFile(broken())).rejects.toThrow("the disk is gone");
  });
});
