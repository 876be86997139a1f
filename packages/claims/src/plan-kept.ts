/** Is a payment plan kept? Its instalments are equal, and fall due on the same day of each month. */
import { addDays, addMonths, type CalendarDate } from "@innfri/kernel";
import type { Account } from "./account.ts";
import { maxOf, minOf } from "./amount.ts";
import type { FileEvent } from "./facts.ts";

type PaymentPlan = FileEvent & { readonly kind: "payment-plan" };

/** How a plan stands on a day; `until` is the day on which that may change by itself. */
export type PlanStanding =
  | { readonly kind: "kept"; readonly until: CalendarDate | null }
  | { readonly kind: "missed"; readonly dueOn: CalendarDate }
  | { readonly kind: "over"; readonly lastOn: CalendarDate };

/** Banking days that money may be on its way after the day it was to be paid (D12). */
const GRACE_BANKING_DAYS = 3;

/** The day on which the instalment of a place falls due, from 0: the same of each month, or the next working day. */
export function instalmentOn(
  calendar: Pick<Account["rules"]["calendar"], "nextBusinessDay">,
  firstOn: CalendarDate,
  place: number,
): CalendarDate {
  return calendar.nextBusinessDay(addMonths(firstOn, place));
}

/** The newest plan of a claim. One without days is kept until somebody says otherwise. */
export function planStanding(account: Account, ref: string, today: CalendarDate): PlanStanding {
  const plan = scheduledPlan(account, ref, today);
  if (plan === null) return { kind: "kept", until: null };
  for (let place = 0; place < plan.instalments; place++) {
    const dueOn = plan.dueOn(place);
    const { calendar } = account.rules;
    const until = addDays(laterOf(calendar.addBankingDays(dueOn, GRACE_BANKING_DAYS), plan.freshUntil), 1);
    if (today < until) return { kind: "kept", until };
    if (plan.leftMinor(place) > 0n) return { kind: "missed", dueOn };
    if (place === plan.instalments - 1) return { kind: "over", lastOn: dueOn };
  }
  return { kind: "kept", until: null };
}

/**
 * Does the newest plan of a claim rest? While an objection to a claim that it covers is open nobody is asked for its
 * instalments, and none of them is missed (norway.md 5.2, sweden.md 4.1).
 */
export function planRests(account: Account, ref: string): boolean {
  const { plan } = newestPlan(account, ref);
  const covered = plan === undefined ? [account.claim(ref)] : account.select(plan.claims);
  return covered.some(({ disputedWhole, disputedMinor }) => disputedWhole || disputedMinor > 0n);
}

export type NextInstalment = {
  /** From 1. */
  readonly number: number;
  readonly dueOn: CalendarDate;
  /** What is still to be paid of it, with what has fallen due after it by today. */
  readonly minor: bigint;
  /** All that is open of what the plan covers. */
  readonly openMinor: bigint;
};

/** What the newest plan of a claim asks for next; null where it has no days, rests, or all of it has been paid. */
export function nextInstalment(account: Account, ref: string, today: CalendarDate): NextInstalment | null {
  const plan = scheduledPlan(account, ref, today);
  if (plan === null || planRests(account, ref)) return null;
  const places = Array.from({ length: plan.instalments }, (_, place) => place);
  const first = places.find((place) => plan.leftMinor(place) > 0n);
  if (first === undefined) return null;
  const through = places.findLast((place) => place > first && plan.dueOn(place) <= today) ?? first;
  return {
    number: first + 1,
    dueOn: laterOf(plan.dueOn(first), plan.freshUntil),
    minor: plan.leftMinor(through),
    openMinor: plan.openMinor,
  };
}

type ScheduledPlan = {
  readonly instalments: number;
  readonly openMinor: bigint;
  /** After an objection that did not hold, nothing is to be paid before this day. */
  readonly freshUntil: CalendarDate | null;
  readonly dueOn: (place: number) => CalendarDate;
  /** What is still to be paid of the instalments up to a place. */
  readonly leftMinor: (place: number) => bigint;
};

function scheduledPlan(account: Account, ref: string, today: CalendarDate): ScheduledPlan | null {
  const { plan, at } = newestPlan(account, ref);
  if (plan?.schedule === undefined) return null;
  const { firstOn, instalmentMinor, totalMinor, comingMinor = 0n, shareMinors } = plan.schedule;
  const claims = account.select(plan.claims);
  const refs = claims.map(({ facts }) => facts.ref);
  // A claim that has been closed is not in the account any more: what it owed of the plan is settled.
  const sharesMinor = shareMinors?.reduce((sum, minor) => sum + minor, comingMinor) ?? totalMinor;
  const closedMinor = totalMinor - sharesMinor + closedSince(account.played.slice(at + 1), refs);
  const openMinor = refs.reduce((sum, one) => sum + account.openOn(one, today), 0n);
  return {
    ...{ instalments: plan.instalments, openMinor },
    freshUntil: claims.reduce<CalendarDate | null>(
      (latest, { freshUntil }) => (freshUntil === null ? latest : laterOf(freshUntil, latest)),
      null,
    ),
    dueOn: (place) => instalmentOn(account.rules.calendar, firstOn, place),
    leftMinor: (place) => {
      const expectedMinor = minOf(totalMinor, instalmentMinor * BigInt(place + 1));
      // What was found never to have been owed is not to be paid either, nor interest that has not come yet.
      const overMinor = openMinor - maxOf(0n, totalMinor - comingMinor - expectedMinor);
      return overMinor <= 0n ? 0n : minOf(openMinor, maxOf(0n, expectedMinor - closedMinor));
    },
  };
}

function newestPlan(account: Account, ref: string): { readonly plan: PaymentPlan | undefined; at: number } {
  const at = account.played.findLastIndex(
    (event) => event.kind === "payment-plan" && (event.claims?.includes(ref) ?? true),
  );
  return { plan: account.played[at] as PaymentPlan | undefined, at };
}

function laterOf(day: CalendarDate, other: CalendarDate | null): CalendarDate {
  return other === null || day > other ? day : other;
}

/** What payments and credit notes have closed of these claims. */
function closedSince(events: readonly FileEvent[], refs: readonly string[]): bigint {
  const isOf = (claim: string | null) => claim === null || refs.includes(claim);
  return events.reduce((sum, event) => {
    if (event.kind === "credit") return isOf(event.claim) ? sum + event.minor : sum;
    if (event.kind !== "payment") return sum;
    if (event.lines === undefined) return isOf(event.claim) ? sum + event.minor : sum;
    return event.lines.reduce((all, { claim, minor }) => (isOf(claim) ? all + minor : all), sum);
  }, 0n);
}
