/**
 * Invented lives of whole files, for holding the two minds against each other: every country, operator and kind of
 * debtor, agreed rates, leap years and changes of rate, and whatever can befall a claim, in any order.
 */
import type { ClaimFacts, FileEvent, FileFacts, LegalKind } from "@innfri/claims";
import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import fc from "fast-check";

/** Days on which a life can begin: ordinary years, a leap year, both sides of a change of tariff. */
const BEGINNINGS = ["2019-11-20", "2020-08-17", "2023-10-02", "2025-05-05", "2026-02-02"].map(date);
const DAYS = 280;

type Of<K extends FileEvent["kind"]> = Extract<FileEvent, { readonly kind: K }>;
type Some = readonly string[] | null;

const amount = fc.oneof(fc.bigInt({ min: 1n, max: 100_000n }), fc.bigInt({ min: 1n, max: 9_000_000n }));
const vague = fc.integer({ min: 0, max: 45 });

function claimFrom(beginning: CalendarDate, ref: string, mayBeCredit: boolean): fc.Arbitrary<ClaimFacts> {
  return fc
    .record({
      principalMinor: fc.bigInt({ min: 1n, max: 5_000_000n }),
      due: fc.integer({ min: 0, max: 60 }),
      isAgreed: fc.constantFrom(true, true, true, false),
      interestBeforeDueMinor: fc.constantFrom(0n, 0n, 1_500n),
      reminderFeeAgreed: fc.boolean(),
      interestStated: fc.boolean(),
      agreedRateBasisPoints: fc.constantFrom(null, null, null, 500, 1205, 1800),
      interestReadings: fc.constantFrom(
        {},
        {},
        { dayCount: "ACT/365F" as const },
        { firstInterestDay: "due-day" as const },
      ),
      type: fc.constantFrom("sale" as const, "sale" as const, "sale" as const, "consumer-credit" as const),
    })
    .map(({ due, isAgreed, type, ...claim }) => ({
      ...aClaim({ ref, dueOn: addDays(beginning, due), issuedOn: addDays(beginning, due - 30) }),
      ...claim,
      type: mayBeCredit ? type : "sale",
      ...(isAgreed ? {} : { dueOn: null, demandedOn: addDays(beginning, due - 30) }),
    }));
}

function letterOn(on: CalendarDate, some: fc.Arbitrary<Some>): fc.Arbitrary<Of<"letter">> {
  return fc
    .record({
      letter: fc.constantFrom("reminder" as const, "notice" as const, "notice" as const, "demand" as const),
      term: fc.integer({ min: 5, max: 30 }),
      isFree: fc.constantFrom(false, false, true),
      claims: some,
    })
    .map(({ letter, term, isFree, claims }) => ({
      kind: "letter",
      letter,
      on,
      // Letters from elsewhere may print any day; a demand's charge comes with it.
      payBy: addDays(on, term),
      fee: isFree && letter !== "demand" ? "none" : "standard",
      receivedOn: null,
      claims,
    }));
}

function eventOn(on: CalendarDate, refs: readonly string[]): fc.Arbitrary<FileEvent> {
  const ref = fc.constantFrom<string | null>(null, ...refs);
  const some = ref.map((one): Some => (one === null ? null : [one]));
  const base = { on: fc.constant(on) };
  const designation = fc.constantFrom(null, "principal" as const);
  const scope = fc.oneof(fc.constant("whole" as const), amount);
  const outcome = fc.constantFrom("withdrawn" as const, "accepted" as const, "groundless" as const);
  const legal = fc.constantFrom(
    "application" as const,
    "attachment-application" as const,
    "decision" as const,
    "enforcement" as const,
  );
  const kind = <K extends string>(name: K) => fc.constant(name);
  return fc.oneof(
    { weight: 6, arbitrary: letterOn(on, some) },
    {
      weight: 3,
      arbitrary: fc.record({ ...base, kind: kind("payment"), minor: amount, designation, claim: ref }),
    },
    fc.record({ ...base, kind: kind("credit"), minor: amount, claim: ref }),
    fc.record({ ...base, kind: kind("compensation"), claims: some }),
    fc.record({
      ...base,
      kind: kind("payment-plan"),
      instalments: fc.integer({ min: 2, max: 8 }),
      wholeDebt: fc.boolean(),
      claims: some,
    }),
    fc.record({ ...base, kind: legal, claims: some }),
    fc.record({ ...base, kind: kind("objection"), scope, reasonable: fc.boolean(), claim: ref }),
    fc.record({ ...base, kind: kind("objection-resolved"), outcome, claim: ref }),
  );
}

/** A file with what befell it, and a day on which to ask what is owed. */
export const aLife: fc.Arbitrary<{ readonly facts: FileFacts; readonly on: CalendarDate }> = fc
  .record({
    beginning: fc.constantFrom(...BEGINNINGS),
    country: fc.constantFrom("NO" as const, "SE" as const),
    operator: fc.constantFrom("self" as const, "agency" as const),
    debtorKind: fc.constantFrom<LegalKind>("consumer", "business", "public"),
    vatDeductible: fc.boolean(),
    allocation: fc.constantFrom("costs-first" as const, "costs-first" as const, "principal-first" as const),
    dayCount: fc.constantFrom("ACT/ACT" as const, "ACT/ACT" as const, "ACT/365F" as const),
    firstInterestDay: fc.constantFrom("day-after" as const, "day-after" as const, "due-day" as const),
    waitAfterNoticeDays: fc.constantFrom(0, 0, 3),
    newAct: fc.constantFrom(null, null, null, 100),
    count: fc.integer({ min: 1, max: 3 }),
    moments: fc.array(fc.integer({ min: 20, max: DAYS }), { maxLength: 10 }),
    asked: fc.integer({ min: 20, max: DAYS }),
    jitter: vague,
  })
  .chain(
    ({
      beginning,
      count,
      moments,
      asked,
      allocation,
      dayCount,
      firstInterestDay,
      waitAfterNoticeDays,
      newAct,
      jitter,
      ...file
    }) => {
      const first = addDays(beginning, jitter);
      const refs = ["A", "B", "C"].slice(0, count);
      const days = moments.toSorted((a, b) => a - b).map((day) => addDays(first, day));
      return fc
        .record({
          claims: fc.tuple(
            ...refs.map((ref) =>
              claimFrom(first, ref, file.country === "SE" && file.debtorKind === "consumer"),
            ),
          ),
          events: fc.tuple(...days.map((day) => eventOn(day, refs))),
        })
        .map(({ claims, events }) => ({
          facts: aFile({
            ...file,
            settings: {
              allocation,
              dayCount,
              firstInterestDay,
              waitAfterNoticeDays,
              newActFrom: newAct === null ? null : addDays(first, newAct),
            },
            claims,
            events,
          }),
          on: addDays(first, asked),
        }));
    },
  );
