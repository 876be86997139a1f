import { readFileSync } from "node:fs";
import { formatMinor } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { auditCases, excessOf, findingText } from "./audit-cases.ts";

/** The findings of a fixture, as `2026-05-08 charge-too-high notice-fee no.notice-fee.earliest 70.00`. */
function audited(name: string): Record<string, string[]> {
  const url = new URL(`../../../../fixtures/audit/${name}.json`, import.meta.url);
  const outcome = auditCases(JSON.parse(readFileSync(url, "utf8")));
  if (outcome.kind === "invalid") throw new Error(`${outcome.at}: ${outcome.message}`);
  return Object.fromEntries(
    outcome.cases.map(({ id, findings }) => [
      id,
      findings.map(({ on, kind, about, rule, excessMinor }) =>
        [on, kind, about, rule, formatMinor(excessMinor)].join(" "),
      ),
    ]),
  );
}

describe("Cases that did not come from Innfri", () => {
  it("are lawful when they charge what the law allows, light and heavy, in both countries", () => {
    expect(audited("lawful")).toEqual({
      "10481, as an agency followed it up": [],
      "50418, a reminder and a demand": [],
    });
  });

  it("are told with provision and sum when a notice came too soon and a demand gave too few days", () => {
    expect(audited("too-soon-and-too-much")).toEqual({
      "a notice too soon, a demand with too short a deadline": [
        "2026-05-08 charge-too-high notice-fee no.notice-fee.earliest 70.00",
        "2026-06-05 deadline-too-short demand no.demand.deadline 0.00",
        "2026-06-05 charge-too-high recovery-costs no.demand.deadline 750.00",
        "2026-06-05 interest-too-high interest no.interest.rate 16.99",
        "2026-06-10 charge-too-high other no.costs.necessary 120.00",
      ],
    });
  });

  it("may not be demanded without a notice, nor noticed while an objection is open", () => {
    expect(audited("demand-without-notice")).toEqual({
      "a demand after an objection, and before any notice": [
        "2026-04-07 letter-not-allowed demand no.demand.after-notice 0.00",
        "2026-04-07 charge-too-high recovery-costs no.demand.after-notice 600.00",
        "2026-04-22 letter-not-allowed notice no.objection.stops 0.00",
        "2026-04-22 charge-too-high notice-fee no.objection.stops 38.00",
      ],
    });
  });

  it("bear no Swedish reminder fee that was not agreed, nothing off the closed list, and no 450 from a consumer", () => {
    expect(audited("swedish-reminders")).toEqual({
      "a reminder fee that nobody agreed to, and a second one": [
        "2026-07-10 charge-too-high notice-fee se.reminder-fee.agreed 60.00",
        "2026-08-10 charge-too-high notice-fee se.reminder-fee.agreed 60.00",
        "2026-09-01 deadline-too-short demand se.demand.deadline 0.00",
        "2026-09-01 charge-too-high recovery-costs se.demand.deadline 180.00",
        "2026-09-01 charge-too-high other se.costs.closed-list 45.00",
      ],
      "450 against a consumer": ["2026-07-10 charge-too-high compensation se.compensation 450.00"],
    });
  });
});

/** The lawful Norwegian case with something changed. */
function changed(change: (given: { events: Record<string, unknown>[] } & Record<string, unknown>) => void) {
  const url = new URL("../../../../fixtures/audit/lawful.json", import.meta.url);
  const file = JSON.parse(readFileSync(url, "utf8"));
  change(file.cases[0].given);
  return auditCases({ cases: [file.cases[0]] });
}

function findingsOf(outcome: ReturnType<typeof auditCases>) {
  if (outcome.kind === "invalid") throw new Error(outcome.message);
  return outcome.cases[0]!.findings;
}

