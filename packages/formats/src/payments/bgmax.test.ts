import { describe, expect, it } from "vitest";
import { makeSwedishOcr } from "../references/index.ts";
import {
  aBgMaxFile,
  aBgMaxLine,
  aDeposit,
  BANKGIRO,
  latin1Bytes,
  latin1Text,
  read,
  readWell,
  warningCodes,
  withField,
} from "./test-support.ts";
import { type BgMaxLine, writeBgMax } from "./write-bgmax.ts";

const OCR = makeSwedishOcr("4711");
const textOf = (...lines: readonly BgMaxLine[]) => latin1Text(writeBgMax(aBgMaxFile(lines)));
// Lines of this file: 0 start, 1 section, 2 payment, 3 deposit, 4 end.
const ONE = textOf(aBgMaxLine());
const only = async (line: BgMaxLine) => (await readWell(latin1Bytes(textOf(line)))).payments[0];

describe("an ordinary BgMax payment", () => {
  it("gets its date from the deposit that comes after it", async () => {
    const line = aBgMaxLine({ name: "Testsjö Färg & Form AB", organisationNumber: "5599990008" });
    const file = await readWell(latin1Bytes(textOf(line)));
    expect(file).toMatchObject({
      format: "bgmax",
      sumsHold: true,
      test: false,
      warnings: [],
      accounts: [BANKGIRO],
    });
    expect(file.payments).toMatchObject([
      {
        bookedOn: "2026-03-02",
        valueOn: "2026-03-02",
        amountMinor: 125_000n,
        currency: "SEK",
        direction: "credit",
        nature: "receipt",
        reference: { scheme: "SE_OCR", value: OCR },
        references: [],
        payer: { name: "Testsjö Färg & Form AB", account: "3783511", organisationNumber: "5599990008" },
        account: BANKGIRO,
        bankReference: "bgmax:9912346:2026-03-02:00074:000012000001:1",
        at: 3,
      },
    ]);
  });

  it("may have no serial number, sender or reference", async () => {
    const payment = await only(aBgMaxLine({ serial: "", sender: null, reference: "", referenceCode: 0 }));
    expect(payment).toMatchObject({
      reference: null,
      payer: null,
      bankReference: "bgmax:9912346:2026-03-02:00074::1",
    });
  });

  it("never keeps the organisation number of a sole trader, which is a person's number", async () => {
    const payment = await only(aBgMaxLine({ organisationNumber: "8112189876" }));
    expect(payment?.payer).toEqual({ name: null, account: "3783511", organisationNumber: null });
  });

  it("may be the equal of another on the same day: keys differ by the place in the section", async () => {
    const { payments } = await readWell(textOf(aBgMaxLine({ serial: "" }), aBgMaxLine({ serial: "" })));
    expect(new Set(payments.map((payment) => payment.bankReference)).size).toBe(2);
  });

  it("keeps its information records as text, at most ninety", async () => {
    const payment = await only(aBgMaxLine({ information: ["Hyra för mars", "Lägenhet 4"] }));
    expect(payment?.text).toBe("Hyra för mars Lägenhet 4");
    const many = Array.from({ length: 91 }, (_, i) => `rad ${i}`);
    const file = await readWell(textOf(aBgMaxLine({ information: many })));
    expect(warningCodes(file)).toEqual(["textCut"]);
  });
});

