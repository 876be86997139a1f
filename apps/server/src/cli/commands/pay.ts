import type { UndoneStep } from "@innfri/claims";
import type { BankFileWarning } from "@innfri/formats";
import type { Command } from "commander";
import { fileSource } from "../../file-source.ts";
import type { ListedLine } from "../../payments/book-waiting.ts";
import { type PayOutcome, type Recorded, recordPayments } from "../../usecases/record-payments.ts";
import { onInstallation } from "../context.ts";
import { mustBeFile } from "../must-be-file.ts";
import { type Answer, counted } from "../output.ts";
import { progress } from "../progress.ts";
import { itemWord, stepWord } from "../step-words.ts";

/** `innfri pay`: bank files, each line matched and booked once. */
export function registerPay(program: Command): void {
  program
    .command("pay <file...>")
    .description("take bank files (OCR giro, BgMax, camt.053, camt.054): match, book, close what is paid")
    .option("--debug", "list also what was left out and every warning")
    .action(async (files: readonly string[], options: { readonly debug?: boolean }, command: Command) => {
      await Promise.all(files.map(mustBeFile));
      await onInstallation(command, async (installation) => {
        const outcomes: PayOutcome[] = [];
        for (const file of files) {
          const bar = progressBar();
          const show = { onProgress: bar.show };
          try {
            outcomes.push(await recordPayments(installation, fileSource(file), new Date(), show));
          } finally {
            bar.stop();
          }
        }
        return answerOf(outcomes, options.debug === true);
      });
    });
}

/** Only when there is something to wait for. */
function progressBar() {
  const LONG_LINES = 5_000;
  let bar: ReturnType<typeof progress> | undefined;
  let shown = 0;
  return {
    show: (done: number, total: number): void => {
      if (total < LONG_LINES) return;
      bar ??= progress("lines", total);
      bar.add(done - shown);
      shown = done;
    },
    stop: (): void => bar?.stop(),
  };
}

function answerOf(outcomes: readonly PayOutcome[], isDebug: boolean): Answer {
  return {
    json: outcomes,
    text: outcomes.map((outcome) => textOf(outcome, isDebug)).join("\n\n"),
    exitCode: outcomes.some(({ kind }) => kind !== "recorded") ? 1 : 0,
  };
}

function textOf(outcome: PayOutcome, isDebug: boolean): string {
  switch (outcome.kind) {
    case "refused":
      return `${outcome.file}: refused, nothing of it was stored. Line ${outcome.line}: ${outcome.reason}`;
    case "not-booked":
      return [
        `${outcome.file}: nothing was booked, because ${outcome.reason}`,
        ...warningLines(outcome.warnings),
      ].join("\n");
    case "recorded":
      return recordedText(outcome, isDebug);
  }
}

export function recordedText(done: Recorded, isDebug: boolean): string {
  const again = done.isSeen ? ", a file that was given before" : "";
  const { ownPayments, notMoney } = done.leftOut;
  return [
    `${done.file}: ${done.format}${again}`,
    `  ${counted(done.lines, "line")}, ${done.alreadySeen} seen before, ${done.matched} matched, ${done.unmatched} unmatched`,
    ...amounts("booked", done.booked),
    ...(done.paid + done.waived === 0
      ? []
      : [
          `  ${counted(done.paid + done.waived, "claim")} closed, ${done.waived} of them with a small rest waived`,
        ]),
    ...amounts("to be paid back", done.refundsDue),
    ...done.refunds.map(lineText),
    ...more(done.refundCount, done.refunds),
    ...amounts("waits unmatched", done.waiting),
    ...done.unmatchedLines.map(lineText),
    ...more(done.unmatched, done.unmatchedLines),
    ...(done.elsewhere === 0
      ? []
      : [
          `  ${counted(done.elsewhere, "line was", "lines were")} booked from a file of another format: not booked again`,
        ]),
    ...(ownPayments + notMoney === 0
      ? []
      : [
          `  left out: ${counted(ownPayments, "payment")} of your own, ${notMoney} that ${notMoney === 1 ? "is" : "are"} no booked money`,
        ]),
    ...done.bookedAgain.map(
      ({ claimId, amount, currency, on, after }) =>
        `  booked again: ${amount} ${currency} of ${on}, after the money of ${after} that is known now, claim ${claimId}`,
    ),
    ...more(done.bookedAgainCount, done.bookedAgain),
    ...done.undone.map(undoneText),
    ...more(done.undoneCount, done.undone),
    ...done.toLookAt.map(({ claimId, why }) => `  to be looked at: claim ${claimId}, ${why}`),
    ...(isDebug || done.warnings.length <= SHOWN_WARNINGS
      ? warningLines(done.warnings)
      : [`  ${counted(done.warnings.length, "warning")} (--debug lists them)`]),
  ].join("\n");
}

/** A letter or step that the money has taken back. */
export function undoneText({ claim, what, on, charges }: UndoneStep): string {
  const costs = charges.map(({ item, amount }) => ` and its ${itemWord(item)} of ${amount}`).join("");
  return `  paid in time: the ${stepWord(what)} of ${on}${costs} fall${costs === "" ? "s" : ""} away, claim ${claim}`;
}

/** How many there are besides those that are listed. */
function more(count: number, listed: readonly unknown[]): string[] {
  return count === listed.length ? [] : [`    and ${count - listed.length} more`];
}

const SHOWN_WARNINGS = 5;

function amounts(what: string, sums: Readonly<Record<string, string>>): string[] {
  return Object.entries(sums).map(([currency, amount]) => `  ${what}: ${amount} ${currency}`);
}

function lineText({ bookedOn, amount, currency, reference, reason }: ListedLine): string {
  return `    ${bookedOn}  ${amount} ${currency}  ${reference ?? "no reference"}: ${reason}`;
}

function warningLines(warnings: readonly BankFileWarning[]): string[] {
  return warnings.map(({ code, message, at }) => `  warning, at ${at}: ${message} (${code})`);
}
