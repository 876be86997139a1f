import type { CalendarDate } from "@innfri/kernel";
import type { Command } from "commander";
import { setBackText } from "../../clock.ts";
import { machineTime } from "../../machine-time.ts";
import { type ClockMoved, type ClockView, moveClock, readClocks } from "../../usecases/move-clock.ts";
import { onInstallation } from "../context.ts";
import { type Answer, table, UsageError } from "../output.ts";
import { dayToCountFrom, idOf } from "../parse-options.ts";
import { progress } from "../progress.ts";
import { answerOfRuns } from "./run.ts";

/** `innfri clock`: the day that it is for each company; with `--to`, a sandbox's days up to that one are run. */
export function registerClock(program: Command): void {
  program
    .command("clock [id]")
    .description("which day it is for each company, and moving a sandbox's clock forward")
    .option(
      "--to <date>",
      "move this sandbox's clock to a day, running the days between",
      dayToCountFrom("--to"),
    )
    .action(async (id: string | undefined, { to }: { to?: CalendarDate }, command: Command) => {
      if (to !== undefined && id === undefined)
        throw new UsageError("--to moves one sandbox's clock: give its ID. Nothing was done.");
      const creditorId = id === undefined ? null : idOf("creditor", id);
      await onInstallation(command, async (installation) => {
        if (creditorId === null || to === undefined) {
          const views = await readClocks(installation, machineTime.now());
          const shown = views.filter(
            ({ creditor }) => creditorId === null || creditor.creditorId === creditorId,
          );
          return shown.length === 0 && creditorId !== null ? unknown(id!) : clocksAnswer(shown);
        }
        const bar = progress("customers");
        const moved = await moveClock(installation, creditorId, to, machineTime.now(), {
          onProgress: ({ day, files }) => bar.add(files, day),
        });
        bar.stop();
        return movedAnswer(id!, moved);
      });
    });
}

function clocksAnswer(views: readonly ClockView[]): Answer {
  const rows = views.map(({ creditor, clock }) => ({
    id: creditor.creditorId,
    name: creditor.name,
    sandbox: creditor.isSandbox,
    today: clock.today,
    timeZone: creditor.timeZone,
    lastRunOn: creditor.lastRunOn,
    setBackTo: clock.setBackTo ?? null,
  }));
  const lines = rows.map(({ id, name, sandbox, today, timeZone, lastRunOn }) => [
    id,
    name,
    today,
    sandbox ? "sandbox" : `real, ${timeZone}`,
    lastRunOn === null ? "not run yet" : `last run ${lastRunOn}`,
  ]);
  const wrong = views.flatMap(({ creditor, clock }) => {
    const text = setBackText(clock);
    return text === null ? [] : [`${creditor.name}: ${text}.`];
  });
  const text =
    lines.length === 0 ? "There is no creditor yet. Next: innfri creditor add --help" : table(lines);
  return { json: rows, text: [text, ...wrong].join("\n"), exitCode: wrong.length === 0 ? 0 : 1 };
}

function movedAnswer(id: string, moved: ClockMoved): Answer {
  if (moved.kind === "moved") return answerOfRuns([moved.run]);
  if (moved.kind === "unknown-creditor") return unknown(id);
  const { reason } = moved;
  return { json: { refused: reason }, text: `The clock was not moved: ${reason}.`, exitCode: 1 };
}

function unknown(id: string): Answer {
  return {
    json: { refused: "unknown-creditor" },
    text: `There is no creditor ${id}. Run: innfri creditor list`,
    exitCode: 1,
  };
}
