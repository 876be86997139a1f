import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { findClaim } from "../engine/find-claim.ts";
import { anInstallation } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { type Act, actOnClaim } from "./act-on-claim.ts";
import { waiters } from "./test-locks.ts";
import { A_RUNS_PAGE, AN_ACTS_FILES, paused } from "./test-paused.ts";
import { aRace, COMERS, COMING_STEPS, type Comer, type Race } from "./test-races.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine", 40);
const installation = await anInstallation(database, "agency", engine);

const comers = Object.keys(COMERS) as Comer[];
/** For each a customer with one claim and one with two, who would get one letter for both; and one whom nothing concerns. */
const INVOICES = [
  ...comers.flatMap((comer) => [
    { number: `${comer}-1`, customer: `${comer} alone` },
    { number: `${comer}-2`, customer: `${comer} joint` },
    { number: `${comer}-3`, customer: `${comer} joint` },
  ]),
  { number: "nothing", customer: "nobody" },
];
const CONCERNED = comers.flatMap((comer) =>
  [`${comer}-1`, `${comer}-2`].map((number) => ({ comer, number })),
);
const NOT_CONCERNED = [...comers.map((comer) => `${comer}-3`), "nothing"];

async function expectSound({ creditorId }: Race): Promise<void> {
  expect((await verifyBooks(installation.pool, [creditorId])).findings).toEqual([]);
}

describe.each(Object.entries(COMING_STEPS))("A step %s, and what comes between (D4)", (_, step) => {
  const letter = `letter ${step.letter}`;

  it("is not taken where that was committed first, though the run was under way (S21, S22, S32)", async () => {
    const race = await aRace(installation, step, INVOICES);
    const costs = new Map<string, bigint>();
    for (const { number } of CONCERNED) costs.set(number, (await race.claim(number)).costs);
    // One has written all it will, the others have the file in hand: two do not write on one list at once.
    const hands = CONCERNED.map((one, index) => ({
      ...one,
      ...paused(engine, index === 0 ? "before its commit" : "behind", AN_ACTS_FILES),
    }));
    const coming = hands.map(({ comer, number, pool }) => race.come(comer, number, step.before, pool));
    await Promise.all(hands.map(({ reached }) => reached));
    // The run does what is free, and waits for the rest.
    const run = race.run(step.on);
    await waiters(database.url, 1);
    expect((await race.chain("nothing")).at(-1)).toBe(letter);
    for (const { go } of hands) go();
    const outcomes = await Promise.all(coming);
    expect((await run).failed).toEqual([]);
    for (const [index, { comer, number }] of CONCERNED.entries()) {
      const chain = await race.chain(number);
      const since = chain.slice(chain.indexOf(COMERS[comer]) + 1);
      const outcome = outcomes[index];
      // The run has moved the sandbox's clock past the list's instant for a creditor that had not decided by then (S30).
      if (step.letter === "demand" && index > 0 && (comer === "stop" || comer === "postponement")) {
        expect(outcome).toMatchObject({ reason: expect.stringContaining("the collection list closed") });
        expect([number, chain.at(-1)]).toEqual([number, letter]);
        continue;
      }
      expect([number, outcome?.kind ?? "done"]).toEqual([number, "done"]);
      expect([number, since.filter((event) => event.startsWith("letter"))]).toEqual([number, []]);
      expect([number, chain.includes(letter)]).toEqual([number, false]);
      if (comer !== "payment" && comer !== "plan")
        expect([number, (await race.claim(number)).costs <= costs.get(number)!]).toEqual([number, true]);
    }
    for (const number of NOT_CONCERNED)
      expect([number, (await race.chain(number)).filter((event) => event === letter)]).toEqual([
        number,
        [letter],
      ]);
    await expectSound(race);
  });

  it("is taken where it was decided and written first, and who comes is told that it was too late", async () => {
    const race = await aRace(installation, step, INVOICES);
    const { pool, reached, go } = paused(engine, "before its commit", A_RUNS_PAGE);
    const run = race.run(step.on, pool, { lanes: 1 });
    await reached;
    const coming = CONCERNED.map(({ comer, number }) => race.come(comer, number, step.on));
    await waiters(database.url, CONCERNED.length);
    go();
    expect((await run).failed).toEqual([]);
    const outcomes = await Promise.all(coming);
    for (const [index, { comer, number }] of CONCERNED.entries()) {
      const chain = await race.chain(number);
      expect([number, chain.indexOf(letter)]).toEqual([number, chain.indexOf(COMERS[comer]) - 1]);
      if (comer === "stop" || comer === "postponement" || comer === "objection")
        expect(outcomes[index]).toEqual({
          kind: "done",
          what: expect.stringContaining(
            `; too late for the ${step.letter} of ${step.on}, which was decided before`,
          ),
        });
    }
    await expectSound(race);
  });
});

