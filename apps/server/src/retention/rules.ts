/** For how long a company keeps a settled debtor's data: its own number of years, else the law sheet's default. */
import { addYears, type CalendarDate, date, earliest } from "@innfri/kernel";
import { type Retention, retentionOf } from "@innfri/law";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { sql, type Tx } from "../store/index.ts";

export type RetentionRule = Retention & {
  /** The company's own; null for the default. */
  readonly ownYears: number | null;
  readonly versionNo: number;
  readonly defaultYears: number;
};

export async function retentionRule(
  tx: Tx,
  { creditorId, country }: Creditor,
  operator: Operator,
): Promise<RetentionRule> {
  const row = await tx.maybe<{ years: number | null; versionNo: number }>(sql`
    select years, version_no as "versionNo" from retention_rule where creditor_id = ${creditorId}::uuid
    order by version_no desc limit 1`);
  const law = retentionOf(country, operator.kind);
  const ownYears = row?.years ?? null;
  return {
    ...law,
    ...{ ownYears, years: ownYears ?? law.years, defaultYears: law.years, versionNo: row?.versionNo ?? 0 },
  };
}

/**
 * Claims closed before this day have been kept for as long as they are to be. What is counted from the day is kept through
 * the accounting year's own time all the same.
 */
export function closedBefore({ years, from, leastYears }: RetentionRule, today: CalendarDate): CalendarDate {
  const afterYears = (kept: number) => date(`${Number(today.slice(0, 4)) - kept}-01-01`);
  return from === "day" ? earliest(addYears(today, -years), afterYears(leastYears)) : afterYears(years);
}
