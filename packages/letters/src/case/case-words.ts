/**
 * What an exported case says in plain words, in three languages: for the page that checks it and for its PDF alike. It
 * imports nothing, because the page carries it.
 */
import type { CaseEvent, CaseExport } from "./case-export.ts";
import type { CheckResult } from "./check-case.ts";

export type CaseLanguage = CaseExport["language"];

type Names = Readonly<Record<string, string>>;

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
    creditor: "mellomværende med kreditor",
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

type Said = {
  readonly text: (key: string) => string;
  readonly amount: (key: string) => string;
  readonly day: (key: string) => string;
  readonly step: (key: string) => string;
  /** `, med gebyr 38,00`; empty where nothing was charged. */
  readonly charges: string;
  /** `hovedstol 900,00, gebyr 38,00`. */
  readonly lines: string;
  readonly paid: string;
  readonly has: (key: string) => boolean;
  readonly is: (key: string, value: unknown) => boolean;
  readonly claim: { readonly principal: string; readonly currency: string; readonly dueOn: string };
};

type Sentences = Readonly<Record<string, (said: Said) => string>>;

const NB: Sentences = {
  registered: ({ claim }) =>
    `Kravet ble registrert: ${claim.principal} ${claim.currency}, forfall ${claim.dueOn}`,
  "invoice-changed": () => "Fakturaen ble endret i kilden",
  credit: ({ amount, has, text }) =>
    `Kreditert: ${amount("amount")}${has("invoice") ? `, kreditnota ${text("invoice")}` : ""}`,
  closed: ({ is }) =>
    is("reason", "waived")
      ? "Avsluttet: en liten rest er ettergitt"
      : is("reason", "paid")
        ? "Avsluttet: betalt"
        : "Avsluttet",
  reopened: () => "Åpnet igjen",
  parked: ({ has, text }) => `Satt til side for en person${has("text") ? `: «${text("text")}»` : ""}`,
  unparked: () => "Tatt opp igjen",
  proposed: ({ is, step }) =>
    is("step", "collection-list") ? "Satt på inkassolisten" : `Foreslått: ${step("step")}`,
  approved: ({ is }) => (is("by", "silence") ? "Ingen stanset det: det går videre" : "Godkjent av en person"),
  stopped: () => "Stanset av kreditor",
  postponed: ({ day }) => `Utsatt av kreditor til ${day("until")}`,
  held: ({ is, text }) =>
    is("kind", "disputed") ? "Kravet er bestridt: det går ikke videre" : `Holdt tilbake: ${text("kind")}`,
  released: () => "Frigitt",
  letter: ({ step, amount, day, charges }) =>
    `Brev: ${step("letter")}, ${amount("total")} å betale innen ${day("payBy")}${charges}`,
  step: ({ step, charges }) => `Skritt: ${step("step")}${charges}`,
  undone: ({ charges }) => `Tatt tilbake${charges}`,
  compensation: ({ has, amount }) =>
    `Standardkompensasjon krevd${has("amount") ? `: ${amount("amount")}` : ""}`,
  waiver: ({ has, amount }) => `Ettergitt${has("amount") ? `: ${amount("amount")}` : ""}`,
  payment: ({ paid, lines }) =>
    lines === "" ? "Betalt, og ingenting var åpent" : `Betalt ${paid}: ${lines}`,
  "payment-reversed": () => "En betaling ble ført tilbake, for å bokføres på nytt eller betales ut",
  "payment-plan": ({ has, text, charges }) =>
    `Nedbetalingsavtale${has("instalments") ? `: ${text("instalments")} avdrag` : ""}${charges}`,
  promise: ({ has, day }) => `Skyldneren lovet å betale${has("until") ? ` innen ${day("until")}` : ""}`,
  objection: ({ has, is, amount, day }) =>
    has("of")
      ? "En annen faktura til kunden er bestridt"
      : `Innsigelse mot ${is("extent", "part") ? amount("amount") : "hele kravet"}${has("received") ? `, mottatt ${day("received")}` : ""}`,
  "objection-answered": () => "Innsigelsen ble besvart",
  "objection-resolved": ({ is }) =>
    is("outcome", "accepted")
      ? "Innsigelsen ble tatt til følge"
      : is("outcome", "withdrawn")
        ? "Innsigelsen ble trukket"
        : is("outcome", "groundless")
          ? "Innsigelsen ble funnet grunnløs"
          : "Innsigelsen ble avgjort",
  application: ({ charges }) => `En begjæring ble sendt inn${charges}`,
  "attachment-application": ({ charges }) => `Utlegg ble begjært${charges}`,
  decision: ({ charges }) => `Myndigheten traff en avgjørelse${charges}`,
  enforcement: ({ charges }) => `Tvangsfullbyrdelse ble begjært${charges}`,
  "payment-order": ({ text }) => `Kronofogden: ${text("state")}`,
  surveillance: () => "Overvåkes til senere",
  "case-opened": () => "En sak ble åpnet",
  "case-closed": () => "Saken ble avsluttet",
  sent: () => "Brevet ble sendt",
  delivered: () => "Brevet kom frem",
  bounced: () => "Brevet kunne ikke leveres",
  returned: () => "Brevet kom i retur",
  "given-up": () => "Utsendingen ble gitt opp: brevet teller ikke",
  contact: () => "Skyldnerens kontaktopplysninger ble endret",
  note: () => "Et notat ble skrevet",
  blanked: () => "Personopplysninger ble slettet",
};

