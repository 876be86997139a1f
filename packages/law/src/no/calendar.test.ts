import { date } from "@innfri/kernel/values";
import { expect, it } from "vitest";
import { daysOfYear } from "../test-days.ts";
import { calendarNO } from "./calendar.ts";

it("The days off in Norway in 2026 have their names", () => {
  const named = daysOfYear(2026).flatMap((day) => {
    const name = calendarNO.nameOfHoliday(day);
    return name === null ? [] : [`${day.slice(5)} ${name}`];
  });
  expect(named).toEqual([
    "01-01 1. nyttårsdag",
    "04-02 skjærtorsdag",
    "04-03 langfredag",
    "04-05 1. påskedag",
    "04-06 2. påskedag",
    "05-01 1. mai",
    "05-14 Kristi himmelfartsdag",
    "05-17 17. mai",
    "05-24 1. pinsedag",
    "05-25 2. pinsedag",
    "12-25 1. juledag",
    "12-26 2. juledag",
  ]);
});

it("A day that is two holidays has both names", () => {
  expect(calendarNO.nameOfHoliday(date("2027-05-17"))).toBe("17. mai / 2. pinsedag");
});
