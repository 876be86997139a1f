import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { replyBy } from "../engine/objections.ts";
import { anInstallation, aWorld, NOW, type Owing } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { expectBooksOfChains } from "./test-books.ts";
import { aSandbox } from "./test-sandbox.ts";
import { storyOf } from "./test-stories.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

// Due on 30 April 2026: notice on 15 May, list on 2 June, closed on 4 June, demand on 5 June with 19 June.
const INVOICE: Owing = { number: "10482", amount: "4500.00", dueOn: "2026-04-30" };
const TO_ALL = { kind: "object", scope: "whole", reasonable: true } as const;

async function norway(invoices: readonly Owing[] = [INVOICE]) {
  const account = ["15032080119", "15032080208"][0]!;
  const world = await aWorld(installation, { startsOn: "2026-04-06", account });
  await world.owe(invoices);
  return storyOf(installation, world);
}

async function sweden() {
  const world = await aWorld(installation, { country: "SE", startsOn: "2026-04-06" });
  await world.owe([INVOICE]);
  return storyOf(installation, world);
}

describe("How the open principal came about", () => {
  it("adds up after an accepted objection to a part, and after money that is known late", async () => {
    const story = await norway();
    await story.runUntil("2026-05-12");
    await story.pay("1500.00", "2026-05-12");
    await story.act({ kind: "object", scope: 200_000n, reasonable: true });
    await story.act({ kind: "resolve", outcome: "accepted" });
    // The interest that the money met was that of 2500.00 only: 9.86.
    expect(await story.shown()).toMatchObject({
      text: expect.stringMatching(
        /4500\.00 − 2000\.00 never owed, by an accepted objection\s+− 1490\.14 paid/,
      ),
      explained: [
        { expression: "4,500.00" },
        { label: "Never owed, by an accepted objection", expression: "− 2,000.00" },
        { label: "Paid", expression: "− 1,490.14" },
        { expression: "= 1,009.86" },
      ],
    });
    await story.pay("500.00", "2026-05-05");
    // Five days of 2500.00 and seven of 2004.11: 4.11 and 4.61.
    expect((await story.shown()).text).toMatch(/− 1991\.28 paid/);
    await story.sound();
  });
});

