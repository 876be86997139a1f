/** What was posted, held against what the law gives for it on its day. */
import { describe, expect, it } from "vitest";
import type { Event, Facts, PostedCharge } from "./facts.ts";
import { mischarged } from "./posted-otherwise.ts";
import { legal, letter, NORWAY, paid, plan, SWEDEN, TWO } from "./test-facts.ts";

const cost = (minor: bigint, claim = "A", item: PostedCharge["item"] = "recovery-costs") => ({
  item,
  claim,
  minor,
});

function posted(event: Event, ...charges: readonly PostedCharge[]): Event {
  return { ...event, posted: charges } as Event;
}

/** What the last event charged, and what the law gives, where they are not the same. */
function wrong(facts: Facts, ...events: readonly Event[]): readonly string[] {
  return mischarged({ ...facts, events }, events.at(-1)!).map(
    ({ found, expected, rule }) => `${found}, not ${expected} (${rule})`,
  );
}

const noticed = letter("notice", "2026-05-18", "2026-06-01");
/** A demand that cost nothing: with it collection has begun. */
const asked = posted(letter("demand", "2026-05-18", "2026-06-01"));
const demanded = posted(letter("demand", "2026-06-05", "2026-06-19"), cost(60_000n));

describe("The fee of a plan, as it was posted", () => {
  it("is 1.5 of the rate in Norway above four instalments, for an agency and before any court (INKF § 2-4)", () => {
    const agreed = (instalments: number, minor: bigint) =>
      posted(plan("2026-05-20", instalments), cost(minor));
    expect(wrong(NORWAY, asked, agreed(5, 112_500n))).toEqual([]);
    expect(wrong(NORWAY, asked, agreed(5, 112_501n))).toEqual(["1125.01, not 1125.00 (no.plan-fee)"]);
    expect(wrong(NORWAY, asked, agreed(5, 112_499n))).toEqual(["1124.99, not 1125.00 (no.plan-fee)"]);
    expect(wrong(NORWAY, asked, agreed(4, 112_500n))).toEqual(["1125.00, not 0.00 (no.plan-fee)"]);
    expect(wrong({ ...NORWAY, vatDeductible: false }, asked, agreed(5, 140_625n))).toEqual([]);
    // Before a demand the law sheet is not at one with itself (norway.md 2.3, 3.3).
    expect(wrong(NORWAY, agreed(5, 112_500n))).toEqual(["1125.00, not 0.00 (no.plan-fee)"]);
    expect(wrong({ ...NORWAY, operator: "self" }, asked, agreed(5, 112_500n))).toHaveLength(1);
    const decided = posted(legal("decision", "2026-05-19"));
    expect(wrong(NORWAY, decided, asked, agreed(5, 112_500n))).toEqual(["1125.00, not 0.00 (no.plan-fee)"]);
  });

  it("is 170 in Sweden for the whole debt, once (IkostL 3-4 §§)", () => {
    const agreed = (on: string, minor = 17_000n) => posted(plan(on, 3), cost(minor));
    expect(wrong(SWEDEN, agreed("2026-05-20"))).toEqual([]);
    expect(wrong(SWEDEN, agreed("2026-05-20", 17_100n))).toEqual(["171.00, not 170.00 (se.plan-fee)"]);
    expect(wrong(SWEDEN, agreed("2026-05-20"), agreed("2026-06-20"))).toEqual([
      "170.00, not 0.00 (se.plan-fee)",
    ]);
    expect(
      wrong(SWEDEN, posted({ ...plan("2026-05-20", 3), wholeDebt: false } as Event, cost(17_000n))),
    ).toEqual(["170.00, not 0.00 (se.plan-fee)"]);
  });

  it("is not asked for a second time of the same plan", () => {
    const twice = posted(plan("2026-05-20", 5), cost(112_500n), cost(112_500n));
    expect(wrong(NORWAY, asked, twice)).toEqual(["1125.00, not 0.00 (no.plan-fee)"]);
  });

  it("is what it was when another claim takes over what nobody has paid of it, and no more", () => {
    const facts = { ...NORWAY, claims: TWO };
    const agreed = posted(plan("2026-05-20", 5, ["A", "B"]), cost(112_500n));
    const moved = (minor: bigint): Event => ({
      kind: "costs-changed",
      on: "2026-05-25",
      changed: [
        { ...cost(-112_500n), plan: true },
        { ...cost(minor, "B"), since: "2026-05-20", plan: true },
      ],
    });
    const ofPlan = (minor: bigint) =>
      mischarged({ ...facts, events: [asked, agreed, moved(minor)] }, agreed, "2026-05-25").map(
        ({ found, expected }) => `${found}, not ${expected}`,
      );
    expect(ofPlan(112_500n)).toEqual([]);
    expect(ofPlan(40_000n)).toEqual([]);
    expect(ofPlan(112_501n)).toEqual(["1125.01, not 1125.00"]);
  });
});

