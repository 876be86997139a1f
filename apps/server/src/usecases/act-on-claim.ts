/**
 * What a person does to a claim by hand: approve what was proposed, stop, postpone, release. The same path as a run
 * with a batch of one: the file is locked, loaded, judged by the rules and written with its version guard.
 */
import type { Uuid } from "@innfri/kernel";
import { type Clock, clockOf, shownInstant } from "../clock.ts";
import { type Act, type ActRows, type ActSituation, applyAct, emptyActRows } from "../engine/act.ts";
import type { ActOutcome } from "../engine/act-outcome.ts";
import { ClaimDraft } from "../engine/claim-draft.ts";
import { clockUnderLock, dayUnderLock } from "../engine/clock-under-lock.ts";
import { type Creditor, objectionDaysOn } from "../engine/creditors.ts";
import type { FoundClaim } from "../engine/find-claim.ts";
import { type LoadedFile, loadFiles } from "../engine/load-files.ts";
import { unconfirmedLaw } from "../engine/sign-offs.ts";
import { toldWhatCameFirst } from "../engine/too-late.ts";
import type { Installation, Operator } from "../installation.ts";
import {
  GuardFailed,
  sql,
  sqlState,
  type Tx,
  wake,
  withCreditor,
  writeRegistration,
} from "../store/index.ts";
import { lockFiles, writePage } from "../store/page.ts";

export type { Act } from "../engine/act.ts";
export type { ActOutcome } from "../engine/act-outcome.ts";
export { LEGAL_STEPS } from "../engine/agreements.ts";

/** A claim of a creditor with what is to be done to it. */
export type ActOn = Pick<FoundClaim, "creditor" | "claimId" | "debtorId">;

export async function actOnClaim(
  installation: ActInstallation,
  found: ActOn,
  act: Act,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const { claimId, debtorId, creditor } = found;
  const [outcome] = await actOnClaims(installation, creditor, [{ claimId, debtorId }], act, actor, now);
  return outcome!;
}

type ActInstallation = Pick<Installation, "pool"> & { readonly operator: Operator };

type Target = { readonly claimId: Uuid; readonly debtorId: Uuid };

/** Someone who got to the file first: it is read again and judged anew, so many times. */
export const MOST_TRIES = 5;

/** The same act on many claims in one transaction; an outcome for each, in their order. */
export async function actOnClaims(
  { pool, operator }: ActInstallation,
  creditor: Creditor,
  targets: readonly Target[],
  act: Act,
  actor: string,
  now: Date,
): Promise<ActOutcome[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withCreditor(pool, creditor.creditorId, (tx) =>
        actInTransaction(tx, { creditor, operator }, targets, act, actor, now),
      );
    } catch (error) {
      if (!isPassing(error) || tries >= MOST_TRIES) throw error;
    }
  }
}

/** Somebody else was quicker, or two waited for each other and this one gave way. */
export function isPassing(error: unknown): boolean {
  return error instanceof GuardFailed || sqlState(error)?.startsWith("40") === true;
}

