/** Swedish costs that end: Kronofogden's basic fee by its years and titles, and a consumer credit's by the credit. */
import { describe, expect, it } from "vitest";
import type { Claim, Event, Facts } from "./facts.ts";
import { replay } from "./standing.ts";
import { after, CLAIM, charges, legal, letter, paid, SWEDEN } from "./test-facts.ts";

describe("Kronofogden's basic fee (förordning 1992:1094 5-6 §§)", () => {
  const old = { ...CLAIM, issuedOn: "2024-04-02", dueOn: "2024-04-30" };
  const facts: Facts = { ...SWEDEN, claims: [old, { ...old, ref: "B" }] };
  const fees = (on: string, ...events: readonly Event[]) => charges(after(facts, on, ...events)).length;
  const enforced = (on: string, ...claims: readonly string[]) =>
    legal("enforcement", on, claims.length === 0 ? ["A"] : claims);
  const first = enforced("2024-06-20");

  it("is owed once for a year, and for the next from its day on", () => {
    expect(fees("2025-06-20", first, enforced("2025-06-19"))).toBe(1);
    expect(fees("2025-06-20", first, enforced("2025-06-20"))).toBe(2);
    expect(fees("2025-06-20", first, enforced("2024-12-02"), enforced("2025-06-20"))).toBe(2);
  });

  it("is owed anew for a decision, and once for the claims of a title", () => {
    expect(fees("2024-09-20", first, legal("decision", "2024-09-02", ["A"]), enforced("2024-09-20"))).toBe(2);
    expect(fees("2024-09-20", first, legal("decision", "2024-09-02", ["B"]), enforced("2024-09-20"))).toBe(1);
    expect(fees("2024-12-02", enforced("2024-06-20", "A", "B"), enforced("2024-12-02", "B"))).toBe(1);
    expect(fees("2024-12-02", first, enforced("2024-12-02", "A", "B"))).toBe(1);
    expect(fees("2024-12-02", first, enforced("2024-12-02", "B"))).toBe(2);
  });

  it("is not owed again for less than 100.00", () => {
    const left = (minor: bigint) => {
      const total = after(facts, "2025-06-20", first).totalMinor;
      const events = [first, paid("2025-06-20", total - minor), enforced("2025-06-20", "A", "B")];
      return after(facts, "2025-06-20", ...events).amounts["legal-costs"];
    };
    expect(left(9_999n)).toBe(0n);
    expect(left(10_000n)).toBe(60_000n);
  });
});

describe("A consumer credit (konsumentkreditlagen 19 b §)", () => {
  const credit = (principalMinor: bigint): Claim => ({ ...CLAIM, type: "consumer-credit", principalMinor });
  const demandOf = (claim: string) =>
    letter("demand", "2026-05-18", "2026-05-28", [{ item: "recovery-costs", claim, minor: 18_000n }]);
  const kind = (claim: Claim, event: Event, more: Partial<Facts> = {}) =>
    replay({ ...SWEDEN, claims: [claim, { ...CLAIM, ref: "B" }], events: [event], ...more }, "2026-05-28")
      .kind;

  it("costs no more than itself in interest and collection: beyond that a person decides", () => {
    // 28 days at 10.00 %: 1.40 on 182.00 and 1.39 on 181.00; the demand costs 180.00.
    expect(kind(credit(18_100n), demandOf("A"))).toBe("outside-coverage");
    expect(kind(credit(18_200n), demandOf("A"))).toBe("standing");
  });

  it("is counted without a court's costs and another claim's, and for a consumer alone", () => {
    expect(kind(credit(5_000n), legal("application", "2026-05-20", ["A"]))).toBe("standing");
    expect(kind(credit(5_000n), demandOf("B"))).toBe("standing");
    expect(kind(credit(5_000n), demandOf("A"), { debtorKind: "business" })).toBe("standing");
    expect(kind({ ...CLAIM, principalMinor: 5_000n }, demandOf("A"))).toBe("standing");
  });
});
