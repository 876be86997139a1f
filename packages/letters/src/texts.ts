/**
 * The wording of everything we say, one ICU catalogue a language. Templates and code hold no words, so a further
 * language is a further catalogue. A text that is missing or cannot be filled in throws: a letter with a hole in
 * it must not exist.
 */
import { createIntl, createIntlCache, type IntlShape } from "@formatjs/intl";
import type { LetterLanguage } from "./letter-data.ts";
import en from "./texts/en.json" with { type: "json" };
import nb from "./texts/nb.json" with { type: "json" };
import sv from "./texts/sv.json" with { type: "json" };

/** The Norwegian catalogue says which texts there are; a test holds the others to it. */
export type TextKey = keyof typeof nb;
export type TextValues = Readonly<Record<string, string | number>>;

/** A stretch of text, strong or not. */
export type Run = { readonly text: string; readonly strong: boolean };

export type Texts = {
  readonly text: (key: TextKey, values?: TextValues) => string;
  /** A text whose `<b>` parts are kept apart. */
  readonly runs: (key: TextKey, values?: TextValues) => readonly Run[];
};

export const CATALOGUES: Readonly<Record<LetterLanguage, Readonly<Record<TextKey, string>>>> = { nb, sv, en };

const LOCALES: Readonly<Record<LetterLanguage, string>> = { nb: "nb-NO", sv: "sv-SE", en: "en-GB" };
const made = new Map<LetterLanguage, Texts>();

/** The texts of one language. */
export function textsIn(language: LetterLanguage): Texts {
  const known = made.get(language);
  if (known !== undefined) return known;
  const intl = intlOf(language, CATALOGUES[language]);
  const texts: Texts = {
    text: (key, values = {}) => intl.formatMessage({ id: key }, values),
    runs: (key, values = {}) => formatRuns(intl, key, values),
  };
  made.set(language, texts);
  return texts;
}

/** Messages of one language, each of which throws when it is missing or lacks a value. */
export function intlOf(language: LetterLanguage, messages: Readonly<Record<string, string>>): IntlShape<Run> {
  return createIntl<Run>(
    {
      locale: LOCALES[language],
      messages,
      onError: (error) => {
        throw error;
      },
      onWarn: (warning) => {
        throw new Error(warning);
      },
    },
    createIntlCache(),
  );
}

function formatRuns(intl: IntlShape<Run>, key: TextKey, values: TextValues): readonly Run[] {
  const b = (parts: readonly (string | Run)[]): Run => ({
    text: parts.map((part) => (typeof part === "string" ? part : part.text)).join(""),
    strong: true,
  });
  // With tags the result is a list of parts, but a message without any tag comes as one string.
  const parts = [intl.formatMessage({ id: key }, { ...values, b } as never)].flat() as readonly (
    | string
    | Run
  )[];
  return parts.map((part) => (typeof part === "string" ? { text: part, strong: false } : part));
}
