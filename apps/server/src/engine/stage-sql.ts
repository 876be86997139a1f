/** Where a claim stands, asked of the database: as `stageOn` says it of one, for as many as there are. */
import { HOLD_KINDS } from "../store/kinds.ts";
import { HELD_FIRST, stageOfHold } from "./stage.ts";

const listed = (kinds: readonly string[]) => kinds.map((kind) => `'${kind}'`).join(", ");

/** What a hold makes of a claim, as a number: the least of several is told. */
const RANK_OF_HOLD = `case ${HELD_FIRST.slice(0, -1)
  .map(
    (stage, rank) =>
      `when kind in (${listed(HOLD_KINDS.filter((kind) => stageOfHold(kind) === stage))}) then ${rank}`,
  )
  .join(" ")} else ${HELD_FIRST.length - 1} end`;

/** Whether a row of `hold` holds on a day. */
export function holdsOn(day: string): string {
  return `ended_on is null and from_on <= ${day} and (until_on is null or until_on >= ${day})`;
}

/** Of `claim_now n` and what `heldSql` or `heldClaimsSql` has found to hold it. */
export function stageSql(day: string, held = "h.held"): string {
  return `case when n.state = 'closed' then case when n.stage = 'paid' then 'paid' else 'closed' end
    when n.state = 'parked' then 'parked'
    when n.stage = 'disputed' then 'disputed'
    when ${held} is not null then (array[${listed(HELD_FIRST)}])[${held} + 1]
    when n.stage in ('waiting', 'paid', 'closed') then case when n.due_on >= ${day} then 'not-due' else 'overdue' end
    else n.stage end`;
}

/** What is told to hold it, as a kind of hold; null for nothing. */
export function heldBySql(kind: string): string {
  return `case when n.state = 'open' then case when n.stage = 'disputed' then 'disputed' else ${kind} end end`;
}

/** Of one claim: what holds it on a day, and by which kind of hold. */
export function heldSql(of: {
  readonly creditor: string;
  readonly debtor: string;
  readonly claim: string;
  readonly day: string;
}): string {
  return `select ${RANK_OF_HOLD} as held, kind as "heldBy" from hold
    where creditor_id = ${of.creditor} and debtor_id = ${of.debtor} and ${holdsOn(of.day)}
      and (claim_id is null or claim_id = ${of.claim})
    order by 1, kind limit 1`;
}

/** Every claim of a creditor that something holds on a day. */
export function heldClaimsSql(creditor: string, day: string): string {
  return `select distinct on (claim_id) c.claim_id, held, kind as "heldBy"
    from (select debtor_id, claim_id as only_id, kind, ${RANK_OF_HOLD} as held from hold
      where creditor_id = ${creditor} and ${holdsOn(day)}) o
    cross join lateral (select claim_id from claim
      where creditor_id = ${creditor} and debtor_id = o.debtor_id and (o.only_id is null or claim_id = o.only_id) offset 0) c
    order by claim_id, held, kind`;
}