describe("A sum that is asked for", () => {
  it("is found too high by what no charge explains, and once only", () => {
    const findings = findingsOf(
      changed(({ events }) => {
        events[0]!.charged = { "notice-fee": "40.00" };
        events[0]!.asked = "4563.19";
      }),
    );
    expect(findings.map(({ kind, excessMinor }) => [kind, excessMinor])).toEqual([
      ["charge-too-high", 200n],
      ["sum-too-high", 100n],
    ]);
    expect(excessOf(findings)).toBe(300n);
    expect(findingText(findings[0]!)).toBe(
      "notice fee of 40.00, lawful 38.00: 2.00 too much (inkassoforskriften § 1-2: The fee is a fraction of the collection rate on the day the letter is sent)",
    );
  });

  it("is too high by the light costs' double on the last day before they double", () => {
    const early = findingsOf(
      changed(({ events }) => {
        events[2]!.on = "2026-07-17";
      }),
    );
    expect(early.map(({ rule, excessMinor }) => [rule, excessMinor])).toEqual([
      ["no.recovery-costs.heavy", 60_000n],
    ]);
  });

  it("cannot be judged on a day that no table covers, and is not guessed", () => {
    const late = findingsOf(
      changed(({ events }) => {
        events[2]!.on = "2199-01-01";
      }),
    );
    expect(late.map(({ kind, rule }) => [kind, rule])).toEqual([["outside-coverage", "coverage"]]);
  });
});

describe("A file that cannot be audited", () => {
  it.each([
    [{}, "cases"],
    [{ cases: [] }, "cases"],
    [
      { cases: [{ id: "1", country: "NO", given: { events: [{ on: "2026-05-15" }] } }] },
      "cases[0].given.events[0].do",
    ],
    [{ cases: [{ id: "1", country: "NO", given: { events: [] } }] }, "cases[0].given"],
    [{ cases: [{ id: "1", country: "FR", given: { events: [] } }] }, "cases[0].given"],
  ])("%j is said with its place", (input, at) => {
    const outcome = auditCases(input);
    expect(outcome).toMatchObject({ kind: "invalid" });
    expect(outcome.kind === "invalid" && outcome.at.startsWith(at), JSON.stringify(outcome)).toBe(true);
  });

  it("states a day that does not exist for a charge by itself", () => {
    const outcome = changed(({ events }) => {
      events[2]!.on = "2026-02-29";
    });
    expect(outcome).toMatchObject({ kind: "invalid", at: "cases[0].given.events[2].on" });
  });

  it("calls what was charged by another name, or says of a charge by itself nothing at all", () => {
    const misspelt = changed(({ events }) => {
      events[0] = { ...events[0], charges: { "notice-fee": "500.00" } };
    });
    expect(misspelt).toEqual({
      kind: "invalid",
      at: "cases[0].given.events[0]",
      message: "has no field charges",
    });
    const empty = changed(({ events }) => {
      events.push({ on: "2026-07-20", do: "charge" });
    });
    expect(empty).toMatchObject({ kind: "invalid", at: "cases[0].given.events[3].charged" });
  });

  it("calls a case by signs that would turn the terminal's text around", () => {
    const cases = [{ id: "10481 \u202e x", country: "NO", given: { events: [] } }];
    expect(auditCases({ cases })).toMatchObject({ kind: "invalid", at: "cases[0].id" });
  });

  it("leaves out a name, or has another shape, and is told so in plain words", () => {
    const given = { events: [] };
    expect(auditCases({ cases: [{ country: "NO", given }] })).toMatchObject({ message: "is missing" });
    expect(auditCases({ cases: {} })).toMatchObject({ at: "cases", message: "takes a list" });
    expect(auditCases([])).toMatchObject({ at: "the file", message: "takes an object" });
  });

  it("states amounts that are none", () => {
    const outcome = changed(({ events }) => {
      events[0]!.charged = { "notice-fee": "-38" };
    });
    expect(outcome).toMatchObject({ kind: "invalid", at: "cases[0].given.events[0].charged.notice-fee" });
  });
});
