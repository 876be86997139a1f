import type { DebtorKind } from "@innfri/claims";
import { CUSTOMER_KINDS, OPEN_ITEM_FIELDS, type OpenItemField } from "@innfri/formats";
import { formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { fileSource } from "../../file-source.ts";
import {
  type Imported,
  type ImportOptions,
  type ImportOutcome,
  importInvoices,
} from "../../usecases/import-invoices.ts";
import { NOT_ACTIVATED } from "../../usecases/ready-creditor.ts";
import { onInstallation } from "../context.ts";
import { missingLines } from "../creditor-options.ts";
import { mustBeFile } from "../must-be-file.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { idOf, oneOf, pairs } from "../parse-options.ts";
import { type Progress, progress } from "../progress.ts";

type CommandOptions = {
  readonly creditor: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly customerKind?: DebtorKind;
  readonly dryRun?: boolean;
};

type FileOutcome = { readonly file: string; readonly outcome: ImportOutcome };

/** `innfri import`: invoices and credit notes, as EHF, Peppol or a table of open items. */
export function registerImport(program: Command): void {
  program
    .command("import <file...>")
    .description("take invoices and credit notes: EHF or Peppol, or open items as CSV")
    .requiredOption("--creditor <id>", "whose invoices they are")
    .option("--map <column=field>", "name a column of a CSV file; may be repeated", pairs("--map"))
    .option(
      "--customer-kind <kind>",
      "what customers are whose kind the file does not say; without it their claims wait",
      oneOf("--customer-kind", CUSTOMER_KINDS),
    )
    .option("--dry-run", "say what would be taken, and take nothing")
    .action(async (files: readonly string[], options: CommandOptions, command: Command) => {
      const creditorId = idOf("creditor", options.creditor);
      const importOptions = optionsOf(options);
      await Promise.all(files.map(mustBeFile));
      await onInstallation(command, async (installation) => {
        const outcomes: FileOutcome[] = [];
        for (const file of files) {
          const bar = progressBar();
          const outcome = await importInvoices(
            installation,
            creditorId,
            fileSource(file),
            { ...importOptions, onProgress: bar.show },
            new Date(),
          );
          bar.stop();
          outcomes.push({ file, outcome });
        }
        return answerOf(options.creditor, outcomes, options.dryRun === true);
      });
    });
}

function optionsOf({ map, customerKind, dryRun }: CommandOptions): ImportOptions {
  for (const field of Object.values(map ?? {}))
    if (field !== "ignore" && !OPEN_ITEM_FIELDS.some((one) => one === field))
      throw new UsageError(
        `--map: ${field} is no field. There are ${OPEN_ITEM_FIELDS.join(", ")} and ignore. Nothing was done.`,
      );
  return {
    ...(map === undefined ? {} : { openItems: { mapping: map as Record<string, OpenItemField | "ignore"> } }),
    ...(customerKind === undefined ? {} : { unknownKind: customerKind }),
    isDryRun: dryRun === true,
  };
}

/** Only when there is something to wait for. */
function progressBar() {
  const LONG_ROWS = 2_000;
  let bar: Progress | undefined;
  let shownRows = 0;
  return {
    show: ({ done, of }: { readonly done: number; readonly of: number }): void => {
      if (of < LONG_ROWS) return;
      bar ??= progress("rows", of);
      bar.add(done - shownRows);
      shownRows = done;
    },
    stop: (): void => bar?.stop(),
  };
}

function answerOf(creditor: string, outcomes: readonly FileOutcome[], isDryRun: boolean): Answer {
  const sum = (of: (done: Imported) => number) =>
    outcomes.reduce((total, { outcome }) => total + (outcome.kind === "imported" ? of(outcome) : 0), 0);
  const files = outcomes.map(fileJson);
  const hasRefusal = outcomes.some(({ outcome }) => outcome.kind !== "imported" || outcome.refusedCount > 0);
  const json = {
    dryRun: isDryRun,
    taken: sum(({ taken }) => taken),
    unchanged: sum(({ unchanged }) => unchanged),
    contactsChanged: sum(({ contactsChanged }) => contactsChanged),
    resumed: sum(({ resumed }) => resumed),
    credited: sum(({ credited }) => credited),
    parked: sum(({ parked }) => parked),
    refusedCount: sum(({ refusedCount }) => refusedCount) + outcomes.filter(isRefusedWhole).length,
    open: openByCurrency(outcomes),
    refused: outcomes.flatMap(({ file, outcome }) =>
      outcome.kind === "imported"
        ? outcome.refused.map((refusal) => ({ file, ...refusal }))
        : outcome.kind === "refused-file"
          ? [{ file, line: outcome.line, number: null, code: outcome.code, reason: outcome.reason }]
          : [],
    ),
    files,
  };
  const lines = outcomes.map(({ file, outcome }) => fileText(creditor, file, outcome));
  if (isDryRun) lines.push("This was a dry run: nothing was written.");
  return { json, text: lines.join("\n"), exitCode: hasRefusal ? 1 : 0 };
}

function isRefusedWhole({ outcome }: FileOutcome): boolean {
  return outcome.kind === "refused-file";
}

function openByCurrency(outcomes: readonly FileOutcome[]): Readonly<Record<string, string>> {
  const sums = new Map<string, bigint>();
  for (const { outcome } of outcomes)
    if (outcome.kind === "imported")
      sums.set(
        outcome.currency,
        (sums.get(outcome.currency) ?? 0n) + outcome.openMinor - outcome.creditedMinor,
      );
  return Object.fromEntries([...sums].map(([currency, minor]) => [currency, formatMinor(minor)]));
}

function fileJson({ file, outcome }: FileOutcome): object {
  switch (outcome.kind) {
    case "unknown-creditor":
    case "rules-missing":
    case "not-activated":
    case "refused-file":
      return { file, ...outcome };
    case "imported": {
      const { openMinor, creditedMinor, warnings, ...rest } = outcome;
      return {
        file,
        ...rest,
        opened: formatMinor(openMinor),
        creditedAmount: formatMinor(creditedMinor),
        warnings: warnings.map(({ code, message, at }) => ({ code, message, at: at.line, field: at.field })),
      };
    }
  }
}

const SHOWN_MAX = 20;

function fileText(creditor: string, file: string, outcome: ImportOutcome): string {
  switch (outcome.kind) {
    case "unknown-creditor":
      return `There is no creditor ${creditor}. Nothing was taken. Run: innfri creditor list`;
    case "rules-missing":
      return `${file}: nothing was taken.\n${missingLines(creditor, outcome.missing)}`;
    case "not-activated":
      return `${file}: nothing was taken. The company came by the API: ${NOT_ACTIVATED}.`;
    case "refused-file":
      return `${file}: refused as a whole, nothing was taken. Line ${outcome.line}: ${outcome.reason} (${outcome.code})`;
    case "imported":
      return [
        `${file}: ${countsText(outcome)}`,
        ...shown(outcome.refused, outcome.refusedCount, ({ line, number, reason, code }) => {
          const which = number === null ? "" : ` ${number}`;
          return `  refused, line ${line}${which}: ${reason} (${code})`;
        }),
        ...shown(
          outcome.warnings,
          outcome.warningCount,
          ({ at, message, code }) => `  warning, line ${at.line}: ${message} (${code})`,
        ),
        ...(outcome.contactsChanged === 0
          ? []
          : [`  customers with a new address, name or way to reach them: ${outcome.contactsChanged}`]),
        ...(outcome.resumed === 0 ? [] : [`  claims that waited for this and go on: ${outcome.resumed}`]),
        ...(outcome.parked === 0
          ? []
          : [
              `  ${counted(outcome.parked, "claim waits", "claims wait")} because it is not known what the customer is. One: innfri creditor set ${creditor} --customer NUMBER --kind KIND. All: the same import with --customer-kind KIND`,
            ]),
      ].join("\n");
  }
}

function countsText(done: Imported): string {
  const { currency, openMinor, creditedMinor } = done;
  const parts = [
    `${done.taken} taken (${formatMinor(openMinor)} ${currency} open)`,
    `${done.unchanged} unchanged`,
    ...(done.credited > 0 ? [`${done.credited} credited (${formatMinor(creditedMinor)} ${currency})`] : []),
    `${done.refusedCount} refused`,
  ];
  return `${parts.join(", ")}, of ${done.rows} in the file`;
}

function shown<T>(all: readonly T[], count: number, line: (one: T) => string): string[] {
  const lines = all.slice(0, SHOWN_MAX).map(line);
  return count > SHOWN_MAX ? [...lines, `  … and ${count - SHOWN_MAX} more (--json lists them)`] : lines;
}
