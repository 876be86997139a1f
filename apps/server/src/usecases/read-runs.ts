/** How the runs of today stand, of every company: what is done, what is left, how fast, and what waits for a person. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type Pool, sql, withAuditor } from "../store/index.ts";

export type RunProgress = {
  readonly creditorId: Uuid;
  readonly name: string;
  readonly isSandbox: boolean;
  /** The newest run; null where there has been none. */
  readonly runOn: CalendarDate | null;
  /**
   * `waiting`: today's has not begun, or in a sandbox, whose today is its own and passes by command, something came due after
   * it; `running`, `finished`.
   */
  readonly state: "waiting" | "running" | "finished";
  /** Debtors judged in the newest run, steps taken and claims set aside there. */
  readonly done: number;
  readonly steps: number;
  readonly parked: number;
  /** Debtors that are due by today and not judged yet. */
  readonly left: number;
  /** Debtors a second over the last minute in which there was work; null where there was too little to tell. */
  readonly perSecond: number | null;
};

/** One for each company, those at work first. `pool` is an auditor's, who sees all and writes nothing. */
export async function readRuns(pool: Pool): Promise<RunProgress[]> {
  return withAuditor(pool, (tx) =>
    tx.many<RunProgress>(sql`
      select c.creditor_id as "creditorId", c.name, c.is_sandbox as "isSandbox", r.run_on as "runOn",
        case when r.run_on is distinct from c.today then 'waiting' when r.finished_at is null then 'running'
          when due.count = 0 then 'finished' when c.is_sandbox then 'waiting' else 'running' end as state,
        coalesce(b.files, 0)::int as done, coalesce(b.steps, 0)::int as steps, coalesce(b.parked, 0)::int as parked,
        due.count::int as left, b.rate::float8 as "perSecond"
      from (select *, coalesce(clock_on, (now() at time zone time_zone)::date) as today from creditor) c
      left join lateral (select run_on, finished_at from run
        where run.creditor_id = c.creditor_id order by run_on desc limit 1) r on true
      left join lateral (
        select sum(files) as files, sum(steps) as steps, sum(parked) as parked,
          (sum(files) filter (where committed_at > newest - interval '1 minute' and committed_at > oldest))
            / nullif(extract(epoch from newest - greatest(oldest, newest - interval '1 minute')), 0) as rate
        from (select *, max(committed_at) over () as newest, min(committed_at) over () as oldest from run_batch
          where run_batch.creditor_id = c.creditor_id and run_batch.run_on = r.run_on) batch
        group by newest, oldest) b on true
      cross join lateral (select count(*) from file
        where file.creditor_id = c.creditor_id and file.next_look_on <= c.today) due
      order by case when due.count > 0 then 0 else 1 end, c.name, c.creditor_id`),
  );
}
