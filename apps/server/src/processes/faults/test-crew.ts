/** The processes of the fault test: a few are kept warm, so that one that is killed is replaced at once. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Point } from "../../faults/points.ts";
import type { FromChild, ToChild } from "./test-child.ts";

const CHILD = fileURLToPath(new URL("./test-child.ts", import.meta.url));

export class Hand {
  readonly #child: ChildProcess;
  readonly #seen: FromChild[] = [];
  readonly #waiting = new Set<() => void>();
  readonly errors: string[] = [];
  /** The point it stands at. */
  standsAt: Point | null = null;
  /** Where it answers over HTTP, if it does. */
  url: string | null = null;
  isOver = false;
  /** The bank's file is taken. */
  isDone = false;

  constructor(env: NodeJS.ProcessEnv) {
    this.#child = fork(CHILD, [], {
      env: { ...process.env, ...env },
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child.on("message", (message: FromChild) => {
      this.#seen.push(message);
      if (message.kind === "error") this.errors.push(message.text);
      if (message.kind === "done") this.isDone = true;
      if (message.kind === "started") this.url = message.url;
      if (message.kind === "at") this.standsAt = message.point;
      this.#wake();
    });
    this.#child.on("exit", () => {
      this.isOver = true;
      this.#wake();
    });
    // A message to one that was just killed is lost, as it should be.
    this.#child.on("error", () => undefined);
  }

  #wake(): void {
    for (const one of [...this.#waiting]) one();
  }

  send(message: ToChild): void {
    if (message.kind === "go-on") this.standsAt = null;
    if (!this.isOver && this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Whether it has said so, before it ended and within the time. */
  has(kind: FromChild["kind"], withinMs: number): Promise<boolean> {
    return this.until(() => this.#seen.some((one) => one.kind === kind), withinMs);
  }

  until(isSo: () => boolean, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo() && !this.isOver) return;
        end(isSo());
      };
      const timer = setTimeout(() => end(isSo()), withinMs);
      const end = (answer: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(answer);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Stopped in the middle of whatever it does, for so long: its leases run out and it knows nothing of it. */
  async freeze(ms: number): Promise<void> {
    this.#child.kill("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.#child.kill("SIGCONT");
  }

  /** Ends its work in good order. False where it could not. */
  async stop(): Promise<boolean> {
    if (this.isOver) return false;
    this.#seen.length = 0;
    this.send({ kind: "stop" });
    const isStopped = await this.has("stopped", 10_000);
    this.#seen.length = 0;
    this.errors.length = 0;
    this.standsAt = null;
    this.url = null;
    this.isDone = false;
    return isStopped && !this.isOver;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.until(() => this.isOver, 30_000);
  }
}

export class Crew {
  readonly #env: NodeJS.ProcessEnv;
  readonly #warm: Hand[] = [];
  readonly #used = new WeakSet<Hand>();
  readonly #size: number;

  constructor(env: NodeJS.ProcessEnv, size: number) {
    this.#env = env;
    this.#size = size;
    this.#fill();
  }

  #fill(): void {
    while (this.#warm.length < this.#size) this.#warm.push(new Hand(this.#env));
  }

  async take(): Promise<Hand> {
    const hand = this.#warm.shift()!;
    this.#fill();
    if (!this.#used.has(hand) && !(await hand.has("warm", 120_000)))
      throw new Error("a process of the test did not start");
    return hand;
  }

  /** Takes back one that has come through, to be used first in the next run. */
  async takeBack(hand: Hand): Promise<void> {
    if (!(await hand.stop())) return hand.kill();
    this.#used.add(hand);
    this.#warm.unshift(hand);
  }

  async end(): Promise<void> {
    await Promise.all(this.#warm.splice(0).map((hand) => hand.kill()));
  }
}
