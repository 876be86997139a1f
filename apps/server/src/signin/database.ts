/** better-auth's tables by our own transactions: the same role, the same pool, and nothing reached that it need not. */
import { type CustomAdapter, createAdapterFactory } from "better-auth/adapters";
import { type Pool, prepared, type Tx, withOperator } from "../store/index.ts";

type Where = Parameters<CustomAdapter["findOne"]>[0]["where"][number];
type Row = Record<string, unknown>;

const OPERATORS = { eq: "=", ne: "<>", lt: "<", lte: "<=", gt: ">", gte: ">=" } as const;

/** Values in their order, and where each stands in the text. */
class Values {
  readonly all: unknown[] = [];

  add(value: unknown): string {
    this.all.push(value instanceof Date ? value.toISOString() : value);
    return `$${this.all.length}`;
  }
}

/** Names come from better-auth's schema and ours; nothing else gets into a statement. */
function name(text: string): string {
  if (!/^[a-z_]+$/.test(text)) throw new RangeError(`not the name of a table or column: ${text}`);
  return text;
}

function conditionOf(where: readonly Where[] | undefined, values: Values): string {
  if (where === undefined || where.length === 0) return "true";
  return where
    .map(
      (one, at) =>
        `${at === 0 ? "" : ` ${one.connector === "OR" ? "or" : "and"} `}${comparison(one, values)}`,
    )
    .join("");
}

function comparison({ field, operator, value }: Where, values: Values): string {
  const column = name(field);
  if (value === null) return operator === "ne" ? `${column} is not null` : `${column} is null`;
  if (operator === "in" || operator === "not_in") {
    const list = (Array.isArray(value) ? value : [value]).map((one) => values.add(one)).join(", ");
    return list === ""
      ? String(operator !== "in")
      : `${column} ${operator === "in" ? "in" : "not in"} (${list})`;
  }
  const sign = OPERATORS[operator as keyof typeof OPERATORS];
  if (sign === undefined) throw new RangeError(`nothing here is looked for by ${operator}`);
  return `${column} ${sign} ${values.add(value)}`;
}

function setOf(update: Row, values: Values): string {
  return Object.entries(update)
    .map(([column, value]) => `${name(column)} = ${values.add(value)}`)
    .join(", ");
}

export function signInDatabase(pool: Pool) {
  const many = (text: string, values: Values) =>
    withOperator(pool, (tx: Tx) => tx.many<Row>({ ...prepared(text), values: values.all }));
  const count = (text: string, values: Values) =>
    withOperator(pool, (tx) => tx.run({ ...prepared(text), values: values.all }));
  const adapterFor = (
    columnOf: (of: { readonly model: string; readonly field: string }) => string,
  ): CustomAdapter => ({
    create: async <T extends Row>({ model, data }: { readonly model: string; readonly data: T }) => {
      const values = new Values();
      const columns = Object.keys(data).map(name).join(", ");
      const given = Object.values(data)
        .map((value) => values.add(value))
        .join(", ");
      const rows = await many(
        `insert into ${name(model)} (${columns}) values (${given}) returning *`,
        values,
      );
      return rows[0] as T;
    },
    findOne: async <T>({ model, where }: { readonly model: string; readonly where: Where[] }) => {
      const values = new Values();
      const rows = await many(
        `select * from ${name(model)} where ${conditionOf(where, values)} limit 1`,
        values,
      );
      return (rows[0] ?? null) as T | null;
    },
    findMany: async <T>(asked: Parameters<CustomAdapter["findMany"]>[0]) => {
      const { model, modelKey = model, where, limit, offset, sortBy } = asked;
      const values = new Values();
      const condition = conditionOf(where, values);
      const order =
        sortBy === undefined
          ? "id"
          : `${name(columnOf({ model: modelKey, field: sortBy.field }))} ${sortBy.direction === "desc" ? "desc" : "asc"}, id`;
      const page = `limit ${values.add(limit)} offset ${values.add(offset ?? 0)}`;
      return (await many(
        `select * from ${name(model)} where ${condition} order by ${order} ${page}`,
        values,
      )) as T[];
    },
    update: async <T>({
      model,
      where,
      update,
    }: {
      readonly model: string;
      readonly where: Where[];
      readonly update: T;
    }) => {
      const values = new Values();
      const set = setOf(update as Row, values);
      const rows = await many(
        `update ${name(model)} set ${set} where ${conditionOf(where, values)} returning *`,
        values,
      );
      return (rows[0] ?? null) as T | null;
    },
    updateMany: ({ model, where, update }) => {
      const values = new Values();
      const set = setOf(update, values);
      return count(`update ${name(model)} set ${set} where ${conditionOf(where, values)}`, values);
    },
    delete: async ({ model, where }) => {
      const values = new Values();
      await count(`delete from ${name(model)} where ${conditionOf(where, values)}`, values);
    },
    deleteMany: ({ model, where }) => {
      const values = new Values();
      return count(`delete from ${name(model)} where ${conditionOf(where, values)}`, values);
    },
    consumeOne: async <T>({ model, where }: { readonly model: string; readonly where: Where[] }) => {
      const values = new Values();
      const first = `select id from ${name(model)} where ${conditionOf(where, values)} order by id limit 1 for update`;
      const rows = await many(`delete from ${name(model)} where id = (${first}) returning *`, values);
      return (rows[0] ?? null) as T | null;
    },
    count: async ({ model, where }) => {
      const values = new Values();
      const rows = await many(
        `select count(*)::int as n from ${name(model)} where ${conditionOf(where, values)}`,
        values,
      );
      return rows[0]!.n as number;
    },
  });
  // Instants are text in our rows: better-auth is told so, and makes dates of them.
  return createAdapterFactory({
    config: { adapterId: "innfri", supportsDates: false, supportsBooleans: true, supportsJSON: false },
    adapter: ({ getFieldName }) => adapterFor(getFieldName),
  });
}
