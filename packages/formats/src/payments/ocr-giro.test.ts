import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { makeKid } from "../references/index.ts";
import {
  ACCOUNT,
  anOcrFile,
  anOcrLine,
  latin1Bytes,
  latin1Text,
  read,
  readWell,
  warningCodes,
  withField,
} from "./test-support.ts";
import { writeOcrGiro } from "./write-ocr-giro.ts";

// Lines of this file: 0 start, 1 assignment, 2 and 3 the payment, 4 end of assignment, 5 end of transmission.
const ONE = latin1Text(writeOcrGiro(anOcrFile([anOcrLine()])));
const only = async (text: string) => (await readWell(latin1Bytes(text))).payments[0];

describe("an ordinary payment in OCR giro", () => {
  it("has its dates, amount, KID, payer and key", async () => {
    const file = await readWell(ONE);
    expect(file).toMatchObject({ format: "ocr-giro", sumsHold: true, warnings: [], accounts: [ACCOUNT] });
    expect(file.fileReference).toBe("00008080/0170031/00102000/2026-03-02");
    expect(file.payments).toMatchObject([
      {
        bookedOn: "2026-03-02",
        valueOn: "2026-03-02",
        orderedOn: "2026-02-27",
        amountMinor: 125_000n,
        currency: "NOK",
        direction: "credit",
        reversal: false,
        nature: "receipt",
        reference: { scheme: "NO_KID", value: makeKid("0004711") },
        payer: { name: null, account: "99990512341" },
        account: ACCOUNT,
        bankReference: "ocr:86011117947:001008566:2026-03-02:0170031:0000002:0000001",
        status: "booked",
        at: 3,
      },
    ]);
  });

  it.each([
    ["leading zeros belong to the KID", "000000000000", "0000000000000"],
    ["a KID may end in a dash", "10003", "10003-"],
  ])("%s", async (_title, payload, kid) => {
    const modulus = kid.endsWith("-") ? "mod11" : "mod10";
    const file = await readWell(writeOcrGiro(anOcrFile([anOcrLine({ kid: makeKid(payload, modulus) })])));
    expect(file.payments[0]?.reference).toEqual({ scheme: "NO_KID", value: kid });
    expect(file.warnings).toEqual([]);
  });

  it("keeps a KID that fails its check, and says so", async () => {
    const file = await readWell(writeOcrGiro(anOcrFile([anOcrLine({ kid: "12345678" })])));
    expect(file.payments[0]?.reference).toEqual({ scheme: "NO_KID", value: "12345678" });
    expect(warningCodes(file)).toEqual(["referenceCheck"]);
  });

  it("may have no KID, no bank date and no payer's account", async () => {
    const file = await readWell(
      writeOcrGiro(anOcrFile([anOcrLine({ kid: "", bankOn: null, debitAccount: null })])),
    );
    expect(file.payments[0]).toMatchObject({ reference: null, orderedOn: null, payer: null });
  });

  it("may be the equal of another on the same day: both are told, with different keys", async () => {
    const { payments } = await readWell(writeOcrGiro(anOcrFile([anOcrLine(), anOcrLine()])));
    expect(new Set(payments.map((payment) => payment.bankReference)).size).toBe(2);
  });

  it("has the same key in every copy of the file", async () => {
    const [a, b] = [await only(ONE), await only(ONE.replaceAll("\n", "\r\n"))];
    expect(a?.bankReference).toBe(b?.bankReference);
  });

  it("may be of seventeen digits, of nothing, or dated far ahead", async () => {
    const large = 99_999_999_999_999_999n;
    const lines = [anOcrLine({ amountMinor: large }), anOcrLine({ amountMinor: 0n })];
    const alone = await readWell(writeOcrGiro(anOcrFile([lines[0]!])));
    expect(alone.payments[0]?.amountMinor).toBe(large);
    const nothing = await readWell(writeOcrGiro(anOcrFile([lines[1]!])));
    expect(warningCodes(nothing)).toEqual(["zeroAmount"]);
    const ahead = anOcrLine({ processedOn: date("2068-12-31") });
    expect((await readWell(writeOcrGiro(anOcrFile([ahead])))).payments[0]?.bookedOn).toBe("2068-12-31");
  });
});

