/**
 * The outbox: what a run decided to say is queued in the same transaction as the decision, and leaves from here. Any
 * number of processes may deliver one creditor's letters at once, and any of them may be killed at any moment.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Letter, unconfirmedChannel, unconfirmedFor, unconfirmedReason } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import type { SignOffItem } from "@innfri/law";
import type { LetterData } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import { gateOf } from "../engine/sign-offs.ts";
import type { Installation, Operator } from "../installation.ts";
import { withCreditor } from "../store/index.ts";
import { captureCarrier, outboxOf } from "./capture.ts";
import type { Answer, Carrier, LetterChannel, MadeLetter } from "./carrier.ts";
import { addressed, type Job, type Made, rendered, WORTH_A_POOL } from "./make-letters.ts";
import {
  type Claimed,
  claimPage,
  type Lease,
  letGo,
  markCalled,
  QUEUE_START,
  renew,
  whatIsLeft,
} from "./queue.ts";
import { type Result, type Settled, settleAttempts } from "./settle-attempts.ts";

/** For so long a process that has died keeps others from its letters. */
const LEASE_MS = 10_000;
/** How often what others have in hand is looked at again. */
const LOOK_AGAIN_MS = 200;

export type Delivered = {
  readonly email: number;
  readonly post: number;
  /** Letters that did not leave and will not, with why: undone, and judged anew or left for a person. */
  readonly failed: readonly { readonly caseNumber: string; readonly problem: string }[];
  /** Letters of which nobody knows whether they left: they wait for a person. */
  readonly unknown: readonly { readonly caseNumber: string; readonly problem: string }[];
  readonly folder: string;
};

export type DeliverOptions = {
  readonly leaseMs?: number;
  /** Also wait for what other processes have in hand: then nothing that is due is left when it returns. */
  readonly waits?: boolean;
  /** Takes nothing more once it is aborted; what is in hand is ended. */
  readonly signal?: AbortSignal;
};

type Deliverer = Pick<Installation, "pool" | "directory"> & { readonly operator: Operator };

/**
 * Sends what is queued for a creditor. Each message is in the hand of one process at a time, and ended once. A letter
 * of an earlier day did not leave in time, and one that nobody vouches for any more may not leave: it is undone, and
 * its claims are judged anew.
 */
export async function deliverQueued(
  installation: Deliverer,
  creditor: Creditor,
  clock: Clock,
  options: DeliverOptions = {},
): Promise<Delivered> {
  const folder = outboxOf(installation.directory, creditor);
  const carrier = captureCarrier(folder);
  const delivery = new Delivery(installation, creditor, clock, options);
  try {
    await delivery.by(carrier, ["email", "post"]);
  } finally {
    await delivery.end();
    await carrier.close();
  }
  return { ...delivery.sent, failed: delivery.failed, unknown: delivery.unknown, folder };
}

/** One process's delivery: what it has in hand, and what it has told. */
class Delivery {
  readonly sent = { email: 0, post: 0 };
  readonly failed: { caseNumber: string; problem: string }[] = [];
  readonly unknown: { caseNumber: string; problem: string }[] = [];
  readonly #installation: Deliverer;
  readonly #creditor: Creditor;
  readonly #clock: Clock;
  readonly #options: DeliverOptions;
  readonly #lease: Lease;
  readonly #inHand = new Map<Uuid, Claimed>();
  readonly #renewal: NodeJS.Timeout;

  constructor(installation: Deliverer, creditor: Creditor, clock: Clock, options: DeliverOptions) {
    this.#installation = installation;
    this.#creditor = creditor;
    this.#clock = clock;
    this.#options = options;
    const ms = options.leaseMs ?? LEASE_MS;
    this.#lease = { creditorId: creditor.creditorId, token: randomUUID() as Uuid, ms };
    // Where it fails the lease runs out, which says what is true: this process has lost touch.
    this.#renewal = setInterval(
      () => void renew(this.#installation.pool, this.#lease, [...this.#inHand.keys()]).catch(() => undefined),
      ms / 3,
    );
  }