describe("A Norwegian objection to all of a claim (inkassoloven §§ 8, 17)", () => {
  it("stops every step, and one worth examining ends the costs for good while interest goes on (S42)", async () => {
    const story = await norway();
    await story.runUntil("2026-06-05");
    expect((await story.claim("10482")).costs).toBe(63_800n);
    expect(await story.act({ ...TO_ALL, note: "Sykkelen ble aldri levert" })).toEqual({
      kind: "done",
      what: "the claim is disputed; 638.00 of costs falls away; too late for the demand of 2026-06-05, which was decided before",
    });
    expect(await story.claim("10482")).toMatchObject({ principal: 450_000n, costs: 0n });
    expect(await story.balance("income:recovery-costs")).toBe(0n);
    await story.sound();
    await story.runUntil("2026-08-31");
    expect((await story.kinds()).at(-1)).toBe("2026-06-05 objection");
    const { json, text } = await story.shown();
    expect(json.amounts).toMatchObject({
      lines: [
        { item: "principal", amount: "4500.00" },
        { item: "interest", amount: "183.88" },
      ],
      disputed: "whole",
    });
    expect(text).toContain("all of it is disputed");
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "the debtor objected to all of it on 2026-06-05: nothing goes on with that; fee of 38.00 falls away; " +
        "recovery costs of 600.00 falls away",
    );
    expect(text).toContain("innfri object 10482 --resolve");
    await story.sound();
  });

  it("leaves the costs when it is not worth examining, except those charged after it had come", async () => {
    const story = await norway();
    await story.runUntil("2026-06-05");
    const outcome = await story.act({
      kind: "object",
      scope: "whole",
      reasonable: false,
      received: "2026-06-04" as never,
    });
    expect(outcome).toEqual({
      kind: "done",
      what: "the claim is disputed; 600.00 of costs falls away; too late for the demand of 2026-06-05, which was decided before",
    });
    expect((await story.claim("10482")).costs).toBe(3_800n);
    await story.sound();
  });

  it("that is withdrawn or groundless gives a fresh fortnight before anything goes on (S32, S34)", async () => {
    const story = await norway();
    await story.runUntil("2026-06-02");
    expect(await story.act(TO_ALL)).toMatchObject({
      what: "the claim is disputed and is off the collection list; 38.00 of costs falls away",
    });
    await story.runUntil("2026-06-09");
    expect(await story.act({ kind: "resolve", outcome: "groundless" })).toEqual({
      kind: "done",
      what: "the objection is groundless: the claim goes on after 2026-06-23",
    });
    await story.runUntil("2026-07-10");
    expect((await story.kinds()).slice(-3)).toEqual([
      "2026-06-24 proposed collection-list",
      "2026-07-03 approved",
      "2026-07-03 letter demand",
    ]);
    await story.sound();
  });

  it("after the demand, the day that is told is the day on which it goes on: the fortnight is counted in", async () => {
    const story = await norway();
    await story.runUntil("2026-06-19");
    await story.act(TO_ALL);
    await story.act({ kind: "resolve", outcome: "groundless" });
    const next = (await story.shown()).text.split("What comes next\n")[1]!;
    expect(next).toMatch(
      /^ {2}The follow-up is due on 2026-07-06\. Nobody has to do anything\.\n {2}2026-07-06 {2}follow-up/,
    );
  });

  it("gives the fortnight from the day the debtor was told, which is recorded later", async () => {
    const story = await norway();
    await story.runUntil("2026-06-02");
    await story.act(TO_ALL);
    await story.runUntil("2026-06-09");
    const told = (on: string) => story.act({ kind: "resolve", outcome: "groundless", on: date(on) });
    expect(await told("2026-06-10")).toMatchObject({
      reason: "2026-06-10 has not come yet: it is 2026-06-09",
    });
    expect(await told("2026-06-01")).toMatchObject({
      reason: "the objection was recorded on 2026-06-02: it was not settled on 2026-06-01",
    });
    expect(await told("2026-06-04")).toMatchObject({
      what: "the objection is groundless: the claim goes on after 2026-06-18",
    });
    await story.sound();
    await story.runUntil("2026-07-01");
    expect((await story.kinds()).slice(-4)).toEqual([
      "2026-06-04 objection-resolved",
      "2026-06-19 proposed collection-list",
      "2026-06-26 approved",
      "2026-06-26 letter demand",
    ]);
  });

  it("that is accepted is as if it had never been claimed: what was paid goes back", async () => {
    const story = await norway();
    await story.runUntil("2026-06-08");
    await story.pay("1000.00", "2026-06-08");
    await story.sound();
    const { text: before } = await story.shown();
    await story.runUntil("2026-06-09");
    await story.act({ kind: "object", scope: "whole", reasonable: false });
    expect(await story.act({ kind: "resolve", outcome: "accepted" })).toEqual({
      kind: "done",
      what: "the objection is accepted: what it is about was never owed, and 1000.00 is to be paid back",
    });
    await story.sound();
    expect(await story.claim("10482")).toMatchObject({ principal: 0n, interest: 0n, costs: 0n });
    for (const account of [
      "income:invoiced",
      "income:interest",
      "income:notice-fee",
      "income:recovery-costs",
    ])
      expect(await story.balance(account)).toBe(0n);
    expect(await story.balance("liabilities:unallocated-payments")).toBe(0n);
    expect(await story.balance("liabilities:overpaid")).toBe(-100_000n);
    await story.runUntil("2026-06-12");
    expect((await story.claim("10482")).state).toBe("closed");
    expect((await story.kinds()).at(-1)).toBe("2026-06-09 closed");
    // The past stays as it was.
    expect(
      (await story.shown("10482", "2026-06-08")).text.split("What has happened")[0]!.split("Owed")[1],
    ).toBe(before.split("What has happened")[0]!.split("Owed")[1]);
    await story.sound();
  });

  it("to one of two claims leaves the letter's fee on the other, and the costs are those of what is left", async () => {
    const story = await norway([
      { ...INVOICE, customer: "7", amount: "900.00" },
      { number: "10483", customer: "7", amount: "400.00", dueOn: "2026-04-30" },
    ]);
    await story.runUntil("2026-06-05");
    const costs = (await story.claim("10482")).costs + (await story.claim("10483")).costs;
    expect(costs).toBe(3_800n + 30_000n);
    const bearer = (await story.claim("10482")).costs > 0n ? "10482" : "10483";
    const other = bearer === "10482" ? "10483" : "10482";
    await story.act(TO_ALL, bearer);
    expect((await story.claim(bearer)).costs).toBe(0n);
    // 400.00 alone is in the first band, 900.00 in the second: 0.25 and 0.35 of 750.00.
    expect((await story.claim(other)).costs).toBe(3_800n + (other === "10483" ? 18_750n : 26_250n));
    await story.sound();
    await story.act({ kind: "resolve", outcome: "accepted" }, bearer);
    await story.runUntil("2026-06-10");
    expect((await story.claim(bearer)).state).toBe("closed");
    await story.sound();
    await story.runUntil("2026-07-20");
    await story.sound();
    await story.pay("20000.00", "2026-07-20", other);
    await story.sound();
    expect((await story.claim(other)).state).toBe("closed");
  });
});

