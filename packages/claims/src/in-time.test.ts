import { date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { fileEventsOf, progressOf, type StoredEvent } from "./claim-event.ts";
import { undoneBy } from "./in-time.ts";

const FILE = aFile({ claims: [aClaim({ principal: "4500.00", dueOn: "2026-04-30" })] });

type Told = readonly [on: string, kind: string, data: Readonly<Record<string, unknown>>];

function chain(...told: readonly Told[]): StoredEvent[] {
  return told.map(([on, kind, data], i) => ({ claim: "A", seq: i + 1, kind, on: date(on), data }));
}

const letter = (what: string, on: string, payBy: string, charge: string, total: string): Told => [
  on,
  "letter",
  {
    letter: what,
    document: `${what} of ${on}`,
    payBy: date(payBy),
    fee: "standard",
    charges: [{ item: what === "notice" ? "notice-fee" : "recovery-costs", amount: charge }],
    total,
  },
];
const step = (what: string, on: string, charges: readonly object[] = []): Told => [
  on,
  "step",
  { step: what, charges },
];
const payment = (on: string, item: string, amount: string, orderedOn: string | null = null): Told => [
  on,
  "payment",
  { payment: `of ${on}`, lines: [{ item, amount }], designation: null, orderedOn },
];
const NOTICE = letter("notice", "2026-05-15", "2026-05-29", "38.00", "4560.19");
const DEMAND = letter("demand", "2026-06-05", "2026-06-19", "600.00", "5191.26");

const undone = (events: readonly StoredEvent[], orderedOn: string, minor = 456_019n, file = FILE) =>
  undoneBy(file, events, { claims: ["A"], minor, orderedOn: date(orderedOn) })?.undone.map(
    ({ what }) => what,
  ) ?? null;

describe("Money ordered in time that arrives after a demand (norway.md P5)", () => {
  const events = chain(NOTICE, DEMAND);

  it("undoes the demand when it was ordered on the deadline or before, not the day after", () => {
    expect(undone(events, "2026-05-28")).toEqual(["demand"]);
    expect(undone(events, "2026-05-29")).toEqual(["demand"]);
    expect(undone(events, "2026-05-30")).toBeNull();
  });

  it("undoes nothing when it is an øre less than the letter asked for", () => {
    expect(undone(events, "2026-05-29", 456_019n)).toEqual(["demand"]);
    expect(undone(events, "2026-05-29", 456_018n)).toBeNull();
  });

  it("counts with what else was paid in time", () => {
    const half = (orderedOn: string | null) =>
      chain(NOTICE, payment("2026-06-01", "interest", "60.19", orderedOn), DEMAND);
    expect(undone(half("2026-05-29"), "2026-05-29", 450_000n)).toEqual(["demand"]);
    expect(undone(half(null), "2026-05-29", 450_000n)).toBeNull();
  });

  it("undoes the notice too when the invoice itself was ordered paid on its due day", () => {
    expect(undone(events, "2026-04-30", 450_000n)).toEqual(["notice", "demand"]);
    expect(undone(events, "2026-05-01", 450_000n)).toBeNull();
  });

  it("is for a person after a legal step, and where other money has paid the charge", () => {
    expect(undone(chain(NOTICE, DEMAND, step("legal", "2026-07-20")), "2026-05-29")).toBeNull();
    const paid = payment("2026-06-06", "recovery-costs", "600.00");
    expect(undone(chain(NOTICE, DEMAND, paid), "2026-05-29")).toBeNull();
  });

  it("undoes nothing in Sweden, where the booking day decides (IkostL 4 §)", () => {
    const file = aFile({ country: "SE", claims: [aClaim({ principal: "4500.00", dueOn: "2026-04-30" })] });
    expect(undone(events, "2026-05-29", 456_019n, file)).toBeNull();
  });
});

describe("What was undone", () => {
  const events = chain(
    NOTICE,
    DEMAND,
    step("follow-up", "2026-06-22"),
    payment("2026-06-23", "recovery-costs", "600.00"),
    ["2026-06-24", "payment-reversed", { payment: "of 2026-06-23", lines: [] }],
    ["2026-06-24", "undone", { seq: 2, rule: "no.payment.in-time", text: "" }],
    ["2026-06-24", "undone", { seq: 3, rule: "no.payment.in-time", text: "" }],
    ["2026-06-23", "payment", { ...payment("2026-06-23", "principal", "600.00", "2026-05-29")[2] }],
  );

  it("is as if it had not been decided, and the payment counts once, as it was booked again", () => {
    expect(fileEventsOf(events)).toMatchObject([
      { kind: "letter", letter: "notice" },
      { kind: "payment", minor: 60_000n, lines: [{ item: "principal" }] },
    ]);
    expect(progressOf(events).get("A")).toMatchObject({
      taken: [{ step: "notice" }],
      lastLetterTotalMinor: 456_019n,
      paidSinceLetterInTimeMinor: 60_000n,
    });
  });

  it("is not undone again", () => {
    expect(undone(events, "2026-05-29")).toBeNull();
  });
});
