import { date } from "@innfri/kernel";
import { calendarNO } from "@innfri/law";
import { describe, expect, it } from "vitest";
import { noGentle, noStandard, type Plan, type PlanStep, type PlanStepKind } from "./plan.ts";
import { closingDay, comingSteps, dueDay } from "./schedule.ts";

function stepOf(plan: Plan, kind: PlanStepKind): PlanStep {
  return plan.steps.find(({ step }) => step === kind)!;
}

function due(step: PlanStep, deadline: string | null, closedOn: string | null = null) {
  const anchors = {
    countedFrom: date("2026-04-30"),
    deadline: deadline === null ? null : date(deadline),
    closedOn: closedOn === null ? null : date(closedOn),
  };
  return dueDay(step, anchors, calendarNO);
}

describe("The day a step is due", () => {
  it("is 14 days after the due day for the notice, moved off Ascension Day", () => {
    expect(due(stepOf(noStandard, "notice"), null)).toBe("2026-05-15");
    expect(due(stepOf(noGentle, "notice"), null)).toBe("2026-05-15");
  });

  it("is no sooner than three banking days after the friendly reminder's deadline, Whit Monday not counted (D12)", () => {
    expect(due(stepOf(noGentle, "notice"), "2026-05-08")).toBe("2026-05-15");
    expect(due(stepOf(noGentle, "notice"), "2026-05-20")).toBe("2026-05-26");
    expect(due(stepOf(noStandard, "notice"), "2026-05-20")).toBe("2026-05-15");
  });

  it("is unknown while what it hangs on has not happened", () => {
    expect(due(stepOf(noStandard, "collection-list"), null)).toBeNull();
    expect(due(stepOf(noStandard, "demand"), "2026-05-29", null)).toBeNull();
    expect(due(stepOf(noStandard, "demand"), "2026-05-29", "2026-06-04")).toBe("2026-06-05");
    expect(due(stepOf(noStandard, "heavy"), null)).toBeNull();
  });
});

describe("The day a collection list closes", () => {
  const list = stepOf(noStandard, "collection-list");
  const tuesday = date("2026-06-02");
  const closing = (closes: Partial<NonNullable<PlanStep["closes"]>>) =>
    closingDay({ ...list, closes: { ...list.closes!, ...closes } }, tuesday, tuesday, calendarNO);

  it("is the Thursday of its week, also where one day would be enough", () => {
    expect(closing({})).toBe("2026-06-04");
    expect(closing({ leastDays: 1 })).toBe("2026-06-04");
  });

  it("is in the week after where the weekday has been in the list's own", () => {
    expect(closing({ weekday: 1, leastDays: 1 })).toBe("2026-06-08");
  });

  it("is no day at all for a step that is no list", () => {
    const { closes, ...open } = list;
    const demand = stepOf(noStandard, "demand");
    expect(() => closingDay(open, tuesday, tuesday, calendarNO)).toThrow(
      "the step collection-list has no closing day",
    );
    expect(() => closingDay({ ...demand, closes: closes! }, tuesday, tuesday, calendarNO)).toThrow(
      "the step demand has no closing day",
    );
  });
});

describe("The steps that are to come", () => {
  const anchors = { countedFrom: date("2026-04-30"), deadline: null, closedOn: null };

  it("send on Monday what is overdue when they are asked for on a Saturday", () => {
    const [notice] = comingSteps(noStandard, anchors, [], date("2026-05-16"), calendarNO);
    expect(notice).toMatchObject({ step: "notice", on: "2026-05-18", payBy: "2026-06-01" });
  });

  it("do not move the day on which costs double, which falls on a Saturday", () => {
    const steps = comingSteps(noStandard, anchors, [], date("2026-05-15"), calendarNO);
    expect(steps.map(({ step, on }) => `${on} ${step}`)).toEqual([
      "2026-05-15 notice",
      "2026-06-02 collection-list",
      "2026-06-05 demand",
      "2026-06-22 follow-up",
      "2026-07-18 heavy",
      "2026-07-18 legal",
    ]);
  });

  it("end where nobody knows the deadline that the next one hangs on", () => {
    expect(comingSteps(noStandard, anchors, ["notice"], date("2026-05-20"), calendarNO)).toEqual([]);
  });
});