describe("A Norwegian objection to a part (norway.md 5.4)", () => {
  it("leaves the rest to be asked for with a new notice, and the disputed part is asked for no more (S34, S53, S94)", async () => {
    const story = await norway();
    await story.runUntil("2026-06-02");
    expect(await story.act({ kind: "object", scope: 50_000n, reasonable: true })).toEqual({
      kind: "done",
      what: "the claim is disputed as to 500.00 and is off the collection list",
    });
    await story.runUntil("2026-06-26");
    expect((await story.kinds()).slice(-4)).toEqual([
      "2026-06-02 letter notice",
      "2026-06-23 proposed collection-list",
      "2026-06-26 approved",
      "2026-06-26 letter demand",
    ]);
    const { text } = await story.shown();
    expect(text).toContain("500.00 of the principal is disputed and is not asked for");
    const letters = await withCreditor(installation.pool, story.creditorId, (tx) =>
      tx.many<{ principal: string; total: string; corrects: string | null }>(sql`
        select data -> 'lines' -> 0 ->> 'amount' as principal, data ->> 'total' as total,
               data -> 'claims' -> 0 ->> 'corrects' as corrects from document
        where creditor_id = ${story.creditorId}::uuid order by dated_on`),
    );
    expect(letters.map(({ principal }) => principal)).toEqual(["4500.00", "4000.00", "4000.00"]);
    expect(letters.map(({ corrects }) => corrects)).toEqual([null, "2026-05-15", null]);
    await story.sound();
    await story.act({ kind: "resolve", outcome: "accepted" });
    expect((await story.claim("10482")).principal).toBe(400_000n);
    await story.sound();
    await story.runUntil("2026-08-10");
    await story.sound();
  });
});

