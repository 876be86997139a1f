import {
  addDays,
  type CalendarDate,
  date,
  daysBetween,
  daysInYear,
  latest,
  plus,
  type Rational,
  rational,
  roundHalfUp,
  yearOf,
  ZERO,
} from "@innfri/kernel";
import { interestOf, no as lawNO, se as lawSE, OutsideCoverage } from "@innfri/law";
import { aClaim, aCredit, aFile, aPayment, daysFrom } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Account, accountOn } from "./account.ts";
import type { ClaimFacts, FileEvent, FileFacts, LegalKind } from "./facts.ts";

const FIRST = date("2015-01-01");
const LAST = date("2026-12-31");

/** A day of the years that both countries' tables cover. */
const aDay = fc.integer({ min: 0, max: daysBetween(FIRST, LAST) }).map((days) => addDays(FIRST, days));
const twoDays = fc.tuple(aDay, aDay).map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const)));
const anAmount = fc.bigInt({ min: 1n, max: 100_000_000_00n });

const aSituation = fc.record({
  country: fc.constantFrom("NO" as const, "SE" as const),
  debtorKind: fc.constantFrom<LegalKind>("consumer", "business", "public"),
  dayCount: fc.constantFrom("ACT/ACT" as const, "ACT/365F" as const),
  agreed: fc.option(fc.integer({ min: 0, max: 3_000 })),
  type: fc.constantFrom("sale" as const, "consumer-credit" as const),
});
type Situation = typeof aSituation extends fc.Arbitrary<infer S> ? S : never;

function fileOf(given: Situation, claim: ClaimFacts, events: readonly FileEvent[] = []): FileFacts {
  const { country, debtorKind, dayCount } = given;
  return aFile({ country, operator: "self", debtorKind, settings: { dayCount }, claims: [claim], events });
}

/** The rate of one day, told from the law once more: what the index is held against. */
function rateOn({ country, debtorKind, agreed, type }: Situation, day: CalendarDate): number {
  if (country === "NO") {
    const statutory = lawNO.interestRate(day);
    return agreed === null ? statutory : debtorKind === "consumer" ? Math.min(agreed, statutory) : agreed;
  }
  const statutory = lawSE.defaultRate(day);
  if (agreed === null) return statutory;
  if (type === "consumer-credit") return Math.min(agreed, lawSE.creditCap(day) ?? agreed);
  return debtorKind === "public" ? Math.max(agreed, statutory) : agreed;
}

function hasCreditTotal({ country, debtorKind, type }: Situation, day: CalendarDate): boolean {
  return country === "SE" && debtorKind === "consumer" && type === "consumer-credit" && day >= "2025-03-01";
}

/** Day by day, each day's interest as a fraction of its own. */
function naive(
  given: Situation,
  principalOn: (day: CalendarDate) => bigint,
  after: CalendarDate,
  through: CalendarDate,
): Rational {
  let sum = ZERO;
  for (const day of daysFrom(addDays(after, 1), through)) {
    const year = given.dayCount === "ACT/ACT" ? daysInYear(yearOf(day)) : 365;
    sum = reduced(plus(sum, rational(principalOn(day) * BigInt(rateOn(given, day)), 10_000n * BigInt(year))));
  }
  return sum;
}

/** Every denominator here divides this one, so a sum of thousands of days stays a small fraction. */
function reduced({ numerator, denominator }: Rational): Rational {
  const units = 10_000n * 365n * 366n;
  return { numerator: (numerator * units) / denominator, denominator: units };
}

function isSame(a: Rational, b: Rational): boolean {
  return a.numerator * b.denominator === b.numerator * a.denominator;
}

function exactOn(account: Account, day: CalendarDate): Rational {
  return account.runningInterest(account.claims[0]!, day);
}

