/** Letters of invented people and companies, with the sums of the law sheets' worked examples. */
import type { Citation, Derivation } from "@innfri/law";
import type {
  InterestPeriod,
  LetterClaim,
  LetterData,
  LetterLine,
  LetterOperator,
  Recipient,
} from "./letter-data.ts";

const INKASSOFORSKRIFTEN: Omit<Citation, "section"> = {
  act: "inkassoforskriften",
  number: "FOR-1989-07-14-562",
};

export function reason(citation: Citation, arithmetic: string): Derivation {
  return { rule: "sample", citation, figures: [], inputs: {}, arithmetic, rounding: null };
}

const FRL: Citation = { act: "forsinkelsesrenteloven", number: "LOV-1976-12-17-100", section: "§ 3" };
const RANTELAGEN: Citation = { act: "räntelagen", number: "1975:635", section: "6 §" };
const IKOSTL = (section: string): Citation => ({ act: "lag (1981:739)", number: "1981:739", section });

const CREDITOR_NO = { name: "Kvernelva Rør AS", organisationNumber: "312 904 482" };
const CREDITOR_SE = { name: "Norrtorp Elmontage AB", organisationNumber: "559981-2301" };

export const SELF_NO: LetterOperator = {
  kind: "self",
  ...CREDITOR_NO,
  addressLines: ["Verkstedgata 8", "2408 Elverum"],
  email: "kravet@kvernelva.example",
  phone: "62 00 04 82",
  officeHours: { opens: "09:00", closes: "15:00" },
};

const AGENCY_NO: LetterOperator = {
  kind: "agency",
  name: "Tindervik Inkasso AS",
  organisationNumber: "318 220 145",
  addressLines: ["Postboks 44", "2401 Elverum"],
  email: "svar@tindervik.example",
  phone: "62 00 01 45",
  website: "tindervik.example",
  licence: { reference: null },
  officeHours: { opens: "09:00", closes: "15:30" },
};

const AGENCY_SE: LetterOperator = {
  kind: "agency",
  name: "Klarelv Inkasso AB",
  organisationNumber: "559973-4125",
  addressLines: ["Box 118", "651 04 Karlstad"],
  email: "kund@klarelv.example",
  phone: "054-00 04 18",
  licence: { reference: null },
  officeHours: { opens: "09:00", closes: "16:00" },
};

const SELF_SE: LetterOperator = {
  kind: "self",
  ...CREDITOR_SE,
  addressLines: ["Lövgatan 3", "652 24 Karlstad"],
  email: "faktura@norrtorp.example",
  phone: "054-00 23 01",
};

export const INGRID: Recipient = {
  name: "Ingrid Haugsåsen",
  addressLines: ["Ospelia 14", "2409 ELVERUM"],
  country: "NO",
};

export const BRUKSVALLEN: Recipient = {
  name: "Bruksvallens Verkstad AB",
  addressLines: ["Smedjebacken 3", "684 31 MUNKFORS"],
  country: "SE",
  organisationNumber: "559987-6546",
  reference: "Leif Andersson",
};

const HEAT_PUMP: LetterClaim = {
  invoiceNumber: "10482",
  issuedOn: "2026-04-16",
  dueOn: "2026-04-30",
  countedFromOn: "2026-04-30",
  description: "service på varmepumpe 9. april 2026",
  principal: "4500.00",
  openPrincipal: "4500.00",
};

const NOTICE_FEE: LetterLine = {
  item: "notice-fee",
  amount: "38.00",
  on: "2026-05-15",
  derivation: reason({ ...INKASSOFORSKRIFTEN, section: "§ 1-2" }, "1/20 × 750.00 = 37.50"),
};

type SamplePeriod = Omit<InterestPeriod, "yearBasis">;

/** Interest of years with 365 days. */
function interestLine(
  claim: string,
  amount: string,
  provision: Citation,
  periods: readonly SamplePeriod[],
): LetterLine {
  return {
    item: "interest",
    amount,
    claim,
    derivation: reason(provision, ""),
    interest: { basis: "statutory", periods: periods.map((period) => ({ ...period, yearBasis: 365 })) },
  };
}

