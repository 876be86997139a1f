import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { sql, withCreditor } from "../store/index.ts";
import { actOnClaim } from "./act-on-claim.ts";
import { approveAll } from "./approve-all.ts";
import { listApprovals } from "./list-approvals.ts";
import { holdFile, waiters } from "./test-locks.ts";
import { aSandbox, NOW, type Sandbox } from "./test-sandbox.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");

const STOP = { kind: "stop", because: "stopped" } as const;
const DISPUTE = { kind: "stop", because: "disputed" } as const;
const RELEASE = { kind: "release" } as const;
const YES = { kind: "approve", choice: null } as const;

// Due on Thursday 30 April 2026: notice on Friday 15 May (the 14th is Ascension Day) with 29 May as its deadline, list
// on Tuesday 2 June, closed on Thursday 4 June at 08:00, demand on Friday 5 June.
const NORWAY = {
  clockOn: "2026-05-01",
  claims: ["10482", "10467", "10471"].map((number) => ({ number, dueOn: "2026-04-30" })),
};
const TUESDAY = "2026-06-02";
const WEDNESDAY = "2026-06-03";
const THURSDAY = "2026-06-04";
const FRIDAY = "2026-06-05";

async function onTheList(): Promise<Sandbox> {
  const sandbox = await aSandbox(engine, NORWAY);
  await sandbox.runThrough(TUESDAY);
  return sandbox;
}

describe("A Norwegian collection list (D3, S26, S29, S30, S31)", () => {
  it("comes on Tuesday, takes a stop on Wednesday and none on Thursday, and the others get a demand on Friday", async () => {
    const sandbox = await onTheList();
    expect(await sandbox.history("10482")).toEqual([
      "registered",
      "letter notice",
      "proposed collection-list",
    ]);
    await sandbox.run(WEDNESDAY);
    expect(await sandbox.act("10482", STOP)).toEqual({
      kind: "done",
      what: "the claim is stopped and is off the collection list",
    });
    await sandbox.run(THURSDAY);
    expect(await sandbox.act("10467", STOP)).toEqual({
      kind: "refused",
      reason: expect.stringContaining("the collection list closed Thursday 2026-06-04 at 08:00"),
      hint: "innfri pay FILE, innfri stop CLAIM --disputed",
    });
    const { letters } = await sandbox.run(FRIDAY);
    expect(letters).toEqual({ demand: 2 });
    expect((await sandbox.history("10467")).slice(-2)).toEqual(["approved silence", "letter demand"]);
    expect((await sandbox.history("10482")).at(-1)).toBe("stopped");
  });

  it("is stopped by what the debtor says also after it has closed (D4, S32, S95)", async () => {
    const sandbox = await onTheList();
    await sandbox.run(THURSDAY);
    expect((await sandbox.act("10471", DISPUTE)).kind).toBe("done");
    await sandbox.run(FRIDAY);
    expect((await sandbox.history("10471")).at(-1)).toBe("objection");
  });

  it("takes a claim back that is released before it closes, and asks again when it is released later", async () => {
    const sandbox = await onTheList();
    await sandbox.act("10482", STOP);
    await sandbox.act("10467", STOP);
    await sandbox.run(WEDNESDAY);
    expect(await sandbox.act("10482", RELEASE)).toEqual({
      kind: "done",
      what: "the claim is back on the collection list, which closes Thursday 2026-06-04 at 08:00",
    });
    await sandbox.run(FRIDAY);
    expect((await sandbox.history("10482")).at(-1)).toBe("letter demand");
    expect((await sandbox.act("10467", RELEASE)).kind).toBe("done");
    await sandbox.run("2026-06-08");
    expect((await sandbox.history("10467")).slice(-2)).toEqual(["released", "proposed collection-list"]);
    // A late list has until the next Thursday that leaves two days.
    const [list] = await listApprovals(sandbox, { creditorIds: [sandbox.creditorId], limit: 10 }, NOW);
    expect(list).toMatchObject({ kind: "collection-list", count: 1, openedAt: "2026-06-08T05:00:00.000Z" });
    expect(list?.closesAt).toBe("2026-06-11T06:00:00.000Z");
  });

  it("gets a claim that was stopped and released on one day back as it was", async () => {
    const sandbox = await onTheList();
    await sandbox.act("10482", STOP);
    await sandbox.act("10482", RELEASE);
    await sandbox.run(TUESDAY);
    await sandbox.runThrough(FRIDAY);
    expect((await sandbox.history("10482")).at(-1)).toBe("letter demand");
  });

  it("is left by a postponed claim, which comes back by itself on its day (S22)", async () => {
    const sandbox = await onTheList();
    expect(await sandbox.act("10482", { kind: "postpone", until: date("2026-06-10") })).toEqual({
      kind: "done",
      what: "the claim is postponed until 2026-06-10 and is off the collection list",
    });
    await sandbox.runThrough("2026-06-09");
    expect((await sandbox.history("10482")).at(-1)).toBe("postponed");
    await sandbox.run("2026-06-10");
    expect((await sandbox.history("10482")).at(-1)).toBe("proposed collection-list");
  });

  it("needs no yes, and a claim can be postponed to a later day only", async () => {
    const sandbox = await onTheList();
    expect(await sandbox.act("10482", YES)).toMatchObject({ kind: "refused" });
    const past = await sandbox.act("10482", { kind: "postpone", until: date(TUESDAY) });
    expect(past).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("after today, 2026-06-02"),
    });
  });
});

