/**
 * What an exported case says in plain words, in three languages: for the page that checks it and for its PDF alike. It
 * imports nothing but its names, because the page carries both.
 */
import type { CaseEvent, CaseExport } from "./case-export.ts";
import { type CaseLanguage, caseAmount, caseDay, caseItem, caseStep, type Names } from "./case-names.ts";

/** What becomes of an objection before it is settled. */
const ANSWERED: Readonly<Record<CaseLanguage, Names>> = {
  nb: {
    acknowledged: "Mottaket av innsigelsen ble bekreftet",
    asked: "Fordringshaveren ble bedt om tilsvar på innsigelsen",
    reminded: "Fordringshaveren ble purret på tilsvar",
    agreed: "Fordringshaveren var enig i innsigelsen",
    rejected: "Fordringshaveren avviste innsigelsen med begrunnelse",
    told: "Skyldneren fikk beskjed",
    wrote: "Skyldneren skrev mer om innsigelsen",
    kept: "Skyldneren fastholdt innsigelsen",
    onward: "Det ble besluttet å ta tvisten videre",
    closed: "Saken om innsigelsen ble avsluttet",
  },
  sv: {
    acknowledged: "Mottagandet av invändningen bekräftades",
    asked: "Borgenären ombads att svara på invändningen",
    reminded: "Borgenären påmindes om sitt svar",
    agreed: "Borgenären höll med om invändningen",
    rejected: "Borgenären avvisade invändningen med skäl",
    told: "Gäldenären fick besked",
    wrote: "Gäldenären skrev mer om invändningen",
    kept: "Gäldenären vidhöll invändningen",
    onward: "Det beslutades att föra tvisten vidare",
    closed: "Ärendet om invändningen avslutades",
  },
  en: {
    acknowledged: "The objection was acknowledged",
    asked: "The creditor was asked for a reply to the objection",
    reminded: "The creditor was reminded of the reply",
    agreed: "The creditor agreed with the objection",
    rejected: "The creditor rejected the objection with reasons",
    told: "The debtor was told",
    wrote: "The debtor wrote more about the objection",
    kept: "The debtor kept to the objection",
    onward: "It was decided to take the dispute onward",
    closed: "The matter of the objection was closed",
  },
};

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
        : is("reason", "no-response")
          ? "Avsluttet: fordringshaveren svarte ikke på innsigelsen"
          : is("reason", "withdrawn")
            ? "Avsluttet: fordringshaveren trakk kravet"
            : "Avsluttet",
  reopened: () => "Åpnet igjen",
  parked: ({ has, text }) => `Satt til side for en person${has("text") ? `: «${text("text")}»` : ""}`,
  unparked: () => "Tatt opp igjen",
  proposed: ({ is, step }) =>
    is("step", "collection-list") ? "Satt på inkassolisten" : `Foreslått: ${step("step")}`,
  approved: ({ is }) => (is("by", "silence") ? "Ingen stanset det: det går videre" : "Godkjent av en person"),
  stopped: () => "Stanset av fordringshaveren",
  postponed: ({ day }) => `Utsatt av fordringshaveren til ${day("until")}`,
  held: ({ is, text }) =>
    is("kind", "disputed") ? "Kravet er bestridt: det går ikke videre" : `Holdt tilbake: ${text("kind")}`,
  released: () => "Frigitt",
  letter: ({ step, amount, day, has, charges }) =>
    `Brev: ${step("letter")}${has("corrects") ? `, som retter det fra ${day("corrects")}` : ""}, ${amount("total")} å betale innen ${day("payBy")}${charges}`,
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
  "objection-answered": ({ text }) => ANSWERED.nb[text("step")] ?? "Innsigelsen ble besvart",
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
  contact: ({ has }) => (has("way") ? "Kontakt ble loggført" : "Skyldnerens kontaktopplysninger ble endret"),
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
        : is("reason", "no-response")
          ? "Avslutat: borgenären svarade inte på invändningen"
          : is("reason", "withdrawn")
            ? "Avslutat: borgenären återkallade fordran"
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
  letter: ({ step, amount, day, has, charges }) =>
    `Brev: ${step("letter")}${has("corrects") ? `, som rättar det av den ${day("corrects")}` : ""}, ${amount("total")} att betala senast ${day("payBy")}${charges}`,
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
  "objection-answered": ({ text }) => ANSWERED.sv[text("step")] ?? "Invändningen besvarades",
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
  contact: ({ has }) => (has("way") ? "En kontakt antecknades" : "Gäldenärens kontaktuppgifter ändrades"),
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
        : is("reason", "no-response")
          ? "Closed: the creditor did not answer the objection"
          : is("reason", "withdrawn")
            ? "Closed: the creditor withdrew the claim"
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
  letter: ({ step, amount, day, has, charges }) =>
    `Letter: ${step("letter")}${has("corrects") ? `, which corrects the one of ${day("corrects")}` : ""}, ${amount("total")} to pay by ${day("payBy")}${charges}`,
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
  "objection-answered": ({ text }) => ANSWERED.en[text("step")] ?? "The objection was answered",
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
  contact: ({ has }) => (has("way") ? "A contact was logged" : "The debtor's contact details were changed"),
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
  const lines = (key: string) =>
    Array.isArray(data[key]) ? (data[key] as readonly unknown[]).filter(isLine) : [];
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

type Line = { readonly item: string; readonly amount: string };

/** An objection has lines too, of the invoice and without amounts. */
function isLine(line: unknown): line is Line {
  return typeof line === "object" && line !== null && typeof (line as Partial<Line>).amount === "string";
}

function sumOf(lines: readonly Line[]): bigint {
  return lines.reduce((sum, { amount }) => sum + BigInt(amount.replace(".", "")), 0n);
}
