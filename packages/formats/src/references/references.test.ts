import { date } from "@innfri/kernel";
import { isShared, SKIPPED_WITHOUT_SHARED, sharedText } from "@innfri/testing/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hasSwedishLengthDigit,
  ibanFromNorwegianAccount,
  isFinnishIdentityNumber,
  isNorwegianIdentityNumber,
  isRegisteredNorwegianNumber,
  isSwedishIdentityNumber,
  isValidBankgiro,
  isValidFik,
  isValidFinnishReference,
  isValidIban,
  isValidKid,
  isValidNorwegianAccount,
  isValidOrganisationNumber,
  isValidPlusgiro,
  isValidRf,
  isValidSwedishOcr,
  looksLikeNationalIdentityNumber,
  maskedIdentityNumber,
  normalizeKid,
  normalizeNationalIdentityNumber,
  normalizeRf,
} from "./index.ts";

type Check = (text: string) => boolean;
type Row = readonly [what: string, check: Check, valid: string, invalid: string];

// One row per kind of number: valid and invalid examples separated by `|`.
const VECTORS: readonly Row[] = [
  [
    "a KID by modulus 10",
    (kid) => isValidKid(kid, "mod10"),
    "12344|123456782|12345678903|602243|33000083672049|26|0000539",
    "12343|123456785|10003-|12345|12345678|1234-4|-|1||ABC4|12345678901234567890123456",
  ],
  [
    "a KID by modulus 11",
    (kid) => isValidKid(kid, "mod11"),
    "12343|123456785|12345678903|10003-|10017-|10020-|10034-|0000531|0036633|02212291038306|27",
    "12344|123456782|602243|33000083672049|1234-3|10003|-|A2343|12345",
  ],
  ["a KID by either modulus", (kid) => isValidKid(kid), "12344|12343|10003-", "12345|12345678|1234-4|-|1"],
  [
    "a Swedish OCR reference",
    isValidSwedishOcr,
    "123455|10009|6551|1234567897|65599|65581|573949",
    "123456|655968|89853|18988777|1|",
  ],
  [
    "a Swedish OCR reference with length digit",
    hasSwedishLengthDigit,
    "1234574|100065|65557|12345678911|657866|658765|657767|657965|665760|8012577|1071000368667269",
    "123455|65599|65581|573949|655968|18988777",
  ],
  [
    "a bankgiro",
    isValidBankgiro,
    "991-2346|9912346|0009912346|5050-1055|5402-9681|5805-6201",
    "5402-9682|123-4567|12345|123455|123456782",
  ],
  ["a plusgiro", isValidPlusgiro, "4-2|90 19 50-6|28 65 43-4", "28 65 43-3|4"],
  [
    "an RF reference",
    (text) => isValidRf(normalizeRf(text)),
    "RF18539007547034|RF471234567890|RF45G72UUR|RF341234561|RF74100978|RF18 5390 0754 7034",
    "RF18539007547035|RF18|18539007547034",
  ],
  [
    "a Finnish reference",
    isValidFinnishReference,
    "1232|1234561|66666666|00000006450830029863|12345678901234567894",
    "1234562|123|100978",
  ],
  [
    "a Danish code line",
    isValidFik,
    "+71<000000000000018+12345678<|+71<004040400000669+12345678<|+75<0000000000123455+12345678<|+73<+12345678<",
    "+71<000000000000019+12345678<|+71<18+12345678<|+73<000000000000018+12345678<|+99<+12345678<",
  ],
  [
    "a Norwegian account",
    isValidNorwegianAccount,
    "86011117947|8601.11.17947|12345678903|99991042764|99991111111",
    "12345678901|30001234560|12340000000|8601111798",
  ],
  [
    "an IBAN",
    isValidIban,
    "NO9386011117947|NO93 8601 1117 947|SE4550000000058398257466|DK5000400440116243|FI2112345600000785",
    "NO9386011117948|DK8030000001234567|NO938601111794|[IBANNUMBER]|NO10860111179471",
  ],
  [
    "a Norwegian organisation number",
    (text) => isValidOrganisationNumber(text, "NO"),
    "974760673|923609016|889640782|123456785|310000000|NO 974 760 673 MVA",
    "974760670|987654321|200000000|97476067",
  ],
  [
    "a Swedish organisation number",
    (text) => isValidOrganisationNumber(text, "SE"),
    "556036-0793|202100-5489|212000-0142|802002-4280|916452-6197|165560360793",
    "556036-0794|502068-1329|811218-9876",
  ],
  [
    "a Danish organisation number",
    (text) => isValidOrganisationNumber(text, "DK"),
    "13585628|25992180",
    "13585627",
  ],
  [
    "a Finnish organisation number",
    (text) => isValidOrganisationNumber(text, "FI"),
    "0737546-2|2858394-9|1572860-0",
    "0737546-3",
  ],
  [
    "a Norwegian identity number by today's control",
    (text) => isNorwegianIdentityNumber(text, "today"),
    "31129956715|01819012365|41819012359",
    "01819012373|01819012381|01819012551|41819012383|41819012391|01819012578|01819012300",
  ],
  [
    "a Norwegian identity number by the control from 2032",
    (text) => isNorwegianIdentityNumber(text, "from2032"),
    "31129956715|01819012365|01819012373|01819012381|01819012551|41819012359|41819012383",
    "41819012391|01819012578|01819012300",
  ],
  [
    "a Swedish identity number",
    isSwedishIdentityNumber,
    "19121212-1212|121212+1212|121212-1212|811218-9876|19900101-0017|701063-2391|850769-9802|198112189876",
    "811218-9877|20010229-0004|000229-0005|556036-0793",
  ],
  ["a Finnish identity number", isFinnishIdentityNumber, "131052-308T|010594Y9032", "131052-308U"],
];

