/** What random lives have found: cases in which one mind was wrong, each asked of both. */
import { mayTake, replay } from "@innfri/checker";
import {
  type Amounts,
  accountOn,
  costsEndedBy,
  type FileEvent,
  type FileFacts,
  planFeesEnded,
  verdictOn,
} from "@innfri/claims";
import { date } from "@innfri/kernel";
import { expect, it } from "vitest";
import { aClaim, aFile, aLetter, anObjection, aPayment } from "../claim-builders.ts";
import { liveLife } from "./life.ts";

type Of<K extends FileEvent["kind"]> = Extract<FileEvent, { readonly kind: K }>;
type Posted = (FileEvent & { readonly kind: "letter" })["posted"];

const A = aClaim({ ref: "A", principal: "1000.00", dueOn: "2025-04-30" });
const B = aClaim({ ref: "B", principal: "1000.00", dueOn: "2025-04-30" });

/** What both say is owed. */
function owed(facts: FileFacts, on: string): Amounts {
  const amounts = accountOn(facts, date(on)).amountsOn(date(on));
  const { total, refund, ...items } = amounts;
  expect(replay(facts, on)).toMatchObject({ amounts: items, totalMinor: total, refundMinor: refund });
  return amounts;
}

function posted(letter: FileEvent & { readonly kind: "letter" }, ...charges: NonNullable<Posted>): FileEvent {
  return { ...letter, posted: charges };
}

function plan(on: string, claims: readonly string[], ...charges: NonNullable<Posted>): FileEvent {
  const event = { kind: "payment-plan", on: date(on), instalments: 6, wholeDebt: false, claims } as const;
  return charges.length === 0 ? event : { ...event, posted: charges };
}

const settled = (on: string, claim: string): FileEvent => ({
  kind: "objection-resolved",
  on: date(on),
  outcome: "accepted",
  claim,
});
const groundless = (event: FileEvent): FileEvent =>
  event.kind === "objection-resolved" ? { ...event, outcome: "groundless" } : event;
const costs = (claim: string, minor: bigint) => ({ item: "recovery-costs", claim, minor }) as const;
const noticeAndDemand = [
  aLetter("notice", "2025-05-15", "2025-05-30"),
  aLetter("demand", "2025-06-02", "2025-06-16"),
];

it("a demand waits while that for a disputed claim runs", () => {
  const C = aClaim({ ref: "C", principal: "1000.00", dueOn: "2025-05-07" });
  const events = [
    ...noticeAndDemand.map((letter) => ({ ...letter, claims: ["A"] })),
    aLetter("notice", "2025-05-22", "2025-06-05", { claims: ["C"] }),
    anObjection("2025-06-08", "whole", { claim: "A" }),
  ];
  const facts = aFile({ claims: [A, C], events });
  const on = date("2025-06-10");
  expect(verdictOn(accountOn(facts, on), "demand", on, ["C"])).toMatchObject({ notBefore: "2025-06-17" });
  expect(mayTake(facts, "demand", on, ["C"])).toMatchObject({ notBefore: "2025-06-17" });
});

it("the fee of a plan does not go over to a claim that was paid when the plan was agreed", () => {
  const events = [
    {
      ...aPayment("2025-04-29", "1000.00", { claim: "B" }),
      lines: [{ item: "principal" as const, claim: "B", minor: 100_000n }],
    },
    plan("2025-06-20", ["A", "B"], costs("A", 105_000n)),
  ];
  const on = date("2025-06-25");
  const no = { kind: "objection", on, scope: "whole", reasonable: true, claim: "A" } as const;
  const changed = costsEndedBy(accountOn(aFile({ claims: [A, B], events }), on), no, on);
  expect(changed).toEqual([{ ...costs("A", -105_000n), plan: true }]);
  expect(owed(aFile({ claims: [A, B], events: [...events, { ...no, changed }] }), on)["recovery-costs"]).toBe(
    0n,
  );
});

it("costs stay light where what is left of the case was paid before, when an objection ends the rest", () => {
  const events = [
    ...noticeAndDemand,
    aPayment("2025-06-20", "1000.00", { claim: "B", designation: "principal" }),
    anObjection("2025-07-31", "whole", { claim: "A" }),
  ];
  // 0.35 of 700.00 (inkassoforskriften § 2-2), as on the day on which B was paid.
  const account = accountOn(aFile({ claims: [A, B], events }), date("2025-07-31"));
  expect(account.claim("B").principalMinor).toBe(0n);
  expect(account.costOn(account.costs.at(-1)!, date("2025-07-31"))).toBe(24_500n);
  owed(aFile({ claims: [A, B], events }), "2025-07-31");
});

