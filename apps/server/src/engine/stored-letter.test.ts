import { describe, expect, it } from "vitest";
import { documentHash, letterOf, partsNamed, storedLetter } from "./stored-letter.ts";
import { LETTERS } from "./test-world-letters.ts";

const partsOf = ({ parts }: ReturnType<typeof storedLetter>) =>
  new Map(parts.map(({ name, dataJson }) => [name, JSON.parse(dataJson)]));

describe("A stored letter", () => {
  it("is the letter again, of every country, step and kind of company", () => {
    for (const { data } of LETTERS) {
      const stored = storedLetter(data);
      const { dataJson, derivationsJson } = stored;
      expect(letterOf(JSON.parse(dataJson), JSON.parse(derivationsJson), partsOf(stored))).toEqual(data);
    }
  });

  it("names each part by its hash, so that its own hash covers them", () => {
    const stored = storedLetter(LETTERS[0]!.data);
    const { dataJson, derivationsJson, parts } = stored;
    expect(partsNamed(JSON.parse(dataJson), JSON.parse(derivationsJson))).toEqual(
      parts.map(({ name }) => name),
    );
    for (const { name, hash } of parts) expect(hash.toString("hex")).toBe(name);
    expect(documentHash(dataJson, derivationsJson)).toEqual(stored.hash);
  });

  it("does not take the parts of another: each letter beside all the others has its own", () => {
    const known = new Map(LETTERS.flatMap(({ data }) => [...partsOf(storedLetter(data))]));
    for (const { data } of LETTERS.toReversed()) {
      const { dataJson, derivationsJson } = storedLetter(data);
      expect(letterOf(JSON.parse(dataJson), JSON.parse(derivationsJson), known)).toEqual(data);
    }
  });

  it("is not made up where a part of it is missing", () => {
    const { dataJson, derivationsJson } = storedLetter(LETTERS[0]!.data);
    expect(() => letterOf(JSON.parse(dataJson), JSON.parse(derivationsJson), new Map())).toThrow(
      /a part of a letter is missing/,
    );
  });
});
