import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { allTables, RULES, type RuleId } from "@innfri/law";
import { describe, expect, it } from "vitest";
import { LETTER_LANGUAGES, type LetterLanguage } from "../letter-data.ts";
import { explainRule } from "./explain.ts";
import { EXPLANATIONS, lengthsOf, type RuleText, type Word } from "./explain-texts.ts";
import { READERS } from "./explanation.ts";

const ids = Object.keys(RULES) as RuleId[];
const PARTS = ["headline", "text", "debtor", "wait"] as const;

function argumentsOf(message: string): readonly string[] {
  const names = new Set<string>();
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.argument || element.type === TYPE.select || element.type === TYPE.plural)
        names.add(element.value);
      if (element.type === TYPE.select || element.type === TYPE.plural)
        for (const { value } of Object.values(element.options)) visit(value);
    }
  };
  visit(parse(message));
  names.delete("who"); // English says you to everybody
  return [...names].sort();
}

/** Words of more than six letters in a hundred, and words in a sentence: under 40 is easy to read. */
function lix(text: string): number {
  const words = text.match(/[\p{L}\d]+/gu) ?? [];
  const sentences = text.match(/[.:?!](?=\s|$)/gu) ?? [];
  const long = words.filter((word) => word.length > 6);
  return words.length / Math.max(1, sentences.length) + (100 * long.length) / words.length;
}

function debtorTexts(language: LetterLanguage): readonly (readonly [string, string])[] {
  return Object.entries(EXPLANATIONS[language].rules).flatMap(([id, { debtor, wait }]) =>
    [debtor, wait].flatMap((text) => (text === undefined ? [] : [[id, plain(text)] as const])),
  );
}

/** As it is said to a person. */
function plain(text: string): string {
  return text
    .replaceAll(/\{who, select, business \{[^}]*\} other \{([^}]*)\}\}/g, "$1")
    .replaceAll(/\{\w+\}/g, "14");
}

describe("The texts of the rules", () => {
  it.each(LETTER_LANGUAGES)("are there for every rule and for nothing else, in %s", (language) => {
    expect(Object.keys(EXPLANATIONS[language].rules)).toEqual(ids);
  });

  it("have the same parts with the same values in every language, and none is empty", () => {
    for (const id of ids)
      for (const part of PARTS) {
        const texts = LETTER_LANGUAGES.map((language) => EXPLANATIONS[language].rules[id]?.[part]);
        if (texts[0] === undefined) expect(texts, `${id} ${part}`).toEqual([undefined, undefined, undefined]);
        const named = texts.map((text) => argumentsOf(text ?? ""));
        expect(named, `${id} ${part}`).toEqual(named.map(() => named[0]));
        for (const text of texts)
          if (text !== undefined) expect(text.trim(), `${id} ${part}`).toMatch(/\S{2}/);
      }
  });

  it("name only lengths that the country's law has", () => {
    for (const id of ids)
      for (const text of Object.values<string>(EXPLANATIONS.nb.rules[id] as RuleText))
        for (const name of argumentsOf(text)) expect(Object.keys(lengthsOf(id)), id).toContain(name);
  });

  it("hold no figure of the law of their own", () => {
    // The years of acts, and the number of a regulation, are names.
    for (const language of LETTER_LANGUAGES)
      for (const [id, texts] of Object.entries(EXPLANATIONS[language].rules))
        for (const text of Object.values<string>(texts))
          expect(text.replaceAll(/1988|2025:2/g, ""), `${id} ${language}`).not.toMatch(/\d/);
  });

  it("are short and easy for the debtor: LIX under 40 as a whole, three sentences or four at most (S82)", () => {
    for (const language of ["nb", "sv"] as const) {
      const texts = debtorTexts(language);
      expect(lix(texts.map(([, text]) => text).join(" ")), language).toBeLessThan(40);
      for (const [id, text] of texts) expect(lix(text), `${id} ${language}: ${text}`).toBeLessThan(46);
    }
    for (const language of LETTER_LANGUAGES)
      for (const [id, text] of debtorTexts(language)) {
        expect(text.length, `${id} ${language}`).toBeLessThan(270);
        expect((text.match(/\.(?=\s|$)/g) ?? []).length, `${id} ${language}`).toBeLessThan(5);
      }
  });

  it("threaten nobody, and never call a cost unavoidable", () => {
    for (const language of LETTER_LANGUAGES)
      for (const [id, texts] of Object.entries(EXPLANATIONS[language].rules))
        for (const text of Object.values<string>(texts))
          expect(text, `${id} ${language}`).not.toMatch(/!|uunngåelig|oundviklig|unavoidable|inevitable/i);
  });

  it.each(LETTER_LANGUAGES)("are said to every reader, in %s", (language) => {
    for (const rule of ids)
      for (const reader of READERS)
        for (const audience of ["person", "business"] as const) {
          const said = explainRule(rule, language, reader, { audience });
          expect(said.headline, rule).toMatch(/^[^{}]{3,80}$/u);
          expect(said.reason, rule).toMatch(/^[^{}]{15,}[.)]$/u);
          expect(said.provision?.text, rule).toMatch(/\S/);
          expect(said.details.length > 0).toBe(reader === "case-handler");
        }
  });
});

describe("The words between them", () => {
  it("are there in every language with the same values", () => {
    for (const language of LETTER_LANGUAGES) {
      const { words } = EXPLANATIONS[language];
      expect(Object.keys(words)).toEqual(Object.keys(EXPLANATIONS.nb.words));
      for (const [word, text] of Object.entries(words) as [Word, string][]) {
        expect(text.trim(), word).not.toBe("");
        expect(argumentsOf(text), `${language} ${word}`).toEqual(argumentsOf(EXPLANATIONS.nb.words[word]));
      }
    }
  });

  it("name every table, and none that is not there", () => {
    const named = Object.keys(EXPLANATIONS.nb.words).filter((word) => word.startsWith("table."));
    expect(named.sort()).toEqual([...allTables().map(({ id }) => `table.${id}`), "table.agreed-rate"].sort());
  });
});
