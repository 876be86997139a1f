import { readFile } from "node:fs/promises";
import { citationText, lawPack, no } from "@innfri/law";
import type { Command } from "commander";
import { type LawEntry, type LawFileProblem, startOf } from "../../law/law-file.ts";
import { loadLaw } from "../../usecases/load-law.ts";
import { onInstallation } from "../context.ts";
import { figureText } from "../figure-text.ts";
import { mustBeFile } from "../must-be-file.ts";
import { type Answer, counted } from "../output.ts";
import { wrapped } from "../wrap.ts";

/** `innfri law load`: new rows beside the packaged law, without a new release. */
export function registerLawLoad(law: Command): void {
  law
    .command("load <file>")
    .description("put new figures beside the packaged ones, or say from when an Act counts")
    .action(async (file: string, _options: unknown, command: Command) => {
      const text = await lawFileText(file);
      await onInstallation(command, async (installation) => {
        const outcome = await loadLaw(installation, text, new Date());
        return outcome.kind === "refused"
          ? refusedAnswer(file, outcome.problems)
          : loadedAnswer(outcome.entries, outcome.known);
      });
    });
}

export async function lawFileText(file: string): Promise<string> {
  await mustBeFile(file);
  return readFile(file, "utf8");
}

export function refusedAnswer(file: string, problems: readonly LawFileProblem[]): Answer {
  return {
    json: { refused: problems },
    text: [
      `${file} was not loaded, for ${counted(problems.length, "reason")}:`,
      ...problems.map(({ where, what }) => wrapped("  ", `${where} ${what}`)),
      wrapped("", "Nothing of it was loaded. Every field stands in docs/reference/law-file.md."),
    ].join("\n"),
    exitCode: 1,
  };
}

function loadedAnswer(entries: readonly LawEntry[], known: number): Answer {
  return {
    json: {
      loaded: entries.map(({ kind, subject, data, loaded }) => ({ kind, subject, ...data, loaded })),
      known,
    },
    text: [
      ...entries.filter((entry) => !goesOn(entry)).map(entryText),
      ...goingOn(entries.filter(goesOn)),
      ...(known === 0 ? [] : [`${counted(known, "entry", "entries")} had been loaded before.`]),
    ].join("\n\n"),
    exitCode: 0,
  };
}

function goesOn({ data }: LawEntry): boolean {
  return "rows" in data && data.rows.length === 0;
}

/** The tables in which nothing changes, told together for each last checked day. */
function goingOn(entries: readonly LawEntry[]): string[] {
  const days = Map.groupBy(entries, ({ data }) => ("checkedThrough" in data ? data.checkedThrough : ""));
  return [...days].map(([day, list]) =>
    [
      `The last figure goes on, checked through ${day}`,
      wrapped("  ", list.map(({ subject }) => subject).join(", ")),
      byText(list[0]!),
    ].join("\n"),
  );
}

function byText({ loaded: { enteredBy, confirmedBy } }: LawEntry): string {
  return wrapped("  ", `entered by ${enteredBy}, confirmed by ${confirmedBy}`);
}

function entryText(entry: LawEntry): string {
  const by = byText(entry);
  if (entry.kind === "regime") {
    const act = no.regimes.find(({ id }) => id === entry.subject)!;
    const start = startOf(entry);
    const late =
      start === entry.data.from
        ? ""
        : ` It was in force from ${entry.data.from} already: look at what was sent since then`;
    return [
      `${citationText(act.citation)} (${entry.subject})`,
      wrapped(
        "  ",
        `in force from ${entry.data.from}. From ${start} on no notice or demand goes out, and what runs waits for a person.${late}`,
      ),
      by,
    ].join("\n");
  }
  const table = ["NO", "SE"]
    .flatMap((country) => lawPack(country as "NO" | "SE").tables)
    .find(({ id }) => id === entry.subject)!;
  const added = table.rows.filter(
    ({ from, loaded }) =>
      loaded !== undefined && from >= entry.data.from && from <= entry.data.checkedThrough,
  );
  return [
    `${table.title} (${table.id})`,
    ...added.map(({ from, value }) => wrapped(`  ${from}  `, figureText(value, table.unit))),
    wrapped("  ", `checked through ${entry.data.checkedThrough}`),
    by,
  ].join("\n");
}
