/**
 * What a person does to a claim by hand: approve what was proposed, stop, postpone, release. The same path as a run
 * with a batch of one: the file is locked, loaded, judged by the rules and written with its version guard.
 */
import { addDays, type CalendarDate, derivedId, type Uuid } from "@innfri/kernel";
import { clockOf, instantIn } from "../clock.ts";
import type { FoundClaim } from "../engine/find-claim.ts";
import { type LoadedFile, loadFiles } from "../engine/load-files.ts";
import type { ProposalState } from "../engine/proposal-of.ts";
import { ClaimDraft, emptyRows } from "../engine/write-judgement.ts";
import type { Installation } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";
import { lockFiles, type Page, writePage } from "../store/page.ts";
import type * as Row from "../store/rows.ts";

export type Act =
  | { readonly kind: "approve"; readonly choice: string | null }
  /** `disputed`: the debtor objects, which wins also after the list has closed (D4). */
  | { readonly kind: "stop"; readonly because: "stopped" | "disputed" }
  | { readonly kind: "postpone"; readonly until: CalendarDate }
  | { readonly kind: "release" };

export type ActOutcome =
  | { readonly kind: "done"; readonly what: string }
  | { readonly kind: "refused"; readonly reason: string };

export async function actOnClaim(
  installation: Installation,
  found: FoundClaim,
  act: Act,
  actor: string,
  now: Date,
): Promise<ActOutcome> {
  const { creditor, claimId, debtorId } = found;
  return withCreditor(installation.pool, creditor.creditorId, async (tx) => {
    const locked = await lockFiles(tx, creditor.creditorId, [debtorId]);
    const [file] = await loadFiles(tx, creditor.creditorId, locked, { withClosed: true });
    const claim = file?.claims.find((one) => one.claimId === claimId);
    if (file === undefined || claim === undefined) return refused("the claim does not exist any more");
    if (claim.state === "closed") return refused("the claim is closed: nothing is followed up any more");
    const clock = clockOf(creditor, now);
    const rows = emptyRows();
    const draft = new ClaimDraft(claim, rows, { clock, actor });
    const proposal = file.proposals.get(claimId) ?? null;
    const closed = listClosed(found, proposal, clock.nowAt);
    const outcome = apply(act, { file, draft, proposal, closed, today: clock.today, nowAt: clock.nowAt });
    if (outcome.kind === "refused") return outcome;
    const page: Page = {
      ...rows,
      claims: [draft.row()],
      files: [{ debtorId, version: file.version, nextLookOn: clock.today }],
      ...outcome.page(actor),
    };
    await writePage(tx, creditor.creditorId, page);
    await closeDecided(tx, creditor.creditorId);
    return { kind: "done", what: outcome.what };
  });
}

type Situation = {
  readonly file: LoadedFile;
  readonly draft: ClaimDraft;
  readonly proposal: ProposalState | null;
  /** Why the list takes no more stops; null while it does. */
  readonly closed: string | null;
  readonly today: CalendarDate;
  readonly nowAt: string;
};

type Applied =
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "applied"; readonly what: string; readonly page: (actor: string) => Partial<Page> };

function apply(act: Act, at: Situation): Applied {
  switch (act.kind) {
    case "approve":
      return approve(act.choice, at);
    case "stop":
      return act.because === "stopped" && at.closed !== null
        ? refused(at.closed)
        : hold(at, act.because, null);
    case "postpone":
      if (act.until <= at.today) return refused(`a claim can be postponed to a day after ${at.today}`);
      return at.closed !== null ? refused(at.closed) : hold(at, "postponed", addDays(act.until, -1));
    case "release":
      return release(at);
  }
}

function approve(choice: string | null, at: Situation): Applied {
  const { proposal, draft } = at;
  if (proposal?.state !== "open") return refused("nothing is waiting for approval on this claim");
  if (proposal.step === "collection-list")
    return refused(
      `a collection list needs no approval: what is not stopped goes on after ${proposal.closesOn}`,
    );
  draft.event("approved", {
    approval: proposal.approvalId,
    by: "person",
    ...(choice === null ? {} : { choice }),
  });
  return {
    kind: "applied",
    what: `${proposal.step} is approved`,
    page: (actor) => ({ approvalItemsDecided: [decidedItem(at, proposal, "approved", actor)] }),
  };
}

