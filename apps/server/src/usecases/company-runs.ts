/** A company's own daily runs: how far they came and what they did. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import { countedLately } from "./counted-lately.ts";

export type CompanyRun = {
  readonly on: CalendarDate;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly customers: number;
  readonly steps: number;
  readonly parked: number;
};

/** The newest first. */
export function companyRuns(tx: Tx, creditorId: Uuid, limit: number): Promise<CompanyRun[]> {
  return tx.many<CompanyRun>(sql`
    select r.run_on as "on", r.started_at as "startedAt", r.finished_at as "finishedAt",
      coalesce(b.files, 0)::int as customers, coalesce(b.steps, 0)::int as steps, coalesce(b.parked, 0)::int as parked
    from (select * from run where creditor_id = ${creditorId}::uuid order by run_on desc limit ${limit}::int) r
    left join lateral (select sum(files) as files, sum(steps) as steps, sum(parked) as parked from run_batch
      where creditor_id = ${creditorId}::uuid and run_on = r.run_on) b on true
    order by r.run_on desc`);
}

/** Customers that are due by a day and not judged yet. */
export async function customersLeft(tx: Tx, creditorId: Uuid, by: CalendarDate): Promise<number> {
  const { count } = await tx.one<{ count: number }>(sql`
    select count(*)::int as count from file
    where creditor_id = ${creditorId}::uuid and next_look_on <= ${by}::date`);
  return count;
}

/** The same as it was a short while ago, of a company that has many. */
export const customersLeftLately = countedLately(customersLeft);
