/** What is said of a neutral case that cannot be read: the place, what is needed there, and what stands there. */
import { describe, expect, it } from "vitest";
import { checkCase } from "./conformance.ts";
import { readGiven } from "./read-given.ts";

const CLAIM = { ref: "A", principal: "4500.00", issuedOn: "2026-04-16", dueOn: "2026-04-30" };
const NOTICE = { do: "notice", on: "2026-05-15", payBy: "2026-05-29" };

function given(more: { claim?: object; event?: object; given?: object; case?: object }) {
  const claims = [{ ...CLAIM, ...more.claim }];
  const events = [{ ...NOTICE, ...more.event }];
  return {
    id: "x",
    country: "NO",
    given: { debtor: { kind: "consumer" }, claims, events, ...more.given },
    ...more.case,
  };
}

function problem(more: Parameters<typeof given>[0]): string {
  const read = readGiven(given(more));
  return read.kind === "invalid" ? `${read.at}: ${read.message}` : read.kind;
}

describe("A case that cannot be read", () => {
  it.each([
    [
      { claim: { principal: "45,00" } },
      'given.claims[0].principal: an amount such as "4500.00" is needed here, not "45,00"',
    ],
    [
      { claim: { principal: "-1.00" } },
      'given.claims[0].principal: an amount such as "4500.00" is needed here, not "-1.00"',
    ],
    [
      { claim: { interestBeforeDue: 1 } },
      'given.claims[0].interestBeforeDue: an amount such as "4500.00" is needed here, not 1',
    ],
    [
      { claim: { agreedRate: "12,25" } },
      'given.claims[0].agreedRate: a rate in percent such as "12.25" is needed here',
    ],
    [
      { claim: { dueOn: "2026-04-15" } },
      "given.claims[0].dueOn: it is due before it was issued, on 2026-04-16",
    ],
    [
      { claim: { type: "gift" } },
      'given.claims[0].type: one of sale, consumer-credit is needed here, not "gift"',
    ],
    [{ claim: { interestStated: "no" } }, "given.claims[0].interestStated: true or false is needed here"],
    [{ given: { claims: [] } }, "given.claims: at least one claim is needed"],
    [{ given: { claims: [CLAIM, CLAIM] } }, 'given.claims[1].ref: two claims are called "A"'],
    [{ given: { claims: {} } }, "given.claims: a list is needed here"],
    [{ given: { claims: [7] } }, "given.claims[0]: an object is needed here"],
    [{ given: { creditor: 7 } }, "given.creditor: an object is needed here"],
    [
      { given: { creditor: { vatDeductible: 1 } } },
      "given.creditor.vatDeductible: true or false is needed here",
    ],
    [
      { event: { on: "2026-02-30" } },
      'given.events[0].on: a day YYYY-MM-DD from 1950 to 2150 is needed here, not "2026-02-30"',
    ],
    [
      { event: { on: "1949-12-31" } },
      'given.events[0].on: a day YYYY-MM-DD from 1950 to 2150 is needed here, not "1949-12-31"',
    ],
    [{ event: { claim: "B" } }, "given.events[0].claim: there is no claim B"],
    [{ event: { claim: 7 } }, "given.events[0].claim: a text is needed here"],
    [{ event: { do: "dance" } }, 'given.events[0].do: unknown event "dance"'],
    [{ event: { do: "x".repeat(80) } }, `given.events[0].do: unknown event "${"x".repeat(59)}…`],
    [{ event: { fee: "double" } }, 'given.events[0].fee: one of standard, none is needed here, not "double"'],
    [
      { event: { do: "plan", instalments: "1e3" } },
      "given.events[0].instalments: a whole number from 0 to 1000 is needed here",
    ],
    [
      { event: { do: "plan", instalments: 1001 } },
      "given.events[0].instalments: a whole number from 0 to 1000 is needed here",
    ],
    [
      { event: { do: "plan", instalments: 1.5 } },
      "given.events[0].instalments: a whole number from 0 to 1000 is needed here",
    ],
    [
      { event: { do: "payment", amount: "1.00", designation: "fees" } },
      'given.events[0].designation: one of principal is needed here, not "fees"',
    ],
  ])("%j", (more, said) => {
    expect(problem(more)).toBe(said);
  });

  it("is one of a currency that is not its country's", () => {
    expect(readGiven(given({ case: { currency: "EUR" } }))).toEqual({
      kind: "outside-coverage",
      why: 'the law pack of NO covers NOK only, not "EUR"',
    });
  });
});

