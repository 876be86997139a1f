import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { type RunProgress, readRuns } from "../../usecases/read-runs.ts";
import { onInstallation } from "../context.ts";
import { type Answer, table, write } from "../output.ts";
import { untilStopped } from "../until-stopped.ts";
import { shown } from "../wrap.ts";

const LOOK_EVERY_MS = 1000;

/** `innfri runs`: how far today's runs are, whoever does them. */
export function registerRuns(program: Command): void {
  program
    .command("runs")
    .description("how far today's runs are, on whatever machines they run")
    .option("--watch", "show it anew every second, until Ctrl-C")
    .action(async ({ watch = false }: { readonly watch?: boolean }, command: Command) => {
      await onInstallation(command, async (installation) => {
        const pool = await installation.poolFor("innfri_auditor");
        if (!watch) return answerOf(await readRuns(pool));
        let isOver = false;
        const stopped = untilStopped().then(() => {
          isOver = true;
        });
        while (!isOver) {
          const text = shown(answerOf(await readRuns(pool)).text);
          // Home, then each line over the one before, then nothing below.
          await write(`\x1b[H${text.replaceAll("\n", "\x1b[K\n")}\x1b[K\n\x1b[J`);
          await Promise.race([sleep(LOOK_EVERY_MS), stopped]);
        }
        return { ...answerOf(await readRuns(pool)), isPrinted: true };
      });
    });
}

function answerOf(runs: readonly RunProgress[]): Answer {
  const rows = runs.map(({ name, isSandbox, runOn, state, done, left, perSecond, parked }) => [
    `${name}${isSandbox ? " (sandbox)" : ""}`,
    runOn ?? "-",
    state,
    String(done),
    String(left),
    perSecond === null ? "-" : perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(1),
    String(parked),
  ]);
  const head = ["Company", "Newest run", "Today's", "Done", "Left", "Each second", "Set aside"];
  const text =
    rows.length === 0 ? "There is no company yet." : table([head, ...rows], [3, 4, 5, 6], { clips: 0 });
  return { json: runs, text, exitCode: 0 };
}
