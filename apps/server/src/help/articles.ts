/** What each screen of a company is for, and what to do there, in its reader's language. */
export type HelpLanguage = "nb" | "sv" | "en";

type Article = readonly [title: string, text: string];

export const ARTICLES = {
  onboarding: {
    nb: [
      "Kom i gang",
      "Det koster ingenting å begynne. Sett opp reglene, prøv en fil med åpne fakturaer og sammenlign antall og sum med reskontroen deres. Ingenting sendes før dere har aktivert.",
    ],
    sv: [
      "Kom igång",
      "Det kostar inget att börja. Ange reglerna, prova en fil med öppna fakturor och jämför antal och summa med er reskontra. Inget skickas innan ni har aktiverat.",
    ],
    en: [
      "Getting started",
      "Starting costs nothing. State your rules, try a file of open invoices, and compare count and sum with your ledger. Nothing is sent before you have activated.",
    ],
  },
  home: {
    nb: ["Hjem", "Her står det som trenger dere i dag, med det som haster først. Resten går av seg selv."],
    sv: [
      "Hem",
      "Här står det som behöver er i dag, med det mest brådskande först. Resten sköter sig självt.",
    ],
    en: ["Home", "What needs you today, the most urgent first. The rest goes by itself."],
  },
  proposals: {
    nb: [
      "Forslag",
      "Systemet foreslår hvem som skal følges opp. Godkjenn alle eller noen, stopp en faktura, eller utsett den til en dag. Begge deler kan angres.",
    ],
    sv: [
      "Förslag",
      "Systemet föreslår vilka som ska följas upp. Godkänn alla eller några, stoppa en faktura, eller skjut upp den till en dag. Båda kan ångras.",
    ],
    en: [
      "Proposals",
      "The system proposes whom to follow up. Approve all or some, stop an invoice, or postpone it to a day. Both can be undone.",
    ],
  },
  "collection-list": {
    nb: [
      "Inkassolisten",
      "Fakturaer som ikke er betalt etter varselet. Det dere ikke stopper før listen lukkes, går videre. En betaling eller innsigelse stopper et krav også etterpå.",
    ],
    sv: [
      "Inkassolistan",
      "Fakturor som inte är betalda. Det ni inte stoppar innan listan stängs går vidare. En betalning eller invändning stoppar en fordran även efteråt.",
    ],
    en: [
      "The collection list",
      "Invoices left unpaid after the notice. What you do not stop before the list closes goes on. A payment or an objection stops a claim afterwards too.",
    ],
  },
  claims: {
    nb: ["Krav", "Finn krav på kunde, nummer, avdeling, alder og steg."],
    sv: ["Fordringar", "Hitta fordringar på kund, nummer, avdelning, ålder och steg."],
    en: ["Claims", "Find claims by customer, number, department, age and step."],
  },
  claim: {
    nb: [
      "Et krav",
      "Hva som har skjedd, hva som kommer, og hvorfor hvert beløp er som det er. Stopp, utsett, registrer en betaling eller spør saksbehandleren om akkurat dette kravet.",
    ],
    sv: [
      "En fordran",
      "Vad som har hänt, vad som kommer, och varför varje belopp är som det är. Stoppa, skjut upp, registrera en betalning eller fråga handläggaren om just denna fordran.",
    ],
    en: [
      "A claim",
      "What has happened, what comes, and why each amount is what it is. Stop, postpone, record a payment, or ask the case handler about this very claim.",
    ],
  },
  objections: {
    nb: [
      "Innsigelser",
      "Alle innsigelser skal besvares. Si dere enige, avvis med grunner, ta saken videre eller avslutt den. Prisen for å avslutte står før dere velger.",
    ],
    sv: [
      "Invändningar",
      "Alla invändningar ska besvaras. Håll med, avvisa med skäl, ta ärendet vidare eller avsluta det. Priset för att avsluta står innan ni väljer.",
    ],
    en: [
      "Objections",
      "Every objection is answered. Agree, reject with reasons, take the dispute onward or close it. What closing costs is told before you choose.",
    ],
  },
  plan: {
    nb: [
      "Plan og regler",
      "Når brevene går, til hvem og hvordan. En plan som bryter loven, blir ikke tatt i bruk; dere ser dagen den ville brutt den.",
    ],
    sv: [
      "Plan och regler",
      "När breven går, till vem och hur. En plan som bryter mot lagen tas inte i bruk; ni ser dagen då den skulle ha gjort det.",
    ],
    en: [
      "Plan and rules",
      "When letters leave, to whom and how. A plan that breaks the law is not taken into use; you see the day on which it would have.",
    ],
  },
  settings: {
    nb: ["Innstillinger", "Brukere, nøkler, webhooks, avtale og priser."],
    sv: ["Inställningar", "Användare, nycklar, webhooks, avtal och priser."],
    en: ["Settings", "Users, keys, webhooks, agreement and prices."],
  },
  files: {
    nb: [
      "Filer",
      "Send fakturaer som EHF, Peppol eller CSV, og bankens filer som OCR, camt eller BgMax. Samme fil tas inn én gang.",
    ],
    sv: [
      "Filer",
      "Skicka fakturor som Peppol eller CSV, och bankens filer som BgMax eller camt. Samma fil tas in en gång.",
    ],
    en: [
      "Files",
      "Send invoices as EHF, Peppol or CSV, and the bank's files as OCR, camt or BgMax. The same file is taken once.",
    ],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<HelpLanguage, Article>>>>;
