/**
 * Connections and transactions. Every transaction names the creditor it is for, and without one row-level
 * security shows it nothing. SQL is written as SQL, with values in `${}`: they travel as parameters.
 */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isUuid, type Uuid } from "@innfri/kernel";
import pg from "pg";
import { errorFields, log } from "../log/index.ts";
import { countFailedTransaction } from "../metrics/counters.ts";
import { refuseStrongRole, StoreRoleError } from "./role-check.ts";
import type { WorkRole } from "./roles.ts";
import { typeParsers } from "./type-parsers.ts";

/** A statement and its parameters; prepared under its name on first use of a connection. */
export type Query = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

type Statement = { readonly name: string; readonly text: string };
const statements = new WeakMap<TemplateStringsArray, Statement>();

/**
 * A statement with its parameters: sql`select … where claim_id = ${claimId}`. Buffers travel in binary (see
 * `binaryArray`), bigints and days as text; JSON must be given as text.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Query {
  let statement = statements.get(strings);
  if (statement === undefined) {
    statement = prepared(strings.reduce((text, part, index) => `${text}$${index}${part}`));
    statements.set(strings, statement);
  }
  return { ...statement, values };
}

/** The same for a text that is put together once, when a module is loaded. */
export function prepared(text: string): Statement {
  return { name: `s${createHash("sha256").update(text).digest("hex").slice(0, 24)}`, text };
}

/** One transaction. Statements that do not wait for each other share a round trip: `Promise.all` them. */
export type Tx = {
  /** All rows. `Row` is what the statement's column names and types say; int8 is bigint, days and instants text. */
  many<Row extends object>(query: Query): Promise<Row[]>;
  /** The only row. Throws when there is none or more than one. */
  one<Row extends object>(query: Query): Promise<Row>;
  /** The only row, or undefined. Throws when there is more than one. */
  maybe<Row extends object>(query: Query): Promise<Row | undefined>;
  /** How many rows were written. */
  run(query: Query): Promise<number>;
};

export type Pool = {
  readonly role: WorkRole;
  /** For drivers that need the connection itself (COPY, jobs); it has no creditor set. */
  readonly connections: pg.Pool;
  close(): Promise<void>;
};

export type PoolOptions = {
  readonly url: string;
  readonly role: WorkRole;
  /** The most connections at once. */
  readonly max?: number;
  /** The longest that a statement may take, waiting for locks included; by the role when left out. */
  readonly withinMs?: number;
};

/**
 * Somebody waits for the answer of these: what takes longer is given up, and holds no connection and no lock. Nor is a
 * statement compiled, which takes longer than to read a page, or given more than one processor: the others are for those
 * who ask beside it.
 */
const WITHIN_MS: Readonly<Partial<Record<WorkRole, number>>> = { innfri_api: 5000, innfri_debtor: 5000 };

/**
 * Opens connections that work as `role`. Throws `StoreRoleError` when the database is not migrated, when the
 * user may not put the role on, or when the role would see more than it should.
 */
export async function openPool(options: PoolOptions): Promise<Pool> {
  const withinMs = options.withinMs ?? WITHIN_MS[options.role];
  const connections = new pg.Pool({
    connectionString: withRole(options.url, options.role, withinMs),
    // Nor does anybody wait for a connection for ever.
    ...(withinMs === undefined ? {} : { connectionTimeoutMillis: 2 * withinMs }),
    application_name: options.role.replace("_", " "),
    max: options.max ?? 10,
    pipeline: true,
    types: typeParsers,
  });
  // A connection that breaks while idle is replaced by the next one; a broken one in use rejects its query.
  connections.on("error", () => undefined);
  // The server can say that it goes away in the same packet as that it is there: before whoever asked has it in hand.
  connections.on("connect", (client) => client.on("error", () => undefined));
  try {
    await refuseStrongRole(connections, options.role);
  } catch (error) {
    await connections.end();
    throw error;
  }
  return { role: options.role, connections, close: () => connections.end() };
}

// A machine that loses its power or its network says no goodbye. Without these the server keeps what it had locked for
// two hours, and nobody ends its day meanwhile.
const GONE_WITHIN_SECONDS = "-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

