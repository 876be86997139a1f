/**
 * What days, amounts, items and steps of an exported case are called, in three languages. It imports nothing, because the
 * page that checks the case carries it.
 */
import type { CaseExport } from "./case-export.ts";

export type CaseLanguage = CaseExport["language"];

export type Names = Readonly<Record<string, string>>;

const MONTHS: Readonly<Record<CaseLanguage, readonly string[]>> = {
  nb: "januar februar mars april mai juni juli august september oktober november desember".split(" "),
  sv: "januari februari mars april maj juni juli augusti september oktober november december".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

/** `29. mai 2026`, `29 maj 2026`, `29 May 2026`; what is no day stands as it is. */
export function caseDay(day: unknown, language: CaseLanguage): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(day));
  const month = MONTHS[language][Number(parts?.[2]) - 1];
  if (parts === null || month === undefined) return String(day ?? "");
  return `${Number(parts[3])}${language === "nb" ? "." : ""}\u00a0${month} ${parts[1]}`;
}

/** `4 560,19` or `4,560.19`, of `4560.19` or of minor units. */
export function caseAmount(amount: unknown, language: CaseLanguage): string {
  const minor = typeof amount === "bigint" ? amount.toString() : String(amount ?? "").replace(".", "");
  if (!/^-?\d+$/.test(minor)) return String(amount ?? "");
  const digits = minor.replace("-", "").padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00a0");
  return `${minor.startsWith("-") ? "\u2212" : ""}${whole}${language === "en" ? "." : ","}${digits.slice(-2)}`;
}

const ITEMS: Readonly<Record<CaseLanguage, Names>> = {
  nb: {
    principal: "hovedstol",
    interest: "forsinkelsesrente",
    "notice-fee": "gebyr",
    "demand-fee": "gebyr",
    "recovery-costs": "inndrivingskostnader",
    "legal-costs": "rettslige kostnader",
    "court-costs": "rettslige kostnader",
    compensation: "standardkompensasjon",
    "plan-fee": "gebyr for nedbetalingsavtale",
    paid: "betalt",
    credited: "kreditert",
    creditor: "mellomværende med fordringshaveren",
  },
  sv: {
    principal: "kapitalbelopp",
    interest: "dröjsmålsränta",
    "notice-fee": "avgift",
    "demand-fee": "avgift",
    "recovery-costs": "inkassokostnader",
    "legal-costs": "rättsliga kostnader",
    "court-costs": "rättsliga kostnader",
    compensation: "förseningsersättning",
    "plan-fee": "avgift för amorteringsplan",
    paid: "betalt",
    credited: "krediterat",
    creditor: "mellanhavande med borgenären",
  },
  en: {
    principal: "principal",
    interest: "late-payment interest",
    "notice-fee": "fee",
    "demand-fee": "fee",
    "recovery-costs": "recovery costs",
    "legal-costs": "legal costs",
    "court-costs": "legal costs",
    compensation: "late-payment compensation",
    "plan-fee": "payment plan fee",
    paid: "paid",
    credited: "credited",
    creditor: "settled with the creditor",
  },
};

export function caseItem(item: string, language: CaseLanguage): string {
  return ITEMS[language][item] ?? item;
}

const STEPS: Readonly<Record<CaseLanguage, Names>> = {
  nb: {
    "free-reminder": "påminnelse",
    reminder: "purring",
    notice: "inkassovarsel",
    "collection-list": "inkassoliste",
    demand: "betalingsoppfordring",
    "follow-up": "oppfølging",
    heavy: "dobbelt inkassosalær",
    legal: "rettslig skritt",
    solvency: "spørsmål om betalingsevne",
    surveillance: "overvåking",
    compensation: "standardkompensasjon",
    close: "avslutning",
  },
  sv: {
    "free-reminder": "påminnelse",
    reminder: "betalningspåminnelse",
    notice: "varning",
    "collection-list": "inkassolista",
    demand: "inkassokrav",
    "follow-up": "uppföljning",
    heavy: "högre inkassokostnad",
    legal: "rättslig åtgärd",
    solvency: "fråga om betalningsförmåga",
    surveillance: "efterbevakning",
    compensation: "förseningsersättning",
    close: "avslut",
  },
  en: {
    "free-reminder": "reminder",
    reminder: "reminder",
    notice: "collection notice",
    "collection-list": "collection list",
    demand: "demand for payment",
    "follow-up": "follow-up",
    heavy: "doubled recovery costs",
    legal: "legal step",
    solvency: "solvency question",
    surveillance: "monitoring",
    compensation: "late-payment compensation",
    close: "closing",
  },
};

export function caseStep(step: unknown, language: CaseLanguage): string {
  return STEPS[language][String(step)] ?? String(step ?? "");
}
