/** What many documents say alike is stored once, and the documents name it by its hash. */
import type { Json, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "./sql.ts";

export type DocumentPart = {
  /** The hash as 64 hexadecimal digits: what documents call the part by. */
  readonly name: string;
  readonly hash: Buffer;
  readonly dataJson: string;
};

/** These parts by their names; one that is not there is left out. */
export async function documentParts(
  tx: Tx,
  creditorId: Uuid,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, Json>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const found = await tx.many<{ name: string; data: Json }>(sql`
    select encode(hash, 'hex') as name, data from document_part
    where creditor_id = ${creditorId}::uuid and hash = any(
      select decode(named, 'hex') from unnest(${wanted}::text[]) named)`);
  return new Map(found.map(({ name, data }) => [name, data]));
}

/** All parts that a creditor's documents name: few, since a company and the law seldom change. */
export function allDocumentParts(tx: Tx, creditorId: Uuid): Promise<{ name: string; data: Json }[]> {
  return tx.many(sql`
    select encode(hash, 'hex') as name, data from document_part
    where creditor_id = ${creditorId}::uuid order by hash`);
}
