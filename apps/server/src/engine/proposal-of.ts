/** The newest proposal of a claim, as its chain tells: put before a person, approved, stopped, postponed or lapsed. */
import type { PlanStepKind, Proposal, StoredEvent } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";

export type ProposalState = Proposal & { readonly approvalId: string; readonly choice: string | null };

/** `proposed`: the step waits for a person or for its closing day. */
export type ProposedData = {
  readonly approval: string;
  readonly step: PlanStepKind;
  readonly ordinal: number;
  readonly closesOn: CalendarDate | null;
};
/**
 * `approved`, `stopped`, `postponed`, `held`: what became of it. `approval` is null for what was done outside any
 * proposal. `released`: the proposal that came back, because it had not closed yet; null when none did.
 */
export type DecidedData = { readonly approval: string | null; readonly choice?: string };

export function proposalOf(events: readonly StoredEvent[]): ProposalState | null {
  let newest = null as ProposalState | null;
  for (const { kind, on, data } of events) {
    if (kind === "proposed") {
      const { approval, step, closesOn } = data as unknown as ProposedData;
      newest = { approvalId: approval, step, state: "open", openedOn: on, closesOn, choice: null };
    } else if (kind === "undone") {
      // What was agreed to was agreed for steps that do not count any more.
      newest = null;
    } else if (newest !== null) newest = afterEvent(newest, kind, data as unknown as DecidedData);
  }
  return newest;
}

function afterEvent(proposal: ProposalState, kind: string, data: DecidedData): ProposalState {
  const isMeant = data.approval === proposal.approvalId;
  switch (kind) {
    case "approved":
      return isMeant ? { ...proposal, state: "approved", choice: data.choice ?? null } : proposal;
    case "stopped":
    case "held":
      return isMeant ? { ...proposal, state: "stopped" } : proposal;
    case "postponed":
      return isMeant ? { ...proposal, state: "postponed" } : proposal;
    case "released":
      if (proposal.state === "approved") return proposal;
      return { ...proposal, state: isMeant ? "open" : "lapsed" };
    case "objection":
    case "objection-resolved":
    case "payment-plan":
    case "promise":
    case "application":
    case "attachment-application":
      // Whatever was proposed or agreed to is asked again once that is over.
      return "of" in data ? proposal : { ...proposal, state: "lapsed" };
    case "parked":
    case "closed":
      // What was asked was asked about a claim that could go on; afterwards it is asked again.
      return proposal.state === "open" ? { ...proposal, state: "lapsed" } : proposal;
    default:
      return proposal;
  }
}