/** The same within a transaction of the caller's, which may hold more. A `GuardFailed` is worth another try. */
export async function actInTransaction(
  tx: Tx,
  { creditor, operator }: { readonly creditor: Creditor; readonly operator: Operator },
  targets: readonly Target[],
  act: Act,
  actor: string,
  /** Now; or the clock of a run, for what it does of itself. */
  when: Date | Clock,
): Promise<ActOutcome[]> {
  const { creditorId } = creditor;
  const debtorIds = [...new Set(targets.map(({ debtorId }) => debtorId))];
  const locked = await lockFiles(tx, creditorId, debtorIds);
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const clock =
    when instanceof Date
      ? await clockUnderLock(tx, creditor, clockOf(creditor, when))
      : await dayUnderLock(tx, creditor, when);
  const standing = await standingOf(tx, { creditor, operator }, files, clock);
  const byDebtor = new Map(files.map((file) => [file.debtorId, file]));
  const rows = emptyActRows();
  const draftsByDebtor = new Map(
    files.map((file) => [file.debtorId, draftsOf(file, rows, { clock, actor })]),
  );
  const outcomes = targets.map(({ claimId, debtorId }): ActOutcome => {
    const file = byDebtor.get(debtorId);
    const drafts = draftsByDebtor.get(debtorId);
    const draft = drafts?.get(claimId);
    if (file === undefined || drafts === undefined || draft === undefined)
      return { kind: "refused", reason: "the claim is not there any more" };
    const { events } = file;
    const outcome = applyAct(rows, act, situationOf(file, drafts, draft, standing));
    return toldWhatCameFirst(outcome, act, { events, claimId, today: clock.today });
  });
  const changed = [...draftsByDebtor.values()]
    .flatMap((drafts) => [...drafts.values()])
    .filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return outcomes;
  const touched = new Set(changed.map(({ before }) => before.debtorId));
  await writeActs(
    tx,
    creditorId,
    {
      ...rows,
      claims: changed.map((draft) => draft.row()),
      files: files
        .filter(({ debtorId }) => touched.has(debtorId))
        .map(({ debtorId, version }) => ({ debtorId, version, nextLookOn: clock.today })),
    },
    { clock, actor },
  );
  // What follows from it is done at once where a worker runs, and by the next `innfri run` elsewhere.
  await wake(tx, creditorId, "run");
  return outcomes;
}

/** What every act on claims of these files depends on besides the files. */
export type Standing = Pick<ActSituation, "context" | "unconfirmed" | "clock" | "shown" | "answerDays"> & {
  readonly closes: ReadonlyMap<string, string>;
};

export async function standingOf(
  tx: Tx,
  { creditor, operator }: { readonly creditor: Creditor; readonly operator: Operator },
  files: readonly LoadedFile[],
  clock: Clock,
): Promise<Standing> {
  const { creditorId, country, timeZone, isSandbox } = creditor;
  const [closes, days, unconfirmed] = await Promise.all([
    closingInstants(tx, creditorId, files),
    objectionDaysOn(tx, creditorId, clock.today),
    isSandbox ? [] : unconfirmedLaw(tx, country),
  ]);
  return {
    closes,
    // Agreed upon and no law's (norway.md, section 9).
    answerDays: days.answer,
    unconfirmed,
    context: { country, operator: operator.kind },
    clock,
    shown: (instant) => shownInstant(timeZone, instant),
  };
}

/** A debtor's file, locked, and the clock by which something is done to it. */
export async function fileUnderLock(tx: Tx, creditor: Creditor, debtorId: Uuid, begunBy: Clock) {
  const locked = await lockFiles(tx, creditor.creditorId, [debtorId]);
  const [file] = await loadFiles(tx, creditor.creditorId, locked, { withClosed: true });
  if (file === undefined) throw new Error(`debtor ${debtorId} has no file`);
  return { file, clock: await clockUnderLock(tx, creditor, begunBy) };
}

export function draftsOf(
  file: LoadedFile,
  rows: ActRows,
  by: { readonly clock: Clock; readonly actor: string },
): ReadonlyMap<string, ClaimDraft> {
  return new Map(file.claims.map((claim) => [claim.claimId as string, new ClaimDraft(claim, rows, by)]));
}

export function situationOf(
  file: LoadedFile,
  drafts: ReadonlyMap<string, ClaimDraft>,
  draft: ClaimDraft,
  { closes, ...standing }: Standing,
): ActSituation {
  const proposal = file.proposals.get(draft.before.claimId) ?? null;
  const closesAt = proposal === null ? null : (closes.get(proposal.approvalId) ?? null);
  return { ...standing, today: standing.clock.today, file, drafts, draft, proposal, closesAt };
}

