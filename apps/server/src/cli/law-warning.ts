/** A month before a table of a company's country ends, and after, the commands that people look at say so. */
import type { CalendarDate } from "@innfri/kernel";
import { type Country, coverageState, lawPack } from "@innfri/law";
import { counted } from "./output.ts";
import { wrapped } from "./wrap.ts";

export type LawWarning = {
  readonly country: Country;
  readonly state: "ends-soon" | "ended";
  /** The first last day of them. */
  readonly checkedThrough: CalendarDate;
  readonly tables: readonly string[];
};

/** Null while every table of the country covers the day and the month after it. */
export function lawWarning(country: Country, on: CalendarDate): LawWarning | null {
  const ending = lawPack(country)
    .tables.map(({ id, checkedThrough }) => ({ id, checkedThrough, ...coverageState(checkedThrough, on) }))
    .filter(({ kind }) => kind !== "covered")
    .sort((a, b) => (a.checkedThrough < b.checkedThrough ? -1 : 1));
  const first = ending[0];
  if (first === undefined) return null;
  return {
    country,
    state: first.kind === "ended" ? "ended" : "ends-soon",
    checkedThrough: first.checkedThrough,
    tables: ending.map(({ id }) => id),
  };
}

/** One block for each country that has something to say; empty where none has. */
export function lawWarningText(warnings: readonly (LawWarning | null)[]): string {
  const byCountry = new Map(warnings.flatMap((one) => (one === null ? [] : [[one.country, one] as const])));
  return [...byCountry.values()]
    .map(({ country, state, checkedThrough, tables }) => {
      const which = `${counted(tables.length, "table")} of the law of ${country}`;
      const verb = tables.length === 1 ? "is" : "are";
      const what =
        state === "ended"
          ? `${which} ${verb} checked through ${checkedThrough} only: claims that need a figure wait for a person.`
          : `${which} ${verb} checked through ${checkedThrough}. After that day claims that need a figure wait for a person.`;
      return wrapped("", `${what} New figures: innfri law rehearse FILE, then innfri law load FILE.`);
    })
    .join("\n");
}
