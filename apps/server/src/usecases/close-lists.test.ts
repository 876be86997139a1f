import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { clockOf, clockOnDay } from "../clock.ts";
import type { Act } from "../engine/act.ts";
import { settingsOn } from "../engine/creditors.ts";
import { closeLists } from "../outbox/close-lists.ts";
import { deliverLists } from "../outbox/deliver-lists.ts";
import { sql, withCreditor } from "../store/index.ts";
import { actOnClaim } from "./act-on-claim.ts";
import { runDays } from "./run-days.ts";
import { waiters } from "./test-locks.ts";
import { AN_ACTS_FILES, paused } from "./test-paused.ts";
import { aSandbox, NOW, type Sandbox } from "./test-sandbox.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine", 20);
const directory = temporaryFolder("lists");

const STOP = { kind: "stop", because: "stopped" } as const;
const DISPUTE = { kind: "stop", because: "disputed" } as const;
const NUMBERS = ["10482", "10467", "10471"];

/** The list closes on Thursday 4 June 2026 at 08:00 in Oslo. */
const LAST_MS = new Date("2026-06-04T05:59:59.999Z");
const THE_INSTANT = new Date("2026-06-04T06:00:00.000Z");

/** On its collection list, which was sent on Tuesday 2 June 2026. */
async function onTheList(): Promise<Sandbox> {
  const claims = NUMBERS.map((number) => ({ number, dueOn: "2026-04-30" }));
  const sandbox = await aSandbox(engine, { clockOn: "2026-05-01", claims });
  await runUntil(sandbox, "2026-06-02");
  return sandbox;
}

async function runUntil(sandbox: Sandbox, day: string) {
  const installation = { ...sandbox, directory, close: async () => undefined };
  const request = { creditorId: sandbox.creditorId, until: date(day) };
  const [run] = await runDays(installation, request, NOW);
  if (run?.kind !== "ran") throw new Error(JSON.stringify(run));
  return run.result.letters;
}

/** The same company on the real clock at an instant: its tick, and a person's act. */
function atInstant(sandbox: Sandbox, now: Date) {
  const real = async () => ({ ...(await sandbox.creditor()), isSandbox: false });
  return {
    close: async () => {
      const creditor = await real();
      return closeLists(engine, creditor, clockOf(creditor, now));
    },
    act: async (number: string, act: Act, pool = engine) =>
      actOnClaim(
        { ...sandbox, pool },
        { ...(await sandbox.claim(number)), creditor: await real() },
        act,
        "person",
        now,
      ),
  };
}

const lasts = (sandbox: Sandbox) =>
  Promise.all(NUMBERS.map(async (number) => (await sandbox.history(number)).at(-1)));

function decidedIn({ creditorId }: Sandbox): Promise<{ list: string; items: string[] }> {
  return withCreditor(engine, creditorId, (tx) =>
    tx.one(sql`
      select a.state as list, array_agg(i.state || ' ' || coalesce(i.decided_by, '-') order by i.state) as items
      from approval a join approval_item i using (creditor_id, approval_id)
      where a.creditor_id = ${creditorId}::uuid group by a.approval_id, a.state`),
  );
}

