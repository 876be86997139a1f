import { addDays, type CalendarDate, date, daysBetween, weekdayOf } from "@innfri/kernel";
import { calendarNO, calendarSE, deadlineFrom } from "@innfri/law";
import { daysFrom } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { rulesOf } from "./account.ts";
import { freshDeadline, tooShort } from "./deadlines.ts";
import { noStandard, type PlanStep, type PlanStepKind, seStandard } from "./plan.ts";
import { closingDay, comingSteps, dueDay } from "./schedule.ts";

const FIRST = date("2022-01-01");
const LAST = date("2026-12-31");

function coming(dueOn: CalendarDate, from: CalendarDate = dueOn, taken: readonly PlanStepKind[] = []) {
  const countedFrom = calendarNO.nextBusinessDay(dueOn);
  const steps = comingSteps(
    noStandard,
    { countedFrom, deadline: null, closedOn: null },
    taken,
    from,
    calendarNO,
  );
  return Object.fromEntries(steps.map((step) => [step.step, step]));
}

describe("Norwegian flows of every due day of five years", () => {
  it("keep the law's distances and the creditor's days on the list", () => {
    for (const dueOn of daysFrom(FIRST, LAST)) {
      const { notice, "collection-list": list, demand, "follow-up": followUp, heavy, legal } = coming(dueOn);
      const where = `due ${dueOn}`;
      const counted = calendarNO.nextBusinessDay(dueOn);
      expect(notice!.on >= addDays(counted, 14), where).toBe(true);
      expect(notice!.payBy! >= addDays(notice!.on, 14), where).toBe(true);
      expect(list!.on > notice!.payBy!, where).toBe(true);
      expect(daysBetween(list!.on, list!.closesOn!), where).toBeGreaterThanOrEqual(2);
      expect(demand!.on > list!.closesOn!, where).toBe(true);
      expect(demand!.on >= calendarNO.addBankingDays(notice!.payBy!, 3), where).toBe(true);
      expect(demand!.payBy! >= addDays(demand!.on, 14), where).toBe(true);
      expect(followUp!.on > demand!.payBy!, where).toBe(true);
      expect(heavy!.on, where).toBe(addDays(demand!.payBy!, 29));
      expect(legal!.on >= heavy!.on, where).toBe(true);
      for (const day of [notice!.on, notice!.payBy!, list!.on, list!.closesOn!, demand!.on, demand!.payBy!])
        expect(calendarNO.isBusinessDay(day), where).toBe(true);
    }
  });

  it("have the list on the first Tuesday after the deadline, or the business day after it, and close it on Thursday", () => {
    for (const dueOn of daysFrom(FIRST, LAST)) {
      const { notice, "collection-list": list } = coming(dueOn);
      const tuesday = [...daysFrom(addDays(notice!.payBy!, 1), addDays(notice!.payBy!, 7))].find(
        (day) => weekdayOf(day) === 2,
      )!;
      expect(list!.on).toBe(calendarNO.nextBusinessDay(tuesday));
      const thursday = addDays(tuesday, 2);
      const atLeast = addDays(list!.on, 2);
      expect(list!.closesOn).toBe(calendarNO.nextBusinessDay(thursday > atLeast ? thursday : atLeast));
    }
  });

  it("never go back before the day they are asked from", () => {
    for (const from of daysFrom(date("2026-03-01"), date("2026-08-31")))
      for (const { step, on } of comingSteps(
        noStandard,
        { countedFrom: date("2026-03-02"), deadline: null, closedOn: null },
        [],
        from,
        calendarNO,
      ))
        expect(on >= from, `${step} asked on ${from}`).toBe(true);
  });
});

const LIST = noStandard.steps[1] as PlanStep;

describe("The collection list around holidays (D3)", () => {
  it.each([
    ["an ordinary week", "2026-05-29", "2026-06-02", "2026-06-04"],
    ["a deadline on a Tuesday waits a week", "2026-05-26", "2026-06-02", "2026-06-04"],
    ["a deadline on a Monday has its list the day after", "2026-06-01", "2026-06-02", "2026-06-04"],
    ["Tuesday 17 May 2022", "2022-05-13", "2022-05-18", "2022-05-20"],
    ["Thursday 14 May 2026 (Ascension Day)", "2026-05-08", "2026-05-12", "2026-05-15"],
    ["Thursday 1 May 2025", "2025-04-25", "2025-04-29", "2025-05-02"],
    ["Maundy Thursday 2026, and Easter after it", "2026-03-27", "2026-03-31", "2026-04-07"],
    ["Tuesday after Easter Monday", "2026-04-01", "2026-04-07", "2026-04-09"],
    ["Christmas 2023: Monday and Tuesday are off", "2023-12-22", "2023-12-27", "2023-12-29"],
    ["Christmas 2024: Tuesday is Christmas Eve, which is worked", "2024-12-20", "2024-12-24", "2024-12-27"],
    ["Christmas 2025: Thursday and Friday are off", "2025-12-22", "2025-12-23", "2025-12-29"],
    ["new year 2026: Thursday is off", "2025-12-29", "2025-12-30", "2026-01-02"],
    ["Whit Monday 2026 does not move the Tuesday after it", "2026-05-22", "2026-05-26", "2026-05-28"],
  ])("%s", (_title, deadline, listOn, closesOn) => {
    const anchors = { countedFrom: date("2022-01-03"), deadline: date(deadline), closedOn: null };
    const due = dueDay(LIST, anchors, calendarNO)!;
    expect([due, closingDay(LIST, due, due, calendarNO)]).toEqual([listOn, closesOn]);
  });

  it.each([
    ["Wednesday leaves until Thursday of the week after", "2026-06-03", "2026-06-11"],
    ["Thursday the same", "2026-06-04", "2026-06-11"],
    ["Friday and Monday leave until that Thursday", "2026-06-05", "2026-06-11"],
    ["Monday leaves three days", "2026-06-08", "2026-06-11"],
    ["the next Tuesday leaves its own Thursday", "2026-06-09", "2026-06-11"],
    ["a Thursday that is a holiday moves", "2026-05-11", "2026-05-15"],
  ])("a list that goes out late: %s", (_title, sentOn, closesOn) => {
    const planned = date(sentOn) < date("2026-06-01") ? date("2026-05-05") : date("2026-06-02");
    expect(closingDay(LIST, date(sentOn), planned, calendarNO)).toBe(closesOn);
  });

  it("a late list leaves at least two days on every day of the year", () => {
    for (const sentOn of daysFrom(date("2026-01-02"), LAST)) {
      const closes = closingDay(LIST, sentOn, addDays(sentOn, -1), calendarNO);
      expect(daysBetween(sentOn, closes)).toBeGreaterThanOrEqual(2);
      expect(calendarNO.isBusinessDay(closes)).toBe(true);
    }
  });

  it("belongs to a step that closes", () => {
    expect(() => closingDay(noStandard.steps[0]!, FIRST, FIRST, calendarNO)).toThrow(
      /notice has no closing day/,
    );
  });
});

