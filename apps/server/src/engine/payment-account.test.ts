import { someSettings } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { paymentAccountOf, shownAccount } from "./payment-account.ts";

describe("The account that debtors pay to", () => {
  it.each([
    ["NO_BBAN", "12345678903", "1234 56 78903", "1234 56 78903"],
    ["SE_BANKGIRO", "9912346", "991-2346", "bankgiro 991-2346"],
    ["SE_PLUSGIRO", "2865434", "28 65 43-4", "plusgiro 28 65 43-4"],
    ["IBAN", "SE3550000000054910000003", "SE35 5000 0000 0549 1000 0003", "SE35 5000 0000 0549 1000 0003"],
  ] as const)("of the kind %s is written as people write it", (scheme, value, onLetters, onScreens) => {
    const account = { scheme, value };
    expect(paymentAccountOf(someSettings("SE", { account })).display).toBe(onLetters);
    expect(shownAccount(account)).toBe(onScreens);
  });
});
