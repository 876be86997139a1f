/** What people agree to and claim besides the plan's steps: payment plans, late-payment compensation, legal steps. */
import {
  type Account,
  accountOn,
  type ChargingEvent,
  chargesFor,
  compensationFor,
  isPermitted,
  isPlanFeeDoubted,
  obstacleText,
  type PostedCharge,
  planFeesEnded,
  type Verdict,
  verdictOn,
} from "@innfri/claims";
import { addYears, type CalendarDate, derivedId, formatMinor, type Json } from "@innfri/kernel";
import { citationText, RULES, type SignOffStep } from "@innfri/law";
import type { ActRows, ActSituation } from "./act.ts";
import { type ActOutcome, refused, storedAmounts, type WhyNot } from "./act-outcome.ts";
import { type AgreedPrice, postPrice, priceWords } from "./agreed-price.ts";
import { barredBy } from "./barred.ts";
import type { ClaimDraft } from "./claim-draft.ts";
import { covered } from "./covered.ts";
import { whyNotNow as whyNotYet } from "./payment-order.ts";
import { accountBefore, type NewFact, recordedFacts, recordFacts } from "./record-facts.ts";

export type AgreeAct = {
  readonly kind: "agree";
  readonly instalments: number;
  readonly firstOn?: CalendarDate;
  readonly wholeDebt: boolean;
  /** Other claims of the same customer that it covers. */
  readonly also?: readonly string[];
  /** The interest to come, where the instalments are to cover that too. */
  readonly comingMinor?: bigint;
};
export type CompensateAct = { readonly kind: "compensate" };
export const LEGAL_STEPS = ["application", "attachment", "decision", "enforcement"] as const;
export type RecordAct = {
  readonly kind: "record";
  readonly step: (typeof LEGAL_STEPS)[number];
  readonly on: CalendarDate;
  readonly also?: readonly string[];
  /** What it costs the creditor by its agreement. */
  readonly price?: AgreedPrice | null;
};

/** A written plan: a hold while it runs, its fee where the law knows one, and limitation anew. */
export function agree(rows: ActRows, act: AgreeAct, at: ActSituation): ActOutcome {
  const { draft, file, clock } = at;
  const { today } = clock;
  const terms = termsOf(act, at);
  if ("reason" in terms) return refused(terms);
  const { chosen, charges, totalMinor, owedOf, isDoubted } = terms;
  const { instalments, wholeDebt, comingMinor } = act;
  const instalment = formatMinor((totalMinor + BigInt(instalments) - 1n) / BigInt(instalments));
  const coming = comingMinor === undefined ? {} : { coming: formatMinor(comingMinor) };
  const schedule =
    act.firstOn === undefined
      ? {}
      : { firstOn: act.firstOn, instalment, total: formatMinor(totalMinor), ...coming };
  const plan = derivedId(today, "payment-plan", draft.before.claimId, String(draft.headSeq));
  const facts = chosen.map((one): NewFact => {
    const holdId = derivedId(today, "hold", one.before.claimId, String(one.headSeq));
    const { claimId } = one.before;
    // The plan says from now on when it is paid.
    for (const { holdId: promised, claim, kind } of file.holds)
      if (claim === claimId && kind === "promise") rows.holdEnds.push({ holdId: promised, endedOn: today });
    rows.holds.push({
      holdId,
      debtorId: file.debtorId,
      claimId,
      kind: "payment-plan",
      fromOn: today,
      untilOn: null,
      textId: null,
    });
    return {
      draft: one,
      kind: "payment-plan",
      data: {
        plan,
        instalments,
        wholeDebt,
        ...schedule,
        ...(act.firstOn === undefined ? {} : { share: formatMinor(owedOf(claimId)) }),
        hold: holdId,
        approval: withdrawn(rows, at, one),
        charges: stored(charges, claimId),
      },
    };
  });
  recordFacts(at, draft, facts, { plan });
  return {
    kind: "done",
    what: `a payment plan of ${instalments} instalments runs${feeWords(charges)}${isDoubted ? NO_FEE_YET : ""}; ${whenMissed(act, instalment)}`,
    hint: "innfri release ends it",
  };
}