it("what was paid of costs that an objection ended is still set off against a compensation", () => {
  const events: FileEvent[] = [
    ...noticeAndDemand,
    aPayment("2025-06-20", "490.00"),
    anObjection("2025-06-25", "whole", { claim: "A" }),
    { kind: "compensation", on: date("2025-06-26"), claims: ["B"] },
  ];
  const facts = aFile({ debtorKind: "business", claims: [aClaim({ ...big(), ref: "A" }), B], events });
  expect(owed(facts, "2025-06-26").compensation).toBe(0n);
});

function big() {
  return { principal: "60000.00", dueOn: "2025-04-30" };
}

it("a legal step ends the fee of a plan, and a second one nothing more", () => {
  const first: FileEvent = { kind: "decision", on: date("2025-07-01"), claims: ["A"] };
  const events = [
    plan("2025-05-20", ["A"], costs("A", 105_000n)),
    posted(aLetter("demand", "2025-06-02", "2025-06-16", { claims: ["A"] }), costs("A", 24_500n)),
    first,
  ];
  const facts = aFile({ claims: [A, B], events });
  expect(planFeesEnded(accountOn(facts, date("2025-07-02")), ["A"])).toEqual([]);
  const again = { ...facts, events: [...events, { ...first, on: date("2025-07-02") }] };
  expect(owed(again, "2025-07-02")["recovery-costs"]).toBe(24_500n);
});

it("what was paid of a plan's fee stays with its claim when a legal step ends the fee", () => {
  const events: FileEvent[] = [
    plan("2025-06-20", ["A"], costs("A", 105_000n)),
    { ...aPayment("2025-06-25", "1050.00", { claim: "A" }), lines: [costs("A", 105_000n)] },
    { kind: "decision", on: date("2025-07-01"), claims: ["A"] },
  ];
  const { principal, refund } = owed(aFile({ claims: [A, B], events }), "2025-07-01");
  expect(principal).toBe(100_000n);
  expect(refund).toBeGreaterThan(0n);
});

it("a waiver waives what a compensation had covered of the claim's fee", () => {
  const paid: FileEvent = {
    ...aPayment("2025-05-20", "1000.00", { claim: "A" }),
    lines: [{ item: "principal", claim: "A", minor: 100_000n }],
  };
  const covered: FileEvent = {
    ...aPayment("2025-05-08", "470.00", { claim: "B" }),
    lines: [{ item: "compensation", claim: "B", minor: 47_000n }],
  };
  const compensation = (on: string, claim: string): FileEvent => ({
    kind: "compensation",
    on: date(on),
    claims: [claim],
    posted: [{ claim, minor: 47_000n }],
  });
  const events: FileEvent[] = [
    compensation("2025-05-05", "B"),
    covered,
    posted(aLetter("notice", "2025-05-15", "2025-05-30", { claims: ["A"] }), {
      item: "notice-fee",
      claim: "A",
      minor: 3_500n,
    }),
    paid,
    { kind: "waiver", on: date("2025-05-20"), claim: "A" },
    compensation("2025-05-21", "A"),
  ];
  expect(owed(aFile({ debtorKind: "business", claims: [A, B], events }), "2025-05-21")["notice-fee"]).toBe(
    0n,
  );
});

it("a claim of which only interest is left brings nothing to the band of costs (reading 6)", () => {
  const before = aClaim({ ref: "A", principal: "1000.00", dueOn: "2025-04-30", interestBeforeDue: "15.00" });
  const other = aClaim({ ref: "B", principal: "490.00", dueOn: "2025-04-30" });
  const credit: FileEvent = { kind: "credit", on: date("2025-05-01"), minor: 100_000n, claim: "A" };
  const facts = aFile({ claims: [before, other], events: [credit, ...noticeAndDemand] });
  expect(owed(facts, "2025-06-02")["recovery-costs"]).toBe(17_500n);
});

it("what was found never to be owed is not taken off the band a second time", () => {
  const events: FileEvent[] = [
    anObjection("2025-05-10", "450.00", { claim: "A" }),
    ...noticeAndDemand,
    settled("2025-06-20", "A"),
  ];
  expect(owed(aFile({ claims: [A], events }), "2025-06-20")["recovery-costs"]).toBe(24_500n);
});

