import { type CalendarDate, date, type Uuid } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { dueDebtors } from "../../retention/due.ts";
import { closedBefore, type RetentionRule, retentionRule } from "../../retention/rules.ts";
import { sql, withCreditor } from "../../store/index.ts";
import { addAuditLine } from "../../usecases/audit-lines.ts";
import { isDay, isNothing, pageIn } from "../cursor.ts";
import type { Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";

type RetentionOperation = "getRetention" | "setRetention" | "listRetentionDue" | "listAnonymised";

const DUE = "retention-due";
const DONE = "anonymised";

type Done = {
  readonly debtorId: Uuid;
  readonly on: CalendarDate;
  readonly because: "period-over" | "unjustified";
  readonly closedOn: CalendarDate;
  readonly counts: { readonly claims: number; readonly contacts: number; readonly texts: number };
};

export const RETENTION_HANDLERS: Pick<Handlers, RetentionOperation> = {
  getRetention: ({ deployment, creditor }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => ({
      body: bodyOf(await retentionRule(tx, creditor, deployment.operator)),
    })),

  setRetention: async (tx, { deployment, creditor, body, caller, now }) => {
    const { creditorId } = creditor;
    const { years } = body;
    const before = await retentionRule(tx, creditor, deployment.operator);
    if (years !== null && years < before.leastYears)
      return refusal(
        "refused",
        `Accounting documents are kept for ${before.leastYears} years, and what is personal in them no shorter. Nothing was done.`,
        { because: { text: before.doubt, citation: before.citation } },
      );
    await tx.run(sql`
      insert into retention_rule (creditor_id, version_no, years, actor, recorded_at)
      values (${creditorId}::uuid, ${before.versionNo + 1}::int, ${years}::int, ${caller.actor},
        ${now.toISOString()}::timestamptz)`);
    const line = { actor: caller.actor, act: "retention-set", subject: `creditor:${creditorId}`, creditorId };
    await addAuditLine(tx, { ...line, details: { years } }, now);
    return { body: bodyOf(await retentionRule(tx, creditor, deployment.operator)) };
  },

  listRetentionDue: ({ deployment, creditor, query, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const today = query.on === undefined ? clockOf(creditor, now).today : date(query.on);
      const rule = await retentionRule(tx, creditor, deployment.operator);
      const { endsUnjustified } = rule;
      const before = closedBefore(rule, today);
      const page = pageIn(DUE, isNothing, query);
      const which = { closedBefore: before, endsUnjustified, debtorIds: null };
      const asked = { ...which, isFree: false, after: page.after?.id ?? null, limit: page.rows };
      const rows = await dueDebtors(tx, creditor.creditorId, asked);
      return {
        body: page.of(
          rows,
          ({ debtorId }) => ({ value: "", id: debtorId }),
          (row) => row,
        ),
      };
    }),

  listAnonymised: ({ deployment, creditor: { creditorId }, query }) =>
    withCreditor(deployment.pool, creditorId, async (tx) => {
      const page = pageIn(DONE, isDay, query);
      const { after } = page;
      const rows = await tx.many<Done>(sql`
        select debtor_id as "debtorId", done_on as "on", because, closed_on as "closedOn", counts from anonymisation
        where creditor_id = ${creditorId}::uuid and (${after?.value ?? null}::date is null
          or (done_on, debtor_id) < (${after?.value ?? null}::date, ${after?.id ?? null}::uuid))
        order by done_on desc, debtor_id desc limit ${page.rows}::int`);
      return {
        body: page.of(
          rows,
          ({ on, debtorId }) => ({ value: on, id: debtorId }),
          ({ counts, ...row }) => ({ ...row, ...counts }),
        ),
      };
    }),
};

function bodyOf({ years, from, ownYears, defaultYears, leastYears, citation, doubt }: RetentionRule) {
  return { years, from, ownYears, defaultYears, leastYears, because: citation, doubt };
}
