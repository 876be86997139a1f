/** Numbers as they are written on paper. */
import { expect, it } from "vitest";
import { expectedAccount, expectedCompany } from "./expected-parties.ts";

it.each([
  ["310000027", "310 000 027"],
  ["310 000 027", "310 000 027"],
  ["5560000001", "556000-0001"],
  ["NO310000027", "310 000 027"],
  ["12345678", "12345678"],
])("an organisation's number %s: %s", (organisationNumber, written) => {
  expect(expectedCompany({ name: "Sykkelverkstedet", organisationNumber })).toEqual({
    name: "Sykkelverkstedet",
    organisationNumber: written,
  });
});

it.each([
  ["NO_BBAN", "99991042764", "9999 10 42764"],
  ["SE_BANKGIRO", "59999999", "5999-9999"],
  ["SE_PLUSGIRO", "1234567", "123456-7"],
  ["IBAN", "NO0099991042764", "NO00 9999 1042 764"],
] as const)("an account, %s %s: %s", (scheme, value, display) => {
  expect(expectedAccount({ scheme, value })).toEqual({ scheme, value, display });
});
