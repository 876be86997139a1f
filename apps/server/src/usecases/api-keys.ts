/** Keys of the API: made, listed and revoked. The secret is shown to whoever makes the key, once. */
import { randomBytes } from "node:crypto";
import type { Permission } from "@innfri/contract";
import { type CalendarDate, sha256, type Uuid, uuidOf } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";

/** In front of every secret, so that one that has got out is known for what it is. */
export const KEY_PREFIX = "innfri_";

const SECRET_BYTES = 32;
/** A company that has more of them has lost sight of them. */
const MOST_IN_USE = 100;

export type NewKey = {
  /** Null for a key of the operator, which reaches every company. */
  readonly creditorId: Uuid | null;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly expiresOn: CalendarDate | null;
  readonly createdBy: string;
};

export type ApiKey = {
  readonly keyId: Uuid;
  readonly creditorId: Uuid | null;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresOn: CalendarDate | null;
  readonly revokedAt: string | null;
};

export type MadeKey =
  | { readonly kind: "made"; readonly key: ApiKey; readonly secret: string }
  | { readonly kind: "refused"; readonly reason: string };

/** `mayGive` is what the maker itself may do: nobody gives more away than that. Null is the machine's own operator. */
export async function makeApiKey(
  tx: Tx,
  given: NewKey,
  mayGive: ReadonlySet<Permission> | null,
  now: Date,
): Promise<MadeKey> {
  const scopes = [...new Set(given.scopes)].sort();
  const tooMuch = mayGive === null ? [] : scopes.filter((scope) => !mayGive.has(scope));
  if (tooMuch.length > 0)
    return {
      kind: "refused",
      reason: `who makes a key cannot give it more than is its own, and ${tooMuch.join(", ")} is not`,
    };
  if (given.expiresOn !== null && given.expiresOn < now.toISOString().slice(0, 10))
    return { kind: "refused", reason: `${given.expiresOn} is past` };
  const { creditorId } = given;
  const inUse = (await apiKeys(tx, creditorId)).filter(({ revokedAt }) => revokedAt === null);
  if (inUse.length >= MOST_IN_USE)
    return { kind: "refused", reason: `there are ${MOST_IN_USE} keys in use already; revoke one first` };
  const keyId = uuidOf(now.getTime(), randomBytes(10));
  const secret = `${KEY_PREFIX}${randomBytes(SECRET_BYTES).toString("base64url")}`;
  await tx.run(sql`
    insert into api_key (key_id, for_creditor_id, name, secret_hash, scopes, created_by, created_at, expires_on)
    values (${keyId}::uuid, ${creditorId}::uuid, ${given.name}, ${sha256(secret)}::bytea, ${scopes}::text[],
      ${given.createdBy}, ${now.toISOString()}::timestamptz, ${given.expiresOn}::date)`);
  await addAuditLine(
    tx,
    { actor: given.createdBy, act: "key-made", subject: `key:${keyId}`, creditorId, details: { scopes } },
    now,
  );
  const { name, expiresOn, createdBy } = given;
  const createdAt = now.toISOString();
  return {
    kind: "made",
    key: { keyId, creditorId, name, scopes, createdBy, createdAt, expiresOn, revokedAt: null },
    secret,
  };
}

/** Those of a company, or the operator's own for null; newest first. */
export async function apiKeys(tx: Tx, creditorId: Uuid | null): Promise<ApiKey[]> {
  const keys = await tx.many<ApiKey>(sql`
    select key_id as "keyId", for_creditor_id as "creditorId", name, scopes, created_by as "createdBy",
      created_at as "createdAt", expires_on as "expiresOn", revoked_at as "revokedAt"
    from api_key where for_creditor_id is not distinct from ${creditorId}::uuid order by key_id desc`);
  return keys.map((key) => ({
    ...key,
    createdAt: new Date(key.createdAt).toISOString(),
    revokedAt: key.revokedAt === null ? null : new Date(key.revokedAt).toISOString(),
  }));
}

/** Undefined where there is no such key. One that is revoked already stays as it is. */
export async function revokeApiKey(
  tx: Tx,
  { creditorId, keyId }: { readonly creditorId: Uuid | null; readonly keyId: Uuid },
  actor: string,
  now: Date,
): Promise<ApiKey | undefined> {
  const changed = await tx.run(sql`
    update api_key set revoked_at = ${now.toISOString()}::timestamptz
    where key_id = ${keyId}::uuid and for_creditor_id is not distinct from ${creditorId}::uuid and revoked_at is null`);
  if (changed > 0)
    await addAuditLine(tx, { actor, act: "key-revoked", subject: `key:${keyId}`, creditorId }, now);
  return (await apiKeys(tx, creditorId)).find((key) => key.keyId === keyId);
}
