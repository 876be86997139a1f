/** Everything a text may name, filled in once for a letter: each text takes what it needs. */
import {
  amountText,
  choiceText,
  dayMonthText,
  dayText,
  listText,
  moneyText,
  NO_BREAK_SPACE,
  officeHourText,
  organisationNumberText,
  roundMoneyText,
  weekdayText,
} from "./forms.ts";
import { countryOf } from "./letter-country.ts";
import type { AmountText, LetterData, LetterNextStep } from "./letter-data.ts";
import { textsIn } from "./texts.ts";

export type LetterValues = Readonly<Record<string, string | number>>;

/** More invoices than this are counted and not named, except in the table, which names them all. */
export const NAMED_INVOICES = 4;

/** The values of one letter. A flag is `yes` or `no`, because ICU selects on words. */
export function letterValues(data: LetterData): LetterValues {
  const { language, currency, operator, creditor, claims } = data;
  const many = claims.length > NAMED_INVOICES;
  const values = {
    who: data.audience,
    mode: operator.kind,
    operator: operator.name,
    email: operator.email,
    phone: operator.phone.replaceAll(" ", NO_BREAK_SPACE),
    reach: reachOf(data),
    ways: choiceText(waysToAnswer(data), language),
    opens: officeHourText(operator.officeHours?.opens ?? "", language),
    closes: officeHourText(operator.officeHours?.closes ?? "", language),
    creditor: creditor.name,
    creditorNumber: organisationNumberText(creditor.organisationNumber),
    assignedFrom: creditor.assignedFrom?.name ?? "",
    assignedFromNumber: organisationNumberText(creditor.assignedFrom?.organisationNumber ?? ""),
    // Only paying an agency needs saying that it discharges the debt; paying one's creditor goes without.
    discharge: operator.kind === "agency" ? "yes" : "no",
    // The nemnd takes cases against licensed agencies, and on this list it is the Norwegian one.
    board: operator.kind === "agency" ? "yes" : "no",
    caseNumber: data.caseNumber,
    currency,
    count: claims.length,
    many: many ? "yes" : "no",
    datedOn: dayText(data.datedOn, language),
    payByLong: weekdayText(data.payBy, language),
    payByShort: dayMonthText(data.payBy, language),
    objectBy: dayMonthText(data.objectBy, language),
    total: moneyText(data.total, currency, language),
    totalAmount: amountText(data.total, language),
    payByTotal: moneyText(data.payByTotal, currency, language),
    perDay: data.interestPerDay === null ? "" : moneyText(data.interestPerDay, currency, language),
    waivedRest: round(data, data.waivedRest),
    plan: flag(data.planFee),
    planFee: round(data, data.planFee),
    bearsFee: bearsFee(data) ? "yes" : "no",
    page: flag(data.paymentPage),
    pageDisplay: data.paymentPage?.display ?? "",
    ...nextValues(data),
  };
  const invoices = listText(many ? [] : claims.map((claim) => claim.invoiceNumber), language);
  return {
    ...values,
    invoicePhrase: textsIn(language).text("invoices", { count: claims.length, many: values.many, invoices }),
  };
}

/** Is this letter itself charged for? A fee of an earlier one stands on the day of that one. */
function bearsFee({ lines, datedOn }: LetterData): boolean {
  return lines.some(({ item, on }) => item === "notice-fee" && on === datedOn);
}

/** How the reader reaches a person, as far as the sender has said. */
function reachOf({ operator }: LetterData): string {
  const { email, phone, officeHours } = operator;
  if (phone === "") return email === "" ? "none" : "email";
  if (email === "") return "phone";
  return officeHours === undefined ? "both" : "hours";
}

// A Swedish objection is asked for in writing, because it decides what the applicant may claim later.
function waysToAnswer({ kind, language, operator, paymentPage }: LetterData): readonly string[] {
  const texts = textsIn(language);
  return [
    ...(paymentPage === undefined ? [] : [texts.text("way.page")]),
    ...(operator.email === "" ? [] : [texts.text("way.email")]),
    texts.text("way.letter"),
    ...(operator.phone === "" || countryOf(kind) === "se" ? [] : [texts.text("way.phone")]),
  ];
}

function nextValues(data: LetterData): LetterValues {
  const notice = stepOf(data, "notice");
  const collection = stepOf(data, "collection");
  const higher = stepOf(data, "higher-costs");
  const legal = stepOf(data, "legal-collection");
  const order = stepOf(data, "payment-order");
  return {
    noticed: flag(notice),
    noticeOn: day(data, notice?.earliestOn),
    noticeDays: notice?.answerDays ?? 0,
    noticeBears: flag(notice?.fee),
    noticeFee: round(data, notice?.fee),
    handover: flag(collection?.by),
    nextOn: day(data, collection?.earliestOn),
    nextBy: collection?.by ?? "",
    answerDays: collection?.answerDays ?? 0,
    estimated: flag(collection?.estimate),
    estimate: round(data, collection?.estimate),
    higher: flag(higher),
    higherOn: day(data, higher?.earliestOn),
    higherEstimate: round(data, higher?.estimate),
    legal: flag(legal),
    legalOn: day(data, legal?.earliestOn),
    order: flag(order),
    orderOn: day(data, order?.earliestOn),
    applicationFee: round(data, order?.applicationFee),
    applicationWork: round(data, order?.applicationWork),
  };
}

function stepOf<K extends LetterNextStep["kind"]>(
  data: LetterData,
  kind: K,
): Extract<LetterNextStep, { kind: K }> | undefined {
  return data.next.find((step): step is Extract<LetterNextStep, { kind: K }> => step.kind === kind);
}

function flag(value: unknown): "yes" | "no" {
  return value === undefined || value === null ? "no" : "yes";
}

function day(data: LetterData, on: string | undefined): string {
  return on === undefined ? "" : dayMonthText(on, data.language);
}

function round(data: LetterData, amount: AmountText | null | undefined): string {
  return amount === undefined || amount === null ? "" : roundMoneyText(amount, data.currency, data.language);
}
