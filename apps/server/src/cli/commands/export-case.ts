import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  type CaseExport,
  caseJson,
  casePage,
  LETTER_LANGUAGES,
  type LetterLanguage,
  renderCasePdf,
} from "@innfri/letters";
import type { Command } from "commander";
import { caseLetters, exportCase } from "../../usecases/export-case.ts";
import { onInstallation } from "../context.ts";
import { findOne } from "../find-one.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { idOf, oneOf } from "../parse-options.ts";

type Options = { readonly to: string; readonly creditor?: string; readonly language?: LetterLanguage };

/** `innfri export case`: all of one case, with what shows that it was so. */
export function registerExportCase(exporting: Command): void {
  exporting
    .command("case <claim>")
    .description(
      "one case for somebody else: JSON, its letters and story as PDF, and a page that checks it without network",
    )
    .requiredOption("--to <folder>", "a new folder to write it in")
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .option(
      "--language <language>",
      "of page and PDF: nb, sv or en; the country's when not given",
      oneOf("--language", LETTER_LANGUAGES),
    )
    .action(async (named: string, { to, creditor, language }: Options, command: Command) => {
      const folder = path.resolve(to);
      await mustBeNew(folder);
      await onInstallation(command, async (installation) => {
        const found = await findOne(
          installation,
          named,
          creditor === undefined ? undefined : idOf("creditor", creditor),
        );
        const own = found.creditor.country === "NO" ? "nb" : "sv";
        const exported = await exportCase(installation, found, language ?? own, new Date());
        await writeFolder(folder, exported);
        return answerOf(exported, to);
      });
    });
}

async function mustBeNew(folder: string): Promise<void> {
  const inside = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new UsageError(`${folder} is no folder that could be written in. Nothing was done.`);
  });
  if (inside.length > 0)
    throw new UsageError(`${folder} is not empty. Name a new folder; nothing is written over.`);
}

/** The folder has its name only when everything is in it, and is open to nobody else: it tells who owes what. */
async function writeFolder(folder: string, exported: CaseExport): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  const write = (name: string, bytes: string | Uint8Array) =>
    writeFile(path.join(unfinished, name), bytes, { mode: 0o600 });
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(path.join(unfinished, "letters"), { recursive: true, mode: 0o700 });
  try {
    await write("case.json", caseJson(exported));
    await write("case.html", casePage(exported));
    await write("case.pdf", renderCasePdf(exported));
    for (const { file, pdf } of caseLetters(exported)) await write(file, pdf);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

function answerOf({ events, documents, proof }: CaseExport, folder: string): Answer {
  const root = proof === null ? null : { on: proof.day.on, root: proof.day.root };
  const operatorRoot = proof?.operator == null ? null : { on: proof.operator.on, root: proof.operator.root };
  const sealed =
    proof === null
      ? "No root covers it yet: innfri seal makes one."
      : `Covered by the root of ${proof.day.on}${proof.chain.seq < events.length ? `, but for ${counted(events.length - proof.chain.seq, "newer event")}` : ""}.`;
  return {
    json: { folder, events: events.length, letters: documents.length, root, operatorRoot },
    text: `The case is in ${folder}: ${counted(events.length, "event")}, ${counted(documents.length, "letter")}. ${sealed}\nOpen case.html in a browser: it checks everything again, without network.`,
    exitCode: 0,
  };
}
