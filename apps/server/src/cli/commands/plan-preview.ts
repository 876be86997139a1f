import { type DebtorKind, monthWords, type OperatorKind, type Plan, weekdayWord } from "@innfri/claims";
import { CUSTOMER_KINDS } from "@innfri/formats";
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import {
  type PreviewedInvoice,
  type PreviewedStep,
  previewJson,
  previewPlan,
} from "../../usecases/preview-plan.ts";
import { underItsLaw } from "../context.ts";
import { type Answer, tableRows, UsageError } from "../output.ts";
import { collected, dayToCountFrom, oneOf, yesOrNo } from "../parse-options.ts";
import { planOf } from "../plan-source.ts";
import { invoiceOfWords, invoicesOfFile } from "../previewed-invoices.ts";
import { stepWord } from "../step-words.ts";
import { wrapped } from "../wrap.ts";

type Options = {
  readonly invoice?: readonly string[];
  readonly file?: string;
  readonly kind: DebtorKind;
  readonly reminderFeeAgreed?: boolean;
  readonly operator: OperatorKind;
  readonly on?: CalendarDate;
};

/** `innfri plan preview`: the days and amounts of a plan's steps on given invoices, if nobody pays. */
export function registerPlanPreview(plan: Command): void {
  plan
    .command("preview <plan>")
    .description(
      "the days and amounts of a plan's steps on given invoices, if nobody pays; the plan by its name or in a file",
    )
    .option(
      "--invoice <fields>",
      "due=DAY,amount=SUM and, if you like, kind, number, customer; may be repeated",
      collected,
    )
    .option("--file <file>", "a table of open items (CSV) instead")
    .option(
      "--kind <kind>",
      "what customers are whose kind is not said",
      oneOf("--kind", CUSTOMER_KINDS),
      "person",
    )
    .option(
      "--operator <kind>",
      "who collects: self or agency",
      oneOf("--operator", ["self", "agency"]),
      "self",
    )
    .option(
      "--reminder-fee-agreed <yes|no>",
      "Sweden: a reminder fee was agreed",
      yesOrNo("--reminder-fee-agreed"),
    )
    .option(
      "--on <date>",
      "the plan begins on this day, not on the day after each due day",
      dayToCountFrom("--on"),
    )
    .action(async (name: string, options: Options, command: Command) => {
      const plan = await planOf(name);
      const { invoices, leftOut } = await invoicesOf(options, plan);
      await underItsLaw(command, async () => {
        const { operator, on } = options;
        return answerOf(plan, operator, previewPlan(plan, invoices, { operator, from: on ?? null }), leftOut);
      });
    });
}

async function invoicesOf(
  { invoice = [], file, kind, reminderFeeAgreed = false }: Options,
  { country }: Plan,
): Promise<{
  readonly invoices: readonly PreviewedInvoice[];
  readonly leftOut: readonly string[];
}> {
  if (file !== undefined && invoice.length > 0)
    throw new UsageError("Give --invoice or --file, not both. Nothing was done.");
  if (file !== undefined)
    return invoicesOfFile(file, { kind, reminderFeeAgreed }, country === "NO" ? "NOK" : "SEK");
  if (invoice.length === 0)
    throw new UsageError(
      "Name invoices: --invoice due=2026-04-30,amount=4500, or --file FILE. Nothing was done.",
    );
  const invoices = invoice.map((words, i) => invoiceOfWords(words, i + 1, { kind, reminderFeeAgreed }));
  for (const [customer, own] of Map.groupBy(invoices, (one) => one.customer))
    if (own.some((one) => one.kind !== own[0]!.kind))
      throw new UsageError(`Customer ${customer} is of two kinds: say the same in each. Nothing was done.`);
  return { invoices, leftOut: [] };
}

function answerOf(
  plan: Plan,
  operator: OperatorKind,
  steps: readonly PreviewedStep[],
  leftOut: readonly string[],
): Answer {
  const who = operator === "self" ? "the creditor itself" : "an agency";
  const text = [
    `${plan.name}, collected by ${who}, if nobody pays or objects. Amounts in ${plan.country === "NO" ? "NOK" : "SEK"}.`,
    ...calendarText(steps),
    ...(leftOut.length === 0 ? [] : [["Left out:", ...leftOut.map((one) => wrapped("  ", one))].join("\n")]),
  ].join("\n\n");
  return { json: previewJson(plan, steps), text, exitCode: leftOut.length === 0 ? 0 : 1 };
}

/** The head of the columns, then each month with its days; all of them line up. */
function calendarText(steps: readonly PreviewedStep[]): string[] {
  const head = ["  day", "invoice", "step", "adds", "in all", ""];
  const [first = "", ...rows] = tableRows([head, ...steps.map(rowOf)], [3, 4]);
  const months = Map.groupBy(steps.keys(), (i) => monthWords(steps[i]!.on));
  return [first, ...[...months].map(([month, own]) => [month, ...own.map((i) => rows[i]!)].join("\n"))];
}

/** Day, invoices, step, what it adds, what is asked for, until when. */
function rowOf(step: PreviewedStep): string[] {
  const adds = step.addsMinor === 0n ? "" : `+${formatMinor(step.addsMinor)}`;
  const total = step.totalMinor === null ? "" : formatMinor(step.totalMinor);
  return [`  ${dayWords(step.on)}`, step.invoices.join(", "), stepText(step), adds, total, untilText(step)];
}

function stepText({ step }: PreviewedStep): string {
  if (step === "set-aside") return "set aside for a person";
  return step === "closed" ? "closed" : stepWord(step);
}

function untilText({ step, payBy, closesOn, closesAt, needsYes, because }: PreviewedStep): string {
  if (step === "set-aside" || step === "closed") return because;
  if (payBy !== null) return `to pay by ${dayWords(payBy)}`;
  if (closesOn !== null) return `closes ${dayWords(closesOn)} at ${closesAt}`;
  return needsYes ? "if a person says yes" : "";
}

/** `Fri 2026-05-15`. */
function dayWords(on: CalendarDate): string {
  return `${weekdayWord(on)} ${on}`;
}