describe("what the payer wrote as reference", () => {
  it.each([
    [2, "000655969", "SE_OCR", "000655969"],
    [3, OCR, "SE_OCR", OCR],
    [5, OCR, "SE_OCR", OCR],
    [4, OCR, "SE_OCR", OCR],
    [3, "65598", "FREE", "65598"],
    [5, "655968", "FREE", "655968"],
    [3, "Faktura 12", "FREE", "Faktura 12"],
    [3, "65896,65862,65763", "FREE", "65896,65862,65763"],
    [3, "657866 658765 657767", "FREE", "657866 658765 657767"],
  ] as const)("code %i with %s is a %s", async (referenceCode, reference, scheme, value) => {
    const payment = await only(aBgMaxLine({ reference, referenceCode }));
    expect(payment?.reference).toEqual({ scheme, value });
  });

  it("several numbers in one field are told one by one as guesses", async () => {
    const payment = await only(aBgMaxLine({ reference: "657866,658765 A-1234", referenceCode: 3 }));
    expect(payment?.references).toEqual([
      { scheme: "SE_OCR", value: "657866", amountMinor: null, source: "text" },
      { scheme: "SE_OCR", value: "658765", amountMinor: null, source: "text" },
      { scheme: "FREE", value: "1234", amountMinor: null, source: "text" },
    ]);
  });

  it("extra references without amounts follow the payment's own, which is not told twice", async () => {
    const extra = [
      { reference: "657866", amountMinor: null },
      { reference: "658765", amountMinor: null },
    ];
    const listed = await only(aBgMaxLine({ reference: "657866", extra }));
    expect(listed?.references.map((part) => part.value)).toEqual(["657866", "658765"]);
    const added = await only(aBgMaxLine({ reference: OCR, extra }));
    expect(added?.references.map((part) => part.value)).toEqual([OCR, "657866", "658765"]);
  });

  it("information that repeats an extra reference is not counted twice", async () => {
    const line = aBgMaxLine({
      extra: [{ reference: "657866", amountMinor: null }],
      information: ["Faktura 657866"],
    });
    expect((await only(line))?.references.map((part) => part.source)).toEqual(["stated", "stated"]);
  });

  it("parts with amounts make up the payment, a credit note among them", async () => {
    const extra = [
      { reference: "657866", amountMinor: 150_000n },
      { reference: "658765", amountMinor: -25_000n },
    ];
    const file = await readWell(textOf(aBgMaxLine({ referenceCode: 4, extra })));
    expect(file.sumsHold).toBe(true);
    expect(file.payments[0]?.references.map((part) => part.amountMinor)).toEqual([150_000n, -25_000n]);
    const wrong = await readWell(textOf(aBgMaxLine({ referenceCode: 4, extra: extra.slice(0, 1) })));
    expect(wrong.sumsHold).toBe(false);
    expect(warningCodes(wrong)).toEqual(["sumMismatch"]);
  });

  it("a tab inside an extra reference stands for the blanks it replaced", async () => {
    const text = textOf(aBgMaxLine({ extra: [{ reference: "657866", amountMinor: null }] }));
    const tabbed = text.replace(/^(22\d{10}) {19}/m, "$1\t\t       ");
    expect(tabbed).toContain("\t\t");
    expect((await readWell(tabbed)).payments[0]?.references.at(-1)?.value).toBe("657866");
  });

  it("an extra reference of another serial number is remarked", async () => {
    const text = textOf(aBgMaxLine({ extra: [{ reference: "657866", amountMinor: null }] }));
    expect(warningCodes(await readWell(withField(text, 3, 69, "9")))).toEqual(["unknownRecord"]);
  });
});