function norwegianInterest(amount: string, to: string, days: number): LetterLine {
  return interestLine("10482", amount, FRL, [
    { from: "2026-05-01", to, rateBasisPoints: 1200, days, base: "4500.00" },
  ]);
}

/** NO-14, 15 May 2026: 4 560.19. The creditor sends it and hands over to an agency. */
export const NO_NOTICE: LetterData = {
  kind: "no.notice",
  language: "nb",
  datedOn: "2026-05-15",
  payBy: "2026-05-29",
  objectBy: "2026-05-29",
  currency: "NOK",
  audience: "person",
  operator: SELF_NO,
  creditor: CREDITOR_NO,
  caseNumber: "10482-1",
  paymentReference: { scheme: "KID", value: "2048104828" },
  account: { scheme: "NO_BBAN", value: "12345678903", display: "1234 56 78903" },
  paymentPage: { url: "https://betal.kvernelva.example/k/7KQ4M2XT", display: "betal.kvernelva.example" },
  debtorCode: "7KQ4-M2XT",
  claims: [HEAT_PUMP],
  lines: [
    { item: "principal", amount: "4500.00", claim: "10482" },
    norwegianInterest("22.19", "2026-05-15", 15),
    NOTICE_FEE,
  ],
  total: "4560.19",
  interestPerDay: "1.48",
  payByTotal: "4580.90",
  waivedRest: "50.00",
  planFee: null,
  next: [
    {
      kind: "collection",
      earliestOn: "2026-06-04",
      by: AGENCY_NO.name,
      answerDays: 14,
      estimate: "600.00",
    },
  ],
  channel: "email",
};

/** The invoice of NO-14 on the day after it fell due, moved to Monday 4 May 2026: four days of interest. */
export const NO_REMINDER: LetterData = {
  ...NO_NOTICE,
  kind: "no.reminder",
  datedOn: "2026-05-04",
  payBy: "2026-05-11",
  objectBy: "2026-05-11",
  lines: [
    { item: "principal", amount: "4500.00", claim: "10482" },
    norwegianInterest("5.92", "2026-05-04", 4),
  ],
  total: "4505.92",
  payByTotal: "4516.27",
  next: [{ kind: "notice", earliestOn: "2026-05-15", answerDays: 14, fee: "38.00" }],
};

/** NO-14, 5 June 2026: 5 191.26, sent by the agency. */
export const NO_DEMAND: LetterData = {
  ...NO_NOTICE,
  kind: "no.demand",
  datedOn: "2026-06-05",
  payBy: "2026-06-19",
  objectBy: "2026-06-19",
  operator: AGENCY_NO,
  caseNumber: "T-2026-00731",
  paymentReference: { scheme: "KID", value: "7310048266" },
  account: { scheme: "NO_BBAN", value: "12340678911", display: "1234 06 78911" },
  paymentPage: { url: "https://betal.tindervik.example/k/7KQ4M2XT", display: "betal.tindervik.example" },
  lines: [
    { item: "principal", amount: "4500.00", claim: "10482" },
    norwegianInterest("53.26", "2026-06-05", 36),
    NOTICE_FEE,
    {
      item: "recovery-costs",
      amount: "600.00",
      derivation: reason({ ...INKASSOFORSKRIFTEN, section: "§ 2-2" }, "0.8 × 750.00 = 600.00"),
    },
  ],
  total: "5191.26",
  payByTotal: "5211.97",
  planFee: "1125.00",
  next: [
    { kind: "higher-costs", earliestOn: "2026-07-18", estimate: "1200.00" },
    { kind: "legal-collection", earliestOn: "2026-07-20" },
  ],
  channel: "post",
};

