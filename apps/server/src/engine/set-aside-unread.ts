/** A file that cannot even be read: its claims are set aside by their own rows, so that its company's day goes on. */
import type { Uuid } from "@innfri/kernel";
import { defectOf, errorFields, log } from "../log/index.ts";
import { lockFiles, sql, type Tx, withCreditor } from "../store/index.ts";
import { writePage } from "../store/page.ts";
import type { ClaimNowChange } from "../store/rows.ts";
import { link } from "./chain.ts";
import type { RunContext } from "./run-lane.ts";

type SetAside = {
  readonly debtorId: Uuid;
  /** Why it cannot be read. */
  readonly error: unknown;
  /** Told of how many claims it was, in the same transaction. */
  readonly tell: (tx: Tx, claims: number) => Promise<void>;
};

/**
 * Parks the file's open claims, for a person, without loading it. What is too damaged even for that is looked at again
 * the next day: it is told of on every day, and keeps no day from ending.
 */
export async function setAsideUnread(context: RunContext, unread: SetAside): Promise<void> {
  const { pool, creditor, clock } = context;
  const { creditorId } = creditor;
  const { debtorId, error } = unread;
  log.warn("file-parked", { creditor: creditorId, debtor: debtorId, on: clock.today, ...errorFields(error) });
  try {
    await withCreditor(pool, creditorId, (tx) => parkUnread(tx, context, unread));
  } catch (again) {
    log.error("file-parked", {
      creditor: creditorId,
      debtor: debtorId,
      on: clock.today,
      ...errorFields(again),
    });
    await withCreditor(pool, creditorId, async (tx) => {
      await tx.run(sql`
        update file set next_look_on = ${clock.today}::date + 1, version = version + 1
        where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid
          and next_look_on <= ${clock.today}::date`);
      await unread.tell(tx, 0);
    });
  }
}

async function parkUnread(
  tx: Tx,
  { creditor: { creditorId }, clock }: RunContext,
  { debtorId, error, tell }: SetAside,
): Promise<void> {
  const [file] = await lockFiles(tx, creditorId, [debtorId]);
  // Another lane has judged it meanwhile.
  if (file === undefined || file.nextLookOn === null || file.nextLookOn > clock.today) return;
  const claims = await tx.many<Omit<ClaimNowChange, "headSeqBefore">>(sql`
    select n.claim_id as "claimId", n.open_principal_minor as "openPrincipalMinor",
      n.open_interest_minor as "openInterestMinor", n.open_costs_minor as "openCostsMinor",
      n.head_seq as "headSeq", n.head_hash as "headHash", n.closed_on as "closedOn", n.step_count as "stepCount",
      n.entry_count as "entryCount", n.state, n.stage, n.case_id as "caseId"
    from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    where c.creditor_id = ${creditorId}::uuid and c.debtor_id = ${debtorId}::uuid and n.state = 'open'`);
  const data = { rule: "defect", text: `its file cannot be read: ${defectOf(error)}` };
  const by = { happenedOn: clock.today, recordedAt: clock.nowAt, actor: "engine" };
  const parked = claims.map((claim) => {
    const event = link(claim, { ...by, kind: "parked", data });
    const { headSeq: headSeqBefore } = claim;
    const row = {
      ...claim,
      headSeqBefore,
      headSeq: event.seq,
      headHash: event.hash,
      state: "parked",
    } as const;
    return { event, row };
  });
  // What was asked about them cannot be agreed to while nobody can read them.
  await tx.run(sql`
    update approval_item set state = 'lapsed', decided_by = 'engine', decided_at = ${clock.nowAt}::timestamptz
    where creditor_id = ${creditorId}::uuid and state = 'open'
      and claim_id = any(${claims.map(({ claimId }) => claimId)}::uuid[])`);
  await writePage(tx, creditorId, {
    files: [{ debtorId, version: file.version, nextLookOn: null }],
    claims: parked.map(({ row }) => row),
    events: parked.map(({ event }) => event),
  });
  await tell(tx, claims.length);
}
