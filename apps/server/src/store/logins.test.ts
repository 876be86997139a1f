import { aPortfolio, testDatabase } from "@innfri/testing";
import { afterAll, describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { loginFor } from "./logins.ts";
import { type Migration, migrate, migrations } from "./migrate.ts";
import { openPool, type Pool, StoreRoleError, sql, sqlState, withCreditor } from "./sql.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");
const owed = await aPortfolio(engine);
const url = await loginFor(database.url, "innfri_engine");
const pools: Pool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

async function opened(role: Pool["role"] = "innfri_engine"): Promise<Pool> {
  const pool = await openPool({ url, role, max: 1 });
  pools.push(pool);
  return pool;
}

const ADMINISTRATOR = decodeURIComponent(new URL(database.url).username);
const NO_PRIVILEGE = "42501";

describe("A user who may wear one role and no other", () => {
  it("works as that role, and sees what it sees", async () => {
    const pool = await opened();
    const rows = await withCreditor(pool, owed.creditorId, (tx) =>
      tx.many(sql`select current_user::text as role, session_user::text as login from claim`),
    );
    expect(rows).toEqual([{ role: "innfri_engine", login: "login_innfri_engine" }]);
  });

  it("is refused as any other", async () => {
    for (const role of ["innfri_api", "innfri_debtor", "innfri_auditor"] as const)
      await expect(opened(role)).rejects.toThrow(StoreRoleError);
  });

  // What a statement could try that somebody has smuggled in.
  it.each([
    ["set role innfri_owner", NO_PRIVILEGE],
    ["set role innfri_api", NO_PRIVILEGE],
    ["set role innfri_auditor", NO_PRIVILEGE],
    [`set role "${ADMINISTRATOR}"`, NO_PRIVILEGE],
    ["select set_config('role', 'innfri_owner', false)", NO_PRIVILEGE],
    [`set session authorization "${ADMINISTRATOR}"`, NO_PRIVILEGE],
    ["alter table claim disable row level security", NO_PRIVILEGE],
    ["alter role login_innfri_engine bypassrls", NO_PRIVILEGE],
    ["grant innfri_owner to login_innfri_engine", NO_PRIVILEGE],
    ["set session_replication_role = replica", NO_PRIVILEGE],
    ["create table claim_copy (n int)", NO_PRIVILEGE],
    ["copy claim to program 'cat'", NO_PRIVILEGE],
    ["select pg_read_file('postgresql.conf')", NO_PRIVILEGE],
    ["set row_security = off; select from claim", NO_PRIVILEGE],
    // Its role can be put off: what is left may do nothing, and the next transaction puts it on again.
    ["set role none; select from claim", NO_PRIVILEGE],
    ["reset session authorization; select from claim", "accepted"],
    ["reset role; select from claim", "accepted"],
  ])("with `%s` gets no further than its role", async (statement, answer) => {
    const pool = await opened();
    const tried = await withCreditor(pool, owed.creditorId, (tx) =>
      tx.many({ name: "", text: statement, values: [] }),
    ).then(() => "accepted", sqlState);
    expect(tried).toBe(answer);
    const after = await withCreditor(pool, owed.creditorId, (tx) =>
      tx.one(sql`select current_user::text as role, count(*)::int as claims from claim`),
    );
    expect(after).toEqual({ role: "innfri_engine", claims: 1 });
  });

  it("is the same for every process, and loses what it was given besides", async () => {
    await withAdministrator(database.url, (client) =>
      client.query(
        "grant innfri_owner to login_innfri_engine; alter role login_innfri_engine bypassrls inherit",
      ),
    );
    expect(await loginFor(database.url, "innfri_engine")).toBe(url);
    const [found] = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query(`select rolbypassrls as bypasses, rolinherit as inherits,
        array(select r.rolname::text from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = u.oid) as roles
        from pg_roles u where rolname = 'login_innfri_engine'`);
      return rows as unknown[];
    });
    expect(found).toEqual({ bypasses: false, inherits: false, roles: ["innfri_engine"] });
    await Promise.all(Array.from({ length: 5 }, () => loginFor(database.url, "innfri_engine")));
  });

  it("finds a database that is up to date, and for one that is not says who brings it there", async () => {
    expect(await migrate(url)).toEqual([]);
    const later: Migration = { name: "9999_later.sql", sql: "select 1", sha256: "0" };
    await expect(migrate(url, [...(await migrations()), later])).rejects.toThrow(
      "The database lacks 9999_later.sql, and this user may not bring it up to date",
    );
  });
});
