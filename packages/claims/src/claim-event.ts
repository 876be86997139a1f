/**
 * The events that a claim's chain holds, as stored, and the facts they make together. Whatever can be known about a
 * claim is a fold over these.
 */
import { type CalendarDate, minorFromDecimal } from "@innfri/kernel";
import type { TakenStep } from "./decision.ts";
import { inOrder, thatStand } from "./event-order.ts";
import type { AllocationLine, CostItem, FileEvent, Item, Letter, PostedCharge } from "./facts.ts";
import type { PlanStepKind } from "./plan.ts";
import { RecordedEvents } from "./recorded-event.ts";

/** An event as it is stored: its data is JSON, amounts are decimal text. */
export type StoredEvent = {
  readonly claim: string;
  readonly seq: number;
  readonly kind: string;
  readonly on: CalendarDate;
  readonly data: Readonly<Record<string, unknown>>;
};

export type StoredCharge = { readonly item: CostItem; readonly amount: string };
export type StoredLine = { readonly item: Item; readonly amount: string };

/** `letter`: one letter, on the chain of every claim it covers; the charge on the chain of the claim that bears it. */
export type LetterData = {
  readonly letter: Letter;
  readonly document: string;
  readonly payBy: CalendarDate;
  readonly fee: "standard" | "none";
  /** The day of posting that the deadline allows for, where that is after the letter's own. */
  readonly postedOn?: CalendarDate;
  /** The day of the letter that it corrects for this claim, because a part has been disputed since. */
  readonly corrects?: CalendarDate;
  readonly charges: readonly StoredCharge[];
  /** What the letter asked for, all its claims together. */
  readonly total: string;
};
/** `step`: a step without a letter. */
export type StepData = {
  readonly step: PlanStepKind;
  readonly charges: readonly StoredCharge[];
  readonly choice?: string;
};
/** `payment`: the part of a payment that went to this claim, and all of it that was paid under the letter's number. */
export type PaymentData = {
  readonly payment: string;
  readonly lines: readonly StoredLine[];
  readonly designation: "principal" | null;
  /** Day on which the payer ordered it, when known: what a deadline is measured by (D12). */
  readonly orderedOn: CalendarDate | null;
  /** The claim that the payment named, where that is another one. */
  readonly named?: string;
};
/** `payment-reversed`: a payment is taken off this claim again, its lines with their amounts negative. */
export type PaymentReversedData = Pick<PaymentData, "payment" | "lines">;
/** `undone`: a letter or step of this chain does not count any more, and what it charged was reversed. */
export type UndoneData = { readonly seq: number; readonly rule: string; readonly text: string };
export type CreditData = { readonly invoice: string; readonly amount: string };

/** The facts of a file from the chains of its claims. Letters on several chains become one again. */
export function fileEventsOf(events: readonly StoredEvent[]): FileEvent[] {
  if (events.length === 0) return [];
  const letters = new Map<
    string,
    { event: FileEvent & { kind: "letter" }; claims: string[]; posted: PostedCharge[] }
  >();
  const recorded = new RecordedEvents();
  const result: FileEvent[] = [];
  for (const stored of inOrder(thatStand(events))) {
    switch (stored.kind) {
      case "letter":
        addLetter(letters, result, stored);
        break;
      case "step": {
        const data = stored.data as unknown as StepData;
        if (data.step === "heavy") {
          const posted = data.charges.map(({ item, amount }) => ({
            item,
            claim: stored.claim,
            minor: minorFromDecimal(amount),
          }));
          result.push({ kind: "heavy", on: stored.on, claims: [stored.claim], posted });
        }
        break;
      }
      case "payment": {
        const data = stored.data as unknown as PaymentData;
        const lines = data.lines.map(
          ({ item, amount }): AllocationLine => ({
            item,
            claim: stored.claim,
            minor: minorFromDecimal(amount),
          }),
        );
        const minor = lines.reduce((sum, line) => sum + line.minor, 0n);
        result.push({
          kind: "payment",
          on: stored.on,
          minor,
          designation: data.designation,
          claim: stored.claim,
          lines,
        });
        break;
      }
      case "credit": {
        const data = stored.data as unknown as CreditData;
        result.push({
          kind: "credit",
          on: stored.on,
          minor: minorFromDecimal(data.amount),
          claim: stored.claim,
        });
        break;
      }
      case "waiver":
        result.push({ kind: "waiver", on: stored.on, claim: stored.claim });
        break;
      default: {
        const fact = recorded.factOf(stored);
        if (fact !== null) result.push(fact);
        const ended = recorded.endedBy(stored);
        if (ended !== null) result.push(ended);
      }
    }
  }
  return result;
}

