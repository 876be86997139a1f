/** So many requests a minute for each caller and process, told in every answer. */

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
    const window = Math.floor(nowMs / 1000 / WINDOW_SECONDS);
    const kept = this.#used.get(caller);
    const count = kept?.window === window ? kept.count + 1 : 1;
    if (kept === undefined && this.#used.size >= MOST_CALLERS) this.#forgetBefore(window);
    this.#used.set(caller, { window, count });
    const left = Math.max(0, this.#most - count);
    const resets = WINDOW_SECONDS - (Math.floor(nowMs / 1000) % WINDOW_SECONDS);
    return {
      isOver: count > this.#most,
      headers: {
        "RateLimit-Policy": `"requests";q=${this.#most};w=${WINDOW_SECONDS}`,
        RateLimit: `"requests";r=${left};t=${resets}`,
        ...(count > this.#most ? { "Retry-After": String(resets) } : {}),
      },
    };
  }

  #forgetBefore(window: number): void {
    for (const [caller, used] of this.#used) if (used.window < window) this.#used.delete(caller);
    if (this.#used.size >= MOST_CALLERS) this.#used.clear();
  }
}
