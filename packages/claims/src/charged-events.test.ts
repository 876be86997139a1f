/** What plans, legal steps, objections and changes of posted charges make of what is owed. */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { type Account, accountOn } from "./account.ts";
import type { CostChange, FileEvent, FileFacts, PostedCharge } from "./facts.ts";
import { costsEndedBy } from "./objection-event.ts";

const A = aClaim({ ref: "A", principal: "4500.00", dueOn: "2026-04-30" });
const NORWAY = aFile({ claims: [A] });
const SWEDEN = aFile({ country: "SE", claims: [A] });
const TWO = [A, { ...A, ref: "B" }];

function after(facts: FileFacts, on: string, ...events: readonly FileEvent[]): Account {
  return accountOn({ ...facts, events }, date(on));
}

/** As `recovery-costs 1050 of A+B`. */
function charges(account: Account, on: string): readonly string[] {
  return account.costs.map(
    (cost) => `${cost.item} ${Number(account.costOn(cost, date(on))) / 100} of ${cost.claims.join("+")}`,
  );
}

function charged(facts: FileFacts, on: string, ...events: readonly FileEvent[]): readonly string[] {
  return charges(after(facts, on, ...events), on);
}

function plan(on: string, instalments: number, claims: readonly string[] | null = null): FileEvent {
  return { kind: "payment-plan", on: date(on), instalments, wholeDebt: true, claims };
}

function legal(
  kind: "application" | "decision",
  on: string,
  claims: readonly string[] | null = null,
): FileEvent {
  return { kind, on: date(on), claims };
}

const notice = aLetter("notice", "2026-05-01", "2026-05-15");
const demand = aLetter("demand", "2026-05-18", "2026-06-01");

describe("The fee of a plan", () => {
  /** A demand that cost nothing: with it collection has begun. */
  const asked: FileEvent = { ...demand, posted: [] };

  it("is an agency's in Norway, for more than four instalments, not after a legal step and not when all is paid", () => {
    const agency = aFile({ claims: [A], operator: "agency" });
    expect(charged(agency, "2026-05-20", asked, plan("2026-05-20", 4))).toEqual([]);
    expect(charged(agency, "2026-05-20", asked, plan("2026-05-20", 5))).toEqual([
      expect.stringMatching(/^recovery-costs [1-9]\d* of A$/),
    ]);
    expect(
      charged(aFile({ claims: [A], operator: "self" }), "2026-05-20", asked, plan("2026-05-20", 5)),
    ).toEqual([]);
    expect(
      charged(agency, "2026-05-20", asked, aPayment("2026-05-19", "5000.00"), plan("2026-05-20", 5)),
    ).toEqual([]);
    const two = aFile({ claims: TWO, operator: "agency" });
    const decided = legal("decision", "2026-05-19", ["A"]);
    expect(charged(two, "2026-05-20", asked, decided, plan("2026-05-20", 5))).toEqual([]);
    expect(charged(two, "2026-05-20", asked, decided, plan("2026-05-20", 5, ["B"]))).toHaveLength(1);
  });

  it("falls away with a legal step on that claim; what was paid for it closes what is owed", () => {
    const agency = aFile({ claims: TWO, operator: "agency" });
    const events = [asked, plan("2026-05-20", 5, ["A"]), aPayment("2026-05-20", "200.00", { claim: "A" })];
    const amounts = (...more: readonly FileEvent[]) =>
      after(agency, "2026-05-20", ...events, ...more).amountsOn(date("2026-05-20"));
    expect(amounts()["recovery-costs"]).toBeGreaterThan(0n);
    expect(amounts(legal("decision", "2026-05-20", ["B"]))).toEqual(amounts());
    // 20 days of 12.00 % on 4500.00 are 29.59; B's own run on.
    expect(amounts(legal("decision", "2026-05-20", ["A"]))).toMatchObject({
      "recovery-costs": 0n,
      interest: 2_959n,
      principal: 2n * 450_000n - 20_000n + 2_959n,
      refund: 0n,
    });
  });

  it("is 170.00 in Sweden, once, and stays when a claim goes to court", () => {
    const events = [plan("2026-05-20", 2), plan("2026-05-21", 2), legal("decision", "2026-05-22")];
    expect(charged(SWEDEN, "2026-05-22", ...events)).toEqual(["recovery-costs 170 of A"]);
  });

  it("comes with light costs where it was agreed on the last day before they double, and on no later day", () => {
    const agency = aFile({ claims: [A], operator: "agency" });
    const costs = (on: string, ...events: readonly FileEvent[]) =>
      after(agency, on, notice, demand, ...events).amountsOn(date(on))["recovery-costs"];
    // The deadline of 1 June and 28 days: heavy from 30 June.
    const light = costs("2026-06-29");
    expect(costs("2026-06-30")).toBe(2n * light);
    expect(costs("2026-07-06", plan("2026-06-29", 2))).toBe(light);
    expect(costs("2026-07-06", plan("2026-06-30", 2))).toBe(2n * light);
    const two = aFile({ claims: TWO, operator: "agency" });
    const both = (claims: readonly string[]) =>
      after(two, "2026-07-06", notice, demand, plan("2026-06-29", 2, claims)).amountsOn(date("2026-07-06"))[
        "recovery-costs"
      ];
    // A plan for one of the claims of a demand keeps the costs of all of them light.
    expect(both(["B"])).toBe(both(["A", "B"]));
  });
});

