/** Charges and money as they were posted, and the interest that runs beside them. */
import { describe, expect, it } from "vitest";
import { dayText } from "./calendar.ts";
import type { Claim, CostChange, Event, Facts, PostedCharge } from "./facts.ts";
import { after, CLAIM, charges, letter, NORWAY, paid, SWEDEN } from "./test-facts.ts";

describe("Charges as they were posted", () => {
  const posted = (item: PostedCharge["item"], minor: bigint): readonly PostedCharge[] => [
    { item, claim: "A", minor },
  ];
  const changed = (...changes: readonly CostChange[]): Event => ({
    kind: "costs-changed",
    on: "2026-06-10",
    changed: changes,
  });

  it("have the name of their letter; a demand's own fee is a small one", () => {
    const events = [
      letter("reminder", "2026-05-15", "2026-05-29", posted("notice-fee", 3_800n)),
      letter("notice", "2026-06-01", "2026-06-15", posted("notice-fee", 3_800n)),
      letter("demand", "2026-06-16", "2026-06-30", posted("notice-fee", 11_300n)),
      letter("demand", "2026-06-17", "2026-06-30", posted("recovery-costs", 75_000n)),
    ];
    expect(charges(after(NORWAY, "2026-06-17", ...events))).toEqual([
      "reminder-fee 38 of A",
      "notice-fee 38 of A",
      "own-demand-fee 113 of A",
      "recovery-costs 750 of A",
    ]);
  });

  it("are taken over under the name and the day of the letter they came from", () => {
    const taken = (item: PostedCharge["item"], more: Partial<CostChange>): CostChange => ({
      item,
      claim: "A",
      minor: 100n,
      ...more,
    });
    const since = { since: "2026-05-15" };
    const { costs } = after(
      NORWAY,
      "2026-06-10",
      changed(
        taken("notice-fee", { ...since, letter: "reminder" }),
        taken("notice-fee", { ...since, letter: "notice" }),
        taken("notice-fee", { ...since, letter: "demand" }),
        taken("recovery-costs", { ...since, letter: "demand" }),
        taken("recovery-costs", {}),
        taken("legal-costs", {}),
      ),
    );
    expect(costs.map(({ name, on }) => `${name} ${on}`)).toEqual([
      "reminder-fee 2026-05-15",
      "notice-fee 2026-05-15",
      "own-demand-fee 2026-05-15",
      "recovery-costs 2026-05-15",
      "recovery-costs 2026-06-10",
      "court-costs 2026-06-10",
    ]);
  });

  it("fall away from the newest of that item and claim; what was paid of them closes the claim's other items", () => {
    const events = [
      letter("reminder", "2026-05-15", "2026-05-29", posted("notice-fee", 3_800n)),
      letter("demand", "2026-05-18", "2026-06-01", posted("recovery-costs", 75_000n)),
      letter("notice", "2026-06-01", "2026-06-15", posted("notice-fee", 3_800n)),
      {
        kind: "payment",
        on: "2026-06-09",
        minor: 7_600n,
        designation: null,
        claim: "A",
        lines: [{ item: "notice-fee", claim: "A", minor: 7_600n }],
      },
    ] as const;
    const less = (minor: bigint) =>
      after(NORWAY, "2026-06-10", ...events, changed({ item: "notice-fee", claim: "A", minor }));
    const before = after(NORWAY, "2026-06-10", ...events);
    expect(charges(before)).toEqual([
      "reminder-fee 38 of A",
      "recovery-costs 750 of A",
      "notice-fee 38 of A",
    ]);
    const some = less(-5_000n);
    expect(charges(some)).toEqual(["reminder-fee 26 of A", "recovery-costs 750 of A", "notice-fee 0 of A"]);
    expect(some.amounts["recovery-costs"]).toBe(75_000n - 5_000n);
    expect(some.amounts.interest).toBe(before.amounts.interest);
    expect(some.refundMinor).toBe(0n);
    expect(less(-3_800n).amounts["recovery-costs"]).toBe(75_000n - 3_800n);
  });

  it("that nobody has paid fall away alone", () => {
    const events = [
      letter("notice", "2026-05-15", "2026-05-29", posted("notice-fee", 3_800n)),
      paid("2026-05-18", 0n),
    ];
    const before = after(NORWAY, "2026-06-10", ...events);
    const less = after(
      NORWAY,
      "2026-06-10",
      ...events,
      changed({ item: "notice-fee", claim: "A", minor: -3_800n }),
    );
    expect(before.totalMinor - less.totalMinor).toBe(3_800n);
    expect(less.refundMinor).toBe(0n);
  });

  it("booked money that no line took is owed back", () => {
    const booked: Event = {
      kind: "payment",
      on: "2026-05-18",
      minor: 10_000n,
      designation: null,
      claim: "A",
      lines: [{ item: "principal", claim: "A", minor: 4_000n }],
    };
    expect(after(NORWAY, "2026-05-18", booked)).toMatchObject({
      refundMinor: 6_000n,
      amounts: { principal: 446_000n },
    });
    const onInterest: Event = {
      ...booked,
      minor: 1_000n,
      lines: [{ item: "interest", claim: "A", minor: 1_000n }],
    };
    const { amounts } = after(NORWAY, "2026-05-18", onInterest);
    // 18 days of 12.00 % on 4500.00 are 26.63.
    expect(amounts).toMatchObject({ interest: 1_663n, principal: 450_000n });
  });
});

