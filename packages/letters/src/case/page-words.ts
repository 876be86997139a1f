/** The words of the page that checks a case, in its three languages. */
import type { CaseLanguage } from "./case-names.ts";
import type { CheckResult } from "./check-case.ts";

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
    root: "Saken er med i dagens rot hos fordringshaveren",
    "operator-root": "Fordringshaverens rot er med i operatørens rot",
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
    creditor: "Fordringshaver",
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