describe("payments with free text and reversals", () => {
  it("types 20 and 21 carry a text, and their KID field is not trusted", async () => {
    const text = "Husleie for mars, Bjørn Ånonsæn";
    const lines = [anOcrLine({ type: 21, text }), anOcrLine({ type: 20, text: "Tilbake", kid: "" })];
    const { payments, warnings } = await readWell(writeOcrGiro(anOcrFile(lines)));
    expect(payments).toMatchObject([
      { text, reference: { scheme: "FREE" }, direction: "credit" },
      { text: "Tilbake", reference: null, direction: "debit", reversal: true, nature: "receiptReversed" },
    ]);
    expect(warnings).toEqual([]);
  });

  it("a text saved again as UTF-8 reads the same", async () => {
    const bytes = writeOcrGiro(anOcrFile([anOcrLine({ type: 21, text: "Blåbærsyltetøy" })]));
    const [a] = (await readWell(latin1Text(bytes))).payments;
    const [b] = (await readWell(`\ufeff${latin1Text(bytes)}`)).payments;
    expect([a?.text, b?.text]).toEqual(["Blåbærsyltetøy", "Blåbærsyltetøy"]);
  });

  it("a reversal may stand before its payment and be of a part of it", async () => {
    const lines = [anOcrLine({ type: 18, amountMinor: 5_000n }), anOcrLine()];
    const { payments } = await readWell(writeOcrGiro(anOcrFile(lines)));
    expect(payments.map((payment) => [payment.direction, payment.amountMinor])).toEqual([
      ["debit", 5_000n],
      ["credit", 125_000n],
    ]);
  });

  it.each(["gross", "net"] as const)(
    "a line with the sign - is a reversal, and a %s total holds",
    async (totals) => {
      const lines = [anOcrLine(), anOcrLine({ amountMinor: 25_000n, isNegative: true })];
      const file = await readWell(writeOcrGiro(anOcrFile(lines, { totals })));
      expect(file.sumsHold).toBe(true);
      expect(file.batches[0]?.sumConvention).toBe(totals);
      expect(file.payments[1]).toMatchObject({ direction: "debit", reversal: true, amountMinor: 25_000n });
    },
  );

  it("a transaction type that does not exist is shown and not booked", async () => {
    const file = await readWell(writeOcrGiro(anOcrFile([anOcrLine({ type: 34 })])));
    expect(file.payments[0]?.status).toBe("info");
    expect(warningCodes(file)).toEqual(["transactionType"]);
  });

  it("a free text that is missing is remarked", async () => {
    const lines = latin1Text(writeOcrGiro(anOcrFile([anOcrLine({ type: 21 })]))).split("\n");
    const file = await readWell(lines.filter((line) => line.slice(6, 8) !== "32").join("\n"));
    expect(warningCodes(file)).toContain("textMissing");
    expect(file.payments).toHaveLength(1);
  });
});

describe("counts and sums of OCR giro", () => {
  it.each([
    ["sum of the assignment", 4, 41, "sumMismatch"],
    ["transactions of the assignment", 4, 16, "countMismatch"],
    ["records of the assignment", 4, 24, "countMismatch"],
    ["sum of the transmission", 5, 41, "sumMismatch"],
    ["transactions of the transmission", 5, 16, "countMismatch"],
    ["records of the transmission", 5, 24, "countMismatch"],
  ])("a wrong %s means that nothing is booked", async (_what, line, position, code) => {
    const file = await readWell(withField(ONE, line, position, "9"));
    expect(file.sumsHold).toBe(false);
    expect(file.warnings).toMatchObject([{ code, at: line + 1 }]);
    expect(file.payments).toHaveLength(1);
  });

  it("a total that is no number means the same", async () =>
    expect((await readWell(withField(ONE, 4, 30, "X"))).sumsHold).toBe(false));

  it("a transaction number that occurs twice means the same: two payments would have one key", async () => {
    const two = latin1Text(writeOcrGiro(anOcrFile([anOcrLine(), anOcrLine()])));
    const twice = withField(withField(two, 4, 9, "0000001"), 5, 9, "0000001");
    const file = await readWell(twice);
    expect(file.sumsHold).toBe(false);
    expect(warningCodes(file)).toEqual(["duplicate"]);
  });

  it("processing dates outside the range of the end record are remarked", async () => {
    for (const [from, day] of [
      [48, "030326"],
      [54, "010326"],
    ] as const)
      expect(warningCodes(await readWell(withField(ONE, 4, from, day)))).toEqual(["dateOutsideRange"]);
  });
});