describe("The first day of interest", () => {
  const runs = (firstInterestDay: "day-after" | "due-day", on: string) => {
    const { claims, amounts } = after({ ...NORWAY, settings: { ...NORWAY.settings, firstInterestDay } }, on);
    return [
      ...claims[0]!.runs.map((run) => `${dayText(run.from)} ${dayText(run.through)}`),
      amounts.interest,
    ];
  };

  it("is the day after the due day, or the due day itself where the creditor counts so", () => {
    // A day of 12.00 % on 4500.00 is 1.48.
    expect(runs("day-after", "2026-05-01")).toEqual(["2026-05-01 2026-05-01", 148n]);
    expect(runs("due-day", "2026-05-01")).toEqual(["2026-04-30 2026-04-30", 148n]);
    expect(runs("due-day", "2026-04-30")).toEqual([0n]);
  });
});

describe("What runs", () => {
  const basis = (facts: Facts, agreed: number | null, on: string) =>
    after({ ...facts, claims: [{ ...CLAIM, agreedRateBasisPoints: agreed }] }, on).claims[0]!.runs.map(
      (run) => `${run.rate} ${run.basis}`,
    );

  it("is an agreed rate where the law lets it stand: of a Norwegian consumer only a lower one", () => {
    expect(basis(NORWAY, 1199, "2026-05-31")).toEqual(["1199 agreed"]);
    expect(basis(NORWAY, 1200, "2026-05-31")).toEqual(["1200 statutory"]);
    expect(basis(NORWAY, 1201, "2026-05-31")).toEqual(["1200 statutory"]);
    expect(basis({ ...NORWAY, debtorKind: "business" }, 1201, "2026-05-31")).toEqual(["1201 agreed"]);
  });

  it("is no less than the law's for a Swedish public body", () => {
    const [law] = after(SWEDEN, "2026-05-31").claims[0]!.runs;
    const body = { ...SWEDEN, debtorKind: "public" } as const;
    expect(basis(body, law!.rate - 1, "2026-05-31")).toEqual([`${law!.rate} statutory`]);
    expect(basis(body, law!.rate, "2026-05-31")).toEqual([`${law!.rate} statutory`]);
    expect(basis(body, law!.rate + 1, "2026-05-31")).toEqual([`${law!.rate + 1} agreed`]);
    expect(basis(SWEDEN, law!.rate - 1, "2026-05-31")).toEqual([`${law!.rate - 1} agreed`]);
  });

  it("is nothing of a Swedish consumer who was not told, where no due day was agreed (räntelagen 4 §)", () => {
    const interest = (facts: Facts, more: Partial<Claim>) =>
      after(
        { ...facts, claims: [{ ...CLAIM, dueOn: null, demandedOn: "2026-04-16", ...more }] },
        "2026-06-30",
      ).amounts.interest;
    expect(interest(SWEDEN, { interestStated: false })).toBe(0n);
    expect(interest(SWEDEN, { interestStated: true })).toBeGreaterThan(0n);
    expect(interest({ ...SWEDEN, debtorKind: "business" }, { interestStated: false })).toBeGreaterThan(0n);
    expect(interest(NORWAY, { interestStated: false })).toBeGreaterThan(0n);
  });

  it("is the same in whatever order events were written down, as long as their days are", () => {
    const events = [paid("2026-05-18", 100_000n), paid("2026-05-11", 50_000n)];
    expect(after(NORWAY, "2026-06-01", ...events)).toEqual(
      after(NORWAY, "2026-06-01", ...events.toReversed()),
    );
  });
});
