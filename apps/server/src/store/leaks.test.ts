import { aPortfolio, testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { type Pool, sql, sqlState, type Tx, withCreditor, withDebtor, withOperator } from "./sql.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");
const owed = await aPortfolio(engine, { debtors: 2 });
const other = await aPortfolio(engine, { debtors: 1 });
const me = { creditorId: owed.creditorId, debtorId: owed.debtorIds[0]! };

const written = (text: string) => ({ name: "", text, values: [] });
const settings = sql`select current_user::text as role, current_setting('search_path') as path,
  coalesce(current_setting('innfri.creditor_id', true), '') as creditor,
  coalesce(current_setting('innfri.debtor_id', true), '') as debtor,
  (select count(*)::int from claim) as claims`;

/** What a transaction finds that names nobody, on the connection that another one has just given back. */
async function foundAfter(pool: Pool): Promise<unknown> {
  return withOperator(pool, (tx) => tx.one(settings));
}

const NOTHING = { path: "public,pg_temp", creditor: "", debtor: "", claims: 0 };

describe("Nothing of a transaction is left on its connection for the next", () => {
  const acts: [string, (tx: Tx) => Promise<unknown>][] = [
    ["that ended well", (tx) => tx.many(sql`select 1`)],
    ["in which a statement failed", (tx) => tx.many(sql`select 1 / 0`)],
    ["that was given up in the middle", async () => Promise.reject(new Error("given up"))],
    [
      "that was cut off by its time",
      (tx) => tx.many(written("set local statement_timeout = 5; select pg_sleep(5)")),
    ],
    ["whose statement was cancelled", (tx) => cancelled(tx)],
    [
      "that set a creditor for the whole session",
      (tx) => tx.many(written(`set innfri.creditor_id = '${other.creditorId}'`)),
    ],
    [
      "in which a query set a creditor for the whole session",
      (tx) => tx.many(written(`select set_config('innfri.creditor_id', '${other.creditorId}', false)`)),
    ],
    [
      "that set a debtor for the whole session",
      (tx) => tx.many(written(`set innfri.debtor_id = '${owed.debtorIds[1]}'`)),
    ],
    ["that put its role off", (tx) => tx.many(written("set role none"))],
    [
      "that put its role off in a query",
      (tx) => tx.many(written("select set_config('role', 'none', false)")),
    ],
    ["that put on the owner's", (tx) => tx.many(written("set role innfri_owner"))],
    ["that looks for tables elsewhere", (tx) => tx.many(written("set search_path = pg_temp, public"))],
    [
      "that left a table in the way",
      (tx) => tx.many(written("create temporary table claim as select 'another''s' as claim_id")),
    ],
  ];

  it.each(acts)("after one %s", async (_, act) => {
    const pool = await database.pool("innfri_engine", 1);
    await withCreditor(pool, owed.creditorId, act).catch(() => undefined);
    expect(await foundAfter(pool)).toEqual({ role: "innfri_engine", ...NOTHING });
    const own = await withCreditor(pool, owed.creditorId, (tx) => tx.one(settings));
    expect(own).toEqual({ role: "innfri_engine", ...NOTHING, creditor: owed.creditorId, claims: 2 });
  });

  it.each(acts)("after a debtor's %s", async (_, act) => {
    const pool = await database.pool("innfri_debtor", 1);
    await withDebtor(pool, me, act).catch(() => undefined);
    expect(await foundAfter(pool)).toEqual({ role: "innfri_debtor", ...NOTHING });
    const unnamed = await withCreditor(pool, owed.creditorId, (tx) => tx.one(settings));
    expect(unnamed).toEqual({ role: "innfri_debtor", ...NOTHING, creditor: owed.creditorId, claims: 0 });
  });

  it("A statement outside a transaction sees nothing, and leaves nothing", async () => {
    const pool = await database.pool("innfri_engine", 1);
    const { rows } = await pool.connections.query("select claim_id from claim");
    expect(rows).toEqual([]);
    await pool.connections.query(`set innfri.creditor_id = '${owed.creditorId}'`);
    expect(await foundAfter(pool)).toEqual({ role: "innfri_engine", ...NOTHING });
  });

  it("Many at once, some of which fail, each see their own creditor", async () => {
    const pool = await database.pool("innfri_engine", 3);
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const { creditorId, claimIds } = index % 2 === 0 ? owed : other;
        const claims = await withCreditor(pool, creditorId, async (tx) => {
          const rows = await tx.many<{ claim_id: string }>(sql`select claim_id from claim`);
          if (index % 3 === 0) await tx.many(sql`select 1 / 0`);
          return rows.length;
        }).catch((error: unknown) => sqlState(error));
        return [claims, index % 3 === 0 ? "22012" : claimIds.length];
      }),
    );
    for (const [found, expected] of seen) expect(found).toBe(expected);
  });

  /** Somebody who may ends the statement; the transaction learns of it as of any error. */
  async function cancelled(tx: Tx): Promise<unknown> {
    const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    const sleeping = tx.many(sql`select pg_sleep(5)`);
    sleeping.catch(() => undefined);
    await withAdministrator(database.url, async (client) => {
      for (;;) {
        const { rows } = await client.query(
          "select from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'",
          [pid],
        );
        if (rows.length > 0) break;
      }
      await client.query("select pg_cancel_backend($1)", [pid]);
    });
    return sleeping;
  }
});

describe("What is refused says nothing about another creditor's rows", () => {
  const copied = async (pool: Pool, table: string, row: string) =>
    withCreditor(pool, owed.creditorId, (tx) =>
      tx.many(written(`insert into ${table} values (${row})`)),
    ).then(
      () => "accepted",
      (error: unknown) => `${sqlState(error)} ${(error as Error).message}`,
    );

  it.each(["innfri_engine", "innfri_api"] as const)(
    "For %s a key that another creditor has answers as one that nobody has",
    async (role) => {
      const pool = await database.pool(role);
      const taken = await copied(pool, "file", `'${other.creditorId}', '${other.debtorIds[0]}'`);
      const free = await copied(pool, "file", `'${other.creditorId}', '${owed.debtorIds[0]}'`);
      expect(taken).toBe(free);
      expect(taken).toMatch(/^42501 /);
    },
  );

  it("The same number, reference and customer number may stand at both creditors, and neither learns of the other", async () => {
    const seen = await withAdministrator(database.url, async (client) => {
      const { rows } = await client.query<{ reference: string; count: number }>(
        "select reference, count(*)::int from claim group by 1 having count(*) > 1",
      );
      return rows;
    });
    expect(seen).toEqual([{ reference: "ref-1-1", count: 2 }]);
  });
});
