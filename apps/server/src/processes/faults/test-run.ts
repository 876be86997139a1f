/** One run of the day in a copy of the world, with the faults of its schedule; then it is left to heal and looked at. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { addDays } from "@innfri/kernel";
import { temporaryFolder } from "@innfri/testing/folders";
import { openInstallation } from "../../installation.ts";
import { type Jobs, openJobs } from "../../jobs/jobs.ts";
import { throughOutage, withAdministrator } from "../../store/index.ts";
import { sealRoots } from "../../usecases/seal-roots.ts";
import { verifyBooks } from "../../usecases/verify-books.ts";
import type { Start } from "./test-child.ts";
import type { Cluster } from "./test-cluster.ts";
import type { Crew, Hand } from "./test-crew.ts";
import { HURRY, leftOf, passed, RESTED, stuckOf } from "./test-left.ts";
import type { MailFault, MailServer } from "./test-mail.ts";
import { type Outcome, outcomeOf } from "./test-outcome.ts";
import { doTheirActs } from "./test-people.ts";
import type { PrintHouse } from "./test-print.ts";
import { type Receiver, type TellFault, TOLD_AGAIN, untoldIn } from "./test-receiver.ts";
import { chanceOf, type Fault, type Schedule } from "./test-schedule.ts";
import { aWire, type Wire } from "./test-wire.ts";
import { DAY, NOW, PAID_TODAY, type World } from "./test-world.ts";

export type Stage = {
  readonly cluster: Cluster;
  readonly crew: Crew;
  readonly mail: MailServer;
  readonly print: PrintHouse;
  readonly receiver: Receiver;
  readonly world: World;
};

export type Ran = {
  readonly outcome: Outcome;
  /** Those that came about: a point may not be reached any more after another fault. */
  readonly happened: readonly Fault[];
  readonly mailFaults: readonly MailFault[];
  readonly tellFaults: readonly TellFault[];
  readonly findings: readonly string[];
  readonly errors: readonly string[];
  readonly tookMs: number;
};

const FROZEN_MS = 4500;
const STALLED_MS = 1500;
const WRONG_MS = 2000;
const HELD_MS = 150;
const MOST_MS = 120_000;
/** After so long without an end, what rests is asked again. */
const RESTED_MS = 15_000;

export async function ranDay(stage: Stage, schedule: Schedule): Promise<Ran> {
  const { cluster, mail, print, receiver } = stage;
  const startedMs = performance.now();
  const url = await cluster.copy();
  const directory = temporaryFolder("fault");
  const wire = await aWire(url);
  mail.begin(schedule.mail);
  receiver.begin(schedule.tell);
  await print.begin(chanceOf(schedule.no), schedule.printLeavesMs);
  const run = new Run(stage, schedule, { url, directory, wire });
  try {
    await run.work();
    const tookMs = Math.round(performance.now() - startedMs);
    await print.end();
    const outcome = await outcomeOf(url, directory, [...mail.accepted], [...print.printed]);
    const told = await receiver.wrongIn(url);
    const findings = [
      ...run.wrong,
      ...told,
      ...print.broken,
      ...(await verified(url, directory, stage.world)),
    ];
    return {
      outcome,
      findings,
      tookMs,
      ...run.told(),
      mailFaults: [...mail.wronged],
      tellFaults: [...receiver.wronged],
    };
  } finally {
    await run.end();
    await print.end();
    await wire.end();
    await cluster.drop(url);
    await rm(directory, { recursive: true, force: true });
  }
}

type Place = { readonly url: string; readonly directory: string; readonly wire: Wire };

class Run {
  readonly #stage: Stage;
  readonly #schedule: Schedule;
  readonly #place: Place;
  readonly #hands: (Hand | null)[] = [null, null, null];
  readonly #happened: Fault[] = [];
  readonly #errors: string[] = [];
  readonly #met = new Set<Fault>();
  #now = NOW;
  readonly #over = new AbortController();
  #isBankDone = false;
  #arePeopleDone = false;
  /** What somebody was answered wrongly. */
  readonly wrong: string[] = [];

  constructor(stage: Stage, schedule: Schedule, place: Place) {
    this.#stage = stage;
    this.#schedule = schedule;
    this.#place = place;
  }

