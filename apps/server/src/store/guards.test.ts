import { anId, aPortfolio, testDatabase } from "@innfri/testing";
import type pg from "pg";
import { describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { OWNER_ROLE, WORK_ROLES } from "./roles.ts";
import { sql, sqlState, withCreditor, withDebtor, withOperator } from "./sql.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");
const owed = await aPortfolio(engine, { debtors: 2 });
const other = await aPortfolio(engine, { debtors: 1 });

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "accepted",
    (error: unknown) => sqlState(error) ?? String(error),
  );
}

const NO_PRIVILEGE = "42501";
const NEVER_CHANGED = "23001";
const CHECK_FAILED = "23514";
const NO_SUCH_KEY = "23503";
const NOT_POSSIBLE = "0A000";

describe("What is known does not change", () => {
  const tables = [
    ...["event", "ledger_transaction", "document", "step", "invoice", "claim", "payment", "allocation"],
    ...[
      "bank_file",
      "daily_root",
      "sealed_chain",
      "verification",
      "operator_root",
      "law_sign_off",
      "law_entry",
      "backup",
    ],
  ];
  const acts = (table: string) => [
    `update ${table} set ${{ operator_root: "root = root", bank_file: "format = format", law_sign_off: "reading = reading", law_entry: "source = source", backup: "kind = kind" }[table] ?? "creditor_id = creditor_id"}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ];

  it.each(tables)(
    "No role can update, delete or empty %s, and the owner and the superuser neither",
    async (table) => {
      await withAdministrator(database.url, async (client) => {
        for (const act of acts(table)) {
          for (const role of WORK_ROLES)
            expect([role, act, await tryAs(client, role, act)]).toEqual([role, act, NO_PRIVILEGE]);
          for (const role of [OWNER_ROLE, "none"])
            expect([role, act, await tryAs(client, role, act)]).toEqual([role, act, NEVER_CHANGED]);
        }
      });
    },
  );

  async function tryAs(client: pg.Client, role: string, act: string): Promise<string> {
    await client.query(`begin; set local role ${role}; set local innfri.creditor_id = '${owed.creditorId}'`);
    const refusal = await refusalOf(client.query(act));
    await client.query("rollback");
    return refusal;
  }
});

describe("A transaction that does not balance is refused", () => {
  const book = (accounts: string, amounts: string) =>
    refusalOf(
      withCreditor(engine, owed.creditorId, (tx) =>
        tx.run(sql`insert into ledger_transaction (creditor_id, journal_id, entry_no, booked_on, recorded_at, kind, currency,
          source, account_no, amount_minor) values (${owed.creditorId}, ${anId()}, 1, '2026-02-01', '2026-02-01T09:00:00Z',
          'charge', 'NOK', '{}', ${accounts}::smallint[], ${amounts}::bigint[])`),
      ),
    );

  it.each([
    ["two postings that sum to zero", "{1120,3120}", "{3500,-3500}", "accepted"],
    ["eight postings that sum to zero", "{1,2,3,4,5,6,7,8}", "{1,1,1,1,1,1,1,-7}", "accepted"],
    ["two postings one øre apart", "{1120,3120}", "{3500,-3499}", CHECK_FAILED],
    ["one posting", "{1120}", "{0}", CHECK_FAILED],
    [
      "a ninth posting beside eight that balance",
      "{1,2,3,4,5,6,7,8,9}",
      "{1,1,1,1,1,1,1,-7,5}",
      CHECK_FAILED,
    ],
    ["an amount that is missing", "{1120,3120,3130}", "{3500,-3500,null}", CHECK_FAILED],
    ["an account that is missing", "{1120,null}", "{3500,-3500}", CHECK_FAILED],
    ["an amount without an account", "{1120,3120}", "{3500,-3000,-500}", CHECK_FAILED],
    ["amounts that hide before the first", "{1120,3120}", "[0:1]={3500,-3500}", CHECK_FAILED],
    ["amounts in two dimensions", "{1,2,3,4}", "{{1,1},{-1,-1}}", NOT_POSSIBLE],
  ])("%s", async (_, accounts, amounts, answer) => {
    expect(await book(accounts, amounts)).toBe(answer);
  });

  it("The view shows one row per posting, and they sum to zero", async () => {
    const postings = await withCreditor(engine, owed.creditorId, (tx) =>
      tx.many<{ account: string; amount_minor: bigint; line_no: number }>(
        sql`select account, amount_minor, line_no from posting where journal_id = ${owed.claimIds[0]}`,
      ),
    );
    expect(postings).toEqual([
      { account: "assets:receivable:principal", amount_minor: 100_000n, line_no: 1 },
      { account: "income:invoiced", amount_minor: -100_000n, line_no: 2 },
    ]);
  });
});

describe("Nobody sees or writes for another creditor", () => {
  it("A transaction that has not named its creditor finds nothing and can write nothing", async () => {
    const { count } = await withOperator(engine, (tx) =>
      tx.one<{ count: bigint }>(sql`select count(*) from claim`),
    );
    expect(count).toBe(0n);
    const insert = withOperator(engine, (tx) =>
      tx.run(sql`insert into file (creditor_id, debtor_id) values (${owed.creditorId}, ${anId()})`),
    );
    expect(await refusalOf(insert)).toBe(NO_PRIVILEGE);
  });

  it("A transaction for one creditor sees that creditor's claims only", async () => {
    const seen = await withCreditor(engine, owed.creditorId, (tx) =>
      tx.many<{ claim_id: string }>(sql`select claim_id from claim order by claim_id`),
    );
    expect(seen.map((row) => row.claim_id)).toEqual([...owed.claimIds].sort());
  });

  it("A transaction for one creditor can neither insert nor update for another", async () => {
    const insert = withCreditor(engine, owed.creditorId, (tx) =>
      tx.run(sql`insert into file (creditor_id, debtor_id) values (${other.creditorId}, ${anId()})`),
    );
    expect(await refusalOf(insert)).toBe(NO_PRIVILEGE);
    const updated = await withCreditor(engine, owed.creditorId, (tx) =>
      tx.run(sql`update file set next_look_on = null where creditor_id = ${other.creditorId}`),
    );
    expect(updated).toBe(0);
  });

  it("The engine sees every creditor, so that it knows whom to visit, and the API before a company is named", async () => {
    const list = sql`select creditor_id from creditor`;
    expect(await withOperator(engine, (tx) => tx.many(list))).toHaveLength(2);
    const api = await database.pool("innfri_api");
    expect(await withOperator(api, (tx) => tx.many(list))).toHaveLength(2);
    expect(await withCreditor(api, owed.creditorId, (tx) => tx.many(list))).toHaveLength(1);
  });

  it("The setting ends with its transaction", async () => {
    const one = await database.pool("innfri_engine", 1);
    await withCreditor(one, owed.creditorId, (tx) => tx.many(sql`select 1`));
    expect(await withOperator(one, (tx) => tx.many(sql`select from claim`))).toEqual([]);
  });

  it("What is no id cannot be named as a creditor", async () => {
    const sly = "'; set role innfri_owner; --" as typeof owed.creditorId;
    await expect(withCreditor(engine, sly, (tx) => tx.many(sql`select 1`))).rejects.toThrow(RangeError);
  });
});

describe("A debtor sees what is its own", async () => {
  const portal = await database.pool("innfri_debtor");
  const me = { creditorId: owed.creditorId, debtorId: owed.debtorIds[0]! };

  it.each([
    ["claim", 1],
    ["debtor_claim_now", 1],
    ["debtor_event", 1],
    ["debtor_step", 0],
    ["contact", 1],
    ["creditor", 1],
  ])("Of two debtors' rows in %s, one debtor sees %i", async (table, count) => {
    const found = await withDebtor(portal, me, (tx) =>
      tx.many({ name: `see-${table}`, text: `select * from ${table}`, values: [] }),
    );
    expect(found).toHaveLength(count);
  });

  it("Without a debtor it sees nothing", async () => {
    for (const text of ["select from claim", "select from debtor_claim_now", "select from debtor_event"])
      expect(
        await withCreditor(portal, owed.creditorId, (tx) => tx.many({ name: text, text, values: [] })),
      ).toEqual([]);
  });

  const object = (claimId: string, debtorId: string) =>
    refusalOf(
      withDebtor(portal, me, (tx) =>
        tx.run(sql`insert into objection (creditor_id, objection_id, debtor_id, claim_id, extent, received_on, answer_by)
          values (${owed.creditorId}, ${anId()}, ${debtorId}, ${claimId}, 'whole', '2026-02-01', '2026-02-15')`),
      ),
    );

  it("It may object to its own claim, not to another's, and not in another's name", async () => {
    expect(await object(owed.claimIds[0]!, me.debtorId)).toBe("accepted");
    expect(await object(owed.claimIds[1]!, me.debtorId)).toBe(NO_SUCH_KEY);
    expect(await object(owed.claimIds[1]!, owed.debtorIds[1]!)).toBe(NO_PRIVILEGE);
  });
});
