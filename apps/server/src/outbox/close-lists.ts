/**
 * A collection list at its instant: what nobody has stopped is agreed to (S31), and the chain of each claim says so.
 * The demand follows on its own day, with whatever still comes before it (D4).
 */
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { ClaimDraft, emptyRows } from "../engine/claim-draft.ts";
import type { Creditor } from "../engine/creditors.ts";
import { loadFiles } from "../engine/load-files.ts";
import { SENT_KEY } from "../engine/sent-lists.ts";
import { GuardFailed, lockFiles, type Pool, sql, type Tx, withCreditor, writePage } from "../store/index.ts";

/** Items agreed to in one transaction. */
const BATCH = 500;
const MOST_TRIES = 5;

/**
 * Closes the lists whose instant the clock has reached, and returns how many claims are agreed to. A list that its
 * creditor was not sent closes for nobody. Safe to do again, and by several processes at once.
 */
export async function closeLists(pool: Pool, creditor: Creditor, clock: Clock): Promise<number> {
  let agreed = 0;
  for (const approvalId of await reachedLists(pool, creditor, clock)) {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const page = await closePage(pool, creditor, clock, approvalId, after);
      agreed += page.agreed;
      if (page.last === null) break;
      after = page.last;
    }
  }
  return agreed;
}

/** The instant of the next list that was sent and closes; null while there is none. */
export async function nextClosingAt(tx: Tx, creditorId: Uuid, { nowAt }: Clock): Promise<string | null> {
  const { at } = await tx.one<{ at: string | null }>(sql`
    select min(decide_at) as at from approval a
    where creditor_id = ${creditorId}::uuid and kind = 'collection-list' and state = 'open' and decide_at > ${nowAt}::timestamptz
      and exists (select from idempotency_key k where k.creditor_id = a.creditor_id
        and k.key = ${SENT_KEY}::text || a.approval_id::text)`);
  return at;
}

async function reachedLists(pool: Pool, { creditorId }: Creditor, clock: Clock): Promise<Uuid[]> {
  return withCreditor(pool, creditorId, async (tx) => {
    const rows = await tx.many<{ approvalId: Uuid }>(sql`
      select approval_id as "approvalId" from approval a
      where creditor_id = ${creditorId}::uuid and kind = 'collection-list' and state = 'open'
        and decide_at <= ${clock.nowAt}::timestamptz
        and exists (select from idempotency_key k where k.creditor_id = a.creditor_id
          and k.key = ${SENT_KEY}::text || a.approval_id::text)
      order by decide_at, approval_id`);
    return rows.map(({ approvalId }) => approvalId);
  });
}

type ClosedPage = {
  readonly agreed: number;
  /** The last claim of a page; null behind the last page, when the list is decided. */
  readonly last: string | null;
};

/** Somebody who got to a file between its reading and its writing: it is read again. */
async function closePage(
  pool: Pool,
  creditor: Creditor,
  clock: Clock,
  approvalId: Uuid,
  after: string,
): Promise<ClosedPage> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withCreditor(pool, creditor.creditorId, (tx) =>
        closeInTransaction(tx, creditor.creditorId, clock, approvalId, after),
      );
    } catch (error) {
      if (!(error instanceof GuardFailed) || tries >= MOST_TRIES) throw error;
    }
  }
}

async function closeInTransaction(
  tx: Tx,
  creditorId: Uuid,
  clock: Clock,
  approvalId: Uuid,
  after: string,
): Promise<ClosedPage> {
  const items = await openItems(tx, creditorId, approvalId, after);
  const last = items.at(-1);
  if (last === undefined) {
    await tx.run(sql`
      update approval a set state = 'decided'
      where creditor_id = ${creditorId}::uuid and approval_id = ${approvalId}::uuid and state = 'open'
        and not exists (select from approval_item i where i.creditor_id = a.creditor_id
          and i.approval_id = a.approval_id and i.state = 'open')`);
    return { agreed: 0, last: null };
  }
  const locked = await lockFiles(tx, creditorId, [...new Set(items.map(({ debtorId }) => debtorId))]);
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const listed = new Set<string>(items.map(({ claimId }) => claimId));
  const rows = emptyRows();
  for (const file of files) {
    // As the chain has it under the lock: what was stopped, paid or disputed by now is not on the list any more.
    let isAgreed = false;
    for (const claim of file.claims.filter(({ claimId }) => listed.has(claimId))) {
      const draft = new ClaimDraft(claim, rows, { clock, actor: "engine" });
      const proposal = file.proposals.get(claim.claimId);
      const isOn = proposal?.approvalId === approvalId && proposal.state === "open" && claim.state === "open";
      if (isOn) {
        draft.event("approved", { approval: approvalId, by: "silence" });
        rows.claims.push(draft.row());
        isAgreed = true;
      }
      const decided = isOn
        ? draft.itemDecided(approvalId, "approved", "silence")
        : draft.itemDecided(approvalId, "lapsed");
      rows.approvalItemsDecided.push(decided);
    }
    const { debtorId, version, nextLookOn } = file;
    if (isAgreed) rows.files.push({ debtorId, version, nextLookOn });
  }
  await writePage(tx, creditorId, rows);
  return { agreed: rows.claims.length, last: last.claimId };
}

function openItems(
  tx: Tx,
  creditorId: Uuid,
  approvalId: Uuid,
  after: string,
): Promise<{ claimId: Uuid; debtorId: Uuid }[]> {
  return tx.many(sql`
    select i.claim_id as "claimId", c.debtor_id as "debtorId"
    from (select claim_id from approval_item
          where creditor_id = ${creditorId}::uuid and approval_id = ${approvalId}::uuid and state = 'open'
            and claim_id > ${after}::uuid
          order by claim_id limit ${BATCH}::int) i
    join claim c on c.creditor_id = ${creditorId}::uuid and c.claim_id = i.claim_id
    order by i.claim_id`);
}
