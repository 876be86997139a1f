/**
 * A Merkle tree over hashes, as RFC 6962 has it: one hash stands for all, and a short path shows that one of them is
 * among them without telling the others.
 */
import { sha256 } from "./canonical.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash beside one's own on the way up, and on which side of it it stands. */
export type MerkleStep = { readonly left: Buffer } | { readonly right: Buffer };

type Subtree = { readonly hash: Buffer; readonly size: number; readonly hasWanted: boolean };

/** Takes leaves one by one, and holds no more of them than the tree is high. */
export class MerkleTree {
  readonly #subtrees: Subtree[] = [];
  readonly #path: MerkleStep[] = [];

  /** The next leaf. One may be wanted: then `end` has its path. */
  add(leaf: string | Uint8Array, isWanted = false): void {
    this.#subtrees.push({ hash: sha256(LEAF, leaf), size: 1, hasWanted: isWanted });
    while (this.#subtrees.length > 1 && this.#subtrees.at(-2)!.size === this.#subtrees.at(-1)!.size)
      this.#join();
  }

  /** The root, and the path of the wanted leaf from below. The tree takes no more leaves. */
  end(): { readonly root: Buffer; readonly path: readonly MerkleStep[] } {
    while (this.#subtrees.length > 1) this.#join();
    return { root: this.#subtrees[0]?.hash ?? sha256(""), path: this.#path };
  }

  #join(): void {
    const right = this.#subtrees.pop()!;
    const left = this.#subtrees.pop()!;
    if (left.hasWanted) this.#path.push({ right: right.hash });
    if (right.hasWanted) this.#path.push({ left: left.hash });
    this.#subtrees.push({
      hash: sha256(NODE, left.hash, right.hash),
      size: left.size + right.size,
      hasWanted: left.hasWanted || right.hasWanted,
    });
  }
}

/** The root of the tree that has this leaf at the end of this path. */
export function merkleRootOf(leaf: string | Uint8Array, path: readonly MerkleStep[]): Buffer {
  return path.reduce(
    (hash, step) => ("left" in step ? sha256(NODE, step.left, hash) : sha256(NODE, hash, step.right)),
    sha256(LEAF, leaf),
  );
}