it("a compensation stands though a part of its claim was never owed and the rest is paid", () => {
  const events: FileEvent[] = [
    aPayment("2025-05-08", "1000.00", { claim: "A" }),
    { kind: "compensation", on: date("2025-05-12"), claims: ["A"], posted: [{ claim: "A", minor: 47_000n }] },
    anObjection("2025-05-14", "100.00", { claim: "A" }),
    settled("2025-05-20", "A"),
  ];
  expect(owed(aFile({ debtorKind: "business", claims: [A], events }), "2025-05-20").compensation).toBe(
    47_000n,
  );
});

it("a reminder without a fee needs no rate of the day where the rate is agreed (reading 12)", () => {
  const agreed = aClaim({ ref: "A", principal: "1000.00", dueOn: "2027-01-04", agreedRateBasisPoints: 600 });
  const facts = aFile({ debtorKind: "business", claims: [agreed] });
  const on = date("2027-01-05");
  expect(verdictOn(accountOn(facts, on), "reminder", on, ["A"]).kind).toBe("permitted-without-fee");
  expect(mayTake(facts, "reminder", on, ["A"])).toMatchObject({ kind: "permitted-without-fee" });
});

it("claims that fall due together come in one order, however a letter or a file lists them", () => {
  // A Saturday and a Sunday: both count as due on Monday 5 May.
  const first = aClaim({ ref: "B", principal: "1000.00", dueOn: "2025-05-03" });
  const second = aClaim({ ref: "A", principal: "1000.00", dueOn: "2025-05-04" });
  const notice = aLetter("notice", "2025-05-20", "2025-06-03", { claims: ["B", "A"] });
  const waiver: FileEvent = { kind: "waiver", on: date("2025-05-21"), claim: "A" };
  for (const claims of [
    [first, second],
    [second, first],
  ])
    expect(owed(aFile({ claims, events: [notice, waiver] }), "2025-05-21")["notice-fee"]).toBe(0n);
});

it("a payment that finds nothing to close on a claim leaves its interest running (reading 1)", () => {
  const rest = aClaim({ ref: "B", principal: "0.72", dueOn: "2024-10-03" });
  const lines = [{ item: "interest", claim: "B", minor: 1n }] as const;
  const facts = aFile({ claims: [rest], events: [{ ...aPayment("2024-10-11", "0.01"), claim: "B", lines }] });
  // 0.72 × 12.50 % × 8/366 = 0.002: no øre of interest to be paid yet. In 63 days it is 0.015, which is 0.02.
  expect(owed(facts, "2024-10-11")).toMatchObject({ principal: 71n, interest: 0n });
  const other = aFile({
    claims: [aClaim({ ref: "A", principal: "0.05", dueOn: "2024-10-03" }), rest],
    events: [{ ...aPayment("2024-10-11", "0.01"), claim: "A", lines }],
  });
  expect(owed(other, "2024-12-05")).toMatchObject({ principal: 76n, interest: 2n });
});

it("a legal step ends the fee of a plan also where another claim took it over (seed 13937 of Norway)", () => {
  const agreed = plan("2025-05-20", ["A", "B"], costs("A", 105_000n));
  const demand = posted(
    aLetter("demand", "2025-06-02", "2025-06-16", { claims: ["B"] }),
    costs("B", 17_500n),
  );
  const before = aFile({ claims: [A, B], events: [agreed, demand] });
  const no = {
    kind: "objection",
    on: date("2025-06-10"),
    scope: "whole",
    reasonable: true,
    claim: "A",
  } as const;
  const changed = costsEndedBy(accountOn(before, no.on), no, no.on);
  expect(changed).toEqual([
    { ...costs("A", -105_000n), plan: true },
    { ...costs("B", 105_000n), since: "2025-05-20", plan: true },
  ]);
  const facts = { ...before, events: [...before.events, { ...no, changed }] };
  expect(owed(facts, "2025-06-30")["recovery-costs"]).toBe(122_500n);
  const step: FileEvent = { kind: "application", on: date("2025-07-01"), claims: ["B"] };
  expect(owed({ ...facts, events: [...facts.events, step] }, "2025-07-01")["recovery-costs"]).toBe(17_500n);
  const told = planFeesEnded(accountOn(facts, step.on), ["B"]);
  expect(told).toEqual([costs("B", -105_000n)]);
  const ours: FileEvent = { ...step, changed: told, posted: [] };
  expect(owed({ ...facts, events: [...facts.events, ours] }, "2025-07-01")["recovery-costs"]).toBe(17_500n);
});

it("the life of seed 13937 of Norway, in which a plan's fee goes over to another claim, is lawful", () => {
  expect(liveLife("NO", 13_937, "unlimited").claims).toBe(3);
});

