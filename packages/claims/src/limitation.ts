/** The day a claim becomes too old, as the law sheets count it. */
import { type CalendarDate, latest } from "@innfri/kernel";
import { no, se } from "@innfri/law";
import type { ClaimFacts, FileEvent, FileFacts } from "./facts.ts";

/**
 * Norway: three years from the agreed due day as printed, else from the invoice's day; a written plan starts it
 * anew, letters and mere payments do not. Sweden: ten years, three against consumers, from the invoice's day; a
 * payment, a plan, a letter shown to have been received and a decision start it anew.
 */
export function limitationOf(facts: FileFacts, claim: ClaimFacts, day: CalendarDate): CalendarDate {
  const since = facts.events.flatMap((event) => restart(facts, event, claim.ref, day));
  if (facts.country === "NO") {
    const start = claim.dueOn ?? claim.issuedOn;
    return no.limitationOn(latest(start, ...since));
  }
  const isConsumer = facts.debtorKind === "consumer";
  return se.limitationOn({ runsFrom: latest(claim.issuedOn, ...since), isConsumer });
}

function restart(facts: FileFacts, event: FileEvent, ref: string, day: CalendarDate): CalendarDate[] {
  if ("claims" in event && event.claims !== null && !event.claims.includes(ref)) return [];
  if ("claim" in event && event.claim !== null && event.claim !== ref) return [];
  const from = event.kind === "letter" ? event.receivedOn : event.on;
  if (from === null || from > day) return [];
  if (event.kind === "payment-plan") return [from];
  if (facts.country === "NO") return [];
  return event.kind === "payment" || event.kind === "letter" || event.kind === "decision" ? [from] : [];
}
