/** For tests of two who want the same: a pool whose transaction stops where it has locked or written what the other wants. */
import type { Pool } from "../store/index.ts";

export type Paused = {
  readonly pool: Pool;
  /** Ends when the transaction stands still. */
  readonly reached: Promise<void>;
  /** Lets it go on. */
  readonly go: () => void;
};

/**
 * Pauses the first transaction in which a statement of such a text has found rows: when it has done everything and has
 * not committed, or right behind that statement. The others pass.
 */
export function paused(own: Pool, where: "before its commit" | "behind", statement: RegExp): Paused {
  const { promise: gate, resolve: go } = Promise.withResolvers<void>();
  const { promise: reached, resolve: isReached } = Promise.withResolvers<void>();
  let isTaken = false;
  const clientOf = (client: object) => {
    let isIt = false;
    const pause = async () => {
      isTaken = true;
      isReached();
      await gate;
    };
    const query = async (...args: unknown[]) => {
      const asked = args[0] as string | { readonly text: string };
      const text = typeof asked === "string" ? asked : asked.text;
      if (text === "commit" && isIt && !isTaken) await pause();
      const result = await (Reflect.get(client, "query") as (...all: unknown[]) => Promise<unknown>).apply(
        client,
        args,
      );
      if (statement.test(text) && ((result as { rowCount: number | null }).rowCount ?? 0) > 0) isIt = true;
      if (where === "behind" && isIt && !isTaken) await pause();
      return result;
    };
    return proxied(client, { query });
  };
  const connect = async () => clientOf(await own.connections.connect());
  return { pool: { ...own, connections: proxied(own.connections, { connect }) }, reached, go };
}

function proxied<T extends object>(target: T, instead: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get: (_, key) => {
      if (typeof key === "string" && key in instead) return instead[key];
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The statement by which a run takes the files that are due. */
export const A_RUNS_PAGE = /for update skip locked/;
/** The one by which an act of a person or a payment takes its files. */
export const AN_ACTS_FILES = /order by debtor_id for update\)/;
