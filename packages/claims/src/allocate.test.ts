import { addDays, date } from "@innfri/kernel";
import { aClaim, aCredit, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Account, accountOn } from "./account.ts";
import type { Amounts } from "./account-state.ts";
import { type Allocatable, allocate } from "./allocate.ts";
import type { FileFacts, Item } from "./facts.ts";
import { aHistory, LAST_DAY } from "./test-histories.ts";

const ON = LAST_DAY;

const aPart = fc.record({
  minor: fc.oneof(fc.bigInt({ min: 0n, max: 20_000_000n }), fc.bigInt({ min: 0n, max: 100_000n })),
  designation: fc.constantFrom(null, "principal" as const),
  named: fc.boolean(),
});

function paymentOf(
  facts: FileFacts,
  part: typeof aPart extends fc.Arbitrary<infer P> ? P : never,
): Allocatable {
  const { minor, designation, named } = part;
  return { on: ON, minor, designation, claim: named ? facts.claims.at(-1)!.ref : null };
}

function paid(facts: FileFacts, payments: readonly Allocatable[]): Amounts {
  const account = accountOn(facts, ON);
  for (const payment of payments) account.apply({ kind: "payment", ...payment });
  return account.amountsOn(ON);
}

/** What is open by item and claim, as a payment sees it. */
function openItems(account: Account): Map<string, bigint> {
  const open = new Map<string, bigint>();
  const add = (item: Item, claim: string, minor: bigint) =>
    open.set(`${item} ${claim}`, (open.get(`${item} ${claim}`) ?? 0n) + minor);
  for (const [cost, minor] of account.openCosts(ON))
    if (cost.claims[0] !== undefined) add(cost.item, cost.claims[0], minor);
  for (const claim of account.claims) {
    add("interest", claim.facts.ref, account.interestOn(claim, ON));
    add("principal", claim.facts.ref, claim.principalMinor);
  }
  const first = account.compensations[0];
  if (first !== undefined) add("compensation", first.claim, account.compensationOn(ON).openMinor);
  return open;
}

