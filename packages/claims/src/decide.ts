/**
 * What happens to a file today: every claim gets a step, a wait, a hold, an ending or a person to look at it, each
 * with its reason. Pure: the same facts, plan and day give the same answer, so tomorrow's date is the preview.
 */
import { addDays, type CalendarDate, formatMinor, latest } from "@innfri/kernel";
import { OutsideCoverage, RULES, type RuleId } from "@innfri/law";
import { type Account, accountOn, type ClaimState } from "./account.ts";
import { maxOf } from "./amount.ts";
import type {
  Because,
  ClaimProgress,
  CreditorRules,
  Decision,
  DecisionFile,
  Judgement,
  PlanReason,
  Proposal,
} from "./decision.ts";
import type { Letter, PostedCharge } from "./facts.ts";
import type { PlanStep } from "./plan.ts";
import { type Anchors, closingDay, dueDay, termDeadline } from "./schedule.ts";
import { statementOn } from "./statement.ts";
import type { Permitted } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

/** Judges a file on a day. Throws only on a defect; what the tables do not cover parks its claims. */
export function decide(file: DecisionFile, rules: CreditorRules, today: CalendarDate): Judgement {
  if (file.debtorKind === null)
    return parkAll(
      file,
      "debtor.kind",
      "it is not known whether the debtor is a person, a business or a public body",
    );
  try {
    return judge(file, rules, today);
  } catch (error) {
    if (error instanceof OutsideCoverage) return parkAll(file, "coverage", error.message);
    throw error;
  }
}

function parkAll(file: DecisionFile, rule: RuleId | PlanReason, text: string): Judgement {
  const decisions = file.claims.map(
    ({ ref }): Decision => ({ kind: "park", claim: ref, because: { rule, text } }),
  );
  return { decisions, nextLookOn: null };
}

/** A step that a claim is ready for today. */
type Ready = { readonly claim: ClaimProgress; readonly step: PlanStep };

/** What is to be done about one claim, or that it is ready for a step. */
type Answered = Exclude<Decision, { kind: "take" | "ask" }>;
type ReadyNow = Ready & { readonly kind: "ready" };
type AskFirst = Ready & { readonly kind: "ask-first"; readonly closesOn: CalendarDate | null };
type ClaimAnswer = Answered | ReadyNow | AskFirst;

function judge(file: DecisionFile, rules: CreditorRules, today: CalendarDate): Judgement {
  const account = accountOn(file.facts, today);
  const answers = file.claims.map((claim) => answerFor(account, file, claim, rules, today));
  const ready = answers.filter((answer): answer is ReadyNow => answer.kind === "ready");
  const decisions: Decision[] = answers.filter(
    (answer): answer is Answered => answer.kind !== "ready" && answer.kind !== "ask-first",
  );
  decisions.push(...asks(answers.filter((answer): answer is AskFirst => answer.kind === "ask-first")));
  for (const together of byStep(ready)) decisions.push(...take(account, together, rules, today));
  return { decisions, nextLookOn: nextLook(account, file, rules, decisions, today) };
}

// --- one claim --------------------------------------------------------------------------------------------------

