import { type Calendar, calendarOf, dayOf, easterSunday, type Holiday, saturdayFrom } from "../calendar.ts";

/**
 * Swedish public holidays (lag 1989:253) and the three eves that lag (1930:173) 2 § and lag (1936:81) 5 § put
 * beside them. The list is today's for every year: 6 June became a holiday, and Whit Monday ceased to be one, in
 * 2005, years before the first reference rate we have (sweden.md 10).
 */
export const calendarSE: Calendar = calendarOf("SE", (year): readonly Holiday[] => {
  const easter = easterSunday(year);
  const midsummer = saturdayFrom(dayOf(year, 6, 20));
  return [
    { on: dayOf(year, 1, 1), name: "nyårsdagen" },
    { on: dayOf(year, 1, 6), name: "trettondedag jul" },
    { on: easter - 2, name: "långfredagen" },
    { on: easter, name: "påskdagen" },
    { on: easter + 1, name: "annandag påsk" },
    { on: dayOf(year, 5, 1), name: "första maj" },
    { on: easter + 39, name: "Kristi himmelsfärdsdag" },
    { on: easter + 49, name: "pingstdagen" },
    { on: dayOf(year, 6, 6), name: "Sveriges nationaldag" },
    { on: midsummer - 1, name: "midsommarafton" },
    { on: midsummer, name: "midsommardagen" },
    { on: saturdayFrom(dayOf(year, 10, 31)), name: "alla helgons dag" },
    { on: dayOf(year, 12, 24), name: "julafton" },
    { on: dayOf(year, 12, 25), name: "juldagen" },
    { on: dayOf(year, 12, 26), name: "annandag jul" },
    { on: dayOf(year, 12, 31), name: "nyårsafton" },
  ];
});