describe("A case that can be read", () => {
  const facts = (more: Parameters<typeof given>[0]) => {
    const read = readGiven(given(more));
    if (read.kind !== "facts") throw new Error(read.kind);
    return read.facts;
  };

  it("means what is usual where it says nothing", () => {
    const { claims, events } = facts({ event: { do: "plan", instalments: "6" } });
    expect(claims[0]).toMatchObject({
      type: "sale",
      interestStated: true,
      interestBeforeDueMinor: 0n,
      reminderFeeAgreed: true,
      agreedRateBasisPoints: null,
      demandedOn: null,
    });
    expect(events[0]).toMatchObject({ kind: "payment-plan", instalments: 6, wholeDebt: true, claims: null });
  });

  it("may be due on the day it was issued, or on none, and be a consumer credit", () => {
    expect(facts({ claim: { dueOn: "2026-04-16" } }).claims[0]?.dueOn).toBe("2026-04-16");
    expect(facts({ claim: { dueOn: null } }).claims[0]?.dueOn).toBeNull();
    expect(facts({ claim: { dueOn: undefined } }).claims[0]?.dueOn).toBeNull();
    expect(facts({ claim: { type: "consumer-credit", agreedRate: "12.25" } }).claims[0]).toMatchObject({
      type: "consumer-credit",
      agreedRateBasisPoints: 1225,
    });
  });

  it("takes events of one day in the order that they are listed in", () => {
    const pay = (on: string, amount: string) => ({ do: "payment", on, amount });
    const events = [
      pay("2026-05-02", "3.00"),
      pay("2026-05-01", "1.00"),
      pay("2026-05-02", "4.00"),
      pay("2026-05-01", "2.00"),
    ];
    expect(facts({ given: { events } }).events.map((event) => "minor" in event && event.minor)).toEqual([
      100n,
      200n,
      300n,
      400n,
    ]);
  });
});

describe("What is expected of a case", () => {
  const checks = (expectations: unknown, more: Parameters<typeof given>[0] = {}) =>
    checkCase({ ...given(more), expect: expectations }).checks.map(
      ({ holds, expected, found }) => `${holds ? "holds" : "fails"}: ${expected}, ${found}`,
    );

  it("is told beside what was found", () => {
    const on = "2026-05-15";
    expect(checks([{ on, amounts: { principal: "4500.00", interest: "0.00" } }])).toEqual([
      'holds: principal "4500.00", "4500.00"',
      'fails: interest "0.00", "22.19"',
    ]);
    expect(checks([{ on, step: "dance" }])).toEqual([
      'fails: step "reminder, notice, demand, court, compensation", "dance"',
    ]);
    expect(checks([{ on, claim: "B", limitation: "2029-04-30" }])).toEqual([
      'fails: a claim of the case, "B"',
    ]);
    expect(checks([{ on, limitation: "2029-04-30" }])).toEqual([
      'holds: limitation "2029-04-30", "2029-04-30"',
    ]);
    expect(checks([{ on, refused: "outside-coverage" }])).toEqual([
      'fails: refused "outside-coverage", nothing',
    ]);
    expect(checks([{ on: "2040-01-02", amounts: { principal: "4500.00" } }])).toEqual([
      'fails: amounts "stated", "outside-coverage"',
    ]);
    expect(checks([{ on, words: 1 }])).toEqual([`fails: something to check, on, words`]);
    expect(checks([{ on: "soon" }])).toEqual(['fails: a day, "soon"']);
  });

  it("is at least one thing, of a case that can be read", () => {
    expect(checks([])).toEqual([expect.stringMatching(/^fails: at least one expectation, /)]);
    expect(checks([{ on: "2026-05-15" }], { claim: { principal: 1 } })).toEqual([
      expect.stringMatching(/^fails: a case that can be read, given\.claims\[0\]\.principal: /),
    ]);
    expect(checks([{ on: "2026-05-15", limitation: "x" }], { case: { currency: "EUR" } })).toEqual([
      expect.stringMatching(/^fails: facts "covered", /),
    ]);
  });
});
