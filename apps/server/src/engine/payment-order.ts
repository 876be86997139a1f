/** What Kronofogden tells of an application for a payment order (sweden.md 6.3): where it stands, and what that changes. */
import {
  endsWithoutDecision,
  legalCostsEnded,
  type MayFollow,
  mayFollow,
  type PAYMENT_ORDER_STATES,
  type PaymentOrderState,
  paymentOrderOf,
} from "@innfri/claims";
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { citationText, RULES } from "@innfri/law";
import type { ActRows, ActSituation } from "./act.ts";
import { type ActOutcome, refused, storedAmounts, type WhyNot } from "./act-outcome.ts";
import type { ClaimDraft } from "./claim-draft.ts";
import { covered } from "./covered.ts";
import { type ObjectAct, object, whyNoObjection } from "./objections.ts";
import { accountBefore, type NewFact, recordFacts } from "./record-facts.ts";

export type PaymentOrderAct = {
  readonly kind: "payment-order";
  readonly state: (typeof PAYMENT_ORDER_STATES)[number];
  readonly on: CalendarDate;
  /** Of what is contested in part. */
  readonly contestedMinor?: bigint;
  readonly caseNumber?: string;
};

/** The same for every claim of the application. */
export function recordPaymentOrder(rows: ActRows, act: PaymentOrderAct, at: ActSituation): ActOutcome {
  const { draft, clock, context } = at;
  const { state, on, caseNumber } = act;
  if (context.country !== "SE") return refused("a payment order is Kronofogden's, in Sweden");
  if (on > clock.today) return refused(`${on} has not come yet: it is ${clock.today}`);
  const why = whyNotNow(at.file.events, draft.before.claimId, state, on);
  if (why !== null) return refused(why);
  const { contestedMinor } = act;
  if ((contestedMinor !== undefined) !== (state === "partly-contested"))
    return refused("what is contested in part is said by its amount, and only that");
  const chosen = ofTheApplication(at);
  if (contestedMinor !== undefined && chosen.length > 1)
    return refused({
      reason:
        "the application covers several invoices: record an objection to each of them, which says what is disputed of it",
      hint: "innfri object",
    });
  const refs = chosen.map(({ before }) => before.claimId);
  const ended = covered(() =>
    endsWithoutDecision(state) ? legalCostsEnded(accountBefore(at, draft.before), refs, on) : [],
  );
  if (ended.kind === "outside") return refused(`what it comes to cannot be computed: ${ended.because}`);
  const facts = chosen.map((one): NewFact => {
    const changed = ended.value.filter(({ claim }) => claim === one.before.claimId);
    const number = caseNumber === undefined ? {} : { caseNumber };
    const data = { state, ...number, ...(changed.length === 0 ? {} : { changed: storedAmounts(changed) }) };
    return { draft: one, kind: "payment-order", data, on };
  });
  const isContested = state === "contested" || state === "partly-contested";
  const scope = contestedMinor ?? "whole";
  const objections = (isContested ? chosen : []).map((one) => {
    const own = { ...at, draft: one, proposal: at.file.proposals.get(one.before.claimId) ?? null };
    const objection: ObjectAct = { kind: "object", scope, reasonable: true, received: on };
    return { own, objection, why: whyNoObjection(objection, own) };
  });
  const refusal = objections.find(({ why }) => why !== null)?.why ?? null;
  if (refusal !== null && scope !== "whole") return refused(refusal);
  recordFacts(at, draft, facts, { rule: "se.payment-order.withdrawn" });
  for (const { own, objection, why: said } of objections) {
    // Whoever objected to it before has said the same already.
    if (said === null) object(rows, objection, own);
  }
  const gone = ended.value.reduce((sum, { minor }) => sum - minor, 0n);
  const costs = gone === 0n ? "" : `; ${formatMinor(gone)} of its costs falls away`;
  return { kind: "done", what: `the payment order is recorded as ${wordOf(state)} on ${on}${costs}` };
}

/** Why a state cannot come on a day; null when it can. */
export function whyNotNow(
  events: Parameters<typeof paymentOrderOf>[0],
  ref: string,
  state: PaymentOrderState,
  on: CalendarDate,
): WhyNot | null {
  const may = mayFollow(paymentOrderOf(events, ref), state, on);
  return may.kind === "may" ? null : whyNot(state, may);
}

function whyNot(state: PaymentOrderState, may: Exclude<MayFollow, { kind: "may" }>): WhyNot {
  switch (may.kind) {
    case "never-applied":
      return {
        reason: "no application is recorded that it could follow",
        hint: "innfri record CLAIM --application --on DATE",
      };
    case "not-after":
      return {
        reason: `${wordOf(state)} does not follow on ${wordOf(may.standing.state)}, which it has been since ${may.standing.on}`,
      };
    case "before":
      return {
        reason: `it was ${wordOf(may.standing.state)} on ${may.standing.on}: what follows is no earlier`,
      };
    case "too-late": {
      const { citation, title } = RULES[may.deadline.rule];
      return {
        reason: `that had to come by ${may.deadline.on}. ${title} (${citationText(citation)})`,
        rule: may.deadline.rule,
      };
    }
  }
}

/** `supplement requested`. */
export function wordOf(state: PaymentOrderState): string {
  return state.replaceAll("-", " ");
}

/** The claims of the application that the named claim is in. */
function ofTheApplication({ file, draft, drafts }: ActSituation): readonly ClaimDraft[] {
  const application = (ref: string) =>
    file.events.findLast(({ claim, kind }) => claim === ref && kind === "application")?.data.legal;
  const own = application(draft.before.claimId);
  return [...drafts.values()].filter(
    (one) => one === draft || (one.state !== "closed" && application(one.before.claimId) === own),
  );
}
