/** What interrupts limitation, until when, and what does not (preskriptionslagen 5-8 §§; foreldelsesloven §§ 14, 21). */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { fileEventsOf, type StoredEvent } from "./claim-event.ts";
import type { FileEvent, FileFacts } from "./facts.ts";
import { limitationOf } from "./limitation.ts";

const step = (kind: "application" | "decision", on: string): FileEvent => ({
  kind,
  on: date(on),
  claims: null,
});
const ended = (on: string, isNotified: boolean, claims: readonly string[] | null = null): FileEvent => ({
  kind: "procedure-ended",
  on: date(on),
  claims,
  isNotified,
});
const plan = (on: string): FileEvent => ({
  kind: "payment-plan",
  on: date(on),
  instalments: 6,
  wholeDebt: true,
  claims: null,
});
const reminder = (on: string, receivedOn: string) => aLetter("reminder", on, on, { receivedOn });

function limit(facts: FileFacts, on = "2040-01-01"): string {
  return limitationOf(facts, facts.claims[0]!, date(on));
}

/** A consumer's, of an invoice of 2 March 2026: too old on 2 March 2029 when nothing interrupts it. */
function consumer(...events: readonly FileEvent[]): FileFacts {
  const claims = [aClaim({ issuedOn: "2026-03-02", dueOn: "2026-04-01" })];
  return aFile({ country: "SE", claims, events });
}

describe("A payment order that ended without a decision (preskriptionslagen 7 §)", () => {
  it("gives a whole new period from its end, of which the debtor was told", () => {
    expect(limit(consumer(step("application", "2028-12-01"), ended("2029-06-15", true)))).toBe("2032-06-15");
    expect(limit(consumer(step("application", "2028-12-01"), ended("2027-06-15", true, ["B"])))).toBe(
      "2029-03-02",
    );
  });

  it("interrupts nothing when the debtor was never told, but a year from its end is left at least", () => {
    const early = consumer(step("application", "2026-05-13"), ended("2026-08-03", false));
    expect(limit(early)).toBe("2029-03-02");
    const late = consumer(step("application", "2028-12-01"), ended("2029-06-15", false));
    expect(limit(late)).toBe("2030-06-15");
    expect(limit(late, "2029-06-14")).toBe("2029-03-02");
  });

  it("leaves that year once only", () => {
    const twice = [
      ...[step("application", "2028-12-01"), ended("2029-06-15", false)],
      ...[step("application", "2030-03-01"), ended("2030-10-01", false)],
    ];
    expect(limit(consumer(...twice))).toBe("2030-06-15");
    // What the debtor does within that year counts as ever.
    expect(limit(consumer(...twice.slice(0, 2), aPayment("2030-05-02", "1.00")))).toBe("2033-05-02");
  });

  it("is nothing to a claim that was too old before the application", () => {
    expect(limit(consumer(step("application", "2029-03-05"), ended("2029-09-03", true)))).toBe("2029-03-02");
    expect(limit(consumer(step("application", "2029-03-02"), ended("2029-09-03", true)))).toBe("2032-09-03");
    expect(limit(consumer(ended("2029-02-01", true)))).toBe("2032-02-01");
  });

  it("is known from the chain: told of it is whoever was served, or contested it", () => {
    const told = (seq: number, on: string, kind: string, data: StoredEvent["data"] = {}): StoredEvent => ({
      claim: "A",
      seq,
      on: date(on),
      kind,
      data,
    });
    const legal = { legal: "1", charges: [] };
    const chain = (...states: readonly (readonly [string, string])[]) => [
      told(1, "2028-12-01", "application", legal),
      ...states.map(([state, on], i) => told(i + 2, on, "payment-order", { state })),
    ];
    const day = (...states: readonly (readonly [string, string])[]) =>
      limit(consumer(...fileEventsOf(chain(...states))));
    expect(day(["served", "2029-01-15"], ["withdrawn", "2029-06-15"])).toBe("2032-06-15");
    expect(day(["contested", "2029-01-15"], ["dismissed", "2029-06-15"])).toBe("2032-06-15");
    expect(day(["partly-contested", "2029-01-15"], ["withdrawn", "2029-06-15"])).toBe("2032-06-15");
    expect(day(["service-failed", "2029-01-15"], ["dismissed", "2029-06-15"])).toBe("2030-06-15");
    expect(day(["confirmed", "2029-01-15"], ["withdrawn", "2029-06-15"])).toBe("2030-06-15");
    expect(day(["served", "2029-01-15"])).toBe("2029-03-02");
    // Who was served with an earlier application was not told of the next one.
    const first = chain(["served", "2029-01-15"], ["withdrawn", "2029-01-20"]);
    const next = [
      told(9, "2031-12-01", "application", { legal: "2", charges: [] }),
      told(10, "2032-02-02", "payment-order", { state: "dismissed" }),
    ];
    expect(limit(consumer(...fileEventsOf([...first, ...next])))).toBe("2033-02-02");
  });
});

describe("A claim that is too old", () => {
  it("is not made young again by a letter or a payment after the day (preskriptionslagen 8 §)", () => {
    expect(limit(consumer(reminder("2029-03-01", "2029-03-02")))).toBe("2032-03-02");
    expect(limit(consumer(reminder("2029-03-01", "2029-03-03")))).toBe("2029-03-02");
    expect(limit(consumer(aPayment("2029-03-05", "100.00")))).toBe("2029-03-02");
    expect(limit(consumer(plan("2030-01-02")))).toBe("2029-03-02");
  });

  it("was interrupted in the order of the days, whatever the order they are told in", () => {
    const events = [aPayment("2031-05-04", "1.00"), reminder("2028-06-01", "2028-06-04")];
    expect(limit(consumer(...events))).toBe("2034-05-04");
  });

  it("is not made young again by a plan in Norway either (foreldelsesloven § 14)", () => {
    expect(limit(aFile({ events: [plan("2029-04-30")] }))).toBe("2032-04-30");
    expect(limit(aFile({ events: [plan("2029-05-02")] }))).toBe("2029-04-30");
  });

  it("has what a court decides of it all the same, and while one is asked nothing has passed", () => {
    expect(limit(consumer(step("application", "2029-02-01"), step("decision", "2029-05-02")))).toBe(
      "2032-05-02",
    );
    const paid = consumer(step("application", "2029-02-01"), aPayment("2029-04-02", "1.00"));
    expect(limit(paid)).toBe("2032-04-02");
    const complaint = [step("application", "2029-04-02"), plan("2029-06-01")];
    expect(limit(aFile({ events: complaint }))).toBe("2032-06-01");
    expect(limit(aFile({ events: [step("decision", "2029-06-01"), plan("2030-06-01")] }))).toBe("2039-06-01");
  });
});
