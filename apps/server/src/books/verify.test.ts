import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { allCreditors } from "../engine/creditors.ts";
import { anInstallation, anOcrGiro, aWorld, type ClaimSeen, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { sealRoots } from "../usecases/seal-roots.ts";
import { type PublishedRoot, verifyBooks } from "../usecases/verify-books.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

/** A creditor whose two customers got letters and paid, one of them in part. */
async function aPast(): Promise<{ world: World; paid: ClaimSeen; open: ClaimSeen }> {
  const world = await aWorld(installation, { startsOn: "2026-04-06" });
  await world.owe([
    { number: "paid", amount: "900.00", dueOn: "2026-04-30" },
    { number: "open", amount: "12000.00", dueOn: "2026-04-30" },
  ]);
  await world.runUntil("2026-06-19");
  const [paid, open] = [await world.claim("paid"), await world.claim("open")];
  await world.paid(
    anOcrGiro(world.account, [
      { kid: paid.reference, amount: "5000.00", on: "2026-06-19" },
      { kid: open.reference, amount: "3000.00", on: "2026-06-19" },
    ]),
  );
  return { world, paid: await world.claim("paid"), open: await world.claim("open") };
}

/** What somebody with the database's password does, past every guard. */
async function tamper(statement: string, values: readonly unknown[]): Promise<void> {
  await withAdministrator(database.url, async (client) => {
    await client.query("set session_replication_role = replica"); // no triggers, no foreign keys
    const { rowCount } = await client.query(statement, [...values]);
    expect(rowCount).toBeGreaterThan(0);
  });
}

async function placesOf(world: World): Promise<string[]> {
  const { findings, findingCount } = await verifyBooks(installation.pool, [world.creditorId]);
  expect(findings).toHaveLength(findingCount);
  return findings.map(({ place }) => place);
}

const OF_CLAIM = "creditor_id = $1 and claim_id = $2";
const OF_JOURNAL = "creditor_id = $1 and journal_id = $2";
const FIRST_PAYMENT =
  "creditor_id = $1 and payment_id = (select payment_id from allocation where creditor_id = $1 and claim_id = $2 limit 1)";

describe("A past that nobody touched", () => {
  it("verifies, and says how much was read", async () => {
    const { world } = await aPast();
    const verified = await verifyBooks(installation.pool, [world.creditorId]);
    expect(verified).toMatchObject({ creditors: 1, claims: 2, documents: 4, findingCount: 0, findings: [] });
    expect(verified.events).toBeGreaterThan(10);
  });
});

describe("A change behind the program's back is found", () => {
  it.each([
    [
      "an event's data",
      `update event set data = data || '{"total":"1.00"}' where ${OF_CLAIM} and seq = 2`,
      "event 2",
    ],
    [
      "an event's day",
      `update event set happened_on = happened_on - 1 where ${OF_CLAIM} and seq = 3`,
      "event 3",
    ],
    ["an event's hash", `update event set hash = sha256('x') where ${OF_CLAIM} and seq = 2`, "event 2"],
    ["an event taken out", `delete from event where ${OF_CLAIM} and seq = 3`, "event 3"],
    ["the first event taken out", `delete from event where ${OF_CLAIM} and seq = 1`, "event 1"],
    [
      "the last event taken out",
      `delete from event where ${OF_CLAIM} and seq = (select max(seq) from event where ${OF_CLAIM})`,
      "claim_now",
    ],
    [
      "two events that changed places",
      `update event e set (kind, happened_on, recorded_at, actor, data, hash) = (
         select kind, happened_on, recorded_at, actor, data, hash from event o
         where o.creditor_id = e.creditor_id and o.claim_id = e.claim_id and o.seq = 5 - e.seq)
       where ${OF_CLAIM} and seq in (2, 3)`,
      "event 2",
    ],
    [
      "a claim's principal",
      `update claim set principal_minor = principal_minor - 100 where ${OF_CLAIM}`,
      "event 1",
    ],
    ["a claim's due day", `update claim set due_on = due_on + 30 where ${OF_CLAIM}`, "event 1"],
    ["a claim's reference", `update claim set reference = '1' where ${OF_CLAIM}`, "event 1"],
    ["a claim taken out", `delete from claim where ${OF_CLAIM}`, "event 1"],
    [
      "what a claim has come to",
      `update claim_now set open_principal_minor = 0 where ${OF_CLAIM}`,
      "claim_now",
    ],
    ["the head of a chain", `update claim_now set head_hash = sha256('x') where ${OF_CLAIM}`, "claim_now"],
    [
      "the number of steps",
      `update claim_now set step_count = step_count - 1 where ${OF_CLAIM}`,
      "claim_now",
    ],
    [
      "an amount in the books, on both sides",
      `update ledger_transaction set amount_minor = array[amount_minor[1] + 1, amount_minor[2] - 1] || amount_minor[3:]
       where ${OF_JOURNAL} and entry_no = 2`,
      "claim_now",
    ],
    [
      "an account in the books",
      `update ledger_transaction set account_no = array_replace(account_no, 3120::smallint, 3110::smallint)
       where ${OF_JOURNAL} and 3120 = any(account_no)`,
      "ledger entry",
    ],
    [
      "an entry of the books taken out",
      `delete from ledger_transaction where ${OF_JOURNAL} and entry_no = 2`,
      "journal",
    ],
    [
      "what a payment closed",
      `update allocation set amount_minor = amount_minor + 1 where ${OF_CLAIM}`,
      "ledger entry",
    ],
    ["an allocation taken out", `delete from allocation where ${OF_CLAIM}`, "ledger entry"],
    [
      "a payment's amount",
      `update payment set amount_minor = amount_minor - 1 where ${FIRST_PAYMENT}`,
      "payment",
    ],
    ["a payment taken out", `delete from payment where ${FIRST_PAYMENT}`, "payment"],
    ["a step's document", `update step set document_id = null where ${OF_CLAIM} and ordinal = 1`, "step 1"],
    ["a step taken out", `delete from step where ${OF_CLAIM} and ordinal = 1`, "step 1"],
  ])("%s", async (_, statement, place) => {
    const { world, open } = await aPast();
    await tamper(statement, [world.creditorId, open.claimId]);
    expect(await placesOf(world)).toContainEqual(expect.stringMatching(new RegExp(`^${place}( of |$| )`)));
  });

  it.each([
    [
      "a letter's words",
      `update document set data = (data::jsonb || '{"creditor":"another"}')::json where creditor_id = $1`,
      "document",
    ],
    [
      "what letters say alike",
      `update document_part set data = '{"creditor":"another"}' where creditor_id = $1`,
      "document",
    ],
    ["what letters say alike taken out", "delete from document_part where creditor_id = $1", "document"],
    [
      "why a letter's amounts are owed",
      `update document set derivations = '[]' where creditor_id = $1`,
      "document",
    ],
    [
      "a letter and its hash together",
      `update document set data = '{}', derivations = '[]', hash = sha256(E'{}\\n[]') where creditor_id = $1`,
      "event",
    ],
    ["a letter taken out", "delete from document where creditor_id = $1", "event"],
    [
      "an invoice",
      `update invoice set data = data || '{"description":"x"}' where creditor_id = $1`,
      "invoice",
    ],
    ["a contact taken out", "delete from contact where creditor_id = $1", "message"],
    ["a debtor's file taken out", "delete from file where creditor_id = $1", "debtor"],
    [
      "a bank line's amount",
      "update bank_line set amount_minor = amount_minor + 1 where matched_creditor_id = $1",
      "bank line",
    ],
    ["a bank line taken out", "delete from bank_line where matched_creditor_id = $1", "bank line"],
  ])("%s", async (_, statement, place) => {
    const { world } = await aPast();
    await tamper(statement, [world.creditorId]);
    expect(await placesOf(world)).toContainEqual(expect.stringMatching(new RegExp(`^${place} `)));
  });

  it("an unbalanced entry, where the database's own check was taken away", async () => {
    const { world, open } = await aPast();
    await withAdministrator(database.url, (client) =>
      client.query("alter table ledger_transaction drop constraint ledger_transaction_balances"),
    );
    const change = `update ledger_transaction set amount_minor = array[amount_minor[1] + 1] || amount_minor[2:]
      where ${OF_JOURNAL} and entry_no = 1`;
    await tamper(change, [world.creditorId, open.claimId]);
    expect(await placesOf(world)).toContain(`ledger entry 1 of ${open.claimId}`);
  });

  it("a rest that was moved from one account to another, with all that counts it", async () => {
    const world = await aWorld(installation, { startsOn: "2026-04-06" });
    await world.owe([{ number: "late", amount: "45000.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-05-26");
    const { claimId, reference: kid } = await world.claim("late");
    // 38.00, then 45 000.00 × 12 % × 20/365 = 295.89, and 666.11 of the principal.
    await world.paid(anOcrGiro(world.account, [{ kid, amount: "1000.00", on: "2026-05-20" }]));
    expect(await placesOf(world)).toEqual([]);
    await tamper(
      `insert into ledger_transaction
         (creditor_id, journal_id, entry_no, booked_on, recorded_at, kind, currency, source, account_no, amount_minor)
       select creditor_id, journal_id, 5, booked_on, recorded_at, 'reversal', currency, '{"of": 4}', '{1110,1100}',
         '{3287,-3287}'
       from ledger_transaction where ${OF_JOURNAL} and entry_no = 4`,
      [world.creditorId, claimId],
    );
    await tamper(
      `update claim_now set entry_count = 5, open_principal_minor = open_principal_minor - 3287,
         open_interest_minor = open_interest_minor + 3287 where ${OF_CLAIM}`,
      [world.creditorId, claimId],
    );
    const { findings } = await verifyBooks(installation.pool, [world.creditorId]);
    expect(findings).toMatchObject([
      {
        claimId,
        what: "its books say that 44301.02 NOK of its principal is open, and its chain 44333.89",
      },
      { claimId, what: "its books say that 263.02 NOK of its interest is paid, and its chain 295.89" },
    ]);
  });

  it("at one creditor is not blamed on another", async () => {
    const [changed, other] = [await aPast(), await aPast()];
    await tamper(`update claim_now set open_costs_minor = 1 where ${OF_CLAIM}`, [
      changed.world.creditorId,
      changed.paid.claimId,
    ]);
    expect(await placesOf(other.world)).toEqual([]);
    expect(await placesOf(changed.world)).toEqual(["claim_now"]);
  });
});

/** What somebody does who can write everything, and knows how a chain is made. */
const REMOVE_LAST = `with gone as (delete from event where ${OF_CLAIM} and seq = (select max(seq) from event where ${OF_CLAIM})
    returning seq)
  update claim_now set head_seq = head_seq - 1,
    head_hash = (select hash from event where ${OF_CLAIM} and seq = (select seq - 1 from gone))
  where ${OF_CLAIM}`;
const HEAD = `(select hash from event where ${OF_CLAIM} order by seq desc limit 1)`;
const ADD_RIGHT = `with added as (
    insert into event (creditor_id, claim_id, seq, kind, happened_on, recorded_at, actor, data, hash)
    select creditor_id, claim_id, head_seq + 1, 'note', '2026-06-20', '2026-06-20T05:00:00Z', 'engine', '{}',
      sha256(${HEAD} || convert_to('["' || claim_id || '",' || head_seq + 1
        || ',"note","2026-06-20","2026-06-20T05:00:00.000Z","engine"]' || E'\\n' || '{}', 'UTF8'))
    from claim_now where ${OF_CLAIM} returning seq, hash)
  update claim_now set head_seq = (select seq from added), head_hash = (select hash from added) where ${OF_CLAIM}`;

describe("A root tells what a chain alone cannot (B10)", () => {
  /** Sealed in June, verified, and then a further day on which only one claim moved. */
  async function aSealedPast() {
    const { world, paid, open } = await aPast();
    const seal = async () => sealRoots(installation, [world.creditorId], new Date(), { withOperator: false });
    await seal();
    expect(await placesOf(world)).toEqual([]);
    await world.runUntil("2026-07-20");
    await seal();
    return { world, paid, open };
  }

  /** `moved` has grown since the last verify that found nothing, `still` has not. */
  const TAMPERED = [
    [
      "an event changed",
      `update event set actor = 'x' where ${OF_CLAIM} and seq = 2`,
      "event 2",
      "open",
      true,
    ],
    [
      "an event changed",
      `update event set actor = 'x' where ${OF_CLAIM} and seq = 2`,
      "event 2",
      "paid",
      false,
    ],
    ["the last event removed, with all that counts it", REMOVE_LAST, "event", "open", true],
    ["the last event removed, with all that counts it", REMOVE_LAST, "event", "paid", false],
    ["an event added afterwards, with a right chain", ADD_RIGHT, "event", "open", false],
    ["an event added afterwards, with a right chain", ADD_RIGHT, "event", "paid", false],
    [
      "a whole claim removed, with its chain",
      `with e as (delete from event where ${OF_CLAIM}), n as (delete from claim_now where ${OF_CLAIM}),
         s as (delete from step where ${OF_CLAIM}), a as (delete from allocation where ${OF_CLAIM}),
         l as (delete from ledger_transaction where creditor_id = $1 and journal_id = $2)
       delete from claim where ${OF_CLAIM}`,
      "event",
      "open",
      true,
    ],
    [
      "what a root covers",
      `update sealed_chain set hash = sha256('x') where ${OF_CLAIM} and root_on = '2026-07-20'`,
      "root of 2026-07-20",
      "open",
      true,
    ],
    [
      "the newest root",
      "update daily_root set root = sha256('x') where creditor_id = $1 and root_on = '2026-07-20' and $2::uuid is not null",
      "root of 2026-07-20",
      "open",
      true,
    ],
    [
      "a root before it, which the last verify came to",
      "update daily_root set root = sha256('x') where creditor_id = $1 and root_on < '2026-07-20' and $2::uuid is not null",
      "root of",
      "open",
      true,
    ],
    [
      "a root removed, with what it covers",
      `with s as (delete from sealed_chain where creditor_id = $1 and root_on < '2026-07-20')
       delete from daily_root where creditor_id = $1 and root_on < '2026-07-20' and $2::uuid is not null`,
      "root of",
      "open",
      true,
    ],
  ] as const;
  it.each(
    TAMPERED.map(([what, statement, place, whose, isFoundByIncremental]) => ({
      what,
      statement,
      place,
      whose,
      isFoundByIncremental,
    })),
  )("$what, of the claim that is $whose", async ({ statement, place, whose, isFoundByIncremental }) => {
    const past = await aSealedPast();
    await tamper(statement, [past.world.creditorId, past[whose].claimId]);
    const incremental = await verifyBooks(installation.pool, [past.world.creditorId], {
      isIncremental: true,
    });
    expect(incremental.findingCount > 0).toBe(isFoundByIncremental);
    expect(await placesOf(past.world)).toContainEqual(expect.stringMatching(new RegExp(`^${place}( |$)`)));
  });

  it("also the operator's, and what was published", async () => {
    const { world } = await aSealedPast();
    const options = { withOperator: true };
    const { operator } = await sealRoots(
      installation,
      [world.creditorId],
      new Date("2026-11-03T01:00:00Z"),
      options,
    );
    const everybody = (await allCreditors(installation.pool)).map(({ creditorId }) => creditorId);
    const whole = (published: readonly PublishedRoot[]) =>
      verifyBooks(installation.pool, everybody, { operator: installation.operator, published });
    const own = { on: date("2026-11-03"), root: operator!.root!.root.toString("hex") };
    const before = (await whole([])).findings;
    expect((await whole([own])).findings).toEqual(before);
    expect((await whole([{ ...own, root: "ab".repeat(32) }])).findings).toHaveLength(before.length + 1);
    await tamper("update operator_root set creditor_roots[1] = sha256('y') where root_on >= $1", [
      "2026-01-01",
    ]);
    expect((await whole([])).findings.map(({ place }) => place)).toContain("operator's root of 2026-11-03");
  });
});

describe("An incremental verify", () => {
  it("reads what has changed since the last one that found nothing, and says since when", async () => {
    const { world } = await aPast();
    const some = () => verifyBooks(installation.pool, [world.creditorId], { isIncremental: true });
    const seal = () => sealRoots(installation, [world.creditorId], new Date(), { withOperator: false });
    await seal();
    const first = await some();
    expect(first).toMatchObject({ claims: 2, since: [{ verifiedAt: null }], findings: [] });
    expect(await some()).toMatchObject({ claims: 0, events: 0, since: [{ verifiedAt: expect.any(String) }] });
    await world.owe([{ number: "third", amount: "100.00", dueOn: "2026-07-30" }]);
    expect(await some()).toMatchObject({ claims: 1, findings: [] });
    await world.runUntil("2026-06-20");
    await seal();
    expect(await some()).toMatchObject({ claims: 1, roots: 1, findings: [] });
    expect(await some()).toMatchObject({ claims: 0, roots: 0, findings: [] });
  });

  it("begins where the last one began, when that found something", async () => {
    const { world, open } = await aPast();
    const some = () => verifyBooks(installation.pool, [world.creditorId], { isIncremental: true });
    await sealRoots(installation, [world.creditorId], new Date(), { withOperator: false });
    await tamper(`update event set actor = 'x' where ${OF_CLAIM} and seq = 2`, [
      world.creditorId,
      open.claimId,
    ]);
    for (const _ of [1, 2]) expect(await some()).toMatchObject({ claims: 2, findingCount: 1 });
  });
});
