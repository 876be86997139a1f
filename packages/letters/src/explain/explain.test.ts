import { accountOn, type FileEvent, type FileFacts, type StatementLine, statementOn } from "@innfri/claims";
import {
  addDays,
  date,
  fromEpochDay,
  minorFromDecimal,
  plus,
  type Rational,
  rational,
  rationalFromDecimal,
  roundHalfUp,
  times,
  toEpochDay,
  ZERO,
} from "@innfri/kernel";
import { type Derivation, type Figure, isRuleId, no, se } from "@innfri/law";
import { aClaim, aFile, aLetter, aPayment } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LETTER_LANGUAGES, type LetterLanguage } from "../letter-data.ts";
import { explain, explainPrincipal } from "./explain.ts";
import { EXPLANATIONS } from "./explain-texts.ts";
import { type Explanation, READERS } from "./explanation.ts";

const spaced = (text: string | null) => (text ?? "").replaceAll("\u00a0", " ");

/** `1 234,56 kr` and `NOK 1,234.56` as they were written, in minor units. */
function minorOf(money: string, language: LetterLanguage): bigint {
  return minorFromDecimal(decimal(money.replaceAll(/kr|NOK|SEK/g, ""), language));
}

function decimal(text: string, language: LetterLanguage): string {
  const bare = text.replaceAll(/[\s\u00a0]/g, "").replace("−", "-");
  return language === "en" ? bare.replaceAll(",", "") : bare.replace(",", ".");
}

function factorOf(text: string, language: LetterLanguage): Rational {
  if (text.trim().endsWith("%")) return times(factorOf(text.replace("%", ""), language), rational(1n, 100n));
  const [top = "", bottom = "1"] = decimal(text, language).split("/");
  return times(rationalFromDecimal(top), rational(1n, BigInt(bottom)));
}

function exactOf(expression: string, language: LetterLanguage): Rational {
  return expression
    .split(/ \+ |^\+ /)
    .filter((term) => term !== "")
    .map((term) =>
      term
        .split("×")
        .map((factor) => factorOf(factor, language))
        .reduce(times),
    )
    .reduce(plus, ZERO);
}

/** What a reader finds who follows the lines with a calculator: each step right, and the last one the amount. */
function expectFollows({ sum, amount, language }: Explanation): void {
  let running = ZERO;
  for (const [i, { label, expression }] of sum.entries()) {
    const [left, right] = expression.split(/ ?= /) as [string, string?];
    if (left.startsWith("− ")) running = plus(running, factorOf(left.replace("− ", "−"), language));
    else if (left !== "" && (i === 0 || left.startsWith("+ ")))
      running = plus(running, exactOf(left, language));
    else if (left !== "") {
      const rounded = factorOf(left, language); // a line of its own for a rounding, less than a krone away
      expect(label).not.toBeNull();
      expect(Number(difference(rounded, running)) < 1).toBe(true);
      running = rounded;
    }
    if (right === undefined) continue;
    const stated = factorOf(right, language);
    expect(Number(difference(stated, running)) <= 0.005, `${expression} after ${i}`).toBe(true);
    if (i > 0 || left.includes("%")) running = stated;
  }
  expect(roundHalfUp(times(running, rational(100n)))).toBe(minorOf(amount!, language));
}

function difference(a: Rational, b: Rational): number {
  const off = plus(a, times(b, rational(-1n)));
  return Math.abs(Number(off.numerator) / Number(off.denominator));
}

const START = toEpochDay(date("2026-04-01"));
const aDay = fc.integer({ min: 0, max: 240 }).map((days) => fromEpochDay(START + days));

const anEvent: fc.Arbitrary<FileEvent> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("reminder" as const, "notice" as const, "demand" as const),
      aDay,
      fc.integer({ min: 8, max: 30 }),
    )
    .map(([letter, on, days]) => aLetter(letter, on, addDays(on, days))),
  fc
    .tuple(aDay, fc.integer({ min: 1, max: 900_000 }))
    .map(([on, minor]) => ({ ...aPayment(on, "1.00"), minor: BigInt(minor) })),
  aDay.map((on): FileEvent => ({ kind: "compensation", on, claims: null })),
  fc.tuple(aDay, fc.integer({ min: 2, max: 8 })).map(
    ([on, instalments]): FileEvent => ({
      kind: "payment-plan",
      on,
      instalments,
      wholeDebt: true,
      claims: null,
    }),
  ),
  fc
    .tuple(
      fc.constantFrom("application" as const, "attachment-application" as const, "enforcement" as const),
      aDay,
    )
    .map(([kind, on]): FileEvent => ({ kind, on, claims: null })),
);