const SV: Sentences = {
  registered: ({ claim }) =>
    `Fordringen registrerades: ${claim.principal} ${claim.currency}, förföll ${claim.dueOn}`,
  "invoice-changed": () => "Fakturan ändrades i källan",
  credit: ({ amount, has, text }) =>
    `Krediterat: ${amount("amount")}${has("invoice") ? `, kreditfaktura ${text("invoice")}` : ""}`,
  closed: ({ is }) =>
    is("reason", "waived")
      ? "Avslutat: en liten rest har efterskänkts"
      : is("reason", "paid")
        ? "Avslutat: betalt"
        : "Avslutat",
  reopened: () => "Öppnat igen",
  parked: ({ has, text }) => `Lagt åt sidan för en person${has("text") ? `: ”${text("text")}”` : ""}`,
  unparked: () => "Upptaget igen",
  proposed: ({ is, step }) =>
    is("step", "collection-list") ? "Satt på inkassolistan" : `Föreslaget: ${step("step")}`,
  approved: ({ is }) => (is("by", "silence") ? "Ingen stoppade det: det går vidare" : "Godkänt av en person"),
  stopped: () => "Stoppat av borgenären",
  postponed: ({ day }) => `Uppskjutet av borgenären till ${day("until")}`,
  held: ({ is, text }) =>
    is("kind", "disputed")
      ? "Fordringen är bestridd: den går inte vidare"
      : `Hålls tillbaka: ${text("kind")}`,
  released: () => "Frigivet",
  letter: ({ step, amount, day, charges }) =>
    `Brev: ${step("letter")}, ${amount("total")} att betala senast ${day("payBy")}${charges}`,
  step: ({ step, charges }) => `Åtgärd: ${step("step")}${charges}`,
  undone: ({ charges }) => `Återtaget${charges}`,
  compensation: ({ has, amount }) =>
    `Förseningsersättning begärd${has("amount") ? `: ${amount("amount")}` : ""}`,
  waiver: ({ has, amount }) => `Efterskänkt${has("amount") ? `: ${amount("amount")}` : ""}`,
  payment: ({ paid, lines }) => (lines === "" ? "Betalt, och inget var öppet" : `Betalt ${paid}: ${lines}`),
  "payment-reversed": () => "En betalning återfördes, för att bokföras på nytt eller betalas ut",
  "payment-plan": ({ has, text, charges }) =>
    `Amorteringsplan${has("instalments") ? `: ${text("instalments")} delbetalningar` : ""}${charges}`,
  promise: ({ has, day }) => `Gäldenären lovade att betala${has("until") ? ` senast ${day("until")}` : ""}`,
  objection: ({ has, is, amount, day }) =>
    has("of")
      ? "En annan faktura till kunden är bestridd"
      : `Invändning mot ${is("extent", "part") ? amount("amount") : "hela fordringen"}${has("received") ? `, mottagen ${day("received")}` : ""}`,
  "objection-answered": () => "Invändningen besvarades",
  "objection-resolved": ({ is }) =>
    is("outcome", "accepted")
      ? "Invändningen godtogs"
      : is("outcome", "withdrawn")
        ? "Invändningen återkallades"
        : is("outcome", "groundless")
          ? "Invändningen bedömdes ogrundad"
          : "Invändningen avgjordes",
  application: ({ charges }) => `En ansökan lämnades in${charges}`,
  "attachment-application": ({ charges }) => `Utmätning begärdes${charges}`,
  decision: ({ charges }) => `Myndigheten fattade ett beslut${charges}`,
  enforcement: ({ charges }) => `Verkställighet begärdes${charges}`,
  "payment-order": ({ text }) => `Kronofogden: ${text("state")}`,
  surveillance: () => "Bevakas till senare",
  "case-opened": () => "Ett ärende öppnades",
  "case-closed": () => "Ärendet avslutades",
  sent: () => "Brevet skickades",
  delivered: () => "Brevet kom fram",
  bounced: () => "Brevet kunde inte levereras",
  returned: () => "Brevet kom i retur",
  "given-up": () => "Utskicket gavs upp: brevet räknas inte",
  contact: () => "Gäldenärens kontaktuppgifter ändrades",
  note: () => "En anteckning gjordes",
  blanked: () => "Personuppgifter raderades",
};

