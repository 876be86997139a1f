import { ACCOUNTS } from "@innfri/claims";
import { testDatabase } from "@innfri/testing";
import type pg from "pg";
import { describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import * as kinds from "./kinds.ts";

const database = await testDatabase();

/** The tables that belong to no creditor: the operator's own. */
const OPERATORS_OWN = [
  "account_name",
  "api_key",
  "audit_line",
  "backup",
  "bank_file",
  "bank_line",
  "contact_request",
  "debtor_session",
  "door_try",
  "invitation",
  "law_entry",
  "law_proposal",
  "law_sign_off",
  "letter_door",
  "membership",
  "migration",
  "operator",
  "operator_request",
  "operator_root",
  "person",
  "queue_taken",
  "signin_account",
  "signin_passkey",
  "signin_second_factor",
  "signin_session",
  "signin_try",
  "signin_user",
  "signin_verification",
];

async function rows<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  return withAdministrator(database.url, async (client) => (await client.query<Row>(text)).rows);
}

const TABLES = `select c.oid, c.relname::text as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

describe("The schema can be spread over a cluster by creditor", () => {
  it("Every table but the operator's own carries creditor_id", async () => {
    const without = await rows<{ name: string }>(`select name from (${TABLES}) t where not exists
      (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'creditor_id') order by name`);
    expect(without.map((row) => row.name)).toEqual(OPERATORS_OWN);
  });

  it("creditor_id leads every primary key, foreign key and unique constraint or index", async () => {
    const leading = await rows<{ what: string; leads: string }>(`
      select t.name || '.' || i.indexrelid::regclass as what, a.attname::text as leads
        from (${TABLES}) t join pg_index i on i.indrelid = t.oid and i.indisunique
        join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      union all
      select t.name || '.' || k.conname, a.attname::text
        from (${TABLES}) t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]`);
    const ofCreditors = leading.filter(
      ({ what }) => !OPERATORS_OWN.some((name) => what.startsWith(`${name}.`)),
    );
    expect(ofCreditors.length).toBeGreaterThan(40);
    expect(ofCreditors.filter(({ leads }) => leads !== "creditor_id")).toEqual([]);
  });

  it("No foreign key runs between a creditor's table and an operator's", async () => {
    const keys = await rows<{ source: string; target: string }>(`
      select conrelid::regclass::text as source, confrelid::regclass::text as target from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace`);
    const crossing = keys.filter(
      (key) => OPERATORS_OWN.includes(key.source) !== OPERATORS_OWN.includes(key.target),
    );
    expect(crossing).toEqual([]);
  });

  it("The five tables that the engine appends to have no foreign keys", async () => {
    const keys =
      await rows(`select conname from pg_constraint where contype = 'f' and conrelid::regclass::text
      in ('step', 'document', 'message', 'ledger_transaction', 'event')`);
    expect(keys).toEqual([]);
  });

  it("No key comes from a sequence", async () => {
    expect(
      await rows("select from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"),
    ).toEqual([]);
  });
});

describe("Every creditor's rows are kept apart", () => {
  it("Row-level security is enabled and forced, with a policy, on every table with creditor_id", async () => {
    const open = await rows<{ name: string }>(`
      select t.name from (${TABLES}) t join pg_class c on c.oid = t.oid
      where exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'creditor_id')
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = t.oid))`);
    expect(open).toEqual([]);
  });

  it("Of the operator's own, those about people and money have it too, and the rest is the same for all creditors", async () => {
    const open = await rows<{ name: string }>(`
      select t.name from (${TABLES}) t join pg_class c on c.oid = t.oid
      where not (c.relrowsecurity and c.relforcerowsecurity) order by t.name`);
    expect(open.map(({ name }) => name)).toEqual([
      "account_name",
      "backup",
      "law_entry",
      "law_sign_off",
      "migration",
      "operator",
      "operator_root",
    ]);
  });

  it("No view shows with its owner's eyes but those for the debtor, and no function but that which collects statistics", async () => {
    const views = await rows<{ name: string }>(`select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
        and not coalesce(reloptions @> '{security_invoker=true}', false) order by 1`);
    expect(views.map(({ name }) => name)).toEqual(["debtor_claim_now", "debtor_event", "debtor_step"]);
    const functions = await rows<{
      name: string;
      settings: string[];
    }>(`select proname::text as name, proconfig as settings
      from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`);
    expect(functions).toEqual([
      {
        name: "refresh_statistics",
        settings: ["search_path=public, pg_temp", "default_statistics_target=30"],
      },
    ]);
  });

  it("No policy holds a subselect, which a cluster would refuse", async () => {
    const policies = await rows<{ text: string }>(
      "select coalesce(qual, '') || coalesce(with_check, '') as text from pg_policies",
    );
    expect(policies.length).toBeGreaterThan(60);
    expect(policies.filter(({ text }) => /select/i.test(text))).toEqual([]);
  });

  it("The owner owns everything, and no other role is strong", async () => {
    const owners = await rows<{
      owner: string;
    }>(`select distinct pg_get_userbyid(relowner)::text as owner from pg_class
      where relnamespace = 'public'::regnamespace`);
    expect(owners).toEqual([{ owner: "innfri_owner" }]);
    const strong = await rows(`select rolname from pg_roles where rolname like 'innfri_%'
      and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb)`);
    expect(strong).toEqual([]);
  });

  it("Nobody but the owner may delete or truncate, save what is over of a sign-in and what is old of the access log and of kept answers", async () => {
    const grants = await rows(`select grantee, table_name from information_schema.table_privileges
      where table_schema = 'public' and privilege_type in ('DELETE', 'TRUNCATE') and grantee <> 'innfri_owner' order by 2`);
    const by = (role: string) =>
      grants.filter(({ grantee }) => grantee === role).map(({ table_name }) => table_name);
    // Of the log nothing of the last year; of the others, save answers of a company, what is over alone.
    expect(by("innfri_engine")).toEqual([
      ...["access_line", "debtor_session", "door_try", "idempotency_key", "operator_request"],
      ...["signin_session", "signin_try", "signin_verification"],
    ]);
    expect(by("innfri_api")).toEqual([
      ...["signin_account", "signin_passkey", "signin_second_factor"],
      ...["signin_session", "signin_try", "signin_verification"],
    ]);
    expect(grants).toHaveLength(14);
  });
});

describe("Words and accounts are the same in code and columns", () => {
  it.each([
    ["hold", "kind", kinds.HOLD_KINDS],
    ["document", "kind", kinds.DOCUMENT_KINDS],
    ["step", "kind", kinds.STEP_KINDS],
    ["message", "channel", kinds.CHANNELS],
    ["message", "state", kinds.MESSAGE_STATES],
    ["delivery_attempt", "outcome", kinds.ATTEMPT_OUTCOMES],
    ["delivery_attempt", "carrier", kinds.CARRIERS],
    ["carrier_outage", "carrier", kinds.CARRIERS],
    ["print_batch", "carrier", kinds.CARRIERS],
    ["unreached", "channel", kinds.CHANNELS],
    ["approval", "kind", kinds.APPROVAL_KINDS],
    ["approval", "state", kinds.APPROVAL_STATES],
    ["approval_item", "state", kinds.APPROVAL_ITEM_STATES],
    ["claim_now", "state", kinds.CLAIM_STATES],
    ["claim_now", "stage", kinds.CLAIM_STAGES],
    ["ledger_transaction", "kind", kinds.LEDGER_KINDS],
    ["event", "kind", kinds.EVENT_KINDS],
    ["debtor", "kind", kinds.DEBTOR_KINDS],
    ["objection", "extent", kinds.OBJECTION_EXTENTS],
    ["law_sign_off", "state", kinds.SIGN_OFF_STATES],
    ["law_entry", "kind", kinds.LAW_ENTRY_KINDS],
    ["backup", "kind", kinds.BACKUP_KINDS],
  ] as const)("The check on %s.%s lists exactly the words of the code", async (table, column, words) => {
    const [check] = await rows<{ text: string }>(`select pg_get_constraintdef(oid) as text from pg_constraint
      where conrelid = '${table}'::regclass and contype = 'c' and conname = '${table}_${column}_check'`);
    const listed = [...(check?.text ?? "").matchAll(/'([^']+)'::text/g)].map((match) => match[1]);
    expect(listed).toEqual([...words]);
  });

  it("Every column called kind, state, channel or outcome has such a check", async () => {
    const unchecked =
      await rows(`select t.name, a.attname from (${TABLES}) t join pg_attribute a on a.attrelid = t.oid
      where a.attname in ('kind', 'state', 'channel', 'outcome', 'extent', 'item') and not exists (select from pg_constraint k
        where k.conrelid = t.oid and k.contype = 'c' and k.conname = t.name || '_' || a.attname || '_check')`);
    expect(unchecked).toEqual([]);
  });

  it("The chart of accounts is the code's", async () => {
    const chart = await rows<{ name: string; account_no: number }>(
      "select name, account_no from account_name",
    );
    expect(Object.fromEntries(chart.map((row) => [row.account_no, row.name]))).toEqual(ACCOUNTS);
  });
});