describe("Interest as a closed form (B3)", () => {
  it("equals the sum of its days, in both countries, for every kind of rate and day count", () => {
    fc.assert(
      fc.property(aSituation, anAmount, twoDays, (given, principalMinor, [dueOn, through]) => {
        const { agreed, type } = given;
        const claim = { ...aClaim({ dueOn, type }), principalMinor, agreedRateBasisPoints: agreed };
        const account = accountOn(fileOf(given, claim), through);
        const from = account.claims[0]!.countedFrom!;
        expect(
          isSame(
            exactOn(account, through),
            naive(given, () => principalMinor, from, through),
          ),
        ).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("equals the sum of its days when credit notes lower the principal along the way", () => {
    const changes = fc.array(fc.tuple(aDay, fc.bigInt({ min: 1n, max: 40_000n })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(aSituation, twoDays, changes, (given, [dueOn, through], credits) => {
        const events = credits
          .map(([on, minor]) => ({ kind: "credit", on, minor, claim: null }) as const)
          .sort((a, b) => (a.on < b.on ? -1 : 1));
        const claim = {
          ...aClaim({ dueOn, type: given.type, principal: "1000.00" }),
          agreedRateBasisPoints: given.agreed,
        };
        const account = accountOn(fileOf(given, claim, events), through);
        // The day of the credit note still bears interest on the old principal.
        const principalOn = (day: CalendarDate) => {
          const left =
            100_000n - events.filter(({ on }) => on < day).reduce((sum, { minor }) => sum + minor, 0n);
          return left > 0n ? left : 0n;
        };
        const from = account.claims[0]!.countedFrom!;
        expect(isSame(exactOn(account, through), naive(given, principalOn, from, through))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("is fixed in whole øre by each payment and counted anew from there", () => {
    const payments = fc.array(fc.tuple(aDay, fc.bigInt({ min: 1n, max: 60_000n })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(aSituation, twoDays, payments, (given, [dueOn, through], paid) => {
        const events = paid
          .map(([on, minor]) => ({ kind: "payment", on, minor, designation: null, claim: null }) as const)
          .sort((a, b) => (a.on < b.on ? -1 : 1))
          .filter(({ on }) => on <= through);
        const claim = {
          ...aClaim({ dueOn, type: given.type, principal: "1000.00" }),
          agreedRateBasisPoints: given.agreed,
        };
        const account = accountOn(fileOf(given, claim, events), through);
        const from = account.claims[0]!.countedFrom!;
        let principal = 100_000n;
        let interest = 0n;
        let after = from;
        let refund = 0n;
        let interestPaid = 0n;
        const upTo = (day: CalendarDate) => interest + roundHalfUp(naive(given, () => principal, after, day));
        for (const { on, minor } of events) {
          interest = upTo(on);
          const toInterest = minor < interest ? minor : interest;
          interest -= toInterest;
          interestPaid += toInterest;
          const toPrincipal = minor - toInterest < principal ? minor - toInterest : principal;
          principal -= toPrincipal;
          refund += minor - toInterest - toPrincipal;
          after = latest(after, on);
        }
        // More interest than the credit is for a person (konsumentkreditlagen 19 b §).
        const isDear = interestPaid + upTo(through) > 100_000n && hasCreditTotal(given, through);
        if (isDear) expect(() => account.amountsOn(through)).toThrow(OutsideCoverage);
        if (isDear) return;
        const found = account.amountsOn(through);
        expect(found).toMatchObject({ principal, interest: upTo(through), refund });
      }),
      { numRuns: 100 },
    );
  });

  it("adds up: two spans that meet weigh as much as the whole", () => {
    fc.assert(
      fc.property(aSituation, fc.tuple(aDay, aDay, aDay), (given, days) => {
        const [a, b, c] = [...days].sort() as [CalendarDate, CalendarDate, CalendarDate];
        const index = indexOf(given);
        expect(index.weight(a, b) + index.weight(b, c)).toBe(index.weight(a, c));
      }),
    );
  });

  it("weighs as much as the spans it is shown in", () => {
    fc.assert(
      fc.property(aSituation, twoDays, (given, [after, through]) => {
        const index = indexOf(given);
        const spans = index.spans(after, through);
        const weight = spans.reduce(
          (sum, { days, rateBasisPoints, yearDays }) =>
            sum + days * rateBasisPoints * (yearDays === 366 ? 365 : 366),
          0,
        );
        expect(BigInt(weight)).toBe(index.weight(after, through));
        expect(spans.reduce((sum, { days }) => sum + days, 0)).toBe(daysBetween(after, through));
        for (const { from, through: last, days, rateBasisPoints } of spans) {
          expect(daysBetween(from, last) + 1).toBe(days);
          expect(yearOf(from)).toBe(yearOf(last));
          expect([rateOn(given, from), rateOn(given, last)]).toEqual([rateBasisPoints, rateBasisPoints]);
        }
      }),
    );
  });
});

function indexOf(given: Situation) {
  const claim = { ...aClaim({ dueOn: "2015-01-02", type: given.type }), agreedRateBasisPoints: given.agreed };
  return accountOn(fileOf(given, claim), FIRST).claims[0]!.index!;
}

describe("Interest at the borders of half-years and years", () => {
  const statutory: Situation = {
    country: "NO",
    debtorKind: "consumer",
    dayCount: "ACT/ACT",
    agreed: null,
    type: "sale",
  };
  const fixed: Situation = { ...statutory, dayCount: "ACT/365F" };

  it.each<[title: string, given: Situation, dueOn: string, on: string, owed: string]>([
    ["none on the due day", statutory, "2026-06-30", "2026-06-30", "0.00"],
    ["the first day has the new half-year's rate", statutory, "2026-06-30", "2026-07-01", "3.36"],
    ["the last day of the old rate", statutory, "2026-06-29", "2026-06-30", "3.29"],
    ["28 February of a leap year is a 366th", statutory, "2024-02-27", "2024-02-28", "3.42"],
    ["29 February is a day like others", statutory, "2024-02-27", "2024-02-29", "6.83"],
    ["a fixed year of 365 days makes it more", fixed, "2024-02-27", "2024-02-29", "6.85"],
    ["31 December 2023 is a 365th of its own rate", statutory, "2023-12-29", "2023-12-31", "6.44"],
    ["1 January 2024 is a 366th", statutory, "2023-12-29", "2024-01-01", "9.85"],
    ["nothing before the due day", statutory, "2026-06-30", "2026-01-01", "0.00"],
  ])("%s", (_title, given, dueOn, on, owed) => {
    const account = accountOn(fileOf(given, aClaim({ dueOn, principal: "10000.00" })), date(on));
    expect(account.amountsOn(date(on)).interest).toBe(BigInt(owed.replace(".", "")));
  });

  it("rounds a half upwards, and only once", () => {
    // 5.00 at 36.50 % is half an øre a day.
    const claim = aClaim({ dueOn: "2026-03-02", principal: "5.00", agreedRateBasisPoints: 3_650 });
    const account = accountOn(fileOf({ ...statutory, debtorKind: "business" }, claim), date("2026-03-03"));
    const days = ["2026-03-03", "2026-03-04", "2026-03-05"].map(date);
    expect(days.map((day) => account.amountsOn(day).interest)).toEqual([1n, 1n, 2n]);
    expect(interestOf(500n, 3_650n * 366n)).toEqual({
      numerator: 500n * 3_650n * 366n,
      denominator: 10_000n * 365n * 366n,
    });
  });
});

describe("Interest that the tables do not cover is refused", () => {
  it.each([
    ["Norway, before the first row", "NO" as const, "2014-12-30"],
    ["Sweden, before the first row", "SE" as const, "2011-12-29"],
  ])("%s", (_title, country, dueOn) => {
    const account = accountOn(aFile({ country, claims: [aClaim({ dueOn })] }), date("2016-01-01"));
    expect(() => account.amountsOn(date("2016-01-01"))).toThrow(OutsideCoverage);
  });

  it.each([
    ["NO" as const, aClaim({ dueOn: "2014-12-31" }), "2015-01-01"],
    ["SE" as const, aClaim({ dueOn: null, demandedOn: "2011-12-01" }), "2012-01-01"],
  ])("%s: the first day of the first row is covered", (country, claim, first) => {
    const account = accountOn(aFile({ country, claims: [claim] }), date(first));
    expect(account.interestSpans(account.claims[0]!, date(first))).toMatchObject([{ from: first, days: 1 }]);
  });

  it.each(["NO", "SE"] as const)(
    "%s: the last day of the tables is covered and the day after is not",
    (country) => {
      const account = accountOn(aFile({ country }), date("2027-01-01"));
      expect(account.amountsOn(date("2026-12-31")).interest).toBeGreaterThan(0n);
      expect(() => account.amountsOn(date("2027-01-01"))).toThrow(/no checked figure for 2027-01-01/);
      expect(() => account.interestSpans(account.claims[0]!, date("2027-01-01"))).toThrow(OutsideCoverage);
    },
  );

  it("says the first day that is missing", () => {
    const account = accountOn(aFile({ claims: [aClaim({ dueOn: "2014-12-30" })] }), date("2016-01-01"));
    expect(() => account.amountsOn(date("2016-01-01"))).toThrow(/2014-12-31/);
  });

  it("does not ask for a rate that nothing bears", () => {
    const paid = [aPayment("2026-06-01", "9999.00")];
    const credited = [aCredit("2026-04-20", "4500.00")];
    const later = aFile({ claims: [aClaim({ dueOn: "2027-02-01" })] });
    for (const facts of [aFile({ events: paid }), aFile({ events: credited }), later])
      expect(accountOn(facts, date("2027-01-15")).amountsOn(date("2027-01-15")).interest).toBe(0n);
  });

  it("covers a rate that was agreed between businesses beyond the tables, for it stands on none", () => {
    const file = aFile({ debtorKind: "business", claims: [aClaim({ agreedRateBasisPoints: 1_000 })] });
    expect(accountOn(file, date("2028-01-01")).amountsOn(date("2028-01-01")).interest).toBeGreaterThan(0n);
  });
});
