import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { migrate } from "./migrate.ts";
import { OWNER_ROLE, RolesMissingError, WORK_ROLES, type WorkRole } from "./roles.ts";
import { openPool, StoreRoleError } from "./sql.ts";

const database = await testDatabase();

/** s select (of the whole row), i insert, u update, x delete, i(…) u(…) of these columns alone; a dot for nothing. */
type Rights = Readonly<Record<WorkRole, string>>;
const rights = (engine: string, api: string, debtor: string, auditor = "s"): Rights => ({
  innfri_engine: engine,
  innfri_api: api,
  innfri_debtor: debtor,
  innfri_auditor: auditor,
});

const ADDED = rights("si", "si", ".");
const READ_BY_DEBTORS = rights("si", "si", "s");
const WRITTEN_BY_THE_ENGINE = rights("si", "s", ".");
const ofColumns = (columns: string) => rights(`siu(${columns})`, `siu(${columns})`, ".");
const EXPECTED: Readonly<Record<string, Rights>> = {
  access_line: rights("six", "si", "."),
  account_name: rights("s", "s", "."),
  migration: rights("s", "s", "."),
  posting: rights("s", "s", "."),
  debtor_claim_now: rights(".", ".", "s", "."),
  debtor_step: rights(".", ".", "s", "."),
  debtor_event: rights(".", ".", "s", "."),
  operator: rights("si", "s", "s"),
  person: rights("siu(number_key number_sealed blanked_at key_id loosened_at)", "siu(loosened_at)", "."),
  bank_file: rights("si", ".", "."),
  bank_line: rights("siu(payer matched_creditor_id matched_at)", "s", "."),
  operator_root: WRITTEN_BY_THE_ENGINE,
  law_sign_off: WRITTEN_BY_THE_ENGINE,
  law_entry: WRITTEN_BY_THE_ENGINE,
  backup: WRITTEN_BY_THE_ENGINE,
  letter_door: rights("si", "s", "."),
  debtor_session: rights("u(ended_at)x", "siu(expires_at ended_at used_at)", "."),
  door_try: rights("x", "siu(failed first_at)", "."),
  api_key: rights("siu(revoked_at)", "siu(revoked_at)", "."),
  audit_line: ADDED,
  operator_request: rights("x", "siu(response)", "."),
  signin_user: rights(".", "siu", "."),
  signin_account: rights(".", "siux", "."),
  signin_session: rights("x", "siux", "."),
  signin_passkey: rights(".", "siux", "."),
  signin_verification: rights("x", "siux", "."),
  signin_second_factor: rights(".", "siux", "."),
  signin_try: rights("x", "siux", "."),
  membership: rights(".", "siu(role department ended_at)", "."),
  invitation: rights(".", "siu(used_at withdrawn_at)", "."),
  creditor: rights("siu(name clock_on last_run_on)", "siu(name awaits_activation)", "s"),
  contact_request: rights("su(said)", "siu(mailed_at answered_at answered_by)", "."),
  agreement: ADDED,
  trial_import: ADDED,
  trial_refused_row: ADDED,
  trial_acceptance: ADDED,
  creditor_settings: ADDED,
  plan_version: ADDED,
  debtor: rights("siu(customer_number kind person_id)", "siu(kind person_id)", "s"),
  retention_rule: ADDED,
  anonymisation: WRITTEN_BY_THE_ENGINE,
  file: ofColumns("next_look_on version waits_for_feed"),
  feed: ofColumns("seen_at"),
  contact: rights("siu(salt data blanked_at)", "si", "s"),
  free_text: rights(
    "siu(salt body blanked_at)",
    "si",
    "si(creditor_id text_id debtor_id claim_id salt body)",
  ),
  invoice: READ_BY_DEBTORS,
  claim: READ_BY_DEBTORS,
  claim_now: ofColumns(
    "open_principal_minor open_interest_minor open_costs_minor head_seq closed_on step_count entry_count state head_hash case_id stage",
  ),
  collection_case: rights("siu(closed_on)", "siu(closed_on)", "s"),
  hold: ofColumns("ended_on"),
  document: READ_BY_DEBTORS,
  document_part: rights("si", "si", "s"),
  step: ADDED,
  message: rights("siu", "si", "s"),
  delivery_attempt: rights("siu", "s", "."),
  approval: ofColumns("state"),
  approval_item: ofColumns("state decided_by decided_at"),
  ledger_transaction: ADDED,
  payment: READ_BY_DEBTORS,
  allocation: ADDED,
  objection: rights(
    "siu(answered_on)",
    "siu(answered_on)",
    "si(creditor_id objection_id debtor_id claim_id extent amount_minor received_on answer_by text_id)",
  ),
  objection_step: rights("siu(mailed_at)", "si", "."),
  enclosure: rights("siu(file_name blanked_at)", "siu(file_name is_shared blanked_at)", "."),
  enclosure_content: ofColumns("bytes"),
  claim_message: ADDED,
  contact_entry: rights("si", "siu(next_looked_at)", "."),
  debtor_state: ofColumns("ended_on ended_by"),
  law_proposal: rights(".", "siu(decision decided_by decided_name decided_at)", "."),
  queue_taken: rights(".", "siu(holder taken_at version)", "."),
  claim_message_read: ofColumns("read_no read_at"),
  online_payment: ofColumns("state settled_at bank_line_id"),
  sandbox_payment: ADDED,
  contact_preference: ADDED,
  dashboard: ADDED,
  improvement: ADDED,
  satisfaction: ADDED,
  event: ADDED,
  daily_root: WRITTEN_BY_THE_ENGINE,
  unreached: WRITTEN_BY_THE_ENGINE,
  carrier_outage: rights("siu(failures since next_try_at problem)", "s", "."),
  print_batch: rights("siu(acknowledged_at)", "s", "."),
  run: rights("siu", "s", "."),
  run_batch: WRITTEN_BY_THE_ENGINE,
  idempotency_key: rights("six", "siu(response)", "."),
  import_file: rights("siu(counts)", "siu(counts)", "."),
  sealed_chain: WRITTEN_BY_THE_ENGINE,
  chain_growth: rights("siu(claim_ids sealed_on)", "si", "."),
  event_page: ofColumns("position"),
  webhook_endpoint: rights(
    "su(state because version position failing_since noticed_at)",
    "siu(url description types state because version position failing_since noticed_at)",
    ".",
  ),
  webhook_secret: rights("su(key_id sealed)", "siu(ends_at)", "."),
  webhook_message: ofColumns("state tries next_try_at"),
  webhook_attempt: rights("siu(ended_at outcome status detail)", "s", "."),
  verification: WRITTEN_BY_THE_ENGINE,
  refused_row: ADDED,
  wake: ofColumns("wake_at"),
};

