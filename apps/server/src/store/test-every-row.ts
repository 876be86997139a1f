/**
 * For the test of who reaches which rows: a row of every table and for each of three debtors, made from the catalogue,
 * so that a table that a later migration adds is tried without anybody thinking of it.
 */
import { anId } from "@innfri/testing";
import type pg from "pg";

/** Two debtors of one creditor and one of another. */
export type Owner = "A1" | "A2" | "B1";
const OWNERS: readonly Owner[] = ["A1", "A2", "B1"];

export type Ids = { readonly creditor: string; readonly debtor: string; readonly claim: string };

type Column = {
  readonly name: string;
  readonly type: string;
  readonly isNeeded: boolean;
  readonly words: readonly string[] | null;
};

/** A table or view, or the rows of a table that are like each other and unlike its others: `bank_line:waiting`. */
export type Relation = {
  readonly name: string;
  /** As a statement names it. */
  readonly target: string;
  readonly columns: readonly string[];
  readonly rows: Readonly<Record<Owner, Row>>;
};

/** Where one row is found, and its values as literals by column. */
export type Row = { readonly where: string; readonly literals: Readonly<Record<string, string>> };

/** What the columns' types do not tell. Literals, by relation and column. */
const STATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  access_line: { at: "now()", person_count: "1" },
  contact_request: { kind: "'interest'", for_creditor_id: "null" },
  approval_item: { decided_at: "now()" },
  online_payment: { provider: "'sandbox'" },
  carrier_outage: { failures: "1", since: "now()", next_try_at: "now()" },
  event_page: { claim_ids: "array[gen_random_uuid()]", seqs: "array[1]", position: "null" },
  chain_growth: { sealed_on: "null", claim_ids: "'{}'" },
  operator_root: {
    creditor_ids: "array[gen_random_uuid()]",
    creditor_root_on: "'{2026-01-15}'",
    creditor_roots: "array[sha256('x')]",
  },
  person: {
    number_key: "uuid_send(gen_random_uuid())",
    blanked_at: "null",
    number_sealed: "'\\x00'",
    key_id: "'1'",
  },
  verification: { root_on: "null", root: "null" },
  contact: { salt: "'\\x00'", data: "'{}'" },
  bank_line: { matched_at: "now()" },
  claim_now: { closed_on: "'2026-01-15'" },
  free_text: { salt: "'\\x00'", body: "'text'" },
  backup: { by_name: "null" },
  debtor_state: { ended_on: "null", ended_by: "null" },
  law_entry: { entered_by: "'one'", confirmed_by: "'another'" },
  ledger_transaction: { account_no: "'{1120,3120}'", amount_minor: "'{100,-100}'" },
  "bank_line:waiting": { matched_creditor_id: "null", matched_at: "null" },
  "free_text:creditors-own": { debtor_id: "null", claim_id: "null" },
  "payment:of-nobody": { debtor_id: "null" },
};

/** Words that the checks ask for together with the values above. */
const WORDS: Readonly<Record<string, string>> = {
  "approval_item.state": "approved",
  "claim_now.state": "closed",
};

/** What a view shows: its rows are found as those of the table are. */
const SHOWS: Readonly<Record<string, string>> = {
  posting: "ledger_transaction",
  debtor_claim_now: "claim_now",
  debtor_step: "step",
  debtor_event: "event",
};

export async function everyRow(
  client: pg.Client,
): Promise<{ readonly ids: Readonly<Record<Owner, Ids>>; readonly relations: readonly Relation[] }> {
  const [first, second] = [anId(), anId()];
  const idsOf = (creditor: string): Ids => ({ creditor, debtor: anId(), claim: anId() });
  const ids = { A1: idsOf(first), A2: idsOf(first), B1: idsOf(second) };
  const found = await relationsOf(client);
  const tables = found.filter(({ isView }) => !isView);
  // Keys to other tables and append-only triggers are about something else.
  await client.query("set session_replication_role = replica");
  const relations: Relation[] = [];
  for (const { name } of tables)
    for (const kind of [name, ...Object.keys(STATED).filter((one) => one.startsWith(`${name}:`))])
      relations.push(await fill(client, name, kind, ids));
  await client.query("reset session_replication_role");
  for (const { name } of found.filter(({ isView }) => isView)) {
    const shown = relations.find((one) => one.name === SHOWS[name]);
    if (shown === undefined) throw new Error(`say in SHOWS which table the view ${name} shows`);
    relations.push(await viewOf(client, name, shown));
  }
  return { ids, relations };
}

