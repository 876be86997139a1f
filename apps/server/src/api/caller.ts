/** Who calls: a key of the API or a user, and what either may do for which creditor. */
import { PERMISSIONS_OF, type Permission } from "@innfri/contract";
import { type CalendarDate, sha256, type Uuid } from "@innfri/kernel";
import { DEBTOR_PREFIX, type DebtorKnown, debtorOf } from "../door/come-in.ts";
import { type Creditor, creditorRows } from "../engine/creditors.ts";
import type { SignedIn } from "../signin/sign-in.ts";
import { atOnce, type Pool, sql, withOperator } from "../store/index.ts";
import { KEY_PREFIX } from "../usecases/api-keys.ts";
import { isStaff, membershipsOf, standingOf } from "../usecases/users.ts";

/** What somebody may do at one company; null is every company, and what is the operator's own. */
export type Grant = {
  readonly creditorId: Uuid | null;
  readonly permissions: ReadonlySet<Permission>;
  /** Only claims of this department. */
  readonly department: string | null;
};

export type Caller = {
  /** `nobody` is whoever has not signed in, for what needs no sign-in. */
  readonly kind: "key" | "user" | "debtor" | "nobody";
  /** Stands on the chain as the actor of what the caller does. */
  readonly actor: string;
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Null for a caller of the operator, who reaches every creditor. */
  readonly creditorId: Uuid | null;
  /** At the company that the call is about; of a call that names none, those of the operator's own. */
  readonly permissions: ReadonlySet<Permission>;
  readonly department: string | null;
  /** Staff who signed in without a second factor: they may do nothing but set one up. */
  readonly lacksSecondFactor: boolean;
  /** The debtor who has come in by a letter's door; null for everybody else. */
  readonly debtor: (DebtorKnown & { readonly token: string }) | null;
};

const NO_GRANTS = {
  grants: [],
  permissions: new Set<Permission>(),
  department: null,
  lacksSecondFactor: false,
};

/** A debtor who is in; undefined once the time is over. */
export async function callerOfDebtor(pool: Pool, token: string, now: Date): Promise<Caller | undefined> {
  if (!token.startsWith(DEBTOR_PREFIX) || token.length > 200) return undefined;
  const known = await debtorOf(pool, token, now);
  if (known === undefined) return undefined;
  const { debtorId: id, creditorId } = known;
  return {
    ...{ kind: "debtor", actor: "debtor", id, name: "debtor", creditorId },
    ...NO_GRANTS,
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

/**
 * The caller that a bearer token stands for, and the company that the call names, in one round trip; no caller for a token
 * that is unknown, revoked or past its day.
 */
export async function callerOfKey(
  pool: Pool,
  token: string,
  now: Date,
  creditorId: Uuid | null,
): Promise<{ readonly caller: Caller | undefined; readonly creditor: Creditor | undefined }> {
  if (!token.startsWith(KEY_PREFIX) || token.length > 200) return { caller: undefined, creditor: undefined };
  // A random secret has nothing to guess at: its plain hash is looked up.
  const keys = sql`
    select key_id as id, for_creditor_id as "creditorId", name, scopes, expires_on as "expiresOn" from api_key
    where secret_hash = ${sha256(token)}::bytea and revoked_at is null`;
  const queries = creditorId === null ? [keys] : [keys, creditorRows(creditorId)];
  const [rows, creditors] = await atOnce(pool, null, queries);
  return {
    caller: callerOfRow(rows?.[0] as KeyRow | undefined, now),
    creditor: creditors?.[0] as Creditor | undefined,
  };
}

function callerOfRow(row: KeyRow | undefined, now: Date): Caller | undefined {
  if (row === undefined) return undefined;
  if (row.expiresOn !== null && row.expiresOn < now.toISOString().slice(0, 10)) return undefined;
  const { id, name, creditorId, scopes } = row;
  const grants = [{ creditorId, permissions: new Set(scopes), department: null }];
  return callerAt(
    { kind: "key", actor: `key:${id}`, id, name, grants, lacksSecondFactor: false, debtor: null },
    null,
  );
}

/** The caller that a user is today: what somebody may do is asked anew for every request. */
export async function callerOfUser(pool: Pool, { userId, name, isStrong }: SignedIn): Promise<Caller> {
  const [standing, held] = await withOperator(pool, (tx) =>
    Promise.all([standingOf(tx, userId), membershipsOf(tx, userId)]),
  );
  const all = standing === "demo-beside-a-real-company" ? [] : held;
  const counted = all.filter(({ role }) => isStrong || standing === "demo" || !isStaff(role));
  const grants = counted.map(({ creditorId, role, department }) => ({
    creditorId,
    permissions: new Set(PERMISSIONS_OF[role]),
    department,
  }));
  const lacksSecondFactor = counted.length < all.length;
  return callerAt(
    { kind: "user", actor: `user:${userId}`, id: userId, name, grants, lacksSecondFactor, debtor: null },
    null,
  );
}

type Somebody = Omit<Caller, "creditorId" | "permissions" | "department">;

/** Whether the caller has anything to do with a company at all. */
export function reaches({ grants }: Somebody, creditorId: Uuid): boolean {
  return grants.some((grant) => grant.creditorId === null || grant.creditorId === creditorId);
}

/** The caller with what it may do at a company, or for null with what it may do about the operator's own. */
export function callerAt(somebody: Somebody | Caller, creditorId: Uuid | null): Caller {
  const here = somebody.grants.filter(
    (grant) => grant.creditorId === null || grant.creditorId === creditorId,
  );
  const isOperators = here.some((grant) => grant.creditorId === null);
  const narrowest = here.every(({ department }) => department !== null) ? here[0]?.department : null;
  return {
    ...somebody,
    creditorId: isOperators ? null : (creditorId ?? somebody.grants[0]?.creditorId ?? null),
    permissions: new Set(here.flatMap(({ permissions }) => [...permissions])),
    department: narrowest ?? null,
  };
}

export const NOBODY: Caller = {
  ...{ kind: "nobody", actor: "nobody", name: "nobody", creditorId: null },
  id: "nobody",
  ...NO_GRANTS,
  debtor: null,
};
