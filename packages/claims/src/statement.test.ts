import {
  addDays,
  date,
  minorFromDecimal,
  plus,
  type Rational,
  rational,
  rationalFromDecimal,
  roundDownToMinor,
  roundDownToWhole,
  roundHalfUp,
  roundHalfUpToWhole,
  times,
  ZERO,
} from "@innfri/kernel";
import { type Derivation, lawPack } from "@innfri/law";
import { aClaim, aFile, aLetter, aPayment } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileEvent, FileFacts } from "./facts.ts";
import { statementOn } from "./statement.ts";
import { aDayOfStory, aHistory } from "./test-histories.ts";

function statement(facts: FileFacts, on: string, refs = facts.claims.map(({ ref }) => ref)) {
  return statementOn(accountOn(facts, date(on)), refs, date(on));
}

/** What a derivation says of its line, computed from nothing but its own words. */
function amountOf({ rule, arithmetic, rounding, inputs }: Derivation): bigint {
  const [left, right] = arithmetic.split(" = ") as [string, string | undefined];
  if (left.startsWith("the lower of ")) return minorFromDecimal(right!);
  const exact = left
    .replaceAll(" % ", "/100 ")
    .replaceAll(" − ", " + -")
    .split(" + ")
    .map((term) => term.split(" × ").map(factorOf).reduce(times))
    .reduce(plus, ZERO);
  const minor = roundedBy(rounding, times(exact, rational(100n)));
  if (rule.endsWith(".compensation")) return minor; // its arithmetic goes all the way
  return minor - minorFromDecimal(inputs.chargedBefore ?? "0.00") - minorFromDecimal(inputs.paid ?? "0.00");
}

function factorOf(text: string): Rational {
  const [top, bottom = "1"] = text.split("/") as [string, string?];
  const { numerator, denominator } = rationalFromDecimal(top);
  return rational(numerator, denominator * BigInt(bottom));
}

function roundedBy(rounding: string | null, exact: Rational): bigint {
  if (rounding === "half up to whole kroner") return roundHalfUpToWhole(exact);
  if (rounding === "down to whole kroner") return roundDownToWhole(exact);
  return rounding === "half up to øre, once" ? roundHalfUp(exact) : roundDownToMinor(exact);
}

const NOTICE = aLetter("notice", "2026-05-15", "2026-05-29");
const DEMAND = aLetter("demand", "2026-06-05", "2026-06-19");