  /** Lets go of what is still in hand, so that nobody has to wait for it. */
  async end(): Promise<void> {
    clearInterval(this.#renewal);
    if (this.#inHand.size === 0) return;
    await letGo(this.#installation.pool, this.#lease, [...this.#inHand.keys()]).catch(() => undefined);
  }

  /** Sends what is due on these channels by a carrier. */
  async by(carrier: Carrier, channels: readonly LetterChannel[]): Promise<void> {
    const { pool } = this.#installation;
    const { creditorId } = this.#creditor;
    while (!this.#isStopped()) {
      const { free, inHand } = await whatIsLeft(pool, creditorId, channels, this.#clock);
      if (free > 0) await this.#pass(carrier, channels, free >= WORTH_A_POOL);
      else if (inHand > 0 && this.#options.waits === true) await sleep(LOOK_AGAIN_MS);
      else return;
    }
  }

  #isStopped(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async #pass(carrier: Carrier, channels: readonly LetterChannel[], isMany: boolean): Promise<void> {
    let batch: Made[] = [];
    const hand = async () => {
      const made = batch;
      batch = [];
      await this.#handOver(carrier, made);
    };
    for await (const made of rendered(this.#jobs(carrier, channels), isMany)) {
      if (batch.length > 0 && made.job.batchId !== batch[0]!.job.batchId) await hand();
      batch.push(made);
      if (batch.length >= carrier.batchSize) await hand();
    }
    await hand();
  }

  /** What it takes in hand and is to be rendered, page by page, oldest first: memory stays flat however much it is. */
  async *#jobs(carrier: Carrier, channels: readonly LetterChannel[]): AsyncGenerator<Job> {
    let after = QUEUE_START;
    while (!this.#isStopped()) {
      const page = await claimPage(this.#installation.pool, this.#lease, {
        channels,
        carrier: carrier.name,
        batchId: carrier.isBatched ? (randomUUID() as Uuid) : null,
        today: this.#clock.today,
        nowAt: this.#clock.nowAt,
        limit: carrier.batchSize,
        after,
      });
      const last = page.at(-1);
      if (last === undefined) return;
      after = last;
      for (const message of page) this.#inHand.set(message.messageId, message);
      for (const message of await this.#settledBefore(carrier, page))
        yield { ...addressed(message, this.#creditor), message };
    }
  }

  /** Settles what needs no pages, and returns the rest. */
  async #settledBefore(carrier: Carrier, page: readonly Claimed[]): Promise<Claimed[]> {
    const begun = page.filter(({ isTakenOver }) => isTakenOver);
    const taken: ReadonlySet<Uuid> =
      begun.length === 0 || !carrier.canRepeat
        ? new Set()
        : await carrier.taken(begun.map((message) => addressed(message, this.#creditor)));
    const settled: Settled[] = [];
    const rest: Claimed[] = [];
    for (const message of page) {
      const result = this.#known(carrier, message, taken);
      if (result === null) rest.push(message);
      else settled.push({ message, result });
    }
    await this.#settle(settled);
    return rest;
  }

  #known(carrier: Carrier, message: Claimed, taken: ReadonlySet<Uuid>): Result | null {
    if (taken.has(message.messageId)) return { kind: "sent", detail: null };
    if (message.isCalled && !carrier.canRepeat) return unknownAfterKill();
    if (message.datedOn >= this.#clock.today) return null;
    return givenUp(`it could not be sent on ${message.datedOn}`);
  }

  async #handOver(carrier: Carrier, batch: readonly Made[]): Promise<void> {
    if (batch.length === 0) return;
    // Asked right before it leaves: what was confirmed when it was decided may have been withdrawn since (D11).
    const { pool } = this.#installation;
    const unconfirmed = this.#creditor.isSandbox
      ? []
      : await withCreditor(pool, this.#creditor.creditorId, (tx) => gateOf(tx, this.#creditor));
    const settled: Settled[] = [];
    const letters: (MadeLetter & { readonly message: Claimed })[] = [];
    for (const { job, pdf, problem } of batch) {
      const { message } = job;
      const waits = whyUnconfirmed(unconfirmed, job.data, message.channel);
      if (waits !== null) settled.push({ message, result: givenUp(waits) });
      else if (pdf === null) settled.push({ message, result: { ...givenUp(problem), parks: true } });
      else letters.push({ ...job, pdf });
    }
    const messageOf = new Map(letters.map(({ messageId, message }) => [messageId, message]));
    const tell = async ({ messageId }: MadeLetter, answer: Answer) => {
      const one = { message: messageOf.get(messageId)!, result: resultOf(answer) };
      // Nobody could find out again what came of it, so it is written before the next is sent.
      if (carrier.canRepeat) settled.push(one);
      else await this.#settle([one]);
    };
    const start = async ({ messageId }: MadeLetter) =>
      carrier.canRepeat || markCalled(pool, this.#lease, messageOf.get(messageId)!);
    try {
      if (letters.length > 0) await carrier.send(letters, start, tell);
    } finally {
      await this.#settle(settled);
    }
  }

  async #settle(settled: readonly Settled[]): Promise<void> {
    if (settled.length === 0) return;
    const { pool, operator } = this.#installation;
    const context = { creditor: this.#creditor, operator: operator.kind, clock: this.#clock };
    const own = await settleAttempts(pool, { ...context, lease: this.#lease }, settled);
    for (const { message } of settled) this.#inHand.delete(message.messageId);
    for (const { message, result } of own) {
      const { caseNumber } = message.data;
      if (result.kind === "sent") this.sent[message.channel] += 1;
      if (result.kind === "given-up") this.failed.push({ caseNumber, problem: result.reason });
      if (result.kind === "unknown") this.unknown.push({ caseNumber, problem: result.reason });
    }
  }
}

function givenUp(reason: string): Result & { kind: "given-up" } {
  return { kind: "given-up", reason, parks: false, detail: { problem: reason } };
}

function unknownAfterKill(): Result {
  const reason = "the program ended while it was being sent: nobody knows whether it left";
  return { kind: "unknown", reason, detail: { problem: reason } };
}

function resultOf(answer: Answer): Result {
  switch (answer.kind) {
    case "sent":
      return { kind: "sent", detail: answer.detail ?? null };
    case "unknown":
      return { kind: "unknown", reason: answer.problem, detail: { problem: answer.problem } };
    case "refused":
    case "failed":
    case "down":
      return givenUp(answer.problem);
  }
}

/** What a real company's letter rests on and nobody has confirmed, as a reason; null when it may leave. */
function whyUnconfirmed(
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
