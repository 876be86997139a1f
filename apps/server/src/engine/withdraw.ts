/** A claim is followed up no more, though it is not paid: nothing of it is asked for again, and the books say so. */
import { statementOn } from "@innfri/claims";
import { formatMinor } from "@innfri/kernel";
import type { ActRows, ActSituation } from "./act.ts";
import { type ActOutcome, refused } from "./act-outcome.ts";
import { type AgreedPrice, postPrice, priceWords } from "./agreed-price.ts";
import { covered } from "./covered.ts";
import { accountBefore } from "./record-facts.ts";
import { lapse } from "./write-approvals.ts";
import { close } from "./write-judgement.ts";

export type WithdrawAct = {
  readonly kind: "withdraw";
  /** The creditor wants it no more, or never answered the debtor's objection. */
  readonly reason: "withdrawn" | "no-response";
  /** It is closed with the objection to it, whose steps say so. */
  readonly isOfObjection?: boolean;
  /** What it costs the creditor by its agreement. */
  readonly price?: AgreedPrice | null;
};

const TEXTS = {
  withdrawn: "the creditor has withdrawn the claim",
  "no-response": "the creditor did not answer the debtor's objection",
} as const;

export function withdraw(rows: ActRows, { reason, price }: WithdrawAct, at: ActSituation): ActOutcome {
  const { draft, file, clock } = at;
  const { claimId } = draft.before;
  const found = covered(() => statementOn(accountBefore(at, draft.before), [claimId], clock.today));
  if (found.kind === "outside") return refused(`what is open cannot be computed: ${found.because}`);
  const { lines, totalMinor } = found.value;
  const because = { rule: `creditor.${reason}`, text: TEXTS[reason] };
  const told = postPrice(draft, price, reason);
  close(draft, { reason, lines, because, told }, clock.today);
  lapse(rows, file, draft);
  rows.objectionsAnswered.push({ claimId, answeredOn: clock.today });
  return {
    kind: "done",
    what: `the claim is closed, and ${formatMinor(totalMinor)} of it is not asked for any more${priceWords(price)}`,
  };
}