describe("Compensation", () => {
  const business = aFile({ claims: TWO, debtorKind: "business" });
  const claimed = (claims: readonly string[] | null, minor?: bigint): FileEvent => ({
    kind: "compensation",
    on: date("2026-05-18"),
    claims,
    ...(minor === undefined ? {} : { posted: [{ claim: claims![0]!, minor }] }),
  });
  const sum = (...events: readonly FileEvent[]) =>
    after(business, "2026-05-18", ...events).amountsOn(date("2026-05-18")).compensation;

  it("is owed once for a claim, for each of them, or as it was posted", () => {
    const one = sum(claimed(["A"]));
    expect(one).toBeGreaterThan(0n);
    expect(sum(claimed(["A"]), claimed(["A"]))).toBe(one);
    expect(sum(claimed(["A"]), claimed(["B"]))).toBe(2n * one);
    expect(sum(claimed(null))).toBe(2n * one);
    expect(sum(claimed(["A"], 100n))).toBe(100n);
    expect(sum(claimed(["A"], 100n), claimed(["A"], 100n))).toBe(100n);
  });
});

describe("Charges as they were posted", () => {
  const posted = (item: PostedCharge["item"], minor: bigint, claim = "A"): readonly PostedCharge[] => [
    { item, claim, minor },
  ];
  const changed = (...changes: readonly CostChange[]): FileEvent => ({
    kind: "costs-changed",
    on: date("2026-06-10"),
    changed: changes,
  });
  const letter = (
    name: "reminder" | "notice" | "demand",
    on: string,
    payBy: string,
    charge: readonly PostedCharge[],
  ): FileEvent => ({ ...aLetter(name, on, payBy), posted: charge }) as FileEvent;

  it("are what a plan, a legal step and the heavy day cost, and nothing besides", () => {
    const step: FileEvent = {
      kind: "application",
      on: date("2026-06-01"),
      claims: null,
      posted: posted("legal-costs", 12_300n),
    };
    expect(charged(NORWAY, "2026-06-01", step)).toEqual(["legal-costs 123 of A"]);
    const agreed: FileEvent = {
      kind: "payment-plan",
      on: date("2026-06-01"),
      instalments: 6,
      wholeDebt: true,
      claims: null,
      posted: posted("recovery-costs", 12_300n),
    };
    expect(charged(aFile({ claims: TWO }), "2026-06-01", agreed)).toEqual(["recovery-costs 123 of A+B"]);
    const heavy: FileEvent = {
      kind: "heavy",
      on: date("2026-06-30"),
      claims: ["A"],
      posted: posted("recovery-costs", 60_000n),
    };
    const demanded = letter("demand", "2026-05-18", "2026-06-01", posted("recovery-costs", 60_000n));
    expect(charged(NORWAY, "2026-06-30", demanded, heavy)).toEqual([
      "recovery-costs 600 of A",
      "recovery-costs 600 of A",
    ]);
  });

  it("fall away from the newest of that item and claim; what was paid of them closes the claim's other items", () => {
    const lines = [{ item: "notice-fee", claim: "A", minor: 7_600n }] as const;
    const events = [
      letter("reminder", "2026-05-15", "2026-05-29", posted("notice-fee", 3_800n)),
      letter("demand", "2026-05-18", "2026-06-01", posted("recovery-costs", 75_000n)),
      letter("notice", "2026-06-01", "2026-06-15", posted("notice-fee", 3_800n)),
      { ...aPayment("2026-06-09", "76.00", { claim: "A" }), lines },
    ];
    const less = (minor: bigint) =>
      after(NORWAY, "2026-06-10", ...events, changed({ item: "notice-fee", claim: "A", minor }));
    const amounts = (account: Account) => account.amountsOn(date("2026-06-10"));
    expect(charges(less(-5_000n), "2026-06-10")).toEqual([
      "notice-fee 26 of A",
      "recovery-costs 750 of A",
      "notice-fee 0 of A",
    ]);
    expect(amounts(less(-5_000n))).toMatchObject({ "recovery-costs": 70_000n, refund: 0n });
    expect(amounts(less(-3_800n))["recovery-costs"]).toBe(71_200n);
    expect(amounts(less(-5_000n)).interest).toBe(amounts(after(NORWAY, "2026-06-10", ...events)).interest);
  });

  it("are taken over from another claim's letter on its day", () => {
    const taken: CostChange = {
      item: "notice-fee",
      claim: "A",
      minor: 3_800n,
      since: date("2026-05-15"),
      letter: "notice",
    };
    const account = after(
      NORWAY,
      "2026-06-10",
      changed(taken, { item: "legal-costs", claim: "A", minor: 100n }),
    );
    expect(account.costs.map(({ item, on }) => `${item} ${on}`)).toEqual([
      "notice-fee 2026-05-15",
      "legal-costs 2026-06-10",
    ]);
  });
});

