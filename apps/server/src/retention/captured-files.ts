/** E-mails and letters that lie in the outbox as files: those to a debtor go with its other data. */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { CalendarDate } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import { outboxOf } from "../outbox/capture.ts";

/**
 * Removes files that name one of the references, and lists to the company that are older than the day, for those name many.
 * Before the rows are blanked: whoever is killed between finds the rows due again.
 */
export async function removeCaptured(
  directory: string,
  creditor: Creditor,
  {
    references,
    listsBefore,
  }: { readonly references: ReadonlySet<string>; readonly listsBefore: CalendarDate },
): Promise<number> {
  const entries = await readdir(outboxOf(directory, creditor), {
    recursive: true,
    withFileTypes: true,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const ours = entries.filter(
    (entry) =>
      entry.isFile() &&
      (entry.name.split(/[ .]/).some((part) => references.has(part)) ||
        (entry.name.includes(" collection list ") && entry.name.slice(0, 10) < listsBefore)),
  );
  for (const { parentPath, name } of ours) await rm(path.join(parentPath, name), { force: true });
  return ours.length;
}
