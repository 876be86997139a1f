/** Why an amount of an exported case is owed, in its reader's figures. It imports no more than the page carries. */
import type { CaseExport } from "./case-export.ts";
import { type CaseLanguage, caseDay } from "./case-names.ts";

type Basis = {
  readonly citation?: { readonly act?: string; readonly section?: string };
  readonly figures?: readonly {
    readonly value?: string;
    readonly from?: string;
    readonly regulation?: string | null;
  }[];
  /** By name; null where nothing was rounded. */
  readonly rounding?: string | null;
};

const ROUNDINGS: Readonly<Record<CaseLanguage, Readonly<Record<string, string>>>> = {
  nb: {
    "half up to whole kroner": "avrundet til nærmeste hele krone",
    "down to whole kroner": "rundet ned til hele kroner",
    "down to øre": "rundet ned til hele øre",
    "half up to øre, once": "avrundet til nærmeste øre",
  },
  sv: {
    "half up to whole kroner": "avrundat till närmaste hela krona",
    "down to whole kroner": "avrundat nedåt till hela kronor",
    "down to øre": "avrundat nedåt till hela öre",
    "half up to øre, once": "avrundat till närmaste öre",
  },
  en: {
    "half up to whole kroner": "rounded to the nearest whole krone",
    "down to whole kroner": "rounded down to whole kroner",
    "down to øre": "rounded down to whole øre",
    "half up to øre, once": "rounded to the nearest øre",
  },
};

/** `1/20 × 750,00 = 37,50, avrundet til nærmeste hele krone · inkassoforskriften § 1-2 · 750,00 (1. januar 2026, FOR-…)`; empty without a reason. */
export function caseReason(derivation: unknown, parts: CaseExport["parts"], language: CaseLanguage): string {
  const own = derivation as ({ readonly arithmetic?: string; readonly basis?: string } & Basis) | null;
  if (own == null) return "";
  const {
    citation,
    figures = [],
    rounding,
  }: Basis = own.basis === undefined ? own : ((parts[own.basis] ?? {}) as Basis);
  const dated = figures.flatMap(({ value, from, regulation }) => {
    if (regulation == null) return [];
    const [figure, day] = [inFigures(value, language), caseDay(from, language)];
    return [figure === "" ? `${regulation} (${day})` : `${figure} (${day}, ${regulation})`];
  });
  const sum = inFigures(own.arithmetic, language);
  const rounded = rounding == null || sum === "" ? "" : `, ${ROUNDINGS[language][rounding] ?? rounding}`;
  const provision = citation === undefined ? "" : `${citation.act ?? ""} ${citation.section ?? ""}`.trim();
  return [`${sum}${rounded}`, provision, ...dated].filter((part) => part !== "").join(" · ");
}

/** Figures as the language writes them; empty where they are told in words, which are the program's own. */
function inFigures(text: string | undefined, language: CaseLanguage): string {
  if (text === undefined || /\p{L}{2}/u.test(text)) return "";
  return text.replace(/(\d+)\.(\d+)/g, (_, whole: string, fraction: string) => {
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00a0");
    return `${grouped}${language === "en" ? "." : ","}${fraction}`;
  });
}
