import path from "node:path";
import type { Command } from "commander";
import { bytesOf, rowsOf } from "../../operations/backup/manifest.ts";
import { type BackedUp, backUp } from "../../usecases/back-up.ts";
import { onDatabase } from "../context.ts";
import { type Answer, counted } from "../output.ts";
import { progress } from "../progress.ts";

type Options = { readonly withoutFiles?: boolean; readonly through?: string };

/** `innfri backup FOLDER` */
export function registerBackup(program: Command): void {
  program
    .command("backup")
    .description("make a backup in a new folder of FOLDER, beside running work")
    .argument("<folder>", "where backups lie; not in the data directory")
    .option("--without-files", "leave out the archive and the outbox")
    .option("--through <command>", "hand every part through a program, such as: age -r KEY")
    .action(async (folder: string, options: Options, command: Command) => {
      await onDatabase(command, async (database, directory) => {
        const bar = progress("rows");
        try {
          const made = await backUp(database, directory, path.resolve(folder), {
            withoutFiles: options.withoutFiles === true,
            through: options.through,
            onTable: (name, rows) => bar.add(rows, name),
          });
          return answerOf(made);
        } finally {
          bar.stop();
        }
      });
    });
}

function answerOf({ folder, manifest, sha256 }: BackedUp): Answer {
  const { backupId, madeAt, tables, files, roots } = manifest;
  const rows = rowsOf(manifest);
  const bytes = bytesOf(manifest);
  const filed = files === null ? "without archive and outbox" : counted(files.count, "file");
  return {
    json: {
      folder,
      backup: backupId,
      madeAt,
      manifestSha256: sha256,
      tables: tables.length,
      rows,
      files: files?.count ?? null,
      bytes,
      roots,
    },
    text: [
      `Backup of ${madeAt}: ${counted(rows, "row")} of ${counted(tables.length, "table")}, ${filed}, ${megabytes(bytes)}`,
      `  ${folder}`,
      `  manifest ${sha256}`,
    ].join("\n"),
    exitCode: 0,
  };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
