import type { Uuid } from "@innfri/kernel";
import fc from "fast-check";
import { expect, it } from "vitest";
import { keysOf, newKey } from "../secrets/keys.ts";
import { doorHash, letterCode, readCaseNumber, readCode } from "./letter-code.ts";

const keys = keysOf(newKey("1"), "the test");
const documents = fc.uuid().map((id) => id as Uuid);

it("a letter's code is the same each time it is made, another for each letter and key, and read however it is typed", () => {
  const typed = fc.constantFrom(
    (code: string) => code,
    (code: string) => code.toLowerCase(),
    (code: string) => ` ${code.replace("-", " ")} `,
    (code: string) => code.replace("-", ""),
    (code: string) => code.replaceAll("0", "o").replaceAll("1", "l"),
  );
  fc.assert(
    fc.property(documents, documents, typed, (one, other, by) => {
      const code = letterCode(keys, one);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(letterCode(keys, one)).toBe(code);
      if (one !== other) expect(letterCode(keys, other)).not.toBe(code);
      expect(letterCode(keysOf(newKey("1"), "the test"), one)).not.toBe(code);
      expect(readCode(by(code))).toBe(code);
    }),
  );
});

it.each(["", "K7QD", "K7QD-3MPX-1", "K7QD-3MPU", "æøå-1234", "K7QD\u00003MPX"])("%j is no code", (typed) => {
  expect(readCode(typed)).toBeNull();
});

it("case numbers are read with whatever people put between the figures, and open nothing with another's code", () => {
  expect(readCaseNumber(" 7310 04.82-66 ")).toBe("7310048266");
  expect(doorHash(keys, "7310048266", "K7QD-3MPX")).not.toEqual(doorHash(keys, "7310048267", "K7QD-3MPX"));
});
