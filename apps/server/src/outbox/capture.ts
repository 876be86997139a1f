/**
 * Files in the outbox folder: written whole or not at all, so that a file that is there can be trusted, and readable
 * by the operator alone, for they tell who owes what.
 */
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/** Writes the bytes under a name in the folder. The same again leaves the same file. */
export async function capture(folder: string, name: string, bytes: Uint8Array | string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, safeName(name));
  // A kill can leave it behind: with a dot in front, nobody who prints everything in the folder takes it for a letter.
  const partial = path.join(folder, `.${safeName(name)}.partial-${process.pid}`);
  await writeFile(partial, bytes, { mode: 0o600 });
  await rename(partial, file);
  return file;
}

/** References and numbers come from outside: nothing of them may lead out of the folder. */
export function safeName(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}._ -]+/gu, "-")
    .replaceAll(/^[.\s-]+|[.\s-]+$/g, "")
    .slice(0, 120);
}
