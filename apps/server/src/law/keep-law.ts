/** A process that lives for weeks works under the law that its operator has loaded meanwhile, not that of its start. */
import { useLaw } from "@innfri/law";
import { type Pool, sql, withOperator } from "../store/index.ts";
import { readLawEntries } from "./law-entries.ts";
import { lawOf } from "./law-file.ts";

/** Call the answer before each piece of work: it takes up entries that were added since the last call. */
export function lawKeeper(pool: Pool): () => Promise<void> {
  let known = -1;
  return async () => {
    const law = await withOperator(pool, async (tx) => {
      const { entries } = await tx.one<{ entries: number }>(
        sql`select count(*)::int as entries from law_entry`,
      );
      if (entries === known) return null;
      const read = await readLawEntries(tx);
      known = read.length;
      return lawOf(read);
    });
    // Between two batches: what one batch decides, it decides under one law.
    if (law !== null) useLaw(law);
  };
}
