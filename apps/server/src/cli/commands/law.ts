import type { CalendarDate } from "@innfri/kernel";
import { citationText, type EffectiveTable, inForce, isCountry, type Loaded, lawPack } from "@innfri/law";
import type { Command } from "commander";
import { covered } from "../../engine/covered.ts";
import { underItsLaw } from "../context.ts";
import { figureText } from "../figure-text.ts";
import { type Answer, UsageError } from "../output.ts";
import { day } from "../parse-options.ts";
import { wrapped } from "../wrap.ts";
import { registerLawLoad } from "./law-load.ts";
import { registerLawRehearse } from "./law-rehearse.ts";
import { registerLawSignoff } from "./law-signoff.ts";

/** `innfri law …`. `law rates`: the dated figures of a country with where they come from, with those that were loaded here. */
export function registerLaw(program: Command): void {
  const law = program.command("law").description("what the law says, with its sources");
  registerLawSignoff(law);
  law
    .command("rates <country> [table]")
    .description("the dated figures of NO or SE, or of one table, with sources")
    .option("--on <date>", "only what is in force on a day", day("--on"))
    .action(
      async (
        country: string,
        name: string | undefined,
        options: { readonly on?: CalendarDate },
        command: Command,
      ) => {
        await underItsLaw(command, async () => {
          const tables = tablesOf(country.toUpperCase(), name);
          return options.on === undefined ? allRows(tables) : rowsOn(tables, options.on);
        });
      },
    );
  registerLawLoad(law);
  registerLawRehearse(law);
}

function tablesOf(country: string, name: string | undefined): readonly EffectiveTable<unknown>[] {
  if (!isCountry(country)) throw new UsageError(`There is no law pack for ${country}; there are NO and SE.`);
  const { tables } = lawPack(country);
  if (name === undefined) return tables;
  const found = tables.filter(({ id }) => id === name || id === `${country.toLowerCase()}.${name}`);
  if (found.length > 0) return found;
  throw new UsageError(
    `There is no table ${name}; there are\n${tables.map(({ id }) => `  ${id}`).join("\n")}`,
  );
}

function allRows(tables: readonly EffectiveTable<unknown>[]): Answer {
  return {
    json: tables.map((one) => ({
      ...headOf(one),
      rows: one.rows.map(({ value, ...row }) => ({ ...row, value: valueText(value) })),
    })),
    text: tables
      .map((one) =>
        [titleOf(one), ...one.rows.flatMap((row) => rowLines(`${row.from}  `, row, one.unit))].join("\n"),
      )
      .join("\n\n"),
    exitCode: 0,
  };
}

function rowsOn(tables: readonly EffectiveTable<unknown>[], on: CalendarDate): Answer {
  const found = tables.map((one) => ({ one, row: rowInForce(one, on) }));
  const blocks = found.map(({ one, row }) =>
    row === null
      ? `${one.title} (${one.id})\n  refused: no checked figure for ${on}`
      : [
          `${one.title} (${one.id})`,
          wrapped("  ", `since ${row.from}, by ${citationText(one.basis)}`),
          ...rowLines("", row, one.unit),
        ].join("\n"),
  );
  return {
    json: found.map(({ one, row }) => ({
      ...headOf(one),
      on,
      row: row === null ? null : { ...row, value: valueText(row.value) },
      ...(row === null ? { refused: "outside-coverage" } : {}),
    })),
    text: blocks.join("\n"),
    exitCode: found.some(({ row }) => row === null) ? 1 : 0,
  };
}

function rowInForce(one: EffectiveTable<unknown>, on: CalendarDate) {
  const found = covered(() => inForce(one, on));
  return found.kind === "covered" ? found.value : null;
}

function headOf({ id, title, unit, basis, checkedThrough, loaded }: EffectiveTable<unknown>) {
  return { id, title, unit, basis, checkedThrough, ...(loaded === undefined ? {} : { loaded }) };
}

function titleOf({ id, title, basis, checkedThrough, loaded }: EffectiveTable<unknown>): string {
  const last = loaded?.at(-1);
  const by = last === undefined ? "" : `, ${loadedText(last)}`;
  return `${title} (${id})\n${wrapped("  ", `by ${citationText(basis)}; checked through ${checkedThrough}${by}`)}`;
}

function loadedText({ enteredBy, confirmedBy, on, source }: Loaded): string {
  return `loaded here on ${on}: entered by ${enteredBy}, confirmed by ${confirmedBy}, who read ${source}`;
}

type Row = EffectiveTable<unknown>["rows"][number];

/** The figure as people say it, and below it how sure it is and by whom. */
function rowLines(before: string, row: Row, unit: string): string[] {
  return [
    wrapped(`  ${before}`, figureText(row.value, unit)),
    wrapped("      ", `${confidenceText(row.confidence)}: ${sourceText(row)}`),
    ...(row.loaded === undefined ? [] : [wrapped("      ", loadedText(row.loaded))]),
  ];
}

/** The Swedish sheet has marks, `statute_read+2` and `confirmed_3`, where the Norwegian one has words. */
function confidenceText(confidence: string): string {
  const [, read, count, secondary] =
    /^(statute_read)?\+?(?:confirmed_)?(\d*)(_secondary)?$/.exec(confidence) ?? [];
  if (read === undefined && count === undefined) return confidence;
  const sources =
    count === "" ? "" : `confirmed by ${count}${secondary === undefined ? "" : " secondary"} sources`;
  return [read === undefined ? "" : "the statute itself was read", sources]
    .filter((part) => part !== "")
    .join(", ");
}

function sourceText(row: {
  readonly regulation: string | null;
  readonly sources: readonly string[];
}): string {
  const all = new Set([row.regulation, ...row.sources].filter((one) => one !== null));
  return [...all].join(", ") || "no source";
}

/** A figure as text; tables with several figures to a row show them by name. Null where nobody can vouch for it. */
function valueText(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? one.toString() : one));
}
