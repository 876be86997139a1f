/** One process's delivery of one creditor's letters: what it has in hand, and what it has told. */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Uuid } from "@innfri/kernel";
import { type Clock, dayIn, instantIn } from "../clock.ts";
import { type Door, writeDoors } from "../door/door-rows.ts";
import type { Creditor } from "../engine/creditors.ts";
import { gateOf } from "../engine/sign-offs.ts";
import { at } from "../faults/points.ts";
import type { Installation, Operator } from "../installation.ts";
import { stopwatch } from "../machine-time.ts";
import { type CarrierName, throughOutage, withCreditor } from "../store/index.ts";
import { takeDown } from "./afterwards.ts";
import { foundOf } from "./begun.ts";
import type { Answer, Carrier, Found, LetterChannel, MadeLetter } from "./carrier.ts";
import { type Env, type Opened, openCarrier } from "./carriers.ts";
import { addressed, type Job, type Made, rendered, WORTH_A_POOL } from "./make-letters.ts";
import { endOutage, type Outage, recordOutage } from "./outages.ts";
import { recordBatches } from "./print-batches.ts";
import { pagesOf } from "./print-house.ts";
import {
  type Claimed,
  type ClaimRequest,
  claimPage,
  type Lease,
  letGo,
  markCalled,
  markNotCalled,
  QUEUE_START,
  renew,
  whatIsLeft,
} from "./queue.ts";
import { givenUp, resultOf, unknownAfterKill, whyUnconfirmed } from "./results.ts";
import { type Result, type Settled, settleAttempts } from "./settle-attempts.ts";

/** For so long a process that has died keeps others from its letters. */
const LEASE_MS = 10_000;
/** For so long the database may be away while the word of a carrier is to be written. */
const OUTAGE_MS = 60_000;
/** How often what others have in hand is looked at again. */
const LOOK_AGAIN_MS = 200;
/** Taken from the queue at a time for a carrier that cannot be opened: only what needs none of it is settled. */
const PAGE = 100;

export type Deliverer = Pick<Installation, "pool" | "directory"> & { readonly operator: Operator };

type Options = {
  readonly folder: string;
  readonly leaseMs?: number;
  readonly waits?: boolean;
  readonly isLateOnly?: boolean;
  readonly signal?: AbortSignal;
  readonly env?: Env;
  /** What letters name for their readers; null where this installation has no address. */
  readonly door: Door | null;
};

type Letter = MadeLetter & { readonly message: Claimed };

export class Delivery {
  readonly sent = { email: 0, post: 0 };
  readonly failed: { caseNumber: string; problem: string }[] = [];
  readonly unknown: { caseNumber: string; problem: string }[] = [];
  readonly down: { carrier: CarrierName; problem: string }[] = [];
  again = 0;
  readonly #installation: Deliverer;
  readonly #creditor: Creditor;
  readonly #clock: Clock;
  readonly #options: Options;
  readonly #door: Door | null;
  readonly #lease: Lease;
  readonly #inHand = new Map<Uuid, Claimed>();
  readonly #opened = new Map<CarrierName, Opened>();
  readonly #resting = new Set<CarrierName>();
  readonly #renewal: NodeJS.Timeout;
  readonly #elapsedMs = stopwatch();

  constructor(installation: Deliverer, creditor: Creditor, clock: Clock, options: Options) {
    this.#installation = installation;
    this.#creditor = creditor;
    this.#clock = clock;
    this.#options = options;
    this.#door = options.door;
    const ms = options.leaseMs ?? LEASE_MS;
    this.#lease = { creditorId: creditor.creditorId, token: randomUUID() as Uuid, ms };
    // Where it fails the lease runs out, which says what is true: this process has lost touch.
    this.#renewal = setInterval(() => {
      if (this.#inHand.size === 0) return;
      void renew(installation.pool, this.#lease, [...this.#inHand.keys()]).catch(() => undefined);
    }, ms / 3);
  }

