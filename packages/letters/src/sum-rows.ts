/** The rows of the sum: principal, interest and each cost on a row of its own, with its reason below it. */
import { formatMinor, minorFromDecimal, plus, rational, roundHalfUpToMinor, ZERO } from "@innfri/kernel";
import { type Citation, citationText, type Derivation, decision } from "@innfri/law";
import {
  amountText,
  arithmeticText,
  dayMonthText,
  daySpanText,
  dayText,
  NO_BREAK_SPACE,
  percentText,
  rateText,
} from "./forms.ts";
import { countryOf } from "./letter-country.ts";
import type { InterestPeriod, LetterClaim, LetterData, LetterLine } from "./letter-data.ts";
import type { Texts } from "./texts.ts";

export type SumRow = {
  readonly label: string;
  /** Each on a line of its own, smaller. */
  readonly details: readonly string[];
  readonly amount: string;
};

export function sumRows(data: LetterData, texts: Texts): readonly SumRow[] {
  return data.lines.map((line) => ({
    ...wordsOf(line, data, texts),
    amount: amountText(line.amount, data.language),
  }));
}

type RowWords = Pick<SumRow, "label" | "details">;

function wordsOf(line: LetterLine, data: LetterData, texts: Texts): RowWords {
  switch (line.item) {
    case "principal":
      return principalWords(line, data, texts);
    case "interest":
      return interestWords(line, data, texts);
    case "paid":
    case "credited":
      return {
        label: texts.text(`line.${line.item}`, { on: onText(line, data), invoice: invoiceText(line, data) }),
        details: [],
      };
    default:
      return {
        label: texts.text(`line.${countryOf(data.kind)}.${line.item}`, {
          on: onText(line, data),
        }),
        details: costDetails(line, data, texts),
      };
  }
}

function principalWords(line: LetterLine, data: LetterData, texts: Texts): RowWords {
  const claim = claimOf(line, data);
  const { language } = data;
  const details = [
    texts.text("line.principal.invoice", {
      invoice: claim.invoiceNumber,
      issuedOn: dayText(claim.issuedOn, language),
      dueOn: dayText(claim.dueOn, language),
      moved: claim.countedFromOn === claim.dueOn ? "no" : "yes",
      countedFromOn: dayText(claim.countedFromOn, language),
    }),
  ];
  const lessMinor = minorFromDecimal(claim.principal) - minorFromDecimal(line.amount);
  if (lessMinor !== 0n) {
    const { disputed } = claim;
    details.push(
      texts.text("line.principal.less", {
        principal: amountText(claim.principal, language),
        disputed: disputed === undefined ? "none" : amountText(disputed, language),
        paid: lessMinor === minorFromDecimal(disputed ?? "0.00") ? "no" : "yes",
      }),
    );
  }
  return {
    label: texts.text("line.principal", {
      described: claim.description.trim() === "" ? "no" : "yes",
      description: claim.description,
    }),
    details,
  };
}

function interestWords(line: LetterLine, data: LetterData, texts: Texts): RowWords {
  const { language } = data;
  const interest = line.interest;
  if (interest === undefined) throw new RangeError("an interest row needs its periods");
  const { periods, basis } = interest;
  const first = periods[0];
  const last = periods.at(-1);
  const invoice = data.claims.length > 1 ? invoiceText(line, data) : "none";
  const onPrincipal = texts.text("line.interest.onPrincipal");
  if (first === undefined || last === undefined)
    return {
      label: texts.text("line.interest.accrued", { basis, to: dayText(data.datedOn, language), invoice }),
      details: [withProvision(onPrincipal, line.derivation)],
    };
  const oneRate = periods.every((period) => period.rateBasisPoints === first.rateBasisPoints);
  const label = texts.text("line.interest", {
    basis,
    rate: oneRate ? percentText(first.rateBasisPoints, language) : "none",
    from:
      yearOf(first.from) === yearOf(last.to)
        ? dayMonthText(first.from, language)
        : dayText(first.from, language),
    to: dayText(last.to, language),
    invoice,
  });
  const reference = referenceText(basis === "statutory" ? periods : [], data, texts);
  const sums = periods.map((period) => periodText(period, periods.length > 1, data, texts));
  const notes = [
    ...earlierText(line.amount, periods, data, texts),
    onPrincipal,
    ...(reference === null ? [] : [reference]),
  ];
  // One period and its notes read as one line; several stand below each other.
  return periods.length === 1
    ? { label, details: [withProvision([...sums, ...notes].join(". "), line.derivation)] }
    : { label, details: [...sums, withProvision(notes.join(". "), line.derivation)] };
}

