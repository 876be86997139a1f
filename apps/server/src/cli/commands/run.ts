import { isDayOfCase } from "@innfri/claims";
import { type CalendarDate, isUuid, type Uuid } from "@innfri/kernel";
import type { Command } from "commander";
import { shownInstant } from "../../clock.ts";
import { machineTime } from "../../machine-time.ts";
import { type BouncesRead, readBounces } from "../../outbox/bounces.ts";
import { isOutage } from "../../store/index.ts";
import { type CreditorRun, runDays } from "../../usecases/run-days.ts";
import { onInstallation } from "../context.ts";
import { lawWarning, lawWarningText } from "../law-warning.ts";
import { type Answer, counted, table, UsageError } from "../output.ts";
import { progress } from "../progress.ts";
import { sentText } from "../sent-text.ts";
import { stepWord } from "../step-words.ts";

export function registerRun(program: Command): void {
  program
    .command("run")
    .description("do what is due: today for a real company, any later day for a sandbox")
    .option("--on <date>", "run this one day")
    .option("--until <date>", "run every day up to this one (sandbox)")
    .option("--creditor <id>", "only this creditor")
    .action(async (options: { on?: string; until?: string; creditor?: string }, command: Command) => {
      if (options.on !== undefined && options.until !== undefined)
        throw new UsageError("Give --on or --until, not both.");
      const request = {
        ...(options.on === undefined ? {} : { on: dayOption("--on", options.on) }),
        ...(options.until === undefined ? {} : { until: dayOption("--until", options.until) }),
        ...(options.creditor === undefined ? {} : { creditorId: idOption("--creditor", options.creditor) }),
      };
      await onInstallation(command, async (installation) => {
        // What came back since is undone before anything is judged.
        const bounces = await readBounces(installation, machineTime.now()).catch(mailboxProblem);
        const bar = progress("customers");
        const runs = await runDays(installation, request, machineTime.now(), {
          secondOpinion: machineTime.secondOpinion,
          onProgress: ({ day, files }) => bar.add(files, day),
        });
        bar.stop();
        if (runs.length === 0) throw new UsageError("There is no such creditor. Run: innfri creditor list");
        const answer = answerOfRuns(runs);
        if (typeof bounces !== "string")
          return { ...answer, text: [...bouncesText(bounces), answer.text].join("\n\n") };
        process.stderr.write(`${bounces}\n`);
        return { ...answer, exitCode: 1 };
      });
    });
}

function dayOption(name: string, text: string): CalendarDate {
  if (!isDayOfCase(text))
    throw new UsageError(`${name} needs a day such as 2026-05-15, not ${JSON.stringify(text)}`);
  return text;
}

function idOption(name: string, text: string): Uuid {
  if (!isUuid(text)) throw new UsageError(`${name} needs an id as printed by: innfri creditor list`);
  return text;
}

export function answerOfRuns(runs: readonly CreditorRun[]): Answer {
  const refused = runs.some(
    (run) => run.kind !== "ran" || run.result.failed.length > 0 || hasUnsent(run.sent),
  );
  return {
    json: runs.map((run) =>
      run.kind === "refused"
        ? { creditor: run.creditor.creditorId, name: run.creditor.name, refused: run.reason }
        : run.kind === "broken-off"
          ? { creditor: run.creditor.creditorId, name: run.creditor.name, brokenOff: run.reason }
          : {
              creditor: run.creditor.creditorId,
              name: run.creditor.name,
              from: run.from,
              through: run.through,
              files: run.result.files,
              steps: run.result.letters,
              proposed: run.result.asked,
              closed: run.result.closed,
              parked: run.result.parked,
              failed: run.result.failed,
              sent: run.sent,
              waiting: run.waiting,
              printHouse: run.printHouse,
              stale: run.stale,
              outbox: run.folder,
              law: lawWarning(run.creditor.country, run.through),
            },
    ),
    text: [...runs.map(textOf), lawWarningText(runs.map(warningOf))]
      .filter((text) => text !== "")
      .join("\n\n"),
    exitCode: refused ? 1 : 0,
  };
}

