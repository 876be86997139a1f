/** Both minds find the same day on which a claim becomes too old, through procedures, plans and years in which nothing comes. */
import { limitation } from "@innfri/checker";
import { type FileEvent, limitationOf } from "@innfri/claims";
import { addDays, date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, aPayment } from "@innfri/testing/claims";
import fc from "fast-check";
import { expect, it } from "vitest";

const BEGINS = date("2026-03-02");
const YEARS = 16;

const anEvent: fc.Arbitrary<FileEvent> = fc
  .record({ after: fc.integer({ min: 0, max: 365 * YEARS }), claims: fc.constantFrom(null, ["A"], ["B"]) })
  .chain(({ after, claims }): fc.Arbitrary<FileEvent> => {
    const on = addDays(BEGINS, after);
    const arrives = fc.constantFrom(null, on, addDays(on, 3), addDays(on, 400));
    return fc.oneof(
      arrives.map((receivedOn) => ({ ...aLetter("reminder", on, on), receivedOn, claims })),
      fc.constant({ ...aPayment(on, "1.00"), claim: claims?.[0] ?? null }),
      fc.constant<FileEvent>({ kind: "payment-plan", on, instalments: 3, wholeDebt: true, claims }),
      fc
        .constantFrom("application" as const, "attachment-application" as const, "decision" as const)
        .map((kind) => ({ kind, on, claims })),
      fc.boolean().map((isNotified) => ({ kind: "procedure-ended" as const, on, claims, isNotified })),
    );
  });

it("a claim's last day is the same to both, whatever interrupts it and in whatever order it is told", () => {
  fc.assert(
    fc.property(
      fc.record({
        country: fc.constantFrom("NO" as const, "SE" as const),
        debtorKind: fc.constantFrom("consumer" as const, "business" as const),
        events: fc.array(anEvent, { maxLength: 8 }),
        asked: fc.integer({ min: 0, max: 365 * YEARS }),
      }),
      ({ country, debtorKind, events, asked }) => {
        const claims = ["A", "B"].map((ref) => aClaim({ ref, issuedOn: BEGINS, dueOn: "2026-04-01" }));
        const facts = aFile({ country, debtorKind, claims, events });
        const on = addDays(BEGINS, asked);
        for (const claim of facts.claims)
          expect(limitation(facts, claim.ref, on)).toBe(limitationOf(facts, claim, on));
      },
    ),
    { numRuns: 5_000, seed: 20_261_122 },
  );
});
