/** Why an amount is what it is, or why something waits, said to its reader in its language (B1). */
import { formatMinor, minorFromDecimal } from "@innfri/kernel";
import {
  type Citation,
  citationText,
  type Derivation,
  decision,
  isRuleId,
  RULES,
  type RuleId,
} from "@innfri/law";
import { amountText, choiceText, daySpanText, dayText, moneyText } from "../forms.ts";
import type { AmountText, DayText, LetterLanguage } from "../letter-data.ts";
import type { TextValues } from "../texts.ts";
import { type ExplainTexts, explainTexts, type Word } from "./explain-texts.ts";
import type { ExplainedHead, ExplainGiven, Explanation, Reader, Source } from "./explanation.ts";
import { explainFigure } from "./figure-texts.ts";
import { lessLine, roundingOf, sumOf } from "./sum-lines.ts";

/** A debtor has read of the rounding in the sum already. */
const ROUNDING_TABLE = "no.notice-fee.rounding";

/** An amount by its derivation. Throws `RangeError` where the derivation is none that a rule writes. */
export function explain(
  derivation: Derivation,
  language: LetterLanguage,
  reader: Reader,
  given: ExplainGiven = {},
): Explanation {
  const rule = ruleOf(derivation);
  const texts = explainTexts(language);
  const { lines, minor } = sumOf(derivation, texts);
  const audience = given.audience ?? (isConsumer(derivation) ? "person" : "business");
  return {
    ...explainRule(rule, language, reader, { ...given, audience }),
    amount: moneyText(formatMinor(minor), currencyOf(rule), language),
    sum: lines,
    figures: derivation.figures
      .filter(({ table }) => reader !== "debtor" || table !== ROUNDING_TABLE)
      .map((figure) => explainFigure(figure, reader, texts)),
    provision: provisionOf(derivation.citation, texts),
    waiting: reader === "debtor" ? waitingText(rule, { ...given, audience }, texts) : null,
    ifWrong: reader === "debtor" ? ifWrongTexts(rule, { ...given, audience }, texts) : [],
    details: reader === "case-handler" ? detailsOf(derivation, rule, texts) : [],
  };
}

/** What a rule says, where it is a reason for waiting, holding or refusing. */
export function explainRule(
  rule: RuleId,
  language: LetterLanguage,
  reader: Reader,
  given: ExplainGiven = {},
): Explanation {
  const texts = explainTexts(language);
  const values = { who: given.audience ?? "person" };
  const headline = texts.rule(rule, "headline", values);
  const everyday = reader === "debtor" ? texts.rule(rule, "debtor", values) : null;
  const reason = everyday ?? texts.rule(rule, "text", values);
  if (headline === null || reason === null) throw new RangeError(`the rule ${rule} has no text`);
  return {
    rule,
    language,
    reader,
    headline,
    reason,
    amount: null,
    sum: [],
    figures: [],
    provision: provisionOf(RULES[rule].citation, texts),
    waiting: null,
    ifWrong: [],
    details: reader === "case-handler" ? [{ label: texts.word("label.rule"), value: rule }] : [],
  };
}

/** An open principal: it stands on its invoice, and on nothing that a rule would compute. */
export function explainPrincipal(
  principal: {
    readonly invoice: string;
    readonly issuedOn: DayText;
    readonly dueOn: DayText;
    readonly currency: "NOK" | "SEK";
    readonly invoiced: AmountText;
    readonly credited: AmountText;
    /** What an accepted objection has shown never to have been owed; nothing when not given. */
    readonly neverOwed?: AmountText;
    readonly paid: AmountText;
    /** It has not fallen due yet; it has when not given. */
    readonly isComing?: boolean;
  },
  language: LetterLanguage,
  reader: Reader,
  given: ExplainGiven = {},
): Explanation {
  const texts = explainTexts(language);
  const { invoice, invoiced, credited, neverOwed = "0.00", paid, currency } = principal;
  const lowered = [
    [credited, "sum.credited"],
    [neverOwed, "sum.neverOwed"],
    [paid, "sum.paid"],
  ] as const;
  const openMinor = lowered.reduce(
    (left, [part]) => left - minorFromDecimal(part),
    minorFromDecimal(invoiced),
  );
  const less = lowered.flatMap(([part, label]) => lessLine(part === "0.00" ? undefined : part, label, texts));
  const open = amountText(formatMinor(openMinor), language);
  return {
    rule: "principal",
    language,
    reader,
    headline: texts.word("principal.headline", { invoice }),
    reason: texts.word("principal.reason", {
      issuedOn: dayText(principal.issuedOn, language),
      dueOn: dayText(principal.dueOn, language),
      isDue: principal.isComing === true ? "no" : "yes",
    }),
    amount: moneyText(formatMinor(openMinor), currency, language),
    sum: [
      { label: texts.word("principal.invoice"), expression: amountText(invoiced, language) },
      ...less,
      ...(less.length === 0 ? [] : [{ label: texts.word("sum.open"), expression: `= ${open}` }]),
    ],
    figures: [],
    provision: null,
    waiting: null,
    ifWrong: reader === "debtor" ? [wrongText(given, texts)] : [],
    details: [],
  };
}