function printHouseText({ printHouse }: CreditorRun & { kind: "ran" }): string {
  if (printHouse === null) return "";
  const { rejected, returned, postedLate, unreadable, problem } = printHouse;
  const said = [
    ["refused by the print house", rejected],
    ["came back by post", returned],
    ["posted too late for the deadline they print", postedLate],
  ] as const;
  const lines = said
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `\n  ${what}: ${counted(count, "letter")}`);
  if (unreadable > 0) lines.push(`\n  ${counted(unreadable, "answer")} of the print house could not be read`);
  if (problem !== null) lines.push(`\n  the print house's answers could not be read: ${problem}`);
  return lines.join("");
}

/** What a mailbox that cannot be read holds is learnt another day; the days of the companies are run. */
function mailboxProblem(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined || isOutage(error)) throw error;
  return `The mailbox of INNFRI_BOUNCES cannot be read or written (${code}): who was not reached is not known yet. INNFRI_BOUNCES names a Maildir.`;
}

function bouncesText(bounces: BouncesRead | null): string[] {
  if (bounces === null || bounces.bounced + bounces.unreadable === 0) return [];
  const { bounced, unreadable } = bounces;
  const rest = unreadable === 0 ? "" : `, ${counted(unreadable, "mail")} could not be read and was put aside`;
  return [`${counted(bounced, "e-mail")} came back${rest}`];
}

function hasUnsent({
  failed,
  unknown,
  down,
  listProblems,
}: (CreditorRun & { kind: "ran" })["sent"]): boolean {
  return failed.length + unknown.length + down.length + listProblems.length > 0;
}

function warningOf(run: CreditorRun) {
  return run.kind !== "ran" ? null : lawWarning(run.creditor.country, run.through);
}

function textOf(run: CreditorRun): string {
  const title = `${run.creditor.name}${run.creditor.isSandbox ? " (sandbox)" : ""}`;
  if (run.kind === "refused") return `${title}\n  not run: ${run.reason}`;
  if (run.kind === "broken-off")
    return `${title}\n  broken off: ${run.reason}\n  what was done before that stays done: mend it, and run again`;
  const { result, sent } = run;
  const counts = [
    ...Object.entries(result.letters).map(([step, count]) => [stepWord(step), String(count)]),
    ...Object.entries(result.asked).map(([step, count]) => [
      `${stepWord(step)} put before the creditor`,
      String(count),
    ]),
    ["closed", String(result.closed)],
    ["set aside for a person", String(result.parked + result.failed.length)],
  ].filter(([, count]) => count !== "0");
  const days = run.from === run.through ? run.through : `${run.from} to ${run.through}`;
  const nothing =
    counts.length === 0 ? "\n  nothing was due" : `\n${table(counts, [1]).replaceAll(/^/gm, "  ")}`;
  const failed = result.failed
    .map(({ debtorId, message }) => `\n  could not be judged, waits for a person: ${debtorId}: ${message}`)
    .join("");
  const unmade = sent.failed
    .map(({ caseNumber, problem }) => `\n  letter ${caseNumber} did not leave: ${problem}`)
    .join("");
  const unknown = sent.unknown
    .map(({ caseNumber, problem }) => `\n  letter ${caseNumber} waits for a person: ${problem}`)
    .join("");
  const again =
    sent.again === 0 ? "" : `\n  not taken yet, tried again today: ${counted(sent.again, "letter")}`;
  const down = sent.down
    .map(({ carrier, problem }) => `\n  nothing leaves by ${carrier}, what is queued waits: ${problem}`)
    .join("");
  const lists = sent.listProblems
    .map((problem) => `\n  a collection list did not leave: ${problem}`)
    .join("");
  return `${title}, ${days}${nothing}${sentText(run)}${waitingText(run)}${staleText(run)}${failed}${unmade}${unknown}${again}${down}${lists}${printHouseText(run)}`;
}

/** They leave with the next delivery: a later run of the day. */
function waitingText({ waiting, creditor }: CreditorRun & { kind: "ran" }): string {
  if (waiting === null) return "";
  const { messages, until } = waiting;
  const at = shownInstant(creditor.timeZone, until);
  const what = counted(messages, "message");
  return `\n  ${what} may not leave before ${at}, when contact hours open: run again after that`;
}

function staleText({ stale }: CreditorRun & { kind: "ran" }): string {
  if (stale === null) return "";
  const held = `steps of ${counted(stale.customers, "customer")} are held until it is seen again`;
  return stale.because.map((because) => `\n  ${because}: ${held}`).join("");
}