// The role is put on in the start-up message, before any statement can run without it.
export function withRole(url: string, role: WorkRole, withinMs?: number): string {
  const address = new URL(url);
  const given = address.searchParams.get("options");
  // Temporary tables are looked for last: one left behind on a connection cannot stand before ours.
  const settings = `-c role=${role} -c search_path=public,pg_temp -c timezone=UTC -c datestyle=ISO ${GONE_WITHIN_SECONDS}${withinMs === undefined ? "" : ` -c jit=off -c max_parallel_workers_per_gather=0 -c statement_timeout=${withinMs} -c idle_in_transaction_session_timeout=${4 * withinMs}`}`;
  // URLSearchParams would write spaces as "+", which the driver reads as a plus sign.
  address.searchParams.delete("options");
  const separator = address.search === "" ? "?" : "&";
  return `${address.href}${separator}options=${encodeURIComponent(given === null ? settings : `${given} ${settings}`)}`;
}

/** A transaction for one creditor: it sees and writes that creditor's rows and the operator's own, no others. */
export async function withCreditor<T>(
  pool: Pool,
  creditorId: Uuid,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, creditorSetting(creditorId), work);
}

/**
 * Within a transaction that has named nobody, work on one creditor's rows; afterwards it has named nobody again. For what
 * is the operator's to begin: a new company and its first rows.
 */
export async function naming<T>(tx: Tx, creditorId: Uuid, work: () => Promise<T>): Promise<T> {
  const name = (value: string) => tx.many(sql`select set_config('innfri.creditor_id', ${value}, true)`);
  await name(checked(creditorId));
  const result = await work();
  await name("");
  return result;
}

/** A transaction for one debtor of one creditor, for a pool of the role `innfri_debtor`. */
export async function withDebtor<T>(
  pool: Pool,
  of: { readonly creditorId: Uuid; readonly debtorId: Uuid },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const settings = `${creditorSetting(of.creditorId)}; set local innfri.debtor_id = '${checked(of.debtorId)}'`;
  return inTransaction(pool, settings, work);
}

/** A transaction on the operator's own tables. Of creditors' rows it sees none. */
export async function withOperator<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(pool, "", work);
}

/**
 * A transaction that reads all creditors' rows at one moment and writes nothing, for a pool of the role `innfri_auditor`:
 * for what is told of the whole installation. Longer than `withinMs` it is ended by the database.
 */
export async function withAuditor<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  withinMs = 30_000,
): Promise<T> {
  const settings = `set transaction isolation level repeatable read, read only;
    set local statement_timeout = ${Math.trunc(withinMs)}`;
  return inTransaction(pool, settings, work);
}

function creditorSetting(creditorId: Uuid): string {
  return `set local innfri.creditor_id = '${checked(creditorId)}'`;
}

// `set` takes no parameters, so the id is written into the statement; nothing but a UUID gets through.
function checked(id: Uuid): Uuid {
  if (!isUuid(id)) throw new RangeError(`not an id: ${JSON.stringify(id)}`);
  return id;
}

/** Whatever was set on the connection before is as when it was opened, and a role that was put off is put on again. */
function beginning(pool: Pool, settings: string): string {
  return `begin; reset all; set local role ${pool.role}; ${settings}`;
}

async function inTransaction<T>(pool: Pool, settings: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return onConnection(pool, async (client, giveUp) => {
    // The first statements of the work leave with it. Where it fails, so do they: its error is the one that is told.
    const begun = outcomeOf(send(client, beginning(pool, settings)));
    try {
      const result = await work(transactionOn(client));
      const { error } = await begun;
      if (error !== undefined) throw error;
      await send(client, "commit").then(mustBeCommit);
      return result;
    } catch (error) {
      const { error: first } = await begun;
      if (first !== undefined) giveUp();
      else await send(client, "rollback").catch(giveUp);
      const told = first ?? error;
      countFailedTransaction(sqlState(told));
      log.debug("transaction-failed", errorFields(told));
      throw told;
    }
  });
}

/** What became of something that is waited for later; it is never rejected. */
function outcomeOf(work: Promise<unknown>): Promise<{ readonly error?: unknown }> {
  return work.then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
}

/** PostgreSQL answers the commit of a failed transaction with a rollback and no error. */
function mustBeCommit({ command }: pg.QueryResult): void {
  if (command !== "COMMIT")
    throw new Error("the transaction had failed before it was committed: nothing was written");
}

/**
 * Statements that need nothing of each other's answers, in a transaction of their own and one round trip: the rows of
 * each. Null is the operator's own.
 */
