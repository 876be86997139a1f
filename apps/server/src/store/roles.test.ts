import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { migrate } from "./migrate.ts";
import { RolesMissingError, WORK_ROLES, type WorkRole } from "./roles.ts";
import { openPool, StoreRoleError } from "./sql.ts";

const database = await testDatabase();

/** s select, i insert, u update, (u) update of some columns; a dot for nothing. */
type Rights = Readonly<Record<WorkRole, string>>;
const rights = (engine: string, api: string, debtor: string, auditor = "s"): Rights => ({
  innfri_engine: engine,
  innfri_api: api,
  innfri_debtor: debtor,
  innfri_auditor: auditor,
});

const ADDED = rights("si", "si", ".");
const CHANGED = rights("siu", "siu", ".");
const EXPECTED: Readonly<Record<string, Rights>> = {
  account_name: rights("s", "s", "."),
  migration: rights("s", "s", "."),
  posting: rights("s", "s", "."),
  debtor_claim_now: rights(".", ".", "s", "."),
  debtor_step: rights(".", ".", "s", "."),
  debtor_event: rights(".", ".", "s", "."),
  operator: rights("si(u)", "si(u)", "s"),
  person: rights("si(u)", "si(u)", "."),
  bank_file: rights("si", ".", "."),
  bank_line: rights("si(u)", "si(u)", "."),
  operator_root: ADDED,
  law_sign_off: ADDED,
  law_entry: rights("si", "s", "."),
  creditor: rights("si(u)", "si(u)", "s"),
  creditor_settings: ADDED,
  plan_version: ADDED,
  debtor: rights("si(u)", "si(u)", "s"),
  file: CHANGED,
  contact: rights("si(u)", "si(u)", "s"),
  free_text: rights("si(u)", "si(u)", "si"),
  invoice: rights("si", "si", "s"),
  claim: rights("si", "si", "s"),
  claim_now: CHANGED,
  collection_case: rights("siu", "siu", "s"),
  hold: CHANGED,
  document: rights("si", "si", "s"),
  step: ADDED,
  message: rights("siu", "siu", "s"),
  delivery_attempt: CHANGED,
  approval: CHANGED,
  approval_item: CHANGED,
  ledger_transaction: ADDED,
  payment: rights("si", "si", "s"),
  allocation: ADDED,
  objection: rights("si(u)", "si(u)", "si"),
  event: ADDED,
  daily_root: ADDED,
  run: CHANGED,
  run_batch: ADDED,
  idempotency_key: rights("si(u)", "si(u)", "."),
  import_file: rights("si(u)", "si(u)", "."),
  refused_row: ADDED,
};

describe("Each role may do what its work needs, and no more", async () => {
  const found = await withAdministrator(database.url, async (client) => {
    const { rows } = await client.query<{ relation: string; role: WorkRole; rights: string }>(
      `select c.relname::text as relation, r.role,
         coalesce(nullif(
           case when has_table_privilege(r.role, c.oid, 'select') then 's' else '' end
           || case when has_table_privilege(r.role, c.oid, 'insert') then 'i' else '' end
           || case when has_table_privilege(r.role, c.oid, 'update') then 'u'
                   when has_any_column_privilege(r.role, c.oid, 'update') then '(u)' else '' end
           || case when has_table_privilege(r.role, c.oid, 'delete, truncate, references, trigger') then 'x' else '' end,
         ''), '.') as rights
       from pg_class c cross join unnest($1::text[]) r(role)
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')`,
      [WORK_ROLES],
    );
    return rows;
  });

  it("Every table and view is in the list, and the list has no others", () => {
    expect([...new Set(found.map((row) => row.relation))].sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.keys(EXPECTED))("%s", (relation) => {
    const actual = Object.fromEntries(
      found.filter((row) => row.relation === relation).map((row) => [row.role, row.rights]),
    );
    expect(actual).toEqual(EXPECTED[relation]);
  });
});

describe("A pool works as a weak role or not at all", () => {
  it("It says so when the role has become strong", async () => {
    await withAdministrator(database.url, async (client) => {
      // A role belongs to the whole server, so its strength is tried on one that no other test uses.
      await client.query(
        "create table innfri_odd_table (n int); alter table innfri_odd_table owner to innfri_debtor",
      );
    });
    await expect(openPool({ url: database.url, role: "innfri_debtor" })).rejects.toThrow(
      "The role innfri_debtor owns innfri_odd_table",
    );
    await withAdministrator(database.url, (client) => client.query("drop table innfri_odd_table"));
  });

  it("It works as the role it was asked for, whatever options the address has", async () => {
    const address = new URL(database.url);
    const options = `options=${encodeURIComponent("-c statement_timeout=4321")}`;
    address.search = address.search === "" ? options : `${address.search}&${options}`;
    const pool = await openPool({ url: address.href, role: "innfri_auditor" });
    const { rows } = await pool.connections.query(
      "select current_user::text as who, current_setting('statement_timeout') as timeout, current_setting('timezone') as zone",
    );
    await pool.close();
    expect(rows).toEqual([{ who: "innfri_auditor", timeout: "4321ms", zone: "UTC" }]);
  });
});

describe("A database of one's own administrator", () => {
  it("A user who may not create roles learns what an administrator must run, and then it works", async () => {
    const user = `plain_${new URL(database.url).pathname.slice(-8)}`;
    const empty = `${user}_db`;
    await withAdministrator(database.url, async (client) => {
      await client.query(`create role ${user} login password 'secret' nosuperuser`);
      await client.query(`create database ${empty}`);
    });
    const url = Object.assign(new URL(database.url), {
      username: user,
      password: "secret",
      pathname: `/${empty}`,
    }).href;
    const asAdministrator = Object.assign(new URL(database.url), { pathname: `/${empty}` }).href;
    try {
      const refusal = await migrate(url).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RolesMissingError);
      const statements = (refusal as Error).message.match(/^ {2}.*;$/gm)!;
      expect(statements.join("\n")).toContain("grant innfri_owner, innfri_engine");

      await withAdministrator(asAdministrator, async (client) => {
        for (const statement of statements) await client.query(statement);
      });
      expect(await migrate(url)).toContain("0001_spine.sql");
      const pool = await openPool({ url, role: "innfri_engine" });
      await pool.close();
    } finally {
      await withAdministrator(database.url, async (client) => {
        await client.query(`drop database ${empty} with (force)`);
        await client.query(`drop owned by ${user}; drop role ${user}`);
      });
    }
  });

  it("A database that was never migrated says which command does it", async () => {
    await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query("select from pg_roles where rolname = 'innfri_nobody'");
      expect(rows).toEqual([]);
    });
    await expect(openPool({ url: database.url, role: "innfri_nobody" as WorkRole })).rejects.toThrow(
      StoreRoleError,
    );
    await expect(openPool({ url: database.url, role: "innfri_nobody" as WorkRole })).rejects.toThrow(
      "Run an innfri command on it, for instance: innfri creditor list",
    );
  });
});