const EN: Sentences = {
  registered: ({ claim }) =>
    `The claim was registered: ${claim.principal} ${claim.currency}, due ${claim.dueOn}`,
  "invoice-changed": () => "The invoice was changed in its source",
  credit: ({ amount, has, text }) =>
    `Credited: ${amount("amount")}${has("invoice") ? `, credit note ${text("invoice")}` : ""}`,
  closed: ({ is }) =>
    is("reason", "waived")
      ? "Closed: the small rest is waived"
      : is("reason", "paid")
        ? "Closed: paid"
        : "Closed",
  reopened: () => "Opened again",
  parked: ({ has, text }) => `Set aside for a person${has("text") ? `: “${text("text")}”` : ""}`,
  unparked: () => "Taken up again",
  proposed: ({ is, step }) =>
    is("step", "collection-list") ? "Put on the collection list" : `Proposed: ${step("step")}`,
  approved: ({ is }) => (is("by", "silence") ? "Nobody stopped it: it goes on" : "Approved by a person"),
  stopped: () => "Stopped by the creditor",
  postponed: ({ day }) => `Postponed by the creditor until ${day("until")}`,
  held: ({ is, text }) =>
    is("kind", "disputed") ? "The claim is disputed: nothing goes on" : `Held: ${text("kind")}`,
  released: () => "Released",
  letter: ({ step, amount, day, charges }) =>
    `Letter: ${step("letter")}, ${amount("total")} to pay by ${day("payBy")}${charges}`,
  step: ({ step, charges }) => `Step: ${step("step")}${charges}`,
  undone: ({ charges }) => `Taken back${charges}`,
  compensation: ({ has, amount }) =>
    `Late-payment compensation claimed${has("amount") ? `: ${amount("amount")}` : ""}`,
  waiver: ({ has, amount }) => `Waived${has("amount") ? `: ${amount("amount")}` : ""}`,
  payment: ({ paid, lines }) => (lines === "" ? "Paid, and nothing was open" : `Paid ${paid}: ${lines}`),
  "payment-reversed": () => "A payment was taken back, to be booked again or paid out",
  "payment-plan": ({ has, text, charges }) =>
    `Payment plan${has("instalments") ? `: ${text("instalments")} instalments` : ""}${charges}`,
  promise: ({ has, day }) => `The debtor promised to pay${has("until") ? ` by ${day("until")}` : ""}`,
  objection: ({ has, is, amount, day }) =>
    has("of")
      ? "Another invoice of the customer is disputed"
      : `Objection to ${is("extent", "part") ? amount("amount") : "all of it"}${has("received") ? `, received ${day("received")}` : ""}`,
  "objection-answered": () => "The objection was answered",
  "objection-resolved": ({ is }) =>
    is("outcome", "accepted")
      ? "The objection was accepted"
      : is("outcome", "withdrawn")
        ? "The objection was withdrawn"
        : is("outcome", "groundless")
          ? "The objection was found groundless"
          : "The objection was resolved",
  application: ({ charges }) => `An application was filed${charges}`,
  "attachment-application": ({ charges }) => `Attachment was applied for${charges}`,
  decision: ({ charges }) => `The authority made a decision${charges}`,
  enforcement: ({ charges }) => `Enforcement was applied for${charges}`,
  "payment-order": ({ text }) => `Kronofogden: ${text("state")}`,
  surveillance: () => "Monitored for later",
  "case-opened": () => "A case was opened",
  "case-closed": () => "The case was closed",
  sent: () => "The letter was sent",
  delivered: () => "The letter arrived",
  bounced: () => "The letter could not be delivered",
  returned: () => "The letter came back",
  "given-up": () => "Sending was given up: the letter does not count",
  contact: () => "The debtor's contact details were changed",
  note: () => "A note was made",
  blanked: () => "Personal data was removed",
};

