/** A derivation's arithmetic in a language's numbers, line by line to the open amount. */
import {
  formatMinor,
  minorFromDecimal,
  plus,
  type Rational,
  rational,
  roundDownToMinor,
  roundDownToWhole,
  roundHalfUpToMinor,
  roundHalfUpToWhole,
  times,
  ZERO,
} from "@innfri/kernel";
import { type Derivation, rationalFromText } from "@innfri/law";
import { amountText, arithmeticText, daySpanText, NO_BREAK_SPACE } from "../forms.ts";
import type { ExplainTexts, Word } from "./explain-texts.ts";
import type { SumLine } from "./explanation.ts";

export type Sum = { readonly lines: readonly SumLine[]; readonly minor: bigint };

type Rounding = { readonly word: Word; readonly round: (exactMinor: Rational) => bigint };

const NEVER: Rounding = { word: "rounding.none", round: roundDownToMinor };

const ROUNDINGS: Readonly<Record<string, Rounding>> = {
  "half up to whole kroner": { word: "rounding.nearestWhole", round: roundHalfUpToWhole },
  "down to whole kroner": { word: "rounding.downWhole", round: roundDownToWhole },
  "down to øre": { word: "rounding.downMinor", round: roundDownToMinor },
  "half up to øre, once": { word: "rounding.nearestMinor", round: roundHalfUpToMinor },
};

/** Throws `RangeError` for a rounding or an arithmetic that no rule writes. */
export function roundingOf({ rounding }: Derivation): Rounding {
  const known = rounding === null ? NEVER : ROUNDINGS[rounding];
  if (known === undefined) throw new RangeError(`no rule rounds ${rounding}`);
  return known;
}

export function sumOf(derivation: Derivation, texts: ExplainTexts): Sum {
  const { arithmetic, inputs, rule } = derivation;
  const spoken = spokenSum(arithmetic, texts);
  if (spoken !== null) return spoken;
  const [left] = arithmetic.split(" = ") as [string];
  const exact = exactOf(left);
  const owedMinor = roundingOf(derivation).round(times(exact, rational(100n)));
  if (rule.endsWith(".compensation") && inputs.setOff === undefined && inputs.paid === undefined)
    return { lines: [{ label: null, expression: numbers(arithmetic, texts) }], minor: owedMinor };
  if (rule.endsWith(".compensation"))
    return { lines: setOffLines(left, owedMinor, derivation, texts), minor: owedMinor };
  if (rule.endsWith(".interest.rate"))
    return { lines: interestLines(left, owedMinor, derivation, texts), minor: owedMinor };
  return withLess(
    [
      { label: null, expression: numbers(arithmetic, texts) },
      ...(isWhole(exact, owedMinor)
        ? []
        : [
            {
              label: texts.word(roundingOf(derivation).word),
              expression: amountText(formatMinor(owedMinor), texts.language),
            },
          ]),
    ],
    owedMinor,
    derivation,
    texts,
  );
}

/** The two sums that are said in words. */
function spokenSum(arithmetic: string, texts: ExplainTexts): Sum | null {
  const lower = /^the lower of (\S+) when due and (\S+) when claimed = (\S+)$/.exec(arithmetic);
  const [, due, claimed, low] = lower ?? [];
  if (due !== undefined && claimed !== undefined && low !== undefined) {
    const values = { due: amountText(due, texts.language), claimed: amountText(claimed, texts.language) };
    return {
      lines: [
        {
          label: due === claimed ? null : texts.word("sum.lower", values),
          expression: amountText(low, texts.language),
        },
      ],
      minor: minorFromDecimal(low),
    };
  }
  const [, instalments, free] = /^(\d+) instalments, a fee only above (\d+) = 0\.00$/.exec(arithmetic) ?? [];
  if (instalments === undefined || free === undefined) return null;
  const label = texts.word("sum.planFree", { instalments, free });
  return { lines: [{ label, expression: amountText("0.00", texts.language) }], minor: 0n };
}

