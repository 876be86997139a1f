/** What may not be done for a real company while nobody qualified has confirmed the law it rests on (D11). */
import { citationText, RULES, type SignOffItem, type SignOffStep } from "@innfri/law";
import type { ClaimAnswer } from "./claim-answer.ts";
import type { Because, CreditorRules } from "./decision.ts";
import type { Channel, PlanStep, PlanStepKind } from "./plan.ts";

/** What each step of a plan rests on; null where the debtor is told nothing and charged nothing. */
const RESTS_ON: Readonly<Record<PlanStepKind, SignOffStep | null>> = {
  reminder: "reminder",
  notice: "notice",
  // The list asks the creditor for a demand: while no demand can go, there is nothing to ask.
  "collection-list": "demand",
  demand: "demand",
  "follow-up": null,
  heavy: "demand",
  legal: "court",
  solvency: "court",
};

/** The items, among those that nobody has confirmed, that a step of a plan rests on. */
export function unconfirmedFor(items: readonly SignOffItem[], step: PlanStepKind): readonly SignOffItem[] {
  const restsOn = RESTS_ON[step];
  return restsOn === null ? [] : items.filter(({ steps }) => steps.includes(restsOn));
}

/** The items that stand against sending by a channel. */
export function unconfirmedChannel(items: readonly SignOffItem[], channel: Channel): readonly SignOffItem[] {
  return channel === "email" ? items.filter(({ steps }) => steps.includes("e-mail")) : [];
}

/** The step's channels without those that wait for a confirmation. */
export function openChannels(step: PlanStep, { unconfirmed }: CreditorRules): readonly Channel[] {
  return (step.channels ?? []).filter((channel) => unconfirmedChannel(unconfirmed, channel).length === 0);
}

/** The claim waits for the confirmations that its step rests on; null when there is nothing to wait for. */
export function waitsForConfirmation(
  claim: string,
  step: PlanStep,
  rules: CreditorRules,
): Extract<ClaimAnswer, { kind: "park" }> | null {
  const items = [...unconfirmedFor(rules.unconfirmed, step.step)];
  if (step.channels !== undefined && openChannels(step, rules).length === 0)
    items.push(...step.channels.flatMap((channel) => unconfirmedChannel(rules.unconfirmed, channel)));
  return items.length === 0 ? null : { kind: "park", claim, because: unconfirmedReason(items) };
}

/** Each item with the provision it is about, and in `signOffs` the ids that must be confirmed before it goes on. */
export function unconfirmedReason(items: readonly SignOffItem[]): Because {
  const named = items.map(({ id, rules }) => `${id} (${citationText(RULES[rules[0]].citation)})`);
  return {
    rule: items[0]!.rules[0],
    text: `nobody has confirmed the law this rests on: ${named.join(", ")}`,
    signOffs: items.map(({ id }) => id),
  };
}