const SENTENCES: Readonly<Record<CaseLanguage, Sentences>> = { nb: NB, sv: SV, en: EN };
const WITH: Readonly<Record<CaseLanguage, string>> = { nb: ", med ", sv: ", med ", en: ", with " };

/** The kinds of events that have a sentence. */
export function toldKinds(language: CaseLanguage): readonly string[] {
  return Object.keys(SENTENCES[language]);
}

/** One sentence for an event, out of what its hash covers; its kind alone, where nobody has words for it. */
export function caseSentence(
  { kind, data }: Pick<CaseEvent, "kind" | "data">,
  { claim }: Pick<CaseExport, "claim">,
  language: CaseLanguage,
): string {
  const lines = (key: string) => (Array.isArray(data[key]) ? (data[key] as unknown as readonly Line[]) : []);
  const said = (all: readonly Line[]) =>
    all.map(({ item, amount }) => `${caseItem(item, language)} ${caseAmount(amount, language)}`).join(", ");
  const charged = said(lines("charges"));
  const sentence = SENTENCES[language][kind];
  if (sentence === undefined) return kind;
  return sentence({
    text: (key) => String(data[key] ?? ""),
    amount: (key) => caseAmount(data[key], language),
    day: (key) => caseDay(data[key], language),
    step: (key) => caseStep(data[key], language),
    charges: charged === "" ? "" : `${WITH[language]}${charged}`,
    lines: said(lines("lines")),
    paid: caseAmount(sumOf(lines("lines")), language),
    has: (key) => data[key] !== undefined && data[key] !== null,
    is: (key, value) => data[key] === value,
    claim: {
      principal: caseAmount(BigInt(claim.principal), language),
      currency: claim.currency,
      dueOn: caseDay(claim.dueOn, language),
    },
  });
}

type Basis = {
  readonly citation?: { readonly act?: string; readonly section?: string };
  readonly figures?: readonly {
    readonly value?: string;
    readonly from?: string;
    readonly regulation?: string | null;
  }[];
};

