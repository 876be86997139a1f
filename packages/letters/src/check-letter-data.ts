/** A letter's data must agree with itself before anybody reads it: its rows add up, its days come in order. */
import { isDate, parseMinor } from "@innfri/kernel";
import type { LetterData } from "./letter-data.ts";

/** What is wrong with `data`, in words for the one who built it; empty when nothing is. */
export function letterDataProblems(data: LetterData): readonly string[] {
  return [...dayProblems(data), ...amountProblems(data), ...claimProblems(data), ...stepProblems(data)];
}

/** Throws `RangeError` with everything that is wrong with `data`. */
export function checkLetterData(data: LetterData): void {
  const problems = letterDataProblems(data);
  if (problems.length > 0)
    throw new RangeError(`letter ${data.caseNumber} contradicts itself: ${problems.join("; ")}`);
}

function dayProblems(data: LetterData): string[] {
  const days = [
    data.datedOn,
    data.payBy,
    data.objectBy,
    ...data.claims.flatMap((claim) => [
      claim.issuedOn,
      claim.dueOn,
      claim.countedFromOn,
      ...(claim.corrects === undefined ? [] : [claim.corrects]),
    ]),
    ...data.lines.flatMap((line) => [
      ...(line.on === undefined ? [] : [line.on]),
      ...(line.interest?.periods.flatMap((period) => [period.from, period.to]) ?? []),
    ]),
    ...data.next.map((step) => step.earliestOn),
  ];
  const problems = days.filter((day) => !isDate(day)).map((day) => `${day} is not a day`);
  if (data.payBy <= data.datedOn) problems.push("the last day to pay is not after the letter's day");
  if (data.objectBy <= data.datedOn) problems.push("the last day to object is not after the letter's day");
  for (const step of data.next)
    if (step.earliestOn <= data.payBy)
      problems.push(`${step.kind} would come before the deadline has passed`);
  return problems;
}

function amountProblems(data: LetterData): string[] {
  const amounts = [
    data.total,
    data.payByTotal,
    ...data.lines.map((line) => line.amount),
    ...data.claims.flatMap((claim) => [claim.principal, claim.openPrincipal, claim.disputed ?? "0.00"]),
  ];
  const bad = amounts.filter((amount) => parseMinor(amount) === undefined);
  if (bad.length > 0) return bad.map((amount) => `${amount} is not an amount`);
  const sum = data.lines.reduce((so, line) => so + (parseMinor(line.amount) ?? 0n), 0n);
  return sum === parseMinor(data.total) ? [] : [`the rows do not add up to ${data.total}`];
}

function claimProblems(data: LetterData): string[] {
  const known = new Set(data.claims.map((claim) => claim.invoiceNumber));
  const problems: string[] = [];
  if (known.size !== data.claims.length) problems.push("two claims have the same invoice number");
  for (const line of data.lines) {
    if (line.claim !== undefined && !known.has(line.claim))
      problems.push(`a row names invoice ${line.claim}, which is not in the letter`);
    if (line.item === "interest" && line.interest === undefined)
      problems.push("an interest row has no rate and no days");
    if (line.item === "principal" && line.claim === undefined && data.claims.length > 1)
      problems.push("a principal row does not say which claim it is");
  }
  for (const { corrects, invoiceNumber } of data.claims) {
    if (corrects === undefined) continue;
    if (!CORRECTING.includes(data.kind)) problems.push(`${data.kind} corrects no earlier letter`);
    if (corrects > data.datedOn)
      problems.push(`what is said of invoice ${invoiceNumber} corrects a letter that comes later`);
  }
  for (const claim of data.claims)
    if (!data.lines.some((line) => line.item === "principal" && isOf(line.claim, claim.invoiceNumber, data)))
      problems.push(`invoice ${claim.invoiceNumber} has no principal row`);
  return problems;
}

function isOf(named: string | undefined, invoiceNumber: string, data: LetterData): boolean {
  return named === undefined ? data.claims.length === 1 : named === invoiceNumber;
}

/** Letters that are said again, for what is not disputed, with a deadline that the law gives them (norway.md 5.4). */
const CORRECTING: readonly LetterData["kind"][] = ["no.notice", "no.demand"];

const STEPS = {
  "no.reminder": ["notice", "contact"],
  "no.notice": ["collection"],
  "no.demand": ["higher-costs", "legal-collection"],
  "se.reminder": ["collection"],
  "se.demand": ["payment-order"],
} as const satisfies Record<LetterData["kind"], readonly LetterData["next"][number]["kind"][]>;

function stepProblems(data: LetterData): string[] {
  const allowed: readonly string[] = STEPS[data.kind];
  const problems = data.next
    .filter((step) => !allowed.includes(step.kind))
    .map((step) => `${step.kind} does not follow ${data.kind}`);
  if (data.kind === "no.demand" && !data.next.some((step) => step.kind === "legal-collection"))
    problems.push("a demand for payment says when legal collection can come (inkassoloven § 10)");
  if (data.operator.kind === "agency" && data.operator.licence === undefined)
    problems.push("an agency shows its licence");
  return problems;
}
