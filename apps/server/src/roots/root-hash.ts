/** What a root is the hash of: in one place, for making it, checking it and proving something by it. */
import { type CalendarDate, canonicalJson, sha256, type Uuid } from "@innfri/kernel";

/** How far a chain had come: the head stands for every event before it. */
export type SealedChain = { readonly claimId: Uuid; readonly seq: number; readonly hash: Uint8Array };

/** A leaf of a day's tree. */
export function chainLeaf({ claimId, seq, hash }: SealedChain): string {
  return canonicalJson([claimId, seq, hexOf(hash)]);
}

export type DailyRoot = {
  readonly creditorId: Uuid;
  readonly rootOn: CalendarDate;
  readonly chainCount: number;
  readonly eventCount: number;
  readonly tree: Uint8Array;
};

/** `previous` is the creditor's root before; null for the first. */
export function dailyRootHash(root: DailyRoot, previous: Uint8Array | null): Buffer {
  return sha256(
    canonicalJson({
      creditor: root.creditorId,
      on: root.rootOn,
      previous: previous === null ? null : hexOf(previous),
      chains: root.chainCount,
      events: root.eventCount,
      tree: hexOf(root.tree),
    }),
  );
}

/** A creditor's newest root, as an operator's root covers it. */
export type CoveredRoot = {
  readonly creditorId: Uuid;
  readonly rootOn: CalendarDate;
  readonly root: Uint8Array;
};

/** A leaf of an operator's tree. */
export function creditorLeaf({ creditorId, rootOn, root }: CoveredRoot): string {
  return canonicalJson([creditorId, rootOn, hexOf(root)]);
}

export type OperatorRoot = {
  readonly operatorId: Uuid;
  readonly rootOn: CalendarDate;
  readonly creditorCount: number;
  readonly tree: Uint8Array;
};

export function operatorRootHash(root: OperatorRoot, previous: Uint8Array | null): Buffer {
  return sha256(
    canonicalJson({
      operator: root.operatorId,
      on: root.rootOn,
      previous: previous === null ? null : hexOf(previous),
      creditors: root.creditorCount,
      tree: hexOf(root.tree),
    }),
  );
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
