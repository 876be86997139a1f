/** Joins the answers for each claim into one for the letter or step. */
import type { CalendarDate } from "@innfri/kernel";
import { coveredOr, deadlineFrom } from "@innfri/law";
import type { Account } from "./account.ts";
import type { ClaimState } from "./account-state.ts";
import {
  type Blocked,
  blocked,
  type ClaimVerdict,
  type StepKind,
  type TooEarly,
  type Verdict,
} from "./verdict.ts";

/**
 * May the step be taken on this day for these claims, given everything that has happened? Without claims named, it
 * is asked for all that are ready. What no table covers is `blocked` by `outside-coverage`, whatever else holds.
 */
export function verdictOn(
  account: Account,
  step: StepKind,
  on: CalendarDate,
  refs: readonly string[] | null,
): Verdict {
  return coveredOr(
    () => {
      account.amountsOn(on);
      return join(account, step, on, account.select(refs));
    },
    () => blocked("outside-coverage", "coverage"),
  );
}

function join(account: Account, step: StepKind, on: CalendarDate, asked: readonly ClaimState[]): Verdict {
  const ready: ClaimState[] = [];
  let tooEarly: TooEarly | undefined;
  let obstacle: Blocked | undefined;
  let permitted: (ClaimVerdict & { readonly kind: "permitted" }) | undefined;
  for (const claim of asked) {
    const verdict = account.rules.claimVerdict(account, claim, step, on);
    if (verdict.kind === "permitted") {
      ready.push(claim);
      permitted ??= verdict;
    } else if (verdict.kind === "blocked") obstacle ??= verdict;
    else if (tooEarly === undefined || verdict.notBefore < tooEarly.notBefore) tooEarly = verdict;
  }
  if (permitted === undefined) return tooEarly ?? obstacle ?? blocked("paid", "coverage");
  const fee = account.rules.feeOf(account, ready, step, on);
  const term = step === "notice" || step === "demand" ? account.rules.minimumTermDays(step) : null;
  const bearsFee = fee !== null || (step === "demand" && account.facts.country === "NO");
  return {
    kind: bearsFee ? "permitted" : "permitted-without-fee",
    claims: ready.map(({ facts }) => facts.ref),
    fee,
    payByEarliest: term === null ? null : deadlineFrom(on, term, account.rules.calendar),
    rule: permitted.rule,
  };
}
