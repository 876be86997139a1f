/** What the operator has loaded of the law, as it is stored. Entries are only ever added. */
import { dayIn } from "../clock.ts";
import { type Pool, sql, type Tx, withOperator } from "../store/index.ts";
import { type LawEntry, lawOf, type RegimeEntry, type TableEntryData } from "./law-file.ts";

/** The operator's day, for what belongs to no creditor. */
export const OPERATOR_TIME_ZONE = "Europe/Oslo";

type EntryRow = {
  readonly subject: string;
  readonly kind: "table" | "regime";
  readonly data: TableEntryData | RegimeEntry["data"];
  readonly source: string;
  readonly enteredBy: string;
  readonly confirmedBy: string;
  readonly recordedAt: string;
};

/** All entries, those of a table or Act in the order of their loading, whatever the clocks of their processes said. */
export async function readLawEntries(tx: Tx): Promise<LawEntry[]> {
  const rows = await tx.many<EntryRow>(sql`
    select subject, kind, data, source, entered_by as "enteredBy", confirmed_by as "confirmedBy",
      recorded_at as "recordedAt"
    from law_entry order by subject, entry_no`);
  return rows.map(({ subject, kind, data, source, enteredBy, confirmedBy, recordedAt }): LawEntry => {
    const on = dayIn(OPERATOR_TIME_ZONE, new Date(recordedAt));
    return { kind, subject, data, loaded: { enteredBy, confirmedBy, source, on } } as LawEntry;
  });
}

export async function addLawEntries(tx: Tx, entries: readonly LawEntry[], nowAt: string): Promise<void> {
  for (const { kind, subject, data, loaded } of entries)
    await tx.run(sql`
      insert into law_entry (subject, entry_no, kind, data, source, entered_by, confirmed_by, recorded_at)
      select ${subject}, coalesce(max(entry_no), 0) + 1, ${kind}, ${JSON.stringify(data)}::jsonb, ${loaded.source},
        ${loaded.enteredBy}, ${loaded.confirmedBy}, ${nowAt}::timestamptz
      from law_entry where subject = ${subject}`);
}

/** The law of an installation: the packaged one with what was loaded. */
export async function readLaw(pool: Pool) {
  return lawOf(await withOperator(pool, readLawEntries));
}