const aRandomFile: fc.Arbitrary<FileFacts> = fc
  .record({
    country: fc.constantFrom("NO" as const, "SE" as const),
    operator: fc.constantFrom("self" as const, "agency" as const),
    debtorKind: fc.constantFrom("consumer" as const, "business" as const, "public" as const),
    vatDeductible: fc.boolean(),
    claims: fc.array(
      fc.record({
        principalMinor: fc.bigInt({ min: 1n, max: 30_000_000n }),
        dueOn: fc.integer({ min: -400, max: 20 }).map((days) => fromEpochDay(START + days)),
        agreedRateBasisPoints: fc.constantFrom(null, null, 750, 1_800),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    events: fc.array(anEvent, { maxLength: 8 }),
  })
  .map(({ claims, events, ...file }) =>
    aFile({
      ...file,
      claims: claims.map((more, i) => ({ ...aClaim({ ref: "ABC"[i]! }), ...more, issuedOn: more.dueOn })),
      events: events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    }),
  );

function linesOf(facts: FileFacts, on: string): readonly StatementLine[] {
  const refs = facts.claims.map(({ ref }) => ref);
  return statementOn(accountOn(facts, date(on)), refs, date(on)).lines;
}

const NOTICE = aLetter("notice", "2026-05-15", "2026-05-29");
const DEMAND = aLetter("demand", "2026-06-05", "2026-06-19");

function derivationOf(item: string, facts: FileFacts, on: string): Derivation {
  return linesOf(facts, on).find((line) => line.item === item)!.derivation!;
}

/** An explanation as it is read from top to bottom. */
function read(explanation: Explanation): readonly string[] {
  const { headline, amount, reason, sum, figures, provision, waiting, ifWrong } = explanation;
  return [
    `${headline} ${amount}`,
    reason,
    ...sum.map(({ label, expression }) => (label === null ? expression : `${label}: ${expression}`)),
    ...figures.map(({ text, source }) => `${text} (${source?.text})`),
    provision!.text,
    ...(waiting === null ? [] : [waiting]),
    ...ifWrong,
  ].map(spaced);
}

describe("An explanation", () => {
  it("of every line of a statement leads to the line's amount, in every language and for every reader (B1)", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(aRandomFile, aDay, (facts, on) => {
        for (const { item, derivation, minor } of linesOf(facts, on)) {
          if (item === "principal") continue;
          seen.add(derivation!.rule);
          for (const language of LETTER_LANGUAGES)
            for (const reader of READERS) {
              const explanation = explain(derivation!, language, reader);
              expect(minorOf(explanation.amount!, language)).toBe(minor);
              expectFollows(explanation);
            }
        }
      }),
      { numRuns: 150 },
    );
    expect([...seen].filter((rule) => !isRuleId(rule))).toEqual([]);
    expect(seen.size).toBeGreaterThan(8);
  });

  it("of every amount that the law package computes is there in every language, with names for its inputs", () => {
    const on = date("2026-08-03");
    const court = (kind: "conciliation" | "attachment") => no.courtFee({ kind, on });
    const costs = (heavy: boolean, isConsumer: boolean) =>
      no.recoveryCosts({
        bandBaseMinor: 40_000_000n,
        claimDueOn: date("2019-02-01"),
        coveredOn: on,
        heavy,
        isConsumer,
        vatDeductible: false,
      });
    const fee = (letter: no.NoticeLetter, sentOn: string) =>
      no.noticeFee({ letter, claimDueOn: on, sentOn: date(sentOn) });
    const figures: readonly Figure[] = [
      ...(["reminder", "notice", "own-demand"] as const).flatMap((letter) => [
        fee(letter, "2026-08-20"),
        fee(letter, "2025-08-20"),
      ]),
      ...[true, false].flatMap((heavy) => [costs(heavy, true), costs(heavy, false)]),
      ...[4, 5].flatMap((instalments) =>
        [true, false].map((vatDeductible) => no.planFee({ agreedOn: on, instalments, vatDeductible })),
      ),
      no.compensation({ dueOn: date("2026-06-30"), claimedOn: on }),
      no.compensation({ dueOn: on, claimedOn: on }),
      court("conciliation"),
      court("attachment"),
      ...(Object.keys(se.CHARGES) as se.ChargeCode[]).map((code) => se.charge(code, on)),
    ];
    for (const { minor, derivation } of figures)
      for (const language of LETTER_LANGUAGES)
        for (const reader of READERS) {
          const explanation = explain(derivation, language, reader);
          expect(minorOf(explanation.amount!, language), derivation.rule).toBe(minor);
          expectFollows(explanation);
          const rounded = derivation.figures.filter(({ table }) => table === "no.notice-fee.rounding").length;
          expect(explanation.figures).toHaveLength(
            derivation.figures.length - (reader === "debtor" ? rounded : 0),
          );
          for (const { text } of explanation.figures) expect(text, derivation.rule).toMatch(/: \S.*\d{4}$/);
          for (const name of Object.keys(derivation.inputs))
            expect(Object.keys(EXPLANATIONS[language].words)).toContain(`input.${name}`);
        }
    expect([...new Set(figures.map(({ derivation }) => derivation.rule))].sort()).toEqual([
      "no.compensation",
      "no.court-fee.attachment",
      "no.court-fee.conciliation",
      "no.notice-fee.amount",
      "no.own-demand-fee",
      "no.plan-fee",
      "no.recovery-costs.heavy",
      "no.recovery-costs.light",
      "se.compensation",
      "se.court.agent-cost",
      "se.court.application-fee",
      "se.demand-fee",
      "se.enforcement-fee",
      "se.plan-fee",
      "se.reminder-fee.amount",
    ]);
  });

  it("of a fee reads as a letter would say it", () => {
    const fee = derivationOf(
      "notice-fee",
      aFile({ events: [NOTICE, aPayment("2026-05-16", "10.00")] }),
      "2026-05-20",
    );
    const given = {
      interestPerDay: "1.48",
      objectBy: "2026-05-29",
      email: "svar@tindervik.example",
      phone: "62 00 01 45",
    };
    expect(read(explain(fee, "nb", "debtor", given))).toEqual([
      "Purregebyr 28,00 kr",
      "Et brev som sendes 14 dager eller mer etter forfall, kan ha et lite gebyr. Beløpet er satt av staten, ikke av den som krever betaling.",
      "1/20 × 750,00 = 37,50",
      "Avrundet til nærmeste hele krone: 38,00",
      "Betalt: − 10,00",
      "Gjenstår: = 28,00",
      "Andel av inkassosatsen: 1/20, fra 1. oktober 2020 (FOR-2020-06-19-1248)",
      "Inkassosatsen, som kostnadene regnes av: 750,00 kr, fra 1. januar 2026 (FOR-2025-12-19-2709)",
      "inkassoforskriften § 1-2",
      "Dette beløpet blir ikke større om du venter en dag til. Renten på fakturaen øker med 1,48 kr per dag.",
      "Mener du at noe er feil? Si fra innen 29. mai 2026 på e-post til svar@tindervik.example eller på telefon 62 00 01 45. Da stopper vi saken til du har fått svar.",
      "Har du god grunn til å si imot, kan dette beløpet falle bort.",
    ]);
    expect(explain(fee, "nb", "debtor").provision?.url).toBe(
      "https://lovdata.no/dokument/SF/forskrift/1989-07-14-562",
    );
    expect(spaced(explain(fee, "en", "creditor").amount)).toBe("NOK 28.00");
    expect(explain(fee, "en", "creditor")).toMatchObject({ waiting: null, ifWrong: [], details: [] });
    expect(
      explain(fee, "sv", "case-handler").details.map(({ label, value }) => spaced(`${label}: ${value}`)),
    ).toEqual([
      "Regel: no.notice-fee.amount",
      "Tabell: no.notice-fee.fractions 2020-10-01: 1/20",
      "Tabell: no.collection-rate 2026-01-01: 750.00",
      "Tabell: no.notice-fee.rounding 2026-01-01: half-up-to-whole-kroner",
      "Brev: inkassovarsel",
      "Kravets förfallodag: 30 april 2026",
      "Skickat: 15 maj 2026",
      "Gäldenär: konsument",
      "Betalt: 10,00",
      "Avrundning: Avrundat till närmaste hela krona",
    ]);
  });

  it("of interest tells its spans, its rates and what a day more costs", () => {
    const interest = derivationOf("interest", aFile({ events: [NOTICE, DEMAND] }), "2026-07-18");
    expect(read(explain(interest, "nb", "debtor", { interestPerDay: "1.51" })).slice(2, 7)).toEqual([
      "1. mai–30. juni 2026: 4 500,00 × 12,00 % × 61/365",
      "1. juli–18. juli 2026: + 4 500,00 × 12,25 % × 18/365",
      "Avrundet til nærmeste øre, én gang: = 117,43",
      "Forsinkelsesrenten: 12,00 %, fra 1. januar 2026 (FOR-2025-12-18-2658)",
      "Forsinkelsesrenten: 12,25 %, fra 1. juli 2026 (FOR-2026-06-25-1372)",
    ]);
    expect(spaced(explain(interest, "nb", "debtor", { interestPerDay: "1.51" }).waiting)).toBe(
      "Hver dag til øker renten med 1,51 kr. Betaler du en del av fakturaen, øker den mindre. Er hele fakturaen betalt, stopper den.",
    );
    const swedish = derivationOf("interest", aFile({ country: "SE" }), "2026-05-20");
    expect(read(explain(swedish, "sv", "creditor")).slice(2, 6)).toEqual([
      "1 maj–20 maj 2026: 4 500,00 × 10,00 % × 20/365",
      "Avrundat till närmaste öre, en gång: = 24,66",
      "Referensräntan: 2,00 %, från 1 januari 2026 (Läst på mystep.se/referensranta)",
      "Lagens tillägg: 8,00 %, från 1 juli 2002 (räntelagen 6 §)",
    ]);
    const { sum } = explain(swedish, "en", "creditor");
    expect(sum.map(({ expression }) => expression.replaceAll("\u00a0", " ")).join(" ")).toBe(
      "4,500.00 × 10.00% × 20/365 = 24.66",
    );
  });

  it("speaks to a business as to several, and asks about no day that has gone", () => {
    const file = aFile({ debtorKind: "business", events: [NOTICE] });
    const fee = derivationOf("notice-fee", file, "2026-05-20");
    expect(explain(fee, "nb", "debtor").ifWrong[0]).toMatch(
      /^Mener dere at noe er feil\? Si fra\. Da stopper vi/,
    );
    expect(explain(fee, "sv", "debtor").waiting).toContain("om ni väntar");
  });

  it("says that recovery costs may rise only while they may", () => {
    const costs = derivationOf("recovery-costs", aFile({ events: [NOTICE, DEMAND] }), "2026-06-10");
    expect(costs.rule).toBe("no.recovery-costs.light");
    const risen = explain(costs, "nb", "debtor").waiting;
    expect(risen).toContain("Det kan bli høyere fra den 29. dagen etter fristen");
    expect(explain(costs, "nb", "debtor", { costsStay: true }).waiting).toBe(
      "Dette beløpet blir ikke større om du venter en dag til.",
    );
  });

  it("of a principal shows its invoice and what was credited and paid", () => {
    const principal = {
      invoice: "10482",
      issuedOn: "2026-04-16",
      dueOn: "2026-04-30",
      currency: "SEK",
      invoiced: "12500.00",
      credited: "2500.00",
      paid: "1000.00",
    } as const;
    const explanation = explainPrincipal(principal, "sv", "debtor");
    expect(spaced(explanation.amount)).toBe("9 000,00 kr");
    expectFollows(explanation);
    const lessened = explainPrincipal({ ...principal, neverOwed: "500.00" }, "en", "creditor");
    expectFollows(lessened);
    expect(lessened.sum[2]).toEqual({
      label: "Never owed, by an accepted objection",
      expression: "− 500.00",
    });
    expect(explainPrincipal({ ...principal, credited: "0.00", paid: "0.00" }, "en", "creditor").sum).toEqual([
      { label: "Amount of the invoice", expression: "12,500.00" },
    ]);
  });

  it("refuses what no rule has written", () => {
    const fee = derivationOf("notice-fee", aFile({ events: [NOTICE] }), "2026-05-20");
    expect(() => explain({ ...fee, rule: "no.such-rule" }, "nb", "debtor")).toThrow(RangeError);
    expect(() => explain({ ...fee, rounding: "upwards" }, "nb", "debtor")).toThrow(RangeError);
    expect(() => explain({ ...fee, arithmetic: "about 38" }, "nb", "debtor")).toThrow(RangeError);
  });
});
