import { formatMinor } from "@innfri/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalSignOf, readAmount } from "./amount.ts";

describe("An amount in a ledger", () => {
  it.each([
    ["0", 0n],
    ["1250", 125000n],
    ["1250,5", 125050n],
    ["1250.50", 125050n],
    ["1 250,50", 125050n],
    ["1\u00a0250,50", 125050n],
    ["1\u202f250,50", 125050n],
    ["1'250.50", 125050n],
    ["1.250,50", 125050n],
    ["1,250.50", 125050n],
    ["1.250.000", 125000000n],
    ["1.250.000,00", 125000000n],
    ["12 345 678,90", 1234567890n],
    ["1234,500", 123450n],
    ["0,500", 50n],
    ["1 234,500", 123450n],
    ["-5", -500n],
    ["- 5", -500n],
    ["5-", -500n],
    ["5,00 -", -500n],
    ["\u22125,25", -525n],
    ["\u20135,25", -525n],
    ["(5,25)", -525n],
    ["+5", 500n],
    ["500,-", 50000n],
    ["kr 500", 50000n],
    ["kr. 1 500,00", 150000n],
    ["1 500,00 kr", 150000n],
    ["NOK -500,00", -50000n],
    ["-500,00 SEK", -50000n],
  ])("written %s is %s minor units", (text, minor) => {
    expect(readAmount(text, decimalSignOf(text))).toEqual({ kind: "amount", minor });
  });

  it("written 1.250 is a thousand where the comma is the decimal sign, and unknown where nothing is", () => {
    expect(readAmount("1.250", ",")).toEqual({ kind: "amount", minor: 125000n });
    expect(readAmount("1.250", ".")).toEqual({ kind: "amount", minor: 125n });
    expect(readAmount("1.250", null)).toEqual({ kind: "ambiguous" });
    expect(readAmount("1,250", null)).toEqual({ kind: "ambiguous" });
    expect(readAmount("1.255", ".")).toEqual({ kind: "unreadable" });
  });

  it("written with the other decimal sign than its file is not read", () => {
    expect(readAmount("12.50", ",")).toEqual({ kind: "other-form" });
    expect(readAmount("1,250.50", ",")).toEqual({ kind: "other-form" });
  });

  it.each([
    "",
    "-",
    "hundre",
    "1,23E+14",
    "1 23",
    "12 34,50",
    "1.25.000",
    "1,2,3",
    "1.250,50.00",
    "--5",
    "-5-",
    "5,",
    ",5",
    "=5",
    "٣",
    "0x10",
    "9".repeat(19),
  ])("written %j is none", (text) => {
    expect(readAmount(text, ",").kind).not.toBe("amount");
  });

  it("is the same whatever Nordic form it is printed in", () => {
    const printed = fc.record({
      minor: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
      decimal: fc.constantFrom(",", "."),
      group: fc.constantFrom("", " ", "\u00a0", "\u202f", "'", "other"),
      minus: fc.constantFrom("front", "behind", "long", "brackets"),
    });
    fc.assert(
      fc.property(printed, ({ minor, decimal, group, minus }) => {
        const [whole = "", rest = ""] = formatMinor(minor < 0n ? -minor : minor).split(".");
        const mark = group === "other" ? (decimal === "," ? "." : ",") : group;
        const body = `${whole.replace(/\B(?=(\d{3})+$)/g, mark)}${decimal}${rest}`;
        const forms = { front: `-${body}`, behind: `${body}-`, long: `\u2212${body}`, brackets: `(${body})` };
        const text = minor < 0n ? forms[minus] : body;
        expect(decimalSignOf(text)).toBe(decimal);
        expect(readAmount(text, decimal)).toEqual({ kind: "amount", minor });
      }),
    );
  });
});