function hold(
  at: Situation,
  kind: "stopped" | "disputed" | "postponed",
  untilOn: CalendarDate | null,
): Applied {
  const { draft, file, proposal, today } = at;
  const same = file.holds.find(
    (one) => one.claim === draft.before.claimId && one.kind === kind && one.untilOn === untilOn,
  );
  if (same !== undefined) return refused(`the claim is ${kind} already`);
  const open = proposal?.state === "open" ? proposal : null;
  draft.event(kind === "disputed" ? "held" : kind, {
    approval: open?.approvalId ?? null,
    ...(untilOn === null ? {} : { until: untilOn }),
    ...(kind === "disputed" ? { hold: kind } : {}),
  });
  const row: Row.HoldRow = {
    // The hold is what this event of this claim made: it can be made once only.
    holdId: derivedId(today, "hold", draft.before.claimId, String(draft.headSeq)),
    debtorId: file.debtorId,
    claimId: draft.before.claimId,
    kind,
    fromOn: today,
    untilOn,
    textId: null,
  };
  return {
    kind: "applied",
    what: untilOn === null ? `the claim is ${kind}` : `the claim is postponed until ${addDays(untilOn, 1)}`,
    page: (actor) => ({
      holds: [row],
      approvalItemsDecided:
        open === null ? [] : [decidedItem(at, open, kind === "postponed" ? "postponed" : "stopped", actor)],
    }),
  };
}

function release(at: Situation): Applied {
  const { draft, file, today } = at;
  const holds = file.holds.filter(({ claim }) => claim === draft.before.claimId);
  if (holds.length === 0 && draft.state !== "parked") return refused("the claim is neither held nor parked");
  if (draft.state === "parked") {
    draft.state = "open";
    draft.event("unparked", {});
  }
  if (holds.length > 0) draft.event("released", { holds: holds.map(({ kind }) => kind) });
  return {
    kind: "applied",
    what: "the claim is released",
    page: () => ({ holdEnds: holds.map(({ holdId: id }) => ({ holdId: id, endedOn: today })) }),
  };
}

function decidedItem(
  at: Situation,
  proposal: ProposalState,
  state: Row.ApprovalItemDecided["state"],
  actor: string,
): Row.ApprovalItemDecided {
  return {
    approvalId: proposal.approvalId as Uuid,
    claimId: at.draft.before.claimId,
    stateBefore: "open",
    state,
    decidedBy: actor,
    decidedAt: at.nowAt,
  };
}

/** A list that has closed takes no more stops (S30); what the debtor does still wins (D4). */
function listClosed({ creditor }: FoundClaim, proposal: ProposalState | null, nowAt: string): string | null {
  if (proposal?.step !== "collection-list" || proposal.state !== "open" || proposal.closesOn === null)
    return null;
  const closesAt = instantIn(creditor.timeZone, proposal.closesOn, "08:00");
  if (nowAt < closesAt) return null;
  return (
    `the collection list closed on ${proposal.closesOn} at 08:00 and it is now ${nowAt}: the claim goes to collection. ` +
    "A payment or an objection still stops it: innfri pay FILE, or innfri stop CLAIM --disputed"
  );
}

function refused(reason: string): { readonly kind: "refused"; readonly reason: string } {
  return { kind: "refused", reason };
}

/** An approval whose every item has been decided is decided. */
async function closeDecided(tx: Tx, creditorId: Uuid): Promise<void> {
  await tx.run(sql`
    update approval set state = 'decided'
    where creditor_id = ${creditorId}::uuid and state = 'open'
      and not exists (select from approval_item i where i.creditor_id = approval.creditor_id
        and i.approval_id = approval.approval_id and i.state = 'open')`);
}