describe("What a legal step was charged", () => {
  const step = (facts: Facts, kind: Parameters<typeof legal>[0], ...minors: readonly bigint[]) =>
    wrong(
      facts,
      posted(legal(kind, "2026-07-01"), ...minors.map((minor) => cost(minor, "A", "legal-costs"))),
    );

  it("is the court's fee in Norway, down to whole kroner (RGL § 6 a)", () => {
    expect(step(NORWAY, "application", 207_100n)).toEqual([]);
    expect(step(NORWAY, "application", 207_130n)).toEqual([
      "2071.30, not 2071.00 (no.court-fee.conciliation)",
    ]);
    expect(step(NORWAY, "attachment-application", 92_800n)).toEqual([]);
    expect(step(NORWAY, "attachment-application", 207_100n)).toEqual([
      "2071.00, not 928.00 (no.court-fee.attachment)",
    ]);
    expect(step(NORWAY, "enforcement", 100n)).toEqual(["1.00, not 0.00 (no.court-fee.conciliation)"]);
  });

  it("is Kronofogden's fee and the agent's in Sweden, each by itself", () => {
    expect(step(SWEDEN, "application", 30_000n, 38_000n)).toEqual([]);
    expect(step(SWEDEN, "application", 38_000n, 30_000n)).toEqual([
      "380.00, not 300.00 (se.court.application-fee)",
      "300.00, not 380.00 (se.court.agent-cost)",
    ]);
    expect(step(SWEDEN, "enforcement", 60_000n)).toEqual([]);
    expect(step(SWEDEN, "enforcement", 60_100n)).toEqual(["601.00, not 600.00 (se.enforcement-fee)"]);
    const enforced = (on: string) => posted(legal("enforcement", on), cost(60_000n, "A", "legal-costs"));
    expect(wrong(SWEDEN, enforced("2026-07-01"), enforced("2026-08-01"))).toEqual([
      "600.00, not 0.00 (se.enforcement-fee)",
    ]);
  });
});

