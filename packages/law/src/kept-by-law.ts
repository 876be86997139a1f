/** What follows from the tables alone is made once for each law, and kept. */
import { type LawInForce, lawInForce } from "./law-in-force.ts";

export type Key = string | number | boolean;
type Tree = Map<Key, unknown>;
type Kept = { readonly tree: Tree; count: number };

/**
 * Values by several keys, each made when it is asked for under a law that has not made it yet. The keys are looked up one
 * after the other, since putting them together to one text would cost more than most of what is kept.
 */
export class KeptByLaw<T> {
  readonly #most: number;
  readonly #ofLaws = new WeakMap<LawInForce, Kept>();
  /** Of the law asked about last, which is nearly always the one asked about next. */
  #last: { readonly law: LawInForce; readonly kept: Kept } | null = null;

  /** `most` values of a law are kept; then all are made anew when asked for. */
  constructor(most: number) {
    this.#most = most;
  }

  /** `keys` are always as many, and say all that the value depends on beside the law. */
  of(keys: readonly [Key, ...Key[]], make: () => T): T {
    const kept = this.#ofLaw(lawInForce());
    let node: Tree | undefined = kept.tree;
    for (let i = 0; i < keys.length - 1 && node !== undefined; i++)
      node = node.get(keys[i]!) as Tree | undefined;
    const found = node?.get(keys.at(-1)!) as T | undefined;
    return found ?? this.#add(kept, keys, make());
  }

  #add(kept: Kept, keys: readonly Key[], made: T): T {
    if (kept.count >= this.#most) {
      kept.tree.clear();
      kept.count = 0;
    }
    let node = kept.tree;
    for (const key of keys.slice(0, -1)) {
      const next = (node.get(key) as Tree | undefined) ?? new Map<Key, unknown>();
      node.set(key, next);
      node = next;
    }
    node.set(keys.at(-1)!, made);
    kept.count += 1;
    return made;
  }

  #ofLaw(law: LawInForce): Kept {
    if (this.#last?.law === law) return this.#last.kept;
    const kept = this.#ofLaws.get(law) ?? { tree: new Map<Key, unknown>(), count: 0 };
    this.#ofLaws.set(law, kept);
    this.#last = { law, kept };
    return kept;
  }
}
