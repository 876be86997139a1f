/**
 * A letter in words, in reading order and without looks: what the PDF template and the e-mail both show, so that
 * they cannot say different things.
 */
import { checkLetterData } from "./check-letter-data.ts";
import { dayText, listText, moneyText, organisationNumberText, weekdayText } from "./forms.ts";
import { countryOf } from "./letter-country.ts";
import type { LetterData, LetterKind, LetterLanguage, Recipient } from "./letter-data.ts";
import { type LetterValues, letterValues, NAMED_INVOICES } from "./letter-values.ts";
import { paymentCode } from "./payment-code.ts";
import { type SumRow, sumRows } from "./sum-rows.ts";
import { type Run, type Texts, textsIn } from "./texts.ts";

/** Goes up when the same data gives another letter; stored with the document, so that an old one is recognised. */
export const TEMPLATE_VERSION = "letters-1";

export type LabelledValue = {
  readonly label: string;
  readonly value: string;
  /** The reader copies it figure by figure. */
  readonly code: boolean;
};

export type LetterSection = { readonly heading: string; readonly text: string };

export type LetterView = {
  readonly language: LetterLanguage;
  readonly title: string;
  readonly caseNumber: string;
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  readonly address: readonly string[];
  readonly references: readonly LabelledValue[];
  readonly heading: string;
  readonly lead: readonly Run[];
  /** That the claim has been assigned, when it has. */
  readonly notice: string | null;
  /** Which earlier letter this one corrects, when it does. */
  readonly corrected: string | null;
  /** That a part of the claim is disputed and not asked for, when one is. */
  readonly disputed: string | null;
  readonly sum: {
    readonly heading: string;
    readonly what: string;
    readonly amount: string;
    readonly rows: readonly SumRow[];
    readonly totalLabel: string;
    readonly total: string;
    /** How the sum grows and what rest is waived; empty when neither applies. */
    readonly after: string;
  };
  readonly pay: {
    readonly heading: string;
    readonly fields: readonly LabelledValue[];
    readonly qrContent: string;
    readonly qrAlt: string;
    /** What scanning it does; only for where the code is shown. */
    readonly scan: string;
    readonly page: { readonly url: string; readonly label: string } | null;
    readonly note: string;
  };
  readonly sections: readonly LetterSection[];
  readonly footer: string;
  /** `Side {page} av {pages}`, with the two marks left for the template. */
  readonly pageOf: string;
};

/** Says `data` to `recipient`. Throws when the data contradicts itself: such a letter must not be sent. */
export function viewLetter(data: LetterData, recipient: Recipient): LetterView {
  checkLetterData(data);
  const texts = textsIn(data.language);
  const values = letterValues(data);
  const heading = texts.text(`${data.kind}.heading`);
  return {
    language: data.language,
    title: `${heading}, ${data.caseNumber}`,
    caseNumber: data.caseNumber,
    sender: senderOf(data.operator, data.language, countryOf(data.kind)),
    address: addressLines(data, recipient),
    references: references(data, recipient, texts),
    heading,
    lead: texts.runs(`${data.kind}.lead`, values),
    notice: data.creditor.assignedFrom === undefined ? null : texts.text("assigned", values),
    corrected: correctedText(data, texts, values),
    disputed: disputedText(data, texts, values),
    sum: {
      heading: texts.text("sum.heading", values),
      what: texts.text("sum.what"),
      amount: texts.text("sum.amount", values),
      rows: sumRows(data, texts),
      totalLabel: texts.text("sum.total"),
      total: String(values.totalAmount),
      after: afterSum(data, texts, values),
    },
    pay: payBox(data, texts, values),
    sections: sections(data.kind, texts, values),
    footer: `${texts.text(`${data.kind}.footer`, values)} ${texts.text(`channel.${data.channel}`, values)}`,
    pageOf: texts.text("page", { page: "{page}", pages: "{pages}" }),
  };
}

/** The head of a letter. Under another name than its own, whoever collects still says who it is. */
export function senderOf(
  operator: LetterData["operator"],
  language: LetterData["language"],
  country: ReturnType<typeof countryOf>,
): LetterView["sender"] {
  const { name, brand } = operator;
  const lines = senderLines(operator, country, textsIn(language));
  return brand === undefined ? { name, lines } : { name: brand, lines: [name, ...lines] };
}

function senderLines(
  operator: LetterData["operator"],
  country: ReturnType<typeof countryOf>,
  texts: Texts,
): readonly string[] {
  const licence =
    operator.licence === undefined
      ? []
      : [
          texts.text("sender.licence", {
            country,
            reference: operator.licence.reference ?? "none",
          }),
        ];
  return [
    [
      ...operator.addressLines,
      texts.text("sender.organisationNumber", {
        number: organisationNumberText(operator.organisationNumber),
      }),
    ].join(" · "),
    ...licence,
    [operator.email, operator.phone, operator.website ?? ""].filter((way) => way !== "").join(" · "),
  ].filter((line) => line !== "");
}

function addressLines(data: LetterData, recipient: Recipient): readonly string[] {
  const home = countryOf(data.kind).toUpperCase();
  const abroad = recipient.country.toUpperCase() !== home;
  const lines = [recipient.name, ...recipient.addressLines];
  return abroad ? [...lines, countryName(recipient.country)] : lines;
}

