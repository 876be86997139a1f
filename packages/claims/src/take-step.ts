/** Taking a step for the claims that are ready together: one letter, one fee, one statement. */
import { type CalendarDate, latest } from "@innfri/kernel";
import { coveredOr, deadlineFrom } from "@innfri/law";
import { type Account, undisputed } from "./account.ts";
import { lettersBeforePart } from "./account-state.ts";
import { maxOf } from "./amount.ts";
import { lawReason, reason } from "./because.ts";
import type { Ready } from "./claim-answer.ts";
import type { CreditorRules, Decision, DecisionFile, Detail } from "./decision.ts";
import type { Letter, PostedCharge } from "./facts.ts";
import { bearerFirst, chargeItemOf } from "./letter-event.ts";
import type { PlanStep } from "./plan.ts";
import { chargedForCase, letterOf } from "./plan-walk.ts";
import { channelFor } from "./posting.ts";
import { termDeadline } from "./schedule.ts";
import { type Statement, statementOn } from "./statement.ts";
import { openChannels } from "./unconfirmed.ts";
import type { Permitted } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

/** Takes one step for all claims that are ready together: one letter, one fee (norway.md 3.4; sweden.md 2.2). */
export function take(
  account: Account,
  together: readonly Ready[],
  file: Pick<DecisionFile, "reachedBy">,
  rules: CreditorRules,
  today: CalendarDate,
  detail: Detail,
): Decision {
  const { step } = together[0]!;
  const refs = together.map(({ claim }) => claim.ref);
  const letter = letterOf(step);
  if (letter === null) return takeWithoutLetter(account, step, refs, today, detail);
  const verdict = verdictOn(account, letter, today, refs) as Permitted; // each was permitted alone a moment ago
  const channel = channelFor(step, rules, file);
  const days = channel === undefined ? 0 : (rules.postingDays[channel] ?? 0);
  const { calendar } = account.rules;
  const dispatchOn = calendar.addBankingDays(today, days);
  const least = account.rules.minimumTermDays(letter);
  const lawful = least === null ? today : deadlineFrom(dispatchOn, least, calendar);
  const payBy = latest(termDeadline(step, dispatchOn, calendar), lawful);
  const postedOn = dispatchOn === today ? null : dispatchOn;
  const isFree = step.fee === "none" || verdict.claims.every((ref) => isCorrected(account, ref, letter));
  const charges = isFree ? [] : chargesOf(account, verdict, letter, today);
  const corrected = verdict.claims.flatMap((claim) => {
    const earlier = account.rules.corrects(account.claim(claim), letter, today);
    return earlier === null ? [] : [{ claim, on: earlier.on }];
  });
  account.apply({
    kind: "letter",
    letter,
    on: today,
    payBy,
    fee: step.fee ?? "standard",
    ...(postedOn === null ? {} : { postedOn }),
    receivedOn: null,
    claims: verdict.claims,
    posted: charges,
  });
  const statement = statementIn(detail, account, verdict.claims, today);
  const asked = undisputed(account, verdict.claims, today);
  return {
    kind: "take",
    step: step.step,
    letter,
    claims: verdict.claims,
    payBy,
    postedOn,
    charges,
    channels: openChannels(step, rules),
    statement,
    asks: asked === account ? statement : statementIn(detail, asked, verdict.claims, today),
    leavesOut: verdict.claims
      .map((claim) => ({ claim, minor: account.claim(claim).disputedMinor }))
      .filter(({ minor }) => minor > 0n),
    corrects: corrected,
    payByTotalMinor: detail === "full" ? totalOn(asked, verdict.claims, payBy) : null,
    because: lawReason(corrected.length === verdict.claims.length ? "no.objection.partial" : verdict.rule),
  };
}

function statementIn(detail: Detail, account: Account, refs: readonly string[], on: CalendarDate): Statement {
  if (detail === "full") return statementOn(account, refs, on);
  const totalMinor = refs.reduce((sum, ref) => sum + account.openOn(ref, on), 0n);
  return { on, lines: [], totalMinor, interestPerDayMinor: null };
}

/** What is said again because a part of what it asked for is disputed costs nothing more (norway.md 5.4). */
function isCorrected(account: Account, ref: string, letter: Letter): boolean {
  return account.facts.country === "NO" && lettersBeforePart(account.claim(ref), letter).length > 0;
}

/** The letter is one, however many claims it covers, and one of them bears its charge. */
function chargesOf(
  account: Account,
  verdict: Permitted,
  letter: Letter,
  today: CalendarDate,
): PostedCharge[] {
  const { claims, fee } = verdict;
  if (fee === null) return [];
  const claim = bearerFirst(account, claims, letter, today)[0]!;
  return [{ item: chargeItemOf(account.facts, letter), claim, minor: fee.minor }];
}

function takeWithoutLetter(
  account: Account,
  step: PlanStep,
  refs: readonly string[],
  today: CalendarDate,
  detail: Detail,
): Decision {
  const charges = step.step === "heavy" ? heavyCharges(account, refs, today) : [];
  if (charges.length > 0) account.apply({ kind: "heavy", on: today, claims: refs, posted: charges });
  const statement = statementIn(detail, account, refs, today);
  return {
    kind: "take",
    step: step.step,
    letter: null,
    claims: refs,
    payBy: null,
    postedOn: null,
    charges,
    channels: [],
    statement,
    asks: statement,
    leavesOut: [],
    corrects: [],
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
    const bearer = members.find((ref) => refs.includes(ref));
    if (bearer === undefined) return [];
    const owed = account.rules.recoveryCosts(account, collection, today)?.minor ?? 0n;
    const more = maxOf(0n, owed - chargedForCase(account, collection, today));
    return more === 0n ? [] : [{ item: "recovery-costs", claim: bearer, minor: more }];
  });
}

/** What a statement of these claims comes to, without its lines. */
function totalOn(account: Account, refs: readonly string[], day: CalendarDate): bigint | null {
  return coveredOr(
    () => refs.reduce((sum, ref) => sum + account.openOn(ref, day), 0n),
    () => null,
  );
}