// Every rate and day count is exact, so what the periods explain is rounded once, as the row's amount was.
function earlierText(
  amount: string,
  periods: readonly InterestPeriod[],
  data: LetterData,
  texts: Texts,
): readonly string[] {
  const explained = periods
    .map(({ base, rateBasisPoints, days, yearBasis }) =>
      rational(minorFromDecimal(base) * BigInt(rateBasisPoints) * BigInt(days), 10_000n * BigInt(yearBasis)),
    )
    .reduce(plus, ZERO);
  const earlierMinor = minorFromDecimal(amount) - roundHalfUpToMinor(explained);
  // One øre is what another way of rounding can differ by; it is not interest from before.
  if (earlierMinor <= 1n) return [];
  const earlier = amountText(formatMinor(earlierMinor), data.language);
  return [texts.text("line.interest.earlier", { amount: earlier })];
}

function periodText(period: InterestPeriod, several: boolean, data: LetterData, texts: Texts): string {
  const { language } = data;
  return texts.text("line.interest.period", {
    several: several ? "yes" : "no",
    span: daySpanText(period.from, period.to, language),
    base: amountText(period.base, language),
    rate: percentText(period.rateBasisPoints, language),
    days: period.days,
    yearBasis: period.yearBasis,
  });
}

// With several reference rates each is inside its own period's rate, and the margin is what they have in common;
// the last one is named, because it is the one that runs on.
function referenceText(periods: readonly InterestPeriod[], data: LetterData, texts: Texts): string | null {
  const period = periods.at(-1);
  const reference = period?.referenceRateBasisPoints;
  if (period === undefined || reference === undefined) return null;
  return texts.text("line.interest.reference", {
    reference: rateText(reference, data.language),
    margin: rateText(period.rateBasisPoints - reference, data.language),
  });
}

function costDetails(line: LetterLine, data: LetterData, texts: Texts): readonly string[] {
  // A Swedish reminder costs something only when that was agreed (lag 1981:739, 2 §), and the letter says so.
  const reason =
    countryOf(data.kind) === "se" && line.item === "notice-fee"
      ? texts.text("line.agreed")
      : calculationText(line, data, texts);
  const detail = withProvision(reason, line.derivation);
  return detail === "" ? [] : [detail];
}

const MULTIPLES_OF_THE_RATE: readonly LetterLine["item"][] = [
  "notice-fee",
  "demand-fee",
  "recovery-costs",
  "plan-fee",
];

/** How a cost is calculated, when that is more than the amount itself. */
function calculationText(line: LetterLine, data: LetterData, texts: Texts): string {
  const plain = arithmeticText(line.derivation?.arithmetic ?? "", data.language);
  if (plain === null || !plain.includes("=")) return "";
  if (line.item === "compensation") return plain; // with what it is set off against and what was paid
  const { chargedBefore = "0.00", paid = "0.00" } = line.derivation?.inputs ?? {};
  const owedMinor = minorFromDecimal(line.amount) + minorFromDecimal(paid) + minorFromDecimal(chargedBefore);
  const amount = amountText(formatMinor(owedMinor), data.language);
  const whole = plain.endsWith(` ${amount}`) ? plain : texts.text("line.rounded", { sum: plain, amount });
  const less = [
    ...(chargedBefore === "0.00"
      ? []
      : [texts.text("line.chargedBefore", { amount: amountText(chargedBefore, data.language) })]),
    ...(paid === "0.00" ? [] : [texts.text("line.paidOf", { amount: amountText(paid, data.language) })]),
  ];
  const sum = [whole, ...less].join(", ");
  return countryOf(data.kind) === "no" && MULTIPLES_OF_THE_RATE.includes(line.item)
    ? texts.text("line.no.ofRate", { sum })
    : sum;
}

/** `text` with the provision it rests on; a decision of our own is none. */
function withProvision(text: string, derivation: Derivation | undefined): string {
  if (derivation === undefined || isOwnDecision(derivation.citation)) return text;
  const provision = provisionText(derivation.citation);
  if (text === "") return `${provision.charAt(0).toUpperCase()}${provision.slice(1)}`;
  return provision.includes("(") ? `${text}, ${provision}` : `${text} (${provision})`;
}

/** The provision with its sign and its number on one line. */
function provisionText(citation: Citation): string {
  return citationText(citation).replaceAll(/(?<=§) (?=\d)|(?<=\d) (?=§)/g, NO_BREAK_SPACE);
}

function isOwnDecision({ act, number }: Citation): boolean {
  return act === decision(number).act;
}

function yearOf(day: string): string {
  return day.slice(0, 4);
}

function claimOf(line: LetterLine, data: LetterData): LetterClaim {
  const claim =
    line.claim === undefined && data.claims.length === 1
      ? data.claims[0]
      : data.claims.find((each) => each.invoiceNumber === line.claim);
  if (claim === undefined) throw new RangeError("a principal row needs its claim");
  return claim;
}

function onText(line: LetterLine, data: LetterData): string {
  return line.on === undefined ? "none" : dayText(line.on, data.language);
}

function invoiceText(line: LetterLine, data: LetterData): string {
  return line.claim === undefined || data.claims.length === 1 ? "none" : line.claim;
}