describe("A statement", () => {
  it("has the account's total and item sums, in lines of more than nothing", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        const { lines, totalMinor } = statement(facts, on);
        const amounts = accountOn(facts, on).amountsOn(on);
        expect(totalMinor).toBe(amounts.total);
        for (const item of [
          "principal",
          "interest",
          "notice-fee",
          "recovery-costs",
          "compensation",
          "legal-costs",
        ] as const)
          expect(lines.filter((line) => line.item === item).reduce((sum, { minor }) => sum + minor, 0n)).toBe(
            amounts[item],
          );
        for (const { minor } of lines) expect(minor).toBeGreaterThan(0n);
      }),
      { numRuns: 300 },
    );
  });

  it("of its claims one by one has every line of the whole, once", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        const single = facts.claims.flatMap(({ ref }) => statement(facts, on, [ref]).lines);
        const key = ({ item, claim, minor, on: day }: (typeof single)[number]) =>
          `${item} ${claim} ${day} ${minor}`;
        expect(single.map(key).sort()).toEqual(statement(facts, on).lines.map(key).sort());
        for (const { ref } of facts.claims)
          expect(statement(facts, on, [ref]).totalMinor).toBe(accountOn(facts, on).openOn(ref, date(on)));
      }),
    );
  });

  it("shows every amount but the principal with its reason", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        for (const { item, derivation, spans, minor } of statement(facts, on).lines) {
          if (item === "principal") continue;
          expect(derivation?.citation.act).toBeTruthy();
          expect(derivation?.arithmetic).toMatch(/\d\.\d\d/);
          if (item === "interest" && spans.length > 0)
            expect(derivation?.arithmetic).toContain(` ${minor / 100n}.`);
        }
      }),
    );
  });

  it("orders its lines as a letter does, with the interest told span by span", () => {
    const { lines } = statement(aFile({ events: [NOTICE, DEMAND] }), "2026-07-18");
    expect(lines.map(({ item, minor }) => [item, minor])).toEqual([
      ["principal", 450_000n],
      ["notice-fee", 3_800n],
      ["recovery-costs", 120_000n],
      ["interest", 11_743n],
    ]);
    expect(lines.at(-1)?.derivation).toMatchObject({
      rule: "no.interest.rate",
      arithmetic: "4500.00 × 12.00 % × 61/365 + 4500.00 × 12.25 % × 18/365 = 117.43",
      figures: [
        {
          table: "no.late-payment-interest",
          from: "2026-01-01",
          value: "12.00",
          regulation: "FOR-2025-12-18-2658",
          source: expect.stringContaining("https://"),
        },
        { table: "no.late-payment-interest", from: "2026-07-01", value: "12.25" },
      ],
      inputs: {
        countedFrom: "2026-04-30",
        through: "2026-07-18",
        spans: "2026-05-01/2026-06-30 2026-07-01/2026-07-18",
        dayCount: "ACT/ACT",
        debtor: "consumer",
      },
    });
    expect(lines[1]?.derivation).toMatchObject({
      rule: "no.notice-fee.amount",
      arithmetic: "1/20 × 750.00 = 37.50",
    });
  });

  it("gives every amount but the principal as the result of its arithmetic", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        for (const { item, derivation, minor } of statement(facts, on).lines)
          if (item !== "principal")
            expect({ derivation, minor: amountOf(derivation!) }).toEqual({ derivation, minor });
      }),
      { numRuns: 300 },
    );
  });

  it("names a table's row with its source behind every figure that was not agreed", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        const rows = lawPack(facts.country).tables.flatMap(({ id, rows }) =>
          rows.map(({ from, regulation, sources }) => ({
            table: id,
            from,
            regulation,
            source: sources[0] ?? null,
          })),
        );
        for (const { derivation } of statement(facts, on).lines)
          for (const { value: _, ...row } of derivation?.figures ?? []) expect(rows).toContainEqual(row);
      }),
    );
  });

  it("tells a Swedish rate by the reference rate and what lies above it", () => {
    const { lines } = statement(aFile({ country: "SE" }), "2026-05-20");
    expect(lines.at(-1)?.derivation).toMatchObject({
      rule: "se.interest.rate",
      arithmetic: "4500.00 × 10.00 % × 20/365 = 24.66",
      figures: [
        { table: "se.reference-rate", from: "2026-01-01", value: "2.00" },
        { table: "se.default-margin", from: "2002-07-01", value: "8.00", regulation: "räntelagen 6 §" },
      ],
    });
  });

  it("tells an agreed rate beside the statutory one that it is held against", () => {
    const agreed = { claims: [aClaim({ agreedRateBasisPoints: 1800 })] };
    const [, ofConsumer] = statement(aFile(agreed), "2026-07-20").lines;
    expect(ofConsumer?.derivation).toMatchObject({
      inputs: { agreedRate: "18.00", debtor: "consumer" },
      figures: [
        { table: "no.late-payment-interest", value: "12.00" },
        { table: "agreed-rate", from: "2026-05-01", value: "18.00", source: null },
        { table: "no.late-payment-interest", value: "12.25" },
      ],
    });
    const [, ofBusiness] = statement(aFile({ ...agreed, debtorKind: "business" }), "2026-07-20").lines;
    expect(ofBusiness?.derivation?.figures).toEqual([
      { table: "agreed-rate", from: "2026-05-01", value: "18.00", regulation: null, source: null },
    ]);
  });

  it("tells what of a fee was paid, and what a compensation is set off against", () => {
    const { lines } = statement(aFile({ events: [NOTICE, aPayment("2026-05-20", "10.00")] }), "2026-05-20");
    expect(lines[1]).toMatchObject({
      item: "notice-fee",
      minor: 2_800n,
      derivation: { arithmetic: "1/20 × 750.00 = 37.50", inputs: { letter: "notice", paid: "10.00" } },
    });
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const compensation: FileEvent = { kind: "compensation", on: date("2026-05-16"), claims: null };
    const facts = aFile({ debtorKind: "business", claims, events: [NOTICE, compensation] });
    expect(statement(facts, "2026-05-16").lines.find(({ item }) => item === "compensation")).toMatchObject({
      minor: 88_200n,
      derivation: {
        arithmetic: "460.00 + 460.00 − 38.00 = 882.00",
        inputs: { claims: "2", setOff: "38.00", dueOn: "2026-04-30", claimedOn: "2026-05-16" },
      },
    });
  });

  it("adds interest that a payment fixed before the spans that follow", () => {
    const { lines } = statement(aFile({ events: [aPayment("2026-05-10", "5.00")] }), "2026-05-20");
    expect(lines.at(-1)?.derivation?.arithmetic).toBe("9.79 + 4500.00 × 12.00 % × 10/365 = 24.58");
    expect(lines.at(-1)?.derivation?.inputs).toMatchObject({ fixedBefore: "9.79" });
    const whole = statement(aFile(), "2026-05-20").lines.at(-1)?.derivation?.inputs;
    expect(Object.keys(whole ?? {})).not.toContain("fixedBefore");
  });

  it("tells a creditor's own demand by its fee", () => {
    const own = aFile({ operator: "self", events: [NOTICE, DEMAND] });
    const letters = statement(own, "2026-06-05").lines.map(({ item, of, minor }) => [item, of, minor]);
    expect(letters).toContainEqual(["notice-fee", "own-demand", 11_300n]);
    expect(letters).toContainEqual(["notice-fee", null, 3_800n]);
  });

  it("tells a payment plan's fee from the costs of collection", () => {
    const plan: FileEvent = {
      kind: "payment-plan",
      on: date("2026-06-08"),
      instalments: 6,
      wholeDebt: false,
      claims: null,
    };
    const told = statement(aFile({ events: [NOTICE, DEMAND, plan] }), "2026-06-08").lines;
    expect(told.map(({ item, of }) => [item, of])).toEqual(
      expect.arrayContaining([
        ["recovery-costs", null],
        ["recovery-costs", "payment-plan"],
      ]),
    );
  });

  it("has no interest per day where a day's comes to nothing", () => {
    const small = aFile({ claims: [aClaim({ principal: "1.00" })] });
    expect(statement(small, "2026-06-08").interestPerDayMinor).toBeNull();
  });

  it("has what a compensation adds on the claim where a payment would find it", () => {
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const events: FileEvent[] = [{ kind: "compensation", on: date("2026-05-05"), claims: null }];
    const facts = aFile({ debtorKind: "business", claims, events });
    expect(statement(facts, "2026-05-05", ["A"]).lines).toMatchObject([
      { item: "principal" },
      { item: "compensation", minor: 92_000n },
      { item: "interest" },
    ]);
    expect(statement(facts, "2026-05-05", ["B"]).lines).toMatchObject([
      { item: "principal" },
      { item: "interest" },
    ]);
  });
});