describe("A stop and a run at the same time", () => {
  it("a stop that is committed before the run's batch wins", async () => {
    const sandbox = await aSandbox(engine, { ...NORWAY, settings: { automation: "approve" } });
    await sandbox.runThrough("2026-05-19");
    const claim = await sandbox.claim("10482");
    // Somebody has the file in hand: the stop stands in line for it, and the run, which passes it over, behind.
    const { hand, free } = await holdFile(sandbox, "10482");
    const stop = actOnClaim(sandbox, claim, STOP, "person", NOW);
    await waiters(database.url, 1);
    const run = sandbox.run("2026-05-20");
    await waiters(database.url, 2);
    free();
    await hand;
    expect(await stop).toMatchObject({ kind: "done" });
    expect((await run).letters).toEqual({ notice: 2 });
    expect(await sandbox.history("10482")).toEqual(["registered", "proposed notice", "stopped"]);
  });

  it("whichever is first, a claim is stopped before its letter or held after it, and never both halves", async () => {
    for (let round = 0; round < 8; round += 1) {
      const sandbox = await aSandbox(engine, { ...NORWAY, settings: { automation: "approve" } });
      await sandbox.runThrough("2026-05-19");
      const claims = await Promise.all(NORWAY.claims.map(({ number }) => sandbox.claim(number)));
      const stops = claims.map((claim) => actOnClaim(sandbox, claim, STOP, "person", NOW));
      const [{ letters, failed }] = await Promise.all([sandbox.run("2026-05-20", { pageSize: 1 }), ...stops]);
      expect(failed).toEqual([]);
      const histories = await Promise.all(NORWAY.claims.map(({ number }) => sandbox.history(number)));
      for (const [, , ...after] of histories)
        expect([["stopped"], ["approved silence", "letter notice", "stopped"]]).toContainEqual(after);
      expect(letters.notice ?? 0).toBe(histories.filter((one) => one.includes("letter notice")).length);
    }
  });

  it("what the debtor says while the run is under way wins over the demand that is not written yet", async () => {
    const sandbox = await onTheList();
    await sandbox.run(WEDNESDAY);
    const claim = await sandbox.claim("10482");
    const { hand, free } = await holdFile(sandbox, "10482");
    const objection = actOnClaim(sandbox, claim, DISPUTE, "person", NOW);
    await waiters(database.url, 1);
    const run = sandbox.run(FRIDAY);
    await waiters(database.url, 2);
    free();
    await hand;
    expect(await objection).toMatchObject({ kind: "done" });
    expect((await run).letters).toEqual({ demand: 2 });
    expect((await sandbox.history("10482")).at(-1)).toBe("objection");
  });

  it("a run waits for a file in somebody's hand and then does it on the same day", async () => {
    const sandbox = await onTheList();
    await sandbox.run(WEDNESDAY);
    const { hand, free } = await holdFile(sandbox, "10482");
    const run = sandbox.run(FRIDAY);
    await waiters(database.url, 1);
    expect((await sandbox.history("10467")).at(-1)).toBe("letter demand");
    expect((await sandbox.history("10482")).at(-1)).toBe("proposed collection-list");
    free();
    await hand;
    expect((await run).letters).toEqual({ demand: 3 });
  });

  it("a stop after the demand is an ordinary hold (S21)", async () => {
    const sandbox = await onTheList();
    await sandbox.runThrough(FRIDAY);
    expect(await sandbox.act("10482", STOP)).toEqual({
      kind: "done",
      what: "the claim is stopped; too late for the demand of 2026-06-05, which was decided before",
    });
    await sandbox.runThrough("2026-06-30");
    expect((await sandbox.history("10482")).at(-1)).toBe("stopped");
    expect((await sandbox.history("10467")).at(-1)).toBe("step follow-up");
  });

  it("of two who say yes at once one is refused, and nothing is doubled", async () => {
    const sandbox = await aSandbox(engine, { ...NORWAY, settings: { automation: "suggest" } });
    await sandbox.runThrough("2026-05-15");
    const answers = await Promise.all([sandbox.act("10482", YES), sandbox.act("10482", YES)]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(["done", "refused"]);
    await sandbox.run("2026-05-15");
    const history = await sandbox.history("10482");
    expect(history).toEqual(["registered", "proposed notice", "approved person", "letter notice"]);
  });
});

describe("The level of automation (S15)", () => {
  const upToTheNotice = async (automation: "suggest" | "approve" | "automatic") => {
    const sandbox = await aSandbox(engine, { ...NORWAY, settings: { automation } });
    await sandbox.runThrough("2026-05-15");
    return sandbox;
  };

  it("`suggest` waits until a person says yes (S18, S19)", async () => {
    const sandbox = await upToTheNotice("suggest");
    await sandbox.runThrough("2026-06-30");
    expect(await sandbox.history("10482")).toEqual(["registered", "proposed notice"]);
    expect(await sandbox.act("10482", YES)).toEqual({ kind: "done", what: "the notice is approved" });
    await sandbox.run("2026-07-01");
    expect((await sandbox.history("10482")).at(-1)).toBe("letter notice");
    expect((await sandbox.history("10467")).at(-1)).toBe("proposed notice");
  });

  it("`approve` goes by itself after the day it closes on, unless it is stopped", async () => {
    const sandbox = await upToTheNotice("approve");
    expect((await sandbox.history("10482")).at(-1)).toBe("proposed notice");
    await sandbox.run("2026-05-19"); // two business days after Friday the 15th, the Monday and the Tuesday
    expect((await sandbox.act("10467", STOP)).kind).toBe("done");
    expect((await sandbox.history("10482")).at(-1)).toBe("proposed notice");
    await sandbox.run("2026-05-20");
    expect((await sandbox.history("10482")).slice(-2)).toEqual(["approved silence", "letter notice"]);
    expect((await sandbox.history("10467")).at(-1)).toBe("stopped");
  });

  it("`automatic` asks nobody (S17)", async () => {
    const sandbox = await upToTheNotice("automatic");
    expect(await sandbox.history("10482")).toEqual(["registered", "letter notice"]);
  });

  it("the legal question waits for a person at every level", async () => {
    const sandbox = await upToTheNotice("automatic");
    await sandbox.runThrough("2026-08-31");
    expect((await sandbox.history("10482")).at(-1)).toBe("proposed legal");
    expect(await sandbox.act("10482", YES)).toEqual({ kind: "done", what: "the legal step is approved" });
    await sandbox.run("2026-09-01");
    expect((await sandbox.history("10482")).slice(-2)).toEqual(["approved person", "step legal"]);
  });
});

describe("Everything that waits is approved at once", () => {
  it("in pages, and what was stopped before stays stopped (S19)", async () => {
    const claims = Array.from({ length: 25 }, (_, index) => ({
      number: `7${index + 100}`,
      dueOn: "2026-04-30",
    }));
    const sandbox = await aSandbox(engine, { ...NORWAY, claims, settings: { automation: "suggest" } });
    await sandbox.runThrough("2026-05-15");
    await sandbox.act("7100", STOP);
    const pages: number[] = [];
    const all = await approveAll(
      sandbox,
      { creditorIds: [sandbox.creditorId], choice: null },
      "person",
      NOW,
      {
        pageSize: 10,
        onPage: (count) => pages.push(count),
      },
    );
    expect(all).toEqual({ approved: 24, refused: [] });
    expect(pages).toEqual([10, 10, 4]);
    expect((await sandbox.run("2026-05-15")).letters).toEqual({ notice: 24 });
    expect(await listApprovals(sandbox, { creditorIds: [sandbox.creditorId], limit: 10 }, NOW)).toEqual([]);
  });
});

describe("The Swedish solvency question", () => {
  // Due on 30 April 2026; the reminder, the demand and the question follow by the plan, whatever their days.
  const atTheQuestion = async () => {
    const claims = ["20111", "20112", "20113"].map((number) => ({ number, dueOn: "2026-04-30" }));
    const sandbox = await aSandbox(engine, {
      country: "SE",
      operator: "self",
      clockOn: "2026-05-01",
      claims,
    });
    await sandbox.runThrough("2026-06-30");
    return sandbox;
  };

  it("is answered with an application or with monitoring, and waits without an answer (S103, S104, S105)", async () => {
    const sandbox = await atTheQuestion();
    expect(await sandbox.history("20111")).toEqual([
      "registered",
      "letter reminder",
      "letter demand",
      "proposed solvency",
    ]);
    expect(await sandbox.act("20111", YES)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("application or monitoring"),
      hint: "--choose application|monitoring",
    });
    expect(await sandbox.act("20111", { kind: "approve", choice: "court" })).toMatchObject({
      kind: "refused",
    });
    const chosen = await sandbox.act("20111", { kind: "approve", choice: "application" });
    expect(chosen).toEqual({ kind: "done", what: "the solvency question is answered: application" });
    const rest = await approveAll(
      sandbox,
      { creditorIds: [sandbox.creditorId], choice: "monitoring" },
      "person",
      NOW,
    );
    expect(rest).toEqual({ approved: 2, refused: [] });
    await sandbox.run("2026-07-01");
    expect(await choices(sandbox)).toEqual({
      "20111": "application",
      "20112": "monitoring",
      "20113": "monitoring",
    });
  });
});