describe("A collection list at its instant (D3, S30, S31)", () => {
  it("takes a stop until the last thousandth of a second, and none from the instant on", async () => {
    const sandbox = await onTheList();
    expect(await atInstant(sandbox, LAST_MS).close()).toBe(0);
    expect(await atInstant(sandbox, LAST_MS).act("10482", STOP)).toMatchObject({ kind: "done" });
    const late = {
      kind: "refused",
      reason: expect.stringContaining("closed Thursday 2026-06-04 at 08:00"),
      hint: "innfri pay FILE, innfri stop CLAIM --disputed",
    };
    expect(await atInstant(sandbox, THE_INSTANT).act("10467", STOP)).toEqual(late);
    expect(await atInstant(sandbox, THE_INSTANT).close()).toBe(2);
    expect(await lasts(sandbox)).toEqual(["stopped", "approved silence", "approved silence"]);
    expect(await decidedIn(sandbox)).toEqual({
      list: "decided",
      items: ["approved silence", "approved silence", "stopped person"],
    });
    // Agreed to is agreed to, until the demand has gone; then a stop is an ordinary one.
    expect(await atInstant(sandbox, THE_INSTANT).act("10467", STOP)).toEqual(late);
    expect(await runUntil(sandbox, "2026-06-04")).toEqual({});
    expect(await runUntil(sandbox, "2026-06-05")).toEqual({ demand: 2 });
    expect((await sandbox.act("10467", STOP)).kind).toBe("done");
  });

  it("is decided once, however many come to it at once", async () => {
    const sandbox = await onTheList();
    const { close } = atInstant(sandbox, THE_INSTANT);
    const agreed = await Promise.all([close(), close(), close(), close()]);
    expect(agreed.reduce((sum, count) => sum + count, 0)).toBe(3);
    for (const number of NUMBERS)
      expect((await sandbox.history(number)).filter((event) => event === "approved silence")).toHaveLength(1);
    expect((await verifyBooks(engine, [sandbox.creditorId])).findings).toEqual([]);
  });

  it("is left to what the debtor does until the demand goes (D4)", async () => {
    const sandbox = await onTheList();
    await atInstant(sandbox, THE_INSTANT).close();
    expect(await sandbox.act("10482", DISPUTE)).toMatchObject({ kind: "done" });
    expect(await runUntil(sandbox, "2026-06-05")).toEqual({ demand: 2 });
    expect((await sandbox.history("10482")).slice(-3)).toEqual([
      "objection",
      "objection-answered acknowledged",
      "objection-answered asked",
    ]);
  });

  it("waits for a stop that came in time and is not committed yet", async () => {
    const sandbox = await onTheList();
    const { pool, reached, go } = paused(engine, "before its commit", AN_ACTS_FILES);
    const stop = atInstant(sandbox, LAST_MS).act("10467", STOP, pool);
    await reached;
    const closing = atInstant(sandbox, THE_INSTANT).close();
    await waiters(database.url, 1);
    go();
    expect((await stop).kind).toBe("done");
    expect(await closing).toBe(2);
    expect(await lasts(sandbox)).toEqual(["approved silence", "stopped", "approved silence"]);
  });

  it("of which every item was stopped is decided by that, and nothing follows", async () => {
    const sandbox = await onTheList();
    for (const number of NUMBERS) await atInstant(sandbox, LAST_MS).act(number, STOP);
    expect(await decidedIn(sandbox)).toEqual({
      list: "decided",
      items: ["stopped person", "stopped person", "stopped person"],
    });
    expect(await atInstant(sandbox, THE_INSTANT).close()).toBe(0);
    expect(await runUntil(sandbox, "2026-06-30")).toEqual({});
  });

  it("that its creditor was not sent is agreed to by nobody", async () => {
    const claims = NUMBERS.map((number) => ({ number, dueOn: "2026-04-30" }));
    const sandbox = await aSandbox(engine, { clockOn: "2026-05-01", claims });
    await sandbox.runThrough("2026-06-02");
    expect(await atInstant(sandbox, THE_INSTANT).close()).toBe(0);
    expect(await lasts(sandbox)).toEqual(NUMBERS.map(() => "proposed collection-list"));
  });
});

describe("A list that did not go on its day", () => {
  it("is taken back beside a stop of one of its items, whichever has what the other wants", async () => {
    const claims = NUMBERS.map((number) => ({ number, dueOn: "2026-04-30" }));
    const sandbox = await aSandbox(engine, { clockOn: "2026-05-01", claims });
    await sandbox.runThrough("2026-06-02");
    const { pool, reached, go } = paused(engine, "behind", AN_ACTS_FILES);
    const stop = atInstant(sandbox, LAST_MS).act("10467", STOP, pool);
    await reached;
    const creditor = await sandbox.creditor();
    const settings = (await withCreditor(engine, sandbox.creditorId, (tx) =>
      settingsOn(tx, sandbox.creditorId, date("2026-06-03")),
    ))!;
    const clock = clockOnDay(clockOf(creditor, NOW), date("2026-06-03"));
    const context = { operator: sandbox.operator, creditor, settings, clock };
    const taken = deliverLists({ pool: engine, directory }, context, { isDayDone: false });
    await waiters(database.url, 1);
    go();
    expect((await stop).kind).toBe("done");
    expect(await taken).toMatchObject({ sent: 0, problems: [] });
    expect(await lasts(sandbox)).toEqual(["released", "stopped", "released"]);
    expect(await decidedIn(sandbox)).toMatchObject({ list: "decided" });
  });
});

describe("In a sandbox", () => {
  it("a list closes at noon of its day, also where nothing else is due", async () => {
    const sandbox = await onTheList();
    expect(await runUntil(sandbox, "2026-06-05")).toEqual({ demand: 3 });
    const events = await withCreditor(engine, sandbox.creditorId, (tx) =>
      tx.many<{ kind: string; on: string }>(sql`
        select kind, happened_on as on from event where creditor_id = ${sandbox.creditorId}::uuid
          and kind = 'approved' order by claim_id`),
    );
    expect(events).toEqual(NUMBERS.map(() => ({ kind: "approved", on: "2026-06-04" })));
  });
});
