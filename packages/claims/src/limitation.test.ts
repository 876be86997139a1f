import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import type { FileEvent, FileFacts } from "./facts.ts";
import { limitationOf } from "./limitation.ts";

const plan: FileEvent = {
  kind: "payment-plan",
  on: date("2026-09-01"),
  instalments: 6,
  wholeDebt: true,
  claims: null,
};
const decision: FileEvent = { kind: "decision", on: date("2026-06-09"), claims: null };

function limit(facts: FileFacts, on = "2026-12-31") {
  return limitationOf(facts, facts.claims[0]!, date(on));
}

describe("Norwegian limitation (foreldelsesloven §§ 2-3)", () => {
  it.each<[title: string, found: () => string, limit: string]>([
    ["three years from the due day", () => limit(aFile()), "2029-04-30"],
    [
      "from the day as printed, also on a Saturday",
      () => limit(aFile({ claims: [aClaim({ dueOn: "2026-05-02" })] })),
      "2029-05-02",
    ],
    [
      "without an agreed day, from the invoice",
      () => limit(aFile({ claims: [aClaim({ dueOn: null, issuedOn: "2026-03-02" })] })),
      "2029-03-02",
    ],
    [
      "from 29 February to 28 February",
      () => limit(aFile({ claims: [aClaim({ dueOn: "2024-02-29" })] })),
      "2027-02-28",
    ],
    [
      "letters and payments do not move it",
      () =>
        limit(
          aFile({
            events: [
              aLetter("notice", "2026-05-15", "2026-05-29", { receivedOn: "2026-05-18" }),
              aPayment("2026-06-01", "100.00"),
            ],
          }),
        ),
      "2029-04-30",
    ],
    ["a written plan starts it anew", () => limit(aFile({ events: [plan] })), "2029-09-01"],
    ["a judgment gives ten years from its day", () => limit(aFile({ events: [decision] })), "2036-06-09"],
    [
      "a judgment after the day asked about does not yet",
      () => limit(aFile({ events: [decision] }), "2026-06-08"),
      "2029-04-30",
    ],
    [
      "a judgment on another claim does not",
      () =>
        limit(aFile({ claims: [aClaim(), aClaim({ ref: "B" })], events: [{ ...decision, claims: ["B"] }] })),
      "2029-04-30",
    ],
    [
      "a plan after a judgment takes none of its years",
      () => limit(aFile({ events: [decision, plan] })),
      "2036-06-09",
    ],
    [
      "a complaint that nobody has decided on does not, since it may come to nothing",
      () => limit(aFile({ events: [{ kind: "application", on: date("2026-07-01"), claims: null }] })),
      "2029-04-30",
    ],
    [
      "a plan after the day asked about does not yet",
      () => limit(aFile({ events: [plan] }), "2026-08-31"),
      "2029-04-30",
    ],
    [
      "a plan for another claim does not",
      () => limit(aFile({ claims: [aClaim(), aClaim({ ref: "B" })], events: [{ ...plan, claims: ["B"] }] })),
      "2029-04-30",
    ],
  ])("%s", (_title, found, expected) => {
    expect(found()).toBe(expected);
  });
});

describe("Swedish limitation (preskriptionslagen 2, 5-7 §§)", () => {
  const swedish = (events: readonly FileEvent[], debtorKind: "consumer" | "business" = "consumer") =>
    aFile({
      country: "SE",
      debtorKind,
      claims: [aClaim({ issuedOn: "2026-03-02", dueOn: "2026-04-01" })],
      events,
    });
  const letter = (receivedOn?: string) =>
    aLetter("reminder", "2026-04-13", "2026-04-23", receivedOn === undefined ? {} : { receivedOn });

  it.each<[title: string, found: () => string, limit: string]>([
    ["three years against a consumer, from the invoice", () => limit(swedish([])), "2029-03-02"],
    ["ten against a business", () => limit(swedish([], "business")), "2036-03-02"],
    [
      "a letter that is not shown to have arrived moves nothing",
      () => limit(swedish([letter()])),
      "2029-03-02",
    ],
    ["a letter counts from the day it arrived", () => limit(swedish([letter("2026-04-15")])), "2029-04-15"],
    ["not before it arrived", () => limit(swedish([letter("2026-04-15")]), "2026-04-14"), "2029-03-02"],
    ["a payment", () => limit(swedish([aPayment("2026-05-04", "100.00")])), "2029-05-04"],
    ["a decision", () => limit(swedish([decision], "business")), "2036-06-09"],
    ["a plan", () => limit(swedish([plan])), "2029-09-01"],
    [
      "the newest of several",
      () => limit(swedish([decision, letter("2026-04-15"), aPayment("2026-05-04", "1.00")], "business")),
      "2036-06-09",
    ],
  ])("%s", (_title, found, expected) => {
    expect(found()).toBe(expected);
  });
});