/** Whose claim it is, and what is owed in all. */
export function explainHead(
  claim: {
    readonly invoice: string;
    /** Null where the name was removed. */
    readonly debtor: string | null;
    readonly creditor: string;
    readonly country: "NO" | "SE";
    readonly customerNumber: string;
    readonly reference: string;
    readonly claimId: string;
    readonly on: DayText;
    readonly today: DayText;
    readonly total: AmountText;
    /** What of the principal is disputed, `whole` for all of the claim; null for nothing. */
    readonly disputed: AmountText | "whole" | null;
    /** Whom the text speaks to. */
    readonly audience: "person" | "business";
  },
  language: LetterLanguage,
  reader: Reader,
): ExplainedHead {
  const texts = explainTexts(language);
  const { invoice, creditor, country, reference, disputed } = claim;
  const on = dayText(claim.on, language);
  const currency = country === "NO" ? "NOK" : "SEK";
  return {
    title: texts.word("head.title", { invoice, creditor, debtor: claim.debtor ?? "none" }),
    facts: [
      texts.word("head.customer", { number: claim.customerNumber }),
      texts.word("head.reference", { country, reference }),
      ...(reader === "case-handler" ? [texts.word("head.claim", { id: claim.claimId })] : []),
    ],
    asOf:
      claim.on === claim.today
        ? null
        : texts.word("head.asOf", { on, today: dayText(claim.today, language) }),
    total: {
      label: texts.word("head.total", { on }),
      amount: moneyText(claim.total, currency, language),
    },
    nothing: minorFromDecimal(claim.total) === 0n ? texts.word("head.nothing") : null,
    disputed:
      disputed === null
        ? null
        : texts.word(reader === "debtor" ? "head.disputed.debtor" : "head.disputed", {
            who: claim.audience,
            extent: disputed === "whole" ? "whole" : "part",
            amount: disputed === "whole" ? "" : moneyText(disputed, currency, language),
          }),
  };
}

function ruleOf({ rule }: Derivation): RuleId {
  if (!isRuleId(rule)) throw new RangeError(`there is no rule ${JSON.stringify(rule)}`);
  return rule;
}

function currencyOf(rule: RuleId): "NOK" | "SEK" {
  return RULES[rule].country === "SE" ? "SEK" : "NOK";
}

function isConsumer({ inputs }: Derivation): boolean {
  return (inputs.debtor ?? "consumer") === "consumer" && inputs.isConsumer !== "false";
}

function provisionOf(citation: Citation, texts: ExplainTexts): Source {
  if (citation.act === decision(citation.number).act)
    return { text: texts.word("provision.own", { number: citation.number }), url: null };
  return { text: citationText(citation), url: citation.url ?? null };
}

function waitingText(
  rule: RuleId,
  { interestPerDay, costsStay = false, audience = "person" }: ExplainGiven,
  texts: ExplainTexts,
): string {
  const values: TextValues =
    interestPerDay == null
      ? { who: audience }
      : { who: audience, perDay: moneyText(interestPerDay, currencyOf(rule), texts.language) };
  if (rule.endsWith(".interest.rate"))
    return texts.word(interestPerDay == null ? "wait.interestUnknown" : "wait.interest", values);
  const growing = costsStay ? null : texts.rule(rule, "wait", values);
  const fixed = growing ?? texts.word("wait.fixed", values);
  return interestPerDay == null ? fixed : `${fixed} ${texts.word("wait.alsoInterest", values)}`;
}

/** The costs that an objection worth examining ends (inkassoloven § 17). */
const ENDED_BY_OBJECTION: readonly RuleId[] = [
  "no.notice-fee.amount",
  "no.own-demand-fee",
  "no.recovery-costs.light",
  "no.recovery-costs.heavy",
];

function ifWrongTexts(rule: RuleId, given: ExplainGiven, texts: ExplainTexts): readonly string[] {
  const wrong = wrongText(given, texts);
  if (!ENDED_BY_OBJECTION.includes(rule)) return [wrong];
  return [wrong, texts.word("wrong.costs", { who: given.audience ?? "person" })];
}

function wrongText(
  { objectBy, email, phone, audience = "person" }: ExplainGiven,
  texts: ExplainTexts,
): string {
  const ways = [
    ...(email == null || email === "" ? [] : [texts.word("way.email", { email })]),
    ...(phone == null || phone === "" ? [] : [texts.word("way.phone", { phone })]),
  ];
  return texts.word("wrong", {
    who: audience,
    by: objectBy == null ? "none" : dayText(objectBy, texts.language),
    ways: ways.length === 0 ? "none" : choiceText(ways, texts.language),
  });
}

function detailsOf(derivation: Derivation, rule: RuleId, texts: ExplainTexts): Explanation["details"] {
  return [
    { label: texts.word("label.rule"), value: rule },
    ...derivation.figures.map(({ table, from, value }) => ({
      label: texts.word("label.table"),
      value: `${table} ${from}: ${value}`,
    })),
    ...Object.entries(derivation.inputs).map(([name, value]) => ({
      label: texts.has(`input.${name}`) ? texts.word(`input.${name}` as Word) : name,
      value: inputText(value, texts),
    })),
    { label: texts.word("label.rounding"), value: texts.word(roundingOf(derivation).word) },
  ];
}

function inputText(value: string, texts: ExplainTexts): string {
  if (value === "true" || value === "false") return texts.word(value === "true" ? "yes" : "no");
  const word = `input.value.${value}`;
  if (texts.has(word)) return texts.word(word);
  return value
    .split(" ")
    .map((part) => {
      const [from = "", through = from] = part.split("/");
      if (/^\d{4}-\d{2}-\d{2}$/.test(from)) return daySpanText(from, through, texts.language);
      return /^-?\d+\.\d{2}$/.test(part) ? amountText(part, texts.language) : part;
    })
    .join(", ");
}