describe("A reasonable objection to the whole of a Norwegian claim (INKL § 17)", () => {
  type Objection = FileEvent & { readonly kind: "objection"; readonly claim: string };
  const agency = (claims = TWO) => aFile({ claims, operator: "agency" });
  const objection = (on: string, reasonable = true) =>
    ({ ...anObjection(on, "whole", { claim: "A", reasonable }), claim: "A" }) as Objection;

  it("ends its costs; what another claim of the letter bears stays, by its own band", () => {
    const events = [notice, demand, objection("2026-05-20")];
    const alone = after(aFile({ claims: [TWO[1]!], operator: "agency" }), "2026-05-20", notice, demand);
    const costs = (account: Account) => account.amountsOn(date("2026-05-20"))["recovery-costs"];
    expect(costs(after(agency(), "2026-05-20", ...events))).toBe(costs(alone));
    expect(costs(after(agency([A]), "2026-05-20", ...events))).toBe(0n);
    const groundless = [notice, demand, objection("2026-05-20", false)];
    expect(costs(after(agency([A]), "2026-05-20", ...groundless))).toBe(
      costs(after(agency([A]), "2026-05-20", notice, demand)),
    );
  });

  it("is recorded with what it ended, and what the letter's other claim takes over from it", () => {
    const feeOf = (claim: string): FileEvent =>
      ({
        ...aLetter("notice", "2026-05-15", "2026-05-29"),
        posted: [{ item: "notice-fee", claim, minor: 3_800n }],
      }) as FileEvent;
    const ended = (facts: FileFacts, claim: string) =>
      costsEndedBy(after(facts, "2026-05-20", feeOf(claim)), objection("2026-05-20"), date("2026-05-20"));
    expect(ended(agency([A]), "A")).toEqual([{ item: "notice-fee", claim: "A", minor: -3_800n }]);
    expect(ended(agency(), "A")).toEqual([
      { item: "notice-fee", claim: "A", minor: -3_800n },
      { item: "notice-fee", claim: "B", minor: 3_800n, since: "2026-05-15", letter: "notice" },
    ]);
    expect(ended(agency(), "B")).toEqual([]);
  });

  it("ends what was charged after the day on which it came, though nobody had read it yet", () => {
    const letter = {
      ...aLetter("notice", "2026-05-15", "2026-05-29"),
      posted: [{ item: "notice-fee", claim: "A", minor: 3_800n }],
    } as FileEvent;
    const late = (receivedOn: string) =>
      costsEndedBy(
        after(agency([A]), "2026-05-20", letter),
        objection("2026-05-20", false),
        date(receivedOn),
      );
    expect(late("2026-05-15")).toEqual([]);
    expect(late("2026-05-14")).toEqual([{ item: "notice-fee", claim: "A", minor: -3_800n }]);
  });
});
