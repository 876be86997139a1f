import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { makeKid, makeRf, makeSwedishOcr } from "../references/index.ts";
import { aCamtFile, anEntry, aTransaction, read, readWell, warningCodes } from "./test-support.ts";
import { type Camt054Entry, type Camt054File, writeCamt054 } from "./write-camt054.ts";

const KID = makeKid("0004711");
const xmlOf = (entries: readonly Camt054Entry[], given?: Partial<Camt054File>) =>
  Buffer.from(writeCamt054(aCamtFile(entries, given))).toString("utf8");
const ONE = xmlOf([anEntry([aTransaction()])]);
const TWO = xmlOf([
  anEntry([aTransaction(), aTransaction({ servicerReference: "T-2", amountMinor: 5_000n })]),
]);
const only = async (xml: string) => (await readWell(xml)).payments[0];
const within = (account: string, currency: string, value: string) =>
  only(
    xmlOf([], {
      notifications: [
        {
          id: "N",
          sequence: 1,
          account,
          currency,
          entries: [anEntry([aTransaction({ references: [{ value, amountMinor: null }] })])],
        },
      ],
    }),
  );

describe("an ordinary payment in camt.054", () => {
  it.each(["02", "04", "08"] as const)("reads the same in version %s", async (version) => {
    const file = await readWell(xmlOf([anEntry([aTransaction()])], { version }));
    expect(file).toMatchObject({ format: "camt.054", sumsHold: true, warnings: [], fileReference: "M-1" });
    expect(file.payments).toMatchObject([
      {
        bookedOn: "2026-03-02",
        valueOn: "2026-03-02",
        orderedOn: "2026-02-27",
        amountMinor: 125_000n,
        currency: "NOK",
        direction: "credit",
        nature: "receipt",
        reference: { scheme: "NO_KID", value: KID },
        payer: { name: "Åse Øvergård", account: "86011117947", organisationNumber: null },
        account: "86011117947",
        bankReference: "camt:86011117947:2026-03-02:CRDT:1250.00:T-1:0",
        entryReference: "E-1",
        endToEndId: null,
        status: "booked",
        at: "Ntfctn[1]/Ntry[1]/NtryDtls/TxDtls[1]",
      },
    ]);
  });

  it("reads the same with a later version, prefixes, comments, CDATA and any cut into pieces", async () => {
    const plain = await readWell(ONE);
    const dressed = ONE.replace(/<(\/?)(\w)/g, "<$1n:$2")
      .replace("<n:Document xmlns=", "<n:Document xmlns:n=")
      .replace("001.08", "001.13")
      .replace("<n:Ntry>", "<!-- the entry --><n:Ntry>")
      .replace("T-1", "<![CDATA[T-1]]>");
    for (const length of [1, 3, 70_000]) expect(await readWell(dressed, length)).toEqual(plain);
  });

  it("reads the same inside an envelope with a business header", async () => {
    const body = ONE.replace(/^<\?xml.*\?>/, "");
    const enveloped = `<Envelope><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><Fr/></AppHdr>${body}</Envelope>`;
    expect((await readWell(enveloped)).payments).toEqual((await readWell(ONE)).payments);
  });

  it("keeps a company's organisation number, and nothing of a person's", async () => {
    const payer = { name: "Testvik Bygg AS", organisationNumber: "310000000" };
    expect((await only(xmlOf([anEntry([aTransaction({ payer })])])))?.payer?.organisationNumber).toBe(
      "310000000",
    );
    const person = xmlOf([
      anEntry([aTransaction({ payer: { name: "Ola", organisationNumber: "01819012365" } })]),
    ]);
    expect((await only(person))?.payer?.organisationNumber).toBeNull();
    expect((await only(person.replaceAll("OrgId", "PrvtId")))?.payer?.organisationNumber).toBeNull();
  });
});

