import { expect, it } from "vitest";
import { daysOfYear } from "../test-days.ts";
import { calendarSE } from "./calendar.ts";

it("The days off in Sweden in 2026 have their names, three eves among them", () => {
  const named = daysOfYear(2026).flatMap((day) => {
    const name = calendarSE.nameOfHoliday(day);
    return name === null ? [] : [`${day.slice(5)} ${name}`];
  });
  expect(named).toEqual([
    "01-01 nyårsdagen",
    "01-06 trettondedag jul",
    "04-03 långfredagen",
    "04-05 påskdagen",
    "04-06 annandag påsk",
    "05-01 första maj",
    "05-14 Kristi himmelsfärdsdag",
    "05-24 pingstdagen",
    "06-06 Sveriges nationaldag",
    "06-19 midsommarafton",
    "06-20 midsommardagen",
    "10-31 alla helgons dag",
    "12-24 julafton",
    "12-25 juldagen",
    "12-26 annandag jul",
    "12-31 nyårsafton",
  ]);
});