describe("A Norwegian objection to a part after the demand (norway.md 5.4)", () => {
  it("is followed at once by a corrected demand of what is left, and by nothing before its deadline has passed (S53)", async () => {
    const story = await norway();
    await story.runUntil("2026-06-19");
    await story.act({ kind: "object", scope: 50_000n, reasonable: true });
    const before = (await story.shown()).text.replaceAll(/\s+/g, " ");
    expect(before).toContain(
      "The demand for payment that corrects the one of 2026-06-05 is due: the next run does it.",
    );
    await story.runUntil("2026-07-03");
    // Run again, the last day changes nothing.
    await story.runUntil("2026-07-03");
    expect((await story.kinds()).slice(-2)).toEqual(["2026-06-19 objection", "2026-06-19 letter demand"]);
    expect((await story.shown()).text.replaceAll(/\s+/g, " ")).toContain(
      "demand for payment, which corrects the one of 2026-06-05: 4703.75 to pay by 2026-07-03",
    );
    const found = await withCreditor(installation.pool, story.creditorId, async (tx) => ({
      letters: await tx.many<object>(sql`
        select dated_on::text as "on", data ->> 'payBy' as "payBy", data -> 'lines' -> 0 ->> 'amount' as principal,
               data -> 'claims' -> 0 ->> 'disputed' as disputed, data -> 'claims' -> 0 ->> 'corrects' as corrects
        from document where creditor_id = ${story.creditorId}::uuid and kind = 'demand' order by dated_on`),
      cases: await tx.many<object>(sql`
        select opened_on::text as "on" from collection_case where creditor_id = ${story.creditorId}::uuid`),
    }));
    expect(found).toEqual({
      letters: [
        { on: "2026-06-05", payBy: "2026-06-19", principal: "4500.00", disputed: null, corrects: null },
        {
          on: "2026-06-19",
          payBy: "2026-07-03",
          principal: "4000.00",
          disputed: "500.00",
          corrects: "2026-06-05",
        },
      ],
      cases: [{ on: "2026-06-05" }],
    });
    expect((await story.claim("10482")).costs).toBe(63_800n);
    await story.sound();
    await story.runUntil("2026-07-06");
    expect((await story.kinds()).at(-1)).toBe("2026-07-06 step follow-up");
    await story.act({ kind: "resolve", outcome: "accepted" });
    await story.runUntil("2026-08-03");
    // Heavy by the new deadline, 29 days after 3 July, and of what is left.
    expect((await story.kinds()).slice(-2)).toEqual(["2026-08-01 step heavy", "2026-08-01 proposed legal"]);
    expect((await story.claim("10482")).costs).toBe(123_800n);
    await story.sound();
  });

  it("needs no corrected demand where the objection is given up before one has left", async () => {
    const story = await norway();
    await story.runUntil("2026-06-05");
    await story.runUntil("2026-06-06"); // a Saturday
    await story.act({ kind: "object", scope: 50_000n, reasonable: true });
    await story.act({ kind: "resolve", outcome: "withdrawn" });
    await story.runUntil("2026-06-23");
    expect((await story.kinds()).slice(-2)).toEqual([
      "2026-06-06 objection-resolved",
      "2026-06-23 step follow-up",
    ]);
    await story.sound();
  });

  it("holds all of the claim, and says why, where the costs are more than the rest would bear: a person corrects it", async () => {
    const story = await norway();
    await story.runUntil("2026-06-19");
    await story.act({ kind: "object", scope: 200_000n, reasonable: true });
    await story.runUntil("2026-07-03");
    expect((await story.kinds()).at(-1)).toBe("2026-06-19 objection");
    const text = (await story.shown()).text.replaceAll(/\s+/g, " ");
    expect(text).toContain("A part is disputed and a demand was sent: what is left needs a corrected demand");
    expect(text).toContain("it cost more than the rest alone would");
    expect(text).toContain("innfri object 10482 --resolve withdrawn|accepted|groundless.");
  });
});

describe("A Norwegian objection to a part when the list has closed (D3)", () => {
  it("leads to a new notice and to a new list before the demand", async () => {
    const story = await norway();
    await story.runUntil("2026-06-04");
    expect(await story.act({ kind: "object", scope: 50_000n, reasonable: true })).toMatchObject({
      kind: "done",
    });
    await story.runUntil("2026-07-10");
    const kinds = await story.kinds();
    const fromObjection = kinds.slice(kinds.findIndex((kind) => kind.endsWith("objection")) + 1);
    expect(fromObjection.map((kind) => kind.slice(11))).toEqual([
      "letter notice",
      "proposed collection-list",
      "approved",
      "letter demand",
    ]);
    await story.sound();
  });
});