describe("Two who answer the same item at once (S19, S21, S22)", () => {
  const ONE = [{ number: "1", customer: "c" }];
  const YES: Act = { kind: "approve", choice: null };
  const STOP: Act = { kind: "stop", because: "stopped" };
  const POSTPONE: Act = { kind: "postpone", until: date("2026-07-15") };
  const REFUSED = (reason: string) => ({ kind: "refused", reason: expect.stringContaining(reason) });
  const DONE = { kind: "done", what: expect.not.stringContaining("too late") };

  it.each<[string, Act, Act, object, string[]]>([
    ["a yes and a yes", YES, YES, REFUSED("the notice was approved already"), ["approved"]],
    ["a stop and a stop", STOP, STOP, REFUSED("the claim is stopped already"), ["stopped"]],
    ["a stop and a yes", STOP, YES, REFUSED("it is stopped"), ["stopped"]],
    ["a postponement and a yes", POSTPONE, YES, REFUSED("it is postponed"), ["postponed"]],
    [
      "a postponement and the same again",
      POSTPONE,
      POSTPONE,
      REFUSED("the claim is postponed already"),
      ["postponed"],
    ],
    // What holds wins over what was agreed to, in whatever order they come.
    ["a yes and a stop", YES, STOP, DONE, ["approved", "stopped"]],
    ["a yes and a postponement", YES, POSTPONE, DONE, ["approved", "postponed"]],
  ])("%s: the first counts, and the second is told", async (_, first, second, told, left) => {
    const step = {
      letter: "notice",
      input: { automation: "suggest" },
      before: "2026-05-15",
      on: "2026-05-18",
    } as const;
    const race = await aRace(installation, step, ONE);
    const { pool, reached, go } = paused(engine, "before its commit", AN_ACTS_FILES);
    const one = race.act("1", first, pool);
    await reached;
    const other = race.act("1", second);
    await waiters(database.url, 1);
    go();
    expect((await one).kind).toBe("done");
    expect(await other).toMatchObject(told);
    expect((await race.chain("1")).slice(2)).toEqual(left);
    await race.run(step.on);
    const isHeld = left.at(-1) !== "approved";
    expect((await race.chain("1")).includes("letter notice")).toBe(!isHeld);
    await expectSound(race);
  });

  it("a yes that comes while the run takes the step by silence is told that there is nothing to say yes to", async () => {
    const step = COMING_STEPS["that was proposed and that nobody stopped"];
    const race = await aRace(installation, step, ONE);
    const { pool, reached, go } = paused(engine, "before its commit", A_RUNS_PAGE);
    const run = race.run(step.on, pool, { lanes: 1 });
    await reached;
    const yes = race.act("1", YES);
    await waiters(database.url, 1);
    go();
    await run;
    expect(await yes).toEqual(REFUSED("the notice was approved already"));
    expect((await race.chain("1")).slice(1)).toEqual(["proposed", "approved", "letter notice"]);
  });

  it("a yes after the run that is under way has passed the file over is taken up by the same run", async () => {
    const step = {
      letter: "notice",
      input: { automation: "suggest" },
      before: "2026-05-15",
      on: "2026-05-18",
    } as const;
    const race = await aRace(installation, step, ONE);
    const { pool, reached, go } = paused(engine, "before its commit", AN_ACTS_FILES);
    const yes = race.act("1", YES, pool);
    await reached;
    const run = race.run(step.on);
    go();
    expect((await yes).kind).toBe("done");
    await run;
    await race.run(step.on);
    expect((await race.chain("1")).slice(1)).toEqual(["proposed", "approved", "letter notice"]);
  });
});

describe("What was begun before a run took its step, and gets to the file after it", () => {
  const step = COMING_STEPS["that goes by itself"];
  const lastDay = async (race: Race) => {
    const { claimId } = await race.claim("1");
    return withCreditor(engine, race.creditorId, (tx) =>
      tx.one<{ kind: string; recorded: string }>(sql`
        select kind, max(recorded_at) as recorded from event
        where creditor_id = ${race.creditorId}::uuid and claim_id = ${claimId}::uuid
        group by kind, seq order by seq desc limit 1`),
    );
  };

  it("is money of the day on which it is booked, and the books hold", async () => {
    const race = await aRace(installation, step, [{ number: "1", customer: "c" }]);
    const { pool, reached, go } = paused(engine, "behind", /select bank_line_id as id from bank_line/);
    const payment = race.come("payment", "1", step.before, pool);
    await reached;
    expect((await race.run(step.on)).letters).toEqual({ notice: 1 });
    go();
    await payment;
    // Of its value day it pays what was owed then, and today's fee after that.
    expect((await race.chain("1")).slice(1)).toEqual(["letter notice", "payment", "payment", "closed"]);
    expect(await lastDay(race)).toEqual({ kind: "closed", recorded: `${step.on}T10:00:00.000Z` });
    await expectSound(race);
  });

  it("is not dated before the letter of a run beyond midnight", async () => {
    const race = await aRace(installation, step, [{ number: "1", customer: "c" }]);
    await race.run(step.on);
    const found = await findClaim(engine, "1", race.creditorId);
    if (found.kind !== "found") throw new Error(found.kind);
    // On the real clock, half a minute before midnight in Oslo.
    const claim = { ...found.claim, creditor: { ...found.claim.creditor, isSandbox: false } };
    const stop: Act = { kind: "stop", because: "stopped" };
    const told = await actOnClaim(installation, claim, stop, "person", new Date("2026-05-14T21:59:30Z"));
    expect(told).toMatchObject({ what: expect.stringContaining("too late for the notice of 2026-05-15") });
    const days = await withCreditor(engine, race.creditorId, (tx) =>
      tx.many<{ kind: string; on: string }>(sql`
        select kind, happened_on as on from event where creditor_id = ${race.creditorId}::uuid
          and claim_id = ${claim.claimId}::uuid and seq > 1 order by seq`),
    );
    expect(days).toEqual([
      { kind: "letter", on: "2026-05-15" },
      { kind: "stopped", on: "2026-05-15" },
    ]);
  });
});
