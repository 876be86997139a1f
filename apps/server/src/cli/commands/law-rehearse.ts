import { type CalendarDate, formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { allCreditors, type Creditor } from "../../engine/creditors.ts";
import type { Change } from "../../engine/rehearse-file.ts";
import { type Rehearsal, type RehearsedClaim, rehearseLaw } from "../../usecases/rehearse-law.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted, table, UsageError, write } from "../output.ts";
import { dayToCountFrom, upTo } from "../parse-options.ts";
import { progress } from "../progress.ts";
import { stepWord } from "../step-words.ts";
import { whichCreditors } from "../which-creditors.ts";
import { clipped, wrapped } from "../wrap.ts";
import { lawFileText, refusedAnswer } from "./law-load.ts";

type Options = { readonly through?: CalendarDate; readonly creditor?: string; readonly limit?: number };
type Rehearsed = Rehearsal & { readonly kind: "rehearsal" };

/** `innfri law rehearse`: what a coming rate or Act would change for every open claim; nothing is stored. */
export function registerLawRehearse(law: Command): void {
  law
    .command("rehearse <file...>")
    .description("what these law files would change for every open claim, and from when; nothing is changed")
    .option(
      "--through <date>",
      "the last day looked at; a year, or as far as the figures reach",
      dayToCountFrom("--through"),
    )
    .option("--creditor <id>", "only this creditor")
    .option(
      "--limit <number>",
      "show so many claims of each creditor (10); --json has them all",
      upTo("--limit", 100_000),
    )
    .action(async (files: string[], options: Options, command: Command) => {
      const asJson = command.optsWithGlobals<{ readonly json?: boolean }>().json === true;
      const texts: string[] = [];
      for (const file of files) texts.push(await lawFileText(file));
      await onInstallation(command, async (installation) => {
        const ids = await whichCreditors(installation.pool, options.creditor);
        const creditors = (await allCreditors(installation.pool)).filter(({ creditorId }) =>
          ids.includes(creditorId),
        );
        const bar = progress("claims");
        try {
          const rehearsal = await rehearseLaw(installation, texts, new Date(), {
            ...(options.through === undefined ? {} : { through: options.through }),
            onPage: (_files, claims) => bar.add(claims),
          });
          if (rehearsal.kind === "refused") return refusedAnswer(files[rehearsal.file]!, rehearsal.problems);
          if (rehearsal.kind === "nothing-new")
            return { json: { from: null }, text: "It says nothing that is not loaded already.", exitCode: 0 };
          if (rehearsal.through < rehearsal.from)
            throw new UsageError(
              `Nothing differs before ${rehearsal.from}: --through takes that day or a later one.`,
            );
          return asJson
            ? await writeJson(rehearsal, creditors)
            : await textAnswer(rehearsal, creditors, options.limit ?? 10);
        } finally {
          bar.stop();
        }
      });
    });
}

// One document, written as it is read: the claims of a large portfolio do not fit in memory, and need not.
async function writeJson(
  { from, through, claimsOf }: Rehearsed,
  creditors: readonly Creditor[],
): Promise<Answer> {
  await write(`{"from":"${from}","through":"${through}","creditors":[`);
  for (const [index, creditor] of creditors.entries()) {
    const head = JSON.stringify({ creditor: creditor.creditorId, name: creditor.name });
    await write(`${index === 0 ? "" : ","}\n${head.slice(0, -1)},"claims":[`);
    const totals = new Totals();
    let isFirst = true;
    for await (const claim of claimsOf(creditor)) {
      totals.add(claim);
      await write(`${isFirst ? "" : ","}\n${JSON.stringify(jsonOf(claim))}`);
      isFirst = false;
    }
    await write(`],"totals":${JSON.stringify(totals.json())}}`);
  }
  await write("]}\n");
  return { json: null, text: "", exitCode: 0, isPrinted: true };
}

function jsonOf({ claimId, changes, ...rest }: RehearsedClaim): unknown {
  return {
    id: claimId,
    ...rest,
    changes: changes.map((change) =>
      "beforeMinor" in change
        ? {
            kind: change.kind,
            on: change.on,
            ...("step" in change ? { step: change.step } : {}),
            before: amountOrNull(change.beforeMinor),
            after: amountOrNull(change.afterMinor),
          }
        : change,
    ),
  };
}

function amountOrNull(minor: bigint | null): string | null {
  return minor === null ? null : formatMinor(minor);
}

const TITLES: Readonly<Record<Change["kind"], string>> = {
  stops: "Would wait for a person instead of going on",
  "goes-on": "Would go on instead of waiting for a person",
  moves: "A step on another day",
  charge: "Another charge",
  sum: "A letter with another sum",
  ends: "Would wait for a person for another reason",
  interest: "Other interest if nobody pays until then",
};

type Total = { claims: number; first: CalendarDate; beforeMinor: bigint | null; afterMinor: bigint | null };

/** How many claims each kind of change concerns, from when, and what it comes to. */
class Totals {
  readonly #kinds = new Map<Change["kind"], Total>();
  claims = 0;

  add({ changes }: RehearsedClaim): void {
    this.claims += 1;
    for (const change of changes) {
      const [before, after] =
        "beforeMinor" in change ? [change.beforeMinor, change.afterMinor] : [null, null];
      const total = this.#kinds.get(change.kind);
      if (total === undefined)
        this.#kinds.set(change.kind, { claims: 1, first: change.on, beforeMinor: before, afterMinor: after });
      else {
        total.claims += 1;
        if (change.on < total.first) total.first = change.on;
        total.beforeMinor = sumOf(total.beforeMinor, before);
        total.afterMinor = sumOf(total.afterMinor, after);
      }
    }
  }

  rows(): (Total & { readonly kind: Change["kind"] })[] {
    return (Object.keys(TITLES) as Change["kind"][]).flatMap((kind) => {
      const total = this.#kinds.get(kind);
      return total === undefined ? [] : [{ kind, ...total }];
    });
  }

  json(): unknown {
    return this.rows().map(({ kind, claims, first, beforeMinor, afterMinor }) => ({
      kind,
      claims,
      from: first,
      before: amountOrNull(beforeMinor),
      after: amountOrNull(afterMinor),
    }));
  }
}

function sumOf(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? null : a + b;
}

async function textAnswer(
  { from, through, claimsOf }: Rehearsed,
  creditors: readonly Creditor[],
  limit: number,
): Promise<Answer> {
  const parts = [`The law would differ from ${from} on; looked at through ${through}. Nothing was changed.`];
  for (const creditor of creditors) {
    const totals = new Totals();
    const shown: RehearsedClaim[] = [];
    for await (const claim of claimsOf(creditor)) {
      totals.add(claim);
      if (shown.length < limit) shown.push(claim);
    }
    parts.push(creditorText(creditor, totals, shown));
  }
  return { json: null, text: parts.join("\n\n"), exitCode: 0 };
}

function creditorText(creditor: Creditor, totals: Totals, shown: readonly RehearsedClaim[]): string {
  const rows = totals.rows();
  if (rows.length === 0) return `${creditor.name}\n  Nothing changes for any open claim.`;
  const summary = table(
    rows.map(({ kind, claims, first, beforeMinor, afterMinor }) => [
      TITLES[kind],
      String(claims),
      `from ${first}`,
      beforeMinor === null && afterMinor === null ? "" : amounts(beforeMinor, afterMinor),
    ]),
    [1],
  );
  const rest = totals.claims - shown.length;
  return [
    creditor.name,
    summary.replaceAll(/^/gm, "  "),
    "",
    ...shown.flatMap(({ invoiceNumber, customerNumber, name, changes }) => [
      `  ${clipped(invoiceNumber, 18)}  ${clipped(`${customerNumber} ${name ?? ""}`.trim(), 40)}`,
      ...changes.map((change) => wrapped("      ", changeText(change))),
    ]),
    ...(rest === 0 ? [] : [`  and ${counted(rest, "claim")} more: --limit ${totals.claims}, or --json`]),
  ].join("\n");
}

function changeText(change: Change): string {
  switch (change.kind) {
    case "stops":
      return `${change.on}: waits for a person instead of the ${stepWord(change.step)}: ${change.because.text} (${change.because.rule})`;
    case "goes-on":
      return `${change.on}: ${stepWord(change.step)}, where it would have waited for a person: ${change.before.text}`;
    case "moves":
      return `${change.on}: ${stepWord(change.step)} on ${change.to} instead`;
    case "charge":
      return `${change.on}: ${stepWord(change.step)} adds ${amounts(change.beforeMinor, change.afterMinor)}`;
    case "sum":
      return `${change.on}: ${stepWord(change.step)} asks for ${amounts(change.beforeMinor, change.afterMinor)}`;
    case "ends":
      return `${change.on}: waits for a person: ${change.after.text}, not: ${change.before.text}`;
    case "interest":
      return `${change.on}: interest ${amounts(change.beforeMinor, change.afterMinor)}`;
  }
}

function amounts(beforeMinor: bigint | null, afterMinor: bigint | null): string {
  const [before, after] = [beforeMinor, afterMinor].map((minor) =>
    minor === null ? "not known" : formatMinor(minor),
  );
  return `${before} without it, ${after} with it`;
}
