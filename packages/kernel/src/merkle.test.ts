import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "./canonical.ts";
import { MerkleTree, merkleRootOf } from "./merkle.ts";

/** The definition of RFC 6962, 2.1, word by word. */
function defined(leaves: readonly string[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256("");
  if (leaves.length === 1) return sha256(Buffer.from([0]), only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), defined(leaves.slice(0, split)), defined(leaves.slice(split)));
}

function treeOf(leaves: readonly string[], wanted = -1) {
  const tree = new MerkleTree();
  for (const [i, leaf] of leaves.entries()) tree.add(leaf, i === wanted);
  return tree.end();
}

const LEAVES = Array.from({ length: 70 }, (_, i) => `leaf ${i}`);

describe("A Merkle tree", () => {
  it("has the root that RFC 6962 defines, for any number of leaves", () => {
    for (let size = 0; size <= LEAVES.length; size++)
      expect(treeOf(LEAVES.slice(0, size)).root).toEqual(defined(LEAVES.slice(0, size)));
  });

  it("has the roots that others publish for one empty leaf, and for the first ones of the RFC's own tests", () => {
    const hex = (...leaves: string[]) =>
      (() => {
        const tree = new MerkleTree();
        for (const leaf of leaves) tree.add(Buffer.from(leaf, "hex"));
        return tree.end().root.toString("hex");
      })();
    expect(hex()).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(hex("")).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    expect(hex("", "00")).toBe("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  });

  it("leads from each leaf to its root by a path no longer than the tree is high", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, pick) => {
        const leaves = LEAVES.slice(0, size);
        const wanted = pick % size;
        const { root, path } = treeOf(leaves, wanted);
        expect(merkleRootOf(leaves[wanted]!, path)).toEqual(root);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(merkleRootOf("another leaf", path)).not.toEqual(root);
      }),
    );
  });
});
