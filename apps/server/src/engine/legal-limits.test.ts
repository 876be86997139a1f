import {
  checkPlan,
  noGentle,
  noStandard,
  type Plan,
  type PlanChanges,
  seStandard,
  withChanges,
} from "@innfri/claims";
import { describe, expect, it } from "vitest";
import { emptySettings, withInput } from "./creditor-input.ts";
import { type PlanChangesInput, planProblems } from "./legal-limits.ts";

/** Changes to a plan, and whether they may stand. */
const CHANGES: readonly (readonly [string, Plan, PlanChangesInput, "lawful" | "unlawful"])[] = [
  ["a notice of 14 days", noStandard, { terms: { notice: 14 } }, "lawful"],
  ["a notice of 13 days", noStandard, { terms: { notice: 13 } }, "unlawful"],
  ["a demand of 14 days", noStandard, { terms: { demand: 14 } }, "lawful"],
  ["a demand of 13 days", noStandard, { terms: { demand: 13 } }, "unlawful"],
  ["a Swedish demand of 8 days", seStandard, { terms: { demand: 8 } }, "lawful"],
  ["a Swedish demand of 7 days", seStandard, { terms: { demand: 7 } }, "unlawful"],
  ["a notice on day 14", noStandard, { waits: { notice: 14 } }, "lawful"],
  ["a notice on day 13", noStandard, { waits: { notice: 13 } }, "unlawful"],
  ["heavy costs on day 29", noStandard, { waits: { heavy: 29 } }, "lawful"],
  ["heavy costs on day 28", noStandard, { waits: { heavy: 28 } }, "unlawful"],
  ["a Swedish demand after 3 banking days", seStandard, { waits: { demand: 3 } }, "lawful"],
  ["a Swedish demand after 2 banking days", seStandard, { waits: { demand: 2 } }, "unlawful"],
  ["a demand by post", noStandard, { channels: { demand: ["post"] } }, "lawful"],
  ["a demand by e-mail", noStandard, { channels: { demand: ["email"] } }, "unlawful"],
  ["a demand 3 banking days after the notice's deadline", noStandard, { waits: { demand: 3 } }, "lawful"],
  [
    "a list on Monday that closes on Tuesday",
    noStandard,
    { list: { weekday: 1, closesWeekday: 2 } },
    "lawful",
  ],
  ["a friendly reminder of one day", noGentle, { terms: { reminder: 1 } }, "lawful"],
  ["a friendly reminder of no days", noGentle, { terms: { reminder: 0 } }, "unlawful"],
  ["a friendly reminder of a month", noGentle, { terms: { reminder: 30 }, waits: { reminder: 5 } }, "lawful"],
];

/** In Norway the days of the list are the wait of D12, whatever the demand's own is: the limit asks for both. */
const STRICTER = withChanges(noStandard, { waits: { demand: 0 } });

describe("What a creditor changes in a plan (S114, B9)", () => {
  it.each(CHANGES)("%s: the limits and the check agree", (_what, plan, changes, expected) => {
    const changed = withChanges(plan, changes as PlanChanges);
    expect(checkPlan(changed).kind).toBe(expected);
    expect(planProblems(plan, changes, plan.country).length === 0).toBe(expected === "lawful");
  });

  it("a limit may ask for more than the check, and is never milder", () => {
    expect(checkPlan(STRICTER).kind).toBe("lawful");
    expect(planProblems(noStandard, { waits: { demand: 0 } }, "NO")).toMatchObject([
      { message: "demand=0: money ordered in time has at least 3 banking days to arrive" },
    ]);
  });
});

describe("A channel that there is not", () => {
  it.each([[["fax"]], [["email", "pigeon"]], [[""]], [["__proto__"]]])(
    "%j is refused by name",
    (channels) => {
      const changes = { channels: { notice: channels } } as unknown as PlanChangesInput;
      expect(planProblems(noStandard, changes, "NO")).toMatchObject([
        { option: "--channel", message: expect.stringContaining(channels.join(",")) },
      ]);
    },
  );

  it("has no carrier either, whatever an object calls its own", () => {
    const input = { send: JSON.parse('{"__proto__":"smtp"}'), changes: { channels: { notice: ["fax"] } } };
    expect(withInput(emptySettings("NO"), input as never, "NO")).toMatchObject({
      kind: "wrong",
      problems: expect.arrayContaining([expect.objectContaining({ option: "--send" })]),
    });
  });
});
