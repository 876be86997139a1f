/** May a step be taken on a day? Every answer carries the rule it stands on. */
import type { CalendarDate } from "@innfri/kernel";
import type { Figure, RuleId } from "@innfri/law";

export type StepKind = "reminder" | "notice" | "demand" | "court" | "compensation";

export type Obstacle =
  | "objection"
  | "paid"
  | "notice-missing"
  | "demand-missing"
  | "limit-reached"
  | "mode"
  | "debtor-kind"
  | "outside-coverage";

const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  objection: "an objection is open",
  paid: "the claim is paid, or was paid in time",
  "notice-missing": "no collection notice was sent for it",
  "demand-missing": "there is no demand for payment that still holds",
  "limit-reached": "it was done as often as the law allows",
  mode: "it is not for this sender to send it",
  "debtor-kind": "the debtor is a consumer",
  "outside-coverage": "what the law says of it has not been checked",
};

/** What stands in the way, in plain words. */
export function obstacleText(by: Obstacle): string {
  return OBSTACLES[by];
}

export type Permitted = {
  readonly kind: "permitted" | "permitted-without-fee";
  /** The claims that the step can be taken for. */
  readonly claims: readonly string[];
  /** What the debtor can be charged for it, with its derivation; null for nothing. */
  readonly fee: Figure | null;
  /** The earliest deadline that may be set; null for steps that set none. */
  readonly payByEarliest: CalendarDate | null;
  readonly rule: RuleId;
};

export type TooEarly = {
  readonly kind: "too-early";
  readonly notBefore: CalendarDate;
  readonly rule: RuleId;
};
export type Blocked = { readonly kind: "blocked"; readonly by: Obstacle; readonly rule: RuleId };
export type Verdict = Permitted | TooEarly | Blocked;

export function isPermitted(verdict: Verdict): verdict is Permitted {
  return verdict.kind === "permitted" || verdict.kind === "permitted-without-fee";
}

/** The answer for one claim, before fees: those belong to the letter, however many claims it covers. */
export type ClaimVerdict = { readonly kind: "permitted"; readonly rule: RuleId } | TooEarly | Blocked;

export const PERMITTED = (rule: RuleId): ClaimVerdict => ({ kind: "permitted", rule });
export const tooEarly = (notBefore: CalendarDate, rule: RuleId): TooEarly => ({
  kind: "too-early",
  notBefore,
  rule,
});
export const blocked = (by: Obstacle, rule: RuleId): Blocked => ({ kind: "blocked", by, rule });

/** The longest of several waits, of which each must be over; null when all of them are. */
export function longestWait(on: CalendarDate, ...waits: readonly (TooEarly | null)[]): TooEarly | null {
  let longest: TooEarly | null = null;
  for (const wait of waits)
    if (wait !== null && on < wait.notBefore && (longest === null || wait.notBefore > longest.notBefore))
      longest = wait;
  return longest;
}