/** `1/20 × 750.00 = 37.50 · inkassoforskriften § 1-2 · 750.00 (2026-01-01, FOR-2025-12-19-2709)`; empty without a reason. */
export function caseReason(derivation: unknown, parts: CaseExport["parts"]): string {
  const own = derivation as ({ readonly arithmetic?: string; readonly basis?: string } & Basis) | null;
  if (own == null) return "";
  const { citation, figures = [] }: Basis =
    own.basis === undefined ? own : ((parts[own.basis] ?? {}) as Basis);
  const dated = figures.flatMap(({ value, from, regulation }) =>
    regulation == null ? [] : [`${value} (${from}, ${regulation})`],
  );
  const provision = citation === undefined ? "" : `${citation.act ?? ""} ${citation.section ?? ""}`.trim();
  return [own.arithmetic ?? "", provision, ...dated].filter((part) => part !== "").join(" · ");
}

type Line = { readonly item: string; readonly amount: string };

function sumOf(lines: readonly Line[]): bigint {
  return lines.reduce((sum, { amount }) => sum + BigInt(amount.replace(".", "")), 0n);
}

const CHECKS: Readonly<Record<CaseLanguage, Readonly<Record<CheckResult["check"], string>>>> = {
  nb: {
    format: "Filen er av et slag som denne siden kjenner",
    claim: "Beløp, forfall og referanse er de kjeden begynte med",
    invoices: "Fakturaen er den som ble mottatt",
    chain: "Ingen hendelse er endret, fjernet eller skutt inn",
    head: "Kjeden slutter der den skal",
    letters: "Brevene er de som ble skrevet, og kjeden forteller om dem",
    "letter-sums": "Hvert brev summerer til det det krevde",
    steps: "Skrittene er de kjeden forteller om",
    entries: "Hver postering i regnskapet går opp i null",
    open: "Det som er åpent, er det regnskapet sier",
    payments: "Kjeden, fordelingen og regnskapet er enige om betalingene",
    root: "Saken er med i dagens rot hos kreditor",
    "operator-root": "Kreditors rot er med i operatørens rot",
    published: "Roten er den som ble kunngjort",
  },
  sv: {
    format: "Filen är av ett slag som sidan känner till",
    claim: "Belopp, förfallodag och referens är de som kedjan började med",
    invoices: "Fakturan är den som togs emot",
    chain: "Ingen händelse är ändrad, borttagen eller inskjuten",
    head: "Kedjan slutar där den ska",
    letters: "Breven är de som skrevs, och kedjan berättar om dem",
    "letter-sums": "Varje brev summerar till vad det krävde",
    steps: "Åtgärderna är de som kedjan berättar om",
    entries: "Varje bokföringspost går jämnt upp",
    open: "Det som är öppet är vad bokföringen säger",
    payments: "Kedjan, fördelningen och bokföringen är eniga om betalningarna",
    root: "Ärendet ingår i dagens rot hos borgenären",
    "operator-root": "Borgenärens rot ingår i operatörens rot",
    published: "Roten är den som kungjordes",
  },
  en: {
    format: "The file is of a kind that this page knows",
    claim: "Amount, due day and reference are those the chain began with",
    invoices: "The invoice is the one that was received",
    chain: "No event was changed, removed or put in",
    head: "The chain ends where it should",
    letters: "The letters are those that were written, and the chain tells of them",
    "letter-sums": "Each letter adds up to what it asked for",
    steps: "The steps are those that the chain tells of",
    entries: "Every entry of the books balances",
    open: "What is open is what the books say",
    payments: "Chain, division and books agree on the payments",
    root: "The case is in the creditor's root of a day",
    "operator-root": "The creditor's root is in the operator's root",
    published: "The root is the one that was published",
  },
};

export function checkWords(check: CheckResult["check"], language: CaseLanguage): string {
  return CHECKS[language][check];
}

const OUTCOMES = {
  nb: { holds: "Stemmer", broken: "Stemmer ikke", untold: "Ikke prøvd" },
  sv: { holds: "Stämmer", broken: "Stämmer inte", untold: "Inte prövat" },
  en: { holds: "Holds", broken: "Broken", untold: "Not tried" },
} as const;

export function outcomeWords(outcome: CheckResult["outcome"], language: CaseLanguage): string {
  return OUTCOMES[language][outcome];
}

