/** What random lives have shown of the checks themselves. */

import type { DecisionFile, FileEvent } from "@innfri/claims";
import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { expect, it } from "vitest";
import { aClaim, aFile } from "../claim-builders.ts";
import { mustHold } from "./must-hold.ts";

it("money that was booked on a charge that fell away is no other claim's, when the caps are asked for", () => {
  const [notice, demand] = [date("2024-12-27"), date("2025-01-17")];
  const events: readonly FileEvent[] = [
    letter("notice", notice, "B", [{ item: "notice-fee", claim: "B", minor: 3_500n }]),
    letter("demand", demand, "B", [{ item: "recovery-costs", claim: "B", minor: 17_500n }]),
    {
      kind: "payment",
      on: date("2025-02-18"),
      minor: 17_500n,
      designation: null,
      claim: null,
      lines: [{ item: "recovery-costs", claim: "B", minor: 17_500n }],
    },
    { kind: "objection", on: date("2025-03-15"), scope: "whole", reasonable: false, claim: "B", changed: [] },
    {
      kind: "objection-resolved",
      on: date("2025-03-29"),
      outcome: "accepted",
      claim: "B",
      changed: [
        { item: "notice-fee", claim: "B", minor: -3_500n },
        { item: "recovery-costs", claim: "B", minor: -17_500n },
      ],
    },
    letter("notice", date("2025-04-28"), "A", [{ item: "notice-fee", claim: "A", minor: 3_500n }]),
    letter("demand", date("2025-05-16"), "A", [{ item: "recovery-costs", claim: "A", minor: 17_500n }]),
    {
      kind: "heavy",
      on: date("2025-06-28"),
      claims: ["A"],
      posted: [{ item: "recovery-costs", claim: "A", minor: 17_500n }],
    },
  ];
  const claims = ["A", "B"].map((ref) =>
    aClaim({ ref, principal: "100.00", dueOn: "2024-12-13", issuedOn: "2024-11-29" }),
  );
  const file: DecisionFile = {
    facts: aFile({ claims, events }),
    debtorKind: "person",
    holds: [],
    claims: [],
  };
  expect(() => mustHold(file, date("2025-06-28"))).not.toThrow();
  const dearer = events.with(-1, {
    ...events.at(-1)!,
    posted: [{ item: "recovery-costs", claim: "A", minor: 17_501n }],
  } as FileEvent);
  expect(() => mustHold({ ...file, facts: aFile({ claims, events: dearer }) }, date("2025-06-28"))).toThrow(
    "the law allows",
  );
});

function letter(
  name: "notice" | "demand",
  on: CalendarDate,
  claim: string,
  posted: (FileEvent & { kind: "letter" })["posted"],
): FileEvent {
  const payBy = addDays(on, 14);
  return {
    kind: "letter",
    letter: name,
    on,
    payBy,
    fee: "standard",
    receivedOn: null,
    claims: [claim],
    posted: posted!,
  };
}