describe("A Swedish objection (inkassolagen 4 §)", () => {
  it("stops every step and leaves the costs as they are", async () => {
    const story = await sweden();
    await story.runUntil("2026-05-28");
    const { costs } = await story.claim("10482");
    expect(costs).toBe(24_000n);
    expect(await story.act(TO_ALL)).toEqual({ kind: "done", what: "the claim is disputed" });
    expect((await story.claim("10482")).costs).toBe(costs);
    await story.runUntil("2026-07-28");
    expect((await story.kinds()).at(-1)).toMatch(/objection$/);
    await story.sound();
    await story.act({ kind: "resolve", outcome: "withdrawn" });
    await story.runUntil("2026-08-20");
    expect((await story.kinds()).at(-1)).toBe("2026-08-12 proposed solvency");
    await story.sound();
  });
});

describe("What is refused", () => {
  it("is an objection from tomorrow, a second to all, a part that is all, and an answer to none", async () => {
    const story = await norway();
    expect(await story.act({ ...TO_ALL, received: "2030-01-01" as never })).toMatchObject({
      kind: "refused",
    });
    expect(await story.act({ ...TO_ALL, received: "2026-01-01" as never })).toMatchObject({
      kind: "refused",
      reason: expect.stringMatching(
        /^an objection cannot have come on 2026-01-01: the invoice was issued on 2026-/,
      ),
    });
    expect(await story.act({ ...TO_ALL, scope: 450_000n })).toMatchObject({ kind: "refused" });
    expect(await story.act({ kind: "resolve", outcome: "accepted" })).toEqual({
      kind: "refused",
      reason: "no objection to the claim is open",
    });
    expect((await story.act(TO_ALL)).kind).toBe("done");
    expect(await story.act(TO_ALL)).toEqual({
      kind: "refused",
      reason: "all of the claim is disputed already",
    });
    const rows = await withCreditor(installation.pool, story.creditorId, (tx) =>
      tx.many<object>(sql`select extent, received_on::text as received, answer_by::text as "answerBy" from objection
        where creditor_id = ${story.creditorId}::uuid`),
    );
    expect(rows).toEqual([{ extent: "whole", received: "2026-04-06", answerBy: "2026-04-20" }]);
    expect(await story.act({ kind: "release" })).toMatchObject({ kind: "refused" });
  });

  it("is not an objection of a customer of whom nobody knows what it is", async () => {
    const engine = await database.pool("innfri_engine");
    const claims = [{ number: "1", dueOn: "2026-04-30", kind: null }];
    const sandbox = await aSandbox(engine, { clockOn: "2026-05-18", claims });
    await sandbox.run("2026-05-18");
    expect((await sandbox.act("1", TO_ALL)).kind).toBe("done");
    await expectBooksOfChains(sandbox, sandbox.creditorId, NOW);
  });
});

describe("By when a creditor is asked to reply", () => {
  it.each([
    ["NO", "2026-03-18", "2026-04-01"], // the day before Maundy Thursday
    ["NO", "2026-03-19", "2026-04-07"], // Maundy Thursday to Easter Monday are days off
    ["NO", "2026-03-23", "2026-04-07"],
    ["NO", "2026-03-24", "2026-04-07"],
    ["NO", "2026-03-25", "2026-04-08"],
    ["SE", "2026-03-19", "2026-04-02"], // Maundy Thursday is a working day
    ["SE", "2026-03-20", "2026-04-07"],
    ["SE", "2026-06-05", "2026-06-22"], // Midsummer Eve
    ["NO", "2026-06-05", "2026-06-19"],
    ["NO", "2026-12-11", "2026-12-28"], // Christmas Day, a Friday
  ] as const)("%s: asked on %s it is %s, all of fourteen days and no day off", (country, on, by) => {
    expect(replyBy(country, date(on), 14)).toBe(by);
  });

  it("counts from the day on which it is recorded, also where it came before", async () => {
    const story = await norway();
    expect((await story.act({ ...TO_ALL, received: date("2026-04-01") })).kind).toBe("done");
    const rows = await withCreditor(installation.pool, story.creditorId, (tx) =>
      tx.many<object>(sql`select received_on::text as received, answer_by::text as "answerBy" from objection
        where creditor_id = ${story.creditorId}::uuid`),
    );
    expect(rows).toEqual([{ received: "2026-04-01", answerBy: "2026-04-20" }]);
  });
});
