/** Folders for tests and benches, all below the one of their run, which goes when the run ends. */
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * A new, empty folder that nobody needs to remove. Every user may enter it: root starts PostgreSQL as another one,
 * and would otherwise lay its data elsewhere.
 */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}