describe("references in camt", () => {
  it.each([
    ["NO9386011117947", "NOK", "000000000000000000", "NO_KID"],
    ["86011117947", "NOK", "10003-", "NO_KID"],
    ["SE4550000000058398257466", "SEK", makeSwedishOcr("4711"), "SE_OCR"],
    ["FI2112345600000785", "EUR", "00000006450830029863", "FI_REF"],
    ["FI2112345600000785", "EUR", makeRf("1234561"), "RF"],
    ["NO9386011117947", "NOK", "Faktura 12", "FREE"],
    ["DK5000400440116243", "DKK", "+71<000000000000018", "FREE"],
  ])("on the account %s in %s, %s is a %s", async (account, currency, value, scheme) =>
    expect((await within(account, currency, value))?.reference).toEqual({ scheme, value }),
  );

  it("several with parts are all told, a credit note as a negative part", async () => {
    const references = [
      { value: KID, amountMinor: 150_000n },
      { value: makeKid("4712"), amountMinor: -25_000n },
    ];
    const file = await readWell(xmlOf([anEntry([aTransaction({ references })])]));
    expect(file.warnings).toEqual([]);
    expect(file.payments[0]?.reference?.value).toBe(KID);
    expect(file.payments[0]?.references.map((part) => part.amountMinor)).toEqual([150_000n, -25_000n]);
  });

  it("parts that do not make up the payment are remarked", async () => {
    const references = [1n, 2n].map((amountMinor) => ({ value: KID, amountMinor }));
    const file = await readWell(xmlOf([anEntry([aTransaction({ references })])]));
    expect(file).toMatchObject({ sumsHold: true, warnings: [{ code: "partsDiffer" }] });
  });

  it("without a structured one, the text is searched, and identity numbers in it are left out", async () => {
    const transaction = aTransaction({
      references: [],
      text: [`gjelder ${KID}, fnr 01819012365`, "faktura F1234"],
    });
    const payment = await only(xmlOf([anEntry([transaction])]));
    expect(payment?.reference).toBeNull();
    expect(payment?.references.map(({ scheme, value }) => `${scheme} ${value}`)).toEqual([
      `NO_KID ${KID}`,
      "FREE F1234",
    ]);
  });

  it("a text of many numbers gives only a few guesses", async () => {
    const text = [Array.from({ length: 25 }, (_, i) => `F${1000 + i}`).join(" ")];
    expect((await only(xmlOf([anEntry([aTransaction({ references: [], text })])])))?.references).toHaveLength(
      20,
    );
  });

  it("a wrong check digit is remarked and the payment kept", async () => {
    const file = await readWell(ONE.replace(KID, "12345678"));
    expect(file.payments[0]?.reference).toEqual({ scheme: "NO_KID", value: "12345678" });
    expect(warningCodes(file)).toEqual(["referenceCheck"]);
  });
});

describe("what an entry means", () => {
  it.each([
    ["money from a customer", "credit", {}, "receipt", false],
    ["a receipt taken back", "debit", { isReversal: true }, "receiptReversed", true],
    ["a receipt returned with a reason", "debit", { returnReason: "AC04" }, "receiptReversed", true],
    ["our own payment", "debit", {}, "ownPayment", false],
    [
      "our own payment returned with a reason",
      "credit",
      { returnReason: "AC01" },
      "ownPaymentReturned",
      true,
    ],
    ["our own debit given back", "credit", { isReversal: true }, "ownPaymentReturned", true],
  ] as const)("%s", async (_what, direction, given, nature, reversal) => {
    const { isReversal = false, ...rest } = given as { isReversal?: boolean; returnReason?: string };
    const payment = await only(xmlOf([anEntry([aTransaction(rest)], { direction, isReversal })]));
    expect(payment).toMatchObject({ nature, reversal, direction, returnReason: rest.returnReason ?? null });
  });

  it.each([
    ["ICDT", "RRTN", "ownPaymentReturned"],
    ["RCDT", "RRTN", "ownPaymentReturned"],
    ["ICDT", "ESCT", "ownPaymentReturned"],
    ["RCDT", "ESCT", "receipt"],
    ["IDDT", "PMDD", "receipt"],
  ])("a credit of the family %s and %s is a %s", async (family, sub, nature) => {
    const code = `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${sub}</SubFmlyCd></Fmly></Domn></BkTxCd>`;
    expect((await only(ONE.replace("<NtryDtls>", `${code}<NtryDtls>`)))?.nature).toBe(nature);
  });

  it("a reversal has another key than what it reverses", async () => {
    const back = xmlOf([anEntry([aTransaction()], { direction: "debit", isReversal: true })]);
    expect((await only(back))?.bankReference).toBe("camt:86011117947:2026-03-02:DBIT:1250.00:T-1:0");
  });

  it.each([
    ["BOOK", "booked"],
    ["PDNG", "pending"],
    ["INFO", "info"],
  ] as const)("the status %s is %s", async (status, expected) =>
    expect((await only(xmlOf([anEntry([aTransaction()], { status })])))?.status).toBe(expected),
  );
});