const NO_FEE_YET = ` (before the demand for payment it is doubtful whether a plan bears a fee: ${citationText(RULES["no.plan-fee"].citation)} against ${citationText(RULES["no.recovery-costs.paid-in-time"].citation)})`;

type PlanTerms = {
  readonly chosen: readonly ClaimDraft[];
  readonly charges: readonly PostedCharge[];
  /** With the plan's fee, and the interest to come where that is part of it. */
  readonly totalMinor: bigint;
  /** What of it each claim owes today. */
  readonly owedOf: (claimId: string) => bigint;
  /** Whether a fee is left out because the law is not clear about it. */
  readonly isDoubted: boolean;
};

/** What a plan is about and comes to, or why none can be agreed. */
function termsOf(act: AgreeAct, at: ActSituation): PlanTerms | WhyNot {
  const { today } = at.clock;
  if (act.firstOn !== undefined && act.firstOn < today)
    return { reason: `a first instalment on ${act.firstOn} has passed: it is ${today}` };
  const latestOn = addYears(today, 1);
  if (act.firstOn !== undefined && act.firstOn > latestOn)
    return { reason: `a first instalment on ${act.firstOn} is too far away: the latest is ${latestOn}` };
  const planned = plannedClaims(act, at);
  if ("reason" in planned) return planned;
  const { chosen, account } = planned;
  const refs = chosen.map(({ before }) => before.claimId);
  const { instalments, wholeDebt, comingMinor = 0n } = act;
  const event = { kind: "payment-plan" as const, on: today, instalments, wholeDebt, claims: refs };
  const found = covered(() => {
    const charges = mayCharge(at, "plan") ? chargesFor(account, event) : [];
    const owedOf = (ref: string) =>
      charges
        .filter(({ claim }) => claim === ref)
        .reduce((sum, { minor }) => sum + minor, account.openOn(ref, today));
    const totalMinor = refs.reduce((sum, ref) => sum + owedOf(ref), comingMinor);
    return { charges, isDoubted: isPlanFeeDoubted(account, event), totalMinor, owedOf };
  });
  if (found.kind === "outside") return { reason: `what it costs cannot be computed: ${found.because}` };
  return { chosen, ...found.value };
}

/** The claims that a plan would cover, as they stand today; or why they can be under none. */
export function plannedClaims(
  act: Pick<AgreeAct, "also" | "wholeDebt">,
  at: ActSituation,
): { readonly chosen: readonly ClaimDraft[]; readonly account: Account } | WhyNot {
  const { draft, file } = at;
  const barred = barredBy(at);
  if (barred !== null) return barred;
  const chosen = together(at, act.also);
  if (typeof chosen === "string") return { reason: chosen };
  const held = chosen.find(({ before }) =>
    file.holds.some(({ claim, kind }) => claim === before.claimId && kind === "payment-plan"),
  );
  if (held !== undefined)
    return { reason: `invoice ${held.before.invoice.number} is under a payment plan already` };
  if (act.wholeDebt) {
    const left = [...at.drafts.values()].find(
      (one) =>
        one.state !== "closed" && one.before.currency === draft.before.currency && !chosen.includes(one),
    );
    if (left !== undefined)
      return {
        reason: `a plan for the whole debt covers invoice ${left.before.invoice.number} too: name it with the others`,
      };
  }
  const found = covered(() => {
    const account = accountBefore(at, draft.before);
    // A plan asks for all that it covers: what is disputed is asked for by none, not by its part either (norway.md 5.4).
    const disputed = chosen.find(({ before }) => {
      const { disputedWhole, disputedMinor } = account.claim(before.claimId);
      return disputedWhole || disputedMinor > 0n;
    });
    // What it comes to is asked here too: where the law does not cover it no plan is offered.
    for (const { before } of chosen) account.openOn(before.claimId, at.clock.today);
    return { account, disputed };
  });
  if (found.kind === "outside") return { reason: `what it costs cannot be computed: ${found.because}` };
  const { account, disputed } = found.value;
  if (disputed === undefined) return { chosen, account };
  const { disputedWhole } = account.claim(disputed.before.claimId);
  return {
    reason: disputedWhole
      ? "the claim is disputed: the objection is settled first"
      : `part of invoice ${disputed.before.invoice.number} is disputed: the objection is settled first, and what nobody disputes can be paid meanwhile`,
    hint: "innfri object",
  };
}

