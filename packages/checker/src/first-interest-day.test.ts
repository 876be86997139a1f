import { describe, expect, it } from "vitest";
import type { Event, Facts, Settings } from "./facts.ts";
import { replay } from "./standing.ts";

type Given = {
  readonly principalMinor: bigint;
  readonly dueOn: string;
  readonly firstInterestDay: Settings["firstInterestDay"];
  readonly events?: readonly Event[];
};

function interestOn({ principalMinor, dueOn, firstInterestDay, events = [] }: Given, day: string): bigint {
  const facts: Facts = {
    country: "NO",
    currency: "NOK",
    operator: "self",
    vatDeductible: true,
    debtorKind: "consumer",
    settings: {
      dayCount: "ACT/ACT",
      firstInterestDay,
      allocation: "costs-first",
      waitAfterNoticeDays: 0,
      residualLimitMinor: 0n,
      newActFrom: null,
    },
    claims: [
      {
        ref: "A",
        principalMinor,
        issuedOn: "2026-01-15",
        dueOn,
        demandedOn: null,
        type: "sale",
        interestStated: true,
        interestBeforeDueMinor: 0n,
        agreedRateBasisPoints: null,
        reminderFeeAgreed: true,
      },
    ],
    events,
  };
  const standing = replay(facts, day);
  if (standing.kind === "outside-coverage") throw new Error(standing.table);
  return standing.amounts.interest;
}

describe("The first day that bears interest (norway.md 4.2 R5)", () => {
  const no02 = { principalMinor: 845_050n, dueOn: "2026-06-10" };
  const no06 = { principalMinor: 1_000_000n, dueOn: "2026-06-30" };

  it("is the day after the due day, or the due day itself: NO-02 and NO-06 with both", () => {
    expect(interestOn({ ...no02, firstInterestDay: "day-after" }, "2026-07-25")).toBe(12_647n);
    expect(interestOn({ ...no02, firstInterestDay: "due-day" }, "2026-07-25")).toBe(12_641n);
    expect(interestOn({ ...no06, firstInterestDay: "day-after" }, "2026-07-01")).toBe(336n);
    expect(interestOn({ ...no06, firstInterestDay: "due-day" }, "2026-07-01")).toBe(329n);
  });

  it("is no day more: the due day bears it in place of the day of the payment", () => {
    for (const firstInterestDay of ["day-after", "due-day"] as const) {
      expect(interestOn({ ...no06, firstInterestDay }, "2026-06-29")).toBe(0n);
      expect(interestOn({ ...no06, firstInterestDay }, "2026-06-30")).toBe(0n);
      // 10 000.00 × 12.00 % × 1/365 and 4 000.00 × 12.25 % × 1/365, or the same days one rate earlier.
      const events: readonly Event[] = [
        { kind: "payment", on: "2026-07-01", minor: 600_000n, designation: "principal", claim: "A" },
      ];
      const both = { "day-after": 336n + 134n, "due-day": 329n + 134n }[firstInterestDay];
      expect(interestOn({ ...no06, firstInterestDay, events }, "2026-07-02")).toBe(both);
    }
  });
});