describe.each(VECTORS)("%s", (_what, check, valid, invalid) => {
  it.each(valid.split("|"))("%s is one", (text) => expect(check(text)).toBe(true));
  it.each(invalid.split("|"))("%s is none", (text) => expect(check(text)).toBe(false));
});

const FILE = "formats/samples/references/vectors.json";
const CHECKS: Readonly<Record<string, Check>> = {
  kidMod10: (text) => isValidKid(text, "mod10"),
  kidMod11: (text) => isValidKid(text, "mod11"),
  seOcrLuhn: isValidSwedishOcr,
  seOcrLengthDigit: hasSwedishLengthDigit,
  bankgiro: isValidBankgiro,
  plusgiro: isValidPlusgiro,
  dkFik: isValidFik,
  fiViite: isValidFinnishReference,
  rf: (text) => isValidRf(normalizeRf(text)),
  iban: isValidIban,
  noAccount: isValidNorwegianAccount,
  noOrg: (text) => isValidOrganisationNumber(text, "NO"),
  seOrg: (text) => isValidOrganisationNumber(text, "SE"),
  noFnrToday: (text) => isNorwegianIdentityNumber(text, "today"),
  noFnr2032: (text) => isNorwegianIdentityNumber(text, "from2032"),
  sePersonnummer: isSwedishIdentityNumber,
  dkCvr: (text) => isValidOrganisationNumber(text, "DK"),
  fiYtunnus: (text) => isValidOrganisationNumber(text, "FI"),
  fiHetu: isFinnishIdentityNumber,
};

describe(`the shared vectors${SKIPPED_WITHOUT_SHARED}`, () => {
  it.skipIf(!isShared(FILE))("agree with every check, and every group has one", () => {
    const groups = JSON.parse(sharedText(FILE)) as Record<string, Record<string, string[]>>;
    const wrong: string[] = [];
    for (const [group, lists] of Object.entries(groups)) {
      const check = CHECKS[group];
      for (const [list, texts] of Object.entries(lists)) {
        for (const text of texts)
          if (check?.(text) !== (list !== "invalid")) wrong.push(`${group} ${list} ${text}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(Object.keys(groups)).toEqual(Object.keys(CHECKS));
  });
});

describe("identity numbers of persons are recognised so that an import can drop them", () => {
  it.each([
    ["018190 12365", "NO", true],
    ["01819012373", "NO", true],
    ["974760673", "NO", false],
    ["12345678903", "NO", false],
    ["811218-9876", "SE", true],
    ["5560360793", "SE", false],
    ["131052-308t", "FI", true],
  ] as const)("%s in %s: %s", (text, country, expected) =>
    expect(looksLikeNationalIdentityNumber(text, country)).toBe(expected),
  );
});

describe("identity numbers that are kept have one form each", () => {
  it.each([
    ["31129956715", "NO", "31129956715"],
    ["311299 56715", "NO", "31129956715"],
    // The control of 2032, with a remainder of one.
    ["01819012373", "NO", "01819012373"],
    ["31129956716", "NO", null],
    ["19121212-1212", "SE", "191212121212"],
    ["121212-1212", "SE", "201212121212"],
    ["121212+1212", "SE", "191212121212"],
    ["811218-9876", "SE", "198112189876"],
    // A samordningsnummer: the day is sixty higher.
    ["701063-2391", "SE", "197010632391"],
    ["811218-9877", "SE", null],
  ] as const)("%s in %s is kept as %s", (text, country, kept) =>
    expect(normalizeNationalIdentityNumber(text, country, date("2026-11-02"))).toBe(kept),
  );

  it("ten Swedish figures are of the latest century that has come", () => {
    expect(normalizeNationalIdentityNumber("121212-1212", "SE", date("2012-12-11"))).toBe("191212121212");
    expect(normalizeNationalIdentityNumber("121212-1212", "SE", date("2012-12-12"))).toBe("201212121212");
  });

  it("one of a test population is told from one of the register", () => {
    expect(isRegisteredNorwegianNumber("31129956715")).toBe(true);
    expect(isRegisteredNorwegianNumber("01819012365")).toBe(false);
  });

  it("are shown by their last figures", () => {
    expect(maskedIdentityNumber("31129956715")).toBe("******56715");
    expect(maskedIdentityNumber("198112189876")).toBe("********9876");
  });
});

describe("accounts and typed references have one spelling", () => {
  it("a Norwegian account has the IBAN the bank prints", () =>
    expect(ibanFromNorwegianAccount("86011117947")).toBe("NO9386011117947"));
  it("every Norwegian account makes a valid IBAN", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^\d{11}$/), (account) => isValidIban(ibanFromNorwegianAccount(account))),
    ));
  it("spaces in a KID do not matter, zeros do", () => expect(normalizeKid(" 00 1234 4 ")).toBe("0012344"));
});
