/** The debtor says on which day it pays: until then, and while the money may be on its way, nothing is done. */
import { GRACE_BANKING_DAYS, type PaymentData, type StoredEvent, undisputed } from "@innfri/claims";
import {
  addDays,
  addYears,
  type CalendarDate,
  derivedId,
  formatMinor,
  minorFromDecimal,
} from "@innfri/kernel";
import type { ActRows, ActSituation } from "./act.ts";
import { type ActOutcome, refused } from "./act-outcome.ts";
import { textOf } from "./act-text.ts";
import { withdrawn } from "./agreements.ts";
import { barredBy } from "./barred.ts";
import { covered } from "./covered.ts";
import { accountBefore } from "./record-facts.ts";

export type PromiseAct = {
  readonly kind: "promise";
  readonly payOn: CalendarDate;
  /** All that is owed today and nobody disputes, when left out. */
  readonly amountMinor?: bigint;
  readonly note?: string;
  /** What a debtor may choose by itself; a person who works with the claim is bound by no more than a year. */
  readonly within?: { readonly latestOn: CalendarDate };
};

/** `promise` on a claim's chain. `until` is the promised day, `held` the last day on which nothing is done. */
export type PromiseData = {
  readonly until: CalendarDate;
  readonly held: CalendarDate;
  /** What was promised, in decimal text. */
  readonly amount: string;
  readonly hold: string;
  readonly approval: string | null;
  readonly text?: string;
  readonly textHash?: string;
};

export function promise(rows: ActRows, act: PromiseAct, at: ActSituation): ActOutcome {
  const { draft, file, clock } = at;
  const { today } = clock;
  const { claimId } = draft.before;
  const barred = barredBy(at);
  if (barred !== null) return refused(barred);
  const earliestOn = addDays(today, 1);
  const latestOn = act.within?.latestOn ?? addYears(today, 1);
  if (act.payOn < earliestOn) return refused(`a promise is for a day after today, ${today}`);
  if (act.payOn > latestOn) return refused(`the latest day that can be promised is ${latestOn}`);
  const own = file.holds.filter(({ claim }) => claim === claimId);
  if (own.some(({ kind }) => kind === "payment-plan"))
    return refused("the claim is under a payment plan, which says when it is paid");
  const standing = promiseOf(file.events, claimId, draft.state === "closed", today);
  if (act.within !== undefined && standing?.state === "open")
    return refused(`payment is promised by ${standing.payOn} already`);
  if (act.within !== undefined && standing?.state === "broken")
    return refused(
      `what was promised by ${standing.payOn} was not paid, so a further day is agreed with a person`,
    );
  const found = covered(() => {
    const account = accountBefore(at, draft.before);
    const { calendar } = account.rules;
    return {
      isDisputed: account.claim(claimId).disputedWhole,
      openMinor: account.openOn(claimId, today),
      askedMinor: undisputed(account, [claimId], today).openOn(claimId, today),
      heldOn: calendar.addBankingDays(calendar.nextBusinessDay(act.payOn), GRACE_BANKING_DAYS),
    };
  });
  if (found.kind === "outside") return refused(`what is owed cannot be computed: ${found.because}`);
  const { isDisputed, openMinor, askedMinor, heldOn } = found.value;
  if (isDisputed) return refused("the claim is disputed: the objection is settled first");
  if (act.amountMinor !== undefined && (act.amountMinor <= 0n || act.amountMinor > openMinor))
    return refused(`an amount above nothing and up to what is owed, ${formatMinor(openMinor)}, is promised`);
  // A new day takes the place of the one before.
  for (const { holdId, kind } of own) if (kind === "promise") rows.holdEnds.push({ holdId, endedOn: today });
  const holdId = derivedId(today, "hold", claimId, String(draft.headSeq));
  const text =
    act.note === undefined ? null : textOf(act.note, { of: holdId, claimId, debtorId: file.debtorId, today });
  const approval = withdrawn(rows, at, draft);
  if (text !== null) rows.texts.push(text.row);
  rows.holds.push({
    ...{ holdId, debtorId: file.debtorId, claimId, kind: "promise", fromOn: today, untilOn: heldOn },
    textId: text?.row.textId ?? null,
  });
  const amount = formatMinor(act.amountMinor ?? askedMinor);
  draft.event("promise", {
    ...{ until: act.payOn, held: heldOn, amount, hold: holdId, approval },
    ...(text === null ? {} : { text: text.row.textId, textHash: text.hash }),
  } satisfies PromiseData);
  return {
    kind: "done",
    what: `${amount} is promised by ${act.payOn}; nothing is done until then, and from ${addDays(heldOn, 1)} on if it was not paid`,
  };
}

export type PromiseStanding = {
  readonly seq: number;
  readonly promisedOn: CalendarDate;
  readonly payOn: CalendarDate;
  readonly heldOn: CalendarDate;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  /** `ended`: somebody released the claim before its time was over, or agreed on a payment plan. */
  readonly state: "open" | "kept" | "broken" | "ended";
};

/** The newest promise on a claim's chain and what became of it; null where there was none. */
export function promiseOf(
  events: readonly StoredEvent[],
  claim: string,
  isClosed: boolean,
  today: CalendarDate,
): PromiseStanding | null {
  const own = events.filter((event) => event.claim === claim);
  const at = own.findLastIndex(({ kind }) => kind === "promise");
  if (at < 0) return null;
  const { seq, on, data } = own[at]!;
  const { until: payOn, held: heldOn, amount, hold } = data as unknown as PromiseData;
  const amountMinor = minorFromDecimal(amount);
  const since = own.slice(at + 1);
  const paidMinor = since.reduce((sum, { kind, data: paid }) => {
    if (kind !== "payment" && kind !== "payment-reversed") return sum;
    return (paid as unknown as PaymentData).lines.reduce(
      (all, line) => all + minorFromDecimal(line.amount),
      sum,
    );
  }, 0n);
  const wasEnded = since.some(
    ({ kind, data: of }) =>
      kind === "payment-plan" || (kind === "released" && (of.holds as readonly string[]).includes(hold)),
  );
  const isKept = isClosed || paidMinor >= amountMinor;
  const state = isKept ? "kept" : wasEnded ? "ended" : today <= heldOn ? "open" : "broken";
  return { seq, promisedOn: on, payOn, heldOn, amountMinor, paidMinor, state };
}
