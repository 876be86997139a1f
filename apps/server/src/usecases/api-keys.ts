/** Keys of the API: made, listed and revoked. The secret is shown to whoever makes the key, once. */
import { randomBytes } from "node:crypto";
import { type CalendarDate, sha256, type Uuid, uuidOf } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

/** In front of every secret, so that one that has got out is known for what it is. */
export const KEY_PREFIX = "innfri_";

const SECRET_BYTES = 32;

export type NewKey = {
  /** Null for a key of the operator, which reaches every company. */
  readonly creditorId: Uuid | null;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresOn: CalendarDate | null;
  readonly createdBy: string;
};

export async function makeApiKey(
  tx: Tx,
  key: NewKey,
  now: Date,
): Promise<{ readonly keyId: Uuid; readonly secret: string }> {
  const keyId = uuidOf(now.getTime(), randomBytes(10));
  const secret = `${KEY_PREFIX}${randomBytes(SECRET_BYTES).toString("base64url")}`;
  await tx.run(sql`
    insert into api_key (key_id, for_creditor_id, name, secret_hash, scopes, created_by, created_at, expires_on)
    values (${keyId}::uuid, ${key.creditorId}::uuid, ${key.name}, ${sha256(secret)}::bytea, ${key.scopes}::text[],
      ${key.createdBy}, ${now.toISOString()}::timestamptz, ${key.expiresOn}::date)`);
  return { keyId, secret };
}
