/** Anything at any moment: acts, payments, two runs and a tick at once. `npm run races` does many rounds of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "@innfri/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anInstallation } from "../payments/test-world.ts";
import type { Act, ActOutcome } from "./act-on-claim.ts";
import { aRace, COMERS, COMING_STEPS, type Comer, type Race } from "./test-races.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine", 40);
const installation = await anInstallation(database, "agency", engine);

const ROUNDS = Number(process.env.INNFRI_RACES ?? 3);
const SEED = Number(process.env.INNFRI_SEED ?? 20260604);

const steps = Object.entries(COMING_STEPS);
const comers = Object.keys(COMERS) as Comer[];
/** What bars a step from the moment it is committed, and what lifts it. */
const BARS = ["stopped", "postponed", "objection", "payment-plan", "closed"];
const LIFTS = ["released", "objection-resolved"];
const EVENTS: Readonly<Record<string, string>> = { ...COMERS, release: "released", approve: "approved" };

type Move = {
  readonly claim: number;
  readonly what: Comer | "release" | "approve";
  readonly afterMs: number;
};
type Round = {
  readonly step: number;
  readonly customers: readonly number[];
  readonly moves: readonly Move[];
  readonly runs: readonly { readonly pageSize: number; readonly lanes: number; readonly afterMs: number }[];
};

const moment = fc.integer({ min: 0, max: 60 });
const rounds: fc.Arbitrary<Round> = fc.record({
  step: fc.nat(steps.length - 1),
  // How many claims each customer has.
  customers: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 7 }),
  moves: fc.array(
    fc.record({
      claim: fc.nat(20),
      what: fc.constantFrom(...comers, "release" as const, "approve" as const),
      afterMs: moment,
    }),
    { minLength: 6, maxLength: 16 },
  ),
  runs: fc.array(
    fc.record({
      pageSize: fc.integer({ min: 1, max: 6 }),
      lanes: fc.integer({ min: 1, max: 2 }),
      afterMs: moment,
    }),
    { minLength: 2, maxLength: 2 },
  ),
});

type Moved = { readonly number: string; readonly what: Move["what"]; readonly outcome: ActOutcome | null };

describe("Whatever comes at whatever moment", () => {
  it(`no step is taken after what bars it, each is taken once, and everybody is told the truth (${ROUNDS} rounds, D4, S30, S31)`, {
    timeout: 60_000 + ROUNDS * 20_000,
  }, async () => {
    for (const round of fc.sample(rounds, { numRuns: ROUNDS, seed: SEED })) await play(round);
  });
});

async function play({ step: at, customers, moves, runs }: Round): Promise<void> {
  const [, step] = steps[at]!;
  const invoices = customers.flatMap((claims, customer) =>
    Array.from({ length: claims }, (_, index) => ({
      number: `${customer}-${index}`,
      customer: `c${customer}`,
    })),
  );
  const race = await aRace(installation, step, invoices);
  const moving = moves.map(async ({ claim, what, afterMs }): Promise<Moved> => {
    await sleep(afterMs);
    const { number } = invoices[claim % invoices.length]!;
    return { number, what, outcome: await move(race, number, what, step.on) };
  });
  const running = runs.map(async ({ afterMs, ...options }) => {
    await sleep(afterMs);
    const { failed } = await race.run(step.on, engine, options);
    expect(failed).toEqual([]);
    return race.close();
  });
  const moved = await Promise.all(moving);
  await Promise.all(running);
  // What was left because it came in between is done by the next run, and nothing else.
  await race.run(step.on);
  const letter = `letter ${step.letter}`;
  for (const { number } of invoices) {
    const chain = await race.chain(number);
    const told = { round: { at, customers, moves, runs }, number, chain };
    expect({ ...told, letters: chain.filter((event) => event === letter).length <= 1 }).toEqual({
      ...told,
      letters: true,
    });
    expect({ ...told, barred: takenAfterABar(chain) }).toEqual({ ...told, barred: [] });
    const own = moved.filter((one) => one.number === number);
    expect({ ...told, wrong: wronglyTold(chain, letter, own) }).toEqual({ ...told, wrong: [] });
    if (own.length === 0 && !BARS.some((event) => chain.includes(event)))
      expect({ ...told, isTaken: chain.includes(letter) }).toEqual({ ...told, isTaken: true });
  }
  expect((await verifyBooks(installation.pool, [race.creditorId])).findings).toEqual([]);
}

async function move(race: Race, number: string, what: Move["what"], on: string): Promise<ActOutcome | null> {
  const plain: Partial<Record<Move["what"], Act>> = {
    release: { kind: "release" },
    approve: { kind: "approve", choice: null },
  };
  const act = plain[what];
  return act === undefined ? race.come(what as Comer, number, on) : race.act(number, act);
}

function takenAfterABar(chain: readonly string[]): string[] {
  const taken: string[] = [];
  let barred = false;
  for (const event of chain) {
    if (BARS.includes(event)) barred = true;
    else if (LIFTS.includes(event)) barred = false;
    else if (barred && (event.startsWith("letter") || event === "step")) taken.push(event);
  }
  return taken;
}

/** Done and not on the chain, refused and on it, or too late and not told so. */
function wronglyTold(chain: readonly string[], letter: string, moved: readonly Moved[]): string[] {
  const wrong: string[] = [];
  for (const what of new Set(moved.map((one) => one.what))) {
    if (what === "payment") continue;
    const done = moved.filter((one) => one.what === what && one.outcome?.kind === "done");
    const events = chain.filter((event) => event === EVENTS[what]);
    // The run writes an agreement too, by silence.
    if (what === "approve" ? events.length < done.length : events.length !== done.length)
      wrong.push(`${what}: ${done.length} done, ${events.length} on the chain`);
    if (what !== "stop" && what !== "postponement" && what !== "objection") continue;
    const late = done.filter(
      ({ outcome }) => outcome?.kind === "done" && outcome.what.includes("too late for the"),
    );
    const at = chain.indexOf(letter);
    const after = chain.filter((event, index) => event === EVENTS[what] && at !== -1 && index > at);
    if (late.length !== after.length)
      wrong.push(`${what}: ${late.length} told too late, ${after.length} were`);
  }
  return wrong;
}
