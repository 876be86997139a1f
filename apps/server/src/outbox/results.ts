/** What an answer, or none, means for a letter: it left, is tried again, is given up, or is a person's to find out. */
import { type Letter, unconfirmedChannel, unconfirmedFor, unconfirmedReason } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import type { SignOffItem } from "@innfri/law";
import type { LetterData } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import type { Answer, LetterChannel } from "./carrier.ts";
import type { Claimed } from "./queue.ts";
import { nextTry } from "./retry.ts";
import type { Result } from "./settle-attempts.ts";

type GivenUp = Result & { kind: "given-up" };

/** Undone, and its claims judged anew. */
export function givenUp(reason: string): GivenUp {
  return { kind: "given-up", reason, parks: false, isUnreached: false, detail: { problem: reason } };
}

/** `batchId` of a print house's letter: its folder holds nothing of the batch any more. */
export function unknownAfterKill(batchId: Uuid | null): Result {
  const reason =
    batchId === null
      ? "the program ended while it was being sent: nobody knows whether it left"
      : `the program ended while it was being handed over, and the print house's folder does not hold batch ${batchId}: only the print house knows whether it has it`;
  return { kind: "unknown", reason, detail: { problem: reason } };
}

/** Where the carrier is out nothing has happened to the letter. */
export function resultOf(
  answer: Exclude<Answer, { kind: "down" }>,
  message: Claimed,
  clock: Clock,
  timeZone: string,
): Result {
  switch (answer.kind) {
    case "sent":
      return { kind: "sent", detail: answer.detail ?? null };
    case "unknown":
      return { kind: "unknown", reason: answer.problem, detail: { problem: answer.problem } };
    case "refused":
      return { ...givenUp(answer.problem), isUnreached: true };
    case "failed": {
      const at = nextTry(message, clock, timeZone);
      if (at !== null) return { kind: "again", at, detail: { problem: answer.problem } };
      return { ...givenUp(`tried ${times(message.attemptNo)}: ${answer.problem}`), isUnreached: true };
    }
  }
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** What a real company's letter rests on and nobody has confirmed, as a reason; null when it may leave. */
export function whyUnconfirmed(
  items: readonly SignOffItem[],
  { kind }: LetterData,
  channel: LetterChannel,
): string | null {
  const waiting = [...unconfirmedFor(items, LETTER_STEPS[kind]), ...unconfirmedChannel(items, channel)];
  return waiting.length === 0 ? null : unconfirmedReason(waiting).text;
}

const LETTER_STEPS = {
  "no.reminder": "reminder",
  "no.notice": "notice",
  "no.demand": "demand",
  "se.reminder": "reminder",
  "se.demand": "demand",
} as const satisfies Record<LetterData["kind"], Letter>;
