/**
 * Many letters, rendered in child processes. The typesetter keeps about half a megabyte a letter, so each process
 * is replaced after a number of letters; a process that dies takes no other letter with it.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LetterData, Recipient } from "../letter-data.ts";
import type { LetterStandard } from "./render-letter.ts";

export type LetterJob = {
  readonly data: LetterData;
  readonly recipient: Recipient;
  readonly standard?: LetterStandard;
};

/** `failed` when the letter's data contradicts itself or its process died twice: nothing was made of it then. */
export type RenderedLetter<J extends LetterJob = LetterJob> =
  | { readonly kind: "rendered"; readonly job: J; readonly pdf: Uint8Array }
  | {
      readonly kind: "failed";
      readonly job: J;
      readonly problem: string;
      /** What was thrown, whose words may tell of the letter; none where the process died. */
      readonly error?: Error;
    };

export type PoolOptions = {
  /** Processes side by side, 1 or more; a letter needs one core for about ten milliseconds. */
  readonly workers?: number;
  /** Letters after which a process is replaced. */
  readonly lettersPerProcess?: number;
};

/** What a process answers for one letter. */
export type PoolAnswer = { readonly pdf: Uint8Array } | { readonly error: Error };

const WORKER = fileURLToPath(new URL("./letter-pool-worker.ts", import.meta.url));

/**
 * Renders the letters and gives them in the order they came. It reads only as far ahead as its processes can work,
 * so `jobs` may be longer than memory. Its processes end with it, also when the reader stops early.
 */
export async function* renderLetters<J extends LetterJob>(
  jobs: Iterable<J> | AsyncIterable<J>,
  { workers = 2, lettersPerProcess = 1_000 }: PoolOptions = {},
): AsyncGenerator<RenderedLetter<J>, void, undefined> {
  const slots = Array.from({ length: workers }, () => openSlot(lettersPerProcess));
  const pending: Promise<RenderedLetter<J>>[] = [];
  let next = 0;
  try {
    for await (const job of jobs) {
      const slot = slots[next++ % slots.length];
      if (slot === undefined) throw new RangeError("a pool needs at least one process");
      pending.push(slot.render(job));
      const oldest = pending.length > 2 * workers ? pending.shift() : undefined;
      if (oldest !== undefined) yield await oldest;
    }
    for (const each of pending) yield await each;
  } finally {
    for (const slot of slots) slot.close();
  }
}

type Slot = {
  readonly render: <J extends LetterJob>(job: J) => Promise<RenderedLetter<J>>;
  readonly close: () => void;
};

/** One process after another; its letters wait for each other. */
function openSlot(lettersPerProcess: number): Slot {
  let child: ChildProcess | undefined;
  let made = 0;
  let isClosed = false;
  let tail: Promise<unknown> = Promise.resolve();

  const replace = (): ChildProcess => {
    if (child?.connected === true) child.disconnect();
    made = 0;
    child = fork(WORKER, [], { serialization: "advanced", execArgv: [] });
    return child;
  };
  const attempt = async (job: LetterJob): Promise<PoolAnswer | undefined> => {
    const ready = child === undefined || !child.connected || made >= lettersPerProcess ? replace() : child;
    made += 1;
    return askOnce(ready, job);
  };
  const render = async <J extends LetterJob>(job: J): Promise<RenderedLetter<J>> => {
    if (isClosed) return { kind: "failed", job, problem: "the pool was closed" };
    const answer = (await attempt(job)) ?? (isClosed ? undefined : await attempt(job));
    if (answer === undefined) return { kind: "failed", job, problem: "the process died on this letter" };
    return "pdf" in answer
      ? { kind: "rendered", job, pdf: answer.pdf }
      : { kind: "failed", job, problem: String(answer.error), error: answer.error };
  };

  return {
    render: <J extends LetterJob>(job: J) => {
      const answer = tail.then(() => render(job));
      tail = answer;
      return answer;
    },
    close: () => {
      isClosed = true;
      child?.kill();
    },
  };
}

/** The process's answer; undefined when it died before giving one. */
function askOnce(
  child: ChildProcess,
  { data, recipient, standard }: LetterJob,
): Promise<PoolAnswer | undefined> {
  return new Promise((resolve) => {
    const answered = (answer: PoolAnswer) => settle(answer);
    const died = () => settle(undefined);
    const settle = (answer: PoolAnswer | undefined): void => {
      child.off("message", answered);
      child.off("exit", died);
      child.off("error", died);
      resolve(answer);
    };
    child.on("message", answered);
    child.on("exit", died);
    child.on("error", died);
    child.send({ data, recipient, standard: standard ?? "a-2a" });
  });
}
