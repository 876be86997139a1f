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
/** `approved`, `stopped`, `postponed`: what became of it. `approval` is null for a stop outside any proposal. */
export type DecidedData = { readonly approval: string | null; readonly choice?: string };

export function proposalOf(events: readonly StoredEvent[]): ProposalState | null {
  let newest = null as ProposalState | null;
  for (const { kind, on, data } of events) {
    if (kind === "proposed") {
      const { approval, step, closesOn } = data as unknown as ProposedData;
      newest = { approvalId: approval, step, state: "open", openedOn: on, closesOn, choice: null };
    } else if (newest !== null && (kind === "approved" || kind === "stopped" || kind === "postponed")) {
      const decided = data as unknown as DecidedData;
      if (decided.approval === newest.approvalId)
        newest = { ...newest, state: kind, choice: decided.choice ?? null };
    } else if (newest !== null && kind === "released" && newest.state !== "approved") {
      newest = { ...newest, state: "lapsed" };
    }
  }
  return newest;
}
