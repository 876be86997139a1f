/** What a run costs when the portfolio grows tenfold and what is due does not. */
import type { CalendarDate } from "@innfri/kernel";
import { LANES } from "@innfri/server/engine";
import { checkpoint, dropDatabases } from "./database.ts";
import { type Figure, median } from "./figure.ts";
import { type Portfolio, RUN_DAYS, seedPortfolio } from "./portfolio.ts";
import { startWorker } from "./worker.ts";

/** The first of the days warms the program and the database up and is not counted. */
const COUNTED = 3;

/** The median seconds of a day with `due` claims due, of so many open ones. */
async function secondsOfDay(
  serverUrl: string,
  size: Omit<Portfolio, "days">,
  counted = COUNTED,
): Promise<number> {
  const days: readonly CalendarDate[] = RUN_DAYS.slice(0, counted + 1);
  const { url, creditorId } = await seedPortfolio(serverUrl, "bench_growth", { ...size, days });
  const worker = await startWorker(url, creditorId);
  const seconds: number[] = [];
  for (const day of days) {
    await checkpoint(url);
    const { letters, ms } = await worker.run({ day, lanes: LANES });
    if (letters !== size.due) throw new Error(`the run of ${day} wrote ${letters} notices of ${size.due}`);
    seconds.push(ms / 1000);
  }
  await worker.end();
  await dropDatabases(serverUrl, "bench_growth");
  return median(seconds.slice(1));
}

/** Each tenfold step of `sizes`, for portfolios as they are imported and spread evenly. */
export async function benchGrowth(
  serverUrl: string,
  sizes: readonly number[],
  due: number,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const layout of ["imported", "spread"] as const) {
    let before: number | undefined;
    for (const claims of sizes) {
      // So few claims cannot hold so many due ones on each day: those begin with the next size.
      if (claims < due * (COUNTED + 1)) continue;
      const value = await secondsOfDay(serverUrl, { claims, due, layout });
      figures.push({
        name: `${due} due of ${claims}, ${layout}`,
        value: due / value,
        unit: "due claims/s",
        target: null,
        n: due,
      });
      if (before !== undefined)
        figures.push({
          name: `ten times the claims, now ${claims}, ${layout}`,
          value: value / before,
          unit: "times",
          target: layout === "imported" ? 1.2 : null,
          lowerIsBetter: true,
          n: due,
        });
      before = value;
    }
  }
  return figures;
}
