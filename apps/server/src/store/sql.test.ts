import { type AddressInfo, connect, createServer } from "node:net";
import { aPortfolio, testDatabase } from "@innfri/testing";
import { expect, it } from "vitest";
import { atOnce, openPool, sql, sqlState, withCreditor, withOperator } from "./sql.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine", 3);
const { creditorId } = await aPortfolio(engine);

it("Money comes back as bigint, days and instants as text, JSON as values and bytes as bytes", async () => {
  const row = await withOperator(engine, (tx) =>
    tx.one<Record<string, unknown>>(sql`select 9223372036854775807::int8 as money, '2026-02-17'::date as day,
      '2026-02-17 09:00:00+01'::timestamptz as instant, '{"a":"1.50"}'::jsonb as facts, '\\x00ff'::bytea as bytes,
      '{1,null,-3}'::int8[] as amounts, '{}'::int2[] as none, '{2026-02-17}'::date[] as days`),
  );
  expect(row).toEqual({
    money: 9223372036854775807n,
    day: "2026-02-17",
    instant: "2026-02-17T08:00:00.000Z",
    facts: { a: "1.50" },
    bytes: Buffer.from([0, 255]),
    amounts: [1n, null, -3n],
    none: [],
    days: ["2026-02-17"],
  });
});

it("A value in the statement travels as a parameter and cannot become part of it", async () => {
  const sly = "x'; drop table claim; --";
  expect(await withOperator(engine, (tx) => tx.one(sql`select ${sly}::text as said`))).toEqual({ said: sly });
});

it("A statement is prepared once on a connection, also when two are sent in one round trip", async () => {
  const ask = (value: bigint) => sql`select ${value}::int8 as value`;
  const answers = await withOperator(engine, async (tx) => {
    const both = await Promise.all([tx.one(ask(1n)), tx.one(ask(2n))]);
    const { count } = await tx.one<{ count: bigint }>(
      sql`select count(*) from pg_prepared_statements where name = ${ask(3n).name}`,
    );
    return { both, count };
  });
  expect(answers).toEqual({ both: [{ value: 1n }, { value: 2n }], count: 1n });
});

it("What an act that fails has written is not there afterwards, and its connection works on", async () => {
  const act = withCreditor(engine, creditorId, async (tx) => {
    await tx.run(sql`update file set next_look_on = null`);
    throw new Error("the lawyer called");
  });
  await expect(act).rejects.toThrow("the lawyer called");
  const open = await withCreditor(engine, creditorId, (tx) =>
    tx.many(sql`select from file where next_look_on is null`),
  );
  expect(open).toEqual([]);
});

it("A refused statement whose error was swallowed cannot pass for a success", async () => {
  const act = withCreditor(engine, creditorId, async (tx) => {
    await tx.run(sql`update file set next_look_on = null`);
    await tx.run(sql`select 1 / 0`).catch(() => undefined);
  });
  await expect(act).rejects.toThrow("nothing was written");
});

it("A transaction that cannot begin does nothing of what was sent along with it, and says why", async () => {
  const nobody = { ...engine, role: "nobody_known" as never };
  const act = withCreditor(nobody, creditorId, (tx) => tx.run(sql`update file set next_look_on = null`));
  await expect(act).rejects.toThrow('role "nobody_known" does not exist');
  const [open] = await atOnce(engine, creditorId, [sql`select from file where next_look_on is null`]);
  expect(open).toEqual([]);
});

it("Statements that are sent at once are one transaction: all of them, or none", async () => {
  const note = (key: string) => sql`
    insert into idempotency_key (creditor_id, key, request_hash, created_at)
    values (${creditorId}::uuid, ${key}, ${Buffer.alloc(32)}::bytea, '2026-02-17T09:00:00Z'::timestamptz)`;
  const keys = sql`select key from idempotency_key where key like 'at-once-%' order by key`;
  const failed = atOnce(engine, creditorId, [note("at-once-1"), sql`select 1 / 0`, note("at-once-2")]);
  await expect(failed).rejects.toThrow("division by zero");
  const [, found] = await atOnce(engine, creditorId, [note("at-once-3"), keys], { waitsForDisk: false });
  expect(found).toEqual([{ key: "at-once-3" }]);
  expect(await atOnce(engine, null, [keys])).toEqual([[]]);
});

it("A connection that is cut off in the middle is not used again", async () => {
  const act = withOperator(engine, async (tx) => {
    const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await withOperator(engine, (other) => other.run(sql`select pg_terminate_backend(${pid}::int)`)).catch(
      () => undefined,
    );
    await tx.run(sql`select pg_sleep(0.1)`);
  });
  await act.catch(() => undefined);
  const again = Array.from({ length: 6 }, () => withOperator(engine, (tx) => tx.one(sql`select 1 as one`)));
  expect(await Promise.all(again)).toEqual(Array(6).fill({ one: 1 }));
});

it("One row means one row", async () => {
  await withOperator(engine, async (tx) => {
    await expect(tx.one(sql`select from account_name where account_no = 9`)).rejects.toThrow(
      "none was found",
    );
    await expect(tx.maybe(sql`select from account_name`)).rejects.toThrow("one row was expected");
    expect(await tx.maybe(sql`select from account_name where account_no = 9`)).toBeUndefined();
  });
});

it("PostgreSQL's own code of an error can be read", async () => {
  const twice = withCreditor(engine, creditorId, (tx) =>
    tx.run(
      sql`insert into creditor (creditor_id, name, country, time_zone) values (${creditorId}, 'A', 'NO', 'Europe/Oslo')`,
    ),
  );
  expect(sqlState(await twice.catch((error: unknown) => error))).toBe("23505");
  expect(sqlState(new Error("another"))).toBeUndefined();
});

it("A machine that is gone without a goodbye keeps its locks for seconds, not hours", async () => {
  const seen = await withOperator(engine, (tx) =>
    tx.one<{ idle: string; interval: string; count: string }>(sql`
      select current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_keepalives_interval') as interval,
        current_setting('tcp_keepalives_count') as count`),
  );
  expect(Number(seen.idle) + Number(seen.interval) * Number(seen.count)).toBe(10);
});

it("A server that goes away in the packet that says that it is there fails what was asked, and ends no program", async () => {
  const { hostname, port } = new URL(database.url);
  const ready = Buffer.from("Z\0\0\0\x05I", "latin1");
  const fields = "SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0";
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + fields.length);
  const gone = Buffer.concat([Buffer.from("E"), length, Buffer.from(fields)]);
  let isGoing = false;
  const wire = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on("error", () => undefined).on("close", () => other.destroy());
    near.pipe(far);
    far.on("data", (data) => {
      if (!isGoing || !data.subarray(-ready.length).equals(ready)) near.write(data);
      else near.end(Buffer.concat([data, gone]));
    });
  });
  await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve));
  const url = new URL(database.url);
  url.host = `127.0.0.1:${(wire.address() as AddressInfo).port}`;
  const pool = await openPool({ url: url.href, role: "innfri_engine", max: 2 });
  await withOperator(pool, async (tx) => {
    isGoing = true;
    // The one connection is in use: this takes a new one.
    const asked = withOperator(pool, (other) => other.one(sql`select 1 as one`));
    await expect(asked).rejects.toThrow(/terminat|not queryable|ended/i);
    isGoing = false;
    expect(await tx.one(sql`select 2 as two`)).toEqual({ two: 2 });
  });
  await pool.close();
  await new Promise((resolve) => wire.close(resolve));
});
