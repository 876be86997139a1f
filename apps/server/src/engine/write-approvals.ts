/** Proposals and collection lists as rows: what is put before a person, agreed to by silence, or no longer asked. */
import type { Decision } from "@innfri/claims";
import { canonicalJson, derivedId } from "@innfri/kernel";
import { instantIn } from "../clock.ts";
import type * as Row from "../store/rows.ts";
import type { ClaimDraft, Rows } from "./claim-draft.ts";
import type { LoadedFile } from "./load-files.ts";
import type { WriteContext } from "./write-judgement.ts";

/** The instant at which what is asked decides itself; null waits for a person. */
export function closingInstant(
  timeZone: string,
  { closesOn, closesAt }: Decision & { kind: "ask" },
): string | null {
  return closesOn === null ? null : instantIn(timeZone, closesOn, closesAt ?? "08:00");
}

/**
 * One approval for everything of a kind that is put before the creditor on a day and closes together; another for what
 * comes when that list has been sent, since silence agrees only to what was seen.
 */
export function approvalOf(
  context: WriteContext,
  file: LoadedFile,
  decision: Decision & { kind: "ask" },
): Row.ApprovalRow {
  const { clock, creditor } = context;
  const isList = decision.step === "collection-list";
  // A claim stands in an approval once only: asked again on the day it was asked, it gets another one.
  const before = decision.claims.flatMap((ref) => {
    const proposal = file.proposals.get(ref);
    return proposal?.openedOn === clock.today ? [proposal.approvalId] : [];
  });
  const parts = [
    creditor.creditorId,
    decision.step,
    decision.closesOn ?? "open",
    decision.closesAt ?? "",
    ...before,
  ];
  let approvalId = derivedId(clock.today, "approval", ...parts);
  while (context.sentLists?.has(approvalId) === true)
    approvalId = derivedId(clock.today, "approval", ...parts, "after", approvalId);
  return {
    approvalId,
    kind: isList ? "collection-list" : "proposals",
    openedAt: clock.nowAt,
    decideAt: closingInstant(creditor.timeZone, decision),
    state: "open",
  };
}

/** Puts a step before a person. */
export function ask(
  rows: Rows,
  context: WriteContext,
  file: LoadedFile,
  drafts: ReadonlyMap<string, ClaimDraft>,
  decision: Decision & { kind: "ask" },
): void {
  const { approvalId } = approvalOf(context, file, decision);
  for (const ref of decision.claims) {
    const draft = drafts.get(ref)!;
    lapse(rows, file, draft); // a question about another step, which this one takes the place of
    const proposal = {
      approval: approvalId,
      step: decision.step,
      ordinal: draft.stepCount + 1,
      closesOn: decision.closesOn,
    };
    draft.event("proposed", proposal);
    rows.approvalItems.push({
      approvalId,
      claimId: draft.before.claimId,
      ordinal: draft.stepCount + 1,
      proposalJson: canonicalJson(proposal),
    });
  }
}

/** A proposal that nobody stopped before it closed was agreed to (S31); the chain says so before the step. */
export function agreeBySilence(
  rows: Rows,
  file: LoadedFile,
  draft: ClaimDraft,
  decision: Decision & { kind: "take" },
): void {
  const proposal = file.proposals.get(draft.before.claimId);
  if (proposal === undefined || proposal.state !== "open") return;
  const isFor =
    proposal.step === decision.step || (proposal.step === "collection-list" && decision.step === "demand");
  if (!isFor) return;
  draft.event("approved", { approval: proposal.approvalId, by: "silence" });
  rows.approvalItemsDecided.push(draft.itemDecided(proposal.approvalId, "approved", "silence"));
}

/** A claim that is closed or parked is not asked about any more; its chain says so with that event itself. */
export function lapse(rows: Pick<Rows, "approvalItemsDecided">, file: LoadedFile, draft: ClaimDraft): void {
  const proposal = file.proposals.get(draft.before.claimId);
  if (proposal?.state !== "open") return;
  rows.approvalItemsDecided.push(draft.itemDecided(proposal.approvalId, "lapsed"));
}
