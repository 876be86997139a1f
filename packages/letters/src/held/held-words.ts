/** The words by which a person is told what is held about it, in three languages. */
import type { LetterLanguage } from "../letter-data.ts";

export const HELD_PARTS = [
  "contacts",
  "claims",
  "objections",
  "onlinePayments",
  "holds",
  "states",
  "messages",
  "contactLog",
  "texts",
  "files",
  "preferences",
  "readings",
] as const;
export type HeldPart = (typeof HELD_PARTS)[number];

type Words = {
  readonly title: string;
  readonly madeOn: string;
  readonly owed: string;
  readonly collects: string;
  readonly customer: string;
  readonly identity: string;
  readonly why: string;
  readonly from: string;
  readonly seenBy: string;
  readonly kept: (years: number, isFromDay: boolean, citation: string) => string;
  readonly removed: string;
  readonly rights: (authority: string) => string;
  /** The name of a part, and what it is for. */
  readonly parts: Readonly<Record<HeldPart, readonly [string, string]>>;
  readonly none: string;
  readonly blanked: string;
  readonly said: Readonly<
    Record<
      | "invoice"
      | "due"
      | "reference"
      | "closed"
      | "paidBy"
      | "whole"
      | "answered"
      | "until"
      | "ended"
      | "source"
      | "invoices"
      | "reminders"
      | "by",
      string
    >
  >;
  readonly terms: Readonly<Record<string, string>>;
};

const NB: Words = {
  title: "Hva vi har om deg",
  madeOn: "Laget",
  owed: "Selskapet som har kravet",
  collects: "Krever inn for selskapet",
  customer: "Kundenummer",
  identity: "Fødselsnummer",
  why: "Hvorfor: for å følge opp fakturaer som ikke er betalt, for regnskapet, og for å kunne vise at loven er fulgt.",
  from: "Hvor det kommer fra: selskapets fakturaer, banken, de som bringer ut brev, offentlige registre, og deg selv.",
  seenBy:
    "Hvem som får se det: selskapet, den som krever inn for det, de som bringer ut brev, og myndigheter som saken blir brakt inn for. Den siste delen sier hvem som har sett på det her.",
  kept: (years, isFromDay, citation) =>
    `Hvor lenge: ${years} år fra ${isFromDay ? "dagen" : "utgangen av året"} da det siste kravet ble avsluttet (${citation}).`,
  removed: "Personopplysningene ble slettet",
  rights: (authority) =>
    `Du kan be om at det som er feil blir rettet, og om at noe slettes eller ikke brukes, og du kan klage til ${authority} (personvernforordningen artikkel 15).`,
  parts: {
    contacts: ["Navn og adresse", "For å sende brev til rett person. Det som gjaldt før står med sin dag."],
    claims: ["Krav", "Hva du skylder eller har skyldt, og alt som har skjedd."],
    objections: ["Innsigelser", "Hva du har sagt nei til, og når det ble besvart."],
    onlinePayments: ["Betalinger på nett", "Hva som ble begynt her, og hva det ble til."],
    holds: ["Hva som har holdt kravene tilbake", "For at ingenting skal sendes mens det gjelder."],
    states: ["Særlige forhold", "Fordi loven da sier noe annet om hva som kan gjøres."],
    messages: ["Utsendinger", "Hvordan hvert brev gikk, og om det kom frem."],
    contactLog: ["Kontakt", "Samtaler og meldinger som er loggført."],
    texts: ["Tekster", "Hva som er skrevet i saken, av deg eller til deg."],
    files: ["Vedlegg", "Filene kan lastes ned en og en."],
    preferences: ["Hvordan du vil nås", "Hva som er avtalt om fakturaer og påminnelser."],
    readings: ["Hvem som har sett på dette", "De nyeste tusen gangene."],
  },
  none: "Ingenting.",
  blanked: "(slettet)",
  said: {
    invoice: "Faktura",
    due: "forfall",
    reference: "betalingsreferanse",
    closed: "avsluttet",
    paidBy: "betalt av",
    whole: "hele kravet",
    answered: "besvart",
    until: "til",
    ended: "avsluttet",
    source: "kilde",
    invoices: "fakturaer",
    reminders: "påminnelser",
    by: "av",
  },
  terms: {
    ...{ open: "åpent", parked: "venter på en person", closed: "avsluttet", email: "e-post", sms: "SMS" },
    ...{ post: "post", portal: "nettsiden", "digital-mailbox": "digital postkasse", queued: "i kø" },
    ...{ sent: "sendt", delivered: "kom frem", bounced: "kom ikke frem", returned: "kom i retur" },
    ...{ "given-up": "gitt opp", withdrawn: "trukket", card: "kort", mobile: "mobil", started: "begynt" },
    ...{ unknown: "ikke kjent ennå", paid: "betalt", refused: "avslått", bankrupt: "konkurs" },
    ...{ "debt-settlement": "gjeldsordning", deceased: "død", minor: "mindreårig" },
    ...{ "unknown-address": "ukjent adresse", register: "et register", authority: "en myndighet" },
    ...{ debtor: "deg", creditor: "selskapet", operator: "den som krever inn", other: "annet" },
    ...{ "returned-mail": "brev i retur", stopped: "stanset", postponed: "utsatt", disputed: "bestridt" },
    ...{ "payment-plan": "nedbetalingsavtale", promise: "løfte om å betale", excluded: "unntatt" },
    ...{ "stale-data": "opplysninger som er for gamle", "double-dunning": "andre purrer allerede" },
    ...{ "unmatched-money": "en betaling som ikke er plassert", legal: "rettslig skritt" },
    ...{ "unconfirmed-law": "lov som ikke er bekreftet", surveillance: "overvåking", call: "samtale" },
    ...{ letter: "brev", "to-debtor": "til deg", "from-debtor": "fra deg", reached: "nådd" },
    ...{ "not-reached": "ikke nådd", "message-left": "beskjed lagt igjen", "wrong-contact": "feil kontakt" },
  },
};

