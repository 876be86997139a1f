import { date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import type { CreditorRules } from "./decision.ts";
import { noGentle, noStandard, withChanges } from "./plan.ts";
import { Story } from "./test-driver.ts";

function aGentleStory(dueOn = "2026-04-30", rules: Partial<CreditorRules> = {}): Story {
  const claims = [aClaim({ dueOn: date(dueOn) })];
  return new Story(aFile({ claims }), { rules: { plan: noGentle, ...rules } });
}

describe("The plan no-gentle: a friendly reminder first, then as no-standard (D1)", () => {
  it("reminds without a fee on the first business day after the due day; what follows is as without it (S24, S76)", () => {
    const gentle = aGentleStory().run("2026-04-16", "2026-12-31");
    const standard = aGentleStory("2026-04-30", { plan: noStandard }).run("2026-04-16", "2026-12-31");
    // Friday 1 May is a public holiday.
    expect(gentle.steps).toEqual(["2026-05-04 reminder A by 2026-05-11: 4505.92", ...standard.steps]);
    expect(gentle.takes[0]?.decision).toMatchObject({
      letter: "reminder",
      charges: [],
      channels: ["email", "post"],
    });
  });

  it("counts as no fee-bearing letter: the notice and the own demand bear theirs (inkassoforskriften § 1-3)", () => {
    const claims = [aClaim()];
    const own = new Story(aFile({ claims, operator: "self" }), { rules: { plan: noGentle } });
    own.run("2026-04-16", "2026-12-31");
    expect(
      own.takes.map(({ decision }) => [decision.step, decision.charges.map(({ minor }) => minor)]),
    ).toEqual([
      ["reminder", []],
      ["notice", [3_800n]],
      ["demand", [11_300n]],
      ["follow-up", []],
    ]);
  });

  it("lets the notice wait for the reminder's own days and three banking days, over Easter (D12)", () => {
    // Due Wednesday 1 April 2026. Thursday to Monday are holidays; the reminder leaves on the 7th with days to the
    // 14th, and three banking days later is Friday the 17th. Without the reminder the notice leaves on the 15th.
    const gentle = aGentleStory("2026-04-01").run("2026-03-20", "2026-05-01");
    expect(gentle.steps.map((step) => step.slice(0, 33))).toEqual([
      "2026-04-07 reminder A by 2026-04-",
      "2026-04-17 notice A by 2026-05-04",
    ]);
  });

  it("reminds first also of a claim that came late", () => {
    const gentle = aGentleStory("2026-01-15").run("2026-04-16", "2026-05-10");
    expect(gentle.steps.map((step) => step.slice(0, 33))).toEqual([
      "2026-04-16 reminder A by 2026-04-",
      "2026-04-28 notice A by 2026-05-12",
    ]);
  });

  it("keeps the wait behind the reminder's deadline when the creditor changes the notice's own", () => {
    const plan = withChanges(noGentle, { waits: { notice: 15 }, terms: { reminder: 20 } });
    const gentle = aGentleStory("2026-06-10", { plan }).run("2026-06-01", "2026-07-20");
    expect(gentle.steps.map((step) => step.slice(0, 33))).toEqual([
      "2026-06-11 reminder A by 2026-07-",
      "2026-07-06 notice A by 2026-07-20",
    ]);
  });

  it("who then pays the invoice hears no more: the days of interest are waived (D13)", () => {
    const story = aGentleStory().run("2026-04-16", "2026-05-08").pay("2026-05-08", "4500.00");
    story.run("2026-05-08", "2026-12-31");
    expect(story.steps).toHaveLength(1);
    expect(story.last()?.decision).toMatchObject({ kind: "close", reason: "waived" });
  });
});
