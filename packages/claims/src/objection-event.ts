/** What an objection does to a file, and what becomes of it. */
import type { CalendarDate } from "@innfri/kernel";
import type { Account } from "./account.ts";
import { freshDeadline } from "./deadlines.ts";
import type { FileEvent, FileFacts } from "./facts.ts";

/** A reasonable objection to the whole also ends the costs incurred so far, where the country's law says so. */
export function applyObjection(account: Account, event: FileEvent & { kind: "objection" }): void {
  for (const claim of account.select(event.claim === null ? null : [event.claim])) {
    if (event.scope === "whole") claim.disputedWhole = true;
    else {
      claim.disputedMinor += event.scope;
      claim.partlyDisputedOn = event.on;
    }
    if (event.scope !== "whole" || !event.reasonable || !account.rules.objectionEndsCosts) continue;
    for (const cost of account.costs) {
      const at = cost.claims.indexOf(claim.facts.ref);
      if (at >= 0) cost.claims.splice(at, 1);
      cost.collection?.shares.delete(claim.facts.ref);
    }
  }
}

export function applyObjectionResolved(
  account: Account,
  event: FileEvent & { kind: "objection-resolved" },
): void {
  for (const claim of account.select(event.claim === null ? null : [event.claim])) {
    if (!claim.disputedWhole && claim.disputedMinor === 0n) continue;
    claim.disputedWhole = false;
    claim.disputedMinor = 0n;
    if (event.outcome !== "accepted") claim.freshUntil = freshDeadline(account.rules, event.on);
  }
}

/** What each claim was found never to have been owed, by the objections accepted up to a day. */
export function acceptedBy(facts: FileFacts, day: CalendarDate): ReadonlyMap<string, bigint> {
  const open = new Map<string, bigint>();
  const accepted = new Map<string, bigint>();
  for (const event of facts.events) {
    if (event.on > day) continue;
    if (event.kind !== "objection" && event.kind !== "objection-resolved") continue;
    for (const claim of facts.claims) {
      if (event.claim !== null && event.claim !== claim.ref) continue;
      if (event.kind === "objection") {
        const scope = event.scope === "whole" ? claim.principalMinor : event.scope;
        open.set(claim.ref, (open.get(claim.ref) ?? 0n) + scope);
      } else {
        if (event.outcome === "accepted")
          accepted.set(claim.ref, (accepted.get(claim.ref) ?? 0n) + (open.get(claim.ref) ?? 0n));
        open.delete(claim.ref);
      }
    }
  }
  return accepted;
}
