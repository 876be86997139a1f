/** The files of invoices that a company has given, and the rows of them that were not taken. */
import { isUuid, type Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

/** What an import has come to, as `import_file` keeps it. */
export type ImportTotals = {
  readonly state: "started" | "done";
  readonly taken: number;
  readonly credited: number;
  readonly parked: number;
  readonly open: string;
  readonly refused: number;
};

type Head = { readonly id: Uuid; readonly format: string; readonly receivedAt: string };
export type ImportedFile = Head & ImportTotals;

type Row = Head & { readonly counts: ImportTotals };

/** The newest first. */
export async function importedFiles(tx: Tx, creditorId: Uuid, limit: number): Promise<ImportedFile[]> {
  const rows = await tx.many<Row>(sql`
    select import_id as id, format, received_at as "receivedAt", counts from import_file
    where creditor_id = ${creditorId}::uuid order by received_at desc, import_id desc limit ${limit}::int`);
  return rows.map(fileOf);
}

export async function importedFile(
  tx: Tx,
  creditorId: Uuid,
  importId: Uuid,
): Promise<ImportedFile | undefined> {
  const row = await tx.maybe<Row>(sql`
    select import_id as id, format, received_at as "receivedAt", counts from import_file
    where creditor_id = ${creditorId}::uuid and import_id = ${importId}::uuid`);
  return row === undefined ? undefined : fileOf(row);
}

function fileOf({ counts, ...row }: Row): ImportedFile {
  const { state, taken, credited, parked, open, refused } = counts;
  return { ...row, state, taken, credited, parked, open, refused };
}

export type RefusedRow = {
  readonly line: number;
  readonly number: string | null;
  readonly code: string;
  readonly reason: string;
};

/** In the order of the file, from after a line; undefined when there is no such import. */
export async function refusedRows(
  tx: Tx,
  creditorId: Uuid,
  importId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<RefusedRow[] | undefined> {
  if (!isUuid(importId)) return undefined;
  const found = await tx.maybe(sql`
    select from import_file where creditor_id = ${creditorId}::uuid and import_id = ${importId}::uuid`);
  if (found === undefined) return undefined;
  return tx.many<RefusedRow>(sql`
    select row_no as line, reason ->> 'number' as number, reason ->> 'code' as code, reason ->> 'reason' as reason
    from refused_row where creditor_id = ${creditorId}::uuid and import_id = ${importId}::uuid and row_no > ${after}::int
    order by row_no limit ${limit}::int`);
}