function answerFor(
  account: Account,
  file: DecisionFile,
  claim: ClaimProgress,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer {
  const { ref } = claim;
  const state = account.claim(ref);
  const closed = closing(account, claim, state, rules, today);
  if (closed !== null) return closed;
  const hold = file.holds.find(
    (h) =>
      (h.claim === null || h.claim === ref) &&
      h.fromOn <= today &&
      (h.untilOn === null || today <= h.untilOn),
  );
  if (hold !== undefined) {
    const until = hold.untilOn === null ? null : addDays(hold.untilOn, 1);
    return {
      kind: "held",
      claim: ref,
      by: hold.kind,
      until,
      because: reason("plan.hold", `held: ${hold.kind}`),
    };
  }
  const left = leftAlone(claim, state, rules, today);
  if (left !== null) return left;
  return nextStep(account, claim, state, rules, today);
}

/** Nothing is owed any more, or what is left is a rest that is waived (D13). */
function closing(
  account: Account,
  claim: ClaimProgress,
  state: ClaimState,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer | null {
  const { totalMinor: restMinor, lines } = statementOn(account, [claim.ref], today);
  if (restMinor === 0n)
    return {
      kind: "close",
      claim: claim.ref,
      reason: "paid",
      waivedMinor: 0n,
      lines: [],
      because: reason("plan.paid", "nothing is owed any more"),
    };
  if (restMinor > rules.waivedRestMinor || claim.lastLetterTotalMinor === null) return null;
  const letterPaid = claim.paidSinceLetterInTimeMinor >= claim.lastLetterTotalMinor;
  if (!letterPaid && state.principalMinor > 0n) return null;
  const text = `a rest of ${formatMinor(restMinor)} is waived: ${letterPaid ? "the letter's sum was paid in time" : "the principal is paid"}`;
  return {
    kind: "close",
    claim: claim.ref,
    reason: "waived",
    waivedMinor: restMinor,
    lines,
    because: reason("residual.waived", text),
  };
}

/** The creditor's own limits. */
function leftAlone(
  claim: ClaimProgress,
  state: ClaimState,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer | null {
  const held = (by: string, rule: PlanReason, text: string): ClaimAnswer => ({
    kind: "held",
    claim: claim.ref,
    by,
    until: null,
    because: reason(rule, text),
  });
  if (rules.isExcluded) return held("excluded", "plan.excluded", "the customer is excluded by the creditor");
  if (rules.excludedInvoices.includes(claim.invoiceNumber))
    return held("excluded", "plan.excluded", "the invoice is excluded by the creditor");
  if (state.principalMinor < rules.minimumMinor)
    return held(
      "minimum",
      "plan.minimum",
      `below the creditor's minimum of ${formatMinor(rules.minimumMinor)}`,
    );
  const since = state.countedFrom ?? state.facts.issuedOn;
  if (claim.taken.length === 0 && rules.lookBackDays !== null && since < addDays(today, -rules.lookBackDays))
    return held(
      "look-back",
      "plan.look-back",
      `fell due on ${since}, more than ${rules.lookBackDays} days ago`,
    );
  return null;
}

function nextStep(
  account: Account,
  claim: ClaimProgress,
  state: ClaimState,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer {
  const { ref } = claim;
  if (state.countedFrom === null)
    return {
      kind: "park",
      claim: ref,
      because: {
        rule: account.facts.country === "NO" ? "no.interest.start" : "se.interest.start",
        text: "no due day was agreed and no written demand is known",
      },
    };
  const listClosed = closedList(claim, today);
  const step = remaining(account, claim, rules).find(
    ({ step: kind }) => kind !== "collection-list" || listClosed === null,
  );
  if (step === undefined)
    return {
      kind: "wait",
      claim: ref,
      until: null,
      next: null,
      because: reason("plan.done", "the plan has no further step"),
    };
  const { calendar } = account.rules;
  const due = dueDay(step, anchorsOf(claim, state.countedFrom, listClosed), calendar);
  const wait = (until: CalendarDate | null, because: Because): ClaimAnswer => ({
    kind: "wait",
    claim: ref,
    until,
    next: step.step,
    because,
  });
  if (due === null) return wait(null, reason("plan.wait", `${step.step}: what it follows has not happened`));
  if (today < due) return wait(due, reason("plan.wait", `${step.step} is due on ${due}`));
  if (isSent(step) && !calendar.isBusinessDay(today)) {
    const until = calendar.nextBusinessDay(today);
    return wait(until, reason("plan.business-day", `nothing is sent before ${until}`));
  }
  return (
    allowed(account, claim, step, due, rules, today) ?? approval(account, claim, step, due, rules, today)
  );
}

/** What the law says about the step; null when it may be taken. */
function allowed(
  account: Account,
  claim: ClaimProgress,
  step: PlanStep,
  _due: CalendarDate,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer | null {
  const { ref } = claim;
  // FI's binding rules on demands have not been read: no real debtor gets a Swedish demand on this sheet alone (D11).
  if (rules.isReal && account.facts.country === "SE" && step.step === "demand")
    return { kind: "park", claim: ref, because: lawReason("se.signoff.fffs-2025-2") };
  const letter = letterOf(step);
  const asked = letter ?? (step.step === "legal" || step.step === "solvency" ? "court" : null);
  if (asked === null) return null;
  const verdict = verdictOn(account, asked, today, [ref]);
  switch (verdict.kind) {
    case "permitted":
    case "permitted-without-fee":
      return null;
    case "too-early":
      return {
        kind: "wait",
        claim: ref,
        until: verdict.notBefore,
        next: step.step,
        because: lawReason(verdict.rule),
      };
    case "blocked":
      if (verdict.by === "objection")
        return { kind: "held", claim: ref, by: "disputed", until: null, because: lawReason(verdict.rule) };
      return {
        kind: "park",
        claim: ref,
        because: { rule: verdict.rule, text: `${step.step} is blocked: ${verdict.by}` },
      };
  }
}

/** Whether a person is asked first, as the plan and the creditor's degree of automation say. */
function approval(
  account: Account,
  claim: ClaimProgress,
  step: PlanStep,
  due: CalendarDate,
  rules: CreditorRules,
  today: CalendarDate,
): ClaimAnswer {
  const ready: ClaimAnswer = { kind: "ready", claim, step };
  if (!isAsked(account, step, rules)) return ready;
  const proposal = claim.proposal?.step === step.step ? claim.proposal : null;
  if (
    proposal === null ||
    proposal.state === "postponed" ||
    proposal.state === "lapsed" ||
    isSpent(proposal, claim)
  )
    return { kind: "ask-first", claim, step, closesOn: closesOn(account, step, due, rules, today) };
  switch (proposal.state) {
    case "approved":
      return ready;
    case "stopped":
      return {
        kind: "held",
        claim: claim.ref,
        by: "stopped",
        until: null,
        because: reason("plan.hold", "stopped by the creditor"),
      };
    case "open": {
      if (proposal.closesOn !== null && proposal.closesOn < today) return ready;
      const until = proposal.closesOn === null ? null : addDays(proposal.closesOn, 1);
      const text =
        proposal.closesOn === null
          ? "waits for a person"
          : `goes by itself after ${proposal.closesOn} unless stopped`;
      return {
        kind: "wait",
        claim: claim.ref,
        until,
        next: step.step,
        because: reason("plan.approval", text),
      };
    }
  }
}

/** A proposal for a step taken before (a list can come twice) does not count again. */
function isSpent(proposal: Proposal, claim: ClaimProgress): boolean {
  return claim.taken.some(({ step, on }) => step === proposal.step && on >= proposal.openedOn);
}

/** The list comes at every level of automation and stands for the demand; legal steps always wait for a person. */
function isAsked(account: Account, step: PlanStep, rules: CreditorRules): boolean {
  switch (step.step) {
    case "collection-list":
    case "legal":
    case "solvency":
      return true;
    case "demand":
      return (
        rules.automation !== "automatic" &&
        !stepsOf(account, rules).some(({ step: kind }) => kind === "collection-list")
      );
    case "reminder":
    case "notice":
      return rules.automation !== "automatic";
    case "follow-up":
    case "heavy":
      return false;
  }
}

function closesOn(
  account: Account,
  step: PlanStep,
  due: CalendarDate,
  rules: CreditorRules,
  today: CalendarDate,
): CalendarDate | null {
  const { calendar } = account.rules;
  if (step.step === "collection-list") return closingDay(step, today, due, calendar);
  if (step.step === "legal" || step.step === "solvency" || rules.automation === "suggest") return null;
  return calendar.addBankingDays(today, rules.approveAfterDays);
}

/** The day on which the claim's collection list closed; null while there is none or it is open. */
function closedList(claim: ClaimProgress, today: CalendarDate): CalendarDate | null {
  const { proposal } = claim;
  const taken = claim.taken.find(({ step }) => step === "collection-list");
  if (taken !== undefined) return taken.payBy;
  if (proposal?.step !== "collection-list" || proposal.closesOn === null || proposal.closesOn >= today)
    return null;
  return proposal.state === "open" || proposal.state === "approved" ? proposal.closesOn : null;
}

function anchorsOf(claim: ClaimProgress, countedFrom: CalendarDate, closedOn: CalendarDate | null): Anchors {
  const deadline =
    claim.taken.findLast(({ step, payBy }) => payBy !== null && step !== "collection-list")?.payBy ?? null;
  return { countedFrom, deadline, closedOn };
}

function stepsOf(account: Account, rules: CreditorRules): readonly PlanStep[] {
  return rules.plan.steps.filter(
    ({ onlyFor }) => onlyFor === undefined || onlyFor === account.facts.operator,
  );
}

/** The plan's steps after the last one taken: a plan is walked forward only. */
function remaining(account: Account, claim: ClaimProgress, rules: CreditorRules): readonly PlanStep[] {
  const steps = stepsOf(account, rules);
  return steps.slice(steps.findLastIndex(({ step }) => claim.taken.some((taken) => taken.step === step)) + 1);
}

function letterOf(step: PlanStep): Letter | null {
  return step.step === "reminder" || step.step === "notice" || step.step === "demand" ? step.step : null;
}

function isSent(step: PlanStep): boolean {
  return letterOf(step) !== null || step.step === "collection-list";
}

// --- the file ---------------------------------------------------------------------------------------------------

function byStep<R extends Ready>(ready: readonly R[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const one of ready) groups.set(one.step.step, [...(groups.get(one.step.step) ?? []), one]);
  return [...groups.values()];
}

function asks(answers: readonly AskFirst[]): Decision[] {
  return byStep(answers).map((together): Decision => {
    const { step, closesOn: closes } = together[0]!;
    const rule = step.step === "collection-list" ? "no.collection-list" : "plan.approval";
    return {
      kind: "ask",
      step: step.step,
      claims: together.map(({ claim }) => claim.ref),
      closesOn: closes,
      closesAt: closes === null ? null : (step.closes?.time ?? "08:00"),
      because:
        rule === "plan.approval" ? reason(rule, "the creditor wants to see it first") : lawReason(rule),
    };
  });
}

/** Takes one step for all claims that are ready together: one letter, one fee (norway.md 3.4; sweden.md 2.2). */
function take(
  account: Account,
  together: readonly Ready[],
  rules: CreditorRules,
  today: CalendarDate,
): Decision[] {
  const { step } = together[0]!;
  const refs = together.map(({ claim }) => claim.ref);
  const letter = letterOf(step);
  if (letter === null) return [takeWithoutLetter(account, step, refs, today)];
  const verdict = verdictOn(account, letter, today, refs) as Permitted; // each was permitted alone a moment ago
  const payBy = latest(termDeadline(step, today, account.rules.calendar), verdict.payByEarliest ?? today);
  const charges = step.fee === "none" ? [] : chargesOf(account, verdict, letter);
  account.apply({
    kind: "letter",
    letter,
    on: today,
    payBy,
    fee: step.fee ?? "standard",
    receivedOn: null,
    claims: verdict.claims,
    posted: charges,
  });
  return [
    {
      kind: "take",
      step: step.step,
      letter,
      claims: verdict.claims,
      payBy,
      charges,
      channels: step.channels ?? [],
      statement: statementOn(account, verdict.claims, today),
      payByTotalMinor: totalOn(account, verdict.claims, payBy),
      because: lawReason(verdict.rule),
    },
  ];
}

/** The charge stands on the oldest claim of the letter; the letter is one however many claims it covers. */
function chargesOf(account: Account, verdict: Permitted, letter: Letter): PostedCharge[] {
  const { fee } = verdict;
  if (fee === null || fee.minor === 0n) return [];
  const item =
    letter === "demand" && !(account.facts.country === "NO" && account.facts.operator === "self")
      ? "recovery-costs"
      : "notice-fee";
  return [{ item, claim: verdict.claims[0]!, minor: fee.minor }];
}

function takeWithoutLetter(
  account: Account,
  step: PlanStep,
  refs: readonly string[],
  today: CalendarDate,
): Decision {
  const charges = step.step === "heavy" ? heavyCharges(account, refs, today) : [];
  if (charges.length > 0) account.apply({ kind: "heavy", on: today, claims: refs, posted: charges });
  return {
    kind: "take",
    step: step.step,
    letter: null,
    claims: refs,
    payBy: null,
    charges,
    channels: [],
    statement: statementOn(account, refs, today),
    payByTotalMinor: null,
    because:
      step.step === "heavy"
        ? lawReason("no.recovery-costs.heavy")
        : reason("plan.wait", `${step.step} is due`),
  };
}

/** What the heavy costs come to beyond what the case was charged already. */
function heavyCharges(account: Account, refs: readonly string[], today: CalendarDate): PostedCharge[] {
  return account.cases.flatMap((collection): PostedCharge[] => {
    const members = [...collection.shares.keys()];
    if (!members.some((ref) => refs.includes(ref))) return [];
    const owed = account.rules.recoveryCosts(account, collection, today)?.minor ?? 0n;
    const charged = account.costs
      .filter(
        ({ item, claims, plan }) =>
          item === "recovery-costs" && !plan && claims.some((ref) => members.includes(ref)),
      )
      .reduce((sum, cost) => sum + account.costOn(cost, today), 0n);
    const more = maxOf(0n, owed - charged);
    return more === 0n ? [] : [{ item: "recovery-costs", claim: members[0]!, minor: more }];
  });
}

function totalOn(account: Account, refs: readonly string[], day: CalendarDate): bigint | null {
  try {
    return statementOn(account, refs, day).totalMinor;
  } catch (error) {
    if (error instanceof OutsideCoverage) return null;
    throw error;
  }
}

// --- when to look again -------------------------------------------------------------------------------------------

function nextLook(
  account: Account,
  file: DecisionFile,
  rules: CreditorRules,
  decisions: readonly Decision[],
  today: CalendarDate,
): CalendarDate | null {
  const days: CalendarDate[] = [];
  for (const decision of decisions) {
    switch (decision.kind) {
      case "wait":
      case "held":
        if (decision.until !== null) days.push(decision.until);
        break;
      case "ask":
        if (decision.closesOn !== null) days.push(addDays(decision.closesOn, 1));
        break;
      case "take":
        days.push(...lookAfter(account, file, rules, decision, today));
        break;
      case "close":
      case "park":
        break;
    }
  }
  return days.length === 0 ? null : days.reduce((a, b) => (a < b ? a : b));
}

/** After a step the file is looked at when the plan's next one is due, today at the earliest. */
function lookAfter(
  account: Account,
  file: DecisionFile,
  rules: CreditorRules,
  taken: Decision & { kind: "take" },
  today: CalendarDate,
): CalendarDate[] {
  return taken.claims.flatMap((ref): CalendarDate[] => {
    const claim = file.claims.find((one) => one.ref === ref)!;
    const after: ClaimProgress = {
      ...claim,
      taken: [...claim.taken, { step: taken.step, on: today, payBy: taken.payBy }],
    };
    const next = remaining(account, after, rules)[0];
    const countedFrom = account.claim(ref).countedFrom;
    if (next === undefined || countedFrom === null) return [];
    const due = dueDay(next, anchorsOf(after, countedFrom, null), account.rules.calendar);
    return due === null ? [] : [latest(due, today)];
  });
}

function reason(rule: PlanReason | RuleId, text: string): Because {
  return { rule, text };
}

function lawReason(rule: RuleId): Because {
  return { rule, text: RULES[rule].title };
}
