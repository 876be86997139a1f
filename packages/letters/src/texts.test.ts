import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { LETTER_LANGUAGES } from "./letter-data.ts";
import { CATALOGUES, type TextKey, textsIn } from "./texts.ts";

const keys = Object.keys(CATALOGUES.nb).sort();

describe("the catalogues", () => {
  test("have every text in every language, and none is empty", () => {
    for (const language of LETTER_LANGUAGES) {
      expect(Object.keys(CATALOGUES[language]).sort()).toEqual(keys);
      for (const [key, text] of Object.entries(CATALOGUES[language])) expect(text, key).not.toBe("");
    }
  });

  test("name the same values in every language's text, or fewer: none is left unfilled", () => {
    for (const key of keys as TextKey[]) {
      const all = new Set(
        LETTER_LANGUAGES.flatMap((language) => [...argumentsOf(CATALOGUES[language][key])]),
      );
      const norwegian = argumentsOf(CATALOGUES.nb[key]);
      const swedish = argumentsOf(CATALOGUES.sv[key]);
      const known = new Set([...norwegian, ...swedish]);
      expect(
        [...all].filter((name) => !known.has(name)),
        key,
      ).toEqual([]);
    }
  });

  test("choose between the same cases in every language", () => {
    for (const key of keys as TextKey[])
      for (const language of LETTER_LANGUAGES)
        for (const element of parse(CATALOGUES[language][key]))
          if (element.type === TYPE.select) expect(Object.keys(element.options), key).toContain("other");
  });
});

describe("a text", () => {
  test("that is missing throws, so that no letter has a hole in it", () => {
    expect(() => textsIn("nb").text("no.such.text" as TextKey)).toThrow();
  });

  test("that lacks a value throws", () => {
    expect(() => textsIn("sv").text("sum.heading")).toThrow();
  });

  test("shows a value as it stands, whatever it would mean in a message", () => {
    const value = "{count, plural, other {#}} <b>'";
    expect(textsIn("nb").text("sum.heading", { datedOn: value })).toContain(value);
    const runs = textsIn("nb").runs("no.notice.lead", {
      mode: "agency",
      creditor: value,
      who: "person",
      payByLong: "x",
      handover: "no",
      invoicePhrase: "y",
    });
    expect(runs[0]!.text).toContain(value);
    expect(runs.filter(({ strong }) => strong)).toHaveLength(1);
  });
});

function argumentsOf(message: string): Set<string> {
  const names = new Set<string>();
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.argument || element.type === TYPE.select || element.type === TYPE.plural)
        names.add(element.value);
      if (element.type === TYPE.select || element.type === TYPE.plural)
        for (const { value } of Object.values(element.options)) visit(value);
      if (element.type === TYPE.tag) visit(element.children);
    }
  };
  visit(parse(message));
  return names;
}
