/** Whether a pool works as the weak role it asked for. */
import pg from "pg";
import type { WorkRole } from "./roles.ts";

/** The connection would not work as the role it should. The message says what to do; nothing was read or written. */
export class StoreRoleError extends Error {
  override readonly name = "StoreRoleError";
}

type Effective = {
  readonly role: string;
  readonly is_superuser: boolean;
  readonly bypasses: boolean;
  readonly owned: string | null;
};

// A role that is superuser, owns a table or has bypassrls is not held by row-level security or could lift it.
export async function refuseStrongRole(pool: pg.Pool, role: WorkRole): Promise<void> {
  const { rows } = await pool
    .query<Effective>(
      `select current_user::text as role, rolsuper as is_superuser, rolbypassrls as bypasses,
         (select relname::text from pg_class where relowner = r.oid and relkind in ('r', 'p', 'v', 'm')
           and relpersistence <> 't' limit 1) as owned
       from pg_roles r where rolname = current_user`,
    )
    .catch((error: unknown) => {
      throw explained(error, role);
    });
  const found = rows[0]!;
  if (found.role !== role)
    throw new StoreRoleError(`The connection works as ${found.role} and not as ${role}.`);
  if (found.is_superuser || found.bypasses)
    throw new StoreRoleError(
      `The role ${role} is not held by row-level security. Run: alter role ${role} nosuperuser nobypassrls`,
    );
  if (found.owned !== null)
    throw new StoreRoleError(
      `The role ${role} owns ${found.owned} and could change its rules. Run: reassign owned by ${role} to innfri_owner`,
    );
}

function explained(error: unknown, role: WorkRole): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  if (error.code === "22023")
    return new StoreRoleError(
      `The database has no role ${role}: it is not migrated. Run an innfri command on it, for instance: innfri creditor list`,
    );
  if (error.code === "42501")
    return new StoreRoleError(
      `The database user may not work as ${role}. As an administrator, run: grant ${role} to it`,
    );
  return error;
}
