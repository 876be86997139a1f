/** Invented histories for properties: files of every country, operator and kind of debtor, and what befell them. */
import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import fc from "fast-check";
import type { FileEvent, FileFacts, LegalKind } from "./facts.ts";

const FIRST_EVENT = date("2026-05-04");
const DAYS = 200;

export const aDayOfStory = fc.integer({ min: 0, max: DAYS }).map((days) => addDays(FIRST_EVENT, days));
export const LAST_DAY = addDays(FIRST_EVENT, DAYS);

const claims = fc.array(
  fc.record({
    principalMinor: fc.bigInt({ min: 1n, max: 5_000_000n }),
    dueOn: fc.integer({ min: 0, max: 60 }).map((days) => addDays(date("2026-03-02"), days)),
    interestBeforeDueMinor: fc.constantFrom(0n, 1_500n),
    reminderFeeAgreed: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

type Ref = string | null;

function eventOn(on: CalendarDate, refs: readonly string[]): fc.Arbitrary<FileEvent> {
  const ref: fc.Arbitrary<Ref> = fc.constantFrom<Ref>(null, ...refs);
  const some = ref.map((one) => (one === null ? null : [one]));
  const amount = fc.oneof(fc.bigInt({ min: 1n, max: 100_000n }), fc.bigInt({ min: 1n, max: 9_000_000n }));
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant("letter" as const),
        letter: fc.constantFrom("reminder" as const, "notice" as const, "demand" as const),
        on: fc.constant(on),
        payBy: fc.integer({ min: 8, max: 30 }).map((days) => addDays(on, days)),
        fee: fc.constantFrom("standard" as const, "none" as const),
        receivedOn: fc.constant(null),
        claims: some,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("payment" as const),
        on: fc.constant(on),
        minor: amount,
        designation: fc.constantFrom(null, "principal" as const),
        claim: ref,
      }),
    },
    fc.record({ kind: fc.constant("credit" as const), on: fc.constant(on), minor: amount, claim: ref }),
    fc.record({ kind: fc.constant("compensation" as const), on: fc.constant(on), claims: some }),
    fc.record({
      kind: fc.constant("payment-plan" as const),
      on: fc.constant(on),
      instalments: fc.integer({ min: 2, max: 8 }),
      wholeDebt: fc.boolean(),
      claims: some,
    }),
    fc.record({
      kind: fc.constantFrom("application" as const, "decision" as const, "enforcement" as const),
      on: fc.constant(on),
      claims: some,
    }),
    fc.record({
      kind: fc.constant("objection" as const),
      on: fc.constant(on),
      scope: fc.oneof(fc.constant("whole" as const), amount),
      reasonable: fc.boolean(),
      claim: ref,
    }),
    fc.record({
      kind: fc.constant("objection-resolved" as const),
      on: fc.constant(on),
      outcome: fc.constantFrom("withdrawn" as const, "accepted" as const, "groundless" as const),
      claim: ref,
    }),
  );
}

/** A file with what happened to it, by day. */
export const aHistory: fc.Arbitrary<FileFacts> = fc
  .record({
    country: fc.constantFrom("NO" as const, "SE" as const),
    operator: fc.constantFrom("self" as const, "agency" as const),
    debtorKind: fc.constantFrom<LegalKind>("consumer", "business", "public"),
    vatDeductible: fc.boolean(),
    allocation: fc.constantFrom("costs-first" as const, "costs-first" as const, "principal-first" as const),
    claims,
    days: fc.array(aDayOfStory, { maxLength: 9 }),
  })
  .chain(({ claims: made, days, allocation, ...file }) => {
    const named = made.map((claim, i) => ({ ...aClaim({ ref: "ABC"[i]!, dueOn: claim.dueOn }), ...claim }));
    const refs = named.map(({ ref }) => ref);
    const events = fc.tuple(...[...days].sort().map((on) => eventOn(on, refs)));
    return events.map((list) => aFile({ ...file, settings: { allocation }, claims: named, events: list }));
  });