describe("What is set aside for a person", () => {
  it("is taken up again once what is missing is known, and its old question is asked anew", async () => {
    const claims = [
      { number: "10482", dueOn: "2026-04-30", kind: null },
      { number: "10471", dueOn: "2026-04-30" },
    ];
    const sandbox = await aSandbox(engine, { ...NORWAY, claims, settings: { automation: "suggest" } });
    await sandbox.runThrough("2026-05-15");
    expect((await sandbox.history("10482")).at(-1)).toBe("parked");
    expect(await sandbox.act("10482", RELEASE)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("not known what customer 1001 is"),
    });
    await withCreditor(engine, sandbox.creditorId, (tx) =>
      tx.run(sql`update debtor set kind = null where creditor_id = ${sandbox.creditorId}::uuid`),
    );
    await sandbox.act("10471", { kind: "postpone", until: date("2026-05-20") });
    await sandbox.act("10471", RELEASE);
    await sandbox.run("2026-05-15");
    expect((await sandbox.history("10471")).slice(-3)).toEqual(["postponed", "released", "parked"]);
    expect(await listApprovals(sandbox, { creditorIds: [sandbox.creditorId], limit: 10 }, NOW)).toEqual([]);
    await withCreditor(engine, sandbox.creditorId, (tx) =>
      tx.run(sql`update debtor set kind = 'person' where creditor_id = ${sandbox.creditorId}::uuid`),
    );
    await sandbox.act("10471", RELEASE);
    await sandbox.run("2026-05-15");
    expect((await sandbox.history("10471")).slice(-2)).toEqual(["unparked", "proposed notice"]);
    expect(await sandbox.act("10471", YES)).toMatchObject({ kind: "done" });
  });
});