/** The same demand by the creditor itself, with the fee of an own demand: no agency, no nemnd, no higher costs. */
const NO_OWN_DEMAND: LetterData = {
  ...NO_DEMAND,
  operator: SELF_NO,
  caseNumber: "10482-1",
  paymentReference: NO_NOTICE.paymentReference,
  account: NO_NOTICE.account,
  paymentPage: { url: "https://betal.kvernelva.example/k/7KQ4M2XT", display: "betal.kvernelva.example" },
  lines: [
    { item: "principal", amount: "4500.00", claim: "10482" },
    norwegianInterest("53.26", "2026-06-05", 36),
    NOTICE_FEE,
    {
      item: "demand-fee",
      amount: "113.00",
      derivation: reason({ ...INKASSOFORSKRIFTEN, section: "§ 1-2" }, "3/20 × 750.00 = 112.50"),
    },
  ],
  total: "4704.26",
  payByTotal: "4724.97",
  planFee: null,
  next: [{ kind: "legal-collection", earliestOn: "2026-06-24" }],
};

const SWITCHGEAR: LetterClaim = {
  invoiceNumber: "33061",
  issuedOn: "2026-03-02",
  dueOn: "2026-04-01",
  countedFromOn: "2026-04-01",
  description: "montage av ställverk, levererat 27 februari 2026",
  principal: "12500.00",
  openPrincipal: "12500.00",
};

function swedishInterest(amount: string, to: string, days: number): LetterLine {
  const rates = { rateBasisPoints: 1000, referenceRateBasisPoints: 200 };
  return interestLine("33061", amount, RANTELAGEN, [
    { from: "2026-04-02", to, ...rates, days, base: "12500.00" },
  ]);
}

const REMINDER_FEE: LetterLine = {
  item: "notice-fee",
  amount: "60.00",
  on: "2026-04-13",
  derivation: reason(IKOSTL("2 §"), "60.00"),
};

/** Sweden, example 5.3, 13 April 2026: 12 601.10. The creditor's own reminder. */
export const SE_REMINDER: LetterData = {
  kind: "se.reminder",
  language: "sv",
  datedOn: "2026-04-13",
  payBy: "2026-04-23",
  objectBy: "2026-04-23",
  currency: "SEK",
  audience: "business",
  operator: SELF_SE,
  creditor: CREDITOR_SE,
  caseNumber: "33061-1",
  paymentReference: { scheme: "OCR", value: "33061201" },
  account: { scheme: "SE_BANKGIRO", value: "9912346", display: "991-2346" },
  claims: [SWITCHGEAR],
  lines: [
    { item: "principal", amount: "12500.00", claim: "33061" },
    swedishInterest("41.10", "2026-04-13", 12),
    REMINDER_FEE,
  ],
  total: "12601.10",
  interestPerDay: "3.42",
  payByTotal: "12635.34",
  waivedRest: "100.00",
  planFee: null,
  next: [
    {
      kind: "collection",
      earliestOn: "2026-04-28",
      by: AGENCY_SE.name,
      answerDays: 10,
      estimate: "180.00",
    },
  ],
  channel: "email",
};

/** Sweden, example 5.3, 28 April 2026: 12 832.47, sent by the agency. */
export const SE_DEMAND: LetterData = {
  ...SE_REMINDER,
  kind: "se.demand",
  datedOn: "2026-04-28",
  payBy: "2026-05-08",
  objectBy: "2026-05-08",
  operator: AGENCY_SE,
  caseNumber: "SE-2026-00418",
  paymentPage: { url: "https://betala.klarelv.example/k/N3PW8RHD", display: "betala.klarelv.example" },
  debtorCode: "N3PW-8RHD",
  lines: [
    { item: "principal", amount: "12500.00", claim: "33061" },
    swedishInterest("92.47", "2026-04-28", 27),
    REMINDER_FEE,
    {
      item: "recovery-costs",
      amount: "180.00",
      derivation: reason(IKOSTL("3 och 4 §§"), "180.00"),
    },
  ],
  total: "12832.47",
  payByTotal: "12866.71",
  waivedRest: null,
  planFee: "170.00",
  next: [
    {
      kind: "payment-order",
      earliestOn: "2026-05-13",
      applicationFee: "300.00",
      applicationWork: "380.00",
    },
  ],
  channel: "post",
};

/** The creditor's own Swedish demand. */
const SE_OWN_DEMAND: LetterData = {
  ...SE_DEMAND,
  operator: SELF_SE,
  caseNumber: SE_REMINDER.caseNumber,
};

/** The reminder that an agency sends on the creditor's behalf. */
const SE_AGENCY_REMINDER: LetterData = { ...SE_REMINDER, operator: AGENCY_SE };

