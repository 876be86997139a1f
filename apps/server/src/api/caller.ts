/** Who calls: a key of the API, and what it may do for which creditor. */
import type { Permission } from "@innfri/contract";
import { type CalendarDate, sha256, type Uuid } from "@innfri/kernel";
import { type Pool, sql, withOperator } from "../store/index.ts";
import { KEY_PREFIX } from "../usecases/api-keys.ts";

export type Caller = {
  readonly kind: "key";
  /** Stands on the chain as the actor of what the caller does. */
  readonly actor: string;
  readonly id: Uuid;
  readonly name: string;
  /** Null for a caller of the operator, who reaches every creditor. */
  readonly creditorId: Uuid | null;
  readonly permissions: ReadonlySet<Permission>;
};

type KeyRow = {
  readonly id: Uuid;
  readonly creditorId: Uuid | null;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly expiresOn: CalendarDate | null;
};

/** The caller that a bearer token stands for; undefined for one that is unknown, revoked or past its day. */
export async function callerOfKey(pool: Pool, token: string, now: Date): Promise<Caller | undefined> {
  if (!token.startsWith(KEY_PREFIX) || token.length > 200) return undefined;
  // A random secret has nothing to guess at: its plain hash is looked up.
  const row = await withOperator(pool, (tx) =>
    tx.maybe<KeyRow>(sql`
      select key_id as id, for_creditor_id as "creditorId", name, scopes, expires_on as "expiresOn" from api_key
      where secret_hash = ${sha256(token)}::bytea and revoked_at is null`),
  );
  if (row === undefined) return undefined;
  if (row.expiresOn !== null && row.expiresOn < now.toISOString().slice(0, 10)) return undefined;
  const { id, name, creditorId, scopes } = row;
  return { kind: "key", actor: `key:${id}`, id, name, creditorId, permissions: new Set(scopes) };
}
