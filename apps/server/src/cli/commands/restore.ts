import path from "node:path";
import type { Command } from "commander";
import { bytesOf, rowsOf } from "../../operations/backup/manifest.ts";
import { checkBackup } from "../../operations/backup/restore-backup.ts";
import { acceptRestored } from "../../operations/backup/restored.ts";
import { type Restored, restore } from "../../usecases/restore.ts";
import { answering, globals, onInstallation } from "../context.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { progress } from "../progress.ts";
import { megabytes } from "./backup.ts";

type Options = {
  readonly check?: boolean;
  readonly through?: string;
  readonly nothingLeftSince?: boolean;
  readonly accept?: string;
};

/** `innfri restore FOLDER` */
export function registerRestore(program: Command): void {
  program
    .command("restore")
    .description("restore a backup into an empty database and a new data directory")
    .argument("[folder]", "the folder of one backup")
    .option("--check", "only look whether the backup is whole")
    .option("--through <command>", "the program that undoes the backup's, such as: age -d -i FILE")
    .option("--nothing-left-since", "no letter left since the backup was made: runs may go on at once")
    .option("--accept <name>", "who has looked at what left since, and lets the runs go on")
    .action(async (folder: string | undefined, options: Options, command: Command) => {
      if ((folder === undefined) === (options.accept === undefined))
        throw new UsageError("Give the folder of a backup, or --accept NAME. Nothing was done.");
      if (options.accept !== undefined) await accept(command, options.accept);
      else if (options.check === true) await check(command, path.resolve(folder!));
      else await answering(command, () => restored(command, path.resolve(folder!), options));
    });
}

async function accept(command: Command, name: string): Promise<void> {
  if (name.trim() === "") throw new UsageError("--accept takes a name. Nothing was done.");
  await onInstallation(command, async ({ pool }) => {
    const waiting = await acceptRestored(pool, name.trim());
    if (waiting === null)
      return { json: { accepted: null }, text: "Nothing was waiting for a restore.", exitCode: 0 };
    return {
      json: { accepted: waiting.backupId, madeAt: waiting.madeAt },
      text: `Runs and letters go on from the backup of ${waiting.madeAt}.`,
      exitCode: 0,
    };
  });
}

async function check(command: Command, folder: string): Promise<void> {
  await answering(command, async () => {
    const { manifest, sha256 } = await checkBackup(folder);
    const { backupId, madeAt, program, tables, files } = manifest;
    const rows = rowsOf(manifest);
    const bytes = bytesOf(manifest);
    return {
      json: {
        backup: backupId,
        madeAt,
        program,
        manifestSha256: sha256,
        rows,
        files: files?.count ?? null,
        bytes,
      },
      text: [
        `A whole backup of ${madeAt}, made by version ${program}: ${counted(rows, "row")} of ${counted(tables.length, "table")}, ${megabytes(bytes)}`,
        `  manifest ${sha256}`,
      ].join("\n"),
      exitCode: 0,
    };
  });
}

async function restored(command: Command, folder: string, options: Options): Promise<Answer> {
  const bar = progress("rows");
  try {
    const { data } = globals(command);
    const done = await restore(path.resolve(data), process.env.DATABASE_URL, folder, {
      through: options.through,
      nothingLeftSince: options.nothingLeftSince === true,
      onTable: (name, rows) => bar.add(rows, name),
    });
    return answerOf(done);
  } finally {
    bar.stop();
  }
}

function answerOf({ manifest, verified, wrongRoots, isWaiting }: Restored): Answer {
  const { madeAt, backupId, files } = manifest;
  const rows = rowsOf(manifest);
  const isClean = verified.findingCount === 0 && wrongRoots.length === 0;
  const filed = files === null ? "archive and outbox were not in the backup" : counted(files.count, "file");
  return {
    json: {
      backup: backupId,
      madeAt,
      rows,
      files: files?.count ?? null,
      verified,
      wrongRoots,
      waits: isWaiting,
    },
    text: [
      `Restored the backup of ${madeAt}: ${counted(rows, "row")}, ${filed}.`,
      isClean
        ? `Verified ${counted(verified.claims, "claim")} with ${counted(verified.events, "event")}: everything is as it was written.`
        : `Not as it was written, in ${counted(verified.findingCount, "place")}, and ${counted(wrongRoots.length, "root")} differ. See: innfri verify`,
      ...(isWaiting
        ? [
            "What left since is not known here, so real companies' runs and letters wait.",
            "Look at docs/guides/back-up-and-restore.md, then: innfri restore --accept NAME",
          ]
        : []),
    ].join("\n"),
    exitCode: isClean ? 0 : 1,
  };
}
