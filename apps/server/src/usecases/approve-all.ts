/** A yes to everything that waits for one, in pages: many files are locked, judged and written at once. */
import type { Uuid } from "@innfri/kernel";
import type { WhyNot } from "../engine/act-outcome.ts";
import { allCreditors, type Creditor } from "../engine/creditors.ts";
import { BEFORE_ALL } from "../engine/read-files.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";
import { type ActOutcome, actOnClaims } from "./act-on-claim.ts";

export type ApprovedAll = {
  readonly approved: number;
  readonly refused: readonly ({ readonly claimId: Uuid } & WhyNot)[];
};

type Waiting = { readonly claimId: Uuid; readonly debtorId: Uuid; readonly step: string };

/**
 * Approves every open proposal, of these creditors. `choice` answers the solvency question; without one those
 * questions stay open and are told among the refused. Collection lists need no yes and are left alone.
 */
export async function approveAll(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  request: { readonly creditorIds: readonly Uuid[]; readonly choice: string | null },
  actor: string,
  now: Date,
  options: { readonly pageSize?: number; readonly onPage?: (claims: number) => void } = {},
): Promise<ApprovedAll> {
  let approved = 0;
  const refused: ({ readonly claimId: Uuid } & WhyNot)[] = [];
  for (const creditor of await allCreditors(installation.pool)) {
    if (!request.creditorIds.includes(creditor.creditorId)) continue;
    for await (const page of waiting(installation, creditor, options.pageSize ?? 500)) {
      const outcomes = await approvePage(installation, creditor, page, request.choice, actor, now);
      outcomes.forEach((outcome, index) => {
        if (outcome.kind === "done") approved += 1;
        else refused.push({ ...outcome, claimId: page[index]!.claimId });
      });
      options.onPage?.(page.length);
    }
  }
  return { approved, refused };
}

/** A solvency question takes the choice; any other proposal has none. */
async function approvePage(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditor: Creditor,
  page: readonly Waiting[],
  choice: string | null,
  actor: string,
  now: Date,
): Promise<ActOutcome[]> {
  const outcomes = new Map<Uuid, ActOutcome>();
  for (const [isQuestion, targets] of Map.groupBy(page, ({ step }) => step === "solvency")) {
    const act = { kind: "approve", choice: isQuestion ? choice : null } as const;
    const done = await actOnClaims(installation, creditor, targets, act, actor, now);
    for (const [index, { claimId }] of targets.entries()) outcomes.set(claimId, done[index]!);
  }
  return page.map(({ claimId }) => outcomes.get(claimId)!);
}

/** What is open of a creditor, whether or not it is one of those that need a yes. */
type Open = Waiting & { readonly isAsked: boolean };

/** Pages in the order of the claims' ids, so that what stays open is not met again. */
async function* waiting(
  { pool }: Pick<Installation, "pool">,
  { creditorId }: Creditor,
  size: number,
): AsyncGenerator<readonly Waiting[]> {
  for (let after = BEFORE_ALL; ; ) {
    const open = await withCreditor(pool, creditorId, (tx) => openAfter(tx, creditorId, after, size));
    const last = open.at(-1);
    if (last === undefined) return;
    const page = open.filter(({ isAsked }) => isAsked);
    if (page.length > 0) yield page;
    after = last.claimId;
  }
}

/** So that every page begins where it begins, like the pages of files (`readFilesAfter`). */
function openAfter(tx: Tx, creditorId: Uuid, after: Uuid, limit: number): Promise<Open[]> {
  return tx.many<Open>(sql`
    select i.claim_id as "claimId", c.debtor_id as "debtorId", i.step,
      a.kind = 'proposals' and n.state = 'open' as "isAsked"
    from (select claim_id, approval_id, proposal ->> 'step' as step from approval_item
          where creditor_id = ${creditorId}::uuid and state = 'open' and claim_id > ${after}::uuid
          order by claim_id limit ${limit}::int) i
    cross join lateral (select kind from approval
      where creditor_id = ${creditorId}::uuid and approval_id = i.approval_id offset 0) a
    cross join lateral (select debtor_id from claim
      where creditor_id = ${creditorId}::uuid and claim_id = i.claim_id offset 0) c
    cross join lateral (select state from claim_now
      where creditor_id = ${creditorId}::uuid and claim_id = i.claim_id offset 0) n
    order by i.claim_id`);
}