function whenMissed({ firstOn }: AgreeAct, instalment: string): string {
  return firstOn === undefined
    ? "without the day of the first nobody notices one that is missed"
    : `each month ${instalment} from ${firstOn}, and one that is missed is put before a person`;
}

/** Late-payment compensation, of a debtor that is no consumer; other costs are set off against it. */
export function compensate(_rows: ActRows, _act: CompensateAct, at: ActSituation): ActOutcome {
  const { draft, clock, file } = at;
  const { claimId } = draft.before;
  const barred = barredBy(at);
  if (barred !== null) return refused(barred);
  if (file.kind === null) return refused("it is not known what the customer is, and a consumer owes none");
  if (!mayCharge(at, "compensation"))
    return refused({ reason: "nobody has confirmed the law it rests on", hint: "innfri law signoff" });
  const found = covered(() => {
    const account = accountBefore(at, draft.before);
    const verdict = verdictOn(account, "compensation", clock.today, [claimId]);
    return isPermitted(verdict)
      ? { verdict, minor: compensationFor(account, claimId, clock.today) }
      : { verdict, minor: null };
  });
  if (found.kind === "outside") return refused(`what it comes to cannot be computed: ${found.because}`);
  const { verdict, minor } = found.value;
  const isClaimed = verdict.kind === "blocked" && verdict.by === "limit-reached";
  if (!isPermitted(verdict) && !isClaimed) return refused(whyNot("compensation", verdict));
  if (minor === null) return refused("late-payment compensation was claimed for it already");
  const before = draft.openCostsMinor;
  const amount = formatMinor(minor);
  recordFacts(at, draft, [{ draft, kind: "compensation", data: { amount } }], { rule: verdict.rule });
  const added = formatMinor(draft.openCostsMinor - before);
  return {
    kind: "done",
    what: `late-payment compensation of ${amount} is claimed; it adds ${added} to the costs`,
  };
}

const EVENT_OF = {
  application: "application",
  attachment: "attachment-application",
  decision: "decision",
  enforcement: "enforcement",
} as const;

/**
 * A legal step that was taken outside of Innfri, with its statutory costs. What an authority has decided is a fact, whatever
 * is the matter with the debtor; what is asked of one is not done from the day on which that is known.
 */
export function record(rows: ActRows, act: RecordAct, at: ActSituation): ActOutcome {
  const { draft, clock, context } = at;
  if (act.on > clock.today) return refused(`${act.on} has not come yet: it is ${clock.today}`);
  const barred = act.step === "decision" ? null : barredBy(at, act.on);
  if (barred !== null) return refused(barred);
  if (act.step === "attachment" && context.country === "SE")
    return refused({
      reason: "in Sweden attachment follows the decision by itself, and enforcement is what is recorded",
      hint: "record --enforcement",
    });
  const chosen = together(at, act.also);
  if (typeof chosen === "string") return refused(chosen);
  const refs = chosen.map(({ before }) => before.claimId);
  const kind = EVENT_OF[act.step];
  const event: ChargingEvent = { kind, on: act.on, claims: refs };
  const found = covered(() => {
    const account = accountOn(recordedFacts(at, draft.before), act.on);
    const charges = mayCharge(at, "court") ? chargesFor(account, event) : [];
    const goesToCourt = kind === "application" || kind === "attachment-application";
    const changed = goesToCourt ? planFeesEnded(account, refs) : [];
    return { why: whyNotNow(at, act, refs), charges, changed };
  });
  if (found.kind === "outside") return refused(`what it costs cannot be computed: ${found.because}`);
  const { why, charges, changed } = found.value;
  if (why !== null) return refused(why);
  const legal = derivedId(clock.today, "legal", draft.before.claimId, String(draft.headSeq));
  // One step for all of them has one price, on the claim that was named.
  const told = postPrice(draft, act.price, act.step);
  const facts = chosen.map((one): NewFact => {
    const { claimId } = one.before;
    const data = {
      ...(one === draft ? told : {}),
      legal,
      approval: withdrawn(rows, at, one),
      charges: stored(charges, claimId),
      changed: stored(changed, claimId),
    };
    return { draft: one, kind, data, on: act.on };
  });
  recordFacts(at, draft, facts, { legal });
  return {
    kind: "done",
    what: `the ${act.step} of ${act.on} is recorded${feeWords(charges)}${priceWords(act.price)}`,
  };
}