it("costs stay light where money that an ended fee set free closes the principal (reading 6; seed 500930 of Norway)", () => {
  const events: FileEvent[] = [
    plan("2025-05-05", ["A"], costs("A", 105_000n)),
    ...noticeAndDemand,
    { ...aPayment("2025-06-20", "1050.00", { claim: "A" }), lines: [costs("A", 105_000n)] },
    { kind: "credit", on: date("2025-06-23"), minor: 30_000n, claim: "A" },
    // Of the 1050.00: 245.00 and 35.00 for the letters, then interest and the 700.00 that are left of the principal.
    { kind: "decision", on: date("2025-07-01"), claims: ["A"] },
  ];
  const facts = aFile({ claims: [A], events });
  const onTheDay = owed(facts, "2025-07-01");
  expect(onTheDay).toMatchObject({ principal: 0n, total: 0n });
  // The costs would be heavy from 15 July.
  expect(owed(facts, "2025-07-31")).toEqual(onTheDay);
});

it("the life of seed 500930 of Norway, in which what was paid of a plan's fee closes the claim, is lawful", () => {
  expect(liveLife("NO", 500_930, "unlimited").claims).toBe(1);
});

it("a plan agreed before the heavy day that a corrected demand moved keeps the costs light (seed 126774 of Norway)", () => {
  const events: FileEvent[] = [
    ...noticeAndDemand,
    // Heavy from 15 July; the corrected demand's deadline makes it 16 September.
    { kind: "payment-plan", on: date("2025-07-20"), instalments: 3, wholeDebt: false, claims: ["A"] },
    anObjection("2025-08-01", "300.00", { claim: "A" }),
    aLetter("demand", "2025-08-04", "2025-08-18", { fee: "none" }),
  ];
  const facts = aFile({ claims: [A], events });
  expect(owed(facts, "2025-09-15")["recovery-costs"]).toBe(24_500n);
  expect(owed(facts, "2025-09-16")["recovery-costs"]).toBe(24_500n);
  const unplanned = aFile({ claims: [A], events: events.filter(({ kind }) => kind !== "payment-plan") });
  expect(owed(unplanned, "2025-09-15")["recovery-costs"]).toBe(24_500n);
  expect(owed(unplanned, "2025-09-16")["recovery-costs"]).toBe(49_000n);
});

it("a letter's costs do not go over to a claim that was never owed (seed 100947 of Norway)", () => {
  const fee = { item: "notice-fee", claim: "A", minor: 3_500n } as const;
  const [notice, demand] = noticeAndDemand as [Of<"letter">, Of<"letter">];
  const never = [
    anObjection("2025-07-01", "whole", { claim: "B", reasonable: false }),
    settled("2025-07-08", "B"),
  ];
  const no = {
    kind: "objection",
    on: date("2025-07-14"),
    scope: "whole",
    reasonable: true,
    claim: "A",
  } as const;
  const events = [posted(notice, fee), posted(demand, costs("A", 35_000n)), ...never];
  const facts = aFile({ claims: [A, B], events });
  expect(costsEndedBy(accountOn(facts, no.on), no, no.on)).toEqual([
    { ...fee, minor: -3_500n },
    costs("A", -35_000n),
  ]);
  // Where the objection to the other was groundless, its letter it was.
  const owes = aFile({ claims: [A, B], events: events.map(groundless) });
  expect(costsEndedBy(accountOn(owes, no.on), no, no.on)).toMatchObject([
    { claim: "A", minor: -3_500n },
    { item: "notice-fee", claim: "B", minor: 3_500n },
    { claim: "A", minor: -35_000n },
    { item: "recovery-costs", claim: "B", minor: 24_500n },
  ]);
});

it("what is never owed of a letter's costs is not taken off the fee of a plan (seed 733285 of Norway)", () => {
  const agreed = plan("2025-06-10", ["A"], costs("A", 105_000n));
  const [notice, demand] = noticeAndDemand as [Of<"letter">, Of<"letter">];
  const accepted = { ...settled("2025-06-20", "A"), changed: [costs("A", -10_500n)] } as FileEvent;
  const events = [
    notice,
    posted(demand, costs("A", 35_000n)),
    agreed,
    anObjection("2025-06-15", "300.00", { claim: "A" }),
    accepted,
  ];
  const facts = aFile({ claims: [A], events });
  expect(owed(facts, "2025-06-30")["recovery-costs"]).toBe(24_500n + 105_000n);
  expect(planFeesEnded(accountOn(facts, date("2025-07-01")), ["A"])).toEqual([costs("A", -105_000n)]);
  const step: FileEvent = { kind: "application", on: date("2025-07-01"), claims: ["A"] };
  expect(owed({ ...facts, events: [...events, step] }, "2025-07-01")["recovery-costs"]).toBe(24_500n);
});