describe("What a day more adds", () => {
  const perDay = (facts: FileFacts, on: string) => statement(facts, on).interestPerDayMinor;

  const fromDueDay = aFile({ settings: { firstInterestDay: "due-day" } });

  it.each<[title: string, found: () => bigint | null, minor: bigint | null]>([
    ["4500.00 at 12 %", () => perDay(aFile(), "2026-05-15"), 148n],
    ["on the last day of a half-year, tomorrow's rate", () => perDay(aFile(), "2026-06-30"), 151n],
    [
      "on that day, its own rate where interest runs from the due day itself",
      () => perDay(fromDueDay, "2026-06-30"),
      148n,
    ],
    ["and the new one from the next day on", () => perDay(fromDueDay, "2026-07-01"), 151n],
    ["on the due day itself, the first day's", () => perDay(aFile(), "2026-04-30"), 148n],
    ["before the due day nothing is said", () => perDay(aFile(), "2026-04-29"), null],
    [
      "on the day of a payment, of what is left",
      () => perDay(aFile({ events: [aPayment("2026-05-15", "1500.00")] }), "2026-05-15"),
      99n,
    ],
    [
      "of a claim that is paid nothing is said",
      () => perDay(aFile({ events: [aPayment("2026-05-15", "9000.00")] }), "2026-05-15"),
      null,
    ],
    ["on the last day that is covered nothing is said", () => perDay(aFile(), "2026-12-31"), null],
    [
      "two claims are added before they are rounded",
      () =>
        perDay(
          aFile({ claims: [aClaim({ principal: "15.21" }), aClaim({ ref: "B", principal: "15.21" })] }),
          "2026-05-15",
        ),
      1n,
    ],
  ])("%s", (_title, found, minor) => {
    expect(found()).toBe(minor);
  });

  it("is within an øre of what the next day's statement has more", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        const account = accountOn(facts, on);
        const refs = facts.claims.map(({ ref }) => ref);
        const more = account.amountsOn(addDays(on, 1)).interest - account.amountsOn(on).interest;
        const said = statementOn(account, refs, on).interestPerDayMinor ?? 0n;
        const off = more > said ? more - said : said - more;
        expect(off <= BigInt(refs.length)).toBe(true);
      }),
    );
  });
});
