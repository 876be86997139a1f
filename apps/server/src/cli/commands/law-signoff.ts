import type { CalendarDate } from "@innfri/kernel";
import { citationText, isCountry, RULES } from "@innfri/law";
import type { Command } from "commander";
import type { SignOffRecord, SignOffView } from "../../engine/sign-offs.ts";
import { listSignOffs, recordSignOff, type SignOffOutcome } from "../../usecases/sign-off-law.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { day } from "../parse-options.ts";
import { wrapped } from "../wrap.ts";

type Options = {
  readonly by?: string;
  readonly on?: CalendarDate;
  readonly text?: string;
  readonly withdraw?: boolean;
};

/** `innfri law signoff`: the open points of the law, who has confirmed them, and what waits for it. */
export function registerLawSignoff(law: Command): void {
  law
    .command("signoff [item]")
    .description("the open points of the law, or those of NO or SE; who has confirmed one is recorded here")
    .option("--by <name>", "who confirms it")
    .option("--on <date>", "the day it was confirmed", day("--on"))
    .option("--text <text>", "the text it was confirmed on; for a withdrawal, why")
    .option("--withdraw", "the confirmation does not hold any more")
    .action(async (named: string | undefined, options: Options, command: Command) => {
      const { by, on, text, withdraw } = options;
      const isRecord = by !== undefined || on !== undefined || text !== undefined || withdraw === true;
      if (isRecord && (named === undefined || by === undefined || on === undefined || text === undefined))
        throw new UsageError(
          "To record a confirmation: innfri law signoff ITEM --by NAME --on DATE --text TEXT [--withdraw]. Nothing was recorded.",
        );
      await onInstallation(command, async (installation) => {
        if (isRecord) {
          const input = { itemId: named!, byName: by!, on: on!, text: text!, isWithdrawn: withdraw === true };
          return recordedAnswer(await recordSignOff(installation, input, new Date()));
        }
        return listAnswer(chosen(await listSignOffs(installation), named));
      });
    });
}

function chosen(all: readonly SignOffView[], named: string | undefined): readonly SignOffView[] {
  if (named === undefined) return all;
  const country = named.toUpperCase();
  const found = all.filter(({ item }) => (isCountry(country) ? item.country === country : item.id === named));
  if (found.length > 0) return found;
  throw new UsageError(
    `There is no item ${named}; there are\n${all.map(({ item }) => `  ${item.id}`).join("\n")}`,
  );
}

export function listAnswer(views: readonly SignOffView[]): Answer {
  const open = views.filter(({ standing }) => standing !== "confirmed").length;
  const waits = "A real company waits with the steps named; a sandbox does not.";
  const which = views.length === 1 ? "This point" : `${counted(open, "point")} of ${views.length}`;
  const all = views.length === 1 ? "This point" : "Everything";
  const summary =
    open === 0 ? `${all} is confirmed.` : `${which} ${open === 1 ? "is" : "are"} not confirmed. ${waits}`;
  return {
    json: views.map(jsonOf),
    text: [wrapped("", summary), ...views.map(textOf)].join("\n\n"),
    exitCode: 0,
  };
}

function recordedAnswer(outcome: SignOffOutcome): Answer {
  if (outcome.kind === "refused")
    return {
      json: { refused: outcome.reason },
      text: `Refused: ${outcome.reason}. Nothing was recorded.`,
      exitCode: 1,
    };
  const { view, changed, resumed } = outcome;
  const went =
    resumed === 0
      ? ""
      : ` ${counted(resumed, "claim")} that waited for it will be looked at by the next run.`;
  return {
    json: { ...jsonOf(view), changed, resumed },
    text: [
      wrapped("", `${changed ? "Recorded." : "This stood in the register already."}${went}`),
      textOf(view),
    ].join("\n\n"),
    exitCode: 0,
  };
}

function textOf({ item, standing, records }: SignOffView): string {
  const provisions = [...new Set(item.rules.map((rule) => citationText(RULES[rule].citation)))].join("; ");
  const newest = records.at(-1);
  const [read, steps] =
    standing === "confirmed" ? ["read as", "rests on it"] : ["until then", "waits for it"];
  return [
    `${item.id}: ${standingText(standing, newest)}`,
    wrapped("  ", item.unconfirmed),
    wrapped(`  ${read}: `, item.reading),
    wrapped("  provisions: ", provisions),
    wrapped(`  ${steps}: `, item.steps.length === 0 ? "nothing" : item.steps.join(", ")),
    ...(records.length < 2 && newest?.state !== "withdrawn"
      ? []
      : records.map((record) => wrapped(`  ${record.onDay}  `, recordText(record)))),
  ].join("\n");
}

function standingText(standing: SignOffView["standing"], newest: SignOffRecord | undefined): string {
  if (newest === undefined || standing === "unconfirmed") return "unconfirmed";
  if (standing === "outdated")
    return `unconfirmed: ${newest.byName} confirmed another reading on ${newest.onDay}`;
  return recordText(newest);
}

function recordText({ state, byName, onDay, onText }: SignOffRecord): string {
  return `${state} by ${byName} on ${onDay}: ${onText}`;
}

function jsonOf({ item, standing, records }: SignOffView) {
  return {
    id: item.id,
    country: item.country,
    unconfirmed: item.unconfirmed,
    reading: item.reading,
    steps: item.steps,
    rules: item.rules.map((rule) => ({ rule, citation: RULES[rule].citation })),
    state: standing,
    records: records.map(({ state, byName, onDay, onText, unconfirmed, reading, recordedAt }) => ({
      state,
      by: byName,
      on: onDay,
      text: onText,
      unconfirmed,
      reading,
      recordedAt,
    })),
  };
}
