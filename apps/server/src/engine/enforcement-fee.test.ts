/** Kronofogden's basic fee is of a title and a year of it (förordning 1992:1094 5-6 §§; sweden.md 2.1, 5.3, 6.4), to both minds. */
import { replay } from "@innfri/checker";
import { accountOn, type FileEvent } from "@innfri/claims";
import { date } from "@innfri/kernel";
import { aClaim, aFile, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";

const step = (kind: "decision" | "enforcement", on: string, claims: readonly string[] | null = null) =>
  ({ kind, on: date(on), claims }) as const;

/** What both say of a court's costs at the end of the day. */
function legalCosts(on: string, ...events: readonly FileEvent[]): string {
  const claims = ["A", "B"].map((ref) => aClaim({ ref, principal: "500.00", dueOn: "2024-04-02" }));
  const facts = aFile({ country: "SE", claims, events });
  const { "legal-costs": minor } = accountOn(facts, date(on)).amountsOn(date(on));
  expect(replay(facts, on)).toMatchObject({ amounts: { "legal-costs": minor } });
  return `${minor / 100n}`;
}

describe("The basic fee of enforcement", () => {
  const decided = step("decision", "2024-06-09");
  const first = step("enforcement", "2024-06-09");

  it("is charged once for a year, however often that is told", () => {
    expect(legalCosts("2024-06-09", decided, first)).toBe("600");
    expect(legalCosts("2024-06-10", decided, first, step("enforcement", "2024-06-10"))).toBe("600");
    expect(legalCosts("2025-06-08", decided, first, step("enforcement", "2025-06-08"))).toBe("600");
    expect(legalCosts("2025-06-09", decided, first, step("enforcement", "2025-06-09"))).toBe("1200");
    const early = [step("enforcement", "2025-01-15"), step("enforcement", "2025-06-09")];
    expect(legalCosts("2025-06-09", decided, first, ...early)).toBe("1200");
  });

  it("is charged anew for another title", () => {
    const again = [step("decision", "2024-09-02"), step("enforcement", "2024-09-03")];
    expect(legalCosts("2024-09-03", decided, first, ...again)).toBe("1200");
    const apart = [step("enforcement", "2024-06-09", ["A"]), step("enforcement", "2024-06-10", ["B"])];
    expect(legalCosts("2024-06-10", decided, ...apart)).toBe("1200");
    expect(legalCosts("2025-06-09", decided, ...apart, step("enforcement", "2025-06-09"))).toBe("1200");
    expect(legalCosts("2025-06-10", decided, ...apart, step("enforcement", "2025-06-10"))).toBe("1800");
  });

  it("is not charged for a further year when less than 100 kronor are left", () => {
    // Owed on 2025-06-09: 1000.00, interest from 2 April 2024 and 600. All but a little of it is paid on the day before.
    const facts = aFile({
      country: "SE",
      claims: ["A", "B"].map((ref) => aClaim({ ref, principal: "500.00", dueOn: "2024-04-02" })),
      events: [decided, first],
    });
    const { total } = accountOn(facts, date("2025-06-09")).amountsOn(date("2025-06-09"));
    const left = (rest: bigint) => {
      const paid = { ...aPayment("2025-06-09", "0.01"), minor: total - rest };
      return legalCosts("2025-06-09", decided, first, paid, step("enforcement", "2025-06-09"));
    };
    expect(left(9_999n)).toBe("0");
    expect(left(10_000n)).toBe("600");
  });
});
