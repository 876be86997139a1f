/** What is owed on a day by stated facts, line by line with its reason. Nothing is read or stored. */
import { type Amounts, amountsJson, amountsOf, readGiven, type Statement, statementOn } from "@innfri/claims";
import { type CalendarDate, formatMinor, isDate, type Json } from "@innfri/kernel";
import { citationText, derivationJson, lawPack } from "@innfri/law";
import { covered } from "../engine/covered.ts";

export type Calculation =
  | {
      readonly kind: "amounts";
      readonly on: CalendarDate;
      readonly currency: string;
      readonly amounts: Amounts;
      readonly statement: Statement;
      /** Open points of the law that an amount rests on (D11): who has confirmed them is recorded by `innfri law signoff`. */
      readonly unconfirmed: readonly string[];
    }
  /** The law tables or this program do not cover it: no amount may be stated. */
  | { readonly kind: "refused"; readonly on: CalendarDate; readonly refused: string; readonly why: string }
  | { readonly kind: "invalid"; readonly at: string; readonly message: string };

/** `input` is a conformance case, or an object with its `country` and `given`; `on` overrides its own `on`. */
export function calculate(input: unknown, on: CalendarDate | null): Calculation {
  const day = on ?? dayOf(input);
  if (day === null)
    return { kind: "invalid", at: "on", message: 'a day is needed: --on DATE, or "on" in the input' };
  const read = readGiven(input);
  if (read.kind === "invalid") return read;
  const found = amountsOf(read, day);
  if (found.kind === "refused") return { kind: "refused", on: day, refused: found.refused, why: found.why };
  const { facts } = found.account;
  const refs = facts.claims.map(({ ref }) => ref);
  const stated = covered(() => statementOn(found.account, refs, day));
  if (stated.kind === "outside")
    return { kind: "refused", on: day, refused: "outside-coverage", why: stated.because };
  const { amounts } = found;
  const unconfirmed = openPointsOf(facts.country, stated.value);
  return {
    kind: "amounts",
    on: day,
    currency: facts.currency,
    amounts,
    statement: stated.value,
    unconfirmed,
  };
}

function openPointsOf(country: "NO" | "SE", { lines }: Statement): string[] {
  const used = new Set(lines.flatMap(({ derivation }) => derivation?.rule ?? []));
  return lawPack(country)
    .signOffs.filter(({ rules }) => rules.some((rule) => used.has(rule)))
    .map(({ id }) => id);
}

function dayOf(input: unknown): CalendarDate | null {
  const on = typeof input === "object" && input !== null && "on" in input ? input.on : null;
  return isDate(on) ? on : null;
}

/** As `innfri calc --json` prints it: amounts are decimal strings. */
export function calculationJson(calculation: Calculation): Json {
  if (calculation.kind === "refused") {
    const { on, refused, why } = calculation;
    return { on, refused, why };
  }
  if (calculation.kind === "invalid")
    return { invalid: { at: calculation.at, message: calculation.message } };
  const { on, currency, amounts, statement, unconfirmed } = calculation;
  return {
    on,
    currency,
    amounts: amountsJson(amounts),
    lines: statement.lines.map(({ item, claim, minor, on: since, derivation }) => ({
      item,
      claim,
      amount: formatMinor(minor),
      since,
      because: derivation === null ? null : derivationJson(derivation),
    })),
    total: formatMinor(statement.totalMinor),
    interestPerDay:
      statement.interestPerDayMinor === null ? null : formatMinor(statement.interestPerDayMinor),
    unconfirmed,
  };
}

/** One line of a statement for a person: where it stands in the law, and the sum as it can be checked by hand. */
export function reasonText(line: Statement["lines"][number]): string {
  if (line.derivation === null) return line.item === "principal" ? "what is open of the claim itself" : "";
  const { citation, arithmetic, rounding } = line.derivation;
  return `${citationText(citation)}: ${arithmetic}${rounding === null ? "" : `, rounded ${rounding}`}`;
}