/** The notice that an agency sends on the creditor's behalf; it goes on to collect itself. */
const NO_AGENCY_NOTICE: LetterData = {
  ...NO_NOTICE,
  operator: AGENCY_NO,
  channel: "digital-mailbox",
  next: [{ kind: "collection", earliestOn: "2026-06-04", by: null, answerDays: 14, estimate: "600.00" }],
};

/** The reminder that an agency sends on the creditor's behalf. */
const NO_AGENCY_REMINDER: LetterData = { ...NO_REMINDER, operator: AGENCY_NO, channel: "post" };

/** Every kind in every mode, with whom it is sent to. */
export const EVERY_LETTER: readonly { readonly data: LetterData; readonly recipient: Recipient }[] = [
  { data: NO_REMINDER, recipient: INGRID },
  { data: NO_NOTICE, recipient: INGRID },
  { data: NO_AGENCY_REMINDER, recipient: INGRID },
  { data: NO_AGENCY_NOTICE, recipient: INGRID },
  { data: NO_DEMAND, recipient: INGRID },
  { data: NO_OWN_DEMAND, recipient: INGRID },
  { data: SE_REMINDER, recipient: BRUKSVALLEN },
  { data: SE_AGENCY_REMINDER, recipient: BRUKSVALLEN },
  { data: SE_DEMAND, recipient: BRUKSVALLEN },
  { data: SE_OWN_DEMAND, recipient: BRUKSVALLEN },
];

/** Sent too early to carry a fee: before day 14 after the due date. */
export const NO_NOTICE_WITHOUT_FEE: LetterData = {
  ...NO_NOTICE,
  datedOn: "2026-05-08",
  payBy: "2026-05-22",
  objectBy: "2026-05-22",
  lines: [
    { item: "principal", amount: "4500.00", claim: "10482" },
    norwegianInterest("11.84", "2026-05-08", 8),
  ],
  total: "4511.84",
  payByTotal: "4532.55",
};

/** NO-02's interest (126.47 over two rates) on one claim, a part-paid claim beside it, in one letter. */
export const NO_SEVERAL_CLAIMS: LetterData = {
  ...NO_NOTICE,
  datedOn: "2026-07-25",
  payBy: "2026-08-10",
  objectBy: "2026-08-10",
  audience: "business",
  claims: [
    {
      invoiceNumber: "10501",
      issuedOn: "2026-05-27",
      dueOn: "2026-06-10",
      countedFromOn: "2026-06-10",
      description: "rørleggerarbeid i kjeller",
      principal: "8450.50",
      openPrincipal: "8450.50",
    },
    {
      invoiceNumber: "10514",
      issuedOn: "2026-06-13",
      dueOn: "2026-06-27",
      countedFromOn: "2026-06-29",
      description: "to ventiler og en pumpe",
      principal: "3000.00",
      openPrincipal: "1200.00",
    },
  ],
  lines: [
    { item: "principal", amount: "8450.50", claim: "10501" },
    interestLine("10501", "126.47", FRL, [
      { from: "2026-06-11", to: "2026-06-30", rateBasisPoints: 1200, days: 20, base: "8450.50" },
      { from: "2026-07-01", to: "2026-07-25", rateBasisPoints: 1225, days: 25, base: "8450.50" },
    ]),
    { item: "principal", amount: "3000.00", claim: "10514" },
    { item: "paid", amount: "-1800.00", claim: "10514", on: "2026-06-29" },
    interestLine("10514", "10.46", FRL, [
      { from: "2026-06-30", to: "2026-06-30", rateBasisPoints: 1200, days: 1, base: "1200.00" },
      { from: "2026-07-01", to: "2026-07-25", rateBasisPoints: 1225, days: 25, base: "1200.00" },
    ]),
    { ...NOTICE_FEE, on: "2026-07-25" },
  ],
  total: "9825.43",
  interestPerDay: "3.24",
  payByTotal: "9877.25",
  next: [
    { kind: "collection", earliestOn: "2026-08-13", by: AGENCY_NO.name, answerDays: 14, estimate: "600.00" },
  ],
};