/** When the proposals of these files decide themselves, by approval. */
async function closingInstants(
  tx: Tx,
  creditorId: Uuid,
  files: readonly LoadedFile[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [
    ...new Set(files.flatMap(({ proposals }) => [...proposals.values()].map(({ approvalId }) => approvalId))),
  ];
  if (ids.length === 0) return new Map();
  const rows = await tx.many<{ approvalId: string; decideAt: string }>(sql`
    select approval_id as "approvalId", decide_at as "decideAt" from approval
    where creditor_id = ${creditorId}::uuid and approval_id = any(${ids}::uuid[]) and decide_at is not null`);
  return new Map(rows.map(({ approvalId, decideAt }) => [approvalId, new Date(decideAt).toISOString()]));
}

type By = { readonly clock: Clock; readonly actor: string };

export async function writeActs(tx: Tx, creditorId: Uuid, rows: ActRows, by: By): Promise<void> {
  const { texts, objections, objectionSteps, objectionsAnswered, itemsReopened, ...page } = rows;
  await writePage(tx, creditorId, page);
  if (texts.length > 0) await writeRegistration(tx, creditorId, { freeTexts: texts });
  for (const row of objections) await insertObjection(tx, creditorId, row);
  for (const row of objectionSteps) await insertObjectionStep(tx, creditorId, row, by);
  for (const { claimId, answeredOn } of objectionsAnswered)
    await tx.run(sql`
      update objection set answered_on = ${answeredOn}::date
      where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid and answered_on is null`);
  for (const { approvalId, claimId, stateBefore } of itemsReopened) {
    const written = await tx.run(sql`
      update approval_item set state = 'open', decided_by = null, decided_at = null
      where creditor_id = ${creditorId}::uuid and approval_id = ${approvalId}::uuid and claim_id = ${claimId}::uuid
        and state = ${stateBefore}`);
    if (written !== 1) throw new GuardFailed({ table: "approval_item", sent: 1, written });
  }
  await settleApprovals(tx, creditorId, [
    ...rows.approvalItemsDecided.map(({ approvalId }) => approvalId),
    ...itemsReopened.map(({ approvalId }) => approvalId),
  ]);
}

async function insertObjection(tx: Tx, creditorId: Uuid, row: ActRows["objections"][number]): Promise<void> {
  await tx.run(sql`
    insert into objection (creditor_id, objection_id, debtor_id, claim_id, extent, amount_minor, received_on, answer_by,
      text_id, reason, invoice_lines, after_handover)
    values (${creditorId}::uuid, ${row.objectionId}::uuid, ${row.debtorId}::uuid, ${row.claimId}::uuid, ${row.extent},
      ${row.amountMinor}::bigint, ${row.receivedOn}::date, ${row.answerBy}::date, ${row.textId}::uuid, ${row.reason},
      ${row.invoiceLines === null ? null : [...row.invoiceLines]}::int[], ${row.afterHandover}::boolean)`);
}

/** Somebody else who has written this step of it first has got there before: it is read again. */
async function insertObjectionStep(
  tx: Tx,
  creditorId: Uuid,
  row: ActRows["objectionSteps"][number],
  { clock, actor }: By,
): Promise<void> {
  const written = await tx.run(sql`
    insert into objection_step (creditor_id, objection_id, step_no, kind, taken_on, recorded_at, actor, due_on, text_id,
      data, mail_to)
    values (${creditorId}::uuid, ${row.objectionId}::uuid, ${row.stepNo}::int, ${row.kind}, ${row.takenOn}::date,
      ${clock.nowAt}::timestamptz, ${actor}, ${row.dueOn}::date, ${row.textId}::uuid, ${JSON.stringify(row.data)}::jsonb,
      ${row.mailTo})
    on conflict do nothing`);
  if (written !== 1) throw new GuardFailed({ table: "objection_step", sent: 1, written });
}

/** An approval is decided when every item of it is, and open again when one comes back. */
async function settleApprovals(tx: Tx, creditorId: Uuid, ids: readonly Uuid[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    update approval a set state = case when exists (select from approval_item i where i.creditor_id = a.creditor_id
      and i.approval_id = a.approval_id and i.state = 'open') then 'open' else 'decided' end
    from (select approval_id from approval
      where creditor_id = ${creditorId}::uuid and approval_id = any(${[...new Set(ids)]}::uuid[])
      order by approval_id for update) own
    where a.creditor_id = ${creditorId}::uuid and a.approval_id = own.approval_id`);
}