describe("The day a step is due", () => {
  const step = (wait: PlanStep["wait"]): PlanStep => ({ step: "demand", wait });
  const anchors = {
    countedFrom: date("2026-05-13"),
    deadline: date("2026-05-29"),
    closedOn: date("2026-06-04"),
  };
  const due = (wait: PlanStep["wait"], changes = {}) =>
    dueDay(step(wait), { ...anchors, ...changes }, calendarNO);

  it.each<[title: string, found: CalendarDate | null, day: string | null]>([
    ["after the due day, never on it", due({ after: "due", days: 0 }), "2026-05-15"],
    ["after the due day, on a business day", due({ after: "due", days: 3 }), "2026-05-18"],
    ["the business day after a deadline", due({ after: "deadline", bankingDays: 0 }), "2026-06-01"],
    ["three banking days after a deadline", due({ after: "deadline", bankingDays: 3 }), "2026-06-03"],
    ["calendar days after a deadline, not moved", due({ after: "deadline", days: 1 }), "2026-05-30"],
    ["after the list has closed", due({ after: "list", bankingDays: 3 }), "2026-06-05"],
    ["after the list, no sooner than the grace (D12)", due({ after: "list", bankingDays: 6 }), "2026-06-08"],
    [
      "after a list that closed on a Friday",
      due({ after: "list", bankingDays: 0 }, { closedOn: date("2026-06-05") }),
      "2026-06-08",
    ],
    ["not while the list is open", due({ after: "list", bankingDays: 3 }, { closedOn: null }), null],
    [
      "not before a letter has set a deadline",
      due({ after: "deadline", bankingDays: 3 }, { deadline: null }),
      null,
    ],
  ])("%s", (_title, found, day) => {
    expect(found).toBe(day);
  });
});

describe("Deadlines", () => {
  it("are never shorter than asked and never on a day off, in either country", () => {
    for (const calendar of [calendarNO, calendarSE])
      for (const sentOn of daysFrom(FIRST, LAST))
        for (const days of [8, 10, 14]) {
          const payBy = deadlineFrom(sentOn, days, calendar);
          expect(tooShort(sentOn, payBy, days)).toBe(false);
          expect(calendar.isBusinessDay(payBy)).toBe(true);
          for (let day = addDays(sentOn, days); day < payBy; day = addDays(day, 1))
            expect(calendar.isBusinessDay(day)).toBe(false);
        }
  });

  it.each([
    ["thirteen days are too short for fourteen", "2026-05-28", true],
    ["fourteen are not", "2026-05-29", false],
  ])("%s", (_title, payBy, short) => {
    expect(tooShort(date("2026-05-15"), date(payBy), 14)).toBe(short);
  });

  it("after an objection that fails are a fresh fortnight", () => {
    expect(freshDeadline(rulesOf("NO"), date("2026-05-02"))).toBe("2026-05-18");
    expect(freshDeadline(rulesOf("SE"), date("2026-06-05"))).toBe("2026-06-22");
  });
});

describe("Swedish flows of every due day of five years", () => {
  it("wait three banking days after each deadline", () => {
    for (const dueOn of daysFrom(FIRST, LAST)) {
      const countedFrom = calendarSE.nextBusinessDay(dueOn);
      const steps = comingSteps(
        seStandard,
        { countedFrom, deadline: null, closedOn: null },
        [],
        dueOn,
        calendarSE,
      );
      const [reminder, demand, solvency] = steps;
      expect(steps.map(({ step }) => step)).toEqual(["reminder", "demand", "solvency"]);
      expect(reminder!.on).toBe(calendarSE.nextBusinessDay(addDays(countedFrom, 10)));
      expect(demand!.on).toBe(calendarSE.addBankingDays(reminder!.payBy!, 3));
      expect(demand!.payBy! >= addDays(demand!.on, 8)).toBe(true);
      expect(solvency!.on).toBe(calendarSE.addBankingDays(demand!.payBy!, 3));
    }
  });

  it("show only what has not been yet", () => {
    const anchors = { countedFrom: date("2026-04-01"), deadline: date("2026-04-23"), closedOn: null };
    const steps = comingSteps(seStandard, anchors, ["reminder"], date("2026-04-13"), calendarSE);
    expect(steps.map(({ step, on }) => `${on} ${step}`)).toEqual([
      "2026-04-28 demand",
      "2026-05-13 solvency",
    ]);
  });
});