/** What stands beside an outcome: where it is broken, what was not tried and why, how much is not covered yet. */
export function outcomeNote({ check, outcome, count, at }: CheckResult, language: CaseLanguage): string {
  if (outcome === "broken")
    return at === "" ? "" : { nb: `ved ${at}`, sv: `vid ${at}`, en: `at ${at}` }[language];
  if (outcome === "untold") return UNTOLD[language][check] ?? "";
  if (check === "root" && count > 0)
    return {
      nb: `${count} nyere hendelser er ikke dekket av en rot ennå`,
      sv: `${count} nyare händelser täcks inte av någon rot ännu`,
      en: `${count} newer events are not covered by a root yet`,
    }[language];
  return "";
}

const UNTOLD: Readonly<Record<CaseLanguage, Partial<Record<CheckResult["check"], string>>>> = {
  nb: {
    invoices: "personopplysningene er slettet, og med dem det som skulle prøves",
    letters: "ingen brev er sendt",
    "letter-sums": "ingen brev er sendt",
    steps: "ingen skritt er tatt",
    entries: "ingenting er bokført",
    payments: "ingenting er betalt",
    root: "ingen rot dekker saken ennå",
    "operator-root": "ingen rot fra operatøren dekker saken ennå",
    published: "skriv inn en kunngjort rot nedenfor",
  },
  sv: {
    invoices: "personuppgifterna är raderade, och med dem det som skulle prövas",
    letters: "inga brev är skickade",
    "letter-sums": "inga brev är skickade",
    steps: "inga åtgärder är vidtagna",
    entries: "inget är bokfört",
    payments: "inget är betalt",
    root: "ingen rot täcker ärendet ännu",
    "operator-root": "ingen rot från operatören täcker ärendet ännu",
    published: "skriv in en kungjord rot nedan",
  },
  en: {
    invoices: "the personal data was erased, and with it what would be tried",
    letters: "no letter was sent",
    "letter-sums": "no letter was sent",
    steps: "no step was taken",
    entries: "nothing is booked",
    payments: "nothing is paid",
    root: "no root covers the case yet",
    "operator-root": "no root of the operator's covers the case yet",
    published: "enter a published root below",
  },
};