/** What stands against a legal step on its day: the law's own waits, or that what it follows was not recorded. */
function whyNotNow(
  at: ActSituation,
  { step, on }: RecordAct,
  refs: readonly string[],
): string | WhyNot | null {
  const account = accountOn(recordedFacts(at, at.draft.before), on);
  for (const ref of refs) {
    const was = (kind: string) =>
      account.played.some((event) => event.kind === kind && "claims" in event && event.claims?.includes(ref));
    if (at.context.country === "SE" && (step === "decision" || step === "enforcement")) {
      const why = whyNotYet(at.file.events, ref, step, on);
      if (why !== null) return why;
      continue;
    }
    if (step === "decision" || step === "enforcement") {
      const follows = step === "decision" ? "application" : "decision";
      const also = step === "enforcement" && was("attachment-application");
      if (!was(follows) && !also) return `no ${follows} is recorded that it could follow`;
      continue;
    }
    if (was(EVENT_OF[step])) return `an ${step} is recorded already`;
    if (step === "attachment" && was("decision")) continue; // on the judgment, not on the demand
    const verdict = verdictOn(account, "court", on, [ref]);
    if (!isPermitted(verdict)) return whyNot(step, verdict);
  }
  return null;
}

function whyNot(
  what: string,
  verdict: Exclude<Verdict, { kind: "permitted" | "permitted-without-fee" }>,
): WhyNot {
  const { citation, title } = RULES[verdict.rule];
  const why =
    verdict.kind === "too-early"
      ? `${what} is not before ${verdict.notBefore}`
      : `no ${what}: ${obstacleText(verdict.by)}`;
  const from = verdict.kind === "too-early" ? { notBefore: verdict.notBefore } : {};
  return { reason: `${why}. ${title} (${citationText(citation)})`, rule: verdict.rule, ...from };
}

/** The named claim and the others, or why they cannot be taken together. */
function together({ draft, drafts }: ActSituation, also: readonly string[] = []): ClaimDraft[] | string {
  const chosen = [draft];
  for (const id of new Set(also)) {
    const other = drafts.get(id);
    if (other === undefined) return "the claims are not one customer's";
    if (other === draft) continue;
    if (other.state === "closed") return `invoice ${other.before.invoice.number} is closed`;
    if (other.before.currency !== draft.before.currency) return "the claims are not in one currency";
    chosen.push(other);
  }
  return chosen;
}

/** Nothing is charged to a real company's debtor by law that nobody has confirmed (D11). */
export function mayCharge({ unconfirmed }: ActSituation, step: SignOffStep): boolean {
  return !unconfirmed.some(({ steps }) => steps.includes(step));
}

/** Takes the claim out of what was proposed: what it was about has changed. */
export function withdrawn(rows: ActRows, { file }: ActSituation, draft: ClaimDraft): string | null {
  const proposal = file.proposals.get(draft.before.claimId);
  if (proposal?.state !== "open") return null;
  rows.approvalItemsDecided.push(draft.itemDecided(proposal.approvalId, "stopped"));
  return proposal.approvalId;
}

function stored(charges: readonly PostedCharge[], claimId: string): Json {
  return storedAmounts(charges.filter(({ claim }) => claim === claimId));
}

function feeWords(charges: readonly PostedCharge[]): string {
  const sum = charges.reduce((all, { minor }) => all + minor, 0n);
  return sum === 0n ? " and costs nothing" : ` and costs ${formatMinor(sum)}`;
}
