/** A yes to everything that waits for one, in pages: many files are locked, judged and written at once. */
import type { Uuid } from "@innfri/kernel";
import { allCreditors, type Creditor } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, withCreditor } from "../store/index.ts";
import { type ActOutcome, actOnClaims } from "./act-on-claim.ts";

export type ApprovedAll = {
  readonly approved: number;
  readonly refused: readonly { readonly claimId: Uuid; readonly reason: string }[];
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
  const refused: { claimId: Uuid; reason: string }[] = [];
  for (const creditor of await allCreditors(installation.pool)) {
    if (!request.creditorIds.includes(creditor.creditorId)) continue;
    for await (const page of waiting(installation, creditor, options.pageSize ?? 500)) {
      const outcomes = await approvePage(installation, creditor, page, request.choice, actor, now);
      outcomes.forEach((outcome, index) => {
        if (outcome.kind === "done") approved += 1;
        else refused.push({ claimId: page[index]!.claimId, reason: outcome.reason });
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

/** Pages in the order of the claims' ids, so that what stays open is not met again. */
async function* waiting(
  { pool }: Pick<Installation, "pool">,
  { creditorId }: Creditor,
  size: number,
): AsyncGenerator<readonly Waiting[]> {
  let after: Uuid | null = null;
  for (;;) {
    const from: Uuid | null = after;
    const page: Waiting[] = await withCreditor(pool, creditorId, (tx) =>
      tx.many<Waiting>(sql`
        select i.claim_id as "claimId", c.debtor_id as "debtorId", i.proposal ->> 'step' as step
        from approval_item i
        join approval a on a.creditor_id = i.creditor_id and a.approval_id = i.approval_id
        join claim c on c.creditor_id = i.creditor_id and c.claim_id = i.claim_id
        join claim_now n on n.creditor_id = i.creditor_id and n.claim_id = i.claim_id
        where i.creditor_id = ${creditorId}::uuid and i.state = 'open' and a.kind = 'proposals' and n.state = 'open'
          and (${from}::uuid is null or i.claim_id > ${from}::uuid)
        order by i.claim_id limit ${size}::int`),
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.claimId;
  }
}
