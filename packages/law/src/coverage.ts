/** How far the dated tables reach, and how soon somebody has to look at the law again. */
import { type CalendarDate, daysBetween } from "@innfri/kernel/values";
import { allTables } from "./law-pack.ts";

/** How far one table has been checked. */
export type Coverage = {
  readonly table: string;
  /** The last day the table answers for. */
  readonly checkedThrough: CalendarDate;
};

/** How far each table of each country has been checked. */
export function coverage(): readonly Coverage[] {
  return allTables().map(({ id, checkedThrough }) => ({ table: id, checkedThrough }));
}

/** `ends-soon` when fewer than 31 days are left after the day asked about, `ended` when that day is not covered. */
export type CoverageState = {
  readonly kind: "covered" | "ends-soon" | "ended";
  /** Days after the one asked about that are still covered; negative when none has been for a while. */
  readonly daysLeft: number;
};

/** Time enough to read the rates that are announced in the last days of a half-year. */
const WARNING_DAYS = 31;

/** Whether a table that was checked to `checkedThrough` answers on a day, and for how long after it. */
export function coverageState(checkedThrough: CalendarDate, on: CalendarDate): CoverageState {
  const daysLeft = daysBetween(on, checkedThrough);
  if (daysLeft < 0) return { kind: "ended", daysLeft };
  return { kind: daysLeft < WARNING_DAYS ? "ends-soon" : "covered", daysLeft };
}

/**
 * A report for people: a line for each table, and the worst of their states for whoever decides what to do about it.
 */
export type CoverageReport = {
  readonly lines: readonly string[];
  readonly worst: CoverageState["kind"];
};

/** One line for each table with its last checked day, and what it means on `on`. */
export function coverageReport(tables: readonly Coverage[], on: CalendarDate): CoverageReport {
  const states = tables.map((entry) => ({ ...entry, state: coverageState(entry.checkedThrough, on) }));
  const width = Math.max(...states.map(({ table }) => table.length));
  return {
    lines: states.map(
      ({ table, checkedThrough, state }) => `${table.padEnd(width)}  ${checkedThrough}  ${stateText(state)}`,
    ),
    worst: worstOf(states.map(({ state }) => state.kind)),
  };
}

function worstOf(kinds: readonly CoverageState["kind"][]): CoverageState["kind"] {
  if (kinds.includes("ended")) return "ended";
  return kinds.includes("ends-soon") ? "ends-soon" : "covered";
}

function stateText({ kind, daysLeft }: CoverageState): string {
  switch (kind) {
    case "covered":
      return `${days(daysLeft)} left`;
    case "ends-soon":
      return `WARNING: ${days(daysLeft)} left, check the law and add the next row`;
    case "ended":
      return `ENDED ${days(-daysLeft)} ago: nothing is charged or sent that needs this table`;
  }
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
