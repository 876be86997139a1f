/** The wording of explanations: a rule's texts by its id, and the words between them. A missing text throws. */
import { no, RULES, type RuleId, se, type Term } from "@innfri/law";
import type { LetterLanguage } from "../letter-data.ts";
import { intlOf, type TextValues } from "../texts.ts";
import en from "./texts/en.json" with { type: "json" };
import nb from "./texts/nb.json" with { type: "json" };
import sv from "./texts/sv.json" with { type: "json" };

export type RuleText = {
  readonly headline: string;
  /** For the creditor and the case handler; for the debtor too where there is nothing else for it. */
  readonly text: string;
  /** The same in everyday words. */
  readonly debtor?: string;
  /** What waiting does to the amount, where it is more than nothing. */
  readonly wait?: string;
};

export type Word = keyof typeof nb.words;

export type Catalogue = {
  readonly rules: Readonly<Record<string, RuleText>>;
  readonly words: Readonly<Record<Word, string>>;
};

export const EXPLANATIONS: Readonly<Record<LetterLanguage, Catalogue>> = { nb, sv, en };

export type ExplainTexts = {
  readonly language: LetterLanguage;
  readonly word: (key: Word, values?: TextValues) => string;
  readonly has: (word: string) => word is Word;
  /** Null where the rule has no such text. */
  readonly rule: (id: RuleId, part: keyof RuleText, values?: TextValues) => string | null;
};

const made = new Map<LetterLanguage, ExplainTexts>();

export function explainTexts(language: LetterLanguage): ExplainTexts {
  const known = made.get(language);
  if (known !== undefined) return known;
  const { rules, words } = EXPLANATIONS[language];
  const ruleTexts = Object.entries(rules).flatMap(([id, parts]) =>
    Object.entries(parts).map(([part, text]) => [`${id} ${part}`, text]),
  );
  const intl = intlOf(language, { ...words, ...Object.fromEntries(ruleTexts) });
  const texts: ExplainTexts = {
    language,
    word: (key, values = {}) => intl.formatMessage({ id: key }, values),
    has: (word): word is Word => Object.hasOwn(words, word),
    rule: (id, part, values = {}) =>
      rules[id]?.[part] === undefined
        ? null
        : intl.formatMessage({ id: `${id} ${part}` }, { ...lengthsOf(id), ...values }),
  };
  made.set(language, texts);
  return texts;
}

/** What the rule's country counts in days, months and years, under the names of its terms: `{noticeMinDays}`. */
export function lengthsOf(rule: RuleId): Readonly<Record<string, number>> {
  const { country } = RULES[rule];
  if (country === null) return {};
  const terms = Object.entries(country === "NO" ? no : se).filter((entry): entry is [string, Term] =>
    isTerm(entry[1]),
  );
  return Object.fromEntries(terms.map(([name, { value }]) => [camelCased(name), value]));
}

function isTerm(value: unknown): value is Term {
  return typeof value === "object" && value !== null && "rule" in value && "unit" in value;
}

function camelCased(name: string): string {
  return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
