/** The day a claim becomes too old (reading 11). */
import { no, se } from "@innfri/law/tables";
import { type Day, dayOf, dayText, monthsAfter } from "./calendar.ts";
import type { Claim, Event, Facts } from "./facts.ts";

/** The day on which `ref` becomes too old, as known at the end of `on`. Undefined for a claim that is not there. */
export function limitation(facts: Facts, ref: string, on: string): string | undefined {
  const claim = facts.claims.find((one) => one.ref === ref);
  if (claim === undefined) return undefined;
  const known = dayOf(on);
  const anew = facts.events.map((event) => newStartOf(facts, claim, event));
  const counted = anew.filter((start) => start !== undefined && start <= known) as Day[];
  const start = Math.max(startOf(facts, claim), ...counted);
  const judged = judgedOn(facts, ref).filter((day) => day <= known);
  const afterJudgment = judged.map((day) => monthsAfter(day, 12 * no.LIMITATION_AFTER_JUDGMENT.value));
  return dayText(Math.max(monthsAfter(start, 12 * yearsOf(facts)), ...afterJudgment));
}

/** Norway: the agreed due day as printed, else the invoice's (FOREL §§ 2-3); Sweden: the invoice's (PreskrL 2 §). */
function startOf({ country }: Facts, claim: Claim): Day {
  return dayOf(country === "NO" ? (claim.dueOn ?? claim.issuedOn) : claim.issuedOn);
}

function yearsOf({ country, debtorKind }: Facts): number {
  if (country === "NO") return no.LIMITATION.value;
  return (debtorKind === "consumer" ? se.LIMITATION_CONSUMER : se.LIMITATION).value;
}

/** Norway: the days of judgments, which have years of their own (FOREL § 21). */
function judgedOn({ country, events }: Facts, ref: string): readonly Day[] {
  return events.flatMap((event) =>
    country === "NO" && event.kind === "decision" && isMeant(event.claims, ref) ? [dayOf(event.on)] : [],
  );
}

/** Norway: a written plan (FOREL § 14); a mere payment does not. Sweden: PreskrL 5-7 §§. */
function newStartOf({ country }: Facts, { ref }: Claim, event: Event): Day | undefined {
  switch (event.kind) {
    case "payment-plan":
      return isMeant(event.claims, ref) ? dayOf(event.on) : undefined;
    case "payment":
      return country === "SE" && (event.claim ?? ref) === ref ? dayOf(event.on) : undefined;
    case "letter":
      if (country !== "SE" || event.receivedOn === null || !isMeant(event.claims, ref)) return undefined;
      return dayOf(event.receivedOn);
    case "decision":
      return country === "SE" && isMeant(event.claims, ref) ? dayOf(event.on) : undefined;
    default:
      return undefined;
  }
}

function isMeant(refs: readonly string[] | null, ref: string): boolean {
  return refs === null || refs.includes(ref);
}
