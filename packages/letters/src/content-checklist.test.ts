import { addDays, date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import { citationText } from "@innfri/law";
import { describe, expect, test } from "vitest";
import { type ContentRequirement, contentChecklist } from "./content-checklist.ts";
import { amountText, dayMonthText, dayText, moneyText, percentText, weekdayText } from "./forms.ts";
import { LETTER_KINDS, LETTER_LANGUAGES, type LetterData, type Recipient } from "./letter-data.ts";
import { renderLetterPdf } from "./pdf/render-letter.ts";
import { missingPdfTools, readPdfText, squeezed } from "./pdf/test-read-pdf.ts";
import { EVERY_LETTER, NO_SEVERAL_CLAIMS, SE_DEMAND } from "./test-letters.ts";

type Sought = string | RegExp;
type Probe = (data: LetterData, recipient: Recipient) => readonly Sought[];
type Words = Readonly<Record<LetterData["language"], RegExp>>;

const ASSIGNED: LetterData = {
  ...SE_DEMAND,
  creditor: {
    ...SE_DEMAND.creditor,
    assignedFrom: { name: "Älvbro Ställverk AB", organisationNumber: "559812-0017" },
  },
};

/** The same letter with 500.00 of its first claim disputed. */
function disputed(data: LetterData): LetterData {
  const [claim, ...claims] = data.claims;
  const less = (amount: string) => formatMinor(minorFromDecimal(amount) - 50_000n);
  const lines = data.lines.map((line) =>
    line.item === "principal" && line.claim === claim.invoiceNumber
      ? { ...line, amount: less(line.amount) }
      : line,
  );
  return {
    ...data,
    claims: [{ ...claim, openPrincipal: less(claim.openPrincipal), disputed: "500.00" }, ...claims],
    lines: lines as unknown as LetterData["lines"],
    total: less(data.total),
  };
}

/** The same letter where it says again, for less, what one from a week before said; the fee is that one's. */
function correcting(data: LetterData): LetterData {
  const [claim, ...claims] = disputed(data).claims;
  const weekBefore = String(addDays(date(data.datedOn), -7));
  const lines = disputed(data).lines.map((line) =>
    line.on === data.datedOn ? { ...line, on: weekBefore } : line,
  ) as unknown as LetterData["lines"];
  return { ...disputed(data), lines, claims: [{ ...claim, corrects: weekBefore }, ...claims] };
}

const LETTERS = [
  ...EVERY_LETTER,
  { data: NO_SEVERAL_CLAIMS, recipient: EVERY_LETTER[0]!.recipient },
  { data: ASSIGNED, recipient: EVERY_LETTER.at(-1)!.recipient },
  ...EVERY_LETTER.map(({ data, recipient }) => ({ data: disputed(data), recipient })),
  { data: disputed(NO_SEVERAL_CLAIMS), recipient: EVERY_LETTER[0]!.recipient },
  ...EVERY_LETTER.filter(({ data }) => data.kind === "no.notice" || data.kind === "no.demand").map(
    ({ data, recipient }) => ({ data: correcting(data), recipient }),
  ),
];

const HEADINGS = {
  "no.notice": /Inkassovarsel|inkassovarsel|Collection notice/,
  "se.demand": /Inkassokrav|inkassokrav/,
} as const;

const said =
  (words: Words): Probe =>
  (data) => [words[data.language]];

const creditor: Probe = ({ creditor }) => [creditor.name];
const invoices: Probe = ({ claims }) =>
  claims.flatMap(({ invoiceNumber, description }) => [invoiceNumber, description]);
const payment: Probe = ({ account, paymentReference }) => [account.display, paymentReference.value];
const deadline: Probe = ({ payBy, language }) => [weekdayText(payBy, language)];
const amounts: Probe = ({ lines, total, language }) =>
  [...lines.map(({ amount }) => amount), total].map((amount) => amountText(amount, language));
const interest: Probe = ({ lines, language }) =>
  lines
    .flatMap(({ interest }) => interest?.periods ?? [])
    .flatMap(({ rateBasisPoints, base, days }) => [
      percentText(rateBasisPoints, language),
      amountText(base, language),
      new RegExp(`\\b${days}\\b`),
    ]);
const interestFrom: Probe = (data) =>
  data.lines.flatMap(({ interest }) => {
    const from = interest?.periods[0]?.from;
    return from === undefined ? [] : [dayMonthText(from, data.language)];
  });
const objection: Probe = (data) => [
  dayMonthText(data.objectBy, data.language),
  data.operator.email,
  { nb: /uenig/, sv: /inte håller med/, en: /disagree/ }[data.language],
];

const disputedPart: Probe = ({ claims, currency, language }) =>
  claims.flatMap(({ disputed: part, invoiceNumber, principal }) => {
    if (part === undefined) return [];
    const [amount, all] = [part, principal].map((each) => amountText(each, language));
    const money = moneyText(part, currency, language);
    return {
      nb: [
        `${money} av faktura ${invoiceNumber}. Det beløpet er ikke med i dette brevet`,
        `Opprinnelig ${all}; ${amount} er omtvistet og ikke med`,
      ],
      sv: [
        `${money} av faktura ${invoiceNumber}. Det beloppet ingår inte i det här brevet`,
        `Ursprungligen ${all}; ${amount} är omtvistat och ingår inte`,
      ],
      en: [
        `${money} of invoice ${invoiceNumber}. That amount is left out of this letter`,
        `Originally ${all}; ${amount} is disputed and left out`,
      ],
    }[language];
  });

const correctedLetter: Probe = ({ kind, claims, language }) =>
  claims.flatMap(({ corrects, invoiceNumber }) => {
    if (corrects === undefined) return [];
    const on = dayText(corrects, language);
    const [nb, sv, en] =
      kind === "no.notice"
        ? ["inkassovarselet vårt", "vår inkassovarning (inkassovarsel)", "our collection notice"]
        : [
            "betalingsoppfordringen vår",
            "vårt betalningskrav (betalingsoppfordring)",
            "our demand for payment",
          ];
    return {
      nb: [
        `Dette brevet retter og erstatter ${nb} av ${on} for faktura ${invoiceNumber}. Bare beløpet og fristen her gjelder nå. Rettelsen koster ikke noe.`,
      ],
      sv: [
        `Det här brevet rättar och ersätter ${sv} av den ${on} för faktura ${invoiceNumber}. Bara beloppet och sista dagen här gäller nu. Rättelsen kostar ingenting.`,
      ],
      en: [
        `This letter corrects and replaces ${en} of ${on} for invoice ${invoiceNumber}. Only the amount and the deadline given here count now. The correction costs nothing.`,
      ],
    }[language];
  });

const both =
  (...probes: readonly Probe[]): Probe =>
  (data, recipient) =>
    probes.flatMap((probe) => probe(data, recipient));

/** How each requirement is recognised in the text of a finished letter. */
const PROBES: Readonly<Record<string, Probe>> = {
  ...Object.fromEntries(LETTER_KINDS.map((kind) => [`${kind}.disputed`, disputedPart])),
  "no.notice.corrected": correctedLetter,
  "no.demand.corrected": correctedLetter,
  "no.reminder.claim": both(invoices, ({ claims, language }) =>
    claims.map(({ dueOn }) => dayText(dueOn, language)),
  ),
  "no.reminder.amounts": both(amounts, interest, interestFrom),
  "no.reminder.free": both(
    said({ nb: /koster ingenting/, sv: /kostar ingenting/, en: /costs nothing/ }),
    said({ nb: /ikke et inkassovarsel/, sv: /inte en inkassovarning/, en: /not a collection notice/ }),
  ),
  "no.reminder.deadline": deadline,
  "no.reminder.creditor": creditor,
  "no.reminder.payment": payment,
  "no.reminder.object": objection,
  "no.reminder.next": ({ next, language }) =>
    next.flatMap((step) => [
      dayMonthText(step.earliestOn, language),
      ...(step.kind === "notice" && step.fee !== null ? [/\b38\b/] : []),
    ]),
  "no.notice.heading": () => [HEADINGS["no.notice"]],
  "no.notice.collection": said({
    nb: /ikke innen .{10,40}, (blir kravet sendt til inkasso|starter vi inkasso)/,
    sv: /inte senast .{10,40} (lämnas kravet till inkasso|inleder vi inkasso)/,
    en: /do not pay by .{10,40}, (the claim will be sent to debt collection|we will start debt collection)/,
  }),
  "no.notice.deadline": deadline,
  "no.notice.creditor": creditor,
  "no.notice.invoices": invoices,
  "no.notice.amounts": amounts,
  "no.notice.interest": both(interest, interestFrom),
  "no.notice.payment": payment,
  "no.notice.object": objection,
  "no.demand.creditor": creditor,
  "no.demand.claim": invoices,
  "no.demand.amounts": amounts,
  "no.demand.interest": both(interest, interestFrom),
  "no.demand.consequences": said({
    nb: /kan det føre til flere kostnader og til rettslig inkasso/,
    sv: /kan det leda till fler kostnader och till rättslig indrivning/,
    en: /it can lead to further costs and to legal collection/,
  }),
  "no.demand.board": said({
    nb: /rett til å bringe saken inn for Finansklagenemnda/,
    sv: /rätt att ta saken till norska Finansklagenemnda/,
    en: /right to bring the case before Finansklagenemnda/,
  }),
  "no.demand.deadline": deadline,
  "no.demand.invitation": said({
    nb: /Betal eller gjør innsigelse innen/,
    sv: /Betala eller gör invändning senast/,
    en: /Pay or object by/,
  }),
  "no.demand.payment": payment,
  "se.reminder.mere": both(
    deadline,
    said({
      nb: /Etter det kan kravet bli overlatt til inkasso/,
      sv: /Efter det kan fordran lämnas för inkasso/,
      en: /After that the claim may be handed over for debt collection/,
    }),
  ),
  "se.reminder.creditor": creditor,
  "se.reminder.invoices": invoices,
  "se.reminder.fee": both(
    amounts,
    said({ nb: /Avtalt da/, sv: /Avtalad när skulden uppkom/, en: /Agreed when the debt arose/ }),
  ),
  "se.reminder.interest": both(interest, interestFrom),
  "se.reminder.payment": payment,
  "se.reminder.object": objection,
  "se.demand.heading": () => [HEADINGS["se.demand"]],
  "se.demand.creditor": creditor,
  "se.demand.ground": both(invoices, ({ claims, language }) =>
    claims.flatMap(({ issuedOn, dueOn }) => [dayText(issuedOn, language), dayText(dueOn, language)]),
  ),
  "se.demand.assigned": both(
    ({ creditor }) => [creditor.assignedFrom?.name ?? "nobody"],
    said({
      nb: /gjør ikke opp kravet/,
      sv: /befriar inte från skulden/,
      en: /does not settle the debt/,
    }),
  ),
  "se.demand.payment": payment,
  "se.demand.amounts": amounts,
  "se.demand.interest": both(interest, interestFrom),
  "se.demand.deadline": both(
    deadline,
    said({
      nb: /Betal eller meld fra om innsigelser senest/,
      sv: /Betala eller meddela invändning senast/,
      en: /Pay or tell us your objection by/,
    }),
  ),
  "se.demand.debtor": (_, recipient) => [
    recipient.name,
    ...recipient.addressLines,
    recipient.organisationNumber ?? "nobody",
  ],
  "se.demand.consequence": both(
    ({ next, language }) =>
      next.map(
        (step) => new RegExp(`\\b${squeezed(dayMonthText(step.earliestOn, language)).replace(".", "\\.")}`),
      ),
    () => [/Kronofogden/, /\b300\b/, /\b380\b/],
  ),
  "se.demand.object": both(objection, ({ operator }) => [operator.phone]),
};

const missing = missingPdfTools();

test(
  missing.length === 0
    ? "the finished letters are read with pdftotext, pdfinfo and qpdf"
    : `THE FINISHED LETTERS ARE NOT READ: ${missing.join(", ")} must be installed`,
  () => {
    if (missing.length > 0) console.warn(`letters: content checks skipped, missing ${missing.join(", ")}`);
  },
);

test("every requirement is recognised by something, and nothing else is", () => {
  const ids = LETTER_KINDS.flatMap((kind) => contentChecklist(kind).map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(PROBES).sort()).toEqual([...ids].sort());
});

test("every requirement names the provision it rests on", () => {
  for (const kind of LETTER_KINDS)
    for (const { citation } of contentChecklist(kind)) expect(citationText(citation)).toMatch(/§/);
});

describe.skipIf(missing.length > 0)("the finished letter holds all that the law asks (S94)", () => {
  for (const { data, recipient } of LETTERS)
    for (const language of LETTER_LANGUAGES)
      test(`${data.kind} (${data.operator.kind}, ${data.claims.length} claims${data.claims[0].disputed === undefined ? "" : ", one disputed in part"}${data.claims[0].corrects === undefined ? "" : ", corrected"}) in ${language}`, () => {
        const letter = { ...data, language };
        const text = readPdfText(renderLetterPdf(letter, recipient));
        for (const requirement of contentChecklist(data.kind).filter((each) => applies(each, data)))
          for (const sought of PROBES[requirement.id]!(letter, recipient))
            expect(text, requirement.id).toMatch(typeof sought === "string" ? literal(sought) : sought);
      });
});

describe.skipIf(missing.length > 0)("what a letter must not say", () => {
  test("a creditor that collects its own claims does not send its debtor to the nemnd", () => {
    for (const { data, recipient } of LETTERS.filter(({ data }) => data.operator.kind === "self"))
      expect(readPdfText(renderLetterPdf(data, recipient))).not.toMatch(/nemnda/);
  });

  test("a Swedish reminder threatens with nothing but collection (inkassolagen 1 §)", () => {
    for (const { data, recipient } of LETTERS.filter(({ data }) => data.kind === "se.reminder"))
      for (const language of LETTER_LANGUAGES)
        expect(readPdfText(renderLetterPdf({ ...data, language }, recipient))).not.toMatch(
          /Kronofogden|betalningsanmärkning|betalingsanmerkning|default record|\b180\b/i,
        );
  });

  test("a friendly reminder threatens with nothing (inkassoloven § 8)", () => {
    for (const { data, recipient } of LETTERS.filter(({ data }) => data.kind === "no.reminder"))
      for (const language of LETTER_LANGUAGES)
        expect(readPdfText(renderLetterPdf({ ...data, language }, recipient))).not.toMatch(
          /salær|arvode|rettslig|rättslig|legal|forliksråd|namsmann|anmerkning|anmärkning|purregebyr|further costs/i,
        );
  });

  test("nothing about the debt stands in the window of the envelope", () => {
    for (const { data, recipient } of LETTERS) {
      const address = [recipient.name, ...recipient.addressLines].join(" ");
      expect(readPdfText(renderLetterPdf(data, recipient))).toContain(squeezed(address));
    }
  });
});

function applies({ only }: ContentRequirement, data: LetterData): boolean {
  if (only === "agency") return data.operator.kind === "agency";
  if (only === "assigned") return data.creditor.assignedFrom !== undefined;
  if (only === "disputed") return data.claims.some((claim) => claim.disputed !== undefined);
  if (only === "corrected") return data.claims.some((claim) => claim.corrects !== undefined);
  return true;
}

// Lines break anywhere between words, so white space is compared as one kind.
function literal(text: string): RegExp {
  return new RegExp(squeezed(text).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