export async function atOnce(
  pool: Pool,
  creditorId: Uuid | null,
  queries: readonly Query[],
  { waitsForDisk = true }: { readonly waitsForDisk?: boolean } = {},
): Promise<object[][]> {
  const settings = [
    ...(creditorId === null ? [] : [creditorSetting(creditorId)]),
    ...(waitsForDisk ? [] : ["set local synchronous_commit = off"]),
  ].join("; ");
  return onConnection(pool, async (client, giveUp) => {
    const begun = send(client, beginning(pool, settings));
    const asked = queries.map((query) => sendQuery(client, query));
    const committed = send(client, "commit").then(mustBeCommit);
    const all = await Promise.allSettled([begun, ...asked, committed]);
    const failed = all.find(({ status }) => status === "rejected");
    if (failed === undefined) return (await Promise.all(asked)).map(({ rows }) => rows as object[]);
    const { reason } = failed as PromiseRejectedResult;
    if (all[0]!.status === "rejected") giveUp();
    countFailedTransaction(sqlState(reason));
    log.debug("transaction-failed", errorFields(reason));
    throw reason;
  });
}

/**
 * One at a time of those with this class and creditor, on all machines: the next waits. Held by a connection of its own,
 * so that it outlives transactions and ends when the program does.
 */
export async function withCreditorLock<T>(
  pool: Pool,
  lockClass: number,
  creditorId: Uuid,
  work: () => Promise<T>,
): Promise<T> {
  const key = [lockClass, creditorId];
  return onConnection(pool, async (client, giveUp) => {
    await client.query("select pg_advisory_lock($1::int, hashtext($2))", key);
    try {
      return await work();
    } finally {
      await client.query("select pg_advisory_unlock($1::int, hashtext($2))", key).catch(giveUp);
    }
  });
}

/** Borrows a connection. One that breaks, or that `giveUp` is called for, is not given to anybody again. */
async function onConnection<T>(
  pool: Pool,
  work: (client: pg.PoolClient, giveUp: () => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connections.connect();
  let isBroken = false;
  const giveUp = () => {
    isBroken = true;
  };
  client.on("error", giveUp);
  try {
    return await work(client, giveUp);
  } finally {
    client.off("error", giveUp);
    client.release(isBroken);
  }
}

/** Of a connection; the driver's types leave it out. */
type Wire = { readonly connection: { readonly stream: { cork(): void; uncork(): void } } };
const corked = new WeakSet<Wire["connection"]["stream"]>();

/** What is sent before this turn of the program ends leaves together: each write costs as much as a small statement. */
function send(client: pg.PoolClient, asked: string | pg.QueryConfig): Promise<pg.QueryResult<object>> {
  const { stream } = (client as unknown as Wire).connection;
  if (!corked.has(stream)) {
    corked.add(stream);
    stream.cork();
    process.nextTick(() => {
      corked.delete(stream);
      stream.uncork();
    });
  }
  return client.query<object>(asked as pg.QueryConfig);
}

function sendQuery(client: pg.PoolClient, { name, text, values }: Query): Promise<pg.QueryResult<object>> {
  return send(client, { name, text, values: values as unknown[] });
}

function transactionOn(client: pg.PoolClient): Tx {
  const run = (query: Query) => sendQuery(client, query);
  const maybe = async (query: Query): Promise<object | undefined> => {
    const { rows } = await run(query);
    if (rows.length > 1) throw new Error(`one row was expected and ${rows.length} were found: ${query.text}`);
    return rows[0];
  };
  return {
    many: async <Row extends object>(query: Query) => (await run(query)).rows as Row[],
    maybe: async <Row extends object>(query: Query) => (await maybe(query)) as Row | undefined,
    one: async <Row extends object>(query: Query) => {
      const row = await maybe(query);
      if (row === undefined) throw new Error(`one row was expected and none was found: ${query.text}`);
      return row as Row;
    },
    run: async (query) => (await run(query)).rowCount ?? 0,
  };
}

/** PostgreSQL's five-letter code of an error, `23505` for a key that exists; undefined when it is no such error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

// The driver gives its own errors no code.
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;
const UNREACHED = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** Whether the database went away or could not be reached: it says nothing about what was asked of it. */
export function isOutage(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return /^(08|53|57P)/.test(state);
  if (!(error instanceof Error)) return false;
  return LOST.test(error.message) || UNREACHED.has((error as NodeJS.ErrnoException).code ?? "");
}

/** Whether a statement took longer than it may, or than whoever asked would wait. */
export function isTooSlow(error: unknown): boolean {
  return sqlState(error) === "57014";
}

const TRY_AGAIN_MS = 250;

/**
 * Does again what an outage kept from being done, or from being known to be done: for work that changes nothing the second
 * time. Throws what is no outage, and an outage that lasts longer.
 */
export async function throughOutage<T>(work: () => Promise<T>, withinMs: number): Promise<T> {
  for (const startedMs = performance.now(); ; ) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || performance.now() - startedMs > withinMs) throw error;
      await sleep(TRY_AGAIN_MS);
    }
  }
}

export { StoreRoleError };
