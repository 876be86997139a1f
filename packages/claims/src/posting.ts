/**
 * A deadline counts from valid dispatch, for print from the day of posting. A company says how many business days its
 * letters take to be posted, and the printed deadline allows for them.
 */
import { addDays, type CalendarDate } from "@innfri/kernel";
import { rulesOf } from "./account.ts";
import type { CreditorRules, DecisionFile } from "./decision.ts";
import type { Letter } from "./facts.ts";
import type { Channel, PlanStep } from "./plan.ts";
import { openChannels } from "./unconfirmed.ts";

/** Business days from the decision until the letter is posted, by channel; none where nothing is said. */
export type PostingDays = Readonly<Partial<Record<Channel, number>>>;

/** The channel that a step's letter will take; undefined where none reaches the debtor. */
export function channelFor(
  step: PlanStep,
  rules: CreditorRules,
  { reachedBy }: Pick<DecisionFile, "reachedBy">,
): Channel | undefined {
  return openChannels(step, rules).find((channel) => reachedBy?.includes(channel) ?? true);
}

/** The last day on which such a letter can be posted and still give the law's deadline; null where the law sets none. */
export function lastLawfulPosting(
  country: "NO" | "SE",
  { letter, payBy }: { readonly letter: Letter; readonly payBy: CalendarDate },
): CalendarDate | null {
  const least = rulesOf(country).minimumTermDays(letter);
  return least === null ? null : addDays(payBy, -least);
}

/** Does a letter that was posted on this day give the deadline that the law asks for? */
export function isPostedInTime(
  country: "NO" | "SE",
  letter: { readonly letter: Letter; readonly payBy: CalendarDate },
  postedOn: CalendarDate,
): boolean {
  const last = lastLawfulPosting(country, letter);
  return last === null ? postedOn <= letter.payBy : postedOn <= last;
}
