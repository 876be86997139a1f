import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import {
  deadlinesOf,
  endsWithoutDecision,
  mayFollow,
  PAYMENT_ORDER_STATES,
  type PaymentOrderState,
  paymentOrderOf,
  standingOf,
} from "./payment-order.ts";

const stages = (...told: readonly (readonly [PaymentOrderState, string])[]) =>
  told.map(([state, on]) => ({ state, on: date(on) }));
const next = (history: ReturnType<typeof stages>, state: PaymentOrderState, on: string) =>
  mayFollow(history, state, date(on)).kind;

describe("The states of the summary process (sweden.md 6.3)", () => {
  const applied = stages(["submitted", "2026-05-13"]);
  const contested = [...applied, ...stages(["served", "2026-05-26"], ["contested", "2026-06-01"])];

  // Down: where it stands; across: what is told next. The order of sweden.md 6.3, with what nobody told of left out.
  it.each([
    [
      "submitted",
      "confirmed supplement-requested served service-failed reduced contested partly-contested withdrawn dismissed decision",
    ],
    [
      "confirmed",
      "supplement-requested served service-failed reduced contested partly-contested withdrawn dismissed decision",
    ],
    [
      "supplement-requested",
      "confirmed served service-failed reduced contested partly-contested withdrawn dismissed decision",
    ],
    ["service-failed", "served reduced contested partly-contested withdrawn dismissed decision"],
    ["served", "reduced contested partly-contested withdrawn dismissed decision"],
    ["contested", "court withdrawn dismissed"],
    ["partly-contested", "reduced court withdrawn decision"],
    ["court", "decision"],
    ["withdrawn", ""],
    ["dismissed", ""],
    ["decision", "enforcement reopened appealed"],
    ["appealed", "enforcement"],
    ["enforcement", "reopened"],
    ["reopened", "court dismissed"],
  ] as const)("are followed as the law has it: %s by %s", (state, following) => {
    const all = ["submitted", ...PAYMENT_ORDER_STATES, "decision", "enforcement"] as const;
    const on = "2026-06-01";
    expect(all.filter((one) => next(stages([state, on]), one, on) === "may").toSorted()).toEqual(
      following
        .split(" ")
        .filter((one) => one !== "")
        .toSorted(),
    );
  });

  it("begin with an application", () => {
    for (const state of PAYMENT_ORDER_STATES) expect(next([], state, "2026-06-01")).toBe("never-applied");
    expect(next(applied, "confirmed", "2026-05-12")).toBe("before");
    expect(next(applied, "confirmed", "2026-05-13")).toBe("may");
  });

  it("leave out what nobody told of", () => {
    for (const state of ["served", "contested", "withdrawn", "dismissed", "decision"] as const)
      expect(next(applied, state, "2026-06-09")).toBe("may");
    for (const state of ["court", "enforcement", "reopened", "appealed"] as const)
      expect(next(applied, state, "2026-06-09")).toBe("not-after");
  });

  it("go from what is contested to a court or to an end, and to no decision (BfL 34 §)", () => {
    expect(next(contested, "decision", "2026-06-09")).toBe("not-after");
    expect(next(contested, "dismissed", "2026-06-30")).toBe("may");
    // Four weeks from the notice of 1 June.
    expect(next(contested, "court", "2026-06-29")).toBe("may");
    expect(next(contested, "court", "2026-06-30")).toBe("too-late");
    const atCourt = [...contested, ...stages(["court", "2026-06-29"])];
    expect(next(atCourt, "decision", "2026-12-01")).toBe("may");
    // Of what is contested in part, the rest is decided (BfL 33, 42 §§).
    expect(next([...applied, ...stages(["partly-contested", "2026-06-01"])], "decision", "2026-06-09")).toBe(
      "may",
    );
  });

  it("leave a decision to be appealed for three weeks and reopened for a month (BfL 53, 55-56 §§)", () => {
    const decided = [...applied, ...stages(["decision", "2026-06-09"])];
    expect(next(decided, "appealed", "2026-06-30")).toBe("may");
    expect(next(decided, "appealed", "2026-07-01")).toBe("too-late");
    expect(next(decided, "reopened", "2026-07-09")).toBe("may");
    expect(next(decided, "reopened", "2026-07-10")).toBe("too-late");
    const enforced = [...decided, ...stages(["enforcement", "2026-06-10"])];
    expect(next(enforced, "reopened", "2026-07-09")).toBe("may");
    expect(next(enforced, "reopened", "2026-07-10")).toBe("too-late");
    expect(next(enforced, "withdrawn", "2026-07-09")).toBe("not-after");
  });

  it("tell each further year of enforcement by itself, and no year twice (förordning 1992:1094 6 §)", () => {
    const enforced = [...applied, ...stages(["decision", "2026-06-09"], ["enforcement", "2026-06-09"])];
    expect(next(enforced, "enforcement", "2027-06-08")).toBe("not-after");
    expect(next(enforced, "enforcement", "2027-06-09")).toBe("may");
  });

  it("are as they were after a reduction", () => {
    const reduced = [...contested.slice(0, 2), ...stages(["reduced", "2026-05-28"])];
    expect(standingOf(reduced)).toEqual({ state: "served", on: "2026-05-26" });
    expect(next(reduced, "contested", "2026-06-01")).toBe("may");
  });

  it("tell the days that somebody has: the sheet's order of 26 May is answered by 9 June at the latest", () => {
    expect(deadlinesOf({ state: "served", on: date("2026-05-26") })).toEqual([
      { what: "answer", on: "2026-06-09", rule: "se.payment-order.answer" },
    ]);
    expect(deadlinesOf({ state: "decision", on: date("2026-06-09") }).map(({ on }) => on)).toEqual([
      "2026-06-30",
      "2026-07-09",
    ]);
    expect(deadlinesOf({ state: "confirmed", on: date("2026-06-09") })).toEqual([]);
    const part = deadlinesOf({ state: "partly-contested", on: date("2026-06-01") });
    expect(part).toEqual(deadlinesOf({ state: "contested", on: date("2026-06-01") }));
    expect(part[0]).toMatchObject({ what: "court-request", on: "2026-06-29" });
  });

  it("end without a decision when withdrawn or dismissed, and only then", () => {
    const all = ["submitted", ...PAYMENT_ORDER_STATES, "decision", "enforcement"] as const;
    expect(all.filter(endsWithoutDecision)).toEqual(["withdrawn", "dismissed"]);
  });

  it("are read from the claim's own chain", () => {
    const told = { seq: 2, on: date("2026-06-01") };
    expect(
      paymentOrderOf(
        [
          { ...told, claim: "A", kind: "application", data: {} },
          { ...told, claim: "B", kind: "decision", data: {} },
          { ...told, claim: "A", kind: "payment-order", data: { state: "served" } },
          { ...told, claim: "A", kind: "letter", data: {} },
          { ...told, claim: "A", kind: "decision", data: {} },
          { ...told, claim: "A", kind: "enforcement", data: {} },
        ],
        "A",
      ).map(({ state }) => state),
    ).toEqual(["submitted", "served", "decision", "enforcement"]);
  });
});
