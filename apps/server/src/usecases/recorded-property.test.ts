import { addDays, date, formatMinor } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import fc from "fast-check";
import { it } from "vitest";
import { aBgMax, anInstallation, anOcrGiro, aWorld, NOW } from "../payments/test-world.ts";
import type { Act } from "./act-on-claim.ts";
import { runDays } from "./run-days.ts";
import { acted, expectBooksOfChains } from "./test-books.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

const NUMBERS = ["1", "2"] as const;
const START = date("2026-04-06");

type Happening =
  | Act
  | { readonly kind: "pay"; readonly minor: bigint; readonly daysAgo: number }
  /** The letters that are queued could not leave on their day, and are undone on the next. */
  | { readonly kind: "stays" };

const aHappening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pay" as const),
      minor: fc.bigInt({ min: 1_000n, max: 500_000n }),
      daysAgo: fc.constantFrom(0, 0, 1, 12, 40),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("object" as const),
      scope: fc.oneof(fc.constant("whole" as const), fc.bigInt({ min: 1n, max: 200_000n })),
      reasonable: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("resolve" as const),
      outcome: fc.constantFrom("withdrawn" as const, "accepted" as const, "groundless" as const),
    }),
  },
  fc.record({
    kind: fc.constant("agree" as const),
    instalments: fc.integer({ min: 2, max: 8 }),
    wholeDebt: fc.constant(false),
  }),
  fc.constant({ kind: "release" as const }),
  { weight: 2, arbitrary: fc.constant({ kind: "stays" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "compensate" as const }) },
  fc.record({
    kind: fc.constant("record" as const),
    step: fc.constantFrom("application" as const, "decision" as const, "enforcement" as const),
    on: fc.constant(START),
  }),
);

const aStory = fc.record({
  country: fc.constantFrom("NO" as const, "SE" as const),
  kind: fc.constantFrom("person", "business"),
  amounts: fc.tuple(fc.constantFrom("450.00", "4500.00"), fc.constantFrom("900.00", "12000.00")),
  acts: fc.array(fc.tuple(fc.integer({ min: 0, max: 25 }), fc.constantFrom(...NUMBERS), aHappening), {
    minLength: 4,
    maxLength: 9,
  }),
});

type Story = typeof aStory extends fc.Arbitrary<infer T> ? T : never;

async function lived({ country, kind, amounts, acts }: Story): Promise<void> {
  const world = await aWorld(installation, { country, startsOn: START });
  await world.owe(
    NUMBERS.map((number, i) => ({
      number,
      amount: amounts[i]!,
      dueOn: "2026-04-30",
      customer: "7",
      kind,
    })),
  );
  let day = addDays(START, 26);
  for (const [wait, number, act] of acts) {
    day = addDays(day, wait);
    await world.runUntil(day);
    if (act.kind === "pay") {
      const { reference: kid } = await world.claim(number);
      const line = [{ kid, amount: formatMinor(act.minor), on: addDays(day, -act.daysAgo) }];
      await world.paid(country === "NO" ? anOcrGiro(world.account, line) : aBgMax(world.account, line));
    } else if (act.kind === "stays") {
      day = addDays(day, 1);
      await runDays(installation, { creditorId: world.creditorId, on: day }, NOW);
    } else
      await acted(
        installation,
        world.creditorId,
        number,
        act.kind === "record" ? { ...act, on: day } : act,
        NOW,
      );
    await expectBooksOfChains(installation, world.creditorId, NOW);
  }
  await world.runUntil(addDays(day, 30));
  await expectBooksOfChains(installation, world.creditorId, NOW);
}

/** `INNFRI_STORIES` lives through so many others, by chance. */
const stories = process.env.INNFRI_STORIES;
const chance = stories === undefined ? { numRuns: 12, seed: 20_260_422 } : { numRuns: Number(stories) };

it("Whatever people record and pay between a file's letters, its books are what its chains say", {
  timeout: 180_000 * (chance.numRuns / 12),
}, async () => {
  await fc.assert(fc.asyncProperty(aStory, lived), chance);
});

it("also when money known late lowers what other money met", { timeout: 60_000 }, async () => {
  const withdrawn = { kind: "resolve", outcome: "withdrawn" } as const;
  await lived({
    country: "NO",
    kind: "person",
    amounts: ["450.00", "900.00"],
    acts: [
      [0, "1", { kind: "pay", minor: 1_000n, daysAgo: 0 }],
      [0, "1", { kind: "pay", minor: 1_000n, daysAgo: 12 }],
      [0, "1", withdrawn],
      [0, "1", withdrawn],
      [0, "1", { kind: "object", scope: "whole", reasonable: false }],
      [0, "1", withdrawn],
    ],
  });
});

it("also when a compensation is claimed after the claim with the one before it was closed", {
  timeout: 60_000,
}, async () => {
  const compensate = { kind: "compensate" } as const;
  await lived({
    country: "NO",
    kind: "business",
    amounts: ["450.00", "900.00"],
    acts: [
      [0, "2", compensate],
      [1, "2", { kind: "pay", minor: 150_000n, daysAgo: 0 }],
      [2, "1", compensate],
    ],
  });
});
