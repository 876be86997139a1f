/** What waits for a person: proposals, and collection lists that stand open until their closing instant. */
import {
  accountOn,
  type CreditorRules,
  type FileFacts,
  type PlanStepKind,
  statementOn,
} from "@innfri/claims";
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { covered } from "../engine/covered.ts";
import { rulesCache } from "../engine/creditor-settings.ts";
import { type Creditor, creditorById, settingsOn } from "../engine/creditors.ts";
import { demandToCome } from "../engine/demand-to-come.ts";
import { decisionFileOf, factsOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import { gateOf } from "../engine/sign-offs.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";

export type ApprovalItem = {
  readonly claimId: Uuid;
  readonly invoiceNumber: string;
  readonly customerNumber: string;
  /** Null when the contact has been blanked. */
  readonly name: string | null;
  readonly department: string | null;
  readonly principalMinor: bigint;
  /** Everything that is open today; null where no table covers it or the customer's kind is not known. */
  readonly totalMinor: bigint | null;
  /** What the demand will add, on the first claim of its case; null when none is in sight. */
  readonly demandAddsMinor: bigint | null;
  /** The newest letter's deadline. */
  readonly deadline: CalendarDate | null;
};

export type ApprovalView = {
  readonly approvalId: Uuid;
  readonly creditor: Creditor;
  readonly kind: "proposals" | "collection-list";
  readonly step: PlanStepKind;
  readonly openedAt: string;
  /** Null waits for a person. */
  readonly closesAt: string | null;
  readonly currency: Currency;
  /** How many stand open in it, also those that the limit leaves out. */
  readonly count: number;
  readonly items: readonly ApprovalItem[];
};

type ApprovalRow = Pick<ApprovalView, "approvalId" | "kind" | "step" | "openedAt" | "closesAt" | "count">;
type ItemRow = { readonly approvalId: Uuid; readonly claimId: Uuid; readonly debtorId: Uuid };

/** Open approvals, creditor by creditor as they are asked for and the soonest to close first, with the first `limit` items of each creditor. */
export async function listApprovals(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  request: { readonly creditorIds: readonly Uuid[]; readonly limit: number },
  now: Date,
): Promise<ApprovalView[]> {
  const { pool, operator } = installation;
  const views: ApprovalView[] = [];
  for (const creditorId of request.creditorIds) {
    const creditor = await creditorById(pool, creditorId);
    if (creditor === undefined) continue;
    const own = await withCreditor(pool, creditor.creditorId, (tx) =>
      approvalsOf(tx, creditor, operator, request.limit, now),
    );
    views.push(...own);
  }
  return views;
}

async function approvalsOf(
  tx: Tx,
  creditor: Creditor,
  operator: Operator,
  limit: number,
  now: Date,
): Promise<ApprovalView[]> {
  const { today } = clockOf(creditor, now);
  const settings = await settingsOn(tx, creditor.creditorId, today);
  const approvals = await openApprovals(tx, creditor.creditorId);
  if (approvals.length === 0 || settings === undefined) return [];
  const rows = await openItems(tx, creditor.creditorId, limit);
  const debtorIds = [...new Set(rows.map(({ debtorId }) => debtorId))];
  const files = await readFiles(tx, creditor.creditorId, debtorIds, { withClosed: true });
  const rulesOf = rulesCache(settings, await gateOf(tx, creditor));
  const items = itemsOf(creditor, operator, rulesOf, files, today);
  const rowsOf = Map.groupBy(rows, ({ approvalId }) => approvalId);
  return approvals.map((approval) => ({
    ...approval,
    creditor,
    currency: creditor.country === "NO" ? "NOK" : "SEK",
    items: (rowsOf.get(approval.approvalId) ?? []).flatMap(({ claimId }) => items.get(claimId) ?? []),
  }));
}

/** An approval is open while an item of it is, whatever its own row says; a closed claim waits for nobody. */
function openApprovals(tx: Tx, creditorId: Uuid): Promise<ApprovalRow[]> {
  return tx.many<ApprovalRow>(sql`
    select a.approval_id as "approvalId", a.kind, min(i.proposal ->> 'step') as step, a.opened_at as "openedAt",
      a.decide_at as "closesAt", count(*)::int as count
    from approval_item i
    join approval a on a.creditor_id = i.creditor_id and a.approval_id = i.approval_id
    join claim_now n on n.creditor_id = i.creditor_id and n.claim_id = i.claim_id
    where i.creditor_id = ${creditorId}::uuid and i.state = 'open' and n.state = 'open'
    group by a.approval_id, a.kind, a.opened_at, a.decide_at
    order by a.decide_at nulls last, a.opened_at, a.approval_id`);
}

function openItems(tx: Tx, creditorId: Uuid, limit: number): Promise<ItemRow[]> {
  return tx.many<ItemRow>(sql`
    select i.approval_id as "approvalId", i.claim_id as "claimId", c.debtor_id as "debtorId"
    from approval_item i
    join approval a on a.creditor_id = i.creditor_id and a.approval_id = i.approval_id
    join claim_now n on n.creditor_id = i.creditor_id and n.claim_id = i.claim_id
    join claim c on c.creditor_id = i.creditor_id and c.claim_id = i.claim_id
    where i.creditor_id = ${creditorId}::uuid and i.state = 'open' and n.state = 'open'
    order by a.decide_at nulls last, a.opened_at, a.approval_id, c.due_on, c.reference
    limit ${limit}::int`);
}

function itemsOf(
  creditor: Creditor,
  operator: Operator,
  rulesOf: ReturnType<typeof rulesCache>,
  files: readonly LoadedFile[],
  today: CalendarDate,
): Map<string, ApprovalItem> {
  const items = new Map<string, ApprovalItem>();
  for (const file of files) {
    const sums = sumsOf(creditor, operator, file, rulesOf(file.customerNumber), today);
    for (const claim of file.claims) items.set(claim.claimId, itemOf(file, claim, sums.get(claim.claimId)));
  }
  return items;
}

type Sums = Pick<ApprovalItem, "totalMinor" | "demandAddsMinor" | "deadline">;

function itemOf(file: LoadedFile, claim: LoadedClaim, sums: Sums | undefined): ApprovalItem {
  return {
    claimId: claim.claimId,
    invoiceNumber: claim.invoice.number,
    customerNumber: file.customerNumber,
    name: file.contact?.data.name ?? null,
    department: claim.invoice.department,
    principalMinor: claim.openPrincipalMinor,
    ...(sums ?? { totalMinor: null, demandAddsMinor: null, deadline: null }),
  };
}

function sumsOf(
  creditor: Creditor,
  operator: Operator,
  file: LoadedFile,
  rules: CreditorRules,
  today: CalendarDate,
): ReadonlyMap<string, Sums> {
  const context = { country: creditor.country, operator: operator.kind };
  const facts = factsOf(file, context);
  const asked = decisionFileOf(file, context);
  if (facts === null || asked === null) return new Map();
  const demand = demandToCome(asked, rules, today);
  return new Map(
    asked.claims.map(({ ref, taken }) => {
      const adds = demand?.claims.includes(ref) ? (demand.adds.get(ref) ?? 0n) : null;
      const deadline = taken.findLast(({ payBy }) => payBy !== null)?.payBy ?? null;
      return [ref, { totalMinor: totalOf(facts, ref, today), demandAddsMinor: adds, deadline }];
    }),
  );
}

/** Null where no table covers the day. */
function totalOf(facts: FileFacts, ref: string, today: CalendarDate): bigint | null {
  const total = covered(() => statementOn(accountOn(facts, today), [ref], today).totalMinor);
  return total.kind === "covered" ? total.value : null;
}
