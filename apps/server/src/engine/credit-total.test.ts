/** Interest and collection costs of a consumer credit come to no more than the credit itself (konsumentkreditlagen 19 b §). */
import { replay } from "@innfri/checker";
import { accountOn, type ClaimFacts, type FileEvent, type FileFacts, verdictOn } from "@innfri/claims";
import { date, minorFromDecimal } from "@innfri/kernel";
import { OutsideCoverage } from "@innfri/law";
import { aClaim, aFile, aLetter, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";

const DEMAND = aLetter("demand", "2026-05-18", "2026-06-01");

function credit(claim: Partial<ClaimFacts>, events: readonly FileEvent[] = [DEMAND]): FileFacts {
  const dueOn = date("2026-04-30");
  const claims = [{ ...aClaim(), type: "consumer-credit", dueOn, ...claim } as ClaimFacts];
  return aFile({ country: "SE", claims, events });
}

/** The total that both minds come to; null where neither may state one. */
function owed(facts: FileFacts, on: string): bigint | null {
  const standing = replay(facts, on);
  try {
    const { total } = accountOn(facts, date(on)).amountsOn(date(on));
    expect(standing).toMatchObject({ kind: "standing", totalMinor: total });
    return total;
  } catch (error) {
    if (!(error instanceof OutsideCoverage)) throw error;
    expect(standing).toMatchObject({ kind: "outside-coverage", table: error.table, day: on });
    return null;
  }
}

const minor = minorFromDecimal;

describe("What a consumer credit costs", () => {
  it("is stated while its demand and interest come to the credit at most", () => {
    // From Thursday 30 April: 180.90 × 10 % × 18/365 = 0.89, and the demand of 18 May costs 180.
    expect(owed(credit({ principalMinor: minor("180.90") }), "2026-05-18")).toBe(minor("361.79"));
    expect(owed(credit({ principalMinor: minor("180.89") }), "2026-05-18")).toBe(minor("361.78"));
    expect(owed(credit({ principalMinor: minor("180.88") }), "2026-05-18")).toBeNull();
  });

  it("counts interest from before the due day, and interest that was paid", () => {
    const before = (amount: string) =>
      credit({ principalMinor: minor("200.00"), interestBeforeDueMinor: minor(amount) });
    // 200.00 × 10 % × 18/365 = 0.99, and 180.
    expect(owed(before("19.01"), "2026-05-18")).toBe(minor("400.00"));
    expect(owed(before("19.02"), "2026-05-18")).toBeNull();
    const paid = (amount: string) =>
      credit({ principalMinor: minor("181.00") }, [DEMAND, aPayment("2026-05-18", amount)]);
    // 180 of costs and 0.89 of interest are paid; the principal of 181.00 bears 0.05 a day from then on.
    expect(owed(paid("180.89"), "2026-05-18")).toBe(minor("181.00"));
    expect(owed(paid("180.89"), "2026-05-20")).toBe(minor("181.10"));
    expect(owed(paid("180.89"), "2026-05-21")).toBeNull();
  });

  it("is for a person beyond it: no step rests on it", () => {
    const verdict = (principal: string) => {
      const facts = credit({ principalMinor: minor(principal) });
      const on = date("2026-06-02");
      return verdictOn(accountOn(facts, on), "court", on, null);
    };
    expect(verdict("500.00")).toMatchObject({ kind: "permitted" });
    expect(verdict("181.00")).toMatchObject({ kind: "blocked", by: "outside-coverage" });
  });

  it("has no such ceiling for a sale, for what is no consumer's, and before 1 March 2025", () => {
    const little = { principalMinor: minor("100.00") };
    expect(owed(credit({ ...little, type: "sale" }), "2026-05-18")).toBe(minor("280.49"));
    expect(owed({ ...credit(little), debtorKind: "business" }, "2026-05-18")).toBe(minor("280.49"));
    const early = credit({ ...little, issuedOn: date("2024-10-01"), dueOn: date("2024-10-31") }, [
      aLetter("demand", "2024-11-18", "2024-12-02"),
    ]);
    expect(owed(early, "2025-02-28")).not.toBeNull();
    expect(owed(early, "2025-03-01")).toBeNull();
  });

  it("leaves the costs of a court out, which are no collection costs", () => {
    const application: FileEvent = { kind: "application", on: date("2026-06-02"), claims: null };
    expect(owed(credit({ principalMinor: minor("500.00") }, [DEMAND, application]), "2026-06-02")).toBe(
      minor("1364.52"),
    );
  });
});