describe("the frame of an OCR giro file", () => {
  it("may be empty of payments", async () => {
    const file = await readWell(writeOcrGiro(anOcrFile([], { assignments: [] })));
    expect(file).toMatchObject({ payments: [], sumsHold: true, totals: { count: 0 } });
  });

  it.each(["\n", "\r\n", "\r", ""])("may end its lines with %j", async (end) =>
    expect((await readWell(ONE.replaceAll("\n", end))).payments).toHaveLength(1),
  );

  it("may lack the last line end, or have blank lines and an end-of-file sign after it", async () => {
    expect((await readWell(ONE.trimEnd())).sumsHold).toBe(true);
    expect((await readWell(`${ONE}\r\n\n\u001a`)).sumsHold).toBe(true);
  });

  it("may hold several transmissions and several accounts", async () => {
    const file = await readWell(ONE + ONE.replace(ACCOUNT, "99991042764"));
    expect(file.accounts).toEqual([ACCOUNT, "99991042764"]);
    expect(file.batches.map((batch) => batch.count)).toEqual([1, 1]);
  });

  it("counts the records of another service and skips them", async () => {
    const foreign = [
      "NY21002000000000040000868888888888800",
      "NY2121300000001170604           0000000000000010",
      "NY2121310000001NAVN",
      "NY2100880000000100000004",
    ].map((record) => record.padEnd(80, "0"));
    const lines = ONE.trimEnd().split("\n");
    lines.splice(1, 0, ...foreign);
    const text = withField(withField(lines.join("\n"), 9, 9, "00000002"), 9, 17, "00000010");
    const file = await readWell(text);
    expect(file).toMatchObject({ sumsHold: true, totals: { count: 1 } });
    expect(warningCodes(file)).toEqual(["serviceSkipped"]);
  });

  it("skips a record of an unknown type and says so", async () => {
    const lines = ONE.trimEnd().split("\n");
    lines.splice(4, 0, "NY0910400000001".padEnd(80, "0"));
    const file = await readWell(lines.join("\n"));
    expect(warningCodes(file)).toContain("unknownRecord");
    expect(file.payments).toHaveLength(1);
  });

  it.each([
    ["the end record is missing", (text: string) => text.split("\n").slice(0, 5).join("\n"), "truncated", 5],
    ["the last record is cut", (text: string) => text.slice(0, -40), "recordLength", 6],
    ["a record is too short", (text: string) => text.replace("00000\n", "0000\n"), "recordLength", 1],
    ["a payment lacks its item 2", (text: string) => without(text, 3), "structure", 4],
    ["a payment lacks its item 1", (text: string) => without(text, 2), "structure", 3],
    ["item 2 is of another transaction", (text: string) => withField(text, 3, 15, "9"), "structure", 4],
    ["an assignment does not end", (text: string) => without(text, 4), "structure", 5],
    ["an assignment does not begin", (text: string) => without(text, 1), "structure", 2],
    ["a transmission does not begin", (text: string) => without(text, 0), "structure", 1],
    ["something follows the end", (text: string) => `${text}something`, "recordLength", 7],
    ["an amount is no number", (text: string) => withField(text, 2, 40, "x"), "amount", 3],
    ["a processing date does not exist", (text: string) => withField(text, 2, 16, "310226"), "date", 3],
    ["a sign is unknown", (text: string) => withField(text, 2, 32, "+"), "structure", 3],
  ])("is refused when %s", async (_what, change, code, line) =>
    expect(await read(change(ONE))).toMatchObject({ kind: "refused", code, line }),
  );

  it("remarks a bank date that does not exist and an account with a wrong check digit", async () => {
    const text = withField(withField(ONE, 3, 42, "310226"), 1, 35, "1");
    const file = await readWell(text);
    expect(warningCodes(file)).toEqual(["accountCheck", "date"]);
    expect(file.payments[0]?.orderedOn).toBeNull();
  });
});

function without(text: string, line: number): string {
  const lines = text.split("\n");
  lines.splice(line, 1);
  return lines.join("\n");
}