const PAGE = {
  nb: {
    day: "Dag",
    event: "Hendelse",
    lastHash: "Siste hendelse i kjeden",
    rootOf: "Rot hos",
    paper:
      "Dette arket forteller saken. Det som viser at den var slik, står i case.json, og case.html regner alt ut på nytt i en nettleser uten nett.",
    title: "Sak",
    invoice: "Faktura",
    creditor: "Kreditor",
    debtor: "Skyldner",
    reference: "Betalingsreferanse",
    principal: "Beløp",
    dueOn: "Forfall",
    state: "Status",
    open: "åpen",
    closed: "avsluttet",
    parked: "satt til side",
    openNow: "Åpent i regnskapet",
    booked: "Slik det sist ble bokført. Renter etter det kommer til.",
    exported: "Tatt ut",
    erased: "slettet",
    allHolds: "Alt som kunne prøves, stemmer",
    somethingBroken: "Noe stemmer ikke",
    checks: "Hva som er prøvd",
    timeline: "Hva som har skjedd",
    amounts: "Hva som er åpent",
    letters: "Brev",
    payments: "Betalinger",
    item: "Post",
    amount: "Beløp",
    total: "Sum",
    nothingOpen: "Ingenting er åpent.",
    compare: "Sammenlign",
    rootLabel: "En rot som er kunngjort (64 tegn)",
    rootHint: "Operatøren kunngjør en rot om dagen. Er den her den samme, var saken slik den dagen.",
    otherLabel: "En annen eksport av samme slag",
    otherHint: "Filen blir på maskinen din. Ingenting sendes noe sted.",
    honest:
      "Siden regner alt ut på nytt av filen selv. Den som lager en falsk fil, kan lage en falsk side også: hent siden fra et sted du stoler på, og sammenlign roten med en som er kunngjort.",
    forExperts: "Hasher og røtter",
    sandbox: "Dette er en prøvesak fra en sandkasse",
    unreadable: "Filen kan ikke leses som en sak",
    language: "Språk",
    file: "Fil",
    dated: "datert",
    on: "den",
  },
  sv: {
    day: "Dag",
    event: "Händelse",
    lastHash: "Sista händelsen i kedjan",
    rootOf: "Rot hos",
    paper:
      "Det här bladet berättar ärendet. Det som visar att det var så står i case.json, och case.html räknar ut allt på nytt i en webbläsare utan nät.",
    title: "Ärende",
    invoice: "Faktura",
    creditor: "Borgenär",
    debtor: "Gäldenär",
    reference: "Betalningsreferens",
    principal: "Belopp",
    dueOn: "Förfallodag",
    state: "Status",
    open: "öppet",
    closed: "avslutat",
    parked: "lagt åt sidan",
    openNow: "Öppet i bokföringen",
    booked: "Som det senast bokfördes. Ränta därefter tillkommer.",
    exported: "Uttaget",
    erased: "raderad",
    allHolds: "Allt som kunde prövas stämmer",
    somethingBroken: "Något stämmer inte",
    checks: "Vad som är prövat",
    timeline: "Vad som har hänt",
    amounts: "Vad som är öppet",
    letters: "Brev",
    payments: "Betalningar",
    item: "Post",
    amount: "Belopp",
    total: "Summa",
    nothingOpen: "Inget är öppet.",
    compare: "Jämför",
    rootLabel: "En rot som är kungjord (64 tecken)",
    rootHint: "Operatören kungör en rot om dagen. Är den här densamma var ärendet sådant den dagen.",
    otherLabel: "En annan export av samma slag",
    otherHint: "Filen stannar på din dator. Inget skickas någonstans.",
    honest:
      "Sidan räknar ut allt på nytt ur filen själv. Den som gör en falsk fil kan göra en falsk sida också: hämta sidan från ett ställe du litar på, och jämför roten med en som är kungjord.",
    forExperts: "Hashar och rötter",
    sandbox: "Detta är ett provärende från en sandlåda",
    unreadable: "Filen kan inte läsas som ett ärende",
    language: "Språk",
    file: "Fil",
    dated: "daterat",
    on: "den",
  },
  en: {
    day: "Day",
    event: "Event",
    lastHash: "Last event of the chain",
    rootOf: "Root of",
    paper:
      "This paper tells the case. What shows that it was so stands in case.json, and case.html computes everything again in a browser, without network.",
    title: "Case",
    invoice: "Invoice",
    creditor: "Creditor",
    debtor: "Debtor",
    reference: "Payment reference",
    principal: "Amount",
    dueOn: "Due",
    state: "State",
    open: "open",
    closed: "closed",
    parked: "set aside",
    openNow: "Open in the books",
    booked: "As it was last booked. Interest since then comes on top.",
    exported: "Exported",
    erased: "erased",
    allHolds: "Everything that could be tried holds",
    somethingBroken: "Something is broken",
    checks: "What was tried",
    timeline: "What has happened",
    amounts: "What is open",
    letters: "Letters",
    payments: "Payments",
    item: "Item",
    amount: "Amount",
    total: "Total",
    nothingOpen: "Nothing is open.",
    compare: "Compare",
    rootLabel: "A root that was published (64 characters)",
    rootHint: "The operator publishes a root a day. If it is the one here, the case was so on that day.",
    otherLabel: "Another export of the same kind",
    otherHint: "The file stays on your machine. Nothing is sent anywhere.",
    honest:
      "The page computes everything again from the file itself. Who makes a false file can make a false page too: get the page from where you trust it, and compare the root with one that was published.",
    forExperts: "Hashes and roots",
    sandbox: "This is a trial case from a sandbox",
    unreadable: "The file cannot be read as a case",
    language: "Language",
    file: "File",
    dated: "dated",
    on: "on",
  },
} as const;

export type PageWord = keyof (typeof PAGE)["nb"];

export function pageWord(word: PageWord, language: CaseLanguage): string {
  return PAGE[language][word];
}
