/** What is written about an objection as a letter, for a debtor whom no e-mail reaches. */
import { fileURLToPath } from "node:url";
import { type ObjectionMail, objectionWords } from "../email/compose-objection-mail.ts";
import { dayText } from "../forms.ts";
import type { DayText, Recipient } from "../letter-data.ts";
import { textsIn } from "../texts.ts";
import { type LetterStandard, typeset } from "./typeset.ts";

const TEMPLATE = fileURLToPath(new URL("./answer.typ", import.meta.url));

export type AnswerLetter = {
  readonly mail: ObjectionMail;
  readonly recipient: Recipient;
  /** Below the sender's name: address, e-mail, telephone. */
  readonly senderLines: readonly string[];
  readonly datedOn: DayText;
};

const LABELS = {
  nb: { date: "Dato", caseNumber: "Saksnummer", creditor: "Fordringshaver", invoice: "Faktura" },
  sv: { date: "Datum", caseNumber: "Ärendenummer", creditor: "Borgenär", invoice: "Faktura" },
  en: { date: "Date", caseNumber: "Case number", creditor: "Creditor", invoice: "Invoice" },
} as const;

export function renderAnswerPdf(
  { mail, recipient, senderLines, datedOn }: AnswerLetter,
  standard: LetterStandard = "a-2a",
): Uint8Array {
  const { language, operator, creditor, caseNumber, invoiceNumber } = mail;
  const { subject, heading, said, quoted, words, foot } = objectionWords(mail, "post");
  const labels = LABELS[language];
  const view = {
    ...{ language, title: subject, heading, said, quoted, words, foot, caseNumber },
    sender: { name: operator.name, lines: senderLines },
    address: [recipient.name, ...recipient.addressLines],
    references: [
      { label: labels.date, value: dayText(datedOn, language) },
      { label: labels.caseNumber, value: caseNumber },
      { label: labels.creditor, value: creditor },
      { label: labels.invoice, value: invoiceNumber },
    ],
    pageOf: textsIn(language).text("page", { page: "{page}", pages: "{pages}" }),
  };
  return typeset({ template: TEMPLATE, view, standard, datedOn });
}
