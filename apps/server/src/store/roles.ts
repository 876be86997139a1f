/** The five roles that share the database's work: an owner, and four that the programs put on. */
import type pg from "pg";
import { JOBS_SCHEMA } from "./jobs-schema.ts";
import { LOCKS } from "./locks.ts";

/** Owns every table and runs migrations; nobody works as it. */
export const OWNER_ROLE = "innfri_owner";

/** What a connection may put on: the engine, the API, the debtor's portal, an auditor who only reads. */
export const WORK_ROLES = ["innfri_engine", "innfri_api", "innfri_debtor", "innfri_auditor"] as const;
export type WorkRole = (typeof WORK_ROLES)[number];

/** The database cannot be made ready with this user. The message holds what an administrator must run. */
export class RolesMissingError extends Error {
  override readonly name = "RolesMissingError";
}

type State = {
  readonly who: string;
  readonly database: string;
  readonly mayCreateRoles: boolean;
  readonly missing: readonly string[];
  readonly notWorn: readonly string[];
  readonly ownerMayCreate: boolean;
  readonly hasJobsSchema: boolean;
};

/**
 * Creates the roles where they are missing, lets the present user put them on, and lets the owner make tables.
 * Throws `RolesMissingError` where this user may not; nothing was changed then.
 */
export async function prepareRoles(client: pg.ClientBase): Promise<void> {
  const before = await stateOf(client);
  if (isReady(before)) return;
  if (before.mayCreateRoles) {
    // Roles belong to the whole server, so two databases being prepared at once meet here.
    await client.query(`select pg_advisory_lock(${LOCKS.roles})`);
    try {
      for (const statement of statementsFor(await stateOf(client))) await client.query(statement);
    } finally {
      await client.query(`select pg_advisory_unlock(${LOCKS.roles})`);
    }
  }
  const after = before.mayCreateRoles ? await stateOf(client) : before;
  if (!isReady(after)) throw new RolesMissingError(instructionsFor(after));
}

function isReady(state: State): boolean {
  return (
    state.missing.length === 0 && state.notWorn.length === 0 && state.ownerMayCreate && state.hasJobsSchema
  );
}

async function stateOf(client: pg.ClientBase): Promise<State> {
  const names = [OWNER_ROLE, ...WORK_ROLES];
  const { rows } = await client.query<{
    who: string;
    database: string;
    may_create_roles: boolean;
    missing: string[];
    not_worn: string[];
    owner_may_create: boolean;
    has_jobs_schema: boolean;
  }>(
    `select current_user::text as who, current_database()::text as database,
       (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_create_roles,
       array(select n from unnest($1::text[]) n where not exists (select from pg_roles where rolname = n)) as missing,
       array(select rolname::text from pg_roles where rolname = any($1::text[])
         and not pg_has_role(current_user, oid, $2)
         order by array_position($1::text[], rolname::text)) as not_worn,
       coalesce((select has_schema_privilege(oid, 'public', 'create') from pg_roles where rolname = $3), false)
         as owner_may_create,
       exists (select from pg_namespace n join pg_roles r on r.oid = n.nspowner
         where n.nspname = $4 and r.rolname = $3) as has_jobs_schema`,
    // From version 16 on, being a member and being allowed to put the role on are two things.
    [names, (await serverVersion(client)) >= 160_000 ? "SET" : "MEMBER", OWNER_ROLE, JOBS_SCHEMA],
  );
  const row = rows[0]!;
  return {
    who: row.who,
    database: row.database,
    mayCreateRoles: row.may_create_roles,
    missing: row.missing,
    notWorn: row.not_worn,
    ownerMayCreate: row.owner_may_create,
    hasJobsSchema: row.has_jobs_schema,
  };
}

async function serverVersion(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  return rows[0]!.version;
}

function statementsFor(state: State): readonly string[] {
  const toGrant = [...state.missing, ...state.notWorn];
  return [
    ...state.missing.map((name) => `create role ${name} nologin nosuperuser nobypassrls`),
    ...(toGrant.length > 0 ? [`grant ${toGrant.join(", ")} to ${quoteIdentifier(state.who)}`] : []),
    ...(state.ownerMayCreate ? [] : [`grant usage, create on schema public to ${OWNER_ROLE}`]),
    ...(state.hasJobsSchema ? [] : [`create schema ${JOBS_SCHEMA} authorization ${OWNER_ROLE}`]),
  ];
}

function instructionsFor(state: State): string {
  const statements = statementsFor(state).map((statement) => `  ${statement};`);
  return (
    `The database ${state.database} is not ready, and nothing in it was changed: the user ${state.who} may not create the roles ` +
    `that Innfri works under. Run innfri init once as a user who may (docs/guides/run-it-in-production.md). Or, where this ` +
    `user is to own everything: as an administrator, connected to ${state.database}, run\n\n${statements.join("\n")}\n\nand then this command again.`
  );
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
