import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { exportBooks } from "../../usecases/export-books.ts";
import { onInstallation } from "../context.ts";
import { mustBeWritable } from "../must-be-file.ts";
import { type Answer, UsageError } from "../output.ts";
import { whichCreditors } from "../which-creditors.ts";
import { registerExportCase } from "./export-case.ts";

type Options = { readonly creditor?: string; readonly out?: string };

/** `innfri export`: the books for another program, a case for somebody else. */
export function registerExport(program: Command): void {
  const exporting = program.command("export").description("what Innfri knows, for others");
  registerExportCase(exporting);
  exporting
    .command("hledger")
    .description("the books as an hledger journal, to a file or to standard output")
    .option("--creditor <id>", "only this creditor")
    .option("--out <file>", "write to this file")
    .action(async ({ creditor, out }: Options, command: Command) => {
      if (out === undefined && command.optsWithGlobals<{ readonly json?: boolean }>().json === true)
        throw new UsageError("The journal is text: with --json, name a file for it with --out FILE.");
      if (out !== undefined) await mustBeWritable(out);
      await onInstallation(command, async ({ pool }) => {
        const journal = exportBooks(pool, await whichCreditors(pool, creditor));
        if (out !== undefined) return toFile(journal, out);
        await pipeline(Readable.from(journal), process.stdout, { end: false });
        return { json: null, text: "", exitCode: 0 };
      });
    });
}

/** A file that was not written to its end never has the name that was asked for. */
async function toFile(journal: AsyncIterable<string>, file: string): Promise<Answer> {
  const unfinished = `${file}.unfinished`;
  try {
    await pipeline(Readable.from(journal), createWriteStream(unfinished));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return {
    json: { file },
    text: `The books are in ${file}. Check them with: hledger -f ${file} check`,
    exitCode: 0,
  };
}
