/**
 * What lies in `../shared` beside the checkout and is not ours to copy: law sheets, and files that other
 * people wrote. Tests over it run when it is there and say in their title that they skip when it is not.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = process.env.INNFRI_SHARED ?? join(import.meta.dirname, "../../../../shared");

/** Is this file or folder there? */
export function isShared(path: string): boolean {
  return existsSync(join(FOLDER, path));
}

/** What a test's title ends with when it skips. */
export const SKIPPED_WITHOUT_SHARED = isShared("") ? "" : " (SKIPPED: ../shared is not beside this checkout)";

/** The bytes of a file. */
export function sharedBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, path)));
}

/** The text of a file, in UTF-8. */
export function sharedText(path: string): string {
  return readFileSync(join(FOLDER, path), "utf8");
}

/** The paths of a folder's files with one of these endings; none when it is not there. */
export function sharedFiles(folder: string, endings: readonly string[]): readonly string[] {
  if (!isShared(folder)) return [];
  return readdirSync(join(FOLDER, folder))
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .toSorted()
    .map((name) => `${folder}/${name}`);
}
