/** What this machine is asked: the program, its directory, its disk. */
import { access, constants, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROGRAM_VERSION } from "../../program-version.ts";
import { checkDisk } from "../checks.ts";
import { type Finding, ofCheck, warning, well, wrong } from "./finding.ts";

export async function lookAtMachine(directory: string): Promise<readonly Finding[]> {
  return [
    well("program", `Innfri ${PROGRAM_VERSION} on Node ${process.versions.node}`),
    await lookAtDirectory(directory),
    ofCheck("disk", await checkDisk(directory)),
  ];
}

async function lookAtDirectory(directory: string): Promise<Finding> {
  const probe = path.join(directory, `.innfri-doctor-${process.pid}`);
  try {
    await writeFile(probe, "", { mode: 0o600 });
    await rm(probe);
  } catch {
    return wrong(
      "data directory",
      `${directory} cannot be written to`,
      "Give it to the user who runs Innfri.",
    );
  }
  const outbox = path.join(directory, "outbox");
  const mode = (await stat(outbox).catch(() => undefined))?.mode;
  if (mode === undefined)
    return well("data directory", `${directory} can be written to; there is no outbox yet`);
  const isWritable = await access(outbox, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable)
    return wrong("data directory", `${outbox} cannot be written to`, "Give it to the user who runs Innfri.");
  if ((mode & 0o077) !== 0)
    return warning(
      "data directory",
      `${outbox} can be read by others, and is full of names`,
      `chmod 700 ${outbox}`,
    );
  return well("data directory", `${directory} and its outbox can be written to`);
}