  /** Lets go of what is still in hand, so that nobody has to wait for it. */
  async end(): Promise<void> {
    clearInterval(this.#renewal);
    await this.#letGo([...this.#inHand.keys()]).catch(() => undefined);
    for (const opened of this.#opened.values()) if (opened.kind === "open") await opened.carrier.close();
  }

  /** A carrier that is left alone for now: what needs none of it is settled all the same. */
  rests({ carrier, problem }: Pick<Outage, "carrier" | "problem">): void {
    this.#opened.set(carrier, { kind: "closed", problem });
    this.#resting.add(carrier);
  }

  /** Sends what is due on these channels by a carrier. */
  async by(name: CarrierName, channels: readonly LetterChannel[], wasOut: boolean): Promise<void> {
    const { pool } = this.#installation;
    const { creditorId } = this.#creditor;
    const sentBefore = this.sent.email + this.sent.post;
    while (!this.#isStopped() && !this.#isDown(name)) {
      const { free, inHand } = await whatIsLeft(pool, creditorId, channels, this.#due());
      if (free > 0) await this.#pass(name, channels, free >= WORTH_A_POOL);
      else if (inHand > 0 && this.#options.waits === true) await sleep(LOOK_AGAIN_MS);
      else break;
    }
    if (wasOut && this.sent.email + this.sent.post > sentBefore) await endOutage(pool, creditorId, name);
  }

  /** The clock as time has gone on while letters leave. A sandbox's stands still. */
  #now(): Clock {
    const clock = this.#clock;
    if (clock.isSandbox) return clock;
    return { ...clock, nowAt: new Date(Date.parse(clock.nowAt) + this.#elapsedMs()).toISOString() };
  }

  /** Told to stop, or the day has ended: what leaves afterwards would not leave on the day that it is dated. */
  #isStopped(): boolean {
    if (this.#options.signal?.aborted === true) return true;
    const { isSandbox, nowAt, today } = this.#now();
    return !isSandbox && dayIn(this.#creditor.timeZone, new Date(nowAt)) > today;
  }

  #due(): Pick<ClaimRequest, "today" | "nowAt" | "dueBy"> {
    const { today, nowAt } = this.#now();
    if (this.#options.isLateOnly !== true) return { today, nowAt };
    return { today, nowAt, dueBy: instantIn(this.#creditor.timeZone, today, "00:00") };
  }

  #isTooLate({ sendBefore }: Claimed): boolean {
    return sendBefore !== null && sendBefore <= this.#now().nowAt;
  }

  #isDown(name: CarrierName): boolean {
    return this.down.some(({ carrier }) => carrier === name);
  }

  #open(name: CarrierName): Opened {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const { folder, env = process.env } = this.#options;
    const opened = openCarrier(name, { creditor: this.#creditor, folder, env });
    this.#opened.set(name, opened);
    return opened;
  }

  async #pass(name: CarrierName, channels: readonly LetterChannel[], isMany: boolean): Promise<void> {
    let batch: Made[] = [];
    const hand = async () => {
      const made = batch;
      batch = [];
      await this.#handOver(made);
    };
    for await (const made of rendered(this.#jobs(name, channels), isMany)) {
      const first = batch[0]?.job.message;
      const { carrier, batchId } = made.job.message;
      if (first !== undefined && (first.carrier !== carrier || first.batchId !== batchId)) await hand();
      batch.push(made);
      if (batchId === null && batch.length >= this.#batchSize(carrier)) await hand();
    }
    await hand();
    await this.#letGo([...this.#inHand.values()].map(({ messageId }) => messageId));
  }

  #batchSize(name: CarrierName): number {
    const opened = this.#open(name);
    return opened.kind === "open" ? opened.carrier.batchSize : PAGE;
  }

  /** What it takes in hand and is to be rendered, page by page, oldest first: memory stays flat however much it is. */
  async *#jobs(name: CarrierName, channels: readonly LetterChannel[]): AsyncGenerator<Job> {
    const opened = this.#open(name);
    let after = QUEUE_START;
    while (!this.#isStopped() && !this.#isDown(name)) {
      const request: ClaimRequest = {
        channels,
        carrier: name,
        batchId: opened.kind === "open" && opened.carrier.isBatched ? (randomUUID() as Uuid) : null,
        ...this.#due(),
        limit: this.#batchSize(name),
        after,
      };
      const page = await claimPage(this.#installation.pool, this.#lease, request);
      const last = page.at(-1);
      if (last === undefined) return;
      await at("letters-taken");
      after = last;
      for (const message of page) this.#inHand.set(message.messageId, message);
      const rest = await this.#settledBefore(page);
      await this.#keepDoors(rest);
      for (const message of rest) yield { ...addressed(message, this.#creditor, this.#door), message };
    }
  }

  /** Before the letters leave: a code that is printed opens. */
  async #keepDoors(messages: readonly Claimed[]): Promise<void> {
    if (this.#door === null) return;
    const letters = messages.map(({ documentId, debtorId, data }) => ({
      documentId,
      debtorId,
      caseNumber: data.caseNumber,
    }));
    await writeDoors(
      this.#installation.pool,
      this.#creditor.creditorId,
      this.#door,
      letters,
      this.#clock.nowAt,
    );
  }

  /** Settles what needs no pages, and returns the rest, batch by batch. */
  async #settledBefore(page: readonly Claimed[]): Promise<Claimed[]> {
    const { pool } = this.#installation;
    const settled: Settled[] = [];
    const rest: Claimed[] = [];
    const notCalled: Uuid[] = [];
    for (const [name, messages] of Map.groupBy(page, ({ carrier }) => carrier)) {
      const opened = this.#open(name);
      const carrier = opened.kind === "open" ? opened.carrier : null;
      const found =
        carrier === null ? null : await foundOf(pool, this.#creditor, carrier, messages, this.#clock.nowAt);
      for (const message of messages) {
        const result = this.#known(message, found);
        if (result !== null) settled.push({ message, result });
        else if (found === null)
          await this.#outOf(
            name,
            opened.kind === "closed" ? opened.problem : "it cannot be asked what it has taken",
          );
        else if (message.isCalled) notCalled.push(message.messageId);
        else rest.push(message);
      }
      for (const batchId of new Set(messages.flatMap(({ leftBatchId }) => leftBatchId ?? [])))
        await carrier?.clear?.(batchId).catch(() => undefined);
    }
    await this.#settle(settled);
    // As if nobody had begun them: they are taken from the queue anew.
    await markNotCalled(pool, this.#lease, notCalled);
    await this.#letGo(notCalled);
    return [...Map.groupBy(rest, ({ carrier, batchId }) => `${carrier} ${batchId}`).values()].flat();
  }

  /** Null where it is to be sent, or its carrier has to be asked. */
  #known({ messageId, carrier, isCalled, batchId, datedOn }: Claimed, found: Found | null): Result | null {
    const known = found?.get(messageId);
    if (known === "taken") return { kind: "sent", detail: null };
    // Nobody can ask a mail server.
    if (isCalled && carrier === "smtp") return unknownAfterKill(null);
    if (isCalled) return found === null || known === "not-taken" ? null : unknownAfterKill(batchId);
    return datedOn >= this.#clock.today ? null : givenUp(`it could not be sent on ${datedOn}`);
  }

  async #handOver(batch: readonly Made[]): Promise<void> {
    const name = batch[0]?.job.message.carrier;
    if (name === undefined || this.#isDown(name)) return;
    const opened = this.#open(name);
    if (opened.kind === "closed") return;
    // Asked right before it leaves: what was confirmed when it was decided may have been withdrawn since (D11).
    const { pool } = this.#installation;
    const unconfirmed = this.#creditor.isSandbox
      ? []
      : await withCreditor(pool, this.#creditor.creditorId, (tx) => gateOf(tx, this.#creditor));
    const settled: Settled[] = [];
    const letters: Letter[] = [];
    for (const { job, pdf, problem } of batch) {
      const { message } = job;
      const waits = whyUnconfirmed(unconfirmed, job.data, message.channel);
      if (waits !== null) settled.push({ message, result: givenUp(waits) });
      else if (pdf === null) settled.push({ message, result: { ...givenUp(problem), parks: true } });
      else letters.push({ ...job, pdf });
    }
    try {
      if (letters.length > 0) await this.#send(opened.carrier, letters, settled);
      const handedOver = settled.some(({ result: { kind } }) => kind === "sent");
      const { batchId } = batch[0]!.job;
      if (batchId !== null && handedOver)
        await recordBatches(pool, this.#creditor.creditorId, [batchId], this.#clock.nowAt);
    } finally {
      await this.#settle(settled);
    }
  }

  /** Where nobody could find out again what came of a letter, it is written before the next is sent. */
  async #send(carrier: Carrier, letters: readonly Letter[], settled: Settled[]): Promise<void> {
    const { pool } = this.#installation;
    const messageOf = new Map(letters.map(({ messageId, message }) => [messageId, message]));
    const start = async (those: readonly MadeLetter[]) => {
      const called = those.map(({ messageId, batchId, pdf }) => ({
        ...messageOf.get(messageId)!,
        ...(batchId === null ? {} : { detail: { batch: batchId, pages: pagesOf(pdf) } }),
      }));
      if (this.#isStopped() || called.some((message) => this.#isTooLate(message))) return false;
      const isOurs =
        carrier.canRepeat || (await throughOutage(() => markCalled(pool, this.#lease, called), OUTAGE_MS));
      if (isOurs) await at("letter-called");
      return isOurs;
    };
    const tell = async ({ messageId }: MadeLetter, answer: Answer) => {
      await at("letter-answered");
      const message = messageOf.get(messageId)!;
      if (answer.kind === "down") {
        if (answer.mayHave !== true) await markNotCalled(pool, this.#lease, [messageId]);
        await this.#outOf(carrier.name, answer.problem);
        return;
      }
      const result = resultOf(answer, message, this.#now(), this.#creditor.timeZone);
      if (carrier.canRepeat || carrier.isBatched) settled.push({ message, result });
      else await this.#settle([{ message, result }]);
    };
    await carrier.send(letters, start, tell);
  }

  async #outOf(carrier: CarrierName, problem: string): Promise<void> {
    if (this.#isDown(carrier)) return;
    this.down.push({ carrier, problem });
    if (this.#resting.has(carrier)) return;
    await recordOutage(this.#installation.pool, this.#creditor.creditorId, carrier, problem);
  }

  async #letGo(ids: readonly Uuid[]): Promise<void> {
    if (ids.length === 0) return;
    await letGo(this.#installation.pool, this.#lease, ids);
    for (const id of ids) this.#inHand.delete(id);
  }

  async #settle(settled: readonly Settled[]): Promise<void> {
    if (settled.length === 0) return;
    const { pool, operator } = this.#installation;
    const context = { creditor: this.#creditor, operator: operator.kind, clock: this.#now() };
    // What a carrier has said must not be forgotten because the database is away: nobody else knows it.
    const own = await throughOutage(
      () => settleAttempts(pool, { ...context, lease: this.#lease }, settled),
      OUTAGE_MS,
    );
    await at("letters-ended");
    for (const { message } of settled) this.#inHand.delete(message.messageId);
    // It lost its lease while it was sending, and another said that nobody knows: this one does.
    const left = settled.filter((one) => one.result.kind === "sent" && !own.includes(one));
    const words = left.map(({ message: { messageId } }) => ({ messageId, kind: "left" }) as const);
    await takeDown(this.#installation, this.#creditor, this.#clock, words);
    for (const { message, result } of own) {
      const { caseNumber } = message.data;
      if (result.kind === "sent") this.sent[message.channel] += 1;
      if (result.kind === "again") this.again += 1;
      if (result.kind === "given-up") this.failed.push({ caseNumber, problem: result.reason });
      if (result.kind === "unknown") this.unknown.push({ caseNumber, problem: result.reason });
    }
  }
}