describe("counts and sums of BgMax", () => {
  it("a deduction lowers the deposit and the payer's credit", async () => {
    const file = await readWell(textOf(aBgMaxLine(), aBgMaxLine({ isDeduction: true, amountMinor: 5_000n })));
    expect(file.sumsHold).toBe(true);
    expect(file.payments[1]).toMatchObject({ direction: "debit", nature: "deduction", reversal: false });
    expect(file.totals.sums).toEqual([{ currency: "SEK", creditMinor: 125_000n, debitMinor: 5_000n }]);
  });

  it.each([
    ["amount of the deposit", 3, 68, "1", "sumMismatch"],
    ["count of the deposit", 3, 79, "2", "countMismatch"],
    ["currency of the deposit", 3, 69, "EUR", "currency"],
    ["missing count", 3, 72, "        ", "countMismatch"],
  ])("a wrong %s means that nothing is booked", async (_what, line, from, value, code) => {
    const file = await readWell(withField(ONE, line, from, value));
    expect(file.sumsHold).toBe(false);
    expect(file.warnings).toMatchObject([{ code, at: line + 1 }]);
  });

  it.each([10, 18, 26, 34])(
    "a wrong count in the last record (position %i) is only remarked",
    async (position) => {
      const file = await readWell(withField(ONE, 4, position, "7"));
      expect(file).toMatchObject({ sumsHold: true, warnings: [{ code: "countMismatch", at: 5 }] });
    },
  );

  it("deductions larger than the payments, or a deposit told twice, mean that nothing is booked", async () => {
    const negative = textOf(aBgMaxLine({ amountMinor: 0n })).replace(/^20/m, "21");
    expect((await readWell(withField(negative, 2, 55, "1"))).sumsHold).toBe(false);
    const twice = writeBgMax(
      aBgMaxFile([], { deposits: [aDeposit([aBgMaxLine()]), aDeposit([aBgMaxLine()])] }),
    );
    expect(warningCodes(await readWell(twice))).toEqual(["duplicate"]);
  });

  it("sections of two currencies have two sums", async () => {
    const deposits = [aDeposit([aBgMaxLine()]), aDeposit([aBgMaxLine()], { currency: "EUR", serial: 75 })];
    const file = await readWell(writeBgMax(aBgMaxFile([], { deposits })));
    expect(file.totals.sums.map((sum) => sum.currency)).toEqual(["SEK", "EUR"]);
    expect(file.sumsHold).toBe(true);
  });
});

describe("the frame of a BgMax file", () => {
  it("marked as a test is read and every payment says so", async () => {
    const file = await readWell(writeBgMax(aBgMaxFile([aBgMaxLine()], { isTest: true })));
    expect(file.test).toBe(true);
    expect(file.payments[0]?.test).toBe(true);
    expect(warningCodes(file)).toEqual(["testFile"]);
  });

  it("may be empty of payments", async () =>
    expect(await readWell(writeBgMax(aBgMaxFile([], { deposits: [] })))).toMatchObject({
      payments: [],
      warnings: [],
    }));

  it("may have lost its trailing blanks, have blank lines and mixed line ends", async () => {
    const lines = textOf(aBgMaxLine({ serial: "", name: "Åke Öst" }))
      .split("\n")
      .map((line) => line.trimEnd());
    const file = await readWell(
      latin1Bytes(`${lines.slice(0, 3).join("\r\n")}\r\n\n${lines.slice(3).join("\n")}\n`),
    );
    expect(file).toMatchObject({ sumsHold: true, warnings: [] });
    expect(file.payments[0]?.payer?.name).toBe("Åke Öst");
  });

  it("reads the same when saved again as UTF-8, with a byte order mark", async () => {
    const text = textOf(aBgMaxLine({ name: "Åsa Ärlig Öhman", information: ["Hyra för våren"] }));
    const before = await readWell(latin1Bytes(text));
    const after = await readWell(`\ufeff${text}`, 7);
    expect(after).toEqual(before);
  });

  it("skips record codes it does not know", async () => {
    const file = await readWell(ONE.replace(/^15/m, `44unknown\n15`));
    expect(file).toMatchObject({ sumsHold: true, warnings: [{ code: "unknownRecord", at: 4 }] });
  });

  it.each([
    ["the end record is missing", 4, undefined, "truncated", 4],
    ["the deposit is missing", 3, undefined, "structure", 4],
    ["the section does not begin", 1, undefined, "structure", 2],
    ["the start record is missing", 0, undefined, "unknownFormat", 1],
    ["a section begins inside another", 2, "050009912346          SEK", "structure", 3],
    ["the payment date does not exist", 3, `15${"0".repeat(35)}20260231`.padEnd(80, "0"), "date", 4],
    ["the amount is no number", 2, `20${"0".repeat(35)}x`.padEnd(80), "amount", 3],
    ["the deposit has no amount", 3, `15${"0".repeat(35)}20260302`.padEnd(80), "amount", 4],
    ["the currency is none", 1, "050009912346", "structure", 2],
  ])("is refused when %s", async (_what, at, line, code, refusedAt) => {
    const lines = ONE.split("\n");
    lines.splice(at, 1, ...(line === undefined ? [] : [line]));
    expect(await read(lines.join("\n"))).toMatchObject({ kind: "refused", code, line: refusedAt });
  });
});