function addLetter(
  letters: Map<string, { event: FileEvent & { kind: "letter" }; claims: string[]; posted: PostedCharge[] }>,
  result: FileEvent[],
  stored: StoredEvent,
): void {
  const data = stored.data as unknown as LetterData;
  let letter = letters.get(data.document);
  if (letter === undefined) {
    const claims: string[] = [];
    const posted: PostedCharge[] = [];
    const event: FileEvent & { kind: "letter" } = {
      kind: "letter",
      letter: data.letter,
      on: stored.on,
      payBy: data.payBy,
      fee: data.fee,
      ...(data.postedOn === undefined ? {} : { postedOn: data.postedOn }),
      receivedOn: null,
      claims,
      posted,
    };
    letter = { event, claims, posted };
    letters.set(data.document, letter);
    result.push(event);
  }
  letter.claims.push(stored.claim);
  for (const { item, amount } of data.charges)
    letter.posted.push({ item, claim: stored.claim, minor: minorFromDecimal(amount) });
}

/** How far a claim has come. */
export type Progress = {
  readonly taken: readonly TakenStep[];
  readonly lastLetterTotalMinor: bigint | null;
  /** What was paid by the newest letter's deadline, since it, on all the claims it covers. */
  readonly paidSinceLetterInTimeMinor: bigint;
};

type LastLetter = {
  readonly document: string;
  readonly on: CalendarDate;
  readonly payBy: CalendarDate;
  readonly total: bigint;
};

const NO_PROGRESS: ReadonlyMap<string, Progress> = new Map();

/** The progress of every claim of a file, from the chains of all of them: a letter's sum is paid on any of its claims. */
export function progressOf(events: readonly StoredEvent[]): ReadonlyMap<string, Progress> {
  if (events.length === 0) return NO_PROGRESS;
  const taken = new Map<string, TakenStep[]>();
  const last = new Map<string, LastLetter>();
  const paidInTime = new Map<string, bigint>();
  for (const { claim, kind, on, data } of inOrder(thatStand(events))) {
    const steps = taken.get(claim) ?? [];
    taken.set(claim, steps);
    if (kind === "letter") {
      const letter = data as unknown as LetterData;
      steps.push({ step: letter.letter, on, payBy: letter.payBy });
      last.set(claim, {
        document: letter.document,
        on,
        payBy: letter.payBy,
        total: minorFromDecimal(letter.total),
      });
    } else if (kind === "step") {
      steps.push({ step: (data as unknown as StepData).step, on, payBy: null });
    } else if (kind === "payment") {
      const letter = last.get(claim);
      const { lines, orderedOn } = data as unknown as PaymentData;
      if (letter === undefined || (orderedOn ?? on) > letter.payBy) continue;
      const part = lines.reduce((sum, { amount }) => sum + minorFromDecimal(amount), 0n);
      paidInTime.set(letter.document, (paidInTime.get(letter.document) ?? 0n) + part);
    }
  }
  return new Map(
    [...taken].map(([claim, steps]) => {
      const letter = last.get(claim);
      const paid = letter === undefined ? 0n : (paidInTime.get(letter.document) ?? 0n);
      return [
        claim,
        { taken: steps, lastLetterTotalMinor: letter?.total ?? null, paidSinceLetterInTimeMinor: paid },
      ];
    }),
  );
}
