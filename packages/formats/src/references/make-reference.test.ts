import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalAccount,
  finnishCheckDigit,
  formatBankgiro,
  formatPlusgiro,
  hasSwedishLengthDigit,
  isValidFinnishReference,
  isValidKid,
  isValidOrganisationNumber,
  isValidRf,
  kidCheckCharacter,
  makeKid,
  makeReference,
  makeRf,
  makeSwedishOcr,
  organisationCheckDigit,
  rfPayload,
} from "./index.ts";

const payload = fc.stringMatching(/^\d{1,20}$/);

describe("check digits agree with the worked examples", () => {
  it.each([
    [makeKid("12345678"), "123456782"],
    [makeKid("12345678", "mod11"), "123456785"],
    [makeKid("10003", "mod11").slice(0, 5), "10003"],
    [kidCheckCharacter("10003", "mod11"), "-"],
    [makeSwedishOcr("12345"), "1234574"],
    [makeSwedishOcr("1000"), "100065"],
    [makeSwedishOcr("655"), "65557"],
    [makeSwedishOcr("123456789"), "12345678911"],
    [makeRf("1234561"), "RF341234561"],
    [makeRf("100978"), "RF74100978"],
    [makeRf("G72UUR"), "RF45G72UUR"],
    [finnishCheckDigit("123456"), "1"],
    [formatBankgiro("9912346"), "991-2346"],
    [formatPlusgiro("2865434"), "28 65 43-4"],
    [formatPlusgiro("9019506"), "90 19 50-6"],
    [rfPayload("RF341234561"), "1234561"],
    [rfPayload("RF341234562"), undefined],
    [organisationCheckDigit("97476067", "NO"), "3"],
    [organisationCheckDigit("20000003", "NO"), undefined],
    [canonicalAccount("NO93 8601 11 17947"), "86011117947"],
    [canonicalAccount("8601.11.17947"), "86011117947"],
    [canonicalAccount("NO9386011117948"), "NO9386011117948"],
  ])("%s is %s", (made, expected) => expect(made).toBe(expected));
});

describe("a reference we make", () => {
  it("is a KID of the agreed length that starts with its prefix", () =>
    expect(makeReference({ scheme: "NO_KID", prefix: "77", number: 42, length: 12 })).toEqual({
      kind: "made",
      value: "770000000420",
    }));

  it("carries length digit and check digit in Sweden, also when the length is fixed", () =>
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 15, max: 25 }), (number, length) => {
        const made = makeReference({ scheme: "SE_OCR", number, length });
        expect(
          made.kind === "made" && made.value.length === length && hasSwedishLengthDigit(made.value),
        ).toBe(true);
      }),
    ));

  it("is refused with the length it needs when it does not fit", () =>
    expect(makeReference({ scheme: "NO_KID", prefix: "1234", number: "56789", length: 9 })).toEqual({
      kind: "doesNotFit",
      lengthNeeded: 10,
      lengthMax: 9,
    }));

  it("is never made of letters", () => {
    expect(() => makeReference({ scheme: "NO_KID", number: "12A" })).toThrow(RangeError);
    expect(() => makeKid("1".repeat(25))).toThrow(RangeError);
    expect(() => makeSwedishOcr("")).toThrow(RangeError);
    expect(() => makeRf("a b")).toThrow(RangeError);
  });
});

describe("whatever the payload", () => {
  it("a KID is valid by its own modulus and no single changed digit is", () =>
    fc.assert(
      fc.property(payload, fc.constantFrom("mod10", "mod11"), fc.nat(), (digits, modulus, at) => {
        const kid = makeKid(digits, modulus);
        expect(isValidKid(kid, modulus)).toBe(true);
        const i = at % digits.length;
        const other = String((Number(kid[i]) + 1) % 10);
        expect(isValidKid(kid.slice(0, i) + other + kid.slice(i + 1), modulus)).toBe(false);
      }),
    ));

  it("RF, Finnish and organisation numbers pass their own check", () =>
    fc.assert(
      fc.property(payload, (digits) => {
        expect(isValidRf(makeRf(digits))).toBe(true);
        const finnish = digits.replace(/^0+/, "").slice(0, 19).padEnd(3, "7");
        expect(isValidFinnishReference(finnish + finnishCheckDigit(finnish))).toBe(true);
        const organisation = digits.slice(0, 8).padEnd(8, "4");
        const check = organisationCheckDigit(organisation, "NO");
        expect(check === undefined || isValidOrganisationNumber(organisation + check, "NO")).toBe(true);
      }),
    ));
});
