export * from "./canonical.ts";
export * from "./id.ts";
export { type MerkleStep, MerkleTree, merkleRootOf } from "./merkle.ts";
export * from "./values.ts";
