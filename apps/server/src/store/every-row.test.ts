import { readFile } from "node:fs/promises";
import { testDatabase } from "@innfri/testing";
import type pg from "pg";
import { describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { OWNER_ROLE, WORK_ROLES } from "./roles.ts";
import { everyRow, type Ids, type Owner, type Relation } from "./test-every-row.ts";

const database = await testDatabase();

/** A user of the server who was given no role. Made for this test and gone after it. */
const STRANGER = `stranger_${new URL(database.url).pathname.slice(-8)}`;
const ROLES = [...WORK_ROLES, OWNER_ROLE, STRANGER];

/** Whom the transaction has named, and whose row it tries. In the order of the columns of roles-and-rows.txt. */
const SITUATIONS: readonly { readonly named: readonly (keyof Ids)[]; readonly tried: Owner }[] = [
  { named: [], tried: "A1" },
  { named: ["creditor"], tried: "A1" },
  { named: ["creditor"], tried: "B1" },
  { named: ["creditor", "debtor"], tried: "A1" },
  { named: ["creditor", "debtor"], tried: "A2" },
  { named: ["creditor", "debtor"], tried: "B1" },
];

const LETTER_OF = { select: "s", insert: "i", update: "u", delete: "d", truncate: "t" } as const;
type Verb = keyof typeof LETTER_OF;
const VERBS = Object.keys(LETTER_OF) as Verb[];

/** For each relation, a line for each role: `engine  .x... siu.. …`, as roles-and-rows.txt has it. */
type Matrix = ReadonlyMap<string, readonly string[]>;

async function written(): Promise<Matrix> {
  const text = await readFile(new URL("./roles-and-rows.txt", import.meta.url), "utf8");
  const matrix = new Map<string, readonly string[]>();
  for (const block of text.split(/\n\s*\n/)) {
    const lines = block.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
    const answers = lines
      .filter((line) => line.startsWith("  "))
      .map((line) => line.trim().split(/\s+/).join(" "));
    for (const name of lines.filter((line) => !line.startsWith("  ")).flatMap((line) => line.split(/\s+/)))
      if (name !== "") matrix.set(name, matrix.has(name) ? ["listed twice"] : answers);
  }
  return matrix;
}

async function found(): Promise<Matrix> {
  return withAdministrator(database.url, async (client) => {
    await client.query(`create role ${STRANGER} login noinherit`);
    try {
      const { ids, relations } = await everyRow(client);
      await client.query(ATTEMPTS);
      const answers = new Map(relations.map(({ name }) => [name, [] as string[]]));
      for (const role of ROLES) {
        const columns = await columnsOf(client, role);
        const cells = new Map(relations.map(({ name }) => [name, [] as string[]]));
        for (const situation of SITUATIONS) {
          const tried = await tryAll(client, role, situation, ids, relations, columns);
          for (const [name, cell] of tried) cells.get(name)!.push(cell);
        }
        const word = role === STRANGER ? "stranger" : role.slice("innfri_".length);
        for (const [name, row] of cells) answers.get(name)!.push([word, ...row].join(" "));
      }
      return answers;
    } finally {
      await client.query(`drop owned by ${STRANGER}; drop role ${STRANGER}`);
    }
  });
}

/** Tries each statement and takes it back; says how many rows it reached, or the code of what refused it. */
const ATTEMPTS = `
  create function attempts(statements text[]) returns text[] language plpgsql as $$
  declare
    answers text[] := '{}';
    one text;
    reached bigint;
  begin
    foreach one in array statements loop
      begin
        execute one;
        get diagnostics reached = row_count;
        raise exception using errcode = 'ZZ001', message = reached::text;
      exception when others then
        answers := answers || case when sqlstate = 'ZZ001' then sqlerrm else sqlstate end;
      end;
    end loop;
    return answers;
  end $$;
  grant execute on function attempts(text[]) to public`;

/** The columns that a role may write, by relation: a right on one column is a right, and one that it lacks is none. */
type Writable = ReadonlyMap<
  string,
  { readonly insert: readonly string[]; readonly update: readonly string[] }
>;

async function columnsOf(client: pg.Client, role: string): Promise<Writable> {
  const { rows } = await client.query<{ relation: string; insert: string[]; update: string[] }>(
    `select case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname as relation,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and has_column_privilege($1, c.oid, a.attnum, 'insert') order by a.attnum) as insert,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and has_column_privilege($1, c.oid, a.attnum, 'update') order by a.attnum desc) as update
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm')`,
    [role],
  );
  return new Map(rows.map(({ relation, ...columns }) => [relation, columns]));
}

async function tryAll(
  client: pg.Client,
  role: string,
  { named, tried }: (typeof SITUATIONS)[number],
  ids: Readonly<Record<Owner, Ids>>,
  relations: readonly Relation[],
  writable: Writable,
): Promise<Map<string, string>> {
  const statements = relations.flatMap((relation) =>
    VERBS.map((verb) => statementOf(verb, relation, tried, writable)),
  );
  const settings = named.map((what) => `set local innfri.${what}_id = '${ids.A1[what]}';`).join(" ");
  await client.query(`begin; set local role ${role}; ${settings}`);
  const { rows } = await client.query<{ answers: string[] }>("select attempts($1::text[]) as answers", [
    statements,
  ]);
  await client.query("rollback");
  const answers = rows[0]!.answers;
  return new Map(
    relations.map(({ name }, index) => [
      name,
      VERBS.map((verb, at) => letterOf(verb, answers[index * VERBS.length + at]!)).join(""),
    ]),
  );
}

function statementOf(verb: Verb, relation: Relation, tried: Owner, writable: Writable): string {
  const { target, columns } = relation;
  const { where, literals } = relation.rows[tried];
  const may = writable.get(target)!;
  switch (verb) {
    case "select":
      return `select from ${target} where ${where}`;
    case "insert": {
      const own = may.insert.length === 0 ? columns : may.insert;
      const names = own.filter((name) => literals[name] !== undefined);
      return `insert into ${target} (${names.join(", ")}) values (${names.map((name) => literals[name]).join(", ")})`;
    }
    case "update": {
      const name = may.update[0] ?? columns.at(-1)!;
      return `update ${target} set ${name} = ${name} where ${where}`;
    }
    case "delete":
      return `delete from ${target} where ${where}`;
    case "truncate":
      return `truncate ${target} cascade`;
  }
}

/** A row that is there already is refused by its key, behind all that could have kept the role from it. */
const KEY_EXISTS = "23505";
/** By privilege or policy; a view of several tables is not written at all. */
const REFUSED = ["42501", "55000", "42809"];
const NEVER_CHANGED = "23001";

function letterOf(verb: Verb, answer: string): string {
  if (answer === NEVER_CHANGED) return "!";
  if (REFUSED.includes(answer)) return "x";
  if (answer === KEY_EXISTS && verb === "insert") return LETTER_OF.insert;
  if (!/^\d{1,4}$/.test(answer)) return `(${verb} ${answer})`;
  return answer === "0" && verb !== "truncate" ? "." : LETTER_OF[verb];
}

describe("Every table, every role and every verb answer as roles-and-rows.txt says", async () => {
  const [expected, actual] = [await written(), await found()];
  it("The list names every table and view, each once, and no others", () => {
    expect([...expected.keys()].sort()).toEqual([...actual.keys()].sort());
  });

  it.each([...actual.keys()])("%s (D7, B27)", (name) => {
    expect(actual.get(name)).toEqual(expected.get(name));
  });
});
