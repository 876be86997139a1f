/** Who calls: a key of the API, and what it may do for which creditor. */
import type { Permission } from "@innfri/contract";
import { type CalendarDate, sha256, type Uuid } from "@innfri/kernel";
import { DEBTOR_PREFIX, type DebtorKnown, debtorOf } from "../door/come-in.ts";
import { type Pool, sql, withOperator } from "../store/index.ts";
import { KEY_PREFIX } from "../usecases/api-keys.ts";

export type Caller = {
  /** `nobody` is whoever has not signed in, for what needs no sign-in. */
  readonly kind: "key" | "debtor" | "nobody";
  /** Stands on the chain as the actor of what the caller does. */
  readonly actor: string;
  readonly id: Uuid;
  readonly name: string;
  /** Null for a caller of the operator, who reaches every creditor. */
  readonly creditorId: Uuid | null;
  readonly permissions: ReadonlySet<Permission>;
  /** The debtor who has come in by a letter's door; null for everybody else. */
  readonly debtor: (DebtorKnown & { readonly token: string }) | null;
};

/** A debtor who is in; undefined once the time is over. */
export async function callerOfDebtor(pool: Pool, token: string, now: Date): Promise<Caller | undefined> {
  if (!token.startsWith(DEBTOR_PREFIX) || token.length > 200) return undefined;
  const known = await debtorOf(pool, token, now);
  if (known === undefined) return undefined;
  const { debtorId: id, creditorId } = known;
  return {
    ...{ kind: "debtor", actor: "debtor", id, name: "debtor", creditorId },
    permissions: new Set(),
    debtor: { ...known, token },
  };
}

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
  return {
    kind: "key",
    actor: `key:${id}`,
    id,
    name,
    creditorId,
    permissions: new Set(scopes),
    debtor: null,
  };
}

export const NOBODY: Caller = {
  ...{ kind: "nobody", actor: "nobody", name: "nobody", creditorId: null },
  id: "00000000-0000-0000-0000-000000000000" as Uuid,
  permissions: new Set(),
  debtor: null,
};
