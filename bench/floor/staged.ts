/**
 * What floors have in common: the very rows that were written are copied into staging tables of a database in which
 * they have not been, and one statement writes them there again.
 */
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Uuid } from "@innfri/kernel";
import { openPool, type Tx, withCreditor, withOperator } from "@innfri/server/store";
import pg from "pg";
import copy from "pg-copy-streams";
import { checkpoint } from "../database.ts";

/** Each table that was written with the condition that tells which of its rows were. */
export type Written = Readonly<Record<string, string>>;

/** Seconds that `statement`, a file beside this one, takes to write the rows. */
export async function secondsOfFloor(
  written: Written,
  {
    from,
    to,
    creditorId,
    statement,
    rows,
  }: {
    readonly from: string;
    readonly to: string;
    readonly creditorId: Uuid;
    readonly statement: string;
    /** How many each column of its answer must say. */
    readonly rows: number;
  },
): Promise<number> {
  await stage(written, from, to);
  await checkpoint(to);
  const text = (await readFile(new URL(statement, import.meta.url), "utf8"))
    .replaceAll(":creditor", `'${creditorId}'::uuid`)
    .replaceAll(/^--(?! as creditor).*\n/gm, "");
  // What the operator has of its own is written before the creditor is named.
  const [last, first = ""] = text.split("-- as creditor\n").toReversed() as [string, string?];
  const pool = await openPool({ url: to, role: "innfri_engine", max: 1 });
  const startedMs = performance.now();
  if (first !== "") await withOperator(pool, (tx) => runAll(tx, first));
  const counts = await withCreditor(pool, creditorId, (tx) => runAll(tx, last));
  const seconds = (performance.now() - startedMs) / 1000;
  await pool.close();
  for (const [what, count] of Object.entries(counts))
    if (Number(count) !== rows) throw new Error(`the floor wrote ${count} ${what} of ${rows}`);
  return seconds;
}

/** The answer to the last of the statements. */
async function runAll(tx: Tx, text: string): Promise<Record<string, bigint>> {
  let counts: Record<string, bigint> | undefined;
  for (const [index, one] of text
    .split(";\n")
    .filter((each) => each.trim() !== "")
    .entries())
    [counts] = await tx.many<Record<string, bigint>>({
      name: `floor${index}${one.length}`,
      text: one,
      values: [],
    });
  return counts ?? {};
}

async function stage(written: Written, fromUrl: string, toUrl: string): Promise<void> {
  const from = new pg.Client({ connectionString: fromUrl });
  const to = new pg.Client({ connectionString: toUrl });
  await Promise.all([from.connect(), to.connect()]);
  try {
    for (const [table, condition] of Object.entries(written)) {
      await to.query(`create unlogged table stage_${table} (like ${table})`);
      await to.query(`grant select on stage_${table} to innfri_engine`);
      await pipeline(
        from.query(copy.to(`copy (select * from ${table} where ${condition}) to stdout (format binary)`)),
        to.query(copy.from(`copy stage_${table} from stdin (format binary)`)),
      );
      await to.query(`analyze stage_${table}`);
    }
  } finally {
    await Promise.all([from.end(), to.end()]);
  }
}
