import type { CalendarDate } from "@innfri/kernel";
import type { Command } from "commander";
import { actOn } from "../acted.ts";
import { dayToCountFrom } from "../parse-options.ts";

type Options = { readonly until: CalendarDate; readonly creditor?: string; readonly because?: string };

/** `innfri postpone`: a claim waits until a day and then goes on by itself. */
export function registerPostpone(program: Command): void {
  program
    .command("postpone <claim>")
    .description("let a claim wait until a day; on that day it goes on by itself")
    .requiredOption("--until <date>", "the day on which it goes on", dayToCountFrom("--until"))
    .option("--because <text>", "your own note, kept apart so that it can be removed later")
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .action(async (named: string, options: Options, command: Command) => {
      await actOn(command, named, options.creditor, {
        kind: "postpone",
        until: options.until,
        ...(options.because === undefined ? {} : { note: options.because }),
      });
    });
}
