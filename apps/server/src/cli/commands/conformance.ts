import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type CaseResult, checkCase } from "@innfri/claims";
import type { Command } from "commander";
import { readJsonText } from "../../json-text.ts";
import { answering } from "../context.ts";
import { type Answer, UsageError } from "../output.ts";

type FileResult = { readonly file: string; readonly cases: readonly CaseResult[] };

/** `innfri conformance`: holds the neutral cases of a folder against this program. */
export function registerConformance(program: Command): void {
  program
    .command("conformance <dir>")
    .description("run the conformance cases of a folder")
    .action(async (directory: string, _options: object, command: Command) => {
      await answering(command, async () => answerOf(await resultsOf(directory)));
    });
}

async function resultsOf(directory: string): Promise<FileResult[]> {
  const names = await readdir(directory).catch(() => null);
  const files = names?.filter((name) => name.endsWith(".json")).sort() ?? [];
  if (files.length === 0) throw new UsageError(`There is no .json file in ${directory}. Nothing was run.`);
  return Promise.all(files.map(async (file) => ({ file, cases: await casesOf(path.join(directory, file)) })));
}

async function casesOf(file: string): Promise<CaseResult[]> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) throw new UsageError(`There is no file ${file} that can be read. Nothing was run.`);
  const read = readJsonText(text);
  if (read.kind === "refused") throw new UsageError(`${file} ${read.why}. Nothing was run.`);
  const content = read.value;
  return (Array.isArray(content) ? content : [content]).map(checkCase);
}

function answerOf(results: readonly FileResult[]): Answer {
  const cases = results.flatMap(({ cases: of }) => of);
  const isPassed = ({ checks }: CaseResult) => checks.every(({ holds }) => holds);
  const passed = cases.filter(isPassed).length;
  const failed = cases.length - passed;
  const lines = results.flatMap(({ file, cases: of }) => [
    `${file}: ${of.filter(isPassed).length} of ${of.length}`,
    ...of.flatMap((one) =>
      isPassed(one) ? [] : [`  ${one.id}${one.title === "" ? "" : `: ${one.title}`}`, ...failures(one)],
    ),
  ]);
  return {
    json: {
      passed,
      failed,
      files: results.map(({ file, cases: of }) => ({
        file,
        passed: of.filter(isPassed).length,
        failures: of
          .filter((one) => !isPassed(one))
          .map(({ id, title, checks }) => ({
            id,
            title,
            checks: checks
              .filter(({ holds }) => !holds)
              .map(({ on, expected, found }) => ({ on, expected, found })),
          })),
      })),
    },
    text: [...lines, `${passed} passed, ${failed} failed`].join("\n"),
    exitCode: failed === 0 ? 0 : 1,
  };
}

function failures({ checks }: CaseResult): string[] {
  return checks
    .filter(({ holds }) => !holds)
    .map(
      ({ on, expected, found }) => `    ${on === "" ? "" : `${on}: `}expected ${expected}, found ${found}`,
    );
}