describe("Each role may do what its work needs, and no more", async () => {
  const { found, functions } = await withAdministrator(database.url, async (client) => {
    const relations = await client.query<{ relation: string; role: WorkRole; rights: string }>(
      `select c.relname::text as relation, r.role,
         coalesce(nullif(
           case when has_table_privilege(r.role, c.oid, 'select') then 's' else '' end
           || case when has_table_privilege(r.role, c.oid, 'insert') then 'i' else '' end
           || coalesce('i(' || nullif(case when has_table_privilege(r.role, c.oid, 'insert') then '' else w.insert end, '') || ')', '')
           || case when has_table_privilege(r.role, c.oid, 'update') then 'u' else '' end
           || coalesce('u(' || nullif(case when has_table_privilege(r.role, c.oid, 'update') then '' else w.update end, '') || ')', '')
           || case when has_table_privilege(r.role, c.oid, 'delete, truncate, references, trigger') then 'x' else '' end,
         ''), '.') as rights
       from pg_class c cross join unnest($1::text[]) r(role)
       cross join lateral (select
         string_agg(a.attname, ' ' order by a.attnum) filter (where has_column_privilege(r.role, c.oid, a.attnum, 'insert')) as insert,
         string_agg(a.attname, ' ' order by a.attnum) filter (where has_column_privilege(r.role, c.oid, a.attnum, 'update')) as update
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) w
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')`,
      [WORK_ROLES],
    );
    const executable = await client.query<{ name: string; roles: string[] }>(
      `select p.proname::text as name, array(select r from unnest($1::text[]) r
         where has_function_privilege(r, p.oid, 'execute')) as roles
       from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`,
      [[...WORK_ROLES, "public"]],
    );
    return { found: relations.rows, functions: executable.rows };
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

  it("Each function is for those who are named, and not for the public", () => {
    expect(functions).toEqual([
      { name: "refresh_statistics", roles: ["innfri_engine", "innfri_api"] },
      { name: "refuse_change", roles: [] },
    ]);
  });

  it("What a later migration makes is for nobody until it says for whom", async () => {
    const open = await withAdministrator(database.url, async (client) => {
      await client.query(`begin; set local role ${OWNER_ROLE}`);
      await client.query(`create table made_later (n int); create view seen_later as select 1 as n;
        create function done_later() returns int language sql as 'select 1'`);
      const { rows } = await client.query<{ role: string; may: boolean }>(
        `select r as role, has_table_privilege(r, 'made_later', 'select, insert, update, delete')
           or has_table_privilege(r, 'seen_later', 'select') or has_function_privilege(r, 'done_later()', 'execute') as may
         from unnest($1::text[]) r`,
        [[...WORK_ROLES, "public"]],
      );
      await client.query("rollback");
      return rows.filter(({ may }) => may);
    });
    expect(open).toEqual([]);
  });

  it("No role makes anything where the tables are", async () => {
    const makers = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query<{ role: string }>(
        "select r as role from unnest($1::text[]) r where has_schema_privilege(r, 'public', 'create')",
        [[...WORK_ROLES, "public"]],
      );
      return rows;
    });
    expect(makers).toEqual([]);
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