function setOffLines(
  left: string,
  openMinor: bigint,
  { inputs }: Derivation,
  texts: ExplainTexts,
): readonly SumLine[] {
  const [claimed] = left.split(" − ") as [string];
  const less = (["setOff", "paid"] as const).flatMap((name) => lessLine(inputs[name], `sum.${name}`, texts));
  return [
    { label: null, expression: numbers(claimed, texts) },
    ...less,
    { label: texts.word("sum.open"), expression: `= ${amountText(formatMinor(openMinor), texts.language)}` },
  ];
}

function interestLines(
  left: string,
  minor: bigint,
  { inputs }: Derivation,
  texts: ExplainTexts,
): readonly SumLine[] {
  const terms = left.split(" + ");
  const fixed = terms[0]?.includes("×") === false ? 1 : 0;
  const spans = (inputs.spans ?? "").split(" ").filter((span) => span !== "");
  const lines = terms.map((term, i): SumLine => {
    const [from, through] = spans[i - fixed]?.split("/") ?? [];
    const expression = `${i === 0 ? "" : "+ "}${numbers(term, texts)}`;
    if (i < fixed) return { label: texts.word("sum.fixedBefore"), expression };
    if (from === undefined || through === undefined) return { label: null, expression };
    return { label: daySpanText(from, through, texts.language), expression };
  });
  const result = `= ${amountText(formatMinor(minor), texts.language)}`;
  const [only] = lines;
  if (
    lines.length === 1 &&
    only !== undefined &&
    (fixed === 1 || isWhole(times(exactOf(left), rational(100n)), minor))
  )
    return [{ ...only, expression: fixed === 1 ? only.expression : `${only.expression} ${result}` }];
  return [...lines, { label: texts.word("rounding.nearestMinor"), expression: result }];
}

/** What lies between the rule's amount and what is open. */
function withLess(
  lines: readonly SumLine[],
  owedMinor: bigint,
  { inputs }: Derivation,
  texts: ExplainTexts,
): Sum {
  const less = (["chargedBefore", "paid"] as const).flatMap((name) =>
    lessLine(inputs[name], `sum.${name}`, texts),
  );
  if (less.length === 0) return { lines, minor: owedMinor };
  const minor =
    owedMinor - minorFromDecimal(inputs.chargedBefore ?? "0.00") - minorFromDecimal(inputs.paid ?? "0.00");
  const open = {
    label: texts.word("sum.open"),
    expression: `= ${amountText(formatMinor(minor), texts.language)}`,
  };
  return { lines: [...lines, ...less, open], minor };
}

export function lessLine(amount: string | undefined, word: Word, texts: ExplainTexts): readonly SumLine[] {
  if (amount === undefined) return [];
  return [{ label: texts.word(word), expression: `− ${amountText(amount, texts.language)}` }];
}

/** `1/20 × 750.00`, `4500.00 × 12.00 % × 15/365 + 9.79 − 5.00`, exactly. */
function exactOf(sum: string): Rational {
  return sum
    .replaceAll(" − ", " + -1 × ")
    .split(" + ")
    .map((term) => term.split(" × ").map(factorOf).reduce(times))
    .reduce(plus, ZERO);
}

function factorOf(text: string): Rational {
  if (text === "-1") return rational(-1n);
  if (text.endsWith(" %")) return times(rationalFromText(text.slice(0, -2)), rational(1n, 100n));
  return rationalFromText(text);
}

function isWhole(exact: Rational, minor: bigint): boolean {
  return exact.numerator * 100n === minor * exact.denominator;
}

function numbers(arithmetic: string, texts: ExplainTexts): string {
  const text = arithmeticText(arithmetic, texts.language);
  if (text === null) throw new RangeError(`not a sum in figures: ${JSON.stringify(arithmetic)}`);
  return text.replaceAll(" %", texts.language === "en" ? "%" : `${NO_BREAK_SPACE}%`);
}
