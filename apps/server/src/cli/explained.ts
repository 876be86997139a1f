/** Explanations on a screen: each under its own heading, with its amount at the right. */
import type { Explanation, Source, SumLine } from "@innfri/letters";
import type { ClaimExplained } from "../usecases/explain-claim.ts";
import { wrapped } from "./wrap.ts";

const AMOUNT_COLUMN = 60;

/** Whose claim it is, what is owed in all, and each amount; `because` is for those who work with the figures. */
export function explainedText(
  { head, uncertain, reader, lines, now }: ClaimExplained,
  because: string | null,
): string {
  const explanations = lines.map(({ explanation }) => explanation);
  // What is to be done about a mistake is mostly the same for every amount, and is then said once.
  const [first, ...others] = explanations.map(({ ifWrong }) => ifWrong);
  const common = (first ?? []).filter((text) => others.every((texts) => texts.includes(text)));
  return [
    spaced(
      [
        wrapped("", head.title),
        wrapped("  ", head.facts.join(" · ")),
        ...(head.asOf === null ? [] : [wrapped("  ", head.asOf)]),
        "",
        amountLine(head.total.label, head.total.amount),
        ...(head.nothing === null ? [] : [wrapped("  ", head.nothing)]),
        ...(head.disputed === null ? [] : [wrapped("  ", head.disputed)]),
        ...(uncertain === null ? [] : [wrapped("  ", uncertain.reason)]),
        ...(because === null || reader === "debtor" ? [] : [wrapped("  ", `(${because})`)]),
      ].join("\n"),
    ),
    ...explanations.map((explanation) => explanationText(explanation, common)),
    ...common.map((text) => spaced(wrapped("", text))),
    ...(now === null ? [] : [explanationText(now, common)]),
  ].join("\n\n");
}

function explanationText(explanation: Explanation, saidOnce: readonly string[]): string {
  const { reason, sum, figures, provision, waiting, ifWrong, details } = explanation;
  const own = [waiting ?? "", ...ifWrong.filter((text) => !saidOnce.includes(text))].join(" ").trim();
  return spaced(
    [
      headLine(explanation),
      wrapped("  ", reason),
      ...sum
        .filter(isWorkedOut)
        .map(({ label, expression }) =>
          wrapped("      ", label === null ? expression : `${label}: ${expression}`),
        ),
      ...figures.map(({ text, source }) =>
        wrapped("  ", `${text}${source === null ? "" : `. ${sourceText(source)}`}`),
      ),
      ...(provision === null ? [] : [wrapped("  ", sourceText(provision))]),
      ...(own === "" ? [] : [wrapped("  ", own)]),
      ...details.map(({ label, value }) => wrapped("  · ", `${label}: ${value}`)),
    ].join("\n"),
  );
}

/** An amount that the law fixes has no arithmetic to show. */
function isWorkedOut({ label, expression }: SumLine): boolean {
  return label !== null || /[×=−]/.test(expression);
}

/** Amounts and days are held together by spaces that a terminal need not know. */
function spaced(text: string): string {
  return text.replaceAll("\u00a0", " ");
}

function headLine({ headline, amount }: Explanation): string {
  return amount === null ? headline : amountLine(headline, amount);
}

/** A label that would reach into the amounts has a line of its own, so that the amounts stay in one column. */
function amountLine(label: string, amount: string): string {
  const room = AMOUNT_COLUMN - label.length - amount.length;
  return room >= 2
    ? `${label}${" ".repeat(room)}${amount}`
    : `${wrapped("", label)}\n${amount.padStart(AMOUNT_COLUMN)}`;
}

function sourceText({ text, url }: Source): string {
  return url === null ? text : `${text}, ${url}`;
}
