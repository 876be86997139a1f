/**
 * Pages that are booked side by side, so that one is computed while another is written. Pages that share a debtor
 * wait for each other: the money of a file is booked in one order, however fast each page is.
 */
import type { Uuid } from "@innfri/kernel";

const MOST_AT_ONCE = 2;

type Flying<T> = { readonly debtors: ReadonlySet<Uuid>; readonly result: Promise<T> };

export class Lanes<T> {
  readonly #flying: Flying<T>[] = [];
  readonly #onResult: (result: T) => void;

  /** `onResult` gets the results in the order in which the pages were started. */
  constructor(onResult: (result: T) => void) {
    this.#onResult = onResult;
  }

  /** Starts a page as soon as there is room and nobody else has its debtors. */
  async start(debtors: ReadonlySet<Uuid>, work: () => Promise<T>): Promise<void> {
    while (this.#flying.length >= MOST_AT_ONCE || this.#flying.some((one) => shares(one.debtors, debtors)))
      await this.#landOne();
    const result = work();
    result.catch(() => undefined); // whoever waits for it is told
    this.#flying.push({ debtors, result });
  }

  /** Waits for all that was started; the first error is thrown when nothing runs any more. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#flying.map(({ result }) => result));
    while (this.#flying.length > 0) await this.#landOne();
  }

  async #landOne(): Promise<void> {
    const oldest = this.#flying.shift();
    if (oldest !== undefined) this.#onResult(await oldest.result);
  }
}

function shares(a: ReadonlySet<Uuid>, b: ReadonlySet<Uuid>): boolean {
  return [...a].some((one) => b.has(one));
}
