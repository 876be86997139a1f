/** A file as it stood at the end of a past day: what happened later is taken away again, and the state folded anew. */
import type { StoredEvent } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";
import { dayIn } from "../clock.ts";
import type { LoadedClaim, LoadedFile } from "./load-files.ts";
import { proposalOf } from "./proposal-of.ts";
import type { PastHold } from "./read-files.ts";

/** An event with what only showing it needs. */
export type ToldEvent = StoredEvent & { readonly recordedAt: string; readonly actor: string };

export type PastFile = Omit<LoadedFile, "events"> & { readonly events: readonly ToldEvent[] };

/**
 * The file at the end of a day. `events` are those of all its claims, whole chains; a claim that was not registered
 * by then is not in it.
 */
export function fileAsOf(
  file: LoadedFile,
  events: readonly ToldEvent[],
  holds: readonly PastHold[],
  day: CalendarDate,
  timeZone: string,
): PastFile {
  // What was known by then: money counts from its value day, and is known when the bank's file has come.
  const known = events.filter(
    ({ on, recordedAt }) => on <= day && dayIn(timeZone, new Date(recordedAt)) <= day,
  );
  const eventsOf = Map.groupBy(known, ({ claim }) => claim);
  const claims = file.claims.filter(({ claimId }) => eventsOf.has(claimId));
  return {
    ...file,
    claims: claims.map((claim) => ({ ...claim, ...stateOf(eventsOf.get(claim.claimId) ?? []) })),
    events: known,
    holds: holds.filter(({ fromOn, endedOn }) => fromOn <= day && (endedOn === null || endedOn > day)),
    proposals: new Map(
      claims.flatMap(({ claimId }) => {
        const proposal = proposalOf(eventsOf.get(claimId) ?? []);
        return proposal === null ? [] : [[claimId, proposal]];
      }),
    ),
  };
}

function stateOf(events: readonly StoredEvent[]): Pick<LoadedClaim, "state" | "closedOn"> {
  let state: LoadedClaim["state"] = "open";
  let closedOn: CalendarDate | null = null;
  for (const { kind, on } of events) {
    if (kind === "parked") state = "parked";
    else if (kind === "unparked" || kind === "reopened") state = "open";
    else if (kind === "closed") state = "closed";
    else continue;
    closedOn = state === "closed" ? on : null;
  }
  return { state, closedOn };
}
