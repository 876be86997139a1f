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
  const at = account.played.findLastIndex(
    (event) => event.kind === "payment-plan" && (event.claims?.includes(ref) ?? true),
  );
  const plan = account.played[at] as PaymentPlan | undefined;
  if (plan?.schedule === undefined) return { kind: "kept", until: null };
  const { firstOn, instalmentMinor, totalMinor, comingMinor = 0n } = plan.schedule;
  const refs = account.select(plan.claims).map(({ facts }) => facts.ref);
  const closedMinor = closedSince(account.played.slice(at + 1), refs);
  const openMinor = refs.reduce((sum, one) => sum + account.openOn(one, today), 0n);
  for (let i = 0; i < plan.instalments; i++) {
    const dueOn = instalmentOn(account.rules.calendar, firstOn, i);
    const until = addDays(account.rules.calendar.addBankingDays(dueOn, GRACE_BANKING_DAYS), 1);
    if (today < until) return { kind: "kept", until };
    const expectedMinor = minOf(totalMinor, instalmentMinor * BigInt(i + 1));
    // What was found never to have been owed is not to be paid either, nor interest that has not come yet.
    if (closedMinor < expectedMinor && openMinor > maxOf(0n, totalMinor - comingMinor - expectedMinor))
      return { kind: "missed", dueOn };
    if (i === plan.instalments - 1) return { kind: "over", lastOn: dueOn };
  }
  return { kind: "kept", until: null };
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
