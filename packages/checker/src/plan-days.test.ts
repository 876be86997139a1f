/** When the next letter of a creditor's plan goes out, on the checker's own calendar. Easter of 2026: 2 to 6 April. */
import { describe, expect, it } from "vitest";
import { dayOf, dayText } from "./calendar.ts";
import { demandDay, noticeDay, type PlanStep, type Wait } from "./plan-days.ts";

function plan(step: string, wait: Wait, more: readonly PlanStep[] = []): readonly PlanStep[] {
  return [...more, { step, wait }];
}

const demand = (payBy: string, steps: readonly PlanStep[]) => dayText(demandDay("NO", steps, dayOf(payBy)));
const notice = (payBy: string, steps: readonly PlanStep[], due = "2026-03-02") => {
  const day = noticeDay("NO", steps, dayOf(due), dayOf(payBy));
  return day === undefined ? undefined : dayText(day);
};

describe("A plan's demand", () => {
  it("comes the day after the deadline where the plan has none", () => {
    expect(demand("2026-04-01", [])).toBe("2026-04-02");
  });

  it("comes so many days, or working days, after the deadline: one at least, on a working day", () => {
    expect(demand("2026-03-25", plan("demand", { after: "deadline", days: 6 }))).toBe("2026-03-31");
    expect(demand("2026-03-27", plan("demand", { after: "deadline", days: 6 }))).toBe("2026-04-07");
    expect(demand("2026-03-25", plan("demand", { after: "deadline", days: 0 }))).toBe("2026-03-26");
    expect(demand("2026-03-31", plan("demand", { after: "deadline", bankingDays: 2 }))).toBe("2026-04-07");
    expect(demand("2026-03-30", plan("demand", { after: "deadline", bankingDays: 0 }))).toBe("2026-03-31");
    expect(demand("2026-03-25", plan("demand", { after: "deadline", weekday: 2 }))).toBe("2026-03-26");
  });

  const onList = (bankingDays: number, weekday: number, closes?: { weekday: number; leastDays: number }) =>
    plan("demand", { after: "list", bankingDays }, [
      {
        step: "collection-list",
        wait: { after: "deadline", weekday },
        ...(closes === undefined ? {} : { closes }),
      },
    ]);

  it("comes the working day after the list has closed, which went out after the deadline", () => {
    // Wednesday 4 March; the list of Tuesday 10 closes on Thursday 12.
    expect(demand("2026-03-04", onList(1, 2, { weekday: 4, leastDays: 1 }))).toBe("2026-03-13");
    // On the deadline itself no list goes out; a list that closes on its own weekday does so a week later.
    expect(demand("2026-03-04", onList(1, 3, { weekday: 3, leastDays: 1 }))).toBe("2026-03-19");
    // So many days lie between at least.
    expect(demand("2026-03-04", onList(1, 2, { weekday: 4, leastDays: 6 }))).toBe("2026-03-17");
    // Money ordered on the last day has its banking days to arrive.
    expect(demand("2026-03-04", onList(9, 2, { weekday: 4, leastDays: 1 }))).toBe("2026-03-17");
  });

  it("comes after Easter when the list would close in it", () => {
    // The list of Tuesday 31 March would close on Maundy Thursday: it closes on Tuesday 7 April.
    expect(demand("2026-03-25", onList(1, 2, { weekday: 4, leastDays: 1 }))).toBe("2026-04-08");
  });

  it("comes the working day after the deadline where the plan has no list that closes", () => {
    expect(demand("2026-03-04", plan("demand", { after: "list", bankingDays: 1 }))).toBe("2026-03-05");
    expect(demand("2026-03-04", onList(1, 2))).toBe("2026-03-05");
    const odd: PlanStep = {
      step: "collection-list",
      wait: { after: "deadline", days: 3 },
      closes: { weekday: 4, leastDays: 1 },
    };
    expect(demand("2026-03-04", plan("demand", { after: "list", bankingDays: 1 }, [odd]))).toBe("2026-03-05");
  });
});

describe("A plan's notice after a reminder", () => {
  it("comes not at all where the plan has none", () => {
    expect(notice("2026-03-04", [])).toBeUndefined();
  });

  it("comes so many days after the due day, but after the reminder's deadline and its grace", () => {
    const wait = (days: number, graceBankingDays?: number): Wait =>
      graceBankingDays === undefined ? { after: "due", days } : { after: "due", days, graceBankingDays };
    expect(notice("2026-03-04", plan("notice", wait(14)))).toBe("2026-03-16");
    expect(notice("2026-03-20", plan("notice", wait(14)))).toBe("2026-03-23");
    expect(notice("2026-03-20", plan("notice", wait(14, 3)))).toBe("2026-03-25");
    expect(notice("2026-03-02", plan("notice", wait(0)))).toBe("2026-03-03");
    expect(notice("2026-03-20", plan("notice", wait(31)))).toBe("2026-04-07");
  });

  it("comes so many days, or working days, after the deadline", () => {
    expect(notice("2026-03-20", plan("notice", { after: "deadline", days: 0 }))).toBe("2026-03-23");
    expect(notice("2026-03-20", plan("notice", { after: "deadline", days: 5 }))).toBe("2026-03-25");
    expect(notice("2026-03-20", plan("notice", { after: "deadline", bankingDays: 5 }))).toBe("2026-03-27");
    expect(notice("2026-03-20", plan("notice", { after: "deadline", weekday: 4 }))).toBe("2026-03-23");
  });
});
