import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { anInstallation } from "../payments/test-world.ts";
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