const SV: Words = {
  title: "Vad vi har om dig",
  madeOn: "Framtaget",
  owed: "Företaget som har fordran",
  collects: "Driver in åt företaget",
  customer: "Kundnummer",
  identity: "Personnummer",
  why: "Varför: för att följa upp fakturor som inte är betalda, för bokföringen, och för att kunna visa att lagen har följts.",
  from: "Varifrån det kommer: företagets fakturor, banken, de som delar ut brev, offentliga register, och dig själv.",
  seenBy:
    "Vem som får se det: företaget, den som driver in åt det, de som delar ut brev, och myndigheter som ärendet förs till. Den sista delen säger vem som har sett på det här.",
  kept: (years, isFromDay, citation) =>
    `Hur länge: ${years} år från ${isFromDay ? "dagen" : "utgången av året"} då den sista fordran avslutades (${citation}).`,
  removed: "Personuppgifterna raderades",
  rights: (authority) =>
    `Du kan begära att det som är fel rättas, och att något raderas eller inte används, och du kan klaga hos ${authority} (dataskyddsförordningen artikel 15).`,
  parts: {
    contacts: [
      "Namn och adress",
      "För att sända brev till rätt person. Det som gällde förut står med sin dag.",
    ],
    claims: ["Fordringar", "Vad du är eller har varit skyldig, och allt som har hänt."],
    objections: ["Invändningar", "Vad du har sagt nej till, och när det besvarades."],
    onlinePayments: ["Betalningar på nätet", "Vad som påbörjades här, och vad det blev av det."],
    holds: ["Vad som har hållit fordringarna tillbaka", "För att inget ska sändas medan det gäller."],
    states: ["Särskilda förhållanden", "Eftersom lagen då säger något annat om vad som får göras."],
    messages: ["Utskick", "Hur varje brev gick, och om det kom fram."],
    contactLog: ["Kontakt", "Samtal och meddelanden som har antecknats."],
    texts: ["Texter", "Vad som har skrivits i ärendet, av dig eller till dig."],
    files: ["Bilagor", "Filerna kan hämtas en och en."],
    preferences: ["Hur du vill nås", "Vad som är avtalat om fakturor och påminnelser."],
    readings: ["Vem som har sett på detta", "De senaste tusen gångerna."],
  },
  none: "Inget.",
  blanked: "(raderat)",
  said: {
    invoice: "Faktura",
    due: "förföll",
    reference: "betalningsreferens",
    closed: "avslutad",
    paidBy: "betald av",
    whole: "hela fordran",
    answered: "besvarad",
    until: "till",
    ended: "avslutat",
    source: "källa",
    invoices: "fakturor",
    reminders: "påminnelser",
    by: "av",
  },
  terms: {
    ...{ open: "öppen", parked: "väntar på en person", closed: "avslutad", email: "e-post", sms: "sms" },
    ...{ post: "post", portal: "webbplatsen", "digital-mailbox": "digital brevlåda", queued: "i kö" },
    ...{ sent: "sänt", delivered: "kom fram", bounced: "kom inte fram", returned: "kom i retur" },
    ...{
      "given-up": "uppgivet",
      withdrawn: "återkallat",
      card: "kort",
      mobile: "mobil",
      started: "påbörjad",
    },
    ...{ unknown: "inte känt än", paid: "betald", refused: "avvisad", bankrupt: "konkurs" },
    ...{ "debt-settlement": "skuldsanering", deceased: "avliden", minor: "minderårig" },
    ...{ "unknown-address": "okänd adress", register: "ett register", authority: "en myndighet" },
    ...{ debtor: "dig", creditor: "företaget", operator: "den som driver in", other: "annat" },
    ...{ "returned-mail": "brev i retur", stopped: "stoppad", postponed: "uppskjuten", disputed: "bestridd" },
    ...{ "payment-plan": "amorteringsplan", promise: "löfte att betala", excluded: "undantagen" },
    ...{ "stale-data": "uppgifter som är för gamla", "double-dunning": "någon annan påminner redan" },
    ...{ "unmatched-money": "en betalning som inte har placerats", legal: "rättslig åtgärd" },
    ...{ "unconfirmed-law": "lag som inte är bekräftad", surveillance: "efterbevakning", call: "samtal" },
    ...{ letter: "brev", "to-debtor": "till dig", "from-debtor": "från dig", reached: "nådd" },
    ...{ "not-reached": "inte nådd", "message-left": "meddelande lämnat", "wrong-contact": "fel kontakt" },
  },
};

