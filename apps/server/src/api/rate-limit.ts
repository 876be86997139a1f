/** So many requests a minute for each caller and process, told in every answer. */
import { Refused, refusal } from "./problem.ts";

export type Allowance = {
  readonly isOver: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

const WINDOW_SECONDS = 60;
const MOST_CALLERS = 10_000;

export class RateLimit {
  readonly #most: number;
  readonly #used = new Map<string, { window: number; count: number }>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts one request of a caller. */
  take(caller: string, nowMs: number): Allowance {
    const window = windowOf(nowMs);
    const kept = this.#used.get(caller);
    const count = kept?.window === window ? kept.count + 1 : 1;
    if (kept === undefined && this.#used.size >= MOST_CALLERS) this.#forgetBefore(window);
    this.#used.set(caller, { window, count });
    const left = Math.max(0, this.#most - count);
    const resets = resetsIn(nowMs);
    return {
      isOver: count > this.#most,
      headers: {
        "RateLimit-Policy": `"requests";q=${this.#most};w=${WINDOW_SECONDS}`,
        RateLimit: `"requests";r=${left};t=${resets}`,
        ...(count > this.#most ? { "Retry-After": String(resets) } : {}),
      },
    };
  }

  /** Null where the caller may still ask; else in how many seconds it may again. Counts nothing. */
  secondsLeft(caller: string, nowMs: number): number | null {
    const used = this.#used.get(caller);
    const isOver = used?.window === windowOf(nowMs) && used.count >= this.#most;
    return isOver ? resetsIn(nowMs) : null;
  }

  #forgetBefore(window: number): void {
    for (const [caller, used] of this.#used) if (used.window < window) this.#used.delete(caller);
    if (this.#used.size >= MOST_CALLERS) this.#used.clear();
  }
}

const windowOf = (nowMs: number) => Math.floor(nowMs / 1000 / WINDOW_SECONDS);
const resetsIn = (nowMs: number) => WINDOW_SECONDS - (Math.floor(nowMs / 1000) % WINDOW_SECONDS);

/**
 * Work for whoever says who it is, which asks the database. An address that keeps coming with what opens nothing is not
 * listened to for the rest of the minute, whatever it comes with.
 */
export async function unlessTooWrong<T>(
  { limit, address, nowMs }: { readonly limit: RateLimit; readonly address: string; readonly nowMs: number },
  work: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const caller = `wrong from ${address}`;
  const seconds = limit.secondsLeft(caller, nowMs);
  if (seconds !== null)
    throw new Refused(
      refusal(
        "too-many",
        "There was too much of late from this address that opens nothing. Nothing was done: wait a minute.",
        { headers: { "Retry-After": String(seconds) } },
      ),
    );
  const found = await work();
  if (found === undefined) limit.take(caller, nowMs);
  return found;
}