describe("the key of a payment in camt", () => {
  const key = async (xml: string) => (await only(xml))?.bankReference.split(":").slice(5).join(":");
  const bare = ONE.replace("<AcctSvcrRef>T-1</AcctSvcrRef>", "");
  const barest = bare.replace("<AcctSvcrRef>E-1</AcctSvcrRef>", "");
  const withRefs = (refs: string) => bare.replace("<Refs>", `<Refs>${refs}`);

  it.each([
    ["the bank's reference of the transaction", ONE, "T-1:0"],
    ["the UETR", withRefs("<TxId>X</TxId><UETR>5f0c</UETR>"), "5f0c:0"],
    ["the transaction id", withRefs("<TxId>X</TxId>"), "X:0"],
    ["the clearing system's reference", withRefs("<ClrSysRef>C</ClrSysRef>"), "C:0"],
    ["the bank's reference of the entry", bare, "E-1:0"],
    ["the reference of the entry", barest.replace("<NtryRef>1<", "<NtryRef>2026AB17<"), "2026AB17:0"],
    ["the place in the notification, for a running number is no reference", barest, "N-1/1:0"],
  ])("is made of %s", async (_what, xml, expected) => expect(await key(xml)).toBe(expected));

  it("two equal payments of one entry differ by their place", async () => {
    const { payments } = await readWell(xmlOf([anEntry([aTransaction(), aTransaction()])]));
    expect(payments.map((payment) => payment.bankReference.slice(-2))).toEqual([":0", ":1"]);
  });

  it("is the same in a copy sent as another message, and the copy is remarked", async () => {
    const copy = ONE.replace("M-1", "M-2").replace("<Acct>", "<CpyDplctInd>DUPL</CpyDplctInd><Acct>");
    const file = await readWell(copy);
    expect(file.payments[0]?.bankReference).toBe((await only(ONE))?.bankReference);
    expect(warningCodes(file)).toEqual(["copy"]);
  });

  it("spells a Norwegian account the same as IBAN and as eleven digits", async () => {
    const other = ONE.replace(
      "<IBAN>NO9386011117947</IBAN>",
      "<Othr><Id>8601.11.17947</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr>",
    );
    expect((await only(other))?.bankReference).toBe((await only(ONE))?.bankReference);
  });
});

describe("batches and amounts in camt", () => {
  it("a batch is told payment by payment", async () => {
    const file = await readWell(TWO);
    expect(file).toMatchObject({ sumsHold: true, warnings: [] });
    expect(file.payments.map((payment) => payment.amountMinor)).toEqual([125_000n, 5_000n]);
  });

  it.each([
    ["a transaction's amount", ">50.00</Amt>", ">50.01</Amt>", "sumMismatch"],
    ["the batch's count", "<NbOfTxs>2<", "<NbOfTxs>3<", "countMismatch"],
    ["the batch's total", ">1300.00</TtlAmt>", ">1300.01</TtlAmt>", "sumMismatch"],
    ["the summary's sum", "<Sum>1300.00<", "<Sum>1300.10<", "sumMismatch"],
    ["the summary's count", "<NbOfNtries>1<", "<NbOfNtries>2<", "countMismatch"],
    ["an amount with three decimals", ">50.00</Amt>", ">50.005</Amt>", "amount"],
    ["an amount of nineteen digits", ">50.00</Amt>", ">12345678901234567890.00</Amt>", "amount"],
    [
      "an amount of more than eighteen digits with its decimals",
      ">50.00</Amt>",
      ">12345678901234567.25</Amt>",
      "amount",
    ],
    ["a negative amount", ">50.00</Amt>", ">-50.00</Amt>", "amount"],
    [
      "an entry's amount that is none",
      '<NtryRef>1</NtryRef>\n<Amt Ccy="NOK">1300',
      '<Amt Ccy="NOK">x',
      "amount",
    ],
  ])("with %s wrong nothing of the notification is booked", async (_what, from, to, code) => {
    expect(TWO).toContain(from);
    const file = await readWell(TWO.replace(from, to));
    expect(file.sumsHold).toBe(false);
    expect(file.batches[0]?.sumsHold).toBe(false);
    expect(warningCodes(file)).toContain(code);
  });

  it.each(["1250", "1250.0", "+1250.00", "01250.000", "1250."])("%s is an amount", async (text) => {
    const file = await readWell(ONE.replaceAll("1250.00", text));
    expect(file.payments[0]?.amountMinor).toBe(125_000n);
    expect(file.sumsHold).toBe(true);
  });

  it("a single transaction without an amount, or in foreign money, has the amount of its entry", async () => {
    const [none, foreign] = ["", '<Amt Ccy="EUR">110.00</Amt>'].map((amount) =>
      ONE.replace(/(<\/Refs>\s*)<Amt.*<\/Amt>/, `$1${amount}`),
    );
    for (const xml of [none, foreign])
      expect(await only(xml ?? "")).toMatchObject({ amountMinor: 125_000n, currency: "NOK" });
  });

  it("several without amounts become one line with all their references", async () => {
    const xml = TWO.replaceAll(/(<\/Refs>\s*)<Amt.*<\/Amt>/g, "$1");
    const file = await readWell(xml);
    expect(warningCodes(file)).toEqual(["amountsMissing"]);
    expect(file.payments).toMatchObject([{ amountMinor: 130_000n, reference: null, references: [{}, {}] }]);
  });

  it("a batch without details is one line to be matched by its amount", async () => {
    const file = await readWell(TWO.replace(/<TxDtls>.*<\/TxDtls>/s, ""));
    expect(warningCodes(file)).toEqual(["batchWithoutDetails"]);
    expect(file.payments).toMatchObject([{ amountMinor: 130_000n, at: "Ntfctn[1]/Ntry[1]" }]);
  });

  it("a deduction inside a batch counts against it", async () => {
    const xml = TWO.replace(/(>50\.00<\/Amt>\s*<CdtDbtInd>)CRDT/, "$1DBIT").replaceAll("1300.00", "1200.00");
    const file = await readWell(xml);
    expect(file).toMatchObject({ sumsHold: true, warnings: [] });
    expect(file.payments[1]).toMatchObject({ direction: "debit", amountMinor: 5_000n });
  });

  it("an entry in another currency than the account is kept and remarked", async () => {
    const file = await readWell(ONE.replaceAll('Ccy="NOK"', 'Ccy="SEK"'));
    expect(file.payments[0]?.currency).toBe("SEK");
    expect(warningCodes(file)).toEqual(["currency"]);
  });
});

