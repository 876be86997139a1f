/** Who let whom do what: a line for each, which is only ever added. */
import { randomBytes } from "node:crypto";
import { type Json, type Uuid, uuidOf } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

export type AuditLine = {
  readonly actor: string;
  /** `key-made`, `user-invited`: a thing that has happened. */
  readonly act: string;
  /** `key:…`, `user:…`: never a name or an address. */
  readonly subject: string;
  readonly creditorId: Uuid | null;
  readonly details?: Json;
};

export async function addAuditLine(
  tx: Tx,
  { actor, act, subject, creditorId, details }: AuditLine,
  now: Date,
): Promise<void> {
  const lineId = uuidOf(now.getTime(), randomBytes(10));
  await tx.run(sql`
    insert into audit_line (line_id, at, actor, act, subject, for_creditor_id, details)
    values (${lineId}::uuid, ${now.toISOString()}::timestamptz, ${actor}, ${act}, ${subject}, ${creditorId}::uuid,
      ${JSON.stringify(details ?? {})}::jsonb)`);
}
