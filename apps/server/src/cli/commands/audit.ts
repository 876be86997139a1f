import { readFile } from "node:fs/promises";
import { formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { readJsonText } from "../../json-text.ts";
import {
  type AuditedCase,
  type AuditOutcome,
  auditCases,
  auditJson,
  auditTable,
  excessOf,
  findingText,
} from "../../usecases/audit-cases.ts";
import { underItsLaw } from "../context.ts";
import { mustBeFile } from "../must-be-file.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { wrapped } from "../wrap.ts";

/** `innfri audit`: cases of another agency or system, held against the law. Stores nothing. */
export function registerAudit(program: Command): void {
  program
    .command("audit <file>")
    .description("what in somebody else's cases the law did not allow, with citation and sum")
    .action(async (file: string, _options: object, command: Command) => {
      await mustBeFile(file);
      await underItsLaw(command, async () => answerOf(file, await auditFile(file)));
    });
}

/** A table where the file's name says so, else JSON. */
async function auditFile(file: string): Promise<AuditOutcome> {
  const bytes = await readFile(file);
  if (/\.csv$/i.test(file)) return auditTable(bytes);
  const read = readJsonText(bytes.toString("utf8"));
  if (read.kind === "json") return auditCases(read.value);
  throw new UsageError(`${file} ${read.why}. Nothing was audited.`);
}

function answerOf(file: string, outcome: AuditOutcome): Answer {
  if (outcome.kind === "invalid") {
    const { at, message } = outcome;
    return {
      json: { invalid: { at, message } },
      text: `${file}, ${at}: ${message}. Nothing was audited.`,
      exitCode: 2,
    };
  }
  const { cases } = outcome;
  const unlawful = cases.filter(({ findings }) => findings.length > 0);
  const count = unlawful.reduce((sum, { findings }) => sum + findings.length, 0);
  const lines = cases.flatMap(caseLines);
  const sums = [...Map.groupBy(unlawful, ({ currency }) => currency)].map(
    ([currency, own]) =>
      `${formatMinor(own.reduce((sum, { findings }) => sum + excessOf(findings), 0n))} ${currency}`,
  );
  const last =
    count === 0
      ? `${counted(cases.length, "case")}, nothing found`
      : `${counted(cases.length, "case")}, ${unlawful.length} with ${counted(count, "finding")}: ${sums.join(", ")} too much`;
  return { json: auditJson(cases), text: [...lines, last].join("\n"), exitCode: count === 0 ? 0 : 1 };
}

function caseLines({ id, currency, findings }: AuditedCase): string[] {
  if (findings.length === 0) return [`${id}: lawful`];
  const excess = excessOf(findings);
  return [
    `${id}: ${counted(findings.length, "finding")}, ${formatMinor(excess)} ${currency} too much`,
    ...findings.map((finding) => wrapped(`  ${finding.on}  `, findingText(finding))),
  ];
}
