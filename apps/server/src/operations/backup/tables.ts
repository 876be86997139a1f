/** The tables of a database as a backup sees them. */
import type pg from "pg";
import { BackupError } from "./manifest.ts";

export type Table = {
  readonly name: string;
  readonly columns: readonly string[];
};

/** Told by the manifest, and made by the migrations. */
const OF_MIGRATIONS = "migration";
/** Filled by the migrations: a restored one replaces them. */
export const SEEDED: readonly string[] = ["account_name"];

/** All tables of ours with the columns that hold something, those first that others refer to. */
export async function tablesOf(client: pg.ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; refers: string[] }>(
    `select c.relname::text as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
         and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select distinct k.confrelid::regclass::text from pg_constraint k
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> $1
     order by c.relname`,
    [OF_MIGRATIONS],
  );
  return inOrder(rows);
}

function inOrder(tables: readonly (Table & { readonly refers: readonly string[] })[]): readonly Table[] {
  const ordered: Table[] = [];
  const left = new Map(tables.map((table) => [table.name, table]));
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ refers }) => !refers.some((name) => left.has(name)));
    if (ready.length === 0) throw new BackupError("tables refer to each other in a circle");
    for (const { name, columns } of ready) {
      ordered.push({ name, columns });
      left.delete(name);
    }
  }
  return ordered;
}

/**
 * Tables of which the auditor would not see every row. A backup of them would be empty without a word, so none is made.
 */
export async function hiddenTables(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
       and (not exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname
           and 'innfri_auditor' = any(p.roles) and p.cmd in ('SELECT', 'ALL') and p.permissive = 'PERMISSIVE'
           and p.qual = 'true')
         or exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname
           and p.permissive = 'RESTRICTIVE'))
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** `"debtor_id", "kind"` */
export function columnList(columns: readonly string[]): string {
  return columns.map((name) => `"${name}"`).join(", ");
}

/** The same text for the same rows on every server and version. */
export const COPY_SETTINGS = `set timezone = 'UTC'; set datestyle = 'ISO'; set bytea_output = 'hex';
  set extra_float_digits = 3; set intervalstyle = 'postgres'; set synchronize_seqscans = off;
  set max_parallel_workers_per_gather = 0; set row_security = on;
  set client_encoding = 'UTF8'; set search_path = public, pg_temp; set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0; set lock_timeout = 0`;

/** Rows are read in the order in which they lie. Not while rows are written: keys are looked up by indexes. */
export const IN_ORDER =
  "set local enable_indexscan = off; set local enable_indexonlyscan = off; set local enable_bitmapscan = off";
export const IN_ANY_ORDER =
  "set local enable_indexscan = on; set local enable_indexonlyscan = on; set local enable_bitmapscan = on";
