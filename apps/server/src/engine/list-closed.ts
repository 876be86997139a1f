/** Whether a claim's collection list has closed for its creditor, and the demand is still to come. */
import type { ActSituation } from "./act.ts";
import { type ActOutcome, refused } from "./act-outcome.ts";
import type { DecidedData } from "./proposal-of.ts";

/** A list that has closed takes no more stops (S30); what the debtor does still wins (D4). */
export function listClosed(at: ActSituation): ActOutcome | null {
  const { proposal, closesAt, clock, shown } = at;
  if (proposal?.step !== "collection-list" || closesAt === null || clock.nowAt < closesAt) return null;
  if (proposal.state !== "open" && !(proposal.state === "approved" && isStillToCome(at))) return null;
  return refused({
    reason:
      `the collection list closed ${shown(closesAt)}, and it is ${shown(clock.nowAt)}: the claim goes to collection ` +
      "and was not changed. A payment or an objection still stops it",
    hint: "innfri pay FILE, innfri stop CLAIM --disputed",
  });
}

/** Nothing was done since the list was agreed to. */
function isStillToCome({ file, draft, proposal }: ActSituation): boolean {
  const own = file.events.filter(({ claim }) => claim === draft.before.claimId);
  const agreed = own.findLastIndex(
    ({ kind, data }) =>
      kind === "approved" && (data as unknown as DecidedData).approval === proposal?.approvalId,
  );
  return !own.slice(agreed + 1).some(({ kind }) => kind === "letter" || kind === "step");
}