const EN: Words = {
  title: "What we hold about you",
  madeOn: "Made on",
  owed: "The company that has the claim",
  collects: "Collects for the company",
  customer: "Customer number",
  identity: "Identity number",
  why: "Why: to follow up invoices that have not been paid, for the accounts, and to be able to show that the law was kept.",
  from: "Where it comes from: the company's invoices, the bank, those who bring letters, public registers, and you yourself.",
  seenBy:
    "Who may see it: the company, whoever collects for it, those who bring letters, and authorities that the case is brought before. The last part says who has looked at it here.",
  kept: (years, isFromDay, citation) =>
    `How long: ${years} years from ${isFromDay ? "the day" : "the end of the year"} in which the last claim was closed (${citation}).`,
  removed: "Personal data was removed",
  rights: (authority) =>
    `You may ask to have what is wrong corrected, and to have something removed or not used, and you may complain to ${authority} (General Data Protection Regulation, article 15).`,
  parts: {
    contacts: [
      "Name and address",
      "To send letters to the right person. What was known before stands with its day.",
    ],
    claims: ["Claims", "What you owe or have owed, and all that has happened."],
    objections: ["Objections", "What you have said no to, and when it was answered."],
    onlinePayments: ["Payments online", "What was begun here, and what came of it."],
    holds: ["What has held the claims back", "So that nothing is sent while it holds."],
    states: ["Special circumstances", "Because the law then says something else about what may be done."],
    messages: ["Sendings", "How each letter went, and whether it arrived."],
    contactLog: ["Contact", "Calls and messages that were logged."],
    texts: ["Texts", "What was written in the case, by you or to you."],
    files: ["Attachments", "The files can be fetched one by one."],
    preferences: ["How you wish to be reached", "What was agreed about invoices and reminders."],
    readings: ["Who has looked at this", "The newest thousand times."],
  },
  none: "Nothing.",
  blanked: "(removed)",
  said: {
    invoice: "Invoice",
    due: "due",
    reference: "payment reference",
    closed: "closed",
    paidBy: "paid by",
    whole: "all of the claim",
    answered: "answered",
    until: "until",
    ended: "ended",
    source: "source",
    invoices: "invoices",
    reminders: "reminders",
    by: "by",
  },
  terms: {
    ...{ parked: "waits for a person", email: "e-mail", sms: "text message", portal: "the website" },
    ...{ "digital-mailbox": "digital mailbox", delivered: "arrived", bounced: "did not arrive" },
    ...{ returned: "came back", "given-up": "given up", mobile: "mobile phone", unknown: "not known yet" },
    ...{ "debt-settlement": "debt settlement", deceased: "dead", minor: "under age" },
    ...{ "unknown-address": "address unknown", register: "a register", authority: "an authority" },
    ...{
      debtor: "you",
      creditor: "the company",
      operator: "whoever collects",
      "returned-mail": "returned mail",
    },
    ...{ "payment-plan": "payment plan", promise: "promise to pay", "stale-data": "data that is too old" },
    ...{ "double-dunning": "somebody else reminds already", "unmatched-money": "a payment not placed yet" },
    ...{ legal: "legal step", "unconfirmed-law": "law that is not confirmed", surveillance: "monitoring" },
    ...{ "to-debtor": "to you", "from-debtor": "from you", "not-reached": "not reached" },
    ...{ "message-left": "message left", "wrong-contact": "wrong contact" },
  },
};

export const HELD_WORDS: Readonly<Record<LetterLanguage, Words>> = { nb: NB, sv: SV, en: EN };

/** Who hears complaints about personal data. */
export const AUTHORITY: Readonly<Record<string, string>> = {
  NO: "Datatilsynet",
  SE: "Integritetsskyddsmyndigheten",
};