it("money goes to the oldest charge that is open, whichever claim bears an older one that is paid (seed 36000 of Norway)", () => {
  const fee = (claim: string) => ({ item: "notice-fee", claim, minor: 3_500n }) as const;
  const facts = aFile({
    operator: "self",
    claims: [A, B],
    events: [
      posted({ ...aLetter("notice", "2025-05-15", "2025-05-30"), claims: ["A"] } as Of<"letter">, fee("A")),
      posted({ ...aLetter("notice", "2025-05-22", "2025-06-05"), claims: ["B"] } as Of<"letter">, fee("B")),
      posted({ ...aLetter("demand", "2025-06-02", "2025-06-16"), claims: ["A"] } as Of<"letter">, {
        ...fee("A"),
        minor: 10_500n,
      }),
      { ...aPayment("2025-06-03", "35.00"), lines: [fee("A")] },
      aPayment("2025-06-04", "20.00"),
      // Nothing is left of what A bears: it is seen what went where.
      { kind: "waiver", on: date("2025-06-05"), claim: "A" },
    ],
  });
  expect(owed(facts, "2025-06-05")["notice-fee"]).toBe(1_500n);
});

it("a claim that a plan bore a fee for bears no further one, also where it was objected to since (seed 1323868 of Norway)", () => {
  const further = (claims: readonly string[]) => plan("2025-08-01", claims);
  const agreed = plan("2025-06-10", ["A", "B"], costs("A", 105_000n));
  const [notice, demand] = noticeAndDemand as [Of<"letter">, Of<"letter">];
  const no = { kind: "objection", on: date("2025-06-20"), scope: "whole", claim: "B", changed: [] } as const;
  const events: FileEvent[] = [
    notice,
    posted(demand, costs("A", 35_000n)),
    agreed,
    { ...no, reasonable: true },
    further(["B"]),
  ];
  const facts = aFile({ claims: [A, B], events });
  expect(owed(facts, "2025-08-01")["recovery-costs"]).toBe(35_000n + 105_000n);
});

it("a compensation ends where money of a claim that was never owed had paid its claim in time (seed 519094 of Sweden)", () => {
  const events: FileEvent[] = [
    { ...aPayment("2025-04-10", "1000.00"), lines: [{ item: "principal", claim: "A", minor: 100_000n }] },
    {
      kind: "compensation",
      on: date("2025-05-10"),
      claims: ["B"],
      posted: [{ claim: "B", minor: 45_000n }],
    } as FileEvent,
    anObjection("2025-05-12", "whole", { claim: "A" }),
  ];
  const facts = aFile({ debtorKind: "business", claims: [A, B], events });
  expect(owed(facts, "2025-05-13").compensation).toBe(45_000n);
  const accepted = aFile({ ...facts, events: [...events, settled("2025-05-20", "A")] });
  expect(owed(accepted, "2025-05-20")).toMatchObject({ total: 0n, refund: 0n });
});

it.each([
  [8184, "a plan is agreed beside a claim that was paid"],
  [36_000, "a claim bears a charge that is paid and one that is younger than another's"],
  [51_913, "no table covers the heavy day of one of three claims"],
  [100_947, "a disputed claim's letter named one that was never owed"],
  [126_774, "a plan is agreed between the heavy day and a corrected demand"],
  [302_235, "a demand falls on the heavy day of another claim, and a compensation is set off"],
  [903_505, "an objection is accepted after a plan, and money had stood on its claim"],
  [1_509_871, "a plan is agreed elsewhere for claims of which one is all but paid"],
  [1_704_351, "a plan's fee goes over to a second claim, and the first was never owed"],
  [730_506, "a compensation was paid and one of its claims was never owed"],
  [932_441, "two claims become dear on one day"],
  [1_323_868, "a plan is agreed twice, and its second claim was objected to between"],
  [939_992, "a plan is agreed for a claim of one øre"],
  [954_518, "money is known after two demands that it precedes"],
  [733_285, "a part that was never owed is followed by a legal step"],
  [333_047, "a corrected demand follows a plan and an accepted objection"],
])("the life of seed %i of Norway, in which %s, is lawful", (seed) => {
  expect(liveLife("NO", seed).claims).toBeGreaterThan(0);
});

it("the life of seed 519094 of Sweden, in which a claim was paid by what another never owed, is lawful", () => {
  expect(liveLife("SE", 519_094).claims).toBe(3);
});
