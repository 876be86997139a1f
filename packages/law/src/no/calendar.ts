import { type Calendar, calendarOf, dayOf, easterSunday, type Holiday } from "../calendar.ts";

/**
 * Norwegian public holidays (lov om helligdager 1995, lov om 1. og 17. mai 1947). 24 and 31 December are short
 * days in many offices and business days all the same (norway.md 8).
 */
export const calendarNO: Calendar = calendarOf("NO", (year): readonly Holiday[] => {
  const easter = easterSunday(year);
  return [
    { on: dayOf(year, 1, 1), name: "1. nyttårsdag" },
    { on: easter - 3, name: "skjærtorsdag" },
    { on: easter - 2, name: "langfredag" },
    { on: easter, name: "1. påskedag" },
    { on: easter + 1, name: "2. påskedag" },
    { on: dayOf(year, 5, 1), name: "1. mai" },
    { on: dayOf(year, 5, 17), name: "17. mai" },
    { on: easter + 39, name: "Kristi himmelfartsdag" },
    { on: easter + 49, name: "1. pinsedag" },
    { on: easter + 50, name: "2. pinsedag" },
    { on: dayOf(year, 12, 25), name: "1. juledag" },
    { on: dayOf(year, 12, 26), name: "2. juledag" },
  ];
});