  told(): Pick<Ran, "happened" | "errors"> {
    return { happened: this.#happened, errors: this.#errors };
  }

  async work(): Promise<void> {
    await Promise.all([0, 1, 2].map((no) => this.#fill(no)));
    const faults = this.#schedule.faults.map((fault) => this.#befall(fault));
    const acts = this.#people();
    const isDone = this.#untilDone(MOST_MS);
    await Promise.race([Promise.all(faults), isDone]);
    await isDone;
    this.#over.abort();
    await Promise.all([...faults, acts]);
  }

  async #people(): Promise<void> {
    const served = () => {
      const server = this.#hands[0];
      return server === null || server === undefined || server.isOver ? null : server.url;
    };
    this.wrong.push(...(await doTheirActs(this.#stage.world.people, served, this.#over.signal)));
    this.#arePeopleDone = true;
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  async end(): Promise<void> {
    this.#over.abort();
    for (const hand of this.#hands) this.#errors.push(...(hand?.errors ?? []));
    const { crew } = this.#stage;
    await Promise.all(this.#hands.map((hand) => (hand === null ? undefined : crew.takeBack(hand))));
  }

  #start(no: number): Start {
    const at = this.#now.toISOString();
    const as = (["server", "worker", "bank"] as const)[no]!;
    return {
      as,
      url: this.#place.wire.url(this.#place.url),
      directory: this.#place.directory,
      truth: at,
      now: at,
      stopAt: [],
      bank: { numbers: PAID_TODAY, on: DAY },
    };
  }

  /** A process in this place, and another one for it as soon as it dies. */
  async #fill(no: number): Promise<void> {
    const hand = await this.#stage.crew.take();
    if (this.#isOver) return hand.kill();
    this.#hands[no] = hand;
    for (const fault of this.#schedule.faults)
      if (fault.at.kind === "point" && !this.#met.has(fault)) hand.send({ kind: "stop-at", stop: fault.at });
    hand.send({ kind: "start", start: this.#start(no) });
    void hand
      .until(() => hand.isOver || (no === 2 && hand.isDone), MOST_MS * 2)
      .then(async () => {
        if (no === 2 && hand.isDone) this.#isBankDone = true;
        else if (!this.#isOver) {
          this.#errors.push(...hand.errors);
          await this.#fill(no);
        }
      });
  }

  async #befall(fault: Fault): Promise<void> {
    const { at, whose } = fault;
    let stands: Hand | null = null;
    if (at.kind === "after") await this.#sleep(at.ms);
    else stands = await this.#standing(at.point);
    if (this.#isOver || (at.kind === "point" && stands === null)) return;
    // Time for the print house to take it away while nobody has written down that it has it.
    if (at.kind === "point" && at.point === "batch-handed-over") await this.#sleep(HELD_MS);
    this.#met.add(fault);
    this.#happened.push(fault);
    // The database may be away already, by another fault: then this one comes once it is back.
    await throughOutage(() => this.#do(fault, stands ?? this.#hands[whose ?? 0] ?? null), MOST_MS);
    // It may hold what is hurried.
    stands?.send({ kind: "go-on" });
    await this.#hurry();
    // Others that were told to stop there too go on when they come.
    if (at.kind === "point")
      for (let hand = stands; hand !== null; hand = await this.#standing(at.point))
        hand.send({ kind: "go-on" });
  }

  async #sleep(ms: number): Promise<void> {
    for (const until = performance.now() + ms; !this.#isOver && performance.now() < until; )
      await sleep(Math.min(50, ms));
  }

  async #standing(point: string): Promise<Hand | null> {
    while (!this.#isOver) {
      const hand = this.#hands.find((one) => one?.standsAt === point && !one.isOver);
      if (hand !== undefined && hand !== null) return hand;
      await sleep(10);
    }
    return null;
  }

  async #do({ deed }: Fault, hand: Hand | null): Promise<void> {
    const { wire, url, directory } = this.#place;
    switch (deed) {
      case "kill-one":
        return hand?.kill();
      case "kill-all":
        await Promise.all(this.#hands.map((one) => one?.kill()));
        return;
      case "kill-database":
        return this.#stage.cluster.kill(url);
      case "drop-connections":
        await withAdministrator(url, (client) =>
          client.query(`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`),
        );
        return;
      case "cut-wire":
        return wire.cut();
      case "stall-wire":
        wire.stall(true);
        await sleep(STALLED_MS);
        return wire.stall(false);
      case "freeze":
        return hand?.freeze(FROZEN_MS);
      case "jobs-again":
        return this.#sendAgain();
      case "clock-back-a-day":
        return this.#wrongClock(-1);
      case "clock-ahead-a-month":
        return this.#wrongClock(31);
      case "outbox-unwritable":
        return unwritable(path.join(directory, "outbox"));
    }
  }

  /**
   * The queue gives a dead process's jobs to another after ten seconds, and what got lost is looked for after thirty: not
   * waited for here, but in patient runs. Living processes lose their jobs too, to others, and go on: so much the better.
   */
  async #hurry(): Promise<void> {
    if (this.#schedule.isPatient) return;
    await passed(this.#place.url, HURRY);
  }

  /** The same work again and again, past the queue's own guard against it: several are at it at the same time. */
  async #sendAgain(): Promise<void> {
    const jobs = await openJobs({ url: this.#place.url, onError: () => undefined });
    try {
      await this.#sendBy(jobs);
    } finally {
      await jobs.stop();
    }
  }

  async #sendBy(jobs: Jobs): Promise<void> {
    for (let again = 0; again < 6 && !this.#isOver; again++) {
      for (const creditorId of this.#stage.world.creditorIds) {
        const more = { creditorId, again };
        await jobs.send("day", [more]);
        await jobs.send("lane", [{ creditorId, day: DAY, laneNo: 100 + again }]);
        await jobs.send("deliver", [{ creditorId, laneNo: 100 + again }]);
      }
      await sleep(150);
    }
  }

  /** Of the worker: what people do is dated by the clock of the process that serves them. */
  async #wrongClock(days: number): Promise<void> {
    const hand = this.#hands[1];
    const truth = this.#now.toISOString();
    const wrong = new Date(this.#now.getTime() + days * 86_400_000).toISOString();
    hand?.send({ kind: "now", now: wrong, truth });
    await this.#sleep(WRONG_MS);
    hand?.send({ kind: "now", now: this.#now.toISOString(), truth: this.#now.toISOString() });
  }

  /** What was not taken is tried again some minutes later: these have passed. */
  async #laterThatDay(): Promise<void> {
    this.#now = new Date(this.#now.getTime() + 15 * 60_000);
    const at = this.#now.toISOString();
    for (const hand of this.#hands) hand?.send({ kind: "now", now: at, truth: at });
    await passed(this.#place.url, RESTED);
  }

  async #untilDone(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    let restedMs = performance.now();
    for (;;) {
      const left = await leftOf(this.#place.url, this.#now).catch(() => null);
      if (left !== null && left.now === 0 && this.#isBankDone && this.#arePeopleDone) {
        if (left.later === 0 && (await untoldIn(this.#place.url).catch(() => 1)) === 0) return;
        await passed(this.#place.url, TOLD_AGAIN);
        if (left.later > 0) await this.#laterThatDay();
        restedMs = performance.now();
        await sleep(1000);
      }
      if (performance.now() - restedMs > RESTED_MS) {
        await passed(this.#place.url, RESTED);
        restedMs = performance.now();
      }
      if (performance.now() > deadline)
        throw new Error(
          `not done after ${withinMs} ms: ${JSON.stringify(left)}, ${JSON.stringify(
            this.#hands.map((one) => [one?.standsAt, one?.isOver, one?.errors.slice(-3)]),
          )}, ${JSON.stringify(await stuckOf(this.#place.url))}`,
        );
      await sleep(100);
    }
  }
}

/** Nothing can be written where letters go, as on a full disk. */
async function unwritable(folder: string): Promise<void> {
  const isThere = await mkdir(folder).then(
    () => false,
    () => true,
  );
  if (isThere) return;
  await rm(folder, { recursive: true });
  await writeFile(folder, "");
  await sleep(WRONG_MS);
  await rm(folder);
}

/** Roots over all that has happened, and a full verify of everything: what it finds. */
async function verified(url: string, directory: string, { creditorIds }: World): Promise<string[]> {
  const installation = await openInstallation(directory, url);
  try {
    const { operator, pool } = installation;
    if (operator === null) throw new Error("no operator");
    const nextDay = new Date(`${addDays(DAY, 1)}T01:30:00.000Z`);
    await sealRoots({ pool, operator }, creditorIds, nextDay, { withOperator: true });
    const { findings } = await verifyBooks(pool, creditorIds, { operator });
    return findings.map((finding) => JSON.stringify(finding));
  } finally {
    await installation.close();
  }
}