/** The queue's tables in their own schema hold no creditor's rows: jobs-schema.test.ts says who reaches them. */
async function relationsOf(client: pg.Client): Promise<{ name: string; isView: boolean }[]> {
  const { rows } = await client.query<{ name: string; isView: boolean }>(`
    select case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname as name,
      c.relkind in ('v', 'm') as "isView"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^(pg_|information_schema|innfri_jobs$)' and c.relkind in ('r', 'p', 'v', 'm') order by name`);
  return rows;
}

/** A row of a table for each of them. */
export async function fill(
  client: pg.Client,
  table: string,
  kind: string,
  ids: Readonly<Record<Owner, Ids>>,
): Promise<Relation> {
  const columns = await columnsOf(client, table);
  const key = await keyOf(client, table);
  const rows: Partial<Record<Owner, Row>> = {};
  for (const [index, owner] of OWNERS.entries()) {
    const literals: Record<string, string> = {};
    for (const column of columns) {
      const stated = { ...STATED[table], ...STATED[kind] }[column.name];
      const literal = stated ?? literalOf(table, column, ids[owner], `${kind} ${index}`, index);
      if (literal !== null) literals[column.name] = literal;
    }
    const names = Object.keys(literals);
    const values = names.map((name) => literals[name]);
    const where = key.map((name) => `${name} = ${literals[name]}`).join(" and ");
    await client
      .query(
        `insert into ${table} (${names.join(", ")}) values (${values.join(", ")}) on conflict do nothing`,
      )
      .catch((error: Error) => {
        throw new Error(`no row of ${kind} could be made (${error.message}): say in STATED what it needs`);
      });
    rows[owner] = { where, literals };
  }
  return {
    name: kind,
    target: table,
    columns: columns.map(({ name }) => name),
    rows: rows as Record<Owner, Row>,
  };
}

async function viewOf(client: pg.Client, view: string, shown: Relation): Promise<Relation> {
  const columns = (await columnsOf(client, view)).map(({ name }) => name);
  const keys = ["creditor_id", "claim_id", "journal_id", "seq", "ordinal", "entry_no"].filter((name) =>
    columns.includes(name),
  );
  const rowOf = (owner: Owner): Row => {
    const shownIn = shown.rows[owner].literals;
    const literals = Object.fromEntries(keys.map((name) => [name, shownIn[name]!]));
    return { where: keys.map((name) => `${name} = ${literals[name]}`).join(" and "), literals };
  };
  return {
    name: view,
    target: view,
    columns,
    rows: { A1: rowOf("A1"), A2: rowOf("A2"), B1: rowOf("B1") },
  };
}

async function columnsOf(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select a.attname::text as name, format_type(a.atttypid, null) as type, a.attnotnull as "isNeeded",
       coalesce(
         (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = a.atttypid),
         (select array(select m[1] from regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::', 'g') m)
          from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]
            and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%' limit 1)) as words
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' order by a.attnum`,
    [table],
  );
  return rows;
}

async function keyOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select a.attname::text as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = $1::regclass and i.indisprimary order by array_position(i.indkey::int[], a.attnum::int)`,
    [table],
  );
  if (rows.length === 0)
    throw new Error(`${table} has no primary key, by which its rows would be told apart`);
  return rows.map(({ name }) => name);
}

/** A value of the column's type; null leaves the column out. Whose the row is, is said by the names that we give ids. */
function literalOf(table: string, column: Column, ids: Ids, text: string, index: number): string | null {
  const { name, type, words, isNeeded } = column;
  if (name === "creditor_id" || name === "matched_creditor_id") return `'${ids.creditor}'`;
  if (name === "debtor_id") return `'${ids.debtor}'`;
  if (name === "claim_id" || name === "journal_id") return `'${ids.claim}'`;
  if (!isNeeded) return null;
  if (words !== null && words.length > 0) return `'${WORDS[`${table}.${name}`] ?? words[0]}'`;
  if (type.endsWith("[]")) return "'{}'";
  switch (type) {
    case "uuid":
      return `'${anId()}'`;
    case "bytea":
      return `sha256('${text} ${name}')`;
    case "smallint":
    case "integer":
    case "bigint":
      return String(index + 1);
    case "date":
      return `'2026-01-${15 + index}'`;
    case "boolean":
      return "false";
    case "json":
    case "jsonb":
      return "'{}'";
    case "interval":
      return "'1 hour'";
    case "character":
      return name === "language" ? "'nb'" : "'NO'";
    default:
      return type.startsWith("timestamp") ? `'2026-01-15T09:00:0${index}Z'` : `'${text}'`;
  }
}
