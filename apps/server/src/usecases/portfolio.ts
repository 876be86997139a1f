/** Where a whole portfolio stands: how many claims and how much money in each stage, by department (S59, S62, S75). */
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import type { Stage } from "../engine/stage.ts";
import { heldBySql, heldClaimsSql, stageSql } from "../engine/stage-sql.ts";
import { prepared, type Tx } from "../store/index.ts";
import { countedLately } from "./counted-lately.ts";

/** Of so many claims that have ended no more are counted. */
export const MOST_COUNTED = 10_000;

export type PortfolioSum = {
  readonly stage: Stage;
  readonly department: string | null;
  readonly currency: Currency;
  /** The kind of hold; null where nothing holds. */
  readonly heldBy: string | null;
  readonly claims: number;
  readonly openMinor: bigint;
};

/** `unheld` and `unheldBy` are where a held claim is among all of them; null of all of them. */
type Counted = PortfolioSum & { readonly unheld: Stage | null; readonly unheldBy: string | null };

/** What is open; the sums of a large portfolio may be some seconds old. */
export const portfolioOf = countedLately(sumsOf);

/**
 * One look at what every claim has come to, and one at those that are held, which are moved to where they stand: in one
 * statement, so that both see the same moment.
 */
export async function sumsOf(tx: Tx, creditorId: Uuid, on: CalendarDate): Promise<readonly PortfolioSum[]> {
  const rows = await tx.many<Counted>({ ...COUNTED, values: [creditorId, on] });
  const sums = new Map<string, PortfolioSum>();
  const add = (one: PortfolioSum, sign: 1 | -1) => {
    const { stage, department, currency, heldBy } = one;
    const key = JSON.stringify([stage, department, currency, heldBy]);
    const before = sums.get(key);
    const claims = (before?.claims ?? 0) + sign * one.claims;
    const openMinor = (before?.openMinor ?? 0n) + BigInt(sign) * one.openMinor;
    sums.set(key, { stage, department, currency, heldBy, claims, openMinor });
  };
  for (const { unheld, unheldBy, ...one } of rows) {
    if (unheld !== null) add({ ...one, stage: unheld, heldBy: unheldBy }, -1);
    add(one, 1);
  }
  return [...sums.values()].filter(({ claims }) => claims !== 0);
}

const OPEN = "n.open_principal_minor + n.open_interest_minor + n.open_costs_minor";

const COUNTED = prepared(`
  (select ${stageSql("$2::date", "null::int")} as stage, null as unheld, n.department, n.currency,
    ${heldBySql("null")} as "heldBy", null as "unheldBy", count(*)::int as claims, sum(${OPEN})::bigint as "openMinor"
  from claim_now n where n.creditor_id = $1::uuid and n.state <> 'closed'
  group by 1, 3, 4, 5)
  union all
  (select ${stageSql("$2::date")} as stage, ${stageSql("$2::date", "null::int")} as unheld, n.department, n.currency,
    ${heldBySql(`h."heldBy"`)} as "heldBy", ${heldBySql("null")} as "unheldBy", count(*)::int as claims, sum(${OPEN})::bigint as "openMinor"
  from (${heldClaimsSql("$1::uuid", "$2::date")}) h
  cross join lateral (select * from claim_now
    where creditor_id = $1::uuid and claim_id = h.claim_id and state = 'open' offset 0) n
  group by 1, 2, 3, 4, 5, 6)`);

const ENDED_STAGES = ["paid", "closed"] as const;
export type EndedCount = { readonly stage: (typeof ENDED_STAGES)[number]; readonly claims: number };

/** How many have ended, up to one more than `MOST_COUNTED`. */
export function endedOf(tx: Tx, creditorId: Uuid, department: string | null): Promise<EndedCount[]> {
  return tx.many<EndedCount>({ ...ENDED, values: [creditorId, department] });
}

// Along the index by its order: where few have ended, the planner would read all claims to find none.
const ENDED = prepared(
  ENDED_STAGES.map(
    (stage) => `
  select '${stage}' as stage, count(*)::int as claims from (select from claim_now
    where creditor_id = $1::uuid and stage = '${stage}' and ($2::text is null or department = $2)
    order by due_on, claim_id limit ${MOST_COUNTED + 1}) few`,
  ).join(" union all"),
);