describe("A note that a person adds to a stop", () => {
  it("stands apart from the chain, which holds its salted hash", async () => {
    const sandbox = await onTheList();
    await sandbox.act("10482", { ...STOP, note: "Avtalt på telefon" });
    const { claimId } = await sandbox.claim("10482");
    const rows = await withCreditor(engine, sandbox.creditorId, (tx) =>
      tx.many<{ body: string; data: Record<string, string> }>(sql`
        select t.body, e.data from hold h
        join free_text t on t.creditor_id = h.creditor_id and t.text_id = h.text_id
        join event e on e.creditor_id = h.creditor_id and e.claim_id = h.claim_id and e.kind = 'stopped'
        where h.creditor_id = ${sandbox.creditorId}::uuid and h.claim_id = ${claimId}::uuid`),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.body).toBe("Avtalt på telefon");
    expect(JSON.stringify(rows[0]!.data)).not.toContain("telefon");
    expect(rows[0]!.data.textHash).toMatch(/^[0-9a-f]{64}$/);
  });
});

async function choices(sandbox: Sandbox): Promise<Record<string, string>> {
  const rows = await withCreditor(engine, sandbox.creditorId, (tx) =>
    tx.many<{ number: string; choice: string }>(sql`
      select i.number, e.data ->> 'choice' as choice from event e
      join claim c on c.creditor_id = e.creditor_id and c.claim_id = e.claim_id
      join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id
      where e.creditor_id = ${sandbox.creditorId}::uuid and e.kind = 'step' order by 1`),
  );
  return Object.fromEntries(rows.map(({ number, choice }) => [number, choice]));
}
