/**
 * The part of the bench that every run of the tests has: what a day costs may not grow with what is not due. Only ratios
 * are judged, generously, and the best of several days, since other programs share the machine.
 */
import { addDays, type CalendarDate, type Uuid } from "@innfri/kernel";
import { creditorById, runDay } from "@innfri/server/engine";
import type { Pool } from "@innfri/server/store";
import { testDatabase } from "@innfri/testing";
import { expect, it } from "vitest";
import { AN_AGENCY } from "./database.ts";
import { fillPortfolio, RUN_DAYS } from "./portfolio.ts";

const DUE = 150;
const FEW = 1500;
const MANY = 10 * FEW;
const [few, many] = [await testDatabase(), await testDatabase()];

type Company = { readonly pool: Pool; readonly creditorId: Uuid };

async function aCompany(database: typeof few, claims: number): Promise<Company> {
  const portfolio = { claims, due: DUE, days: RUN_DAYS, layout: "imported" } as const;
  const creditorId = await fillPortfolio(database.url, portfolio);
  return { pool: await database.pool("innfri_engine", 3), creditorId };
}

async function msOfDay({ pool, creditorId }: Company, today: CalendarDate, due: number): Promise<number> {
  const creditor = (await creditorById(pool, creditorId))!;
  const clock = { isSandbox: true, today, nowAt: `${today}T05:00:00.000Z` };
  const startedMs = performance.now();
  const { letters, failed } = await runDay({ pool, operator: AN_AGENCY, creditor, clock }, { lanes: 2 });
  const ms = performance.now() - startedMs;
  expect(failed).toEqual([]);
  expect(letters.notice ?? 0).toBe(due);
  return ms;
}

const companies = { few: await aCompany(few, FEW), many: await aCompany(many, MANY) };

/** The quickest day of many by the quickest of few, the first of which only warms up. */
async function ratioOver(days: readonly CalendarDate[], due: number): Promise<number> {
  const few: number[] = [];
  const many: number[] = [];
  for (const day of days) {
    few.push(await msOfDay(companies.few, day, due));
    many.push(await msOfDay(companies.many, day, due));
  }
  return Math.min(...many.slice(1)) / Math.min(...few.slice(1));
}

it("A day costs what is due, not what exists", async () => {
  expect(await ratioOver(RUN_DAYS, DUE)).toBeLessThan(2);
}, 120_000);

it("A day with nothing due costs the same, however much there is", async () => {
  const days = Array.from({ length: 8 }, (_, i) => addDays(RUN_DAYS.at(-1)!, i));
  expect(await ratioOver(days, 0)).toBeLessThan(3);
}, 60_000);
