/**
 * The mark of a restore that has begun: while it lies in the data directory, nothing else opens the installation, so
 * what is half there is not taken for whole. The restore that put it there goes on with it, and takes it away.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const MARK_FILE = "restore-unfinished";

export type RestoreMark = { readonly manifestSha256: string; readonly from: string };

export async function readMark(directory: string): Promise<RestoreMark | undefined> {
  const text = await readFile(path.join(directory, MARK_FILE), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    },
  );
  if (text === undefined) return undefined;
  const [manifestSha256 = "", from = ""] = text.split("\n");
  return { manifestSha256, from };
}

export async function setMark(directory: string, { manifestSha256, from }: RestoreMark): Promise<void> {
  await writeFile(path.join(directory, MARK_FILE), `${manifestSha256}\n${from}\n`, {
    mode: 0o600,
    flush: true,
  });
}

export async function removeMark(directory: string): Promise<void> {
  await rm(path.join(directory, MARK_FILE), { force: true });
}

/** Throws where a restore was begun here and not ended. */
export async function refuseHalfRestored(directory: string): Promise<void> {
  const mark = await readMark(directory);
  if (mark !== undefined)
    throw new Error(
      `A restore into ${directory} was not finished, so nothing is opened here. Run it again: innfri restore ${mark.from}`,
    );
}
