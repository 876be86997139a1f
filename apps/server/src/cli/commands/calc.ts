import { readFile } from "node:fs/promises";
import { text as textOf } from "node:stream/consumers";
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { readJsonText } from "../../json-text.ts";
import { type Calculation, calculate, calculationJson, reasonText } from "../../usecases/calculate.ts";
import { underItsLaw } from "../context.ts";
import { type Answer, table, UsageError } from "../output.ts";
import { day } from "../parse-options.ts";
import { wrapped } from "../wrap.ts";

/** `innfri calc`: what is owed by stated facts. Reads nothing of an installation but its law. */
export function registerCalc(program: Command): void {
  program
    .command("calc <file>")
    .description("what is owed on a day by the facts in a file (- for standard input), with every reason")
    .option("--on <date>", "the day; else the input's own", day("--on"))
    .action(async (file: string, options: { readonly on?: CalendarDate }, command: Command) => {
      await underItsLaw(command, async () => answerOf(calculate(await inputOf(file), options.on ?? null)));
    });
}

async function inputOf(file: string): Promise<unknown> {
  const name = file === "-" ? "standard input" : file;
  const content = await (file === "-" ? textOf(process.stdin) : readFile(file, "utf8").catch(() => null));
  if (content === null) throw new UsageError(`There is no file ${file} that can be read.`);
  const read = readJsonText(content);
  if (read.kind === "json") return read.value;
  throw new UsageError(`${name} ${read.why}. Nothing was calculated.`);
}

function answerOf(calculation: Calculation): Answer {
  const json = calculationJson(calculation);
  switch (calculation.kind) {
    case "invalid":
      return {
        json,
        text: `${calculation.at}: ${calculation.message}. Nothing was calculated.`,
        exitCode: 2,
      };
    case "refused":
      return {
        json,
        text: `No amount can be stated for ${calculation.on}: ${calculation.why} (${calculation.refused})`,
        exitCode: 1,
      };
    case "amounts": {
      const { on, currency, statement, unconfirmed } = calculation;
      const rows = statement.lines.map((line) => [
        line.item,
        line.claim,
        formatMinor(line.minor),
        reasonText(line),
      ]);
      const total = ["total", "", formatMinor(statement.totalMinor), `${currency} on ${on}`];
      const { interestPerDayMinor: perDay } = statement;
      const tomorrow = perDay === null ? "" : `\nTomorrow adds ${formatMinor(perDay)} of interest.`;
      const open =
        unconfirmed.length === 0
          ? ""
          : `\n${wrapped("", `Unconfirmed law: ${unconfirmed.join(", ")}. Who has confirmed it: innfri law signoff.`)}`;
      return { json, text: `${table([...rows, total], [2])}${tomorrow}${open}`, exitCode: 0 };
    }
  }
}
