import { type CalendarDate, formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { shownInstant } from "../../clock.ts";
import { allCreditors, type Creditor } from "../../engine/creditors.ts";
import type { Installation, Operator } from "../../installation.ts";
import { type PreviewEntry, previewDay } from "../../usecases/preview-day.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted, table, UsageError, write } from "../output.ts";
import { dayToCountFrom, upTo } from "../parse-options.ts";
import { groupOf, PreviewTotals } from "../preview-totals.ts";
import { progress } from "../progress.ts";
import { holdWord, itemWord } from "../step-words.ts";
import { whichCreditors } from "../which-creditors.ts";
import { clipped, wrapped } from "../wrap.ts";

type Options = { readonly on: CalendarDate; readonly creditor?: string; readonly limit?: number };
type Opened = Installation & { readonly operator: Operator };

/** `innfri preview`: what a run would do on a day, and for every claim left alone, why. */
export function registerPreview(program: Command): void {
  program
    .command("preview")
    .description("what a run would do on a day, and for every claim left alone, why; nothing is changed")
    .requiredOption("--on <date>", "the day, today or later", dayToCountFrom("--on"))
    .option("--creditor <id>", "only this creditor")
    .option(
      "--limit <number>",
      "show so many of each kind (10); --json has them all",
      upTo("--limit", 10_000),
    )
    .action(async (options: Options, command: Command) => {
      const asJson = command.optsWithGlobals<{ readonly json?: boolean }>().json === true;
      await onInstallation(command, async (installation) => {
        const ids = await whichCreditors(installation.pool, options.creditor);
        const all = await allCreditors(installation.pool);
        const creditors = all.filter(({ creditorId }) => ids.includes(creditorId));
        return asJson
          ? writeJson(installation, creditors, options.on)
          : textAnswer(installation, creditors, options.on, options.limit ?? 10);
      });
    });
}

/** The creditor's entries, or why there are none. A day that has passed is wrong use where nothing else was asked. */
async function previewOf(installation: Opened, creditor: Creditor, on: CalendarDate, only: boolean) {
  const bar = progress("customers");
  const onPage = (files: number) => bar.add(files);
  const preview = await previewDay(installation, creditor, on, new Date(), { onPage });
  if (preview.kind === "past" && only)
    throw new UsageError(
      `A preview looks ahead: ${on} has passed, today is ${preview.today}. For a past day: innfri show CLAIM --as-of ${on}`,
    );
  const refused =
    preview.kind === "past"
      ? `${on} has passed there: its clock stands at ${preview.today}`
      : preview.kind === "not-ready"
        ? `its rules are not complete: ${preview.missing.map(({ option }) => option).join(" ")}`
        : null;
  return { refused, entries: preview.kind === "preview" ? preview.entries : nothing(), stop: bar.stop };
}

async function* nothing(): AsyncGenerator<PreviewEntry> {}

// One document, written as it is read: the entries of a large portfolio do not fit in memory, and need not.
async function writeJson(
  installation: Opened,
  creditors: readonly Creditor[],
  on: CalendarDate,
): Promise<Answer> {
  let isRefused = false;
  await write(`{"on":${JSON.stringify(on)},"creditors":[`);
  for (const [index, creditor] of creditors.entries()) {
    const { refused, entries, stop } = await previewOf(installation, creditor, on, false);
    isRefused ||= refused !== null;
    const head = JSON.stringify({ creditor: creditor.creditorId, name: creditor.name, refused });
    await write(`${index === 0 ? "" : ","}\n${head.slice(0, -1)},"entries":[`);
    const totals = new PreviewTotals();
    let isFirst = true;
    for await (const entry of entries) {
      totals.add(entry);
      await write(`${isFirst ? "" : ","}\n${JSON.stringify(jsonOf(entry))}`);
      isFirst = false;
    }
    stop();
    await write(`],"totals":${JSON.stringify(totals.json())}}`);
  }
  await write("]}\n");
  return { json: null, text: "", exitCode: isRefused ? 1 : 0, isPrinted: true };
}

function jsonOf(entry: PreviewEntry): unknown {
  const { claims, ...rest } = entry;
  const named = claims.map(({ claimId, invoiceNumber }) => ({ id: claimId, invoiceNumber }));
  switch (rest.kind) {
    case "take": {
      const { lines, totalMinor, addsMinor, ...take } = rest;
      const shown = lines.map(({ item, claim, minor, on }) => ({
        item,
        claim,
        amount: formatMinor(minor),
        on,
      }));
      return {
        ...take,
        claims: named,
        adds: formatMinor(addsMinor),
        lines: shown,
        total: formatMinor(totalMinor),
      };
    }
    case "close": {
      const { waivedMinor, ...close } = rest;
      return { ...close, claims: named, waived: formatMinor(waivedMinor) };
    }
    default:
      return { ...rest, claims: named };
  }
}

async function textAnswer(
  installation: Opened,
  creditors: readonly Creditor[],
  on: CalendarDate,
  limit: number,
): Promise<Answer> {
  const parts: string[] = [];
  let isRefused = false;
  for (const creditor of creditors) {
    const preview = await previewOf(installation, creditor, on, creditors.length === 1);
    isRefused ||= preview.refused !== null;
    parts.push(await creditorText(creditor, on, preview, limit));
    preview.stop();
  }
  return { json: null, text: parts.join("\n\n"), exitCode: isRefused ? 1 : 0 };
}

async function creditorText(
  creditor: Creditor,
  on: CalendarDate,
  { refused, entries }: { readonly refused: string | null; readonly entries: AsyncIterable<PreviewEntry> },
  limit: number,
): Promise<string> {
  const title = `${creditor.name}, ${on}`;
  if (refused !== null) return `${title}\n  ${refused}`;
  const totals = new PreviewTotals();
  const first = new Map<string, PreviewEntry[]>();
  for await (const entry of entries) {
    totals.add(entry);
    const group = groupOf(entry);
    const shown = first.get(group) ?? [];
    first.set(group, shown);
    if (shown.length < limit) shown.push(entry);
  }
  const groups = totals.rows();
  if (groups.length === 0) return `${title}\n  No claim is open.`;
  const summary = table(
    groups.map(({ title: group, claims, amountMinor }) => [
      group,
      String(claims),
      amountMinor === null ? "" : formatMinor(amountMinor),
    ]),
    [1, 2],
  );
  const details = groups.map(({ group, title: heading, entries: count }) => {
    const shown = first.get(group) ?? [];
    const rest = count - shown.length;
    return [
      heading,
      ...shown.map((entry) => entryText(entry, creditor)),
      ...(rest === 0 ? [] : [`  and ${rest} more: --limit ${count}, or --json`]),
    ].join("\n");
  });
  return [`${title}\n${summary.replaceAll(/^/gm, "  ")}`, ...details].join("\n\n");
}

function entryText(entry: PreviewEntry, creditor: Creditor): string {
  const numbers = entry.claims.map(({ invoiceNumber }) => invoiceNumber).join(", ");
  const amount = entry.kind === "take" ? formatMinor(entry.totalMinor).padStart(14) : "";
  const who = `${clipped(numbers, 18).padEnd(18)}  ${clipped(`${entry.customerNumber} ${entry.name ?? ""}`, 40)}`;
  return [`  ${who.padEnd(68)}${amount}`.trimEnd(), wrapped("      ", reasonOf(entry, creditor))].join("\n");
}

function reasonOf(entry: PreviewEntry, creditor: Creditor): string {
  const { because } = entry;
  switch (entry.kind) {
    case "take": {
      const sums = new Map<string, bigint>();
      for (const { item, minor } of entry.lines)
        sums.set(itemWord(item), (sums.get(itemWord(item)) ?? 0n) + minor);
      const parts = [...sums].map(([item, minor]) => `${item} ${formatMinor(minor)}`).join(" + ");
      const count = entry.unconfirmed.length;
      const open = count === 0 ? "" : `; rests on ${counted(count, "unconfirmed point")} of law`;
      return `${parts}${entry.payBy === null ? "" : `, to pay by ${entry.payBy}`}${open}`;
    }
    case "ask":
      return entry.closesAt === null
        ? `${because.text}; waits for a person`
        : `${because.text}; closes ${shownInstant(creditor.timeZone, entry.closesAt)}`;
    case "wait":
      return entry.until === null ? because.text : `until ${entry.until}: ${because.text}`;
    case "held": {
      const text = because.text === `held: ${entry.by}` ? `held: ${holdWord(entry.by)}` : because.text;
      return entry.until === null ? text : `until ${entry.until}: ${text}`;
    }
    case "close":
    case "park":
    case "parked":
      return because.text;
  }
}