describe("An agency's costs, as they were posted", () => {
  const light = (facts: Facts, minor: bigint, claims: readonly string[] | null = null) =>
    wrong(
      facts,
      noticed,
      posted({ ...letter("demand", "2026-06-05", "2026-06-19"), claims } as Event, cost(minor)),
    );
  const heavy = (minor: bigint, on = "2026-07-18", ...before: readonly Event[]) =>
    wrong(
      NORWAY,
      noticed,
      demanded,
      ...before,
      posted({ kind: "heavy", on, claims: ["A"], posted: [] }, cost(minor)),
    );

  it("are those of the band of what was unpaid and undisputed at the demand (INKF § 2-2)", () => {
    expect(light(NORWAY, 60_000n)).toEqual([]);
    expect(light(NORWAY, 60_001n)).toEqual(["600.01, not 600.00 (no.recovery-costs.light)"]);
    expect(light(NORWAY, 59_999n)).toEqual(["599.99, not 600.00 (no.recovery-costs.light)"]);
    expect(light({ ...NORWAY, claims: TWO }, 60_000n, ["A", "B"])).toEqual([]);
    const business: Facts = { ...NORWAY, debtorKind: "business", vatDeductible: false };
    expect(light(business, 112_500n)).toEqual([]);
    expect(light(business, 90_000n)).toEqual(["900.00, not 1125.00 (no.recovery-costs.light)"]);
    const half: Event = {
      kind: "objection",
      on: "2026-05-25",
      scope: 250_000n,
      reasonable: true,
      claim: "A",
    };
    const sent = posted(letter("demand", "2026-06-25", "2026-07-09"), cost(60_000n));
    const again = letter("notice", "2026-06-01", "2026-06-15");
    expect(wrong(NORWAY, noticed, half, again, sent)).toEqual([
      "600.00, not 300.00 (no.recovery-costs.light)",
    ]);
  });

  it("are held against what was known then: an objection that is accepted later makes them no less lawful", () => {
    const half: Event = {
      kind: "objection",
      on: "2026-06-25",
      scope: 250_000n,
      reasonable: true,
      claim: "A",
    };
    const accepted: Event = {
      kind: "objection-resolved",
      on: "2026-06-30",
      outcome: "accepted",
      claim: "A",
      changed: [cost(-30_000n)],
    };
    const events = [noticed, demanded, half, accepted];
    expect(mischarged({ ...NORWAY, events }, demanded, "2026-07-01")).toEqual([]);
  });

  it("follow the tariff of the claim that fell due last, before October 2020 or from it (norway.md 1.2)", () => {
    const dueOn = (day: string) => [{ ...NORWAY.claims[0]!, issuedOn: "2020-09-01", dueOn: day }];
    const sent = (minor: bigint) => posted(letter("demand", "2020-11-20", "2020-12-04"), cost(minor));
    const of = (day: string, minor: bigint) =>
      wrong({ ...NORWAY, claims: dueOn(day) }, letter("notice", "2020-10-20", "2020-11-03"), sent(minor));
    expect(of("2020-09-30", 70_000n)).toEqual([]);
    expect(of("2020-10-01", 70_000n)).toEqual(["700.00, not 560.00 (no.recovery-costs.light)"]);
    expect(of("2020-10-01", 56_000n)).toEqual([]);
  });

  it("are none for a claim that was demanded before", () => {
    const again = posted(letter("demand", "2026-12-07", "2026-12-21"), cost(60_000n));
    expect(wrong(NORWAY, noticed, demanded, again)).toEqual(["600.00, not 0.00 (no.recovery-costs.light)"]);
  });

  it("double on the 29th day after the deadline and no day before, to what is left of the double (INKF § 2-3)", () => {
    expect(heavy(60_000n)).toEqual([]);
    expect(heavy(60_001n)).toEqual(["600.01, not 600.00 (no.recovery-costs.heavy)"]);
    expect(heavy(120_000n)).toEqual(["1200.00, not 600.00 (no.recovery-costs.heavy)"]);
    expect(heavy(60_000n, "2026-07-17")).toEqual(["600.00, not 0.00 (no.recovery-costs.heavy)"]);
    const first = posted({ kind: "heavy", on: "2026-07-18", claims: ["A"], posted: [] }, cost(60_000n));
    expect(heavy(60_000n, "2026-07-20", first)).toEqual(["600.00, not 0.00 (no.recovery-costs.heavy)"]);
  });

  it("stay light where a plan was agreed or the principal paid before that day", () => {
    expect(heavy(60_000n, "2026-07-18", plan("2026-07-17", 2))).toEqual([
      "600.00, not 0.00 (no.recovery-costs.heavy)",
    ]);
    expect(heavy(60_000n, "2026-07-19", plan("2026-07-18", 2))).toEqual([]);
    const closed: Event = {
      kind: "payment",
      on: "2026-07-17",
      minor: 450_000n,
      designation: "principal",
      claim: "A",
    };
    expect(heavy(60_000n, "2026-07-18", closed)).toEqual(["600.00, not 0.00 (no.recovery-costs.heavy)"]);
    expect(heavy(60_000n, "2026-07-19", { ...closed, on: "2026-07-18" })).toEqual([]);
  });

  it("are none without a demand of ours", () => {
    const alone = posted({ kind: "heavy", on: "2026-07-18", claims: ["A"], posted: [] }, cost(60_000n));
    expect(wrong(NORWAY, noticed, alone)).toEqual(["600.00, not 0.00 (no.recovery-costs.heavy)"]);
  });
});

describe("What was paid of a posted charge", () => {
  const money: Event = { ...paid("2026-05-21", 150_000n, "A"), lines: [cost(150_000n)] } as Event;
  const of = (minor: bigint) => {
    const agreed = posted(plan("2026-05-20", 5), cost(minor));
    return mischarged({ ...NORWAY, events: [asked, agreed, money] }, agreed, "2026-05-22");
  };

  it("is too much where the charge was, though no row of a letter shows it", () => {
    expect(of(150_000n)).toEqual([
      {
        path: "letter.lines",
        expected: "no more than 1125.00 charged on 2026-05-20",
        found: "1500.00",
        rule: "no.plan-fee",
      },
    ]);
    expect(of(112_500n)).toEqual([]);
  });

  it("is not asked for again where the charge was too little", () => {
    expect(of(100_000n)).toEqual([]);
  });
});

it("of a day that no table covers nothing is said", () => {
  expect(wrong(NORWAY, posted(plan("2040-05-20", 5), cost(112_500n)))).toEqual([]);
});