describe("days in camt", () => {
  it("are the bank's own, whatever the zone", async () => {
    const xml = ONE.replace(/<BookgDt>\s*<Dt>2026-03-02<\/Dt>/, "<BookgDt><DtTm>2026-03-02T23:59:59Z</DtTm>");
    expect((await only(xml))?.bookedOn).toBe("2026-03-02");
  });

  it("that are missing are taken from the value date, then from the message", async () => {
    const unbooked = xmlOf([anEntry([aTransaction()], { valueOn: date("2026-03-03") })]).replace(
      /<BookgDt>.*?<\/BookgDt>/s,
      "",
    );
    const file = await readWell(unbooked);
    expect(file.payments[0]?.bookedOn).toBe("2026-03-03");
    expect(warningCodes(file)).toEqual(["bookingDateMissing"]);
    expect((await only(unbooked.replace(/<ValDt>.*?<\/ValDt>/s, "")))?.bookedOn).toBe("2026-03-02");
  });

  it("that do not exist refuse the file, or are remarked where another will do", async () => {
    const booked = ONE.replace("<BookgDt>\n<Dt>2026-03-02", "<BookgDt>\n<Dt>2026-02-30");
    expect(await read(booked)).toMatchObject({ kind: "refused", code: "date" });
    const value = await readWell(ONE.replace("<ValDt>\n<Dt>2026-03-02", "<ValDt>\n<Dt>NaN-NaN-Na"));
    expect(value.payments[0]?.valueOn).toBe("2026-03-02");
    expect(warningCodes(value)).toEqual(["date"]);
  });
});

describe("a camt file that is no lawful message", () => {
  it.each([
    ["is cut", ONE.slice(0, -60), "xml"],
    ["has an unknown entity", ONE.replace("M-1", "&nbsp;"), "xml"],
    ["has an entry without amount", ONE.replace(/<NtryRef>1<\/NtryRef>\s*<Amt.*<\/Amt>/, ""), "structure"],
    ["has an entry without direction", ONE.replace("CRDT", "KRED"), "structure"],
    ["has an entry without status", ONE.replace(/<Sts>.*?<\/Sts>/s, ""), "structure"],
    ["does not name its account", ONE.replace(/<Acct>.*?<\/Acct>/s, ""), "structure"],
    ["holds no notification", ONE.replace(/<Ntfctn>.*<\/Ntfctn>/s, ""), "structure"],
    [
      "has an entry outside its notification",
      ONE.replace("<Ntry>", "</Ntfctn><Ntry>").replace(/<\/Ntfctn>\s*<\/BkTo/, "</BkTo"),
      "structure",
    ],
    ["has a transaction outside its entry", ONE.replace("<Ntry>", "<TxDtls></TxDtls><Ntry>"), "structure"],
    ["has an entry inside an entry", ONE.replace("<Sts>", "<Ntry></Ntry><Sts>"), "structure"],
    ["is a statement by name only", ONE.replace("camt.054", "camt.053"), "structure"],
    ["has no namespace", ONE.replace(/ xmlns="[^"]*"/, ""), "unknownFormat"],
    ["is a report of the day so far", ONE.replace("camt.054", "camt.052"), "notReadYet"],
    ["is a payment order", ONE.replace("camt.054", "pain.001"), "notReadYet"],
  ])("is refused when it %s", async (_what, xml, code) =>
    expect(await read(xml)).toMatchObject({ kind: "refused", code }),
  );

  it("a payment order is refused by its name", async () =>
    expect(await read(ONE.replace("camt.054", "pain.001"))).toMatchObject({
      reason: "pain.001 is a payment order to the bank, not read yet",
    }));
});