describe("A payment", () => {
  it("is neither added to nor lost from, and closes no more than is open", () => {
    fc.assert(
      fc.property(aHistory, aPart, (facts, part) => {
        const account = accountOn(facts, ON);
        const before = account.amountsOn(ON);
        const open = openItems(account);
        const payment = paymentOf(facts, part);
        const { lines, leftMinor } = allocate(account, payment);
        const closed = lines.reduce((sum, { minor }) => sum + minor, 0n);
        expect(closed + leftMinor).toBe(payment.minor);
        for (const { item, claim, minor } of lines) {
          expect(minor).toBeGreaterThan(0n);
          expect(minor).toBeLessThanOrEqual(open.get(`${item} ${claim}`) ?? 0n);
        }
        const after = paid(facts, [payment]);
        expect(before.total - after.total).toBe(closed);
        expect(after.refund - before.refund).toBe(leftMinor);
      }),
      { numRuns: 300 },
    );
  });

  it("is divided without changing anything, and posted as it was divided", () => {
    fc.assert(
      fc.property(aHistory, aPart, (facts, part) => {
        const account = accountOn(facts, ON);
        const before = account.amountsOn(ON);
        const payment = paymentOf(facts, part);
        const { lines } = allocate(account, payment);
        expect(account.amountsOn(ON)).toEqual(before);
        const posted = accountOn(facts, ON);
        posted.apply({ kind: "payment", ...payment, lines });
        expect(posted.amountsOn(ON)).toEqual(paid(facts, [payment]));
      }),
      { numRuns: 200 },
    );
  });

  it("of exactly the total leaves nothing, that day and ever after", () => {
    fc.assert(
      fc.property(aHistory, (facts) => {
        const account = accountOn(facts, ON);
        const { total, refund } = account.amountsOn(ON);
        account.apply({ kind: "payment", on: ON, minor: total, designation: null, claim: null });
        for (const day of [ON, addDays(ON, 1), date("2026-12-31")])
          expect(account.amountsOn(day)).toMatchObject({ total: 0n, refund });
      }),
      { numRuns: 200 },
    );
  });

  it("of more than the total is a refund of the rest", () => {
    fc.assert(
      fc.property(aHistory, fc.bigInt({ min: 1n, max: 1_000_000n }), (facts, more) => {
        const { total, refund } = accountOn(facts, ON).amountsOn(ON);
        const payment = { on: ON, minor: total + more, designation: null, claim: null };
        expect(paid(facts, [payment])).toMatchObject({ total: 0n, refund: refund + more });
      }),
    );
  });

  it("comes to the same whole or in parts of one day", () => {
    fc.assert(
      fc.property(
        aHistory,
        aPart,
        fc.array(fc.bigInt({ min: 0n, max: 3_000_000n }), { maxLength: 4 }),
        (facts, part, cuts) => {
          const whole = paymentOf(facts, part);
          let left = whole.minor;
          const parts = cuts.map((cut) => {
            const minor = cut < left ? cut : left;
            left -= minor;
            return { ...whole, minor };
          });
          expect(paid(facts, [...parts, { ...whole, minor: left }])).toEqual(paid(facts, [whole]));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("touches nothing while what goes before it is open", () => {
    fc.assert(
      fc.property(aHistory, aPart, (facts, part) => {
        const account = accountOn(facts, ON);
        const payment = { ...paymentOf(facts, part), claim: null };
        const ranks = ranking(account, payment);
        const open = openItems(account);
        for (const { item, claim, minor } of allocate(account, payment).lines)
          open.set(`${item} ${claim}`, open.get(`${item} ${claim}`)! - minor);
        const { lines } = allocate(account, payment);
        const lastPaid = Math.max(-1, ...lines.map(({ item, claim }) => ranks.indexOf(`${item} ${claim}`)));
        for (const before of ranks.slice(0, Math.max(0, lastPaid))) expect(open.get(before) ?? 0n).toBe(0n);
      }),
      { numRuns: 200 },
    );
  });
});

/** The order of norway.md P4 and sweden.md 9, told once more. */
function ranking(account: Account, payment: Allocatable): string[] {
  const refs = account.claims.map(({ facts }) => facts.ref);
  const costs = (["legal-costs", "recovery-costs", "notice-fee", "compensation"] as const).flatMap((item) => {
    const bearers = account.costs.filter((cost) => cost.item === item).map(({ claims }) => claims[0] ?? "");
    const first = account.compensations[0]?.claim ?? "";
    return (item === "compensation" ? [first] : bearers).map((ref) => `${item} ${ref}`);
  });
  const isPrincipalFirst =
    account.facts.settings.allocation === "principal-first" ||
    (payment.designation === "principal" && account.facts.country === "NO");
  return isPrincipalFirst
    ? [...refs.map((ref) => `principal ${ref}`), ...refs.map((ref) => `interest ${ref}`), ...new Set(costs)]
    : [...new Set(costs), ...refs.flatMap((ref) => [`interest ${ref}`, `principal ${ref}`])];
}

const NOTICE = aLetter("notice", "2026-05-15", "2026-05-29");
const DEMAND = aLetter("demand", "2026-06-05", "2026-06-19");
const TWO = [
  aClaim({ ref: "A", principal: "1000.00", dueOn: "2026-04-30" }),
  aClaim({ ref: "B", principal: "700.00", dueOn: "2026-03-31" }),
];

function linesOf(facts: FileFacts, payment: ReturnType<typeof aPayment>) {
  return allocate(accountOn(facts, payment.on), payment).lines.map(({ item, claim, minor }) => [
    item,
    claim,
    minor,
  ]);
}

describe("The order in which money closes what is owed", () => {
  const file = aFile({ claims: TWO, events: [NOTICE, DEMAND] });

  it("is recovery costs, notice fee, then the oldest claim's interest and principal", () => {
    expect(linesOf(file, aPayment("2026-06-19", "1100.00"))).toEqual([
      ["recovery-costs", "B", 30_000n],
      ["notice-fee", "B", 3_800n],
      ["interest", "B", 1_841n],
      ["principal", "B", 70_000n],
      ["interest", "A", 1_644n],
      ["principal", "A", 2_715n],
    ]);
  });

  it("starts with the claim that the payment names, whose costs are the case's and come after it", () => {
    expect(linesOf(file, aPayment("2026-06-19", "1200.00", { claim: "A" }))).toEqual([
      ["interest", "A", 1_644n],
      ["principal", "A", 100_000n],
      ["recovery-costs", "B", 18_356n],
    ]);
  });

  it("leaves the costs of a case in their place when it names the claim that bears them", () => {
    expect(linesOf(file, aPayment("2026-06-19", "1000.00", { claim: "B" }))).toEqual([
      ["interest", "B", 1_841n],
      ["principal", "B", 70_000n],
      ["recovery-costs", "B", 28_159n],
    ]);
  });

  it("starts with the costs of the named claim where they are its alone", () => {
    const only = aFile({
      claims: TWO,
      events: [aLetter("notice", "2026-05-15", "2026-05-29", { claims: ["A"] })],
    });
    expect(linesOf(only, aPayment("2026-06-19", "60.00", { claim: "A" }))).toEqual([
      ["notice-fee", "A", 3_800n],
      ["interest", "A", 1_644n],
      ["principal", "A", 556n],
    ]);
  });

  it("is the debtor's to change in Norway, not in Sweden", () => {
    const word = aPayment("2026-06-19", "100.00", { designation: "principal" });
    expect(linesOf(file, word)).toEqual([["principal", "B", 10_000n]]);
    const swedish = aFile({
      country: "SE",
      claims: TWO,
      events: [aLetter("reminder", "2026-05-15", "2026-05-25")],
    });
    expect(linesOf(swedish, word)[0]).toEqual(["notice-fee", "B", 6_000n]);
  });

  it("puts what has been paid as compensation against the costs that take its place", () => {
    const business = aFile({
      debtorKind: "business",
      claims: [aClaim({ principal: "30000.00", dueOn: "2026-07-10" })],
      events: [
        { kind: "compensation", on: date("2026-07-15"), claims: null },
        aPayment("2026-07-16", "430.00"),
        aLetter("notice", "2026-07-24", "2026-08-07"),
        aLetter("demand", "2026-08-14", "2026-08-28"),
      ],
    });
    const account = accountOn(business, date("2026-08-14"));
    // The 430 paid first went to the compensation; of 38 + 1,800 only what exceeds it is open.
    expect(account.amountsOn(date("2026-08-14"))).toMatchObject({
      "recovery-costs": 137_000n,
      "notice-fee": 3_800n,
      compensation: 0n,
    });
    const { lines } = allocate(account, aPayment("2026-08-14", "1408.00"));
    expect(lines.map(({ item, minor }) => [item, minor])).toEqual([
      ["recovery-costs", 137_000n],
      ["notice-fee", 3_800n],
    ]);
  });
});

describe("Money that finds nothing to close", () => {
  it.each([
    [
      "a payment of a claim that is paid",
      [aPayment("2026-05-04", "9000.00"), aPayment("2026-05-05", "10.00")],
      449_408n + 1_000n,
    ],
    ["a credit note above the claim", [aCredit("2026-04-20", "4600.00")], 10_000n],
    [
      "a credit note for a paid claim",
      [aPayment("2026-04-20", "4500.00"), aCredit("2026-04-21", "100.00")],
      10_000n,
    ],
    [
      "a credit note of a named claim that is paid",
      [aPayment("2026-04-20", "4500.00"), aCredit("2026-04-21", "100.00", "A")],
      10_000n,
    ],
  ])("%s is a refund", (_title, events, refund) => {
    const account = accountOn(aFile({ events }), date("2026-06-01"));
    expect(account.amountsOn(date("2026-06-01"))).toMatchObject({ total: 0n, refund });
  });

  it("was posted before an objection to it was accepted: it closes the rest, and what is left is a refund", () => {
    const before = aFile({ claims: TWO, events: [NOTICE] });
    const payment = aPayment("2026-06-01", "500.00");
    const { lines } = allocate(accountOn(before, payment.on), payment);
    expect(lines.map(({ item, claim }) => `${item} ${claim}`)).toEqual([
      "notice-fee B",
      "interest B",
      "principal B",
    ]);
    const later = [
      anObjection("2026-06-10", "whole", { claim: "B", reasonable: false }),
      { kind: "objection-resolved", on: date("2026-06-20"), outcome: "accepted", claim: "B" } as const,
    ];
    const after = (posted: FileFacts["events"]) =>
      accountOn({ ...before, events: [NOTICE, ...posted, ...later] }, date("2026-06-20")).amountsOn(
        date("2026-06-20"),
      );
    expect(after([{ ...payment, lines }])).toEqual(after([payment]));
    expect(
      after([
        {
          ...payment,
          minor: 200_000n,
          lines: allocate(accountOn(before, payment.on), { ...payment, minor: 200_000n }).lines,
        },
      ]),
    ).toMatchObject({ principal: 0n, total: 0n });
  });
});