// Posts want the country in capitals in a language the sending country's sorters read; English and the code's
// own name serve both our countries. An unknown code is printed as it stands.
function countryName(code: string): string {
  const names: Readonly<Record<string, string>> = {
    NO: "NORWAY",
    SE: "SWEDEN",
    DK: "DENMARK",
    FI: "FINLAND",
    DE: "GERMANY",
    PL: "POLAND",
    GB: "UNITED KINGDOM",
    IS: "ICELAND",
    NL: "NETHERLANDS",
    LT: "LITHUANIA",
    LV: "LATVIA",
    EE: "ESTONIA",
  };
  return names[code.toUpperCase()] ?? code.toUpperCase();
}

function references(data: LetterData, recipient: Recipient, texts: Texts): readonly LabelledValue[] {
  const { language, claims, creditor } = data;
  const rows: (readonly [string, string, boolean])[] = [
    [texts.text("ref.date"), dayText(data.datedOn, language), false],
    [texts.text("ref.case"), data.caseNumber, false],
    [
      texts.text("ref.creditor"),
      texts.text("ref.creditorValue", {
        name: creditor.name,
        number: organisationNumberText(creditor.organisationNumber),
      }),
      false,
    ],
  ];
  if (claims.length <= NAMED_INVOICES)
    rows.push([
      texts.text("ref.claims", { count: claims.length }),
      listText(
        claims.map((claim) => claim.invoiceNumber),
        language,
      ),
      false,
    ]);
  if (recipient.reference !== undefined) rows.push([texts.text("ref.reference"), recipient.reference, false]);
  if (recipient.organisationNumber !== undefined)
    rows.push([
      texts.text("ref.organisationNumber"),
      organisationNumberText(recipient.organisationNumber),
      false,
    ]);
  rows.push([texts.text(`scheme.${data.paymentReference.scheme}`), data.paymentReference.value, true]);
  return rows.map(([label, value, code]) => ({ label, value, code }));
}

function correctedText(data: LetterData, texts: Texts, values: LetterValues): string | null {
  const { claims, kind, language } = data;
  const parts = claims.flatMap(({ corrects, invoiceNumber }) =>
    corrects === undefined
      ? []
      : [
          texts.text("corrected.part", {
            letter: kind === "no.notice" ? "notice" : "demand",
            on: dayText(corrects, language),
            invoice: invoiceNumber,
          }),
        ],
  );
  return parts.length === 0 ? null : texts.text("corrected", { ...values, parts: listText(parts, language) });
}

function disputedText(data: LetterData, texts: Texts, values: LetterValues): string | null {
  const { claims, currency, language } = data;
  const parts = claims.flatMap(({ disputed, invoiceNumber }) =>
    disputed === undefined
      ? []
      : [
          texts.text("disputed.part", {
            amount: moneyText(disputed, currency, language),
            invoice: invoiceNumber,
          }),
        ],
  );
  return parts.length === 0
    ? null
    : texts.text("disputed", { ...values, parts: listText(parts, language), several: parts.length });
}

function afterSum(data: LetterData, texts: Texts, values: LetterValues): string {
  return [
    data.interestPerDay === null ? "" : texts.text("after.perDay", values),
    data.waivedRest === null ? "" : texts.text("after.waived", values),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function payBox(data: LetterData, texts: Texts, values: LetterValues): LetterView["pay"] {
  const reference = texts.text(`scheme.${data.paymentReference.scheme}`);
  const account = texts.text(`pay.account.${data.account.scheme}`);
  const code = paymentCode(data, { account, reference });
  const fields: (readonly [string, string, boolean])[] = [
    [texts.text("pay.amount"), String(values.total), true],
    [texts.text("pay.by"), weekdayText(data.payBy, data.language), false],
    [account, data.account.display, true],
    [reference, data.paymentReference.value, true],
  ];
  if (data.paymentPage !== undefined) fields.push([texts.text("pay.page"), data.paymentPage.display, false]);
  if (data.debtorCode !== undefined) fields.push([texts.text("pay.code", values), data.debtorCode, true]);
  return {
    heading: texts.text("pay.heading", values),
    fields: fields.map(([label, value, code]) => ({ label, value, code })),
    qrContent: code.content,
    qrAlt: texts.text("pay.qrAlt", { ...values, code: code.kind }),
    scan: texts.text("pay.scan", { code: code.kind }),
    page:
      data.paymentPage === undefined
        ? null
        : { url: data.paymentPage.url, label: texts.text("email.button", values) },
    note: texts.text(`${countryOf(data.kind)}.pay.note`, values),
  };
}

function sections(kind: LetterKind, texts: Texts, values: LetterValues): readonly LetterSection[] {
  return [
    { heading: texts.text("section.disagree", values), text: texts.text(`${kind}.disagree`, values) },
    { heading: texts.text("section.time", values), text: texts.text(`${kind}.time`, values) },
    {
      heading: texts.text("section.silence", values),
      text: texts.text(`${kind}.silence`, values),
    },
    { heading: texts.text("section.questions"), text: texts.text("questions", values) },
  ];
}
