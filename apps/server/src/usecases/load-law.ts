/** Puts new rows beside the packaged law, or says from when an Act counts (S113, D9). */
import { useLaw } from "@innfri/law";
import { dayIn } from "../clock.ts";
import type { Installation } from "../installation.ts";
import { addLawEntries, OPERATOR_TIME_ZONE, readLawEntries } from "../law/law-entries.ts";
import { type LawEntry, type LawFileProblem, lawOf, readLawFile } from "../law/law-file.ts";
import { LOCKS, sql, withOperator } from "../store/index.ts";

export type LoadLawOutcome =
  | {
      readonly kind: "loaded";
      readonly entries: readonly LawEntry[];
      /** How much of the file had been loaded before. */
      readonly known: number;
    }
  /** Nothing of the file was loaded. */
  | { readonly kind: "refused"; readonly problems: readonly LawFileProblem[] };

/** Loads a law file, whole or not at all. From then on this process works under what it says. */
export async function loadLaw(
  { pool }: Pick<Installation, "pool">,
  text: string,
  now: Date,
): Promise<LoadLawOutcome> {
  const today = dayIn(OPERATOR_TIME_ZONE, now);
  const outcome = await withOperator(pool, async (tx) => {
    // Two that load at once: the second is checked against what the first has added.
    await tx.run(sql`select pg_advisory_xact_lock(${LOCKS.law}::bigint)`);
    const before = await readLawEntries(tx);
    const read = readLawFile(text, before, today);
    if (read.kind === "refused") return read;
    await addLawEntries(tx, read.entries, now.toISOString());
    return { kind: "loaded" as const, entries: read.entries, known: read.known, before };
  });
  if (outcome.kind === "refused") return outcome;
  const { entries, known, before } = outcome;
  useLaw(lawOf([...before, ...entries]));
  return { kind: "loaded", entries, known };
}
